/* Promises about any system, from its text to its answers: random systems of every topology, with fixed seeds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/number.h"
#include "solve/solver.h"
#include "support/random_system.h"
#include "support/system.h"

#include <complex.h>
#include <jansson.h>
#include <math.h>
#include <unistd.h>

#define BOLTZMANN 1.380649e-23
#define NGSPICE_BOLTZMANN 1.38064852e-23 /* of ngspice 39, in every noise it makes */
#define BAND_HZ 19980.0

enum { SYSTEMS = 60, NETLISTS = 12, SECTIONS = 3 };

static const random_options plain = {.emf = 1};

/* ---- a system ---- */

typedef struct solved {
    hum_arena *a;
    hum_project *p;
    const hum_findings *f;
} solved;

static void fail_with(const solved *s, uint64_t seed, const char *what)
{
    hum_text told = {0};
    if (s->p && hum_project_diags_text(s->p, 0, false, &told) == HUM_OK)
        print_error("%.*s\n", HUM_FMT(told));
    fail_msg("system %u: %s", (unsigned)seed, what);
}

static solved solve(uint64_t seed, const random_options *o)
{
    static char text[RANDOM_TEXT_MAX];
    solved s = {.a = hum_arena_new(NULL)};
    random_system(seed, o, text);
    hum_text copy = s.a ? hum_text_copy(s.a, hum_text_of(text)) : (hum_text){0};
    assert_non_null(copy.p);
    assert_int_equal(hum_project_open(s.a, HUM_T("random"), copy, &small_catalogue, &s.p), HUM_OK);
    hum_project_without_doubts(s.p); /* bands are what test_sampled is about */
    if (hum_project_findings(s.p, (hum_text){0}, &s.f) != HUM_OK) {
        print_error("%s\n", text);
        fail_with(&s, seed, "not solved");
    }
    return s;
}

static void close_solved(solved *s)
{
    hum_arena_close(&s->a);
}

/* ---- every answer ---- */

static void check_lines(const solved *s, uint64_t seed, hum_text t)
{
    size_t begin = 0;
    for (size_t i = 0; i < t.n; i++) {
        if (t.p[i] != '\n')
            continue;
        if (hum_text_columns((hum_text){t.p + begin, i - begin}) > 80)
            fail_with(s, seed, "a line of more than 80 columns");
        begin = i + 1;
    }
    assert_int_equal(begin, t.n); /* the last line ends */
}

static void test_every_answer(void **state)
{
    const hum_text_options o = {.all_assumed = true};
    (void)state;
    for (uint64_t seed = 1; seed <= SYSTEMS; seed++) {
        solved s = solve(seed, &plain);
        hum_text t;
        assert_int_equal(hum_report_text(s.p, (hum_text){0}, &o, &t), HUM_OK);
        check_lines(&s, seed, t);
        assert_int_equal(hum_compare_text(s.p, (hum_text){0}, s.p, HUM_T("warm"), &o, &t), HUM_OK);
        check_lines(&s, seed, t);
        assert_int_equal(hum_report_json(s.p, HUM_T("warm"), &t), HUM_OK);
        assert_true(is_json(t)); /* jansson takes neither nan nor inf */
        assert_int_equal(hum_compare_json(s.p, (hum_text){0}, s.p, HUM_T("warm"), &t), HUM_OK);
        assert_true(is_json(t));
        assert_int_equal(hum_project_errors(s.p), 0);
        close_solved(&s);
    }
}

/* ---- the same system said otherwise ---- */

typedef struct comparison {
    const solved *one, *two;
    uint64_t seed;
    double volts, currents, gain_db; /* what two has more of: factors, dB */
    double worst;
} comparison;

static void same(comparison *c, double want, double got, double floor, const char *what)
{
    if (isnan(want) && isnan(got))
        return;
    if (want == got)
        return;
    double d = fabs(got - want) / (fabs(want) + floor / 1e-9);
    c->worst = fmax(c->worst, d);
    if (!(d <= 1e-9)) {
        print_error("%.17g, %.17g\n", want, got);
        fail_with(c->one, c->seed, what);
    }
}

/* A voltage below a femtovolt is rounding. */
static void same_hum(comparison *c, const hum_level_findings *a, const hum_level_findings *b)
{
    same(c, a->hum_v * c->currents, b->hum_v, 1e-15, "hum");
    for (size_t k = 0; k < HUM_HARMONICS; k++)
        same(c, a->hum_line_v[k] * c->currents, b->hum_line_v[k], 1e-15, "a line of hum");
}

static void same_level(comparison *c, const hum_level_findings *a, const hum_level_findings *b)
{
    same(c, a->level_v * c->volts, b->level_v, 1e-12, "level");
    same(c, a->clip_v * c->volts, b->clip_v, 0, "clipping");
    same(c, a->headroom_db, b->headroom_db, 1e-9, "headroom");
    same(c, a->noise_v, b->noise_v, 1e-18, "noise");
    same(c, a->noise_a_v, b->noise_a_v, 1e-18, "noise, A-weighted");
    same(c, a->snr_db + 20 * log10(c->volts), b->snr_db, 1e-9, "SNR");
    same_hum(c, a, b);
}

static void same_link(comparison *c, const hum_link_findings *a, const hum_link_findings *b)
{
    same_level(c, &a->at_input, &b->at_input);
    same(c, a->gain_db, b->gain_db, 1e-8, "gain");
    for (size_t k = 0; k < HUM_CMRR_POINTS; k++)
        same(c, a->cmrr_db[k], b->cmrr_db[k], 1e-6, "rejection");
    for (size_t k = 0; k < HUM_RESPONSE_POINTS; k++)
        same(c, a->response_db[k], b->response_db[k], 1e-8, "response");
    same(c, a->f_low_hz, b->f_low_hz, 1e-9, "low corner");
    same(c, a->f_high_hz, b->f_high_hz, 1e-3, "high corner");
    same(c, a->shield_current_a * c->currents, b->shield_current_a, 1e-18, "shield current");
    same(c, a->distortion_db, b->distortion_db, 1e-6, "distortion");
}

static size_t twin_of(const comparison *c, size_t i, bool by_name)
{
    const hum_model *one = c->one->f->model, *two = c->two->f->model;
    for (size_t k = 0; by_name && k < two->n_cables; k++)
        if (hum_text_eq(one->cables[i].id, two->cables[k].id))
            return k;
    return i;
}

static double compare(comparison c, bool by_name)
{
    const hum_findings *one = c.one->f, *two = c.two->f;
    assert_int_equal(one->model->n_cables, two->model->n_cables);
    for (size_t i = 0; i < one->model->n_cables; i++)
        same_link(&c, &one->links[i], &two->links[twin_of(&c, i, by_name)]);
    same_level(&c, &one->outputs[0].at_output, &two->outputs[0].at_output);
    const hum_seat_findings *a = &one->seats[0], *b = &two->seats[0];
    same(&c, a->peak_spl_db + 20 * log10(c.volts), b->peak_spl_db, 1e-8, "music at the seat");
    same(&c, a->noise_spl_dba, b->noise_spl_dba, 1e-8, "hiss at the seat");
    same(&c, a->noise_margin_db, b->noise_margin_db, 1e-6, "its margin");
    same(&c, a->hum_spl_db + 20 * log10(c.currents), b->hum_spl_db, 1e-6, "hum at the seat");
    same(&c, a->hum_margin_db + 20 * log10(c.currents), b->hum_margin_db, 1e-6, "its margin");
    return c.worst;
}

static double compare_all(const random_options *o, double volts, double currents, bool by_name)
{
    double worst = 0;
    for (uint64_t seed = 1; seed <= SYSTEMS; seed++) {
        solved one = solve(seed, &plain), two = solve(seed, o);
        worst = fmax(worst, compare((comparison){&one, &two, seed, volts, currents, 0, 0}, by_name));
        close_solved(&one);
        close_solved(&two);
    }
    return worst;
}

static void test_names_do_not_matter(void **state)
{
    (void)state;
    print_message("renamed: %.1e\n", compare_all(&(random_options){.is_renamed = true}, 1, 1, false));
}

static void test_order_does_not_matter(void **state)
{
    (void)state;
    print_message("reordered: %.1e\n", compare_all(&(random_options){.is_reordered = true}, 1, 1, true));
}

static void test_hum_is_linear(void **state)
{
    (void)state;
    print_message("EMFs doubled: %.1e\n", compare_all(&(random_options){.emf = 2}, 1, 2, false));
}

static void test_level_is_linear(void **state)
{
    (void)state;
    print_message("maxima doubled: %.1e\n", compare_all(&(random_options){.level = 2}, 2, 1, false));
}

/* ---- noise ---- */

/* The source resistance is in series with the EMF and is heard through the same gain: no link has less noise. */
static void check_thermal(const solved *s, uint64_t seed, size_t i)
{
    const hum_model *m = s->f->model;
    const hum_link_findings *l = &s->f->links[i];
    hum_value z = hum_values_get(&m->ports[m->cables[i].from].values, HUM_KEY_Z);
    double least_db = 0;
    for (size_t k = 0; k < HUM_RESPONSE_POINTS; k++)
        if (hum_response_hz[k] >= 20 && hum_response_hz[k] <= 20e3)
            least_db = fmin(least_db, l->response_db[k]);
    double gain = pow(10, (l->gain_db + least_db) / 20);
    double thermal = gain * sqrt(4 * BOLTZMANN * (m->temperature_c + 273.15) * z.nominal / 2 * BAND_HZ);
    if (!(l->at_input.noise_v >= thermal * 0.999))
        fail_with(s, seed, "less noise than its own resistance makes");
}

static void test_noise_is_thermal_at_least(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SYSTEMS; seed++) {
        solved s = solve(seed, &plain);
        for (size_t i = 0; i < s.f->model->n_cables; i++)
            check_thermal(&s, seed, i);
        close_solved(&s);
    }
}

/* ---- report, JSON and check say one thing ---- */

static void check_number(const json_t *object, const char *key, double want)
{
    const json_t *v = json_object_get(object, key);
    if (!isfinite(want)) {
        assert_true(json_is_null(v));
        return;
    }
    assert_true(json_is_number(v));
    double got = json_number_value(v);
    assert_true(fabs(got - want) <= 5.1e-9 * fabs(want)); /* nine digits */
}

static void check_json(const solved *s)
{
    hum_text t;
    assert_int_equal(hum_report_json(s->p, (hum_text){0}, &t), HUM_OK);
    json_t *j = json_loadb(t.p, t.n, 0, NULL);
    const json_t *links = json_object_get(j, "links");
    assert_int_equal(json_array_size(links), s->f->model->n_cables);
    for (size_t i = 0; i < s->f->model->n_cables; i++) {
        const json_t *l = json_array_get(links, i);
        check_number(l, "gain_db", s->f->links[i].gain_db);
        check_number(l, "level_v_rms", s->f->links[i].at_input.level_v);
        check_number(l, "headroom_db", s->f->links[i].at_input.headroom_db);
        check_number(l, "noise_v_rms", s->f->links[i].at_input.noise_v);
        check_number(l, "hum_v_rms", s->f->links[i].at_input.hum_v);
        check_number(l, "shield_current_a_rms", s->f->links[i].shield_current_a);
    }
    check_number(json_array_get(json_object_get(j, "seat"), 0), "hum_spl_db", s->f->seats[0].hum_spl_db);
    json_decref(j);
}

/* The page has the noise of each input to three digits. */
static void check_page(const solved *s)
{
    const hum_text_options o = {.all_assumed = true};
    hum_text t, noise;
    assert_int_equal(hum_report_text(s->p, (hum_text){0}, &o, &t), HUM_OK);
    for (size_t i = 0; i < s->f->model->n_cables; i++) {
        hum_out out = hum_out_in(s->a);
        hum_out_si(&out, s->f->links[i].at_input.noise_v, 3, "V");
        assert_int_equal(hum_out_done(&out, &noise), HUM_OK);
        assert_non_null(strstr(t.p, noise.p));
    }
}

static void expect_about(char *text, size_t n, const hum_model *m, const char *what, size_t link, double v, const char *unit)
{
    hum_text id = m->ports[m->cables[link].to].id;
    double less = v - fabs(v) * 1e-4, more = v + fabs(v) * 1e-4;
    size_t at = strlen(text);
    snprintf(text + at, n - at, "expect %s of %.*s > %.12g %s\nexpect %s of %.*s < %.12g %s\n", what, HUM_FMT(id), less,
             unit, what, HUM_FMT(id), more, unit);
}

static size_t check_expectations(const solved *s, uint64_t seed)
{
    static char extra[8192];
    const hum_text_options o = {.all_assumed = true};
    size_t n_expected, n_failed;
    hum_text t;
    extra[0] = '\0';
    for (size_t i = 0; i < s->f->model->n_cables; i++) {
        expect_about(extra, sizeof extra, s->f->model, "noise", i, s->f->links[i].at_input.noise_v, "V");
        expect_about(extra, sizeof extra, s->f->model, "level", i, s->f->links[i].at_input.level_v, "V");
        expect_about(extra, sizeof extra, s->f->model, "hum", i, s->f->links[i].at_input.hum_v, "V");
    }
    solved again = solve(seed, &(random_options){.extra = extra});
    assert_int_equal(hum_check_text(again.p, &o, &n_expected, &n_failed, &t), HUM_OK);
    if (n_failed)
        fail_with(&again, seed, "check and report differ");
    close_solved(&again);
    return n_expected;
}

static void test_answers_agree(void **state)
{
    (void)state;
    size_t n = 0;
    for (uint64_t seed = 1; seed <= SYSTEMS; seed++) {
        solved s = solve(seed, &plain);
        check_json(&s);
        check_page(&s);
        n += check_expectations(&s, seed);
        close_solved(&s);
    }
    print_message("%zu expectations\n", n);
    assert_true(n > SYSTEMS);
}

/* ---- ngspice ---- */

typedef struct score {
    size_t n;
    double transfer, noise; /* largest relative difference */
} score;

typedef struct lumped {
    hum_solver *solver;
    hum_diags *d;
    hum_complex *y;
    hum_probe out;
    uint32_t emf;
} lumped;

/* The last input in the order of the signal, as hum_spice_text takes it, and the EMF that its chain begins with. */
static lumped lump(const solved *s, uint32_t port, uint32_t origin)
{
    hum_circuit *c;
    lumped l = {.d = hum_diags_new(s->a), .out = {s->f->net->ports[port].signal, HUM_EARTH}};
    assert_int_equal(hum_circuit_lump(s->a, s->f->net->circuit, SECTIONS, NULL, &c), HUM_OK);
    assert_int_equal(hum_solver_new(s->a, c, l.d, &l.solver), HUM_OK);
    l.y = HUM_NEW(s->a, hum_complex, hum_solver_size(l.solver));
    l.emf = c->sources[s->f->net->ports[origin].source].element;
    return l;
}

static void compare_transfer(lumped *l, double f_hz, double re, double im, score *sum)
{
    assert_int_equal(hum_solver_set(l->solver, f_hz, l->d), HUM_OK);
    assert_int_equal(hum_solver_adjoint(l->solver, l->out, l->y), HUM_OK);
    hum_complex want = hum_adjoint_emf(l->solver, l->y, l->emf);
    sum->transfer = fmax(sum->transfer, cabs(hum_complex_of(re, im) - want) / cabs(want));
    sum->n++;
}

static void compare_noise(lumped *l, double f_hz, double v, score *sum)
{
    assert_int_equal(hum_solver_set(l->solver, f_hz, l->d), HUM_OK);
    assert_int_equal(hum_solver_adjoint(l->solver, l->out, l->y), HUM_OK);
    double want = hum_noise_density(l->solver, l->y, NULL, NULL);
    double theirs = v * v * (BOLTZMANN / NGSPICE_BOLTZMANN);
    sum->noise = fmax(sum->noise, fabs(theirs - want) / want);
}

static score read_ngspice(FILE *in, lumped *l)
{
    score sum = {0};
    char line[512];
    int analysis = 0;
    while (fgets(line, sizeof line, in)) {
        double f, x, y = 0;
        unsigned index;
        if (strstr(line, "AC Analysis") || strstr(line, "Noise Spectral Density"))
            analysis = strstr(line, "AC") ? 1 : 2;
        if (!analysis || sscanf(line, "%u %lf %lf, %lf", &index, &f, &x, &y) < 3 || index % 10)
            continue; /* every tenth point: two to a decade */
        if (analysis == 1)
            compare_transfer(l, f, x, y, &sum);
        else
            compare_noise(l, f, x, &sum);
    }
    return sum;
}

static score run_ngspice(hum_text netlist, lumped *l)
{
    char path[] = "/tmp/humdinger-system-XXXXXX", command[128];
    int fd = mkstemp(path);
    assert_true(fd >= 0 && write(fd, netlist.p, netlist.n) == (ssize_t)netlist.n);
    close(fd);
    snprintf(command, sizeof command, "ngspice -b %s 2>&1", path);
    FILE *p = popen(command, "r");
    assert_non_null(p);
    score s = read_ngspice(p, l);
    assert_int_equal(pclose(p), 0);
    remove(path);
    return s;
}

/* The origin of the signal at an output's or input's port, through first cables and first inputs that have a gain. */
static uint32_t origin_of(const hum_findings *f, uint32_t port)
{
    const hum_model *m = f->model;
    hum_value db;
    for (;;) {
        const hum_box *b = &m->boxes[m->ports[port].box];
        uint32_t before = HUM_NONE;
        if (!m->ports[port].is_output)
            before = m->cables[m->ports[port].cable].from;
        for (size_t i = 0; m->ports[port].is_output && i < b->n_ports; i++)
            if (!m->ports[b->ports[i]].is_output && hum_model_gain(m, b->ports[i], port, &db))
                before = b->ports[i];
        if (before == HUM_NONE)
            return port;
        port = before;
    }
}

static void test_ngspice_agrees(void **state)
{
    (void)state;
    score worst = {0};
    for (uint64_t seed = 1; seed <= NETLISTS; seed++) {
        solved s = solve(seed, &plain);
        const hum_model *m = s.f->model;
        uint32_t port = m->cables[m->n_cables - 1].to;
        hum_text netlist;
        assert_int_equal(hum_spice_text(s.p, (hum_text){0}, m->ports[port].id, SECTIONS, &netlist), HUM_OK);
        lumped l = lump(&s, port, origin_of(s.f, port));
        score now = run_ngspice(netlist, &l);
        /* a two-pin box whose pin 1 is lifted hangs on picofarads beside an op amp's gain of 1e6: there ngspice is 1.6e-6
         * from the solution of the same netlist in 40 digits, and this program is with it to 12 */
        if (now.n < 5 || now.transfer > 1e-5 || now.noise > 1e-5) {
            print_error("%zu points, transfer %.1e, noise %.1e\n", now.n, now.transfer, now.noise);
            fail_with(&s, seed, "ngspice differs");
        }
        worst.transfer = fmax(worst.transfer, now.transfer);
        worst.noise = fmax(worst.noise, now.noise);
        close_solved(&s);
    }
    print_message("%d systems in ngspice: transfer %.1e, noise %.1e\n", NETLISTS, worst.transfer, worst.noise);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_answer),        cmocka_unit_test(test_names_do_not_matter),
        cmocka_unit_test(test_order_does_not_matter), cmocka_unit_test(test_hum_is_linear),
        cmocka_unit_test(test_level_is_linear),     cmocka_unit_test(test_noise_is_thermal_at_least),
        cmocka_unit_test(test_answers_agree),       cmocka_unit_test(test_ngspice_agrees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

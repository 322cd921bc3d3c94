/* Large systems are solved piece by piece: the same answers as in one piece. And what the assumptions move. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "base/number.h"
#include "study/fix.h"
#include "support/random_system.h"
#include "support/system.h"

#include <math.h>

static const hum_study_options in_one = {.links_at_once = 1000000, .without_doubts = true};
static const hum_study_options in_pieces = {.links_at_once = 0, .without_doubts = true};

typedef struct both {
    hum_arena *a;
    const hum_model *m;
    hum_findings *one;
    hum_findings *pieces;
} both;

/* ---- systems ---- */

/* A chain of n links: every box on the shared outlet, with an earth wire's voltage of its own. */
static hum_text chain(hum_arena *a, size_t n, const char *in, const char *out, const char *cable)
{
    hum_out o = hum_out_in(a);
    hum_text t;
    hum_out_z(&o, "mains 230 V 50 Hz\n");
    for (size_t i = 0; i <= n; i++) {
        hum_out_f(&o, "box b%zu plug 3-pin leakage %zu uA\n", i, 60 + 7 * i % 50);
        if (i)
            hum_out_f(&o, "  in a %s noise 4 uV\n", in);
        hum_out_f(&o, "  out z %s noise 10 uV max 10 V\n%s", out, i ? "  gain 1 dB\n" : "");
    }
    for (size_t i = 0; i < n; i++)
        hum_out_f(&o, "cable b%zu.z -> b%zu.a %s %zu m\n", i, i + 1, cable, 1 + i % 5);
    hum_out_f(&o, "speaker b%zu.z 88 dB 8 kohm at 3 m room 30 dBA\n", n);
    assert_int_equal(hum_out_done(&o, &t), HUM_OK);
    return t;
}

static both solve(hum_arena *a, hum_text text)
{
    hum_project *p;
    both b = {.a = a};
    assert_int_equal(hum_project_open(a, HUM_T("test"), text, &small_catalogue, &p), HUM_OK);
    assert_int_equal(hum_project_model(p, (hum_text){0}, &b.m), HUM_OK);
    assert_int_equal(hum_study_system_with(a, b.m, &in_one, p->d, &b.one), HUM_OK);
    assert_int_equal(hum_study_system_with(a, b.m, &in_pieces, p->d, &b.pieces), HUM_OK);
    return b;
}

/* ---- comparing ---- */

static double apart(double x, double y)
{
    if ((isnan(x) && isnan(y)) || (isinf(x) && isinf(y)) || !(fabs(x) + fabs(y) > 0))
        return 0;
    return isfinite(x) && isfinite(y) ? fabs(x - y) / fmax(fabs(x), fabs(y)) : HUGE_VAL;
}

static void keep(double *worst, double x)
{
    if (!(x <= *worst))
        *worst = x;
}

/* The largest relative difference of gains, levels, noise and corners. */
static double signal_apart(const both *b)
{
    double worst = 0;
    for (size_t i = 0; i < b->m->n_cables; i++) {
        const hum_link_findings *x = &b->one->links[i], *y = &b->pieces->links[i];
        keep(&worst, fabs(pow(10, (x->gain_db - y->gain_db) / 20) - 1));
        keep(&worst, apart(x->at_input.level_v, y->at_input.level_v));
        keep(&worst, apart(x->at_input.noise_v, y->at_input.noise_v));
        keep(&worst, apart(x->at_input.noise_a_v, y->at_input.noise_a_v));
        keep(&worst, apart(x->f_high_hz, y->f_high_hz));
        keep(&worst, apart(x->f_low_hz, y->f_low_hz));
    }
    for (size_t i = 0; i < b->m->n_listeners; i++) {
        keep(&worst, fabs(pow(10, (b->one->seats[i].noise_spl_dba - b->pieces->seats[i].noise_spl_dba) / 20) - 1));
        keep(&worst, fabs(pow(10, (b->one->seats[i].peak_spl_db - b->pieces->seats[i].peak_spl_db) / 20) - 1));
    }
    return worst;
}

static double cmrr_apart_db(const both *b)
{
    double worst = 0;
    for (size_t i = 0; i < b->m->n_cables; i++)
        for (size_t k = 0; k < HUM_CMRR_POINTS; k++) {
            double x = b->one->links[i].cmrr_db[k], y = b->pieces->links[i].cmrr_db[k];
            keep(&worst, isnan(x) && isnan(y) ? 0 : fabs(x - y));
        }
    return worst;
}

/* ---- chains ---- */

static const char balanced_in[] = "difference z 40 kohm zcm 20 kohm cmrr 60 dB";
static const char balanced_out[] = "symmetric z 200 ohm imbalance 1 ohm";

/* Chassis, shields and earths of the other links are left out of a piece: a balanced signal does not know them. */
static void test_balanced_chain_agrees(void **state)
{
    (void)state;
    hum_arena *a = hum_arena_new(NULL);
    both b = solve(a, chain(a, 12, balanced_in, balanced_out, "xlr"));
    print_message("signal %.1e, cmrr %.1e dB\n", signal_apart(&b), cmrr_apart_db(&b));
    assert_true(signal_apart(&b) < 1e-6);
    assert_true(cmrr_apart_db(&b) < 0.01);
    hum_arena_close(&a);
}

/* An unbalanced signal returns through its shield and, a little, through every other way between the two boxes: some
 * tens of milliohms of 10 kohm, so a few millionths for each link. */
static void test_unbalanced_chain_agrees(void **state)
{
    (void)state;
    hum_arena *a = hum_arena_new(NULL);
    both b = solve(a, chain(a, 12, "unbalanced z 20 kohm", "unbalanced z 200 ohm", "rca"));
    print_message("signal %.1e, cmrr %.1e dB\n", signal_apart(&b), cmrr_apart_db(&b));
    assert_true(signal_apart(&b) < 1e-4);
    assert_true(cmrr_apart_db(&b) < 0.01);
    hum_arena_close(&a);
}

/* A house as bench/house/house.py has them, smaller: boxes bonded to the bars of their racks, bars to each other, so that all
 * earths are one mesh; four links to the next box, a trunk of 20 m seven boxes on, and a box that listens. */
static hum_text house(hum_arena *a, size_t n)
{
    enum { IN_RACK = 6, LINKS = 5, TRUNK = 7 };
    hum_out o = hum_out_in(a);
    hum_text t;
    hum_out_z(&o, "mains 230 V 50 Hz\noutlet one emf 2 mV r 0.2 ohm\noutlet two emf 5 mV r 0.2 ohm\n");
    for (size_t rack = 0; rack * IN_RACK < n; rack++) {
        hum_out_f(&o, "box rack%zu plug 3-pin outlet %s leakage 100 uA\n", rack, rack % 2 ? "one" : "two");
        if (rack)
            hum_out_f(&o, "bond rack%zu -> rack%zu r 10 mohm l 3 uH\n", rack - 1, rack);
    }
    for (size_t i = 0; i < n; i++) {
        hum_out_f(&o, "bond b%zu -> rack%zu r 5 mohm l 0.5 uH\nbox b%zu plug 3-pin outlet %s leakage %zu uA\n", i, i / IN_RACK, i,
                  i / IN_RACK % 2 ? "one" : "two", 60 + 7 * i % 50);
        for (size_t k = 0; k < LINKS; k++)
            hum_out_f(&o, "  in i%zu %s noise 4 uV\n  out o%zu %s noise 8 uV max 10 V\n  gain i%zu -> o%zu 0 dB\n", k, balanced_in,
                      k, balanced_out, k, k);
    }
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < LINKS; k++) {
            size_t to = i + (k == LINKS - 1 ? TRUNK : 1);
            if (to < n)
                hum_out_f(&o, "cable b%zu.o%zu -> b%zu.i%zu xlr %d m\n", i, k, to, k, k == LINKS - 1 ? 20 : 2);
        }
    hum_out_f(&o, "speaker b%zu.o0 88 dB 8 kohm at 3 m room 30 dBA\n", n - 1);
    assert_int_equal(hum_out_done(&o, &t), HUM_OK);
    return t;
}

/* The bonds that a piece leaves out are in parallel with those that it has: they move what is heard of a ground voltage and that
 * voltage alike. What is left is the hiss of other boxes that comes through the shared earths, a hundredth of a per mille. */
static void test_house_agrees(void **state)
{
    (void)state;
    hum_arena *a = hum_arena_new(NULL);
    both b = solve(a, house(a, 14));
    double hum = 0;
    for (size_t i = 0; i < b.m->n_cables; i++)
        keep(&hum, fabs(20 * log10(b.pieces->links[i].at_input.hum_v / b.one->links[i].at_input.hum_v)));
    print_message("%zu links: signal %.1e, cmrr %.1e dB, hum %.2f dB\n", b.m->n_cables, signal_apart(&b), cmrr_apart_db(&b), hum);
    assert_true(b.m->n_cables == 59);
    assert_true(signal_apart(&b) < 1e-4);
    assert_true(cmrr_apart_db(&b) < 0.05);
    assert_true(hum < 3);
    hum_arena_close(&a);
}

/* Fifty hum sources in sixteen codes: each input within 3 dB, all of them within half a decibel on the average. */
static void test_coded_hum_is_near(void **state)
{
    (void)state;
    hum_arena *a = hum_arena_new(NULL);
    both b = solve(a, chain(a, 50, balanced_in, balanced_out, "xlr"));
    double worst = 0, sum = 0;
    for (size_t i = 0; i < b.m->n_cables; i++) {
        double db = 20 * log10(b.pieces->links[i].at_input.hum_v / b.one->links[i].at_input.hum_v);
        keep(&worst, fabs(db));
        sum += db / (double)b.m->n_cables;
        assert_true(apart(b.one->links[i].shield_current_a, b.pieces->links[i].shield_current_a) < 0.01);
    }
    print_message("at worst %.2f dB, on the average %.3f dB\n", worst, sum);
    assert_true(worst < 3 && fabs(sum) < 0.5);
    hum_arena_close(&a);
}

/* Every topology, outputs that feed several inputs, cut shields, lifts of an ohm under a loudspeaker's current, mixers of
 * what one source sends by two ways: in such systems a link does not end at its two boxes, and one in four feels it. Every
 * link has an answer all the same. */
static void test_random_systems_have_answers(void **state)
{
    (void)state;
    enum { SYSTEMS = 40 };
    static char text[RANDOM_TEXT_MAX];
    const random_options plain = {.emf = 1};
    size_t n = 0, near = 0;
    for (uint64_t seed = 0; seed < SYSTEMS; seed++) {
        hum_arena *a = hum_arena_new(NULL);
        random_system(seed, &plain, text);
        both b = solve(a, hum_text_of(text));
        for (size_t i = 0; i < b.m->n_cables; i++, n++) {
            const hum_link_findings *l = &b.pieces->links[i];
            if (!isfinite(l->gain_db) || !(l->at_input.noise_v > 0))
                fail_msg("system %u, %.*s: gain %g dB, noise %g V", (unsigned)seed, HUM_FMT(b.m->cables[i].id), l->gain_db, l->at_input.noise_v);
            near += fabs(b.one->links[i].gain_db - b.pieces->links[i].gain_db) < 0.05;
        }
        hum_arena_close(&a);
    }
    print_message("%zu of %zu links within 0.05 dB\n", near, n);
    assert_true(near * 10 >= n * 6);
}

/* ---- doubts ---- */

static const char loop[] = "ground catv emf 80 mV r %s\n"
                           "outlet wall emf 2 mV r 0.2 ohm\n"
                           "box tv plug battery ground catv\n"
                           "  out rca max 2 V z 1 kohm noise 60 uV\n"
                           "box amp plug 3-pin outlet wall leakage 100 uA\n"
                           "  in line unbalanced z 47 kohm noise 5 uV\n"
                           "  out spk max 40 V z 0.1 ohm\n"
                           "  gain 29 dB\n"
                           "cable tv.rca -> amp.line rca 2 m\n"
                           "speaker amp.spk 88 dB 8 ohm at %s room 32 dBA\n";

static const hum_findings *solve_loop(hum_arena *a, const char *r, const char *distance)
{
    hum_project *p;
    const hum_findings *f;
    hum_out o = hum_out_in(a);
    hum_text t;
    hum_out_f(&o, loop, r, distance);
    assert_int_equal(hum_out_done(&o, &t), HUM_OK);
    assert_int_equal(hum_project_open(a, HUM_T("test"), t, NULL, &p), HUM_OK);
    assert_int_equal(hum_project_findings(p, (hum_text){0}, &f), HUM_OK);
    return f;
}

static double moved(const hum_findings *f, const char *what)
{
    for (size_t i = 0; i < f->net->n_assumptions; i++)
        if (hum_text_is(f->net->assumptions[i].what, what))
            return f->net->assumptions[i].moves_db;
    return (double)NAN;
}

/* Half or twice the distance is 6.02 dB each way: one over the distance. */
static void test_distance_moves_by_its_ratio(void **state)
{
    (void)state;
    hum_arena *a = hum_arena_new(NULL);
    const hum_findings *f = solve_loop(a, "0.3 ohm", "1.5..6 m");
    assert_true(fabs(moved(f, "at of amp.spk") - 20 * log10(4)) < 1e-9);
    hum_arena_close(&a);
}

/* The same as two files in which the ends are stated. */
static void test_moves_are_differences_of_whole_answers(void **state)
{
    (void)state;
    hum_arena *a = hum_arena_new(NULL);
    double low = hum_headline_db(solve_loop(a, "0.1 ohm", "3 m")), high = hum_headline_db(solve_loop(a, "1 ohm", "3 m"));
    const hum_findings *f = solve_loop(a, "0.1..1 ohm", "3 m");
    print_message("%.6f dB and %.6f dB\n", moved(f, "r of catv"), fabs(high - low));
    assert_true(fabs(moved(f, "r of catv") - fabs(high - low)) < 1e-6);
    hum_arena_close(&a);
}

static void test_doubts_come_largest_first(void **state)
{
    (void)state;
    hum_arena *a = hum_arena_new(NULL);
    const hum_findings *f = solve_loop(a, "0.1..1 ohm", "2..4 m");
    double last = HUGE_VAL;
    for (size_t i = 0; i < f->net->n_assumptions; i++) {
        double db = f->net->assumptions[f->assumed[i]].moves_db;
        assert_true((isnan(db) ? -1 : db) <= last);
        last = isnan(db) ? -1 : db;
    }
    assert_true(last < 1);
    hum_arena_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_balanced_chain_agrees),       cmocka_unit_test(test_unbalanced_chain_agrees),
        cmocka_unit_test(test_coded_hum_is_near),           cmocka_unit_test(test_random_systems_have_answers),
        cmocka_unit_test(test_house_agrees),
        cmocka_unit_test(test_distance_moves_by_its_ratio), cmocka_unit_test(test_moves_are_differences_of_whole_answers),
        cmocka_unit_test(test_doubts_come_largest_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

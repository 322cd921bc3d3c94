/* The three ways of the batched solver against KLU, sample by sample, on random networks; under every instruction set
 * that this machine has; with one thread and with several. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cable/table.h"
#include "num/random.h"
#include "solve/batch.h"
#include "support/random_circuit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SYSTEMS = 40, SAMPLES = 37, POINTS = 60, FEW = 11, NODE_SYSTEMS = 16, VARY_MAX = 40 };

#define TOLERANCE 1e-9 /* relative, of every transfer above 1e-12 */
#define SAME_BUT_ROUNDING 1e-11 /* one instruction set against another: fused multiplications round once, not twice */

static const double f_hz[FEW] = {20, 50, 60, 150, 440, 1000, 2500, 5000, 7777, 12000, 20000};

typedef struct study {
    hum_arena *a;
    hum_diags *d;
    hum_circuit *c;
    hum_vary vary[VARY_MAX];
    hum_probe probes[2];
    hum_drive drives[2];
    hum_batch_spec spec;
    double *values;
    bool with_lines; /* lines may vary too */
} study;

typedef struct answer {
    hum_batch_out out;
    hum_batch_stats stats;
    size_t n_h, n_noise, n_by;
} answer;

static void ok(hum_status s)
{
    assert_int_equal(s, HUM_OK);
}

static void add(study *s, hum_vary_kind kind, size_t index, size_t i, size_t j, double value, double spread)
{
    if (s->spec.n_vary < VARY_MAX && value != 0)
        s->vary[s->spec.n_vary++] = (hum_vary){.kind = kind,
                                               .index = (uint32_t)index,
                                               .i = (uint32_t)i,
                                               .j = (uint32_t)j,
                                               .low = value > 0 ? value / spread : value * spread,
                                               .high = value > 0 ? value * spread : value / spread};
}

static void add_element(study *s, size_t i, double spread)
{
    const hum_element *e = &s->c->elements[i];
    switch (e->kind) {
    case HUM_ELEM_RESISTOR:
    case HUM_ELEM_CAPACITOR:
    case HUM_ELEM_TRANSFORMER:
        add(s, HUM_VARY_VALUE, i, 0, 0, e->value, spread);
        break;
    case HUM_ELEM_EMF:
        for (size_t k = 0; k < e->n_terms; k++)
            add(s, k % 2 ? HUM_VARY_GAIN_S : HUM_VARY_GAIN, i, k, 0, k % 2 ? e->terms[k].gain_s : e->terms[k].gain,
                spread);
        break;
    case HUM_ELEM_INDUCTORS:
        add(s, HUM_VARY_R, i, e->n - 1, 0, e->r_ohm[e->n - 1], spread);
        add(s, HUM_VARY_L, i, 0, e->n - 1, e->l_h[e->n - 1], e->n > 1 ? 1 + (spread - 1) * 0.02 : spread);
        break;
    case HUM_ELEM_LINE:
        if (!s->with_lines)
            break;
        add(s, HUM_VARY_LINE_LENGTH, i, 0, 0, e->line->length_m, spread);
        add(s, HUM_VARY_LINE_R, i, e->n - 1, 0, e->line->r_ohm_m[e->n - 1], spread);
        add(s, HUM_VARY_LINE_L, i, 0, 0, e->line->l_h_m[0], 1 + (spread - 1) * 0.02);
        add(s, HUM_VARY_LINE_C, i, 0, e->n - 1, e->line->c_f_m[e->n - 1], 1 + (spread - 1) * 0.02);
        break;
    }
}

/* Resistances that grow with the root of the frequency above 1 kHz, inductances that fall a little. */
static hum_status skin(void *ctx, double f, hum_complex *z, hum_complex *y)
{
    const hum_line *line = ctx;
    double w = 2 * 3.14159265358979323846 * f, more = sqrt(1 + f / 1e3);
    for (size_t i = 0; i < line->n * line->n; i++) {
        double r = i % (line->n + 1) == 0 ? line->r_ohm_m[i / line->n] : 0;
        z[i] = hum_complex_of(r * more, w * line->l_h_m[i] * (1 + 0.01 / more));
        y[i] = hum_complex_of(0.01 * w * line->c_f_m[i], w * line->c_f_m[i]);
    }
    return HUM_OK;
}

/* Every other line has a table. */
static void give_tables(study *s)
{
    for (size_t k = 0; k < s->c->n_elements; k += 2)
        if (s->c->elements[k].kind == HUM_ELEM_LINE)
            ok(hum_line_tabulate(s->a, s->c->elements[k].line, skin, s->c->elements[k].line, &s->c->elements[k].line->table));
}

/* System i with at most `most` varying values, and samples of them. */
static void open_study_of(study *s, unsigned i, size_t most, double spread, bool noise, bool with_lines)
{
    *s = (study){.a = hum_arena_new(NULL), .with_lines = with_lines};
    s->d = s->a ? hum_diags_new(s->a) : NULL;
    assert_non_null(s->d);
    random_state r = {0xba7c4 + i};
    size_t nodes = 5 + i % 14;
    s->c = random_circuit(s->a, &r, nodes, RANDOM_LINES | RANDOM_ACTIVE);
    assert_non_null(s->c);
    if (with_lines)
        give_tables(s);
    size_t first = random_below(&r, s->c->n_elements);
    for (size_t k = 0; k < s->c->n_elements && s->spec.n_vary < most; k++)
        add_element(s, (first + k) % s->c->n_elements, spread);
    for (size_t k = 0; k < s->c->n_sources && s->spec.n_vary < most && noise; k++)
        if (s->c->sources[k].kind == HUM_SOURCE_NOISE)
            add(s, HUM_VARY_NOISE, k, 0, 0, s->c->sources[k].s_v2_hz, spread);
    if (s->spec.n_vary > most)
        s->spec.n_vary = most;
    s->probes[0] = (hum_probe){{2}, HUM_EARTH};
    s->probes[1] = (hum_probe){{3}, {4}};
    s->drives[0] = (hum_drive){s->c->sources[0].element, HUM_EARTH, HUM_EARTH};
    s->drives[1] = (hum_drive){UINT32_MAX, {4}, {2}};
    size_t n_vary = s->spec.n_vary;
    s->spec = (hum_batch_spec){s->c, s->vary, n_vary, s->probes, 2, s->drives, 2, f_hz, FEW, noise, SAMPLES,
                               HUM_WAY_AUTO, NULL, 1, 0};
    s->values = HUM_NEW(s->a, double, SAMPLES * (n_vary + 1));
    assert_non_null(s->values);
    for (size_t k = 0; k < SAMPLES; k++)
        for (size_t v = 0; v < n_vary; v++) {
            hum_value value = hum_value_range(HUM_DIM_OHM, s->vary[v].low, s->vary[v].high);
            s->values[k * n_vary + v] = hum_random_value(&value, 7, k, (uint32_t)v);
        }
}

static void open_study(study *s, unsigned i, size_t most, double spread, bool noise)
{
    open_study_of(s, i, most, spread, noise, false);
}

static hum_status solve(study *s, answer *r)
{
    hum_batch *b;
    size_t stride = hum_batch_stride(SAMPLES), n_noises;
    hum_status status = hum_batch_new(s->a, &s->spec, s->d, &b);
    if (status != HUM_OK)
        return status;
    hum_batch_noises(b, &n_noises);
    *r = (answer){.n_h = s->spec.n_f * 8 * stride, .n_noise = s->spec.n_f * 2 * stride, .n_by = s->spec.n_f * 2 * n_noises * stride};
    r->out.h = HUM_NEW(s->a, double, r->n_h);
    if (s->spec.wants_noise) {
        r->out.noise = HUM_NEW(s->a, double, r->n_noise);
        r->out.by_noise = HUM_NEW(s->a, double, r->n_by);
    }
    ok(hum_batch_run(b, s->values, SAMPLES, &r->out));
    r->stats = hum_batch_stats_of(b);
    return HUM_OK;
}

/* Largest relative difference of transfers. */
static double compare_h(const answer *got, const answer *want)
{
    size_t stride = hum_batch_stride(SAMPLES);
    double worst = 0;
    for (size_t row = 0; row < got->n_h / (2 * stride); row++)
        for (size_t k = 0; k < SAMPLES; k++) {
            size_t i = row * 2 * stride + k;
            double re = got->out.h[i] - want->out.h[i], im = got->out.h[i + stride] - want->out.h[i + stride];
            double size = hypot(want->out.h[i], want->out.h[i + stride]);
            if (size > 1e-12)
                worst = fmax(worst, hypot(re, im) / size);
        }
    return worst;
}

/* Of densities, and of contributions beside their total. */
static double compare_noise(const answer *got, const answer *want)
{
    size_t stride = hum_batch_stride(SAMPLES), n = got->n_by / got->n_noise;
    double worst = 0;
    for (size_t row = 0; row < got->n_noise / stride; row++)
        for (size_t k = 0; k < SAMPLES; k++) {
            double total = want->out.noise[row * stride + k];
            worst = fmax(worst, fabs(got->out.noise[row * stride + k] - total) / total);
            for (size_t j = 0; j < n; j++) {
                size_t i = (row * n + j) * stride + k;
                worst = fmax(worst, fabs(got->out.by_noise[i] - want->out.by_noise[i]) / total);
            }
        }
    return worst;
}

typedef struct score {
    size_t systems, points, again, by_klu, refined;
    double transfer, noise;
} score;

static void compare_system(unsigned i, hum_way way, size_t most, double spread, bool noise, bool lines, score *sum)
{
    study s;
    answer got, want;
    open_study_of(&s, i, most, spread, noise, lines);
    s.spec.way = HUM_WAY_KLU;
    if (solve(&s, &want) != HUM_OK)
        fail_msg("system %u has no solution", i);
    s.spec.way = way;
    ok(solve(&s, &got));
    double transfer = compare_h(&got, &want), density = noise ? compare_noise(&got, &want) : 0;
    if (!(transfer < TOLERANCE) || !(density < TOLERANCE))
        print_message("system %u: transfer %.1e, noise %.1e (trial %.1e, refined %d)\n", i, transfer, density,
                      got.stats.trial_error, got.stats.is_refined);
    sum->systems++;
    sum->points += got.stats.n_points;
    sum->by_klu += got.stats.way == HUM_WAY_KLU;
    sum->again += got.stats.way == HUM_WAY_KLU ? 0 : got.stats.n_again;
    sum->refined += got.stats.is_refined;
    sum->transfer = fmax(sum->transfer, transfer);
    sum->noise = fmax(sum->noise, density);
    hum_arena_close(&s.a);
}

static void compare_some(const char *what, hum_way way, size_t most, double spread, bool noise, bool lines)
{
    score s = {0};
    for (unsigned i = 0; i < SYSTEMS; i++)
        compare_system(i, way, 1 + i % most, spread, noise, lines, &s);
    print_message("%s, spread %g: %zu systems, %zu points: transfer %.1e, noise %.1e; again %zu points, refined %zu, "
                  "KLU all the way %zu\n", what, spread, s.systems, s.points, s.transfer, s.noise, s.again, s.refined,
                  s.by_klu);
    assert_true(s.transfer < TOLERANCE && s.noise < TOLERANCE);
}

static void compare_all(const char *what, hum_way way, size_t most, double spread, bool noise)
{
    compare_some(what, way, most, spread, noise, false);
}

static void test_multilinear(void **state)
{
    (void)state;
    compare_all("multilinear", HUM_WAY_MULTILINEAR, 4, 1.01, false);
    compare_all("multilinear", HUM_WAY_MULTILINEAR, 4, 1.5, false);
    compare_all("multilinear", HUM_WAY_MULTILINEAR, 4, 10, false);
}

static void test_ports(void **state)
{
    (void)state;
    compare_all("ports", HUM_WAY_PORTS, 8, 1.01, true);
    compare_all("ports", HUM_WAY_PORTS, 8, 1.5, true);
    compare_all("ports", HUM_WAY_PORTS, 8, 10, true);
}

static void test_replay(void **state)
{
    (void)state;
    compare_all("replay", HUM_WAY_REPLAY, 40, 1.01, true);
    compare_all("replay", HUM_WAY_REPLAY, 40, 1.5, true);
    compare_all("replay", HUM_WAY_REPLAY, 40, 10, true);
    compare_all("replay", HUM_WAY_REPLAY, 3, 1.1, false);
}

/* Lines of random length, resistance and capacitance among other things that vary. */
static void test_lines(void **state)
{
    (void)state;
    compare_some("replay with lines", HUM_WAY_REPLAY, 40, 1.01, true, true);
    compare_some("replay with lines", HUM_WAY_REPLAY, 40, 1.5, true, true);
    compare_some("replay with lines", HUM_WAY_REPLAY, 40, 10, true, true);
}

/* --- nodes --------------------------------------------------------------------------------------------- */

/* A study that is worth nodes: more frequencies, more samples to come. */
static void open_long_study(study *s, unsigned i, size_t most, double spread)
{
    open_study_of(s, i, most, spread, true, i % 2);
    double *f = HUM_NEW(s->a, double, POINTS);
    assert_non_null(f);
    for (size_t k = 0; k < POINTS; k++)
        f[k] = 20 * pow(1000, (double)k / (POINTS - 1));
    s->spec.f_hz = f;
    s->spec.n_f = POINTS;
    s->spec.n_samples = 1000;
}

/* Forms of up to eight ports at many frequencies: fewer terms than products, the last ones found late. */
static void test_many_forms(void **state)
{
    (void)state;
    const double spreads[] = {1.01, 1.5, 10};
    double worst = 0;
    size_t done = 0, again = 0, points = 0;
    for (unsigned i = 0; i < 3 * NODE_SYSTEMS; i++) {
        study s;
        answer got, want;
        open_long_study(&s, i / 3 * 2, 1 + i / 3 % 8, spreads[i % 3]); /* even: without lines that vary */
        s.spec.wants_noise = false;
        s.spec.way = HUM_WAY_MULTILINEAR;
        hum_status status = solve(&s, &got);
        assert_true(status == HUM_OK || status == HUM_E_RANGE); /* a turns ratio is two ports: more than eight */
        s.spec.way = HUM_WAY_KLU;
        if (status == HUM_OK) {
            ok(solve(&s, &want));
            assert_int_equal(got.stats.way, HUM_WAY_MULTILINEAR);
            worst = fmax(worst, compare_h(&got, &want));
            again += got.stats.n_again;
            points += got.stats.n_points;
            done++;
        }
        hum_arena_close(&s.a);
    }
    print_message("forms at %d frequencies: %zu systems, transfer %.1e, again %zu of %zu points\n", POINTS, done, worst, again, points);
    assert_true(worst < TOLERANCE && again * 100 < points && done >= 2 * NODE_SYSTEMS);
}

static void compare_nodes(hum_way way, size_t most, double spread)
{
    double transfer = 0, noise = 0;
    size_t with_nodes = 0, between = 0, n_nodes = 0;
    for (unsigned i = 0; i < NODE_SYSTEMS; i++) {
        study s;
        answer got, want;
        open_long_study(&s, i, most, spread);
        s.spec.way = HUM_WAY_KLU;
        ok(solve(&s, &want));
        s.spec.way = i % 2 ? HUM_WAY_REPLAY : way; /* lines are for the replay */
        ok(solve(&s, &got));
        transfer = fmax(transfer, compare_h(&got, &want));
        noise = fmax(noise, compare_noise(&got, &want));
        with_nodes += got.stats.n_nodes > 0;
        n_nodes += got.stats.n_nodes;
        between += got.stats.n_between;
        hum_arena_close(&s.a);
    }
    print_message("nodes, spread %g: %zu of %d systems, %zu of %d frequencies on the average, %zu of %zu samples: "
                  "transfer %.1e, noise %.1e\n", spread, with_nodes, NODE_SYSTEMS, with_nodes ? n_nodes / with_nodes : 0, POINTS,
                  between, with_nodes * SAMPLES, transfer, noise);
    assert_true(transfer < TOLERANCE && noise < TOLERANCE && with_nodes >= 2 && between > 0);
}

static void test_nodes(void **state)
{
    (void)state;
    compare_nodes(HUM_WAY_PORTS, 6, 1.01);
    compare_nodes(HUM_WAY_PORTS, 4, 1.5);
    compare_nodes(HUM_WAY_REPLAY, 12, 1.05);
    compare_nodes(HUM_WAY_REPLAY, 12, 10);
}

/* The same sample alone and among others, on one thread and on three. */
static void test_nodes_alone(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 12; i++) {
        study s;
        answer all, alone;
        open_long_study(&s, i, 6, 1.05);
        s.spec.way = HUM_WAY_REPLAY;
        ok(solve(&s, &all));
        size_t n = s.spec.n_vary, stride = hum_batch_stride(SAMPLES);
        for (size_t v = 0; v < n; v++)
            s.values[v] = s.values[(SAMPLES - 1) * n + v];
        s.spec.threads = 3;
        ok(solve(&s, &alone));
        for (size_t row = 0; row < POINTS * 8; row++)
            assert_memory_equal(all.out.h + row * stride + SAMPLES - 1, alone.out.h + row * stride, sizeof(double));
        for (size_t row = 0; row < all.n_by / stride; row++)
            assert_memory_equal(all.out.by_noise + row * stride + SAMPLES - 1, alone.out.by_noise + row * stride,
                                sizeof(double));
        hum_arena_close(&s.a);
    }
}

/* --- the same digits ----------------------------------------------------------------------------------- */

static void assert_same_bits(const answer *x, const answer *y)
{
    assert_memory_equal(x->out.h, y->out.h, x->n_h * sizeof(double));
    if (!x->out.noise)
        return;
    assert_memory_equal(x->out.noise, y->out.noise, x->n_noise * sizeof(double));
    assert_memory_equal(x->out.by_noise, y->out.by_noise, x->n_by * sizeof(double));
}

static void test_threads(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 12; i++)
        for (hum_way way = HUM_WAY_MULTILINEAR; way <= HUM_WAY_REPLAY; way++) {
            study s;
            answer one, many;
            open_study(&s, i, 1 + i % 4, 1.2, way != HUM_WAY_MULTILINEAR);
            s.spec.way = way;
            ok(solve(&s, &one));
            s.spec.threads = 3;
            ok(solve(&s, &many));
            assert_same_bits(&one, &many);
            hum_arena_close(&s.a);
        }
}

/* The last sample alone, in another lane of another block. */
static void test_sample_alone(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 12; i++)
        for (hum_way way = HUM_WAY_MULTILINEAR; way <= HUM_WAY_REPLAY; way++) {
            study s;
            answer all, alone;
            open_study(&s, i, 1 + i % 4, 1.2, way != HUM_WAY_MULTILINEAR);
            s.spec.way = way;
            ok(solve(&s, &all));
            size_t n = s.spec.n_vary, stride = hum_batch_stride(SAMPLES);
            for (size_t v = 0; v < n; v++)
                s.values[v] = s.values[(SAMPLES - 1) * n + v];
            ok(solve(&s, &alone));
            for (size_t row = 0; row < FEW * 8; row++)
                assert_memory_equal(all.out.h + row * stride + SAMPLES - 1, alone.out.h + row * stride, sizeof(double));
            hum_arena_close(&s.a);
        }
}

static void compare_kernels(const char *name, double *transfer, double *noise)
{
    for (unsigned i = 0; i < 12; i++)
        for (hum_way way = HUM_WAY_MULTILINEAR; way <= HUM_WAY_REPLAY; way++) {
            study s;
            answer portable, other;
            open_study(&s, i, 1 + i % 7, 1.2, way != HUM_WAY_MULTILINEAR);
            s.spec.way = way;
            s.spec.kernels = "baseline";
            ok(solve(&s, &portable));
            s.spec.kernels = name;
            ok(solve(&s, &other));
            assert_string_equal(other.stats.kernels, name);
            *transfer = fmax(*transfer, compare_h(&other, &portable));
            if (s.spec.wants_noise)
                *noise = fmax(*noise, compare_noise(&other, &portable));
            hum_arena_close(&s.a);
        }
}

static void test_kernels(void **state)
{
    (void)state;
    static const char *const names[] = {"baseline", "avx2", "avx512"};
    for (size_t i = 0; i < 3; i++) {
        double transfer = 0, noise = 0;
        if (!hum_kernels_named(names[i])) {
            print_message("%s: this machine does not have it\n", names[i]);
            continue;
        }
        compare_kernels(names[i], &transfer, &noise);
        print_message("%s against baseline: transfer %.1e, noise %.1e\n", names[i], transfer, noise);
        assert_true(transfer < SAME_BUT_ROUNDING && noise < SAME_BUT_ROUNDING);
    }
    assert_null(hum_kernels_named("pencil"));
}

/* --- what cannot be ------------------------------------------------------------------------------------ */

static void test_bad_arguments(void **state)
{
    (void)state;
    study s;
    hum_batch *b;
    open_study(&s, 3, 2, 1.1, false);
    s.spec.kernels = "pencil";
    assert_int_equal(hum_batch_new(s.a, &s.spec, s.d, &b), HUM_E_UNSUPPORTED);
    s.spec.kernels = NULL;
    s.vary[0].index = 9999;
    assert_int_equal(hum_batch_new(s.a, &s.spec, s.d, &b), HUM_E_RANGE);
    s.vary[0] = (hum_vary){.kind = HUM_VARY_NOISE, .index = 0, .low = 1, .high = 2}; /* source 0 is the signal */
    assert_int_equal(hum_batch_new(s.a, &s.spec, s.d, &b), HUM_E_RANGE);
    s.spec.n_f = 0;
    assert_int_equal(hum_batch_new(s.a, &s.spec, s.d, &b), HUM_E_RANGE);
    hum_arena_close(&s.a);
}

/* Memory that ends at the k-th piece. */
typedef struct purse {
    size_t left;
} purse;

static void *spend(void *ctx, size_t n)
{
    purse *p = ctx;
    return p->left && p->left-- ? malloc(n) : NULL;
}

static void give_back(void *ctx, void *p)
{
    (void)ctx;
    free(p);
}

static hum_status solve_within(const study *s, hum_way way, size_t pieces)
{
    purse p = {pieces};
    hum_allocator under = {.alloc = spend, .release = give_back, .ctx = &p};
    hum_arena *a = hum_arena_new(&under);
    hum_diags *d = a ? hum_diags_new(a) : NULL;
    hum_batch *b;
    hum_batch_spec spec = s->spec;
    spec.way = way;
    hum_status status = d ? hum_batch_new(a, &spec, d, &b) : HUM_E_NOMEM;
    double *h = status == HUM_OK ? HUM_NEW(s->a, double, FEW * 8 * hum_batch_stride(SAMPLES)) : NULL;
    hum_batch_out out = {.h = h};
    if (status == HUM_OK)
        status = hum_batch_run(b, s->values, SAMPLES, &out);
    hum_arena_close(&a);
    return status;
}

/* Without memory the answer is that there is none, until there is enough. */
static void test_no_memory(void **state)
{
    (void)state;
    study s;
    open_study(&s, 11, 3, 1.1, false);
    for (hum_way way = HUM_WAY_MULTILINEAR; way <= HUM_WAY_KLU; way++) {
        size_t k = 0;
        hum_status status = HUM_E_NOMEM;
        while (status == HUM_E_NOMEM && k < 100000)
            status = solve_within(&s, way, k++);
        ok(status);
        assert_true(k > 5);
    }
    hum_arena_close(&s.a);
}

/* Values beyond the stated range are still right: KLU solves them. */
static void test_outside_range(void **state)
{
    (void)state;
    study s;
    answer got, want;
    open_study(&s, 5, 3, 1.1, false);
    for (size_t i = 0; i < SAMPLES * s.spec.n_vary; i += 2)
        s.values[i] *= 3;
    s.spec.way = HUM_WAY_KLU;
    ok(solve(&s, &want));
    s.spec.way = HUM_WAY_MULTILINEAR;
    ok(solve(&s, &got));
    assert_true(got.stats.n_again >= SAMPLES * FEW / 2 && got.stats.n_failed == 0);
    assert_true(compare_h(&got, &want) < TOLERANCE);
    hum_arena_close(&s.a);
}

/* Few varying values: forms; more, or noise: ports; many: replay. */
static void test_choice(void **state)
{
    (void)state;
    study s;
    hum_batch *b;
    open_study(&s, 9, 3, 1.1, false);
    s.spec.n_samples = 100000;
    ok(hum_batch_new(s.a, &s.spec, s.d, &b));
    assert_int_equal(hum_batch_stats_of(b).way, HUM_WAY_MULTILINEAR);
    assert_int_equal(hum_batch_cost_of(b)->best, HUM_WAY_MULTILINEAR);
    s.spec.wants_noise = true;
    ok(hum_batch_new(s.a, &s.spec, s.d, &b));
    assert_int_equal(hum_batch_stats_of(b).way, HUM_WAY_PORTS);
    hum_arena_close(&s.a);
    open_study(&s, 9, VARY_MAX, 1.1, false);
    s.spec.n_samples = 100000;
    ok(hum_batch_new(s.a, &s.spec, s.d, &b));
    assert_int_equal(hum_batch_stats_of(b).way, HUM_WAY_REPLAY);
    hum_arena_close(&s.a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_multilinear), cmocka_unit_test(test_many_forms), cmocka_unit_test(test_ports),         cmocka_unit_test(test_replay),        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_nodes),       cmocka_unit_test(test_nodes_alone),
       
        cmocka_unit_test(test_threads),     cmocka_unit_test(test_sample_alone),  cmocka_unit_test(test_kernels),
        cmocka_unit_test(test_choice),      cmocka_unit_test(test_bad_arguments), cmocka_unit_test(test_outside_range),
        cmocka_unit_test(test_no_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

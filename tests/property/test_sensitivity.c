/* Derivatives of transfers: against closed forms, and on random networks against differences of solutions in quadruple
 * precision, where a step of a millionth leaves twelve digits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "solve/comb.h"
#include "solve/sensitivity.h"
#include "solve/sites.h"
#include "support/quad.h"
#include "support/random_circuit.h"

#include <complex.h>
#include <math.h>

enum { SYSTEMS = 12, POINTS = 3 };

#define STEP 1e-6

typedef struct bench {
    hum_arena *a;
    hum_diags *d;
    hum_circuit *c;
    hum_solver *s;
    hum_complex *x, *y, *dh;
    hum_sensitivities *k;
    const hum_vary *vary;
    size_t n;
} bench;

static void ok(hum_status s)
{
    assert_int_equal(s, HUM_OK);
}

static void open_arena(bench *b)
{
    *b = (bench){.a = hum_arena_new(NULL)};
    b->d = b->a ? hum_diags_new(b->a) : NULL;
    assert_non_null(b->d);
}

static void open_circuit(bench *b)
{
    assert_non_null(b->c);
    ok(hum_solver_new(b->a, b->c, b->d, &b->s));
    ok(hum_sensitivities_new(b->a, b->s, &b->k));
    b->vary = hum_sensitivities_of(b->k, &b->n);
    b->x = HUM_NEW(b->a, hum_complex, hum_solver_size(b->s));
    b->y = HUM_NEW(b->a, hum_complex, hum_solver_size(b->s));
    b->dh = HUM_NEW(b->a, hum_complex, b->n);
    assert_non_null(b->dh);
}

/* H from 1 V in an EMF to a probe, and b->dh. */
static hum_complex find(bench *b, double f_hz, uint32_t emf, hum_probe probe)
{
    ok(hum_solver_set(b->s, f_hz, b->d));
    hum_rhs_clear(b->s, b->x);
    hum_rhs_emf(b->s, b->x, emf, 1);
    ok(hum_solver_forward(b->s, b->x));
    ok(hum_solver_adjoint(b->s, probe, b->y));
    hum_sensitivities_find(b->k, b->s, b->x, b->y, b->dh);
    return hum_solution_probe(b->s, b->x, probe);
}

static hum_node node(hum_circuit *c, const char *name)
{
    hum_node n;
    ok(hum_circuit_node(c, hum_text_of(name), HUM_NO_SPAN, &n));
    return n;
}

static void assert_near(hum_complex got, hum_complex want, double relative)
{
    if (!(cabs(got - want) <= relative * cabs(want)))
        fail_msg("%.12g %+.12gi instead of %.12g %+.12gi", creal(got), cimag(got), creal(want), cimag(want));
}

/* H = R2 / (R1 + R2) with R1 = 1 k, R2 = 3 k: dH/dR1 = -R2/(R1 + R2)^2, dH/dR2 = R1/(R1 + R2)^2; and with C across R2 instead,
 * H = 1/(1 + s R C): dH/dC = -s R H^2, dH/dR = -s C H^2. */
static void test_closed_forms(void **state)
{
    (void)state;
    for (int with_c = 0; with_c < 2; with_c++) {
        bench b;
        uint32_t e;
        open_arena(&b);
        b.c = hum_circuit_new(b.a, 300);
        hum_node in = node(b.c, "in"), out = node(b.c, "out");
        ok(hum_circuit_add_emf(b.c, HUM_T("e"), HUM_NO_SPAN, in, HUM_EARTH, NULL, 0, &e));
        ok(hum_circuit_add_resistor(b.c, HUM_T("r1"), HUM_NO_SPAN, in, out, 1000, NULL));
        if (with_c)
            ok(hum_circuit_add_capacitor(b.c, HUM_T("c"), HUM_NO_SPAN, out, HUM_EARTH, 1e-7, NULL));
        else
            ok(hum_circuit_add_resistor(b.c, HUM_T("r2"), HUM_NO_SPAN, out, HUM_EARTH, 3000, NULL));
        open_circuit(&b);
        hum_complex h = find(&b, 1000, e, (hum_probe){out, HUM_EARTH});
        hum_complex s = hum_complex_of(0, 2 * 3.14159265358979323846 * 1000);
        assert_int_equal(b.n, 2);
        assert_near(b.dh[0], with_c ? -s * 1e-7 * h * h : -3000.0 / 16e6, 1e-13);
        assert_near(b.dh[1], with_c ? -s * 1000 * h * h : 1000.0 / 16e6, 1e-13);
        hum_arena_close(&b.a);
    }
}

/* A lossless line, stiff at its near end and open at the far one, far beyond a quarter of a wave: H = 1/cos x with
 * x = w sqrt(L C) l, so dH/dl = x/l sin/cos^2, dH/dL = x/(2 L) sin/cos^2, and alike for C. */
static void test_line(void **state)
{
    (void)state;
    bench b;
    uint32_t e;
    open_arena(&b);
    b.c = hum_circuit_new(b.a, 300);
    hum_node in = node(b.c, "in"), out = node(b.c, "out");
    hum_line line = {.n = 1, .length_m = 300};
    line.l_h_m[0] = 0.4e-6;
    line.c_f_m[0] = 60e-12;
    ok(hum_circuit_add_emf(b.c, HUM_T("e"), HUM_NO_SPAN, in, HUM_EARTH, NULL, 0, &e));
    ok(hum_circuit_add_line(b.c, HUM_T("w"), HUM_NO_SPAN, &in, &out, &line, NULL));
    open_circuit(&b);
    assert_int_equal(b.n, 3); /* length, L, C: no resistance */
    for (double f = 1e3; f < 1e6; f *= 3) {
        double w = 2 * 3.14159265358979323846 * f, beta = w * sqrt(0.4e-6 * 60e-12), x = beta * 300;
        double slope = sin(x) / (cos(x) * cos(x));
        assert_near(find(&b, f, e, (hum_probe){out, HUM_EARTH}), 1 / cos(x), 1e-11);
        assert_near(b.dh[0], beta * slope, 1e-9);
        assert_near(b.dh[1], 0.5 * x / 0.4e-6 * slope, 1e-9);
        assert_near(b.dh[2], 0.5 * x / 60e-12 * slope, 1e-9);
    }
    hum_arena_close(&b.a);
}

/* dH of one value by the difference of two quadruple solutions; the largest voltage goes to *scale. */
static hum_complex by_difference(bench *b, const hum_vary *v, double f_hz, uint32_t emf, hum_probe probe, double *scale)
{
    quad *p = HUM_NEW(b->a, quad, b->c->n_nodes), *m = HUM_NEW(b->a, quad, b->c->n_nodes);
    double value = hum_vary_get(b->c, v), up = value * (1 + STEP), down = value * (1 - STEP);
    assert_non_null(m);
    hum_vary_set(b->c, v, up);
    assert_true(quad_circuit(b->c, f_hz, emf, HUM_EARTH, 0, p));
    hum_vary_set(b->c, v, down);
    assert_true(quad_circuit(b->c, f_hz, emf, HUM_EARTH, 0, m));
    hum_vary_set(b->c, v, value);
    quad dh = ((p[probe.p.index] - p[probe.m.index]) - (m[probe.p.index] - m[probe.m.index])) / quad_of(up - down, 0);
    *scale = fmax(*scale, quad_abs(p[probe.p.index]) + quad_abs(p[probe.m.index]));
    return (hum_complex)dh;
}

static void test_random(void **state)
{
    (void)state;
    static const double f_hz[POINTS] = {50, 3000, 40000};
    const hum_probe probe = {{2}, {3}};
    double worst = 0;
    size_t n = 0, seen[HUM_VARY_LINE_C + 1] = {0};
    for (unsigned i = 0; i < SYSTEMS; i++) {
        bench b;
        random_state r = {0x5e45 + i};
        open_arena(&b);
        b.c = random_circuit(b.a, &r, 4 + i % 5, RANDOM_LINES | RANDOM_ACTIVE);
        open_circuit(&b);
        uint32_t emf = b.c->sources[0].element;
        hum_complex h = find(&b, f_hz[i % POINTS], emf, probe);
        for (size_t k = 0; k < b.n; k++, n++) {
            double scale = cabs(h);
            hum_complex want = by_difference(&b, &b.vary[k], f_hz[i % POINTS], emf, probe, &scale);
            double size = fmax(cabs(want), 1e-5 * scale / fabs(b.vary[k].low)); /* below it, rounding of other paths */
            worst = fmax(worst, cabs(b.dh[k] - want) / size);
            seen[b.vary[k].kind]++;
        }
        hum_arena_close(&b.a);
    }
    print_message("%zu derivatives: %.1e\n", n, worst);
    assert_true(worst < 1e-9);
    for (hum_vary_kind k = 0; k <= HUM_VARY_LINE_C; k++)
        assert_true(seen[k] > 0 || k == HUM_VARY_NOISE);
}

/* In lanes they are the same. */
static void test_lanes(void **state)
{
    (void)state;
    const hum_probe probe = {{2}, {3}};
    const double f_hz[2] = {70, 9000};
    bench b;
    random_state r = {77};
    hum_comb *c;
    double *x, *y;
    open_arena(&b);
    b.c = random_circuit(b.a, &r, 9, RANDOM_LINES | RANDOM_ACTIVE);
    open_circuit(&b);
    uint32_t emf = b.c->sources[0].element;
    ok(hum_solver_set(b.s, 600, b.d));
    ok(hum_comb_new(b.a, b.s, NULL, &c));
    ok(hum_comb_vector(b.a, c, &x));
    ok(hum_comb_vector(b.a, c, &y));
    ok(hum_comb_set(c, f_hz, 2, b.d));
    hum_rhs_clear(b.s, b.x);
    hum_rhs_emf(b.s, b.x, emf, 1);
    for (size_t lane = 0; lane < HUM_LANES; lane++)
        hum_comb_put(c, lane, b.x, x);
    ok(hum_comb_forward(c, x));
    ok(hum_comb_adjoint(c, probe, y));
    double *lanes = HUM_NEW(b.a, double, b.n * HUM_ENTRY);
    assert_non_null(lanes);
    hum_sensitivities_comb(b.k, c, x, y, lanes);
    for (size_t lane = 0; lane < 2; lane++) {
        hum_complex h = find(&b, f_hz[lane], emf, probe);
        for (size_t k = 0; k < b.n; k++) {
            hum_complex in_lane = hum_complex_of(lanes[k * HUM_ENTRY + lane], lanes[k * HUM_ENTRY + HUM_LANES + lane]);
            assert_true(cabs(in_lane - b.dh[k]) <= 1e-9 * (cabs(b.dh[k]) + 1e-6 * cabs(h) / fabs(b.vary[k].low)));
        }
    }
    hum_arena_close(&b.a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_closed_forms),
        cmocka_unit_test(test_line),
        cmocka_unit_test(test_random),
        cmocka_unit_test(test_lanes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

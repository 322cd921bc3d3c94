/* The network at eight frequencies at once against KLU one by one and against quadruple precision, on random networks, under
 * every instruction set of this machine. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "solve/comb.h"
#include "solve/system.h"
#include "support/quad.h"
#include "support/random_circuit.h"

#include <complex.h>
#include <math.h>

enum { SYSTEMS = 60, POINTS = 13 };

#define NOTHING 1e-15 /* V/V or A/A that are rounding: no path */

/* Decades beyond audio on both sides of the frequency that gives the pivots. */
static const double f_hz[POINTS] = {0.1, 5, 20, 50, 440, 1000, 5000, 20e3, 100e3, 250e3, 1e6, 5e6, 30e6};
static const char *const sets[] = {"baseline", "avx2", "avx512"};

typedef struct bench {
    hum_arena *a;
    hum_diags *d;
    hum_circuit *c;
    hum_solver *one;  /* the reference */
    hum_solver *own;  /* the comb's */
    hum_comb *comb;
    hum_complex *x, *y;
    double *lanes;
} bench;

static void ok(hum_status s)
{
    assert_int_equal(s, HUM_OK);
}

static bool open_circuit(bench *b, hum_circuit *c, const char *kernels)
{
    b->c = c;
    ok(hum_solver_new(b->a, c, b->d, &b->one));
    ok(hum_solver_new(b->a, c, b->d, &b->own));
    ok(hum_solver_set(b->own, 1000, b->d));
    hum_status st = hum_comb_new(b->a, b->own, kernels, &b->comb);
    if (st == HUM_E_RANGE)
        return false; /* this machine has no such instructions */
    ok(st);
    b->x = HUM_NEW(b->a, hum_complex, hum_solver_size(b->one));
    b->y = HUM_NEW(b->a, hum_complex, hum_solver_size(b->one));
    assert_non_null(b->y);
    ok(hum_comb_vector(b->a, b->comb, &b->lanes));
    return true;
}

static void open_bench(bench *b)
{
    *b = (bench){.a = hum_arena_new(NULL)};
    b->d = b->a ? hum_diags_new(b->a) : NULL;
    assert_non_null(b->d);
}

static hum_circuit *random_one(bench *b, unsigned i)
{
    random_state r = {0xc0b + i};
    hum_circuit *c = random_circuit(b->a, &r, 4 + i % 17, RANDOM_LINES | RANDOM_ACTIVE);
    assert_non_null(c);
    return c;
}

/* Largest difference beside the largest of the voltages, or of the currents. */
static double differ(const bench *b, const hum_complex *got, const hum_complex *want)
{
    size_t nv = b->c->n_nodes - 1, n = hum_solver_size(b->one);
    double worst = 0;
    for (int part = 0; part < 2; part++) {
        double largest = 0, error = 0;
        for (size_t i = part ? nv : 0; i < (part ? n : nv); i++) {
            largest = fmax(largest, cabs(want[i]));
            error = fmax(error, cabs(got[i] - want[i]));
        }
        if (largest > NOTHING)
            worst = fmax(worst, error / largest);
        else
            assert_true(error < NOTHING);
    }
    return worst;
}

/* 1 V at the first source, forwards; voltage 2-3, transposed: every frequency. */
static double worst_of(bench *b, bool forwards)
{
    const hum_probe probe = {{2}, {3}};
    double worst = 0;
    for (size_t f = 0; f < POINTS; f += HUM_LANES) {
        size_t n = POINTS - f < HUM_LANES ? POINTS - f : HUM_LANES;
        ok(hum_comb_set(b->comb, f_hz + f, n, b->d));
        hum_rhs_clear(b->one, b->x);
        hum_rhs_emf(b->one, b->x, b->c->sources[0].element, 1);
        for (size_t lane = 0; lane < HUM_LANES; lane++)
            hum_comb_put(b->comb, lane, b->x, b->lanes);
        ok(forwards ? hum_comb_forward(b->comb, b->lanes) : hum_comb_adjoint(b->comb, probe, b->lanes));
        for (size_t lane = 0; lane < n; lane++) {
            ok(hum_solver_set(b->one, f_hz[f + lane], b->d));
            hum_comb_get(b->comb, lane, b->lanes, b->y);
            hum_rhs_clear(b->one, b->x);
            hum_rhs_emf(b->one, b->x, b->c->sources[0].element, 1);
            ok(forwards ? hum_solver_forward(b->one, b->x) : hum_solver_adjoint(b->one, probe, b->x));
            worst = fmax(worst, differ(b, b->y, b->x));
        }
    }
    return worst;
}

static void test_equals_klu(void **state)
{
    (void)state;
    for (size_t s = 0; s < sizeof sets / sizeof *sets; s++) {
        double forward = 0, adjoint = 0;
        size_t again = 0, n = 0;
        for (unsigned i = 0; i < SYSTEMS; i++) {
            bench b;
            open_bench(&b);
            if (open_circuit(&b, random_one(&b, i), sets[s])) {
                forward = fmax(forward, worst_of(&b, true));
                adjoint = fmax(adjoint, worst_of(&b, false));
                again += hum_comb_again(b.comb);
                n += 2 * POINTS;
            }
            hum_arena_close(&b.a);
        }
        print_message("%s: forward %.1e, adjoint %.1e of the largest, %zu of %zu again\n", sets[s], forward, adjoint, again, n);
        assert_true(forward < 1e-12);
        assert_true(adjoint < 1e-9); /* currents that are next to nothing hang on the last digits of a line's matrices */
        assert_true(again < n / 10 + 1);
    }
}

/* Noise of all elements and sources, read in a lane, is the noise read from the solver. */
static void test_reading(void **state)
{
    (void)state;
    const hum_probe probe = {{2}, {3}};
    double worst = 0;
    for (unsigned i = 0; i < SYSTEMS; i++) {
        bench b;
        open_bench(&b);
        assert_true(open_circuit(&b, random_one(&b, i), NULL));
        ok(hum_comb_set(b.comb, f_hz + 2, HUM_LANES, b.d));
        ok(hum_comb_adjoint(b.comb, probe, b.lanes));
        for (size_t lane = 0; lane < HUM_LANES; lane++) {
            ok(hum_solver_set(b.one, f_hz[2 + lane], b.d));
            ok(hum_solver_adjoint(b.one, probe, b.x));
            hum_comb_get(b.comb, lane, b.lanes, b.y);
            double want = hum_noise_density(b.one, b.x, NULL, NULL);
            double got = hum_noise_density(hum_comb_at(b.comb, lane), b.y, NULL, NULL);
            worst = fmax(worst, fabs(got - want) / want);
        }
        hum_arena_close(&b.a);
    }
    print_message("noise: %.1e\n", worst);
    assert_true(worst < 1e-9);
}

/* Voltages beside the dense solution in quadruple precision; lines from centimetres to kilometres among them. */
static void test_quadruple_precision(void **state)
{
    (void)state;
    double worst = 0;
    for (unsigned i = 0; i < SYSTEMS / 3; i++) {
        bench b;
        open_bench(&b);
        assert_true(open_circuit(&b, random_one(&b, 1000 + i), NULL));
        quad *v = HUM_NEW(b.a, quad, b.c->n_nodes);
        assert_non_null(v);
        ok(hum_comb_set(b.comb, f_hz + 1, HUM_LANES, b.d));
        hum_rhs_clear(b.one, b.x);
        hum_rhs_emf(b.one, b.x, b.c->sources[0].element, 1);
        for (size_t lane = 0; lane < HUM_LANES; lane++)
            hum_comb_put(b.comb, lane, b.x, b.lanes);
        ok(hum_comb_forward(b.comb, b.lanes));
        for (size_t lane = 0; lane < HUM_LANES; lane++) {
            double largest = 0, error = 0;
            hum_comb_get(b.comb, lane, b.lanes, b.y);
            assert_true(quad_circuit(b.c, f_hz[1 + lane], b.c->sources[0].element, HUM_EARTH, 0, v));
            for (uint32_t k = 1; k < b.c->n_nodes; k++) {
                largest = fmax(largest, quad_abs(v[k]));
                error = fmax(error, quad_abs((quad)hum_solution_voltage(b.one, b.y, (hum_node){k}) - v[k]));
            }
            worst = fmax(worst, error / largest);
        }
        hum_arena_close(&b.a);
    }
    print_message("voltages against quadruple precision: %.1e\n", worst);
    assert_true(worst < 1e-13);
}

static hum_node node(hum_circuit *c, const char *name)
{
    hum_node n;
    ok(hum_circuit_node(c, hum_text_of(name), HUM_NO_SPAN, &n));
    return n;
}

static hum_circuit *earth(bench *b)
{
    hum_circuit *c = hum_circuit_new(b->a, 300);
    assert_non_null(c);
    return c;
}

/* The voltage that a balanced link with contacts of milliohms leaves of a ground voltage: two equal dividers, one off by 1e-5,
 * so that the difference is 2.5e-6; all of it must be digits. */
static void test_small_difference(void **state)
{
    (void)state;
    bench b;
    open_bench(&b);
    hum_circuit *c = earth(&b);
    hum_node g = node(c, "g"), s = node(c, "s"), p = node(c, "p"), m = node(c, "m");
    uint32_t e;
    ok(hum_circuit_add_emf(c, HUM_T("e"), HUM_NO_SPAN, g, HUM_EARTH, NULL, 0, &e));
    ok(hum_circuit_add_resistor(c, HUM_T("contact"), HUM_NO_SPAN, g, s, 1e-3, NULL));
    ok(hum_circuit_add_resistor(c, HUM_T("a"), HUM_NO_SPAN, s, p, 10e3, NULL));
    ok(hum_circuit_add_resistor(c, HUM_T("b"), HUM_NO_SPAN, s, m, 10e3 * (1 + 1e-5), NULL));
    ok(hum_circuit_add_resistor(c, HUM_T("c"), HUM_NO_SPAN, p, HUM_EARTH, 10e3, NULL));
    ok(hum_circuit_add_resistor(c, HUM_T("d"), HUM_NO_SPAN, m, HUM_EARTH, 10e3, NULL));
    ok(hum_circuit_add_capacitor(c, HUM_T("leak"), HUM_NO_SPAN, s, HUM_EARTH, 1e-12, NULL));
    assert_true(open_circuit(&b, c, NULL));
    quad v[5];
    ok(hum_comb_set(b.comb, f_hz + 2, HUM_LANES, b.d));
    ok(hum_comb_adjoint(b.comb, (hum_probe){p, m}, b.lanes));
    for (size_t lane = 0; lane < HUM_LANES; lane++) {
        hum_comb_get(b.comb, lane, b.lanes, b.y);
        assert_true(quad_circuit(c, f_hz[2 + lane], e, HUM_EARTH, 0, v));
        quad want = v[p.index] - v[m.index];
        double error = quad_abs((quad)hum_adjoint_emf(hum_comb_at(b.comb, lane), b.y, e) - want) / quad_abs(want);
        assert_true(quad_abs(want) < 3e-6 && error < 1e-10); /* one unit in the last place of 1/R is 2e-11 of it */
    }
    hum_arena_close(&b.a);
}

/* Frequencies that no pivots of 1 kHz are good for: lanes are solved again, one of them at least, and say what KLU says. */
static void test_lane_again(void **state)
{
    (void)state;
    const hum_probe probe = {{2}, {3}};
    size_t again = 0;
    for (unsigned i = 0; i < SYSTEMS; i++) {
        const double at[3] = {1e-7, 1000, 1e13};
        bench b;
        open_bench(&b);
        assert_true(open_circuit(&b, random_one(&b, i), NULL));
        ok(hum_comb_set(b.comb, at, 3, b.d));
        ok(hum_comb_adjoint(b.comb, probe, b.lanes));
        for (size_t lane = 0; lane < 3; lane++) {
            hum_comb_get(b.comb, lane, b.lanes, b.y);
            ok(hum_solver_set(b.one, at[lane], b.d));
            ok(hum_solver_adjoint(b.one, probe, b.x));
            assert_true(differ(&b, b.y, b.x) < 1e-6); /* a network at 1e13 Hz has few digits */
        }
        again += hum_comb_again(b.comb);
        hum_arena_close(&b.a);
    }
    assert_true(again > 0);
}

static void test_refused(void **state)
{
    (void)state;
    bench b;
    open_bench(&b);
    assert_true(open_circuit(&b, random_one(&b, 3), NULL));
    const double zero = 0, good[HUM_LANES + 1] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    assert_int_equal(hum_comb_set(b.comb, &zero, 1, b.d), HUM_E_RANGE);
    assert_int_equal(hum_comb_set(b.comb, good, 0, b.d), HUM_E_RANGE);
    assert_int_equal(hum_comb_set(b.comb, good, HUM_LANES + 1, b.d), HUM_E_RANGE);
    hum_solver *unset;
    hum_comb *none;
    ok(hum_solver_new(b.a, b.c, b.d, &unset));
    assert_int_equal(hum_comb_new(b.a, unset, NULL, &none), HUM_E_RANGE);
    assert_int_equal(hum_comb_new(b.a, b.own, "no such", &none), HUM_E_RANGE);
    /* a reader solves nothing */
    hum_solver *reader;
    hum_system *system;
    ok(hum_solver_new_reader(b.a, hum_solver_system(b.own), &reader, &system));
    assert_int_equal(hum_solver_forward(reader, b.x), HUM_E_RANGE);
    hum_arena_close(&b.a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_equals_klu),       cmocka_unit_test(test_reading),    cmocka_unit_test(test_quadruple_precision),
        cmocka_unit_test(test_small_difference), cmocka_unit_test(test_lane_again), cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

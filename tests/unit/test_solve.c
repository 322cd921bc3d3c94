/* The solver against closed forms, against laws that every network obeys (reciprocity, passivity, thermal
 * equilibrium), against itself the other way round (adjoint), and against a dense solution in quadruple
 * precision written apart from it. */
#include "support/arena.h"

#include "circuit/spice.h"
#include "solve/solver.h"
#include "support/quad.h"
#include "support/random_circuit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979323846
#define NOWHERE HUM_NO_SPAN

static hum_diags *diags;

static int open_diags(void **state)
{
    diags = open_arena(state) == 0 ? hum_diags_new(a) : NULL;
    return diags ? 0 : 1;
}

static void ok(hum_status s)
{
    assert_int_equal(s, HUM_OK);
}

static hum_node node(hum_circuit *c, const char *name)
{
    hum_node n;
    ok(hum_circuit_node(c, hum_text_of(name), NOWHERE, &n));
    return n;
}

static void resistor(hum_circuit *c, hum_node from, hum_node to, double ohm)
{
    ok(hum_circuit_add_resistor(c, HUM_T("r"), NOWHERE, from, to, ohm, NULL));
}

static void capacitor(hum_circuit *c, hum_node from, hum_node to, double farad)
{
    ok(hum_circuit_add_capacitor(c, HUM_T("c"), NOWHERE, from, to, farad, NULL));
}

static uint32_t emf(hum_circuit *c, hum_node plus, const hum_term *terms, size_t n)
{
    uint32_t e;
    ok(hum_circuit_add_emf(c, HUM_T("e"), NOWHERE, plus, HUM_EARTH, terms, n, &e));
    return e;
}

static hum_solver *solver_at(const hum_circuit *c, double f_hz)
{
    hum_solver *s;
    ok(hum_solver_new(a, c, diags, &s));
    ok(hum_solver_set(s, f_hz, diags));
    return s;
}

static hum_complex *vector(const hum_solver *s)
{
    hum_complex *x = HUM_NEW(a, hum_complex, hum_solver_size(s));
    assert_non_null(x);
    return x;
}

/* All voltages for 1 V in one EMF. */
static hum_complex *forward_emf(hum_solver *s, uint32_t element)
{
    hum_complex *x = vector(s);
    hum_rhs_clear(s, x);
    hum_rhs_emf(s, x, element, 1);
    ok(hum_solver_forward(s, x));
    return x;
}

static hum_complex *forward_current(hum_solver *s, hum_node from, hum_node to)
{
    hum_complex *x = vector(s);
    hum_rhs_clear(s, x);
    hum_rhs_current(s, x, from, to, 1);
    ok(hum_solver_forward(s, x));
    return x;
}

static hum_complex *adjoint(hum_solver *s, hum_node p, hum_node m)
{
    hum_complex *y = vector(s);
    ok(hum_solver_adjoint(s, (hum_probe){p, m}, y));
    return y;
}

static void assert_close(hum_complex got, hum_complex want, double tolerance)
{
    if (cabs(got - want) > tolerance * cabs(want))
        fail_msg("%.17g %+.17gj, expected %.17g %+.17gj", creal(got), cimag(got), creal(want), cimag(want));
}

/* 1/s in a low pass of R and C, with a shorted resistor, a milliohm and a megohm in the way. */
static void test_low_pass(void **state)
{
    (void)state;
    hum_circuit *c = hum_circuit_new(a, 300);
    hum_node in = node(c, "in"), mid = node(c, "mid"), out = node(c, "out");
    uint32_t e = emf(c, in, NULL, 0);
    resistor(c, in, mid, 0);
    resistor(c, mid, out, 1e3);
    capacitor(c, out, HUM_EARTH, 100e-9);
    for (double f = 1; f < 1e7; f *= 10) {
        hum_solver *s = solver_at(c, f);
        hum_complex want = 1 / hum_complex_of(1, 2 * PI * f * 1e3 * 100e-9);
        assert_close(hum_solution_voltage(s, forward_emf(s, e), out), want, 1e-14);
        assert_close(hum_adjoint_emf(s, adjoint(s, out, HUM_EARTH), e), want, 1e-14);
    }
}

/* Divider below a node that only a picofarad holds: the common voltage is known to no digits less. */
static void test_divider_on_a_leak(void **state)
{
    (void)state;
    hum_circuit *c = hum_circuit_new(a, 300);
    hum_node mains = node(c, "mains"), top = node(c, "top"), mid = node(c, "mid"), low = node(c, "low");
    uint32_t e = emf(c, mains, NULL, 0);
    capacitor(c, mains, top, 1e-12);
    resistor(c, top, mid, 2e-3);
    resistor(c, mid, low, 1e-3);
    capacitor(c, low, HUM_EARTH, 3e-12);
    hum_solver *s = solver_at(c, 50);
    hum_complex jw = hum_complex_of(0, 2 * PI * 50);
    hum_complex total = 1 / (jw * 1e-12) + 3e-3 + 1 / (jw * 3e-12);
    hum_complex *x = forward_emf(s, e);
    assert_close(hum_solution_voltage(s, x, mid), 1 - (1 / (jw * 1e-12) + 2e-3) / total, 1e-14);
    assert_close(hum_adjoint_emf(s, adjoint(s, top, low), e), 3e-3 / total, 1e-12);
}

/* Ideal transformer 10:1 with 600 ohm: the source sees 60 kohm; a pair of coupled inductors with a load. */
static void test_transformer_and_coils(void **state)
{
    (void)state;
    hum_circuit *c = hum_circuit_new(a, 300);
    hum_node in = node(c, "in"), p = node(c, "p"), s2 = node(c, "s"), q = node(c, "q");
    uint32_t e = emf(c, in, NULL, 0);
    resistor(c, in, p, 40e3);
    hum_node first[2] = {p, HUM_EARTH}, second[2] = {s2, HUM_EARTH};
    ok(hum_circuit_add_transformer(c, HUM_T("t"), NOWHERE, first, second, 10, NULL));
    resistor(c, s2, HUM_EARTH, 600);
    double l[4] = {1e-3, 1.5e-3, 1.5e-3, 4e-3}, r[2] = {2, 5};
    hum_node from[2] = {in, q}, to[2] = {HUM_EARTH, HUM_EARTH};
    ok(hum_circuit_add_inductors(c, HUM_T("l"), NOWHERE, 2, from, to, l, r, NULL));
    resistor(c, q, HUM_EARTH, 100);
    hum_solver *s = solver_at(c, 1e3);
    hum_complex *x = forward_emf(s, e), jw = hum_complex_of(0, 2 * PI * 1e3);
    assert_close(hum_solution_voltage(s, x, s2), 0.06, 1e-14);
    hum_complex z1 = 2 + jw * 1e-3, z2 = 105 + jw * 4e-3, m = jw * 1.5e-3;
    hum_complex i1 = 1 / (z1 - m * m / z2), i2 = -m * i1 / z2;
    assert_close(hum_solution_voltage(s, x, q), -100 * i2, 1e-13);
}

/* A follower with feedback 1/10 and an amplifier of time constant t as a controlled EMF: x carries 1e9 times
 * in - out/10 - out (1e-6 + s t), so that out = in / (0.1 + 1e-6 + s t + 1e-9). */
static void test_feedback(void **state)
{
    (void)state;
    hum_circuit *c = hum_circuit_new(a, 300);
    hum_node in = node(c, "in"), x = node(c, "x"), out = node(c, "out"), tap = node(c, "tap");
    uint32_t src = emf(c, in, NULL, 0);
    resistor(c, out, tap, 9e3);
    resistor(c, tap, HUM_EARTH, 1e3);
    double t = 1 / (2 * PI * 1e7);
    hum_term error[3] = {{in, HUM_EARTH, 1, 0}, {tap, HUM_EARTH, -1, 0}, {out, HUM_EARTH, -1e-6, -t}};
    hum_term gain = {x, HUM_EARTH, 1e9, 0};
    emf(c, x, error, 3);
    emf(c, out, &gain, 1);
    hum_solver *s = solver_at(c, 1e5);
    hum_complex want = 1 / hum_complex_of(0.1 + 1e-6 + 1e-9, 2 * PI * 1e5 * t);
    assert_close(hum_solution_voltage(s, forward_emf(s, src), out), want, 1e-13);
}

/* A lossless line, terminated: V_out / V_in = 1 / (cos bl + j (Zc/R) sin bl). */
static void test_terminated_line(void **state)
{
    (void)state;
    hum_circuit *c = hum_circuit_new(a, 300);
    hum_node in = node(c, "in"), out = node(c, "out");
    uint32_t e = emf(c, in, NULL, 0);
    hum_line line = {.n = 1, .length_m = 12};
    line.l_h_m[0] = 0.25e-6;
    line.c_f_m[0] = 100e-12;
    ok(hum_circuit_add_line(c, HUM_T("w"), NOWHERE, &in, &out, &line, NULL));
    resistor(c, out, HUM_EARTH, 330);
    for (double f = 20; f < 3e7; f *= 3.3) {
        hum_solver *s = solver_at(c, f);
        double bl = 2 * PI * f * sqrt(0.25e-6 * 100e-12) * 12;
        hum_complex want = 1 / hum_complex_of(cos(bl), 50.0 / 330 * sin(bl));
        assert_close(hum_solution_voltage(s, forward_emf(s, e), out), want, 1e-11);
    }
}

/* Ladders of 2, 4, 8 ... sections come to the exact line as the square of the section's length. */
static void test_ladder_converges(void **state)
{
    (void)state;
    random_state r = {11};
    hum_circuit *c = hum_circuit_new(a, 300), *lumped;
    hum_line line = random_line(&r, 0);
    while (line.n < 3)
        line = random_line(&r, 0);
    line.length_m = 30;
    hum_node near[HUM_LINE_MAX], far[HUM_LINE_MAX];
    for (size_t i = 0; i < line.n; i++) {
        near[i] = node(c, "near");
        far[i] = node(c, "far");
        resistor(c, far[i], HUM_EARTH, 50 + 100 * (double)i);
        if (i)
            resistor(c, near[i], HUM_EARTH, 20);
    }
    uint32_t e = emf(c, near[0], NULL, 0), map[32];
    ok(hum_circuit_add_line(c, HUM_T("w"), NOWHERE, near, far, &line, NULL));
    hum_solver *exact = solver_at(c, 3e5);
    hum_complex want = hum_solution_voltage(exact, forward_emf(exact, e), far[1]);
    double last = 0;
    for (size_t sections = 4; sections <= 128; sections *= 2) {
        ok(hum_circuit_lump(a, c, sections, map, &lumped));
        hum_solver *s = solver_at(lumped, 3e5);
        double error = cabs(hum_solution_voltage(s, forward_emf(s, map[e]), far[1]) - want) / cabs(want);
        if (last > 0)
            assert_true(last / error > 3.8 && last / error < 4.2);
        last = error;
    }
    assert_true(last < 1e-4);
}

/* Integral of 4kTR/(1 + (f/fc)^2) df = kT/C; with f = fc tan(u) the integrand is constant. */
static void test_kt_over_c(void **state)
{
    (void)state;
    hum_circuit *c = hum_circuit_new(a, 300);
    hum_node out = node(c, "out");
    double ohm = 47e3, farad = 33e-12, fc = 1 / (2 * PI * ohm * farad), sum = 0;
    resistor(c, out, HUM_EARTH, ohm);
    capacitor(c, out, HUM_EARTH, farad);
    enum { STEPS = 200 };
    hum_solver *s;
    ok(hum_solver_new(a, c, diags, &s));
    for (int i = 0; i < STEPS; i++) {
        double u = (i + 0.5) * PI / 2 / STEPS;
        ok(hum_solver_set(s, fc * tan(u), diags));
        sum += hum_noise_density(s, adjoint(s, out, HUM_EARTH), NULL, NULL) * fc / pow(cos(u), 2);
    }
    sum *= PI / 2 / STEPS;
    assert_true(fabs(sum / (HUM_BOLTZMANN_J_K * 300 / farad) - 1) < 1e-12);
}

/* 1 kohm at 290 K: 4.002 nV/rtHz. A noise EMF with a corner, and a silent resistor beside it. */
static void test_noise_sources(void **state)
{
    (void)state;
    hum_circuit *c = hum_circuit_new(a, 290);
    hum_node out = node(c, "out");
    resistor(c, out, HUM_EARTH, 1e3);
    double by_element[4], by_source[1];
    hum_solver *s = solver_at(c, 1e3);
    assert_true(fabs(sqrt(hum_noise_density(s, adjoint(s, out, HUM_EARTH), by_element, NULL)) - 4.002e-9) < 1e-12);
    hum_node n = node(c, "n");
    uint32_t e = emf(c, n, NULL, 0);
    ok(hum_circuit_add_silent(c, HUM_T("r"), NOWHERE, n, out, 1e3, NULL));
    hum_source_of source = {.kind = HUM_SOURCE_NOISE, .element = e, .scale = -2, .s_v2_hz = 1e-16,
                            .corner_hz = 3e3, .name = HUM_T("hiss")};
    ok(hum_circuit_add_source(c, &source, NULL));
    s = solver_at(c, 1e3);
    double total = hum_noise_density(s, adjoint(s, out, HUM_EARTH), by_element, by_source);
    double thermal = HUM_BOLTZMANN_J_K * 290 * 1e3; /* 4kTR/4 */
    assert_true(fabs(by_source[0] / 4e-16 - 1) < 1e-12); /* 4 * 1e-16 * (1 + 3) / 4 */
    assert_true(fabs(by_element[0] / thermal - 1) < 1e-12);
    assert_true(by_element[1] == 0 && by_element[2] == 0);
    assert_true(fabs(total / (thermal + 4e-16) - 1) < 1e-12);
}

enum { NETWORKS = 60 };

static hum_circuit *network(unsigned i, unsigned what)
{
    random_state r = {1000 + i};
    hum_circuit *c = random_circuit(a, &r, 4 + i % 13, what);
    assert_non_null(c);
    return c;
}

/* A passive network in equilibrium: S = 4 k T Re Z at any pair of nodes, which checks every thermal source
 * of every element at once, lines with their correlations and dielectric included. */
static void test_thermal_equilibrium(void **state)
{
    (void)state;
    double worst = 0;
    for (unsigned i = 0; i < NETWORKS; i++) {
        hum_circuit *c = network(i, RANDOM_LINES);
        for (double f = 20; f < 2e6; f *= 9.7) {
            hum_solver *s = solver_at(c, f);
            hum_node p = {3}, m = {i % 3};
            double re = creal(hum_solution_probe(s, forward_current(s, m, p), (hum_probe){p, m}));
            double density = hum_noise_density(s, adjoint(s, p, m), NULL, NULL);
            worst = fmax(worst, fabs(density / (4 * HUM_BOLTZMANN_J_K * 290 * re) - 1));
        }
    }
    print_message("thermal equilibrium: %.1e\n", worst);
    assert_true(worst < 1e-9);
}

static void test_reciprocity_and_passivity(void **state)
{
    (void)state;
    double worst = 0;
    for (unsigned i = 0; i < NETWORKS; i++) {
        hum_circuit *c = network(i, RANDOM_LINES);
        for (double f = 20; f < 2e7; f *= 17.3) {
            hum_solver *s = solver_at(c, f);
            hum_node p = {3}, q = {4};
            hum_complex *xp = forward_current(s, HUM_EARTH, p), *xq = forward_current(s, HUM_EARTH, q);
            hum_complex there = hum_solution_voltage(s, xp, q), back = hum_solution_voltage(s, xq, p);
            hum_complex zp = hum_solution_voltage(s, xp, p), zq = hum_solution_voltage(s, xq, q);
            worst = fmax(worst, cabs(there - back) / sqrt(cabs(zp) * cabs(zq)));
            assert_true(creal(zp) >= 0 && creal(zq) >= 0);
            assert_true(pow(creal(there), 2) <= creal(zp) * creal(zq) * (1 + 1e-12));
        }
    }
    print_message("reciprocity: %.1e\n", worst);
    assert_true(worst < 1e-12);
}

/* Transfer from every EMF, from currents, and from series EMFs of branches: both ways round. */
static void test_adjoint_equals_direct(void **state)
{
    (void)state;
    double worst = 0;
    for (unsigned i = 0; i < NETWORKS; i++) {
        hum_circuit *c = network(i, RANDOM_LINES | RANDOM_ACTIVE);
        hum_solver *s = solver_at(c, 20 * pow(1.2, i));
        hum_probe probe = {{2}, {3}};
        hum_complex *y = adjoint(s, probe.p, probe.m);
        for (uint32_t e = 0; e < c->n_elements; e++) {
            if (c->elements[e].kind != HUM_ELEM_EMF)
                continue;
            hum_complex direct = hum_solution_probe(s, forward_emf(s, e), probe);
            if (cabs(direct) > 1e-12)
                worst = fmax(worst, cabs(hum_adjoint_emf(s, y, e) - direct) / cabs(direct));
        }
        hum_complex direct = hum_solution_probe(s, forward_current(s, (hum_node){1}, (hum_node){4}), probe);
        hum_complex there = hum_adjoint_current(s, y, (hum_node){1}, (hum_node){4});
        if (cabs(direct) > 1e-9)
            worst = fmax(worst, cabs(there - direct) / cabs(direct));
    }
    print_message("adjoint against direct: %.1e\n", worst);
    assert_true(worst < 1e-10);
}

/* Pivots kept over the sweep give what new ones give. */
static void test_sweep_equals_single(void **state)
{
    (void)state;
    double worst = 0;
    for (unsigned i = 0; i < NETWORKS; i++) {
        hum_circuit *c = network(i, RANDOM_LINES | RANDOM_ACTIVE);
        hum_solver *sweep;
        ok(hum_solver_new(a, c, diags, &sweep));
        for (double f = 1e7; f > 1; f /= 31) {
            ok(hum_solver_set(sweep, f, diags));
            hum_solver *single = solver_at(c, f);
            hum_complex x = hum_adjoint_emf(sweep, adjoint(sweep, (hum_node){4}, HUM_EARTH), 0);
            hum_complex y = hum_adjoint_emf(single, adjoint(single, (hum_node){4}, HUM_EARTH), 0);
            if (cabs(y) > 1e-15)
                worst = fmax(worst, cabs(x - y) / cabs(y));
        }
    }
    print_message("sweep against single frequencies: %.1e\n", worst);
    assert_true(worst < 1e-10);
}

/* Everything against quadruple precision. */
static void test_quadruple_precision(void **state)
{
    (void)state;
    double worst = 0;
    for (unsigned i = 0; i < NETWORKS / 2; i++) {
        hum_circuit *c = network(i, RANDOM_LINES | RANDOM_ACTIVE);
        quad *v = HUM_NEW(a, quad, c->n_nodes);
        assert_non_null(v);
        for (double f = 20; f < 1e6; f *= 40) {
            hum_solver *s = solver_at(c, f);
            hum_complex *x = forward_emf(s, 0);
            assert_true(quad_circuit(c, f, 0, HUM_EARTH, 0, v));
            double largest = 0, error = 0;
            for (uint32_t k = 1; k < c->n_nodes; k++) {
                largest = fmax(largest, quad_abs(v[k]));
                error = fmax(error, quad_abs((quad)hum_solution_voltage(s, x, (hum_node){k}) - v[k]));
            }
            worst = fmax(worst, error / largest);
        }
    }
    print_message("voltages against quadruple precision: %.1e\n", worst);
    assert_true(worst < 1e-13);
}

/* A balanced link with a ground voltage: two legs of 50 ohm and 100 uF, 10 m of shielded pair, a filter, a
 * difference amplifier of four 10 kohm resistors and an operational amplifier of 10 MHz. The legs differ by
 * so little that about -104 dB of the ground voltage come out. */
static hum_circuit *balanced_link(uint32_t *ground, hum_probe *out)
{
    hum_circuit *c = hum_circuit_new(a, 300);
    hum_node sg = node(c, "source ground"), rg = node(c, "receiver ground");
    uint32_t e;
    hum_node pe = node(c, "pe");
    ok(hum_circuit_add_emf(c, HUM_T("ground"), NOWHERE, pe, HUM_EARTH, NULL, 0, &e));
    resistor(c, pe, sg, 0.05);
    resistor(c, rg, HUM_EARTH, 0.1);
    hum_node near[3], far[3], in[2];
    near[2] = node(c, "near shield");
    far[2] = node(c, "far shield");
    resistor(c, sg, near[2], 5e-3);
    resistor(c, rg, far[2], 7e-3);
    hum_line line = {.n = 3, .length_m = 10};
    for (size_t i = 0; i < 3; i++) {
        line.r_ohm_m[i] = i < 2 ? 0.085 + 1e-4 * (double)i : 0.02;
        for (size_t j = 0; j < 3; j++) {
            line.l_h_m[i * 3 + j] = 1e-6 + (i < 2 && j < 2 ? i == j ? 0.5e-6 : 0.1e-6 : 0);
            line.c_f_m[i * 3 + j] = i < 2 && j < 2 ? i == j ? 115e-12 : -30e-12 : -85e-12;
        }
    }
    line.c_f_m[0] += 0.2e-12;
    line.c_f_m[2] = line.c_f_m[6] = -85.2e-12;
    line.c_f_m[8] = 85e-12 + 85.2e-12 + 11e-12;
    for (size_t i = 0; i < 2; i++) {
        hum_node leg = node(c, "leg");
        near[i] = node(c, "near");
        far[i] = node(c, "far");
        in[i] = node(c, "in");
        resistor(c, sg, leg, i ? 50.02 : 50);
        capacitor(c, leg, near[i], i ? 101e-6 : 100e-6);
        resistor(c, far[i], in[i], 100);
        capacitor(c, in[i], rg, i ? 221e-12 : 220e-12);
        resistor(c, far[i], rg, 47e3);
    }
    ok(hum_circuit_add_line(c, HUM_T("w"), NOWHERE, near, far, &line, NULL));
    hum_node plus = node(c, "plus"), minus = node(c, "minus"), o = node(c, "out"), x = node(c, "x");
    resistor(c, in[0], plus, 10e3);
    resistor(c, plus, rg, 10e3 * (1 + 3e-6));
    resistor(c, in[1], minus, 10e3);
    resistor(c, minus, o, 10e3);
    /* out - rg = (plus - minus)/(1e-6 + s t): x carries plus - minus - (out - rg)/A, times 1e9. */
    hum_term error[3] = {{plus, minus, 1, 0}, {o, rg, -1e-6, -1 / (2 * PI * 1e7)}, {plus, rg, 1e-5, 0}};
    ok(hum_circuit_add_emf(c, HUM_T("error"), NOWHERE, x, HUM_EARTH, error, 3, NULL));
    hum_term gain = {x, HUM_EARTH, 1e9, 0};
    ok(hum_circuit_add_emf(c, HUM_T("opamp"), NOWHERE, o, rg, &gain, 1, NULL));
    *ground = e;
    *out = (hum_probe){o, rg};
    return c;
}

static void test_common_mode_digits(void **state)
{
    (void)state;
    uint32_t e;
    hum_probe out;
    hum_circuit *c = balanced_link(&e, &out);
    quad *v = HUM_NEW(a, quad, c->n_nodes);
    assert_non_null(v);
    double worst_forward = 0, worst_adjoint = 0, least = 1;
    hum_solver *s;
    ok(hum_solver_new(a, c, diags, &s));
    for (double f = 20; f < 2.1e4; f *= pow(10, 1.0 / 8)) {
        ok(hum_solver_set(s, f, diags));
        assert_true(quad_circuit(c, f, e, HUM_EARTH, 0, v));
        quad want = v[out.p.index] - v[out.m.index];
        quad one_way = (quad)hum_solution_probe(s, forward_emf(s, e), out);
        quad other_way = (quad)hum_adjoint_emf(s, adjoint(s, out.p, out.m), e);
        worst_forward = fmax(worst_forward, quad_abs(one_way - want) / quad_abs(want));
        worst_adjoint = fmax(worst_adjoint, quad_abs(other_way - want) / quad_abs(want));
        least = fmin(least, quad_abs(want));
    }
    print_message("common mode down to %.1f dB: forward %.1e, adjoint %.1e\n", 20 * log10(least), worst_forward,
                  worst_adjoint);
    assert_true(least < 1e-5 && least > 1e-7);
    assert_true(worst_forward < 1e-9);
    assert_true(worst_adjoint < 1e-9); /* a resistor's conductance is rounded to 1e-16 of the ground voltage */
}

static const hum_diag *only_diagnostic(void)
{
    assert_int_equal(hum_diags_count(diags), 1);
    const hum_diag *d = hum_diags_get(diags, 0);
    assert_int_equal(d->code, HUM_D_NO_SOLUTION);
    return d;
}

static void test_floating_node(void **state)
{
    (void)state;
    hum_circuit *c = hum_circuit_new(a, 300);
    hum_node p, q, r = node(c, "held");
    ok(hum_circuit_node(c, HUM_T("amp.chassis"), (hum_span){0, 10, 20}, &p));
    ok(hum_circuit_node(c, HUM_T("amp.signal"), (hum_span){0, 10, 20}, &q));
    resistor(c, p, q, 30);
    capacitor(c, p, q, 1e-9);
    resistor(c, r, HUM_EARTH, 30);
    hum_solver *s;
    ok(hum_solver_new(a, c, diags, &s));
    assert_int_equal(hum_solver_set(s, 1e3, diags), HUM_E_NUMERIC);
    assert_int_equal(only_diagnostic()->span.begin, 10);
}

static void test_node_of_nothing(void **state)
{
    (void)state;
    hum_circuit *c = hum_circuit_new(a, 300);
    hum_node p, r = node(c, "held");
    ok(hum_circuit_node(c, HUM_T("lonely"), (hum_span){0, 30, 40}, &p));
    resistor(c, r, HUM_EARTH, 30);
    hum_solver *s;
    assert_int_equal(hum_solver_new(a, c, diags, &s), HUM_E_NUMERIC);
    assert_int_equal(only_diagnostic()->span.begin, 30);
    assert_non_null(strstr(only_diagnostic()->message.p, "'lonely'"));
}

static void test_ring_of_shorts(void **state)
{
    (void)state;
    hum_circuit *c = hum_circuit_new(a, 300);
    hum_node p = node(c, "p");
    hum_span here = {0, 50, 60};
    resistor(c, p, HUM_EARTH, 30);
    ok(hum_circuit_add_resistor(c, HUM_T("short.one"), here, p, HUM_EARTH, 0, NULL));
    ok(hum_circuit_add_resistor(c, HUM_T("short.two"), here, p, HUM_EARTH, 0, NULL));
    hum_solver *s;
    hum_status status = hum_solver_new(a, c, diags, &s);
    if (status == HUM_OK)
        status = hum_solver_set(s, 1e3, diags);
    assert_int_equal(status, HUM_E_NUMERIC);
    assert_int_equal(only_diagnostic()->span.begin, 50);
    assert_non_null(strstr(only_diagnostic()->message.p, "'short."));
}

/* Floating groups in random surroundings are found, whatever rounding leaves of their pivot. */
static void test_random_floating_group(void **state)
{
    (void)state;
    for (unsigned i = 0; i < NETWORKS; i++) {
        random_state r = {77 + i};
        hum_circuit *c = network(i, RANDOM_LINES);
        hum_node group[5];
        for (size_t k = 0; k < 5; k++) {
            group[k] = node(c, "floating");
            for (size_t j = 0; j < k; j++)
                resistor(c, group[k], group[j], random_log(&r, 1e-3, 1e6));
        }
        hum_solver *s;
        ok(hum_solver_new(a, c, diags, &s));
        assert_int_equal(hum_solver_set(s, random_log(&r, 10, 1e6), diags), HUM_E_NUMERIC);
        assert_non_null(strstr(hum_diags_get(diags, 0)->message.p, "floating"));
    }
}

/* An allocator that fails from the k-th request on. */
typedef struct scarce {
    size_t left;
} scarce;

static void *scarce_alloc(void *ctx, size_t n_bytes)
{
    scarce *s = ctx;
    return s->left && s->left-- ? malloc(n_bytes) : NULL;
}

static void scarce_release(void *ctx, void *p)
{
    (void)ctx;
    free(p);
}

/* A circuit, its solver, a solution and a netlist in an arena of its own; HUM_E_NOMEM when there is no room. */
static hum_status do_everything(hum_arena *own)
{
    random_state r = {5};
    hum_diags *d = hum_diags_new(own);
    hum_circuit *c = d ? random_circuit(own, &r, 40, RANDOM_LINES | RANDOM_ACTIVE) : NULL;
    if (!c)
        return HUM_E_NOMEM;
    hum_solver *s;
    HUM_TRY(hum_solver_new(own, c, d, &s));
    HUM_TRY(hum_solver_set(s, 1e3, d));
    hum_complex *y;
    HUM_ALLOC(y, own, hum_complex, hum_solver_size(s));
    HUM_TRY(hum_solver_adjoint(s, (hum_probe){{3}, {0}}, y));
    hum_spice_options o = {.title = HUM_T("t"), .sections = 200, .f_low_hz = 20, .f_high_hz = 2e4,
                           .points_per_decade = 3, .out_p = {3}, .input = 0};
    hum_text netlist;
    return hum_spice_write(own, c, &o, d, &netlist);
}

static void test_no_memory(void **state)
{
    (void)state;
    size_t failures = 0;
    for (size_t k = 1;; k++) {
        scarce pool = {k};
        hum_allocator under = {scarce_alloc, scarce_release, &pool};
        hum_arena *own = hum_arena_new(&under);
        hum_status s = own ? do_everything(own) : HUM_E_NOMEM;
        hum_arena_close(&own);
        if (s == HUM_OK)
            break;
        assert_int_equal(s, HUM_E_NOMEM);
        failures++;
    }
    assert_true(failures > 5);
}

static void test_bad_arguments(void **state)
{
    (void)state;
    hum_circuit *c = hum_circuit_new(a, 300);
    hum_solver *s;
    assert_int_equal(hum_solver_new(a, c, diags, &s), HUM_E_RANGE);
    resistor(c, node(c, "p"), HUM_EARTH, 30);
    ok(hum_solver_new(a, c, diags, &s));
    assert_int_equal(hum_solver_set(s, 0, diags), HUM_E_RANGE);
    assert_int_equal(hum_solver_set(s, __builtin_nan(""), diags), HUM_E_RANGE);
    hum_complex b[1] = {1};
    assert_int_equal(hum_solver_forward(s, b), HUM_E_RANGE);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_diags, close_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_low_pass), TEST(test_divider_on_a_leak), TEST(test_transformer_and_coils), TEST(test_feedback),
        TEST(test_terminated_line), TEST(test_ladder_converges), TEST(test_kt_over_c), TEST(test_noise_sources),
        TEST(test_thermal_equilibrium), TEST(test_reciprocity_and_passivity), TEST(test_adjoint_equals_direct),
        TEST(test_sweep_equals_single), TEST(test_quadruple_precision), TEST(test_common_mode_digits),
        TEST(test_floating_node), TEST(test_node_of_nothing), TEST(test_ring_of_shorts),
        TEST(test_random_floating_group), TEST(test_no_memory), TEST(test_bad_arguments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

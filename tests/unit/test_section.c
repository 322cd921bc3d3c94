/* Cross-sections: what is refused, and what must hold for every one of them: reciprocity, positive definiteness,
 * passivity, energy, causality, L C = mu eps, independence of the number of harmonics. The published and the
 * closed-form values are in tests/physics/test_cables.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cable/section.h"
#include "num/symmetric.h"

#include <math.h>
#include <stdlib.h>

#define PI 3.14159265358979323846
#define MU0 1.25663706212e-6
#define EPS0 8.8541878128e-12

enum { MOST = HUM_WIRES_MAX + 1, SIZE = MOST * MOST };

static hum_arena *arena_of(void **state)
{
    return *state;
}

static int open_arena(void **state)
{
    *state = hum_arena_new(NULL);
    return *state ? 0 : -1;
}

static int close_arena(void **state)
{
    hum_arena *a = *state;
    hum_arena_close(&a);
    return 0;
}

/* Numbers that look random and are the same everywhere. */
static double uniform(uint32_t *seed, double low, double high)
{
    *seed = *seed * 1664525u + 1013904223u;
    return low + (high - low) * (double)(*seed >> 8) / 16777216.0;
}

static hum_wire random_wire(uint32_t *seed)
{
    hum_wire w = hum_wire_solid(uniform(seed, 0.2e-3, 1.0e-3), uniform(seed, 3e7, 6e7));
    w.metal = uniform(seed, 0.7, 1);
    if (uniform(seed, 0, 1) < 0.7) {
        w.n_coats = 1;
        w.coats[0] = (hum_coat){w.radius_m * uniform(seed, 1.2, 2.2), {uniform(seed, 1, 6), 0.05, 0}};
    }
    return w;
}

static hum_shield random_shield(uint32_t *seed)
{
    hum_shield s = {.radius_m = uniform(seed, 3e-3, 5e-3), .sigma_s_m = 5.8e7, .thickness_m = 1e-4};
    double kind = uniform(seed, 0, 4);
    s.kind = kind < 1   ? HUM_SHIELD_NONE
             : kind < 2 ? HUM_SHIELD_TUBE
             : kind < 3 ? HUM_SHIELD_BRAID
                        : HUM_SHIELD_SERVED;
    s.wire_m = 0.12e-3;
    s.carriers = 16;
    s.ends = s.kind == HUM_SHIELD_SERVED ? 60 : 7;
    s.layers = 1;
    s.angle_rad = uniform(seed, 0.25, 0.7);
    return s;
}

/* Wires thrown at random; those that would not fit are thrown again. */
static hum_geometry random_geometry(uint32_t seed)
{
    hum_geometry g = {.fill = {.er = uniform(&seed, 1, 4), .tan_delta = 0.01},
                      .shield = random_shield(&seed)};
    double room = g.shield.kind == HUM_SHIELD_NONE ? 4e-3 : g.shield.radius_m;
    size_t wanted = 1 + (size_t)uniform(&seed, 0, 4.99);
    if (g.shield.kind == HUM_SHIELD_NONE) {
        g.fill = (hum_dielectric){1, 0, 0};
        wanted += wanted == 1;
    }
    for (int tries = 0; g.n_wires < wanted && tries < 1000; tries++) {
        hum_wire w = random_wire(&seed);
        w.x_m = uniform(&seed, -room, room);
        w.y_m = uniform(&seed, -room, room);
        g.wires[g.n_wires] = w;
        g.n_wires++;
        g.n_wires -= hum_geometry_check(&g).kind != HUM_FAULT_NONE;
    }
    return g;
}

static hum_section *section_of(hum_arena *a, const hum_geometry *g)
{
    hum_section *s = NULL;
    assert_int_equal(hum_section_new(a, g, 0, &s), HUM_OK);
    return s;
}

/* Smallest pivot of the real symmetric part, relative to its diagonal: negative when indefinite. */
static double definiteness(size_t n, const hum_complex *m, bool imaginary)
{
    double a[SIZE], least = 1;
    for (size_t i = 0; i < n * n; i++)
        a[i] = imaginary ? cimag(m[i]) : creal(m[i]);
    for (size_t k = 0; k < n; k++) {
        double whole = imaginary ? cimag(m[k * n + k]) : creal(m[k * n + k]);
        least = fmin(least, a[k * n + k] / whole);
        for (size_t i = k + 1; i < n; i++)
            for (size_t j = k + 1; j < n; j++)
                a[i * n + j] -= a[i * n + k] * a[k * n + j] / a[k * n + k];
    }
    return least;
}

static void test_random_sections_are_passive(void **state)
{
    double least_r = 1, least_l = 1, least_c = 1;
    for (uint32_t seed = 1; seed <= 60; seed++) {
        hum_geometry g = random_geometry(seed * 7919);
        hum_section *s = section_of(arena_of(state), &g);
        size_t n = hum_section_conductors(s);
        for (double f = 1; f < 2e8; f *= 31) {
            hum_complex z[SIZE], y[SIZE];
            assert_int_equal(hum_section_at(s, f, z, y), HUM_OK);
            for (size_t i = 0; i < n; i++)
                for (size_t j = 0; j < i; j++)
                    assert_true(cabs(z[i * n + j] - z[j * n + i]) <= 1e-12 * cabs(z[i * n + j]) &&
                                cabs(y[i * n + j] - y[j * n + i]) <= 1e-12 * cabs(y[i * n + j]));
            least_r = fmin(least_r, definiteness(n, z, false));
            least_l = fmin(least_l, definiteness(n, z, true));
            least_c = fmin(least_c, definiteness(n, y, true));
        }
    }
    print_message("least pivots of R, L, C over their diagonals: %.1e %.1e %.1e\n", least_r, least_l,
                  least_c);
    assert_true(least_r > 0 && least_l > 0 && least_c > 0);
}

/* Direct capacitances are positive and losses do not generate. */
static void test_random_sections_have_direct_capacitances(void **state)
{
    for (uint32_t seed = 100; seed < 160; seed++) {
        hum_geometry g = random_geometry(seed * 104729);
        hum_section *s = section_of(arena_of(state), &g);
        hum_complex c[SIZE];
        size_t n = g.n_wires;
        hum_section_capacitance(s, 1e4, c);
        for (size_t i = 0; i < n; i++) {
            double sum = 0;
            for (size_t j = 0; j < n; j++) {
                sum += creal(c[i * n + j]);
                assert_true(i == j || creal(c[i * n + j]) < 0);
            }
            assert_true(sum > 0 && cimag(c[i * n + i]) <= 0);
        }
    }
}

/* The same medium everywhere: L C = mu eps, to the accuracy asked for. */
static void test_homogeneous_filling(void **state)
{
    double worst = 0;
    for (uint32_t seed = 200; seed < 260; seed++) {
        hum_geometry g = random_geometry(seed * 15485863u);
        for (size_t i = 0; i < g.n_wires; i++)
            g.wires[i].n_coats = 0;
        g.fill = (hum_dielectric){2.3, 0, 0};
        hum_section *s = section_of(arena_of(state), &g);
        hum_complex c[SIZE];
        double l[SIZE];
        size_t n = g.n_wires;
        hum_section_capacitance(s, 1e3, c);
        hum_section_external_inductance(s, l);
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++) {
                double sum = 0;
                for (size_t k = 0; k < n; k++)
                    sum += l[i * n + k] * creal(c[k * n + j]);
                worst = fmax(worst, fabs(sum / (MU0 * EPS0 * 2.3) - (i == j)));
            }
    }
    print_message("L C - mu eps: %.1e\n", worst);
    assert_true(worst < 1e-6);
}

/* Twice the harmonics change nothing beyond the accuracy asked for. */
static void test_orders_suffice(void **state)
{
    double worst = 0;
    for (uint32_t seed = 300; seed < 340; seed++) {
        hum_geometry g = random_geometry(seed * 2750159u);
        hum_section *s = section_of(arena_of(state), &g), *fine = NULL;
        assert_int_equal(hum_section_new_of_order(arena_of(state), &g, 40, 120, &fine), HUM_OK);
        hum_complex a[SIZE], b[SIZE];
        for (double f = 10; f < 2e8; f *= 100) {
            hum_section_impedance(s, f, a);
            hum_section_impedance(fine, f, b);
            for (size_t i = 0; i < g.n_wires * g.n_wires; i++)
                worst = fmax(worst, cabs(a[i] - b[i]) / cabs(b[0]));
        }
    }
    print_message("chosen orders against 40 and 120: %.1e\n", worst);
    assert_true(worst < 1e-5);
}

/* Kramers and Kronig: L(w) - L(inf) = 2/pi integral (R(x) - R(w)) / (x^2 - w^2) dx, x on a logarithmic scale
 * and R ~ sqrt(x) beyond its end. The tolerance is that of the quadrature. */
static double l_from_r(hum_section *s, size_t n, size_t at, double f_hz)
{
    enum { POINTS = 1200 };
    hum_complex z[SIZE];
    double sum = 0, step = log(1e16) / POINTS, omega = 2 * PI * f_hz, last = 0;
    hum_section_impedance(s, f_hz, z);
    double r0 = creal(z[at]);
    for (int k = 0; k < POINTS; k++) {
        double x = 2 * PI * 1e-3 * exp(step * (k + 0.5));
        hum_section_impedance(s, x / (2 * PI), z);
        last = creal(z[at]);
        sum += step * x * (last - r0) / (x * x - omega * omega);
    }
    (void)n;
    return 2 / PI * (sum + 2 * last / (2 * PI * 1e13));
}

static void test_causality(void **state)
{
    double worst = 0;
    for (uint32_t seed = 400; seed < 404; seed++) {
        hum_geometry g = random_geometry(seed * 49979687u);
        hum_section *s = section_of(arena_of(state), &g);
        hum_complex z[SIZE];
        double l[SIZE];
        hum_section_external_inductance(s, l);
        for (double f = 100.3; f < 1e7; f *= 97) {
            hum_section_impedance(s, f, z);
            double want = cimag(z[0]) / (2 * PI * f) - l[0];
            worst = fmax(worst, fabs(l_from_r(s, g.n_wires, 0, f) - want) / want);
        }
    }
    print_message("L from R by Kramers and Kronig: %.1e of the internal inductance\n", worst);
    assert_true(worst < 1e-4);
}

/* The matrices are symmetric by construction, from one triangle of the equations. With the wires in the opposite order the other
 * triangle is solved: reciprocity is that nothing changes. */
static void test_the_order_of_wires_is_nothing(void **state)
{
    double worst = 0;
    for (uint32_t seed = 600; seed < 630; seed++) {
        hum_geometry g = random_geometry(seed * 32452843u), reversed = g;
        size_t n = g.n_wires;
        for (size_t i = 0; i < n; i++)
            reversed.wires[i] = g.wires[n - 1 - i];
        hum_section *s = section_of(arena_of(state), &g), *r = section_of(arena_of(state), &reversed);
        hum_complex a[SIZE], b[SIZE], c[SIZE], d[SIZE];
        for (double f = 30; f < 2e8; f *= 173) {
            hum_section_impedance(s, f, a);
            hum_section_impedance(r, f, b);
            assert_int_equal(hum_section_solve_capacitance(s, f, c), HUM_OK);
            assert_int_equal(hum_section_solve_capacitance(r, f, d), HUM_OK);
            for (size_t i = 0; i < n; i++)
                for (size_t j = 0; j < n; j++) {
                    size_t here = i * n + j, there = (n - 1 - i) * n + n - 1 - j;
                    worst = fmax(worst, fmax(cabs(a[here] - b[there]) / cabs(a[0]), cabs(c[here] - d[there]) / cabs(c[0])));
                }
        }
    }
    print_message("wires in the opposite order: %.1e\n", worst);
    assert_true(worst < 1e-10);
}

/* Turned as a whole, a section is what it was: the sine harmonics, which wires side by side do not have, are as good as the cosines. */
static void test_turning_is_nothing(void **state)
{
    double worst = 0;
    for (uint32_t seed = 650; seed < 680; seed++) {
        hum_geometry g = random_geometry(seed * 86028157u), turned = g;
        for (size_t i = 0; i < g.n_wires; i++) {
            turned.wires[i].x_m = g.wires[i].x_m * cos(0.7) - g.wires[i].y_m * sin(0.7);
            turned.wires[i].y_m = g.wires[i].x_m * sin(0.7) + g.wires[i].y_m * cos(0.7);
        }
        hum_section *s = section_of(arena_of(state), &g), *t = section_of(arena_of(state), &turned);
        hum_complex a[SIZE], b[SIZE], c[SIZE], d[SIZE];
        hum_section_impedance(s, 3e5, a);
        hum_section_impedance(t, 3e5, b);
        assert_int_equal(hum_section_solve_capacitance(s, 3e5, c), HUM_OK);
        assert_int_equal(hum_section_solve_capacitance(t, 3e5, d), HUM_OK);
        for (size_t i = 0; i < g.n_wires * g.n_wires; i++)
            worst = fmax(worst, fmax(cabs(a[i] - b[i]) / cabs(a[0]), cabs(c[i] - d[i]) / cabs(c[0])));
    }
    print_message("turned by 40 degrees: %.1e\n", worst);
    assert_true(worst < 1e-10);
}

/* What is true of every network of resistances and inductances, because of its energy: with rising frequency R grows and L falls,
 * as quadratic forms (R. M. Foster, Bell Syst. Tech. J. 3 (1924) 651). */
static void test_currents_keep_energy(void **state)
{
    double least_r = 0, least_l = 0;
    for (uint32_t seed = 700; seed < 740; seed++) {
        hum_geometry g = random_geometry(seed * 67867967u);
        hum_section *s = section_of(arena_of(state), &g);
        size_t n = g.n_wires;
        hum_complex z[SIZE], last[SIZE];
        double last_f = 0;
        for (double f = 10; f < 2e8; last_f = f, f *= 5.3) {
            hum_section_impedance(s, f, z);
            for (unsigned signs = 0; last_f > 0 && signs < 1u << n; signs++) {
                double dr = 0, dl = 0, r = 0, l = 0;
                for (size_t i = 0; i < n * n; i++) {
                    double sign = ((signs >> (i / n)) ^ (signs >> (i % n))) & 1 ? -1 : 1;
                    r += sign * creal(z[i]);
                    dr += sign * creal(z[i] - last[i]);
                    l += sign * cimag(last[i]) / last_f;
                    dl += sign * (cimag(last[i]) / last_f - cimag(z[i]) / f);
                }
                least_r = fmin(least_r, dr / r);
                least_l = fmin(least_l, dl / l);
            }
            for (size_t i = 0; i < n * n; i++)
                last[i] = z[i];
        }
    }
    print_message("R never falls by more than %.1e, L never grows by more than %.1e\n", -least_r, -least_l);
    assert_true(least_r > -1e-8 && least_l > -1e-8);
}

/* Power that a length of line takes in at both ends, V^H Y V for voltages of any phase. */
static double least_power(size_t n, const hum_complex *z, const hum_complex *y, uint32_t *seed)
{
    hum_complex inverse[SIZE], v[2][MOST], i[2][MOST];
    double least = 1;
    assert_int_equal(hum_complex_invert(n, z, inverse), HUM_OK);
    for (int tries = 0; tries < 20; tries++) {
        double power = 0, size = 0;
        for (size_t k = 0; k < 2 * n; k++)
            v[k / n][k % n] = hum_complex_of(uniform(seed, -1, 1), uniform(seed, -1, 1));
        for (size_t k = 0; k < n; k++) {
            i[0][k] = i[1][k] = 0;
            for (size_t m = 0; m < n; m++) {
                hum_complex through = inverse[k * n + m] * (v[0][m] - v[1][m]);
                i[0][k] += through + y[k * n + m] * v[0][m];
                i[1][k] += y[k * n + m] * v[1][m] - through;
            }
        }
        for (size_t k = 0; k < 2 * n; k++) {
            power += creal(conj(v[k / n][k % n]) * i[k / n][k % n]);
            size += cabs(v[k / n][k % n] * i[k / n][k % n]);
        }
        least = fmin(least, power / size);
    }
    return least;
}

/* A length of any cross-section takes power and gives none; the same without losses takes none either. */
static void test_lines_keep_energy(void **state)
{
    double least = 1, most = 0;
    for (uint32_t seed = 800; seed < 820; seed++) {
        hum_geometry g = random_geometry(seed * 122949823u);
        hum_section *s = section_of(arena_of(state), &g);
        size_t n = hum_section_conductors(s);
        uint32_t voltages = seed;
        hum_complex z[SIZE], y[SIZE], series[SIZE], shunt[SIZE];
        for (double f = 50; f < 5e7; f *= 23) {
            assert_int_equal(hum_section_at(s, f, z, y), HUM_OK);
            hum_line_pi_of(n, 10, z, y, series, shunt);
            least = fmin(least, least_power(n, series, shunt, &voltages));
            for (size_t i = 0; i < n * n; i++) {
                z[i] = hum_complex_of(0, cimag(z[i]));
                y[i] = hum_complex_of(0, cimag(y[i]));
            }
            hum_line_pi_of(n, 10, z, y, series, shunt);
            most = fmax(most, fabs(least_power(n, series, shunt, &voltages)));
        }
    }
    print_message("power into 10 m of line: at least %.1e of the apparent; without losses %.1e\n", least, most);
    assert_true(least > 0 && most < 1e-9);
}

/* Kramers and Kronig for the whole capacitance of a section with lossy coats: between two frequencies
 * C'(a) - C'(b) = 2/pi integral x C''(x) [1/(x^2 - a^2) - 1/(x^2 - b^2)] dx, the poles' own values taken out. */
static double c_from_loss(hum_section *s, double a, double b)
{
    enum { POINTS = 1200 };
    hum_complex c[SIZE];
    double sum = 0, step = log(1e22) / POINTS;
    assert_int_equal(hum_section_solve_capacitance(s, a, c), HUM_OK);
    double at_a = -a * cimag(c[0]);
    assert_int_equal(hum_section_solve_capacitance(s, b, c), HUM_OK);
    double at_b = -b * cimag(c[0]);
    for (int k = 0; k < POINTS; k++) {
        double x = 1e-7 * exp(step * (k + 0.5));
        assert_int_equal(hum_section_solve_capacitance(s, x, c), HUM_OK);
        double loss = -x * cimag(c[0]);
        sum += step * x * ((loss - at_a) / (x * x - a * a) - (loss - at_b) / (x * x - b * b));
    }
    return 2 / PI * sum;
}

static void test_causal_dielectric(void **state)
{
    double worst = 0;
    for (uint32_t seed = 900; seed < 904; seed++) {
        hum_geometry g = random_geometry(seed * 141650939u);
        g.wires[0].n_coats = 1;
        g.wires[0].coats[0] = (hum_coat){1.05 * g.wires[0].radius_m, {4, 0.08, 0}};
        hum_section *s = section_of(arena_of(state), &g);
        hum_complex low[SIZE], high[SIZE];
        assert_int_equal(hum_section_solve_capacitance(s, 71.3, low), HUM_OK);
        assert_int_equal(hum_section_solve_capacitance(s, 3.3e6, high), HUM_OK);
        double fall = creal(low[0] - high[0]);
        assert_true(fall > 0);
        worst = fmax(worst, fabs(c_from_loss(s, 71.3, 3.3e6) - fall) / fall);
    }
    print_message("fall of C from its loss by Kramers and Kronig: %.1e of the fall\n", worst);
    assert_true(worst < 1e-3);
}

/* Between its stored frequencies C is interpolated: the error against the loss, and against C. */
static void test_interpolated_capacitance(void **state)
{
    double of_loss = 0, of_c = 0;
    for (uint32_t seed = 500; seed < 520; seed++) {
        hum_geometry g = random_geometry(seed * 86028121u);
        g.wires[0].n_coats = 1;
        g.wires[0].coats[0] = (hum_coat){1.05 * g.wires[0].radius_m, {4, 0.08, 0}};
        hum_section *s = section_of(arena_of(state), &g);
        hum_complex stored[SIZE], solved[SIZE];
        for (double f = 3; f < 3e8; f *= 7) {
            hum_section_capacitance(s, f, stored);
            assert_int_equal(hum_section_solve_capacitance(s, f, solved), HUM_OK);
            of_c = fmax(of_c, cabs(stored[0] - solved[0]) / cabs(solved[0]));
            of_loss = fmax(of_loss, fabs(cimag(stored[0] - solved[0])) / fabs(cimag(solved[0])));
        }
    }
    print_message("interpolated C: %.1e of C, %.1e of the loss\n", of_c, of_loss);
    assert_true(of_c < 1e-4 && of_loss < 1e-2);
}

/* At zero frequency only resistances are left, and the shield does not couple. */
static void test_direct_current(void **state)
{
    hum_wire core = hum_wire_solid(0.5e-3, HUM_SIGMA_COPPER);
    hum_shield shield = {
        .kind = HUM_SHIELD_TUBE, .radius_m = 2e-3, .sigma_s_m = 5.8e7, .thickness_m = 0.1e-3};
    hum_geometry g = hum_geometry_pair(&core, 1.2e-3, &shield);
    hum_section *s = section_of(arena_of(state), &g);
    hum_complex z[9], y[9];
    assert_int_equal(hum_section_at(s, 0, z, y), HUM_OK);
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < 3; j++) {
            double want = i != j ? 0 : i < 2 ? hum_wire_r_ohm_m(&core) : hum_shield_r_ohm_m(&shield);
            assert_true(cabs(z[i * 3 + j] - want) < 1e-9 * hum_wire_r_ohm_m(&core));
            assert_true(y[i * 3 + j] == 0);
        }
}

/* A drain carries most of the current of a foil, and is no conductor of the line of its own. */
static void test_foil_with_drain(void **state)
{
    hum_wire core = hum_wire_solid(hum_awg_m(22), HUM_SIGMA_COPPER),
             drain = hum_wire_solid(hum_awg_m(24), 5.8e7);
    hum_shield foil = {.kind = HUM_SHIELD_FOIL, .radius_m = 1.75e-3, .sigma_s_m = 3.5e7, .thickness_m = 9e-6};
    hum_geometry g = hum_geometry_pair(&core, 1.3e-3, &foil);
    assert_int_equal(hum_geometry_add_drain(&g, &drain, PI / 2), HUM_OK);
    hum_section *s = section_of(arena_of(state), &g);
    assert_int_equal(hum_section_conductors(s), 3);
    hum_complex z[9], y[9];
    assert_int_equal(hum_section_at(s, 0, z, y), HUM_OK);
    double rf = hum_shield_r_ohm_m(&foil), rd = hum_wire_r_ohm_m(&drain);
    assert_true(fabs(creal(z[8]) / (rf * rd / (rf + rd)) - 1) < 1e-6);
    assert_true(cabs(z[2]) < 1e-9); /* it does not couple at zero frequency */
}

/* Opposite cores joined: the pairs do not see each other. Adjacent cores joined: they do. */
static void test_star_quad_pairing(void **state)
{
    hum_wire core = hum_wire_solid(0.5e-3, HUM_SIGMA_COPPER);
    hum_shield shield = {
        .kind = HUM_SHIELD_TUBE, .radius_m = 2e-3, .sigma_s_m = 5.8e7, .thickness_m = 0.1e-3};
    hum_geometry g = hum_geometry_star_quad(&core, 0.9e-3, &shield);
    hum_section *s = section_of(arena_of(state), &g);
    hum_complex z[16], right[4], wrong[4];
    hum_section_impedance(s, 2e4, z);
    const size_t opposite[] = {0, 1, 0, 1}, adjacent[] = {0, 0, 1, 1};
    assert_int_equal(hum_join_impedance(4, z, opposite, 2, right), HUM_OK);
    assert_int_equal(hum_join_impedance(4, z, adjacent, 2, wrong), HUM_OK);
    double l_right = cimag(hum_loop_impedance(2, right, 0, 1)),
           l_wrong = cimag(hum_loop_impedance(2, wrong, 0, 1));
    print_message("star quad, loop: right %.1f nH/m, wrong %.1f nH/m\n", 1e9 * l_right / (4e4 * PI),
                  1e9 * l_wrong / (4e4 * PI));
    assert_true(l_right < 0.8 * l_wrong);
    hum_section_impedance(s, 50, z);
    assert_int_equal(hum_join_impedance(4, z, opposite, 2, right), HUM_OK);
    assert_true(fabs(creal(hum_loop_impedance(2, right, 0, 1)) / hum_wire_r_ohm_m(&core) - 1) < 1e-4);
}

static void test_line_of_section(void **state)
{
    hum_wire core = hum_wire_stranded(40, 0.08e-3, 1.1, HUM_SIGMA_COPPER);
    hum_shield braid = {.kind = HUM_SHIELD_BRAID,
                        .radius_m = 2e-3,
                        .sigma_s_m = 5.8e7,
                        .wire_m = 0.1e-3,
                        .angle_rad = 0.5,
                        .carriers = 16,
                        .ends = 8};
    hum_geometry g = hum_geometry_pair(&core, 1.5e-3, &braid);
    g.fill = (hum_dielectric){2.3, 3e-4, 1e6};
    hum_section *s = section_of(arena_of(state), &g);
    hum_line line;
    hum_complex z[9], y[9], za[9], ya[9], zb[9], yb[9];
    assert_int_equal(hum_section_line(s, 1e3, 7, &line), HUM_OK);
    assert_int_equal(hum_section_at(s, 1e3, z, y), HUM_OK);
    hum_line_pi(&line, 1e3, za, ya);
    hum_line_pi_of(3, 7, z, y, zb, yb);
    for (size_t i = 0; i < 9; i++) {
        assert_true(cabs(za[i] - zb[i]) < 1e-3 * cabs(zb[i]) + 1e-6);
        assert_true(fabs(cimag(ya[i] - yb[i])) < 1e-6 * cabs(yb[0]));
    }
}

/* A lay makes wires longer than their cable; a seam adds inductance to the transfer impedance alone. */
static void test_lay_and_seam(void **state)
{
    hum_wire core = hum_wire_solid(0.5e-3, HUM_SIGMA_COPPER);
    hum_shield foil = {.kind = HUM_SHIELD_FOIL, .radius_m = 2e-3, .sigma_s_m = 3.5e7, .thickness_m = 9e-6};
    hum_geometry g = hum_geometry_star_quad(&core, 1e-3, &foil);
    g.lay_m = 20e-3;
    hum_complex z[16];
    hum_section_impedance(section_of(arena_of(state), &g), 0, z);
    double want = hum_wire_r_ohm_m(&core) * sqrt(1 + pow(2 * PI * 1e-3 / 20e-3, 2));
    assert_true(fabs(creal(z[0]) / want - 1) < 1e-9 && want > 1.04 * hum_wire_r_ohm_m(&core));
    hum_shield_z shut = hum_shield_at(&foil, 1e6);
    foil.seam_h_m = 5e-9;
    hum_shield_z open = hum_shield_at(&foil, 1e6);
    assert_true(cabs(open.zt_ohm_m - shut.zt_ohm_m - hum_complex_of(0, 2 * PI * 1e6 * 5e-9)) < 1e-9);
    assert_true(open.za_ohm_m == shut.za_ohm_m);
}

/* Drawn over one coat, a shield is round; over two cores it has more capacitance to them than a round one. */
static void test_draped_shield(void **state)
{
    hum_wire core = hum_wire_solid(0.64e-3, HUM_SIGMA_COPPER);
    core.n_coats = 1;
    core.coats[0] = (hum_coat){0.65e-3, {2.3, 0, 0}};
    hum_shield foil = {.kind = HUM_SHIELD_FOIL, .radius_m = 1.3e-3, .sigma_s_m = 3.5e7, .thickness_m = 9e-6};
    hum_geometry one = hum_geometry_coax(&core, &foil, 0.1e-3),
                 pair = hum_geometry_pair(&core, 1.3e-3, &foil);
    hum_capacitance_sheet round_sheet, draped_sheet;
    const size_t legs[] = {0, 1};
    hum_section_sheet(section_of(arena_of(state), &pair), legs, &round_sheet);
    hum_geometry_drape(&one);
    hum_geometry_drape(&pair);
    hum_complex c, z[9], y[9];
    hum_section_capacitance(section_of(arena_of(state), &one), 1e3, &c);
    assert_true(fabs(creal(c) / (2 * PI * EPS0 * 2.3 / log(0.65 / 0.32)) - 1) < 1e-9);
    hum_section *s = section_of(arena_of(state), &pair);
    hum_section_sheet(s, legs, &draped_sheet);
    assert_true(draped_sheet.core_shield_direct > 1.3 * round_sheet.core_shield_direct);
    assert_true(fabs(draped_sheet.imbalance) < 1e-4);
    assert_int_equal(hum_section_at(s, 1e5, z, y), HUM_OK);
    assert_true(definiteness(3, z, false) > 0 && definiteness(3, z, true) > 0 &&
                definiteness(3, y, true) > 0);
}

/* The definitions of a data sheet, from two legs; the differential one is that of a floating loop. */
static void test_capacitance_sheet(void **state)
{
    hum_wire core = hum_wire_solid(0.5e-3, HUM_SIGMA_COPPER);
    hum_shield tube = {.kind = HUM_SHIELD_TUBE, .radius_m = 2e-3, .sigma_s_m = 5.8e7, .thickness_m = 1e-4};
    hum_geometry g = hum_geometry_pair(&core, 1.2e-3, &tube);
    g.wires[0].x_m += 0.1e-3; /* off the middle */
    hum_section *s = section_of(arena_of(state), &g);
    hum_capacitance_sheet sheet;
    const size_t legs[] = {0, 1};
    hum_section_sheet(s, legs, &sheet);
    hum_complex c[4], loop;
    hum_section_capacitance(s, 1e3, c);
    assert_int_equal(hum_loop_capacitance(2, c, 0, 1, &loop), HUM_OK);
    assert_true(fabs(sheet.differential / creal(loop) - 1) < 1e-12);
    assert_true(fabs(sheet.core_rest / ((creal(c[0]) + creal(c[3])) / 2) - 1) < 1e-12);
    assert_true(sheet.imbalance > 0 && sheet.core_core_direct < sheet.core_shield_direct);
    assert_true(sheet.differential < sheet.core_shield && sheet.core_shield < sheet.common);
}

static hum_fault fault_of(double spacing_m, double coat_m, double shield_m)
{
    hum_wire core = hum_wire_solid(1e-3, HUM_SIGMA_COPPER);
    core.n_coats = coat_m > 0;
    core.coats[0] = (hum_coat){coat_m, {2.3, 0, 0}};
    hum_shield tube = {
        .kind = HUM_SHIELD_TUBE, .radius_m = shield_m, .sigma_s_m = 5.8e7, .thickness_m = 1e-4};
    hum_geometry g = hum_geometry_pair(&core, spacing_m, &tube);
    return hum_geometry_check(&g);
}

static void test_faults_name_their_wires(void **state)
{
    (void)state;
    assert_int_equal(fault_of(2e-3, 1e-3, 3e-3).kind, HUM_FAULT_NONE); /* coats that touch */
    assert_int_equal(fault_of(1e-3, 0, 3e-3).kind, HUM_FAULT_TOUCH);
    assert_int_equal(fault_of(0.8e-3, 0.7e-3, 3e-3).kind, HUM_FAULT_TOUCH);
    hum_fault f = fault_of(1.8e-3, 1e-3, 3e-3);
    assert_true(f.kind == HUM_FAULT_OVERLAP && f.a == 0 && f.b == 1 && fabs(f.overlap_m - 0.2e-3) < 1e-12);
    f = fault_of(4e-3, 1e-3, 2.9e-3);
    assert_true(f.kind == HUM_FAULT_OUTSIDE && f.a == 0 && fabs(f.overlap_m - 0.1e-3) < 1e-12);
    assert_int_equal(fault_of(2e-3, 0.4e-3, 3e-3).kind, HUM_FAULT_COAT);
    assert_int_equal(fault_of(2e-3, 1e-3, -1).kind, HUM_FAULT_SHIELD);
    hum_geometry g = {.n_wires = 1};
    assert_int_equal(hum_geometry_check(&g).kind, HUM_FAULT_SIZE);
    hum_section *s;
    hum_arena *a = hum_arena_new(NULL);
    assert_int_equal(hum_section_new(a, &g, 0, &s), HUM_E_RANGE);
    hum_arena_close(&a);
}

typedef struct rationed {
    size_t left;
} rationed;

static void *allocate_rationed(void *ctx, size_t n)
{
    rationed *r = ctx;
    if (r->left == 0)
        return NULL;
    r->left--;
    return malloc(n);
}

static void release_rationed(void *ctx, void *p)
{
    (void)ctx;
    free(p);
}

static void test_without_memory(void **state)
{
    (void)state;
    hum_geometry g = random_geometry(12345);
    bool succeeded = false;
    for (size_t k = 1; k < 100 && !succeeded; k++) {
        rationed ration = {k};
        hum_arena *a = hum_arena_new(&(hum_allocator){allocate_rationed, release_rationed, &ration});
        hum_section *s;
        if (!a)
            continue;
        hum_status status = hum_section_new(a, &g, 0, &s);
        assert_true(status == HUM_OK || status == HUM_E_NOMEM);
        succeeded = status == HUM_OK;
        hum_arena_close(&a);
    }
    assert_true(succeeded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_random_sections_are_passive, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_random_sections_have_direct_capacitances, open_arena,
                                        close_arena),
        cmocka_unit_test_setup_teardown(test_homogeneous_filling, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_orders_suffice, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_causality, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_the_order_of_wires_is_nothing, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_turning_is_nothing, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_currents_keep_energy, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_lines_keep_energy, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_causal_dielectric, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_interpolated_capacitance, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_direct_current, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_foil_with_drain, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_star_quad_pairing, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_lay_and_seam, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_draped_shield, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_capacitance_sheet, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_line_of_section, open_arena, close_arena),
        cmocka_unit_test(test_faults_name_their_wires),
        cmocka_unit_test(test_without_memory),
    };
    return cmocka_run_group_tests_name("section", tests, NULL, NULL);
}

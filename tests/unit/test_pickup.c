/* Pickup and coupling: what does not depend on how it is computed, limits, and closed forms. The figures of
 * the literature are in tests/physics/test_cables.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cable/pickup.h"

#include <math.h>

#define PI 3.14159265358979323846
#define MU0 1.25663706212e-6

static hum_route twisted_pair(double length_m)
{
    return (hum_route){
        .n = 2, .x_m = {0.75e-3, -0.75e-3}, .length_m = length_m, .lay_m = 28e-3, .phase_rad = 0.3};
}

/* curl A = B by central differences. */
static void test_potential_gives_field(void **state)
{
    (void)state;
    const hum_field fields[] = {
        {.kind = HUM_FIELD_UNIFORM, .b_t = {1e-6, -2e-6, 3e-6}},
        {.kind = HUM_FIELD_WIRE, .current_a = 5, .x_m = 0.05, .y_m = -0.02},
        {.kind = HUM_FIELD_MAINS,
         .current_a = 5,
         .x_m = 0.05,
         .y_m = -0.02,
         .spacing_m = 7e-3,
         .turn_rad = 0.4},
        {.kind = HUM_FIELD_DIPOLE, .at_m = {0.1, 0.05, 0.2}, .moment_am2 = {0.1, 0.5, -0.2}},
    };
    const double at[3] = {1e-3, 2e-3, 0.15}, h = 1e-5;
    for (size_t k = 0; k < sizeof fields / sizeof *fields; k++) {
        double b[3], slope[3][3]; /* slope[i][j]: d A_j / d x_i */
        hum_field_b(&fields[k], at, b);
        double size = sqrt(b[0] * b[0] + b[1] * b[1] + b[2] * b[2]);
        for (int i = 0; i < 3; i++) {
            double low[3] = {at[0], at[1], at[2]}, high[3] = {at[0], at[1], at[2]}, a0[3], a1[3];
            low[i] -= h;
            high[i] += h;
            hum_field_a(&fields[k], low, a0);
            hum_field_a(&fields[k], high, a1);
            for (int j = 0; j < 3; j++)
                slope[i][j] = (a1[j] - a0[j]) / (2 * h);
        }
        assert_true(fabs(slope[1][2] - slope[2][1] - b[0]) < 1e-6 * size);
        assert_true(fabs(slope[2][0] - slope[0][2] - b[1]) < 1e-6 * size);
        assert_true(fabs(slope[0][1] - slope[1][0] - b[2]) < 1e-6 * size);
    }
}

/* A transformer far away is a uniform field over a short cable. */
static void test_far_dipole_is_uniform(void **state)
{
    (void)state;
    hum_field dipole = {.kind = HUM_FIELD_DIPOLE, .at_m = {0, 30, 0.0105}, .moment_am2 = {0, 100, 0}};
    hum_field uniform = {.kind = HUM_FIELD_UNIFORM};
    const double middle[3] = {0, 0, 0.0105};
    hum_field_b(&dipole, middle, uniform.b_t);
    hum_route r = twisted_pair(0.021);
    double a[2], b[2];
    hum_pickup_flux(&r, &dipole, a);
    hum_pickup_flux(&r, &uniform, b);
    assert_true(fabs((a[0] - a[1]) / (b[0] - b[1]) - 1) < 1e-3);
}

/* Axial flux goes through a helix as through a coil, and alike through both conductors of a pair. */
static void test_axial_field(void **state)
{
    (void)state;
    hum_field axial = {.kind = HUM_FIELD_UNIFORM, .b_t = {0, 0, 1}};
    hum_route r = twisted_pair(0.28);
    double flux[2], turns = 10, area = PI * 0.75e-3 * 0.75e-3;
    hum_pickup_flux(&r, &axial, flux);
    assert_true(fabs(flux[0] / (turns * area) - 1) < 0.01); /* 32 straight pieces to a turn */
    assert_true(fabs(flux[0] - flux[1]) < 1e-12 * area);
}

/* A seed is a cable; without errors the seed does nothing. */
static void test_errors_are_reproducible(void **state)
{
    (void)state;
    hum_field wire = {.kind = HUM_FIELD_WIRE, .current_a = 1, .x_m = 0.05};
    hum_route r = twisted_pair(1);
    double a[2], b[2];
    r.jitter = 0.01;
    r.seed = 7;
    hum_pickup_flux(&r, &wire, a);
    hum_pickup_flux(&r, &wire, b);
    assert_true(a[0] == b[0] && a[1] == b[1]);
    r.seed = 8;
    hum_pickup_flux(&r, &wire, b);
    assert_true(a[0] != b[0]);
    r.jitter = 0;
    hum_pickup_flux(&r, &wire, a);
    r.seed = 7;
    hum_pickup_flux(&r, &wire, b);
    assert_true(a[0] == b[0]);
}

/* What one pair induces in another is the same either way. */
static void test_mutual_is_reciprocal(void **state)
{
    (void)state;
    const double a[2] = {0, 0}, b[2] = {2e-3, 1e-3}, c[2] = {9e-3, -3e-3}, d[2] = {12e-3, 5e-3};
    assert_true(fabs(hum_loops_mutual_h_m(a, b, c, d) / hum_loops_mutual_h_m(c, d, a, b) - 1) < 1e-12);
    hum_field pair = {.kind = HUM_FIELD_MAINS,
                      .current_a = 1,
                      .x_m = 1e-3,
                      .y_m = 0.5e-3,
                      .spacing_m = hypot(2e-3, 1e-3),
                      .turn_rad = atan2(-1e-3, -2e-3)};
    hum_route loop = {.n = 2, .x_m = {c[0], d[0]}, .y_m = {c[1], d[1]}, .length_m = 1};
    double flux[2];
    hum_pickup_flux(&loop, &pair, flux);
    assert_true(fabs((flux[0] - flux[1]) / hum_loops_mutual_h_m(a, b, c, d) - 1) < 1e-9);
}

/* A thin pair beside a live wire: against the section that has the wire in it. */
static void test_electric_coupling(void **state)
{
    (void)state;
    hum_arena *a = hum_arena_new(NULL);
    hum_section *s = NULL, *whole = NULL;
    hum_wire core = hum_wire_solid(0.5e-3, HUM_SIGMA_COPPER), live = hum_wire_solid(1.4e-3, HUM_SIGMA_COPPER);
    hum_geometry g = hum_geometry_pair(&core, 1.5e-3, NULL);
    double c[2];
    assert_int_equal(hum_section_new(a, &g, 1e-9, &s), HUM_OK);
    assert_int_equal(hum_electric_coupling(s, 30e-3, 5e-3, 0.7e-3, c), HUM_OK);
    hum_geometry all = g;
    all.wires[2] = live;
    all.wires[2].x_m = 30e-3;
    all.wires[2].y_m = 5e-3;
    all.n_wires = 3;
    for (int k = 0; k < 60; k++) { /* the room at the same distance for both */
        assert_int_equal(hum_section_new(a, &all, 1e-9, &whole), HUM_OK);
        double off = log(hum_section_room_m(s) / hum_section_room_m(whole));
        all.l_outer_h_m = (all.l_outer_h_m > 0 ? all.l_outer_h_m : 1e-6) + MU0 / (2 * PI) * off;
    }
    hum_complex m[9];
    hum_section_capacitance(whole, 1e3, m);
    double e0 = fabs(c[0] / -creal(m[2]) - 1), e1 = fabs(c[1] / -creal(m[5]) - 1);
    print_message("direct capacitances to a live wire, thin against exact: %.1e %.1e\n", e0, e1);
    assert_true(e0 < 1e-2 && e1 < 1e-2);
    assert_true(c[0] > c[1]); /* the nearer one */
    hum_shield braid = {.kind = HUM_SHIELD_TUBE, .radius_m = 3e-3, .sigma_s_m = 5.8e7, .thickness_m = 1e-4};
    g.shield = braid;
    assert_int_equal(hum_section_new(a, &g, 0, &s), HUM_OK);
    assert_int_equal(hum_electric_coupling(s, 30e-3, 5e-3, 0.7e-3, c), HUM_E_RANGE);
    hum_arena_close(&a);
}

/* The same thin conductor as a wire and as a shield. */
static void test_electric_coupling_to_shield(void **state)
{
    (void)state;
    hum_arena *a = hum_arena_new(NULL);
    hum_section *s = NULL;
    hum_wire w = hum_wire_solid(6e-3, HUM_SIGMA_COPPER);
    hum_geometry g = hum_geometry_ribbon(&w, 1, 1);
    double c;
    assert_int_equal(hum_section_new(a, &g, 0, &s), HUM_OK);
    assert_int_equal(hum_electric_coupling(s, 50e-3, 0, 1e-3, &c), HUM_OK);
    assert_true(fabs(c / hum_electric_coupling_shield_f_m(3e-3, 1e-6, 50e-3, 1e-3) - 1) < 1e-9);
    hum_arena_close(&a);
}

/* 100 pF to 230 V into 10 kohm: almost j w C V Z; open, all of it. */
static void test_electric_voltage(void **state)
{
    (void)state;
    double f = 50, want = 2 * PI * f * 100e-12 * 230 * 1e4;
    assert_true(fabs(cabs(hum_electric_v(230, 100e-12, 1e4, f)) / want - 1) < 1e-6);
    assert_true(fabs(cabs(hum_electric_v(230, 100e-12, 1e15, f)) / 230 - 1) < 1e-4);
}

/* Matched lines in one medium, L / C = Z^2: nothing at the far end. */
static void test_crosstalk_cancels_at_the_far_end(void **state)
{
    (void)state;
    double z = 100, l = 1e-6;
    hum_crosstalk c = {l, l / (z * z), z, z, z, z};
    assert_true(cabs(hum_crosstalk_far(&c, 1e3)) < 1e-15 * cabs(hum_crosstalk_near(&c, 1e3)) + 1e-20);
    assert_true(fabs(cabs(hum_crosstalk_near(&c, 1e3)) / (2 * PI * 1e3 * l / z / 2) - 1) < 1e-12);
}

/* P-6a against the potential of two helices themselves: the sum of dz / distance over 400 lays, 64 pieces to a lay. */
static double helix_a(double spacing_m, double lay_m, double r_m)
{
    enum { LAYS = 200, PER_LAY = 64 };
    double sum = 0, h = lay_m / PER_LAY;
    for (int i = -LAYS * PER_LAY; i < LAYS * PER_LAY; i++) {
        double z = (i + 0.5) * h, t = 2 * PI * z / lay_m;
        for (int side = -1; side <= 1; side += 2) {
            double x = side * spacing_m / 2 * cos(t), y = side * spacing_m / 2 * sin(t);
            sum += side * h / sqrt((r_m - x) * (r_m - x) + y * y + z * z);
        }
    }
    return 1e-7 * sum; /* mu0 / 4 pi */
}

static void test_twisted_cord(void **state)
{
    (void)state;
    hum_field f = {.kind = HUM_FIELD_MAINS, .current_a = 1, .spacing_m = 4e-3, .lay_m = 30e-3};
    for (double r = 10e-3; r < 31e-3; r += 10e-3) {
        double at[3] = {r, 0, 0}, a[3], more[3], b[3], want = helix_a(4e-3, 30e-3, r), d = 1e-7;
        hum_field_a(&f, at, a);
        assert_true(fabs(a[2] / want - 1) < 0.012); /* the third harmonic, of the pair and of the helix */
        at[0] = r + d; /* B is the curl of A */
        hum_field_a(&f, at, more);
        at[0] = r;
        hum_field_b(&f, at, b);
        assert_true(fabs(b[1] / (-(more[2] - a[2]) / d) - 1) < 1e-4);
    }
}

/* Cubics through 65 values and slopes of the helix, 7 mm to both sides: the field without them to 1e-6. */
static void test_tabulated_helix(void **state)
{
    (void)state;
    const hum_field exact = {.kind = HUM_FIELD_MAINS, .current_a = 1, .x_m = 50e-3, .spacing_m = 4e-3, .lay_m = 30e-3};
    hum_field listed = exact;
    hum_field_tabulate(&listed, 43e-3, 57e-3);
    for (int i = 0; i < 40; i++) {
        double at[3] = {-6.9e-3 + i * 0.35e-3, 0, i * 1e-3}, a[3], b[3], want_a[3], want_b[3];
        hum_field_a(&exact, at, want_a);
        hum_field_b(&exact, at, want_b);
        hum_field_a(&listed, at, a);
        hum_field_b(&listed, at, b);
        assert_true(fabs(a[2] - want_a[2]) <= 1e-6 * fabs(want_a[2]));
        assert_true(hypot(b[0] - want_b[0], b[1] - want_b[1]) <= 1e-6 * hypot(want_b[0], want_b[1]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_potential_gives_field),
        cmocka_unit_test(test_far_dipole_is_uniform),
        cmocka_unit_test(test_axial_field),
        cmocka_unit_test(test_errors_are_reproducible),
        cmocka_unit_test(test_mutual_is_reciprocal),
        cmocka_unit_test(test_electric_coupling),
        cmocka_unit_test(test_electric_coupling_to_shield),
        cmocka_unit_test(test_electric_voltage),
        cmocka_unit_test(test_tabulated_helix),
        cmocka_unit_test(test_twisted_cord), cmocka_unit_test(test_crosstalk_cancels_at_the_far_end),
    };
    return cmocka_run_group_tests_name("pickup", tests, NULL, NULL);
}

/* Unit tests of cable/data.c: from a data sheet to the matrices of a line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cable/line.h"

#include <math.h>

static void assert_near(double got, double want, double relative)
{
    if (!(fabs(got - want) <= relative * fabs(want)))
        fail_msg("%.12g is not %.12g within %g", got, want, relative);
}

static hum_cable_data star_quad_like(void)
{
    return (hum_cable_data){.n_cores = 2,
                            .has_shield = true,
                            .r_core_ohm_m = {0.049, 0.049},
                            .r_shield_ohm_m = 0.03,
                            .c_core_shield_f_m = {133.7e-12, 133.7e-12},
                            .c_core_core_f_m = 83.2e-12,
                            .velocity = 0.66,
                            .l_outer_h_m = 1e-6};
}

/* Quadratic form x^T m x. */
static double form(const double *m, size_t n, const double *x)
{
    double s = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            s += x[i] * m[i * n + j] * x[j];
    return s;
}

/* Canare publishes 150 and 185 pF/m; the direct capacitances behind them are 83.2 and 133.7 (3 digits). */
static void test_canare_inversion(void **state)
{
    (void)state;
    double ab, as;
    assert_int_equal(hum_cable_direct_capacitance(150e-12, 185e-12, 0, &ab, &as), HUM_OK);
    assert_near(ab, 83.2e-12, 2e-3);
    assert_near(as, 133.7e-12, 2e-3);
    assert_near(ab + as / 2, 150e-12, 1e-12); /* and the definitions are met exactly */
    assert_near(as + ab * as / (ab + as), 185e-12, 1e-12);
    assert_int_equal(hum_cable_direct_capacitance(70e-12, 106e-12, 0, &ab, &as), HUM_OK);
    assert_near(ab, 27.6e-12, 0.01);
    assert_near(as, 84.7e-12, 0.01);
}

static void test_inversion_by_ratio(void **state)
{
    (void)state;
    double ab, as;
    assert_int_equal(hum_cable_direct_capacitance(100e-12, 0, 0.33, &ab, &as), HUM_OK);
    assert_near(ab / as, 0.33, 1e-12);
    assert_near(ab + as / 2, 100e-12, 1e-12);
}

static void test_inversion_refuses(void **state)
{
    (void)state;
    double ab, as;
    assert_int_equal(hum_cable_direct_capacitance(100e-12, 201e-12, 0, &ab, &as), HUM_E_RANGE);
    assert_int_equal(hum_cable_direct_capacitance(0, 0, 0.33, &ab, &as), HUM_E_RANGE);
    assert_int_equal(hum_cable_direct_capacitance(1e-10, 0, -1, &ab, &as), HUM_E_RANGE);
    assert_int_equal(hum_cable_direct_capacitance((double)NAN, 0, 0.33, &ab, &as), HUM_E_RANGE);
}

/* A 75 ohm coax of solid polyethylene has 67.5 pF/m at 66 %: the loop inductance must give 75 ohm back. */
static void test_coax_impedance(void **state)
{
    (void)state;
    hum_cable_data d = {.n_cores = 1,
                        .has_shield = true,
                        .c_core_shield_f_m = {67.5e-12},
                        .velocity = 0.66,
                        .l_outer_h_m = 1e-6};
    hum_line line;
    assert_int_equal(hum_line_from_data(&d, 2, &line), HUM_OK);
    assert_int_equal(line.n, 2);
    double loop = form(line.l_h_m, 2, (double[]){1, -1});
    assert_near(sqrt(loop / 67.5e-12), 75, 3e-3);
    assert_near(loop, 1 / (67.5e-12 * pow(0.66 * 299792458, 2)), 1e-9);
}

/* The outer flux links every core: the shield's column is the same number in every row, to the last bit. */
static void test_outer_flux_cancels(void **state)
{
    (void)state;
    hum_cable_data d = star_quad_like();
    hum_line line;
    assert_int_equal(hum_line_from_data(&d, 10, &line), HUM_OK);
    for (size_t i = 0; i < 3; i++) {
        assert_true(line.l_h_m[i * 3 + 2] == d.l_outer_h_m);
        assert_true(line.l_h_m[2 * 3 + i] == d.l_outer_h_m);
    }
}

static void test_pair_in_shield(void **state)
{
    (void)state;
    hum_cable_data d = star_quad_like();
    hum_line line;
    assert_int_equal(hum_line_from_data(&d, 10, &line), HUM_OK);
    double v = 0.66 * 299792458;
    /* difference: C = Cab + Cas/2 = 150.05 pF/m between the cores, L C = 1/v^2 */
    assert_near(form(line.l_h_m, 3, (double[]){1, -1, 0}), 1 / (150.05e-12 * v * v), 1e-9);
    /* both cores out, shield back: C = 2 Cas */
    assert_near(form(line.l_h_m, 3, (double[]){0.5, 0.5, -1}), 1 / (2 * 133.7e-12 * v * v), 1e-9);
    /* everything at one potential against the room: a wave in air */
    assert_near(form(line.c_f_m, 3, (double[]){1, 1, 1}) * d.l_outer_h_m, 1 / pow(299792458, 2), 1e-9);
    assert_near(line.r_ohm_m[2], 0.03, 0);
}

/* Without a shield: 18 AWG zip cord of 40.07 pF/m and 619.25 nH/m (pitch 2.9 mm, from a field solution). */
static void test_unshielded_pair(void **state)
{
    (void)state;
    double velocity = 1 / (299792458 * sqrt(40.07e-12 * 619.25e-9));
    hum_cable_data d = {
        .n_cores = 2, .r_core_ohm_m = {0.021, 0.021}, .velocity = velocity, .l_outer_h_m = 1e-6};
    double c_room = 1.25663706212e-6 * 8.8541878128e-12 / 1e-6 / 2;
    d.c_core_core_f_m = 40.07e-12 - c_room / 2;
    hum_line line;
    assert_int_equal(hum_line_from_data(&d, 3, &line), HUM_OK);
    assert_int_equal(line.n, 2);
    assert_near(form(line.l_h_m, 2, (double[]){1, -1}), 619.25e-9, 1e-6);
    assert_near(form(line.l_h_m, 2, (double[]){0.5, 0.5}), 1e-6, 1e-9);
    assert_near(form(line.c_f_m, 2, (double[]){1, 1}), 2 * c_room, 1e-6);
}

/* Any ribbon gives positive definite matrices, unequal cores included. */
static void test_positive_definite(void **state)
{
    (void)state;
    hum_cable_data d = {.n_cores = 3,
                        .c_core_shield_f_m = {5e-12, 1e-12, 9e-12},
                        .c_core_core_f_m = 6e-12,
                        .velocity = 0.9,
                        .l_outer_h_m = 1.2e-6};
    hum_line line;
    assert_int_equal(hum_line_from_data(&d, 1, &line), HUM_OK);
    static const double x[][3] = {{1, 0, 0},  {0, 1, 0}, {0, 0, 1},  {1, -1, 0}, {1, 0, -1},
                                  {0, 1, -1}, {1, 1, 1}, {1, -2, 1}, {5, 1, 9},  {-5, 1, 4}};
    for (size_t k = 0; k < sizeof x / sizeof x[0]; k++) {
        assert_true(form(line.l_h_m, 3, x[k]) > 0);
        assert_true(form(line.c_f_m, 3, x[k]) > 0);
    }
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < 3; j++)
            assert_near(line.l_h_m[i * 3 + j], line.l_h_m[j * 3 + i], 1e-12);
}

static void test_not_a_cable(void **state)
{
    (void)state;
    hum_line line;
    hum_cable_data d = star_quad_like();
    d.velocity = 1.1;
    assert_int_equal(hum_line_from_data(&d, 1, &line), HUM_E_RANGE);
    d = star_quad_like();
    d.c_core_shield_f_m[0] = d.c_core_shield_f_m[1] = 0; /* cores that float inside their shield */
    assert_int_equal(hum_line_from_data(&d, 1, &line), HUM_E_RANGE);
    d = star_quad_like();
    assert_int_equal(hum_line_from_data(&d, 0, &line), HUM_E_RANGE);
    d.n_cores = 5;
    assert_int_equal(hum_line_from_data(&d, 1, &line), HUM_E_RANGE);
    d = star_quad_like();
    d.l_outer_h_m = (double)NAN;
    assert_int_equal(hum_line_from_data(&d, 1, &line), HUM_E_RANGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_canare_inversion),   cmocka_unit_test(test_inversion_by_ratio),
        cmocka_unit_test(test_inversion_refuses),  cmocka_unit_test(test_coax_impedance),
        cmocka_unit_test(test_outer_flux_cancels), cmocka_unit_test(test_pair_in_shield),
        cmocka_unit_test(test_unshielded_pair),    cmocka_unit_test(test_positive_definite),
        cmocka_unit_test(test_not_a_cable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

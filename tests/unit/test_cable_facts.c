/* What a cable is: published pairs of figures come back, and 75 ohm coax is 75 ohm where it should be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "study/cable_facts.h"

#include <math.h>

static void assert_near(double got, double want, double relative)
{
    if (!(fabs(got - want) <= relative * fabs(want)))
        fail_msg("got %g, want %g", got, want);
}

/* Canare L-4E6S: 150 pF/m core to core, 185 pF/m core to shield as Canare counts them. */
static void test_canare_figures_come_back(void **state)
{
    (void)state;
    hum_cable_data d = {.n_cores = 2, .has_shield = true, .r_core_ohm_m = {0.049, 0.049}, .r_shield_ohm_m = 0.03,
                        .velocity = 0.66, .l_outer_h_m = 1e-6};
    hum_line line;
    assert_int_equal(hum_cable_direct_capacitance(150e-12, 185e-12, 0.6, &d.c_core_core_f_m, &d.c_core_shield_f_m[0]), HUM_OK);
    d.c_core_shield_f_m[1] = d.c_core_shield_f_m[0];
    assert_int_equal(hum_line_from_data(&d, 1, &line), HUM_OK);
    hum_cable_facts f = hum_cable_facts_of(&line, true, NULL);
    assert_near(f.c_core_core_f_m, 150e-12, 1e-9);
    assert_near(f.c_core_shield_f_m, 185e-12, 1e-9);
    assert_near(f.velocity, 0.66, 1e-9); /* equal cores: the differential wave has the stated velocity */
    assert_near(f.r_loop_ohm_m, 0.098, 1e-9);
}

/* Solid polyethylene, 66 %, 67.5 pF/m: Z0 = 1/(v C) = 74.9 ohm at 10 MHz; at 50 Hz sqrt(R/wC), 45 degrees behind. */
static void test_75_ohm(void **state)
{
    (void)state;
    hum_cable_data d = {.n_cores = 1, .has_shield = true, .r_core_ohm_m = {0.05}, .r_shield_ohm_m = 0.0085,
                        .c_core_shield_f_m = {67.5e-12}, .velocity = 0.66, .l_outer_h_m = 1.07e-6};
    hum_line line;
    assert_int_equal(hum_line_from_data(&d, 1, &line), HUM_OK);
    hum_cable_facts f = hum_cable_facts_of(&line, true, NULL);
    assert_near(f.points[4].z_ohm, 1 / (0.66 * 299792458.0 * 67.5e-12), 1e-4);
    assert_near(f.points[0].z_ohm, sqrt(0.0585 / (2 * 3.14159265358979 * 50 * 67.5e-12)), 1e-4);
    assert_near(f.points[0].z_angle_deg, -45, 0.01);
    assert_near(f.shield_cutoff_hz, 0.0085 / (2 * 3.14159265358979 * 1.07e-6), 1e-9);
    assert_true(isnan(f.c_core_core_f_m));
}

/* Two wires of 24 AWG at 6 MHz have 4.990849941 times their resistance (Kelvin; exact Bessel functions), at 1 Hz their own; a cable with
 * matrices of its own is left as it is. */
static void test_skin_effect_of_a_data_sheet(void **state)
{
    (void)state;
    double r = 1 / (5.8e7 * 3.14159265358979 / 4 * 0.51055923e-3 * 0.51055923e-3);
    hum_cable_data d = {.n_cores = 2, .has_shield = true, .r_core_ohm_m = {r, r}, .r_shield_ohm_m = 0.03, .c_core_core_f_m = 30e-12,
                        .c_core_shield_f_m = {60e-12, 60e-12}, .velocity = 0.7, .l_outer_h_m = 1e-6};
    hum_skin wire = {r, hum_skin_of_wire(r), false};
    const hum_signal_line skin = {.hot = wire, .ret = wire};
    hum_line line;
    assert_int_equal(hum_line_from_data(&d, 1, &line), HUM_OK);
    assert_near(hum_cable_point_at(&line, true, &skin, 6e6).r_ohm_m, 2 * r * 4.990849941, 5e-5);
    assert_near(hum_cable_point_at(&line, true, &skin, 1).r_ohm_m, 2 * r, 1e-9);
    assert_near(hum_cable_point_at(&line, true, NULL, 6e6).r_ohm_m, 2 * r, 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_canare_figures_come_back), cmocka_unit_test(test_75_ohm),
                                       cmocka_unit_test(test_skin_effect_of_a_data_sheet)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* A tabulated line is the cross-section it was made of, at frequencies between its nodes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cable/section.h"
#include "cable/table.h"

#include <math.h>

enum { SIZE = 64 };

static hum_status ask(void *ctx, double f_hz, hum_complex *z, hum_complex *y)
{
    return hum_section_at(ctx, f_hz, z, y);
}

/* Largest difference of two matrices over the largest entry. */
static double difference(size_t n, const hum_complex *a, const hum_complex *b)
{
    double most = 0, size = 0;
    for (size_t i = 0; i < n * n; i++) {
        most = fmax(most, cabs(a[i] - b[i]));
        size = fmax(size, cabs(b[i]));
    }
    return most / size;
}

/* Power of currents or voltages that are +-1 on each conductor: none is made. */
static void assert_passive(size_t n, const hum_complex *m)
{
    for (unsigned signs = 0; signs < 1u << n; signs++) {
        double power = 0, size = 0;
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++) {
                double sign = ((signs >> i) ^ (signs >> j)) & 1 ? -1 : 1;
                power += sign * creal(m[i * n + j]);
                size = fmax(size, fabs(creal(m[i * n + j])));
            }
        assert_true(power >= -1e-9 * size);
    }
}

/* 20 Hz to 300 MHz, seven frequencies a decade: none is a node. */
static void check(const char *name, const hum_geometry *g, double tolerance)
{
    hum_arena *a = hum_arena_new(NULL);
    hum_section *s = NULL;
    hum_line line;
    double most = 0;
    assert_int_equal(hum_section_new(a, g, 1e-6, &s), HUM_OK);
    assert_int_equal(hum_section_line(s, 1e3, 1, &line), HUM_OK);
    line.tan_delta = 0;
    assert_int_equal(hum_line_tabulate(a, &line, ask, s, &line.table), HUM_OK);
    for (double f_hz = 20.1; f_hz < 3e8; f_hz *= pow(10, 1.0 / 7)) {
        hum_complex z[SIZE], y[SIZE], z0[SIZE], y0[SIZE];
        hum_line_matrices(&line, f_hz, z, y);
        assert_int_equal(hum_section_at(s, f_hz, z0, y0), HUM_OK);
        assert_passive(line.n, z);
        assert_passive(line.n, y);
        most = fmax(most, fmax(difference(line.n, z, z0), difference(line.n, y, y0)));
    }
    print_message("%s: %.1e\n", name, most);
    if (!(most <= tolerance))
        fail_msg("%s: %g", name, most);
    hum_arena_close(&a);
}

static hum_wire coated(double metal_m, double coat_m, double er, double tan_delta)
{
    hum_wire w = hum_wire_solid(metal_m, HUM_SIGMA_COPPER);
    w.n_coats = 1;
    w.coats[0] = (hum_coat){coat_m / 2, {er, tan_delta, 1e3}};
    return w;
}

static const hum_shield braid = {.kind = HUM_SHIELD_BRAID, .radius_m = 2e-3, .sigma_s_m = HUM_SIGMA_COPPER, .wire_m = 0.1e-3,
                                 .carriers = 16, .ends = 7, .angle_rad = 0.5};
static const hum_shield foil = {.kind = HUM_SHIELD_FOIL, .radius_m = 1.4e-3, .sigma_s_m = HUM_SIGMA_ALUMINIUM, .thickness_m = 9e-6};

static void test_coax(void **state)
{
    (void)state;
    hum_wire core = hum_wire_solid(0.64e-3, HUM_SIGMA_COPPER);
    hum_geometry g = hum_geometry_coax(&core, &braid, 0);
    g.fill = (hum_dielectric){2.29, 3e-4, 1e3};
    check("coax in a braid", &g, 1e-5);
    hum_geometry tube = g;
    tube.shield = (hum_shield){.kind = HUM_SHIELD_TUBE, .radius_m = 2e-3, .sigma_s_m = HUM_SIGMA_COPPER, .thickness_m = 0.5e-3};
    check("coax in a thick tube", &tube, 1e-5);
}

static void test_shielded(void **state)
{
    (void)state;
    hum_wire core = coated(0.6e-3, 1.3e-3, 5, 0.08), drain = hum_wire_solid(0.5e-3, HUM_SIGMA_COPPER);
    hum_geometry pair = hum_geometry_pair(&core, 1.3e-3, &braid), quad = hum_geometry_star_quad(&core, 0.95e-3, &braid),
                 foiled = hum_geometry_pair(&core, 1.3e-3, &foil);
    check("PVC pair in a braid", &pair, 1e-5);
    check("PVC quad in a braid", &quad, 1e-5);
    drain.y_m = 1e-3;
    drain.is_drain = true;
    foiled.wires[foiled.n_wires++] = drain;
    hum_geometry_drape(&foiled);
    check("pair in a draped foil with drain", &foiled, 1e-5);
}

static void test_open(void **state)
{
    (void)state;
    hum_wire thick = coated(2.6e-3, 3.4e-3, 5, 0.08), thin = hum_wire_solid(0.51e-3, HUM_SIGMA_SILVER);
    hum_geometry zip = hum_geometry_ribbon(&thick, 2, 3.4e-3), ribbon = hum_geometry_ribbon(&thin, 3, 25.4e-3);
    check("10 AWG zip cord", &zip, 1e-5);
    check("silver ribbon", &ribbon, 1e-5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_coax), cmocka_unit_test(test_shielded), cmocka_unit_test(test_open)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

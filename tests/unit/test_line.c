/* The exact pi equivalent of a line: against the closed forms of a single line, against a matrix exponential
 * in quadruple precision made here by another method (Taylor series of the chain matrix, squared), and its
 * limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cable/pi_lanes.h"
#include "support/quad.h"

#include <math.h>

/* Largest difference over the largest entry. */
static double difference(size_t n, const quad *want, const hum_complex *got)
{
    double worst = 0, largest = 0;
    for (size_t i = 0; i < n * n; i++) {
        worst = fmax(worst, quad_abs((quad)got[i] - want[i]));
        largest = fmax(largest, quad_abs(want[i]));
    }
    return worst / largest;
}

static hum_line single_line(double r, double l, double c, double length)
{
    hum_line line = {.n = 1, .length_m = length};
    line.r_ohm_m[0] = r;
    line.l_h_m[0] = l;
    line.c_f_m[0] = c;
    return line;
}

/* Two or four cores and a shield: the flux outside links all, the dielectric is that of the inner wave. */
static hum_line shielded_line(size_t cores, double length, double tan_delta)
{
    hum_line line = {.n = cores + 1, .length_m = length, .tan_delta = tan_delta};
    size_t n = line.n;
    double ab = 30e-12, as = 85e-12, outer = 1e-6, inner = 0.4e-6, mutual = 0.1e-6;
    for (size_t i = 0; i < n; i++) {
        line.r_ohm_m[i] = i < cores ? 0.085 : 0.02;
        for (size_t j = 0; j < n; j++) {
            bool is_core = i < cores && j < cores;
            line.l_h_m[i * n + j] = outer + (is_core ? i == j ? inner : mutual : 0);
            line.c_f_m[i * n + j] = is_core ? i == j ? as + (double)(cores - 1) * ab : -ab : -as;
        }
    }
    line.c_f_m[n * n - 1] = (double)cores * as + 11e-12;
    return line;
}

/* Lossless: z = j Zc sin(bl), y = j tan(bl/2) / Zc. */
static void test_lossless_single_line(void **state)
{
    (void)state;
    double l = 0.25e-6, c = 100e-12, zc = sqrt(l / c);
    for (double length = 0.1; length < 2000; length *= 3.1) {
        hum_line line = single_line(0, l, c, length);
        for (double f = 20; f < 4e6; f *= 3.3) {
            hum_complex z, y;
            hum_line_pi(&line, f, &z, &y);
            double bl = 2 * 3.14159265358979323846 * f * sqrt(l * c) * length;
            assert_true(fabs(cimag(z) - zc * sin(bl)) < 1e-12 * zc * fmin(1, bl) * fmax(1, bl));
            assert_true(fabs(cimag(y) * zc - tan(bl / 2)) < 1e-11 * fmin(1, bl) * fmax(1, bl) * (1 + pow(tan(bl / 2), 2)));
            assert_true(creal(z) == 0 && creal(y) == 0);
        }
    }
}

/* An RC line far beyond its length of decay: z -> open, y -> 1/Zc = sqrt(j w C / R). */
static void test_long_lossy_line(void **state)
{
    (void)state;
    hum_line line = single_line(1e3, 1e-12, 100e-12, 1e6);
    hum_complex z, y, yc = csqrt(hum_complex_of(0, 2 * 3.14159265358979323846 * 1e5 * 100e-12 / 1e3));
    hum_line_pi(&line, 1e5, &z, &y);
    assert_true(isfinite(cabs(z)) && cabs(z) > 1e50);
    assert_true(cabs(y - yc) < 1e-6 * cabs(yc)); /* the line has a trace of inductance */
}

static void test_direct_current(void **state)
{
    (void)state;
    hum_line line = shielded_line(2, 17, 0.01);
    hum_complex z[9], y[9];
    hum_line_pi(&line, 0, z, y);
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < 3; j++) {
            assert_true(cabs(z[i * 3 + j] - (i == j ? 17 * line.r_ohm_m[i] : 0)) < 1e-15);
            assert_true(y[i * 3 + j] == 0);
        }
}

/* Tolerance 1e-9 of the largest entry (the design's bound); the worst is printed. */
static void test_matrix_exponential(void **state)
{
    (void)state;
    double worst_z = 0, worst_y = 0;
    for (size_t cores = 1; cores <= 4; cores++)
        for (int loss = 0; loss < 2; loss++)
            for (double length = 0.1; length < 1001; length *= sqrt(10))
                for (double f = 1e3; f < 3.01e7; f *= pow(3e4, 1.0 / 13)) {
                    hum_line line = shielded_line(cores, length, loss ? 0.02 : 0);
                    hum_complex z[25], y[25];
                    quad want_z[25], want_y[25];
                    hum_line_pi(&line, f, z, y);
                    quad_line_pi(&line, f, want_z, want_y);
                    worst_z = fmax(worst_z, difference(line.n, want_z, z));
                    worst_y = fmax(worst_y, difference(line.n, want_y, y));
                }
    print_message("pi against the matrix exponential: z %.1e, y %.1e\n", worst_z, worst_y);
    assert_true(worst_z < 1e-9);
    assert_true(worst_y < 1e-9);
}

/* Eight lengths of one line in lanes, the first short and the last many wavelengths: as the matrix exponential. */
static double compare_lanes(const hum_kernels *k, size_t cores, double f)
{
    double r[5 * HUM_LANES], l[25 * HUM_LANES], c[25 * HUM_LANES], w[HUM_LANES], z[25 * HUM_ENTRY], y[25 * HUM_ENTRY];
    double worst = 0, length[HUM_LANES];
    hum_line line = shielded_line(cores, 0, 0.01);
    size_t n = line.n;
    for (size_t lane = 0; lane < HUM_LANES; lane++) {
        length[lane] = 0.3 * pow(4, (double)lane);
        w[lane] = 2 * 3.14159265358979323846 * f;
        for (size_t i = 0; i < n * n; i++) {
            r[i / n * HUM_LANES + lane] = line.r_ohm_m[i / n] * length[lane];
            l[i * HUM_LANES + lane] = line.l_h_m[i] * length[lane];
            c[i * HUM_LANES + lane] = line.c_f_m[i] * length[lane];
        }
    }
    line.length_m = length[HUM_LANES - 1];
    hum_line_lanes lanes = {n, hum_line_terms(&line, f), r, l, c, line.tan_delta, length, NULL};
    hum_line_pi_lanes(k, &lanes, w, z, y);
    for (size_t lane = 0; lane < HUM_LANES; lane++) {
        quad want_z[25], want_y[25];
        hum_complex got_z[25], got_y[25];
        line.length_m = length[lane];
        quad_line_pi(&line, f, want_z, want_y);
        for (size_t i = 0; i < n * n; i++) {
            got_z[i] = hum_complex_of(z[i * HUM_ENTRY + lane], z[i * HUM_ENTRY + HUM_LANES + lane]);
            got_y[i] = hum_complex_of(y[i * HUM_ENTRY + lane], y[i * HUM_ENTRY + HUM_LANES + lane]);
        }
        worst = fmax(worst, fmax(difference(n, want_z, got_z), difference(n, want_y, got_y)));
    }
    return worst;
}

static void test_lanes(void **state)
{
    (void)state;
    static const char *const names[] = {"baseline", "avx2", "avx512"};
    for (size_t i = 0; i < 3; i++) {
        const hum_kernels *k = hum_kernels_named(names[i]);
        double audio = 0, radio = 0;
        for (size_t cores = 1; cores <= 4 && k; cores++)
            for (double f = 20; f < 3e6; f *= 3.7)
                *(f < 2e4 ? &audio : &radio) = fmax(f < 2e4 ? audio : radio, compare_lanes(k, cores, f));
        print_message("eight lines in lanes, %s: %.1e at audio, %.1e above\n", names[i], audio, radio);
        assert_true(audio < 1e-14 && radio < 1e-9);
    }
}

/* Modes of very different decay at once: a resistive screen around good cores. */
static void test_unequal_decay(void **state)
{
    (void)state;
    double worst = 0;
    for (double f = 1e3; f < 3e7; f *= 2.7) {
        hum_line line = shielded_line(2, 300, 0.01);
        line.r_ohm_m[2] = 5;
        hum_complex z[9], y[9];
        quad want_z[9], want_y[9];
        hum_line_pi(&line, f, z, y);
        quad_line_pi(&line, f, want_z, want_y);
        worst = fmax(worst, difference(line.n, want_y, y));
    }
    print_message("unequal decay: y %.1e\n", worst);
    assert_true(worst < 1e-9);
}

/* A star quad has three modes of one velocity; its two pairs do not talk to each other. */
static void test_star_quad_modes(void **state)
{
    (void)state;
    hum_line line = shielded_line(4, 50, 0);
    hum_complex z[25], y[25];
    hum_line_pi(&line, 1e6, z, y);
    for (size_t i = 0; i < 5; i++) { /* cores 0, 1 against 2, 3: equal and opposite drive gives nothing */
        hum_complex cz = i < 2 ? 0 : z[i * 5] - z[i * 5 + 1], cy = i < 2 ? 0 : y[i * 5] - y[i * 5 + 1];
        assert_true(cabs(cz) < 1e-12 * cabs(z[0]));
        assert_true(cabs(cy) < 1e-12 * cabs(y[0]));
    }
    assert_true(cabs((z[0] - z[1]) - (z[12] - z[13])) < 1e-12 * cabs(z[0]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lossless_single_line), cmocka_unit_test(test_long_lossy_line),
        cmocka_unit_test(test_direct_current),       cmocka_unit_test(test_matrix_exponential),
        cmocka_unit_test(test_lanes),
        cmocka_unit_test(test_unequal_decay),        cmocka_unit_test(test_star_quad_modes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

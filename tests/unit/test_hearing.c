/* Unit tests of hearing/: weightings, threshold, auditory bands, sound at the seat. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "hearing/bands.h"
#include "hearing/spl.h"
#include "hearing/threshold.h"
#include "hearing/weighting.h"

#include <math.h>

static void assert_near(double got, double want, double tolerance)
{
    if (!(fabs(got - want) <= tolerance))
        fail_msg("%.12g is not %.12g within %g", got, want, tolerance);
}

/* IEC 61672-1 table of nominal third-octave values, rounded to 0.1 dB and computed at exact frequencies. */
static void test_a_weighting_table(void **state)
{
    (void)state;
    static const struct {
        double f, db;
    } rows[] = {{12.5, -63.4}, {16, -56.7},   {20, -50.5},  {25, -44.7},  {31.5, -39.4}, {40, -34.6},
                {50, -30.2},   {63, -26.2},   {80, -22.5},  {100, -19.1}, {125, -16.1},  {160, -13.4},
                {200, -10.9},  {250, -8.6},   {315, -6.6},  {400, -4.8},  {500, -3.2},   {630, -1.9},
                {800, -0.8},   {1000, 0},     {1250, 0.6},  {1600, 1.0},  {2000, 1.2},   {2500, 1.3},
                {3150, 1.2},   {4000, 1.0},   {5000, 0.5},  {6300, -0.1}, {8000, -1.1},  {10000, -2.5},
                {12500, -4.3}, {16000, -6.6}, {20000, -9.3}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double exact = pow(10, nearbyint(10 * log10(rows[i].f)) / 10);
        assert_near(hum_a_weight_db(exact), rows[i].db, 0.051);
    }
    assert_true(isinf(hum_a_weight_db(0)));
}

/* ITU-R BS.468-4 table 1. */
static void test_itu468_table(void **state)
{
    (void)state;
    static const struct {
        double f, db;
    } rows[] = {{31.5, -29.9}, {63, -23.9},  {100, -19.8},  {200, -13.8},   {400, -7.8},
                {800, -1.9},   {1000, 0},    {2000, 5.6},   {3150, 9.0},    {4000, 10.5},
                {5000, 11.7},  {6300, 12.2}, {7100, 12.0},  {8000, 11.4},   {9000, 10.1},
                {10000, 8.1},  {12500, 0},   {14000, -5.3}, {16000, -11.7}, {20000, -22.2}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_near(hum_itu468_weight_db(rows[i].f), rows[i].db, 0.12);
}

static void test_threshold(void **state)
{
    (void)state;
    assert_near(hum_threshold_db(1000), 2.4, 1e-12);
    assert_near(hum_threshold_db(3150), -6.0, 1e-12);
    assert_near(hum_threshold_db(50), 44.0, 1e-12);
    assert_near(hum_threshold_db(60), 38.9, 0.05); /* between the table's points */
    assert_near(hum_threshold_db(120), 22.9, 0.05);
    assert_near(hum_threshold_db(150), 19.0, 0.05);
    assert_near(hum_threshold_db(180), 16.1, 0.06);
    assert_true(hum_threshold_db(1) > 107); /* and it goes on outside of them */
    assert_true(hum_threshold_db(24000) > 100);
}

/* Terhardt's fit (1979), an independent curve: 4 dB low at 50 Hz and 8 dB low at 8 kHz, close between. */
static void test_threshold_against_terhardt(void **state)
{
    (void)state;
    for (double f = 200; f <= 5000; f *= 1.1) {
        double k = f / 1000;
        double fit = 3.64 * pow(k, -0.8) - 6.5 * exp(-0.6 * (k - 3.3) * (k - 3.3)) + 1e-3 * pow(k, 4);
        assert_near(hum_threshold_db(f), fit, 3.5);
    }
}

static void test_bands(void **state)
{
    (void)state;
    assert_near(hum_erb_hz(1000), 132.6, 0.1);       /* Glasberg and Moore 1990: 132 Hz at 1 kHz */
    assert_near(hum_critical_band_hz(1000), 162, 1); /* Zwicker: 160 Hz at 1 kHz */
    for (double f = 20; f < 20000; f *= 1.3)
        assert_near(hum_erb_number_hz(hum_erb_number(f)), f, 1e-9 * f);
    /* one band up is one bandwidth away: dE/df = 1/ERB */
    double f = 1000, df = 0.01;
    assert_near((hum_erb_number(f + df) - hum_erb_number(f - df)) / (2 * df) * hum_erb_hz(f), 1, 0.01);
}

/* Exact for any power law, on any grid. */
static void test_integral_of_power_law(void **state)
{
    (void)state;
    static const double f[] = {20, 31, 100, 1500, 20000};
    for (double e = -3; e <= 2; e += 0.5) {
        double psd[5];
        for (size_t i = 0; i < 5; i++)
            psd[i] = 3e-18 * pow(f[i], e);
        double want = e == -1 ? 3e-18 * log(1000) : 3e-18 * (pow(20000, e + 1) - pow(20, e + 1)) / (e + 1);
        assert_near(hum_integrate_psd(f, psd, 5) / want, 1, 1e-12);
        assert_near(hum_integrate_psd_between(f, psd, 5, 20, 20000) / want, 1, 1e-12);
        double split =
            hum_integrate_psd_between(f, psd, 5, 0, 777) + hum_integrate_psd_between(f, psd, 5, 777, 1e6);
        assert_near(split / want, 1, 1e-12);
    }
}

static void test_integral_at_its_edges(void **state)
{
    (void)state;
    assert_near(hum_integrate_psd((double[]){0, 10}, (double[]){2, 4}, 2), 30,
                1e-12); /* from 0 Hz: a straight line */
    assert_near(hum_integrate_psd((double[]){10, 20}, (double[]){0, 4}, 2), 20, 1e-12);
    assert_near(hum_integrate_psd_between((double[]){0, 10}, (double[]){2, 4}, 2, 5, 10), 17.5, 1e-12);
    assert_near(hum_integrate_psd((double[]){10}, (double[]){1}, 1), 0, 0);
    assert_near(hum_integrate_psd_between((double[]){10, 20}, (double[]){1, 1}, 2, 30, 40), 0, 0);
}

/* White noise, A-weighted: -2.05 dB against its 20 kHz, noise bandwidths 12,467, 12,669 and 13,451 Hz. */
static void test_a_weighted_white_noise(void **state)
{
    (void)state;
    double f[101], one[101];
    for (size_t i = 0; i <= 100; i++) {
        f[i] = 20 * pow(1000, (double)i / 100);
        one[i] = 1;
    }
    double weighted = hum_integrate_psd_a(f, one, 101);
    assert_near(weighted, 12467, 3);
    assert_near(10 * log10(weighted / (20000 - 20)), -2.05, 0.005);
    double coarse = hum_integrate_psd_a((double[]){20, 200, 2000, 20000}, (double[]){1, 1, 1, 1}, 4);
    assert_near(coarse / weighted, 1, 0.01);
}

/* 100 W into 8 ohm, 90 dB, a stereo pair at 2 m in a room: 110 dB (Benchmark's simplified calculator, in
 * which the pair and the room make up for the distance). */
static void test_seat(void **state)
{
    (void)state;
    hum_seat seat = {
        .sensitivity_db = 90, .distance_m = 2, .room_gain_db = 0, .n_speakers = 2, .room_dba = 30};
    double v = sqrt(100 * 8);
    assert_near(hum_seat_spl_db(&seat, v, true), 110, 0.01);
    assert_near(hum_seat_spl_db(&seat, v, false), 107, 0.02);
    assert_near(hum_seat_volt(&seat, 110, true), v, 0.01);
    assert_true(isinf(hum_seat_spl_db(&seat, 0, true)));
    assert_near(hum_sensitivity_from_w(88, 4), 91.01, 0.005);
    assert_near(hum_sensitivity_from_mw(100, 32) - hum_sensitivity_from_v(0), 114.95, 0.005);
}

/* The curve found for a level sums to that level, octave by octave from the outside. */
static void test_room_curve(void **state)
{
    (void)state;
    static const double a[] = {55.4, 35.5, 22, 12, 4.8, 0, -3.5, -6.1, -8};
    static const double b[] = {0.681, 0.790, 0.870, 0.930, 0.974, 1, 1.015, 1.025, 1.030};
    static const double a_dbs[] = {-39.4, -26.2, -16.1, -8.6, -3.2, 0, 1.2, 1.0, -1.1};
    for (double dba = 10; dba <= 60; dba += 5) {
        double nr = hum_room_nr(dba), sum = 0;
        for (int i = 0; i < 9; i++)
            sum += pow(10, (a[i] + b[i] * nr + a_dbs[i]) / 10);
        assert_near(10 * log10(sum), dba, 0.06); /* the weighting is rounded to 0.1 dB */
        /* an auditory band inside the 1 kHz octave: the octave's level less the ratio of the widths */
        assert_near(hum_room_band_db(dba, 1000), nr + 10 * log10(132.6 / 707.1), 0.01);
    }
    assert_near(hum_room_nr(17.6), 0, 0.1); /* summed by hand */
}

/* White noise that just reaches the threshold in its loudest band has 9 dB(A): -32.0 dB SPL per hertz near 4
 * kHz. */
static void test_white_noise_threshold(void **state)
{
    (void)state;
    double f[301], psd[301];
    hum_seat seat = {
        .sensitivity_db = 20 * log10(2.8284271247), .distance_m = 1, .n_speakers = 1, .room_dba = 10};
    for (size_t i = 0; i <= 300; i++) { /* at this seat 1 V is 0 dB SPL */
        f[i] = 20 * pow(1000, (double)i / 300);
        psd[i] = pow(10, -3.2);
    }
    hum_noise_margin m = hum_noise_margin_db(&seat, f, psd, 301);
    assert_near(m.over_threshold_db, 0, 0.1);
    assert_true(m.over_threshold_hz > 3500 && m.over_threshold_hz < 4300);
    assert_near(m.spl_dba, 9.0, 0.05);
    assert_true(m.over_both_db <= m.over_threshold_db && m.over_both_db <= m.over_room_db);
    /* with Zwicker's wider bands it is 7.2 dB(A) */
    double zwicker = hum_threshold_db(4000) - 10 * log10(hum_critical_band_hz(4000)) + 10 * log10(12467);
    assert_near(zwicker, 7.2, 0.2);
}

static void test_no_noise(void **state)
{
    (void)state;
    hum_seat seat = {.sensitivity_db = 88, .distance_m = 3, .n_speakers = 2, .room_dba = 30};
    hum_noise_margin m = hum_noise_margin_db(&seat, (double[]){20, 20000}, (double[]){0, 0}, 2);
    assert_true(isinf(m.over_both_db) && m.over_both_db < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_weighting_table),
        cmocka_unit_test(test_itu468_table),
        cmocka_unit_test(test_threshold),
        cmocka_unit_test(test_threshold_against_terhardt),
        cmocka_unit_test(test_bands),
        cmocka_unit_test(test_integral_of_power_law),
        cmocka_unit_test(test_integral_at_its_edges),
        cmocka_unit_test(test_a_weighted_white_noise),
        cmocka_unit_test(test_seat),
        cmocka_unit_test(test_room_curve),
        cmocka_unit_test(test_white_noise_threshold),
        cmocka_unit_test(test_no_noise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

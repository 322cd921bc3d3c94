/* Noise of resistances and amplifiers. The published figures differ by their temperature and band; each row
 * says which. */
#include "reference.h"

#include "hearing/bands.h"
#include "hearing/weighting.h"
#include "study/formula.h"

#include <math.h>

#define BAND HUM_AUDIO_BAND_HZ
#define T HUM_ROOM_K
#define BELL "Wikipedia, rule of thumb"
#define SELF "D. Self, Small Signal Audio Design"
#define A_TABLE "IEC 61672-1"

static double thermal_dbu(double r, double t, double b)
{
    return hum_dbu(hum_thermal_v(r, t, b));
}

static void add_thermal_rows(references *t)
{
    const reference rows[] = {
        {"N1", "1 kohm, 10 kHz, 300 K", "nV", 400, 8, 1e9 * hum_thermal_v(1e3, 300, 1e4), 407.035,
         .source = BELL},
        {"N2", "50 ohm, 1 Hz, 300 K", "nV", 1, 0.1, 1e9 * hum_thermal_v(50, 300, 1), 0.910159,
         .source = BELL},
        {"N3", "k times 290 K", "1e-21 J", 4, 0.005, 290e21 * HUM_BOLTZMANN_J_K, 4.00388,
         .source = "ATIS glossary"},
        {"S7", "600 ohm", "dBu", -124.8, 0.1, thermal_dbu(600, T, BAND), -124.828, .source = BENCHMARK},
        {"S9", "150 ohm: the best microphone input", "dBu", -130, 1, thermal_dbu(150, T, BAND), -130.849,
         .source = BENCHMARK},
        {"S17", "10 kohm", "dBu", -112, 0.7, thermal_dbu(1e4, T, BAND), -112.61, .source = BENCHMARK,
         .note = "truncated there"},
        {"S18", "level for 130 dB over 10 kohm", "dBu", 18, 0.7, thermal_dbu(1e4, T, BAND) + 130, 17.3902,
         .source = BENCHMARK, .note = "follows from the truncated S17"},
        {"C-38", "10 kohm, 300 K, 20 kHz", "dBu", -112, 0.6, thermal_dbu(1e4, 300, 2e4), -112.579,
         .source = BENCHMARK},
        {"C-38", "600 ohm, 300 K, 20 kHz", "dBu", -124.8, 0.2, thermal_dbu(600, 300, 2e4), -124.797,
         .source = BENCHMARK},
        {"C-38", "91 ohm, 300 K, 20 kHz", "dBu", -132.8, 0.2, thermal_dbu(91, 300, 2e4), -132.988,
         .source = BENCHMARK},
        {"C-38", "150 ohm, 300 K, 20 kHz", "dBu", -130.8, 0.2, thermal_dbu(150, 300, 2e4), -130.818,
         .source = CALCULATED},
        {"N12", "noise figure of -126 dBu EIN, 150 ohm, 22 kHz", "dB", 4.4, 0.3,
         -126 - thermal_dbu(150, T, 21980), 4.43454, .source = CALCULATED,
         .note = "EIN from the Focusrite ISA428 manual"},
    };
    ADD_ROWS(t, rows);
}

static void add_amplifier_rows(references *t)
{
    const hum_opamp ne5532 = {5e-9, 0.7e-12}, none = {0, 0};
    const double pair[] = {hum_volt_from_dbu(-109), hum_volt_from_dbu(-109)}, four[] = {1, 1, 1, 1};
    double both = hum_dbu(hum_rss(pair, 2));
    const reference rows[] = {
        {"N5", "NE5532 follower, 50 ohm, 22 kHz", "dBu", -119, 1.5,
         hum_dbu(hum_amplifier_noise_v(50, ne5532, T, 22e3)), -120.237, .source = SELF, .is_recalled = true},
        {"A4", "difference amplifier 4 x 10 kohm, NE5532, 22 kHz", "dBu", -105, 0.2,
         hum_dbu(hum_difference_noise_v(1e4, 1, ne5532, T, 22e3)), -105.029, .source = CALCULATED},
        {"A4", "4 x 12 kohm alone, 298 K, 22 kHz", "dBu", -105.4, 0.05,
         hum_dbu(hum_difference_noise_v(12e3, 1, none, 298, 22e3)), -105.381, .source = CALCULATED},
        {"A4", "4 x 820 ohm alone, 298 K, 22 kHz", "dBu", -117, 0.05,
         hum_dbu(hum_difference_noise_v(820, 1, none, 298, 22e3)), -117.035, .source = CALCULATED},
        {"A4", "12 and 6 kohm, gain 1/2, alone, 20 kHz", "dBu", -110.1, 0.05,
         hum_dbu(hum_difference_noise_v(12e3, 0.5, none, T, 20e3)), -110.053, .source = CALCULATED},
        {"N7", "THAT1240, its 9 kohm alone, 22 kHz: below its -104", "dBu", -107, 0.4,
         hum_dbu(hum_difference_noise_v(9e3, 1, none, T, 22e3)), -106.628, .up_to = -104,
         .source = "THAT1240 data sheet"},
        {"N8", "two receivers of -109 dBu", "dBu", -106, 0.02, both, -105.99,
         .source = "THAT1240 data sheet, p. 5"},
        {"N9", "behind a 24 dB pad", "dBu", -130, 0.02, both - 24, -129.99,
         .source = "THAT1240 data sheet, p. 5"},
        {"N10", "density of -107 dBu", "nV/rtHz", 24.5, 0.05, 1e9 * hum_volt_from_dbu(-107) / sqrt(BAND),
         24.4781, .source = "THAT1200 data sheet"},
        {"N11", "density of -104.7 dBu", "nV/rtHz", 31.9, 0.05, 1e9 * hum_volt_from_dbu(-104.7) / sqrt(BAND),
         31.8991, .source = "INA1650 data sheet", .is_recalled = true},
        {"N15", "four channels summed", "dB", 6, 0.03, hum_db_of(4) - hum_db_of(hum_rss(four, 4)), 6.0206,
         .source = "Benchmark DAC3 page"},
        {"N16", "AHB2, 106 dB below 2.83 V", "uV", 14.2, 0.05, 2.83e6 * hum_ratio_of(-106), 14.1836,
         .source = "Stereophile, AHB2"},
        {"N17", "AHB2, 132 dB below 100 W into 8 ohm", "uV", 7.1, 0.05, 1e6 * sqrt(800) * hum_ratio_of(-132),
         7.10469, .source = "AHB2 specification, economik.com"},
        {"N17", "AHB2 mono, 135 dB below 380 W into 8 ohm", "uV", 9.8, 0.05,
         1e6 * sqrt(3040) * hum_ratio_of(-135), 9.80476, .source = BENCHMARK},
    };
    ADD_ROWS(t, rows);
}

/* Noise bandwidth of the A-weighting, on a grid, because the weighting bends. */
static double a_bandwidth(double low, double high)
{
    enum { N = 201 };
    double f[N], one[N];
    for (int i = 0; i < N; i++) {
        f[i] = low * pow(high / low, i / (N - 1.0));
        one[i] = 1;
    }
    return hum_integrate_psd_a(f, one, N);
}

static void add_weighting_rows(references *t)
{
    double weighted = a_bandwidth(20, 20e3);
    const reference rows[] = {
        {"N18", "A-weighting at 50 Hz", "dB", -30.2, 0.1, hum_a_weight_db(50), -30.27, .source = A_TABLE},
        {"N18", "A-weighting at 100 Hz", "dB", -19.1, 0.1, hum_a_weight_db(100), -19.14, .source = A_TABLE},
        {"N18", "A-weighting at 10 kHz", "dB", -2.5, 0.1, hum_a_weight_db(10e3), -2.49, .source = A_TABLE},
        {"N19", "white noise, A-weighted against flat", "dB", -2, 0.1, 10 * log10(weighted / BAND), -2.05,
         .source = A_TABLE},
        {"A5", "noise bandwidth of A, 20 Hz-20 kHz", "Hz", 12467, 5, weighted, .source = CALCULATED},
        {"A5", "noise bandwidth of A, 0-22 kHz", "Hz", 12669, 5, a_bandwidth(0.01, 22e3),
         .source = CALCULATED},
        {"A5", "noise bandwidth of A, 0-100 kHz", "Hz", 13451, 5, a_bandwidth(0.01, 100e3),
         .source = CALCULATED},
        {"A5", "ITU-R 468 at 6.3 kHz", "dB", 12.2, 0.05, hum_itu468_weight_db(6300),
         .source = "ITU-R BS.468-4", .is_recalled = true},
    };
    ADD_ROWS(t, rows);
}

void add_noise_rows(references *t)
{
    begin_chapter(t, "Noise of resistances");
    add_thermal_rows(t);
    begin_chapter(t, "Noise of amplifiers");
    add_amplifier_rows(t);
    begin_chapter(t, "Weightings");
    add_weighting_rows(t);
}

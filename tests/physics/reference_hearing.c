/* Loudness at the seat, thresholds, the audibility of hiss. */
#include "reference.h"

#include "hearing/bands.h"
#include "hearing/spl.h"
#include "hearing/threshold.h"
#include "study/formula.h"

#include <math.h>

#define SPL "Benchmark, system performance calculations"
#define ISO226 "ISO 226:2023"
#define ISO389 "ISO 389-7:2005"

/* Total dB(A) of white noise that just reaches the threshold in one ERB. */
static hum_noise_margin white_margin(void)
{
    enum { N = 201 };
    hum_seat seat = {.sensitivity_db = hum_db_of(sqrt(8)), .distance_m = 1, .n_speakers = 1, .room_dba = 0};
    double f[N], psd[N];
    for (int i = 0; i < N; i++) {
        f[i] = 20 * pow(1000, i / (N - 1.0));
        psd[i] = 1; /* 0 dB SPL in 1 Hz */
    }
    return hum_noise_margin_db(&seat, f, psd, N);
}

static void add_seat_rows(references *t)
{
    hum_seat pair = {.sensitivity_db = 90, .distance_m = 2, .n_speakers = 2};
    double peak = hum_seat_spl_db(&pair, sqrt(800), true);
    const reference rows[] = {
        {"L1", "100 W, 90 dB, a pair at 2 m", "dB SPL", 110, 0.1, peak, 110, .source = SPL},
        {"L2", "twice the power", "dB", 3, 0.02, hum_seat_spl_db(&pair, sqrt(1600), true) - peak, 3.0103,
         .source = SPL},
        {"D17", "two loudspeakers, hum", "dB", 6, 0.03,
         hum_seat_spl_db(&pair, 1, true) - hum_seat_spl_db(&pair, 0.5, true), 6.0206, .source = CALCULATED},
        {"H7", "100 dB/mW, 32 ohm", "dB/V", 115, 0.06,
         hum_sensitivity_from_mw(100, 32) - hum_sensitivity_from_v(0), 114.95, .source = CALCULATED},
        {"A6", "88 dB/W, 4 ohm, for 2.83 V", "dB", 91, 0.05, hum_sensitivity_from_w(88, 4), 91.0103,
         .source = CALCULATED},
    };
    ADD_ROWS(t, rows);
}

static void add_threshold_rows(references *t)
{
    hum_noise_margin white = white_margin();
    double at_threshold = white.spl_dba - white.over_threshold_db;
    double zwicker = at_threshold - 10 * log10(hum_critical_band_hz(4000) / hum_erb_hz(4000));
    const reference rows[] = {
        {"L4", "threshold at 50 Hz", "dB SPL", 44, 1e-9, hum_threshold_db(50), .source = ISO226},
        {"L4", "threshold at 1 kHz", "dB SPL", 2.4, 1e-9, hum_threshold_db(1000), .source = ISO226},
        {"L4", "threshold at 3.15 kHz", "dB SPL", -6, 1e-9, hum_threshold_db(3150), .source = ISO226},
        {"A6", "threshold at 3 kHz", "dB SPL", -5.8, 0.2, hum_threshold_db(3000), .source = ISO389},
        {"A6", "threshold at 6 kHz", "dB SPL", 4.3, 0.6, hum_threshold_db(6000), .source = ISO389,
         .note = "between the third octaves that the table has"},
        {"A6", "threshold at 60 Hz", "dB SPL", 38.9, 0.05, hum_threshold_db(60),
         .source = "interpolated from " ISO226},
        {"A6", "threshold at 120 Hz", "dB SPL", 22.9, 0.05, hum_threshold_db(120),
         .source = "interpolated from " ISO226},
        {"A6", "threshold at 180 Hz", "dB SPL", 16.1, 0.06, hum_threshold_db(180),
         .source = "interpolated from " ISO226},
        {"L5", "white noise at its threshold, ERB", "dB(A)", 9, 0.1, at_threshold, .source = CALCULATED},
        {"L5", "the same with Zwicker's bands", "dB(A)", 7.2, 0.2, zwicker, .source = CALCULATED},
        {"S31", "excess of a hiss of 0 dB(A) over the threshold", "dB", -9, 0.1, -at_threshold, .up_to = -7,
         .source = BENCHMARK, .note = "its rule is safe by 7 to 9 dB"},
        {"L5", "where it is heard first", "kHz", 3.5, 0.05, white.over_threshold_hz / 1e3, .up_to = 4.3,
         .source = CALCULATED},
        {"A6", "auditory band at 1 kHz", "Hz", 132, 1, hum_erb_hz(1000), 132.6,
         .source = "B. Glasberg and B. Moore, Hearing Research 47 (1990) 103", .is_recalled = true},
    };
    ADD_ROWS(t, rows);
}

void add_hearing_rows(references *t)
{
    begin_chapter(t, "Sound at the seat");
    add_seat_rows(t);
    begin_chapter(t, "Threshold of hearing");
    add_threshold_rows(t);
}

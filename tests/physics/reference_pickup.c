/* Leakage, ground loops, induction, star quad, cartridges, headphones. */
#include "reference.h"

#include "study/formula.h"

#include <math.h>

#define WHITLOCK "B. Whitlock, Jensen AN-004"
#define SELF "D. Self, Small Signal Audio Design"
#define IEC950 "IEC 60950 (1999), table 5A"

static double leakage_nf(double v, double f, double i)
{
    return 1e9 * hum_leakage_f(v, f, i);
}

static double quad_db(double distance_in_radii)
{
    return hum_db_of(hum_star_quad_advantage(distance_in_radii, 1));
}

static void add_ground_rows(references *t)
{
    double reference_v = hum_volt_from_dbv(-10);
    const reference rows[] = {
        {"G1", "316 uA through 1.0 ohm of shield, re -10 dBV", "dB", -60, 0.2,
         hum_db_of(316e-6 * 1.0 / reference_v), -60.006, .source = WHITLOCK, .is_recalled = true},
        {"G2", "the same through 65 mohm", "dB", -84, 0.3, hum_db_of(316e-6 * 0.065 / reference_v), -83.748,
         .source = WHITLOCK, .is_recalled = true},
        {"G5", "toroid 847 pF, 230 V 50 Hz", "uA", 63, 2.5, 1e6 * hum_leakage_a(230, 50, 847e-12), 61.2,
         .source = SELF, .note = "63 uA belongs to 237 V"},
        {"G6", "toroid 1.3 nF, 230 V 50 Hz", "uA", 93.9, 0.05, 1e6 * hum_leakage_a(230, 50, 1.3e-9), 93.934,
         .source = CALCULATED},
        {"G7", "0.7 mA peak at 240 V 50 Hz", "nF", 6.56, 0.01, leakage_nf(240, 50, 0.7e-3 / sqrt(2)), 6.565,
         .source = "IEC 60065", .note = "the limit is a peak"},
        {"G9", "0.25 mA at 230 V 50 Hz", "nF", 3.46, 0.005, leakage_nf(230, 50, 0.25e-3), 3.4599,
         .source = IEC950},
        {"G9", "3.5 mA at 230 V 50 Hz", "nF", 48.4, 0.05, leakage_nf(230, 50, 3.5e-3), 48.438,
         .source = IEC950},
        {"G10", "0.5 mA at 120 V 60 Hz", "nF", 11.05, 0.01, leakage_nf(120, 60, 0.5e-3), 11.052,
         .source = "UL limit, emc-pstc list"},
        {"A15", "0.75 mA at 120 V 60 Hz", "nF", 16.6, 0.05, leakage_nf(120, 60, 0.75e-3), 16.579,
         .source = CALCULATED},
        {"A15", "4.7 nF at 230 V 50 Hz", "mA", 0.34, 0.0005, 1e3 * hum_leakage_a(230, 50, 4.7e-9), 0.33961,
         .source = CALCULATED},
        {"T5", "50 pF between windings at 60 Hz", "Mohm", 53, 0.1, 1e-6 / hum_leakage_a(1, 60, 50e-12),
         53.052, .source = "G. Ballou, Handbook for Sound Engineers, p. 291"},
        {"A16", "0.1 A through 1 mohm of pin 1", "dBu", -77.8, 0.05, hum_dbu(0.1 * 1e-3), -77.782,
         .source = CALCULATED},
        {"A17", "1 uT, 50 Hz, 1 m x 10 mm", "uV", 3.14, 0.005, 1e6 * hum_induced_v(1e-6, 50, 0.01), 3.14159,
         .source = CALCULATED},
        {"C-78", "1 uT, 60 Hz, 1 m2 of ground loop", "uV", 377, 0.5, 1e6 * hum_induced_v(1e-6, 60, 1),
         376.991, .source = CALCULATED},
        {"C-78", "the same as a level", "dBu", -66.3, 0.1, hum_dbu(hum_induced_v(1e-6, 60, 1)), -66.255,
         .source = CALCULATED},
        {"A19", "EMIRR 60 dB, 100 mV peak", "uV", 100, 1e-9, 1e6 * hum_emirr_offset_v(0.1, 60),
         .source = "Texas Instruments SBOA128", .is_recalled = true},
        {"A19", "EMIRR 60 dB, 50 mV peak", "uV", 25, 1e-9, 1e6 * hum_emirr_offset_v(0.05, 60),
         .source = "Texas Instruments SBOA128", .is_recalled = true},
    };
    ADD_ROWS(t, rows);
}

static void add_quad_rows(references *t)
{
    const reference rows[] = {
        {"A17", "star quad, wire at 3 radii", "dB", 15.9, 0.05, quad_db(3), 15.8654, .source = CALCULATED},
        {"A17", "at 10 radii", "dB", 26, 0.1, quad_db(10), 26.0494, .source = CALCULATED},
        {"A17", "at 50 radii", "dB", 40, 0.05, quad_db(50), 40.0012, .source = CALCULATED},
        {"S30", "at 5 radii", "dB", 20, 0.005, quad_db(5), 20.1132, .up_to = 50, .source = BENCHMARK},
        {"S30", "at 150 radii", "dB", 20, 0.005, quad_db(150), 49.5426, .up_to = 50, .source = BENCHMARK},
        {"Q2", "Canare's one tenth, at 5 radii", "dB", 20, 3, quad_db(5), 20.1132,
         .source = "Canare catalogue, p. 67"},
        {"Q1", "at 20 radii: 20 to 30 dB and more", "dB", 20, 0.005, quad_db(20), .up_to = 50,
         .source = "Benchmark, The Importance of Star-Quad Microphone Cable"},
    };
    ADD_ROWS(t, rows);
}

static void add_transducer_rows(references *t)
{
    const hum_shared_return h = {.phone_ohm = 32, .shared_ohm = 0.1};
    const reference rows[] = {
        {"P2", "cartridge 500 mH, 150 pF: resonance", "kHz", 18.4, 0.05,
         hum_pickup_hz(0.5, 150e-12, 0, 47e3) / 1e3, 18.3776, .source = "diyAudio, thread 59375"},
        {"P2", "the same, 47 kohm: Q", "", 0.81, 0.005, hum_pickup_q(0.5, 150e-12, 0, 47e3), 0.81406,
         .source = "diyAudio, thread 59375"},
        {"A21", "500 mH, 300 pF", "kHz", 13, 0.05, hum_pickup_hz(0.5, 300e-12, 0, 47e3) / 1e3, 12.9949,
         .source = CALCULATED},
        {"A21", "400 mH, 200 pF", "kHz", 17.8, 0.05, hum_pickup_hz(0.4, 200e-12, 0, 47e3) / 1e3, 17.7941,
         .source = CALCULATED},
        {"A21", "700 mH, 250 pF", "kHz", 12, 0.05, hum_pickup_hz(0.7, 250e-12, 0, 47e3) / 1e3, 12.031,
         .source = CALCULATED},
        {"C-36", "guitar pickup 2.4 H, 300 pF", "kHz", 6, 0.12, hum_pickup_hz(2.4, 300e-12, 0, 1e6) / 1e3,
         5.9314, .source = "Wilde Pickups"},
        {"C-36", "guitar pickup 2.4 H, 2400 pF", "kHz", 2.1, 0.042, hum_pickup_hz(2.4, 2400e-12, 0, 1e6) / 1e3,
         2.0971, .source = "Wilde Pickups"},
        {"H1", "32 ohm headphones, 0.1 ohm of shared return", "dB", -50, 0.2,
         hum_db_of(hum_headphone_crosstalk(&h)), -50.13, .source = "Stack Exchange, question 253546"},
    };
    ADD_ROWS(t, rows);
}

void add_pickup_rows(references *t)
{
    begin_chapter(t, "Leakage, grounds, induction");
    add_ground_rows(t);
    begin_chapter(t, "Star quad against a pair, perfect geometry");
    add_quad_rows(t);
    begin_chapter(t, "Cartridges and headphones");
    add_transducer_rows(t);
}

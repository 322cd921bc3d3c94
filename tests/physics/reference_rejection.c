/* Common-mode rejection: data sheets and textbooks. */
#include "reference.h"

#include "study/formula.h"

#include <math.h>

#define TI_INA "Texas Instruments INA105 and INA134 data sheets"
#define SSM "Analog Devices SSM2143 data sheet"
#define IEC "IEC 60268-3, 10 ohm in one leg"
#define MT068 "Analog Devices MT-068"

/* `extra` in one leg of a receiver whose legs have zc. */
static double bridge_db(double extra, double zc)
{
    return hum_cmrr_db(hum_bridge_error(0, extra, zc, zc));
}

/* Worst of the 16 corners of four resistors r, g r with tolerance t, by the exact gains. */
static double worst_corner_db(double g, double t)
{
    double worst = HUGE_VAL;
    for (int corner = 0; corner < 16; corner++) {
        double s[4];
        for (int i = 0; i < 4; i++)
            s[i] = corner >> i & 1 ? 1 + t : 1 - t;
        hum_difference_amp d = {1e4 * s[0], g * 1e4 * s[1], 1e4 * s[2], g * 1e4 * s[3]};
        double cm = fabs(hum_difference_common_gain(&d));
        if (cm > 0)
            worst = fmin(worst, hum_db_of(hum_difference_gain(&d) / cm));
    }
    return worst;
}

static void add_source_rows(references *t)
{
    double ina146 = cabs(hum_bridge_error(0, 12, 110e3, 110e3));
    const reference rows[] = {
        {"C1", "SSM2143 (12 and 6 kohm), 5 ohm in one leg", "dB", 71, 0.2,
         hum_db_of(hum_cmrr_from_leg(12e3, 6e3, 5)), 71.126, .source = SSM},
        {"C1", "the same by the bridge", "dB", 71, 0.2, bridge_db(5, 18e3), 71.129, .source = SSM},
        {"C7", "INA146, 12 ohm, no error of its own", "dB", 79.2, 0.1, -hum_db_of(ina146), 79.245,
         .source = CALCULATED},
        {"C7", "INA146, 12 ohm, 80 dB of its own", "dB", 72, 2, hum_cmrr_worst_db(80, ina146), 73.594,
         .source = "Texas Instruments INA146 data sheet", .note = "typical values"},
        {"C15", "25 kohm array, 5 ohm", "dB", 80, 0.3, bridge_db(5, 50e3), 80.001, .source = TI_INA,
         .is_recalled = true},
        {"C15", "25 kohm array, 10 ohm", "dB", 74, 0.3, bridge_db(10, 50e3), 73.981, .source = TI_INA,
         .is_recalled = true},
        {"C17", "4 x 10 kohm, 10 ohm", "dB", 66, 0.1, bridge_db(10, 20e3), 66.025, .source = IEC,
         .is_recalled = true},
        {"A13", "18 kohm legs, 10 ohm", "dB", 65.1, 0.05, bridge_db(10, 18e3), 65.11, .source = IEC,
         .is_recalled = true},
        {"A13", "10 Mohm legs, 10 ohm", "dB", 120, 0.01, bridge_db(10, 10e6), .source = IEC,
         .is_recalled = true},
        {"C19", "THAT1200, 90 dB of its own, 10 ohm", "dB", 90, 1, hum_cmrr_worst_db(90, 10 / 10e6), 89.731,
         .source = "THAT1200 data sheet"},
        {"D1", "4 x 10 kohm, 600 ohm in one leg", "dB", 30, 1, bridge_db(600, 20e3), 30.71,
         .source = CALCULATED},
        {"A8", "INA114: 5 ohm in the reference leg", "dB", 80, 0.05,
         hum_db_of(hum_cmrr_from_reference(1, 25e3, 5)), 80, .source = "Texas Instruments INA114 data sheet",
         .is_recalled = true},
    };
    ADD_ROWS(t, rows);
}

static void add_resistor_rows(references *t)
{
    const hum_difference_amp four = {1e4, 1e4, 1e4, 1e4};
    const reference rows[] = {
        {"C2", "SSM2143, ratio 0.005 %", "dB", 90, 0.6, hum_db_of(hum_cmrr_from_ratio(0.5, 5e-5)), 89.542,
         .source = SSM},
        {"C5", "INA106, ratio 0.005 %, gain 10", "dB", 106, 1, hum_db_of(hum_cmrr_from_ratio(10, 5e-5)),
         106.848, .source = "Texas Instruments INA106 data sheet"},
        {"C10", "THAT1240, ratio 0.005 %", "dB", 90, 3, hum_db_of(hum_cmrr_from_ratio(1, 5e-5)), 92.041,
         .source = "THAT1240 data sheet", .note = "typical, the amplifier's own error left out"},
        {"S27", "well trimmed, ratio 0.005 %", "dB", 70, 0.005, hum_db_of(hum_cmrr_from_ratio(1, 5e-5)),
         .up_to = 100, .source = BENCHMARK},
        {"C12", "four of 1 %, worst", "dB", 34, 0.03, hum_db_of(hum_cmrr_from_tolerance(1, 0.01)), 33.979,
         .source = MT068, .is_recalled = true},
        {"C13", "four of 0.1 %, worst", "dB", 54, 0.03, hum_db_of(hum_cmrr_from_tolerance(1, 0.001)), 53.979,
         .source = MT068, .is_recalled = true},
        {"C12", "four of 1 %, all corners by the exact gains", "dB", 34, 0.03, worst_corner_db(1, 0.01),
         .source = MT068, .is_recalled = true},
        {"C13", "four of 0.1 %, all corners by the exact gains", "dB", 54, 0.03, worst_corner_db(1, 0.001),
         .source = MT068, .is_recalled = true},
        {"A8", "Sedra and Smith 2.67: gain 100, 1 %, all corners", "dB", 68, 0.1, worst_corner_db(100, 0.01),
         68.045, .source = "A. Sedra and K. Smith, Microelectronic Circuits",
         .note = "a quiz copy has (1 + G) / 2t: 6 dB too much"},
        {"C14", "one of four 1 % off", "dB", 46, 0.1, hum_db_of(hum_cmrr_from_ratio(1, 0.01)), 46.021,
         .source = "D. Self, Small Signal Audio Design", .is_recalled = true},
        {"C21", "cold over hot input current, driven in antiphase", "", 3, 1e-9,
         hum_difference_current_ratio(&four), .source = "EE Times Asia"},
    };
    ADD_ROWS(t, rows);
}

static void add_frequency_rows(references *t)
{
    const double rc = 0.06; /* 1 % of R and 5 % of C */
    const reference rows[] = {
        {"A9", "RF filter 100 ohm, 100 pF, 1 and 5 %, 20 kHz", "dB", 82.5, 0.05,
         hum_cmrr_db(hum_capacitance_error(2e4, 100, 100e-12 * (1 + rc), 100, 100e-12)), 82.4528,
         .source = CALCULATED},
        {"A9", "RF filter 50 ohm, 2.2 nF, 1 and 5 %, 20 kHz", "dB", 61.6, 0.05,
         hum_cmrr_db(hum_capacitance_error(2e4, 50, 2.2e-9 * (1 + rc), 50, 2.2e-9)), 61.6249,
         .source = CALCULATED},
        {"A9", "cable of 3 nF, 5 %, 50 ohm legs, 20 kHz", "dB", 60.5, 0.05,
         hum_cmrr_db(hum_capacitance_error(2e4, 50, 3.15e-9, 50, 3e-9)), 60.5146, .source = CALCULATED},
        {"A9", "input capacitors 10 uF, 20 %, 20 kohm, 60 Hz", "dB", 51.5, 0.05,
         -hum_db_of(hum_coupling_error(60, 10e-6, 0.2, 20e3)), 51.527, .source = CALCULATED},
        {"A9", "input capacitors 47 uF, 20 %, 20 kohm, 60 Hz", "dB", 65, 0.05,
         -hum_db_of(hum_coupling_error(60, 47e-6, 0.2, 20e3)), 64.9686, .source = CALCULATED},
        {"C-73", "30 m of 100 pF/m, 4 %, 100 ohm, 1 kHz", "dB", -82.5, 0.1,
         -hum_cmrr_db(hum_capacitance_error(1e3, 100, 120e-12, 100, 0)), -82.453, .source = CALCULATED},
        {"C-73", "the same at 20 kHz", "dB", -56.4, 0.1,
         -hum_cmrr_db(hum_capacitance_error(2e4, 100, 120e-12, 100, 0)), -56.432, .source = CALCULATED},
        {"A10", "24 + 24 kohm bootstrapped, low frequency", "kohm", 48, 1e-6,
         cabs(hum_bootstrap_z(1e-6, 24e3, 24e3, 220e-6, 1)) / 1e3, .source = CALCULATED},
    };
    ADD_ROWS(t, rows);
}

void add_rejection_rows(references *t)
{
    begin_chapter(t, "Rejection: source and receiver as a bridge");
    add_source_rows(t);
    begin_chapter(t, "Rejection: four resistors");
    add_resistor_rows(t);
    begin_chapter(t, "Rejection over frequency");
    add_frequency_rows(t);
}

/* Cables, as far as no field has to be solved. */
#include "reference.h"

#include "cable/line.h"
#include "study/formula.h"

#include <math.h>

#define CANARE "Canare, by way of a dealer's page of 2011"
#define LAMPEN "S. Lampen, Belden"

static hum_line pair_line(double ab, double as)
{
    hum_cable_data d = {.n_cores = 2,
                        .has_shield = true,
                        .c_core_shield_f_m = {as, as},
                        .c_core_core_f_m = ab,
                        .velocity = 0.66,
                        .l_outer_h_m = 1e-6};
    hum_line line = {0};
    if (hum_line_from_data(&d, 1, &line) != HUM_OK)
        line.n = 0;
    return line;
}

/* Capacitance between the cores, the shield floating (by symmetry at the middle), pF/m. */
static double difference_pf(double ab, double as)
{
    hum_line l = pair_line(ab, as);
    return l.n == 3 ? 1e12 * (l.c_f_m[0] - l.c_f_m[1] - l.c_f_m[3] + l.c_f_m[4]) / 4 : 0;
}

/* Direct capacitance behind two published ones, pF/m: core to core, or core to shield. */
static double direct_pf(double diff, double leg, bool is_shield)
{
    double ab, as;
    if (hum_cable_direct_capacitance(diff * 1e-12, leg * 1e-12, 0, &ab, &as) != HUM_OK)
        return 0;
    return 1e12 * (is_shield ? as : ab);
}

static void add_capacitance_rows(references *t)
{
    const reference rows[] = {
        {"A.1", "L-4E6S, 150 and 185 pF/m: core to core", "pF/m", 83.2, 0.2, direct_pf(150, 185, false),
         83.1325, .source = CANARE},
        {"A.1", "L-4E6S: core to shield", "pF/m", 133.7, 0.2, direct_pf(150, 185, true), 133.735,
         .source = CANARE},
        {"A.1", "L-2T2S, 70 and 106 pF/m: core to core", "pF/m", 27.6, 0.3, direct_pf(70, 106, false),
         27.3563, .source = CANARE, .note = "27.6 and 84.7 give 105.5, not 106: rounded on the way"},
        {"A.1", "L-2T2S: core to shield", "pF/m", 84.7, 0.7, direct_pf(70, 106, true), 85.2874,
         .source = CANARE},
        {"C-74", "100 pF/m core to core, 200 to shield", "pF/m", 200, 1e-9, difference_pf(100e-12, 200e-12),
         .source = "DPA, Cable drive", .note = "its own 100 pF/m contradicts its definitions"},
        {"C-75", "19 ft of 100 pF/m", "pF", 579, 1, 19 * 0.3048 * 100, 579.12, .source = CALCULATED},
    };
    ADD_ROWS(t, rows);
}

static void add_response_rows(references *t)
{
    const reference rows[] = {
        {"C-37", "100 ohm into 3 kohm", "dB", -0.28, 0.01, hum_db_of(hum_divider(100, 3e3)), -0.2848,
         .source = "faullab, cable frequency response"},
        {"C-75", "19 ft behind 1 kohm", "kHz", 275, 2.75, hum_pole_hz(1e3, 579e-12) / 1e3, 274.88,
         .source = CALCULATED},
        {"C-75", "19 ft behind 10 kohm", "kHz", 27.5, 0.275, hum_pole_hz(1e4, 579e-12) / 1e3, 27.488,
         .source = CALCULATED},
        {"C-76", "300 ft of 0.21 uH/ft into 8 ohm", "kHz", 20, 0.4, hum_corner_rl_hz(8, 300 * 0.21e-6) / 1e3,
         20.21, .source = "Legacy Audio Metro manual, p. 9"},
        {"C-77", "loss at half the cutoff", "dB", 1, 0.04, hum_pole_loss_db(1, 2), 0.9691,
         .source = "sengpielaudio.com"},
        {"C-43", "shield cutoff, RG-58C: 13.5 mohm/m, 1.07 uH/m", "kHz", 2, 0.2,
         hum_corner_rl_hz(13.5e-3, 1.07e-6) / 1e3, 2.008,
         .source = "H. Ott, Noise Reduction Techniques, table 2-1", .is_recalled = true},
        {"C-67", "return loss of 45 ohm on 110 ohm", "dB", 7.5, 0.05, hum_return_loss_db(45, 110), 7.54837,
         .source = CALCULATED},
        {"C-67", "of 88 ohm on 110 ohm", "dB", 19.1, 0.05, hum_return_loss_db(88, 110), 19.0849,
         .source = CALCULATED},
        {"C-67", "of 132 ohm on 110 ohm", "dB", 20.8, 0.05, hum_return_loss_db(132, 110), 20.8279,
         .source = CALCULATED},
        {"C-68", "cost of a return loss of 10 dB", "dB", 0.5, 0.05, hum_mismatch_loss_db(10), 0.457575,
         .source = LAMPEN, .note = "rounded there"},
        {"C-68", "of 13 dB", "dB", 0.22, 0.005, hum_mismatch_loss_db(13), 0.223307, .source = LAMPEN},
        {"C-68", "of 15 dB", "dB", 0.14, 0.005, hum_mismatch_loss_db(15), 0.139554, .source = LAMPEN},
        {"C-68", "of 18 dB", "dB", 0.08, 0.012, hum_mismatch_loss_db(18), 0.0693823, .source = LAMPEN},
        {"C-68", "of 21 dB", "dB", 0.04, 0.006, hum_mismatch_loss_db(21), 0.034635, .source = LAMPEN},
        {"C-68", "of 23 dB", "dB", 0.02, 0.006, hum_mismatch_loss_db(23), 0.021821, .source = LAMPEN},
        {"C-68", "of 26 dB", "dB", 0.01, 0.005, hum_mismatch_loss_db(26), 0.010923, .source = LAMPEN},
    };
    ADD_ROWS(t, rows);
}

void add_cable_rows(references *t)
{
    begin_chapter(t, "Capacitance of cables");
    add_capacitance_rows(t);
    begin_chapter(t, "Cables and their ends");
    add_response_rows(t);
}

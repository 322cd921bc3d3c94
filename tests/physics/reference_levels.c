/* Levels and signal-to-noise ratios, most of them from one application note that a long forum thread quotes.
 */
#include "reference.h"

#include "study/formula.h"

static double against_dbu(double v, double dbu)
{
    return hum_dbu(v) - dbu;
}

void add_level_rows(references *t)
{
    double snr[] = {128, 135}, with_interface[] = {127.21, 133.2};
    double two_v = hum_dbu(2), four_v = hum_dbu(4), leg = hum_two_leg_gain_db(0);
    const reference rows[] = {
        {"S6", "2 V", "dBu", 8.24, 0.005, two_v, .source = BENCHMARK},
        {"S10", "+24 dBu", "V", 12.28, 0.005, hum_volt_from_dbu(24), 12.2765, .source = BENCHMARK},
        {"S11", "+24 dBu over 2 V", "dB", 15.8, 0.05, 24 - two_v, 15.7609, .source = BENCHMARK},
        {"S12", "twice the voltage", "dB", 6, 0.03, hum_db_of(2), 6.0206, .source = BENCHMARK},
        {"S14", "4 V", "dBu", 14.2, 0.1, four_v, 14.2597, .source = BENCHMARK,
         .note = "truncated there; also given as +14"},
        {"S16", "+24 dBu over 4 V", "dB", 10, 0.3, 24 - four_v, 9.7403, .source = BENCHMARK},
        {"S33", "+24 dBu behind a 10 dB pad", "dBu", 14, 1e-9,
         hum_dbu(hum_volt_from_dbu(24) * hum_ratio_of(-10)), .source = BENCHMARK},
        {"S32", "XLR over RCA of one symmetric driver", "dB", 6, 0.03, hum_db_of(2), 6.0206,
         .source = BENCHMARK},
        {"P1", "4.5 V symmetric, pin 3 open: 2.25 V", "dB", -6.02, 0.005, hum_db_of(2.25 / 4.5), -6.0206,
         .source = "Audio Science Review, thread 40229"},
        {"P3", "DAC3 B at 0 dBFS, +24 dBu", "V", 12.28, 0.005, hum_volt_from_dbu(24), 12.2765,
         .source = "Benchmark DAC3 B manual"},
        {"G21", "+4 dBu over -10 dBV", "dB", 12, 0.3,
         hum_dbu(hum_volt_from_dbu(4)) - hum_dbu(hum_volt_from_dbv(-10)), 11.7815,
         .source = "ProSoundWeb, interconnection", .note = "a blog's 14 dB forgets that dBu is not dBV"},
        {"T4", "4:1 step-down", "dB", 12, 0.3, hum_db_of(4), 12.0412,
         .source = "ProSoundWeb, interconnection"},
        {"S1", "loss by an interface 6 dB better than the rest", "dB", 1, 0.03, hum_snr_loss_db(6), 0.973228,
         .source = BENCHMARK},
        {"S2", "loss by one 12 dB better", "dB", 0.27, 0.005, hum_snr_loss_db(12), 0.265724,
         .source = BENCHMARK},
        {"S2", "12 dB as a ratio", "", 4, 0.03, hum_ratio_of(12), 3.98107, .source = BENCHMARK},
        {"S3", "DAC of 128 dB(A) and amplifier of 135 dB(A)", "dB", 127, 0.25, hum_snr_sum_db(snr, 2), 127.21,
         .source = BENCHMARK},
        {"S4", "what the amplifier costs the DAC", "dB", 1, 0.25, 128 - hum_snr_sum_db(snr, 2), 0.790097,
         .source = BENCHMARK, .note = "just less than one dB"},
        {"S5", "interface 6 dB better than 127 dB", "dB", 133, 0.3, hum_snr_sum_db(snr, 2) + 6, 133.21,
         .source = BENCHMARK},
        {"S5", "all three together", "dB", 126, 0.3, hum_snr_sum_db(with_interface, 2), 126.235,
         .source = BENCHMARK},
        {"S15", "gain of SNR by two independent buffers", "dB", 3, 0.05, leg, 3.0103, .source = BENCHMARK},
        {"A4", "the same with the cold leg made from the hot", "dB", -0.97, 0.005, hum_two_leg_gain_db(1),
         -0.9691, .source = CALCULATED},
        {"S13", "+24 dBu from two buffers over 2 V", "dB", 13, 0.3, 24 - two_v - leg, 12.7506,
         .source = BENCHMARK},
        {"S25", "advantage of +24 dBu", "dB", 12, 0.005, 24 - two_v - leg, .up_to = 16, .source = BENCHMARK},
        {"S25", "the same without the buffers' noise", "dB", 12, 0.005, 24 - two_v, .up_to = 16,
         .source = BENCHMARK},
        {"S25", "advantage of 4 V", "dB", 3, 0.005, leg, .up_to = 6, .source = BENCHMARK},
        {"S21", "noise behind 100 dB SNR at 2 V", "dBu", -91.8, 0.05, two_v - 100, -91.7609,
         .source = BENCHMARK},
        {"S23", "noise behind 125 dB SNR at 4 V", "dBu", -110.7, 0.05, four_v - 125, -110.74,
         .source = BENCHMARK},
        {"S24", "noise behind 135 dB SNR at +24 dBu", "dBu", -111, 0.3, hum_dbu(hum_volt_from_dbu(24)) - 135,
         .source = BENCHMARK, .note = "the same floor as S23"},
        {"N13", "+25 dBu over -98 dBu", "dB", 123, 1e-9, against_dbu(hum_volt_from_dbu(25), -98),
         .source = "Focusrite ISA428 manual"},
        {"N14", "+25 dBu over -91 dBu", "dB", 116, 1e-9, against_dbu(hum_volt_from_dbu(25), -91),
         .source = "Focusrite ISA428 manual"},
    };
    begin_chapter(t, "Levels and signal-to-noise ratios");
    ADD_ROWS(t, rows);
}

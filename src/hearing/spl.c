/* Sound at the seat. The room is a number of decibels and its noise a noise-rating curve (C. W. Kosten and
 * G. J. van Os 1962, ISO/R 1996:1971): coarse, and said so in docs/physics/hearing.md, where the equations
 * are. */
#include "hearing/spl.h"

#include "hearing/bands.h"
#include "hearing/threshold.h"
#include "hearing/weighting.h"

#include <math.h>

#define V_FOR_1W_8OHM 2.8284271247461903 /* "2.83 V" */

double hum_sensitivity_from_w(double db_per_w, double z_ohm)
{
    return db_per_w + 10 * log10(8 / z_ohm);
}

double hum_sensitivity_from_mw(double db_per_mw, double z_ohm)
{
    return hum_sensitivity_from_w(db_per_mw + 30, z_ohm);
}

double hum_sensitivity_from_v(double db_per_v)
{
    return db_per_v + 20 * log10(V_FOR_1W_8OHM);
}

/* SPL at the seat of 1 V rms. */
static double volt_level(const hum_seat *s, bool coherent)
{
    double one = s->sensitivity_db - 20 * log10(V_FOR_1W_8OHM) - 20 * log10(s->distance_m) + s->room_gain_db;
    return one + (coherent ? 20 : 10) * log10(s->n_speakers);
}

double hum_seat_spl_db(const hum_seat *seat, double v_rms, bool coherent)
{
    return volt_level(seat, coherent) + 20 * log10(v_rms);
}

double hum_seat_volt(const hum_seat *seat, double spl_db, bool coherent)
{
    return pow(10, (spl_db - volt_level(seat, coherent)) / 20);
}

/* Octave bands (31.5 Hz .. 8 kHz by their exact centres) of the noise-rating curves, L = a + b NR. */
static const struct {
    double f_hz, a_db, b;
} octaves[] = {{31.62, 55.4, 0.681}, {63.10, 35.5, 0.790}, {125.9, 22, 0.870},
               {251.2, 12, 0.930},   {501.2, 4.8, 0.974},  {1000, 0, 1},
               {1995, -3.5, 1.015},  {3981, -6.1, 1.025},  {7943, -8, 1.030}};
enum { N_OCTAVES = sizeof octaves / sizeof octaves[0] };

static double octave_level(size_t i, double nr)
{
    return octaves[i].a_db + octaves[i].b * nr;
}

/* A-weighted sum of the curve `nr`, dB, and its slope over nr. */
static double curve_dba(double nr, double *slope)
{
    double sum = 0, rise = 0;
    for (size_t i = 0; i < N_OCTAVES; i++) {
        double power = pow(10, (octave_level(i, nr) + hum_a_weight_db(octaves[i].f_hz)) / 10);
        sum += power;
        rise += octaves[i].b * power;
    }
    *slope = rise / sum;
    return 10 * log10(sum);
}

double hum_room_nr(double room_dba)
{
    double nr = room_dba;
    for (int i = 0; i < 8; i++) { /* Newton: the sum is smooth and its slope between 0.68 and 1.03 */
        double slope;
        double miss = curve_dba(nr, &slope) - room_dba;
        nr -= miss / slope;
        if (fabs(miss) < 1e-9)
            break;
    }
    return nr;
}

/* Spectrum level (dB SPL in 1 Hz) of the curve at f, from octave levels spread over their width. */
static double curve_spectrum(double nr, double f_hz)
{
    size_t i = 0;
    while (i + 2 < N_OCTAVES && f_hz > octaves[i + 1].f_hz)
        i++;
    double below = octave_level(i, nr) - 10 * log10(octaves[i].f_hz * sqrt(0.5));
    double above = octave_level(i + 1, nr) - 10 * log10(octaves[i + 1].f_hz * sqrt(0.5));
    return below + (above - below) * log(f_hz / octaves[i].f_hz) / log(octaves[i + 1].f_hz / octaves[i].f_hz);
}

double hum_nr_band_db(double nr, double f_hz)
{
    return curve_spectrum(nr, f_hz) + 10 * log10(hum_erb_hz(f_hz));
}

double hum_room_band_db(double room_dba, double f_hz)
{
    return hum_nr_band_db(hum_room_nr(room_dba), f_hz);
}

static void keep_largest(double db, double f_hz, double *best_db, double *best_hz)
{
    if (db > *best_db) {
        *best_db = db;
        *best_hz = f_hz;
    }
}

hum_noise_margin hum_noise_margin_db(const hum_seat *seat, const double *f_hz, const double *psd, size_t n)
{
    const double none = -HUGE_VAL, step = 0.25, first = hum_erb_number(20), last = hum_erb_number(16000);
    hum_noise_margin m = {.over_threshold_db = none, .over_room_db = none, .over_both_db = none};
    m.spl_dba = hum_seat_spl_db(seat, sqrt(hum_integrate_psd_a(f_hz, psd, n)), false);
    double nr = hum_room_nr(seat->room_dba);
    for (double number = first; number <= last; number += step) {
        double f = hum_erb_number_hz(number), half = hum_erb_hz(f) / 2;
        double v2 = hum_integrate_psd_between(f_hz, psd, n, f - half, f + half);
        double spl = hum_seat_spl_db(seat, sqrt(v2), false);
        double threshold = hum_threshold_db(f), room = hum_nr_band_db(nr, f);
        keep_largest(spl - threshold, f, &m.over_threshold_db, &m.over_threshold_hz);
        keep_largest(spl - room, f, &m.over_room_db, &m.over_room_hz);
        keep_largest(spl - fmax(threshold, room), f, &m.over_both_db, &m.over_both_hz);
    }
    return m;
}

/* Volts at a loudspeaker -> sound at the seat -> against the threshold of hearing and the room's own noise.
 */
#ifndef HUM_HEARING_SPL_H
#define HUM_HEARING_SPL_H

#include "humdinger/base.h"

/** A loudspeaker (or a headphone) and where one sits. */
typedef struct hum_seat {
    double sensitivity_db; /**< dB SPL at 1 m for 2.83 V (1 W into 8 ohm). */
    double distance_m;     /**< > 0 */
    double room_gain_db;   /**< What the room adds to the free field at the seat. */
    double n_speakers;     /**< >= 1, each with the same voltage. */
    double room_dba;       /**< The room's noise, dB(A). */
} hum_seat;

/** Sensitivity for 2.83 V from one for 1 W, 1 mW or 1 V (docs/physics/hearing.md eq. H-9), dB SPL. */
double hum_sensitivity_from_w(double db_per_w, double z_ohm);
double hum_sensitivity_from_mw(double db_per_mw, double z_ohm);
double hum_sensitivity_from_v(double db_per_v);

/** SPL at the seat of v_rms at the loudspeakers' terminals (eq. H-8). `coherent`: the loudspeakers carry the
 * same signal (music, hum: 20 log N), otherwise each its own (hiss: 10 log N). Minus infinity for 0 V. */
double hum_seat_spl_db(const hum_seat *seat, double v_rms, bool coherent);

/** The inverse: volts at the terminals for a level at the seat. */
double hum_seat_volt(const hum_seat *seat, double spl_db, bool coherent);

/** Noise-rating number whose octave bands sum, A-weighted, to room_dba (eq. H-10). */
double hum_room_nr(double room_dba);

/** Noise of a room with that noise-rating number in the auditory band around f_hz, dB SPL. */
double hum_nr_band_db(double nr, double f_hz);

/** SPL of the room's noise inside the auditory band at f (eq. H-11). f_hz > 0. */
double hum_room_band_db(double room_dba, double f_hz);

/** Hiss at the seat, auditory band by auditory band. Minus infinity where there is no noise. */
typedef struct hum_noise_margin {
    double spl_dba;           /**< All of it, A-weighted. */
    double over_threshold_db; /**< Largest excess over the threshold of hearing. */
    double over_threshold_hz; /**< Where. */
    double over_room_db;      /**< Largest excess over the room's noise. */
    double over_room_hz;
    double over_both_db; /**< Largest excess over the higher of the two; above 0 it is heard. */
    double over_both_hz;
} hum_noise_margin;

/** psd: V^2/Hz at the loudspeaker's terminals at n ascending frequencies (eq. H-12). */
hum_noise_margin hum_noise_margin_db(const hum_seat *seat, const double *f_hz, const double *psd, size_t n);

#endif

/* Equalization of a phono input: RIAA, with and without the IEC's cut of rumble (docs/physics/stages.md ST-17..ST-20). */
#ifndef HUM_CIRCUIT_EQUALIZATION_H
#define HUM_CIRCUIT_EQUALIZATION_H

#include "model/model.h"

/** The band of a stated noise. */
#define HUM_AUDIO_LOW_HZ 20.0
#define HUM_AUDIO_HIGH_HZ 20000.0

enum { HUM_EQUALIZATION_POLES = 3 };

/** A curve as a sum of low passes: H(s) = sum of share[i] / (1 + s t_s[i]); |H(1 kHz)| = 1. Without poles it is 1. */
typedef struct hum_equalization_poles {
    size_t n;
    double t_s[HUM_EQUALIZATION_POLES];
    double share[HUM_EQUALIZATION_POLES];
} hum_equalization_poles;

/** Is it anything but flat? */
bool hum_equalization_is_curve(hum_equalization curve);

hum_equalization_poles hum_equalization_of(hum_equalization curve);

/** |H|^2 at a frequency > 0. */
double hum_equalization_power(hum_equalization curve, double f_hz);

/** Noise bandwidth behind the curve: the integral of |H|^2 (1 + corner / f) from 20 Hz to 20 kHz, Hz. */
double hum_equalization_band_hz(hum_equalization curve, double corner_hz);

#endif

/* The threshold of hearing. */
#ifndef HUM_HEARING_THRESHOLD_H
#define HUM_HEARING_THRESHOLD_H

#include "humdinger/base.h"

/** Level in dB SPL at which half of young, otologically normal listeners hear a pure tone, free field, from
 * the front, with both ears (docs/physics/hearing.md eq. H-3). f_hz > 0; extrapolated below 4 Hz and above 18
 * kHz. */
double hum_threshold_db(double f_hz);

#endif

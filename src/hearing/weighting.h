/* Frequency weightings: how a meter is made to hear. A weighting says nothing about audibility. */
#ifndef HUM_HEARING_WEIGHTING_H
#define HUM_HEARING_WEIGHTING_H

#include "humdinger/base.h"

/** A-weighting as a factor on amplitudes, 1 at 1 kHz (docs/physics/hearing.md eq. H-1). f_hz >= 0. */
double hum_a_weight(double f_hz);

/** A-weighting in dB, 0 at 1 kHz; minus infinity at 0 Hz. */
double hum_a_weight_db(double f_hz);

/** ITU-R 468 weighting in dB, 0 at 1 kHz, +12.2 at 6.3 kHz (eq. H-2); minus infinity at 0 Hz. It belongs to a
 *  quasi-peak meter: data sheets that quote it are not comparable with A-weighted ones. */
double hum_itu468_weight_db(double f_hz);

#endif

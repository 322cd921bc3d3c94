/* One number of a system by its name, as `expect` and `compare` ask for it. */
#ifndef HUM_STUDY_QUANTITY_OF_H
#define HUM_STUDY_QUANTITY_OF_H

#include "study/findings.h"

/** What was found: a value in SI or dB, with its dimension and the place it is of. */
typedef struct hum_quantity_of {
    double value;
    hum_dim dim;
    hum_text place;
} hum_quantity_of;

/** The quantity `what` of `place` (empty: the worst place) at a frequency (0: not given), in the unit that `wanted`
 *  asks for: hum in V is at an input or output, in dBSPL at the seat.
 *  @return false when there is no such place, or nothing to say there (*why says which). */
bool hum_find_quantity(const hum_findings *f, hum_text what, hum_text place, double at_hz, hum_dim wanted,
                       hum_quantity_of *out, const char **why);

/** What might have been meant where hum_find_quantity finds nothing: "for example: cmrr of amp.line at 60 Hz", of the same box when
 *  it has such a number. @return HUM_E_NOMEM */
HUM_NODISCARD hum_status hum_quantity_example(hum_arena *a, const hum_findings *f, hum_text what, hum_text place, double at_hz,
                                              hum_dim wanted, hum_text *out);

/** Is a small value of this quantity the bad one? Of a signal-to-noise ratio it is, of hum it is not. */
bool hum_quantity_worst_is_low(hum_text what);

#endif

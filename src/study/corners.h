/* Worst case by corners: every parameter at one end of its range or tolerance. */
#ifndef HUM_STUDY_CORNERS_H
#define HUM_STUDY_CORNERS_H

#include "study/target.h"

/** Up to this many parameters, every corner is solved; with more, corners are climbed. */
enum { HUM_CORNERS_ALL = 10 };

typedef struct hum_corner {
    double value;        /**< NAN when no corner has one. */
    bool is_exhaustive;  /**< Every corner was solved; otherwise it is at least this bad. */
    size_t n_solved;
    double *at;          /**< [n_parameters] */
} hum_corner;

/** The worst corner for target number `which` of `n_targets`, in the order that s was made for (eq. TO-3). */
HUM_NODISCARD hum_status hum_worst_corner(hum_arena *a, hum_sampled *s, const hum_target *targets, size_t n_targets,
                                          size_t which, hum_corner *out);

#endif

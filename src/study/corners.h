/* Worst case by corners: every parameter at one end of its range or tolerance. */
#ifndef HUM_STUDY_CORNERS_H
#define HUM_STUDY_CORNERS_H

#include "humdinger/tolerance.h"
#include "study/target.h"

/** Up to this many parameters, every corner is solved; with more, corners are climbed. */
enum { HUM_CORNERS_ALL = 10 };

typedef struct hum_corner {
    double value;        /**< NAN when no corner has one. */
    bool is_exhaustive;  /**< Every corner was solved; otherwise it is at least this bad. */
    size_t n_solved;
    double *at;          /**< [n_parameters] */
} hum_corner;

/** The worst corner for each target, in the order that both `rough` and `exact`, the same system, were made for (eq. TO-3):
 *  out[n_targets], NULL where it is not asked. Corners are compared by `rough`, every one for all targets; the worst are what
 *  `exact` makes of them. Climbing ends when the patience is over. */
HUM_NODISCARD hum_status hum_worst_corners(hum_arena *a, hum_sampled *rough, hum_sampled *exact, const hum_target *targets,
                                           size_t n_targets, const hum_patience *patience, hum_corner *const *out);

static inline bool hum_is_over(const hum_patience *p)
{
    return p->is_over && p->is_over(p->ctx);
}

#endif

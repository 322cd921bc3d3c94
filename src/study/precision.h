/* Which precision still buys decibels: parameters held, narrowed, or set, and the samples looked at again. */
#ifndef HUM_STUDY_PRECISION_H
#define HUM_STUDY_PRECISION_H

#include "study/target.h"

/** Parameters that one decision is about: the toleranced parts of one port ("r1, r2, r3, r4 of amp.xlr"), or one that is not
 *  known. */
typedef struct hum_parameter_group {
    hum_text name;
    bool is_tolerance;
    uint32_t *member;  /**< [n] */
    size_t n;
    double half_width; /**< Of a tolerance: relative, or as it stands when its middle is nothing; of the widest member. */
    hum_dim dim;       /**< Of a member. */
    bool is_relative;
} hum_parameter_group;

/** The groups of a system's parameters; signs of receivers are in none.
 *  @param[out] n their number */
HUM_NODISCARD hum_status hum_parameter_groups(hum_arena *a, const hum_sampled *s, hum_parameter_group **out, size_t *n);

/** How one group is taken: its spread around the middle narrowed to `spread` of it (0: exactly the middle), or, when `is_set`,
 *  every member at `value`. */
typedef struct hum_setting {
    const hum_parameter_group *group;
    bool is_set;
    double spread;
    double value;
} hum_setting;

/** What is seen of the samples: what 5 % of them are worse than, and how many meet the target. */
typedef struct hum_outcome {
    double worst5; /**< NAN when no sample has the number. */
    double yield;
} hum_outcome;

/** Samples 0 .. n - 1 of everything, with some groups as set: eq. TO-4.
 *  @param[out] out [n_targets] */
HUM_NODISCARD hum_status hum_outcome_with(hum_arena *a, hum_sampled *s, const hum_target *targets, size_t n_targets, size_t n,
                                          const hum_setting *settings, size_t n_settings, hum_outcome *out);

/** Spreads of a knee, from all of it to nothing. */
enum { HUM_KNEE_STEPS = 9 };
extern const double hum_knee_spread[HUM_KNEE_STEPS];

/** The step from which a finer tolerance gains less than `db` (of a voltage: as a ratio) up to an exact one. */
size_t hum_knee_of(const double *worst5, bool is_decibel, double db);

#endif

/* A number that is asked for, and what it should be. */
#ifndef HUM_STUDY_TARGET_H
#define HUM_STUDY_TARGET_H

#include "base/value.h"
#include "study/sampled.h"

typedef struct hum_target {
    hum_wanted wanted;
    char op;             /**< '<', '>' or '=' (within low .. high); 0: just asked for. */
    double low;          /**< It should be at least this, -HUGE_VAL for no such limit, */
    double high;         /**< and at most this. */
    bool is_worse_low;   /**< Small is bad: as a target of '>' says, or else as the quantity is. */
} hum_target;

/** The target's limits from a comparison as `expect` has it. */
void hum_target_limit(hum_target *t, char op, const hum_value *limit);

/** Does it meet the target? NAN does not. */
bool hum_target_is_met(const hum_target *t, double v);

/** The larger the worse; -HUGE_VAL for NAN, which is no worse than anything. */
double hum_target_badness(const hum_target *t, double v);

/** The value that `share` per cent of n sorted values are worse than. */
double hum_target_worst(const hum_target *t, const double *sorted, size_t n, double share);

#endif

/* The flip point of a comparison: the value of the most doubtful quantity at which the verdict would turn. */
#ifndef HUM_STUDY_FLIP_H
#define HUM_STUDY_FLIP_H

#include "study/findings.h"

/** What a comparison of two systems concludes. */
typedef enum hum_comparison {
    HUM_NEITHER_HEARD, /**< Nothing but music is heard with either. */
    HUM_ONLY_A_HEARD,  /**< Hum or hiss is heard with A, not with B. */
    HUM_ONLY_B_HEARD,
    HUM_A_IS_LESS,     /**< Of both or, without a seat, under an equally loud signal: A has less hum and noise. */
    HUM_B_IS_LESS,
    HUM_BOTH_ALIKE,
} hum_comparison;

/** "only A is heard" */
const char *hum_comparison_name(hum_comparison c);

typedef struct hum_flip {
    bool is_tried;            /**< What each assumption moves is known of both systems, and both can be compared. */
    const hum_assumption *as; /**< The quantity; NULL when nothing is doubtful. */
    bool in_a, in_b;          /**< Whose it is; of both, it is moved in both. */
    double moves_db;          /**< How far the difference between the two moves over its range. */
    bool turns;               /**< Some value in its range turns the verdict; without it, the rest is as it is now. */
    double value;             /**< The nearest such value, SI; NAN without one. */
    bool is_above;            /**< The verdict turns above it; else below. */
    hum_comparison from, to;
} hum_flip;

/** The end of the chain, where two systems are compared: the output with a listener, or the last input; NULL for neither. */
const hum_level_findings *hum_findings_end(const hum_findings *f, hum_text *id);

/** Solves both systems again over the range of each of the most doubtful quantities, in the order in which they move the
 *  answer, and stops at the first that turns the verdict; when none does, the most doubtful one is returned.
 *  @return HUM_E_NOMEM; a value at which there is no solution turns nothing. */
HUM_NODISCARD hum_status hum_study_flip(hum_arena *a, const hum_findings *fa, const hum_findings *fb, hum_flip *out);

#endif

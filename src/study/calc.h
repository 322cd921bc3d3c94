/* The small sums of the field: levels, noise, rejection, in one line with units. */
#ifndef HUM_STUDY_CALC_H
#define HUM_STUDY_CALC_H

#include "base/unit.h"
#include "base/diag.h"

/** An answer, with where it comes from. */
typedef struct hum_calc_result {
    double value;         /**< SI, or dB. */
    hum_dim dim;          /**< HUM_DIM_NONE also for a unit without a name here. */
    hum_text unit;        /**< SI symbol of the value, e.g. "V" or "V^2"; empty for a plain number. */
    hum_text answer;      /**< "1.813 uV = -112.61 dBu = -114.83 dBV" */
    hum_text asked;       /**< What it is, with every assumption; empty for plain arithmetic. */
    const char *equation; /**< Number in docs/physics, e.g. "I-2"; NULL for plain arithmetic. */
    const char *source;   /**< Who says so; NULL for plain arithmetic. */
    hum_text text;        /**< All of that for a person, lines with their ends. */
} hum_calc_result;

/** Answers one line such as `thermal 10 kohm`, `2 V to dBu`, `snr 128 dB + 135 dB` (docs/calc.md has all).
 * The text is source number 0 of the diagnostics.
 *  @return HUM_E_INPUT: it has no answer; told. */
HUM_NODISCARD hum_status hum_calc(hum_arena *a, hum_text text, hum_diags *d, hum_calc_result *out);

/** One line for each function: an example and what it gives; NULL at the end. */
const char *hum_calc_example(size_t i);
const char *hum_calc_summary(size_t i);

#endif

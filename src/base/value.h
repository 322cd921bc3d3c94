/* A value as a person knows it: exact, toleranced, somewhere in a range, or unknown. */
#ifndef HUM_BASE_VALUE_H
#define HUM_BASE_VALUE_H

#include "base/diag.h"
#include "base/unit.h"

typedef enum hum_certainty {
    HUM_ABSENT = 0, /**< Not stated at all. */
    HUM_EXACT,
    HUM_TOLERANCE,  /**< nominal +- half-width, uniform or normal (half-width = 3 sigma). */
    HUM_RANGE,      /**< low..high: log-uniform for positive physical values, uniform for dB. */
    HUM_UNKNOWN,    /**< Written `?`: a typical range stands in for it. */
} hum_certainty;

typedef struct hum_value {
    hum_certainty certainty;
    bool is_normal;   /**< Of a tolerance. */
    hum_dim dim;
    double nominal;   /**< SI, or dB. What a single solution uses. */
    double low;       /**< Lower end of tolerance or range; = nominal when exact. */
    double high;
    hum_text tag;     /**< Where it comes from: measured, datasheet, guess, or a source's name; may be empty. */
    hum_span span;
} hum_value;

hum_value hum_value_exact(hum_dim dim, double si);
/** low..high; the nominal value is the geometric mean of a positive physical value, the middle of a dB. */
hum_value hum_value_range(hum_dim dim, double low, double high);
static inline bool hum_value_stated(const hum_value *v)
{
    return v->certainty != HUM_ABSENT;
}
static inline bool hum_value_known(const hum_value *v)
{
    return v->certainty != HUM_ABSENT && v->certainty != HUM_UNKNOWN;
}
bool hum_dim_is_decibel(hum_dim d);
/** For a person, three digits: "316 mohm", "-12.0 dB", "20.0 %". */
void hum_out_amount(hum_out *o, hum_dim dim, double v);
/** A tolerance: "+-1 %" when it is a part of the value, else "+-0.500 dB". */
void hum_out_tolerance(hum_out *o, hum_dim dim, double half_width, bool is_relative);

#endif

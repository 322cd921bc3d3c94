/* Units: a closed, case-exact list. Inside the program every value is SI; decibels stay decibels. */
#ifndef HUM_BASE_UNIT_H
#define HUM_BASE_UNIT_H

#include "base/constants.h"
#include "base/text.h"

/** What a quantity measures. A length in the denominator ("ohm/m") has a dimension of its own. */
typedef enum hum_dim {
    HUM_DIM_NONE,     /**< A bare number. */
    HUM_DIM_VOLT,     /**< V rms; dBu and dBV are converted. */
    HUM_DIM_AMPERE,
    HUM_DIM_OHM,
    HUM_DIM_FARAD,
    HUM_DIM_HENRY,
    HUM_DIM_HERTZ,
    HUM_DIM_METRE,
    HUM_DIM_SECOND,
    HUM_DIM_WATT,
    HUM_DIM_TESLA,
    HUM_DIM_CELSIUS,
    HUM_DIM_RATIO,      /**< Written 4:1 or as %; a plain factor inside. */
    HUM_DIM_DB,         /**< A ratio or gain in dB. */
    HUM_DIM_DBA,        /**< A-weighted: SNR in dB, or a sound level. */
    HUM_DIM_DBSPL,      /**< dB re 20 uPa. */
    HUM_DIM_DB_W,       /**< Sensitivity, dB SPL for 1 W at 1 m. */
    HUM_DIM_DB_MW,      /**< Sensitivity, dB SPL for 1 mW. */
    HUM_DIM_DB_V,       /**< Sensitivity, dB SPL for 1 V. */
    HUM_DIM_VOLT_RTHZ,  /**< V per root hertz. */
    HUM_DIM_AMPERE_RTHZ,
    HUM_DIM_OHM_M,
    HUM_DIM_FARAD_M,
    HUM_DIM_HENRY_M,
    HUM_DIM_VOLT_M,     /**< Field strength. */
    HUM_DIM_SQUARE_METRE,
    HUM_DIM_DB_M,       /**< Attenuation per length. */
    HUM_DIM_COUNT
} hum_dim;

typedef struct hum_unit {
    const char *symbol;
    hum_dim dim;
    double scale;      /**< SI value of one unit; for a level, the reference. */
    bool is_level;     /**< value = scale * 10^(x/20): dBu, dBV. */
} hum_unit;

/** The unit named by `t` exactly, compounds such as mohm/m included; false when there is none. */
bool hum_unit_find(hum_text t, hum_unit *out);
/** Unit i of the plain list, NULL at its end. */
const hum_unit *hum_unit_at(size_t i);
/** SI value of `x` units. */
double hum_unit_to_si(const hum_unit *u, double x);
/** The nearest correctly spelled unit (wrong case, "Ohm", "M"), or empty. */
hum_text hum_unit_suggest(hum_text t);
/** "a resistance such as 100 ohm or 47 kohm". */
const char *hum_dim_wanted(hum_dim d);
/** SI unit symbol of a dimension, "" for none. */
const char *hum_dim_symbol(hum_dim d);

#define HUM_DBU_V 0.7745966692414834 /* sqrt(0.6) V: 1 mW in 600 ohm */

#endif

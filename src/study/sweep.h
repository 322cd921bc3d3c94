/* Gain and rejection of links against frequency, for pictures. */
#ifndef HUM_STUDY_SWEEP_H
#define HUM_STUDY_SWEEP_H

#include "study/findings.h"

/** What a sweep found, row-major [n_links][n_f]; decibels, NAN where there is nothing. */
typedef struct hum_sweep {
    size_t n_links;      /**< The first ones of the system. */
    size_t n_f;
    const double *f_hz;
    double *gain_db;     /**< Re 1 kHz. */
    double *cmrr_db;     /**< As wired, worse polarity. */
} hum_sweep;

/** Solves the network of `f` again at n_f frequencies for its first n_links links (at most as many as there are). */
HUM_NODISCARD hum_status hum_sweep_links(hum_arena *a, const hum_findings *f, size_t n_links, const double *f_hz, size_t n_f,
                                         hum_diags *d, hum_sweep *out);

#endif

/* What many samples of one number say: percentiles, a histogram, and how many meet a target (docs/physics/tolerance.md). */
#ifndef HUM_STUDY_DISTRIBUTION_H
#define HUM_STUDY_DISTRIBUTION_H

#include "base/arena.h"

enum { HUM_PERCENTILES = 11, HUM_BINS = 32 };

/** Per cent: the least, 0.1, 1, 5, 25, 50, 75, 95, 99, 99.9, the most. */
extern const double hum_percentiles[HUM_PERCENTILES];

typedef struct hum_distribution {
    size_t n;       /**< Samples that have the number. */
    size_t n_none;  /**< Samples that do not. */
    double mean;
    double deviation; /**< Standard deviation, n - 1. */
    double at[HUM_PERCENTILES];
    double *sorted; /**< [n] */
    bool is_log;    /**< Bins are equal on a logarithmic scale. */
    double low;     /**< Of the first bin. */
    double high;    /**< Of the last. */
    size_t n_below; /**< Outside the bins: at most 0.1 % at each end. */
    size_t n_above;
    size_t count[HUM_BINS];
} hum_distribution;

/** Of n values; those that are NAN do not count. The order of `values` decides the last digit of mean and deviation, nothing else.
 *  @param is_log bins on a logarithmic scale, when all are positive. */
HUM_NODISCARD hum_status hum_distribution_of(hum_arena *a, const double *values, size_t n, bool is_log, hum_distribution *out);

/** Percentile p (0 .. 100) of n > 0 sorted values (eq. TO-1). */
double hum_percentile(const double *sorted, size_t n, double p);

/** The low or high edge of bin i; i = HUM_BINS is the high edge of the last. */
double hum_bin_edge(const hum_distribution *d, size_t i);

/** 95 % interval of a probability of which `met` of n samples were seen (eq. TO-2). */
void hum_yield_interval(size_t met, size_t n, double *low, double *high);

#endif

/* Percentiles by interpolation between order statistics, the interval of a yield by Wilson's score. */
#include "study/distribution.h"

#include <math.h>
#include <stdlib.h>

const double hum_percentiles[HUM_PERCENTILES] = {0, 0.1, 1, 5, 25, 50, 75, 95, 99, 99.9, 100};

static int by_value(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

double hum_percentile(const double *sorted, size_t n, double p)
{
    double at = p / 100 * (double)(n - 1);
    size_t i = (size_t)at;
    double part = at - (double)i;
    if (i + 1 >= n)
        return sorted[n - 1];
    if (part <= 0 || sorted[i] == sorted[i + 1]) /* also when both are infinite */
        return sorted[i];
    return sorted[i] + part * (sorted[i + 1] - sorted[i]);
}

/* In the order of the samples, so that a study put together again from its parts has the same digits. */
static void find_moments(const double *values, size_t n, hum_distribution *d)
{
    double sum = 0, squares = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(values[i]))
            sum += values[i];
    d->mean = sum / (double)d->n;
    for (size_t i = 0; i < n; i++)
        if (!isnan(values[i]))
            squares += (values[i] - d->mean) * (values[i] - d->mean);
    d->deviation = d->n > 1 ? sqrt(squares / (double)(d->n - 1)) : 0;
}

double hum_bin_edge(const hum_distribution *d, size_t i)
{
    double part = (double)i / HUM_BINS;
    return d->is_log ? d->low * pow(d->high / d->low, part) : d->low + part * (d->high - d->low);
}

static void count_bins(hum_distribution *d)
{
    size_t at = 0;
    for (; at < d->n && d->sorted[at] < d->low; at++)
        d->n_below++;
    for (size_t bin = 0; bin < HUM_BINS; bin++) {
        double edge = hum_bin_edge(d, bin + 1);
        for (; at < d->n && (d->sorted[at] < edge || (bin == HUM_BINS - 1 && d->sorted[at] <= d->high)); at++)
            d->count[bin]++;
    }
    d->n_above = d->n - at;
}

/* All but a thousandth at each end: a single rare sample does not squeeze the picture. Nor does what has no limit: it is below or above. */
static void find_bins(hum_distribution *d, bool is_log)
{
    size_t first = 0, last = d->n - 1;
    while (first < last && isinf(d->sorted[first]))
        first++;
    while (first < last && isinf(d->sorted[last]))
        last--;
    d->low = fmax(d->at[1], d->sorted[first]);
    d->high = fmin(d->at[HUM_PERCENTILES - 2], d->sorted[last]);
    d->is_log = is_log && d->low > 0;
    if (!isfinite(d->low) || !isfinite(d->high)) {
        d->n_above = d->n;
        return;
    }
    count_bins(d);
}

hum_status hum_distribution_of(hum_arena *a, const double *values, size_t n, bool is_log, hum_distribution *out)
{
    *out = (hum_distribution){.mean = (double)NAN, .deviation = (double)NAN, .low = (double)NAN, .high = (double)NAN};
    HUM_ALLOC(out->sorted, a, double, n);
    for (size_t i = 0; i < n; i++)
        if (!isnan(values[i]))
            out->sorted[out->n++] = values[i];
    out->n_none = n - out->n;
    if (!out->n) {
        for (size_t i = 0; i < HUM_PERCENTILES; i++)
            out->at[i] = (double)NAN;
        return HUM_OK;
    }
    qsort(out->sorted, out->n, sizeof out->sorted[0], by_value);
    for (size_t i = 0; i < HUM_PERCENTILES; i++)
        out->at[i] = hum_percentile(out->sorted, out->n, hum_percentiles[i]);
    find_moments(values, n, out);
    find_bins(out, is_log);
    return HUM_OK;
}

/* E. B. Wilson, "Probable inference, the law of succession, and statistical inference", J. Am. Stat. Assoc. 22 (1927). */
void hum_yield_interval(size_t met, size_t n, double *low, double *high)
{
    const double z = 1.959963984540054; /* 97.5 % of the normal distribution */
    double p = (double)met / (double)n, m = (double)n;
    double middle = (p + z * z / (2 * m)) / (1 + z * z / m);
    double half = z / (1 + z * z / m) * sqrt(p * (1 - p) / m + z * z / (4 * m * m));
    *low = met == 0 ? 0 : middle - half;
    *high = met == n ? 1 : middle + half;
}

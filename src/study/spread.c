/* Shares of the variance of an answer's rank (docs/physics/solve.md, "Bands"): the squared correlation with a parameter's quantile (C.
 * Spearman, Am. J. Psychol. 15 (1904) 72), and for toleranced parts with all polynomials of second degree in theirs (B. Sudret,
 * Reliability Engineering and System Safety 93 (2008) 964). */
#include "study/spread.h"

#include <math.h>
#include <stdlib.h>

typedef struct ranked {
    double value;
    size_t sample;
} ranked;

static int by_value(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    return (x->value > y->value) - (x->value < y->value);
}

hum_status hum_spread_of(hum_arena *a, const hum_sampled *s, const double *value, size_t n, hum_spread *out)
{
    ranked *order;
    *out = (hum_spread){.s = s, .n = n};
    HUM_ALLOC(order, a, ranked, n);
    HUM_ALLOC(out->rank, a, double, n);
    for (size_t k = 0; k < n; k++)
        order[k] = (ranked){isnan(value[k]) ? -HUGE_VAL : value[k], k};
    qsort(order, n, sizeof *order, by_value);
    for (size_t k = 0; k < n; k++)
        out->rank[order[k].sample] = ((double)k + 0.5) / (double)n - 0.5;
    return HUM_OK;
}

double hum_spread_share(const hum_spread *d, size_t parameter)
{
    double xy = 0, xx = 0, yy = 0;
    for (size_t k = 0; k < d->n; k++) {
        double x = hum_sampled_u(d->s, k, parameter) - 0.5;
        xy += x * d->rank[k];
        xx += x * x;
        yy += d->rank[k] * d->rank[k];
    }
    return xy * xy / (xx * yy);
}

/* Legendre polynomials of a uniform number, of variance 1. */
static double legendre(int degree, double u)
{
    double x = 2 * u - 1;
    return degree == 0 ? 1 : degree == 1 ? sqrt(3) * x : sqrt(5) * (1.5 * x * x - 0.5);
}

/* Squared correlation of the rank with the product of two polynomials, in i and in k. */
static double share_of_term(const hum_spread *d, size_t i, int degree_i, size_t k, int degree_k)
{
    double xy = 0, xx = 0, yy = 0;
    for (size_t n = 0; n < d->n; n++) {
        double x = legendre(degree_i, hum_sampled_u(d->s, n, i)) * legendre(degree_k, hum_sampled_u(d->s, n, k));
        xy += x * d->rank[n];
        xx += x * x;
        yy += d->rank[n] * d->rank[n];
    }
    return xy * xy / (xx * yy);
}

double hum_spread_share_of_parts(const hum_spread *d, const uint32_t *member, size_t n)
{
    double sum = 0;
    size_t terms = 0;
    for (size_t i = 0; i < n; i++) {
        sum += share_of_term(d, member[i], 1, member[i], 0) + share_of_term(d, member[i], 2, member[i], 0);
        terms += 2;
        for (size_t k = 0; k < i; k++, terms++)
            sum += share_of_term(d, member[i], 1, member[k], 1);
    }
    return fmin(1, fmax(0, sum - (double)terms / (double)d->n)); /* each term has 1/n by chance */
}

/* Random numbers by counting: a number is a function of (seed, sample, parameter) and of nothing else, so that sample
 * 7,000 is the same alone as in a million, on any number of threads and in any shard.
 *
 * Generator: Philox4x32-10; J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as
 * 1, 2, 3", Proc. SC11 (2011). Distributions are quantile functions of one uniform number (docs/physics/solve.md S-20). */
#ifndef HUM_NUM_RANDOM_H
#define HUM_NUM_RANDOM_H

#include "base/value.h"

/** Ten rounds of Philox4x32: out = counter under key. */
void hum_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

/** Uniform in (0, 1), never 0 or 1. */
double hum_random_unit(uint64_t seed, uint64_t sample, uint32_t parameter);

/** Quantile of the standard normal distribution; p in (0, 1). */
double hum_normal_quantile(double p);

/** Quantile u of a value as hum_value describes it: an exact value itself; a tolerance uniform, or normal with its
 *  half-width as 3 sigma and cut off there; a range log-uniform when positive, uniform in dB. */
double hum_random_quantile(const hum_value *v, double u);

/** One sample of a value. */
double hum_random_value(const hum_value *v, uint64_t seed, uint64_t sample, uint32_t parameter);

/** A matched part: all parts of an array share one deviation within `absolute`, and each has its own within the
 *  ratio tolerance: nominal (1 + shared) (1 + own). Half-widths as fractions, uniform. */
typedef struct hum_matched {
    double nominal;
    double absolute;
    double ratio;
    uint32_t shared_parameter; /**< Of the array. */
    uint32_t own_parameter;    /**< Of this part. */
} hum_matched;

double hum_random_matched(const hum_matched *m, uint64_t seed, uint64_t sample);

#endif

/* Which uncertain value makes how much of the spread of an answer. docs/physics/solve.md S-39, S-54. */
#ifndef HUM_STUDY_SPREAD_H
#define HUM_STUDY_SPREAD_H

#include "study/sampled.h"

/** The ranks of an answer among samples, around their middle. */
typedef struct hum_spread {
    const hum_sampled *s;
    double *rank; /**< [n] -1/2 .. 1/2 */
    size_t n;
} hum_spread;

/** @param[in] value [n] of samples 0 .. n - 1; NAN counts as the least. @return HUM_E_NOMEM */
HUM_NODISCARD hum_status hum_spread_of(hum_arena *a, const hum_sampled *s, const double *value, size_t n, hum_spread *out);

/** What a parameter makes of the variance of the rank, 0 to 1, as it rises or falls (eq. S-39). */
double hum_spread_share(const hum_spread *d, size_t parameter);

/** The same of parts that are toleranced together, also where either way is as bad, and one part with another (eq. S-54). */
double hum_spread_share_of_parts(const hum_spread *d, const uint32_t *member, size_t n);

#endif

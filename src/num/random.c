/* Philox4x32-10 and the distributions of toleranced values. Normal quantile: M. J. Wichura, "Algorithm AS 241: the
 * percentage points of the normal distribution", Applied Statistics 37 (1988) 477, PPND16 (1e-16). */
#include "num/random.h"

#include <math.h>

#define BELOW_3_SIGMA 0.0013498980316300946 /* Phi(-3) */

enum { ROUNDS = 10 };

/* In registers: c is the counter, then the result. */
static inline void run_rounds(uint32_t c[4], uint32_t k0, uint32_t k1)
{
#pragma GCC unroll 10
    for (int i = 0; i < ROUNDS; i++, k0 += 0x9E3779B9u, k1 += 0xBB67AE85u) {
        uint64_t a = (uint64_t)c[0] * 0xD2511F53u, b = (uint64_t)c[2] * 0xCD9E8D57u;
        c[0] = (uint32_t)(b >> 32) ^ c[1] ^ k0;
        c[1] = (uint32_t)b;
        c[2] = (uint32_t)(a >> 32) ^ c[3] ^ k1;
        c[3] = (uint32_t)a;
    }
}

void hum_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4])
{
    for (int i = 0; i < 4; i++)
        out[i] = counter[i];
    run_rounds(out, key[0], key[1]);
}

double hum_random_unit(uint64_t seed, uint64_t sample, uint32_t parameter)
{
    uint32_t x[4] = {(uint32_t)sample, (uint32_t)(sample >> 32), parameter, 0};
    run_rounds(x, (uint32_t)seed, (uint32_t)(seed >> 32));
    uint64_t bits = ((uint64_t)x[0] << 32 | x[1]) >> 12; /* 52 bits and a half: never 0 or 1 */
    return ((double)bits + 0.5) * 0x1p-52;
}

static double ratio_of(const double *num, const double *den, double r)
{
    double p = num[7], q = den[6];
    for (int i = 6; i >= 0; i--)
        p = p * r + num[i];
    for (int i = 5; i >= 0; i--)
        q = q * r + den[i];
    return p / (q * r + 1);
}

double hum_normal_quantile(double p)
{
    static const double a[8] = {3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3,
                                1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                3.3430575583588128105e+4, 2.5090809287301226727e+3};
    static const double b[7] = {4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
                                2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4,
                                5.2264952788528545610e+3};
    static const double c[8] = {1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
                                3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
                                2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static const double d[7] = {2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
                                1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
                                1.05075007164441684324e-9};
    static const double e[8] = {6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
                                2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static const double f[7] = {5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
                                7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
                                2.04426310338993978564e-15};
    double q = p - 0.5;
    if (fabs(q) <= 0.425)
        return q * ratio_of(a, b, 0.180625 - q * q);
    double r = sqrt(-log(q < 0 ? p : 1 - p));
    double x = r <= 5 ? ratio_of(c, d, r - 1.6) : ratio_of(e, f, r - 5);
    return q < 0 ? -x : x;
}

/* -1 .. 1: three sigma. */
static double normal_part(double u)
{
    return hum_normal_quantile(BELOW_3_SIGMA + u * (1 - 2 * BELOW_3_SIGMA)) / 3;
}

double hum_random_quantile(const hum_value *v, double u)
{
    bool is_spread = v->certainty == HUM_RANGE || v->certainty == HUM_UNKNOWN;
    if (!(v->high > v->low) || (!is_spread && v->certainty != HUM_TOLERANCE))
        return v->nominal;
    if (is_spread && !hum_dim_is_decibel(v->dim) && v->low > 0)
        return v->low * pow(v->high / v->low, u);
    double part = v->is_normal && !is_spread ? normal_part(u) : 2 * u - 1;
    return part < 0 || is_spread ? v->low + (part + 1) * (v->high - v->low) / 2
                                 : v->high + (part - 1) * (v->high - v->low) / 2;
}

double hum_random_value(const hum_value *v, uint64_t seed, uint64_t sample, uint32_t parameter)
{
    return hum_random_quantile(v, hum_random_unit(seed, sample, parameter));
}

double hum_random_matched(const hum_matched *m, uint64_t seed, uint64_t sample)
{
    double shared = m->absolute * (2 * hum_random_unit(seed, sample, m->shared_parameter) - 1);
    double own = m->ratio * (2 * hum_random_unit(seed, sample, m->own_parameter) - 1);
    return m->nominal * (1 + shared) * (1 + own);
}

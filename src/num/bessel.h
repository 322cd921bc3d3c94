/* Bessel functions of complex argument, as far as round conductors need them. */
#ifndef HUM_NUM_BESSEL_H
#define HUM_NUM_BESSEL_H

#include <complex.h>
#include <stddef.h>

/** out[n] = J_{n+1}(x) / J_n(x) for n = 0 .. order; x in the fourth quadrant, not 0. */
void hum_bessel_j_ratios(double _Complex x, size_t order, double _Complex *out);

/** Modified Bessel functions, scaled so that nothing overflows. */
typedef struct hum_bessel_ik {
    double _Complex i0, i1; /**< times exp(-z) */
    double _Complex k0, k1; /**< times exp(z) */
} hum_bessel_ik;

/** z with a positive real part. */
hum_bessel_ik hum_bessel_ik_at(double _Complex z);

/** Complete elliptic integrals of the first and second kind, by modulus 0 <= k < 1. */
void hum_elliptic(double k, double *first, double *second);

#endif

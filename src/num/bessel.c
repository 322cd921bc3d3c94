/* Ratios J_{n+1}/J_n by the backward recurrence of the minimal solution (W. Gautschi, SIAM Review 9 (1967)
 * 24); I and K of orders 0 and 1 by power series below |z| = 2 and above it by Temme's continued fraction for
 * K (N. M. Temme, J. Comput. Phys. 19 (1975) 324) and the Wronskian; elliptic integrals by the
 * arithmetic-geometric mean (Abramowitz and Stegun 17.6). */
#include "num/bessel.h"

#include "base/constants.h"

#include <math.h>

#define EULER 0.57721566490153286061
#define EPSILON 1e-16

/* 1 / z without the care for overflow that the language asks for. */
static double _Complex reciprocal(double _Complex z)
{
    double a = creal(z), b = cimag(z), d = 1 / (a * a + b * b);
    return __builtin_complex(a * d, -b * d);
}

void hum_bessel_j_ratios(double _Complex x, size_t order, double _Complex *out)
{
    double _Complex two = 2 * reciprocal(x), r = 0;
    size_t n = order + 12 + (size_t)(8 * sqrt(cabs(x)));
    for (; n > order; n--)
        r = reciprocal((double)(n + 1) * two - r);
    for (size_t k = order + 1; k-- > 0;)
        out[k] = r = reciprocal((double)(k + 1) * two - r);
}

static hum_bessel_ik sum_series(double _Complex z)
{
    double _Complex q = z * z / 4, term = 1, i0 = 1, i1 = 1, k0 = 0;
    double h = 0;
    for (int k = 1; k < 40; k++) {
        term *= q / ((double)k * k);
        h += 1.0 / k;
        i0 += term;
        i1 += term / (k + 1);
        k0 += term * h;
        if (cabs(term) < EPSILON * cabs(i0))
            break;
    }
    i1 *= z / 2;
    k0 -= (clog(z / 2) + EULER) * i0;
    double _Complex k1 = (1 / z - i1 * k0) / i0, up = cexp(z), down = cexp(-z);
    return (hum_bessel_ik){i0 * down, i1 * down, k0 * up, k1 * up};
}

/* I1 / I0. */
static double _Complex i_ratio(double _Complex z)
{
    double _Complex r = 0, two = 2 / z;
    for (int n = 14 + (int)(9 * sqrt(cabs(z))); n >= 1; n--)
        r = reciprocal((double)n * two + r);
    return r;
}

static hum_bessel_ik sum_fraction(double _Complex z)
{
    double _Complex b = 2 * (1 + z), d = reciprocal(b), h = d, step = d, q1 = 0, q2 = 1, q = 0.25, c = 0.25;
    double a = -0.25;
    double _Complex s = 1 + q * step;
    for (int i = 2; i < 500; i++) {
        a -= 2 * (i - 1);
        c *= -a / i;
        double _Complex next = (q1 - b * q2) / a;
        q1 = q2;
        q2 = next;
        q += c * next;
        b += 2;
        d = reciprocal(b + a * d);
        step *= b * d - 1;
        h += step;
        s += q * step;
        if (cabs(q * step) < EPSILON * cabs(s))
            break;
    }
    double _Complex k0 = csqrt(HUM_PI / (2 * z)) / s, k1 = k0 * (z + 0.5 - 0.25 * h) / z, r = i_ratio(z);
    double _Complex i0 = reciprocal(z * (k1 + r * k0));
    return (hum_bessel_ik){i0, r * i0, k0, k1};
}

hum_bessel_ik hum_bessel_ik_at(double _Complex z)
{
    return cabs(z) < 2 ? sum_series(z) : sum_fraction(z);
}

void hum_elliptic(double k, double *first, double *second)
{
    double a = 1, b = sqrt(1 - k * k), c = k, sum = c * c / 2, power = 0.5;
    while (fabs(c) > EPSILON) {
        double mean = (a + b) / 2;
        c = (a - b) / 2;
        b = sqrt(a * b);
        a = mean;
        power *= 2;
        sum += power * c * c;
    }
    *first = HUM_PI / (2 * a);
    *second = *first * (1 - sum);
}

/* Auditory bands: B. R. Glasberg and B. C. J. Moore, Hearing Research 47 (1990) 103; E. Zwicker and E.
 * Terhardt, J. Acoust. Soc. Am. 68 (1980) 1523. Integrals of noise densities by a power law in each interval,
 * because that is what noise is: white, 1/f, or the slope of a filter. Equations: docs/physics/hearing.md. */
#include "hearing/bands.h"

#include "hearing/weighting.h"

#include <math.h>

double hum_erb_hz(double f_hz)
{
    return 24.7 * (4.37e-3 * f_hz + 1);
}

double hum_erb_number(double f_hz)
{
    return 21.4 * log10(4.37e-3 * f_hz + 1);
}

double hum_erb_number_hz(double number)
{
    return (pow(10, number / 21.4) - 1) / 4.37e-3;
}

double hum_critical_band_hz(double f_hz)
{
    double f_khz = f_hz / 1000;
    return 25 + 75 * pow(1 + 1.4 * f_khz * f_khz, 0.69);
}

typedef struct point {
    double f, p;
} point;

/* One interval of the data, and how the density runs inside it. */
typedef struct interval {
    point a, b;
    bool is_power; /* otherwise a straight line: from 0 Hz, or from or to nothing */
} interval;

static interval interval_of(double fa, double pa, double fb, double pb)
{
    return (interval){{fa, pa}, {fb, pb}, fa > 0 && fb > fa && pa > 0 && pb > 0};
}

static point density_at(const interval *s, double f)
{
    if (f <= s->a.f)
        return s->a;
    if (f >= s->b.f)
        return s->b;
    double t = s->is_power ? log(f / s->a.f) / log(s->b.f / s->a.f) : (f - s->a.f) / (s->b.f - s->a.f);
    return (point){f, s->is_power ? s->a.p * pow(s->b.p / s->a.p, t) : s->a.p + t * (s->b.p - s->a.p)};
}

static double integrate(const interval *s)
{
    if (!(s->b.f > s->a.f))
        return 0;
    if (!s->is_power)
        return 0.5 * (s->a.p + s->b.p) * (s->b.f - s->a.f);
    double length = log(s->b.f / s->a.f);
    double x = log(s->b.p / s->a.p) + length; /* (e + 1) ln(f2 / f1) */
    return s->a.p * s->a.f * length * (x == 0 ? 1 : expm1(x) / x);
}

double hum_integrate_psd_between(const double *f_hz, const double *psd, size_t n, double low_hz,
                                 double high_hz)
{
    double sum = 0;
    for (size_t i = 0; i + 1 < n; i++) {
        if (f_hz[i + 1] <= low_hz || f_hz[i] >= high_hz)
            continue;
        interval s = interval_of(f_hz[i], psd[i], f_hz[i + 1], psd[i + 1]);
        interval part = {density_at(&s, low_hz), density_at(&s, high_hz), s.is_power};
        sum += integrate(&part);
    }
    return sum;
}

double hum_integrate_psd(const double *f_hz, const double *psd, size_t n)
{
    return hum_integrate_psd_between(f_hz, psd, n, -HUGE_VAL, HUGE_VAL);
}

enum { PIECES = 8 };

/* Where the density is a power law, the pieces are alike but for the weighting: one logarithm each. */
static double integrate_weighted_power(const interval *s)
{
    double length = log(s->b.f / s->a.f) / PIECES, slope = log(s->b.p / s->a.p) / PIECES;
    double step = exp(length), fall = exp(slope), sum = 0;
    double f = s->a.f, w = hum_a_weight(f), p = s->a.p * w * w;
    double bare = s->a.p;
    for (int k = 1; k <= PIECES; k++) {
        double next_f = f * step;
        w = hum_a_weight(next_f);
        bare *= fall;
        double next_p = bare * w * w, x = log(next_p / p) + length; /* as in integrate */
        sum += p * f * length * (x == 0 ? 1 : expm1(x) / x);
        f = next_f;
        p = next_p;
    }
    return sum;
}

/* In pieces, because the weighting bends between the points of a coarse spectrum. */
static double integrate_weighted(const interval *s)
{
    if (s->is_power)
        return integrate_weighted_power(s);
    double sum = 0, f0 = s->a.f, w0 = hum_a_weight(f0), p0 = s->a.p * w0 * w0;
    for (int k = 1; k <= PIECES; k++) {
        double t = (double)k / PIECES;
        double f = s->a.f + t * (s->b.f - s->a.f);
        double w = hum_a_weight(f), p = density_at(s, f).p * w * w;
        interval piece = interval_of(f0, p0, f, p);
        sum += integrate(&piece);
        f0 = f;
        p0 = p;
    }
    return sum;
}

double hum_integrate_psd_a(const double *f_hz, const double *psd, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i + 1 < n; i++) {
        interval s = interval_of(f_hz[i], psd[i], f_hz[i + 1], psd[i + 1]);
        sum += integrate_weighted(&s);
    }
    return sum;
}

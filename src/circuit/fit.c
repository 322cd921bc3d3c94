/* Curves of a data sheet as a constant and a term in s (docs/physics/stages.md ST-4, ST-5). */
#include "circuit/builder.h"

#include <math.h>

/* Least squares of a + b x = y with relative weights 1/y, a and b not negative; exact for two points. */
static void fit_line(const double *x, const double *y, size_t n, double *a, double *b)
{
    double s1 = 0, sx = 0, sxx = 0, sy = 0, sxy = 0;
    for (size_t i = 0; i < n; i++) {
        double w = 1 / (y[i] * y[i]);
        s1 += w;
        sx += w * x[i];
        sxx += w * x[i] * x[i];
        sy += w * y[i];
        sxy += w * x[i] * y[i];
    }
    double det = s1 * sxx - sx * sx;
    *b = n > 1 && det > 0 ? (s1 * sxy - sx * sy) / det : 0;
    if (*b < 0)
        *b = 0;
    *a = (sy - *b * sx) / s1;
    if (*a < 0) {
        *a = 0;
        *b = sxx > 0 ? sxy / sxx : 0;
    }
}

static size_t curve_squares(const hum_stated *points, size_t n, bool is_db, double *x, double *y)
{
    if (n > HUM_CURVE_MAX)
        n = HUM_CURVE_MAX;
    for (size_t i = 0; i < n; i++) {
        double w = 2 * HUM_PI * points[i].f_hz;
        double v = points[i].value.nominal;
        x[i] = w * w;
        y[i] = is_db ? pow(10, -v / 10) : 1 / (v * v);
    }
    return n;
}

void hum_fit_rc(const hum_stated *points, size_t n, double *r_ohm, double *c_f)
{
    double x[HUM_CURVE_MAX], y[HUM_CURVE_MAX], g2, c2;
    n = curve_squares(points, n, false, x, y);
    fit_line(x, y, n, &g2, &c2);
    *r_ohm = g2 > 0 ? 1 / sqrt(g2) : HUGE_VAL;
    *c_f = sqrt(c2);
}

void hum_fit_cmrr(const hum_stated *points, size_t n, double *gain, double *gain_s)
{
    double x[HUM_CURVE_MAX], y[HUM_CURVE_MAX], d2, t2;
    n = curve_squares(points, n, true, x, y);
    fit_line(x, y, n, &d2, &t2);
    *gain = sqrt(d2);
    *gain_s = sqrt(t2);
}

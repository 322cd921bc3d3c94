/* The Green's function -ln r between circles, in closed form: a multipole about one centre becomes a power
 * series about another by the binomial theorem, so that there are no matching points and the matrix is
 * symmetric. With z the vector between two centres, eq. of docs/physics/section.md. Clements, Paul
 * and Adams, IEEE Trans. EMC-17 (1975) 238, have the same expansions, matched at points. */
#include "cable/harmonics.h"

#include <math.h>

enum { ORDER_MIN = 3, ORDER_MAX = 48, OUTER_MIN = 6, OUTER_MAX = 160 };

static void fill_powers(hum_complex x, size_t n, hum_complex *p)
{
    p[0] = 1;
    for (size_t k = 1; k <= n; k++)
        p[k] = p[k - 1] * x;
}

/* Potential of q on circle j, as harmonics of circle i, z from j to i (eq. X-5). */
static void couple_monopole(hum_harmonics *h, const hum_circle *c, size_t i, size_t j)
{
    hum_complex z = hum_complex_of(c[i].x - c[j].x, c[i].y - c[j].y), t = 1;
    for (size_t m = 1; m <= h->order; m++) {
        t *= -c[i].radius / z;
        double *row = h->between + hum_harmonic_at(h, i, m, 0) * h->stride + hum_monopole_at(h, j);
        row[0] = creal(t) / (double)m;
        row[h->stride] = -cimag(t) / (double)m;
    }
}

/* Harmonics of circle j on circle i, i < j (eq. X-6). */
static void couple_harmonics(hum_harmonics *h, const hum_circle *c, size_t i, size_t j)
{
    hum_complex z = hum_complex_of(c[i].x - c[j].x, c[i].y - c[j].y);
    hum_complex from[ORDER_MAX + 1], to[ORDER_MAX + 1];
    fill_powers(c[j].radius / z, h->order, from);
    fill_powers(-c[i].radius / z, h->order, to);
    for (size_t n = 1; n <= h->order; n++) {
        double binomial = 1; /* (n + m - 1)! / (n! m!) */
        for (size_t m = 1; m <= h->order; m++) {
            hum_complex t = binomial * from[n] * to[m];
            double *row = h->between + hum_harmonic_at(h, i, m, 0) * h->stride + hum_harmonic_at(h, j, n, 0);
            row[0] = creal(t);
            row[1] = -cimag(t);
            row[h->stride] = -cimag(t);
            row[h->stride + 1] = -creal(t);
            binomial *= (double)(n + m) / (double)(m + 1);
        }
    }
}

/* What circle i puts on the circle around all, harmonic m (eq. X-7). */
static void couple_outer(hum_harmonics *h, const hum_circle *c, double radius, size_t i, size_t m)
{
    hum_complex z = hum_complex_of(c[i].x, c[i].y) / radius;
    double *row = h->outer + 2 * (m - 1) * h->stride, *row_sin = row + h->stride;
    hum_complex powers[OUTER_MAX + 1];
    fill_powers(z, m, powers);
    double factor = 1 / (double)m; /* binomial / m (a / R)^n */
    size_t at = hum_monopole_at(h, i);
    row[at] = factor * creal(powers[m]);
    row_sin[at] = factor * cimag(powers[m]);
    for (size_t n = 1; n <= h->order && n <= m; n++) {
        factor *= (double)(m - n + 1) / (double)n * c[i].radius / radius;
        hum_complex t = factor * powers[m - n];
        at = hum_harmonic_at(h, i, n, 0);
        row[at] = creal(t);
        row[at + 1] = -cimag(t);
        row_sin[at] = cimag(t);
        row_sin[at + 1] = creal(t);
    }
}

hum_status hum_harmonics_new(hum_arena *a, size_t n_circles, const hum_circle *circles, double outer_radius,
                             size_t order, size_t outer_order, hum_harmonics *out)
{
    if (order < 1 || order > ORDER_MAX || outer_order > OUTER_MAX)
        return HUM_E_RANGE;
    *out = (hum_harmonics){.n_circles = n_circles, .order = order};
    out->outer_order = outer_radius > 0 ? outer_order : 0;
    out->n = n_circles * (2 * order + 1);
    out->stride = (out->n + 1) / 2 * 2;
    HUM_ALLOC(out->between, a, double, out->n * out->stride);
    HUM_ALLOC(out->outer, a, double, (2 * out->outer_order + 1) * out->stride);
    for (size_t i = 0; i < n_circles; i++) {
        for (size_t j = 0; j < n_circles; j++)
            if (i != j)
                couple_monopole(out, circles, i, j);
        for (size_t j = i + 1; j < n_circles; j++) {
            couple_harmonics(out, circles, i, j);
            double d = hypot(circles[i].x - circles[j].x, circles[i].y - circles[j].y);
            out->between[hum_monopole_at(out, i) * out->stride + hum_monopole_at(out, j)] = -log(d);
        }
        for (size_t m = 1; m <= out->outer_order; m++)
            couple_outer(out, circles, outer_radius, i, m);
    }
    return HUM_OK;
}

static size_t clamp(double x, size_t low, size_t high)
{
    return x < (double)low ? low : x < (double)high ? (size_t)ceil(x) : high;
}

/* Harmonics fall as exp(-n u) of the bipolar coordinate u of the gap, cosh u = x, errors as its square. */
static double order_of_gap(double x, double tolerance)
{
    return x > 1 ? log(1 / tolerance) / (2 * acosh(x)) : ORDER_MAX;
}

size_t hum_harmonics_order(size_t n_circles, const hum_circle *c, double outer_radius, double tolerance)
{
    double order = 0;
    for (size_t i = 0; i < n_circles; i++) {
        double a = c[i].radius, e = hypot(c[i].x, c[i].y);
        for (size_t j = i + 1; j < n_circles; j++) {
            double b = c[j].radius, d = hypot(c[i].x - c[j].x, c[i].y - c[j].y);
            double small = fmin(a, b); /* the bigger curvature decides */
            order = fmax(order, order_of_gap(1 + (d - a - b) / (2 * small), tolerance));
        }
        if (outer_radius > 0 && e > 0)
            order = fmax(order,
                         order_of_gap((outer_radius * outer_radius + a * a - e * e) / (2 * a * outer_radius),
                                      tolerance) *
                             sqrt(e / outer_radius));
    }
    return clamp(order + 1, ORDER_MIN, ORDER_MAX);
}

size_t hum_harmonics_outer_order(size_t n_circles, const hum_circle *c, double outer_radius, double tolerance)
{
    double reach = 0;
    for (size_t i = 0; i < n_circles; i++)
        if (hypot(c[i].x, c[i].y) > 0)
            reach = fmax(reach, hypot(c[i].x, c[i].y) + c[i].radius);
    if (!(outer_radius > 0) || reach == 0)
        return 0;
    double fall = log(outer_radius / reach);
    return clamp(fall > 0 ? log(1 / tolerance) / (2 * fall) + 2 : OUTER_MAX, OUTER_MIN, OUTER_MAX);
}

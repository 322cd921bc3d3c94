/* Interpolation of a line's matrices between frequencies at which a cross-section was solved: Lagrange polynomials through
 * eight neighbouring nodes, evenly spaced in log f. R(f) + j w L(f) is analytic in a strip of half a turn around the axis of
 * log f (its poles are at real negative s), so that eight nodes a decade give five digits. docs/physics/cable.md C-21. */
#include "cable/table.h"

#include "base/constants.h"

#include <math.h>

#define TWO_PI (2 * HUM_PI)
#define FIRST_DECADE 1.0 /* log10 of 10 Hz */
#define PER_DECADE 8.0

enum { WINDOW = 8, ENTRIES_MAX = HUM_LINE_MAX * (HUM_LINE_MAX + 1) / 2 };

/* What one entry has beyond the constant matrices. */
typedef struct entry {
    double r_ohm_m, l_h_m, c_f_m, g_f_m; /* g over w, so that it is smooth */
} entry;

struct hum_line_table {
    size_t n;
    size_t n_entries;
    entry *at; /* [HUM_TABLE_NODES][n_entries] upper triangle */
};

static double node_hz(size_t k)
{
    return pow(10, FIRST_DECADE + (double)k / PER_DECADE);
}

static void constant_matrices(const hum_line *line, double f_hz, hum_complex *z, hum_complex *y)
{
    double w = TWO_PI * f_hz;
    for (size_t i = 0; i < line->n; i++) {
        for (size_t j = 0; j < line->n; j++) {
            size_t ij = i * line->n + j;
            double b = w * line->c_f_m[ij];
            z[ij] = hum_complex_of(i == j ? line->r_ohm_m[i] : 0, w * line->l_h_m[ij]);
            y[ij] = hum_complex_of(b * line->tan_delta, b);
        }
    }
}

/* Re and Im without <complex.h>'s calls. */
static double re(hum_complex x)
{
    return __real__ x;
}

static double im(hum_complex x)
{
    return __imag__ x;
}

hum_status hum_line_tabulate(hum_arena *a, const hum_line *line, hum_line_at at, void *ctx, const hum_line_table **out)
{
    enum { SIZE = HUM_LINE_MAX * HUM_LINE_MAX };
    hum_complex z[SIZE], y[SIZE], z0[SIZE], y0[SIZE];
    size_t n = line->n;
    hum_line_table *t;
    HUM_ALLOC(t, a, hum_line_table, 1);
    *t = (hum_line_table){.n = n, .n_entries = n * (n + 1) / 2};
    HUM_ALLOC(t->at, a, entry, HUM_TABLE_NODES * t->n_entries);
    for (size_t k = 0; k < HUM_TABLE_NODES; k++) {
        double f_hz = node_hz(k), w = TWO_PI * f_hz;
        entry *e = t->at + k * t->n_entries;
        HUM_TRY(at(ctx, f_hz, z, y));
        constant_matrices(line, f_hz, z0, y0);
        for (size_t i = 0; i < n; i++)
            for (size_t j = i; j < n; j++) {
                hum_complex dz = z[i * n + j] - z0[i * n + j], dy = y[i * n + j] - y0[i * n + j];
                *e++ = (entry){re(dz), im(dz) / w, im(dy) / w, re(dy) / w};
            }
    }
    *out = t;
    return HUM_OK;
}

/* Weights of the nodes first .. first + WINDOW - 1 at place x among them, in units of their distance (eq. C-21). */
static void set_weights(double x, double *weight)
{
    static const double scale[WINDOW] = {-1 / 5040.0, 1 / 720.0, -1 / 240.0, 1 / 144.0, -1 / 144.0, 1 / 240.0, -1 / 720.0, 1 / 5040.0};
    double before[WINDOW + 1], after[WINDOW + 1];
    before[0] = after[WINDOW] = 1;
    for (size_t j = 0; j < WINDOW; j++)
        before[j + 1] = before[j] * (x - (double)j);
    for (size_t j = WINDOW; j-- > 0;)
        after[j] = after[j + 1] * (x - (double)j);
    for (size_t j = 0; j < WINDOW; j++)
        weight[j] = scale[j] * before[j] * after[j + 1];
}

static entry interpolate(const entry *e, size_t stride, const double *weight)
{
    entry sum = {0};
    for (size_t k = 0; k < WINDOW; k++, e += stride) {
        sum.r_ohm_m += weight[k] * e->r_ohm_m;
        sum.l_h_m += weight[k] * e->l_h_m;
        sum.c_f_m += weight[k] * e->c_f_m;
        sum.g_f_m += weight[k] * e->g_f_m;
    }
    return sum;
}

void hum_line_table_add(const hum_line_table *t, double f_hz, hum_complex *z, hum_complex *y)
{
    double highest = node_hz(HUM_TABLE_NODES - 1), weight[WINDOW], w = TWO_PI * f_hz;
    double x = (log10(fmin(fmax(f_hz, node_hz(0)), highest)) - FIRST_DECADE) * PER_DECADE;
    double first = fmin(fmax(floor(x) - (WINDOW / 2 - 1), 0), HUM_TABLE_NODES - WINDOW);
    double above = f_hz > highest ? sqrt(f_hz / highest) : 1;
    const entry *e = t->at + (size_t)first * t->n_entries;
    set_weights(x - first, weight);
    for (size_t i = 0; i < t->n; i++) {
        for (size_t j = i; j < t->n; j++, e++) {
            entry v = interpolate(e, t->n_entries, weight);
            hum_complex dz = hum_complex_of(above * v.r_ohm_m, w * v.l_h_m), dy = hum_complex_of(w * v.g_f_m, w * v.c_f_m);
            z[i * t->n + j] += dz;
            y[i * t->n + j] += dy;
            if (i != j) {
                z[j * t->n + i] += dz;
                y[j * t->n + i] += dy;
            }
        }
    }
}

void hum_line_matrices(const hum_line *line, double f_hz, hum_complex *z, hum_complex *y)
{
    constant_matrices(line, f_hz, z, y);
    if (line->table)
        hum_line_table_add(line->table, f_hz, z, y);
}

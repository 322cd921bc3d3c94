/* A cable known by its data sheet: capacitances, resistances and a velocity -> the per-metre matrices of a
 * line against the room. The capacitances are direct (Maxwell) ones; the inductance of the signal follows
 * from them and the velocity of the inner wave, and one outer inductance, the same in every entry, carries
 * the ground loop: the flux between the outermost conductor and the room links every core alike. Method:
 * C. R. Paul, "Analysis of Multiconductor Transmission Lines" (2nd ed. 2008), ch. 4-5, L C = 1/v^2 in each
 * medium. Equations: docs/physics/cable.md. */
#include "cable/line.h"

#include "base/constants.h"

#include <math.h>

#define C0_M_S 299792458.0

#define SINGULAR 1e-9 /* cores held to their shield by less than this float for every purpose */

enum { CORES_MAX = 4 };

typedef struct small_matrix {
    size_t n;
    double at[CORES_MAX][CORES_MAX];
} small_matrix;

/* a = g g^T, g lower triangular; false when `a` is not positive definite, or hardly. */
static bool factor_cholesky(const small_matrix *a, small_matrix *g)
{
    *g = (small_matrix){.n = a->n};
    for (size_t i = 0; i < a->n; i++) {
        for (size_t j = 0; j <= i; j++) {
            double s = a->at[i][j];
            for (size_t k = 0; k < j; k++)
                s -= g->at[i][k] * g->at[j][k];
            if (i != j)
                g->at[i][j] = s / g->at[j][j];
            else if (s > SINGULAR * a->at[i][i])
                g->at[i][i] = sqrt(s);
            else
                return false;
        }
    }
    return true;
}

/* Column `c` of the inverse of g g^T. */
static void solve_unit_column(const small_matrix *g, size_t c, double *x)
{
    for (size_t i = 0; i < g->n; i++) {
        double s = i == c ? 1 : 0;
        for (size_t k = 0; k < i; k++)
            s -= g->at[i][k] * x[k];
        x[i] = s / g->at[i][i];
    }
    for (size_t i = g->n; i-- > 0;) {
        for (size_t k = i + 1; k < g->n; k++)
            x[i] -= g->at[k][i] * x[k];
        x[i] /= g->at[i][i];
    }
}

static bool invert(const small_matrix *a, small_matrix *inverse)
{
    small_matrix g;
    if (!factor_cholesky(a, &g))
        return false;
    inverse->n = a->n;
    for (size_t c = 0; c < a->n; c++) {
        double x[CORES_MAX] = {0};
        solve_unit_column(&g, c, x);
        for (size_t i = 0; i < a->n; i++)
            inverse->at[i][c] = x[i];
    }
    return true;
}

/* Capacitance of the outermost conductor to the room that goes with its inductance: that wave is in air. */
static double room_capacitance(const hum_cable_data *d)
{
    return HUM_MU0_H_M * HUM_EPS0_F_M / d->l_outer_h_m;
}

/* Direct capacitance of core i to what surrounds the cores: the shield, or the room. */
static double core_capacitance(const hum_cable_data *d, size_t i)
{
    double sum = 0;
    for (size_t k = 0; k < d->n_cores; k++)
        sum += d->c_core_shield_f_m[k];
    if (d->has_shield || sum > 0)
        return d->c_core_shield_f_m[i];
    return room_capacitance(d) / (double)d->n_cores; /* not stated: as for a wave in air */
}

/* Maxwell matrix of the cores (eq. C-1). */
static small_matrix core_maxwell(const hum_cable_data *d)
{
    small_matrix c = {.n = d->n_cores};
    for (size_t i = 0; i < c.n; i++)
        for (size_t j = 0; j < c.n; j++)
            c.at[i][j] = i == j ? core_capacitance(d, i) + (double)(c.n - 1) * d->c_core_core_f_m
                                : -d->c_core_core_f_m;
    return c;
}

/* The cores among themselves, without the outer flux (eq. C-2). Without a shield the common mode is taken
 * out, because the outer inductance states it. */
static bool inner_inductance(const hum_cable_data *d, const small_matrix *c, small_matrix *l)
{
    if (!invert(c, l))
        return false;
    double total = 0;
    for (size_t i = 0; i < c->n; i++)
        total += core_capacitance(d, i);
    double v = d->velocity * C0_M_S;
    double common = d->has_shield ? 0 : 1 / total;
    for (size_t i = 0; i < c->n; i++)
        for (size_t j = 0; j < c->n; j++)
            l->at[i][j] = c->n == 1 && !d->has_shield ? 0 : (l->at[i][j] - common) / (v * v);
    return true;
}

static bool is_amount(double x)
{
    return x >= 0 && isfinite(x);
}

static bool is_cable(const hum_cable_data *d, double length_m)
{
    if (d->n_cores < 1 || d->n_cores > CORES_MAX || !(length_m > 0) || !isfinite(length_m))
        return false;
    if (!(d->velocity > 0 && d->velocity <= 1) || !(d->l_outer_h_m > 0) || !isfinite(d->l_outer_h_m))
        return false;
    bool ok = is_amount(d->c_core_core_f_m) && is_amount(d->tan_delta);
    ok = ok && (!d->has_shield || is_amount(d->r_shield_ohm_m));
    for (size_t i = 0; i < d->n_cores; i++)
        ok = ok && is_amount(d->r_core_ohm_m[i]) && is_amount(d->c_core_shield_f_m[i]);
    return ok;
}

/* The shield's row and column: outer inductance, capacitances to the cores and to the room (eq. C-3). */
static void append_shield(const hum_cable_data *d, hum_line *out)
{
    size_t s = d->n_cores, n = out->n;
    out->r_ohm_m[s] = d->r_shield_ohm_m;
    out->c_f_m[s * n + s] = room_capacitance(d);
    for (size_t i = 0; i < s; i++) {
        out->c_f_m[i * n + s] = out->c_f_m[s * n + i] = -d->c_core_shield_f_m[i];
        out->c_f_m[s * n + s] += d->c_core_shield_f_m[i];
    }
}

hum_status hum_line_from_data(const hum_cable_data *d, double length_m, hum_line *out)
{
    small_matrix l;
    if (!is_cable(d, length_m))
        return HUM_E_RANGE;
    small_matrix c = core_maxwell(d);
    if (!inner_inductance(d, &c, &l))
        return HUM_E_RANGE;
    size_t n = d->n_cores + (d->has_shield ? 1 : 0);
    *out = (hum_line){.n = n, .length_m = length_m, .tan_delta = d->tan_delta};
    for (size_t i = 0; i < n * n; i++)
        out->l_h_m[i] = d->l_outer_h_m;
    for (size_t i = 0; i < d->n_cores; i++) {
        out->r_ohm_m[i] = d->r_core_ohm_m[i];
        for (size_t j = 0; j < d->n_cores; j++) {
            out->c_f_m[i * n + j] = c.at[i][j];
            out->l_h_m[i * n + j] += l.at[i][j];
        }
    }
    if (d->has_shield)
        append_shield(d, out);
    return HUM_OK;
}

hum_status hum_cable_direct_capacitance(double c_diff_f_m, double c_leg_f_m, double r, double *c_ab_f_m,
                                        double *c_as_f_m)
{
    if (!(c_diff_f_m > 0) || !(c_leg_f_m >= 0) || !isfinite(c_diff_f_m) || !isfinite(c_leg_f_m))
        return HUM_E_RANGE;
    if (c_leg_f_m == 0 && !(r >= 0 && isfinite(r)))
        return HUM_E_RANGE;
    double as =
        c_leg_f_m > 0 ? 2 * c_diff_f_m * c_leg_f_m / (4 * c_diff_f_m - c_leg_f_m) : c_diff_f_m / (0.5 + r);
    double ab = c_leg_f_m > 0 ? c_diff_f_m - as / 2 : r * as;
    if (!(as > 0) ||
        !(ab >= 0)) /* a leg above twice the difference: two definitions that do not belong together */
        return HUM_E_RANGE;
    *c_ab_f_m = ab;
    *c_as_f_m = as;
    return HUM_OK;
}

/* What a cable is, from its per-metre matrices (docs/physics/cable.md C-12..C-16, C-26..C-28). */
#include "study/cable_facts.h"

#include "base/constants.h"
#include "base/unit.h"
#include "cable/section.h"
#include "cable/table.h"

#include <complex.h>
#include <math.h>

#define DB_PER_NEPER 8.68588963806503655

const double hum_cable_hz[HUM_CABLE_POINTS] = {50, 1000, 20e3, 1e6, 10e6, 100e6};

static double at(const hum_line *l, const double *m, size_t i, size_t k)
{
    return m[i * l->n + k];
}

/* Between the first two of wires in the open, the others floating. */
static double floating_between(const hum_line *l)
{
    hum_complex c[HUM_LINE_MAX * HUM_LINE_MAX], between;
    for (size_t i = 0; i < l->n * l->n; i++)
        c[i] = l->c_f_m[i];
    return hum_loop_capacitance(l->n, c, 0, 1, &between) == HUM_OK ? creal(between) : (double)NAN;
}

/* Direct capacitances from the Maxwell matrix: what is off the diagonal, with its sign turned (eq. C-12). */
static void capacitances(const hum_line *l, size_t n_cores, bool has_shield, hum_cable_facts *f)
{
    size_t s = l->n - 1;
    double as = has_shield ? -at(l, l->c_f_m, 0, s) : (double)NAN;
    f->c_core_core_f_m = f->c_core_shield_f_m = f->c_common_f_m = (double)NAN;
    if (n_cores < 2) {
        f->c_core_rest_f_m = as;
        return;
    }
    double ab = -at(l, l->c_f_m, 0, 1);
    if (!has_shield) {
        f->c_core_core_f_m = floating_between(l);
        f->c_core_rest_f_m = at(l, l->c_f_m, 0, 0);
        return;
    }
    double bs = -at(l, l->c_f_m, 1, s);
    f->c_core_core_f_m = ab + as * bs / (as + bs);
    f->c_core_rest_f_m = ab + as;
    f->c_core_shield_f_m = as + ab * bs / (ab + bs);
    f->c_common_f_m = as + bs;
}

/* Loop of conductors i and k: L_ii + L_kk - 2 L_ik (eq. C-13). */
static double loop_inductance(const hum_line *l, size_t i, size_t k)
{
    return at(l, l->l_h_m, i, i) + at(l, l->l_h_m, k, k) - 2 * at(l, l->l_h_m, i, k);
}

/* Y of the signal loop: between two cores with everything else floating, or between core and shield. */
static hum_complex loop_admittance(const hum_line *l, bool has_shield, const hum_complex *y)
{
    size_t n = l->n, s = n - 1, n_cores = n - has_shield;
    if (n_cores < 2)
        return -y[s];
    hum_complex between;
    if (!has_shield)
        return hum_loop_capacitance(n, y, 0, 1, &between) == HUM_OK ? between : -y[1];
    hum_complex as = -y[s], bs = -y[n + s];
    return -y[1] + as * bs / (as + bs);
}

/* In the loop of two cores a shield's current induces what it does in one core and not in the other; in that of core and
 * shield, what it drops along the shield and does not induce in the core (eq. C-27). */
static double transfer(const hum_line *l, const hum_complex *z, size_t other)
{
    size_t s = l->n - 1;
    return cabs(other == s ? z[s * l->n + s] - z[s] : z[s] - z[other * l->n + s]);
}

/* What the skin effect of its two conductors adds to a loop of constant resistance (eq. C-28). */
static double crowding(const hum_signal_line *skin, double f_hz)
{
    return creal(hum_skin_z(&skin->hot, f_hz) + hum_skin_z(&skin->ret, f_hz)) - skin->hot.r_ohm_m - skin->ret.r_ohm_m;
}

hum_cable_point hum_cable_point_at(const hum_line *line, bool has_shield, const hum_signal_line *skin, double f_hz)
{
    hum_complex z[HUM_LINE_MAX * HUM_LINE_MAX], y[HUM_LINE_MAX * HUM_LINE_MAX];
    size_t n = line->n, other = n - has_shield > 1 ? 1 : n - 1;
    double w = 2 * HUM_PI * f_hz;
    hum_line_matrices(line, f_hz, z, y);
    hum_complex z_loop = z[0] + z[other * n + other] - 2 * z[other], y_loop = loop_admittance(line, has_shield, y);
    if (skin)
        z_loop += crowding(skin, f_hz);
    hum_complex z0 = csqrt(z_loop / y_loop);
    return (hum_cable_point){.f_hz = f_hz,
                             .r_ohm_m = creal(z_loop),
                             .l_h_m = cimag(z_loop) / w,
                             .z_ohm = cabs(z0), /* eq. C-14 */
                             .z_angle_deg = carg(z0) * 180 / HUM_PI,
                             .loss_db_m = DB_PER_NEPER * fabs(creal(csqrt(z_loop * y_loop))), /* eq. C-26 */
                             .transfer_ohm_m = has_shield ? transfer(line, z, other) : (double)NAN};
}

hum_cable_facts hum_cable_facts_of(const hum_line *line, bool has_shield, const hum_signal_line *skin)
{
    hum_cable_facts f = {.has_shield = has_shield};
    size_t n_cores = line->n - has_shield;
    size_t ret = n_cores > 1 ? 1 : line->n - 1;
    f.is_pair = n_cores > 1;
    capacitances(line, n_cores, has_shield, &f);
    f.l_loop_h_m = loop_inductance(line, 0, ret);
    f.r_loop_ohm_m = line->r_ohm_m[0] + line->r_ohm_m[ret];
    f.r_shield_ohm_m = has_shield ? line->r_ohm_m[line->n - 1] : (double)NAN;
    double c = f.is_pair ? f.c_core_core_f_m : f.c_core_rest_f_m;
    for (size_t i = 0; i < HUM_CABLE_POINTS; i++)
        f.points[i] = hum_cable_point_at(line, has_shield, skin, hum_cable_hz[i]);
    f.velocity = 1 / (sqrt(f.points[HUM_CABLE_POINTS - 1].l_h_m * c) * HUM_LIGHT_M_S); /* eq. C-15 */
    f.shield_cutoff_hz =
        has_shield ? f.r_shield_ohm_m / (2 * HUM_PI * at(line, line->l_h_m, line->n - 1, line->n - 1)) : (double)NAN; /* C-16 */
    return f;
}

hum_cable_matrices hum_cable_matrices_at(const hum_line *line, double f_hz)
{
    hum_complex z[HUM_LINE_MAX * HUM_LINE_MAX], y[HUM_LINE_MAX * HUM_LINE_MAX];
    hum_cable_matrices m = {0};
    double w = 2 * HUM_PI * f_hz;
    hum_line_matrices(line, f_hz, z, y);
    for (size_t i = 0; i < line->n * line->n; i++) {
        m.r_ohm_m[i] = creal(z[i]);
        m.l_h_m[i] = cimag(z[i]) / w;
        m.c_f_m[i] = cimag(y[i]) / w;
        m.g_s_m[i] = creal(y[i]);
    }
    return m;
}

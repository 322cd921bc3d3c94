/* What a cable is, from its per-metre matrices (docs/physics/cable.md C-12..C-16). */
#include "study/cable_facts.h"

#include "base/unit.h"

#include <complex.h>
#include <math.h>

#define LIGHT_M_S 299792458.0

const double hum_cable_impedance_hz[HUM_CABLE_IMPEDANCES] = {50, 1000, 20e3, 1e6, 10e6};

static double at(const hum_line *l, const double *m, size_t i, size_t k)
{
    return m[i * l->n + k];
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
        f->c_core_core_f_m = f->c_core_rest_f_m = ab;
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

/* Z0 = sqrt((R + jwL) / (G + jwC)) of the signal loop (eq. C-14). */
static void impedances(const hum_line *l, double c_f_m, hum_cable_facts *f)
{
    for (size_t i = 0; i < HUM_CABLE_IMPEDANCES; i++) {
        double w = 2 * HUM_PI * hum_cable_impedance_hz[i];
        hum_complex z = f->r_loop_ohm_m + (hum_complex)I * (w * f->l_loop_h_m);
        hum_complex y = w * c_f_m * l->tan_delta + (hum_complex)I * (w * c_f_m);
        hum_complex z0 = csqrt(z / y);
        f->z_ohm[i] = cabs(z0);
        f->z_angle_deg[i] = carg(z0) * 180 / HUM_PI;
    }
}

hum_cable_facts hum_cable_facts_of(const hum_line *line, bool has_shield)
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
    f.velocity = 1 / (sqrt(f.l_loop_h_m * c) * LIGHT_M_S); /* eq. C-15 */
    impedances(line, c, &f);
    f.shield_cutoff_hz =
        has_shield ? f.r_shield_ohm_m / (2 * HUM_PI * at(line, line->l_h_m, line->n - 1, line->n - 1)) : (double)NAN; /* C-16 */
    return f;
}

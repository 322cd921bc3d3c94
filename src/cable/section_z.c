/* Impedances with skin and proximity effect: each wire's inside is replaced by a surface admittance per
 * harmonic, and the same harmonics as for the capacitance couple the currents (U. R. Patel, B. Gustavsen and
 * P. Triverio, IEEE Trans. Power Delivery 28 (2013) 2474). Solved for the surface impedances instead of the
 * admittances, the matrix is complex symmetric with definite parts, and what is left after the harmonics have
 * been eliminated is the impedance matrix itself. docs/physics/section.md. */
#include "cable/section_inside.h"

#include "num/bessel.h"

#include <math.h>
#include <string.h>

#define LOW_HZ 1e-3 /* where L no longer knows of the skin */
#define STEEL 0.085 /* of copper; taken as not magnetic */
#define LEAST_SHARE 0.01

static void add_to(hum_symmetric *a, size_t i, hum_complex x)
{
    a->re[i * a->stride + i] += creal(x);
    a->im[i * a->stride + i] += cimag(x);
}

static double conductivity(const hum_wire *w)
{
    return w->sigma_s_m * (w->metal > 0 ? w->metal : 1);
}

/* Copper around steel: a tube whose inner surface ends on a wire (eq. X-15a). The mean conductivity says how much is which. */
static hum_complex clad_impedance(const hum_wire *w, double f_hz)
{
    double steel = STEEL * HUM_SIGMA_COPPER, share = (HUM_SIGMA_COPPER - conductivity(w)) / (HUM_SIGMA_COPPER - steel);
    double inner = w->radius_m * sqrt(fmin(fmax(share, LEAST_SHARE), 1 - LEAST_SHARE));
    double inverse_depth = sqrt(HUM_PI * f_hz * HUM_MU0_H_M * steel);
    hum_complex k = hum_complex_of(inverse_depth, -inverse_depth), ratio;
    hum_bessel_j_ratios(k * inner, 0, &ratio);
    hum_complex core = k / (2 * HUM_PI * inner * steel * ratio);
    hum_shield_z tube = hum_tube_exact(inner, w->radius_m, HUM_SIGMA_COPPER, f_hz);
    return tube.zb_ohm_m - tube.zt_ohm_m * tube.zt_ohm_m / (tube.za_ohm_m + core);
}

/* Surface impedances 0 .. order of a round wire (eq. ); `d` has order + 1 places. A
 * twisted wire is `longer` than the cable (eq. X-1a). */
static void set_surface(const hum_wire *w, double longer, double f_hz, size_t order, hum_complex *d)
{
    double omega_mu = 2 * HUM_PI * f_hz * HUM_MU0_H_M, sigma = conductivity(w);
    double inverse_depth = sqrt(omega_mu * sigma / 2);
    hum_complex k = hum_complex_of(inverse_depth, -inverse_depth);
    hum_bessel_j_ratios(k * w->radius_m, order, d);
    hum_complex n0 = k / (2 * HUM_PI * w->radius_m * sigma);
    hum_complex higher = hum_complex_of(0, -omega_mu) / (HUM_PI * w->radius_m * k);
    for (size_t n = 0; n <= order; n++)
        d[n] = longer * (n == 0 ? n0 : higher) / d[n];
    if (w->is_clad)
        d[0] = longer * clad_impedance(w, f_hz);
}

static bool is_like(const hum_wire *a, const hum_wire *b)
{
    return a->radius_m == b->radius_m && conductivity(a) == conductivity(b);
}

static void add_wires(hum_section *s, double f_hz)
{
    const hum_harmonics *h = &s->current;
    hum_complex d[64];
    double last = 0;
    for (size_t i = 0; i < s->g.n_wires; i++) {
        double longer = hum_geometry_lay_factor(&s->g, i);
        if (longer != last || !is_like(&s->g.wires[i], &s->g.wires[i - 1]))
            set_surface(&s->g.wires[i], longer, f_hz, h->order, d);
        last = longer;
        add_to(&s->current_work, hum_monopole_at(h, i), d[0]);
        for (size_t m = 1; m <= h->order; m++)
            for (size_t k = 0; k < 2; k++)
                add_to(&s->current_work, hum_harmonic_at(h, i, m, k), d[m]);
    }
}

/* Slope r E' / E of harmonic m on the inner face of a wall, looking outwards (eq. X-17). */
static hum_complex wall_slope(double inner, double wall, double m, hum_complex g2)
{
    double outer = inner + wall, nu = m / outer;
    hum_complex q = csqrt(g2 + m * m / (inner * outer)), t = ctanh(q * wall);
    return inner * q * (nu + q * t) / (q + nu * t);
}

/* The part of the answer of a perfect shield that a real one does not give (eq. X-18). */
static hum_complex shield_lack(const hum_shield *s, double wall, double f_hz, size_t m)
{
    hum_complex g2 = hum_complex_of(0, 2 * HUM_PI * f_hz * HUM_MU0_H_M * s->sigma_s_m);
    hum_complex gain =
        wall_slope(s->radius_m, wall, (double)m, g2) - wall_slope(s->radius_m, wall, (double)m, 0);
    return 2 * (double)m / (gain + 2 * (double)m);
}

#define NO_LACK 1e-9

static void add_shield(hum_section *s, double f_hz)
{
    if (s->g.shield.kind == HUM_SHIELD_NONE)
        return;
    const hum_harmonics *h = &s->current;
    double wall = hum_shield_wall_m(&s->g.shield);
    hum_complex unit = hum_complex_of(0, f_hz * HUM_MU0_H_M);
    for (size_t m = 1; m <= h->outer_order; m++) {
        hum_complex lack = shield_lack(&s->g.shield, wall, f_hz, m);
        for (size_t k = 0; k < 2 && cabs(lack) > NO_LACK; k++)
            hum_symmetric_add_outer(&s->current_work, unit * (double)m * lack,
                                    h->outer + (2 * (m - 1) + k) * h->stride);
    }
}

static void solve(hum_section *s, double f_hz, hum_complex *z_ohm_m)
{
    size_t n = s->g.n_wires, size = s->current.n * s->current.stride;
    memset(s->current_work.re, 0, size * sizeof(double));
    for (size_t i = 0; i < size; i++)
        s->current_work.im[i] = f_hz * HUM_MU0_H_M * s->current_free[i];
    add_wires(s, f_hz);
    add_shield(s, f_hz);
    hum_symmetric_eliminate(&s->current_work, s->current.n - n);
    hum_symmetric_tail(&s->current_work, n, z_ohm_m);
}

void hum_section_impedance(hum_section *s, double f_hz, hum_complex *z_ohm_m)
{
    bool direct = !(f_hz > LOW_HZ);
    solve(s, direct ? LOW_HZ : f_hz, z_ohm_m);
    for (size_t i = 0; direct && i < s->g.n_wires * s->g.n_wires; i++)
        z_ohm_m[i] = hum_complex_of(creal(z_ohm_m[i]), cimag(z_ohm_m[i]) * fmax(f_hz, 0) / LOW_HZ);
}

void hum_section_dc_inductance(hum_section *s, double *l_h_m)
{
    hum_complex z[HUM_WIRES_MAX * HUM_WIRES_MAX];
    solve(s, LOW_HZ, z);
    for (size_t i = 0; i < s->g.n_wires * s->g.n_wires; i++)
        l_h_m[i] = cimag(z[i]) / (2 * HUM_PI * LOW_HZ);
}

/* The currents of perfect conductors are the charges of bare ones (eq. X-19). */
hum_status hum_section_vacuum(hum_section *s, hum_complex *p)
{
    size_t n = s->g.n_wires, size = s->current.n * s->current.stride;
    memcpy(s->current_work.re, s->current_free, size * sizeof(double));
    memset(s->current_work.im, 0, size * sizeof(double));
    hum_symmetric_eliminate(&s->current_work, s->current.n - n);
    hum_symmetric_tail(&s->current_work, n, p);
    for (size_t i = 0; i < n * n; i++)
        if (!isfinite(creal(p[i])))
            return HUM_E_NUMERIC;
    return HUM_OK;
}

void hum_section_external_inductance(hum_section *s, double *l_h_m)
{
    hum_complex p[HUM_WIRES_MAX * HUM_WIRES_MAX];
    hum_status status = hum_section_vacuum(s, p);
    for (size_t i = 0; i < s->g.n_wires * s->g.n_wires; i++)
        l_h_m[i] = status == HUM_OK ? HUM_MU0_H_M / (2 * HUM_PI) * creal(p[i]) : 0;
}

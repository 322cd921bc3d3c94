/* Skin effect and dielectric loss of one loop, and the loop between a source and a load. The round wire is exact (Kelvin;
 * S. Ramo, J. R. Whinnery, T. Van Duzer, "Fields and Waves in Communication Electronics"), the shield a thin tube
 * (S. A. Schelkunoff, BSTJ 13 (1934) 532). docs/physics/eye.md. */
#include "cable/signal.h"

#include "base/constants.h"
#include "base/unit.h"
#include "cable/dielectric.h"
#include "cable/section.h"
#include "cable/table.h"
#include "num/bessel.h"

#include <math.h>

#define NEPER_DB 8.685889638065037 /* 20 / ln 10 */
#define LOSS_AT_HZ 1e3             /* where tan delta is stated */
#define ASYMPTOTIC 60.0            /* |x| from which J0/J1 is within 1e-7 of its expansion */

/* x J0(x) / (2 J1(x)), x = sqrt(-j w q): 1 at zero frequency (eq. E-1). */
static hum_complex wire_factor(double wq)
{
    double m = sqrt(wq);
    if (m < 1e-4)
        return 1;
    hum_complex x = hum_complex_of(m * sqrt(0.5), -m * sqrt(0.5));
    if (m > ASYMPTOTIC) { /* J0/J1 -> j + 1/(2x) - 3j/(8x^2) - 3/(8x^3) where Im x is large and negative */
        hum_complex j = hum_complex_of(0, 1), r = 1 / x;
        return x / 2 * (j + r * (0.5 - r * (0.375 * j + 0.375 * r)));
    }
    hum_complex j1_over_j0;
    hum_bessel_j_ratios(x, 0, &j1_over_j0);
    return x / (2 * j1_over_j0);
}

/* g coth g, g = sqrt(j w q) (eq. E-2). */
static hum_complex tube_factor(double wq)
{
    double m = sqrt(wq / 2);
    if (m < 1e-4)
        return 1;
    hum_complex g = hum_complex_of(m, m);
    return m > 20 ? g : g / ctanh(g);
}

hum_complex hum_skin_z(const hum_skin *s, double f_hz)
{
    double wq = 2 * HUM_PI * f_hz * s->q_s;
    return s->r_ohm_m * (s->is_tube ? tube_factor(wq) : wire_factor(wq));
}

double hum_skin_of_wire(double r_ohm_m)
{
    return HUM_MU0_H_M / (HUM_PI * r_ohm_m);
}

double hum_skin_of_tube(double r_ohm_m, double inner_m)
{
    double t = 1 / (2 * HUM_PI * inner_m * HUM_SIGMA_COPPER * r_ohm_m);
    return t * t * HUM_MU0_H_M * HUM_SIGMA_COPPER;
}

/* The loop of a solved cross-section (eq. E-6a). Its matrices are regular, or it would not have been solved. */
static void loop_of_section(const hum_signal_line *s, double f_hz, hum_complex *z_ohm_m, hum_complex *y_s_m)
{
    enum { SIZE = HUM_LINE_MAX * HUM_LINE_MAX };
    static const size_t together[HUM_LINE_MAX] = {0, 1, 1, 1, 1, 1, 1, 1};
    hum_complex z[SIZE], y[SIZE], loop_z[SIZE], loop_y[SIZE];
    size_t n = s->exact->n;
    hum_line_matrices(s->exact, f_hz, z, y);
    if (s->is_pair) {
        *z_ohm_m = hum_loop_impedance(n, z, 0, 1);
        if (hum_loop_capacitance(n, y, 0, 1, y_s_m) != HUM_OK)
            *y_s_m = -y[1];
        return;
    }
    hum_join_admittance(n, y, together, 2, loop_y);
    *y_s_m = -loop_y[1];
    *z_ohm_m = hum_join_impedance(n, z, together, 2, loop_z) == HUM_OK ? hum_loop_impedance(2, loop_z, 0, 1)
                                                                       : hum_loop_impedance(n, z, 0, n - 1);
}

void hum_signal_at(const hum_signal_line *s, double f_hz, hum_complex *z_ohm_m, hum_complex *y_s_m)
{
    if (s->exact) {
        loop_of_section(s, f_hz, z_ohm_m, y_s_m);
        return;
    }
    const hum_dielectric d = {.er = 2, .tan_delta = s->tan_delta, .f_hz = LOSS_AT_HZ};
    double w = 2 * HUM_PI * f_hz;
    *z_ohm_m = hum_complex_of(0, w * s->l_h_m) + hum_skin_z(&s->hot, f_hz) + hum_skin_z(&s->ret, f_hz);
    *y_s_m = hum_complex_of(0, w * s->c_f_m) * (s->tan_delta > 0 ? hum_dielectric_er(&d, f_hz) / d.er : 1);
}

double hum_signal_loss_db_m(const hum_signal_line *s, double f_hz)
{
    hum_complex z, y;
    hum_signal_at(s, f_hz, &z, &y);
    return NEPER_DB * creal(csqrt(z * y));
}

double hum_signal_z0_ohm(const hum_signal_line *s)
{
    return creal(hum_signal_wave_at(s, 10e6).z0_ohm);
}

/* Sum of relative excess over the published loss with both q times `factor`. */
static double excess(const hum_signal_line *s, double factor, const hum_loss_point *points, size_t n)
{
    hum_signal_line t = *s;
    double sum = 0;
    t.hot.q_s *= factor;
    t.ret.q_s *= factor;
    for (size_t i = 0; i < n; i++)
        sum += hum_signal_loss_db_m(&t, points[i].f_hz) / points[i].db_m - 1;
    return sum;
}

hum_status hum_signal_fit(hum_signal_line *s, const hum_loss_point *points, size_t n)
{
    double low = 1e-6, high = 1e6; /* loss grows with q, so the mean relative error has one zero */
    if (n == 0)
        return HUM_OK;
    if (excess(s, low, points, n) > 0 || excess(s, high, points, n) < 0)
        return HUM_E_RANGE;
    for (size_t i = 0; i < 60; i++) {
        double middle = sqrt(low * high);
        if (excess(s, middle, points, n) > 0)
            high = middle;
        else
            low = middle;
    }
    s->hot.q_s *= low;
    s->ret.q_s *= low;
    return HUM_OK;
}

hum_signal_wave hum_signal_wave_at(const hum_signal_line *s, double f_hz)
{
    hum_complex z, y;
    hum_signal_at(s, f_hz, &z, &y);
    hum_complex gamma = csqrt(z * y);
    return (hum_signal_wave){gamma, z / gamma};
}

hum_complex hum_signal_transfer(const hum_signal_wave *w, double length_m, double source_ohm, hum_complex load_s)
{
    hum_complex once = cexp(-w->gamma_1_m * length_m); /* never overflows, whatever the length */
    hum_complex twice = once * once;
    hum_complex even = (1 + twice) * (1 + source_ohm * load_s);
    hum_complex odd = (1 - twice) * (w->z0_ohm * load_s + source_ohm / w->z0_ohm);
    return 2 * once / (even + odd);
}

/* Plain networks and pick-up in closed form: poles and dividers, leakage, induction (H. W. Ott, "Noise
 * Reduction Techniques in Electronic Systems", 2nd ed. 1988), radio, cartridges, headphones. Equations:
 * docs/physics/interface.md. */
#include "study/formula.h"

#include <math.h>

#define TAU 6.283185307179586

double hum_parallel(const double *z_ohm, size_t n)
{
    double y = 0;
    for (size_t i = 0; i < n; i++)
        y += 1 / z_ohm[i];
    return 1 / y;
}

double hum_divider(double source_ohm, double load_ohm)
{
    return load_ohm / (source_ohm + load_ohm);
}

double hum_pole_hz(double r_ohm, double c_f)
{
    return 1 / (TAU * r_ohm * c_f);
}

double hum_corner_rl_hz(double r_ohm, double l_h)
{
    return r_ohm / (TAU * l_h);
}

double hum_pole_loss_db(double f_hz, double pole_hz)
{
    double x = f_hz / pole_hz;
    return 10 * log10(1 + x * x);
}

double hum_return_loss_db(double z_ohm, double z0_ohm)
{
    return -20 * log10(fabs(z_ohm - z0_ohm) / (z_ohm + z0_ohm));
}

double hum_mismatch_loss_db(double return_loss_db)
{
    return -10 * log10(1 - pow(10, -return_loss_db / 10));
}

double hum_leakage_a(double mains_v, double mains_hz, double c_f)
{
    return mains_v * TAU * mains_hz * c_f;
}

double hum_leakage_f(double mains_v, double mains_hz, double i_a)
{
    return i_a / (mains_v * TAU * mains_hz);
}

double hum_induced_v(double b_t, double f_hz, double area_m2)
{
    return TAU * f_hz * b_t * area_m2;
}

double hum_star_quad_advantage(double d_m, double a_m)
{
    double x = a_m / d_m;
    return 2 * atanh(x) / atanh(x * x);
}

double hum_emirr_offset_v(double v_pk, double emirr_db)
{
    return v_pk * v_pk / 0.1 * pow(10, -emirr_db / 20);
}

double hum_pickup_hz(double l_h, double c_f, double r_coil_ohm, double r_load_ohm)
{
    return sqrt((1 + r_coil_ohm / r_load_ohm) / (l_h * c_f)) / TAU;
}

double hum_pickup_q(double l_h, double c_f, double r_coil_ohm, double r_load_ohm)
{
    return sqrt((1 + r_coil_ohm / r_load_ohm) * l_h * c_f) / (l_h / r_load_ohm + r_coil_ohm * c_f);
}

double hum_headphone_crosstalk(const hum_shared_return *h)
{
    double own = h->source_ohm + h->wire_ohm + h->phone_ohm + h->own_return_ohm;
    return h->shared_ohm / (h->shared_ohm + own);
}

/* Levels and noise in closed form. J. B. Johnson and H. Nyquist, Phys. Rev. 32 (1928) 97 and 110; C. D.
 * Motchenbacher and F. C. Fitchen, "Low-Noise Electronic Design" (1973); D. Self, "Small Signal Audio Design"
 * (2010). Equations: docs/physics/interface.md. */
#include "study/formula.h"

#include <math.h>

#define DBU_V 0.7745966692414834 /* sqrt(0.6) */

double hum_db_of(double ratio)
{
    return 20 * log10(ratio);
}

double hum_ratio_of(double db)
{
    return pow(10, db / 20);
}

double hum_dbu(double v_rms)
{
    return hum_db_of(v_rms / DBU_V);
}

double hum_dbv(double v_rms)
{
    return hum_db_of(v_rms);
}

double hum_volt_from_dbu(double dbu)
{
    return DBU_V * hum_ratio_of(dbu);
}

double hum_volt_from_dbv(double dbv)
{
    return hum_ratio_of(dbv);
}

double hum_thermal_v(double r_ohm, double t_k, double bandwidth_hz)
{
    return sqrt(4 * HUM_BOLTZMANN_J_K * t_k * r_ohm * bandwidth_hz);
}

double hum_snr_sum_db(const double *snr_db, size_t n)
{
    double noise = 0;
    for (size_t i = 0; i < n; i++)
        noise += pow(10, -snr_db[i] / 10);
    return -10 * log10(noise);
}

double hum_snr_loss_db(double better_db)
{
    return 10 * log10(1 + pow(10, -better_db / 10));
}

double hum_rss(const double *x, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum = hypot(sum, x[i]);
    return sum;
}

double hum_corner_noise_v(double v_rthz, double corner_hz, double low_hz, double high_hz)
{
    return v_rthz * sqrt(high_hz - low_hz + corner_hz * log(high_hz / low_hz));
}

double hum_amplifier_noise_v(double r_ohm, hum_opamp amp, double t_k, double bandwidth_hz)
{
    double e = amp.e_v_rthz, i = amp.i_a_rthz * r_ohm;
    return hypot(hum_thermal_v(r_ohm, t_k, bandwidth_hz), hypot(e, i) * sqrt(bandwidth_hz));
}

double hum_difference_noise_v(double r_ohm, double g, hum_opamp amp, double t_k, double bandwidth_hz)
{
    double thermal = 8 * HUM_BOLTZMANN_J_K * t_k * r_ohm * g * (1 + g);
    double e = amp.e_v_rthz * (1 + g), i = amp.i_a_rthz * g * r_ohm;
    return sqrt((thermal + e * e + 2 * i * i) * bandwidth_hz);
}

double hum_two_leg_gain_db(double copied)
{
    return 10 * log10(4 / ((1 + copied) * (1 + copied) + 1));
}

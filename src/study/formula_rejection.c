/* Common-mode rejection in closed form: a balanced interface is a Wheatstone bridge (B. Whitlock, JAES 43
 * (1995) 454), and a difference amplifier is as good as its resistors (R. Pallas-Areny and J. G. Webster,
 * IEEE Trans. Instrum. Meas. 40 (1991) 669). Equations: docs/physics/interface.md. */
#include "study/formula.h"

#include <math.h>

#define TAU 6.283185307179586
#define J ((hum_phasor)I)

hum_phasor hum_bridge_error(hum_phasor zs_hot, hum_phasor zs_cold, hum_phasor zc_hot, hum_phasor zc_cold)
{
    /* one fraction, so that equal legs cancel exactly */
    return (zc_hot * zs_cold - zc_cold * zs_hot) / ((zc_hot + zs_hot) * (zc_cold + zs_cold));
}

double hum_cmrr_db(hum_phasor error)
{
    return -20 * log10(cabs(error));
}

double hum_cmrr_worst_db(double cmrr_db, double error)
{
    return -20 * log10(pow(10, -cmrr_db / 20) + fabs(error));
}

double hum_cmrr_best_db(double cmrr_db, double error)
{
    return -20 * log10(fabs(pow(10, -cmrr_db / 20) - fabs(error)));
}

static double hot_gain(const hum_difference_amp *d)
{
    return d->r4_ohm / (d->r3_ohm + d->r4_ohm) * (1 + d->r2_ohm / d->r1_ohm);
}

double hum_difference_gain(const hum_difference_amp *d)
{
    return 0.5 * (hot_gain(d) + d->r2_ohm / d->r1_ohm);
}

double hum_difference_common_gain(const hum_difference_amp *d)
{
    /* hot_gain - r2/r1 over one denominator, so that a matched bridge is exactly zero */
    return (d->r1_ohm * d->r4_ohm - d->r2_ohm * d->r3_ohm) / (d->r1_ohm * (d->r3_ohm + d->r4_ohm));
}

double hum_difference_current_ratio(const hum_difference_amp *d)
{
    double hot = 1 / (d->r3_ohm + d->r4_ohm);
    double cold = (1 + d->r4_ohm * hot) / d->r1_ohm;
    return cold / hot;
}

double hum_cmrr_from_tolerance(double gain, double tolerance)
{
    return (1 + gain) / (4 * tolerance);
}

double hum_cmrr_from_ratio(double gain, double mismatch)
{
    return (1 + gain) / mismatch;
}

double hum_cmrr_from_leg(double r1_ohm, double r2_ohm, double extra_ohm)
{
    return (r1_ohm + r2_ohm) / extra_ohm;
}

double hum_cmrr_from_reference(double gain, double r4_ohm, double extra_ohm)
{
    return (1 + gain) * r4_ohm / extra_ohm;
}

hum_phasor hum_capacitance_error(double f_hz, double rs_hot_ohm, double c_hot_f, double rs_cold_ohm,
                                 double c_cold_f)
{
    return J * (TAU * f_hz * (rs_hot_ohm * c_hot_f - rs_cold_ohm * c_cold_f));
}

double hum_coupling_error(double f_hz, double c_f, double mismatch, double zc_ohm)
{
    return mismatch / (TAU * f_hz * c_f * zc_ohm);
}

hum_phasor hum_bootstrap_z(double f_hz, double ra_ohm, double rb_ohm, double c_f, hum_phasor follower)
{
    hum_phasor yc = J * (TAU * f_hz * c_f);
    hum_phasor tap = (1 / ra_ohm + follower * yc) / (1 / ra_ohm + 1 / rb_ohm + yc);
    return ra_ohm / (1 - tap);
}

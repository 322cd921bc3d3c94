/* Shields: solid tube and foil (S. A. Schelkunoff, Bell Syst. Tech. J. 13 (1934) 532), braids (E. F. Vance,
 * IEEE Trans. EMC-17 (1975) 71; M. Tyni, EMC Symposium Wroclaw 1976; T. Kley, IEEE Trans. EMC-35 (1993) 1;
 * B. Demoulin and P. Degauque), served shields (a helix as a solenoid). Every model starts at its DC
 * resistance. Equations: docs/physics/section.md. */
#include "cable/shield.h"

#include "base/constants.h"
#include "num/bessel.h"

#include <math.h>

/* The shell's propagation constant g = (1 + j) / delta (eq. X-20). */
static hum_complex propagation(double sigma, double f_hz)
{
    double x = sqrt(HUM_PI * f_hz * HUM_MU0_H_M * sigma);
    return hum_complex_of(x, x);
}

/* Eq. X-21; with factors exp(g t) taken out so that nothing overflows. */
hum_shield_z hum_tube_exact(double inner_m, double outer_m, double sigma_s_m, double f_hz)
{
    double r_ohm_m = 1 / (HUM_PI * sigma_s_m * (outer_m - inner_m) * (outer_m + inner_m));
    if (!(f_hz > 0))
        return (hum_shield_z){r_ohm_m, r_ohm_m, r_ohm_m};
    hum_complex g = propagation(sigma_s_m, f_hz), fade = cexp(-g * (outer_m - inner_m));
    hum_bessel_ik a = hum_bessel_ik_at(g * inner_m), b = hum_bessel_ik_at(g * outer_m);
    hum_complex d = b.i1 * a.k1 - fade * fade * a.i1 * b.k1;
    hum_complex za = fade * fade * a.i0 * b.k1 + a.k0 * b.i1, zb = b.i0 * a.k1 + fade * fade * b.k0 * a.i1;
    double circumference_a = 2 * HUM_PI * sigma_s_m * inner_m, circumference_b = 2 * HUM_PI * sigma_s_m * outer_m;
    return (hum_shield_z){g * za / (circumference_a * d), g * zb / (circumference_b * d),
                          fade / (circumference_a * outer_m * d)};
}

/* x coth x and x / sinh x; the series where the exponentials would cancel. */
static hum_complex x_coth(hum_complex x)
{
    if (cabs(x) < 1e-2)
        return 1 + x * x / 3 - x * x * x * x / 45;
    hum_complex e = cexp(-2 * x);
    return x * (1 + e) / (1 - e);
}

static hum_complex x_over_sinh(hum_complex x)
{
    if (cabs(x) < 1e-2)
        return 1 - x * x / 6 + 7 * x * x * x * x / 360;
    return 2 * x * cexp(-x) / (1 - cexp(-2 * x));
}

/* Eq. X-22. */
hum_shield_z hum_tube_thin(double r_ohm_m, double thickness_m, double sigma_s_m, double f_hz)
{
    hum_complex x = propagation(sigma_s_m, f_hz) * thickness_m;
    hum_complex surface = r_ohm_m * x_coth(x);
    return (hum_shield_z){surface, surface, r_ohm_m * x_over_sinh(x)};
}

double hum_braid_coverage_of(double fill)
{
    return 2 * fill - fill * fill;
}

double hum_braid_fill_of(double coverage)
{
    return 1 - sqrt(1 - coverage);
}

/* Eq. X-23. */
hum_braid hum_braid_of(const hum_shield *s)
{
    double wires = (double)(s->carriers * s->ends), d = s->wire_m, slope = cos(s->angle_rad);
    hum_braid b = {.mean_m = 2 * s->radius_m + 2 * d};
    b.fill = wires * d / (2 * HUM_PI * b.mean_m * slope);
    b.coverage = hum_braid_coverage_of(fmin(b.fill, 1));
    b.r_ohm_m = 4 / (HUM_PI * d * d * wires * s->sigma_s_m * slope);
    return b;
}

/* Polarisability of an elliptic hole (eq. X-24). */
static double hole_vance(const hum_shield *s, const hum_braid *b)
{
    double slope = tan(s->angle_rad), first, second;
    double e = sqrt(fabs(1 - (slope <= 1 ? slope * slope : 1 / (slope * slope))));
    double open = HUM_PI * HUM_MU0_H_M / (6 * (double)s->carriers) * pow(1 - b->coverage, 1.5);
    if (e < 1e-4) /* round: the limit of both */
        return open * 4 / HUM_PI;
    if (e > 1 - 1e-12) /* a slit along the axis */
        return open;
    hum_elliptic(e, &first, &second);
    if (slope < 1)
        return open * e * e / (second - (1 - e * e) * first);
    return open * e * e / sqrt(1 - e * e) / (first - second);
}

/* Eq. X-25: Tyni's mean diameter is D0 + 2.5 d. */
static hum_braid_m inductance_tyni(const hum_shield *s)
{
    double d = s->wire_m, mean = 2 * s->radius_m + 2.5 * d, slope = cos(s->angle_rad),
           c = (double)s->carriers;
    double gap = 2 * HUM_PI * mean / c * slope - (double)s->ends * d;
    double height = 2 * d * d / (gap + d), share = gap / (HUM_PI * mean), t = tan(s->angle_rad);
    if (!(gap > 0)) /* closed: no holes, the carriers lie a diameter apart */
        return (hum_braid_m){0, -HUM_MU0_H_M * 2 * d / (4 * HUM_PI * mean) * (1 - t * t)};
    return (hum_braid_m){2 * HUM_MU0_H_M * c / (HUM_PI * slope) * share * share * exp(-HUM_PI * d / gap - 2),
                         -HUM_MU0_H_M * height / (4 * HUM_PI * mean) * (1 - t * t)};
}

/* Eq. X-26. */
static hum_braid_m inductance_kley(const hum_shield *s, const hum_braid *b)
{
    double c = (double)s->carriers, slope = cos(s->angle_rad), f0 = b->fill * slope;
    double decay = 9.6 * b->fill * cbrt(b->coverage * b->coverage * s->wire_m / b->mean_m);
    double k1 = HUM_PI / 4 / (2 * f0 / 3 + HUM_PI / 10), open = fmax(1 - b->fill, 0);
    return (hum_braid_m){0.875 * HUM_PI * HUM_MU0_H_M / (6 * c) * (2 - slope) * open * open * open * exp(-decay),
                         -0.11 * HUM_MU0_H_M / (c * (double)s->ends) * cos(2 * k1 * s->angle_rad)};
}

hum_braid_m hum_braid_inductance(const hum_shield *s, hum_braid_model model)
{
    hum_braid b = hum_braid_of(s);
    if (model == HUM_BRAID_TYNI)
        return inductance_tyni(s);
    if (model == HUM_BRAID_KLEY)
        return inductance_kley(s, &b);
    return (hum_braid_m){hole_vance(s, &b), 0};
}

/* Kley's eddy currents in the carriers, a real part that equals its imaginary part (eq. X-27). */
static double eddy_kley(const hum_shield *s, const hum_braid *b, double f_hz)
{
    double f0 = b->fill * cos(s->angle_rad), open = fmax(1 - b->fill, 0);
    double decay = 12 * b->fill * cbrt(b->coverage * b->coverage * s->wire_m / b->mean_m);
    double holes = 10 * HUM_PI * f0 * f0 * cos(s->angle_rad) / b->mean_m * open * exp(-decay);
    double k2 = HUM_PI / 4 / (2 * f0 / 3 + 3.0 / 8);
    double weave = -3.3 / (2 * HUM_PI * b->mean_m * f0) * cos(2 * k2 * s->angle_rad);
    double sheet = sqrt(HUM_PI * f_hz * HUM_MU0_H_M / s->sigma_s_m); /* 1 / (sigma delta) */
    return sheet / HUM_PI * (holes + weave);
}

/* Demoulin's term with the square root of the frequency (eq. X-28). */
static hum_complex eddy_demoulin(const hum_shield *s, double f_hz)
{
    double n = (double)s->ends;
    double k = -1.16 / (n * (double)s->carriers * s->wire_m) * atan(n / 3) * sin(HUM_PI / 2 - 2 * s->angle_rad) *
               sqrt(HUM_MU0_H_M / s->sigma_s_m);
    double x = k * sqrt(2 * HUM_PI * f_hz) * sqrt(0.5);
    return hum_complex_of(x, x);
}

/* Eq.. */
static hum_shield_z braid_at(const hum_shield *s, double f_hz)
{
    hum_braid b = hum_braid_of(s);
    hum_braid_m m = hum_braid_inductance(s, s->model);
    double d = s->model == HUM_BRAID_KLEY ? 0.67 * s->wire_m / sqrt(cos(s->angle_rad)) : s->wire_m;
    hum_shield_z z = hum_tube_thin(b.r_ohm_m, d, s->sigma_s_m, f_hz);
    z.zt_ohm_m += hum_complex_of(0, 2 * HUM_PI * f_hz * (m.hole_h_m + m.weave_h_m));
    if (s->model == HUM_BRAID_KLEY) {
        double x = eddy_kley(s, &b, f_hz);
        z.zt_ohm_m += hum_complex_of(x, x);
    }
    if (s->model == HUM_BRAID_DEMOULIN)
        z.zt_ohm_m += eddy_demoulin(s, f_hz);
    return z;
}

/* Eq. X-30. */
double hum_served_inductance(const hum_shield *s)
{
    double t = tan(s->angle_rad);
    return s->layers == 1 ? HUM_MU0_H_M / (4 * HUM_PI) * t * t : 0;
}

static double served_r_ohm_m(const hum_shield *s)
{
    double wires = (double)(s->ends * s->layers);
    return 4 / (HUM_PI * s->wire_m * s->wire_m * wires * s->sigma_s_m * cos(s->angle_rad));
}

static hum_shield_z served_at(const hum_shield *s, double f_hz)
{
    double wall = s->wire_m * (double)s->layers;
    hum_shield_z z = hum_tube_thin(served_r_ohm_m(s), wall, s->sigma_s_m, f_hz);
    z.zt_ohm_m += hum_complex_of(0, 2 * HUM_PI * f_hz * hum_served_inductance(s));
    return z;
}

/* Eq. X-21, and the seam's share of X-32. */
static hum_shield_z foil_at(const hum_shield *s, double f_hz)
{
    hum_shield_z z = hum_tube_exact(s->radius_m, s->radius_m + s->thickness_m, s->sigma_s_m, f_hz);
    z.zt_ohm_m += hum_complex_of(0, 2 * HUM_PI * f_hz * s->seam_h_m);
    return z;
}

hum_shield_z hum_shield_at(const hum_shield *s, double f_hz)
{
    switch (s->kind) {
    case HUM_SHIELD_TUBE:
        return hum_tube_exact(s->radius_m, s->radius_m + s->thickness_m, s->sigma_s_m, f_hz);
    case HUM_SHIELD_FOIL:
        return foil_at(s, f_hz);
    case HUM_SHIELD_BRAID:
        return braid_at(s, f_hz);
    case HUM_SHIELD_SERVED:
        return served_at(s, f_hz);
    case HUM_SHIELD_NONE:
        break;
    }
    return (hum_shield_z){0, 0, 0};
}

double hum_shield_r_ohm_m(const hum_shield *s)
{
    return creal(hum_shield_at(s, 0).zt_ohm_m);
}

double hum_shield_outer_m(const hum_shield *s)
{
    double wall = s->kind == HUM_SHIELD_BRAID    ? 2 * s->wire_m
                  : s->kind == HUM_SHIELD_SERVED ? s->wire_m * (double)s->layers
                                                 : s->thickness_m;
    return s->radius_m + (s->kind == HUM_SHIELD_NONE ? 0 : wall);
}

double hum_shield_wall_m(const hum_shield *s)
{
    double area = 1 / (s->sigma_s_m * hum_shield_r_ohm_m(s));
    return sqrt(s->radius_m * s->radius_m + area / HUM_PI) - s->radius_m;
}

static bool is_amount(double x)
{
    return x > 0 && isfinite(x);
}

#define TIGHT 1.05 /* wires that are pressed flat, and rounding of published dimensions */

/* There is room for that many wires beside each other. */
static bool has_room(const hum_shield *s)
{
    if (s->kind == HUM_SHIELD_BRAID)
        return hum_braid_of(s).fill <= TIGHT;
    return (double)s->ends * s->wire_m <= TIGHT * HUM_PI * (2 * s->radius_m + s->wire_m) * cos(s->angle_rad);
}

bool hum_shield_is_possible(const hum_shield *s)
{
    if (s->kind == HUM_SHIELD_NONE)
        return true;
    if (!is_amount(s->radius_m) || !is_amount(s->sigma_s_m))
        return false;
    if (s->kind == HUM_SHIELD_TUBE || s->kind == HUM_SHIELD_FOIL)
        return is_amount(s->thickness_m) && s->seam_h_m >= 0 && isfinite(s->seam_h_m);
    bool wound = is_amount(s->wire_m) && s->ends > 0 && s->angle_rad >= 0 && s->angle_rad < HUM_PI / 2;
    if (s->kind == HUM_SHIELD_SERVED)
        return wound && (s->layers == 1 || s->layers == 2) && has_room(s);
    return wound && s->carriers > 0 && s->angle_rad > 0 && has_room(s);
}

/* Eq. X-31. */
double hum_braid_leakage_f_m(const hum_shield *s, double inside_f_m, double outside_f_m, double er)
{
    hum_braid b = hum_braid_of(s);
    double slope = fmin(tan(s->angle_rad), 1 / tan(s->angle_rad)), first, second;
    hum_elliptic(sqrt(fmax(0, 1 - slope * slope)), &first, &second);
    return HUM_PI * inside_f_m * outside_f_m / (6 * er * HUM_EPS0_F_M * (double)s->carriers) *
           pow(1 - b.coverage, 1.5) / second;
}

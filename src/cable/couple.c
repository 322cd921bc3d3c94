/* Electric coupling from a live wire, noise by the shield's own current, and weak crosstalk. Potential
 * coefficients of thin wires: C. R. Paul, "Analysis of Multiconductor Transmission Lines" (2nd ed. 2008), ch.
 * 4 and 10; shield current: J. Brown and B. Whitlock, AES preprint 5747. docs/physics/pickup.md P-7 to P-11.
 */
#include "cable/pickup.h"
#include "base/constants.h"
#include "num/symmetric.h"

#include <math.h>

hum_status hum_electric_coupling(hum_section *s, double x_m, double y_m, double radius_m, double *c_f_m)
{
    enum { MOST = HUM_WIRES_MAX + 1 };
    double l[HUM_WIRES_MAX * HUM_WIRES_MAX], ln_room = log(hum_section_room_m(s));
    hum_complex p[MOST * MOST];
    const hum_geometry *g = hum_section_geometry(s);
    size_t n = g->n_wires, all = n + 1;
    if (g->shield.kind != HUM_SHIELD_NONE || !(radius_m > 0))
        return HUM_E_RANGE;
    hum_section_external_inductance(s, l);
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++)
            p[i * all + j] = 2 * HUM_PI / HUM_MU0_H_M * l[i * n + j];
        double d = hypot(g->wires[i].x_m - x_m, g->wires[i].y_m - y_m);
        if (!(d > radius_m))
            return HUM_E_RANGE;
        p[i * all + n] = p[n * all + i] = ln_room - log(d);
    }
    p[all * all - 1] = ln_room - log(radius_m);
    HUM_TRY(hum_complex_invert(all, p, p));
    for (size_t i = 0; i < n; i++)
        c_f_m[i] = -2 * HUM_PI * HUM_EPS0_F_M * creal(p[i * all + n]);
    return HUM_OK;
}

double hum_electric_coupling_shield_f_m(double outer_m, double l_outer_h_m, double d_m, double radius_m)
{
    double own = 2 * HUM_PI * l_outer_h_m / HUM_MU0_H_M, ln_room = own + log(outer_m);
    double mutual = ln_room - log(d_m), live = ln_room - log(radius_m);
    return 2 * HUM_PI * HUM_EPS0_F_M * mutual / (own * live - mutual * mutual);
}

hum_complex hum_electric_v(double live_v, double c_f, hum_complex z_ohm, double f_hz)
{
    hum_complex y = hum_complex_of(0, 2 * HUM_PI * f_hz * c_f);
    return live_v * y * z_ohm / (1 + y * z_ohm);
}

hum_complex hum_scin_ohm_m(size_t n, const hum_complex *z_ohm_m, size_t i, size_t j)
{
    return z_ohm_m[i * n + n - 1] - z_ohm_m[j * n + n - 1];
}

static hum_complex weak(const hum_crosstalk *c, double f_hz, double inductive_ohm, double sign)
{
    double both = c->near_ohm + c->far_ohm, drive = c->source_ohm + c->load_ohm;
    double l = sign * inductive_ohm / both * c->l_mutual_h / drive;
    double k = c->near_ohm * c->far_ohm / both * c->load_ohm * c->c_mutual_f / drive;
    return hum_complex_of(0, 2 * HUM_PI * f_hz * (l + k));
}

hum_complex hum_crosstalk_near(const hum_crosstalk *c, double f_hz)
{
    return weak(c, f_hz, c->near_ohm, 1);
}

hum_complex hum_crosstalk_far(const hum_crosstalk *c, double f_hz)
{
    return weak(c, f_hz, c->far_ohm, -1);
}

/* The cross-section of a cable that is known by its data sheet: closed forms for the construction of its kind, in one
 * homogeneous dielectric (docs/physics/cable.md C-17 to C-20). Pair: ITT, Reference Data for Radio Engineers; Green, Leibe and
 * Curtis, Bell Syst. Tech. J. 15 (1936) 248. Star quad: filaments and their images. */
#include "circuit/section_of.h"

#include "base/constants.h"

#include <math.h>

#define CLOSEST 1.05     /* centres of neighbouring wires over their diameter: less would need insulation thinner than varnish */
#define WIDEST 1000.0    /* and no audio cable is wider */
#define RIBBON_ER 1.0    /* wide-spaced wires stand in air */
#define TYPICAL_SIGMA HUM_SIGMA_COPPER

static double within(double x, double low, double high)
{
    return x > low ? fmin(x, high) : low;
}

/* The wire of this resistance in solid copper, with a coat. */
static hum_wire core_of(const hum_cable_data *d, double r_ohm_m, double coat_m)
{
    hum_wire w = hum_wire_solid(2 * sqrt(1 / (HUM_PI * TYPICAL_SIGMA * r_ohm_m)), TYPICAL_SIGMA);
    if (!(coat_m > w.radius_m))
        return w;
    w.n_coats = 1;
    w.coats[0] = (hum_coat){coat_m, {1 / (d->velocity * d->velocity), d->tan_delta, 0}};
    return w;
}

static double radius_of(double r_ohm_m)
{
    return sqrt(1 / (HUM_PI * TYPICAL_SIGMA * r_ohm_m));
}

/* A copper tube of the shield's resistance stands for it. */
static hum_shield shield_of(const hum_cable_data *d, double inner_m)
{
    double area = 1 / (TYPICAL_SIGMA * d->r_shield_ohm_m);
    return (hum_shield){.kind = HUM_SHIELD_TUBE,
                        .radius_m = inner_m,
                        .sigma_s_m = TYPICAL_SIGMA,
                        .thickness_m = sqrt(inner_m * inner_m + area / HUM_PI) - inner_m};
}

/* 2 pi eps / C: what the logarithm of a ratio of radii is to be. */
static double logarithm(double er, double c_f_m)
{
    return 2 * HUM_PI * HUM_EPS0_F_M * er / c_f_m;
}

/* Eq. C-17. */
static hum_geometry typical_coax(const hum_cable_data *d, double er)
{
    double a = radius_of(d->r_core_ohm_m[0]);
    double ratio = within(exp(logarithm(er, d->c_core_shield_f_m[0])), CLOSEST, WIDEST);
    hum_wire core = core_of(d, d->r_core_ohm_m[0], a * ratio);
    hum_shield shield = shield_of(d, a * ratio);
    return hum_geometry_coax(&core, &shield, 0);
}

/* Coats touch each other and the shield, so that the shield's radius is the spacing of the centres: h = s / 2R = 1/2
 * (eq. C-18). */
static hum_geometry typical_pair(const hum_cable_data *d, double er, double c_diff)
{
    double h2 = 0.25, a = radius_of(d->r_core_ohm_m[0]);
    double v = 0.5 * (1 + h2) / (1 - h2) * exp(logarithm(er, c_diff) / 2);
    double spacing = 2 * a * within(v, CLOSEST, WIDEST);
    hum_wire core = core_of(d, d->r_core_ohm_m[0], spacing / 2);
    hum_shield shield = shield_of(d, spacing);
    return hum_geometry_pair(&core, spacing, &shield);
}

/* Neighbours' coats touch, and the shield's: A / R = sqrt(2) - 1 in units of A + A / sqrt(2) (eq. C-19). A leg is two cores. */
static hum_geometry typical_quad(const hum_cable_data *d, double er, double c_diff)
{
    double r_core = 2 * d->r_core_ohm_m[0], a = radius_of(r_core);
    double k = 1 / (1 + sqrt(0.5)), k4 = k * k * k * k;
    double ratio = (1 + k4) / (1 - k4) * exp(logarithm(er, c_diff));
    double circle = a * within(ratio, CLOSEST * sqrt(2), WIDEST), coat = circle * sqrt(0.5);
    hum_wire core = core_of(d, r_core, coat);
    hum_shield shield = shield_of(d, circle + coat);
    return hum_geometry_star_quad(&core, circle, &shield);
}

/* Wires side by side: the exact spacing of two (eq. C-20). */
static hum_geometry typical_open(const hum_cable_data *d, double er)
{
    double a = radius_of(d->r_core_ohm_m[0]);
    double to_room = HUM_MU0_EPS0 / (d->l_outer_h_m * (double)d->n_cores);
    double c_f_m = d->c_core_core_f_m * (1 + ((double)d->n_cores - 2) / 2) + to_room / 2; /* eq. C-8a */
    double spacing = 2 * a * within(cosh(logarithm(er, c_f_m) / 2), CLOSEST, WIDEST);
    hum_wire core = core_of(d, d->r_core_ohm_m[0], d->n_cores == 2 ? spacing / 2 : 0);
    return hum_geometry_ribbon(&core, d->n_cores, spacing);
}

hum_geometry hum_geometry_typical(hum_cable_kind kind, const hum_cable_data *d)
{
    double er = 1 / (d->velocity * d->velocity), c_diff = d->c_core_core_f_m + d->c_core_shield_f_m[0] / 2;
    if (d->has_shield && d->n_cores > 1)
        c_diff = d->c_core_core_f_m + 1 / (1 / d->c_core_shield_f_m[0] + 1 / d->c_core_shield_f_m[1]);
    hum_geometry g = kind == HUM_CABLE_COAX   ? typical_coax(d, er)
                     : kind == HUM_CABLE_PAIR ? typical_pair(d, er, c_diff)
                     : kind == HUM_CABLE_QUAD ? typical_quad(d, er, c_diff)
                                              : typical_open(d, er);
    g.fill = (hum_dielectric){er, d->tan_delta, 0};
    g.l_outer_h_m = d->l_outer_h_m;
    return g;
}

/* --- twist ------------------------------------------------------------------------------------------- */

static bool is_twisted_kind(const hum_cable *c)
{
    return c->kind == HUM_CABLE_PAIR || c->kind == HUM_CABLE_QUAD;
}

hum_status hum_cable_lay(hum_builder *b, const hum_cable *c, double *lay_m)
{
    hum_value stated = hum_values_get(&c->values, HUM_KEY_LAY);
    *lay_m = 0;
    if (is_twisted_kind(c) || hum_value_known(&stated))
        return hum_cable_value(b, c, HUM_KEY_LAY, lay_m);
    if (c->kind == HUM_CABLE_COAX)
        return HUM_OK; /* one core in the middle: nothing to twist */
    return hum_assume_fact(b, hum_text_format(b->a, "lay of %.*s", HUM_FMT(c->id)), HUM_DIM_METRE, 0,
                           "wires side by side are not twisted; state lay of a twisted pair", c->span);
}

/* --- what is assumed --------------------------------------------------------------------------------- */

static hum_status tell_assumed(hum_builder *b, const hum_cable *c, const hum_geometry *g)
{
    static const char *const why[] = {
        [HUM_CABLE_COAX] = "a round core in the middle of a round shield, as its resistance and capacitance give it",
        [HUM_CABLE_PAIR] = "two touching coats in a round shield, as its resistance and capacitance give them",
        [HUM_CABLE_QUAD] = "four touching coats in a round shield, as its resistance and capacitance give them",
        [HUM_CABLE_RIBBON] = "round wires side by side, as their resistance and capacitance give them",
        [HUM_CABLE_UNSHIELDED] = "two touching coats, as their resistance and capacitance give them"};
    bool is_coax = g->n_wires == 1;
    hum_text what = hum_text_format(b->a, "%s of %.*s", is_coax ? "shield radius" : "core spacing", HUM_FMT(c->id));
    double metres = is_coax ? g->shield.radius_m
                            : hypot(g->wires[0].x_m - g->wires[1].x_m, g->wires[0].y_m - g->wires[1].y_m);
    return hum_assume_fact(b, what, HUM_DIM_METRE, metres, why[c->kind], c->span);
}

hum_status hum_cable_geometry(hum_builder *b, const hum_cable *c, hum_geometry *out, double *lay_m, bool *is_stated)
{
    uint32_t index = (uint32_t)(c - b->m->cables);
    *is_stated = !hum_cable_section_lacks(c);
    if (*is_stated) {
        HUM_TRY(hum_cable_stated_geometry(b, c, out));
        HUM_TRY(hum_cable_lay(b, c, lay_m));
        out->lay_m = *lay_m;
        return HUM_OK;
    }
    HUM_TRY(hum_cable_sheet(b, index));
    hum_cable_data d = b->net->cables[index].sheet;
    hum_value velocity = hum_values_get(&c->values, HUM_KEY_VELOCITY), l = hum_values_get(&c->values, HUM_KEY_L_M);
    if (c->kind == HUM_CABLE_RIBBON && !hum_value_known(&velocity) && !hum_value_known(&l))
        d.velocity = 1 / sqrt(RIBBON_ER);
    *out = hum_geometry_typical(c->kind, &d);
    HUM_TRY(tell_assumed(b, c, out));
    if (c->kind == HUM_CABLE_QUAD && c->has_neighbours_joined)
        hum_geometry_join_neighbours(out);
    HUM_TRY(hum_cable_lay(b, c, lay_m));
    out->lay_m = *lay_m;
    return HUM_OK;
}

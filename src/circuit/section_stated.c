/* A cross-section as a file states it: keys of a cable -> conductors, coats and shield. What the keys leave open of a section that is
 * otherwise known (permittivity, fill, how a shield is laid) is taken as usual, and named. docs/physics/cable.md, "From a
 * cross-section". */
#include "circuit/section_of.h"

#include "base/constants.h"

#include <math.h>

#define POLYETHYLENE 2.29        /* Standard Wire, capacitance formulae */
#define PLASTIC_LOSS 3e-4        /* PE, PP, PTFE: 2 to 5e-4 */
#define PVC_LOSS 0.05            /* PVC and rubber: 0.03 to 0.1 at 1 kHz */
#define PVC_FROM_ER 2.7          /* above this it is no polyolefin */
#define FOIL_M 9e-6
#define BRAID_ANGLE (HUM_PI / 6) /* the usual compromise between cover and flexibility */
#define SERVED_ANGLE (HUM_PI / 9)
#define DEFAULT_CARRIERS 16

/* A cross-section while it is made. */
typedef struct maker {
    hum_builder *b;
    const hum_cable *c;
    hum_wire core;
    double coat_m;    /**< Radius of a core's insulation, or half the spacing where there is none. */
    double spacing_m; /**< Between neighbouring cores. */
    double er;
    hum_geometry *out;
} maker;

/* --- what is stated ---------------------------------------------------------------------------------- */

const char *hum_cable_section_lacks(const hum_cable *c)
{
    hum_wire w;
    bool has_insulation = hum_cable_states(c, HUM_KEY_INSULATION);
    if (!hum_cable_conductor(c, &w))
        return "conductor";
    if (c->kind == HUM_CABLE_COAX)
        return has_insulation || hum_cable_states(c, HUM_KEY_SHIELD_INNER) ? NULL : "insulation";
    if (c->kind == HUM_CABLE_RIBBON)
        return hum_cable_states(c, HUM_KEY_CORE_SPACING) ? NULL : "spacing";
    return has_insulation || hum_cable_states(c, HUM_KEY_CORE_SPACING) ? NULL : "insulation";
}

/* --- dielectrics ------------------------------------------------------------------------------------- */

static hum_status assume(maker *m, const char *what, double value, const char *why)
{
    hum_text name = hum_text_format(m->b->a, "%s of %.*s", what, HUM_FMT(m->c->id));
    return hum_assume_fact(m->b, name, HUM_DIM_NONE, value, why, m->c->span);
}

static hum_status find_insulation(maker *m, hum_dielectric *out)
{
    double velocity = hum_cable_stated(m->c, HUM_KEY_VELOCITY, 0);
    *out = (hum_dielectric){hum_cable_stated(m->c, HUM_KEY_ER, POLYETHYLENE), hum_cable_stated(m->c, HUM_KEY_TAN_DELTA, 0), 0};
    if (!hum_cable_states(m->c, HUM_KEY_ER) && m->c->kind == HUM_CABLE_COAX && velocity > 0)
        out->er = 1 / (velocity * velocity);
    else if (!hum_cable_states(m->c, HUM_KEY_ER))
        HUM_TRY(assume(m, "er", out->er, "solid polyethylene: 2.29 (Standard Wire)"));
    m->er = out->er;
    if (hum_cable_states(m->c, HUM_KEY_TAN_DELTA))
        return HUM_OK;
    bool is_pvc = out->er > PVC_FROM_ER;
    out->tan_delta = is_pvc ? PVC_LOSS : PLASTIC_LOSS;
    return assume(m, "tan-delta", out->tan_delta,
                  is_pvc ? "such a permittivity is that of PVC or rubber: 0.03 to 0.1 at 1 kHz"
                         : "polyethylene, polypropylene and PTFE: 2 to 5 times 0.0001");
}

/* Between the coats: air unless stated. A coax has none, and wires in the open stand in air. */
static hum_status find_fill(maker *m, bool is_solid, const hum_dielectric *insulation)
{
    bool is_shielded = m->out->shield.kind != HUM_SHIELD_NONE;
    m->out->fill = is_solid ? *insulation : (hum_dielectric){hum_cable_stated(m->c, HUM_KEY_FILL_ER, 1), 0, 0};
    if (is_solid || !is_shielded || hum_cable_states(m->c, HUM_KEY_FILL_ER))
        return HUM_OK;
    return assume(m, "fill-er", 1, "air between the coats; a filler of cotton or plastic raises it");
}

/* --- shield ------------------------------------------------------------------------------------------ */

/* cos of the lay angle from the coverage: F = N C d / (2 pi Dm cos), K = 2 F - F^2; 0 when not to be had. */
static double cos_from_coverage(const hum_cable *c, const hum_shield *s, double wires)
{
    double mean_m = 2 * s->radius_m + 2 * s->wire_m;
    double fill = hum_braid_fill_of(hum_cable_stated(c, HUM_KEY_COVERAGE, 0));
    if (s->kind == HUM_SHIELD_SERVED)
        fill = hum_cable_stated(c, HUM_KEY_COVERAGE, 0) / 2; /* one layer all around: K = N d / (pi Dm cos) */
    double cosine = fill > 0 ? wires * s->wire_m / (2 * HUM_PI * mean_m * fill) : 0;
    return cosine < 1 ? cosine : 0;
}

static hum_status find_angle(maker *m, hum_shield *s)
{
    bool is_braid = s->kind == HUM_SHIELD_BRAID;
    double cosine = cos_from_coverage(m->c, s, (double)(is_braid ? s->carriers * s->ends : s->ends));
    double lay = hum_cable_stated(m->c, HUM_KEY_SHIELD_LAY, 0);
    s->angle_rad = lay > 0 ? atan(HUM_PI * (2 * s->radius_m + 2 * s->wire_m) / lay) : cosine > 0 ? acos(cosine) : 0;
    if (s->angle_rad > 0)
        return HUM_OK;
    s->angle_rad = is_braid ? BRAID_ANGLE : SERVED_ANGLE;
    return assume(m, "lay angle of the shield", round(s->angle_rad * 180 / HUM_PI), "degrees; neither shield-lay nor coverage gives it");
}

/* The shield that is known only by its resistance: a copper tube. */
static hum_status make_equivalent(maker *m, hum_shield *s)
{
    double r_ohm_m, inner = s->radius_m;
    HUM_TRY(hum_cable_value(m->b, m->c, HUM_KEY_SHIELD, &r_ohm_m));
    *s = (hum_shield){.kind = HUM_SHIELD_TUBE, .radius_m = inner, .sigma_s_m = HUM_SIGMA_COPPER};
    s->thickness_m = sqrt(inner * inner + 1 / (HUM_PI * HUM_SIGMA_COPPER * r_ohm_m)) - inner;
    return HUM_OK;
}

static hum_status make_woven(maker *m, hum_shield *s, bool is_braid)
{
    if (!hum_cable_states(m->c, HUM_KEY_SHIELD_WIRE) || !hum_cable_states(m->c, HUM_KEY_ENDS))
        return make_equivalent(m, s);
    s->kind = is_braid ? HUM_SHIELD_BRAID : HUM_SHIELD_SERVED;
    s->wire_m = hum_cable_stated(m->c, HUM_KEY_SHIELD_WIRE, 0);
    s->ends = (size_t)round(hum_cable_stated(m->c, HUM_KEY_ENDS, 1));
    s->carriers = is_braid ? (size_t)round(hum_cable_stated(m->c, HUM_KEY_CARRIERS, DEFAULT_CARRIERS)) : 0;
    s->layers = is_braid ? 0 : m->c->shielding == HUM_SHIELDING_REUSSEN ? 2 : 1;
    s->sigma_s_m = HUM_SIGMA_COPPER;
    return find_angle(m, s);
}

static hum_status make_shield(maker *m, double inner_m)
{
    hum_shield *s = &m->out->shield;
    *s = (hum_shield){.radius_m = inner_m, .sigma_s_m = HUM_SIGMA_COPPER};
    switch (m->c->shielding) {
    case HUM_SHIELDING_BRAID:
    case HUM_SHIELDING_SERVED:
    case HUM_SHIELDING_REUSSEN:
        return make_woven(m, s, m->c->shielding == HUM_SHIELDING_BRAID);
    case HUM_SHIELDING_FOIL:
        s->kind = HUM_SHIELD_FOIL;
        s->sigma_s_m = HUM_SIGMA_ALUMINIUM;
        s->thickness_m = hum_cable_stated(m->c, HUM_KEY_SHIELD_THICK, FOIL_M);
        return HUM_OK;
    case HUM_SHIELDING_TUBE:
        s->kind = HUM_SHIELD_TUBE;
        s->thickness_m = hum_cable_stated(m->c, HUM_KEY_SHIELD_THICK, 0);
        return s->thickness_m > 0 ? HUM_OK : make_equivalent(m, s);
    case HUM_SHIELDING_UNSTATED:
        break;
    }
    return make_equivalent(m, s);
}

/* --- kinds ------------------------------------------------------------------------------------------- */

static hum_status make_coax(maker *m)
{
    double inner = hum_cable_stated(m->c, HUM_KEY_SHIELD_INNER, 2 * m->coat_m) / 2;
    bool is_solid = !hum_cable_states(m->c, HUM_KEY_INSULATION) || inner == m->coat_m;
    hum_dielectric insulation;
    HUM_TRY(find_insulation(m, &insulation));
    m->core.n_coats = is_solid ? 0 : 1;
    m->core.coats[0] = (hum_coat){m->coat_m, insulation};
    hum_geometry g = hum_geometry_coax(&m->core, NULL, 0);
    *m->out = g;
    HUM_TRY(make_shield(m, inner));
    return find_fill(m, is_solid, &insulation);
}

static hum_status coat_cores(maker *m)
{
    if (!hum_cable_states(m->c, HUM_KEY_INSULATION))
        return HUM_OK;
    hum_dielectric insulation;
    HUM_TRY(find_insulation(m, &insulation));
    m->core.n_coats = 1;
    m->core.coats[0] = (hum_coat){m->coat_m, insulation};
    return HUM_OK;
}

/* A drain lies in the groove between two neighbouring coats, `reach` from the middle between them. */
static void put_drain(maker *m)
{
    hum_geometry *g = m->out;
    double r = hum_cable_stated(m->c, HUM_KEY_DRAIN, 0) / 2, half = m->spacing_m / 2, away = m->coat_m + r;
    if (!(r > 0) || g->n_wires < 2)
        return;
    hum_wire drain = hum_wire_solid(2 * r, HUM_SIGMA_COPPER);
    double reach = 1.001 * sqrt(fmax(away * away - half * half, 0));
    double mid_x = (g->wires[0].x_m + g->wires[1].x_m) / 2, mid_y = (g->wires[0].y_m + g->wires[1].y_m) / 2;
    double out = hypot(mid_x, mid_y);
    drain.x_m = out > 0 ? mid_x * (1 + reach / out) : 0;
    drain.y_m = out > 0 ? mid_y * (1 + reach / out) : reach;
    drain.is_drain = true;
    g->wires[g->n_wires++] = drain;
}

static hum_status make_shielded(maker *m)
{
    bool is_quad = m->c->kind == HUM_CABLE_QUAD;
    double circle = m->spacing_m * (is_quad ? sqrt(0.5) : 0.5);
    HUM_TRY(coat_cores(m));
    *m->out = is_quad ? hum_geometry_star_quad(&m->core, circle, NULL) : hum_geometry_pair(&m->core, m->spacing_m, NULL);
    HUM_TRY(make_shield(m, hum_cable_stated(m->c, HUM_KEY_SHIELD_INNER, 2 * (circle + m->coat_m)) / 2));
    if (m->c->shielding == HUM_SHIELDING_FOIL) {
        put_drain(m);
        if (!hum_cable_states(m->c, HUM_KEY_SHIELD_INNER))
            hum_geometry_drape(m->out);
    }
    if (is_quad && m->c->has_neighbours_joined)
        hum_geometry_join_neighbours(m->out);
    return find_fill(m, false, NULL);
}

static hum_status make_open(maker *m)
{
    HUM_TRY(coat_cores(m));
    *m->out = hum_geometry_ribbon(&m->core, m->c->kind == HUM_CABLE_RIBBON ? 3 : 2, m->spacing_m);
    return find_fill(m, false, NULL);
}

hum_status hum_cable_stated_geometry(hum_builder *b, const hum_cable *c, hum_geometry *out)
{
    maker m = {.b = b, .c = c, .out = out};
    if (!hum_cable_conductor(c, &m.core))
        return HUM_E_RANGE;
    m.coat_m = hum_cable_stated(c, HUM_KEY_INSULATION, hum_cable_stated(c, HUM_KEY_CORE_SPACING, hum_cable_stated(c, HUM_KEY_SHIELD_INNER, 0))) / 2;
    m.spacing_m = hum_cable_stated(c, HUM_KEY_CORE_SPACING, 2 * m.coat_m);
    HUM_TRY(c->kind == HUM_CABLE_COAX ? make_coax(&m)
            : c->kind == HUM_CABLE_PAIR || c->kind == HUM_CABLE_QUAD ? make_shielded(&m) : make_open(&m));
    HUM_TRY(hum_cable_value(b, c, HUM_KEY_OUTER, &out->l_outer_h_m));
    return HUM_OK;
}

/* --- what cannot be ---------------------------------------------------------------------------------- */

static hum_span span_of(const hum_cable *c, const hum_key *keys, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        hum_value v = hum_values_get(&c->values, keys[i]);
        if (hum_value_known(&v))
            return v.span;
    }
    return c->span;
}

#define SPAN_OF(c, ...) span_of(c, (const hum_key[]){__VA_ARGS__}, sizeof((const hum_key[]){__VA_ARGS__}) / sizeof(hum_key))

static hum_span span_of_fault(const hum_cable *c, hum_fault_kind kind)
{
    switch (kind) {
    case HUM_FAULT_COAT:
        return SPAN_OF(c, HUM_KEY_INSULATION, HUM_KEY_CONDUCTOR);
    case HUM_FAULT_TOUCH:
        return SPAN_OF(c, HUM_KEY_CORE_SPACING, HUM_KEY_DRAIN, HUM_KEY_INSULATION);
    case HUM_FAULT_OVERLAP:
        return SPAN_OF(c, HUM_KEY_CORE_SPACING, HUM_KEY_INSULATION);
    case HUM_FAULT_OUTSIDE:
        return SPAN_OF(c, HUM_KEY_SHIELD_INNER, HUM_KEY_INSULATION, HUM_KEY_CORE_SPACING);
    case HUM_FAULT_SHIELD:
        return SPAN_OF(c, HUM_KEY_SHIELD_WIRE, HUM_KEY_ENDS, HUM_KEY_SHIELD_THICK, HUM_KEY_SHIELD_INNER);
    case HUM_FAULT_NONE:
    case HUM_FAULT_SIZE:
        break;
    }
    return SPAN_OF(c, HUM_KEY_CONDUCTOR, HUM_KEY_STRAND, HUM_KEY_AWG);
}

bool hum_cable_section_is_possible(hum_builder *b, const hum_cable *c, const hum_geometry *g)
{
    static const char *const what[] = {
        [HUM_FAULT_SIZE] = "the conductor cannot be that size",
        [HUM_FAULT_COAT] = "the insulation is not wider than its own conductor",
        [HUM_FAULT_TOUCH] = "two conductors touch or overlap",
        [HUM_FAULT_OVERLAP] = "the insulations of two cores overlap",
        [HUM_FAULT_OUTSIDE] = "a core touches the shield or leaves it",
        [HUM_FAULT_SHIELD] = "a shield cannot be made like this"};
    static const char *const help[] = {
        [HUM_FAULT_SIZE] = "conductor is the diameter of the metal, strand that of one of its strands",
        [HUM_FAULT_COAT] = "insulation is its outer diameter",
        [HUM_FAULT_TOUCH] = "spacing is from centre to centre of neighbouring cores",
        [HUM_FAULT_OVERLAP] = "spacing is from centre to centre: at least the diameter of the insulation",
        [HUM_FAULT_OUTSIDE] = "shield-inner is the inner diameter of the shield; without it the shield lies around the cores",
        [HUM_FAULT_SHIELD] = "shield-wire is one wire's diameter, ends the wires of a carrier (braid) or in all (served)"};
    hum_fault f = hum_geometry_check(g);
    if (f.kind == HUM_FAULT_NONE)
        return true;
    hum_text message = f.overlap_m > 0 ? hum_text_format(b->a, "%s, by %.3g mm", what[f.kind], 1e3 * f.overlap_m)
                                       : hum_text_format(b->a, "%s", what[f.kind]);
    hum_diags_add(b->d, HUM_D_BAD_SECTION, span_of_fault(c, f.kind), message, hum_text_of(help[f.kind]));
    return false;
}

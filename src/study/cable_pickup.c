/* A cable in a uniform field: the loops of a twist cancel but for what is left over of a turn, and for what its cores wander
 * (docs/physics/pickup.md P-1, P-2; A.15 of docs/validation-cables.md). */
#include "study/cable_pickup.h"

#include "cable/pickup.h"
#include "circuit/section_of.h"

#include <math.h>

enum { PARTS_OF_A_TURN = 16, CABLES = 8 };

#define FIELD_T 1e-6
#define WANDER 0.01
#define SHORT_TURNS 0.25 /* what is shorter than this is all open */

/* The signal between legs: cores 0 and 2 of a quad against 1 and 3, else core 0 against core 1. */
static void set_weights(const hum_geometry *g, hum_cable_kind kind, double *weight)
{
    for (size_t i = 0; i < g->n_wires; i++)
        weight[i] = 0;
    weight[0] = 1;
    weight[1] = -1;
    if (kind == HUM_CABLE_QUAD) {
        weight[2] = 1;
        weight[3] = -1;
    }
}

/* The largest over all directions across the cable: EMFs of two fields at right angles are in phase. */
static double worst_direction(const hum_route *r, const double *weight, double f_hz)
{
    double v[2];
    for (size_t k = 0; k < 2; k++) {
        hum_complex emf[HUM_WIRES_MAX];
        hum_field f = {.kind = HUM_FIELD_UNIFORM};
        f.b_t[k] = FIELD_T;
        hum_pickup_emf(r, &f, f_hz, emf);
        v[k] = cabs(hum_pickup_between(r->n, emf, weight));
    }
    return hypot(v[0], v[1]);
}

static double perfect(const hum_geometry *g, const double *weight, double length_m, double lay_m, double f_hz)
{
    bool is_long = lay_m > 0 && length_m > lay_m * (1 + SHORT_TURNS);
    double worst = 0;
    for (size_t k = 0; k < (is_long ? PARTS_OF_A_TURN : 1); k++) {
        hum_route r = hum_route_of(g, length_m - lay_m * (double)k / PARTS_OF_A_TURN, lay_m);
        worst = fmax(worst, worst_direction(&r, weight, f_hz));
    }
    return worst;
}

static double uneven(const hum_geometry *g, const double *weight, double length_m, double lay_m, double f_hz)
{
    double sum = 0;
    for (uint64_t seed = 1; seed <= CABLES; seed++) {
        hum_route r = hum_route_of(g, length_m, lay_m);
        r.jitter = WANDER;
        r.seed = seed;
        double v = worst_direction(&r, weight, f_hz);
        sum += v * v;
    }
    return sqrt(sum / CABLES);
}

/* As stated, or the middle of what is typical. */
static double lay_of(const hum_cable *c)
{
    hum_value v = hum_values_get(&c->values, HUM_KEY_LAY);
    hum_typical t = hum_typical_cable(c->kind, c->plugs, HUM_KEY_LAY);
    return hum_value_known(&v) ? v.nominal : c->kind == HUM_CABLE_PAIR || c->kind == HUM_CABLE_QUAD ? sqrt(t.low * t.high) : 0;
}

hum_cable_pickup hum_cable_pickup_of(const hum_network *net, uint32_t index, double f_hz)
{
    const hum_cable *c = &net->model->cables[index];
    const hum_cable_net *n = &net->cables[index];
    hum_geometry g = n->section ? n->section->geometry : hum_geometry_typical(c->kind, &n->sheet);
    hum_cable_pickup p = {.is_assumed = !n->section, .lay_m = lay_of(c)};
    double weight[HUM_WIRES_MAX];
    if (c->kind == HUM_CABLE_COAX || g.n_wires < 2)
        return p; /* concentric: its inside loop has no area */
    set_weights(&g, c->kind, weight);
    p.spacing_m = hypot(g.wires[0].x_m - g.wires[1].x_m, g.wires[0].y_m - g.wires[1].y_m);
    p.perfect_v = perfect(&g, weight, n->length_m, p.lay_m, f_hz);
    p.uneven_v = uneven(&g, weight, n->length_m, p.lay_m, f_hz);
    return p;
}

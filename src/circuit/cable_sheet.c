/* A cable as its data sheet says it: what is not stated is taken from the typical one of its kind
 * (docs/physics/cable.md, "From a data sheet"). */
#include "circuit/section_of.h"

#include "base/constants.h"

#include <math.h>

/* Ratio of core-core to core-shield direct capacitance that the geometry gives (2-D field solutions, physics/cable.md). */
#define PAIR_RATIO 0.33
#define QUAD_RATIO 0.60
#define LEAST_DIRECT 0.1 /* of the whole: wires so far apart that the room has nearly all */
#define MOST_EXCESS 1.15 /* of a stranded core over its metal */

static hum_status pair_capacitance(hum_builder *b, const hum_cable *c, hum_cable_data *d, double c_diff)
{
    double c_leg = 0, ab, as, unbalance;
    double ratio = c->kind == HUM_CABLE_QUAD ? QUAD_RATIO : PAIR_RATIO;
    if (hum_cable_states(c, HUM_KEY_C_SHIELD))
        HUM_TRY(hum_cable_value(b, c, HUM_KEY_C_SHIELD, &c_leg));
    if (hum_cable_direct_capacitance(c_diff, c_leg, ratio, &ab, &as) != HUM_OK) {
        hum_diags_say(b->d, HUM_D_ODD_VALUE, c->span, "the second figure of a data sheet is often a rule of thumb; leave c-shield out",
                      "c and c-shield of this cable contradict each other; c alone is used");
        HUM_TRY(hum_cable_direct_capacitance(c_diff, 0, ratio, &ab, &as));
    }
    HUM_TRY(hum_cable_value(b, c, HUM_KEY_UNBALANCE, &unbalance));
    d->c_core_core_f_m = ab;
    d->c_core_shield_f_m[0] = as * (1 + unbalance / 2);
    d->c_core_shield_f_m[1] = as * (1 - unbalance / 2);
    return HUM_OK;
}

/* A stated inductance of the signal loop sets the velocity: v = 1/sqrt(L C), both of the loop. */
static hum_status find_velocity(hum_builder *b, const hum_cable *c, hum_cable_data *d, double c_loop)
{
    double l;
    if (!hum_cable_states(c, HUM_KEY_L_M))
        return hum_cable_value(b, c, HUM_KEY_VELOCITY, &d->velocity);
    HUM_TRY(hum_cable_value(b, c, HUM_KEY_L_M, &l));
    d->velocity = 1 / (sqrt(l * c_loop) * HUM_LIGHT_M_S);
    if (d->velocity <= 1)
        return HUM_OK;
    hum_diags_say(b->d, HUM_D_ODD_VALUE, c->span, "the inductance is that of the loop of hot and return",
                  "inductance and capacitance of this cable would make it faster than light; its inductance is left out");
    d->velocity = 1;
    return HUM_OK;
}

/* Not stated, but the conductor is: its metal, and what strands, lay and tolerance add. */
static hum_status core_resistance(hum_builder *b, const hum_cable *c, double *out)
{
    hum_wire w;
    if (hum_cable_states(c, HUM_KEY_CORE) || !hum_cable_conductor(c, &w))
        return hum_cable_value(b, c, HUM_KEY_CORE, out);
    double r = hum_wire_r_ohm_m(&w);
    hum_value v = hum_values_get(&c->values, HUM_KEY_CORE);
    hum_typical t = hum_typical_cable(c->kind, c->plugs, HUM_KEY_CORE);
    t.low = r;
    t.high = w.metal < 1 ? MOST_EXCESS * r : r;
    t.why = "the metal of its conductor, and for strands up to 15 % for lay, tin and tolerance (Canare 14 %, West Penn 6 %)";
    return hum_assume(b, &v, t, hum_key_name(HUM_KEY_CORE), c->id, c->span, out);
}

/* Direct capacitance between wires in the open whose capacitance, all else floating, is that of the data sheet: a part of it
 * goes through the room and through the other wires (eq. C-8a). */
static double direct_of_open(const hum_cable_data *d, double c_f_m)
{
    double to_room = HUM_MU0_EPS0 / (d->l_outer_h_m * (double)d->n_cores);
    double direct = (c_f_m - to_room / 2) / (1 + ((double)d->n_cores - 2) / 2);
    return direct > LEAST_DIRECT * c_f_m ? direct : LEAST_DIRECT * c_f_m;
}

static hum_status describe(hum_builder *b, const hum_cable *c, hum_cable_data *d)
{
    double core, c_m;
    *d = (hum_cable_data){.n_cores = 0};
    hum_cable_conductors(c->kind, &d->n_cores, &d->has_shield);
    HUM_TRY(core_resistance(b, c, &core));
    for (size_t i = 0; i < d->n_cores; i++)
        d->r_core_ohm_m[i] = c->kind == HUM_CABLE_QUAD ? core / 2 : core;
    if (d->has_shield)
        HUM_TRY(hum_cable_value(b, c, HUM_KEY_SHIELD, &d->r_shield_ohm_m));
    HUM_TRY(hum_cable_value(b, c, HUM_KEY_OUTER, &d->l_outer_h_m));
    HUM_TRY(hum_cable_value(b, c, HUM_KEY_C_M, &c_m));
    if (c->kind == HUM_CABLE_COAX)
        d->c_core_shield_f_m[0] = c_m;
    else if (d->has_shield)
        HUM_TRY(pair_capacitance(b, c, d, c_m));
    else
        d->c_core_core_f_m = direct_of_open(d, c_m);
    return find_velocity(b, c, d, c_m);
}

hum_status hum_cable_sheet(hum_builder *b, uint32_t index)
{
    hum_cable_net *n = &b->net->cables[index];
    return n->sheet.n_cores ? HUM_OK : describe(b, &b->m->cables[index], &n->sheet);
}

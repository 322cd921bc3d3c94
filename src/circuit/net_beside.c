/* How a cable lies in a field: its legs, how far away, over what length, and whether its plugs are in it
 * (docs/physics/pickup.md P-13 to P-16). */
#include "circuit/field_of.h"

#include <math.h>

#define PINS_M 7e-3 /* between the contacts of a plug (AS-21) */

/* Plugs: where the cores leave their lay. Bare wires side by side stay as they are. */
hum_status hum_cable_legs(hum_builder *b, uint32_t cable, size_t n, hum_legs *legs)
{
    const hum_cable *c = &b->m->cables[cable];
    hum_geometry g;
    double lay, opened = 0;
    bool is_stated;
    HUM_TRY(hum_cable_geometry(b, c, &g, &lay, &is_stated));
    HUM_TRY(hum_legs_of(&g, n, b->net->cables[cable].length_m, legs));
    if (c->kind != HUM_CABLE_RIBBON && c->kind != HUM_CABLE_UNSHIELDED)
        HUM_TRY(hum_cable_value(b, c, HUM_KEY_OPENED, &opened));
    if (lay > 0 || c->kind == HUM_CABLE_COAX)
        HUM_TRY(hum_cable_value(b, c, HUM_KEY_JITTER, &legs->jitter));
    if (opened > 0)
        hum_legs_open(legs, opened, PINS_M);
    return HUM_OK;
}

/* Where the stretch lies. Without a word the plugs are in it only when it is as long as the cable. */
static void place_plugs(const hum_field_at *f, double over_m, double length_m, hum_beside *s)
{
    bool is_all = f->end == HUM_END_UNSTATED && f->by != HUM_BY_TRANSFORMER && over_m > 0.95 * length_m;
    s->has_near_plug = is_all || f->end == HUM_END_SOURCE || f->end == HUM_END_BOTH;
    s->has_far_plug = is_all || f->end == HUM_END_RECEIVER || f->end == HUM_END_BOTH;
}

static hum_status find_over(hum_builder *b, uint32_t index, double length_m, double *over_m)
{
    const hum_field_at *f = &b->m->fields[index];
    hum_value v = hum_values_get(&f->values, HUM_KEY_OVER);
    *over_m = length_m;
    if (hum_value_known(&v)) {
        HUM_TRY(hum_field_value(b, index, HUM_KEY_OVER, over_m));
        if (v.low > length_m)
            hum_diags_say(b->d, HUM_D_ODD_VALUE, v.span, "the whole cable is taken", "this is longer than the cable beside which it is");
        *over_m = fmin(*over_m, length_m);
        return HUM_OK;
    }
    return hum_assume_fact(b, hum_text_format(b->a, "over of %.*s", HUM_FMT(b->net->fields[index].name)), HUM_DIM_METRE, length_m,
                           "not stated: the whole length of the cable", f->span);
}

/* Nothing is inside anything else. */
static hum_status say_too_close(hum_builder *b, const hum_field_at *f)
{
    hum_diags_say(b->d, HUM_D_OUT_OF_RANGE, f->span, "the distance is from the middle of one to the middle of the other",
                  "nothing can be as close to a cable as this");
    return HUM_E_INPUT;
}

/* --- the loop with the mains cords ----------------------------------------------------------------------- */

static bool joins_the_same_boxes(const hum_model *m, uint32_t i, uint32_t k)
{
    uint32_t a = m->ports[m->cables[i].from].box, b = m->ports[m->cables[i].to].box;
    uint32_t c = m->ports[m->cables[k].from].box, d = m->ports[m->cables[k].to].box;
    return (a == c && b == d) || (a == d && b == c);
}

static double length_of(const hum_builder *b, uint32_t cable)
{
    hum_value v = hum_values_get(&b->m->cables[cable].values, HUM_KEY_LENGTH);
    double built_m = b->net->cables[cable].length_m;
    return built_m > 0 ? built_m : v.certainty == HUM_EXACT ? v.nominal : 0;
}

/* Cables between the same two boxes run side by side: the one whose loop is stated, else the first of them, is as far from the mains
 * cords as all of them are (AS-38). */
static uint32_t find_leader(const hum_builder *b, uint32_t field, uint32_t cable)
{
    uint32_t leader = cable;
    for (uint32_t i = 0; i < b->m->n_cables + b->m->n_digital; i++) {
        hum_value loop = hum_values_get(&b->m->cables[i].values, HUM_KEY_LOOP);
        if (!joins_the_same_boxes(b->m, i, cable) || !hum_field_acts_on(&b->m->fields[field], i))
            continue;
        if (hum_value_stated(&loop) && length_of(b, i) > 0)
            return i;
        leader = i < leader ? i : leader;
    }
    return leader;
}

static hum_status assume_loop(hum_builder *b, uint32_t cable, double *loop_m2)
{
    const hum_cable *c = &b->m->cables[cable];
    hum_value v = hum_values_get(&c->values, HUM_KEY_LOOP);
    double length = length_of(b, cable);
    hum_typical t = {0.1 * length, 0.5 * length, HUM_DIM_SQUARE_METRE, "mains cords that run 10 to 50 cm beside the cable",
                     "Estimate how far the mains cords of both boxes run from the cable, and multiply by its length."};
    return hum_assume(b, &v, t, "loop", c->id, c->span, loop_m2);
}

static hum_status find_loop(hum_builder *b, uint32_t field, uint32_t cable, double *loop_m2)
{
    const hum_cable *c = &b->m->cables[cable];
    hum_value own = hum_values_get(&c->values, HUM_KEY_LOOP);
    uint32_t leader = hum_value_stated(&own) ? cable : find_leader(b, field, cable);
    HUM_TRY(assume_loop(b, leader, loop_m2));
    if (leader == cable)
        return HUM_OK;
    *loop_m2 *= length_of(b, cable) / length_of(b, leader);
    if (hum_builder_draws(b))
        return HUM_OK;
    hum_text why = hum_text_format(b->a, "it runs beside %.*s, as far from the mains cords", HUM_FMT(b->m->cables[leader].id));
    if (!why.p)
        return HUM_E_NOMEM;
    return hum_assume_fact(b, hum_text_format(b->a, "loop of %.*s", HUM_FMT(c->id)), HUM_DIM_SQUARE_METRE, *loop_m2, why.p, c->span);
}

/* --- beside ---------------------------------------------------------------------------------------------- */

static hum_status describe_mains(hum_builder *b, uint32_t index, hum_beside *s)
{
    const hum_field_at *f = &b->m->fields[index];
    hum_value twist = hum_values_get(&f->values, HUM_KEY_TWIST);
    s->kind = HUM_BESIDE_MAINS;
    HUM_TRY(hum_field_value(b, index, HUM_KEY_SPACING, &s->spacing_m));
    s->lay_m = hum_value_known(&twist) ? twist.nominal : 0;
    if (hum_value_stated(&twist))
        return HUM_OK;
    return hum_assume_fact(b, hum_text_format(b->a, "twist of %.*s", HUM_FMT(b->net->fields[index].name)), HUM_DIM_METRE, 0,
                           "not stated: not twisted, the worse case", f->span);
}

hum_status hum_field_beside(hum_builder *b, uint32_t index, uint32_t cable, const hum_legs *legs, hum_beside *s)
{
    const hum_field_at *f = &b->m->fields[index];
    double outer = legs->radius_m[legs->route.n - 1];
    *s = (hum_beside){.kind = HUM_BESIDE_UNIFORM};
    if (f->by == HUM_BY_FIELD)
        return find_loop(b, index, cable, &s->loop_m2);
    HUM_TRY(hum_field_value(b, index, HUM_KEY_DISTANCE, &s->distance_m));
    s->over_m = legs->route.length_m;
    if (f->by != HUM_BY_TRANSFORMER)
        HUM_TRY(find_over(b, index, legs->route.length_m, &s->over_m));
    place_plugs(f, s->over_m, legs->route.length_m, s);
    s->kind = f->by == HUM_BY_TRANSFORMER ? HUM_BESIDE_DIPOLE : HUM_BESIDE_WIRE;
    if (f->by == HUM_BY_MAINS)
        HUM_TRY(describe_mains(b, index, s));
    return s->distance_m > outer + s->spacing_m / 2 + HUM_LIVE_RADIUS_M ? HUM_OK : say_too_close(b, f);
}

/* Ground wires from chassis to chassis, or to a ground (docs/physics/grounds.md). One beside a cable, between the same two boxes, is
 * in the same fields as that cable: its EMF is that of the cable's outermost conductor, so that the two make no loop that only
 * one of them sees (pickup.md P-25). */
#include "circuit/builder.h"

static hum_node end_of(const hum_builder *b, const hum_bond *bond)
{
    return bond->to_box != HUM_NONE ? b->net->boxes[bond->to_box].chassis : b->net->grounds[bond->to_ground];
}

static bool is_built(const hum_builder *b, const hum_bond *bond)
{
    return b->net->boxes[bond->from_box].is_built && (bond->to_box == HUM_NONE || b->net->boxes[bond->to_box].is_built);
}

/* The first cable between the same boxes that lies in a field; sign: whether it runs the same way. */
static const hum_cable_net *cable_beside(const hum_builder *b, const hum_bond *bond, double *sign)
{
    for (uint32_t i = 0; i < b->m->n_cables; i++) {
        uint32_t from = b->m->ports[b->m->cables[i].from].box, to = b->m->ports[b->m->cables[i].to].box;
        bool is_along = from == bond->from_box && to == bond->to_box;
        bool is_against = to == bond->from_box && from == bond->to_box;
        *sign = is_along ? 1 : -1;
        if ((is_along || is_against) && b->net->cables[i].n_outer)
            return &b->net->cables[i];
    }
    return NULL;
}

/* Both halves of the cable's EMF, in one place: a wire has no wave in it that would tell. */
static hum_status insert_emf(hum_builder *b, const hum_bond *bond, hum_text name, const hum_cable_net *beside, double sign,
                             hum_node *at)
{
    hum_term *terms;
    hum_node outside = *at;
    HUM_ALLOC(terms, b->a, hum_term, beside->n_outer);
    for (size_t i = 0; i < beside->n_outer; i++) {
        terms[i] = beside->outer[i];
        terms[i].gain *= 2 * sign;
        terms[i].gain_s *= 2 * sign;
    }
    hum_text own = hum_text_format(b->a, "%.*s.field", HUM_FMT(name));
    HUM_TRY(hum_circuit_node(b->c, own, bond->span, at));
    return hum_circuit_add_emf(b->c, own, bond->span, *at, outside, terms, beside->n_outer, NULL);
}

static hum_status build_bond(hum_builder *b, uint32_t index)
{
    const hum_bond *bond = &b->m->bonds[index];
    hum_value r = hum_values_get(&bond->values, HUM_KEY_R);
    hum_value l = hum_values_get(&bond->values, HUM_KEY_L);
    hum_typical t = {10e-3, 50e-3, HUM_DIM_OHM, "a metre or two of ground wire and its contacts",
                     hum_measure_of(HUM_THING_BOND, 0, HUM_KEY_R)};
    hum_text name = hum_text_format(b->a, "bond%u", (unsigned)index);
    double ohm, sign;
    if (!is_built(b, bond))
        return HUM_OK;
    hum_node from = b->net->boxes[bond->from_box].chassis, to = end_of(b, bond);
    const hum_cable_net *beside = bond->is_apart ? NULL : cable_beside(b, bond, &sign);
    if (beside)
        HUM_TRY(insert_emf(b, bond, name, beside, sign, &from));
    HUM_TRY(hum_assume(b, &r, t, "r", name, bond->span, &ohm));
    if (hum_value_known(&l) && l.nominal > 0)
        return hum_circuit_add_inductors(b->c, name, bond->span, 1, &from, &to, &l.nominal, &ohm, NULL);
    return hum_circuit_add_resistor(b->c, name, bond->span, from, to, ohm, NULL);
}

hum_status hum_build_bonds(hum_builder *b)
{
    for (uint32_t i = 0; i < b->m->n_bonds; i++) {
        hum_part begun = hum_part_begin(b);
        HUM_TRY(build_bond(b, i));
        hum_part_end(b, begun, &b->net->bond_parts[i]);
    }
    return HUM_OK;
}

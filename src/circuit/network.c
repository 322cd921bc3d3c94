/* Model -> network: the order of building. */
#include "circuit/builder.h"

#include <math.h>

/* --- the order of building --------------------------------------------------------------------------- */

static hum_status allocate(hum_builder *b)
{
    hum_network *n = b->net;
    HUM_ALLOC(n->boxes, b->a, hum_box_net, b->m->n_boxes);
    HUM_ALLOC(n->ports, b->a, hum_port_net, b->m->n_ports);
    HUM_ALLOC(n->cables, b->a, hum_cable_net, b->m->n_cables + b->m->n_digital);
    HUM_ALLOC(n->digital, b->a, hum_digital_net, b->m->n_digital);
    HUM_ALLOC(n->listeners, b->a, hum_listener_net, b->m->n_listeners);
    HUM_ALLOC(n->grounds, b->a, hum_node, b->m->n_grounds);
    HUM_ALLOC(n->ground_parts, b->a, hum_part, b->m->n_grounds);
    HUM_ALLOC(n->bond_parts, b->a, hum_part, b->m->n_bonds);
    for (size_t i = 0; i < b->m->n_boxes; i++)
        n->boxes[i].gain_db = (double)NAN;
    n->circuit = b->c = hum_circuit_new(b->a, b->m->temperature_c + 273.15);
    return b->c ? HUM_OK : HUM_E_NOMEM;
}

static hum_status build_ports(hum_builder *b)
{
    hum_stage s;
    for (size_t k = 0; k < b->m->n_ports; k++) { /* in the order of the signal: an output needs its box's inputs */
        uint32_t i = b->m->order[k];
        hum_part begun = hum_part_begin(b);
        if (b->m->ports[i].is_used)
            HUM_TRY(hum_build_stage(&s, b, i, &b->net->ports[i], false));
        hum_part_end(b, begun, &b->net->ports[i].part);
    }
    return HUM_OK;
}

static hum_status build_cables(hum_builder *b)
{
    for (uint32_t i = 0; i < b->m->n_cables + b->m->n_digital; i++) {
        hum_part begun = hum_part_begin(b);
        HUM_TRY(hum_build_cable(b, i));
        hum_part_end(b, begun, &b->net->cables[i].part);
    }
    for (uint32_t i = 0; i < b->m->n_digital; i++)
        HUM_TRY(hum_describe_digital(b, i));
    return HUM_OK;
}

static hum_status build_listeners(hum_builder *b)
{
    for (uint32_t i = 0; i < b->m->n_listeners; i++) {
        hum_part begun = hum_part_begin(b);
        HUM_TRY(hum_build_listener(b, i));
        hum_part_end(b, begun, &b->net->listeners[i].part);
    }
    return HUM_OK;
}

static hum_status say_nothing_to_solve(const hum_model *m, hum_diags *d)
{
    if (m->n_cables || m->n_digital || m->n_listeners)
        return HUM_OK;
    hum_diags_say(d, HUM_D_NO_SYSTEM, m->span, "for example: cable pre.main -> amp.line rca 5 m",
                  "there is nothing to solve: no cable and no speaker");
    return HUM_E_INPUT;
}

static hum_status build(hum_builder *b, hum_network **out)
{
    HUM_ALLOC(b->net, b->a, hum_network, 1);
    b->net->model = b->m;
    HUM_TRY(allocate(b));
    HUM_TRY(hum_build_power(b));
    HUM_TRY(hum_build_fields(b));
    HUM_TRY(build_ports(b));
    HUM_TRY(build_cables(b));
    HUM_TRY(hum_build_bonds(b));
    HUM_TRY(hum_build_stray(b));
    HUM_TRY(hum_build_emirr(b));
    HUM_TRY(build_listeners(b));
    *out = b->net;
    return hum_diags_errors(b->d) ? HUM_E_INPUT : HUM_OK;
}

hum_status hum_network_build(hum_arena *a, const hum_model *m, const hum_assumed_values *values, hum_diags *d,
                             hum_network **out)
{
    HUM_TRY(say_nothing_to_solve(m, d));
    hum_builder b = {.a = a, .m = m, .d = d, .values = values};
    return build(&b, out);
}

hum_status hum_network_draw(hum_arena *a, const hum_network *as, const double *value, hum_diags *d, hum_network **out)
{
    hum_builder b = {.a = a, .m = as->model, .d = d, .as = as, .draw = value};
    return build(&b, out);
}

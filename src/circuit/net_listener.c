/* Loudspeakers and headphones (docs/physics/hearing.md H-8, H-9; headphones: interface.md I-22). */
#include "circuit/builder.h"

#include <math.h>

static hum_status value(hum_builder *b, const hum_listener *l, hum_key key, double *out)
{
    hum_value v = hum_values_get(&l->values, key);
    return hum_assume(b, &v, hum_typical_listener(l->is_headphones, key), hum_key_name(key), l->port_name, l->span, out);
}

/* Sensitivity for 2.83 V: 1 W into 8 ohm. */
static double sensitivity_283(hum_dim dim, double db, double load_ohm)
{
    const double v2 = 8;
    switch ((int)dim) {
    case HUM_DIM_DB_W:
        return db + 10 * log10(v2 / load_ohm);
    case HUM_DIM_DB_MW:
        return db + 10 * log10(v2 / load_ohm / 1e-3);
    case HUM_DIM_DB_V:
        return db + 10 * log10(v2);
    default:
        return db;
    }
}

static hum_status describe(hum_builder *b, const hum_listener *l, hum_listener_net *n)
{
    double db;
    hum_value v = hum_values_get(&l->values, HUM_KEY_SENSITIVITY);
    hum_value count = hum_values_get(&l->values, HUM_KEY_COUNT);
    hum_value gain = hum_values_get(&l->values, HUM_KEY_ROOM_GAIN);
    hum_dim dim = hum_value_known(&v) ? v.dim : hum_typical_listener(l->is_headphones, HUM_KEY_SENSITIVITY).dim;
    HUM_TRY(value(b, l, HUM_KEY_SENSITIVITY, &db));
    HUM_TRY(value(b, l, HUM_KEY_LOAD, &n->load_ohm));
    HUM_TRY(value(b, l, HUM_KEY_ROOM, &n->room_dba));
    n->sensitivity_db = sensitivity_283(dim, db, n->load_ohm);
    n->distance_m = 1;
    n->count = 1;
    if (l->is_headphones)
        return HUM_OK;
    HUM_TRY(value(b, l, HUM_KEY_DISTANCE, &n->distance_m));
    HUM_TRY(value(b, l, HUM_KEY_ROOM_GAIN, &n->room_gain_db));
    n->count = hum_value_known(&count) ? count.nominal : 2;
    if (!hum_value_known(&count))
        HUM_TRY(hum_assume_fact(b, hum_text_format(b->a, "loudspeakers at %.*s", HUM_FMT(l->port_name)), HUM_DIM_NONE, 2,
                                "not stated: a stereo pair", l->span));
    if (!hum_value_known(&gain))
        HUM_TRY(hum_assume_fact(b, hum_text_format(b->a, "room-gain of %.*s", HUM_FMT(l->port_name)), HUM_DIM_DB,
                                n->room_gain_db, hum_typical_listener(false, HUM_KEY_ROOM_GAIN).why, l->span));
    return HUM_OK;
}

static hum_status load(hum_builder *b, const hum_listener *l, const char *suffix, hum_node from, hum_node to, double ohm)
{
    hum_text name = hum_text_format(b->a, "%.*s.%s", HUM_FMT(l->port_name), suffix);
    return hum_circuit_add_resistor(b->c, name, l->span, from, to, ohm, NULL);
}

/* Both transducers return through one contact, or each through its own; the other channel's driver is silent. */
static hum_status build_headphones(hum_builder *b, const hum_listener *l, hum_listener_net *n)
{
    const hum_port_net *p = &b->net->ports[l->port];
    hum_port_net twin;
    hum_stage s;
    double r;
    hum_node ret, ret2;
    HUM_TRY(hum_build_stage(&s, b, l->port, &twin, true));
    HUM_TRY(value(b, l, HUM_KEY_RETURN, &r));
    HUM_TRY(hum_circuit_node(b->c, hum_text_format(b->a, "%.*s.return", HUM_FMT(l->port_name)), l->span, &ret));
    ret2 = ret;
    HUM_TRY(load(b, l, "returnr", ret, p->cold, r));
    if (l->has_separate_returns) {
        HUM_TRY(hum_circuit_node(b->c, hum_text_format(b->a, "%.*s.return2", HUM_FMT(l->port_name)), l->span, &ret2));
        HUM_TRY(load(b, l, "returnr2", ret2, twin.cold, r));
    } else if (hum_port_is_balanced(&b->m->ports[l->port])) {
        HUM_TRY(load(b, l, "returnjoin", p->cold, twin.cold, 0));
    }
    HUM_TRY(load(b, l, "left", p->hot, ret, n->load_ohm));
    HUM_TRY(load(b, l, "right", twin.hot, ret2, n->load_ohm));
    n->probe = (hum_probe){p->hot, ret};
    n->other = (hum_probe){twin.hot, ret2};
    return HUM_OK;
}

hum_status hum_build_listener(hum_builder *b, uint32_t index)
{
    const hum_listener *l = &b->m->listeners[index];
    hum_listener_net *n = &b->net->listeners[index];
    const hum_port_net *p = &b->net->ports[l->port];
    HUM_TRY(describe(b, l, n));
    if (l->is_headphones)
        return build_headphones(b, l, n);
    n->probe = (hum_probe){p->hot, p->cold};
    return load(b, l, "speaker", p->hot, p->cold, n->load_ohm);
}

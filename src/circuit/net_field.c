/* Fields: how strong, what they are called, and the sources that stand for them (docs/physics/pickup.md P-12 to P-19).
 *
 * The strength of a field is a node whose EMF is a hum source: one volt stands for an ampere, tesla or A m2. A field whose
 * direction is not known has two or three such nodes, one for each direction. net_pickup.c puts them into cables. */
#include "circuit/field_of.h"

#include "base/number.h"

#include <math.h>

#define REFERENCE_M 0.1 /* where a transformer's flux density is listed */
#define REFERENCE_VA 50.0

typedef struct typical_row {
    hum_field_by by;
    hum_key key;
    double low, high;
    const char *why, *measure;
} typical_row;

static const typical_row rows[] = {
    {HUM_BY_MAINS, HUM_KEY_CURRENT, 0.3, 3, "the supply cord of lamps and electronics: 70 to 700 W at 230 V",
     "Read the power of what hangs on that cord from its rating plate and divide by the mains voltage, or use a clamp meter around one "
     "of its wires."},
    {HUM_BY_MAINS, HUM_KEY_SPACING, 2.5e-3, 6e-3, "neighbouring cores of a 0.75 mm2 cord to those of a flat 2.5 mm2 cable",
     "Measure the width of the cord: cores are about half of it apart."},
    {HUM_BY_TRANSFORMER, HUM_KEY_FLUX, 1e-6, 30e-6, "a small transformer at 10 cm: from good ones to those of radios, 1 uT at 30 cm (WHO)",
     "Hold a flux-density meter (or a phone's magnetometer application that shows 50 or 60 Hz) 10 cm from it."},
    {HUM_BY_FIELD, HUM_KEY_FLUX, 0.05e-6, 0.2e-6, "homes have a background of about 0.05 to 0.2 uT (WHO)",
     "Hold a flux-density meter where the cable lies."},
    {HUM_BY_RADIO, HUM_KEY_STRENGTH, 0.1, 3, "from a distant strong station to the immunity limit of household equipment, 3 V/m (EN 55035)",
     "Ask for the power P and distance r of the transmitter: the field is about 7 sqrt(P) / r, in V/m."},
    {HUM_BY_RADIO, HUM_KEY_MODULATION, 0.3, 0.8, "AM: 30 % on the average, 80 % in immunity tests (EN 61000-4-6)",
     "It belongs to the transmitter and its programme; nothing at home shows it."},
};

static hum_typical typical_of(hum_field_by by, hum_key key)
{
    hum_dim dim = hum_key_dim(key);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].by == by && rows[i].key == key)
            return (hum_typical){rows[i].low, rows[i].high, dim, rows[i].why, rows[i].measure};
    return (hum_typical){0.05, 0.3, dim, "equipment and cords in one rack or behind one cabinet", "Measure it with a ruler."};
}

hum_status hum_field_value(hum_builder *b, uint32_t index, hum_key key, double *out)
{
    const hum_field_at *f = &b->m->fields[index];
    hum_value v = hum_values_get(&f->values, key);
    return hum_assume(b, &v, typical_of(f->by, key), hum_key_name(key), b->net->fields[index].name, f->span, out);
}

static bool states(const hum_field_at *f, hum_key key)
{
    hum_value v = hum_values_get(&f->values, key);
    return hum_value_known(&v);
}

/* --- what they are called ---------------------------------------------------------------------------- */

static void say_distance(hum_out *o, const hum_field_at *f)
{
    hum_value d = hum_values_get(&f->values, HUM_KEY_DISTANCE);
    if (!hum_value_known(&d)) {
        hum_out_z(o, " beside ");
        return;
    }
    hum_out_z(o, " ");
    hum_out_number(o, round((d.nominal < 1 ? 100 * d.nominal : d.nominal) * 1e3) / 1e3);
    hum_out_z(o, d.nominal < 1 ? " cm from " : " m from ");
}

static hum_status name_field(hum_builder *b, uint32_t index)
{
    static const char *const what[] = {[HUM_BY_MAINS] = "mains cable",   [HUM_BY_LIVE] = "live wire",
                                       [HUM_BY_TRANSFORMER] = "transformer", [HUM_BY_CABLE] = "cable ",
                                       [HUM_BY_FIELD] = "magnetic field", [HUM_BY_RADIO] = "radio"};
    const hum_field_at *f = &b->m->fields[index];
    hum_value carrier = hum_values_get(&f->values, HUM_KEY_CARRIER);
    hum_out o = hum_out_in(b->a);
    hum_out_z(&o, what[f->by]);
    if (f->by == HUM_BY_CABLE)
        hum_out_text(&o, b->m->cables[f->other].id);
    if (f->cable != HUM_NONE) {
        say_distance(&o, f);
        hum_out_text(&o, b->m->cables[f->cable].id);
    }
    if (f->by == HUM_BY_RADIO && hum_value_known(&carrier)) {
        hum_out_z(&o, " at ");
        hum_out_amount(&o, HUM_DIM_HERTZ, carrier.nominal);
    }
    HUM_TRY(hum_out_done(&o, &b->net->fields[index].name));
    return HUM_OK;
}

/* --- how strong -------------------------------------------------------------------------------------- */

/* Moment of a transformer: from the flux density at the cable, or from that of its size at 10 cm. Volume, and with it the
 * stray flux, grows as the 3/4 power of what a transformer carries (area product; P-17). */
static hum_status find_moment(hum_builder *b, uint32_t index, double *moment)
{
    const hum_field_at *f = &b->m->fields[index];
    hum_value none = {.certainty = HUM_ABSENT}, power = hum_values_get(&f->values, HUM_KEY_POWER);
    hum_typical t = typical_of(HUM_BY_TRANSFORMER, HUM_KEY_FLUX);
    double at_m = REFERENCE_M, b_t;
    if (states(f, HUM_KEY_FLUX)) {
        HUM_TRY(hum_field_value(b, index, HUM_KEY_DISTANCE, &at_m));
        HUM_TRY(hum_field_value(b, index, HUM_KEY_FLUX, &b_t));
    } else {
        double size = hum_value_known(&power) ? pow(power.nominal / REFERENCE_VA, 0.75) : 1;
        t.low *= size * (f->is_toroid ? 0.1 : 1); /* toroids: 5 to 10 times less */
        t.high *= size * (f->is_toroid ? 0.2 : 1);
        HUM_TRY(hum_assume(b, &none, t, "flux density at 10 cm", b->net->fields[index].name, f->span, &b_t));
    }
    *moment = hum_dipole_moment_am2(b_t, at_m);
    return HUM_OK;
}

static hum_status find_strength(hum_builder *b, uint32_t index, double *strength)
{
    switch (b->m->fields[index].by) {
    case HUM_BY_MAINS:
        return hum_field_value(b, index, HUM_KEY_CURRENT, strength);
    case HUM_BY_TRANSFORMER:
        return find_moment(b, index, strength);
    case HUM_BY_FIELD:
        return hum_field_value(b, index, HUM_KEY_FLUX, strength);
    case HUM_BY_RADIO:
        return hum_field_value(b, index, HUM_KEY_STRENGTH, strength);
    case HUM_BY_LIVE:
    case HUM_BY_CABLE:
        break;
    }
    *strength = 0;
    return HUM_OK;
}

/* Currents of supplies have the spectrum of rectifiers, stray fields that of ground voltages (AS-17, AS-18). */
static hum_spectrum spectrum_of(const hum_field_at *f)
{
    if (f->spectrum)
        return f->spectrum;
    return f->by == HUM_BY_MAINS ? HUM_SPECTRUM_RECTIFIER : HUM_SPECTRUM_GROUND;
}

/* --- drives ------------------------------------------------------------------------------------------ */

/* A node whose voltage is the strength. */
static hum_status add_drive(hum_builder *b, uint32_t index, const char *suffix, hum_source_kind kind, const double *line_v,
                            double scale, hum_node *node, uint32_t *source)
{
    hum_span span = b->m->fields[index].span;
    hum_text name = hum_text_format(b->a, "field%u.%s", (unsigned)(index + 1), suffix);
    uint32_t emf;
    HUM_TRY(hum_circuit_node(b->c, name, span, node));
    HUM_TRY(hum_circuit_add_emf(b->c, name, span, *node, HUM_EARTH, NULL, 0, &emf));
    hum_source_of s = {.kind = kind,
                       .element = emf,
                       .scale = scale,
                       .line_v = line_v,
                       .name = b->net->fields[index].name,
                       .owner = HUM_NONE,
                       .field = index + 1,
                       .origin = span};
    return hum_circuit_add_source(b->c, &s, source);
}

static hum_status add_live(hum_builder *b, uint32_t index)
{
    const hum_field_at *f = &b->m->fields[index];
    hum_value v = hum_values_get(&f->values, HUM_KEY_VOLTAGE);
    double volts = hum_value_known(&v) ? v.nominal : b->m->mains_v, *lines;
    hum_spectrum kind = b->m->mains_spectrum ? b->m->mains_spectrum : HUM_SPECTRUM_MAINS;
    HUM_ALLOC(lines, b->a, double, HUM_HARMONICS);
    hum_spectrum_lines(f->spectrum == HUM_SPECTRUM_SINE ? HUM_SPECTRUM_SINE : kind, volts, lines);
    return add_drive(b, index, "live", HUM_SOURCE_HUM, lines, 1, &b->net->fields[index].live, NULL);
}

static hum_status add_ways(hum_builder *b, uint32_t index, size_t n_ways)
{
    static const char *const suffix[] = {"x", "y", "z"};
    hum_field_net *n = &b->net->fields[index];
    double *lines;
    HUM_ALLOC(lines, b->a, double, HUM_HARMONICS);
    hum_spectrum_lines(spectrum_of(&b->m->fields[index]), n->strength, lines);
    n->n_ways = n_ways;
    for (size_t w = 0; w < n_ways; w++)
        HUM_TRY(add_drive(b, index, suffix[w], HUM_SOURCE_HUM, lines, 1, &n->drive[w], NULL));
    return HUM_OK;
}

static hum_status add_radio(hum_builder *b, uint32_t index)
{
    const hum_field_at *f = &b->m->fields[index];
    hum_field_net *n = &b->net->fields[index];
    hum_value carrier = hum_values_get(&f->values, HUM_KEY_CARRIER);
    n->carrier_hz = hum_value_known(&carrier) ? carrier.nominal : 1e6;
    n->radio = f->radio;
    if (f->radio == HUM_RADIO_UNSTATED)
        n->radio = n->carrier_hz > 26e6 && n->carrier_hz < 28e6 ? HUM_RADIO_CB
                   : n->carrier_hz > 400e6                      ? HUM_RADIO_TDMA
                                                                : HUM_RADIO_AM;
    n->modulation = 1;
    if (n->radio != HUM_RADIO_TDMA)
        HUM_TRY(hum_field_value(b, index, HUM_KEY_MODULATION, &n->modulation));
    n->n_ways = 1;
    return add_drive(b, index, "radio", HUM_SOURCE_RADIO, NULL, n->strength, &n->drive[0], &n->source);
}

/* The current of every conductor of a cable that another one listens to. */
static hum_status add_sense(hum_builder *b, uint32_t cable)
{
    hum_cable_net *n = &b->net->cables[cable];
    const hum_cable *c = &b->m->cables[cable];
    if (n->is_sensed)
        return HUM_OK;
    n->is_sensed = true;
    for (unsigned i = 0; i < hum_cable_n_conductors(&b->m->cables[cable]); i++) {
        hum_text name = hum_text_format(b->a, "%.*s.sense%u", HUM_FMT(c->id), i);
        HUM_TRY(hum_circuit_node(b->c, name, c->span, &n->sense_in[i]));
        HUM_TRY(hum_circuit_node(b->c, name, c->span, &n->sense_out[i]));
    }
    return HUM_OK;
}

static hum_status build_field(hum_builder *b, uint32_t index)
{
    const hum_field_at *f = &b->m->fields[index];
    hum_field_net *n = &b->net->fields[index];
    HUM_TRY(name_field(b, index));
    HUM_TRY(find_strength(b, index, &n->strength));
    if (f->by == HUM_BY_MAINS || f->by == HUM_BY_LIVE)
        HUM_TRY(add_live(b, index));
    switch (f->by) {
    case HUM_BY_MAINS:
    case HUM_BY_FIELD:
        return add_ways(b, index, 2);
    case HUM_BY_TRANSFORMER:
        return add_ways(b, index, 3);
    case HUM_BY_RADIO:
        return add_radio(b, index);
    case HUM_BY_CABLE:
        return add_sense(b, f->other);
    case HUM_BY_LIVE:
        break;
    }
    return HUM_OK;
}

hum_status hum_build_fields(hum_builder *b)
{
    HUM_ALLOC(b->net->fields, b->a, hum_field_net, b->m->n_fields);
    for (uint32_t i = 0; i < b->m->n_fields; i++)
        HUM_TRY(build_field(b, i));
    return HUM_OK;
}

/* --- what an input makes of radio ------------------------------------------------------------------- */

static bool has_radio(const hum_model *m)
{
    for (size_t i = 0; i < m->n_fields; i++)
        if (m->fields[i].by == HUM_BY_RADIO)
            return true;
    return false;
}

hum_status hum_build_emirr(hum_builder *b)
{
    if (!has_radio(b->m))
        return HUM_OK;
    for (uint32_t i = 0; i < b->m->n_cables; i++) {
        const hum_port *p = &b->m->ports[b->m->cables[i].to];
        hum_value v = hum_values_get(&p->values, HUM_KEY_EMIRR);
        HUM_TRY(hum_assume(b, &v, hum_typical_input(p->topology, HUM_KEY_EMIRR), "emirr", p->id, p->span,
                           &b->net->ports[b->m->cables[i].to].emirr_db));
    }
    return HUM_OK;
}

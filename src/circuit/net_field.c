/* Fields that cables are in (docs/physics/pickup.md P-12 to P-19).
 *
 * The strength of a field is a node whose EMF is a hum source: one volt stands for an ampere, tesla or A m2. Every conductor of
 * a cable has, half at each end, an EMF of -s flux times that node, so that all conductors see one and the same field: what
 * is picked up between the cores, the current of the ground loop and what the receiver makes of both come out of one
 * solution. A field whose direction is not known has two or three such nodes, one for each direction. */
#include "circuit/section_of.h"

#include "base/number.h"
#include "cable/beside.h"

#include <math.h>

#define MU0_H_M 1.25663706212e-6
#define LIGHT_M_S 299792458.0
#define LIVE_RADIUS_M 0.69e-3  /* 1.5 mm2 */
#define SENSE_OHM 1e-3         /* shows the current of a conductor that another cable listens to */
#define ROOM_M 0.5
#define PINS_M 7e-3            /* between the contacts of a plug (AS-21) */
#define REFERENCE_M 0.1        /* where a transformer's flux density is listed */
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
    {HUM_BY_TRANSFORMER, HUM_KEY_FLUX, 1e-6, 10e-6, "a small transformer at 10 cm: an order of magnitude, no published table was found",
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

static size_t conductors_of(const hum_builder *b, uint32_t cable)
{
    size_t n_cores;
    bool has_shield;
    hum_cable_conductors(b->m->cables[cable].kind, &n_cores, &has_shield);
    return n_cores + has_shield;
}

static hum_text name_of(const hum_builder *b, uint32_t index)
{
    return b->net->fields[index].name;
}

static hum_status value(hum_builder *b, uint32_t index, hum_key key, double *out)
{
    const hum_field_at *f = &b->m->fields[index];
    hum_value v = hum_values_get(&f->values, key);
    return hum_assume(b, &v, typical_of(f->by, key), hum_key_name(key), name_of(b, index), f->span, out);
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
        HUM_TRY(value(b, index, HUM_KEY_DISTANCE, &at_m));
        HUM_TRY(value(b, index, HUM_KEY_FLUX, &b_t));
    } else {
        double size = hum_value_known(&power) ? pow(power.nominal / REFERENCE_VA, 0.75) : 1;
        t.low *= size * (f->is_toroid ? 0.1 : 1); /* toroids: 5 to 10 times less */
        t.high *= size * (f->is_toroid ? 0.2 : 1);
        HUM_TRY(hum_assume(b, &none, t, "flux density at 10 cm", name_of(b, index), f->span, &b_t));
    }
    *moment = hum_dipole_moment_am2(b_t, at_m);
    return HUM_OK;
}

static hum_status find_strength(hum_builder *b, uint32_t index, double *strength)
{
    switch (b->m->fields[index].by) {
    case HUM_BY_MAINS:
        return value(b, index, HUM_KEY_CURRENT, strength);
    case HUM_BY_TRANSFORMER:
        return find_moment(b, index, strength);
    case HUM_BY_FIELD:
        return value(b, index, HUM_KEY_FLUX, strength);
    case HUM_BY_RADIO:
        return value(b, index, HUM_KEY_STRENGTH, strength);
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
                       .name = name_of(b, index),
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
        HUM_TRY(value(b, index, HUM_KEY_MODULATION, &n->modulation));
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
    for (unsigned i = 0; i < conductors_of(b, cable); i++) {
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

/* --- the cable in them ------------------------------------------------------------------------------- */

/* Plugs: where the cores leave their lay. Bare wires side by side stay as they are. */
static hum_status describe_legs(hum_builder *b, uint32_t cable, size_t n, hum_legs *legs)
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
        HUM_TRY(value(b, index, HUM_KEY_OVER, over_m));
        *over_m = fmin(*over_m, length_m);
        return HUM_OK;
    }
    return hum_assume_fact(b, hum_text_format(b->a, "over of %.*s", HUM_FMT(name_of(b, index))), HUM_DIM_METRE, length_m,
                           "not stated: the whole length of the cable", f->span);
}

/* Nothing is inside anything else. */
static hum_status say_too_close(hum_builder *b, const hum_field_at *f)
{
    hum_diags_say(b->d, HUM_D_OUT_OF_RANGE, f->span, "the distance is from the middle of one to the middle of the other",
                  "nothing can be as close to a cable as this");
    return HUM_E_INPUT;
}

static hum_status find_loop(hum_builder *b, uint32_t cable, double *loop_m2)
{
    const hum_cable *c = &b->m->cables[cable];
    hum_value v = hum_values_get(&c->values, HUM_KEY_LOOP);
    double length = b->net->cables[cable].length_m;
    hum_typical t = {0.1 * length, 0.5 * length, HUM_DIM_SQUARE_METRE, "mains cords that run 10 to 50 cm beside the cable",
                     "Estimate how far the mains cords of both boxes run from the cable, and multiply by its length."};
    return hum_assume(b, &v, t, "loop", c->id, c->span, loop_m2);
}

static hum_status describe_mains(hum_builder *b, uint32_t index, hum_beside *s)
{
    const hum_field_at *f = &b->m->fields[index];
    hum_value twist = hum_values_get(&f->values, HUM_KEY_TWIST);
    s->kind = HUM_BESIDE_MAINS;
    HUM_TRY(value(b, index, HUM_KEY_SPACING, &s->spacing_m));
    s->lay_m = hum_value_known(&twist) ? twist.nominal : 0;
    if (hum_value_stated(&twist))
        return HUM_OK;
    return hum_assume_fact(b, hum_text_format(b->a, "twist of %.*s", HUM_FMT(name_of(b, index))), HUM_DIM_METRE, 0,
                           "not stated: not twisted, the worse case", f->span);
}

static hum_status describe_beside(hum_builder *b, uint32_t index, uint32_t cable, const hum_legs *legs, hum_beside *s)
{
    const hum_field_at *f = &b->m->fields[index];
    double outer = legs->radius_m[legs->route.n - 1];
    *s = (hum_beside){.kind = HUM_BESIDE_UNIFORM};
    if (f->by == HUM_BY_FIELD)
        return find_loop(b, cable, &s->loop_m2);
    HUM_TRY(value(b, index, HUM_KEY_DISTANCE, &s->distance_m));
    s->over_m = legs->route.length_m;
    if (f->by != HUM_BY_TRANSFORMER)
        HUM_TRY(find_over(b, index, legs->route.length_m, &s->over_m));
    place_plugs(f, s->over_m, legs->route.length_m, s);
    s->kind = f->by == HUM_BY_TRANSFORMER ? HUM_BESIDE_DIPOLE : HUM_BESIDE_WIRE;
    if (f->by == HUM_BY_MAINS)
        HUM_TRY(describe_mains(b, index, s));
    return s->distance_m > outer + s->spacing_m / 2 + LIVE_RADIUS_M ? HUM_OK : say_too_close(b, f);
}

/* --- EMFs -------------------------------------------------------------------------------------------- */

enum { PICKUP_TERMS_MAX = 48 };

typedef struct pickup {
    hum_builder *b;
    uint32_t cable;
    hum_legs legs;
    hum_term terms[HUM_LEGS_MAX][PICKUP_TERMS_MAX];
    size_t n;
} pickup;

static void add_term(pickup *p, hum_node plus, hum_node minus, const double *gain, const double *gain_s)
{
    for (size_t leg = 0; leg < p->legs.n; leg++)
        p->terms[leg][p->n] = (hum_term){plus, minus, gain ? gain[leg] : 0, gain_s ? gain_s[leg] : 0};
    p->n++;
}

/* Half of -flux in each end. */
static void add_flux(pickup *p, hum_node plus, hum_node minus, const double *flux, double scale)
{
    double gain_s[HUM_LEGS_MAX];
    for (size_t leg = 0; leg < p->legs.n; leg++)
        gain_s[leg] = -0.5 * scale * flux[leg];
    add_term(p, plus, minus, NULL, gain_s);
}

static hum_status add_magnetic(pickup *p, uint32_t index)
{
    double flux[HUM_WAYS_MAX][HUM_LEGS_MAX];
    hum_beside s;
    HUM_TRY(describe_beside(p->b, index, p->cable, &p->legs, &s));
    size_t n = hum_beside_flux(&p->legs, &s, flux);
    for (size_t way = 0; way < n; way++)
        add_flux(p, p->b->net->fields[index].drive[way], HUM_EARTH, flux[way], 1);
    return HUM_OK;
}

/* The current in each conductor of the other cable. Its twisted cores, and a core and its shield, lie in one place. */
static hum_status add_other_cable(pickup *p, uint32_t index)
{
    const hum_field_at *f = &p->b->m->fields[index];
    const hum_cable_net *other = &p->b->net->cables[f->other];
    double flux[HUM_WAYS_MAX][HUM_LEGS_MAX];
    hum_beside s;
    hum_geometry g;
    double lay;
    bool is_stated;
    HUM_TRY(describe_beside(p->b, index, p->cable, &p->legs, &s));
    HUM_TRY(hum_cable_geometry(p->b, &p->b->m->cables[f->other], &g, &lay, &is_stated));
    for (size_t i = 0; i < conductors_of(p->b, f->other); i++) {
        hum_beside one = s;
        if (lay <= 0 && g.shield.kind == HUM_SHIELD_NONE)
            one.distance_m = hypot(s.distance_m + g.wires[i].x_m, g.wires[i].y_m);
        hum_beside_flux(&p->legs, &one, flux);
        add_flux(p, other->sense_in[i], other->sense_out[i], flux[0], 1 / SENSE_OHM);
    }
    return HUM_OK;
}

/* Shorter than a wavelength by far: the field times the length; longer: what a half wave has, lambda / pi (P-19). */
static void add_radio_emf(pickup *p, uint32_t index)
{
    const hum_field_net *n = &p->b->net->fields[index];
    double gain[HUM_LEGS_MAX];
    double length = fmin(p->legs.route.length_m, LIGHT_M_S / n->carrier_hz / HUM_PI);
    for (size_t leg = 0; leg < p->legs.n; leg++)
        gain[leg] = 0.5 * length;
    add_term(p, n->drive[0], HUM_EARTH, gain, NULL);
}

static bool acts_on(const hum_field_at *f, uint32_t cable)
{
    return f->by != HUM_BY_LIVE && (f->cable == HUM_NONE || f->cable == cable);
}

static hum_status add_all(pickup *p)
{
    const hum_model *m = p->b->m;
    for (uint32_t i = 0; i < m->n_fields; i++) {
        if (!acts_on(&m->fields[i], p->cable))
            continue;
        if (p->n + 8 > PICKUP_TERMS_MAX) {
            hum_diags_say(p->b->d, HUM_D_TOO_LARGE, m->fields[i].span, NULL, "too many fields act on one cable");
            return HUM_E_INPUT;
        }
        if (m->fields[i].by == HUM_BY_RADIO)
            add_radio_emf(p, i);
        else
            HUM_TRY(m->fields[i].by == HUM_BY_CABLE ? add_other_cable(p, i) : add_magnetic(p, i));
    }
    return HUM_OK;
}

static hum_status insert_emf(pickup *p, const char *twin, const char *end, size_t leg, bool is_far, hum_node *at)
{
    const hum_cable *c = &p->b->m->cables[p->cable];
    hum_text name = hum_text_format(p->b->a, "%.*s.%s%sfield%u", HUM_FMT(c->id), twin, end, (unsigned)leg);
    hum_node outside = *at;
    HUM_TRY(hum_circuit_node(p->b->c, name, c->span, at));
    return hum_circuit_add_emf(p->b->c, name, c->span, is_far ? outside : *at, is_far ? *at : outside, p->terms[leg], p->n, NULL);
}

/* Here, not where the nodes are made: without these the cable would be open in a piece of a large network. */
static hum_status insert_sense(hum_builder *b, uint32_t cable, size_t n, hum_node *near)
{
    hum_cable_net *net = &b->net->cables[cable];
    const hum_cable *c = &b->m->cables[cable];
    for (unsigned i = 0; i < n; i++) {
        hum_text name = hum_text_format(b->a, "%.*s.sensejoin%u", HUM_FMT(c->id), i);
        HUM_TRY(hum_circuit_add_resistor(b->c, name, c->span, near[i], net->sense_in[i], 0, NULL));
        name = hum_text_format(b->a, "%.*s.sense%u", HUM_FMT(c->id), i);
        HUM_TRY(hum_circuit_add_silent(b->c, name, c->span, net->sense_in[i], net->sense_out[i], SENSE_OHM, NULL));
        near[i] = net->sense_out[i];
    }
    return HUM_OK;
}

/* For a ground wire beside it. */
static hum_status keep_outer(pickup *p)
{
    hum_cable_net *n = &p->b->net->cables[p->cable];
    hum_term *terms;
    HUM_ALLOC(terms, p->b->a, hum_term, p->n);
    for (size_t i = 0; i < p->n; i++)
        terms[i] = p->terms[p->legs.n - 1][i];
    n->outer = terms;
    n->n_outer = p->n;
    return HUM_OK;
}

hum_status hum_build_pickup(hum_builder *b, uint32_t cable, const char *twin, size_t n, hum_node *near, hum_node *far)
{
    pickup p = {.b = b, .cable = cable};
    bool any = false;
    for (size_t i = 0; i < b->m->n_fields; i++)
        any |= acts_on(&b->m->fields[i], cable);
    if (any) {
        HUM_TRY(describe_legs(b, cable, n, &p.legs));
        HUM_TRY(add_all(&p));
        HUM_TRY(keep_outer(&p));
    }
    for (size_t leg = 0; any && leg < n; leg++) {
        HUM_TRY(insert_emf(&p, twin, "near", leg, false, &near[leg]));
        HUM_TRY(insert_emf(&p, twin, "far", leg, true, &far[leg]));
    }
    return b->net->cables[cable].is_sensed && !twin[0] ? insert_sense(b, cable, n, near) : HUM_OK;
}

/* --- electric ---------------------------------------------------------------------------------------- */

/* Half of a capacitance at each end of the line. */
static hum_status add_capacitance(hum_builder *b, uint32_t index, unsigned serial, const hum_node from[2], const hum_node to[2],
                                  double farad)
{
    static const char *const ends[] = {"near", "far"};
    for (int end = 0; end < 2; end++) {
        hum_text name = hum_text_format(b->a, "field%u.c%u%s", (unsigned)(index + 1), serial, ends[end]);
        if (farad > 0)
            HUM_TRY(hum_circuit_add_capacitor(b->c, name, b->m->fields[index].span, from[end], to[end], farad / 2, NULL));
    }
    return HUM_OK;
}

static void line_ends(const hum_builder *b, uint32_t cable, size_t leg, hum_node ends[2])
{
    const hum_element *line = &b->c->elements[b->net->cables[cable].line];
    ends[0] = line->from[leg];
    ends[1] = line->to[leg];
}

/* The room: where the shield's inductance puts it, and for thin wires no closer than walls and floors are (AS-24). */
static double room_of(const hum_thin *outside, const hum_legs *legs, double distance_m)
{
    return fmax(hum_room_m(outside->radius_m, legs->l_outer_h_m), fmax(ROOM_M, 5 * distance_m));
}

/* The field of a live wire ends on the shield, or on each wire of a cable without one; twisted wires share it. */
static hum_status couple_live(hum_builder *b, uint32_t index)
{
    const hum_field_at *f = &b->m->fields[index];
    hum_thin wires[HUM_THIN_MAX];
    size_t leg[HUM_THIN_MAX];
    double c[HUM_THIN_MAX * HUM_THIN_MAX], sum = 0;
    hum_legs legs;
    hum_beside s;
    HUM_TRY(describe_legs(b, f->cable, conductors_of(b, f->cable), &legs));
    HUM_TRY(describe_beside(b, index, f->cable, &legs, &s));
    size_t n = hum_legs_outside(&legs, 0, wires, leg);
    wires[n] = (hum_thin){s.distance_m - s.spacing_m / 2, 0, LIVE_RADIUS_M};
    HUM_TRY(hum_thin_capacitance(n + 1, wires, room_of(&wires[0], &legs, s.distance_m), c));
    for (size_t i = 0; i < n; i++)
        sum += c[i * (n + 1) + n];
    for (size_t i = 0; i < n; i++) {
        double each = legs.route.lay_m > 0 ? sum / (double)n : c[i * (n + 1) + n];
        hum_node live[2] = {b->net->fields[index].live, b->net->fields[index].live}, to[2];
        line_ends(b, f->cable, leg[i], to);
        HUM_TRY(add_capacitance(b, index, (unsigned)i, live, to, each * s.over_m));
    }
    return HUM_OK;
}

static hum_status couple_cable(hum_builder *b, uint32_t index)
{
    const hum_field_at *f = &b->m->fields[index];
    hum_thin wires[HUM_THIN_MAX];
    size_t leg[HUM_THIN_MAX];
    double c[HUM_THIN_MAX * HUM_THIN_MAX];
    hum_legs legs, others;
    hum_beside s;
    HUM_TRY(describe_legs(b, f->cable, conductors_of(b, f->cable), &legs));
    HUM_TRY(describe_legs(b, f->other, conductors_of(b, f->other), &others));
    HUM_TRY(describe_beside(b, index, f->cable, &legs, &s));
    size_t n = hum_legs_outside(&legs, 0, wires, leg);
    size_t n_all = n + hum_legs_outside(&others, s.distance_m, wires + n, leg + n);
    HUM_TRY(hum_thin_capacitance(n_all, wires, room_of(&wires[0], &legs, s.distance_m), c));
    for (size_t i = 0; i < n; i++) {
        for (size_t k = n; k < n_all; k++) {
            hum_node from[2], to[2];
            line_ends(b, f->cable, leg[i], from);
            line_ends(b, f->other, leg[k], to);
            HUM_TRY(add_capacitance(b, index, (unsigned)(i * n_all + k), from, to, c[i * n_all + k] * s.over_m));
        }
    }
    return HUM_OK;
}

static hum_status find_emirr(hum_builder *b)
{
    for (uint32_t i = 0; i < b->m->n_cables; i++) {
        const hum_port *p = &b->m->ports[b->m->cables[i].to];
        hum_value v = hum_values_get(&p->values, HUM_KEY_EMIRR);
        HUM_TRY(hum_assume(b, &v, hum_typical_input(p->topology, HUM_KEY_EMIRR), "emirr", p->id, p->span,
                           &b->net->ports[b->m->cables[i].to].emirr_db));
    }
    return HUM_OK;
}

hum_status hum_build_electric(hum_builder *b)
{
    bool has_radio = false;
    for (uint32_t i = 0; i < b->m->n_fields; i++) {
        hum_field_by by = b->m->fields[i].by;
        if (by == HUM_BY_MAINS || by == HUM_BY_LIVE)
            HUM_TRY(couple_live(b, i));
        else if (by == HUM_BY_CABLE)
            HUM_TRY(couple_cable(b, i));
        has_radio |= by == HUM_BY_RADIO;
    }
    return has_radio ? find_emirr(b) : HUM_OK;
}

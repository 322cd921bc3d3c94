/* Mains, outlets, other grounds, chassis and leakage (docs/physics/grounds.md, G-1..G-6).
 *
 * Live is an EMF against the earthing terminal, to which neutral is joined. A three-pin box has its chassis on its
 * outlet's earth through the cord and leaks from live into it. A two-pin box has only its leakage capacitances, one
 * from live and one from neutral. */
#include "circuit/builder.h"

#include <math.h>

/* A mains cord: 1.8 m of 1 mm^2 copper (18.1 mohm/m, IEC 60228) and its contacts; about 1 uH/m (AS-5). */
#define CORD_OHM 0.05
#define CORD_HENRY 1.8e-6

static hum_status add_hum(hum_builder *b, hum_text name, hum_span span, uint32_t emf, const double *line_v,
                             uint32_t owner)
{
    hum_source_of s = {.kind = HUM_SOURCE_HUM,
                       .element = emf,
                       .scale = 1,
                       .line_v = line_v,
                       .name = name,
                       .owner = owner,
                       .origin = span};
    return hum_circuit_add_source(b->c, &s, NULL);
}

static hum_status build_mains(hum_builder *b)
{
    uint32_t emf;
    double *lines;
    hum_span span = b->m->span;
    hum_spectrum kind = b->m->mains_spectrum ? b->m->mains_spectrum : HUM_SPECTRUM_MAINS;
    HUM_ALLOC(lines, b->a, double, HUM_HARMONICS);
    hum_spectrum_lines(kind, b->m->mains_v, lines);
    HUM_TRY(hum_circuit_node(b->c, HUM_T("live"), span, &b->net->live));
    HUM_TRY(hum_circuit_add_emf(b->c, HUM_T("mains"), span, b->net->live, HUM_EARTH, NULL, 0, &emf));
    if (!b->m->mains_stated)
        HUM_TRY(hum_assume_fact(b, HUM_T("mains voltage"), HUM_DIM_VOLT, b->m->mains_v, "not stated: 230 V 50 Hz", span));
    return add_hum(b, HUM_T(HUM_MAINS_NAME), span, emf, lines, HUM_NONE);
}

/* An EMF against the earthing terminal behind r and l. */
static hum_status build_ground(hum_builder *b, uint32_t index)
{
    const hum_ground *g = &b->m->grounds[index];
    hum_value emf_v = hum_values_get(&g->values, HUM_KEY_EMF);
    hum_value r_v = hum_values_get(&g->values, HUM_KEY_R);
    hum_value l_v = hum_values_get(&g->values, HUM_KEY_L);
    double emf_rms = 0, r_ohm, *lines;
    uint32_t emf;
    hum_node inner;
    hum_node *node = &b->net->grounds[index];
    HUM_ALLOC(lines, b->a, double, HUM_HARMONICS);
    if (g->n_lines == 0)
        HUM_TRY(hum_assume(b, &emf_v, hum_typical_ground(g->is_outlet, HUM_KEY_EMF), "emf", g->name, g->span, &emf_rms));
    HUM_TRY(hum_assume(b, &r_v, hum_typical_ground(g->is_outlet, HUM_KEY_R), "r", g->name, g->span, &r_ohm));
    if (g->n_lines)
        hum_spectrum_stated(b, g, lines);
    else
        hum_spectrum_lines(g->spectrum ? g->spectrum : HUM_SPECTRUM_GROUND, emf_rms, lines);
    HUM_TRY(hum_circuit_node(b->c, hum_text_format(b->a, "%.*s.emf", HUM_FMT(g->name)), g->span, &inner));
    HUM_TRY(hum_circuit_node(b->c, g->name, g->span, node));
    HUM_TRY(hum_circuit_add_emf(b->c, hum_text_format(b->a, "%.*s.source", HUM_FMT(g->name)), g->span, inner, HUM_EARTH,
                                NULL, 0, &emf));
    hum_text name = hum_text_format(b->a, "%.*s.r", HUM_FMT(g->name));
    if (hum_value_known(&l_v) && l_v.nominal > 0)
        HUM_TRY(hum_circuit_add_inductors(b->c, name, g->span, 1, &inner, node, &l_v.nominal, &r_ohm, NULL));
    else
        HUM_TRY(hum_circuit_add_resistor(b->c, name, g->span, inner, *node, r_ohm, NULL));
    return add_hum(b, g->name, g->span, emf, lines, index);
}

/* Every box without a named outlet is plugged into this one; its EMF moves all of them alike. */
static hum_status build_shared_outlet(hum_builder *b)
{
    hum_typical t = hum_typical_ground(true, HUM_KEY_R);
    hum_value none = {.certainty = HUM_ABSENT};
    double r_ohm;
    HUM_TRY(hum_assume(b, &none, t, "r", HUM_T("the outlet all plugs share"), b->m->span, &r_ohm));
    HUM_TRY(hum_circuit_node(b->c, HUM_T("outlet"), b->m->span, &b->net->shared_outlet));
    return hum_circuit_add_resistor(b->c, HUM_T("outlet.r"), b->m->span, b->net->shared_outlet, HUM_EARTH, r_ohm, NULL);
}

static hum_status leak(hum_builder *b, const hum_box *box, hum_node chassis, hum_node from, const char *suffix,
                       double current_a)
{
    double c_f = current_a / (2 * HUM_PI * b->m->mains_hz * b->m->mains_v); /* eq. G-2 */
    hum_text name = hum_text_format(b->a, "%.*s.%s", HUM_FMT(box->id), suffix);
    return c_f > 0 ? hum_circuit_add_capacitor(b->c, name, box->span, from, chassis, c_f, NULL) : HUM_OK;
}

/* Equal leakages of two boxes would cancel, which is the best case and not the typical one: neighbours whose leakage is
 * not known are taken from different halves of the range (AS-6). */
static hum_typical typical_leakage(hum_builder *b, hum_plug plug)
{
    hum_typical t = hum_typical_box(plug, HUM_KEY_LEAKAGE);
    double middle = sqrt(t.low * t.high);
    if (b->n_unknown_leakages++ % 2)
        t.low = middle;
    else
        t.high = middle;
    return t;
}

/* What holds the voltage of a box that no wire and no leakage ties to anything: its capacitance to the room (AS-16). */
#define ROOM_FARAD 20e-12

static hum_status build_room(hum_builder *b, const hum_box *box, hum_node chassis)
{
    hum_text name = hum_text_format(b->a, "%.*s.room", HUM_FMT(box->id));
    return hum_circuit_add_capacitor(b->c, name, box->span, chassis, HUM_EARTH, ROOM_FARAD, NULL);
}

/* The end of the winding that is nearer to live decides: `leakage` is with live at that end, `leakage-flipped` with
 * the plug turned over; when only one is stated both ends are taken alike (AS-4). */
static hum_status build_leakage(hum_builder *b, const hum_box *box, hum_plug plug, hum_node chassis)
{
    hum_value v = hum_values_get(&box->values, HUM_KEY_LEAKAGE);
    hum_value w = hum_values_get(&box->values, HUM_KEY_LEAKAGE_FLIPPED);
    double here, there;
    if (plug == HUM_PLUG_BATTERY || plug == HUM_PLUG_USB)
        return build_room(b, box, chassis);
    hum_typical t = hum_value_known(&v) ? hum_typical_box(plug, HUM_KEY_LEAKAGE) : typical_leakage(b, plug);
    HUM_TRY(hum_assume(b, &v, t, "leakage", box->id, box->span, &here));
    there = hum_value_known(&w) ? w.nominal : here;
    if (plug == HUM_PLUG_3_PIN)
        return leak(b, box, chassis, b->net->live, "leakage", here);
    if (box->is_flipped) {
        double swap = here;
        here = there;
        there = swap;
    }
    if (here <= 0 && there <= 0)
        return build_room(b, box, chassis);
    HUM_TRY(leak(b, box, chassis, b->net->live, "leakage", here));
    return leak(b, box, chassis, HUM_EARTH, "leakneutral", there);
}

static bool is_on_mains_earth(const hum_box *box)
{
    return box->is_used && (box->plug == HUM_PLUG_3_PIN || box->plug == HUM_PLUG_UNSTATED);
}

/* Outlets by their ground, the last one being what boxes without a named outlet share. */
static bool is_first_on_outlet(hum_builder *b, const hum_box *box)
{
    bool *has_boxes = &b->has_boxes[box->outlet != HUM_NONE ? box->outlet : b->m->n_grounds];
    bool is_first = !*has_boxes;
    *has_boxes = true;
    return is_first;
}

/* The earth wires of several boxes on one outlet lie in different fields: the first is the reference, each other one has
 * a voltage of its own against it (eq. G-5). A single box on an outlet has none: the outlet's EMF says it. */
static hum_status build_cord_emf(hum_builder *b, const hum_box *box, hum_node outlet, hum_node *end)
{
    hum_value v = hum_values_get(&box->values, HUM_KEY_CORD_EMF);
    double emf_v, *lines;
    uint32_t emf;
    *end = outlet;
    bool is_first = is_first_on_outlet(b, box);
    if (!hum_value_stated(&v) && is_first)
        return HUM_OK;
    HUM_TRY(hum_assume(b, &v, hum_typical_box(HUM_PLUG_3_PIN, HUM_KEY_CORD_EMF), "cord-emf", box->id, box->span, &emf_v));
    if (emf_v <= 0)
        return HUM_OK;
    HUM_ALLOC(lines, b->a, double, HUM_HARMONICS);
    hum_spectrum_lines(HUM_SPECTRUM_GROUND, emf_v, lines);
    HUM_TRY(hum_circuit_node(b->c, hum_text_format(b->a, "%.*s.plug", HUM_FMT(box->id)), box->span, end));
    HUM_TRY(hum_circuit_add_emf(b->c, hum_text_format(b->a, "%.*s.cordemf", HUM_FMT(box->id)), box->span, *end, outlet, NULL,
                                0, &emf));
    return add_hum(b, hum_text_format(b->a, "%.*s's earth wire", HUM_FMT(box->id)), box->span, emf, lines, HUM_NONE);
}

static hum_status build_cord(hum_builder *b, const hum_box *box, hum_node chassis)
{
    hum_node outlet = box->outlet != HUM_NONE ? b->net->grounds[box->outlet] : b->net->shared_outlet;
    double l = CORD_HENRY, r = CORD_OHM;
    hum_node end;
    HUM_TRY(build_cord_emf(b, box, outlet, &end));
    hum_text name = hum_text_format(b->a, "%.*s.cord", HUM_FMT(box->id));
    return hum_circuit_add_inductors(b->c, name, box->span, 1, &chassis, &end, &l, &r, NULL);
}

static hum_status build_attachments(hum_builder *b, const hum_box *box, hum_node chassis)
{
    for (size_t i = 0; i < box->n_grounds; i++) {
        const hum_attachment *at = &box->grounds[i];
        hum_text name = hum_text_format(b->a, "%.*s.to.%.*s", HUM_FMT(box->id), HUM_FMT(at->name));
        hum_node ground = b->net->grounds[at->ground];
        if (hum_value_known(&at->isolated))
            HUM_TRY(hum_circuit_add_capacitor(b->c, name, at->span, chassis, ground, at->isolated.nominal, NULL));
        else
            HUM_TRY(hum_circuit_add_resistor(b->c, name, at->span, chassis, ground, 0, NULL));
    }
    return HUM_OK;
}

static hum_status build_lift(hum_builder *b, const hum_box *box, hum_box_net *n)
{
    hum_value r = hum_values_get(&box->values, HUM_KEY_LIFT);
    hum_value c = hum_values_get(&box->values, HUM_KEY_LIFT_C);
    n->common = n->chassis;
    if (!hum_value_known(&r) || r.nominal <= 0)
        return HUM_OK;
    HUM_TRY(hum_circuit_node(b->c, hum_text_format(b->a, "%.*s.common", HUM_FMT(box->id)), box->span, &n->common));
    HUM_TRY(hum_circuit_add_resistor(b->c, hum_text_format(b->a, "%.*s.lift", HUM_FMT(box->id)), box->span, n->common,
                                     n->chassis, r.nominal, NULL));
    if (!hum_value_known(&c) || c.nominal <= 0)
        return HUM_OK;
    return hum_circuit_add_capacitor(b->c, hum_text_format(b->a, "%.*s.liftc", HUM_FMT(box->id)), box->span, n->common,
                                     n->chassis, c.nominal, NULL);
}

static hum_status build_box(hum_builder *b, uint32_t index)
{
    const hum_box *box = &b->m->boxes[index];
    hum_box_net *n = &b->net->boxes[index];
    hum_plug plug = box->plug;
    if (plug == HUM_PLUG_UNSTATED) {
        plug = HUM_PLUG_3_PIN;
        HUM_TRY(hum_assume_fact(b, hum_text_format(b->a, "plug of %.*s, three-pin", HUM_FMT(box->id)), HUM_DIM_NONE, 3,
                                "not stated: with an earth of its own, the worse case for hum", box->span));
    }
    n->is_built = true;
    HUM_TRY(hum_circuit_node(b->c, hum_text_format(b->a, "%.*s.chassis", HUM_FMT(box->id)), box->span, &n->chassis));
    HUM_TRY(build_lift(b, box, n));
    HUM_TRY(build_leakage(b, box, plug, n->chassis));
    if (plug == HUM_PLUG_3_PIN)
        HUM_TRY(build_cord(b, box, n->chassis));
    return build_attachments(b, box, n->chassis);
}

static bool needs_shared_outlet(const hum_model *m)
{
    for (size_t i = 0; i < m->n_boxes; i++) {
        const hum_box *b = &m->boxes[i];
        if (is_on_mains_earth(b) && b->outlet == HUM_NONE)
            return true;
    }
    return false;
}

static hum_status build_grounds(hum_builder *b)
{
    for (uint32_t i = 0; i < b->m->n_grounds; i++) {
        hum_part begun = hum_part_begin(b);
        HUM_TRY(build_ground(b, i));
        hum_part_end(b, begun, &b->net->ground_parts[i]);
    }
    return HUM_OK;
}

static hum_status build_boxes(hum_builder *b)
{
    for (uint32_t i = 0; i < b->m->n_boxes; i++) {
        hum_part begun = hum_part_begin(b);
        if (b->m->boxes[i].is_used)
            HUM_TRY(build_box(b, i));
        hum_part_end(b, begun, &b->net->boxes[i].part);
    }
    return HUM_OK;
}

hum_status hum_build_power(hum_builder *b)
{
    HUM_ALLOC(b->has_boxes, b->a, bool, b->m->n_grounds + 1);
    hum_part begun = hum_part_begin(b);
    HUM_TRY(build_mains(b));
    hum_part_end(b, begun, &b->net->mains_part);
    HUM_TRY(build_grounds(b));
    begun = hum_part_begin(b);
    if (needs_shared_outlet(b->m))
        HUM_TRY(build_shared_outlet(b));
    hum_part_end(b, begun, &b->net->outlet_part);
    return build_boxes(b);
}

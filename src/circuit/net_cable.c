/* Cables and their wiring (docs/physics/cable.md, and stages.md ST-16).
 *
 * Every conductor is a line against the room. The cores end directly at the contacts; the shield, and the ground wires of a data
 * cable, end behind a contact resistance at each tied end. What is not stated of a cable is taken from the typical one of its kind. */
#include "circuit/section_of.h"

#include <stdio.h>
#include <string.h>

typedef struct wiring {
    hum_builder *b;
    const hum_cable *cable;
    const hum_port *from;
    const hum_port *to;
    size_t n_cores;
    bool has_shield;
    hum_wired wires[HUM_WIRED_MAX];
    size_t n_wires;
    bool has_isolator;  /* At the receiver, */
    hum_node isolator;  /* the near side of it. */
} wiring;

/* --- wiring ------------------------------------------------------------------------------------------ */

static void add_wire(wiring *w, uint32_t conductor, hum_pin near, hum_pin far)
{
    w->wires[w->n_wires++] = (hum_wired){conductor, near, far};
}

static bool floats(const hum_port *p)
{
    return p->topology == HUM_OUT_TRANSFORMER || p->topology == HUM_OUT_FLOATING || p->topology == HUM_OUT_CROSS_COUPLED ||
           p->topology == HUM_OUT_AES3; /* which has a transformer */
}

/* Pin 3 of a balanced output into an unbalanced input: grounded when the output floats, or senses that ground; else
 * open. */
static bool grounds_pin3(const wiring *w)
{
    bool senses = w->from->topology == HUM_OUT_GROUND_SENSING;
    return w->cable->pin3 ? w->cable->pin3 == 2 : floats(w->from) || senses;
}

static void wire_two_cores(wiring *w)
{
    bool from = hum_port_is_balanced(w->from);
    bool to = hum_port_is_balanced(w->to);
    add_wire(w, 0, HUM_PIN_HOT, HUM_PIN_HOT);
    if (to)
        add_wire(w, 1, from ? HUM_PIN_COLD : HUM_PIN_RETURN, HUM_PIN_COLD);
    else if (from)
        add_wire(w, 1, HUM_PIN_COLD, grounds_pin3(w) ? HUM_PIN_RETURN : HUM_PIN_OPEN);
    else
        add_wire(w, 1, HUM_PIN_RETURN, HUM_PIN_RETURN);
}

/* All wires of a data cable end alike (grounds.md G-7): which is which does not matter to the grounds. */
static void wire_data(wiring *w)
{
    for (uint32_t k = 0; k < w->n_cores; k++)
        add_wire(w, k, HUM_PIN_HOT, HUM_PIN_HOT);
}

static void wire_default(wiring *w)
{
    if (hum_port_is_data(w->to)) {
        wire_data(w);
    } else if (w->n_cores == 1) {
        add_wire(w, 0, HUM_PIN_HOT, HUM_PIN_HOT);
    } else if (w->n_cores == 2) {
        wire_two_cores(w);
    } else {
        bool balanced = hum_port_is_balanced(w->from) && hum_port_is_balanced(w->to);
        add_wire(w, 0, HUM_PIN_HOT, HUM_PIN_HOT);
        add_wire(w, 1, HUM_PIN_RETURN, HUM_PIN_RETURN);
        add_wire(w, 2, balanced ? HUM_PIN_COLD : HUM_PIN_RETURN, balanced ? HUM_PIN_COLD : HUM_PIN_RETURN);
    }
    hum_screen s = w->cable->screen;
    if (w->has_shield)
        add_wire(w, HUM_SHIELD_CONDUCTOR, s == HUM_SCREEN_BOTH || s == HUM_SCREEN_SOURCE ? HUM_PIN_RETURN : HUM_PIN_OPEN,
                 s == HUM_SCREEN_BOTH || s == HUM_SCREEN_RECEIVER ? HUM_PIN_RETURN : HUM_PIN_OPEN);
}

static void wire_stated(wiring *w)
{
    for (size_t i = 0; i < w->cable->n_wires; i++) {
        hum_wired wire = w->cable->wires[i];
        bool exists = wire.conductor == HUM_SHIELD_CONDUCTOR ? w->has_shield : wire.conductor < w->n_cores;
        if (exists)
            w->wires[w->n_wires++] = wire;
        else
            hum_diags_say(w->b->d, HUM_D_BAD_WIRING, w->cable->span, "a coax has core1 and shield, a pair core1, core2 and shield",
                          "this cable does not have all the conductors that are wired");
    }
}

static bool wires_pin(const wiring *w, bool at_far_end, hum_pin pin)
{
    for (size_t i = 0; i < w->n_wires; i++)
        if ((at_far_end ? w->wires[i].far : w->wires[i].near) == pin)
            return true;
    return false;
}

/* Two shorts side by side would share their current in any way: one is enough. */
static hum_status join_cold(wiring *w, hum_port_net *port, const char *twin, const char *suffix)
{
    if (port->is_cold_joined)
        return HUM_OK;
    port->is_cold_joined = true;
    hum_text name = hum_text_format(w->b->a, "%.*s.%s%s", HUM_FMT(w->cable->id), twin, suffix);
    return hum_circuit_add_resistor(w->b->c, name, w->cable->span, port->cold, port->ret, 0, NULL);
}

/* In the plug: an unconnected pin 3 of a receiver is joined to its return when the cable has only one core or comes
 * from an unbalanced output; an output's pin 3 is joined to its return when that is asked for. */
static hum_status join_in_plugs(wiring *w, hum_port_net *from, hum_port_net *to, const char *twin)
{
    if (w->cable->n_wires == 0 && hum_port_is_balanced(w->to) && !wires_pin(w, true, HUM_PIN_COLD) &&
        w->cable->pin3 != 1)
        HUM_TRY(join_cold(w, to, twin, "joinrx"));
    if (w->n_cores == 1 && hum_port_is_balanced(w->from) && !wires_pin(w, false, HUM_PIN_COLD) && grounds_pin3(w))
        HUM_TRY(join_cold(w, from, twin, "jointx"));
    return HUM_OK;
}

/* --- elements ---------------------------------------------------------------------------------------- */

static hum_node pin_of(const hum_port_net *p, hum_pin pin)
{
    return pin == HUM_PIN_HOT ? p->hot : pin == HUM_PIN_COLD ? p->cold : p->ret;
}

static hum_status end_node(wiring *w, const char *tag, uint32_t k, hum_node *out)
{
    return hum_circuit_node(w->b->c, hum_text_format(w->b->a, "%.*s.%s%u", HUM_FMT(w->cable->id), tag, (unsigned)k),
                            w->cable->span, out);
}

/* The node at one end of conductor k: the contact itself, an open end, or the shield behind its contact resistance. */
static hum_status connect_end(wiring *w, uint32_t k, bool is_far, const hum_port_net *port, const char *twin, double contact,
                              hum_node *out)
{
    char tag[24];
    hum_pin pin = HUM_PIN_OPEN;
    bool is_shield = w->has_shield && k == w->n_cores;
    snprintf(tag, sizeof tag, "%s%s", twin, is_far ? "far" : "near");
    for (size_t i = 0; i < w->n_wires; i++)
        if (w->wires[i].conductor == (is_shield ? HUM_SHIELD_CONDUCTOR : k))
            pin = is_far ? w->wires[i].far : w->wires[i].near;
    if (pin == HUM_PIN_OPEN)
        return end_node(w, tag, k, out);
    bool is_ground = is_shield || hum_port_is_data(w->to);
    *out = is_far && w->has_isolator ? w->isolator : pin_of(port, pin);
    if (!is_ground || contact <= 0)
        return HUM_OK;
    hum_node at = *out;
    HUM_TRY(end_node(w, tag, k, out));
    hum_text name = is_shield ? hum_text_format(w->b->a, "%.*s.%scontact", HUM_FMT(w->cable->id), tag)
                              : hum_text_format(w->b->a, "%.*s.%scontact%u", HUM_FMT(w->cable->id), tag, (unsigned)k);
    uint32_t index, *kept = &w->b->net->cables[w->cable - w->b->m->cables].contact;
    HUM_TRY(hum_circuit_add_resistor(w->b->c, name, w->cable->span, at, *out, contact, &index));
    if (is_shield && *kept == HUM_NONE)
        *kept = index;
    return HUM_OK;
}

/* A galvanic isolator in a digital cable: all conductors end on its near side, for what the pulses do is no matter of this network; its
 * far side is plugged into the receiver, and between the two is its capacitance (AS-31). */
static hum_status build_isolator(wiring *w, const hum_port_net *to, const char *twin)
{
    hum_value v = hum_values_get(&w->cable->values, HUM_KEY_ISOLATED);
    double c;
    w->has_isolator = hum_value_stated(&v);
    if (!w->has_isolator)
        return HUM_OK;
    hum_text name = hum_text_format(w->b->a, "%.*s.%sisolator", HUM_FMT(w->cable->id), twin);
    HUM_TRY(hum_cable_value(w->b, w->cable, HUM_KEY_ISOLATED, &c));
    HUM_TRY(hum_circuit_node(w->b->c, name, w->cable->span, &w->isolator));
    hum_node far = hum_port_is_data(w->to) ? to->hot : to->ret;
    return hum_circuit_add_capacitor(w->b->c, name, w->cable->span, w->isolator, far, c, NULL);
}

static hum_status build_channel(wiring *w, hum_port_net *from, hum_port_net *to, const hum_line *line, const char *twin,
                                uint32_t *element)
{
    hum_node near[HUM_LINE_MAX];
    hum_node far[HUM_LINE_MAX];
    double contact;
    HUM_TRY(hum_cable_value(w->b, w->cable, HUM_KEY_CONTACT, &contact));
    HUM_TRY(build_isolator(w, to, twin));
    for (uint32_t k = 0; k < line->n; k++) {
        HUM_TRY(connect_end(w, k, false, from, twin, contact, &near[k]));
        HUM_TRY(connect_end(w, k, true, to, twin, contact, &far[k]));
    }
    HUM_TRY(join_in_plugs(w, from, to, twin));
    HUM_TRY(hum_build_pickup(w->b, (uint32_t)(w->cable - w->b->m->cables), twin, line->n, near, far));
    hum_text name = hum_text_format(w->b->a, "%.*s%s", HUM_FMT(w->cable->id), twin);
    return hum_circuit_add_line(w->b->c, name, w->cable->span, near, far, line, element);
}

/* The other channel: the same line between silent twins of the two ports. */
static hum_status build_twin(wiring *w, const hum_line *line)
{
    hum_port_net from, to;
    hum_stage s;
    HUM_TRY(hum_build_stage(&s, w->b, w->cable->from, &from, true));
    HUM_TRY(hum_build_stage(&s, w->b, w->cable->to, &to, true));
    return build_channel(w, &from, &to, line, "twin", NULL);
}

static hum_status say_not_a_cable(hum_builder *b, const hum_cable *c)
{
    hum_diags_say(b->d, HUM_D_OUT_OF_RANGE, c->span, "look at c, c-shield, velocity and l",
                  "these values cannot be those of a cable");
    return HUM_E_INPUT;
}

/* A cross-section is solved once: while networks are drawn its tables stay as they are, and only the length moves. */
static hum_status find_line(hum_builder *b, uint32_t index, hum_cable_net *n)
{
    const hum_cable_net *as = b->as ? &b->as->cables[index] : NULL;
    if (as && as->data.table) {
        n->data = as->data;
        n->data.length_m = n->length_m;
        b->n_drawn = as->asked_for_line;
        return HUM_OK;
    }
    HUM_TRY(hum_cable_line(b, index, n->length_m, &n->data));
    n->asked_for_line = b->net->n_asked;
    return HUM_OK;
}

/* What joins the boxes' grounds: the shield, and the wires of a data cable with it. */
static void find_ground(const wiring *w, hum_cable_net *n)
{
    size_t first = w->b->c->elements[n->line].branch, n_wires = hum_port_is_data(w->to) ? w->n_cores : 0;
    n->shield_branch = w->has_shield ? first + w->n_cores : SIZE_MAX;
    n->n_ground = n_wires + w->has_shield;
    n->ground_branch = n_wires ? first : n->shield_branch;
}

hum_status hum_build_cable(hum_builder *b, uint32_t index)
{
    const hum_cable *c = &b->m->cables[index];
    hum_cable_net *n = &b->net->cables[index];
    hum_value length = hum_values_get(&c->values, HUM_KEY_LENGTH);
    hum_typical typical_length = {1, 3, HUM_DIM_METRE, "an interconnect between neighbouring boxes",
                                  hum_measure_of(HUM_THING_CABLE, 0, HUM_KEY_LENGTH)};
    wiring w = {.b = b, .cable = c, .from = &b->m->ports[c->from], .to = &b->m->ports[c->to]};
    n->contact = HUM_NONE;
    HUM_TRY(hum_assume(b, &length, typical_length, "length", c->id, c->span, &n->length_m));
    if (c->plugs == HUM_PLUGS_OPTICAL) {
        n->line = HUM_NONE;
        n->shield_branch = SIZE_MAX;
        return HUM_OK;
    }
    hum_status st = find_line(b, index, n);
    if (st == HUM_E_RANGE)
        return say_not_a_cable(b, c);
    HUM_TRY(st);
    hum_cable_conductors(c->kind, &w.n_cores, &w.has_shield);
    if (c->n_wires)
        wire_stated(&w);
    else
        wire_default(&w);
    HUM_TRY(build_channel(&w, &b->net->ports[c->from], &b->net->ports[c->to], &n->data, "", &n->line));
    find_ground(&w, n);
    return c->is_stereo ? build_twin(&w, &n->data) : HUM_OK;
}

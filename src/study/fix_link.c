/* Candidate changes of a link: another way to wire it. */
#include "study/fix_candidates.h"

#include <math.h>

#define HEAVY_SHIELD "8.5 mohm/m" /* Belden 8241F: 2.6 mohm/ft */
#define ISOLATOR_C "50 pF"        /* an input transformer with Faraday shield, between its windings */
#define SHORT_M 1.0
#define LINE_LEVEL_V 0.1          /* a line transformer is for line level: a cartridge's signal drowns in its own resistance */

/* Which of the box's outputs (inputs) of its sort it is, balanced or not: the right channel is the second of each. */
static size_t place_among_alike(const hum_model *m, uint32_t port)
{
    const hum_box *b = &m->boxes[m->ports[port].box];
    size_t n = 0;
    for (size_t i = 0; i < b->n_ports && b->ports[i] != port; i++) {
        const hum_port *p = &m->ports[b->ports[i]];
        n += p->is_output == m->ports[port].is_output && hum_port_is_balanced(p) == hum_port_is_balanced(&m->ports[port]);
    }
    return n;
}

/* Do two outputs of a box carry the same inputs, or two inputs go to the same outputs? */
static bool same_signal(const hum_model *m, uint32_t a, uint32_t b)
{
    const hum_box *box = &m->boxes[m->ports[a].box];
    hum_value db;
    for (size_t i = 0; i < box->n_ports; i++) {
        uint32_t other = box->ports[i];
        if (m->ports[other].is_output == m->ports[a].is_output)
            continue;
        bool with_a = m->ports[a].is_output ? hum_model_gain(m, other, a, &db) : hum_model_gain(m, a, other, &db);
        bool with_b = m->ports[a].is_output ? hum_model_gain(m, other, b, &db) : hum_model_gain(m, b, other, &db);
        if (with_a && !with_b)
            return false;
    }
    return true;
}

/* The balanced output or input of the box at one end of an unbalanced link that does the same: of those that carry its signal,
 * the one in its place, and the first when there is none. An input must be free. */
static uint32_t free_balanced(const hum_model *m, uint32_t port)
{
    const hum_box *b = &m->boxes[m->ports[port].box];
    uint32_t found = HUM_NONE;
    for (size_t i = 0; i < b->n_ports; i++) {
        const hum_port *p = &m->ports[b->ports[i]];
        bool is_free = p->is_output || (p->topology != HUM_IN_FAKE && p->cable == HUM_NONE);
        bool is_alike = p->is_output == m->ports[port].is_output && hum_port_is_balanced(p) && !hum_port_is_digital(p);
        if (!is_free || !is_alike || (p->is_output && !same_signal(m, port, b->ports[i])))
            continue;
        if (found == HUM_NONE || place_among_alike(m, b->ports[i]) == place_among_alike(m, port))
            found = b->ports[i];
    }
    return found;
}

/* A balanced input rejects as well with an unbalanced output: a pair, its second core on the output's return (B. Whitlock,
 * Jensen AN-003). */
static hum_status half_balanced_link(hum_fix_list *l, uint32_t cable, uint32_t in)
{
    const hum_cable *c = &l->before->model->cables[cable];
    hum_text to = l->before->model->ports[in].id;
    hum_text lines = hum_text_format(l->a, "remove cable %.*s\ncable %.*s -> %.*s pair %.*s m\n", HUM_FMT(hum_fix_ends(l, c)),
                                     HUM_FMT(c->from_name), HUM_FMT(to),
                                     HUM_FMT(hum_fix_number(l, l->before->net->cables[cable].length_m)));
    return hum_fix_add(l, HUM_FIX_BALANCED,
                       hum_text_format(l->a, "a shielded pair %.*s -> %.*s instead of %.*s", HUM_FMT(c->from_name), HUM_FMT(to),
                                       HUM_FMT(c->id)),
                       HUM_T("to the balanced input; at the output the second core and the shield are on the plug's shell"), lines);
}

static hum_status balanced_link(hum_fix_list *l, uint32_t cable)
{
    const hum_model *m = l->before->model;
    const hum_cable *c = &m->cables[cable];
    if (hum_port_is_balanced(&m->ports[c->to]) && m->ports[c->to].topology != HUM_IN_FAKE)
        return HUM_OK;
    uint32_t out = free_balanced(m, c->from);
    uint32_t in = free_balanced(m, c->to);
    if (in == HUM_NONE)
        return HUM_OK;
    if (out == HUM_NONE)
        return half_balanced_link(l, cable, in);
    hum_text lines = hum_text_format(l->a, "remove cable %.*s\ncable %.*s -> %.*s xlr %.*s m\n", HUM_FMT(hum_fix_ends(l, c)),
                                     HUM_FMT(m->ports[out].id), HUM_FMT(m->ports[in].id),
                                     HUM_FMT(hum_fix_number(l, l->before->net->cables[cable].length_m)));
    return hum_fix_add(l, HUM_FIX_BALANCED,
               hum_text_format(l->a, "balanced cable %.*s -> %.*s instead of %.*s", HUM_FMT(m->ports[out].id),
                               HUM_FMT(m->ports[in].id), HUM_FMT(c->id)),
               (hum_text){0}, lines);
}

static hum_status heavier_shield(hum_fix_list *l, uint32_t cable)
{
    const hum_cable *c = &l->before->model->cables[cable];
    double r = l->before->net->cables[cable].data.r_ohm_m[l->before->net->cables[cable].data.n - 1];
    if (l->before->net->cables[cable].shield_branch == SIZE_MAX || r < 10e-3)
        return HUM_OK;
    return hum_fix_add(l, HUM_FIX_CABLE, hum_text_format(l->a, "a cable with a heavy braid for %.*s", HUM_FMT(c->id)),
               HUM_T("8.5 mohm/m, as Belden 8241F"),
               hum_text_format(l->a, "cable %.*s shield " HEAVY_SHIELD "\n", HUM_FMT(hum_fix_ends(l, c))));
}

static hum_status shorter(hum_fix_list *l, uint32_t cable)
{
    const hum_cable *c = &l->before->model->cables[cable];
    if (l->before->net->cables[cable].length_m <= SHORT_M)
        return HUM_OK;
    return hum_fix_add(l, HUM_FIX_SHORTER, hum_text_format(l->a, "%.*s 1 m long", HUM_FMT(c->id)), HUM_T("the boxes stand closer together"),
               hum_text_format(l->a, "cable %.*s length 1 m\n", HUM_FMT(hum_fix_ends(l, c))));
}

static hum_status screen_at_source(hum_fix_list *l, uint32_t cable)
{
    const hum_model *m = l->before->model;
    const hum_cable *c = &m->cables[cable];
    bool is_pair = c->kind == HUM_CABLE_PAIR || c->kind == HUM_CABLE_QUAD;
    if (!is_pair || c->screen != HUM_SCREEN_BOTH || c->n_wires || !hum_port_is_balanced(&m->ports[c->to]))
        return HUM_OK;
    return hum_fix_add(l, HUM_FIX_SCREEN, hum_text_format(l->a, "screen of %.*s tied at the source only", HUM_FMT(c->id)),
               HUM_T("an open screen lets radio in"),
               hum_text_format(l->a, "cable %.*s screen source\n", HUM_FMT(hum_fix_ends(l, c))));
}

/* A transformer close to the receiver: shielded pair up to it with the screen at the source, a short lead behind it. In front of a
 * balanced input its secondary floats; an unbalanced one, or one that only looks balanced, has one end of it on the shield. */
static hum_status input_transformer(hum_fix_list *l, uint32_t cable)
{
    const hum_cable *c = &l->before->model->cables[cable];
    const hum_port *to = &l->before->model->ports[c->to];
    bool is_floating = hum_port_is_balanced(to) && to->topology != HUM_IN_FAKE;
    hum_text lines = hum_text_format(
        l->a,
        "remove cable %.*s\nbox fix%u \"Input transformer\" plug battery\n"
        "  in a transformer z 13 kohm ccm " ISOLATOR_C " cmrr 107 dB\n"
        "  out b %s max 12 V z 1.5 kohm noise 0.75 uV\n  gain 0 dB\n"
        "cable %.*s -> fix%u.a pair %.*s m screen source\ncable fix%u.b -> %.*s %s 0.5 m\n",
        HUM_FMT(hum_fix_ends(l, c)), (unsigned)cable, is_floating ? "transformer c " ISOLATOR_C : "unbalanced", HUM_FMT(c->from_name),
        (unsigned)cable, HUM_FMT(hum_fix_number(l, l->before->net->cables[cable].length_m)), (unsigned)cable, HUM_FMT(c->to_name),
        hum_port_is_balanced(to) ? "xlr" : "rca");
    bool is_line = l->before->links[cable].at_input.level_v >= LINE_LEVEL_V;
    if (to->topology == HUM_IN_TRANSFORMER || !is_line)
        return HUM_OK;
    return hum_fix_add(l, HUM_FIX_TRANSFORMER, hum_text_format(l->a, "input transformer at %.*s", HUM_FMT(c->to_name)),
                       is_floating ? HUM_T("with a Faraday shield, at the receiver's end; it rejects what the input cannot, and what would overload it")
                                   : HUM_T("with a Faraday shield, at the receiver's end"),
                       lines);
}

/* 4 mm2 of copper: 4.61 mohm/m (IEC 60228), 1 uH/m against the room, and two contacts of 1 mohm. */
static hum_status bonding_wire(hum_fix_list *l, uint32_t cable)
{
    const hum_model *m = l->before->model;
    const hum_cable *c = &m->cables[cable];
    hum_text a = m->boxes[m->ports[c->from].box].id;
    hum_text b = m->boxes[m->ports[c->to].box].id;
    double length_m = l->before->net->cables[cable].length_m;
    bool is_microphone = m->ports[c->from].topology == HUM_OUT_FLOATING && hum_port_is_balanced(&m->ports[c->to]);
    if (hum_text_eq(a, b) || is_microphone)
        return HUM_OK;
    return hum_fix_add(l, HUM_FIX_BOND, hum_text_format(l->a, "a thick ground wire from %.*s to %.*s", HUM_FMT(a), HUM_FMT(b)),
                       HUM_T("4 mm2, chassis to chassis, beside the cable and as long"),
                       hum_text_format(l->a, "bond %.*s -> %.*s r %.*s mohm l %.*s uH\n", HUM_FMT(a), HUM_FMT(b),
                                       HUM_FMT(hum_fix_number(l, 2 + 4.61 * length_m)), HUM_FMT(hum_fix_number(l, length_m))));
}

hum_status hum_fix_link(hum_fix_list *l, uint32_t cable)
{
    HUM_TRY(balanced_link(l, cable));
    HUM_TRY(input_transformer(l, cable));
    HUM_TRY(heavier_shield(l, cable));
    HUM_TRY(shorter(l, cable));
    HUM_TRY(screen_at_source(l, cable));
    return bonding_wire(l, cable);
}

/* Candidate changes, made from the system itself. Each is a few lines of .hum that a variant could have, so a person can
 * read exactly what was solved, and paste it. Typical replacement parts are named in the text with their values. */
#include "base/number.h"
#include "study/fix_candidates.h"

#include <math.h>

#define HEAVY_SHIELD "8.5 mohm/m"  /* Belden 8241F: 2.6 mohm/ft */
#define ISOLATOR_C "50 pF"         /* a coaxial isolator or input transformer with Faraday shield, between its windings */
#define BOND_R "5 mohm"            /* 1 m of 4 mm2 copper and its contacts */
#define SHORT_M 1.0

static hum_status add(hum_fix_list *l, hum_cost cost, hum_text what, hum_text note, hum_text lines)
{
    hum_fix f = {.what = what, .lines = lines, .note = note, .cost = cost, .gained_db = (double)NAN};
    if (!what.p || !lines.p)
        return HUM_E_NOMEM;
    for (size_t i = 0; i < l->n; i++) /* two cables between the same boxes ask for the same wire */
        if (hum_text_eq(l->items[i].lines, lines))
            return HUM_OK;
    HUM_PUSH(l->a, l, items, n, cap, f);
    return HUM_OK;
}

static hum_text number(hum_fix_list *l, double v)
{
    hum_out o = hum_out_in(l->a);
    hum_text t;
    hum_out_number(&o, round(v * 1e6) / 1e6);
    return hum_out_done(&o, &t) == HUM_OK ? t : (hum_text){0};
}

static hum_text ends(hum_fix_list *l, const hum_cable *c)
{
    return hum_text_format(l->a, "%.*s -> %.*s", HUM_FMT(c->from_name), HUM_FMT(c->to_name));
}

/* --- the link ---------------------------------------------------------------------------------------- */

/* A free balanced output and input at the two boxes of an unbalanced link. */
static uint32_t free_balanced(const hum_model *m, uint32_t box, bool is_output)
{
    const hum_box *b = &m->boxes[box];
    for (size_t i = 0; i < b->n_ports; i++) {
        const hum_port *p = &m->ports[b->ports[i]];
        bool is_real = is_output || (p->topology != HUM_IN_FAKE && p->cable == HUM_NONE);
        if (p->is_output == is_output && hum_port_is_balanced(p) && is_real)
            return b->ports[i];
    }
    return HUM_NONE;
}

static hum_status balanced_link(hum_fix_list *l, uint32_t cable)
{
    const hum_model *m = l->before->model;
    const hum_cable *c = &m->cables[cable];
    if (hum_port_is_balanced(&m->ports[c->to]) && m->ports[c->to].topology != HUM_IN_FAKE)
        return HUM_OK;
    uint32_t out = free_balanced(m, m->ports[c->from].box, true);
    uint32_t in = free_balanced(m, m->ports[c->to].box, false);
    if (out == HUM_NONE || in == HUM_NONE)
        return HUM_OK;
    hum_text lines = hum_text_format(l->a, "remove cable %.*s\ncable %.*s -> %.*s xlr %.*s m\n", HUM_FMT(ends(l, c)),
                                     HUM_FMT(m->ports[out].id), HUM_FMT(m->ports[in].id),
                                     HUM_FMT(number(l, l->before->net->cables[cable].length_m)));
    return add(l, HUM_COST_CABLE,
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
    return add(l, HUM_COST_CABLE, hum_text_format(l->a, "a cable with a heavy braid for %.*s", HUM_FMT(c->id)),
               HUM_T("8.5 mohm/m, as Belden 8241F"),
               hum_text_format(l->a, "cable %.*s shield " HEAVY_SHIELD "\n", HUM_FMT(ends(l, c))));
}

static hum_status shorter(hum_fix_list *l, uint32_t cable)
{
    const hum_cable *c = &l->before->model->cables[cable];
    if (l->before->net->cables[cable].length_m <= SHORT_M)
        return HUM_OK;
    return add(l, HUM_COST_CABLE, hum_text_format(l->a, "%.*s 1 m long", HUM_FMT(c->id)), HUM_T("the boxes stand closer together"),
               hum_text_format(l->a, "cable %.*s length 1 m\n", HUM_FMT(ends(l, c))));
}

static hum_status screen_at_source(hum_fix_list *l, uint32_t cable)
{
    const hum_model *m = l->before->model;
    const hum_cable *c = &m->cables[cable];
    bool is_pair = c->kind == HUM_CABLE_PAIR || c->kind == HUM_CABLE_QUAD;
    if (!is_pair || c->screen != HUM_SCREEN_BOTH || c->n_wires || !hum_port_is_balanced(&m->ports[c->to]))
        return HUM_OK;
    return add(l, HUM_COST_NOTHING, hum_text_format(l->a, "screen of %.*s tied at the source only", HUM_FMT(c->id)),
               HUM_T("an open screen lets more radio in: use it only where none is near"),
               hum_text_format(l->a, "cable %.*s screen source\n", HUM_FMT(ends(l, c))));
}

/* A transformer close to the receiver: shielded pair up to it with the screen at the source, a short lead behind it. */
static hum_status input_transformer(hum_fix_list *l, uint32_t cable)
{
    const hum_cable *c = &l->before->model->cables[cable];
    hum_text lines = hum_text_format(
        l->a,
        "remove cable %.*s\nbox fix%u \"Input transformer\" plug battery\n"
        "  in a transformer z 13 kohm ccm " ISOLATOR_C " cmrr 107 dB\n"
        "  out b unbalanced max 12 V z 1.5 kohm noise 0.75 uV\n  gain 0 dB\n"
        "cable %.*s -> fix%u.a pair %.*s m screen source\ncable fix%u.b -> %.*s rca 0.5 m\n",
        HUM_FMT(ends(l, c)), (unsigned)cable, HUM_FMT(c->from_name), (unsigned)cable,
        HUM_FMT(number(l, l->before->net->cables[cable].length_m)), (unsigned)cable, HUM_FMT(c->to_name));
    if (hum_port_is_balanced(&l->before->model->ports[c->to]))
        return HUM_OK;
    return add(l, HUM_COST_BOX, hum_text_format(l->a, "input transformer at %.*s", HUM_FMT(c->to_name)),
               HUM_T("with a Faraday shield, at the receiver's end"), lines);
}

static hum_status bonding_wire(hum_fix_list *l, uint32_t cable)
{
    const hum_model *m = l->before->model;
    const hum_cable *c = &m->cables[cable];
    hum_text a = m->boxes[m->ports[c->from].box].id;
    hum_text b = m->boxes[m->ports[c->to].box].id;
    if (hum_text_eq(a, b))
        return HUM_OK;
    return add(l, HUM_COST_CABLE, hum_text_format(l->a, "a thick ground wire from %.*s to %.*s", HUM_FMT(a), HUM_FMT(b)),
               HUM_T("4 mm2, chassis to chassis, beside the cable"),
               hum_text_format(l->a, "bond %.*s -> %.*s r " BOND_R "\n", HUM_FMT(a), HUM_FMT(b)));
}

static hum_status link_changes(hum_fix_list *l, uint32_t cable)
{
    HUM_TRY(balanced_link(l, cable));
    HUM_TRY(input_transformer(l, cable));
    HUM_TRY(heavier_shield(l, cable));
    HUM_TRY(shorter(l, cable));
    HUM_TRY(screen_at_source(l, cable));
    return bonding_wire(l, cable);
}

/* --- the box ----------------------------------------------------------------------------------------- */

static hum_status isolate_grounds(hum_fix_list *l, const hum_box *b)
{
    for (size_t i = 0; i < b->n_grounds; i++) {
        const hum_attachment *at = &b->grounds[i];
        if (hum_value_stated(&at->isolated) || l->before->model->grounds[at->ground].is_outlet)
            continue;
        HUM_TRY(add(l, HUM_COST_BOX, hum_text_format(l->a, "isolator in %.*s at %.*s", HUM_FMT(at->name), HUM_FMT(b->id)),
                    HUM_T("a coaxial, antenna or USB isolator between the box and that ground"),
                    hum_text_format(l->a, "box %.*s ground %.*s isolated " ISOLATOR_C "\n", HUM_FMT(b->id), HUM_FMT(at->name))));
    }
    return HUM_OK;
}

static hum_status same_outlet(hum_fix_list *l, const hum_box *b)
{
    const hum_model *m = l->before->model;
    bool is_3_pin = b->plug == HUM_PLUG_3_PIN || b->plug == HUM_PLUG_UNSTATED;
    for (uint32_t i = 0; i < m->n_boxes && is_3_pin; i++) {
        const hum_box *other = &m->boxes[i];
        bool other_3_pin = other->plug == HUM_PLUG_3_PIN || other->plug == HUM_PLUG_UNSTATED;
        if (!other->is_used || !other_3_pin || other->outlet == b->outlet || other->outlet == HUM_NONE)
            continue;
        return add(l, HUM_COST_NOTHING, hum_text_format(l->a, "%.*s into outlet %.*s", HUM_FMT(b->id), HUM_FMT(other->outlet_name)),
                   HUM_T("a strip that carries both; mind its rating"),
                   hum_text_format(l->a, "box %.*s outlet %.*s\n", HUM_FMT(b->id), HUM_FMT(other->outlet_name)));
    }
    return HUM_OK;
}

static hum_status flip_plug(hum_fix_list *l, const hum_box *b)
{
    if (b->plug != HUM_PLUG_2_PIN)
        return HUM_OK;
    return add(l, HUM_COST_NOTHING, hum_text_format(l->a, "plug of %.*s turned over", HUM_FMT(b->id)), (hum_text){0},
               hum_text_format(l->a, "box %.*s plug 2-pin%s\n", HUM_FMT(b->id), b->is_flipped ? "" : " flipped"));
}

static hum_status mend_pin1(hum_fix_list *l, const hum_box *b)
{
    for (size_t i = 0; i < b->n_ports; i++) {
        const hum_port *p = &l->before->model->ports[b->ports[i]];
        if (p->pin1 != HUM_PIN1_SIGNAL || !hum_port_is_balanced(p) || !p->is_used)
            continue;
        HUM_TRY(add(l, HUM_COST_BOX, hum_text_format(l->a, "pin 1 of %.*s to the chassis", HUM_FMT(p->id)),
                    HUM_T("a change inside the box, for a technician"),
                    hum_text_format(l->a, "box %.*s\n  %s %.*s pin1 chassis\n", HUM_FMT(b->id), p->is_output ? "out" : "in",
                                    HUM_FMT(p->name))));
    }
    return HUM_OK;
}

/* The other settings of a device's switch. */
static hum_status other_modes(hum_fix_list *l, const hum_box *b)
{
    const hum_statement *device = NULL;
    hum_diags *d = hum_diags_new(l->a);
    if (!d)
        return HUM_E_NOMEM;
    if (!b->device.n)
        return HUM_OK;
    HUM_TRY(hum_files_entry(l->files, HUM_LOAD_DEVICE, b->device, "device", d, &device));
    for (const hum_statement *s = device ? device->children : NULL; s; s = s->next) {
        if (s->n_items < 2 || !hum_text_is(s->items[0].text, "mode"))
            continue;
        HUM_TRY(add(l, HUM_COST_NOTHING,
                    hum_text_format(l->a, "%.*s set to %.*s", HUM_FMT(b->id), HUM_FMT(s->items[1].text)), (hum_text){0},
                    hum_text_format(l->a, "box %.*s mode %.*s\n", HUM_FMT(b->id), HUM_FMT(s->items[1].text))));
    }
    return HUM_OK;
}

/* Ten decibels more in the box before a link and ten less behind it, where the headroom allows. */
static hum_status move_gain(hum_fix_list *l, uint32_t cable)
{
    const hum_model *m = l->before->model;
    const hum_cable *c = &m->cables[cable];
    const hum_box *up = &m->boxes[m->ports[c->from].box];
    const hum_box *down = &m->boxes[m->ports[c->to].box];
    hum_value before, behind;
    uint32_t in = HUM_NONE, out = HUM_NONE;
    for (size_t i = 0; i < up->n_ports; i++)
        if (!m->ports[up->ports[i]].is_output && hum_model_gain(m, up->ports[i], c->from, &before) && hum_value_known(&before))
            in = up->ports[i];
    for (size_t i = 0; i < down->n_ports; i++)
        if (m->ports[down->ports[i]].is_output && hum_model_gain(m, c->to, down->ports[i], &behind) && hum_value_known(&behind))
            out = down->ports[i];
    double room = l->before->net->ports[c->from].max_v / l->before->links[cable].at_input.level_v;
    if (in == HUM_NONE || out == HUM_NONE || up->device.n || down->device.n || !(room > 4))
        return HUM_OK;
    return add(l, HUM_COST_NOTHING,
               hum_text_format(l->a, "10 dB more gain in %.*s and 10 dB less in %.*s", HUM_FMT(up->id), HUM_FMT(down->id)),
               HUM_T("where both can be set"),
               hum_text_format(l->a, "box %.*s\n  gain %.*s -> %.*s %.*s dB\nbox %.*s\n  gain %.*s -> %.*s %.*s dB\n",
                               HUM_FMT(up->id), HUM_FMT(m->ports[in].name), HUM_FMT(m->ports[c->from].name),
                               HUM_FMT(number(l, before.nominal + 10)), HUM_FMT(down->id), HUM_FMT(m->ports[c->to].name),
                               HUM_FMT(m->ports[out].name), HUM_FMT(number(l, behind.nominal - 10))));
}

static hum_status bond_changes(hum_fix_list *l)
{
    const hum_model *m = l->before->model;
    for (size_t i = 0; i < m->n_bonds; i++)
        HUM_TRY(add(l, HUM_COST_BOX,
                    hum_text_format(l->a, "isolator in the connection from %.*s to %.*s", HUM_FMT(m->bonds[i].from_name),
                                    HUM_FMT(m->bonds[i].to_name)),
                    HUM_T("for example a USB isolator"),
                    hum_text_format(l->a, "remove bond %.*s -> %.*s\n", HUM_FMT(m->bonds[i].from_name),
                                    HUM_FMT(m->bonds[i].to_name))));
    return HUM_OK;
}

enum { LINKS_MAX = 12, BOXES_MAX = 12 }; /* in larger systems the worst places are what matters; see the report first */

hum_status hum_fix_candidates(hum_fix_list *l)
{
    const hum_model *m = l->before->model;
    for (uint32_t i = 0; i < m->n_cables && i < LINKS_MAX; i++) {
        HUM_TRY(link_changes(l, i));
        HUM_TRY(move_gain(l, i));
    }
    for (uint32_t i = 0; i < m->n_boxes && i < BOXES_MAX; i++) {
        if (!m->boxes[i].is_used)
            continue;
        HUM_TRY(isolate_grounds(l, &m->boxes[i]));
        HUM_TRY(same_outlet(l, &m->boxes[i]));
        HUM_TRY(flip_plug(l, &m->boxes[i]));
        HUM_TRY(mend_pin1(l, &m->boxes[i]));
        HUM_TRY(other_modes(l, &m->boxes[i]));
    }
    return bond_changes(l);
}

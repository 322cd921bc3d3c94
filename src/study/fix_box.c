/* Candidate changes of a box: its earths, its plug, its switches. A protective earth stays where it is. */
#include "study/fix_candidates.h"

#define ISOLATOR_C "50 pF" /* a coaxial isolator, between its windings */

static hum_status isolate_grounds(hum_fix_list *l, const hum_box *b)
{
    for (size_t i = 0; i < b->n_grounds; i++) {
        const hum_attachment *at = &b->grounds[i];
        if (hum_value_stated(&at->isolated) || l->before->model->grounds[at->ground].is_outlet)
            continue;
        HUM_TRY(hum_fix_add(l, HUM_FIX_ISOLATOR, hum_text_format(l->a, "isolator in %.*s at %.*s", HUM_FMT(at->name), HUM_FMT(b->id)),
                    HUM_T("a galvanic isolator in that connection: coaxial for TV or antenna, USB for a computer"),
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
        return hum_fix_add(l, HUM_FIX_OUTLET, hum_text_format(l->a, "%.*s into outlet %.*s", HUM_FMT(b->id), HUM_FMT(other->outlet_name)),
                   HUM_T("a strip that carries both; mind its rating"),
                   hum_text_format(l->a, "box %.*s outlet %.*s\n", HUM_FMT(b->id), HUM_FMT(other->outlet_name)));
    }
    return HUM_OK;
}

/* Only its maker knows how the leakage changes with the plug; without that figure nothing can be solved. */
static hum_status flip_plug(hum_fix_list *l, const hum_box *b)
{
    hum_value other = hum_values_get(&b->values, HUM_KEY_LEAKAGE_FLIPPED);
    if (b->plug != HUM_PLUG_2_PIN)
        return HUM_OK;
    HUM_TRY(hum_fix_add(l, HUM_FIX_PLUG, hum_text_format(l->a, "plug of %.*s turned over", HUM_FMT(b->id)), (hum_text){0},
                        hum_text_format(l->a, "box %.*s plug 2-pin%s\n", HUM_FMT(b->id), b->is_flipped ? "" : " flipped")));
    if (!hum_value_known(&other) && l->n) {
        l->items[l->n - 1].is_unknown = true;
        l->items[l->n - 1].note = HUM_T("state its leakage-flipped (measured as leakage, the plug turned over), or try and listen");
    }
    return HUM_OK;
}

/* Without its adapter there is no mains in it: no leakage, and no earth that could be missed. */
static hum_status run_on_battery(hum_fix_list *l, const hum_box *b)
{
    if (!b->is_portable || b->plug == HUM_PLUG_BATTERY || b->plug == HUM_PLUG_USB)
        return HUM_OK;
    return hum_fix_add(l, HUM_FIX_BATTERY, hum_text_format(l->a, "%.*s on its battery", HUM_FMT(b->id)),
                       HUM_T("while it plays, its adapter pulled out of the wall and of the box"),
                       hum_text_format(l->a, "box %.*s plug battery\n", HUM_FMT(b->id)));
}

static hum_status mend_pin1(hum_fix_list *l, const hum_box *b)
{
    for (size_t i = 0; i < b->n_ports; i++) {
        const hum_port *p = &l->before->model->ports[b->ports[i]];
        if (p->pin1 != HUM_PIN1_SIGNAL || !hum_port_is_balanced(p) || !p->is_used)
            continue;
        HUM_TRY(hum_fix_add(l, HUM_FIX_PIN1, hum_text_format(l->a, "pin 1 of %.*s to the chassis", HUM_FMT(p->id)),
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
        HUM_TRY(hum_fix_add(l, HUM_FIX_SWITCH,
                    hum_text_format(l->a, "%.*s set to %.*s", HUM_FMT(b->id), HUM_FMT(s->items[1].text)), (hum_text){0},
                    hum_text_format(l->a, "box %.*s mode %.*s\n", HUM_FMT(b->id), HUM_FMT(s->items[1].text))));
    }
    return HUM_OK;
}

hum_status hum_fix_box(hum_fix_list *l, uint32_t box)
{
    const hum_box *b = &l->before->model->boxes[box];
    if (!b->is_used)
        return HUM_OK;
    HUM_TRY(isolate_grounds(l, b));
    HUM_TRY(same_outlet(l, b));
    HUM_TRY(flip_plug(l, b));
    HUM_TRY(run_on_battery(l, b));
    HUM_TRY(mend_pin1(l, b));
    return other_modes(l, b);
}

/* Candidate changes of a digital link: it carries no audio, but its shield and ground wires join two boxes. */
#include "study/fix_candidates.h"

#define ISOLATOR_C "50 pF" /* its converter's capacitance, AS-31 */

/* One that has no cable yet, or HUM_NONE. */
static uint32_t free_optical(const hum_model *m, uint32_t box, bool is_output)
{
    const hum_box *b = &m->boxes[box];
    for (size_t i = 0; i < b->n_ports; i++) {
        const hum_port *p = &m->ports[b->ports[i]];
        if (p->is_output == is_output && !p->is_used && hum_port_plugs(p) == HUM_PLUGS_OPTICAL)
            return b->ports[i];
    }
    return HUM_NONE;
}

static hum_text length_of(hum_fix_list *l, uint32_t cable)
{
    return hum_fix_number(l, l->before->net->cables[cable].length_m);
}

/* A box that is fed over the same cable would go dark. */
static bool feeds_its_receiver(const hum_model *m, const hum_cable *c)
{
    return c->plugs == HUM_PLUGS_USB && m->boxes[m->ports[c->to].box].plug == HUM_PLUG_USB;
}

static hum_status light(hum_fix_list *l, uint32_t cable)
{
    const hum_model *m = l->before->model;
    const hum_cable *c = &m->cables[cable];
    if (feeds_its_receiver(m, c))
        return HUM_OK;
    uint32_t out = free_optical(m, m->ports[c->from].box, true), in = free_optical(m, m->ports[c->to].box, false);
    if (out == HUM_NONE || in == HUM_NONE)
        return HUM_OK;
    hum_text from = m->ports[out].id, to = m->ports[in].id;
    return hum_fix_add(l, HUM_FIX_DIGITAL,
                       hum_text_format(l->a, "optical cable %.*s -> %.*s instead of %.*s", HUM_FMT(from), HUM_FMT(to), HUM_FMT(c->id)),
                       HUM_T("light joins no grounds; choose the other input"),
                       hum_text_format(l->a, "remove cable %.*s\ncable %.*s -> %.*s optical %.*s m\n", HUM_FMT(hum_fix_ends(l, c)),
                                       HUM_FMT(from), HUM_FMT(to), HUM_FMT(length_of(l, cable))));
}

/* Sold for USB and for coaxial S/PDIF. */
static hum_status isolator(hum_fix_list *l, uint32_t cable)
{
    const hum_cable *c = &l->before->model->cables[cable];
    const hum_port *to = &l->before->model->ports[c->to];
    hum_value isolated = hum_values_get(&c->values, HUM_KEY_ISOLATED);
    bool is_usb = c->plugs == HUM_PLUGS_USB, is_coax = !hum_port_is_data(to) && !hum_port_is_balanced(to);
    if (hum_value_stated(&isolated) || !(is_usb || is_coax))
        return HUM_OK;
    return hum_fix_add(l, HUM_FIX_ISOLATOR,
                       hum_text_format(l->a, "%s isolator in %.*s", is_usb ? "USB" : "S/PDIF", HUM_FMT(c->id)),
                       is_usb ? HUM_T("one for the speed that the DAC uses; it also feeds a DAC that runs on USB, up to its rating")
                              : HUM_T("a pulse transformer in both conductors"),
                       hum_text_format(l->a, "cable %.*s isolated " ISOLATOR_C "\n", HUM_FMT(hum_fix_ends(l, c))));
}

static hum_status without_shield(hum_fix_list *l, uint32_t cable)
{
    const hum_cable *c = &l->before->model->cables[cable];
    bool is_network = hum_port_plugs(&l->before->model->ports[c->to]) == HUM_PLUGS_ETHERNET;
    if (!is_network || l->before->net->cables[cable].shield_branch == SIZE_MAX)
        return HUM_OK;
    return hum_fix_add(l, HUM_FIX_DIGITAL, hum_text_format(l->a, "a network cable without a shield for %.*s", HUM_FMT(c->id)),
                       HUM_T("its transformers isolate, its shield does not"),
                       hum_text_format(l->a, "cable %.*s ethernet %.*s m\n", HUM_FMT(hum_fix_ends(l, c)), HUM_FMT(length_of(l, cable))));
}

hum_status hum_fix_digital(hum_fix_list *l, uint32_t cable)
{
    HUM_TRY(light(l, cable));
    HUM_TRY(isolator(l, cable));
    return without_shield(l, cable);
}

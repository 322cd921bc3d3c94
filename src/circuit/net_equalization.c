/* What a phono input hands on: its curve as low passes in the network (docs/physics/stages.md ST-20), so that hum, noise,
 * samples and the SPICE netlist have it by themselves. */
#include "circuit/equalization.h"
#include "circuit/input_parts.h"

#define CARTRIDGE_V 20e-3 /* a coil of its own inductance with less than this is a cartridge; a guitar's pickup has more */
#define RC_OHM 10e3 /* of the low passes: any value does */

static bool is_amplified(const hum_model *m, uint32_t in)
{
    const hum_box *box = &m->boxes[m->ports[in].box];
    hum_value db;
    for (size_t i = 0; i < box->n_ports; i++)
        if (m->ports[box->ports[i]].is_output && m->ports[box->ports[i]].is_used && hum_model_gain(m, in, box->ports[i], &db))
            return true;
    return false;
}

/* Without its curve a phono stage has 16 dB too little hum. */
static void warn_unequalized(hum_stage *s)
{
    const hum_model *m = s->b->m;
    if (s->port->equalization != HUM_EQUALIZATION_UNSTATED || s->port->cable == HUM_NONE || s->is_twin)
        return;
    const hum_port *from = &m->ports[m->cables[s->port->cable].from];
    hum_value l = hum_values_get(&from->values, HUM_KEY_L), max = hum_values_get(&from->values, HUM_KEY_MAX);
    bool is_cartridge = from->topology == HUM_OUT_FLOATING && hum_value_known(&l) && hum_value_known(&max) && max.high < CARTRIDGE_V;
    if (is_cartridge && is_amplified(m, s->index))
        hum_diags_say(s->b->d, HUM_D_NO_EQUALIZATION, s->port->span, "equalization riaa; or equalization flat, if it is",
                      "'%.*s' hears a cartridge and states no equalization: it is taken as flat", HUM_FMT(s->port->id));
}

/* Eq. ST-20: low passes of silent resistors behind what the input hears, and an EMF that adds them up. */
hum_status hum_input_equalize(hum_stage *s)
{
    static const char *const node[] = {"eq1", "eq2", "eq3"};
    static const char *const resistor[] = {"eqr1", "eqr2", "eqr3"};
    static const char *const capacitor[] = {"eqc1", "eqc2", "eqc3"};
    hum_equalization_poles p = hum_equalization_of(s->port->equalization);
    hum_term terms[HUM_EQUALIZATION_POLES];
    s->net->handed_on = s->net->signal;
    for (size_t i = 0; i < p.n; i++) {
        hum_node at;
        HUM_TRY(hum_stage_node(s, node[i], &at));
        HUM_TRY(hum_stage_silent(s, resistor[i], s->net->signal, at, RC_OHM));
        HUM_TRY(hum_stage_capacitor(s, capacitor[i], at, HUM_EARTH, p.t_s[i] / RC_OHM));
        terms[i] = (hum_term){at, HUM_EARTH, p.share[i], 0};
    }
    if (p.n == 0) {
        warn_unequalized(s);
        return HUM_OK;
    }
    HUM_TRY(hum_stage_node(s, "eq", &s->net->handed_on));
    return hum_stage_emf(s, "eqemf", s->net->handed_on, HUM_EARTH, terms, p.n, NULL);
}

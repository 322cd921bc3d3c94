/* Input stages (docs/physics/stages.md, ST-1..ST-8).
 *
 * `signal` is a node whose voltage against earth is what the receiver hears, referred to its input: the difference of
 * its legs, its own common-mode error, the drop of a pin 1 problem and its noise. The legs load the cable with the
 * real impedances, so that what the source's imbalance makes of the common mode comes out of the network. */
#include "circuit/input_parts.h"

#include <math.h>

/* The input's resistance with its current noise, i z in series with z: a current into whatever feeds the input (eq. ST-21). */
static hum_status build_z(hum_stage *s, double z)
{
    double i_noise;
    uint32_t emf;
    hum_node foot;
    HUM_TRY(hum_stage_optional(s, HUM_KEY_I_NOISE, 0, &i_noise));
    if (i_noise <= 0)
        return hum_stage_resistor(s, "z", s->net->plus, s->net->ground, z);
    HUM_TRY(hum_stage_node(s, "zfoot", &foot));
    HUM_TRY(hum_stage_resistor(s, "z", s->net->plus, foot, z));
    HUM_TRY(hum_stage_emf(s, "zi", foot, s->net->ground, NULL, 0, &emf));
    return hum_stage_noise(s, emf, i_noise * i_noise * z * z, 0, "current noise of");
}

static hum_status build_unbalanced(hum_stage *s, bool adds_drop)
{
    hum_sense sum = {.n = 0};
    double z, c;
    HUM_TRY(hum_input_legs(s, false));
    HUM_TRY(hum_stage_value(s, HUM_KEY_Z, &z));
    HUM_TRY(hum_stage_optional(s, HUM_KEY_C, 0, &c));
    HUM_TRY(build_z(s, z));
    HUM_TRY(hum_stage_capacitor(s, "c", s->net->plus, s->net->ground, c));
    hum_sense_add(&sum, s->net->plus, s->net->ground, 1, 0);
    return hum_input_finish(s, &sum, adds_drop);
}

static hum_status build_receiver(hum_stage *s, bool adds_drop)
{
    hum_sense sum = {.n = 0};
    double zcm;
    HUM_TRY(hum_input_legs(s, true));
    HUM_TRY(hum_input_delta(s, &zcm));
    hum_sense_add(&sum, s->net->plus, s->net->minus, 1, 0);
    HUM_TRY(hum_input_cmrr(s, &sum));
    return hum_input_finish(s, &sum, adds_drop);
}

/* Both legs go on: the difference is the signal, and the mean goes to both legs of the box's outputs. */
static hum_status build_pass_through(hum_stage *s, bool adds_drop)
{
    hum_sense sum = {.n = 0};
    double zcm;
    HUM_TRY(hum_input_legs(s, true));
    HUM_TRY(hum_input_delta(s, &zcm));
    hum_sense_add(&sum, s->net->plus, s->net->minus, 1, 0);
    hum_term mean[2] = {{s->net->plus, s->net->ground, 0.5, 0}, {s->net->minus, s->net->ground, 0.5, 0}};
    s->net->has_common_mode = true;
    HUM_TRY(hum_stage_node(s, "cm", &s->net->common_mode));
    HUM_TRY(hum_stage_emf(s, "cmemf", s->net->common_mode, HUM_EARTH, mean, 2, NULL));
    return hum_input_finish(s, &sum, adds_drop);
}

/* An XLR socket on an unbalanced input: pin 3 goes nowhere, or to ground. */
static hum_status build_fake(hum_stage *s, bool adds_drop)
{
    hum_sense sum = {.n = 0};
    double z;
    HUM_TRY(hum_input_legs(s, true));
    HUM_TRY(hum_stage_value(s, HUM_KEY_Z, &z));
    HUM_TRY(build_z(s, z));
    s->net->is_cold_joined = s->port->pin3_grounded;
    HUM_TRY(s->port->pin3_grounded ? hum_stage_resistor(s, "p3", s->net->cold, s->net->ret, 0)
                                   : hum_stage_stray(s, "p3stray", s->net->cold));
    hum_sense_add(&sum, s->net->plus, s->net->ground, 1, 0);
    return hum_input_finish(s, &sum, adds_drop);
}

/* Primary: rpri, then magnetising inductance across the ideal winding; secondary: rsec into the load. Each primary
 * leg has the Faraday shield's capacitance to ground, which is the common-mode impedance (eq. ST-7). */
static hum_status build_windings(hum_stage *s, double ratio, hum_node *load_node)
{
    double rpri, rsec, load, lm;
    hum_node p, q;
    HUM_TRY(hum_stage_optional(s, HUM_KEY_RPRI, 0, &rpri));
    HUM_TRY(hum_stage_optional(s, HUM_KEY_RSEC, 0, &rsec));
    HUM_TRY(hum_stage_optional(s, HUM_KEY_LM, 0, &lm));
    HUM_TRY(hum_stage_value(s, HUM_KEY_LOAD, &load));
    HUM_TRY(hum_stage_node(s, "pri", &p));
    HUM_TRY(hum_stage_node(s, "sec", &q));
    HUM_TRY(hum_stage_node(s, "load", load_node));
    HUM_TRY(hum_stage_resistor(s, "rpri", s->net->plus, p, rpri));
    hum_node first[2] = {p, s->net->minus};
    hum_node second[2] = {q, s->net->ground};
    if (lm > 0) {
        double none = 0;
        HUM_TRY(hum_circuit_add_inductors(s->b->c, hum_stage_name(s, "lm"), s->port->span, 1, &p, &s->net->minus, &lm,
                                          &none, NULL));
    }
    HUM_TRY(hum_circuit_add_transformer(s->b->c, hum_stage_name(s, "t"), s->port->span, first, second, ratio, NULL));
    HUM_TRY(hum_stage_resistor(s, "rsec", q, *load_node, rsec));
    return hum_stage_resistor(s, "rload", *load_node, s->net->ground, load);
}

/* The data sheet's winding capacitance stands under `c` of the transformer, an input's under `ccm`. */
static hum_status faraday_capacitance(hum_stage *s, double *c)
{
    if (!hum_stage_states(s, HUM_KEY_CCM) && hum_stage_states(s, HUM_KEY_C))
        return hum_stage_value(s, HUM_KEY_C, c);
    return hum_stage_value(s, HUM_KEY_CCM, c);
}

static hum_status build_transformer(hum_stage *s, bool adds_drop)
{
    hum_sense sum = {.n = 0};
    double ratio = 1, c, z;
    hum_node load;
    bool has_windings = hum_stage_states(s, HUM_KEY_RATIO) || hum_stage_states(s, HUM_KEY_RPRI) ||
                        hum_stage_states(s, HUM_KEY_LM);
    HUM_TRY(hum_input_legs(s, true));
    HUM_TRY(faraday_capacitance(s, &c));
    HUM_TRY(hum_stage_capacitor(s, "cp", s->net->plus, s->net->ground, c));
    HUM_TRY(hum_stage_capacitor(s, "cm", s->net->minus, s->net->ground, c));
    if (has_windings) {
        HUM_TRY(hum_stage_optional(s, HUM_KEY_RATIO, 1, &ratio));
        HUM_TRY(build_windings(s, ratio, &load));
        s->net->default_gain = 1 / ratio;
        s->net->has_default_gain = true;
        hum_sense_add(&sum, load, s->net->ground, ratio, 0);
    } else {
        HUM_TRY(hum_stage_value(s, HUM_KEY_Z, &z));
        HUM_TRY(hum_stage_resistor(s, "z", s->net->plus, s->net->minus, z));
        hum_sense_add(&sum, s->net->plus, s->net->minus, 1, 0);
    }
    HUM_TRY(hum_input_cmrr(s, &sum));
    return hum_input_finish(s, &sum, adds_drop);
}

hum_status hum_build_input(hum_stage *s)
{
    bool adds_drop;
    HUM_TRY(hum_stage_pin1(s, &adds_drop));
    HUM_TRY(hum_stage_optional(s, HUM_KEY_MAX, HUGE_VAL, &s->net->max_v));
    switch ((hum_input_topology)s->port->topology) {
    case HUM_IN_UNBALANCED:
        return build_unbalanced(s, adds_drop);
    case HUM_IN_DIFFERENCE:
        if (hum_stage_states(s, HUM_KEY_R) || hum_stage_states(s, HUM_KEY_R1))
            return hum_build_four_resistors(s, adds_drop);
        return build_receiver(s, adds_drop);
    case HUM_IN_INSTRUMENTATION:
    case HUM_IN_BOOTSTRAPPED:
        return build_receiver(s, adds_drop);
    case HUM_IN_TRANSFORMER:
        return build_transformer(s, adds_drop);
    case HUM_IN_FAKE:
        return build_fake(s, adds_drop);
    case HUM_IN_PASS_THROUGH:
        return build_pass_through(s, adds_drop);
    case HUM_IN_AES3: /* net_digital.c */
    case HUM_IN_AES3ID:
    case HUM_IN_SPDIF:
    case HUM_IN_USB:
    case HUM_IN_HDMI:
    case HUM_IN_ETHERNET:
    case HUM_IN_OPTICAL:
        break;
    }
    return HUM_OK;
}

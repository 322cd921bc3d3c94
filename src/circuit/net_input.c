/* Input stages (docs/physics/stages.md, ST-1..ST-8).
 *
 * `signal` is a node whose voltage against earth is what the receiver hears, referred to its input: the difference of
 * its legs, its own common-mode error, the drop of a pin 1 problem and its noise. The legs load the cable with the
 * real impedances, so that what the source's imbalance makes of the common mode comes out of the network. */
#include "circuit/builder.h"

#include <math.h>

#define BAND_HZ (HUM_AUDIO_HIGH_HZ - HUM_AUDIO_LOW_HZ)
#define BOLTZMANN 1.380649e-23

enum { TERMS_MAX = 6, CURVE_MAX = 16 };

typedef struct sense {
    hum_term terms[TERMS_MAX];
    size_t n;
} sense;

static void add_term(sense *l, hum_node p, hum_node m, double gain, double gain_s)
{
    l->terms[l->n++] = (hum_term){p, m, gain, gain_s};
}

/* --- impedances -------------------------------------------------------------------------------------- */

/* A contact, then a coupling capacitor when there is one, then the stage's own leg. */
static hum_status build_leg(hum_stage *s, const char *contact, const char *inner, double c_f, hum_node *pin, hum_node *leg)
{
    HUM_TRY(hum_stage_node(s, contact, pin));
    *leg = *pin;
    if (c_f <= 0)
        return HUM_OK;
    HUM_TRY(hum_stage_node(s, inner, leg));
    return hum_stage_capacitor(s, inner, *pin, *leg, c_f);
}

static hum_status build_legs(hum_stage *s, bool is_balanced)
{
    double hot_f, cold_f;
    HUM_TRY(hum_stage_legs(s, HUM_KEY_COUPLING, &hot_f, &cold_f));
    HUM_TRY(build_leg(s, "pin2", "hc", hot_f, &s->net->hot, &s->net->plus));
    if (is_balanced)
        return build_leg(s, "pin3", "kc", cold_f, &s->net->cold, &s->net->minus);
    s->net->cold = s->net->ret;
    s->net->minus = s->net->ground;
    return HUM_OK;
}

/* Impedance of each leg to ground for a common-mode signal, as r parallel c. */
static hum_status leg_impedance(hum_stage *s, double z, double *r, double *c)
{
    hum_stated points[CURVE_MAX];
    size_t n = hum_values_curve(&s->port->values, HUM_KEY_ZCM, points, CURVE_MAX);
    hum_value first = n ? points[0].value : (hum_value){.certainty = HUM_ABSENT};
    *c = 0;
    if (n > 1 && hum_value_known(&first)) {
        hum_fit_rc(points, n, r, c);
        return HUM_OK;
    }
    if (n || s->port->topology == HUM_IN_INSTRUMENTATION || !hum_stage_states(s, HUM_KEY_Z)) {
        if (!n && s->port->topology == HUM_IN_INSTRUMENTATION && hum_stage_states(s, HUM_KEY_Z)) {
            *r = z / 2; /* buffers: nothing but the two resistors to ground between the pins */
            return HUM_OK;
        }
        if (!n && s->port->topology == HUM_IN_BOOTSTRAPPED) {
            hum_stated typical[2] = {{HUM_KEY_ZCM, hum_value_exact(HUM_DIM_OHM, 10e6), 60},
                                     {HUM_KEY_ZCM, hum_value_exact(HUM_DIM_OHM, 3.2e6), 20e3}};
            hum_fit_rc(typical, 2, r, c);
            return hum_assume_fact(s->b, hum_text_format(s->b->a, "zcm of %.*s", HUM_FMT(s->port->id)), HUM_DIM_OHM, 10e6,
                                   "bootstrapped receivers: 10 Mohm at 60 Hz, 3.2 Mohm at 20 kHz (THAT 1200)",
                                   s->port->span);
        }
        return hum_stage_value(s, HUM_KEY_ZCM, r);
    }
    /* z was stated, zcm not: from z/2 (buffers, or a floating source sees just the two legs) to z (four equal resistors) */
    hum_typical t = {z / 2, z, HUM_DIM_OHM, "from z/2 (a resistor at each leg) to z (four equal resistors)",
                     hum_measure_of(HUM_THING_INPUT, 0, HUM_KEY_ZCM)};
    return hum_assume(s->b, &first, t, "zcm", s->port->id, s->port->span, r);
}

static void warn_contradiction(hum_stage *s, double z, double zcm)
{
    if (z > 2.02 * zcm)
        hum_diags_say(s->b->d, HUM_D_ODD_CMRR, s->port->span, "z is at most twice zcm; beware of data sheets that print per leg",
                      "'%.*s': z between the pins is more than both legs to ground in series", HUM_FMT(s->port->id));
}

/* The three resistances and capacitances between plus, minus and ground that have this z and zcm (eq. ST-2). */
static hum_status build_delta(hum_stage *s, double *zcm_out)
{
    double z, zcm, c_leg, c_extra, c_across;
    HUM_TRY(hum_stage_value(s, HUM_KEY_Z, &z));
    HUM_TRY(leg_impedance(s, z, &zcm, &c_leg));
    HUM_TRY(hum_stage_optional(s, HUM_KEY_CCM, 0, &c_extra));
    HUM_TRY(hum_stage_optional(s, HUM_KEY_C, 0, &c_across));
    if (s->port->topology != HUM_IN_BOOTSTRAPPED)
        warn_contradiction(s, z, zcm);
    *zcm_out = zcm;
    if (isfinite(zcm)) {
        HUM_TRY(hum_stage_resistor(s, "rp", s->net->plus, s->net->ground, zcm));
        HUM_TRY(hum_stage_resistor(s, "rm", s->net->minus, s->net->ground, zcm));
    }
    HUM_TRY(hum_stage_capacitor(s, "cp", s->net->plus, s->net->ground, c_leg + c_extra));
    HUM_TRY(hum_stage_capacitor(s, "cm", s->net->minus, s->net->ground, c_leg + c_extra));
    HUM_TRY(hum_stage_capacitor(s, "cx", s->net->plus, s->net->minus, c_across));
    double g = 1 / z - 1 / (2 * zcm), least = 1e-6 / z;
    bool is_wanted = g > least || hum_builder_draws(s->b);
    return is_wanted ? hum_stage_resistor(s, "rx", s->net->plus, s->net->minus, 1 / fmax(g, least)) : HUM_OK;
}

/* --- what the receiver hears ------------------------------------------------------------------------- */

static hum_status find_cmrr(hum_stage *s)
{
    hum_stated points[CURVE_MAX];
    size_t n = hum_values_curve(&s->port->values, HUM_KEY_CMRR, points, CURVE_MAX);
    double db;
    if (n > 1) {
        for (size_t i = 0; i < n; i++)
            if (!hum_value_known(&points[i].value))
                return HUM_OK;
        hum_fit_cmrr(points, n, &s->net->cmrr_gain, &s->net->cmrr_gain_s);
        return HUM_OK;
    }
    HUM_TRY(hum_stage_value(s, HUM_KEY_CMRR, &db));
    s->net->cmrr_gain = pow(10, -db / 20);
    return HUM_OK;
}

/* Its own error d times the mean of its legs; the sign is chosen later, the worse one (eq. ST-3). */
static hum_status add_cmrr(hum_stage *s, sense *sum)
{
    HUM_TRY(find_cmrr(s));
    s->net->cmrr_term = sum->n;
    add_term(sum, s->net->plus, s->net->ground, 0.5 * s->net->cmrr_gain, 0.5 * s->net->cmrr_gain_s);
    add_term(sum, s->net->minus, s->net->ground, 0.5 * s->net->cmrr_gain, 0.5 * s->net->cmrr_gain_s);
    return HUM_OK;
}

static hum_status add_noise(hum_stage *s)
{
    double noise_v = 0, corner, en = 0;
    if (s->is_twin)
        return HUM_OK;
    HUM_TRY(hum_stage_optional(s, HUM_KEY_CORNER, 0, &corner));
    if (hum_stage_states(s, HUM_KEY_NOISE)) {
        HUM_TRY(hum_stage_value(s, HUM_KEY_NOISE, &noise_v));
        return hum_stage_noise(s, s->net->emf, noise_v * noise_v / BAND_HZ, corner, "hiss of");
    }
    bool has_op_amp = s->port->topology == HUM_IN_DIFFERENCE &&
                      (hum_stage_states(s, HUM_KEY_R) || hum_stage_states(s, HUM_KEY_R1));
    HUM_TRY(hum_stage_optional(s, HUM_KEY_EN, 0, &en));
    return has_op_amp ? HUM_OK : hum_stage_noise(s, s->net->emf, en * en, corner, "hiss of");
}

static hum_status finish(hum_stage *s, sense *sum, bool adds_drop)
{
    if (adds_drop)
        add_term(sum, s->net->ret, s->net->ground, 1, 0); /* the pin 1 problem (eq. ST-6) */
    HUM_TRY(hum_stage_node(s, "rx", &s->net->signal));
    HUM_TRY(hum_stage_emf(s, "e", s->net->signal, HUM_EARTH, sum->terms, sum->n, &s->net->emf));
    return add_noise(s);
}

/* --- topologies -------------------------------------------------------------------------------------- */

static hum_status build_unbalanced(hum_stage *s, bool adds_drop)
{
    sense sum = {.n = 0};
    double z, c;
    HUM_TRY(build_legs(s, false));
    HUM_TRY(hum_stage_value(s, HUM_KEY_Z, &z));
    HUM_TRY(hum_stage_optional(s, HUM_KEY_C, 0, &c));
    HUM_TRY(hum_stage_resistor(s, "z", s->net->plus, s->net->ground, z));
    HUM_TRY(hum_stage_capacitor(s, "c", s->net->plus, s->net->ground, c));
    add_term(&sum, s->net->plus, s->net->ground, 1, 0);
    return finish(s, &sum, adds_drop);
}

static hum_status build_receiver(hum_stage *s, bool adds_drop)
{
    sense sum = {.n = 0};
    double zcm;
    HUM_TRY(build_legs(s, true));
    HUM_TRY(build_delta(s, &zcm));
    add_term(&sum, s->net->plus, s->net->minus, 1, 0);
    HUM_TRY(add_cmrr(s, &sum));
    return finish(s, &sum, adds_drop);
}

/* Both legs go on: the difference is the signal, and the mean goes to both legs of the box's outputs. */
static hum_status build_pass_through(hum_stage *s, bool adds_drop)
{
    sense sum = {.n = 0};
    double zcm;
    HUM_TRY(build_legs(s, true));
    HUM_TRY(build_delta(s, &zcm));
    add_term(&sum, s->net->plus, s->net->minus, 1, 0);
    hum_term mean[2] = {{s->net->plus, s->net->ground, 0.5, 0}, {s->net->minus, s->net->ground, 0.5, 0}};
    s->net->has_common_mode = true;
    HUM_TRY(hum_stage_node(s, "cm", &s->net->common_mode));
    HUM_TRY(hum_stage_emf(s, "cmemf", s->net->common_mode, HUM_EARTH, mean, 2, NULL));
    return finish(s, &sum, adds_drop);
}

/* An XLR socket on an unbalanced input: pin 3 goes nowhere, or to ground. */
static hum_status build_fake(hum_stage *s, bool adds_drop)
{
    sense sum = {.n = 0};
    double z;
    HUM_TRY(build_legs(s, true));
    HUM_TRY(hum_stage_value(s, HUM_KEY_Z, &z));
    HUM_TRY(hum_stage_resistor(s, "z", s->net->plus, s->net->ground, z));
    s->net->is_cold_joined = s->port->pin3_grounded;
    HUM_TRY(s->port->pin3_grounded ? hum_stage_resistor(s, "p3", s->net->cold, s->net->ret, 0)
                                   : hum_stage_stray(s, "p3stray", s->net->cold));
    add_term(&sum, s->net->plus, s->net->ground, 1, 0);
    return finish(s, &sum, adds_drop);
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
    sense sum = {.n = 0};
    double ratio = 1, c, z;
    hum_node load;
    bool has_windings = hum_stage_states(s, HUM_KEY_RATIO) || hum_stage_states(s, HUM_KEY_RPRI) ||
                        hum_stage_states(s, HUM_KEY_LM);
    HUM_TRY(build_legs(s, true));
    HUM_TRY(faraday_capacitance(s, &c));
    HUM_TRY(hum_stage_capacitor(s, "cp", s->net->plus, s->net->ground, c));
    HUM_TRY(hum_stage_capacitor(s, "cm", s->net->minus, s->net->ground, c));
    if (has_windings) {
        HUM_TRY(hum_stage_optional(s, HUM_KEY_RATIO, 1, &ratio));
        HUM_TRY(build_windings(s, ratio, &load));
        s->net->default_gain = 1 / ratio;
        s->net->has_default_gain = true;
        add_term(&sum, load, s->net->ground, ratio, 0);
    } else {
        HUM_TRY(hum_stage_value(s, HUM_KEY_Z, &z));
        HUM_TRY(hum_stage_resistor(s, "z", s->net->plus, s->net->minus, z));
        add_term(&sum, s->net->plus, s->net->minus, 1, 0);
    }
    HUM_TRY(add_cmrr(s, &sum));
    return finish(s, &sum, adds_drop);
}

hum_status hum_build_input_legs(hum_stage *s)
{
    return build_legs(s, true);
}

hum_status hum_finish_input(hum_stage *s, const hum_term *terms, size_t n, bool adds_drop)
{
    sense sum = {.n = 0};
    for (size_t i = 0; i < n && i < TERMS_MAX - 1; i++)
        sum.terms[sum.n++] = terms[i];
    return finish(s, &sum, adds_drop);
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
        break;
    }
    return HUM_OK;
}

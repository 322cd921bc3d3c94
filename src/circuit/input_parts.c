/* What input stages share: their legs, the impedances between them, and what the receiver hears (docs/physics/stages.md,
 * ST-1 to ST-7). */
#include "circuit/input_parts.h"

#include "circuit/equalization.h"

#include <math.h>

#define NO_LEG_OHM 1e15 /* the largest zcm that can be stated */
#define NO_LEG_FARAD 1e-18

void hum_sense_add(hum_sense *sum, hum_node plus, hum_node minus, double gain, double gain_s)
{
    sum->terms[sum->n++] = (hum_term){plus, minus, gain, gain_s};
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

hum_status hum_input_legs(hum_stage *s, bool is_balanced)
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

static hum_status typical_bootstrapped(hum_stage *s, double *r, double *c)
{
    hum_stated typical[2] = {{HUM_KEY_ZCM, hum_value_exact(HUM_DIM_OHM, 10e6), 60},
                             {HUM_KEY_ZCM, hum_value_exact(HUM_DIM_OHM, 3.2e6), 20e3}};
    hum_fit_rc(typical, 2, r, c);
    return hum_assume_fact(s->b, hum_text_format(s->b->a, "zcm of %.*s", HUM_FMT(s->port->id)), HUM_DIM_OHM, 10e6,
                           "bootstrapped receivers: 10 Mohm at 60 Hz, 3.2 Mohm at 20 kHz (THAT 1200)", s->port->span);
}

/* What a curve fits as: while networks are drawn its resistor and capacitor are there whatever was drawn. */
static void fit_leg(const hum_stage *s, const hum_stated *points, size_t n, double *r, double *c)
{
    hum_fit_rc(points, n, r, c);
    if (!hum_builder_draws(s->b))
        return;
    *r = fmin(*r, NO_LEG_OHM);
    *c = fmax(*c, NO_LEG_FARAD);
}

/* From z/2 (buffers, or a floating source sees just the two legs) to z (four equal resistors). */
static hum_status leg_from_z(hum_stage *s, double z, double *r)
{
    const hum_value none = {.certainty = HUM_ABSENT};
    hum_typical t = {z / 2, z, HUM_DIM_OHM, "from z/2 (a resistor at each leg) to z (four equal resistors)",
                     hum_measure_of(HUM_THING_INPUT, 0, HUM_KEY_ZCM)};
    return hum_assume(s->b, &none, t, "zcm", s->port->id, s->port->span, r);
}

/* Impedance of each leg to ground for a common-mode signal, as r parallel c. */
static hum_status leg_impedance(hum_stage *s, double z, double *r, double *c)
{
    hum_stated points[HUM_CURVE_MAX];
    size_t n;
    bool has_z = hum_stage_states(s, HUM_KEY_Z);
    HUM_TRY(hum_stage_curve(s, HUM_KEY_ZCM, points, &n));
    *c = 0;
    if (n > 1) {
        fit_leg(s, points, n, r, c);
        return HUM_OK;
    }
    if (n == 0 && s->port->topology == HUM_IN_BOOTSTRAPPED)
        return typical_bootstrapped(s, r, c);
    if (n == 0 && has_z && s->port->topology == HUM_IN_INSTRUMENTATION) {
        *r = z / 2; /* buffers: nothing but the two resistors to ground between the pins */
        return HUM_OK;
    }
    return n == 0 && has_z ? leg_from_z(s, z, r) : hum_stage_value(s, HUM_KEY_ZCM, r);
}

static void warn_contradiction(hum_stage *s, double z, double zcm)
{
    if (z > 2.02 * zcm)
        hum_diags_say(s->b->d, HUM_D_ODD_CMRR, s->port->span, "z is at most twice zcm; beware of data sheets that print per leg",
                      "'%.*s': z between the pins is more than both legs to ground in series", HUM_FMT(s->port->id));
}

/* The three resistances and capacitances between plus, minus and ground that have this z and zcm (eq. ST-2). */
hum_status hum_input_delta(hum_stage *s, double *zcm_out)
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
    hum_stated points[HUM_CURVE_MAX];
    size_t n;
    double db;
    HUM_TRY(hum_stage_curve(s, HUM_KEY_CMRR, points, &n));
    if (n > 1) {
        hum_fit_cmrr(points, n, &s->net->cmrr_gain, &s->net->cmrr_gain_s);
        return HUM_OK;
    }
    HUM_TRY(hum_stage_value(s, HUM_KEY_CMRR, &db));
    s->net->cmrr_gain = pow(10, -db / 20);
    return HUM_OK;
}

/* Its own error d times the mean of its legs; the sign is chosen later, the worse one (eq. ST-3). */
hum_status hum_input_cmrr(hum_stage *s, hum_sense *sum)
{
    HUM_TRY(find_cmrr(s));
    s->net->cmrr_term = sum->n;
    hum_sense_add(sum, s->net->plus, s->net->ground, 0.5 * s->net->cmrr_gain, 0.5 * s->net->cmrr_gain_s);
    hum_sense_add(sum, s->net->minus, s->net->ground, 0.5 * s->net->cmrr_gain, 0.5 * s->net->cmrr_gain_s);
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
        double band_hz = hum_equalization_band_hz(s->port->equalization, corner); /* eq. ST-19 */
        return hum_stage_noise(s, s->net->emf, noise_v * noise_v / band_hz, corner, "hiss of");
    }
    bool has_op_amp = s->port->topology == HUM_IN_DIFFERENCE &&
                      (hum_stage_states(s, HUM_KEY_R) || hum_stage_states(s, HUM_KEY_R1));
    HUM_TRY(hum_stage_optional(s, HUM_KEY_EN, 0, &en));
    return has_op_amp ? HUM_OK : hum_stage_noise(s, s->net->emf, en * en, corner, "hiss of");
}

hum_status hum_input_finish(hum_stage *s, hum_sense *sum, bool adds_drop)
{
    if (adds_drop)
        hum_sense_add(sum, s->net->ret, s->net->ground, 1, 0); /* the pin 1 problem (eq. ST-6) */
    HUM_TRY(hum_stage_node(s, "rx", &s->net->signal));
    HUM_TRY(hum_stage_emf(s, "e", s->net->signal, HUM_EARTH, sum->terms, sum->n, &s->net->emf));
    HUM_TRY(hum_input_equalize(s));
    return add_noise(s);
}

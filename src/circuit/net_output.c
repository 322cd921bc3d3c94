/* Output stages (docs/physics/stages.md, ST-9..ST-15).
 *
 * `signal` is a node whose voltage against earth is the stage's EMF: gains of the box, the drop of a pin 1 problem
 * and, of an origin, the signal itself. The legs follow it, each with its own noise, then come the pad, the output
 * impedance, the coupling capacitor and the contact. */
#include "circuit/builder.h"
#include "circuit/equalization.h"

#include "base/constants.h"

#include <math.h>
#include <stdio.h>

typedef struct legs {
    hum_node driven;  /* its voltage is what the legs share: the EMF, and what a field induces in a coil */
    hum_node hot;  /* driven ends, before the impedances */
    hum_node cold;
    uint32_t hot_emf;
    uint32_t cold_emf; /* HUM_NONE when the cold leg is not driven */
    double z_hot;
    double z_cold;
} legs;

/* --- the EMF ----------------------------------------------------------------------------------------- */

enum { TERMS_MAX = 64 };

typedef struct term_list {
    hum_term items[TERMS_MAX];
    size_t n;
} term_list;

static void add_term(term_list *l, hum_node p, hum_node m, double gain)
{
    if (l->n < TERMS_MAX)
        l->items[l->n++] = (hum_term){.p = p, .m = m, .gain = gain};
}

static hum_status say_too_many(hum_stage *s, const term_list *l)
{
    if (l->n < TERMS_MAX)
        return HUM_OK;
    hum_diags_say(s->b->d, HUM_D_TOO_LARGE, s->port->span, NULL, "more than %d inputs reach this output", TERMS_MAX - 1);
    return HUM_E_INPUT;
}

/* A gain that nobody stated is 0 dB, and listed. */
static hum_status assume_gain(hum_stage *s, uint32_t in)
{
    hum_value db;
    if (!hum_model_gain(s->b->m, in, s->index, &db) || hum_value_known(&db) || s->b->net->ports[in].has_default_gain)
        return HUM_OK;
    const hum_box *box = &s->b->m->boxes[s->port->box];
    return hum_assume_fact(s->b, hum_text_format(s->b->a, "gain of %.*s", HUM_FMT(box->id)), HUM_DIM_DB, 0,
                           "not stated: 0 dB", box->span);
}

/* A stated range is listed like every other range, and a tolerance like every other tolerance. */
static hum_status list_gain_range(hum_stage *s, uint32_t in)
{
    hum_value db;
    double taken_db;
    hum_typical none = {0, 0, HUM_DIM_DB, "", hum_measure_of(HUM_THING_GAIN, 0, HUM_N_KEYS)};
    if (!hum_model_gain(s->b->m, in, s->index, &db) || (db.certainty != HUM_RANGE && db.certainty != HUM_TOLERANCE))
        return HUM_OK;
    HUM_TRY(hum_assume(s->b, &db, none, "gain", s->b->m->boxes[s->port->box].id, db.span, &taken_db));
    if (s->b->values || hum_builder_draws(s->b))
        s->b->net->boxes[s->port->box].gain_db = taken_db;
    return HUM_OK;
}

static hum_status collect_inputs(hum_stage *s, term_list *signal, term_list *common)
{
    const hum_box *box = &s->b->m->boxes[s->port->box];
    for (size_t i = 0; i < box->n_ports && !s->is_twin; i++) {
        uint32_t in = box->ports[i];
        const hum_port_net *from = &s->b->net->ports[in];
        double gain;
        if (s->b->m->ports[in].is_output || !from->is_built)
            continue;
        HUM_TRY(assume_gain(s, in));
        HUM_TRY(list_gain_range(s, in));
        if (!hum_network_gain(s->b->net, in, s->index, &gain))
            continue;
        add_term(signal, from->handed_on, HUM_EARTH, gain);
        if (from->has_common_mode)
            add_term(common, from->common_mode, HUM_EARTH, s->port->topology == HUM_OUT_UNBALANCED ? 2 * gain : gain);
    }
    return HUM_OK;
}

static hum_status add_signal_source(hum_stage *s)
{
    if (s->is_twin)
        return HUM_OK;
    hum_source_of src = {.kind = HUM_SOURCE_SIGNAL,
                         .element = s->net->emf,
                         .scale = 1,
                         .name = s->port->id,
                         .owner = s->index,
                         .origin = s->port->span};
    return hum_circuit_add_source(s->b->c, &src, &s->net->source);
}

static hum_status add_distortion(hum_stage *s, uint32_t emf)
{
    double db = 0;
    if (s->is_twin || !hum_stage_states(s, HUM_KEY_CM_DISTORTION))
        return HUM_OK;
    HUM_TRY(hum_stage_value(s, HUM_KEY_CM_DISTORTION, &db));
    hum_source_of src = {.kind = HUM_SOURCE_DISTORTION,
                         .element = emf,
                         .scale = pow(10, db / 20) * s->net->max_v,
                         .name = hum_text_format(s->b->a, "common-mode distortion of %.*s", HUM_FMT(s->port->id)),
                         .owner = s->index,
                         .origin = s->port->span};
    return hum_circuit_add_source(s->b->c, &src, &s->net->distortion);
}

/* What is added to both legs alike: common mode handed on by a pass-through input, and a DAC's own. */
static hum_status build_common_mode(hum_stage *s, const term_list *common)
{
    uint32_t emf;
    if (common->n == 0 && !hum_stage_states(s, HUM_KEY_CM_DISTORTION))
        return HUM_OK;
    s->net->has_common_mode = true;
    HUM_TRY(hum_stage_node(s, "cm", &s->net->common_mode));
    HUM_TRY(hum_stage_emf(s, "cmemf", s->net->common_mode, HUM_EARTH, common->items, common->n, &emf));
    return add_distortion(s, emf);
}

static hum_status build_emf(hum_stage *s, bool adds_drop)
{
    term_list signal = {.n = 0};
    term_list common = {.n = 0};
    HUM_TRY(collect_inputs(s, &signal, &common));
    if (adds_drop)
        add_term(&signal, s->net->ret, s->net->ground, 1); /* eq. ST-6 */
    HUM_TRY(say_too_many(s, &signal));
    HUM_TRY(hum_stage_node(s, "emf", &s->net->signal));
    HUM_TRY(hum_stage_emf(s, "e", s->net->signal, HUM_EARTH, signal.items, signal.n, &s->net->emf));
    HUM_TRY(add_signal_source(s));
    return build_common_mode(s, &common);
}

/* A cartridge's, pickup's or microphone's own coil in the fields that are everywhere, turned the worst way (pickup.md P-26). */
static hum_status build_coil(hum_stage *s, hum_node *driven)
{
    const hum_model *m = s->b->m;
    double area_m2;
    term_list sum = {.n = 0};
    *driven = s->net->signal;
    HUM_TRY(hum_stage_optional(s, HUM_KEY_COIL, 0, &area_m2));
    if (area_m2 <= 0)
        return HUM_OK;
    add_term(&sum, s->net->signal, HUM_EARTH, 1);
    for (size_t i = 0; i < m->n_fields && sum.n < TERMS_MAX; i++)
        if (m->fields[i].by == HUM_BY_FIELD && m->fields[i].cable == HUM_NONE)
            sum.items[sum.n++] = (hum_term){.p = s->b->net->fields[i].drive[0], .m = HUM_EARTH, .gain_s = area_m2};
    HUM_TRY(hum_stage_node(s, "coil", driven));
    return hum_stage_emf(s, "coilemf", *driven, HUM_EARTH, sum.items, sum.n, NULL);
}

/* --- noise ------------------------------------------------------------------------------------------- */

static bool inputs_state_noise(const hum_stage *s)
{
    const hum_box *box = &s->b->m->boxes[s->port->box];
    double gain;
    for (size_t i = 0; i < box->n_ports; i++) {
        uint32_t in = box->ports[i];
        const hum_port *p = &s->b->m->ports[in];
        if (p->is_output || !s->b->net->ports[in].is_built || !hum_network_gain(s->b->net, in, s->index, &gain))
            continue;
        hum_value noise = hum_values_get(&p->values, HUM_KEY_NOISE);
        hum_value r = hum_values_get(&p->values, HUM_KEY_R);
        hum_value r1 = hum_values_get(&p->values, HUM_KEY_R1);
        hum_value en = hum_values_get(&p->values, HUM_KEY_EN);
        if (hum_value_stated(&noise) || hum_value_stated(&r) || hum_value_stated(&r1) || hum_value_stated(&en))
            return true;
    }
    return false;
}

static hum_value stated_snr(const hum_stage *s)
{
    hum_value v = hum_values_get(&s->port->values, HUM_KEY_SNR);
    return hum_value_stated(&v) ? v : hum_values_get(&s->b->m->boxes[s->port->box].values, HUM_KEY_SNR);
}

/* What a data sheet tells of an output's noise: so many V^2 in the band that it was measured in (eq. ST-10, ST-11). */
typedef struct told {
    double v2;         /* 0: nothing */
    double band_hz;    /* integral of the weighting, squared, from 20 Hz to 20 kHz, */
    double per_corner; /* and of it over f */
} told;

static const told unweighted = {0, HUM_AUDIO_HIGH_HZ - HUM_AUDIO_LOW_HZ, 6.907755}; /* ln 1000 */
static const told a_weighted = {0, 12467, 3.576651};

static hum_status specified_noise(hum_stage *s, told *of)
{
    hum_value snr = stated_snr(s);
    double noise_v = 0, snr_db;
    *of = unweighted;
    if (!hum_stage_states(s, HUM_KEY_NOISE) && hum_value_known(&snr)) {
        hum_typical none = {0, 0, HUM_DIM_DB, "", hum_measure_of(HUM_THING_OUTPUT, 0, HUM_KEY_SNR)};
        HUM_TRY(hum_assume(s->b, &snr, none, "snr", s->port->id, s->port->span, &snr_db));
        noise_v = s->net->max_v * pow(10, -snr_db / 20);
        if (snr.dim == HUM_DIM_DBA)
            *of = a_weighted;
        of->v2 = noise_v * noise_v;
        return HUM_OK;
    }
    bool is_passive = s->port->topology == HUM_OUT_FLOATING; /* a coil or capsule: its resistance's noise is all */
    if (!hum_stage_states(s, HUM_KEY_NOISE) && (is_passive || inputs_state_noise(s)))
        return HUM_OK;
    HUM_TRY(hum_stage_value(s, HUM_KEY_NOISE, &noise_v));
    of->v2 = noise_v * noise_v;
    return HUM_OK;
}

/* The residual source makes the output reproduce its specification together with its own resistance (eq. ST-12). */
static hum_status add_noise(hum_stage *s, const legs *l)
{
    told of;
    double corner = 0;
    if (s->is_twin)
        return HUM_OK;
    HUM_TRY(specified_noise(s, &of));
    HUM_TRY(hum_stage_optional(s, HUM_KEY_CORNER, 0, &corner));
    double thermal = 4 * HUM_BOLTZMANN_J_K * s->b->c->temperature_k * (l->z_hot + l->z_cold);
    double rest = (of.v2 - thermal * of.band_hz) / (of.band_hz + corner * of.per_corner);
    if (of.v2 > 0 && rest < -0.05 * thermal)
        hum_diags_say(s->b->d, HUM_D_ODD_NOISE, s->port->span, "the resistance's own noise is used",
                      "'%.*s' is said to be quieter than its output resistance can be", HUM_FMT(s->port->id));
    if (l->cold_emf == HUM_NONE)
        return hum_stage_noise(s, l->hot_emf, rest, corner, "hiss of");
    /* independent buffers share it; an inverter-made leg repeats the hot leg's: |2 n1 - n2|^2 = 4 + 1 (eq. ST-13) */
    double share = s->port->topology == HUM_OUT_INVERTED ? rest / 5 : rest / 2;
    HUM_TRY(hum_stage_noise(s, l->hot_emf, share, corner, "hiss of"));
    return hum_stage_noise(s, l->cold_emf, share, corner, "hiss of");
}

/* --- legs -------------------------------------------------------------------------------------------- */

static hum_status drive(hum_stage *s, const char *suffix, hum_node reference, term_list *terms, hum_node *node,
                        uint32_t *emf)
{
    char name[16] = "e";
    for (size_t i = 0; i + 2 < sizeof name && suffix[i]; i++) {
        name[i + 1] = suffix[i];
        name[i + 2] = '\0';
    }
    if (s->net->has_common_mode)
        add_term(terms, s->net->common_mode, HUM_EARTH, 1);
    HUM_TRY(hum_stage_node(s, suffix, node));
    return hum_stage_emf(s, name, *node, reference, terms->items, terms->n, emf);
}

/* The midpoint between the legs of a source that is not tied to signal common. */
static hum_status build_midpoint(hum_stage *s, hum_node *mid)
{
    double v;
    *mid = s->net->ground;
    switch ((hum_output_topology)s->port->topology) {
    case HUM_OUT_CROSS_COUPLED:
    case HUM_OUT_CIRCLOTRON:
        HUM_TRY(hum_stage_node(s, "mid", mid));
        HUM_TRY(hum_stage_value(s, HUM_KEY_ZCM, &v));
        return hum_stage_resistor(s, "zcm", *mid, s->net->ground, v);
    case HUM_OUT_TRANSFORMER:
    case HUM_OUT_FLOATING:
        HUM_TRY(hum_stage_node(s, "mid", mid));
        HUM_TRY(hum_stage_value(s, HUM_KEY_C, &v));
        HUM_TRY(hum_stage_capacitor(s, "cw", *mid, s->net->ground, v));
        if (!hum_stage_states(s, HUM_KEY_ZCM))
            return HUM_OK;
        HUM_TRY(hum_stage_value(s, HUM_KEY_ZCM, &v));
        return hum_stage_resistor(s, "zcm", *mid, s->net->ground, v);
    case HUM_OUT_UNBALANCED:
    case HUM_OUT_SYMMETRIC:
    case HUM_OUT_IMPEDANCE_BALANCED:
    case HUM_OUT_GROUND_SENSING:
    case HUM_OUT_INVERTED:
    case HUM_OUT_AES3: /* digital ones are net_digital.c's */
    case HUM_OUT_AES3ID:
    case HUM_OUT_SPDIF:
    case HUM_OUT_USB:
    case HUM_OUT_HDMI:
    case HUM_OUT_ETHERNET:
    case HUM_OUT_OPTICAL:
        break;
    }
    return HUM_OK;
}

static hum_status drive_unbalanced(hum_stage *s, double z, legs *l)
{
    term_list t = {.n = 0};
    add_term(&t, l->driven, HUM_EARTH, 1);
    l->cold_emf = HUM_NONE;
    l->z_hot = z;
    l->z_cold = 0;
    l->cold = s->net->ret;
    return drive(s, "hot", s->net->ground, &t, &l->hot, &l->hot_emf);
}

static hum_status drive_pair(hum_stage *s, hum_node mid, double share, legs *l)
{
    term_list hot = {.n = 0};
    term_list cold = {.n = 0};
    add_term(&hot, l->driven, HUM_EARTH, share);
    if (s->port->topology == HUM_OUT_INVERTED) {
        HUM_TRY(drive(s, "hot", mid, &hot, &l->hot, &l->hot_emf));
        add_term(&cold, l->hot, mid, -1);
        if (s->net->has_common_mode)
            add_term(&cold, s->net->common_mode, HUM_EARTH, 1); /* undo the inversion of the common mode */
        return drive(s, "cold", mid, &cold, &l->cold, &l->cold_emf);
    }
    if (share < 1)
        add_term(&cold, l->driven, HUM_EARTH, share - 1);
    HUM_TRY(drive(s, "hot", mid, &hot, &l->hot, &l->hot_emf));
    return drive(s, "cold", mid, &cold, &l->cold, &l->cold_emf);
}

/* The cold contact senses the far ground through the same impedance, and the hot leg follows it (eq. ST-14). */
static hum_status drive_ground_sensing(hum_stage *s, double z, legs *l)
{
    double match;
    term_list t = {.n = 0};
    HUM_TRY(hum_stage_value(s, HUM_KEY_MATCH, &match));
    HUM_TRY(hum_stage_node(s, "sense", &l->cold));
    add_term(&t, l->driven, HUM_EARTH, 1);
    add_term(&t, l->cold, s->net->ground, 1 - pow(10, -match / 20));
    l->cold_emf = HUM_NONE;
    l->z_hot = z;
    l->z_cold = 0;
    HUM_TRY(hum_stage_resistor(s, "rsense", l->cold, s->net->ground, z > 1 ? 100 * z : 1e4));
    return drive(s, "hot", s->net->ground, &t, &l->hot, &l->hot_emf);
}

static hum_status drive_legs(hum_stage *s, legs *l)
{
    double z, imbalance = 0;
    hum_node mid;
    HUM_TRY(hum_stage_value(s, HUM_KEY_Z, &z));
    if (s->port->topology == HUM_OUT_UNBALANCED)
        return drive_unbalanced(s, z, l);
    if (s->port->topology == HUM_OUT_GROUND_SENSING)
        return drive_ground_sensing(s, z, l);
    HUM_TRY(hum_stage_value(s, HUM_KEY_IMBALANCE, &imbalance));
    l->z_hot = z / 2 + imbalance;
    l->z_cold = z / 2;
    HUM_TRY(build_midpoint(s, &mid));
    return drive_pair(s, mid, s->port->topology == HUM_OUT_IMPEDANCE_BALANCED ? 1 : 0.5, l);
}

/* --- from the driven ends to the contacts ------------------------------------------------------------ */

/* One leg: z, then coil, then coupling capacitor, from `from` to the contact. */
static hum_status build_leg(hum_stage *s, const char *leg, hum_node from, double z, double l_h, double c_f, hum_node to)
{
    char name[24];
    hum_node at = from;
    hum_node next = to;
#define LEG_NAME(suffix) (snprintf(name, sizeof name, "%s%s", leg, suffix), name)
    if (c_f > 0) {
        HUM_TRY(hum_stage_node(s, LEG_NAME("c"), &next));
        HUM_TRY(hum_stage_capacitor(s, LEG_NAME("cc"), next, to, c_f));
    }
    if (l_h > 0)
        return hum_circuit_add_inductors(s->b->c, hum_stage_name(s, LEG_NAME("zl")), s->port->span, 1, &at, &next, &l_h, &z,
                                         NULL);
    return hum_stage_resistor(s, LEG_NAME("z"), at, next, z);
#undef LEG_NAME
}

typedef struct pad {
    double series_hot;
    double series_cold;
    double shunt;
} pad;

/* A tolerance of pad-z is that of its two series resistors: at worst one is high and the other low. */
static hum_status find_pad_legs(hum_stage *s, const hum_value *v, double *hot, double *cold)
{
    HUM_TRY(hum_stage_own(s, v, "pad, hot leg,", v->high, hot));
    HUM_TRY(hum_stage_own(s, v, "pad, cold leg,", v->low, cold));
    *hot /= v->nominal;
    *cold /= v->nominal;
    return HUM_OK;
}

/* Attenuation A and output impedance Zp of the pad with its driver of z: Zp/k in series in all, of which z is the
 * driver's own, shunt Zp/(1-k), k = 10^(-A/20) (eq. ST-15). */
static hum_status design_pad(hum_stage *s, bool is_balanced, double driver_z, pad *p)
{
    double db, hot = 1, cold = 1;
    hum_value v = hum_values_get(&s->port->values, HUM_KEY_PAD_Z);
    double z = v.nominal;
    HUM_TRY(hum_stage_value(s, HUM_KEY_PAD, &db));
    if (v.certainty == HUM_TOLERANCE)
        HUM_TRY(find_pad_legs(s, &v, &hot, &cold));
    else
        HUM_TRY(hum_stage_value(s, HUM_KEY_PAD_Z, &z));
    double k = pow(10, -db / 20);
    double series = z / k - driver_z;
    if (series < 0) {
        hum_diags_say(s->b->d, HUM_D_ODD_VALUE, s->port->span, "state a pad-z as high as z without the pad, or more",
                      "the pad of '%.*s' cannot have less impedance than its driver leaves it", HUM_FMT(s->port->id));
        series = 0;
    }
    p->shunt = z / (1 - k);
    p->series_hot = is_balanced ? series / 2 * hot : series;
    p->series_cold = is_balanced ? series / 2 * cold : 0;
    return HUM_OK;
}

static hum_status build_pad(hum_stage *s, bool is_balanced, double driver_z, hum_node *hot, hum_node *cold)
{
    pad p;
    hum_node h;
    hum_node c = *cold;
    HUM_TRY(design_pad(s, is_balanced, driver_z, &p));
    HUM_TRY(hum_stage_node(s, "padhot", &h));
    HUM_TRY(hum_stage_resistor(s, "padh", h, *hot, p.series_hot));
    if (is_balanced) {
        HUM_TRY(hum_stage_node(s, "padcold", &c));
        HUM_TRY(hum_stage_resistor(s, "padc", c, *cold, p.series_cold));
    }
    HUM_TRY(hum_stage_resistor(s, "pads", *hot, *cold, p.shunt));
    *hot = h;
    *cold = c;
    return HUM_OK;
}

static hum_status build_contacts(hum_stage *s, legs *l)
{
    double l_h, c_hot, c_cold, lm;
    bool is_balanced = s->port->topology != HUM_OUT_UNBALANCED;
    bool has_cold_leg = is_balanced && s->port->topology != HUM_OUT_GROUND_SENSING;
    HUM_TRY(hum_stage_optional(s, HUM_KEY_L, 0, &l_h));
    HUM_TRY(hum_stage_legs(s, HUM_KEY_COUPLING, &c_hot, &c_cold));
    HUM_TRY(hum_stage_optional(s, HUM_KEY_LM, 0, &lm));
    HUM_TRY(hum_stage_node(s, "pin2", &s->net->hot));
    s->net->cold = s->net->ret;
    if (has_cold_leg)
        HUM_TRY(hum_stage_node(s, "pin3", &s->net->cold));
    else if (is_balanced)
        s->net->cold = l->cold;
    hum_node hot = s->net->hot;
    hum_node cold = s->net->cold;
    if (hum_stage_states(s, HUM_KEY_PAD))
        HUM_TRY(build_pad(s, is_balanced, has_cold_leg ? 2 * l->z_cold : l->z_hot, &hot, &cold));
    if (lm > 0) {
        double none = 0;
        HUM_TRY(hum_circuit_add_inductors(s->b->c, hum_stage_name(s, "lm"), s->port->span, 1, &hot, &cold, &lm, &none, NULL));
    }
    HUM_TRY(build_leg(s, "h", l->hot, l->z_hot, has_cold_leg ? l_h / 2 : l_h, c_hot, hot));
    return has_cold_leg ? build_leg(s, "k", l->cold, l->z_cold, l_h / 2, c_cold, cold) : HUM_OK;
}

hum_status hum_build_output(hum_stage *s)
{
    bool adds_drop;
    legs l = {.hot_emf = HUM_NONE, .cold_emf = HUM_NONE};
    HUM_TRY(hum_stage_pin1(s, &adds_drop));
    if (!s->is_twin)
        HUM_TRY(hum_stage_value(s, HUM_KEY_MAX, &s->net->max_v));
    HUM_TRY(build_emf(s, adds_drop));
    HUM_TRY(build_coil(s, &l.driven));
    HUM_TRY(drive_legs(s, &l));
    HUM_TRY(build_contacts(s, &l));
    return add_noise(s, &l);
}

/* Digital ports and links. In the network a port of AES3 or S/PDIF is its impedance between two contacts: it makes and hears no
 * audio, but the shield of its cable is a ground connection like any other. A data port (USB, HDMI, Ethernet) is where the wires and
 * the shell of its cable end, which is all that the grounds know of it (docs/physics/grounds.md G-7, G-8); an optical one is
 * nothing. Beside the network a link of pulses is described as one loop with skin effect, for its eye (docs/physics/eye.md E-8). */
#include "circuit/section_of.h"

#include "base/constants.h"
#include "base/unit.h"

#include <math.h>

/* --- ports ------------------------------------------------------------------------------------------- */

static bool is_isolated(const hum_stage *s)
{
    return hum_port_plugs(s->port) == HUM_PLUGS_ETHERNET || hum_stage_states(s, HUM_KEY_ISOLATED);
}

/* The wires end on signal common: what they carry back is the supply's and the pulses' return. Behind an isolation they do so through
 * its capacitance, of Ethernet to the chassis; the shell of an isolated socket belongs to its far side unless pin1 says otherwise. */
static hum_status build_data(hum_stage *s)
{
    const hum_box_net *box = &s->b->net->boxes[s->port->box];
    bool adds_drop, is_ethernet = hum_port_plugs(s->port) == HUM_PLUGS_ETHERNET;
    double c;
    HUM_TRY(hum_stage_pin1(s, &adds_drop));
    s->net->hot = box->common;
    if (is_isolated(s)) {
        HUM_TRY(hum_stage_value(s, HUM_KEY_ISOLATED, &c));
        HUM_TRY(hum_stage_node(s, "wires", &s->net->hot));
        HUM_TRY(hum_stage_capacitor(s, "isolation", s->net->hot, is_ethernet ? box->chassis : box->common, c));
        if (!is_ethernet && s->port->pin1 == HUM_PIN1_UNSTATED)
            s->net->ret = s->net->hot;
    }
    s->net->cold = s->net->plus = s->net->minus = s->net->hot;
    return HUM_OK;
}

hum_status hum_build_digital(hum_stage *s)
{
    bool adds_drop;
    double z;
    if (hum_port_plugs(s->port) == HUM_PLUGS_OPTICAL)
        return HUM_OK;
    if (hum_port_is_data(s->port))
        return build_data(s);
    HUM_TRY(hum_stage_pin1(s, &adds_drop));
    HUM_TRY(hum_stage_value(s, HUM_KEY_Z, &z));
    HUM_TRY(hum_stage_node(s, "hot", &s->net->hot));
    s->net->cold = s->net->ret;
    if (hum_port_is_balanced(s->port)) { /* behind a transformer: only its capacitance joins it to the box */
        HUM_TRY(hum_stage_node(s, "cold", &s->net->cold));
        HUM_TRY(hum_stage_stray(s, "hotstray", s->net->hot));
        HUM_TRY(hum_stage_stray(s, "coldstray", s->net->cold));
    }
    s->net->plus = s->net->hot;
    s->net->minus = s->net->cold;
    return hum_stage_silent(s, "z", s->net->hot, s->net->cold, z);
}

/* --- links ------------------------------------------------------------------------------------------- */

typedef struct loop {
    const hum_line *line;
    const hum_cable_data *sheet;
    bool is_balanced; /* the signal is between two cores, not between one and all the rest */
    bool is_quad;
} loop;

static double at(const loop *l, const double *m, size_t i, size_t k)
{
    return m[i * l->line->n + k];
}

static double loop_inductance(const loop *l, size_t i, size_t k)
{
    const double *m = l->line->l_h_m;
    return at(l, m, i, i) + at(l, m, k, k) - 2 * at(l, m, i, k);
}

/* Hot to its return; *pair: core to core, whose inductance is known. */
static double loop_capacitance(const loop *l, double *pair)
{
    const double *c = l->line->c_f_m;
    size_t shield = l->line->n - 1;
    if (l->sheet->n_cores == 1)
        return *pair = -at(l, c, 0, shield);
    double ab = -at(l, c, 0, 1);
    *pair = ab;
    if (!l->sheet->has_shield)
        return ab;
    double as = -at(l, c, 0, shield), bs = -at(l, c, 1, shield);
    *pair = ab + as * bs / (as + bs);
    return l->is_balanced ? *pair : ab + as;
}

/* HF resistance of two wires side by side over that of two far apart, from their inductance (eq. E-4a). */
static double proximity(double l_h_m)
{
    double spread = cosh(HUM_PI * l_h_m / HUM_MU0_H_M); /* centre distance over diameter */
    return 1 / sqrt(1 - 1 / (spread * spread));
}

static double parallel(double a, double b)
{
    return a * b / (a + b);
}

/* Conductors of a coax: copper of the core's resistance, and a tube at the radius that L and C make of it. */
static void describe_coax(const loop *l, hum_signal_line *s)
{
    double core = l->sheet->r_core_ohm_m[0], shield = l->sheet->r_shield_ohm_m;
    double v = 1 / (HUM_LIGHT_M_S * sqrt(s->l_h_m * s->c_f_m));
    double a = 1 / sqrt(HUM_PI * HUM_SIGMA_COPPER * core);
    double b = a * exp(2 * HUM_PI * HUM_EPS0_F_M / (v * v * s->c_f_m));
    s->hot = (hum_skin){core, hum_skin_of_wire(core), false};
    s->ret = (hum_skin){shield, hum_skin_of_tube(shield, b), true};
}

static void describe_pair(const loop *l, hum_signal_line *s, double pair_h_m)
{
    double core = l->sheet->r_core_ohm_m[0], p = proximity(pair_h_m);
    double wire = l->is_quad ? 2 * core : core; /* a leg is two wires */
    s->hot = s->ret = (hum_skin){core, hum_skin_of_wire(wire) * p * p, false};
    if (!l->is_balanced && l->sheet->has_shield)
        s->ret.r_ohm_m = parallel(core, l->sheet->r_shield_ohm_m);
}

static void describe_loop(const loop *l, hum_signal_line *s)
{
    double pair_f_m;
    size_t ret = l->sheet->n_cores == 1 ? l->line->n - 1 : 1;
    double pair_h_m = loop_inductance(l, 0, ret);
    s->c_f_m = loop_capacitance(l, &pair_f_m);
    s->l_h_m = pair_h_m * pair_f_m / s->c_f_m; /* one velocity */
    if (l->sheet->n_cores == 1)
        describe_coax(l, s);
    else
        describe_pair(l, s, pair_h_m);
}

enum { LOSSES_MAX = 16 };

/* What of a stated loss has a frequency; `d` hears of what has none, NULL: nobody does. */
static size_t published_points(const hum_cable *c, hum_diags *d, hum_loss_point *points)
{
    hum_stated stated[LOSSES_MAX];
    size_t n = hum_values_curve(&c->values, HUM_KEY_LOSS, stated, LOSSES_MAX), n_points = 0;
    for (size_t i = 0; i < n; i++) {
        if (stated[i].f_hz > 0 && hum_value_known(&stated[i].value))
            points[n_points++] = (hum_loss_point){stated[i].f_hz, stated[i].value.nominal};
        else if (d && hum_value_known(&stated[i].value))
            hum_diags_say(d, HUM_D_ODD_VALUE, stated[i].value.span, "for example: loss 36 dB/km at 30 MHz",
                          "an attenuation without its frequency says nothing; it is left out");
    }
    return n_points;
}

static void fit_loss(hum_builder *b, const hum_cable *c, hum_digital_net *d)
{
    hum_loss_point points[LOSSES_MAX];
    size_t n_points = published_points(c, b->d, points);
    d->has_published_loss = n_points > 0;
    if (hum_signal_fit(&d->line, points, n_points) == HUM_OK)
        return;
    d->has_published_loss = false;
    hum_diags_say(b->d, HUM_D_ODD_VALUE, c->span, "look at loss, core and shield",
                  "this cable loses less than its direct-current resistance makes; its loss is left out");
}

hum_loss_from hum_cable_signal(const hum_network *net, uint32_t i, hum_signal_line *out)
{
    const hum_cable *c = &net->model->cables[i];
    const hum_cable_net *n = &net->cables[i];
    hum_loss_point points[LOSSES_MAX];
    if (n->section) {
        *out = (hum_signal_line){.exact = &n->data, .is_pair = n->section->n_cores > 1};
        return HUM_LOSS_SECTION;
    }
    *out = (hum_signal_line){.tan_delta = n->data.tan_delta};
    describe_loop(&(loop){.line = &n->data, .sheet = &n->sheet, .is_balanced = n->sheet.n_cores > 1, .is_quad = c->kind == HUM_CABLE_QUAD},
                  out);
    size_t n_points = published_points(c, NULL, points);
    return hum_signal_fit(out, points, n_points) == HUM_OK && n_points > 0 ? HUM_LOSS_PUBLISHED : HUM_LOSS_RESISTANCE;
}

static hum_stage port_stage(hum_builder *b, uint32_t port)
{
    return (hum_stage){.b = b, .port = &b->m->ports[port], .index = port, .net = &b->net->ports[port]};
}

static hum_status describe_ends(hum_builder *b, const hum_cable *c, hum_digital_net *d)
{
    hum_stage from = port_stage(b, c->from), to = port_stage(b, c->to);
    d->rated_ohm = from.port->topology == HUM_OUT_AES3 ? 110 : 75;
    HUM_TRY(hum_stage_value(&from, HUM_KEY_MAX, &d->level_v));
    HUM_TRY(hum_stage_value(&from, HUM_KEY_Z, &d->source_ohm));
    HUM_TRY(hum_stage_value(&from, HUM_KEY_RISE, &d->rise_s));
    d->is_rise_assumed = !hum_stage_states(&from, HUM_KEY_RISE);
    HUM_TRY(hum_stage_value(&to, HUM_KEY_Z, &d->load_ohm));
    return hum_stage_optional(&to, HUM_KEY_C, 0, &d->load_f);
}

hum_status hum_describe_digital(hum_builder *b, uint32_t k)
{
    uint32_t index = (uint32_t)b->m->n_cables + k;
    const hum_cable *c = &b->m->cables[index];
    const hum_cable_net *n = &b->net->cables[index];
    hum_digital_net *d = &b->net->digital[k];
    d->has_eye = !hum_port_is_data(&b->m->ports[c->to]);
    if (!d->has_eye)
        return HUM_OK;
    bool is_balanced = hum_port_is_balanced(&b->m->ports[c->from]) || hum_port_is_balanced(&b->m->ports[c->to]);
    d->length_m = n->length_m;
    d->is_solved = n->section != NULL;
    if (d->is_solved) {
        d->line.exact = &n->data;
        d->line.is_pair = is_balanced && n->section->n_cores > 1;
        return describe_ends(b, c, d);
    }
    loop l = {.line = &n->data, .sheet = &n->sheet, .is_balanced = is_balanced, .is_quad = c->kind == HUM_CABLE_QUAD};
    describe_loop(&l, &d->line);
    HUM_TRY(hum_cable_value(b, c, HUM_KEY_TAN_DELTA, &d->line.tan_delta));
    fit_loss(b, c, d);
    return describe_ends(b, c, d);
}

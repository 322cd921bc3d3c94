/* Model -> network: the order of building, and the list of what was assumed. */
#include "circuit/builder.h"

#include <math.h>

/* --- assumptions ------------------------------------------------------------------------------------- */

static hum_status list_assumption(hum_builder *b, const hum_assumption *as, uint32_t *index)
{
    if (!as->what.p)
        return HUM_E_NOMEM;
    if (hum_names_find(&b->assumed, as->what, index))
        return HUM_OK;
    *index = (uint32_t)b->net->n_assumptions;
    HUM_TRY(hum_names_put(b->a, &b->assumed, as->what, *index));
    HUM_PUSH(b->a, b->net, assumptions, n_assumptions, cap_assumptions, *as);
    b->net->assumptions[*index].moves_db = (double)NAN;
    return HUM_OK;
}

static void take_instead(const hum_builder *b, uint32_t index, double *out)
{
    if (b->values && index < b->values->n && !isnan(b->values->value[index]))
        *out = b->values->value[index];
}

hum_status hum_assume(hum_builder *b, const hum_value *v, hum_typical typical, const char *key, hum_text owner,
                      hum_span span, double *out)
{
    hum_value t = hum_value_range(typical.dim, typical.low, typical.high);
    bool known = hum_value_known(v);
    *out = known ? v->nominal : t.nominal;
    if (known && v->certainty != HUM_RANGE)
        return HUM_OK;
    hum_assumption as = {.what = hum_text_format(b->a, "%s of %.*s", key, HUM_FMT(owner)),
                         .dim = known ? v->dim : typical.dim,
                         .value = *out,
                         .low = known ? v->low : t.low,
                         .high = known ? v->high : t.high,
                         .why = known ? HUM_T("stated as a range") : hum_text_of(typical.why),
                         .span = hum_value_stated(v) ? v->span : span,
                         .is_stated = known};
    uint32_t index;
    HUM_TRY(list_assumption(b, &as, &index));
    take_instead(b, index, out);
    return HUM_OK;
}

hum_status hum_assume_fact(hum_builder *b, hum_text what, hum_dim dim, double value, const char *why, hum_span span)
{
    hum_assumption as = {
        .what = what, .dim = dim, .value = value, .low = value, .high = value, .why = hum_text_of(why), .span = span};
    uint32_t index;
    return list_assumption(b, &as, &index);
}

/* --- stages ------------------------------------------------------------------------------------------ */

bool hum_stage_states(const hum_stage *s, hum_key key)
{
    hum_value v = hum_values_get(&s->port->values, key);
    return hum_value_stated(&v);
}

hum_status hum_stage_value(hum_stage *s, hum_key key, double *out)
{
    hum_value v = hum_values_get(&s->port->values, key);
    hum_typical t = s->port->is_output ? hum_typical_output(s->port->topology, s->port->load, key)
                                       : hum_typical_input(s->port->topology, key);
    return hum_assume(s->b, &v, t, hum_key_name(key), s->port->id, s->port->span, out);
}

hum_status hum_stage_optional(hum_stage *s, hum_key key, double otherwise, double *out)
{
    *out = otherwise;
    return hum_stage_states(s, key) ? hum_stage_value(s, key, out) : HUM_OK;
}

hum_text hum_stage_name(const hum_stage *s, const char *suffix)
{
    return hum_text_format(s->b->a, "%.*s.%s", HUM_FMT(s->prefix), suffix);
}

hum_status hum_stage_node(hum_stage *s, const char *suffix, hum_node *out)
{
    return hum_circuit_node(s->b->c, hum_stage_name(s, suffix), s->port->span, out);
}

hum_status hum_stage_resistor(hum_stage *s, const char *suffix, hum_node from, hum_node to, double ohm)
{
    return hum_circuit_add_resistor(s->b->c, hum_stage_name(s, suffix), s->port->span, from, to, ohm, NULL);
}

hum_status hum_stage_silent(hum_stage *s, const char *suffix, hum_node from, hum_node to, double ohm)
{
    return hum_circuit_add_silent(s->b->c, hum_stage_name(s, suffix), s->port->span, from, to, ohm, NULL);
}

hum_status hum_stage_capacitor(hum_stage *s, const char *suffix, hum_node from, hum_node to, double farad)
{
    if (farad <= 0)
        return HUM_OK;
    return hum_circuit_add_capacitor(s->b->c, hum_stage_name(s, suffix), s->port->span, from, to, farad, NULL);
}

hum_status hum_stage_emf(hum_stage *s, const char *suffix, hum_node plus, hum_node minus, const hum_term *terms,
                         size_t n, uint32_t *index)
{
    return hum_circuit_add_emf(s->b->c, hum_stage_name(s, suffix), s->port->span, plus, minus, terms, n, index);
}

hum_status hum_stage_noise(hum_stage *s, uint32_t emf, double s_v2_hz, double corner_hz, const char *what)
{
    if (s->is_twin || s_v2_hz <= 0)
        return HUM_OK;
    hum_source_of src = {.kind = HUM_SOURCE_NOISE,
                         .element = emf,
                         .scale = 1,
                         .s_v2_hz = s_v2_hz,
                         .corner_hz = corner_hz,
                         .name = hum_text_format(s->b->a, "%s %.*s", what, HUM_FMT(s->port->id)),
                         .owner = s->index,
                         .origin = s->port->span};
    return hum_circuit_add_source(s->b->c, &src, NULL);
}

/* Least squares of a + b x = y with relative weights 1/y, a and b not negative; exact for two points. */
static void fit_line(const double *x, const double *y, size_t n, double *a, double *b)
{
    double s1 = 0, sx = 0, sxx = 0, sy = 0, sxy = 0;
    for (size_t i = 0; i < n; i++) {
        double w = 1 / (y[i] * y[i]);
        s1 += w;
        sx += w * x[i];
        sxx += w * x[i] * x[i];
        sy += w * y[i];
        sxy += w * x[i] * y[i];
    }
    double det = s1 * sxx - sx * sx;
    *b = n > 1 && det > 0 ? (s1 * sxy - sx * sy) / det : 0;
    if (*b < 0)
        *b = 0;
    *a = (sy - *b * sx) / s1;
    if (*a < 0) {
        *a = 0;
        *b = sxx > 0 ? sxy / sxx : 0;
    }
}

enum { CURVE_MAX = 16 };

static size_t curve_squares(const hum_stated *points, size_t n, bool is_db, double *x, double *y)
{
    if (n > CURVE_MAX)
        n = CURVE_MAX;
    for (size_t i = 0; i < n; i++) {
        double w = 2 * HUM_PI * points[i].f_hz;
        double v = points[i].value.nominal;
        x[i] = w * w;
        y[i] = is_db ? pow(10, -v / 10) : 1 / (v * v);
    }
    return n;
}

void hum_fit_rc(const hum_stated *points, size_t n, double *r_ohm, double *c_f)
{
    double x[CURVE_MAX], y[CURVE_MAX], g2, c2;
    n = curve_squares(points, n, false, x, y);
    fit_line(x, y, n, &g2, &c2);
    *r_ohm = g2 > 0 ? 1 / sqrt(g2) : (double)INFINITY;
    *c_f = sqrt(c2);
}

void hum_fit_cmrr(const hum_stated *points, size_t n, double *gain, double *gain_s)
{
    double x[CURVE_MAX], y[CURVE_MAX], d2, t2;
    n = curve_squares(points, n, true, x, y);
    fit_line(x, y, n, &d2, &t2);
    *gain = sqrt(d2);
    *gain_s = sqrt(t2);
}

/* A contact that is wired to nothing still has some picofarads to its box (AS-15): its voltage then exists, whatever
 * the cable leaves open. */
#define STRAY_FARAD 5e-12

hum_status hum_stage_stray(hum_stage *s, const char *suffix, hum_node contact)
{
    return hum_stage_capacitor(s, suffix, contact, s->b->net->boxes[s->port->box].chassis, STRAY_FARAD);
}

static hum_status pin1_signal(hum_stage *s, hum_node common, bool *adds_drop)
{
    double r = 0;
    if (s->port->pin1 == HUM_PIN1_SIGNAL && (hum_port_is_balanced(s->port) || hum_stage_states(s, HUM_KEY_PIN1_R)))
        HUM_TRY(hum_stage_value(s, HUM_KEY_PIN1_R, &r));
    if (r <= 0) {
        s->net->ret = common;
        return HUM_OK;
    }
    *adds_drop = true;
    HUM_TRY(hum_stage_node(s, "pin1", &s->net->ret));
    return hum_stage_resistor(s, "pin1r", s->net->ret, common, r);
}

hum_status hum_stage_pin1(hum_stage *s, bool *adds_drop)
{
    const hum_box_net *box = &s->b->net->boxes[s->port->box];
    hum_pin1 pin1 = s->port->pin1;
    double c;
    *adds_drop = false;
    s->net->ground = box->common;
    if (pin1 == HUM_PIN1_UNSTATED)
        pin1 = hum_port_is_balanced(s->port) ? HUM_PIN1_CHASSIS : HUM_PIN1_SIGNAL;
    switch (pin1) {
    case HUM_PIN1_UNSTATED:
    case HUM_PIN1_CHASSIS:
        s->net->ret = box->chassis;
        return HUM_OK;
    case HUM_PIN1_SIGNAL:
        return pin1_signal(s, box->common, adds_drop);
    case HUM_PIN1_LIFT:
        HUM_TRY(hum_stage_node(s, "pin1", &s->net->ret));
        return hum_stage_stray(s, "pin1stray", s->net->ret);
    case HUM_PIN1_CAPACITOR:
        HUM_TRY(hum_stage_node(s, "pin1", &s->net->ret));
        HUM_TRY(hum_stage_value(s, HUM_KEY_PIN1_C, &c));
        return hum_stage_capacitor(s, "pin1c", s->net->ret, box->chassis, c);
    }
    return HUM_OK;
}

hum_status hum_build_stage(hum_stage *s, hum_builder *b, uint32_t port, hum_port_net *net, bool is_twin)
{
    const hum_port *p = &b->m->ports[port];
    *s = (hum_stage){.b = b, .port = p, .index = port, .net = net, .is_twin = is_twin, .prefix = p->id};
    if (is_twin)
        s->prefix = hum_text_format(b->a, "%.*s.twin", HUM_FMT(p->id));
    if (!s->prefix.p)
        return HUM_E_NOMEM;
    *net = (hum_port_net){.is_built = true,
                          .emf = HUM_NONE,
                          .source = HUM_NONE,
                          .distortion = HUM_NONE,
                          .cmrr_term = SIZE_MAX,
                          .max_v = (double)INFINITY,
                          .default_gain = 1};
    return p->is_output ? hum_build_output(s) : hum_build_input(s);
}

/* --- gains ------------------------------------------------------------------------------------------- */

bool hum_network_gain(const hum_network *net, uint32_t in, uint32_t out, double *factor)
{
    hum_value db;
    if (!hum_model_gain(net->model, in, out, &db))
        return false;
    double assumed_db = net->boxes[net->model->ports[in].box].gain_db;
    if (db.certainty == HUM_RANGE && !isnan(assumed_db))
        *factor = pow(10, assumed_db / 20);
    else
        *factor = hum_value_known(&db) ? pow(10, db.nominal / 20) : net->ports[in].default_gain;
    return true;
}

void hum_network_polarise(hum_network *net, uint32_t port, double sign)
{
    hum_port_net *p = &net->ports[port];
    if (p->cmrr_term == SIZE_MAX)
        return;
    hum_term *t = &net->circuit->elements[p->emf].terms[p->cmrr_term];
    for (size_t i = 0; i < 2; i++) {
        t[i].gain = sign * 0.5 * p->cmrr_gain;
        t[i].gain_s = sign * 0.5 * p->cmrr_gain_s;
    }
}

/* --- which elements are whose ------------------------------------------------------------------------ */

hum_part hum_part_begin(const hum_builder *b)
{
    return (hum_part){.element = (uint32_t)b->c->n_elements, .source = (uint32_t)b->c->n_sources};
}

void hum_part_end(const hum_builder *b, hum_part begun, hum_part *out)
{
    begun.n_elements = (uint32_t)b->c->n_elements - begun.element;
    begun.n_sources = (uint32_t)b->c->n_sources - begun.source;
    *out = begun;
}

/* --- the order of building --------------------------------------------------------------------------- */

static hum_status allocate(hum_builder *b)
{
    hum_network *n = b->net;
    HUM_ALLOC(n->boxes, b->a, hum_box_net, b->m->n_boxes);
    HUM_ALLOC(n->ports, b->a, hum_port_net, b->m->n_ports);
    HUM_ALLOC(n->cables, b->a, hum_cable_net, b->m->n_cables);
    HUM_ALLOC(n->listeners, b->a, hum_listener_net, b->m->n_listeners);
    HUM_ALLOC(n->grounds, b->a, hum_node, b->m->n_grounds);
    HUM_ALLOC(n->ground_parts, b->a, hum_part, b->m->n_grounds);
    HUM_ALLOC(n->bond_parts, b->a, hum_part, b->m->n_bonds);
    for (size_t i = 0; i < b->m->n_boxes; i++)
        n->boxes[i].gain_db = (double)NAN;
    n->circuit = b->c = hum_circuit_new(b->a, b->m->temperature_c + 273.15);
    return b->c ? HUM_OK : HUM_E_NOMEM;
}

static hum_status build_ports(hum_builder *b)
{
    hum_stage s;
    for (size_t k = 0; k < b->m->n_ports; k++) { /* in the order of the signal: an output needs its box's inputs */
        uint32_t i = b->m->order[k];
        hum_part begun = hum_part_begin(b);
        if (b->m->ports[i].is_used)
            HUM_TRY(hum_build_stage(&s, b, i, &b->net->ports[i], false));
        hum_part_end(b, begun, &b->net->ports[i].part);
    }
    return HUM_OK;
}

static hum_status build_cables(hum_builder *b)
{
    for (uint32_t i = 0; i < b->m->n_cables; i++) {
        hum_part begun = hum_part_begin(b);
        HUM_TRY(hum_build_cable(b, i));
        hum_part_end(b, begun, &b->net->cables[i].part);
    }
    return HUM_OK;
}

static hum_status build_listeners(hum_builder *b)
{
    for (uint32_t i = 0; i < b->m->n_listeners; i++) {
        hum_part begun = hum_part_begin(b);
        HUM_TRY(hum_build_listener(b, i));
        hum_part_end(b, begun, &b->net->listeners[i].part);
    }
    return HUM_OK;
}

static hum_status say_nothing_to_solve(const hum_model *m, hum_diags *d)
{
    if (m->n_cables || m->n_listeners)
        return HUM_OK;
    hum_diags_say(d, HUM_D_NO_SYSTEM, m->span, "for example: cable pre.main -> amp.line rca 5 m",
                  "there is nothing to solve: no cable and no speaker");
    return HUM_E_INPUT;
}

hum_status hum_network_build(hum_arena *a, const hum_model *m, const hum_assumed_values *values, hum_diags *d,
                             hum_network **out)
{
    HUM_TRY(say_nothing_to_solve(m, d));
    hum_builder b = {.a = a, .m = m, .d = d, .values = values};
    HUM_ALLOC(b.net, a, hum_network, 1);
    b.net->model = m;
    HUM_TRY(allocate(&b));
    HUM_TRY(hum_build_power(&b));
    HUM_TRY(build_ports(&b));
    HUM_TRY(build_cables(&b));
    HUM_TRY(build_listeners(&b));
    *out = b.net;
    return hum_diags_errors(d) ? HUM_E_INPUT : HUM_OK;
}

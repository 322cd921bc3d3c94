/* A stage under construction: its values, its elements by name, its noise, and where its shield contact goes
 * (docs/physics/stages.md). */
#include "circuit/builder.h"

#include "base/number.h"

#include <math.h>
#include <stdio.h>

/* A contact that is wired to nothing still has some picofarads to its box (AS-15): its voltage then exists, whatever
 * the cable leaves open. */
#define STRAY_FARAD 5e-12

bool hum_stage_states(const hum_stage *s, hum_key key)
{
    hum_value v = hum_values_get(&s->port->values, key);
    return hum_value_stated(&v);
}

static hum_typical typical_of(const hum_port *p, hum_key key)
{
    return p->is_output ? hum_typical_output(p->topology, p->load, key) : hum_typical_input(p->topology, key);
}

hum_status hum_stage_value(hum_stage *s, hum_key key, double *out)
{
    hum_value v = hum_values_get(&s->port->values, key);
    return hum_assume(s->b, &v, typical_of(s->port, key), hum_key_name(key), s->port->id, s->port->span, out);
}

/* "cmrr at 60 Hz" */
static hum_status name_point(const hum_stage *s, const hum_stated *point, const char **out)
{
    hum_out o = hum_out_in(s->b->a);
    hum_text name;
    bool is_kilo = point->f_hz >= 1000;
    hum_out_f(&o, "%s at ", hum_key_name(point->key));
    hum_out_number(&o, is_kilo ? point->f_hz / 1000 : point->f_hz);
    hum_out_z(&o, is_kilo ? " kHz" : " Hz");
    HUM_TRY(hum_out_done(&o, &name));
    *out = name.p;
    return HUM_OK;
}

hum_status hum_stage_curve(hum_stage *s, hum_key key, hum_stated *points, size_t *n)
{
    *n = hum_values_curve(&s->port->values, key, points, HUM_CURVE_MAX);
    for (size_t i = 0; *n > 1 && i < *n; i++) {
        const char *name = "";
        double x;
        if (!hum_builder_draws(s->b))
            HUM_TRY(name_point(s, &points[i], &name));
        HUM_TRY(hum_assume(s->b, &points[i].value, typical_of(s->port, key), name, s->port->id, s->port->span, &x));
        points[i].value = hum_value_exact(hum_key_dim(key), x);
    }
    return HUM_OK;
}

hum_status hum_stage_optional(hum_stage *s, hum_key key, double otherwise, double *out)
{
    hum_value v = hum_values_get(&s->port->values, key);
    *out = otherwise;
    if (!hum_value_stated(&v))
        return HUM_OK;
    if (hum_value_known(&v) || typical_of(s->port, key).high > 0)
        return hum_stage_value(s, key, out);
    return hum_assume_fact(s->b, hum_text_format(s->b->a, "%s of %.*s", hum_key_name(key), HUM_FMT(s->port->id)), HUM_DIM_NONE, 0,
                           "no typical figure is known: left out", v.span);
}

hum_status hum_stage_own(hum_stage *s, const hum_value *v, const char *part, double taken, double *out)
{
    hum_text what = HUM_T("");
    if (!hum_builder_draws(s->b))
        what = hum_text_format(s->b->a, "%s of %.*s", part, HUM_FMT(s->port->id));
    return hum_tolerate(s->b, v, what, taken, out);
}

hum_status hum_stage_legs(hum_stage *s, hum_key key, double *hot, double *cold)
{
    hum_value v = hum_values_get(&s->port->values, key);
    if (v.certainty != HUM_TOLERANCE) {
        HUM_TRY(hum_stage_optional(s, key, 0, hot));
        *cold = *hot;
        return HUM_OK;
    }
    char part[40];
    snprintf(part, sizeof part, "%s, hot leg,", hum_key_name(key));
    HUM_TRY(hum_stage_own(s, &v, part, v.high, hot));
    snprintf(part, sizeof part, "%s, cold leg,", hum_key_name(key));
    return hum_stage_own(s, &v, part, v.low, cold);
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

hum_status hum_stage_stray(hum_stage *s, const char *suffix, hum_node contact)
{
    return hum_stage_capacitor(s, suffix, contact, s->b->net->boxes[s->port->box].chassis, STRAY_FARAD);
}

hum_status hum_stage_emf(hum_stage *s, const char *suffix, hum_node plus, hum_node minus, const hum_term *terms,
                         size_t n, uint32_t *index)
{
    return hum_circuit_add_emf(s->b->c, hum_stage_name(s, suffix), s->port->span, plus, minus, terms, n, index);
}

hum_status hum_stage_noise(hum_stage *s, uint32_t emf, double s_v2_hz, double corner_hz, const char *what)
{
    if (s->is_twin || (s_v2_hz <= 0 && !hum_builder_draws(s->b)))
        return HUM_OK;
    hum_source_of src = {.kind = HUM_SOURCE_NOISE,
                         .element = emf,
                         .scale = 1,
                         .s_v2_hz = s_v2_hz > 0 ? s_v2_hz : 0,
                         .corner_hz = corner_hz,
                         .name = hum_text_format(s->b->a, "%s %.*s", what, HUM_FMT(s->port->id)),
                         .owner = s->index,
                         .origin = s->port->span};
    return hum_circuit_add_source(s->b->c, &src, NULL);
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
        pin1 = hum_port_is_balanced(s->port) || hum_port_is_data(s->port) ? HUM_PIN1_CHASSIS : HUM_PIN1_SIGNAL;
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

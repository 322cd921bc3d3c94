/* Parameters and what becomes of them: sample k draws them (eq. S-20, S-30), the network is built with them as any other is, and
 * the element values that differ are what varies in the batch. */
#include "num/random.h"
#include "study/sampled_parts.h"

#include <math.h>

#define NEAR_NOTHING 1e-6  /* of a range that begins at 0: a resistor of 0 ohm is another kind of element */
#define MARGIN 0.1         /* beyond what was seen, of its width */

enum { LOOKS = 16, CORNERS = 48 }; /* random samples and random corners that are looked at for what varies */

/* --- parameters ---------------------------------------------------------------------------------------- */

/* FNV-1a: a parameter has its random numbers by its name, the same in every variant. */
static uint32_t number_of(hum_text name)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < name.n; i++)
        h = (h ^ (unsigned char)name.p[i]) * 16777619u;
    return h;
}

static uint32_t free_stream(const hum_drawing *g, size_t n, hum_text name)
{
    uint32_t h = number_of(name);
    for (size_t i = 0; i < n; i++)
        if (g->stream[i] == h) {
            h++;
            i = (size_t)-1;
        }
    return h;
}

static double sign_now(const hum_network *net, uint32_t port)
{
    const hum_port_net *p = &net->ports[port];
    const hum_term *t = &net->circuit->elements[p->emf].terms[p->cmrr_term];
    return t->gain + t->gain_s < 0 ? -1 : 1;
}

static bool has_sign(const hum_network *net, uint32_t port)
{
    return net->ports[port].is_built && net->ports[port].cmrr_term != SIZE_MAX;
}

static hum_status list_signs(hum_drawing *g, const hum_model *m)
{
    for (uint32_t i = 0; i < m->n_ports; i++) {
        if (!has_sign(g->as, i))
            continue;
        hum_text what = hum_text_format(g->a, "sign of the error of %.*s", HUM_FMT(m->ports[i].id));
        if (!what.p)
            return HUM_E_NOMEM;
        g->sign_port[g->n_signs++] = i;
        g->parameters[g->n_parameters++] = (hum_parameter){.what = what,
                                                           .value = hum_value_range(HUM_DIM_DB, -1, 1),
                                                           .taken = sign_now(g->as, i),
                                                           .assumption = HUM_NONE};
    }
    return HUM_OK;
}

static hum_status list_parameters(hum_drawing *g)
{
    const hum_model *m = g->as->model;
    HUM_ALLOC(g->parameters, g->a, hum_parameter, g->as->n_parameters + m->n_ports);
    HUM_ALLOC(g->sign_port, g->a, uint32_t, m->n_ports);
    for (size_t i = 0; i < g->as->n_parameters; i++)
        g->parameters[g->n_parameters++] = g->as->parameters[i];
    HUM_TRY(list_signs(g, m));
    HUM_ALLOC(g->stream, g->a, uint32_t, g->n_parameters);
    for (size_t i = 0; i < g->n_parameters; i++)
        g->stream[i] = free_stream(g, i, g->parameters[i].what);
    return HUM_OK;
}

double hum_drawing_u(const hum_drawing *g, uint64_t k, size_t i)
{
    return hum_random_unit(g->seed, k, g->stream[i]);
}

/* Of its spread around what is taken, as much as is wanted. */
static double narrow(const hum_drawing *g, size_t i, double x)
{
    double part = g->spread ? g->spread[i] : 1, taken = g->parameters[i].taken;
    return part == 1 ? x : taken + part * (x - taken);
}

void hum_drawing_draw(const hum_drawing *g, uint64_t k, double *parameters)
{
    for (size_t i = 0; i < g->n_parameters; i++)
        parameters[i] = narrow(g, i, hum_random_quantile(&g->parameters[i].value, hum_drawing_u(g, k, i)));
}

hum_status hum_drawing_build(const hum_drawing *g, hum_arena *scratch, const double *parameters, hum_network **out)
{
    hum_diags *silent = hum_diags_new(scratch);
    *out = NULL;
    if (!silent)
        return HUM_E_NOMEM;
    hum_status st = hum_network_draw(scratch, g->as, parameters, silent, out);
    if (st != HUM_OK) {
        *out = NULL;
        return st == HUM_E_NOMEM ? st : HUM_OK;
    }
    const double *signs = parameters + g->as->n_parameters;
    for (size_t i = 0; i < g->n_signs; i++) {
        double sign = isnan(signs[i]) ? g->parameters[g->as->n_parameters + i].taken : signs[i];
        hum_network_polarise(*out, g->sign_port[i], sign < 0 ? -1 : 1);
    }
    return HUM_OK;
}

/* --- where values stand -------------------------------------------------------------------------------- */

static hum_status push(hum_drawing *g, hum_vary_kind kind, uint32_t index, size_t i, size_t j)
{
    hum_vary v = {.kind = kind, .index = index, .i = (uint32_t)i, .j = (uint32_t)j};
    HUM_PUSH(g->a, g, slots, n_slots, cap_slots, v);
    return HUM_OK;
}

static hum_status push_element(hum_drawing *g, const hum_element *e, uint32_t at)
{
    if (e->kind == HUM_ELEM_RESISTOR || e->kind == HUM_ELEM_CAPACITOR || e->kind == HUM_ELEM_TRANSFORMER)
        return push(g, HUM_VARY_VALUE, at, 0, 0);
    for (size_t i = 0; i < e->n_terms; i++) {
        HUM_TRY(push(g, HUM_VARY_GAIN, at, i, 0));
        HUM_TRY(push(g, HUM_VARY_GAIN_S, at, i, 0));
    }
    for (size_t i = 0; i < e->n && e->kind == HUM_ELEM_INDUCTORS; i++) {
        HUM_TRY(push(g, HUM_VARY_R, at, i, 0));
        for (size_t j = i; j < e->n; j++)
            HUM_TRY(push(g, HUM_VARY_L, at, i, j));
    }
    return HUM_OK;
}

static hum_status push_line(hum_drawing *g, const hum_element *e, uint32_t at)
{
    HUM_TRY(push(g, HUM_VARY_LINE_LENGTH, at, 0, 0));
    for (size_t i = 0; i < e->n; i++) {
        HUM_TRY(push(g, HUM_VARY_LINE_R, at, i, 0));
        for (size_t j = i; j < e->n; j++) {
            HUM_TRY(push(g, HUM_VARY_LINE_L, at, i, j));
            HUM_TRY(push(g, HUM_VARY_LINE_C, at, i, j));
        }
    }
    return HUM_OK;
}

static hum_status push_all(hum_drawing *g)
{
    const hum_circuit *c = g->base->circuit;
    for (uint32_t i = 0; i < c->n_elements; i++) {
        const hum_element *e = &c->elements[i];
        HUM_TRY(e->kind == HUM_ELEM_LINE ? push_line(g, e, i) : push_element(g, e, i));
    }
    for (uint32_t i = 0; i < c->n_sources; i++)
        if (c->sources[i].kind == HUM_SOURCE_NOISE)
            HUM_TRY(push(g, HUM_VARY_NOISE, i, 0, 0));
    return HUM_OK;
}

/* --- their values -------------------------------------------------------------------------------------- */

static double value_of(const hum_vary *v, const hum_network *net)
{
    const hum_element *e = &net->circuit->elements[v->index];
    switch (v->kind) {
    case HUM_VARY_VALUE:
        return e->value;
    case HUM_VARY_GAIN:
        return e->terms[v->i].gain;
    case HUM_VARY_GAIN_S:
        return e->terms[v->i].gain_s;
    case HUM_VARY_R:
        return e->r_ohm[v->i];
    case HUM_VARY_L:
        return e->l_h[v->i * e->n + v->j];
    case HUM_VARY_LINE_LENGTH:
        return e->line->length_m;
    case HUM_VARY_LINE_R:
        return e->line->r_ohm_m[v->i];
    case HUM_VARY_LINE_L:
        return e->line->l_h_m[v->i * e->n + v->j];
    case HUM_VARY_LINE_C:
        return e->line->c_f_m[v->i * e->n + v->j];
    case HUM_VARY_NOISE:
        break;
    }
    return net->circuit->sources[v->index].s_v2_hz;
}

void hum_drawing_values(const hum_drawing *g, const hum_network *net, double *values)
{
    for (size_t i = 0; i < g->n_vary; i++)
        values[i] = value_of(&g->slots[g->slot_of[i]], net);
}

/* --- which of them vary -------------------------------------------------------------------------------- */

typedef struct seen {
    double *low, *high; /* [n_slots] */
    double *parameters;
} seen;

static hum_status look(const hum_drawing *g, seen *s)
{
    hum_network *net;
    hum_arena *scratch = hum_arena_sibling(g->a);
    hum_status st = scratch ? hum_drawing_build(g, scratch, s->parameters, &net) : HUM_E_NOMEM;
    for (size_t i = 0; st == HUM_OK && net && i < g->n_slots; i++) {
        double v = value_of(&g->slots[i], net);
        s->low[i] = fmin(s->low[i], v);
        s->high[i] = fmax(s->high[i], v);
    }
    hum_arena_close(&scratch);
    return st;
}

static double end_of(const hum_drawing *g, size_t i, bool is_high)
{
    const hum_value *v = &g->parameters[i].value;
    double x = is_high ? v->high : v->low;
    return narrow(g, i, x == 0 ? NEAR_NOTHING * (v->low + v->high) : x);
}

static void put_at_corner(const hum_drawing *g, uint64_t k, double *parameters)
{
    for (size_t i = 0; i < g->n_parameters; i++)
        parameters[i] = end_of(g, i, hum_drawing_u(g, UINT64_MAX - k, i) > 0.5);
}

/* Each parameter at either end, all of them at either end, some samples, and some corners: an element that two or three parameters
 * make together goes furthest where one is low and another high. */
static hum_status look_around(const hum_drawing *g, seen *s)
{
    for (size_t i = 0; i < g->n_parameters; i++)
        s->parameters[i] = (double)NAN;
    HUM_TRY(look(g, s));
    for (size_t i = 0; i < 2 * g->n_parameters; i++) {
        s->parameters[i / 2] = end_of(g, i / 2, i % 2);
        HUM_TRY(look(g, s));
        s->parameters[i / 2] = (double)NAN;
    }
    for (int high = 0; high < 2; high++) {
        for (size_t i = 0; i < g->n_parameters; i++)
            s->parameters[i] = end_of(g, i, high);
        HUM_TRY(look(g, s));
    }
    for (uint64_t k = 0; k < LOOKS; k++) {
        hum_drawing_draw(g, UINT64_MAX - k, s->parameters);
        HUM_TRY(look(g, s));
    }
    for (uint64_t k = 0; k < CORNERS; k++) {
        put_at_corner(g, k, s->parameters);
        HUM_TRY(look(g, s));
    }
    return HUM_OK;
}

static void widen(hum_vary *v, double low, double high)
{
    double more = MARGIN * (high - low);
    v->low = low > 0 ? fmax(low - more, 0.5 * low) : low - more;
    v->high = high + more;
}

static hum_status find_varying(hum_drawing *g)
{
    seen s;
    HUM_ALLOC(s.low, g->a, double, g->n_slots);
    HUM_ALLOC(s.high, g->a, double, g->n_slots);
    HUM_ALLOC(s.parameters, g->a, double, g->n_parameters);
    HUM_ALLOC(g->vary, g->a, hum_vary, g->n_slots);
    HUM_ALLOC(g->slot_of, g->a, uint32_t, g->n_slots);
    for (size_t i = 0; i < g->n_slots; i++) {
        s.low[i] = HUGE_VAL;
        s.high[i] = -HUGE_VAL;
    }
    HUM_TRY(look_around(g, &s));
    for (uint32_t i = 0; i < g->n_slots; i++) {
        if (!(s.low[i] < s.high[i]))
            continue;
        g->vary[g->n_vary] = g->slots[i];
        widen(&g->vary[g->n_vary], s.low[i], s.high[i]);
        if (g->slots[i].kind == HUM_VARY_NOISE)
            g->vary[g->n_vary].low = fmax(0, g->vary[g->n_vary].low);
        g->slot_of[g->n_vary++] = i;
    }
    return HUM_OK;
}

hum_status hum_drawing_new(hum_arena *a, const hum_findings *f, const hum_sampled_options *o, hum_diags *d, hum_drawing *out)
{
    double *as_is;
    *out = (hum_drawing){.a = a, .as = f->net, .spread = o->spread, .seed = o->seed ? o->seed : HUM_SEED};
    (void)d;
    HUM_TRY(list_parameters(out));
    HUM_ALLOC(as_is, a, double, out->n_parameters);
    for (size_t i = 0; i < out->n_parameters; i++)
        as_is[i] = (double)NAN;
    HUM_TRY(hum_drawing_build(out, a, as_is, &out->base));
    if (!out->base)
        return HUM_E_NUMERIC;
    HUM_TRY(push_all(out));
    return find_varying(out);
}

/* How loud it can get: the largest signal at each place before anything in its chain clips, at 1 kHz. */
#include "study/study.h"

#include <complex.h>
#include <math.h>

#define REFERENCE_HZ 1000.0

typedef struct ratio {
    double value;   /* limit over level: above 1 is headroom */
    uint32_t port;  /* whose it is */
} ratio;

typedef struct chain {
    double *level;  /* [n_ports] volts with every origin at its maximum, by the origin that reaches the port strongest */
    ratio *up;      /* smallest ratio among the port and those before it */
    ratio *down;    /* smallest ratio among the port and those after it */
} chain;

bool hum_port_is_origin(const hum_model *m, uint32_t port)
{
    const hum_port *p = &m->ports[port];
    const hum_box *b = &m->boxes[p->box];
    hum_value db;
    for (size_t i = 0; i < b->n_ports; i++)
        if (!m->ports[b->ports[i]].is_output && hum_model_gain(m, b->ports[i], port, &db))
            return false;
    return p->is_output && !hum_port_is_digital(p);
}

static hum_status drive_origin(hum_study *s, uint32_t origin, chain *c)
{
    const hum_port_net *p = &s->net->ports[origin];
    hum_rhs_clear(s->solver, s->x);
    hum_rhs_emf(s->solver, s->x, p->emf, p->max_v);
    HUM_TRY(hum_solver_forward(s->solver, s->x));
    for (uint32_t i = 0; i < s->m->n_ports; i++) {
        if (!s->net->ports[i].is_built)
            continue;
        double v = cabs(hum_solution_probe(s->solver, s->x, hum_heard_at(s, i)));
        if (v > c->level[i])
            c->level[i] = v;
    }
    return HUM_OK;
}

/* An input is limited by its own maximum and by that of the outputs it drives, through the gain. */
static double own_limit(const hum_study *s, uint32_t port)
{
    double limit = s->net->ports[port].max_v;
    const hum_box *b = &s->m->boxes[s->m->ports[port].box];
    double gain;
    for (size_t i = 0; i < b->n_ports && !s->m->ports[port].is_output; i++) {
        uint32_t out = b->ports[i];
        if (s->m->ports[out].is_output && s->net->ports[out].is_built &&
            hum_network_gain(s->net, port, out, &gain) && gain > 0 && s->net->ports[out].max_v / gain < limit)
            limit = s->net->ports[out].max_v / gain;
    }
    return limit;
}

static void lower(ratio *r, ratio other)
{
    if (other.value < r->value)
        *r = other;
}

/* One step of the signal from a port to the next one. */
static void pass_on(uint32_t from, uint32_t to, chain *c, bool forwards)
{
    if (forwards)
        lower(&c->up[to], c->up[from]);
    else
        lower(&c->down[from], c->down[to]);
}

static void follow(const hum_study *s, uint32_t port, chain *c, bool forwards)
{
    const hum_port *p = &s->m->ports[port];
    const hum_box *b = &s->m->boxes[p->box];
    hum_value db;
    if (p->is_output) {
        for (size_t i = 0; i < b->n_ports; i++)
            if (!s->m->ports[b->ports[i]].is_output && hum_model_gain(s->m, b->ports[i], port, &db))
                pass_on(b->ports[i], port, c, forwards);
    } else if (p->cable != HUM_NONE) {
        pass_on(s->m->cables[p->cable].from, port, c, forwards);
    }
}

static void walk(const hum_study *s, chain *c)
{
    for (uint32_t i = 0; i < s->m->n_ports; i++) {
        double limit = s->net->ports[i].is_built ? s->net->ports[i].max_v : HUGE_VAL;
        ratio own = {c->level[i] > 0 ? limit / c->level[i] : HUGE_VAL, i};
        c->up[i] = c->down[i] = own;
    }
    for (size_t k = 0; k < s->m->n_ports; k++)
        follow(s, s->m->order[k], c, true);
    for (size_t k = s->m->n_ports; k-- > 0;)
        follow(s, s->m->order[k], c, false);
}

static void find_level(hum_study *s, uint32_t port, const chain *c, double full_v, hum_level_findings *f)
{
    ratio r = c->up[port];
    lower(&r, c->down[port]);
    double scale = r.value < 1 ? r.value : 1;
    f->level_v = full_v * scale;
    f->clips_first = isfinite(r.value) ? r.port : HUM_NONE;
    f->clip_v = own_limit(s, port);
    f->headroom_db = f->level_v > 0 && isfinite(f->clip_v) ? hum_db(f->clip_v / f->level_v) : (double)NAN;
}

/* The contacts of an output lie behind its impedance: the EMF times the loading. */
static hum_status find_loading(hum_study *s, uint32_t seat)
{
    uint32_t port = s->m->listeners[seat].port;
    hum_rhs_clear(s->solver, s->x);
    hum_rhs_emf(s->solver, s->x, s->net->ports[port].emf, 1);
    HUM_TRY(hum_solver_forward(s->solver, s->x));
    s->loading[s->output_of[seat]] = cabs(hum_solution_probe(s->solver, s->x, hum_across(s, port)));
    return HUM_OK;
}

hum_status hum_study_gains(hum_study *s)
{
    HUM_TRY(hum_solver_set(s->solver, REFERENCE_HZ, s->d));
    for (size_t k = 0; k < s->n_links; k++) {
        hum_complex gain;
        HUM_TRY(hum_link_gain(s, s->links[k], &gain));
        s->out->links[s->links[k]].gain_db = hum_db(cabs(gain));
    }
    for (size_t k = 0; k < s->n_seats; k++)
        HUM_TRY(find_loading(s, s->seats[k]));
    return HUM_OK;
}

static void find_first_clip(hum_study *s, const chain *c)
{
    ratio first = {HUGE_VAL, HUM_NONE};
    for (uint32_t i = 0; i < s->m->n_ports; i++)
        lower(&first, c->up[i]);
    s->out->first_clip = first.port;
}

/* Every origin at its maximum, one after the other. */
static hum_status drive_origins(hum_study *s, chain *c)
{
    HUM_TRY(hum_solver_set(s->solver, REFERENCE_HZ, s->d));
    for (uint32_t i = 0; i < s->m->n_ports; i++)
        if (s->net->ports[i].is_built && hum_port_is_origin(s->m, i))
            HUM_TRY(drive_origin(s, i, c));
    return HUM_OK;
}

/* The strongest of what the inputs of its box hand to an output. */
static double handed_on(const hum_study *s, uint32_t out, const chain *c)
{
    const hum_box *b = &s->m->boxes[s->m->ports[out].box];
    double strongest = 0, gain;
    for (size_t i = 0; i < b->n_ports; i++)
        if (!s->m->ports[b->ports[i]].is_output && hum_network_gain(s->net, b->ports[i], out, &gain))
            strongest = fmax(strongest, gain * c->level[b->ports[i]]);
    return strongest;
}

/* The same from link to link, by their gains (eq. S-31). */
static void carry_levels(const hum_study *s, chain *c)
{
    for (size_t k = 0; k < s->m->n_ports; k++) {
        uint32_t i = s->m->order[k];
        const hum_port *p = &s->m->ports[i];
        if (!s->net->ports[i].is_built)
            continue;
        if (p->is_output)
            c->level[i] = hum_port_is_origin(s->m, i) ? s->net->ports[i].max_v : handed_on(s, i, c);
        else if (p->cable != HUM_NONE)
            c->level[i] = pow(10, s->out->links[p->cable].gain_db / 20) * c->level[s->m->cables[p->cable].from];
    }
}

hum_status hum_study_levels_of(hum_study *s, double *level_v)
{
    chain c = {.level = level_v};
    HUM_ALLOC(c.up, s->a, ratio, s->m->n_ports);
    HUM_ALLOC(c.down, s->a, ratio, s->m->n_ports);
    walk(s, &c);
    find_first_clip(s, &c);
    for (size_t i = 0; i < s->m->n_cables; i++) {
        uint32_t to = s->m->cables[i].to;
        find_level(s, to, &c, c.level[to], &s->out->links[i].at_input);
    }
    for (size_t i = 0; i < s->out->n_outputs; i++) {
        hum_output_findings *o = &s->out->outputs[i];
        find_level(s, o->port, &c, c.level[o->port] * s->loading[i], &o->at_output);
    }
    return HUM_OK;
}

hum_status hum_study_levels(hum_study *s)
{
    chain c = {.up = NULL};
    HUM_ALLOC(c.level, s->a, double, s->m->n_ports);
    if (s->is_large)
        carry_levels(s, &c);
    else
        HUM_TRY(drive_origins(s, &c));
    return hum_study_levels_of(s, c.level);
}

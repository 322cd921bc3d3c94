/* What is solved for each sample: frequencies, voltages and excitations, no more than the wanted numbers need.
 *
 * Hum is solved at ten harmonics from the first to the last; between them the transfer of each source, a smooth complex function,
 * is a cubic in log frequency (eq. S-40). Noise is solved at nine frequencies, two or three to a decade, and weighted
 * (eq. S-41). */
#include "hearing/weighting.h"
#include "study/sampled_parts.h"

#include <math.h>

#define REFERENCE_HZ 1000.0
#define DISTORTION_HZ 2000.0
#define LOW_HZ 20.0
#define HIGH_HZ 20000.0

static const int hum_nodes[HUM_HUM_NODES] = {1, 2, 3, 4, 6, 9, 13, 19, 28, 40};

typedef struct planning {
    hum_arena *a;
    const hum_findings *f;
    const hum_model *m;
    const hum_network *net;
    hum_plan_of *p;
} planning;

/* --- frequencies --------------------------------------------------------------------------------------- */

static uint32_t frequency(hum_plan_of *p, double f_hz)
{
    for (uint32_t i = 0; i < p->n_f; i++)
        if (fabs(p->f_hz[i] - f_hz) < 1e-9 * f_hz)
            return i;
    p->f_hz[p->n_f] = f_hz;
    return (uint32_t)p->n_f++;
}

/* Cubic through four neighbours, in the logarithm of the harmonic's number. */
static void interpolate(hum_plan_of *p, const int *nodes, size_t n, size_t k)
{
    size_t first = 0;
    while (first + 4 < n && nodes[first + 2] <= (int)k)
        first++;
    p->hum_first[k - 1] = (uint32_t)first;
    for (size_t i = 0; i < 4; i++) {
        double w = 1;
        for (size_t j = 0; j < 4; j++)
            if (j != i)
                w *= log((double)k / nodes[first + j]) / log((double)nodes[first + i] / nodes[first + j]);
        p->hum_weight[k - 1][i] = w;
    }
}

static void plan_hum(planning *g, bool is_full)
{
    int all[HUM_HARMONICS];
    const int *nodes = is_full ? all : hum_nodes;
    hum_plan_of *p = g->p;
    p->n_hum = is_full ? HUM_HARMONICS : HUM_HUM_NODES;
    for (int k = 0; k < HUM_HARMONICS; k++)
        all[k] = k + 1;
    for (size_t i = 0; i < p->n_hum; i++)
        p->hum_at[i] = frequency(p, g->m->mains_hz * nodes[i]);
    for (size_t k = 1; k <= HUM_HARMONICS; k++)
        interpolate(p, nodes, p->n_hum, k);
}

/* Weights of straight lines between the points: a sum over small pieces, in which the A-weighting is smooth. */
static void weigh(hum_plan_of *p)
{
    enum { PIECES = 64 };
    for (size_t i = 0; i + 1 < p->n_noise; i++) {
        double a = p->noise_f_hz[i], b = p->noise_f_hz[i + 1];
        for (int k = 0; k < PIECES; k++) {
            double t = (k + 0.5) / PIECES, f = a + t * (b - a), w = hum_a_weight(f), df = (b - a) / PIECES;
            p->weight[i] += (1 - t) * df;
            p->weight[i + 1] += t * df;
            p->weight_a[i] += (1 - t) * df * w * w;
            p->weight_a[i + 1] += t * df * w * w;
        }
    }
}

static void plan_noise(hum_plan_of *p, bool is_full)
{
    /* those of the response, as far as they go */
    static const double few_hz[HUM_PLAN_NOISE] = {20, 50, 100, 300, 1000, 3000, 10000, 15000, 20000};
    p->n_noise = is_full ? HUM_NOISE_POINTS : HUM_PLAN_NOISE;
    for (size_t i = 0; i < p->n_noise; i++) {
        double f = is_full ? LOW_HZ * pow(HIGH_HZ / LOW_HZ, (double)i / (HUM_NOISE_POINTS - 1)) : few_hz[i];
        p->noise_f_hz[i] = f;
        p->noise_at[i] = frequency(p, f);
    }
    weigh(p);
}

static bool has_distortion(const planning *g)
{
    for (size_t i = 0; i < g->m->n_ports; i++)
        if (g->net->ports[i].is_built && g->net->ports[i].distortion != HUM_NONE)
            return true;
    return false;
}

static void plan_corners(hum_plan_of *p)
{
    for (int k = 0; k < HUM_CORNER_NODES; k++) {
        p->corner_hz[k] = REFERENCE_HZ * pow(10, 0.5 * (k - HUM_CORNER_1K));
        p->corner_at[k] = p->needs & HUM_NEEDS_CORNERS ? frequency(p, p->corner_hz[k]) : HUM_NONE;
    }
}

static void plan_frequencies(planning *g, const double *cmrr_hz, const double *response_hz, bool is_full)
{
    hum_plan_of *p = g->p;
    p->at_1k = frequency(p, REFERENCE_HZ);
    plan_corners(p);
    if (p->needs & HUM_NEEDS_DISTORTION && has_distortion(g))
        p->at_distortion = frequency(p, DISTORTION_HZ);
    if (p->needs & (HUM_NEEDS_HUM | HUM_NEEDS_SHIELD))
        plan_hum(g, is_full);
    if (p->needs & HUM_NEEDS_NOISE)
        plan_noise(p, is_full);
    for (size_t k = 0; k < HUM_CMRR_POINTS; k++)
        p->cmrr_at[k] = p->needs & HUM_NEEDS_CMRR && cmrr_hz[k] > 0 ? frequency(p, cmrr_hz[k]) : HUM_NONE;
    for (size_t k = 0; k < HUM_RESPONSE_POINTS; k++)
        p->response_at[k] = p->needs & HUM_NEEDS_RESPONSE && response_hz[k] > 0 ? frequency(p, response_hz[k]) : HUM_NONE;
}

/* --- voltages and excitations -------------------------------------------------------------------------- */

static hum_status probe(planning *g, hum_node p, hum_node m, uint32_t *out)
{
    for (uint32_t i = 0; i < g->p->n_probes; i++)
        if (g->p->probes[i].p.index == p.index && g->p->probes[i].m.index == m.index) {
            *out = i;
            return HUM_OK;
        }
    *out = (uint32_t)g->p->n_probes;
    HUM_PUSH(g->a, g->p, probes, n_probes, cap_probes, ((hum_probe){p, m}));
    return HUM_OK;
}

static hum_status drive(planning *g, hum_drive d, uint32_t *out)
{
    *out = (uint32_t)g->p->n_drives;
    HUM_PUSH(g->a, g->p, drives, n_drives, cap_drives, d);
    return HUM_OK;
}

static hum_status list(planning *g, size_t n, uint32_t **out)
{
    HUM_ALLOC(*out, g->a, uint32_t, n);
    for (size_t i = 0; i < n; i++)
        (*out)[i] = HUM_NONE;
    return HUM_OK;
}

static hum_status make_lists(planning *g)
{
    hum_plan_of *p = g->p;
    HUM_TRY(list(g, g->m->n_ports, &p->signal));
    HUM_TRY(list(g, g->m->n_ports, &p->emf));
    HUM_TRY(list(g, g->m->n_ports, &p->distortion));
    HUM_TRY(list(g, g->f->n_outputs, &p->across));
    HUM_TRY(list(g, g->m->n_listeners, &p->seat));
    HUM_TRY(list(g, g->m->n_listeners, &p->other));
    HUM_TRY(list(g, g->m->n_cables, &p->chassis));
    HUM_TRY(list(g, g->m->n_cables, &p->shield));
    HUM_TRY(list(g, g->m->n_cables, &p->contact));
    HUM_TRY(list(g, g->m->n_cables, &p->pair));
    HUM_TRY(list(g, g->net->circuit->n_sources, &p->hum));
    return list(g, g->net->circuit->n_sources, &p->hum_source);
}

static hum_status plan_ports(planning *g)
{
    for (uint32_t i = 0; i < g->m->n_ports; i++) {
        const hum_port_net *n = &g->net->ports[i];
        if (!n->is_built)
            continue;
        HUM_TRY(probe(g, n->signal, HUM_EARTH, &g->p->signal[i]));
        if (g->m->ports[i].is_output)
            HUM_TRY(drive(g, (hum_drive){.element = n->emf}, &g->p->emf[i]));
        if (n->distortion != HUM_NONE && g->p->needs & HUM_NEEDS_DISTORTION)
            HUM_TRY(drive(g, (hum_drive){.element = g->net->circuit->sources[n->distortion].element}, &g->p->distortion[i]));
    }
    return HUM_OK;
}

static hum_status plan_listeners(planning *g)
{
    for (size_t i = 0; i < g->f->n_outputs; i++) {
        const hum_port_net *n = &g->net->ports[g->f->outputs[i].port];
        HUM_TRY(probe(g, n->hot, n->cold, &g->p->across[i]));
    }
    for (size_t i = 0; i < g->m->n_listeners; i++) {
        const hum_listener_net *n = &g->net->listeners[i];
        HUM_TRY(probe(g, n->probe.p, n->probe.m, &g->p->seat[i]));
        if (g->m->listeners[i].is_headphones)
            HUM_TRY(probe(g, n->other.p, n->other.m, &g->p->other[i]));
    }
    return HUM_OK;
}

/* 1 A from one chassis into the other, and the voltage it makes; nothing between a box and itself. */
static hum_status plan_pair(planning *g, uint32_t cable)
{
    const hum_cable *c = &g->m->cables[cable];
    hum_node from = g->net->boxes[g->m->ports[c->from].box].chassis, to = g->net->boxes[g->m->ports[c->to].box].chassis;
    if (from.index == to.index)
        return HUM_OK;
    HUM_TRY(probe(g, from, to, &g->p->chassis[cable]));
    return drive(g, (hum_drive){.element = UINT32_MAX, .from = to, .to = from}, &g->p->pair[cable]);
}

/* The current of a shield is that of its contact. */
static hum_status plan_shield(planning *g, uint32_t cable)
{
    uint32_t contact = g->net->cables[cable].contact;
    if (contact == HUM_NONE)
        return HUM_OK;
    const hum_element *e = &g->net->circuit->elements[contact];
    g->p->contact[cable] = contact;
    return probe(g, e->from[0], e->to[0], &g->p->shield[cable]);
}

static hum_status plan_hum_sources(planning *g)
{
    const hum_circuit *c = g->net->circuit;
    for (uint32_t i = 0; i < c->n_sources; i++) {
        if (c->sources[i].kind != HUM_SOURCE_HUM)
            continue;
        g->p->hum_source[g->p->n_hum_sources] = i;
        HUM_TRY(drive(g, (hum_drive){.element = c->sources[i].element}, &g->p->hum[g->p->n_hum_sources++]));
    }
    return HUM_OK;
}

hum_status hum_plan_new(hum_arena *a, const hum_findings *f, const hum_network *net, unsigned needs, const double *cmrr_hz,
                        const double *response_hz, bool is_full, hum_plan_of *out)
{
    *out = (hum_plan_of){.needs = needs, .at_distortion = HUM_NONE};
    planning g = {a, f, f->model, net, out};
    plan_frequencies(&g, cmrr_hz, response_hz, is_full);
    HUM_TRY(make_lists(&g));
    HUM_TRY(plan_ports(&g));
    HUM_TRY(plan_listeners(&g));
    for (uint32_t i = 0; i < f->model->n_cables; i++) {
        if (needs & HUM_NEEDS_CMRR)
            HUM_TRY(plan_pair(&g, i));
        if (needs & HUM_NEEDS_SHIELD)
            HUM_TRY(plan_shield(&g, i));
    }
    return needs & (HUM_NEEDS_HUM | HUM_NEEDS_SHIELD) ? plan_hum_sources(&g) : HUM_OK;
}

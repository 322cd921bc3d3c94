/* Whose hiss it is. One adjoint solution of a seat holds the contribution of every resistance and source. */
#include "study/groups.h"

static uint32_t group_of_element(const hum_study *s, const hum_element *e)
{
    size_t dot = 0;
    uint32_t box;
    while (dot < e->name.n && e->name.p[dot] != '.')
        dot++;
    bool known = hum_names_find(&s->m->box_names, (hum_text){e->name.p, dot}, &box);
    return (uint32_t)s->m->n_ports + (known ? box : (uint32_t)s->m->n_boxes);
}

hum_status hum_groups_new(hum_study *s, hum_groups **out)
{
    const hum_circuit *c = s->net->circuit;
    hum_groups *g;
    *out = NULL;
    if (s->m->n_listeners == 0)
        return HUM_OK;
    HUM_ALLOC(g, s->a, hum_groups, 1);
    g->n_seats = s->is_large && s->m->n_listeners > HUM_SEATS_RANKED ? HUM_SEATS_RANKED : s->m->n_listeners;
    g->n = s->m->n_ports + s->m->n_boxes + 1;
    HUM_ALLOC(g->of_element, s->a, uint32_t, c->n_elements);
    HUM_ALLOC(g->of_source, s->a, uint32_t, c->n_sources);
    HUM_ALLOC(g->by_element, s->a, double, c->n_elements);
    HUM_ALLOC(g->by_source, s->a, double, c->n_sources);
    HUM_ALLOC(g->psd, s->a, double, g->n_seats * g->n * HUM_NOISE_POINTS);
    for (size_t i = 0; i < c->n_elements; i++)
        g->of_element[i] = group_of_element(s, &c->elements[i]);
    for (size_t i = 0; i < c->n_sources; i++)
        g->of_source[i] = c->sources[i].kind == HUM_SOURCE_NOISE ? c->sources[i].owner : HUM_NONE;
    *out = g;
    return HUM_OK;
}

/* One lane's contributions, added to their groups at noise point k. */
static double add_lane(hum_study *s, size_t lane, size_t k, double *groups)
{
    const hum_circuit *c = s->net->circuit;
    hum_groups *g = s->groups;
    hum_comb_get(s->comb, lane, s->lanes, s->y);
    double psd = hum_noise_density(hum_comb_at(s->comb, lane), s->y, g->by_element, g->by_source);
    for (size_t i = 0; i < c->n_elements; i++)
        groups[g->of_element[i] * HUM_NOISE_POINTS + k] += g->by_element[i];
    for (size_t i = 0; i < c->n_sources; i++)
        if (g->of_source[i] != HUM_NONE)
            groups[g->of_source[i] * HUM_NOISE_POINTS + k] += g->by_source[i];
    return psd;
}

hum_status hum_groups_measure(hum_study *s, uint32_t seat, size_t k, size_t n, double *psd)
{
    double *groups = s->groups->psd + seat * s->groups->n * HUM_NOISE_POINTS;
    HUM_TRY(hum_comb_adjoint(s->comb, s->net->listeners[seat].probe, s->lanes));
    for (size_t lane = 0; lane < n; lane++)
        psd[lane] = add_lane(s, lane, k + lane, groups);
    return HUM_OK;
}

/* Cutting a piece out of a network (docs/physics/solve.md, "Large systems"): elements are copied, nodes numbered anew. */
#include "circuit/cut.h"

static hum_status new_map(hum_arena *a, size_t n, uint32_t **map)
{
    HUM_ALLOC(*map, a, uint32_t, n);
    for (size_t i = 0; i < n; i++)
        (*map)[i] = HUM_NONE;
    return HUM_OK;
}

hum_status hum_cut_new(hum_arena *a, const hum_circuit *whole, hum_cut *out)
{
    *out = (hum_cut){.whole = whole};
    HUM_TRY(new_map(a, whole->n_nodes, &out->node));
    HUM_TRY(new_map(a, whole->n_elements, &out->element));
    HUM_TRY(new_map(a, whole->n_sources, &out->source));
    out->node[0] = 0;
    return HUM_OK;
}

hum_node hum_cut_node(const hum_cut *cut, hum_node n)
{
    uint32_t i = cut->node[n.index];
    return i == HUM_NONE ? HUM_EARTH : (hum_node){i};
}

static hum_status take_node(hum_cut *cut, hum_circuit *c, hum_node n, hum_node *out)
{
    uint32_t *at = &cut->node[n.index];
    if (*at == HUM_NONE) {
        HUM_TRY(hum_circuit_node(c, cut->whole->node_names[n.index], cut->whole->node_origins[n.index], out));
        *at = out->index;
    }
    *out = (hum_node){*at};
    return HUM_OK;
}

static size_t branches_of(const hum_element *e)
{
    switch (e->kind) {
    case HUM_ELEM_RESISTOR:
    case HUM_ELEM_CAPACITOR:
        return 0;
    case HUM_ELEM_EMF:
    case HUM_ELEM_TRANSFORMER:
        return 1;
    case HUM_ELEM_INDUCTORS:
    case HUM_ELEM_LINE:
        return e->n;
    }
    return 0;
}

static hum_status take_element(hum_cut *cut, hum_circuit *c, uint32_t i)
{
    hum_element e = cut->whole->elements[i];
    hum_node *from, *to;
    HUM_ALLOC(from, c->a, hum_node, e.n);
    HUM_ALLOC(to, c->a, hum_node, e.n);
    for (size_t k = 0; k < e.n; k++) {
        HUM_TRY(take_node(cut, c, e.from[k], &from[k]));
        HUM_TRY(take_node(cut, c, e.to[k], &to[k]));
    }
    e.from = from;
    e.to = to;
    e.branch = c->n_branches;
    c->n_branches += branches_of(&e);
    cut->element[i] = (uint32_t)c->n_elements;
    HUM_PUSH(c->a, c, elements, n_elements, cap_elements, e);
    return HUM_OK;
}

/* What an EMF listens to, once all nodes of the piece are known; what is not among them is 0. */
static hum_status take_terms(const hum_cut *cut, hum_circuit *c, hum_element *e)
{
    hum_term *terms;
    HUM_ALLOC(terms, c->a, hum_term, e->n_terms);
    for (size_t i = 0; i < e->n_terms; i++) {
        terms[i] = e->terms[i];
        terms[i].p = hum_cut_node(cut, e->terms[i].p);
        terms[i].m = hum_cut_node(cut, e->terms[i].m);
    }
    e->terms = terms;
    return HUM_OK;
}

static hum_status take_source(hum_cut *cut, hum_circuit *c, uint32_t i)
{
    hum_source_of s = cut->whole->sources[i];
    s.element = cut->element[s.element];
    cut->source[i] = (uint32_t)c->n_sources;
    HUM_PUSH(c->a, c, sources, n_sources, cap_sources, s);
    return HUM_OK;
}

hum_status hum_cut_out(hum_cut *cut, hum_arena *a, const hum_part *parts, size_t n, hum_circuit **out)
{
    hum_circuit *c = hum_circuit_new(a, cut->whole->temperature_k);
    if (!c)
        return HUM_E_NOMEM;
    for (size_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < parts[i].n_elements; k++)
            HUM_TRY(take_element(cut, c, parts[i].element + k));
    for (size_t i = 0; i < c->n_elements; i++)
        if (c->elements[i].n_terms)
            HUM_TRY(take_terms(cut, c, &c->elements[i]));
    for (size_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < parts[i].n_sources; k++)
            HUM_TRY(take_source(cut, c, parts[i].source + k));
    *out = c;
    return HUM_OK;
}

static void clear_nodes(hum_cut *cut, const hum_element *e)
{
    for (size_t k = 0; k < e->n; k++)
        cut->node[e->from[k].index] = cut->node[e->to[k].index] = HUM_NONE;
}

void hum_cut_clear(hum_cut *cut, const hum_part *parts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < parts[i].n_elements; k++) {
            clear_nodes(cut, &cut->whole->elements[parts[i].element + k]);
            cut->element[parts[i].element + k] = HUM_NONE;
        }
        for (uint32_t k = 0; k < parts[i].n_sources; k++)
            cut->source[parts[i].source + k] = HUM_NONE;
    }
    cut->node[0] = 0;
}

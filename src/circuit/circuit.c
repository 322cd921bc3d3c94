/* Building a network. Every array is copied into the circuit's arena; a value that no element can have
 * (negative, infinite, not a number) is refused here, so that solve/ need not ask. */
#include "circuit/circuit.h"

#include <math.h>
#include <string.h>

hum_circuit *hum_circuit_new(hum_arena *a, double temperature_k)
{
    hum_circuit *c = HUM_NEW(a, hum_circuit, 1);
    if (!c)
        return NULL;
    *c = (hum_circuit){.a = a, .temperature_k = temperature_k};
    hum_node earth;
    return hum_circuit_node(c, HUM_T("earth"), HUM_NO_SPAN, &earth) == HUM_OK ? c : NULL;
}

hum_status hum_circuit_node(hum_circuit *c, hum_text name, hum_span origin, hum_node *out)
{
    void *names = c->node_names, *origins = c->node_origins;
    HUM_TRY(hum_arena_grow(c->a, &names, c->n_nodes, &c->cap_nodes, sizeof(hum_text)));
    c->node_names = names;
    HUM_TRY(hum_arena_grow(c->a, &origins, c->n_nodes, &c->cap_origins, sizeof(hum_span)));
    c->node_origins = origins;
    hum_text copy = hum_text_copy(c->a, name);
    if (!copy.p)
        return HUM_E_NOMEM;
    *out = (hum_node){(uint32_t)c->n_nodes};
    c->node_names[c->n_nodes] = copy;
    c->node_origins[c->n_nodes] = origin;
    c->n_nodes++;
    return HUM_OK;
}

static hum_status copy_array(hum_arena *a, const void *from, size_t n, size_t size, void **to)
{
    *to = hum_arena_alloc(a, n, size);
    if (!*to)
        return HUM_E_NOMEM;
    if (n)
        memcpy(*to, from, n * size);
    return HUM_OK;
}

static hum_status copy_nodes(hum_circuit *c, const hum_node *from, size_t n, hum_node **to)
{
    void *copy;
    for (size_t i = 0; i < n; i++)
        if (from[i].index >= c->n_nodes)
            return HUM_E_RANGE;
    HUM_TRY(copy_array(c->a, from, n, sizeof(*from), &copy));
    *to = copy;
    return HUM_OK;
}

static hum_status copy_numbers(hum_circuit *c, const double *from, size_t n, double **to)
{
    void *copy;
    for (size_t i = 0; i < n; i++)
        if (!isfinite(from[i]))
            return HUM_E_RANGE;
    HUM_TRY(copy_array(c->a, from, n, sizeof(*from), &copy));
    *to = copy;
    return HUM_OK;
}

/* Adds an element whose own fields are set, with its nodes and its branch currents. */
static hum_status add_element(hum_circuit *c, hum_element e, const hum_node *from, const hum_node *to,
                              size_t n_branches, uint32_t *index)
{
    HUM_TRY(copy_nodes(c, from, e.n, &e.from));
    HUM_TRY(copy_nodes(c, to, e.n, &e.to));
    e.name = hum_text_copy(c->a, e.name);
    if (!e.name.p)
        return HUM_E_NOMEM;
    e.branch = c->n_branches;
    HUM_PUSH(c->a, c, elements, n_elements, cap_elements, e);
    c->n_branches += n_branches;
    if (index)
        *index = (uint32_t)(c->n_elements - 1);
    return HUM_OK;
}

static hum_status add_resistance(hum_circuit *c, hum_element e, hum_node from, hum_node to, uint32_t *index)
{
    if (!(e.value >= 0) || !isfinite(e.value))
        return HUM_E_RANGE;
    if (!(e.value > 0))
        return hum_circuit_add_emf(c, e.name, e.origin, from, to, NULL, 0, index);
    return add_element(c, e, &from, &to, 0, index);
}

hum_status hum_circuit_add_resistor(hum_circuit *c, hum_text name, hum_span origin, hum_node from, hum_node to,
                                    double ohm, uint32_t *index)
{
    hum_element e = {.kind = HUM_ELEM_RESISTOR, .name = name, .origin = origin, .n = 1, .value = ohm};
    return add_resistance(c, e, from, to, index);
}

hum_status hum_circuit_add_silent(hum_circuit *c, hum_text name, hum_span origin, hum_node from, hum_node to,
                                  double ohm, uint32_t *index)
{
    hum_element e = {
        .kind = HUM_ELEM_RESISTOR, .name = name, .origin = origin, .n = 1, .value = ohm, .is_silent = true};
    return add_resistance(c, e, from, to, index);
}

hum_status hum_circuit_add_capacitor(hum_circuit *c, hum_text name, hum_span origin, hum_node from, hum_node to,
                                     double farad, uint32_t *index)
{
    if (!(farad >= 0) || !isfinite(farad))
        return HUM_E_RANGE;
    hum_element e = {.kind = HUM_ELEM_CAPACITOR, .name = name, .origin = origin, .n = 1, .value = farad};
    return add_element(c, e, &from, &to, 0, index);
}

hum_status hum_circuit_add_inductors(hum_circuit *c, hum_text name, hum_span origin, size_t n, const hum_node *from,
                                     const hum_node *to, const double *l_h, const double *r_ohm, uint32_t *index)
{
    hum_element e = {.kind = HUM_ELEM_INDUCTORS, .name = name, .origin = origin, .n = n};
    HUM_TRY(copy_numbers(c, l_h, n * n, &e.l_h));
    HUM_TRY(copy_numbers(c, r_ohm, n, &e.r_ohm));
    for (size_t i = 0; i < n; i++)
        if (e.r_ohm[i] < 0 || e.l_h[i * n + i] < 0)
            return HUM_E_RANGE;
    return add_element(c, e, from, to, n, index);
}

static hum_status copy_terms(hum_circuit *c, const hum_term *terms, size_t n, hum_term **to)
{
    void *copy;
    for (size_t i = 0; i < n; i++)
        if (!isfinite(terms[i].gain) || !isfinite(terms[i].gain_s) || terms[i].p.index >= c->n_nodes ||
            terms[i].m.index >= c->n_nodes)
            return HUM_E_RANGE;
    HUM_TRY(copy_array(c->a, terms, n, sizeof(*terms), &copy));
    *to = copy;
    return HUM_OK;
}

hum_status hum_circuit_add_emf(hum_circuit *c, hum_text name, hum_span origin, hum_node plus, hum_node minus,
                               const hum_term *terms, size_t n_terms, uint32_t *index)
{
    hum_element e = {.kind = HUM_ELEM_EMF, .name = name, .origin = origin, .n = 1, .n_terms = n_terms};
    HUM_TRY(copy_terms(c, terms, n_terms, &e.terms));
    return add_element(c, e, &plus, &minus, 1, index);
}

hum_status hum_circuit_add_transformer(hum_circuit *c, hum_text name, hum_span origin, const hum_node first[2],
                                       const hum_node second[2], double ratio, uint32_t *index)
{
    if (!(ratio != 0) || !isfinite(ratio))
        return HUM_E_RANGE;
    hum_element e = {.kind = HUM_ELEM_TRANSFORMER, .name = name, .origin = origin, .n = 2, .value = ratio};
    hum_node from[2] = {first[0], second[0]}, to[2] = {first[1], second[1]};
    return add_element(c, e, from, to, 1, index);
}

static bool is_line(const hum_line *line)
{
    bool ok = line->n >= 1 && line->n <= HUM_LINE_MAX && line->length_m > 0 && isfinite(line->length_m) &&
              line->tan_delta >= 0 && isfinite(line->tan_delta);
    for (size_t i = 0; ok && i < line->n; i++)
        ok = line->r_ohm_m[i] >= 0 && isfinite(line->r_ohm_m[i]);
    for (size_t i = 0; ok && i < line->n * line->n; i++)
        ok = isfinite(line->l_h_m[i]) && isfinite(line->c_f_m[i]);
    return ok;
}

hum_status hum_circuit_add_line(hum_circuit *c, hum_text name, hum_span origin, const hum_node *near,
                                const hum_node *far, const hum_line *line, uint32_t *index)
{
    if (!is_line(line))
        return HUM_E_RANGE;
    hum_element e = {.kind = HUM_ELEM_LINE, .name = name, .origin = origin, .n = line->n};
    HUM_ALLOC(e.line, c->a, hum_line, 1);
    *e.line = *line;
    return add_element(c, e, near, far, line->n, index);
}

hum_status hum_circuit_add_source(hum_circuit *c, const hum_source_of *s, uint32_t *index)
{
    if (s->element >= c->n_elements || c->elements[s->element].kind != HUM_ELEM_EMF || !isfinite(s->scale))
        return HUM_E_RANGE;
    hum_source_of copy = *s;
    copy.name = hum_text_copy(c->a, s->name);
    if (!copy.name.p)
        return HUM_E_NOMEM;
    if (s->line_v) {
        double *lines;
        HUM_TRY(copy_numbers(c, s->line_v, HUM_HARMONICS, &lines));
        copy.line_v = lines;
    }
    HUM_PUSH(c->a, c, sources, n_sources, cap_sources, copy);
    if (index)
        *index = (uint32_t)(c->n_sources - 1);
    return HUM_OK;
}

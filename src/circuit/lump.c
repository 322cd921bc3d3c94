/* Lines as ladders of pi sections, for SPICE: half the section's capacitance at each end, resistance and
 * coupled inductance between. Inside the program lines stay exact. Equations: docs/physics/cable.md
 * C-9..C-11. */
#include "circuit/circuit.h"

#include <math.h>

enum { SECTIONS_MIN = 4, SECTIONS_MAX = 400 };

#define PHASE_PER_SECTION 0.05 /* rad: a section's impedance is then wrong by 3e-4, its delay by 1e-4 */
#define NO_CAPACITANCE 1e-9    /* of the conductor's own: what is left of a sum that ought to be zero */

/* Largest row sum of |Z Y| l^2, whose root bounds the line's electrical length (eq. C-11). */
static double squared_length(const hum_line *line, double f_hz)
{
    double w = 2 * 3.14159265358979323846 * f_hz, largest = 0;
    for (size_t i = 0; i < line->n; i++) {
        double sum = 0;
        for (size_t j = 0; j < line->n; j++) {
            double re = line->r_ohm_m[i] * line->c_f_m[i * line->n + j], im = 0;
            for (size_t k = 0; k < line->n; k++)
                im += w * line->l_h_m[i * line->n + k] * line->c_f_m[k * line->n + j];
            sum += hypot(re, im);
        }
        largest = fmax(largest, w * sum);
    }
    return largest * line->length_m * line->length_m;
}

size_t hum_line_sections(const hum_line *line, double f_hz)
{
    double need = ceil(sqrt(squared_length(line, f_hz)) / PHASE_PER_SECTION);
    return need < SECTIONS_MIN ? SECTIONS_MIN : need > SECTIONS_MAX ? SECTIONS_MAX : (size_t)need;
}

/* A ladder while it is built. */
typedef struct ladder {
    hum_circuit *c;
    hum_text name;
    hum_span origin;
    const hum_line *line;
    double section_m;
} ladder;

static hum_status name_part(const ladder *l, const char *what, size_t k, size_t i, hum_text *out)
{
    *out = hum_text_format(l->c->a, "%.*s.%s%zu.%zu", HUM_FMT(l->name), what, k, i + 1);
    return out->p ? HUM_OK : HUM_E_NOMEM;
}

/* Direct capacitance of conductor i to j, or to earth for i = j, farad per metre (eq. C-10). */
static double direct_capacitance(const hum_line *line, size_t i, size_t j)
{
    const double *row = line->c_f_m + i * line->n;
    double c = -row[j];
    if (i == j) {
        c = 0;
        for (size_t k = 0; k < line->n; k++)
            c += row[k];
    }
    return fabs(c) < NO_CAPACITANCE * fabs(row[i]) ? 0 : c;
}

/* The capacitors of `metres` of line at one cut, number k along the line. */
static hum_status add_cut(const ladder *l, const hum_node *at, size_t k, double metres)
{
    for (size_t i = 0; i < l->line->n; i++) {
        for (size_t j = i; j < l->line->n; j++) {
            double farad = direct_capacitance(l->line, i, j) * metres;
            if (!(farad != 0))
                continue;
            hum_text name;
            HUM_TRY(name_part(l, "c", k, i * l->line->n + j, &name));
            hum_node other = i == j ? HUM_EARTH : at[j];
            HUM_TRY(hum_circuit_add_capacitor(l->c, name, l->origin, at[i], other, farad, NULL));
        }
    }
    return HUM_OK;
}

static hum_status add_series(const ladder *l, const hum_node *from, const hum_node *to, size_t k)
{
    size_t n = l->line->n;
    double l_h[HUM_LINE_MAX * HUM_LINE_MAX], r_ohm[HUM_LINE_MAX];
    for (size_t i = 0; i < n; i++)
        r_ohm[i] = l->line->r_ohm_m[i] * l->section_m;
    for (size_t i = 0; i < n * n; i++)
        l_h[i] = l->line->l_h_m[i] * l->section_m;
    hum_text name;
    HUM_TRY(name_part(l, "l", k, 0, &name));
    return hum_circuit_add_inductors(l->c, name, l->origin, n, from, to, l_h, r_ohm, NULL);
}

static hum_status make_inner_nodes(const ladder *l, size_t k, hum_node *out)
{
    for (size_t i = 0; i < l->line->n; i++) {
        hum_text name;
        HUM_TRY(name_part(l, "n", k, i, &name));
        HUM_TRY(hum_circuit_node(l->c, name, l->origin, &out[i]));
    }
    return HUM_OK;
}

hum_status hum_circuit_add_ladder(hum_circuit *c, hum_text name, hum_span origin, const hum_node *near,
                                  const hum_node *far, const hum_line *line, size_t sections)
{
    if (sections < 1)
        return HUM_E_RANGE;
    ladder l = {c, name, origin, line, line->length_m / (double)sections};
    hum_node at[HUM_LINE_MAX], next[HUM_LINE_MAX];
    for (size_t i = 0; i < line->n; i++)
        at[i] = near[i];
    HUM_TRY(add_cut(&l, at, 0, 0.5 * l.section_m));
    for (size_t k = 1; k <= sections; k++) {
        if (k < sections)
            HUM_TRY(make_inner_nodes(&l, k, next));
        const hum_node *to = k < sections ? next : far;
        HUM_TRY(add_series(&l, at, to, k));
        HUM_TRY(add_cut(&l, to, k, k < sections ? l.section_m : 0.5 * l.section_m));
        for (size_t i = 0; i < line->n; i++)
            at[i] = to[i];
    }
    return HUM_OK;
}

static hum_status copy_element(hum_circuit *c, const hum_element *e, uint32_t *index)
{
    switch (e->kind) {
    case HUM_ELEM_RESISTOR:
        return e->is_silent
                   ? hum_circuit_add_silent(c, e->name, e->origin, e->from[0], e->to[0], e->value, index)
                   : hum_circuit_add_resistor(c, e->name, e->origin, e->from[0], e->to[0], e->value, index);
    case HUM_ELEM_CAPACITOR:
        return hum_circuit_add_capacitor(c, e->name, e->origin, e->from[0], e->to[0], e->value, index);
    case HUM_ELEM_INDUCTORS:
        return hum_circuit_add_inductors(c, e->name, e->origin, e->n, e->from, e->to, e->l_h, e->r_ohm, index);
    case HUM_ELEM_EMF:
        return hum_circuit_add_emf(c, e->name, e->origin, e->from[0], e->to[0], e->terms, e->n_terms, index);
    case HUM_ELEM_TRANSFORMER: {
        hum_node first[2] = {e->from[0], e->to[0]}, second[2] = {e->from[1], e->to[1]};
        return hum_circuit_add_transformer(c, e->name, e->origin, first, second, e->value, index);
    }
    case HUM_ELEM_LINE:
        break;
    }
    return HUM_E_RANGE;
}

static hum_status copy_nodes(hum_circuit *to, const hum_circuit *c)
{
    for (size_t i = 1; i < c->n_nodes; i++) {
        hum_node n;
        HUM_TRY(hum_circuit_node(to, c->node_names[i], c->node_origins[i], &n));
    }
    return HUM_OK;
}

static hum_status copy_sources(hum_circuit *to, const hum_circuit *c, const uint32_t *map)
{
    for (size_t i = 0; i < c->n_sources; i++) {
        hum_source_of s = c->sources[i];
        s.element = map[s.element];
        HUM_TRY(hum_circuit_add_source(to, &s, NULL));
    }
    return HUM_OK;
}

/* A copy whose lines have `sections` sections each, or what they need at f_hz when that is 0. */
static hum_status lump(hum_arena *a, const hum_circuit *c, size_t sections, double f_hz, uint32_t *map,
                       hum_circuit **out)
{
    hum_circuit *copy = hum_circuit_new(a, c->temperature_k);
    if (!copy)
        return HUM_E_NOMEM;
    if (!map)
        HUM_ALLOC(map, a, uint32_t, c->n_elements);
    HUM_TRY(copy_nodes(copy, c));
    for (size_t i = 0; i < c->n_elements; i++) {
        const hum_element *e = &c->elements[i];
        map[i] = UINT32_MAX;
        if (e->kind != HUM_ELEM_LINE) {
            HUM_TRY(copy_element(copy, e, &map[i]));
            continue;
        }
        size_t n = sections ? sections : hum_line_sections(e->line, f_hz);
        HUM_TRY(hum_circuit_add_ladder(copy, e->name, e->origin, e->from, e->to, e->line, n));
    }
    HUM_TRY(copy_sources(copy, c, map));
    *out = copy;
    return HUM_OK;
}

hum_status hum_circuit_lump(hum_arena *a, const hum_circuit *c, size_t sections, uint32_t *map, hum_circuit **out)
{
    return sections ? lump(a, c, sections, 0, map, out) : HUM_E_RANGE;
}

hum_status hum_circuit_lump_for(hum_arena *a, const hum_circuit *c, double f_hz, uint32_t *map, hum_circuit **out)
{
    return lump(a, c, 0, f_hz, map, out);
}

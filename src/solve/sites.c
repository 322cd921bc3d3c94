/* Varying values as rank-one parts of A (docs/physics/solve.md S-21): a resistor, a capacitor or a gain is a number
 * times the product of two differences, so that only the number changes from sample to sample. Lines apart: those that
 * vary are listed whole. */
#include "solve/sites.h"

#include <math.h>

typedef struct site_list {
    hum_arena *a;
    const hum_system *s;
    hum_site *items;
    size_t n, cap;
} site_list;

static hum_pair pair_of(hum_node p, hum_node m)
{
    return (hum_pair){hum_system_node_row(p), hum_system_node_row(m)};
}

static hum_pair row_of(size_t row)
{
    return (hum_pair){row, HUM_NO_ROW};
}

hum_pair hum_pair_of_probe(hum_probe p)
{
    return pair_of(p.p, p.m);
}

double hum_site_t(const hum_site *s, double value)
{
    return s->is_inverse ? 1 / value : value;
}

/* --- values of a circuit ------------------------------------------------------------------------------- */

static double *place_of(hum_circuit *c, const hum_vary *v)
{
    if (v->kind == HUM_VARY_NOISE)
        return &c->sources[v->index].s_v2_hz;
    hum_element *e = &c->elements[v->index];
    switch (v->kind) {
    case HUM_VARY_GAIN:
        return &e->terms[v->i].gain;
    case HUM_VARY_GAIN_S:
        return &e->terms[v->i].gain_s;
    case HUM_VARY_R:
        return &e->r_ohm[v->i];
    case HUM_VARY_L:
        return &e->l_h[v->i * e->n + v->j];
    case HUM_VARY_LINE_LENGTH:
        return &e->line->length_m;
    case HUM_VARY_LINE_R:
        return &e->line->r_ohm_m[v->i];
    case HUM_VARY_LINE_L:
        return &e->line->l_h_m[v->i * e->n + v->j];
    case HUM_VARY_LINE_C:
        return &e->line->c_f_m[v->i * e->n + v->j];
    case HUM_VARY_VALUE:
    case HUM_VARY_NOISE:
        break;
    }
    return &e->value;
}

void hum_vary_set(hum_circuit *c, const hum_vary *v, double value)
{
    *place_of(c, v) = value;
    if (v->kind == HUM_VARY_L || v->kind == HUM_VARY_LINE_L || v->kind == HUM_VARY_LINE_C) {
        hum_vary other = *v;
        other.i = v->j;
        other.j = v->i;
        *place_of(c, &other) = value;
    }
}

double hum_vary_get(const hum_circuit *c, const hum_vary *v)
{
    hum_circuit copy = *c;
    return *place_of(&copy, v);
}

static bool is_there(const hum_circuit *c, const hum_vary *v)
{
    if (v->kind == HUM_VARY_NOISE)
        return v->index < c->n_sources && c->sources[v->index].kind == HUM_SOURCE_NOISE;
    if (v->index >= c->n_elements)
        return false;
    const hum_element *e = &c->elements[v->index];
    switch (v->kind) {
    case HUM_VARY_VALUE:
        return e->kind == HUM_ELEM_RESISTOR || e->kind == HUM_ELEM_CAPACITOR || e->kind == HUM_ELEM_TRANSFORMER;
    case HUM_VARY_GAIN:
    case HUM_VARY_GAIN_S:
        return e->kind == HUM_ELEM_EMF && v->i < e->n_terms;
    case HUM_VARY_R:
    case HUM_VARY_L:
        return e->kind == HUM_ELEM_INDUCTORS && v->i < e->n && (v->kind == HUM_VARY_R || v->j < e->n);
    case HUM_VARY_LINE_LENGTH:
        return e->kind == HUM_ELEM_LINE;
    case HUM_VARY_LINE_R:
    case HUM_VARY_LINE_L:
    case HUM_VARY_LINE_C:
        return e->kind == HUM_ELEM_LINE && v->i < e->n && v->j < e->n;
    case HUM_VARY_NOISE:
        break;
    }
    return false;
}

bool hum_vary_is_line(hum_vary_kind kind)
{
    return kind == HUM_VARY_LINE_LENGTH || kind == HUM_VARY_LINE_R || kind == HUM_VARY_LINE_L || kind == HUM_VARY_LINE_C;
}

/* --- sites --------------------------------------------------------------------------------------------- */

static hum_status push(site_list *l, hum_site site)
{
    HUM_PUSH(l->a, l, items, n, cap, site);
    return HUM_OK;
}

static hum_status add_two_terminal(site_list *l, const hum_vary *v, hum_site site)
{
    const hum_element *e = &l->s->c->elements[v->index];
    site.u = site.v = pair_of(e->from[0], e->to[0]);
    site.sign = 1;
    site.times_s = e->kind == HUM_ELEM_CAPACITOR;
    site.is_inverse = e->kind == HUM_ELEM_RESISTOR;
    size_t row = l->s->own[v->index];
    if (e->kind == HUM_ELEM_RESISTOR && row != HUM_NO_ROW) {
        site.u = site.v = row_of(row);
        site.sign = -1;
        site.is_inverse = false;
    }
    return push(l, site);
}

/* Both halves of S-6. */
static hum_status add_ratio(site_list *l, const hum_element *e, hum_site site)
{
    hum_pair row = row_of(hum_system_branch_row(l->s, e->branch)), second = pair_of(e->from[1], e->to[1]);
    site.sign = -1;
    site.u = second;
    site.v = row;
    HUM_TRY(push(l, site));
    site.u = row;
    site.v = second;
    return push(l, site);
}

static hum_status add_gain(site_list *l, const hum_vary *v, hum_site site)
{
    const hum_element *e = &l->s->c->elements[v->index];
    site.u = row_of(hum_system_branch_row(l->s, e->branch));
    site.v = pair_of(e->terms[v->i].p, e->terms[v->i].m);
    site.sign = -1;
    site.times_s = v->kind == HUM_VARY_GAIN_S;
    return push(l, site);
}

static hum_status add_inductor(site_list *l, const hum_vary *v, hum_site site)
{
    const hum_element *e = &l->s->c->elements[v->index];
    size_t first = hum_system_branch_row(l->s, e->branch);
    site.times_s = v->kind == HUM_VARY_L;
    site.sign = -1;
    site.u = row_of(first + v->i);
    site.v = row_of(first + (site.times_s ? v->j : v->i));
    HUM_TRY(push(l, site));
    if (!site.times_s || v->i == v->j)
        return HUM_OK;
    hum_pair u = site.u;
    site.u = site.v;
    site.v = u;
    return push(l, site);
}

/* The line of v among those that move. */
static hum_status find_line(site_list *l, hum_sites *out, const hum_vary *v, hum_moving_line **line)
{
    const hum_element *e = &l->s->c->elements[v->index];
    for (size_t i = 0; i < out->n_lines; i++)
        if (out->line[i].element == v->index) {
            *line = &out->line[i];
            return HUM_OK;
        }
    hum_moving_line new_line = {v->index, out->n_line_rows, *e->line};
    HUM_PUSH(l->a, out, line, n_lines, cap_lines, new_line);
    out->n_line_rows += 4 * hum_triangle(e->n);
    *line = &out->line[out->n_lines - 1];
    return HUM_OK;
}

static hum_status add_line(site_list *l, hum_sites *out, const hum_vary *v)
{
    hum_moving_line *line;
    HUM_TRY(find_line(l, out, v, &line));
    double most = fmax(fabs(v->low), fabs(v->high));
    size_t ij = v->i * line->most.n + v->j, ji = v->j * line->most.n + v->i;
    if (v->kind == HUM_VARY_LINE_LENGTH)
        line->most.length_m = fmax(line->most.length_m, most);
    if (v->kind == HUM_VARY_LINE_R)
        line->most.r_ohm_m[v->i] = fmax(line->most.r_ohm_m[v->i], most);
    if (v->kind == HUM_VARY_LINE_L)
        line->most.l_h_m[ij] = line->most.l_h_m[ji] = fmax(fabs(line->most.l_h_m[ij]), most);
    if (v->kind == HUM_VARY_LINE_C)
        line->most.c_f_m[ij] = line->most.c_f_m[ji] = fmax(fabs(line->most.c_f_m[ij]), most);
    return HUM_OK;
}

static hum_status add_sites(site_list *l, hum_sites *out, const hum_vary *v, size_t index)
{
    const hum_circuit *c = l->s->c;
    hum_site site = {.vary = index, .has_port = true};
    if (!is_there(c, v) || !(v->low <= v->high))
        return HUM_E_RANGE;
    switch (v->kind) {
    case HUM_VARY_VALUE:
        return c->elements[v->index].kind == HUM_ELEM_TRANSFORMER ? add_ratio(l, &c->elements[v->index], site)
                                                                   : add_two_terminal(l, v, site);
    case HUM_VARY_GAIN:
    case HUM_VARY_GAIN_S:
        return add_gain(l, v, site);
    case HUM_VARY_R:
    case HUM_VARY_L:
        return add_inductor(l, v, site);
    case HUM_VARY_NOISE:
        site.has_port = false;
        return push(l, site);
    case HUM_VARY_LINE_LENGTH:
    case HUM_VARY_LINE_R:
    case HUM_VARY_LINE_L:
    case HUM_VARY_LINE_C:
        return add_line(l, out, v);
    }
    return HUM_OK;
}

static void find_range(hum_site *s, const hum_circuit *c, const hum_vary *v)
{
    double a = hum_site_t(s, v->low), b = hum_site_t(s, v->high);
    s->t0 = hum_site_t(s, hum_vary_get(c, v));
    s->low = a < b ? a : b;
    s->high = a < b ? b : a;
}

hum_status hum_sites_new(hum_arena *a, const hum_system *s, const hum_vary *vary, size_t n_vary, hum_sites *out)
{
    site_list l = {.a = a, .s = s};
    *out = (hum_sites){0};
    for (size_t i = 0; i < n_vary; i++)
        HUM_TRY(add_sites(&l, out, &vary[i], i));
    HUM_ALLOC(out->site, a, hum_site, l.n);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < l.n; i++)
            if (l.items[i].has_port == (pass == 0)) {
                find_range(&l.items[i], s->c, &vary[l.items[i].vary]);
                out->site[out->n++] = l.items[i];
                out->n_ports += pass == 0;
            }
    return HUM_OK;
}

hum_pair hum_pair_of_drive(const hum_system *s, const hum_drive *d)
{
    return d->element == UINT32_MAX ? pair_of(d->to, d->from)
                                    : row_of(hum_system_branch_row(s, s->c->elements[d->element].branch));
}

/* Noise of a batch: what contributes, and as which excitations (docs/physics/noise.md N-1..N-5, solve.md S-25). The
 * correlated noise of a line is a form of the transfers of its conductors. */
#include "solve/sites.h"

typedef struct noise_list {
    hum_arena *a;
    const hum_system *s;
    const hum_sites *sites;
    const hum_vary *vary;
    hum_noise_list *out;
} noise_list;

static hum_status open_noise(noise_list *l, bool is_source, size_t index)
{
    hum_batch_noise noise = {is_source, (uint32_t)index};
    HUM_PUSH(l->a, l->out, noises, n_noises, cap_noises, noise);
    return HUM_OK;
}

/* Site of a value that may vary, -1 when it does not. */
static int32_t site_of(const noise_list *l, hum_vary_kind kind, size_t index, size_t i)
{
    for (size_t k = 0; k < l->sites->n; k++) {
        const hum_vary *v = &l->vary[l->sites->site[k].vary];
        if (v->kind == kind && v->index == index && (kind != HUM_VARY_R || v->i == i))
            return (int32_t)k;
    }
    return -1;
}

static hum_status add_column(noise_list *l, hum_pair at, double t, double unit, int32_t site, double corner_hz)
{
    hum_noise_column c = {.at = at,
                          .psd = unit * t,
                          .slope = unit,
                          .site = site,
                          .noise = (int32_t)l->out->n_noises - 1,
                          .corner_hz = corner_hz};
    HUM_PUSH(l->a, l->out, columns, n_columns, cap_columns, c);
    return HUM_OK;
}

static hum_status add_resistor(noise_list *l, size_t i, const hum_element *e, double unit)
{
    size_t row = l->s->own[i];
    int32_t site = site_of(l, HUM_VARY_VALUE, i, 0);
    HUM_TRY(open_noise(l, false, i));
    if (row != HUM_NO_ROW)
        return add_column(l, (hum_pair){row, HUM_NO_ROW}, e->value, unit, site, 0);
    hum_pair at = {hum_system_node_row(e->from[0]), hum_system_node_row(e->to[0])};
    return add_column(l, at, 1 / e->value, unit, site, 0);
}

static hum_status add_inductors(noise_list *l, size_t i, const hum_element *e, double unit)
{
    HUM_TRY(open_noise(l, false, i));
    for (size_t k = 0; k < e->n; k++) {
        hum_pair at = {hum_system_branch_row(l->s, e->branch + k), HUM_NO_ROW};
        HUM_TRY(add_column(l, at, e->r_ohm[k], unit, site_of(l, HUM_VARY_R, i, k), 0));
    }
    return HUM_OK;
}

static hum_status add_element(noise_list *l, size_t i)
{
    const hum_element *e = &l->s->c->elements[i];
    double unit = 4 * HUM_BOLTZMANN_J_K * l->s->c->temperature_k;
    if (e->kind == HUM_ELEM_RESISTOR && !e->is_silent)
        return add_resistor(l, i, e, unit);
    return e->kind == HUM_ELEM_INDUCTORS ? add_inductors(l, i, e, unit) : HUM_OK;
}

static hum_status add_source(noise_list *l, size_t i)
{
    const hum_source_of *src = &l->s->c->sources[i];
    if (src->kind != HUM_SOURCE_NOISE)
        return HUM_OK;
    size_t row = hum_system_branch_row(l->s, l->s->c->elements[src->element].branch);
    HUM_TRY(open_noise(l, true, i));
    return add_column(l, (hum_pair){row, HUM_NO_ROW}, src->s_v2_hz, src->scale * src->scale,
                      site_of(l, HUM_VARY_NOISE, i, 0), src->corner_hz);
}

/* First row of lane values of a line's Re z, or Re y; -1 when it does not vary. */
static int32_t moving_row(const noise_list *l, size_t element, bool is_y)
{
    for (size_t i = 0; i < l->sites->n_lines; i++)
        if (l->sites->line[i].element == element)
            return (int32_t)(l->sites->line[i].row + (is_y ? 2 * hum_triangle(l->s->c->elements[element].n) : 0));
    return -1;
}

/* Eq. N-4: EMFs in series with z (part 0), currents into the near ends' y (1) and the far ends' (2). */
static hum_status add_form(noise_list *l, size_t element, int part)
{
    const hum_element *e = &l->s->c->elements[element];
    hum_form form = {.column = (int32_t)l->out->n_columns,
                     .n = (int32_t)e->n,
                     .noise = (int32_t)l->out->n_noises - 1,
                     .weight = (int32_t)(l->s->own[element] + (part ? e->n * e->n : 0)),
                     .moving = moving_row(l, element, part > 0)};
    HUM_PUSH(l->a, l->out, forms, n_forms, cap_forms, form);
    for (size_t i = 0; i < e->n; i++) {
        size_t row = part == 0   ? hum_system_branch_row(l->s, e->branch + i)
                     : part == 1 ? hum_system_node_row(e->from[i])
                                 : hum_system_node_row(e->to[i]);
        HUM_TRY(add_column(l, (hum_pair){row, HUM_NO_ROW}, 0, 0, -1, 0));
    }
    return HUM_OK;
}

static hum_status add_lines(noise_list *l)
{
    for (size_t i = 0; i < l->s->c->n_elements; i++) {
        if (l->s->c->elements[i].kind != HUM_ELEM_LINE)
            continue;
        HUM_TRY(open_noise(l, false, i));
        for (int part = 0; part < 3; part++)
            HUM_TRY(add_form(l, i, part));
    }
    return HUM_OK;
}

hum_status hum_noise_list_new(hum_arena *a, const hum_system *s, const hum_sites *sites, const hum_vary *vary,
                              hum_noise_list *out)
{
    noise_list l = {a, s, sites, vary, out};
    *out = (hum_noise_list){0};
    for (size_t i = 0; i < s->c->n_elements; i++)
        HUM_TRY(add_element(&l, i));
    for (size_t i = 0; i < s->c->n_sources; i++)
        HUM_TRY(add_source(&l, i));
    out->n_plain = out->n_columns;
    return add_lines(&l);
}

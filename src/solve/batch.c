/* Many samples: what is listed once for all of them, and the public side. */
#include "solve/batch_parts.h"

/* --- preparing ----------------------------------------------------------------------------------------- */

hum_status hum_lanes_new(hum_arena *a, size_t n, double **out)
{
    char *raw;
    HUM_ALLOC(raw, a, char, n * sizeof(double) + 64);
    *out = (double *)(void *)(raw + (64 - (uintptr_t)raw % 64) % 64);
    return HUM_OK;
}

static hum_status copy_doubles(hum_arena *a, double **values, size_t n)
{
    double *copy;
    if (!*values)
        return HUM_OK;
    HUM_ALLOC(copy, a, double, n);
    for (size_t i = 0; i < n; i++)
        copy[i] = (*values)[i];
    *values = copy;
    return HUM_OK;
}

static hum_status copy_line(hum_arena *a, hum_line **line)
{
    hum_line *copy;
    if (!*line)
        return HUM_OK;
    HUM_ALLOC(copy, a, hum_line, 1);
    *copy = **line;
    *line = copy;
    return HUM_OK;
}

/* A circuit whose values may be set; names, nodes and spectra are shared. */
static hum_status copy_circuit(hum_arena *a, const hum_circuit *from, hum_circuit **out)
{
    HUM_ALLOC(*out, a, hum_circuit, 1);
    **out = *from;
    HUM_ALLOC((*out)->elements, a, hum_element, from->n_elements);
    HUM_ALLOC((*out)->sources, a, hum_source_of, from->n_sources);
    for (size_t i = 0; i < from->n_sources; i++)
        (*out)->sources[i] = from->sources[i];
    for (size_t i = 0; i < from->n_elements; i++) {
        hum_element *e = &(*out)->elements[i];
        *e = from->elements[i];
        HUM_TRY(copy_doubles(a, &e->l_h, e->n * e->n));
        HUM_TRY(copy_doubles(a, &e->r_ohm, e->n));
        HUM_TRY(copy_line(a, &e->line));
        if (!e->n_terms)
            continue;
        HUM_ALLOC(e->terms, a, hum_term, e->n_terms);
        for (size_t k = 0; k < e->n_terms; k++)
            e->terms[k] = from->elements[i].terms[k];
    }
    return HUM_OK;
}

static hum_status list_rows(hum_batch *b)
{
    b->n_rows = b->spec.n_probes + b->sites.n_ports;
    HUM_ALLOC(b->rows, b->a, hum_pair, b->n_rows);
    for (size_t i = 0; i < b->n_rows; i++)
        b->rows[i] = i < b->spec.n_probes ? hum_pair_of_probe(b->spec.probes[i])
                                          : b->sites.site[i - b->spec.n_probes].v;
    return HUM_OK;
}

static hum_status list_noise(hum_batch *b)
{
    if (!b->spec.wants_noise)
        return HUM_OK;
    HUM_TRY(hum_noise_list_new(b->a, &b->system, &b->sites, b->spec.vary, &b->noise));
    HUM_ALLOC(b->psd_site, b->a, int32_t, b->noise.n_columns);
    HUM_ALLOC(b->noise_of, b->a, int32_t, b->noise.n_columns);
    for (size_t i = 0; i < b->noise.n_columns; i++) {
        b->psd_site[i] = b->noise.columns[i].site;
        b->noise_of[i] = b->noise.columns[i].noise;
    }
    return HUM_OK;
}

/* Row n of a solution in lanes is a row of zeros. */
static int32_t look_row(const hum_batch *b, size_t row)
{
    return (int32_t)(row == HUM_NO_ROW ? b->system.n : row);
}

static hum_status list_columns(hum_batch *b)
{
    size_t nd = b->spec.n_drives, k = b->sites.n_ports;
    b->n_columns = nd + b->noise.n_columns;
    HUM_ALLOC(b->columns, b->a, hum_pair, b->n_columns + k);
    HUM_ALLOC(b->look_rows, b->a, int32_t, 2 * b->n_columns);
    for (size_t i = 0; i < nd; i++)
        b->columns[i] = hum_pair_of_drive(&b->system, &b->spec.drives[i]);
    for (size_t i = 0; i < b->noise.n_columns; i++)
        b->columns[nd + i] = b->noise.columns[i].at;
    for (size_t i = 0; i < k; i++)
        b->columns[b->n_columns + i] = b->sites.site[i].u;
    for (size_t i = 0; i < b->n_columns; i++) {
        b->look_rows[2 * i] = look_row(b, b->columns[i].p);
        b->look_rows[2 * i + 1] = look_row(b, b->columns[i].m);
    }
    return HUM_OK;
}

static hum_status list_frequencies(hum_batch *b)
{
    HUM_ALLOC(b->all_f, b->a, uint32_t, b->spec.n_f);
    for (size_t i = 0; i < b->spec.n_f; i++)
        b->all_f[i] = (uint32_t)i;
    return HUM_OK;
}

/* --- threads ------------------------------------------------------------------------------------------- */

static hum_status bench_new(hum_batch *b, hum_bench *w)
{
    const hum_system *s = &b->system;
    size_t n = b->replay.n_entries > b->reduction.n_entries ? b->replay.n_entries : b->reduction.n_entries;
    HUM_TRY(hum_lanes_new(b->a, n * HUM_ENTRY, &w->lanes));
    HUM_TRY(hum_lanes_new(b->a, b->replay.n_entries * HUM_ENTRY, &w->moving));
    HUM_ALLOC(w->kept, b->a, double, 2 * (b->to_entries.n_kept + b->to_terms.n_kept));
    HUM_TRY(hum_lanes_new(b->a, (s->n + 1) * HUM_ENTRY, &w->y));
    HUM_TRY(hum_lanes_new(b->a, (s->n + 1) * HUM_ENTRY, &w->change));
    HUM_TRY(hum_lanes_new(b->a, s->n * HUM_ENTRY, &w->r));
    HUM_TRY(hum_lanes_new(b->a, b->n_terms * HUM_ENTRY, &w->terms_at));
    HUM_TRY(hum_lanes_new(b->a, b->n_terms * HUM_ENTRY, &w->spread));
    HUM_TRY(hum_lanes_new(b->a, HUM_LANES, &w->worst));
    HUM_TRY(hum_lanes_new(b->a, s->n_tables * HUM_ENTRY, &w->tables));
    HUM_TRY(hum_lanes_new(b->a, 2 * HUM_LINE_MAX * HUM_LINE_MAX * HUM_ENTRY, &w->pi));
    HUM_TRY(hum_lanes_new(b->a, b->sites.n_lines * 2 * HUM_LINE_MAX * HUM_LINE_MAX * HUM_ENTRY, &w->share));
    HUM_ALLOC(w->terms, b->a, int, b->sites.n_lines);
    HUM_TRY(hum_lanes_new(b->a, b->sites.n_line_rows * HUM_LANES, &w->line));
    HUM_ALLOC(w->factor, b->a, double, b->to_entries.n + b->to_terms.n);
    HUM_ALLOC(w->weight, b->a, double, s->n_tables);
    HUM_ALLOC(w->psd, b->a, double, b->noise.n_columns);
    HUM_ALLOC(w->slope, b->a, double, b->noise.n_columns);
    return HUM_OK;
}

static hum_status benches_new(hum_batch *b)
{
    b->n_threads = hum_threads(b->spec.threads);
    HUM_ALLOC(b->benches, b->a, hum_bench, (size_t)b->n_threads);
    for (int i = 0; i < b->n_threads; i++)
        HUM_TRY(bench_new(b, &b->benches[i]));
    return HUM_OK;
}

/* --- the public side ----------------------------------------------------------------------------------- */

static hum_status make(hum_batch *b, hum_diags *d)
{
    HUM_TRY(copy_circuit(b->a, b->spec.circuit, &b->circuit));
    HUM_TRY(hum_system_new(b->a, b->circuit, &b->system));
    HUM_TRY(hum_sites_new(b->a, &b->system, b->spec.vary, b->spec.n_vary, &b->sites));
    HUM_TRY(list_frequencies(b));
    HUM_TRY(list_rows(b));
    HUM_TRY(list_noise(b));
    HUM_TRY(list_columns(b));
    HUM_TRY(hum_batch_list_lines(b));
    HUM_TRY(hum_batch_list_terms(b));
    HUM_TRY(hum_batch_again_new(b, d));
    HUM_TRY(hum_batch_choose(b));
    HUM_TRY(hum_batch_list_added(b));
    HUM_TRY(benches_new(b));
    HUM_TRY(hum_batch_try(b));
    HUM_TRY(hum_batch_find_nodes(b));
    b->stats.n_ports = b->sites.n_ports;
    b->stats.kernels = b->kernels->name;
    return HUM_OK;
}

hum_status hum_batch_new(hum_arena *a, const hum_batch_spec *spec, hum_diags *d, hum_batch **out)
{
    hum_batch *b;
    HUM_ALLOC(b, a, hum_batch, 1);
    b->a = a;
    b->spec = *spec;
    b->kernels = hum_kernels_named(spec->kernels);
    if (!b->kernels)
        return HUM_E_UNSUPPORTED;
    if (!spec->n_f || !spec->n_probes)
        return HUM_E_RANGE;
    HUM_TRY(make(b, d));
    *out = b;
    return HUM_OK;
}

size_t hum_batch_stride(size_t n)
{
    return (n + HUM_BLOCK - 1) / HUM_BLOCK * HUM_BLOCK;
}

const hum_batch_noise *hum_batch_noises(const hum_batch *b, size_t *n)
{
    *n = b->noise.n_noises;
    return b->noise.noises;
}

const hum_batch_cost *hum_batch_cost_of(const hum_batch *b)
{
    return &b->cost;
}

hum_batch_stats hum_batch_stats_of(const hum_batch *b)
{
    return b->stats;
}

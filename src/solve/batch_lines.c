/* Lines whose length or matrices vary (docs/physics/solve.md S-7, S-21; cable.md C-5): what they add to A, of eight samples at once, minus what
 * they add as they stand. */
#include "solve/batch_parts.h"

hum_status hum_batch_list_lines(hum_batch *b)
{
    const hum_circuit *c = b->spec.circuit;
    HUM_ALLOC(b->lines, b->a, hum_still_line, c->n_elements);
    for (size_t i = 0; i < c->n_elements; i++) {
        if (c->elements[i].kind == HUM_ELEM_LINE)
            HUM_TRY(hum_still_line_new(b->a, c->elements[i].line, (uint32_t)i, &b->lines[b->n_lines++]));
    }
    for (size_t i = 0; i < b->sites.n_lines; i++)
        b->n_line_totals += hum_line_total_rows(b->sites.line[i].most.n);
    return HUM_OK;
}

/* --- values -------------------------------------------------------------------------------------------- */

static void set_lines(hum_batch *b, const double *values)
{
    for (size_t i = 0; i < b->spec.n_vary; i++)
        if (hum_vary_is_line(b->spec.vary[i].kind))
            hum_vary_set(b->circuit, &b->spec.vary[i], values[i]);
}

void hum_batch_group_lines(hum_batch *b, hum_batch_call *c)
{
    for (size_t k = 0; k < c->stride && b->sites.n_lines; k++) {
        double *rows = c->lines + k / HUM_LANES * b->n_line_totals * HUM_LANES;
        if (k < c->n)
            set_lines(b, c->values + k * b->spec.n_vary);
        else
            hum_batch_restore(b);
        for (size_t i = 0; i < b->sites.n_lines; i++) {
            hum_line_put_totals(b->circuit->elements[b->sites.line[i].element].line, k % HUM_LANES, rows);
            rows += hum_line_total_rows(b->sites.line[i].most.n) * HUM_LANES;
        }
    }
    hum_batch_restore(b);
}

/* One matrix minus what it is as the line stands: its triangle. */
static void subtract_table(size_t n, const double *pi, const double *table, size_t lane, double *to)
{
    size_t t = hum_triangle(n);
    for (size_t i = 0; i < n; i++)
        for (size_t j = i; j < n; j++, to += HUM_LANES) {
            const double *a = pi + (i * n + j) * HUM_ENTRY, *b = table + (i * n + j) * HUM_ENTRY;
            for (size_t k = 0; k < HUM_LANES; k++) {
                to[k] = a[k] - b[lane];
                to[t * HUM_LANES + k] = a[HUM_LANES + k] - b[HUM_LANES + lane];
            }
        }
}

static double *share_of(const hum_bench *w, size_t line)
{
    return w->share + line * 2 * HUM_LINE_MAX * HUM_LINE_MAX * HUM_ENTRY;
}

void hum_batch_take_lines(const hum_batch *b, hum_bench *w, double f_hz)
{
    double lanes[HUM_LANES];
    for (size_t k = 0; k < HUM_LANES; k++)
        lanes[k] = f_hz;
    for (size_t i = 0; i < b->sites.n_lines; i++) {
        const hum_line *most = &b->sites.line[i].most;
        w->terms[i] = hum_line_terms(most, f_hz);
        if (most->table)
            hum_line_share_lanes(most->table, most->n, lanes, share_of(w, i));
    }
}

void hum_batch_add_lines(const hum_batch *b, hum_bench *w, const hum_batch_call *c, size_t at, double f_hz, size_t lane)
{
    const double *rows = c->lines + at * b->n_line_totals;
    double w_rad_s[HUM_LANES];
    for (size_t k = 0; k < HUM_LANES; k++)
        w_rad_s[k] = hum_rad_s(f_hz);
    for (size_t i = 0; i < b->sites.n_lines; i++) {
        const hum_moving_line *line = &b->sites.line[i];
        size_t n = line->most.n;
        hum_line_lanes lanes = hum_line_lanes_at(n, w->terms[i], rows, line->most.tan_delta);
        lanes.share = line->most.table ? share_of(w, i) : NULL;
        double *to = w->line + line->row * HUM_LANES, *y = w->pi + n * n * HUM_ENTRY;
        const double *table = w->tables + b->system.own[line->element] * HUM_ENTRY;
        hum_line_pi_lanes(b->kernels, &lanes, w_rad_s, w->pi, y);
        subtract_table(n, w->pi, table, lane, to);
        subtract_table(n, y, table + n * n * HUM_ENTRY, lane, to + 2 * hum_triangle(n) * HUM_LANES);
        rows += hum_line_total_rows(n) * HUM_LANES;
    }
}

/* Lines whose length or matrices vary (docs/physics/solve.md S-7, S-21; cable.md C-5): what they add to A, of eight samples at once, minus what
 * they add as they stand. */
#include "solve/batch_parts.h"

/* A line of `n` conductors in lanes, whose totals begin at `rows`. */
static hum_line_lanes lanes_at(size_t n, int terms, const double *rows, double tan_delta)
{
    return (hum_line_lanes){.n = n,
                            .terms = terms,
                            .r = rows,
                            .l = rows + n * HUM_LANES,
                            .c = rows + (n + n * n) * HUM_LANES,
                            .length_m = rows + (n + 2 * n * n) * HUM_LANES,
                            .tan_delta = tan_delta};
}

static size_t totals_of(size_t n)
{
    return n + 2 * n * n + 1;
}

/* The totals of a line into one lane. */
static void put_totals(const hum_line *line, size_t lane, double *rows)
{
    size_t n = line->n, nn = n * n;
    for (size_t i = 0; i < n; i++)
        rows[i * HUM_LANES + lane] = line->r_ohm_m[i] * line->length_m;
    for (size_t i = 0; i < nn; i++) {
        rows[(n + i) * HUM_LANES + lane] = line->l_h_m[i] * line->length_m;
        rows[(n + nn + i) * HUM_LANES + lane] = line->c_f_m[i] * line->length_m;
    }
    rows[(n + 2 * nn) * HUM_LANES + lane] = line->length_m;
}

hum_status hum_batch_list_lines(hum_batch *b)
{
    const hum_circuit *c = b->spec.circuit;
    HUM_ALLOC(b->lines, b->a, hum_still_line, c->n_elements);
    for (size_t i = 0; i < c->n_elements; i++) {
        const hum_line *line = c->elements[i].line;
        double *rows;
        if (c->elements[i].kind != HUM_ELEM_LINE)
            continue;
        HUM_TRY(hum_lanes_new(b->a, totals_of(line->n) * HUM_LANES, &rows));
        for (size_t lane = 0; lane < HUM_LANES; lane++)
            put_totals(line, lane, rows);
        b->lines[b->n_lines++] = (hum_still_line){(uint32_t)i, line, lanes_at(line->n, 0, rows, line->tan_delta)};
    }
    for (size_t i = 0; i < b->sites.n_lines; i++)
        b->n_line_totals += totals_of(b->sites.line[i].most.n);
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
            put_totals(b->circuit->elements[b->sites.line[i].element].line, k % HUM_LANES, rows);
            rows += totals_of(b->sites.line[i].most.n) * HUM_LANES;
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
        hum_line_lanes lanes = lanes_at(n, w->terms[i], rows, line->most.tan_delta);
        lanes.share = line->most.table ? share_of(w, i) : NULL;
        double *to = w->line + line->row * HUM_LANES, *y = w->pi + n * n * HUM_ENTRY;
        const double *table = w->tables + b->system.own[line->element] * HUM_ENTRY;
        hum_line_pi_lanes(b->kernels, &lanes, w_rad_s, w->pi, y);
        subtract_table(n, w->pi, table, lane, to);
        subtract_table(n, y, table + n * n * HUM_ENTRY, lane, to + 2 * hum_triangle(n) * HUM_LANES);
        rows += totals_of(n) * HUM_LANES;
    }
}

/* Stamps in lanes, and the residual of a solution branch by branch (docs/physics/solve.md S-10, S-11). */
#include "solve/batch_parts.h"

/* How a stamp is, re + j w im. */
static hum_stamp_kind kind_of(hum_complex part)
{
    double re = creal(part), im = cimag(part);
    if (im == 0)
        return re == 1 ? HUM_STAMP_ONE : HUM_STAMP_REAL;
    return re == 0 ? HUM_STAMP_IMAGINARY : HUM_STAMP_COMPLEX;
}

/* A value that varies has no fixed value. */
static uint8_t kind_while_varying(const hum_batch *b, size_t stamp, hum_stamp_kind kind)
{
    for (size_t i = 0; i < b->sites.n_ports && kind == HUM_STAMP_ONE; i++) {
        const hum_site *s = &b->sites.site[i];
        size_t row = b->system.row[stamp], col = b->system.col[stamp];
        if ((row == s->u.p || row == s->u.m) && (col == s->v.p || col == s->v.m))
            return s->times_s ? HUM_STAMP_COMPLEX : HUM_STAMP_REAL;
    }
    return (uint8_t)kind;
}

/* The stamp of the same element and column with the opposite value: the other end of its branch. */
static size_t find_other(const hum_system *s, const hum_parts *p, size_t k, size_t end)
{
    for (size_t i = k + 1; i < end && p->entry[k] == HUM_NO_ROW; i++)
        if (s->col[i] == s->col[k] && s->row[i] != s->row[k] && p->entry[i] == HUM_NO_ROW && p->value[i] == -p->value[k])
            return i;
    return HUM_NO_ROW;
}

/* Which stamp is whose other half; the one with + is the first of a pair of ones. */
static void pair_up(const hum_batch *b, size_t *other, bool *is_second)
{
    const hum_system *s = &b->system;
    for (size_t e = 0; e < b->circuit->n_elements; e++)
        for (size_t k = s->first[e]; k < s->first[e + 1]; k++) {
            size_t i = is_second[k] ? HUM_NO_ROW : find_other(s, &b->parts, k, s->first[e + 1]);
            if (is_second[k] || other[k] != HUM_NO_ROW || i == HUM_NO_ROW || is_second[i])
                continue;
            bool swapped = b->parts.value[k] == -1;
            other[swapped ? i : k] = swapped ? k : i;
            is_second[swapped ? k : i] = true;
        }
}

/* Column by column, in the order of the stamps. */
static void write_terms(hum_batch *b, const size_t *other, const bool *is_second, int32_t *first, int32_t *next,
                        int32_t *rows, uint8_t *kind)
{
    const hum_system *s = &b->system;
    for (size_t k = 0; k < s->n_stamps; k++)
        first[s->col[k] + 1] += !is_second[k];
    for (size_t i = 0; i < s->n; i++) {
        first[i + 1] += first[i];
        next[i] = first[i];
    }
    for (size_t k = 0; k < s->n_stamps; k++) {
        b->term_of[k] = is_second[k] ? -1 : next[s->col[k]]++;
        if (is_second[k])
            continue;
        rows[2 * b->term_of[k]] = (int32_t)s->row[k];
        rows[2 * b->term_of[k] + 1] = (int32_t)(other[k] == HUM_NO_ROW ? s->n : s->row[other[k]]);
        kind[b->term_of[k]] = b->parts.entry[k] != HUM_NO_ROW ? HUM_STAMP_COMPLEX
                                                              : kind_while_varying(b, k, kind_of(b->parts.value[k]));
    }
    b->n_terms = (size_t)first[s->n];
}

hum_status hum_batch_list_terms(hum_batch *b)
{
    const hum_system *s = &b->system;
    int32_t *first, *rows, *next;
    uint8_t *kind;
    size_t *other;
    bool *is_second;
    HUM_ALLOC(first, b->a, int32_t, s->n + 1);
    HUM_ALLOC(next, b->a, int32_t, s->n);
    HUM_ALLOC(rows, b->a, int32_t, 2 * s->n_stamps);
    HUM_ALLOC(kind, b->a, uint8_t, s->n_stamps);
    HUM_ALLOC(other, b->a, size_t, s->n_stamps);
    HUM_ALLOC(is_second, b->a, bool, s->n_stamps);
    HUM_ALLOC(b->term_of, b->a, int32_t, s->n_stamps);
    HUM_TRY(hum_system_parts(b->a, s, &b->parts));
    for (size_t k = 0; k < s->n_stamps; k++)
        other[k] = HUM_NO_ROW;
    pair_up(b, other, is_second);
    write_terms(b, other, is_second, first, next, rows, kind);
    b->terms = (hum_terms){s->n, first, rows, kind, NULL};
    return HUM_OK;
}

/* --- stamping in lanes --------------------------------------------------------------------------------- */

/* Stamp k into its entry and its term. */
static void stamp_lanes(const hum_batch *b, hum_bench *w, const hum_plan *p, const double *w_rad_s, size_t k)
{
    size_t entry = b->parts.entry[k];
    double re = creal(b->parts.value[k]), im = cimag(b->parts.value[k]), v[HUM_ENTRY];
    double *to = w->lanes + (size_t)p->slot_entry[b->system.slot[k]] * HUM_ENTRY;
    for (size_t i = 0; i < HUM_ENTRY && entry != HUM_NO_ROW; i++)
        v[i] = re * w->tables[entry * HUM_ENTRY + i];
    for (size_t lane = 0; lane < HUM_LANES && entry == HUM_NO_ROW; lane++) {
        v[lane] = re;
        v[HUM_LANES + lane] = im * w_rad_s[lane];
    }
    for (size_t i = 0; i < HUM_ENTRY; i++)
        to[i] += v[i];
    for (size_t i = 0; i < HUM_ENTRY && b->term_of[k] >= 0; i++)
        w->terms_at[(size_t)b->term_of[k] * HUM_ENTRY + i] = v[i];
}

static void stamp_border(const hum_plan *p, size_t n_border, double *lanes)
{
    for (size_t i = 0; i < 2 * n_border; i++)
        for (int lane = 0; lane < HUM_LANES && p->border_entry[i] >= 0; lane++)
            lanes[(size_t)p->border_entry[i] * HUM_ENTRY + (size_t)lane] += i % 2 ? -1 : 1;
}

void hum_batch_stamp(const hum_batch *b, hum_bench *w, const hum_plan *p, size_t n_border, const double *f_hz)
{
    double w_rad_s[HUM_LANES];
    for (size_t lane = 0; lane < HUM_LANES; lane++)
        w_rad_s[lane] = hum_rad_s(f_hz[lane]);
    for (size_t i = 0; i < p->n_entries * HUM_ENTRY; i++)
        w->lanes[i] = 0;
    for (size_t i = 0; i < b->n_lines; i++)
        hum_still_line_pi(b->kernels, &b->lines[i], f_hz, w->pi, w->tables + b->system.own[b->lines[i].element] * HUM_ENTRY);
    for (size_t k = 0; k < b->system.n_stamps; k++)
        stamp_lanes(b, w, p, w_rad_s, k);
    stamp_border(p, n_border, w->lanes);
}

void hum_batch_densities(const hum_batch *b, double f_hz, double *psd, double *slope)
{
    for (size_t i = 0; i < b->noise.n_columns; i++) {
        const hum_noise_column *c = &b->noise.columns[i];
        double flicker = 1 + c->corner_hz / f_hz;
        psd[i] = c->psd * flicker;
        slope[i] = c->slope * flicker;
    }
}

hum_looks hum_batch_looks(const hum_batch *b, const double *weight, const double *psd, const double *slope)
{
    return (hum_looks){.n_drives = b->spec.n_drives,
                       .n_columns = b->n_columns,
                       .rows = b->look_rows,
                       .n_noise = b->noise.n_plain,
                       .psd = psd,
                       .psd_slope = slope,
                       .psd_site = b->psd_site,
                       .noise_of = b->noise_of,
                       .n_forms = b->noise.n_forms,
                       .forms = b->noise.forms,
                       .form_unit = 4 * HUM_BOLTZMANN_J_K * b->spec.circuit->temperature_k,
                       .form_weight = weight,
                       .n_noises = b->noise.n_noises};
}

/* --- refinement ---------------------------------------------------------------------------------------- */

void hum_batch_residual(const hum_batch *b, hum_bench *w, const double *values, size_t row, bool is_exact)
{
    hum_terms t = b->terms;
    t.value = values;
    for (size_t i = 0; i < b->system.n * HUM_ENTRY; i++)
        w->r[i] = 0;
    for (size_t lane = 0; lane < HUM_LANES; lane++) {
        if (b->rows[row].p != HUM_NO_ROW)
            w->r[b->rows[row].p * HUM_ENTRY + lane] += 1;
        if (b->rows[row].m != HUM_NO_ROW)
            w->r[b->rows[row].m * HUM_ENTRY + lane] -= 1;
    }
    (is_exact ? b->kernels->exact_residual : b->kernels->residual)(&t, w->y, w->r);
}

void hum_batch_refine(const hum_batch *b, hum_bench *w, const hum_plan *p, const double *eliminated)
{
    b->kernels->row(p->upper, eliminated, w->r);
    b->kernels->adjoint(p->back, p->upper_start, w->r, eliminated, w->change);
    for (size_t i = 0; i < b->system.n * HUM_ENTRY; i++)
        w->y[i] += w->change[i];
}

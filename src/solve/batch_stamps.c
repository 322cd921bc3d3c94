/* The stamps of a batch's circuit, column by column, for the residual in lanes (docs/physics/solve.md S-10, S-11); and
 * what varies in them and in the entries of the replay. */
#include "solve/batch_parts.h"

/* How a stamp is at two frequencies. */
static hum_stamp_kind kind_of(hum_complex x, hum_complex y)
{
    if (x == y && (x == 1 || x == -1))
        return x == 1 ? HUM_STAMP_ONE : HUM_STAMP_MINUS_ONE;
    if (cimag(x) == 0 && cimag(y) == 0)
        return HUM_STAMP_REAL;
    return creal(x) == 0 && creal(y) == 0 ? HUM_STAMP_IMAGINARY : HUM_STAMP_COMPLEX;
}

/* A value that varies has no fixed value. */
static uint8_t kind_while_varying(const hum_batch *b, size_t stamp, hum_stamp_kind kind)
{
    bool is_one = kind == HUM_STAMP_ONE || kind == HUM_STAMP_MINUS_ONE;
    for (size_t i = 0; i < b->sites.n_ports && is_one; i++) {
        const hum_site *s = &b->sites.site[i];
        size_t row = b->system.row[stamp], col = b->system.col[stamp];
        if ((row == s->u.p || row == s->u.m) && (col == s->v.p || col == s->v.m))
            return s->times_s ? HUM_STAMP_COMPLEX : HUM_STAMP_REAL;
    }
    return (uint8_t)kind;
}

/* Stable counting sort by column. */
static void sort_columns(const hum_system *s, int32_t *first, uint32_t *order, int32_t *next)
{
    for (size_t k = 0; k < s->n_stamps; k++)
        first[s->col[k] + 1]++;
    for (size_t i = 0; i < s->n; i++) {
        first[i + 1] += first[i];
        next[i] = first[i];
    }
    for (size_t k = 0; k < s->n_stamps; k++)
        order[next[s->col[k]]++] = (uint32_t)k;
}

static hum_status copy_values(hum_batch *b, double f_hz, hum_complex **out)
{
    HUM_ALLOC(*out, b->a, hum_complex, b->system.n_stamps);
    hum_system_set(&b->system, f_hz);
    for (size_t k = 0; k < b->system.n_stamps; k++)
        (*out)[k] = b->system.value[k];
    return HUM_OK;
}

hum_status hum_batch_list_stamps(hum_batch *b)
{
    const hum_system *s = &b->system;
    hum_complex *low, *high;
    int32_t *first, *row, *next;
    uint8_t *kind;
    HUM_TRY(copy_values(b, b->spec.f_hz[0], &low));
    HUM_TRY(copy_values(b, 2 * b->spec.f_hz[0], &high));
    HUM_ALLOC(first, b->a, int32_t, s->n + 1);
    HUM_ALLOC(next, b->a, int32_t, s->n);
    HUM_ALLOC(row, b->a, int32_t, s->n_stamps);
    HUM_ALLOC(kind, b->a, uint8_t, s->n_stamps);
    HUM_ALLOC(b->stamp_of, b->a, uint32_t, s->n_stamps);
    sort_columns(s, first, b->stamp_of, next);
    for (size_t k = 0; k < s->n_stamps; k++) {
        size_t from = b->stamp_of[k];
        row[k] = (int32_t)s->row[from];
        kind[k] = kind_while_varying(b, from, kind_of(low[from], high[from]));
    }
    b->stamps = (hum_stamps){s->n, first, row, kind, NULL};
    return HUM_OK;
}

/* --- what varies --------------------------------------------------------------------------------------- */

static hum_status added_new(hum_batch *b, hum_added *a)
{
    size_t n = 4 * b->sites.n_ports;
    HUM_ALLOC(a->kept, b->a, int32_t, n);
    HUM_ALLOC(a->entry, b->a, int32_t, n);
    HUM_ALLOC(a->offset, b->a, int32_t, n);
    HUM_ALLOC(a->site, b->a, int32_t, n);
    HUM_ALLOC(a->sign, b->a, double, n);
    return HUM_OK;
}

/* Part k of a site (p,p), (p,m), (m,p), (m,m) is added to `entry`. */
static void add(const hum_batch *b, hum_added *a, size_t site, size_t k, int32_t entry)
{
    const hum_site *s = &b->sites.site[site];
    a->entry[a->n] = entry;
    a->offset[a->n] = s->times_s ? HUM_LANES : 0;
    a->site[a->n] = (int32_t)site;
    a->sign[a->n++] = k == 1 || k == 2 ? -s->sign : s->sign;
}

/* The stamp of the site's own element at (row, col): the one that moves with its value. */
static int32_t find_stamp(const hum_batch *b, const hum_complex *before, const hum_complex *after, size_t row, size_t col)
{
    if (row == HUM_NO_ROW || col == HUM_NO_ROW)
        return -1;
    for (int32_t k = b->stamps.first[col]; k < b->stamps.first[col + 1]; k++)
        if ((size_t)b->stamps.row[k] == row && before[b->stamp_of[k]] != after[b->stamp_of[k]])
            return k;
    return -1;
}

static hum_status add_stamps(hum_batch *b, size_t site, const hum_complex *before)
{
    const hum_site *s = &b->sites.site[site];
    const hum_vary *v = &b->spec.vary[s->vary];
    const size_t rows[2] = {s->u.p, s->u.m}, cols[2] = {s->v.p, s->v.m};
    double value = hum_vary_get(b->circuit, v);
    hum_vary_set(b->circuit, v, value == 0 ? 1 : 2 * value);
    hum_system_set(&b->system, b->spec.f_hz[0]);
    hum_vary_set(b->circuit, v, value);
    for (size_t k = 0; k < 4; k++) {
        int32_t stamp = find_stamp(b, before, b->system.value, rows[k / 2], cols[k % 2]);
        if (stamp >= 0)
            add(b, &b->to_stamps, site, k, stamp);
    }
    return HUM_OK;
}

hum_status hum_batch_list_added(hum_batch *b)
{
    hum_complex *before;
    if (!b->replay.n_entries)
        return HUM_OK;
    HUM_TRY(added_new(b, &b->to_entries));
    HUM_TRY(added_new(b, &b->to_stamps));
    HUM_TRY(copy_values(b, b->spec.f_hz[0], &before));
    for (size_t i = 0; i < b->sites.n_ports; i++) {
        for (size_t k = 0; k < 4; k++)
            if (b->replay.site_entry[4 * i + k] >= 0)
                add(b, &b->to_entries, i, k, b->replay.site_entry[4 * i + k]);
        HUM_TRY(add_stamps(b, i, before));
    }
    b->to_entries.kept = b->replay.kept;
    b->to_entries.n_kept = b->replay.n_kept;
    b->to_entries.n_real = b->replay.n_kept_real;
    for (size_t i = 0; i < b->to_stamps.n; i++)
        b->to_stamps.kept[i] = b->to_stamps.entry[i];
    b->to_stamps.n_kept = b->to_stamps.n;
    return HUM_OK;
}

/* --- refinement ---------------------------------------------------------------------------------------- */

void hum_batch_residual(const hum_batch *b, hum_bench *w, const double *stamps, size_t row)
{
    hum_stamps s = b->stamps;
    s.value = stamps;
    for (size_t i = 0; i < b->system.n * HUM_ENTRY; i++)
        w->r[i] = 0;
    for (size_t lane = 0; lane < HUM_LANES; lane++) {
        if (b->rows[row].p != HUM_NO_ROW)
            w->r[b->rows[row].p * HUM_ENTRY + lane] += 1;
        if (b->rows[row].m != HUM_NO_ROW)
            w->r[b->rows[row].m * HUM_ENTRY + lane] -= 1;
    }
    b->kernels->residual(&s, w->y, w->r);
}

void hum_batch_refine(const hum_batch *b, hum_bench *w, const hum_plan *p, const double *eliminated)
{
    b->kernels->row(p->upper, eliminated, w->r);
    b->kernels->adjoint(p->back, p->upper_start, w->r, eliminated, w->change);
    for (size_t i = 0; i < b->system.n * HUM_ENTRY; i++)
        w->y[i] += w->change[i];
}

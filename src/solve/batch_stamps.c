/* The stamps of a batch's circuit, column by column, for the residual in lanes (docs/physics/solve.md S-10, S-11); and
 * what varies in them and in the entries of the replay. */
#include "solve/batch_parts.h"

/* How a stamp is, re + j w im. */
static hum_stamp_kind kind_of(hum_complex part)
{
    double re = creal(part), im = cimag(part);
    if (im == 0 && (re == 1 || re == -1))
        return re == 1 ? HUM_STAMP_ONE : HUM_STAMP_MINUS_ONE;
    if (im == 0)
        return HUM_STAMP_REAL;
    return re == 0 ? HUM_STAMP_IMAGINARY : HUM_STAMP_COMPLEX;
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

hum_status hum_batch_list_stamps(hum_batch *b)
{
    const hum_system *s = &b->system;
    int32_t *first, *row, *next;
    uint8_t *kind;
    HUM_ALLOC(first, b->a, int32_t, s->n + 1);
    HUM_ALLOC(next, b->a, int32_t, s->n);
    HUM_ALLOC(row, b->a, int32_t, s->n_stamps);
    HUM_ALLOC(kind, b->a, uint8_t, s->n_stamps);
    HUM_ALLOC(b->stamp_of, b->a, uint32_t, s->n_stamps);
    HUM_ALLOC(b->stamp_at, b->a, uint32_t, s->n_stamps);
    HUM_TRY(hum_system_parts(b->a, s, &b->parts));
    sort_columns(s, first, b->stamp_of, next);
    for (size_t k = 0; k < s->n_stamps; k++) {
        size_t from = b->stamp_of[k];
        b->stamp_at[from] = (uint32_t)k;
        row[k] = (int32_t)s->row[from];
        kind[k] = b->parts.entry[from] != HUM_NO_ROW ? HUM_STAMP_COMPLEX
                                                     : kind_while_varying(b, from, kind_of(b->parts.value[from]));
    }
    b->stamps = (hum_stamps){s->n, first, row, kind, NULL};
    return HUM_OK;
}

/* --- stamping in lanes --------------------------------------------------------------------------------- */

/* The lines as they stand, each at its frequency. */
static void fill_tables(const hum_batch *b, hum_bench *bench, const double *f_hz)
{
    double w[HUM_LANES], highest = 0;
    for (size_t lane = 0; lane < HUM_LANES; lane++) {
        w[lane] = hum_rad_s(f_hz[lane]);
        highest = f_hz[lane] > highest ? f_hz[lane] : highest;
    }
    for (size_t i = 0; i < b->n_lines; i++) {
        const hum_line *still = b->lines[i].line;
        hum_line_lanes line = b->lines[i].lanes;
        double *z = bench->tables + b->system.own[b->lines[i].element] * HUM_ENTRY;
        line.terms = hum_line_terms(still, highest);
        line.share = still->table ? bench->pi : NULL;
        if (still->table)
            hum_line_share_lanes(still->table, still->n, f_hz, bench->pi);
        hum_line_pi_lanes(b->kernels, &line, w, z, z + still->n * still->n * HUM_ENTRY);
    }
}

/* Stamp k into its entry and its own place. */
static void stamp_lanes(const hum_batch *b, hum_bench *w, const hum_plan *p, const double *w_rad_s, size_t k)
{
    size_t from = b->stamp_of[k];
    size_t entry = b->parts.entry[from];
    double re = creal(b->parts.value[from]), im = cimag(b->parts.value[from]);
    double *own = w->stamps + k * HUM_ENTRY, *to = w->lanes + (size_t)p->slot_entry[b->system.slot[from]] * HUM_ENTRY;
    for (size_t i = 0; i < HUM_ENTRY && entry != HUM_NO_ROW; i++)
        own[i] = re * w->tables[entry * HUM_ENTRY + i];
    for (size_t lane = 0; lane < HUM_LANES && entry == HUM_NO_ROW; lane++) {
        own[lane] = re;
        own[HUM_LANES + lane] = im * w_rad_s[lane];
    }
    for (size_t i = 0; i < HUM_ENTRY; i++)
        to[i] += own[i];
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
    fill_tables(b, w, f_hz);
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
                       .form_unit = 4 * HUM_BOLTZMANN * b->spec.circuit->temperature_k,
                       .form_weight = weight,
                       .n_noises = b->noise.n_noises};
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

/* Adds part k of a site to the stamp of its own element that moves with its value. */
static void add_stamp(hum_batch *b, size_t site, size_t k, const hum_complex *before, uint32_t element)
{
    const hum_site *s = &b->sites.site[site];
    const hum_system *m = &b->system;
    size_t row = k < 2 ? s->u.p : s->u.m, col = k % 2 ? s->v.m : s->v.p;
    for (size_t i = m->first[element]; i < m->first[element + 1] && row != HUM_NO_ROW && col != HUM_NO_ROW; i++)
        if (m->row[i] == row && m->col[i] == col && before[i] != m->value[i]) {
            add(b, &b->to_stamps, site, k, (int32_t)b->stamp_at[i]);
            return;
        }
}

static void add_stamps(hum_batch *b, size_t site, const hum_complex *before)
{
    const hum_vary *v = &b->spec.vary[b->sites.site[site].vary];
    double value = hum_vary_get(b->circuit, v);
    hum_vary_set(b->circuit, v, value == 0 ? 1 : 2 * value);
    hum_system_stamp(&b->system, v->index);
    hum_vary_set(b->circuit, v, value);
    for (size_t k = 0; k < 4; k++)
        add_stamp(b, site, k, before, v->index);
    hum_system_stamp(&b->system, v->index);
}

hum_status hum_batch_list_added(hum_batch *b)
{
    hum_complex *before;
    if (!b->replay.n_entries)
        return HUM_OK;
    HUM_TRY(added_new(b, &b->to_entries));
    HUM_TRY(added_new(b, &b->to_stamps));
    HUM_ALLOC(before, b->a, hum_complex, b->system.n_stamps);
    hum_system_set(&b->system, b->spec.f_hz[0]);
    for (size_t i = 0; i < b->system.n_stamps; i++)
        before[i] = b->system.value[i];
    for (size_t i = 0; i < b->sites.n_ports; i++) {
        for (size_t k = 0; k < 4; k++)
            if (b->replay.site_entry[4 * i + k] >= 0)
                add(b, &b->to_entries, i, k, b->replay.site_entry[4 * i + k]);
        add_stamps(b, i, before);
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

/* The multilinear forms of a circuit reduced to its ports (docs/physics/solve.md S-26, S-27), and the few terms that all of
 * their products of variables come down to (S-53). */
#include "solve/batch_parts.h"

#include <math.h>

#define LEAST_SUM 1e-5 /* a sum this much smaller than its terms is not trusted */
#define ROUNDING 4.5e-16 /* of the sum of a form's coefficients: what a double does not hold anyway */

/* The networks of one level: ports 0 .. level-1 closed with each combination of their two values. */
typedef struct level {
    size_t rows, cols; /* of each matrix */
    double *m;         /* [2^level][rows][cols][HUM_ENTRY]: probes and drives first, then open ports */
    double *d;         /* [2^level][HUM_ENTRY] determinant so far */
} level;

/* Eight frequencies of all forms: their coefficients over the sum of each form's, later what terms leave of them. */
typedef struct expansion {
    hum_arena *a;
    size_t n, n_forms; /* corners; at one frequency: D, then every N */
    size_t n_blocks;
    level level[2];
    size_t n_rows;     /* of a column: form x (Re, Im) x lane */
    double *columns;   /* [n][n_rows] */
    double *largest;   /* [n] of a column; 0: it is a term */
    double *sum;       /* [n_blocks][n_forms][HUM_LANES] */
    size_t n_terms;
    size_t *term;      /* [n] the column that it is */
    double **mixing;   /* [n] of a term: [n] */
    size_t *n_kept;    /* [n_blocks] terms that were known */
    double **kept;     /* [n_blocks] [n_kept][n_rows] */
} expansion;

/* --- corners ------------------------------------------------------------------------------------------- */

/* Complex numbers that the largest level takes. */
static size_t level_size(const hum_batch *b)
{
    size_t largest = 0, k = b->sites.n_ports;
    for (size_t i = 0; i <= k; i++) {
        size_t n = ((size_t)1 << i) * (b->n_rows - i) * (b->spec.n_drives + k - i);
        largest = n > largest ? n : largest;
    }
    return largest;
}

static hum_status expansion_new(const hum_batch *b, hum_arena *a, expansion *e)
{
    e->a = a;
    e->n = (size_t)1 << b->sites.n_ports;
    e->n_forms = 1 + b->spec.n_probes * b->spec.n_drives;
    e->n_blocks = (b->spec.n_f + HUM_LANES - 1) / HUM_LANES;
    e->n_rows = e->n_forms * HUM_ENTRY;
    for (int i = 0; i < 2; i++) {
        HUM_TRY(hum_lanes_new(a, level_size(b) * HUM_ENTRY, &e->level[i].m));
        HUM_TRY(hum_lanes_new(a, e->n * HUM_ENTRY, &e->level[i].d));
    }
    HUM_TRY(hum_lanes_new(a, e->n * e->n_rows, &e->columns));
    HUM_TRY(hum_lanes_new(a, e->n_blocks * e->n_forms * HUM_LANES, &e->sum));
    HUM_ALLOC(e->largest, a, double, e->n);
    HUM_ALLOC(e->term, a, size_t, e->n);
    HUM_ALLOC(e->mixing, a, double *, e->n);
    HUM_ALLOC(e->n_kept, a, size_t, e->n_blocks);
    HUM_ALLOC(e->kept, a, double *, e->n_blocks);
    return HUM_OK;
}

/* Each block has frequencies from the whole range, so that the first one, which has the last, knows nearly all terms. */
static size_t frequency_of(const expansion *e, size_t block, size_t lane)
{
    return e->n_blocks - 1 - block + lane * e->n_blocks;
}

/* Drives, then ports, without the noise columns. Lanes that are left over have the last frequency. */
static void open_level(const hum_batch *b, const expansion *e, size_t block, level *l)
{
    size_t k = b->sites.n_ports, nd = b->spec.n_drives, stride = b->n_columns + k, last = b->spec.n_f - 1;
    *l = (level){b->n_rows, nd + k, l->m, l->d};
    for (size_t lane = 0; lane < HUM_LANES; lane++) {
        size_t f = frequency_of(e, block, lane);
        const double *row = b->m + 2 * (f < last ? f : last) * b->n_rows * stride;
        double *to = l->m + lane;
        l->d[lane] = 1;
        l->d[HUM_LANES + lane] = 0;
        for (size_t i = 0; i < b->n_rows; i++, row += 2 * stride)
            for (size_t j = 0; j < nd + k; j++, to += HUM_ENTRY) {
                const double *v = row + 2 * (j < nd ? j : b->n_columns + j - nd);
                to[0] = v[0];
                to[HUM_LANES] = v[1];
            }
    }
}

static void close_level(const hum_batch *b, size_t k, const level *from, level *to)
{
    const hum_site *s = &b->sites.site[k];
    hum_closing p = {.rows = from->rows, .cols = from->cols, .row = b->spec.n_probes, .col = b->spec.n_drives};
    size_t n = (size_t)1 << k;
    *to = (level){from->rows - 1, from->cols - 1, to->m, to->d};
    for (size_t i = 0; i < 2 * n; i++) {
        double *d = to->d + i * HUM_ENTRY;
        p.delta = (i < n ? s->low : s->high) - s->t0;
        for (size_t v = 0; v < HUM_ENTRY; v++)
            d[v] = from->d[i % n * HUM_ENTRY + v];
        b->kernels->close_port(&p, from->m + i % n * from->rows * from->cols * HUM_ENTRY,
                               to->m + i * to->rows * to->cols * HUM_ENTRY, d);
    }
}

static void expand_block(const hum_batch *b, expansion *e, size_t block)
{
    size_t k = b->sites.n_ports;
    open_level(b, e, block, &e->level[0]);
    for (size_t i = 0; i < k; i++)
        close_level(b, i, &e->level[i % 2], &e->level[(i + 1) % 2]);
    const level *l = &e->level[k % 2];
    for (size_t form = 0; form < e->n_forms; form++) {
        hum_corners p = {.n = e->n,
                         .d = l->d,
                         .h = form ? l->m + (form - 1) * HUM_ENTRY : NULL,
                         .h_step = (e->n_forms - 1) * HUM_ENTRY};
        b->kernels->find_coefficients(&p, e->columns + form * HUM_ENTRY, e->n_rows,
                                      e->sum + (block * e->n_forms + form) * HUM_LANES);
    }
}

/* --- terms (eq. S-53) ---------------------------------------------------------------------------------- */

/* Largest entries of the columns that are no terms. */
static void measure(const hum_batch *b, expansion *e)
{
    for (size_t i = 0; i < e->n; i++)
        e->largest[i] = b->kernels->largest(e->n_rows, e->columns + i * e->n_rows);
    for (size_t t = 0; t < e->n_terms; t++)
        e->largest[e->term[t]] = 0;
}

/* The column with the largest entry; n: nothing but rounding is left. */
static size_t largest_column(const expansion *e)
{
    size_t best = e->n;
    double most = ROUNDING;
    for (size_t i = 0; i < e->n; i++)
        if (e->largest[i] > most) {
            best = i;
            most = e->largest[i];
        }
    return best;
}

/* Makes a column a term: those that are none have as much of it as they have in the row where it is largest. */
static hum_status add_term(expansion *e, size_t column)
{
    const double *from = e->columns + column * e->n_rows;
    size_t row = 0;
    double *mixing;
    HUM_ALLOC(mixing, e->a, double, e->n);
    while (fabs(from[row]) != e->largest[column])
        row++;
    for (size_t i = 0; i < e->n; i++)
        mixing[i] = e->columns[i * e->n_rows + row] / from[row];
    e->term[e->n_terms] = column;
    e->mixing[e->n_terms++] = mixing;
    for (size_t t = 0; t < e->n_terms; t++)
        mixing[e->term[t]] = 0;
    return HUM_OK;
}

static void take_out(const hum_batch *b, expansion *e, size_t term)
{
    b->kernels->subtract(e->n, e->n_rows, e->mixing[term], e->columns + e->term[term] * e->n_rows, e->columns);
}

/* Known terms first; what they leave in this block becomes further ones. */
static hum_status find_terms(const hum_batch *b, expansion *e, size_t block)
{
    for (size_t t = 0; t < e->n_terms; t++)
        take_out(b, e, t);
    measure(b, e);
    for (size_t column; (column = largest_column(e)) < e->n;) {
        HUM_TRY(add_term(e, column));
        take_out(b, e, e->n_terms - 1);
        measure(b, e);
    }
    e->n_kept[block] = e->n_terms;
    HUM_ALLOC(e->kept[block], e->a, double, e->n_terms * e->n_rows);
    for (size_t t = 0; t < e->n_terms; t++)
        for (size_t i = 0; i < e->n_rows; i++)
            e->kept[block][t * e->n_rows + i] = e->columns[e->term[t] * e->n_rows + i];
    return HUM_OK;
}

/* --- what the samples need ----------------------------------------------------------------------------- */

/* One frequency; terms that were found later are 0 there. */
static void store_frequency(hum_batch *b, const expansion *e, size_t block, size_t lane)
{
    size_t f = frequency_of(e, block, lane);
    double *c = b->coefficients + f * e->n_forms * 2 * b->n_mixed;
    for (size_t form = 0; form < e->n_forms; form++) {
        double sum = e->sum[(block * e->n_forms + form) * HUM_LANES + lane], least = LEAST_SUM * sum;
        b->least2[f * e->n_forms + form] = least * least;
        for (size_t part = 0; part < 2; part++, c += b->n_mixed)
            for (size_t i = 0; i < e->n_kept[block]; i++)
                c[i] = sum * e->kept[block][i * e->n_rows + form * HUM_ENTRY + part * HUM_LANES + lane];
    }
}

static hum_status store_forms(hum_batch *b, const expansion *e)
{
    b->n_mixed = e->n_terms;
    HUM_ALLOC(b->mixing, b->a, double, e->n_terms * e->n);
    HUM_ALLOC(b->coefficients, b->a, double, b->spec.n_f * e->n_forms * 2 * e->n_terms);
    HUM_ALLOC(b->least2, b->a, double, b->spec.n_f * e->n_forms);
    for (size_t i = 0; i < e->n_terms * e->n; i++)
        b->mixing[i] = i % e->n == e->term[i / e->n] ? 1 : e->mixing[i / e->n][i % e->n];
    for (size_t block = 0; block < e->n_blocks; block++)
        for (size_t lane = 0; lane < HUM_LANES && frequency_of(e, block, lane) < b->spec.n_f; lane++)
            store_frequency(b, e, block, lane);
    return HUM_OK;
}

static hum_status expand(hum_batch *b, expansion *e)
{
    for (size_t block = 0; block < e->n_blocks; block++) {
        expand_block(b, e, block);
        HUM_TRY(find_terms(b, e, block));
    }
    return store_forms(b, e);
}

hum_status hum_batch_expand(hum_batch *b)
{
    hum_arena *scratch = hum_arena_sibling(b->a);
    expansion e = {0};
    if (!scratch)
        return HUM_E_NOMEM;
    hum_status s = expansion_new(b, scratch, &e);
    if (s == HUM_OK)
        s = expand(b, &e);
    hum_arena_close(&scratch);
    return s;
}

enum { FREQUENCIES_AT_ONCE = 128 };

void hum_batch_run_multilinear(hum_batch *b, hum_batch_call *c)
{
    size_t pairs = b->spec.n_probes * b->spec.n_drives, n_blocks = c->stride / HUM_BLOCK;
    size_t n_groups = (c->n_f + FREQUENCIES_AT_ONCE - 1) / FREQUENCIES_AT_ONCE;
    hum_multilinear p = {b->sites.n_ports, pairs, b->n_mixed, b->mixing, b->coefficients, b->least2};
    HUM_PARALLEL(b->n_threads, )
    for (long i = 0; i < (long)(n_groups * n_blocks); i++) {
        size_t first = (size_t)i / n_blocks * FREQUENCIES_AT_ONCE, s = (size_t)i % n_blocks * HUM_BLOCK;
        size_t n_f = c->n_f - first < FREQUENCIES_AT_ONCE ? c->n_f - first : FREQUENCIES_AT_ONCE;
        hum_lanes_out out = hum_batch_at(b, c, 0);
        out.h += s;
        out.doubt += s;
        b->kernels->multilinear(&p, c->f + first, n_f, c->x + s, c->pitch, pairs * 2 * c->stride, &out, c->stride);
    }
}

/* The multilinear forms of a circuit reduced to its ports (docs/physics/solve.md S-26, S-27), and the few terms that
 * their products of variables come down to (S-53): the determinant's, and those of all numerators. */
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

/* Forms that share their terms: D by itself, or every N. */
typedef struct group {
    size_t n;          /* corners */
    size_t n_forms;
    size_t n_rows;     /* of a column: form x (Re, Im) x lane */
    double *columns;   /* [n][n_rows] eight frequencies: coefficients over the sum of each form's, later what terms leave of them */
    double *largest;   /* [n] of a column; 0: it is a term */
    double *sum;       /* [n_blocks][n_forms][HUM_LANES] */
    size_t n_terms;
    size_t *term;      /* [n] the column that it is */
    double **mixing;   /* [n] of a term: [n] */
    size_t *n_kept;    /* [n_blocks] terms that were known */
    double **kept;     /* [n_blocks] [n_kept][n_rows] */
} group;

enum { BELOW, ABOVE, GROUPS };

typedef struct expansion {
    hum_arena *a;
    size_t n;          /* corners */
    size_t n_blocks;   /* of eight frequencies */
    level level[2];
    group group[GROUPS];
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

static hum_status group_new(hum_arena *a, size_t n, size_t n_forms, size_t n_blocks, group *g)
{
    *g = (group){.n = n, .n_forms = n_forms, .n_rows = n_forms * HUM_ENTRY};
    HUM_TRY(hum_lanes_new(a, n * g->n_rows, &g->columns));
    HUM_TRY(hum_lanes_new(a, n_blocks * n_forms * HUM_LANES, &g->sum));
    HUM_ALLOC(g->largest, a, double, n);
    HUM_ALLOC(g->term, a, size_t, n);
    HUM_ALLOC(g->mixing, a, double *, n);
    HUM_ALLOC(g->n_kept, a, size_t, n_blocks);
    HUM_ALLOC(g->kept, a, double *, n_blocks);
    return HUM_OK;
}

static hum_status expansion_new(const hum_batch *b, hum_arena *a, expansion *e)
{
    e->a = a;
    e->n = (size_t)1 << b->sites.n_ports;
    e->n_blocks = (b->spec.n_f + HUM_LANES - 1) / HUM_LANES;
    for (int i = 0; i < 2; i++) {
        HUM_TRY(hum_lanes_new(a, level_size(b) * HUM_ENTRY, &e->level[i].m));
        HUM_TRY(hum_lanes_new(a, e->n * HUM_ENTRY, &e->level[i].d));
    }
    HUM_TRY(group_new(a, e->n, 1, e->n_blocks, &e->group[BELOW]));
    return group_new(a, e->n, b->spec.n_probes * b->spec.n_drives, e->n_blocks, &e->group[ABOVE]);
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

/* Coefficients of every form of a group, from the last level. */
static void read_level(const hum_batch *b, const level *l, size_t block, bool is_above, group *g)
{
    for (size_t form = 0; form < g->n_forms; form++) {
        hum_corners p = {.n = g->n,
                         .d = l->d,
                         .h = is_above ? l->m + form * HUM_ENTRY : NULL,
                         .h_step = g->n_forms * HUM_ENTRY};
        b->kernels->find_coefficients(&p, g->columns + form * HUM_ENTRY, g->n_rows,
                                      g->sum + (block * g->n_forms + form) * HUM_LANES);
    }
}

static void expand_block(const hum_batch *b, expansion *e, size_t block)
{
    size_t k = b->sites.n_ports;
    open_level(b, e, block, &e->level[0]);
    for (size_t i = 0; i < k; i++)
        close_level(b, i, &e->level[i % 2], &e->level[(i + 1) % 2]);
    for (int i = 0; i < GROUPS; i++)
        read_level(b, &e->level[k % 2], block, i == ABOVE, &e->group[i]);
}

/* --- terms (eq. S-53) ---------------------------------------------------------------------------------- */

/* Largest entries of the columns that are no terms. */
static void measure(const hum_batch *b, group *g)
{
    for (size_t i = 0; i < g->n; i++)
        g->largest[i] = b->kernels->largest(g->n_rows, g->columns + i * g->n_rows);
    for (size_t t = 0; t < g->n_terms; t++)
        g->largest[g->term[t]] = 0;
}

/* The column with the largest entry; n: nothing but rounding is left. */
static size_t largest_column(const group *g)
{
    size_t best = g->n;
    double most = ROUNDING;
    for (size_t i = 0; i < g->n; i++)
        if (g->largest[i] > most) {
            best = i;
            most = g->largest[i];
        }
    return best;
}

/* Makes a column a term: those that are none have as much of it as they have in the row where it is largest. */
static hum_status add_term(hum_arena *a, group *g, size_t column)
{
    const double *from = g->columns + column * g->n_rows;
    size_t row = 0;
    double *mixing;
    HUM_ALLOC(mixing, a, double, g->n);
    while (fabs(from[row]) != g->largest[column])
        row++;
    for (size_t i = 0; i < g->n; i++)
        mixing[i] = g->columns[i * g->n_rows + row] / from[row];
    g->term[g->n_terms] = column;
    g->mixing[g->n_terms++] = mixing;
    for (size_t t = 0; t < g->n_terms; t++)
        mixing[g->term[t]] = 0;
    return HUM_OK;
}

static void take_out(const hum_batch *b, group *g, size_t term)
{
    b->kernels->subtract(g->n, g->n_rows, g->mixing[term], g->columns + g->term[term] * g->n_rows, g->columns);
}

/* Known terms first; what they leave in this block becomes further ones. */
static hum_status find_terms(const hum_batch *b, hum_arena *a, group *g, size_t block)
{
    for (size_t t = 0; t < g->n_terms; t++)
        take_out(b, g, t);
    measure(b, g);
    for (size_t column; (column = largest_column(g)) < g->n;) {
        HUM_TRY(add_term(a, g, column));
        take_out(b, g, g->n_terms - 1);
        measure(b, g);
    }
    g->n_kept[block] = g->n_terms;
    HUM_ALLOC(g->kept[block], a, double, g->n_terms * g->n_rows);
    for (size_t t = 0; t < g->n_terms; t++)
        for (size_t i = 0; i < g->n_rows; i++)
            g->kept[block][t * g->n_rows + i] = g->columns[g->term[t] * g->n_rows + i];
    return HUM_OK;
}

/* --- what the samples need ----------------------------------------------------------------------------- */

/* One frequency of a group, whose coefficients begin at c; terms that were found later are 0 there. */
static void store_frequency(const group *g, size_t block, size_t lane, double *c, double *least2)
{
    for (size_t form = 0; form < g->n_forms; form++) {
        double sum = g->sum[(block * g->n_forms + form) * HUM_LANES + lane], least = LEAST_SUM * sum;
        least2[form] = least * least;
        for (size_t part = 0; part < 2; part++, c += g->n_terms)
            for (size_t i = 0; i < g->n_kept[block]; i++)
                c[i] = sum * g->kept[block][i * g->n_rows + form * HUM_ENTRY + part * HUM_LANES + lane];
    }
}

static void store_mixing(const group *g, double *mixing)
{
    for (size_t i = 0; i < g->n_terms * g->n; i++)
        mixing[i] = i % g->n == g->term[i / g->n] ? 1 : g->mixing[i / g->n][i % g->n];
}

static hum_status store_forms(hum_batch *b, const expansion *e)
{
    const group *below = &e->group[BELOW], *above = &e->group[ABOVE];
    size_t n_forms = 1 + above->n_forms, step = 2 * (below->n_terms + above->n_forms * above->n_terms);
    b->n_below = below->n_terms;
    b->n_above = above->n_terms;
    HUM_ALLOC(b->mixing, b->a, double, (b->n_below + b->n_above) * e->n);
    HUM_ALLOC(b->coefficients, b->a, double, b->spec.n_f * step);
    HUM_ALLOC(b->least2, b->a, double, b->spec.n_f * n_forms);
    store_mixing(below, b->mixing);
    store_mixing(above, b->mixing + b->n_below * e->n);
    for (size_t block = 0; block < e->n_blocks; block++)
        for (size_t lane = 0; lane < HUM_LANES; lane++) {
            size_t f = frequency_of(e, block, lane);
            if (f >= b->spec.n_f)
                break;
            store_frequency(below, block, lane, b->coefficients + f * step, b->least2 + f * n_forms);
            store_frequency(above, block, lane, b->coefficients + f * step + 2 * b->n_below, b->least2 + f * n_forms + 1);
        }
    return HUM_OK;
}

static hum_status expand(hum_batch *b, expansion *e)
{
    for (size_t block = 0; block < e->n_blocks; block++) {
        expand_block(b, e, block);
        for (int i = 0; i < GROUPS; i++)
            HUM_TRY(find_terms(b, e->a, &e->group[i], block));
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
    hum_multilinear p = {b->sites.n_ports, pairs, b->n_below, b->n_above, b->mixing, b->coefficients, b->least2};
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

/* A circuit reduced to the ports where something varies (docs/physics/solve.md S-24), and the multilinear forms that
 * follow (S-26, S-27). Woodbury: M. A. Woodbury, "Inverting modified matrices", Princeton, Stat. Res. Group Memo 42 (1950). */
#include "solve/batch_parts.h"

#include <math.h>

#define LEAST_SUM 1e-5  /* a sum this much smaller than its terms is not trusted */
#define CANCELLED 1e4
#define MULTIPLIER2_MAX 1e6

/* phi of eq. S-21 */
static hum_complex phi_of(const hum_site *s, double f_hz)
{
    return s->times_s ? hum_complex_of(0, s->sign * 2 * 3.14159265358979323846 * f_hz) : s->sign;
}

static double *row_of(const hum_batch *b, size_t f, size_t row)
{
    return b->m + 2 * (f * b->n_rows + row) * hum_row_stride(b);
}

static void put(double *to, hum_complex v)
{
    to[0] = creal(v);
    to[1] = cimag(v);
}

static hum_complex y_lane(const double *y, size_t row, size_t lane)
{
    return row == HUM_NO_ROW ? 0 : hum_complex_of(y[row * HUM_ENTRY + lane], y[row * HUM_ENTRY + HUM_LANES + lane]);
}

static hum_complex y_plain(const double *y, size_t row, size_t lane)
{
    (void)lane;
    return row == HUM_NO_ROW ? 0 : hum_complex_of(y[2 * row], y[2 * row + 1]);
}

/* Row of m from an adjoint solution. */
static inline void fill_row(const hum_batch *b, size_t f, size_t row, const double *y,
                            hum_complex (*entry)(const double *y, size_t row, size_t lane), size_t lane)
{
    double *to = row_of(b, f, row);
    for (size_t j = 0; j < hum_row_stride(b); j++, to += 2) {
        hum_complex sum = entry(y, b->columns[j].p, lane) - entry(y, b->columns[j].m, lane);
        if (j >= b->n_columns)
            sum *= phi_of(&b->sites.site[j - b->n_columns], b->spec.f_hz[f]);
        put(to, sum);
    }
}

/* --- many frequencies at once -------------------------------------------------------------------------- */

/* y of one row, refined as eq. S-11 has it. */
static void solve_row(const hum_batch *b, hum_bench *w, size_t row)
{
    const hum_plan *p = &b->reduction;
    b->kernels->adjoint(p->back, p->start + row * p->n_back, w->lanes, w->lanes, w->y);
    hum_batch_residual(b, w, w->terms_at, row, true);
    hum_batch_refine(b, w, p, w->lanes);
}

static bool reduce_lanes(hum_batch *b, hum_bench *w, size_t f)
{
    const hum_plan *p = &b->reduction;
    size_t n = b->spec.n_f - f < HUM_LANES ? b->spec.n_f - f : HUM_LANES, n_tables = b->system.n_tables;
    double f_hz[HUM_LANES];
    bool ok = true;
    for (size_t lane = 0; lane < HUM_LANES; lane++) {
        f_hz[lane] = b->spec.f_hz[f + (lane < n ? lane : n - 1)];
        w->worst[lane] = 0;
    }
    hum_batch_stamp(b, w, p, b->n_rows, f_hz);
    b->kernels->eliminate(p->moving, w->lanes, w->worst);
    for (size_t row = 0; row < b->n_rows; row++) {
        solve_row(b, w, row);
        for (size_t lane = 0; lane < n; lane++)
            fill_row(b, f + lane, row, w->y, y_lane, lane);
    }
    for (size_t lane = 0; lane < n; lane++) {
        size_t at = f + lane;
        hum_batch_densities(b, f_hz[lane], b->psd + at * b->noise.n_columns, b->slope + at * b->noise.n_columns);
        for (size_t i = 0; i < n_tables; i++)
            b->weight[at * n_tables + i] = w->tables[i * HUM_ENTRY + lane];
        ok &= w->worst[lane] < MULTIPLIER2_MAX;
    }
    return ok;
}

static bool reduce_fast(hum_batch *b)
{
    long n_blocks = (long)((b->spec.n_f + HUM_LANES - 1) / HUM_LANES);
    bool ok = true;
    HUM_PARALLEL(b->n_threads, reduction(&& : ok))
    for (long block = 0; block < n_blocks; block++)
        ok = reduce_lanes(b, &b->benches[hum_thread()], (size_t)block * HUM_LANES) && ok;
    return ok;
}

/* --- refined, one frequency at a time ------------------------------------------------------------------ */

static hum_status reduce_at(hum_batch *b, size_t f)
{
    HUM_TRY(hum_solver_set(b->solver, b->spec.f_hz[f], b->silent));
    hum_batch_densities(b, b->spec.f_hz[f], b->psd + f * b->noise.n_columns, b->slope + f * b->noise.n_columns);
    for (size_t i = 0; i < b->system.n_tables; i++)
        b->weight[f * b->system.n_tables + i] = creal(hum_solver_system(b->solver)->tables[i]);
    for (size_t row = 0; row < b->n_rows; row++) {
        hum_rhs_clear(b->solver, b->x);
        if (b->rows[row].p != HUM_NO_ROW)
            b->x[b->rows[row].p] += 1;
        if (b->rows[row].m != HUM_NO_ROW)
            b->x[b->rows[row].m] -= 1;
        HUM_TRY(hum_solver_transposed(b->solver, b->x));
        fill_row(b, f, row, (const double *)b->x, y_plain, 0);
    }
    return HUM_OK;
}

hum_status hum_batch_reduce(hum_batch *b, bool refined)
{
    if (!b->m) {
        HUM_TRY(hum_lanes_new(b->a, 2 * b->spec.n_f * b->n_rows * hum_row_stride(b), &b->m));
        HUM_ALLOC(b->psd, b->a, double, b->spec.n_f * b->noise.n_columns);
        HUM_ALLOC(b->slope, b->a, double, b->spec.n_f * b->noise.n_columns);
        HUM_ALLOC(b->weight, b->a, double, b->spec.n_f * b->system.n_tables);
    }
    if (!refined && b->reduction.n_entries && reduce_fast(b))
        return HUM_OK;
    b->stats.is_refined = true;
    for (size_t f = 0; f < b->spec.n_f; f++)
        HUM_TRY(reduce_at(b, f));
    return HUM_OK;
}

void hum_batch_run_ports(hum_batch *b, hum_batch_call *c)
{
    size_t n_noise = b->noise.n_columns;
    HUM_PARALLEL(b->n_threads, )
    for (long i = 0; i < (long)c->n_f; i++) {
        size_t at = c->f[i];
        hum_ports p = {.looks = hum_batch_looks(b, b->weight + at * b->system.n_tables, b->psd + at * n_noise,
                                                b->slope + at * n_noise),
                       .n_ports = b->sites.n_ports,
                       .n_probes = b->spec.n_probes,
                       .row_stride = hum_row_stride(b),
                       .m = row_of(b, at, 0),
                       .cancelled = CANCELLED};
        hum_lanes_out out = hum_batch_at(b, c, at);
        out.det = c->det ? c->det + (size_t)i * 2 * c->stride : NULL;
        b->kernels->ports(&p, c->delta, c->pitch, c->stride, &out);
    }
}

/* --- multilinear forms --------------------------------------------------------------------------------- */

/* The networks of one level: ports 0 .. level-1 closed with each combination of their two values. */
typedef struct level {
    size_t rows, cols; /* of each matrix */
    hum_complex *m;    /* [2^level][rows][cols]: probes and drives first, then open ports */
    hum_complex *d;    /* [2^level] determinant so far */
} level;

/* a b, without C's care for infinities. */
static inline hum_complex product(hum_complex a, hum_complex b)
{
    return hum_complex_of(creal(a) * creal(b) - cimag(a) * cimag(b), creal(a) * cimag(b) + cimag(a) * creal(b));
}

/* Closes the first open port of `from` with delta (eq. S-26). */
static void close_port(const hum_complex *from, size_t rows, size_t cols, size_t np, size_t nd, double delta,
                       hum_complex *to, hum_complex *d)
{
    const hum_complex *port = from + np * cols;
    hum_complex pivot = 1 + delta * port[nd];
    double scale = delta / (creal(pivot) * creal(pivot) + cimag(pivot) * cimag(pivot));
    hum_complex by = hum_complex_of(creal(pivot) * scale, -cimag(pivot) * scale);
    *d = product(*d, pivot);
    for (size_t i = 0; i < rows; i++) {
        if (i == np)
            continue;
        hum_complex x = product(from[i * cols + nd], by);
        for (size_t j = 0; j < cols; j++)
            if (j != nd)
                *to++ = from[i * cols + j] - product(x, port[j]);
    }
}

static void close_level(const hum_batch *b, size_t k, const level *from, level *to)
{
    const hum_site *s = &b->sites.site[k];
    size_t n = (size_t)1 << k;
    *to = (level){from->rows - 1, from->cols - 1, to->m, to->d};
    for (size_t i = 0; i < 2 * n; i++) {
        double delta = (i < n ? s->low : s->high) - s->t0;
        to->d[i] = from->d[i % n];
        close_port(from->m + i % n * from->rows * from->cols, from->rows, from->cols, b->spec.n_probes, b->spec.n_drives,
                   delta, to->m + i * to->rows * to->cols, &to->d[i]);
    }
}

/* Values at the corners -1, 1 of every variable become coefficients of products (eq. S-27); returns sum |c|. */
static double make_coefficients(size_t k, double *c)
{
    size_t n = (size_t)1 << k;
    double sum = 0;
    for (size_t bit = 1; bit < n; bit *= 2)
        for (size_t i = 0; i < 2 * n; i++)
            if (!(i & bit)) {
                double low = c[i], high = c[i + bit];
                c[i] = 0.5 * (high + low);
                c[i + bit] = 0.5 * (high - low);
            }
    for (size_t i = 0; i < n; i++)
        sum += fabs(c[i]) + fabs(c[n + i]);
    return sum;
}

static void store_forms(hum_batch *b, size_t f, const level *l)
{
    size_t k = b->sites.n_ports, n = (size_t)1 << k, pairs = b->spec.n_probes * b->spec.n_drives;
    double *c = b->coefficients + f * (1 + pairs) * 2 * n, *least2 = b->least2 + f * (1 + pairs);
    for (size_t form = 0; form < 1 + pairs; form++, c += 2 * n) {
        for (size_t i = 0; i < n; i++) {
            hum_complex v = form ? product(l->m[i * pairs + form - 1], l->d[i]) : l->d[i];
            c[i] = creal(v);
            c[n + i] = cimag(v);
        }
        double sum = LEAST_SUM * make_coefficients(k, c);
        least2[form] = sum * sum;
    }
}

/* Drives, then ports, without the noise columns. */
static void open_level(const hum_batch *b, size_t f, level *l)
{
    size_t k = b->sites.n_ports, nd = b->spec.n_drives;
    *l = (level){b->n_rows, nd + k, l->m, l->d};
    l->d[0] = 1;
    for (size_t i = 0; i < b->n_rows; i++) {
        const double *row = row_of(b, f, i);
        for (size_t j = 0; j < nd + k; j++) {
            const double *v = row + 2 * (j < nd ? j : b->n_columns + j - nd);
            l->m[i * l->cols + j] = hum_complex_of(v[0], v[1]);
        }
    }
}

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

hum_status hum_batch_expand(hum_batch *b)
{
    size_t k = b->sites.n_ports, n = (size_t)1 << k, pairs = b->spec.n_probes * b->spec.n_drives;
    level l[2] = {{0}, {0}};
    if (!b->coefficients) {
        HUM_TRY(hum_lanes_new(b->a, b->spec.n_f * (1 + pairs) * 2 * n, &b->coefficients));
        HUM_ALLOC(b->least2, b->a, double, b->spec.n_f * (1 + pairs));
    }
    for (int i = 0; i < 2; i++) {
        HUM_ALLOC(l[i].m, b->a, hum_complex, level_size(b));
        HUM_ALLOC(l[i].d, b->a, hum_complex, n);
    }
    for (size_t f = 0; f < b->spec.n_f; f++) {
        open_level(b, f, &l[0]);
        for (size_t i = 0; i < k; i++)
            close_level(b, i, &l[i % 2], &l[(i + 1) % 2]);
        store_forms(b, f, &l[k % 2]);
    }
    return HUM_OK;
}

enum { FREQUENCIES_AT_ONCE = 16 };

void hum_batch_run_multilinear(hum_batch *b, hum_batch_call *c)
{
    size_t pairs = b->spec.n_probes * b->spec.n_drives;
    hum_multilinear p = {b->sites.n_ports, pairs, b->coefficients, b->least2};
    HUM_PARALLEL(b->n_threads, )
    for (long at = 0; at < (long)c->n_f; at += FREQUENCIES_AT_ONCE) {
        size_t first = (size_t)at, n_f = c->n_f - first < FREQUENCIES_AT_ONCE ? c->n_f - first : FREQUENCIES_AT_ONCE;
        for (size_t s = 0; s < c->stride; s += HUM_BLOCK) {
            hum_lanes_out out = hum_batch_at(b, c, 0);
            out.h += s;
            out.doubt += s;
            b->kernels->multilinear(&p, c->f + first, n_f, c->x + s, c->pitch, pairs * 2 * c->stride, &out, c->stride);
        }
    }
}

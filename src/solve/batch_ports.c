/* A circuit reduced to the ports where something varies (docs/physics/solve.md S-24). Woodbury: M. A. Woodbury, "Inverting
 * modified matrices", Princeton, Stat. Res. Group Memo 42 (1950). */
#include "solve/batch_parts.h"

#include <math.h>

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

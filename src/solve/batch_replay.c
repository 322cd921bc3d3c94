/* The elimination itself over the samples (docs/physics/solve.md S-22, S-23): what does not vary is eliminated once per
 * frequency, eight frequencies at a time; the rest is replayed for eight samples at a time. */
#include "solve/batch_parts.h"

#define MULTIPLIER2_MAX 1e6 /* |multiplier|^2: a lane that would have liked another pivot */

typedef struct replay {
    hum_batch *b;
    hum_batch_call *c;
    hum_bench *w;
    const hum_plan *p;
} replay;

static void splat(double *to, double re, double im)
{
    for (int i = 0; i < HUM_LANES; i++) {
        to[i] = re;
        to[HUM_LANES + i] = im;
    }
}

/* The values of one lane in all lanes of `to`. */
static void spread(const double *from, size_t n, size_t lane, double *to)
{
    for (size_t e = 0; e < n; e++)
        splat(to + e * HUM_ENTRY, from[e * HUM_ENTRY + lane], from[e * HUM_ENTRY + HUM_LANES + lane]);
}

/* What the samples start from: one lane of the entries that move. */
static void pick(const hum_added *a, const double *from, size_t lane, double *kept)
{
    for (size_t i = 0; i < a->n_kept; i++) {
        const double *e = from + (size_t)a->kept[i] * HUM_ENTRY;
        kept[2 * i] = e[lane];
        kept[2 * i + 1] = e[HUM_LANES + lane];
    }
}

/* --- refinement where a transfer is small -------------------------------------------------------------- */

/* Whether the error on trial after `level` refinements would show in one of these samples (eq. S-28). */
static bool is_small(const replay *r, const hum_lanes_out *out, size_t probe, size_t at, int level)
{
    size_t nd = r->b->spec.n_drives;
    bool small = false;
    for (size_t j = 0; j < nd && out->h && level < r->b->n_least; j++) {
        const double *h = out->h + (probe * nd + j) * 2 * out->stride + at;
        double least = r->b->least[level][probe * nd + j];
        for (size_t lane = 0; lane < HUM_LANES; lane++)
            small |= !(h[lane] * h[lane] + h[out->stride + lane] * h[out->stride + lane] >= least * least);
    }
    return small;
}

static hum_start start_of(const hum_added *a, const double *kept, const double *factor)
{
    return (hum_start){a->n_kept, a->kept, a->n_real, kept, a->n_re, a->n_im, a->site, factor};
}

static void solve_probe(const replay *r, const hum_looks *looks, const hum_lanes_out *out, size_t probe, size_t at,
                        const double *moving)
{
    const hum_batch *b = r->b;
    const double *delta = r->c->grouped + at * b->sites.n;
    hum_start s = start_of(&b->to_terms, r->w->kept + 2 * b->to_entries.n_kept, r->w->factor + b->to_entries.n);
    b->kernels->adjoint(r->p->back, r->p->start + probe * b->system.n, moving, moving, r->w->y);
    b->kernels->look(looks, r->w->y, probe, delta, HUM_LANES, at, out);
    for (int level = 0; is_small(r, out, probe, at, level); level++) {
        if (level == 0)
            b->kernels->start(&s, delta, r->w->line, r->w->spread);
        hum_batch_residual(b, r->w, r->w->spread, probe, level > 0);
        hum_batch_refine(b, r->w, r->p, moving);
        b->kernels->look(looks, r->w->y, probe, delta, HUM_LANES, at, out);
    }
}

/* --- all samples --------------------------------------------------------------------------------------- */

static void store_product(const replay *r, const double *moving, double *det)
{
    double product[HUM_ENTRY];
    r->b->kernels->product(r->p->pivot, r->p->n_pivots, r->b->pivot_scale, moving, product);
    for (size_t lane = 0; lane < HUM_LANES; lane++) {
        det[lane] = product[lane];
        det[r->c->stride + lane] = product[HUM_LANES + lane];
    }
}

/* Frequency number i of the call is lane `lane` of what was stamped. */
static void solve_samples(const replay *r, size_t i, size_t lane, const hum_looks *looks)
{
    const hum_batch *b = r->b;
    double *moving = r->w->moving;
    size_t f = r->c->f[i];
    hum_lanes_out out = hum_batch_at(b, r->c, f);
    hum_start s = start_of(&b->to_entries, r->w->kept, r->w->factor);
    for (size_t at = 0; at < r->c->stride; at += HUM_LANES) {
        hum_batch_add_lines(b, r->w, r->c, at, b->spec.f_hz[f], lane);
        b->kernels->start(&s, r->c->grouped + at * b->sites.n, r->w->line, moving);
        for (int k = 0; k < HUM_LANES; k++)
            r->w->worst[k] = 0;
        b->kernels->eliminate(r->p->moving, moving, r->w->worst);
        if (r->c->det)
            store_product(r, moving, r->c->det + i * 2 * r->c->stride + at);
        for (size_t probe = 0; probe < b->spec.n_probes; probe++)
            solve_probe(r, looks, &out, probe, at, moving);
        for (size_t k = 0; k < HUM_LANES; k++)
            out.doubt[at + k] |= !(r->w->worst[k] < MULTIPLIER2_MAX);
    }
}

/* sign, or sign w, of everything that is added. */
static void fill_factors(const hum_added *a, double f_hz, double *factor)
{
    for (size_t i = 0; i < a->n; i++)
        factor[i] = a->sign[i] * (a->times_s[i] ? hum_rad_s(f_hz) : 1);
}

/* Everything of one frequency, from its lane to all lanes. */
static void take_lane(const replay *r, size_t f, size_t lane)
{
    const hum_batch *b = r->b;
    hum_bench *w = r->w;
    double *kept = w->kept;
    hum_batch_densities(b, b->spec.f_hz[f], w->psd, w->slope);
    hum_batch_take_lines(b, w, b->spec.f_hz[f]);
    for (size_t i = 0; i < b->system.n_tables; i++)
        w->weight[i] = w->tables[i * HUM_ENTRY + lane];
    spread(w->lanes, r->p->n_entries, lane, w->moving);
    spread(w->terms_at, b->n_terms, lane, w->spread);
    pick(&b->to_entries, w->lanes, lane, kept);
    pick(&b->to_terms, w->terms_at, lane, kept + 2 * b->to_entries.n_kept);
    fill_factors(&b->to_entries, b->spec.f_hz[f], w->factor);
    fill_factors(&b->to_terms, b->spec.f_hz[f], w->factor + b->to_entries.n);
}

static void replay_block(const replay *r, size_t first, size_t n)
{
    hum_batch *b = r->b;
    const uint32_t *f = r->c->f + first;
    double f_hz[HUM_LANES];
    for (size_t lane = 0; lane < HUM_LANES; lane++)
        f_hz[lane] = b->spec.f_hz[f[lane < n ? lane : n - 1]];
    hum_batch_stamp(b, r->w, r->p, b->spec.n_probes, f_hz);
    b->kernels->eliminate(r->p->fixed, r->w->lanes, r->w->worst);
    for (size_t lane = 0; lane < n; lane++) {
        take_lane(r, f[lane], lane);
        hum_looks looks = hum_batch_looks(b, r->w->weight, r->w->psd, r->w->slope);
        looks.form_moving = r->w->line;
        solve_samples(r, first + lane, lane, &looks);
    }
}

void hum_batch_run_replay(hum_batch *b, hum_batch_call *c)
{
    long n_blocks = (long)((c->n_f + HUM_LANES - 1) / HUM_LANES);
    HUM_PARALLEL(b->n_threads, )
    for (long block = 0; block < n_blocks; block++) {
        replay r = {b, c, &b->benches[hum_thread()], &b->replay};
        size_t first = (size_t)block * HUM_LANES;
        replay_block(&r, first, c->n_f - first < HUM_LANES ? c->n_f - first : HUM_LANES);
    }
}

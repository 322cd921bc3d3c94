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

/* Whether the tape's error on trial would show in one of these samples (eq. S-28). */
static bool is_small(const replay *r, const hum_lanes_out *out, size_t probe, size_t at)
{
    size_t nd = r->b->spec.n_drives;
    bool small = false;
    for (size_t j = 0; j < nd && out->h && r->b->is_tried; j++) {
        const double *h = out->h + (probe * nd + j) * 2 * out->stride + at;
        double least = r->b->least[probe * nd + j];
        for (size_t lane = 0; lane < HUM_LANES; lane++)
            small |= !(h[lane] * h[lane] + h[out->stride + lane] * h[out->stride + lane] >= least * least);
    }
    return small;
}

static hum_start start_of(const hum_added *a, const double *kept, const double *factor)
{
    return (hum_start){a->n_real, a->n_kept, kept, a->kept, a->n, a->entry, a->offset, a->site, factor};
}

static void solve_probe(const replay *r, const hum_looks *looks, const hum_lanes_out *out, size_t probe, size_t at,
                        const double *moving)
{
    const hum_kernels *k = r->b->kernels;
    k->adjoint(r->p->back, r->p->start + probe * r->p->n_back, moving, moving, r->w->y);
    k->look(looks, r->w->y, probe, r->c->grouped + at * r->b->sites.n, HUM_LANES, at, out);
    if (!is_small(r, out, probe, at))
        return;
    const hum_batch *b = r->b;
    hum_start s = start_of(&b->to_stamps, r->w->kept + 2 * b->to_entries.n_kept, r->w->factor + b->to_entries.n);
    k->start(&s, r->c->grouped + at * r->b->sites.n, HUM_LANES, r->w->spread);
    hum_batch_residual(b, r->w, r->w->spread, probe);
    hum_batch_refine(r->b, r->w, r->p, moving);
    k->look(looks, r->w->y, probe, r->c->grouped + at * r->b->sites.n, HUM_LANES, at, out);
}

/* --- all samples --------------------------------------------------------------------------------------- */

static void solve_samples(const replay *r, size_t f, const hum_looks *looks, double *moving)
{
    const hum_kernels *k = r->b->kernels;
    hum_lanes_out out = hum_batch_at(r->b, r->c, f);
    hum_start s = start_of(&r->b->to_entries, r->w->kept, r->w->factor);
    for (size_t at = 0; at < r->c->stride; at += HUM_LANES) {
        k->start(&s, r->c->grouped + at * r->b->sites.n, HUM_LANES, moving);
        for (int i = 0; i < HUM_LANES; i++)
            r->w->worst[i] = 0;
        k->eliminate(r->p->moving, moving, r->w->worst);
        for (size_t probe = 0; probe < r->b->spec.n_probes; probe++)
            solve_probe(r, looks, &out, probe, at, moving);
        for (size_t i = 0; i < HUM_LANES; i++)
            out.doubt[at + i] |= !(r->w->worst[i] < MULTIPLIER2_MAX);
    }
}

/* sign, or sign w, of everything that is added. */
static void fill_factors(const hum_batch *b, const hum_added *a, double f_hz, double *factor)
{
    for (size_t i = 0; i < a->n; i++)
        factor[i] = a->sign[i] * (b->sites.site[a->site[i]].times_s ? 2 * 3.14159265358979323846 * f_hz : 1);
}

/* Weights of the parts, in the order of the columns. */
static void fill_weights(const hum_batch *b, const hum_noise_column *noise, double *weight)
{
    for (size_t j = 0; j < b->n_columns; j++) {
        const hum_column *c = j < b->spec.n_drives ? &b->columns[j] : &noise[j - b->spec.n_drives].column;
        for (size_t k = 0; k < c->n; k++)
            *weight++ = c->part[k].weight;
    }
}

static void replay_block(const replay *r, size_t first)
{
    hum_batch *b = r->b;
    hum_batch_stamp(b, r->w, r->p, b->spec.n_probes, first);
    b->kernels->eliminate(r->p->fixed, r->w->lanes, r->w->worst);
    for (size_t lane = 0; lane < HUM_LANES && first + lane < b->spec.n_f; lane++) {
        const hum_noise_column *noise = r->w->noise + lane * b->n_noise;
        hum_batch_densities(b, noise, b->spec.f_hz[first + lane], r->w->psd, r->w->slope);
        fill_weights(b, noise, r->w->weight);
        hum_looks looks = hum_batch_looks(b, r->w->weight, r->w->psd, r->w->slope);
        spread(r->w->lanes, r->p->n_entries, lane, r->w->moving);
        spread(r->w->stamps, b->system.n_stamps, lane, r->w->spread);
        pick(&b->to_entries, r->w->lanes, lane, r->w->kept);
        pick(&b->to_stamps, r->w->stamps, lane, r->w->kept + 2 * b->to_entries.n_kept);
        fill_factors(b, &b->to_entries, b->spec.f_hz[first + lane], r->w->factor);
        fill_factors(b, &b->to_stamps, b->spec.f_hz[first + lane], r->w->factor + b->to_entries.n);
        solve_samples(r, first + lane, &looks, r->w->moving);
    }
}

void hum_batch_run_replay(hum_batch *b, hum_batch_call *c)
{
    long n_blocks = (long)((b->spec.n_f + HUM_LANES - 1) / HUM_LANES);
    HUM_PARALLEL(b->n_threads, )
    for (long block = 0; block < n_blocks; block++) {
        replay r = {b, c, &b->benches[hum_thread()], &b->replay};
        replay_block(&r, (size_t)block * HUM_LANES);
    }
}

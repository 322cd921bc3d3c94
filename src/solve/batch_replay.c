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
    const double *kept = r->w->kept + 2 * b->to_entries.n_kept;
    hum_start s = start_of(&b->to_stamps, kept, r->w->factor + b->to_entries.n);
    hum_start lines = start_of(&b->lines_to_stamps, kept + 2 * b->to_stamps.n_kept, b->lines_to_stamps.sign);
    k->start(&s, r->c->grouped + at * r->b->sites.n, HUM_LANES, r->w->spread);
    k->start(&lines, r->w->line, HUM_LANES, r->w->spread);
    hum_batch_residual(b, r->w, r->w->spread, probe);
    hum_batch_refine(r->b, r->w, r->p, moving);
    k->look(looks, r->w->y, probe, r->c->grouped + at * r->b->sites.n, HUM_LANES, at, out);
}

/* --- all samples --------------------------------------------------------------------------------------- */

/* Frequency f is lane `lane` of what was stamped. */
static void solve_samples(const replay *r, size_t f, size_t lane, const hum_looks *looks)
{
    const hum_batch *b = r->b;
    double *moving = r->w->moving;
    hum_lanes_out out = hum_batch_at(b, r->c, f);
    hum_start s = start_of(&b->to_entries, r->w->kept, r->w->factor);
    hum_start lines = start_of(&b->lines_to_entries, NULL, b->lines_to_entries.sign);
    for (size_t at = 0; at < r->c->stride; at += HUM_LANES) {
        hum_batch_add_lines(b, r->w, r->c, at, b->spec.f_hz[f], lane);
        b->kernels->start(&s, r->c->grouped + at * b->sites.n, HUM_LANES, moving);
        b->kernels->start(&lines, r->w->line, HUM_LANES, moving);
        for (int i = 0; i < HUM_LANES; i++)
            r->w->worst[i] = 0;
        b->kernels->eliminate(r->p->moving, moving, r->w->worst);
        for (size_t probe = 0; probe < b->spec.n_probes; probe++)
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
    spread(w->stamps, b->system.n_stamps, lane, w->spread);
    pick(&b->to_entries, w->lanes, lane, kept);
    pick(&b->to_stamps, w->stamps, lane, kept += 2 * b->to_entries.n_kept);
    pick(&b->lines_to_stamps, w->stamps, lane, kept + 2 * b->to_stamps.n_kept);
    fill_factors(b, &b->to_entries, b->spec.f_hz[f], w->factor);
    fill_factors(b, &b->to_stamps, b->spec.f_hz[f], w->factor + b->to_entries.n);
}

static void replay_block(const replay *r, const uint32_t *f, size_t n)
{
    hum_batch *b = r->b;
    double f_hz[HUM_LANES];
    for (size_t lane = 0; lane < HUM_LANES; lane++)
        f_hz[lane] = b->spec.f_hz[f[lane < n ? lane : n - 1]];
    hum_batch_stamp(b, r->w, r->p, b->spec.n_probes, f_hz);
    b->kernels->eliminate(r->p->fixed, r->w->lanes, r->w->worst);
    for (size_t lane = 0; lane < n; lane++) {
        take_lane(r, f[lane], lane);
        hum_looks looks = hum_batch_looks(b, r->w->weight, r->w->psd, r->w->slope);
        looks.form_moving = r->w->line;
        solve_samples(r, f[lane], lane, &looks);
    }
}

void hum_batch_run_replay(hum_batch *b, hum_batch_call *c)
{
    long n_blocks = (long)((c->n_f + HUM_LANES - 1) / HUM_LANES);
    HUM_PARALLEL(b->n_threads, )
    for (long block = 0; block < n_blocks; block++) {
        replay r = {b, c, &b->benches[hum_thread()], &b->replay};
        size_t first = (size_t)block * HUM_LANES;
        replay_block(&r, c->f + first, c->n_f - first < HUM_LANES ? c->n_f - first : HUM_LANES);
    }
}

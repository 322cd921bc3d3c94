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

/* The values of one lane of the fixed part in all lanes of w->kept. */
static void spread(const replay *r, size_t lane)
{
    for (size_t e = 0; e < r->p->n_entries; e++) {
        const double *from = r->w->lanes + e * HUM_ENTRY;
        splat(r->w->kept + e * HUM_ENTRY, from[lane], from[HUM_LANES + lane]);
    }
}

/* w->moving: what the tape starts from, for samples at .. at + HUM_LANES - 1. */
static void start_lanes(const replay *r, double w_rad_s, size_t at, double *moving)
{
    const hum_sites *s = &r->b->sites;
    for (size_t i = 0; i < r->p->n_kept; i++) {
        const double *from = r->w->kept + (size_t)r->p->kept[i] * HUM_ENTRY;
        double *to = moving + (size_t)r->p->kept[i] * HUM_ENTRY;
        for (int k = 0; k < HUM_ENTRY; k++)
            to[k] = from[k];
    }
    for (size_t i = 0; i < s->n_ports; i++) {
        double phi = s->site[i].sign * (s->site[i].times_s ? w_rad_s : 1);
        const double *delta = r->c->delta + i * r->c->stride + at;
        for (int k = 0; k < 4; k++) {
            int32_t e = r->p->site_entry[4 * i + (size_t)k];
            double sign = k == 1 || k == 2 ? -phi : phi;
            if (e < 0)
                continue;
            double *to = moving + (size_t)e * HUM_ENTRY + (s->site[i].times_s ? HUM_LANES : 0);
            for (int lane = 0; lane < HUM_LANES; lane++)
                to[lane] += sign * delta[lane];
        }
    }
}

static void solve_samples(const replay *r, size_t f, const hum_looks *looks, double *moving)
{
    const hum_kernels *k = r->b->kernels;
    hum_lanes_out out = hum_batch_at(r->b, r->c, f);
    double w_rad_s = 2 * 3.14159265358979323846 * r->b->spec.f_hz[f];
    for (size_t at = 0; at < r->c->stride; at += HUM_LANES) {
        start_lanes(r, w_rad_s, at, moving);
        for (int i = 0; i < HUM_LANES; i++)
            r->w->worst[i] = 0;
        k->eliminate(r->p->moving, moving, r->w->worst);
        for (size_t probe = 0; probe < r->b->spec.n_probes; probe++) {
            k->adjoint(r->p->back, r->p->start + probe * r->p->n_back, moving, r->w->y);
            k->look(looks, r->w->y, probe, r->c->delta, r->c->stride, at, &out);
        }
        for (size_t i = 0; i < HUM_LANES; i++)
            out.doubt[at + i] |= !(r->w->worst[i] < MULTIPLIER2_MAX);
    }
}

static void copy_all(const double *from, size_t n, double *to)
{
    for (size_t i = 0; i < n; i++)
        to[i] = from[i];
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
    size_t n = r->p->n_entries * HUM_ENTRY;
    double *moving = r->w->kept + n;
    hum_batch_stamp(b, r->w, r->p, b->spec.n_probes, first);
    b->kernels->eliminate(r->p->fixed, r->w->lanes, r->w->worst);
    for (size_t lane = 0; lane < HUM_LANES && first + lane < b->spec.n_f; lane++) {
        const hum_noise_column *noise = r->w->noise + lane * b->n_noise;
        hum_batch_densities(b, noise, b->spec.f_hz[first + lane], r->w->psd, r->w->slope);
        fill_weights(b, noise, r->w->weight);
        hum_looks looks = hum_batch_looks(b, r->w->weight, r->w->psd, r->w->slope);
        spread(r, lane);
        copy_all(r->w->kept, n, moving);
        solve_samples(r, first + lane, &looks, moving);
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

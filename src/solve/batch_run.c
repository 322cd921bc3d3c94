/* Running the way that was chosen, and solving again what is in doubt. */
#include "solve/batch_parts.h"

#include <math.h>
#include <string.h>

#define OUTSIDE 1.0001 /* of the range, where the forms' trust was found */

hum_lanes_out hum_batch_at(const hum_batch *b, const hum_batch_call *c, size_t f)
{
    const hum_batch_out *o = c->out;
    size_t np = b->spec.n_probes, at = f * np * c->stride;
    return (hum_lanes_out){.stride = c->stride,
                           .h = o->h ? o->h + at * b->spec.n_drives * 2 : NULL,
                           .noise = o->noise ? o->noise + at : NULL,
                           .by_noise = o->by_noise ? o->by_noise + at * b->noise.n_noises : NULL,
                           .doubt = c->doubt + f * c->stride};
}

/* delta and x of every sample, as far as they are wanted; what pads the last block stands at the nominal values. */
static void spread_values(const hum_batch *b, hum_batch_call *c)
{
    for (size_t i = 0; i < b->sites.n; i++) {
        const hum_site *s = &b->sites.site[i];
        double centre = 0.5 * (s->low + s->high) - s->t0, half = 0.5 * (s->high - s->low), scale = half > 0 ? 1 / half : 0;
        for (size_t k = 0; k < c->n; k++) {
            double delta = hum_site_t(s, c->values[k * b->spec.n_vary + s->vary]) - s->t0;
            if (c->delta)
                c->delta[i * c->pitch + k] = delta;
            c->x[i * c->pitch + k] = (delta - centre) * scale;
        }
    }
}

/* Eight samples of everything side by side, as the replay reads them. */
static hum_status group_values(hum_batch *b, hum_arena *scratch, hum_batch_call *c)
{
    HUM_TRY(hum_lanes_new(scratch, b->sites.n * c->stride, &c->grouped));
    HUM_TRY(hum_lanes_new(scratch, b->n_line_totals * c->stride, &c->lines));
    hum_batch_group_lines(b, c);
    for (size_t at = 0; at < c->stride; at += HUM_LANES)
        for (size_t i = 0; i < b->sites.n; i++)
            for (size_t lane = 0; lane < HUM_LANES; lane++)
                c->grouped[at * b->sites.n + i * HUM_LANES + lane] = c->delta[i * c->pitch + at + lane];
    return HUM_OK;
}

static bool is_line_outside(const hum_batch *b, const double *values)
{
    bool is_outside = false;
    for (size_t i = 0; i < b->spec.n_vary && b->sites.n_lines; i++) {
        const hum_vary *v = &b->spec.vary[i];
        double centre = 0.5 * (v->low + v->high), half = 0.5 * (v->high - v->low);
        is_outside |= hum_vary_is_line(v->kind) && !(fabs(values[i] - centre) <= OUTSIDE * half);
    }
    return is_outside;
}

/* Samples outside the stated range are for KLU. */
static void doubt_outside(const hum_batch *b, hum_batch_call *c)
{
    for (size_t k = 0; k < c->n; k++) {
        bool is_outside = is_line_outside(b, c->values + k * b->spec.n_vary);
        for (size_t i = 0; i < b->sites.n; i++)
            is_outside |= !(fabs(c->x[i * c->pitch + k]) <= OUTSIDE);
        for (size_t f = 0; f < b->spec.n_f && is_outside; f++)
            c->doubt[f * c->stride + k] = 1;
    }
}

hum_status hum_batch_call_new(hum_batch *b, hum_arena *scratch, const double *values, size_t n, const hum_batch_out *out,
                              hum_batch_call *c)
{
    *c = (hum_batch_call){.values = values, .n = n, .stride = hum_batch_stride(n), .out = out, .f = b->all_f,
                          .n_f = b->spec.n_f};
    c->pitch = c->stride + HUM_LANES;
    if (b->stats.way != HUM_WAY_MULTILINEAR)
        HUM_TRY(hum_lanes_new(scratch, b->sites.n * c->pitch, &c->delta));
    HUM_TRY(hum_lanes_new(scratch, b->sites.n * c->pitch, &c->x));
    HUM_ALLOC(c->doubt, scratch, uint8_t, b->spec.n_f * c->stride);
    spread_values(b, c);
    if (b->stats.way == HUM_WAY_REPLAY)
        HUM_TRY(group_values(b, scratch, c));
    doubt_outside(b, c);
    return HUM_OK;
}

void hum_batch_run_way(hum_batch *b, hum_batch_call *c)
{
    switch (b->stats.way) {
    case HUM_WAY_MULTILINEAR:
        hum_batch_run_multilinear(b, c);
        break;
    case HUM_WAY_PORTS:
        hum_batch_run_ports(b, c);
        break;
    case HUM_WAY_REPLAY:
        hum_batch_run_replay(b, c);
        break;
    case HUM_WAY_AUTO:
    case HUM_WAY_KLU:
        for (size_t i = 0; i < c->n_f * c->stride; i++)
            c->doubt[c->f[i / c->stride] * c->stride + i % c->stride] = 1;
    }
}

static hum_status solve_again(hum_batch *b, hum_batch_call *c)
{
    for (size_t f = 0; f < b->spec.n_f; f++) {
        const uint8_t *doubt = c->doubt + f * c->stride, *end = doubt + c->n;
        for (const uint8_t *k = doubt; (k = memchr(k, 1, (size_t)(end - k))); k++) {
            b->stats.n_again++;
            HUM_TRY(hum_batch_again(b, c, (size_t)(k - doubt), f));
        }
    }
    hum_batch_restore(b);
    return HUM_OK;
}

/* Every frequency is solved. */
static hum_status run_each(hum_batch *b, hum_arena *scratch, const double *values, size_t n, const hum_batch_out *out)
{
    hum_batch_call c;
    HUM_TRY(hum_batch_call_new(b, scratch, values, n, out, &c));
    hum_batch_run_way(b, &c);
    return solve_again(b, &c);
}

/* Rows of one sample from lane `from` to lane `to`. */
static void copy_sample(double *to, size_t to_stride, const double *from, size_t from_stride, size_t rows)
{
    for (size_t i = 0; i < rows && to; i++)
        to[i * to_stride] = from[i * from_stride];
}

/* The samples that nodes do not do, by themselves. */
static hum_status run_bad(hum_batch *b, hum_arena *scratch, const hum_batch_call *c, const uint8_t *is_bad)
{
    const hum_batch_spec *s = &b->spec;
    double *values;
    hum_batch_out out = {0};
    size_t n = 0, at = 0, rows = s->n_f * s->n_probes, stride;
    HUM_ALLOC(values, scratch, double, c->n * s->n_vary);
    for (size_t k = 0; k < c->n; k++) {
        for (size_t i = 0; i < s->n_vary && is_bad[k]; i++)
            values[n * s->n_vary + i] = c->values[k * s->n_vary + i];
        n += is_bad[k];
    }
    b->stats.n_between += c->n - n;
    if (!n)
        return HUM_OK;
    stride = hum_batch_stride(n);
    HUM_TRY(hum_batch_out_new(b, scratch, stride, c->out->by_noise, &out));
    HUM_TRY(run_each(b, scratch, values, n, &out));
    for (size_t k = 0; k < c->n; k++) {
        if (!is_bad[k])
            continue;
        copy_sample(c->out->h ? c->out->h + k : NULL, c->stride, out.h + at, stride, 2 * rows * s->n_drives);
        copy_sample(c->out->noise ? c->out->noise + k : NULL, c->stride, out.noise + at, stride, rows);
        copy_sample(c->out->by_noise ? c->out->by_noise + k : NULL, c->stride, out.by_noise + at, stride,
                    rows * b->noise.n_noises);
        at++;
    }
    return HUM_OK;
}

/* The nodes are solved, what lies between follows. */
static hum_status run_nodes(hum_batch *b, hum_arena *scratch, const double *values, size_t n, const hum_batch_out *out)
{
    hum_batch_call c;
    uint8_t *is_bad;
    HUM_TRY(hum_batch_call_new(b, scratch, values, n, out, &c));
    c.f = b->nodes.f;
    c.n_f = b->nodes.n + HUM_CHECKS;
    HUM_TRY(hum_lanes_new(scratch, c.n_f * 2 * c.stride, &c.det));
    HUM_ALLOC(is_bad, scratch, uint8_t, c.stride);
    hum_batch_run_way(b, &c);
    HUM_TRY(hum_batch_run_between(b, scratch, &c, is_bad));
    return run_bad(b, scratch, &c, is_bad);
}

hum_status hum_batch_run(hum_batch *b, const double *values, size_t n, const hum_batch_out *out)
{
    hum_arena *scratch = hum_arena_sibling(b->a);
    hum_status s = HUM_E_NOMEM;
    if (scratch && b->nodes.n && (out->h || !b->spec.n_drives))
        s = run_nodes(b, scratch, values, n, out);
    else if (scratch)
        s = run_each(b, scratch, values, n, out);
    if (s == HUM_OK)
        b->stats.n_points += n * b->spec.n_f;
    hum_arena_close(&scratch);
    return s;
}

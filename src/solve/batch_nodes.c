/* All frequencies from some of them (docs/physics/solve.md, "Nodes"). The numerators and the denominator of every sample are
 * smooth in frequency and much alike, so that a few frequencies say what they are at the others: the most telling columns of
 * what a few samples give, as interpolative decomposition finds them (H. Cheng, Z. Gimbutas, P.-G. Martinsson, V. Rokhlin,
 * SIAM J. Sci. Comput. 26 (2005) 1389). Each sample is checked where it was not interpolated. */
#include "solve/batch_parts.h"

#include "num/random.h"

#include <math.h>

#define RESIDUAL 2e-12   /* beside the largest: there are nodes enough ... */
#define ROUGH 1e-3       /* ... or this times the accuracy that is stated */
#define TRUSTED 0.1      /* times it: the error in samples that had no part in the choice */
#define CHECKED 10.0     /* times the error in those samples: more at a check is too much */
#define LEAST_D2 1e-8    /* |d|^2 */
#define NOTHING 1e-15    /* a transfer that is but rounding */
#define MOST 0.6         /* of the frequencies that may be nodes */

enum { LEARNING = 24, VALIDATING = 8, SAMPLES = LEARNING + VALIDATING, NOISY = 8, FEWEST_F = 24, FEWEST_SAMPLES = 500 };

/* Functions of frequency, column by column. */
typedef struct columns {
    size_t n_rows, n_learned; /* those of the samples that choose come first */
    size_t n_f;
    double *at; /* [n_f][n_rows] */
} columns;

typedef struct study {
    hum_batch *b;
    hum_arena *scratch;
    hum_batch_call call;
    hum_batch_out out;
    columns t;
    double *r; /* [n_f][n_f] triangular factor, columns in the order of the frequencies */
} study;

static size_t n_pairs(const hum_batch *b)
{
    return b->spec.n_probes * b->spec.n_drives;
}

/* --- samples to learn from ----------------------------------------------------------------------------- */

/* All low, all high, then any. */
static hum_status draw(study *s, double **values)
{
    const hum_batch_spec *spec = &s->b->spec;
    HUM_ALLOC(*values, s->scratch, double, SAMPLES * spec->n_vary);
    for (size_t k = 0; k < SAMPLES; k++)
        for (size_t i = 0; i < spec->n_vary; i++) {
            const hum_vary *v = &spec->vary[i];
            double u = k < 2 ? (double)k : hum_random_unit(2, k, (uint32_t)i);
            (*values)[k * spec->n_vary + i] = v->low + u * (v->high - v->low);
        }
    return HUM_OK;
}

/* Pivots near 1, so that their product is a number: as they are at the middle frequency. */
static hum_status scale_pivots(study *s)
{
    hum_batch *b = s->b;
    const hum_plan *p = &b->replay;
    hum_batch_call one = s->call;
    if (b->stats.way != HUM_WAY_REPLAY)
        return HUM_OK;
    HUM_ALLOC(b->pivot_scale, b->a, double, p->n_pivots);
    one.f = &b->all_f[b->spec.n_f / 2];
    one.n_f = 1;
    one.det = NULL;
    hum_batch_run_way(b, &one);
    for (size_t i = 0; i < p->n_pivots; i++) {
        const double *inverse = b->benches[0].moving + (size_t)p->pivot[i] * HUM_ENTRY;
        b->pivot_scale[i] = 1 / hypot(inverse[0], inverse[HUM_LANES]);
    }
    return HUM_OK;
}

static hum_status solve_samples(study *s)
{
    hum_batch *b = s->b;
    double *values;
    HUM_TRY(draw(s, &values));
    HUM_TRY(hum_batch_out_new(b, s->scratch, hum_batch_stride(SAMPLES), true, &s->out));
    HUM_TRY(hum_batch_call_new(b, s->scratch, values, SAMPLES, &s->out, &s->call));
    HUM_TRY(scale_pivots(s));
    HUM_TRY(hum_lanes_new(s->scratch, b->spec.n_f * 2 * s->call.stride, &s->call.det));
    hum_batch_run_way(b, &s->call);
    return HUM_OK;
}

/* --- as columns ---------------------------------------------------------------------------------------- */

static hum_complex det_of(const study *s, size_t f, size_t k)
{
    const double *d = s->call.det + f * 2 * s->call.stride + k;
    return hum_complex_of(d[0], d[s->call.stride]) / s->b->nodes.size_d[f];
}

static hum_complex numerator_of(const study *s, size_t f, size_t pair, size_t k)
{
    const double *h = s->out.h + (f * n_pairs(s->b) + pair) * 2 * s->call.stride + k;
    return hum_complex_of(h[0], h[s->call.stride]) * det_of(s, f, k);
}

static double density_of(const study *s, size_t f, const double *from, size_t k)
{
    hum_complex d = det_of(s, f, k);
    return from[k] * (creal(d) * creal(d) + cimag(d) * cimag(d));
}

/* A transfer that is nowhere larger is nothing, and is not looked at. */
static double least_size(const hum_batch *b)
{
    return b->spec.accuracy > 0 ? HUM_FAINT : NOTHING;
}

/* Root mean square sizes over the samples. */
static hum_status find_sizes(study *s)
{
    hum_batch *b = s->b;
    hum_nodes *n = &b->nodes;
    size_t nf = b->spec.n_f, np = b->spec.n_probes;
    HUM_ALLOC(n->size_d, b->a, double, nf);
    HUM_ALLOC(n->size_h, b->a, double, nf * n_pairs(b));
    HUM_ALLOC(n->size_noise, b->a, double, nf * np);
    for (size_t f = 0; f < nf; f++) {
        double sum = 0;
        n->size_d[f] = 1;
        for (size_t k = 0; k < SAMPLES; k++)
            sum += pow(cabs(det_of(s, f, k)), 2) / SAMPLES;
        n->size_d[f] = sqrt(sum);
        for (size_t pair = 0; pair < n_pairs(b); pair++) {
            sum = 0;
            for (size_t k = 0; k < SAMPLES; k++)
                sum += pow(cabs(numerator_of(s, f, pair, k)), 2) / SAMPLES;
            n->size_h[pair * nf + f] = fmax(sqrt(sum), least_size(b));
        }
        for (size_t p = 0; p < np && s->out.noise; p++) {
            sum = 0;
            for (size_t k = 0; k < SAMPLES; k++)
                sum += density_of(s, f, s->out.noise + (f * np + p) * s->call.stride, k) / SAMPLES;
            n->size_noise[p * nf + f] = sum;
        }
    }
    return HUM_OK;
}

/* All functions of sample k at one frequency; returns how many. */
static size_t put_sample(const study *s, size_t f, size_t k, double *to)
{
    const hum_batch *b = s->b;
    const hum_nodes *n = &b->nodes;
    size_t nf = b->spec.n_f, np = b->spec.n_probes, stride = s->call.stride, i = 0;
    hum_complex d = det_of(s, f, k);
    to[i++] = creal(d);
    to[i++] = cimag(d);
    for (size_t pair = 0; pair < n_pairs(b); pair++) {
        double size = n->size_h[pair * nf + f];
        hum_complex x = numerator_of(s, f, pair, k) / size;
        to[i++] = creal(x);
        to[i++] = cimag(x);
    }
    for (size_t p = 0; p < np && s->out.noise; p++) {
        double size = n->size_noise[p * nf + f];
        to[i++] = density_of(s, f, s->out.noise + (f * np + p) * stride, k) / size;
        for (size_t j = 0; j < b->noise.n_noises && k % (SAMPLES / NOISY) == 0; j++)
            to[i++] = density_of(s, f, s->out.by_noise + ((f * np + p) * b->noise.n_noises + j) * stride, k) / size;
    }
    return i;
}

static hum_status fill_columns(study *s)
{
    const hum_batch *b = s->b;
    size_t noises = b->spec.wants_noise ? b->spec.n_probes * (SAMPLES + NOISY * b->noise.n_noises) : 0;
    s->t.n_f = b->spec.n_f;
    s->t.n_rows = SAMPLES * (2 + 2 * n_pairs(b)) + noises;
    HUM_ALLOC(s->t.at, s->scratch, double, s->t.n_f * s->t.n_rows);
    for (size_t f = 0; f < s->t.n_f; f++) {
        double *to = s->t.at + f * s->t.n_rows;
        for (size_t k = 0; k < SAMPLES; k++) {
            to += put_sample(s, f, k, to);
            if (k + 1 == LEARNING)
                s->t.n_learned = (size_t)(to - (s->t.at + f * s->t.n_rows));
        }
    }
    return HUM_OK;
}

/* --- choosing (pivoted modified Gram-Schmidt) ---------------------------------------------------------- */

static double largest_in(const double *x, size_t from, size_t to)
{
    double most = 0;
    for (size_t i = from; i < to; i++)
        most = fabs(x[i]) <= most ? most : fabs(x[i]);
    return most;
}

/* Takes column `pivot` out of the rows that choose, in all columns; what it takes is their entry of r. */
static void take_out(study *s, size_t step, size_t pivot)
{
    columns *t = &s->t;
    double *q = t->at + pivot * t->n_rows, norm2 = 0;
    for (size_t i = 0; i < t->n_learned; i++)
        norm2 += q[i] * q[i];
    for (size_t f = 0; f < t->n_f; f++) {
        double *x = t->at + f * t->n_rows, dot = 0;
        if (f == pivot)
            continue;
        for (size_t i = 0; i < t->n_learned; i++)
            dot += q[i] * x[i];
        dot /= norm2;
        for (size_t i = 0; i < t->n_rows; i++)
            x[i] -= dot * q[i];
        s->r[step * t->n_f + f] = dot;
    }
    s->r[step * t->n_f + pivot] = 1;
}

/* The column that is largest; `is_node` are out. */
static size_t largest_column(const study *s, const bool *is_node, double *size)
{
    size_t best = 0;
    *size = -1;
    for (size_t f = 0; f < s->t.n_f; f++) {
        double x = is_node[f] ? -1 : largest_in(s->t.at + f * s->t.n_rows, 0, s->t.n_learned);
        if (!(x <= *size)) {
            *size = x;
            best = f;
        }
    }
    return best;
}

/* Nodes until nothing is left; false when they are too many, or do not do for samples that did not choose. */
static bool choose(study *s, bool *is_node)
{
    hum_nodes *n = &s->b->nodes;
    size_t most = (size_t)(MOST * (double)s->t.n_f), count = 0;
    double size, enough = fmax(RESIDUAL, ROUGH * s->b->spec.accuracy);
    for (;;) {
        size_t f = largest_column(s, is_node, &size);
        if (!isfinite(size) || (size > enough && count == most))
            return false;
        n->f[count] = (uint32_t)f;
        if (size <= enough)
            break;
        take_out(s, count++, f);
        is_node[f] = true;
    }
    for (size_t f = 0; f < s->t.n_f; f++)
        if (!is_node[f])
            n->error = fmax(n->error, largest_in(s->t.at + f * s->t.n_rows, 0, s->t.n_rows));
    n->n = n->error <= TRUSTED * hum_batch_accuracy(s->b) ? count : 0;
    return n->n > 0;
}

/* One check where most was left, the other as far from it as there is. */
static void choose_checks(study *s, const bool *is_node)
{
    hum_nodes *n = &s->b->nodes;
    size_t first = n->f[n->n], second = 0, far = 0;
    for (size_t f = 0; f < s->t.n_f; f++) {
        size_t away = f > first ? f - first : first - f;
        if (!is_node[f] && away > far) {
            far = away;
            second = f;
        }
    }
    n->f[n->n + 1] = (uint32_t)second;
    n->other[0] = (uint32_t)first;
    n->other[1] = (uint32_t)second;
    n->n_other = HUM_CHECKS;
    for (size_t f = 0; f < s->t.n_f; f++)
        if (!is_node[f] && f != first && f != second)
            n->other[n->n_other++] = (uint32_t)f;
}

/* weight = R11^-1 R12: each other column as a sum of nodes. */
static void find_weights(study *s)
{
    hum_nodes *n = &s->b->nodes;
    for (size_t j = 0; j < n->n_other; j++)
        for (size_t i = n->n; i-- > 0;) {
            double sum = s->r[i * s->t.n_f + n->other[j]];
            for (size_t k = i + 1; k < n->n; k++)
                sum -= s->r[i * s->t.n_f + n->f[k]] * n->weight[j * n->n + k];
            n->weight[j * n->n + i] = sum;
        }
}

static hum_status find(study *s)
{
    hum_nodes *n = &s->b->nodes;
    size_t nf = s->b->spec.n_f;
    bool *is_node;
    HUM_TRY(solve_samples(s));
    HUM_TRY(find_sizes(s));
    HUM_TRY(fill_columns(s));
    HUM_ALLOC(s->r, s->scratch, double, nf * nf);
    HUM_ALLOC(is_node, s->scratch, bool, nf);
    HUM_ALLOC(n->f, s->b->a, uint32_t, nf + HUM_CHECKS);
    HUM_ALLOC(n->other, s->b->a, uint32_t, nf);
    if (!choose(s, is_node))
        return HUM_OK;
    choose_checks(s, is_node);
    HUM_ALLOC(n->weight, s->b->a, double, n->n_other * n->n);
    find_weights(s);
    s->b->stats.n_nodes = n->n + HUM_CHECKS;
    return HUM_OK;
}

hum_status hum_batch_find_nodes(hum_batch *b)
{
    bool may = b->stats.way == HUM_WAY_PORTS || b->stats.way == HUM_WAY_REPLAY;
    if (!may || b->spec.n_f < FEWEST_F || b->spec.n_samples < FEWEST_SAMPLES)
        return HUM_OK;
    study s = {.b = b, .scratch = hum_arena_sibling(b->a)};
    hum_status status = s.scratch ? find(&s) : HUM_E_NOMEM;
    hum_arena_close(&s.scratch);
    return status;
}

/* --- between the nodes --------------------------------------------------------------------------------- */

/* One block of samples: rows of nodes in, rows of the others out. */
typedef struct between {
    const hum_batch *b;
    const hum_batch_call *c;
    uint8_t *is_bad;
    size_t at;
    double *in_re, *in_im; /* [n][HUM_BLOCK] */
    double *x_re, *x_im;   /* [n_other][HUM_BLOCK] */
    double *d_re, *d_im;
    double *nodes_re, *nodes_im; /* [n + HUM_CHECKS][HUM_BLOCK] d at the nodes and checks */
    double *scale;         /* [n_other] */
    double *lift;          /* [n_other] 1 where nothing is looked at */
} between;

static hum_status between_new(const hum_batch *b, hum_arena *a, between *w)
{
    size_t n = b->nodes.n + HUM_CHECKS, m = b->nodes.n_other;
    double **const blocks[] = {&w->in_re, &w->in_im, &w->nodes_re, &w->nodes_im, &w->x_re, &w->x_im, &w->d_re, &w->d_im};
    for (size_t i = 0; i < 8; i++)
        HUM_TRY(hum_lanes_new(a, (i < 4 ? n : m) * HUM_BLOCK, blocks[i]));
    HUM_TRY(hum_lanes_new(a, m, &w->lift));
    return hum_lanes_new(a, m, &w->scale);
}

static void mix(const between *w, const double *in, double *out)
{
    w->b->kernels->mix(w->b->nodes.n_other, w->b->nodes.n, w->b->nodes.weight, in, out);
}

static void mark(const between *w, const double *least2, double enough)
{
    for (size_t k = 0; k < HUM_BLOCK; k++)
        w->is_bad[w->at + k] |= !(least2[k] >= enough);
}

/* The first rows of x are checks: they were solved too. */
static void check(const between *w, const double *in, const double *x)
{
    const hum_nodes *n = &w->b->nodes;
    for (size_t i = 0; i < HUM_CHECKS * HUM_BLOCK; i++)
        w->is_bad[w->at + i % HUM_BLOCK] |= !(fabs(in[n->n * HUM_BLOCK + i] - x[i]) <= CHECKED * n->error);
}

static void mix_determinant(const between *w)
{
    const hum_nodes *n = &w->b->nodes;
    double least2[HUM_BLOCK];
    for (size_t i = 0; i < n->n + HUM_CHECKS; i++)
        for (size_t k = 0; k < HUM_BLOCK; k++) {
            const double *d = w->c->det + i * 2 * w->c->stride + w->at + k;
            w->nodes_re[i * HUM_BLOCK + k] = d[0] / n->size_d[n->f[i]];
            w->nodes_im[i * HUM_BLOCK + k] = d[w->c->stride] / n->size_d[n->f[i]];
        }
    mix(w, w->nodes_re, w->d_re);
    mix(w, w->nodes_im, w->d_im);
    check(w, w->nodes_re, w->d_re);
    check(w, w->nodes_im, w->d_im);
    for (size_t k = 0; k < HUM_BLOCK; k++)
        least2[k] = HUGE_VAL;
    w->b->kernels->invert(n->n_other, w->d_re, w->d_im, least2);
    mark(w, least2, LEAST_D2);
}

/* Checks have their results already. */
static hum_quotient quotient_of(const between *w, const double *size, size_t f_step)
{
    const hum_nodes *n = &w->b->nodes;
    size_t skip = HUM_CHECKS;
    for (size_t r = skip; r < n->n_other; r++) {
        w->scale[r] = size[n->other[r]];
        w->lift[r] = size[n->other[r]] <= least_size(w->b);
    }
    return (hum_quotient){.n_rows = n->n_other - skip,
                          .f = n->other + skip,
                          .f_step = f_step,
                          .scale = w->scale + skip,
                          .lift = w->lift + skip,
                          .d_re = w->d_re + skip * HUM_BLOCK,
                          .d_im = w->d_im + skip * HUM_BLOCK};
}

static void mix_pair(const between *w, size_t pair)
{
    const hum_nodes *n = &w->b->nodes;
    const double *size = n->size_h + pair * w->b->spec.n_f;
    size_t stride = w->c->stride, step = n_pairs(w->b) * 2 * stride;
    double *h = w->c->out->h + pair * 2 * stride + w->at, least2[HUM_BLOCK], enough = n->error / hum_batch_accuracy(w->b);
    for (size_t i = 0; i < n->n + HUM_CHECKS; i++)
        for (size_t k = 0; k < HUM_BLOCK; k++) {
            const double *at = h + n->f[i] * step + k;
            double by = 1 / size[n->f[i]];
            double re = at[0], im = at[stride], dr = w->nodes_re[i * HUM_BLOCK + k], di = w->nodes_im[i * HUM_BLOCK + k];
            w->in_re[i * HUM_BLOCK + k] = by * (re * dr - im * di);
            w->in_im[i * HUM_BLOCK + k] = by * (re * di + im * dr);
        }
    mix(w, w->in_re, w->x_re);
    mix(w, w->in_im, w->x_im);
    check(w, w->in_re, w->x_re);
    check(w, w->in_im, w->x_im);
    for (size_t k = 0; k < HUM_BLOCK; k++)
        least2[k] = HUGE_VAL;
    hum_quotient q = quotient_of(w, size, step);
    w->b->kernels->divide(&q, w->x_re + HUM_CHECKS * HUM_BLOCK, w->x_im + HUM_CHECKS * HUM_BLOCK, h, stride, least2);
    mark(w, least2, enough * enough);
}

/* Densities at `to`, whose frequencies are f_step apart, of which the largest is `size`. */
static void mix_density(const between *w, const double *size, double *to, size_t f_step)
{
    const hum_nodes *n = &w->b->nodes;
    for (size_t i = 0; i < n->n + HUM_CHECKS; i++)
        for (size_t k = 0; k < HUM_BLOCK; k++) {
            double dr = w->nodes_re[i * HUM_BLOCK + k], di = w->nodes_im[i * HUM_BLOCK + k];
            w->in_re[i * HUM_BLOCK + k] = to[n->f[i] * f_step + k] * (dr * dr + di * di) / size[n->f[i]];
        }
    mix(w, w->in_re, w->x_re);
    check(w, w->in_re, w->x_re);
    hum_quotient q = quotient_of(w, size, f_step);
    w->b->kernels->divide_density(&q, w->x_re + HUM_CHECKS * HUM_BLOCK, to);
}

static void mix_noise(const between *w, size_t probe)
{
    const hum_batch *b = w->b;
    const double *size = b->nodes.size_noise + probe * b->spec.n_f;
    size_t stride = w->c->stride, np = b->spec.n_probes, nn = b->noise.n_noises;
    mix_density(w, size, w->c->out->noise + probe * stride + w->at, np * stride);
    for (size_t i = 0; i < nn && w->c->out->by_noise; i++)
        mix_density(w, size, w->c->out->by_noise + (probe * nn + i) * stride + w->at, np * nn * stride);
}

static void run_block(const between *w)
{
    const hum_nodes *n = &w->b->nodes;
    for (size_t i = 0; i < n->n + HUM_CHECKS; i++)
        for (size_t k = 0; k < HUM_BLOCK; k++)
            w->is_bad[w->at + k] |= w->c->doubt[n->f[i] * w->c->stride + w->at + k];
    mix_determinant(w);
    for (size_t pair = 0; pair < n_pairs(w->b); pair++)
        mix_pair(w, pair);
    for (size_t probe = 0; probe < w->b->spec.n_probes && w->c->out->noise; probe++)
        mix_noise(w, probe);
}

hum_status hum_batch_run_between(hum_batch *b, hum_arena *scratch, const hum_batch_call *c, uint8_t *is_bad)
{
    between *w;
    HUM_ALLOC(w, scratch, between, (size_t)b->n_threads);
    for (int i = 0; i < b->n_threads; i++) {
        w[i] = (between){.b = b, .c = c, .is_bad = is_bad};
        HUM_TRY(between_new(b, scratch, &w[i]));
    }
    HUM_PARALLEL(b->n_threads, )
    for (long block = 0; block < (long)(c->stride / HUM_BLOCK); block++) {
        between *mine = &w[hum_thread()];
        mine->at = (size_t)block * HUM_BLOCK;
        run_block(mine);
    }
    return HUM_OK;
}

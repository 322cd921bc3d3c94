/* Many samples: which way (the cost model, docs/physics/solve.md S-29), its trial against KLU, running it, and solving
 * again what is in doubt. */
#include "solve/batch_parts.h"

#include "num/random.h"

#include <math.h>

#define TRUSTED 2e-11 /* difference from KLU on trial up to which an unrefined reduction is used */
#define ACCEPTED 1e-10 /* ... and up to which a way is, of noise and of what is not reduced to nothing */
#define NOTHING 1e-15  /* what rounding may leave of a transfer that is exactly 0: no path */
#define LEAST 1e10     /* times the tape's absolute error on trial: a transfer below is refined */

/* What a flop of each way costs beside one of the multilinear kernel (measured: docs/bench-solver.md). */
#define PORTS_WEIGHT 2.0
#define REPLAY_WEIGHT 16.0
#define KLU_FLOPS_PER_ENTRY 4000.0 /* one refined solution, in the same currency */

enum { TRIAL_SAMPLES = 3, PORTS_BEFORE_REPLAY = 7 };

/* --- preparing ----------------------------------------------------------------------------------------- */

hum_status hum_lanes_new(hum_arena *a, size_t n, double **out)
{
    char *raw;
    HUM_ALLOC(raw, a, char, n * sizeof(double) + 64);
    *out = (double *)(void *)(raw + (64 - (uintptr_t)raw % 64) % 64);
    return HUM_OK;
}

static hum_status copy_doubles(hum_arena *a, double **values, size_t n)
{
    double *copy;
    if (!*values)
        return HUM_OK;
    HUM_ALLOC(copy, a, double, n);
    for (size_t i = 0; i < n; i++)
        copy[i] = (*values)[i];
    *values = copy;
    return HUM_OK;
}

static hum_status copy_line(hum_arena *a, hum_line **line)
{
    hum_line *copy;
    if (!*line)
        return HUM_OK;
    HUM_ALLOC(copy, a, hum_line, 1);
    *copy = **line;
    *line = copy;
    return HUM_OK;
}

/* A circuit whose values may be set; names, nodes and spectra are shared. */
static hum_status copy_circuit(hum_arena *a, const hum_circuit *from, hum_circuit **out)
{
    HUM_ALLOC(*out, a, hum_circuit, 1);
    **out = *from;
    HUM_ALLOC((*out)->elements, a, hum_element, from->n_elements);
    HUM_ALLOC((*out)->sources, a, hum_source_of, from->n_sources);
    for (size_t i = 0; i < from->n_sources; i++)
        (*out)->sources[i] = from->sources[i];
    for (size_t i = 0; i < from->n_elements; i++) {
        hum_element *e = &(*out)->elements[i];
        *e = from->elements[i];
        HUM_TRY(copy_doubles(a, &e->l_h, e->n * e->n));
        HUM_TRY(copy_doubles(a, &e->r_ohm, e->n));
        HUM_TRY(copy_line(a, &e->line));
        if (!e->n_terms)
            continue;
        HUM_ALLOC(e->terms, a, hum_term, e->n_terms);
        for (size_t k = 0; k < e->n_terms; k++)
            e->terms[k] = from->elements[i].terms[k];
    }
    return HUM_OK;
}

static hum_status list_rows(hum_batch *b)
{
    b->n_rows = b->spec.n_probes + b->sites.n_ports;
    HUM_ALLOC(b->rows, b->a, hum_pair, b->n_rows);
    for (size_t i = 0; i < b->n_rows; i++)
        b->rows[i] = i < b->spec.n_probes ? hum_pair_of_probe(b->spec.probes[i])
                                          : b->sites.site[i - b->spec.n_probes].v;
    return HUM_OK;
}

static hum_status list_noise(hum_batch *b)
{
    if (!b->spec.wants_noise)
        return HUM_OK;
    HUM_TRY(hum_noise_list(b->a, &b->system, &b->sites, b->spec.vary, &b->noises, &b->n_noises, &b->noise, &b->n_noise));
    while (b->n_noise_fixed < b->n_noise && b->noise[b->n_noise_fixed].column.n)
        b->n_noise_fixed++;
    hum_system_set(&b->system, b->spec.f_hz[0]);
    hum_noise_lines(&b->system, b->noises, b->n_noises, b->noise + b->n_noise_fixed);
    HUM_ALLOC(b->psd_site, b->a, int32_t, b->n_noise);
    HUM_ALLOC(b->noise_of, b->a, int32_t, b->n_noise);
    for (size_t i = 0; i < b->n_noise; i++) {
        b->psd_site[i] = b->noise[i].site;
        b->noise_of[i] = b->noise[i].noise;
    }
    return HUM_OK;
}

static hum_status list_columns(hum_batch *b)
{
    size_t nd = b->spec.n_drives, k = b->sites.n_ports;
    b->n_columns = nd + b->n_noise;
    HUM_ALLOC(b->columns, b->a, hum_column, b->n_columns + k);
    for (size_t i = 0; i < nd; i++)
        b->columns[i] = hum_column_of_drive(&b->system, &b->spec.drives[i]);
    for (size_t i = 0; i < b->n_noise; i++)
        b->columns[nd + i] = b->noise[i].column;
    for (size_t i = 0; i < k; i++)
        b->columns[b->n_columns + i] = (hum_column){1, {{b->sites.site[i].u, 1}}};
    return HUM_OK;
}

/* The parts of all columns, as the kernels read them; row n is a row of zeros. */
static hum_status list_parts(hum_batch *b)
{
    HUM_ALLOC(b->first, b->a, int32_t, b->n_columns + 1);
    for (size_t j = 0; j < b->n_columns; j++)
        b->first[j + 1] = (int32_t)(b->n_parts += b->columns[j].n);
    HUM_ALLOC(b->part_rows, b->a, int32_t, 2 * b->n_parts);
    int32_t *to = b->part_rows;
    for (size_t j = 0; j < b->n_columns; j++)
        for (size_t k = 0; k < b->columns[j].n; k++) {
            hum_pair at = b->columns[j].part[k].at;
            *to++ = (int32_t)(at.p == HUM_NO_ROW ? b->system.n : at.p);
            *to++ = (int32_t)(at.m == HUM_NO_ROW ? b->system.n : at.m);
        }
    return HUM_OK;
}

hum_status hum_batch_plan(hum_batch *b, bool is_replay, bool fixed_first, hum_plan *out)
{
    const hum_system *s = &b->system;
    size_t nnz = (size_t)s->ap[s->n], k = b->spec.n_f;
    hum_complex *ax;
    HUM_ALLOC(ax, b->a, hum_complex, HUM_TRIALS * nnz);
    hum_tape_spec spec = {.s = s,
                          .sites = is_replay ? &b->sites : NULL,
                          .border = b->rows,
                          .n_border = is_replay ? b->spec.n_probes : b->n_rows,
                          .columns = b->columns,
                          .n_columns = is_replay ? b->n_columns : hum_row_stride(b),
                          .all = true,
                          .fixed_first = fixed_first};
    const size_t trial[HUM_TRIALS] = {0, k / 2, k - 1};
    for (int t = 0; t < HUM_TRIALS; t++) {
        hum_system_set(&b->system, b->spec.f_hz[trial[t]]);
        for (size_t i = 0; i < nnz; i++)
            ax[(size_t)t * nnz + i] = s->ax[i];
        spec.ax[t] = ax + (size_t)t * nnz;
    }
    return hum_tape_new(b->a, &spec, out);
}

/* --- the cost model (eq. S-29) ------------------------------------------------------------------------- */

static void find_costs(hum_batch *b)
{
    double k = (double)b->sites.n_ports, np = (double)b->spec.n_probes, nc = (double)b->n_columns;
    double nf = (double)b->spec.n_f, points = nf * (double)b->spec.n_samples, pairs = np * (double)b->spec.n_drives;
    double reduce = nf * (b->reduction.moving_flops + (np + k) * b->reduction.back_flops);
    double *flops = b->cost.flops;
    for (int i = 0; i <= HUM_WAY_KLU; i++)
        flops[i] = (double)INFINITY;
    flops[HUM_WAY_KLU] = points * KLU_FLOPS_PER_ENTRY * (double)b->system.ap[b->system.n] * (1 + np) / 4;
    if (b->sites.n_lines)
        return;
    if (k <= HUM_MULTILINEAR_MAX && !b->spec.wants_noise && b->spec.n_drives)
        flops[HUM_WAY_MULTILINEAR] = reduce + nf * exp2(k) * 8 * (k + 2) * (1 + pairs) +
                                     points * (4 * exp2(k) * (1 + pairs) + 20 * pairs);
    if (k <= HUM_PORTS_MAX)
        flops[HUM_WAY_PORTS] =
            reduce + PORTS_WEIGHT * points * 8 * (k * k * k / 3 + k * k * (0.5 + np) + np * nc * (k + 1));
    if (b->replay.n_entries)
        flops[HUM_WAY_REPLAY] = nf * b->replay.fixed_flops + REPLAY_WEIGHT * points *
                                    (b->replay.moving_flops + np * b->replay.back_flops + 8 * np * nc + 20 * k);
}

static hum_way cheapest(const hum_batch *b)
{
    hum_way best = HUM_WAY_KLU;
    for (hum_way w = HUM_WAY_MULTILINEAR; w <= HUM_WAY_KLU; w++)
        if (b->cost.flops[w] < b->cost.flops[best])
            best = w;
    return best;
}

/* The cheaper of the two orders. */
static hum_status plan_replay(hum_batch *b)
{
    hum_plan other;
    HUM_TRY(hum_batch_plan(b, true, true, &b->replay));
    HUM_TRY(hum_batch_plan(b, true, false, &other));
    double np = (double)b->spec.n_probes;
    if (other.moving_flops + np * other.back_flops < b->replay.moving_flops + np * b->replay.back_flops)
        b->replay = other;
    return HUM_OK;
}

static hum_status choose_way(hum_batch *b)
{
    hum_way wanted = b->spec.way;
    bool fits = b->system.n <= HUM_TAPE_MAX && wanted != HUM_WAY_KLU && !b->sites.n_lines;
    bool may_replay = wanted == HUM_WAY_REPLAY || (!wanted && b->sites.n_ports >= PORTS_BEFORE_REPLAY);
    if (fits && b->sites.n_ports <= HUM_PORTS_MAX && wanted != HUM_WAY_REPLAY)
        HUM_TRY(hum_batch_plan(b, false, false, &b->reduction));
    if (fits && may_replay)
        HUM_TRY(plan_replay(b));
    find_costs(b);
    b->cost.best = cheapest(b);
    b->stats.way = wanted ? wanted : b->cost.best;
    return isfinite(b->cost.flops[b->stats.way]) ? HUM_OK : HUM_E_RANGE;
}

/* --- threads ------------------------------------------------------------------------------------------- */

static hum_status bench_new(hum_batch *b, hum_bench *w)
{
    hum_system *s = &w->system;
    size_t tables = 0;
    *s = b->system;
    for (size_t i = 0; i < s->c->n_elements; i++)
        if (s->c->elements[i].kind == HUM_ELEM_LINE)
            tables += 2 * s->c->elements[i].n * s->c->elements[i].n;
    HUM_ALLOC(s->value, b->a, hum_complex, s->n_stamps);
    HUM_ALLOC(s->ax, b->a, hum_complex, s->n_stamps);
    HUM_ALLOC(s->tables, b->a, hum_complex, tables);
    size_t n = b->replay.n_entries > b->reduction.n_entries ? b->replay.n_entries : b->reduction.n_entries;
    HUM_TRY(hum_lanes_new(b->a, n * HUM_ENTRY, &w->lanes));
    HUM_TRY(hum_lanes_new(b->a, b->replay.n_entries * HUM_ENTRY, &w->moving));
    HUM_ALLOC(w->kept, b->a, double, 2 * (b->to_entries.n_kept + b->to_stamps.n_kept));
    HUM_TRY(hum_lanes_new(b->a, (s->n + 1) * HUM_ENTRY, &w->y));
    HUM_TRY(hum_lanes_new(b->a, (s->n + 1) * HUM_ENTRY, &w->change));
    HUM_TRY(hum_lanes_new(b->a, s->n * HUM_ENTRY, &w->r));
    HUM_TRY(hum_lanes_new(b->a, s->n_stamps * HUM_ENTRY, &w->stamps));
    HUM_TRY(hum_lanes_new(b->a, s->n_stamps * HUM_ENTRY, &w->spread));
    HUM_TRY(hum_lanes_new(b->a, HUM_LANES, &w->worst));
    HUM_ALLOC(w->noise, b->a, hum_noise_column, HUM_LANES * b->n_noise);
    for (size_t i = 0; i < HUM_LANES * b->n_noise; i++)
        w->noise[i] = b->noise[i % b->n_noise];
    HUM_ALLOC(w->factor, b->a, double, b->to_entries.n + b->to_stamps.n);
    HUM_ALLOC(w->weight, b->a, double, b->n_parts);
    HUM_ALLOC(w->psd, b->a, double, b->n_noise);
    HUM_ALLOC(w->slope, b->a, double, b->n_noise);
    return HUM_OK;
}

static hum_status benches_new(hum_batch *b)
{
    b->n_threads = hum_threads(b->spec.threads);
    HUM_ALLOC(b->benches, b->a, hum_bench, (size_t)b->n_threads);
    for (int i = 0; i < b->n_threads; i++)
        HUM_TRY(bench_new(b, &b->benches[i]));
    return HUM_OK;
}

void hum_batch_densities(const hum_batch *b, const hum_noise_column *noise, double f_hz, double *psd, double *slope)
{
    for (size_t i = 0; i < b->n_noise; i++) {
        double flicker = 1 + noise[i].corner_hz / f_hz;
        psd[i] = noise[i].psd * flicker;
        slope[i] = noise[i].slope * flicker;
    }
}

static void stamp_border(const hum_plan *p, size_t n_border, double *lanes)
{
    for (size_t i = 0; i < 2 * n_border; i++)
        for (int lane = 0; lane < HUM_LANES && p->border_entry[i] >= 0; lane++)
            lanes[(size_t)p->border_entry[i] * HUM_ENTRY + (size_t)lane] += i % 2 ? -1 : 1;
}

void hum_batch_stamp(const hum_batch *b, hum_bench *w, const hum_plan *p, size_t n_border, size_t f)
{
    size_t nnz = (size_t)b->system.ap[b->system.n];
    for (size_t i = 0; i < p->n_entries * HUM_ENTRY; i++)
        w->lanes[i] = 0;
    for (size_t lane = 0; lane < HUM_LANES; lane++) {
        size_t at = f + lane < b->spec.n_f ? f + lane : b->spec.n_f - 1;
        hum_system_set(&w->system, b->spec.f_hz[at]);
        for (size_t k = 0; k < nnz; k++) {
            double *to = w->lanes + (size_t)p->slot_entry[k] * HUM_ENTRY + lane;
            to[0] = creal(w->system.ax[k]);
            to[HUM_LANES] = cimag(w->system.ax[k]);
        }
        for (size_t k = 0; k < b->system.n_stamps; k++) {
            hum_complex v = w->system.value[b->stamp_of[k]];
            w->stamps[k * HUM_ENTRY + lane] = creal(v);
            w->stamps[k * HUM_ENTRY + HUM_LANES + lane] = cimag(v);
        }
        if (b->n_noise > b->n_noise_fixed)
            hum_noise_lines(&w->system, b->noises, b->n_noises, w->noise + lane * b->n_noise + b->n_noise_fixed);
    }
    stamp_border(p, n_border, w->lanes);
}

hum_looks hum_batch_looks(const hum_batch *b, const double *weight, const double *psd, const double *slope)
{
    return (hum_looks){.n_drives = b->spec.n_drives,
                       .n_columns = b->n_columns,
                       .first = b->first,
                       .rows = b->part_rows,
                       .weight = weight,
                       .psd = psd,
                       .psd_slope = slope,
                       .psd_site = b->psd_site,
                       .noise_of = b->noise_of,
                       .n_noises = b->n_noises};
}

/* --- running ------------------------------------------------------------------------------------------- */

size_t hum_batch_stride(size_t n)
{
    return (n + HUM_BLOCK - 1) / HUM_BLOCK * HUM_BLOCK;
}

hum_lanes_out hum_batch_at(const hum_batch *b, const hum_batch_call *c, size_t f)
{
    const hum_batch_out *o = c->out;
    size_t np = b->spec.n_probes, at = f * np * c->stride;
    return (hum_lanes_out){.stride = c->stride,
                           .h = o->h ? o->h + at * b->spec.n_drives * 2 : NULL,
                           .noise = o->noise ? o->noise + at : NULL,
                           .by_noise = o->by_noise ? o->by_noise + at * b->n_noises : NULL,
                           .doubt = c->doubt + f * c->stride};
}

/* delta and x of every sample; what pads the last block stands at the nominal values. */
static void spread_values(const hum_batch *b, hum_batch_call *c)
{
    for (size_t i = 0; i < b->sites.n; i++) {
        const hum_site *s = &b->sites.site[i];
        double centre = 0.5 * (s->low + s->high) - s->t0, half = 0.5 * (s->high - s->low);
        for (size_t k = 0; k < c->n; k++) {
            double delta = hum_site_t(s, c->values[k * b->spec.n_vary + s->vary]) - s->t0;
            c->delta[i * c->pitch + k] = delta;
            c->x[i * c->pitch + k] = half > 0 ? (delta - centre) / half : 0;
        }
    }
}

/* Eight samples of everything side by side, as the replay reads them. */
static hum_status group_values(const hum_batch *b, hum_arena *scratch, hum_batch_call *c)
{
    HUM_TRY(hum_lanes_new(scratch, b->sites.n * c->stride, &c->grouped));
    for (size_t at = 0; at < c->stride; at += HUM_LANES)
        for (size_t i = 0; i < b->sites.n; i++)
            for (size_t lane = 0; lane < HUM_LANES; lane++)
                c->grouped[at * b->sites.n + i * HUM_LANES + lane] = c->delta[i * c->pitch + at + lane];
    return HUM_OK;
}

#define OUTSIDE 1.0001 /* of the range, where the forms' trust was found */

/* Samples outside the stated range are for KLU. */
static void doubt_outside(const hum_batch *b, hum_batch_call *c)
{
    for (size_t k = 0; k < c->n; k++) {
        bool is_outside = false;
        for (size_t i = 0; i < b->sites.n; i++)
            is_outside |= !(fabs(c->x[i * c->pitch + k]) <= OUTSIDE);
        for (size_t f = 0; f < b->spec.n_f && is_outside; f++)
            c->doubt[f * c->stride + k] = 1;
    }
}

static hum_status call_new(hum_batch *b, hum_arena *scratch, const double *values, size_t n, const hum_batch_out *out,
                           hum_batch_call *c)
{
    *c = (hum_batch_call){.values = values, .n = n, .stride = hum_batch_stride(n), .out = out};
    c->pitch = c->stride + HUM_LANES;
    HUM_TRY(hum_lanes_new(scratch, b->sites.n * c->pitch, &c->delta));
    HUM_TRY(hum_lanes_new(scratch, b->sites.n * c->pitch, &c->x));
    HUM_ALLOC(c->doubt, scratch, uint8_t, b->spec.n_f * c->stride);
    spread_values(b, c);
    if (b->stats.way == HUM_WAY_REPLAY)
        HUM_TRY(group_values(b, scratch, c));
    doubt_outside(b, c);
    return HUM_OK;
}

static void run_way(hum_batch *b, hum_batch_call *c)
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
        for (size_t i = 0; i < b->spec.n_f * c->stride; i++)
            c->doubt[i] = 1;
    }
}

static hum_status solve_again(hum_batch *b, hum_batch_call *c)
{
    for (size_t f = 0; f < b->spec.n_f; f++)
        for (size_t k = 0; k < c->n; k++)
            if (c->doubt[f * c->stride + k]) {
                b->stats.n_again++;
                HUM_TRY(hum_batch_again(b, c, k, f));
            }
    hum_batch_restore(b);
    return HUM_OK;
}

hum_status hum_batch_run(hum_batch *b, const double *values, size_t n, const hum_batch_out *out)
{
    hum_arena *scratch = hum_arena_sibling(b->a);
    hum_batch_call c;
    hum_status s = scratch ? call_new(b, scratch, values, n, out, &c) : HUM_E_NOMEM;
    if (s == HUM_OK) {
        run_way(b, &c);
        s = solve_again(b, &c);
        b->stats.n_points += n * b->spec.n_f;
    }
    hum_arena_close(&scratch);
    return s;
}

/* --- the trial ----------------------------------------------------------------------------------------- */

typedef struct trial {
    hum_batch_call call;
    hum_batch_out got;
    hum_batch_out want;
    double *values;
} trial;

static hum_status out_new(const hum_batch *b, hum_arena *a, size_t stride, hum_batch_out *o)
{
    size_t n = b->spec.n_f * b->spec.n_probes * stride;
    if (b->spec.n_drives)
        HUM_TRY(hum_lanes_new(a, 2 * n * b->spec.n_drives, &o->h));
    if (b->spec.wants_noise)
        HUM_TRY(hum_lanes_new(a, n, &o->noise));
    return HUM_OK;
}

/* All low, all high, and one in between: the first two keep what is matched matched. */
static hum_status trial_new(hum_batch *b, hum_arena *a, trial *t)
{
    HUM_ALLOC(t->values, a, double, TRIAL_SAMPLES * b->spec.n_vary);
    for (size_t i = 0; i < b->spec.n_vary; i++) {
        const hum_vary *v = &b->spec.vary[i];
        double u = hum_random_unit(1, 0, (uint32_t)i);
        t->values[i] = v->low;
        t->values[b->spec.n_vary + i] = v->high;
        t->values[2 * b->spec.n_vary + i] = v->low + u * (v->high - v->low);
    }
    HUM_TRY(call_new(b, a, t->values, TRIAL_SAMPLES, &t->got, &t->call));
    HUM_TRY(out_new(b, a, t->call.stride, &t->got));
    return out_new(b, a, t->call.stride, &t->want);
}

static double difference(const double *got, const double *want, size_t step)
{
    hum_complex g = hum_complex_of(got[0], step ? got[step] : 0), w = hum_complex_of(want[0], step ? want[step] : 0);
    double e = cabs(g - w) / cabs(w);
    return isfinite(e) ? e : w == 0 && cabs(g) < NOTHING ? 0 : (double)INFINITY;
}

/* Largest relative difference at frequency f, sample k. Of transfers by the tape, the absolute one is kept instead. */
static double compare(hum_batch *b, const trial *t, size_t f, size_t k)
{
    double worst = 0;
    size_t stride = t->call.stride;
    for (size_t probe = 0; probe < b->spec.n_probes; probe++) {
        size_t at = f * b->spec.n_probes + probe;
        for (size_t j = 0; j < b->spec.n_drives; j++) {
            size_t i = (at * b->spec.n_drives + j) * 2 * stride + k;
            double e = difference(t->got.h + i, t->want.h + i, stride);
            double least = LEAST * e * hypot(t->want.h[i], t->want.h[i + stride]);
            if (b->stats.way != HUM_WAY_REPLAY || b->is_tried)
                worst = fmax(worst, e);
            else if (!(least <= b->least[probe * b->spec.n_drives + j]))
                b->least[probe * b->spec.n_drives + j] = least;
        }
        if (b->spec.wants_noise)
            worst = fmax(worst, difference(t->got.noise + at * stride + k, t->want.noise + at * stride + k, 0));
    }
    return worst;
}

static hum_status find_truth(hum_batch *b, trial *t)
{
    const size_t at[HUM_TRIALS] = {0, b->spec.n_f / 2, b->spec.n_f - 1};
    t->call.out = &t->want;
    for (size_t i = 0; i < HUM_TRIALS; i++)
        for (size_t k = 0; k < TRIAL_SAMPLES; k++)
            HUM_TRY(hum_batch_again(b, &t->call, k, at[i]));
    hum_batch_restore(b);
    b->stats.n_failed = 0;
    t->call.out = &t->got;
    return HUM_OK;
}

static void run_trial(hum_batch *b, trial *t)
{
    const size_t at[HUM_TRIALS] = {0, b->spec.n_f / 2, b->spec.n_f - 1};
    b->stats.trial_error = 0;
    run_way(b, &t->call);
    for (size_t i = 0; i < HUM_TRIALS; i++)
        for (size_t k = 0; k < TRIAL_SAMPLES; k++)
            if (!t->call.doubt[at[i] * t->call.stride + k])
                b->stats.trial_error = fmax(b->stats.trial_error, compare(b, t, at[i], k));
}

static hum_status prepare_way(hum_batch *b, bool refined)
{
    if (b->stats.way == HUM_WAY_MULTILINEAR || b->stats.way == HUM_WAY_PORTS)
        HUM_TRY(hum_batch_reduce(b, refined));
    return b->stats.way == HUM_WAY_MULTILINEAR ? hum_batch_expand(b) : HUM_OK;
}

/* The way that was chosen, as it stands; refined; by KLU. */
static hum_status settle(hum_batch *b, trial *t)
{
    HUM_ALLOC(b->least, b->a, double, b->spec.n_probes * b->spec.n_drives);
    HUM_TRY(prepare_way(b, false));
    HUM_TRY(find_truth(b, t));
    run_trial(b, t);
    if (b->stats.way != HUM_WAY_REPLAY && !b->stats.is_refined && b->stats.trial_error > TRUSTED) {
        HUM_TRY(prepare_way(b, true));
        run_trial(b, t);
    }
    if (b->stats.way == HUM_WAY_REPLAY) { /* now with refinement where it is needed */
        b->is_tried = true;
        run_trial(b, t);
    }
    if (b->stats.trial_error > ACCEPTED)
        b->stats.way = HUM_WAY_KLU;
    return HUM_OK;
}

static hum_status try_way(hum_batch *b)
{
    hum_arena *scratch = hum_arena_sibling(b->a);
    trial t = {0};
    if (b->stats.way == HUM_WAY_KLU || !scratch) {
        hum_arena_close(&scratch);
        return scratch || b->stats.way == HUM_WAY_KLU ? HUM_OK : HUM_E_NOMEM;
    }
    hum_status s = trial_new(b, scratch, &t);
    if (s == HUM_OK)
        s = settle(b, &t);
    hum_arena_close(&scratch);
    return s;
}

/* --- the public side ----------------------------------------------------------------------------------- */

static hum_status make(hum_batch *b, hum_diags *d)
{
    HUM_TRY(copy_circuit(b->a, b->spec.circuit, &b->circuit));
    HUM_TRY(hum_system_new(b->a, b->circuit, &b->system));
    HUM_TRY(hum_sites_new(b->a, &b->system, b->spec.vary, b->spec.n_vary, &b->sites));
    HUM_TRY(list_rows(b));
    HUM_TRY(list_noise(b));
    HUM_TRY(list_columns(b));
    HUM_TRY(list_parts(b));
    HUM_TRY(hum_batch_list_stamps(b));
    HUM_TRY(hum_batch_again_new(b, d));
    HUM_TRY(choose_way(b));
    HUM_TRY(hum_batch_list_added(b));
    HUM_TRY(benches_new(b));
    HUM_TRY(try_way(b));
    b->stats.n_ports = b->sites.n_ports;
    b->stats.kernels = b->kernels->name;
    return HUM_OK;
}

hum_status hum_batch_new(hum_arena *a, const hum_batch_spec *spec, hum_diags *d, hum_batch **out)
{
    hum_batch *b;
    HUM_ALLOC(b, a, hum_batch, 1);
    b->a = a;
    b->spec = *spec;
    b->kernels = hum_kernels_named(spec->kernels);
    if (!b->kernels || !spec->n_f || !spec->n_probes)
        return HUM_E_RANGE;
    HUM_TRY(make(b, d));
    *out = b;
    return HUM_OK;
}

const hum_batch_noise *hum_batch_noises(const hum_batch *b, size_t *n)
{
    *n = b->n_noises;
    return b->noises;
}

const hum_batch_cost *hum_batch_cost_of(const hum_batch *b)
{
    return &b->cost;
}

hum_batch_stats hum_batch_stats_of(const hum_batch *b)
{
    return b->stats;
}

/* Many samples of one system, block by block: networks are built, their values handed to the batch, its solutions made into findings,
 * and of these the wanted numbers are taken by their names. */
#include "study/quantity_of.h"
#include "study/sampled_parts.h"

#include <math.h>

/* Doubles of results at a time: one thread keeps them in the second-level cache, several want blocks to share. */
#define ENTRIES_ALONE (1u << 16)
#define ENTRIES_SHARED (1u << 21)

#define ROUGH 1e-4
#define EXACT 1e-9 /* of everything that is not far below all else */

struct hum_sampled {
    hum_arena *a;
    const hum_findings *f;
    hum_wanted *wanted;
    size_t n_wanted;
    hum_drawing drawing;
    hum_plan_of plan;
    hum_fold fold;
    hum_batch *batch;
    size_t block;          /* samples at a time */
    hum_sampled_block results;
    double *values;        /* [block][n_vary] */
    double *parameters;    /* [n_parameters] */
    hum_sampled_stats stats;
    double *const *out;    /* of the run in hand */
};

/* --- what is needed ------------------------------------------------------------------------------------ */

static const struct {
    const char *word;
    unsigned needs;
} words[] = {
    {"level", HUM_NEEDS_LEVEL},
    {"headroom", HUM_NEEDS_LEVEL},
    {"gain", HUM_NEEDS_LEVEL},
    {"peak-spl", HUM_NEEDS_LEVEL},
    {"crosstalk", HUM_NEEDS_LEVEL},
    {"noise", HUM_NEEDS_NOISE},
    {"noise-a", HUM_NEEDS_NOISE},
    {"noise-spl", HUM_NEEDS_NOISE},
    {"noise-margin", HUM_NEEDS_NOISE},
    {"snr", HUM_NEEDS_NOISE | HUM_NEEDS_LEVEL},
    {"snr-a", HUM_NEEDS_NOISE | HUM_NEEDS_LEVEL},
    {"hum", HUM_NEEDS_HUM},
    {"hum-margin", HUM_NEEDS_HUM},
    {"shield-current", HUM_NEEDS_SHIELD},
    {"cmrr", HUM_NEEDS_CMRR},
    {"response", HUM_NEEDS_RESPONSE},
    {"distortion", HUM_NEEDS_DISTORTION},
    {"f-low", HUM_NEEDS_CORNERS},
    {"f-high", HUM_NEEDS_CORNERS},
};

static unsigned needs_of(hum_text what)
{
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (hum_text_is(what, words[i].word))
            return words[i].needs;
    return 0;
}

bool hum_sampled_knows(hum_text what)
{
    return needs_of(what) != 0;
}

static void keep_frequency(double *kept_hz, const double *all_hz, size_t n, double f_hz)
{
    for (size_t k = 0; k < n; k++)
        if (fabs(all_hz[k] - f_hz) < 1e-6 * f_hz)
            kept_hz[k] = all_hz[k];
}

/* --- preparing ----------------------------------------------------------------------------------------- */

static hum_status make_plan(hum_sampled *s, unsigned needs, const double *cmrr_hz, const double *response_hz, bool is_full)
{
    return hum_plan_new(s->a, s->f, s->drawing.base, needs, cmrr_hz, response_hz, is_full, &s->plan);
}

static hum_status make_batch(hum_sampled *s, const hum_sampled_options *o, hum_diags *d)
{
    const hum_plan_of *p = &s->plan;
    const hum_drawing *g = &s->drawing;
    hum_batch_spec spec = {.circuit = g->base->circuit,
                           .vary = g->vary,
                           .n_vary = g->n_vary,
                           .probes = p->probes,
                           .n_probes = p->n_probes,
                           .drives = p->drives,
                           .n_drives = p->n_drives,
                           .f_hz = p->f_hz,
                           .n_f = p->n_f,
                           .wants_noise = p->needs & HUM_NEEDS_NOISE,
                           .n_samples = o->n_samples ? o->n_samples : HUM_SAMPLES,
                           .way = o->way,
                           .kernels = o->kernels,
                           .threads = o->threads,
                           .accuracy = o->is_rough ? ROUGH : EXACT};
    return hum_batch_new(s->a, &spec, d, &s->batch);
}

/* As many samples at a time as fit well into memory. */
static hum_status make_room(hum_sampled *s, bool is_alone)
{
    const hum_plan_of *p = &s->plan;
    size_t each = p->n_f * p->n_probes * (2 * p->n_drives + 1);
    s->block = HUM_SAMPLED_BLOCK;
    while (s->block > HUM_BLOCK && s->block * each > (is_alone ? ENTRIES_ALONE : ENTRIES_SHARED))
        s->block /= 2;
    s->results.stride = hum_batch_stride(s->block);
    HUM_ALLOC(s->results.h, s->a, double, p->n_f *p->n_probes *p->n_drives * 2 * s->results.stride);
    if (p->needs & HUM_NEEDS_NOISE)
        HUM_ALLOC(s->results.noise, s->a, double, p->n_f *p->n_probes *s->results.stride);
    HUM_ALLOC(s->values, s->a, double, s->block * (s->drawing.n_vary + 1));
    HUM_ALLOC(s->parameters, s->a, double, s->block * s->drawing.n_parameters);
    return hum_fold_new(s->a, s->f, p, s->results.stride, &s->fold);
}

/* --- one block ----------------------------------------------------------------------------------------- */

static hum_status build_block(hum_sampled *s, hum_arena *scratch, const double *parameters)
{
    const hum_drawing *g = &s->drawing;
    for (size_t k = 0; k < s->results.n; k++) {
        HUM_TRY(hum_drawing_build(g, scratch, parameters + k * g->n_parameters, &s->results.nets[k]));
        hum_drawing_values(g, s->results.nets[k] ? s->results.nets[k] : g->base, s->values + k * g->n_vary);
    }
    return HUM_OK;
}

static hum_status solve_block(hum_sampled *s, hum_arena *scratch, const double *parameters)
{
    hum_batch_out out = {.h = s->results.h, .noise = s->results.noise};
    HUM_ALLOC(s->results.nets, scratch, hum_network *, s->results.n);
    HUM_TRY(build_block(s, scratch, parameters));
    size_t stride = hum_batch_stride(s->results.n);
    s->results.stride = stride;
    HUM_TRY(hum_batch_run(s->batch, s->values, s->results.n, &out));
    if (s->plan.needs & (HUM_NEEDS_HUM | HUM_NEEDS_SHIELD))
        hum_fold_hum(&s->fold, &s->results);
    return HUM_OK;
}

static hum_status visit_block(hum_sampled *s, hum_arena *scratch, size_t first, hum_sampled_visit visit, void *ctx)
{
    for (size_t k = 0; k < s->results.n; k++) {
        bool exists = s->results.nets[k] != NULL;
        if (exists)
            HUM_TRY(hum_fold_sample(&s->fold, scratch, &s->results, k));
        s->stats.n_failed += !exists;
        s->stats.n_samples++;
        HUM_TRY(visit(ctx, first + k, exists));
    }
    return HUM_OK;
}

static hum_status run_blocks(hum_sampled *s, hum_arena *scratch, const double *parameters, uint64_t first, size_t n,
                             hum_sampled_visit visit, void *ctx)
{
    size_t np = s->drawing.n_parameters;
    for (size_t at = 0; at < n; at += s->block) {
        s->results.n = n - at < s->block ? n - at : s->block;
        for (size_t k = 0; k < s->results.n && !parameters; k++)
            hum_drawing_draw(&s->drawing, first + at + k, s->parameters + k * np);
        HUM_TRY(solve_block(s, scratch, parameters ? parameters + at * np : s->parameters));
        HUM_TRY(visit_block(s, scratch, at, visit, ctx));
        hum_arena_clear(scratch);
    }
    return HUM_OK;
}

hum_status hum_sampled_each(hum_sampled *s, const double *parameters, uint64_t first, size_t n, hum_sampled_visit visit,
                            void *ctx)
{
    hum_arena *scratch = hum_arena_sibling(s->a);
    if (scratch)
        hum_arena_mute(scratch);
    hum_status st = scratch ? run_blocks(s, scratch, parameters, first, n, visit, ctx) : HUM_E_NOMEM;
    hum_arena_close(&scratch);
    return st;
}

/* --- the single solution, as the samples have it ------------------------------------------------------- */

static hum_status calibrate(hum_sampled *s)
{
    hum_arena *scratch = hum_arena_sibling(s->a);
    for (size_t i = 0; i < s->drawing.n_parameters; i++)
        s->parameters[i] = (double)NAN;
    s->results.n = 1;
    hum_status st = scratch ? solve_block(s, scratch, s->parameters) : HUM_E_NOMEM;
    if (st == HUM_OK)
        hum_fold_calibrate(&s->fold, &s->results);
    hum_arena_close(&scratch);
    return st;
}

static hum_status prepare(hum_arena *a, const hum_findings *f, const hum_sampled_options *o, hum_diags *d, hum_sampled **out)
{
    hum_sampled *s;
    HUM_ALLOC(s, a, hum_sampled, 1);
    s->a = a;
    s->f = f;
    *out = s;
    return hum_drawing_new(a, f, o, d, &s->drawing);
}

static hum_status finish(hum_sampled *s, const hum_sampled_options *o, hum_diags *d)
{
    HUM_TRY(make_batch(s, o, d));
    HUM_TRY(make_room(s, o->threads == 1));
    return calibrate(s);
}

hum_status hum_sampled_all(hum_arena *a, const hum_findings *f, const hum_sampled_options *o, hum_diags *d, hum_sampled **out)
{
    HUM_TRY(prepare(a, f, o, d, out));
    const double *cmrr_hz = f->model->n_cables ? f->links[0].cmrr_f_hz : hum_response_hz;
    unsigned needs = HUM_NEEDS_ALL & ~(unsigned)(f->model->n_cables ? 0 : HUM_NEEDS_CMRR | HUM_NEEDS_SHIELD);
    if (o->is_rough) /* they are half as much work as all the rest: for those who ask for them */
        needs &= ~(unsigned)HUM_NEEDS_CORNERS;
    HUM_TRY(make_plan(*out, needs, cmrr_hz, hum_response_hz, o->is_full));
    return finish(*out, o, d);
}

hum_status hum_sampled_new(hum_arena *a, const hum_findings *f, const hum_wanted *wanted, size_t n_wanted,
                           const hum_sampled_options *o, hum_diags *d, hum_sampled **out)
{
    double cmrr_hz[HUM_CMRR_POINTS] = {0}, response_hz[HUM_RESPONSE_POINTS] = {0};
    unsigned needs = 0;
    HUM_TRY(prepare(a, f, o, d, out));
    HUM_ALLOC((*out)->wanted, a, hum_wanted, n_wanted);
    (*out)->n_wanted = n_wanted;
    for (size_t i = 0; i < n_wanted; i++) {
        const hum_wanted *w = &wanted[i];
        if (!needs_of(w->what))
            return HUM_E_RANGE;
        (*out)->wanted[i] = *w;
        needs |= needs_of(w->what);
        if (f->model->n_cables)
            keep_frequency(cmrr_hz, f->links[0].cmrr_f_hz, HUM_CMRR_POINTS, w->at_hz > 0 ? w->at_hz : f->model->mains_hz);
        keep_frequency(response_hz, hum_response_hz, HUM_RESPONSE_POINTS, w->at_hz);
    }
    HUM_TRY(make_plan(*out, needs, cmrr_hz, response_hz, o->is_full));
    return finish(*out, o, d);
}

/* --- running ------------------------------------------------------------------------------------------- */

/* A corner that is not within the frequencies looked at counts as at their end: how much further out it is matters to nobody. */
static double within_nodes(const hum_sampled *s, const hum_wanted *w, double v)
{
    const hum_plan_of *p = &s->plan;
    return needs_of(w->what) & HUM_NEEDS_CORNERS ? fmin(fmax(v, p->corner_hz[0]), p->corner_hz[HUM_CORNER_NODES - 1]) : v;
}

static hum_status take_wanted(void *ctx, size_t k, bool exists)
{
    hum_sampled *s = ctx;
    for (size_t i = 0; i < s->n_wanted; i++) {
        const hum_wanted *w = &s->wanted[i];
        hum_quantity_of q = {.value = (double)NAN};
        const char *why;
        bool found = exists && hum_find_quantity(s->fold.one, w->what, w->place, w->at_hz, w->dim, &q, &why);
        s->out[i][k] = found ? within_nodes(s, w, q.value) : (double)NAN;
    }
    return HUM_OK;
}

hum_status hum_sampled_run(hum_sampled *s, uint64_t first, size_t n, double *const *values)
{
    s->out = values;
    return hum_sampled_each(s, NULL, first, n, take_wanted, s);
}

hum_status hum_sampled_at(hum_sampled *s, const double *parameters, size_t n, double *const *values)
{
    s->out = values;
    return hum_sampled_each(s, parameters, 0, n, take_wanted, s);
}

const hum_parameter *hum_sampled_parameters(const hum_sampled *s, size_t *n)
{
    *n = s->drawing.n_parameters;
    return s->drawing.parameters;
}

double hum_sampled_u(const hum_sampled *s, uint64_t k, size_t i)
{
    return hum_drawing_u(&s->drawing, k, i);
}

const hum_findings *hum_sampled_findings(const hum_sampled *s)
{
    return s->fold.one;
}

hum_sampled_stats hum_sampled_stats_of(const hum_sampled *s)
{
    hum_sampled_stats t = s->stats;
    t.batch = hum_batch_stats_of(s->batch);
    t.n_parameters = s->drawing.n_parameters;
    t.n_varying = s->drawing.n_vary;
    t.n_f = s->plan.n_f;
    return t;
}

/* A tolerance study: opened, stepped through its samples, asked what they say. */
#include "report/tolerance.h"

#include <math.h>
#include <string.h>

enum { SAMPLES = 10000, LOOK_CLOSER = 1024 };

/* --- opening ------------------------------------------------------------------------------------------- */

/* FNV-1a over everything that decides the samples. */
static void mix(uint64_t *h, const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    for (size_t i = 0; i < n; i++)
        *h = (*h ^ p[i]) * 1099511628211u;
}

static void mix_text(uint64_t *h, hum_text t)
{
    mix(h, &t.n, sizeof t.n);
    mix(h, t.p, t.n);
}

static uint64_t study_of(const hum_tolerance *t, const hum_project *p)
{
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < p->files.sources.n; i++)
        mix_text(&h, p->files.sources.items[i].text);
    for (size_t i = 0; i < t->n_rows; i++)
        mix_text(&h, t->rows[i].title);
    mix_text(&h, t->variant);
    mix(&h, &t->seed, sizeof t->seed);
    mix(&h, &t->n_samples, sizeof t->n_samples);
    return h;
}

static void take_shard(hum_tolerance *t, const hum_tolerance_options *o)
{
    uint64_t k = o->shard ? o->shard : 1, n = o->shard ? o->n_shards : 1;
    uint64_t each = t->n_samples / n, more = t->n_samples % n; /* the first `more` shards have one more */
    t->first = (k - 1) * each + (k - 1 < more ? k - 1 : more);
    t->wanted = each + (k - 1 < more);
}

static hum_status open_system(hum_tolerance *t, hum_project *p, const hum_tolerance_options *o, hum_tolerance_system *s)
{
    const hum_sampled_options so = {
        .seed = t->seed, .n_samples = (size_t)t->n_samples, .kernels = o->kernels, .threads = o->threads};
    size_t n;
    HUM_TRY(hum_crew_new(t->a, s->f, s->wanted, s->n_wanted, &so, p->d, &s->crew));
    s->sampled = hum_crew_one(s->crew);
    hum_sampled_parameters(s->sampled, &n);
    t->n_parameters = n > t->n_parameters ? n : t->n_parameters;
    return HUM_OK;
}

/* Every sample of every row is kept. */
static hum_status check_size(const hum_tolerance *t, hum_project *p)
{
    uint64_t rows = t->n_rows ? t->n_rows : 1;
    if (t->n_samples <= HUM_TOLERANCE_SAMPLES_MAX && t->wanted <= HUM_TOLERANCE_VALUES_MAX / rows)
        return HUM_OK;
    hum_diags_say(p->d, HUM_D_TOO_LARGE, HUM_NO_SPAN,
                  "100,000 samples are enough for most questions; more are done in parts: --shard 1/100 to --shard 100/100, then --merge",
                  "%llu samples of %llu numbers are more than the %u values that one run keeps", (unsigned long long)t->wanted,
                  (unsigned long long)rows, HUM_TOLERANCE_VALUES_MAX);
    return HUM_E_INPUT;
}

static hum_status open_rows(hum_tolerance *t, hum_project *p, const hum_tolerance_options *o)
{
    const hum_model *m;
    HUM_TRY(hum_project_model(p, t->variant, &m));
    t->title = m->title;
    HUM_TRY(hum_tolerance_find_rows(t, p, o));
    HUM_TRY(check_size(t, p));
    for (size_t i = 0; i < t->n_rows; i++)
        HUM_ALLOC(t->rows[i].values, t->a, double, t->wanted);
    for (size_t i = 0; i < t->n_systems; i++)
        HUM_TRY(open_system(t, p, o, &t->systems[i]));
    t->study = study_of(t, p);
    return HUM_OK;
}

hum_status hum_tolerance_open(hum_project *p, hum_text variant, const hum_tolerance_options *o, hum_tolerance **out)
{
    hum_tolerance *t;
    if (hum_project_errors(p))
        return HUM_E_INPUT;
    HUM_ALLOC(t, p->a, hum_tolerance, 1);
    t->a = p->a;
    t->variant = variant;
    t->n_samples = o->n_samples ? o->n_samples : SAMPLES;
    t->seed = o->seed ? o->seed : HUM_SEED;
    t->wants_stats = o->wants_stats;
    t->patience = o->patience;
    take_shard(t, o);
    HUM_TRY(open_rows(t, p, o));
    *out = t;
    return o->shard ? HUM_OK : hum_tolerance_look_closer(t, p, o);
}

/* --- samples ------------------------------------------------------------------------------------------- */

static hum_status run_system(hum_tolerance *t, hum_tolerance_system *s, size_t n, hum_arena *scratch)
{
    size_t failed_before = hum_crew_stats(s->crew).n_failed;
    for (size_t i = 0; i < s->n_wanted; i++)
        HUM_ALLOC(s->values[i], scratch, double, n);
    HUM_TRY(hum_crew_run(s->crew, t->first + t->done, n, s->values));
    t->n_failed += hum_crew_stats(s->crew).n_failed - failed_before;
    return HUM_OK;
}

static void take_values(hum_tolerance *t, hum_tolerance_row *row, size_t n)
{
    const double *here = t->systems[row->system].values[row->at];
    double *to = row->values + t->done;
    if (row->against == SIZE_MAX) {
        memcpy(to, here, n * sizeof *to);
        return;
    }
    const double *there = t->systems[row->against].values[row->against_at];
    bool is_decibel = hum_dim_is_decibel(row->target.wanted.dim);
    for (size_t k = 0; k < n; k++)
        to[k] = is_decibel ? here[k] - there[k] : 20 * log10(here[k] / there[k]);
}

static hum_status step(hum_tolerance *t, size_t n, hum_arena *scratch)
{
    for (size_t i = 0; i < t->n_systems; i++)
        HUM_TRY(run_system(t, &t->systems[i], n, scratch));
    for (size_t i = 0; i < t->n_rows; i++)
        take_values(t, &t->rows[i], n);
    t->done += n;
    return HUM_OK;
}

hum_status hum_tolerance_step(hum_tolerance *t, size_t n)
{
    size_t left = (size_t)(t->wanted - t->done);
    hum_arena *scratch = hum_arena_sibling(t->a);
    hum_status st = scratch ? step(t, n < left ? n : left, scratch) : HUM_E_NOMEM;
    hum_arena_close(&scratch);
    return st;
}

uint64_t hum_tolerance_done(const hum_tolerance *t)
{
    return t->done;
}

uint64_t hum_tolerance_wanted(const hum_tolerance *t)
{
    return t->wanted;
}

hum_status hum_tolerance_distribution(const hum_tolerance *t, const hum_tolerance_row *row, hum_distribution *d)
{
    return hum_distribution_of(t->a, row->values, (size_t)t->done, !hum_dim_is_decibel(row->dim), d);
}

size_t hum_tolerance_met(const hum_tolerance *t, const hum_tolerance_row *row)
{
    size_t met = 0;
    for (uint64_t k = 0; k < t->done; k++)
        met += hum_target_is_met(&row->target, row->values[k]);
    return met;
}

/* --- looking closer ------------------------------------------------------------------------------------ */

/* The targets of one system in the order of what it gives; those of a difference are not asked. */
static hum_status targets_of(const hum_tolerance *t, size_t system, hum_target **targets, size_t **row_of)
{
    const hum_tolerance_system *s = &t->systems[system];
    HUM_ALLOC(*targets, t->a, hum_target, s->n_wanted);
    HUM_ALLOC(*row_of, t->a, size_t, s->n_wanted);
    for (size_t i = 0; i < s->n_wanted; i++)
        (*row_of)[i] = SIZE_MAX;
    for (size_t i = 0; i < t->n_rows; i++)
        if (t->rows[i].system == system && t->rows[i].against == SIZE_MAX) {
            (*targets)[t->rows[i].at] = t->rows[i].target;
            (*row_of)[t->rows[i].at] = i;
        }
    return HUM_OK;
}

static hum_status find_corners(hum_tolerance *t, const hum_tolerance_options *o, hum_diags *d, size_t system)
{
    enum { SOLVED = 4096 }; /* about as many corners, for the choice of the way */
    const hum_sampled_options rough_options = {
        .seed = t->seed, .n_samples = SOLVED, .is_rough = true, .kernels = o->kernels, .threads = o->threads};
    hum_tolerance_system *s = &t->systems[system];
    hum_target *targets;
    hum_corner **corners;
    hum_sampled *rough;
    size_t *row_of, n;
    hum_sampled_parameters(s->sampled, &n);
    if (!n || hum_is_over(&t->patience))
        return HUM_OK;
    HUM_TRY(targets_of(t, system, &targets, &row_of));
    HUM_ALLOC(corners, t->a, hum_corner *, s->n_wanted);
    for (size_t i = 0; i < s->n_wanted; i++)
        corners[i] = row_of[i] == SIZE_MAX ? NULL : &t->rows[row_of[i]].corner;
    HUM_TRY(hum_sampled_new(t->a, s->f, s->wanted, s->n_wanted, &rough_options, d, &rough));
    return hum_worst_corners(t->a, rough, s->sampled, targets, s->n_wanted, &t->patience, corners);
}

/* Precision and sweeps look at the first system alone: what was asked for without `in`. */
static hum_status outcome(hum_tolerance *t, const hum_target *targets, const size_t *row_of, const hum_setting *settings,
                          size_t n_settings, hum_outcome **out)
{
    hum_tolerance_system *s = &t->systems[0];
    hum_outcome *of_system;
    HUM_ALLOC(of_system, t->a, hum_outcome, s->n_wanted);
    HUM_ALLOC(*out, t->a, hum_outcome, t->n_rows);
    for (size_t i = 0; i < t->n_rows; i++)
        (*out)[i] = (hum_outcome){(double)NAN, (double)NAN};
    HUM_TRY(hum_outcome_with(t->a, s->sampled, targets, s->n_wanted, LOOK_CLOSER, settings, n_settings, of_system));
    for (size_t i = 0; i < s->n_wanted; i++)
        if (row_of[i] != SIZE_MAX)
            (*out)[row_of[i]] = of_system[i];
    return HUM_OK;
}

static hum_status find_group(hum_tolerance *t, const hum_target *targets, const size_t *row_of, const hum_parameter_group *g,
                             hum_tolerance_group *out)
{
    hum_setting s = {.group = g};
    out->group = g;
    HUM_TRY(outcome(t, targets, row_of, &s, 1, &out->exact));
    for (size_t i = 0; g->is_tolerance && i < HUM_KNEE_STEPS && !hum_is_over(&t->patience); i++) {
        s.spread = hum_knee_spread[i];
        HUM_TRY(outcome(t, targets, row_of, &s, 1, &out->knee[i]));
    }
    return HUM_OK;
}

static hum_status find_precision(hum_tolerance *t, const hum_target *targets, const size_t *row_of,
                                 const hum_parameter_group *groups, size_t n)
{
    HUM_ALLOC(t->groups, t->a, hum_tolerance_group, n);
    t->n_groups = n;
    for (size_t i = 0; i < n && !hum_is_over(&t->patience); i++)
        HUM_TRY(find_group(t, targets, row_of, &groups[i], &t->groups[i]));
    return HUM_OK;
}

/* --- sweeps -------------------------------------------------------------------------------------------- */

/* By its whole name, or by the port whose toleranced parts it is. */
static bool is_named(const hum_parameter_group *g, hum_text name)
{
    if (hum_text_eq(g->name, name))
        return true;
    size_t at = g->name.n - name.n;
    return g->is_tolerance && name.n < g->name.n && hum_text_eq((hum_text){g->name.p + at, name.n}, name) && g->name.p[at - 1] == ' ';
}

static hum_status tell_groups(hum_project *p, const hum_parameter_group *groups, size_t n, hum_text name)
{
    hum_out o = hum_out_in(p->a);
    hum_text list;
    for (size_t i = 0; i < n; i++)
        hum_out_f(&o, "%s'%.*s'", i ? ", " : "", HUM_FMT(groups[i].name));
    HUM_TRY(hum_out_done(&o, &list));
    hum_diags_add(p->d, HUM_D_UNKNOWN_WORD, HUM_NO_SPAN,
                  hum_text_format(p->a, "nothing that is uncertain in this system is called '%.*s'", HUM_FMT(name)),
                  n ? list : HUM_T("give a value a tolerance or a range: r 10 kohm +-1 %, imbalance 1..10 ohm"));
    return HUM_E_INPUT;
}

static void set_axis(const hum_sampled *s, const hum_parameter_group *g, hum_sweep_axis *axis)
{
    static const double spreads[HUM_SWEEP_STEPS] = {1, 0.5, 0.2, 0.1, 0.05, 0.01};
    size_t n;
    const hum_value *v = &hum_sampled_parameters(s, &n)[g->member[0]].value;
    axis->group = g;
    for (size_t i = 0; i < HUM_SWEEP_STEPS; i++) {
        double part = (double)i / (HUM_SWEEP_STEPS - 1);
        bool is_log = v->low > 0 && !hum_dim_is_decibel(v->dim);
        axis->setting[i] = (hum_setting){
            .group = g, .is_set = !g->is_tolerance, .spread = spreads[i],
            .value = is_log ? v->low * pow(v->high / v->low, part) : v->low + part * (v->high - v->low)};
    }
}

static hum_status find_axis(hum_tolerance *t, hum_project *p, hum_text name, const hum_parameter_group *groups, size_t n,
                            hum_sweep_axis *axis)
{
    for (size_t i = 0; i < n; i++)
        if (is_named(&groups[i], name)) {
            set_axis(t->systems[0].sampled, &groups[i], axis);
            return HUM_OK;
        }
    return tell_groups(p, groups, n, name);
}

static hum_status find_sweep(hum_tolerance *t, hum_project *p, const hum_tolerance_options *o, const hum_target *targets,
                             const size_t *row_of, const hum_parameter_group *groups, size_t n)
{
    HUM_TRY(find_axis(t, p, o->sweep, groups, n, &t->sweep[0]));
    if (o->sweep_against.n)
        HUM_TRY(find_axis(t, p, o->sweep_against, groups, n, &t->sweep[1]));
    for (size_t i = 0; i < HUM_SWEEP_STEPS; i++)
        for (size_t k = 0; k < (o->sweep_against.n ? HUM_SWEEP_STEPS : 1) && !hum_is_over(&t->patience); k++) {
            hum_setting s[2] = {t->sweep[0].setting[i], t->sweep[1].setting[k]};
            HUM_TRY(outcome(t, targets, row_of, s, o->sweep_against.n ? 2 : 1, &t->grid[i][k]));
        }
    t->has_sweep = true;
    return HUM_OK;
}

static hum_status look_at_precision(hum_tolerance *t, hum_project *p, const hum_tolerance_options *o)
{
    hum_target *targets;
    hum_parameter_group *groups;
    size_t *row_of, n;
    HUM_TRY(targets_of(t, 0, &targets, &row_of));
    HUM_TRY(hum_parameter_groups(t->a, t->systems[0].sampled, &groups, &n));
    HUM_TRY(outcome(t, targets, row_of, NULL, 0, &t->as_is));
    if (o->wants_precision)
        HUM_TRY(find_precision(t, targets, row_of, groups, n));
    return o->sweep.n ? find_sweep(t, p, o, targets, row_of, groups, n) : HUM_OK;
}

hum_status hum_tolerance_look_closer(hum_tolerance *t, hum_project *p, const hum_tolerance_options *o)
{
    if (o->closer_up_to && t->n_parameters > o->closer_up_to)
        return HUM_OK;
    for (size_t i = 0; i < t->n_systems; i++)
        HUM_TRY(find_corners(t, o, p->d, i));
    if (!o->wants_precision && !o->sweep.n)
        return HUM_OK;
    HUM_TRY(look_at_precision(t, p, o));
    if (hum_is_over(&t->patience)) { /* all of it or nothing */
        t->as_is = NULL;
        t->n_groups = 0;
        t->has_sweep = false;
    }
    return HUM_OK;
}

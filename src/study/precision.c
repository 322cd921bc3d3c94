/* Parameters in groups, and what the samples do when a group is held, narrowed or set (docs/physics/tolerance.md). */
#include "study/precision.h"

#include "num/random.h"
#include "study/distribution.h"

#include <math.h>
#include <stdlib.h>

const double hum_knee_spread[HUM_KNEE_STEPS] = {1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.001, 0};

enum { SHARE = 5 }; /* per cent that are worse */

/* --- groups -------------------------------------------------------------------------------------------- */

/* "r1 of amp.xlr": the part, and where. */
static void split_name(hum_text what, hum_text *part, hum_text *place)
{
    *part = what;
    *place = (hum_text){0};
    for (size_t i = 0; i + 4 <= what.n; i++)
        if (hum_text_starts(hum_text_behind(what, i), " of ")) {
            *part = (hum_text){what.p, i};
            *place = hum_text_behind(what, i + 4);
        }
}

static bool is_sign(const hum_parameter *p)
{
    return hum_text_starts(p->what, "sign of ");
}

static bool is_toleranced(const hum_parameter *p)
{
    return p->value.certainty == HUM_TOLERANCE;
}

static bool belongs(const hum_parameter *p, const hum_parameter *to)
{
    hum_text part, place, to_place;
    split_name(p->what, &part, &place);
    split_name(to->what, &part, &to_place);
    return is_toleranced(p) && is_toleranced(to) && p->value.dim == to->value.dim && hum_text_eq(place, to_place);
}

static void measure_width(const hum_parameter *p, hum_parameter_group *g)
{
    double half = (p->value.high - p->value.low) / 2, middle = fabs((p->value.high + p->value.low) / 2);
    g->is_relative = middle > 0 && !hum_dim_is_decibel(p->value.dim);
    g->half_width = fmax(g->half_width, g->is_relative ? half / middle : half);
    g->dim = p->value.dim;
}

static hum_status name_group(hum_arena *a, const hum_parameter *all, hum_parameter_group *g)
{
    hum_out o = hum_out_in(a);
    hum_text part, place = {0};
    for (size_t i = 0; i < g->n; i++) {
        split_name(all[g->member[i]].what, &part, &place);
        hum_out_f(&o, "%s%.*s", i ? ", " : "", HUM_FMT(part));
    }
    if (place.n)
        hum_out_f(&o, " of %.*s", HUM_FMT(place));
    return hum_out_done(&o, &g->name);
}

static hum_status gather(hum_arena *a, const hum_parameter *all, size_t n, size_t first, hum_parameter_group *g)
{
    HUM_ALLOC(g->member, a, uint32_t, n);
    for (size_t i = first; i < n; i++)
        if (i == first || (!is_sign(&all[i]) && belongs(&all[i], &all[first]))) {
            g->member[g->n++] = (uint32_t)i;
            measure_width(&all[i], g);
        }
    g->is_tolerance = is_toleranced(&all[first]);
    return name_group(a, all, g);
}

static bool is_gathered(const hum_parameter_group *groups, size_t n, size_t i)
{
    for (size_t g = 0; g < n; g++)
        for (size_t k = 0; k < groups[g].n; k++)
            if (groups[g].member[k] == i)
                return true;
    return false;
}

hum_status hum_parameter_groups(hum_arena *a, const hum_sampled *s, hum_parameter_group **out, size_t *n)
{
    size_t n_parameters;
    const hum_parameter *all = hum_sampled_parameters(s, &n_parameters);
    HUM_ALLOC(*out, a, hum_parameter_group, n_parameters);
    *n = 0;
    for (size_t i = 0; i < n_parameters; i++)
        if (!is_sign(&all[i]) && !is_gathered(*out, *n, i))
            HUM_TRY(gather(a, all, n_parameters, i, &(*out)[(*n)++]));
    return HUM_OK;
}

/* --- samples with some groups as set ------------------------------------------------------------------- */

static double middle_of(const hum_value *v)
{
    return v->certainty == HUM_TOLERANCE ? (v->low + v->high) / 2 : v->nominal;
}

static double as_set(const hum_setting *setting, const hum_value *v, double drawn)
{
    if (setting->is_set)
        return setting->value;
    return middle_of(v) + setting->spread * (drawn - middle_of(v));
}

static void draw(const hum_sampled *s, size_t n, const hum_setting *settings, size_t n_settings, double *rows)
{
    size_t n_parameters;
    const hum_parameter *all = hum_sampled_parameters(s, &n_parameters);
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < n_parameters; i++)
            rows[k * n_parameters + i] = hum_random_quantile(&all[i].value, hum_sampled_u(s, k, i));
    for (size_t g = 0; g < n_settings; g++)
        for (size_t m = 0; m < settings[g].group->n; m++) {
            size_t i = settings[g].group->member[m];
            for (size_t k = 0; k < n; k++)
                rows[k * n_parameters + i] = as_set(&settings[g], &all[i].value, rows[k * n_parameters + i]);
        }
}

static hum_status look_at(hum_arena *a, const hum_target *t, const double *values, size_t n, hum_outcome *out)
{
    hum_distribution d;
    size_t met = 0;
    HUM_TRY(hum_distribution_of(a, values, n, false, &d));
    for (size_t k = 0; k < n; k++)
        met += t->op && hum_target_is_met(t, values[k]);
    out->worst5 = d.n ? hum_target_worst(t, d.sorted, d.n, SHARE) : (double)NAN;
    out->yield = (double)met / (double)n;
    return HUM_OK;
}

static hum_status run_with(hum_arena *a, hum_sampled *s, const hum_target *targets, size_t n_targets, size_t n,
                           const hum_setting *settings, size_t n_settings, hum_outcome *out)
{
    size_t n_parameters;
    double *rows, **values;
    hum_sampled_parameters(s, &n_parameters);
    HUM_ALLOC(rows, a, double, n *n_parameters);
    HUM_ALLOC(values, a, double *, n_targets);
    for (size_t i = 0; i < n_targets; i++)
        HUM_ALLOC(values[i], a, double, n);
    draw(s, n, settings, n_settings, rows);
    HUM_TRY(hum_sampled_at(s, rows, n, values));
    for (size_t i = 0; i < n_targets; i++)
        HUM_TRY(look_at(a, &targets[i], values[i], n, &out[i]));
    return HUM_OK;
}

hum_status hum_outcome_with(hum_arena *a, hum_sampled *s, const hum_target *targets, size_t n_targets, size_t n,
                            const hum_setting *settings, size_t n_settings, hum_outcome *out)
{
    hum_arena *scratch = hum_arena_sibling(a);
    hum_status st = scratch ? run_with(scratch, s, targets, n_targets, n, settings, n_settings, out) : HUM_E_NOMEM;
    hum_arena_close(&scratch);
    return st;
}

size_t hum_knee_of(const double *worst5, bool is_decibel, double db)
{
    double exact = worst5[HUM_KNEE_STEPS - 1];
    for (size_t i = 0; i < HUM_KNEE_STEPS; i++) {
        double gains = is_decibel ? fabs(exact - worst5[i]) : fabs(20 * log10(exact / worst5[i]));
        if (!(gains >= db))
            return i;
    }
    return HUM_KNEE_STEPS - 1;
}

/* A tolerance study as JSON: humdinger.tolerance/1. */
#include "report/json_out.h"
#include "report/tolerance.h"

#include <math.h>
#include <stdio.h>

static void out_percentiles(hum_json *j, const hum_distribution *d)
{
    hum_json_open(j, "percentiles", '{');
    for (size_t i = 0; i < HUM_PERCENTILES; i++) {
        char key[16];
        snprintf(key, sizeof key, "p%g", hum_percentiles[i]);
        hum_json_number(j, key, d->at[i]);
    }
    hum_json_close(j, '}');
}

static void out_histogram(hum_json *j, const hum_distribution *d)
{
    hum_json_open(j, "histogram", '{');
    hum_json_number(j, "low", d->low);
    hum_json_number(j, "high", d->high);
    hum_json_bool(j, "logarithmic", d->is_log);
    hum_json_number(j, "below", (double)d->n_below);
    hum_json_number(j, "above", (double)d->n_above);
    hum_json_open(j, "counts", '[');
    for (size_t i = 0; i < HUM_BINS; i++)
        hum_json_number(j, NULL, (double)d->count[i]);
    hum_json_close(j, ']');
    hum_json_close(j, '}');
}

static void out_target(hum_json *j, const hum_tolerance *t, const hum_tolerance_row *row)
{
    double low = (double)NAN, high = (double)NAN;
    const char op[2] = {row->target.op, '\0'};
    size_t met = hum_tolerance_met(t, row);
    if (!row->target.op)
        return;
    if (t->done)
        hum_yield_interval(met, (size_t)t->done, &low, &high);
    hum_json_open(j, "target", '{');
    hum_json_z(j, "op", op);
    hum_json_number(j, "low", row->target.low);
    hum_json_number(j, "high", row->target.high);
    hum_json_number(j, "met", (double)met);
    hum_json_number(j, "yield", t->done ? (double)met / (double)t->done : (double)NAN);
    hum_json_number(j, "yield_low", low);
    hum_json_number(j, "yield_high", high);
    hum_json_close(j, '}');
}

static void out_corner(hum_json *j, const hum_tolerance *t, const hum_tolerance_row *row)
{
    size_t n;
    if (isnan(row->corner.value))
        return;
    const hum_parameter *all = hum_sampled_parameters(t->systems[row->system].sampled, &n);
    hum_json_open(j, "worst_corner", '{');
    hum_json_number(j, "value", row->corner.value);
    hum_json_bool(j, "of_all_corners", row->corner.is_exhaustive);
    hum_json_number(j, "corners_solved", (double)row->corner.n_solved);
    hum_json_open(j, "at", '[');
    for (size_t i = 0; i < n; i++) {
        hum_json_open(j, NULL, '{');
        hum_json_text(j, "what", all[i].what);
        hum_json_number(j, "value", row->corner.at[i]);
        hum_json_z(j, "unit", hum_dim_symbol(all[i].value.dim));
        hum_json_close(j, '}');
    }
    hum_json_close(j, ']');
    hum_json_close(j, '}');
}

static void out_outcome(hum_json *j, const hum_tolerance_row *row, const hum_outcome *o)
{
    hum_json_number(j, "worst_5_percent", o->worst5);
    if (row->target.op)
        hum_json_number(j, "yield", o->yield);
}

static void out_knee(hum_json *j, hum_arena *a, const hum_tolerance_row *row, const hum_tolerance_group *g, size_t r)
{
    hum_json_open(j, "narrowed", '[');
    for (size_t i = 0; i < HUM_KNEE_STEPS; i++) {
        hum_setting s = {.group = g->group, .spread = hum_knee_spread[i]};
        hum_json_open(j, NULL, '{');
        hum_json_number(j, "spread", s.spread);
        hum_json_text(j, "tolerance", hum_setting_text(a, &s));
        out_outcome(j, row, &g->knee[i][r]);
        hum_json_close(j, '}');
    }
    hum_json_close(j, ']');
}

static void out_precision(hum_json *j, const hum_tolerance *t, size_t r)
{
    hum_json_open(j, "precision", '[');
    for (size_t i = 0; i < t->n_groups; i++) {
        hum_json_open(j, NULL, '{');
        hum_json_text(j, "what", t->groups[i].group->name);
        hum_json_open(j, "exact", '{');
        out_outcome(j, &t->rows[r], &t->groups[i].exact[r]);
        hum_json_close(j, '}');
        if (t->groups[i].group->is_tolerance)
            out_knee(j, t->a, &t->rows[r], &t->groups[i], r);
        hum_json_close(j, '}');
    }
    hum_json_close(j, ']');
}

static void out_sweep(hum_json *j, const hum_tolerance *t, size_t r)
{
    size_t columns = t->sweep[1].group ? HUM_SWEEP_STEPS : 1;
    hum_json_open(j, "sweep", '[');
    for (size_t i = 0; i < HUM_SWEEP_STEPS * columns; i++) {
        hum_json_open(j, NULL, '{');
        hum_json_text(j, "setting", hum_setting_text(t->a, &t->sweep[0].setting[i / columns]));
        if (columns > 1)
            hum_json_text(j, "against", hum_setting_text(t->a, &t->sweep[1].setting[i % columns]));
        out_outcome(j, &t->rows[r], &t->grid[i / columns][i % columns][r]);
        hum_json_close(j, '}');
    }
    hum_json_close(j, ']');
}

static hum_status out_row(hum_json *j, const hum_tolerance *t, size_t r)
{
    const hum_tolerance_row *row = &t->rows[r];
    hum_distribution d;
    HUM_TRY(hum_tolerance_distribution(t, row, &d));
    hum_json_open(j, NULL, '{');
    hum_json_text(j, "what", row->title);
    hum_json_text(j, "place", row->place);
    hum_json_z(j, "unit", hum_dim_symbol(row->dim));
    hum_json_number(j, "nominal", row->nominal);
    hum_json_number(j, "samples", (double)d.n);
    hum_json_number(j, "mean", d.mean);
    hum_json_number(j, "deviation", d.deviation);
    out_percentiles(j, &d);
    out_target(j, t, row);
    out_corner(j, t, row);
    out_histogram(j, &d);
    if (t->as_is)
        out_precision(j, t, r);
    if (t->has_sweep)
        out_sweep(j, t, r);
    hum_json_close(j, '}');
    return HUM_OK;
}

static void out_stats(hum_json *j, const hum_tolerance *t)
{
    static const char *const ways[] = {"", "multilinear", "ports", "replay", "klu"};
    hum_json_open(j, "stats", '[');
    for (size_t i = 0; i < t->n_systems; i++) {
        hum_sampled_stats s = hum_crew_stats(t->systems[i].crew);
        hum_json_open(j, NULL, '{');
        hum_json_z(j, "way", ways[s.batch.way]);
        hum_json_z(j, "kernels", s.batch.kernels ? s.batch.kernels : "");
        hum_json_number(j, "varying_elements", (double)s.n_varying);
        hum_json_number(j, "frequencies", (double)s.n_f);
        hum_json_number(j, "points", (double)s.batch.n_points);
        hum_json_number(j, "solved_again", (double)s.batch.n_again);
        hum_json_number(j, "without_solution", (double)s.batch.n_failed);
        hum_json_close(j, '}');
    }
    hum_json_close(j, ']');
}

hum_status hum_tolerance_json(hum_tolerance *t, hum_text *out)
{
    hum_json j = hum_json_in(t->a);
    hum_json_open(&j, NULL, '{');
    hum_json_z(&j, "schema", "humdinger.tolerance/1");
    hum_json_text(&j, "system", t->title);
    if (t->variant.n)
        hum_json_text(&j, "variant", t->variant);
    else
        hum_json_null(&j, "variant");
    hum_json_number(&j, "samples", (double)t->n_samples);
    hum_json_number(&j, "done", (double)t->done);
    hum_json_number(&j, "failed", (double)t->n_failed);
    hum_json_number(&j, "seed", (double)t->seed);
    hum_json_number(&j, "parameters", (double)t->n_parameters);
    hum_json_open(&j, "quantities", '[');
    for (size_t i = 0; i < t->n_rows; i++)
        HUM_TRY(out_row(&j, t, i));
    hum_json_close(&j, ']');
    if (t->wants_stats)
        out_stats(&j, t);
    hum_json_close(&j, '}');
    return hum_json_done(&j, out);
}

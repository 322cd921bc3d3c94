/* A tolerance study for a terminal. */
#include "report/page.h"
#include "report/tolerance.h"

#include <math.h>

#define NOTHING_DB 0.05
#define MOST_DB 200.0 /* what perfect parts would do is no number to print */

enum { BAR = 40, KNEE_DB = 1 };

hum_text hum_setting_text(hum_arena *a, const hum_setting *s)
{
    hum_out o = hum_out_in(a);
    const hum_parameter_group *g = s->group;
    if (s->is_set)
        hum_out_amount(&o, g->dim, s->value);
    else if (s->spread == 0)
        hum_out_z(&o, "exact");
    else
        hum_out_tolerance(&o, g->dim, s->spread * g->half_width, g->is_relative);
    return hum_out_part(&o);
}

static hum_text amount(hum_page *p, hum_dim dim, double v)
{
    hum_out o = hum_out_in(p->o.a);
    if (isnan(v))
        return HUM_T("-");
    if (isinf(v))
        return v > 0 ? HUM_T("without limit") : HUM_T("nothing");
    if (dim == HUM_DIM_DB && v > MOST_DB)
        return HUM_T("over 200 dB");
    hum_out_amount(&o, dim, v);
    return hum_out_part(&o);
}

/* With as many digits as tell two bins apart. */
static hum_text edge(hum_page *p, const hum_tolerance_row *row, const hum_distribution *d, size_t i)
{
    hum_out o = hum_out_in(p->o.a);
    double v = hum_bin_edge(d, i), width = hum_bin_edge(d, 2) - d->low;
    int digits = (int)fmin(7, fmax(3, ceil(log10(fabs(v) / width)) + 1));
    if (hum_dim_is_decibel(row->dim))
        return hum_page_db(p, v, width < 0.01 ? 4 : width < 0.1 ? 3 : width < 1 ? 2 : 1, hum_dim_symbol(row->dim));
    hum_out_si(&o, v, digits, hum_dim_symbol(row->dim));
    return hum_out_part(&o);
}

static hum_text grouped(hum_arena *a, uint64_t n)
{
    char z[32];
    size_t at = sizeof z;
    for (size_t digits = 0; n || !digits; n /= 10, digits++) {
        if (digits && digits % 3 == 0)
            z[--at] = ',';
        z[--at] = (char)('0' + n % 10);
    }
    return hum_text_copy(a, (hum_text){z + at, sizeof z - at});
}

/* --- one number ---------------------------------------------------------------------------------------- */

static void out_line(hum_page *p, const char *label, hum_text value, hum_text note)
{
    hum_out_f(&p->o, "  %s", label);
    hum_page_right(p, value, 40);
    if (note.n)
        hum_out_f(&p->o, "   %.*s", HUM_FMT(note));
    hum_page_line(p);
}

/* Bad end first: 5 % of the samples are worse than the second line. */
static void out_percentiles(hum_page *p, const hum_tolerance_row *row, const hum_distribution *d)
{
    static const struct {
        const char *label;
        size_t low;
    } lines[] = {{"worst sample", 0}, {"1 % are worse than", 2}, {"5 % are worse than", 3}, {"half are worse than", 5},
                 {"95 % are worse than", 7}, {"best sample", 10}};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        size_t at = row->target.is_worse_low ? lines[i].low : HUM_PERCENTILES - 1 - lines[i].low;
        out_line(p, lines[i].label, amount(p, row->dim, d->at[at]), (hum_text){0});
    }
}

static void out_corner(hum_page *p, const hum_tolerance_row *row)
{
    const hum_corner *c = &row->corner;
    if (isnan(c->value))
        return;
    hum_text note = c->is_exhaustive ? hum_text_format(p->o.a, "of all %zu corners", c->n_solved)
                                     : hum_text_format(p->o.a, "or worse: %zu corners climbed", c->n_solved);
    out_line(p, "worst case, by corners", amount(p, row->dim, c->value), note);
}

static hum_text percent(hum_page *p, double part)
{
    /* never 100 % of something that failed once */
    int decimals = part > 0.999 || part < 0.001 ? 3 : part > 0.99 || part < 0.01 ? 2 : 1;
    return hum_page_db(p, 100 * part, decimals, "%");
}

static void out_yield(hum_page *p, const hum_tolerance *t, const hum_tolerance_row *row)
{
    double low, high;
    size_t met = hum_tolerance_met(t, row);
    if (!row->target.op)
        return;
    hum_yield_interval(met, (size_t)t->done, &low, &high);
    double part = (double)met / (double)t->done;
    hum_out_z(&p->o, "  ");
    hum_page_toned(p, part > 0.95 ? HUM_TONE_GOOD : part > 0.5 ? HUM_TONE_NEAR : HUM_TONE_BAD, HUM_T("YIELD"));
    hum_page_right(p, percent(p, part), 40);
    hum_out_f(&p->o, "   95 %% sure: %.*s to %.*s\n", HUM_FMT(percent(p, low)), HUM_FMT(percent(p, high)));
}

static void out_bar(hum_page *p, const hum_tolerance_row *row, const hum_distribution *d, size_t first, size_t n, size_t most)
{
    size_t count = 0;
    for (size_t i = first; i < first + n; i++)
        count += d->count[i];
    hum_out_z(&p->o, "  ");
    hum_page_right(p, edge(p, row, d, first), 14);
    hum_out_z(&p->o, " ");
    hum_out_pad(&p->o, '#', most ? (count * BAR + most - 1) / most : 0);
    hum_out_f(&p->o, "%s%.*s\n", count ? " " : "", HUM_FMT(count ? hum_page_db(p, 100 * (double)count / (double)d->n, 1, "%") : HUM_T("")));
}

/* Two bins to a line; each begins at the value beside it. */
static void out_histogram(hum_page *p, const hum_tolerance_row *row, const hum_distribution *d)
{
    enum { PER_LINE = 2 };
    size_t most = 0;
    if (!(d->low < d->high))
        return;
    for (size_t i = 0; i + PER_LINE <= HUM_BINS; i += PER_LINE) {
        size_t n = d->count[i] + d->count[i + 1];
        most = n > most ? n : most;
    }
    hum_page_line(p);
    for (size_t i = 0; i + PER_LINE <= HUM_BINS; i += PER_LINE)
        out_bar(p, row, d, i, PER_LINE, most);
}

/* No sample moves it: one line says all there is. */
static bool is_still(const hum_tolerance_row *row, const hum_distribution *d)
{
    double spread = fabs(d->at[HUM_PERCENTILES - 1] - d->at[0]);
    return !row->target.op && spread < (hum_dim_is_decibel(row->dim) ? NOTHING_DB : 1e-3 * fabs(d->at[0]));
}

static hum_status out_row(hum_page *p, const hum_tolerance *t, const hum_tolerance_row *row)
{
    hum_distribution d;
    HUM_TRY(hum_tolerance_distribution(t, row, &d));
    hum_page_line(p);
    hum_page_toned(p, HUM_TONE_HEAD, row->title);
    hum_page_line(p);
    if (!d.n) {
        hum_out_z(&p->o, "  no sample has this number\n");
        return HUM_OK;
    }
    bool still = is_still(row, &d);
    hum_text nominal = still && hum_dim_is_decibel(row->dim)
                           ? hum_page_db(p, row->nominal, 1, hum_dim_symbol(row->dim))
                           : amount(p, row->dim, row->nominal);
    out_line(p, "as the report has it", nominal, still ? HUM_T("the same in every sample") : (hum_text){0});
    if (still)
        return HUM_OK;
    out_percentiles(p, row, &d);
    out_corner(p, row);
    out_yield(p, t, row);
    if (d.n_none)
        hum_out_f(&p->o, "  %zu samples do not have it\n", d.n_none);
    out_histogram(p, row, &d);
    return HUM_OK;
}

/* --- precision ----------------------------------------------------------------------------------------- */

/* Decibels by which what 5 % are worse than gets better. */
static double gained(const hum_tolerance_row *row, double from, double to)
{
    bool is_decibel = hum_dim_is_decibel(row->dim);
    double up = is_decibel ? to - from : 20 * log10(to / from);
    return row->target.is_worse_low ? up : -up;
}

/* Those that gain nothing share the last line. */
static void out_exact_ones(hum_page *p, const hum_tolerance *t, size_t r)
{
    const hum_tolerance_row *row = &t->rows[r];
    hum_out idle = hum_out_in(p->o.a);
    for (size_t i = 0; i < t->n_groups; i++) {
        double db = gained(row, t->as_is[r].worst5, t->groups[i].exact[r].worst5);
        hum_text name = t->groups[i].group->name;
        if (fabs(db) < NOTHING_DB) {
            hum_out_f(&idle, "%s%.*s", idle.n ? ", " : "", HUM_FMT(name));
        } else if (!isnan(db)) {
            hum_page_right(p, hum_page_db(p, db, 1, "dB"), 14);
            hum_out_z(&p->o, "  ");
            hum_page_fold(p, name, 16);
        }
    }
    if (!idle.n)
        return;
    hum_page_right(p, HUM_T("nothing"), 14);
    hum_out_z(&p->o, "  ");
    hum_page_fold(p, hum_out_part(&idle), 16);
}

static void out_knee(hum_page *p, const hum_tolerance *t, const hum_tolerance_group *g, size_t r)
{
    const hum_tolerance_row *row = &t->rows[r];
    double worst5[HUM_KNEE_STEPS];
    for (size_t i = 0; i < HUM_KNEE_STEPS; i++)
        worst5[i] = g->knee[i][r].worst5;
    if (isnan(worst5[0]) || fabs(gained(row, worst5[0], worst5[HUM_KNEE_STEPS - 1])) < NOTHING_DB)
        return;
    size_t knee = hum_knee_of(worst5, hum_dim_is_decibel(row->dim), KNEE_DB);
    hum_out_z(&p->o, "\n  ");
    hum_page_fold(p, g->group->name, 2);
    for (size_t i = 0; i < HUM_KNEE_STEPS; i++) {
        hum_setting s = {.group = g->group, .spread = hum_knee_spread[i]};
        hum_page_right(p, hum_setting_text(p->o.a, &s), 16);
        hum_page_right(p, amount(p, row->dim, worst5[i]), 34);
        if (row->target.op)
            hum_page_right(p, percent(p, g->knee[i][r].yield), 48);
        hum_out_z(&p->o, i == knee && i + 1 < HUM_KNEE_STEPS ? "   finer than this buys less than 1 dB\n" : "\n");
    }
}

static void out_precision(hum_page *p, const hum_tolerance *t)
{
    for (size_t r = 0; r < t->n_rows && t->n_groups; r++) {
        if (isnan(t->as_is[r].worst5))
            continue;
        hum_page_head(p, "WHAT PRECISION BUYS", "what 5 % are worse than, of the first 1,024 samples", 22);
        hum_out_f(&p->o, "%.*s: now ", HUM_FMT(t->rows[r].title));
        hum_out_text(&p->o, amount(p, t->rows[r].dim, t->as_is[r].worst5));
        hum_out_z(&p->o, "; each of these known or made exactly gains\n");
        out_exact_ones(p, t, r);
        for (size_t i = 0; i < t->n_groups; i++)
            if (t->groups[i].group->is_tolerance)
                out_knee(p, t, &t->groups[i], r);
    }
}

/* --- sweep --------------------------------------------------------------------------------------------- */

static void out_cell(hum_page *p, const hum_tolerance_row *row, const hum_outcome *o, size_t end)
{
    hum_page_right(p, row->target.op ? percent(p, o->yield) : amount(p, row->dim, o->worst5), end);
}

static void out_grid(hum_page *p, const hum_tolerance *t, size_t r)
{
    bool has_columns = t->sweep[1].group != NULL;
    const hum_tolerance_row *row = &t->rows[r];
    hum_page_head(p, "SWEEP", row->target.op ? "yield" : "what 5 % are worse than", 8);
    hum_out_f(&p->o, "%.*s\n", HUM_FMT(row->title));
    hum_out_z(&p->o, "down: ");
    hum_page_fold(p, t->sweep[0].group->name, 6);
    if (has_columns) {
        hum_out_z(&p->o, "across: ");
        hum_page_fold(p, t->sweep[1].group->name, 8);
        for (size_t k = 0; k < HUM_SWEEP_STEPS; k++)
            hum_page_right(p, hum_setting_text(p->o.a, &t->sweep[1].setting[k]), 20 + 11 * (k + 1) - 6);
        hum_page_line(p);
    }
    for (size_t i = 0; i < HUM_SWEEP_STEPS; i++) {
        hum_page_right(p, hum_setting_text(p->o.a, &t->sweep[0].setting[i]), 13);
        for (size_t k = 0; k < (has_columns ? HUM_SWEEP_STEPS : 1); k++)
            out_cell(p, row, &t->grid[i][k][r], 20 + 11 * (k + 1) - 6);
        hum_page_line(p);
    }
}

/* --- all of it ----------------------------------------------------------------------------------------- */

static void out_head(hum_page *p, const hum_tolerance *t)
{
    hum_arena *a = p->o.a;
    hum_page_toned(p, HUM_TONE_HEAD, t->title.n ? t->title : HUM_T("System"));
    if (t->variant.n)
        hum_out_f(&p->o, " (%.*s)", HUM_FMT(t->variant));
    hum_out_f(&p->o, "    %.*s samples", HUM_FMT(grouped(a, t->done)));
    if (t->done < t->n_samples)
        hum_out_f(&p->o, " of %.*s", HUM_FMT(grouped(a, t->n_samples)));
    hum_out_f(&p->o, ", seed %llu, %zu uncertain values\n", (unsigned long long)t->seed, t->n_parameters);
    if (t->n_failed)
        hum_out_f(&p->o, "%zu samples are no system that could be built, and are left out\n", t->n_failed);
    if (!t->n_parameters)
        hum_out_z(&p->o, "Nothing is uncertain in this system: every sample is the same.\n");
}

static void out_stats(hum_page *p, const hum_tolerance *t)
{
    static const char *const ways[] = {"", "multilinear", "reduced ports", "replay", "KLU"};
    for (size_t i = 0; i < t->n_systems; i++) {
        hum_sampled_stats s = hum_crew_stats(t->systems[i].crew);
        hum_page_head(p, "HOW IT WAS SOLVED", "", 0);
        hum_out_f(&p->o, "  %s with %s kernels: %zu element values vary, %zu frequencies\n", ways[s.batch.way],
                  s.batch.kernels ? s.batch.kernels : "no", s.n_varying, s.n_f);
        hum_out_f(&p->o, "  %zu points, %zu of them solved again by KLU, %zu without a solution\n", s.batch.n_points,
                  s.batch.n_again, s.batch.n_failed);
    }
}

hum_status hum_tolerance_text(hum_tolerance *t, const hum_text_options *o, hum_text *out)
{
    hum_page p = hum_page_in(t->a, o->colour);
    out_head(&p, t);
    for (size_t i = 0; i < t->n_rows && t->done; i++)
        HUM_TRY(out_row(&p, t, &t->rows[i]));
    if (t->as_is)
        out_precision(&p, t);
    for (size_t r = 0; r < t->n_rows && t->has_sweep; r++)
        if (!isnan(t->as_is[r].worst5))
            out_grid(&p, t, r);
    if (t->wants_stats)
        out_stats(&p, t);
    return hum_out_done(&p.o, out);
}

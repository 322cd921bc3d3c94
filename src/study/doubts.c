/* How sure: every number of the report over many samples of what is uncertain (docs/physics/solve.md, "Bands"), its 5th and 95th
 * percentile; how far each assumption by itself moves the headline, and how much of the headline's spread it makes. The headline
 * is the larger of the hum and the noise margin at the first seat, or, without a seat, the hum at the worst input. */
#include "study/precision.h"
#include "study/radio_doubts.h"
#include "study/sampled_parts.h"
#include "study/spread.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>

#define NEAR_NOTHING 1e-6 /* of a range that begins at 0 */

typedef struct doubts {
    hum_study *s;
    hum_sampled *sampled;
    uint32_t link;          /* Without a seat: where. */
    const double **tracked; /* Numbers of the sample in hand ... */
    double **low, **high;   /* ... and where their percentiles go. */
    size_t n_tracked, cap_tracked, cap_low, cap_high, n_low, n_high;
    double *values;         /* [n_tracked][n_samples] */
    double *headline_db;    /* [n_samples] */
    size_t n_samples;
    hum_parameter_group *groups;
    size_t n_groups;
} doubts;

/* --- the headline ------------------------------------------------------------------------------------ */

static void choose_link(doubts *d)
{
    const hum_findings *f = d->s->out;
    double worst = -1;
    for (uint32_t i = 0; i < d->s->m->n_cables; i++) {
        double ratio = f->links[i].at_input.hum_v / f->links[i].at_input.level_v;
        if (ratio > worst) {
            worst = ratio;
            d->link = i;
        }
    }
}

static double headline_of(const doubts *d, const hum_findings *f)
{
    if (d->s->m->n_listeners)
        return fmax(f->seats[0].hum_margin_db, f->seats[0].noise_margin_db);
    return hum_db(f->links[d->link].at_input.hum_v);
}

/* --- all numbers ------------------------------------------------------------------------------------- */

typedef struct place {
    size_t offset, n;
} place;

#define LEVEL(member) {offsetof(hum_level_findings, member), sizeof(((hum_level_findings *)0)->member) / sizeof(double)}
#define LINK(member) {offsetof(hum_link_findings, member), sizeof(((hum_link_findings *)0)->member) / sizeof(double)}
#define SEAT(member) {offsetof(hum_seat_findings, member), sizeof(((hum_seat_findings *)0)->member) / sizeof(double)}

static const place level_places[] = {LEVEL(level_v), LEVEL(clip_v),   LEVEL(headroom_db), LEVEL(noise_v),   LEVEL(noise_a_v),
                                     LEVEL(snr_db),  LEVEL(snr_a_db), LEVEL(hum_v),       LEVEL(hum_line_v), {0, 0}};
static const place link_places[] = {LINK(gain_db), LINK(cmrr_db), LINK(response_db), LINK(shield_current_a), LINK(distortion_db),
                                    LINK(f_low_hz), LINK(f_high_hz), {0, 0}};
static const place seat_places[] = {SEAT(peak_spl_db),     SEAT(noise_spl_dba),      SEAT(noise_margin_db),
                                    SEAT(hum_spl_db),      SEAT(hum_line_spl_db),    SEAT(hum_line_margin_db),
                                    SEAT(hum_margin_db),   SEAT(noise_over_room_db), SEAT(room_dba),
                                    SEAT(crosstalk_db),    {0, 0}};

static hum_status track_one(doubts *d, const double *now, double *low, double *high)
{
    *low = *high = (double)NAN;
    HUM_PUSH(d->s->a, d, tracked, n_tracked, cap_tracked, now);
    HUM_PUSH(d->s->a, d, low, n_low, cap_low, low);
    HUM_PUSH(d->s->a, d, high, n_high, cap_high, high);
    return HUM_OK;
}

static hum_status track(doubts *d, const place *places, const void *now, void *low, void *high)
{
    for (; places->n; places++)
        for (size_t i = 0; i < places->n; i++) {
            size_t at = places->offset + i * sizeof(double);
            HUM_TRY(track_one(d, (const double *)(const void *)((const char *)now + at), (double *)(void *)((char *)low + at),
                              (double *)(void *)((char *)high + at)));
        }
    return HUM_OK;
}

static hum_status percentiles_new(hum_study *s, hum_band_end *p)
{
    HUM_ALLOC(p->links, s->a, hum_link_findings, s->m->n_cables);
    HUM_ALLOC(p->outputs, s->a, hum_output_findings, s->out->n_outputs);
    HUM_ALLOC(p->seats, s->a, hum_seat_findings, s->m->n_listeners);
    return HUM_OK;
}

static hum_status track_all(doubts *d)
{
    hum_findings *f = d->s->out;
    const hum_findings *one = hum_sampled_findings(d->sampled);
    HUM_TRY(percentiles_new(d->s, &f->low));
    HUM_TRY(percentiles_new(d->s, &f->high));
    for (size_t i = 0; i < d->s->m->n_cables; i++) {
        hum_link_findings *low = &f->low.links[i], *high = &f->high.links[i];
        HUM_TRY(track(d, link_places, &one->links[i], low, high));
        HUM_TRY(track(d, level_places, &one->links[i].at_input, &low->at_input, &high->at_input));
    }
    for (size_t i = 0; i < f->n_outputs; i++)
        HUM_TRY(track(d, level_places, &one->outputs[i].at_output, &f->low.outputs[i].at_output, &f->high.outputs[i].at_output));
    for (size_t i = 0; i < d->s->m->n_listeners; i++)
        HUM_TRY(track(d, seat_places, &one->seats[i], &f->low.seats[i], &f->high.seats[i]));
    HUM_ALLOC(d->values, d->s->a, double, d->n_tracked * d->n_samples);
    HUM_ALLOC(d->headline_db, d->s->a, double, d->n_samples);
    return HUM_OK;
}

static hum_status keep(void *ctx, size_t k, bool exists)
{
    doubts *d = ctx;
    for (size_t i = 0; i < d->n_tracked; i++)
        d->values[i * d->n_samples + k] = exists ? *d->tracked[i] : (double)NAN;
    d->headline_db[k] = exists ? headline_of(d, hum_sampled_findings(d->sampled)) : (double)NAN;
    return HUM_OK;
}

/* --- percentiles ------------------------------------------------------------------------------------- */

/* Puts the k-th smallest of x in its place (C. A. R. Hoare, Comm. ACM 4 (1961) 321). */
static double kth(double *x, size_t n, size_t k)
{
    size_t low = 0, high = n - 1;
    while (low < high) {
        double pivot = x[low + (high - low) / 2];
        size_t i = low, j = high;
        for (;;) {
            while (x[i] < pivot)
                i++;
            while (x[j] > pivot)
                j--;
            if (i >= j)
                break;
            double swap = x[i];
            x[i++] = x[j];
            x[j--] = swap;
        }
        if (k <= j)
            high = j;
        else
            low = j + 1;
    }
    return x[k];
}

static size_t drop_missing(double *x, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i]))
            x[kept++] = x[i];
    return kept;
}

/* 5th and 95th percentile; NAN when half of the samples have no such number. Reorders x. */
static void find_percentiles(double *x, size_t n, double *low, double *high)
{
    size_t kept = drop_missing(x, n);
    if (kept == 0 || kept < n / 2)
        return;
    *low = kth(x, kept, kept * 5 / 100);
    *high = kth(x, kept, kept - 1 - kept * 5 / 100);
}

/* --- one at a time ----------------------------------------------------------------------------------- */

typedef struct moving {
    doubts *d;
    double *found_db;
} moving;

static hum_status keep_headline(void *ctx, size_t k, bool exists)
{
    moving *m = ctx;
    m->found_db[k] = exists ? headline_of(m->d, hum_sampled_findings(m->d->sampled)) : (double)NAN;
    return HUM_OK;
}

static double end_of(const hum_value *v, bool is_high)
{
    double x = is_high ? v->high : v->low;
    return x == 0 ? NEAR_NOTHING * (v->low + v->high) : x;
}

/* Each parameter at its low and at its high end, everything else as it is: two rows for each; then the parts of each group all in their
 * middle; then one as everything is. */
static void set_rows(const doubts *d, const hum_parameter *p, size_t n, double *rows)
{
    size_t n_rows = 2 * n + d->n_groups + 1;
    for (size_t i = 0; i < n_rows * n; i++)
        rows[i] = (double)NAN;
    for (size_t i = 0; i < 2 * n; i++)
        rows[i * n + i / 2] = end_of(&p[i / 2].value, i % 2);
    for (size_t g = 0; g < d->n_groups; g++)
        for (size_t k = 0; k < d->groups[g].n && d->groups[g].is_tolerance; k++) {
            size_t i = d->groups[g].member[k];
            rows[(2 * n + g) * n + i] = 0.5 * (p[i].value.low + p[i].value.high);
        }
}

/* Between the least and the most of three; NAN when one of them is not finite. */
static double between(double x, double y, double z)
{
    double moves = fmax(fmax(x, y), z) - fmin(fmin(x, y), z);
    return isnan(x) || isnan(y) || !isfinite(moves) ? (double)NAN : moves;
}

/* The least and the most of its parts one at a time, and of all made exactly. */
static double moved_by_group(const hum_parameter_group *g, const double *found, double exact, double now)
{
    double least = fmin(exact, now), most = fmax(exact, now);
    for (size_t k = 0; k < g->n; k++) {
        const double *ends = found + 2 * g->member[k];
        least = fmin(least, fmin(ends[0], ends[1]));
        most = fmax(most, fmax(ends[0], ends[1]));
    }
    return isfinite(most - least) ? most - least : (double)NAN;
}

static hum_status list_tolerances(doubts *d, const hum_parameter *p, size_t n, const double *found)
{
    hum_findings *f = d->s->out;
    HUM_ALLOC(f->tolerances, d->s->a, hum_tolerance_of, d->n_groups);
    for (size_t i = 0; i < d->n_groups; i++) {
        const hum_parameter_group *g = &d->groups[i];
        if (!g->is_tolerance)
            continue;
        f->tolerances[f->n_tolerances++] =
            (hum_tolerance_of){.what = g->name,
                               .n_parts = g->n,
                               .dim = g->dim,
                               .half_width = g->half_width,
                               .is_relative = g->is_relative,
                               .span = p[g->member[0]].value.span,
                               .share = (double)NAN,
                               .moves_db = moved_by_group(g, found, found[2 * n + i], found[2 * n + d->n_groups])};
    }
    return HUM_OK;
}

static hum_status find_moves(doubts *d, const hum_parameter *p, size_t n)
{
    double *rows, *found;
    hum_assumption *as = d->s->net->assumptions;
    moving m = {.d = d};
    HUM_TRY(hum_parameter_groups(d->s->a, d->sampled, &d->groups, &d->n_groups));
    size_t n_rows = 2 * n + d->n_groups + 1;
    HUM_ALLOC(rows, d->s->a, double, n_rows * n);
    HUM_ALLOC(found, d->s->a, double, n_rows);
    set_rows(d, p, n, rows);
    m.found_db = found;
    HUM_TRY(hum_sampled_each(d->sampled, rows, 0, n_rows, keep_headline, &m));
    for (size_t i = 0; i < n; i++) {
        double moves = between(found[2 * i], found[2 * i + 1], found[n_rows - 1]);
        if (p[i].assumption != HUM_NONE && !isnan(moves))
            as[p[i].assumption].moves_db = moves;
    }
    return list_tolerances(d, p, n, found);
}

/* --- all of it --------------------------------------------------------------------------------------- */

#define HARDLY 0.01 /* a share that a thousand samples do not tell from nothing */

static double known_share(double share)
{
    return isnan(share) ? -1 : share < HARDLY ? 0 : share;
}

static bool comes_before(const hum_assumption *a, const hum_assumption *b)
{
    double x = known_share(a->share), y = known_share(b->share);
    return x > y || (x == y && a->moves_db > b->moves_db);
}

/* What makes most of the spread comes first; what was not asked keeps its order at the end. */
static hum_status rank(hum_study *s)
{
    const hum_assumption *as = s->net->assumptions;
    uint32_t *order;
    HUM_ALLOC(order, s->a, uint32_t, s->net->n_assumptions);
    for (uint32_t i = 0; i < s->net->n_assumptions; i++) {
        size_t k = i;
        for (; k > 0 && comes_before(&as[i], &as[order[k - 1]]); k--)
            order[k] = order[k - 1];
        order[k] = i;
    }
    s->out->assumed = order;
    return HUM_OK;
}

static void sort_tolerances(hum_findings *f)
{
    for (size_t i = 1; i < f->n_tolerances; i++) {
        hum_tolerance_of one = f->tolerances[i];
        size_t k = i;
        for (; k > 0 && known_share(one.share) > known_share(f->tolerances[k - 1].share); k--)
            f->tolerances[k] = f->tolerances[k - 1];
        f->tolerances[k] = one;
    }
}

static hum_status find_shares(doubts *d, const hum_parameter *p, size_t n)
{
    hum_findings *f = d->s->out;
    hum_spread spread;
    size_t at = 0;
    HUM_TRY(hum_spread_of(d->s->a, d->sampled, d->headline_db, d->n_samples, &spread));
    for (size_t i = 0; i < n; i++)
        if (p[i].assumption != HUM_NONE)
            d->s->net->assumptions[p[i].assumption].share = hum_spread_share(&spread, i);
    for (size_t i = 0; i < d->n_groups; i++)
        if (d->groups[i].is_tolerance)
            f->tolerances[at++].share = hum_spread_share_of_parts(&spread, d->groups[i].member, d->groups[i].n);
    sort_tolerances(f);
    return HUM_OK;
}

static void finish(doubts *d)
{
    hum_findings *f = d->s->out;
    double now = headline_of(d, f);
    hum_sampled_stats t = hum_sampled_stats_of(d->sampled);
    static const char *const ways[] = {"", "multilinear", "ports", "replay", "klu"};
    for (size_t i = 0; i < d->n_tracked; i++)
        find_percentiles(d->values + i * d->n_samples, d->n_samples, d->low[i], d->high[i]);
    if (isfinite(now)) {
        f->headline_db = now;
        find_percentiles(d->headline_db, d->n_samples, &f->headline_low_db, &f->headline_high_db);
    }
    f->n_samples = d->n_samples;
    f->n_solved_again = t.batch.n_again;
    f->n_solutions = t.batch.n_points;
    f->way = ways[t.batch.way];
}

static hum_status sample(doubts *d)
{
    size_t n;
    const hum_parameter *p = hum_sampled_parameters(d->sampled, &n);
    if (n == 0)
        return HUM_OK;
    HUM_TRY(track_all(d));
    HUM_TRY(hum_sampled_each(d->sampled, NULL, 0, d->n_samples, keep, d));
    HUM_TRY(find_moves(d, p, n));
    HUM_TRY(find_shares(d, p, n));
    finish(d);
    return HUM_OK;
}

hum_status hum_study_doubts(hum_study *s, size_t n_samples)
{
    doubts d = {.s = s, .n_samples = n_samples};
    hum_sampled_options o = {.n_samples = n_samples, .is_rough = true, .threads = 1}; /* a server has other requests for its other threads */
    if (s->is_large || (s->net->n_parameters == 0 && s->net->n_assumptions == 0))
        return HUM_OK;
    choose_link(&d);
    HUM_TRY(hum_sampled_all(s->a, s->out, &o, s->d, &d.sampled));
    HUM_TRY(sample(&d));
    if (s->m->n_listeners)
        hum_radio_find_moves(s, headline_of(&d, s->out));
    return rank(s);
}

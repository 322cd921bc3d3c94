/* How sure: every number of the report over many samples of what is uncertain (docs/physics/solve.md, "Bands"), its 5th and 95th
 * percentile; how far each assumption by itself moves the headline, and how much of the headline's spread it makes. The headline
 * is the larger of the hum and the noise margin at the first seat, or, without a seat, the hum at the worst input. */
#include "study/radio_doubts.h"
#include "study/sampled_parts.h"

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

/* --- shares ------------------------------------------------------------------------------------------ */

typedef struct ranked {
    double value;
    size_t sample;
} ranked;

static int by_value(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    return (x->value > y->value) - (x->value < y->value);
}

/* Rank of each sample's headline, 0 to 1, around its middle. */
static hum_status rank_samples(const doubts *d, double **out)
{
    ranked *order;
    double *rank;
    HUM_ALLOC(order, d->s->a, ranked, d->n_samples);
    HUM_ALLOC(rank, d->s->a, double, d->n_samples);
    for (size_t k = 0; k < d->n_samples; k++)
        order[k] = (ranked){isnan(d->headline_db[k]) ? -HUGE_VAL : d->headline_db[k], k};
    qsort(order, d->n_samples, sizeof *order, by_value);
    for (size_t k = 0; k < d->n_samples; k++)
        rank[order[k].sample] = ((double)k + 0.5) / (double)d->n_samples - 0.5;
    *out = rank;
    return HUM_OK;
}

/* Square of the rank correlation of a parameter with the headline: its share of the variance (eq. S-39). */
static double share_of(const doubts *d, const double *rank, size_t parameter)
{
    double xy = 0, xx = 0, yy = 0;
    for (size_t k = 0; k < d->n_samples; k++) {
        double x = hum_sampled_u(d->sampled, k, parameter) - 0.5;
        xy += x * rank[k];
        xx += x * x;
        yy += rank[k] * rank[k];
    }
    return xy * xy / (xx * yy);
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

/* Each parameter at its low and at its high end, everything else as it is: two rows for each, then one as everything is. */
static hum_status find_moves(doubts *d, const hum_parameter *p, size_t n)
{
    double *rows, *found;
    hum_assumption *as = d->s->net->assumptions;
    moving m = {.d = d};
    HUM_ALLOC(rows, d->s->a, double, (2 * n + 1) * n);
    HUM_ALLOC(found, d->s->a, double, 2 * n + 1);
    for (size_t i = 0; i < (2 * n + 1) * n; i++)
        rows[i] = (double)NAN;
    for (size_t i = 0; i < 2 * n; i++)
        rows[i * n + i / 2] = end_of(&p[i / 2].value, i % 2);
    m.found_db = found;
    HUM_TRY(hum_sampled_each(d->sampled, rows, 0, 2 * n + 1, keep_headline, &m));
    for (size_t i = 0; i < n; i++) {
        double low = found[2 * i], high = found[2 * i + 1], now = found[2 * n];
        double moves = fmax(fmax(low, high), now) - fmin(fmin(low, high), now);
        if (p[i].assumption != HUM_NONE && !isnan(low) && !isnan(high) && isfinite(moves))
            as[p[i].assumption].moves_db = moves;
    }
    return HUM_OK;
}

/* --- all of it --------------------------------------------------------------------------------------- */

#define HARDLY 0.01 /* a share that a thousand samples do not tell from nothing */

static double known_share(const hum_assumption *as)
{
    return isnan(as->share) ? -1 : as->share < HARDLY ? 0 : as->share;
}

static bool comes_before(const hum_assumption *a, const hum_assumption *b)
{
    double x = known_share(a), y = known_share(b);
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

static hum_status find_shares(doubts *d, const hum_parameter *p, size_t n)
{
    double *samples;
    HUM_TRY(rank_samples(d, &samples));
    for (size_t i = 0; i < n; i++)
        if (p[i].assumption != HUM_NONE)
            d->s->net->assumptions[p[i].assumption].share = share_of(d, samples, i);
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

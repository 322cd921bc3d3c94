/* How sure: each assumption once at its low and once at its high end, everything else as it was, and the headline solved
 * again (docs/physics/solve.md, "Doubts"). The headline is the larger of the hum and the noise margin at the first seat, or,
 * without a seat, the hum at the worst input; of its hum the lines that were most audible are solved, of its noise the
 * auditory band that was. */
#include "hearing/threshold.h"
#include "num/random.h"
#include "study/seats.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>

enum { LINES = 2, WORK_MAX = 24 * 24 }; /* assumptions times links */

typedef struct headline {
    hum_study *s;
    uint32_t cable;      /* Without a seat: where. */
    size_t lines[LINES]; /* Harmonics, counted from 0. */
    size_t n_lines;
    double noise_db;     /* SPL of the noise in its band as it was; NAN until that is known. */
    bool is_hum_alone;   /* Noise is so far below it that no assumption brings it up. */
} headline;

static double squared(hum_complex v)
{
    return creal(v) * creal(v) + cimag(v) * cimag(v);
}

/* --- what is looked at ------------------------------------------------------------------------------- */

static double weight_of_line(const headline *h, size_t k)
{
    const hum_findings *f = h->s->out;
    return h->s->m->n_listeners ? f->seats[0].hum_line_margin_db[k] : f->links[h->cable].at_input.hum_line_v[k];
}

/* The largest lines, largest first. */
static void choose_lines(headline *h)
{
    for (size_t k = 0; k < HUM_HARMONICS; k++) {
        size_t at = h->n_lines;
        if (!(weight_of_line(h, k) > (h->s->m->n_listeners ? -(double)INFINITY : 0)))
            continue;
        while (at > 0 && weight_of_line(h, h->lines[at - 1]) < weight_of_line(h, k))
            at--;
        h->n_lines += h->n_lines < LINES;
        for (size_t i = h->n_lines; i-- > at + 1;)
            h->lines[i] = h->lines[i - 1];
        if (at < h->n_lines)
            h->lines[at] = k;
    }
}

static void choose_link(headline *h)
{
    const hum_findings *f = h->s->out;
    double worst = -1;
    for (uint32_t i = 0; i < h->s->m->n_cables; i++) {
        double ratio = f->links[i].at_input.hum_v / f->links[i].at_input.level_v;
        if (ratio > worst) {
            worst = ratio;
            h->cable = i;
        }
    }
}

static hum_probe probe_of(const headline *h, const hum_network *net)
{
    if (h->s->m->n_listeners)
        return net->listeners[0].probe;
    return (hum_probe){net->ports[h->s->m->cables[h->cable].to].signal, HUM_EARTH};
}

/* --- one network ------------------------------------------------------------------------------------- */

/* Hum and noise at the probe: one adjoint solution holds them all. */
static hum_status solve_at(hum_study *one, hum_probe probe, double f_hz)
{
    HUM_TRY(hum_solver_set(one->solver, f_hz, one->d));
    return hum_solver_adjoint(one->solver, probe, one->y);
}

static double hum_power(const hum_study *one, size_t k)
{
    const hum_circuit *c = one->net->circuit;
    double sum = 0;
    for (size_t i = 0; i < c->n_sources; i++)
        if (c->sources[i].kind == HUM_SOURCE_HUM && c->sources[i].line_v[k] > 0)
            sum += squared(hum_adjoint_emf(one->solver, one->y, c->sources[i].element) * c->sources[i].line_v[k]);
    return sum;
}

static hum_status seat_headline(const headline *h, hum_study *one, double *hum_db, double *noise_db)
{
    hum_seat seat = hum_seat_of(&one->net->listeners[0]);
    double noise_hz = h->s->out->seats[0].noise_f_hz;
    *hum_db = -(double)INFINITY;
    *noise_db = (double)NAN;
    for (size_t i = 0; i < h->n_lines; i++) {
        double f_hz = h->s->m->mains_hz * (double)(h->lines[i] + 1);
        HUM_TRY(solve_at(one, probe_of(h, one->net), f_hz));
        double spl = hum_seat_spl_db(&seat, sqrt(hum_power(one, h->lines[i])), true);
        *hum_db = fmax(*hum_db, spl - hum_threshold_db(f_hz));
    }
    if (!(noise_hz > 0) || h->is_hum_alone) /* nothing hisses, or nobody hears it */
        return HUM_OK;
    HUM_TRY(solve_at(one, probe_of(h, one->net), noise_hz));
    *noise_db = hum_seat_spl_db(&seat, sqrt(hum_noise_density(one->solver, one->y, NULL, NULL)), false);
    return HUM_OK;
}

static hum_status link_headline(const headline *h, hum_study *one, double *hum_db)
{
    double sum = 0;
    for (size_t i = 0; i < h->n_lines; i++) {
        HUM_TRY(solve_at(one, probe_of(h, one->net), h->s->m->mains_hz * (double)(h->lines[i] + 1)));
        sum += hum_power(one, h->lines[i]);
    }
    *hum_db = 10 * log10(sum);
    return HUM_OK;
}

static hum_status find_headline(const headline *h, hum_study *one, double *db, double *noise_db)
{
    *noise_db = (double)NAN;
    if (!h->s->m->n_listeners)
        return link_headline(h, one, db);
    HUM_TRY(seat_headline(h, one, db, noise_db));
    double louder_db = isnan(h->noise_db) ? 0 : *noise_db - h->noise_db;
    *db = fmax(*db, h->s->out->seats[0].noise_margin_db + louder_db);
    return HUM_OK;
}

/* --- one value changed ------------------------------------------------------------------------------- */

/* Receivers keep the sign that was the worse one. */
static void polarise_alike(const headline *h, hum_network *net)
{
    const hum_network *as = h->s->net;
    for (uint32_t i = 0; i < h->s->m->n_ports; i++) {
        const hum_port_net *p = &as->ports[i];
        if (!p->is_built || p->cmrr_term == SIZE_MAX)
            continue;
        const hum_term *t = &as->circuit->elements[p->emf].terms[p->cmrr_term];
        if (t->gain + t->gain_s < 0)
            hum_network_polarise(net, i, -1);
    }
}

static hum_status solve_with(const headline *h, hum_study *one, const hum_assumed_values *values, double *db)
{
    double noise_db;
    HUM_TRY(hum_network_build(one->a, h->s->m, values, one->d, &one->net));
    polarise_alike(h, one->net);
    HUM_TRY(hum_solver_new(one->a, one->net->circuit, one->d, &one->solver));
    HUM_ALLOC(one->y, one->a, hum_complex, hum_solver_size(one->solver));
    return find_headline(h, one, db, &noise_db);
}

/* The headline with these values; NAN when there is no such network. */
static hum_status try_with(const headline *h, const hum_assumed_values *values, double *db)
{
    hum_study one = {.m = h->s->m, .a = hum_arena_sibling(h->s->a)};
    if (!one.a)
        return HUM_E_NOMEM;
    one.d = hum_diags_new(one.a);
    hum_status st = one.d ? solve_with(h, &one, values, db) : HUM_E_NOMEM;
    hum_arena_close(&one.a);
    if (st != HUM_OK)
        *db = (double)NAN;
    return st == HUM_E_NOMEM ? st : HUM_OK;
}

static hum_status find_move(const headline *h, double *values, size_t i, double as_is_db)
{
    hum_assumption *as = &h->s->net->assumptions[i];
    const hum_assumed_values table = {values, h->s->net->n_assumptions, h->s->net};
    double low_db, high_db;
    if (!(as->low < as->high))
        return HUM_OK;
    values[i] = as->low;
    HUM_TRY(try_with(h, &table, &low_db));
    values[i] = as->high;
    HUM_TRY(try_with(h, &table, &high_db));
    values[i] = (double)NAN;
    as->moves_db = fmax(fmax(low_db, high_db), as_is_db) - fmin(fmin(low_db, high_db), as_is_db);
    if (isnan(low_db) || isnan(high_db) || !isfinite(as->moves_db))
        as->moves_db = (double)NAN;
    return HUM_OK;
}

/* --- all of them ------------------------------------------------------------------------------------- */

/* What moves it most comes first; what was not tried keeps its order at the end. */
static hum_status rank(hum_study *s)
{
    const hum_assumption *as = s->net->assumptions;
    uint32_t *order;
    HUM_ALLOC(order, s->a, uint32_t, s->net->n_assumptions);
    for (uint32_t i = 0; i < s->net->n_assumptions; i++) {
        size_t k = i;
        double db = isnan(as[i].moves_db) ? -1 : as[i].moves_db;
        for (; k > 0 && (isnan(as[order[k - 1]].moves_db) ? -1 : as[order[k - 1]].moves_db) < db; k--)
            order[k] = order[k - 1];
        order[k] = i;
    }
    s->out->assumed = order;
    return HUM_OK;
}

static size_t count_uncertain(const hum_network *net)
{
    size_t n = 0;
    for (size_t i = 0; i < net->n_assumptions; i++)
        n += net->assumptions[i].low < net->assumptions[i].high;
    return n;
}

/* --- everything at once ------------------------------------------------------------------------------ */

static int by_value(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Latin hypercube: each value takes each of HUM_SAMPLES equally likely slices of its range once, in an order of its own
 * (an odd step through a power of two visits every slice), so that few samples show the whole of it (eq. S-30). */
static double quantile(uint64_t sample, uint32_t i)
{
    uint64_t step = 2 * (uint64_t)(hum_random_unit(HUM_SEED, HUM_SAMPLES, 2 * i) * HUM_SAMPLES) + 1;
    uint64_t start = (uint64_t)(hum_random_unit(HUM_SEED, HUM_SAMPLES, 2 * i + 1) * HUM_SAMPLES);
    uint64_t slice = (start + step * sample) % HUM_SAMPLES;
    return ((double)slice + hum_random_unit(HUM_SEED, sample, i)) / HUM_SAMPLES;
}

static void draw(const hum_network *net, double *values, uint64_t sample)
{
    for (uint32_t i = 0; i < net->n_assumptions; i++) {
        const hum_assumption *as = &net->assumptions[i];
        hum_value v = hum_value_range(as->dim, as->low, as->high);
        values[i] = as->low < as->high ? hum_random_quantile(&v, quantile(sample, i)) : (double)NAN;
    }
}

/* The headline's band: every value that is not known drawn from its range, 5th to 95th percentile (eq. S-30). */
static hum_status find_band(const headline *h, double *values, double as_is_db)
{
    const hum_assumed_values table = {values, h->s->net->n_assumptions, h->s->net};
    hum_findings *f = h->s->out;
    double found[HUM_SAMPLES];
    size_t n = 0;
    for (uint64_t k = 0; k < HUM_SAMPLES; k++) {
        double db;
        draw(h->s->net, values, k);
        HUM_TRY(try_with(h, &table, &db));
        if (!isnan(db))
            found[n++] = db;
    }
    if (n < HUM_SAMPLES / 2 || !isfinite(as_is_db))
        return HUM_OK;
    qsort(found, n, sizeof found[0], by_value);
    f->headline_db = as_is_db;
    f->headline_low_db = found[n * 5 / 100];
    f->headline_high_db = found[n - 1 - n * 5 / 100];
    return HUM_OK;
}

/* Hum or noise that is this far under the other one stays there: no range of typical.c is wider. */
#define FAR_BELOW_DB 40.0

static void forget_what_is_far_below(headline *h)
{
    const hum_seat_findings *seat = h->s->m->n_listeners ? &h->s->out->seats[0] : NULL;
    if (!seat)
        return;
    h->is_hum_alone = seat->hum_margin_db > seat->noise_margin_db + FAR_BELOW_DB;
    if (h->is_hum_alone)
        h->noise_db = (double)NAN;
    if (seat->noise_margin_db > seat->hum_margin_db + FAR_BELOW_DB)
        h->n_lines = 0;
}

hum_status hum_study_doubts(hum_study *s)
{
    headline h = {.s = s, .noise_db = (double)NAN};
    double *values, as_is_db;
    size_t n = s->net->n_assumptions;
    if (count_uncertain(s->net) * (s->m->n_cables + 1) > WORK_MAX)
        return HUM_OK;
    choose_link(&h);
    choose_lines(&h);
    HUM_TRY(find_headline(&h, s, &as_is_db, &h.noise_db));
    forget_what_is_far_below(&h);
    HUM_ALLOC(values, s->a, double, n);
    for (size_t i = 0; i < n; i++)
        values[i] = (double)NAN;
    for (size_t i = 0; i < n; i++)
        HUM_TRY(find_move(&h, values, i, as_is_db));
    if (count_uncertain(s->net))
        HUM_TRY(find_band(&h, values, as_is_db));
    return rank(s);
}

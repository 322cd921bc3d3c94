/* One thread around whole samples, not several inside each block of them: between blocks they would only wait for each other. */
#include "study/crew.h"

#include <omp.h>

enum { HANDS_MAX = 256, WORTH_A_HAND = 1024 }; /* samples of a study */

typedef struct hand {
    hum_arena *a;
    hum_sampled *s;
    double **values; /* [n_wanted] where its samples go */
    hum_status status;
} hand;

struct hum_crew {
    hand *hands;
    size_t n;
    size_t n_wanted;
};

static void release(void *arena)
{
    hum_arena *a = arena;
    hum_arena_close(&a);
}

static size_t count_hands(const hum_sampled_options *o)
{
    size_t n = o->threads > 0 ? (size_t)o->threads : (size_t)omp_get_max_threads();
    size_t worth = o->n_samples / WORTH_A_HAND;
    n = n < worth ? n : worth;
    return n < 1 ? 1 : n < HANDS_MAX ? n : HANDS_MAX;
}

static hum_status make_hand(hum_arena *a, const hum_findings *f, const hum_wanted *wanted, size_t n_wanted,
                            const hum_sampled_options *o, hum_diags *d, hand *h)
{
    h->a = hum_arena_sibling(a);
    if (!h->a)
        return HUM_E_NOMEM;
    HUM_TRY(hum_arena_own(a, release, h->a));
    HUM_ALLOC(h->values, h->a, double *, n_wanted);
    return hum_sampled_new(h->a, f, wanted, n_wanted, o, d, &h->s);
}

hum_status hum_crew_new(hum_arena *a, const hum_findings *f, const hum_wanted *wanted, size_t n_wanted,
                        const hum_sampled_options *o, hum_diags *d, hum_crew **out)
{
    hum_crew *c;
    hum_sampled_options alone = *o;
    alone.threads = 1;
    HUM_ALLOC(c, a, hum_crew, 1);
    c->n = count_hands(o);
    c->n_wanted = n_wanted;
    HUM_ALLOC(c->hands, a, hand, c->n);
    for (size_t i = 0; i < c->n; i++)
        HUM_TRY(make_hand(a, f, wanted, n_wanted, &alone, d, &c->hands[i]));
    *out = c;
    return HUM_OK;
}

/* Hand i takes the samples from n i / hands on. */
static void work(hum_crew *c, size_t i, uint64_t first, size_t n, double *const *values)
{
    hand *h = &c->hands[i];
    size_t from = n * i / c->n, to = n * (i + 1) / c->n;
    for (size_t w = 0; w < c->n_wanted; w++)
        h->values[w] = values[w] + from;
    h->status = hum_sampled_run(h->s, first + from, to - from, h->values);
}

hum_status hum_crew_run(hum_crew *c, uint64_t first, size_t n, double *const *values)
{
#pragma omp parallel for num_threads((int)c->n) schedule(static, 1)
    for (size_t i = 0; i < c->n; i++)
        work(c, i, first, n, values);
    for (size_t i = 0; i < c->n; i++)
        HUM_TRY(c->hands[i].status);
    return HUM_OK;
}

hum_sampled *hum_crew_one(const hum_crew *c)
{
    return c->hands[0].s;
}

hum_sampled_stats hum_crew_stats(const hum_crew *c)
{
    hum_sampled_stats all = hum_sampled_stats_of(c->hands[0].s);
    for (size_t i = 1; i < c->n; i++) {
        hum_sampled_stats one = hum_sampled_stats_of(c->hands[i].s);
        all.n_samples += one.n_samples;
        all.n_failed += one.n_failed;
        all.batch.n_points += one.batch.n_points;
        all.batch.n_again += one.batch.n_again;
        all.batch.n_failed += one.batch.n_failed;
    }
    return all;
}

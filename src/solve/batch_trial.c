/* The trial of a way: three samples at three frequencies against KLU, which settles whether its digits are good enough,
 * and what is refined (docs/physics/solve.md S-28). */
#include "solve/batch_parts.h"

#include "num/random.h"

#include <math.h>

#define TRUSTED 2e-11 /* difference from KLU on trial up to which an unrefined reduction is used */
#define NOTHING 1e-15  /* what rounding may leave of a transfer that is exactly 0: no path */

enum { TRIAL_SAMPLES = 3 };

typedef struct trial {
    hum_batch_call call;
    hum_batch_out got;
    hum_batch_out want;
    double *values;
    uint32_t f[HUM_TRIALS];
} trial;

hum_status hum_batch_out_new(const hum_batch *b, hum_arena *a, size_t stride, bool by_noise, hum_batch_out *o)
{
    size_t n = b->spec.n_f * b->spec.n_probes * stride;
    if (b->spec.n_drives)
        HUM_TRY(hum_lanes_new(a, 2 * n * b->spec.n_drives, &o->h));
    if (b->spec.wants_noise)
        HUM_TRY(hum_lanes_new(a, n, &o->noise));
    return b->spec.wants_noise && by_noise ? hum_lanes_new(a, n * b->noise.n_noises, &o->by_noise) : HUM_OK;
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
    HUM_TRY(hum_batch_call_new(b, a, t->values, TRIAL_SAMPLES, &t->got, &t->call));
    t->f[1] = (uint32_t)b->spec.n_f / 2;
    t->f[2] = (uint32_t)b->spec.n_f - 1;
    t->call.f = t->f;
    t->call.n_f = b->spec.n_f < HUM_TRIALS ? b->spec.n_f : HUM_TRIALS; /* no frequency twice */
    HUM_TRY(hum_batch_out_new(b, a, t->call.stride, false, &t->got));
    return hum_batch_out_new(b, a, t->call.stride, false, &t->want);
}

static double difference(const double *got, const double *want, size_t step)
{
    hum_complex g = hum_complex_of(got[0], step ? got[step] : 0), w = hum_complex_of(want[0], step ? want[step] : 0);
    double e = cabs(g - w) / cabs(w);
    if (step && cabs(w) < NOTHING && cabs(g) < NOTHING)
        return 0;
    return isfinite(e) ? e : w == 0 && g == 0 ? 0 : HUGE_VAL;
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
            double e = difference(t->got.h + i, t->want.h + i, stride), size = hypot(t->want.h[i], t->want.h[i + stride]);
            double least = e * size / hum_batch_accuracy(b);
            double *known = b->n_least < 2 ? &b->least[b->n_least][probe * b->spec.n_drives + j] : NULL;
            if (b->spec.accuracy > 0 && size < HUM_FAINT)
                continue;
            if (b->stats.way != HUM_WAY_REPLAY || !known)
                worst = fmax(worst, e);
            else if (!(least <= *known))
                *known = least;
        }
        if (b->spec.wants_noise)
            worst = fmax(worst, difference(t->got.noise + at * stride + k, t->want.noise + at * stride + k, 0));
    }
    return worst;
}

static hum_status find_truth(hum_batch *b, trial *t)
{
    t->call.out = &t->want;
    for (size_t i = 0; i < HUM_TRIALS; i++)
        for (size_t k = 0; k < TRIAL_SAMPLES; k++)
            HUM_TRY(hum_batch_again(b, &t->call, k, t->f[i]));
    hum_batch_restore(b);
    b->stats.n_failed = 0;
    t->call.out = &t->got;
    return HUM_OK;
}

static void run_trial(hum_batch *b, trial *t)
{
    b->stats.trial_error = 0;
    hum_batch_run_way(b, &t->call);
    for (size_t i = 0; i < HUM_TRIALS; i++)
        for (size_t k = 0; k < TRIAL_SAMPLES; k++)
            if (!t->call.doubt[t->f[i] * t->call.stride + k])
                b->stats.trial_error = fmax(b->stats.trial_error, compare(b, t, t->f[i], k));
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
    for (int i = 0; i < 2; i++)
        HUM_ALLOC(b->least[i], b->a, double, b->spec.n_probes * b->spec.n_drives);
    HUM_TRY(prepare_way(b, false));
    HUM_TRY(find_truth(b, t));
    run_trial(b, t);
    if (b->stats.way != HUM_WAY_REPLAY && !b->stats.is_refined && b->stats.trial_error > TRUSTED) {
        HUM_TRY(prepare_way(b, true));
        run_trial(b, t);
    }
    while (b->stats.way == HUM_WAY_REPLAY && b->n_least < 2) { /* now with refinement where it is needed */
        b->n_least++;
        run_trial(b, t);
    }
    if (b->stats.trial_error > hum_batch_accuracy(b))
        b->stats.way = HUM_WAY_KLU;
    return HUM_OK;
}

hum_status hum_batch_try(hum_batch *b)
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

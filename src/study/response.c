/* Response corners of each link: where its gain is 3 dB below that at 1 kHz. A coarse sweep brackets them, bisection in
 * log frequency finds them. */
#include "study/study.h"

#include <complex.h>
#include <math.h>

#define REFERENCE_HZ 1000.0
#define LOWEST_HZ 0.01
#define HIGHEST_HZ 100e6
#define STEP 2.1544346900318837 /* three to a decade */
#define DROP_DB 3.0102999566398119

static hum_status gain_db_at(hum_study *s, uint32_t cable, double f_hz, double *db)
{
    hum_complex gain;
    HUM_TRY(hum_solver_set(s->solver, f_hz, s->d));
    HUM_TRY(hum_link_gain(s, cable, &gain));
    *db = hum_db(cabs(gain));
    return HUM_OK;
}

static hum_status bisect(hum_study *s, uint32_t cable, double target_db, double inside, double outside, double *corner)
{
    enum { HALVINGS = 18 };
    for (int i = 0; i < HALVINGS; i++) {
        double mid = sqrt(inside * outside), db;
        HUM_TRY(gain_db_at(s, cable, mid, &db));
        if (db >= target_db)
            inside = mid;
        else
            outside = mid;
    }
    *corner = sqrt(inside * outside);
    return HUM_OK;
}

typedef struct bracket {
    double inside;
    double outside; /* 0 while none was found */
} bracket;

/* One sweep for all links: each frequency is factored once. */
static hum_status sweep(hum_study *s, double limit_hz, double step, bracket *at)
{
    size_t left = s->m->n_cables;
    for (size_t i = 0; i < s->m->n_cables; i++)
        at[i] = (bracket){REFERENCE_HZ, 0};
    for (double f = REFERENCE_HZ * step; left && (step > 1 ? f < limit_hz : f > limit_hz); f *= step) {
        HUM_TRY(hum_solver_set(s->solver, f, s->d));
        for (uint32_t i = 0; i < s->m->n_cables; i++) {
            hum_complex gain;
            if (at[i].outside > 0)
                continue;
            HUM_TRY(hum_link_gain(s, i, &gain));
            if (hum_db(cabs(gain)) >= s->out->links[i].gain_db - DROP_DB) {
                at[i].inside = f;
                continue;
            }
            at[i].outside = f;
            left--;
        }
    }
    return HUM_OK;
}

const double hum_response_hz[HUM_RESPONSE_POINTS] = {10,   20,    30,    100,   300,    1000,
                                                     3000, 10000, 15000, 20000, 100000, 1000000};

static hum_status take_points(hum_study *s)
{
    for (size_t k = 0; k < HUM_RESPONSE_POINTS; k++) {
        HUM_TRY(hum_solver_set(s->solver, hum_response_hz[k], s->d));
        for (uint32_t i = 0; i < s->m->n_cables; i++) {
            hum_complex gain;
            HUM_TRY(hum_link_gain(s, i, &gain));
            s->out->links[i].response_db[k] = hum_db(cabs(gain)) - s->out->links[i].gain_db;
        }
    }
    return HUM_OK;
}

hum_status hum_study_response(hum_study *s)
{
    bracket *low;
    bracket *high;
    HUM_ALLOC(low, s->a, bracket, s->m->n_cables);
    HUM_ALLOC(high, s->a, bracket, s->m->n_cables);
    HUM_TRY(take_points(s));
    HUM_TRY(sweep(s, LOWEST_HZ, 1 / STEP, low));
    HUM_TRY(sweep(s, HIGHEST_HZ, STEP, high));
    for (uint32_t i = 0; i < s->m->n_cables; i++) {
        hum_link_findings *l = &s->out->links[i];
        l->f_low_hz = l->f_high_hz = (double)NAN;
        if (low[i].outside > 0)
            HUM_TRY(bisect(s, i, l->gain_db - DROP_DB, low[i].inside, low[i].outside, &l->f_low_hz));
        if (high[i].outside > 0)
            HUM_TRY(bisect(s, i, l->gain_db - DROP_DB, high[i].inside, high[i].outside, &l->f_high_hz));
    }
    return HUM_OK;
}

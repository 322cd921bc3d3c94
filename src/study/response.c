/* Response corners of each link: where its gain is 3 dB below that at 1 kHz. A coarse sweep brackets them; in the bracket
 * the Illinois variant of false position finds them (M. Dowell and P. Jarratt, BIT 11 (1971) 168), log frequency over dB. */
#include "study/study.h"

#include <complex.h>
#include <math.h>

#define REFERENCE_HZ 1000.0
#define LOWEST_HZ 0.01
#define HIGHEST_HZ 100e6
#define STEP 2.1544346900318837 /* three to a decade */
#define DROP_DB 3.0102999566398119
#define EXACT_DB 1e-9

static hum_status gain_db_at(hum_study *s, uint32_t cable, double f_hz, double *db)
{
    hum_complex gain;
    HUM_TRY(hum_solver_set(s->solver, f_hz, s->d));
    HUM_TRY(hum_link_gain(s, cable, &gain));
    *db = hum_db(cabs(gain));
    return HUM_OK;
}

/* A corner between two frequencies of the sweep: gains over the target, dB. */
typedef struct bracket {
    double inside_hz, inside_db;
    double outside_hz, outside_db; /* 0 Hz while none was found */
} bracket;

static hum_status find_corner(hum_study *s, uint32_t cable, const bracket *b, double *corner_hz)
{
    enum { STEPS_MAX = 40 };
    double target = s->out->links[cable].gain_db - DROP_DB;
    double xa = log(b->inside_hz), ya = b->inside_db, xb = log(b->outside_hz), yb = b->outside_db, x = xa;
    for (int i = 0; i < STEPS_MAX && fabs(xb - xa) > 1e-12; i++) {
        double db;
        x = isfinite(yb) ? xa + (xb - xa) * ya / (ya - yb) : (xa + xb) / 2;
        HUM_TRY(gain_db_at(s, cable, exp(x), &db));
        double y = db - target;
        if (fabs(y) < EXACT_DB)
            break;
        if ((y < 0) == (yb < 0)) { /* a halved ordinate keeps the other end from staying for ever */
            ya /= 2;
        } else {
            xa = xb;
            ya = yb;
        }
        xb = x;
        yb = y;
    }
    *corner_hz = exp(x);
    return HUM_OK;
}

/* One sweep for all links: each frequency is factored once. */
static hum_status sweep(hum_study *s, double limit_hz, double step, bracket *at)
{
    size_t left = s->n_links;
    for (size_t i = 0; i < s->n_links; i++)
        at[i] = (bracket){.inside_hz = REFERENCE_HZ, .inside_db = DROP_DB};
    for (double f = REFERENCE_HZ * step; left && (step > 1 ? f < limit_hz : f > limit_hz); f *= step) {
        HUM_TRY(hum_solver_set(s->solver, f, s->d));
        for (size_t i = 0; i < s->n_links; i++) {
            hum_complex gain;
            if (at[i].outside_hz > 0)
                continue;
            HUM_TRY(hum_link_gain(s, s->links[i], &gain));
            double over_db = hum_db(cabs(gain)) - (s->out->links[s->links[i]].gain_db - DROP_DB);
            if (over_db >= 0) {
                at[i].inside_hz = f;
                at[i].inside_db = over_db;
                continue;
            }
            at[i].outside_hz = f;
            at[i].outside_db = over_db;
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
        for (size_t i = 0; i < s->n_links; i++) {
            hum_link_findings *l = &s->out->links[s->links[i]];
            hum_complex gain;
            HUM_TRY(hum_link_gain(s, s->links[i], &gain));
            l->response_db[k] = hum_db(cabs(gain)) - l->gain_db;
        }
    }
    return HUM_OK;
}

hum_status hum_study_response(hum_study *s)
{
    bracket *low;
    bracket *high;
    HUM_ALLOC(low, s->a, bracket, s->n_links);
    HUM_ALLOC(high, s->a, bracket, s->n_links);
    HUM_TRY(take_points(s));
    HUM_TRY(sweep(s, LOWEST_HZ, 1 / STEP, low));
    HUM_TRY(sweep(s, HIGHEST_HZ, STEP, high));
    for (size_t i = 0; i < s->n_links; i++) {
        hum_link_findings *l = &s->out->links[s->links[i]];
        l->f_low_hz = l->f_high_hz = (double)NAN;
        if (low[i].outside_hz > 0)
            HUM_TRY(find_corner(s, s->links[i], &low[i], &l->f_low_hz));
        if (high[i].outside_hz > 0)
            HUM_TRY(find_corner(s, s->links[i], &high[i], &l->f_high_hz));
    }
    return HUM_OK;
}

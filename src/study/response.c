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

/* Gains of a link over the target at n points of the sweep, inside out; the first one below it closes the bracket. */
static void narrow(bracket *at, const double *f_hz, const hum_complex *gain, size_t n, double target_db)
{
    for (size_t lane = 0; lane < n && !(at->outside_hz > 0); lane++) {
        double over_db = hum_db(cabs(gain[lane])) - target_db;
        if (over_db >= 0) {
            at->inside_hz = f_hz[lane];
            at->inside_db = over_db;
        } else {
            at->outside_hz = f_hz[lane];
            at->outside_db = over_db;
        }
    }
}

/* One sweep for all links: each frequency is factored once. */
static hum_status sweep(hum_study *s, double limit_hz, double step, bracket *at)
{
    double f = REFERENCE_HZ * step;
    bool is_open = true;
    for (size_t i = 0; i < s->n_links; i++)
        at[i] = (bracket){.inside_hz = REFERENCE_HZ, .inside_db = DROP_DB};
    while (is_open && (step > 1 ? f < limit_hz : f > limit_hz)) {
        double f_hz[HUM_LANES];
        hum_complex gain[HUM_LANES];
        size_t n = 0;
        for (; n < HUM_LANES && (step > 1 ? f < limit_hz : f > limit_hz); f *= step)
            f_hz[n++] = f;
        HUM_TRY(hum_study_comb(s, f_hz, n));
        is_open = false;
        for (size_t i = 0; i < s->n_links; i++) {
            if (at[i].outside_hz > 0)
                continue;
            HUM_TRY(hum_link_gains(s, s->links[i], n, gain));
            narrow(&at[i], f_hz, gain, n, s->out->links[s->links[i]].gain_db - DROP_DB);
            is_open |= !(at[i].outside_hz > 0);
        }
    }
    return HUM_OK;
}

const double hum_response_hz[HUM_RESPONSE_POINTS] = {10,   20,    30,    100,   300,    1000,
                                                     3000, 10000, 15000, 20000, 100000, 1000000};

static hum_status take_points(hum_study *s)
{
    hum_complex gain[HUM_LANES];
    for (size_t k = 0; k < HUM_RESPONSE_POINTS; k += HUM_LANES) {
        size_t n = HUM_RESPONSE_POINTS - k < HUM_LANES ? HUM_RESPONSE_POINTS - k : HUM_LANES;
        HUM_TRY(hum_study_comb(s, hum_response_hz + k, n));
        for (size_t i = 0; i < s->n_links; i++) {
            hum_link_findings *l = &s->out->links[s->links[i]];
            HUM_TRY(hum_link_gains(s, s->links[i], n, gain));
            for (size_t lane = 0; lane < n; lane++)
                l->response_db[k + lane] = hum_db(cabs(gain[lane])) - l->gain_db;
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

/* The opening of an eye: where every trace crosses zero, and how near to the middle any trace comes (docs/physics/eye.md E-14 to E-16).
 * Between samples the waveform is the cubic through the four around. */
#include "study/eye_parts.h"

#include "base/unit.h"

#include <math.h>

typedef struct reader {
    const hum_eye_wave *w;
    size_t n;     /* samples */
    double per_ui;
} reader;

static double sample(const reader *r, long i)
{
    long n = (long)r->n; /* the pattern repeats; nobody asks further than one repetition away */
    return r->w->v[i < 0 ? i + n : i >= n ? i - n : i];
}

static double value_at(const reader *r, double t)
{
    double whole = floor(t), x = t - whole;
    long i = (long)whole;
    double a = sample(r, i - 1), b = sample(r, i), c = sample(r, i + 1), d = sample(r, i + 2);
    return (x + 1) * (x - 1) * (x - 2) / 2 * b - x * (x - 1) * (x - 2) / 6 * a - (x + 1) * x * (x - 2) / 2 * c +
           (x + 1) * x * (x - 1) / 6 * d;
}

double hum_eye_at(const hum_eye_wave *w, double ui)
{
    reader r = {w, w->n_ui * w->n_per_ui, (double)w->n_per_ui};
    return value_at(&r, ui * r.per_ui);
}

/* Where the waveform passes `level` between samples t and t + step (step 1 or -1), which lie on either side of it. */
static double passes(const reader *r, double t, double step, double level)
{
    double low = 0, high = 1;
    bool is_above = value_at(r, t) >= level;
    for (size_t i = 0; i < 30; i++) {
        double middle = (low + high) / 2;
        if ((value_at(r, t + step * middle) >= level) == is_above)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static size_t count_transitions(const hum_eye_wave *w)
{
    size_t n = 0;
    for (size_t i = 0; i < w->n_ui; i++)
        n += w->level[i] != w->level[(i + 1) % w->n_ui];
    return n;
}

/* Zero crossings in samples; more than `max` are not stored. */
static size_t find_crossings(const reader *r, double *out, size_t max)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++) {
        double v0 = r->w->v[i], v1 = r->w->v[(i + 1) % r->n];
        if ((v0 < 0) == (v1 < 0))
            continue;
        if (n < max)
            out[n] = (double)i + passes(r, (double)i, 1, 0);
        n++;
    }
    return n;
}

/* Mean phase of the crossings in UI, as a mean direction, because phases go round. */
static double mean_phase(const reader *r, const double *t, size_t n)
{
    double re = 0, im = 0;
    for (size_t i = 0; i < n; i++) {
        re += cos(2 * HUM_PI * t[i] / r->per_ui);
        im += sin(2 * HUM_PI * t[i] / r->per_ui);
    }
    return atan2(im, re) / (2 * HUM_PI);
}

typedef struct spread {
    double early, late, mean, rms; /* UI, about the mean direction */
} spread;

static spread spread_of(const reader *r, const double *t, size_t n, double phase)
{
    spread s = {0, 0, 0, 0};
    double sum2 = 0;
    for (size_t i = 0; i < n; i++) {
        double d = t[i] / r->per_ui - phase;
        d -= floor(d + 0.5);
        s.early = fmin(s.early, d);
        s.late = fmax(s.late, d);
        s.mean += d / (double)n;
        sum2 += d * d / (double)n;
    }
    s.rms = sqrt(fmax(sum2 - s.mean * s.mean, 0));
    return s;
}

/* Least |v| on the side of the middle, from t - half to t + half samples; below 0 when the trace changes sides. */
static double least_over(const reader *r, double t, double half)
{
    double side = value_at(r, t) < 0 ? -1 : 1;
    double least = fmin(side * value_at(r, t - half), side * value_at(r, t + half));
    for (double i = ceil(t - half); i <= floor(t + half); i++)
        least = fmin(least, side * sample(r, (long)i));
    return least;
}

/* How far from the sample at the middle a trace stays above `level`, in samples in direction dir (-1 or 1); at most `limit`, which is
 * what other traces have left. */
static double reach(const reader *r, long middle, double level, int dir, double limit)
{
    double side = sample(r, middle) < 0 ? -1 : 1;
    if (side * sample(r, middle) < level)
        return 0;
    for (long d = 1; (double)d <= limit + 1; d++)
        if (side * sample(r, middle + dir * d) < level)
            return fmin(limit, (double)(d - 1) + passes(r, (double)(middle + dir * (d - 1)), dir, side * level));
    return limit;
}

static void measure_opening(const reader *r, double middle, const hum_eye_mask *mask, double sample_s, hum_eye_opening *out)
{
    double height = HUGE_VAL, centre = HUGE_VAL, left = r->per_ui, right = r->per_ui;
    for (size_t k = 0; k < r->w->n_ui; k++) {
        double t = (middle + (double)k) * r->per_ui;
        height = fmin(height, least_over(r, t, mask->width_ui / 2 * r->per_ui));
        centre = fmin(centre, fabs(value_at(r, t)));
        left = reach(r, lround(t), mask->height_v / 2, -1, left);
        right = reach(r, lround(t), mask->height_v / 2, 1, right);
    }
    out->height_v = 2 * fmax(height, 0);
    out->centre_v = 2 * centre;
    out->width_s = left > 0 && right > 0 ? fmin(left + right, r->per_ui) * sample_s : 0;
}

static double swing(const reader *r)
{
    double low = 0, high = 0;
    for (size_t i = 0; i < r->n; i++) {
        low = fmin(low, r->w->v[i]);
        high = fmax(high, r->w->v[i]);
    }
    return high - low;
}

void hum_eye_measure(const hum_eye_wave *w, double ui_s, const hum_eye_mask *mask, double *crossings, hum_eye_opening *out)
{
    reader r = {w, w->n_ui * w->n_per_ui, (double)w->n_per_ui};
    size_t n = find_crossings(&r, crossings, w->n_ui + 1);
    *out = (hum_eye_opening){.peak_v = swing(&r), .jitter_pp_s = (double)NAN, .jitter_rms_s = (double)NAN};
    out->is_closed = n != count_transitions(w);
    if (out->is_closed)
        return;
    double phase = mean_phase(&r, crossings, n);
    spread s = spread_of(&r, crossings, n, phase);
    double middle = phase + 0.5 + (s.early + s.late) / 2;
    out->centre_ui = middle - floor(middle);
    out->jitter_pp_s = (s.late - s.early) * ui_s;
    out->jitter_rms_s = s.rms * ui_s;
    out->zero_width_s = fmax(1 - (s.late - s.early), 0) * ui_s;
    measure_opening(&r, out->centre_ui, mask, ui_s / r.per_ui, out);
}

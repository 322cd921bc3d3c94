/* The waveform at the receiver, by its spectrum: the pattern repeats, so its lines are all there is; square pulses with Gaussian
 * edges leave few of them, and the inverse transform is exact between them. FFTW 3 does the transforms.
 * docs/physics/eye.md E-11 to E-13. */
#include "base/unit.h"
#include "study/eye_parts.h"

#include <fftw3.h>
#include <math.h>
#include <string.h>

#define RISE_OF_SIGMA 2.5631031310892007 /* 10 to 90 % of a Gaussian edge, in sigmas */
#define EDGE_END 4.5                     /* 2 pi f sigma beyond which an edge has less than 4e-5 */
enum { SAMPLES_MIN = 16 };

double hum_eye_ui_s(const hum_eye_channel *c)
{
    return 1 / (HUM_FRAME_UI * c->f_frame_hz);
}

hum_complex hum_eye_equaliser(double f_frame_hz, double f_hz)
{
    static const double zeros_hz[] = {0.5e6, 2.2e6}, poles_hz[] = {0.7e6, 8e6}; /* at 48 kHz */
    double f = f_hz * 48e3 / f_frame_hz;
    hum_complex gain = 1;
    for (size_t i = 0; i < 2; i++)
        gain *= hum_complex_of(1, f / zeros_hz[i]) / hum_complex_of(1, f / poles_hz[i]);
    return gain;
}

static double sigma_s(const hum_eye_channel *c)
{
    return c->rise_s / RISE_OF_SIGMA;
}

/* Cycles per UI beyond which the source has nothing. */
static double end_of_source(const hum_eye_channel *c)
{
    return EDGE_END / (2 * HUM_PI * fmax(sigma_s(c), 1e-12)) * hum_eye_ui_s(c);
}

/* Enough that no line of the source lies above half the sampling rate. */
static size_t samples_per_ui(const hum_eye_channel *c)
{
    size_t n = SAMPLES_MIN;
    while (n < HUM_EYE_SAMPLES_MAX && (double)n < 2 * end_of_source(c))
        n *= 2;
    return n;
}

static double sinc(double x)
{
    return x == 0 ? 1 : sin(HUM_PI * x) / (HUM_PI * x);
}

/* Lines of pulses of one UI with Gaussian edges, from the transform of the levels, whose period is n_ui lines (eq. E-11). */
static void shape_source(hum_eye_wave *w, const hum_eye_channel *c, const hum_complex *levels)
{
    double ui = hum_eye_ui_s(c), s = sigma_s(c);
    double emf = c->level_v / 2 * (c->source_ohm + c->rated_ohm) / c->rated_ohm;
    for (size_t m = 0; m < w->n_lines; m++) {
        double x = (double)m / (double)w->n_ui; /* cycles per UI */
        double u = 2 * HUM_PI * x / ui * s;
        size_t k = m % w->n_ui;
        hum_complex a = k <= w->n_ui / 2 ? levels[k] : conj(levels[w->n_ui - k]);
        hum_complex half_ui = hum_complex_of(cos(HUM_PI * x), -sin(HUM_PI * x));
        w->source[m] = m == 0 ? 0 : emf / (double)w->n_ui * a * sinc(x) * half_ui * exp(-u * u / 2); /* m = 0: a transformer */
    }
}

static hum_status transform_levels(hum_arena *a, const hum_eye_wave *w, hum_complex **out)
{
    double *in;
    HUM_ALLOC(in, a, double, w->n_ui);
    HUM_ALLOC(*out, a, hum_complex, w->n_ui / 2 + 1);
    fftw_plan p = fftw_plan_dft_r2c_1d((int)w->n_ui, in, (fftw_complex *)*out, FFTW_ESTIMATE);
    if (!p)
        return HUM_E_NOMEM;
    for (size_t i = 0; i < w->n_ui; i++)
        in[i] = w->level[i];
    fftw_execute(p);
    fftw_destroy_plan(p);
    return HUM_OK;
}

static void sample_cable(hum_eye_wave *w, const hum_eye_channel *c)
{
    double step_hz = 1 / (hum_eye_ui_s(c) * (double)w->n_ui);
    for (size_t m = 1; m < w->n_lines; m++)
        w->cable[m] = hum_signal_wave_at(&c->line, step_hz * (double)m);
}

hum_status hum_eye_wave_new(hum_arena *a, const hum_eye_channel *c, bool is_professional, size_t n_frames, hum_eye_wave *out)
{
    hum_eye_wave w = {.n_ui = n_frames * HUM_FRAME_UI, .n_per_ui = samples_per_ui(c)};
    size_t n = w.n_ui * w.n_per_ui;
    hum_complex *levels;
    w.n_lines = (size_t)fmin((double)(n / 2), ceil(end_of_source(c) * (double)w.n_ui));
    HUM_ALLOC(w.level, a, signed char, w.n_ui);
    HUM_ALLOC(w.source, a, hum_complex, w.n_lines);
    HUM_ALLOC(w.cable, a, hum_signal_wave, w.n_lines);
    HUM_ALLOC(w.lines, a, hum_complex, n / 2 + 1);
    HUM_ALLOC(w.v, a, double, n);
    hum_eye_pattern(is_professional, n_frames, HUM_EYE_SEED, w.level);
    fftw_make_planner_thread_safe();
    HUM_TRY(transform_levels(a, &w, &levels));
    shape_source(&w, c, levels);
    sample_cable(&w, c);
    w.plan = fftw_plan_dft_c2r_1d((int)n, (fftw_complex *)w.lines, w.v, FFTW_ESTIMATE);
    *out = w;
    return w.plan ? HUM_OK : HUM_E_NOMEM;
}

void hum_eye_wave_of(hum_eye_wave *w, const hum_eye_channel *c)
{
    double step_hz = 1 / (hum_eye_ui_s(c) * (double)w->n_ui);
    memset(w->lines, 0, (w->n_ui * w->n_per_ui / 2 + 1) * sizeof w->lines[0]); /* the transform overwrites them */
    for (size_t m = 1; m < w->n_lines; m++) {
        double f = step_hz * (double)m;
        hum_complex load = hum_complex_of(1 / c->load_ohm, 2 * HUM_PI * f * c->load_f);
        hum_complex v = w->source[m] * hum_signal_transfer(&w->cable[m], c->length_m, c->source_ohm, load);
        w->lines[m] = c->is_equalised ? v * hum_eye_equaliser(c->f_frame_hz, f) : v;
    }
    fftw_execute(w->plan);
}

void hum_eye_wave_close(hum_eye_wave *w)
{
    if (w->plan)
        fftw_destroy_plan(w->plan);
    w->plan = NULL;
}

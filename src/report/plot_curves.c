/* Pictures over frequency: response and rejection of the links. */
#include "report/plot_curves.h"

#include "report/page.h"
#include "report/svg.h"
#include "study/sweep.h"

#include <math.h>

enum { POINTS = 97, LINKS_SHOWN = 6 };

static const hum_hue hues[LINKS_SHOWN] = {HUM_HUE_BLUE, HUM_HUE_RED, HUM_HUE_GREEN, HUM_HUE_PURPLE, HUM_HUE_TEXT, HUM_HUE_BLUE};
static const hum_dash dashes[LINKS_SHOWN] = {HUM_DASH_SOLID, HUM_DASH_LONG, HUM_DASH_SHORT, HUM_DASH_SOLID, HUM_DASH_DOT, HUM_DASH_SHORT};

typedef struct curves {
    const hum_findings *f;
    hum_sweep sweep;
    const double *values; /* [n_links][POINTS] */
    hum_axis x;
    hum_axis y;
} curves;

static hum_status take_sweep(hum_arena *a, const hum_findings *f, double low, double high, hum_diags *d, curves *c)
{
    double *f_hz;
    HUM_ALLOC(f_hz, a, double, POINTS);
    for (size_t k = 0; k < POINTS; k++)
        f_hz[k] = low * pow(high / low, (double)k / (POINTS - 1));
    c->f = f;
    c->x = (hum_axis){low, high, 52, 744, true};
    return hum_sweep_links(a, f, LINKS_SHOWN, f_hz, POINTS, d, &c->sweep);
}

static void draw(hum_svg *s, const curves *c)
{
    double x[POINTS], y[POINTS];
    for (size_t i = 0; i < c->sweep.n_links; i++) {
        for (size_t k = 0; k < POINTS; k++) {
            double v = c->values[i * POINTS + k];
            x[k] = hum_axis_px(&c->x, c->sweep.f_hz[k]);
            y[k] = v < c->y.low ? (double)NAN : hum_axis_px(&c->y, fmin(v, c->y.high));
        }
        hum_svg_curve(s, x, y, POINTS, hues[i], dashes[i], 2.2);
        double ky = c->y.from_px + 56 + 18 * (double)(i / 2), kx = 96 + 350 * (double)(i % 2);
        hum_svg_line(s, kx - 44, ky - 4, kx - 8, ky - 4, hues[i], dashes[i], 2.2);
        hum_svg_text(s, kx, ky, "start", 12, false, c->f->model->cables[i].id);
    }
}

static hum_text sentence(hum_arena *a, const curves *c, const char *what)
{
    hum_out o = hum_out_in(a);
    hum_text t = {0};
    hum_out_z(&o, what);
    for (size_t i = 0; i < c->sweep.n_links; i++)
        hum_out_f(&o, "%s %.*s", i ? "," : "", HUM_FMT(c->f->model->cables[i].id));
    return hum_out_done(&o, &t) == HUM_OK ? t : (hum_text){0};
}

hum_status hum_plot_response(hum_arena *a, const hum_findings *f, hum_diags *d, hum_text *out)
{
    curves c;
    HUM_TRY(take_sweep(a, f, 2, 2e6, d, &c));
    c.values = c.sweep.gain_db;
    c.y = (hum_axis){-12, 3, 330, 30, false};
    hum_svg s = hum_svg_open(a, 760, 450, HUM_T("Response of the links"), sentence(a, &c, "Gain against frequency, re 1 kHz, of"));
    hum_svg_grid(&s, &c.x, &c.y, 3, "dB");
    draw(&s, &c);
    return hum_svg_close(&s, out);
}

hum_status hum_plot_cmrr(hum_arena *a, const hum_findings *f, hum_diags *d, hum_text *out)
{
    curves c;
    HUM_TRY(take_sweep(a, f, 20, 20e3, d, &c));
    c.values = c.sweep.cmrr_db;
    c.y = (hum_axis){-10, 130, 330, 30, false};
    hum_svg s = hum_svg_open(a, 760, 450, HUM_T("Rejection as wired"),
                             sentence(a, &c, "How far a voltage between the two chassis is rejected against the signal, of"));
    hum_svg_grid(&s, &c.x, &c.y, 20, "dB");
    draw(&s, &c);
    return hum_svg_close(&s, out);
}

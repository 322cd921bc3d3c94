/* Pictures over frequency: response and rejection of the links, and behind them what they were before. */
#include "report/page.h"
#include "report/plot.h"
#include "study/sweep.h"

#include <math.h>

enum { POINTS = 97, LINKS_SHOWN = 6 };

static const hum_hue hues[LINKS_SHOWN] = {HUM_HUE_BLUE, HUM_HUE_RED, HUM_HUE_GREEN, HUM_HUE_PURPLE, HUM_HUE_TEXT, HUM_HUE_BLUE};
static const hum_dash dashes[LINKS_SHOWN] = {HUM_DASH_SOLID, HUM_DASH_LONG, HUM_DASH_SHORT, HUM_DASH_SOLID, HUM_DASH_DOT, HUM_DASH_SHORT};

/* What one of the two pictures is about. */
typedef struct subject {
    const char *title;
    const char *sentence;
    double low_hz;
    double high_hz;
    double low_db;
    double high_db;
    double step_db;
    bool is_cmrr;
} subject;

typedef struct curves {
    const hum_plot *plot;
    const subject *of;
    hum_sweep now;
    hum_sweep before; /* n_links == 0: none */
    hum_axis x;
    hum_axis y;
    hum_svg s;
} curves;

static hum_status take_sweep(const curves *c, const hum_findings *f, hum_sweep *out)
{
    double *f_hz;
    HUM_ALLOC(f_hz, c->plot->a, double, POINTS);
    for (size_t k = 0; k < POINTS; k++)
        f_hz[k] = c->of->low_hz * pow(c->of->high_hz / c->of->low_hz, (double)k / (POINTS - 1));
    return hum_sweep_links(c->plot->a, f, LINKS_SHOWN, f_hz, POINTS, c->plot->d, out);
}

static void draw_curve(curves *c, const hum_sweep *sweep, size_t i, hum_hue hue, hum_dash dash, double width)
{
    double x[POINTS], y[POINTS];
    const double *values = (c->of->is_cmrr ? sweep->cmrr_db : sweep->gain_db) + i * POINTS;
    for (size_t k = 0; k < POINTS; k++) {
        x[k] = hum_axis_px(&c->x, sweep->f_hz[k]);
        y[k] = values[k] < c->y.low ? (double)NAN : hum_axis_px(&c->y, fmin(values[k], c->y.high));
    }
    hum_svg_curve(&c->s, x, y, POINTS, hue, dash, width);
}

static hum_text link_id(const hum_findings *f, size_t i)
{
    return f->model->cables[i].id;
}

/* The link of now that has the name of link i before; LINKS_SHOWN when it is gone. */
static size_t now_of(const curves *c, size_t i)
{
    for (size_t k = 0; k < c->now.n_links; k++)
        if (hum_text_eq(link_id(c->plot->f, k), link_id(c->plot->before, i)))
            return k;
    return LINKS_SHOWN;
}

static void draw_before(curves *c)
{
    c->s.is_ghost = true;
    for (size_t i = 0; i < c->before.n_links; i++) {
        size_t k = now_of(c, i);
        draw_curve(c, &c->before, i, k < LINKS_SHOWN ? hues[k] : HUM_HUE_TEXT, k < LINKS_SHOWN ? dashes[k] : HUM_DASH_SOLID, 1);
    }
    c->s.is_ghost = false;
}

/* Where rejection is sampled: from the 5th to the 95th percentile, side by side. */
static void draw_bands(curves *c)
{
    const hum_findings *f = c->plot->f;
    for (size_t i = 0; i < c->now.n_links; i++) {
        for (size_t k = 0; k < HUM_CMRR_POINTS; k++) {
            double low = f->low.links[i].cmrr_db[k], high = f->high.links[i].cmrr_db[k];
            double x = hum_axis_px(&c->x, f->links[i].cmrr_f_hz[k]) + 3 * ((double)i - 0.5 * (double)(c->now.n_links - 1));
            if (!(high - low > 0.5)) /* a band that is not there, or no wider than its curve */
                continue;
            double y1 = hum_axis_px(&c->y, fmax(low, c->y.low)), y2 = hum_axis_px(&c->y, fmin(high, c->y.high));
            hum_svg_line(&c->s, x, y1, x, y2, hues[i], HUM_DASH_SOLID, 1.4);
            hum_svg_line(&c->s, x - 4, y1, x + 4, y1, hues[i], HUM_DASH_SOLID, 1.4);
            hum_svg_line(&c->s, x - 4, y2, x + 4, y2, hues[i], HUM_DASH_SOLID, 1.4);
        }
    }
}

/* The names: links of now, links that are gone, and that what is thin was before. */
static size_t list_keys(const curves *c, hum_plot_key *keys)
{
    size_t n = 0;
    for (size_t i = 0; i < c->now.n_links; i++)
        keys[n++] = (hum_plot_key){.name = link_id(c->plot->f, i), .hue = hues[i], .dash = dashes[i], .width_px = 2.2};
    for (size_t i = 0; i < c->before.n_links; i++)
        if (now_of(c, i) == LINKS_SHOWN)
            keys[n++] = (hum_plot_key){.name = hum_text_format(c->plot->a, "before: %.*s", HUM_FMT(link_id(c->plot->before, i))),
                                       .hue = HUM_HUE_TEXT, .width_px = 1, .is_before = true};
    if (c->before.n_links)
        keys[n++] = (hum_plot_key){.name = HUM_T("thin: the same before"), .hue = HUM_HUE_TEXT, .width_px = 1, .is_before = true};
    return n;
}

static hum_text sentence(const curves *c)
{
    hum_out o = hum_out_in(c->plot->a);
    hum_text t = {0};
    hum_out_z(&o, c->of->sentence);
    for (size_t i = 0; i < c->now.n_links; i++)
        hum_out_f(&o, "%s %.*s", i ? "," : "", HUM_FMT(link_id(c->plot->f, i)));
    if (c->before.n_links)
        hum_out_f(&o, ". Ghosted behind: %.*s", HUM_FMT(c->plot->before_name));
    return hum_out_done(&o, &t) == HUM_OK ? t : (hum_text){0};
}

#define KEY_COLUMN 240.0

static hum_status plot(const hum_plot *p, const subject *of, hum_text *out)
{
    curves c = {.plot = p, .of = of};
    hum_plot_key keys[2 * LINKS_SHOWN + 1];
    double foot = hum_plot_is_narrow(p) ? 280 : 330;
    if (p->f->model->n_cables == 0) {
        hum_diags_say(p->d, HUM_D_NO_SYSTEM, p->f->model->span, "for example: cable pre.main -> amp.line rca 2 m",
                      "a picture against frequency needs a cable");
        return HUM_E_INPUT;
    }
    HUM_TRY(take_sweep(&c, p->f, &c.now));
    if (p->before)
        HUM_TRY(take_sweep(&c, p->before, &c.before));
    size_t n = list_keys(&c, keys);
    c.x = (hum_axis){of->low_hz, of->high_hz, 44, p->width - 18, true};
    c.y = (hum_axis){of->low_db, of->high_db, foot, 34, false};
    c.s = hum_svg_open(p->a, p->width, foot + 44 + 20 * (double)hum_plot_key_rows(p->width, KEY_COLUMN, n), hum_text_of(of->title),
                       sentence(&c));
    hum_svg_grid(&c.s, &c.x, &c.y, of->step_db, "dB");
    draw_before(&c);
    for (size_t i = 0; i < c.now.n_links; i++)
        draw_curve(&c, &c.now, i, hues[i], dashes[i], 2.2);
    bool has_bands = of->is_cmrr && p->f->n_samples && p->f->low.links;
    if (has_bands)
        draw_bands(&c);
    if (has_bands)
        hum_svg_label(&c.s, p->width - 22, 48, "end", 11, HUM_T("bars: nine in ten systems that fit the file"));
    for (size_t i = 0; i < n; i++)
        hum_plot_draw_key(&c.s, foot + 54, KEY_COLUMN, i, &keys[i]);
    return hum_svg_close(&c.s, out);
}

hum_status hum_plot_response(const hum_plot *p, hum_text *out)
{
    static const subject of = {"Response of the links", "Gain against frequency, re 1 kHz, of", 2, 2e6, -12, 3, 3, false};
    return plot(p, &of, out);
}

hum_status hum_plot_cmrr(const hum_plot *p, hum_text *out)
{
    static const subject of = {"Rejection as wired", "How far a voltage between the two chassis is rejected against the signal, of",
                               20, 20e3, -10, 130, 20, true};
    return plot(p, &of, out);
}

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

/* --- band and names of the rejection ------------------------------------------------------------------- */

/* A band from where it is sampled: the 5th and the 95th percentile at few frequencies, straight between them in log f and dB. */
typedef struct band {
    size_t n;
    double x[HUM_CMRR_POINTS];
    double low[HUM_CMRR_POINTS];
    double high[HUM_CMRR_POINTS];
} band;

static double held(const curves *c, double db)
{
    return hum_axis_px(&c->y, fmin(fmax(db, c->y.low), c->y.high));
}

static band band_of(const curves *c, size_t i)
{
    const hum_findings *f = c->plot->f;
    band b = {.n = 0};
    for (size_t k = 0; k < HUM_CMRR_POINTS; k++) {
        double low = f->low.links[i].cmrr_db[k], high = f->high.links[i].cmrr_db[k], x = hum_axis_px(&c->x, f->links[i].cmrr_f_hz[k]);
        if (!isfinite(low) || !isfinite(high) || (b.n && x <= b.x[b.n - 1]))
            continue;
        b.x[b.n] = x;
        b.low[b.n] = held(c, low);
        b.high[b.n++] = held(c, high);
    }
    return b;
}

/* Bands no wider than their curve are left out. */
static bool is_seen(const band *b)
{
    for (size_t k = 0; k < b->n; k++)
        if (b->low[k] - b->high[k] > 1)
            return b->n > 1;
    return false;
}

/* @return whether any was drawn */
static bool draw_bands(curves *c)
{
    bool is_any = false;
    for (size_t i = 0; i < c->now.n_links; i++) {
        band b = band_of(c, i);
        if (!is_seen(&b))
            continue;
        is_any = true;
        hum_svg_area(&c->s, b.x, b.low, b.high, b.n, hues[i], 0.16);
        for (size_t k = 0; k < b.n; k++) {
            hum_svg_dot(&c->s, b.x[k], b.low[k], 2.2, hues[i]);
            hum_svg_dot(&c->s, b.x[k], b.high[k], 2.2, hues[i]);
        }
    }
    return is_any;
}

#define NAME_LINE 15.0

/* Where a name would stand: above the last of its curve. */
typedef struct name_place {
    size_t link;
    double y;
} name_place;

static double end_of(const curves *c, size_t i)
{
    const double *v = c->now.cmrr_db + i * POINTS;
    size_t k = POINTS - 1;
    while (k > 0 && !isfinite(v[k]))
        k--;
    return isfinite(v[k]) ? held(c, v[k]) - 6 : c->y.from_px - 6;
}

/* Names at the ends of their curves, from the foot up: one that would stand on another stands above it. */
static void draw_names(curves *c)
{
    name_place places[LINKS_SHOWN];
    size_t n = 0;
    for (size_t i = 0; i < c->now.n_links; i++) {
        size_t at = n++;
        double y = end_of(c, i);
        for (; at > 0 && places[at - 1].y < y; at--)
            places[at] = places[at - 1];
        places[at] = (name_place){i, y};
    }
    double last = HUGE_VAL;
    for (size_t i = 0; i < n; i++) {
        last = fmin(places[i].y, last - NAME_LINE);
        hum_svg_name(&c->s, c->x.to_px - 4, last, hues[places[i].link], link_id(c->plot->f, places[i].link));
    }
}

/* The names: links of now, links that are gone, and that what is thin was before. */
static size_t list_keys(const curves *c, hum_plot_key *keys)
{
    size_t n = 0;
    for (size_t i = 0; i < c->now.n_links && !c->of->is_cmrr; i++)
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
    hum_out_z(&o, c->of->sentence);
    for (size_t i = 0; i < c->now.n_links; i++)
        hum_out_f(&o, "%s %.*s", i ? "," : "", HUM_FMT(link_id(c->plot->f, i)));
    if (c->before.n_links)
        hum_out_f(&o, ". Ghosted behind: %.*s", HUM_FMT(c->plot->before_name));
    return hum_out_part(&o);
}

#define KEY_COLUMN 240.0

/* A tolerance that makes a mismatch is taken at its worst corner, which few of the samples come near. */
static bool lies_below_its_band(const hum_findings *f)
{
    enum { CLEARLY_DB = 1 };
    for (size_t i = 0; i < f->model->n_cables; i++)
        if (f->links[i].cmrr_db[HUM_CMRR_1K] < f->low.links[i].cmrr_db[HUM_CMRR_1K] - CLEARLY_DB)
            return true;
    return false;
}

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
    bool has_bands = of->is_cmrr && p->f->n_samples && p->f->low.links && draw_bands(&c);
    draw_before(&c);
    for (size_t i = 0; i < c.now.n_links; i++)
        draw_curve(&c, &c.now, i, hues[i], dashes[i], 2.2);
    if (of->is_cmrr)
        draw_names(&c);
    if (has_bands)
        hum_svg_label(&c.s, p->width - 22, 48, "end", 11, hum_plot_is_narrow(p) ? HUM_T("area: nine in ten systems, known at the dots")
                                            : HUM_T("area: nine in ten systems that fit the file, known at the dots"));
    if (has_bands && lies_below_its_band(p->f))
        hum_svg_label(&c.s, p->width - 22, 64, "end", 11, HUM_T("line: tolerances at their worst corner"));
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

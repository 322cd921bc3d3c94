/* A tolerance study as a picture: for each number its histogram, and over it the yield for every limit that might be set. */
#include "report/page.h"
#include "report/plot.h"
#include "report/svg.h"
#include "report/tolerance.h"

#include <math.h>

#define PANEL 330.0
#define LEFT 50.0
#define RIGHT 50.0
#define TOP 62.0
#define FOOT 44.0

enum { CURVE_MAX = 400, TICKS_MAX = 8 };

typedef struct panel {
    hum_svg *s;
    const hum_tolerance *t;
    const hum_tolerance_row *row;
    hum_distribution d;
    hum_axis x;
    hum_axis share; /* per cent of the samples in a bin */
    hum_axis yield; /* per cent that meet a limit */
} panel;

static hum_text amount(const panel *p, double v)
{
    hum_out o = hum_out_in(p->s->o.a);
    hum_out_amount(&o, p->row->dim, v);
    return hum_out_part(&o);
}

static hum_text number(const panel *p, double v, const char *unit)
{
    hum_out o = hum_out_in(p->s->o.a);
    hum_out_number(&o, v);
    hum_out_z(&o, unit);
    return hum_out_part(&o);
}

/* --- axes ---------------------------------------------------------------------------------------------- */

/* 1, 2 or 5 times a power of ten. */
static double nice(double at_least)
{
    double decade = pow(10, floor(log10(at_least)));
    double m = at_least / decade;
    return decade * (m <= 1 ? 1 : m <= 2 ? 2 : m <= 5 ? 5 : 10);
}

/* With as many digits as tell two ticks apart. */
static hum_text tick_text(const panel *p, double v)
{
    hum_out o = hum_out_in(p->s->o.a);
    if (hum_dim_is_decibel(p->row->dim))
        return number(p, v, "");
    double apart = (p->x.high - p->x.low) / TICKS_MAX;
    if (p->x.is_log && p->x.high / p->x.low > 5)
        return amount(p, v);
    hum_out_si(&o, v, (int)fmin(7, fmax(3, ceil(log10(fabs(v) / apart)) + 1)), hum_dim_symbol(p->row->dim));
    return hum_out_part(&o);
}

static void draw_tick(const panel *p, double v)
{
    double px = hum_axis_px(&p->x, v);
    if (px < p->x.from_px - 0.5 || px > p->x.to_px + 0.5)
        return;
    hum_svg_line(p->s, px, p->share.from_px, px, p->share.to_px, HUM_HUE_FAINT, HUM_DASH_SOLID, 0.6);
    hum_svg_text(p->s, px, p->share.from_px + 17, "middle", 12, false, tick_text(p, v));
}

/* Counted, because a decade below the least double is 0, and a step below the last digit of a value moves nothing. */
static void draw_ticks(const panel *p)
{
    enum { DECADES_MAX = 700 };
    size_t most = p->s->width < 560 ? TICKS_MAX / 2 : TICKS_MAX;
    if (p->x.is_log && p->x.high / p->x.low > 5) {
        bool is_wide = log10(p->x.high / p->x.low) * 3 <= (double)most;
        double decade = pow(10, floor(log10(p->x.low)));
        for (size_t n = 0; n < DECADES_MAX && decade <= p->x.high; n++, decade *= 10)
            for (int k = 1; k <= 5; k += k == 1 ? 1 : 3)
                if (k == 1 || is_wide)
                    draw_tick(p, k * decade);
        return;
    }
    double step = nice((p->x.high - p->x.low) / (double)most);
    double v = ceil(p->x.low / step) * step;
    for (size_t n = 0; n <= most + 1 && v <= p->x.high + step * 1e-9; n++, v += step)
        draw_tick(p, fabs(v) < step * 1e-9 ? 0 : v);
}

static void draw_scales(const panel *p)
{
    for (double part = 0; part <= 100; part += 25) {
        double py = hum_axis_px(&p->yield, part);
        hum_svg_line(p->s, p->x.from_px, py, p->x.to_px, py, HUM_HUE_FAINT, HUM_DASH_SOLID, 0.6);
        hum_svg_text(p->s, p->x.to_px + 6, py + 4, "start", 12, false, number(p, part, " %"));
    }
    double step = nice(p->share.high / 4);
    for (double v = 0; v <= p->share.high + step * 1e-9; v += step)
        hum_svg_text(p->s, p->x.from_px - 6, hum_axis_px(&p->share, v) + 4, "end", 12, false, number(p, round(v * 1e6) / 1e6, " %"));
    draw_ticks(p);
    if (hum_dim_is_decibel(p->row->dim))
        hum_svg_text(p->s, p->x.to_px, p->share.from_px + 34, "end", 12, false, hum_text_of(hum_dim_symbol(p->row->dim)));
}

/* --- histogram and curve ------------------------------------------------------------------------------- */

static void draw_bars(const panel *p)
{
    for (size_t i = 0; i < HUM_BINS; i++) {
        double from = hum_axis_px(&p->x, hum_bin_edge(&p->d, i)), to = hum_axis_px(&p->x, hum_bin_edge(&p->d, i + 1));
        double top = hum_axis_px(&p->share, 100 * (double)p->d.count[i] / (double)p->d.n);
        if (p->d.count[i])
            hum_svg_rect(p->s, from + 0.5, top, to - from - 1, p->share.from_px - top, HUM_HUE_BLUE, 0.4, false);
    }
}

/* Samples that would meet a limit at v: those above it when small is bad, else those below. */
static void draw_curve(const panel *p)
{
    double x[CURVE_MAX], y[CURVE_MAX];
    size_t n = p->d.n < CURVE_MAX ? p->d.n : CURVE_MAX;
    for (size_t i = 0; i < n; i++) {
        size_t at = n > 1 ? i * (p->d.n - 1) / (n - 1) : 0;
        double below = 100 * (double)at / (double)p->d.n;
        double v = fmin(fmax(p->d.sorted[at], p->x.low), p->x.high);
        x[i] = hum_axis_px(&p->x, v);
        y[i] = hum_axis_px(&p->yield, p->row->target.is_worse_low ? 100 - below : below);
    }
    hum_svg_curve(p->s, x, y, n, HUM_HUE_RED, HUM_DASH_SOLID, 2);
    bool is_left = p->row->target.is_worse_low;
    bool is_narrow = p->s->width < 560;
    hum_text t = hum_text_format(p->s->o.a, "curve: %s%s a limit set here (right%s)", is_narrow ? "" : "how many are ",
                                 is_left ? "over" : "under", is_narrow ? "" : " scale");
    hum_svg_label(p->s, is_left ? p->x.from_px + 6 : p->x.to_px - 6, p->yield.to_px - 6, is_left ? "start" : "end", 12, t);
}

static void draw_limit(const panel *p, double limit)
{
    double px = hum_axis_px(&p->x, limit);
    if (!isfinite(limit) || px < p->x.from_px || px > p->x.to_px)
        return;
    hum_svg_line(p->s, px, p->share.from_px, px, p->share.to_px, HUM_HUE_TEXT, HUM_DASH_LONG, 2);
    bool is_right = px > (p->x.from_px + p->x.to_px) / 2;
    hum_svg_label(p->s, is_right ? px - 6 : px + 6, p->share.to_px + 16, is_right ? "end" : "start", 12, HUM_T("target"));
}

static void draw_worst(const panel *p)
{
    double v = hum_target_worst(&p->row->target, p->d.sorted, p->d.n, 5);
    hum_page page = hum_page_in(p->s->o.a, false);
    double px = hum_axis_px(&p->x, v);
    if (!isfinite(px) || px < p->x.from_px || px > p->x.to_px)
        return;
    hum_out_z(&page.o, "5 % are worse than ");
    hum_out_text(&page.o, amount(p, v));
    hum_svg_line(p->s, px, p->share.from_px, px, p->share.from_px - 34, HUM_HUE_TEXT, HUM_DASH_DOT, 1.5);
    bool is_right = px > (p->x.from_px + p->x.to_px) / 2;
    hum_svg_label(p->s, is_right ? px - 5 : px + 5, p->share.from_px - 38, is_right ? "end" : "start", 12, hum_out_part(&page.o));
}

static void draw_head(const panel *p, double top)
{
    hum_out o = hum_out_in(p->s->o.a);
    if (p->row->target.op) {
        double part = (double)hum_tolerance_met(p->t, p->row) / (double)p->t->done;
        hum_out_z(&o, "yield ");
        hum_out_digits(&o, 100 * part, 3);
        hum_out_z(&o, " % of ");
    }
    hum_out_f(&o, "%llu samples", (unsigned long long)p->t->done);
    hum_svg_text(p->s, 12, top + 20, "start", 14, true, p->row->title);
    hum_svg_text(p->s, 12, top + 38, "start", 12, false, hum_out_part(&o));
}

static void draw_nothing(const panel *p, double top)
{
    hum_text t = !p->d.n                    ? HUM_T("no sample has this number")
                 : isfinite(p->d.at[5])     ? amount(p, p->d.at[5])
                                            : HUM_T("without limit");
    hum_svg_text(p->s, p->s->width / 2, top + PANEL / 2, "middle", 12, false, t);
    if (p->d.n)
        hum_svg_text(p->s, p->s->width / 2, top + PANEL / 2 + 18, "middle", 12, false, HUM_T("in every sample"));
}

static hum_status draw_panel(hum_svg *s, const hum_tolerance *t, const hum_tolerance_row *row, double top)
{
    panel p = {.s = s, .t = t, .row = row};
    size_t most = 0;
    HUM_TRY(hum_tolerance_distribution(t, row, &p.d));
    draw_head(&p, top);
    if (!(p.d.low < p.d.high)) {
        draw_nothing(&p, top);
        return HUM_OK;
    }
    for (size_t i = 0; i < HUM_BINS; i++)
        most = p.d.count[i] > most ? p.d.count[i] : most;
    double foot = top + PANEL - FOOT;
    p.x = (hum_axis){p.d.low, p.d.high, LEFT, s->width - RIGHT, p.d.is_log};
    p.share = (hum_axis){0, 110 * (double)most / (double)p.d.n, foot, top + TOP, false};
    p.yield = (hum_axis){0, 100, foot, top + TOP, false};
    draw_scales(&p);
    draw_bars(&p);
    draw_curve(&p);
    draw_limit(&p, row->target.op ? row->target.low : (double)NAN);
    draw_limit(&p, row->target.op ? row->target.high : (double)NAN);
    draw_worst(&p);
    return HUM_OK;
}

hum_status hum_tolerance_svg(hum_tolerance *t, double width_px, hum_text *out)
{
    double width = hum_plot_width(width_px);
    hum_svg s = hum_svg_open(t->a, width, PANEL * (double)t->n_rows, HUM_T("Distribution and yield"),
                             HUM_T("For each number a histogram of the samples in per cent, and a curve of how many samples would meet "
                                   "each limit that might be set; the target is a dashed line."));
    for (size_t i = 0; i < t->n_rows; i++)
        HUM_TRY(draw_panel(&s, t, &t->rows[i], PANEL * (double)i));
    return hum_svg_close(&s, out);
}

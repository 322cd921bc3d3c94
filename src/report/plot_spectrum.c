/* What reaches the seat against frequency: lines of hum, hiss, the room, the music, and the threshold of hearing over all of it. */
#include "hearing/bands.h"
#include "hearing/threshold.h"
#include "report/page.h"
#include "report/plot.h"
#include "study/seats.h"

#include <math.h>

enum { CURVE_POINTS = 160, SEAT = 0 };

typedef struct spectrum {
    const hum_plot *plot;
    const hum_findings *f; /* Of the curve being drawn. */
    hum_svg s;
    hum_axis x;
    hum_axis y;
} spectrum;

static double curve_hz(size_t i)
{
    return 20 * pow(1000, (double)i / (CURVE_POINTS - 1));
}

/* SPL of the hiss inside the auditory band at f. */
static double hiss_band_db(const spectrum *p, double f_hz)
{
    hum_seat seat = hum_seat_of(&p->f->net->listeners[SEAT]);
    double half = hum_erb_hz(f_hz) / 2;
    double v2 = hum_integrate_psd_between(p->f->noise_f_hz, p->f->seat_psd + SEAT * HUM_NOISE_POINTS, HUM_NOISE_POINTS, f_hz - half,
                                          f_hz + half);
    return hum_seat_spl_db(&seat, sqrt(v2), false);
}

static double threshold_at(const spectrum *p, double f_hz)
{
    (void)p;
    return hum_threshold_db(f_hz);
}

static double room_at(const spectrum *p, double f_hz)
{
    return hum_room_band_db(p->f->seats[SEAT].room_dba, f_hz);
}

typedef double value_at(const spectrum *p, double f_hz);

static void draw_curve(spectrum *p, value_at *value, hum_hue hue, hum_dash dash, double width)
{
    double x[CURVE_POINTS], y[CURVE_POINTS];
    for (size_t i = 0; i < CURVE_POINTS; i++) {
        double v = value(p, curve_hz(i));
        x[i] = hum_axis_px(&p->x, curve_hz(i));
        y[i] = v < p->y.low || v > p->y.high ? (double)NAN : hum_axis_px(&p->y, v);
    }
    hum_svg_curve(&p->s, x, y, CURVE_POINTS, hue, dash, width);
}

/* The name of a curve beside it, at f_hz, `above` pixels higher. */
static void name_curve(spectrum *p, value_at *value, double f_hz, const char *anchor, double above, const char *name)
{
    double v = fmax(p->y.low, fmin(p->y.high, value(p, f_hz)));
    hum_svg_label(&p->s, hum_axis_px(&p->x, f_hz), hum_axis_px(&p->y, v) - above, anchor, 12, hum_text_of(name));
}

/* --- hum --------------------------------------------------------------------------------------------- */

/* Frequency and height of a line; false below the picture. */
static bool place_line(const spectrum *p, size_t k, double *f_hz, double *px, double *py)
{
    double v = p->f->seats[SEAT].hum_line_spl_db[k];
    *f_hz = p->f->model->mains_hz * (double)(k + 1);
    *px = hum_axis_px(&p->x, *f_hz);
    *py = hum_axis_px(&p->y, fmin(v, p->y.high));
    return v > p->y.low;
}

static void draw_lines(spectrum *p)
{
    const hum_seat_findings *seat = &p->f->seats[SEAT];
    for (size_t k = 0; k < HUM_HARMONICS; k++) {
        double f_hz, px, py;
        if (!place_line(p, k, &f_hz, &px, &py))
            continue;
        bool heard = hum_line_is_heard(seat->hum_line_spl_db[k], seat->hum_line_margin_db[k], seat->room_dba, f_hz);
        hum_svg_line(&p->s, px, p->y.from_px, px, py, heard ? HUM_HUE_RED : HUM_HUE_BLUE, HUM_DASH_SOLID, heard ? 2.5 : 1.5);
        if (heard)
            hum_svg_dot(&p->s, px, py, 4, HUM_HUE_RED);
    }
}

static void draw_lines_before(spectrum *p)
{
    for (size_t k = 0; k < HUM_HARMONICS; k++) {
        double f_hz, px, py;
        if (!place_line(p, k, &f_hz, &px, &py))
            continue;
        hum_svg_line(&p->s, px, p->y.from_px, px, py, HUM_HUE_TEXT, HUM_DASH_SOLID, 1);
        hum_svg_ring(&p->s, px, py, 4, HUM_HUE_TEXT);
    }
}

/* " (62 to 75)", where the level of a line is not sure to a decibel. */
static hum_text band_of(const spectrum *p, size_t k)
{
    if (!p->f->n_samples || !p->f->low.seats)
        return HUM_T("");
    double low = p->f->low.seats[SEAT].hum_line_spl_db[k], high = p->f->high.seats[SEAT].hum_line_spl_db[k];
    return high - low >= 1 ? hum_text_format(p->s.o.a, " (%.0f to %.0f)", low, high) : HUM_T("");
}

/* The highest line with its figure. */
static void name_highest(spectrum *p, const char *when)
{
    const hum_seat_findings *seat = &p->f->seats[SEAT];
    size_t best = 0;
    for (size_t k = 1; k < HUM_HARMONICS; k++)
        if (seat->hum_line_spl_db[k] > seat->hum_line_spl_db[best])
            best = k;
    double f_hz, px, py;
    hum_page page = hum_page_in(p->s.o.a, false);
    if (!place_line(p, best, &f_hz, &px, &py))
        return;
    hum_text level = hum_page_db(&page, seat->hum_line_spl_db[best], 0, "dB");
    hum_text band = p->f == p->plot->f ? band_of(p, best) : HUM_T("");
    hum_svg_label(&p->s, px + 8, py + 4, "start", 12,
                  hum_text_format(p->s.o.a, "%s%.*s%.*s at %.0f Hz", when, HUM_FMT(level), HUM_FMT(band), f_hz));
}

/* --- the picture ------------------------------------------------------------------------------------- */

static void draw_before(spectrum *p)
{
    p->s.is_ghost = true;
    p->f = p->plot->before;
    draw_curve(p, hiss_band_db, HUM_HUE_GREEN, HUM_DASH_LONG, 1.2);
    draw_lines_before(p);
    p->s.is_ghost = false;
    name_highest(p, "before: ");
    p->f = p->plot->f;
}

static void draw_music(spectrum *p)
{
    double music = p->f->seats[SEAT].peak_spl_db;
    double py = hum_axis_px(&p->y, music);
    if (!(music > p->y.low && music < p->y.high))
        return;
    hum_svg_line(&p->s, p->x.from_px, py, p->x.to_px, py, HUM_HUE_BLUE, HUM_DASH_DOT, 2);
    hum_svg_label(&p->s, p->x.to_px - 46, py - 6, "end", 12, HUM_T("loudest music"));
}

static void name_curves(spectrum *p)
{
    bool hiss_is_there = hiss_band_db(p, 9000) > p->y.low + 10;
    name_curve(p, room_at, 24, "start", 8, "room, per auditory band");
    name_curve(p, threshold_at, 13000, "end", 10, "threshold of hearing");
    if (hiss_is_there)
        name_curve(p, hiss_band_db, 19000, "end", -22, "hiss, per auditory band");
    else
        hum_svg_label(&p->s, p->x.to_px - 6, p->y.from_px - 8, "end", 12, HUM_T("hiss is below"));
}

#define KEY_COLUMN 180.0

static void draw_key(spectrum *p, double y, bool has_before)
{
    const hum_plot_key keys[] = {{HUM_T("hum line, heard"), HUM_HUE_RED, HUM_DASH_SOLID, 2.5, true, false},
                                 {HUM_T("hum line, not heard"), HUM_HUE_BLUE, HUM_DASH_SOLID, 1.5, false, false},
                                 {HUM_T("before"), HUM_HUE_TEXT, HUM_DASH_SOLID, 1, true, true}};
    for (size_t i = 0; i < (has_before ? 3u : 2u); i++)
        hum_plot_draw_key(&p->s, y, KEY_COLUMN, i, &keys[i]);
}

static hum_text sentence(const hum_plot *p)
{
    const hum_findings *b = p->before;
    if (!b || b->model->n_listeners == 0)
        return hum_text_format(p->a, "Sound pressure at the seat against frequency. %.*s", HUM_FMT(p->f->verdict));
    hum_page page = hum_page_in(p->a, false);
    hum_text was = hum_page_db(&page, b->seats[SEAT].hum_spl_db, 0, "dB SPL");
    return hum_text_format(p->a, "Sound pressure at the seat against frequency. %.*s Ghosted behind: %.*s, with hum of %.*s.",
                           HUM_FMT(p->f->verdict), HUM_FMT(p->before_name), HUM_FMT(was));
}

hum_status hum_plot_spectrum(const hum_plot *plot, hum_text *out)
{
    if (plot->f->model->n_listeners == 0) {
        hum_diags_say(plot->d, HUM_D_NO_SYSTEM, plot->f->model->span, "for example: speaker amp.spk 88 dB 8 ohm at 3 m",
                      "a spectrum at the seat needs a speaker or headphones");
        return HUM_E_INPUT;
    }
    bool has_before = plot->before && plot->before->model->n_listeners;
    double foot = hum_plot_is_narrow(plot) ? 330 : 396;
    size_t rows = hum_plot_key_rows(plot->width, KEY_COLUMN, has_before ? 3 : 2);
    spectrum p = {.plot = plot, .f = plot->f};
    p.s = hum_svg_open(plot->a, plot->width, foot + 44 + 20 * (double)rows, HUM_T("What reaches the seat"), sentence(plot));
    p.x = (hum_axis){20, 20000, 44, plot->width - 18, true};
    p.y = (hum_axis){-20, 120, foot, 30, false};
    hum_svg_grid(&p.s, &p.x, &p.y, 20, "dB SPL");
    draw_curve(&p, room_at, HUM_HUE_PURPLE, HUM_DASH_SHORT, 1.8);
    if (has_before)
        draw_before(&p);
    draw_curve(&p, hiss_band_db, HUM_HUE_GREEN, HUM_DASH_LONG, 1.8);
    draw_lines(&p);
    draw_curve(&p, threshold_at, HUM_HUE_TEXT, HUM_DASH_SOLID, 2.2);
    draw_music(&p);
    name_curves(&p);
    name_highest(&p, "");
    draw_key(&p, foot + 54, has_before);
    return hum_svg_close(&p.s, out);
}

/* Level windows: for each input and output the room between hum and noise and clipping, and where the signal is in it. */
#include "report/page.h"
#include "report/plot.h"

#include <math.h>

enum { SHOWN = 42 };
#define STEP_MIN 98.0
#define STEP_MAX 220.0
#define MARGIN 44.0
#define PANEL 430.0
#define PANEL_NARROW 330.0

static double dbu(double v)
{
    return 20 * log10(v / HUM_DBU_V);
}

static double foot_dbu(const hum_level_findings *l)
{
    return dbu(sqrt(l->noise_v * l->noise_v + l->hum_v * l->hum_v));
}

/* One bar from noise to clip; the signal is a mark inside it. */
static void draw_window(hum_svg *s, const hum_axis *y, double x, hum_text id, const hum_level_findings *l)
{
    double top = isfinite(l->clip_v) ? dbu(l->clip_v) : dbu(l->level_v);
    double noise = foot_dbu(l);
    double py_top = hum_axis_px(y, fmin(top, y->high));
    double py_noise = hum_axis_px(y, fmax(noise, y->low));
    double py_signal = hum_axis_px(y, fmin(dbu(l->level_v), y->high));
    hum_page p = hum_page_in(s->o.a, false), name = hum_page_in(s->o.a, false);
    hum_page_cut(&name, id, 14);
    hum_svg_rect(s, x - 17, py_top, 34, py_noise - py_top, HUM_HUE_BLUE, 0.15, true);
    hum_svg_rect(s, x - 17, py_signal, 34, py_noise - py_signal, HUM_HUE_BLUE, 0.35, false);
    hum_svg_line(s, x - 24, py_signal, x + 24, py_signal, HUM_HUE_TEXT, HUM_DASH_SOLID, 2.5);
    hum_svg_text(s, x, py_signal - 5, "middle", 12, false, hum_page_db(&p, dbu(l->level_v), 1, ""));
    hum_svg_text(s, x, py_noise + 14, "middle", 12, false, hum_page_db(&p, noise, 0, ""));
    hum_svg_text(s, x, y->from_px + 18, "middle", 12, false, hum_out_part(&name.o));
}

/* Where hum and noise, and the signal, were before, as dashed marks with a figure. */
static void draw_window_before(hum_svg *s, const hum_axis *y, double x, const hum_level_findings *l, const hum_level_findings *before)
{
    double noise = foot_dbu(before);
    hum_page p = hum_page_in(s->o.a, false);
    if (fabs(noise - foot_dbu(l)) >= 0.5 && noise > y->low) {
        double py = hum_axis_px(y, noise);
        hum_svg_line(s, x - 24, py, x + 24, py, HUM_HUE_TEXT, HUM_DASH_SHORT, 1.5);
        hum_svg_label(s, x + 26, py + 4, "start", 11, hum_page_db(&p, noise, 0, ""));
    }
    if (fabs(dbu(before->level_v) - dbu(l->level_v)) >= 0.5) {
        double py = hum_axis_px(y, fmin(dbu(before->level_v), y->high));
        hum_svg_line(s, x - 24, py, x + 24, py, HUM_HUE_TEXT, HUM_DASH_SHORT, 1.5);
    }
}

static void draw_scale(hum_svg *s, const hum_axis *y, bool is_narrow)
{
    double step = is_narrow ? 40 : 20;
    for (double v = -120; v <= 40; v += step) {
        double py = hum_axis_px(y, v);
        hum_page p = hum_page_in(s->o.a, false);
        hum_svg_line(s, MARGIN, py, s->width - 6, py, HUM_HUE_FAINT, HUM_DASH_SOLID, 0.6);
        hum_svg_text(s, MARGIN - 6, py + 4, "end", 12, false, hum_page_db(&p, v, 0, ""));
    }
    hum_svg_text(s, MARGIN - 6, y->to_px - 12, "end", 12, false, HUM_T("dBu"));
}

/* Place i of the picture: inputs in the order of the cables, then outputs. */
static const hum_level_findings *window_at(const hum_findings *f, size_t i, hum_text *id)
{
    if (i < f->model->n_cables) {
        *id = f->model->ports[f->model->cables[i].to].id;
        return &f->links[i].at_input;
    }
    const hum_output_findings *o = &f->outputs[i - f->model->n_cables];
    *id = f->model->ports[o->port].id;
    return &o->at_output;
}

/* The place of that name before; NULL when there was none. */
static const hum_level_findings *window_before(const hum_findings *before, hum_text id)
{
    size_t n = before ? before->model->n_cables + before->n_outputs : 0;
    for (size_t i = 0; i < n; i++) {
        hum_text other;
        const hum_level_findings *l = window_at(before, i, &other);
        if (hum_text_eq(other, id))
            return l;
    }
    return NULL;
}

hum_status hum_plot_levels(const hum_plot *p, hum_text *out)
{
    bool is_narrow = hum_plot_is_narrow(p);
    size_t n_all = p->f->model->n_cables + p->f->n_outputs;
    size_t n = n_all < SHOWN ? n_all : SHOWN;
    size_t across = (size_t)((p->width - MARGIN) / STEP_MIN);
    double step = fmin(STEP_MAX, (p->width - MARGIN) / (double)(n && n < across ? n : across));
    size_t rows = n ? (n + across - 1) / across : 1;
    double panel = is_narrow ? PANEL_NARROW : PANEL;
    bool has_note = p->before || n < n_all;
    hum_svg s = hum_svg_open(p->a, p->width, panel * (double)rows + (has_note ? 30 : 8), HUM_T("Level windows"),
                             HUM_T("For each input and output a bar in dBu, from hum and noise at its foot to clipping at its "
                                   "top; the line across it is the largest signal."));
    for (size_t row = 0; row < rows; row++) {
        hum_axis y = {-130, 40, panel * (double)(row + 1) - 32, panel * (double)row + 34, false};
        draw_scale(&s, &y, is_narrow);
        for (size_t i = row * across; i < n && i < (row + 1) * across; i++) {
            hum_text id;
            const hum_level_findings *l = window_at(p->f, i, &id), *before = window_before(p->before, id);
            double x = MARGIN + step * ((double)(i % across) + 0.5);
            draw_window(&s, &y, x, id, l);
            if (before)
                draw_window_before(&s, &y, x, l, before);
        }
    }
    if (n < n_all)
        hum_svg_text(&s, MARGIN, s.height - 10, "start", 12, false, hum_text_format(p->a, "and %zu more in the tables", n_all - n));
    else if (p->before)
        hum_svg_text(&s, MARGIN, s.height - 10, "start", 12, false, HUM_T("Dashed: before"));
    return hum_svg_close(&s, out);
}

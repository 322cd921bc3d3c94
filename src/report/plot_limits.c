/* What limits the system: each cause as a bar to its margin over the threshold of hearing. */
#include "report/page.h"
#include "report/plot.h"

#include <math.h>

enum { SHOWN = 8, ROWS_MAX = 2 * SHOWN };
#define LINE 17.0
#define BAR 16.0
#define GAP 14.0
#define LOWEST_DB (-60.0)
#define HIGHEST_DB 60.0
#define GONE_DB (-20.0) /* What was below that nobody misses. */

/* A cause now, before, or both. */
typedef struct row {
    const hum_limit *now;
    const hum_limit *before;
} row;

static const hum_limit *find(const hum_findings *f, const hum_limit *l)
{
    for (size_t i = 0; f && i < f->n_limits; i++)
        if (f->limits[i].kind == l->kind && f->limits[i].seat == l->seat && hum_text_eq(f->limits[i].cause, l->cause))
            return &f->limits[i];
    return NULL;
}

static size_t list_rows(const hum_plot *p, row *rows)
{
    size_t n = 0;
    for (size_t i = 0; i < p->f->n_limits && i < SHOWN; i++)
        rows[n++] = (row){&p->f->limits[i], find(p->before, &p->f->limits[i])};
    for (size_t i = 0; p->before && i < p->before->n_limits && i < SHOWN; i++) {
        const hum_limit *was = &p->before->limits[i];
        if (was->margin_db > GONE_DB && !find(p->f, was))
            rows[n++] = (row){NULL, was};
    }
    return n;
}

static bool is_heard(const hum_limit *l)
{
    return l->margin_db > 0 && !l->is_under_room;
}

static double end_of(const hum_axis *x, const hum_limit *l)
{
    return hum_axis_px(x, fmax(LOWEST_DB, fmin(HIGHEST_DB, l->margin_db)));
}

static hum_text figure_of(hum_arena *a, const row *r)
{
    hum_page page = hum_page_in(a, false);
    hum_text was = r->before ? hum_page_db(&page, r->before->margin_db, 1, "dB") : (hum_text){0};
    if (!r->now)
        return hum_text_format(a, "gone; before %.*s", HUM_FMT(was));
    bool moved = r->before && fabs(r->before->margin_db - r->now->margin_db) >= 0.1;
    return hum_text_format(a, "%.*s%s%s%.*s", HUM_FMT(hum_page_db(&page, r->now->margin_db, 1, "dB")),
                           is_heard(r->now) ? " heard" : r->now->is_under_room ? " masked" : "", moved ? "; before " : "",
                           HUM_FMT(moved ? was : HUM_T("")));
}

/* Where the bar of a row and the ring of before end. */
static double reach_of(const hum_axis *x, const row *r)
{
    double end = r->now ? end_of(x, r->now) : x->from_px;
    return r->before ? fmax(end, end_of(x, r->before) + 6) : end;
}

/* The figure does not stand across the line of the threshold. */
static double figure_px(const hum_plot *p, const hum_axis *x, const row *r)
{
    double zero = hum_axis_px(x, 0), at = reach_of(x, r) + 6;
    return at < zero && at + hum_svg_text_px(figure_of(p->a, r), 12) > zero - 3 ? zero + 6 : at;
}

/* Whether the figure stands after the bar; else it has a line of its own below. */
static bool fits(const hum_plot *p, const hum_axis *x, const row *r)
{
    return figure_px(p, x, r) + hum_svg_text_px(figure_of(p->a, r), 12) < p->width;
}

static void draw_bar(const hum_plot *p, hum_svg *s, const hum_axis *x, double top, const row *r)
{
    double from = x->from_px, zero = hum_axis_px(x, 0);
    bool heard = r->now && is_heard(r->now);
    if (r->before) {
        s->is_ghost = true;
        hum_svg_line(s, from, top + BAR / 2, end_of(x, r->before), top + BAR / 2, HUM_HUE_TEXT, HUM_DASH_SHORT, 1.5);
        hum_svg_ring(s, end_of(x, r->before), top + BAR / 2, 5, HUM_HUE_TEXT);
        s->is_ghost = false;
    }
    if (r->now)
        hum_svg_rect(s, from, top, end_of(x, r->now) - from, BAR, heard ? HUM_HUE_RED : HUM_HUE_BLUE, heard ? 0.75 : 0.4, true);
    hum_svg_line(s, zero, top - 3, zero, top + BAR + 3, HUM_HUE_TEXT, HUM_DASH_SOLID, 2); /* not through the words above */
    if (fits(p, x, r))
        hum_svg_label(s, figure_px(p, x, r), top + BAR - 4, "start", 12, figure_of(s->o.a, r));
    else
        hum_svg_label(s, from, top + BAR + LINE - 4, "start", 12, figure_of(s->o.a, r));
}

static const hum_limit *cause_of(const row *r)
{
    return r->now ? r->now : r->before;
}

static double height_of(const hum_plot *p, const hum_axis *x, const row *r)
{
    return LINE * (double)hum_svg_lines(p->width - 24, 13, cause_of(r)->cause) + BAR + (fits(p, x, r) ? 0 : LINE) + GAP;
}

hum_status hum_plot_limits(const hum_plot *p, hum_text *out)
{
    row rows[ROWS_MAX];
    if (p->f->model->n_listeners == 0) {
        hum_diags_say(p->d, HUM_D_NO_SYSTEM, p->f->model->span, "for example: speaker amp.spk 88 dB 8 ohm at 3 m",
                      "what is heard needs a speaker or headphones");
        return HUM_E_INPUT;
    }
    size_t n = list_rows(p, rows);
    hum_axis x = {LOWEST_DB, HIGHEST_DB, 12, p->width - (hum_plot_is_narrow(p) ? 40 : 90), false};
    double zero = hum_axis_px(&x, 0), top = 34, foot = p->before ? 24 : 0, height = 36 + foot;
    for (size_t i = 0; i < n; i++)
        height += height_of(p, &x, &rows[i]);
    hum_svg s = hum_svg_open(p->a, p->width, height, HUM_T("What limits the system"),
                             HUM_T("Each cause of hum and hiss with its margin over the threshold of hearing, largest first."));
    hum_svg_text(&s, zero, 15, "middle", 12, false, HUM_T("threshold of hearing"));
    hum_svg_line(&s, zero, 19, zero, 25, HUM_HUE_TEXT, HUM_DASH_SOLID, 2);
    for (size_t i = 0; i < n; i++) {
        bool heard = rows[i].now && is_heard(rows[i].now);
        size_t lines = hum_svg_paragraph(&s, 12, top + 4, p->width - 24, LINE, 13, heard, cause_of(&rows[i])->cause);
        draw_bar(p, &s, &x, top - 6 + LINE * (double)lines, &rows[i]);
        top += height_of(p, &x, &rows[i]);
    }
    if (p->before)
        hum_svg_text(&s, 12, height - 8, "start", 12, false, HUM_T("Ring: before"));
    return hum_svg_close(&s, out);
}

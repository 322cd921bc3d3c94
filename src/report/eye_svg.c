/* The picture of an eye: where the traces of the whole pattern pass, over two pulses, and what must stay free. */
#include "report/eye_parts.h"
#include "report/plot.h"
#include "report/svg.h"

#include <math.h>

#define FOOT 360.0 /* of the traces */
#define ROW 20.0
enum { SHADES = 6, FACTS = 6 };

typedef struct eye_page {
    hum_svg s;
    const hum_eye *e;
    const hum_eye_result *r;
    hum_page text; /* for small texts */
    hum_axis t;    /* s from the middle of the first opening */
    hum_axis v;
} eye_page;

/* 0 for none, else 1 .. SHADES on a logarithmic scale. */
static unsigned shade_of(unsigned count, unsigned most)
{
    if (count == 0)
        return 0;
    double x = log((double)count) / log((double)most + 1);
    unsigned shade = 1 + (unsigned)(x * SHADES);
    return shade > SHADES ? SHADES : shade;
}

static unsigned most_of(const hum_eye_picture *p)
{
    unsigned most = 1;
    for (size_t row = 0; row < HUM_EYE_ROWS; row++)
        for (size_t k = 0; k < HUM_EYE_COLUMNS; k++)
            most = p->count[row][k] > most ? p->count[row][k] : most;
    return most;
}

static void draw_row(eye_page *p, size_t row, unsigned shade, unsigned most)
{
    const unsigned *count = p->e->picture->count[row];
    double w = (p->t.to_px - p->t.from_px) / HUM_EYE_COLUMNS, h = (p->v.from_px - p->v.to_px) / HUM_EYE_ROWS;
    for (size_t k = 0; k < HUM_EYE_COLUMNS;) {
        size_t begin = k;
        while (k < HUM_EYE_COLUMNS && shade_of(count[k], most) == shade)
            k++;
        if (k > begin)
            hum_svg_cell(&p->s, p->t.from_px + w * (double)begin, p->v.from_px - h * (double)(row + 1), w * (double)(k - begin), h);
        else
            k++;
    }
}

static void draw_density(eye_page *p)
{
    unsigned most = most_of(p->e->picture);
    for (unsigned shade = 1; shade <= SHADES; shade++) {
        hum_svg_cells_open(&p->s);
        for (size_t row = 0; row < HUM_EYE_ROWS; row++)
            draw_row(p, row, shade, most);
        hum_svg_cells_close(&p->s, HUM_HUE_BLUE, 0.25 + 0.75 * (shade - 1) / (SHADES - 1));
    }
}

static void draw_mask(eye_page *p, double middle_s)
{
    const hum_eye_mask *m = &p->e->standard->mask;
    double half = m->width_ui * p->e->ui_s / 2;
    double x1 = hum_axis_px(&p->t, middle_s - half), x2 = hum_axis_px(&p->t, middle_s + half);
    double y1 = hum_axis_px(&p->v, m->height_v / 2), y2 = hum_axis_px(&p->v, -m->height_v / 2);
    hum_svg_rect(&p->s, x1, y1, x2 - x1, y2 - y1, HUM_HUE_RED, 0.25, true);
}

/* 1, 2 or 5 times a power of ten, so that about `n` steps fill the span. */
static double nice_step(double span, double n)
{
    double raw = span / n, decade = pow(10, floor(log10(raw)));
    double x = raw / decade;
    return decade * (x < 1.5 ? 1 : x < 3.5 ? 2 : x < 7.5 ? 5 : 10);
}

static void draw_axes(eye_page *p)
{
    double step_v = nice_step(p->v.high - p->v.low, 7), step_s = nice_step(p->t.high - p->t.low, p->s.width < 620 ? 4 : 7);
    for (double v = ceil(p->v.low / step_v) * step_v; v <= p->v.high; v += step_v) {
        double y = hum_axis_px(&p->v, v), shown = fabs(v) < step_v / 2 ? 0 : v;
        hum_svg_line(&p->s, p->t.from_px, y, p->t.to_px, y, HUM_HUE_FAINT, HUM_DASH_SOLID, 0.6);
        hum_svg_text(&p->s, p->t.from_px - 7, y + 4, "end", 12, false, hum_page_si(&p->text, shown, "V"));
    }
    for (double t = ceil(p->t.low / step_s) * step_s; t <= p->t.high; t += step_s) {
        double x = hum_axis_px(&p->t, t), shown = fabs(t) < step_s / 2 ? 0 : t;
        hum_svg_line(&p->s, x, p->v.from_px, x, p->v.to_px, HUM_HUE_FAINT, HUM_DASH_SOLID, 0.6);
        hum_svg_text(&p->s, x, p->v.from_px + 17, "middle", 12, false, hum_page_si(&p->text, shown, "s"));
    }
}

static hum_text fact(eye_page *p, const char *what, hum_text value)
{
    return hum_text_format(p->s.o.a, "%s %.*s", what, HUM_FMT(value));
}

static hum_text in_ui(eye_page *p, double t)
{
    if (isnan(t))
        return HUM_T("not to be found");
    return hum_text_format(p->s.o.a, "%.*s (%.*s)", HUM_FMT(hum_page_si(&p->text, t, "s")),
                           HUM_FMT(t < 0.1 * p->e->ui_s ? hum_page_si(&p->text, t / p->e->ui_s, "UI") : hum_page_db(&p->text, t / p->e->ui_s, 2, "UI")));
}

static hum_text mask_text(eye_page *p)
{
    const hum_eye_mask *m = &p->e->standard->mask;
    return hum_text_format(p->s.o.a, "must stay free: %.*s by %.*s", HUM_FMT(hum_page_si(&p->text, m->height_v, "V")),
                           HUM_FMT(hum_page_si(&p->text, m->width_ui * p->e->ui_s, "s")));
}

static hum_text verdict(eye_page *p)
{
    return p->r->limit == HUM_EYE_OPEN ? HUM_T("the eye is open")
                                       : hum_text_format(p->s.o.a, "the mask is not free: %s", hum_eye_limit_word(p->r->limit));
}

/* Two beside each other where the picture is wide enough for the longest of them. */
static double foot_of(size_t across)
{
    return FOOT + 55 + ROW * (double)((FACTS + across - 1) / across - 1);
}

static void draw_key(eye_page *p, size_t across, double left)
{
    const hum_eye_opening *o = &p->r->opening;
    const hum_text facts[FACTS] = {mask_text(p), HUM_T("traces; darker where more pass"), fact(p, "height", hum_page_si(&p->text, o->height_v, "V")),
                                   fact(p, "width", in_ui(p, o->width_s)), fact(p, "jitter, peak to peak", in_ui(p, o->jitter_pp_s)), verdict(p)};
    double column = (p->s.width - left) / (double)across;
    for (size_t i = 0; i < FACTS; i++) {
        double x = left + column * (double)(i % across), y = FOOT + 55 + ROW * (double)(i / across);
        if (i < 2)
            hum_svg_rect(&p->s, x, y - 11, 22, 12, i ? HUM_HUE_BLUE : HUM_HUE_RED, i ? 0.8 : 0.25, i == 0);
        hum_svg_text(&p->s, i < 2 ? x + 30 : x, y, "start", 12, i == FACTS - 1, facts[i]);
    }
}

static hum_text sentence(eye_page *p, bool is_equalised)
{
    const hum_eye_opening *o = &p->r->opening;
    hum_text size = hum_text_format(p->s.o.a, "%.*s high and %.*s wide", HUM_FMT(hum_page_si(&p->text, o->height_v, "V")),
                                    HUM_FMT(hum_page_si(&p->text, o->width_s, "s")));
    return hum_text_format(p->s.o.a, "All pulses at the receiver laid over each other, %s the equaliser. The eye is %.*s; "
                                     "the standard's mask is %s.", is_equalised ? "behind" : "before", HUM_FMT(size),
                           p->r->limit == HUM_EYE_OPEN ? "free" : "touched");
}

/* How an eye is drawn. */
typedef struct eye_look {
    hum_text title;
    bool is_equalised; /* Behind the receiver's equaliser. */
    double width_px;   /* HUM_PLOT_NARROW to HUM_PLOT_WIDE */
} eye_look;

static hum_status draw_eye(hum_arena *a, const hum_eye *e, const eye_look *look, hum_text *out)
{
    eye_page p = {.e = e, .r = look->is_equalised ? &e->equalised : &e->plain, .text = hum_page_in(a, false)};
    bool is_narrow = look->width_px < 620;
    double half_v = e->picture->height_v / 2, left = is_narrow ? 52 : 66, right = look->width_px - 16;
    size_t across = is_narrow ? 1 : 2, n_lines = hum_svg_lines(right - 12, 14, look->title);
    p.t = (hum_axis){-e->ui_s / 2, 1.5 * e->ui_s, left, right, false};
    p.v = (hum_axis){-half_v, half_v, FOOT, 22 + 18 * (double)n_lines, false};
    p.s.o.a = a;
    p.s = hum_svg_open(a, look->width_px, foot_of(across) + 13, look->title, sentence(&p, look->is_equalised));
    draw_axes(&p);
    draw_density(&p);
    draw_mask(&p, 0);
    draw_mask(&p, e->ui_s);
    hum_svg_paragraph(&p.s, 12, 22, right - 12, 18, 14, true, look->title);
    hum_svg_text(&p.s, right, FOOT + 34, "end", 12, false, HUM_T("time from the middle of a pulse"));
    draw_key(&p, across, is_narrow ? 12 : left);
    return hum_svg_close(&p.s, out);
}

hum_status hum_eye_svg(hum_project *p, hum_text variant, const hum_eye_ask *ask, hum_text *out)
{
    hum_eye_request r;
    hum_eye e;
    uint32_t link = 0;
    HUM_TRY(hum_eye_take_request(p, variant, ask, &r));
    while (!hum_eye_is_asked(&r, link))
        link++;
    r.options.draws = true;
    HUM_TRY(hum_eye_study(p->a, r.f->net, link, &r.options, &e));
    const hum_cable *c = hum_digital_cable(r.f->model, link);
    hum_page page = hum_page_in(p->a, false);
    hum_text title = hum_text_format(p->a, "%s eye of %.*s: %.*s of %.*s", e.standard->name, HUM_FMT(c->id),
                                     HUM_FMT(hum_eye_length_text(&page, e.channel.length_m)), HUM_FMT(c->type));
    const eye_look look = {title, r.options.is_equalised, hum_plot_width(ask->width_px)};
    return draw_eye(p->a, &e, &look, out);
}

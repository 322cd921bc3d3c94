/* The pictures: what is heard at the seat, the level windows, what limits the system, and the system itself. */
#include "hearing/bands.h"
#include "hearing/threshold.h"
#include "report/page.h"
#include "report/plot_curves.h"
#include "report/project.h"
#include "report/svg.h"
#include "study/seats.h"

#include <math.h>

#define WIDTH 760.0

/* --- the spectrum at the seat ------------------------------------------------------------------------ */

enum { CURVE_POINTS = 160 };

typedef struct spectrum {
    hum_svg s;
    hum_axis x;
    hum_axis y;
    const hum_findings *f;
    uint32_t seat;
} spectrum;

static double curve_hz(size_t i)
{
    return 20 * pow(1000, (double)i / (CURVE_POINTS - 1));
}

/* SPL of the hiss inside the auditory band at f. */
static double hiss_band_db(const spectrum *p, double f_hz)
{
    hum_seat seat = hum_seat_of(&p->f->net->listeners[p->seat]);
    double half = hum_erb_hz(f_hz) / 2;
    double v2 = hum_integrate_psd_between(p->f->noise_f_hz, p->f->seat_psd + p->seat * HUM_NOISE_POINTS, HUM_NOISE_POINTS,
                                          f_hz - half, f_hz + half);
    return hum_seat_spl_db(&seat, sqrt(v2), false);
}

static void draw_curve(spectrum *p, double (*value)(const spectrum *p, double f_hz), hum_hue hue, hum_dash dash,
                       double width)
{
    double x[CURVE_POINTS], y[CURVE_POINTS];
    for (size_t i = 0; i < CURVE_POINTS; i++) {
        double v = value(p, curve_hz(i));
        x[i] = hum_axis_px(&p->x, curve_hz(i));
        y[i] = v < p->y.low || v > p->y.high ? (double)NAN : hum_axis_px(&p->y, v);
    }
    hum_svg_curve(&p->s, x, y, CURVE_POINTS, hue, dash, width);
}

/* What each line is, beside a piece of it. */
static void draw_key(spectrum *p)
{
    static const struct {
        const char *name;
        hum_hue hue;
        hum_dash dash;
        double width;
    } rows[] = {{"loudest music", HUM_HUE_BLUE, HUM_DASH_DOT, 2},
                {"threshold of hearing", HUM_HUE_TEXT, HUM_DASH_SOLID, 2.2},
                {"room noise, per auditory band", HUM_HUE_PURPLE, HUM_DASH_SHORT, 1.8},
                {"hiss, per auditory band", HUM_HUE_GREEN, HUM_DASH_LONG, 1.8},
                {"hum line, heard (with a dot)", HUM_HUE_RED, HUM_DASH_SOLID, 2.5},
                {"hum line, not heard", HUM_HUE_BLUE, HUM_DASH_SOLID, 1.5}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        static const double columns[] = {58, 262, 506};
        double x = columns[i % 3], y = 452 + 20 * (double)(i / 3);
        hum_svg_line(&p->s, x - 46, y - 4, x - 8, y - 4, rows[i].hue, rows[i].dash, rows[i].width);
        hum_svg_text(&p->s, x, y, "start", 12, false, hum_text_of(rows[i].name));
    }
}

static double threshold_at(const spectrum *p, double f_hz)
{
    (void)p;
    return hum_threshold_db(f_hz);
}

static double room_at(const spectrum *p, double f_hz)
{
    return hum_room_band_db(p->f->seats[p->seat].room_dba, f_hz);
}

static void draw_lines(spectrum *p)
{
    const hum_seat_findings *seat = &p->f->seats[p->seat];
    for (size_t k = 0; k < HUM_HARMONICS; k++) {
        double f_hz = p->f->model->mains_hz * (double)(k + 1);
        double v = seat->hum_line_spl_db[k];
        if (!(v > p->y.low))
            continue;
        bool heard = hum_line_is_heard(v, seat->hum_line_margin_db[k], seat->room_dba, f_hz);
        double px = hum_axis_px(&p->x, f_hz);
        double py = hum_axis_px(&p->y, v < p->y.high ? v : p->y.high);
        hum_svg_line(&p->s, px, p->y.from_px, px, py, heard ? HUM_HUE_RED : HUM_HUE_BLUE, HUM_DASH_SOLID, heard ? 2.5 : 1.5);
        if (heard)
            hum_svg_dot(&p->s, px, py, 4, HUM_HUE_RED);
    }
}

static hum_text spectrum_sentence(hum_arena *a, const hum_findings *f, uint32_t seat)
{
    return hum_text_format(a, "Sound pressure at the seat against frequency. %.*s", HUM_FMT(seat == 0 ? f->verdict : HUM_T("")));
}

static hum_status plot_spectrum(hum_arena *a, const hum_findings *f, hum_diags *d, hum_text *out)
{
    if (f->model->n_listeners == 0) {
        hum_diags_say(d, HUM_D_NO_SYSTEM, f->model->span, "for example: speaker amp.spk 88 dB 8 ohm at 3 m",
                      "a spectrum at the seat needs a speaker or headphones");
        return HUM_E_INPUT;
    }
    spectrum p = {.f = f, .seat = 0};
    p.s = hum_svg_open(a, WIDTH, 484, HUM_T("What reaches the seat"), spectrum_sentence(a, f, 0));
    p.x = (hum_axis){20, 20000, 52, WIDTH - 16, true};
    p.y = (hum_axis){-20, 120, 396, 30, false};
    hum_svg_grid(&p.s, &p.x, &p.y, 20, "dB SPL");
    draw_curve(&p, room_at, HUM_HUE_PURPLE, HUM_DASH_SHORT, 1.8);
    draw_curve(&p, hiss_band_db, HUM_HUE_GREEN, HUM_DASH_LONG, 1.8);
    draw_lines(&p);
    draw_curve(&p, threshold_at, HUM_HUE_TEXT, HUM_DASH_SOLID, 2.2);
    double music = f->seats[0].peak_spl_db;
    if (music > p.y.low && music < p.y.high) {
        double py = hum_axis_px(&p.y, music);
        hum_svg_line(&p.s, p.x.from_px, py, p.x.to_px, py, HUM_HUE_BLUE, HUM_DASH_DOT, 2);
    }
    draw_key(&p);
    return hum_svg_close(&p.s, out);
}

/* --- level windows ----------------------------------------------------------------------------------- */

static double dbu(double v)
{
    return 20 * log10(v / HUM_DBU_V);
}

/* One bar from noise to clip; the signal is a mark inside it. */
static void draw_window(hum_svg *s, const hum_axis *y, double x, hum_text id, const hum_level_findings *l)
{
    double top = isfinite(l->clip_v) ? dbu(l->clip_v) : dbu(l->level_v);
    double noise = dbu(sqrt(l->noise_v * l->noise_v + l->hum_v * l->hum_v));
    double py_top = hum_axis_px(y, fmin(top, y->high));
    double py_noise = hum_axis_px(y, fmax(noise, y->low));
    double py_signal = hum_axis_px(y, fmin(dbu(l->level_v), y->high));
    hum_page p = hum_page_in(s->o.a, false);
    hum_svg_rect(s, x - 17, py_top, 34, py_noise - py_top, HUM_HUE_BLUE, 0.15, true);
    hum_svg_rect(s, x - 17, py_signal, 34, py_noise - py_signal, HUM_HUE_BLUE, 0.35, false);
    hum_svg_line(s, x - 24, py_signal, x + 24, py_signal, HUM_HUE_TEXT, HUM_DASH_SOLID, 2.5);
    hum_svg_text(s, x, py_signal - 5, "middle", 11, false, hum_page_db(&p, dbu(l->level_v), 1, ""));
    hum_svg_text(s, x, py_noise + 14, "middle", 11, false, hum_page_db(&p, noise, 0, ""));
    hum_svg_text(s, x, y->from_px + 18, "middle", 12, false, id);
}

static hum_status plot_levels(hum_arena *a, const hum_findings *f, hum_text *out)
{
    size_t n = f->model->n_cables + f->n_outputs;
    double step = 96;
    double width = fmax(WIDTH, 70 + step * (double)n);
    hum_svg s = hum_svg_open(a, width, 440, HUM_T("Level windows"),
                             HUM_T("For each input and output a bar in dBu, from hum and noise at its foot to clipping at its "
                                   "top; the line across it is the largest signal."));
    hum_axis y = {-130, 40, 400, 30, false};
    for (double v = -120; v <= 40; v += 20) {
        double py = hum_axis_px(&y, v);
        hum_page p = hum_page_in(a, false);
        hum_svg_line(&s, 44, py, s.width - 10, py, HUM_HUE_FAINT, HUM_DASH_SOLID, 0.6);
        hum_svg_text(&s, 38, py + 4, "end", 12, false, hum_page_db(&p, v, 0, ""));
    }
    hum_svg_text(&s, 38, 18, "end", 12, false, HUM_T("dBu"));
    for (size_t i = 0; i < f->model->n_cables; i++)
        draw_window(&s, &y, 92 + step * (double)i, f->model->ports[f->model->cables[i].to].id, &f->links[i].at_input);
    for (size_t i = 0; i < f->n_outputs; i++)
        draw_window(&s, &y, 92 + step * (double)(i + f->model->n_cables), f->model->ports[f->outputs[i].port].id,
                    &f->outputs[i].at_output);
    return hum_svg_close(&s, out);
}

/* --- limits ------------------------------------------------------------------------------------------ */

static hum_status plot_limits(hum_arena *a, const hum_findings *f, hum_text *out)
{
    enum { SHOWN = 8 };
    size_t n = f->n_limits < SHOWN ? f->n_limits : SHOWN;
    hum_svg s = hum_svg_open(a, WIDTH, 40 + 48 * (double)(n ? n : 1), HUM_T("What limits the system"),
                             HUM_T("Each cause of hum and hiss with its margin over the threshold of hearing, largest first."));
    hum_axis x = {-60, 60, 20, WIDTH - 90, false};
    double zero = hum_axis_px(&x, 0);
    hum_svg_line(&s, zero, 22, zero, s.height - 6, HUM_HUE_TEXT, HUM_DASH_SOLID, 2);
    hum_svg_text(&s, zero, 15, "middle", 12, false, HUM_T("threshold of hearing"));
    for (size_t i = 0; i < n; i++) {
        const hum_limit *l = &f->limits[i];
        double top = 34 + 48 * (double)i;
        double end = hum_axis_px(&x, fmax(-60, fmin(60, l->margin_db)));
        bool over = l->margin_db > 0 && !l->is_under_room;
        hum_page p = hum_page_in(a, false);
        hum_svg_text(&s, 20, top + 4, "start", 13, over, l->cause);
        hum_svg_rect(&s, 20, top + 11, end - 20, 14, over ? HUM_HUE_RED : HUM_HUE_BLUE, over ? 0.75 : 0.4, true);
        hum_svg_text(&s, end + 6, top + 23, "start", 12, over,
                     hum_text_format(a, "%.*s%s", HUM_FMT(hum_page_db(&p, l->margin_db, 1, "dB")),
                                     over ? " heard" : l->is_under_room ? " masked" : ""));
    }
    return hum_svg_close(&s, out);
}

/* --- the system -------------------------------------------------------------------------------------- */

/* Column of each box: one more than the furthest box that feeds it. Rows fill up from the top. */
typedef struct place {
    size_t column;
    size_t row;
} place;

static hum_status place_boxes(hum_arena *a, const hum_model *m, place **out, size_t *n_columns, size_t *n_rows)
{
    place *at;
    size_t *filled;
    HUM_ALLOC(at, a, place, m->n_boxes);
    HUM_ALLOC(filled, a, size_t, m->n_boxes + 1);
    *n_columns = *n_rows = 0;
    for (size_t round_i = 0; round_i < m->n_boxes; round_i++) { /* longest path; settles in at most n_boxes rounds */
        bool moved = false;
        for (size_t i = 0; i < m->n_cables; i++) {
            uint32_t from = m->ports[m->cables[i].from].box;
            uint32_t to = m->ports[m->cables[i].to].box;
            if (from != to && at[to].column < at[from].column + 1 && at[from].column + 1 < m->n_boxes) {
                at[to].column = at[from].column + 1;
                moved = true;
            }
        }
        if (!moved)
            break;
    }
    for (size_t i = 0; i < m->n_boxes; i++) {
        at[i].row = filled[at[i].column]++;
        *n_columns = at[i].column + 1 > *n_columns ? at[i].column + 1 : *n_columns;
        *n_rows = at[i].row + 1 > *n_rows ? at[i].row + 1 : *n_rows;
    }
    *out = at;
    return HUM_OK;
}

#define BOX_W 132.0
#define BOX_H 54.0
#define STEP_X 268.0
#define STEP_Y 112.0

static double box_x(const place *p)
{
    return 24 + STEP_X * (double)p->column;
}

static double box_y(const place *p)
{
    return 30 + STEP_Y * (double)p->row;
}

static void draw_box(hum_svg *s, const hum_model *m, uint32_t i, const place *at, double earth_y)
{
    const hum_box *b = &m->boxes[i];
    hum_page p = hum_page_in(s->o.a, false);
    hum_text name;
    double x = box_x(at), y = box_y(at);
    hum_page_cut(&p, b->title.n ? b->title : b->id, 19);
    if (hum_out_done(&p.o, &name) != HUM_OK)
        s->o.failed = true;
    hum_svg_rect(s, x, y, BOX_W, BOX_H, HUM_HUE_TEXT, 0.06, true);
    hum_svg_text(s, x + BOX_W / 2, y + 24, "middle", 13, true, name);
    const char *plug = b->plug == HUM_PLUG_2_PIN ? "2-pin plug" : b->plug == HUM_PLUG_BATTERY ? "battery" : "3-pin plug";
    hum_svg_text(s, x + BOX_W / 2, y + 42, "middle", 11, false, hum_text_of(plug));
    bool is_earthed = b->plug == HUM_PLUG_3_PIN || b->plug == HUM_PLUG_UNSTATED;
    if (is_earthed) {
        hum_svg_line(s, x + 26, y + BOX_H, x + 26, earth_y, HUM_HUE_GREEN, HUM_DASH_SOLID, 2.5);
        hum_svg_text(s, x + 32, earth_y - 8, "start", 11, false, b->outlet_name.n ? b->outlet_name : HUM_T("outlet"));
    }
    for (size_t k = 0; k < b->n_grounds; k++) {
        double gx = x + BOX_W - 22 - 24 * (double)k;
        hum_svg_line(s, gx, y + BOX_H, gx, earth_y, HUM_HUE_GREEN, HUM_DASH_LONG, 2.5);
        hum_svg_text(s, gx - 6, earth_y - 24, "end", 11, false, b->grounds[k].name);
    }
}

static void draw_cable(hum_svg *s, const hum_findings *f, uint32_t i, const place *at, size_t lane)
{
    const hum_cable *c = &f->model->cables[i];
    const place *from = &at[f->model->ports[c->from].box];
    const place *to = &at[f->model->ports[c->to].box];
    double x1 = box_x(from) + BOX_W, y1 = box_y(from) + 18 + 14 * (double)lane;
    double x2 = box_x(to), y2 = box_y(to) + 18 + 14 * (double)lane;
    hum_page p = hum_page_in(s->o.a, false);
    double amps = f->links[i].shield_current_a;
    bool loops = amps > 1e-3; /* a milliamp in a shield is a closed loop, not leakage */
    hum_svg_line(s, x1, y1, x2, y2, loops ? HUM_HUE_RED : HUM_HUE_BLUE, HUM_DASH_SOLID, loops ? 3 : 2);
    double mx = (x1 + x2) / 2, my = (y1 + y2) / 2;
    hum_svg_text(s, mx, my - 7, "middle", 11, false,
                 hum_text_format(s->o.a, "%.*s %.*s", HUM_FMT(c->type), HUM_FMT(hum_page_si(&p, f->net->cables[i].length_m, "m"))));
    if (f->net->cables[i].shield_branch != SIZE_MAX)
        hum_svg_text(s, mx, my + 14, "middle", 11, loops,
                     hum_text_format(s->o.a, "%s %.*s", loops ? "loop" : "shield", HUM_FMT(hum_page_si(&p, amps, "A"))));
}

static size_t lane_of(const hum_model *m, uint32_t cable)
{
    size_t lane = 0;
    for (uint32_t i = 0; i < cable; i++)
        lane += m->ports[m->cables[i].from].box == m->ports[m->cables[cable].from].box &&
                m->ports[m->cables[i].to].box == m->ports[m->cables[cable].to].box;
    return lane;
}

static hum_status plot_system(hum_arena *a, const hum_findings *f, hum_text *out)
{
    place *at;
    size_t n_columns, n_rows;
    HUM_TRY(place_boxes(a, f->model, &at, &n_columns, &n_rows));
    double earth_y = 40 + STEP_Y * (double)n_rows;
    double width = 48 + BOX_W + STEP_X * (double)(n_columns - 1);
    hum_svg s = hum_svg_open(a, width > 340 ? width : 340, earth_y + 40, HUM_T("The system and its earths"),
                             hum_text_format(a, "Boxes from left to right with the cables between them, and below them how each "
                                                "is joined to earth. %.*s", HUM_FMT(f->verdict)));
    for (uint32_t i = 0; i < f->model->n_boxes; i++)
        draw_box(&s, f->model, i, &at[i], earth_y);
    for (uint32_t i = 0; i < f->model->n_cables; i++)
        draw_cable(&s, f, i, at, lane_of(f->model, i));
    hum_svg_line(&s, 16, earth_y, s.width - 16, earth_y, HUM_HUE_GREEN, HUM_DASH_SOLID, 4);
    hum_svg_text(&s, 20, earth_y + 20, "start", 12, false, HUM_T("earthing terminal. Red: a closed loop carries current"));
    return hum_svg_close(&s, out);
}

/* --- by name ----------------------------------------------------------------------------------------- */

hum_status hum_plot_svg(hum_project *p, hum_text variant, hum_text what, hum_text *out)
{
    const hum_findings *f;
    HUM_TRY(hum_project_findings(p, variant, &f));
    if (hum_text_is(what, "spectrum"))
        return plot_spectrum(p->a, f, p->d, out);
    if (hum_text_is(what, "levels"))
        return plot_levels(p->a, f, out);
    if (hum_text_is(what, "limits"))
        return plot_limits(p->a, f, out);
    if (hum_text_is(what, "system"))
        return plot_system(p->a, f, out);
    if (hum_text_is(what, "response") && f->model->n_cables)
        return hum_plot_response(p->a, f, p->d, out);
    if (hum_text_is(what, "cmrr") && f->model->n_cables)
        return hum_plot_cmrr(p->a, f, p->d, out);
    hum_diags_say(p->d, HUM_D_UNKNOWN_WORD, HUM_NO_SPAN, "spectrum, levels, limits, system, response or cmrr", "there is no picture '%.*s'",
                  HUM_FMT(what));
    return HUM_E_INPUT;
}

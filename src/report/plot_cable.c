/* What cables are against frequency: characteristic impedance, its angle, and loss (docs/physics/cable.md C-14, C-26). At low frequencies a
 * cable's resistance rules and the impedance is high and capacitive; above, inductance does and it is what the data sheet says. */
#include "report/page.h"
#include "report/plot.h"
#include "report/project.h"
#include "study/cable_facts.h"

#include <math.h>
#include <string.h>

#define LOW_HZ 20.0
#define HIGH_HZ 100e6
#define LEFT 52.0
#define PANEL 190.0
#define KEY_COLUMN 340.0

enum { POINTS = 115, CABLES_SHOWN = 6, TICKS_MAX = 6 };

static const hum_hue hues[CABLES_SHOWN] = {HUM_HUE_BLUE, HUM_HUE_RED, HUM_HUE_GREEN, HUM_HUE_PURPLE, HUM_HUE_TEXT, HUM_HUE_BLUE};
static const hum_dash dashes[CABLES_SHOWN] = {HUM_DASH_SOLID, HUM_DASH_LONG, HUM_DASH_SHORT, HUM_DASH_SOLID, HUM_DASH_DOT, HUM_DASH_SHORT};

typedef struct cable_curves {
    hum_text name;
    double value[3][POINTS]; /* ohm, degrees, dB per 100 m */
} cable_curves;

typedef struct cable_plot {
    hum_svg s;
    double f_hz[POINTS];
    cable_curves *cables;
    size_t n_cables;
} cable_plot;

/* One of the three panels. */
typedef struct panel {
    const char *title;
    size_t which;
    hum_axis x;
    hum_axis y;
} panel;

/* --- curves ------------------------------------------------------------------------------------------ */

/* A cable that does what one before it does needs no curve of its own. */
static bool is_known(const cable_plot *p)
{
    const cable_curves *last = &p->cables[p->n_cables];
    for (size_t i = 0; i < p->n_cables; i++)
        if (memcmp(p->cables[i].value, last->value, sizeof last->value) == 0)
            return true;
    return false;
}

static void take_cable(cable_plot *p, hum_arena *a, const hum_findings *f, uint32_t i)
{
    const hum_cable_net *n = &f->net->cables[i];
    const hum_cable *c = &f->model->cables[i];
    cable_curves *to = &p->cables[p->n_cables];
    to->name = f->model->n_cables > 1 ? hum_text_format(a, "%.*s (%.*s)", HUM_FMT(c->id), HUM_FMT(c->type)) : c->title.n ? c->title : c->type;
    hum_signal_line skin;
    bool is_guessed = hum_cable_signal(f->net, i, &skin) != HUM_LOSS_SECTION;
    for (size_t k = 0; k < POINTS; k++) {
        hum_cable_point at = hum_cable_point_at(&n->data, n->shield_branch != SIZE_MAX, is_guessed ? &skin : NULL, p->f_hz[k]);
        to->value[0][k] = at.z_ohm;
        to->value[1][k] = at.z_angle_deg;
        to->value[2][k] = 100 * at.loss_db_m;
    }
    p->n_cables += !is_known(p);
}

static hum_status take_cables(cable_plot *p, hum_arena *a, const hum_findings *f)
{
    HUM_ALLOC(p->cables, a, cable_curves, CABLES_SHOWN);
    for (size_t k = 0; k < POINTS; k++)
        p->f_hz[k] = LOW_HZ * pow(HIGH_HZ / LOW_HZ, (double)k / (POINTS - 1));
    for (uint32_t i = 0; i < f->model->n_cables && p->n_cables < CABLES_SHOWN; i++)
        take_cable(p, a, f, i);
    return HUM_OK;
}

/* --- panels ------------------------------------------------------------------------------------------ */

/* Whole decades around what is shown; one of them at least. */
static hum_axis decades_of(const cable_plot *p, size_t which, double foot, double top)
{
    double low = HUGE_VAL, high = 0;
    for (size_t i = 0; i < p->n_cables; i++)
        for (size_t k = 0; k < POINTS; k++) {
            low = fmin(low, p->cables[i].value[which][k]);
            high = fmax(high, p->cables[i].value[which][k]);
        }
    low = low > 0 && isfinite(low) ? low : 1e-6;
    low = pow(10, floor(log10(low) + 1e-9));
    high = pow(10, ceil(log10(fmax(high, 10 * low)) - 1e-9));
    return (hum_axis){low, high, foot, top, true};
}

/* "0.1", "100", "10k": a round number, with its thousands as a prefix. */
static hum_text round_number(hum_svg *s, double v)
{
    hum_out o = hum_out_in(s->o.a);
    double unit = v < 1e3 ? 1 : v < 1e6 ? 1e3 : 1e6;
    hum_out_number(&o, round(v / unit * 1e6) / 1e6);
    hum_out_z(&o, v < 1e3 ? "" : v < 1e6 ? "k" : "M");
    return hum_out_part(&o);
}

static void draw_level(hum_svg *s, const panel *at, double v)
{
    double y = hum_axis_px(&at->y, v);
    hum_svg_line(s, at->x.from_px, y, at->x.to_px, y, HUM_HUE_FAINT, HUM_DASH_SOLID, 0.6);
    hum_svg_text(s, at->x.from_px - 6, y + 4, "end", 12, false, round_number(s, v));
}

/* Every decade, or every second or third where there are many; every 15 degrees. */
static void draw_levels(hum_svg *s, const panel *at)
{
    if (!at->y.is_log) {
        for (double v = at->y.low; v <= at->y.high + 0.1; v += 15)
            draw_level(s, at, v);
        return;
    }
    double decades = round(log10(at->y.high / at->y.low));
    int step = (int)ceil(decades / TICKS_MAX);
    for (int i = 0; i <= (int)decades; i += step)
        draw_level(s, at, at->y.low * pow(10, i));
}

static void draw_frequencies(hum_svg *s, const panel *at, bool is_named)
{
    for (double f = 100; f <= HIGH_HZ * 1.001; f *= 10) {
        double x = hum_axis_px(&at->x, f);
        hum_svg_line(s, x, at->y.from_px, x, at->y.to_px, HUM_HUE_FAINT, HUM_DASH_SOLID, 0.6);
        if (is_named)
            hum_svg_text(s, x, at->y.from_px + 17, "middle", 12, false, round_number(s, f));
    }
    if (is_named)
        hum_svg_text(s, at->x.to_px, at->y.from_px + 34, "end", 12, false, HUM_T("Hz"));
}

/* What one cable has at the right end of a panel. */
static void draw_value(cable_plot *p, const panel *at)
{
    hum_page page = hum_page_in(p->s.o.a, false);
    double v = p->cables[0].value[at->which][POINTS - 1];
    if (p->n_cables == 1 && at->y.is_log && v > 0)
        hum_svg_label(&p->s, at->x.to_px - 4, hum_axis_px(&at->y, v) - 7, "end", 12,
                      at->which == 0 ? hum_page_si(&page, v, "ohm") : hum_page_db(&page, v, v < 1 ? 3 : 1, "dB"));
}

static void draw_panel(cable_plot *p, const panel *at, bool is_last)
{
    double x[POINTS], y[POINTS];
    draw_frequencies(&p->s, at, is_last);
    draw_levels(&p->s, at);
    hum_svg_text(&p->s, 12, at->y.to_px - 10, "start", 13, true, hum_text_of(at->title));
    for (size_t i = 0; i < p->n_cables; i++) {
        for (size_t k = 0; k < POINTS; k++) {
            x[k] = hum_axis_px(&at->x, p->f_hz[k]);
            y[k] = hum_axis_px(&at->y, p->cables[i].value[at->which][k]);
        }
        hum_svg_curve(&p->s, x, y, POINTS, hues[i], dashes[i], 2.2);
    }
    draw_value(p, at);
}

/* --- picture ----------------------------------------------------------------------------------------- */

static hum_text sentence(hum_svg *s, const cable_plot *p)
{
    hum_out o = hum_out_in(s->o.a);
    hum_page page = hum_page_in(s->o.a, false);
    hum_out_z(&o, "Characteristic impedance, its angle and the loss of 100 m against frequency, of");
    for (size_t i = 0; i < p->n_cables; i++) {
        hum_out_f(&o, "%s %.*s", i ? "," : "", HUM_FMT(p->cables[i].name));
        hum_out_f(&o, " (%.*s at 10 MHz)", HUM_FMT(hum_page_si(&page, p->cables[i].value[0][POINTS - 1], "ohm")));
    }
    return hum_out_part(&o);
}

static void draw(cable_plot *p, double width, double foot)
{
    static const char *const titles[] = {"Characteristic impedance, ohm", "Its angle, degrees: -45 where resistance rules, 0 where inductance does",
                                         "Loss of 100 m that is matched at both ends, dB"};
    static const char *const narrow[] = {"Characteristic impedance, ohm", "Its angle, degrees", "Loss of 100 m, matched, dB"};
    for (size_t i = 0; i < 3; i++) {
        double top = 34 + PANEL * (double)i, bottom = top + PANEL - 44;
        panel at = {.title = width < 560 ? narrow[i] : titles[i], .which = i, .x = {LOW_HZ, HIGH_HZ, LEFT, width - 16, true}};
        at.y = i == 1 ? (hum_axis){-60, 15, bottom, top, false} : decades_of(p, i, bottom, top);
        draw_panel(p, &at, i == 2);
    }
    for (size_t i = 0; i < p->n_cables; i++) {
        const hum_plot_key key = {.name = p->cables[i].name, .hue = hues[i], .dash = dashes[i], .width_px = 2.2};
        hum_plot_draw_key(&p->s, foot, KEY_COLUMN, i, &key);
    }
}

hum_status hum_cable_svg(hum_project *pr, const hum_plot_options *o, hum_text *out)
{
    const hum_findings *f;
    cable_plot p = {.n_cables = 0};
    HUM_TRY(hum_project_findings(pr, (hum_text){0}, &f));
    if (f->model->n_cables == 0) {
        hum_diags_say(pr->d, HUM_D_NO_SYSTEM, f->model->span, "for example: cable pre.main -> amp.line rca 2 m",
                      "there is no cable to draw");
        return HUM_E_INPUT;
    }
    HUM_TRY(take_cables(&p, pr->a, f));
    double width = hum_plot_width(o ? o->width_px : 0), foot = 3 * PANEL + 54;
    double height = foot + 20 * (double)hum_plot_key_rows(width, KEY_COLUMN, p.n_cables);
    p.s.o.a = pr->a;
    p.s = hum_svg_open(pr->a, width, height, HUM_T("Impedance and loss of cables"), sentence(&p.s, &p));
    draw(&p, width, foot);
    return hum_svg_close(&p.s, out);
}

/* Pictures by name, and the key below them. */
#include "report/plot.h"

#include "humdinger/tolerance.h"
#include "report/project.h"

#include <math.h>

#define KEY_ROW 20.0

static size_t columns_of(double width, double column)
{
    size_t n = (size_t)((width - 12) / column);
    return n ? n : 1;
}

size_t hum_plot_key_rows(double width, double column, size_t n)
{
    size_t across = columns_of(width, column);
    return (n + across - 1) / across;
}

void hum_plot_draw_key(hum_svg *s, double y, double column, size_t i, const hum_plot_key *key)
{
    size_t across = columns_of(s->width, column);
    double x = 12 + (s->width - 12) / (double)across * (double)(i % across);
    double at = y + KEY_ROW * (double)(i / across);
    s->is_ghost = key->is_before;
    hum_svg_line(s, x, at - 4, x + 32, at - 4, key->hue, key->dash, key->width_px);
    if (key->has_dot && key->is_before)
        hum_svg_ring(s, x + 32, at - 4, 4, key->hue);
    else if (key->has_dot)
        hum_svg_dot(s, x + 32, at - 4, 4, key->hue);
    s->is_ghost = false;
    hum_svg_text(s, x + 44, at, "start", 12, false, key->name);
}

static const struct {
    const char *name;
    hum_status (*draw)(const hum_plot *p, hum_text *out);
} pictures[] = {
    {"spectrum", hum_plot_spectrum}, {"levels", hum_plot_levels},     {"limits", hum_plot_limits},
    {"system", hum_plot_system},     {"response", hum_plot_response}, {"cmrr", hum_plot_cmrr},
    {"eye", NULL}, {"yield", NULL}, /* which ask more, below */
};
enum { N_PICTURES = sizeof pictures / sizeof pictures[0] };

/* "spectrum, levels, ... or cmrr" */
static hum_text names_of(hum_arena *a)
{
    hum_out o = hum_out_in(a);
    for (size_t i = 0; i < N_PICTURES; i++)
        hum_out_f(&o, "%s%s", i == 0 ? "" : i + 1 < N_PICTURES ? ", " : " or ", pictures[i].name);
    return hum_out_part(&o);
}

static double width_of(const hum_plot_options *o)
{
    return hum_plot_width(o ? o->width_px : 0);
}

static hum_status draw(hum_project *p, hum_text variant, size_t which, const hum_plot_options *o, hum_text *out)
{
    hum_plot plot = {.a = p->a, .d = p->d, .width = width_of(o)};
    HUM_TRY(hum_project_findings(p, variant, &plot.f));
    if (o && o->against.n) {
        HUM_TRY(hum_project_findings(p, o->against, &plot.before));
        plot.before_name = plot.before->model->variant.n ? plot.before->model->variant : HUM_T("the file as it stands");
    }
    if (plot.before == plot.f)
        plot.before = NULL;
    return pictures[which].draw(&plot, out);
}

/* The samples of a study without options: what the file expects, or what a report is about. */
static hum_status draw_yield(hum_project *p, hum_text variant, double width_px, hum_text *out)
{
    enum { STEP = 2048 };
    hum_tolerance *t;
    HUM_TRY(hum_tolerance_open(p, variant, &(hum_tolerance_options){.n_samples = 0}, &t));
    while (hum_tolerance_done(t) < hum_tolerance_wanted(t))
        HUM_TRY(hum_tolerance_step(t, STEP));
    return hum_tolerance_svg(t, width_px, out);
}

static hum_status draw_asked(hum_project *p, hum_text variant, size_t which, const hum_plot_options *o, hum_text *out)
{
    if (pictures[which].draw)
        return draw(p, variant, which, o, out);
    if (hum_text_is(hum_text_of(pictures[which].name), "yield"))
        return draw_yield(p, variant, width_of(o), out);
    return hum_eye_svg(p, variant, &(hum_eye_ask){.width_px = width_of(o)}, out);
}

hum_status hum_plot_svg(hum_project *p, hum_text variant, hum_text what, const hum_plot_options *o, hum_text *out)
{
    for (size_t i = 0; i < N_PICTURES; i++)
        if (hum_text_is(what, pictures[i].name))
            return draw_asked(p, variant, i, o, out);
    hum_diags_add(p->d, HUM_D_UNKNOWN_WORD, HUM_NO_SPAN, hum_text_format(p->a, "there is no picture '%.*s'", HUM_FMT(what)), names_of(p->a));
    return HUM_E_INPUT;
}

/* The report as one HTML file: pictures with a table behind each, the verdict, assumptions and the source text. It has no
 * script and asks for nothing from outside; every text of the system file is escaped. */
#include "report/eye.h"
#include "report/project.h"

#include <math.h>

#define WORTH_DB 0.1 /* what moves the answer less moves nothing */

static const char head[] =
    "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";

static const char style[] =
    "<style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}"
    "svg{width:100%;height:auto}figure{margin:1.5rem 0;break-inside:avoid}table{border-collapse:collapse;width:100%;font-size:.9rem}"
    "th,td{text-align:left;padding:.25rem .5rem;border-bottom:1px solid #8884}td.n{white-space:nowrap}td.n,th.n{text-align:right;"
    "font-variant-numeric:tabular-nums}pre{overflow-x:auto;padding:1rem;border:1px solid #8884;font-size:.85rem}"
    ".verdict{font-size:1.15rem;border-left:.3rem solid #d55e00;padding:.5rem 1rem}.quiet{border-color:#009e73}"
    "dl{columns:20rem 2;column-gap:2rem;font-size:.9rem}dl div{break-inside:avoid;padding:.3rem 0}dt{font-weight:600}dd{margin:0}"
    "div.wide{overflow-x:auto}.on-narrow{display:none}"
    "@media screen and (max-width:560px){.on-narrow{display:block}.on-wide{display:none}}@media print{body{margin:0;max-width:none}}</style>\n";

static void escaped(hum_out *o, hum_text t)
{
    for (size_t i = 0; i < t.n; i++) {
        switch (t.p[i]) {
        case '<':
            hum_out_z(o, "&lt;");
            break;
        case '>':
            hum_out_z(o, "&gt;");
            break;
        case '&':
            hum_out_z(o, "&amp;");
            break;
        case '"':
            hum_out_z(o, "&quot;");
            break;
        default:
            hum_out_bytes(o, &t.p[i], 1);
        }
    }
}

static void cell(hum_page *p, bool is_number, hum_text t)
{
    hum_out_z(&p->o, is_number ? "<td class=\"n\">" : "<td>");
    escaped(&p->o, t);
    hum_out_z(&p->o, "</td>");
}

/* The picture twice, for a wide and for a narrow screen: the style shows the one that fits. */
static hum_status figure(hum_project *pr, hum_page *p, hum_text variant, const char *what, const char *caption)
{
    static const struct {
        const char *class;
        double width_px;
    } forms[] = {{"on-wide", 760}, {"on-narrow", 330}};
    hum_out_z(&p->o, "<figure>\n");
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        hum_text svg;
        const hum_plot_options o = {.width_px = forms[i].width_px};
        HUM_TRY(hum_plot_svg(pr, variant, hum_text_of(what), &o, &svg));
        hum_out_f(&p->o, "<div class=\"%s\">\n", forms[i].class);
        hum_out_text(&p->o, svg);
        hum_out_z(&p->o, "</div>\n");
    }
    hum_out_f(&p->o, "<figcaption>%s</figcaption>\n</figure>\n", caption);
    return HUM_OK;
}

static void open_table(hum_page *p, const char *title, const char *heads)
{
    hum_out_f(&p->o, "<h2>%s</h2>\n<div class=\"wide\"><table><thead><tr>%s</tr></thead><tbody>\n", title, heads);
}

static void close_table(hum_page *p)
{
    hum_out_z(&p->o, "</tbody></table></div>\n");
}

/* A figure and below it where nine in ten systems that fit the file have it, when that reads otherwise. */
static void banded_cell(hum_page *p, hum_text now, hum_text low, hum_text high)
{
    hum_out_z(&p->o, "<td class=\"n\">");
    escaped(&p->o, now);
    if (!hum_text_eq(low, high)) {
        hum_out_z(&p->o, "<br><small>");
        escaped(&p->o, low);
        hum_out_z(&p->o, " to ");
        escaped(&p->o, high);
        hum_out_z(&p->o, "</small>");
    }
    hum_out_z(&p->o, "</td>");
}

static void volts_cell(hum_page *p, double now, double low, double high)
{
    banded_cell(p, isfinite(now) ? hum_page_si(p, now, "V") : HUM_T("-"), hum_page_si(p, low, "V"), hum_page_si(p, high, "V"));
}

static void db_cell(hum_page *p, double now, double low, double high, int decimals, const char *unit)
{
    banded_cell(p, hum_page_db(p, now, decimals, unit), hum_page_db(p, low, decimals, unit), hum_page_db(p, high, decimals, unit));
}

static void level_row(hum_page *p, hum_text id, const hum_level_findings *l, const hum_level_findings *low, const hum_level_findings *high)
{
    hum_out_z(&p->o, "<tr>");
    cell(p, false, id);
    volts_cell(p, l->level_v, low->level_v, high->level_v);
    volts_cell(p, l->clip_v, low->clip_v, high->clip_v);
    db_cell(p, l->headroom_db, low->headroom_db, high->headroom_db, 1, "dB");
    volts_cell(p, l->noise_v, low->noise_v, high->noise_v);
    db_cell(p, l->snr_a_db, low->snr_a_db, high->snr_a_db, 1, "dBA");
    volts_cell(p, l->hum_v, low->hum_v, high->hum_v);
    hum_out_z(&p->o, "</tr>\n");
}

static void level_table(hum_page *p, const hum_findings *f, const hum_band_end *low, const hum_band_end *high)
{
    open_table(p, "Levels, noise and hum",
               "<th>place</th><th class=\"n\">largest signal</th><th class=\"n\">clips at</th><th class=\"n\">headroom</th>"
               "<th class=\"n\">noise</th><th class=\"n\">SNR</th><th class=\"n\">hum</th>");
    for (size_t i = 0; i < f->model->n_cables; i++)
        level_row(p, f->model->ports[f->model->cables[i].to].id, &f->links[i].at_input, &low->links[i].at_input, &high->links[i].at_input);
    for (size_t i = 0; i < f->n_outputs; i++)
        level_row(p, f->model->ports[f->outputs[i].port].id, &f->outputs[i].at_output, &low->outputs[i].at_output,
                  &high->outputs[i].at_output);
    close_table(p);
}

static hum_text corner(hum_page *p, double f_hz)
{
    return isfinite(f_hz) ? hum_page_si(p, f_hz, "Hz") : HUM_T("over 100 MHz");
}

static void link_table(hum_page *p, const hum_findings *f, const hum_band_end *low, const hum_band_end *high)
{
    size_t mains = f->model->mains_hz < 55 ? 0 : 1;
    open_table(p, "Interfaces as wired",
               "<th>link</th><th class=\"n\">gain</th><th class=\"n\">rejection at mains</th><th class=\"n\">at 20 kHz</th>"
               "<th class=\"n\">-3 dB at</th><th class=\"n\">shield current</th>");
    for (size_t i = 0; i < f->model->n_cables; i++) {
        const hum_link_findings *l = &f->links[i], *a = &low->links[i], *b = &high->links[i];
        hum_out_z(&p->o, "<tr>");
        cell(p, false, f->model->cables[i].id);
        db_cell(p, l->gain_db, a->gain_db, b->gain_db, 2, "dB");
        db_cell(p, l->cmrr_db[mains], a->cmrr_db[mains], b->cmrr_db[mains], 1, "dB");
        db_cell(p, l->cmrr_db[HUM_CMRR_20K], a->cmrr_db[HUM_CMRR_20K], b->cmrr_db[HUM_CMRR_20K], 1, "dB");
        banded_cell(p, corner(p, l->f_high_hz), corner(p, a->f_high_hz), corner(p, b->f_high_hz));
        banded_cell(p, hum_page_si(p, l->shield_current_a, "A"), hum_page_si(p, a->shield_current_a, "A"), hum_page_si(p, b->shield_current_a, "A"));
        hum_out_z(&p->o, "</tr>\n");
    }
    close_table(p);
}

static void digital_table(hum_page *p, const hum_findings *f)
{
    if (!f->model->n_digital)
        return;
    open_table(p, "Digital links: no audio voltage, but their shields are part of the grounds",
               "<th>link</th><th>kind</th><th class=\"n\">length</th><th class=\"n\">current from box to box</th>");
    for (size_t i = 0; i < f->model->n_digital; i++) {
        const hum_cable *c = &f->model->cables[f->model->n_cables + i];
        const hum_cable_net *n = &f->net->cables[f->model->n_cables + i];
        hum_out_z(&p->o, "<tr>");
        cell(p, false, c->id);
        cell(p, false, hum_text_of(hum_digital_name(&f->model->ports[c->to])));
        cell(p, true, hum_page_si(p, n->length_m, "m"));
        cell(p, true, n->n_ground ? hum_page_si(p, f->digital[i].ground_current_a, "A") : HUM_T("joins no grounds"));
        hum_out_z(&p->o, "</tr>\n");
    }
    close_table(p);
}

/* A value in its unit; a ratio has neither unit nor prefix. */
static hum_text value_of(hum_page *p, double v, hum_dim dim)
{
    const char *unit = hum_dim_symbol(dim);
    hum_out o = hum_out_in(p->o.a);
    if (unit[0])
        return hum_page_si(p, v, unit);
    hum_out_digits(&o, v, 3);
    return hum_out_part(&o);
}

/* What moves the answer most comes first. */
static void assumption(hum_page *p, const hum_assumption *as)
{
    hum_out_z(&p->o, "<div><dt>");
    escaped(&p->o, as->what);
    hum_out_z(&p->o, ": ");
    escaped(&p->o, value_of(p, as->value, as->dim));
    hum_out_z(&p->o, "</dt><dd>");
    if (as->low < as->high) {
        escaped(&p->o, value_of(p, as->low, as->dim));
        hum_out_z(&p->o, " to ");
        escaped(&p->o, value_of(p, as->high, as->dim));
        hum_out_z(&p->o, "; ");
    }
    escaped(&p->o, as->why);
    if (as->moves_db >= WORTH_DB) {
        hum_out_z(&p->o, "; moves the answer by ");
        escaped(&p->o, hum_page_db(p, as->moves_db, 1, "dB"));
    }
    hum_out_z(&p->o, "</dd>");
    if (as->measure.n) {
        hum_out_z(&p->o, "<dd><small>To know it: ");
        escaped(&p->o, as->measure);
        hum_out_z(&p->o, "</small></dd>");
    }
    hum_out_z(&p->o, "</div>\n");
}

static void assumptions(hum_page *p, const hum_findings *f)
{
    if (!f->net->n_assumptions)
        return;
    hum_out_z(&p->o, "<h2>Assumed, because the file does not state it</h2>\n<dl>\n");
    for (size_t i = 0; i < f->net->n_assumptions; i++)
        assumption(p, &f->net->assumptions[f->assumed[i]]);
    hum_out_z(&p->o, "</dl>\n");
}

static void tolerance_table(hum_page *p, const hum_findings *f)
{
    if (!f->n_tolerances)
        return;
    open_table(p, "Within their tolerances",
               "<th>what</th><th class=\"n\">tolerance</th><th class=\"n\">moves the answer by</th><th class=\"n\">of its spread</th>");
    for (size_t i = 0; i < f->n_tolerances; i++) {
        const hum_tolerance_of *t = &f->tolerances[i];
        hum_out o = hum_out_in(p->o.a);
        hum_out_tolerance(&o, t->dim, t->half_width, t->is_relative);
        hum_out_z(&p->o, "<tr>");
        cell(p, false, t->what);
        cell(p, true, hum_out_part(&o));
        cell(p, true, hum_page_db(p, t->moves_db, 1, "dB"));
        cell(p, true, hum_page_db(p, 100 * t->share, 0, "%"));
        hum_out_z(&p->o, "</tr>\n");
    }
    close_table(p);
}

static void opening(hum_page *p, const hum_findings *f)
{
    bool audible = false;
    for (size_t i = 0; i < f->model->n_listeners; i++)
        audible |= f->seats[i].is_audible;
    hum_out_z(&p->o, head);
    hum_out_z(&p->o, "<title>");
    escaped(&p->o, f->model->title.n ? f->model->title : HUM_T("Humdinger report"));
    hum_out_z(&p->o, "</title>\n");
    hum_out_z(&p->o, style);
    hum_out_z(&p->o, "</head>\n<body>\n<main>\n<h1>");
    escaped(&p->o, f->model->title.n ? f->model->title : HUM_T("Humdinger report"));
    hum_out_z(&p->o, "</h1>\n");
    if (f->model->variant.n) {
        hum_out_z(&p->o, "<p>Variant: ");
        escaped(&p->o, f->model->variant);
        hum_out_z(&p->o, "</p>\n");
    }
    hum_out_f(&p->o, "<p class=\"verdict%s\">", audible ? "" : " quiet");
    escaped(&p->o, f->verdict);
    hum_out_z(&p->o, "</p>\n");
}

hum_status hum_report_html(hum_project *p, hum_text variant, hum_text *out)
{
    const hum_findings *f;
    HUM_TRY(hum_project_findings(p, variant, &f));
    hum_page page = hum_page_in(p->a, false);
    opening(&page, f);
    HUM_TRY(figure(p, &page, variant, "system", "The boxes, the cables, and how each box is joined to earth."));
    if (f->model->n_listeners) {
        HUM_TRY(figure(p, &page, variant, "spectrum", "At the seat. What rises above the threshold of hearing and the room is heard."));
        HUM_TRY(figure(p, &page, variant, "limits", "What limits the system, by its margin over the threshold of hearing."));
    }
    if (f->model->n_cables) {
        HUM_TRY(figure(p, &page, variant, "response", "Gain of each link against frequency, re 1 kHz."));
        HUM_TRY(figure(p, &page, variant, "cmrr", "How far each link as wired rejects a voltage between its two boxes."));
    }
    HUM_TRY(figure(p, &page, variant, "levels", "From noise and hum to clipping, in dBu; the line is the largest signal."));
    const hum_band_end now = {f->links, f->outputs, f->seats, f->headline_db};
    const hum_band_end *low = f->n_samples ? &f->low : &now, *high = f->n_samples ? &f->high : &now;
    level_table(&page, f, low, high);
    link_table(&page, f, low, high);
    digital_table(&page, f);
    if (f->n_samples)
        hum_out_f(&page.o, "<p><small>Small: from the 5th to the 95th percentile of %zu systems that fit the file.</small></p>\n", f->n_samples);
    tolerance_table(&page, f);
    assumptions(&page, f);
    hum_out_z(&page.o, "<h2>The system file</h2>\n<pre>");
    escaped(&page.o, p->tree->text);
    hum_out_f(&page.o, "</pre>\n<p>Humdinger %s. The program never suggests lifting a protective earth.</p>\n</main>\n</body>\n</html>\n",
              hum_version());
    return hum_out_done(&page.o, out);
}

/* A catalogue entry as a person reads it: every line with its sources below, and what is not known. */
#include "report/json_out.h"
#include "report/page.h"
#include "report/project.h"

#include "circuit/section_of.h"
#include "model/lint.h"

#include <math.h>

static void out_bytes_of(hum_page *p, const hum_project *pr, hum_span span, size_t indent)
{
    hum_text t = pr->files.sources.items[span.file].text;
    hum_out_pad(&p->o, ' ', indent);
    hum_page_fold(p, (hum_text){t.p + span.begin, span.end - span.begin}, indent + 4);
}

static void out_source(hum_page *p, const hum_statement *s)
{
    hum_out_f(&p->o, "  !%.*s (%.*s): ", HUM_FMT(s->items[1].text), HUM_FMT(s->items[2].text));
    hum_page_fold(p, s->items[3].text, 6);
}

static bool is_source(const hum_statement *s)
{
    return s->n_items >= 4 && hum_text_is(s->items[0].text, "source");
}

static hum_status show_text(hum_project *pr, const hum_statement *entry, hum_text *out)
{
    hum_page p = hum_page_in(pr->a, false);
    hum_out_f(&p.o, "%.*s    %.*s\n\n", HUM_FMT(entry->items[1].text), HUM_FMT(entry->items[2].text));
    out_bytes_of(&p, pr, entry->span, 2);
    for (const hum_statement *s = entry->children; s; s = s->next) {
        if (is_source(s))
            continue;
        out_bytes_of(&p, pr, s->span, 4);
        for (const hum_statement *k = s->children; k; k = k->next)
            out_bytes_of(&p, pr, k->span, 6);
    }
    hum_out_z(&p.o, "\nSources\n");
    for (const hum_statement *s = entry->children; s; s = s->next)
        if (is_source(s))
            out_source(&p, s);
    return hum_out_done(&p.o, out);
}

static hum_status show_json(hum_project *pr, const hum_statement *entry, hum_text *out)
{
    hum_text text = pr->tree->text;
    hum_json j = hum_json_in(pr->a);
    hum_json_open(&j, NULL, '{');
    hum_json_z(&j, "schema", "humdinger.catalogue/1");
    hum_json_text(&j, "name", entry->items[1].text);
    hum_json_text(&j, "kind", entry->items[0].text);
    hum_json_text(&j, "title", entry->items[2].text);
    hum_json_open(&j, "lines", '[');
    for (const hum_statement *s = entry->children; s; s = s->next)
        if (!is_source(s))
            hum_json_text(&j, NULL, (hum_text){text.p + s->span.begin, s->span.end - s->span.begin});
    hum_json_close(&j, ']');
    hum_json_open(&j, "sources", '[');
    for (const hum_statement *s = entry->children; s; s = s->next) {
        if (!is_source(s))
            continue;
        hum_json_open(&j, NULL, '{');
        hum_json_text(&j, "name", s->items[1].text);
        hum_json_text(&j, "kind", s->items[2].text);
        hum_json_text(&j, "text", s->items[3].text);
        hum_json_close(&j, '}');
    }
    hum_json_close(&j, ']');
    hum_json_close(&j, '}');
    return hum_json_done(&j, out);
}

hum_status hum_catalogue_show(hum_project *p, bool json, hum_text *out)
{
    const hum_statement *entry = p->tree ? hum_catalogue_entry(p->tree) : NULL;
    if (hum_project_errors(p))
        return HUM_E_INPUT;
    if (!entry || entry->n_items < 3) {
        hum_diags_say(p->d, HUM_D_MISSING, HUM_NO_SPAN, NULL, "this is not a catalogue file");
        return HUM_E_INPUT;
    }
    return json ? show_json(p, entry, out) : show_text(p, entry, out);
}

/* --- lint -------------------------------------------------------------------------------------------- */

static bool is_far(const hum_residual *r)
{
    return fabs(r->drawn / r->stated - 1) > HUM_RESIDUAL_FAR;
}

static void out_residual(hum_out *o, const hum_residual *r)
{
    hum_out_f(o, "%s%s %+.1f %%", o->n ? ", " : "", hum_key_name(r->key), 100 * (r->drawn / r->stated - 1));
}

/* What the entry's dimensions give beside what its data sheet states; false when one is too far. */
static hum_status find_residuals(hum_project *p, const hum_model *m, hum_text *out, bool *are_near)
{
    hum_network *net;
    hum_residual core;
    hum_out o = hum_out_in(p->a);
    HUM_TRY(hum_network_build(p->a, m, NULL, p->d, &net));
    const hum_cable_section *s = net->cables[0].section;
    for (size_t i = 0; s && i < s->n_residuals; i++) {
        out_residual(&o, &s->residuals[i]);
        *are_near = *are_near && !is_far(&s->residuals[i]);
    }
    if (!s && hum_cable_core_residual(&m->cables[0], &core)) {
        out_residual(&o, &core);
        *are_near = !is_far(&core);
    }
    return hum_out_done(&o, out);
}

hum_status hum_catalogue_lint(hum_project *p, hum_text *residuals)
{
    hum_model *probe;
    bool are_near = true;
    *residuals = (hum_text){0};
    HUM_TRY(hum_catalogue_check(p->a, p->tree, &p->files, p->d, &probe));
    if (!hum_project_errors(p) && probe && probe->n_cables)
        HUM_TRY(find_residuals(p, probe, residuals, &are_near));
    return hum_project_errors(p) || !are_near ? HUM_E_INPUT : HUM_OK;
}

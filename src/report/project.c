/* A project: open, tell what is wrong, and resolve and study variants once. */
#include "report/project.h"

#include "lang/json.h"
#include "lang/print.h"
#include "report/json_out.h"

const char *hum_version(void)
{
    return HUM_VERSION;
}

static bool looks_like_json(hum_text t)
{
    size_t i = 0;
    while (i < t.n && (t.p[i] == ' ' || t.p[i] == '\n' || t.p[i] == '\r' || t.p[i] == '\t'))
        i++;
    return i < t.n && t.p[i] == '{';
}

/* The JSON twin becomes .hum text first, so that everything after has one kind of place to point at. */
static hum_status read_text(hum_project *p, hum_text name, hum_text text)
{
    p->is_json = looks_like_json(text);
    if (!p->is_json)
        return hum_files_add(&p->files, name, text, p->d, &p->tree);
    hum_source s = {name, text};
    hum_text hum = {0};
    HUM_PUSH(p->a, &p->files.sources, items, n, cap, s);
    HUM_TRY(hum_json_to_text(p->a, 0, text, p->d, &hum));
    return hum_files_add(&p->files, hum_text_format(p->a, "%.*s (as .hum)", HUM_FMT(name)), hum, p->d, &p->tree);
}

static hum_status list_variants(hum_project *p)
{
    hum_text *names;
    size_t n;
    HUM_TRY(hum_model_variants(p->a, p->tree, p->d, &names, &n));
    HUM_ALLOC(p->variants, p->a, hum_variant, n + 1);
    p->n_variants = n + 1;
    for (size_t i = 0; i < n; i++)
        p->variants[i + 1].name = names[i];
    return HUM_OK;
}

/* Nothing will be solved, but all that is wrong with the system and its first variants is told at once, from the top. */
static hum_status tell_all(hum_project *p)
{
    enum { VARIANTS_MAX = 16 };
    for (size_t i = 0; i < p->n_variants && i < VARIANTS_MAX; i++) {
        hum_model *m;
        if (hum_diags_errors(p->d) >= HUM_DIAG_MAX_ERRORS)
            break;
        if (hum_model_resolve(p->a, p->tree, p->variants[i].name, &p->files, p->d, &m) == HUM_E_NOMEM)
            return HUM_E_NOMEM;
    }
    hum_diags_sort(p->d);
    return HUM_OK;
}

static hum_status read_system(hum_project *p, hum_text name, hum_text text)
{
    HUM_TRY(read_text(p, name, text));
    HUM_TRY(list_variants(p));
    HUM_TRY(hum_model_expects(p->a, p->tree, &p->files, p->d, &p->expects, &p->n_expects));
    return hum_diags_errors(p->d) ? tell_all(p) : HUM_OK;
}

hum_status hum_project_open(hum_arena *a, hum_text name, hum_text text, const hum_loader *loader, hum_project **out)
{
    hum_project *p;
    *out = NULL;
    HUM_ALLOC(p, a, hum_project, 1);
    p->a = a;
    p->files.a = a;
    if (loader)
        p->files.loader = *loader;
    p->d = hum_diags_new(a);
    if (!p->d)
        return HUM_E_NOMEM;
    hum_status st = read_system(p, name, text);
    if (st == HUM_E_NOMEM)
        return st;
    *out = p;
    return HUM_OK;
}

void hum_project_without_doubts(hum_project *p)
{
    p->without_doubts = true;
}

void hum_project_samples(hum_project *p, size_t n)
{
    p->n_samples = n;
    p->without_doubts = n == 0;
}

size_t hum_project_errors(const hum_project *p)
{
    return hum_diags_errors(p->d);
}

const hum_diags *hum_project_diags(const hum_project *p)
{
    return p->d;
}

hum_status hum_project_diags_text(hum_project *p, size_t first, bool colour, hum_text *out)
{
    hum_out o = hum_out_in(p->a);
    for (size_t i = first; i < hum_diags_count(p->d); i++)
        hum_out_diag(&o, &p->files.sources, hum_diags_get(p->d, i), colour);
    if (hum_diags_errors(p->d) > HUM_DIAG_MAX_ERRORS)
        hum_out_f(&o, "and %zu more errors\n", hum_diags_errors(p->d) - HUM_DIAG_MAX_ERRORS);
    return hum_out_done(&o, out);
}

static void out_diag_json(hum_project *p, hum_json *j, const hum_diag *d)
{
    static const char *const words[] = {"error", "warning", "note"};
    hum_place at;
    hum_json_open(j, NULL, '{');
    hum_json_text(j, "code", hum_text_format(p->a, "HUM%04u", d->code));
    hum_json_z(j, "severity", words[d->severity]);
    hum_json_text(j, "message", d->message);
    hum_json_text(j, "help", d->help);
    if (hum_place_of(&p->files.sources, d->span, &at)) {
        hum_json_text(j, "file", at.name);
        hum_json_number(j, "line", (double)at.line_no);
        hum_json_number(j, "column", (double)at.column);
        hum_json_number(j, "columns", (double)at.n_columns);
    }
    hum_json_close(j, '}');
}

hum_status hum_project_diags_json(hum_project *p, hum_text *out)
{
    hum_json j = hum_json_in(p->a);
    hum_json_open(&j, NULL, '[');
    for (size_t i = 0; i < hum_diags_count(p->d); i++)
        out_diag_json(p, &j, hum_diags_get(p->d, i));
    hum_json_close(&j, ']');
    return hum_json_done(&j, out);
}

size_t hum_project_variants(const hum_project *p)
{
    return p->n_variants ? p->n_variants - 1 : 0;
}

hum_text hum_project_variant(const hum_project *p, size_t i)
{
    return i + 1 < p->n_variants ? p->variants[i + 1].name : (hum_text){0};
}

/* --- variants ---------------------------------------------------------------------------------------- */

static hum_variant *find_variant(hum_project *p, hum_text name)
{
    if (p->n_variants && (name.n == 0 || hum_text_is(name, "base")))
        return &p->variants[0];
    for (size_t i = 1; i < p->n_variants; i++)
        if (hum_text_eq(p->variants[i].name, name))
            return &p->variants[i];
    return NULL;
}

static hum_status resolve(hum_project *p, hum_variant *v)
{
    if (v->is_resolved)
        return v->model_status;
    v->is_resolved = true;
    v->model_status = HUM_E_INPUT;
    if (hum_diags_errors(p->d))
        return v->model_status;
    v->model_status = hum_model_resolve(p->a, p->tree, v->name, &p->files, p->d, &v->model);
    if (v->model_status == HUM_E_INPUT)
        HUM_TRY(tell_all(p));
    return v->model_status;
}

static hum_status find_resolved(hum_project *p, hum_text name, hum_variant **out)
{
    *out = find_variant(p, name);
    if (!p->n_variants) /* nothing could be read, and why was told */
        return HUM_E_INPUT;
    if (!*out) {
        hum_text help = {0};
        if (p->n_variants > 1)
            help = hum_text_format(p->a, "the first one is \"%.*s\"", HUM_FMT(p->variants[1].name));
        hum_diags_add(p->d, HUM_D_UNKNOWN_VARIANT, HUM_NO_SPAN,
                      hum_text_format(p->a, "there is no variant \"%.*s\"", HUM_FMT(name)), help);
        return HUM_E_INPUT;
    }
    return resolve(p, *out);
}

hum_status hum_project_model(hum_project *p, hum_text variant, const hum_model **out)
{
    hum_variant *v;
    HUM_TRY(find_resolved(p, variant, &v));
    *out = v->model;
    return HUM_OK;
}

/* The solver tells where it can; here is what it cannot place. */
static hum_status tell_unsolved(hum_project *p, const hum_variant *v)
{
    if (!hum_diags_errors(p->d))
        hum_diags_say(p->d, HUM_D_NO_SOLUTION, v->model->span, "look for a value with a wrong prefix",
                      "the values of this system are too far apart to be solved");
    return HUM_E_NUMERIC;
}

static hum_status study(hum_project *p, hum_variant *v)
{
    const hum_study_options o = {.links_at_once = HUM_LINKS_AT_ONCE, .without_doubts = p->without_doubts, .n_samples = p->n_samples};
    return hum_study_system_with(p->a, v->model, &o, p->d, &v->findings);
}

hum_status hum_project_findings(hum_project *p, hum_text variant, const hum_findings **out)
{
    hum_variant *v;
    HUM_TRY(find_resolved(p, variant, &v));
    if (!v->is_studied) {
        v->is_studied = true;
        v->study_status = study(p, v);
        if (v->study_status == HUM_E_RANGE || v->study_status == HUM_E_NUMERIC)
            v->study_status = tell_unsolved(p, v);
    }
    *out = v->findings;
    return v->study_status;
}

/* --- the text itself --------------------------------------------------------------------------------- */

hum_status hum_format_text(hum_project *p, hum_text *out)
{
    return hum_project_errors(p) ? HUM_E_INPUT : hum_tree_format(p->a, p->tree, out);
}

hum_status hum_convert_json(hum_project *p, hum_text *out)
{
    return hum_project_errors(p) ? HUM_E_INPUT : hum_tree_to_json(p->a, p->tree, out);
}

hum_status hum_convert_hum(hum_project *p, hum_text *out)
{
    return hum_project_errors(p) ? HUM_E_INPUT : hum_tree_print(p->a, p->tree, out);
}

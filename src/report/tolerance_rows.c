/* What a tolerance study is about: targets as they were given, the file's own expectations, or the numbers of a report. */
#include "base/number.h"
#include "report/tolerance.h"
#include "study/quantity_of.h"

#include <math.h>

static bool is_same_variant(hum_text a, hum_text b)
{
    bool a_is_file = a.n == 0 || hum_text_is(a, "base"), b_is_file = b.n == 0 || hum_text_is(b, "base");
    return (a_is_file && b_is_file) || hum_text_eq(a, b);
}

/* --- what was asked ------------------------------------------------------------------------------------ */

static bool has_comparison(hum_text t)
{
    for (size_t i = 0; i < t.n; i++)
        if (t.p[i] == '<' || t.p[i] == '>' || t.p[i] == '=')
            return true;
    return false;
}

/* The limit goes before `in` and `against`, as in an expectation. */
static size_t end_of_quantity(hum_text t)
{
    for (size_t i = 0; i < t.n; i++) {
        hum_text rest = {t.p + i, t.n - i};
        if (hum_text_starts(rest, " in \"") || hum_text_starts(rest, " against \""))
            return i;
    }
    return t.n;
}

/* The targets as lines of a file, so that what is wrong in them is told as of any other. */
static hum_status lines_of(hum_project *p, const hum_tolerance_options *o, hum_text *out)
{
    hum_out text = hum_out_in(p->a);
    for (size_t i = 0; i < o->n_targets; i++) {
        hum_text t = o->targets[i];
        size_t end = has_comparison(t) || !o->limit.n ? t.n : end_of_quantity(t);
        hum_out_f(&text, "expect %.*s", (int)end, t.p);
        if (end < t.n || (o->limit.n && !has_comparison(t)))
            hum_out_f(&text, " %.*s%.*s", HUM_FMT(o->limit), (int)(t.n - end), t.p + end);
        hum_out_z(&text, "\n");
    }
    return hum_out_done(&text, out);
}

static hum_status read_targets(hum_project *p, const hum_tolerance_options *o, hum_expect **items, size_t *n)
{
    hum_text text;
    hum_tree *tree;
    size_t before = hum_diags_errors(p->d);
    HUM_TRY(lines_of(p, o, &text));
    HUM_TRY(hum_files_add(&p->files, HUM_T("(what was asked for)"), text, p->d, &tree));
    HUM_TRY(hum_model_targets(p->a, p->tree, tree, &p->files, p->d, items, n));
    return hum_diags_errors(p->d) > before ? HUM_E_INPUT : HUM_OK;
}

/* --- what a report is about ---------------------------------------------------------------------------- */

static hum_expect usual(const char *what, hum_text place, double at_hz, hum_dim dim)
{
    return (hum_expect){.what = hum_text_of(what), .place = place, .at_hz = at_hz, .value = {.dim = dim}, .span = HUM_NO_SPAN};
}

enum { USUAL_LINKS = 3, USUAL_MAX = 3 + 2 * USUAL_LINKS };

/* Of the seat, and of the last links. */
static hum_status list_usual(hum_project *p, const hum_model *m, hum_expect **items, size_t *n)
{
    HUM_ALLOC(*items, p->a, hum_expect, USUAL_MAX);
    *n = 0;
    if (m->n_listeners) {
        hum_text seat = m->ports[m->listeners[0].port].id;
        (*items)[(*n)++] = usual("hum-margin", seat, 0, HUM_DIM_DB);
        (*items)[(*n)++] = usual("noise-margin", seat, 0, HUM_DIM_DB);
    }
    for (size_t i = m->n_cables > USUAL_LINKS ? m->n_cables - USUAL_LINKS : 0; i < m->n_cables; i++) {
        hum_text at = m->ports[m->cables[i].to].id;
        (*items)[(*n)++] = usual("cmrr", at, m->mains_hz, HUM_DIM_DB);
        (*items)[(*n)++] = usual("hum", at, 0, HUM_DIM_VOLT);
    }
    if (m->n_cables)
        (*items)[(*n)++] = usual("snr", m->ports[m->cables[m->n_cables - 1].to].id, 0, HUM_DIM_DB);
    return HUM_OK;
}

/* The file's own expectations of this variant that are about one number of it, and one that changes from sample to sample. */
static hum_status list_own(hum_project *p, hum_text variant, hum_expect **items, size_t *n)
{
    HUM_ALLOC(*items, p->a, hum_expect, p->n_expects);
    *n = 0;
    for (size_t i = 0; i < p->n_expects; i++)
        if (!p->expects[i].calc.p && is_same_variant(p->expects[i].in, variant) && hum_sampled_knows(p->expects[i].what))
            (*items)[(*n)++] = p->expects[i];
    return HUM_OK;
}

static hum_status find_asked(hum_tolerance *t, hum_project *p, const hum_tolerance_options *o, hum_expect **items, size_t *n)
{
    const hum_model *m;
    if (o->n_targets)
        return read_targets(p, o, items, n);
    HUM_TRY(list_own(p, t->variant, items, n));
    if (*n)
        return HUM_OK;
    HUM_TRY(hum_project_model(p, t->variant, &m));
    return list_usual(p, m, items, n);
}

/* --- rows ---------------------------------------------------------------------------------------------- */

static hum_status find_system(hum_tolerance *t, hum_project *p, hum_text variant, size_t room, size_t *out)
{
    hum_tolerance_system *s = &t->systems[t->n_systems];
    for (*out = 0; *out < t->n_systems; (*out)++)
        if (is_same_variant(t->systems[*out].variant, variant))
            return HUM_OK;
    s->variant = variant;
    HUM_TRY(hum_project_findings(p, variant, &s->f));
    HUM_ALLOC(s->wanted, t->a, hum_wanted, room);
    HUM_ALLOC(s->values, t->a, double *, room);
    t->n_systems++;
    return HUM_OK;
}

static size_t want(hum_tolerance_system *s, const hum_wanted *w)
{
    s->wanted[s->n_wanted] = *w;
    return s->n_wanted++;
}

static bool look_up(const hum_tolerance_system *s, const hum_wanted *w, hum_quantity_of *q, const char **why)
{
    return hum_find_quantity(s->f, w->what, w->place, w->at_hz, w->dim, q, why);
}

static hum_status title_of(hum_project *p, const hum_expect *e, const hum_wanted *w, hum_text *out)
{
    if (e->span.file != HUM_NO_FILE) {
        hum_text text = p->files.sources.items[e->span.file].text;
        size_t skip = sizeof "expect" - 1;
        while (e->span.begin + skip < e->span.end && (text.p[e->span.begin + skip] == ' ' || text.p[e->span.begin + skip] == '\t'))
            skip++;
        *out = (hum_text){text.p + e->span.begin + skip, e->span.end - e->span.begin - skip};
        return HUM_OK;
    }
    hum_out o = hum_out_in(p->a);
    hum_out_f(&o, "%.*s of %.*s", HUM_FMT(w->what), HUM_FMT(w->place));
    if (w->at_hz > 0) {
        hum_out_z(&o, " at ");
        hum_out_number(&o, w->at_hz);
        hum_out_z(&o, " Hz");
    }
    return hum_out_done(&o, out);
}

/* Hum is asked for at the seat when there is one and no place is named. */
static hum_wanted wanted_of(const hum_expect *e, const hum_model *m)
{
    hum_wanted w = {e->what, e->place, e->at_hz, e->value.dim};
    if (!e->op && hum_text_is(e->what, "hum") && !e->place.n && m->n_listeners)
        w.dim = HUM_DIM_DBSPL;
    if (e->has_against && hum_text_is(e->what, "hum"))
        w.dim = HUM_DIM_DB;
    return w;
}

static hum_status tell_missing(hum_project *p, const hum_tolerance_system *system, const hum_tolerance_row *row, hum_span span,
                               const char *why)
{
    const hum_wanted *w = &row->target.wanted;
    hum_text help, message = hum_text_format(p->a, "'%.*s': %s", HUM_FMT(row->title), why);
    HUM_TRY(hum_quantity_example(p->a, system->f, w->what, w->place, w->at_hz, w->dim, &help));
    hum_diags_add(p->d, HUM_D_UNKNOWN_QUANTITY, span, message, help);
    return HUM_E_INPUT;
}

static hum_status tell_unsampled(hum_project *p, const hum_expect *e)
{
    hum_diags_say(p->d, HUM_D_UNKNOWN_QUANTITY, e->span,
                  "level, gain, headroom, noise, snr, hum, hum-margin, noise-margin, cmrr, response, shield-current, distortion or crosstalk; "
                  "humdinger check tests the others",
                  "'%.*s' is a number of the single solution, not of every sample", HUM_FMT(e->what));
    return HUM_E_INPUT;
}

static double difference(hum_dim dim, double a, double b)
{
    return hum_dim_is_decibel(dim) ? a - b : 20 * log10(a / b);
}

static hum_status add_row(hum_tolerance *t, hum_project *p, const hum_expect *e, size_t room)
{
    hum_tolerance_row *row = &t->rows[t->n_rows];
    hum_quantity_of here, there;
    const char *why;
    *row = (hum_tolerance_row){.against = SIZE_MAX, .nominal = (double)NAN, .corner = {.value = (double)NAN}};
    if (!hum_sampled_knows(e->what))
        return tell_unsampled(p, e);
    HUM_TRY(find_system(t, p, e->in.n ? e->in : t->variant, room, &row->system));
    row->target.wanted = wanted_of(e, t->systems[row->system].f->model);
    row->target.is_worse_low = hum_quantity_worst_is_low(e->what);
    hum_target_limit(&row->target, e->op, &e->value);
    HUM_TRY(title_of(p, e, &row->target.wanted, &row->title));
    if (!look_up(&t->systems[row->system], &row->target.wanted, &here, &why))
        return tell_missing(p, &t->systems[row->system], row, e->span, why);
    row->at = want(&t->systems[row->system], &row->target.wanted);
    row->nominal = here.value;
    row->dim = here.dim;
    row->place = here.place;
    if (e->has_against) {
        HUM_TRY(find_system(t, p, e->against, room, &row->against));
        if (!look_up(&t->systems[row->against], &row->target.wanted, &there, &why))
            return tell_missing(p, &t->systems[row->against], row, e->against_span, why);
        row->against_at = want(&t->systems[row->against], &row->target.wanted);
        row->nominal = difference(here.dim, here.value, there.value);
        row->dim = HUM_DIM_DB;
    }
    t->n_rows++;
    return HUM_OK;
}

hum_status hum_tolerance_find_rows(hum_tolerance *t, hum_project *p, const hum_tolerance_options *o)
{
    hum_expect *items;
    size_t n;
    HUM_TRY(find_asked(t, p, o, &items, &n));
    HUM_ALLOC(t->rows, t->a, hum_tolerance_row, n);
    HUM_ALLOC(t->systems, t->a, hum_tolerance_system, 2 * n);
    for (size_t i = 0; i < n; i++) {
        if (items[i].calc.p)
            continue;
        HUM_TRY(add_row(t, p, &items[i], 2 * n));
    }
    if (t->n_rows)
        return HUM_OK;
    hum_diags_say(p->d, HUM_D_UNKNOWN_QUANTITY, HUM_NO_SPAN, "for example: humdinger tolerance FILE 'noise of amp.spk'",
                  "this system has nothing that a study could be about");
    return HUM_E_INPUT;
}

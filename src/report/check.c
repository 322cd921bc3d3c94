/* `humdinger check`: every expectation beside what was found. */
#include "report/eye.h"
#include "report/json_out.h"
#include "report/page.h"
#include "report/project.h"
#include "study/calc.h"
#include "study/quantity_of.h"

#include <math.h>

typedef struct outcome {
    const hum_expect *e;
    bool is_known;
    bool is_met;
    double found;
    hum_dim dim;
    hum_text place;
    const char *why; /* not known: because */
} outcome;

static hum_status find_in(hum_project *p, const hum_expect *e, hum_text variant, hum_quantity_of *q, outcome *o)
{
    const hum_findings *f;
    HUM_TRY(hum_project_findings(p, variant, &f));
    if (hum_is_eye_quantity(e->what)) {
        hum_eye_quantity eye;
        HUM_TRY(hum_find_eye_quantity(p->a, f, e->what, e->place, e->at_hz, &eye, &o->why));
        *q = (hum_quantity_of){eye.value, eye.dim, eye.place};
        o->is_known = !isnan(eye.value);
        return HUM_OK;
    }
    o->is_known = hum_find_quantity(f, e->what, e->place, e->at_hz, e->value.dim, q, &o->why);
    return HUM_OK;
}

/* A difference of voltages or currents is a ratio in dB; of decibels, their difference. */
static double difference(const hum_quantity_of *a, const hum_quantity_of *b)
{
    return hum_dim_is_decibel(a->dim) ? a->value - b->value : 20 * log10(a->value / b->value);
}

/* The answer of calc in the unit of what is expected: a plain ratio may be expected in decibels, as "4 V / 2 V to dB" is. */
static bool in_wanted_unit(const hum_calc_result *r, hum_dim wanted, double *found)
{
    bool is_plain = r->dim == HUM_DIM_RATIO || (r->dim == HUM_DIM_NONE && !r->unit.n);
    *found = r->value;
    if (is_plain && wanted == HUM_DIM_DB) {
        *found = 20 * log10(r->value);
        return true;
    }
    if (is_plain || r->dim == HUM_DIM_NONE)
        return is_plain && (wanted == HUM_DIM_RATIO || wanted == HUM_DIM_NONE);
    return r->dim == wanted || (hum_dim_is_decibel(r->dim) && hum_dim_is_decibel(wanted));
}

static hum_status find_calc(hum_project *p, const hum_expect *e, outcome *o)
{
    hum_calc_result r;
    hum_diags *d = hum_diags_new(p->a);
    if (!d)
        return HUM_E_NOMEM;
    hum_status st = hum_calc(p->a, e->calc, d, &r);
    if (st == HUM_E_NOMEM)
        return st;
    o->is_known = st == HUM_OK && in_wanted_unit(&r, e->value.dim, &o->found);
    o->why = "humdinger calc has no answer to it in this unit";
    o->dim = e->value.dim;
    o->place = e->calc;
    return HUM_OK;
}

static hum_status find_outcome(hum_project *p, const hum_expect *e, outcome *o)
{
    hum_quantity_of here = {.value = (double)NAN};
    hum_quantity_of there = {.value = (double)NAN};
    *o = (outcome){.e = e, .why = ""};
    if (e->calc.p)
        return find_calc(p, e, o);
    HUM_TRY(find_in(p, e, e->in, &here, o));
    if (o->is_known && e->has_against)
        HUM_TRY(find_in(p, e, e->against, &there, o));
    o->found = e->has_against ? difference(&here, &there) : here.value;
    o->dim = e->has_against ? HUM_DIM_DB : here.dim;
    o->place = here.place;
    return HUM_OK;
}

static bool is_met(const outcome *o)
{
    const hum_value *v = &o->e->value;
    if (!o->is_known || isnan(o->found))
        return false;
    if (o->e->op == '<')
        return o->found < v->nominal;
    if (o->e->op == '>')
        return o->found > v->nominal;
    return o->found >= v->low && o->found <= v->high;
}

static void out_amount(hum_out *o, hum_dim dim, double v)
{
    if (hum_dim_is_decibel(dim) || dim == HUM_DIM_RATIO || dim == HUM_DIM_NONE) {
        hum_out_digits(o, v, 4);
        hum_out_f(o, "%s%s", hum_dim_symbol(dim)[0] ? " " : "", hum_dim_symbol(dim));
        return;
    }
    hum_out_si(o, v, 4, hum_dim_symbol(dim));
    if (dim != HUM_DIM_VOLT || v <= 0)
        return;
    hum_out_z(o, " = ");
    hum_out_fixed(o, 20 * log10(v / HUM_DBU_V), 2);
    hum_out_z(o, " dBu");
}

static hum_text found_text(hum_project *p, const outcome *oc)
{
    hum_out o = hum_out_in(p->a);
    if (!oc->is_known)
        hum_out_z(&o, oc->why);
    else
        out_amount(&o, oc->dim, oc->found);
    if (oc->is_known && oc->place.n && oc->e->place.n == 0 && !oc->e->calc.p)
        hum_out_f(&o, " at %.*s", HUM_FMT(oc->place));
    return hum_out_part(&o);
}

/* The expectation as the user wrote it. */
static hum_text written(const hum_project *p, const hum_expect *e)
{
    hum_text t = p->files.sources.items[e->span.file].text;
    return (hum_text){t.p + e->span.begin, e->span.end - e->span.begin};
}

static hum_status find_all(hum_project *p, outcome **list, size_t *n_failed)
{
    if (hum_project_errors(p))
        return HUM_E_INPUT;
    for (size_t i = 0; i < p->n_variants; i++) { /* every variant is solved, with or without an expectation */
        const hum_findings *f;
        HUM_TRY(hum_project_findings(p, p->variants[i].name, &f));
    }
    HUM_ALLOC(*list, p->a, outcome, p->n_expects);
    *n_failed = 0;
    for (size_t i = 0; i < p->n_expects; i++)
        HUM_TRY(find_outcome(p, &p->expects[i], &(*list)[i]));
    for (size_t i = 0; i < p->n_expects; i++) { /* only now: a variant is not solved once there is an error */
        outcome *o = &(*list)[i];
        o->is_met = is_met(o);
        *n_failed += !o->is_met;
        if (!o->is_met)
            hum_diags_add(p->d, HUM_D_EXPECT_FAILED, o->e->span,
                          hum_text_format(p->a, "not met: %.*s", HUM_FMT(found_text(p, o))), (hum_text){0});
    }
    return HUM_OK;
}

hum_status hum_check_text(hum_project *p, const hum_text_options *options, size_t *n_expected, size_t *n_failed,
                          hum_text *out)
{
    outcome *list;
    hum_page page = hum_page_in(p->a, options->colour);
    HUM_TRY(find_all(p, &list, n_failed));
    *n_expected = p->n_expects;
    for (size_t i = 0; i < p->n_expects; i++) {
        hum_page_toned(&page, list[i].is_met ? HUM_TONE_GOOD : HUM_TONE_BAD, list[i].is_met ? HUM_T("met    ") : HUM_T("FAILED "));
        hum_out_text(&page.o, written(p, list[i].e));
        hum_out_f(&page.o, "\n         found %.*s\n", HUM_FMT(found_text(p, &list[i])));
    }
    hum_out_f(&page.o, "%zu variant%s without errors; %zu of %zu expectations met\n", p->n_variants,
              p->n_variants == 1 ? "" : "s", p->n_expects - *n_failed, p->n_expects);
    return hum_out_done(&page.o, out);
}

hum_status hum_check_json(hum_project *p, size_t *n_expected, size_t *n_failed, hum_text *out)
{
    outcome *list;
    hum_json j = hum_json_in(p->a);
    HUM_TRY(find_all(p, &list, n_failed));
    *n_expected = p->n_expects;
    hum_json_open(&j, NULL, '{');
    hum_json_z(&j, "schema", "humdinger.check/1");
    hum_json_number(&j, "expected", (double)p->n_expects);
    hum_json_number(&j, "failed", (double)*n_failed);
    hum_json_open(&j, "expectations", '[');
    for (size_t i = 0; i < p->n_expects; i++) {
        hum_json_open(&j, NULL, '{');
        hum_json_text(&j, "expect", written(p, list[i].e));
        hum_json_bool(&j, "met", list[i].is_met);
        hum_json_number(&j, "found", list[i].is_known ? list[i].found : (double)NAN);
        hum_json_z(&j, "unit", hum_dim_symbol(list[i].dim));
        hum_json_text(&j, "place", list[i].place);
        hum_json_close(&j, '}');
    }
    hum_json_close(&j, ']');
    hum_json_close(&j, '}');
    return hum_json_done(&j, out);
}

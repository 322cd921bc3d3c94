/* Reading a function of calc with its arguments and options, and computing it (calc_functions.c has the table). */
#include "study/calc_parts.h"

#include <math.h>

static const hum_calc_function *find_function(hum_calc_line *l)
{
    const hum_calc_function *near = NULL;
    hum_text word = l->at->text;
    size_t least = 3;
    for (size_t i = 0; hum_calc_function_at(i); i++) {
        const hum_calc_function *f = hum_calc_function_at(i);
        size_t far = hum_text_distance(word, hum_text_of(f->name), least);
        if (far == 0)
            return f;
        if (far < least) {
            least = far;
            near = f;
        }
    }
    hum_arena *a = hum_diags_arena(l->d);
    hum_text help =
        near ? hum_text_format(a, "did you mean: %s", near->example)
             : HUM_T("for example: thermal 10 kohm, 2 V to dBu, snr 128 dB + 135 dB, cmrr 10 ohm 20 kohm");
    hum_text message = hum_text_format(a, "calc does not know '%.*s'", HUM_FMT(hum_text_clip(word, 40)));
    hum_diags_add(l->d, HUM_D_UNKNOWN_WORD, l->at->span, message, help);
    return NULL;
}

/* May an argument wanted as `want` be given as `got`? */
static bool is_accepted(const hum_calc_function *f, hum_dim want, hum_dim got)
{
    bool is_plain = got == HUM_DIM_NONE || got == HUM_DIM_RATIO;
    if (want == got)
        return true;
    if (want == HUM_DIM_NONE || want == HUM_DIM_RATIO)
        return is_plain;
    for (size_t i = 0; i < HUM_CALC_ALSO; i++)
        if (f->also[i].want == want && f->also[i].got == got)
            return true;
    return false;
}

/* Reads one value; `is_same`: it must be of the kind `want` exactly, because another value was. */
static bool read_value(hum_calc_line *l, const hum_calc_function *f, hum_dim want, bool is_same, hum_value *v)
{
    const hum_item *item = l->at;
    hum_calc_value exact;
    if (item == l->end || item->kind != HUM_ITEM_QUANTITY)
        return hum_calc_tell(l, HUM_D_MISSING, f->example, "a value is missing here");
    if (!hum_item_value(item, l->d, v) || !hum_calc_read_quantity(l, &exact))
        return false;
    if (is_same ? v->dim != want : !is_accepted(f, want, v->dim)) {
        hum_diags_say(l->d, HUM_D_WRONG_UNIT, item->span, f->example, "%s takes %s here", f->name,
                      hum_dim_wanted(want));
        return false;
    }
    if (v->nominal < 0 && !hum_dim_is_decibel(v->dim)) {
        hum_diags_say(l->d, HUM_D_OUT_OF_RANGE, item->span, f->example, "this cannot be negative");
        return false;
    }
    return true;
}

static hum_text typed_text(const hum_calc_line *l, const hum_value *v)
{
    return (hum_text){l->text.p + v->span.begin, v->span.end - v->span.begin};
}

static bool read_arguments(hum_calc_line *l, const hum_calc_function *f, hum_calc_call *c)
{
    while (c->n < f->n || f->is_list) {
        hum_value v;
        if (c->n > 0 && f->between && hum_calc_joint(l) == f->between)
            l->at++;
        bool is_more = l->at < l->end && l->at->kind == HUM_ITEM_QUANTITY;
        if (!is_more && c->n >= f->n)
            return true;
        if (c->n == HUM_CALC_ARGS)
            return hum_calc_tell(l, HUM_D_TOO_LARGE, "ask for a part of it", "more than 32 values");
        bool is_same = c->n > 0 && (f->is_list || f->is_alike);
        if (!read_value(l, f, is_same ? c->dim[0] : f->takes[c->n], is_same, &v))
            return false;
        c->x[c->n] = v.nominal;
        c->dim[c->n] = v.dim;
        c->typed[c->n++] = typed_text(l, &v);
    }
    return true;
}

static bool read_option(hum_calc_line *l, const hum_calc_function *f, hum_calc_call *c)
{
    hum_value v;
    size_t o = 0;
    while (o < HUM_CALC_N_OPTIONS && !((f->options >> o & 1) && hum_calc_is_word(l, hum_calc_option_at(o)->word)))
        o++;
    if (o == HUM_CALC_N_OPTIONS)
        return hum_calc_tell(l, HUM_D_UNEXPECTED, f->example, "this is not expected here");
    l->at++;
    if (!read_value(l, f, hum_calc_option_at(o)->dim, false, &v))
        return false;
    c->option[o] = v.nominal;
    c->option_typed[o] = typed_text(l, &v);
    return true;
}

/* What was computed, with what was assumed: "noise of a resistance: 10 kohm at 25 C over 19.98 kHz". */
static hum_status describe(hum_calc_line *l, const hum_calc_function *f, const hum_calc_call *c, hum_text *asked)
{
    hum_out o = hum_out_in(l->a);
    hum_out_f(&o, "%s:", f->what);
    for (size_t i = 0; i < c->n; i++)
        hum_out_f(&o, "%s %.*s", i ? "," : "", HUM_FMT(c->typed[i]));
    for (size_t k = 0; k < HUM_CALC_N_OPTIONS; k++)
        if (f->options >> k & 1)
            hum_out_f(&o, " %s %.*s", hum_calc_option_at(k)->word, HUM_FMT(c->option_typed[k]));
    return hum_out_done(&o, asked);
}

bool hum_calc_read_call(hum_calc_line *l, hum_calc_value *out, hum_calc_result *result)
{
    hum_calc_call c = {0};
    hum_span name = l->at->span;
    const hum_calc_function *f = find_function(l);
    if (!f)
        return false;
    l->at++;
    for (size_t o = 0; o < HUM_CALC_N_OPTIONS; o++) {
        c.option[o] = hum_calc_option_at(o)->standard;
        c.option_typed[o] = hum_text_of(hum_calc_option_at(o)->typed);
    }
    if (!read_arguments(l, f, &c))
        return false;
    while (l->at < l->end && !hum_calc_is_word(l, "to"))
        if (!read_option(l, f, &c))
            return false;
    double v = f->compute(&c);
    if (!isfinite(v)) {
        hum_diags_say(l->d, HUM_D_OUT_OF_RANGE, name, f->example, "this has no finite answer");
        return false;
    }
    *out = hum_calc_of(v, f->gives == HUM_DIM_COUNT ? c.dim[0] : f->gives);
    result->equation = f->equation;
    result->source = f->source;
    l->status = describe(l, f, &c, &result->asked);
    return l->status == HUM_OK;
}

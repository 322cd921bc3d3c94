/* The list of what was assumed: a value that is not known is taken from its typical range, and named. */
#include "circuit/builder.h"

#include <math.h>

static hum_status list_assumption(hum_builder *b, const hum_assumption *as, uint32_t *index)
{
    if (!as->what.p)
        return HUM_E_NOMEM;
    if (hum_names_find(&b->assumed, as->what, index))
        return HUM_OK;
    *index = (uint32_t)b->net->n_assumptions;
    HUM_TRY(hum_names_put(b->a, &b->assumed, as->what, *index));
    HUM_PUSH(b->a, b->net, assumptions, n_assumptions, cap_assumptions, *as);
    b->net->assumptions[*index].moves_db = b->net->assumptions[*index].share = (double)NAN;
    return HUM_OK;
}

/* --- parameters ---------------------------------------------------------------------------------------- */

bool hum_builder_draws(const hum_builder *b)
{
    return b->as != NULL;
}

static double drawn(hum_builder *b)
{
    uint32_t index = b->as->asked[b->n_drawn++];
    return isnan(b->draw[index]) ? b->as->parameters[index].taken : b->draw[index];
}

/* What is asked for twice, by the two channels of a stereo cable, is one parameter. */
static hum_status list_parameter(hum_builder *b, const hum_parameter *p)
{
    uint32_t index;
    if (!p->what.p)
        return HUM_E_NOMEM;
    if (!hum_names_find(&b->uncertain, p->what, &index)) {
        index = (uint32_t)b->net->n_parameters;
        HUM_TRY(hum_names_put(b->a, &b->uncertain, p->what, index));
        HUM_PUSH(b->a, b->net, parameters, n_parameters, cap_parameters, *p);
    }
    HUM_PUSH(b->a, b->net, asked, n_asked, cap_asked, index);
    return HUM_OK;
}

hum_status hum_tolerate(hum_builder *b, const hum_value *v, hum_text what, double taken, double *out)
{
    hum_parameter p = {.what = what, .value = *v, .taken = taken, .assumption = HUM_NONE};
    *out = taken;
    if (v->certainty != HUM_TOLERANCE || !(v->low < v->high))
        return HUM_OK;
    if (!b->as)
        return list_parameter(b, &p);
    *out = drawn(b);
    return HUM_OK;
}

/* --- assumptions --------------------------------------------------------------------------------------- */

static void take_instead(const hum_builder *b, uint32_t index, double *out)
{
    if (b->values && index < b->values->n && !isnan(b->values->value[index]))
        *out = b->values->value[index];
}

hum_status hum_assume(hum_builder *b, const hum_value *v, hum_typical typical, const char *key, hum_text owner,
                      hum_span span, double *out)
{
    hum_value t = hum_value_range(typical.dim, typical.low, typical.high);
    bool known = hum_value_known(v);
    *out = known ? v->nominal : t.nominal;
    if (known && v->certainty == HUM_TOLERANCE)
        return hum_tolerate(b, v, b->as ? HUM_T("") : hum_text_format(b->a, "%s of %.*s", key, HUM_FMT(owner)), *out, out);
    if (known && v->certainty != HUM_RANGE)
        return HUM_OK;
    bool is_uncertain = known ? v->low < v->high : t.low < t.high;
    if (b->as) {
        if (is_uncertain)
            *out = drawn(b);
        return HUM_OK;
    }
    hum_assumption as = {.what = hum_text_format(b->a, "%s of %.*s", key, HUM_FMT(owner)),
                         .dim = known ? v->dim : typical.dim,
                         .value = *out,
                         .low = known ? v->low : t.low,
                         .high = known ? v->high : t.high,
                         .why = known ? HUM_T("stated as a range") : hum_text_of(typical.why),
                         .measure = hum_text_of(typical.measure),
                         .span = hum_value_stated(v) ? v->span : span,
                         .is_stated = known};
    uint32_t index;
    HUM_TRY(list_assumption(b, &as, &index));
    take_instead(b, index, out);
    if (!is_uncertain)
        return HUM_OK;
    hum_parameter p = {.what = as.what, .value = known ? *v : t, .taken = *out, .assumption = index};
    return list_parameter(b, &p);
}

hum_status hum_assume_fact(hum_builder *b, hum_text what, hum_dim dim, double value, const char *why, hum_span span)
{
    hum_assumption as = {
        .what = what, .dim = dim, .value = value, .low = value, .high = value, .why = hum_text_of(why), .span = span};
    uint32_t index;
    if (b->as)
        return HUM_OK;
    return list_assumption(b, &as, &index);
}

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
    b->net->assumptions[*index].moves_db = (double)NAN;
    return HUM_OK;
}

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
    if (known && v->certainty != HUM_RANGE)
        return HUM_OK;
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
    return HUM_OK;
}

hum_status hum_assume_fact(hum_builder *b, hum_text what, hum_dim dim, double value, const char *why, hum_span span)
{
    hum_assumption as = {
        .what = what, .dim = dim, .value = value, .low = value, .high = value, .why = hum_text_of(why), .span = span};
    uint32_t index;
    return list_assumption(b, &as, &index);
}

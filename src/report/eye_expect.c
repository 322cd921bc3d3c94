/* Eyes as numbers that an expectation or a tolerance study can ask for. */
#include "report/eye_parts.h"

#include <math.h>

typedef struct eye_reader {
    const char *word;
    hum_dim dim;
    bool worst_is_high;
    bool is_equalised;
} eye_reader;

static const eye_reader readers[] = {
    {"eye-height", HUM_DIM_VOLT, false, false},   {"eye-height-eq", HUM_DIM_VOLT, false, true},
    {"eye-width", HUM_DIM_SECOND, false, false},  {"eye-width-eq", HUM_DIM_SECOND, false, true},
    {"eye-jitter", HUM_DIM_SECOND, true, false},  {"eye-jitter-eq", HUM_DIM_SECOND, true, true},
    {"eye-margin", HUM_DIM_DB, false, false},     {"eye-margin-eq", HUM_DIM_DB, false, true},
    {"eye-length", HUM_DIM_METRE, false, false},  {"eye-length-eq", HUM_DIM_METRE, false, true},
};

static const eye_reader *reader_of(hum_text what)
{
    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++)
        if (hum_text_is(what, readers[i].word))
            return &readers[i];
    return NULL;
}

bool hum_is_eye_quantity(hum_text what)
{
    return reader_of(what) != NULL;
}

static double read_eye(const eye_reader *r, const hum_eye *e)
{
    const hum_eye_result *x = r->is_equalised ? &e->equalised : &e->plain;
    switch ((int)r->dim) {
    case HUM_DIM_VOLT:
        return x->opening.height_v;
    case HUM_DIM_METRE:
        return isnan(x->longest_m) ? 0 : x->longest_m;
    case HUM_DIM_DB:
        return x->margin_db;
    default:
        return r->worst_is_high ? x->opening.jitter_pp_s : x->opening.width_s;
    }
}

hum_status hum_find_eye_quantity(hum_arena *a, const hum_findings *f, hum_text what, hum_text place, double rate_hz,
                                 hum_eye_quantity *out, const char **why)
{
    const eye_reader *r = reader_of(what);
    const hum_model *m = f->model;
    hum_eye_options o = {.f_frame_hz = rate_hz > 0 ? rate_hz : HUM_EYE_RATE_HZ, .finds_longest = r->dim == HUM_DIM_METRE};
    *out = (hum_eye_quantity){.value = (double)NAN, .dim = r->dim};
    *why = "there is no digital link into it of which an eye is looked at";
    for (uint32_t i = 0; i < m->n_digital; i++) {
        hum_text id = hum_digital_input(m, i);
        hum_eye e;
        if (!hum_digital_has_eye(m, i))
            continue;
        if (place.n && !hum_text_eq(place, id) && !hum_text_eq(place, hum_digital_cable(m, i)->id))
            continue;
        HUM_TRY(hum_eye_study(a, f->net, i, &o, &e));
        double v = read_eye(r, &e);
        if (isnan(out->value) || (r->worst_is_high ? v > out->value : v < out->value)) {
            out->value = v;
            out->place = id;
        }
        if (isnan(v))
            *why = "the eye is closed";
    }
    return HUM_OK;
}

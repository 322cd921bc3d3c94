/* Parts of a study: written with every digit, read back, put together. */
#include "base/number.h"
#include "report/json_out.h"
#include "report/tolerance.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#define PART "humdinger.tolerance-part/1"

/* --- writing ------------------------------------------------------------------------------------------- */

static void out_values(hum_json *j, const double *values, size_t n)
{
    hum_json_open(j, "values", '[');
    for (size_t k = 0; k < n; k++) { /* every digit, and no line for each: there may be millions */
        hum_out_z(&j->o, k ? "," : "");
        if (isnan(values[k]))
            hum_out_z(&j->o, "null");
        else if (isinf(values[k]))
            hum_out_z(&j->o, values[k] > 0 ? "\"inf\"" : "\"-inf\"");
        else
            hum_out_number(&j->o, values[k]);
    }
    j->has_item = false;
    hum_json_close(j, ']');
}

static void out_exact(hum_json *j, const char *key, double v)
{
    hum_json_open(j, key, '[');
    if (isfinite(v))
        hum_out_number(&j->o, v);
    j->has_item = false;
    hum_json_close(j, ']');
}

static void out_row(hum_json *j, const hum_tolerance *t, const hum_tolerance_row *row)
{
    const char op[2] = {row->target.op, '\0'};
    hum_json_open(j, NULL, '{');
    hum_json_text(j, "title", row->title);
    hum_json_text(j, "place", row->place);
    hum_json_number(j, "dim", row->dim);
    hum_json_z(j, "op", op);
    out_exact(j, "low", row->target.low);
    out_exact(j, "high", row->target.high);
    hum_json_bool(j, "worse_low", row->target.is_worse_low);
    out_exact(j, "nominal", row->nominal);
    out_values(j, row->values, (size_t)t->done);
    hum_json_close(j, '}');
}

static void out_count(hum_json *j, hum_arena *a, const char *key, uint64_t n)
{
    hum_json_text(j, key, hum_text_format(a, "%llu", (unsigned long long)n));
}

hum_status hum_tolerance_part(hum_tolerance *t, hum_text *out)
{
    hum_json j = hum_json_in(t->a);
    hum_json_open(&j, NULL, '{');
    hum_json_z(&j, "schema", PART);
    hum_json_text(&j, "system", t->title);
    hum_json_text(&j, "variant", t->variant);
    out_count(&j, t->a, "study", t->study);
    out_count(&j, t->a, "samples", t->n_samples);
    out_count(&j, t->a, "seed", t->seed);
    out_count(&j, t->a, "first", t->first);
    out_count(&j, t->a, "done", t->done);
    hum_json_number(&j, "parameters", (double)t->n_parameters);
    hum_json_number(&j, "failed", (double)t->n_failed);
    hum_json_open(&j, "quantities", '[');
    for (size_t i = 0; i < t->n_rows; i++)
        out_row(&j, t, &t->rows[i]);
    hum_json_close(&j, ']');
    hum_json_close(&j, '}');
    return hum_json_done(&j, out);
}

/* --- reading ------------------------------------------------------------------------------------------- */

typedef struct merge {
    hum_arena *a;
    hum_tolerance *t;
    json_t **part;        /* [n] */
    const hum_text *names;
    size_t n;
    hum_text *problem;
} merge;

static hum_status wrong(merge *m, size_t i, const char *what)
{
    *m->problem = hum_text_format(m->a, "%.*s: %s", HUM_FMT(m->names[i]), what);
    return m->problem->p ? HUM_E_INPUT : HUM_E_NOMEM;
}

static const char *text_at(const json_t *o, const char *key)
{
    const char *z = json_string_value(json_object_get(o, key));
    return z ? z : "";
}

/* What is no count, or none that fits, is more than any study has. */
static uint64_t count_at(const json_t *o, const char *key)
{
    const char *z = text_at(o, key);
    uint64_t n = 0;
    bool is_count = *z != '\0';
    for (; *z && is_count; z++) {
        uint64_t digit = (uint64_t)(*z - '0');
        is_count = *z >= '0' && *z <= '9' && n <= (UINT64_MAX - digit) / 10;
        n = 10 * n + digit;
    }
    return is_count ? n : UINT64_MAX;
}

/* A number of things, which double does not round. */
static bool is_amount(const json_t *o, const char *key)
{
    double v = json_number_value(json_object_get(o, key));
    return json_is_number(json_object_get(o, key)) && v >= 0 && v <= 9007199254740992.0;
}

static double exact_at(const json_t *o, const char *key, double otherwise)
{
    const json_t *v = json_array_get(json_object_get(o, key), 0);
    return json_is_number(v) ? json_number_value(v) : otherwise;
}

static bool is_value(const json_t *v)
{
    const char *z = json_string_value(v);
    return json_is_number(v) || json_is_null(v) || (z && (strcmp(z, "inf") == 0 || strcmp(z, "-inf") == 0));
}

static hum_text copied(merge *m, const char *z)
{
    return hum_text_copy(m->a, hum_text_of(z));
}

static double value_of(const json_t *v)
{
    if (json_is_string(v))
        return json_string_value(v)[0] == '-' ? -HUGE_VAL : HUGE_VAL;
    return json_is_number(v) ? json_number_value(v) : (double)NAN;
}

static hum_status read_row(merge *m, const json_t *o, hum_tolerance_row *row)
{
    *row = (hum_tolerance_row){.title = copied(m, text_at(o, "title")),
                               .place = copied(m, text_at(o, "place")),
                               .dim = (hum_dim)json_number_value(json_object_get(o, "dim")),
                               .nominal = exact_at(o, "nominal", (double)NAN),
                               .against = SIZE_MAX,
                               .corner = {.value = (double)NAN}};
    row->target = (hum_target){.op = text_at(o, "op")[0],
                               .low = exact_at(o, "low", -HUGE_VAL),
                               .high = exact_at(o, "high", HUGE_VAL),
                               .is_worse_low = json_is_true(json_object_get(o, "worse_low"))};
    HUM_ALLOC(row->values, m->a, double, m->t->n_samples);
    return row->title.p && row->place.p ? HUM_OK : HUM_E_NOMEM;
}

static hum_status read_head(merge *m)
{
    const json_t *o = m->part[0], *rows = json_object_get(o, "quantities");
    hum_tolerance *t = m->t;
    t->a = m->a;
    t->title = copied(m, text_at(o, "system"));
    t->variant = copied(m, text_at(o, "variant"));
    t->study = count_at(o, "study");
    t->n_samples = t->wanted = count_at(o, "samples");
    t->seed = count_at(o, "seed");
    t->n_parameters = (size_t)json_number_value(json_object_get(o, "parameters"));
    t->n_rows = json_array_size(rows);
    HUM_ALLOC(t->rows, m->a, hum_tolerance_row, t->n_rows);
    for (size_t i = 0; i < t->n_rows; i++)
        HUM_TRY(read_row(m, json_array_get(rows, i), &t->rows[i]));
    return HUM_OK;
}

/* A row must have what its samples need, and one that is told as `op` must have been asked so. */
static bool is_row(const json_t *row, uint64_t done)
{
    static const char *const ops[] = {"", "<", ">", "="};
    const json_t *values = json_object_get(row, "values"), *v;
    double dim = json_number_value(json_object_get(row, "dim"));
    size_t i, op = 0;
    while (op < sizeof ops / sizeof ops[0] && strcmp(text_at(row, "op"), ops[op]) != 0)
        op++;
    if (op == sizeof ops / sizeof ops[0] || json_array_size(values) != done || !(dim >= 0 && dim < HUM_DIM_COUNT))
        return false;
    json_array_foreach(values, i, v)
        if (!is_value(v))
            return false;
    return true;
}

static hum_status check_part(merge *m, size_t i)
{
    const json_t *o = m->part[i], *rows = json_object_get(o, "quantities");
    uint64_t first = count_at(o, "first"), done = count_at(o, "done"), samples = count_at(o, "samples");
    if (strcmp(text_at(o, "schema"), PART) != 0)
        return wrong(m, i, "this is not what humdinger tolerance --shard writes");
    if (count_at(o, "study") != count_at(m->part[0], "study") || samples != count_at(m->part[0], "samples") ||
        json_array_size(rows) != json_array_size(json_object_get(m->part[0], "quantities")))
        return wrong(m, i, "this is a part of another study: the file, what was asked, the seed or the number of samples differ");
    if (samples > HUM_TOLERANCE_SAMPLES_MAX || first > samples || done > samples - first || !is_amount(o, "parameters") ||
        !is_amount(o, "failed"))
        return wrong(m, i, "this part is damaged: its samples are not of this study");
    if (json_array_size(rows) == 0)
        return wrong(m, i, "this part is damaged: it has no quantities");
    for (size_t r = 0; r < json_array_size(rows); r++)
        if (!is_row(json_array_get(rows, r), done))
            return wrong(m, i, "this part is damaged: samples are missing in it");
    return HUM_OK;
}

static hum_status take_part(merge *m, size_t i, unsigned char *is_there)
{
    const json_t *o = m->part[i], *rows = json_object_get(o, "quantities");
    uint64_t first = count_at(o, "first"), done = count_at(o, "done");
    for (uint64_t k = 0; k < done; k++) {
        if (is_there[first + k])
            return wrong(m, i, "samples of this part are in another one too");
        is_there[first + k] = 1;
    }
    for (size_t r = 0; r < m->t->n_rows; r++) {
        const json_t *values = json_object_get(json_array_get(rows, r), "values");
        for (size_t k = 0; k < done; k++)
            m->t->rows[r].values[first + k] = value_of(json_array_get(values, k));
    }
    m->t->done += done;
    m->t->n_failed += (size_t)json_number_value(json_object_get(o, "failed"));
    return HUM_OK;
}

static hum_status tell_missing(merge *m, uint64_t done, uint64_t wanted)
{
    *m->problem = hum_text_format(m->a, "%llu of %llu samples are missing: a part is not there, or was interrupted",
                                  (unsigned long long)(wanted - done), (unsigned long long)wanted);
    return m->problem->p ? HUM_E_INPUT : HUM_E_NOMEM;
}

/* Nothing is missing when there are as many as wanted and none is there twice. */
static hum_status put_together(merge *m)
{
    unsigned char *is_there;
    uint64_t done = 0, wanted = count_at(m->part[0], "samples");
    for (size_t i = 0; i < m->n; i++) {
        HUM_TRY(check_part(m, i));
        done += count_at(m->part[i], "done");
    }
    if (done < wanted || done == 0)
        return tell_missing(m, done, wanted);
    if (done > wanted)
        return wrong(m, m->n - 1, "the parts have more samples than the study: one is there twice");
    HUM_TRY(read_head(m));
    HUM_ALLOC(is_there, m->a, unsigned char, wanted);
    for (size_t i = 0; i < m->n; i++)
        HUM_TRY(take_part(m, i, is_there));
    return HUM_OK;
}

static hum_status not_json(merge *m, size_t i, const json_error_t *e)
{
    *m->problem = hum_text_format(m->a, "%.*s:%d:%d: %s; a part is what humdinger tolerance --shard 1/4 -o part1.json writes",
                                  HUM_FMT(m->names[i]), e->line, e->column > 0 ? e->column : 1, e->text);
    return m->problem->p ? HUM_E_INPUT : HUM_E_NOMEM;
}

static hum_status read_parts(merge *m, const hum_text *parts)
{
    for (size_t i = 0; i < m->n; i++) {
        json_error_t e;
        m->part[i] = json_loadb(parts[i].p, parts[i].n, JSON_REJECT_DUPLICATES, &e);
        if (!m->part[i])
            return json_error_code(&e) == json_error_out_of_memory ? HUM_E_NOMEM : not_json(m, i, &e);
    }
    return put_together(m);
}

hum_status hum_tolerance_merge(hum_arena *a, const hum_text *parts, const hum_text *names, size_t n, hum_tolerance **out,
                               hum_text *problem)
{
    merge m = {.a = a, .names = names, .n = n, .problem = problem};
    *problem = (hum_text){0};
    HUM_ALLOC(m.t, a, hum_tolerance, 1);
    HUM_ALLOC(m.part, a, json_t *, n);
    hum_status st = read_parts(&m, parts);
    for (size_t i = 0; i < n; i++)
        json_decref(m.part[i]);
    if (st == HUM_OK)
        *out = m.t;
    return st;
}

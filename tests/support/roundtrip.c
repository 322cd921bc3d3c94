/* The promises of lang/ about any text. */
#include "support/roundtrip.h"

#include "lang/edit.h"
#include "lang/json.h"
#include "lang/print.h"

static const roundtrip not_clean = {.is_clean = false};

static roundtrip broken(const char *promise)
{
    return (roundtrip){.is_clean = true, .broken = promise};
}

/* NULL when the text has errors. */
static const hum_tree *clean_tree(hum_arena *a, hum_text text)
{
    hum_tree *t = NULL;
    hum_diags *d = hum_diags_new(a);
    bool is_parsed = d && hum_parse(a, 0, text, d, &t) == HUM_OK;
    return is_parsed && !hum_diags_errors(d) ? t : NULL;
}

/* Every value is converted or told; a value that is good is printed as something that can be read. */
static const char *values_are_readable(hum_arena *a, const hum_tree *t)
{
    hum_walk w = hum_walk_of(t);
    hum_diags *d = hum_diags_new(a);
    for (const hum_statement *s; d && (s = hum_walk_next(&w));) {
        for (size_t i = 0; i < s->n_items; i++) {
            hum_value v;
            size_t n_before = hum_diags_errors(d);
            hum_item_kind kind = s->items[i].kind;
            if (kind != HUM_ITEM_QUANTITY && kind != HUM_ITEM_UNKNOWN)
                continue;
            if (!hum_item_value(&s->items[i], d, &v)) {
                if (hum_diags_errors(d) == n_before)
                    return "a value that cannot be used is told";
                continue;
            }
            hum_out o = hum_out_in(a);
            hum_text text;
            hum_out_value(&o, &v);
            if (hum_out_done(&o, &text) != HUM_OK || !clean_tree(a, text))
                return "a value is printed as it could be typed";
        }
    }
    return NULL;
}

static const char *format_keeps(hum_arena *a, const hum_tree *t, hum_text *formatted)
{
    hum_text printed, again;
    if (hum_tree_print(a, t, &printed) != HUM_OK || !hum_text_eq(printed, t->text))
        return "the printer gives back the user's own bytes";
    if (hum_tree_format(a, t, formatted) != HUM_OK)
        return "a text without errors can be formatted";
    const hum_tree *f = clean_tree(a, *formatted);
    if (!f || !hum_tree_equal(t, f))
        return "a formatted text parses to an equal tree";
    if (hum_tree_format(a, f, &again) != HUM_OK || !hum_text_eq(again, *formatted))
        return "formatting twice changes nothing";
    return NULL;
}

static const char *json_keeps(hum_arena *a, const hum_tree *t, hum_text formatted)
{
    hum_text json, text, json_again, formatted_again;
    hum_diags *d = hum_diags_new(a);
    if (!d || hum_tree_to_json(a, t, &json) != HUM_OK)
        return "a text without errors has a JSON twin";
    if (hum_json_to_text(a, 0, json, d, &text) != HUM_OK)
        return hum_diags_count(d) ? hum_diags_get(d, 0)->message.p : "the JSON twin is accepted";
    const hum_tree *back = clean_tree(a, text);
    if (!back || !hum_tree_equal(t, back))
        return "the JSON twin gives an equal tree";
    if (hum_tree_to_json(a, back, &json_again) != HUM_OK || !hum_text_eq(json, json_again))
        return "the JSON twin of what JSON gave is the same";
    if (hum_tree_format(a, back, &formatted_again) != HUM_OK || !hum_text_eq(text, formatted_again))
        return "text from JSON is in the canonical layout";
    size_t lines[2] = {0};
    for (size_t i = 0; i < formatted.n; i++)
        lines[0] += formatted.p[i] == '\n';
    for (size_t i = 0; i < text.n; i++)
        lines[1] += text.p[i] == '\n';
    return lines[0] == lines[1] ? NULL : "comment lines and empty lines survive JSON";
}

roundtrip roundtrip_of_text(hum_arena *a, hum_text text)
{
    hum_text formatted = {0};
    const hum_tree *t = clean_tree(a, text);
    if (!t)
        return not_clean;
    const char *promise = values_are_readable(a, t);
    if (!promise)
        promise = format_keeps(a, t, &formatted);
    if (!promise)
        promise = json_keeps(a, t, formatted);
    return broken(promise);
}

roundtrip roundtrip_of_json(hum_arena *a, hum_text json)
{
    hum_text text, twin, again;
    hum_diags *d = hum_diags_new(a);
    if (!d)
        return not_clean;
    if (hum_json_to_text(a, 0, json, d, &text) != HUM_OK)
        return hum_diags_errors(d) ? not_clean : broken("JSON that is refused is told");
    const hum_tree *t = clean_tree(a, text);
    if (!t)
        return broken("text from JSON has no errors");
    if (hum_tree_to_json(a, t, &twin) != HUM_OK)
        return broken("text from JSON has a JSON twin");
    if (hum_json_to_text(a, 0, twin, d, &again) != HUM_OK || !hum_text_eq(text, again))
        return broken("the JSON twin of what JSON gave, gives it again");
    return roundtrip_of_text(a, text);
}

roundtrip roundtrip_of_set(hum_arena *a, hum_text text, hum_text path, hum_text value)
{
    hum_text changed;
    const hum_tree *t = clean_tree(a, text);
    hum_diags *d = hum_diags_new(a);
    if (!t || !d)
        return not_clean;
    if (hum_tree_set(a, t, path, value, d, &changed) != HUM_OK)
        return hum_diags_errors(d) ? not_clean : broken("a change that is refused is told");
    const hum_tree *c = clean_tree(a, changed);
    if (!c || c->n_statements != t->n_statements)
        return broken("a change of a value leaves a text without errors, of as many statements");
    return broken(NULL);
}

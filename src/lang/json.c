/* JSON twin -> .hum text. jansson reads the JSON; what it means is written as text at once, and that text is
 * parsed to see that it says the same number of things. No recursion: the lists that are open, one per depth,
 * are an array. */
#include "lang/json.h"

#include "base/number.h"
#include "lang/lex.h"
#include "lang/quantity.h"

#include <jansson.h>
#include <string.h>

enum {
    CLIP = 60,
    DEPTHS = HUM_NESTING_MAX + 1,
    JSON_DEPTH_MAX = 16,           /* the deepest system takes 3 + 2 * DEPTHS */
    JSON_CONTAINERS_MAX = 2000000, /* objects and lists: bounds the memory that jansson takes */
};

typedef struct reader {
    hum_arena *a;
    hum_diags *d;
    hum_out o;
    struct {
        const json_t *list;
        size_t i; /* the statement to be read next */
    } open[DEPTHS];
    size_t n_open;
    size_t item;   /* of the statement being read; NO_ITEM outside its "do" */
    size_t *items; /* how many items each statement has */
    size_t n;
    size_t cap;
} reader;
enum { NO_ITEM = HUM_ITEMS_MAX };

/* "statements[3].with[0].do[2]" */
static hum_text place_of(const reader *r)
{
    hum_out o = hum_out_in(r->a);
    if (r->n_open == 0)
        return HUM_T("the system");
    for (size_t depth = 0; depth < r->n_open; depth++)
        hum_out_f(&o, "%s[%zu]", depth ? ".with" : "statements", r->open[depth].i - 1);
    if (r->item != NO_ITEM)
        hum_out_f(&o, ".do[%zu]", r->item);
    return hum_out_part(&o);
}

static hum_status refuse(const reader *r, const char *help, const char *what)
{
    hum_diags_say(r->d, HUM_D_BAD_JSON, HUM_NO_SPAN, help, "%.*s: %s", HUM_FMT(place_of(r)), what);
    return HUM_E_INPUT;
}

static hum_text string_of(const json_t *s)
{
    return (hum_text){json_string_value(s), json_string_length(s)};
}

/* Is the word one of the list, which is separated by spaces? */
static bool is_one_of(hum_text word, const char *list)
{
    while (*list) {
        size_t n = strcspn(list, " ");
        if (hum_text_eq(word, (hum_text){list, n}))
            return true;
        list += n + (list[n] == ' ');
    }
    return false;
}

/* Only these keys, separated by spaces. */
static hum_status check_keys(const reader *r, json_t *object, const char *known)
{
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value)
    {
        if (is_one_of(hum_text_of(key), known))
            continue;
        hum_text shown = hum_text_clip(hum_text_of(key), CLIP);
        hum_diags_say(r->d, HUM_D_BAD_JSON, HUM_NO_SPAN, NULL, "%.*s: the key \"%.*s\" is not one of: %s",
                      HUM_FMT(place_of(r)), HUM_FMT(shown), known);
        return HUM_E_INPUT;
    }
    return HUM_OK;
}

/* ---- items ---- */

static void out_quoted(hum_out *o, hum_text t)
{
    hum_out_z(o, "\"");
    for (size_t i = 0; i < t.n; i++) {
        hum_out_z(o, t.p[i] == '"' || t.p[i] == '\\' ? "\\" : "");
        hum_out_bytes(o, t.p + i, 1);
    }
    hum_out_z(o, "\"");
}

static hum_status read_text(reader *r, json_t *item)
{
    const json_t *text = json_object_get(item, "text");
    HUM_TRY(check_keys(r, item, "text"));
    if (!json_is_string(text) || !hum_is_line(string_of(text)))
        return refuse(r, "{\"text\": \"Cable box\"}",
                      "a text is a string without control characters and line ends");
    out_quoted(&r->o, string_of(text));
    return HUM_OK;
}

static hum_status read_unit(const reader *r, json_t *item, const char *key, hum_text *unit)
{
    const json_t *j = json_object_get(item, key);
    hum_unit known;
    *unit = j ? string_of(j) : (hum_text){0};
    if (!j)
        return HUM_OK;
    bool is_ratio =
        hum_text_is(*unit, HUM_RATIO_UNIT) && strcmp(key, "unit") == 0 && !json_object_get(item, "low");
    if (json_is_string(j) && (is_ratio || hum_unit_find(*unit, &known)))
        return HUM_OK;
    return refuse(r, "the units are those of the language, case-exact: \"mV\", \"kohm\", \"dB\", \":1\"",
                  "this is not the name of a unit");
}

static hum_status read_number(const reader *r, json_t *item, const char *key, double *out)
{
    const json_t *j = json_object_get(item, key);
    *out = json_real_value(j);
    return json_is_real(j)
               ? HUM_OK
               : refuse(r,
                        "{\"value\": 80, \"unit\": \"mV\"} or {\"low\": 0.1, \"high\": 1, \"unit\": \"ohm\"}",
                        "a quantity needs numbers");
}

static hum_status read_tolerance(reader *r, json_t *item)
{
    const json_t *normal = json_object_get(item, "normal");
    double tolerance;
    hum_text unit;
    if (normal && !json_is_boolean(normal))
        return refuse(r, NULL, "\"normal\" is true or false");
    if (!json_object_get(item, "tolerance"))
        return json_object_get(item, "tolerance_unit") || normal ? refuse(r, NULL, "\"tolerance\" is missing")
                                                                 : HUM_OK;
    HUM_TRY(read_number(r, item, "tolerance", &tolerance));
    HUM_TRY(read_unit(r, item, "tolerance_unit", &unit));
    hum_out_z(&r->o, " +-");
    hum_out_number(&r->o, tolerance);
    hum_out_f(&r->o, "%s%.*s", unit.n && unit.p[0] != '%' ? " " : "", HUM_FMT(unit));
    hum_out_z(&r->o, json_is_true(normal) ? " normal" : "");
    return HUM_OK;
}

static hum_status read_quantity(reader *r, json_t *item)
{
    bool is_range = !json_object_get(item, "value");
    double low, high;
    hum_text unit;
    HUM_TRY(check_keys(r, item,
                       is_range ? "low high unit tolerance tolerance_unit normal"
                                : "value unit tolerance tolerance_unit normal"));
    HUM_TRY(read_number(r, item, is_range ? "low" : "value", &low));
    HUM_TRY(read_unit(r, item, "unit", &unit));
    hum_out_number(&r->o, low);
    if (is_range) {
        HUM_TRY(read_number(r, item, "high", &high));
        hum_out_z(&r->o, "..");
        hum_out_number(&r->o, high);
    }
    hum_out_f(&r->o, "%s%.*s", unit.n && unit.p[0] != ':' ? " " : "", HUM_FMT(unit));
    return read_tolerance(r, item);
}

static hum_status read_sign(reader *r, json_t *item, const char *key, const char *sign)
{
    HUM_TRY(check_keys(r, item, key));
    if (!json_is_true(json_object_get(item, key)))
        return refuse(r, "{\"unknown\": true}, {\"arrow\": true}", "this can only be true");
    hum_out_z(&r->o, sign);
    return HUM_OK;
}

static hum_status read_tag(reader *r, json_t *item)
{
    hum_text tag = string_of(json_object_get(item, "tag"));
    HUM_TRY(check_keys(r, item, "tag"));
    if (!hum_is_tag_name(tag))
        return refuse(r, "{\"tag\": \"measured\"}", "this cannot be the name of a tag");
    hum_out_f(&r->o, "!%.*s", HUM_FMT(tag));
    return HUM_OK;
}

static hum_status read_compare(reader *r, json_t *item)
{
    hum_text sign = string_of(json_object_get(item, "compare"));
    HUM_TRY(check_keys(r, item, "compare"));
    if (sign.n != 1 || !memchr("<>=", sign.p[0], 3))
        return refuse(r, NULL, "a comparison is one of \"<\", \">\", \"=\"");
    hum_out_text(&r->o, sign);
    return HUM_OK;
}

static hum_status read_object(reader *r, json_t *item)
{
    if (json_object_get(item, "text"))
        return read_text(r, item);
    if (json_object_get(item, "value") || json_object_get(item, "low"))
        return read_quantity(r, item);
    if (json_object_get(item, "unknown"))
        return read_sign(r, item, "unknown", "?");
    if (json_object_get(item, "arrow"))
        return read_sign(r, item, "arrow", "->");
    if (json_object_get(item, "tag"))
        return read_tag(r, item);
    if (json_object_get(item, "compare"))
        return read_compare(r, item);
    return refuse(
        r, "one of \"text\", \"value\", \"low\" and \"high\", \"unknown\", \"arrow\", \"tag\", \"compare\"",
        "an item of no known kind");
}

static hum_status read_item(reader *r, json_t *item)
{
    if (json_is_object(item))
        return read_object(r, item);
    if (!json_is_string(item))
        return refuse(r, "a number is {\"value\": 80, \"unit\": \"mV\"}",
                      "an item is a word (a string) or an object");
    if (!hum_is_word(string_of(item)))
        return refuse(r, "names with spaces or signs are texts: {\"text\": \"Cable box\"}",
                      "this is not one word");
    hum_out_text(&r->o, string_of(item));
    return HUM_OK;
}

/* ---- statements ---- */

static hum_status read_items(reader *r, const json_t *list)
{
    size_t n = json_array_size(list);
    if (!json_is_array(list) || n == 0 || n > HUM_ITEMS_MAX)
        return refuse(r, "{\"do\": [\"mains\", {\"value\": 120, \"unit\": \"V\"}]}",
                      "\"do\" is a list of one to 200 words and values");
    for (r->item = 0; r->item < n; r->item++) {
        hum_out_z(&r->o, r->item ? " " : "");
        HUM_TRY(read_item(r, json_array_get(list, r->item)));
    }
    r->item = NO_ITEM;
    HUM_PUSH(r->a, r, items, n, cap, n);
    return HUM_OK;
}

static hum_status read_comment(reader *r, const json_t *comment)
{
    hum_text t = string_of(comment);
    if (!json_is_string(comment) || !hum_is_line(t))
        return refuse(r, NULL, "\"comment\" is a string without control characters and line ends");
    while (t.n && (t.p[t.n - 1] == ' ' || t.p[t.n - 1] == '\t'))
        t.n--;
    hum_out_z(&r->o, t.n && t.p[0] == '#' ? "" : t.n ? "# " : "#");
    hum_out_text(&r->o, t);
    return HUM_OK;
}

static hum_status open_list(reader *r, const json_t *list)
{
    if (!json_is_array(list))
        return refuse(r, NULL, "\"with\" is a list of statements");
    if (r->n_open == DEPTHS)
        return refuse(r, "nothing is nested deeper than: variant, box, mode, in",
                      "\"with\" is nested too deep");
    r->open[r->n_open].list = list;
    r->open[r->n_open++].i = 0;
    return HUM_OK;
}

static hum_status read_statement(reader *r, json_t *s)
{
    if (!json_is_object(s))
        return refuse(r, "{\"do\": [\"mains\", {\"value\": 120, \"unit\": \"V\"}]}",
                      "a statement is an object");
    const json_t *list = json_object_get(s, "do");
    const json_t *comment = json_object_get(s, "comment");
    const json_t *with = json_object_get(s, "with");
    const json_t *blank = json_object_get(s, "blank_above");
    HUM_TRY(check_keys(r, s, list ? "do comment with blank_above" : "comment blank_above"));
    if (!list && !comment)
        return refuse(r, NULL, "a statement has \"do\", a line that is only a comment \"comment\"");
    if (blank && !json_is_boolean(blank))
        return refuse(r, NULL, "\"blank_above\" is true or false");
    if (r->n == HUM_STATEMENTS_MAX)
        return refuse(r, NULL, "too many statements");
    hum_out_z(&r->o, json_is_true(blank) && r->o.n ? "\n" : "");
    hum_out_pad(&r->o, ' ', 2 * (r->n_open - 1));
    if (list)
        HUM_TRY(read_items(r, list));
    hum_out_z(&r->o, list && comment ? "  " : "");
    if (comment)
        HUM_TRY(read_comment(r, comment));
    hum_out_z(&r->o, "\n");
    return with ? open_list(r, with) : HUM_OK;
}

static hum_status read_statements(reader *r)
{
    while (r->n_open > 0) {
        size_t top = r->n_open - 1;
        if (r->open[top].i == json_array_size(r->open[top].list))
            r->n_open--;
        else
            HUM_TRY(read_statement(r, json_array_get(r->open[top].list, r->open[top].i++)));
    }
    return HUM_OK;
}

/* ---- the whole ---- */

/* Two items that stand beside each other can read as one: 1 and "m". Then the text does not say what the JSON
 * says. */
static hum_status check_text(const reader *r, hum_text text)
{
    hum_tree *t;
    hum_diags *d = hum_diags_new(r->a);
    if (!d)
        return HUM_E_NOMEM;
    hum_status parsed = hum_parse(r->a, HUM_NO_FILE, text, d, &t);
    if (parsed == HUM_E_NOMEM)
        return parsed;
    if (hum_diags_errors(d)) {
        hum_text why = hum_diags_get(d, 0)->message;
        hum_diags_say(r->d, HUM_D_BAD_JSON, HUM_NO_SPAN, NULL, "as .hum text it has an error: %.*s",
                      HUM_FMT(why));
        return HUM_E_INPUT;
    }
    hum_walk w = hum_walk_of(t);
    for (size_t i = 0; i < r->n; i++) {
        const hum_statement *s = hum_walk_next(&w);
        if (s && s->n_items == r->items[i])
            continue;
        hum_diags_say(r->d, HUM_D_BAD_JSON, HUM_NO_SPAN,
                      "a number takes the unit that follows it: {\"value\": 1, \"unit\": \"m\"}",
                      "statement %zu: two items would be read as one", i + 1);
        return HUM_E_INPUT;
    }
    return HUM_OK;
}

static hum_status read_root(reader *r, json_t *root, hum_text *out)
{
    const json_t *statements = json_object_get(root, "statements");
    hum_text schema = string_of(json_object_get(root, "schema"));
    const char *help = "{\"schema\": \"humdinger.system/1\", \"statements\": [...]}";
    if (!json_is_object(root) || !hum_text_is(schema, "humdinger.system/1") || !json_is_array(statements)) {
        hum_diags_say(r->d, HUM_D_BAD_JSON, HUM_NO_SPAN, help, "this is not a system in JSON");
        return HUM_E_INPUT;
    }
    r->item = NO_ITEM;
    HUM_TRY(check_keys(r, root, "schema statements"));
    HUM_TRY(open_list(r, statements));
    HUM_TRY(read_statements(r));
    HUM_TRY(hum_out_done(&r->o, out));
    return check_text(r, *out);
}

static void release_json(void *object)
{
    json_decref(object);
}

static const char *what_is_wrong(const json_error_t *e)
{
    switch ((int)json_error_code(e)) {
    case json_error_duplicate_key:
        return "a key is said twice";
    case json_error_premature_end_of_input:
        return "the JSON ends too early";
    case json_error_end_of_input_expected:
        return "something stands behind the end of the JSON";
    case json_error_invalid_utf8:
        return "bytes that are not UTF-8";
    case json_error_null_character:
    case json_error_null_byte_in_key:
        return "a NUL character";
    case json_error_numeric_overflow:
        return "a number that is too large";
    default:
        return "this is not JSON";
    }
}

static hum_status load(hum_arena *scratch, uint32_t file, hum_text json, hum_diags *d, json_t **root)
{
    json_error_t e;
    size_t skip = hum_text_starts(json, "\xEF\xBB\xBF") ? 3 : 0;
    *root = json_loadb(json.n ? json.p + skip : "", json.n - skip,
                       JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, &e);
    if (*root)
        return hum_arena_own(scratch, release_json, *root);
    if (json_error_code(&e) == json_error_out_of_memory || !e.text[0]) /* jansson often says nothing then */
        return HUM_E_NOMEM;
    size_t at = skip + (e.position > 0 ? (size_t)e.position - 1 : 0);
    at = at < json.n ? at : json.n;
    hum_span span = {file, (uint32_t)at, (uint32_t)at + 1};
    hum_diags_say(d, HUM_D_BAD_JSON, span, NULL, "%s (line %d, column %d)", what_is_wrong(&e), e.line,
                  e.column);
    return HUM_E_INPUT;
}

/* Size, depth and number of lists and objects, before jansson takes memory for them. */
static bool is_within_limits(uint32_t file, hum_text json, hum_diags *d)
{
    size_t depth = 0, deepest = 0, n = 0;
    bool is_quoted = false;
    if (json.n > HUM_TEXT_MAX_BYTES) {
        hum_diags_say(d, HUM_D_TOO_LARGE, (hum_span){file, 0, 0}, NULL,
                      "this JSON has %zu bytes; the limit is %d (16 MiB)", json.n, HUM_TEXT_MAX_BYTES);
        return false;
    }
    for (size_t i = 0; i < json.n; i++) {
        char c = json.p[i];
        i += is_quoted && c == '\\';
        is_quoted ^= c == '"';
        bool is_open = !is_quoted && (c == '{' || c == '[');
        depth += is_open;
        n += is_open;
        depth -= !is_quoted && depth && (c == '}' || c == ']');
        deepest = depth > deepest ? depth : deepest;
    }
    if (deepest <= JSON_DEPTH_MAX && n <= JSON_CONTAINERS_MAX)
        return true;
    hum_diags_say(d, HUM_D_BAD_JSON, (hum_span){file, 0, 0}, NULL,
                  "a system has at most %d levels of lists and objects, and %d of them", JSON_DEPTH_MAX,
                  JSON_CONTAINERS_MAX);
    return false;
}

static hum_status convert(hum_arena *scratch, uint32_t file, hum_text json, hum_diags *d, hum_text *text)
{
    json_t *root;
    HUM_TRY(load(scratch, file, json, d, &root));
    reader r = {.a = scratch, .d = d, .o = hum_out_in(scratch)};
    return read_root(&r, root, text);
}

hum_status hum_json_to_text(hum_arena *a, uint32_t file, hum_text json, hum_diags *d, hum_text *out)
{
    *out = (hum_text){0};
    if (!is_within_limits(file, json, d))
        return HUM_E_INPUT;
    hum_arena *scratch = hum_arena_sibling(a);
    if (!scratch)
        return HUM_E_NOMEM;
    hum_text text;
    hum_status status = convert(scratch, file, json, d, &text);
    if (status == HUM_OK) {
        *out = hum_text_copy(a, text);
        status = out->p ? HUM_OK : HUM_E_NOMEM;
    }
    hum_arena_close(&scratch);
    return status;
}

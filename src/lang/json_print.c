/* Tree -> JSON twin. One statement is one line of JSON; its brace is closed when the depth of the next line
 * is known. */
#include "lang/json.h"

#include "base/number.h"
#include "lang/lines.h"

#include <math.h>

static void out_escaped(hum_out *o, hum_text t)
{
    for (size_t i = 0; i < t.n;) {
        uint32_t code = 0;
        size_t n = hum_utf8_read(hum_text_behind(t, i), &code);
        if (!n)
            hum_out_z(o, "\xEF\xBF\xBD"); /* U+FFFD for a byte that is not UTF-8 */
        else if (code == '"' || code == '\\')
            hum_out_f(o, "\\%c", (char)code);
        else if (code < 0x20 || code == 0x7F)
            hum_out_f(o, "\\u%04x", (unsigned)code);
        else
            hum_out_bytes(o, t.p + i, n);
        i += n ? n : 1;
    }
}

static void out_string(hum_out *o, hum_text t)
{
    hum_out_z(o, "\"");
    out_escaped(o, t);
    hum_out_z(o, "\"");
}

static void out_member(hum_out *o, const char *key, hum_text t)
{
    hum_out_f(o, "{\"%s\": ", key);
    out_string(o, t);
    hum_out_z(o, "}");
}

static void out_number_member(hum_out *o, const char *before, const char *key, double v)
{
    hum_out_f(o, "%s\"%s\": ", before, key);
    hum_out_number(o, v);
}

static void out_unit_member(hum_out *o, const char *key, hum_text unit)
{
    if (!unit.n)
        return;
    hum_out_f(o, ", \"%s\": ", key);
    out_string(o, unit);
}

static void out_quantity(hum_out *o, const hum_quantity *q)
{
    out_number_member(o, "{", q->is_range ? "low" : "value", q->low);
    if (q->is_range)
        out_number_member(o, ", ", "high", q->high);
    out_unit_member(o, "unit", q->unit);
    if (q->has_tolerance) {
        out_number_member(o, ", ", "tolerance", q->tolerance);
        out_unit_member(o, "tolerance_unit", q->tolerance_unit);
        hum_out_z(o, q->is_normal ? ", \"normal\": true" : "");
    }
    hum_out_z(o, "}");
}

static void out_item(hum_out *o, const hum_item *item)
{
    switch (item->kind) {
    case HUM_ITEM_WORD:
        out_string(o, item->text);
        return;
    case HUM_ITEM_TEXT:
        out_member(o, "text", item->text);
        return;
    case HUM_ITEM_QUANTITY:
        out_quantity(o, &item->q);
        return;
    case HUM_ITEM_UNKNOWN:
        hum_out_z(o, "{\"unknown\": true}");
        return;
    case HUM_ITEM_ARROW:
        hum_out_z(o, "{\"arrow\": true}");
        return;
    case HUM_ITEM_TAG:
        out_member(o, "tag", item->text);
        return;
    case HUM_ITEM_COMPARE:
        out_member(o, "compare", item->text);
        return;
    }
}

/* Without its "# " where reading puts the same back. */
static hum_text said_comment(hum_text c)
{
    bool is_plain = hum_text_starts(c, "# ") && c.n > 2 && c.p[2] != '#';
    size_t n = is_plain ? 2 : c.n == 1 ? 1 : 0;
    return hum_text_behind(c, n);
}

/* A statement without its closing brace. */
static void out_line(hum_out *o, const hum_line *line)
{
    const hum_statement *s = line->statement;
    hum_out_z(o, s ? "{\"do\": [" : "{");
    for (size_t i = 0; s && i < s->n_items; i++) {
        hum_out_z(o, i ? ", " : "");
        out_item(o, &s->items[i]);
    }
    hum_out_z(o, s ? "]" : "");
    if (line->comment.n) {
        hum_out_z(o, s ? ", \"comment\": " : "\"comment\": ");
        out_string(o, said_comment(line->comment));
    }
    hum_out_z(o, line->is_after_blank ? ", \"blank_above\": true" : "");
}

static void out_indent(hum_out *o, size_t depth)
{
    hum_out_z(o, "\n");
    hum_out_pad(o, ' ', 2 * (depth + 1));
}

/* What stands between two lines: the end of one, and the ends of those around it that the other is not in. */
static void out_between(hum_out *o, const hum_line *above, const hum_line *line)
{
    if (line->depth > above->depth) {
        hum_out_z(o, ", \"with\": [");
    } else {
        hum_out_z(o, "}");
        for (size_t depth = above->depth; depth > line->depth; depth--)
            hum_out_z(o, "]}");
        hum_out_z(o, ",");
    }
}

static bool is_finite(const hum_statement *s)
{
    for (size_t i = 0; s && i < s->n_items; i++) {
        const hum_quantity *q = &s->items[i].q;
        if (!isfinite(q->low) || !isfinite(q->high) || !isfinite(q->tolerance))
            return false;
    }
    return true;
}

hum_status hum_tree_to_json(hum_arena *a, const hum_tree *t, hum_text *out)
{
    hum_lines lines;
    *out = (hum_text){0};
    HUM_TRY(hum_lines_of(a, t, &lines));
    hum_out o = hum_out_in(a);
    hum_out_z(&o, "{\"schema\": \"humdinger.system/1\",\n \"statements\": [");
    for (size_t i = 0; i < lines.n; i++) {
        const hum_line *line = &lines.items[i];
        if (!is_finite(line->statement))
            return HUM_E_INPUT;
        if (i > 0)
            out_between(&o, line - 1, line);
        out_indent(&o, line->depth);
        out_line(&o, line);
    }
    if (lines.n > 0)
        hum_out_z(&o, "}");
    for (size_t depth = lines.n ? lines.items[lines.n - 1].depth : 0; depth > 0; depth--)
        hum_out_z(&o, "]}");
    hum_out_z(&o, "]}\n");
    return hum_out_done(&o, out);
}

/* Printing a tree. hum_tree_print returns what was read; hum_tree_format lays the tokens out anew. */
#include "lang/print.h"

#include "lang/lines.h"

enum { INDENT = 2 };

hum_status hum_tree_print(hum_arena *a, const hum_tree *t, hum_text *out)
{
    *out = hum_text_copy(a, t->text);
    return out->p ? HUM_OK : HUM_E_NOMEM;
}

/* ---- canonical layout ---- */

/* The item of the statement that the token belongs to; items are in the order of the text. */
static const hum_item *item_at(const hum_statement *s, const hum_item *from, const hum_token *t)
{
    while (from < s->items + s->n_items - 1 && from->span.end <= t->span.begin)
        from++;
    return from;
}

/* Are two tokens of one quantity written without a space: 0.1..1  4:1  +-5%  ? */
static bool is_tight(hum_text text, const hum_token *before, const hum_token *t, bool in_tolerance)
{
    bool is_percent = text.p[t->span.begin] == '%' && t->kind == HUM_TOKEN_WORD;
    return before->kind == HUM_TOKEN_DOTS || t->kind == HUM_TOKEN_DOTS || before->kind == HUM_TOKEN_COLON ||
           t->kind == HUM_TOKEN_COLON || before->kind == HUM_TOKEN_PLUSMINUS || (is_percent && in_tolerance);
}

/* The gap before a token. Two blanks and more are columns that somebody aligned, and stay; anything else is one blank, two
 * before a comment. */
static size_t gap_before(hum_text text, const hum_token *before, const hum_token *t)
{
    size_t usual = t->kind == HUM_TOKEN_COMMENT ? 2 : 1;
    size_t n = t->span.begin - before->span.end;
    for (size_t i = before->span.end; i < t->span.begin; i++)
        if (text.p[i] != ' ')
            return usual;
    return n > usual ? n : usual;
}

static void format_statement(hum_out *o, hum_text text, const hum_line *line)
{
    const hum_item *item = line->statement->items;
    bool in_tolerance = false;
    for (const hum_token *t = line->tokens; t < line->tokens + line->n_tokens; t++) {
        const hum_item *here = item_at(line->statement, item, t);
        in_tolerance = here == item && (in_tolerance || t->kind == HUM_TOKEN_PLUSMINUS);
        bool is_joined = t > line->tokens && here == item && is_tight(text, t - 1, t, in_tolerance);
        if (t > line->tokens && !is_joined)
            hum_out_pad(o, ' ', gap_before(text, t - 1, t));
        hum_out_bytes(o, text.p + t->span.begin, t->span.end - t->span.begin);
        item = here;
    }
}

hum_status hum_tree_format(hum_arena *a, const hum_tree *t, hum_text *out)
{
    hum_lines lines;
    *out = (hum_text){0};
    HUM_TRY(hum_lines_of(a, t, &lines));
    hum_out o = hum_out_in(a);
    for (size_t i = 0; i < lines.n; i++) {
        const hum_line *line = &lines.items[i];
        if (line->is_after_blank)
            hum_out_z(&o, "\n");
        hum_out_pad(&o, ' ', INDENT * line->depth);
        if (line->statement)
            format_statement(&o, t->text, line);
        else
            hum_out_text(&o, line->comment);
        hum_out_z(&o, "\n");
    }
    return hum_out_done(&o, out);
}

/* ---- equality ---- */

static bool equal_quantities(const hum_quantity *a, const hum_quantity *b)
{
    return a->low == b->low && a->high == b->high && a->is_range == b->is_range &&
           hum_text_eq(a->unit, b->unit) && a->has_tolerance == b->has_tolerance &&
           a->tolerance == b->tolerance && hum_text_eq(a->tolerance_unit, b->tolerance_unit) &&
           a->is_normal == b->is_normal;
}

static bool equal_statements(const hum_statement *a, const hum_statement *b)
{
    if (a->n_items != b->n_items || !hum_text_eq(a->comment, b->comment))
        return false;
    for (size_t i = 0; i < a->n_items; i++) {
        const hum_item *x = &a->items[i];
        const hum_item *y = &b->items[i];
        if (x->kind != y->kind || !hum_text_eq(x->text, y->text) || !equal_quantities(&x->q, &y->q))
            return false;
    }
    return true;
}

bool hum_tree_equal(const hum_tree *a, const hum_tree *b)
{
    hum_walk wa = hum_walk_of(a);
    hum_walk wb = hum_walk_of(b);
    for (;;) {
        const hum_statement *x = hum_walk_next(&wa);
        const hum_statement *y = hum_walk_next(&wb);
        if (!x || !y)
            return x == y;
        if (wa.depth != wb.depth || !equal_statements(x, y))
            return false;
    }
}

/* A tree as lines of its text. The text is lexed once more: the tree keeps no tokens, and its printers are
 * not in a hurry. */
#include "lang/lines.h"

typedef struct reader {
    hum_walk walk;
    const hum_statement *next;             /* the statement that comes next in the text */
    uint32_t columns[HUM_NESTING_MAX + 1]; /* where the open statements begin */
    size_t n_open;
    size_t n_waiting; /* comment lines since the last statement */
} reader;

/* Is there an empty line between two places that have only white space between them? */
static bool has_blank_line(hum_text text, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++)
        if (text.p[i] == '\n' || text.p[i] == '\r')
            return true;
    return false;
}

/* Nothing belongs to a comment, so that one right below another is not deeper than it. */
static size_t comment_depth(const reader *r, const hum_lines *above, uint32_t column)
{
    size_t limit = r->n_waiting ? above->items[above->n - 1].depth : r->n_open;
    if (limit > HUM_NESTING_MAX)
        limit = HUM_NESTING_MAX;
    size_t depth = 0;
    while (depth < limit && r->columns[depth] < column)
        depth++;
    return depth;
}

static void place_statement(reader *r, hum_lines *lines, hum_line *line)
{
    line->statement = r->next;
    line->comment = r->next->comment;
    line->depth = r->walk.depth;
    r->columns[line->depth] = line->column;
    r->n_open = line->depth + 1;
    r->next = hum_walk_next(&r->walk);
    for (; r->n_waiting > 0; r->n_waiting--) {
        hum_line *above = &lines->items[lines->n - r->n_waiting];
        if (above->depth < line->depth)
            above->depth = line->depth;
    }
}

static hum_status add_line(hum_arena *a, reader *r, hum_lines *lines, const hum_tree *t, hum_line line)
{
    const hum_token *first = line.tokens;
    line.column = first->column;
    if (first->kind == HUM_TOKEN_COMMENT) {
        line.comment = (hum_text){t->text.p + first->span.begin, first->span.end - first->span.begin};
        line.depth = comment_depth(r, lines, line.column);
        r->n_waiting++;
    } else {
        if (!r->next || r->next->span.begin != first->span.begin)
            return HUM_E_INPUT;
        place_statement(r, lines, &line);
    }
    HUM_PUSH(a, lines, items, n, cap, line);
    return HUM_OK;
}

hum_status hum_lines_of(hum_arena *a, const hum_tree *t, hum_lines *out)
{
    *out = (hum_lines){0};
    hum_tokens tokens;
    hum_diags *d = hum_diags_new(a);
    if (!d)
        return HUM_E_NOMEM;
    HUM_TRY(hum_lex(a, t->file, t->text, d, &tokens));
    if (hum_diags_errors(d))
        return HUM_E_INPUT;
    reader r = {.walk = hum_walk_of(t)};
    r.next = hum_walk_next(&r.walk);
    size_t end_above = 0;
    for (size_t i = 0; i < tokens.n;) {
        const hum_token *first = tokens.items + i;
        hum_line line = {.tokens = first};
        line.is_after_blank = i > 0 && has_blank_line(t->text, end_above, first->span.begin);
        while (tokens.items[i].kind != HUM_TOKEN_NEWLINE)
            i++;
        line.n_tokens = (size_t)(tokens.items + i - first);
        end_above = tokens.items[i++].span.end;
        HUM_TRY(add_line(a, &r, out, t, line));
    }
    return r.next ? HUM_E_INPUT : HUM_OK;
}

/* Tokens -> tree. A line is a statement; its column decides whose child it is. No recursion: the statements
 * that are open, one per depth, are an array. After an error the parser goes on behind it, so that one cause
 * is told once. */
#include "lang/quantity.h"

#include <math.h>
#include <string.h>

enum { CLIP = 40, DEPTHS = HUM_NESTING_MAX + 1 };

typedef struct parser {
    hum_arena *a;
    hum_diags *d;
    hum_text text;
    const hum_token *at;
    const hum_token *end;
    hum_item *items; /* of the statement being read, HUM_ITEMS_MAX of them */
    size_t n_items;
    hum_text comment;
    uint32_t columns[DEPTHS]; /* where the open statements begin */
    size_t n_open;
    hum_statement **links[DEPTHS + 1]; /* where the next statement of each depth is hung */
    size_t n_statements;
    bool is_too_deep;
} parser;

static hum_text text_of(const parser *p, hum_span s)
{
    return (hum_text){p->text.p + s.begin, s.end - s.begin};
}

/* Every line ends with a NEWLINE token, so there is always one to look at. */
static bool is_next(const parser *p, hum_token_kind kind)
{
    return p->at->kind == kind;
}

static bool is_next_word(const parser *p, const char *word)
{
    return is_next(p, HUM_TOKEN_WORD) && hum_text_is(text_of(p, p->at->span), word);
}

static void tell(parser *p, hum_diag_code code, hum_span span, const char *help, const char *what)
{
    hum_diags_say(p->d, code, span, help, "%s", what);
}

static void add_item(parser *p, const hum_item *item)
{
    if (p->n_items == HUM_ITEMS_MAX)
        hum_diags_say(p->d, HUM_D_TOO_LARGE, item->span, "put the rest on lines of its own",
                      "more than %d words and values in one statement", HUM_ITEMS_MAX);
    if (p->n_items <= HUM_ITEMS_MAX)
        p->items[p->n_items] = *item;
    p->n_items++;
}

/* ---- quantities ---- */

static void take_unit(parser *p, hum_text *unit, hum_span *span)
{
    if (!is_next(p, HUM_TOKEN_WORD))
        return;
    hum_text word = text_of(p, p->at->span);
    hum_unit known;
    if (!p->at->is_glued && !hum_word_is_unit(word))
        return;
    if (!hum_unit_find(word, &known))
        hum_tell_unit(p->d, word, p->at->span);
    *unit = word;
    *span = p->at->span;
    p->at++;
}

static bool is_ratio(const parser *p)
{
    return is_next(p, HUM_TOKEN_COLON) && p->at->is_glued && p->at[1].kind == HUM_TOKEN_NUMBER &&
           p->at[1].is_glued;
}

static void take_ratio(parser *p, hum_item *item)
{
    hum_quantity *q = &item->q;
    hum_span span = hum_span_join(item->span, p->at[1].span);
    double quotient = q->low / p->at[1].number;
    if (!isfinite(quotient) && isfinite(q->low))
        tell(p, HUM_D_BAD_NUMBER, span, "write it as 4:1", "this ratio has no value");
    q->low = quotient;
    q->high = quotient;
    q->unit = HUM_T(HUM_RATIO_UNIT);
    q->unit_span = (hum_span){span.file, p->at->span.begin, span.end};
    p->at += 2;
}

/* `..` and the second number. `after_unit`: it stands where it may not, but what is meant is plain. */
static void take_range(parser *p, hum_quantity *q, bool after_unit)
{
    const hum_token *dots = p->at++;
    if (after_unit)
        tell(p, HUM_D_UNEXPECTED, dots->span, "say it once, at the end: 60..80 dB", "a range has one unit");
    if (!is_next(p, HUM_TOKEN_NUMBER)) {
        tell(p, HUM_D_MISSING, dots->span, "write it as 0.1..1 ohm", "a range needs a number on both sides");
        return;
    }
    q->is_range = true;
    q->high = p->at->number;
    p->at++;
    take_unit(p, &q->unit, &q->unit_span);
}

static void take_tolerance(parser *p, hum_quantity *q)
{
    const hum_token *sign = p->at++;
    if (!is_next(p, HUM_TOKEN_NUMBER)) {
        tell(p, HUM_D_MISSING, sign->span, "write it as 47 kohm +-5 %", "a tolerance needs a number");
        return;
    }
    q->has_tolerance = true;
    q->tolerance = p->at->number;
    q->tolerance_span = p->at->span;
    p->at++;
    hum_span unit = q->tolerance_span;
    take_unit(p, &q->tolerance_unit, &unit);
    q->tolerance_span = hum_span_join(q->tolerance_span, unit);
    q->is_normal = is_next_word(p, "normal");
    p->at += q->is_normal;
}

static void parse_quantity(parser *p)
{
    const hum_token *first = p->at++;
    hum_item item = {.kind = HUM_ITEM_QUANTITY, .span = first->span};
    item.q.low = item.q.high = first->number;
    item.q.unit_span = first->span;
    if (is_ratio(p)) {
        take_ratio(p, &item);
    } else {
        if (is_next(p, HUM_TOKEN_DOTS))
            take_range(p, &item.q, false);
        else
            take_unit(p, &item.q.unit, &item.q.unit_span);
        if (is_next(p, HUM_TOKEN_DOTS))
            take_range(p, &item.q, true);
    }
    if (is_next(p, HUM_TOKEN_PLUSMINUS))
        take_tolerance(p, &item.q);
    item.span.end = p->at[-1].span.end;
    if (is_next(p, HUM_TOKEN_NUMBER) && p->at->is_glued)
        tell(p, HUM_D_UNEXPECTED, p->at->span, "a range is written 5..10 ohm",
             "a number right behind another");
    add_item(p, &item);
}

/* ---- other items ---- */

static hum_status parse_text(parser *p)
{
    hum_text raw = text_of(p, p->at->span);
    hum_out o = hum_out_in(p->a);
    hum_item item = {.kind = HUM_ITEM_TEXT, .span = p->at->span};
    for (size_t i = 1; i < raw.n && raw.p[i] != '"'; i++) {
        bool is_quoted = raw.p[i] == '\\' && i + 1 < raw.n && (raw.p[i + 1] == '"' || raw.p[i + 1] == '\\');
        i += is_quoted;
        hum_out_bytes(&o, raw.p + i, 1);
    }
    HUM_TRY(hum_out_done(&o, &item.text));
    add_item(p, &item);
    p->at++;
    return HUM_OK;
}

static void parse_plain(parser *p, hum_item_kind kind)
{
    hum_item item = {.kind = kind, .span = p->at->span, .text = text_of(p, p->at->span)};
    if (kind == HUM_ITEM_TAG)
        item.text = hum_text_behind(item.text, 1);
    if (kind == HUM_ITEM_ARROW || kind == HUM_ITEM_UNKNOWN)
        item.text = (hum_text){0};
    add_item(p, &item);
    p->at++;
}

static void parse_compare(parser *p)
{
    hum_span first = p->at->span;
    parse_plain(p, HUM_ITEM_COMPARE);
    if (!is_next(p, HUM_TOKEN_COMPARE) || !p->at->is_glued)
        return;
    tell(p, HUM_D_UNEXPECTED, hum_span_join(first, p->at->span), "write one of < > =; a joint is written ->",
         "one sign of comparison is enough");
    p->at++;
}

static void skip_unexpected(parser *p)
{
    const hum_token *t = p->at++;
    if (t->kind == HUM_TOKEN_DOTS)
        tell(p, HUM_D_UNEXPECTED, t->span, "a range is written 0.1..1 ohm",
             "'..' stands only between two numbers");
    else if (t->kind == HUM_TOKEN_PLUSMINUS)
        tell(p, HUM_D_UNEXPECTED, t->span, "write it as 47 kohm +-5 %",
             "a tolerance stands behind a number with its unit");
    else
        tell(p, HUM_D_UNEXPECTED, t->span, "keys stand without a colon: plug 3-pin; a ratio is written 4:1",
             "':' stands only in a ratio");
    bool is_its_number = t->kind == HUM_TOKEN_PLUSMINUS && is_next(p, HUM_TOKEN_NUMBER);
    if (!is_its_number)
        return;
    hum_quantity ignored = {0};
    p->at--;
    take_tolerance(p, &ignored);
}

static hum_status parse_item(parser *p)
{
    switch (p->at->kind) {
    case HUM_TOKEN_WORD:
        parse_plain(p, HUM_ITEM_WORD);
        return HUM_OK;
    case HUM_TOKEN_NUMBER:
        parse_quantity(p);
        return HUM_OK;
    case HUM_TOKEN_TEXT:
        return parse_text(p);
    case HUM_TOKEN_ARROW:
        parse_plain(p, HUM_ITEM_ARROW);
        return HUM_OK;
    case HUM_TOKEN_UNKNOWN:
        parse_plain(p, HUM_ITEM_UNKNOWN);
        return HUM_OK;
    case HUM_TOKEN_TAG:
        parse_plain(p, HUM_ITEM_TAG);
        return HUM_OK;
    case HUM_TOKEN_COMPARE:
        parse_compare(p);
        return HUM_OK;
    case HUM_TOKEN_COMMENT:
        p->comment = text_of(p, p->at->span);
        p->at++;
        return HUM_OK;
    case HUM_TOKEN_DOTS:
    case HUM_TOKEN_PLUSMINUS:
    case HUM_TOKEN_COLON:
    case HUM_TOKEN_NEWLINE:
        break;
    }
    skip_unexpected(p);
    return HUM_OK;
}

/* ---- lines ---- */

/* Depth at which a line with this column stands; closes the statements it does not belong to. */
static size_t depth_of(parser *p, const hum_token *first)
{
    uint32_t column = first->column;
    size_t closed = 0;
    while (p->n_open > 0 && p->columns[p->n_open - 1] >= column) {
        p->n_open--;
        closed = p->columns[p->n_open];
        if (closed == column)
            return p->n_open;
    }
    if (column == 0)
        return 0;
    if (closed > column)
        tell(p, HUM_D_BAD_INDENT, first->span, "lines of one thing begin in the same column",
             "this line begins between two columns of the lines above");
    else if (p->n_open == 0)
        tell(p, HUM_D_BAD_INDENT, first->span,
             "begin it in the first column, or write what it belongs to above it",
             "an indented line that belongs to nothing");
    return p->n_open;
}

static size_t place_line(parser *p, const hum_token *first)
{
    size_t depth = depth_of(p, first);
    if (depth < DEPTHS) {
        p->is_too_deep = false;
        p->columns[depth] = first->column;
        p->n_open = depth + 1;
        return depth;
    }
    if (!p->is_too_deep)
        hum_diags_say(p->d, HUM_D_TOO_LARGE, first->span,
                      "nothing is nested deeper than: variant, box, mode, in",
                      "more than %d levels of indentation", DEPTHS);
    p->is_too_deep = true;
    return HUM_NESTING_MAX;
}

static hum_status hang(parser *p, const hum_token *first)
{
    size_t n = p->n_items < HUM_ITEMS_MAX ? p->n_items : HUM_ITEMS_MAX;
    hum_statement *s;
    hum_item *items;
    HUM_ALLOC(s, p->a, hum_statement, 1);
    HUM_ALLOC(items, p->a, hum_item, n);
    memcpy(items, p->items, n * sizeof *items);
    *s = (hum_statement){.span = hum_span_join(items[0].span, items[n - 1].span),
                         .items = items,
                         .n_items = n,
                         .comment = p->comment};
    size_t depth = place_line(p, first);
    *p->links[depth] = s;
    p->links[depth] = &s->next;
    p->links[depth + 1] = &s->children;
    p->n_statements++;
    return HUM_OK;
}

static hum_status parse_line(parser *p)
{
    const hum_token *first = p->at;
    p->n_items = 0;
    p->comment = (hum_text){0};
    while (!is_next(p, HUM_TOKEN_NEWLINE))
        HUM_TRY(parse_item(p));
    p->at++;
    return p->n_items ? hang(p, first) : HUM_OK;
}

static hum_status parse_lines(parser *p)
{
    while (p->at < p->end) {
        if (p->n_statements == HUM_STATEMENTS_MAX) {
            hum_diags_say(p->d, HUM_D_TOO_LARGE, p->at->span,
                          "split the system into files and join them with: use \"part.hum\"",
                          "more than %d statements in one file", HUM_STATEMENTS_MAX);
            return HUM_E_INPUT;
        }
        HUM_TRY(parse_line(p));
    }
    return HUM_OK;
}

hum_status hum_parse(hum_arena *a, uint32_t file, hum_text text, hum_diags *d, hum_tree **out)
{
    *out = NULL;
    hum_tokens tokens;
    HUM_TRY(hum_lex(a, file, text, d, &tokens));
    hum_tree *tree;
    HUM_ALLOC(tree, a, hum_tree, 1);
    *tree = (hum_tree){.file = file, .text = text};
    parser p = {
        .a = a, .d = d, .text = text, .at = tokens.items, .end = tokens.n ? tokens.items + tokens.n : NULL};
    HUM_ALLOC(p.items, a, hum_item, HUM_ITEMS_MAX + 1);
    p.links[0] = &tree->first;
    HUM_TRY(parse_lines(&p));
    tree->n_statements = p.n_statements;
    *out = tree;
    return HUM_OK;
}

hum_walk hum_walk_of(const hum_tree *t)
{
    return (hum_walk){.open = {t->first}, .depth = 0, .is_new = true};
}

const hum_statement *hum_walk_next(hum_walk *w)
{
    if (!w->is_new) {
        const hum_statement *s = w->open[w->depth];
        if (s && s->children && w->depth < HUM_NESTING_MAX)
            w->open[++w->depth] = s->children;
        else if (s)
            w->open[w->depth] = s->next;
        while (!w->open[w->depth] && w->depth > 0) {
            w->depth--;
            w->open[w->depth] = w->open[w->depth]->next;
        }
    }
    w->is_new = false;
    return w->open[w->depth];
}

/* Where a path leads. It is matched against the words of statements from the outside in; what a name or key means is not
 * known here and need not be: a path says the words that lead to the value.
 *
 * Every statement is looked at once. Those whose words agree with the path so far let their children be
 * looked at. */
#include "lang/path.h"

enum { NOT_REACHED = -1 };

static bool starts_with(hum_text t, hum_text word)
{
    return t.n >= word.n && hum_text_eq((hum_text){t.p, word.n}, word);
}

hum_text hum_path_word(const hum_tree *t, const hum_item *item)
{
    if (item->kind == HUM_ITEM_ARROW)
        return HUM_T("->");
    if (item->kind != HUM_ITEM_WORD && item->kind != HUM_ITEM_TEXT)
        return (hum_text){0};
    return (hum_text){t->text.p + item->span.begin, item->span.end - item->span.begin};
}

bool hum_is_joint(const hum_statement *s, size_t i)
{
    return i < s->n_items && s->items[i].kind == HUM_ITEM_ARROW;
}

/* Bytes of the path that agree with the items from `start` on, and the item behind them; 0 when the first
 * does not. */
static size_t agree(const hum_tree *t, const hum_statement *s, size_t start, hum_text path, size_t *head)
{
    size_t used = 0;
    size_t i = start;
    for (; i < s->n_items && used < path.n; i++) {
        hum_text word = hum_path_word(t, &s->items[i]);
        hum_text next = hum_text_behind(path, used);
        if (!word.n || !starts_with(next, word))
            break;
        next = hum_text_behind(next, word.n);
        bool is_name_end = !next.n || next.p[0] == '.' || (hum_text_starts(next, "->") && hum_is_joint(s, i + 1));
        if (!hum_is_joint(s, i) && !is_name_end)
            break;
        used += word.n + (next.n > 0 && next.p[0] == '.');
    }
    *head = i;
    bool is_cut = i == start || hum_is_joint(s, i - 1) || hum_is_joint(s, i); /* half a joint is not its name */
    return is_cut ? 0 : used;
}

bool hum_item_is_value(hum_item_kind k)
{
    return k == HUM_ITEM_QUANTITY || k == HUM_ITEM_UNKNOWN;
}

bool hum_item_is_word(hum_item_kind k)
{
    return k == HUM_ITEM_WORD || k == HUM_ITEM_TEXT;
}

static bool fits(const hum_path_search *f, const hum_statement *s, size_t i)
{
    return i < s->n_items && (f->wants_word ? hum_item_is_word(s->items[i].kind) : hum_item_is_value(s->items[i].kind));
}

/* A value without a key, called by what it is. */
static size_t find_by_dimension(const hum_path_place *at, hum_text key)
{
    static const struct {
        const char *name;
        hum_dim dim;
    } names[] = {{"length", HUM_DIM_METRE}, {"frequency", HUM_DIM_HERTZ}, {"impedance", HUM_DIM_OHM}};
    for (size_t k = 0; k < sizeof names / sizeof names[0]; k++) {
        for (size_t i = at->head; hum_text_is(key, names[k].name) && i < at->s->n_items; i++) {
            hum_unit u;
            bool is_quantity = at->s->items[i].kind == HUM_ITEM_QUANTITY;
            if (is_quantity && hum_unit_find(at->s->items[i].q.unit, &u) && u.dim == names[k].dim)
                return i;
        }
    }
    return 0;
}

static size_t find_key(const hum_path_place *at, hum_text key)
{
    for (size_t i = at->head; i < at->s->n_items; i++)
        if (at->s->items[i].kind == HUM_ITEM_WORD && hum_text_eq(at->s->items[i].text, key))
            return i;
    return 0;
}

static bool is_key(hum_text t)
{
    for (size_t i = 0; i < t.n; i++) {
        char c = t.p[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_letter && (i == 0 || !((c >= '0' && c <= '9') || c == '-' || c == '_')))
            return false;
    }
    return t.n > 0 && t.p[t.n - 1] != '-';
}

/* A place for a key that is not there yet. The line of a port is better than one that only says a value. */
static void note_end(hum_path_search *f, const hum_path_place *at)
{
    bool says_value = at->head < at->s->n_items && hum_item_is_value(at->s->items[at->head].kind);
    bool end_says_value =
        f->n_ends && f->end.head < f->end.s->n_items && hum_item_is_value(f->end.s->items[f->end.head].kind);
    if (f->n_ends && (f->end.used > at->used || (says_value && !end_says_value)))
        return;
    bool is_better = !f->n_ends || at->used > f->end.used || (end_says_value && !says_value);
    f->other_end = f->end;
    f->end = *at;
    f->n_ends = is_better ? 1 : f->n_ends + 1;
}

static void note_found(hum_path_search *f, const hum_path_place *at, size_t item)
{
    if (f->n_found++)
        f->other_found = f->found;
    f->found = *at;
    f->item = item;
}

static void look_at(hum_path_search *f, const hum_path_place *at)
{
    hum_text rest = hum_text_behind(f->path, at->used);
    if (!rest.n) {
        bool is_there = at->head < at->s->n_items;
        bool is_title = is_there && f->wants_word && at->s->items[at->head].kind == HUM_ITEM_TEXT;
        if (is_title || (!f->wants_word && fits(f, at->s, at->head)))
            note_found(f, at, at->head);
        return;
    }
    size_t key = find_key(at, rest);
    size_t value = key ? key + 1 : find_by_dimension(at, rest);
    if (value && fits(f, at->s, value))
        note_found(f, at, value);
    else if (value)
        f->is_other_kind = true;
    else if (is_key(rest))
        note_end(f, at);
}

/* @return Bytes of the path that the statement's words take it to, NOT_REACHED when they do not agree. */
static ptrdiff_t try_statement(hum_path_search *f, const hum_tree *t, const hum_statement *s, size_t base)
{
    ptrdiff_t reached = NOT_REACHED;
    size_t n_before = f->n_found;
    for (size_t start = 0; start < 2 && f->n_found == n_before; start++) {
        hum_path_place at = {.s = s, .base = base};
        size_t n = agree(t, s, start, hum_text_behind(f->path, base), &at.head);
        if (!n)
            continue;
        at.used = base + n;
        if ((ptrdiff_t)at.used > reached)
            reached = (ptrdiff_t)at.used;
        if (!f->nearest.s || at.used > f->nearest.used)
            f->nearest = at;
        look_at(f, &at);
    }
    return reached;
}

void hum_path_find(hum_path_search *f, const hum_tree *t)
{
    ptrdiff_t reached[HUM_NESTING_MAX + 2] = {0};
    hum_walk w = hum_walk_of(t);
    for (const hum_statement *s; (s = hum_walk_next(&w));) {
        ptrdiff_t base = reached[w.depth];
        bool is_open = base != NOT_REACHED && (size_t)base < f->path.n;
        reached[w.depth + 1] = is_open ? try_statement(f, t, s, (size_t)base) : NOT_REACHED;
    }
}

/* Changing one value. A path is matched against the words of statements from the outside in; what a name or
 * key means is not known here and need not be: a path says the words that lead to the value.
 *
 * Every statement is looked at once. Those whose words agree with the path so far let their children be
 * looked at. */
#include "lang/edit.h"

#include "base/names.h"
#include "lang/print.h"

enum { CLIP = 60, LIST_MAX = 30, NOT_REACHED = -1 };

/* A statement that the path leads to. */
typedef struct place {
    const hum_statement *s;
    size_t base; /* bytes of the path that led to its parent */
    size_t used; /* bytes of the path that led to it */
    size_t head; /* the item behind the words that agree */
} place;

typedef struct search {
    hum_text path;
    bool wants_word; /* The new value is a word or text. */
    place found;
    size_t item; /* of found: the value */
    size_t n_found;
    bool is_other_kind; /* A key of that name has a value of the other kind. */
    place end;          /* where a key could be added, if nothing is found */
    size_t n_ends;
    place other_found, other_end;
    place nearest; /* the longest part of the path that leads anywhere */
} search;

static hum_text behind(hum_text t, size_t n)
{
    return (hum_text){t.p + n, t.n - n};
}

static bool starts_with(hum_text t, hum_text word)
{
    return t.n >= word.n && hum_text_eq((hum_text){t.p, word.n}, word);
}

/* What an item is called in a path; empty for a value. */
static hum_text said(const hum_tree *t, const hum_item *item)
{
    if (item->kind == HUM_ITEM_ARROW)
        return HUM_T("->");
    if (item->kind != HUM_ITEM_WORD && item->kind != HUM_ITEM_TEXT)
        return (hum_text){0};
    return (hum_text){t->text.p + item->span.begin, item->span.end - item->span.begin};
}

static bool is_arrow(const hum_statement *s, size_t i)
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
        hum_text word = said(t, &s->items[i]);
        hum_text next = behind(path, used);
        if (!word.n || !starts_with(next, word))
            break;
        next = behind(next, word.n);
        bool is_name_end = !next.n || next.p[0] == '.' || (hum_text_starts(next, "->") && is_arrow(s, i + 1));
        if (!is_arrow(s, i) && !is_name_end)
            break;
        used += word.n + (next.n > 0 && next.p[0] == '.');
    }
    *head = i;
    bool is_cut = i == start || is_arrow(s, i - 1) || is_arrow(s, i); /* half a joint is not its name */
    return is_cut ? 0 : used;
}

static bool is_value(hum_item_kind k)
{
    return k == HUM_ITEM_QUANTITY || k == HUM_ITEM_UNKNOWN;
}

static bool is_word(hum_item_kind k)
{
    return k == HUM_ITEM_WORD || k == HUM_ITEM_TEXT;
}

static bool fits(const search *f, const hum_statement *s, size_t i)
{
    return i < s->n_items && (f->wants_word ? is_word(s->items[i].kind) : is_value(s->items[i].kind));
}

/* A value without a key, called by what it is. */
static size_t find_by_dimension(const place *at, hum_text key)
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

static size_t find_key(const place *at, hum_text key)
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
static void note_end(search *f, const place *at)
{
    bool says_value = at->head < at->s->n_items && is_value(at->s->items[at->head].kind);
    bool end_says_value =
        f->n_ends && f->end.head < f->end.s->n_items && is_value(f->end.s->items[f->end.head].kind);
    if (f->n_ends && (f->end.used > at->used || (says_value && !end_says_value)))
        return;
    bool is_better = !f->n_ends || at->used > f->end.used || (end_says_value && !says_value);
    f->other_end = f->end;
    f->end = *at;
    f->n_ends = is_better ? 1 : f->n_ends + 1;
}

static void note_found(search *f, const place *at, size_t item)
{
    if (f->n_found++)
        f->other_found = f->found;
    f->found = *at;
    f->item = item;
}

static void look_at(search *f, const place *at)
{
    hum_text rest = behind(f->path, at->used);
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
static ptrdiff_t try_statement(search *f, const hum_tree *t, const hum_statement *s, size_t base)
{
    ptrdiff_t reached = NOT_REACHED;
    size_t n_before = f->n_found;
    for (size_t start = 0; start < 2 && f->n_found == n_before; start++) {
        place at = {.s = s, .base = base};
        size_t n = agree(t, s, start, behind(f->path, base), &at.head);
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

static void search_tree(search *f, const hum_tree *t)
{
    ptrdiff_t reached[HUM_NESTING_MAX + 2] = {0};
    hum_walk w = hum_walk_of(t);
    for (const hum_statement *s; (s = hum_walk_next(&w));) {
        ptrdiff_t base = reached[w.depth];
        bool is_open = base != NOT_REACHED && (size_t)base < f->path.n;
        reached[w.depth + 1] = is_open ? try_statement(f, t, s, (size_t)base) : NOT_REACHED;
    }
}

/* ---- what is told when nothing is found ---- */

/* How a statement is called in a path below its parent: "amp", "pre.main->amp.line", "gain.main", "mains". */
static hum_text name_of(hum_arena *a, const hum_tree *t, const hum_statement *s)
{
    hum_out o = hum_out_in(a);
    hum_text name = {0};
    size_t n = 1;
    while (n < s->n_items && (said(t, &s->items[n]).n && (n < 2 || is_arrow(s, n) || is_arrow(s, n - 1))))
        n++;
    bool says_value = n < s->n_items && is_value(s->items[n].kind);
    size_t from = n > 1 && !says_value;
    for (size_t i = from; i < n; i++) {
        bool is_second_word = i > from && !is_arrow(s, i) && !is_arrow(s, i - 1);
        hum_out_z(&o, is_second_word ? "." : "");
        hum_out_text(&o, said(t, &s->items[i]));
    }
    return hum_out_done(&o, &name) == HUM_OK ? name : (hum_text){0};
}

typedef struct listing {
    hum_arena *a;
    hum_out o;
    size_t n;
    hum_text wrong, nearest;
    size_t distance;
} listing;

static void list_name(listing *l, hum_text name)
{
    size_t distance = 0;
    if (!name.n)
        return;
    if (hum_text_is_near(l->wrong, name, &distance) && (!l->nearest.n || distance < l->distance)) {
        l->nearest = name;
        l->distance = distance;
    }
    if (l->n < LIST_MAX)
        hum_out_f(&l->o, "%s%.*s", l->n ? ", " : "", HUM_FMT(hum_text_clip(name, CLIP)));
    else if (l->n == LIST_MAX)
        hum_out_z(&l->o, ", ...");
    l->n++;
}

static void list_names(listing *l, const hum_tree *t, const place *in)
{
    for (const hum_statement *c = in->s ? in->s->children : t->first; c; c = c->next)
        list_name(l, name_of(l->a, t, c));
    for (size_t i = in->head; in->s && i + 1 < in->s->n_items; i++)
        if (in->s->items[i].kind == HUM_ITEM_WORD && is_value(in->s->items[i + 1].kind))
            list_name(l, in->s->items[i].text);
}

static bool has_arrow(hum_text t)
{
    while (t.n && !hum_text_starts(t, "->"))
        t = behind(t, 1);
    return t.n > 0;
}

/* The name in the path that leads nowhere: the next one, or a joint up to its key. */
static hum_text wrong_name(hum_text rest)
{
    size_t n = 0;
    if (has_arrow(rest))
        for (n = rest.n; n > 0 && rest.p[n - 1] != '.' && rest.p[n - 1] != '>';)
            n--;
    if (n > 0 && rest.p[n - 1] == '.')
        return (hum_text){rest.p, n - 1};
    for (n = 0; n < rest.n && (rest.p[n] != '.' || has_arrow(rest));)
        n++;
    return (hum_text){rest.p, n};
}

static bool holds_joint(const hum_statement *s)
{
    for (const hum_statement *c = s ? s->children : NULL; c; c = c->next)
        for (size_t i = 0; i < c->n_items; i++)
            if (is_arrow(c, i))
                return true;
    return false;
}

static hum_text no_path_message(hum_arena *a, hum_text led, hum_text wrong)
{
    led = hum_text_clip(led, CLIP);
    wrong = hum_text_clip(wrong, CLIP);
    if (!led.n)
        return hum_text_format(a, "nothing here is called '%.*s'", HUM_FMT(wrong));
    if (!wrong.n)
        return hum_text_format(a, "'%.*s' is no value", HUM_FMT(led));
    return hum_text_format(a, "'%.*s' has no '%.*s'", HUM_FMT(led), HUM_FMT(wrong));
}

static hum_status tell_no_path(hum_arena *a, const hum_tree *t, const search *f, hum_diags *d)
{
    place nearest = f->nearest;
    if (has_arrow(behind(f->path, nearest.used)) && !holds_joint(nearest.s))
        nearest = (place){0}; /* the half of a joint led somewhere else */
    hum_text rest = behind(f->path, nearest.used);
    listing l = {.a = a, .o = hum_out_in(a), .wrong = wrong_name(rest)};
    list_names(&l, t, &nearest);
    hum_text list, help;
    HUM_TRY(hum_out_done(&l.o, &list));
    size_t led = nearest.used;
    while (led > 0 && f->path.p[led - 1] == '.')
        led--;
    const char *which = led ? "it has" : "there is";
    if (l.nearest.n)
        help = hum_text_format(a, "did you mean '%.*s'? %s: %.*s", HUM_FMT(l.nearest), which, HUM_FMT(list));
    else
        help = l.n ? hum_text_format(a, "%s: %.*s", which, HUM_FMT(list)) : (hum_text){0};
    hum_diags_add(d, HUM_D_UNKNOWN_NAME, nearest.s ? nearest.s->span : HUM_NO_SPAN,
                  no_path_message(a, (hum_text){f->path.p, led}, l.wrong), help);
    return HUM_E_INPUT;
}

/* The path with the kind of the thing in front of its name. */
static hum_text with_kind(hum_arena *a, const hum_tree *t, const search *f, const place *at)
{
    hum_text before = {f->path.p, at->base};
    return hum_text_format(a, "%.*s%.*s.%.*s", HUM_FMT(before), HUM_FMT(said(t, &at->s->items[0])),
                           HUM_FMT(behind(f->path, at->base)));
}

static hum_status tell_ambiguous(hum_arena *a, const hum_tree *t, const search *f, const place *one,
                                 const place *two, hum_diags *d)
{
    hum_text paths[2] = {with_kind(a, t, f, one), with_kind(a, t, f, two)};
    hum_text message =
        hum_text_format(a, "'%.*s' could be one of two", HUM_FMT(hum_text_clip(f->path, CLIP)));
    hum_text help = hum_text_format(a, "say %.*s or %.*s", HUM_FMT(paths[0]), HUM_FMT(paths[1]));
    bool is_told_apart = !hum_text_eq(paths[0], paths[1]);
    hum_diags_add(d, HUM_D_DUPLICATE, two->s->span, message, is_told_apart ? help : (hum_text){0});
    return HUM_E_INPUT;
}

static hum_status tell_other_kind(const search *f, hum_diags *d)
{
    hum_diags_say(d, HUM_D_UNEXPECTED, f->nearest.s->span,
                  f->wants_word ? "write a number with its unit, or ?" : "write one word",
                  "'%.*s' is not that kind of value", HUM_FMT(hum_text_clip(f->path, CLIP)));
    return HUM_E_INPUT;
}

static hum_status tell_unfinished(const search *f, hum_diags *d)
{
    hum_diags_say(d, HUM_D_UNKNOWN_NAME, HUM_NO_SPAN, "write it as amp.line.z",
                  "the path '%.*s' does not end with a name", HUM_FMT(hum_text_clip(f->path, CLIP)));
    return HUM_E_INPUT;
}

/* ---- the new value ---- */

static hum_text trimmed(hum_text t)
{
    while (t.n && (t.p[0] == ' ' || t.p[0] == '\t'))
        t = behind(t, 1);
    while (t.n && (t.p[t.n - 1] == ' ' || t.p[t.n - 1] == '\t'))
        t.n--;
    return t;
}

static bool is_one_value(const hum_tree *t)
{
    const hum_statement *s = t->first;
    if (!s || s->next || s->children || s->comment.n || s->n_items > 2)
        return false;
    if (s->n_items == 2 && (s->items[1].kind != HUM_ITEM_TAG || !is_value(s->items[0].kind)))
        return false;
    return is_value(s->items[0].kind) || is_word(s->items[0].kind);
}

/* Reads the new value and cuts off what is around it; its places are in no file. */
static hum_status read_value(hum_arena *a, hum_text *value, hum_diags *d, const hum_statement **out)
{
    const hum_text text = trimmed(*value);
    hum_tree *t;
    hum_value v;
    size_t n_before = hum_diags_errors(d);
    HUM_TRY(hum_parse(a, HUM_NO_FILE, text, d, &t));
    if (hum_diags_errors(d) > n_before)
        return HUM_E_INPUT;
    bool has_line_end = false;
    for (size_t i = 0; i < text.n; i++)
        has_line_end = has_line_end || text.p[i] == '\n' || text.p[i] == '\r';
    if (has_line_end || !is_one_value(t)) {
        hum_diags_say(d, HUM_D_UNEXPECTED, HUM_NO_SPAN,
                      "a number with its unit such as 47 kohm, or ?, or one word", "'%.*s' is not one value",
                      HUM_FMT(hum_text_clip(text, CLIP)));
        return HUM_E_INPUT;
    }
    *out = t->first;
    size_t begin = t->first->items[0].span.begin;
    *value = (hum_text){text.p + begin, t->first->items[t->first->n_items - 1].span.end - begin};
    return is_word(t->first->items[0].kind) || hum_item_value(&t->first->items[0], d, &v) ? HUM_OK
                                                                                          : HUM_E_INPUT;
}

static bool is_apart(hum_text text, size_t i)
{
    return i >= text.n || text.p[i] == ' ' || text.p[i] == '\t' || text.p[i] == '\n' || text.p[i] == '\r';
}

static hum_status splice(hum_arena *a, hum_text text, size_t begin, size_t end, hum_text value, hum_text *out)
{
    hum_out o = hum_out_in(a);
    hum_out_bytes(&o, text.p, begin);
    hum_out_z(&o, begin == 0 || is_apart(text, begin - 1) ? "" : " ");
    hum_out_text(&o, value);
    hum_out_z(&o, is_apart(text, end) ? "" : " ");
    hum_out_text(&o, behind(text, end));
    return hum_out_done(&o, out);
}

static hum_status append_key(hum_arena *a, const hum_tree *t, const search *f, hum_text value, hum_text *out)
{
    hum_text key = behind(f->path, f->end.used);
    hum_text more = hum_text_format(a, " %.*s %.*s", HUM_FMT(key), HUM_FMT(value));
    size_t at = f->end.s->span.end;
    hum_out o = hum_out_in(a);
    hum_out_bytes(&o, t->text.p, at);
    hum_out_text(&o, more);
    hum_out_text(&o, behind(t->text, at));
    return more.p ? hum_out_done(&o, out) : HUM_E_NOMEM;
}

static hum_status replace(hum_arena *a, const hum_tree *t, const search *f, const hum_statement *value,
                          hum_text text, hum_text *out)
{
    const hum_item *old = &f->found.s->items[f->item];
    bool has_tag = f->item + 1 < f->found.s->n_items && old[1].kind == HUM_ITEM_TAG;
    size_t end = has_tag && value->n_items == 2 ? old[1].span.end : old->span.end;
    return splice(a, t->text, old->span.begin, end, text, out);
}

/* The path without its spaces, those inside quotes excepted. */
static hum_status plain_path(hum_arena *a, hum_text path, hum_text *out)
{
    hum_out o = hum_out_in(a);
    bool is_quoted = false;
    for (size_t i = 0; i < path.n; i++) {
        is_quoted ^= path.p[i] == '"' && (i == 0 || path.p[i - 1] != '\\');
        if (is_quoted || (path.p[i] != ' ' && path.p[i] != '\t'))
            hum_out_bytes(&o, path.p + i, 1);
    }
    return hum_out_done(&o, out);
}

hum_status hum_tree_set(hum_arena *a, const hum_tree *t, hum_text path, hum_text new_value, hum_diags *d,
                        hum_text *out)
{
    *out = (hum_text){0};
    search f = {0};
    const hum_statement *value;
    hum_text text = new_value;
    HUM_TRY(plain_path(a, path, &f.path));
    HUM_TRY(read_value(a, &text, d, &value));
    f.wants_word = is_word(value->items[0].kind);
    bool is_whole = f.path.n && f.path.p[f.path.n - 1] != '.' && f.path.p[f.path.n - 1] != '>';
    if (!is_whole)
        return tell_unfinished(&f, d);
    search_tree(&f, t);
    if (f.n_found > 1)
        return tell_ambiguous(a, t, &f, &f.other_found, &f.found, d);
    if (f.n_found == 1)
        return replace(a, t, &f, value, text, out);
    if (f.is_other_kind)
        return tell_other_kind(&f, d);
    if (f.n_ends > 1)
        return tell_ambiguous(a, t, &f, &f.other_end, &f.end, d);
    return f.n_ends ? append_key(a, t, &f, text, out) : tell_no_path(a, t, &f, d);
}

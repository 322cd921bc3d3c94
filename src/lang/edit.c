/* Changing one value: the new one is read, and put in the place of the old one that a path leads to (path.c). */
#include "lang/edit.h"

#include "lang/path.h"

enum { CLIP = 60 };

static hum_text trimmed(hum_text t)
{
    while (t.n && (t.p[0] == ' ' || t.p[0] == '\t'))
        t = hum_text_behind(t, 1);
    while (t.n && (t.p[t.n - 1] == ' ' || t.p[t.n - 1] == '\t'))
        t.n--;
    return t;
}

static bool is_one_value(const hum_tree *t)
{
    const hum_statement *s = t->first;
    if (!s || s->next || s->children || s->comment.n || s->n_items > 2)
        return false;
    if (s->n_items == 2 && (s->items[1].kind != HUM_ITEM_TAG || !hum_item_is_value(s->items[0].kind)))
        return false;
    return hum_item_is_value(s->items[0].kind) || hum_item_is_word(s->items[0].kind);
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
    return hum_item_is_word(t->first->items[0].kind) || hum_item_value(&t->first->items[0], d, &v) ? HUM_OK
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
    hum_out_text(&o, hum_text_behind(text, end));
    return hum_out_done(&o, out);
}

static hum_status append_key(hum_arena *a, const hum_tree *t, const hum_path_search *f, hum_text value, hum_text *out)
{
    hum_text key = hum_text_behind(f->path, f->end.used);
    hum_text more = hum_text_format(a, " %.*s %.*s", HUM_FMT(key), HUM_FMT(value));
    size_t at = f->end.s->span.end;
    hum_out o = hum_out_in(a);
    hum_out_bytes(&o, t->text.p, at);
    hum_out_text(&o, more);
    hum_out_text(&o, hum_text_behind(t->text, at));
    return more.p ? hum_out_done(&o, out) : HUM_E_NOMEM;
}

static hum_status replace(hum_arena *a, const hum_tree *t, const hum_path_search *f, const hum_statement *value,
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
    hum_path_search f = {0};
    const hum_statement *value;
    hum_text text = new_value;
    HUM_TRY(plain_path(a, path, &f.path));
    HUM_TRY(read_value(a, &text, d, &value));
    f.wants_word = hum_item_is_word(value->items[0].kind);
    bool is_whole = f.path.n && f.path.p[f.path.n - 1] != '.' && f.path.p[f.path.n - 1] != '>';
    if (!is_whole)
        return hum_path_tell_unfinished(&f, d);
    hum_path_find(&f, t);
    if (f.n_found > 1)
        return hum_path_tell_ambiguous(a, t, &f, &f.other_found, &f.found, d);
    if (f.n_found == 1)
        return replace(a, t, &f, value, text, out);
    if (f.is_other_kind)
        return hum_path_tell_other_kind(&f, d);
    if (f.n_ends > 1)
        return hum_path_tell_ambiguous(a, t, &f, &f.other_end, &f.end, d);
    return f.n_ends ? append_key(a, t, &f, text, out) : hum_path_tell_no_path(a, t, &f, d);
}

/* What is told of a path that leads nowhere, or to two places. */
#include "lang/path.h"

#include "base/names.h"
#include "lang/print.h"

enum { CLIP = 60, LIST_MAX = 30 };

/* How a statement is called in a path below its parent: "amp", "pre.main->amp.line", "gain.main", "mains". */
static hum_text name_of(hum_arena *a, const hum_tree *t, const hum_statement *s)
{
    hum_out o = hum_out_in(a);
    size_t n = 1;
    while (n < s->n_items && (hum_path_word(t, &s->items[n]).n && (n < 2 || hum_is_joint(s, n) || hum_is_joint(s, n - 1))))
        n++;
    bool says_value = n < s->n_items && hum_item_is_value(s->items[n].kind);
    size_t from = n > 1 && !says_value;
    for (size_t i = from; i < n; i++) {
        bool is_second_word = i > from && !hum_is_joint(s, i) && !hum_is_joint(s, i - 1);
        hum_out_z(&o, is_second_word ? "." : "");
        hum_out_text(&o, hum_path_word(t, &s->items[i]));
    }
    return hum_out_part(&o);
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

static void list_names(listing *l, const hum_tree *t, const hum_path_place *in)
{
    for (const hum_statement *c = in->s ? in->s->children : t->first; c; c = c->next)
        list_name(l, name_of(l->a, t, c));
    for (size_t i = in->head; in->s && i + 1 < in->s->n_items; i++)
        if (in->s->items[i].kind == HUM_ITEM_WORD && hum_item_is_value(in->s->items[i + 1].kind))
            list_name(l, in->s->items[i].text);
}

static bool has_arrow(hum_text t)
{
    while (t.n && !hum_text_starts(t, "->"))
        t = hum_text_behind(t, 1);
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
            if (hum_is_joint(c, i))
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

hum_status hum_path_tell_no_path(hum_arena *a, const hum_tree *t, const hum_path_search *f, hum_diags *d)
{
    hum_path_place nearest = f->nearest;
    if (has_arrow(hum_text_behind(f->path, nearest.used)) && !holds_joint(nearest.s))
        nearest = (hum_path_place){0}; /* the half of a joint led somewhere else */
    hum_text rest = hum_text_behind(f->path, nearest.used);
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
static hum_text with_kind(hum_arena *a, const hum_tree *t, const hum_path_search *f, const hum_path_place *at)
{
    hum_text before = {f->path.p, at->base};
    return hum_text_format(a, "%.*s%.*s.%.*s", HUM_FMT(before), HUM_FMT(hum_path_word(t, &at->s->items[0])),
                           HUM_FMT(hum_text_behind(f->path, at->base)));
}

hum_status hum_path_tell_ambiguous(hum_arena *a, const hum_tree *t, const hum_path_search *f, const hum_path_place *one,
                                 const hum_path_place *two, hum_diags *d)
{
    hum_text paths[2] = {with_kind(a, t, f, one), with_kind(a, t, f, two)};
    hum_text message =
        hum_text_format(a, "'%.*s' could be one of two", HUM_FMT(hum_text_clip(f->path, CLIP)));
    hum_text help = hum_text_format(a, "say %.*s or %.*s", HUM_FMT(paths[0]), HUM_FMT(paths[1]));
    bool is_told_apart = !hum_text_eq(paths[0], paths[1]);
    hum_diags_add(d, HUM_D_DUPLICATE, two->s->span, message, is_told_apart ? help : (hum_text){0});
    return HUM_E_INPUT;
}

hum_status hum_path_tell_other_kind(const hum_path_search *f, hum_diags *d)
{
    hum_diags_say(d, HUM_D_UNEXPECTED, f->nearest.s->span,
                  f->wants_word ? "write a number with its unit, or ?" : "write one word",
                  "'%.*s' is not that kind of value", HUM_FMT(hum_text_clip(f->path, CLIP)));
    return HUM_E_INPUT;
}

hum_status hum_path_tell_unfinished(const hum_path_search *f, hum_diags *d)
{
    hum_diags_say(d, HUM_D_UNKNOWN_NAME, HUM_NO_SPAN, "write it as amp.line.z",
                  "the path '%.*s' does not end with a name", HUM_FMT(hum_text_clip(f->path, CLIP)));
    return HUM_E_INPUT;
}

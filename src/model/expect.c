/* `expect` lines: what humdinger check tests. */
#include "model/resolve.h"
#include "model/resolver.h"

static const struct {
    const char *word;
    hum_dim dims[2];
} quantities[] = {
    {"level", {HUM_DIM_VOLT, HUM_DIM_DB}},      {"gain", {HUM_DIM_DB, HUM_DIM_DB}},
    {"noise", {HUM_DIM_VOLT, HUM_DIM_DB}},      {"noise-a", {HUM_DIM_VOLT, HUM_DIM_DB}},
    {"snr", {HUM_DIM_DB, HUM_DIM_DB}},          {"snr-a", {HUM_DIM_DB, HUM_DIM_DBA}},
    {"hum", {HUM_DIM_VOLT, HUM_DIM_DBSPL}},     {"hum-margin", {HUM_DIM_DB, HUM_DIM_DB}},
    {"noise-margin", {HUM_DIM_DB, HUM_DIM_DB}}, {"noise-spl", {HUM_DIM_DBA, HUM_DIM_DBSPL}},
    {"cmrr", {HUM_DIM_DB, HUM_DIM_DB}},         {"headroom", {HUM_DIM_DB, HUM_DIM_DB}},
    {"shield-current", {HUM_DIM_AMPERE, HUM_DIM_DB}}, {"f-low", {HUM_DIM_HERTZ, HUM_DIM_HERTZ}},
    {"f-high", {HUM_DIM_HERTZ, HUM_DIM_HERTZ}}, {"distortion", {HUM_DIM_DB, HUM_DIM_DB}},
    {"crosstalk", {HUM_DIM_DB, HUM_DIM_DB}},    {"response", {HUM_DIM_DB, HUM_DIM_DB}},
    {"peak-spl", {HUM_DIM_DBSPL, HUM_DIM_DB}}, {"radio", {HUM_DIM_VOLT, HUM_DIM_VOLT}},
    {"neighbour", {HUM_DIM_VOLT, HUM_DIM_VOLT}},
    {"eye-height", {HUM_DIM_VOLT, HUM_DIM_VOLT}},     {"eye-height-eq", {HUM_DIM_VOLT, HUM_DIM_VOLT}},
    {"eye-width", {HUM_DIM_SECOND, HUM_DIM_SECOND}},  {"eye-width-eq", {HUM_DIM_SECOND, HUM_DIM_SECOND}},
    {"eye-jitter", {HUM_DIM_SECOND, HUM_DIM_SECOND}}, {"eye-jitter-eq", {HUM_DIM_SECOND, HUM_DIM_SECOND}},
    {"eye-margin", {HUM_DIM_DB, HUM_DIM_DB}},         {"eye-margin-eq", {HUM_DIM_DB, HUM_DIM_DB}},
    {"eye-length", {HUM_DIM_METRE, HUM_DIM_METRE}},   {"eye-length-eq", {HUM_DIM_METRE, HUM_DIM_METRE}},
};

static bool is_known_quantity(hum_text word)
{
    for (size_t i = 0; i < sizeof quantities / sizeof quantities[0]; i++)
        if (hum_text_is(word, quantities[i].word))
            return true;
    return false;
}

/* "decibels such as 60 dB": for a word that is_known_quantity. */
static hum_text wanted_for(hum_arena *a, hum_text word)
{
    size_t i = 0;
    while (i + 1 < sizeof quantities / sizeof quantities[0] && !hum_text_is(word, quantities[i].word))
        i++;
    const hum_dim *dims = quantities[i].dims;
    const char *usual = hum_dim_wanted(dims[0]);
    return dims[0] == dims[1] ? hum_text_of(usual)
                              : hum_text_format(a, "%s; or %s", usual, hum_dim_wanted(dims[1]));
}

static bool dim_fits(const hum_expect *e)
{
    hum_dim d = e->value.dim;
    if (e->calc.p || (e->has_against && d == HUM_DIM_DB))
        return true;
    for (size_t i = 0; i < sizeof quantities / sizeof quantities[0]; i++)
        if (hum_text_is(e->what, quantities[i].word))
            return d == quantities[i].dims[0] || d == quantities[i].dims[1];
    return false;
}

static bool take_quoted(hum_resolver *r, hum_cursor *c, const char *wanted, hum_text *out, hum_span *span)
{
    const hum_item *it = hum_at(c);
    if (!it || it->kind != HUM_ITEM_TEXT) {
        hum_diags_say(r->d, HUM_D_MISSING, hum_here(c), NULL, "%s in quotes is wanted here", wanted);
        return false;
    }
    *out = it->text;
    *span = it->span;
    c->i++;
    return true;
}

static bool take_what(hum_resolver *r, hum_cursor *c, hum_expect *e)
{
    if (!hum_take_word(r, c, "what to expect, such as hum, level or cmrr,", &e->what, &e->what_span))
        return false;
    if (hum_text_is(e->what, "calc")) {
        hum_span span;
        return take_quoted(r, c, "an expression", &e->calc, &span);
    }
    if (is_known_quantity(e->what))
        return true;
    hum_diags_say(r->d, HUM_D_UNKNOWN_QUANTITY, e->what_span,
                  "level, gain, noise, noise-a, snr, snr-a, hum, hum-margin, noise-margin, cmrr, headroom, "
                  "shield-current, f-low, f-high, response, distortion, crosstalk, radio, neighbour, eye-height, eye-width, "
                  "eye-jitter, eye-margin, eye-length, calc",
                  "'%.*s' is not something that can be expected", HUM_FMT(e->what));
    return false;
}

static bool take_place(hum_resolver *r, hum_cursor *c, hum_expect *e)
{
    if (hum_take(c, "of") && !hum_take_word(r, c, "a port such as amp.line", &e->place, &e->place_span))
        return false;
    if (!hum_take(c, "at"))
        return true;
    hum_value f;
    hum_span span = hum_here(c);
    if (!hum_take_value(r, c, "a frequency such as 60 Hz", &f))
        return false;
    if (f.dim != HUM_DIM_HERTZ || f.certainty != HUM_EXACT || f.nominal <= 0) {
        hum_diags_say(r->d, HUM_D_WRONG_UNIT, span, "for example: at 60 Hz", "this is not a frequency");
        return false;
    }
    e->at_hz = f.nominal;
    return true;
}

static bool take_comparison(hum_resolver *r, hum_cursor *c, hum_expect *e)
{
    const hum_item *it = hum_at(c);
    if (!it || it->kind != HUM_ITEM_COMPARE) {
        hum_diags_say(r->d, it ? HUM_D_UNEXPECTED : HUM_D_MISSING, hum_here(c), "for example: expect hum < 10 dBSPL",
                      "one of < > = is wanted here");
        return false;
    }
    e->op = it->text.p[0];
    c->i++;
    hum_span span = hum_here(c);
    if (!hum_take_value(r, c, "a value such as 10 dBSPL", &e->value))
        return false;
    bool good = e->value.certainty == HUM_EXACT || e->value.certainty == HUM_TOLERANCE || e->value.certainty == HUM_RANGE;
    if (!good || !dim_fits(e)) {
        hum_diags_add(r->d, HUM_D_WRONG_UNIT, span,
                      hum_text_format(r->a, "this value does not fit '%.*s'", HUM_FMT(e->what)), wanted_for(r->a, e->what));
        return false;
    }
    if (e->op == '=' && e->value.certainty == HUM_EXACT) {
        hum_diags_say(r->d, HUM_D_MISSING, span, "for example: = 6.02 dB +-0.05 dB", "'=' needs a tolerance or a range");
        return false;
    }
    return true;
}

static bool take_variants(hum_resolver *r, hum_cursor *c, hum_expect *e)
{
    while (hum_at(c)) {
        bool good;
        if (hum_take(c, "in")) {
            good = take_quoted(r, c, "a variant", &e->in, &e->in_span);
        } else if (hum_take(c, "against")) {
            e->has_against = true;
            good = take_quoted(r, c, "a variant", &e->against, &e->against_span);
        } else {
            hum_diags_say(r->d, HUM_D_UNEXPECTED, hum_here(c), "for example: expect hum < 10 dBSPL in \"XLR\"",
                          "this is not expected here");
            return false;
        }
        if (!good)
            return false;
    }
    return true;
}

static void check_variant(hum_resolver *r, hum_text name, hum_span span, const hum_text *names, size_t n)
{
    if (!name.n || hum_text_is(name, "base"))
        return;
    for (size_t i = 0; i < n; i++)
        if (hum_text_eq(names[i], name))
            return;
    hum_tell_no_name(r, HUM_D_UNKNOWN_VARIANT, span, hum_text_format(r->a, "there is no variant \"%.*s\"", HUM_FMT(name)),
                     (hum_text){0});
}

/* The unit in which a quantity is asked for when nothing says which. */
static hum_dim usual_dim(hum_text what)
{
    for (size_t i = 0; i < sizeof quantities / sizeof quantities[0]; i++)
        if (hum_text_is(what, quantities[i].word))
            return quantities[i].dims[0];
    return HUM_DIM_NONE;
}

static bool is_at_comparison(const hum_cursor *c)
{
    return hum_at(c) && hum_at(c)->kind == HUM_ITEM_COMPARE;
}

/* may_be_bare: a quantity without what it should be. */
static bool resolve_expect(hum_resolver *r, const hum_statement *s, bool may_be_bare, hum_expect *e)
{
    hum_cursor c = {s, 1};
    *e = (hum_expect){.span = s->span};
    if (!take_what(r, &c, e) || !take_place(r, &c, e))
        return false;
    if (may_be_bare && !e->calc.p && !is_at_comparison(&c)) {
        e->value.dim = usual_dim(e->what);
        return take_variants(r, &c, e);
    }
    /* `against` may stand before the comparison's unit is judged */
    for (size_t i = c.i; i < s->n_items; i++)
        e->has_against |= s->items[i].kind == HUM_ITEM_WORD && hum_text_is(s->items[i].text, "against");
    return take_comparison(r, &c, e) && take_variants(r, &c, e);
}

/* A variant whose name could not be read, which is told where it stands: its expectations are not to blame. */
static bool has_nameless_variant(const hum_tree *system)
{
    for (const hum_statement *s = system->first; s; s = s->next)
        if (s->n_items && hum_text_is(s->items[0].text, "variant") && (s->n_items < 2 || s->items[1].kind != HUM_ITEM_TEXT))
            return true;
    return false;
}

/* The expectations of `tree`, whose variants are those of `system`. */
static hum_status find_expects(hum_resolver *r, const hum_tree *system, const hum_tree *tree, bool may_be_bare,
                               hum_expect **items, size_t *n)
{
    struct {
        hum_expect *items;
        size_t n, cap;
    } list = {0};
    hum_text *names;
    size_t n_names;
    HUM_TRY(hum_model_variants(r->a, system, r->d, &names, &n_names));
    r->lacks_names = has_nameless_variant(system);
    for (const hum_statement *s = tree->first; s; s = s->next) {
        hum_expect e;
        if (!s->n_items || s->items[0].kind != HUM_ITEM_WORD || !hum_text_is(s->items[0].text, "expect") ||
            !resolve_expect(r, s, may_be_bare, &e))
            continue;
        check_variant(r, e.in, e.in_span, names, n_names);
        check_variant(r, e.against, e.against_span, names, n_names);
        HUM_PUSH(r->a, &list, items, n, cap, e);
    }
    *items = list.items;
    *n = list.n;
    return HUM_OK;
}

hum_status hum_model_expects(hum_arena *a, const hum_tree *tree, hum_files *files, hum_diags *d, hum_expect **items,
                             size_t *n)
{
    hum_resolver r = {.a = a, .files = files, .d = d};
    return find_expects(&r, tree, tree, false, items, n);
}

hum_status hum_model_targets(hum_arena *a, const hum_tree *system, const hum_tree *targets, hum_files *files, hum_diags *d,
                             hum_expect **items, size_t *n)
{
    hum_resolver r = {.a = a, .files = files, .d = d};
    return find_expects(&r, system, targets, true, items, n);
}

/* Tree -> model: the statements of a system, applied in order; then the names are joined. */
#include "model/resolve.h"
#include "model/resolver.h"

enum { USE_DEPTH_MAX = 8 };

static hum_status apply_all(hum_resolver *r, const hum_statement *s);

static hum_text word_of(const hum_statement *s)
{
    return s->n_items && s->items[0].kind == HUM_ITEM_WORD ? s->items[0].text : (hum_text){0};
}

static hum_status resolve_edition(hum_resolver *r, const hum_statement *s)
{
    const hum_item *it = s->n_items > 1 ? &s->items[1] : NULL;
    if (!it || it->kind != HUM_ITEM_QUANTITY || it->q.unit.n || it->q.low != 1 || it->q.is_range)
        hum_diags_say(r->d, HUM_D_BAD_VERSION, it ? it->span : s->span, "write: humdinger 1",
                      "this program knows edition 1 of the language");
    return HUM_OK;
}

static hum_status resolve_system(hum_resolver *r, const hum_statement *s)
{
    if (s->n_items < 2 || s->items[1].kind != HUM_ITEM_TEXT) {
        hum_diags_say(r->d, HUM_D_MISSING, s->span, "for example: system \"Living room\"", "a title in quotes is wanted here");
        return HUM_OK;
    }
    r->m->title = s->items[1].text;
    r->m->span = s->span;
    return HUM_OK;
}

static hum_status resolve_mains(hum_resolver *r, const hum_statement *s)
{
    hum_cursor c = {s, 1};
    while (hum_at(&c)) {
        hum_value v;
        int spectrum;
        hum_span span = hum_here(&c);
        if (hum_take(&c, "spectrum")) {
            if (hum_take_choice(r, &c, hum_spectrum_words, "a spectrum", &spectrum))
                r->m->mains_spectrum = (hum_spectrum)spectrum;
            continue;
        }
        if (!hum_take_value(r, &c, "a voltage or a frequency, as in: mains 120 V 60 Hz,", &v)) {
            c.i++;
            continue;
        }
        if (v.dim == HUM_DIM_VOLT && v.low > 0 && v.high <= 1000)
            r->m->mains_v = v.nominal;
        else if (v.dim == HUM_DIM_HERTZ && v.low >= 10 && v.high <= 1000)
            r->m->mains_hz = v.nominal;
        else
            hum_diags_say(r->d, v.dim == HUM_DIM_VOLT || v.dim == HUM_DIM_HERTZ ? HUM_D_OUT_OF_RANGE : HUM_D_WRONG_UNIT,
                          span, "for example: mains 230 V 50 Hz", "this cannot be the mains");
    }
    r->m->mains_stated = true;
    return HUM_OK;
}

static hum_status resolve_temperature(hum_resolver *r, const hum_statement *s)
{
    hum_cursor c = {s, 1};
    hum_value v;
    hum_span span = hum_here(&c);
    if (!hum_take_value(r, &c, "a temperature such as 25 C", &v))
        return HUM_OK;
    if (v.dim != HUM_DIM_CELSIUS || !(v.nominal >= -273.15) || v.nominal > 1000)
        hum_diags_say(r->d, v.dim == HUM_DIM_CELSIUS ? HUM_D_OUT_OF_RANGE : HUM_D_WRONG_UNIT, span,
                      "for example: temperature 25 C", "this cannot be the temperature");
    else
        r->m->temperature_c = v.nominal;
    return HUM_OK;
}

static hum_status resolve_use(hum_resolver *r, const hum_statement *s)
{
    const hum_item *it = s->n_items > 1 ? &s->items[1] : NULL;
    const hum_tree *tree = NULL;
    if (!it || it->kind != HUM_ITEM_TEXT) {
        hum_diags_say(r->d, HUM_D_MISSING, s->span, "for example: use \"racks.hum\"", "a file name in quotes is wanted here");
        return HUM_OK;
    }
    if (r->use_depth >= USE_DEPTH_MAX) {
        hum_diags_say(r->d, HUM_D_USE_LOOP, it->span, NULL, "files use each other, more than %d deep", USE_DEPTH_MAX);
        return HUM_OK;
    }
    hum_text from = r->files->sources.items[s->span.file].name;
    HUM_TRY(hum_files_tree(r->files, HUM_LOAD_USE, it->text, from, r->d, &tree));
    r->lacks_names |= !tree;
    if (!tree) {
        hum_diags_say(r->d, HUM_D_USE_FAILED, it->span, "the name is relative to the file that uses it",
                      "'%.*s' cannot be read", HUM_FMT(it->text));
        return HUM_OK;
    }
    r->use_depth++;
    hum_status st = apply_all(r, tree->first);
    r->use_depth--;
    return st;
}

static hum_status resolve_variant(hum_resolver *r, const hum_statement *s)
{
    const hum_item *it = s->n_items > 1 ? &s->items[1] : NULL;
    if (!it || it->kind != HUM_ITEM_TEXT) {
        hum_diags_say(r->d, HUM_D_MISSING, s->span, "for example: variant \"XLR\"", "a name in quotes is wanted here");
        return HUM_OK;
    }
    if (r->is_amending) {
        hum_diags_say(r->d, HUM_D_MISPLACED, s->span, NULL, "a variant cannot stand inside a variant");
        return HUM_OK;
    }
    if (!hum_text_eq(it->text, r->m->variant))
        return HUM_OK;
    r->is_amending = true;
    hum_status st = apply_all(r, s->children);
    r->is_amending = false;
    return st;
}

static void refuse_children(hum_resolver *r, const hum_statement *s)
{
    if (s->children)
        hum_diags_say(r->d, HUM_D_BAD_INDENT, s->children->span, "start the line at the left edge",
                      "nothing can stand below '%.*s'", HUM_FMT(word_of(s)));
}

static hum_status resolve_remove(hum_resolver *r, const hum_statement *s)
{
    if (r->is_amending) {
        refuse_children(r, s);
        return hum_resolve_remove(r, s);
    }
    hum_diags_say(r->d, HUM_D_MISPLACED, s->span, "in the file itself, delete the line", "'remove' belongs below a variant");
    return HUM_OK;
}

/* Read by hum_model_expects. */
static hum_status leave_expect(hum_resolver *r, const hum_statement *s)
{
    (void)r;
    (void)s;
    return HUM_OK;
}

static const struct {
    const char *word;
    hum_status (*apply)(hum_resolver *r, const hum_statement *s);
    bool has_lines; /* Lines may stand below it; where they may not, it says so itself. */
} statements[] = {
    {"system", resolve_system, false},
    {"mains", resolve_mains, false},
    {"temperature", resolve_temperature, false},
    {"use", resolve_use, false},
    {"ground", hum_resolve_ground, true},
    {"outlet", hum_resolve_ground, true},
    {"box", hum_resolve_box, true},
    {"bond", hum_resolve_bond, false},
    {"cable", hum_resolve_cable, true},
    {"speaker", hum_resolve_listener, false},
    {"headphones", hum_resolve_listener, false},
    {"variant", resolve_variant, true},
    {"expect", leave_expect, false},
    {"remove", resolve_remove, true},
    {"humdinger", resolve_edition, false},
    {"near", hum_resolve_near, false},
    {"field", hum_resolve_field, false},
    {"radio", hum_resolve_field, false},
};
enum { N_STATEMENTS = sizeof statements / sizeof statements[0] };

static void tell_unknown_statement(hum_resolver *r, const hum_statement *s, hum_text word)
{
    r->lacks_names = true;
    const char *near = NULL;
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < N_STATEMENTS; i++) {
        size_t distance;
        if (hum_text_is_near(word, hum_text_of(statements[i].word), &distance) && distance < best) {
            best = distance;
            near = statements[i].word;
        }
    }
    bool below_box = hum_text_is(word, "in") || hum_text_is(word, "out") || hum_text_is(word, "gain");
    hum_text help = below_box ? HUM_T("indent it below the box it belongs to")
                    : near    ? hum_text_format(r->a, "did you mean '%s'?", near)
                              : HUM_T("a line starts with system, mains, ground, outlet, box, cable, speaker, variant, expect ...");
    hum_diags_add(r->d, below_box ? HUM_D_MISPLACED : HUM_D_UNKNOWN_STATEMENT, s->items[0].span,
                  hum_text_format(r->a, word.n ? "unknown statement '%.*s'" : "a statement starts with a word",
                                  HUM_FMT(word)),
                  help);
}

static bool is_catalogue_word(hum_text w)
{
    static const char *const words[] = {"device", "cable-type", "speaker-type", "headphones-type", "transformer-type",
                                        "opamp-type"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (hum_text_is(w, words[i]))
            return true;
    return false;
}

static hum_status apply_one(hum_resolver *r, const hum_statement *s)
{
    hum_text w = word_of(s);
    for (size_t i = 0; i < N_STATEMENTS; i++) {
        if (!hum_text_is(w, statements[i].word))
            continue;
        HUM_TRY(statements[i].apply(r, s));
        if (!statements[i].has_lines)
            refuse_children(r, s);
        return HUM_OK;
    }
    if (is_catalogue_word(w))
        hum_diags_say(r->d, HUM_D_MISPLACED, s->span, "in a system write: box dac like maker/model",
                      "'%.*s' is a statement of the catalogue", HUM_FMT(w));
    else
        tell_unknown_statement(r, s, w);
    return HUM_OK;
}

static hum_status apply_all(hum_resolver *r, const hum_statement *s)
{
    for (; s; s = s->next)
        if (s->n_items)
            HUM_TRY(apply_one(r, s));
    return HUM_OK;
}

static bool names_variant(const hum_statement *s, hum_text name)
{
    return hum_text_is(word_of(s), "variant") && s->n_items > 1 && s->items[1].kind == HUM_ITEM_TEXT &&
           hum_text_eq(s->items[1].text, name);
}

hum_status hum_model_resolve(hum_arena *a, const hum_tree *tree, hum_text variant, hum_files *files, hum_diags *d,
                             hum_model **out)
{
    return hum_model_resolve_with(a, tree, variant, NULL, files, d, out);
}

hum_status hum_model_resolve_with(hum_arena *a, const hum_tree *tree, hum_text variant, const hum_tree *extra,
                                  hum_files *files, hum_diags *d, hum_model **out)
{
    hum_model *m;
    HUM_ALLOC(m, a, hum_model, 1);
    m->variant = variant;
    m->temperature_c = 25;
    m->mains_v = 230;
    m->mains_hz = 50;
    m->span = tree->first ? tree->first->span : (hum_span){tree->file, 0, 0};
    *out = m;
    hum_resolver r = {.a = a, .files = files, .d = d, .m = m};
    if (variant.n) {
        bool exists = false;
        for (const hum_statement *s = tree->first; s; s = s->next)
            exists |= names_variant(s, variant);
        if (!exists) {
            hum_diags_say(d, HUM_D_UNKNOWN_VARIANT, HUM_NO_SPAN, NULL, "there is no variant \"%.*s\"", HUM_FMT(variant));
            return HUM_E_INPUT;
        }
    }
    HUM_TRY(apply_all(&r, tree->first));
    r.is_amending = true;
    HUM_TRY(apply_all(&r, extra ? extra->first : NULL));
    HUM_TRY(hum_resolve_links(&r));
    return hum_diags_errors(d) ? HUM_E_INPUT : HUM_OK;
}

hum_status hum_model_variants(hum_arena *a, const hum_tree *tree, hum_diags *d, hum_text **names, size_t *n)
{
    struct {
        hum_text *items;
        size_t n, cap;
    } list = {0};
    for (const hum_statement *s = tree->first; s; s = s->next) {
        if (!hum_text_is(word_of(s), "variant") || s->n_items < 2 || s->items[1].kind != HUM_ITEM_TEXT)
            continue;
        for (size_t i = 0; i < list.n; i++)
            if (hum_text_eq(list.items[i], s->items[1].text))
                hum_diags_say(d, HUM_D_DUPLICATE, s->items[1].span, "put its lines below the first one",
                              "variant \"%.*s\" is already there", HUM_FMT(s->items[1].text));
        HUM_PUSH(a, &list, items, n, cap, s->items[1].text);
    }
    *names = list.items;
    *n = list.n;
    return HUM_OK;
}

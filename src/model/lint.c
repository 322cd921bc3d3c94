/* Checking a catalogue file. Its keys and units are checked by resolving a small system that uses the entry; its sources
 * are checked here, line by line. */
#include "model/lint.h"
#include "model/resolve.h"
#include "model/resolver.h"

static const char *const entry_words[] = {"device",           "cable-type", "speaker-type", "headphones-type",
                                          "transformer-type", "opamp-type"};
static const hum_choice source_kinds[] = {{"found", 0},     {"knowledge", 1}, {"derived", 2}, {"measured", 3},
                                          {"datasheet", 4}, {"standard", 5},  {"guess", 6},   {NULL, 0}};

static bool is_word(const hum_statement *s, size_t i, const char *z)
{
    return i < s->n_items && s->items[i].kind == HUM_ITEM_WORD && hum_text_is(s->items[i].text, z);
}

const hum_statement *hum_catalogue_entry(const hum_tree *tree)
{
    for (const hum_statement *s = tree->first; s; s = s->next)
        for (size_t i = 0; i < sizeof entry_words / sizeof entry_words[0]; i++)
            if (is_word(s, 0, entry_words[i]))
                return s;
    return NULL;
}

static hum_status declare_sources(hum_arena *a, const hum_statement *entry, hum_diags *d, hum_names *names)
{
    static const char help[] = "for example: source manual datasheet \"DAC3 manual, rev. E, page 12\"";
    for (const hum_statement *s = entry->children; s; s = s->next) {
        int kind;
        if (!is_word(s, 0, "source"))
            continue;
        bool good = s->n_items == 4 && s->items[1].kind == HUM_ITEM_WORD && s->items[2].kind == HUM_ITEM_WORD &&
                    s->items[3].kind == HUM_ITEM_TEXT && hum_choice_find(source_kinds, s->items[2].text, &kind);
        if (!good) {
            hum_diags_say(d, HUM_D_NO_SOURCE, s->span, help,
                          "a source has a name, a kind (found, knowledge, derived, measured, datasheet, standard, guess) "
                          "and a text");
            continue;
        }
        HUM_TRY(hum_names_put(a, names, s->items[1].text, 0));
    }
    return HUM_OK;
}

/* A quantity is followed by its tag; a frequency after `at` belongs to the value before it. */
static void check_line(const hum_statement *s, const hum_names *names, hum_diags *d)
{
    if (is_word(s, 0, "source"))
        return;
    for (size_t i = 1; i < s->n_items; i++) {
        const hum_item *it = &s->items[i];
        uint32_t ignored;
        if (it->kind == HUM_ITEM_TAG && !hum_names_find(names, it->text, &ignored))
            hum_diags_say(d, HUM_D_NO_SOURCE, it->span, "declare it: source NAME KIND \"TEXT\"",
                          "no source '%.*s' in this file", HUM_FMT(it->text));
        if (it->kind != HUM_ITEM_QUANTITY || is_word(s, i - 1, "at"))
            continue;
        size_t k = i + 1;
        while (k + 1 < s->n_items && is_word(s, k, "at"))
            k += 2;
        if (k >= s->n_items || s->items[k].kind != HUM_ITEM_TAG) {
            /* several points of one curve may share the tag behind the last */
            bool curve = k < s->n_items && s->items[k].kind == HUM_ITEM_QUANTITY && k > i + 1;
            if (!curve)
                hum_diags_say(d, HUM_D_NO_SOURCE, it->span, "for example: max 2 V !manual", "a value without a source");
        }
    }
}

static void check_sources(const hum_statement *entry, const hum_names *names, hum_diags *d)
{
    check_line(entry, names, d);
    for (const hum_statement *s = entry->children; s; s = s->next) {
        check_line(s, names, d);
        for (const hum_statement *k = s->children; k; k = k->next)
            check_line(k, names, d);
    }
}

/* The sockets that a kind of cable fits: behind `kind usb` a usb one, else any audio one. */
static const char *socket_of(const hum_statement *entry)
{
    for (size_t i = 2; i + 1 < entry->n_items; i++)
        if (is_word(entry, i, "kind"))
            return is_word(entry, i + 1, "usb") ? "usb" : is_word(entry, i + 1, "hdmi") ? "hdmi" : "unbalanced";
    return "unbalanced";
}

/* A system that uses the entry, so that the same code that reads it for a user judges it. */
static hum_text probe_system(hum_arena *a, const hum_statement *entry)
{
    hum_text name = entry->items[1].text;
    if (is_word(entry, 0, "device"))
        return hum_text_format(a, "box x like %.*s\n", HUM_FMT(name));
    if (is_word(entry, 0, "cable-type"))
        return hum_text_format(a, "box a\n  out o %s\nbox b\n  in i %s\ncable a.o -> b.i %.*s 1 m\n", socket_of(entry),
                               socket_of(entry), HUM_FMT(name));
    if (is_word(entry, 0, "transformer-type"))
        return hum_text_format(a, "box x\n  in i transformer like %.*s\n", HUM_FMT(name));
    if (is_word(entry, 0, "opamp-type"))
        return hum_text_format(a, "box x\n  in i difference r 10 kohm opamp %.*s\n", HUM_FMT(name));
    return hum_text_format(a, "box a\n  out o\n%s a.o like %.*s\n", is_word(entry, 0, "speaker-type") ? "speaker" : "headphones",
                           HUM_FMT(name));
}

typedef struct self {
    const hum_loader *outer;
    hum_text name;
    hum_text text;
} self;

/* The file under test answers to its own name; everything else comes from the real loader. */
static hum_status load_self(void *ctx, hum_arena *a, hum_load_kind kind, hum_text name, hum_text from, hum_text *text)
{
    const self *me = ctx;
    if (hum_text_eq(name, me->name)) {
        *text = me->text;
        return HUM_OK;
    }
    return me->outer->load ? me->outer->load(me->outer->ctx, a, kind, name, from, text) : HUM_E_IO;
}

static hum_status resolve_probe(hum_arena *a, const hum_tree *tree, const hum_statement *entry, hum_files *files, hum_diags *d,
                                hum_model **m)
{
    self me = {&files->loader, entry->items[1].text, tree->text};
    hum_files mine = {.a = a, .loader = {load_self, &me}, .sources = files->sources};
    hum_loaded loaded = {.name = me.name, .tree = tree};
    hum_tree *probe;
    loaded.kind = is_word(entry, 0, "cable-type") ? HUM_LOAD_CABLE : HUM_LOAD_DEVICE;
    HUM_PUSH(a, &mine, loaded, n_loaded, cap_loaded, loaded);
    HUM_TRY(hum_files_add(&mine, HUM_T("(a system that uses it)"), probe_system(a, entry), d, &probe));
    size_t before = hum_diags_errors(d);
    hum_status st = before ? HUM_OK : hum_model_resolve(a, probe, (hum_text){0}, &mine, d, m);
    files->sources = mine.sources;
    return st == HUM_E_NOMEM ? st : HUM_OK;
}

hum_status hum_catalogue_check(hum_arena *a, const hum_tree *tree, hum_files *files, hum_diags *d, hum_model **probe)
{
    *probe = NULL;
    const hum_statement *entry = hum_catalogue_entry(tree);
    hum_names names = {0};
    if (!entry || entry->n_items < 3 || entry->items[1].kind != HUM_ITEM_WORD || entry->items[2].kind != HUM_ITEM_TEXT) {
        hum_diags_say(d, HUM_D_MISSING, entry ? entry->span : (hum_span){tree->file, 0, 0},
                      "for example: device maker/model \"Maker Model\"", "this is not a catalogue file");
        return HUM_OK;
    }
    HUM_TRY(declare_sources(a, entry, d, &names));
    check_sources(entry, &names, d);
    return resolve_probe(a, tree, entry, files, d, probe);
}

/* The texts of a project, each loaded and parsed once. */
#include "model/files.h"

hum_status hum_files_add(hum_files *f, hum_text name, hum_text text, hum_diags *d, hum_tree **tree)
{
    uint32_t file = (uint32_t)f->sources.n;
    hum_source s = {name, text};
    HUM_PUSH(f->a, &f->sources, items, n, cap, s);
    return hum_parse(f->a, file, text, d, tree);
}

static const hum_loaded *find_loaded(const hum_files *f, hum_load_kind kind, hum_text name)
{
    for (size_t i = 0; i < f->n_loaded; i++)
        if (f->loaded[i].kind == kind && hum_text_eq(f->loaded[i].name, name))
            return &f->loaded[i];
    return NULL;
}

hum_status hum_files_tree(hum_files *f, hum_load_kind kind, hum_text name, hum_text from, hum_diags *d,
                          const hum_tree **tree)
{
    const hum_loaded *known = find_loaded(f, kind, name);
    if (known) {
        *tree = known->tree;
        return HUM_OK;
    }
    hum_loaded entry = {.kind = kind, .name = name};
    hum_text text = {0};
    hum_status st = f->loader.load ? f->loader.load(f->loader.ctx, f->a, kind, name, from, &text) : HUM_E_IO;
    if (st == HUM_E_NOMEM)
        return st;
    if (st == HUM_OK) {
        hum_tree *t = NULL;
        st = hum_files_add(f, name, text, d, &t);
        if (st == HUM_E_NOMEM)
            return st;
        entry.tree = t;
    }
    HUM_PUSH(f->a, f, loaded, n_loaded, cap_loaded, entry);
    *tree = entry.tree;
    return HUM_OK;
}

hum_status hum_files_entry(hum_files *f, hum_load_kind kind, hum_text name, const char *word, hum_diags *d,
                           const hum_statement **out)
{
    const hum_tree *tree = NULL;
    *out = NULL;
    HUM_TRY(hum_files_tree(f, kind, name, (hum_text){0}, d, &tree));
    for (const hum_statement *s = tree ? tree->first : NULL; s; s = s->next)
        if (s->n_items && s->items[0].kind == HUM_ITEM_WORD && hum_text_is(s->items[0].text, word))
            *out = s;
    return HUM_OK;
}

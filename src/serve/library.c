/* The catalogue in memory. */
#include "serve/library.h"

enum { MAX_FOUND = 100 };

static hum_status load_used(const serve_library *l, hum_text name, hum_text from, hum_text *text)
{
    for (size_t i = 0; i < l->n_used; i++) {
        if (serve_text_eq(l->used[i].name, name) && serve_text_eq(l->used[i].from, from)) {
            *text = l->used[i].text;
            return HUM_OK;
        }
    }
    return HUM_E_IO;
}

static hum_status load(void *ctx, hum_arena *a, hum_load_kind kind, hum_text name, hum_text from, hum_text *text)
{
    (void)a;
    const serve_library *l = ctx;
    if (kind == HUM_LOAD_USE)
        return load_used(l, name, from, text);
    const serve_entry *e = serve_library_named(l, name);
    if (!e || e->is_cable != (kind == HUM_LOAD_CABLE))
        return HUM_E_IO;
    *text = e->text;
    return HUM_OK;
}

hum_loader serve_library_loader(const serve_library *l)
{
    union {
        const serve_library *in;
        void *out;
    } same = {.in = l}; /* the loader's context is not const, and is not written to */
    return (hum_loader){load, same.out};
}

const serve_entry *serve_library_named(const serve_library *l, hum_text name)
{
    for (size_t i = 0; i < l->n_entries; i++)
        if (serve_text_eq(l->entries[i].name, name))
            return &l->entries[i];
    return NULL;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool contains(hum_text t, hum_text word)
{
    for (size_t at = 0; at + word.n <= t.n; at++) {
        size_t i = 0;
        while (i < word.n && lower(t.p[at + i]) == lower(word.p[i]))
            i++;
        if (i == word.n)
            return true;
    }
    return false;
}

static bool matches(const serve_entry *e, hum_text search)
{
    for (size_t i = 0; i < search.n;) {
        size_t end = i;
        while (end < search.n && search.p[end] != ' ')
            end++;
        hum_text word = {search.p + i, end - i};
        if (!contains(e->name, word) && !contains(e->kind, word) && !contains(e->title, word))
            return false;
        i = end + 1;
    }
    return true;
}

static void put_entry(serve_out *o, const serve_entry *e)
{
    serve_puts(o, "{\"name\": ");
    serve_put_json(o, e->name);
    serve_puts(o, ", \"kind\": ");
    serve_put_json(o, e->kind);
    serve_puts(o, ", \"title\": ");
    serve_put_json(o, e->title);
    serve_puts(o, "}");
}

void serve_library_search(const serve_library *l, hum_text search, serve_out *o)
{
    size_t n = 0;
    serve_puts(o, "[");
    for (size_t i = 0; i < l->n_entries && n < MAX_FOUND; i++) {
        if (!matches(&l->entries[i], search))
            continue;
        serve_puts(o, n++ ? ",\n" : "");
        put_entry(o, &l->entries[i]);
    }
    serve_puts(o, "]");
}

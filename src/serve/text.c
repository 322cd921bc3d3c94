/* Text that grows, and small questions about texts. */
#include "serve/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool has_room(serve_out *o, size_t more)
{
    if (o->failed || more <= o->cap - o->n)
        return !o->failed;
    size_t cap = 2 * o->cap + more + 256;
    char *grown = realloc(o->p, cap);
    if (!grown) {
        o->failed = true;
        return false;
    }
    o->p = grown;
    o->cap = cap;
    return true;
}

void serve_put(serve_out *o, const char *p, size_t n)
{
    if (!n || !has_room(o, n))
        return;
    memcpy(o->p + o->n, p, n);
    o->n += n;
}

void serve_puts(serve_out *o, const char *z)
{
    serve_put(o, z, strlen(z));
}

void serve_put_text(serve_out *o, hum_text t)
{
    serve_put(o, t.p, t.n);
}

static void put_escape(serve_out *o, unsigned char c)
{
    char escape[8];
    if (c == '"' || c == '\\')
        snprintf(escape, sizeof escape, "\\%c", c);
    else if (c == '\n')
        snprintf(escape, sizeof escape, "\\n");
    else
        snprintf(escape, sizeof escape, "\\u%04x", c);
    serve_puts(o, escape);
}

void serve_put_json(serve_out *o, hum_text t)
{
    size_t from = 0;
    serve_puts(o, "\"");
    for (size_t i = 0; i < t.n; i++) {
        unsigned char c = (unsigned char)t.p[i];
        if (c != '"' && c != '\\' && c >= 0x20)
            continue;
        serve_put(o, t.p + from, i - from);
        put_escape(o, c);
        from = i + 1;
    }
    serve_put(o, t.p + from, t.n - from);
    serve_puts(o, "\"");
}

void serve_out_free(serve_out *o)
{
    free(o->p);
    *o = (serve_out){0};
}

bool serve_text_is(hum_text t, const char *z)
{
    return serve_text_eq(t, serve_z(z));
}

bool serve_text_eq(hum_text a, hum_text b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

hum_text serve_z(const char *z)
{
    return (hum_text){z, z ? strlen(z) : 0};
}

/* Bytes of the UTF-8 character that begins at p; 0 when there is none (Unicode 15, table 3-7). */
static size_t utf8_length(const unsigned char *p, size_t n)
{
    size_t want = p[0] < 0x80 ? 1 : p[0] >= 0xC2 && p[0] < 0xE0 ? 2 : (p[0] & 0xF0) == 0xE0 ? 3 : p[0] >= 0xF0 && p[0] < 0xF5 ? 4 : 0;
    if (want == 0 || want > n)
        return 0;
    for (size_t i = 1; i < want; i++)
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    bool is_bad = (p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xED && p[1] > 0x9F) || (p[0] == 0xF0 && p[1] < 0x90) ||
                  (p[0] == 0xF4 && p[1] > 0x8F);
    return is_bad ? 0 : want;
}

bool serve_is_utf8(hum_text t)
{
    for (size_t i = 0; i < t.n;) {
        size_t length = utf8_length((const unsigned char *)t.p + i, t.n - i);
        if (!length || t.p[i] == '\0')
            return false;
        i += length;
    }
    return true;
}

uint64_t serve_hash(hum_text t)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < t.n; i++)
        h = (h ^ (unsigned char)t.p[i]) * 0x100000001b3u;
    return h;
}

/* Borrowed text, and text that grows. */
#include "base/text.h"

#include <stdio.h>
#include <string.h>

hum_text hum_text_of(const char *z)
{
    return (hum_text){z, z ? strlen(z) : 0};
}

bool hum_text_eq(hum_text a, hum_text b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool hum_text_is(hum_text a, const char *z)
{
    return hum_text_eq(a, hum_text_of(z));
}

bool hum_text_starts(hum_text a, const char *z)
{
    size_t n = strlen(z);
    return a.n >= n && memcmp(a.p, z, n) == 0;
}

hum_text hum_text_behind(hum_text t, size_t n)
{
    return (hum_text){t.p + n, t.n - n};
}

hum_text hum_text_copy(hum_arena *a, hum_text t)
{
    if (hum_arena_is_mute(a))
        return HUM_T("-");
    char *p = HUM_NEW(a, char, t.n + 1);
    if (!p)
        return (hum_text){0};
    if (t.n)
        memcpy(p, t.p, t.n);
    return (hum_text){p, t.n};
}

hum_text hum_text_format(hum_arena *a, const char *fmt, ...)
{
    if (hum_arena_is_mute(a))
        return HUM_T("-");
    char shortly[128]; /* nearly every name fits, and is then formatted once */
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(shortly, sizeof shortly, fmt, ap);
    va_end(ap);
    if (n >= 0 && (size_t)n < sizeof shortly)
        return hum_text_copy(a, (hum_text){shortly, (size_t)n});
    char *p = n < 0 ? NULL : HUM_NEW(a, char, (size_t)n + 1);
    if (!p)
        return (hum_text){0};
    va_start(ap, fmt);
    vsnprintf(p, (size_t)n + 1, fmt, ap);
    va_end(ap);
    return (hum_text){p, (size_t)n};
}

enum { DISTANCE_MAX = 63 };

static size_t min3(size_t a, size_t b, size_t c)
{
    size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

size_t hum_text_distance(hum_text a, hum_text b, size_t limit)
{
    size_t gap = a.n > b.n ? a.n - b.n : b.n - a.n;
    if (gap > limit || a.n > DISTANCE_MAX || b.n > DISTANCE_MAX)
        return limit + 1;
    size_t row[DISTANCE_MAX + 1];
    for (size_t j = 0; j <= b.n; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            size_t replaced = diagonal + (a.p[i - 1] != b.p[j - 1]);
            diagonal = row[j];
            row[j] = min3(replaced, row[j] + 1, row[j - 1] + 1);
        }
    }
    return row[b.n] > limit ? limit + 1 : row[b.n];
}

size_t hum_text_columns(hum_text t)
{
    size_t n = 0;
    for (size_t i = 0; i < t.n; n++) {
        uint32_t code;
        size_t step = hum_utf8_read(hum_text_behind(t, i), &code);
        i += step ? step : 1; /* a byte that is not UTF-8 is shown as one '?' */
    }
    return n;
}

size_t hum_utf8_read(hum_text t, uint32_t *code)
{
    static const struct {
        unsigned char mask, lead;
        uint32_t least;
    } forms[] = {{0x80, 0x00, 0}, {0xE0, 0xC0, 0x80}, {0xF0, 0xE0, 0x800}, {0xF8, 0xF0, 0x10000}};
    for (size_t n = 1; n <= 4 && n <= t.n; n++) {
        unsigned char first = (unsigned char)t.p[0];
        if ((first & forms[n - 1].mask) != forms[n - 1].lead)
            continue;
        uint32_t c = first & (unsigned char)~forms[n - 1].mask;
        for (size_t i = 1; i < n; i++) {
            if (((unsigned char)t.p[i] & 0xC0) != 0x80)
                return 0;
            c = c << 6 | ((unsigned char)t.p[i] & 0x3F);
        }
        *code = c;
        bool is_surrogate = c >= 0xD800 && c <= 0xDFFF;
        return c < forms[n - 1].least || c > 0x10FFFF || is_surrogate ? 0 : n;
    }
    return 0;
}

hum_text hum_text_clip(hum_text t, size_t max)
{
    if (t.n <= max)
        return t;
    while (max > 0 && ((unsigned char)t.p[max] & 0xC0) == 0x80)
        max--;
    return (hum_text){t.p, max};
}

hum_out hum_out_in(hum_arena *a)
{
    return (hum_out){.a = a};
}

static bool reserve(hum_out *o, size_t more)
{
    if (o->failed)
        return false;
    if (o->cap - o->n > more)
        return true;
    size_t cap = o->cap ? 2 * o->cap : 256;
    while (cap - o->n <= more)
        cap *= 2;
    char *p = HUM_NEW(o->a, char, cap);
    if (!p) {
        o->failed = true;
        return false;
    }
    if (o->n)
        memcpy(p, o->p, o->n);
    o->p = p;
    o->cap = cap;
    return true;
}

void hum_out_bytes(hum_out *o, const char *p, size_t n)
{
    if (!n || !reserve(o, n))
        return;
    memcpy(o->p + o->n, p, n);
    o->n += n;
    o->p[o->n] = '\0';
}

void hum_out_text(hum_out *o, hum_text t)
{
    hum_out_bytes(o, t.p, t.n);
}

void hum_out_z(hum_out *o, const char *z)
{
    hum_out_bytes(o, z, strlen(z));
}

void hum_out_pad(hum_out *o, char c, size_t n)
{
    if (!reserve(o, n))
        return;
    memset(o->p + o->n, c, n);
    o->n += n;
    o->p[o->n] = '\0';
}

void hum_out_f(hum_out *o, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n < 0 || !reserve(o, (size_t)n))
        return;
    va_start(ap, fmt);
    vsnprintf(o->p + o->n, (size_t)n + 1, fmt, ap);
    va_end(ap);
    o->n += (size_t)n;
}

hum_text hum_out_part(const hum_out *o)
{
    return o->p ? (hum_text){o->p, o->n} : HUM_T("");
}

hum_status hum_out_done(hum_out *o, hum_text *out)
{
    if (!o->p)
        reserve(o, 1); /* an empty text is still a NUL-terminated one */
    *out = (hum_text){o->p, o->n};
    return o->failed || hum_arena_is_exhausted(o->a) ? HUM_E_NOMEM : HUM_OK;
}

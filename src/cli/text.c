/* Text that grows, and text for the person. A command line program that has no memory left has nothing better to do than to say so. */
#include "text.h"

#include <string.h>
#include <unistd.h>

cli_exit cli_fail(cli_exit status, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fputs("humdinger: ", stderr);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    va_end(ap);
    return status;
}

void *cli_alloc(hum_arena *a, size_t n_bytes)
{
    void *p = hum_arena_alloc(a, n_bytes, 1);
    if (p)
        return p;
    static const char message[] = "humdinger: out of memory\n";
    ssize_t ignored = write(STDERR_FILENO, message, sizeof message - 1);
    (void)ignored;
    _exit(CLI_IO);
}

__attribute__((format(printf, 2, 0))) static char *format_list(hum_arena *a, const char *fmt, va_list ap,
                                                               size_t *n)
{
    va_list again;
    va_copy(again, ap);
    int len = vsnprintf(NULL, 0, fmt, ap);
    *n = len < 0 ? 0 : (size_t)len;
    char *p = cli_alloc(a, *n + 1);
    vsnprintf(p, *n + 1, fmt, again);
    va_end(again);
    return p;
}

char *cli_format(hum_arena *a, const char *fmt, ...)
{
    size_t n;
    va_list ap;
    va_start(ap, fmt);
    char *p = format_list(a, fmt, ap, &n);
    va_end(ap);
    return p;
}

char *cli_z_of(hum_arena *a, hum_text t)
{
    char *p = cli_alloc(a, t.n + 1);
    if (t.n)
        memcpy(p, t.p, t.n);
    return p;
}

cli_out cli_out_in(const cli_run *r)
{
    return (cli_out){.a = r->arena, .p = cli_alloc(r->arena, 1), .cap = 1};
}

void cli_put(cli_out *o, const char *p, size_t n)
{
    if (o->cap - o->n < n + 1) {
        o->cap = 2 * o->cap + n + 256;
        char *grown = cli_alloc(o->a, o->cap);
        if (o->n)
            memcpy(grown, o->p, o->n);
        o->p = grown;
    }
    if (n)
        memcpy(o->p + o->n, p, n);
    o->n += n;
    o->p[o->n] = '\0';
}

void cli_puts(cli_out *o, const char *z)
{
    cli_put(o, z, strlen(z));
}

void cli_putf(cli_out *o, const char *fmt, ...)
{
    size_t n;
    va_list ap;
    va_start(ap, fmt);
    char *p = format_list(o->a, fmt, ap, &n);
    va_end(ap);
    cli_put(o, p, n);
}

void cli_put_json(cli_out *o, hum_text t)
{
    cli_puts(o, "\"");
    for (size_t i = 0; i < t.n; i++) {
        unsigned char c = (unsigned char)t.p[i];
        if (c == '"' || c == '\\')
            cli_putf(o, "\\%c", c);
        else if (c == '\n')
            cli_puts(o, "\\n");
        else if (c < 0x20 || c == 0x7F)
            cli_putf(o, "\\u%04x", c);
        else
            cli_put(o, &t.p[i], 1);
    }
    cli_puts(o, "\"");
}

/* Length of the part of z that fits into `width` columns, ending at a blank where there is one. */
static size_t line_of(const char *z, size_t width)
{
    size_t end = strcspn(z, "\n");
    if (end <= width)
        return end;
    for (size_t i = width; i > 0; i--)
        if (z[i] == ' ')
            return i;
    return end;
}

void cli_put_folded(cli_out *o, const char *z, size_t indent, size_t width)
{
    while (*z) {
        size_t n = line_of(z, width - indent);
        cli_putf(o, "%*s%.*s\n", n ? (int)indent : 0, "", (int)n, z);
        z += n;
        z += *z == ' ' || *z == '\n';
    }
}

hum_text cli_out_text(const cli_out *o)
{
    return (hum_text){o->p, o->n};
}

/* Diagnostics: the list, the places they point at, and how one is written. */
#include "base/diag.h"

#include <stdio.h>

struct hum_diags {
    hum_arena *a;
    hum_diag *items;
    size_t n;
    size_t cap;
    size_t n_errors;
};

static const hum_diag_kind kinds[] = {
#define HUM_DIAG(name, number, severity, title) {number, severity, title},
#include "base/diag_codes.def"
#undef HUM_DIAG
};
enum { N_KINDS = sizeof kinds / sizeof kinds[0] };

const hum_diag_kind *hum_diag_kind_at(size_t i)
{
    return i < N_KINDS ? &kinds[i] : NULL;
}

const hum_diag_kind *hum_diag_kind_of(uint16_t code)
{
    for (size_t i = 0; i < N_KINDS; i++)
        if (kinds[i].code == code)
            return &kinds[i];
    return NULL;
}

hum_diags *hum_diags_new(hum_arena *a)
{
    hum_diags *d = HUM_NEW(a, hum_diags, 1);
    if (d)
        d->a = a;
    return d;
}

hum_arena *hum_diags_arena(hum_diags *d)
{
    return d->a;
}

size_t hum_diags_count(const hum_diags *d)
{
    return d->n;
}

const hum_diag *hum_diags_get(const hum_diags *d, size_t i)
{
    return i < d->n ? &d->items[i] : NULL;
}

size_t hum_diags_errors(const hum_diags *d)
{
    return d->n_errors;
}

static bool touches(hum_span a, hum_span b)
{
    return a.begin <= b.end && b.begin <= a.end;
}

static bool already_told(const hum_diags *d, const hum_diag_kind *kind, hum_span span)
{
    for (size_t i = 0; i < d->n; i++) {
        const hum_diag *old = &d->items[i];
        bool is_same = old->code == kind->code;
        bool are_errors = old->severity == HUM_ERROR && kind->severity == HUM_ERROR;
        if (span.file == HUM_NO_FILE || old->span.file != span.file)
            continue;
        if (is_same ? old->span.begin == span.begin : are_errors && touches(old->span, span))
            return true;
    }
    return false;
}

static hum_status push(hum_diags *d, hum_diag item)
{
    HUM_PUSH(d->a, d, items, n, cap, item);
    return HUM_OK;
}

void hum_diags_add(hum_diags *d, hum_diag_code code, hum_span span, hum_text message, hum_text help)
{
    const hum_diag_kind *kind = hum_diag_kind_of((uint16_t)code);
    enum { MAX_WARNINGS = 200 };
    if (kind->severity == HUM_ERROR && d->n_errors >= HUM_DIAG_MAX_ERRORS) {
        d->n_errors++;
        return;
    }
    if (d->n - d->n_errors >= MAX_WARNINGS && kind->severity != HUM_ERROR)
        return;
    if (already_told(d, kind, span))
        return;
    d->n_errors += kind->severity == HUM_ERROR;
    hum_diag item = {.code = (uint16_t)code,
                     .severity = kind->severity,
                     .span = span,
                     .message = hum_text_copy(d->a, message),
                     .help = hum_text_copy(d->a, help)};
    if (push(d, item) != HUM_OK)
        return; /* no memory even to complain: the caller meets HUM_E_NOMEM by itself */
}

static bool stands_before(hum_span a, hum_span b)
{
    return a.file != b.file ? a.file < b.file : a.begin < b.begin;
}

/* By insertion: there are never more than a few hundred, and those of one place keep their order. */
void hum_diags_sort(hum_diags *d)
{
    for (size_t i = 1; i < d->n; i++) {
        hum_diag item = d->items[i];
        size_t k = i;
        for (; k > 0 && stands_before(item.span, d->items[k - 1].span); k--)
            d->items[k] = d->items[k - 1];
        d->items[k] = item;
    }
}

void hum_diags_say(hum_diags *d, hum_diag_code code, hum_span span, const char *help, const char *fmt, ...)
{
    char message[512];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(message, sizeof message, fmt, ap);
    va_end(ap);
    size_t len = n < 0 ? 0 : (size_t)n < sizeof message ? (size_t)n : sizeof message - 1;
    hum_diags_add(d, code, span, (hum_text){message, len}, hum_text_of(help));
}

hum_span hum_span_join(hum_span a, hum_span b)
{
    if (a.file == HUM_NO_FILE)
        return b;
    if (b.file != a.file)
        return a;
    return (hum_span){a.file, a.begin < b.begin ? a.begin : b.begin, a.end > b.end ? a.end : b.end};
}

/* LF, CR LF and a lone CR end a line; of CR LF it is the LF. */
static bool ends_line(hum_text t, size_t i)
{
    return t.p[i] == '\n' || (t.p[i] == '\r' && !(i + 1 < t.n && t.p[i + 1] == '\n'));
}

size_t hum_line_no(const hum_sources *s, hum_span span, hum_line_cursor *c)
{
    if (span.file >= s->n)
        return 0;
    hum_text text = s->items[span.file].text;
    size_t to = span.begin < text.n ? span.begin : text.n;
    if (c->file != span.file)
        *c = (hum_line_cursor){.file = span.file};
    for (; c->at < to; c->at++)
        c->n_before += ends_line(text, c->at);
    for (; c->at > to; c->at--)
        c->n_before -= ends_line(text, c->at - 1);
    return c->n_before + 1;
}

bool hum_place_of(const hum_sources *s, hum_span span, hum_place *out)
{
    if (!s || span.file >= s->n)
        return false;
    hum_text text = s->items[span.file].text;
    size_t at = span.begin < text.n ? span.begin : text.n;
    size_t start = at;
    while (start > 0 && !ends_line(text, start - 1))
        start--;
    size_t end = at;
    while (end < text.n && text.p[end] != '\n' && text.p[end] != '\r')
        end++;
    size_t line_no = 1;
    for (size_t i = 0; i < start; i++)
        line_no += ends_line(text, i);
    if (start == 0 && at >= 3 && hum_text_starts(text, "\xEF\xBB\xBF"))
        start = 3; /* a byte order mark takes no column */
    size_t stop = span.end < end ? span.end : end;
    size_t width = stop > at ? hum_text_columns((hum_text){text.p + at, stop - at}) : 1;
    *out = (hum_place){.name = s->items[span.file].name,
                       .line = {text.p + start, end - start},
                       .line_no = line_no,
                       .column = 1 + hum_text_columns((hum_text){text.p + start, at - start}),
                       .n_columns = width ? width : 1};
    return true;
}

static const char *severity_word(hum_severity s)
{
    switch (s) {
    case HUM_ERROR:
        return "error";
    case HUM_WARNING:
        return "warning";
    case HUM_NOTE:
        return "note";
    }
    return "";
}

/* A line of the user's file, made safe for a terminal: control characters and bytes that are not UTF-8 become '?',
 * a tab one space. */
static void out_safe_line(hum_out *o, hum_text line)
{
    enum { MAX_SHOWN = 240 };
    line = hum_text_clip(line, MAX_SHOWN);
    for (size_t i = 0; i < line.n;) {
        uint32_t c = 0;
        size_t n = hum_utf8_read(hum_text_behind(line, i), &c);
        bool is_control = c < 0x20 || (c >= 0x7F && c < 0xA0);
        if (n && !is_control)
            hum_out_bytes(o, line.p + i, n);
        else
            hum_out_z(o, c == '\t' ? " " : "?");
        i += n ? n : 1;
    }
}

/* In lines of a terminal's width, the next ones below the first word. */
static void out_folded(hum_out *o, hum_text t, size_t column)
{
    enum { WIDTH = 80 };
    size_t at = column;
    for (size_t i = 0, end; i < t.n; i = end) {
        for (end = i + 1; end < t.n && t.p[end] != ' ';)
            end++;
        hum_text word = {t.p + i, end - i};
        size_t width = hum_text_columns(word);
        if (at > column && at + width > WIDTH) {
            hum_out_z(o, "\n");
            hum_out_pad(o, ' ', column);
            at = column;
            word = (hum_text){word.p + 1, word.n - 1}; /* without the blank before it */
            width--;
        }
        hum_out_text(o, word);
        at += width;
    }
}

static void out_excerpt(hum_out *o, const hum_place *at, const char *mark, const char *off)
{
    enum { MAX_CARETS = 80, MAX_COLUMN = 240 };
    hum_out_f(o, "  --> %.*s:%zu:%zu\n     |\n%4zu | ", HUM_FMT(at->name), at->line_no, at->column, at->line_no);
    out_safe_line(o, at->line);
    hum_out_z(o, "\n     | ");
    hum_out_pad(o, ' ', at->column - 1 < MAX_COLUMN ? at->column - 1 : MAX_COLUMN);
    hum_out_z(o, mark);
    hum_out_pad(o, '^', at->n_columns < MAX_CARETS ? at->n_columns : MAX_CARETS);
    hum_out_f(o, "%s\n", off);
}

void hum_out_diag(hum_out *o, const hum_sources *s, const hum_diag *d, bool colour)
{
    const char *mark = !colour ? "" : d->severity == HUM_ERROR ? "\033[1;31m" : "\033[1;33m";
    const char *off = colour ? "\033[0m" : "";
    hum_out_f(o, "%s%s[HUM%04u]%s: ", mark, severity_word(d->severity), d->code, off);
    out_safe_line(o, d->message);
    hum_out_z(o, "\n");
    hum_place at;
    bool placed = hum_place_of(s, d->span, &at);
    if (placed)
        out_excerpt(o, &at, mark, off);
    if (d->help.n) {
        hum_out_z(o, placed ? "     = help: " : "  = help: ");
        out_folded(o, d->help, placed ? 13 : 10);
        hum_out_z(o, "\n");
    }
}

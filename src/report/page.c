/* Text for an 80-column terminal. */
#include "report/page.h"

#include <math.h>

hum_page hum_page_in(hum_arena *a, bool colour)
{
    return (hum_page){.o = hum_out_in(a), .colour = colour};
}

static const char *tone_code(hum_tone t)
{
    switch (t) {
    case HUM_TONE_PLAIN:
        return "";
    case HUM_TONE_GOOD:
        return "\033[32m";
    case HUM_TONE_NEAR:
        return "\033[33m";
    case HUM_TONE_BAD:
        return "\033[1;31m";
    case HUM_TONE_HEAD:
        return "\033[1m";
    }
    return "";
}

void hum_page_toned(hum_page *p, hum_tone tone, hum_text t)
{
    if (p->colour)
        hum_out_z(&p->o, tone_code(tone));
    hum_out_text(&p->o, t);
    if (p->colour && tone != HUM_TONE_PLAIN)
        hum_out_z(&p->o, "\033[0m");
}

/* Columns written on the current line; colour codes do not count. */
static size_t column(const hum_page *p)
{
    size_t i = p->o.n;
    size_t n = 0;
    while (i > 0 && p->o.p[i - 1] != '\n')
        i--;
    for (; i < p->o.n; i++) {
        if (p->o.p[i] == '\033') {
            while (i < p->o.n && p->o.p[i] != 'm')
                i++;
            continue;
        }
        n += ((unsigned char)p->o.p[i] & 0xC0) != 0x80;
    }
    return n;
}

void hum_page_to(hum_page *p, size_t to)
{
    size_t at = column(p);
    hum_out_pad(&p->o, ' ', at < to ? to - at : 1);
}

void hum_page_line(hum_page *p)
{
    hum_out_z(&p->o, "\n");
}

void hum_page_head(hum_page *p, const char *head, const char *rest, size_t at)
{
    hum_page_line(p);
    hum_page_toned(p, HUM_TONE_HEAD, hum_text_of(head));
    if (rest[0]) {
        hum_page_to(p, at);
        hum_out_z(&p->o, rest);
    }
    hum_page_line(p);
}

static void trim(hum_page *p)
{
    while (p->o.n && p->o.p[p->o.n - 1] == ' ')
        p->o.n--;
}

void hum_page_fold(hum_page *p, hum_text t, size_t indent)
{
    size_t at = column(p);
    for (size_t i = 0; i < t.n;) {
        size_t end = i;
        while (end < t.n && t.p[end] != ' ')
            end++;
        hum_text word = {t.p + i, end - i};
        size_t width = hum_text_columns(word);
        if (at + width > HUM_PAGE_COLUMNS && at > indent) {
            trim(p);
            hum_page_line(p);
            hum_out_pad(&p->o, ' ', indent);
            at = indent;
        }
        hum_out_text(&p->o, word);
        at += width;
        i = end;
        while (i < t.n && t.p[i] == ' ')
            i++;
        if (i < t.n && at < HUM_PAGE_COLUMNS) {
            hum_out_z(&p->o, " ");
            at++;
        }
    }
    trim(p);
    hum_page_line(p);
}

void hum_page_right(hum_page *p, hum_text t, size_t end)
{
    size_t width = hum_text_columns(t);
    hum_page_to(p, end > width ? end - width : 0);
    hum_out_text(&p->o, t);
}

void hum_page_end(hum_page *p, hum_text t)
{
    if (column(p) + hum_text_columns(t) >= HUM_PAGE_COLUMNS) /* a blank stands between */
        hum_page_line(p);
    hum_page_right(p, t, HUM_PAGE_COLUMNS);
    hum_page_line(p);
}

void hum_page_cut(hum_page *p, hum_text t, size_t width)
{
    if (hum_text_columns(t) <= width) {
        hum_out_text(&p->o, t);
        return;
    }
    size_t n = 0;
    size_t bytes = 0;
    while (bytes < t.n && n + 2 < width) {
        bytes++;
        while (bytes < t.n && ((unsigned char)t.p[bytes] & 0xC0) == 0x80)
            bytes++;
        n++;
    }
    hum_out_bytes(&p->o, t.p, bytes);
    hum_out_z(&p->o, "..");
}

hum_text hum_page_db(hum_page *p, double db, int decimals, const char *unit)
{
    hum_out o = hum_out_in(p->o.a);
    if (isnan(db))
        hum_out_z(&o, "-");
    else if (isinf(db))
        hum_out_z(&o, db > 0 ? "no limit" : "none");
    else {
        hum_out_fixed(&o, db, decimals);
        hum_out_f(&o, "%s%s", unit[0] ? " " : "", unit);
    }
    return hum_out_part(&o);
}

hum_text hum_page_si(hum_page *p, double v, const char *unit)
{
    hum_out o = hum_out_in(p->o.a);
    if (isfinite(v))
        hum_out_si(&o, v, 3, unit);
    else
        hum_out_z(&o, "-");
    return hum_out_part(&o);
}

/* Writing JSON. */
#include "report/json_out.h"

#include "base/number.h"

#include <math.h>
#include <stdio.h>

hum_json hum_json_in(hum_arena *a)
{
    return (hum_json){.o = hum_out_in(a)};
}

/* One character; a byte that is no UTF-8 becomes U+FFFD, for JSON is UTF-8. */
static size_t out_character(hum_json *j, hum_text t)
{
    unsigned char c = (unsigned char)t.p[0];
    uint32_t code;
    size_t n = hum_utf8_read(t, &code);
    if (n == 0)
        hum_out_z(&j->o, "\\ufffd");
    else if (c == '"' || c == '\\')
        hum_out_f(&j->o, "\\%c", c);
    else if (c < 0x20 || c == 0x7F)
        hum_out_f(&j->o, "\\u%04x", c);
    else
        hum_out_bytes(&j->o, t.p, n);
    return n ? n : 1;
}

static void out_string(hum_json *j, hum_text t)
{
    hum_out_z(&j->o, "\"");
    for (size_t i = 0; i < t.n;)
        i += out_character(j, hum_text_behind(t, i));
    hum_out_z(&j->o, "\"");
}

static void begin(hum_json *j, const char *key)
{
    if (j->depth)
        hum_out_z(&j->o, j->has_item ? ",\n" : "\n");
    hum_out_pad(&j->o, ' ', 2 * (size_t)j->depth);
    if (key) {
        out_string(j, hum_text_of(key));
        hum_out_z(&j->o, ": ");
    }
    j->has_item = true;
}

void hum_json_open(hum_json *j, const char *key, char bracket)
{
    begin(j, key);
    hum_out_bytes(&j->o, &bracket, 1);
    j->depth++;
    j->has_item = false;
}

void hum_json_close(hum_json *j, char bracket)
{
    j->depth--;
    if (j->has_item) {
        hum_out_z(&j->o, "\n");
        hum_out_pad(&j->o, ' ', 2 * (size_t)j->depth);
    }
    hum_out_bytes(&j->o, &bracket, 1);
    j->has_item = true;
}

static double round_to(double v, int digits)
{
    double scale = v == 0 ? 1 : pow(10, digits - 1 - floor(log10(fabs(v))));
    return isfinite(scale) && scale > 0 ? round(v * scale) / scale : v;
}

void hum_json_number(hum_json *j, const char *key, double v)
{
    begin(j, key);
    if (isfinite(v))
        hum_out_number(&j->o, round_to(v, 9)); /* nine digits, then the shortest text of that number */
    else
        hum_out_z(&j->o, "null");
}

/* A percentile of a thousand samples has two or three digits; five keep it readable and the same everywhere. */
void hum_json_banded(hum_json *j, const char *key, double v, double low, double high)
{
    char name[40];
    double a = round_to(low, 5), b = round_to(high, 5);
    hum_json_number(j, key, v);
    if (!isfinite(a) || !isfinite(b) || !(a < b))
        return;
    snprintf(name, sizeof name, "%s_band", key);
    begin(j, name);
    hum_out_z(&j->o, "[");
    hum_out_number(&j->o, a);
    hum_out_z(&j->o, ", ");
    hum_out_number(&j->o, b);
    hum_out_z(&j->o, "]");
}

void hum_json_text(hum_json *j, const char *key, hum_text t)
{
    begin(j, key);
    out_string(j, t);
}

void hum_json_z(hum_json *j, const char *key, const char *z)
{
    hum_json_text(j, key, hum_text_of(z));
}

void hum_json_bool(hum_json *j, const char *key, bool v)
{
    begin(j, key);
    hum_out_z(&j->o, v ? "true" : "false");
}

void hum_json_null(hum_json *j, const char *key)
{
    begin(j, key);
    hum_out_z(&j->o, "null");
}

hum_status hum_json_done(hum_json *j, hum_text *out)
{
    hum_out_z(&j->o, "\n");
    return hum_out_done(&j->o, out);
}

/* Numbers as text. printf and strtod follow the locale of the host program, so their decimal separator
 * is replaced on the way out and on the way in. */
#include "base/number.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER_MAX = 400 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t skip_digits(hum_text t, size_t i)
{
    while (i < t.n && is_digit(t.p[i]))
        i++;
    return i;
}

static size_t number_length(hum_text t)
{
    size_t i = (t.n && (t.p[0] == '-' || t.p[0] == '+')) ? 1 : 0;
    size_t whole = skip_digits(t, i);
    size_t end = whole;
    size_t n_digits = whole - i;
    if (end + 1 < t.n && t.p[end] == '.' && is_digit(t.p[end + 1])) {
        end = skip_digits(t, end + 1);
        n_digits += end - whole - 1;
    }
    if (n_digits == 0)
        return 0;
    if (end < t.n && (t.p[end] == 'e' || t.p[end] == 'E')) {
        size_t e = end + 1;
        if (e < t.n && (t.p[e] == '-' || t.p[e] == '+'))
            e++;
        size_t exp_end = skip_digits(t, e);
        if (exp_end > e)
            end = exp_end;
    }
    return end;
}

size_t hum_number_read(hum_text t, double *value)
{
    size_t n = number_length(t);
    char z[NUMBER_MAX + 8];
    if (n == 0 || n > NUMBER_MAX)
        return 0;
    const char *point = localeconv()->decimal_point;
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        if (t.p[i] != '.') {
            z[k++] = t.p[i];
            continue;
        }
        for (const char *p = point; *p && k < NUMBER_MAX; p++)
            z[k++] = *p;
    }
    z[k] = '\0';
    *value = strtod(z, NULL);
    return n;
}

/* Prints with the host's separator, then puts a point where it stood. */
static void print_double(char *z, size_t size, const char *fmt, int precision, double v)
{
    char raw[NUMBER_MAX];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(raw, sizeof raw, fmt, precision, v);
#pragma GCC diagnostic pop
    size_t k = 0;
    bool pointed = false;
    for (const char *p = raw; *p && k + 1 < size; p++) {
        bool plain = is_digit(*p) || strchr("+-eEinfa", *p) != NULL;
        if (plain)
            z[k++] = *p;
        else if (!pointed)
            z[k++] = '.', pointed = true;
    }
    z[k] = '\0';
}

void hum_out_number(hum_out *o, double v)
{
    char z[NUMBER_MAX];
    if (v == 0) {
        hum_out_z(o, "0");
        return;
    }
    if (fabs(v) >= 1 && fabs(v) < 1e15 && v == nearbyint(v)) { /* 47000, not 4.7e+04 */
        print_double(z, sizeof z, "%.*f", 0, v);
        hum_out_z(o, z);
        return;
    }
    for (int digits = 15; digits <= 17; digits++) { /* whoever has fewer digits than 15 has them at 15 too: %g drops the zeros */
        double back = 0;
        print_double(z, sizeof z, "%.*g", digits, v);
        hum_number_read(hum_text_of(z), &back);
        if (back == v)
            break;
    }
    hum_out_z(o, z);
}

void hum_out_fixed(hum_out *o, double v, int decimals)
{
    char z[NUMBER_MAX];
    print_double(z, sizeof z, "%.*f", decimals, v);
    bool is_zero = strspn(z, "-0.") == strlen(z);
    hum_out_z(o, is_zero && z[0] == '-' ? z + 1 : z);
}

void hum_out_digits(hum_out *o, double v, int digits)
{
    char z[NUMBER_MAX];
    double m = fabs(v);
    if (v == 0 || !isfinite(v) || m < 1e-4 || m >= 1e7) {
        print_double(z, sizeof z, "%.*g", digits, v);
        hum_out_z(o, z);
        return;
    }
    int whole = (int)floor(log10(m * (1 + 0.5 * pow(10, -digits)))) + 1; /* 0.99996 has one digit before the point */
    hum_out_fixed(o, v, digits > whole ? digits - whole : 0);
}

void hum_out_si(hum_out *o, double v, int digits, const char *unit)
{
    static const char *const prefix[] = {"f", "p", "n", "u", "m", "", "k", "M", "G", "T"};
    double m = fabs(v);
    int group = 0;
    if (m >= 1e-15 && m < 1e15) {
        /* rounding first, so that 999.96 prints as 1.00 k and not as 1000 */
        double rounded = m * (1 + 0.5 * pow(10, -digits));
        group = (int)floor(log10(rounded) / 3);
        if (group < -5)
            group = -5;
        if (group > 4)
            group = 4;
    }
    double scaled = v / pow(1000, group);
    hum_out_digits(o, scaled, digits);
    hum_out_f(o, " %s%s", prefix[group + 5], unit);
}

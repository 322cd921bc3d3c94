/* explain: a term of the field, or a diagnostic code. The codes are explained by docs/diagnostics/, which the
 * build puts into the program as they are (tools/embed-pages.py), so that page and answer cannot differ. */
#include "humdinger/humdinger.h"

#include "base/diag.h"
#include "model/measure.h"
#include "report/glossary.h"

#include <string.h>

typedef struct page {
    uint16_t code;
    const char *text;
} page;

static const page pages[] = {
#include "explain_pages.inc"
    {0, ""}};

enum { N_PAGES = sizeof pages / sizeof pages[0] - 1, WIDTH = 80, MAX_WORD = 48 };

/* How much of a text stands on one line: it ends before a blank. */
static size_t line_of(hum_text t)
{
    if (t.n <= WIDTH)
        return t.n;
    size_t n = WIDTH;
    while (n > 0 && t.p[n] != ' ')
        n--;
    return n ? n : t.n;
}

static void out_folded(hum_out *o, hum_text t)
{
    while (t.n) {
        size_t n = line_of(t);
        hum_out_bytes(o, t.p, n);
        hum_out_z(o, "\n");
        n += n < t.n; /* the blank */
        t = hum_text_behind(t, n);
    }
}

/* As names are written in the table: lower case, '-' for blanks. False when it is too long for any. */
static bool plain_word(hum_text word, char *plain)
{
    size_t n = 0;
    for (size_t i = 0; i < word.n; i++) {
        char c = word.p[i];
        bool blank = c == ' ' || c == '_' || c == '-';
        if (blank && (n == 0 || plain[n - 1] == '-'))
            continue;
        if (n == MAX_WORD)
            return false;
        plain[n++] = blank ? '-' : c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    while (n > 0 && plain[n - 1] == '-')
        n--;
    plain[n] = '\0';
    return true;
}

/* Name `i` of a term, its own name first; empty at the end. */
static hum_text name_of(const hum_gloss *t, size_t i)
{
    if (i == 0)
        return hum_text_of(t->name);
    const char *p = t->others;
    for (; *p && i > 1; i--) {
        p += strcspn(p, " ");
        p += *p == ' ';
    }
    return (hum_text){p, strcspn(p, " ")};
}

/* The key of a row of measure.c as it is asked for. */
static hum_text key_of(const hum_measure *m)
{
    return hum_text_of(m->key == HUM_N_KEYS ? "gain" : hum_key_name(m->key));
}

/* How the values of a key are measured, or those of every key; false when nothing is known of it. */
static bool out_measures(hum_out *o, hum_text key, bool all)
{
    bool any = false;
    for (size_t i = 0; hum_measure_at(i); i++) {
        const hum_measure *m = hum_measure_at(i);
        if (!all && !hum_text_eq(key_of(m), key))
            continue;
        if (!any)
            hum_out_z(o, "\nHow to measure it, or where it is written:\n");
        any = true;
        out_folded(o, hum_text_format(o->a, "- %.*s of %s: %s", HUM_FMT(key_of(m)), m->of, m->text));
    }
    return any;
}

/* A key is explained by the term that has its name. */
static void out_measures_of_term(hum_out *o, const hum_gloss *t)
{
    bool all = strcmp(t->name, "measuring") == 0;
    for (size_t k = 0; name_of(t, k).n; k++)
        if (out_measures(o, name_of(t, k), all))
            return;
}

/* A word of the language that is no term of the field. */
static void out_key(hum_out *o, hum_text word)
{
    hum_out_f(o, "%.*s: a key of the language, docs/language.md\n", HUM_FMT(word));
    out_measures(o, word, false);
}

static bool is_key(hum_text word)
{
    for (size_t i = 0; hum_measure_at(i); i++)
        if (hum_text_eq(key_of(hum_measure_at(i)), word))
            return true;
    return false;
}


static void out_term(hum_out *o, const hum_gloss *t)
{
    hum_out_f(o, "%s: %s\n\n", t->name, t->title);
    out_folded(o, hum_text_of(t->text));
    hum_out_z(o, "\n");
    if (strcmp(t->source, "-") != 0)
        out_folded(o, hum_text_format(o->a, "Source: %s.", t->source));
    if (*t->physics)
        hum_out_f(o, "Equations: docs/physics/%s.md\n", t->physics);
    out_measures_of_term(o, t);
}

static const hum_gloss *find_term(hum_text word)
{
    for (size_t i = 0; hum_gloss_at(i); i++)
        for (size_t k = 0; name_of(hum_gloss_at(i), k).n; k++)
            if (hum_text_eq(name_of(hum_gloss_at(i), k), word))
                return hum_gloss_at(i);
    return NULL;
}

/* The number of "hum0312" or "312"; 0 when it is no code. */
static uint16_t code_of(const char *word)
{
    const char *p = strncmp(word, "hum", 3) == 0 ? word + 3 : word;
    unsigned code = 0;
    size_t n = strspn(p, "0123456789");
    if (n == 0 || n > 4 || p[n])
        return 0;
    for (size_t i = 0; i < n; i++)
        code = 10 * code + (unsigned)(p[i] - '0');
    return (uint16_t)code;
}

static bool out_code(hum_out *o, uint16_t code)
{
    const hum_diag_kind *kind = hum_diag_kind_of(code);
    for (size_t i = 0; i < N_PAGES; i++) {
        if (pages[i].code != code)
            continue;
        hum_out_z(o, pages[i].text);
        return true;
    }
    if (kind)
        hum_out_f(o, "HUM%04u: %s\n", code, kind->title);
    return kind;
}

/* The name that the word was most likely meant to be, empty when none is close. */
static hum_text nearest_name(hum_text word)
{
    hum_text best = {0};
    size_t best_distance = word.n / 3 + 1;
    for (size_t i = 0; hum_gloss_at(i); i++)
        for (size_t k = 0; name_of(hum_gloss_at(i), k).n; k++) {
            hum_text name = name_of(hum_gloss_at(i), k);
            size_t d = hum_text_distance(word, name, best_distance);
            if (d < best_distance) {
                best = name;
                best_distance = d;
            }
        }
    return best;
}

static void out_all(hum_out *o)
{
    hum_out_z(o, "Terms that are explained, besides diagnostic codes such as HUM0312:\n\n");
    for (size_t i = 0; hum_gloss_at(i); i++)
        hum_out_f(o, "  %-26s%s\n", hum_gloss_at(i)->name, hum_gloss_at(i)->title);
}

static void out_unknown(hum_out *o, hum_text said, hum_text word)
{
    hum_text near = nearest_name(word);
    hum_out_f(o, "nothing is known about '%.*s'", HUM_FMT(said));
    if (near.n)
        hum_out_f(o, "; did you mean '%.*s'?", HUM_FMT(near));
    else
        hum_out_z(o, "; 'humdinger explain' alone lists what is");
}

hum_status hum_explain_text(hum_arena *a, hum_text word, hum_text *out)
{
    char plain[MAX_WORD + 1] = "";
    hum_out o = hum_out_in(a);
    bool fits = plain_word(word, plain);
    const hum_gloss *t = fits ? find_term(hum_text_of(plain)) : NULL;
    bool known = true;
    if (fits && !*plain)
        out_all(&o);
    else if (t)
        out_term(&o, t);
    else if (fits && is_key(hum_text_of(plain)))
        out_key(&o, hum_text_of(plain));
    else
        known = fits && out_code(&o, code_of(plain));
    if (!known)
        out_unknown(&o, word, hum_text_of(plain));
    HUM_TRY(hum_out_done(&o, out));
    return known ? HUM_OK : HUM_E_RANGE;
}

/* A line of calc as items, and where one is in it. It is read by the reader of the .hum language, so that a quantity means the
 * same in both; joints (+ - * / parentheses) are hidden from it behind its sign for an unknown. */
#include "study/calc_parts.h"

#include "lang/quantity.h"

char hum_calc_joint(const hum_calc_line *l)
{
    if (l->at == l->end || l->at->kind != HUM_ITEM_UNKNOWN)
        return 0;
    char c = l->text.p[l->at->span.begin];
    return c == '?' ? 0 : c;
}

bool hum_calc_is_word(const hum_calc_line *l, const char *word)
{
    return l->at < l->end && l->at->kind == HUM_ITEM_WORD && hum_text_is(l->at->text, word);
}

bool hum_calc_tell(hum_calc_line *l, hum_diag_code code, const char *help, const char *what)
{
    uint32_t end = (uint32_t)l->text.n;
    hum_span span = l->at < l->end ? l->at->span : (hum_span){0, end, end};
    hum_diags_say(l->d, code, span, help, "%s", what);
    return false;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The brackets of dB(A) belong to the word, so that its unit is told as one. */
static bool is_of_word(hum_text t, size_t i)
{
    size_t open = t.p[i] == ')' ? i - 2 : i;
    return i >= 2 && open >= 2 && t.p[open] == '(' && t.p[open - 1] == 'B' && t.p[open - 2] == 'd';
}

/* + - / only with blanks around them (or at a parenthesis): elsewhere they belong to a number or a unit. */
static bool is_joint(hum_text t, size_t i)
{
    char c = t.p[i];
    if (c == '*' || c == '(' || c == ')')
        return !is_of_word(t, i);
    if (c != '+' && c != '-' && c != '/')
        return false;
    bool after = i == 0 || is_blank(t.p[i - 1]) || t.p[i - 1] == ')';
    bool before = i + 1 == t.n || is_blank(t.p[i + 1]) || t.p[i + 1] == '(';
    return after && before;
}

/* The line as lang/ may read it: joints, and a blank in front, as unknowns. */
static char *masked(hum_arena *a, hum_text t)
{
    char *z = HUM_NEW(a, char, t.n + 1);
    for (size_t i = 0; z && i < t.n; i++) {
        bool hidden = is_joint(t, i) || (i == 0 && is_blank(t.p[i]));
        z[i] = hidden ? '?' : is_blank(t.p[i]) ? ' ' : t.p[i];
    }
    return z;
}

hum_status hum_calc_read_items(hum_arena *a, hum_text t, hum_diags *d, hum_calc_line *l)
{
    hum_tree *tree;
    char *z = masked(a, t);
    if (!z)
        return HUM_E_NOMEM;
    size_t errors = hum_diags_errors(d);
    HUM_TRY(hum_parse(a, 0, (hum_text){z, t.n}, d, &tree));
    if (hum_diags_errors(d) > errors)
        return HUM_E_INPUT;
    *l = (hum_calc_line){.a = a, .d = d, .text = t};
    if (tree->first) {
        l->at = tree->first->items;
        l->end = l->at + tree->first->n_items;
    }
    l->at += is_blank(hum_calc_joint(l));
    return HUM_OK;
}

/* How sure radio is. What an input makes of it goes with 1/EMIRR, with the modulation and with the square of the field (P-23,
 * P-24), so that a value that is not known moves it by closed forms; no sample is solved at radio frequencies. */
#include "study/radio_doubts.h"

#include <math.h>
#include <string.h>

/* "emirr of amp.line": the key, and whose it is. */
static bool is_key_of(hum_text what, const char *key, hum_text *owner)
{
    size_t n = strlen(key);
    if (!hum_text_starts(what, key) || what.n < n + 4 || memcmp(what.p + n, " of ", 4) != 0)
        return false;
    *owner = hum_text_behind(what, n + 4);
    return true;
}

static bool is_into(const hum_study *s, const hum_limit *l, hum_text port)
{
    for (size_t i = 0; i < s->m->n_cables; i++)
        if (hum_text_eq(s->m->cables[i].id, l->where))
            return hum_text_eq(s->m->ports[s->m->cables[i].to].id, port);
    return false;
}

static bool is_from(const hum_limit *l, hum_text field)
{
    return l->cause.n > field.n && memcmp(l->cause.p, field.p, field.n) == 0 && l->cause.p[field.n] == ' ';
}

double hum_radio_shift_db(const hum_study *s, const hum_limit *l, const hum_assumption *as, double value)
{
    hum_text owner;
    if (is_key_of(as->what, "emirr", &owner) && is_into(s, l, owner))
        return as->value - value;
    if (is_key_of(as->what, "modulation", &owner) && is_from(l, owner))
        return 20 * log10(value / as->value);
    if (is_key_of(as->what, "strength", &owner) && is_from(l, owner))
        return 40 * log10(value / as->value);
    return 0;
}

/* Hum, hiss or radio at the first seat, whichever is heard most, with one value of an assumption. */
static double answer_db(const hum_study *s, double other_db, const hum_assumption *as, double value)
{
    const hum_findings *f = s->out;
    double most = other_db;
    for (size_t i = 0; i < f->n_limits; i++)
        if (f->limits[i].seat == 0 && f->limits[i].kind == HUM_LIMIT_RADIO)
            most = fmax(most, f->limits[i].margin_db + hum_radio_shift_db(s, &f->limits[i], as, value));
    return most;
}

bool hum_radio_is_about(const hum_study *s, const hum_assumption *as)
{
    for (size_t i = 0; i < s->out->n_limits; i++)
        if (s->out->limits[i].kind == HUM_LIMIT_RADIO && hum_radio_shift_db(s, &s->out->limits[i], as, as->low) != 0)
            return true;
    return false;
}

void hum_radio_find_moves(const hum_study *s, double other_db)
{
    for (size_t i = 0; i < s->net->n_assumptions; i++) {
        hum_assumption *as = &s->net->assumptions[i];
        if (!(as->low < as->high) || !hum_radio_is_about(s, as))
            continue;
        double a = answer_db(s, other_db, as, as->low), b = answer_db(s, other_db, as, as->high);
        if (isfinite(a) && isfinite(b))
            as->moves_db = fabs(a - b); /* one way only: the middle lies between */
    }
}

const hum_assumption *hum_radio_doubt(const hum_study *s, const hum_limit *l, double *up_db, double *moves_db)
{
    const hum_assumption *widest = NULL;
    *up_db = *moves_db = 0;
    for (size_t i = 0; i < s->net->n_assumptions; i++) {
        const hum_assumption *as = &s->net->assumptions[i];
        if (!(as->low < as->high))
            continue;
        double a = hum_radio_shift_db(s, l, as, as->low), b = hum_radio_shift_db(s, l, as, as->high);
        if (fabs(a - b) <= *moves_db)
            continue;
        widest = as;
        *moves_db = fabs(a - b);
        *up_db = fmax(a, b);
    }
    return widest;
}

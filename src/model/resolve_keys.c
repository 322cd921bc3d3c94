/* Reading words, values and keys from the items of a statement. */
#include "base/number.h"
#include "lang/quantity.h"
#include "model/resolver.h"

#include <string.h>

bool hum_begins_with(const hum_statement *s, const char *word)
{
    return s->n_items && s->items[0].kind == HUM_ITEM_WORD && hum_text_is(s->items[0].text, word);
}

const hum_item *hum_at(const hum_cursor *c)
{
    return c->i < c->s->n_items ? &c->s->items[c->i] : NULL;
}

hum_span hum_here(const hum_cursor *c)
{
    const hum_item *it = hum_at(c);
    hum_span s = c->s->span;
    return it ? it->span : (hum_span){s.file, s.end, s.end};
}

static bool at_word(const hum_cursor *c, const char *word)
{
    const hum_item *it = hum_at(c);
    return it && it->kind == HUM_ITEM_WORD && hum_text_is(it->text, word);
}

bool hum_take(hum_cursor *c, const char *word)
{
    bool found = at_word(c, word);
    c->i += found;
    return found;
}

void hum_say_not_listed(hum_resolver *r, hum_span span, const char *kind, hum_text name)
{
    const char *slash = name.n ? memchr(name.p, '/', name.n) : NULL;
    hum_text maker = slash ? (hum_text){name.p, (size_t)(slash - name.p)} : name;
    hum_text help = hum_text_format(r->a, "'humdinger catalogue %.*s' lists what is known of that name", HUM_FMT(maker));
    hum_diags_say(r->d, HUM_D_UNKNOWN_DEVICE, span, help.p, "no %s '%.*s' in the catalogue", kind, HUM_FMT(name));
}

bool hum_take_word(hum_resolver *r, hum_cursor *c, const char *wanted, hum_text *word, hum_span *span)
{
    const hum_item *it = hum_at(c);
    if (!it || it->kind != HUM_ITEM_WORD) {
        bool is_text = it && it->kind == HUM_ITEM_TEXT;
        hum_diags_say(r->d, it ? HUM_D_UNEXPECTED : HUM_D_MISSING, hum_here(c),
                      is_text ? "a name is one word without quotes, a title may follow it: box cd \"CD player\"" : NULL,
                      "%s is wanted here", wanted);
        return false;
    }
    *word = it->text;
    if (span)
        *span = it->span;
    c->i++;
    return true;
}

bool hum_take_arrow(hum_resolver *r, hum_cursor *c)
{
    const hum_item *it = hum_at(c);
    if (it && it->kind == HUM_ITEM_ARROW) {
        c->i++;
        return true;
    }
    hum_diags_say(r->d, it ? HUM_D_UNEXPECTED : HUM_D_MISSING, hum_here(c), "for example: pre.main -> amp.line",
                  "an arrow '->' is wanted here");
    return false;
}

bool hum_take_choice(hum_resolver *r, hum_cursor *c, const hum_choice *list, const char *what, int *value)
{
    const hum_item *it = hum_at(c);
    hum_text words = hum_choice_list(r->a, list);
    if (it && it->kind == HUM_ITEM_WORD && hum_choice_find(list, it->text, value)) {
        c->i++;
        return true;
    }
    hum_text help = hum_text_format(r->a, "one of: %.*s", HUM_FMT(words));
    hum_text message = it && it->kind == HUM_ITEM_WORD
                           ? hum_text_format(r->a, "'%.*s' is not %s", HUM_FMT(it->text), what)
                           : hum_text_format(r->a, "%s is wanted here", what);
    hum_diags_add(r->d, it ? HUM_D_UNKNOWN_WORD : HUM_D_MISSING, hum_here(c), message, help);
    return false;
}

static bool is_value(const hum_item *it)
{
    return it && (it->kind == HUM_ITEM_QUANTITY || it->kind == HUM_ITEM_UNKNOWN);
}

static void take_tags(hum_cursor *c, hum_value *v)
{
    for (const hum_item *it = hum_at(c); it && it->kind == HUM_ITEM_TAG; it = hum_at(c)) {
        v->tag = it->text;
        c->i++;
    }
}

bool hum_take_value(hum_resolver *r, hum_cursor *c, const char *wanted, hum_value *out)
{
    const hum_item *it = hum_at(c);
    if (!is_value(it)) {
        hum_text m = hum_text_format(r->a, "%s is wanted here", wanted);
        bool is_sign = it && it->kind == HUM_ITEM_COMPARE;
        hum_diags_add(r->d, it ? HUM_D_UNEXPECTED : HUM_D_MISSING, hum_here(c), m,
                      is_sign ? HUM_T("a value stands right behind its word, without a sign: gain 29 dB")
                              : HUM_T("or '?' when it is not known"));
        return false;
    }
    c->i++;
    bool good = hum_item_value(it, r->d, out);
    take_tags(c, out);
    return good;
}

/* A number without a unit is mostly one whose unit is misspelled: the next word may tell. */
static void tell_wrong_unit(hum_resolver *r, const hum_item *it, const hum_item *next, const char *key,
                            const char *wanted)
{
    bool bare = it->kind == HUM_ITEM_QUANTITY && it->q.unit.n == 0;
    if (bare && next && next->kind == HUM_ITEM_WORD && hum_unit_suggest(next->text).n) {
        hum_text s = hum_unit_suggest(next->text);
        hum_diags_add(r->d, HUM_D_UNKNOWN_UNIT, next->span,
                      hum_text_format(r->a, "unknown unit '%.*s'", HUM_FMT(next->text)),
                      hum_text_format(r->a, "write %.*s; units are case-exact", HUM_FMT(s)));
        return;
    }
    if (bare && next && next->kind == HUM_ITEM_WORD && hum_text_is(next->text, "to")) {
        hum_diags_say(r->d, HUM_D_MISSING, it->span, "a range is written 60..80 dB", "a unit is missing here");
        return;
    }
    hum_text m = bare ? hum_text_format(r->a, "a unit is missing here")
                      : hum_text_format(r->a, "'%.*s' is the wrong kind of unit here", HUM_FMT(it->q.unit));
    hum_span span = bare ? it->span : it->q.unit_span;
    hum_diags_add(r->d, bare ? HUM_D_MISSING : HUM_D_WRONG_UNIT, span, m,
                  hum_text_format(r->a, "'%s' wants %s", key, wanted));
}

static bool check_limits(hum_resolver *r, const hum_key_spec *spec, const hum_item *it, const hum_value *v)
{
    bool too_low = v->low < spec->low || ((spec->flags & HUM_KEY_POSITIVE) && v->low <= 0);
    if (too_low || v->high > spec->high || v->nominal < spec->low) {
        hum_out o = hum_out_in(r->a);
        hum_out_f(&o, "'%s' can be from %s", spec->name, (spec->flags & HUM_KEY_POSITIVE) ? "above " : "");
        hum_out_number(&o, spec->low);
        hum_out_z(&o, " to ");
        hum_out_number(&o, spec->high);
        hum_out_f(&o, " %s", hum_dim_symbol(spec->dim));
        hum_text help;
        if (hum_out_done(&o, &help) == HUM_OK)
            hum_diags_add(r->d, HUM_D_OUT_OF_RANGE, it->span, HUM_T("this value cannot be"), help);
        return false;
    }
    if ((spec->flags & HUM_KEY_LIKELY_OHMS) && (hum_text_is(it->q.unit, "mohm") || hum_text_is(it->q.unit, "m\xCE\xA9"))) {
        hum_diags_say(r->d, HUM_D_MEGA_MILLI, it->q.unit_span,
                      "write Mohm for a million ohms; a few thousandths of an ohm are written 0.005 ohm",
                      "an impedance in milliohms: was Mohm meant?");
        return false;
    }
    return true;
}

hum_status hum_put_value(hum_resolver *r, hum_values *values, hum_key key, const hum_value *v, double f_hz)
{
    for (size_t i = 0; i < values->n; i++) {
        hum_stated *old = &values->items[i];
        if (old->key == key && (old->f_hz > 0 ? old->f_hz == f_hz : f_hz <= 0)) {
            old->value = *v;
            return HUM_OK;
        }
    }
    hum_stated s = {key, *v, f_hz};
    HUM_PUSH(r->a, values, items, n, cap, s);
    return HUM_OK;
}

/* "at 60 Hz" after a value of a key that may depend on frequency; 0 when there is none. */
static bool take_frequency(hum_resolver *r, hum_cursor *c, double *f_hz)
{
    *f_hz = 0;
    if (!hum_take(c, "at"))
        return true;
    const hum_item *it = hum_at(c);
    hum_value f;
    if (!hum_take_value(r, c, "a frequency such as 60 Hz", &f))
        return false;
    if (f.dim != HUM_DIM_HERTZ || f.certainty != HUM_EXACT || f.nominal <= 0) {
        tell_wrong_unit(r, it, hum_at(c), "at", hum_dim_wanted(HUM_DIM_HERTZ));
        return false;
    }
    *f_hz = f.nominal;
    return true;
}

/* "emf NaN V": a word where a number is wanted, and its unit; what follows is read as if it had been one. */
static bool skip_no_number(hum_resolver *r, hum_cursor *c, const hum_key_spec *spec)
{
    const hum_item *it = hum_at(c);
    const hum_item *next = it ? &c->s->items[c->i + 1] : NULL;
    hum_key key;
    if (!it || it->kind != HUM_ITEM_WORD || c->i + 1 >= c->s->n_items || next->kind != HUM_ITEM_WORD)
        return false;
    if (!hum_word_is_unit(next->text) || hum_key_find(next->text, spec->where, &key) || hum_key_find(it->text, spec->where, &key))
        return false;
    hum_diags_add(r->d, HUM_D_UNEXPECTED, it->span,
                  hum_text_format(r->a, "'%.*s' is not a number: '%s' wants %s", HUM_FMT(it->text), spec->name,
                                  hum_dim_wanted(spec->dim)),
                  HUM_T("or '?' when it is not known"));
    c->i += 2;
    return true;
}

static hum_status take_one(hum_resolver *r, hum_cursor *c, hum_key key, hum_values *values, bool *more)
{
    const hum_key_spec *spec = hum_key_spec_of(key);
    const hum_item *it = hum_at(c);
    hum_value v;
    double f_hz = 0;
    *more = false;
    if (skip_no_number(r, c, spec))
        return HUM_OK;
    hum_text wanted = hum_text_format(r->a, "'%s' wants %s: it", spec->name, hum_dim_wanted(spec->dim));
    if (!hum_take_value(r, c, wanted.p ? wanted.p : "a value", &v))
        return HUM_OK;
    bool fits = v.certainty == HUM_UNKNOWN || hum_key_takes(key, v.dim);
    if (!fits)
        tell_wrong_unit(r, it, hum_at(c), spec->name, hum_dim_wanted(spec->dim));
    if (v.certainty == HUM_UNKNOWN)
        v.dim = spec->dim;
    bool good = fits && (v.certainty == HUM_UNKNOWN || check_limits(r, spec, it, &v));
    if ((spec->flags & HUM_KEY_CURVE) && !take_frequency(r, c, &f_hz))
        return HUM_OK;
    *more = (spec->flags & HUM_KEY_CURVE) && f_hz > 0 && is_value(hum_at(c));
    return good ? hum_put_value(r, values, key, &v, f_hz) : HUM_OK;
}

hum_status hum_take_key(hum_resolver *r, hum_cursor *c, hum_where where, hum_values *values, bool *known)
{
    const hum_item *it = hum_at(c);
    hum_key key;
    *known = it && it->kind == HUM_ITEM_WORD && hum_key_find(it->text, where, &key);
    if (!*known)
        return HUM_OK;
    c->i++;
    hum_values_forget(values, key);
    bool more = true;
    while (more)
        HUM_TRY(take_one(r, c, key, values, &more));
    return HUM_OK;
}

void hum_tell_no_name(hum_resolver *r, hum_diag_code code, hum_span span, hum_text message, hum_text help)
{
    if (!r->lacks_names)
        hum_diags_add(r->d, code, span, message, help);
}

void hum_tell_unknown_key(hum_resolver *r, hum_cursor *c, hum_where where, const char *also)
{
    const hum_item *it = hum_at(c);
    if (it->kind == HUM_ITEM_WORD) {
        const char *near = hum_key_nearest(it->text, where);
        hum_text help = near[0]   ? hum_text_format(r->a, "did you mean '%s'?", near)
                        : also[0] ? hum_text_format(r->a, "%s", also)
                                  : (hum_text){0};
        hum_diags_add(r->d, HUM_D_UNKNOWN_KEY, it->span,
                      hum_text_format(r->a, "unknown key '%.*s'", HUM_FMT(it->text)), help);
    } else {
        hum_diags_say(r->d, HUM_D_UNEXPECTED, it->span, also[0] ? also : NULL,
                      it->kind == HUM_ITEM_QUANTITY ? "a value without a key before it" : "this is not expected here");
    }
    c->i++;
    while (hum_at(c) && hum_at(c)->kind != HUM_ITEM_WORD)
        c->i++;
}

/* Grounds, outlets, and the wires that bond chassis. */
#include "model/resolver.h"

static hum_status take_line(hum_resolver *r, const hum_statement *s, hum_ground *g)
{
    hum_cursor c = {s, 0};
    hum_value f;
    hum_value v;
    if (!hum_take(&c, "line")) {
        hum_diags_say(r->d, HUM_D_UNKNOWN_STATEMENT, s->span, "for example: line 180 Hz 12 mV",
                      "only hum lines stand below a ground");
        return HUM_OK;
    }
    hum_span at = hum_here(&c);
    if (!hum_take_value(r, &c, "a frequency such as 180 Hz", &f) || !hum_take_value(r, &c, "a voltage such as 12 mV", &v))
        return HUM_OK;
    if (f.dim != HUM_DIM_HERTZ || f.certainty != HUM_EXACT || f.nominal <= 0 || v.dim != HUM_DIM_VOLT || v.low < 0) {
        hum_diags_say(r->d, HUM_D_WRONG_UNIT, at, "for example: line 180 Hz 12 mV",
                      "a hum line is a frequency and a voltage");
        return HUM_OK;
    }
    hum_spectrum_line line = {f.nominal, v};
    HUM_PUSH(r->a, g, lines, n_lines, cap_lines, line);
    return HUM_OK;
}

static hum_status find_or_add_ground(hum_resolver *r, hum_text name, hum_span span, bool is_outlet, hum_ground **out)
{
    uint32_t index;
    *out = NULL;
    bool exists = hum_names_find(&r->m->ground_names, name, &index);
    if (exists && !r->is_amending) {
        hum_diags_say(r->d, HUM_D_DUPLICATE, span, NULL, "'%.*s' is already there", HUM_FMT(name));
        return HUM_OK;
    }
    if (!exists) {
        hum_ground g = {.name = name, .span = span, .is_outlet = is_outlet};
        index = (uint32_t)r->m->n_grounds;
        HUM_PUSH(r->a, r->m, grounds, n_grounds, cap_grounds, g);
        HUM_TRY(hum_names_put(r->a, &r->m->ground_names, name, index));
    }
    *out = &r->m->grounds[index];
    return HUM_OK;
}

/* An earth through more than this trips no breaker: 30 mA of a residual-current device at 50 V (IEC 60364-4-41, 411.5.3). */
#define EARTH_MOST_OHM (50 / 30e-3)
#define MAINS_RAD_S 314.2

/* An outlet without an earth is a lifted earth under another name. */
static void refuse_open_earth(hum_resolver *r, const hum_ground *g, hum_span span)
{
    hum_value ohm = hum_values_get(&g->values, HUM_KEY_R);
    hum_value henry = hum_values_get(&g->values, HUM_KEY_L);
    double z = (hum_value_known(&ohm) ? ohm.nominal : 0) + (hum_value_known(&henry) ? MAINS_RAD_S * henry.nominal : 0);
    if (!g->is_outlet || !(z > EARTH_MOST_OHM))
        return;
    hum_diags_say(r->d, HUM_D_EARTH_LIFTED, span,
                  "an outlet's earth has some tenths of an ohm: with a fault inside, a box on this one would be live. Break the "
                  "signal path instead; if the outlet really has no earth, it is a case for an electrician",
                  "the protective earth of outlet '%.*s' is as good as lifted", HUM_FMT(g->name));
}

hum_status hum_resolve_ground(hum_resolver *r, const hum_statement *s)
{
    bool is_outlet = hum_begins_with(s, "outlet");
    hum_cursor c = {s, 1};
    hum_text name;
    hum_span span;
    hum_ground *g;
    if (!hum_take_word(r, &c, is_outlet ? "the name of an outlet" : "the name of a ground", &name, &span)) {
        r->lacks_names = true;
        return HUM_OK;
    }
    HUM_TRY(find_or_add_ground(r, name, span, is_outlet, &g));
    while (g && hum_at(&c)) {
        bool known = false;
        int spectrum;
        if (hum_take(&c, "spectrum")) {
            if (hum_take_choice(r, &c, hum_spectrum_words, "a spectrum", &spectrum))
                g->spectrum = (hum_spectrum)spectrum;
            continue;
        }
        HUM_TRY(hum_take_key(r, &c, HUM_AT_GROUND, &g->values, &known));
        if (!known)
            hum_tell_unknown_key(r, &c, HUM_AT_GROUND, "a ground has emf, r, l, spectrum");
    }
    if (g)
        refuse_open_earth(r, g, s->span);
    if (g && s->children)
        g->n_lines = 0;
    for (const hum_statement *line = s->children; g && line; line = line->next)
        HUM_TRY(take_line(r, line, g));
    return HUM_OK;
}

hum_status hum_resolve_bond(hum_resolver *r, const hum_statement *s)
{
    hum_cursor c = {s, 1};
    hum_bond b = {.span = s->span, .from_box = HUM_NONE, .to_box = HUM_NONE, .to_ground = HUM_NONE};
    if (!hum_take_word(r, &c, "a box", &b.from_name, &b.from_span) || !hum_take_arrow(r, &c) ||
        !hum_take_word(r, &c, "a box or a ground", &b.to_name, &b.to_span))
        return HUM_OK;
    while (hum_at(&c)) {
        bool known = false;
        if (hum_take(&c, "apart")) {
            b.is_apart = true;
            continue;
        }
        HUM_TRY(hum_take_key(r, &c, HUM_AT_BOND, &b.values, &known));
        if (!known)
            hum_tell_unknown_key(r, &c, HUM_AT_BOND, "for example: bond pre -> amp r 20 mohm");
    }
    HUM_PUSH(r->a, r->m, bonds, n_bonds, cap_bonds, b);
    return HUM_OK;
}

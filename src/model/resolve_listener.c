/* Loudspeakers, headphones, and the seat. */
#include "model/resolver.h"

static bool is_sensitivity(hum_dim d)
{
    return d == HUM_DIM_DB || d == HUM_DIM_DB_W || d == HUM_DIM_DB_MW || d == HUM_DIM_DB_V;
}

/* `88 dB` and `8 ohm` stand without a key. */
static hum_status take_bare(hum_resolver *r, hum_cursor *c, hum_listener *l)
{
    hum_value v;
    hum_span span = hum_here(c);
    if (!hum_take_value(r, c, "a sensitivity such as 88 dB", &v))
        return HUM_OK;
    if (is_sensitivity(v.dim))
        return hum_put_value(r, &l->values, HUM_KEY_SENSITIVITY, &v, 0);
    if (v.dim == HUM_DIM_OHM && v.low > 0)
        return hum_put_value(r, &l->values, HUM_KEY_LOAD, &v, 0);
    hum_diags_say(r->d, HUM_D_WRONG_UNIT, span, "for example: speaker amp.spk 88 dB 8 ohm at 3 m",
                  "a sensitivity in dB or an impedance in ohm is wanted here");
    return HUM_OK;
}

static hum_status take_listener_items(hum_resolver *r, hum_cursor *c, hum_listener *l, const char *type);

static hum_status apply_listener_type(hum_resolver *r, hum_cursor *c, hum_listener *l, const char *type)
{
    hum_text name;
    hum_span span;
    const hum_statement *s = NULL;
    if (!hum_take_word(r, c, "a name of the catalogue such as kef/ls50", &name, &span))
        return HUM_OK;
    HUM_TRY(hum_files_entry(r->files, HUM_LOAD_DEVICE, name, type, r->d, &s));
    if (!s) {
        hum_say_not_listed(r, span, type, name);
        return HUM_OK;
    }
    hum_cursor k = {s, 2};
    if (hum_at(&k) && hum_at(&k)->kind == HUM_ITEM_TEXT) {
        l->title = hum_at(&k)->text;
        k.i++;
    }
    HUM_TRY(take_listener_items(r, &k, l, NULL));
    for (const hum_statement *line = s->children; line; line = line->next) {
        k = (hum_cursor){line, 0};
        if (!hum_take(&k, "source"))
            HUM_TRY(take_listener_items(r, &k, l, NULL));
    }
    return HUM_OK;
}

static hum_status take_listener_items(hum_resolver *r, hum_cursor *c, hum_listener *l, const char *type)
{
    while (hum_at(c)) {
        const hum_item *it = hum_at(c);
        bool known = false;
        if (it->kind == HUM_ITEM_QUANTITY || it->kind == HUM_ITEM_UNKNOWN) {
            HUM_TRY(take_bare(r, c, l));
        } else if (type && hum_take(c, "like")) {
            HUM_TRY(apply_listener_type(r, c, l, type));
        } else if (hum_take(c, "separate")) {
            l->has_separate_returns = true;
        } else {
            HUM_TRY(hum_take_key(r, c, HUM_AT_LISTENER, &l->values, &known));
            if (!known)
                hum_tell_unknown_key(r, c, HUM_AT_LISTENER, "for example: speaker amp.spk 88 dB 8 ohm at 3 m room 32 dBA");
        }
    }
    return HUM_OK;
}

hum_status hum_resolve_listener(hum_resolver *r, const hum_statement *s)
{
    bool is_headphones = hum_begins_with(s, "headphones");
    hum_cursor c = {s, 1};
    hum_listener fresh = {.span = s->span, .is_headphones = is_headphones, .port = HUM_NONE};
    if (!hum_take_word(r, &c, "an output such as amp.spk", &fresh.port_name, &fresh.port_span))
        return HUM_OK;
    hum_listener *l = NULL;
    for (size_t i = 0; i < r->m->n_listeners; i++)
        if (hum_text_eq(r->m->listeners[i].port_name, fresh.port_name))
            l = &r->m->listeners[i];
    if (l && !r->is_amending) {
        hum_diags_say(r->d, HUM_D_DUPLICATE, s->span, "one statement stands for the pair: count 1 or count 2",
                      "a listener is already at this output");
        return HUM_OK;
    }
    if (!l) {
        HUM_PUSH(r->a, r->m, listeners, n_listeners, cap_listeners, fresh);
        l = &r->m->listeners[r->m->n_listeners - 1];
    }
    return take_listener_items(r, &c, l, is_headphones ? "headphones-type" : "speaker-type");
}

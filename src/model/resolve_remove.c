/* `remove`: taking cables, grounds, bonds and listeners out of a variant. */
#include "model/resolver.h"

#define REMOVE_AT(m, items, n_items, i)                                                                      \
    do {                                                                                                     \
        for (size_t k_ = (i); k_ + 1 < (m)->n_items; k_++)                                                   \
            (m)->items[k_] = (m)->items[k_ + 1];                                                             \
        (m)->n_items--;                                                                                      \
    } while (0)

static void tell_not_there(hum_resolver *r, hum_span span, const char *what)
{
    hum_tell_no_name(r, HUM_D_UNKNOWN_NAME, span, hum_text_format(r->a, "there is no such %s to remove", what),
                     HUM_T("it must be written as in the system it is removed from"));
}

static hum_status remove_cable(hum_resolver *r, hum_cursor *c)
{
    hum_cable like = {0};
    if (!hum_take_cable_ends(r, c, &like))
        return HUM_OK;
    if (!like.id.p)
        return HUM_E_NOMEM;
    const hum_cable *cable = hum_find_cable(r->m, like.id);
    if (!cable) {
        tell_not_there(r, hum_span_join(like.from_span, like.to_span), "cable");
        return HUM_OK;
    }
    hum_orphan_fields(r->m, like.id);
    REMOVE_AT(r->m, cables, n_cables, (size_t)(cable - r->m->cables));
    r->m->cable_names = (hum_names){0}; /* the ones behind it have moved up */
    for (uint32_t i = 0; i < r->m->n_cables; i++)
        HUM_TRY(hum_names_put(r->a, &r->m->cable_names, r->m->cables[i].id, i));
    return HUM_OK;
}

/* A ground goes out of the boxes that were joined to it; an outlet is a protective earth and stays. */
static void remove_ground(hum_resolver *r, hum_cursor *c)
{
    hum_text name;
    hum_span span;
    uint32_t index;
    if (!hum_take_word(r, c, "the name of a ground", &name, &span))
        return;
    if (!hum_names_find(&r->m->ground_names, name, &index)) {
        tell_not_there(r, span, "ground");
        return;
    }
    if (r->m->grounds[index].is_outlet) {
        hum_diags_say(r->d, HUM_D_EARTH_LIFTED, span,
                      "an outlet's earth protects against shock; plug the box into another outlet instead",
                      "removing outlet '%.*s' would lift a protective earth", HUM_FMT(name));
        return;
    }
    for (size_t i = 0; i < r->m->n_boxes; i++) {
        hum_box *b = &r->m->boxes[i];
        for (size_t k = b->n_grounds; k-- > 0;)
            if (hum_text_eq(b->grounds[k].name, name))
                REMOVE_AT(b, grounds, n_grounds, k);
    }
}

static void remove_listener(hum_resolver *r, hum_cursor *c)
{
    hum_text name;
    hum_span span;
    if (!hum_take_word(r, c, "an output such as amp.spk", &name, &span))
        return;
    for (size_t i = 0; i < r->m->n_listeners; i++) {
        if (hum_text_eq(r->m->listeners[i].port_name, name)) {
            REMOVE_AT(r->m, listeners, n_listeners, i);
            return;
        }
    }
    tell_not_there(r, span, "listener");
}

static void remove_bond(hum_resolver *r, hum_cursor *c)
{
    hum_text from;
    hum_text to;
    hum_span span;
    if (!hum_take_word(r, c, "a box", &from, &span) || !hum_take_arrow(r, c) ||
        !hum_take_word(r, c, "a box or a ground", &to, NULL))
        return;
    for (size_t i = 0; i < r->m->n_bonds; i++) {
        if (hum_text_eq(r->m->bonds[i].from_name, from) && hum_text_eq(r->m->bonds[i].to_name, to)) {
            REMOVE_AT(r->m, bonds, n_bonds, i);
            return;
        }
    }
    tell_not_there(r, span, "bond");
}

hum_status hum_resolve_remove(hum_resolver *r, const hum_statement *s)
{
    hum_cursor c = {s, 1};
    if (hum_take(&c, "cable"))
        HUM_TRY(remove_cable(r, &c));
    else if (hum_take(&c, "ground"))
        remove_ground(r, &c);
    else if (hum_take(&c, "speaker") || hum_take(&c, "headphones"))
        remove_listener(r, &c);
    else if (hum_take(&c, "bond"))
        remove_bond(r, &c);
    else if (hum_take(&c, "near"))
        HUM_TRY(hum_remove_near(r, &c));
    else if (hum_take(&c, "field") || hum_take(&c, "radio"))
        hum_remove_field(r, hum_text_is(s->items[1].text, "radio"), s->span);
    else
        hum_diags_say(r->d, HUM_D_UNKNOWN_WORD, hum_here(&c), "for example: remove cable pre.main -> amp.line",
                      "what can be removed is a cable, ground, bond, speaker, headphones, near, field or radio");
    return HUM_OK;
}

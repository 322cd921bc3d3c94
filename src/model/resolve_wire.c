/* Grounds and outlets, cables, bonds, listeners, and removal of any of them. */
#include "model/resolver.h"

/* --- grounds ----------------------------------------------------------------------------------------- */

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

hum_status hum_resolve_ground(hum_resolver *r, const hum_statement *s, bool is_outlet)
{
    hum_cursor c = {s, 1};
    hum_text name;
    hum_span span;
    hum_ground *g;
    if (!hum_take_word(r, &c, is_outlet ? "the name of an outlet" : "the name of a ground", &name, &span))
        return HUM_OK;
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
    if (g && s->children)
        g->n_lines = 0;
    for (const hum_statement *line = s->children; g && line; line = line->next)
        HUM_TRY(take_line(r, line, g));
    return HUM_OK;
}

/* --- cables ------------------------------------------------------------------------------------------ */

static bool take_ends(hum_resolver *r, hum_cursor *c, hum_cable *cable)
{
    if (!hum_take_word(r, c, "an output such as pre.main", &cable->from_name, &cable->from_span) ||
        !hum_take_arrow(r, c) ||
        !hum_take_word(r, c, "an input such as amp.line", &cable->to_name, &cable->to_span))
        return false;
    cable->id = hum_text_format(r->a, "%.*s->%.*s", HUM_FMT(cable->from_name), HUM_FMT(cable->to_name));
    return true;
}

static hum_cable *find_cable(hum_model *m, const hum_cable *like)
{
    for (size_t i = 0; i < m->n_cables; i++)
        if (hum_text_eq(m->cables[i].from_name, like->from_name) && hum_text_eq(m->cables[i].to_name, like->to_name))
            return &m->cables[i];
    return NULL;
}

static bool is_typical_type(hum_text t, hum_cable_kind *kind, const char **title)
{
    static const struct {
        const char *word;
        hum_cable_kind kind;
        const char *title;
    } types[] = {{"rca", HUM_CABLE_COAX, "a typical RCA cable"},
                 {"coax", HUM_CABLE_COAX, "a typical coaxial cable"},
                 {"xlr", HUM_CABLE_PAIR, "a typical XLR cable"},
                 {"trs", HUM_CABLE_PAIR, "a typical TRS cable"},
                 {"pair", HUM_CABLE_PAIR, "a typical shielded pair"}};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (hum_text_is(t, types[i].word)) {
            *kind = types[i].kind;
            *title = types[i].title;
            return true;
        }
    }
    return false;
}

static hum_status apply_cable_type(hum_resolver *r, const hum_statement *s, hum_cable *cable)
{
    hum_cursor c = {s, 2};
    if (hum_at(&c) && hum_at(&c)->kind == HUM_ITEM_TEXT) {
        cable->title = hum_at(&c)->text;
        c.i++;
    }
    for (const hum_statement *line = s; line; line = line == s ? s->children : line->next) {
        if (line != s)
            c = (hum_cursor){line, 0};
        bool known = !hum_take(&c, "source");
        while (known && hum_at(&c)) {
            int kind;
            if (hum_take(&c, "kind")) {
                if (hum_take_choice(r, &c, hum_kind_words, "a kind of cable", &kind))
                    cable->kind = (hum_cable_kind)kind;
                continue;
            }
            HUM_TRY(hum_take_key(r, &c, HUM_AT_CABLE, &cable->values, &known));
            if (!known)
                hum_tell_unknown_key(r, &c, HUM_AT_CABLE, "");
            known = true;
        }
    }
    return HUM_OK;
}

static hum_status take_type(hum_resolver *r, hum_cursor *c, hum_cable *cable, bool may_lack)
{
    const hum_item *it = hum_at(c);
    hum_key key;
    const char *title = "";
    bool is_key = !it || it->kind != HUM_ITEM_WORD || hum_key_find(it->text, HUM_AT_CABLE, &key) ||
                  hum_text_is(it->text, "screen") || hum_text_is(it->text, "pin3") || hum_text_is(it->text, "stereo");
    if (may_lack && is_key)
        return HUM_OK;
    hum_span span;
    if (!hum_take_word(r, c, "the type of the cable, such as rca, xlr or canare/l-4e6s,", &cable->type, &span))
        return HUM_OK;
    cable->is_typical = is_typical_type(cable->type, &cable->kind, &title);
    cable->values.n = 0; /* another type starts afresh */
    if (cable->is_typical) {
        cable->title = hum_text_of(title);
        return HUM_OK;
    }
    const hum_statement *s = NULL;
    HUM_TRY(hum_files_entry(r->files, HUM_LOAD_CABLE, cable->type, "cable-type", r->d, &s));
    if (!s) {
        hum_diags_say(r->d, HUM_D_UNKNOWN_CABLE, span,
                      "rca, xlr, trs, pair, coax, or a name that 'humdinger catalogue' lists",
                      "unknown kind of cable '%.*s'", HUM_FMT(cable->type));
        return HUM_OK;
    }
    return apply_cable_type(r, s, cable);
}

static hum_status take_cable_key(hum_resolver *r, hum_cursor *c, hum_cable *cable)
{
    static const hum_choice pin3[] = {{"open", 1}, {"ground", 2}, {NULL, 0}};
    static const char words[] = "a cable has length, core, shield, c, contact, screen, pin3, stereo ...";
    const hum_item *it = hum_at(c);
    bool known = false;
    int choice = 0;
    if (it->kind == HUM_ITEM_QUANTITY) { /* the length, in its place without a key */
        hum_value v;
        if (!hum_take_value(r, c, "a length", &v))
            return HUM_OK;
        if (v.dim != HUM_DIM_METRE || v.low <= 0 || v.high > 1e5) {
            hum_diags_say(r->d, v.dim == HUM_DIM_METRE ? HUM_D_OUT_OF_RANGE : HUM_D_WRONG_UNIT, it->span,
                          "a length such as 2 m or 6 ft", "this cannot be the length of a cable");
            return HUM_OK;
        }
        return hum_put_value(r, &cable->values, HUM_KEY_LENGTH, &v, 0);
    }
    if (hum_take(c, "stereo")) {
        cable->is_stereo = true;
        return HUM_OK;
    }
    if (hum_take(c, "screen")) {
        if (hum_take_choice(r, c, hum_screen_words, "a way to tie the screen", &choice))
            cable->screen = (hum_screen)choice;
        return HUM_OK;
    }
    if (hum_take(c, "pin3")) {
        hum_take_choice(r, c, pin3, "a way to wire pin 3", &cable->pin3);
        return HUM_OK;
    }
    HUM_TRY(hum_take_key(r, c, HUM_AT_CABLE, &cable->values, &known));
    if (!known)
        hum_tell_unknown_key(r, c, HUM_AT_CABLE, words);
    return HUM_OK;
}

static bool take_pin(hum_resolver *r, hum_cursor *c, hum_pin *pin)
{
    int v = HUM_PIN_OPEN;
    const hum_item *it = hum_at(c);
    if (it && it->kind == HUM_ITEM_QUANTITY && it->q.unit.n == 0 && it->q.low >= 1 && it->q.low <= 3) {
        *pin = it->q.low < 2 ? HUM_PIN_RETURN : it->q.low < 3 ? HUM_PIN_HOT : HUM_PIN_COLD;
        c->i++;
        return true;
    }
    if (!hum_take_choice(r, c, hum_pin_words, "a pin", &v))
        return false;
    *pin = (hum_pin)v;
    return true;
}

static hum_status take_wire(hum_resolver *r, const hum_statement *s, hum_cable *cable)
{
    static const hum_choice conductors[] = {{"core1", 0}, {"core2", 1}, {"core3", 2}, {"core4", 3},
                                            {"shield", HUM_SHIELD_CONDUCTOR}, {NULL, 0}};
    hum_cursor c = {s, 0};
    int conductor = 0;
    hum_wire w = {0};
    if (!hum_take(&c, "wire") || cable->n_wires >= HUM_WIRES_MAX) {
        hum_diags_say(r->d, HUM_D_BAD_WIRING, s->span, "for example: wire core1 hot -> hot",
                      "only wires stand below a cable, one for each conductor");
        return HUM_OK;
    }
    if (!hum_take_choice(r, &c, conductors, "a conductor", &conductor) || !take_pin(r, &c, &w.near) ||
        !hum_take_arrow(r, &c) || !take_pin(r, &c, &w.far))
        return HUM_OK;
    w.conductor = (uint32_t)conductor;
    for (size_t i = 0; i < cable->n_wires; i++) {
        if (cable->wires[i].conductor == w.conductor) {
            hum_diags_say(r->d, HUM_D_DUPLICATE, s->span, NULL, "this conductor is wired twice");
            return HUM_OK;
        }
    }
    cable->wires[cable->n_wires++] = w;
    return HUM_OK;
}

hum_status hum_resolve_cable(hum_resolver *r, const hum_statement *s)
{
    hum_cursor c = {s, 1};
    hum_cable fresh = {.span = s->span, .from = HUM_NONE, .to = HUM_NONE};
    if (!take_ends(r, &c, &fresh))
        return HUM_OK;
    hum_cable *cable = find_cable(r->m, &fresh);
    bool exists = cable != NULL;
    if (exists && !r->is_amending) {
        hum_diags_say(r->d, HUM_D_DUPLICATE, s->span, NULL, "this cable is already there");
        return HUM_OK;
    }
    if (!exists) {
        HUM_PUSH(r->a, r->m, cables, n_cables, cap_cables, fresh);
        cable = &r->m->cables[r->m->n_cables - 1];
    }
    HUM_TRY(take_type(r, &c, cable, exists));
    while (hum_at(&c))
        HUM_TRY(take_cable_key(r, &c, cable));
    if (s->children)
        cable->n_wires = 0;
    for (const hum_statement *line = s->children; line; line = line->next)
        HUM_TRY(take_wire(r, line, cable));
    hum_value length = hum_values_get(&cable->values, HUM_KEY_LENGTH);
    if (!hum_value_stated(&length))
        hum_diags_say(r->d, HUM_D_MISSING, s->span, "for example: cable pre.main -> amp.line rca 5 m",
                      "the length of this cable is missing");
    return HUM_OK;
}

/* --- bonds ------------------------------------------------------------------------------------------- */

hum_status hum_resolve_bond(hum_resolver *r, const hum_statement *s)
{
    hum_cursor c = {s, 1};
    hum_bond b = {.span = s->span, .from_box = HUM_NONE, .to_box = HUM_NONE, .to_ground = HUM_NONE};
    if (!hum_take_word(r, &c, "a box", &b.from_name, &b.from_span) || !hum_take_arrow(r, &c) ||
        !hum_take_word(r, &c, "a box or a ground", &b.to_name, &b.to_span))
        return HUM_OK;
    while (hum_at(&c)) {
        bool known = false;
        HUM_TRY(hum_take_key(r, &c, HUM_AT_BOND, &b.values, &known));
        if (!known)
            hum_tell_unknown_key(r, &c, HUM_AT_BOND, "for example: bond pre -> amp r 20 mohm");
    }
    HUM_PUSH(r->a, r->m, bonds, n_bonds, cap_bonds, b);
    return HUM_OK;
}

/* --- listeners --------------------------------------------------------------------------------------- */

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
        hum_diags_say(r->d, HUM_D_UNKNOWN_DEVICE, span, "humdinger catalogue lists what is known",
                      "no %s '%.*s' in the catalogue", type, HUM_FMT(name));
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

hum_status hum_resolve_listener(hum_resolver *r, const hum_statement *s, bool is_headphones)
{
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

/* --- removal ----------------------------------------------------------------------------------------- */

#define REMOVE_AT(m, items, n_items, i)                                                                      \
    do {                                                                                                     \
        for (size_t k_ = (i); k_ + 1 < (m)->n_items; k_++)                                                   \
            (m)->items[k_] = (m)->items[k_ + 1];                                                             \
        (m)->n_items--;                                                                                      \
    } while (0)

static void tell_not_there(hum_resolver *r, hum_span span, const char *what)
{
    hum_diags_say(r->d, HUM_D_UNKNOWN_NAME, span, "it must be written as in the system it is removed from",
                  "there is no such %s to remove", what);
}

static hum_status remove_cable(hum_resolver *r, hum_cursor *c)
{
    hum_cable like = {0};
    if (!take_ends(r, c, &like))
        return HUM_OK;
    hum_cable *cable = find_cable(r->m, &like);
    if (cable)
        REMOVE_AT(r->m, cables, n_cables, (size_t)(cable - r->m->cables));
    else
        tell_not_there(r, hum_span_join(like.from_span, like.to_span), "cable");
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
    else
        hum_diags_say(r->d, HUM_D_UNKNOWN_WORD, hum_here(&c), "for example: remove cable pre.main -> amp.line",
                      "what can be removed is a cable, ground, bond, speaker or headphones");
    return HUM_OK;
}

/* Cables: their ends, their type from the catalogue, their keys and wires. */
#include "model/resolver.h"

bool hum_take_cable_ends(hum_resolver *r, hum_cursor *c, hum_cable *cable)
{
    if (!hum_take_word(r, c, "an output such as pre.main", &cable->from_name, &cable->from_span) ||
        !hum_take_arrow(r, c) ||
        !hum_take_word(r, c, "an input such as amp.line", &cable->to_name, &cable->to_span))
        return false;
    cable->id = hum_text_format(r->a, "%.*s->%.*s", HUM_FMT(cable->from_name), HUM_FMT(cable->to_name));
    return true;
}

hum_cable *hum_find_cable(const hum_model *m, hum_text id)
{
    uint32_t index;
    return hum_names_find(&m->cable_names, id, &index) ? &m->cables[index] : NULL;
}

static bool is_typical_type(hum_text t, hum_cable *c, const char **title)
{
    static const struct {
        const char *word;
        hum_cable_kind kind;
        const char *title;
        hum_plugs plugs;
    } types[] = {{"rca", HUM_CABLE_COAX, "a typical RCA cable", HUM_PLUGS_ANY},
                 {"coax", HUM_CABLE_COAX, "a typical coaxial cable", HUM_PLUGS_ANY},
                 {"xlr", HUM_CABLE_PAIR, "a typical XLR cable", HUM_PLUGS_ANY},
                 {"trs", HUM_CABLE_PAIR, "a typical TRS cable", HUM_PLUGS_ANY},
                 {"pair", HUM_CABLE_PAIR, "a typical shielded pair", HUM_PLUGS_ANY},
                 {"quad", HUM_CABLE_QUAD, "a typical star quad", HUM_PLUGS_ANY},
                 {"ribbon", HUM_CABLE_RIBBON, "three wires side by side", HUM_PLUGS_ANY},
                 {"unshielded", HUM_CABLE_UNSHIELDED, "two wires without a shield", HUM_PLUGS_ANY},
                 {"usb", HUM_CABLE_COAX, "a typical USB cable", HUM_PLUGS_USB},
                 {"hdmi", HUM_CABLE_COAX, "a typical HDMI cable", HUM_PLUGS_HDMI},
                 {"ethernet", HUM_CABLE_UNSHIELDED, "a typical Ethernet cable without a shield", HUM_PLUGS_ETHERNET},
                 {"ethernet-shielded", HUM_CABLE_PAIR, "a typical Ethernet cable with a shield", HUM_PLUGS_ETHERNET},
                 {"optical", HUM_CABLE_UNSHIELDED, "an optical cable", HUM_PLUGS_OPTICAL}};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (hum_text_is(t, types[i].word)) {
            c->kind = types[i].kind;
            c->plugs = types[i].plugs;
            *title = types[i].title;
            return true;
        }
    }
    return false;
}

/* A word of a list; one that is not of it is told once and passed over. */
static bool take_word_of(hum_resolver *r, hum_cursor *c, const hum_choice *list, const char *what, int *choice)
{
    if (hum_take_choice(r, c, list, what, choice))
        return true;
    c->i += hum_at(c) != NULL;
    return false;
}

/* What it is made of, in words: the same on a cable and in its catalogue entry. */
static bool take_making(hum_resolver *r, hum_cursor *c, hum_cable *cable)
{
    int choice;
    if (hum_take(c, "metal")) {
        if (take_word_of(r, c, hum_metal_words, "a metal of cores", &choice))
            cable->metal = (hum_metal)choice;
        return true;
    }
    if (hum_take(c, "pairing")) {
        if (take_word_of(r, c, hum_pairing_words, "a way to join the cores of a star quad", &choice))
            cable->has_neighbours_joined = choice;
        return true;
    }
    if (hum_take(c, "shielding")) {
        if (take_word_of(r, c, hum_shielding_words, "a way to make a shield", &choice))
            cable->shielding = (hum_shielding)choice;
        return true;
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
                if (hum_take_choice(r, &c, hum_kind_words, "a kind of cable", &kind)) {
                    cable->kind = HUM_KIND_OF_WORD(kind);
                    cable->plugs = HUM_PLUGS_OF_WORD(kind);
                }
                continue;
            }
            if (take_making(r, &c, cable))
                continue;
            HUM_TRY(hum_take_key(r, &c, HUM_AT_CABLE, &cable->values, &known));
            if (!known)
                hum_tell_unknown_key(r, &c, HUM_AT_CABLE, "");
            known = true;
        }
    }
    return HUM_OK;
}

static bool is_cable_word(hum_text t)
{
    static const char *const words[] = {"screen", "pin3", "stereo", "metal", "shielding", "pairing"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (hum_text_is(t, words[i]))
            return true;
    return false;
}

static hum_status take_type(hum_resolver *r, hum_cursor *c, hum_cable *cable, bool may_lack)
{
    const hum_item *it = hum_at(c);
    hum_key key;
    const char *title = "";
    bool is_key = !it || it->kind != HUM_ITEM_WORD || hum_key_find(it->text, HUM_AT_CABLE, &key) || is_cable_word(it->text);
    if (may_lack && is_key)
        return HUM_OK;
    hum_span span;
    hum_text before = cable->type;
    if (!hum_take_word(r, c, "the type of the cable, such as rca, xlr or canare/l-4e6s,", &cable->type, &span))
        return HUM_OK;
    if (may_lack && hum_text_eq(cable->type, before))
        return HUM_OK; /* the same type again amends what is there */
    cable->plugs = HUM_PLUGS_ANY;
    cable->is_typical = is_typical_type(cable->type, cable, &title);
    cable->values.n = 0; /* another type starts afresh */
    cable->metal = HUM_METAL_UNSTATED;
    cable->shielding = HUM_SHIELDING_UNSTATED;
    cable->has_neighbours_joined = false;
    if (cable->is_typical) {
        cable->title = hum_text_of(title);
        return HUM_OK;
    }
    const hum_statement *s = NULL;
    HUM_TRY(hum_files_entry(r->files, HUM_LOAD_CABLE, cable->type, "cable-type", r->d, &s));
    if (!s) {
        hum_diags_say(r->d, HUM_D_UNKNOWN_CABLE, span,
                      "rca, xlr, trs, pair, coax, quad, unshielded, ribbon, usb, hdmi, ethernet, ethernet-shielded, optical, or a name that "
                      "'humdinger catalogue' lists",
                      "unknown kind of cable '%.*s'", HUM_FMT(cable->type));
        return HUM_OK;
    }
    return apply_cable_type(r, s, cable);
}

/* The length, in its place without a key. One that cannot be is told and counts as unknown. */
static hum_status take_length(hum_resolver *r, hum_cursor *c, hum_cable *cable)
{
    hum_span span = hum_here(c);
    hum_value v = {.certainty = HUM_ABSENT};
    bool is_read = hum_take_value(r, c, "a length", &v);
    bool is_known = is_read && v.certainty != HUM_UNKNOWN;
    if (is_known && (v.dim != HUM_DIM_METRE || v.low <= 0 || v.high > 1e4)) {
        hum_diags_say(r->d, v.dim == HUM_DIM_METRE ? HUM_D_OUT_OF_RANGE : HUM_D_WRONG_UNIT, span,
                      "a length such as 2 m or 6 ft", "this cannot be the length of a cable");
        is_read = false;
    }
    if (!is_read)
        v = (hum_value){.certainty = HUM_UNKNOWN, .span = span};
    v.dim = HUM_DIM_METRE;
    return hum_put_value(r, &cable->values, HUM_KEY_LENGTH, &v, 0);
}

static hum_status take_cable_key(hum_resolver *r, hum_cursor *c, hum_cable *cable)
{
    static const hum_choice pin3[] = {{"open", 1}, {"ground", 2}, {NULL, 0}};
    static const char words[] = "a cable has length, core, shield, c, contact, screen, pin3, isolated, stereo ...";
    const hum_item *it = hum_at(c);
    bool known = false;
    int choice = 0;
    if (it->kind == HUM_ITEM_QUANTITY || it->kind == HUM_ITEM_UNKNOWN)
        return take_length(r, c, cable);
    if (hum_take(c, "stereo")) {
        cable->is_stereo = true;
        return HUM_OK;
    }
    if (hum_take(c, "screen")) {
        if (hum_take_choice(r, c, hum_screen_words, "a way to tie the screen", &choice))
            cable->screen = (hum_screen)choice;
        return HUM_OK;
    }
    if (take_making(r, c, cable))
        return HUM_OK;
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
    hum_wired w = {0};
    if (!hum_take(&c, "wire") || cable->n_wires >= HUM_WIRED_MAX) {
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
    if (!hum_take_cable_ends(r, &c, &fresh)) {
        r->lacks_names = true;
        return HUM_OK;
    }
    if (!fresh.id.p)
        return HUM_E_NOMEM;
    hum_cable *cable = hum_find_cable(r->m, fresh.id);
    bool exists = cable != NULL;
    if (exists && !r->is_amending) {
        hum_diags_say(r->d, HUM_D_DUPLICATE, s->span, NULL, "this cable is already there");
        return HUM_OK;
    }
    if (!exists) {
        HUM_TRY(hum_names_put(r->a, &r->m->cable_names, fresh.id, (uint32_t)r->m->n_cables));
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
    if (cable->has_neighbours_joined && cable->kind != HUM_CABLE_QUAD)
        hum_diags_say(r->d, HUM_D_ODD_VALUE, s->span, "leave out pairing", "only a star quad has cores to pair");
    hum_value length = hum_values_get(&cable->values, HUM_KEY_LENGTH);
    if (!hum_value_stated(&length) && cable->type.n) /* without a type that has been told */
        hum_diags_say(r->d, HUM_D_MISSING, hum_here(&c), "for example: cable pre.main -> amp.line rca 5 m",
                      "the length of this cable is missing");
    return HUM_OK;
}

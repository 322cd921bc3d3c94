/* Boxes: the box line, what stands below it, and modes; devices of the catalogue are applied first, then what the file says. */
#include "model/resolver.h"

enum { BOXES_MAX = 8192 };

/* --- gains, selection -------------------------------------------------------------------------------- */

static hum_status resolve_gain(hum_resolver *r, const hum_statement *s, hum_box *box)
{
    hum_cursor c = {s, 1};
    hum_gain g = {.in = HUM_NONE, .out = HUM_NONE, .span = s->span};
    const hum_item *it = hum_at(&c);
    if (it && it->kind == HUM_ITEM_WORD) {
        g.out_name = it->text;
        c.i++;
        it = hum_at(&c);
        if (it && it->kind == HUM_ITEM_ARROW) {
            c.i++;
            g.in_name = g.out_name;
            if (!hum_take_word(r, &c, "the name of an output", &g.out_name, NULL))
                return HUM_OK;
        }
    }
    it = hum_at(&c);
    if (!hum_take_value(r, &c, "a gain such as -20 dB", &g.db))
        return HUM_OK;
    if (g.db.certainty != HUM_UNKNOWN && (g.db.dim != HUM_DIM_DB || g.db.low < -300 || g.db.high > 300)) {
        hum_diags_say(r->d, g.db.dim == HUM_DIM_DB ? HUM_D_OUT_OF_RANGE : HUM_D_WRONG_UNIT, it->span,
                      "a gain is in dB, such as 29 dB", "this cannot be a gain");
        return HUM_OK;
    }
    if (hum_at(&c))
        hum_tell_unknown_key(r, &c, HUM_AT_BOX, "");
    HUM_PUSH(r->a, box, gains, n_gains, cap_gains, g);
    return HUM_OK;
}

static hum_status resolve_box_line(hum_resolver *r, const hum_statement *s, hum_box_place *at);

static hum_text chosen_mode(const hum_statement *device, hum_text wanted, bool *exists)
{
    hum_text first = {0};
    *exists = wanted.n == 0;
    for (const hum_statement *s = device->children; s; s = s->next) {
        if (s->n_items < 2 || !hum_text_is(s->items[0].text, "mode") || s->items[1].kind != HUM_ITEM_WORD)
            continue;
        if (!first.n)
            first = s->items[1].text;
        if (wanted.n && hum_text_eq(s->items[1].text, wanted))
            *exists = true;
    }
    return wanted.n ? wanted : first;
}

/* The lines of a device and of one of its modes. */
static hum_status apply_lines(hum_resolver *r, const hum_statement *s, hum_box_place *at, hum_text mode)
{
    for (const hum_statement *line = s->children; line; line = line->next) {
        bool is_mode = line->n_items >= 2 && hum_text_is(line->items[0].text, "mode");
        if (!is_mode)
            HUM_TRY(resolve_box_line(r, line, at));
        if (is_mode && hum_text_eq(line->items[1].text, mode))
            for (const hum_statement *l = line->children; l; l = l->next)
                HUM_TRY(resolve_box_line(r, l, at));
    }
    return HUM_OK;
}

static hum_status resolve_box_line(hum_resolver *r, const hum_statement *s, hum_box_place *at)
{
    static const char help[] = "below a box stand: in, out, gain, select, mode, source";
    hum_text word = s->items[0].kind == HUM_ITEM_WORD ? s->items[0].text : (hum_text){0};
    if (s->children && !hum_text_is(word, "mode"))
        hum_diags_say(r->d, HUM_D_BAD_INDENT, s->children->span, NULL, "nothing can stand below this line");
    if (hum_text_is(word, "in"))
        return hum_resolve_port(r, s, at, false);
    if (hum_text_is(word, "out"))
        return hum_resolve_port(r, s, at, true);
    if (hum_text_is(word, "gain"))
        return resolve_gain(r, s, at->box);
    if (hum_text_is(word, "source") || hum_text_is(word, "mode"))
        return HUM_OK; /* sources are read by the lint, modes by apply_lines */
    if (hum_text_is(word, "select")) {
        hum_cursor c = {s, 1};
        hum_take_word(r, &c, "the name of an input", &at->box->select_name, &at->box->select_span);
        return HUM_OK;
    }
    at->box->lacks_ports = true;
    hum_diags_say(r->d, HUM_D_UNKNOWN_STATEMENT, s->items[0].span, help, "unknown line '%.*s' below a box",
                  HUM_FMT(word));
    return HUM_OK;
}

/* --- the box line ------------------------------------------------------------------------------------ */

static void take_plug(hum_resolver *r, hum_cursor *c, hum_box *b)
{
    static const hum_choice words[] = {{"3-pin", HUM_PLUG_3_PIN}, {"2-pin", HUM_PLUG_2_PIN},
                                       {"battery", HUM_PLUG_BATTERY}, {"usb", HUM_PLUG_USB}, {NULL, 0}};
    hum_span span = hum_here(c);
    int plug = 0;
    if (!hum_take_choice(r, c, words, "a plug", &plug))
        return;
    bool is_unplugged = b->is_portable && plug == HUM_PLUG_BATTERY; /* no mains, so nothing to protect against */
    if (r->is_amending && b->plug == HUM_PLUG_3_PIN && plug != HUM_PLUG_3_PIN && !is_unplugged) {
        hum_diags_say(r->d, HUM_D_EARTH_LIFTED, span,
                      plug == HUM_PLUG_BATTERY ? "what has a battery to run on is 'portable'; any other three-pin box needs its earth"
                                               : "a three-pin box needs its earth: a fault inside would make the chassis live. Break "
                                                 "the signal path instead, with a transformer or a balanced input",
                      "this would lift the protective earth of '%.*s'", HUM_FMT(b->id));
        return;
    }
    b->plug = (hum_plug)plug;
    b->is_flipped = hum_take(c, "flipped");
}

static hum_status take_attachment(hum_resolver *r, hum_cursor *c, hum_box *b)
{
    hum_attachment at = {.ground = HUM_NONE, .isolated = {.certainty = HUM_ABSENT}};
    if (!hum_take_word(r, c, "the name of a ground", &at.name, &at.span))
        return HUM_OK;
    if (hum_take(c, "isolated")) {
        hum_span span = hum_here(c);
        if (!hum_take_value(r, c, "a capacitance such as 50 pF", &at.isolated))
            return HUM_OK;
        if (at.isolated.dim != HUM_DIM_FARAD || at.isolated.low <= 0) {
            hum_diags_say(r->d, HUM_D_WRONG_UNIT, span, "for example: ground catv isolated 50 pF",
                          "'isolated' wants the capacitance of the isolator");
            return HUM_OK;
        }
    }
    for (size_t i = 0; i < b->n_grounds; i++) {
        if (hum_text_eq(b->grounds[i].name, at.name)) {
            b->grounds[i] = at;
            return HUM_OK;
        }
    }
    HUM_PUSH(r->a, b, grounds, n_grounds, cap_grounds, at);
    return HUM_OK;
}

static hum_status take_box_key(hum_resolver *r, hum_cursor *c, hum_box *b)
{
    static const char words[] = "a box has plug, outlet, leakage, ground, lift, mix, portable, like, mode; what an input or output has is said "
                                "on its own line below: out rca max 2 V";
    bool known = false;
    if (hum_take(c, "plug")) {
        take_plug(r, c, b);
        return HUM_OK;
    }
    if (hum_take(c, "outlet")) {
        hum_take_word(r, c, "the name of an outlet", &b->outlet_name, &b->outlet_span);
        return HUM_OK;
    }
    if (hum_take(c, "ground"))
        return take_attachment(r, c, b);
    if (hum_take(c, "mix")) {
        b->mixes = true;
        return HUM_OK;
    }
    if (hum_take(c, "portable")) {
        b->is_portable = true;
        return HUM_OK;
    }
    HUM_TRY(hum_take_key(r, c, HUM_AT_BOX, &b->values, &known));
    if (!known)
        hum_tell_unknown_key(r, c, HUM_AT_BOX, words);
    return HUM_OK;
}

typedef struct likeness {
    hum_text device;
    hum_span device_span;
    hum_text mode;
    hum_span mode_span;
} likeness;

static void take_likeness(hum_resolver *r, hum_cursor *c, likeness *like, bool *taken)
{
    *taken = true;
    if (hum_take(c, "like"))
        hum_take_word(r, c, "a device of the catalogue such as benchmark/dac3", &like->device, &like->device_span);
    else if (hum_take(c, "mode"))
        hum_take_word(r, c, "the name of a mode", &like->mode, &like->mode_span);
    else
        *taken = false;
}

/* `like` and `mode` may stand anywhere on the line, but are applied first. */
static void find_likeness(hum_resolver *r, const hum_statement *s, size_t first, likeness *like)
{
    hum_cursor c = {s, first};
    while (hum_at(&c)) {
        bool taken;
        take_likeness(r, &c, like, &taken);
        c.i += !taken;
    }
}

static hum_status apply_keys(hum_resolver *r, const hum_statement *s, size_t first, hum_box *b)
{
    hum_cursor c = {s, first};
    while (hum_at(&c)) {
        likeness ignored = {0};
        bool taken;
        take_likeness(r, &c, &ignored, &taken);
        if (!taken)
            HUM_TRY(take_box_key(r, &c, b));
    }
    return HUM_OK;
}

/* A variant turns the switch: what the device said in its old mode is gone, what the file says of the box stays. */
static hum_status turn_switch(hum_resolver *r, hum_box *b, const hum_statement *device, hum_box_place *at, hum_text mode)
{
    hum_values *own;
    size_t n_ports = b->n_ports;
    hum_gain *gains = b->gains;
    size_t n_gains = b->n_gains;
    HUM_ALLOC(own, r->a, hum_values, n_ports + 1);
    for (size_t i = 0; i < n_ports; i++)
        HUM_TRY(hum_values_split(r->a, &r->m->ports[b->ports[i]].values, device->span.file, &own[i]));
    b->gains = NULL;
    b->n_gains = b->cap_gains = 0;
    HUM_TRY(apply_lines(r, device, at, mode));
    for (size_t i = 0; i < n_ports; i++)
        HUM_TRY(hum_values_overlay(r->a, &r->m->ports[b->ports[i]].values, &own[i]));
    for (size_t i = 0; i < n_gains; i++)
        if (gains[i].span.file != device->span.file)
            HUM_PUSH(r->a, b, gains, n_gains, cap_gains, gains[i]);
    return HUM_OK;
}

static hum_status apply_device(hum_resolver *r, hum_box *b, uint32_t index, const likeness *like)
{
    const hum_statement *device = NULL;
    hum_text name = like->device.n ? like->device : b->device;
    hum_span span = like->device.n ? like->device_span : like->mode_span;
    if (!name.n) {
        hum_diags_say(r->d, HUM_D_UNKNOWN_WORD, span, "a mode belongs to a device: box amp like benchmark/ahb2 mode low",
                      "this box has no modes");
        return HUM_OK;
    }
    HUM_TRY(hum_files_entry(r->files, HUM_LOAD_DEVICE, name, "device", r->d, &device));
    if (!device) {
        b->lacks_ports = true;
        hum_say_not_listed(r, span, "device", name);
        return HUM_OK;
    }
    bool exists;
    hum_text mode = chosen_mode(device, like->mode, &exists);
    b->lacks_ports |= !exists;
    if (!exists)
        hum_diags_say(r->d, HUM_D_UNKNOWN_WORD, like->mode_span, NULL, "'%.*s' has no mode '%.*s'", HUM_FMT(name),
                      HUM_FMT(like->mode));
    hum_box_place at = {b, index, device, true};
    b->device = name;
    if (!like->device.n)
        return turn_switch(r, b, device, &at, mode);
    size_t first = 2;
    if (device->n_items > 2 && device->items[2].kind == HUM_ITEM_TEXT) {
        if (!b->title.n)
            b->title = device->items[2].text;
        first = 3;
    }
    HUM_TRY(apply_keys(r, device, first, b));
    return apply_lines(r, device, &at, mode);
}

static hum_status find_or_add_box(hum_resolver *r, hum_text id, hum_span span, hum_box **out, uint32_t *index)
{
    *out = NULL;
    if (hum_names_find(&r->m->box_names, id, index)) {
        if (!r->is_amending) {
            hum_diags_say(r->d, HUM_D_DUPLICATE, span, "give each box its own name", "box '%.*s' is already there",
                          HUM_FMT(id));
            return HUM_OK;
        }
        *out = &r->m->boxes[*index];
        return HUM_OK;
    }
    if (r->m->n_boxes >= BOXES_MAX) {
        hum_diags_say(r->d, HUM_D_TOO_LARGE, span, NULL, "more than %d boxes", BOXES_MAX);
        return HUM_E_INPUT; /* said once, not for each of the rest */
    }
    hum_box b = {.id = id, .span = span, .outlet = HUM_NONE, .selected = HUM_NONE};
    *index = (uint32_t)r->m->n_boxes;
    HUM_PUSH(r->a, r->m, boxes, n_boxes, cap_boxes, b);
    HUM_TRY(hum_names_put(r->a, &r->m->box_names, id, *index));
    *out = &r->m->boxes[*index];
    return HUM_OK;
}

static bool is_good_id(hum_resolver *r, hum_text id, hum_span span)
{
    for (size_t i = 0; i < id.n; i++) {
        if (id.p[i] == '.' || id.p[i] == '/') {
            hum_diags_say(r->d, HUM_D_UNEXPECTED, span, "for example: box pre \"Preamp\"",
                          "a name cannot have '%c' in it", id.p[i]);
            return false;
        }
    }
    return true;
}

hum_status hum_resolve_box(hum_resolver *r, const hum_statement *s)
{
    hum_cursor c = {s, 1};
    hum_text id;
    hum_span span;
    hum_box *b;
    uint32_t index;
    if (!hum_take_word(r, &c, "the name of a box", &id, &span) || !is_good_id(r, id, span)) {
        r->lacks_names = true;
        return HUM_OK;
    }
    HUM_TRY(find_or_add_box(r, id, span, &b, &index));
    if (!b)
        return HUM_OK;
    const hum_item *it = hum_at(&c);
    if (it && it->kind == HUM_ITEM_TEXT) {
        b->title = it->text;
        c.i++;
    }
    likeness like = {0};
    find_likeness(r, s, c.i, &like);
    if (like.device.n || like.mode.n)
        HUM_TRY(apply_device(r, b, index, &like));
    HUM_TRY(apply_keys(r, s, c.i, b));
    hum_box_place at = {b, index, s, false};
    for (const hum_statement *line = s->children; line; line = line->next)
        HUM_TRY(resolve_box_line(r, line, &at));
    return HUM_OK;
}

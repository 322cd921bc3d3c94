/* Boxes: the box line, its ports, gains and modes; devices of the catalogue are applied first, then what the file says. */
#include "model/resolver.h"

enum { BOXES_MAX = 8192 };

typedef struct port_place {
    hum_box *box;
    uint32_t box_index;
    const hum_statement *box_statement;
    bool is_device; /* lines of a device may be overridden without being said twice */
} port_place;


/* --- ports ------------------------------------------------------------------------------------------- */

static hum_status take_pin1(hum_resolver *r, hum_cursor *c, hum_port *p)
{
    static const hum_choice words[] = {{"chassis", HUM_PIN1_CHASSIS}, {"signal", HUM_PIN1_SIGNAL},
                                       {"lift", HUM_PIN1_LIFT},       {NULL, 0}};
    const hum_item *it = hum_at(c);
    hum_value v;
    if (it && it->kind == HUM_ITEM_QUANTITY) {
        if (!hum_take_value(r, c, "a capacitance such as 10 nF", &v))
            return HUM_OK;
        if (v.dim != HUM_DIM_FARAD || v.low <= 0) {
            hum_diags_say(r->d, HUM_D_WRONG_UNIT, it->span, "for example: pin1 10 nF, or pin1 chassis",
                          "'pin1' wants chassis, signal, lift or a capacitance");
            return HUM_OK;
        }
        p->pin1 = HUM_PIN1_CAPACITOR;
        return hum_put_value(r, &p->values, HUM_KEY_PIN1_C, &v, 0);
    }
    int word = 0;
    if (!hum_take_choice(r, c, words, "a way to wire pin 1", &word))
        return HUM_OK;
    p->pin1 = (hum_pin1)word;
    it = hum_at(c);
    if (p->pin1 != HUM_PIN1_SIGNAL || !it || (it->kind != HUM_ITEM_QUANTITY && it->kind != HUM_ITEM_UNKNOWN))
        return HUM_OK;
    if (!hum_take_value(r, c, "a resistance such as 10 mohm", &v))
        return HUM_OK;
    if (v.certainty != HUM_UNKNOWN && (v.dim != HUM_DIM_OHM || v.low < 0)) {
        hum_diags_say(r->d, HUM_D_WRONG_UNIT, it->span, "for example: pin1 signal 10 mohm",
                      "'pin1 signal' wants a resistance");
        return HUM_OK;
    }
    return hum_put_value(r, &p->values, HUM_KEY_PIN1_R, &v, 0);
}

static hum_status take_transformer(hum_resolver *r, hum_cursor *c, hum_values *values, hum_load_kind kind,
                                   const char *word, hum_where where)
{
    hum_text name;
    hum_span span;
    const hum_statement *s = NULL;
    if (!hum_take_word(r, c, "a name of the catalogue such as jensen/jt-11p-1", &name, &span))
        return HUM_OK;
    HUM_TRY(hum_files_entry(r->files, kind, name, word, r->d, &s));
    if (!s) {
        hum_diags_say(r->d, HUM_D_UNKNOWN_DEVICE, span, "humdinger catalogue lists what is known",
                      "no %s '%.*s' in the catalogue", word, HUM_FMT(name));
        return HUM_OK;
    }
    hum_cursor k = {s, 2};
    if (hum_at(&k) && hum_at(&k)->kind == HUM_ITEM_TEXT)
        k.i++;
    const hum_statement *line = s;
    for (const hum_statement *child = s->children; line; line = child, child = child ? child->next : NULL) {
        if (line != s)
            k = (hum_cursor){line, 0};
        bool known = true;
        if (hum_take(&k, "source"))
            continue;
        while (known && hum_at(&k))
            HUM_TRY(hum_take_key(r, &k, where, values, &known));
        if (!child && line != s)
            break;
    }
    return HUM_OK;
}

static hum_status take_port_word(hum_resolver *r, hum_cursor *c, hum_port *p, bool *taken)
{
    static const hum_choice pin3[] = {{"open", 0}, {"ground", 1}, {NULL, 0}};
    *taken = true;
    if (hum_take(c, "pin1"))
        return take_pin1(r, c, p);
    if (!p->is_output && hum_take(c, "pin3")) {
        int v = 0;
        if (hum_take_choice(r, c, pin3, "a way to wire pin 3", &v))
            p->pin3_grounded = v == 1;
        return HUM_OK;
    }
    if (!p->is_output && hum_take(c, "like"))
        return take_transformer(r, c, &p->values, HUM_LOAD_DEVICE, "transformer-type", HUM_AT_TRANSFORMER);
    if (!p->is_output && hum_take(c, "opamp"))
        return take_transformer(r, c, &p->values, HUM_LOAD_DEVICE, "opamp-type", HUM_AT_OPAMP);
    *taken = false;
    return HUM_OK;
}

static hum_status take_port_keys(hum_resolver *r, hum_cursor *c, hum_port *p)
{
    hum_where where = p->is_output ? HUM_AT_OUTPUT : HUM_AT_INPUT;
    while (hum_at(c)) {
        bool taken = false;
        HUM_TRY(take_port_word(r, c, p, &taken));
        if (!taken)
            HUM_TRY(hum_take_key(r, c, where, &p->values, &taken));
        if (!taken)
            hum_tell_unknown_key(r, c, where, "a port has z, max, noise, pin1 ...; docs/language.md lists the keys");
    }
    return HUM_OK;
}

static hum_status new_port(hum_resolver *r, port_place *at, hum_text name, hum_span span, bool is_output,
                           uint32_t *index)
{
    hum_port p = {.name = name,
                  .id = hum_text_format(r->a, "%.*s.%.*s", HUM_FMT(at->box->id), HUM_FMT(name)),
                  .span = span,
                  .box = at->box_index,
                  .is_output = is_output,
                  .cable = HUM_NONE};
    if (!p.id.p)
        return HUM_E_NOMEM;
    *index = (uint32_t)r->m->n_ports;
    HUM_PUSH(r->a, r->m, ports, n_ports, cap_ports, p);
    HUM_PUSH(r->a, at->box, ports, n_ports, cap_ports, *index);
    return hum_names_put(r->a, &at->box->port_names, name, *index);
}

static bool is_topology_word(const hum_item *it, bool is_output, int *topology)
{
    return it && it->kind == HUM_ITEM_WORD &&
           hum_choice_find(is_output ? hum_output_words : hum_input_words, it->text, topology);
}

/* What most people call it, in the words of the language. */
static const char *topology_help(hum_text said, bool is_output)
{
    bool is_balanced = hum_text_is(said, "balanced") || hum_text_is(said, "xlr") || hum_text_is(said, "XLR") || hum_text_is(said, "trs");
    bool is_single = hum_text_is(said, "single-ended") || hum_text_is(said, "rca") || hum_text_is(said, "RCA");
    if (is_single)
        return "write unbalanced";
    if (!is_balanced)
        return NULL;
    return is_output ? "balanced outputs are symmetric (the usual one), impedance-balanced, cross-coupled, transformer or inverted"
                     : "balanced inputs are difference (the usual one), instrumentation, bootstrapped or transformer";
}

/* A word in the topology's place that is neither a topology nor a key is most likely a misspelled topology. */
static bool tell_bad_topology(hum_resolver *r, hum_cursor *c, bool is_output)
{
    const hum_item *it = hum_at(c);
    hum_key key;
    hum_where where = is_output ? HUM_AT_OUTPUT : HUM_AT_INPUT;
    if (!it || it->kind != HUM_ITEM_WORD || hum_key_find(it->text, where, &key) || hum_text_is(it->text, "pin1") ||
        hum_text_is(it->text, "pin3") || hum_text_is(it->text, "like") || hum_text_is(it->text, "opamp"))
        return false;
    hum_text words = hum_choice_list(r->a, is_output ? hum_output_words : hum_input_words);
    const char *meant = topology_help(it->text, is_output);
    hum_diags_add(r->d, HUM_D_UNKNOWN_WORD, it->span,
                  hum_text_format(r->a, "'%.*s' is not a kind of %s", HUM_FMT(it->text), is_output ? "output" : "input"),
                  meant ? hum_text_of(meant) : hum_text_format(r->a, "one of: %.*s", HUM_FMT(words)));
    c->i++;
    return true;
}

static hum_status resolve_port(hum_resolver *r, const hum_statement *s, port_place *at, bool is_output)
{
    hum_cursor c = {s, 1};
    hum_text name;
    hum_span span;
    uint32_t index;
    if (!hum_take_word(r, &c, "the name of the port", &name, &span))
        return HUM_OK;
    bool exists = hum_names_find(&at->box->port_names, name, &index);
    if (!exists)
        HUM_TRY(new_port(r, at, name, span, is_output, &index));
    hum_port *p = &r->m->ports[index];
    if (exists && p->said_in == at->box_statement && !at->is_device) {
        hum_diags_say(r->d, HUM_D_DUPLICATE, span, "give each port of a box its own name",
                      "port '%.*s' of this box is already there", HUM_FMT(name));
        return HUM_OK;
    }
    if (exists && p->is_output != is_output) {
        hum_diags_say(r->d, HUM_D_DUPLICATE, span, NULL, "'%.*s' is already an %s of this box", HUM_FMT(name),
                      p->is_output ? "output" : "input");
        return HUM_OK;
    }
    if (!at->is_device) {
        p->said_in = at->box_statement;
        p->span = span;
    }
    int topology = p->topology;
    if (is_topology_word(hum_at(&c), is_output, &topology)) {
        p->topology = topology;
        c.i++;
    } else {
        tell_bad_topology(r, &c, is_output);
    }
    return take_port_keys(r, &c, p);
}

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

static hum_status resolve_box_line(hum_resolver *r, const hum_statement *s, port_place *at);

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
static hum_status apply_lines(hum_resolver *r, const hum_statement *s, port_place *at, hum_text mode)
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

static hum_status resolve_box_line(hum_resolver *r, const hum_statement *s, port_place *at)
{
    static const char help[] = "below a box stand: in, out, gain, select, mode, source";
    hum_text word = s->items[0].kind == HUM_ITEM_WORD ? s->items[0].text : (hum_text){0};
    if (s->children && !hum_text_is(word, "mode"))
        hum_diags_say(r->d, HUM_D_BAD_INDENT, s->children->span, NULL, "nothing can stand below this line");
    if (hum_text_is(word, "in"))
        return resolve_port(r, s, at, false);
    if (hum_text_is(word, "out"))
        return resolve_port(r, s, at, true);
    if (hum_text_is(word, "gain"))
        return resolve_gain(r, s, at->box);
    if (hum_text_is(word, "source") || hum_text_is(word, "mode"))
        return HUM_OK; /* sources are read by the lint, modes by apply_lines */
    if (hum_text_is(word, "select")) {
        hum_cursor c = {s, 1};
        hum_take_word(r, &c, "the name of an input", &at->box->select_name, &at->box->select_span);
        return HUM_OK;
    }
    hum_diags_say(r->d, HUM_D_UNKNOWN_STATEMENT, s->items[0].span, help, "unknown line '%.*s' below a box",
                  HUM_FMT(word));
    return HUM_OK;
}

/* --- the box line ------------------------------------------------------------------------------------ */

static void take_plug(hum_resolver *r, hum_cursor *c, hum_box *b)
{
    static const hum_choice words[] = {{"3-pin", HUM_PLUG_3_PIN}, {"2-pin", HUM_PLUG_2_PIN},
                                       {"battery", HUM_PLUG_BATTERY}, {NULL, 0}};
    hum_span span = hum_here(c);
    int plug = 0;
    if (!hum_take_choice(r, c, words, "a plug", &plug))
        return;
    if (r->is_amending && b->plug == HUM_PLUG_3_PIN && plug != HUM_PLUG_3_PIN) {
        hum_diags_say(r->d, HUM_D_EARTH_LIFTED, span,
                      "a three-pin box needs its earth: a fault inside would make the chassis live. Break the signal "
                      "path instead, with a transformer or a balanced input",
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
    static const char words[] = "a box has plug, outlet, leakage, ground, lift, mix, like, mode; what an input or output has is said "
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
static hum_status turn_switch(hum_resolver *r, hum_box *b, const hum_statement *device, port_place *at, hum_text mode)
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
        hum_diags_say(r->d, HUM_D_UNKNOWN_DEVICE, span, "humdinger catalogue lists what is known",
                      "no device '%.*s' in the catalogue", HUM_FMT(name));
        return HUM_OK;
    }
    bool exists;
    hum_text mode = chosen_mode(device, like->mode, &exists);
    if (!exists)
        hum_diags_say(r->d, HUM_D_UNKNOWN_WORD, like->mode_span, NULL, "'%.*s' has no mode '%.*s'", HUM_FMT(name),
                      HUM_FMT(like->mode));
    port_place at = {b, index, device, true};
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
    if (!hum_take_word(r, &c, "the name of a box", &id, &span) || !is_good_id(r, id, span))
        return HUM_OK;
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
    port_place at = {b, index, s, false};
    for (const hum_statement *line = s->children; line; line = line->next)
        HUM_TRY(resolve_box_line(r, line, &at));
    return HUM_OK;
}

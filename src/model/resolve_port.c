/* Inputs and outputs of a box: the kind of stage, its values, pin 1, and the transformer or op-amp that it is made with. */
#include "model/resolver.h"

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
        hum_say_not_listed(r, span, word, name);
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
    if (!p->is_output && hum_take(c, "equalization")) {
        int v = 0;
        if (hum_take_choice(r, c, hum_equalization_words, "an equalization", &v))
            p->equalization = (hum_equalization)v;
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

static hum_status new_port(hum_resolver *r, hum_box_place *at, hum_text name, hum_span span, bool is_output,
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
    static const char *const digital[][2] = {{"toslink", "write optical"}, {"TOSLINK", "write optical"}, {"lan", "write ethernet"},
                                             {"rj45", "write ethernet"},   {"arc", "write hdmi"},        {"coaxial", "write spdif"}};
    for (size_t i = 0; i < sizeof digital / sizeof digital[0]; i++)
        if (hum_text_is(said, digital[i][0]))
            return digital[i][1];
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
        hum_text_is(it->text, "pin3") || hum_text_is(it->text, "equalization") || hum_text_is(it->text, "like") ||
        hum_text_is(it->text, "opamp"))
        return false;
    hum_text words = hum_choice_list(r->a, is_output ? hum_output_words : hum_input_words);
    const char *meant = topology_help(it->text, is_output);
    hum_diags_add(r->d, HUM_D_UNKNOWN_WORD, it->span,
                  hum_text_format(r->a, "'%.*s' is not a kind of %s", HUM_FMT(it->text), is_output ? "output" : "input"),
                  meant ? hum_text_of(meant) : hum_text_format(r->a, "one of: %.*s", HUM_FMT(words)));
    c->i++;
    return true;
}

hum_status hum_resolve_port(hum_resolver *r, const hum_statement *s, hum_box_place *at, bool is_output)
{
    hum_cursor c = {s, 1};
    hum_text name;
    hum_span span;
    uint32_t index;
    if (!hum_take_word(r, &c, "the name of the port", &name, &span)) {
        at->box->lacks_ports = true;
        return HUM_OK;
    }
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

/* Joining names to indices when every statement has been applied, and the order of the signal. */
#include "base/number.h"
#include "model/resolver.h"

bool hum_port_is_balanced(const hum_port *p)
{
    if (hum_port_is_digital(p))
        return p->topology == (p->is_output ? (int)HUM_OUT_AES3 : (int)HUM_IN_AES3);
    return p->is_output ? p->topology != HUM_OUT_UNBALANCED : p->topology != HUM_IN_UNBALANCED;
}

bool hum_port_is_digital(const hum_port *p)
{
    return p->topology >= (p->is_output ? (int)HUM_OUT_AES3 : (int)HUM_IN_AES3);
}

bool hum_model_port(const hum_model *m, hum_text id, char direction, uint32_t *port)
{
    size_t dot = 0;
    uint32_t box;
    while (dot < id.n && id.p[dot] != '.')
        dot++;
    if (!hum_names_find(&m->box_names, (hum_text){id.p, dot}, &box))
        return false;
    const hum_box *b = &m->boxes[box];
    if (dot < id.n) {
        if (!hum_names_find(&b->port_names, hum_text_behind(id, dot + 1), port))
            return false;
        return !direction || m->ports[*port].is_output == (direction == 'o');
    }
    size_t n = 0; /* "amp" alone, when it has just one such port */
    for (size_t i = 0; i < b->n_ports; i++) {
        if (!direction || m->ports[b->ports[i]].is_output == (direction == 'o')) {
            *port = b->ports[i];
            n++;
        }
    }
    return n == 1;
}

static hum_text list_ports(hum_resolver *r, const hum_box *b, bool is_output)
{
    hum_out o = hum_out_in(r->a);
    size_t n = 0;
    for (size_t i = 0; i < b->n_ports; i++) {
        const hum_port *p = &r->m->ports[b->ports[i]];
        if (p->is_output == is_output)
            hum_out_f(&o, "%s%.*s", n++ ? ", " : "", HUM_FMT(p->name));
    }
    if (!n)
        hum_out_f(&o, "no %s at all", is_output ? "output" : "input");
    return hum_out_part(&o);
}

static void tell_bad_port(hum_resolver *r, hum_text id, hum_span span, bool is_output)
{
    size_t dot = 0;
    uint32_t box;
    const char *kind = is_output ? "output" : "input";
    while (dot < id.n && id.p[dot] != '.')
        dot++;
    hum_text name = {id.p, dot};
    if (!hum_names_find(&r->m->box_names, name, &box)) {
        hum_text near = hum_names_nearest(&r->m->box_names, name);
        hum_tell_no_name(r, HUM_D_UNKNOWN_BOX, span, hum_text_format(r->a, "there is no box '%.*s'", HUM_FMT(name)),
                         near.n ? hum_text_format(r->a, "did you mean '%.*s'?", HUM_FMT(near)) : (hum_text){0});
        return;
    }
    if (r->lacks_names || r->m->boxes[box].lacks_ports)
        return;
    hum_text has = list_ports(r, &r->m->boxes[box], is_output);
    hum_text port = dot < id.n ? hum_text_behind(id, dot + 1) : (hum_text){0};
    hum_text message = port.n ? hum_text_format(r->a, "box '%.*s' has no %s '%.*s'", HUM_FMT(name), kind, HUM_FMT(port))
                              : hum_text_format(r->a, "which %s of box '%.*s'?", kind, HUM_FMT(name));
    hum_diags_add(r->d, HUM_D_UNKNOWN_PORT, span, message,
                  hum_text_format(r->a, "its %ss: %.*s", kind, HUM_FMT(has)));
}

/* --- what fits what ---------------------------------------------------------------------------------- */

bool hum_port_is_data(const hum_port *p)
{
    return p->topology >= (p->is_output ? (int)HUM_OUT_USB : (int)HUM_IN_USB);
}

hum_plugs hum_port_plugs(const hum_port *p)
{
    int first = p->is_output ? (int)HUM_OUT_USB : (int)HUM_IN_USB;
    return hum_port_is_data(p) ? (hum_plugs)((int)HUM_PLUGS_USB + p->topology - first) : HUM_PLUGS_ANY;
}

static const char *word_of(const hum_port *p)
{
    return hum_choice_word(p->is_output ? hum_output_words : hum_input_words, p->topology);
}

/* Two sockets that no cable joins: what stands between them is a box. */
static bool sockets_fit(hum_resolver *r, const hum_cable *c)
{
    const hum_port *from = &r->m->ports[c->from], *to = &r->m->ports[c->to];
    const hum_port *digital = hum_port_is_digital(to) ? to : from, *other = digital == to ? from : to;
    if (hum_port_is_digital(from) != hum_port_is_digital(to)) {
        hum_diags_add(r->d, HUM_D_DIGITAL_TO_ANALOG, c->to_span,
                      hum_text_format(r->a, "'%.*s' is digital and '%.*s' is not", HUM_FMT(digital->id), HUM_FMT(other->id)),
                      hum_text_format(r->a, "a converter stands between them, a box of its own; if '%.*s' is %s too, write: %s %.*s %s",
                                      HUM_FMT(other->id), word_of(digital), other->is_output ? "out" : "in", HUM_FMT(other->name),
                                      word_of(digital)));
        return false;
    }
    if (hum_port_plugs(from) == hum_port_plugs(to))
        return true;
    hum_diags_say(r->d, HUM_D_OTHER_DIGITAL, c->to_span,
                  "take sockets of the same kind, or put the converter between them as a box of its own",
                  "'%.*s' is %s and '%.*s' is %s: no cable makes one of the other", HUM_FMT(from->id), word_of(from),
                  HUM_FMT(to->id), word_of(to));
    return false;
}

/* Every network cable is known by its wires, whatever it was listed as. */
static bool is_network_cable(const hum_cable *c)
{
    return c->plugs == HUM_PLUGS_ANY && !c->is_typical && (c->kind == HUM_CABLE_PAIR || c->kind == HUM_CABLE_UNSHIELDED);
}

static bool cable_fits(hum_resolver *r, const hum_cable *c)
{
    static const char *const wanted[] = {[HUM_PLUGS_ANY] = "rca, xlr, coax ...: a data cable carries no audio voltage",
                                         [HUM_PLUGS_USB] = "usb, or a type of that kind such as generic/usb-24awg",
                                         [HUM_PLUGS_HDMI] = "hdmi, or a type of that kind such as generic/hdmi-30awg",
                                         [HUM_PLUGS_ETHERNET] = "ethernet, ethernet-shielded or a network cable such as generic/cat6",
                                         [HUM_PLUGS_OPTICAL] = "optical"};
    const hum_port *to = &r->m->ports[c->to];
    hum_plugs plugs = hum_port_plugs(to);
    if (c->plugs == plugs || (plugs == HUM_PLUGS_ETHERNET && is_network_cable(c)) || !c->type.n)
        return true;
    hum_diags_say(r->d, HUM_D_OTHER_PLUGS, c->span, wanted[plugs], "'%.*s' is no cable for '%.*s', which is %s", HUM_FMT(c->type),
                  HUM_FMT(to->id), word_of(to));
    return false;
}

/* A galvanic isolator: in what carries data, and has wires. */
static void check_isolator(hum_resolver *r, const hum_cable *c)
{
    hum_value v = hum_values_get(&c->values, HUM_KEY_ISOLATED);
    const hum_port *to = &r->m->ports[c->to];
    if (!hum_value_stated(&v) || (hum_port_is_digital(to) && c->plugs != HUM_PLUGS_OPTICAL))
        return;
    bool is_light = c->plugs == HUM_PLUGS_OPTICAL;
    hum_diags_say(r->d, HUM_D_MISPLACED, v.span,
                  is_light ? "leave it out" : "in audio a transformer does it: a box with 'in a transformer', between two cables",
                  is_light ? "nothing in an optical cable is left to isolate" : "'isolated' is for digital cables");
}

static void check_isolated_port(hum_resolver *r, const hum_port *p)
{
    hum_value v = hum_values_get(&p->values, HUM_KEY_ISOLATED);
    hum_plugs plugs = hum_port_plugs(p);
    if (hum_value_stated(&v) && (plugs == HUM_PLUGS_ANY || plugs == HUM_PLUGS_OPTICAL))
        hum_diags_say(r->d, HUM_D_MISPLACED, v.span, "leave it out", "'isolated' is for usb, hdmi and ethernet ports");
}

/* --- cables ------------------------------------------------------------------------------------------ */

static void say_odd_length(hum_resolver *r, const hum_value *v, const char *kind, const char *help)
{
    hum_out o = hum_out_in(r->a);
    hum_text t;
    hum_out_digits(&o, v->nominal, 3);
    if (hum_out_done(&o, &t) == HUM_OK)
        hum_diags_say(r->d, HUM_D_ODD_LENGTH, v->span, help, "%.*s m of %s cable is unusually long: was it meant?", HUM_FMT(t), kind);
}

/* USB 2.0 and IEEE 802.3 end there; HDMI is hardly certified and plastic fibre hardly sold beyond. */
static void warn_data_length(hum_resolver *r, const hum_cable *c)
{
    static const double odd_m[] = {[HUM_PLUGS_ANY] = 0, [HUM_PLUGS_USB] = 5, [HUM_PLUGS_HDMI] = 13, [HUM_PLUGS_ETHERNET] = 100,
                                   [HUM_PLUGS_OPTICAL] = 15};
    const hum_port *to = &r->m->ports[c->to];
    hum_value v = hum_values_get(&c->values, HUM_KEY_LENGTH);
    if (v.nominal > odd_m[hum_port_plugs(to)])
        say_odd_length(r, &v, word_of(to), "a longer one wants a repeater or a hub, which is a box of its own");
}

static void warn_length(hum_resolver *r, const hum_cable *c)
{
    hum_value v = hum_values_get(&c->values, HUM_KEY_LENGTH);
    bool is_unbalanced = !hum_port_is_balanced(&r->m->ports[c->to]) || !hum_port_is_balanced(&r->m->ports[c->from]);
    double odd_m = is_unbalanced ? 20 : 500;
    if (v.nominal > odd_m)
        say_odd_length(r, &v, is_unbalanced ? "unbalanced" : "balanced", NULL);
}

static void link_cable(hum_resolver *r, uint32_t index)
{
    hum_model *m = r->m;
    hum_cable *c = &m->cables[index];
    if (!hum_model_port(m, c->from_name, 'o', &c->from))
        tell_bad_port(r, c->from_name, c->from_span, true);
    if (!hum_model_port(m, c->to_name, 'i', &c->to))
        tell_bad_port(r, c->to_name, c->to_span, false);
    if (c->from == HUM_NONE || c->to == HUM_NONE)
        return;
    hum_port *to = &m->ports[c->to];
    bool is_digital = hum_port_is_digital(to);
    if (!sockets_fit(r, c) || !cable_fits(r, c))
        return;
    check_isolator(r, c);
    if (to->cable != HUM_NONE || (is_digital && to->is_used)) {
        hum_diags_say(r->d, HUM_D_INPUT_TAKEN, c->to_span, "an input takes one cable; an output may feed several",
                      "input '%.*s' already has a cable", HUM_FMT(to->id));
        return;
    }
    to->cable = is_digital ? HUM_NONE : index;
    to->is_used = m->ports[c->from].is_used = true;
    m->boxes[to->box].is_used = m->boxes[m->ports[c->from].box].is_used = true;
    if (!is_digital)
        warn_length(r, c);
    else if (hum_port_is_data(to))
        warn_data_length(r, c);
}

static bool is_digital_cable(const hum_model *m, const hum_cable *c)
{
    uint32_t from, to;
    return hum_model_port(m, c->from_name, 'o', &from) && hum_model_port(m, c->to_name, 'i', &to) &&
           hum_port_is_digital(&m->ports[from]) && hum_port_is_digital(&m->ports[to]);
}

/* Digital cables go behind the others, in their order: they are in the network, and in no question about audio. */
static hum_status part_digital(hum_resolver *r)
{
    hum_model *m = r->m;
    hum_cable *digital;
    size_t n = 0;
    HUM_ALLOC(digital, r->a, hum_cable, m->n_cables);
    for (size_t i = 0; i < m->n_cables; i++) {
        if (is_digital_cable(m, &m->cables[i]))
            digital[m->n_digital++] = m->cables[i];
        else
            m->cables[n++] = m->cables[i];
    }
    for (size_t i = 0; i < m->n_digital; i++)
        m->cables[n + i] = digital[i];
    m->n_cables = n;
    if (m->n_digital == 0)
        return HUM_OK;
    m->cable_names = (hum_names){0}; /* they have other places now */
    for (uint32_t i = 0; i < n + m->n_digital; i++)
        HUM_TRY(hum_names_put(r->a, &m->cable_names, m->cables[i].id, i));
    return HUM_OK;
}

/* --- boxes ------------------------------------------------------------------------------------------- */

static void link_gain(hum_resolver *r, const hum_box *b, hum_gain *g)
{
    size_t n_inputs = 0;
    if (b->lacks_ports)
        return;
    for (size_t i = 0; i < b->n_ports; i++)
        n_inputs += !r->m->ports[b->ports[i]].is_output;
    if (!n_inputs) {
        hum_diags_say(r->d, HUM_D_MISPLACED, g->span, "give the box an input, or delete the gain",
                      "a gain from nothing: box '%.*s' has no input", HUM_FMT(b->id));
        return;
    }
    bool in_good = !g->in_name.n || (hum_names_find(&b->port_names, g->in_name, &g->in) && !r->m->ports[g->in].is_output);
    bool out_good = !g->out_name.n || (hum_names_find(&b->port_names, g->out_name, &g->out) && r->m->ports[g->out].is_output);
    hum_text wrong = in_good ? g->out_name : g->in_name;
    if (in_good && out_good)
        return;
    hum_text has = list_ports(r, b, in_good);
    hum_diags_add(r->d, HUM_D_UNKNOWN_PORT, g->span,
                  hum_text_format(r->a, "box '%.*s' has no %s '%.*s'", HUM_FMT(b->id), in_good ? "output" : "input",
                                  HUM_FMT(wrong)),
                  hum_text_format(r->a, "its %ss: %.*s", in_good ? "output" : "input", HUM_FMT(has)));
}

static void tell_no_ground(hum_resolver *r, hum_span span, hum_text name, const char *kind, const char *example)
{
    hum_text near = hum_names_nearest(&r->m->ground_names, name);
    hum_tell_no_name(r, HUM_D_UNKNOWN_NAME, span, hum_text_format(r->a, "there is no %s '%.*s'", kind, HUM_FMT(name)),
                     near.n ? hum_text_format(r->a, "did you mean '%.*s'?", HUM_FMT(near))
                            : hum_text_format(r->a, "state it on a line of its own: %s", example));
}

static void link_grounds(hum_resolver *r, hum_box *b)
{
    uint32_t index;
    for (size_t i = 0; i < b->n_grounds; i++) {
        if (hum_names_find(&r->m->ground_names, b->grounds[i].name, &index))
            b->grounds[i].ground = index;
        else
            tell_no_ground(r, b->grounds[i].span, b->grounds[i].name, "ground", "ground catv emf 80 mV r 0.3 ohm");
    }
    if (!b->outlet_name.n)
        return;
    if (hum_names_find(&r->m->ground_names, b->outlet_name, &index))
        b->outlet = index;
    else
        tell_no_ground(r, b->outlet_span, b->outlet_name, "outlet", "outlet wall emf 2 mV r 0.2 ohm");
}

static bool gains_name_inputs(const hum_box *b)
{
    for (size_t i = 0; i < b->n_gains; i++)
        if (b->gains[i].in == HUM_NONE)
            return false;
    return b->n_gains > 0;
}

static void link_selection(hum_resolver *r, hum_box *b)
{
    size_t n_connected = 0;
    uint32_t first = HUM_NONE;
    if (b->select_name.n) {
        bool exists = hum_names_find(&b->port_names, b->select_name, &b->selected);
        if (!b->lacks_ports && (!exists || r->m->ports[b->selected].is_output))
            hum_diags_say(r->d, HUM_D_UNKNOWN_PORT, b->select_span, NULL, "box '%.*s' has no input '%.*s'",
                          HUM_FMT(b->id), HUM_FMT(b->select_name));
        return;
    }
    for (size_t i = 0; i < b->n_ports; i++) {
        if (r->m->ports[b->ports[i]].cable == HUM_NONE)
            continue;
        if (n_connected++ == 0)
            first = b->ports[i];
    }
    b->selected = HUM_NONE;
    if (n_connected < 2 || b->mixes || gains_name_inputs(b))
        return;
    b->selected = first;
    hum_diags_say(r->d, HUM_D_SELECTED, b->span, "write: select NAME below the box, or mix on its line",
                  "several inputs of '%.*s' are connected; '%.*s' is taken as the one that is listened to",
                  HUM_FMT(b->id), HUM_FMT(r->m->ports[first].name));
}

/* Fed through a cable that is not there. */
static void warn_unfed(hum_resolver *r, const hum_box *b)
{
    bool is_fed = b->plug != HUM_PLUG_USB || !b->is_used;
    for (size_t i = 0; i < b->n_ports; i++)
        is_fed |= r->m->ports[b->ports[i]].is_used && hum_port_plugs(&r->m->ports[b->ports[i]]) == HUM_PLUGS_USB;
    if (!is_fed)
        hum_diags_say(r->d, HUM_D_ODD_VALUE, b->span, "join its usb input, or say what it is plugged into",
                      "box '%.*s' is fed over USB, and no USB cable goes to it", HUM_FMT(b->id));
}

static void link_box(hum_resolver *r, hum_box *b)
{
    warn_unfed(r, b);
    for (size_t i = 0; i < b->n_gains; i++)
        link_gain(r, b, &b->gains[i]);
    link_grounds(r, b);
    link_selection(r, b);
}

bool hum_model_gain(const hum_model *m, uint32_t in, uint32_t out, hum_value *db)
{
    const hum_box *b = &m->boxes[m->ports[in].box];
    int best = -1;
    *db = (hum_value){.certainty = HUM_ABSENT, .dim = HUM_DIM_DB, .span = b->span};
    if (hum_port_is_digital(&m->ports[out]))
        return false;
    if (m->ports[in].cable == HUM_NONE || (b->selected != HUM_NONE && b->selected != in))
        return false;
    for (size_t i = 0; i < b->n_gains; i++) {
        const hum_gain *g = &b->gains[i];
        if ((g->in != HUM_NONE && g->in != in) || (g->out != HUM_NONE && g->out != out))
            continue;
        int precision = (g->in != HUM_NONE) * 2 + (g->out != HUM_NONE);
        if (precision >= best) {
            best = precision;
            *db = g->db;
        }
    }
    return best >= 0 || b->n_gains == 0;
}

/* --- the order of the signal ------------------------------------------------------------------------- */

typedef struct walk {
    hum_resolver *r;
    uint32_t *n_before; /* ports not yet placed that feed this one */
} walk;

static uint32_t count_feeders(const hum_model *m, uint32_t port)
{
    const hum_port *p = &m->ports[port];
    hum_value db;
    uint32_t n = 0;
    if (!p->is_output)
        return p->cable != HUM_NONE;
    const hum_box *b = &m->boxes[p->box];
    for (size_t i = 0; i < b->n_ports; i++)
        n += !m->ports[b->ports[i]].is_output && hum_model_gain(m, b->ports[i], port, &db);
    return n;
}

static void release(const hum_model *m, walk *w, uint32_t to, size_t *n)
{
    if (--w->n_before[to] == 0)
        m->order[(*n)++] = to;
}

/* Outputs feed many cables, so the cables of each output are chained first. */
static hum_status chain_cables(hum_arena *a, const hum_model *m, uint32_t **first, uint32_t **next)
{
    HUM_ALLOC(*first, a, uint32_t, m->n_ports);
    HUM_ALLOC(*next, a, uint32_t, m->n_cables);
    for (size_t i = 0; i < m->n_ports; i++)
        (*first)[i] = HUM_NONE;
    for (size_t i = m->n_cables; i-- > 0;) {
        (*next)[i] = (*first)[m->cables[i].from];
        (*first)[m->cables[i].from] = (uint32_t)i;
    }
    return HUM_OK;
}

static hum_status order_ports(hum_resolver *r)
{
    hum_model *m = r->m;
    walk w = {.r = r};
    uint32_t *first_cable;
    uint32_t *next_cable;
    size_t n = 0;
    HUM_ALLOC(m->order, r->a, uint32_t, m->n_ports);
    HUM_ALLOC(w.n_before, r->a, uint32_t, m->n_ports);
    HUM_TRY(chain_cables(r->a, m, &first_cable, &next_cable));
    for (uint32_t i = 0; i < m->n_ports; i++) {
        w.n_before[i] = count_feeders(m, i);
        if (w.n_before[i] == 0)
            m->order[n++] = i;
    }
    for (size_t k = 0; k < n; k++) {
        uint32_t at = m->order[k];
        const hum_port *p = &m->ports[at];
        hum_value db;
        for (uint32_t c = p->is_output ? first_cable[at] : HUM_NONE; c != HUM_NONE; c = next_cable[c])
            release(m, &w, m->cables[c].to, &n);
        const hum_box *b = &m->boxes[p->box];
        for (size_t i = 0; !p->is_output && i < b->n_ports; i++)
            if (m->ports[b->ports[i]].is_output && hum_model_gain(m, at, b->ports[i], &db))
                release(m, &w, b->ports[i], &n);
    }
    if (n == m->n_ports)
        return HUM_OK;
    for (uint32_t i = 0; i < m->n_ports; i++) {
        if (w.n_before[i] == 0 || m->ports[i].is_output)
            continue;
        const hum_cable *c = &m->cables[m->ports[i].cable];
        hum_diags_say(r->d, HUM_D_SIGNAL_LOOP, c->span,
                      "name the paths inside the box: gain IN -> OUT dB, so that this input does not reach its own source",
                      "the signal of '%.*s' comes back to it", HUM_FMT(m->ports[i].id));
        break;
    }
    return HUM_OK;
}

/* --- listeners, bonds -------------------------------------------------------------------------------- */

static void link_listener(hum_resolver *r, hum_listener *l)
{
    if (!hum_model_port(r->m, l->port_name, 'o', &l->port)) {
        tell_bad_port(r, l->port_name, l->port_span, true);
        return;
    }
    r->m->ports[l->port].is_used = true;
    r->m->ports[l->port].load = l->is_headphones ? HUM_LOAD_HEADPHONES : HUM_LOAD_SPEAKER;
    r->m->boxes[r->m->ports[l->port].box].is_used = true;
}

static void link_bond(hum_resolver *r, hum_bond *b)
{
    hum_model *m = r->m;
    if (!hum_names_find(&r->m->box_names, b->from_name, &b->from_box))
        hum_tell_no_name(r, HUM_D_UNKNOWN_BOX, b->from_span,
                         hum_text_format(r->a, "there is no box '%.*s'", HUM_FMT(b->from_name)), (hum_text){0});
    if (!hum_names_find(&r->m->box_names, b->to_name, &b->to_box) &&
        !hum_names_find(&r->m->ground_names, b->to_name, &b->to_ground))
        hum_tell_no_name(r, HUM_D_UNKNOWN_NAME, b->to_span,
                         hum_text_format(r->a, "there is no box or ground '%.*s'", HUM_FMT(b->to_name)), (hum_text){0});
    if (b->from_box != HUM_NONE)
        m->boxes[b->from_box].is_used = true;
    if (b->to_box != HUM_NONE)
        m->boxes[b->to_box].is_used = true;
}

static void warn_unused(hum_resolver *r)
{
    bool is_connected = r->m->n_cables || r->m->n_digital || r->m->n_listeners; /* else there is nothing to solve, which is told later */
    for (size_t i = 0; is_connected && i < r->m->n_boxes; i++) {
        const hum_box *b = &r->m->boxes[i];
        if (!b->is_used && hum_diags_errors(r->d) == 0)
            hum_diags_say(r->d, HUM_D_UNUSED_BOX, b->span, NULL, "nothing is connected to box '%.*s'", HUM_FMT(b->id));
    }
}

hum_status hum_resolve_links(hum_resolver *r)
{
    hum_model *m = r->m;
    HUM_TRY(part_digital(r));
    for (uint32_t i = 0; i < m->n_cables + m->n_digital; i++)
        link_cable(r, i);
    hum_link_fields(r);
    for (size_t i = 0; i < m->n_listeners; i++)
        link_listener(r, &m->listeners[i]);
    for (size_t i = 0; i < m->n_bonds; i++)
        link_bond(r, &m->bonds[i]);
    for (size_t i = 0; i < m->n_boxes; i++)
        link_box(r, &m->boxes[i]);
    for (size_t i = 0; i < m->n_ports; i++)
        check_isolated_port(r, &m->ports[i]);
    warn_unused(r);
    return hum_diags_errors(r->d) ? HUM_OK : order_ports(r);
}

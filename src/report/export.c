/* Texts for other programs and for people who look inside: SPICE netlist, edits, sums, and the joints of the pipeline. */
#include "circuit/spice.h"
#include "lang/edit.h"
#include "lang/lex.h"
#include "model/schema.h"
#include "report/json_out.h"
#include "report/page.h"
#include "report/project.h"
#include "study/calc.h"

#include <math.h>

/* --- SPICE ------------------------------------------------------------------------------------------- */

/* The port a netlist is about: the one asked for, else the last input in the order of the signal. */
static hum_status find_spice_port(hum_project *p, const hum_findings *f, hum_text id, uint32_t *port)
{
    const hum_model *m = f->model;
    *port = HUM_NONE;
    if (id.n == 0) {
        for (size_t k = 0; k < m->n_ports; k++)
            if (f->net->ports[m->order[k]].is_built)
                *port = m->order[k];
        return HUM_OK;
    }
    if (hum_model_port(m, id, 0, port) && f->net->ports[*port].is_built)
        return HUM_OK;
    hum_diags_say(p->d, HUM_D_UNKNOWN_PORT, HUM_NO_SPAN, "it must be a port with a cable or a speaker, such as amp.line",
                  "there is no port '%.*s' in this network", HUM_FMT(id));
    return HUM_E_INPUT;
}

/* The signal that reaches the port: that of its chain's first output. */
static uint32_t origin_of(const hum_findings *f, uint32_t port)
{
    const hum_model *m = f->model;
    hum_value db;
    for (size_t guard = 0; guard < 2 * m->n_ports; guard++) {
        const hum_port *p = &m->ports[port];
        const hum_box *b = &m->boxes[p->box];
        uint32_t before = HUM_NONE;
        if (!p->is_output && p->cable != HUM_NONE)
            before = m->cables[p->cable].from;
        for (size_t i = 0; p->is_output && i < b->n_ports; i++)
            if (!m->ports[b->ports[i]].is_output && hum_model_gain(m, b->ports[i], port, &db))
                before = b->ports[i];
        if (before == HUM_NONE)
            break;
        port = before;
    }
    return f->net->ports[port].source;
}

hum_status hum_spice_text(hum_project *p, hum_text variant, hum_text port_id, size_t sections, hum_text *out)
{
    const hum_findings *f;
    uint32_t port;
    HUM_TRY(hum_project_findings(p, variant, &f));
    HUM_TRY(find_spice_port(p, f, port_id, &port));
    const hum_port_net *at = &f->net->ports[port];
    bool is_output = f->model->ports[port].is_output;
    hum_spice_options o = {.title = f->model->title.n ? f->model->title : HUM_T("humdinger"),
                           .sections = sections,
                           .f_low_hz = 20,
                           .f_high_hz = 20000,
                           .points_per_decade = 20,
                           .out_p = is_output ? at->hot : at->signal,
                           .out_m = is_output ? at->cold : HUM_EARTH,
                           .input = origin_of(f, port),
                           .with_noise = true};
    return hum_spice_write(p->a, f->net->circuit, &o, p->d, out);
}

/* --- editing and sums -------------------------------------------------------------------------------- */

hum_status hum_set_text(hum_project *p, hum_text path, hum_text value, hum_text *out)
{
    return hum_project_errors(p) ? HUM_E_INPUT : hum_tree_set(p->a, p->tree, path, value, p->d, out);
}

static hum_status calc_json(hum_arena *a, const hum_calc_result *r, hum_text *out)
{
    hum_json j = hum_json_in(a);
    hum_json_open(&j, NULL, '{');
    hum_json_z(&j, "schema", "humdinger.calc/1");
    hum_json_number(&j, "value", r->value);
    hum_json_text(&j, "unit", r->unit);
    hum_json_text(&j, "answer", r->answer);
    hum_json_text(&j, "asked", r->asked);
    hum_json_z(&j, "equation", r->equation ? r->equation : "");
    hum_json_z(&j, "source", r->source ? r->source : "");
    hum_json_close(&j, '}');
    return hum_json_done(&j, out);
}

hum_status hum_calc_text(hum_arena *a, hum_text expression, bool json, hum_text *out, hum_text *diags)
{
    hum_diags *d = hum_diags_new(a);
    hum_source source = {HUM_T("expression"), expression};
    hum_sources sources = {&source, 1, 1};
    hum_calc_result r;
    *diags = (hum_text){0};
    if (!d)
        return HUM_E_NOMEM;
    hum_status st = hum_calc(a, expression, d, &r);
    if (st != HUM_OK) {
        hum_out o = hum_out_in(a);
        for (size_t i = 0; i < hum_diags_count(d); i++)
            hum_out_diag(&o, &sources, hum_diags_get(d, i), false);
        HUM_TRY(hum_out_done(&o, diags));
        return st;
    }
    if (json)
        return calc_json(a, &r, out);
    *out = r.text;
    return HUM_OK;
}

/* --- joints ------------------------------------------------------------------------------------------ */

static const char *const token_words[] = {"word", "number", "text", "arrow", "dots", "plusminus", "unknown",
                                          "tag",  "compare", "colon", "comment", "newline"};

static void out_place(hum_out *o, const hum_project *p, hum_span span)
{
    hum_place at;
    if (hum_place_of(&p->files.sources, span, &at))
        hum_out_f(o, "%4zu:%-3zu ", at.line_no, at.column);
}

static hum_status dump_tokens(hum_project *p, hum_out *o)
{
    hum_tokens t;
    hum_diags *d = hum_diags_new(p->a);
    if (!d)
        return HUM_E_NOMEM;
    HUM_TRY(hum_lex(p->a, p->tree->file, p->tree->text, d, &t));
    for (size_t i = 0; i < t.n; i++) {
        const hum_token *k = &t.items[i];
        out_place(o, p, k->span);
        hum_out_f(o, "%-10s", token_words[k->kind]);
        if (k->kind != HUM_TOKEN_NEWLINE)
            hum_out_bytes(o, p->tree->text.p + k->span.begin, k->span.end - k->span.begin);
        hum_out_z(o, "\n");
    }
    return HUM_OK;
}

static void dump_item(hum_out *o, const hum_item *it)
{
    switch (it->kind) {
    case HUM_ITEM_WORD:
        hum_out_f(o, " %.*s", HUM_FMT(it->text));
        return;
    case HUM_ITEM_TEXT:
        hum_out_f(o, " \"%.*s\"", HUM_FMT(it->text));
        return;
    case HUM_ITEM_QUANTITY:
        hum_out_z(o, " [");
        hum_out_number(o, it->q.low);
        if (it->q.is_range) {
            hum_out_z(o, "..");
            hum_out_number(o, it->q.high);
        }
        hum_out_f(o, "%s%.*s", it->q.unit.n ? " " : "", HUM_FMT(it->q.unit));
        if (it->q.has_tolerance) {
            hum_out_z(o, " +-");
            hum_out_number(o, it->q.tolerance);
            hum_out_f(o, " %.*s%s", HUM_FMT(it->q.tolerance_unit), it->q.is_normal ? " normal" : "");
        }
        hum_out_z(o, "]");
        return;
    case HUM_ITEM_UNKNOWN:
        hum_out_z(o, " ?");
        return;
    case HUM_ITEM_ARROW:
        hum_out_z(o, " ->");
        return;
    case HUM_ITEM_TAG:
        hum_out_f(o, " !%.*s", HUM_FMT(it->text));
        return;
    case HUM_ITEM_COMPARE:
        hum_out_f(o, " %.*s", HUM_FMT(it->text));
        return;
    }
}

/* Nesting is bounded by the parser, so three loops stand for a recursion. */
static void dump_statement(hum_out *o, const hum_project *p, const hum_statement *s, size_t depth)
{
    out_place(o, p, s->span);
    hum_out_pad(o, ' ', 2 * depth);
    for (size_t i = 0; i < s->n_items; i++)
        dump_item(o, &s->items[i]);
    hum_out_z(o, "\n");
}

static void dump_tree(hum_out *o, const hum_project *p)
{
    const hum_statement *stack[HUM_NESTING_MAX + 2];
    size_t depth = 0;
    stack[0] = p->tree->first;
    for (;;) {
        const hum_statement *s = stack[depth];
        if (!s) {
            if (depth == 0)
                return;
            depth--;
            stack[depth] = stack[depth]->next;
            continue;
        }
        dump_statement(o, p, s, depth);
        if (s->children && depth <= HUM_NESTING_MAX)
            stack[++depth] = s->children;
        else
            stack[depth] = s->next;
    }
}

static void dump_values(hum_out *o, const hum_values *v)
{
    for (size_t i = 0; i < v->n; i++) {
        hum_out_f(o, "  %s ", hum_key_name(v->items[i].key));
        hum_out_value(o, &v->items[i].value);
        if (v->items[i].f_hz > 0) {
            hum_out_z(o, " at ");
            hum_out_number(o, v->items[i].f_hz);
            hum_out_z(o, " Hz");
        }
    }
    hum_out_z(o, "\n");
}

static void dump_model(hum_out *o, const hum_model *m)
{
    hum_out_f(o, "system \"%.*s\" variant \"%.*s\"\n", HUM_FMT(m->title), HUM_FMT(m->variant));
    for (size_t i = 0; i < m->n_grounds; i++) {
        hum_out_f(o, "%s %.*s", m->grounds[i].is_outlet ? "outlet" : "ground", HUM_FMT(m->grounds[i].name));
        dump_values(o, &m->grounds[i].values);
    }
    for (size_t i = 0; i < m->n_boxes; i++) {
        const hum_box *b = &m->boxes[i];
        hum_out_f(o, "box %.*s \"%.*s\"", HUM_FMT(b->id), HUM_FMT(b->title));
        dump_values(o, &b->values);
        for (size_t k = 0; k < b->n_ports; k++) {
            const hum_port *p = &m->ports[b->ports[k]];
            hum_out_f(o, "  %s %.*s", p->is_output ? "out" : "in", HUM_FMT(p->name));
            if (p->equalization)
                hum_out_f(o, "  equalization %s", hum_choice_word(hum_equalization_words, (int)p->equalization));
            dump_values(o, &p->values);
        }
        for (size_t k = 0; k < b->n_gains; k++) {
            hum_out_f(o, "  gain %.*s->%.*s ", HUM_FMT(b->gains[k].in_name), HUM_FMT(b->gains[k].out_name));
            hum_out_value(o, &b->gains[k].db);
            hum_out_z(o, "\n");
        }
    }
    for (size_t i = 0; i < m->n_cables; i++) {
        hum_out_f(o, "cable %.*s %.*s", HUM_FMT(m->cables[i].id), HUM_FMT(m->cables[i].type));
        dump_values(o, &m->cables[i].values);
    }
    for (size_t i = 0; i < m->n_listeners; i++) {
        hum_out_f(o, "%s %.*s", m->listeners[i].is_headphones ? "headphones" : "speaker", HUM_FMT(m->listeners[i].port_name));
        dump_values(o, &m->listeners[i].values);
    }
}

static void dump_element(hum_out *o, const hum_circuit *c, const hum_element *e)
{
    static const char *const words[] = {"R", "C", "L", "EMF", "T", "LINE"};
    hum_out_f(o, "%-5s %.*s", words[e->kind], HUM_FMT(e->name));
    for (size_t i = 0; i < e->n; i++)
        hum_out_f(o, "  %.*s(%u) %.*s(%u)", HUM_FMT(c->node_names[e->from[i].index]), e->from[i].index,
                  HUM_FMT(c->node_names[e->to[i].index]), e->to[i].index);
    if (e->kind == HUM_ELEM_RESISTOR || e->kind == HUM_ELEM_CAPACITOR || e->kind == HUM_ELEM_TRANSFORMER) {
        hum_out_z(o, "  ");
        hum_out_digits(o, e->value, 6);
    }
    for (size_t i = 0; i < e->n_terms; i++) {
        hum_out_z(o, "  + ");
        hum_out_digits(o, e->terms[i].gain, 6);
        hum_out_f(o, " V(%u,%u)", e->terms[i].p.index, e->terms[i].m.index);
    }
    hum_out_z(o, "\n");
}

static void dump_circuit(hum_out *o, const hum_circuit *c)
{
    hum_out_f(o, "%zu nodes, %zu elements, %zu sources, %zu branch currents\n", c->n_nodes, c->n_elements, c->n_sources,
              c->n_branches);
    for (size_t i = 0; i < c->n_elements; i++)
        dump_element(o, c, &c->elements[i]);
}

hum_status hum_dump_text(hum_project *p, hum_text variant, hum_joint joint, hum_text *out)
{
    hum_out o = hum_out_in(p->a);
    const hum_model *m;
    const hum_findings *f;
    if (!p->tree)
        return HUM_E_INPUT;
    switch (joint) {
    case HUM_JOINT_TOKENS:
        HUM_TRY(dump_tokens(p, &o));
        break;
    case HUM_JOINT_TREE:
        dump_tree(&o, p);
        break;
    case HUM_JOINT_MODEL:
        HUM_TRY(hum_project_model(p, variant, &m));
        dump_model(&o, m);
        break;
    case HUM_JOINT_CIRCUIT:
        HUM_TRY(hum_project_findings(p, variant, &f));
        dump_circuit(&o, f->net->circuit);
        break;
    }
    return hum_out_done(&o, out);
}

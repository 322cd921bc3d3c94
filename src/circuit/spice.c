/* A netlist for ngspice 39, which a reader can follow back to the system: lines become ladders, an EMF a
 * chain of sources, a noise EMF the thermal noise of a resistor that nothing loads. Resistances that are
 * silent here are silent there. Equations: docs/physics/solve.md S-16..S-19. */
#include "circuit/spice.h"

#include "base/constants.h"
#include "base/number.h"
#include "cable/table.h"
#include "circuit/groups.h"
#include "circuit/spice_names.h"

#include <math.h>

#define TIE_H 1e18 /* carries direct current and nothing else: 1e20 ohm at 20 Hz */

typedef struct writer {
    hum_out out;
    const hum_circuit *c; /* without lines */
    const hum_spice_options *o;
    hum_names_used *used;
    hum_text *nodes; /* [c->n_nodes] as ngspice calls them */
} writer;

/* A name nobody else has. */
static hum_text unique(writer *w, const char *prefix, hum_text name)
{
    hum_text t = hum_spice_name(w->used, prefix, name);
    w->out.failed |= !t.p;
    return t;
}

static hum_text node_text(const writer *w, hum_node n)
{
    return w->nodes[n.index];
}

/* "NAME a b" of a two-terminal card; the caller adds the value. */
static void begin_card(writer *w, hum_text name, hum_text a, hum_text b)
{
    hum_out_f(&w->out, "%.*s %.*s %.*s", HUM_FMT(name), HUM_FMT(a), HUM_FMT(b));
}

static void end_with(writer *w, double value)
{
    hum_out_z(&w->out, " ");
    hum_out_number(&w->out, value);
    hum_out_z(&w->out, "\n");
}

static void card(writer *w, const char *prefix, hum_text name, hum_text a, hum_text b, double value)
{
    begin_card(w, unique(w, prefix, name), a, b);
    end_with(w, value);
}

/* A source controlled by V(p) - V(m). */
static void controlled_card(writer *w, const char *prefix, hum_text name, const hum_text at[4], double gain)
{
    begin_card(w, unique(w, prefix, name), at[0], at[1]);
    hum_out_f(&w->out, " %.*s %.*s", HUM_FMT(at[2]), HUM_FMT(at[3]));
    end_with(w, gain);
}

static void comment(writer *w, const char *what, hum_text t)
{
    hum_out_f(&w->out, "* %s", what);
    for (size_t i = 0; i < t.n; i++)
        hum_out_bytes(&w->out, (unsigned char)t.p[i] < ' ' ? " " : t.p + i, 1);
    hum_out_z(&w->out, "\n");
}

static void write_resistor(writer *w, const hum_element *e)
{
    begin_card(w, unique(w, "r_", e->name), node_text(w, e->from[0]), node_text(w, e->to[0]));
    hum_out_z(&w->out, " ");
    hum_out_number(&w->out, e->value);
    hum_out_z(&w->out, e->is_silent ? " noisy=0\n" : "\n");
}

/* Couplings k = M / sqrt(L1 L2) between all coils of the group. */
static void write_couplings(writer *w, const hum_element *e, const hum_text *coils)
{
    for (size_t i = 0; i < e->n; i++) {
        for (size_t j = i + 1; j < e->n; j++) {
            double k = e->l_h[i * e->n + j] / sqrt(e->l_h[i * e->n + i] * e->l_h[j * e->n + j]);
            if (!isfinite(k) || !(k != 0))
                continue;
            begin_card(w, unique(w, "k_", e->name), coils[i], coils[j]);
            end_with(w, fmax(-1, fmin(1, k)));
        }
    }
}

static hum_status write_inductors(writer *w, const hum_element *e)
{
    hum_text *coils;
    HUM_ALLOC(coils, w->out.a, hum_text, e->n);
    for (size_t i = 0; i < e->n; i++) {
        hum_text at = node_text(w, e->from[i]);
        if (e->r_ohm[i] > 0) {
            hum_text mid = unique(w, "m_", e->name);
            card(w, "r_", e->name, at, mid, e->r_ohm[i]);
            at = mid;
        }
        coils[i] = unique(w, "l_", e->name);
        begin_card(w, coils[i], at, node_text(w, e->to[i]));
        end_with(w, e->l_h[i * e->n + i]);
    }
    write_couplings(w, e, coils);
    return HUM_OK;
}

/* V1 = ratio V2 by an E source, I2 = -ratio I1 by an F source that reads a 0 V source in the first winding. */
static void write_transformer(writer *w, const hum_element *e)
{
    hum_text mid = unique(w, "m_", e->name), sense = unique(w, "v_", e->name);
    hum_text a[4] = {node_text(w, e->from[0]), mid, node_text(w, e->from[1]), node_text(w, e->to[1])};
    controlled_card(w, "e_", e->name, a, e->value);
    begin_card(w, sense, mid, node_text(w, e->to[0]));
    hum_out_z(&w->out, " 0\n");
    begin_card(w, unique(w, "f_", e->name), a[2], a[3]);
    hum_out_f(&w->out, " %.*s", HUM_FMT(sense));
    end_with(w, -e->value);
}

/* An EMF's sources in series, from its plus node to its minus node. */
typedef struct chain {
    hum_text name;
    hum_text at;   /* where the next one begins */
    hum_text end;
    size_t left;   /* sources still to come */
} chain;

static void next_link(writer *w, chain *c, hum_text ends[2])
{
    ends[0] = c->at;
    ends[1] = --c->left ? unique(w, "m_", c->name) : c->end;
    c->at = ends[1];
}

static void link_controlled(writer *w, chain *c, hum_text p, hum_text m, double gain)
{
    hum_text at[4] = {{0}, {0}, p, m};
    next_link(w, c, at);
    controlled_card(w, "e_", c->name, at, gain);
}

/* V(p) - V(m) as a current into 1 H: the voltage there is its derivative. */
static hum_text write_derivative(writer *w, hum_text name, hum_text p, hum_text m)
{
    hum_text d = unique(w, "d_", name);
    hum_text at[4] = {HUM_T("0"), d, p, m};
    controlled_card(w, "g_", name, at, 1);
    card(w, "l_", name, d, HUM_T("0"), 1);
    return d;
}

static void link_term(writer *w, chain *c, const hum_term *t)
{
    hum_text p = node_text(w, t->p), m = node_text(w, t->m);
    if (t->gain != 0)
        link_controlled(w, c, p, m, t->gain);
    if (t->gain_s != 0)
        link_controlled(w, c, write_derivative(w, c->name, p, m), HUM_T("0"), t->gain_s);
}

/* The input has magnitude 1; a noise source is the noise of a resistance S / 4kT (eq. S-17). */
static void link_source(writer *w, chain *c, size_t index)
{
    const hum_source_of *s = &w->c->sources[index];
    comment(w, "source: ", s->name);
    if (s->kind == HUM_SOURCE_NOISE) {
        hum_text n = unique(w, "n_", c->name);
        double ohm = s->s_v2_hz / (4 * HUM_BOLTZMANN_J_K * w->c->temperature_k);
        card(w, "r_", c->name, n, HUM_T("0"), ohm);
        link_controlled(w, c, n, HUM_T("0"), s->scale);
        return;
    }
    hum_text ends[2];
    next_link(w, c, ends);
    begin_card(w, HUM_T("v_input"), ends[0], ends[1]);
    hum_out_z(&w->out, " dc 0 ac");
    end_with(w, s->scale);
}

static bool is_written(const writer *w, size_t source, size_t element)
{
    const hum_source_of *s = &w->c->sources[source];
    bool speaks = s->kind == HUM_SOURCE_NOISE ? s->s_v2_hz > 0 && w->o->with_noise : source == w->o->input;
    return s->element == element && speaks;
}

static void tell_silent(writer *w, size_t element)
{
    for (size_t i = 0; i < w->c->n_sources; i++) {
        const hum_source_of *s = &w->c->sources[i];
        if (s->element == element && i != w->o->input && (s->kind == HUM_SOURCE_HUM || s->kind == HUM_SOURCE_RADIO))
            comment(w, "silent here, its ac is yours to set: ", s->name);
    }
}

/* A chain of nothing is a short. */
static void write_emf(writer *w, const hum_element *e, size_t index)
{
    chain c = {e->name, node_text(w, e->from[0]), node_text(w, e->to[0]), 0};
    for (size_t i = 0; i < e->n_terms; i++)
        c.left += (size_t)(e->terms[i].gain != 0) + (size_t)(e->terms[i].gain_s != 0);
    for (size_t i = 0; i < w->c->n_sources; i++)
        c.left += is_written(w, i, index);
    tell_silent(w, index);
    if (c.left == 0)
        card(w, "v_", e->name, c.at, c.end, 0);
    for (size_t i = 0; i < w->c->n_sources; i++)
        if (is_written(w, i, index))
            link_source(w, &c, i);
    for (size_t i = 0; i < e->n_terms; i++)
        link_term(w, &c, &e->terms[i]);
}

static hum_status write_element(writer *w, size_t index)
{
    const hum_element *e = &w->c->elements[index];
    switch (e->kind) {
    case HUM_ELEM_RESISTOR:
        write_resistor(w, e);
        break;
    case HUM_ELEM_CAPACITOR:
        card(w, "c_", e->name, node_text(w, e->from[0]), node_text(w, e->to[0]), e->value);
        break;
    case HUM_ELEM_INDUCTORS:
        return write_inductors(w, e);
    case HUM_ELEM_EMF:
        write_emf(w, e, index);
        break;
    case HUM_ELEM_TRANSFORMER:
        write_transformer(w, e);
        break;
    case HUM_ELEM_LINE:
        return HUM_E_UNSUPPORTED;
    }
    return HUM_OK;
}

static bool is_part_of(hum_text part, hum_text whole)
{
    return part.n > whole.n && part.p[whole.n] == '.' && hum_text_eq((hum_text){part.p, whole.n}, whole);
}

static hum_status write_ladder(writer *w, const hum_element *line, size_t *next)
{
    hum_out_f(&w->out, "* a line of %zu conductors as a ladder; its length in m:", line->n);
    end_with(w, line->line->length_m);
    while (*next < w->c->n_elements && is_part_of(w->c->elements[*next].name, line->name))
        HUM_TRY(write_element(w, (*next)++));
    return HUM_OK;
}

/* Elements in order; where a line stood, what it is and its ladder. */
static hum_status write_elements(writer *w, const hum_circuit *whole, const uint32_t *map)
{
    size_t next = 0;
    for (size_t i = 0; i < whole->n_elements; i++) {
        const hum_element *e = &whole->elements[i];
        comment(w, "", e->name);
        if (e->kind == HUM_ELEM_LINE)
            HUM_TRY(write_ladder(w, e, &next));
        while (e->kind != HUM_ELEM_LINE && next <= map[i])
            HUM_TRY(write_element(w, next++));
    }
    while (next < w->c->n_elements)
        HUM_TRY(write_element(w, next++));
    return HUM_OK;
}

/* ngspice looks for a direct-current solution first. Where only capacitors hold a group of nodes, an
 * inductor too large for any signal gives it one. */
static hum_status write_ties(writer *w)
{
    uint32_t *root;
    HUM_TRY(hum_circuit_groups(w->out.a, w->c, HUM_TIE_DC, &root));
    for (uint32_t i = 1; i < w->c->n_nodes; i++)
        if (root[i] == i)
            card(w, "l_", HUM_T("tie"), w->nodes[i], HUM_T("0"), TIE_H);
    return HUM_OK;
}

static void write_head(writer *w)
{
    comment(w, "", w->o->title);
    hum_out_z(&w->out, "* Written by Humdinger. Earth is node 0; run with: ngspice -b FILE\n"
                       "* Lines are ladders of pi sections; silent resistors (noisy=0) stand for what is not a resistance.\n"
                       ".options noopac temp=");
    hum_out_number(&w->out, w->c->temperature_k - 273.15);
    hum_out_z(&w->out, "\n");
}

static void write_sweep(writer *w, const char *analysis)
{
    hum_out_f(&w->out, "%s dec %zu ", analysis, w->o->points_per_decade);
    hum_out_number(&w->out, w->o->f_low_hz);
    end_with(w, w->o->f_high_hz);
}

/* The output against earth as hum_out, then the analyses; print gives every digit ngspice has. */
static void write_tail(writer *w)
{
    hum_text at[4] = {HUM_T("hum_out"), HUM_T("0"), node_text(w, w->o->out_p), node_text(w, w->o->out_m)};
    hum_out_z(&w->out, "* the output\n");
    begin_card(w, HUM_T("e_hum_out"), at[0], at[1]);
    hum_out_f(&w->out, " %.*s %.*s 1\n", HUM_FMT(at[2]), HUM_FMT(at[3]));
    if (w->o->input == UINT32_MAX)
        hum_out_z(&w->out, "v_input hum_in 0 dc 0 ac 1\n");
    hum_out_z(&w->out, ".control\nset numdgt=14\nset width=120\n");
    write_sweep(w, "ac");
    hum_out_z(&w->out, "print v(hum_out)\n");
    if (w->o->with_noise) {
        write_sweep(w, "noise v(hum_out) v_input");
        hum_out_z(&w->out, "setplot noise1\nprint onoise_spectrum\n");
    }
    hum_out_z(&w->out, "quit\n.endc\n.end\n");
}

static hum_status name_nodes(writer *w)
{
    HUM_ALLOC(w->nodes, w->out.a, hum_text, w->c->n_nodes);
    w->nodes[0] = HUM_T("0");
    for (size_t i = 1; i < w->c->n_nodes; i++)
        w->nodes[i] = unique(w, "", w->c->node_names[i]);
    return HUM_OK;
}

#define AUDIO_TOP_HZ 20e3

/* What depends on the frequency: the ladder has R of direct current, L and C of 1 kHz. */
static void tell_table(const hum_element *e, hum_diags *d)
{
    hum_complex z[HUM_LINE_MAX * HUM_LINE_MAX], y[HUM_LINE_MAX * HUM_LINE_MAX];
    hum_line_matrices(e->line, AUDIO_TOP_HZ, z, y);
    double more_r = creal(z[0]) / e->line->r_ohm_m[0] - 1;
    hum_diags_say(d, HUM_D_NOT_EXPORTED, e->origin, "up to there the netlist is as exact as its ladder",
                  "skin and proximity effect and dielectric loss of '%.*s' are not in the netlist; at 20 kHz its first core "
                  "has %.2g %% more resistance",
                  HUM_FMT(e->name), 100 * more_r);
}

static void tell_line(const hum_element *e, hum_diags *d)
{
    if (e->line->table)
        tell_table(e, d);
    else if (e->line->tan_delta > 0)
        hum_diags_say(d, HUM_D_NOT_EXPORTED, e->origin, NULL, "the dielectric loss of '%.*s' is not in the netlist",
                      HUM_FMT(e->name));
}

/* Tells what the netlist leaves out. */
static void tell_losses(const hum_circuit *c, const hum_spice_options *o, hum_diags *d)
{
    for (size_t i = 0; i < c->n_elements; i++)
        if (c->elements[i].kind == HUM_ELEM_LINE)
            tell_line(&c->elements[i], d);
    for (size_t i = 0; o->with_noise && i < c->n_sources; i++)
        if (c->sources[i].kind == HUM_SOURCE_NOISE && c->sources[i].corner_hz > 0)
            hum_diags_say(d, HUM_D_NOT_EXPORTED, c->sources[i].origin, NULL,
                          "the netlist has %.*s as white noise, without its rise at low frequencies",
                          HUM_FMT(c->sources[i].name));
}

static bool are_usable(const hum_circuit *c, const hum_spice_options *o)
{
    bool has_input = o->input == UINT32_MAX || (o->input < c->n_sources && c->sources[o->input].kind != HUM_SOURCE_NOISE);
    return has_input && o->f_low_hz > 0 && o->f_high_hz >= o->f_low_hz && isfinite(o->f_high_hz) &&
           o->points_per_decade > 0 && o->out_p.index < c->n_nodes && o->out_m.index < c->n_nodes;
}

hum_status hum_spice_write(hum_arena *a, const hum_circuit *c, const hum_spice_options *o, hum_diags *d,
                           hum_text *out)
{
    if (!are_usable(c, o))
        return HUM_E_RANGE;
    hum_circuit *lumped;
    uint32_t *map;
    HUM_ALLOC(map, a, uint32_t, c->n_elements);
    HUM_TRY(o->sections ? hum_circuit_lump(a, c, o->sections, map, &lumped)
                        : hum_circuit_lump_for(a, c, o->f_high_hz, map, &lumped));
    writer w = {.out = hum_out_in(a), .c = lumped, .o = o};
    HUM_TRY(hum_names_used_new(a, &w.used));
    HUM_TRY(name_nodes(&w));
    tell_losses(c, o, d);
    write_head(&w);
    HUM_TRY(write_elements(&w, c, map));
    HUM_TRY(write_ties(&w));
    write_tail(&w);
    return hum_out_done(&w.out, out);
}

/* dump --sensitivities: what one per cent of each value of the network does to a link. */
#include "report/project.h"
#include "study/sensitive.h"

#include <math.h>

#define REFERENCE_HZ 1000.0
#define LEAST_DB 1e-9 /* what moves both by less is not worth a line */

/* The link into the port that was asked for, else into the last input in the order of the signal. */
static hum_status find_link(hum_project *p, const hum_model *m, hum_text id, uint32_t *cable)
{
    uint32_t port;
    *cable = HUM_NONE;
    for (size_t k = 0; k < m->n_ports && id.n == 0; k++)
        if (!m->ports[m->order[k]].is_output && m->ports[m->order[k]].cable != HUM_NONE)
            *cable = m->ports[m->order[k]].cable;
    if (id.n && hum_model_port(m, id, 0, &port) && !m->ports[port].is_output)
        *cable = m->ports[port].cable;
    if (*cable != HUM_NONE)
        return HUM_OK;
    hum_diags_say(p->d, HUM_D_UNKNOWN_PORT, HUM_NO_SPAN, "it must be an input with a cable, such as amp.line",
                  "there is no cable into '%.*s' in this network", HUM_FMT(id));
    return HUM_E_INPUT;
}

static const char *unit_of(const hum_circuit *c, const hum_vary *v)
{
    switch (v->kind) {
    case HUM_VARY_VALUE:
        return c->elements[v->index].kind == HUM_ELEM_RESISTOR ? "ohm" : c->elements[v->index].kind == HUM_ELEM_CAPACITOR ? "F" : "";
    case HUM_VARY_R:
        return "ohm";
    case HUM_VARY_L:
        return "H";
    case HUM_VARY_GAIN_S:
        return "s";
    case HUM_VARY_LINE_LENGTH:
        return "m";
    case HUM_VARY_LINE_R:
        return "ohm/m";
    case HUM_VARY_LINE_L:
        return "H/m";
    case HUM_VARY_LINE_C:
        return "F/m";
    case HUM_VARY_GAIN:
    case HUM_VARY_NOISE:
        break;
    }
    return "";
}

/* Which of several values of an element: "[1]" of its conductors or terms, "[1][2]" of its matrix. */
static void write_place(hum_out *o, const hum_circuit *c, const hum_vary *v)
{
    const hum_element *e = &c->elements[v->index];
    bool is_matrix = v->kind == HUM_VARY_L || v->kind == HUM_VARY_LINE_L || v->kind == HUM_VARY_LINE_C;
    if (v->kind == HUM_VARY_VALUE || v->kind == HUM_VARY_LINE_LENGTH || (e->n == 1 && e->n_terms <= 1))
        return;
    hum_out_f(o, is_matrix ? "[%u][%u]" : "[%u]", v->i + 1, v->j + 1);
}

static void write_row(hum_out *o, const hum_circuit *c, const hum_sensitive *row)
{
    if (!(fabs(row->gain_db) > LEAST_DB) && !(fabs(row->rejection_db) > LEAST_DB))
        return;
    const char *unit = unit_of(c, &row->value);
    hum_out_f(o, "%+12.3g", row->gain_db);
    if (isnan(row->rejection_db))
        hum_out_f(o, "%12s", "-");
    else
        hum_out_f(o, "%+12.3g", row->rejection_db);
    hum_out_f(o, "  %.*s", HUM_FMT(c->elements[row->value.index].name));
    write_place(o, c, &row->value);
    hum_out_f(o, "  %.6g%s%s\n", row->value.low, *unit ? " " : "", unit);
}

hum_status hum_dump_sensitivities(hum_project *p, hum_text variant, hum_text port, hum_text *out)
{
    hum_out o = hum_out_in(p->a);
    const hum_findings *f;
    hum_sensitive *rows;
    uint32_t cable;
    size_t n;
    HUM_TRY(hum_project_findings(p, variant, &f));
    HUM_TRY(find_link(p, f->model, port, &cable));
    HUM_TRY(hum_link_sensitive(p->a, f, cable, REFERENCE_HZ, p->d, &rows, &n));
    hum_out_f(&o, "%.*s at 1 kHz: decibels for each per cent more of a value\n%12s%12s  value\n",
              HUM_FMT(f->model->cables[cable].id), "gain", "rejection");
    for (size_t i = 0; i < n; i++)
        write_row(&o, f->net->circuit, &rows[i]);
    return hum_out_done(&o, out);
}

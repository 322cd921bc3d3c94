/* `humdinger cable`: what a cable is and what a length of it does between a source and a load. */
#include "report/json_out.h"
#include "report/page.h"
#include "report/project.h"
#include "study/cable_facts.h"

#include <math.h>

/* --- a system around one cable ----------------------------------------------------------------------- */

static hum_text probe_text(hum_arena *a, hum_text name, hum_text length, hum_text source, hum_text load, bool is_balanced)
{
    return hum_text_format(a,
                           "box a plug battery\n  out o %s z %.*s max 2 V noise 1 mV%s\n"
                           "box b plug battery\n  in i %s z %.*s%s\n"
                           "cable a.o -> b.i %.*s %.*s\n",
                           is_balanced ? "symmetric" : "unbalanced", HUM_FMT(source), is_balanced ? " imbalance 0 ohm" : "",
                           is_balanced ? "instrumentation" : "unbalanced", HUM_FMT(load), is_balanced ? " cmrr 120 dB" : "",
                           HUM_FMT(name), HUM_FMT(length));
}

static bool is_pair(const hum_model *m)
{
    return m->cables[0].kind == HUM_CABLE_PAIR || m->cables[0].kind == HUM_CABLE_QUAD;
}

hum_status hum_cable_open(hum_arena *a, hum_text name, hum_text length, hum_text source, hum_text load,
                          const hum_loader *loader, hum_project **out)
{
    const hum_model *m;
    hum_text text = probe_text(a, name, length, source, load, false);
    if (!text.p)
        return HUM_E_NOMEM;
    HUM_TRY(hum_project_open(a, HUM_T("(the cable between a source and a load)"), text, loader, out));
    hum_status st = hum_project_model(*out, (hum_text){0}, &m);
    if (st != HUM_OK || !is_pair(m))
        return st == HUM_E_NOMEM ? st : HUM_OK; /* errors are in the project */
    text = probe_text(a, name, length, source, load, true);
    return text.p ? hum_project_open(a, HUM_T("(the cable between a source and a load)"), text, loader, out) : HUM_E_NOMEM;
}

/* --- text -------------------------------------------------------------------------------------------- */

static void row(hum_page *p, const char *label, hum_text value, const char *note)
{
    hum_out_f(&p->o, "  %s", label);
    hum_page_right(p, value, 52);
    if (note[0])
        hum_out_f(&p->o, "   %s", note);
    hum_page_line(p);
}

static void maybe(hum_page *p, const char *label, double v, double scale, const char *unit, const char *note)
{
    if (isfinite(v))
        row(p, label, hum_page_si(p, v * scale, unit), note);
}

static void out_definitions(hum_page *p, const hum_cable_facts *f)
{
    hum_page_head(p, "CAPACITANCE", "as a data sheet may count it", 24);
    maybe(p, "core to core, shield floating", f->c_core_core_f_m, 1, "F/m", "a balanced source");
    maybe(p, f->is_pair ? "one core to the rest" : "core to shield", f->c_core_rest_f_m, 1, "F/m",
          f->is_pair ? "wired unbalanced" : "");
    maybe(p, "core to shield, other core floating", f->c_core_shield_f_m, 1, "F/m", "");
    maybe(p, "both cores to the shield", f->c_common_f_m, 1, "F/m", "common mode");
}

static void out_rest(hum_page *p, const hum_cable_facts *f)
{
    hum_page_head(p, "PER METRE", "", 0);
    maybe(p, "resistance of the signal loop", f->r_loop_ohm_m, 1, "ohm/m", "");
    maybe(p, "inductance of the signal loop", f->l_loop_h_m, 1, "H/m", "");
    maybe(p, "resistance of the shield", f->r_shield_ohm_m, 1, "ohm/m", "");
    row(p, "velocity", hum_page_db(p, 100 * f->velocity, 1, "%"), "of light, high frequencies");
    maybe(p, "shield cut-off in a ground loop", f->shield_cutoff_hz, 1, "Hz", "above it the current falls");
    hum_page_head(p, "IMPEDANCE", "at audio frequencies it is not the printed one", 24);
    for (size_t i = 0; i < HUM_CABLE_IMPEDANCES; i++) {
        hum_out_z(&p->o, "  ");
        hum_out_text(&p->o, hum_page_si(p, hum_cable_impedance_hz[i], "Hz"));
        hum_page_right(p, hum_page_si(p, f->z_ohm[i], "ohm"), 52);
        hum_out_f(&p->o, "   at %.*s\n", HUM_FMT(hum_page_db(p, f->z_angle_deg[i], 1, "degrees")));
    }
}

static void out_length(hum_page *p, const hum_findings *f, uint32_t i, const hum_cable_facts *facts)
{
    const hum_link_findings *l = &f->links[i];
    double length = f->net->cables[i].length_m;
    double c = facts->is_pair ? facts->c_core_core_f_m : facts->c_core_rest_f_m;
    hum_text head = hum_text_format(p->o.a, "%.*s OF IT", HUM_FMT(hum_page_si(p, length, "m")));
    hum_page_head(p, head.p ? head.p : "", "", 0);
    maybe(p, "capacitance between hot and its return", c, length, "F", "");
    maybe(p, "resistance of the signal loop", facts->r_loop_ohm_m, length, "ohm", "");
    row(p, "loss at 20 kHz re 1 kHz", hum_page_db(p, -l->response_db[9], 4, "dB"), "");
    row(p, "3 dB down at", isfinite(l->f_high_hz) ? hum_page_si(p, l->f_high_hz, "Hz") : HUM_T("over 100 MHz"), "");
    if (facts->has_shield)
        row(p, "hum of 1 mA in the shield, unbalanced", hum_page_si(p, 1e-3 * facts->r_shield_ohm_m * length, "V"),
            "resistance only");
}

hum_status hum_cable_text(hum_project *pr, const hum_text_options *options, hum_text *out)
{
    const hum_findings *f;
    HUM_TRY(hum_project_findings(pr, (hum_text){0}, &f));
    hum_page p = hum_page_in(pr->a, options->colour);
    for (uint32_t i = 0; i < f->model->n_cables; i++) {
        const hum_cable *c = &f->model->cables[i];
        hum_cable_facts facts = hum_cable_facts_of(&f->net->cables[i].data, f->net->cables[i].shield_branch != SIZE_MAX);
        if (i)
            hum_page_line(&p);
        hum_page_toned(&p, HUM_TONE_HEAD, c->type);
        hum_out_f(&p.o, "    %.*s\n", HUM_FMT(c->title));
        out_definitions(&p, &facts);
        out_rest(&p, &facts);
        out_length(&p, f, i, &facts);
    }
    return hum_out_done(&p.o, out);
}

/* --- json -------------------------------------------------------------------------------------------- */

static void out_matrix(hum_json *j, const char *key, const double *m, size_t n)
{
    hum_json_open(j, key, '[');
    for (size_t i = 0; i < n; i++) {
        hum_json_open(j, NULL, '[');
        for (size_t k = 0; k < n; k++)
            hum_json_number(j, NULL, m[i * n + k]);
        hum_json_close(j, ']');
    }
    hum_json_close(j, ']');
}

static void out_facts(hum_json *j, const hum_cable_facts *f)
{
    hum_json_number(j, "c_core_core_f_m", f->c_core_core_f_m);
    hum_json_number(j, "c_core_rest_f_m", f->c_core_rest_f_m);
    hum_json_number(j, "c_core_shield_f_m", f->c_core_shield_f_m);
    hum_json_number(j, "c_common_f_m", f->c_common_f_m);
    hum_json_number(j, "l_loop_h_m", f->l_loop_h_m);
    hum_json_number(j, "r_loop_ohm_m", f->r_loop_ohm_m);
    hum_json_number(j, "r_shield_ohm_m", f->r_shield_ohm_m);
    hum_json_number(j, "velocity_ratio", f->velocity);
    hum_json_number(j, "shield_cutoff_hz", f->shield_cutoff_hz);
    hum_json_open(j, "impedance", '[');
    for (size_t i = 0; i < HUM_CABLE_IMPEDANCES; i++) {
        hum_json_open(j, NULL, '{');
        hum_json_number(j, "f_hz", hum_cable_impedance_hz[i]);
        hum_json_number(j, "z_ohm", f->z_ohm[i]);
        hum_json_number(j, "angle_deg", f->z_angle_deg[i]);
        hum_json_close(j, '}');
    }
    hum_json_close(j, ']');
}

hum_status hum_cable_json(hum_project *pr, hum_text *out)
{
    const hum_findings *f;
    HUM_TRY(hum_project_findings(pr, (hum_text){0}, &f));
    hum_json j = hum_json_in(pr->a);
    hum_json_open(&j, NULL, '{');
    hum_json_z(&j, "schema", "humdinger.cable/1");
    hum_json_open(&j, "cables", '[');
    for (uint32_t i = 0; i < f->model->n_cables; i++) {
        const hum_cable_net *n = &f->net->cables[i];
        hum_cable_facts facts = hum_cable_facts_of(&n->data, n->shield_branch != SIZE_MAX);
        hum_json_open(&j, NULL, '{');
        hum_json_text(&j, "type", f->model->cables[i].type);
        hum_json_text(&j, "title", f->model->cables[i].title);
        hum_json_number(&j, "length_m", n->length_m);
        out_facts(&j, &facts);
        out_matrix(&j, "l_h_m", n->data.l_h_m, n->data.n);
        out_matrix(&j, "c_f_m", n->data.c_f_m, n->data.n);
        hum_json_open(&j, "r_ohm_m", '[');
        for (size_t k = 0; k < n->data.n; k++)
            hum_json_number(&j, NULL, n->data.r_ohm_m[k]);
        hum_json_close(&j, ']');
        hum_json_number(&j, "f_high_hz", f->links[i].f_high_hz);
        hum_json_number(&j, "response_20khz_db", f->links[i].response_db[9]);
        hum_json_close(&j, '}');
    }
    hum_json_close(&j, ']');
    hum_json_close(&j, '}');
    return hum_json_done(&j, out);
}

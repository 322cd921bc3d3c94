/* `humdinger cable`: what a cable is and what a length of it does between a source and a load. */
#include "report/json_out.h"
#include "report/page.h"
#include "report/project.h"
#include "study/cable_facts.h"
#include "study/cable_pickup.h"

#include "circuit/section_of.h"
#include "model/schema.h"

#include <math.h>

#define NOTHING_OHM_M 1e-12 /* rounding */

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

static hum_cable_facts facts_of(const hum_findings *f, uint32_t i, hum_loss_from *from)
{
    const hum_cable_net *n = &f->net->cables[i];
    hum_signal_line skin;
    *from = hum_cable_signal(f->net, i, &skin);
    return hum_cable_facts_of(&n->data, n->shield_branch != SIZE_MAX, *from == HUM_LOSS_SECTION ? NULL : &skin);
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
    maybe(p, "resistance of the signal loop", f->r_loop_ohm_m, 1, "ohm/m", "direct current");
    maybe(p, "inductance of the signal loop", f->l_loop_h_m, 1, "H/m", "1 kHz");
    maybe(p, "resistance of the shield", f->r_shield_ohm_m, 1, "ohm/m", "");
    row(p, "velocity", hum_page_db(p, 100 * f->velocity, 1, "%"), "of light, high frequencies");
    maybe(p, "shield cut-off in a ground loop", f->shield_cutoff_hz, 1, "Hz", "above it the current falls");
}

static void out_row_of(hum_page *p, const hum_cable_point *at)
{
    hum_out_z(&p->o, "  ");
    hum_out_text(&p->o, hum_page_si(p, at->f_hz, "Hz"));
    hum_page_right(p, hum_page_si(p, at->r_ohm_m, "ohm/m"), 26);
    hum_page_right(p, hum_page_si(p, at->l_h_m, "H/m"), 38);
    hum_page_right(p, hum_page_si(p, at->z_ohm, "ohm"), 50);
    hum_page_right(p, hum_page_db(p, at->z_angle_deg, 1, "deg"), 62);
    hum_page_right(p, hum_page_db(p, 100 * at->loss_db_m, 3, "dB"), 76);
    hum_page_line(p);
}

static void out_points(hum_page *p, const hum_cable_facts *f, hum_loss_from from)
{
    static const char *const heads[] = {[HUM_LOSS_RESISTANCE] = "L of its data sheet, skin effect guessed from its resistance",
                                        [HUM_LOSS_PUBLISHED] = "L of its data sheet, skin effect from its published loss",
                                        [HUM_LOSS_SECTION] = "skin and proximity effect from its cross-section"};
    hum_page_head(p, "SIGNAL LOOP", heads[from], 16);
    hum_out_z(&p->o, "  frequency");
    hum_page_right(p, HUM_T("R"), 26);
    hum_page_right(p, HUM_T("L"), 38);
    hum_page_right(p, HUM_T("impedance"), 50);
    hum_page_right(p, HUM_T("angle"), 62);
    hum_page_right(p, HUM_T("loss of 100 m"), 76);
    hum_page_line(p);
    for (size_t i = 0; i < HUM_CABLE_POINTS; i++)
        out_row_of(p, &f->points[i]);
}

/* --- matrices ---------------------------------------------------------------------------------------- */

static void out_matrix_text(hum_page *p, const char *name, const double *m, size_t n, const char *unit)
{
    for (size_t i = 0; i < n; i++) {
        hum_out_f(&p->o, "  %s", i == 0 ? name : "");
        for (size_t k = 0; k < n; k++)
            hum_page_right(p, hum_page_si(p, m[i * n + k], unit), 28 + 14 * k);
        hum_page_line(p);
    }
}

static void out_matrices(hum_page *p, const hum_line *l, bool has_shield)
{
    hum_page_head(p, "MATRICES", has_shield ? "against the room; the shield last" : "against the room", 24);
    out_matrix_text(p, "C", l->c_f_m, l->n, "F/m");
    out_matrix_text(p, "L, 1 kHz", l->l_h_m, l->n, "H/m");
    hum_out_z(&p->o, "  R, 0 Hz");
    for (size_t k = 0; k < l->n; k++)
        hum_page_right(p, hum_page_si(p, l->r_ohm_m[k], "ohm/m"), 28 + 14 * k);
    hum_page_line(p);
}

/* --- what surrounds it ------------------------------------------------------------------------------- */

static void out_shield_current(hum_page *p, const hum_cable_facts *f, double length_m)
{
    if (!f->has_shield)
        return;
    const hum_cable_point *at[] = {&f->points[0], &f->points[1], &f->points[2]};
    const char *what = f->is_pair ? "1 mA in the shield, between the cores" : "1 mA in the shield, in the signal";
    bool is_alike = f->is_pair && at[2]->transfer_ohm_m < NOTHING_OHM_M;
    if (is_alike)
        row(p, what, HUM_T("none"), "the cores lie alike");
    for (size_t i = 0; i < 3 && !is_alike; i++) {
        hum_text t = hum_text_format(p->o.a, "at %.*s", HUM_FMT(hum_page_si(p, at[i]->f_hz, "Hz")));
        row(p, i == 0 ? what : "", hum_page_si(p, 1e-3 * at[i]->transfer_ohm_m * length_m, "V"), t.p ? t.p : "");
    }
    if (f->is_pair)
        row(p, "  and if wired unbalanced", hum_page_si(p, 1e-3 * f->r_shield_ohm_m * length_m, "V"), "resistance only");
}

static void out_pickup(hum_page *p, const hum_cable_pickup *k, const hum_cable_facts *f, double length_m, double mains_hz)
{
    hum_text hz = hum_text_format(p->o.a, "in 1 uT at %.*s, worst direction", HUM_FMT(hum_page_si(p, mains_hz, "Hz")));
    hum_page_head(p, "PICKUP", "of that length", 24);
    if (!f->is_pair) {
        row(p, hz.p ? hz.p : "", HUM_T("none"), "its core is in the middle");
    } else {
        row(p, hz.p ? hz.p : "", hum_page_si(p, k->perfect_v, "V"), k->lay_m > 0 ? "perfectly twisted" : "not twisted");
        row(p, "  with cores that wander by 1 %", hum_page_si(p, k->uneven_v, "V"), "");
        hum_text how = k->lay_m > 0 ? hum_text_format(p->o.a, "lay %.*s", HUM_FMT(hum_page_si(p, k->lay_m, "m"))) : HUM_T("straight");
        row(p, k->is_assumed ? "  assumed: core spacing" : "  core spacing", hum_page_si(p, k->spacing_m, "m"), how.p ? how.p : "");
    }
    out_shield_current(p, f, length_m);
}

/* --- residual ---------------------------------------------------------------------------------------- */

static hum_text amount(hum_page *p, hum_key key, double v)
{
    hum_out o = hum_out_in(p->o.a);
    hum_out_amount(&o, hum_key_spec_of(key)->dim, v);
    return hum_out_part(&o);
}

static void out_residuals(hum_page *p, const hum_cable *c, const hum_cable_section *s)
{
    const char *lacks = hum_cable_section_lacks(c);
    if (!s) {
        hum_page_head(p, "CROSS-SECTION", "", 0);
        hum_out_f(&p->o, "  not stated whole: %s is missing, so the network takes R and L as constant\n", lacks ? lacks : "something");
        return;
    }
    hum_page_head(p, "CROSS-SECTION", s->n_residuals ? "beside the data sheet, which rules" : "the data sheet states nothing beside it", 24);
    if (s->n_residuals) {
        hum_page_right(p, HUM_T("drawn"), 34);
        hum_page_right(p, HUM_T("stated"), 52);
        hum_out_z(&p->o, "   residual\n");
    }
    for (size_t i = 0; i < s->n_residuals; i++) {
        const hum_residual *r = &s->residuals[i];
        hum_out_f(&p->o, "  %s", hum_key_name(r->key));
        hum_page_right(p, amount(p, r->key, r->drawn), 34);
        hum_page_right(p, amount(p, r->key, r->stated), 52);
        hum_out_f(&p->o, "   %+.1f %%\n", 100 * (r->drawn / r->stated - 1));
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
    row(p, "3 dB down at", isfinite(l->f_high_hz) ? hum_page_si(p, l->f_high_hz, "Hz") : HUM_T("over 100 MHz"), "re 1 kHz");
    double lost = facts->points[2].loss_db_m * length;
    row(p, "matched at both ends it would lose", hum_page_db(p, lost, 4, "dB"), "at 20 kHz");
}

static void out_cable(hum_page *p, const hum_findings *f, uint32_t i)
{
    const hum_cable *c = &f->model->cables[i];
    const hum_cable_net *n = &f->net->cables[i];
    bool has_shield = n->shield_branch != SIZE_MAX;
    hum_loss_from from;
    hum_cable_facts facts = facts_of(f, i, &from);
    hum_cable_pickup pickup = hum_cable_pickup_of(f->net, i, f->model->mains_hz);
    hum_page_toned(p, HUM_TONE_HEAD, c->type);
    hum_out_f(&p->o, "    %.*s\n", HUM_FMT(c->title));
    out_definitions(p, &facts);
    out_rest(p, &facts);
    out_points(p, &facts, from);
    out_matrices(p, &n->data, has_shield);
    out_residuals(p, c, n->section);
    out_length(p, f, i, &facts);
    out_pickup(p, &pickup, &facts, n->length_m, f->model->mains_hz);
}

hum_status hum_cable_text(hum_project *pr, const hum_text_options *options, hum_text *out)
{
    const hum_findings *f;
    HUM_TRY(hum_project_findings(pr, (hum_text){0}, &f));
    hum_page p = hum_page_in(pr->a, options->colour);
    for (uint32_t i = 0; i < f->model->n_cables; i++) {
        if (i)
            hum_page_line(&p);
        out_cable(&p, f, i);
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
    for (size_t i = 0; i < HUM_CABLE_POINTS; i++) {
        const hum_cable_point *at = &f->points[i];
        hum_json_open(j, NULL, '{');
        hum_json_number(j, "f_hz", at->f_hz);
        hum_json_number(j, "z_ohm", at->z_ohm);
        hum_json_number(j, "angle_deg", at->z_angle_deg);
        hum_json_number(j, "r_ohm_m", at->r_ohm_m);
        hum_json_number(j, "l_h_m", at->l_h_m);
        hum_json_number(j, "loss_db_m", at->loss_db_m);
        hum_json_number(j, "transfer_ohm_m", at->transfer_ohm_m);
        hum_json_close(j, '}');
    }
    hum_json_close(j, ']');
}

static void out_pickup_json(hum_json *j, const hum_cable_pickup *k, double f_hz)
{
    hum_json_open(j, "pickup", '{');
    hum_json_number(j, "field_t", 1e-6);
    hum_json_number(j, "f_hz", f_hz);
    hum_json_number(j, "perfect_v_rms", k->perfect_v);
    hum_json_number(j, "uneven_v_rms", k->uneven_v);
    hum_json_number(j, "lay_m", k->lay_m);
    hum_json_number(j, "spacing_m", k->spacing_m);
    hum_json_bool(j, "section_assumed", k->is_assumed);
    hum_json_close(j, '}');
}

/* The section's matrices at each frequency of `impedance`, and what the data sheet says beside it. */
static void out_section_json(hum_json *j, const hum_line *l, const hum_cable_section *s)
{
    hum_json_open(j, "residuals", '[');
    for (size_t i = 0; s && i < s->n_residuals; i++) {
        hum_json_open(j, NULL, '{');
        hum_json_z(j, "what", hum_key_name(s->residuals[i].key));
        hum_json_number(j, "drawn", s->residuals[i].drawn);
        hum_json_number(j, "stated", s->residuals[i].stated);
        hum_json_close(j, '}');
    }
    hum_json_close(j, ']');
    hum_json_open(j, "matrices", '[');
    for (size_t k = 0; k < HUM_CABLE_POINTS; k++) {
        hum_cable_matrices m = hum_cable_matrices_at(l, hum_cable_hz[k]);
        hum_json_open(j, NULL, '{');
        hum_json_number(j, "f_hz", hum_cable_hz[k]);
        out_matrix(j, "r_ohm_m", m.r_ohm_m, l->n);
        out_matrix(j, "l_h_m", m.l_h_m, l->n);
        out_matrix(j, "c_f_m", m.c_f_m, l->n);
        out_matrix(j, "g_s_m", m.g_s_m, l->n);
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
        hum_loss_from from;
        hum_cable_facts facts = facts_of(f, i, &from);
        hum_json_open(&j, NULL, '{');
        hum_json_text(&j, "type", f->model->cables[i].type);
        hum_json_text(&j, "title", f->model->cables[i].title);
        hum_json_number(&j, "length_m", n->length_m);
        out_facts(&j, &facts);
        hum_json_z(&j, "loss_from", from == HUM_LOSS_SECTION ? "cross-section" : from == HUM_LOSS_PUBLISHED ? "published" : "resistance");
        out_matrix(&j, "l_h_m", n->data.l_h_m, n->data.n);
        out_matrix(&j, "c_f_m", n->data.c_f_m, n->data.n);
        hum_json_open(&j, "r_ohm_m", '[');
        for (size_t k = 0; k < n->data.n; k++)
            hum_json_number(&j, NULL, n->data.r_ohm_m[k]);
        hum_json_close(&j, ']');
        hum_cable_pickup pickup = hum_cable_pickup_of(f->net, i, f->model->mains_hz);
        out_pickup_json(&j, &pickup, f->model->mains_hz);
        out_section_json(&j, &n->data, n->section);
        hum_json_number(&j, "f_high_hz", f->links[i].f_high_hz);
        hum_json_number(&j, "response_20khz_db", f->links[i].response_db[9]);
        hum_json_close(&j, '}');
    }
    hum_json_close(&j, ']');
    hum_json_close(&j, '}');
    return hum_json_done(&j, out);
}

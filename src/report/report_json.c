/* The report as JSON: the contract that scripts rely on (docs/json.md). Keys are added, never renamed. */
#include "base/number.h"
#include "report/json_out.h"
#include "report/project.h"

#include <math.h>

static double dbu(double volts)
{
    return 20 * log10(volts / HUM_DBU_V);
}

static void out_lines(hum_json *j, const hum_model *m, const double *line_v)
{
    hum_json_open(j, "hum_lines", '[');
    for (size_t k = 0; k < HUM_HARMONICS; k++) {
        hum_json_open(j, NULL, '{');
        hum_json_number(j, "f_hz", m->mains_hz * (double)(k + 1));
        hum_json_number(j, "v_rms", line_v[k]);
        hum_json_close(j, '}');
    }
    hum_json_close(j, ']');
}

static void out_level(hum_json *j, const hum_model *m, const hum_level_findings *f)
{
    hum_json_number(j, "level_v_rms", f->level_v);
    hum_json_number(j, "level_dbu", dbu(f->level_v));
    hum_json_number(j, "clip_v_rms", f->clip_v);
    hum_json_number(j, "headroom_db", f->headroom_db);
    if (f->clips_first == HUM_NONE)
        hum_json_null(j, "limited_by");
    else
        hum_json_text(j, "limited_by", m->ports[f->clips_first].id);
    hum_json_number(j, "noise_v_rms", f->noise_v);
    hum_json_number(j, "noise_a_v_rms", f->noise_a_v);
    hum_json_number(j, "noise_dbu", dbu(f->noise_v));
    hum_json_number(j, "snr_db", f->snr_db);
    hum_json_number(j, "snr_a_db", f->snr_a_db);
    hum_json_number(j, "hum_v_rms", f->hum_v);
    out_lines(j, m, f->hum_line_v);
}

static void out_link(hum_json *j, const hum_findings *f, const hum_link_findings *l)
{
    const hum_cable *c = &f->model->cables[l->cable];
    hum_json_open(j, NULL, '{');
    hum_json_text(j, "id", c->id);
    hum_json_text(j, "cable", c->type);
    hum_json_number(j, "length_m", f->net->cables[l->cable].length_m);
    hum_json_number(j, "gain_db", l->gain_db);
    out_level(j, f->model, &l->at_input);
    hum_json_open(j, "cmrr", '[');
    for (size_t k = 0; k < HUM_CMRR_POINTS; k++) {
        hum_json_open(j, NULL, '{');
        hum_json_number(j, "f_hz", l->cmrr_f_hz[k]);
        hum_json_number(j, "db", l->cmrr_db[k]);
        hum_json_close(j, '}');
    }
    hum_json_close(j, ']');
    hum_json_number(j, "f_low_hz", l->f_low_hz);
    hum_json_number(j, "f_high_hz", l->f_high_hz);
    hum_json_open(j, "response", '[');
    for (size_t k = 0; k < HUM_RESPONSE_POINTS; k++) {
        hum_json_open(j, NULL, '{');
        hum_json_number(j, "f_hz", hum_response_hz[k]);
        hum_json_number(j, "db", l->response_db[k]);
        hum_json_close(j, '}');
    }
    hum_json_close(j, ']');
    hum_json_number(j, "shield_current_a_rms", l->shield_current_a);
    hum_json_number(j, "cm_distortion_db", l->distortion_db);
    hum_json_number(j, "radio_v_rms", l->radio_v);
    hum_json_number(j, "neighbour_v_rms", l->neighbour_v);
    hum_json_close(j, '}');
}

static void out_seat(hum_json *j, const hum_findings *f, const hum_seat_findings *s)
{
    hum_json_open(j, NULL, '{');
    hum_json_text(j, "output", f->model->ports[f->model->listeners[s->listener].port].id);
    hum_json_number(j, "peak_spl_db", s->peak_spl_db);
    hum_json_number(j, "noise_spl_dba", s->noise_spl_dba);
    hum_json_number(j, "noise_margin_db", s->noise_margin_db);
    hum_json_number(j, "noise_over_room_db", s->noise_over_room_db);
    hum_json_number(j, "room_dba", s->room_dba);
    hum_json_number(j, "hum_spl_db", s->hum_spl_db);
    hum_json_number(j, "hum_margin_db", s->hum_margin_db);
    hum_json_open(j, "hum_lines", '[');
    for (size_t k = 0; k < HUM_HARMONICS; k++) {
        hum_json_open(j, NULL, '{');
        hum_json_number(j, "f_hz", f->model->mains_hz * (double)(k + 1));
        hum_json_number(j, "spl_db", s->hum_line_spl_db[k]);
        hum_json_number(j, "threshold_db", s->hum_line_spl_db[k] - s->hum_line_margin_db[k]);
        hum_json_number(j, "margin_db", s->hum_line_margin_db[k]);
        hum_json_close(j, '}');
    }
    hum_json_close(j, ']');
    hum_json_number(j, "crosstalk_db", s->crosstalk_db);
    hum_json_bool(j, "audible", s->is_audible);
    hum_json_close(j, '}');
}

static void out_line_no(hum_json *j, const hum_project *p, hum_span span)
{
    size_t line_no = hum_line_no(&p->files.sources, span, p->lines);
    if (line_no)
        hum_json_number(j, "line", (double)line_no);
    else
        hum_json_null(j, "line");
}

static void out_limit(hum_json *j, const hum_project *p, const hum_limit *l, size_t rank)
{
    static const char *const kinds[] = {"hum", "hiss", "clip", "crosstalk", "radio"};
    hum_json_open(j, NULL, '{');
    hum_json_number(j, "rank", (double)rank);
    hum_json_z(j, "kind", kinds[l->kind]);
    hum_json_text(j, "where", l->where);
    hum_json_text(j, "cause", l->cause);
    hum_json_number(j, "spl_db", l->spl_db);
    hum_json_number(j, "margin_db", l->margin_db);
    hum_json_number(j, "f_hz", l->f_hz);
    hum_json_bool(j, "under_room_noise", l->is_under_room);
    out_line_no(j, p, l->span);
    hum_json_close(j, '}');
}

static void out_assumption(hum_json *j, const hum_project *p, const hum_assumption *as)
{
    hum_json_open(j, NULL, '{');
    hum_json_text(j, "what", as->what);
    hum_json_number(j, "value", as->value);
    hum_json_number(j, "low", as->low);
    hum_json_number(j, "high", as->high);
    hum_json_z(j, "unit", hum_dim_symbol(as->dim));
    hum_json_text(j, "why", as->why);
    if (as->measure.n)
        hum_json_text(j, "measure", as->measure);
    else
        hum_json_null(j, "measure");
    out_line_no(j, p, as->span);
    hum_json_number(j, "moves_db", as->moves_db);
    hum_json_close(j, '}');
}

static void out_conditions(hum_json *j, const hum_model *m)
{
    hum_json_open(j, "conditions", '{');
    hum_json_number(j, "temperature_c", m->temperature_c);
    hum_json_open(j, "band_hz", '[');
    hum_json_number(j, NULL, 20);
    hum_json_number(j, NULL, 20000);
    hum_json_close(j, ']');
    hum_json_number(j, "mains_v", m->mains_v);
    hum_json_number(j, "mains_hz", m->mains_hz);
    hum_json_number(j, "samples", HUM_SAMPLES);
    hum_json_number(j, "seed", HUM_SEED);
    hum_json_close(j, '}');
}

static void out_findings(hum_json *j, const hum_project *p, const hum_findings *f)
{
    hum_json_open(j, "links", '[');
    for (size_t i = 0; i < f->model->n_cables; i++)
        out_link(j, f, &f->links[i]);
    hum_json_close(j, ']');
    hum_json_open(j, "outputs", '[');
    for (size_t i = 0; i < f->n_outputs; i++) {
        hum_json_open(j, NULL, '{');
        hum_json_text(j, "id", f->model->ports[f->outputs[i].port].id);
        out_level(j, f->model, &f->outputs[i].at_output);
        hum_json_close(j, '}');
    }
    hum_json_close(j, ']');
    hum_json_open(j, "seat", '[');
    for (size_t i = 0; i < f->model->n_listeners; i++)
        out_seat(j, f, &f->seats[i]);
    hum_json_close(j, ']');
    hum_json_open(j, "limits", '[');
    for (size_t i = 0; i < f->n_limits; i++)
        out_limit(j, p, &f->limits[i], i + 1);
    hum_json_close(j, ']');
    hum_json_open(j, "assumed", '[');
    for (size_t i = 0; i < f->net->n_assumptions; i++)
        out_assumption(j, p, &f->net->assumptions[f->assumed[i]]);
    hum_json_close(j, ']');
}

hum_status hum_report_json(hum_project *p, hum_text variant, hum_text *out)
{
    const hum_findings *f;
    HUM_TRY(hum_project_findings(p, variant, &f));
    HUM_ALLOC(p->lines, p->a, hum_line_cursor, 1);
    hum_json j = hum_json_in(p->a);
    hum_json_open(&j, NULL, '{');
    hum_json_z(&j, "schema", "humdinger.report/1");
    hum_json_text(&j, "system", f->model->title);
    if (f->model->variant.n)
        hum_json_text(&j, "variant", f->model->variant);
    else
        hum_json_null(&j, "variant");
    out_conditions(&j, f->model);
    out_findings(&j, p, f);
    hum_json_number(&j, "headline_db", f->headline_db);
    hum_json_open(&j, "headline_db_band", '[');
    hum_json_number(&j, NULL, f->headline_low_db);
    hum_json_number(&j, NULL, f->headline_high_db);
    hum_json_close(&j, ']');
    hum_json_text(&j, "verdict", f->verdict);
    hum_json_close(&j, '}');
    return hum_json_done(&j, out);
}

/* The report as JSON: the contract that scripts rely on (docs/json.md). Keys are added, never renamed. */
#include "base/number.h"
#include "model/schema.h"
#include "report/eye.h"
#include "report/project.h"

#include <math.h>

static double dbu(double volts)
{
    return 20 * log10(volts / HUM_DBU_V);
}

/* Findings, and their percentiles where there are any. */
typedef struct level {
    const hum_level_findings *now, *low, *high;
} level;

static void out_lines(hum_json *j, const hum_model *m, const level *l)
{
    hum_json_open(j, "hum_lines", '[');
    for (size_t k = 0; k < HUM_HARMONICS; k++) {
        hum_json_open(j, NULL, '{');
        hum_json_number(j, "f_hz", m->mains_hz * (double)(k + 1));
        hum_json_banded(j, "v_rms", l->now->hum_line_v[k], l->low->hum_line_v[k], l->high->hum_line_v[k]);
        hum_json_close(j, '}');
    }
    hum_json_close(j, ']');
}

#define BANDED(key, member) hum_json_banded(j, key, l->now->member, l->low->member, l->high->member)

static void out_level(hum_json *j, const hum_model *m, const level *l)
{
    BANDED("level_v_rms", level_v);
    hum_json_banded(j, "level_dbu", dbu(l->now->level_v), dbu(l->low->level_v), dbu(l->high->level_v));
    BANDED("clip_v_rms", clip_v);
    BANDED("headroom_db", headroom_db);
    if (l->now->clips_first == HUM_NONE)
        hum_json_null(j, "limited_by");
    else
        hum_json_text(j, "limited_by", m->ports[l->now->clips_first].id);
    BANDED("noise_v_rms", noise_v);
    BANDED("noise_a_v_rms", noise_a_v);
    hum_json_banded(j, "noise_dbu", dbu(l->now->noise_v), dbu(l->low->noise_v), dbu(l->high->noise_v));
    BANDED("snr_db", snr_db);
    BANDED("snr_a_db", snr_a_db);
    BANDED("hum_v_rms", hum_v);
    out_lines(j, m, l);
}

#undef BANDED
#define BANDED(key, member) hum_json_banded(j, key, l->member, low->member, high->member)

static void out_cmrr(hum_json *j, const hum_link_findings *l, const hum_link_findings *low, const hum_link_findings *high)
{
    hum_json_open(j, "cmrr", '[');
    for (size_t k = 0; k < HUM_CMRR_POINTS; k++) {
        hum_json_open(j, NULL, '{');
        hum_json_number(j, "f_hz", l->cmrr_f_hz[k]);
        BANDED("db", cmrr_db[k]);
        hum_json_close(j, '}');
    }
    hum_json_close(j, ']');
}

static void out_response(hum_json *j, const hum_link_findings *l, const hum_link_findings *low, const hum_link_findings *high)
{
    hum_json_open(j, "response", '[');
    for (size_t k = 0; k < HUM_RESPONSE_POINTS; k++) {
        hum_json_open(j, NULL, '{');
        hum_json_number(j, "f_hz", hum_response_hz[k]);
        BANDED("db", response_db[k]);
        hum_json_close(j, '}');
    }
    hum_json_close(j, ']');
}

static void out_link(hum_json *j, const hum_findings *f, size_t i)
{
    const hum_link_findings *l = &f->links[i];
    const hum_link_findings *low = f->n_samples ? &f->low.links[i] : l, *high = f->n_samples ? &f->high.links[i] : l;
    const hum_cable *c = &f->model->cables[l->cable];
    const level at = {&l->at_input, &low->at_input, &high->at_input};
    hum_json_open(j, NULL, '{');
    hum_json_text(j, "id", c->id);
    hum_json_text(j, "cable", c->type);
    hum_json_number(j, "length_m", f->net->cables[l->cable].length_m);
    hum_equalization curve = f->model->ports[c->to].equalization;
    hum_json_text(j, "equalization", hum_text_of(curve ? hum_choice_word(hum_equalization_words, (int)curve) : "flat"));
    BANDED("gain_db", gain_db);
    out_level(j, f->model, &at);
    out_cmrr(j, l, low, high);
    BANDED("f_low_hz", f_low_hz);
    BANDED("f_high_hz", f_high_hz);
    out_response(j, l, low, high);
    BANDED("shield_current_a_rms", shield_current_a);
    BANDED("cm_distortion_db", distortion_db);
    hum_json_number(j, "radio_v_rms", l->radio_v);
    hum_json_number(j, "neighbour_v_rms", l->neighbour_v);
    hum_json_close(j, '}');
}

static void out_output(hum_json *j, const hum_findings *f, size_t i)
{
    const hum_output_findings *now = &f->outputs[i];
    const level at = {&now->at_output, f->n_samples ? &f->low.outputs[i].at_output : &now->at_output,
                      f->n_samples ? &f->high.outputs[i].at_output : &now->at_output};
    hum_json_open(j, NULL, '{');
    hum_json_text(j, "id", f->model->ports[now->port].id);
    out_level(j, f->model, &at);
    hum_json_close(j, '}');
}

static void out_seat_lines(hum_json *j, const hum_model *m, const hum_seat_findings *l, const hum_seat_findings *low,
                           const hum_seat_findings *high)
{
    hum_json_open(j, "hum_lines", '[');
    for (size_t k = 0; k < HUM_HARMONICS; k++) {
        hum_json_open(j, NULL, '{');
        hum_json_number(j, "f_hz", m->mains_hz * (double)(k + 1));
        BANDED("spl_db", hum_line_spl_db[k]);
        hum_json_number(j, "threshold_db", l->hum_line_spl_db[k] - l->hum_line_margin_db[k]);
        BANDED("margin_db", hum_line_margin_db[k]);
        hum_json_close(j, '}');
    }
    hum_json_close(j, ']');
}

static void out_seat(hum_json *j, const hum_findings *f, size_t i)
{
    const hum_seat_findings *l = &f->seats[i];
    const hum_seat_findings *low = f->n_samples ? &f->low.seats[i] : l, *high = f->n_samples ? &f->high.seats[i] : l;
    hum_json_open(j, NULL, '{');
    hum_json_text(j, "output", f->model->ports[f->model->listeners[l->listener].port].id);
    BANDED("peak_spl_db", peak_spl_db);
    BANDED("noise_spl_dba", noise_spl_dba);
    BANDED("noise_margin_db", noise_margin_db);
    BANDED("noise_over_room_db", noise_over_room_db);
    BANDED("room_dba", room_dba);
    BANDED("hum_spl_db", hum_spl_db);
    BANDED("hum_margin_db", hum_margin_db);
    out_seat_lines(j, f->model, l, low, high);
    BANDED("crosstalk_db", crosstalk_db);
    hum_json_number(j, "other_margin_db", l->other_margin_db);
    hum_json_bool(j, "audible", l->is_audible);
    hum_json_close(j, '}');
}

#undef BANDED

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
    hum_json_number(j, "share", as->share);
    hum_json_close(j, '}');
}

static void out_tolerance(hum_json *j, const hum_project *p, const hum_tolerance_of *t)
{
    hum_json_open(j, NULL, '{');
    hum_json_text(j, "what", t->what);
    hum_json_number(j, "half_width", t->half_width);
    hum_json_bool(j, "relative", t->is_relative);
    hum_json_z(j, "unit", hum_dim_symbol(t->dim));
    out_line_no(j, p, t->span);
    hum_json_number(j, "moves_db", t->moves_db);
    hum_json_number(j, "share", t->share);
    hum_json_close(j, '}');
}

static void out_conditions(hum_json *j, const hum_findings *f)
{
    const hum_model *m = f->model;
    hum_json_open(j, "conditions", '{');
    hum_json_number(j, "temperature_c", m->temperature_c);
    hum_json_open(j, "band_hz", '[');
    hum_json_number(j, NULL, 20);
    hum_json_number(j, NULL, 20000);
    hum_json_close(j, ']');
    hum_json_number(j, "mains_v", m->mains_v);
    hum_json_number(j, "mains_hz", m->mains_hz);
    hum_json_number(j, "samples", (double)f->n_samples);
    hum_json_number(j, "seed", HUM_SEED);
    hum_json_close(j, '}');
}

static void out_findings(hum_json *j, const hum_project *p, const hum_findings *f)
{
    hum_json_open(j, "links", '[');
    for (size_t i = 0; i < f->model->n_cables; i++)
        out_link(j, f, i);
    hum_json_close(j, ']');
    hum_json_open(j, "outputs", '[');
    for (size_t i = 0; i < f->n_outputs; i++)
        out_output(j, f, i);
    hum_json_close(j, ']');
    hum_json_open(j, "seat", '[');
    for (size_t i = 0; i < f->model->n_listeners; i++)
        out_seat(j, f, i);
    hum_json_close(j, ']');
    hum_json_open(j, "limits", '[');
    for (size_t i = 0; i < f->n_limits; i++)
        out_limit(j, p, &f->limits[i], i + 1);
    hum_json_close(j, ']');
    hum_json_open(j, "assumed", '[');
    for (size_t i = 0; i < f->net->n_assumptions; i++)
        out_assumption(j, p, &f->net->assumptions[f->assumed[i]]);
    hum_json_close(j, ']');
    hum_json_open(j, "tolerances", '[');
    for (size_t i = 0; i < f->n_tolerances; i++)
        out_tolerance(j, p, &f->tolerances[i]);
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
    out_conditions(&j, f);
    out_findings(&j, p, f);
    hum_json_number(&j, "headline_db", f->headline_db);
    hum_json_open(&j, "headline_db_band", '[');
    hum_json_number(&j, NULL, f->headline_low_db);
    hum_json_number(&j, NULL, f->headline_high_db);
    hum_json_close(&j, ']');
    HUM_TRY(hum_report_digital_json(&j, p->a, f));
    hum_json_text(&j, "verdict", f->verdict);
    hum_json_close(&j, '}');
    return hum_json_done(&j, out);
}

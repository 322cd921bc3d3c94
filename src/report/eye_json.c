/* The JSON of eyes (docs/json.md), in `humdinger eye --json` and in a report. */
#include "report/eye_parts.h"

#include <math.h>

static void out_length(hum_json *j, const hum_eye_result *r)
{
    hum_json_number(j, "longest_m", r->longest_m);
    hum_json_bool(j, "longest_is_beyond_10_km", isinf(r->longest_m));
    hum_json_z(j, "stops", hum_eye_limit_word(r->stops));
    hum_json_z(j, "because", hum_eye_cause_word(r->cause));
}

static void out_result(hum_json *j, const char *key, const hum_eye_result *r, double ui_s, bool has_length)
{
    const hum_eye_opening *o = &r->opening;
    hum_json_open(j, key, '{');
    hum_json_bool(j, "open", r->limit == HUM_EYE_OPEN);
    hum_json_z(j, "limit", hum_eye_limit_word(r->limit));
    hum_json_number(j, "height_v", o->height_v);
    hum_json_number(j, "centre_height_v", o->centre_v);
    hum_json_number(j, "width_s", o->width_s);
    hum_json_number(j, "width_ui", o->width_s / ui_s);
    hum_json_number(j, "jitter_pp_s", o->jitter_pp_s);
    hum_json_number(j, "jitter_rms_s", o->jitter_rms_s);
    hum_json_number(j, "jitter_pp_ui", o->jitter_pp_s / ui_s);
    hum_json_number(j, "swing_v", o->peak_v);
    hum_json_number(j, "margin_db", r->margin_db);
    if (has_length)
        out_length(j, r);
    hum_json_close(j, '}');
}

static void out_mask(hum_json *j, const hum_eye *e)
{
    hum_json_open(j, "mask", '{');
    hum_json_number(j, "height_v", e->standard->mask.height_v);
    hum_json_number(j, "width_s", e->standard->mask.width_ui * e->ui_s);
    hum_json_number(j, "width_ui", e->standard->mask.width_ui);
    hum_json_number(j, "jitter_pp_ui", HUM_EYE_JITTER_UI);
    hum_json_z(j, "source", e->standard->source);
    hum_json_close(j, '}');
}

static void out_eye_json(hum_json *j, const hum_findings *f, const hum_eye *e, bool has_length)
{
    const hum_cable *c = hum_digital_cable(f->model, e->link);
    const hum_eye_channel *ch = &e->channel;
    hum_json_open(j, NULL, '{');
    hum_json_text(j, "id", c->id);
    hum_json_z(j, "standard", e->standard->name);
    hum_json_text(j, "cable", c->type);
    hum_json_number(j, "length_m", ch->length_m);
    hum_json_number(j, "rate_hz", ch->f_frame_hz);
    hum_json_number(j, "ui_s", e->ui_s);
    hum_json_number(j, "level_v_pp", ch->level_v);
    hum_json_number(j, "rated_ohm", ch->rated_ohm);
    hum_json_number(j, "source_ohm", ch->source_ohm);
    hum_json_number(j, "rise_s", ch->rise_s);
    hum_json_number(j, "cable_ohm", e->z0_ohm);
    hum_json_number(j, "load_ohm", ch->load_ohm);
    hum_json_number(j, "load_f", ch->load_f);
    hum_json_number(j, "loss_db", e->loss_db);
    hum_json_z(j, "loss_from", e->is_solved ? "cross-section" : e->has_published_loss ? "published" : "resistance");
    hum_json_number(j, "return_loss_db", e->return_loss_db);
    out_mask(j, e);
    out_result(j, "plain", &e->plain, e->ui_s, has_length);
    out_result(j, "equalised", &e->equalised, e->ui_s, has_length);
    hum_json_close(j, '}');
}

hum_status hum_eye_json(hum_project *p, hum_text variant, const hum_eye_ask *ask, hum_text *out)
{
    hum_eye_request r;
    HUM_TRY(hum_eye_take_request(p, variant, ask, &r));
    r.options.finds_longest = !ask->is_quick;
    hum_json j = hum_json_in(p->a);
    hum_json_open(&j, NULL, '{');
    hum_json_z(&j, "schema", "humdinger.eye/1");
    hum_json_text(&j, "system", r.f->model->title);
    hum_json_open(&j, "eyes", '[');
    for (uint32_t i = 0; i < r.f->model->n_digital; i++) {
        hum_eye e;
        if (!hum_eye_is_asked(&r, i))
            continue;
        HUM_TRY(hum_eye_study(p->a, r.f->net, i, &r.options, &e));
        out_eye_json(&j, r.f, &e, !ask->is_quick);
    }
    hum_json_close(&j, ']');
    hum_json_close(&j, '}');
    return hum_json_done(&j, out);
}

static void out_links_json(hum_json *j, const hum_findings *f)
{
    const hum_model *m = f->model;
    hum_json_open(j, "digital_links", '[');
    for (uint32_t i = 0; i < m->n_digital; i++) {
        const hum_cable *c = hum_digital_cable(m, i);
        hum_json_open(j, NULL, '{');
        hum_json_text(j, "id", c->id);
        hum_json_z(j, "kind", hum_digital_name(hum_digital_receiver(m, i)));
        hum_json_text(j, "cable", c->type);
        hum_json_number(j, "length_m", f->net->cables[m->n_cables + i].length_m);
        hum_json_bool(j, "joins_grounds", f->net->cables[m->n_cables + i].n_ground > 0);
        hum_json_number(j, "shield_current_a_rms", f->digital[i].ground_current_a);
        hum_json_close(j, '}');
    }
    hum_json_close(j, ']');
}

hum_status hum_report_digital_json(hum_json *j, hum_arena *a, const hum_findings *f)
{
    size_t n_eyes = hum_digital_count_eyes(f->model), n = 0;
    if (f->model->n_digital)
        out_links_json(j, f);
    if (n_eyes == 0)
        return HUM_OK;
    hum_json_open(j, "digital", '[');
    for (uint32_t i = 0; i < f->model->n_digital && n < HUM_EYES_IN_REPORT; i++) {
        hum_eye e;
        if (!hum_digital_has_eye(f->model, i))
            continue;
        n++;
        HUM_TRY(hum_eye_for_report(a, f, i, &e));
        out_eye_json(j, f, &e, false);
    }
    hum_json_close(j, ']');
    return HUM_OK;
}

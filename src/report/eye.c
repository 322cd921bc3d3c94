/* `humdinger eye`: the eyes of the digital links, without and with the receiver's equaliser. */
#include "report/eye.h"
#include "report/plot.h"

#include "study/calc.h"

#include <math.h>

#define RATE_HZ 48e3
#define RATE_LOW_HZ 32e3
#define RATE_HIGH_HZ 192e3

static uint32_t cable_of(const hum_model *m, uint32_t link)
{
    return (uint32_t)m->n_cables + link;
}

static hum_text input_of(const hum_model *m, uint32_t link)
{
    return m->ports[m->cables[cable_of(m, link)].to].id;
}

/* --- what is asked ----------------------------------------------------------------------------------- */

typedef struct request {
    const hum_findings *f;
    hum_eye_options options;
    hum_text port;
} request;

static hum_status read_length(hum_project *p, hum_text said, double *length_m)
{
    hum_calc_result r = {.dim = HUM_DIM_NONE};
    hum_diags *d = hum_diags_new(p->a);
    *length_m = 0;
    if (!d)
        return HUM_E_NOMEM;
    hum_status st = said.n ? hum_calc(p->a, said, d, &r) : HUM_OK;
    if (st == HUM_E_NOMEM || said.n == 0)
        return st;
    if (st == HUM_OK && r.dim == HUM_DIM_METRE && r.value > 0 && r.value <= HUM_EYE_LONGEST_M) {
        *length_m = r.value;
        return HUM_OK;
    }
    hum_diags_say(p->d, HUM_D_OUT_OF_RANGE, HUM_NO_SPAN, "a length such as 100 m or 300 ft, up to 10 km",
                  "'%.*s' cannot be the length of a cable", HUM_FMT(said));
    return HUM_E_INPUT;
}

static hum_status check_links(hum_project *p, const request *r)
{
    const hum_model *m = r->f->model;
    if (m->n_digital == 0) {
        hum_diags_say(p->d, HUM_D_NO_DIGITAL_LINK, m->span, "for example: out coax spdif, in coax spdif, and a cable between them",
                      "there is no digital link here");
        return HUM_E_INPUT;
    }
    for (uint32_t i = 0; i < m->n_digital; i++)
        if (r->port.n == 0 || hum_text_eq(r->port, input_of(m, i)))
            return HUM_OK;
    hum_diags_add(p->d, HUM_D_NO_DIGITAL_LINK, HUM_NO_SPAN,
                  hum_text_format(p->a, "no digital cable goes into '%.*s'", HUM_FMT(r->port)),
                  hum_text_format(p->a, "one goes into %.*s", HUM_FMT(input_of(m, 0))));
    return HUM_E_INPUT;
}

static hum_status take_request(hum_project *p, hum_text variant, const hum_eye_ask *ask, request *r)
{
    double rate = ask->rate_hz > 0 ? ask->rate_hz : RATE_HZ;
    HUM_TRY(hum_project_findings(p, variant, &r->f));
    if (!(rate >= RATE_LOW_HZ && rate <= RATE_HIGH_HZ)) {
        hum_diags_say(p->d, HUM_D_OUT_OF_RANGE, HUM_NO_SPAN, "44.1, 48, 88.2, 96, 176.4 or 192 kHz",
                      "no digital interface has that sample rate");
        return HUM_E_INPUT;
    }
    r->options = (hum_eye_options){.f_frame_hz = rate, .is_equalised = ask->is_equalised};
    r->port = ask->port;
    HUM_TRY(read_length(p, ask->length, &r->options.length_m));
    return check_links(p, r);
}

static bool is_asked(const request *r, uint32_t link)
{
    return r->port.n == 0 || hum_text_eq(r->port, input_of(r->f->model, link));
}

/* --- text -------------------------------------------------------------------------------------------- */

enum { AT_PLAIN = 44, AT_EQUALISED = 60, AT_WANTED = 74 };

static void row(hum_page *p, const char *label, hum_text plain, hum_text equalised, hum_text wanted)
{
    hum_out_f(&p->o, "  %s", label);
    hum_page_right(p, plain, AT_PLAIN);
    hum_page_right(p, equalised, AT_EQUALISED);
    if (wanted.n)
        hum_page_right(p, wanted, AT_WANTED);
    hum_page_line(p);
}

static hum_text time_text(hum_page *p, double t, double ui_s)
{
    hum_out o = hum_out_in(p->o.a);
    hum_text text = {0};
    if (isnan(t))
        return HUM_T("-");
    hum_out_text(&o, hum_page_si(p, t, "s"));
    hum_out_z(&o, " ");
    if (t < 0.1 * ui_s)
        hum_out_text(&o, hum_page_si(p, t / ui_s, "UI"));
    else
        hum_out_text(&o, hum_page_db(p, t / ui_s, 2, "UI"));
    if (hum_out_done(&o, &text) != HUM_OK)
        p->o.failed = true;
    return text;
}

static hum_text length_text(hum_page *p, double m)
{
    hum_out o = hum_out_in(p->o.a);
    hum_text text = {0};
    if (isnan(m))
        return HUM_T("none");
    if (isinf(m))
        return HUM_T("over 10 km");
    hum_out_fixed(&o, m, m < 10 ? 1 : 0);
    hum_out_z(&o, " m");
    if (hum_out_done(&o, &text) != HUM_OK)
        p->o.failed = true;
    return text;
}

static hum_text state_text(const hum_eye_result *r)
{
    static const char *const words[] = {"open", "too low", "too narrow", "too much jitter"};
    return hum_text_of(words[r->limit]);
}

static hum_text stops_text(hum_page *p, const hum_eye_result *r)
{
    if (r->stops == HUM_EYE_OPEN)
        return HUM_T("-");
    return hum_text_format(p->o.a, "%s", hum_eye_limit_word(r->stops));
}

static void out_ends(hum_page *p, const hum_eye *e)
{
    const hum_eye_channel *c = &e->channel;
    hum_out o = hum_out_in(p->o.a);
    hum_text t = {0};
    hum_out_f(&o, "Sent: %.*s peak to peak across ", HUM_FMT(hum_page_si(p, c->level_v, "V")));
    hum_out_f(&o, "%.*s, edges of %.*s, from ", HUM_FMT(hum_page_si(p, c->rated_ohm, "ohm")), HUM_FMT(hum_page_si(p, c->rise_s, "s")));
    hum_out_f(&o, "%.*s. Cable: ", HUM_FMT(hum_page_si(p, c->source_ohm, "ohm")));
    hum_out_f(&o, "%.*s, %.*s", HUM_FMT(hum_page_si(p, e->z0_ohm, "ohm")), HUM_FMT(hum_page_db(p, e->loss_db, 1, "dB")));
    hum_out_f(&o, " at %.*s%s. ", HUM_FMT(hum_page_si(p, HUM_FRAME_UI / 2 * c->f_frame_hz, "Hz")),
              e->is_solved            ? ", from its cross-section"
              : e->has_published_loss ? ", as published"
                                      : ", from its resistance");
    hum_out_f(&o, "Receiver: %.*s, return loss ", HUM_FMT(hum_page_si(p, c->load_ohm, "ohm")));
    hum_out_f(&o, "%.*s.", HUM_FMT(e->return_loss_db > 99 ? HUM_T("over 99 dB") : hum_page_db(p, e->return_loss_db, 1, "dB")));
    if (hum_out_done(&o, &t) != HUM_OK)
        p->o.failed = true;
    hum_out_z(&p->o, "  ");
    hum_page_fold(p, t, 2);
}

static void out_table(hum_page *p, const hum_eye *e)
{
    const hum_eye_result *a = &e->plain, *b = &e->equalised;
    const hum_eye_mask *m = &e->standard->mask;
    hum_text none = {0};
    hum_page_head(p, "EYE", "as it arrives   behind equaliser     wanted", 32);
    row(p, "height", hum_page_si(p, a->opening.height_v, "V"), hum_page_si(p, b->opening.height_v, "V"), hum_page_si(p, m->height_v, "V"));
    row(p, "width", time_text(p, a->opening.width_s, e->ui_s), time_text(p, b->opening.width_s, e->ui_s),
        time_text(p, m->width_ui * e->ui_s, e->ui_s));
    row(p, "jitter, peak to peak", time_text(p, a->opening.jitter_pp_s, e->ui_s), time_text(p, b->opening.jitter_pp_s, e->ui_s),
        time_text(p, HUM_EYE_JITTER_UI * e->ui_s, e->ui_s));
    row(p, "jitter, rms", time_text(p, a->opening.jitter_rms_s, e->ui_s), time_text(p, b->opening.jitter_rms_s, e->ui_s), none);
    row(p, "height over the mask's", isfinite(a->margin_db) ? hum_page_db(p, a->margin_db, 1, "dB") : HUM_T("closed"),
        isfinite(b->margin_db) ? hum_page_db(p, b->margin_db, 1, "dB") : HUM_T("closed"), none);
    row(p, "the eye is", state_text(a), state_text(b), none);
    row(p, "longest cable", length_text(p, a->longest_m), length_text(p, b->longest_m), none);
    row(p, "what stops a longer one", stops_text(p, a), stops_text(p, b), none);
    row(p, "because of", a->stops ? hum_text_of(hum_eye_cause_word(a->cause)) : HUM_T("-"),
        b->stops ? hum_text_of(hum_eye_cause_word(b->cause)) : HUM_T("-"), none);
}

/* "z of dac.in": is it of this cable or one of its ends, and does the eye depend on it? */
static bool concerns(const hum_model *m, uint32_t link, const hum_assumption *as)
{
    static const char *const keys[] = {"max", "z", "rise", "c", "length", "core", "shield", "velocity", "l", "tan-delta", "c-shield"};
    const hum_cable *c = &m->cables[cable_of(m, link)];
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        hum_text key = hum_text_of(keys[i]);
        if (as->what.n < key.n + 4 || !hum_text_eq((hum_text){as->what.p, key.n}, key))
            continue;
        hum_text rest = {as->what.p + key.n, as->what.n - key.n};
        if (!hum_text_eq((hum_text){rest.p, 4}, HUM_T(" of ")))
            continue;
        hum_text owner = {rest.p + 4, rest.n - 4};
        if (hum_text_eq(owner, c->id) || hum_text_eq(owner, m->ports[c->from].id) || hum_text_eq(owner, m->ports[c->to].id))
            return true;
    }
    return false;
}

static void out_assumed(hum_page *p, const hum_findings *f, uint32_t link)
{
    size_t n = 0;
    for (size_t i = 0; i < f->net->n_assumptions; i++) {
        const hum_assumption *as = &f->net->assumptions[i];
        if (!concerns(f->model, link, as))
            continue;
        hum_out o = hum_out_in(p->o.a);
        hum_text t = {0};
        if (n++ == 0)
            hum_page_head(p, "ASSUMED", "", 0);
        hum_out_f(&o, "%.*s: ", HUM_FMT(as->what));
        hum_out_amount(&o, as->dim, as->value);
        if (as->low < as->high) {
            hum_out_z(&o, " (");
            hum_out_amount(&o, as->dim, as->low);
            hum_out_z(&o, " to ");
            hum_out_amount(&o, as->dim, as->high);
            hum_out_z(&o, ")");
        }
        hum_out_f(&o, "; %.*s", HUM_FMT(as->why));
        if (hum_out_done(&o, &t) != HUM_OK)
            p->o.failed = true;
        hum_out_z(&p->o, "  ");
        hum_page_fold(p, t, 6);
    }
}

static void out_eye(hum_page *p, const hum_findings *f, const hum_eye *e)
{
    const hum_cable *c = &f->model->cables[cable_of(f->model, e->link)];
    hum_page_toned(p, HUM_TONE_HEAD, c->id);
    hum_out_f(&p->o, "    %s, %.*s, ", e->standard->name, HUM_FMT(c->type));
    hum_out_text(&p->o, length_text(p, e->channel.length_m));
    hum_out_f(&p->o, ", %.*s\n\n", HUM_FMT(hum_page_si(p, e->channel.f_frame_hz, "Hz")));
    out_ends(p, e);
    out_table(p, e);
    out_assumed(p, f, e->link);
}

hum_status hum_eye_text(hum_project *p, hum_text variant, const hum_eye_ask *ask, const hum_text_options *options, hum_text *out)
{
    request r;
    size_t n = 0;
    HUM_TRY(take_request(p, variant, ask, &r));
    r.options.finds_longest = true;
    hum_page page = hum_page_in(p->a, options->colour);
    for (uint32_t i = 0; i < r.f->model->n_digital; i++) {
        hum_eye e;
        if (!is_asked(&r, i))
            continue;
        HUM_TRY(hum_eye_study(p->a, r.f->net, i, &r.options, &e));
        if (n++)
            hum_page_line(&page);
        out_eye(&page, r.f, &e);
    }
    return hum_out_done(&page.o, out);
}

/* --- JSON -------------------------------------------------------------------------------------------- */

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
    const hum_cable *c = &f->model->cables[cable_of(f->model, e->link)];
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
    request r;
    HUM_TRY(take_request(p, variant, ask, &r));
    r.options.finds_longest = !ask->is_quick;
    hum_json j = hum_json_in(p->a);
    hum_json_open(&j, NULL, '{');
    hum_json_z(&j, "schema", "humdinger.eye/1");
    hum_json_text(&j, "system", r.f->model->title);
    hum_json_open(&j, "eyes", '[');
    for (uint32_t i = 0; i < r.f->model->n_digital; i++) {
        hum_eye e;
        if (!is_asked(&r, i))
            continue;
        HUM_TRY(hum_eye_study(p->a, r.f->net, i, &r.options, &e));
        out_eye_json(&j, r.f, &e, !ask->is_quick);
    }
    hum_json_close(&j, ']');
    hum_json_close(&j, '}');
    return hum_json_done(&j, out);
}

/* --- picture ----------------------------------------------------------------------------------------- */

hum_status hum_eye_svg(hum_project *p, hum_text variant, const hum_eye_ask *ask, hum_text *out)
{
    request r;
    hum_eye e;
    uint32_t link = 0;
    HUM_TRY(take_request(p, variant, ask, &r));
    while (!is_asked(&r, link))
        link++;
    r.options.draws = true;
    HUM_TRY(hum_eye_study(p->a, r.f->net, link, &r.options, &e));
    const hum_cable *c = &r.f->model->cables[cable_of(r.f->model, link)];
    hum_page page = hum_page_in(p->a, false);
    hum_text title = hum_text_format(p->a, "%s eye of %.*s: %.*s of %.*s", e.standard->name, HUM_FMT(c->id),
                                     HUM_FMT(length_text(&page, e.channel.length_m)), HUM_FMT(c->type));
    const hum_eye_look look = {title, r.options.is_equalised, hum_plot_width(ask->width_px)};
    return hum_eye_picture_svg(p->a, &e, &look, out);
}

/* --- in the report ----------------------------------------------------------------------------------- */

enum { EYES_IN_REPORT = 8 }; /* a hundredth of a second each */

static hum_status look_quickly(hum_arena *a, const hum_findings *f, uint32_t link, hum_eye *e)
{
    const hum_eye_options o = {.f_frame_hz = RATE_HZ};
    return hum_eye_study(a, f->net, link, &o, e);
}

hum_status hum_report_digital(hum_page *p, hum_arena *a, const hum_findings *f)
{
    const hum_model *m = f->model;
    if (m->n_digital == 0)
        return HUM_OK;
    hum_page_head(p, "DIGITAL LINKS", "eye at 48 kHz, over the mask's height      jitter", 28);
    for (uint32_t i = 0; i < m->n_digital && i < EYES_IN_REPORT; i++) {
        hum_eye e;
        HUM_TRY(look_quickly(a, f, i, &e));
        hum_out_z(&p->o, "  ");
        hum_page_cut(p, m->cables[cable_of(m, i)].id, 26);
        hum_page_to(p, 28);
        hum_page_toned(p, e.plain.limit == HUM_EYE_OPEN ? HUM_TONE_GOOD : HUM_TONE_BAD, state_text(&e.plain));
        hum_page_right(p, isfinite(e.plain.margin_db) ? hum_page_db(p, e.plain.margin_db, 1, "dB") : HUM_T("closed"), 54);
        hum_page_right(p, time_text(p, e.plain.opening.jitter_pp_s, e.ui_s), 77);
        hum_page_line(p);
    }
    if (m->n_digital > EYES_IN_REPORT)
        hum_out_f(&p->o, "  and %zu more\n", m->n_digital - EYES_IN_REPORT);
    hum_out_z(&p->o, "  No audio voltage; the shields are part of the grounds. More: humdinger eye\n");
    return HUM_OK;
}

hum_status hum_report_digital_json(hum_json *j, hum_arena *a, const hum_findings *f)
{
    if (f->model->n_digital == 0)
        return HUM_OK;
    hum_json_open(j, "digital", '[');
    for (uint32_t i = 0; i < f->model->n_digital && i < EYES_IN_REPORT; i++) {
        hum_eye e;
        HUM_TRY(look_quickly(a, f, i, &e));
        out_eye_json(j, f, &e, false);
    }
    hum_json_close(j, ']');
    return HUM_OK;
}

/* --- for expect -------------------------------------------------------------------------------------- */

typedef struct eye_reader {
    const char *word;
    hum_dim dim;
    bool worst_is_high;
    bool is_equalised;
} eye_reader;

static const eye_reader readers[] = {
    {"eye-height", HUM_DIM_VOLT, false, false},   {"eye-height-eq", HUM_DIM_VOLT, false, true},
    {"eye-width", HUM_DIM_SECOND, false, false},  {"eye-width-eq", HUM_DIM_SECOND, false, true},
    {"eye-jitter", HUM_DIM_SECOND, true, false},  {"eye-jitter-eq", HUM_DIM_SECOND, true, true},
    {"eye-margin", HUM_DIM_DB, false, false},     {"eye-margin-eq", HUM_DIM_DB, false, true},
    {"eye-length", HUM_DIM_METRE, false, false},  {"eye-length-eq", HUM_DIM_METRE, false, true},
};

static const eye_reader *reader_of(hum_text what)
{
    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++)
        if (hum_text_is(what, readers[i].word))
            return &readers[i];
    return NULL;
}

bool hum_is_eye_quantity(hum_text what)
{
    return reader_of(what) != NULL;
}

static double read_eye(const eye_reader *r, const hum_eye *e)
{
    const hum_eye_result *x = r->is_equalised ? &e->equalised : &e->plain;
    switch ((int)r->dim) {
    case HUM_DIM_VOLT:
        return x->opening.height_v;
    case HUM_DIM_METRE:
        return isnan(x->longest_m) ? 0 : x->longest_m;
    case HUM_DIM_DB:
        return x->margin_db;
    default:
        return r->worst_is_high ? x->opening.jitter_pp_s : x->opening.width_s;
    }
}

hum_status hum_find_eye_quantity(hum_arena *a, const hum_findings *f, hum_text what, hum_text place, double rate_hz,
                                 hum_eye_quantity *out, const char **why)
{
    const eye_reader *r = reader_of(what);
    const hum_model *m = f->model;
    hum_eye_options o = {.f_frame_hz = rate_hz > 0 ? rate_hz : RATE_HZ, .finds_longest = r->dim == HUM_DIM_METRE};
    *out = (hum_eye_quantity){.value = (double)NAN, .dim = r->dim};
    *why = "there is no digital link into it";
    for (uint32_t i = 0; i < m->n_digital; i++) {
        hum_text id = input_of(m, i);
        hum_eye e;
        if (place.n && !hum_text_eq(place, id) && !hum_text_eq(place, m->cables[cable_of(m, i)].id))
            continue;
        HUM_TRY(hum_eye_study(a, f->net, i, &o, &e));
        double v = read_eye(r, &e);
        if (isnan(out->value) || (r->worst_is_high ? v > out->value : v < out->value)) {
            out->value = v;
            out->place = id;
        }
        if (isnan(v))
            *why = "the eye is closed";
    }
    return HUM_OK;
}

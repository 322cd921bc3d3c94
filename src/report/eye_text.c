/* The text of `humdinger eye`: the eyes of the digital links, without and with the receiver's equaliser; and the digital links
 * of a report. */
#include "report/eye_parts.h"

#include "report/assumed.h"

#include <math.h>

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
    if (isnan(t))
        return HUM_T("-");
    hum_out_text(&o, hum_page_si(p, t, "s"));
    hum_out_z(&o, " ");
    if (t < 0.1 * ui_s)
        hum_out_text(&o, hum_page_si(p, t / ui_s, "UI"));
    else
        hum_out_text(&o, hum_page_db(p, t / ui_s, 2, "UI"));
    return hum_out_part(&o);
}

hum_text hum_eye_length_text(hum_page *p, double m)
{
    hum_out o = hum_out_in(p->o.a);
    if (isnan(m))
        return HUM_T("none");
    if (isinf(m))
        return HUM_T("over 10 km");
    hum_out_fixed(&o, m, m < 10 ? 1 : 0);
    hum_out_z(&o, " m");
    return hum_out_part(&o);
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
    hum_out_z(&p->o, "  ");
    hum_page_fold(p, hum_out_part(&o), 2);
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
    row(p, "longest cable", hum_eye_length_text(p, a->longest_m), hum_eye_length_text(p, b->longest_m), none);
    row(p, "what stops a longer one", stops_text(p, a), stops_text(p, b), none);
    row(p, "because of", a->stops ? hum_text_of(hum_eye_cause_word(a->cause)) : HUM_T("-"),
        b->stops ? hum_text_of(hum_eye_cause_word(b->cause)) : HUM_T("-"), none);
}

/* "z of dac.in": is it of this cable or one of its ends, and does the eye depend on it? */
static bool concerns(const hum_model *m, uint32_t link, const hum_assumption *as)
{
    static const char *const keys[] = {"max", "z", "rise", "c", "length", "core", "shield", "velocity", "l", "tan-delta", "c-shield"};
    const hum_cable *c = hum_digital_cable(m, link);
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
        if (n++ == 0)
            hum_page_head(p, "ASSUMED", "", 0);
        hum_out_assumption(&o, as);
        hum_out_z(&p->o, "  ");
        hum_page_fold(p, hum_out_part(&o), 6);
    }
}

static void out_eye(hum_page *p, const hum_findings *f, const hum_eye *e)
{
    const hum_cable *c = hum_digital_cable(f->model, e->link);
    hum_page_toned(p, HUM_TONE_HEAD, c->id);
    hum_out_f(&p->o, "    %s, %.*s, ", e->standard->name, HUM_FMT(c->type));
    hum_out_text(&p->o, hum_eye_length_text(p, e->channel.length_m));
    hum_out_f(&p->o, ", %.*s\n\n", HUM_FMT(hum_page_si(p, e->channel.f_frame_hz, "Hz")));
    out_ends(p, e);
    out_table(p, e);
    out_assumed(p, f, e->link);
}

hum_status hum_eye_text(hum_project *p, hum_text variant, const hum_eye_ask *ask, const hum_text_options *options, hum_text *out)
{
    hum_eye_request r;
    size_t n = 0;
    HUM_TRY(hum_eye_take_request(p, variant, ask, &r));
    r.options.finds_longest = true;
    hum_page page = hum_page_in(p->a, options->colour);
    for (uint32_t i = 0; i < r.f->model->n_digital; i++) {
        hum_eye e;
        if (!hum_eye_is_asked(&r, i))
            continue;
        HUM_TRY(hum_eye_study(p->a, r.f->net, i, &r.options, &e));
        if (n++)
            hum_page_line(&page);
        out_eye(&page, r.f, &e);
    }
    return hum_out_done(&page.o, out);
}

/* --- in the report ----------------------------------------------------------------------------------- */

static hum_status out_link(hum_page *p, hum_arena *a, const hum_findings *f, uint32_t i)
{
    const hum_model *m = f->model;
    hum_eye e;
    hum_out_z(&p->o, "  ");
    hum_page_cut(p, hum_digital_cable(m, i)->id, 26);
    hum_page_to(p, 28);
    if (!hum_digital_has_eye(m, i)) {
        hum_out_f(&p->o, "%s: no eye is looked at\n", hum_digital_name(hum_digital_receiver(m, i)));
        return HUM_OK;
    }
    HUM_TRY(hum_eye_for_report(a, f, i, &e));
    hum_page_toned(p, e.plain.limit == HUM_EYE_OPEN ? HUM_TONE_GOOD : HUM_TONE_BAD, state_text(&e.plain));
    hum_page_right(p, isfinite(e.plain.margin_db) ? hum_page_db(p, e.plain.margin_db, 1, "dB") : HUM_T("closed"), 54);
    hum_page_right(p, time_text(p, e.plain.opening.jitter_pp_s, e.ui_s), 77);
    hum_page_line(p);
    return HUM_OK;
}

hum_status hum_report_digital(hum_page *p, hum_arena *a, const hum_findings *f)
{
    const hum_model *m = f->model;
    size_t n_eyes = hum_digital_count_eyes(m);
    if (m->n_digital == 0)
        return HUM_OK;
    hum_page_head(p, "DIGITAL LINKS", n_eyes ? "eye at 48 kHz, over the mask's height      jitter" : "", 28);
    for (uint32_t i = 0; i < m->n_digital && i < HUM_EYES_IN_REPORT; i++)
        HUM_TRY(out_link(p, a, f, i));
    if (m->n_digital > HUM_EYES_IN_REPORT)
        hum_out_f(&p->o, "  and %zu more\n", m->n_digital - HUM_EYES_IN_REPORT);
    hum_out_f(&p->o, "  No audio voltage; the shields are part of the grounds.%s\n", n_eyes ? " More: humdinger eye" : "");
    return HUM_OK;
}

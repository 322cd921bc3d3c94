/* The verdict in plain words: what is heard, how much of it, and from which cause. */
#include "base/number.h"
#include "study/radio_doubts.h"
#include "study/seats.h"

#include <math.h>

/* Over the threshold by this much, hum or hiss is loud; over it at all, audible (in a room quieter than it). */
#define LOUD_DB 20.0
#define WIDE_DB 1.0 /* a doubt worth naming */
#define FAR_DB 100.0

static void say_db(hum_out *o, double db)
{
    hum_out_fixed(o, db, 0);
    hum_out_z(o, " dB");
}

/* A distance from the threshold. Beyond a hundred decibels the number says nothing to anybody: the least sound and the one that
 * hurts are 120 apart. */
static void say_distance(hum_out *o, double db)
{
    if (fabs(db) > FAR_DB)
        hum_out_z(o, "more than ");
    say_db(o, fmin(fabs(db), FAR_DB));
}

static const hum_limit *first_of(const hum_findings *f, uint32_t seat, hum_limit_kind kind)
{
    for (size_t i = 0; i < f->n_limits; i++)
        if (f->limits[i].seat == seat && f->limits[i].kind == kind)
            return &f->limits[i];
    return NULL;
}

static bool hum_is_heard(const hum_study *s, const hum_seat_findings *f)
{
    for (size_t k = 0; k < HUM_HARMONICS; k++)
        if (hum_line_is_heard(f->hum_line_spl_db[k], f->hum_line_margin_db[k], f->room_dba,
                              s->m->mains_hz * (double)(k + 1)))
            return true;
    return false;
}

static void say_hum(const hum_study *s, const hum_seat_findings *f, hum_out *o)
{
    const hum_limit *l = first_of(s->out, f->listener, HUM_LIMIT_HUM);
    if (!isfinite(f->hum_margin_db)) {
        hum_out_z(o, "No hum reaches the seat. ");
        return;
    }
    if (!hum_is_heard(s, f)) {
        hum_out_z(o, f->hum_margin_db > 0 ? "Hum stays under the noise of the room" : "No hum is heard at the seat");
        hum_out_z(o, ": its most audible line, ");
        hum_out_fixed(o, f->hum_f_hz, 0);
        hum_out_z(o, " Hz, is ");
        say_distance(o, f->hum_margin_db);
        hum_out_z(o, f->hum_margin_db > 0 ? " over the threshold of hearing. " : " under the threshold of hearing. ");
        return;
    }
    const char *sort = f->hum_f_hz > 2.5 * s->m->mains_hz ? "BUZZ" : "HUM";
    hum_out_f(o, "%s%s at the seat: ", f->hum_margin_db > LOUD_DB ? "LOUD " : "", sort);
    say_db(o, f->hum_spl_db);
    hum_out_z(o, " SPL. Its ");
    hum_out_fixed(o, f->hum_f_hz, 0);
    hum_out_z(o, " Hz part is ");
    say_db(o, f->hum_margin_db);
    hum_out_z(o, " over the threshold of hearing.");
    if (l)
        hum_out_f(o, " Cause: %.*s. ", HUM_FMT(l->cause));
    else
        hum_out_z(o, " ");
}

static void say_hiss(const hum_study *s, const hum_seat_findings *f, hum_out *o)
{
    const hum_limit *l = first_of(s->out, f->listener, HUM_LIMIT_HISS);
    if (!isfinite(f->noise_margin_db)) {
        hum_out_z(o, "No hiss reaches the seat.");
        return;
    }
    if (f->noise_margin_db <= 0)
        hum_out_z(o, "Hiss is inaudible, ");
    else
        hum_out_f(o, "Hiss is %s, ", f->hiss_is_heard ? "AUDIBLE" : "under the noise of the room");
    say_distance(o, f->noise_margin_db);
    hum_out_z(o, f->noise_margin_db > 0 ? " over the threshold" : " under the threshold");
    if (l && f->hiss_is_heard)
        hum_out_f(o, "; it is %.*s", HUM_FMT(l->cause));
    hum_out_z(o, ".");
}

/* "r of catv" is how the file says it; in a sentence it is the resistance of catv. */
static void say_value(hum_text what, hum_out *o)
{
    static const struct {
        const char *key, *words;
    } plain[] = {{"r", "resistance"},         {"emf", "voltage"},
                 {"z", "impedance"},          {"cord-emf", "voltage in the earth wire"},
                 {"l", "inductance"},         {"contact", "contact resistance"},
                 {"c", "capacitance"},        {"shield", "shield resistance"},
                 {"outer", "inductance"},     {"zcm", "common-mode impedance"},
                 {"leakage", "leakage current"}};
    size_t n = 0;
    while (n < what.n && what.p[n] != ' ')
        n++;
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
        if (hum_text_is((hum_text){what.p, n}, plain[i].key)) {
            hum_out_f(o, "%s%.*s", plain[i].words, (int)(what.n - n), what.p + n);
            return;
        }
    }
    hum_out_text(o, what);
}

/* Only when it is heard: the figure is an order of magnitude. */
static void say_more(const hum_study *s, const hum_seat_findings *f, hum_limit_kind kind, const char *what, hum_out *o)
{
    const hum_limit *l = first_of(s->out, f->listener, kind);
    if (!l || l->margin_db <= 0 || l->is_under_room)
        return;
    hum_out_f(o, " %s is AUDIBLE, about ", what);
    say_db(o, l->margin_db);
    hum_out_f(o, " over the threshold: %.*s.", HUM_FMT(l->cause));
}

/* Which value decides, and by how much: radio is an order of magnitude, whatever else is known. */
static void say_radio(const hum_study *s, const hum_seat_findings *f, hum_out *o)
{
    const hum_limit *l = first_of(s->out, f->listener, HUM_LIMIT_RADIO);
    double up_db, moves_db;
    if (!l || l->is_under_room)
        return;
    const hum_assumption *as = hum_radio_doubt(s, l, &up_db, &moves_db);
    if (l->margin_db + up_db <= 0)
        return;
    hum_out_f(o, " Radio %s AUDIBLE, about ", l->margin_db > 0 ? "is" : "may be");
    say_db(o, fabs(l->margin_db));
    hum_out_f(o, " %s the threshold: %.*s. That is an order of magnitude", l->margin_db > 0 ? "over" : "under", HUM_FMT(l->cause));
    if (as) {
        hum_out_z(o, "; the ");
        say_value(as->what, o);
        hum_out_z(o, ", from ");
        hum_out_amount(o, as->dim, as->low);
        hum_out_z(o, " to ");
        hum_out_amount(o, as->dim, as->high);
        hum_out_z(o, ", moves it by ");
        say_db(o, moves_db);
    }
    hum_out_z(o, ".");
}

/* Bands are made of hum and hiss. */
static bool radio_leads(const hum_study *s)
{
    const hum_limit *l = s->m->n_listeners ? first_of(s->out, 0, HUM_LIMIT_RADIO) : NULL;
    return l && l->margin_db > 0 && l->margin_db > s->out->headline_db;
}

static void say_under(hum_out *o, const char *what, double db)
{
    if (!isfinite(db)) {
        hum_out_f(o, "no %s", what);
        return;
    }
    hum_out_f(o, "%s ", what);
    say_db(o, db);
}

static bool any_eye(const hum_study *s)
{
    for (size_t i = 0; i < s->m->n_digital; i++)
        if (s->net->digital[i].has_eye)
            return true;
    return false;
}

static void say_links(const hum_study *s, hum_out *o)
{
    const hum_link_findings *worst = NULL;
    for (size_t i = 0; i < s->m->n_cables; i++) {
        const hum_link_findings *l = &s->out->links[i];
        double r = l->at_input.hum_v / l->at_input.level_v;
        if (!worst || r > worst->at_input.hum_v / worst->at_input.level_v)
            worst = l;
    }
    if (!worst && s->m->n_digital)
        hum_out_f(o, "Only digital links: no audio level, noise or hum passes here.%s",
                  any_eye(s) ? " 'humdinger eye' looks at their eyes." : "");
    if (!worst)
        return;
    hum_text id = s->m->cables[worst->cable].id;
    if (!(worst->at_input.level_v > 0)) {
        hum_out_f(o, "No seat is stated. No signal gets through %.*s.", HUM_FMT(id));
        return;
    }
    hum_out_f(o, "No seat is stated. The weakest link is %.*s: ", HUM_FMT(id));
    say_under(o, "hum", hum_db(worst->at_input.level_v / worst->at_input.hum_v));
    hum_out_z(o, " and ");
    say_under(o, "noise", worst->at_input.snr_db);
    hum_out_z(o, " under the largest signal. State a speaker to know what is heard.");
}

/* Where nine in ten of the systems lie that the file may mean. */
static void say_band(const hum_study *s, hum_out *o)
{
    const hum_findings *f = s->out;
    if (!(f->headline_high_db - f->headline_low_db >= WIDE_DB) || s->m->n_listeners == 0)
        return;
    bool is_over = f->headline_low_db >= 0;
    bool is_under = f->headline_high_db < 0;
    hum_out_z(o, radio_leads(s) ? " Without radio nine in ten systems that fit" : " Nine in ten systems that fit");
    hum_out_z(o, " the file lie between ");
    hum_out_fixed(o, fabs(f->headline_low_db), 0);
    hum_out_z(o, is_over || is_under ? " and " : " dB under and ");
    say_db(o, fabs(f->headline_high_db));
    hum_out_z(o, is_under ? " under the threshold." : " over the threshold.");
}

static bool is_any_wide(const hum_study *s)
{
    for (size_t i = 0; i < s->net->n_assumptions; i++)
        if (s->net->assumptions[i].moves_db >= WIDE_DB && !hum_radio_is_about(s, &s->net->assumptions[i]))
            return true;
    return s->out->n_tolerances && s->out->tolerances[0].moves_db >= WIDE_DB;
}

/* What makes most of the spread of hum and hiss, of what moves them by decibels at all. */
static const hum_assumption *first_doubt(const hum_study *s)
{
    bool wide = is_any_wide(s); /* else each is as good */
    for (size_t i = 0; i < s->net->n_assumptions; i++) {
        const hum_assumption *as = &s->net->assumptions[s->out->assumed[i]];
        if (!hum_radio_is_about(s, as) && (!wide || as->moves_db >= WIDE_DB))
            return as;
    }
    return NULL;
}

/* Does a stated tolerance make more of the spread than anything that was assumed? */
static bool tolerance_leads(const hum_study *s, const hum_assumption *as)
{
    const hum_tolerance_of *t = s->out->tolerances;
    if (!s->out->n_tolerances || !(t->moves_db >= WIDE_DB))
        return false;
    return !as || !(as->moves_db >= WIDE_DB) || t->share > as->share;
}

static void say_doubt(const hum_study *s, hum_out *o)
{
    const hum_assumption *as = first_doubt(s);
    const hum_tolerance_of *t = s->out->tolerances;
    const char *of_what = radio_leads(s) ? " hum and hiss are" : "";
    bool is_tolerance = tolerance_leads(s, as);
    if (!is_tolerance && (!as || isnan(as->moves_db)))
        return;
    if (!is_any_wide(s)) {
        hum_out_f(o, " How sure%s: none of what was assumed moves that by more than %d dB.", of_what, (int)WIDE_DB);
        return;
    }
    hum_out_f(o, " How sure%s: %s", of_what, is_tolerance && t->n_parts > 1 ? "" : "the ");
    say_value(is_tolerance ? t->what : as->what, o);
    if (is_tolerance) {
        hum_out_z(o, ", ");
        hum_out_tolerance(o, t->dim, t->half_width, t->is_relative);
    } else {
        hum_out_z(o, ", from ");
        hum_out_amount(o, as->dim, as->low);
        hum_out_z(o, " to ");
        hum_out_amount(o, as->dim, as->high);
    }
    hum_out_z(o, is_tolerance && t->n_parts > 1 ? ", move that by " : ", moves that by ");
    say_db(o, is_tolerance ? t->moves_db : as->moves_db);
    hum_out_z(o, ".");
}

hum_status hum_study_verdict(hum_study *s)
{
    hum_out o = hum_out_in(s->a);
    for (size_t i = 0; i < s->m->n_listeners; i++) {
        const hum_seat_findings *f = &s->out->seats[i];
        if (s->m->n_listeners > 1)
            hum_out_f(&o, "%s%.*s: ", i ? " " : "", HUM_FMT(s->m->listeners[i].port_name));
        say_hum(s, f, &o);
        say_hiss(s, f, &o);
        say_radio(s, f, &o);
        say_more(s, f, HUM_LIMIT_CROSSTALK, "Crosstalk", &o);
    }
    if (s->m->n_listeners == 0)
        say_links(s, &o);
    say_doubt(s, &o);
    say_band(s, &o);
    return hum_out_done(&o, &s->out->verdict);
}

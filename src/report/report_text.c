/* The report as a person reads it, in 80 columns: the system, the verdict, what limits it, levels, every interface,
 * and what was assumed. */
#include "report/assumed.h"
#include "report/eye.h"

#include <math.h>

#define HARDLY_DB 0.05 /* what would print as 0.0 */

enum { SHOWN_LIMITS = 6, SHOWN_ASSUMED = 6, SHOWN_MEASURES = 3, NOTHING_DB_SPL = -100 };

static hum_text box_name(const hum_model *m, uint32_t port)
{
    const hum_box *b = &m->boxes[m->ports[port].box];
    return b->title.n ? b->title : b->id;
}

static hum_text length_text(hum_page *p, double length_m)
{
    hum_out o = hum_out_in(p->o.a);
    hum_out_number(&o, round(length_m * 1000) / 1000);
    hum_out_z(&o, " m");
    return hum_out_part(&o);
}

/* --- the system -------------------------------------------------------------------------------------- */

static void out_title(hum_page *p, const hum_findings *f)
{
    const hum_model *m = f->model;
    hum_text title = m->title.n ? m->title : HUM_T("System");
    hum_text variant = m->variant.n ? hum_text_format(p->o.a, ", variant \"%.*s\"", HUM_FMT(m->variant)) : (hum_text){0};
    hum_out o = hum_out_in(p->o.a);
    hum_out_number(&o, m->mains_v);
    hum_out_z(&o, " V ");
    hum_out_number(&o, m->mains_hz);
    hum_out_f(&o, " Hz    %zu box%s, %zu cable%s", m->n_boxes, m->n_boxes == 1 ? "" : "es", m->n_cables + m->n_digital,
              m->n_cables + m->n_digital == 1 ? "" : "s");
    hum_text rest = hum_out_part(&o);
    bool fits = hum_text_columns(title) + hum_text_columns(variant) + 4 + hum_text_columns(rest) <= HUM_PAGE_COLUMNS;
    hum_page_toned(p, HUM_TONE_HEAD, title);
    hum_out_f(&p->o, "%.*s%s%.*s\n\n", HUM_FMT(variant), fits ? "    " : "\n  ", HUM_FMT(rest));
}

static void out_cable(hum_page *p, const hum_findings *f, uint32_t i)
{
    const hum_cable *c = &f->model->cables[i];
    hum_out_z(&p->o, "  ");
    hum_page_cut(p, box_name(f->model, c->from), 22);
    hum_out_f(&p->o, " --%.*s %.*s%s--> ", HUM_FMT(c->type), HUM_FMT(length_text(p, f->net->cables[i].length_m)),
              c->is_stereo ? " stereo" : "");
    hum_page_cut(p, box_name(f->model, c->to), 22);
    hum_equalization curve = f->model->ports[c->to].equalization;
    hum_out_z(&p->o, curve == HUM_EQUALIZATION_RIAA ? " (RIAA)  " : curve == HUM_EQUALIZATION_RIAA_IEC ? " (RIAA/IEC)  " : "  ");
    double a = f->links[i].shield_current_a;
    bool is_told = f->net->cables[i].shield_branch != SIZE_MAX && a > 1e-9;
    hum_page_end(p, is_told ? hum_text_format(p->o.a, "%.*s in the shield", HUM_FMT(hum_page_si(p, a, "A"))) : (hum_text){0});
}

/* What flows between the two boxes: in the shield, and where it has them in the ground wires of a data cable. */
static hum_text ground_text(hum_page *p, const hum_findings *f, size_t link)
{
    const hum_cable_net *n = &f->net->cables[f->model->n_cables + link];
    hum_text amps = hum_page_si(p, f->digital[link].ground_current_a, "A");
    if (n->n_ground == 0)
        return HUM_T("joins no grounds");
    return hum_text_format(p->o.a, "%.*s %s", HUM_FMT(amps), n->n_ground > 1 ? "through it" : "in the shield");
}

static void out_digital_cable(hum_page *p, const hum_findings *f, size_t link)
{
    size_t i = f->model->n_cables + link;
    const hum_cable *c = &f->model->cables[i];
    hum_out_z(&p->o, "  ");
    hum_page_cut(p, box_name(f->model, c->from), 22);
    hum_out_f(&p->o, " --%.*s %.*s--> ", HUM_FMT(c->type), HUM_FMT(length_text(p, f->net->cables[i].length_m)));
    hum_page_cut(p, box_name(f->model, c->to), 22);
    const hum_port *to = &f->model->ports[c->to]; /* of data the type of the cable says what it is */
    hum_out_f(&p->o, "  %s", hum_port_is_data(to) ? "digital" : hum_digital_name(to));
    hum_page_end(p, ground_text(p, f, link));
}

static void out_listener(hum_page *p, const hum_findings *f, size_t i)
{
    const hum_listener *l = &f->model->listeners[i];
    const hum_listener_net *n = &f->net->listeners[i];
    hum_page line = hum_page_in(p->o.a, false);
    hum_page_cut(&line, box_name(f->model, l->port), 22);
    hum_out_f(&line.o, " --> %s", l->is_headphones ? "headphones" : n->count > 1.5 ? "loudspeakers" : "loudspeaker");
    if (l->title.n)
        hum_out_f(&line.o, " %.*s", HUM_FMT(l->title));
    if (!l->is_headphones)
        hum_out_f(&line.o, ", seat at %.*s", HUM_FMT(length_text(p, n->distance_m)));
    hum_out_f(&line.o, ", room %.*s", HUM_FMT(hum_page_db(p, n->room_dba, 0, "dBA")));
    hum_out_z(&p->o, "  ");
    hum_page_fold(p, hum_out_part(&line.o), 6);
}

/* "grounds: Cable box on catv; Power amp on outlet wall" */
static void out_grounds(hum_page *p, const hum_findings *f)
{
    hum_out o = hum_out_in(p->o.a);
    size_t n = 0;
    for (size_t i = 0; i < f->model->n_boxes; i++) {
        const hum_box *b = &f->model->boxes[i];
        hum_text name = b->title.n ? b->title : b->id;
        if (!b->is_used)
            continue;
        if (b->plug == HUM_PLUG_3_PIN || b->plug == HUM_PLUG_UNSTATED)
            hum_out_f(&o, "%s%.*s on %s%.*s", n++ ? "; " : "", HUM_FMT(name),
                      b->outlet == HUM_NONE ? "the shared outlet" : "outlet ", HUM_FMT(b->outlet_name));
        for (size_t k = 0; k < b->n_grounds; k++)
            hum_out_f(&o, "%s%.*s on %.*s", n++ ? "; " : "", HUM_FMT(name), HUM_FMT(b->grounds[k].name));
    }
    if (!n)
        hum_out_z(&o, "no box is joined to an earth");
    hum_out_z(&p->o, "  Earths: ");
    hum_page_fold(p, hum_out_part(&o), 10);
}

static void out_system(hum_page *p, const hum_findings *f)
{
    enum { SHOWN_CABLES = 12 };
    out_title(p, f);
    for (uint32_t i = 0; i < f->model->n_cables && i < SHOWN_CABLES; i++)
        out_cable(p, f, i);
    if (f->model->n_cables > SHOWN_CABLES)
        hum_out_f(&p->o, "  and %zu more\n", f->model->n_cables - SHOWN_CABLES);
    for (size_t i = 0; i < f->model->n_digital && i < SHOWN_CABLES; i++)
        out_digital_cable(p, f, i);
    for (size_t i = 0; i < f->model->n_listeners; i++)
        out_listener(p, f, i);
    if (f->model->n_boxes <= SHOWN_CABLES)
        out_grounds(p, f);
}

/* --- limits ------------------------------------------------------------------------------------------ */

static void out_state(hum_page *p, const hum_limit *l)
{
    if (l->margin_db > 0 && !l->is_under_room)
        hum_page_toned(p, HUM_TONE_BAD, l->margin_db > 20 ? HUM_T("LOUD") : HUM_T("HEARD"));
    else if (l->margin_db > -6)
        hum_page_toned(p, HUM_TONE_NEAR, l->is_under_room ? HUM_T("masked") : HUM_T("near"));
    else
        hum_page_toned(p, HUM_TONE_GOOD, HUM_T("ok"));
}

static void out_limit(hum_page *p, const hum_limit *l, size_t rank)
{
    hum_out_f(&p->o, "%2zu  ", rank);
    hum_page_cut(p, l->cause, 76);
    hum_page_line(p);
    hum_out_pad(&p->o, ' ', 4);
    static const char *const kinds[] = {"hum", "hiss", "clip", "crosstalk", "radio"};
    hum_out_z(&p->o, kinds[l->kind]);
    hum_page_right(p, hum_page_db(p, l->spl_db, 1, l->kind == HUM_LIMIT_HISS ? "dBA" : "dB SPL"), 34);
    hum_out_z(&p->o, "   ");
    hum_page_right(p, hum_page_db(p, l->margin_db, 1, "dB"), 48);
    hum_out_z(&p->o, l->kind == HUM_LIMIT_HISS ? " around " : " at ");
    hum_out_text(&p->o, hum_page_si(p, l->f_hz, "Hz"));
    hum_page_to(p, 74);
    out_state(p, l);
    hum_page_line(p);
}

static void out_limits(hum_page *p, const hum_findings *f)
{
    if (!f->n_limits)
        return;
    hum_page_head(p, "WHAT LIMITS THE SYSTEM", "at the seat     over threshold of hearing", 26);
    for (size_t i = 0; i < f->n_limits && i < SHOWN_LIMITS; i++)
        out_limit(p, &f->limits[i], i + 1);
}

/* --- levels ------------------------------------------------------------------------------------------ */

static hum_text dbu_text(hum_page *p, double v)
{
    return v > 0 ? hum_page_db(p, 20 * log10(v / HUM_DBU_V), 1, "dBu") : HUM_T("-");
}

static void out_level(hum_page *p, hum_text id, const hum_level_findings *l)
{
    hum_out_z(&p->o, "  ");
    hum_page_cut(p, id, 26);
    hum_page_right(p, hum_page_si(p, l->level_v, "V"), 37);
    hum_page_right(p, dbu_text(p, l->level_v), 48);
    hum_page_right(p, isfinite(l->clip_v) ? hum_page_si(p, l->clip_v, "V") : HUM_T("-"), 60);
    hum_page_right(p, hum_page_db(p, l->headroom_db, 1, "dB"), 72);
    hum_page_line(p);
}

static void out_levels(hum_page *p, const hum_findings *f)
{
    hum_page_head(p, "LEVELS", "largest signal                clips at    headroom", 23);
    for (size_t i = 0; i < f->model->n_cables; i++)
        out_level(p, f->model->ports[f->model->cables[i].to].id, &f->links[i].at_input);
    for (size_t i = 0; i < f->n_outputs; i++)
        out_level(p, f->model->ports[f->outputs[i].port].id, &f->outputs[i].at_output);
    for (size_t i = 0; i < f->model->n_listeners; i++) {
        hum_out_z(&p->o, "  at the seat");
        hum_page_right(p, hum_page_db(p, f->seats[i].peak_spl_db, 1, "dB SPL"), 37);
        hum_out_z(&p->o, "   hiss ");
        hum_out_text(&p->o, hum_page_db(p, f->seats[i].noise_spl_dba, 1, "dBA"));
        hum_out_z(&p->o, ", hum ");
        if (isfinite(f->seats[i].hum_spl_db) && f->seats[i].hum_spl_db < NOTHING_DB_SPL)
            hum_out_f(&p->o, "under %d dB SPL", NOTHING_DB_SPL);
        else
            hum_out_text(&p->o, hum_page_db(p, f->seats[i].hum_spl_db, 1, "dB SPL"));
        hum_page_line(p);
    }
    if (f->first_clip == HUM_NONE)
        return;
    hum_out_f(&p->o, "  reaches its maximum first: %.*s\n", HUM_FMT(f->model->ports[f->first_clip].id));
}

/* --- interfaces -------------------------------------------------------------------------------------- */

static void out_noise_row(hum_page *p, hum_text id, const hum_level_findings *l)
{
    hum_out_z(&p->o, "  ");
    hum_page_cut(p, id, 26);
    hum_page_right(p, hum_page_si(p, l->noise_v, "V"), 38);
    hum_page_right(p, hum_page_db(p, l->snr_db, 1, "dB"), 49);
    hum_page_right(p, hum_page_db(p, l->snr_a_db, 1, "dBA"), 60);
    hum_page_right(p, hum_page_si(p, l->hum_v, "V"), 71);
    double under = l->hum_v > 0 ? 20 * log10(l->level_v / l->hum_v) : HUGE_VAL;
    hum_page_right(p, hum_page_db(p, under, 0, "dB"), 79);
    hum_page_line(p);
}

static void out_noise(hum_page *p, const hum_findings *f)
{
    hum_page_head(p, "NOISE AND HUM", "noise   SNR flat, A-weighted      hum, under signal", 28);
    for (size_t i = 0; i < f->model->n_cables; i++)
        out_noise_row(p, f->model->ports[f->model->cables[i].to].id, &f->links[i].at_input);
    for (size_t i = 0; i < f->n_outputs; i++)
        out_noise_row(p, f->model->ports[f->outputs[i].port].id, &f->outputs[i].at_output);
}

static size_t mains_point(const hum_findings *f)
{
    return f->model->mains_hz < 55 ? 0 : 1;
}

static void out_interface(hum_page *p, const hum_findings *f, const hum_link_findings *l)
{
    hum_out_z(&p->o, "  ");
    hum_page_cut(p, f->model->cables[l->cable].id, 26);
    hum_page_right(p, hum_page_db(p, l->gain_db, 2, "dB"), 38);
    hum_page_right(p, hum_page_db(p, l->cmrr_db[mains_point(f)], 1, ""), 47);
    hum_page_right(p, hum_page_db(p, l->cmrr_db[HUM_CMRR_1K], 1, ""), 54);
    hum_page_right(p, hum_page_db(p, l->cmrr_db[HUM_CMRR_20K], 1, "dB"), 64);
    hum_page_right(p, isfinite(l->f_high_hz) ? hum_page_si(p, l->f_high_hz, "Hz") : HUM_T("over 100 MHz"), 79);
    hum_page_line(p);
    if (isfinite(l->f_low_hz))
        hum_out_f(&p->o, "    its low corner is %.*s\n", HUM_FMT(hum_page_si(p, l->f_low_hz, "Hz")));
    if (isfinite(l->distortion_db))
        hum_out_f(&p->o, "    common-mode distortion of the source gets through at %.*s of the signal\n",
                  HUM_FMT(hum_page_db(p, l->distortion_db, 1, "dB")));
}

static void out_interfaces(hum_page *p, const hum_findings *f)
{
    hum_text head = hum_text_format(p->o.a, "gain  rejects ground voltage, %d Hz 1k 20k   -3 dB at",
                                    (int)f->model->mains_hz);
    hum_page_head(p, "INTERFACES AS WIRED", head.p ? head.p : "", 26);
    for (size_t i = 0; i < f->model->n_cables; i++)
        out_interface(p, f, &f->links[i]);
    for (size_t i = 0; i < f->model->n_listeners; i++)
        if (isfinite(f->seats[i].crosstalk_db))
            hum_out_f(&p->o, "  %.*s: crosstalk between the channels %.*s\n", HUM_FMT(f->model->listeners[i].port_name),
                      HUM_FMT(hum_page_db(p, f->seats[i].crosstalk_db, 1, "dB")));
}

/* --- how sure ---------------------------------------------------------------------------------------- */

#define MOVES_DB 0.5 /* a band narrower than this is no band to a person */

static double dbv(double v)
{
    return 20 * log10(v);
}

/* One number that moves: as it is, and where nine in ten lie. */
static void out_band(hum_page *p, hum_text what, double now, double low, double high, const char *unit)
{
    if (!isfinite(low) || !isfinite(high) || !isfinite(now) || !(high - low >= MOVES_DB))
        return;
    hum_out_z(&p->o, "  ");
    hum_page_cut(p, what, 44);
    hum_page_right(p, hum_page_db(p, now, 1, unit), 60);
    hum_page_right(p, hum_text_format(p->o.a, "%.*s to %.*s", HUM_FMT(hum_page_db(p, low, 1, "")), HUM_FMT(hum_page_db(p, high, 1, ""))), 79);
    hum_page_line(p);
}

static void out_seat_bands(hum_page *p, const hum_findings *f, size_t i)
{
    const hum_seat_findings *now = &f->seats[i], *low = &f->low.seats[i], *high = &f->high.seats[i];
    hum_text of = f->model->n_listeners > 1 ? hum_text_format(p->o.a, "%.*s: ", HUM_FMT(f->model->listeners[i].port_name)) : HUM_T("");
    out_band(p, hum_text_format(p->o.a, "%.*smost audible hum line over hearing", HUM_FMT(of)), now->hum_margin_db, low->hum_margin_db, high->hum_margin_db, "dB");
    out_band(p, hum_text_format(p->o.a, "%.*smost audible hiss over hearing", HUM_FMT(of)), now->noise_margin_db, low->noise_margin_db, high->noise_margin_db, "dB");
    out_band(p, hum_text_format(p->o.a, "%.*sloudest music at the seat", HUM_FMT(of)), now->peak_spl_db, low->peak_spl_db, high->peak_spl_db, "dB SPL");
}

static void out_link_bands(hum_page *p, const hum_findings *f, size_t i)
{
    const hum_link_findings *now = &f->links[i], *low = &f->low.links[i], *high = &f->high.links[i];
    hum_text id = f->model->ports[f->model->cables[now->cable].to].id;
    size_t k = mains_point(f);
    out_band(p, hum_text_format(p->o.a, "%.*s: hum", HUM_FMT(id)), dbv(now->at_input.hum_v), dbv(low->at_input.hum_v),
             dbv(high->at_input.hum_v), "dBV");
    out_band(p, hum_text_format(p->o.a, "%.*s: signal over noise", HUM_FMT(id)), now->at_input.snr_db, low->at_input.snr_db,
             high->at_input.snr_db, "dB");
    out_band(p, hum_text_format(p->o.a, "%.*s: rejection at %d Hz", HUM_FMT(id), (int)f->model->mains_hz), now->cmrr_db[k],
             low->cmrr_db[k], high->cmrr_db[k], "dB");
}

static void out_bands(hum_page *p, const hum_findings *f)
{
    enum { SHOWN_LINKS = 6 };
    bool moves = f->headline_high_db - f->headline_low_db >= MOVES_DB;
    if (!f->n_samples || !moves)
        return;
    hum_text head = hum_text_format(p->o.a, "nine in ten of %zu samples", f->n_samples);
    hum_page_head(p, "HOW SURE", head.p ? head.p : "", 53);
    for (size_t i = 0; i < f->model->n_listeners; i++)
        out_seat_bands(p, f, i);
    for (size_t i = 0; i < f->model->n_cables && i < SHOWN_LINKS; i++)
        out_link_bands(p, f, i);
    if (hum_is_beyond_band(f)) {
        hum_out_z(&p->o, "  ");
        hum_page_fold(p, HUM_T(HUM_BEYOND_BAND), 2);
    }
}

/* Worth the walk with a multimeter: it moves the answer by so much. */
#define WORTH_DB 1.0

static void out_measure(hum_page *p, const hum_assumption *as)
{
    if (!as->measure.n || !(as->low < as->high))
        return;
    hum_out_z(&p->o, "      ");
    hum_page_fold(p, hum_text_format(p->o.a, "To know it: %.*s", HUM_FMT(as->measure)), 6);
}

/* Of the variance of the answer; less than a hundredth is as good as the samples tell. */
static void out_share(hum_out *o, double share)
{
    if (share >= 0.01)
        hum_out_f(o, ", %d %% of its spread", (int)(100 * share + 0.5));
}

static void out_moves(hum_page *p, hum_out *o, double moves_db, double share)
{
    if (moves_db >= HARDLY_DB) {
        hum_out_z(o, "; moves the answer by ");
        hum_out_text(o, hum_page_db(p, moves_db, 1, "dB"));
        out_share(o, share);
    } else if (!isnan(moves_db)) {
        hum_out_z(o, "; does not move the answer");
    }
}

static void out_assumption(hum_page *p, const hum_assumption *as)
{
    hum_out o = hum_out_in(p->o.a);
    hum_out_assumption(&o, as);
    out_moves(p, &o, as->moves_db, as->share);
    hum_out_z(&p->o, "  ");
    hum_page_fold(p, hum_out_part(&o), 6);
}

static void out_assumed(hum_page *p, const hum_findings *f, bool all)
{
    size_t n = f->net->n_assumptions;
    size_t shown = all || n <= SHOWN_ASSUMED + 2 ? n : SHOWN_ASSUMED;
    if (!n)
        return;
    hum_text head = hum_text_format(p->o.a, "ASSUMED, because the file does not state it (%zu)", n);
    hum_page_head(p, head.p ? head.p : "ASSUMED", "", 0);
    for (size_t i = 0; i < shown; i++) {
        const hum_assumption *as = &f->net->assumptions[f->assumed[i]];
        out_assumption(p, as);
        if (all || (i < SHOWN_MEASURES && as->moves_db >= WORTH_DB))
            out_measure(p, as);
    }
    if (shown < n)
        hum_out_f(&p->o, "  and %zu more: humdinger report --assumed\n", n - shown);
}

static void out_tolerance(hum_page *p, const hum_tolerance_of *t)
{
    hum_out o = hum_out_in(p->o.a);
    hum_out_text(&o, t->what);
    hum_out_z(&o, ": ");
    hum_out_tolerance(&o, t->dim, t->half_width, t->is_relative);
    out_moves(p, &o, t->moves_db, t->share);
    hum_out_z(&p->o, "  ");
    hum_page_fold(p, hum_out_part(&o), 6);
}

static void out_tolerances(hum_page *p, const hum_findings *f, bool all)
{
    size_t n = f->n_tolerances;
    size_t shown = all || n <= SHOWN_ASSUMED + 2 ? n : SHOWN_ASSUMED;
    if (!n)
        return;
    hum_text head = hum_text_format(p->o.a, "WITHIN THEIR TOLERANCES (%zu)", n);
    hum_page_head(p, head.p ? head.p : "WITHIN THEIR TOLERANCES", "", 0);
    for (size_t i = 0; i < shown; i++)
        out_tolerance(p, &f->tolerances[i]);
    if (shown < n)
        hum_out_f(&p->o, "  and %zu more: humdinger report --assumed\n", n - shown);
}

hum_status hum_report_text(hum_project *p, hum_text variant, const hum_text_options *options, hum_text *out)
{
    const hum_findings *f;
    HUM_TRY(hum_project_findings(p, variant, &f));
    hum_page page = hum_page_in(p->a, options->colour);
    out_system(&page, f);
    hum_page_line(&page);
    hum_page_toned(&page, HUM_TONE_HEAD, HUM_T("VERDICT"));
    hum_out_z(&page.o, "  ");
    hum_page_fold(&page, f->verdict, 9);
    out_limits(&page, f);
    if (f->model->n_cables || f->n_outputs) {
        out_levels(&page, f);
        out_noise(&page, f);
        out_interfaces(&page, f);
        out_bands(&page, f);
    }
    HUM_TRY(hum_report_digital(&page, p->a, f));
    out_tolerances(&page, f, options->all_assumed);
    out_assumed(&page, f, options->all_assumed);
    return hum_out_done(&page.o, out);
}

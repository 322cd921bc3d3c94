/* What limits the system at each seat: every place where hum enters and every source of hiss, ranked by its margin over
 * the threshold of hearing, never by level. */
#include "base/number.h"
#include "hearing/threshold.h"
#include "study/seats.h"
#include "study/groups.h"
#include "study/shares.h"

#include <math.h>

#define LEAST_MARGIN_DB -60.0 /* what is further below the threshold than this is not worth a line */

hum_status hum_push_limit(hum_study *s, const hum_limit *l)
{
    if (l->kind == HUM_LIMIT_RADIO || l->kind == HUM_LIMIT_CROSSTALK) {
        hum_seat_findings *seat = &s->out->seats[l->seat];
        seat->other_margin_db = fmax(seat->other_margin_db, l->margin_db);
        seat->is_audible |= l->margin_db > 0 && !l->is_under_room;
    }
    if (!(l->margin_db > LEAST_MARGIN_DB))
        return HUM_OK;
    HUM_PUSH(s->a, s->out, limits, n_limits, cap_limits, *l);
    return HUM_OK;
}

/* --- hum --------------------------------------------------------------------------------------------- */

/* Fields are told apart; all other sources are one. */
static bool is_of(const hum_study *s, const hum_shares *sh, size_t i, uint32_t field)
{
    return sh->drives.is_coded || s->net->circuit->sources[sh->drives.sources[i]].field == field;
}

/* The source that does most of it, weighted by audibility. */
static size_t worst_source(const hum_study *s, const hum_shares *sh, size_t seat, size_t place, uint32_t field)
{
    size_t worst = 0;
    double worst_power = -1;
    for (size_t i = 0; i < sh->n_sources; i++) {
        double sum = 0;
        if (!is_of(s, sh, i, field))
            continue;
        for (size_t k = 0; k < HUM_HARMONICS; k++)
            sum += *hum_share(sh, seat, place, i, k) * pow(10, -hum_threshold_db(s->m->mains_hz * (double)(k + 1)) / 10);
        if (sum > worst_power) {
            worst_power = sum;
            worst = i;
        }
    }
    return worst;
}

/* "mains cable 5 cm from pre.main->amp.line", and where else it does harm. */
static hum_text field_cause(hum_study *s, uint32_t field, bool is_link, uint32_t place)
{
    const hum_field_at *f = &s->m->fields[field - 1];
    hum_text name = s->net->fields[field - 1].name;
    if (!is_link)
        return hum_text_format(s->a, "%.*s, at the last box", HUM_FMT(name));
    if (f->cable == place)
        return name;
    return hum_text_format(s->a, "%.*s, in %.*s", HUM_FMT(name), HUM_FMT(s->m->cables[place].id));
}

/* src: NULL when the sources are not told apart. */
static hum_text hum_cause(hum_study *s, const hum_source_of *src, bool is_link, uint32_t cable)
{
    const char *how = "at";
    if (is_link) {
        const hum_port *to = &s->m->ports[s->m->cables[cable].to];
        bool differs = hum_port_is_balanced(to) && to->topology != HUM_IN_FAKE;
        how = differs ? "as common mode in" : "as current in the shield of";
    }
    hum_text where = is_link ? s->m->cables[cable].id : HUM_T("the last box");
    if (!src)
        return hum_text_format(s->a, "voltages between the boxes' earths, %s %.*s", how, HUM_FMT(where));
    if (src->owner != HUM_NONE)
        return hum_text_format(s->a, "%s voltage of %.*s, %s %.*s", s->m->grounds[src->owner].is_outlet ? "outlet" : "ground",
                               HUM_FMT(src->name), how, HUM_FMT(where));
    if (!hum_text_is(src->name, HUM_MAINS_NAME))
        return hum_text_format(s->a, "voltage in %.*s, %s %.*s", HUM_FMT(src->name), how, HUM_FMT(where));
    return hum_text_format(s->a, "mains leakage of the boxes, %s %.*s", how, HUM_FMT(where));
}

static void name_limit(hum_study *s, size_t place, uint32_t field, const hum_source_of *src, hum_limit *l)
{
    bool is_link = place < s->m->n_cables;
    l->where = is_link ? s->m->cables[place].id : s->m->listeners[l->seat].port_name;
    l->span = field ? s->m->fields[field - 1].span : is_link ? s->m->cables[place].span : s->m->listeners[l->seat].span;
    l->cause = field ? field_cause(s, field, is_link, (uint32_t)place) : hum_cause(s, src, is_link, (uint32_t)place);
}

static hum_status limit_of_place(hum_study *s, size_t seat, size_t place, uint32_t field)
{
    const hum_shares *sh = s->shares;
    hum_seat at = hum_seat_of(&s->net->listeners[seat]);
    hum_limit l = {.kind = HUM_LIMIT_HUM, .seat = (uint32_t)seat, .margin_db = -HUGE_VAL};
    double sum = 0, line_spl = -HUGE_VAL;
    for (size_t k = 0; k < HUM_HARMONICS; k++) {
        double v2 = 0;
        double f_hz = s->m->mains_hz * (double)(k + 1);
        for (size_t i = 0; i < sh->n_sources; i++)
            v2 += is_of(s, sh, i, field) ? *hum_share(sh, seat, place, i, k) : 0;
        sum += v2;
        l.line_spl_db[k] = hum_seat_spl_db(&at, sqrt(v2), true);
        if (l.line_spl_db[k] - hum_threshold_db(f_hz) > l.margin_db) {
            l.margin_db = l.line_spl_db[k] - hum_threshold_db(f_hz);
            l.f_hz = f_hz;
            line_spl = l.line_spl_db[k];
        }
    }
    l.spl_db = hum_seat_spl_db(&at, sqrt(sum), true);
    l.is_under_room = l.margin_db > 0 && !hum_line_is_heard(line_spl, l.margin_db, at.room_dba, l.f_hz);
    const hum_drives *d = &sh->drives;
    const hum_source_of *src =
        d->is_coded ? NULL : &s->net->circuit->sources[d->sources[worst_source(s, sh, seat, place, field)]];
    name_limit(s, place, field, src, &l);
    return hum_push_limit(s, &l);
}

static hum_status hum_limits(hum_study *s)
{
    const hum_shares *sh = s->shares;
    for (size_t seat = 0; sh->is_kept && seat < sh->n_seats; seat++)
        for (size_t place = 0; place < sh->n_places; place++)
            for (uint32_t field = 0; field <= (sh->drives.is_coded ? 0 : s->m->n_fields); field++)
                HUM_TRY(limit_of_place(s, seat, place, field));
    return HUM_OK;
}

/* --- hiss -------------------------------------------------------------------------------------------- */

/* A group that is nowhere more than this part of the whole is as far below its margin, at least. */
static bool is_worth_a_line(const hum_study *s, const hum_groups *g, uint32_t i, size_t seat)
{
    const double *psd = hum_group_psd(g, seat, i), *whole = s->out->seat_psd + seat * HUM_NOISE_POINTS;
    double largest = 0;
    for (size_t k = 0; k < HUM_NOISE_POINTS; k++)
        largest = fmax(largest, psd[k] / whole[k]);
    return s->out->seats[seat].noise_margin_db + 10 * log10(largest) > LEAST_MARGIN_DB - 0.01;
}

static hum_status push_group(hum_study *s, const hum_groups *g, uint32_t i, size_t seat)
{
    hum_seat at = hum_seat_of(&s->net->listeners[seat]);
    if (!is_worth_a_line(s, g, i, seat))
        return HUM_OK;
    hum_noise_margin m = hum_noise_margin_db(&at, s->out->noise_f_hz, hum_group_psd(g, seat, i), HUM_NOISE_POINTS);
    hum_limit l = {.kind = HUM_LIMIT_HISS,
                   .seat = (uint32_t)seat,
                   .spl_db = m.spl_dba,
                   .margin_db = m.over_threshold_db,
                   .f_hz = m.over_threshold_hz,
                   .is_under_room = m.over_threshold_db > 0 && m.over_both_db <= 0,
                   .span = HUM_NO_SPAN};
    if (i < s->m->n_ports) {
        l.where = s->m->ports[i].id;
        l.span = s->m->ports[i].span;
        l.cause = hum_text_format(s->a, "hiss of %.*s", HUM_FMT(l.where));
    } else if (i < s->m->n_ports + s->m->n_boxes) {
        const hum_box *b = &s->m->boxes[i - s->m->n_ports];
        l.where = b->id;
        l.span = b->span;
        l.cause = hum_text_format(s->a, "thermal noise of the resistances of %.*s", HUM_FMT(b->id));
    } else {
        l.where = HUM_T("grounds");
        l.cause = HUM_T("thermal noise of ground resistances");
    }
    return hum_push_limit(s, &l);
}

/* In a large system the noise so far is that of its pieces: these solutions are of the whole. */
static hum_status measure_groups(hum_study *s)
{
    double psd[HUM_LANES];
    for (size_t k = 0; k < HUM_NOISE_POINTS; k += HUM_LANES) {
        size_t n = HUM_NOISE_POINTS - k < HUM_LANES ? HUM_NOISE_POINTS - k : HUM_LANES;
        HUM_TRY(hum_study_comb(s, s->out->noise_f_hz + k, n));
        for (uint32_t seat = 0; seat < s->groups->n_seats; seat++)
            HUM_TRY(hum_groups_measure(s, seat, k, n, psd));
    }
    return HUM_OK;
}

static hum_status hiss_limits(hum_study *s)
{
    const hum_groups *g = s->groups;
    if (s->is_large)
        HUM_TRY(measure_groups(s));
    for (size_t seat = 0; seat < g->n_seats; seat++)
        for (uint32_t i = 0; i < g->n; i++)
            HUM_TRY(push_group(s, g, i, seat));
    return HUM_OK;
}

/* --- the rest ---------------------------------------------------------------------------------------- */

static void merge(const hum_limit *a, size_t n_a, const hum_limit *b, size_t n_b, hum_limit *out)
{
    for (size_t i = 0, k = 0; i < n_a || k < n_b;)
        *out++ = k == n_b || (i < n_a && a[i].margin_db >= b[k].margin_db) ? a[i++] : b[k++];
}

/* Merge sort from the bottom up: stable, and a large system has thousands. */
static hum_status rank(hum_study *s)
{
    hum_findings *f = s->out;
    hum_limit *other;
    size_t n = f->n_limits;
    HUM_ALLOC(other, s->a, hum_limit, n);
    for (size_t width = 1; width < n; width *= 2) {
        for (size_t at = 0; at < n; at += 2 * width) {
            size_t n_a = n - at < width ? n - at : width;
            size_t n_b = n - at - n_a < width ? n - at - n_a : width;
            merge(f->limits + at, n_a, f->limits + at + n_a, n_b, other + at);
        }
        hum_limit *sorted = other;
        other = f->limits;
        f->limits = sorted;
    }
    return HUM_OK;
}

hum_status hum_study_limits(hum_study *s)
{
    HUM_TRY(hum_study_radio(s));
    HUM_TRY(hum_study_neighbours(s));
    if (s->m->n_listeners == 0)
        return HUM_OK;
    HUM_TRY(hum_limits(s));
    HUM_TRY(hiss_limits(s));
    return rank(s);
}

/* What limits the system at each seat: every place where hum enters and every source of hiss, ranked by its margin over
 * the threshold of hearing, never by level. */
#include "base/number.h"
#include "hearing/threshold.h"
#include "study/seats.h"
#include "study/shares.h"

#include <math.h>
#include <string.h>

#define LEAST_MARGIN_DB -60.0 /* what is further below the threshold than this is not worth a line */

static hum_status push(hum_study *s, hum_limit l)
{
    if (!(l.margin_db > LEAST_MARGIN_DB))
        return HUM_OK;
    HUM_PUSH(s->a, s->out, limits, n_limits, cap_limits, l);
    return HUM_OK;
}

/* --- hum --------------------------------------------------------------------------------------------- */

/* The source that does most of it, weighted by audibility. */
static size_t worst_source(const hum_study *s, const hum_shares *sh, size_t seat, size_t place)
{
    size_t worst = 0;
    double worst_power = -1;
    for (size_t i = 0; i < sh->n_sources; i++) {
        double sum = 0;
        for (size_t k = 0; k < HUM_HARMONICS; k++)
            sum += *hum_share(sh, seat, place, i, k) * pow(10, -hum_threshold_db(s->m->mains_hz * (double)(k + 1)) / 10);
        if (sum > worst_power) {
            worst_power = sum;
            worst = i;
        }
    }
    return worst;
}

static hum_text hum_cause(hum_study *s, const hum_source_of *src, bool is_link, uint32_t cable)
{
    bool is_ground = src->owner != HUM_NONE;
    const char *how = "at";
    if (is_link) {
        const hum_port *to = &s->m->ports[s->m->cables[cable].to];
        bool differs = hum_port_is_balanced(to) && to->topology != HUM_IN_FAKE;
        how = differs ? "as common mode in" : "as current in the shield of";
    }
    hum_text where = is_link ? s->m->cables[cable].id : HUM_T("the last box");
    if (is_ground)
        return hum_text_format(s->a, "%s voltage of %.*s, %s %.*s", s->m->grounds[src->owner].is_outlet ? "outlet" : "ground",
                               HUM_FMT(src->name), how, HUM_FMT(where));
    if (!hum_text_is(src->name, HUM_MAINS_NAME))
        return hum_text_format(s->a, "voltage in %.*s, %s %.*s", HUM_FMT(src->name), how, HUM_FMT(where));
    return hum_text_format(s->a, "mains leakage of the boxes, %s %.*s", how, HUM_FMT(where));
}

static hum_status limit_of_place(hum_study *s, size_t seat, size_t place)
{
    const hum_shares *sh = s->shares;
    hum_seat at = hum_seat_of(&s->net->listeners[seat]);
    bool is_link = place < s->m->n_cables;
    hum_limit l = {.kind = HUM_LIMIT_HUM, .seat = (uint32_t)seat, .margin_db = -(double)INFINITY};
    double sum = 0, line_spl = -(double)INFINITY;
    for (size_t k = 0; k < HUM_HARMONICS; k++) {
        double v2 = 0;
        double f_hz = s->m->mains_hz * (double)(k + 1);
        for (size_t i = 0; i < sh->n_sources; i++)
            v2 += *hum_share(sh, seat, place, i, k);
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
    const hum_source_of *src = &s->net->circuit->sources[sh->sources[worst_source(s, sh, seat, place)]];
    l.where = is_link ? s->m->cables[place].id : s->m->listeners[seat].port_name;
    l.span = is_link ? s->m->cables[place].span : s->m->listeners[seat].span;
    l.cause = hum_cause(s, src, is_link, (uint32_t)place);
    return push(s, l);
}

static hum_status hum_limits(hum_study *s)
{
    const hum_shares *sh = s->shares;
    for (size_t seat = 0; sh->is_kept && seat < s->m->n_listeners; seat++)
        for (size_t place = 0; place < sh->n_places; place++)
            HUM_TRY(limit_of_place(s, seat, place));
    return HUM_OK;
}

/* --- hiss -------------------------------------------------------------------------------------------- */

/* Contributions are grouped: noise sources by their port, thermal noise of resistances by their box or cable. */
typedef struct groups {
    uint32_t *of_element; /* [n_elements] */
    uint32_t *of_source;  /* [n_sources] */
    size_t n;
    double *psd;          /* [n][HUM_NOISE_POINTS] */
} groups;

static uint32_t group_of_element(const hum_study *s, const hum_element *e)
{
    size_t dot = 0;
    uint32_t box;
    while (dot < e->name.n && e->name.p[dot] != '.')
        dot++;
    bool known = hum_names_find(&s->m->box_names, (hum_text){e->name.p, dot}, &box);
    return (uint32_t)s->m->n_ports + (known ? box : (uint32_t)s->m->n_boxes);
}

static hum_status make_groups(hum_study *s, groups *g)
{
    const hum_circuit *c = s->net->circuit;
    g->n = s->m->n_ports + s->m->n_boxes + 1;
    HUM_ALLOC(g->of_element, s->a, uint32_t, c->n_elements);
    HUM_ALLOC(g->of_source, s->a, uint32_t, c->n_sources);
    HUM_ALLOC(g->psd, s->a, double, g->n * HUM_NOISE_POINTS);
    for (size_t i = 0; i < c->n_elements; i++)
        g->of_element[i] = group_of_element(s, &c->elements[i]);
    for (size_t i = 0; i < c->n_sources; i++)
        g->of_source[i] = c->sources[i].kind == HUM_SOURCE_NOISE ? c->sources[i].owner : HUM_NONE;
    return HUM_OK;
}

static void add_to_groups(hum_study *s, groups *g, size_t k)
{
    const hum_circuit *c = s->net->circuit;
    for (size_t i = 0; i < c->n_elements; i++)
        g->psd[g->of_element[i] * HUM_NOISE_POINTS + k] += s->by_element[i];
    for (size_t i = 0; i < c->n_sources; i++)
        if (g->of_source[i] != HUM_NONE)
            g->psd[g->of_source[i] * HUM_NOISE_POINTS + k] += s->by_source[i];
}

static hum_status push_group(hum_study *s, const groups *g, uint32_t i, size_t seat)
{
    hum_seat at = hum_seat_of(&s->net->listeners[seat]);
    hum_noise_margin m = hum_noise_margin_db(&at, s->out->noise_f_hz, g->psd + i * HUM_NOISE_POINTS, HUM_NOISE_POINTS);
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
    return push(s, l);
}

static hum_status hiss_limits(hum_study *s, size_t seat, groups *g)
{
    memset(g->psd, 0, g->n * HUM_NOISE_POINTS * sizeof *g->psd);
    for (size_t k = 0; k < HUM_NOISE_POINTS; k++) {
        HUM_TRY(hum_solver_set(s->solver, s->out->noise_f_hz[k], s->d));
        HUM_TRY(hum_solver_adjoint(s->solver, s->net->listeners[seat].probe, s->y));
        (void)hum_noise_density(s->solver, s->y, s->by_element, s->by_source);
        add_to_groups(s, g, k);
    }
    for (uint32_t i = 0; i < g->n; i++)
        HUM_TRY(push_group(s, g, i, seat));
    return HUM_OK;
}

/* --- the rest ---------------------------------------------------------------------------------------- */

static void rank(hum_findings *f)
{
    for (size_t i = 1; i < f->n_limits; i++) { /* insertion sort: stable, the lists are short */
        hum_limit l = f->limits[i];
        size_t k = i;
        for (; k > 0 && f->limits[k - 1].margin_db < l.margin_db; k--)
            f->limits[k] = f->limits[k - 1];
        f->limits[k] = l;
    }
}

hum_status hum_study_limits(hum_study *s)
{
    groups g;
    if (s->m->n_listeners == 0)
        return HUM_OK;
    HUM_TRY(hum_limits(s));
    HUM_TRY(make_groups(s, &g));
    for (size_t seat = 0; seat < s->m->n_listeners; seat++)
        HUM_TRY(hiss_limits(s, seat, &g));
    rank(s->out);
    return HUM_OK;
}

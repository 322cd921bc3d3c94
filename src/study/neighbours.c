/* Crosstalk between cables that lie side by side: the largest signal of one, heard through the other
 * (docs/physics/pickup.md P-18). */
#include "hearing/threshold.h"
#include "study/seats.h"

#include <complex.h>
#include <math.h>

/* The middle of the band, and where the ear is most sensitive and coupling stronger. */
static const double at_hz[] = {1000, 4000};
enum { AT = sizeof at_hz / sizeof at_hz[0] };

/* EMF of the other cable's output at which its input has the largest signal that reaches it. */
static double largest_emf_v(const hum_study *s, uint32_t other)
{
    const hum_link_findings *l = &s->out->links[other];
    double v = l->at_input.level_v / pow(10, l->gain_db / 20);
    return isfinite(v) ? v : 0;
}

static hum_status hear(hum_study *s, const hum_field_at *f, double *v)
{
    const hum_cable *mine = &s->m->cables[f->cable], *other = &s->m->cables[f->other];
    hum_rhs_clear(s->solver, s->x);
    hum_rhs_emf(s->solver, s->x, s->net->ports[other->from].emf, largest_emf_v(s, f->other));
    HUM_TRY(hum_solver_forward(s->solver, s->x));
    /* what comes through this link alone: its output may carry the same music */
    hum_complex gain, heard = hum_solution_probe(s->solver, s->x, hum_heard_at(s, mine->to));
    hum_complex from = hum_solution_probe(s->solver, s->x, hum_heard_at(s, mine->from));
    HUM_TRY(hum_link_gain(s, f->cable, &gain));
    *v = cabs(heard - gain * from);
    return HUM_OK;
}

static hum_status find_at_seat(hum_study *s, const hum_field_at *f, uint32_t seat, double f_hz, double v, hum_limit *l)
{
    hum_seat at = hum_seat_of(&s->net->listeners[seat]);
    HUM_TRY(hum_solver_adjoint(s->solver, s->net->listeners[seat].probe, s->y));
    double spl = hum_seat_spl_db(&at, v * cabs(hum_adjoint_emf(s->solver, s->y, s->net->ports[s->m->cables[f->cable].to].emf)), true);
    if (spl - hum_threshold_db(f_hz) <= l->margin_db)
        return HUM_OK;
    l->spl_db = spl;
    l->margin_db = spl - hum_threshold_db(f_hz);
    l->f_hz = f_hz;
    l->is_under_room = l->margin_db > 0 && !hum_line_is_heard(spl, l->margin_db, at.room_dba, f_hz);
    return HUM_OK;
}

static hum_status find_pair(hum_study *s, const hum_field_at *f)
{
    hum_limit *found;
    HUM_ALLOC(found, s->a, hum_limit, s->m->n_listeners);
    hum_text id = s->m->cables[f->cable].id;
    for (uint32_t i = 0; i < s->m->n_listeners; i++)
        found[i] = (hum_limit){.kind = HUM_LIMIT_CROSSTALK,
                               .seat = i,
                               .where = id,
                               .cause = hum_text_format(s->a, "signal of %.*s in %.*s beside it",
                                                        HUM_FMT(s->m->cables[f->other].id), HUM_FMT(id)),
                               .margin_db = -HUGE_VAL,
                               .span = f->span};
    for (int k = 0; k < AT; k++) {
        double v;
        HUM_TRY(hum_solver_set(s->solver, at_hz[k], s->d));
        HUM_TRY(hear(s, f, &v));
        if (k == 0)
            s->out->links[f->cable].neighbour_v = hypot(s->out->links[f->cable].neighbour_v, v);
        for (uint32_t i = 0; i < s->m->n_listeners && i < HUM_SEATS_RANKED; i++)
            HUM_TRY(find_at_seat(s, f, i, at_hz[k], v, &found[i]));
    }
    for (uint32_t i = 0; i < s->m->n_listeners; i++)
        HUM_TRY(hum_push_limit(s, &found[i]));
    return HUM_OK;
}

hum_status hum_study_neighbours(hum_study *s)
{
    for (size_t i = 0; i < s->m->n_fields; i++) {
        const hum_field_at *f = &s->m->fields[i];
        bool is_audio = f->cable < s->m->n_cables && f->other < s->m->n_cables; /* digital cables are behind them */
        if (f->by == HUM_BY_CABLE && is_audio)
            HUM_TRY(find_pair(s, f));
    }
    return HUM_OK;
}

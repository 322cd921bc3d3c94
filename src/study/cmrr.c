/* The rejection of each interface as wired: a ground voltage between the two chassis against the signal, both as the
 * receiver hears them, in the worse polarity of its own error (docs/physics/interface.md I-10, stages.md ST-3); and what is left of a
 * converter's common-mode distortion. */
#include "study/study.h"

#include <complex.h>
#include <math.h>

#define DISTORTION_HZ 2000.0 /* second harmonic of 1 kHz */
#define HARDLY_A_VOLT 1e-12  /* volts per ampere between two chassis that are one */

/* What the receiver hears of its own, without what the output already carried; both signs of its own error. */
static double heard_worst(hum_study *s, uint32_t cable, hum_complex gain, double f_hz)
{
    const hum_cable *c = &s->m->cables[cable];
    const hum_port_net *to = &s->net->ports[c->to];
    hum_complex heard = hum_solution_probe(s->solver, s->x, hum_heard_at(s, c->to));
    hum_complex local = heard - gain * hum_solution_probe(s->solver, s->x, hum_heard_at(s, c->from));
    if (to->cmrr_term == SIZE_MAX)
        return cabs(local);
    hum_complex d = to->cmrr_gain + (hum_complex)I * (2 * HUM_PI * f_hz * to->cmrr_gain_s);
    hum_complex mean = (hum_solution_probe(s->solver, s->x, (hum_probe){to->plus, to->ground}) +
                        hum_solution_probe(s->solver, s->x, (hum_probe){to->minus, to->ground})) / 2;
    const hum_term *own = &s->net->circuit->elements[to->emf].terms[to->cmrr_term];
    double sign = own->gain + own->gain_s < 0 ? -1 : 1; /* either may be 0 */
    double as_is = cabs(local);
    double other = cabs(local - 2 * sign * d * mean);
    return as_is > other ? as_is : other;
}

hum_status hum_link_cmrr(hum_study *s, uint32_t cable, double f_hz, double *db)
{
    const hum_cable *c = &s->m->cables[cable];
    hum_node from = s->net->boxes[s->m->ports[c->from].box].chassis;
    hum_node to = s->net->boxes[s->m->ports[c->to].box].chassis;
    hum_complex gain;
    *db = (double)NAN;
    HUM_TRY(hum_link_gain(s, cable, &gain));
    hum_rhs_clear(s->solver, s->x);
    hum_rhs_current(s->solver, s->x, to, from, 1);
    HUM_TRY(hum_solver_forward(s->solver, s->x));
    double ground_v = cabs(hum_solution_probe(s->solver, s->x, (hum_probe){from, to}));
    double heard = heard_worst(s, cable, gain, f_hz);
    if (ground_v > HARDLY_A_VOLT && heard > 0)
        *db = hum_db(cabs(gain) * ground_v / heard);
    return HUM_OK;
}

/* Common-mode distortion that gets through, against the signal at the output's maximum. */
static hum_status find_distortion(hum_study *s, uint32_t cable)
{
    const hum_cable *c = &s->m->cables[cable];
    const hum_port_net *from = &s->net->ports[c->from];
    hum_complex gain;
    s->out->links[cable].distortion_db = (double)NAN;
    if (from->distortion == HUM_NONE)
        return HUM_OK;
    HUM_TRY(hum_link_gain(s, cable, &gain));
    const hum_source_of *src = &s->net->circuit->sources[from->distortion];
    hum_complex through = hum_adjoint_emf(s->solver, s->y, src->element);
    s->out->links[cable].distortion_db = hum_db(cabs(through) * src->scale / (cabs(gain) * from->max_v));
    return HUM_OK;
}

hum_status hum_study_cmrr(hum_study *s)
{
    double other = s->m->mains_hz < 55 ? 60 : 50;
    const double f_hz[HUM_CMRR_POINTS] = {other < s->m->mains_hz ? other : s->m->mains_hz,
                                          other < s->m->mains_hz ? s->m->mains_hz : other, 1000, 3000, 20000};
    for (size_t k = 0; k < HUM_CMRR_POINTS; k++) {
        HUM_TRY(hum_solver_set(s->solver, f_hz[k], s->d));
        for (size_t i = 0; i < s->n_links; i++) {
            hum_link_findings *l = &s->out->links[s->links[i]];
            l->cmrr_f_hz[k] = f_hz[k];
            HUM_TRY(hum_link_cmrr(s, s->links[i], f_hz[k], &l->cmrr_db[k]));
        }
    }
    HUM_TRY(hum_solver_set(s->solver, DISTORTION_HZ, s->d));
    for (size_t i = 0; i < s->n_links; i++)
        HUM_TRY(find_distortion(s, s->links[i]));
    return HUM_OK;
}

/* The rejection of each interface as wired: a ground voltage between the two chassis against the signal, both as the
 * receiver hears them, in the worse polarity of its own error (docs/physics/interface.md I-10, stages.md ST-3); and what is left of a
 * converter's common-mode distortion. */
#include "study/study.h"

#include <complex.h>
#include <math.h>

#define DISTORTION_HZ 2000.0 /* second harmonic of 1 kHz */
#define HARDLY_A_VOLT 1e-12  /* volts per ampere between two chassis that are one */

static hum_complex seen(const hum_study *s, size_t lane, hum_probe probe)
{
    return hum_comb_probe(s->comb, s->lanes, lane, probe);
}

/* What the receiver hears of its own, without what the output already carried; both signs of its own error. */
static double heard_worst(const hum_study *s, uint32_t cable, size_t lane, hum_complex gain, double f_hz)
{
    const hum_cable *c = &s->m->cables[cable];
    const hum_port_net *to = &s->net->ports[c->to];
    hum_complex local = seen(s, lane, hum_heard_at(s, c->to)) - gain * seen(s, lane, hum_heard_at(s, c->from));
    if (to->cmrr_term == SIZE_MAX)
        return cabs(local);
    hum_complex d = to->cmrr_gain + (hum_complex)I * (2 * HUM_PI * f_hz * to->cmrr_gain_s);
    hum_complex mean = (seen(s, lane, (hum_probe){to->plus, to->ground}) +
                        seen(s, lane, (hum_probe){to->minus, to->ground})) / 2;
    const hum_term *own = &s->net->circuit->elements[to->emf].terms[to->cmrr_term];
    double sign = own->gain + own->gain_s < 0 ? -1 : 1; /* either may be 0 */
    double as_is = cabs(local);
    double other = cabs(local - 2 * sign * d * mean);
    return as_is > other ? as_is : other;
}

hum_status hum_link_cmrr(hum_study *s, uint32_t cable, const double *f_hz, size_t n, const hum_complex *gain, double *db)
{
    const hum_cable *c = &s->m->cables[cable];
    hum_node from = s->net->boxes[s->m->ports[c->from].box].chassis;
    hum_node to = s->net->boxes[s->m->ports[c->to].box].chassis;
    hum_comb_clear(s->comb, s->lanes);
    for (size_t lane = 0; lane < HUM_LANES; lane++)
        hum_comb_push(s->comb, s->lanes, lane, to, from, 1);
    HUM_TRY(hum_comb_forward(s->comb, s->lanes));
    for (size_t lane = 0; lane < n; lane++) {
        double ground_v = cabs(seen(s, lane, (hum_probe){from, to}));
        double heard = heard_worst(s, cable, lane, gain[lane], f_hz[lane]);
        bool exists = ground_v > HARDLY_A_VOLT && heard > 0;
        db[lane] = exists ? hum_db(cabs(gain[lane]) * ground_v / heard) : (double)NAN;
    }
    return HUM_OK;
}

/* Common-mode distortion that gets through, against the signal at the output's maximum; the adjoint solution is in `lane`. */
static double distortion_db(const hum_study *s, uint32_t cable, size_t lane, hum_complex gain)
{
    const hum_port_net *from = &s->net->ports[s->m->cables[cable].from];
    if (from->distortion == HUM_NONE)
        return (double)NAN;
    const hum_source_of *src = &s->net->circuit->sources[from->distortion];
    hum_complex through = hum_comb_emf(s->comb, s->lanes, lane, src->element);
    return hum_db(cabs(through) * src->scale / (cabs(gain) * from->max_v));
}

hum_status hum_study_cmrr(hum_study *s)
{
    double other = s->m->mains_hz < 55 ? 60 : 50;
    const double f_hz[HUM_CMRR_POINTS + 1] = {other < s->m->mains_hz ? other : s->m->mains_hz,
                                              other < s->m->mains_hz ? s->m->mains_hz : other, 1000, 3000, 20000,
                                              DISTORTION_HZ};
    HUM_TRY(hum_study_comb(s, f_hz, HUM_CMRR_POINTS + 1));
    for (size_t i = 0; i < s->n_links; i++) {
        hum_link_findings *l = &s->out->links[s->links[i]];
        hum_complex gain[HUM_CMRR_POINTS + 1];
        for (size_t k = 0; k < HUM_CMRR_POINTS; k++)
            l->cmrr_f_hz[k] = f_hz[k];
        HUM_TRY(hum_link_gains(s, s->links[i], HUM_CMRR_POINTS + 1, gain));
        l->distortion_db = distortion_db(s, s->links[i], HUM_CMRR_POINTS, gain[HUM_CMRR_POINTS]);
        HUM_TRY(hum_link_cmrr(s, s->links[i], f_hz, HUM_CMRR_POINTS, gain, l->cmrr_db));
    }
    return HUM_OK;
}

/* Crosstalk between the two channels of headphones through their shared return (docs/physics/interface.md I-22). */
#include "study/study.h"

#include <complex.h>
#include <math.h>

#define REFERENCE_HZ 1000.0

static hum_status find_crosstalk(hum_study *s, uint32_t seat)
{
    const hum_listener_net *n = &s->net->listeners[seat];
    uint32_t port = s->m->listeners[seat].port;
    hum_rhs_clear(s->solver, s->x);
    hum_rhs_emf(s->solver, s->x, s->net->ports[port].emf, 1);
    HUM_TRY(hum_solver_forward(s->solver, s->x));
    double driven = cabs(hum_solution_probe(s->solver, s->x, n->probe));
    double silent = cabs(hum_solution_probe(s->solver, s->x, n->other));
    s->out->seats[seat].crosstalk_db = driven > 0 ? hum_db(silent / driven) : (double)NAN;
    return HUM_OK;
}

hum_status hum_study_crosstalk(hum_study *s)
{
    bool any = false;
    for (size_t i = 0; i < s->n_seats; i++)
        any |= s->m->listeners[s->seats[i]].is_headphones;
    if (!any)
        return HUM_OK;
    HUM_TRY(hum_solver_set(s->solver, REFERENCE_HZ, s->d));
    for (size_t i = 0; i < s->n_seats; i++)
        if (s->m->listeners[s->seats[i]].is_headphones)
            HUM_TRY(find_crosstalk(s, s->seats[i]));
    return HUM_OK;
}

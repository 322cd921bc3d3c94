/* Everything about one system: the questions in their order. */
#include "study/study.h"

#include <complex.h>
#include <math.h>

double hum_db(double ratio)
{
    return 20 * log10(fabs(ratio));
}

hum_probe hum_heard_at(const hum_study *s, uint32_t port)
{
    return (hum_probe){s->net->ports[port].signal, HUM_EARTH};
}

hum_probe hum_across(const hum_study *s, uint32_t port)
{
    return (hum_probe){s->net->ports[port].hot, s->net->ports[port].cold};
}

hum_status hum_link_gain(hum_study *s, uint32_t cable, hum_complex *gain)
{
    const hum_cable *c = &s->m->cables[cable];
    HUM_TRY(hum_solver_adjoint(s->solver, hum_heard_at(s, c->to), s->y));
    *gain = hum_adjoint_emf(s->solver, s->y, s->net->ports[c->from].emf);
    return HUM_OK;
}

/* Outputs worth a line of their own: those with a listener, and those that nothing follows. */
static hum_status list_outputs(hum_study *s)
{
    hum_findings *f = s->out;
    bool *listed;
    HUM_ALLOC(listed, s->a, bool, s->m->n_ports);
    HUM_ALLOC(f->outputs, s->a, hum_output_findings, s->m->n_listeners);
    for (size_t i = 0; i < s->m->n_listeners; i++) {
        uint32_t port = s->m->listeners[i].port;
        if (!listed[port])
            f->outputs[f->n_outputs++].port = port;
        listed[port] = true;
    }
    return HUM_OK;
}

static hum_status prepare(hum_study *s)
{
    hum_findings *f = s->out;
    HUM_TRY(hum_circuit_check_tied(s->net->circuit, s->d));
    HUM_TRY(hum_solver_new(s->a, s->net->circuit, s->d, &s->solver));
    size_t n = hum_solver_size(s->solver);
    HUM_ALLOC(s->x, s->a, hum_complex, n);
    HUM_ALLOC(s->y, s->a, hum_complex, n);
    HUM_ALLOC(s->by_element, s->a, double, s->net->circuit->n_elements);
    HUM_ALLOC(s->by_source, s->a, double, s->net->circuit->n_sources);
    HUM_ALLOC(f->links, s->a, hum_link_findings, s->m->n_cables);
    HUM_ALLOC(f->seats, s->a, hum_seat_findings, s->m->n_listeners);
    HUM_ALLOC(f->seat_psd, s->a, double, s->m->n_listeners * HUM_NOISE_POINTS);
    for (uint32_t i = 0; i < s->m->n_cables; i++)
        f->links[i].cable = i;
    for (uint32_t i = 0; i < s->m->n_listeners; i++) {
        f->seats[i].listener = i;
        f->seats[i].crosstalk_db = (double)NAN;
    }
    f->first_clip = HUM_NONE;
    return list_outputs(s);
}

static hum_status answer(hum_study *s)
{
    HUM_TRY(hum_study_polarity(s));
    HUM_TRY(hum_study_levels(s));
    HUM_TRY(hum_study_hiss(s));
    HUM_TRY(hum_study_cmrr(s));
    HUM_TRY(hum_study_hum(s));
    HUM_TRY(hum_study_response(s));
    HUM_TRY(hum_study_crosstalk(s));
    HUM_TRY(hum_study_seats(s));
    HUM_TRY(hum_study_limits(s));
    return hum_study_verdict(s);
}

hum_status hum_study_system(hum_arena *a, const hum_model *m, hum_diags *d, hum_findings **out)
{
    hum_study s = {.a = a, .m = m, .d = d};
    HUM_TRY(hum_network_build(a, m, d, &s.net));
    HUM_ALLOC(s.out, a, hum_findings, 1);
    s.out->model = m;
    s.out->net = s.net;
    HUM_TRY(prepare(&s));
    HUM_TRY(answer(&s));
    *out = s.out;
    return HUM_OK;
}

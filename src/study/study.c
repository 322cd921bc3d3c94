/* Everything about one system: the questions in their order. */
#include "study/groups.h"

#include <complex.h>
#include <math.h>

#define PIVOTS_HZ 632.0 /* the middle of audio: pivots of this frequency serve all */

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

hum_status hum_link_gains(hum_study *s, uint32_t cable, size_t n, hum_complex *gain)
{
    const hum_cable *c = &s->m->cables[cable];
    HUM_TRY(hum_comb_adjoint(s->comb, hum_heard_at(s, c->to), s->lanes));
    for (size_t lane = 0; lane < n; lane++)
        gain[lane] = hum_comb_emf(s->comb, s->lanes, lane, s->net->ports[c->from].emf);
    return HUM_OK;
}

hum_status hum_study_comb(hum_study *s, const double *f_hz, size_t n)
{
    if (!s->comb) {
        HUM_TRY(hum_solver_set(s->solver, PIVOTS_HZ, s->d));
        HUM_TRY(hum_comb_new(s->a, s->solver, NULL, &s->comb));
        HUM_TRY(hum_comb_vector(s->a, s->comb, &s->lanes));
    }
    return hum_comb_set(s->comb, f_hz, n, s->d);
}

/* Outputs worth a line of their own: those with a listener. */
static hum_status list_outputs(hum_study *s)
{
    hum_findings *f = s->out;
    uint32_t *of_port, *of_seat;
    HUM_ALLOC(of_port, s->a, uint32_t, s->m->n_ports);
    HUM_ALLOC(of_seat, s->a, uint32_t, s->m->n_listeners);
    HUM_ALLOC(f->outputs, s->a, hum_output_findings, s->m->n_listeners);
    for (size_t i = 0; i < s->m->n_listeners; i++) {
        uint32_t port = s->m->listeners[i].port;
        if (of_port[port] == 0) { /* counted from 1 */
            f->outputs[f->n_outputs++].port = port;
            of_port[port] = (uint32_t)f->n_outputs;
        }
        of_seat[i] = of_port[port] - 1;
    }
    s->output_of = of_seat;
    return HUM_OK;
}

static hum_status count_up(hum_arena *a, size_t n, const uint32_t **out)
{
    uint32_t *list;
    HUM_ALLOC(list, a, uint32_t, n);
    for (uint32_t i = 0; i < n; i++)
        list[i] = i;
    *out = list;
    return HUM_OK;
}

static hum_status make_room(hum_study *s)
{
    hum_findings *f = s->out;
    HUM_ALLOC(f->links, s->a, hum_link_findings, s->m->n_cables);
    HUM_ALLOC(f->digital, s->a, hum_digital_findings, s->m->n_digital);
    HUM_ALLOC(f->seats, s->a, hum_seat_findings, s->m->n_listeners);
    HUM_ALLOC(f->seat_psd, s->a, double, s->m->n_listeners * HUM_NOISE_POINTS);
    HUM_ALLOC(s->loading, s->a, double, f->n_outputs);
    HUM_ALLOC(s->at_link, s->a, hum_place_noise, s->m->n_cables);
    HUM_ALLOC(s->at_output, s->a, hum_place_noise, f->n_outputs);
    HUM_ALLOC(s->at_seat, s->a, hum_place_noise, s->m->n_listeners);
    if (s->is_large && s->m->n_listeners)
        HUM_ALLOC(s->link_gain, s->a, hum_complex, s->m->n_cables * HUM_HARMONICS);
    return HUM_OK;
}

hum_status hum_study_solver(hum_study *s)
{
    HUM_TRY(hum_circuit_check_tied(s->net->circuit, s->d));
    HUM_TRY(hum_solver_new(s->a, s->net->circuit, s->d, &s->solver));
    HUM_ALLOC(s->x, s->a, hum_complex, hum_solver_size(s->solver));
    HUM_ALLOC(s->y, s->a, hum_complex, hum_solver_size(s->solver));
    return HUM_OK;
}

static hum_status prepare(hum_study *s)
{
    hum_findings *f = s->out;
    s->n_links = s->m->n_cables;
    s->n_seats = s->m->n_listeners;
    HUM_TRY(count_up(s->a, s->n_links, &s->links));
    HUM_TRY(count_up(s->a, s->n_seats, &s->seats));
    HUM_TRY(list_outputs(s));
    HUM_TRY(hum_study_solver(s));
    HUM_TRY(make_room(s));
    for (uint32_t i = 0; i < s->m->n_cables; i++)
        f->links[i].cable = i;
    for (uint32_t i = 0; i < s->m->n_listeners; i++) {
        f->seats[i].listener = i;
        f->seats[i].crosstalk_db = (double)NAN;
    }
    f->first_clip = HUM_NONE;
    f->headline_db = f->headline_low_db = f->headline_high_db = (double)NAN;
    HUM_TRY(count_up(s->a, s->net->n_assumptions, &f->assumed));
    return hum_groups_new(s, &s->groups);
}

static hum_status answer(hum_study *s)
{
    HUM_TRY(hum_study_polarity(s));
    HUM_TRY(s->is_large ? hum_study_pieces(s) : hum_study_each(s));
    HUM_TRY(hum_study_levels(s));
    HUM_TRY(hum_study_hiss(s));
    HUM_TRY(hum_study_hum(s));
    HUM_TRY(hum_study_seats(s));
    return hum_study_limits(s);
}

hum_status hum_study_system_with(hum_arena *a, const hum_model *m, const hum_study_options *o, hum_diags *d,
                                 hum_findings **out)
{
    hum_study s = {.a = a, .m = m, .d = d, .is_large = m->n_cables > o->links_at_once};
    HUM_TRY(hum_network_build(a, m, o->values, d, &s.net));
    HUM_ALLOC(s.out, a, hum_findings, 1);
    s.out->model = m;
    s.out->net = s.net;
    HUM_TRY(prepare(&s));
    HUM_TRY(answer(&s));
    if (!o->without_doubts)
        HUM_TRY(hum_study_doubts(&s, o->n_samples ? o->n_samples : HUM_SAMPLES));
    HUM_TRY(hum_study_verdict(&s));
    *out = s.out;
    return HUM_OK;
}

hum_status hum_study_system(hum_arena *a, const hum_model *m, hum_diags *d, hum_findings **out)
{
    const hum_study_options o = {.links_at_once = HUM_LINKS_AT_ONCE};
    return hum_study_system_with(a, m, &o, d, out);
}

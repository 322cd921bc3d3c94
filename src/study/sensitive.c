/* What one per cent of each value does to a link: four adjoint and two forward solutions hold everything. */
#include "study/sensitive.h"

#include "study/study.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>

#define PER_CENT 0.01
#define HARDLY_A_VOLT 1e-12 /* volts per ampere between two chassis that are one */

/* The solutions of one link: of its signal, of 1 A between the chassis; adjoint, of what is heard, of what its output carries, of
 * the voltage between the chassis. */
typedef struct link_solved {
    hum_complex *signal, *ground;
    hum_complex *heard, *carried, *between;
    hum_complex gain;
} link_solved;

static hum_status solve_link(hum_study *s, uint32_t cable, link_solved *l)
{
    const hum_cable *c = &s->m->cables[cable];
    hum_node from = s->net->boxes[s->m->ports[c->from].box].chassis, to = s->net->boxes[s->m->ports[c->to].box].chassis;
    hum_complex **all[] = {&l->signal, &l->ground, &l->heard, &l->carried, &l->between};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        HUM_ALLOC(*all[i], s->a, hum_complex, hum_solver_size(s->solver));
    hum_rhs_emf(s->solver, l->signal, s->net->ports[c->from].emf, 1);
    hum_rhs_current(s->solver, l->ground, to, from, 1);
    HUM_TRY(hum_solver_forward(s->solver, l->signal));
    HUM_TRY(hum_solver_forward(s->solver, l->ground));
    HUM_TRY(hum_solver_adjoint(s->solver, hum_heard_at(s, c->to), l->heard));
    HUM_TRY(hum_solver_adjoint(s->solver, hum_heard_at(s, c->from), l->carried));
    HUM_TRY(hum_solver_adjoint(s->solver, (hum_probe){from, to}, l->between));
    l->gain = hum_adjoint_emf(s->solver, l->heard, s->net->ports[c->from].emf);
    return HUM_OK;
}

/* dB for one per cent of a value at which h changes by dh for each unit. */
static double db_of(hum_complex h, hum_complex dh, double value)
{
    return 20 / log(10) * PER_CENT * creal(dh * value / h);
}

/* Derivatives of what one forward and one adjoint solution say. */
static hum_status derive(hum_study *s, const hum_sensitivities *k, size_t n, const hum_complex *x, const hum_complex *y,
                         hum_complex **dh)
{
    HUM_ALLOC(*dh, s->a, hum_complex, n);
    hum_sensitivities_find(k, s->solver, x, y, *dh);
    return HUM_OK;
}

/* Rejection is |gain| |ground voltage| / |what is heard of it|, the last without what the output already carries. */
static hum_status fill(hum_study *s, uint32_t cable, const hum_sensitivities *k, const link_solved *l, hum_sensitive *rows, size_t n)
{
    const hum_cable *c = &s->m->cables[cable];
    hum_complex *gain, *heard, *carried, *between;
    HUM_TRY(derive(s, k, n, l->signal, l->heard, &gain));
    HUM_TRY(derive(s, k, n, l->ground, l->heard, &heard));
    HUM_TRY(derive(s, k, n, l->ground, l->carried, &carried));
    HUM_TRY(derive(s, k, n, l->ground, l->between, &between));
    hum_complex on_output = hum_solution_probe(s->solver, l->ground, hum_heard_at(s, c->from));
    hum_complex local = hum_solution_probe(s->solver, l->ground, hum_heard_at(s, c->to)) - l->gain * on_output;
    hum_complex volts = hum_solution_probe(s->solver, l->ground,
                                           (hum_probe){s->net->boxes[s->m->ports[c->from].box].chassis,
                                                       s->net->boxes[s->m->ports[c->to].box].chassis});
    bool exists = cabs(volts) > HARDLY_A_VOLT && cabs(local) > 0;
    for (size_t i = 0; i < n; i++) {
        double value = rows[i].value.low;
        hum_complex d_local = heard[i] - l->gain * carried[i] - gain[i] * on_output;
        rows[i].gain_db = db_of(l->gain, gain[i], value);
        rows[i].rejection_db = exists ? rows[i].gain_db + db_of(volts, between[i], value) - db_of(local, d_local, value)
                                      : (double)NAN;
    }
    return HUM_OK;
}

static double size_of(double db)
{
    return isfinite(db) ? fabs(db) : 0;
}

static int by_size(const void *a, const void *b)
{
    const hum_sensitive *x = a, *y = b;
    double rx = size_of(x->rejection_db), ry = size_of(y->rejection_db), gx = size_of(x->gain_db), gy = size_of(y->gain_db);
    return rx != ry ? (rx < ry) - (rx > ry) : (gx < gy) - (gx > gy);
}

hum_status hum_link_sensitive(hum_arena *a, const hum_findings *f, uint32_t cable, double f_hz, hum_diags *d, hum_sensitive **rows,
                              size_t *n)
{
    hum_findings again = *f; /* the study reads what was found, and changes nothing */
    hum_study s = {.a = a, .m = f->model, .net = f->net, .d = d, .out = &again};
    hum_sensitivities *k;
    link_solved l;
    HUM_TRY(hum_study_solver(&s));
    HUM_TRY(hum_solver_set(s.solver, f_hz, d));
    HUM_TRY(solve_link(&s, cable, &l));
    HUM_TRY(hum_sensitivities_new(a, s.solver, &k));
    const hum_vary *values = hum_sensitivities_of(k, n);
    HUM_ALLOC(*rows, a, hum_sensitive, *n);
    for (size_t i = 0; i < *n; i++)
        (*rows)[i].value = values[i];
    HUM_TRY(fill(&s, cable, k, &l, *rows, *n));
    qsort(*rows, *n, sizeof **rows, by_size);
    return HUM_OK;
}

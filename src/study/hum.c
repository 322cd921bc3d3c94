/* Hum: every mains harmonic to the 40th, from every ground EMF and from the mains' leakage, at every input, output and
 * seat (docs/physics/grounds.md). Sources whose mutual phase is not known add in power; what one source does through
 * several paths adds as signed complex numbers, because it is one solution of one network. */
#include "hearing/threshold.h"
#include "study/shares.h"

#include <complex.h>
#include <math.h>

static double power(hum_complex v)
{
    return creal(v) * creal(v) + cimag(v) * cimag(v);
}

static void add_levels(hum_study *s, size_t k)
{
    hum_findings *f = s->out;
    for (size_t i = 0; i < s->m->n_cables; i++) {
        const hum_cable_net *cable = &s->net->cables[i];
        f->links[i].at_input.hum_line_v[k] +=
            power(hum_solution_probe(s->solver, s->x, hum_heard_at(s, s->m->cables[i].to)));
        if (cable->shield_branch != SIZE_MAX)
            f->links[i].shield_current_a += power(hum_solution_current(s->solver, s->x, cable->shield_branch));
    }
    for (size_t i = 0; i < f->n_outputs; i++)
        f->outputs[i].at_output.hum_line_v[k] +=
            power(hum_solution_probe(s->solver, s->x, hum_across(s, f->outputs[i].port)));
    for (size_t i = 0; i < s->m->n_listeners; i++)
        f->seats[i].hum_line_spl_db[k] += power(hum_solution_probe(s->solver, s->x, s->net->listeners[i].probe));
}

/* What a link adds by itself: what its receiver hears, less what its output already carried. */
static hum_complex added_by(hum_study *s, const hum_shares *sh, uint32_t cable)
{
    const hum_cable *c = &s->m->cables[cable];
    return hum_solution_probe(s->solver, s->x, hum_heard_at(s, c->to)) -
           sh->link_gain[cable] * hum_solution_probe(s->solver, s->x, hum_heard_at(s, c->from));
}

/* Splits the hum at each seat into what each link adds and the rest, which enters at the last box. */
static void add_shares(hum_study *s, hum_shares *sh, size_t source, size_t k)
{
    for (size_t seat = 0; seat < sh->n_seats; seat++) {
        hum_complex rest = hum_solution_probe(s->solver, s->x, s->net->listeners[seat].probe);
        for (uint32_t i = 0; i < s->m->n_cables; i++) {
            hum_complex v = added_by(s, sh, i) * sh->to_seat[seat * s->m->n_cables + i];
            rest -= v;
            *hum_share(sh, seat, i, source, k) += power(v);
        }
        *hum_share(sh, seat, s->m->n_cables, source, k) += power(rest);
    }
}

/* Of each link to its input, and from there to the seats, at harmonic k + 1. */
static hum_status find_transfers(hum_study *s, hum_shares *sh, size_t k)
{
    for (uint32_t i = 0; i < s->m->n_cables; i++) {
        if (s->is_large)
            sh->link_gain[i] = s->link_gain[i * HUM_HARMONICS + k];
        else
            HUM_TRY(hum_link_gain(s, i, &sh->link_gain[i]));
    }
    for (size_t seat = 0; seat < sh->n_seats; seat++) {
        HUM_TRY(hum_solver_adjoint(s->solver, s->net->listeners[seat].probe, s->y));
        for (uint32_t i = 0; i < s->m->n_cables; i++)
            sh->to_seat[seat * s->m->n_cables + i] =
                hum_adjoint_emf(s->solver, s->y, s->net->ports[s->m->cables[i].to].emf);
    }
    return HUM_OK;
}

static hum_status solve_harmonic(hum_study *s, hum_shares *sh, size_t k)
{
    HUM_TRY(hum_solver_set(s->solver, s->m->mains_hz * (double)(k + 1), s->d));
    if (sh->is_kept)
        HUM_TRY(find_transfers(s, sh, k));
    for (size_t i = 0; i < sh->drives.n; i++) {
        if (!hum_drive_set(s, &sh->drives, i, k))
            continue;
        HUM_TRY(hum_solver_forward(s->solver, s->x));
        add_levels(s, k);
        if (sh->is_kept)
            add_shares(s, sh, sh->drives.is_coded ? 0 : i, k);
    }
    return HUM_OK;
}

/* Powers to rms values. */
static void finish_level(hum_level_findings *f)
{
    double sum = 0;
    for (size_t k = 0; k < HUM_HARMONICS; k++) {
        sum += f->hum_line_v[k];
        f->hum_line_v[k] = sqrt(f->hum_line_v[k]);
    }
    f->hum_v = sqrt(sum);
}

hum_status hum_study_hum(hum_study *s)
{
    hum_findings *f = s->out;
    hum_shares *sh;
    HUM_TRY(hum_shares_new(s, &sh));
    for (size_t k = 0; k < HUM_HARMONICS; k++)
        HUM_TRY(solve_harmonic(s, sh, k));
    for (size_t i = 0; i < s->m->n_cables; i++) {
        finish_level(&f->links[i].at_input);
        f->links[i].shield_current_a = sqrt(f->links[i].shield_current_a);
    }
    for (size_t i = 0; i < f->n_outputs; i++)
        finish_level(&f->outputs[i].at_output);
    s->shares = sh;
    return HUM_OK;
}

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

_Static_assert(HUM_HARMONICS % HUM_LANES == 0, "harmonics fill the lanes");

static hum_complex seen(const hum_study *s, size_t lane, hum_probe probe)
{
    return hum_comb_probe(s->comb, s->lanes, lane, probe);
}

/* Shield and ground wires lie side by side: their currents are one. */
static hum_complex ground_current(const hum_study *s, size_t lane, const hum_cable_net *n)
{
    hum_complex sum = 0;
    for (size_t i = 0; i < n->n_ground; i++)
        sum += hum_comb_current(s->comb, s->lanes, lane, n->ground_branch + i);
    return sum;
}

/* Of harmonic k + 1, in its lane. */
static void add_levels(hum_study *s, size_t lane, size_t k)
{
    hum_findings *f = s->out;
    for (size_t i = 0; i < s->m->n_cables; i++) {
        const hum_cable_net *cable = &s->net->cables[i];
        f->links[i].at_input.hum_line_v[k] += power(seen(s, lane, hum_heard_at(s, s->m->cables[i].to)));
        if (cable->shield_branch != SIZE_MAX)
            f->links[i].shield_current_a += power(hum_comb_current(s->comb, s->lanes, lane, cable->shield_branch));
    }
    for (size_t i = 0; i < s->m->n_digital; i++)
        f->digital[i].ground_current_a += power(ground_current(s, lane, &s->net->cables[s->m->n_cables + i]));
    for (size_t i = 0; i < f->n_outputs; i++)
        f->outputs[i].at_output.hum_line_v[k] += power(seen(s, lane, hum_across(s, f->outputs[i].port)));
    for (size_t i = 0; i < s->m->n_listeners; i++)
        f->seats[i].hum_line_spl_db[k] += power(seen(s, lane, s->net->listeners[i].probe));
}

/* What a link adds by itself: what its receiver hears, less what its output already carried. */
static hum_complex added_by(const hum_study *s, const hum_shares *sh, size_t lane, uint32_t cable)
{
    const hum_cable *c = &s->m->cables[cable];
    return seen(s, lane, hum_heard_at(s, c->to)) -
           sh->link_gain[cable * HUM_LANES + lane] * seen(s, lane, hum_heard_at(s, c->from));
}

/* Splits the hum at each seat into what each link adds and the rest, which enters at the last box. */
static void add_shares(hum_study *s, hum_shares *sh, size_t source, size_t lane, size_t k)
{
    for (size_t seat = 0; seat < sh->n_seats; seat++) {
        hum_complex rest = seen(s, lane, s->net->listeners[seat].probe);
        for (uint32_t i = 0; i < s->m->n_cables; i++) {
            hum_complex v = added_by(s, sh, lane, i) * sh->to_seat[(seat * s->m->n_cables + i) * HUM_LANES + lane];
            rest -= v;
            *hum_share(sh, seat, i, source, k) += power(v);
        }
        *hum_share(sh, seat, s->m->n_cables, source, k) += power(rest);
    }
}

/* Of each link to its input, and from there to the seats, at the harmonics from k + 1 on. */
static hum_status find_transfers(hum_study *s, hum_shares *sh, size_t k)
{
    for (uint32_t i = 0; i < s->m->n_cables; i++) {
        hum_complex *gain = sh->link_gain + i * HUM_LANES;
        if (!s->is_large)
            HUM_TRY(hum_link_gains(s, i, HUM_LANES, gain));
        for (size_t lane = 0; s->is_large && lane < HUM_LANES; lane++)
            gain[lane] = s->link_gain[i * HUM_HARMONICS + k + lane];
    }
    for (size_t seat = 0; seat < sh->n_seats; seat++) {
        HUM_TRY(hum_comb_adjoint(s->comb, s->net->listeners[seat].probe, s->lanes));
        for (uint32_t i = 0; i < s->m->n_cables; i++)
            for (size_t lane = 0; lane < HUM_LANES; lane++)
                sh->to_seat[(seat * s->m->n_cables + i) * HUM_LANES + lane] =
                    hum_comb_emf(s->comb, s->lanes, lane, s->net->ports[s->m->cables[i].to].emf);
    }
    return HUM_OK;
}

/* Drive i at the harmonics from k + 1 on. */
static hum_status solve_drive(hum_study *s, hum_shares *sh, size_t i, size_t k)
{
    bool is_there[HUM_LANES], any = false;
    for (size_t lane = 0; lane < HUM_LANES; lane++) {
        any |= is_there[lane] = hum_drive_set(s, &sh->drives, i, k + lane);
        hum_comb_put(s->comb, lane, s->x, s->lanes);
    }
    if (!any)
        return HUM_OK;
    HUM_TRY(hum_comb_forward(s->comb, s->lanes));
    for (size_t lane = 0; lane < HUM_LANES; lane++) {
        if (!is_there[lane])
            continue;
        add_levels(s, lane, k + lane);
        if (sh->is_kept)
            add_shares(s, sh, sh->drives.is_coded ? 0 : i, lane, k + lane);
    }
    return HUM_OK;
}

/* HUM_LANES harmonics from k + 1 on. */
static hum_status solve_harmonics(hum_study *s, hum_shares *sh, size_t k)
{
    double f_hz[HUM_LANES];
    for (size_t lane = 0; lane < HUM_LANES; lane++)
        f_hz[lane] = s->m->mains_hz * (double)(k + lane + 1);
    HUM_TRY(hum_study_comb(s, f_hz, HUM_LANES));
    if (sh->is_kept)
        HUM_TRY(find_transfers(s, sh, k));
    for (size_t i = 0; i < sh->drives.n; i++)
        HUM_TRY(solve_drive(s, sh, i, k));
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
    for (size_t k = 0; k < HUM_HARMONICS; k += HUM_LANES)
        HUM_TRY(solve_harmonics(s, sh, k));
    for (size_t i = 0; i < s->m->n_cables; i++) {
        finish_level(&f->links[i].at_input);
        f->links[i].shield_current_a = sqrt(f->links[i].shield_current_a);
    }
    for (size_t i = 0; i < s->m->n_digital; i++)
        f->digital[i].ground_current_a = sqrt(f->digital[i].ground_current_a);
    for (size_t i = 0; i < f->n_outputs; i++)
        finish_level(&f->outputs[i].at_output);
    s->shares = sh;
    return HUM_OK;
}

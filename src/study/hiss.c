/* Noise at every input and final output: one adjoint solution per place and frequency, eight frequencies at once, holds the transfer from every
 * source of the system (docs/physics/noise.md), and its integrals, flat and A-weighted. In a large system the solutions are
 * those of its pieces, and noise is carried from box to box in the order of the signal (docs/physics/solve.md S-32). */
#include "circuit/equalization.h"
#include "hearing/bands.h"
#include "study/groups.h"

#include <complex.h>
#include <math.h>

#define LOW_HZ 20.0
#define HIGH_HZ 20000.0

/* --- where it arises --------------------------------------------------------------------------------- */

static double squared(hum_complex v)
{
    return creal(v) * creal(v) + cimag(v) * cimag(v);
}

/* Density at a probe, and the transfer from the EMF of `port`, at points k .. k + n - 1. */
static hum_status measure(hum_study *s, hum_probe probe, uint32_t port, size_t k, size_t n, hum_place_noise *at)
{
    HUM_TRY(hum_comb_adjoint(s->comb, probe, s->lanes));
    for (size_t lane = 0; lane < n; lane++) {
        hum_comb_get(s->comb, lane, s->lanes, s->y);
        at->psd[k + lane] = hum_noise_density(hum_comb_at(s->comb, lane), s->y, NULL, NULL);
        at->gain2[k + lane] = squared(hum_comb_emf(s->comb, s->lanes, lane, s->net->ports[port].emf));
    }
    return HUM_OK;
}

static bool is_same_probe(hum_probe a, hum_probe b)
{
    return a.p.index == b.p.index && a.m.index == b.m.index;
}

static hum_status measure_seat(hum_study *s, uint32_t seat, size_t k, size_t n)
{
    uint32_t port = s->m->listeners[seat].port;
    hum_probe probe = s->net->listeners[seat].probe;
    hum_place_noise *at = &s->at_seat[seat], *contacts = &s->at_output[s->output_of[seat]];
    if (s->groups && !s->is_large)
        HUM_TRY(hum_groups_measure(s, seat, k, n, &at->psd[k]));
    else
        HUM_TRY(measure(s, probe, port, k, n, at));
    if (!is_same_probe(probe, hum_across(s, port)))
        return measure(s, hum_across(s, port), port, k, n, contacts);
    for (size_t i = k; i < k + n; i++) {
        contacts->psd[i] = at->psd[i];
        contacts->gain2[i] = at->gain2[i];
    }
    return HUM_OK;
}

static double noise_hz(size_t k)
{
    return LOW_HZ * pow(HIGH_HZ / LOW_HZ, (double)k / (HUM_NOISE_POINTS - 1));
}

hum_status hum_study_noise(hum_study *s)
{
    double f_hz[HUM_NOISE_POINTS];
    for (size_t k = 0; k < HUM_NOISE_POINTS; k++)
        f_hz[k] = noise_hz(k);
    for (size_t k = 0; k < HUM_NOISE_POINTS; k += HUM_LANES) {
        size_t n = HUM_NOISE_POINTS - k < HUM_LANES ? HUM_NOISE_POINTS - k : HUM_LANES;
        HUM_TRY(hum_study_comb(s, f_hz + k, n));
        for (size_t i = 0; i < s->n_links; i++) {
            const hum_cable *c = &s->m->cables[s->links[i]];
            HUM_TRY(measure(s, hum_heard_at(s, c->to), c->from, k, n, &s->at_link[s->links[i]]));
        }
        for (size_t i = 0; i < s->n_seats; i++)
            HUM_TRY(measure_seat(s, s->seats[i], k, n));
    }
    return HUM_OK;
}

/* --- from box to box --------------------------------------------------------------------------------- */

typedef struct spectrum {
    double psd[HUM_NOISE_POINTS];
} spectrum;

static void add_equalized(spectrum *sum, double gain2, hum_equalization curve, const spectrum *from)
{
    for (size_t k = 0; k < HUM_NOISE_POINTS; k++)
        sum->psd[k] += gain2 * hum_equalization_power(curve, noise_hz(k)) * from->psd[k];
}

static void add_fed(hum_place_noise *at, const spectrum *emf)
{
    for (size_t k = 0; k < HUM_NOISE_POINTS; k++)
        at->psd[k] += at->gain2[k] * emf->psd[k];
}

/* What the inputs of its box bring into an output's EMF. */
static void bring(const hum_study *s, uint32_t out, spectrum *at)
{
    const hum_box *b = &s->m->boxes[s->m->ports[out].box];
    double gain;
    for (size_t i = 0; i < b->n_ports; i++)
        if (!s->m->ports[b->ports[i]].is_output && hum_network_gain(s->net, b->ports[i], out, &gain))
            add_equalized(&at[out], gain * gain, s->m->ports[b->ports[i]].equalization, &at[b->ports[i]]);
}

static hum_status carry(hum_study *s)
{
    spectrum *at; /* of each port: its EMF, or what it hears */
    HUM_ALLOC(at, s->a, spectrum, s->m->n_ports);
    for (size_t n = 0; n < s->m->n_ports; n++) {
        uint32_t i = s->m->order[n], cable = s->m->ports[i].cable;
        if (s->m->ports[i].is_output) {
            bring(s, i, at);
        } else if (cable != HUM_NONE) {
            add_fed(&s->at_link[cable], &at[s->m->cables[cable].from]);
            for (size_t k = 0; k < HUM_NOISE_POINTS; k++)
                at[i].psd[k] = s->at_link[cable].psd[k];
        }
    }
    for (size_t i = 0; i < s->m->n_listeners; i++)
        add_fed(&s->at_seat[i], &at[s->m->listeners[i].port]);
    for (size_t i = 0; i < s->out->n_outputs; i++)
        add_fed(&s->at_output[i], &at[s->out->outputs[i].port]);
    return HUM_OK;
}

/* --- what it amounts to ------------------------------------------------------------------------------ */

static void integrate(const double *f_hz, const double *psd, hum_level_findings *f)
{
    f->noise_v = sqrt(hum_integrate_psd(f_hz, psd, HUM_NOISE_POINTS));
    f->noise_a_v = sqrt(hum_integrate_psd_a(f_hz, psd, HUM_NOISE_POINTS));
    f->snr_db = hum_db(f->level_v / f->noise_v);
    f->snr_a_db = hum_db(f->level_v / f->noise_a_v);
}

hum_status hum_study_hiss(hum_study *s)
{
    double *f_hz = s->out->noise_f_hz;
    for (size_t k = 0; k < HUM_NOISE_POINTS; k++)
        f_hz[k] = noise_hz(k);
    if (s->is_large)
        HUM_TRY(carry(s));
    for (size_t i = 0; i < s->m->n_cables; i++)
        integrate(f_hz, s->at_link[i].psd, &s->out->links[i].at_input);
    for (size_t i = 0; i < s->out->n_outputs; i++)
        integrate(f_hz, s->at_output[i].psd, &s->out->outputs[i].at_output);
    for (size_t i = 0; i < s->m->n_listeners; i++)
        for (size_t k = 0; k < HUM_NOISE_POINTS; k++)
            s->out->seat_psd[i * HUM_NOISE_POINTS + k] = s->at_seat[i].psd[k];
    return HUM_OK;
}

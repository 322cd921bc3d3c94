/* Noise at every input and final output: one adjoint solution per place and frequency holds the transfer from every
 * source of the system (docs/physics/noise.md), and its integrals, flat and A-weighted. */
#include "hearing/bands.h"
#include "study/study.h"

#include <math.h>

#define LOW_HZ 20.0
#define HIGH_HZ 20000.0

typedef struct place {
    hum_probe probe;
    hum_level_findings *f;
    double *psd; /* [HUM_NOISE_POINTS] */
} place;

static void add_place(place *list, size_t *n, hum_probe probe, hum_level_findings *f, double *psd)
{
    list[(*n)++] = (place){probe, f, psd};
}

static hum_status list_places(hum_study *s, place **list, size_t *n)
{
    size_t max = s->m->n_cables + s->out->n_outputs + s->m->n_listeners;
    double *psd;
    HUM_ALLOC(*list, s->a, place, max);
    HUM_ALLOC(psd, s->a, double, max * HUM_NOISE_POINTS);
    *n = 0;
    for (size_t i = 0; i < s->m->n_cables; i++)
        add_place(*list, n, hum_heard_at(s, s->m->cables[i].to), &s->out->links[i].at_input, psd + *n * HUM_NOISE_POINTS);
    for (size_t i = 0; i < s->out->n_outputs; i++)
        add_place(*list, n, hum_across(s, s->out->outputs[i].port), &s->out->outputs[i].at_output,
                  psd + *n * HUM_NOISE_POINTS);
    for (size_t i = 0; i < s->m->n_listeners; i++)
        add_place(*list, n, s->net->listeners[i].probe, NULL, s->out->seat_psd + i * HUM_NOISE_POINTS);
    return HUM_OK;
}

static void integrate(const double *f_hz, const place *p)
{
    hum_level_findings *f = p->f;
    if (!f)
        return;
    f->noise_v = sqrt(hum_integrate_psd(f_hz, p->psd, HUM_NOISE_POINTS));
    f->noise_a_v = sqrt(hum_integrate_psd_a(f_hz, p->psd, HUM_NOISE_POINTS));
    f->snr_db = hum_db(f->level_v / f->noise_v);
    f->snr_a_db = hum_db(f->level_v / f->noise_a_v);
}

hum_status hum_study_hiss(hum_study *s)
{
    place *places;
    size_t n;
    double *f_hz = s->out->noise_f_hz;
    HUM_TRY(list_places(s, &places, &n));
    for (size_t k = 0; k < HUM_NOISE_POINTS; k++) {
        f_hz[k] = LOW_HZ * pow(HIGH_HZ / LOW_HZ, (double)k / (HUM_NOISE_POINTS - 1));
        HUM_TRY(hum_solver_set(s->solver, f_hz[k], s->d));
        for (size_t i = 0; i < n; i++) {
            HUM_TRY(hum_solver_adjoint(s->solver, places[i].probe, s->y));
            places[i].psd[k] = hum_noise_density(s->solver, s->y, NULL, NULL);
        }
    }
    for (size_t i = 0; i < n; i++)
        integrate(f_hz, &places[i]);
    return HUM_OK;
}

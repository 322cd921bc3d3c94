/* Hum sources, one by one, or coded: in solution d of D, source j has the phase 2 pi (d j / D + u_j), u_j random but always
 * the same. Sources of different j modulo D are then orthogonal over the D solutions and their powers add up exactly; those
 * D apart add with random phases, which is right on the average (eq. S-33, S-34). */
#include "study/drives.h"

#include "num/random.h"

#include <complex.h>
#include <math.h>

enum { CODES = 16, SEED = 1 };

static hum_status list_sources(hum_study *s, hum_drives *d)
{
    const hum_circuit *c = s->net->circuit;
    HUM_ALLOC(d->sources, s->a, uint32_t, c->n_sources);
    for (uint32_t i = 0; i < c->n_sources; i++)
        if (c->sources[i].kind == HUM_SOURCE_HUM)
            d->sources[d->n_sources++] = i;
    d->n = d->n_sources;
    return HUM_OK;
}

static hum_complex turn(double turns)
{
    return hum_complex_of(cos(2 * HUM_PI * turns), sin(2 * HUM_PI * turns));
}

hum_status hum_drives_new(hum_study *s, hum_drives *out)
{
    hum_drives d = {.n_sources = 0};
    HUM_TRY(list_sources(s, &d));
    d.is_coded = s->is_large && d.n_sources > CODES;
    if (d.is_coded) {
        d.n = CODES;
        HUM_ALLOC(d.weight, s->a, hum_complex, d.n_sources);
        for (size_t j = 0; j < d.n_sources; j++)
            d.weight[j] = turn(hum_random_unit(SEED, j, 0)) / sqrt(CODES);
    }
    *out = d;
    return HUM_OK;
}

static bool add_source(hum_study *s, uint32_t index, size_t k, hum_complex weight)
{
    const hum_source_of *src = &s->net->circuit->sources[index];
    if (src->line_v[k] <= 0)
        return false;
    hum_rhs_emf(s->solver, s->x, src->element, weight * src->line_v[k]);
    return true;
}

bool hum_drive_set(hum_study *s, const hum_drives *d, size_t i, size_t k)
{
    bool any = false;
    hum_rhs_clear(s->solver, s->x);
    if (!d->is_coded)
        return add_source(s, d->sources[i], k, 1);
    for (size_t j = 0; j < d->n_sources; j++)
        any |= add_source(s, d->sources[j], k, d->weight[j] * turn((double)(i * j % CODES) / CODES));
    return any;
}

/* One sample by KLU with refinement: the truth on trial, and what is left for lanes in doubt. */
#include "solve/batch_parts.h"

#include <math.h>

hum_status hum_batch_again_new(hum_batch *b, hum_diags *d)
{
    HUM_TRY(hum_solver_new(b->a, b->circuit, d, &b->solver));
    HUM_TRY(hum_solver_set(b->solver, b->spec.f_hz[0], d));
    HUM_ALLOC(b->x, b->a, hum_complex, hum_solver_size(b->solver));
    HUM_ALLOC(b->by_element, b->a, double, b->circuit->n_elements);
    HUM_ALLOC(b->by_source, b->a, double, b->circuit->n_sources);
    b->silent = hum_diags_new(b->a);
    return b->silent ? HUM_OK : HUM_E_NOMEM;
}

void hum_batch_restore(hum_batch *b)
{
    for (size_t i = 0; i < b->spec.n_vary; i++)
        hum_vary_set(b->circuit, &b->spec.vary[i], hum_vary_get(b->spec.circuit, &b->spec.vary[i]));
}

static hum_complex look_at(const hum_batch *b, hum_pair at)
{
    return (at.p == HUM_NO_ROW ? 0 : b->x[at.p]) - (at.m == HUM_NO_ROW ? 0 : b->x[at.m]);
}

static void store_probe(hum_batch *b, const hum_lanes_out *out, size_t probe, size_t k, bool failed)
{
    for (size_t j = 0; j < b->spec.n_drives && out->h; j++) {
        double *to = out->h + (probe * b->spec.n_drives + j) * 2 * out->stride + k;
        hum_complex h = failed ? hum_complex_of((double)NAN, (double)NAN) : look_at(b, b->columns[j]);
        to[0] = creal(h);
        to[out->stride] = cimag(h);
    }
    if (!out->noise)
        return;
    double total = failed ? (double)NAN : hum_noise_density(b->solver, b->x, b->by_element, b->by_source);
    out->noise[probe * out->stride + k] = total;
    for (size_t i = 0; i < b->noise.n_noises && out->by_noise; i++) {
        const hum_batch_noise *n = &b->noise.noises[i];
        double part = n->is_source ? b->by_source[n->index] : b->by_element[n->index];
        out->by_noise[(probe * b->noise.n_noises + i) * out->stride + k] = failed ? (double)NAN : part;
    }
}

hum_status hum_batch_again(hum_batch *b, hum_batch_call *c, size_t k, size_t f)
{
    hum_lanes_out out = hum_batch_at(b, c, f);
    for (size_t i = 0; i < b->spec.n_vary; i++)
        hum_vary_set(b->circuit, &b->spec.vary[i], c->values[k * b->spec.n_vary + i]);
    hum_status s = hum_solver_set(b->solver, b->spec.f_hz[f], b->silent);
    bool failed = s != HUM_OK;
    for (size_t probe = 0; probe < b->spec.n_probes; probe++) {
        hum_status solved = failed ? s : hum_solver_adjoint(b->solver, b->spec.probes[probe], b->x);
        failed |= solved != HUM_OK;
        if (solved == HUM_E_NOMEM)
            return solved;
        store_probe(b, &out, probe, k, failed);
    }
    b->stats.n_failed += failed;
    return HUM_OK;
}

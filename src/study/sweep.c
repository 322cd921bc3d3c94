/* Gain and rejection of links against frequency. */
#include "study/sweep.h"

#include "study/study.h"

#include <complex.h>
#include <math.h>

/* Points k .. k + n - 1. */
static hum_status sweep_at(hum_study *s, hum_sweep *w, size_t k, size_t n)
{
    hum_complex gain[HUM_LANES];
    HUM_TRY(hum_study_comb(s, w->f_hz + k, n));
    for (uint32_t i = 0; i < w->n_links; i++) {
        HUM_TRY(hum_link_gains(s, i, n, gain));
        for (size_t lane = 0; lane < n; lane++)
            w->gain_db[i * w->n_f + k + lane] = hum_db(cabs(gain[lane])) - s->out->links[i].gain_db;
        HUM_TRY(hum_link_cmrr(s, i, w->f_hz + k, n, gain, &w->cmrr_db[i * w->n_f + k]));
    }
    return HUM_OK;
}

hum_status hum_sweep_links(hum_arena *a, const hum_findings *f, size_t n_links, const double *f_hz, size_t n_f, hum_diags *d,
                           hum_sweep *out)
{
    hum_findings again = *f; /* the study reads what was found, and changes nothing */
    hum_study s = {.a = a, .m = f->model, .net = f->net, .d = d, .out = &again};
    *out = (hum_sweep){.n_links = n_links < f->model->n_cables ? n_links : f->model->n_cables, .n_f = n_f, .f_hz = f_hz};
    HUM_ALLOC(out->gain_db, a, double, out->n_links * n_f);
    HUM_ALLOC(out->cmrr_db, a, double, out->n_links * n_f);
    HUM_TRY(hum_study_solver(&s));
    for (size_t k = 0; k < n_f; k += HUM_LANES)
        HUM_TRY(sweep_at(&s, out, k, n_f - k < HUM_LANES ? n_f - k : HUM_LANES));
    return HUM_OK;
}

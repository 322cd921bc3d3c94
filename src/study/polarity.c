/* The sign of each receiver's own common-mode error. It is never known; the one that makes the hum at its input
 * worse is taken, and report and SPICE netlist then agree on it (docs/physics/interface.md I-10, stages.md ST-3). */
#include "study/drives.h"

#include <complex.h>
#include <math.h>

typedef struct sums {
    double plus;  /* power of what is heard with each sign */
    double minus;
} sums;

/* Own error d Vcm of an input in the solution x. */
static hum_complex own_error(const hum_study *s, uint32_t port, double f_hz)
{
    const hum_port_net *p = &s->net->ports[port];
    hum_complex plus = hum_solution_probe(s->solver, s->x, (hum_probe){p->plus, p->ground});
    hum_complex minus = hum_solution_probe(s->solver, s->x, (hum_probe){p->minus, p->ground});
    hum_complex d = p->cmrr_gain + (hum_complex)I * (2 * HUM_PI * f_hz * p->cmrr_gain_s);
    return d * (plus + minus) / 2;
}

static void add_source(hum_study *s, double f_hz, sums *sum)
{
    for (uint32_t i = 0; i < s->m->n_ports; i++) {
        const hum_port_net *p = &s->net->ports[i];
        if (!p->is_built || p->cmrr_term == SIZE_MAX)
            continue;
        hum_complex error = own_error(s, i, f_hz);
        hum_complex rest = hum_solution_probe(s->solver, s->x, hum_heard_at(s, i)) - error; /* signs are + so far */
        sum[i].plus += creal((rest + error) * conj(rest + error));
        sum[i].minus += creal((rest - error) * conj(rest - error));
    }
}

static hum_status sum_sources(hum_study *s, double f_hz, sums *sum)
{
    hum_drives d;
    HUM_TRY(hum_drives_new(s, &d));
    for (size_t i = 0; i < d.n; i++) {
        if (!hum_drive_set(s, &d, i, 0))
            continue;
        HUM_TRY(hum_solver_forward(s->solver, s->x));
        add_source(s, f_hz, sum);
    }
    return HUM_OK;
}

hum_status hum_study_polarity(hum_study *s)
{
    sums *sum;
    bool any = false;
    HUM_ALLOC(sum, s->a, sums, s->m->n_ports);
    for (size_t i = 0; i < s->m->n_ports; i++)
        any |= s->net->ports[i].is_built && s->net->ports[i].cmrr_term != SIZE_MAX;
    if (!any)
        return HUM_OK;
    HUM_TRY(hum_solver_set(s->solver, s->m->mains_hz, s->d));
    HUM_TRY(sum_sources(s, s->m->mains_hz, sum));
    for (uint32_t i = 0; i < s->m->n_ports; i++)
        if (sum[i].minus > sum[i].plus)
            hum_network_polarise(s->net, i, -1);
    return HUM_OK;
}

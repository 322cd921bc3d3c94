/* -3 dB corners of a sample's response (docs/physics/solve.md S-55): the first of the sweep's frequencies outwards from 1 kHz that is below, and
 * between it and the one before the inverse of the gain as a polynomial through four of them: of a few poles it is one. */
#include "study/sampled_parts.h"

#include <complex.h>
#include <math.h>

enum { AROUND = 4, HALVINGS = 40 };

/* The gain's inverse around a corner: in f for a high one, in 1/f for a low one. */
typedef struct inverse {
    double x[AROUND];
    hum_complex y[AROUND];
    size_t n;
} inverse;

static double squared(hum_complex z)
{
    return creal(z) * creal(z) + cimag(z) * cimag(z);
}

static hum_complex gain_at(const hum_fold *o, const hum_sampled_block *b, size_t k, uint32_t cable, int node)
{
    const hum_plan_of *p = o->plan;
    const hum_cable *c = &o->f->model->cables[cable];
    size_t at = (p->corner_at[node] * p->n_probes + p->signal[c->to]) * p->n_drives + p->emf[c->from];
    const double *h = b->h + at * 2 * b->stride;
    return hum_complex_of(h[k], h[k + b->stride]);
}

/* Lagrange. */
static double power_of(const inverse *v, double x)
{
    hum_complex sum = 0;
    for (size_t i = 0; i < v->n; i++) {
        double w = 1;
        for (size_t j = 0; j < v->n; j++)
            if (j != i)
                w *= (x - v->x[j]) / (v->x[i] - v->x[j]);
        sum += w * v->y[i];
    }
    return squared(sum);
}

/* Where it is `power`, between x inside and x outside. */
static double solve(const inverse *v, double inside, double outside, double power)
{
    for (int i = 0; i < HALVINGS; i++) {
        double x = sqrt(inside) * sqrt(outside);
        if (power_of(v, x) < power)
            inside = x;
        else
            outside = x;
    }
    return sqrt(inside) * sqrt(outside);
}

static bool is_node(int at)
{
    return at >= 0 && at < HUM_CORNER_NODES;
}

/* Outwards by `way`, +1 or -1. */
static double find_corner(const hum_fold *o, const hum_sampled_block *b, size_t k, uint32_t cable, int way)
{
    const hum_plan_of *p = o->plan;
    double power = 2 / squared(gain_at(o, b, k, cable, HUM_CORNER_1K));
    int at = HUM_CORNER_1K + way;
    inverse v = {.n = 0};
    while (is_node(at) && 1 / squared(gain_at(o, b, k, cable, at)) < power)
        at += way;
    if (!is_node(at))
        return (double)NAN;
    for (int node = at - 2 * way; v.n < AROUND && is_node(node); node += way) {
        v.x[v.n] = way > 0 ? p->corner_hz[node] : 1 / p->corner_hz[node];
        v.y[v.n++] = 1 / gain_at(o, b, k, cable, node);
    }
    double f_in = p->corner_hz[at - way], f_out = p->corner_hz[at];
    return way > 0 ? solve(&v, f_in, f_out, power) : 1 / solve(&v, 1 / f_in, 1 / f_out, power);
}

void hum_fold_corners(const hum_fold *o, const hum_sampled_block *b, size_t k, uint32_t cable, double *low_hz, double *high_hz)
{
    *low_hz = find_corner(o, b, k, cable, -1);
    *high_hz = find_corner(o, b, k, cable, 1);
}

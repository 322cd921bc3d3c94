/* Maxwell capacitances by harmonic moments. Each wire with its concentric coats answers a field of harmonic m
 * with a multipole of the same m, and so do the layers around all wires, so that dielectrics appear only on
 * the diagonal and the unknowns are the multipoles of the outermost circles: the expansion of Clements, Paul
 * and Adams, IEEE Trans. EMC-17 (1975) 238, with the coats eliminated. docs/physics/section.md.
 */
#include "cable/section_inside.h"

#include <math.h>
#include <string.h>

#define VANISHED 1e-30 /* an answer as good as none */

/* A layer seen from one of its sides: s is the share of the wave that falls away from that side; eta the
 * admittance er r phi' / (m phi) (eq. X-4). */
static hum_complex admittance(hum_complex er, hum_complex s)
{
    return er * (1 - s) / (1 + s);
}

static hum_complex share(hum_complex er, hum_complex eta)
{
    return (er - eta) / (er + eta);
}

static double fade(double inner, double outer, size_t m)
{
    return pow(inner / outer, 2.0 * (double)m);
}

/* Multipole that a wire with its coats makes of the field m around it (eq. X-4). */
static hum_complex answer_of_wire(const hum_wire *w, const hum_complex *er, hum_complex er_fill, size_t m)
{
    double inside = w->radius_m;
    hum_complex s = -1;
    for (size_t k = 0; k < w->n_coats; k++) {
        s *= fade(inside, w->coats[k].radius_m, m);
        inside = w->coats[k].radius_m;
        s = share(k + 1 < w->n_coats ? er[k + 1] : er_fill, admittance(er[k], s));
    }
    return s;
}

/* What comes back from the layers and the shield around the wires, per outgoing harmonic m (eq. X-8). */
static hum_complex answer_of_outside(const hum_geometry *g, double outer_m, const hum_complex *er,
                                     hum_complex er_fill, size_t m)
{
    bool shielded = g->shield.kind != HUM_SHIELD_NONE;
    hum_complex s = -1;
    for (size_t k = g->n_rings; k-- > 0;) {
        if (!shielded && k + 1 == g->n_rings)
            s = share(er[k], 1);
        s *= fade(k > 0 ? g->rings[k - 1].radius_m : outer_m, g->rings[k].radius_m, m);
        s = share(k > 0 ? er[k - 1] : er_fill, admittance(er[k], s));
    }
    return s;
}

/* Potential of what is around, per charge inside (eq. ). */
static hum_complex outside_drop(const hum_section *s, const hum_complex *er, hum_complex er_fill)
{
    const hum_geometry *g = &s->g;
    if (!(s->outer_m > 0))
        return s->ln_room;
    double inside = s->outer_m;
    hum_complex drop = log(inside);
    for (size_t k = 0; k < g->n_rings; k++) {
        drop += er_fill / er[k] * log(g->rings[k].radius_m / inside);
        inside = g->rings[k].radius_m;
    }
    return g->shield.kind == HUM_SHIELD_NONE ? drop + er_fill * (s->ln_room - log(inside)) : drop;
}

static void add_to(hum_symmetric *a, size_t i, size_t j, hum_complex x)
{
    a->re[i * a->stride + j] += creal(x);
    a->im[i * a->stride + j] += cimag(x);
}

static void add_wire(hum_section *s, size_t i, double f_hz, hum_complex er_fill)
{
    const hum_wire *w = &s->g.wires[i];
    hum_complex er[HUM_COATS_MAX];
    double inside = w->radius_m;
    hum_complex drop = 0;
    for (size_t k = 0; k < w->n_coats; k++) {
        er[k] = hum_dielectric_er(&w->coats[k].material, f_hz);
        drop += er_fill / er[k] * log(w->coats[k].radius_m / inside);
        inside = w->coats[k].radius_m;
    }
    size_t at = hum_monopole_at(&s->field, i);
    add_to(&s->field_work, at, at, drop - log(inside));
    for (size_t m = 1; m <= s->field.order; m++) {
        hum_complex answer = answer_of_wire(w, er, er_fill, m);
        hum_complex d = cabs(answer) < VANISHED ? 1 / VANISHED : -1 / ((double)m * answer);
        at = hum_harmonic_at(&s->field, i, m, 0);
        add_to(&s->field_work, at, at, d);
        add_to(&s->field_work, at + 1, at + 1, d);
    }
}

static void add_draped(hum_section *s)
{
    for (size_t i = 0; i < s->field.n * s->field.stride; i++)
        s->field_work.re[i] += s->draped[i];
}

static void add_outside(hum_section *s, double f_hz, hum_complex er_fill)
{
    hum_complex er[HUM_RINGS_MAX];
    for (size_t k = 0; k < s->g.n_rings; k++)
        er[k] = hum_dielectric_er(&s->g.rings[k].material, f_hz);
    if (s->draped) {
        add_draped(s);
        return;
    }
    hum_complex drop = outside_drop(s, er, er_fill);
    for (size_t i = 0; i < s->g.n_wires; i++)
        for (size_t j = i; j < s->g.n_wires; j++)
            add_to(&s->field_work, hum_monopole_at(&s->field, i), hum_monopole_at(&s->field, j), drop);
    for (size_t m = 1; m <= s->field.outer_order; m++) {
        hum_complex answer = (double)m * answer_of_outside(&s->g, s->outer_m, er, er_fill, m);
        for (size_t k = 0; k < 2; k++)
            hum_symmetric_add_outer(&s->field_work, answer,
                                    s->field.outer + (2 * (m - 1) + k) * s->field.stride);
    }
}

hum_status hum_section_solve_capacitance(hum_section *s, double f_hz, hum_complex *c_f_m)
{
    size_t n = s->g.n_wires, size = s->field.n * s->field.stride;
    hum_complex er_fill = hum_dielectric_er(&s->g.fill, f_hz);
    memcpy(s->field_work.re, s->field.between, size * sizeof(double));
    memset(s->field_work.im, 0, size * sizeof(double));
    for (size_t i = 0; i < n; i++)
        add_wire(s, i, f_hz, er_fill);
    add_outside(s, f_hz, er_fill);
    hum_symmetric_eliminate(&s->field_work, s->field.n - n);
    hum_symmetric_tail(&s->field_work, n, c_f_m);
    HUM_TRY(hum_complex_invert(n, c_f_m, c_f_m));
    for (size_t i = 0; i < n * n; i++)
        c_f_m[i] *= 2 * HUM_PI * HUM_EPS0_F_M * er_fill;
    return HUM_OK;
}

#define DECADES 9.0 /* C is stored from 1 Hz to 1 GHz */

static double largest_loss(const hum_geometry *g)
{
    double most = g->fill.tan_delta;
    for (size_t i = 0; i < g->n_wires; i++)
        for (size_t k = 0; k < g->wires[i].n_coats; k++)
            most = fmax(most, g->wires[i].coats[k].material.tan_delta);
    for (size_t k = 0; k < g->n_rings; k++)
        most = fmax(most, g->rings[k].material.tan_delta);
    return most;
}

/* Chebyshev point of log10 f (eq. X-13). */
static double node(const hum_section *s, size_t k)
{
    return DECADES / 2 * (1 - cos(HUM_PI * (2 * (double)k + 1) / (2 * (double)s->n_nodes)));
}

hum_status hum_section_store_capacitance(hum_section *s, hum_arena *a)
{
    size_t n = s->g.n_wires;
    double loss = largest_loss(&s->g);
    s->n_nodes = loss > 0.005 ? HUM_SECTION_NODES_MAX : loss > 0 ? 5 : 1;
    HUM_ALLOC(s->nodes, a, hum_complex, s->n_nodes * n * n);
    for (size_t k = 0; k < s->n_nodes; k++)
        HUM_TRY(hum_section_solve_capacitance(s, pow(10, node(s, k)), s->nodes + k * n * n));
    return HUM_OK;
}

/* Barycentric interpolation between the nodes. */
void hum_section_capacitance(hum_section *s, double f_hz, hum_complex *c_f_m)
{
    size_t n = s->g.n_wires;
    double x = fmin(fmax(log10(fmax(f_hz, 1)), 0), DECADES), sum = 0, weights[HUM_SECTION_NODES_MAX];
    for (size_t k = 0; k < s->n_nodes; k++) {
        double from = x - node(s, k), sign = k % 2 == 0 ? 1 : -1;
        double at = sin(HUM_PI * (2 * (double)k + 1) / (2 * (double)s->n_nodes));
        weights[k] = sign * at / (from == 0 ? 1e-14 : from);
        sum += weights[k];
    }
    for (size_t i = 0; i < n * n; i++)
        c_f_m[i] = 0;
    for (size_t k = 0; k < s->n_nodes; k++)
        for (size_t i = 0; i < n * n; i++)
            c_f_m[i] += weights[k] / sum * s->nodes[k * n * n + i];
}

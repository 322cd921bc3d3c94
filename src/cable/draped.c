/* A shield drawn tight over the coats, as a foil lies: the hull of their circles. What it answers to each
 * multipole is a polynomial about the centre that cancels the potential along the outline, by least squares;
 * it joins the matrix of the charges as the round shield's closed form does. docs/physics/section.md X-38. */
#include "cable/section_inside.h"

#include "num/least_squares.h"

#include <math.h>

#define AROUND 1.05 /* the circle that stands for a draped shield holds all metal */

enum { DIRECTIONS = 240, ON_FLAT = 24, POINTS_MOST = DIRECTIONS + HUM_WIRES_MAX * (ON_FLAT + 1) };

typedef struct outline {
    size_t n;
    hum_complex at[POINTS_MOST];
} outline;

static hum_complex centre(const hum_wire *w)
{
    return hum_complex_of(w->x_m, w->y_m);
}

/* A bare drain lies a hundredth of its radius inside the hull: it must not touch. */
static double hull_radius(const hum_wire *w)
{
    return hum_wire_outer_m(w) * (w->n_coats == 0 ? 1.01 : 1);
}

/* The wire whose coat reaches farthest in a direction. */
static size_t farthest(const hum_geometry *g, hum_complex direction)
{
    size_t best = 0;
    double most = -1;
    for (size_t i = 0; i < g->n_wires; i++) {
        double reach = creal(centre(&g->wires[i]) * conj(direction)) + hull_radius(&g->wires[i]);
        if (reach > most * (1 + 1e-12) || i == 0) {
            most = reach;
            best = i;
        }
    }
    return best;
}

/* Arcs of coats, and the flats between them. */
static void trace(const hum_geometry *g, outline *o)
{
    size_t last = 0;
    for (size_t k = 0; k <= DIRECTIONS; k++) {
        double t = 2 * HUM_PI * ((double)k + 0.5) / DIRECTIONS;
        hum_complex u = hum_complex_of(cos(t), sin(t));
        size_t i = farthest(g, u);
        hum_complex next = centre(&g->wires[i]) + hull_radius(&g->wires[i]) * u;
        for (size_t f = 1; k > 0 && i != last && f <= ON_FLAT && o->n + 1 < POINTS_MOST; f++) {
            hum_complex from = o->at[o->n - f];
            o->at[o->n++] = from + (double)f / (ON_FLAT + 1) * (next - from);
        }
        if (k < DIRECTIONS && o->n < POINTS_MOST)
            o->at[o->n++] = next;
        last = i;
    }
}

/* Potentials along the outline of every unknown of the charges, negative. */
static void set_potentials(const hum_section *s, const outline *o, double *b)
{
    const hum_harmonics *h = &s->field;
    for (size_t p = 0; p < o->n; p++)
        for (size_t i = 0; i < s->g.n_wires; i++) {
            hum_complex w = o->at[p] - centre(&s->g.wires[i]), x = hum_wire_outer_m(&s->g.wires[i]) / w,
                        power = 1;
            b[hum_monopole_at(h, i) * o->n + p] = log(cabs(w));
            for (size_t m = 1; m <= h->order; m++) {
                power *= x;
                b[hum_harmonic_at(h, i, m, 0) * o->n + p] = -creal(power) / (double)m;
                b[hum_harmonic_at(h, i, m, 1) * o->n + p] = cimag(power) / (double)m;
            }
        }
}

/* The polynomials 1, Re and Im (w/R)^m along the outline. */
static void set_polynomials(const outline *o, double radius, size_t order, double *a)
{
    for (size_t p = 0; p < o->n; p++) {
        hum_complex power = 1;
        a[p] = 1;
        for (size_t m = 1; m <= order; m++) {
            power *= o->at[p] / radius;
            a[(2 * m - 1) * o->n + p] = creal(power);
            a[2 * m * o->n + p] = cimag(power);
        }
    }
}

/* Potentials of the polynomials on the wires: (w/R)^m there is m times what the circle R's harmonic m makes.
 */
static void add_answers(hum_section *s, const outline *o, const double *t)
{
    const hum_harmonics *h = &s->field;
    for (size_t i = 0; i < h->n; i++)
        for (size_t j = i; j < h->n; j++) {
            double sum = i >= hum_monopole_at(h, 0) ? t[j * o->n] : 0;
            for (size_t k = 0; k < 2 * h->outer_order; k++)
                sum += (double)(k / 2 + 1) * h->outer[k * h->stride + i] * t[j * o->n + 1 + k];
            s->draped[i * h->stride + j] = sum;
        }
}

double hum_geometry_reach_m(const hum_geometry *g)
{
    double reach = 0;
    for (size_t i = 0; i < g->n_wires; i++)
        reach = fmax(reach, cabs(centre(&g->wires[i])) + hull_radius(&g->wires[i]));
    return reach;
}

double hum_geometry_outline_m(const hum_geometry *g)
{
    outline o = {0};
    double length = 0;
    trace(g, &o);
    for (size_t p = 0; p < o.n; p++)
        length += cabs(o.at[(p + 1) % o.n] - o.at[p]);
    return length;
}

void hum_geometry_drape(hum_geometry *g)
{
    g->is_draped = g->shield.kind != HUM_SHIELD_NONE;
    double radius = hum_geometry_outline_m(g) / (2 * HUM_PI);
    for (size_t i = 0; i < g->n_wires; i++)
        radius = fmax(radius, AROUND * (hypot(g->wires[i].x_m, g->wires[i].y_m) + g->wires[i].radius_m));
    g->shield.radius_m = radius;
}

hum_status hum_section_drape(hum_section *s, hum_arena *a)
{
    const hum_harmonics *h = &s->field;
    size_t columns = 2 * h->outer_order + 1;
    double *polynomials, *answers;
    outline *o;
    HUM_ALLOC(o, a, outline, 1);
    trace(&s->g, o);
    if (o->n < columns)
        return HUM_E_RANGE;
    HUM_ALLOC(polynomials, a, double, o->n *columns);
    HUM_ALLOC(answers, a, double, o->n * h->n);
    HUM_ALLOC(s->draped, a, double, h->n * h->stride);
    set_polynomials(o, s->outer_m, h->outer_order, polynomials);
    set_potentials(s, o, answers);
    hum_least_squares(o->n, columns, h->n, polynomials, answers);
    add_answers(s, o, answers);
    return HUM_OK;
}

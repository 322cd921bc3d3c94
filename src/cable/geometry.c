/* Cross-sections: constructors from construction data, and what no cable can be. Strand factors:
 * Standard Wire's capacitance formulae; AWG: ASTM B258. docs/physics/section.md. */
#include "cable/geometry.h"

#include "base/constants.h"

#include <math.h>

double hum_wire_area_m2(const hum_wire *w)
{
    return HUM_PI * w->radius_m * w->radius_m * (w->metal > 0 ? w->metal : 1);
}

double hum_wire_r_ohm_m(const hum_wire *w)
{
    return 1 / (w->sigma_s_m * hum_wire_area_m2(w));
}

double hum_geometry_lay_factor(const hum_geometry *g, size_t i)
{
    double r = hypot(g->wires[i].x_m, g->wires[i].y_m);
    return g->lay_m > 0 ? hypot(1, 2 * HUM_PI * r / g->lay_m) : 1;
}

double hum_wire_outer_m(const hum_wire *w)
{
    return w->n_coats > 0 ? w->coats[w->n_coats - 1].radius_m : w->radius_m;
}

double hum_strand_factor(size_t n)
{
    static const struct {
        size_t n;
        double factor;
    } table[] = {{1, 1}, {7, 0.939}, {19, 0.970}, {37, 0.980}, {61, 0.985}, {91, 0.988}};
    size_t i = 0;
    while (i + 1 < sizeof table / sizeof *table && table[i + 1].n <= n)
        i++;
    return table[i].factor;
}

double hum_awg_m(int size)
{
    return 0.127e-3 * pow(92, (36 - size) / 39.0);
}

hum_wire hum_wire_solid(double diameter_m, double sigma_s_m)
{
    return (hum_wire){.radius_m = diameter_m / 2, .sigma_s_m = sigma_s_m, .metal = 1};
}

/* Strands fill 7/9 of a seven-wire bundle's circle and about three quarters of a bigger one's. */
hum_wire hum_wire_stranded(size_t n, double d_m, double lay, double sigma_s_m)
{
    double packing = n == 1 ? 1 : n <= 7 ? 7.0 / 9 : 0.76;
    double area = (double)n * HUM_PI * d_m * d_m / 4;
    double r = sqrt(area / (HUM_PI * packing)) * hum_strand_factor(n);
    double shrink = lay > 1 ? lay : 1;
    return (hum_wire){.radius_m = r, .sigma_s_m = sigma_s_m, .metal = area / (HUM_PI * r * r * shrink)};
}

static hum_geometry start(const hum_shield *shield)
{
    hum_geometry g = {.fill = {.er = 1}};
    if (shield)
        g.shield = *shield;
    return g;
}

static void place(hum_geometry *g, const hum_wire *core, double x_m, double y_m)
{
    hum_wire *w = &g->wires[g->n_wires++];
    *w = *core;
    w->x_m = x_m;
    w->y_m = y_m;
}

hum_geometry hum_geometry_coax(const hum_wire *core, const hum_shield *shield, double eccentricity_m)
{
    hum_geometry g = start(shield);
    place(&g, core, eccentricity_m, 0);
    return g;
}

hum_geometry hum_geometry_pair(const hum_wire *core, double spacing_m, const hum_shield *shield_or_null)
{
    hum_geometry g = start(shield_or_null);
    place(&g, core, spacing_m / 2, 0);
    place(&g, core, -spacing_m / 2, 0);
    return g;
}

hum_geometry hum_geometry_star_quad(const hum_wire *core, double circle_m, const hum_shield *shield_or_null)
{
    hum_geometry g = start(shield_or_null);
    place(&g, core, circle_m, 0);
    place(&g, core, 0, circle_m);
    place(&g, core, -circle_m, 0);
    place(&g, core, 0, -circle_m);
    return g;
}

void hum_geometry_join_neighbours(hum_geometry *quad)
{
    hum_wire *w = quad->wires;
    double x = w[1].x_m, y = w[1].y_m;
    w[1].x_m = w[2].x_m;
    w[1].y_m = w[2].y_m;
    w[2].x_m = x;
    w[2].y_m = y;
}

hum_geometry hum_geometry_ribbon(const hum_wire *core, size_t n, double pitch_m)
{
    hum_geometry g = start(NULL);
    for (size_t i = 0; i < n && i < HUM_WIRES_MAX; i++)
        place(&g, core, ((double)i - (double)(n - 1) / 2) * pitch_m, 0);
    return g;
}

hum_geometry hum_geometry_pairs(const hum_wire *core, size_t n, double spacing_m, double circle_m,
                                const hum_shield *shield_or_null)
{
    hum_geometry g = start(shield_or_null);
    for (size_t i = 0; i < n && g.n_wires + 2 <= HUM_WIRES_MAX; i++) {
        double t = 2 * HUM_PI * (double)i / (double)n, x = circle_m * cos(t), y = circle_m * sin(t);
        double dx = -sin(t) * spacing_m / 2, dy = cos(t) * spacing_m / 2;
        place(&g, core, x + dx, y + dy);
        place(&g, core, x - dx, y - dy);
    }
    return g;
}

hum_status hum_geometry_add_drain(hum_geometry *g, const hum_wire *drain, double angle_rad)
{
    double r = g->shield.radius_m - 1.01 * drain->radius_m;
    if (g->n_wires >= HUM_WIRES_MAX || g->is_draped || g->shield.kind == HUM_SHIELD_NONE || !(r > 0))
        return HUM_E_RANGE;
    place(g, drain, r * cos(angle_rad), r * sin(angle_rad));
    g->wires[g->n_wires - 1].is_drain = true;
    return HUM_OK;
}

static bool is_amount(double x)
{
    return x > 0 && isfinite(x);
}

static bool is_dielectric(const hum_dielectric *d)
{
    return (d->er == 0 || d->er >= 1) && isfinite(d->er) && d->tan_delta >= 0 && d->tan_delta < 1;
}

static hum_fault_kind check_wire(const hum_wire *w)
{
    bool sized = is_amount(w->radius_m) && is_amount(w->sigma_s_m) && isfinite(w->x_m) && isfinite(w->y_m);
    if (!sized || !(w->metal >= 0 && w->metal <= 1) || w->n_coats > HUM_COATS_MAX)
        return HUM_FAULT_SIZE;
    double inside = w->radius_m;
    for (size_t k = 0; k < w->n_coats; k++) {
        if (!(w->coats[k].radius_m > inside) || !is_dielectric(&w->coats[k].material))
            return HUM_FAULT_COAT;
        inside = w->coats[k].radius_m;
    }
    return HUM_FAULT_NONE;
}

/* How far two circles overlap; negative when they stand apart. */
static double overlap(const hum_wire *a, const hum_wire *b, double ra, double rb)
{
    return ra + rb - hypot(a->x_m - b->x_m, a->y_m - b->y_m);
}

/* Radius of what encloses the wires, 0 for nothing. */
static double enclosure(const hum_geometry *g)
{
    if (g->fill_radius_m > 0)
        return g->fill_radius_m;
    return g->shield.kind == HUM_SHIELD_NONE || g->is_draped ? 0 : g->shield.radius_m;
}

#define SLACK 1e-9 /* of a radius: coats that touch do not overlap by rounding */

static hum_fault check_pairs(const hum_geometry *g, bool coats)
{
    for (size_t i = 0; i < g->n_wires; i++)
        for (size_t j = i + 1; j < g->n_wires; j++) {
            const hum_wire *a = &g->wires[i], *b = &g->wires[j];
            double ra = coats ? hum_wire_outer_m(a) : a->radius_m,
                   rb = coats ? hum_wire_outer_m(b) : b->radius_m;
            double o = overlap(a, b, ra, rb);
            if (o > SLACK * (ra + rb) || (!coats && o > -SLACK * (ra + rb)))
                return (hum_fault){coats ? HUM_FAULT_OVERLAP : HUM_FAULT_TOUCH, i, j, o};
        }
    return (hum_fault){HUM_FAULT_NONE, 0, 0, 0};
}

/* The circle that stands for a draped shield holds all metal. */
static hum_fault check_draped(const hum_geometry *g)
{
    for (size_t i = 0; g->is_draped && i < g->n_wires; i++) {
        const hum_wire *w = &g->wires[i];
        double out = hypot(w->x_m, w->y_m) + w->radius_m - g->shield.radius_m;
        if (out > -SLACK * g->shield.radius_m)
            return (hum_fault){HUM_FAULT_OUTSIDE, i, i, out};
    }
    return (hum_fault){HUM_FAULT_NONE, 0, 0, 0};
}

static hum_fault check_enclosure(const hum_geometry *g)
{
    double radius = enclosure(g);
    for (size_t i = 0; radius > 0 && i < g->n_wires; i++) {
        const hum_wire *w = &g->wires[i];
        double out = hypot(w->x_m, w->y_m) + hum_wire_outer_m(w) - radius;
        bool bare = w->n_coats == 0 && g->fill_radius_m == 0;
        if (out > SLACK * radius || (bare && out > -SLACK * radius))
            return (hum_fault){HUM_FAULT_OUTSIDE, i, i, out};
    }
    return (hum_fault){HUM_FAULT_NONE, 0, 0, 0};
}

static hum_fault_kind check_rings(const hum_geometry *g)
{
    double inside = g->fill_radius_m;
    if (g->n_rings > HUM_RINGS_MAX || !is_dielectric(&g->fill) || (g->n_rings > 0 && !is_amount(inside)))
        return HUM_FAULT_SHIELD;
    for (size_t k = 0; k < g->n_rings; k++) {
        if (!(g->rings[k].radius_m > inside) || !is_dielectric(&g->rings[k].material))
            return HUM_FAULT_SHIELD;
        inside = g->rings[k].radius_m;
    }
    bool open = g->shield.kind == HUM_SHIELD_NONE;
    if (g->is_draped && (open || g->n_rings > 0 || inside > 0))
        return HUM_FAULT_SHIELD;
    bool fits = open || inside == 0 || fabs(inside - g->shield.radius_m) < 1e-9 * inside;
    bool outer = g->l_outer_h_m >= 0 && isfinite(g->l_outer_h_m) && g->lay_m >= 0 && isfinite(g->lay_m);
    return fits && outer && hum_shield_is_possible(&g->shield) ? HUM_FAULT_NONE : HUM_FAULT_SHIELD;
}

hum_fault hum_geometry_check(const hum_geometry *g)
{
    if (g->n_wires < 1 || g->n_wires > HUM_WIRES_MAX)
        return (hum_fault){HUM_FAULT_SIZE, 0, 0, 0};
    for (size_t i = 0; i < g->n_wires; i++) {
        hum_fault_kind kind = check_wire(&g->wires[i]);
        if (kind != HUM_FAULT_NONE)
            return (hum_fault){kind, i, i, 0};
    }
    hum_fault_kind around = check_rings(g);
    if (around != HUM_FAULT_NONE)
        return (hum_fault){around, 0, 0, 0};
    hum_fault f = check_pairs(g, false);
    if (f.kind == HUM_FAULT_NONE)
        f = g->is_draped ? check_draped(g) : check_enclosure(g);
    return f.kind == HUM_FAULT_NONE ? check_pairs(g, true) : f;
}

/* Legs of a cable beside a source: the path integrals of pickup.c over those stretches that do not cancel by twist, the
 * common flux along the axis, and what errors of the lay leave on the average. docs/physics/pickup.md P-13 to P-18. */
#include "cable/beside.h"

#include "base/constants.h"
#include "num/symmetric.h"

#include <math.h>
#include <string.h>

#define LEFT_OVER 0.25   /* lays that do not cancel: the rms over all lengths is that of a quarter (P-15) */
#define WANDER_M 10e-3   /* as pickup.c */
#define FAR_LAYS 2.0     /* a dipole further away than this many lays: only the ends of the cable are left */
#define REACH 20.0       /* distances along the cable beyond which a dipole adds less than 0.3 % to the flux between cores */

hum_status hum_legs_of(const hum_geometry *g, size_t n_legs, double length_m, hum_legs *out)
{
    bool has_shield = g->shield.kind != HUM_SHIELD_NONE;
    size_t n_cores = n_legs - has_shield, core = 0;
    *out = (hum_legs){.n = n_legs, .has_shield = has_shield, .route = hum_route_of(g, length_m, g->lay_m)};
    if (n_legs > HUM_LEGS_MAX || n_cores < 1 || g->n_wires < n_cores || g->n_wires + has_shield > HUM_WIRES_MAX)
        return HUM_E_RANGE;
    for (size_t i = 0; i < g->n_wires; i++) {
        bool is_drain = has_shield && g->wires[i].is_drain;
        out->leg_of[i] = is_drain ? n_cores : core++ % n_cores; /* a quad's wires 0 and 2 are one leg */
        out->radius_m[i] = g->wires[i].radius_m;
    }
    if (has_shield) {
        out->leg_of[g->n_wires] = n_cores;
        out->radius_m[g->n_wires] = hum_shield_outer_m(&g->shield);
        out->route.n++; /* the mean of A around a tube is that of its middle */
    }
    out->l_outer_h_m = g->l_outer_h_m > 0 ? g->l_outer_h_m : 1e-6;
    return HUM_OK;
}

void hum_legs_open(hum_legs *l, double opened_m, double pins_m)
{
    hum_route *r = &l->route;
    size_t n_cores = l->n - l->has_shield;
    r->opened_near_m = r->opened_far_m = opened_m;
    for (size_t i = 0; i < r->n; i++) {
        bool is_shield = l->has_shield && l->leg_of[i] == n_cores;
        double side = n_cores == 1 ? (is_shield ? 1 : 0) : is_shield ? 0 : l->leg_of[i] == 0 ? 1 : -1;
        r->pin_x_m[i] = side * pins_m / 2;
        r->pin_y_m[i] = is_shield && n_cores > 1 ? pins_m : 0;
    }
}

/* --- where it lies ----------------------------------------------------------------------------------- */

static hum_field field_of(const hum_beside *b, size_t way)
{
    hum_field f = {.x_m = b->distance_m, .current_a = 1};
    switch (b->kind) {
    case HUM_BESIDE_UNIFORM:
        f.kind = HUM_FIELD_UNIFORM;
        f.b_t[way] = 1;
        break;
    case HUM_BESIDE_MAINS:
        f.kind = HUM_FIELD_MAINS;
        f.spacing_m = b->spacing_m;
        f.lay_m = b->lay_m;
        f.turn_rad = way == 0 ? HUM_PI : HUM_PI / 2; /* go towards the cable, or aside */
        break;
    case HUM_BESIDE_WIRE:
        f.kind = HUM_FIELD_WIRE;
        break;
    case HUM_BESIDE_DIPOLE:
        f.kind = HUM_FIELD_DIPOLE;
        f.at_m[0] = b->distance_m;
        f.moment_am2[way] = 1;
        break;
    }
    return f;
}

/* Place of the dipole along the cable. */
static double along_m(const hum_legs *l, const hum_beside *b)
{
    if (b->has_near_plug == b->has_far_plug)
        return l->route.length_m / 2;
    return b->has_near_plug ? 0 : l->route.length_m;
}

/* --- what each wire links beyond the axis ------------------------------------------------------------ */

static void add_section(const hum_legs *l, const hum_field *f, const hum_route *section, double *flux)
{
    double wire[HUM_WIRES_MAX];
    hum_pickup_flux(section, f, wire);
    for (size_t i = 0; i < l->route.n; i++)
        flux[i] += wire[i];
}

/* A piece of the cable from z to z + length; its plugs only where the cable ends. */
static hum_route piece_of(const hum_legs *l, double length_m, bool has_near_plug, bool has_far_plug)
{
    hum_route r = l->route;
    r.length_m = length_m;
    r.opened_near_m = has_near_plug ? fmin(r.opened_near_m, length_m / 2) : 0;
    r.opened_far_m = has_far_plug ? fmin(r.opened_far_m, length_m / 2) : 0;
    return r;
}

/* What is the same all along cancels over whole lays; the plugs and a part of a lay are left. */
static void flux_of_plane_field(const hum_legs *l, const hum_beside *b, const hum_field *f, double *flux)
{
    bool is_uniform = b->kind == HUM_BESIDE_UNIFORM, is_twisting = b->kind == HUM_BESIDE_MAINS && b->lay_m > 0;
    double over = is_uniform ? l->route.length_m : b->over_m;
    hum_route r = piece_of(l, over, is_uniform || b->has_near_plug, is_uniform || b->has_far_plug);
    double kept = r.opened_near_m + r.opened_far_m + LEFT_OVER * r.lay_m;
    if (r.lay_m > 0 && !is_twisting && kept < over)
        r.length_m = kept;
    add_section(l, f, &r, flux);
}

static void flux_of_dipole(const hum_legs *l, const hum_beside *b, const hum_field *like, double *flux)
{
    hum_field f = *like;
    double at = along_m(l, b), length = l->route.length_m, reach = REACH * b->distance_m;
    double from = fmax(0, at - reach), to = fmin(length, at + reach);
    double end = l->route.opened_near_m + LEFT_OVER * l->route.lay_m;
    bool only_ends = l->route.lay_m > 0 && b->distance_m > FAR_LAYS * l->route.lay_m && to - from > 2 * end;
    if (!only_ends) {
        hum_route r = piece_of(l, to - from, from <= 0, to >= length);
        f.at_m[2] = at - from;
        add_section(l, &f, &r, flux);
        return;
    }
    hum_route near = piece_of(l, end, true, false), far = piece_of(l, end, false, true);
    f.at_m[2] = at;
    add_section(l, &f, &near, flux);
    f.at_m[2] = at - (length - end);
    add_section(l, &f, &far, flux);
}

/* --- along the axis ---------------------------------------------------------------------------------- */

enum { AXIS_PIECES = 400 };

/* Integral of A along the axis, and of the square of the field across it. */
static double follow_axis(const hum_legs *l, const hum_beside *b, const hum_field *like, double *b2_m)
{
    hum_field f = *like;
    bool is_dipole = b->kind == HUM_BESIDE_DIPOLE;
    double length = is_dipole || b->kind == HUM_BESIDE_UNIFORM ? l->route.length_m : b->over_m;
    int pieces = is_dipole || f.lay_m > 0 ? AXIS_PIECES : 1;
    double h = length / pieces, sum = 0;
    f.at_m[2] = along_m(l, b);
    *b2_m = 0;
    for (int k = 0; k < pieces; k++) {
        double at[3] = {0, 0, (k + 0.5) * h}, a[3], field[3];
        hum_field_a(&f, at, a);
        hum_field_b(&f, at, field);
        sum += h * a[2];
        *b2_m += h * (field[0] * field[0] + field[1] * field[1]);
    }
    return sum;
}

/* Flux between the axis and where the loop closes: an area (P-3), the room (P-8), or far away (P-14). */
static double axis_flux(const hum_legs *l, const hum_beside *b, size_t way, double integral)
{
    double radius = l->radius_m[l->route.n - 1];
    switch (b->kind) {
    case HUM_BESIDE_UNIFORM:
        return way == 0 ? b->loop_m2 : 0;
    case HUM_BESIDE_WIRE:
        return b->over_m * fmax(0, l->l_outer_h_m - HUM_MU0_H_M / (2 * HUM_PI) * log(b->distance_m / radius));
    case HUM_BESIDE_MAINS:
    case HUM_BESIDE_DIPOLE:
        return integral;
    }
    return 0;
}

/* --- errors of the lay ------------------------------------------------------------------------------- */

double hum_jitter_flux_wb(double radius_m, double jitter, double lay_m, double b2_t2_m)
{
    double a = lay_m > 0 ? 4 / lay_m : 2 / WANDER_M, k = lay_m > 0 ? 2 * HUM_PI / lay_m : 0;
    return radius_m * jitter * sqrt(2 * a / (a * a + k * k) * b2_t2_m);
}

/* Of one leg: its wires err independently. A core in the middle errs by part of the shield's radius. */
static double leg_jitter(const hum_legs *l, size_t leg, double b2_m)
{
    double sum = 0;
    size_t n = 0;
    for (size_t i = 0; i < l->route.n; i++) {
        if (l->leg_of[i] != leg)
            continue;
        double r = hypot(l->route.x_m[i], l->route.y_m[i]);
        if (!(r > 0))
            r = l->radius_m[l->route.n - 1];
        double one = hum_jitter_flux_wb(r, l->jitter, l->route.lay_m, b2_m);
        sum += one * one;
        n++;
    }
    return n ? sqrt(sum) / (double)n : 0;
}

/* The difference of the first two legs becomes the rms of what it is and of what errors add (P-16). */
static void add_jitter(const hum_legs *l, double b2_m, double *flux)
{
    size_t n_cores = l->n - l->has_shield;
    bool is_single = n_cores == 1;
    double d = flux[0] - flux[1], s0 = leg_jitter(l, 0, b2_m), s1 = is_single ? 0 : leg_jitter(l, 1, b2_m);
    double more = copysign(sqrt(d * d + s0 * s0 + s1 * s1), d) - d;
    flux[0] += is_single ? more : more / 2;
    flux[1] -= is_single ? 0 : more / 2;
}

/* --- all of it --------------------------------------------------------------------------------------- */

/* How far from the axis its wires come. */
static double reach_m(const hum_route *r)
{
    double reach = 1e-4;
    for (size_t i = 0; i < r->n; i++)
        reach = fmax(reach, fmax(hypot(r->x_m[i], r->y_m[i]), hypot(r->pin_x_m[i], r->pin_y_m[i])));
    return reach;
}

static void find_way(const hum_legs *l, const hum_beside *b, size_t way, double *leg_flux)
{
    double wire[HUM_WIRES_MAX] = {0}, b2_m;
    size_t n[HUM_LEGS_MAX] = {0};
    hum_field f = field_of(b, way);
    double reach = 1.01 * reach_m(&l->route);
    hum_field_tabulate(&f, fmax(b->distance_m / 4, b->distance_m - reach), b->distance_m + reach);
    double common = axis_flux(l, b, way, follow_axis(l, b, &f, &b2_m));
    if (b->kind == HUM_BESIDE_DIPOLE)
        flux_of_dipole(l, b, &f, wire);
    else
        flux_of_plane_field(l, b, &f, wire);
    memset(leg_flux, 0, HUM_LEGS_MAX * sizeof *leg_flux);
    for (size_t i = 0; i < l->route.n; i++)
        n[l->leg_of[i]]++;
    for (size_t i = 0; i < l->route.n; i++)
        leg_flux[l->leg_of[i]] += wire[i] / (double)n[l->leg_of[i]];
    if (l->n > 1)
        add_jitter(l, b2_m, leg_flux);
    for (size_t i = 0; i < l->n; i++)
        leg_flux[i] += common;
}

size_t hum_beside_flux(const hum_legs *l, const hum_beside *b, double flux_wb[HUM_WAYS_MAX][HUM_LEGS_MAX])
{
    static const size_t ways[] = {
        [HUM_BESIDE_UNIFORM] = 2, [HUM_BESIDE_MAINS] = 2, [HUM_BESIDE_DIPOLE] = 3, [HUM_BESIDE_WIRE] = 1};
    for (size_t way = 0; way < ways[b->kind]; way++)
        find_way(l, b, way, flux_wb[way]);
    return ways[b->kind];
}

/* --- electric ---------------------------------------------------------------------------------------- */

double hum_room_m(double radius_m, double l_outer_h_m)
{
    return radius_m * exp(2 * HUM_PI * l_outer_h_m / HUM_MU0_H_M);
}

size_t hum_legs_outside(const hum_legs *l, double x_m, hum_thin *w, size_t *leg)
{
    size_t n = 0;
    for (size_t i = 0; i < l->route.n && n < HUM_THIN_MAX; i++) {
        bool is_shield = l->has_shield && l->leg_of[i] == l->n - 1;
        if (l->has_shield && !is_shield)
            continue;
        w[n] = (hum_thin){x_m + l->route.x_m[i], l->route.y_m[i], l->radius_m[i]};
        leg[n++] = l->leg_of[i];
    }
    return n;
}

hum_status hum_thin_capacitance(size_t n, const hum_thin *w, double room_m, double *c_f_m)
{
    double _Complex p[HUM_THIN_MAX * HUM_THIN_MAX];
    if (n < 1 || n > HUM_THIN_MAX)
        return HUM_E_RANGE;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++) {
            double d = i == k ? w[i].radius_m : hypot(w[i].x_m - w[k].x_m, w[i].y_m - w[k].y_m);
            p[i * n + k] = log(room_m / d);
        }
    HUM_TRY(hum_complex_invert(n, p, p));
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++)
            c_f_m[i * n + k] = i == k ? 0 : fmax(0, -2 * HUM_PI * HUM_EPS0_F_M * creal(p[i * n + k]));
    return HUM_OK;
}

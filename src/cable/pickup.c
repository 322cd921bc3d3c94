/* Magnetic pickup: the vector potential of the source, integrated along each conductor's own path, straight
 * piece by straight piece through the twist, its errors and its opened ends. Twist: Moser and Spencer, IEEE
 * Trans. EMC-10 (1968) 324; errors that wander are an Ornstein-Uhlenbeck process along the cable.
 * docs/physics/pickup.md P-1 to P-6. */
#include "cable/pickup.h"

#include "base/constants.h"
#include "num/bessel.h"
#include "num/random.h"

#include <math.h>
#include <string.h>

enum { PIECES_PER_LAY = 32, PIECES_PER_WANDER = 4, PIECES_LEAST = 64, PIECES_MOST = 400000, FAN = 16 };

#define WANDER_M 10e-3 /* over which errors change when there is no lay */

double hum_dipole_moment_am2(double b_t, double distance_m)
{
    return 2 * HUM_PI * distance_m * distance_m * distance_m * b_t / HUM_MU0_H_M;
}

double hum_square_loop_b_t(double current_a, double side_m)
{
    return 2 * sqrt(2) * HUM_MU0_H_M * current_a / (HUM_PI * side_m);
}

/* From the source's wires, go and return, to the point, in the plane. @return how many wires there are: 2, 1 or none. */
static int arms(const hum_field *f, const double at[3], double dx[2], double dy[2])
{
    double half = f->kind == HUM_FIELD_MAINS ? f->spacing_m / 2 : 0;
    double t = f->turn_rad + (f->lay_m > 0 ? 2 * HUM_PI * at[2] / f->lay_m : 0), across = half * cos(t), up = half * sin(t);
    dx[0] = at[0] - f->x_m - across;
    dy[0] = at[1] - f->y_m - up;
    dx[1] = at[0] - f->x_m + across;
    dy[1] = at[1] - f->y_m + up;
    return f->kind == HUM_FIELD_MAINS ? 2 : f->kind == HUM_FIELD_WIRE;
}

/* What the twist of a cord takes from the field of the pair that it is at distance r, and its slope (P-6a). */
static double helix_at(const hum_field *f, double r, double *slope_per_m)
{
    double k = 2 * HUM_PI / f->lay_m, ka = k * f->spacing_m / 2;
    hum_bessel_ik near = hum_bessel_ik_at(ka), far = hum_bessel_ik_at(k * r);
    double scale = 2 * creal(near.i1) / ka * exp(ka - k * r); /* both are scaled by exponentials */
    *slope_per_m = -scale * k * k * r * creal(far.k0);
    return scale * k * r * creal(far.k1);
}

void hum_field_tabulate(hum_field *f, double from_m, double to_m)
{
    hum_helix *h = &f->helix;
    if (f->kind != HUM_FIELD_MAINS || !(f->lay_m > 0))
        return;
    h->from_m = from_m;
    h->step_m = (to_m - from_m) / HUM_HELIX_STEPS;
    for (size_t i = 0; i <= HUM_HELIX_STEPS; i++)
        h->value[i] = helix_at(f, from_m + (double)i * h->step_m, &h->slope_per_m[i]);
}

/* The cubic that has the values and slopes at both ends of a step. */
static double interpolate(const hum_helix *h, double r, double *slope_per_m)
{
    double x = (r - h->from_m) / h->step_m;
    size_t i = x < HUM_HELIX_STEPS ? (size_t)x : HUM_HELIX_STEPS - 1;
    double t = x - (double)i, rise = h->value[i + 1] - h->value[i];
    double a = h->slope_per_m[i] * h->step_m, b = h->slope_per_m[i + 1] * h->step_m;
    double c = 3 * rise - 2 * a - b, d = a + b - 2 * rise;
    *slope_per_m = (a + t * (2 * c + t * 3 * d)) / h->step_m;
    return h->value[i] + t * (a + t * (c + t * d));
}

static double helix(const hum_field *f, const double at[3], double *slope_per_m)
{
    *slope_per_m = 0;
    if (f->kind != HUM_FIELD_MAINS || !(f->lay_m > 0))
        return 1;
    double r = hypot(at[0] - f->x_m, at[1] - f->y_m);
    bool is_listed = f->helix.step_m > 0 && r >= f->helix.from_m && r <= f->helix.from_m + HUM_HELIX_STEPS * f->helix.step_m;
    return is_listed ? interpolate(&f->helix, r, slope_per_m) : helix_at(f, r, slope_per_m);
}

static void cross(const double a[3], const double b[3], double out[3])
{
    out[0] = a[1] * b[2] - a[2] * b[1];
    out[1] = a[2] * b[0] - a[0] * b[2];
    out[2] = a[0] * b[1] - a[1] * b[0];
}

static void uniform_a(const hum_field *f, const double at[3], double a[3])
{
    a[0] = -f->b_t[2] * at[1] / 2;
    a[1] = f->b_t[2] * at[0] / 2;
    a[2] = f->b_t[0] * at[1] - f->b_t[1] * at[0];
}

static void dipole_a(const hum_field *f, const double at[3], double a[3])
{
    double r[3] = {at[0] - f->at_m[0], at[1] - f->at_m[1], at[2] - f->at_m[2]};
    double d = sqrt(r[0] * r[0] + r[1] * r[1] + r[2] * r[2]);
    cross(f->moment_am2, r, a);
    for (int k = 0; k < 3; k++)
        a[k] *= HUM_MU0_H_M / (4 * HUM_PI * d * d * d);
}

void hum_field_a(const hum_field *f, const double at_m[3], double a_wb_m[3])
{
    double dx[2], dy[2];
    memset(a_wb_m, 0, 3 * sizeof(double));
    if (f->kind == HUM_FIELD_UNIFORM)
        uniform_a(f, at_m, a_wb_m);
    if (f->kind == HUM_FIELD_DIPOLE)
        dipole_a(f, at_m, a_wb_m);
    int n_arms = arms(f, at_m, dx, dy);
    if (n_arms) {
        double go2 = dx[0] * dx[0] + dy[0] * dy[0], return2 = n_arms == 2 ? dx[1] * dx[1] + dy[1] * dy[1] : 1;
        a_wb_m[2] = HUM_MU0_H_M * f->current_a / (4 * HUM_PI) * log(return2 / go2);
    }
    double slope;
    a_wb_m[2] *= helix(f, at_m, &slope);
}

static void dipole_b(const hum_field *f, const double at[3], double b[3])
{
    double r[3] = {at[0] - f->at_m[0], at[1] - f->at_m[1], at[2] - f->at_m[2]};
    double d2 = r[0] * r[0] + r[1] * r[1] + r[2] * r[2], d = sqrt(d2);
    double along = (f->moment_am2[0] * r[0] + f->moment_am2[1] * r[1] + f->moment_am2[2] * r[2]) / d2;
    for (int k = 0; k < 3; k++)
        b[k] = HUM_MU0_H_M / (4 * HUM_PI * d * d2) * (3 * along * r[k] - f->moment_am2[k]);
}

/* The curl of F A: F times that of A, and the slope of F across A. */
static void twist_b(const hum_field *f, const double at[3], double b[3])
{
    double a[3], slope, x = at[0] - f->x_m, y = at[1] - f->y_m, r = hypot(x, y), factor = helix(f, at, &slope);
    hum_field_a(f, at, a);
    b[0] = factor * b[0] + slope * a[2] / factor * y / r;
    b[1] = factor * b[1] - slope * a[2] / factor * x / r;
}

void hum_field_b(const hum_field *f, const double at_m[3], double b_t[3])
{
    memcpy(b_t, f->b_t, 3 * sizeof(double));
    if (f->kind == HUM_FIELD_UNIFORM)
        return;
    memset(b_t, 0, 3 * sizeof(double));
    if (f->kind == HUM_FIELD_DIPOLE)
        dipole_b(f, at_m, b_t);
    double dx[2], dy[2];
    int n_arms = arms(f, at_m, dx, dy);
    for (int k = 0; k < n_arms; k++) {
        double h = (k == 0 ? 1 : -1) * HUM_MU0_H_M * f->current_a / (2 * HUM_PI * (dx[k] * dx[k] + dy[k] * dy[k]));
        b_t[0] -= h * dy[k];
        b_t[1] += h * dx[k];
    }
    if (f->kind == HUM_FIELD_MAINS && f->lay_m > 0)
        twist_b(f, at_m, b_t);
}

hum_route hum_route_of(const hum_geometry *g, double length_m, double lay_m)
{
    hum_route r = {.n = g->n_wires, .length_m = length_m, .lay_m = lay_m};
    for (size_t i = 0; i < g->n_wires; i++) {
        r.x_m[i] = g->wires[i].x_m;
        r.y_m[i] = g->wires[i].y_m;
    }
    return r;
}

/* Integral of A along a straight piece, by two Gauss points. */
static double along(const hum_field *f, const double from[3], const double to[3])
{
    double sum = 0;
    for (int k = 0; k < 2; k++) {
        double t = 0.5 + (k == 0 ? -0.5 : 0.5) / sqrt(3), at[3], a[3];
        for (int d = 0; d < 3; d++)
            at[d] = from[d] + t * (to[d] - from[d]);
        hum_field_a(f, at, a);
        for (int d = 0; d < 3; d++)
            sum += 0.5 * a[d] * (to[d] - from[d]);
    }
    return sum;
}

/* Errors of one conductor's radius and angle, wandering along the cable. */
typedef struct wander {
    double radius, angle;
} wander;

static double normal(const hum_route *r, size_t piece, size_t conductor, uint32_t which)
{
    return hum_normal_quantile(hum_random_unit(r->seed, piece, (uint32_t)(2 * conductor) + which));
}

/* One step of the Ornstein-Uhlenbeck process whose values after `keep` of the old are `r->jitter` rms. */
static void step(const hum_route *r, size_t piece, size_t i, double keep, wander *w)
{
    double new_part = piece == 0 ? r->jitter : r->jitter * sqrt(1 - keep * keep);
    w->radius = (piece == 0 ? 0 : keep * w->radius) + new_part * normal(r, piece, i, 0);
    w->angle = (piece == 0 ? 0 : keep * w->angle) + new_part * normal(r, piece, i, 1);
}

/* Where conductor i is at z. */
static void place(const hum_route *r, size_t i, double z, const wander *w, double out[3])
{
    double t = r->phase_rad + (r->lay_m > 0 ? 2 * HUM_PI * z / r->lay_m : 0) + w->angle, grow = 1 + w->radius;
    out[0] = grow * (r->x_m[i] * cos(t) - r->y_m[i] * sin(t));
    out[1] = grow * (r->x_m[i] * sin(t) + r->y_m[i] * cos(t));
    out[2] = z;
    double near = r->opened_near_m - z, far = r->opened_far_m - (r->length_m - z);
    double open = near > 0 ? near / r->opened_near_m : far > 0 ? far / r->opened_far_m : 0;
    out[0] += open * (r->pin_x_m[i] - out[0]);
    out[1] += open * (r->pin_y_m[i] - out[1]);
}

/* Without twist and errors, the middle is straight and its opened ends have pieces of their own. */
static bool is_straight(const hum_route *r)
{
    return !(r->lay_m > 0) && !(r->jitter > 0) && r->opened_near_m + r->opened_far_m < r->length_m;
}

/* Where piece k begins: all are equal, or FAN of them in each end of a straight route that is opened. */
static double begin_of(const hum_route *r, size_t pieces, size_t k)
{
    if (!is_straight(r))
        return r->length_m * (double)k / (double)pieces;
    if (k <= FAN)
        return r->opened_near_m * (double)k / FAN;
    if (k >= pieces - FAN)
        return r->length_m - r->opened_far_m * (double)(pieces - k) / FAN;
    double middle = r->length_m - r->opened_near_m - r->opened_far_m;
    return r->opened_near_m + middle * (double)(k - FAN) / (double)(pieces - 2 * FAN);
}

/* Pieces short against the lay, or against what errors wander over without one, and against the distance of a dipole. */
static size_t pieces_of(const hum_route *r, const hum_field *f)
{
    double n = PIECES_LEAST;
    if (r->lay_m > 0)
        n = fmax(n, PIECES_PER_LAY * r->length_m / r->lay_m);
    else if (r->jitter > 0)
        n = fmax(n, PIECES_PER_WANDER * r->length_m / WANDER_M);
    if (f->kind == HUM_FIELD_MAINS && f->lay_m > 0)
        n = fmax(n, PIECES_PER_LAY * r->length_m / f->lay_m);
    double d = hypot(f->at_m[0], f->at_m[1]);
    if (f->kind == HUM_FIELD_DIPOLE && d > 0)
        n = fmax(n, 16 * r->length_m / d);
    double opened = fmin(r->opened_near_m > 0 ? r->opened_near_m : r->length_m,
                         r->opened_far_m > 0 ? r->opened_far_m : r->length_m);
    n = is_straight(r) ? n + 2 * FAN : fmax(n, 8 * r->length_m / opened);
    return n < PIECES_MOST ? (size_t)ceil(n) : PIECES_MOST;
}

void hum_pickup_flux(const hum_route *r, const hum_field *f, double *flux_wb)
{
    size_t pieces = pieces_of(r, f);
    double h = r->length_m / (double)pieces, scale = r->lay_m > 0 ? r->lay_m / 2 : WANDER_M;
    double keep = exp(-2 * h / scale); /* the integral of the correlation, both ways, is the scale */
    double axis[3] = {0}, at[HUM_WIRES_MAX][3];
    wander w[HUM_WIRES_MAX] = {{0}};
    for (size_t k = 0; k <= pieces; k++) {
        double next[3], next_axis[3] = {0, 0, begin_of(r, pieces, k)}, along_axis = k > 0 ? along(f, axis, next_axis) : 0;
        for (size_t i = 0; i < r->n; i++) {
            if (r->jitter > 0)
                step(r, k, i, keep, &w[i]);
            place(r, i, next_axis[2], &w[i], next);
            flux_wb[i] = k > 0 ? flux_wb[i] + (along(f, at[i], next) - along_axis) : along(f, next_axis, next);
            if (k == pieces)
                flux_wb[i] += along(f, next, next_axis);
            memcpy(at[i], next, sizeof next);
        }
        memcpy(axis, next_axis, sizeof axis);
    }
}

void hum_pickup_emf(const hum_route *r, const hum_field *f, double f_hz, hum_complex *emf_v)
{
    double flux[HUM_WIRES_MAX];
    hum_pickup_flux(r, f, flux);
    for (size_t i = 0; i < r->n; i++)
        emf_v[i] = hum_complex_of(0, -2 * HUM_PI * f_hz * flux[i]);
}

hum_complex hum_pickup_between(size_t n, const hum_complex *emf_v, const double *weight)
{
    double plus = 0, minus = 0;
    hum_complex go = 0, back = 0;
    for (size_t i = 0; i < n; i++) {
        plus += fmax(weight[i], 0);
        minus += fmax(-weight[i], 0);
        go += fmax(weight[i], 0) * emf_v[i];
        back += fmax(-weight[i], 0) * emf_v[i];
    }
    return (plus > 0 ? go / plus : 0) - (minus > 0 ? back / minus : 0);
}

hum_complex hum_pickup_loop_emf(const hum_field *f, double x_m, double y_m, double length_m, double f_hz)
{
    hum_route other = {.n = 1, .x_m = {x_m}, .y_m = {y_m}, .length_m = length_m};
    hum_complex emf;
    hum_pickup_emf(&other, f, f_hz, &emf);
    return -emf;
}

hum_complex hum_area_emf(double b_t, double area_m2, double f_hz)
{
    return hum_complex_of(0, -2 * HUM_PI * f_hz * b_t * area_m2);
}

static double distance(const double a[2], const double b[2])
{
    return hypot(a[0] - b[0], a[1] - b[1]);
}

double hum_loops_mutual_h_m(const double go1[2], const double back1[2], const double go2[2],
                            const double back2[2])
{
    double ratio =
        distance(go1, back2) * distance(back1, go2) / (distance(go1, go2) * distance(back1, back2));
    return HUM_MU0_H_M / (2 * HUM_PI) * log(ratio);
}

/* Potentials of circles in each other's field, harmonic by harmonic. Unit of potential: charge / (2 pi eps0),
 * or mu0 / (2 pi) times current. Internal to src/cable. */
#ifndef HUM_CABLE_HARMONICS_H
#define HUM_CABLE_HARMONICS_H

#include "cable/line.h"
#include "num/symmetric.h"

typedef struct hum_circle {
    double x, y, radius;
} hum_circle;

/** Unknown number hum_harmonic_at(h, i, m, k) is the cosine (k = 0) or sine (k = 1) harmonic m of circle i; the
 *  monopoles are the last n_circles. A circle's own potential is not in `between`. */
typedef struct hum_harmonics {
    size_t n_circles;
    size_t order;       /**< Harmonics of each circle. */
    size_t outer_order; /**< Harmonics of the circle around them. */
    size_t n, stride;
    double *between;    /**< [n][stride], upper triangle: potential of one circle on another. */
    double *outer;      /**< [2 * outer_order][stride]: their potential on the circle around, cos and sin. */
} hum_harmonics;

/** @param outer_radius 0: nothing around. @param order, outer_order as in the struct. */
HUM_NODISCARD hum_status hum_harmonics_new(hum_arena *a, size_t n_circles, const hum_circle *circles,
                                           double outer_radius, size_t order, size_t outer_order,
                                           hum_harmonics *out);

static inline size_t hum_harmonic_at(const hum_harmonics *h, size_t circle, size_t m, size_t k)
{
    return circle * 2 * h->order + 2 * (m - 1) + k;
}

static inline size_t hum_monopole_at(const hum_harmonics *h, size_t circle)
{
    return 2 * h->order * h->n_circles + circle;
}

/** Orders for a relative accuracy: from how close the closest circles are (eq. X-9). */
size_t hum_harmonics_order(size_t n_circles, const hum_circle *circles, double outer_radius, double tolerance);
size_t hum_harmonics_outer_order(size_t n_circles, const hum_circle *circles, double outer_radius,
                                 double tolerance);

#endif

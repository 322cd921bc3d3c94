/* A uniform multiconductor line against the room as remote reference, and its exact two-end stamp.
 *
 * All n conductors, shield included, are lines against a reference outside the cable that is called the
 * room: the shield's partial inductance makes the reactance of a ground loop, and because the same flux
 * links every core it cancels in the signal; the shield's resistance does not (docs/physics/cable.md). */
#ifndef HUM_CABLE_LINE_H
#define HUM_CABLE_LINE_H

#include "base/diag.h"

#include <complex.h>

typedef double _Complex hum_complex;

/** re + j im; C11's CMPLX is missing from clang's headers in Debian 12. */
static inline hum_complex hum_complex_of(double re, double im)
{
    return __builtin_complex(re, im);
}

enum { HUM_LINE_MAX = 8 };

/** Per-metre matrices, row-major [n][n] with stride n, and a length. Immutable once built. */
typedef struct hum_line {
    size_t n;              /**< Conductors, 1 .. HUM_LINE_MAX; the shield, if any, is the last. */
    double length_m;       /**< > 0 */
    double r_ohm_m[HUM_LINE_MAX];                /**< Resistance of each conductor. */
    double l_h_m[HUM_LINE_MAX * HUM_LINE_MAX];   /**< Partial inductance against the room, symmetric, positive definite. */
    double c_f_m[HUM_LINE_MAX * HUM_LINE_MAX];   /**< Maxwell capacitance matrix against the room, symmetric. */
    double tan_delta;      /**< Dielectric loss: G = w C tan delta; 0 for none. */
    const struct hum_line_table *table; /**< What depends on the frequency beyond that (cable/table.h), or NULL. */
} hum_line;

/** The exact pi equivalent of the whole line at one frequency (docs/physics/cable.md eq. C-4..C-7):
 *  z [n][n], ohm: V_near - V_far = z I; y [n][n], siemens: the shunt at each end.
 *  A power series on a short piece, then exact doubling: degenerate modes need no care. Of the largest
 *  entry, 1e-15 for audio and 2e-10 for 1 km at 30 MHz. A matrix z cannot hold modes whose attenuation
 *  differs by more than about 150 dB; entries may then not be finite. Stack only; f_hz >= 0. */
void hum_line_pi(const hum_line *line, double f_hz, hum_complex *z, hum_complex *y);

/** As hum_line_pi for a line given by its per-metre matrices at this frequency, [n][n], n <= HUM_LINE_MAX. */
void hum_line_pi_of(size_t n, double length_m, const hum_complex *z_ohm_m, const hum_complex *y_s_m,
                    hum_complex *z, hum_complex *y);

/** Cores inside one shield (or none), as a data sheet describes them. */
typedef struct hum_cable_data {
    size_t n_cores;            /**< 1 .. 4 */
    bool has_shield;
    double r_core_ohm_m[4];
    double r_shield_ohm_m;
    double c_core_shield_f_m[4]; /**< Direct (partial) capacitance of each core to the shield (to the room when none). */
    double c_core_core_f_m;      /**< Direct capacitance between each pair of cores. */
    double velocity;             /**< Of the inner wave, fraction of c: gives the inner inductances from C. */
    double l_outer_h_m;          /**< Partial inductance of the outermost conductor against the room; about 1e-6. */
    double tan_delta;
} hum_cable_data;

/** Per-metre matrices of a cable from its data sheet (eq. C-1..C-3).
 *  @return HUM_E_RANGE when the values cannot be those of a cable (L or C not positive definite). */
HUM_NODISCARD hum_status hum_line_from_data(const hum_cable_data *d, double length_m, hum_line *out);

/** What a data sheet prints, turned into direct capacitances: `c_diff` core to core with the shield floating,
 *  `c_leg` core to shield with the other core floating (0: unknown, then the ratio `r` = Cab/Cas of the
 *  construction decides, 0.33 for a pair and 0.6 for a star quad). Closed form, eq. C-8. */
HUM_NODISCARD hum_status hum_cable_direct_capacitance(double c_diff_f_m, double c_leg_f_m, double r,
                                                      double *c_ab_f_m, double *c_as_f_m);

#endif

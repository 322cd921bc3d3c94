/* What a cable picks up from where it lies: magnetic flux into each conductor along its twisted path, electric
 * coupling, the ground loop, the current in its own shield. Equations P-1 to P-12 of docs/physics/pickup.md.
 * Amplitudes are rms when the field's are; the axis of the cable is z, from its near end at 0. */
#ifndef HUM_CABLE_PICKUP_H
#define HUM_CABLE_PICKUP_H

#include "cable/section.h"

typedef enum hum_field_kind {
    HUM_FIELD_UNIFORM, /**< b_t everywhere. */
    HUM_FIELD_WIRE,    /**< A long wire parallel to the cable, its return far away. */
    HUM_FIELD_MAINS,   /**< Go and return: a pair parallel to the cable, twisted or not. */
    HUM_FIELD_DIPOLE,  /**< A transformer. */
} hum_field_kind;

enum { HUM_HELIX_STEPS = 64 };

/** What the twist of a cord takes from its field, by distance. */
typedef struct hum_helix {
    double from_m;
    double step_m; /**< 0: not filled. */
    double value[HUM_HELIX_STEPS + 1];
    double slope_per_m[HUM_HELIX_STEPS + 1];
} hum_helix;

/** A source of a magnetic field. Only what its kind names is read. */
typedef struct hum_field {
    hum_field_kind kind;
    double b_t[3];          /**< Uniform: flux density. */
    double current_a;       /**< Wire and mains. */
    double x_m, y_m;        /**< Wire and mains: the wire, or the middle of the two. */
    double spacing_m;       /**< Mains: between go and return, > 0. */
    double turn_rad;        /**< Mains: direction from return to go at z = 0. */
    double lay_m;           /**< Mains: its own lay; 0: not twisted. The field turns with it and decays as that of a helix (P-6a). */
    hum_helix helix;        /**< Mains: hum_field_tabulate. */
    double at_m[3];         /**< Dipole: place. */
    double moment_am2[3];   /**< Dipole: moment. */
} hum_field;

/** Moment of a transformer from the flux density measured on its axis at a distance (P-4). */
double hum_dipole_moment_am2(double b_t, double distance_m);

/** Mains: between these distances from the cord its field will cost no Bessel functions: cubics through values and slopes, good to
 *  1e-6. */
void hum_field_tabulate(hum_field *f, double from_m, double to_m);

/** Flux density and vector potential at a point. */
void hum_field_b(const hum_field *f, const double at_m[3], double b_t[3]);
void hum_field_a(const hum_field *f, const double at_m[3], double a_wb_m[3]);

/** Flux density in the middle of a square loop (P-5). */
double hum_square_loop_b_t(double current_a, double side_m);

/** How the conductors of a cable run. */
typedef struct hum_route {
    size_t n;
    double x_m[HUM_WIRES_MAX]; /**< Places in the cross-section. */
    double y_m[HUM_WIRES_MAX];
    double length_m;
    double lay_m;              /**< 0: not twisted. */
    double phase_rad;          /**< Of the twist at the near end. */
    double opened_near_m;      /**< Length over which the cores fan out to the pins; 0: none. */
    double opened_far_m;
    double pin_x_m[HUM_WIRES_MAX];
    double pin_y_m[HUM_WIRES_MAX];
    double jitter;             /**< Error of radius, relative, and of angle, rad; rms, wandering over half a lay. */
    uint64_t seed;
} hum_route;

/** The wires of a cross-section, straight through from end to end. */
hum_route hum_route_of(const hum_geometry *g, double length_m, double lay_m);

/** Flux that links each conductor with the axis of the cable, Wb (P-1): loops close at the ends across the
 *  cross-section. */
void hum_pickup_flux(const hum_route *r, const hum_field *f, double *flux_wb);

/** The EMF of each conductor in the direction of z, relative to the axis: -j w flux (P-2). */
void hum_pickup_emf(const hum_route *r, const hum_field *f, double f_hz, hum_complex *emf_v);

/** Differential EMF between the conductors of weight > 0 and those of weight < 0, weights normalised on each
 *  side: a star quad is {1, -1, 1, -1}. */
hum_complex hum_pickup_between(size_t n, const hum_complex *emf_v, const double *weight);

/** EMF around the loop of the cable's axis and another straight path at (x, y), e.g. the mains wiring: what drives
 *  a ground loop (P-3). Closed at both ends. */
hum_complex hum_pickup_loop_emf(const hum_field *f, double x_m, double y_m, double length_m, double f_hz);
/** EMF around an area in a field across it. */
hum_complex hum_area_emf(double b_t, double area_m2, double f_hz);

/** Mutual inductance per metre of two straight parallel loops: go and return of each (P-6). */
double hum_loops_mutual_h_m(const double go1[2], const double back1[2], const double go2[2], const double back2[2]);

/** Direct capacitance F/m from a thin live wire at (x, y), radius `radius_m`, to each wire of an unshielded
 *  section (P-7). A current source j w C V per metre into each. @return HUM_E_RANGE with a shield, HUM_E_NUMERIC */
HUM_NODISCARD hum_status hum_electric_coupling(hum_section *s, double x_m, double y_m, double radius_m,
                                               double *c_f_m);
/** The same from a live wire to the outside of a shield of outer radius `outer_m` at distance d, against the room that
 *  gives the shield l_outer (P-8). */
double hum_electric_coupling_shield_f_m(double outer_m, double l_outer_h_m, double d_m, double radius_m);
/** Voltage across `z_ohm` of a conductor that a live wire couples to through `c_f` (P-9). */
hum_complex hum_electric_v(double live_v, double c_f, hum_complex z_ohm, double f_hz);

/** Shield-current-induced noise per metre: the voltage between cores i and j per ampere of shield current, from the
 *  section's line matrices (shield last) (P-10). */
hum_complex hum_scin_ohm_m(size_t n, const hum_complex *z_ohm_m, size_t i, size_t j);

/** Weak coupling of two electrically short lines (P-11). */
typedef struct hum_crosstalk {
    double l_mutual_h, c_mutual_f;        /**< Of the whole length. */
    double source_ohm, load_ohm;          /**< Of the line that drives. */
    double near_ohm, far_ohm;             /**< At the ends of the line that listens. */
} hum_crosstalk;
hum_complex hum_crosstalk_near(const hum_crosstalk *c, double f_hz);
hum_complex hum_crosstalk_far(const hum_crosstalk *c, double f_hz);

#endif

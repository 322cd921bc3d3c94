/* What a shield is made of, and what it does to a current along it: inner and outer surface impedance, transfer
 * impedance, transfer admittance. Equations of docs/physics/section.md. */
#ifndef HUM_CABLE_SHIELD_H
#define HUM_CABLE_SHIELD_H

#include "cable/line.h"

typedef enum hum_shield_kind {
    HUM_SHIELD_NONE,
    HUM_SHIELD_TUBE,   /**< A solid tube. */
    HUM_SHIELD_FOIL,   /**< A thin tube; its drain wire is a conductor of the section of its own. */
    HUM_SHIELD_BRAID,
    HUM_SHIELD_SERVED, /**< Wires laid in one direction (spiral), or two counter-wound layers (Reussen). */
} hum_shield_kind;

typedef enum hum_braid_model { HUM_BRAID_TYNI, HUM_BRAID_VANCE, HUM_BRAID_KLEY, HUM_BRAID_DEMOULIN } hum_braid_model;

typedef struct hum_shield {
    hum_shield_kind kind;
    double radius_m;    /**< Inner. */
    double sigma_s_m;   /**< Conductivity of the metal. */
    double thickness_m; /**< Tube and foil. */
    double wire_m;      /**< Braid and served: diameter of one wire. */
    double angle_rad;   /**< Braid and served: lay angle to the axis, below pi/2. */
    size_t carriers;    /**< Braid: spindles. */
    size_t ends;        /**< Braid: wires per carrier; served: wires per layer. */
    size_t layers;      /**< Served: 1, or 2 counter-wound. */
    hum_braid_model model;
    double seam_h_m;    /**< Foil: inductance of an open seam along the cable, 1e-9 to 20e-9; 0: shorted by its fold. */
} hum_shield;

/** Impedances per metre. A current in the inside loop returns on the inner surface (za); one in the outside
 *  loop flows on the outer (zb); zt is the voltage along one surface per current on the other. */
typedef struct hum_shield_z {
    hum_complex za_ohm_m;
    hum_complex zb_ohm_m;
    hum_complex zt_ohm_m;
} hum_shield_z;

/** Whether every number that the kind needs is there and possible. */
bool hum_shield_is_possible(const hum_shield *s);

double hum_shield_r_ohm_m(const hum_shield *s);
/** Outer radius of the metal. */
double hum_shield_outer_m(const hum_shield *s);
/** Thickness of the solid tube that has the same resistance at the same inner radius. */
double hum_shield_wall_m(const hum_shield *s);

/** Per metre at a frequency, f_hz >= 0; zt(0) = za(0) = zb(0) = the DC resistance, exactly. */
hum_shield_z hum_shield_at(const hum_shield *s, double f_hz);

/** The exact tube (Schelkunoff), and the thin wall; for tube and foil. */
hum_shield_z hum_tube_exact(double inner_m, double outer_m, double sigma_s_m, double f_hz);
hum_shield_z hum_tube_thin(double r_ohm_m, double thickness_m, double sigma_s_m, double f_hz);

/** Geometry of a braid. */
typedef struct hum_braid {
    double fill;      /**< F */
    double coverage;  /**< K = 2 F - F^2 */
    double mean_m;    /**< Mean diameter of the braid, D0 + 2 d. */
    double r_ohm_m;
} hum_braid;

hum_braid hum_braid_of(const hum_shield *s);
double hum_braid_fill_of(double coverage);
double hum_braid_coverage_of(double fill);

/** Inductances of a braid, H/m: through the holes (positive) and of the carriers' weave (usually negative). */
typedef struct hum_braid_m {
    double hole_h_m;
    double weave_h_m;
} hum_braid_m;

hum_braid_m hum_braid_inductance(const hum_shield *s, hum_braid_model model);

/** Mutual inductance of a served shield, H/m (0 for two counter-wound layers). */
double hum_served_inductance(const hum_shield *s);

/** Direct capacitance through the holes of a braid between inside and outside, F/m: Vance, from the
 *  capacitance inside (core to shield), outside (shield to room) and the permittivity between. */
double hum_braid_leakage_f_m(const hum_shield *s, double inside_f_m, double outside_f_m, double er);

#endif

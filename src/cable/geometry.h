/* A cross-section as data: round conductors with concentric coats, in the open or inside a round shield, and
 * constructors for the cables that are built. Lengths in metres; the shield's centre is the origin. */
#ifndef HUM_CABLE_GEOMETRY_H
#define HUM_CABLE_GEOMETRY_H

#include "cable/dielectric.h"
#include "cable/shield.h"

enum { HUM_WIRES_MAX = 16, HUM_COATS_MAX = 3, HUM_RINGS_MAX = 3 };

#define HUM_SIGMA_COPPER 5.80e7 /* S/m, IACS at 20 C */
#define HUM_SIGMA_SILVER 6.30e7
#define HUM_SIGMA_ALUMINIUM 3.65e7

/** A layer around something round, out to radius_m. */
typedef struct hum_coat {
    double radius_m;
    hum_dielectric material;
} hum_coat;

/** One conductor. Stranded: `radius_m` is that of the equivalent smooth surface, `metal` the conducting part of
 *  its area as seen along the cable (voids and the lay of the strands make it less than 1). */
typedef struct hum_wire {
    double x_m, y_m;
    double radius_m;
    double sigma_s_m;
    double metal;    /**< 0: 1, solid. */
    size_t n_coats;
    hum_coat coats[HUM_COATS_MAX]; /**< Outwards. */
    bool is_drain;   /**< Tied to the shield along its whole length. */
    bool is_clad;    /**< Copper over steel; `sigma_s_m` is that of the two at direct current. */
} hum_wire;

/** Everything outside the coats is `fill`; in the open rings may follow outside (a jacket), the first of which
 *  begins at `fill_radius_m`; then the shield, or air. */
typedef struct hum_geometry {
    size_t n_wires;
    hum_wire wires[HUM_WIRES_MAX];
    hum_dielectric fill;
    double fill_radius_m;  /**< 0: the fill goes out to the shield, or without end. */
    size_t n_rings;
    hum_coat rings[HUM_RINGS_MAX];
    hum_shield shield;
    bool is_draped;        /**< The shield lies tight over the coats; its radius is that of a circle as long. */
    double lay_m;          /**< Twist of all wires about the centre: they are longer than the cable; 0: straight. */
    double l_outer_h_m;    /**< Partial inductance of the outermost conductor against the room; 0: 1e-6. */
} hum_geometry;

typedef enum hum_fault_kind {
    HUM_FAULT_NONE,
    HUM_FAULT_SIZE,          /**< A radius, area or conductivity that no wire has. */
    HUM_FAULT_COAT,          /**< A coat inside its own conductor. */
    HUM_FAULT_TOUCH,         /**< Two conductors touch or overlap. */
    HUM_FAULT_OVERLAP,       /**< Their coats overlap. */
    HUM_FAULT_OUTSIDE,       /**< A conductor or its coat touches or leaves the shield, or what is around. */
    HUM_FAULT_SHIELD,        /**< A shield that cannot be. */
} hum_fault_kind;

/** What is wrong: between which wires (b == a when it is about one), and by how much. */
typedef struct hum_fault {
    hum_fault_kind kind;
    size_t a, b;
    double overlap_m;
} hum_fault;

/** The first fault, conductors before coats. Coats may touch. */
hum_fault hum_geometry_check(const hum_geometry *g);

/** Conducting area of a wire, m2, and its DC resistance per metre. */
double hum_wire_area_m2(const hum_wire *w);
double hum_wire_r_ohm_m(const hum_wire *w);
/** Length of wire i per length of cable (eq. X-1a). */
double hum_geometry_lay_factor(const hum_geometry *g, size_t i);
/** Length of the line that a draped shield follows, and how far it is from the centre at most. */
double hum_geometry_outline_m(const hum_geometry *g);
double hum_geometry_reach_m(const hum_geometry *g);
/** Radius of the outermost coat. */
double hum_wire_outer_m(const hum_wire *w);

/** A wire of n strands of diameter d, whose lay makes the strands longer by the factor `lay` (1.02 typical):
 *  metal area, and the smooth circle of the same electrical size (strand factors of eq. X-2). */
hum_wire hum_wire_stranded(size_t n, double d_m, double lay, double sigma_s_m);
hum_wire hum_wire_solid(double diameter_m, double sigma_s_m);
double hum_strand_factor(size_t n);
/** Diameter of an AWG size, m. */
double hum_awg_m(int size);

/* Constructors: what a drawing says -> a cross-section. `core` carries conductor and coats; places are set here. */
hum_geometry hum_geometry_coax(const hum_wire *core, const hum_shield *shield, double eccentricity_m);
hum_geometry hum_geometry_pair(const hum_wire *core, double spacing_m, const hum_shield *shield_or_null);
/** Cores 0, 2 stand opposite each other, as do 1, 3, on a circle of `circle_m` radius. */
hum_geometry hum_geometry_star_quad(const hum_wire *core, double circle_m, const hum_shield *shield_or_null);
/** A star quad wired wrongly: cores 0, 2 and 1, 3 become neighbours. */
void hum_geometry_join_neighbours(hum_geometry *quad);
/** The shield of `g` drawn tight over the coats, as a foil lies. For C it is the hull of the coats; for Z, R and Zt a
 *  circle as long as the hull (wide enough for all metal). A drain has its place among the wires before. */
void hum_geometry_drape(hum_geometry *g);
/** `n` wires side by side at one pitch: 2 for zip cord, 3 for the ribbon. */
hum_geometry hum_geometry_ribbon(const hum_wire *core, size_t n, double pitch_m);
/** `n` twisted pairs, each as a pair of `spacing_m`, their centres on a circle (n > 1) of `circle_m` radius. */
hum_geometry hum_geometry_pairs(const hum_wire *core, size_t n, double spacing_m, double circle_m,
                                const hum_shield *shield_or_null);
/** Adds a bare drain wire inside the shield, at `angle_rad`, a hundredth of its radius away from the foil. */
HUM_NODISCARD hum_status hum_geometry_add_drain(hum_geometry *g, const hum_wire *drain, double angle_rad);

#endif

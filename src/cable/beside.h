/* A cable that lies beside something: flux through each of its legs, and capacitance to what is beside it. A leg is what a
 * network knows: one core, several in parallel (a star quad's opposite ones), or the shield. Equations P-13 to P-18 of
 * docs/physics/pickup.md. */
#ifndef HUM_CABLE_BESIDE_H
#define HUM_CABLE_BESIDE_H

#include "cable/pickup.h"

enum { HUM_LEGS_MAX = 5, HUM_WAYS_MAX = 3, HUM_THIN_MAX = 12 };

/** The legs of a cable, in the order of its line: the shield, if any, is the last. */
typedef struct hum_legs {
    size_t n;
    bool has_shield;
    hum_route route;               /**< Wires, then the shield as one more in the middle; length, lay and plugs of the whole. */
    size_t leg_of[HUM_WIRES_MAX];  /**< [route.n] */
    double radius_m[HUM_WIRES_MAX];
    double jitter;                 /**< As hum_route, but as an rms over all cables of that make (P-16). */
    double l_outer_h_m;            /**< Of the outermost conductor against the room. */
} hum_legs;

/** @return HUM_E_RANGE: more wires or legs than there is room for. */
HUM_NODISCARD hum_status hum_legs_of(const hum_geometry *g, size_t n_legs, double length_m, hum_legs *out);
/** The cores fan out to contacts `pins_m` apart over `opened_m` at each end. */
void hum_legs_open(hum_legs *l, double opened_m, double pins_m);

typedef enum hum_beside_kind { HUM_BESIDE_UNIFORM, HUM_BESIDE_MAINS, HUM_BESIDE_DIPOLE, HUM_BESIDE_WIRE } hum_beside_kind;

/** What lies there. Its direction is not known: fluxes are those of two or three orthogonal directions, whose powers add up
 *  to that of the worst one (P-13). */
typedef struct hum_beside {
    hum_beside_kind kind;
    double distance_m;  /**< Middle to middle, > 0. */
    double over_m;      /**< Mains and wire: length side by side. */
    bool has_near_plug; /**< That stretch has the plug at the near end in it; a dipole: it is beside that plug. */
    bool has_far_plug;
    double spacing_m;   /**< Mains: between go and return. */
    double lay_m;       /**< Mains: its own twist; 0: none. */
    double loop_m2;     /**< Uniform: area between the cable and the other way round. */
} hum_beside;

/** Wb through each leg in each direction [way][leg]: per tesla (uniform), ampere (mains, wire) or A m2 (dipole).
 *  @return the number of directions: 2, 2, 1 and 3. */
size_t hum_beside_flux(const hum_legs *l, const hum_beside *b, double flux_wb[HUM_WAYS_MAX][HUM_LEGS_MAX]);

/** rms over cables of the flux that errors of the lay leave in one wire at `radius_m` from the middle, in a field whose
 *  square integrates to b2_m along the cable (P-16): Wb. */
double hum_jitter_flux_wb(double radius_m, double jitter, double lay_m, double b2_t2_m);

/** A long thin wire, for capacitances. */
typedef struct hum_thin {
    double x_m, y_m, radius_m;
} hum_thin;

/** Direct capacitances F/m between n <= HUM_THIN_MAX parallel thin wires whose room stands at `room_m` (P-7): [n][n],
 *  c[i][j] >= 0, 0 on the diagonal. @return HUM_E_NUMERIC, HUM_E_RANGE */
HUM_NODISCARD hum_status hum_thin_capacitance(size_t n, const hum_thin *w, double room_m, double *c_f_m);
/** What of a cable is open to electric fields: its shield, or each wire, as it stands at the near end. leg[i] is the leg
 *  of thin wire i. @return their number */
size_t hum_legs_outside(const hum_legs *l, double x_m, hum_thin *w, size_t *leg);
/** Distance of the room that gives a wire of this radius the partial inductance l_outer (P-8). */
double hum_room_m(double radius_m, double l_outer_h_m);

#endif

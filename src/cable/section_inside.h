/* What section.c, section_c.c and section_z.c share. */
#ifndef HUM_CABLE_SECTION_INSIDE_H
#define HUM_CABLE_SECTION_INSIDE_H

#include "base/constants.h"
#include "cable/harmonics.h"
#include "cable/section.h"

enum { HUM_SECTION_NODES_MAX = 9 };

struct hum_section {
    hum_geometry g;
    double outer_m;        /**< Radius of what is around the wires, 0 in the open. */
    double ln_room;        /**< ln of the distance at which the room stands (eq. X-10); open sections. */
    hum_harmonics field;   /**< Of the coats' circles, for C. */
    hum_symmetric field_work;
    hum_harmonics current; /**< Of the conductors' circles, for Z. */
    hum_symmetric current_work;
    double *current_free;  /**< Self and mutual potentials of the currents in a perfect shield, [n][stride]. */
    double *draped;        /**< What a draped shield answers the charges, [n][stride]; NULL when it is round. */
    size_t n_nodes;        /**< Frequencies at which C is stored, Chebyshev points of log f. */
    hum_complex *nodes;    /**< [n_nodes][wires][wires] */
};

/** Potential coefficients of the wires without coats in the shield or with the room at 1 m; for C0, L. */
HUM_NODISCARD hum_status hum_section_vacuum(hum_section *s, hum_complex *p);
/** Sets s->draped. */
HUM_NODISCARD hum_status hum_section_drape(hum_section *s, hum_arena *a);
HUM_NODISCARD hum_status hum_section_store_capacitance(hum_section *s, hum_arena *a);

#endif

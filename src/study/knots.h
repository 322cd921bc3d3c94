/* Which links belong together: those that share an output, which all its inputs load, and those between the same two
 * boxes, whose shields are in parallel. A knot is what is cut out of a large network and solved by itself. */
#ifndef HUM_STUDY_KNOTS_H
#define HUM_STUDY_KNOTS_H

#include "model/model.h"

/** Cables and listeners in the order of their knots. */
typedef struct hum_knots {
    size_t n;
    uint32_t *first_link; /**< [n + 1] into links */
    uint32_t *links;
    uint32_t *first_seat; /**< [n + 1] into seats */
    uint32_t *seats;
} hum_knots;

HUM_NODISCARD hum_status hum_knots_find(hum_arena *a, const hum_model *m, hum_knots *out);

#endif

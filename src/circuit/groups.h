/* Which nodes hang together. */
#ifndef HUM_CIRCUIT_GROUPS_H
#define HUM_CIRCUIT_GROUPS_H

#include "circuit/circuit.h"

typedef enum hum_tie {
    HUM_TIE_ANY, /**< By anything with an impedance, capacitors and the capacitance of lines included. */
    HUM_TIE_DC,  /**< By what carries direct current. */
} hum_tie;

/** For each node the lowest node it is tied to, in `a`: (*root)[i] = 0 when earth holds it. */
HUM_NODISCARD hum_status hum_circuit_groups(hum_arena *a, const hum_circuit *c, hum_tie how, uint32_t **root);

#endif

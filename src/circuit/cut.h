/* A piece of a network as a network of its own: some things of the model with everything they are tied by. What the
 * piece only listens to from outside (an amplifier's input in an EMF of another box) is 0 in it. */
#ifndef HUM_CIRCUIT_CUT_H
#define HUM_CIRCUIT_CUT_H

#include "circuit/network.h"

/** Maps from the whole to the piece; made once, used for many pieces. HUM_NONE: not in the piece. */
typedef struct hum_cut {
    const hum_circuit *whole;
    uint32_t *node;    /**< [n_nodes] */
    uint32_t *element; /**< [n_elements] */
    uint32_t *source;  /**< [n_sources] */
} hum_cut;

HUM_NODISCARD hum_status hum_cut_new(hum_arena *a, const hum_circuit *whole, hum_cut *out);

/** The piece that these parts are, in arena `a`. Its names and origins are those of the whole. */
HUM_NODISCARD hum_status hum_cut_out(hum_cut *cut, hum_arena *a, const hum_part *parts, size_t n, hum_circuit **out);

/** Empties the maps again: costs as much as the piece is large, not the whole. */
void hum_cut_clear(hum_cut *cut, const hum_part *parts, size_t n);

/** A node or an element of the whole, in the piece. A node that is not there is earth. */
hum_node hum_cut_node(const hum_cut *cut, hum_node n);

#endif

/* Random networks with a fixed seed: every kind of element, values over the decades of audio. */
#ifndef TESTS_SUPPORT_RANDOM_CIRCUIT_H
#define TESTS_SUPPORT_RANDOM_CIRCUIT_H

#include "circuit/circuit.h"

typedef struct random_state {
    uint64_t x;
} random_state;

double random_unit(random_state *r);                          /**< [0, 1) */
double random_log(random_state *r, double low, double high);  /**< log-uniform */
size_t random_below(random_state *r, size_t n);

enum {
    RANDOM_LINES = 1,   /**< With multiconductor lines. */
    RANDOM_ACTIVE = 2,  /**< With controlled EMFs, silent resistors, noise EMFs, not in thermal equilibrium. */
};

/** A connected network of `nodes` nodes besides earth. Its first source is a signal EMF into node 1, which
 *  stands for a short when it is off. NULL when there is no memory. */
hum_circuit *random_circuit(hum_arena *a, random_state *r, size_t nodes, unsigned what);

/** A line of 1 to 4 conductors as cables have them, the last one the shield. */
hum_line random_line(random_state *r, double tan_delta);

#endif

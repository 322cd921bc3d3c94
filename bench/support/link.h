/* The small balanced link of the benchmark: two boxes on a protective earth, a source with real output impedance, 10 m
 * of shielded pair, an RF filter and a difference amplifier of four resistors and a one-pole op amp. */
#ifndef BENCH_LINK_H
#define BENCH_LINK_H

#include "solve/batch.h"

enum { LINK_SECTIONS = 10, LINK_VARY_MAX = 400 };

typedef struct link_circuit {
    hum_circuit *c;
    uint32_t ground_source; /**< Source index: the voltage between the two earths. */
    hum_probe out;          /**< Against the receiver's own ground. */
    uint32_t bridge[4];     /**< The four resistors. */
    uint32_t others[6];     /**< Filter and bias: what makes ten. */
} link_circuit;

/** The circuit with an exact line; or, `lumped`, with a ladder of LINK_SECTIONS pi sections, which SPICE has. */
link_circuit link_new(hum_arena *a, bool lumped);

/** What varies: n of the bridge and the others; or everything that has a value. Tolerance as a fraction. */
size_t link_vary(const link_circuit *l, size_t n, double tolerance, hum_vary *vary);
size_t link_vary_all(const link_circuit *l, double tolerance, hum_vary *vary);

#endif

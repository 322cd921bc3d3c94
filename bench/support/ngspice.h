/* libngspice with the balanced link in it, as fast as it goes: one circuit, no parsing again, two saved vectors. */
#ifndef BENCH_NGSPICE_H
#define BENCH_NGSPICE_H

#include "link.h"

typedef struct ngspice_options {
    bool with_noise;
    bool without_coupling; /**< Leaves out the coupled coils, which its .sens does not survive. */
} ngspice_options;

void ngspice_start(void);
/** Gives it the elements of our own netlist and the two vectors to keep. */
void ngspice_load(hum_arena *a, hum_diags *d, const link_circuit *l, ngspice_options options);
void ngspice_do(const char *command);
/** The output of the last analysis, v(out) - v(gb), at its n frequencies. */
void ngspice_read(int n, hum_complex *h);

#endif

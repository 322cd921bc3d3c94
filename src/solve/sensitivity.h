/* How a transfer changes with every value of a circuit: exact derivatives from one forward and one adjoint solution
 * (docs/physics/solve.md S-50..S-52), never from differences.
 *
 *   hum_sensitivities_new    lists the values, once per circuit
 *   hum_sensitivities_find   dH/dvalue of them all at one frequency
 *   hum_sensitivities_comb   at eight */
#ifndef HUM_SOLVE_SENSITIVITY_H
#define HUM_SOLVE_SENSITIVITY_H

#include "solve/batch.h"
#include "solve/comb.h"

typedef struct hum_sensitivities hum_sensitivities;

/** Every value that a transfer can depend on and that is not 0: resistances, capacitances, inductances, gains, turns ratios;
 *  of a line its length and what it has per metre. Noise densities are not among them. */
HUM_NODISCARD hum_status hum_sensitivities_new(hum_arena *a, const hum_solver *s, hum_sensitivities **out);

/** What they are; low = high = the value in the circuit. */
const hum_vary *hum_sensitivities_of(const hum_sensitivities *k, size_t *n);

/** dH/dvalue [n], in the unit of the transfer for each unit of the value. H is what the probe says of the excitation: x is the
 *  forward solution of that excitation, y the adjoint solution of that probe, both at the frequency of `s`. */
void hum_sensitivities_find(const hum_sensitivities *k, const hum_solver *s, const hum_complex *x, const hum_complex *y,
                            hum_complex *dh);

/** The same in all lanes of a comb of the same circuit: dh [n][HUM_ENTRY]. */
void hum_sensitivities_comb(const hum_sensitivities *k, const hum_comb *c, const double *x, const double *y, double *dh);

#endif

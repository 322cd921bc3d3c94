/* Circuit -> numbers at one frequency: modified nodal analysis A(s) x = b, factored by SuiteSparse KLU,
 * solved forwards (one excitation, every voltage) or as adjoint (one output, the transfer from every source).
 *
 *   hum_solver_new         pattern and symbolic analysis, once per circuit
 *   hum_solver_set         stamp and factor at a frequency
 *   hum_solver_forward     x = A^-1 b
 *   hum_solver_adjoint     y = A^-T p, so that p.x = y.b for every b
 *
 * References: C.-W. Ho, A. Ruehli, P. Brennan, "The modified nodal approach to network analysis", IEEE
 * Trans. CAS-22 (1975) 504; R. Rohrer et al., IEEE J. SC-6 (1971) 204 (adjoint noise). */
#ifndef HUM_SOLVE_SOLVER_H
#define HUM_SOLVE_SOLVER_H

#include "base/constants.h"
#include "circuit/circuit.h"

typedef struct hum_solver hum_solver;

/** Analyses the pattern. The circuit must outlive the solver; KLU's memory is owned by `a`.
 *  @return HUM_E_NOMEM; HUM_E_NUMERIC: structurally singular (told at the user's line). */
HUM_NODISCARD hum_status hum_solver_new(hum_arena *a, const hum_circuit *c, hum_diags *d, hum_solver **out);

/** Number of unknowns: nodes without earth, then branch currents. */
size_t hum_solver_size(const hum_solver *s);

/** Stamps and factors at f_hz > 0.
 *  @return HUM_E_NUMERIC: singular; the node or branch is told at the user's line (HUM9975). */
HUM_NODISCARD hum_status hum_solver_set(hum_solver *s, double f_hz, hum_diags *d);

/** Voltage of a node, and current of a branch (element.branch + i), in a forward solution x. */
hum_complex hum_solution_voltage(const hum_solver *s, const hum_complex *x, hum_node n);
hum_complex hum_solution_probe(const hum_solver *s, const hum_complex *x, hum_probe p);
hum_complex hum_solution_current(const hum_solver *s, const hum_complex *x, size_t branch);

/** Right-hand sides for a forward solve: zeroes b, adds an EMF of `volts` to an EMF element, adds a current
 *  of `amperes` pushed into `to` and drawn from `from`. b has hum_solver_size entries. */
void hum_rhs_clear(const hum_solver *s, hum_complex *b);
void hum_rhs_emf(const hum_solver *s, hum_complex *b, uint32_t element, hum_complex volts);
void hum_rhs_current(const hum_solver *s, hum_complex *b, hum_node from, hum_node to, hum_complex amperes);

/** Solves in place: b becomes x, refined until its last digits stand (docs/physics/solve.md S-11).
 *  @return HUM_E_NUMERIC: refinement does not converge; HUM_E_RANGE: no frequency was set. */
HUM_NODISCARD hum_status hum_solver_forward(hum_solver *s, hum_complex *b);

/** y: the adjoint solution for the probe, hum_solver_size entries. */
HUM_NODISCARD hum_status hum_solver_adjoint(hum_solver *s, hum_probe probe, hum_complex *y);

/** Solves the transposed system in place, for any right-hand side. */
HUM_NODISCARD hum_status hum_solver_transposed(hum_solver *s, hum_complex *y);

/** Transfer to the probe, from an adjoint solution: of an EMF (V/V), of a current from -> to (ohm), and of
 *  an EMF in series with branch i of an element (V/V; positive when it raises `from` over `to`). */
hum_complex hum_adjoint_emf(const hum_solver *s, const hum_complex *y, uint32_t element);
hum_complex hum_adjoint_current(const hum_solver *s, const hum_complex *y, hum_node from, hum_node to);
hum_complex hum_adjoint_series(const hum_solver *s, const hum_complex *y, uint32_t element, size_t i);

/** Noise density at the probe at the frequency that is set, V^2/Hz, from its adjoint solution:
 *  every resistance 4kT Re, and every noise source (docs/physics/noise.md). When `by_element` [n_elements]
 *  or `by_source` [n_sources] is not NULL each contribution is stored there. Lines and inductors count their
 *  series resistance; a line's dielectric loss is thermal too, through Re of its shunt admittance. */
double hum_noise_density(const hum_solver *s, const hum_complex *y, double *by_element, double *by_source);

#endif

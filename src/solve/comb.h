/* A comb: the network at up to HUM_LANES frequencies at once, one in each SIMD lane, on the pivots that KLU chose at one
 * frequency (docs/physics/solve.md, "Many frequencies at once"). Every solution is refined as the solver's are; a frequency
 * whose solution does not converge is solved again by KLU, so that both say the same.
 *
 * Vectors in lanes are [hum_solver_size][HUM_ENTRY] doubles: eight real parts, then eight imaginary parts of each unknown. */
#ifndef HUM_SOLVE_COMB_H
#define HUM_SOLVE_COMB_H

#include "num/comb.h"
#include "solve/solver.h"

typedef struct hum_comb hum_comb;

/** For the circuit of `s`, which must have been set at a typical frequency and serves as the fallback.
 *  @param kernels NULL: the best of this machine.
 *  @return HUM_E_NOMEM; HUM_E_RANGE: no frequency was set, or there are no such kernels. */
HUM_NODISCARD hum_status hum_comb_new(hum_arena *a, hum_solver *s, const char *kernels, hum_comb **out);

/** Another one for the same network, for another thread: it shares the plan and the fallback, which is used by one at a time. */
HUM_NODISCARD hum_status hum_comb_new_like(hum_arena *a, const hum_comb *c, hum_comb **out);

/** Factors at n frequencies, 1 .. HUM_LANES. `d` is for what solutions have to tell later. */
HUM_NODISCARD hum_status hum_comb_set(hum_comb *c, const double *f_hz, size_t n, hum_diags *d);

/** A vector in lanes, zero; aligned. */
HUM_NODISCARD hum_status hum_comb_vector(hum_arena *a, const hum_comb *c, double **out);
void hum_comb_clear(const hum_comb *c, double *x);
/** One lane of a vector, from and to a plain one. */
void hum_comb_put(const hum_comb *c, size_t lane, const hum_complex *x, double *lanes);
void hum_comb_get(const hum_comb *c, size_t lane, const double *lanes, hum_complex *x);

/** One lane of a solution, read as hum_solution_probe, hum_solution_current and hum_adjoint_emf read a plain one. */
hum_complex hum_comb_probe(const hum_comb *c, const double *x, size_t lane, hum_probe probe);
hum_complex hum_comb_current(const hum_comb *c, const double *x, size_t lane, size_t branch);
hum_complex hum_comb_emf(const hum_comb *c, const double *y, size_t lane, uint32_t element);

/** What is the same in all solutions since the last hum_comb_set, in lanes. */
typedef struct hum_comb_view {
    const hum_comb_kernels *kernels;
    const double *f_hz;   /**< [HUM_LANES] */
    const double *tables; /**< [tables of the system][HUM_ENTRY] */
} hum_comb_view;

hum_comb_view hum_comb_view_of(const hum_comb *c);

/** What reads plain vectors of a lane in place of the solver (hum_adjoint_*, hum_solution_*, hum_noise_density). */
const hum_solver *hum_comb_at(hum_comb *c, size_t lane);

/** As hum_solver_forward, hum_solver_transposed and hum_solver_adjoint, in all lanes.
 *  @return HUM_E_NUMERIC: KLU finds no solution either (told). */
HUM_NODISCARD hum_status hum_comb_forward(hum_comb *c, double *b);
HUM_NODISCARD hum_status hum_comb_transposed(hum_comb *c, double *y);
HUM_NODISCARD hum_status hum_comb_adjoint(hum_comb *c, hum_probe probe, double *y);
/** As hum_rhs_current, in one lane of a vector. */
void hum_comb_push(const hum_comb *c, double *b, size_t lane, hum_node from, hum_node to, hum_complex amperes);

/** Lanes that KLU solved again so far. */
size_t hum_comb_again(const hum_comb *c);

#endif

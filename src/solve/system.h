/* The equations of a circuit at one frequency, element by element: every element contributes stamps, single
 * additions to one entry of A. They are kept apart as well as added up, because the residual of a solution
 * is only trustworthy when it is taken before large conductances swallow small ones.
 *
 * Unknowns: the voltages of all nodes but earth, the circuit's branch currents, then the currents of the
 * resistors below one ohm, which are branches of their own here (docs/physics/solve.md S-1..S-8). */
#ifndef HUM_SOLVE_SYSTEM_H
#define HUM_SOLVE_SYSTEM_H

#include "solve/solver.h"

#define HUM_NO_ROW SIZE_MAX

typedef struct hum_system {
    const hum_circuit *c;
    size_t n;            /**< Unknowns. */
    size_t n_stamps;
    uint32_t *row;       /**< [n_stamps] */
    uint32_t *col;       /**< [n_stamps] */
    int *slot;           /**< [n_stamps] entry of ax. */
    size_t *first;       /**< [n_elements + 1] stamps of each element. */
    hum_complex *value;  /**< [n_stamps] at the frequency that is set. */
    size_t *own;         /**< [n_elements] row of a small resistor's current, or of a line's tables; else HUM_NO_ROW. */
    hum_complex *tables; /**< Of each line, z [n][n] and y [n][n] at the frequency that is set. */
    size_t n_tables;
    int *ap;             /**< [n + 1] A by compressed columns. */
    int *ai;
    hum_complex *ax;
    double f_hz;
} hum_system;

/** Unknowns, stamps and pattern of a circuit; no values yet.  @return HUM_E_RANGE: nothing to solve. */
HUM_NODISCARD hum_status hum_system_new(hum_arena *a, const hum_circuit *c, hum_system *out);

/** Values at f_hz. */
void hum_system_set(hum_system *s, double f_hz);

/** Values of one element's stamps alone, not added up. */
void hum_system_stamp(hum_system *s, size_t element);

/** What each stamp is at any frequency: value = g + j c means g + j w c; or, where an entry is named, value times that
 *  entry of the tables. */
typedef struct hum_parts {
    hum_complex *value; /**< [n_stamps] */
    size_t *entry;      /**< [n_stamps] HUM_NO_ROW for none. */
} hum_parts;

HUM_NODISCARD hum_status hum_system_parts(hum_arena *a, const hum_system *s, hum_parts *out);

/** Row of a node's current law, HUM_NO_ROW for earth. */
size_t hum_system_node_row(hum_node n);
/** Row of a branch's equation. */
size_t hum_system_branch_row(const hum_system *s, size_t branch);
/** Matrices of a line at the frequency that is set. */
const hum_complex *hum_system_line_z(const hum_system *s, size_t element);
const hum_complex *hum_system_line_y(const hum_system *s, size_t element);

/** What the solver solves. */
const hum_system *hum_solver_system(const hum_solver *s);

/** A solver that solves nothing: the reading functions of solver.h take it for solutions found elsewhere, at the frequency and
 *  with the tables that its system says. */
HUM_NODISCARD hum_status hum_solver_new_reader(hum_arena *a, const hum_system *of, hum_solver **out, hum_system **system);

/** The factors' pattern as KLU found it at the frequency that is set: A(row_of, col_of) is block upper triangular, its blocks
 *  L U without row exchanges. Diagonals are not listed. */
typedef struct hum_pattern {
    size_t n_blocks;
    int32_t *blocks; /**< [n_blocks + 1] */
    int32_t *row_of; /**< [n] */
    int32_t *col_of; /**< [n] */
    int32_t *lp, *li;
    int32_t *up, *ui;
    int32_t *fp, *fi;
} hum_pattern;

/** @return HUM_E_RANGE: no frequency was set. */
HUM_NODISCARD hum_status hum_solver_pattern(hum_arena *a, hum_solver *s, hum_pattern *out);

#endif

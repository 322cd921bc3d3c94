/* The slow truth: dense linear algebra, lines and whole circuits in quadruple precision, written apart from
 * the library so that the two cannot share a mistake. Matrices are row-major. */
#ifndef TESTS_SUPPORT_QUAD_H
#define TESTS_SUPPORT_QUAD_H

#include "circuit/circuit.h"

typedef _Complex float __attribute__((mode(TC))) quad;

/** A double complex number, exactly. */
quad quad_of(double re, double im);
/** Magnitude, as a double. */
double quad_abs(quad x);

/** b [n][m] becomes a^-1 b; a [n][n] is destroyed. False when singular. */
bool quad_solve(size_t n, quad *a, size_t m, quad *b);
/** out = exp(x), both [n][n]; x is destroyed. */
void quad_exponential(size_t n, quad *x, quad *out);
/** The pi equivalent of a line by the matrix exponential: z, y [n][n]. */
void quad_line_pi(const hum_line *line, double f_hz, quad *z, quad *y);

/** Node voltages of a circuit, [n_nodes], for an EMF of 1 V in `element` (UINT32_MAX for none) and a
 *  current of `amperes` into node `into`. False when singular. */
bool quad_circuit(const hum_circuit *c, double f_hz, uint32_t element, hum_node into, double amperes, quad *v);

#endif

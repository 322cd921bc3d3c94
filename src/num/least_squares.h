/* Overdetermined real systems. */
#ifndef HUM_NUM_LEAST_SQUARES_H
#define HUM_NUM_LEAST_SQUARES_H

#include <stddef.h>

/** Least squares of a x = b for n_rhs right-hand sides by Householder reflections. Both are by columns, `rows`
 *  apart; a is [cols][rows] and is destroyed, b is [n_rhs][rows] and holds the solutions in its first `cols`. */
void hum_least_squares(size_t rows, size_t cols, size_t n_rhs, double *a, double *b);

#endif

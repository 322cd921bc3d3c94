/* Complex symmetric systems whose real and imaginary parts are both definite, as every passive network has
 * them: they need no pivoting. */
#ifndef HUM_NUM_SYMMETRIC_H
#define HUM_NUM_SYMMETRIC_H

#include "base/arena.h"

#include <complex.h>

/** Upper triangle of a complex symmetric n x n matrix, real and imaginary parts apart; row i begins at
 *  i * stride, stride is even, and what stands left of the diagonal means nothing. */
typedef struct hum_symmetric {
    size_t n;
    size_t stride;
    double *re;
    double *im;
} hum_symmetric;

HUM_NODISCARD hum_status hum_symmetric_new(hum_arena *a, size_t n, hum_symmetric *out);

/** m += c v v^T; v has `stride` elements, zero beyond n. */
void hum_symmetric_add_outer(hum_symmetric *m, double _Complex c, const double *v);

/** Eliminates the first k unknowns: the last n - k rows and columns become the Schur complement. */
void hum_symmetric_eliminate(hum_symmetric *m, size_t k);

/** Row-major copy [m][m] of the last m rows and columns. */
void hum_symmetric_tail(const hum_symmetric *m, size_t n_tail, double _Complex *out);

enum { HUM_INVERT_MAX = 24 };

/** Inverse of a small dense matrix [n][n], n <= HUM_INVERT_MAX, by Gauss-Jordan with row pivoting.
 *  @return HUM_E_NUMERIC when it has none. `out` may be `a`. */
HUM_NODISCARD hum_status hum_complex_invert(size_t n, const double _Complex *a, double _Complex *out);

#endif

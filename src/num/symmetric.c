/* L D L^T without pivoting for complex symmetric matrices A = B + j C with B and C definite: the growth
 * factor is below 3 and all leading minors are regular (N. J. Higham, "Factorizing complex symmetric matrices
 * with positive definite real and imaginary parts", Math. Comp. 67 (1998) 1591). LAPACK has no such routine:
 * its zgetrf does twice the work, and loading it costs each command 2.4 ms of start-up. Real and imaginary
 * parts stand apart so that the inner loop is vectors of doubles. */
#include "num/symmetric.h"

#include <string.h>

typedef double lanes __attribute__((vector_size(16), may_alias));
enum { LANES = 2 };

hum_status hum_symmetric_new(hum_arena *a, size_t n, hum_symmetric *out)
{
    *out = (hum_symmetric){.n = n, .stride = (n + LANES - 1) / LANES * LANES};
    HUM_ALLOC(out->re, a, double, n * out->stride);
    HUM_ALLOC(out->im, a, double, n * out->stride);
    return HUM_OK;
}

/* Row to[begin..] -= (lr + j li) * (re + j im). */
static void subtract_row(double *to_re, double *to_im, const double *re, const double *im, size_t begin,
                         size_t end, double lr, double li)
{
    const lanes vr = {lr, lr}, vi = {li, li};
    for (size_t j = begin / LANES * LANES; j < end; j += LANES) {
        lanes pr = *(const lanes *)(const void *)(re + j), pi = *(const lanes *)(const void *)(im + j);
        *(lanes *)(void *)(to_re + j) -= vr * pr - vi * pi;
        *(lanes *)(void *)(to_im + j) -= vr * pi + vi * pr;
    }
}

void hum_symmetric_add_outer(hum_symmetric *m, double _Complex c, const double *v)
{
    const double cr = -creal(c), ci = -cimag(c);
    for (size_t i = 0; i < m->n; i++) {
        const lanes vr = {cr * v[i], cr * v[i]}, vi = {ci * v[i], ci * v[i]};
        double *re = m->re + i * m->stride, *im = m->im + i * m->stride;
        for (size_t j = i / LANES * LANES; j < m->n; j += LANES) {
            lanes x = *(const lanes *)(const void *)(v + j);
            *(lanes *)(void *)(re + j) -= vr * x;
            *(lanes *)(void *)(im + j) -= vi * x;
        }
    }
}

void hum_symmetric_eliminate(hum_symmetric *m, size_t k)
{
    for (size_t p = 0; p < k; p++) {
        const double *re = m->re + p * m->stride, *im = m->im + p * m->stride;
        double norm = re[p] * re[p] + im[p] * im[p];
        double dr = re[p] / norm, di = -im[p] / norm;
        for (size_t i = p + 1; i < m->n; i++) {
            double lr = re[i] * dr - im[i] * di, li = re[i] * di + im[i] * dr;
            if (lr != 0 || li != 0)
                subtract_row(m->re + i * m->stride, m->im + i * m->stride, re, im, i, m->n, lr, li);
        }
    }
}

void hum_symmetric_tail(const hum_symmetric *m, size_t n_tail, double _Complex *out)
{
    size_t first = m->n - n_tail;
    for (size_t i = 0; i < n_tail; i++)
        for (size_t j = i; j < n_tail; j++) {
            size_t at = (first + i) * m->stride + first + j;
            out[i * n_tail + j] = out[j * n_tail + i] = __builtin_complex(m->re[at], m->im[at]);
        }
}

/* Brings the largest entry of column k to row k. */
static bool pivot_row(size_t n, double _Complex (*w)[2 * HUM_INVERT_MAX], size_t k)
{
    size_t best = k;
    for (size_t i = k + 1; i < n; i++)
        if (cabs(w[i][k]) > cabs(w[best][k]))
            best = i;
    for (size_t j = 0; best != k && j < 2 * n; j++) {
        double _Complex t = w[k][j];
        w[k][j] = w[best][j];
        w[best][j] = t;
    }
    double size = cabs(w[k][k]);
    return size > 0 && size < 1e300;
}

hum_status hum_complex_invert(size_t n, const double _Complex *a, double _Complex *out)
{
    double _Complex w[HUM_INVERT_MAX][2 * HUM_INVERT_MAX] = {{0}};
    if (n > HUM_INVERT_MAX)
        return HUM_E_RANGE;
    for (size_t i = 0; i < n; i++) {
        memcpy(w[i], a + i * n, n * sizeof *a);
        w[i][n + i] = 1;
    }
    for (size_t k = 0; k < n; k++) {
        if (!pivot_row(n, w, k))
            return HUM_E_NUMERIC;
        double _Complex d = 1 / w[k][k];
        for (size_t j = k; j < 2 * n; j++)
            w[k][j] *= d;
        for (size_t i = 0; i < n; i++) {
            double _Complex l = w[i][k];
            for (size_t j = k; i != k && j < 2 * n; j++)
                w[i][j] -= l * w[k][j];
        }
    }
    for (size_t i = 0; i < n; i++)
        memcpy(out + i * n, w[i] + n, n * sizeof *out);
    return HUM_OK;
}

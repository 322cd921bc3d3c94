/* Householder QR without pivoting (G. H. Golub and C. F. Van Loan, "Matrix Computations", 5.3). */
#include "num/least_squares.h"

#include <math.h>

static double dot(const double *x, const double *y, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += x[i] * y[i];
    return sum;
}

/* y -= v (2 v.y / v.v) */
static void reflect(const double *v, double *y, size_t n, double v_dot_v)
{
    double scale = v_dot_v > 0 ? 2 * dot(v, y, n) / v_dot_v : 0;
    for (size_t i = 0; i < n; i++)
        y[i] -= scale * v[i];
}

void hum_least_squares(size_t rows, size_t cols, size_t n_rhs, double *a, double *b)
{
    for (size_t k = 0; k < cols; k++) {
        double *v = a + k * rows + k;
        size_t n = rows - k;
        double norm = sqrt(dot(v, v, n)), diagonal = v[0] > 0 ? -norm : norm;
        v[0] -= diagonal;
        double v_dot_v = dot(v, v, n);
        for (size_t j = k + 1; j < cols; j++)
            reflect(v, a + j * rows + k, n, v_dot_v);
        for (size_t j = 0; j < n_rhs; j++)
            reflect(v, b + j * rows + k, n, v_dot_v);
        v[0] = diagonal; /* what is below is not needed again */
    }
    for (size_t j = 0; j < n_rhs; j++)
        for (size_t i = cols; i-- > 0;) {
            double sum = b[j * rows + i];
            for (size_t k = i + 1; k < cols; k++)
                sum -= a[k * rows + i] * b[j * rows + k];
            b[j * rows + i] = sum / a[i * rows + i];
        }
}

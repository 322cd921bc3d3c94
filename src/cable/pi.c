/* The exact pi equivalent of a uniform multiconductor line, without eigenvectors, so that modes of equal
 * velocity (a star quad) need no care. The chain parameters of a short piece come from their power series
 * and are doubled until the piece is the line, as one doubles the argument of cosh and sinh; cosh - 1 is
 * carried instead of cosh, so nothing cancels. A piece that attenuates is doubled as a pi instead, which
 * stays accurate when the chain parameters of different modes grow apart. Equations: docs/physics/cable.md
 * C-4..C-7; C. R. Paul, "Analysis of Multiconductor Transmission Lines" (2nd ed. 2008), ch. 7. */
#include "cable/table.h"

#include <math.h>

enum { N_MAX = HUM_LINE_MAX, TERMS_MAX = 9, HALVINGS_MAX = 64 };

#define SHORT 0.25     /* norm of Z Y l^2 of a short piece: the series' next term is then below 1e-20 */
#define ATTENUATED 1e3 /* |cosh - 1| from which doubling goes on as a pi */
#define NEAR_HALF_WAVE 30 /* |(2 + d)^-1| from which the shunt comes from z */
#define OPEN_OHM 1e60  /* a series impedance that is as good as none */

typedef struct matrix {
    size_t n;
    hum_complex at[N_MAX][N_MAX];
} matrix;

/* A piece of line: V_far = (I + d) V_near - z I_near, I_far = (I + d)^T I_near - w V_near. */
typedef struct piece {
    matrix z;
    matrix w;
    matrix d;
} piece;

/* Without the look at infinities that C's own multiplication takes: entries that are not finite stay so. */
static inline hum_complex times(hum_complex a, hum_complex b)
{
    double ar = __real__ a, ai = __imag__ a, br = __real__ b, bi = __imag__ b;
    return hum_complex_of(ar * br - ai * bi, ar * bi + ai * br);
}

static matrix multiply(const matrix *a, const matrix *b)
{
    matrix p;
    p.n = a->n;
    for (size_t i = 0; i < a->n; i++) {
        for (size_t j = 0; j < a->n; j++) {
            hum_complex sum = 0;
            for (size_t k = 0; k < a->n; k++)
                sum += times(a->at[i][k], b->at[k][j]);
            p.at[i][j] = sum;
        }
    }
    return p;
}

static matrix transpose(const matrix *a)
{
    matrix t;
    t.n = a->n;
    for (size_t i = 0; i < a->n; i++)
        for (size_t j = 0; j < a->n; j++)
            t.at[i][j] = a->at[j][i];
    return t;
}

/* a + x I */
static matrix add_identity(const matrix *a, double x)
{
    matrix s = *a;
    for (size_t i = 0; i < a->n; i++)
        s.at[i][i] += x;
    return s;
}

static void scale(matrix *a, double x)
{
    for (size_t i = 0; i < a->n; i++)
        for (size_t j = 0; j < a->n; j++)
            a->at[i][j] *= x;
}

/* Largest row sum of magnitudes. */
static double norm(const matrix *a)
{
    double largest = 0;
    for (size_t i = 0; i < a->n; i++) {
        double sum = 0;
        for (size_t j = 0; j < a->n; j++)
            sum += cabs(a->at[i][j]);
        largest = fmax(largest, sum);
    }
    return largest;
}

static void swap_rows(matrix *a, size_t i, size_t j)
{
    for (size_t k = 0; i != j && k < a->n; k++) {
        hum_complex t = a->at[i][k];
        a->at[i][k] = a->at[j][k];
        a->at[j][k] = t;
    }
}

/* row[i] -= x row[k] */
static void subtract_row(matrix *a, size_t i, size_t k, hum_complex x)
{
    for (size_t j = 0; j < a->n; j++)
        a->at[i][j] -= times(x, a->at[k][j]);
}

static size_t largest_in_column(const matrix *a, size_t k)
{
    size_t best = k;
    for (size_t i = k + 1; i < a->n; i++)
        if (cabs(a->at[i][k]) > cabs(a->at[best][k]))
            best = i;
    return best;
}

/* a^-1 b by Gauss-Jordan with row pivoting. */
static matrix solve(matrix a, matrix b)
{
    for (size_t k = 0; k < a.n; k++) {
        size_t p = largest_in_column(&a, k);
        swap_rows(&a, k, p);
        swap_rows(&b, k, p);
        for (size_t i = 0; i < a.n; i++) {
            if (i == k)
                continue;
            hum_complex x = a.at[i][k] / a.at[k][k];
            subtract_row(&a, i, k, x);
            subtract_row(&b, i, k, x);
        }
    }
    for (size_t i = 0; i < a.n; i++)
        for (size_t j = 0; j < a.n; j++)
            b.at[i][j] /= a.at[i][i];
    return b;
}

/* Terms after which a series in a matrix of this norm adds less than 1e-20. */
static int count_terms(double size)
{
    int terms = 2;
    for (double term = size / 6; term > 1e-20 && terms < TERMS_MAX; terms++)
        term *= size / (2 * terms * (2 * terms + 1));
    return terms;
}

/* Sum of m^k / (2k + odd)!, k = 0 .. terms-1, by Horner's rule: sinh(x)/x for odd = 1 and
 * (cosh(x) - 1)/x^2 for odd = 2, with x^2 = m. */
static matrix sum_series(const matrix *m, int terms, int odd)
{
    matrix s = {.n = m->n};
    s = add_identity(&s, 1);
    for (int k = terms - 1; k > 0; k--) {
        s = multiply(m, &s);
        scale(&s, 1.0 / ((2 * k + odd) * (2 * k + odd - 1)));
        s = add_identity(&s, 1);
    }
    scale(&s, odd == 2 ? 0.5 : 1);
    return s;
}

/* Chain parameters of a short piece from its total Z and Y (eq. C-5). */
static piece start_short(matrix z, matrix y)
{
    matrix m = multiply(&z, &y);
    int terms = count_terms(norm(&m));
    matrix sinhc = sum_series(&m, terms, 1);
    matrix coshm1 = sum_series(&m, terms, 2);
    return (piece){multiply(&sinhc, &z), multiply(&y, &sinhc), multiply(&m, &coshm1)};
}

/* Twice the length (eq. C-6). */
static void double_chain(piece *p)
{
    matrix cosh = add_identity(&p->d, 1);
    matrix z = multiply(&cosh, &p->z), w = multiply(&p->w, &cosh);
    p->d = multiply(&p->z, &p->w);
    scale(&p->d, 2);
    scale(&z, 2);
    scale(&w, 2);
    p->z = z;
    p->w = w;
}

/* Shunt at each end of the pi of a piece: y = (2 I + d)^-T w, or z^-1 d where a mode is near half a wave
 * and the first form would lose its digits (eq. C-4). */
static matrix shunt_of(const piece *p)
{
    matrix dt = transpose(&p->d), one = {.n = p->d.n};
    matrix inverse = solve(add_identity(&dt, 2), add_identity(&one, 1));
    return norm(&inverse) < NEAR_HALF_WAVE ? multiply(&inverse, &p->w) : solve(p->z, p->d);
}

/* Twice the length of a pi: z' = 2 z (I + y z), y' = y + (I + y z)^-1 y (eq. C-7). */
static void double_pi(matrix *z, matrix *y)
{
    matrix yz = multiply(y, z);
    matrix middle = add_identity(&yz, 1);
    matrix more = solve(middle, *y);
    *z = multiply(z, &middle);
    scale(z, 2);
    for (size_t i = 0; i < y->n; i++)
        for (size_t j = 0; j < y->n; j++)
            y->at[i][j] += more.at[i][j];
}

/* A line is reciprocal: what rounding left of asymmetry goes. */
static void store_symmetric(const matrix *a, hum_complex *out)
{
    for (size_t i = 0; i < a->n; i++)
        for (size_t j = 0; j < a->n; j++)
            out[i * a->n + j] = 0.5 * (a->at[i][j] + a->at[j][i]);
}

/* The pi of a line whose whole impedance and admittance are `total_z` and `total_y`. */
static void make_pi(matrix total_z, matrix total_y, hum_complex *z, hum_complex *y)
{
    matrix m = multiply(&total_z, &total_y);
    double size = norm(&m);
    int doublings = 0;
    for (; size > SHORT && doublings < HALVINGS_MAX; doublings++)
        size /= 4;
    scale(&total_z, ldexp(1, -doublings));
    scale(&total_y, ldexp(1, -doublings));
    piece p = start_short(total_z, total_y);
    for (; doublings > 0 && norm(&p.d) < ATTENUATED; doublings--)
        double_chain(&p);
    matrix shunt = shunt_of(&p);
    for (; doublings > 0 && norm(&p.z) < OPEN_OHM; doublings--)
        double_pi(&p.z, &shunt);
    store_symmetric(&p.z, z);
    store_symmetric(&shunt, y);
}

void hum_line_pi_of(size_t n, double length_m, const hum_complex *z_ohm_m, const hum_complex *y_s_m,
                    hum_complex *z, hum_complex *y)
{
    matrix total_z = {.n = n}, total_y = {.n = n};
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            total_z.at[i][j] = length_m * z_ohm_m[i * n + j];
            total_y.at[i][j] = length_m * y_s_m[i * n + j];
        }
    make_pi(total_z, total_y, z, y);
}

void hum_line_pi(const hum_line *line, double f_hz, hum_complex *z, hum_complex *y)
{
    hum_complex z_ohm_m[N_MAX * N_MAX], y_s_m[N_MAX * N_MAX];
    hum_line_matrices(line, f_hz, z_ohm_m, y_s_m);
    hum_line_pi_of(line->n, line->length_m, z_ohm_m, y_s_m, z, y);
}

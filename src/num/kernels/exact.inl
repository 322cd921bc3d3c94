/* The residual of an adjoint solution, stamp by stamp, in twice the precision (docs/physics/solve.md S-10 transposed).
 * Compiled without contraction of products and sums: error-free sums and products are what they are only then.
 * T. J. Dekker, "A floating-point technique for extending the available precision", Numer. Math. 18 (1971) 224. */
#include "num/kernels.h"

typedef double vec __attribute__((vector_size(VECTOR_BYTES)));
typedef double vec_in_memory __attribute__((vector_size(VECTOR_BYTES), aligned(8), may_alias));

#define INLINE static inline __attribute__((always_inline))

enum { VL = VECTOR_BYTES / 8 };

/* A sum in two parts. */
typedef struct twice {
    vec high, low;
} twice;

INLINE vec load(const double *p)
{
    return *(const vec_in_memory *)p;
}

INLINE void store(double *p, vec x)
{
    *(vec_in_memory *)p = x;
}

/* The upper 26 bits. */
INLINE vec upper(vec x)
{
    vec c = 134217729.0 * x;
    return c - (c - x);
}

/* sum - a b */
INLINE twice subtract(twice sum, vec a, vec b)
{
    vec ah = upper(a), al = a - ah, bh = upper(b), bl = b - bh;
    vec p = a * b, pe = ((ah * bh - p) + ah * bl + al * bh) + al * bl;
    vec s = sum.high - p, back = s - sum.high;
    vec se = (sum.high - (s - back)) - (p + back);
    return (twice){s, sum.low + (se - pe)};
}

/* sum - b */
INLINE twice subtract_one(twice sum, vec b)
{
    vec s = sum.high - b, back = s - sum.high;
    return (twice){s, sum.low + ((sum.high - (s - back)) - (b + back))};
}

/* One column's sum. */
typedef struct column {
    twice re, im;
} column;

/* c -= a x for one stamp and one vector. */
INLINE column subtract_stamp(column c, int kind, const double *a, const double *x)
{
    vec xr = load(x), xi = load(x + HUM_LANES);
    if (kind == HUM_STAMP_ONE)
        return (column){subtract_one(c.re, xr), subtract_one(c.im, xi)};
    if (kind == HUM_STAMP_MINUS_ONE)
        return (column){subtract_one(c.re, -xr), subtract_one(c.im, -xi)};
    if (kind != HUM_STAMP_IMAGINARY)
        c = (column){subtract(c.re, load(a), xr), subtract(c.im, load(a), xi)};
    if (kind != HUM_STAMP_REAL)
        c = (column){subtract(c.re, -load(a + HUM_LANES), xi), subtract(c.im, load(a + HUM_LANES), xr)};
    return c;
}

static void residual(const hum_stamps *s, const double *y, double *r)
{
    for (size_t col = 0; col < s->n_columns; col++, r += HUM_ENTRY)
        for (size_t v = 0; v < HUM_LANES; v += VL) {
            column c = {{load(r + v), {0}}, {load(r + HUM_LANES + v), {0}}};
            for (int32_t k = s->first[col]; k < s->first[col + 1]; k++)
                c = subtract_stamp(c, s->kind[k], s->value + (size_t)k * HUM_ENTRY + v,
                                   y + (size_t)s->row[k] * HUM_ENTRY + v);
            store(r + v, c.re.high + c.re.low);
            store(r + HUM_LANES + v, c.im.high + c.im.low);
        }
}

extern void (*const EXACT)(const hum_stamps *s, const double *y, double *r);
void (*const EXACT)(const hum_stamps *s, const double *y, double *r) = residual;

/* The residual of an adjoint solution, stamp by stamp, in twice the precision (docs/physics/solve.md S-10 transposed).
 * Compiled without contraction of products and sums: error-free sums and products are what they are only then.
 * T. J. Dekker, "A floating-point technique for extending the available precision", Numer. Math. 18 (1971) 224; with a fused
 * multiplication the error of a product is one operation. */
#include "num/kernels.h"

#ifdef __FMA__
#include <immintrin.h>
#endif

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

/* What rounding left out of p = a b. */
#if defined __FMA__ && VECTOR_BYTES == 64
INLINE vec product_error(vec a, vec b, vec p)
{
    return (vec)_mm512_fmsub_pd((__m512d)a, (__m512d)b, (__m512d)p);
}
#elif defined __FMA__ && VECTOR_BYTES == 32
INLINE vec product_error(vec a, vec b, vec p)
{
    return (vec)_mm256_fmsub_pd((__m256d)a, (__m256d)b, (__m256d)p);
}
#else
/* The upper 26 bits. */
INLINE vec upper(vec x)
{
    vec c = 134217729.0 * x;
    return c - (c - x);
}

INLINE vec product_error(vec a, vec b, vec p)
{
    vec ah = upper(a), al = a - ah, bh = upper(b), bl = b - bh;
    return ((ah * bh - p) + ah * bl + al * bh) + al * bl;
}
#endif

/* sum - b - error */
INLINE twice subtract_both(twice sum, vec b, vec error)
{
    vec s = sum.high - b, back = s - sum.high;
    vec lost = (sum.high - (s - back)) - (b + back);
    return (twice){s, sum.low + (lost - error)};
}

/* sum - a b */
INLINE twice subtract(twice sum, vec a, vec b)
{
    vec p = a * b;
    return subtract_both(sum, p, product_error(a, b, p));
}

/* One column's sum. */
typedef struct column {
    twice re, im;
} column;

/* c -= value y, or += when the sign says so. */
INLINE column subtract_stamp(column c, int kind, bool is_minus, const double *value, const double *y)
{
    vec xr = load(y), xi = load(y + HUM_LANES), zero = {0};
    if (is_minus) {
        xr = -xr;
        xi = -xi;
    }
    if (kind == HUM_STAMP_ONE)
        return (column){subtract_both(c.re, xr, zero), subtract_both(c.im, xi, zero)};
    if (kind != HUM_STAMP_IMAGINARY)
        c = (column){subtract(c.re, load(value), xr), subtract(c.im, load(value), xi)};
    if (kind != HUM_STAMP_REAL)
        c = (column){subtract(c.re, -load(value + HUM_LANES), xi), subtract(c.im, load(value + HUM_LANES), xr)};
    return c;
}

static void residual(const hum_terms *s, const double *y, double *r)
{
    for (size_t col = 0; col < s->n_columns; col++, r += HUM_ENTRY)
        for (size_t v = 0; v < HUM_LANES; v += VL) {
            column c = {{load(r + v), {0}}, {load(r + HUM_LANES + v), {0}}};
            for (int32_t k = s->first[col]; k < s->first[col + 1]; k++) {
                const double *value = s->value + (size_t)k * HUM_ENTRY + v;
                c = subtract_stamp(c, s->kind[k], false, value, y + (size_t)s->rows[2 * k] * HUM_ENTRY + v);
                if ((size_t)s->rows[2 * k + 1] != s->n_columns)
                    c = subtract_stamp(c, s->kind[k], true, value, y + (size_t)s->rows[2 * k + 1] * HUM_ENTRY + v);
            }
            store(r + v, c.re.high + c.re.low);
            store(r + HUM_LANES + v, c.im.high + c.im.low);
        }
}

extern void (*const EXACT)(const hum_terms *s, const double *y, double *r);
void (*const EXACT)(const hum_terms *s, const double *y, double *r) = residual;

/* The residual of a solution, part by part, in twice the precision (docs/physics/solve.md S-10). Compiled without
 * contraction of products and sums: error-free sums and products are what they are only then. T. J. Dekker, "A floating-point
 * technique for extending the available precision", Numer. Math. 18 (1971) 224. */
#include "lanes.inl"

#if VECTOR_BYTES == 64 || VECTOR_BYTES == 32
#include <immintrin.h>
#endif

/* A sum in two parts. */
typedef struct twice {
    vec high, low;
} twice;

/* a b - p without rounding of the product. */
INLINE vec error_of(vec a, vec b, vec p)
{
#if VECTOR_BYTES == 64
    return (vec)_mm512_fmsub_pd((__m512d)a, (__m512d)b, (__m512d)p);
#elif VECTOR_BYTES == 32
    return (vec)_mm256_fmsub_pd((__m256d)a, (__m256d)b, (__m256d)p);
#else
    vec ca = 134217729.0 * a, cb = 134217729.0 * b;
    vec ah = ca - (ca - a), al = a - ah, bh = cb - (cb - b), bl = b - bh;
    return ((ah * bh - p) + ah * bl + al * bh) + al * bl;
#endif
}

/* sum - b */
INLINE twice subtract_one(twice sum, vec b)
{
    vec s = sum.high - b, back = s - sum.high;
    return (twice){s, sum.low + ((sum.high - (s - back)) - (b + back))};
}

/* sum - a b */
INLINE twice subtract(twice sum, vec a, vec b)
{
    vec p = a * b;
    sum.low -= error_of(a, b, p);
    return subtract_one(sum, p);
}

/* One row's sum. */
typedef struct total {
    twice re, im;
} total;

INLINE total subtract_complex(total t, vec ar, vec ai, vec xr, vec xi)
{
    t = (total){subtract(t.re, ar, xr), subtract(t.im, ar, xi)};
    return (total){subtract(t.re, -ai, xi), subtract(t.im, ai, xr)};
}

/* t -= a x for one part and one vector; w and tables begin at that vector's lanes. */
INLINE total subtract_part(total t, int kind, hum_addend_value a, const double *w, const double *tables, const double *x)
{
    vec xr = load(x), xi = load(x + HUM_LANES);
    switch (kind) {
    case HUM_ADDEND_ONE:
        return (total){subtract_one(t.re, xr), subtract_one(t.im, xi)};
    case HUM_ADDEND_MINUS_ONE:
        return (total){subtract_one(t.re, -xr), subtract_one(t.im, -xi)};
    case HUM_ADDEND_REAL:
        return (total){subtract(t.re, splat(a.number), xr), subtract(t.im, splat(a.number), xi)};
    case HUM_ADDEND_IMAGINARY:
        return (total){subtract(t.re, -a.number * load(w), xi), subtract(t.im, a.number * load(w), xr)};
    default: {
        const double *at = tables + a.entry * HUM_ENTRY;
        vec ar = load(at), ai = load(at + HUM_LANES);
        return kind == HUM_ADDEND_TABLE ? subtract_complex(t, ar, ai, xr, xi) : subtract_complex(t, -ar, -ai, xr, xi);
    }
    }
}

static void residual(const hum_addend_list *list, const hum_comb_values *values, const double *x, const double *b,
                     double *r)
{
    for (size_t row = 0; row < list->n; row++, b += HUM_ENTRY, r += HUM_ENTRY)
        for (size_t v = 0; v < HUM_LANES; v += VL) {
            total t = {{load(b + v), {0}}, {load(b + HUM_LANES + v), {0}}};
            for (int32_t k = list->first[row]; k < list->first[row + 1]; k++)
                t = subtract_part(t, list->kind[k], list->value[k], values->w + v, values->tables + v,
                                  x + (size_t)list->other[k] * HUM_ENTRY + v);
            store(r + v, t.re.high + t.re.low);
            store(r + HUM_LANES + v, t.im.high + t.im.low);
        }
}

extern void (*const EXACT)(const hum_addend_list *list, const hum_comb_values *values, const double *x, const double *b,
                     double *r);
void (*const EXACT)(const hum_addend_list *list, const hum_comb_values *values, const double *x, const double *b,
                     double *r) = residual;

/* Vectors of one instruction set, VECTOR_BYTES wide: GCC's vector extensions, which clang has too. */
#include "num/comb.h"

typedef double vec __attribute__((vector_size(VECTOR_BYTES)));
typedef double vec_in_memory __attribute__((vector_size(VECTOR_BYTES), aligned(8), may_alias));
typedef long long mask __attribute__((vector_size(VECTOR_BYTES)));

#define INLINE static inline __attribute__((always_inline))

enum { VL = VECTOR_BYTES / 8, NV = HUM_LANES / VL };

INLINE vec load(const double *p)
{
    return *(const vec_in_memory *)p;
}

INLINE void store(double *p, vec x)
{
    *(vec_in_memory *)p = x;
}

INLINE vec splat(double x)
{
    return x - (vec){0};
}

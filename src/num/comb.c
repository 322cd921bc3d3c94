/* Which instruction set the comb's kernels use: the same as the batch's. */
#include "num/comb.h"

#include <string.h>

extern const hum_comb_kernels hum_comb_baseline;
#ifdef __x86_64__
extern const hum_comb_kernels hum_comb_avx2, hum_comb_avx512;
#endif

const hum_comb_kernels *hum_comb_kernels_named(const char *name)
{
    const hum_kernels *k = hum_kernels_named(name);
    if (!k)
        return NULL;
#ifdef __x86_64__
    if (strcmp(k->name, hum_comb_avx512.name) == 0)
        return &hum_comb_avx512;
    if (strcmp(k->name, hum_comb_avx2.name) == 0)
        return &hum_comb_avx2;
#endif
    return &hum_comb_baseline;
}

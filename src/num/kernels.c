/* Which instruction set the batched kernels use. */
#include "num/kernels.h"

#include <string.h>

extern const hum_kernels hum_kernels_baseline;
#ifdef __x86_64__
extern const hum_kernels hum_kernels_avx2, hum_kernels_avx512;
#endif

static bool is_wanted(const char *name, const hum_kernels *k)
{
    return !name || !name[0] || strcmp(name, k->name) == 0;
}

const hum_kernels *hum_kernels_named(const char *name)
{
#ifdef __x86_64__
    __builtin_cpu_init();
    bool has_512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq");
    if (is_wanted(name, &hum_kernels_avx512) && has_512)
        return &hum_kernels_avx512;
    if (is_wanted(name, &hum_kernels_avx2) && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return &hum_kernels_avx2;
#endif
    return is_wanted(name, &hum_kernels_baseline) ? &hum_kernels_baseline : NULL;
}

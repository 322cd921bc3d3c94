#define KERNELS hum_comb_avx512
#define KERNELS_NAME "avx512"
#define VECTOR_BYTES 64
#define EXACT hum_comb_residual_avx512
#include "comb.inl"

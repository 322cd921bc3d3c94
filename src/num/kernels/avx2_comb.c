#define KERNELS hum_comb_avx2
#define KERNELS_NAME "avx2"
#define VECTOR_BYTES 32
#define EXACT hum_comb_residual_avx2
#include "comb.inl"

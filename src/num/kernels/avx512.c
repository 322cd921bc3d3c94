#define KERNELS hum_kernels_avx512
#define KERNELS_NAME "avx512"
#define VECTOR_BYTES 64
#define EXACT hum_residual_avx512
#include "batch.inl"

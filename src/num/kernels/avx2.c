#define KERNELS hum_kernels_avx2
#define KERNELS_NAME "avx2"
#define VECTOR_BYTES 32
#define EXACT hum_residual_avx2
#include "batch.inl"

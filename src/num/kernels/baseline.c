#define KERNELS hum_kernels_baseline
#define KERNELS_NAME "baseline"
#define VECTOR_BYTES 16
#define EXACT hum_residual_baseline
#include "batch.inl"

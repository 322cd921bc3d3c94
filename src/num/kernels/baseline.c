#define KERNELS hum_kernels_baseline
#define KERNELS_NAME "baseline"
#define VECTOR_BYTES 16
#include "batch.inl"

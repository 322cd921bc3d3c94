#define KERNELS hum_comb_baseline
#define KERNELS_NAME "baseline"
#define VECTOR_BYTES 16
#define EXACT hum_comb_residual_baseline
#include "comb.inl"

#define EXACT hum_comb_residual_avx2
#define VECTOR_BYTES 32
#include "comb_exact.inl"

#define EXACT hum_comb_residual_avx512
#define VECTOR_BYTES 64
#include "comb_exact.inl"

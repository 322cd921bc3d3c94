#define EXACT hum_residual_avx512
#define VECTOR_BYTES 64
#include "exact.inl"

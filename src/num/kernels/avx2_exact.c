#define EXACT hum_residual_avx2
#define VECTOR_BYTES 32
#include "exact.inl"

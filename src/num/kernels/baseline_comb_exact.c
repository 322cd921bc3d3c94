#define EXACT hum_comb_residual_baseline
#define VECTOR_BYTES 16
#include "comb_exact.inl"

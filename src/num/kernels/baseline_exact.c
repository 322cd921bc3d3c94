#define EXACT hum_residual_baseline
#define VECTOR_BYTES 16
#include "exact.inl"

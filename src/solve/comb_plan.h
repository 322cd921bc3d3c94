/* What a comb is run by: A as addends, and the factors' pattern. */
#ifndef HUM_SOLVE_COMB_PLAN_H
#define HUM_SOLVE_COMB_PLAN_H

#include "num/comb.h"
#include "solve/system.h"

HUM_NODISCARD hum_status hum_comb_plan_new(hum_arena *a, hum_solver *s, hum_comb_plan *out);

#endif

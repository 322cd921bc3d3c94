/* Targets: which side is bad, and what is met. */
#include "study/target.h"

#include "study/distribution.h"

#include <math.h>

void hum_target_limit(hum_target *t, char op, const hum_value *limit)
{
    t->op = op;
    t->low = -HUGE_VAL;
    t->high = HUGE_VAL;
    if (op == '>')
        t->low = limit->nominal;
    else if (op == '<')
        t->high = limit->nominal;
    else if (op == '=') {
        t->low = limit->low;
        t->high = limit->high;
    }
    if (op == '<' || op == '>')
        t->is_worse_low = op == '>';
}

bool hum_target_is_met(const hum_target *t, double v)
{
    switch (t->op) {
    case '<':
        return v < t->high;
    case '>':
        return v > t->low;
    default:
        return v >= t->low && v <= t->high;
    }
}

double hum_target_badness(const hum_target *t, double v)
{
    if (isnan(v))
        return -HUGE_VAL;
    return t->is_worse_low ? -v : v;
}

double hum_target_worst(const hum_target *t, const double *sorted, size_t n, double share)
{
    return hum_percentile(sorted, n, t->is_worse_low ? share : 100 - share);
}

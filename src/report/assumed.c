/* How an assumption reads: what, how much, from where to where, why. */
#include "report/assumed.h"

#include "base/number.h"

void hum_out_assumption(hum_out *o, const hum_assumption *as)
{
    hum_out_text(o, as->what);
    if (as->dim != HUM_DIM_NONE) {
        hum_out_z(o, ": ");
        hum_out_amount(o, as->dim, as->value);
    }
    if (as->low < as->high) {
        hum_out_z(o, " (");
        hum_out_amount(o, as->dim, as->low);
        hum_out_z(o, " to ");
        hum_out_amount(o, as->dim, as->high);
        hum_out_z(o, ")");
    }
    hum_out_z(o, "; ");
    hum_out_text(o, as->why);
}

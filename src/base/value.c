/* A value as a person knows it. */
#include "base/value.h"

#include "base/number.h"

#include <math.h>

hum_value hum_value_exact(hum_dim dim, double si)
{
    return (hum_value){
        .certainty = HUM_EXACT, .dim = dim, .nominal = si, .low = si, .high = si, .span = HUM_NO_SPAN};
}

bool hum_dim_is_decibel(hum_dim d)
{
    switch ((int)d) {
    case HUM_DIM_DB:
    case HUM_DIM_DBA:
    case HUM_DIM_DBSPL:
    case HUM_DIM_DB_W:
    case HUM_DIM_DB_MW:
    case HUM_DIM_DB_V:
    case HUM_DIM_CELSIUS: /* not a decibel, but uniform as they are */
        return true;
    default:
        return false;
    }
}

hum_value hum_value_range(hum_dim dim, double low, double high)
{
    bool is_log = !hum_dim_is_decibel(dim) && low > 0 && high > 0;
    double middle = is_log ? sqrt(low) * sqrt(high) : 0.5 * low + 0.5 * high;
    return (hum_value){
        .certainty = HUM_RANGE, .dim = dim, .nominal = middle, .low = low, .high = high, .span = HUM_NO_SPAN};
}

void hum_out_amount(hum_out *o, hum_dim dim, double v)
{
    bool has_no_prefix = dim == HUM_DIM_NONE || dim == HUM_DIM_SQUARE_METRE; /* a square millimetre is not a thousandth */
    if (dim == HUM_DIM_RATIO || has_no_prefix || hum_dim_is_decibel(dim)) {
        hum_out_digits(o, dim == HUM_DIM_RATIO ? 100 * v : v, 3);
        hum_out_f(o, "%s%s", dim == HUM_DIM_NONE ? "" : " ", dim == HUM_DIM_RATIO ? "%" : hum_dim_symbol(dim));
    } else {
        hum_out_si(o, v, 3, hum_dim_symbol(dim));
    }
}

void hum_out_tolerance(hum_out *o, hum_dim dim, double half_width, bool is_relative)
{
    hum_out_z(o, "+-");
    if (is_relative || dim == HUM_DIM_RATIO) {
        hum_out_number(o, round(half_width * 1e8) / 1e6);
        hum_out_z(o, " %");
    } else {
        hum_out_amount(o, dim, half_width);
    }
}

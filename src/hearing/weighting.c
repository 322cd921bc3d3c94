/* A-weighting by its poles (IEC 61672-1, annex E) and the ITU-R BS.468-4 curve by the transfer function of
 * its network. Equations: docs/physics/hearing.md. */
#include "hearing/weighting.h"

#include <math.h>

static double a_response(double f)
{
    static const double f1 = 20.598997, f2 = 107.65265, f3 = 737.86223, f4 = 12194.217; /* poles, Hz */
    double s = f * f;
    return f4 * f4 * s * s / ((s + f1 * f1) * sqrt((s + f2 * f2) * (s + f3 * f3)) * (s + f4 * f4));
}

double hum_a_weight(double f_hz)
{
    return a_response(f_hz) / a_response(1000);
}

double hum_a_weight_db(double f_hz)
{
    return 20 * log10(hum_a_weight(f_hz));
}

static double itu468_response(double f)
{
    double s = f * f;
    double even = 1 + s * (-1.363894795463638e-7 + s * (2.043828333606125e-15 - s * 4.737338981378384e-24));
    double odd = f * (5.559488023498642e-4 + s * (-2.118150887518656e-11 + s * 1.306612257412824e-19));
    return f / hypot(even, odd);
}

double hum_itu468_weight_db(double f_hz)
{
    return 20 * log10(itu468_response(f_hz) / itu468_response(1000));
}

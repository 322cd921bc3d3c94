/* The wideband Debye model with a flat loss tangent between two far frequencies (A. R. Djordjevic, R. M.
 * Biljic, V. D. Likar-Smiljanic and T. K. Sarkar, IEEE Trans. EMC-43 (2001) 662): fitted to the permittivity
 * and the loss at one frequency, causal everywhere. Equation: docs/physics/section.md X-12. */
#include "cable/dielectric.h"

#include <math.h>

#define F_LOW_HZ 1e-2 /* the loss is flat between these */
#define F_HIGH_HZ 1e11
#define F_MEASURED_HZ 1e3

/* ln((f2 + j f) / (f1 + j f)) */
static hum_complex spread(double f_hz)
{
    return clog(hum_complex_of(F_HIGH_HZ, f_hz)) - clog(hum_complex_of(F_LOW_HZ, f_hz));
}

hum_complex hum_dielectric_er(const hum_dielectric *d, double f_hz)
{
    double er = d->er > 0 ? d->er : 1;
    if (!(d->tan_delta > 0))
        return er;
    hum_complex at = spread(d->f_hz > 0 ? d->f_hz : F_MEASURED_HZ);
    double slope = er * d->tan_delta / -cimag(at);
    return er + slope * (spread(f_hz) - creal(at));
}

/* Numbers as text: the same in every locale. */
#ifndef HUM_BASE_NUMBER_H
#define HUM_BASE_NUMBER_H

#include "base/text.h"

/** Reads digits [.digits] [e[+-]digits], with an optional sign, from the start of `t`.
 *  @return Bytes read; 0 when there is no number. *value may be infinite when it is out of range. */
size_t hum_number_read(hum_text t, double *value);

/** Shortest decimal text that reads back as the same double, e.g. 0.1, 47000, 1e-12. */
void hum_out_number(hum_out *o, double v);

/** `digits` significant digits, trailing zeros kept, never an exponent for 1e-4 <= |v| < 1e7. */
void hum_out_digits(hum_out *o, double v, int digits);

/** Fixed-point with `decimals` digits after the point; -0.0 prints as 0. */
void hum_out_fixed(hum_out *o, double v, int decimals);

/** Engineering notation with a unit: 12.0 uV, 4.70 kohm. `digits` significant digits. Zero, and
 *  magnitudes outside 1e-15..1e15, are written without a prefix. */
void hum_out_si(hum_out *o, double v, int digits, const char *unit);

#endif

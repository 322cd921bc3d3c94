/* What the files on fields share: what is stated of a field, and how a cable lies in it. */
#ifndef HUM_CIRCUIT_FIELD_OF_H
#define HUM_CIRCUIT_FIELD_OF_H

#include "cable/beside.h"
#include "circuit/section_of.h"

#define HUM_LIVE_RADIUS_M 0.69e-3 /* 1.5 mm2 */

/** The value of a key of a field, or the middle of the range that is typical of its kind, which is then listed. */
HUM_NODISCARD hum_status hum_field_value(hum_builder *b, uint32_t index, hum_key key, double *out);

/** The n conductors of a cable's line as they lie in it, opened at its plugs. @return HUM_E_RANGE, HUM_E_NOMEM */
HUM_NODISCARD hum_status hum_cable_legs(hum_builder *b, uint32_t cable, size_t n, hum_legs *out);

/** Does it drive anything in the conductors of this cable? */
bool hum_field_acts_on(const hum_field_at *f, uint32_t cable);

/** Where a cable of those legs lies in a field. @return HUM_E_INPUT: closer than it can be, told; HUM_E_NOMEM */
HUM_NODISCARD hum_status hum_field_beside(hum_builder *b, uint32_t index, uint32_t cable, const hum_legs *legs, hum_beside *out);

#endif

/* What a cable is made of: its data sheet, and its cross-section, stated or assumed. */
#ifndef HUM_CIRCUIT_SECTION_OF_H
#define HUM_CIRCUIT_SECTION_OF_H

#include "cable/geometry.h"
#include "circuit/builder.h"

/** The value of a key of a cable, or the middle of the range that is typical of its kind, which is then listed. */
HUM_NODISCARD hum_status hum_cable_value(hum_builder *b, const hum_cable *c, hum_key key, double *out);

/** Fills net->cables[index].sheet, once. @return HUM_E_NOMEM */
HUM_NODISCARD hum_status hum_cable_sheet(hum_builder *b, uint32_t index);

/** The cross-section of a cable of the builder's model: as stated (*is_stated), or else that of its kind with solid copper
 *  cores of its resistance, touching coats and a spacing that give its capacitance (docs/physics/cable.md C-17 to C-20), which
 *  is then listed among the assumptions. Wires stand in the order of the line's conductors; a quad has four, 0 and 2 being the
 *  first leg. *lay_m is the twist, 0 for none; it is also in out->lay_m. Cheap enough to be asked in every sample.
 *  @return HUM_E_NOMEM */
HUM_NODISCARD hum_status hum_cable_geometry(hum_builder *b, const hum_cable *c, hum_geometry *out, double *lay_m,
                                            bool *is_stated);

/** The cross-section that hum_cable_geometry assumes of a kind with that data sheet. Where no spacing gives the capacitance
 *  (more than touching wires have), the closest. */
hum_geometry hum_geometry_typical(hum_cable_kind kind, const hum_cable_data *d);

#endif

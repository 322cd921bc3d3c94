/* What a cable is made of: its data sheet, and its cross-section, stated or assumed. */
#ifndef HUM_CIRCUIT_SECTION_OF_H
#define HUM_CIRCUIT_SECTION_OF_H

#include "cable/geometry.h"
#include "circuit/builder.h"

/** The value of a key of a cable, or the middle of the range that is typical of its kind, which is then listed. */
HUM_NODISCARD hum_status hum_cable_value(hum_builder *b, const hum_cable *c, hum_key key, double *out);

/** Does it state that key, and what: the middle of a range. */
bool hum_cable_states(const hum_cable *c, hum_key key);
double hum_cable_stated(const hum_cable *c, hum_key key, double otherwise);

/** Fills net->cables[index].sheet, once. @return HUM_E_NOMEM */
HUM_NODISCARD hum_status hum_cable_sheet(hum_builder *b, uint32_t index);

/** How many cores, a quad's legs counted, and whether a shield, lines of that kind have. */
void hum_cable_conductors(hum_cable_kind kind, size_t *n_cores, bool *has_shield);
/** Both together: the conductors of its line. */
size_t hum_cable_n_conductors(const hum_cable *c);

/** The conductor that a cable states, without a coat; false when it states none. */
bool hum_cable_conductor(const hum_cable *c, hum_wire *out);
/** The key that its stated cross-section still lacks; NULL when it is whole. */
const char *hum_cable_section_lacks(const hum_cable *c);
/** The cross-section that a cable states whole; what it leaves open is taken as usual and listed. The lay is not set.
 *  @return HUM_E_NOMEM */
HUM_NODISCARD hum_status hum_cable_stated_geometry(hum_builder *b, const hum_cable *c, hum_geometry *out);
/** false when conductors touch, overlap or leave the shield: told at the value that does it (HUM3761). */
bool hum_cable_section_is_possible(hum_builder *b, const hum_cable *c, const hum_geometry *g);
/** A drawing is nominal: further from its data sheet than this it is told (HUM8217). */
#define HUM_RESIDUAL_FAR 0.25
/** Where the section is not whole, the conductor alone beside the stated resistance of the core; false without both. */
bool hum_cable_core_residual(const hum_cable *c, hum_residual *out);
/** Its twist, 0 for none; assumed when not stated. */
HUM_NODISCARD hum_status hum_cable_lay(hum_builder *b, const hum_cable *c, double *lay_m);

/** The line of a cable, from its cross-section where that is stated (then net->cables[index].section is set) or from its data
 *  sheet. @return HUM_E_RANGE: not those of a cable; HUM_E_INPUT: told; HUM_E_NUMERIC, HUM_E_NOMEM */
HUM_NODISCARD hum_status hum_cable_line(hum_builder *b, uint32_t index, double length_m, hum_line *out);

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

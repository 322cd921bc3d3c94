/* A cross-section solved: capacitance with its dielectrics and impedance with skin and proximity effect, at any
 * frequency, from one set of circular harmonics. docs/physics/section.md. */
#ifndef HUM_CABLE_SECTION_H
#define HUM_CABLE_SECTION_H

#include "cable/geometry.h"

/** A cross-section ready to be asked; has its work space inside, so one per thread. */
typedef struct hum_section hum_section;

/** @param tolerance relative accuracy wanted of the matrices, 0: 1e-6; orders follow from it.
 *  @return HUM_E_RANGE when hum_geometry_check finds a fault. */
HUM_NODISCARD hum_status hum_section_new(hum_arena *a, const hum_geometry *g, double tolerance,
                                         hum_section **out);

/** As hum_section_new with stated numbers of harmonics: of each wire, and of what is around. */
HUM_NODISCARD hum_status hum_section_new_of_order(hum_arena *a, const hum_geometry *g, size_t order,
                                                  size_t outer_order, hum_section **out);

size_t hum_section_wires(const hum_section *s);
size_t hum_section_order(const hum_section *s);
const hum_geometry *hum_section_geometry(const hum_section *s);
/** Distance at which the room stands as a return (eq. X-10). */
double hum_section_room_m(const hum_section *s);

/* Of the wires alone, [wires][wires], against the shield; in the open against the room. */

/** Maxwell capacitance F/m, C' - j C''. Interpolated between stored frequencies, so this costs little: within
 *  1e-5 of C and 0.3 % of the loss, 3 Hz to 300 MHz. */
void hum_section_capacitance(hum_section *s, double f_hz, hum_complex *c_f_m);
/** The same solved anew at this frequency. @return HUM_E_NUMERIC */
HUM_NODISCARD hum_status hum_section_solve_capacitance(hum_section *s, double f_hz, hum_complex *c_f_m);
/** Inductance of perfect conductors, H/m: mu0 eps0 C0^-1. */
void hum_section_external_inductance(hum_section *s, double *l_h_m);
/** Series impedance ohm/m, R + j w L; the shield's share (its eddy currents but not its n = 0 impedance)
 *  included. f_hz = 0 is the limit, whose imaginary part is 0. */
void hum_section_impedance(hum_section *s, double f_hz, hum_complex *z_ohm_m);
/** L at zero frequency, uniform current, H/m. */
void hum_section_dc_inductance(hum_section *s, double *l_h_m);

/* As a line against the room: the wires in their order, drains tied to the shield, the shield last. */

/** Conductors of the line: wires without drains, and the shield if there is one. */
size_t hum_section_conductors(const hum_section *s);
/** Z ohm/m and Y S/m, [conductors][conductors], for hum_line_pi_of.  @return HUM_E_NUMERIC */
HUM_NODISCARD hum_status hum_section_at(hum_section *s, double f_hz, hum_complex *z_ohm_m, hum_complex *y_s_m);
/** The line that has the section's matrices at one frequency as nearly as a hum_line can: the resistances'
 *  mutual parts and the differences of loss between dielectrics are left out.
 *  @return HUM_E_UNSUPPORTED for more than HUM_LINE_MAX conductors. */
HUM_NODISCARD hum_status hum_section_line(hum_section *s, double f_hz, double length_m, hum_line *out);

/** What data sheets call the capacitance of two legs in a shield (docs/physics/cable.md), F/m. */
typedef struct hum_capacitance_sheet {
    double core_core_direct;   /**< C_ab */
    double core_shield_direct; /**< C_as, mean of both legs */
    double differential;       /**< Core to core, shield floating. */
    double core_rest;          /**< Core to the other core and the shield. */
    double core_shield;        /**< Core to shield, other core floating. */
    double common;             /**< Both cores to the shield. */
    double imbalance;          /**< Difference of the two C_as over their mean. */
} hum_capacitance_sheet;

/** `group`: 0 or 1 for each wire, drains included in neither (2 = shield).  In the open the shield is the room. */
void hum_section_sheet(hum_section *s, const size_t *group, hum_capacitance_sheet *out);

/** Conductors joined at both ends (a star quad's opposite cores): `group[i]` of each of n, 0 .. n_groups-1.
 *  Impedances are joined as admittances.  @return HUM_E_NUMERIC */
HUM_NODISCARD hum_status hum_join_impedance(size_t n, const hum_complex *z, const size_t *group, size_t n_groups,
                                            hum_complex *out);
void hum_join_admittance(size_t n, const hum_complex *y, const size_t *group, size_t n_groups, hum_complex *out);

/** Wires i and j as go and return: z_ii + z_jj - 2 z_ij. */
hum_complex hum_loop_impedance(size_t n, const hum_complex *z, size_t i, size_t j);
/** Capacitance between wires i and j with all others floating. @return HUM_E_NUMERIC */
HUM_NODISCARD hum_status hum_loop_capacitance(size_t n, const hum_complex *c_f_m, size_t i, size_t j,
                                              hum_complex *out);

#endif

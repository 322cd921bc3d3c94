/* What a cable is, from its per-metre matrices: the capacitance as each data sheet counts it, loop inductance and resistance,
 * characteristic impedance against frequency, and what its shield does. Equations: docs/physics/cable.md C-12..C-16. */
#ifndef HUM_STUDY_CABLE_FACTS_H
#define HUM_STUDY_CABLE_FACTS_H

#include "cable/line.h"

enum { HUM_CABLE_IMPEDANCES = 5 };
extern const double hum_cable_impedance_hz[HUM_CABLE_IMPEDANCES];

/** NAN where a figure does not apply (a coax has no core-core capacitance). Per metre, SI. */
typedef struct hum_cable_facts {
    bool is_pair;
    bool has_shield;
    double c_core_core_f_m;   /**< Core to core, shield floating: what a differential source sees. */
    double c_core_rest_f_m;   /**< One core to the other and the shield together: a pair wired unbalanced; a coax's only figure. */
    double c_core_shield_f_m; /**< Core to shield, other core floating. */
    double c_common_f_m;      /**< Both cores to the shield. */
    double l_loop_h_m;        /**< Signal loop: pair core 1 and 2; coax core and shield. */
    double r_loop_ohm_m;
    double r_shield_ohm_m;
    double velocity;          /**< Of the signal at high frequencies, fraction of the speed of light. */
    double z_ohm[HUM_CABLE_IMPEDANCES];   /**< |Z0| at hum_cable_impedance_hz. */
    double z_angle_deg[HUM_CABLE_IMPEDANCES];
    double shield_cutoff_hz;  /**< R / (2 pi L) of the shield against the room: above it a ground loop's current falls. */
} hum_cable_facts;

/** @param[in] line 1 or 2 cores, then the shield when has_shield. */
hum_cable_facts hum_cable_facts_of(const hum_line *line, bool has_shield);

#endif

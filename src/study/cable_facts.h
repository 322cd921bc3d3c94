/* What a cable is, from its per-metre matrices: the capacitance as each data sheet counts it, loop inductance, resistance, loss
 * and characteristic impedance against frequency, and what its shield does. Equations: docs/physics/cable.md C-12..C-16, C-26..C-28. */
#ifndef HUM_STUDY_CABLE_FACTS_H
#define HUM_STUDY_CABLE_FACTS_H

#include "cable/signal.h"

enum { HUM_CABLE_POINTS = 6 };
extern const double hum_cable_hz[HUM_CABLE_POINTS];

/** The signal loop at one frequency, per metre. */
typedef struct hum_cable_point {
    double f_hz;
    double r_ohm_m;
    double l_h_m;
    double z_ohm;          /**< |Z0| */
    double z_angle_deg;
    double loss_db_m;      /**< Of a wave that is matched (eq. C-26). */
    double transfer_ohm_m; /**< Voltage in the signal loop per ampere in the shield (eq. C-27); NAN without a shield. */
} hum_cable_point;

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
    hum_cable_point points[HUM_CABLE_POINTS]; /**< At hum_cable_hz. */
    double shield_cutoff_hz;  /**< R / (2 pi L) of the shield against the room: above it a ground loop's current falls. */
} hum_cable_facts;

/** @param[in] line 1 or more cores, then the shield when has_shield.
 *  @param[in] skin its signal loop with the skin effect that a data sheet allows to guess; NULL when the line has its own. */
hum_cable_facts hum_cable_facts_of(const hum_line *line, bool has_shield, const hum_signal_line *skin);

/** The signal loop of the line at any frequency above 0. */
hum_cable_point hum_cable_point_at(const hum_line *line, bool has_shield, const hum_signal_line *skin, double f_hz);

/** The matrices of a line at one frequency above 0, [n][n]. */
typedef struct hum_cable_matrices {
    double r_ohm_m[HUM_LINE_MAX * HUM_LINE_MAX];
    double l_h_m[HUM_LINE_MAX * HUM_LINE_MAX];
    double c_f_m[HUM_LINE_MAX * HUM_LINE_MAX];
    double g_s_m[HUM_LINE_MAX * HUM_LINE_MAX];
} hum_cable_matrices;

hum_cable_matrices hum_cable_matrices_at(const hum_line *line, double f_hz);

#endif

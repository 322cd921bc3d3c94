/* Model -> network: the circuit together with where each thing of the model is in it, and what was assumed.
 *
 *   network.c      the order of building           assume.c   what is assumed
 *   net_power.c    mains, outlets, other grounds, chassis, leakage
 *   net_bond.c     ground wires
 *   net_port.c     stages of ports: net_output.c, net_input.c, net_four_resistors.c, net_digital.c;
 *                  stage.c has what they share, fit.c curves of data sheets; net_equalization.c of phono inputs
 *   net_cable.c    cables and wiring; cable_*.c, section_*.c from what is stated to a line
 *   net_field.c    fields, neighbouring cables, radio: how strong, and their sources
 *   net_beside.c   how a cable lies in a field      net_pickup.c   what the field does in it
 *   net_stray.c    capacitance to live wires and cables beside it
 *   net_listener.c loudspeakers and headphones
 *   spectrum.c     harmonics of mains and ground voltages
 *
 * The physical assumptions are here and in model/typical.c; docs/physics/assumptions.md lists them. */
#ifndef HUM_CIRCUIT_NETWORK_H
#define HUM_CIRCUIT_NETWORK_H

#include "cable/section.h"
#include "cable/signal.h"
#include "circuit/circuit.h"
#include "model/model.h"

/** Something the file does not state (or states as a range), and what was taken instead. */
typedef struct hum_assumption {
    hum_text what;      /**< "z of amp.line" */
    hum_dim dim;
    double value;       /**< What the single solution uses; SI or dB. */
    double low;
    double high;
    hum_text why;
    hum_text measure;   /**< How to find the value with a multimeter or on a data sheet; empty for what is no uncertain value. */
    hum_span span;
    bool is_stated;     /**< The range is the user's own. */
    double share;       /**< Part of the answer's variance that it makes, 0 to 1; NAN while that is not known. */
    double moves_db;    /**< How far the answer moves between low and high; NAN while that is not known. */
} hum_assumption;

/** A number of the network that is not one number, drawn from `value` when a system is sampled. */
typedef struct hum_parameter {
    hum_text what;       /**< "z of amp.line", "r1 of amp.xlr" */
    hum_value value;     /**< A range (stated, or typical of what is not known), or a stated tolerance. */
    double taken;        /**< By the single solution; a tolerance that makes a mismatch is taken at its worst corner. */
    uint32_t assumption; /**< HUM_NONE for a tolerance: what is stated is not assumed. */
} hum_parameter;

/** Name of the hum source that stands for the mains itself, through leakage. */
#define HUM_MAINS_NAME "mains leakage"

/** Which elements and sources one thing of the model became: a run of each. */
typedef struct hum_part {
    uint32_t element, n_elements;
    uint32_t source, n_sources;
} hum_part;

/** Where a box is: its chassis and its signal common (the same node without a lift). */
typedef struct hum_box_net {
    bool is_built;
    hum_node chassis;
    hum_node common;
    double gain_db;     /**< What stands in for a gain stated as a range; NAN for its middle. */
    hum_part part;      /**< Its earths and leakage, without its ports. */
} hum_box_net;

/** Where a port is. */
typedef struct hum_port_net {
    bool is_built;
    hum_node hot;       /**< Contacts. Unbalanced: cold is the return. */
    hum_node cold;
    hum_node ret;       /**< Shell, or pin 1. */
    bool is_cold_joined; /**< Cold is joined to ret already, in the plug of a cable or inside. */
    hum_node ground;    /**< Signal common that the stage works against. */
    hum_node plus;      /**< Input: the receiver's own legs, behind coupling capacitors. */
    hum_node minus;
    hum_node signal;    /**< V(signal) against earth: an output's EMF, or what an input senses (referred to its input). */
    hum_node handed_on; /**< Input: the same behind its equalization, which the box's outputs amplify. */
    uint32_t emf;       /**< The EMF element of `signal`. */
    uint32_t source;    /**< Output: its signal source. */
    uint32_t distortion;/**< Output: its common-mode distortion source, HUM_NONE. */
    hum_node common_mode; /**< Output: V against earth is added to both legs. Pass-through input: what it hands on. */
    bool has_common_mode;
    double cmrr_gain;   /**< Input: |d| = |cmrr_gain + s cmrr_gain_s| is its own common-mode error. */
    double cmrr_gain_s;
    size_t cmrr_term;   /**< Index of the two common-mode terms in the EMF element; SIZE_MAX for none. */
    double max_v;       /**< Output: largest EMF. Input: clips above; HUGE_VAL when not stated. */
    double emirr_db;    /**< Input, when the file states radio. */
    double default_gain;/**< Input: in-to-out gain when none is stated (four-resistor: r2/r1; transformer: 1/ratio). */
    bool has_default_gain;
    hum_part part;
} hum_port_net;

/** What a drawing gives beside what a data sheet states of the same cable. */
typedef struct hum_residual {
    hum_key key;   /**< core, shield, c, c-shield, l or velocity */
    double drawn;
    double stated;
} hum_residual;
enum { HUM_RESIDUALS_MAX = 6 };

/** A stated cross-section, solved. */
typedef struct hum_cable_section {
    hum_geometry geometry;       /**< As stated. */
    hum_line drawn;              /**< What it gives alone: R at zero frequency, L and C at 1 kHz. 1 m. */
    hum_capacitance_sheet sheet; /**< Of `drawn`; a coax has its only one in `differential`. */
    hum_line line;               /**< With the resistances and capacitances that the data sheet states; with its table. */
    hum_section *solved;         /**< Of which the table is made; for one thread. */
    size_t n_cores;
    bool has_shield;
    hum_residual residuals[HUM_RESIDUALS_MAX];
    size_t n_residuals;
} hum_cable_section;

typedef struct hum_cable_net {
    uint32_t line;        /**< The line element; HUM_NONE of an optical cable. */
    size_t shield_branch; /**< Branch current of its shield, SIZE_MAX for none. */
    size_t ground_branch; /**< Branch currents from here on join its boxes' grounds: */
    size_t n_ground;      /**< its shield, and what wires of a data cable lie beside it; 0: nothing joins them. */
    uint32_t contact;     /**< The resistor through which its shield is tied, at its source when it is tied there; HUM_NONE. */
    double length_m;
    hum_line data;
    size_t asked_for_line; /**< Uncertain values asked for until it was known. */
    const hum_cable_section *section; /**< NULL: known by its data sheet. */
    hum_cable_data sheet; /**< As its data sheet and what is typical describe it. */
    hum_part part;        /**< With the other channel of a stereo cable. */
    const hum_term *outer; /**< [n_outer] EMF, at each end, of its outermost conductor in the fields that it is in. */
    size_t n_outer;
    bool is_sensed;       /**< Another cable listens to the currents in its conductors, */
    hum_node sense_in[HUM_LINE_MAX]; /**< which flow from here */
    hum_node sense_out[HUM_LINE_MAX]; /**< to here. */
} hum_cable_net;

/** A field: the nodes whose voltages are its strength. */
typedef struct hum_field_net {
    hum_text name;       /**< "mains cable 5 cm from pre.main->amp.line" */
    size_t n_ways;       /**< Directions, 0 to 3. */
    hum_node drive[3];   /**< 1 V stands for 1 A, T, A m2 or V/m. */
    hum_node live;       /**< Mains and live wire: its voltage. */
    double strength;
    hum_radio_kind radio; /**< Radio: what it is, and */
    double carrier_hz;
    double modulation;
    uint32_t source;     /**< its source. */
} hum_field_net;
/** Where a cable's loss at radio frequencies is from. */
typedef enum hum_loss_from { HUM_LOSS_RESISTANCE, HUM_LOSS_PUBLISHED, HUM_LOSS_SECTION } hum_loss_from;

/** A digital link as its eye needs it: docs/physics/eye.md E-8. */
typedef struct hum_digital_net {
    bool has_eye;      /**< Else nothing below is known: USB, HDMI, Ethernet, optical. */
    hum_signal_line line;
    double length_m;
    double level_v;    /**< Peak to peak across rated_ohm. */
    double rated_ohm;  /**< 110 or 75. */
    double source_ohm;
    double rise_s;     /**< 10 to 90 %; when it was assumed, at 48 kHz. */
    bool is_rise_assumed; /**< Edges are then that part of a UI at every rate. */
    double load_ohm;
    double load_f;
    bool has_published_loss;
    bool is_solved;    /**< Its cross-section is. */
} hum_digital_net;

typedef struct hum_listener_net {
    hum_probe probe;      /**< Voltage at the loudspeaker or transducer. */
    hum_probe other;      /**< Headphones: the silent channel's transducer. */
    double sensitivity_db; /**< For 2.83 V (speaker at 1 m; headphones at the ear). */
    double load_ohm;
    double distance_m;
    double room_gain_db;
    double count;
    double room_dba;
    hum_part part;
} hum_listener_net;

typedef struct hum_network {
    const hum_model *model;
    hum_circuit *circuit;
    hum_box_net *boxes;         /**< [model->n_boxes] */
    hum_port_net *ports;        /**< [model->n_ports] */
    hum_cable_net *cables;      /**< [model->n_cables + model->n_digital] */
    hum_digital_net *digital;   /**< [model->n_digital] */
    hum_listener_net *listeners; /**< [model->n_listeners] */
    hum_node *grounds;          /**< [model->n_grounds] */
    hum_part *ground_parts;     /**< [model->n_grounds] */
    hum_part *bond_parts;       /**< [model->n_bonds] */
    hum_part mains_part;
    hum_part outlet_part;       /**< The outlet that boxes without a named one share. */
    hum_field_net *fields;      /**< [model->n_fields] */
    hum_node live;              /**< Mains live. */
    hum_node shared_outlet;     /**< Earth of the outlet that boxes without a named one share. */
    hum_assumption *assumptions;
    size_t n_assumptions;
    size_t cap_assumptions;
    hum_parameter *parameters;
    size_t n_parameters;
    size_t cap_parameters;
    uint32_t *asked;            /**< Parameter of each uncertain value in the order of building. */
    size_t n_asked;
    size_t cap_asked;
} hum_network;

/** Values to build with instead of the assumed ones, by the index of the assumption in a network of the same model, where
 *  values never change the order of the assumptions. NAN, and what is beyond n, stays as assumed. */
typedef struct hum_assumed_values {
    const double *value;
    size_t n;
    const struct hum_network *like; /**< Of the same model: its solved cross-sections are taken over. May be NULL. */
} hum_assumed_values;

/** Builds the network of a model; `values` may be NULL. @return HUM_E_INPUT (told), HUM_E_NOMEM. */
HUM_NODISCARD hum_status hum_network_build(hum_arena *a, const hum_model *m, const hum_assumed_values *values,
                                           hum_diags *d, hum_network **out);

/** The network of the same model with other values of its parameters: value[as->n_parameters], NAN as taken. It has the
 *  same elements and sources in the same order whatever the values are, lists no assumptions, and is for solving only.
 *  @return HUM_E_INPUT: these values cannot be those of a cable. */
HUM_NODISCARD hum_status hum_network_draw(hum_arena *a, const hum_network *as, const double *value, hum_diags *d,
                                          hum_network **out);

/** Turns the sign of an input's own common-mode error: +1 or -1. */
void hum_network_polarise(hum_network *net, uint32_t port, double sign);

/** The signal loop of analog cable i at radio frequencies, as the eye of a digital link would see it: its cross-section, or its data
 *  sheet with skin effect from what it says it loses, or from its resistance (docs/physics/eye.md E-3 to E-7). */
hum_loss_from hum_cable_signal(const hum_network *net, uint32_t i, hum_signal_line *out);

/** Gain, as a factor, of a path inside a box; false when the signal does not go that way. */
bool hum_network_gain(const hum_network *net, uint32_t in, uint32_t out, double *factor);

#endif

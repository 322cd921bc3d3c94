/* The model: boxes, ports, cables, grounds, listeners and expectations, with names resolved and units converted, but
 * nothing assumed yet: an unknown is still an unknown. One model is one variant of a system. Immutable once resolved.
 *
 *   tree --resolve.c--> model --circuit/--> network */
#ifndef HUM_MODEL_MODEL_H
#define HUM_MODEL_MODEL_H

#include "base/names.h"
#include "lang/tree.h"

#define HUM_NONE UINT32_MAX

/** Every quantity that a key can state. The key's name, dimension and limits are in schema.c. */
typedef enum hum_key {
#define HUM_KEY(id, name, dim, where, low, high, flags) HUM_KEY_##id,
#include "model/keys.def"
#undef HUM_KEY
    HUM_N_KEYS
} hum_key;

/** What a key may stand in; a set. */
typedef enum hum_where {
    HUM_AT_BOX = 1,
    HUM_AT_INPUT = 2,
    HUM_AT_OUTPUT = 4,
    HUM_AT_CABLE = 8,
    HUM_AT_GROUND = 16,
    HUM_AT_LISTENER = 32,
    HUM_AT_BOND = 64,
    HUM_AT_TRANSFORMER = 128,
    HUM_AT_OPAMP = 256,
    HUM_AT_FIELD = 512,
} hum_where;

/** A stated value; with points, one of several against frequency. */
typedef struct hum_stated {
    hum_key key;
    hum_value value;
    double f_hz; /**< 0 when no frequency was given. */
} hum_stated;

/** What was stated of one thing, in the order of first mention. */
typedef struct hum_values {
    hum_stated *items;
    size_t n;
    size_t cap;
} hum_values;

/** The word of a key, e.g. "zcm". */
const char *hum_key_name(hum_key key);
/** The dimension of its values. */
hum_dim hum_key_dim(hum_key key);
/** The (first) value of a key; one with certainty HUM_ABSENT when it was not stated. */
hum_value hum_values_get(const hum_values *v, hum_key key);
/** All values of a key: at most `max` are stored, their number returned. */
size_t hum_values_curve(const hum_values *v, hum_key key, hum_stated *out, size_t max);

typedef enum hum_output_topology {
    HUM_OUT_UNBALANCED,
    HUM_OUT_SYMMETRIC,
    HUM_OUT_IMPEDANCE_BALANCED,
    HUM_OUT_GROUND_SENSING,
    HUM_OUT_CROSS_COUPLED,
    HUM_OUT_TRANSFORMER,
    HUM_OUT_FLOATING,
    HUM_OUT_INVERTED,
    HUM_OUT_CIRCLOTRON,
    HUM_OUT_AES3, /* digital from here on */
    HUM_OUT_AES3ID,
    HUM_OUT_SPDIF,
    HUM_OUT_USB,  /* data from here on: no eye is known of them */
    HUM_OUT_HDMI,
    HUM_OUT_ETHERNET,
    HUM_OUT_OPTICAL,
} hum_output_topology;

typedef enum hum_input_topology {
    HUM_IN_UNBALANCED,
    HUM_IN_DIFFERENCE,
    HUM_IN_INSTRUMENTATION,
    HUM_IN_BOOTSTRAPPED,
    HUM_IN_TRANSFORMER,
    HUM_IN_FAKE,
    HUM_IN_PASS_THROUGH,
    HUM_IN_AES3, /* digital from here on */
    HUM_IN_AES3ID,
    HUM_IN_SPDIF,
    HUM_IN_USB, /* data from here on */
    HUM_IN_HDMI,
    HUM_IN_ETHERNET,
    HUM_IN_OPTICAL,
} hum_input_topology;

typedef enum hum_pin1 {
    HUM_PIN1_UNSTATED, /**< Balanced and data: chassis. Others: signal common. */
    HUM_PIN1_CHASSIS,
    HUM_PIN1_SIGNAL,   /**< Through HUM_KEY_PIN1_R: the pin 1 problem. */
    HUM_PIN1_LIFT,
    HUM_PIN1_CAPACITOR,
} hum_pin1;

/** Of an input that hears a record; the gain of its box is that at 1 kHz. */
typedef enum hum_equalization {
    HUM_EQUALIZATION_UNSTATED, /**< Flat. */
    HUM_EQUALIZATION_FLAT,
    HUM_EQUALIZATION_RIAA,
    HUM_EQUALIZATION_RIAA_IEC, /**< With the cut of rumble at 20 Hz. */
} hum_equalization;

typedef enum hum_plug {
    HUM_PLUG_UNSTATED,
    HUM_PLUG_3_PIN,
    HUM_PLUG_2_PIN,
    HUM_PLUG_BATTERY,
    HUM_PLUG_USB, /**< Fed through its USB cable: as a battery, no way to the mains of its own. */
} hum_plug;
typedef enum hum_spectrum { HUM_SPECTRUM_UNSTATED, HUM_SPECTRUM_SINE, HUM_SPECTRUM_GROUND, HUM_SPECTRUM_MAINS,
               HUM_SPECTRUM_RECTIFIER } hum_spectrum;

/** What the plugs of a cable fit. All that carries audio, AES3 and S/PDIF is soldered to plugs of any kind. */
typedef enum hum_plugs { HUM_PLUGS_ANY, HUM_PLUGS_USB, HUM_PLUGS_HDMI, HUM_PLUGS_ETHERNET, HUM_PLUGS_OPTICAL } hum_plugs;

typedef enum hum_load_at { HUM_LOAD_NOTHING, HUM_LOAD_SPEAKER, HUM_LOAD_HEADPHONES } hum_load_at;

typedef struct hum_port {
    hum_text name;
    hum_text id;             /**< "amp.line" */
    hum_span span;
    uint32_t box;
    bool is_output;
    int topology;            /**< hum_output_topology or hum_input_topology. */
    hum_pin1 pin1;
    bool pin3_grounded;      /**< Fake input: pin 3 goes to ground, not nowhere. */
    hum_equalization equalization; /**< Input. */
    hum_values values;
    const hum_statement *said_in; /**< The box statement that defined it, to tell an amendment from a repetition. */
    uint32_t cable;          /**< Input: the cable that feeds it, HUM_NONE for none; also for a digital one. */
    bool is_used;            /**< A cable or a listener is connected. */
    hum_load_at load;        /**< Output: what listens to it directly. */
} hum_port;

bool hum_port_is_balanced(const hum_port *p);
/** It carries no analog audio, but its shield is part of the grounds. */
bool hum_port_is_digital(const hum_port *p);
/** USB, HDMI, Ethernet or optical: digital, and nothing is said of its eye. */
bool hum_port_is_data(const hum_port *p);
/** What plugs its socket takes. */
hum_plugs hum_port_plugs(const hum_port *p);

/** "gain IN -> OUT dB"; HUM_NONE stands for every input or every output. */
typedef struct hum_gain {
    uint32_t in;
    uint32_t out;
    hum_value db;
    hum_text in_name;  /**< As written; empty for every input. */
    hum_text out_name;
    hum_span span;
} hum_gain;

typedef struct hum_attachment {
    hum_text name;
    uint32_t ground;
    hum_value isolated; /**< Capacitance of an isolator in between; absent for a plain connection. */
    hum_span span;
} hum_attachment;

typedef struct hum_box {
    hum_text id;
    hum_text title;
    hum_text device; /**< "maker/model" of `like`, empty for none. */
    hum_span span;
    hum_plug plug;
    bool is_flipped;
    bool is_portable;         /**< It has a battery: its adapter may be pulled out. */
    bool mixes;
    hum_text outlet_name;
    hum_span outlet_span;
    uint32_t outlet;          /**< Ground index; HUM_NONE: the outlet that all unnamed ones share. */
    hum_attachment *grounds;
    size_t n_grounds;
    size_t cap_grounds;
    hum_values values;
    uint32_t *ports;
    size_t n_ports;
    size_t cap_ports;
    hum_names port_names;
    hum_gain *gains;
    size_t n_gains;
    size_t cap_gains;
    hum_text select_name;
    hum_span select_span;
    bool lacks_ports;         /**< A line that names one could not be read, and was told. */
    uint32_t selected;        /**< Input that is listened to; HUM_NONE: all connected ones (mix), or none is connected. */
    bool is_used;
} hum_box;

typedef struct hum_spectrum_line {
    double f_hz;
    hum_value v;
} hum_spectrum_line;

/** An outlet's protective earth, or another connection to earth. */
typedef struct hum_ground {
    hum_text name;
    hum_span span;
    bool is_outlet;
    hum_spectrum spectrum;
    hum_values values; /**< emf, r, l */
    hum_spectrum_line *lines;
    size_t n_lines;
    size_t cap_lines;
} hum_ground;

typedef enum hum_cable_kind { HUM_CABLE_COAX, HUM_CABLE_PAIR, HUM_CABLE_QUAD, HUM_CABLE_RIBBON, HUM_CABLE_UNSHIELDED } hum_cable_kind;
typedef enum hum_metal { HUM_METAL_UNSTATED, HUM_METAL_COPPER, HUM_METAL_SILVER, HUM_METAL_ALUMINIUM, HUM_METAL_CLAD_STEEL } hum_metal;
typedef enum hum_shielding {
    HUM_SHIELDING_UNSTATED,
    HUM_SHIELDING_BRAID,
    HUM_SHIELDING_FOIL,
    HUM_SHIELDING_SERVED,
    HUM_SHIELDING_REUSSEN, /**< Two layers served in opposite directions. */
    HUM_SHIELDING_TUBE,
} hum_shielding;
typedef enum hum_screen { HUM_SCREEN_BOTH, HUM_SCREEN_SOURCE, HUM_SCREEN_RECEIVER, HUM_SCREEN_NONE } hum_screen;
typedef enum hum_pin { HUM_PIN_HOT, HUM_PIN_COLD, HUM_PIN_RETURN, HUM_PIN_OPEN } hum_pin;

/** Conductor `conductor` (0.. cores, then the shield) goes from a pin of the output to a pin of the input. */
typedef struct hum_wired {
    uint32_t conductor;
    hum_pin near;
    hum_pin far;
} hum_wired;
enum { HUM_SHIELD_CONDUCTOR = 100, HUM_WIRED_MAX = 8 };

typedef struct hum_cable {
    hum_text id;          /**< "pre.main->amp.line" */
    hum_text type;        /**< As written. */
    hum_text title;       /**< Of the catalogue entry, or of the typical cable. */
    hum_span span;
    hum_text from_name;
    hum_text to_name;
    hum_span from_span;
    hum_span to_span;
    uint32_t from;        /**< Port. */
    uint32_t to;
    hum_cable_kind kind;     /**< Data: USB and HDMI are a coax, whose core is the ground wires; Ethernet is pairs, as one. */
    hum_plugs plugs;
    hum_metal metal;         /**< Of the cores. */
    hum_shielding shielding; /**< How the shield is made. */
    bool has_neighbours_joined; /**< A star quad wired wrongly: a leg is two neighbours, not two opposite cores. */
    bool is_typical;      /**< One of the bare words rca, xlr, ... */
    bool is_stereo;
    hum_screen screen;
    int pin3;             /**< 0: not stated, 1: open, 2: ground. */
    hum_wired wires[HUM_WIRED_MAX];
    size_t n_wires;       /**< 0: the default wiring. */
    hum_values values;
} hum_cable;

/** A loudspeaker and a seat, or headphones. */
typedef struct hum_listener {
    hum_text port_name;
    hum_span port_span;
    uint32_t port;
    hum_text title;
    hum_span span;
    bool is_headphones;
    bool has_separate_returns;
    hum_values values;    /**< sensitivity (its dimension says which), load, distance, room, room-gain, count, return */
} hum_listener;

typedef struct hum_bond {
    uint32_t from_box;
    uint32_t to_box;      /**< HUM_NONE when it goes to a ground. */
    uint32_t to_ground;
    hum_text from_name;
    hum_text to_name;
    hum_span from_span;
    hum_span to_span;
    hum_span span;
    bool is_apart;        /**< Not beside the cable that joins the same boxes. */
    hum_values values;
} hum_bond;

/** What a cable lies beside, or in. */
typedef enum hum_field_by {
    HUM_BY_MAINS,       /**< A mains cable beside it: go and return, with their current and their voltage. */
    HUM_BY_LIVE,        /**< A single live wire beside it: electric coupling. */
    HUM_BY_TRANSFORMER,
    HUM_BY_CABLE,       /**< Another cable of the system. */
    HUM_BY_FIELD,       /**< A magnetic field that is the same everywhere. */
    HUM_BY_RADIO,
} hum_field_by;

/** Which end of the cable the stretch in the field has in it, with its plug. */
typedef enum hum_field_end { HUM_END_UNSTATED, HUM_END_SOURCE, HUM_END_RECEIVER, HUM_END_BOTH, HUM_END_NEITHER } hum_field_end;
typedef enum hum_radio_kind { HUM_RADIO_UNSTATED, HUM_RADIO_AM, HUM_RADIO_CB, HUM_RADIO_TDMA } hum_radio_kind;

/** `near cable A -> B ...`, `field ...` or `radio ...`: a field that the cables are in. */
typedef struct hum_field_at {
    hum_field_by by;
    hum_text cable_name;  /**< Id of the cable; empty: every cable. */
    hum_span cable_span;
    uint32_t cable;       /**< HUM_NONE: every cable. */
    hum_text other_name;  /**< HUM_BY_CABLE: the one beside it. */
    hum_span other_span;
    uint32_t other;
    bool is_orphan;       /**< Its cable was removed: the one that replaces it has the field. */
    hum_field_end end;
    bool is_toroid;
    hum_radio_kind radio;
    hum_spectrum spectrum;
    hum_values values;    /**< at, over, spacing, twist, current, flux, power, voltage, carrier, strength, modulation */
    hum_span span;
} hum_field_at;

/** `expect WHAT [of PLACE] [at HZ] OP VALUE [in ..] [against ..]` */
typedef struct hum_expect {
    hum_text what;
    hum_text place;
    hum_text calc;        /**< Of `calc "..."`. */
    double at_hz;         /**< 0 when not given. */
    char op;              /**< '<', '>' or '='. */
    hum_value value;
    hum_text in;
    hum_text against;     /**< "base" for the file without a variant. */
    bool has_against;
    hum_span span;
    hum_span what_span;
    hum_span place_span;
    hum_span in_span;
    hum_span against_span;
} hum_expect;

typedef struct hum_model {
    hum_text title;
    hum_text variant;
    double mains_v;
    double mains_hz;
    hum_spectrum mains_spectrum;
    bool mains_stated;
    double temperature_c;
    hum_span span;        /**< Of the `system` or first line, for what concerns everything. */
    hum_box *boxes;
    size_t n_boxes, cap_boxes;
    hum_port *ports;
    size_t n_ports, cap_ports;
    hum_ground *grounds;
    size_t n_grounds, cap_grounds;
    hum_cable *cables;    /**< [n_cables + n_digital] the digital ones last. */
    size_t n_cables, cap_cables;
    size_t n_digital;
    hum_listener *listeners;
    size_t n_listeners, cap_listeners;
    hum_bond *bonds;
    size_t n_bonds, cap_bonds;
    hum_field_at *fields;
    size_t n_fields, cap_fields;
    hum_names box_names;
    hum_names ground_names;
    hum_names cable_names; /**< By id. */
    uint32_t *order;      /**< Ports in the order of the signal: each after those that feed it. [n_ports] */
} hum_model;

/** A port by "box.port"; direction: 'i', 'o', or 0 for either. false when there is none. */
bool hum_model_port(const hum_model *m, hum_text id, char direction, uint32_t *port);

/** Does the signal go from this input to this output of the same box, and with which gain? An input that is not
 *  listened to has no path. *db is absent when a path is there but its gain was not stated.
 *  @return false when there is no path. */
bool hum_model_gain(const hum_model *m, uint32_t in, uint32_t out, hum_value *db);

#endif

/* What the net_*.c files share while a network is built. */
#ifndef HUM_CIRCUIT_BUILDER_H
#define HUM_CIRCUIT_BUILDER_H

#include "circuit/network.h"
#include "model/measure.h"
#include "model/typical.h"

typedef struct hum_builder {
    hum_arena *a;
    const hum_model *m;
    hum_network *net;
    hum_circuit *c;
    hum_diags *d;
    bool *has_boxes; /**< [n_grounds + 1] outlets that some box is on already; the last is the shared one. */
    size_t n_unknown_leakages;
    const hum_assumed_values *values; /**< May be NULL. */
    hum_names assumed; /**< What has been assumed already, so that it is listed once. */
    hum_names uncertain; /**< Parameters by name. */
    const hum_network *as; /**< While drawing: the network whose parameters are drawn; else NULL. */
    const double *draw;    /**< [as->n_parameters] */
    size_t n_drawn;        /**< Uncertain values asked for so far. */
} hum_builder;

enum { HUM_CURVE_MAX = 16 };

/** A stage under construction: a port, or the silent twin of one in a stereo cable or a pair of headphones. */
typedef struct hum_stage {
    hum_builder *b;
    const hum_port *port;
    uint32_t index;     /**< Of the port. */
    hum_port_net *net;
    bool is_twin;       /**< No signal, no noise source, nothing assumed anew. */
    hum_text prefix;    /**< Of element names. */
} hum_stage;

/** What is built from here on, and up to here. */
static inline hum_part hum_part_begin(const hum_builder *b)
{
    return (hum_part){.element = (uint32_t)b->c->n_elements, .source = (uint32_t)b->c->n_sources};
}

static inline void hum_part_end(const hum_builder *b, hum_part begun, hum_part *out)
{
    begun.n_elements = (uint32_t)b->c->n_elements - begun.element;
    begun.n_sources = (uint32_t)b->c->n_sources - begun.source;
    *out = begun;
}

/** The value of a key, or the middle of its typical range, which is then listed. `what` names it: "z of amp.line".
 *  A range of the user's own is listed too. */
HUM_NODISCARD hum_status hum_assume(hum_builder *b, const hum_value *v, hum_typical typical, const char *key,
                                    hum_text owner, hum_span span, double *out);
/** A value with a tolerance of its own (`what` names it: "r1 of amp.xlr"), of which the single solution takes `taken`;
 *  exact values and ranges are not asked here. */
HUM_NODISCARD hum_status hum_tolerate(hum_builder *b, const hum_value *v, hum_text what, double taken, double *out);
/** Is the network drawn, so that it must have the same elements whatever its values are? */
bool hum_builder_draws(const hum_builder *b);
/** Lists something that was assumed without a number being missing, e.g. a plug. */
HUM_NODISCARD hum_status hum_assume_fact(hum_builder *b, hum_text what, hum_dim dim, double value, const char *why,
                                         hum_span span);
/** hum_assume for a key of the stage's port. */
HUM_NODISCARD hum_status hum_stage_value(hum_stage *s, hum_key key, double *out);
/** As above for a value that is simply absent when it was not stated: `otherwise` then, and also for a `?` without a typical figure. */
HUM_NODISCARD hum_status hum_stage_optional(hum_stage *s, hum_key key, double otherwise, double *out);
/** A part's own value within the tolerance v of the stage's port: "r1", "coupling, hot leg,". */
HUM_NODISCARD hum_status hum_stage_own(hum_stage *s, const hum_value *v, const char *part, double taken, double *out);
/** Two parts of one value, 0 when it was not stated: with a tolerance each leg has its own, and a single solution takes
 *  the worst, one high and the other low (interface.md I-13a). */
HUM_NODISCARD hum_status hum_stage_legs(hum_stage *s, hum_key key, double *hot, double *cold);
bool hum_stage_states(const hum_stage *s, hum_key key);
/** The points of a curve of a data sheet, [HUM_CURVE_MAX], each exact: what is a range, toleranced or unknown at a frequency is one
 *  parameter, "cmrr at 60 Hz of amp.line". A single point is no curve: it stays as stated. */
HUM_NODISCARD hum_status hum_stage_curve(hum_stage *s, hum_key key, hum_stated *points, size_t *n);

/* Elements named after the stage: "amp.line.rx". */
hum_text hum_stage_name(const hum_stage *s, const char *suffix);
HUM_NODISCARD hum_status hum_stage_node(hum_stage *s, const char *suffix, hum_node *out);
HUM_NODISCARD hum_status hum_stage_resistor(hum_stage *s, const char *suffix, hum_node from, hum_node to, double ohm);
HUM_NODISCARD hum_status hum_stage_silent(hum_stage *s, const char *suffix, hum_node from, hum_node to, double ohm);
HUM_NODISCARD hum_status hum_stage_capacitor(hum_stage *s, const char *suffix, hum_node from, hum_node to, double farad);
HUM_NODISCARD hum_status hum_stage_emf(hum_stage *s, const char *suffix, hum_node plus, hum_node minus,
                                       const hum_term *terms, size_t n, uint32_t *index);
/** The capacitance to its box of a contact that is wired to nothing. */
HUM_NODISCARD hum_status hum_stage_stray(hum_stage *s, const char *suffix, hum_node contact);
/** A noise source of density s (V^2/Hz) in an EMF element; nothing for a twin or s <= 0. */
HUM_NODISCARD hum_status hum_stage_noise(hum_stage *s, uint32_t emf, double s_v2_hz, double corner_hz, const char *what);
/** A resistor and a capacitor in parallel that have the magnitudes |z| at the frequencies of a curve (eq. ST-5):
 *  c = 0 when one value was given. */
void hum_fit_rc(const hum_stated *points, size_t n, double *r_ohm, double *c_f);
/** gain + s gain_s with the magnitudes 10^(-dB/20) at the frequencies of a curve (eq. ST-4). */
void hum_fit_cmrr(const hum_stated *points, size_t n, double *gain, double *gain_s);
/** Pin 1 or the shell: the node of the contact, and whether its drop adds to the signal (the pin 1 problem). */
HUM_NODISCARD hum_status hum_stage_pin1(hum_stage *s, bool *adds_drop);

HUM_NODISCARD hum_status hum_build_power(hum_builder *b);
HUM_NODISCARD hum_status hum_build_output(hum_stage *s);
HUM_NODISCARD hum_status hum_build_input(hum_stage *s);
HUM_NODISCARD hum_status hum_build_cable(hum_builder *b, uint32_t index);
/** The sources of fields, before cables are built. */
HUM_NODISCARD hum_status hum_build_fields(hum_builder *b);
/** EMFs of fields at both ends of a cable's conductors, whose end nodes are moved. */
HUM_NODISCARD hum_status hum_build_pickup(hum_builder *b, uint32_t cable, const char *twin, size_t n, hum_node *near,
                                          hum_node *far);
/** Capacitances between cables and what lies beside them; after all cables. */
HUM_NODISCARD hum_status hum_build_stray(hum_builder *b);
/** Fills emirr_db of the inputs when there is radio. */
HUM_NODISCARD hum_status hum_build_emirr(hum_builder *b);
/** Ground wires; after the cables that they may lie beside. */
HUM_NODISCARD hum_status hum_build_bonds(hum_builder *b);
/** The contacts of a digital port: its impedance between them, nothing that makes or hears audio. */
HUM_NODISCARD hum_status hum_build_digital(hum_stage *s);
/** Fills net->digital[k] when its cable has been built. @return HUM_E_NOMEM */
HUM_NODISCARD hum_status hum_describe_digital(hum_builder *b, uint32_t k);
HUM_NODISCARD hum_status hum_build_listener(hum_builder *b, uint32_t index);
HUM_NODISCARD hum_status hum_build_stage(hum_stage *s, hum_builder *b, uint32_t port, hum_port_net *net, bool is_twin);

/** rms of harmonics 1..HUM_HARMONICS of a voltage with the given true rms. */
void hum_spectrum_lines(hum_spectrum kind, double rms_v, double *line_v);
/** The same where each line was stated; lines that are no harmonic of the mains are told. */
void hum_spectrum_stated(hum_builder *b, const hum_ground *g, double *line_v);

#endif

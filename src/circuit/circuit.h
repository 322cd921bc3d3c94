/* The network: nodes, elements and independent sources. It knows nothing of audio; it is what solve/ reads
 * and what the SPICE writer writes. Built by circuit/ from a model, or by hand in tests.
 *
 * Node 0 is the main earthing terminal, the reference of every voltage, and also the remote reference
 * ("the room") against which cables are lines. */
#ifndef HUM_CIRCUIT_CIRCUIT_H
#define HUM_CIRCUIT_CIRCUIT_H

#include "base/diag.h"
#include "cable/line.h"

typedef struct hum_node {
    uint32_t index; /**< 0 is earth. */
} hum_node;
#define HUM_EARTH ((hum_node){0})

/** A voltage V(p) - V(m). */
typedef struct hum_probe {
    hum_node p;
    hum_node m;
} hum_probe;

typedef enum hum_element_kind {
    HUM_ELEM_RESISTOR,    /**< ohm > 0; with thermal noise unless is_silent. */
    HUM_ELEM_CAPACITOR,   /**< farad > 0. */
    HUM_ELEM_INDUCTORS,   /**< n coupled inductors with series resistance: one branch current each. */
    HUM_ELEM_EMF,         /**< V(a) - V(b) = sum of independent sources + sum of controlled terms. One branch current. */
    HUM_ELEM_TRANSFORMER, /**< Ideal: V(a)-V(b) = ratio (V(c)-V(d)), I(c->d) = -ratio I(a->b). One branch current. */
    HUM_ELEM_LINE,        /**< Exact multiconductor line against earth: n branch currents. */
} hum_element_kind;

/** One controlled term of an EMF: (gain + s gain_s) (V(p) - V(m)), s = j 2 pi f. */
typedef struct hum_term {
    hum_node p;
    hum_node m;
    double gain;
    double gain_s; /**< Seconds. */
} hum_term;

/** An element. Nodes: two-terminal elements use from[0] -> to[0]; a line or an inductor group of n uses
 *  from[i] -> to[i]; a transformer has its first winding at [0] and its second at [1]. A branch current
 *  flows from `from` through the element to `to`. */
typedef struct hum_element {
    hum_element_kind kind;
    hum_text name;    /**< Unique, made of letters, digits and '.', e.g. "amp.xlr.rx". */
    hum_span origin;  /**< The user's line that made it. */
    size_t n;         /**< Conductors or windings; 1 for two-terminal elements, 2 for a transformer. */
    hum_node *from;   /**< [n] */
    hum_node *to;     /**< [n] */
    double value;     /**< ohm, farad, or turns ratio first:second. */
    bool is_silent;   /**< A resistor without thermal noise. */
    double *l_h;      /**< Inductors: [n][n] symmetric matrix, henry. */
    double *r_ohm;    /**< Inductors: [n] series resistance, noisy. */
    hum_term *terms;  /**< EMF. */
    size_t n_terms;
    hum_line *line;   /**< Line; else NULL. */
    size_t branch;    /**< Index of its first branch current, in 0 .. n_branches-1; set by hum_circuit_add_*. */
} hum_element;

typedef enum hum_source_kind {
    HUM_SOURCE_SIGNAL,     /**< The wanted signal of an output. */
    HUM_SOURCE_NOISE,      /**< An EMF's noise, density in s_v2_hz. */
    HUM_SOURCE_HUM,        /**< A mains-frequency EMF with its spectrum: ground, outlet, or the mains itself. */
    HUM_SOURCE_DISTORTION, /**< Common-mode distortion of an output. */
    HUM_SOURCE_RADIO,      /**< The field strength of a carrier, V/m in `scale`. */
} hum_source_kind;

enum { HUM_HARMONICS = 40 };

/** An independent source: it drives one EMF element with a fixed sign. Thermal noise of resistors and of
 *  the resistances of inductors and lines is not listed here: solve/ knows it from the elements. */
typedef struct hum_source_of {
    hum_source_kind kind;
    uint32_t element;     /**< Index of an EMF element. */
    double scale;         /**< Signal: 1. The EMF is scale times the source's amplitude. */
    double s_v2_hz;       /**< Noise: one-sided white density, V^2/Hz. */
    double corner_hz;     /**< Noise: density is s (1 + corner/f); 0 for white. */
    const double *line_v; /**< Hum: rms of harmonic 1..HUM_HARMONICS, V. [HUM_HARMONICS] */
    hum_text name;        /**< For people: "hiss of Preamp, output main". */
    uint32_t owner;       /**< Index the builder understands (a box, a port); UINT32_MAX for none. */
    uint32_t field;       /**< 1 + the index of the model's field that makes it; 0 for none. */
    hum_span origin;
} hum_source_of;

typedef struct hum_circuit {
    hum_arena *a;
    hum_text *node_names; /**< [n_nodes], [0] = "earth" */
    hum_span *node_origins;
    size_t n_nodes;
    size_t cap_nodes;
    size_t cap_origins;
    hum_element *elements;
    size_t n_elements;
    size_t cap_elements;
    hum_source_of *sources;
    size_t n_sources;
    size_t cap_sources;
    size_t n_branches;
    double temperature_k; /**< Of every resistance. */
} hum_circuit;

/** An empty network with its earth node. NULL when there is no memory. */
hum_circuit *hum_circuit_new(hum_arena *a, double temperature_k);

/** A new node. Names need not be unique; they are for people and are made unique in SPICE. */
HUM_NODISCARD hum_status hum_circuit_node(hum_circuit *c, hum_text name, hum_span origin, hum_node *out);

/** All hum_circuit_add_* copy their arrays into the arena and give the element's index in *index
 *  (NULL when not wanted). A resistor of 0 ohm becomes an EMF of nothing, which is a short.
 *  @return HUM_E_NOMEM; HUM_E_RANGE: a value that is negative or not finite, or a node that is not there. */
HUM_NODISCARD hum_status hum_circuit_add_resistor(hum_circuit *c, hum_text name, hum_span origin, hum_node from,
                                                  hum_node to, double ohm, uint32_t *index);
/** As above without thermal noise: a stand-in for something that is not a resistance. */
HUM_NODISCARD hum_status hum_circuit_add_silent(hum_circuit *c, hum_text name, hum_span origin, hum_node from,
                                                hum_node to, double ohm, uint32_t *index);
HUM_NODISCARD hum_status hum_circuit_add_capacitor(hum_circuit *c, hum_text name, hum_span origin, hum_node from,
                                                   hum_node to, double farad, uint32_t *index);
HUM_NODISCARD hum_status hum_circuit_add_inductors(hum_circuit *c, hum_text name, hum_span origin, size_t n,
                                                   const hum_node *from, const hum_node *to, const double *l_h,
                                                   const double *r_ohm, uint32_t *index);
HUM_NODISCARD hum_status hum_circuit_add_emf(hum_circuit *c, hum_text name, hum_span origin, hum_node plus,
                                             hum_node minus, const hum_term *terms, size_t n_terms,
                                             uint32_t *index);
HUM_NODISCARD hum_status hum_circuit_add_transformer(hum_circuit *c, hum_text name, hum_span origin,
                                                     const hum_node first[2], const hum_node second[2],
                                                     double ratio, uint32_t *index);
HUM_NODISCARD hum_status hum_circuit_add_line(hum_circuit *c, hum_text name, hum_span origin, const hum_node *near,
                                              const hum_node *far, const hum_line *line, uint32_t *index);
/** The same line as `sections` lumped pi sections of resistors, coupled inductors and capacitors: for SPICE. */
HUM_NODISCARD hum_status hum_circuit_add_ladder(hum_circuit *c, hum_text name, hum_span origin,
                                                const hum_node *near, const hum_node *far, const hum_line *line,
                                                size_t sections);
HUM_NODISCARD hum_status hum_circuit_add_source(hum_circuit *c, const hum_source_of *s, uint32_t *index);

/** A copy of `c` in arena `a` in which every line is a ladder of `sections` pi sections. Sources keep their
 *  indices; element indices change, and map[old] (when not NULL, [n_elements]) gives the new index
 *  (UINT32_MAX for a line). Node indices of `c` keep their meaning. */
HUM_NODISCARD hum_status hum_circuit_lump(hum_arena *a, const hum_circuit *c, size_t sections, uint32_t *map,
                                          hum_circuit **out);

/** The same with, for each line, hum_line_sections(line, f_hz) sections. */
HUM_NODISCARD hum_status hum_circuit_lump_for(hum_arena *a, const hum_circuit *c, double f_hz, uint32_t *map,
                                              hum_circuit **out);

/** Pi sections that a ladder needs up to f_hz for an error of about 3e-4; 4 .. 400. */
size_t hum_line_sections(const hum_line *line, double f_hz);

/** Tells of each node that nothing ties to earth, at the line that made it (HUM9975).
 *  @return HUM_E_NUMERIC when there is one. */
HUM_NODISCARD hum_status hum_circuit_check_tied(const hum_circuit *c, hum_diags *d);

#endif

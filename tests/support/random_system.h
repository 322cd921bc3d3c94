/* Random systems as texts, with fixed seeds: every topology, plug and pin-1 wiring, boxes in a tree or a net, loops of
 * grounds, stereo, pads, transformers, cables by their cross-section, fields, radio, a digital link, a variant. The same seed
 * gives the same system whatever the options. */
#ifndef TESTS_SUPPORT_RANDOM_SYSTEM_H
#define TESTS_SUPPORT_RANDOM_SYSTEM_H

#include "support/random_circuit.h"

enum { RANDOM_TEXT_MAX = 16384, RANDOM_TOP_MAX = 64 };

typedef struct random_options {
    bool is_renamed;   /**< Boxes, ports and grounds by other names. */
    bool is_reordered; /**< Statements of the file, and lines below a box, in another order. */
    double emf;        /**< Times every EMF and leakage, the mains' too; 0 is 1. */
    double level;      /**< Times every maximum; 0 is 1. */
    const char *extra; /**< Lines at the end; NULL for none. */
} random_options;

/** Fills text[RANDOM_TEXT_MAX]. Everything whose default depends on the order of the file is stated. */
void random_system(uint64_t seed, const random_options *o, char *text);

#endif

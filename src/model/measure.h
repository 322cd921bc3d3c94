/* How a person finds a value that the program had to assume: with a multimeter, or on a data sheet. */
#ifndef HUM_MODEL_MEASURE_H
#define HUM_MODEL_MEASURE_H

#include "model/model.h"

/** What a value belongs to. */
typedef enum hum_thing {
    HUM_THING_OUTPUT,
    HUM_THING_POWER_OUTPUT,     /**< A loudspeaker is connected to it. */
    HUM_THING_HEADPHONE_OUTPUT,
    HUM_THING_INPUT,
    HUM_THING_CABLE,
    HUM_THING_GROUND,           /**< kind 1: an outlet; 0: another ground. */
    HUM_THING_BOX,
    HUM_THING_GAIN,             /**< Of a box; its key is HUM_N_KEYS. */
    HUM_THING_BOND,
    HUM_THING_LISTENER,         /**< kind 1: headphones; 0: a loudspeaker. */
} hum_thing;

typedef struct hum_measure {
    hum_thing thing;
    int kind;          /**< Topology, cable kind, plug ...; -1 for all. */
    hum_key key;
    const char *of;    /**< "a line output": what it is, for a list. */
    const char *text;  /**< One sentence. No step opens mains wiring or lifts a protective earth. */
} hum_measure;

/** The sentence for a value; never NULL: what no row says is on the data sheet or nowhere. */
const char *hum_measure_of(hum_thing thing, int kind, hum_key key);

/** Row i of the table; NULL at its end. */
const hum_measure *hum_measure_at(size_t i);

#endif

/* Typical ranges that stand in for what a file does not state. Every one is named in the report with its reason. */
#ifndef HUM_MODEL_TYPICAL_H
#define HUM_MODEL_TYPICAL_H

#include "model/model.h"

typedef struct hum_typical {
    double low;
    double high;
    hum_dim dim;
    const char *why;     /**< Where the range comes from, for a person. */
    const char *measure; /**< How to find the value itself: measure.c. */
} hum_typical;

/** What an output, input, cable, ground, box or listener of that kind typically has. */
hum_typical hum_typical_output(int topology, hum_load_at load, hum_key key);
hum_typical hum_typical_input(int topology, hum_key key);
hum_typical hum_typical_cable(hum_cable_kind kind, hum_plugs plugs, hum_key key);
hum_typical hum_typical_ground(bool is_outlet, hum_key key);
hum_typical hum_typical_box(hum_plug plug, hum_key key);
hum_typical hum_typical_listener(bool is_headphones, hum_key key);

#endif

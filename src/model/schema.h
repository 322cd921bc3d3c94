/* The vocabulary as data: which keys exist, where they may stand, and the words of each choice. */
#ifndef HUM_MODEL_SCHEMA_H
#define HUM_MODEL_SCHEMA_H

#include "model/model.h"

enum { HUM_KEY_POSITIVE = 1, HUM_KEY_CURVE = 2, HUM_KEY_LIKELY_OHMS = 4 };

typedef struct hum_key_spec {
    const char *name;
    hum_dim dim;
    unsigned where; /**< Set of hum_where. */
    double low;
    double high;
    unsigned flags;
} hum_key_spec;

const hum_key_spec *hum_key_spec_of(hum_key key);
/** The key of that name in that place; false when there is none. */
bool hum_key_find(hum_text name, hum_where where, hum_key *out);
/** Does a value of dimension `d` fit the key? (snr takes dB and dBA, sensitivity every kind of it) */
bool hum_key_takes(hum_key key, hum_dim d);
/** The key nearest to a wrong word in that place, "" when none is near. */
const char *hum_key_nearest(hum_text wrong, hum_where where);

/** A closed list of words, each with its number. */
typedef struct hum_choice {
    const char *word;
    int value;
} hum_choice;

extern const hum_choice hum_output_words[];
extern const hum_choice hum_input_words[];
extern const hum_choice hum_equalization_words[];
extern const hum_choice hum_spectrum_words[];
extern const hum_choice hum_screen_words[];
extern const hum_choice hum_field_words[];
extern const hum_choice hum_end_words[];
extern const hum_choice hum_kind_words[]; /* HUM_KIND_WORD */
/** Kind and plugs of a cable in one number. */
#define HUM_KIND_WORD(plugs, kind) ((plugs) * 8 + (kind))
#define HUM_PLUGS_OF_WORD(word) ((hum_plugs)((word) / 8))
#define HUM_KIND_OF_WORD(word) ((hum_cable_kind)((word) % 8))
extern const hum_choice hum_metal_words[];
extern const hum_choice hum_shielding_words[];
extern const hum_choice hum_pairing_words[];
extern const hum_choice hum_pin_words[];
bool hum_choice_find(const hum_choice *list, hum_text word, int *value);
const char *hum_choice_word(const hum_choice *list, int value);
/** "both, source, receiver, none" in `a`. */
hum_text hum_choice_list(hum_arena *a, const hum_choice *list);

#endif

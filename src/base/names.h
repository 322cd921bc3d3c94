/* A map from names to indices. */
#ifndef HUM_BASE_NAMES_H
#define HUM_BASE_NAMES_H

#include "base/text.h"

/** Zero-initialised is empty. Names are borrowed. */
typedef struct hum_names {
    struct hum_name_slot *slots;
    size_t n;
    size_t cap;
} hum_names;

/** Adds or replaces. */
HUM_NODISCARD hum_status hum_names_put(hum_arena *a, hum_names *m, hum_text name, uint32_t index);
/** false when the name is not there. */
bool hum_names_find(const hum_names *m, hum_text name, uint32_t *index);
/** The name nearest to `wrong`, when it is near enough to be worth saying; else empty. */
hum_text hum_names_nearest(const hum_names *m, hum_text wrong);
/** Is `candidate` near enough to `wrong` to suggest it? (distance <= length/3 + 1, and shorter than the word) */
bool hum_text_is_near(hum_text wrong, hum_text candidate, size_t *distance);

#endif

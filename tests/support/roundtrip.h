/* The promises of lang/ about any text: what the property tests and the fuzz targets have in common. */
#ifndef TESTS_SUPPORT_ROUNDTRIP_H
#define TESTS_SUPPORT_ROUNDTRIP_H

#include "base/text.h"

typedef struct roundtrip {
    bool is_clean; /**< The text has no errors; only then there is more to promise than that it is read. */
    const char *broken; /**< The promise that is broken, NULL when all are kept. */
} roundtrip;

/** Printed, a text is itself; formatted, it parses to an equal tree and formats to itself; as JSON and back,
 * likewise. */
roundtrip roundtrip_of_text(hum_arena *a, hum_text text);
/** A JSON text that is accepted gives a .hum text without errors, whose JSON gives the same .hum text. */
roundtrip roundtrip_of_json(hum_arena *a, hum_text json);
/** A change of the value at `path` gives a text with as many statements; what is refused is told. */
roundtrip roundtrip_of_set(hum_arena *a, hum_text text, hum_text path, hum_text value);

#endif

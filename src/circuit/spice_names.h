/* Names as SPICE takes them: lower case, letters, digits and underscores, none twice. */
#ifndef HUM_CIRCUIT_SPICE_NAMES_H
#define HUM_CIRCUIT_SPICE_NAMES_H

#include "base/text.h"

typedef struct hum_names_used hum_names_used;

/** None used yet but earth's (0, gnd) and those that begin with "hum_". */
HUM_NODISCARD hum_status hum_names_used_new(hum_arena *a, hum_names_used **out);

/** prefix + name made acceptable, with _2, _3 ... behind it when it was used before; now it is used too.
 *  @return {NULL, 0} when there is no memory. */
hum_text hum_spice_name(hum_names_used *used, const char *prefix, hum_text name);

#endif

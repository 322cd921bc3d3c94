/* Units as lang/ reads them: which word after a number is one, and what to say of one that is not. */
#ifndef HUM_LANG_QUANTITY_H
#define HUM_LANG_QUANTITY_H

#include "lang/tree.h"

/** Unit of a ratio written 4:1. */
#define HUM_RATIO_UNIT ":1"

/** Is a separate word after a number its unit? A known one, or one that is surely meant as one, such as "khz"
 * or "M". */
bool hum_word_is_unit(hum_text word);
/** Tells of a unit that is not in the list, with the nearest one that is. */
void hum_tell_unit(hum_diags *d, hum_text unit, hum_span span);

#endif

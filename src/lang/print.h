/* Printing a tree: as it was typed, and in the canonical layout. */
#ifndef HUM_LANG_PRINT_H
#define HUM_LANG_PRINT_H

#include "lang/tree.h"

/** The user's own bytes. */
HUM_NODISCARD hum_status hum_tree_print(hum_arena *a, const hum_tree *t, hum_text *out);

/** The canonical layout, `humdinger fmt`: two spaces of indentation per level, one space between items, two
 * before a comment, no space inside a range or after +-, one between a number and its unit ("20 mohm/m
 * +-20%"), at most one empty line in a row, none at the ends, LF line ends. Numbers, units and signs stay as
 * typed. Formatting twice changes nothing, and the result parses to an equal tree.
 *  @return HUM_E_INPUT: the text of the tree has errors. */
HUM_NODISCARD hum_status hum_tree_format(hum_arena *a, const hum_tree *t, hum_text *out);

/** Same statements, items and comments in the same order; where they stand may differ. Comment lines do not
 * count. */
bool hum_tree_equal(const hum_tree *a, const hum_tree *b);

#endif

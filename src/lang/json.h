/* The strict JSON twin of a .hum text, for programs. schema/humdinger-system.schema.json describes it.
 *
 *   {"schema": "humdinger.system/1",
 *    "statements": [
 *      {"do": ["ground", "catv", "emf", {"value": 80, "unit": "mV"}, "r", {"low": 0.1, "high": 1, "unit":
 * "ohm"},
 *              {"tag": "guess"}], "comment": "cable-TV shield"},
 *      {"comment": "a line that is only a comment"},
 *      {"do": ["box", "tv", {"text": "Cable box"}], "blank_above": true, "with": [ ...lines below it... ]}]}
 *
 * Items: a word is a string; {"text"}; {"value"} or {"low", "high"}, with "unit" (":1" of a ratio),
 * "tolerance" with "tolerance_unit" and "normal"; {"unknown": true}; {"arrow": true}; {"tag"}; {"compare"}.
 * Numbers are in their unit. A comment is said without its "# "; one that does not begin so keeps its "#". */
#ifndef HUM_LANG_JSON_H
#define HUM_LANG_JSON_H

#include "lang/tree.h"

/** @return HUM_E_INPUT: the text of the tree has errors. */
HUM_NODISCARD hum_status hum_tree_to_json(hum_arena *a, const hum_tree *t, hum_text *out);

/** JSON -> .hum text in the canonical layout.
 *  @param file Of the JSON text in hum_sources, for the place of what is told.
 *  @return HUM_E_INPUT, told as HUM3518 (or HUM5516 beyond a limit): not JSON, an unknown or missing key, a
 * wrong type, a key said twice, or something that .hum text cannot say. */
HUM_NODISCARD hum_status hum_json_to_text(hum_arena *a, uint32_t file, hum_text json, hum_diags *d,
                                          hum_text *out);

#endif

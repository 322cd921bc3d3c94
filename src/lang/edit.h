/* Changing one value of a text and nothing else: `humdinger set`, and the page. */
#ifndef HUM_LANG_EDIT_H
#define HUM_LANG_EDIT_H

#include "lang/tree.h"

/** Replaces the bytes of one value.
 *
 *  A path names a statement by its name, or by its kind and name, then a line below it, then a key:
 *
 *      mains                               the value right behind the word
 *      mains.frequency                     a value without a key, by what it is: frequency, length, impedance
 *      catv.emf   ground.catv.emf          a key of a statement
 *      amp.line.z   amp.in.line.z          a key of a line below a box
 *      amp.gain   pre.gain.main            the value right behind the words
 *      pre.main->amp.line.length           of a cable
 *      "XLR".pre.xlr->amp.xlr.length       inside a variant
 *
 *  A quantity or `?` is replaced by a quantity or `?` (a tag such as !measured may follow and then replaces
 * the old one), a word or text by a word or text. A key that the statement does not have yet is added at its
 * end.
 *  @return HUM_E_INPUT, told: no such path, with what paths there are; two things of that name; not a value.
 */
HUM_NODISCARD hum_status hum_tree_set(hum_arena *a, const hum_tree *t, hum_text path, hum_text new_value,
                                      hum_diags *d, hum_text *out);

#endif

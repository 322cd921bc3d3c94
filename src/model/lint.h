/* A catalogue file: is it one, and does every value have its source? */
#ifndef HUM_MODEL_LINT_H
#define HUM_MODEL_LINT_H

#include "model/files.h"
#include "model/model.h"

/** The entry of a catalogue file (device, cable-type, ...), NULL when there is none. */
const hum_statement *hum_catalogue_entry(const hum_tree *tree);

/** Tells what is wrong: no entry, a value without a source (HUM8046), a source that is not declared, unknown keys and
 *  units. *probe is a model that uses the entry, NULL when there is none. @return HUM_E_NOMEM; HUM_OK also when something was told. */
HUM_NODISCARD hum_status hum_catalogue_check(hum_arena *a, const hum_tree *tree, hum_files *files, hum_diags *d,
                                           hum_model **probe);

#endif

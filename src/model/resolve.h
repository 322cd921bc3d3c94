/* Tree -> model: one variant of a system. */
#ifndef HUM_MODEL_RESOLVE_H
#define HUM_MODEL_RESOLVE_H

#include "model/files.h"
#include "model/model.h"

/** The model of one variant ("" for the file without a variant). Goes on after errors; every error is told.
 *  @return HUM_E_INPUT when something was told that is an error (*out may still be looked at), HUM_E_NOMEM. */
HUM_NODISCARD hum_status hum_model_resolve(hum_arena *a, const hum_tree *tree, hum_text variant, hum_files *files,
                                           hum_diags *d, hum_model **out);

/** As above, with the statements of `extra` applied on top as a variant's are (NULL for none). */
HUM_NODISCARD hum_status hum_model_resolve_with(hum_arena *a, const hum_tree *tree, hum_text variant,
                                                const hum_tree *extra, hum_files *files, hum_diags *d, hum_model **out);

/** The names of the variants of a tree and its used files, in order. */
HUM_NODISCARD hum_status hum_model_variants(hum_arena *a, const hum_tree *tree, hum_diags *d, hum_text **names,
                                            size_t *n);

/** The `expect` lines of a tree, in order; wrong ones are told and left out. */
HUM_NODISCARD hum_status hum_model_expects(hum_arena *a, const hum_tree *tree, hum_files *files, hum_diags *d,
                                           hum_expect **items, size_t *n);

/** The same of another tree about that system, where a quantity may stand without what it should be: its `op` is 0 and
 *  its value has only a dimension. */
HUM_NODISCARD hum_status hum_model_targets(hum_arena *a, const hum_tree *system, const hum_tree *targets, hum_files *files,
                                           hum_diags *d, hum_expect **items, size_t *n);

#endif

/* The texts of a project: the file itself, the files it uses, and the catalogue entries it names. */
#ifndef HUM_MODEL_FILES_H
#define HUM_MODEL_FILES_H

#include "humdinger/humdinger.h"
#include "lang/tree.h"

typedef struct hum_loaded {
    hum_load_kind kind;
    hum_text name;
    const hum_tree *tree; /**< NULL when it could not be loaded. */
} hum_loaded;

typedef struct hum_files {
    hum_arena *a;
    hum_loader loader;
    hum_sources sources;
    hum_loaded *loaded;
    size_t n_loaded;
    size_t cap_loaded;
} hum_files;

/** Parses a text as source number n. */
HUM_NODISCARD hum_status hum_files_add(hum_files *f, hum_text name, hum_text text, hum_diags *d, hum_tree **tree);

/** The tree of a catalogue entry or used file, loaded and parsed once. *tree is NULL when there is none; that
 *  is not told here. */
HUM_NODISCARD hum_status hum_files_tree(hum_files *f, hum_load_kind kind, hum_text name, hum_text from,
                                        hum_diags *d, const hum_tree **tree);

/** The statement `word maker/model` of a catalogue entry, e.g. "device"; NULL when there is none. */
HUM_NODISCARD hum_status hum_files_entry(hum_files *f, hum_load_kind kind, hum_text name, const char *word,
                                         hum_diags *d, const hum_statement **out);

#endif

/* The candidate changes of a system, each as .hum lines. */
#ifndef HUM_STUDY_FIX_CANDIDATES_H
#define HUM_STUDY_FIX_CANDIDATES_H

#include "study/fix.h"

typedef struct hum_fix_list {
    hum_arena *a;
    const hum_tree *tree;
    hum_text variant;
    hum_files *files;
    const hum_findings *before;
    hum_fix *items;
    size_t n, cap;
} hum_fix_list;

/** Fills the list; nothing is solved yet. */
HUM_NODISCARD hum_status hum_fix_candidates(hum_fix_list *l);

#endif

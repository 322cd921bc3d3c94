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

/** Adds one; `note` may be empty. Lines that are there already are not added again. */
HUM_NODISCARD hum_status hum_fix_add(hum_fix_list *l, hum_fix_kind kind, hum_text what, hum_text note, hum_text lines);

/** Changes of link, digital link, box and level (fix_link.c, fix_digital.c, fix_box.c, fix_gain.c). */
HUM_NODISCARD hum_status hum_fix_link(hum_fix_list *l, uint32_t cable);
HUM_NODISCARD hum_status hum_fix_digital(hum_fix_list *l, uint32_t cable);
HUM_NODISCARD hum_status hum_fix_box(hum_fix_list *l, uint32_t box);
HUM_NODISCARD hum_status hum_fix_gain(hum_fix_list *l, uint32_t cable);

/** The box in which the volume of a seat is set (fix_volume.c, AS-37). HUM_NONE: none. */
uint32_t hum_fix_volume_box(const hum_findings *f, size_t seat);
/** Adds to *lines those that turn the volume of a seat of `after` down by so many decibels; a box is turned once. */
HUM_NODISCARD hum_status hum_fix_turn_down(hum_fix_list *l, const hum_findings *after, size_t seat, double db, hum_text *lines);

/** Changes of what lies beside cables, where the file states fields (fix_fields.c). */
HUM_NODISCARD hum_status hum_fix_fields(hum_fix_list *l);

/** "3 m" without the unit; "pre.main -> amp.line". */
hum_text hum_fix_number(hum_fix_list *l, double v);
hum_text hum_fix_ends(hum_fix_list *l, const hum_cable *c);

#endif

/* The paths of `humdinger set`: words joined by dots that lead to a value (edit.h has examples). */
#ifndef HUM_LANG_PATH_H
#define HUM_LANG_PATH_H

#include "lang/tree.h"

/** A statement that a path leads to. */
typedef struct hum_path_place {
    const hum_statement *s;
    size_t base; /**< Bytes of the path that led to its parent. */
    size_t used; /**< Bytes of the path that led to it. */
    size_t head; /**< The item behind the words that agree. */
} hum_path_place;

typedef struct hum_path_search {
    hum_text path;
    bool wants_word; /**< The new value is a word or text. */
    hum_path_place found;
    size_t item; /**< Of found: the value. */
    size_t n_found;
    bool is_other_kind; /**< A key of that name has a value of the other kind. */
    hum_path_place end; /**< Where a key could be added, if nothing is found. */
    size_t n_ends;
    hum_path_place other_found, other_end;
    hum_path_place nearest; /**< The longest part of the path that leads anywhere. */
} hum_path_search;

/** Follows f->path through the tree; the rest of *f is filled. */
void hum_path_find(hum_path_search *f, const hum_tree *t);

/* Each tells why a path does not serve. @return HUM_E_INPUT, or HUM_E_NOMEM */
HUM_NODISCARD hum_status hum_path_tell_no_path(hum_arena *a, const hum_tree *t, const hum_path_search *f, hum_diags *d);
HUM_NODISCARD hum_status hum_path_tell_ambiguous(hum_arena *a, const hum_tree *t, const hum_path_search *f,
                                                 const hum_path_place *one, const hum_path_place *two, hum_diags *d);
HUM_NODISCARD hum_status hum_path_tell_other_kind(const hum_path_search *f, hum_diags *d);
HUM_NODISCARD hum_status hum_path_tell_unfinished(const hum_path_search *f, hum_diags *d);

/** What an item is called in a path; empty for a value. */
hum_text hum_path_word(const hum_tree *t, const hum_item *item);
/** Is item i of the statement an arrow? */
bool hum_is_joint(const hum_statement *s, size_t i);
bool hum_item_is_value(hum_item_kind k);
bool hum_item_is_word(hum_item_kind k);

#endif

/* A tree as lines of its text: statements and the comment lines between them, each at its depth. What the
 * printers need and the tree does not hold. */
#ifndef HUM_LANG_LINES_H
#define HUM_LANG_LINES_H

#include "lang/tree.h"

typedef struct hum_line {
    const hum_statement *statement; /**< NULL for a line that is only a comment. */
    hum_text comment;               /**< With its '#'; of either kind of line. */
    size_t depth; /**< A comment line stands as deep as its column says, and never less deep than the
                       statement that follows it. */
    uint32_t column;
    bool is_after_blank;     /**< An empty line stands above it. */
    const hum_token *tokens; /**< The end of the line not among them. */
    size_t n_tokens;
} hum_line;

typedef struct hum_lines {
    hum_line *items;
    size_t n;
    size_t cap;
} hum_lines;

/** @return HUM_E_INPUT: the text of the tree has errors. */
HUM_NODISCARD hum_status hum_lines_of(hum_arena *a, const hum_tree *t, hum_lines *out);

#endif

/* The tree of a .hum text: statements with their items, every one with its place. It knows the grammar of
 * lines and quantities, and nothing of boxes or cables: names and keys are model/'s business.
 *
 *   text --lex.c--> tokens --parse.c--> tree --print.c--> the same bytes
 *
 * docs/language.md is the reference. */
#ifndef HUM_LANG_TREE_H
#define HUM_LANG_TREE_H

#include "base/value.h"

typedef enum hum_token_kind {
    HUM_TOKEN_WORD,     /**< Letters, digits and _ . / - after a letter; also 2-pin, 3-pin. Stops before "->" and "..". */
    HUM_TOKEN_NUMBER,
    HUM_TOKEN_TEXT,     /**< "..." with \" and \\ */
    HUM_TOKEN_ARROW,    /**< -> */
    HUM_TOKEN_DOTS,     /**< .. between two numbers */
    HUM_TOKEN_PLUSMINUS,/**< +- or the sign itself */
    HUM_TOKEN_UNKNOWN,  /**< ? */
    HUM_TOKEN_TAG,      /**< !name */
    HUM_TOKEN_COMPARE,  /**< < > = */
    HUM_TOKEN_COLON,    /**< of a ratio 4:1 */
    HUM_TOKEN_COMMENT,  /**< # to the end of the line */
    HUM_TOKEN_NEWLINE,
} hum_token_kind;

typedef struct hum_token {
    hum_token_kind kind;
    hum_span span;
    uint32_t column;   /**< Columns of white space before it when it is the first of its line. */
    bool is_first;     /**< First of its line. */
    bool is_glued;     /**< No white space before it. */
    double number;
} hum_token;

typedef struct hum_tokens {
    const hum_token *items;
    size_t n;
} hum_tokens;

typedef enum hum_item_kind {
    HUM_ITEM_WORD,     /**< text: the word. */
    HUM_ITEM_TEXT,     /**< text: the content, unescaped. */
    HUM_ITEM_QUANTITY, /**< q */
    HUM_ITEM_UNKNOWN,  /**< ? */
    HUM_ITEM_ARROW,
    HUM_ITEM_TAG,      /**< text: the name without its "!". */
    HUM_ITEM_COMPARE,  /**< text: "<", ">" or "=". */
} hum_item_kind;

/** A quantity as typed. Numbers are in the unit; nothing is converted yet. */
typedef struct hum_quantity {
    double low;          /**< The number, or the first of a range; of a ratio 4:1 the quotient 4. */
    double high;         /**< = low unless is_range. */
    bool is_range;
    hum_text unit;       /**< Empty when there is none; "%" ; ":1" for a ratio. */
    hum_span unit_span;
    bool has_tolerance;
    double tolerance;    /**< Half-width, in tolerance_unit. */
    hum_span tolerance_span; /**< Of the number and unit after +-. */
    hum_text tolerance_unit; /**< "%", or a unit of the same dimension ("dB" for levels). */
    bool is_normal;      /**< "+-1% normal" */
} hum_quantity;

typedef struct hum_item {
    hum_item_kind kind;
    hum_span span;
    hum_text text;
    hum_quantity q;
} hum_item;

/** One statement. items[0] is normally the word that names it. */
typedef struct hum_statement {
    hum_span span;        /**< First item to last item. */
    const hum_item *items;
    size_t n_items;
    hum_text comment;     /**< At its end, with its '#'; empty when there is none. */
    struct hum_statement *children; /**< Linked list, first child. */
    struct hum_statement *next;     /**< Next sibling. */
} hum_statement;

/** An immutable tree. Comment-only and empty lines are not statements; the printer takes them from the text. */
typedef struct hum_tree {
    uint32_t file;        /**< Index in hum_sources. */
    hum_text text;
    hum_statement *first;
    size_t n_statements;  /**< All of them, children included. */
} hum_tree;

enum {
    /* limits: what is beyond them is told as HUM5516 */
    HUM_TEXT_MAX_BYTES = 16 * 1024 * 1024,
    HUM_TOKENS_MAX = 4000000,
    HUM_STATEMENTS_MAX = 400000,
    HUM_NESTING_MAX = 3,  /**< variant > box > mode > in is the deepest that means something: depth 0..3 */
    HUM_ITEMS_MAX = 200,  /**< Of one statement. */
};

/** Text -> tokens. Any bytes are accepted; what has no meaning is told. A BOM is skipped, CRLF is a line end.
 *  @return HUM_E_INPUT: too large, no text at all, or a thousand errors. Bad characters are told and skipped, so that the parser can go
 *          on. */
HUM_NODISCARD hum_status hum_lex(hum_arena *a, uint32_t file, hum_text text, hum_diags *d, hum_tokens *out);

/** Text -> tree. Goes on after errors; the caller looks at hum_diags_errors.
 *  @return HUM_E_INPUT only when there is nothing to go on with (too large, or no text at all). */
HUM_NODISCARD hum_status hum_parse(hum_arena *a, uint32_t file, hum_text text, hum_diags *d, hum_tree **out);

/** All statements in the order of the text. */
typedef struct hum_walk {
    const hum_statement *open[HUM_NESTING_MAX + 1];
    size_t depth; /**< Of the statement returned last. */
    bool is_new;
} hum_walk;

hum_walk hum_walk_of(const hum_tree *t);
/** The next statement, children before siblings; NULL at the end. */
const hum_statement *hum_walk_next(hum_walk *w);

/** A quantity or `?` item -> value, converted to SI, with its span (tag empty). Unknown units are told here
 *  (with a suggestion), as are reversed ranges, infinities and tolerances of another kind.
 *  @return false when it was told. A bare number has HUM_DIM_NONE. */
bool hum_item_value(const hum_item *item, hum_diags *d, hum_value *out);

/** The value as a person would type it: "47 kohm +-5 %", "0.1..1 ohm", "?". */
void hum_out_value(hum_out *o, const hum_value *v);

#endif

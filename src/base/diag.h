/* Diagnostics: what a person is told. Any stage adds them; only report/ prints them. */
#ifndef HUM_BASE_DIAG_H
#define HUM_BASE_DIAG_H

#include "base/text.h"

#define HUM_NO_SPAN ((hum_span){HUM_NO_FILE, 0, 0})

typedef enum hum_diag_code {
#define HUM_DIAG(name, number, severity, title) HUM_D_##name = number,
#include "base/diag_codes.def"
#undef HUM_DIAG
} hum_diag_code;

/** One row of diag_codes.def. */
typedef struct hum_diag_kind {
    uint16_t code;
    hum_severity severity;
    const char *title; /**< Lower-case phrase, e.g. "unknown port". */
} hum_diag_kind;

/** The row of a code, NULL when there is none. */
const hum_diag_kind *hum_diag_kind_of(uint16_t code);
/** Row i of the table, NULL at its end. */
const hum_diag_kind *hum_diag_kind_at(size_t i);

/** An empty list in `a`; NULL when there is no memory. */
hum_diags *hum_diags_new(hum_arena *a);

/** Adds one diagnostic; texts are copied. One span and code is told only once; of errors of different codes whose places
 *  touch, only the first: the others are its consequence. Errors beyond HUM_DIAG_MAX_ERRORS are counted and dropped.
 *  `help` may be empty. */
void hum_diags_add(hum_diags *d, hum_diag_code code, hum_span span, hum_text message, hum_text help);

/** As hum_diags_add, with a printf-like message and a constant help (NULL for none). */
void hum_diags_say(hum_diags *d, hum_diag_code code, hum_span span, const char *help, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/** Puts them in the order of their places; those without a place come last. Stages tell what they find, a person reads
 *  a file from its top. */
void hum_diags_sort(hum_diags *d);

/** Arena of the list, for texts that a caller formats for it. */
hum_arena *hum_diags_arena(hum_diags *d);

/** The named source texts that spans point into. */
typedef struct hum_source {
    hum_text name;
    hum_text text;
} hum_source;

typedef struct hum_sources {
    hum_source *items;
    size_t n;
    size_t cap;
} hum_sources;

/** Where counting of lines has got to: asked in the order of the text, all lines together cost one pass. */
typedef struct hum_line_cursor {
    uint32_t file;
    size_t at;
    size_t n_before; /**< Lines that end before `at`. */
} hum_line_cursor;

/** The line of a span, from 1; 0 when it is in no source. */
size_t hum_line_no(const hum_sources *s, hum_span span, hum_line_cursor *c);

typedef struct hum_place {
    hum_text name;     /**< Name of the source. */
    hum_text line;     /**< The line, without its end. */
    size_t line_no;    /**< From 1. */
    size_t column;     /**< From 1, in code points. */
    size_t n_columns;  /**< Of the span inside this line, at least 1. */
} hum_place;

/** Where a span stands; false when it stands nowhere. */
bool hum_place_of(const hum_sources *s, hum_span span, hum_place *out);

/** Smallest span that covers both; either may be HUM_NO_SPAN. */
hum_span hum_span_join(hum_span a, hum_span b);

/** Writes one diagnostic as a person reads it, with the line and a caret:
 *
 *      error[HUM0312]: box 'dac' has no output 'left'
 *        --> hifi.hum:3:10
 *         |
 *       3 | cable dac.left -> amp.in  rca 1 m
 *         |       ^^^^^^^^
 *         = help: 'dac' has: out, xlr
 */
void hum_out_diag(hum_out *o, const hum_sources *s, const hum_diag *d, bool colour);

#endif

/* The table of published values. A chapter is a function that adds rows; docs/validation.md is the table as a
 * page. To add a value: one row in a chapter. To add a chapter: one function, and one line in
 * test_reference.c. */
#ifndef HUM_TESTS_REFERENCE_H
#define HUM_TESTS_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct reference {
    const char *id, *what, *unit;
    double published;
    double tolerance; /**< How far ours may be from the published value, and why is in `source` or `note`. */
    double ours;      /**< From this program's own functions. */
    double expected;  /**< The same by an independent computation with more digits; 0: none. Three digits must
                         agree, of  decibels two decimals. */
    double up_to;     /**< Published is a span `published`..`up_to`; 0: a single value. */
    const char *source, *note;
    bool is_recalled; /**< The source was not read again when the row was written. */
} reference;

enum { REFERENCES_MAX = 400, CHAPTERS_MAX = 40 };

typedef struct references {
    reference rows[REFERENCES_MAX];
    size_t n;
    struct {
        const char *title;
        size_t first;
    } chapters[CHAPTERS_MAX];
    size_t n_chapters;
} references;

void begin_chapter(references *t, const char *title);
void add_rows(references *t, const reference *rows, size_t n);
#define ADD_ROWS(t, rows) add_rows((t), (rows), sizeof(rows) / sizeof *(rows))

void add_level_rows(references *t);
void add_noise_rows(references *t);
void add_rejection_rows(references *t);
void add_pickup_rows(references *t);
void add_hearing_rows(references *t);
void add_cable_rows(references *t);
void add_digital_rows(references *t);
void add_network_rows(references *t);

#define BENCHMARK "Benchmark, balanced vs. unbalanced"
#define CALCULATED "closed form"

#endif

/* Text for an 80-column terminal: folded paragraphs, columns, and three colours that always stand beside a word. */
#ifndef HUM_REPORT_PAGE_H
#define HUM_REPORT_PAGE_H

#include "base/number.h"

enum { HUM_PAGE_COLUMNS = 80 };

typedef enum hum_tone { HUM_TONE_PLAIN, HUM_TONE_GOOD, HUM_TONE_NEAR, HUM_TONE_BAD, HUM_TONE_HEAD } hum_tone;

typedef struct hum_page {
    hum_out o;
    bool colour;
} hum_page;

hum_page hum_page_in(hum_arena *a, bool colour);
/** Text in a tone; with colour off, just the text. */
void hum_page_toned(hum_page *p, hum_tone tone, hum_text t);
/** A heading of its own line, with an empty line before it. `rest` stands at column `at` of the same line, may be empty. */
void hum_page_head(hum_page *p, const char *head, const char *rest, size_t at);
/** Blanks to a column (from 0) of the current line; one blank when it is already there. */
void hum_page_to(hum_page *p, size_t column);
/** A paragraph folded at blanks, its lines after the first indented; the first starts where the page is. */
void hum_page_fold(hum_page *p, hum_text t, size_t indent);
/** Right-aligned text that ends before a column. */
void hum_page_right(hum_page *p, hum_text t, size_t end);
/** Right-aligned text that ends the line; on a line of its own when there is no room for it. */
void hum_page_end(hum_page *p, hum_text t);
/** Text of at most `width` columns, cut with "..". */
void hum_page_cut(hum_page *p, hum_text t, size_t width);
void hum_page_line(hum_page *p);

/** Small texts in the arena of the page, for the functions above. */
hum_text hum_page_db(hum_page *p, double db, int decimals, const char *unit);
hum_text hum_page_si(hum_page *p, double v, const char *unit);

#endif

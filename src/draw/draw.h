/* An SVG picture of report/ as PNG or PDF, through librsvg and cairo. A module of its own, which cli/ loads when it is asked for one:
 * the libraries under it take longer to load than a report takes to be made. */
#ifndef HUM_DRAW_DRAW_H
#define HUM_DRAW_DRAW_H

#include <stdbool.h>
#include <stddef.h>

#define DRAW_API __attribute__((visibility("default")))

typedef enum draw_form { DRAW_PNG, DRAW_PDF } draw_form;

/** Where the bytes go; `put` returns false when it cannot take them. */
typedef struct draw_sink {
    bool (*put)(void *ctx, const unsigned char *p, size_t n);
    void *ctx;
} draw_sink;

/** Draws the n bytes of an SVG on white: a PNG with two dots for each CSS pixel (fewer when the picture is very large), a PDF with its
 *  96 CSS pixels to the inch.
 *  @return NULL, or why it cannot be done. */
DRAW_API const char *draw_picture(const char *svg, size_t n, draw_form form, const draw_sink *to);

typedef const char *draw_picture_fn(const char *svg, size_t n, draw_form form, const draw_sink *to);

#endif

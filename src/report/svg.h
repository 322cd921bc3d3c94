/* Pictures as SVG: axes, curves, stems, bars and labels. The same file serves the terminal user, the page and print.
 *
 * Colours are four hues that keep 3:1 on white and on a dark page, and no picture relies on colour alone: every series
 * also has its dash or marker and a label at its end. Every picture has a title and a sentence that describes it. */
#ifndef HUM_REPORT_SVG_H
#define HUM_REPORT_SVG_H

#include "base/number.h"

typedef enum hum_hue { HUM_HUE_TEXT, HUM_HUE_BLUE, HUM_HUE_RED, HUM_HUE_GREEN, HUM_HUE_PURPLE, HUM_HUE_FAINT } hum_hue;
typedef enum hum_dash { HUM_DASH_SOLID, HUM_DASH_LONG, HUM_DASH_SHORT, HUM_DASH_DOT } hum_dash;

typedef struct hum_svg {
    hum_out o;
    double width;
    double height;
    bool is_ghost; /**< Lines, dots and curves are drawn as what was before. */
} hum_svg;

/** An axis: a range of values over a range of pixels. A logarithmic one needs low > 0. */
typedef struct hum_axis {
    double low;
    double high;
    double from_px;
    double to_px;
    bool is_log;
} hum_axis;

double hum_axis_px(const hum_axis *a, double v);

/** Opens the picture; title and description are for people who cannot see it. */
hum_svg hum_svg_open(hum_arena *a, double width, double height, hum_text title, hum_text description);
HUM_NODISCARD hum_status hum_svg_close(hum_svg *s, hum_text *out);

void hum_svg_line(hum_svg *s, double x1, double y1, double x2, double y2, hum_hue hue, hum_dash dash, double width_px);
void hum_svg_rect(hum_svg *s, double x, double y, double w, double h, hum_hue fill, double opacity, bool outlined);
void hum_svg_dot(hum_svg *s, double x, double y, double r, hum_hue hue);
/** A dot that is not filled. */
void hum_svg_ring(hum_svg *s, double x, double y, double r, hum_hue hue);
/** anchor: "start", "middle" or "end". */
void hum_svg_text(hum_svg *s, double x, double y, const char *anchor, double size_px, bool bold, hum_text t);
/** The same on a halo of the ground, so that it can be read over lines. */
void hum_svg_label(hum_svg *s, double x, double y, const char *anchor, double size_px, hum_text t);
/** The name of a curve at its end, on a halo, with a dot of its colour behind it; y is its base line, x its end. */
void hum_svg_name(hum_svg *s, double x, double y, hum_hue hue, hum_text t);
/** About how long a text is: nothing here knows the font. */
double hum_svg_text_px(hum_text t, double size_px);
/** Lines that a text takes folded at blanks to a width; and that text as labels from y on. @return the lines. */
size_t hum_svg_lines(double width, double size_px, hum_text t);
size_t hum_svg_paragraph(hum_svg *s, double x, double y, double width, double line, double size_px, bool bold, hum_text t);
/** A curve through n points in pixels; points that are not finite break it. */
void hum_svg_curve(hum_svg *s, const double *x, const double *y, size_t n, hum_hue hue, hum_dash dash, double width_px);
/** The area between two curves over the same n places, all finite. */
void hum_svg_area(hum_svg *s, const double *x, const double *low, const double *high, size_t n, hum_hue fill, double opacity);

/** Many small rectangles of one colour as one path: open, any number of cells, close. */
void hum_svg_cells_open(hum_svg *s);
void hum_svg_cell(hum_svg *s, double x, double y, double w, double h);
void hum_svg_cells_close(hum_svg *s, hum_hue fill, double opacity);

/** Grid and labels: `x` logarithmic in Hz, `y` in decibels every `step`. */
void hum_svg_grid(hum_svg *s, const hum_axis *x, const hum_axis *y, double step, const char *y_unit);

#endif

/* The pictures behind hum_plot_svg: each is a function of what it shows, what it shows it against, and how wide it may be. */
#ifndef HUM_REPORT_PLOT_H
#define HUM_REPORT_PLOT_H

#include "report/svg.h"
#include "study/findings.h"

#include <math.h>

/** Text keeps its size in all of them: a narrow picture stacks what a wide one puts side by side. */
#define HUM_PLOT_WIDE 760.0
#define HUM_PLOT_NARROW 320.0

/** A width that was wished for (0: none), within those that there are. */
static inline double hum_plot_width(double wanted_px)
{
    return round(fmax(HUM_PLOT_NARROW, fmin(HUM_PLOT_WIDE, wanted_px > 0 ? wanted_px : HUM_PLOT_WIDE)));
}

typedef struct hum_plot {
    hum_arena *a;
    hum_diags *d;
    const hum_findings *f;
    const hum_findings *before; /**< Drawn ghosted behind; NULL for nothing. */
    hum_text before_name;
    double width; /**< HUM_PLOT_NARROW to HUM_PLOT_WIDE */
} hum_plot;

/** @return HUM_E_INPUT when the system has nothing to show in it, which has been told; HUM_E_NOMEM. */
HUM_NODISCARD hum_status hum_plot_spectrum(const hum_plot *p, hum_text *out);
HUM_NODISCARD hum_status hum_plot_levels(const hum_plot *p, hum_text *out);
HUM_NODISCARD hum_status hum_plot_limits(const hum_plot *p, hum_text *out);
HUM_NODISCARD hum_status hum_plot_system(const hum_plot *p, hum_text *out);
HUM_NODISCARD hum_status hum_plot_response(const hum_plot *p, hum_text *out);
HUM_NODISCARD hum_status hum_plot_cmrr(const hum_plot *p, hum_text *out);

static inline bool hum_plot_is_narrow(const hum_plot *p)
{
    return p->width < 560;
}

/** One entry of the key below a picture: a piece of a line, what is at its end, and its name. */
typedef struct hum_plot_key {
    hum_text name;
    hum_hue hue;
    hum_dash dash;
    double width_px;
    bool has_dot;
    bool is_before; /**< Ghosted, with a ring for a dot. */
} hum_plot_key;

/** Rows that n entries take side by side, each in `column` pixels or more. */
size_t hum_plot_key_rows(double width, double column, size_t n);
/** Draws entry i; the first row stands at y. */
void hum_plot_draw_key(hum_svg *s, double y, double column, size_t i, const hum_plot_key *key);

#endif

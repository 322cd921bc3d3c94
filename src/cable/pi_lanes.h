/* The exact pi of eight lines at once: of one line at eight frequencies, or of eight samples of it at one. */
#ifndef HUM_CABLE_PI_LANES_H
#define HUM_CABLE_PI_LANES_H

#include "base/arena.h"
#include "cable/table.h"
#include "num/kernels.h"

/** Eight lines of the same n conductors, of the whole length, in lanes. */
typedef struct hum_line_lanes {
    size_t n;
    int terms;         /**< hum_line_terms of the longest, at the highest frequency. */
    const double *r;   /**< [n][HUM_LANES] ohm */
    const double *l;   /**< [n][n][HUM_LANES] henry */
    const double *c;   /**< [n][n][HUM_LANES] farad */
    double tan_delta;
    const double *length_m; /**< [HUM_LANES] */
    const double *share;    /**< What a table adds per metre: z, then y [n][n][HUM_ENTRY]; NULL: nothing. */
} hum_line_lanes;

/** Lines whose totals are at `rows` [hum_line_total_rows(n)][HUM_LANES]: r, l, c, length. */
hum_line_lanes hum_line_lanes_at(size_t n, int terms, const double *rows, double tan_delta);
size_t hum_line_total_rows(size_t n);
/** The totals of a line into one lane of such rows. */
void hum_line_put_totals(const hum_line *line, size_t lane, double *rows);

/** The share of a table of n conductors at f [HUM_LANES], z then y [n][n][HUM_ENTRY]. */
void hum_line_share_lanes(const hum_line_table *t, size_t n, const double *f_hz, double *share);

/** Terms of the series that any line with at most these values wants up to this frequency; eq. C-5. */
int hum_line_terms(const hum_line *most, double f_hz);

/** As hum_line_pi for each lane, at w [HUM_LANES] rad/s: z and y [n][n][HUM_ENTRY]. A lane has the same digits whatever the
 *  others are; one that is too long for the series alone is done by hum_line_pi_of. */
void hum_line_pi_lanes(const hum_kernels *k, const hum_line_lanes *line, const double *w_rad_s, double *z, double *y);

/** One line as it stands, for frequencies in lanes. */
typedef struct hum_still_line {
    uint32_t element; /**< The caller's. */
    const hum_line *line;
    hum_line_lanes lanes;
} hum_still_line;

HUM_NODISCARD hum_status hum_still_line_new(hum_arena *a, const hum_line *line, uint32_t element, hum_still_line *out);

/** Its impedance and admittance as if it were short, z, then y [n][n][HUM_ENTRY], at f [HUM_LANES]. `room` as below. */
void hum_still_line_totals(const hum_still_line *still, const double *f_hz, double *room, double *z);

/** Its pi at f [HUM_LANES]: z, then y [n][n][HUM_ENTRY]. `room` is as large as those, for a table's share. */
void hum_still_line_pi(const hum_kernels *k, const hum_still_line *still, const double *f_hz, double *room, double *z);

#endif

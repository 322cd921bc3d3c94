/* What the matrices of a line are at each frequency beyond its constant ones: skin and proximity effect, losses that fall.
 * Solved once at the nodes and interpolated, so that a sweep costs no more than that of a constant line. */
#ifndef HUM_CABLE_TABLE_H
#define HUM_CABLE_TABLE_H

#include "base/arena.h"
#include "cable/line.h"

/** Nodes at 10 Hz, eight a decade, to 316 MHz. */
enum { HUM_TABLE_NODES = 61 };

typedef struct hum_line_table hum_line_table;

/** Per-metre matrices [n][n] of a line at a frequency: Z ohm/m, Y S/m. */
typedef hum_status (*hum_line_at)(void *ctx, double f_hz, hum_complex *z_ohm_m, hum_complex *y_s_m);

/** A table of what `at` has beyond `line`'s constant matrices, to be put in line->table.  Between the nodes polynomials of the
 *  seventh degree in log f (eq. C-21): within 1e-5 of the largest entry for cross-sections of audio cables (tests/unit).
 *  Below 10 Hz the values there; above 316 MHz R as the root of the frequency.  @return what `at` returns, HUM_E_NOMEM */
HUM_NODISCARD hum_status hum_line_tabulate(hum_arena *a, const hum_line *line, hum_line_at at, void *ctx,
                                           const hum_line_table **out);

/** Adds the table's share at f_hz, [n][n]. */
void hum_line_table_add(const hum_line_table *t, double f_hz, hum_complex *z_ohm_m, hum_complex *y_s_m);

/** Per-metre matrices of any line at f_hz, its table included, [n][n]. */
void hum_line_matrices(const hum_line *line, double f_hz, hum_complex *z_ohm_m, hum_complex *y_s_m);

#endif

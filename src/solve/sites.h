/* Where in A a varying value stands, and which columns excite: as pairs of rows. */
#ifndef HUM_SOLVE_SITES_H
#define HUM_SOLVE_SITES_H

#include "solve/batch.h"
#include "solve/system.h"

/** Two rows, the first with +, the second with -; HUM_NO_ROW for none. */
typedef struct hum_pair {
    size_t p, m;
} hum_pair;

/** A rank-one part of A: t phi u v^T with t = value or 1/value and phi = sign or sign s (eq. S-21). A site without a
 *  port only scales noise. */
typedef struct hum_site {
    size_t vary;
    hum_pair u;     /**< Rows of A. */
    hum_pair v;     /**< Columns of A. */
    bool is_inverse;
    bool times_s;
    bool has_port;
    double sign;
    double t0;      /**< t in the circuit as it stands. */
    double low;     /**< Of t. */
    double high;
} hum_site;

/** A noise column, and its density: psd + slope (t - t0) of a site. Of a column that belongs to a line's form, neither. */
typedef struct hum_noise_column {
    hum_pair at;
    double psd;
    double slope;
    int32_t site;     /**< -1: constant. */
    int32_t noise;    /**< Which contribution. */
    double corner_hz; /**< density (1 + corner/f) */
} hum_noise_column;

/** A line of which something varies: what it adds to A has these rows of lane values, minus what it adds as it stands:
 *  of z, then of y, the upper triangle's real parts, then its imaginary parts. */
typedef struct hum_moving_line {
    uint32_t element;
    size_t row;
    hum_line most;    /**< Everything at its largest. */
} hum_moving_line;

typedef struct hum_sites {
    hum_site *site;     /**< Those with a port come first. */
    size_t n;
    size_t n_ports;
    hum_moving_line *line;
    size_t n_lines, cap_lines;
    size_t n_line_rows;
} hum_sites;

/** What makes noise, as columns and as forms of them (hum_looks). */
typedef struct hum_noise_list {
    hum_batch_noise *noises;
    size_t n_noises, cap_noises;
    hum_noise_column *columns;
    size_t n_columns, cap_columns;
    size_t n_plain;     /**< Columns before those of forms. */
    hum_form *forms;    /**< Their weights are the real parts of the system's tables. */
    size_t n_forms, cap_forms;
} hum_noise_list;

/** n (n + 1) / 2, and the place of i, j in that. */
static inline size_t hum_triangle(size_t n)
{
    return n * (n + 1) / 2;
}
static inline size_t hum_triangle_at(size_t n, size_t i, size_t j)
{
    size_t low = i < j ? i : j, high = i < j ? j : i;
    return low * n - low * (low + 1) / 2 + high;
}

/** Sites of all varying values. @return HUM_E_RANGE: something varies that is not there. */
HUM_NODISCARD hum_status hum_sites_new(hum_arena *a, const hum_system *s, const hum_vary *vary, size_t n_vary,
                                       hum_sites *out);
/** t of a site for a value. */
double hum_site_t(const hum_site *s, double value);

/** Everything that makes noise. */
HUM_NODISCARD hum_status hum_noise_list_new(hum_arena *a, const hum_system *s, const hum_sites *sites, const hum_vary *vary,
                                            hum_noise_list *out);

/** Does this kind of value belong to a line? */
bool hum_vary_is_line(hum_vary_kind kind);
hum_pair hum_pair_of_drive(const hum_system *s, const hum_drive *d);
hum_pair hum_pair_of_probe(hum_probe p);

/** Sets a value in a circuit. */
void hum_vary_set(hum_circuit *c, const hum_vary *v, double value);
double hum_vary_get(const hum_circuit *c, const hum_vary *v);

#endif

/* Where in A a varying value stands, and which columns excite: both as sparse vectors of rows. */
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

/** A column that is excited: sum of `weight` (e_p - e_m) over its parts. */
typedef struct hum_part {
    hum_pair at;
    double weight;
} hum_part;

enum { HUM_PARTS_MAX = HUM_LINE_MAX };

typedef struct hum_column {
    size_t n;
    hum_part part[HUM_PARTS_MAX];
} hum_column;

/** A noise column: its density is psd + slope (t - t0) of a site. */
typedef struct hum_noise_column {
    hum_column column;
    double psd;
    double slope;
    int32_t site;     /**< -1: constant. */
    int32_t noise;    /**< Which contribution. */
    double corner_hz; /**< density (1 + corner/f) */
} hum_noise_column;

typedef struct hum_sites {
    hum_site *site;     /**< Those with a port come first. */
    size_t n;
    size_t n_ports;
    size_t n_lines;     /**< Varying values inside lines: not rank one. */
} hum_sites;

/** Sites of all varying values. @return HUM_E_RANGE: something varies that is not there. */
HUM_NODISCARD hum_status hum_sites_new(hum_arena *a, const hum_system *s, const hum_vary *vary, size_t n_vary,
                                       hum_sites *out);
/** t of a site for a value. */
double hum_site_t(const hum_site *s, double value);

/** Contributions, and the columns of those that do not depend on frequency in shape: not the lines'. */
HUM_NODISCARD hum_status hum_noise_list(hum_arena *a, const hum_system *s, const hum_sites *sites,
                                        const hum_vary *vary, hum_batch_noise **noises, size_t *n_noises,
                                        hum_noise_column **columns, size_t *n_columns);
/** Columns of all lines at the frequency that is set in `s`, after those of hum_noise_list. */
void hum_noise_lines(const hum_system *s, const hum_batch_noise *noises, size_t n_noises, hum_noise_column *columns);

hum_column hum_column_of_drive(const hum_system *s, const hum_drive *d);
hum_pair hum_pair_of_probe(hum_probe p);

/** Sets a value in a circuit. */
void hum_vary_set(hum_circuit *c, const hum_vary *v, double value);
double hum_vary_get(const hum_circuit *c, const hum_vary *v);

#endif

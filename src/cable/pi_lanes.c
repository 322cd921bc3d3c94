/* Lines in lanes: audio cables are short beside a wavelength, so the power series of C-5 needs a few terms and no doubling,
 * and eight of them fit side by side in vectors. What is longer is done one by one by pi.c. */
#include "cable/pi_lanes.h"

#include "base/constants.h"

#include <math.h>

#define NEGLIGIBLE 1e-17 /* the first term left out of cosh - 1, beside its first */

#define TWO_PI (2 * HUM_PI)

hum_line_lanes hum_line_lanes_at(size_t n, int terms, const double *rows, double tan_delta)
{
    return (hum_line_lanes){.n = n,
                            .terms = terms,
                            .r = rows,
                            .l = rows + n * HUM_LANES,
                            .c = rows + (n + n * n) * HUM_LANES,
                            .length_m = rows + (n + 2 * n * n) * HUM_LANES,
                            .tan_delta = tan_delta};
}

size_t hum_line_total_rows(size_t n)
{
    return n + 2 * n * n + 1;
}

void hum_line_put_totals(const hum_line *line, size_t lane, double *rows)
{
    size_t n = line->n, nn = n * n;
    for (size_t i = 0; i < n; i++)
        rows[i * HUM_LANES + lane] = line->r_ohm_m[i] * line->length_m;
    for (size_t i = 0; i < nn; i++) {
        rows[(n + i) * HUM_LANES + lane] = line->l_h_m[i] * line->length_m;
        rows[(n + nn + i) * HUM_LANES + lane] = line->c_f_m[i] * line->length_m;
    }
    rows[(n + 2 * nn) * HUM_LANES + lane] = line->length_m;
}

static double norm_of(size_t n, const hum_complex *m)
{
    double most = 0;
    for (size_t i = 0; i < n; i++) {
        double sum = 0;
        for (size_t j = 0; j < n; j++)
            sum += fabs(creal(m[i * n + j])) + fabs(cimag(m[i * n + j]));
        most = fmax(most, sum);
    }
    return most;
}

int hum_line_terms(const hum_line *most, double f_hz)
{
    hum_complex z[HUM_LINE_MAX * HUM_LINE_MAX], y[HUM_LINE_MAX * HUM_LINE_MAX];
    hum_line_matrices(most, f_hz, z, y);
    double size = norm_of(most->n, z) * norm_of(most->n, y) * most->length_m * most->length_m;
    double left_out = 2 * size / 24; /* eq. C-5: 2 m^(t-1) / (2t)! */
    int terms = 2;
    for (; left_out > NEGLIGIBLE && terms < HUM_PI_TERMS_MAX; terms++)
        left_out *= size / ((2 * terms + 1) * (2 * terms + 2));
    return terms;
}

static void put(double *to, size_t lane, hum_complex x)
{
    to[lane] = creal(x);
    to[HUM_LANES + lane] = cimag(x);
}

void hum_line_share_lanes(const hum_line_table *t, size_t n, const double *f_hz, double *share)
{
    hum_complex z[HUM_LINE_MAX * HUM_LINE_MAX], y[HUM_LINE_MAX * HUM_LINE_MAX];
    for (size_t lane = 0; lane < HUM_LANES; lane++) {
        for (size_t ij = 0; ij < n * n && (!lane || f_hz[lane] != f_hz[lane - 1]); ij++)
            z[ij] = y[ij] = 0;
        if (!lane || f_hz[lane] != f_hz[lane - 1])
            hum_line_table_add(t, f_hz[lane], z, y);
        for (size_t ij = 0; ij < n * n; ij++) {
            put(share + ij * HUM_ENTRY, lane, z[ij]);
            put(share + (n * n + ij) * HUM_ENTRY, lane, y[ij]);
        }
    }
}

/* Adds a table's share of the whole length. */
static void add_share(const hum_line_lanes *line, double *z, double *y)
{
    size_t nn = line->n * line->n;
    for (size_t i = 0; i < nn * HUM_ENTRY; i++) {
        double length = line->length_m[i % HUM_LANES];
        z[i] += length * line->share[i];
        y[i] += length * line->share[nn * HUM_ENTRY + i];
    }
}

static void set_totals(const hum_line_lanes *line, const double *w, double *z, double *y)
{
    size_t n = line->n;
    for (size_t ij = 0; ij < n * n; ij++) {
        const double *r = ij % (n + 1) == 0 ? line->r + ij / (n + 1) * HUM_LANES : NULL;
        for (size_t lane = 0; lane < HUM_LANES; lane++) {
            double b = w[lane] * line->c[ij * HUM_LANES + lane];
            z[ij * HUM_ENTRY + lane] = r ? r[lane] : 0;
            z[ij * HUM_ENTRY + HUM_LANES + lane] = w[lane] * line->l[ij * HUM_LANES + lane];
            y[ij * HUM_ENTRY + lane] = b * line->tan_delta;
            y[ij * HUM_ENTRY + HUM_LANES + lane] = b;
        }
    }
    if (line->share)
        add_share(line, z, y);
}

static hum_complex lane_of(const double *at, size_t lane)
{
    return hum_complex_of(at[lane], at[HUM_LANES + lane]);
}

/* One lane's totals become its pi. */
static void solve_lane(size_t n, size_t lane, const double *zt, const double *yt, double *z, double *y)
{
    hum_complex total_z[HUM_LINE_MAX * HUM_LINE_MAX] = {0}, total_y[HUM_LINE_MAX * HUM_LINE_MAX] = {0};
    hum_complex pi_z[HUM_LINE_MAX * HUM_LINE_MAX], pi_y[HUM_LINE_MAX * HUM_LINE_MAX];
    for (size_t ij = 0; ij < n * n; ij++) {
        total_z[ij] = lane_of(zt + ij * HUM_ENTRY, lane);
        total_y[ij] = lane_of(yt + ij * HUM_ENTRY, lane);
    }
    hum_line_pi_of(n, 1, total_z, total_y, pi_z, pi_y);
    for (size_t ij = 0; ij < n * n; ij++) {
        put(z + ij * HUM_ENTRY, lane, pi_z[ij]);
        put(y + ij * HUM_ENTRY, lane, pi_y[ij]);
    }
}

/* Lanes that are too long for the series; z and y are made once more for them. */
static void solve_long(const hum_line_lanes *line, const double *w_rad_s, const double *size, double *z, double *y)
{
    double zt[HUM_LINE_MAX * HUM_LINE_MAX * HUM_ENTRY], yt[HUM_LINE_MAX * HUM_LINE_MAX * HUM_ENTRY];
    set_totals(line, w_rad_s, zt, yt);
    for (size_t lane = 0; lane < HUM_LANES; lane++)
        if (!(size[lane] <= 1))
            solve_lane(line->n, lane, zt, yt, z, y);
}

void hum_line_pi_lanes(const hum_kernels *k, const hum_line_lanes *line, const double *w_rad_s, double *z, double *y)
{
    double size[HUM_LANES];
    bool is_long = false;
    set_totals(line, w_rad_s, z, y);
    k->pi(line->n, line->terms, z, y, size);
    for (size_t lane = 0; lane < HUM_LANES; lane++)
        is_long |= !(size[lane] <= 1);
    if (is_long)
        solve_long(line, w_rad_s, size, z, y);
}

/* --- a line as it stands -------------------------------------------------------------------------------- */

hum_status hum_still_line_new(hum_arena *a, const hum_line *line, uint32_t element, hum_still_line *out)
{
    double *rows;
    HUM_ALLOC(rows, a, double, hum_line_total_rows(line->n) * HUM_LANES);
    for (size_t lane = 0; lane < HUM_LANES; lane++)
        hum_line_put_totals(line, lane, rows);
    *out = (hum_still_line){element, line, hum_line_lanes_at(line->n, 0, rows, line->tan_delta)};
    return HUM_OK;
}

/* As hum_line_pi has it, to the last digit. */
static void set_long(const hum_line *line, double f_hz, size_t lane, double *tables)
{
    hum_complex z[HUM_LINE_MAX * HUM_LINE_MAX] = {0}, y[HUM_LINE_MAX * HUM_LINE_MAX] = {0};
    size_t nn = line->n * line->n;
    hum_line_pi(line, f_hz, z, y);
    for (size_t ij = 0; ij < nn; ij++) {
        put(tables + ij * HUM_ENTRY, lane, z[ij]);
        put(tables + (nn + ij) * HUM_ENTRY, lane, y[ij]);
    }
}

void hum_still_line_totals(const hum_still_line *still, const double *f_hz, double *room, double *z)
{
    const hum_line *line = still->line;
    hum_line_lanes lanes = still->lanes;
    double w[HUM_LANES];
    for (size_t lane = 0; lane < HUM_LANES; lane++)
        w[lane] = TWO_PI * f_hz[lane];
    lanes.share = line->table ? room : NULL;
    if (line->table)
        hum_line_share_lanes(line->table, line->n, f_hz, room);
    set_totals(&lanes, w, z, z + line->n * line->n * HUM_ENTRY);
}

void hum_still_line_pi(const hum_kernels *k, const hum_still_line *still, const double *f_hz, double *room, double *z)
{
    const hum_line *line = still->line;
    double size[HUM_LANES], highest = 0;
    for (size_t lane = 0; lane < HUM_LANES; lane++)
        highest = f_hz[lane] > highest ? f_hz[lane] : highest;
    hum_still_line_totals(still, f_hz, room, z);
    k->pi(line->n, hum_line_terms(line, highest), z, z + line->n * line->n * HUM_ENTRY, size);
    for (size_t lane = 0; lane < HUM_LANES; lane++)
        if (!(size[lane] <= 1))
            set_long(line, f_hz[lane], lane, z);
}

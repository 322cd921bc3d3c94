/* Noise of a batch: what contributes, and as which excitations (docs/physics/noise.md N-1..N-5, solve.md S-25). The
 * correlated noise of a line is turned into independent columns by the eigenvectors of its resistance matrix. */
#include "solve/sites.h"

#include <math.h>

enum { SWEEPS = 30 };

typedef struct noise_list {
    hum_arena *a;
    const hum_system *s;
    const hum_sites *sites;
    const hum_vary *vary;
    hum_batch_noise *noises;
    size_t n_noises, cap_noises;
    hum_noise_column *columns;
    size_t n_columns, cap_columns;
} noise_list;

static hum_status open_noise(noise_list *l, bool is_source, size_t index)
{
    hum_batch_noise noise = {is_source, (uint32_t)index};
    HUM_PUSH(l->a, l, noises, n_noises, cap_noises, noise);
    return HUM_OK;
}

/* Site of a value that may vary, -1 when it does not. */
static int32_t site_of(const noise_list *l, hum_vary_kind kind, size_t index, size_t i)
{
    for (size_t k = 0; k < l->sites->n; k++) {
        const hum_vary *v = &l->vary[l->sites->site[k].vary];
        if (v->kind == kind && v->index == index && (kind != HUM_VARY_R || v->i == i))
            return (int32_t)k;
    }
    return -1;
}

static hum_status add_column(noise_list *l, hum_pair at, double t, double unit, int32_t site, double corner_hz)
{
    hum_noise_column c = {.column = {.n = 1, .part = {{at, 1}}},
                          .psd = unit * t,
                          .slope = unit,
                          .site = site,
                          .noise = (int32_t)l->n_noises - 1,
                          .corner_hz = corner_hz};
    HUM_PUSH(l->a, l, columns, n_columns, cap_columns, c);
    return HUM_OK;
}

static hum_status add_resistor(noise_list *l, size_t i, const hum_element *e, double unit)
{
    size_t row = l->s->own[i];
    int32_t site = site_of(l, HUM_VARY_VALUE, i, 0);
    HUM_TRY(open_noise(l, false, i));
    if (row != HUM_NO_ROW)
        return add_column(l, (hum_pair){row, HUM_NO_ROW}, e->value, unit, site, 0);
    hum_pair at = {hum_system_node_row(e->from[0]), hum_system_node_row(e->to[0])};
    return add_column(l, at, 1 / e->value, unit, site, 0);
}

static hum_status add_inductors(noise_list *l, size_t i, const hum_element *e, double unit)
{
    HUM_TRY(open_noise(l, false, i));
    for (size_t k = 0; k < e->n; k++) {
        hum_pair at = {hum_system_branch_row(l->s, e->branch + k), HUM_NO_ROW};
        HUM_TRY(add_column(l, at, e->r_ohm[k], unit, site_of(l, HUM_VARY_R, i, k), 0));
    }
    return HUM_OK;
}

static hum_status add_element(noise_list *l, size_t i)
{
    const hum_element *e = &l->s->c->elements[i];
    double unit = 4 * HUM_BOLTZMANN * l->s->c->temperature_k;
    if (e->kind == HUM_ELEM_RESISTOR && !e->is_silent)
        return add_resistor(l, i, e, unit);
    return e->kind == HUM_ELEM_INDUCTORS ? add_inductors(l, i, e, unit) : HUM_OK;
}

static hum_status add_source(noise_list *l, size_t i)
{
    const hum_source_of *src = &l->s->c->sources[i];
    if (src->kind != HUM_SOURCE_NOISE)
        return HUM_OK;
    size_t row = hum_system_branch_row(l->s, l->s->c->elements[src->element].branch);
    HUM_TRY(open_noise(l, true, i));
    return add_column(l, (hum_pair){row, HUM_NO_ROW}, src->s_v2_hz, src->scale * src->scale,
                      site_of(l, HUM_VARY_NOISE, i, 0), src->corner_hz);
}

/* Room for the lines' columns: 3 n each. */
static hum_status add_lines(noise_list *l)
{
    hum_noise_column empty = {.site = -1};
    for (size_t i = 0; i < l->s->c->n_elements; i++) {
        const hum_element *e = &l->s->c->elements[i];
        if (e->kind != HUM_ELEM_LINE)
            continue;
        HUM_TRY(open_noise(l, false, i));
        empty.noise = (int32_t)l->n_noises - 1;
        for (size_t k = 0; k < 3 * e->n; k++)
            HUM_PUSH(l->a, l, columns, n_columns, cap_columns, empty);
    }
    return HUM_OK;
}

hum_status hum_noise_list(hum_arena *a, const hum_system *s, const hum_sites *sites, const hum_vary *vary,
                          hum_batch_noise **noises, size_t *n_noises, hum_noise_column **columns, size_t *n_columns)
{
    noise_list l = {.a = a, .s = s, .sites = sites, .vary = vary};
    for (size_t i = 0; i < s->c->n_elements; i++)
        HUM_TRY(add_element(&l, i));
    for (size_t i = 0; i < s->c->n_sources; i++)
        HUM_TRY(add_source(&l, i));
    HUM_TRY(add_lines(&l));
    *noises = l.noises;
    *n_noises = l.n_noises;
    *columns = l.columns;
    *n_columns = l.n_columns;
    return HUM_OK;
}

/* --- lines --------------------------------------------------------------------------------------------- */

/* One Jacobi rotation of the symmetric m [n][n] that makes m[p][q] zero; q gathers the eigenvectors as columns. */
static void rotate(double *m, double *vectors, size_t n, size_t p, size_t q)
{
    double apq = m[p * n + q];
    if (apq == 0)
        return;
    double theta = (m[q * n + q] - m[p * n + p]) / (2 * apq);
    double t = (theta < 0 ? -1 : 1) / (fabs(theta) + sqrt(theta * theta + 1));
    double c = 1 / sqrt(t * t + 1), s = t * c;
    for (size_t k = 0; k < n; k++) {
        double kp = m[k * n + p], kq = m[k * n + q];
        m[k * n + p] = c * kp - s * kq;
        m[k * n + q] = s * kp + c * kq;
        double vp = vectors[k * n + p], vq = vectors[k * n + q];
        vectors[k * n + p] = c * vp - s * vq;
        vectors[k * n + q] = s * vp + c * vq;
    }
    for (size_t k = 0; k < n; k++) {
        double pk = m[p * n + k], qk = m[q * n + k];
        m[p * n + k] = c * pk - s * qk;
        m[q * n + k] = s * pk + c * qk;
    }
}

/* Eigenvalues on the diagonal of m, eigenvectors in the columns of `vectors`: cyclic Jacobi. */
static void diagonalise(double *m, double *vectors, size_t n)
{
    for (size_t i = 0; i < n * n; i++)
        vectors[i] = i % (n + 1) == 0;
    for (int sweep = 0; sweep < SWEEPS; sweep++)
        for (size_t p = 0; p < n; p++)
            for (size_t q = p + 1; q < n; q++)
                rotate(m, vectors, n, p, q);
}

/* Columns of 4kT Re(table), excited at `at`. */
static void fill(const hum_complex *table, size_t n, const hum_pair *at, double unit, hum_noise_column *to)
{
    double m[HUM_LINE_MAX * HUM_LINE_MAX], vectors[HUM_LINE_MAX * HUM_LINE_MAX];
    for (size_t i = 0; i < n * n; i++)
        m[i] = creal(table[i]);
    diagonalise(m, vectors, n);
    for (size_t k = 0; k < n; k++) {
        to[k].psd = unit * m[k * n + k];
        to[k].column.n = n;
        for (size_t i = 0; i < n; i++)
            to[k].column.part[i] = (hum_part){at[i], vectors[i * n + k]};
    }
}

static void fill_line(const hum_system *s, size_t element, hum_noise_column *to)
{
    const hum_element *e = &s->c->elements[element];
    double unit = 4 * HUM_BOLTZMANN * s->c->temperature_k;
    hum_pair series[HUM_LINE_MAX], near[HUM_LINE_MAX], far[HUM_LINE_MAX];
    for (size_t i = 0; i < e->n; i++) {
        series[i] = (hum_pair){hum_system_branch_row(s, e->branch + i), HUM_NO_ROW};
        near[i] = (hum_pair){hum_system_node_row(e->from[i]), HUM_NO_ROW};
        far[i] = (hum_pair){hum_system_node_row(e->to[i]), HUM_NO_ROW};
    }
    fill(hum_system_line_z(s, element), e->n, series, unit, to);
    fill(hum_system_line_y(s, element), e->n, near, unit, to + e->n);
    fill(hum_system_line_y(s, element), e->n, far, unit, to + 2 * e->n);
}

void hum_noise_lines(const hum_system *s, const hum_batch_noise *noises, size_t n_noises, hum_noise_column *columns)
{
    for (size_t i = 0; i < n_noises; i++) {
        if (noises[i].is_source || s->c->elements[noises[i].index].kind != HUM_ELEM_LINE)
            continue;
        fill_line(s, noises[i].index, columns);
        columns += 3 * s->c->elements[noises[i].index].n;
    }
}

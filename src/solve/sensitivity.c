/* All derivatives of a transfer from two solutions: S. W. Director and R. A. Rohrer, "The generalized adjoint network and
 * network sensitivities", IEEE Trans. CT-16 (1969) 318. What stands in A once is a product of two differences of rows; of a line,
 * whose matrices are exact, the derivative is an integral along it. */
#include "solve/sensitivity.h"

#include "base/constants.h"
#include "cable/pi_lanes.h"
#include "solve/sites.h"

#include <math.h>

enum { PANELS_MAX = 1000, N2 = HUM_LINE_MAX * HUM_LINE_MAX };

#define PANEL 0.25 /* norm of Z Y l^2 of a panel of the integral: five nodes are then good to 1e-14 */
#define TWO_PI (2 * HUM_PI)

/* A line, and which values belong to it. */
typedef struct sensed_line {
    hum_still_line still;
    size_t first, end;
} sensed_line;

struct hum_sensitivities {
    hum_arena *a;
    hum_vary *vary;
    size_t n, cap_vary;
    const hum_system *system;
    hum_stands *stands;
    size_t n_stands;
    sensed_line *lines;
    size_t n_lines;
    const hum_comb_kernels *kernels; /* of one frequency */
    double *x, *y, *tables, *dh;     /* of one frequency, the same in all lanes */
    double *totals, *room;           /* of one line */
    double *along;
};

/* --- what there is ------------------------------------------------------------------------------------- */

static hum_status add(hum_sensitivities *k, hum_vary_kind kind, size_t index, size_t i, size_t j, double value)
{
    hum_vary v = {kind, (uint32_t)index, (uint32_t)i, (uint32_t)j, value, value};
    if (value != 0)
        HUM_PUSH(k->a, k, vary, n, cap_vary, v);
    return HUM_OK;
}

/* The upper triangle of a symmetric matrix. */
static hum_status add_matrix(hum_sensitivities *k, hum_vary_kind kind, size_t index, size_t n, const double *m)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = i; j < n; j++)
            HUM_TRY(add(k, kind, index, i, j, m[i * n + j]));
    return HUM_OK;
}

static hum_status add_line(hum_sensitivities *k, size_t index, const hum_line *line)
{
    HUM_TRY(add(k, HUM_VARY_LINE_LENGTH, index, 0, 0, line->length_m));
    for (size_t i = 0; i < line->n; i++)
        HUM_TRY(add(k, HUM_VARY_LINE_R, index, i, 0, line->r_ohm_m[i]));
    HUM_TRY(add_matrix(k, HUM_VARY_LINE_L, index, line->n, line->l_h_m));
    return add_matrix(k, HUM_VARY_LINE_C, index, line->n, line->c_f_m);
}

static hum_status add_element(hum_sensitivities *k, const hum_element *e, size_t index)
{
    switch (e->kind) {
    case HUM_ELEM_RESISTOR:
    case HUM_ELEM_CAPACITOR:
    case HUM_ELEM_TRANSFORMER:
        return add(k, HUM_VARY_VALUE, index, 0, 0, e->value);
    case HUM_ELEM_INDUCTORS:
        for (size_t i = 0; i < e->n; i++)
            HUM_TRY(add(k, HUM_VARY_R, index, i, 0, e->r_ohm[i]));
        return add_matrix(k, HUM_VARY_L, index, e->n, e->l_h);
    case HUM_ELEM_EMF:
        for (size_t i = 0; i < e->n_terms; i++) {
            HUM_TRY(add(k, HUM_VARY_GAIN, index, i, 0, e->terms[i].gain));
            HUM_TRY(add(k, HUM_VARY_GAIN_S, index, i, 0, e->terms[i].gain_s));
        }
        return HUM_OK;
    case HUM_ELEM_LINE:
        return add_line(k, index, e->line);
    }
    return HUM_OK;
}

static int32_t row_of(size_t row)
{
    return row == HUM_NO_ROW ? -1 : (int32_t)row;
}

/* t of eq. S-21 is the value or its inverse. */
static hum_status list_stands(hum_sensitivities *k)
{
    hum_sites sites;
    HUM_TRY(hum_sites_new(k->a, k->system, k->vary, k->n, &sites));
    HUM_ALLOC(k->stands, k->a, hum_stands, sites.n);
    for (size_t i = 0; i < sites.n; i++) {
        const hum_site *s = &sites.site[i];
        double value = k->vary[s->vary].low;
        k->stands[k->n_stands++] = (hum_stands){{row_of(s->u.p), row_of(s->u.m)},
                                                {row_of(s->v.p), row_of(s->v.m)},
                                                (int32_t)s->vary,
                                                s->times_s,
                                                s->is_inverse ? -s->sign / (value * value) : s->sign};
    }
    return HUM_OK;
}

static hum_status list_lines(hum_sensitivities *k)
{
    HUM_ALLOC(k->lines, k->a, sensed_line, k->n);
    for (size_t i = 0, end; i < k->n; i = end) {
        for (end = i + 1; end < k->n && k->vary[end].index == k->vary[i].index;)
            end++;
        if (!hum_vary_is_line(k->vary[i].kind))
            continue;
        sensed_line *l = &k->lines[k->n_lines++];
        *l = (sensed_line){.first = i, .end = end};
        HUM_TRY(hum_still_line_new(k->a, k->system->c->elements[k->vary[i].index].line, k->vary[i].index, &l->still));
    }
    return HUM_OK;
}

static hum_status make_room(hum_sensitivities *k)
{
    k->kernels = hum_comb_kernels_named(NULL);
    HUM_ALLOC(k->x, k->a, double, k->system->n * HUM_ENTRY);
    HUM_ALLOC(k->y, k->a, double, k->system->n * HUM_ENTRY);
    HUM_ALLOC(k->tables, k->a, double, k->system->n_tables * HUM_ENTRY);
    HUM_ALLOC(k->dh, k->a, double, k->n * HUM_ENTRY);
    HUM_ALLOC(k->totals, k->a, double, 2 * N2 * HUM_ENTRY);
    HUM_ALLOC(k->room, k->a, double, 2 * N2 * HUM_ENTRY);
    HUM_ALLOC(k->along, k->a, double, (1 + 2 * N2) * HUM_ENTRY);
    return HUM_OK;
}

hum_status hum_sensitivities_new(hum_arena *a, const hum_solver *s, hum_sensitivities **out)
{
    hum_sensitivities *k;
    HUM_ALLOC(k, a, hum_sensitivities, 1);
    k->a = a;
    k->system = hum_solver_system(s);
    for (size_t i = 0; i < k->system->c->n_elements; i++)
        HUM_TRY(add_element(k, &k->system->c->elements[i], i));
    HUM_TRY(list_stands(k));
    HUM_TRY(list_lines(k));
    HUM_TRY(make_room(k));
    *out = k;
    return HUM_OK;
}

const hum_vary *hum_sensitivities_of(const hum_sensitivities *k, size_t *n)
{
    *n = k->n;
    return k->vary;
}

/* --- lines (eq. S-51, S-52) ---------------------------------------------------------------------------- */

/* Largest row sum of a matrix in one lane. */
static double norm(size_t n, const double *m, size_t lane)
{
    double worst = 0;
    for (size_t i = 0; i < n; i++) {
        double sum = 0;
        for (size_t j = 0; j < n; j++)
            sum += fabs(m[(i * n + j) * HUM_ENTRY + lane]) + fabs(m[(i * n + j) * HUM_ENTRY + HUM_LANES + lane]);
        worst = fmax(worst, sum);
    }
    return worst;
}

/* Terms of the series after which a panel adds less than 1e-16. */
static int count_terms(double size)
{
    int terms = 2;
    for (double left_out = size / 2; left_out > 1e-16 && terms < HUM_ALONG_TERMS; terms += 2)
        left_out *= size / ((terms + 1) * (terms + 2));
    return terms;
}

/* Panels and terms for the longest lane. */
static void measure(hum_along *l)
{
    double size = 0;
    for (size_t lane = 0; lane < HUM_LANES; lane++)
        size = fmax(size, norm(l->n, l->z, lane) * norm(l->n, l->y, lane));
    l->n_panels = 1 + (size_t)fmin(sqrt(size / PANEL), PANELS_MAX);
    l->n_terms = count_terms(size / (double)(l->n_panels * l->n_panels));
}

/* dh = factor (a + b), both parts of it times w; b: NULL for none. */
static void put(const double *a, const double *b, double re, double im, const double *w, double *dh)
{
    for (size_t lane = 0; lane < HUM_LANES; lane++) {
        double x = a[lane] + (b ? b[lane] : 0), y = a[HUM_LANES + lane] + (b ? b[HUM_LANES + lane] : 0);
        dh[lane] = w[lane] * (re * x - im * y);
        dh[HUM_LANES + lane] = w[lane] * (re * y + im * x);
    }
}

static void put_value(const hum_line *line, const hum_vary *v, const double *along, const double *w, double *dh)
{
    static const double one[HUM_LANES] = {1, 1, 1, 1, 1, 1, 1, 1};
    size_t n = line->n, ij = v->i * n + v->j, ji = v->j * n + v->i;
    const double *vv = along + HUM_ENTRY, *ii = vv + n * n * HUM_ENTRY;
    switch (v->kind) {
    case HUM_VARY_LINE_LENGTH:
        put(along, NULL, 1 / line->length_m, 0, one, dh);
        break;
    case HUM_VARY_LINE_R:
        put(ii + (v->i * n + v->i) * HUM_ENTRY, NULL, line->length_m, 0, one, dh);
        break;
    case HUM_VARY_LINE_L:
        put(ii + ij * HUM_ENTRY, ij == ji ? NULL : ii + ji * HUM_ENTRY, 0, line->length_m, w, dh);
        break;
    default:
        put(vv + ij * HUM_ENTRY, ij == ji ? NULL : vv + ji * HUM_ENTRY, -line->length_m * line->tan_delta, -line->length_m, w, dh);
    }
}

/* --- all values ---------------------------------------------------------------------------------------- */

static void find_line(const hum_sensitivities *k, const sensed_line *s, const hum_comb_view *at, const double *w, const double *x,
                      const double *y, double *dh)
{
    const hum_system *m = k->system;
    const hum_element *e = &m->c->elements[s->still.element];
    size_t nn = e->n * e->n;
    hum_along l = {.n = e->n, .z = k->totals, .y = k->totals + nn * HUM_ENTRY, .x = x, .other = y};
    l.shunt = at->tables + (m->own[s->still.element] + nn) * HUM_ENTRY;
    l.branch = (int32_t)hum_system_branch_row(m, e->branch);
    for (size_t i = 0; i < e->n; i++)
        l.from[i] = row_of(hum_system_node_row(e->from[i]));
    hum_still_line_totals(&s->still, at->f_hz, k->room, k->totals);
    measure(&l);
    at->kernels->along(&l, k->along);
    for (size_t i = s->first; i < s->end; i++)
        put_value(s->still.line, &k->vary[i], k->along, w, dh + i * HUM_ENTRY);
}

static void find_all(const hum_sensitivities *k, const hum_comb_view *at, const double *x, const double *y, double *dh)
{
    double w[HUM_LANES];
    for (size_t lane = 0; lane < HUM_LANES; lane++)
        w[lane] = TWO_PI * at->f_hz[lane];
    for (size_t i = 0; i < k->n * HUM_ENTRY; i++)
        dh[i] = 0;
    at->kernels->add_sites(k->stands, k->n_stands, w, x, y, dh);
    for (size_t i = 0; i < k->n_lines; i++)
        find_line(k, &k->lines[i], at, w, x, y, dh);
}

void hum_sensitivities_comb(const hum_sensitivities *k, const hum_comb *c, const double *x, const double *y, double *dh)
{
    hum_comb_view at = hum_comb_view_of(c);
    find_all(k, &at, x, y, dh);
}

/* The same in all lanes. */
static void spread(size_t n, const hum_complex *from, double *to)
{
    for (size_t i = 0; i < n * HUM_ENTRY; i++)
        to[i] = i % HUM_ENTRY < HUM_LANES ? creal(from[i / HUM_ENTRY]) : cimag(from[i / HUM_ENTRY]);
}

void hum_sensitivities_find(const hum_sensitivities *k, const hum_solver *s, const hum_complex *x, const hum_complex *y,
                            hum_complex *dh)
{
    const hum_system *m = hum_solver_system(s);
    double f_hz[HUM_LANES];
    for (size_t lane = 0; lane < HUM_LANES; lane++)
        f_hz[lane] = m->f_hz;
    spread(m->n, x, k->x);
    spread(m->n, y, k->y);
    spread(m->n_tables, m->tables, k->tables);
    find_all(k, &(hum_comb_view){k->kernels, f_hz, k->tables}, k->x, k->y, k->dh);
    for (size_t i = 0; i < k->n; i++)
        dh[i] = hum_complex_of(k->dh[i * HUM_ENTRY], k->dh[i * HUM_ENTRY + HUM_LANES]);
}

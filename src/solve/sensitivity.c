/* All derivatives of a transfer from two solutions: S. W. Director and R. A. Rohrer, "The generalized adjoint network and
 * network sensitivities", IEEE Trans. CT-16 (1969) 318. What stands in A once is a product of two differences of rows; of a line,
 * whose matrices are exact, the derivative is an integral along it. */
#include "solve/sensitivity.h"

#include "base/constants.h"
#include "cable/table.h"
#include "solve/sites.h"

#include <math.h>

enum { NODES = 5, TERMS_MAX = 16, PANELS_MAX = 1000, N2 = HUM_LINE_MAX * HUM_LINE_MAX };

#define PANEL 0.25 /* norm of Z Y l^2 of a panel of the integral: five nodes are then good to 1e-14 */
#define TWO_PI (2 * HUM_PI)

struct hum_sensitivities {
    hum_arena *a;
    hum_vary *vary;
    size_t n, cap_vary;
    hum_sites sites;
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

hum_status hum_sensitivities_new(hum_arena *a, const hum_solver *s, hum_sensitivities **out)
{
    const hum_system *m = hum_solver_system(s);
    hum_sensitivities *k;
    HUM_ALLOC(k, a, hum_sensitivities, 1);
    k->a = a;
    for (size_t i = 0; i < m->c->n_elements; i++)
        HUM_TRY(add_element(k, &m->c->elements[i], i));
    HUM_TRY(hum_sites_new(a, m, k->vary, k->n, &k->sites));
    *out = k;
    return HUM_OK;
}

const hum_vary *hum_sensitivities_of(const hum_sensitivities *k, size_t *n)
{
    *n = k->n;
    return k->vary;
}

/* --- what stands in A once (eq. S-50) ------------------------------------------------------------------ */

static hum_complex across(const hum_complex *x, hum_pair rows)
{
    return (rows.p == HUM_NO_ROW ? 0 : x[rows.p]) - (rows.m == HUM_NO_ROW ? 0 : x[rows.m]);
}

static void add_site(const hum_sensitivities *k, const hum_site *s, double w, const hum_complex *x, const hum_complex *y,
                     hum_complex *dh)
{
    double value = k->vary[s->vary].low, dt = s->is_inverse ? -1 / (value * value) : 1;
    hum_complex product = across(y, s->u) * across(x, s->v) * (s->sign * dt);
    dh[s->vary] -= s->times_s ? hum_complex_of(-w * cimag(product), w * creal(product)) : product;
}

/* --- lines (eq. S-51, S-52) ---------------------------------------------------------------------------- */

typedef struct wave {
    hum_complex v[HUM_LINE_MAX], i[HUM_LINE_MAX];
} wave;

/* One line between its two solutions. */
typedef struct along {
    const hum_line *line;
    hum_complex z[N2], y[N2];   /* per metre */
    wave near, other;           /* of x and of the adjoint, at the near end */
    int n_terms;                /* of the waves' power series within a panel */
    hum_complex vv[N2], ii[N2]; /* integrals of the other's times x's */
} along;

static void find_near(const hum_system *m, size_t element, const hum_complex *x, wave *at)
{
    const hum_element *e = &m->c->elements[element];
    const hum_complex *shunt = hum_system_line_y(m, element);
    for (size_t i = 0; i < e->n; i++) {
        size_t row = hum_system_node_row(e->from[i]);
        at->v[i] = row == HUM_NO_ROW ? 0 : x[row];
    }
    for (size_t i = 0; i < e->n; i++) {
        at->i[i] = x[hum_system_branch_row(m, e->branch + i)];
        for (size_t j = 0; j < e->n; j++)
            at->i[i] += shunt[i * e->n + j] * at->v[j];
    }
}

/* -m x / k */
static void next_term(size_t n, const hum_complex *m, const hum_complex *x, int k, hum_complex *to)
{
    for (size_t i = 0; i < n; i++) {
        hum_complex sum = 0;
        for (size_t j = 0; j < n; j++)
            sum += m[i * n + j] * x[j];
        to[i] = -sum / k;
    }
}

/* The wave behind `at` as a power series in the distance: dV/dx = -Z I, dI/dx = -Y V. */
static void expand(const along *l, wave at, wave *term)
{
    term[0] = at;
    for (int k = 1; k < l->n_terms; k++) {
        next_term(l->line->n, l->z, term[k - 1].i, k, term[k].v);
        next_term(l->line->n, l->y, term[k - 1].v, k, term[k].i);
    }
}

static wave wave_at(const along *l, const wave *term, double x)
{
    wave at = term[l->n_terms - 1];
    for (int k = l->n_terms - 2; k >= 0; k--)
        for (size_t i = 0; i < l->line->n; i++) {
            at.v[i] = at.v[i] * x + term[k].v[i];
            at.i[i] = at.i[i] * x + term[k].i[i];
        }
    return at;
}

static void add_node(along *l, const wave *x, const wave *other, double weight)
{
    size_t n = l->line->n;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            l->vv[i * n + j] += weight * other->v[i] * x->v[j];
            l->ii[i * n + j] += weight * other->i[i] * x->i[j];
        }
}

static double norm(size_t n, const hum_complex *m)
{
    double worst = 0;
    for (size_t i = 0; i < n; i++) {
        double sum = 0;
        for (size_t j = 0; j < n; j++)
            sum += fabs(creal(m[i * n + j])) + fabs(cimag(m[i * n + j]));
        worst = fmax(worst, sum);
    }
    return worst;
}

/* Terms of the series after which a panel adds less than 1e-18. */
static int count_terms(double size)
{
    int terms = 2;
    for (double left_out = size / 2; left_out > 1e-18 && terms < TERMS_MAX; terms += 2)
        left_out *= size / ((terms + 1) * (terms + 2));
    return terms;
}

/* Gauss and Legendre, panel by panel. */
static void integrate(along *l)
{
    static const double node[NODES] = {-0.9061798459386640, -0.5384693101056831, 0, 0.5384693101056831, 0.9061798459386640};
    static const double weight[NODES] = {0.2369268850561891, 0.4786286704993665, 0.5688888888888889, 0.4786286704993665,
                                         0.2369268850561891};
    double length = l->line->length_m, size = norm(l->line->n, l->z) * norm(l->line->n, l->y) * length * length;
    size_t panels = 1 + (size_t)fmin(sqrt(size / PANEL), PANELS_MAX);
    double half = length / (2 * (double)panels);
    wave x[TERMS_MAX], other[TERMS_MAX], at_x = l->near, at_other = l->other;
    l->n_terms = count_terms(size / (double)(panels * panels));
    for (size_t p = 0; p < panels; p++) {
        expand(l, at_x, x);
        expand(l, at_other, other);
        for (size_t k = 0; k < NODES; k++) {
            at_x = wave_at(l, x, half * (1 + node[k]));
            at_other = wave_at(l, other, half * (1 + node[k]));
            add_node(l, &at_x, &at_other, half * weight[k]);
        }
        at_x = wave_at(l, x, 2 * half);
        at_other = wave_at(l, other, 2 * half);
    }
}

/* A piece more at the near end. */
static hum_complex of_length(const along *l)
{
    size_t n = l->line->n;
    hum_complex sum = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            sum += l->other.i[i] * l->z[i * n + j] * l->near.i[j] - l->other.v[i] * l->y[i * n + j] * l->near.v[j];
    return sum;
}

static hum_complex of_value(const along *l, const hum_vary *v, double w)
{
    size_t ij = v->i * l->line->n + v->j, ji = v->j * l->line->n + v->i;
    switch (v->kind) {
    case HUM_VARY_LINE_LENGTH:
        return of_length(l);
    case HUM_VARY_LINE_R:
        return l->ii[v->i * l->line->n + v->i];
    case HUM_VARY_LINE_L:
        return hum_complex_of(0, w) * (l->ii[ij] + (ij == ji ? 0 : l->ii[ji]));
    default:
        return -hum_complex_of(w * l->line->tan_delta, w) * (l->vv[ij] + (ij == ji ? 0 : l->vv[ji]));
    }
}

/* The values first .. end - 1 belong to one line. */
static void find_line(const hum_sensitivities *k, size_t first, size_t end, const hum_system *m, const hum_complex *x,
                      const hum_complex *y, hum_complex *dh)
{
    size_t element = k->vary[first].index;
    along l = {.line = m->c->elements[element].line};
    hum_line_matrices(l.line, m->f_hz, l.z, l.y);
    find_near(m, element, x, &l.near);
    find_near(m, element, y, &l.other);
    integrate(&l);
    for (size_t i = first; i < end; i++)
        dh[i] = of_value(&l, &k->vary[i], TWO_PI * m->f_hz);
}

void hum_sensitivities_find(const hum_sensitivities *k, const hum_solver *s, const hum_complex *x, const hum_complex *y,
                            hum_complex *dh)
{
    const hum_system *m = hum_solver_system(s);
    for (size_t i = 0; i < k->n; i++)
        dh[i] = 0;
    for (size_t i = 0; i < k->sites.n; i++)
        add_site(k, &k->sites.site[i], TWO_PI * m->f_hz, x, y, dh);
    for (size_t i = 0, end; i < k->n; i = end) {
        for (end = i + 1; end < k->n && k->vary[end].index == k->vary[i].index;)
            end++;
        if (hum_vary_is_line(k->vary[i].kind))
            find_line(k, i, end, m, x, y, dh);
    }
}

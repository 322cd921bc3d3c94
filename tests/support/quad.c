#include "support/quad.h"

#include <math.h>
#include <stdlib.h>

quad quad_of(double re, double im)
{
    return (quad)hum_complex_of(re, im);
}

double quad_abs(quad x)
{
    double re = (double)__real__ x, im = (double)__imag__ x;
    return hypot(re, im);
}

static quad *new_matrix(size_t n)
{
    quad *m = calloc(n ? n : 1, sizeof *m);
    if (!m)
        abort();
    return m;
}

static void swap_row(quad *a, size_t n, size_t i, size_t j)
{
    for (size_t k = 0; k < n; k++) {
        quad t = a[i * n + k];
        a[i * n + k] = a[j * n + k];
        a[j * n + k] = t;
    }
}

static size_t best_pivot(size_t n, const quad *a, size_t k)
{
    size_t p = k;
    for (size_t i = k; i < n; i++)
        if (quad_abs(a[i * n + k]) > quad_abs(a[p * n + k]))
            p = i;
    return p;
}

static void eliminate(size_t n, quad *a, size_t m, quad *b, size_t k)
{
    for (size_t i = k + 1; i < n; i++) {
        if (quad_abs(a[i * n + k]) == 0)
            continue;
        quad x = a[i * n + k] / a[k * n + k];
        for (size_t j = k; j < n; j++)
            a[i * n + j] -= x * a[k * n + j];
        for (size_t j = 0; j < m; j++)
            b[i * m + j] -= x * b[k * m + j];
    }
}

bool quad_solve(size_t n, quad *a, size_t m, quad *b)
{
    for (size_t k = 0; k < n; k++) {
        size_t p = best_pivot(n, a, k);
        if (quad_abs(a[p * n + k]) == 0)
            return false;
        swap_row(a, n, k, p);
        swap_row(b, m, k, p);
        eliminate(n, a, m, b, k);
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t j = 0; j < m; j++) {
            for (size_t k = i + 1; k < n; k++)
                b[i * m + j] -= a[i * n + k] * b[k * m + j];
            b[i * m + j] /= a[i * n + i];
        }
    }
    return true;
}

static void multiply(size_t n, const quad *a, const quad *b, quad *out)
{
    for (size_t i = 0; i < n * n; i++)
        out[i] = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++)
            for (size_t j = 0; j < n; j++)
                out[i * n + j] += a[i * n + k] * b[k * n + j];
}

static void copy(size_t n, const quad *from, quad *to)
{
    for (size_t i = 0; i < n; i++)
        to[i] = from[i];
}

static double row_norm(size_t n, const quad *x)
{
    double norm = 0;
    for (size_t i = 0; i < n; i++) {
        double row = 0;
        for (size_t j = 0; j < n; j++)
            row += quad_abs(x[i * n + j]);
        norm = fmax(norm, row);
    }
    return norm;
}

/* Thirty terms of the series below a norm of 1/2, then squared. */
void quad_exponential(size_t n, quad *x, quad *out)
{
    quad *term = new_matrix(n * n), *next = new_matrix(n * n);
    int squarings = 0;
    for (double norm = row_norm(n, x); norm > 0.5; norm /= 2)
        squarings++;
    for (size_t i = 0; i < n * n; i++) {
        x[i] *= quad_of(ldexp(1, -squarings), 0);
        out[i] = term[i] = i % (n + 1) == 0;
    }
    for (int k = 1; k < 30; k++) {
        multiply(n, term, x, next);
        for (size_t i = 0; i < n * n; i++) {
            term[i] = next[i] / k;
            out[i] += term[i];
        }
    }
    for (int k = 0; k < squarings; k++) {
        multiply(n, out, out, next);
        copy(n * n, next, out);
    }
    free(term);
    free(next);
}

/* z = -Phi12 and y = z^-1 (Phi11 - 1) of Phi = exp(-[0 Z; Y 0] l). */
void quad_line_pi(const hum_line *line, double f_hz, quad *z, quad *y)
{
    size_t n = line->n, nn = 2 * n;
    double w = 2 * 3.14159265358979323846 * f_hz;
    quad *x = new_matrix(nn * nn), *phi = new_matrix(nn * nn), *a = new_matrix(n * n);
    quad l = quad_of(line->length_m, 0), jw = quad_of(0, w);
    quad loss = quad_of(w, 0) * quad_of(line->tan_delta, 0);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            quad r = quad_of(i == j ? line->r_ohm_m[i] : 0, 0);
            x[i * nn + n + j] = -l * (r + jw * quad_of(line->l_h_m[i * n + j], 0));
            x[(n + i) * nn + j] = -l * (loss + jw) * quad_of(line->c_f_m[i * n + j], 0);
        }
    quad_exponential(nn, x, phi);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            z[i * n + j] = a[i * n + j] = -phi[i * nn + n + j];
            y[i * n + j] = phi[i * nn + j] - (i == j);
        }
    if (!quad_solve(n, a, n, y))
        abort();
    free(x);
    free(phi);
    free(a);
}

/* Equations with earth left in as row and column 0; its row says V = 0. */
typedef struct equations {
    const hum_circuit *c;
    size_t n;
    quad *a;
    quad jw;
} equations;

static void add(const equations *q, size_t row, size_t col, quad v)
{
    q->a[row * q->n + col] += v;
}

static size_t branch_of(const equations *q, const hum_element *e, size_t i)
{
    return q->c->n_nodes + e->branch + i;
}

static void add_admittance(const equations *q, size_t a, size_t b, quad y)
{
    add(q, a, a, y);
    add(q, b, b, y);
    add(q, a, b, -y);
    add(q, b, a, -y);
}

static void add_incidence(const equations *q, const hum_element *e, size_t i)
{
    size_t row = branch_of(q, e, i);
    add(q, e->from[i].index, row, 1);
    add(q, e->to[i].index, row, -1);
    add(q, row, e->from[i].index, 1);
    add(q, row, e->to[i].index, -1);
}

static void add_line(const equations *q, const hum_element *e, double f_hz)
{
    quad z[HUM_LINE_MAX * HUM_LINE_MAX], y[HUM_LINE_MAX * HUM_LINE_MAX];
    quad_line_pi(e->line, f_hz, z, y);
    for (size_t i = 0; i < e->n; i++) {
        add_incidence(q, e, i);
        for (size_t j = 0; j < e->n; j++) {
            add(q, branch_of(q, e, i), branch_of(q, e, j), -z[i * e->n + j]);
            add(q, e->from[i].index, e->from[j].index, y[i * e->n + j]);
            add(q, e->to[i].index, e->to[j].index, y[i * e->n + j]);
        }
    }
}

static void add_inductors(const equations *q, const hum_element *e)
{
    for (size_t i = 0; i < e->n; i++) {
        add_incidence(q, e, i);
        add(q, branch_of(q, e, i), branch_of(q, e, i), -quad_of(e->r_ohm[i], 0));
        for (size_t j = 0; j < e->n; j++)
            add(q, branch_of(q, e, i), branch_of(q, e, j), -q->jw * quad_of(e->l_h[i * e->n + j], 0));
    }
}

static void add_emf(const equations *q, const hum_element *e)
{
    size_t row = branch_of(q, e, 0);
    add_incidence(q, e, 0);
    for (size_t i = 0; i < e->n_terms; i++) {
        quad g = quad_of(e->terms[i].gain, 0) + q->jw * quad_of(e->terms[i].gain_s, 0);
        add(q, row, e->terms[i].p.index, -g);
        add(q, row, e->terms[i].m.index, g);
    }
}

/* V1 = r V2, and the current r I1 enters the second winding's first end from inside. */
static void add_transformer(const equations *q, const hum_element *e)
{
    size_t row = branch_of(q, e, 0);
    quad r = quad_of(e->value, 0);
    add_incidence(q, e, 0);
    add(q, row, e->from[1].index, -r);
    add(q, row, e->to[1].index, r);
    add(q, e->from[1].index, row, -r);
    add(q, e->to[1].index, row, r);
}

static void add_element(const equations *q, const hum_element *e, double f_hz)
{
    switch (e->kind) {
    case HUM_ELEM_RESISTOR:
        add_admittance(q, e->from[0].index, e->to[0].index, 1 / quad_of(e->value, 0));
        break;
    case HUM_ELEM_CAPACITOR:
        add_admittance(q, e->from[0].index, e->to[0].index, q->jw * quad_of(e->value, 0));
        break;
    case HUM_ELEM_INDUCTORS:
        add_inductors(q, e);
        break;
    case HUM_ELEM_EMF:
        add_emf(q, e);
        break;
    case HUM_ELEM_TRANSFORMER:
        add_transformer(q, e);
        break;
    case HUM_ELEM_LINE:
        add_line(q, e, f_hz);
        break;
    }
}

bool quad_circuit(const hum_circuit *c, double f_hz, uint32_t element, hum_node into, double amperes, quad *v)
{
    size_t n = c->n_nodes + c->n_branches;
    equations q = {c, n, new_matrix(n * n), quad_of(0, 2 * 3.14159265358979323846 * f_hz)};
    quad *b = new_matrix(n);
    for (size_t i = 0; i < c->n_elements; i++)
        add_element(&q, &c->elements[i], f_hz);
    for (size_t j = 0; j < n; j++)
        q.a[j] = j == 0;
    b[into.index] = quad_of(amperes, 0);
    b[0] = 0;
    if (element != UINT32_MAX)
        b[branch_of(&q, &c->elements[element], 0)] = 1;
    bool ok = quad_solve(n, q.a, 1, b);
    copy(c->n_nodes, b, v);
    free(q.a);
    free(b);
    return ok;
}

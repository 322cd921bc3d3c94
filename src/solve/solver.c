/* The sparse solver of one frequency: SuiteSparse KLU factors, and every solution is refined once or twice
 * with a residual taken stamp by stamp in extended precision, so that it is as good as its elements even
 * where common-mode voltages leave a difference of a millionth (docs/physics/solve.md S-9..S-11).
 * KLU: T. A. Davis, E. Palamadai Natarajan, ACM Trans. Math. Softw. 37 (2010) 36. Refinement: N. J. Higham,
 * "Accuracy and Stability of Numerical Algorithms" (2nd ed. 2002), ch. 12. */
#include "solve/system.h"

#include <klu.h>
#include <math.h>

enum { REFINEMENTS_MAX = 6 };

#define PIVOT_THRESHOLD 1e-3 /* of the largest in its column: below it the diagonal, which fills in least, is given up */
#define FULL 4.0             /* entries of the factors for each of the matrix: more than this is too many */
#define GROWTH_LIMIT 1e-5   /* reciprocal pivot growth under which old pivots are given up */
#define SUSPICIOUS 1e-9      /* a pivot this small beside its column may be nothing but rounding */
#define REFINED 1e-12       /* correction after which a solution is good to its last digits */
#define UNTRUSTED 1e-3      /* correction that never got smaller: no solution */

typedef struct klu_objects {
    klu_symbolic *symbolic;
    klu_numeric *numeric;
    klu_common common;
} klu_objects;

struct hum_solver {
    hum_system system;
    klu_objects *klu;
    hum_complex *b;        /* [n] right-hand side of the solve that is running */
    hum_complex *change;   /* [n] */
    hum_complex *trial;    /* [n] */
    long double *residual; /* [2 n] */
};

typedef enum direction { FORWARD, ADJOINT } direction;

static void release_klu(void *object)
{
    klu_objects *k = object;
    klu_z_free_numeric(&k->numeric, &k->common);
    klu_free_symbolic(&k->symbolic, &k->common);
}

const hum_system *hum_solver_system(const hum_solver *s)
{
    return &s->system;
}

size_t hum_solver_size(const hum_solver *s)
{
    return s->system.n;
}

static hum_status status_of(const klu_common *k)
{
    return k->status == KLU_OUT_OF_MEMORY ? HUM_E_NOMEM : k->status == KLU_TOO_LARGE ? HUM_E_RANGE : HUM_E_NUMERIC;
}

/* The element whose current is unknown number `row`, or NULL. */
static const hum_element *element_of_row(const hum_system *s, size_t row)
{
    for (size_t i = 0; i < s->c->n_elements; i++) {
        const hum_element *e = &s->c->elements[i];
        size_t first = hum_system_branch_row(s, e->branch);
        bool has_branches = e->kind != HUM_ELEM_RESISTOR && e->kind != HUM_ELEM_CAPACITOR;
        size_t n = e->kind == HUM_ELEM_TRANSFORMER ? 1 : e->n;
        if (has_branches ? row >= first && row - first < n : e->kind == HUM_ELEM_RESISTOR && s->own[i] == row)
            return e;
    }
    return NULL;
}

/* Tells at the user's line which unknown has no value. */
static hum_status tell_singular(const hum_system *s, size_t row, hum_diags *d)
{
    if (row + 1 < s->c->n_nodes) {
        hum_diags_say(d, HUM_D_NO_SOLUTION, s->c->node_origins[row + 1],
                      "tie it to earth: a cable's shield, an outlet, a lift such as 10 ohm, or leakage to the mains",
                      "the voltage of '%.*s' could be anything", HUM_FMT(s->c->node_names[row + 1]));
        return HUM_E_NUMERIC;
    }
    const hum_element *e = element_of_row(s, row);
    hum_diags_say(d, HUM_D_NO_SOLUTION, e ? e->origin : HUM_NO_SPAN,
                  "voltage sources or shorts are joined in a ring, or feed back on themselves: give one of them an "
                  "impedance such as 1 mohm",
                  "the current through '%.*s' could be anything", HUM_FMT(e ? e->name : HUM_T("?")));
    return HUM_E_NUMERIC;
}

/* The first unknown that no entry of A can be matched to. */
static hum_status tell_structure(hum_arena *a, const hum_system *s, hum_diags *d)
{
    int *match, *work, n = (int)s->n;
    double spent;
    HUM_ALLOC(match, a, int, s->n);
    HUM_ALLOC(work, a, int, 5 * s->n);
    btf_maxtrans(n, n, s->ap, s->ai, 0, &spent, match, work);
    size_t row = 0;
    while (row + 1 < s->n && match[row] >= 0)
        row++;
    return tell_singular(s, row, d);
}

/* Entries of the factors that an order promises, for each of the matrix. */
static double promised_fill(const hum_solver *s, const klu_symbolic *k)
{
    return (k->lnz + k->unz) / (double)s->system.ap[s->system.n];
}

/* Where blocks promise much fill, the order without them may promise less: asking is cheap, factoring is not. */
static void order_without_blocks(hum_solver *s)
{
    klu_objects *k = s->klu;
    k->common.btf = 0;
    klu_symbolic *other = klu_analyze((int)s->system.n, s->system.ap, s->system.ai, &k->common);
    bool is_better = other && promised_fill(s, other) < promised_fill(s, k->symbolic);
    klu_free_symbolic(is_better ? &k->symbolic : &other, &k->common);
    k->common.btf = !is_better;
    k->common.status = KLU_OK;
    if (is_better)
        k->symbolic = other;
}

static hum_status analyse(hum_arena *a, hum_solver *s, hum_diags *d)
{
    klu_objects *k;
    HUM_ALLOC(k, a, klu_objects, 1);
    klu_defaults(&k->common);
    k->common.tol = PIVOT_THRESHOLD;
    k->common.scale = 0;
    k->symbolic = klu_analyze((int)s->system.n, s->system.ap, s->system.ai, &k->common);
    s->klu = k;
    HUM_TRY(hum_arena_own(a, release_klu, k));
    if (k->common.structural_rank >= 0 && k->common.structural_rank < (int)s->system.n)
        return tell_structure(a, &s->system, d);
    if (!k->symbolic)
        return status_of(&k->common);
    if (promised_fill(s, k->symbolic) > FULL)
        order_without_blocks(s);
    return HUM_OK;
}

hum_status hum_solver_new(hum_arena *a, const hum_circuit *c, hum_diags *d, hum_solver **out)
{
    hum_solver *s;
    HUM_ALLOC(s, a, hum_solver, 1);
    HUM_TRY(hum_system_new(a, c, &s->system));
    HUM_ALLOC(s->b, a, hum_complex, s->system.n);
    HUM_ALLOC(s->change, a, hum_complex, s->system.n);
    HUM_ALLOC(s->trial, a, hum_complex, s->system.n);
    HUM_ALLOC(s->residual, a, long double, 2 * s->system.n);
    HUM_TRY(analyse(a, s, d));
    *out = s;
    return HUM_OK;
}

hum_status hum_solver_new_reader(hum_arena *a, const hum_system *of, hum_solver **out, hum_system **system)
{
    hum_solver *s;
    HUM_ALLOC(s, a, hum_solver, 1);
    HUM_ALLOC(s->klu, a, klu_objects, 1);
    s->system = *of;
    HUM_ALLOC(s->system.tables, a, hum_complex, of->n_tables);
    *out = s;
    *system = &s->system;
    return HUM_OK;
}

/* Columns without their diagonal. */
static void drop_diagonal(size_t n, int32_t *first, int32_t *index)
{
    int32_t from = 0, to = 0;
    for (size_t k = 0; k < n; k++) {
        for (; from < first[k + 1]; from++)
            if (index[from] != (int32_t)k)
                index[to++] = index[from];
        first[k + 1] = to;
    }
}

/* KLU gives the pattern only together with the values. */
static hum_status extract(hum_arena *a, hum_arena *aside, hum_solver *s, hum_pattern *out)
{
    klu_objects *k = s->klu;
    size_t n = s->system.n, nl = (size_t)k->numeric->lnz, nu = (size_t)k->numeric->unz, nf = (size_t)k->numeric->nzoff;
    double *l, *u, *f, *scales;
    HUM_ALLOC(out->blocks, a, int32_t, n + 1);
    HUM_ALLOC(out->row_of, a, int32_t, n);
    HUM_ALLOC(out->col_of, a, int32_t, n);
    HUM_ALLOC(out->lp, a, int32_t, n + 1);
    HUM_ALLOC(out->up, a, int32_t, n + 1);
    HUM_ALLOC(out->fp, a, int32_t, n + 1);
    HUM_ALLOC(out->li, a, int32_t, nl);
    HUM_ALLOC(out->ui, a, int32_t, nu);
    HUM_ALLOC(out->fi, a, int32_t, nf);
    HUM_ALLOC(l, aside, double, 2 * nl);
    HUM_ALLOC(u, aside, double, 2 * nu);
    HUM_ALLOC(f, aside, double, 2 * nf);
    HUM_ALLOC(scales, aside, double, n);
    if (!klu_z_extract(k->numeric, k->symbolic, out->lp, out->li, l, l + nl, out->up, out->ui, u, u + nu, out->fp, out->fi, f,
                       f + nf, out->row_of, out->col_of, scales, out->blocks, &k->common))
        return status_of(&k->common);
    out->n_blocks = (size_t)k->symbolic->nblocks;
    drop_diagonal(n, out->lp, out->li);
    drop_diagonal(n, out->up, out->ui);
    return HUM_OK;
}

hum_status hum_solver_pattern(hum_arena *a, hum_solver *s, hum_pattern *out)
{
    if (!s->klu->numeric)
        return HUM_E_RANGE;
    hum_arena *aside = hum_arena_sibling(a);
    if (!aside)
        return HUM_E_NOMEM;
    hum_status st = extract(a, aside, s, out);
    hum_arena_close(&aside);
    return st;
}

/* New values on the pivots of an earlier frequency; false when they do not suit. */
static bool refactor(hum_solver *s)
{
    klu_objects *k = s->klu;
    hum_system *m = &s->system;
    double *ax = (double *)m->ax;
    return k->numeric && klu_z_refactor(m->ap, m->ai, ax, k->symbolic, k->numeric, &k->common) &&
           k->common.status == KLU_OK &&
           klu_z_rgrowth(m->ap, m->ai, ax, k->symbolic, k->numeric, &k->common) && k->common.rgrowth > GROWTH_LIMIT;
}

static bool factor_with(hum_solver *s, klu_symbolic *symbolic, klu_numeric **numeric)
{
    klu_common *c = &s->klu->common;
    *numeric = symbolic ? klu_z_factor(s->system.ap, s->system.ai, (double *)s->system.ax, symbolic, c) : NULL;
    return *numeric && c->status == KLU_OK;
}

static double fill_of(const hum_solver *s, const klu_numeric *n)
{
    return ((double)n->lnz + (double)n->unz) / (double)s->system.ap[s->system.n];
}

/* The matching of KLU's blocks takes zeros off the diagonal, and sometimes the order that fills in least with them (a desk
 * with hundreds of inputs): then the order without blocks is tried too, and the emptier factors are kept. */
static void try_without_blocks(hum_solver *s)
{
    klu_objects *k = s->klu;
    klu_numeric *numeric = NULL;
    k->common.btf = 0;
    klu_symbolic *symbolic = klu_analyze((int)s->system.n, s->system.ap, s->system.ai, &k->common);
    if (factor_with(s, symbolic, &numeric) && fill_of(s, numeric) < fill_of(s, k->numeric)) {
        klu_z_free_numeric(&k->numeric, &k->common);
        klu_free_symbolic(&k->symbolic, &k->common);
        k->numeric = numeric;
        k->symbolic = symbolic;
        return;
    }
    klu_z_free_numeric(&numeric, &k->common);
    klu_free_symbolic(&symbolic, &k->common);
    k->common.btf = 1;
    k->common.status = KLU_OK;
}

/* New pivots. */
static bool factor(hum_solver *s)
{
    klu_objects *k = s->klu;
    klu_z_free_numeric(&k->numeric, &k->common);
    if (!factor_with(s, k->symbolic, &k->numeric))
        return false;
    if (fill_of(s, k->numeric) > FULL && k->common.btf)
        try_without_blocks(s);
    return true;
}

static double magnitude(hum_complex x)
{
    return fabs(creal(x)) + fabs(cimag(x));
}

static bool solve_factored(hum_solver *s, direction way, hum_complex *x)
{
    klu_objects *k = s->klu;
    int n = (int)s->system.n;
    double *b = (double *)x;
    return way == FORWARD ? klu_z_solve(k->symbolic, k->numeric, n, 1, b, &k->common)
                          : klu_z_tsolve(k->symbolic, k->numeric, n, 1, b, 0, &k->common);
}

/* s->change = b - A x, or b - A^T x, stamp by stamp (eq. S-10). */
static void find_residual(hum_solver *s, direction way, const hum_complex *x)
{
    const hum_system *m = &s->system;
    const uint32_t *to = way == FORWARD ? m->row : m->col, *from = way == FORWARD ? m->col : m->row;
    for (size_t i = 0; i < m->n; i++) {
        s->residual[2 * i] = (long double)creal(s->b[i]);
        s->residual[2 * i + 1] = (long double)cimag(s->b[i]);
    }
    for (size_t k = 0; k < m->n_stamps; k++) {
        long double ar = (long double)creal(m->value[k]), ai = (long double)cimag(m->value[k]);
        long double xr = (long double)creal(x[from[k]]), xi = (long double)cimag(x[from[k]]);
        s->residual[2 * to[k]] -= ar * xr - ai * xi;
        s->residual[2 * to[k] + 1] -= ar * xi + ai * xr;
    }
    for (size_t i = 0; i < m->n; i++)
        s->change[i] = hum_complex_of((double)s->residual[2 * i], (double)s->residual[2 * i + 1]);
}

static double largest_of(const hum_complex *x, size_t n)
{
    double largest = 0;
    for (size_t i = 0; i < n; i++)
        largest = fmax(largest, magnitude(x[i]));
    return largest;
}

/* Size of the correction beside the solution: of voltages and currents, which have scales of their own,
 * the larger and the smaller. */
static void compare_change(const hum_solver *s, const hum_complex *x, double *worse, double *better)
{
    size_t nv = s->system.c->n_nodes - 1, ni = s->system.n - nv;
    double v = largest_of(x, nv), i = largest_of(x + nv, ni);
    double dv = largest_of(s->change, nv), di = largest_of(s->change + nv, ni);
    double rv = dv > 0 ? dv / v : 0, ri = di > 0 ? di / i : 0;
    *worse = fmax(rv, ri);
    *better = fmin(rv, ri);
}

/* x holds b and becomes the refined solution (eq. S-11); the size of the last correction. */
static hum_status refine(hum_solver *s, direction way, hum_complex *x, double *worse, double *better)
{
    *worse = *better = 1;
    if (!s->klu->numeric)
        return HUM_E_RANGE;
    for (size_t i = 0; i < s->system.n; i++)
        s->b[i] = x[i];
    if (!solve_factored(s, way, x))
        return HUM_E_NUMERIC;
    for (int step = 0; step < REFINEMENTS_MAX && *worse > REFINED; step++) {
        find_residual(s, way, x);
        if (!solve_factored(s, way, s->change))
            return HUM_E_NUMERIC;
        for (size_t i = 0; i < s->system.n; i++)
            x[i] += s->change[i];
        compare_change(s, x, worse, better);
    }
    return HUM_OK;
}

/* All voltages, or all currents, may rightly be nothing but rounding: one of the two has to converge. */
static hum_status solve_refined(hum_solver *s, direction way, hum_complex *x)
{
    double worse, better;
    HUM_TRY(refine(s, way, x, &worse, &better));
    return better < UNTRUSTED ? HUM_OK : HUM_E_NUMERIC;
}

/* The column whose pivot is smallest beside its largest entry, and their ratio. */
static double find_weakest_pivot(const hum_solver *s, size_t *weakest)
{
    const hum_system *m = &s->system;
    const hum_complex *pivots = s->klu->numeric->Udiag;
    double least = HUGE_VAL;
    for (size_t k = 0; k < m->n; k++) {
        size_t column = (size_t)s->klu->symbolic->Q[k];
        double largest = 0;
        for (int i = m->ap[column]; i < m->ap[column + 1]; i++)
            largest = fmax(largest, magnitude(m->ax[i]));
        double ratio = magnitude(pivots[k]) / largest;
        if (ratio >= least)
            continue;
        least = ratio;
        *weakest = column;
    }
    return least;
}

/* A solution exists for an excitation of everything, each unlike the next so that none cancel: a leakage
 * that is merely small passes. */
static bool is_solvable(hum_solver *s)
{
    double worse, better;
    for (size_t i = 0; i < s->system.n; i++)
        s->trial[i] = 1 + fmod((double)i * 0.6180339887498949, 1);
    return refine(s, FORWARD, s->trial, &worse, &better) == HUM_OK && worse < UNTRUSTED;
}

hum_status hum_solver_set(hum_solver *s, double f_hz, hum_diags *d)
{
    if (!(f_hz > 0) || !isfinite(f_hz))
        return HUM_E_RANGE;
    hum_system_set(&s->system, f_hz);
    if (!refactor(s) && !factor(s)) {
        if (s->klu->common.status != KLU_SINGULAR)
            return status_of(&s->klu->common);
        return tell_singular(&s->system, (size_t)s->klu->common.singular_col, d);
    }
    size_t weakest = 0;
    if (find_weakest_pivot(s, &weakest) > SUSPICIOUS || is_solvable(s))
        return HUM_OK;
    return tell_singular(&s->system, weakest, d);
}

hum_status hum_solver_forward(hum_solver *s, hum_complex *b)
{
    return solve_refined(s, FORWARD, b);
}

hum_status hum_solver_transposed(hum_solver *s, hum_complex *y)
{
    return solve_refined(s, ADJOINT, y);
}

hum_status hum_solver_adjoint(hum_solver *s, hum_probe probe, hum_complex *y)
{
    hum_rhs_clear(s, y);
    hum_rhs_current(s, y, probe.m, probe.p, 1);
    return solve_refined(s, ADJOINT, y);
}

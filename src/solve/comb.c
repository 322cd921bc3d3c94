/* Many frequencies at once: factors in lanes, refinement, and KLU where that does not converge. */
#include "solve/comb.h"

#include "base/constants.h"
#include "cable/pi_lanes.h"
#include "solve/comb_plan.h"

#include <math.h>
#include <string.h>

enum { REFINEMENTS_MAX = 6 };

#define REFINED 1e-9    /* correction after which the next one would be its square */
#define UNTRUSTED 1e-3  /* correction that never got smaller: no solution */
#ifdef _OPENMP
#define HUM_PRAGMA(x) _Pragma(#x)
#else
#define HUM_PRAGMA(x)
#endif
#define TWO_PI (2 * HUM_PI)

typedef enum direction { FORWARD, ADJOINT } direction;

struct hum_comb {
    hum_solver *solver;
    const hum_comb_kernels *kernels;
    const hum_kernels *kernels_of_line;
    hum_comb_plan plan;
    hum_comb_factors factors;
    double *w;             /* [HUM_LANES] */
    double *tables;        /* [n_tables][HUM_ENTRY] */
    hum_still_line *lines; /* shared, as the plan is */
    size_t n_lines;
    double *room;          /* [2 HUM_LINE_MAX^2][HUM_ENTRY] */
    double *b, *change;    /* vectors */
    double *largest;       /* [4][HUM_LANES] of voltages and currents: x, change */
    hum_complex *plain;    /* [n] of one lane that is solved again */
    hum_solver *reader[HUM_LANES];
    hum_system *at[HUM_LANES];
    bool is_read[HUM_LANES]; /* its tables are there */
    double f_hz[HUM_LANES];
    size_t n_lanes;
    size_t n_again;
    hum_diags *d;
};

/* --- making one ---------------------------------------------------------------------------------------- */

static hum_status lanes_new(hum_arena *a, size_t n, double **out)
{
    char *raw;
    HUM_ALLOC(raw, a, char, n * sizeof(double) + 64);
    *out = (double *)(void *)(raw + (64 - (uintptr_t)raw % 64) % 64);
    return HUM_OK;
}

hum_status hum_comb_vector(hum_arena *a, const hum_comb *c, double **out)
{
    return lanes_new(a, c->plan.n * HUM_ENTRY, out);
}

static hum_status make_room(hum_arena *a, hum_comb *c)
{
    const hum_comb_plan *p = &c->plan;
    const hum_system *m = hum_solver_system(c->solver);
    HUM_TRY(lanes_new(a, (size_t)p->lp[p->n] * HUM_ENTRY, &c->factors.l));
    HUM_TRY(lanes_new(a, (size_t)p->up[p->n] * HUM_ENTRY, &c->factors.u));
    HUM_TRY(lanes_new(a, (size_t)p->fp[p->n] * HUM_ENTRY, &c->factors.f));
    HUM_TRY(hum_comb_vector(a, c, &c->factors.d));
    HUM_TRY(hum_comb_vector(a, c, &c->factors.work));
    HUM_TRY(hum_comb_vector(a, c, &c->b));
    HUM_TRY(hum_comb_vector(a, c, &c->change));
    HUM_TRY(lanes_new(a, m->n_tables * HUM_ENTRY, &c->tables));
    HUM_TRY(lanes_new(a, 2 * HUM_LINE_MAX * HUM_LINE_MAX * HUM_ENTRY, &c->room));
    HUM_TRY(lanes_new(a, HUM_LANES, &c->w));
    HUM_TRY(lanes_new(a, 4 * HUM_LANES, &c->largest));
    HUM_ALLOC(c->plain, a, hum_complex, p->n);
    for (size_t lane = 0; lane < HUM_LANES; lane++)
        HUM_TRY(hum_solver_new_reader(a, m, &c->reader[lane], &c->at[lane]));
    return HUM_OK;
}

static hum_status list_lines(hum_arena *a, hum_comb *c)
{
    const hum_circuit *from = hum_solver_system(c->solver)->c;
    HUM_ALLOC(c->lines, a, hum_still_line, from->n_elements);
    for (size_t i = 0; i < from->n_elements; i++)
        if (from->elements[i].kind == HUM_ELEM_LINE)
            HUM_TRY(hum_still_line_new(a, from->elements[i].line, (uint32_t)i, &c->lines[c->n_lines++]));
    return HUM_OK;
}

hum_status hum_comb_new(hum_arena *a, hum_solver *s, const char *kernels, hum_comb **out)
{
    hum_comb *c;
    HUM_ALLOC(c, a, hum_comb, 1);
    c->solver = s;
    c->kernels = hum_comb_kernels_named(kernels);
    c->kernels_of_line = hum_kernels_named(kernels);
    if (!c->kernels)
        return HUM_E_RANGE;
    HUM_TRY(hum_comb_plan_new(a, s, &c->plan));
    HUM_TRY(list_lines(a, c));
    HUM_TRY(make_room(a, c));
    *out = c;
    return HUM_OK;
}

hum_status hum_comb_new_like(hum_arena *a, const hum_comb *c, hum_comb **out)
{
    hum_comb *other;
    HUM_ALLOC(other, a, hum_comb, 1);
    other->solver = c->solver;
    other->kernels = c->kernels;
    other->kernels_of_line = c->kernels_of_line;
    other->plan = c->plan;
    other->lines = c->lines;
    other->n_lines = c->n_lines;
    HUM_TRY(make_room(a, other));
    *out = other;
    return HUM_OK;
}

size_t hum_comb_again(const hum_comb *c)
{
    return c->n_again;
}

/* --- vectors ------------------------------------------------------------------------------------------- */

void hum_comb_clear(const hum_comb *c, double *x)
{
    for (size_t i = 0; i < c->plan.n * HUM_ENTRY; i++)
        x[i] = 0;
}

static void put_entry(double *lanes, size_t i, size_t lane, hum_complex x)
{
    lanes[i * HUM_ENTRY + lane] = creal(x);
    lanes[i * HUM_ENTRY + HUM_LANES + lane] = cimag(x);
}

static hum_complex get_entry(const double *lanes, size_t i, size_t lane)
{
    return hum_complex_of(lanes[i * HUM_ENTRY + lane], lanes[i * HUM_ENTRY + HUM_LANES + lane]);
}

void hum_comb_put(const hum_comb *c, size_t lane, const hum_complex *x, double *lanes)
{
    for (size_t i = 0; i < c->plan.n; i++)
        put_entry(lanes, i, lane, x[i]);
}

void hum_comb_get(const hum_comb *c, size_t lane, const double *lanes, hum_complex *x)
{
    for (size_t i = 0; i < c->plan.n; i++)
        x[i] = get_entry(lanes, i, lane);
}

static hum_complex voltage(const double *x, size_t lane, hum_node n)
{
    size_t row = hum_system_node_row(n);
    return row == HUM_NO_ROW ? 0 : get_entry(x, row, lane);
}

hum_complex hum_comb_probe(const hum_comb *c, const double *x, size_t lane, hum_probe probe)
{
    (void)c;
    return voltage(x, lane, probe.p) - voltage(x, lane, probe.m);
}

hum_complex hum_comb_current(const hum_comb *c, const double *x, size_t lane, size_t branch)
{
    return get_entry(x, hum_system_branch_row(hum_solver_system(c->solver), branch), lane);
}

hum_complex hum_comb_emf(const hum_comb *c, const double *y, size_t lane, uint32_t element)
{
    return hum_comb_current(c, y, lane, hum_solver_system(c->solver)->c->elements[element].branch);
}

static void push_into(double *b, size_t lane, hum_node n, hum_complex amperes)
{
    size_t row = hum_system_node_row(n);
    if (row != HUM_NO_ROW)
        put_entry(b, row, lane, get_entry(b, row, lane) + amperes);
}

void hum_comb_push(const hum_comb *c, double *b, size_t lane, hum_node from, hum_node to, hum_complex amperes)
{
    (void)c;
    push_into(b, lane, from, -amperes);
    push_into(b, lane, to, amperes);
}

hum_comb_view hum_comb_view_of(const hum_comb *c)
{
    return (hum_comb_view){c->kernels, c->f_hz, c->tables};
}

const hum_solver *hum_comb_at(hum_comb *c, size_t lane)
{
    hum_system *m = c->at[lane];
    for (size_t i = 0; i < m->n_tables && !c->is_read[lane]; i++)
        m->tables[i] = get_entry(c->tables, i, lane);
    c->is_read[lane] = true;
    return c->reader[lane];
}

/* --- values -------------------------------------------------------------------------------------------- */

hum_status hum_comb_set(hum_comb *c, const double *f_hz, size_t n, hum_diags *d)
{
    const hum_system *m = hum_solver_system(c->solver);
    if (n < 1 || n > HUM_LANES)
        return HUM_E_RANGE;
    c->n_lanes = n;
    c->d = d;
    for (size_t lane = 0; lane < HUM_LANES; lane++) {
        double f = f_hz[lane < n ? lane : n - 1]; /* lanes to spare do as the last one */
        if (!(f > 0) || !isfinite(f))
            return HUM_E_RANGE;
        c->f_hz[lane] = c->at[lane]->f_hz = f;
        c->w[lane] = TWO_PI * f;
        c->is_read[lane] = false;
    }
    for (size_t i = 0; i < c->n_lines; i++)
        hum_still_line_pi(c->kernels_of_line, &c->lines[i], c->f_hz, c->room, c->tables + m->own[c->lines[i].element] * HUM_ENTRY);
    hum_comb_values v = {c->w, c->tables};
    c->kernels->factor(&c->plan, &v, &c->factors);
    return HUM_OK;
}

/* --- solutions ----------------------------------------------------------------------------------------- */

static void solve_once(hum_comb *c, direction way, double *x)
{
    (way == FORWARD ? c->kernels->forward : c->kernels->transposed)(&c->plan, &c->factors, x);
}

/* c->change = A^-1 (b - A x), and x the better for it; largest |x| and |change| of voltages, then of currents. */
static void refine_once(hum_comb *c, direction way, double *x)
{
    hum_comb_values v = {c->w, c->tables};
    size_t n = c->plan.n, nv = hum_solver_system(c->solver)->c->n_nodes - 1;
    c->kernels->residual(way == FORWARD ? &c->plan.rows : &c->plan.columns, &v, x, c->b, c->change);
    solve_once(c, way, c->change);
    for (size_t i = 0; i < 4 * HUM_LANES; i++)
        c->largest[i] = 0;
    c->kernels->improve(nv, c->change, x, c->largest, c->largest + HUM_LANES);
    c->kernels->improve(n - nv, c->change + nv * HUM_ENTRY, x + nv * HUM_ENTRY, c->largest + 2 * HUM_LANES,
                        c->largest + 3 * HUM_LANES);
}

static double ratio_of(double change, double x)
{
    return change > 0 ? change / x : change < 0 || isnan(change) ? HUGE_VAL : 0;
}

/* The correction beside the solution, of voltages and of currents: the larger and the smaller. */
static void compare(const hum_comb *c, size_t lane, double *worse, double *better)
{
    const double *at = c->largest + lane;
    double v = ratio_of(at[HUM_LANES], at[0]), i = ratio_of(at[3 * HUM_LANES], at[2 * HUM_LANES]);
    *worse = fmax(v, i);
    *better = fmin(v, i);
}

static bool is_refined(const hum_comb *c)
{
    double worse, better;
    for (size_t lane = 0; lane < c->n_lanes; lane++) {
        compare(c, lane, &worse, &better);
        if (!(worse <= REFINED))
            return false;
    }
    return true;
}

static hum_status solve_by_klu(hum_comb *c, direction way, size_t lane, double *x)
{
    HUM_TRY(hum_solver_set(c->solver, c->f_hz[lane], c->d));
    for (size_t i = 0; i < c->plan.n; i++)
        c->plain[i] = get_entry(c->b, i, lane);
    HUM_TRY(way == FORWARD ? hum_solver_forward(c->solver, c->plain) : hum_solver_transposed(c->solver, c->plain));
    hum_comb_put(c, lane, c->plain, x);
    c->n_again++;
    return HUM_OK;
}

/* One lane by KLU, which combs of other threads may want too. */
static hum_status solve_again(hum_comb *c, direction way, size_t lane, double *x)
{
    hum_status st;
    HUM_PRAGMA(omp critical(hum_comb_solves_again))
    st = solve_by_klu(c, way, lane, x);
    return st;
}

/* The same rule as the solver's (eq. S-11). */
static hum_status solve(hum_comb *c, direction way, double *x)
{
    memcpy(c->b, x, c->plan.n * HUM_ENTRY * sizeof *x);
    solve_once(c, way, x);
    int step = 0;
    do
        refine_once(c, way, x);
    while (++step < REFINEMENTS_MAX && !is_refined(c));
    bool is_wrong[HUM_LANES] = {false};
    for (size_t lane = 0; lane < c->n_lanes; lane++) {
        double worse, better;
        compare(c, lane, &worse, &better);
        is_wrong[lane] = !(better < UNTRUSTED) || !isfinite(worse);
    }
    for (size_t lane = 0; lane < c->n_lanes; lane++)
        if (is_wrong[lane])
            HUM_TRY(solve_again(c, way, lane, x));
    return HUM_OK;
}

hum_status hum_comb_forward(hum_comb *c, double *b)
{
    return solve(c, FORWARD, b);
}

hum_status hum_comb_transposed(hum_comb *c, double *y)
{
    return solve(c, ADJOINT, y);
}

hum_status hum_comb_adjoint(hum_comb *c, hum_probe probe, double *y)
{
    hum_comb_clear(c, y);
    for (size_t lane = 0; lane < HUM_LANES; lane++)
        hum_comb_push(c, y, lane, probe.m, probe.p, 1);
    return solve(c, ADJOINT, y);
}

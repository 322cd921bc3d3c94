/* One warm sweep of the small balanced link beside libngspice, in one run on one thread: 100 frequencies, analysis done before;
 * and how its transfer changes with every value, where ngspice alters one value after the other (its .sens aborts at coupled coils).
 * ngspice in its fastest form: one circuit, no parsing again, no operating point, two saved vectors; it gets the ladder of ten
 * sections, Humdinger its exact line, and the same ladder. Times are CPU times of this process, the least of several rounds.
 * docs/bench-solver.md explains the table. */
#include "../support/bench.h"
#include "../support/ngspice.h"

#include "solve/comb.h"
#include "solve/sensitivity.h"

#include <math.h>
#include <string.h>

enum { POINTS = 100, ROUNDS = 200, SPICE_ROUNDS = 60 };

typedef struct work {
    hum_arena *a;
    hum_diags *d;
    double f_hz[POINTS];
} work;

/* --- ngspice ------------------------------------------------------------------------------------------- */

/* Seconds for one sweep. */
static double time_spice(hum_complex *h)
{
    double least = HUGE_VAL;
    for (int round = 0; round < SPICE_ROUNDS; round++) {
        double start = cpu_seconds();
        ngspice_do("ac dec 33 20 20k");
        ngspice_read(POINTS, h);
        least = fmin(least, cpu_seconds() - start);
        ngspice_do("destroy all");
    }
    return least;
}

/* --- Humdinger ----------------------------------------------------------------------------------------- */

static double time_klu(work *w, const link_circuit *l, hum_complex *h)
{
    hum_solver *s;
    double least = HUGE_VAL;
    must(hum_solver_new(w->a, l->c, w->d, &s) == HUM_OK, "no solver");
    hum_complex *x = HUM_NEW(w->a, hum_complex, hum_solver_size(s));
    for (int round = 0; round < ROUNDS / 10; round++) {
        double start = cpu_seconds();
        for (size_t f = 0; f < POINTS; f++) {
            must(hum_solver_set(s, w->f_hz[f], w->d) == HUM_OK, "singular");
            hum_rhs_clear(s, x);
            hum_rhs_emf(s, x, l->c->sources[l->ground_source].element, 1);
            must(hum_solver_forward(s, x) == HUM_OK, "no solution");
            h[f] = hum_solution_probe(s, x, l->out);
        }
        least = fmin(least, cpu_seconds() - start);
    }
    return least;
}

static double time_comb(work *w, const link_circuit *l, bool adjoint, hum_complex *h)
{
    hum_solver *s;
    hum_comb *c;
    double least = HUGE_VAL, *lanes, *ones;
    uint32_t element = l->c->sources[l->ground_source].element;
    must(hum_solver_new(w->a, l->c, w->d, &s) == HUM_OK && hum_solver_set(s, 632, w->d) == HUM_OK, "no solver");
    must(hum_comb_new(w->a, s, getenv("HUMDINGER_KERNELS"), &c) == HUM_OK, "no comb");
    must(hum_comb_vector(w->a, c, &lanes) == HUM_OK && hum_comb_vector(w->a, c, &ones) == HUM_OK, "no memory");
    size_t n = hum_solver_size(s);
    hum_complex *x = HUM_NEW(w->a, hum_complex, n);
    hum_rhs_clear(s, x);
    hum_rhs_emf(s, x, element, 1);
    for (size_t lane = 0; lane < HUM_LANES; lane++)
        hum_comb_put(c, lane, x, ones);
    for (int round = 0; round < ROUNDS; round++) {
        double start = cpu_seconds();
        for (size_t f = 0; f < POINTS; f += HUM_LANES) {
            size_t n_f = POINTS - f < HUM_LANES ? POINTS - f : HUM_LANES;
            must(hum_comb_set(c, w->f_hz + f, n_f, w->d) == HUM_OK, "no comb");
            memcpy(lanes, ones, n * HUM_ENTRY * sizeof *lanes);
            must((adjoint ? hum_comb_adjoint(c, l->out, lanes) : hum_comb_forward(c, lanes)) == HUM_OK, "no solution");
            for (size_t lane = 0; lane < n_f; lane++)
                h[f + lane] = adjoint ? hum_comb_emf(c, lanes, lane, element) : hum_comb_probe(c, lanes, lane, l->out);
        }
        least = fmin(least, cpu_seconds() - start);
    }
    must(hum_comb_again(c) == 0, "solved again");
    return least;
}

/* --- sensitivities ------------------------------------------------------------------------------------- */

enum { NAME = 80 };

/* What ngspice calls a value of the ladder. */
static void name_of(const link_circuit *l, const hum_vary *v, char *name)
{
    const hum_element *e = &l->c->elements[v->index];
    const char *kind = v->kind == HUM_VARY_L ? "l" : e->kind == HUM_ELEM_CAPACITOR ? "c" : "r";
    int n = snprintf(name, NAME, "%s_%.*s", kind, HUM_FMT(e->name));
    if (v->i)
        snprintf(name + n, NAME - (size_t)n, "_%zu", (size_t)v->i + 1);
    for (char *p = name; *p; p++)
        if (*p == '.')
            *p = '_';
}

/* Seconds for a sweep after each value was altered; how many values. */
static double time_altering(const link_circuit *l, size_t *n_values)
{
    hum_vary *vary = malloc(LINK_VARY_MAX * sizeof *vary);
    hum_complex h[POINTS];
    char command[NAME + 60], name[NAME];
    must(vary, "no memory");
    size_t n = link_vary_all(l, 0.01, vary);
    double start = cpu_seconds();
    for (size_t i = 0; i < n; i++) {
        name_of(l, &vary[i], name);
        snprintf(command, sizeof command, "alter %s = %.17g", name, vary[i].high);
        ngspice_do(command);
        ngspice_do("ac dec 33 20 20k");
        ngspice_read(POINTS, h);
        ngspice_do("destroy all");
        snprintf(command, sizeof command, "alter %s = %.17g", name, (vary[i].low + vary[i].high) / 2);
        ngspice_do(command);
    }
    free(vary);
    *n_values = n;
    return cpu_seconds() - start;
}

/* Seconds for all derivatives at all frequencies. */
static double time_sensitivities(work *w, const link_circuit *l, size_t *n_values)
{
    hum_solver *s;
    hum_comb *c;
    hum_sensitivities *k;
    double least = HUGE_VAL, *x, *y;
    must(hum_solver_new(w->a, l->c, w->d, &s) == HUM_OK && hum_solver_set(s, 632, w->d) == HUM_OK, "no solver");
    must(hum_comb_new(w->a, s, getenv("HUMDINGER_KERNELS"), &c) == HUM_OK, "no comb");
    must(hum_sensitivities_new(w->a, s, &k) == HUM_OK, "no sensitivities");
    must(hum_comb_vector(w->a, c, &x) == HUM_OK && hum_comb_vector(w->a, c, &y) == HUM_OK, "no memory");
    hum_sensitivities_of(k, n_values);
    size_t n = hum_solver_size(s);
    hum_complex *drive = HUM_NEW(w->a, hum_complex, n);
    double *dh = HUM_NEW(w->a, double, *n_values * HUM_ENTRY), *ones;
    must(dh && hum_comb_vector(w->a, c, &ones) == HUM_OK, "no memory");
    hum_rhs_emf(s, drive, l->c->sources[l->ground_source].element, 1);
    for (size_t lane = 0; lane < HUM_LANES; lane++)
        hum_comb_put(c, lane, drive, ones);
    for (int round = 0; round < ROUNDS; round++) {
        double start = cpu_seconds();
        for (size_t f = 0; f < POINTS; f += HUM_LANES) {
            size_t n_f = POINTS - f < HUM_LANES ? POINTS - f : HUM_LANES;
            must(hum_comb_set(c, w->f_hz + f, n_f, w->d) == HUM_OK, "no comb");
            memcpy(x, ones, n * HUM_ENTRY * sizeof *x);
            must(hum_comb_forward(c, x) == HUM_OK && hum_comb_adjoint(c, l->out, y) == HUM_OK, "no solution");
            hum_sensitivities_comb(k, c, x, y, dh);
        }
        least = fmin(least, cpu_seconds() - start);
    }
    return least;
}

/* Its own analysis, for which the coils are not coupled: it aborts otherwise. */
static double time_sens(work *w, const link_circuit *l)
{
    ngspice_do("remcirc");
    ngspice_load(w->a, w->d, l, (ngspice_options){.without_coupling = true});
    ngspice_do("delete all");
    double start = cpu_seconds();
    ngspice_do("sens v(out,gb) ac dec 33 20 20k");
    return cpu_seconds() - start;
}

static void compare_sensitivities(work *w, const link_circuit *ladder, const link_circuit *exact)
{
    size_t n_theirs, n;
    double theirs = time_altering(ladder, &n_theirs), sens = time_sens(w, ladder);
    for (int is_exact = 0; is_exact < 2; is_exact++) {
        double ours = time_sensitivities(w, is_exact ? exact : ladder, &n);
        printf("sensitivities, %-29s %9.0f %9.3f %8.0f   ngspice alters %zu values; %zu of ours\n",
               is_exact ? "exact line" : "ladder", theirs * 1e6 / POINTS, ours * 1e6 / POINTS, theirs / ours, n_theirs, n);
        printf("%-44s %9.0f %9.3f %8.0f   its .sens, coils not coupled\n", "", sens * 1e6 / POINTS, ours * 1e6 / POINTS, sens / ours);
    }
}

static double differ(const hum_complex *a, const hum_complex *b)
{
    double worst = 0;
    for (size_t f = 0; f < POINTS; f++)
        worst = fmax(worst, cabs(a[f] - b[f]) / cabs(b[f]));
    return worst;
}

static void print_row(const char *what, double theirs, double ours, double differs)
{
    printf("%-44s %9.3f %9.3f %8.1f   %.1e\n", what, theirs * 1e6 / POINTS, ours * 1e6 / POINTS, theirs / ours, differs);
}

static void compare(work *w, const link_circuit *l, const char *name, double theirs)
{
    hum_complex klu[POINTS], h[POINTS];
    char what[80];
    double t = time_klu(w, l, klu);
    snprintf(what, sizeof what, "%s, KLU, one at a time", name);
    print_row(what, theirs, t, 0);
    t = time_comb(w, l, false, h);
    snprintf(what, sizeof what, "%s, eight at once", name);
    print_row(what, theirs, t, differ(h, klu));
    t = time_comb(w, l, true, h);
    snprintf(what, sizeof what, "%s, eight at once, adjoint", name);
    print_row(what, theirs, t, differ(h, klu));
}

int main(void)
{
    work w = {.a = hum_arena_new(NULL)};
    w.d = w.a ? hum_diags_new(w.a) : NULL;
    must(w.d, "no memory");
    link_circuit ladder = link_new(w.a, true), exact = link_new(w.a, false);
    hum_complex h[POINTS];
    for (size_t i = 0; i < POINTS; i++)
        w.f_hz[i] = 20 * pow(10, (double)i / 33);
    ngspice_start();
    ngspice_load(w.a, w.d, &ladder, (ngspice_options){0});
    double theirs = time_spice(h);
    printf("%zu unknowns in the ladder, %zu with the exact line; us for each frequency, one thread\n",
           ladder.c->n_nodes - 1 + ladder.c->n_branches, exact.c->n_nodes - 1 + exact.c->n_branches);
    printf("%-44s %9s %9s %8s   %s\n", "one warm sweep", "ngspice", "ours", "ratio", "differs from KLU");
    compare(&w, &exact, "exact line", theirs);
    compare(&w, &ladder, "ladder", theirs);
    compare_sensitivities(&w, &ladder, &exact);
    hum_arena_close(&w.a);
    return 0;
}

/* Humdinger's batched solver beside libngspice on the same small balanced link, in one run on one thread: tolerance
 * studies, noise, a warm sweep. ngspice in its fastest form: one circuit, `alter` without parsing again, no operating
 * point, two saved vectors. Times are CPU times of this process. docs/bench-solver.md explains the table. */
#include "link.h"

#include "circuit/spice.h"
#include "num/random.h"

#include <math.h>
#include <ngspice/sharedspice.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { POINTS = 100, SAMPLES = 1000, SPICE_SAMPLES = 60, CHUNK = 64, NAME = 64 };

#define TOLERANCE 0.01

typedef struct work {
    hum_arena *a;
    hum_diags *d;
    link_circuit link;
    double f_hz[POINTS];
    char (*names)[NAME]; /* of what varies, in SPICE */
    hum_vary vary[LINK_VARY_MAX];
    size_t n_vary;
} work;

static void must(bool ok, const char *what)
{
    if (ok)
        return;
    fprintf(stderr, "bench: %s\n", what);
    exit(1);
}

static double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double draw(const hum_vary *v, size_t sample, size_t parameter)
{
    return v->low + (v->high - v->low) * hum_random_unit(1, sample, (uint32_t)parameter);
}

/* --- ngspice ------------------------------------------------------------------------------------------- */

static int hush(char *text, int id, void *user)
{
    (void)text;
    (void)id;
    (void)user;
    return 0;
}

static int leave(int status, bool now, bool quit, int id, void *user)
{
    (void)now;
    (void)quit;
    (void)id;
    (void)user;
    exit(status ? status : 1);
}

static void spice(const char *command)
{
    char copy[256];
    snprintf(copy, sizeof copy, "%s", command);
    must(ngSpice_Command(copy) == 0, command);
}

/* Gives ngspice the elements of our own netlist and the two vectors to keep. */
static void load_spice(const work *w)
{
    static char lines[1000][256];
    static char *list[1001];
    hum_spice_options o = {.title = HUM_T("link"), .sections = 1, .f_low_hz = 20, .f_high_hz = 2e4,
                           .points_per_decade = 33, .out_p = w->link.out.p, .out_m = w->link.out.m,
                           .input = w->link.ground_source};
    hum_text t;
    size_t n = 0;
    o.with_noise = true;
    must(hum_spice_write(w->a, w->link.c, &o, w->d, &t) == HUM_OK, "no netlist");
    for (char *at = strtok((char *)(uintptr_t)t.p, "\n"); at && strncmp(at, ".control", 8) != 0; at = strtok(NULL, "\n"))
        if (strncmp(at, ".ac", 3) != 0 && strncmp(at, ".noise", 6) != 0 && strncmp(at, ".end", 4) != 0)
            snprintf(lines[n++], sizeof lines[0], "%s", at);
    snprintf(lines[n++], sizeof lines[0], ".end");
    for (size_t i = 0; i < n; i++)
        list[i] = lines[i];
    must(ngSpice_Circ(list) == 0, "ngspice does not take the circuit");
    spice("save v(out) v(gb)");
}

static void alter(const work *w, size_t n, size_t sample)
{
    char command[160];
    for (size_t i = 0; i < n; i++) {
        snprintf(command, sizeof command, "alter %s = %.17g", w->names[i], draw(&w->vary[i], sample, i));
        spice(command);
    }
}

/* v(out) - v(gb) of the last analysis. */
static void read_spice(hum_complex *h)
{
    for (int part = 0; part < 2; part++) {
        char name[] = "v(out)", other[] = "v(gb)";
        const struct vector_info *v = ngGet_Vec_Info(part ? other : name);
        must(v && v->v_length == POINTS && v->v_compdata, "ngspice has no result");
        for (int i = 0; i < POINTS; i++)
            h[i] = (part ? h[i] : 0) + (part ? -1 : 1) * hum_complex_of(v->v_compdata[i].cx_real, v->v_compdata[i].cx_imag);
    }
}

/* Seconds per sample and frequency; the transfers of the samples into h. */
static double time_spice(const work *w, size_t n, size_t samples, const char *analysis, hum_complex *h)
{
    double start = cpu_seconds();
    for (size_t k = 0; k < samples; k++) {
        alter(w, n, k);
        spice(analysis);
        if (h)
            read_spice(h + k * POINTS);
        spice("destroy all");
    }
    return (cpu_seconds() - start) / (double)samples / POINTS;
}

/* --- Humdinger ----------------------------------------------------------------------------------------- */

typedef struct timing {
    double per_point; /* s per sample and frequency, end to end */
    double in_run;    /* ... of this, the samples alone */
    hum_batch_stats stats;
} timing;

/* Everything from the circuit on: random numbers, analysis, reduction, trial, samples. */
static timing time_batch(work *w, const hum_batch_spec *spec, size_t chunk, hum_batch_out *out)
{
    timing t;
    hum_batch *b;
    double start = cpu_seconds();
    must(hum_batch_new(w->a, spec, w->d, &b) == HUM_OK, "no batch");
    double *values = HUM_NEW(w->a, double, chunk * spec->n_vary);
    must(values, "no memory");
    size_t n_noises;
    hum_batch_noises(b, &n_noises);
    size_t rows = spec->n_f * hum_batch_stride(chunk);
    if (!out->h)
        out->h = HUM_NEW(w->a, double, 2 * rows);
    if (spec->wants_noise && !out->noise) {
        out->noise = HUM_NEW(w->a, double, rows);
        out->by_noise = HUM_NEW(w->a, double, rows * n_noises);
    }
    must(out->h, "no memory");
    double ready = cpu_seconds();
    for (size_t k = 0; k < spec->n_samples; k += chunk) {
        size_t n = spec->n_samples - k < chunk ? spec->n_samples - k : chunk;
        for (size_t s = 0; s < n; s++)
            for (size_t i = 0; i < spec->n_vary; i++)
                values[s * spec->n_vary + i] = draw(&spec->vary[i], k + s, i);
        must(hum_batch_run(b, values, n, out) == HUM_OK, "no run");
    }
    double end = cpu_seconds(), points = (double)spec->n_samples * (double)spec->n_f;
    t = (timing){(end - start) / points, (end - ready) / points, hum_batch_stats_of(b)};
    return t;
}

/* --- the table ----------------------------------------------------------------------------------------- */

static void print_row(const char *what, double theirs, const timing *t)
{
    static const char *const ways[] = {"auto", "multilinear", "ports", "replay", "klu"};
    printf("%-44s %9.3f %9.4f %9.4f %8.0f  %s, again %zu\n", what, theirs * 1e6, t->per_point * 1e6, t->in_run * 1e6,
           theirs / t->per_point, ways[t->stats.way], t->stats.n_again);
}

static hum_batch_spec spec_of(work *w, const link_circuit *l, size_t n, size_t samples, hum_drive *drive)
{
    *drive = (hum_drive){l->c->sources[l->ground_source].element, HUM_EARTH, HUM_EARTH};
    return (hum_batch_spec){.circuit = l->c, .vary = w->vary, .n_vary = n, .probes = &l->out, .n_probes = 1,
                            .drives = drive, .n_drives = 1, .f_hz = w->f_hz, .n_f = POINTS, .n_samples = samples,
                            .threads = 1, .kernels = getenv("HUMDINGER_KERNELS")};
}

/* Largest relative difference of the transfers that both computed. */
static double differ(const hum_complex *theirs, const hum_batch_out *ours, size_t samples)
{
    double worst = 0;
    size_t stride = hum_batch_stride(SAMPLES);
    for (size_t k = 0; k < samples; k++)
        for (size_t f = 0; f < POINTS; f++) {
            const double *h = ours->h + 2 * f * stride + k;
            worst = fmax(worst, cabs(theirs[k * POINTS + f] - hum_complex_of(h[0], h[stride])) /
                                    cabs(theirs[k * POINTS + f]));
        }
    return worst;
}

static void name_elements(work *w)
{
    for (size_t i = 0; i < w->n_vary; i++) {
        const hum_element *e = &w->link.c->elements[w->vary[i].index];
        size_t k = w->vary[i].i;
        const char *kind = w->vary[i].kind == HUM_VARY_L ? "l" : e->kind == HUM_ELEM_CAPACITOR ? "c" : "r";
        int n = snprintf(w->names[i], NAME, "%s_%.*s", kind, HUM_FMT(e->name));
        if (k)
            snprintf(w->names[i] + n, NAME - (size_t)n, "_%zu", k + 1);
        for (char *p = w->names[i]; *p; p++)
            if (*p == '.')
                *p = '_';
    }
}

/* n of the bridge and what is around it. */
static void run_few(work *w, const link_circuit *exact, size_t n)
{
    char what[80];
    hum_drive drive;
    hum_complex *h = HUM_NEW(w->a, hum_complex, SPICE_SAMPLES * POINTS);
    must(h, "no memory");
    w->n_vary = link_vary(&w->link, n, TOLERANCE, w->vary);
    name_elements(w);
    double theirs = time_spice(w, n, SPICE_SAMPLES, "ac dec 33 20 20k", h);
    hum_batch_spec spec = spec_of(w, &w->link, n, SAMPLES, &drive);
    hum_batch_out same = {0}, out = {0};
    timing ladder = time_batch(w, &spec, SAMPLES, &same);
    snprintf(what, sizeof what, "%zu values vary, 1,000 samples, ladder", n);
    print_row(what, theirs, &ladder);
    printf("    largest relative difference of a transfer from ngspice: %.1e\n", differ(h, &same, SPICE_SAMPLES));
    link_vary(exact, n, TOLERANCE, w->vary);
    spec = spec_of(w, exact, n, SAMPLES, &drive);
    timing t = time_batch(w, &spec, SAMPLES, &out);
    snprintf(what, sizeof what, "%zu values vary, 1,000 samples, exact line", n);
    print_row(what, theirs, &t);
    spec.n_samples = 20000;
    t = time_batch(w, &spec, SAMPLES, &out);
    snprintf(what, sizeof what, "%zu values vary, 20,000 samples, exact line", n);
    print_row(what, theirs, &t);
}

static void run_all(work *w)
{
    hum_drive drive;
    char what[80];
    w->n_vary = link_vary_all(&w->link, TOLERANCE, w->vary);
    name_elements(w);
    double theirs = time_spice(w, w->n_vary, SPICE_SAMPLES, "ac dec 33 20 20k", NULL);
    hum_batch_spec spec = spec_of(w, &w->link, w->n_vary, SAMPLES, &drive);
    hum_batch_out out = {0};
    timing t = time_batch(w, &spec, SAMPLES, &out);
    snprintf(what, sizeof what, "everything varies (%zu values), ladder", w->n_vary);
    print_row(what, theirs, &t);
}

static void run_noise(work *w, const link_circuit *exact, size_t n)
{
    hum_drive drive;
    char what[80];
    w->n_vary = n ? link_vary(&w->link, n, TOLERANCE, w->vary) : link_vary_all(&w->link, TOLERANCE, w->vary);
    name_elements(w);
    spice("delete all"); /* what is to be saved: noise then keeps every contribution */
    double theirs = time_spice(w, w->n_vary, SPICE_SAMPLES / 4, "noise v(out,gb) v_input dec 33 20 20k 1", NULL);
    hum_batch_out out = {0};
    const link_circuit *l = n ? exact : &w->link;
    if (n)
        link_vary(exact, n, TOLERANCE, w->vary);
    hum_batch_spec spec = spec_of(w, l, w->n_vary, SAMPLES, &drive);
    spec.wants_noise = true;
    timing t = time_batch(w, &spec, CHUNK, &out);
    snprintf(what, sizeof what, "noise with each contribution, %zu vary%s", w->n_vary, n ? "" : ", ladder");
    print_row(what, theirs, &t);
}

/* One sweep of the nominal circuit, analysis done before: 100 factorisations and refined solutions. */
static void run_sweep(work *w, const link_circuit *exact)
{
    enum { ROUNDS = 20 };
    double theirs = time_spice(w, 0, SPICE_SAMPLES, "ac dec 33 20 20k", NULL);
    hum_solver *s;
    must(hum_solver_new(w->a, exact->c, w->d, &s) == HUM_OK, "no solver");
    hum_complex *x = HUM_NEW(w->a, hum_complex, hum_solver_size(s));
    double start = cpu_seconds();
    for (int round = 0; round < ROUNDS; round++)
        for (size_t f = 0; f < POINTS; f++) {
            must(hum_solver_set(s, w->f_hz[f], w->d) == HUM_OK, "singular");
            hum_rhs_clear(s, x);
            hum_rhs_emf(s, x, exact->c->sources[exact->ground_source].element, 1);
            must(hum_solver_forward(s, x) == HUM_OK, "no solution");
        }
    double ours = (cpu_seconds() - start) / ROUNDS / POINTS;
    printf("%-44s %9.3f %9.4f %9s %8.1f  KLU, refined\n", "one warm sweep, exact line", theirs * 1e6, ours * 1e6, "",
           theirs / ours);
}

int main(void)
{
    work w = {.a = hum_arena_new(NULL)};
    w.d = w.a ? hum_diags_new(w.a) : NULL;
    w.names = w.a ? (char(*)[NAME])hum_arena_alloc(w.a, LINK_VARY_MAX, NAME) : NULL;
    must(w.d && w.names, "no memory");
    w.link = link_new(w.a, true);
    link_circuit exact = link_new(w.a, false);
    for (size_t i = 0; i < POINTS; i++)
        w.f_hz[i] = 20 * pow(10, (double)i / 33);
    must(ngSpice_Init(hush, hush, leave, NULL, NULL, NULL, NULL) == 0, "no ngspice");
    load_spice(&w);
    printf("%zu unknowns in the ladder, %zu with the exact line; us per sample and frequency, one thread\n",
           w.link.c->n_nodes - 1 + w.link.c->n_branches, exact.c->n_nodes - 1 + exact.c->n_branches);
    printf("%-44s %9s %9s %9s %8s\n", "", "ngspice", "ours", "run only", "ratio");
    run_few(&w, &exact, 4);
    run_few(&w, &exact, 6);
    run_few(&w, &exact, 10);
    run_all(&w);
    run_sweep(&w, &exact);
    run_noise(&w, &exact, 6);
    run_noise(&w, &exact, 10);
    run_noise(&w, &exact, 0);
    hum_arena_close(&w.a);
    return 0;
}

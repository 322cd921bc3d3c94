/* A large installation solved whole: 1 V in the first earth's EMF, every voltage and current at 20 harmonics of the mains.
 *
 *   bench_house FILE klu            one frequency at a time
 *   bench_house FILE comb THREADS   eight at once, blocks of eight shared by threads
 *   bench_house FILE spice OUT      the netlist for ngspice, one pi section for each cable (2 and 20 m at 1 kHz are good to 1e-6), the same frequencies
 *
 * The netlist is run by `ngspice -b OUT`; docs/bench-solver.md has the table. */
#include "../support/bench.h"

#include "circuit/spice.h"
#include "report/project.h"
#include "solve/comb.h"
#include "solve/system.h"

#include <omp.h>
#include <string.h>
#include <sys/resource.h>

enum { POINTS = 20, THREADS_MAX = 8, TEXT_MAX = 1 << 22, SECTIONS = 1 };

typedef struct work {
    hum_arena *a;
    hum_diags *d;
    hum_network *net;
    uint32_t source;
    double f_hz[POINTS];
    double began;
    hum_complex seen[POINTS]; /* at the last input */
} work;

static void tell(work *w, const char *what)
{
    double now = cpu_seconds();
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    printf("%-28s %8.1f ms of processor, peak %.0f MB\n", what, 1e3 * (now - w->began), (double)u.ru_maxrss / 1024);
    w->began = cpu_seconds();
}

static hum_text read_file(hum_arena *a, const char *path)
{
    char *text = HUM_NEW(a, char, TEXT_MAX);
    FILE *f = fopen(path, "rb");
    must(text && f, "cannot read");
    size_t n = fread(text, 1, TEXT_MAX, f);
    fclose(f);
    return (hum_text){text, n};
}

static hum_probe last_input(const work *w)
{
    const hum_model *m = w->net->model;
    return (hum_probe){w->net->ports[m->cables[m->n_cables - 1].to].signal, HUM_EARTH};
}

static void open_house(work *w, const char *path)
{
    static const hum_loader none = {0};
    hum_project *p;
    const hum_model *m;
    w->began = cpu_seconds();
    must(hum_project_open(w->a, HUM_T("house"), read_file(w->a, path), &none, &p) == HUM_OK, "not read");
    must(hum_project_model(p, (hum_text){0}, &m) == HUM_OK, "not resolved");
    w->d = p->d;
    must(hum_network_build(w->a, m, NULL, w->d, &w->net) == HUM_OK, "not built");
    while (w->net->circuit->sources[w->source].kind != HUM_SOURCE_HUM)
        w->source++;
    for (size_t k = 0; k < POINTS; k++)
        w->f_hz[k] = 50.0 * (double)(k + 1);
    printf("%zu links, %zu nodes, %zu elements\n", m->n_cables, w->net->circuit->n_nodes, w->net->circuit->n_elements);
    tell(w, "text to network");
}

static hum_solver *new_solver(work *w)
{
    hum_solver *s;
    must(hum_solver_new(w->a, w->net->circuit, w->d, &s) == HUM_OK && hum_solver_set(s, 500, w->d) == HUM_OK, "no solver");
    printf("%zu unknowns\n", hum_solver_size(s));
    tell(w, "order, pivots, check");
    return s;
}

static void drive(const work *w, const hum_solver *s, hum_complex *x)
{
    hum_rhs_clear(s, x);
    hum_rhs_emf(s, x, w->net->circuit->sources[w->source].element, 1);
}

static void run_klu(work *w)
{
    hum_solver *s = new_solver(w);
    hum_complex *x = HUM_NEW(w->a, hum_complex, hum_solver_size(s));
    must(x, "no memory");
    for (size_t k = 0; k < POINTS; k++) {
        must(hum_solver_set(s, w->f_hz[k], w->d) == HUM_OK, "singular");
        drive(w, s, x);
        must(hum_solver_forward(s, x) == HUM_OK, "no solution");
        w->seen[k] = hum_solution_probe(s, x, last_input(w));
    }
    tell(w, "20 frequencies, KLU");
}

static void run_block(work *w, hum_comb *c, const hum_complex *b, double *lanes, size_t k)
{
    size_t n = POINTS - k < HUM_LANES ? POINTS - k : HUM_LANES;
    must(hum_comb_set(c, w->f_hz + k, n, w->d) == HUM_OK, "no comb");
    for (size_t lane = 0; lane < HUM_LANES; lane++)
        hum_comb_put(c, lane, b, lanes);
    must(hum_comb_forward(c, lanes) == HUM_OK, "no solution");
    for (size_t lane = 0; lane < n; lane++)
        w->seen[k + lane] = hum_comb_probe(c, lanes, lane, last_input(w));
}

static void run_comb(work *w, int threads)
{
    hum_solver *s = new_solver(w);
    hum_comb *c[THREADS_MAX];
    double *lanes[THREADS_MAX];
    hum_complex *b = HUM_NEW(w->a, hum_complex, hum_solver_size(s));
    must(b && threads > 0 && threads <= THREADS_MAX, "no memory");
    drive(w, s, b);
    for (int t = 0; t < threads; t++) {
        must((t ? hum_comb_new_like(w->a, c[0], &c[t]) : hum_comb_new(w->a, s, NULL, &c[t])) == HUM_OK, "no comb");
        must(hum_comb_vector(w->a, c[t], &lanes[t]) == HUM_OK, "no memory");
    }
    tell(w, "comb");
#pragma omp parallel for schedule(dynamic) num_threads(threads)
    for (size_t k = 0; k < POINTS; k += HUM_LANES)
        run_block(w, c[omp_get_thread_num()], b, lanes[omp_get_thread_num()], k);
    size_t again = 0;
    for (int t = 0; t < threads; t++)
        again += hum_comb_again(c[t]);
    printf("%zu solved again\n", again);
    tell(w, "20 frequencies, comb");
}

/* .ac at our frequencies instead of decades. */
static void write_spice(work *w, const char *path)
{
    hum_probe out = last_input(w);
    hum_spice_options o = {.title = HUM_T("house"), .sections = SECTIONS, .f_low_hz = 50, .f_high_hz = 1000,
                           .points_per_decade = 10, .out_p = out.p, .out_m = out.m, .input = w->source};
    hum_text t;
    must(hum_spice_write(w->a, w->net->circuit, &o, w->d, &t) == HUM_OK, "no netlist");
    FILE *f = fopen(path, "wb");
    must(f, "cannot write");
    for (const char *at = t.p, *end = t.p + t.n; at < end;) {
        const char *line = at, *stop = memchr(at, '\n', (size_t)(end - at));
        at = stop ? stop + 1 : end;
        if (strncmp(line, "ac ", 3) == 0 || strncmp(line, ".ac ", 4) == 0)
            fprintf(f, "%s lin %d 50 1000\n", *line == '.' ? ".ac" : "ac", POINTS);
        else
            fwrite(line, 1, (size_t)(at - line), f);
    }
    fclose(f);
    tell(w, "netlist");
}

int main(int argc, char **argv)
{
    must(argc >= 3, "bench_house FILE klu | comb THREADS | spice OUT");
    work w = {.a = hum_arena_new(NULL)};
    must(w.a, "no memory");
    open_house(&w, argv[1]);
    if (strcmp(argv[2], "spice") == 0 && argc == 4)
        write_spice(&w, argv[3]);
    else if (strcmp(argv[2], "comb") == 0 && argc == 4)
        run_comb(&w, atoi(argv[3]));
    else
        run_klu(&w);
    for (size_t k = 0; k < POINTS; k += POINTS - 1)
        printf("%4.0f Hz: %.10e %.10e\n", w.f_hz[k], creal(w.seen[k]), cimag(w.seen[k]));
    return 0;
}

/* Humdinger's batched solver beside libngspice on the same small balanced link, in one run on one thread: tolerance
 * studies, noise. ngspice in its fastest form: one circuit, `alter` without parsing again, no operating
 * point, two saved vectors. Times are CPU times of this process. docs/bench-solver.md explains the table. */
#include "../support/bench.h"
#include "../support/ngspice.h"

#include "num/random.h"

#include <math.h>
#include <string.h>

enum { ROUNDS = 5, POINTS = 100, SAMPLES = 1000, SPICE_SAMPLES = 60, CHUNK = 256, NAME = 64 };

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

static double draw(const hum_vary *v, size_t sample, size_t parameter)
{
    return v->low + (v->high - v->low) * hum_random_unit(1, sample, (uint32_t)parameter);
}

/* --- ngspice ------------------------------------------------------------------------------------------- */

static void alter(const work *w, size_t n, size_t sample)
{
    char command[160];
    for (size_t i = 0; i < n; i++) {
        snprintf(command, sizeof command, "alter %s = %.17g", w->names[i], draw(&w->vary[i], sample, i));
        ngspice_do(command);
    }
}

/* Seconds per sample and frequency, the fastest of several goes; the transfers of the samples into h. */
static double time_spice(const work *w, size_t n, size_t samples, const char *analysis, hum_complex *h)
{
    double best = HUGE_VAL;
    for (int round = 0; round < ROUNDS; round++) {
        double start = cpu_seconds();
        for (size_t k = 0; k < samples; k++) {
            alter(w, n, k);
            ngspice_do(analysis);
            if (h)
                ngspice_read(POINTS, h + k * POINTS);
            ngspice_do("destroy all");
        }
        best = fmin(best, (cpu_seconds() - start) / (double)samples / POINTS);
    }
    return best;
}

/* --- Humdinger ----------------------------------------------------------------------------------------- */

typedef struct timing {
    double per_point; /* s per sample and frequency, end to end */
    double in_run;    /* ... of this, the samples alone */
    hum_batch_stats stats;
} timing;

/* All samples, `chunk` at a time. */
static void run_samples(hum_batch *b, const hum_batch_spec *spec, size_t chunk, double *values, hum_batch_out *out)
{
    for (size_t k = 0; k < spec->n_samples; k += chunk) {
        size_t n = spec->n_samples - k < chunk ? spec->n_samples - k : chunk;
        for (size_t s = 0; s < n; s++)
            for (size_t i = 0; i < spec->n_vary; i++)
                values[s * spec->n_vary + i] = draw(&spec->vary[i], k + s, i);
        must(hum_batch_run(b, values, n, out) == HUM_OK, "no run");
    }
}

/* Everything from the circuit on: random numbers, analysis, reduction, trial, samples; but for the memory of the results,
 * which is there as ngspice's is. */
static timing time_once(work *w, const hum_batch_spec *spec, size_t chunk, hum_batch_out *out)
{
    hum_arena *a = hum_arena_new(NULL);
    must(a, "no memory");
    hum_batch *b;
    size_t rows = spec->n_f * hum_batch_stride(chunk), n_noises;
    double start = cpu_seconds();
    must(hum_batch_new(a, spec, w->d, &b) == HUM_OK, "no batch");
    double *values = HUM_NEW(a, double, chunk * spec->n_vary);
    must(values, "no memory");
    double ready = cpu_seconds();
    hum_batch_noises(b, &n_noises);
    if (!out->h) {
        out->h = HUM_NEW(w->a, double, 2 * rows);
        out->noise = spec->wants_noise ? HUM_NEW(w->a, double, rows) : NULL;
        out->by_noise = spec->wants_noise ? HUM_NEW(w->a, double, rows * n_noises) : NULL;
    }
    must(out->h, "no memory");
    double again = cpu_seconds();
    run_samples(b, spec, chunk, values, out);
    double end = cpu_seconds(), points = (double)spec->n_samples * (double)spec->n_f;
    timing t = {(end - again + ready - start) / points, (end - again) / points, hum_batch_stats_of(b)};
    hum_arena_close(&a);
    return t;
}

/* The fastest of several. */
static timing time_batch(work *w, const hum_batch_spec *spec, size_t chunk, hum_batch_out *out)
{
    timing best = time_once(w, spec, chunk, out);
    for (int round = 1; round < ROUNDS; round++) {
        timing t = time_once(w, spec, chunk, out);
        best = t.per_point < best.per_point ? t : best;
    }
    return best;
}

/* --- the table ----------------------------------------------------------------------------------------- */

static void print_row(const char *what, double theirs, const timing *t)
{
    static const char *const ways[] = {"auto", "multilinear", "ports", "replay", "klu"};
    printf("%-44s %9.3f %9.4f %9.4f %8.0f  %s, %zu nodes, again %zu\n", what, theirs * 1e6, t->per_point * 1e6,
           t->in_run * 1e6, theirs / t->per_point, ways[t->stats.way], t->stats.n_nodes, t->stats.n_again);
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
    ngspice_do("delete all"); /* what is to be saved: noise then keeps every contribution */
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

static hum_vary within(hum_vary_kind kind, uint32_t element, uint32_t i, uint32_t j, double value, double part)
{
    double a = value * (1 - part), b = value * (1 + part);
    return (hum_vary){kind, element, i, j, fmin(a, b), fmax(a, b)};
}

/* The cable as people know it: length, resistances and capacitances to 20 %, and ten values around it to 1 %. ngspice has no
 * such line; beside it stands a sample solved by KLU. */
static void run_cable(work *w, const link_circuit *exact, bool noise)
{
    hum_drive drive;
    size_t n = link_vary(exact, 10, TOLERANCE, w->vary);
    for (uint32_t k = 0; k < exact->c->n_elements; k++) {
        const hum_element *e = &exact->c->elements[k];
        if (e->kind != HUM_ELEM_LINE)
            continue;
        w->vary[n++] = within(HUM_VARY_LINE_LENGTH, k, 0, 0, e->line->length_m, 0.2);
        for (uint32_t i = 0; i < e->n; i++)
            w->vary[n++] = within(HUM_VARY_LINE_R, k, i, 0, e->line->r_ohm_m[i], 0.2);
        w->vary[n++] = within(HUM_VARY_LINE_C, k, 0, 1, e->line->c_f_m[1], 0.2);
    }
    hum_batch_spec spec = spec_of(w, exact, n, SAMPLES, &drive);
    spec.wants_noise = noise;
    hum_batch_out out = {0};
    timing t = time_batch(w, &spec, CHUNK, &out);
    spec.way = HUM_WAY_KLU;
    spec.n_samples = CHUNK;
    timing klu = time_once(w, &spec, CHUNK, &out);
    print_row(noise ? "15 vary, the cable too, and noise (by KLU)" : "15 vary, the cable too (by KLU)", klu.per_point, &t);
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
    ngspice_start();
    ngspice_load(w.a, w.d, &w.link, (ngspice_options){.with_noise = true});
    printf("%zu unknowns in the ladder, %zu with the exact line; us per sample and frequency, one thread\n",
           w.link.c->n_nodes - 1 + w.link.c->n_branches, exact.c->n_nodes - 1 + exact.c->n_branches);
    printf("%-44s %9s %9s %9s %8s\n", "", "ngspice", "ours", "run only", "ratio");
    run_few(&w, &exact, 4);
    run_few(&w, &exact, 6);
    run_few(&w, &exact, 10);
    run_all(&w);
    run_cable(&w, &exact, false);
    run_cable(&w, &exact, true);
    run_noise(&w, &exact, 6);
    run_noise(&w, &exact, 10);
    run_noise(&w, &exact, 0);
    hum_arena_close(&w.a);
    return 0;
}

/* Systems with fields, as text, through ngspice: the transfer from the strength of each field to what an input hears, from the
 * netlist that `humdinger spice` writes, against our own solution. Lines are the ladder that the netlist chooses: 3e-4. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "circuit/spice.h"
#include "report/project.h"
#include "solve/solver.h"
#include "support/system.h"

#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { POINTS_MAX = 64 };

#define BOXES                                                                                                  \
    "mains 230 V 50 Hz\nbox a  plug 3-pin\n  out o  max 2 V  z 100 ohm\n  out x  symmetric  max 4 V  z 200 ohm\n  out p  max 2 V  z 1 kohm\n" \
    "box b  plug 2-pin  leakage 50 uA\n  in i  z 47 kohm\n  in x  difference  z 40 kohm  zcm 20 kohm  cmrr 70 dB\n  in k  z 10 kohm\n"

static const char *const systems[] = {
    BOXES "cable a.o -> b.i rca 2 m\nnear cable a.o -> b.i mains 5 A at 5 cm over 1 m\n",
    BOXES "cable a.x -> b.x xlr 5 m\nnear cable a.x -> b.x transformer 100 VA at 20 cm end receiver\n",
    BOXES "cable a.x -> b.x quad 5 m screen source\nfield 1 uT\nnear cable a.x -> b.x live at 3 cm\n",
    BOXES "cable a.o -> b.i unshielded 2 m lay 0 m\ncable a.p -> b.k rca 2 m\n"
          "near cable a.o -> b.i cable a.p -> b.k at 1 cm\nfield 1 uT\n",
};

static size_t run_ngspice(hum_text netlist, double *f_hz, hum_complex *v)
{
    char path[] = "/tmp/humdinger-fields-XXXXXX", command[96], line[512];
    int fd = mkstemp(path);
    assert_true(fd >= 0 && write(fd, netlist.p, netlist.n) == (ssize_t)netlist.n);
    close(fd);
    snprintf(command, sizeof command, "ngspice -b %s 2>&1", path);
    FILE *in = popen(command, "r");
    assert_non_null(in);
    size_t n = 0;
    while (fgets(line, sizeof line, in)) {
        unsigned index;
        double f, re, im;
        if (sscanf(line, "%u %lf %lf, %lf", &index, &f, &re, &im) == 4 && index == n && n < POINTS_MAX) {
            f_hz[n] = f;
            v[n++] = hum_complex_of(re, im);
        }
    }
    pclose(in);
    remove(path);
    return n;
}

static void compare_source(hum_arena *a, const hum_findings *f, uint32_t source, hum_diags *d)
{
    const hum_circuit *c = f->net->circuit;
    hum_node heard = f->net->ports[f->model->cables[0].to].signal;
    hum_spice_options o = {.title = HUM_T("fields"), .f_low_hz = 50, .f_high_hz = 5000, .points_per_decade = 5,
                           .out_p = heard, .out_m = HUM_EARTH, .input = source};
    hum_text netlist;
    hum_solver *solver;
    double f_hz[POINTS_MAX];
    hum_complex v[POINTS_MAX];
    assert_int_equal(hum_spice_write(a, c, &o, d, &netlist), HUM_OK);
    assert_int_equal(hum_solver_new(a, c, d, &solver), HUM_OK);
    hum_complex *y = HUM_NEW(a, hum_complex, hum_solver_size(solver));
    size_t n = run_ngspice(netlist, f_hz, v);
    assert_true(n > 5);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(hum_solver_set(solver, f_hz[i], d), HUM_OK);
        assert_int_equal(hum_solver_adjoint(solver, (hum_probe){heard, HUM_EARTH}, y), HUM_OK);
        hum_complex want = hum_adjoint_emf(solver, y, c->sources[source].element);
        if (cabs(v[i] - want) > 1e-3 * cabs(want) + 1e-14) /* what a source does that hardly couples is rounding */
            fail_msg("%.*s at %g Hz: %g, not %g", HUM_FMT(c->sources[source].name), f_hz[i], cabs(v[i]), cabs(want));
    }
}

static void test_fields_in_ngspice(void **state)
{
    (void)state;
    size_t compared = 0;
    for (size_t k = 0; k < sizeof systems / sizeof systems[0]; k++) {
        hum_arena *a = hum_arena_new(NULL);
        hum_project *p;
        const hum_findings *f;
        assert_int_equal(hum_project_open(a, HUM_T("t"), hum_text_of(systems[k]), &small_catalogue, &p), HUM_OK);
        assert_int_equal(hum_project_findings(p, (hum_text){0}, &f), HUM_OK);
        hum_diags *d = hum_diags_new(a);
        for (uint32_t i = 0; i < f->net->circuit->n_sources; i++) {
            if (f->net->circuit->sources[i].field == 0)
                continue;
            compare_source(a, f, i, d);
            compared++;
        }
        hum_arena_close(&a);
    }
    assert_true(compared >= 3 + 3 + 3 + 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_fields_in_ngspice)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The same systems through ngspice: random networks of every kind of element are solved here, written by
 * hum_spice_write, run by `ngspice -b`, and compared number by number.
 *
 * Lines are the same pi ladder on both sides where the tolerance is 1e-6; one group compares our exact line
 * with the ladder that the netlist has by itself. ngspice 39 has an older Boltzmann constant, 1.38064852e-23
 * J/K, in every noise it makes, also in the resistors that stand for noise EMFs; ours is the exact one of
 * 2019. That factor is taken out before the comparison. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cable/section.h"
#include "circuit/network.h"
#include "circuit/spice.h"
#include "solve/solver.h"
#include "support/random_circuit.h"
#include "support/system.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NGSPICE_BOLTZMANN 1.38064852e-23

enum { SYSTEMS = 60, LINE_SYSTEMS = 12, POINTS_MAX = 64 };

static char directory[] = "/tmp/humdinger-oracle-XXXXXX";

/* One analysis as ngspice printed it: frequency, then real and imaginary part or one number. */
typedef struct table {
    size_t n;
    double f_hz[POINTS_MAX];
    double a[POINTS_MAX];
    double b[POINTS_MAX];
} table;

typedef struct run {
    table ac;
    table noise;
} run;

/* What one system came to. */
typedef struct score {
    size_t points;
    double transfer; /* largest relative difference */
    double noise;
} score;

static void ok(hum_status s)
{
    assert_int_equal(s, HUM_OK);
}

static void parse_row(const char *line, table *t)
{
    double f, x, y = 0;
    unsigned index;
    int n = sscanf(line, "%u %lf %lf, %lf", &index, &f, &x, &y);
    if (n < 3 || index != t->n || t->n >= POINTS_MAX)
        return;
    t->f_hz[t->n] = f;
    t->a[t->n] = x;
    t->b[t->n++] = y;
}

static void parse_output(FILE *in, run *r)
{
    char line[512];
    table *now = NULL;
    while (fgets(line, sizeof line, in)) {
        if (strstr(line, "AC Analysis"))
            now = &r->ac;
        if (strstr(line, "Noise Spectral Density"))
            now = &r->noise;
        if (now)
            parse_row(line, now);
    }
}

static void write_file(const char *path, hum_text t)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(t.p, 1, t.n, f), t.n);
    assert_int_equal(fclose(f), 0);
}

static void run_ngspice(unsigned i, hum_text netlist, run *r)
{
    char path[64], command[128];
    snprintf(path, sizeof path, "%s/%u.cir", directory, i);
    snprintf(command, sizeof command, "ngspice -b %s 2>&1", path);
    write_file(path, netlist);
    FILE *p = popen(command, "r");
    assert_non_null(p);
    *r = (run){0};
    parse_output(p, r);
    if (pclose(p) != 0 || r->ac.n == 0 || r->noise.n == 0)
        fail_msg("ngspice did not run %s", path);
    remove(path);
}

static double relative(double got, double want)
{
    return fabs(got - want) / fabs(want);
}

/* Both solutions at each frequency that ngspice names. */
static score compare(hum_arena *a, const hum_circuit *c, uint32_t input, hum_probe out, const run *r)
{
    score s = {0};
    hum_diags *d = hum_diags_new(a);
    hum_solver *solver;
    ok(hum_solver_new(a, c, d, &solver));
    hum_complex *y = HUM_NEW(a, hum_complex, hum_solver_size(solver));
    assert_true(d && y);
    assert_int_equal(r->ac.n, r->noise.n);
    for (size_t i = 0; i < r->ac.n; i++) {
        ok(hum_solver_set(solver, r->ac.f_hz[i], d));
        ok(hum_solver_adjoint(solver, out, y));
        hum_complex want = hum_adjoint_emf(solver, y, c->sources[input].element);
        hum_complex theirs = hum_complex_of(r->ac.a[i], r->ac.b[i]);
        s.transfer = fmax(s.transfer, cabs(theirs - want) / cabs(want));
        double density = hum_noise_density(solver, y, NULL, NULL);
        double their_density = r->noise.a[i] * r->noise.a[i] * (HUM_BOLTZMANN_J_K / NGSPICE_BOLTZMANN);
        s.noise = fmax(s.noise, relative(their_density, density));
        s.points++;
    }
    return s;
}

/* System i with its lines as `sections` sections (0: as the netlist chooses, against the exact line). */
static score compare_system(unsigned i, size_t sections)
{
    hum_arena *a = hum_arena_new(NULL);
    hum_diags *d = a ? hum_diags_new(a) : NULL;
    assert_non_null(d);
    random_state r = {0x5eed + i};
    hum_circuit *c = random_circuit(a, &r, 5 + i % 16, RANDOM_LINES | RANDOM_ACTIVE), *ours = c;
    assert_non_null(c);
    hum_probe out = {{2 + i % 4}, {i % 3 == 0 ? 1 : 0}};
    hum_spice_options o = {.title = HUM_T("a random system"), .sections = sections, .f_low_hz = 20, .f_high_hz = 2e4,
                           .points_per_decade = 3, .out_p = out.p, .out_m = out.m, .input = 0, .with_noise = true};
    hum_text netlist;
    ok(hum_spice_write(a, c, &o, d, &netlist));
    if (sections)
        ok(hum_circuit_lump(a, c, sections, NULL, &ours));
    run theirs;
    run_ngspice(i, netlist, &theirs);
    score s = compare(a, ours, 0, out, &theirs);
    hum_arena_close(&a);
    return s;
}

static void test_random_systems(void **state)
{
    (void)state;
    size_t compared = 0;
    double transfer = 0, noise = 0;
    for (unsigned i = 0; i < SYSTEMS; i++) {
        score s = compare_system(i, 1 + i % 5);
        if (s.transfer > 1e-6 || s.noise > 1e-5)
            fail_msg("system %u: transfer differs by %.1e, noise by %.1e", i, s.transfer, s.noise);
        transfer = fmax(transfer, s.transfer);
        noise = fmax(noise, s.noise);
        compared += s.points > 0;
    }
    print_message("%zu systems against ngspice: transfer %.1e, noise %.1e\n", compared, transfer, noise);
    assert_true(compared >= 40);
}

/* Two boxes that only leakage holds, a cable between them and an isolating transformer: nothing here has a
 * path for direct current, which ngspice wants. The output is the common voltage: of the signal's difference,
 * a millionth of it, ngspice has three digits here, since it adds leakages to the conductance of metres of
 * copper (ours against quadruple precision: tests/unit/test_solve.c). */
static void test_held_by_capacitors(void **state)
{
    (void)state;
    hum_arena *a = hum_arena_new(NULL);
    hum_diags *d = a ? hum_diags_new(a) : NULL;
    hum_circuit *c = d ? hum_circuit_new(a, 300.15) : NULL;
    assert_non_null(c);
    random_state r = {3};
    hum_line line = random_line(&r, 0);
    while (line.n != 2)
        line = random_line(&r, 0);
    hum_node mains, near[2], far[2], second[2];
    ok(hum_circuit_node(c, HUM_T("mains"), HUM_NO_SPAN, &mains));
    for (size_t i = 0; i < 2; i++) { /* names that SPICE cannot have, twice over */
        ok(hum_circuit_node(c, HUM_T("amp/in 1"), HUM_NO_SPAN, &near[i]));
        ok(hum_circuit_node(c, HUM_T("AMP.in.1"), HUM_NO_SPAN, &far[i]));
        ok(hum_circuit_node(c, i ? HUM_T("gnd") : HUM_T("hum_out"), HUM_NO_SPAN, &second[i]));
    }
    uint32_t e;
    ok(hum_circuit_add_emf(c, HUM_T("mains"), HUM_NO_SPAN, mains, HUM_EARTH, NULL, 0, &e));
    hum_source_of hum = {.kind = HUM_SOURCE_HUM, .element = e, .scale = 230, .name = HUM_T("mains\nvoltage")};
    ok(hum_circuit_add_source(c, &hum, NULL));
    ok(hum_circuit_add_capacitor(c, HUM_T("y1"), HUM_NO_SPAN, mains, near[1], 1e-9, NULL));
    ok(hum_circuit_add_capacitor(c, HUM_T("y2"), HUM_NO_SPAN, far[1], HUM_EARTH, 2e-9, NULL));
    ok(hum_circuit_add_resistor(c, HUM_T("z"), HUM_NO_SPAN, near[0], near[1], 1e3, NULL));
    ok(hum_circuit_add_line(c, HUM_T("w"), HUM_NO_SPAN, near, far, &line, NULL));
    ok(hum_circuit_add_transformer(c, HUM_T("t"), HUM_NO_SPAN, far, second, 0.25, NULL));
    ok(hum_circuit_add_resistor(c, HUM_T("load"), HUM_NO_SPAN, second[0], second[1], 47e3, NULL));
    ok(hum_circuit_add_capacitor(c, HUM_T("winding"), HUM_NO_SPAN, second[1], HUM_EARTH, 100e-12, NULL));
    ok(hum_circuit_check_tied(c, d));
    hum_spice_options o = {.title = HUM_T("held by\ncapacitors"), .sections = 3, .f_low_hz = 50, .f_high_hz = 5e3,
                           .points_per_decade = 4, .out_p = far[0], .out_m = HUM_EARTH, .input = 0, .with_noise = true};
    hum_text netlist;
    hum_circuit *ours;
    run theirs;
    ok(hum_spice_write(a, c, &o, d, &netlist));
    ok(hum_circuit_lump(a, c, 3, NULL, &ours));
    run_ngspice(SYSTEMS, netlist, &theirs);
    for (size_t i = 0; i < theirs.ac.n; i++) { /* ours is for 1 V */
        theirs.ac.a[i] /= 230;
        theirs.ac.b[i] /= 230;
    }
    score s = compare(a, ours, 0, (hum_probe){far[0], HUM_EARTH}, &theirs);
    print_message("held by capacitors: transfer %.1e, noise %.1e\n", s.transfer, s.noise);
    assert_true(s.points > 5 && s.transfer < 1e-6 && s.noise < 1e-5);
    hum_arena_close(&a);
}

/* A phono stage with its RIAA curve and the noise of its input, current noise too. */
static void test_phono(void **state)
{
    (void)state;
    hum_arena *a = hum_arena_new(NULL);
    hum_project *p;
    const hum_findings *f;
    hum_text netlist;
    hum_circuit *ours;
    run theirs;
    ok(hum_project_open(a, HUM_T("phono"),
                        HUM_T("box deck  plug 2-pin  leakage 80 uA\n  out o  floating  max 5 mV  z 1 kohm  l 500 mH  c 10 pF\n"
                              "box stage  plug 3-pin\n  in i  unbalanced  z 47 kohm  c 100 pF  equalization riaa-iec  en 4 nV/rtHz  "
                              "i-noise 0.5 pA/rtHz\n  out p  max 10 V  z 100 ohm\n  gain 40 dB\n"
                              "box amp  plug 3-pin\n  in j  unbalanced  z 20 kohm\n"
                              "cable deck.o -> stage.i  rca 1 m\ncable stage.p -> amp.j  rca 2 m\n"),
                        &small_catalogue, &p));
    ok(hum_project_findings(p, (hum_text){0}, &f));
    const hum_port_net *in = &f->net->ports[f->model->cables[0].from], *out = &f->net->ports[f->model->cables[1].to];
    hum_spice_options o = {.title = HUM_T("phono"), .sections = 2, .f_low_hz = 20, .f_high_hz = 2e4, .points_per_decade = 8,
                           .out_p = out->signal, .out_m = HUM_EARTH, .input = in->source, .with_noise = true};
    ok(hum_spice_write(a, f->net->circuit, &o, p->d, &netlist));
    ok(hum_circuit_lump(a, f->net->circuit, 2, NULL, &ours));
    run_ngspice(SYSTEMS + 1, netlist, &theirs);
    score s = compare(a, ours, in->source, (hum_probe){out->signal, HUM_EARTH}, &theirs);
    print_message("a phono stage: transfer %.1e, noise %.1e\n", s.transfer, s.noise);
    assert_true(s.points > 20 && s.transfer < 1e-6 && s.noise < 1e-5);
    hum_arena_close(&a);
}

/* The exact line against the ladder of the netlist: 1e-3, what hum_line_sections promises and a margin. */
static void test_exact_lines(void **state)
{
    (void)state;
    size_t compared = 0;
    double transfer = 0, noise = 0;
    for (unsigned i = 0; i < LINE_SYSTEMS; i++) {
        score s = compare_system(100 + i, 0);
        transfer = fmax(transfer, s.transfer);
        noise = fmax(noise, s.noise);
        compared += s.points > 0;
    }
    print_message("%zu systems with exact lines: transfer %.1e, noise %.1e\n", compared, transfer, noise);
    assert_true(transfer < 1e-3 && noise < 1e-3);
    assert_int_equal(compared, LINE_SYSTEMS);
}

/* Largest error of a ladder in ngspice against the exact line (docs/physics/cable.md). */
static const struct {
    size_t sections;
    double error;
} ladder_rows[] = {{4, 1.50e-1}, {8, 3.45e-2}, {16, 8.44e-3}, {32, 2.10e-3}, {64, 5.25e-4}, {128, 1.31e-4}};

/* --- cross-sections ---------------------------------------------------------------------------------- */

/* A hundred metres of a shielded pair as its cross-section gives them at 1 kHz, between 100 ohm and 100 ohm. */
static hum_circuit *long_pair(hum_arena *a, hum_probe *out)
{
    hum_wire core = hum_wire_solid(0.5e-3, HUM_SIGMA_COPPER);
    core.n_coats = 1;
    core.coats[0] = (hum_coat){0.7e-3, {2.29, 0, 0}};
    hum_shield braid = {.kind = HUM_SHIELD_BRAID, .radius_m = 1.5e-3, .sigma_s_m = HUM_SIGMA_COPPER, .wire_m = 0.1e-3,
                        .carriers = 16, .ends = 6, .angle_rad = 0.5};
    hum_geometry g = hum_geometry_pair(&core, 1.4e-3, &braid);
    hum_section *section;
    hum_line line;
    hum_node source, near[3], far[3];
    uint32_t e;
    ok(hum_section_new(a, &g, 0, &section));
    ok(hum_section_line(section, 1e3, 100, &line));
    line.tan_delta = 0;
    hum_circuit *c = hum_circuit_new(a, 300.15);
    assert_non_null(c);
    ok(hum_circuit_node(c, HUM_T("source"), HUM_NO_SPAN, &source));
    for (size_t i = 0; i < 3; i++) {
        ok(hum_circuit_node(c, HUM_T("near"), HUM_NO_SPAN, &near[i]));
        ok(hum_circuit_node(c, HUM_T("far"), HUM_NO_SPAN, &far[i]));
    }
    ok(hum_circuit_add_emf(c, HUM_T("signal"), HUM_NO_SPAN, source, HUM_EARTH, NULL, 0, &e));
    hum_source_of signal = {.kind = HUM_SOURCE_SIGNAL, .element = e, .scale = 1, .name = HUM_T("signal")};
    ok(hum_circuit_add_source(c, &signal, NULL));
    ok(hum_circuit_add_resistor(c, HUM_T("rs"), HUM_NO_SPAN, source, near[0], 50, NULL));
    ok(hum_circuit_add_resistor(c, HUM_T("rr"), HUM_NO_SPAN, near[1], HUM_EARTH, 50, NULL));
    ok(hum_circuit_add_resistor(c, HUM_T("sn"), HUM_NO_SPAN, near[2], HUM_EARTH, 0.01, NULL));
    ok(hum_circuit_add_line(c, HUM_T("pair"), HUM_NO_SPAN, near, far, &line, NULL));
    ok(hum_circuit_add_resistor(c, HUM_T("load"), HUM_NO_SPAN, far[0], far[1], 100, NULL));
    ok(hum_circuit_add_resistor(c, HUM_T("cm"), HUM_NO_SPAN, far[1], HUM_EARTH, 10e3, NULL));
    ok(hum_circuit_add_resistor(c, HUM_T("sf"), HUM_NO_SPAN, far[2], HUM_EARTH, 0.01, NULL));
    *out = (hum_probe){far[0], far[1]};
    return c;
}

static double ladder_error(size_t sections)
{
    hum_arena *a = hum_arena_new(NULL);
    hum_diags *d = a ? hum_diags_new(a) : NULL;
    hum_probe out;
    run theirs;
    hum_text netlist;
    assert_non_null(d);
    hum_circuit *c = long_pair(a, &out);
    hum_spice_options o = {.title = HUM_T("a long pair"), .sections = sections, .f_low_hz = 1e4, .f_high_hz = 1e6,
                           .points_per_decade = 4, .out_p = out.p, .out_m = out.m, .input = 0, .with_noise = true};
    ok(hum_spice_write(a, c, &o, d, &netlist));
    run_ngspice(200 + (unsigned)sections, netlist, &theirs);
    score s = compare(a, c, 0, out, &theirs);
    assert_true(s.points > 5);
    hum_arena_close(&a);
    return s.transfer;
}

/* docs/physics/cable.md, "The ladder for SPICE": what its table says, and that the error falls as the square of the sections. */
static void test_ladder_becomes_the_line(void **state)
{
    (void)state;
    double last = 0;
    for (size_t i = 0; i < sizeof ladder_rows / sizeof ladder_rows[0]; i++) {
        double error = ladder_error(ladder_rows[i].sections);
        print_message("ladder of %zu sections, 100 m at up to 1 MHz: %.2e\n", ladder_rows[i].sections, error);
        assert_true(relative(error, ladder_rows[i].error) < 0.02);
        if (i > 1)
            assert_true(last / error > 3.8 && last / error < 4.2);
        last = error;
    }
}

static const char quad_system[] =
    "humdinger 1\nbox a plug 3-pin\n  out o symmetric max 4 V z 100 ohm noise 2 uV imbalance 1 ohm\n"
    "box b plug 3-pin\n  in i difference z 600 ohm zcm 20 kohm cmrr 80 dB noise 3 uV\n"
    "cable a.o -> b.i quad 100 m  strands 40  strand 0.08 mm  insulation 1.5 mm  er 2.29  tan-delta 0.03 %  fill-er 1.4  lay 20 mm"
    "  shielding braid  shield-wire 0.1 mm  ends 6  coverage 94 %\n";

/* 100 m of a star quad stated by what it is made of, skin and proximity effect in ours and none in theirs: at audio frequencies
 * the same within 1e-3, up to 1 kHz within 1e-5. */
static void compare_quad(double high_hz, double tolerance)
{
    hum_arena *a = hum_arena_new(NULL);
    hum_diags *d = a ? hum_diags_new(a) : NULL;
    hum_project *p;
    const hum_model *m;
    hum_network *net;
    hum_text netlist;
    run theirs;
    assert_non_null(d);
    ok(hum_project_open(a, HUM_T("quad.hum"), hum_text_of(quad_system), &small_catalogue, &p));
    ok(hum_project_model(p, (hum_text){0}, &m));
    ok(hum_network_build(a, m, NULL, d, &net));
    assert_non_null(net->cables[0].section);
    const hum_port_net *in = &net->ports[m->cables[0].to], *from = &net->ports[m->cables[0].from];
    hum_spice_options o = {.title = HUM_T("a quad"), .f_low_hz = 20, .f_high_hz = high_hz, .points_per_decade = 3,
                           .out_p = in->signal, .out_m = HUM_EARTH, .input = from->source, .with_noise = true};
    ok(hum_spice_write(a, net->circuit, &o, d, &netlist));
    run_ngspice(300, netlist, &theirs);
    score s = compare(a, net->circuit, from->source, (hum_probe){in->signal, HUM_EARTH}, &theirs);
    print_message("a quad by its cross-section, to %g Hz: transfer %.1e, noise %.1e\n", high_hz, s.transfer, s.noise);
    assert_true(s.points > 3 && s.transfer < tolerance && s.noise < 10 * tolerance);
    hum_arena_close(&a);
}

static void test_stated_section_at_audio(void **state)
{
    (void)state;
    compare_quad(1e3, 1e-5);
    compare_quad(2e4, 1e-3);
}

/* --- data cables ------------------------------------------------------------------------------------- */

#define RING(keys, kind, cable) \
    "mains 230 V 50 Hz\noutlet desk emf 0 V r 0.1 ohm\noutlet shelf emf 20 mV r 0.2 ohm\n" \
    "box laptop plug 3-pin outlet desk\n  out d " kind "\nbox dac " keys "\n  in d " kind "\n  out rca max 2 V z 100 ohm\n" \
    "box amp plug 3-pin outlet shelf\n  in rca z 20 kohm\ncable dac.rca -> amp.rca rca 3 m\ncable laptop.d -> dac.d " cable "\n"

static uint32_t source_named(const hum_circuit *c, const char *name)
{
    for (uint32_t i = 0; i < c->n_sources; i++)
        if (hum_text_is(c->sources[i].name, name))
            return i;
    return HUM_NONE;
}

/* From the EMF between two outlets to the input that hears the ring. */
static score compare_ring(const char *text, unsigned number)
{
    hum_arena *a = hum_arena_new(NULL);
    hum_diags *d = a ? hum_diags_new(a) : NULL;
    hum_project *p;
    const hum_model *m;
    hum_network *net;
    hum_text netlist;
    run theirs;
    assert_non_null(d);
    ok(hum_project_open(a, HUM_T("ring.hum"), hum_text_of(text), &small_catalogue, &p));
    ok(hum_project_model(p, (hum_text){0}, &m));
    ok(hum_network_build(a, m, NULL, d, &net));
    uint32_t shelf = source_named(net->circuit, "shelf");
    hum_probe out = {net->ports[m->cables[0].to].signal, HUM_EARTH};
    hum_spice_options o = {.title = HUM_T("a ring"), .f_low_hz = 20, .f_high_hz = 2e4, .points_per_decade = 3,
                           .out_p = out.p, .out_m = out.m, .input = shelf, .with_noise = true};
    ok(hum_spice_write(a, net->circuit, &o, d, &netlist));
    run_ngspice(number, netlist, &theirs);
    score s = compare(a, net->circuit, shelf, out, &theirs);
    hum_arena_close(&a);
    return s;
}

/* What is open but for picofarads has a billionth of the EMF at its input, of which ngspice has three digits: it adds leakages to the
 * conductance of metres of copper. */
static void test_data_rings(void **state)
{
    static const struct {
        const char *text;
        double tolerance;
    } rings[] = {{RING("plug usb", "usb", "usb 2 m"), 1e-6},
                 {RING("plug battery lift 10 ohm", "usb", "usb 2 m"), 1e-6},
                 {RING("plug 2-pin", "hdmi", "hdmi 3 m"), 1e-6},
                 {RING("plug 2-pin", "ethernet", "ethernet-shielded 10 m"), 1e-6},
                 {RING("plug 2-pin", "ethernet", "ethernet 10 m"), 1e-5},
                 {RING("plug battery", "usb", "usb 2 m isolated 50 pF"), 1e-3},
                 {RING("plug battery", "spdif", "coax 2 m isolated 50 pF"), 1e-3}};
    (void)state;
    for (unsigned i = 0; i < sizeof rings / sizeof rings[0]; i++) {
        score s = compare_ring(rings[i].text, 400 + i);
        print_message("ring %u: transfer %.1e, noise %.1e\n", i, s.transfer, s.noise);
        assert_true(s.points > 3 && s.transfer < rings[i].tolerance && s.noise < 1e-6);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_systems), cmocka_unit_test(test_phono), cmocka_unit_test(test_held_by_capacitors),
                                       cmocka_unit_test(test_exact_lines), cmocka_unit_test(test_ladder_becomes_the_line),
                                       cmocka_unit_test(test_stated_section_at_audio), cmocka_unit_test(test_data_rings)};
    if (!mkdtemp(directory))
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    if (!failed)
        rmdir(directory);
    return failed;
}

/* The cross-section that is assumed of a cable known by its data sheet has the capacitance of the data sheet, as the field
 * solver sees it; and a builder finds one for every kind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cable/section.h"
#include "circuit/section_of.h"
#include "support/system.h"

#include <math.h>

static void assert_near(double got, double want, double relative)
{
    if (!(fabs(got - want) <= relative * fabs(want)))
        fail_msg("got %g, want %g", got, want);
}

static hum_arena *arena;
static hum_section *s;

static void solve(hum_cable_kind kind, const hum_cable_data *d)
{
    hum_geometry g = hum_geometry_typical(kind, d);
    assert_int_equal(hum_geometry_check(&g).kind, HUM_FAULT_NONE);
    arena = hum_arena_new(NULL);
    assert_non_null(arena);
    assert_int_equal(hum_section_new(arena, &g, 1e-6, &s), HUM_OK);
}

static hum_cable_data pair(double r_ohm_m, double c_diff_f_m, double ratio)
{
    hum_cable_data d = {.n_cores = 2, .has_shield = true, .r_core_ohm_m = {r_ohm_m, r_ohm_m}, .r_shield_ohm_m = 0.03,
                        .velocity = 0.66, .l_outer_h_m = 1e-6};
    assert_int_equal(hum_cable_direct_capacitance(c_diff_f_m, 0, ratio, &d.c_core_core_f_m, &d.c_core_shield_f_m[0]), HUM_OK);
    d.c_core_shield_f_m[1] = d.c_core_shield_f_m[0];
    return d;
}

static void check_sheet(const hum_cable_data *d, const size_t *group, double c_f_m, double tolerance)
{
    hum_capacitance_sheet sheet;
    hum_section_sheet(s, group, &sheet);
    assert_near(sheet.differential, c_f_m, tolerance);
    assert_near(hum_shield_r_ohm_m(&hum_section_geometry(s)->shield), d->r_shield_ohm_m, 1e-9);
    hum_arena_close(&arena);
}

/* Concentric: exact. */
static void test_coax(void **state)
{
    (void)state;
    hum_complex c;
    hum_cable_data d = {.n_cores = 1, .has_shield = true, .r_core_ohm_m = {0.05}, .r_shield_ohm_m = 0.0085,
                        .c_core_shield_f_m = {67.5e-12}, .velocity = 0.66, .l_outer_h_m = 1e-6};
    solve(HUM_CABLE_COAX, &d);
    hum_section_capacitance(s, 1e3, &c);
    assert_near(__real__ c, 67.5e-12, 1e-6);
    assert_near(hum_wire_r_ohm_m(&hum_section_geometry(s)->wires[0]), 0.05, 1e-12);
    hum_arena_close(&arena);
}

/* The closed form is that of wires some diameters apart: 5 % where coats are thick (an AES3 pair), 8 % where cores are close
 * (Belden 8451). */
static void test_pairs(void **state)
{
    (void)state;
    static const size_t group[] = {0, 1, 2};
    hum_cable_data aes = pair(0.079, 42.7e-12, 0.33), foil = pair(0.049, 112e-12, 0.33);
    solve(HUM_CABLE_PAIR, &aes);
    check_sheet(&aes, group, 42.7e-12, 0.05);
    solve(HUM_CABLE_PAIR, &foil);
    check_sheet(&foil, group, 112e-12, 0.08);
}

/* Canare L-4E6S: filaments at nearly three radii. */
static void test_star_quad(void **state)
{
    (void)state;
    static const size_t group[] = {0, 1, 0, 1, 2};
    hum_cable_data d = pair(0.049, 150e-12, 0.62);
    solve(HUM_CABLE_QUAD, &d);
    check_sheet(&d, group, 150e-12, 0.08);
}

/* The discussion's ribbon: 6.26 pF/m and 1.84 uH/m are 25.4 mm; silver of 77.4 mohm/m as copper is 4 % thicker. */
static void test_ribbon(void **state)
{
    (void)state;
    double l = 1.84e-6, c = 6.26e-12, to_room = 1.11265e-17 / (3 * 1e-6);
    double direct = (c - to_room / 2) / 1.5; /* each to the third and to the room (docs/physics/cable.md C-8a) */
    hum_cable_data d = {.n_cores = 3, .r_core_ohm_m = {0.0774, 0.0774, 0.0774}, .c_core_core_f_m = direct,
                        .velocity = 1 / (299792458.0 * sqrt(l * c)), .l_outer_h_m = 1e-6};
    hum_geometry g = hum_geometry_typical(HUM_CABLE_RIBBON, &d);
    assert_int_equal(hum_geometry_check(&g).kind, HUM_FAULT_NONE);
    assert_near(g.wires[1].x_m - g.wires[0].x_m, 25.4e-3, 0.06);
}

/* More capacitance than touching wires have: the closest that can be. */
static void test_impossible_capacitance(void **state)
{
    (void)state;
    hum_cable_data d = pair(0.1, 900e-12, 0.33);
    hum_geometry g = hum_geometry_typical(HUM_CABLE_PAIR, &d);
    assert_int_equal(hum_geometry_check(&g).kind, HUM_FAULT_NONE);
    assert_near(g.wires[0].x_m, 1.05 * g.wires[0].radius_m, 1e-9);
}

static const char system_text[] = "humdinger 1\n"
                                  "box a plug battery\n  out o unbalanced\n  out p symmetric\n"
                                  "box b plug battery\n  in i unbalanced\n  in j difference\n  in k difference\n"
                                  "cable a.o -> b.i rca 2 m\n"
                                  "cable a.p -> b.j xlr 2 m lay 25 mm\n"
                                  "cable a.p -> b.k xlr 2 m\n";

/* What is assumed is listed, once, and a stated lay is not. */
static void test_builder_lists_what_it_assumes(void **state)
{
    (void)state;
    hum_project *p = NULL;
    const hum_model *m = NULL;
    hum_geometry g;
    double lay_m[3];
    bool is_stated;
    arena = hum_arena_new(NULL);
    assert_int_equal(hum_project_open(arena, HUM_T("t.hum"), hum_text_of(system_text), &small_catalogue, &p), HUM_OK);
    assert_int_equal(hum_project_model(p, (hum_text){0}, &m), HUM_OK);
    hum_network net = {.model = m};
    hum_builder b = {.a = arena, .m = m, .net = &net, .d = hum_diags_new(arena)};
    net.cables = HUM_NEW(arena, hum_cable_net, m->n_cables);
    assert_non_null(net.cables);
    size_t wires[3], listed[3];
    for (size_t k = 0; k < 3; k++) {
        assert_int_equal(hum_cable_geometry(&b, &m->cables[k], &g, &lay_m[k], &is_stated), HUM_OK);
        assert_int_equal(hum_geometry_check(&g).kind, HUM_FAULT_NONE);
        assert_false(is_stated);
        wires[k] = g.n_wires;
        listed[k] = net.n_assumptions;
    }
    assert_int_equal(wires[0], 1);
    assert_int_equal(wires[1], 2);
    assert_near(lay_m[1], 25e-3, 1e-12);
    assert_near(lay_m[2], sqrt(19e-3 * 38e-3), 1e-9); /* the middle of 3/4 to 1 1/2 inch */
    assert_int_equal(listed[2] - listed[1], listed[1] - listed[0] + 1); /* its lay */
    assert_int_equal(hum_cable_geometry(&b, &m->cables[2], &g, &lay_m[2], &is_stated), HUM_OK);
    assert_int_equal(net.n_assumptions, listed[2]);
    hum_arena_close(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_coax),   cmocka_unit_test(test_pairs),
        cmocka_unit_test(test_star_quad), cmocka_unit_test(test_ribbon),
        cmocka_unit_test(test_impossible_capacitance), cmocka_unit_test(test_builder_lists_what_it_assumes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

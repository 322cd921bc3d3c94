/* Networks: what the builders refuse, the ladder of a line, copies, and which node nothing ties to earth. */
#include "support/arena.h"

#include "circuit/spice.h"
#include "circuit/spice_names.h"
#include "support/random_circuit.h"

#include <math.h>
#include <string.h>

static hum_diags *diags;
static hum_circuit *c;

static int open_circuit(void **state)
{
    diags = open_arena(state) == 0 ? hum_diags_new(a) : NULL;
    c = diags ? hum_circuit_new(a, 300) : NULL;
    return c ? 0 : 1;
}

static void ok(hum_status s)
{
    assert_int_equal(s, HUM_OK);
}

/* A node said in line `at` of the user's file. */
static hum_node node(const char *name, uint32_t at)
{
    hum_node n;
    ok(hum_circuit_node(c, hum_text_of(name), (hum_span){0, at, at + 1}, &n));
    return n;
}

static void test_values_that_cannot_be(void **state)
{
    (void)state;
    hum_node p = node("p", 1), nowhere = {99};
    static const double bad[] = {-1, __builtin_nan(""), HUGE_VAL};
    for (size_t i = 0; i < 3; i++) {
        double x = bad[i], l = 1e-3, r = 0;
        hum_term t = {p, HUM_EARTH, x, 0};
        hum_status s[] = {hum_circuit_add_resistor(c, HUM_T("r"), HUM_NO_SPAN, p, HUM_EARTH, x, NULL),
                          hum_circuit_add_silent(c, HUM_T("r"), HUM_NO_SPAN, p, HUM_EARTH, x, NULL),
                          hum_circuit_add_capacitor(c, HUM_T("c"), HUM_NO_SPAN, p, HUM_EARTH, x, NULL),
                          hum_circuit_add_inductors(c, HUM_T("l"), HUM_NO_SPAN, 1, &p, &HUM_EARTH, &x, &r, NULL),
                          hum_circuit_add_inductors(c, HUM_T("l"), HUM_NO_SPAN, 1, &p, &HUM_EARTH, &l, &x, NULL)};
        for (size_t k = 0; k < sizeof s / sizeof s[0]; k++)
            assert_int_equal(s[k], HUM_E_RANGE);
        if (i > 0)
            assert_int_equal(hum_circuit_add_emf(c, HUM_T("e"), HUM_NO_SPAN, p, HUM_EARTH, &t, 1, NULL), HUM_E_RANGE);
    }
    assert_int_equal(hum_circuit_add_resistor(c, HUM_T("r"), HUM_NO_SPAN, p, nowhere, 1, NULL), HUM_E_RANGE);
    hum_source_of s = {.kind = HUM_SOURCE_SIGNAL, .element = 0, .scale = 1};
    assert_int_equal(hum_circuit_add_source(c, &s, NULL), HUM_E_RANGE);
    assert_int_equal(c->n_elements, 0);
    assert_int_equal(c->n_branches, 0);
}

static void test_short_is_an_emf_of_nothing(void **state)
{
    (void)state;
    uint32_t i;
    ok(hum_circuit_add_resistor(c, HUM_T("r"), HUM_NO_SPAN, node("p", 1), HUM_EARTH, 0, &i));
    assert_int_equal(c->elements[i].kind, HUM_ELEM_EMF);
    assert_int_equal(c->elements[i].n_terms, 0);
    assert_int_equal(c->n_branches, 1);
}

static void test_branches_count_on(void **state)
{
    (void)state;
    hum_node p = node("p", 1), q = node("q", 2), from[2] = {p, q}, to[2] = {HUM_EARTH, HUM_EARTH};
    double l[4] = {1, 0.5, 0.5, 1}, r[2] = {1, 1};
    uint32_t e, t;
    ok(hum_circuit_add_inductors(c, HUM_T("l"), HUM_NO_SPAN, 2, from, to, l, r, NULL));
    ok(hum_circuit_add_emf(c, HUM_T("e"), HUM_NO_SPAN, p, q, NULL, 0, &e));
    ok(hum_circuit_add_transformer(c, HUM_T("t"), HUM_NO_SPAN, from, to, 2, &t));
    assert_int_equal(c->elements[e].branch, 2);
    assert_int_equal(c->elements[t].branch, 3);
    assert_int_equal(c->n_branches, 4);
    assert_int_equal(c->elements[t].from[1].index, to[0].index); /* its second winding */
    l[0] = 7; /* the circuit has its own copy */
    assert_true(c->elements[0].l_h[0] == 1);
}

/* All of the line's R, L and C are in the ladder, whatever its sections. */
static void test_ladder_holds_the_whole_line(void **state)
{
    (void)state;
    random_state r = {5};
    hum_line line = random_line(&r, 0);
    while (line.n != 3)
        line = random_line(&r, 0);
    hum_node near[3] = {node("a", 1), node("b", 1), node("s", 1)}, far[3] = {node("a2", 1), node("b2", 1), node("s2", 1)};
    ok(hum_circuit_add_ladder(c, HUM_T("w"), HUM_NO_SPAN, near, far, &line, 7));
    double ohm = 0, mutual = 0, core_core = 0, to_earth = 0;
    size_t groups = 0;
    for (size_t i = 0; i < c->n_elements; i++) {
        const hum_element *e = &c->elements[i];
        if (e->kind == HUM_ELEM_INDUCTORS) {
            groups++;
            ohm += e->r_ohm[0];
            mutual += e->l_h[1];
        } else if (e->to[0].index == 0) {
            to_earth += e->value;
            assert_non_null(strstr(e->name.p, "w.c"));
        } else if (strstr(e->name.p, ".2") && !strstr(e->name.p, ".2.")) {
            core_core += e->value;
        }
    }
    assert_int_equal(groups, 7);
    assert_true(fabs(ohm / (line.r_ohm_m[0] * line.length_m) - 1) < 1e-14);
    assert_true(fabs(mutual / (line.l_h_m[1] * line.length_m) - 1) < 1e-14);
    assert_true(fabs(core_core / (-line.c_f_m[1] * line.length_m) - 1) < 1e-14);
    assert_true(fabs(to_earth / (11e-12 * line.length_m) - 1) < 1e-9); /* only the shield sees the room */
    assert_int_equal(c->n_nodes, 1 + 6 + 3 * 6);
}

static void test_sections_grow_with_the_line(void **state)
{
    (void)state;
    random_state r = {6};
    hum_line line = random_line(&r, 0);
    line.length_m = 1;
    assert_int_equal(hum_line_sections(&line, 20e3), 4);
    line.length_m = 100;
    size_t at_2m = hum_line_sections(&line, 2e6);
    assert_in_range(at_2m, 100, 399);
    assert_in_range(hum_line_sections(&line, 1e6), at_2m / 2 - 2, at_2m / 2 + 2);
    assert_int_equal(hum_line_sections(&line, 1e9), 400);
}

static void test_lump_keeps_nodes_and_sources(void **state)
{
    (void)state;
    random_state r = {21};
    hum_circuit *whole = random_circuit(a, &r, 9, RANDOM_LINES | RANDOM_ACTIVE), *lumped;
    assert_non_null(whole);
    uint32_t *map = HUM_NEW(a, uint32_t, whole->n_elements);
    ok(hum_circuit_lump(a, whole, 3, map, &lumped));
    assert_int_equal(hum_circuit_lump(a, whole, 0, map, &lumped), HUM_E_RANGE);
    assert_int_equal(lumped->n_sources, whole->n_sources);
    for (size_t i = 0; i < whole->n_nodes; i++)
        assert_true(hum_text_eq(whole->node_names[i], lumped->node_names[i]));
    size_t lines = 0;
    for (size_t i = 0; i < whole->n_elements; i++) {
        const hum_element *e = &whole->elements[i];
        lines += e->kind == HUM_ELEM_LINE;
        assert_true((map[i] == UINT32_MAX) == (e->kind == HUM_ELEM_LINE));
        if (map[i] != UINT32_MAX)
            assert_true(hum_text_eq(e->name, lumped->elements[map[i]].name));
    }
    assert_true(lines > 0);
    for (size_t i = 0; i < whole->n_sources; i++)
        assert_int_equal(lumped->sources[i].element, map[whole->sources[i].element]);
}

/* Each kind of element ties; then the same network without one link does not. */
static void test_what_ties(void **state)
{
    (void)state;
    hum_node n[8];
    static const char *const names[8] = {"n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7"};
    for (uint32_t i = 0; i < 8; i++)
        n[i] = node(names[i], 10 + i);
    double l = 1e-3, r = 1;
    hum_line line = {.n = 1, .length_m = 1};
    line.l_h_m[0] = 1e-6;
    hum_node first[2] = {n[5], HUM_EARTH}, second[2] = {n[6], n[4]};
    ok(hum_circuit_add_resistor(c, HUM_T("r"), HUM_NO_SPAN, HUM_EARTH, n[0], 1, NULL));
    ok(hum_circuit_add_capacitor(c, HUM_T("c"), HUM_NO_SPAN, n[0], n[1], 1e-12, NULL));
    ok(hum_circuit_add_emf(c, HUM_T("e"), HUM_NO_SPAN, n[1], n[2], NULL, 0, NULL));
    ok(hum_circuit_add_inductors(c, HUM_T("l"), HUM_NO_SPAN, 1, &n[2], &n[3], &l, &r, NULL));
    ok(hum_circuit_add_line(c, HUM_T("w"), HUM_NO_SPAN, &n[3], &n[4], &line, NULL));
    ok(hum_circuit_add_transformer(c, HUM_T("t"), HUM_NO_SPAN, first, second, 2, NULL));
    ok(hum_circuit_add_capacitor(c, HUM_T("none"), HUM_NO_SPAN, n[7], n[6], 0, NULL));
    assert_int_equal(hum_circuit_check_tied(c, diags), HUM_E_NUMERIC);
    assert_int_equal(hum_diags_count(diags), 1); /* a capacitor of nothing holds nothing */
    assert_int_equal(hum_diags_get(diags, 0)->span.begin, 17);
    assert_int_equal(hum_diags_get(diags, 0)->code, HUM_D_NO_SOLUTION);
    assert_non_null(strstr(hum_diags_get(diags, 0)->message.p, "'n7'"));
    ok(hum_circuit_add_silent(c, HUM_T("r"), HUM_NO_SPAN, n[7], n[6], 1e9, NULL));
    assert_int_equal(hum_circuit_check_tied(c, diags), HUM_OK);
}

/* A shielded line's cores are held by its capacitance to the shield, and the shield by that to the room. */
static void test_line_ties_through_its_capacitance(void **state)
{
    (void)state;
    random_state r = {8};
    hum_line line = random_line(&r, 0);
    while (line.n != 3)
        line = random_line(&r, 0);
    hum_node near[3] = {node("a", 1), node("b", 2), node("s", 3)}, far[3] = {node("a2", 4), node("b2", 5), node("s2", 6)};
    ok(hum_circuit_add_line(c, HUM_T("w"), HUM_NO_SPAN, near, far, &line, NULL));
    assert_int_equal(hum_circuit_check_tied(c, diags), HUM_OK);
    hum_circuit *without = hum_circuit_new(a, 300);
    c = without;
    for (uint32_t i = 0; i < 6; i++)
        node("x", 1 + i);
    line.c_f_m[8] -= 11e-12; /* no capacitance to the room */
    ok(hum_circuit_add_line(c, HUM_T("w"), HUM_NO_SPAN, near, far, &line, NULL));
    assert_int_equal(hum_circuit_check_tied(c, diags), HUM_E_NUMERIC);
    assert_int_equal(hum_diags_count(diags), 6);
}

static void test_spice_names(void **state)
{
    (void)state;
    static const struct {
        const char *prefix, *name, *want;
    } rows[] = {{"", "Amp.IN", "amp_in"}, {"", "amp_in", "amp_in_2"}, {"", "amp/in", "amp_in_3"}, {"", "amp in 4", "amp_in_4"},
                {"", "amp.in", "amp_in_5"}, {"", "0", "0_2"}, {"", "GND", "gnd_2"}, {"", "hum_out", "n_hum_out_"},
                {"r_", "hum_out", "r_hum_out"}, {"", "", "n__"}, {"", "\xc2\xb5", "__"}};
    hum_names_used *used;
    ok(hum_names_used_new(a, &used));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(hum_spice_name(used, rows[i].prefix, hum_text_of(rows[i].name)).p, rows[i].want);
    for (size_t i = 0; i < 5000; i++)
        assert_int_equal(hum_spice_name(used, "", HUM_T("many")).n, i == 0 ? 4 : i < 9 ? 6 : i < 99 ? 7 : i < 999 ? 8 : 9);
}

/* What the netlist cannot carry is told; what makes no sense is refused. */
static void test_spice_tells_what_it_leaves_out(void **state)
{
    (void)state;
    random_state r = {6};
    hum_line line = random_line(&r, 0.02);
    while (line.n != 1)
        line = random_line(&r, 0.02);
    hum_node p = node("p", 1), q = node("q", 2);
    uint32_t e;
    ok(hum_circuit_add_emf(c, HUM_T("e"), HUM_NO_SPAN, p, HUM_EARTH, NULL, 0, &e));
    ok(hum_circuit_add_line(c, HUM_T("w"), (hum_span){0, 30, 40}, &p, &q, &line, NULL));
    hum_source_of s = {.kind = HUM_SOURCE_NOISE, .element = e, .scale = 1, .s_v2_hz = 1e-18, .corner_hz = 100,
                       .name = HUM_T("hiss of p"), .origin = {0, 50, 60}};
    ok(hum_circuit_add_source(c, &s, NULL));
    hum_spice_options o = {.title = HUM_T("t"), .f_low_hz = 20, .f_high_hz = 2e4, .points_per_decade = 5, .out_p = q,
                           .input = UINT32_MAX, .with_noise = true};
    hum_text out;
    ok(hum_spice_write(a, c, &o, diags, &out));
    assert_int_equal(hum_diags_count(diags), 2);
    assert_int_equal(hum_diags_get(diags, 0)->code, HUM_D_NOT_EXPORTED);
    assert_int_equal(hum_diags_get(diags, 0)->span.begin, 30);
    assert_int_equal(hum_diags_get(diags, 1)->span.begin, 50);
    o.input = 0; /* noise is no input */
    assert_int_equal(hum_spice_write(a, c, &o, diags, &out), HUM_E_RANGE);
    o.input = UINT32_MAX;
    o.f_low_hz = 0;
    assert_int_equal(hum_spice_write(a, c, &o, diags, &out), HUM_E_RANGE);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_circuit, close_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_values_that_cannot_be), TEST(test_short_is_an_emf_of_nothing), TEST(test_branches_count_on),
        TEST(test_ladder_holds_the_whole_line), TEST(test_sections_grow_with_the_line),
        TEST(test_lump_keeps_nodes_and_sources), TEST(test_what_ties), TEST(test_line_ties_through_its_capacitance),
        TEST(test_spice_names), TEST(test_spice_tells_what_it_leaves_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

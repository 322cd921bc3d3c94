/* Unit tests of base/: text, numbers, units, values, diagnostics. */
#include "support/arena.h"

#include "base/diag.h"
#include "base/number.h"
#include "base/unit.h"

#include <math.h>
#include <string.h>

static void assert_text(const char *want, hum_out *o)
{
    hum_text got;
    assert_int_equal(hum_out_done(o, &got), HUM_OK);
    assert_string_equal(got.p, want);
}

static void test_number_text(void **state)
{
    (void)state;
    static const struct {
        double v;
        const char *want;
    } rows[] = {{0.1, "0.1"}, {47000, "47000"}, {1e-12, "1e-12"}, {-2.5, "-2.5"}, {0, "0"}, {1.0 / 3, "0.3333333333333333"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        hum_out o = hum_out_in(a);
        hum_out_number(&o, rows[i].v);
        assert_text(rows[i].want, &o);
    }
}

static void test_si_text(void **state)
{
    (void)state;
    static const struct {
        double v;
        int digits;
        const char *unit, *want;
    } rows[] = {{12e-6, 3, "V", "12.0 uV"}, {4700, 3, "ohm", "4.70 kohm"}, {0.99996, 3, "V", "1.00 V"}, {0, 3, "V", "0 V"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        hum_out o = hum_out_in(a);
        hum_out_si(&o, rows[i].v, rows[i].digits, rows[i].unit);
        assert_text(rows[i].want, &o);
    }
}

static void test_units(void **state)
{
    (void)state;
    hum_unit u;
    assert_true(hum_unit_find(HUM_T("mohm/m"), &u));
    assert_int_equal(u.dim, HUM_DIM_OHM_M);
    assert_true(hum_unit_find(HUM_T("pF/ft"), &u));
    assert_true(fabs(hum_unit_to_si(&u, 17) - 55.774e-12) < 1e-15); /* 17 pF/ft = 55.77 pF/m */
    assert_true(hum_unit_find(HUM_T("dBu"), &u));
    assert_true(fabs(hum_unit_to_si(&u, 24) - 12.277) < 5e-4); /* +24 dBu = 12.277 V */
    assert_false(hum_unit_find(HUM_T("M"), &u));
    assert_false(hum_unit_find(HUM_T("hz"), &u));
    assert_true(hum_text_is(hum_unit_suggest(HUM_T("khz")), "kHz"));
    assert_true(hum_text_starts(hum_unit_suggest(HUM_T("M")), "Mohm"));
}

static void test_diag_excerpt(void **state)
{
    (void)state;
    hum_source src = {HUM_T("a.hum"), HUM_T("one\nbox dac\n")};
    hum_sources s = {&src, 1, 1};
    hum_diags *d = hum_diags_new(a);
    hum_diags_say(d, HUM_D_UNKNOWN_PORT, (hum_span){0, 8, 11}, "try 'out'", "no port '%s'", "dac");
    hum_out o = hum_out_in(a);
    hum_out_diag(&o, &s, hum_diags_get(d, 0), false);
    assert_text("error[HUM0312]: no port 'dac'\n  --> a.hum:2:5\n     |\n   2 | box dac\n     |     ^^^\n"
                "     = help: try 'out'\n",
                &o);
}

static void test_codes_are_unique(void **state)
{
    (void)state;
    for (size_t i = 0; hum_diag_kind_at(i); i++)
        assert_ptr_equal(hum_diag_kind_of(hum_diag_kind_at(i)->code), hum_diag_kind_at(i));
}

static void test_distance(void **state)
{
    (void)state;
    assert_int_equal(hum_text_distance(HUM_T("manis"), HUM_T("mains"), 3), 2);
    assert_int_equal(hum_text_distance(HUM_T("z"), HUM_T("zcm"), 1), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_number_text), cmocka_unit_test(test_si_text),
        cmocka_unit_test(test_units),       cmocka_unit_test(test_diag_excerpt),
        cmocka_unit_test(test_codes_are_unique), cmocka_unit_test(test_distance),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}

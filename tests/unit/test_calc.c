/* Unit tests of study/calc*.c. The values come from the definitions and from published figures; tests/physics
 * has more. */
#include "support/arena.h"

#include "study/calc.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static hum_calc_result asked(const char *line)
{
    hum_calc_result r;
    hum_diags *d = hum_diags_new(a);
    if (hum_calc(a, hum_text_of(line), d, &r) != HUM_OK)
        fail_msg("%s: %.*s", line,
                 HUM_FMT(hum_diags_count(d) ? hum_diags_get(d, 0)->message : HUM_T("no reason")));
    return r;
}

typedef struct question {
    const char *line;
    double want, tolerance; /* relative for quantities, absolute for decibels */
    hum_dim dim;
} question;

static void ask_all(const question *q, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        hum_calc_result r = asked(q[i].line);
        bool is_absolute = q[i].dim == HUM_DIM_DB || q[i].dim == HUM_DIM_DBA || q[i].dim == HUM_DIM_DBSPL;
        double scale = is_absolute ? 1 : fabs(q[i].want);
        if (r.dim != q[i].dim || !(fabs(r.value - q[i].want) <= q[i].tolerance * scale))
            fail_msg("%s: %.9g of kind %d, not %.9g of kind %d", q[i].line, r.value, r.dim, q[i].want,
                     q[i].dim);
    }
}

static void test_functions(void **state)
{
    (void)state;
    static const question q[] = {
        {"thermal 10 kohm", 1.8138e-6, 1e-4, HUM_DIM_VOLT},
        {"thermal 10 kohm at 26.85 C over 20 kHz", 1.8205e-6, 1e-4, HUM_DIM_VOLT},
        {"snr 128 dB + 135 dB", 127.21, 0.005, HUM_DIM_DB},
        {"snr 128 dBA 135 dBA", 127.21, 0.005, HUM_DIM_DBA},
        {"noise-figure 6 dB", 0.973, 0.0005, HUM_DIM_DB},
        {"rss 12 uV 5 uV", 13e-6, 1e-12, HUM_DIM_VOLT},
        {"rss 3 nV/rtHz + 4 nV/rtHz", 5e-9, 1e-12, HUM_DIM_VOLT_RTHZ},
        {"difference-noise 10 kohm 5 nV/rtHz i-noise 0.7 pA/rtHz over 22 kHz", 4.34e-6, 2e-3, HUM_DIM_VOLT},
        {"amplifier 5 nV/rtHz 0 ohm over 20 kHz", 707.1e-9, 1e-4, HUM_DIM_VOLT},
        {"level 4 V - 2 V", 6.0206, 1e-4, HUM_DIM_DB},
        {"level 4 W 2 W", 3.0103, 1e-4, HUM_DIM_DB},
        {"parallel 100 ohm 47 kohm", 99.788, 1e-5, HUM_DIM_OHM},
        {"parallel 3 ohm 3 ohm 3 ohm", 1, 1e-12, HUM_DIM_OHM},
        {"divider 100 ohm 3 kohm", -0.2848, 1e-4, HUM_DIM_DB},
        {"pole 100 ohm 1 nF", 1.5915e6, 1e-4, HUM_DIM_HERTZ},
        {"pole-loss 1 kohm 579 pF at 274.88 kHz", -3.0103, 1e-3, HUM_DIM_DB},
        {"return-loss 45 ohm 110 ohm", 7.548, 1e-3, HUM_DIM_DB},
        {"cmrr 10 ohm 20 kohm", 66.02, 0.01, HUM_DIM_DB},
        {"cmrr-with 80 dB 10 ohm 50 kohm", 70.46, 0.01, HUM_DIM_DB},
        {"cmrr-tolerance 1 %", 33.98, 0.005, HUM_DIM_DB},
        {"cmrr-tolerance 1 % gain 0.5", 31.48, 0.005, HUM_DIM_DB},
        {"cmrr-capacitance 100 ohm 120 pF", 82.45, 0.01, HUM_DIM_DB},
        {"cmrr-coupling 10 uF 20 % 20 kohm at 60 Hz", 51.5, 0.05, HUM_DIM_DB},
        {"spl 2.8284271 V 88 dB at 3 m", 78.457, 1e-3, HUM_DIM_DBSPL},
        {"spl 2.8284271 V 88 dB at 2 m count 2", 88, 1e-3, HUM_DIM_DBSPL},
        {"spl 1 V 110 dB/V", 110, 1e-9, HUM_DIM_DBSPL},
        {"leakage 230 V 50 Hz 847 pF", 61.2e-6, 1e-3, HUM_DIM_AMPERE},
        {"induced 1 uT 50 Hz 1 m 10 mm", 3.1416e-6, 1e-4, HUM_DIM_VOLT},
        {"star-quad 50 mm 1 mm", 40, 0.01, HUM_DIM_DB},
        {"emirr 70.710678 mV 60 dB", 100e-6, 1e-6, HUM_DIM_VOLT},
        {"cartridge 500 mH 150 pF 47 kohm", 18.38e3, 1e-3, HUM_DIM_HERTZ},
        {"cartridge-q 500 mH 150 pF 47 kohm", 0.814, 1e-3, HUM_DIM_NONE},
        {"headphones 0.1 ohm 32 ohm", -50.13, 0.005, HUM_DIM_DB},
    };
    ask_all(q, sizeof q / sizeof q[0]);
}

static void test_sums(void **state)
{
    (void)state;
    static const question q[] = {
        {"2 V * 3", 6, 1e-12, HUM_DIM_VOLT},
        {"3 * 2 V", 6, 1e-12, HUM_DIM_VOLT},
        {"4 V - 2 V", 2, 1e-12, HUM_DIM_VOLT},
        {"4 V -2 V", 2, 1e-12, HUM_DIM_VOLT},
        {"  4 V + 2 V", 6, 1e-12, HUM_DIM_VOLT},
        {"4 V / 2 V", 2, 1e-12, HUM_DIM_NONE},
        {"1 V + 2 V * 3", 7, 1e-12, HUM_DIM_VOLT},
        {"(1 V + 2 V) * 3", 9, 1e-12, HUM_DIM_VOLT},
        {"2*(3 + 4)", 14, 1e-12, HUM_DIM_NONE},
        {"12 V / 8 ohm", 1.5, 1e-12, HUM_DIM_AMPERE},
        {"12 V * 1.5 A", 18, 1e-12, HUM_DIM_WATT},
        {"1 / (2 * pi * 1 kohm * 1 nF)", 159155, 1e-5, HUM_DIM_HERTZ},
        {"sqrt(0.6)", 0.774597, 1e-6, HUM_DIM_NONE},
        {"5 nV/rtHz * sqrt(20 kHz)", 707.1e-9, 1e-4, HUM_DIM_VOLT},
        {"100 pF/m * 5.79 m", 579e-12, 1e-9, HUM_DIM_FARAD},
        {"+24 dBu - 8.2 dBu", 15.8, 1e-9, HUM_DIM_DB},
        {"8.2 dBu - 133 dB", 0.7745967 * 5.754399e-7, 1e-6, HUM_DIM_VOLT},
        {"+24 dBu -10 dB", 3.8823, 1e-4, HUM_DIM_VOLT},
        {"1 W + 3 dB", 1.99526, 1e-5, HUM_DIM_WATT},
        {"90 dBSPL - 20 dB", 70, 1e-12, HUM_DIM_DBSPL},
        {"90 dBSPL - 70 dBSPL", 20, 1e-12, HUM_DIM_DB},
        {"6 dB * 2", 12, 1e-12, HUM_DIM_DB},
    };
    ask_all(q, sizeof q / sizeof q[0]);
}

static void test_answers_as_text(void **state)
{
    (void)state;
    static const struct {
        const char *line, *answer;
    } rows[] = {
        {"2 V to dBu", "8.24 dBu"},
        {"+24 dBu to V", "12.277 V"},
        {"-10 dBV to dBu", "-7.78 dBu"},
        {"4 V / 2 V to dB", "6.02 dB"},
        {"17 pF/ft to pF/m", "55.774 pF/m"},
        {"100 pF/m to pF/ft", "30.480 pF/ft"},
        {"4:1 to dB", "12.04 dB"},
        {"6 dB to %", "199.53 %"},
        {"2 V", "2.000 V = 8.24 dBu = 6.02 dBV"},
        {"0 V", "0 V"},
        {"6 dB", "6.00 dB = a factor of 1.995"},
        {"2 V * 2 V", "4.0000 V^2"},
        {"thermal 10 kohm to dBu", "-112.61 dBu"},
        {"3 / 2", "1.5000 = 3.52 dB"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(asked(rows[i].line).answer.p, rows[i].answer);
}

/* Every answer of a function names its equation, its source and what it assumed. */
static void test_every_example(void **state)
{
    (void)state;
    size_t n = 0;
    for (; hum_calc_example(n); n++) {
        hum_calc_result r = asked(hum_calc_example(n));
        assert_non_null(r.equation);
        assert_non_null(r.source);
        assert_true(hum_text_starts(r.asked, hum_calc_summary(n)));
        assert_non_null(strstr(r.text.p, r.equation));
    }
    assert_true(n >= 20);
    assert_null(hum_calc_summary(n));
    assert_non_null(strstr(asked("thermal 1 kohm").asked.p, "at 25 C over 19.98 kHz"));
}

static void test_refusals(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        uint16_t code;
        uint32_t begin;
    } rows[] = {
        {"", HUM_D_MISSING, 0},
        {"   ", HUM_D_MISSING, 3},
        {"thermal", HUM_D_MISSING, 7},
        {"termal 10 kohm", HUM_D_UNKNOWN_WORD, 0},
        {"thermal 10 V", HUM_D_WRONG_UNIT, 8},
        {"thermal -5 ohm", HUM_D_OUT_OF_RANGE, 8},
        {"thermal 1..2 ohm", HUM_D_UNEXPECTED, 8},
        {"thermal 10 kohm extra", HUM_D_UNEXPECTED, 16},
        {"thermal 10 kohm at 3 m", HUM_D_WRONG_UNIT, 19},
        {"thermal 10 kOhm", HUM_D_UNKNOWN_UNIT, 11},
        {"snr 128 dB 135 dBA", HUM_D_WRONG_UNIT, 11},
        {"2 V + 3 ohm", HUM_D_WRONG_UNIT, 4},
        {"+4 dBu + +4 dBu", HUM_D_WRONG_UNIT, 7},
        {"2 dB * 2 dB", HUM_D_WRONG_UNIT, 5},
        {"36 dB/km * 2 km", HUM_D_WRONG_UNIT, 0},
        {"20 C + 5 dB", HUM_D_WRONG_UNIT, 5},
        {"2 V to ohm", HUM_D_WRONG_UNIT, 7},
        {"2 V to khz", HUM_D_UNKNOWN_UNIT, 7},
        {"2 V to", HUM_D_MISSING, 6},
        {"0 V to dBu", HUM_D_OUT_OF_RANGE, 7},
        {"(2 V", HUM_D_MISSING, 4},
        {"2 V)", HUM_D_UNEXPECTED, 3},
        {"2 V / 0", HUM_D_OUT_OF_RANGE, 0},
        {"2 V 3 V", HUM_D_UNEXPECTED, 4},
        {"2 V ? 3", HUM_D_UNEXPECTED, 4},
        {"? V", HUM_D_MISSING, 0},
        {"2 V +", HUM_D_MISSING, 5},
        {"sqrt(0 - 1)", HUM_D_OUT_OF_RANGE, 11},
        {"sqrt(2 nV/rtHz)", HUM_D_WRONG_UNIT, 15},
        {"spl 0 V 88 dB", HUM_D_OUT_OF_RANGE, 0},
        {"snr 128 dB(A)", HUM_D_UNKNOWN_UNIT, 8},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        hum_calc_result r;
        hum_diags *d = hum_diags_new(a);
        if (hum_calc(a, hum_text_of(rows[i].line), d, &r) != HUM_E_INPUT || hum_diags_count(d) == 0)
            fail_msg("'%s' is not refused", rows[i].line);
        const hum_diag *told = hum_diags_get(d, 0);
        if (told->code != rows[i].code || told->span.begin != rows[i].begin)
            fail_msg("'%s': HUM%04d at %u: %.*s", rows[i].line, told->code, told->span.begin,
                     HUM_FMT(told->message));
    }
}

/* Any bytes give an answer or a reason, and nesting has an end. */
static void test_any_bytes(void **state)
{
    (void)state;
    static const char alphabet[] = "()*+-/ 129.dBuVohmsqrt?%:#\"\\!\n\r\t=<>,;\xC2\xB5\xFF";
    uint32_t seed = 1;
    for (int round = 0; round < 20000; round++) {
        char z[24];
        size_t n = 0;
        for (; n < sizeof z && n < 1 + (seed >> 24) % sizeof z; n++) {
            seed = seed * 1664525u + 1013904223u;
            z[n] = alphabet[(seed >> 16) % (sizeof alphabet - 1)];
        }
        hum_arena *one = hum_arena_new(NULL);
        hum_diags *d = hum_diags_new(one);
        hum_calc_result r;
        hum_status s = hum_calc(one, (hum_text){z, n}, d, &r);
        assert_true(s == HUM_OK || (s == HUM_E_INPUT && hum_diags_errors(d) > 0));
        hum_arena_close(&one);
    }
}

static void test_deep_nesting(void **state)
{
    (void)state;
    char z[400] = {0};
    memset(z, '(', 100);
    hum_calc_result r;
    hum_diags *d = hum_diags_new(a);
    assert_int_equal(hum_calc(a, hum_text_of(z), d, &r), HUM_E_INPUT);
    assert_int_equal(hum_diags_get(d, 0)->code, HUM_D_TOO_LARGE);
}

typedef struct budget {
    int left;
} budget;

static void *alloc_within(void *ctx, size_t n)
{
    budget *b = ctx;
    return b->left-- > 0 ? malloc(n) : NULL;
}

static void release(void *ctx, void *p)
{
    (void)ctx;
    free(p);
}

/* The k-th allocation fails: the status says so, and nothing else happens. */
static void test_no_memory(void **state)
{
    (void)state;
    bool done = false;
    for (int k = 1; !done && k < 1000; k++) {
        budget b = {k};
        hum_arena *small = hum_arena_new(&(hum_allocator){alloc_within, release, &b});
        hum_diags *d = small ? hum_diags_new(small) : NULL;
        hum_calc_result r;
        hum_status s = d ? hum_calc(small, hum_text_of("thermal 10 kohm at 25 C"), d, &r) : HUM_E_NOMEM;
        done = s == HUM_OK;
        assert_true(done || s == HUM_E_NOMEM);
        hum_arena_close(&small);
    }
    assert_true(done);
}

static void test_locale_changes_nothing(void **state)
{
    (void)state;
    static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8"};
    for (size_t i = 0; i < 3; i++)
        if (setlocale(LC_ALL, names[i]))
            break;
    assert_string_equal(asked("+24 dBu to V").answer.p, "12.277 V");
    setlocale(LC_ALL, "C");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_functions, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_sums, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_answers_as_text, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_every_example, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_refusals, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_any_bytes, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_deep_nesting, open_arena, close_arena),
        cmocka_unit_test(test_no_memory),
        cmocka_unit_test_setup_teardown(test_locale_changes_nothing, open_arena, close_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Tolerance studies against closed forms: four resistors of a difference amplifier (the sum of four uniform numbers), a source's
 * imbalance behind them, the interval of a yield; and parts of a study put together again. */
#include "support/arena.h"

#include "study/distribution.h"
#include "support/system.h"

#include "humdinger/tolerance.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

/* Legs of 1 mohm, or 10 ohm more in one; the receiver's own common-mode impedance is 20 kohm a leg. */
#define BENCH(imbalance)                                                                                                  \
    "mains 120 V 60 Hz\n"                                                                                                \
    "outlet a emf 0 V r 0.2 ohm\n"                                                                                       \
    "outlet b emf 10 mV r 0.2 ohm\n"                                                                                     \
    "box tx plug 3-pin outlet a leakage 100 uA\n"                                                                        \
    "  out o symmetric max 4 V z 0.002 ohm imbalance " imbalance " noise 0 V\n"                                             \
    "box rx plug 3-pin outlet b leakage 100 uA\n"                                                                        \
    "  in i difference r 10 kohm +-1 % gbw 1 GHz en 5 nV/rtHz\n"                                                         \
    "cable tx.o -> rx.i xlr 0.1 m core 1 mohm/m shield 20 mohm/m c 1 pF/m unbalance 0 % velocity 66 % "                  \
    "contact 10 mohm outer 1 uH/m\n"

#define CMRR HUM_T("cmrr of rx.i at 60 Hz > 40 dB")

static hum_tolerance *study_of(const char *text, hum_text target, hum_tolerance_options o)
{
    hum_project *p;
    hum_tolerance *t;
    hum_text told;
    o.targets = &target;
    o.n_targets = 1;
    assert_int_equal(hum_project_open(a, HUM_T("test"), hum_text_of(text), NULL, &p), HUM_OK);
    hum_status st = hum_tolerance_open(p, (hum_text){0}, &o, &t);
    if (st != HUM_OK && hum_project_diags_text(p, 0, false, &told) == HUM_OK)
        print_message("%.*s\n", HUM_FMT(told));
    assert_int_equal(st, HUM_OK);
    while (hum_tolerance_done(t) < hum_tolerance_wanted(t))
        assert_int_equal(hum_tolerance_step(t, 3000), HUM_OK);
    return t;
}

static json_t *answer_of(hum_tolerance *t)
{
    hum_text text;
    json_error_t e;
    assert_int_equal(hum_tolerance_json(t, &text), HUM_OK);
    json_t *all = json_loadb(text.p, text.n, 0, &e);
    assert_non_null(all);
    return all;
}

static const json_t *first_of(const json_t *all)
{
    return json_array_get(json_object_get(all, "quantities"), 0);
}

static double number(const json_t *o, const char *key)
{
    const json_t *v = json_object_get(o, key);
    assert_true(json_is_number(v));
    return json_number_value(v);
}

static void assert_near(double found, double wanted, double tolerance)
{
    if (!(fabs(found - wanted) <= tolerance))
        print_message("%.6f found, %.6f wanted\n", found, wanted);
    assert_true(fabs(found - wanted) <= tolerance);
}

/* P(|S| > s) of the sum S of four uniform numbers in [-1, 1], for |s| >= 2: 2 u^4/24 with u = (4 - s)/2 (Irwin-Hall). */
static double sum_exceeded_by(double share)
{
    return 4 - 2 * pow(12 * share, 0.25);
}

/* Common-mode error of unity gain: half of the sum of the four deviations (interface.md I-12). */
static double cmrr_exceeded_by(double share)
{
    return -20 * log10(0.01 * sum_exceeded_by(share) / 2);
}

/* 20,000 samples: one standard error of the 5 % point is 0.06 dB, of the 1 % point 0.06 dB, of the yield 0.2 %. */
static void test_four_resistors(void **state)
{
    (void)state;
    json_t *all = answer_of(study_of(BENCH("0 ohm"), CMRR, (hum_tolerance_options){.n_samples = 20000}));
    const json_t *q = first_of(all), *percentiles = json_object_get(q, "percentiles");
    assert_near(number(percentiles, "p5"), cmrr_exceeded_by(0.05), 0.15);
    assert_near(number(percentiles, "p1"), cmrr_exceeded_by(0.01), 0.15);
    assert_near(number(json_object_get(q, "worst_corner"), "value"), 20 * log10(2 / 0.04), 0.01);
    assert_true(json_is_true(json_object_get(json_object_get(q, "worst_corner"), "of_all_corners")));
    /* 40 dB is |S| = 2: P(|S| < 2) = 1 - 2/24 */
    assert_near(number(json_object_get(q, "target"), "yield"), 1 - 2.0 / 24, 0.004);
    assert_true(number(json_object_get(q, "target"), "yield_low") < 1 - 2.0 / 24);
    assert_true(number(json_object_get(q, "target"), "yield_high") > 1 - 2.0 / 24);
    json_decref(all);
}

#define LINK(n, tolerance)                                                                                                \
    "box tx" n " plug 3-pin outlet a leakage 100 uA\n"                                                                    \
    "  out o symmetric max 4 V z 0.002 ohm imbalance 0 ohm noise 0 V\n"                                                  \
    "box rx" n " plug 3-pin outlet b leakage 100 uA\n"                                                                    \
    "  in i difference r 10 kohm +-" tolerance " gbw 1 GHz en 5 nV/rtHz\n"                                               \
    "cable tx" n ".o -> rx" n ".i xlr 0.1 m core 1 mohm/m shield 20 mohm/m c 1 pF/m unbalance 0 % velocity 66 % "         \
    "contact 10 mohm outer 1 uH/m\n"

/* Three receivers have twelve resistors, whose corners are climbed: each finds its own worst, (1 + G)/4t of its own t (interface.md
 * I-12), and all count the same corners. */
static void test_corners_of_several(void **state)
{
    static const char text[] = "mains 120 V 60 Hz\noutlet a emf 0 V r 0.2 ohm\noutlet b emf 10 mV r 0.2 ohm\n" LINK("1", "1 %")
        LINK("2", "0.1 %") LINK("3", "0.5 %");
    static const double tolerance[] = {0.01, 0.001, 0.005};
    hum_text targets[] = {HUM_T("cmrr of rx1.i at 60 Hz"), HUM_T("cmrr of rx2.i at 60 Hz"), HUM_T("cmrr of rx3.i at 60 Hz")};
    hum_project *p;
    hum_tolerance *t;
    (void)state;
    assert_int_equal(hum_project_open(a, HUM_T("test"), hum_text_of(text), NULL, &p), HUM_OK);
    hum_tolerance_options o = {.n_samples = 64, .targets = targets, .n_targets = 3};
    assert_int_equal(hum_tolerance_open(p, (hum_text){0}, &o, &t), HUM_OK);
    assert_int_equal(hum_tolerance_step(t, 64), HUM_OK);
    json_t *all = answer_of(t);
    double solved = -1;
    for (size_t i = 0; i < 3; i++) {
        const json_t *corner = json_object_get(json_array_get(json_object_get(all, "quantities"), i), "worst_corner");
        assert_near(number(corner, "value"), 20 * log10(2 / (4 * tolerance[i])), 0.01);
        assert_true(json_is_false(json_object_get(corner, "of_all_corners")));
        assert_true(solved < 0 || solved == number(corner, "corners_solved"));
        solved = number(corner, "corners_solved");
    }
    json_decref(all);
}

/* Exact resistors leave the imbalance: 10 ohm in 20 kohm is 66.02 dB. What is finer than an error of e = 1e-3 (10^(1/20) - 1) beyond that buys
 * less than 1 dB: 0.5e-3 (1 + q) with the 5 % point q of the sum's half, 1.12 t, under 1 dB for t < 0.0054 %. */
static void test_knee(void **state)
{
    (void)state;
    json_t *all = answer_of(study_of(BENCH("10 ohm"), CMRR, (hum_tolerance_options){.n_samples = 2048, .wants_precision = true}));
    const json_t *groups = json_object_get(first_of(all), "precision"), *resistors = NULL;
    size_t i;
    const json_t *g;
    json_array_foreach(groups, i, g)
        if (strstr(json_string_value(json_object_get(g, "what")), "r1"))
            resistors = g;
    assert_non_null(resistors);
    assert_string_equal(json_string_value(json_object_get(resistors, "what")), "r1, r3, r2, r4 of rx.i");
    assert_near(number(json_object_get(resistors, "exact"), "worst_5_percent"), 20 * log10(20000 / 10.0), 0.02);
    const json_t *narrowed = json_object_get(resistors, "narrowed");
    const json_t *last = json_array_get(narrowed, json_array_size(narrowed) - 1);
    assert_near(number(last, "worst_5_percent"), 20 * log10(20000 / 10.0), 0.02);
    /* 0.01 %: |0.5e-3 + D|, D the half sum of four deviations of 1e-4: exceeded by 5 % at D = 0.5e-4 sum_exceeded_by(0.1), one side */
    const json_t *fine = json_array_get(narrowed, 6);
    assert_string_equal(json_string_value(json_object_get(fine, "tolerance")), "+-0.01 %");
    assert_near(number(fine, "worst_5_percent"), -20 * log10(0.5e-3 + 0.5e-4 * sum_exceeded_by(0.1)), 0.1);
    json_decref(all);
}

static hum_text part_of(uint64_t shard, uint64_t seed)
{
    hum_text part;
    const hum_tolerance_options o = {.n_samples = 1000, .seed = seed, .shard = shard, .n_shards = 3};
    assert_int_equal(hum_tolerance_part(study_of(BENCH("1..10 ohm"), CMRR, o), &part), HUM_OK);
    return part;
}

/* The distribution of a whole study, without the corners that only a whole study has. */
static hum_text merged_text(const hum_text *parts, size_t n)
{
    static const hum_text names[] = {{"one", 3}, {"two", 3}, {"three", 5}, {"four", 4}};
    const hum_text_options plain = {0};
    hum_tolerance *t;
    hum_text problem, text;
    assert_int_equal(hum_tolerance_merge(a, parts, names, n, &t, &problem), HUM_OK);
    assert_int_equal(hum_tolerance_text(t, &plain, &text), HUM_OK);
    return text;
}

static void test_parts_are_the_whole(void **state)
{
    (void)state;
    const hum_text parts[] = {part_of(3, 1), part_of(1, 1), part_of(2, 1)};
    const hum_tolerance_options whole = {.n_samples = 1000, .seed = 1, .shard = 1, .n_shards = 1};
    hum_text part;
    assert_int_equal(hum_tolerance_part(study_of(BENCH("1..10 ohm"), CMRR, whole), &part), HUM_OK);
    hum_text together = merged_text(parts, 3), alone = merged_text(&part, 1);
    assert_true(together.n > 500);
    assert_true(hum_text_eq(together, alone));
}

static void assert_refused(const hum_text *parts, size_t n, const char *because)
{
    static const hum_text names[] = {{"one", 3}, {"two", 3}, {"three", 5}, {"four", 4}};
    hum_tolerance *t;
    hum_text problem;
    assert_int_equal(hum_tolerance_merge(a, parts, names, n, &t, &problem), HUM_E_INPUT);
    hum_text z = hum_text_copy(a, problem);
    assert_non_null(strstr(z.p, because));
}

static void test_wrong_parts(void **state)
{
    (void)state;
    const hum_text one = part_of(1, 1), two = part_of(2, 1), three = part_of(3, 1), other = part_of(3, 2);
    assert_refused((hum_text[]){one, two}, 2, "333 of 1000 samples are missing");
    assert_refused((hum_text[]){one, two, two}, 3, "in another one too");
    assert_refused((hum_text[]){one, two, three, three}, 4, "twice");
    assert_refused((hum_text[]){one, two, other}, 3, "three: this is a part of another study");
    assert_refused((hum_text[]){one, two, HUM_T("{}")}, 3, "not what humdinger tolerance --shard writes");
    assert_refused((hum_text[]){one, two, {three.p, three.n / 2}}, 3, "three:");
}

/* R: quantile(c(1, 2, 4, 8), c(0.05, 0.25, 0.5, 0.9)) */
static void test_percentiles(void **state)
{
    (void)state;
    static const double v[] = {1, 2, 4, 8};
    assert_near(hum_percentile(v, 4, 0), 1, 0);
    assert_near(hum_percentile(v, 4, 5), 1.15, 1e-12);
    assert_near(hum_percentile(v, 4, 25), 1.75, 1e-12);
    assert_near(hum_percentile(v, 4, 50), 3, 1e-12);
    assert_near(hum_percentile(v, 4, 90), 6.8, 1e-12);
    assert_near(hum_percentile(v, 4, 100), 8, 0);
}

/* R: prop.test(10, 100, correct = FALSE)$conf.int; of none, z^2 / (n + z^2). */
static void test_interval(void **state)
{
    (void)state;
    double low, high;
    hum_yield_interval(10, 100, &low, &high);
    assert_near(low, 0.05522914, 1e-8);
    assert_near(high, 0.17436566, 1e-8);
    hum_yield_interval(0, 10000, &low, &high);
    assert_near(low, 0, 0);
    assert_near(high, 3.8414588 / (10000 + 3.8414588), 1e-9);
}

static bool is_over_after(void *ctx)
{
    size_t *left = ctx;
    *left -= *left > 0;
    return *left == 0;
}

/* Whenever the patience ends, the samples are those of a study that was waited for; corners and precision are whole or not there. */
static void test_patience(void **state)
{
    (void)state;
    hum_tolerance_options o = {.n_samples = 64, .wants_precision = true};
    json_t *whole = answer_of(study_of(BENCH("10 ohm"), CMRR, o));
    const json_t *wanted = first_of(whole);
    for (size_t asked = 1; asked < 4000; asked *= 4) {
        size_t left = asked;
        o.patience = (hum_patience){is_over_after, &left};
        json_t *all = answer_of(study_of(BENCH("10 ohm"), CMRR, o));
        const json_t *found = first_of(all), *corner = json_object_get(found, "worst_corner"), *precision = json_object_get(found, "precision");
        assert_true(json_equal(json_object_get(found, "percentiles"), json_object_get(wanted, "percentiles")));
        assert_true(corner ? json_equal(corner, json_object_get(wanted, "worst_corner")) : left == 0);
        assert_true(precision ? json_equal(precision, json_object_get(wanted, "precision")) : left == 0);
        assert_true(asked > 1 || !(corner || precision));
        json_decref(all);
    }
    json_decref(whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_four_resistors, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_corners_of_several, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_knee, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_patience, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_parts_are_the_whole, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_wrong_parts, open_arena, close_arena),
        cmocka_unit_test(test_percentiles),
        cmocka_unit_test(test_interval),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

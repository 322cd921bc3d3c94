/* What a tolerance study refuses, and says why: parts that somebody damaged, studies too large to keep, numbers that are not
 * sampled. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "support/system.h"

#include "humdinger/tolerance.h"

#define HEAD(study, samples, first, done)                                                                              \
    "{\"schema\": \"humdinger.tolerance-part/1\", \"system\": \"s\", \"variant\": \"\", \"study\": \"" study "\", "        \
    "\"samples\": \"" samples "\", \"seed\": \"1\", \"first\": \"" first "\", \"done\": \"" done "\", "
#define ROW(dim, op, values)                                                                                            \
    "{\"title\": \"t\", \"place\": \"\", \"dim\": " dim ", \"op\": " op ", \"low\": [50], \"high\": [], "               \
    "\"worse_low\": true, \"nominal\": [1], \"values\": [" values "]}"
#define COUNTS "\"parameters\": 1, \"failed\": 0, "
#define PART(samples, first, done, values) HEAD("7", samples, first, done) COUNTS "\"quantities\": [" ROW("13", "\">\"", values) "]}"

static const char damaged[] = "this part is damaged";
static const char another[] = "this is a part of another study";

static const struct {
    const char *first, *second; /* parts */
    const char *problem;        /* how it begins after the name, NULL: none */
} merges[] = {
    {PART("3", "0", "2", "1,2"), PART("3", "2", "1", "3"), NULL},
    {PART("3", "2", "1", "3"), PART("3", "0", "2", "null,\"-inf\""), NULL},
    {PART("3", "0", "2", "1,2"), "", "two:1:1: "},
    {PART("3", "0", "2", "1,2"), "{\"schema\":\n \"humdinger", "two:2:"},
    {PART("3", "0", "2", "1,2"), "[1, 2]", "two: this is not what humdinger tolerance --shard writes"},
    {PART("3", "0", "2", "1,2"), PART("3", "0", "2", "1,2"), "two: the parts have more samples than the study"},
    {PART("3", "0", "2", "1,2"), PART("3", "1", "1", "2"), "two: samples of this part are in another one too"},
    {PART("4", "0", "2", "1,2"), PART("4", "2", "1", "3"), "1 of 4 samples are missing"},
    {PART("3", "0", "2", "1,2"), PART("900", "800", "1", "3"), another}, /* would be written behind the end */
    {PART("3", "0", "2", "1,2"), HEAD("8", "3", "2", "1") COUNTS "\"quantities\": [" ROW("13", "\">\"", "3") "]}", another},
    {PART("3", "0", "2", "1,2"), HEAD("7", "3", "2", "1") COUNTS "\"quantities\": []}", another},
    {PART("3", "0", "2", "1,2"), PART("3", "2", "1", "3,4"), damaged},
    {PART("3", "0", "2", "1,2"), PART("3", "2", "1", "\"3\""), damaged},
    {PART("3", "0", "2", "1,2"), PART("3", "2", "1", "[3]"), damaged},
    {PART("3", "0", "2", "1,2"), PART("3", "18446744073709551615", "1", "3"), damaged},
    {PART("3", "0", "2", "1,2"), PART("3", "18446744073709551618", "1", "3"), damaged}, /* 2 after 64 bits */
    {PART("3", "0", "2", "1,2"), PART("3", "-1", "1", "3"), damaged},
    {PART("3", "0", "2", "1,2"), HEAD("7", "3", "2", "1") COUNTS "\"quantities\": [" ROW("1e9", "\">\"", "3") "]}", damaged},
    {PART("3", "0", "2", "1,2"), HEAD("7", "3", "2", "1") COUNTS "\"quantities\": [" ROW("13", "\"?\"", "3") "]}", damaged},
    {PART("3", "0", "2", "1,2"),
     HEAD("7", "3", "2", "1") "\"parameters\": 1, \"failed\": 1e300, \"quantities\": [" ROW("13", "\">\"", "3") "]}", damaged},
    {HEAD("7", "10000000000", "0", "10000000000") COUNTS "\"quantities\": []}", NULL, damaged},
    {HEAD("7", "1000000", "0", "1000000") COUNTS "\"quantities\": []}", NULL, damaged},
    {PART("0", "0", "0", ""), NULL, "0 of 0 samples are missing"},
    {HEAD("7", "1", "0", "1") "\"parameters\": -1, \"failed\": 0, \"quantities\": [" ROW("13", "\">\"", "3") "]}", NULL, damaged},
};

/* Behind "one: " or "two: ", or as it is. */
static bool says(hum_text problem, const char *wanted)
{
    const hum_text behind = {problem.p + 5, problem.n > 5 ? problem.n - 5 : 0};
    return hum_text_starts(problem, wanted) || hum_text_starts(behind, wanted);
}

static void test_damaged_parts_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof merges / sizeof merges[0]; i++) {
        const hum_text names[] = {HUM_T("one"), HUM_T("two")};
        hum_arena *a = hum_arena_new(NULL);
        hum_text parts[2] = {hum_text_of(merges[i].first)}, problem;
        hum_tolerance *t;
        if (merges[i].second)
            parts[1] = hum_text_of(merges[i].second);
        hum_status st = hum_tolerance_merge(a, parts, names, merges[i].second ? 2 : 1, &t, &problem);
        if (!merges[i].problem ? st != HUM_OK : st != HUM_E_INPUT || !says(problem, merges[i].problem))
            fail_msg("case %zu: status %d, '%.*s'", i, (int)st, HUM_FMT(problem));
        if (st == HUM_OK)
            assert_int_equal(hum_tolerance_done(t), 3);
        hum_arena_close(&a);
    }
}

static const char uncertain[] = "box dac like small/dac\n"
                                "box amp like small/amp\n"
                                "  select rca\n"
                                "cable dac.rca -> amp.rca rca 2 m\n";

/* Values of one run are kept; more of them are asked for in parts. */
static void test_too_many_samples_are_refused(void **state)
{
    (void)state;
    const hum_text targets[2] = {HUM_T("hum"), HUM_T("noise")};
    const struct {
        hum_tolerance_options o;
        hum_status status;
    } asked[] = {
        {{.n_samples = 1000000000000, .targets = targets, .n_targets = 1}, HUM_E_INPUT},
        {{.n_samples = 1000000000000, .targets = targets, .n_targets = 1, .shard = 1, .n_shards = 1000000000}, HUM_E_INPUT},
        {{.n_samples = 60000000, .targets = targets, .n_targets = 1}, HUM_E_INPUT},
        {{.n_samples = 30000000, .targets = targets, .n_targets = 2}, HUM_E_INPUT},
        {{.n_samples = 1000000000, .targets = targets, .n_targets = 2, .shard = 7, .n_shards = 1000000}, HUM_OK},
    };
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        hum_arena *a = hum_arena_new(NULL);
        hum_project *p;
        hum_tolerance *t;
        assert_int_equal(hum_project_open(a, HUM_T("a"), hum_text_of(uncertain), &small_catalogue, &p), HUM_OK);
        assert_int_equal(hum_tolerance_open(p, (hum_text){0}, &asked[i].o, &t), asked[i].status);
        if (asked[i].status != HUM_OK)
            assert_int_equal(hum_diags_get(hum_project_diags(p), hum_diags_count(hum_project_diags(p)) - 1)->code, 5516);
        hum_arena_close(&a);
    }
}

/* Asked for by name they are refused; among the file's own expectations they are left to `humdinger check`. */
static void test_what_is_not_sampled_is_told(void **state)
{
    (void)state;
    static const char *const words[] = {"radio of amp.rca", "neighbour of amp.rca", "eye-height"};
    hum_arena *a = hum_arena_new(NULL);
    hum_project *p;
    hum_tolerance *t;
    hum_tolerance_options o = {.n_samples = 3, .n_targets = 1};
    hum_text file =
        hum_text_format(a, "%sradio 1 MHz 3 V/m\nexpect radio of amp.rca < 1 mV\nexpect noise of amp.rca < 1 mV\n", uncertain);
    assert_int_equal(hum_project_open(a, HUM_T("a"), file, &small_catalogue, &p), HUM_OK);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        hum_text word = hum_text_of(words[i]);
        o.targets = &word;
        assert_int_equal(hum_project_open(a, HUM_T("a"), file, &small_catalogue, &p), HUM_OK);
        size_t before = hum_diags_count(hum_project_diags(p));
        assert_int_equal(hum_tolerance_open(p, (hum_text){0}, &o, &t), HUM_E_INPUT);
        assert_int_equal(hum_diags_count(hum_project_diags(p)), before + 1);
        assert_int_equal(hum_diags_get(hum_project_diags(p), before)->code, 7831);
        assert_true(hum_diags_get(hum_project_diags(p), before)->help.n > 0);
    }
    assert_int_equal(hum_project_open(a, HUM_T("a"), file, &small_catalogue, &p), HUM_OK);
    assert_int_equal(hum_tolerance_open(p, (hum_text){0}, &(hum_tolerance_options){.n_samples = 3}, &t), HUM_OK);
    hum_arena_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_damaged_parts_are_refused),
        cmocka_unit_test(test_too_many_samples_are_refused),
        cmocka_unit_test(test_what_is_not_sampled_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

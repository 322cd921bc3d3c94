/* Unit tests of report/explain.c and its table of terms. */
#include "support/arena.h"

#include "base/diag.h"
#include "humdinger/humdinger.h"
#include "report/glossary.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char *explained(const char *word, hum_status want)
{
    hum_text out = {0};
    assert_int_equal(hum_explain_text(a, hum_text_of(word), &out), want);
    assert_non_null(out.p);
    return out.p;
}

static void assert_begins(const char *text, const char *want)
{
    if (strncmp(text, want, strlen(want)) != 0)
        fail_msg("'%.60s...' does not begin with '%s'", text, want);
}

static void test_terms_by_any_name(void **state)
{
    (void)state;
    static const char *const cmrr[] = {"cmrr", "CMRR", "common-mode rejection", " Common_mode   Rejection "};
    for (size_t i = 0; i < sizeof cmrr / sizeof cmrr[0]; i++)
        assert_begins(explained(cmrr[i], HUM_OK), "cmrr: common-mode rejection ratio\n");
    assert_begins(explained("pin 1", HUM_OK), "pin-1: ");
    assert_begins(explained("1/f noise", HUM_OK), "corner: ");
    assert_begins(explained("RCA", HUM_OK), "unbalanced: ");
    assert_begins(explained("S/PDIF", HUM_OK), "spdif: ");
    assert_begins(explained("unit interval", HUM_OK), "eye: ");
}

static void test_codes(void **state)
{
    (void)state;
    static const char *const same[] = {"HUM0312", "hum312", "312", "0312"};
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
        assert_begins(explained(same[i], HUM_OK), "HUM0312: unknown port\n");
    for (size_t i = 0; hum_diag_kind_at(i); i++) {
        const hum_diag_kind *kind = hum_diag_kind_at(i);
        hum_text code = hum_text_format(a, "%u", kind->code);
        hum_text want = hum_text_format(a, "HUM%04u: %s\n\n", kind->code, kind->title);
        assert_begins(explained(code.p, HUM_OK), want.p);
    }
}

static void test_unknown_words(void **state)
{
    (void)state;
    static const struct {
        const char *word, *want;
    } rows[] = {
        {"cmmr", "nothing is known about 'cmmr'; did you mean 'cmrr'?"},
        {"thermal noize", "nothing is known about 'thermal noize'; did you mean 'thermal-noise'?"},
        {"HUM9999", "nothing is known about 'HUM9999'; 'humdinger explain' alone lists what is"},
        {"HUM312 x", "nothing is known about 'HUM312 x'; 'humdinger explain' alone lists what is"},
        {"99999999999", "nothing is known about '99999999999'; 'humdinger explain' alone lists what is"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(explained(rows[i].word, HUM_E_RANGE), rows[i].want);
    char longest[300];
    memset(longest, 'x', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    assert_begins(explained(longest, HUM_E_RANGE), "nothing is known about 'xxx");
}

static void test_list_has_all(void **state)
{
    (void)state;
    const char *list = explained("", HUM_OK);
    size_t n = 0;
    for (; hum_gloss_at(n); n++)
        assert_non_null(strstr(list, hum_gloss_at(n)->name));
    assert_true(n >= 60);
}

static size_t widest_line(const char *text)
{
    size_t widest = 0;
    for (; *text; text += strcspn(text, "\n"), text += *text == '\n')
        widest = strcspn(text, "\n") > widest ? strcspn(text, "\n") : widest;
    return widest;
}

/* Every row of the table is complete, in order, and fits a terminal. */
static void test_table(void **state)
{
    (void)state;
    for (size_t i = 0; hum_gloss_at(i); i++) {
        const hum_gloss *t = hum_gloss_at(i);
        if (i > 0)
            assert_true(strcmp(hum_gloss_at(i - 1)->name, t->name) < 0);
        assert_true(*t->title && *t->source);
        assert_true(strlen(t->text) > 100);
        assert_int_equal(t->text[strlen(t->text) - 1], '.');
        const char *shown = explained(t->name, HUM_OK);
        assert_begins(shown, t->name);
        if (widest_line(shown) > 80)
            fail_msg("'%s' is wider than 80 columns", t->name);
        for (const char *p = t->name; *p; p++)
            assert_false(isupper((unsigned char)*p) || *p == ' ');
    }
}

/* The safety text must stay a refusal. */
static void test_protective_earth(void **state)
{
    (void)state;
    assert_non_null(strstr(explained("protective earth", HUM_OK), "Never lift it"));
    assert_non_null(strstr(explained("HUM1384", HUM_OK), "protective earth"));
}

typedef struct failing {
    size_t left;
} failing;

static void *fail_at_end(void *ctx, size_t n_bytes)
{
    failing *f = ctx;
    if (f->left == 0)
        return NULL;
    f->left--;
    return malloc(n_bytes);
}

static void release(void *ctx, void *p)
{
    (void)ctx;
    free(p);
}

/* The k-th allocation fails, k = 0, 1, 2 ... until none does. */
static void test_no_memory(void **state)
{
    (void)state;
    hum_status status = HUM_E_NOMEM;
    for (size_t k = 0; status != HUM_OK && k < 100; k++) {
        failing f = {k};
        hum_allocator under = {fail_at_end, release, &f};
        hum_arena *small = hum_arena_new(&under);
        hum_text out;
        status = small ? hum_explain_text(small, hum_text_of(""), &out) : HUM_E_NOMEM;
        assert_true(status == HUM_OK || status == HUM_E_NOMEM);
        hum_arena_close(&small);
    }
    assert_int_equal(status, HUM_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_terms_by_any_name),
        cmocka_unit_test(test_codes),
        cmocka_unit_test(test_unknown_words),
        cmocka_unit_test(test_list_has_all),
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_protective_earth),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}

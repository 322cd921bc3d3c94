/* The fix ladder: what the physics says must come first does, what cannot help is told so, and no earth is lifted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "humdinger/humdinger.h"
#include "lang/tree.h"
#include "study/fix.h"

#include <string.h>

/* A cable-TV ground drives 80 mV through two RCA links; the amplifier has an earth of its own. */
static const char looped[] = "mains 120 V 60 Hz\n"
                             "ground catv emf 80 mV r 0.3 ohm\n"
                             "outlet wall emf 2 mV r 0.2 ohm\n"
                             "box tv plug 2-pin leakage 100 uA ground catv\n"
                             "  out rca max 2 V z 1 kohm noise 60 uV\n"
                             "box pre plug 2-pin leakage 80 uA\n"
                             "  in tv z 47 kohm\n"
                             "  out main max 8 V z 100 ohm noise 12 uV\n"
                             "  out xlr symmetric max 16 V z 200 ohm noise 15 uV\n"
                             "  gain -20 dB\n"
                             "box amp plug 3-pin outlet wall\n"
                             "  in line z 47 kohm noise 5 uV\n"
                             "  in xlr difference z 40 kohm zcm 20 kohm cmrr 70 dB noise 6 uV\n"
                             "  out spk max 40 V z 0.1 ohm\n"
                             "  gain 29 dB\n"
                             "cable tv.rca -> pre.tv rca 2 m\n"
                             "cable pre.main -> amp.line rca 5 m\n"
                             "speaker amp.spk 88 dB 8 ohm at 3 m room 32 dBA\n";

static hum_arena *a;

static hum_fixes *fixes_of(const char *text)
{
    hum_files *files = hum_arena_alloc(a, 1, sizeof *files);
    hum_diags *d = hum_diags_new(a);
    hum_tree *tree;
    hum_model *m;
    hum_findings *f;
    hum_fixes *fixes;
    files->a = a;
    assert_int_equal(hum_files_add(files, HUM_T("test"), hum_text_of(text), d, &tree), HUM_OK);
    assert_int_equal(hum_model_resolve(a, tree, (hum_text){0}, files, d, &m), HUM_OK);
    assert_int_equal(hum_study_system(a, m, d, &f), HUM_OK);
    assert_int_equal(hum_study_fixes(a, tree, (hum_text){0}, files, f, &fixes), HUM_OK);
    assert_true(fixes->n > 5);
    return fixes;
}

static const hum_fix *fix_named(const hum_fixes *f, const char *start)
{
    for (size_t i = 0; i < f->n; i++)
        if (hum_text_starts(f->items[i].what, start))
            return &f->items[i];
    return NULL;
}

static void test_opening_the_loop_comes_first(void **state)
{
    (void)state;
    const hum_fixes *f = fixes_of(looped);
    const hum_fix *isolator = fix_named(f, "isolator in catv");
    const hum_fix *balanced = fix_named(f, "balanced cable pre.xlr -> amp.xlr");
    const hum_fix *heavy = fix_named(f, "a cable with a heavy braid for pre.main->amp.line");
    assert_non_null(isolator);
    assert_non_null(balanced);
    assert_non_null(heavy);
    assert_true(isolator->gained_db > balanced->gained_db); /* the loop through tv.rca -> pre.tv stays with XLR */
    assert_true(balanced->gained_db > heavy->gained_db);
    assert_false(isolator->after->seats[0].is_audible && isolator->after->seats[0].hum_margin_db > 10);
}

/* The second link carries the hum: replacing the first one's braid cannot help. */
static void test_useless_is_useless(void **state)
{
    (void)state;
    const hum_fix *f = fix_named(fixes_of(looped), "a cable with a heavy braid for tv.rca->pre.tv");
    assert_non_null(f);
    assert_true(f->gained_db < 0.5);
}

static void test_ranked(void **state)
{
    (void)state;
    const hum_fixes *f = fixes_of(looped);
    for (size_t i = 1; i < f->n; i++)
        assert_true(f->items[i - 1].gained_db >= f->items[i].gained_db);
}

static void test_no_earth_is_lifted(void **state)
{
    (void)state;
    const hum_fixes *f = fixes_of(looped);
    for (size_t i = 0; i < f->n; i++) {
        const hum_model *m = f->items[i].after->model;
        uint32_t amp;
        assert_true(hum_names_find(&m->box_names, HUM_T("amp"), &amp));
        assert_int_equal(m->boxes[amp].plug, HUM_PLUG_3_PIN);
    }
}

static int open_arena(void **state)
{
    (void)state;
    a = hum_arena_new(NULL);
    return a ? 0 : 1;
}

static int close_arena(void **state)
{
    (void)state;
    hum_arena_close(&a);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_opening_the_loop_comes_first, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_useless_is_useless, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_ranked, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_no_earth_is_lifted, open_arena, close_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

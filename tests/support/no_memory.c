/* The k-th allocation fails. Two layers: BLOCKS fails what an arena asks of its hum_allocator, CALLS fails hum_arena_alloc itself
 * (the linker wraps it), so that every check of the library is reached. jansson's and SuiteSparse's own malloc count in both.
 * Once: only that one fails; or that one and all after it. Beyond the first few calls k grows by a sixteenth (under AddressSanitizer
 * by a sixth). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "support/no_memory.h"
#include "support/system.h"

#include <SuiteSparse_config.h>
#include <jansson.h>

typedef enum layer { BLOCKS, CALLS } layer;

static struct {
    bool is_armed;
    layer layer;
    bool for_good;
    size_t at, n_asked, n_failed;
    long n_live; /* blocks, jansson's and SuiteSparse's pieces */
} memory;

static bool fails(void)
{
    if (!memory.is_armed)
        return false;
    size_t k = memory.n_asked++;
    bool now = k == memory.at || (memory.for_good && k > memory.at);
    memory.n_failed += now;
    return now;
}

static void *take(size_t n)
{
    void *p = malloc(n ? n : 1);
    memory.n_live += p != NULL;
    return p;
}

static void give_back(void *p)
{
    memory.n_live -= p != NULL;
    free(p);
}

static void *block_alloc(void *ctx, size_t n)
{
    (void)ctx;
    return memory.layer == BLOCKS && fails() ? NULL : take(n);
}

static void block_release(void *ctx, void *p)
{
    (void)ctx;
    give_back(p);
}

static void *foreign_malloc(size_t n)
{
    return fails() ? NULL : take(n);
}

static void *foreign_calloc(size_t n, size_t size)
{
    void *p = foreign_malloc(n * size);
    return p ? memset(p, 0, n * size) : NULL;
}

static void *foreign_realloc(void *p, size_t n)
{
    if (!p)
        return foreign_malloc(n);
    return fails() ? NULL : realloc(p, n);
}

void *__real_hum_arena_alloc(hum_arena *a, size_t n, size_t size);
void *__wrap_hum_arena_alloc(hum_arena *a, size_t n, size_t size);
void *__wrap_hum_arena_alloc(hum_arena *a, size_t n, size_t size)
{
    bool now = memory.layer == CALLS && fails();
    return __real_hum_arena_alloc(a, now ? SIZE_MAX : n, now ? 2 : size);
}

/* ---- failing ---- */

static void arm(bool yes)
{
    memory.is_armed = yes;
}

enum { FEW_SAMPLES = 16, ALL_OF = 300, ANSWERS_MAX = 64 };

/* What is watched for leaks and stray pointers runs ten times slower, and does fewer. */
#ifdef __SANITIZE_ADDRESS__
enum { PART = 6, ALL_MOST = 20 };
#else
enum { PART = 16, ALL_MOST = ALL_OF };
#endif

/* One run; the answer is copied to *out, which the caller frees. */
static hum_status run(const no_memory_answer *w, char **out)
{
    const hum_allocator under = {block_alloc, block_release, NULL};
    hum_project *p = NULL;
    hum_text t = {0};
    memory.n_asked = memory.n_failed = 0;
    arm(w->with_open);
    hum_arena *a = hum_arena_new(&under);
    hum_status st = a ? hum_project_open(a, HUM_T("a"), hum_text_of(w->text), &small_catalogue, &p) : HUM_E_NOMEM;
    arm(true);
    if (st == HUM_OK) {
        hum_project_samples(p, FEW_SAMPLES); /* the same allocations, sooner */
        st = w->give(p, &t);
    }
    arm(false);
    *out = strndup(t.p ? t.p : "", st == HUM_OK ? t.n : 0);
    hum_arena_close(&a);
    assert_int_equal(memory.n_live, 0);
    return st;
}

static size_t fail_each(const no_memory_answer *w, const char *expected)
{
    size_t n_runs = 0, wanted = w->all_of ? w->all_of : ALL_OF, all_of = wanted < ALL_MOST ? wanted : ALL_MOST;
    for (memory.at = 0;; memory.at += memory.at < all_of ? 1 : 1 + memory.at / PART) {
        char *got;
        hum_status st = run(w, &got);
        bool is_same = strcmp(got, expected) == 0;
        free(got);
        n_runs++;
        if (memory.n_failed == 0) {
            assert_int_equal(st, HUM_OK);
            assert_true(is_same);
            return n_runs;
        }
        bool is_misread = w->is_json && st == HUM_E_INPUT; /* jansson calls some failures of its own a bad token */
        if (st != HUM_E_NOMEM && !is_misread && !(st == HUM_OK && is_same))
            fail_msg("allocation %zu of layer %d fails: status %d, answer %s", memory.at, (int)memory.layer, (int)st,
                     is_same ? "as ever" : "another");
    }
}

static void test_answer(void **state)
{
    const no_memory_answer *w = *state;
    char *expected;
    memory.at = SIZE_MAX;
    assert_int_equal(run(w, &expected), HUM_OK);
    for (int i = 0; i < 4; i++) {
        memory.layer = i & 1 ? CALLS : BLOCKS;
        memory.for_good = i & 2;
        size_t n = fail_each(w, expected);
        print_message("%s, %s: %zu runs, last allocation %zu\n", i & 1 ? "calls" : "blocks",
                      i & 2 ? "for good" : "once", n, memory.at);
        assert_true(n > 1 || memory.layer == BLOCKS);
    }
    free(expected);
}

int no_memory_run(const no_memory_answer *answers, size_t n)
{
    struct CMUnitTest tests[ANSWERS_MAX];
    if (n > ANSWERS_MAX)
        return EXIT_FAILURE;
    for (size_t i = 0; i < n; i++)
        tests[i] = (struct CMUnitTest){answers[i].name, test_answer, NULL, NULL, (void *)(uintptr_t)&answers[i]};
    json_set_alloc_funcs(foreign_malloc, give_back);
    SuiteSparse_config.malloc_func = foreign_malloc;
    SuiteSparse_config.calloc_func = foreign_calloc;
    SuiteSparse_config.realloc_func = foreign_realloc;
    SuiteSparse_config.free_func = give_back;
    return _cmocka_run_group_tests("without memory", tests, n, NULL, NULL);
}

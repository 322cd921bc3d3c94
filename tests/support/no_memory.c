/* The k-th allocation fails. Two layers: BLOCKS fails what an arena asks of its hum_allocator, CALLS fails hum_arena_alloc itself
 * (the linker wraps it), so that every check of the library is reached. jansson's and SuiteSparse's own malloc count in both.
 * Once: only that one fails; or that one and all after it.
 * A run with memory tells which k: each that comes by a path (the place that allocates, and its caller's) at which none has failed
 * in an answer before; and the first, second, fourth, eighth ... and last, wherever they are. */
#include <execinfo.h>
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
    bool for_good, is_noting;
    size_t at, n_asked, n_failed;
    const void *caller; /* who asked the arena; NULL: nobody is in it */
    long n_live;        /* blocks, jansson's and SuiteSparse's pieces */
} memory;

/* ---- which allocations are to fail ---- */

enum { PATH = 2, FRAMES = 12, SEEN = 1 << 14, CHOSEN_MAX = 4096 };

static struct {
    uint64_t seen[2][SEEN]; /* paths by layer; 0: free */
    size_t n_seen;
    size_t chosen[CHOSEN_MAX], n;
} paths;

static uint64_t path_from(const void *caller)
{
    void *frames[FRAMES];
    int n = backtrace(frames, FRAMES), at = 0;
    uint64_t hash = 14695981039346656037u;
    while (at < n && frames[at] != caller)
        at++;
    assert_true(at < n);
    for (int i = at; i < n && i < at + PATH; i++)
        hash = (hash ^ (uintptr_t)frames[i]) * 1099511628211u;
    return hash | 1;
}

static bool is_new(uint64_t path)
{
    uint64_t *seen = paths.seen[memory.layer];
    size_t i = path >> 40 & (SEEN - 1);
    while (seen[i] && seen[i] != path)
        i = (i + 1) & (SEEN - 1);
    if (seen[i])
        return false;
    assert_true(++paths.n_seen < SEEN);
    seen[i] = path;
    return true;
}

static void choose(size_t k)
{
    assert_true(paths.n < CHOSEN_MAX);
    paths.chosen[paths.n++] = k;
}

static bool fails(const void *caller)
{
    if (!memory.is_armed)
        return false;
    size_t k = memory.n_asked++;
    bool is_power_of_two = (k & (k - 1)) == 0;
    if (memory.is_noting && (is_new(path_from(memory.caller ? memory.caller : caller)) || is_power_of_two))
        choose(k);
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
    return memory.layer == BLOCKS && fails(__builtin_return_address(0)) ? NULL : take(n);
}

static void block_release(void *ctx, void *p)
{
    (void)ctx;
    give_back(p);
}

static void *foreign_malloc(size_t n)
{
    return fails(__builtin_return_address(0)) ? NULL : take(n);
}

static void *foreign_calloc(size_t n, size_t size)
{
    void *p = fails(__builtin_return_address(0)) ? NULL : take(n * size);
    return p ? memset(p, 0, n * size) : NULL;
}

static void *foreign_realloc(void *p, size_t n)
{
    if (fails(__builtin_return_address(0)))
        return NULL;
    return p ? realloc(p, n) : take(n);
}

void *__real_hum_arena_alloc(hum_arena *a, size_t n, size_t size);
void *__wrap_hum_arena_alloc(hum_arena *a, size_t n, size_t size);
void *__wrap_hum_arena_alloc(hum_arena *a, size_t n, size_t size)
{
    memory.caller = __builtin_return_address(0);
    bool now = memory.layer == CALLS && fails(memory.caller);
    void *p = __real_hum_arena_alloc(a, now ? SIZE_MAX : n, now ? 2 : size);
    memory.caller = NULL;
    return p;
}

/* ---- failing ---- */

static void arm(bool yes)
{
    memory.is_armed = yes;
}

enum { FEW_SAMPLES = 16, ANSWERS_MAX = 64 };

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

/* With memory, while it is noted who asks. */
static void choose_of(const no_memory_answer *w, const char *expected)
{
    char *got;
    paths.n = 0;
    memory.at = SIZE_MAX;
    memory.is_noting = true;
    assert_int_equal(run(w, &got), HUM_OK);
    memory.is_noting = false;
    assert_string_equal(got, expected);
    free(got);
    if (memory.n_asked)
        choose(memory.n_asked - 1);
}

static void fail_one(const no_memory_answer *w, const char *expected)
{
    char *got;
    hum_status st = run(w, &got);
    bool is_same = strcmp(got, expected) == 0;
    bool is_misread = w->is_json && st == HUM_E_INPUT; /* jansson calls some failures of its own a bad token */
    free(got);
    assert_true(memory.n_failed > 0);
    if (st != HUM_E_NOMEM && !is_misread && !(st == HUM_OK && is_same))
        fail_msg("allocation %zu of layer %d fails: status %d, answer %s", memory.at, (int)memory.layer, (int)st,
                 is_same ? "as ever" : "another");
}

static void fail_chosen(const no_memory_answer *w, const char *expected)
{
    for (int for_good = 0; for_good < 2; for_good++)
        for (size_t i = 0; i < paths.n; i++) {
            memory.for_good = for_good;
            memory.at = paths.chosen[i];
            fail_one(w, expected);
        }
}

static void test_answer(void **state)
{
    static const char *const names[] = {"blocks", "calls"};
    const no_memory_answer *w = *state;
    char *expected;
    memory.at = SIZE_MAX;
    assert_int_equal(run(w, &expected), HUM_OK);
    for (memory.layer = BLOCKS; memory.layer <= CALLS; memory.layer++) {
        choose_of(w, expected);
        print_message("%s: %zu of %zu fail\n", names[memory.layer], paths.n, memory.n_asked);
        assert_true(paths.n || memory.layer == BLOCKS); /* blocks may be there from opening */
        fail_chosen(w, expected);
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

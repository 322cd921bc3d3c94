/* No memory: the k-th allocation of each answer fails, for k = 0, 1, 2 ... until none does. Every run ends in
 * HUM_E_NOMEM, or in the very answer that it gives with memory; nothing is leaked and nothing crashes.
 *
 * Two layers: BLOCKS fails what an arena asks of its hum_allocator, CALLS fails hum_arena_alloc itself (the linker
 * wraps it), so that every check of the library is reached. jansson's and SuiteSparse's own malloc count in both.
 * Once: only that one fails; or that one and all after it. Beyond the first 300 calls k grows by a sixteenth. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

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

/* ---- the answers ---- */

static const char text[] = "mains 120 V 60 Hz\n"
                           "ground tv  emf 80 mV  r 0.1..1 ohm\n"
                           "box dac like small/dac  ground tv\n"
                           "box amp like small/amp\n"
                           "  select rca\n"
                           "cable dac.rca -> amp.rca  rca 2 m\n"
                           "speaker amp.spk  88 dB  8 ohm  at 3 m\n"
                           "variant \"XLR\"\n"
                           "  remove cable dac.rca -> amp.rca\n"
                           "  cable dac.xlr -> amp.xlr  small/pair 2 m\n"
                           "  box amp\n"
                           "    select xlr\n"
                           "expect hum < 10 dBSPL in \"XLR\"\n"
                           "expect calc \"2 V to dBu\" > 8 dBu\n";
static const char wrong[] = "mains 120 M 60 hz\n"
                            "use \"part.hum\"\n"
                            "use \"nowhere.hum\"\n"
                            "box a  plug 4-pin  leakage 1 uV\n"
                            "  in x  wrong  z 1 mohm\n"
                            "cable a.x -> b.y  rca -1 m\n"
                            "\tbox \"\n";
static const char twin[] = "{\"schema\": \"humdinger.system/1\", \"statements\": [{\"comment\": \"a box\"}, "
                           "{\"do\": [\"box\", \"a\", \"plug\", \"3-pin\"], \"with\": [{\"do\": [\"out\", \"o\", "
                           "\"max\", {\"value\": 2, \"unit\": \"V\"}]}]}]}";
static const char device[] = "device small/thing \"Thing\"  plug 3-pin\n"
                             "  out xlr  symmetric  max 4 V !s  z 200 ohm\n"
                             "  source s guess \"for tests\"\n";

static const hum_text_options plain = {.all_assumed = true};
static const hum_text xlr = {"XLR", 3};

static hum_status report_text(hum_project *p, hum_text *out)
{
    return hum_report_text(p, (hum_text){0}, &plain, out);
}

static hum_status report_json(hum_project *p, hum_text *out)
{
    return hum_report_json(p, xlr, out);
}

static hum_status check_text(hum_project *p, hum_text *out)
{
    size_t n, failed;
    return hum_check_text(p, &plain, &n, &failed, out);
}

static hum_status check_json(hum_project *p, hum_text *out)
{
    size_t n, failed;
    return hum_check_json(p, &n, &failed, out);
}

static hum_status compare_text(hum_project *p, hum_text *out)
{
    return hum_compare_text(p, (hum_text){0}, p, xlr, &plain, out);
}

static hum_status compare_json(hum_project *p, hum_text *out)
{
    return hum_compare_json(p, (hum_text){0}, p, xlr, out);
}

static hum_status spice(hum_project *p, hum_text *out)
{
    return hum_spice_text(p, xlr, (hum_text){0}, 4, out);
}

static hum_status set(hum_project *p, hum_text *out)
{
    return hum_set_text(p, HUM_T("tv.emf"), HUM_T("50 mV"), out);
}

static hum_status calc(hum_project *p, hum_text *out)
{
    hum_text told;
    return hum_calc_text(p->a, HUM_T("snr 128 dB + 135 dB"), false, out, &told);
}

static hum_status calc_wrong(hum_project *p, hum_text *out)
{
    hum_text ignored;
    hum_status st = hum_calc_text(p->a, HUM_T("thermal 10 khm"), true, &ignored, out);
    return st == HUM_E_INPUT ? HUM_OK : st;
}

static hum_status explain(hum_project *p, hum_text *out)
{
    return hum_explain_text(p->a, HUM_T("cmrr"), out);
}

static hum_status explain_unknown(hum_project *p, hum_text *out)
{
    hum_status st = hum_explain_text(p->a, HUM_T("cmr"), out);
    return st == HUM_E_RANGE ? HUM_OK : st;
}

static hum_status dump_tokens(hum_project *p, hum_text *out)
{
    return hum_dump_text(p, xlr, HUM_JOINT_TOKENS, out);
}

static hum_status dump_tree(hum_project *p, hum_text *out)
{
    return hum_dump_text(p, xlr, HUM_JOINT_TREE, out);
}

static hum_status dump_model(hum_project *p, hum_text *out)
{
    return hum_dump_text(p, xlr, HUM_JOINT_MODEL, out);
}

static hum_status dump_circuit(hum_project *p, hum_text *out)
{
    return hum_dump_text(p, xlr, HUM_JOINT_CIRCUIT, out);
}

static hum_status show(hum_project *p, hum_text *out)
{
    return hum_catalogue_show(p, false, out);
}

static hum_status show_json(hum_project *p, hum_text *out)
{
    return hum_catalogue_show(p, true, out);
}

static hum_status lint(hum_project *p, hum_text *out)
{
    hum_text residuals;
    hum_status st = hum_catalogue_lint(p, &residuals);
    if (st != HUM_OK && st != HUM_E_INPUT)
        return st;
    return hum_project_diags_text(p, 0, false, out);
}

static hum_status diags_text(hum_project *p, hum_text *out)
{
    return hum_project_diags_text(p, 0, true, out);
}

static hum_status open_only(hum_project *p, hum_text *out)
{
    (void)p;
    (void)out;
    return HUM_OK;
}

static hum_status open_and_tell(hum_project *p, hum_text *out)
{
    hum_status st = hum_report_json(p, (hum_text){0}, out);
    return st == HUM_E_INPUT ? hum_project_diags_json(p, out) : st;
}

typedef struct answer {
    const char *name, *text;
    hum_status (*give)(hum_project *p, hum_text *out);
    bool with_open; /* reading the text counts too */
} answer;

/* ---- failing ---- */

static void arm(bool yes)
{
    memory.is_armed = yes;
}

enum { FEW_SAMPLES = 16 };

/* One run; the answer is copied to *out, which the caller frees. */
static hum_status run(const answer *w, char **out)
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

static size_t fail_each(const answer *w, const char *expected)
{
    size_t n_runs = 0;
    for (memory.at = 0;; memory.at += memory.at < 300 ? 1 : 1 + memory.at / 16) {
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
        bool is_misread = w->text == twin && st == HUM_E_INPUT; /* jansson calls some failures of its own a bad token */
        if (st != HUM_E_NOMEM && !is_misread && !(st == HUM_OK && is_same))
            fail_msg("allocation %zu of layer %d fails: status %d, answer %s", memory.at, (int)memory.layer, (int)st,
                     is_same ? "as ever" : "another");
    }
}

static void test_answer(void **state)
{
    const answer *w = *state;
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

static const answer answers[] = {
    {"open", text, open_only, true},
    {"open, with errors", wrong, open_and_tell, true},
    {"open, JSON", twin, hum_convert_hum, true},
    {"open and report", text, report_text, true},
    {"report", text, report_text, false},
    {"report --json", text, report_json, false},
    {"check", text, check_text, false},
    {"check --json", text, check_json, false},
    {"compare", text, compare_text, false},
    {"compare --json", text, compare_json, false},
    {"spice", text, spice, false},
    {"set", text, set, false},
    {"calc", text, calc, false},
    {"calc, with an error", text, calc_wrong, false},
    {"explain", text, explain, false},
    {"explain, unknown", text, explain_unknown, false},
    {"convert to JSON", text, hum_convert_json, false},
    {"convert to hum", text, hum_convert_hum, false},
    {"fmt", text, hum_format_text, false},
    {"dump --tokens", text, dump_tokens, false},
    {"dump --tree", text, dump_tree, false},
    {"dump --model", text, dump_model, false},
    {"dump --circuit", text, dump_circuit, false},
    {"catalogue", device, show, false},
    {"catalogue --json", device, show_json, false},
    {"catalogue --lint", device, lint, false},
    {"diagnostics", wrong, diags_text, false},
};
enum { N_ANSWERS = sizeof answers / sizeof answers[0] };

int main(void)
{
    struct CMUnitTest tests[N_ANSWERS];
    for (size_t i = 0; i < N_ANSWERS; i++)
        tests[i] = (struct CMUnitTest){answers[i].name, test_answer, NULL, NULL, (void *)(uintptr_t)&answers[i]};
    json_set_alloc_funcs(foreign_malloc, give_back);
    SuiteSparse_config.malloc_func = foreign_malloc;
    SuiteSparse_config.calloc_func = foreign_calloc;
    SuiteSparse_config.realloc_func = foreign_realloc;
    SuiteSparse_config.free_func = give_back;
    return cmocka_run_group_tests(tests, NULL, NULL);
}

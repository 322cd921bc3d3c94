/* Random systems and random damage, with fixed seeds: what lang/ promises about any text
 * (support/roundtrip.h), and what happens when the k-th allocation fails. `--json FILE.hum` and `--text
 * FILE.json` print the twin, `--units` the units, for schema.py. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "lang/edit.h"
#include "lang/json.h"
#include "lang/print.h"
#include "support/roundtrip.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* xorshift64* (S. Vigna, 2016): small, and the same everywhere. */
static uint64_t seed;

static size_t below(size_t n)
{
    seed ^= seed >> 12;
    seed ^= seed << 25;
    seed ^= seed >> 27;
    return (size_t)((seed * UINT64_C(2685821657736338717)) >> 33) % n;
}

#define PICK(list) (list)[below(sizeof(list) / sizeof *(list))]

/* ---- random systems ---- */

static void out_item(hum_out *o)
{
    static const char *const words[] = {"box",
                                        "amp",
                                        "pre.main",
                                        "in",
                                        "out",
                                        "canare/l-4e6s",
                                        "2-pin",
                                        "z",
                                        "gain",
                                        "at",
                                        "normal",
                                        "m",
                                        "V",
                                        "stereo",
                                        ("k\xC3\xBC"
                                         "che"),
                                        "%",
                                        "a-b",
                                        "_x",
                                        "dBA"};
    static const char *const texts[] = {"\"\"", "\"Cable box\"", "\"a \\\"b\\\" \\\\\"",
                                        "\"# no comment -> 5\"", "\"\xE2\x84\xA6\""};
    static const char *const values[] = {"120 V",
                                         "0.1..1 ohm",
                                         "60..80dB",
                                         "47kohm+-5%",
                                         "47 kohm +-2 kohm",
                                         "100 ohm +- 1 % normal",
                                         "4:1",
                                         "1:3 +-1%",
                                         "20 %",
                                         "-20 dB",
                                         "+4 dBu",
                                         "+4 dBu +-0.5 dB",
                                         "5",
                                         "5 +-1 %",
                                         "1e-7 F",
                                         ".5 V",
                                         "2V",
                                         ("20 mohm/m \xC2\xB1"
                                          "20%"),
                                         "1 \xC2\xB5V",
                                         "1\xCE\xBCV",
                                         "47 k\xCE\xA9",
                                         "-3..+3 dB",
                                         "0.10 .. 1.00 nH/ft",
                                         "25 C",
                                         "10 ppm",
                                         "5 nV/rtHz",
                                         "0 V",
                                         "1..1 V",
                                         "1e-300 V",
                                         "88 dB/W"};
    static const char *const others[] = {"?", "->", "!guess", "!datasheet", "<", ">", "=", "? !x", "a->b.c"};
    size_t kind = below(10);
    hum_out_z(o, kind < 4 ? PICK(words) : kind < 5 ? PICK(texts) : kind < 8 ? PICK(values) : PICK(others));
}

static void out_random_line(hum_out *o, size_t column)
{
    static const char *const gaps[] = {" ", " ", "  ", "\t", "     "};
    static const char *const comments[] = {
        "#", "# why", "#why", "#  two spaces ", "# # twice", "#\xC3\xA9 \"x\" \\ 5 ohm", "##"};
    static const char *const ends[] = {"\n", "\n", "\n", "\n\n", "\r\n", "\r", "\n \n\n"};
    hum_out_pad(o, ' ', column);
    size_t n = below(6);
    for (size_t i = 0; i < n; i++) {
        hum_out_z(o, i ? PICK(gaps) : "");
        out_item(o);
    }
    if (n == 0 || below(5) == 0) {
        hum_out_z(o, n ? PICK(gaps) : "");
        hum_out_z(o, PICK(comments));
    }
    hum_out_z(o, PICK(ends));
}

/* Lines whose columns grow by any step and go back to one that is open. */
static hum_text random_system(hum_arena *a, size_t n_lines)
{
    hum_out o = hum_out_in(a);
    hum_text text = {0};
    size_t columns[HUM_NESTING_MAX + 1] = {0};
    size_t depth = 0;
    hum_out_z(&o, below(20) ? "" : "\xEF\xBB\xBF");
    for (size_t i = 0; i < n_lines; i++) {
        out_random_line(&o, columns[depth]);
        size_t next = below(depth + 2);
        if (next > HUM_NESTING_MAX)
            next = HUM_NESTING_MAX;
        if (next > depth)
            columns[next] = columns[depth] + 1 + below(5);
        depth = next;
    }
    assert_int_equal(hum_out_done(&o, &text), HUM_OK);
    return text;
}

static void assert_kept(const char *what, size_t i, hum_text text, roundtrip r)
{
    if (r.broken)
        fail_msg("%s %zu: not kept: %s\n%.*s", what, i, r.broken, HUM_FMT(text));
}

static void test_random_systems(void **state)
{
    (void)state;
    size_t n_clean = 0;
    seed = 20260101;
    for (size_t i = 0; i < 4000; i++) {
        hum_arena *a = hum_arena_new(NULL);
        hum_text text = random_system(a, 1 + below(12));
        roundtrip r = roundtrip_of_text(a, text);
        assert_kept("system", i, text, r);
        n_clean += r.is_clean;
        hum_arena_close(&a);
    }
    /* a comment between lines can make a column that belongs to nothing; most systems are without errors */
    assert_true(n_clean > 1000);
}

/* ---- damage ---- */

static const char *const originals[] = {
    "humdinger 1\nmains 120 V 60 Hz\nground catv  emf 80 mV  r 0.1..1 ohm !guess   # shield\n\n"
    "box pre \"Preamp\"  plug 2-pin\n  in  tv  z 47 kohm\n  # outputs\n  out main  max 8 V  z 100 ohm +-1% "
    "normal\n"
    "  gain main -20 dB\ncable pre.main -> amp.line  rca 5 m  shield 20 mohm/m \xC2\xB1"
    "20%\n"
    "variant \"X\"\n  remove cable pre.main -> amp.line\nexpect hum < 10 dBSPL in \"X\"\n",
    "box a\n\tin b cmrr ?\r\n\tout c \"a \\\"b\\\"\" ratio 4:1\r\n  \r\nmode low\r  in d",
};

static const char *const json_originals[] = {
    "{\"schema\": \"humdinger.system/1\", \"statements\": [{\"comment\": \"a system\"}, {\"do\": [\"box\", "
    "\"tv\", {\"text\": \"Cable "
    "\\\"box\\\"\"}], \"blank_above\": true, \"with\": [{\"do\": [\"in\", \"b\", {\"value\": 100, \"unit\": "
    "\"ohm\", \"tolerance\": 1, "
    "\"tolerance_unit\": \"%\", \"normal\": true}, {\"low\": 0.1, \"high\": 1}, {\"unknown\": true}, "
    "{\"arrow\": true}, {\"tag\": \"x\"}, "
    "{\"compare\": \"<\"}], \"comment\": \"#odd\"}]}]}"};

/* Some bytes replaced, put in, taken out or repeated. */
static hum_text damaged(hum_arena *a, hum_text t)
{
    static const char bytes[] = "\0\n\r\t  \"\\#!?.->+-%:<=0159eEmVdB\xC2\xB1\xB5\xFF\xEF\xBB\xBF{}[],";
    hum_text now = t;
    for (size_t k = 1 + below(4); k > 0; k--) {
        hum_out o = hum_out_in(a);
        size_t at = below(now.n + 1);
        size_t cut = below(3) ? below(2) : below(12);
        cut = cut > now.n - at ? now.n - at : cut;
        char c = bytes[below(sizeof bytes - 1)];
        size_t from = below(now.n + 1);
        hum_out_bytes(&o, now.p, at);
        if (below(3) == 0)
            hum_out_bytes(&o, now.p + from, below(now.n - from + 1) % 30);
        else
            hum_out_bytes(&o, &c, below(3) > 0);
        hum_out_bytes(&o, now.p + at + cut, now.n - at - cut);
        assert_int_equal(hum_out_done(&o, &now), HUM_OK);
    }
    return now;
}

static void test_damaged_text(void **state)
{
    (void)state;
    size_t n_clean = 0;
    seed = 20260202;
    for (size_t i = 0; i < 30000; i++) {
        hum_arena *a = hum_arena_new(NULL);
        hum_text text = damaged(a, hum_text_of(PICK(originals)));
        roundtrip r = roundtrip_of_text(a, text);
        assert_kept("text", i, text, r);
        n_clean += r.is_clean;
        hum_arena_close(&a);
    }
    assert_in_range(n_clean, 1000, 29000);
}

static void test_damaged_json(void **state)
{
    (void)state;
    seed = 20260303;
    for (size_t i = 0; i < 30000; i++) {
        hum_arena *a = hum_arena_new(NULL);
        hum_text json = damaged(a, hum_text_of(PICK(json_originals)));
        assert_kept("json", i, json, roundtrip_of_json(a, json));
        hum_arena_close(&a);
    }
}

static void test_random_changes(void **state)
{
    (void)state;
    static const char *const paths[] = {"mains",
                                        "mains.frequency",
                                        "catv.emf",
                                        "pre.tv.z",
                                        "pre.main.z",
                                        "pre.plug",
                                        "pre.leakage",
                                        "pre.gain.main",
                                        "pre.main->amp.line.shield",
                                        "pre.main->amp.line.length",
                                        "a.b.cmrr",
                                        "\"X\"",
                                        "nothing.here",
                                        ".",
                                        "->",
                                        "",
                                        "\"",
                                        "a.c.ratio"};
    static const char *const values[] = {"5 V",         "?",  "1..2 ohm", "4:1",    "3-pin",   "\"x\"",
                                         "? !measured", "5",  "",         "# x",    "5 V 6 V", "\n",
                                         "a\nb",        "\"", "5 khz",    "normal", "%"};
    size_t n_changed = 0;
    seed = 20260404;
    for (size_t i = 0; i < 20000; i++) {
        hum_arena *a = hum_arena_new(NULL);
        hum_text text = below(2) ? damaged(a, hum_text_of(PICK(originals))) : hum_text_of(PICK(originals));
        hum_text path = hum_text_of(PICK(paths));
        roundtrip r =
            roundtrip_of_set(a, text, below(3) ? path : damaged(a, path), hum_text_of(PICK(values)));
        assert_kept("change", i, text, r);
        n_changed += r.is_clean;
        hum_arena_close(&a);
    }
    assert_true(n_changed > 500);
}

/* ---- the k-th allocation fails ---- */

typedef struct countdown {
    size_t left;
    bool is_for_ever; /* all that follow fail, too */
    size_t n_live;
} countdown;

static void *count_alloc(void *ctx, size_t n)
{
    countdown *c = ctx;
    bool fails = c->left == 0;
    if (c->left > 0 || !c->is_for_ever)
        c->left--;
    void *p = fails ? NULL : malloc(n);
    c->n_live += p != NULL;
    return p;
}

static void count_release(void *ctx, void *p)
{
    countdown *c = ctx;
    c->n_live -= p != NULL;
    free(p);
}

static hum_text big_text, big_json;

static hum_status do_lex(hum_arena *a, hum_diags *d, hum_text *out)
{
    hum_tokens tokens;
    *out = (hum_text){0};
    return hum_lex(a, 0, big_text, d, &tokens);
}

static hum_status do_parse(hum_arena *a, hum_diags *d, hum_text *out)
{
    hum_tree *t;
    HUM_TRY(hum_parse(a, 0, big_text, d, &t));
    return hum_tree_print(a, t, out);
}

static hum_status do_format(hum_arena *a, hum_diags *d, hum_text *out)
{
    hum_tree *t;
    HUM_TRY(hum_parse(a, 0, big_text, d, &t));
    return hum_tree_format(a, t, out);
}

static hum_status do_to_json(hum_arena *a, hum_diags *d, hum_text *out)
{
    hum_tree *t;
    HUM_TRY(hum_parse(a, 0, big_text, d, &t));
    return hum_tree_to_json(a, t, out);
}

static hum_status do_from_json(hum_arena *a, hum_diags *d, hum_text *out)
{
    return hum_json_to_text(a, 0, big_json, d, out);
}

static hum_status do_set(hum_arena *a, hum_diags *d, hum_text *out)
{
    hum_tree *t;
    HUM_TRY(hum_parse(a, 0, big_text, d, &t));
    return hum_tree_set(a, t, HUM_T("last.z"), HUM_T("47 kohm"), d, out);
}

static hum_status do_set_told(hum_arena *a, hum_diags *d, hum_text *out)
{
    hum_tree *t;
    HUM_TRY(hum_parse(a, 0, big_text, d, &t));
    hum_status s = hum_tree_set(a, t, HUM_T("nothing.z"), HUM_T("47 kohm"), d, out);
    return s == HUM_E_INPUT ? hum_tree_print(a, t, out) : s == HUM_OK ? HUM_E_NUMERIC : s;
}

typedef hum_status step(hum_arena *a, hum_diags *d, hum_text *out);

/* @return true when the step got to its end. */
static bool run_with(step *f, countdown *c, hum_text want)
{
    hum_allocator under = {count_alloc, count_release, c};
    hum_arena *a = hum_arena_new(&under);
    hum_diags *d = a ? hum_diags_new(a) : NULL;
    hum_text got;
    hum_status status = d ? f(a, d, &got) : HUM_E_NOMEM;
    assert_true(status == HUM_OK || status == HUM_E_NOMEM);
    if (status == HUM_OK)
        assert_true(hum_text_eq(got, want)); /* never a part of the answer */
    hum_arena_close(&a);
    assert_int_equal(c->n_live, 0);
    return status == HUM_OK;
}

static void test_allocation_fails(void **state)
{
    (void)state;
    static step *const steps[] = {do_lex, do_parse, do_format, do_to_json, do_from_json, do_set, do_set_told};
    hum_arena *a = hum_arena_new(NULL);
    hum_out o = hum_out_in(a);
    seed = 20260505;
    for (size_t i = 0; i < 3000; i++)
        hum_out_z(&o, "box x \"X\"  z 1..2 ohm +4 dBu !guess # why\n");
    hum_out_z(&o, "box last z 1 ohm\n");
    assert_int_equal(hum_out_done(&o, &big_text), HUM_OK);
    assert_int_equal(do_to_json(a, hum_diags_new(a), &big_json), HUM_OK);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        hum_text want;
        assert_int_equal(steps[i](a, hum_diags_new(a), &want), HUM_OK);
        for (int is_for_ever = 0; is_for_ever < 2; is_for_ever++) {
            size_t k = 0;
            for (bool is_done = false; !is_done; k++) {
                countdown c = {.left = k, .is_for_ever = is_for_ever};
                is_done = run_with(steps[i], &c, want);
                assert_true(k < 1000);
            }
            assert_true(k > 3); /* several allocations did fail */
        }
    }
    hum_arena_close(&a);
}

/* ---- for schema.py ---- */

static hum_status convert(hum_arena *a, bool to_json, hum_text text, hum_text *out)
{
    hum_diags *d = hum_diags_new(a);
    hum_tree *t;
    if (!to_json)
        return hum_json_to_text(a, 0, text, d, out);
    HUM_TRY(hum_parse(a, 0, text, d, &t));
    return hum_diags_errors(d) ? HUM_E_INPUT : hum_tree_to_json(a, t, out);
}

/* @return The exit status: 3 when the file has errors. */
static int print_converted(const char *option, const char *path)
{
    static char bytes[1 << 20];
    FILE *f = fopen(path, "rb");
    if (!f)
        return 4;
    hum_text text = {bytes, fread(bytes, 1, sizeof bytes, f)};
    hum_text out;
    fclose(f);
    hum_arena *a = hum_arena_new(NULL);
    bool is_good = convert(a, strcmp(option, "--json") == 0, text, &out) == HUM_OK;
    if (is_good)
        fwrite(out.p, 1, out.n, stdout);
    hum_arena_close(&a);
    return is_good ? 0 : 3;
}

static int print_units(void)
{
    for (size_t i = 0; hum_unit_at(i); i++)
        puts(hum_unit_at(i)->symbol);
    return 0;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_systems),   cmocka_unit_test(test_damaged_text),
        cmocka_unit_test(test_damaged_json),     cmocka_unit_test(test_random_changes),
        cmocka_unit_test(test_allocation_fails),
    };
    if (argc == 3)
        return print_converted(argv[1], argv[2]);
    if (argc == 2 && strcmp(argv[1], "--units") == 0)
        return print_units();
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Published values against this program.
 *
 *   test_reference VALIDATION.md       every row within its tolerance, and the page as the table says
 *   test_reference --markdown          the page
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stddef.h>
#include <cmocka.h>

#include "reference.h"

#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *page_path;

void begin_chapter(references *t, const char *title)
{
    if (t->n_chapters == CHAPTERS_MAX)
        abort();
    t->chapters[t->n_chapters].title = title;
    t->chapters[t->n_chapters++].first = t->n;
}

void add_rows(references *t, const reference *rows, size_t n)
{
    if (t->n + n > REFERENCES_MAX)
        abort();
    memcpy(t->rows + t->n, rows, n * sizeof *rows);
    t->n += n;
}

static const references *table(void)
{
    static references t;
    if (t.n)
        return &t;
    add_level_rows(&t);
    add_noise_rows(&t);
    add_rejection_rows(&t);
    add_pickup_rows(&t);
    add_hearing_rows(&t);
    add_cable_rows(&t);
    add_digital_rows(&t);
    add_network_rows(&t);
    return &t;
}

/* ---- the check ---- */

/* How far outside of what is published; 0 inside a span. */
static double difference(const reference *r)
{
    if (r->up_to == 0)
        return r->ours - r->published;
    if (r->ours < r->published)
        return r->ours - r->published;
    return r->ours > r->up_to ? r->ours - r->up_to : 0;
}

static bool is_as_expected(const reference *r)
{
    bool is_decibel = strncmp(r->unit, "dB", 2) == 0;
    return r->expected == 0 ||
           fabs(r->ours - r->expected) <= (is_decibel ? 0.006 : 0.001 * fabs(r->expected));
}

static void test_every_row(void **state)
{
    (void)state;
    const references *t = table();
    int n_wrong = 0;
    assert_true(t->n > 100);
    for (size_t i = 0; i < t->n; i++) {
        const reference *r = &t->rows[i];
        bool is_near = fabs(difference(r)) <= r->tolerance;
        if (is_near && is_as_expected(r))
            continue;
        print_error("%s %s: %.7g %s; published %.7g, tolerance %.3g, expected %.7g\n", r->id, r->what,
                    r->ours, r->unit, r->published, r->tolerance, r->expected);
        n_wrong++;
    }
    assert_int_equal(n_wrong, 0);
}

/* ---- the page ---- */

static void write_ours(hum_out *o, const reference *r)
{
    bool is_decibel = strncmp(r->unit, "dB", 2) == 0;
    if (is_decibel)
        hum_out_fixed(o, r->ours, fabs(r->ours) < 1 ? 3 : 2);
    else
        hum_out_digits(o, r->ours, 4);
}

static void write_difference(hum_out *o, const reference *r)
{
    double d = difference(r);
    bool is_none = fabs(d) < 1e-6 * fabs(r->published);
    if (is_none)
        hum_out_z(o, r->up_to == 0 ? "0" : "inside");
    else
        hum_out_digits(o, d, 2);
}

static void write_row(hum_out *o, const reference *r)
{
    hum_out_f(o, "| %s | %s | ", r->id, r->what);
    hum_out_number(o, r->published);
    if (r->up_to != 0) {
        hum_out_z(o, " .. ");
        hum_out_number(o, r->up_to);
    }
    hum_out_f(o, " %s | ", r->unit);
    write_ours(o, r);
    hum_out_z(o, " | ");
    write_difference(o, r);
    hum_out_z(o, " | ");
    if (r->tolerance <= 1e-6)
        hum_out_z(o, "exact");
    else
        hum_out_number(o, r->tolerance);
    hum_out_f(o, " | %s%s%s%s |\n", r->source, r->is_recalled ? " *" : "", r->note ? "; " : "",
              r->note ? r->note : "");
}

static const char intro[] = "# Validation: published values\n"
                            "\n"
                            "Written by `test_reference --markdown`; a test fails when this page and the "
                            "program disagree. Each row is a figure that\n"
                            "somebody published, what this program's own functions give, and the tolerance "
                            "that was allowed, from the rounding or the\n"
                            "spread of the source. *Closed form* marks a value that follows from first "
                            "principles and was computed independently of\n"
                            "this program. Where a source is wrong, or rounds, the row says so. An asterisk "
                            "marks a source that was quoted from memory\n"
                            "and not read again. *Benchmark, balanced vs. unbalanced* is Benchmark Media's "
                            "application note *Balanced vs. Unbalanced\n"
                            "Analog Interfaces*. Equations: docs/physics/.\n";

static hum_text page(hum_arena *a)
{
    const references *t = table();
    hum_out o = hum_out_in(a);
    hum_text text;
    hum_out_z(&o, intro);
    for (size_t c = 0; c < t->n_chapters; c++) {
        size_t end = c + 1 < t->n_chapters ? t->chapters[c + 1].first : t->n;
        hum_out_f(&o, "\n## %s\n\n| | what | published | Humdinger | difference | allowed | source |\n",
                  t->chapters[c].title);
        hum_out_z(&o, "|---|---|---|---|---|---|---|\n");
        for (size_t i = t->chapters[c].first; i < end; i++)
            write_row(&o, &t->rows[i]);
    }
    return hum_out_done(&o, &text) == HUM_OK ? text : (hum_text){0};
}

static void test_page_is_fresh(void **state)
{
    (void)state;
    hum_arena *a = hum_arena_new(NULL);
    hum_text want = page(a);
    FILE *file = fopen(page_path, "rb");
    assert_non_null(file);
    char *found = calloc(want.n + 2, 1);
    assert_non_null(found);
    size_t n = fread(found, 1, want.n + 1, file);
    fclose(file);
    if (n != want.n || memcmp(found, want.p, n) != 0)
        fail_msg("%s is stale: write it again with test_reference --markdown", page_path);
    free(found);
    hum_arena_close(&a);
}

static int print_page(void)
{
    hum_arena *a = hum_arena_new(NULL);
    hum_text text = page(a);
    size_t n = fwrite(text.p, 1, text.n, stdout);
    bool is_short = n != text.n || n == 0;
    hum_arena_close(&a);
    return is_short ? 1 : 0;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--markdown") == 0)
        return print_page();
    page_path = argc == 2 ? argv[1] : "docs/validation.md";
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_row),
                                       cmocka_unit_test(test_page_is_fresh)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

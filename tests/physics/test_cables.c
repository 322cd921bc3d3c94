/* Cables from geometry against closed forms and published values.
 *
 *   test_cables PAGE.md      every row within its tolerance, and docs/validation-cables.md as the table says
 *   test_cables --markdown   the page
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stddef.h>
#include <cmocka.h>

#include "cables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *page_path;

void open_chapter(cable_table *t, const char *title)
{
    if (t->n_chapters == CABLE_CHAPTERS_MAX)
        abort();
    t->chapters[t->n_chapters].title = title;
    t->chapters[t->n_chapters++].first = t->n;
}

void add_row(cable_table *t, cable_row row)
{
    if (t->n == CABLE_ROWS_MAX)
        abort();
    t->rows[t->n++] = row;
}

hum_section *solve_section(cable_table *t, const hum_geometry *g, double tolerance)
{
    hum_section *s = NULL;
    if (hum_section_new(t->arena, g, tolerance, &s) != HUM_OK)
        abort();
    return s;
}

double loop_pf(hum_section *s, size_t i, size_t j)
{
    hum_complex c[WIRES2], loop;
    hum_section_capacitance(s, 1e3, c);
    if (hum_loop_capacitance(hum_section_wires(s), c, i, j, &loop) != HUM_OK)
        abort();
    return 1e12 * creal(loop);
}

double loop_nh(hum_section *s, size_t i, size_t j)
{
    double l[WIRES2];
    size_t n = hum_section_wires(s);
    hum_section_external_inductance(s, l);
    return 1e9 * (l[i * n + i] + l[j * n + j] - 2 * l[i * n + j]);
}

static hum_complex loop_z(hum_section *s, double f_hz)
{
    hum_complex z[WIRES2];
    hum_section_impedance(s, f_hz, z);
    return hum_loop_impedance(hum_section_wires(s), z, 0, 1);
}

double loop_r(hum_section *s, double f_hz)
{
    return creal(loop_z(s, f_hz));
}

double loop_l_nh(hum_section *s, double f_hz)
{
    return 1e9 * cimag(loop_z(s, f_hz)) / (2 * PI * f_hz);
}

hum_shield ideal_shield(double radius_m)
{
    return (hum_shield){
        .kind = HUM_SHIELD_TUBE, .radius_m = radius_m, .sigma_s_m = 5.8e7, .thickness_m = 0.1 * radius_m};
}

hum_wire coated(double metal_m, double coat_m, double er)
{
    hum_wire w = hum_wire_solid(metal_m, HUM_SIGMA_COPPER);
    w.n_coats = 1;
    w.coats[0] = (hum_coat){coat_m / 2, {er, 0, 0}};
    return w;
}

static cable_table *table(void)
{
    static cable_table t;
    if (t.n)
        return &t;
    t.arena = hum_arena_new(NULL);
    add_capacitance_rows(&t);
    add_construction_rows(&t);
    add_impedance_rows(&t);
    add_loss_rows(&t);
    add_shield_rows(&t);
    add_field_rows(&t);
    add_star_quad_rows(&t);
    add_ott_rows(&t);
    return &t;
}

/* ---- the check ---- */

static double difference(const cable_row *r)
{
    if (r->up_to == 0)
        return r->ours - r->expected;
    return r->ours < r->expected ? r->ours - r->expected : r->ours > r->up_to ? r->ours - r->up_to : 0;
}

static bool is_within(const cable_row *r)
{
    double allowed = r->is_absolute ? r->tolerance : r->tolerance * fabs(r->expected);
    bool is_refuted = r->refuted == 0 || fabs(r->ours - r->refuted) > allowed;
    return fabs(difference(r)) <= allowed && is_refuted;
}

static void test_rows(void **state)
{
    (void)state;
    const cable_table *t = table();
    size_t wrong = 0;
    for (size_t i = 0; i < t->n; i++) {
        const cable_row *r = &t->rows[i];
        if (is_within(r))
            continue;
        print_error("%s %s: %.10g %s expected, ours %.10g\n", r->id, r->what, r->expected, r->unit, r->ours);
        wrong++;
    }
    print_message("%zu rows\n", t->n);
    assert_int_equal(wrong, 0);
}

/* ---- the study of convergence ---- */

typedef struct study {
    const char *what;
    hum_geometry g;
    double exact_pf; /* 0: the value with the most harmonics */
} study;

static hum_geometry wires_apart(double ratio)
{
    hum_wire w = hum_wire_solid(1e-3, HUM_SIGMA_COPPER);
    return hum_geometry_pair(&w, ratio * 1e-3, NULL);
}

static double pair_pf(double ratio)
{
    return 1e12 * PI * EPS0 / acosh(ratio);
}

static size_t set_studies(study *s)
{
    size_t n = 0;
    s[n++] = (study){"bare wires, s/2a = 1.02", wires_apart(1.02), pair_pf(1.02)};
    s[n++] = (study){"bare wires, 1.1", wires_apart(1.1), pair_pf(1.1)};
    s[n++] = (study){"bare wires, 1.5", wires_apart(1.5), pair_pf(1.5)};
    s[n++] = (study){"bare wires, 3", wires_apart(3), pair_pf(3)};
    hum_wire pe = coated(20 * MIL, 38 * MIL, 2.28), pvc = coated(1.18e-3, 2.9e-3, 3.5),
             quad = coated(0.57e-3, 1.5e-3, 2.28);
    s[n++] = (study){"Cat5 pair, PE coats touch", hum_geometry_pair(&pe, 38 * MIL, NULL), 0};
    s[n++] = (study){"zip cord, PVC coats touch", hum_geometry_ribbon(&pvc, 2, 2.9e-3), 0};
    hum_shield shield = ideal_shield(1.95e-3);
    s[n++] = (study){"shielded star quad, coats touch", hum_geometry_star_quad(&quad, 1.0608e-3, &shield), 0};
    return n;
}

static double pf_of_order(const hum_geometry *g, size_t order)
{
    hum_section *s = NULL;
    hum_arena *a = hum_arena_new(NULL);
    if (!a || hum_section_new_of_order(a, g, order, 3 * order, &s) != HUM_OK)
        abort();
    double pf = loop_pf(s, 0, 1);
    hum_arena_close(&a);
    return pf;
}

static void write_study(FILE *out)
{
    static const size_t orders[] = {1, 2, 3, 4, 6, 8, 12, 16, 24, 32};
    study studies[8];
    size_t n = set_studies(studies);
    fputs("\n## Convergence\n\nRelative error of the capacitance between two wires against the number of "
          "harmonics of each "
          "wire, from the closed\nform where there is one, otherwise from 48 harmonics. The order that the "
          "solver chooses "
          "for 1e-6 follows from the gap\n(docs/physics/section.md X-9).\n\n| harmonics |",
          out);
    for (size_t i = 0; i < n; i++)
        fprintf(out, " %s |", studies[i].what);
    fputs("\n|---|", out);
    for (size_t i = 0; i < n; i++) {
        fputs("---|", out);
        if (studies[i].exact_pf == 0)
            studies[i].exact_pf = pf_of_order(&studies[i].g, 48);
    }
    for (size_t k = 0; k < sizeof orders / sizeof *orders; k++) {
        fprintf(out, "\n| %zu |", orders[k]);
        for (size_t i = 0; i < n; i++) {
            double e = fabs(pf_of_order(&studies[i].g, orders[k]) / studies[i].exact_pf - 1);
            if (e < 1e-11)
                fputs(" < 1e-11 |", out);
            else
                fprintf(out, " %.0e |", e);
        }
    }
    fputs("\n", out);
}

/* ---- the page ---- */

static void write_row(FILE *out, const cable_row *r)
{
    double ours =
        r->is_absolute && fabs(r->ours) < 1e-3 * r->tolerance ? 0 : r->ours; /* rounding is not a figure */
    fprintf(out, "| %s | %s | ", r->id, r->what);
    if (r->up_to != 0)
        fprintf(out, "%.6g .. %.6g", r->expected, r->up_to);
    else
        fprintf(out, "%.8g", r->expected);
    double d = ours == 0 && r->ours != 0 ? 0 : difference(r);
    fprintf(out, "%s%s | %.*g | ", *r->unit ? " " : "", r->unit,
            r->tolerance < 1e-5   ? 9
            : r->tolerance < 1e-3 ? 7
                                  : 5,
            ours);
    if (r->up_to != 0 && d == 0)
        fputs("inside | ", out);
    else if (r->is_absolute)
        fprintf(out, "%.2g | ", d);
    else if (fabs(d / r->expected) < 1e-9)
        fputs("< 1e-9 | ", out);
    else
        fprintf(out, "%.0e | ", d / r->expected);
    fprintf(out, "%.0e%s | %s%s%s |\n", r->tolerance, r->is_absolute ? " abs." : "", r->source,
            r->note ? "; " : "", r->note ? r->note : "");
}

static void write_page(FILE *out)
{
    const cable_table *t = table();
    fputs("# Validation: cables from geometry\n\n"
          "Written by `test_cables --markdown`; a test fails when this page and the program disagree. "
          "Differences and "
          "tolerances are relative\nunless they say abs. *Closed form* follows from first principles; "
          "*computed "
          "independently* comes from other code for the same equations,\nverified against closed forms; the "
          "rest was "
          "published. Where a published value is wrong the row says so. Equations:\ndocs/physics/section.md, "
          "pickup.md.\n",
          out);
    for (size_t c = 0; c < t->n_chapters; c++) {
        fprintf(out,
                "\n## %s\n\n| | what | expected | Humdinger | difference | allowed | source "
                "|\n|---|---|---|---|---|---|---|\n",
                t->chapters[c].title);
        size_t end = c + 1 < t->n_chapters ? t->chapters[c + 1].first : t->n;
        for (size_t i = t->chapters[c].first; i < end; i++)
            write_row(out, &t->rows[i]);
    }
    write_study(out);
}

static char *read_all(FILE *in, size_t *n)
{
    enum { MOST = 1 << 20 };
    char *text = malloc(MOST);
    if (!text)
        abort();
    rewind(in);
    *n = fread(text, 1, MOST, in);
    return text;
}

static void test_page(void **state)
{
    (void)state;
    FILE *want = tmpfile(), *have = fopen(page_path, "r");
    assert_non_null(want);
    assert_non_null(have);
    write_page(want);
    size_t a, b;
    char *x = read_all(want, &a), *y = read_all(have, &b);
    if (a != b || memcmp(x, y, a) != 0)
        fail_msg("the page is not what test_cables --markdown prints");
    free(x);
    free(y);
    fclose(want);
    fclose(have);
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--markdown") == 0) {
        write_page(stdout);
        return 0;
    }
    if (argc != 2)
        return 2;
    page_path = argv[1];
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows), cmocka_unit_test(test_page)};
    return cmocka_run_group_tests_name("cables", tests, NULL, NULL);
}

/* Unit tests of lang/: what a text is read as, and what a person is told, to the character. */
#include "support/arena.h"

#include "lang/edit.h"
#include "lang/json.h"
#include "lang/print.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static hum_diags *d;

static int open_diags(void **state)
{
    d = open_arena(state) == 0 ? hum_diags_new(a) : NULL;
    return d ? 0 : 1;
}

static hum_tree *parse(const char *z)
{
    hum_tree *t = NULL;
    assert_int_equal(hum_parse(a, 0, hum_text_of(z), d, &t), HUM_OK);
    return t;
}

static hum_tree *parse_clean(const char *z)
{
    hum_tree *t = parse(z);
    if (hum_diags_errors(d))
        fail_msg("%.*s: %.*s", (int)strlen(z), z, HUM_FMT(hum_diags_get(d, 0)->message));
    return t;
}

/* Everything told so far about this text, as a person sees it. */
static const char *told(const char *z)
{
    hum_source source = {HUM_T("a.hum"), hum_text_of(z)};
    hum_sources s = {&source, 1, 1};
    hum_out o = hum_out_in(a);
    hum_text t;
    for (size_t i = 0; i < hum_diags_count(d); i++)
        hum_out_diag(&o, &s, hum_diags_get(d, i), false);
    assert_int_equal(hum_out_done(&o, &t), HUM_OK);
    return t.p ? t.p : "";
}

/* Parses, converts every value, and compares what was told. */
static void assert_told(const char *z, const char *want)
{
    d = hum_diags_new(a);
    hum_walk w = hum_walk_of(parse(z));
    for (const hum_statement *s; (s = hum_walk_next(&w));) {
        for (size_t i = 0; i < s->n_items; i++) {
            hum_value v;
            bool is_value = s->items[i].kind == HUM_ITEM_QUANTITY || s->items[i].kind == HUM_ITEM_UNKNOWN;
            if (is_value && !hum_item_value(&s->items[i], d, &v))
                assert_true(hum_diags_errors(d) > 0);
        }
    }
    assert_string_equal(told(z), want);
}

static void assert_near(double got, double want, double relative)
{
    if (!(fabs(got - want) <= relative * fabs(want)))
        fail_msg("got %.17g, want %.17g", got, want);
}

/* ---- reading ---- */

/* One letter per item: w word, t text, q quantity, u unknown, a arrow, g tag, c comparison; a line per
 * statement. */
static const char *shape(const hum_tree *t)
{
    hum_out o = hum_out_in(a);
    hum_text text;
    hum_walk w = hum_walk_of(t);
    for (const hum_statement *s; (s = hum_walk_next(&w));) {
        hum_out_pad(&o, ' ', w.depth);
        for (size_t i = 0; i < s->n_items; i++)
            hum_out_bytes(&o, &"wtquagc"[s->items[i].kind], 1);
        hum_out_z(&o, s->comment.n ? "#\n" : "\n");
    }
    assert_int_equal(hum_out_done(&o, &text), HUM_OK);
    return text.p ? text.p : "";
}

static void test_items(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"mains 120 V 60 Hz", "wqq\n"},
        {"plug 2-pin 12-volt", "www\n"},
        {"a 20 % 20% x", "wqqw\n"},
        {"r 0.1..1 ohm !guess", "wqg\n"},
        {"r 0.1 .. 1 ohm", "wq\n"},
        {"shield 20 mohm/m +-20% stereo", "wqw\n"},
        {"z 100 ohm +- 1 % normal x", "wqw\n"},
        {"ratio 4:1 c 100 pF", "wqwq\n"},
        {"a.b->c.d -> e", "wawaw\n"},
        {"expect hum < 10 dBSPL in \"XLR\"", "wwcqwt\n"},
        {"a ? !x ?!y", "wugug\n"},
        {"gain -20 dB +4 dBu .5 V -.5 V", "wqqqq\n"},
        {"z 2V 47k\xCE\xA9 1\xC2\xB5V 1 \xCE\xBCV 1 \xE2\x84\xA6", "wqqqqq\n"},
        {"k\xC3\xBC"
         "che # x",
         "w#\n"},
        {"count 2 hot", "wqw\n"},
        {"canare/l-4e6s 5 m", "wq\n"},
        {"#a\n\n  # b\n", ""},
        {"\xEF\xBB\xBF"
         "box a",
         "ww\n"},
        {"a\r\n b\r c\n  d\n\n# x\n b\n", "w\n w\n w\n  w\n w\n"},
        {"a\n    b\n    c\nd\n e\n", "w\n w\n w\nw\n w\n"},
        {"a\n  b\n    c\n  d\n     e\n", "w\n w\n  w\n w\n  w\n"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(shape(parse_clean(rows[i].text)), rows[i].want);
}

static void test_text_is_unescaped(void **state)
{
    (void)state;
    const hum_statement *s = parse_clean("system \"a \\\"b\\\" \\\\ c\" \"\" \"\\\\\"")->first;
    assert_true(hum_text_is(s->items[1].text, "a \"b\" \\ c"));
    assert_true(hum_text_is(s->items[2].text, ""));
    assert_true(hum_text_is(s->items[3].text, "\\"));
}

static void test_spans(void **state)
{
    (void)state;
    const char *z = "box a\n  in b z 47 kohm +-5% normal !guess # why";
    const hum_statement *s = parse_clean(z)->first->children;
    const hum_item *q = &s->items[3];
    assert_memory_equal(z + q->span.begin, "47 kohm +-5% normal", q->span.end - q->span.begin);
    assert_memory_equal(z + q->q.unit_span.begin, "kohm", q->q.unit_span.end - q->q.unit_span.begin);
    assert_memory_equal(z + q->q.tolerance_span.begin, "5%",
                        q->q.tolerance_span.end - q->q.tolerance_span.begin);
    assert_int_equal(s->span.begin, 8);
    assert_int_equal(s->span.end, strlen(z) - strlen(" # why"));
    assert_true(hum_text_is(s->items[4].text, "guess"));
    assert_true(hum_text_is(s->comment, "# why"));
}

static void test_tab_is_told_once(void **state)
{
    (void)state;
    const hum_tree *t = parse("a\n\tb\n        c\n\t d\n  \te\n");
    assert_string_equal(shape(t), "w\n w\n w\n  w\n w\n"); /* columns 8, 8, 9, 8 */
    assert_int_equal(hum_diags_count(d), 1);
    assert_int_equal(hum_diags_get(d, 0)->code, HUM_D_TAB_INDENT);
    assert_int_equal(hum_diags_errors(d), 0);
}

/* ---- values ---- */

static hum_value value_of(const char *z)
{
    hum_value v;
    hum_text line = hum_text_format(a, "x %s", z);
    const hum_statement *s = parse_clean(line.p)->first;
    assert_int_equal(s->n_items, 2);
    assert_true(hum_item_value(&s->items[1], d, &v));
    return v;
}

static void test_values(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        hum_dim dim;
        hum_certainty certainty;
        double nominal, low, high;
    } rows[] = {
        {"47 kohm", HUM_DIM_OHM, HUM_EXACT, 47e3, 47e3, 47e3},
        {"47 kohm +-5%", HUM_DIM_OHM, HUM_TOLERANCE, 47e3, 44.65e3, 49.35e3},
        {"47 kohm +-2 kohm", HUM_DIM_OHM, HUM_TOLERANCE, 47e3, 45e3, 49e3},
        {"47 kohm +-500 ohm", HUM_DIM_OHM, HUM_TOLERANCE, 47e3, 46.5e3, 47.5e3},
        {"47 kohm +-0 %", HUM_DIM_OHM, HUM_EXACT, 47e3, 47e3, 47e3},
        {"0.1..1 ohm", HUM_DIM_OHM, HUM_RANGE, 0.31622776601683794, 0.1, 1}, /* geometric mean */
        {"60..80 dB", HUM_DIM_DB, HUM_RANGE, 70, 60, 80},                    /* middle */
        {"-80..-60 dB", HUM_DIM_DB, HUM_RANGE, -70, -80, -60},
        {"60 dB +-3 dB", HUM_DIM_DB, HUM_TOLERANCE, 60, 57, 63},
        {"120 dBA +-2 dBA", HUM_DIM_DBA, HUM_TOLERANCE, 120, 118, 122},
        {"25 C +-5 C", HUM_DIM_CELSIUS, HUM_TOLERANCE, 25, 20, 30},
        {"0 dBV", HUM_DIM_VOLT, HUM_EXACT, 1, 1, 1},
        {"+24 dBu", HUM_DIM_VOLT, HUM_EXACT, 12.2765, 12.2765, 12.2765},              /* 0.77460 V x 15.849 */
        {"4 dBu +-0.5 dB", HUM_DIM_VOLT, HUM_TOLERANCE, 1.22765, 1.158979, 1.300396}, /* 3.5 and 4.5 dBu */
        {"1 V +-6.0206 dB", HUM_DIM_VOLT, HUM_TOLERANCE, 1, 0.5, 2},
        {"-10..+4 dBu", HUM_DIM_VOLT, HUM_RANGE, 0.548371, 0.244949, 1.22765}, /* -3 dBu in the middle */
        {"4:1", HUM_DIM_RATIO, HUM_EXACT, 4, 4, 4},
        {"1:4 +-1 %", HUM_DIM_RATIO, HUM_TOLERANCE, 0.25, 0.2475, 0.2525},
        {"66 % +-2 %", HUM_DIM_RATIO, HUM_TOLERANCE, 0.66, 0.64, 0.68}, /* per cent of per cent is added */
        {"20 mohm/m +-20%", HUM_DIM_OHM_M, HUM_TOLERANCE, 0.02, 0.016, 0.024},
        {"36 dB/km", HUM_DIM_DB_M, HUM_EXACT, 0.036, 0.036, 0.036},
        {"9 um", HUM_DIM_METRE, HUM_EXACT, 9e-6, 9e-6, 9e-6},
        {"9 \xCE\xBCm", HUM_DIM_METRE, HUM_EXACT, 9e-6, 9e-6, 9e-6},
        {"17 pF/ft", HUM_DIM_FARAD_M, HUM_EXACT, 55.774278e-12, 55.774278e-12, 55.774278e-12},
        {"2", HUM_DIM_NONE, HUM_EXACT, 2, 2, 2},
        {"5 +-10 %", HUM_DIM_NONE, HUM_TOLERANCE, 5, 4.5, 5.5},
        {"-5 V +-10 %", HUM_DIM_VOLT, HUM_TOLERANCE, -5, -5.5, -4.5},
        {"80 \xC2\xB5V", HUM_DIM_VOLT, HUM_EXACT, 80e-6, 80e-6, 80e-6},
        {"80 \xCE\xBCV", HUM_DIM_VOLT, HUM_EXACT, 80e-6, 80e-6, 80e-6},
        {"?", HUM_DIM_NONE, HUM_UNKNOWN, 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        hum_value v = value_of(rows[i].text);
        assert_int_equal(v.dim, rows[i].dim);
        assert_int_equal(v.certainty, rows[i].certainty);
        assert_near(v.nominal, rows[i].nominal, 1e-5); /* the levels above are rounded to six digits */
        assert_near(v.low, rows[i].low, 1e-5);
        assert_near(v.high, rows[i].high, 1e-5);
    }
    assert_true(value_of("100 ohm +-1 % normal").is_normal);
    assert_false(value_of("100 ohm +-1 %").is_normal);
}

static void test_value_text(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } rows[] = {{"47000 ohm +-5%", "47 kohm +-5 %"},
                {"0.1..1 ohm", "0.1..1 ohm"},
                {"0.1 uV", "100 nV"},
                {"99.9 kohm +-1% normal", "99.9 kohm +-1 % normal"},
                {"60..80 dB", "60..80 dB"},
                {"60 dB +-2 dB", "60 dB +-2 dB"},
                {"0 dBV +-0.5 dB", "1 V +-0.5 dB"},
                {"4:1", "4:1"},
                {"1 %", "1 %"},
                {"66 % +-2 %", "66 % +-2 %"},
                {"55.5 pF/m", "55.5 pF/m"},
                {"36 dB/km", "36 dB/km"},
                {"2 dB/m +-5 %", "2 dB/m +-5 %"},
                {"2 m", "2 m"},
                {"0 V", "0 V"},
                {"0 % +-5 %", "0 % +-5 %"},
                {"0:1", "0 %"},
                {"10 mV +-2 V", "10 mV +-2 V"},
                {"150 % +-200 %", "150 % +-200 %"},
                {"0 V +-1 mV", "0 V +-1 mV"},
                {"-20 dB", "-20 dB"},
                {"25 C", "25 C"},
                {"1000 kHz", "1 MHz"},
                {"2", "2"},
                {"?", "?"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        hum_value v = value_of(rows[i].text);
        hum_out o = hum_out_in(a);
        hum_text t;
        hum_out_value(&o, &v);
        assert_int_equal(hum_out_done(&o, &t), HUM_OK);
        assert_string_equal(t.p, rows[i].want);
        hum_value again = value_of(t.p); /* what is printed can be typed again */
        assert_int_equal(again.certainty, v.certainty);
        assert_near(again.low, v.low, 1e-9);
        assert_near(again.high, v.high, 1e-9);
    }
}

/* ---- what is told, to the character ---- */

static void test_told_units(void **state)
{
    (void)state;
    assert_told(
        "box a\n  in b z 1 M noise 5 uV\n",
        "error[HUM3791]: there is no unit 'M'\n  --> a.hum:2:12\n     |\n   2 |   in b z 1 M noise 5 uV\n"
        "     |            ^\n     = help: write Mohm (a million) or mohm (a thousandth)\n");
    assert_told("mains 120V 60hz",
                "error[HUM3791]: there is no unit 'hz'\n  --> a.hum:1:14\n     |\n   1 | mains 120V 60hz\n"
                "     |              ^^\n     = help: write Hz\n");
    assert_told("x 5 mOhm/m",
                "error[HUM3791]: there is no unit 'mOhm/m'\n  --> a.hum:1:5\n     |\n   1 | x 5 mOhm/m\n"
                "     |     ^^^^^^\n     = help: write mohm/m\n");
    assert_told("x 60 dB(A)",
                "error[HUM3791]: there is no unit 'dB(A)'\n  --> a.hum:1:6\n     |\n   1 | x 60 dB(A)\n"
                "     |      ^^^^^\n     = help: write dBA\n");
    assert_told("x 5parsec", "error[HUM3791]: there is no unit 'parsec'\n  --> a.hum:1:4\n     |\n   1 | x "
                             "5parsec\n     |    ^^^^^^\n"
                             "     = help: units are case-exact: V mV uV dBu, A mA, ohm kohm Mohm, pF nF, "
                             "mH,\n             Hz kHz, m cm ft, %, dB\n");
}

static void test_told_ranges(void **state)
{
    (void)state;
    assert_told(
        "x 80..60 dB",
        "error[HUM7702]: this range runs from the larger to the smaller\n  --> a.hum:1:3\n     |\n"
        "   1 | x 80..60 dB\n     |   ^^^^^^^^^\n     = help: write the smaller number first: 60..80 dB\n");
    assert_told("x 60 dB +-5%",
                "error[HUM7702]: a tolerance in % does not fit a value in dB\n  --> a.hum:1:3\n     |\n"
                "   1 | x 60 dB +-5%\n     |   ^^^^^^^^^^\n     = help: write it in dB: +-0.5 dB\n");
    assert_told("x 4 dBu +-5%",
                "error[HUM7702]: a tolerance in % does not fit a value in dBu\n  --> a.hum:1:3\n     |\n"
                "   1 | x 4 dBu +-5%\n     |   ^^^^^^^^^^\n     = help: write it in dB: +-0.5 dB\n");
    assert_told("x 4 ohm +-1 m",
                "error[HUM7702]: a tolerance in m does not fit a value in ohm\n  --> a.hum:1:3\n     |\n"
                "   1 | x 4 ohm +-1 m\n     |   ^^^^^^^^^^^\n"
                "     = help: write it in per cent or in the unit of the value: +-5 % or +-2 kohm\n");
    assert_told("x 4 ohm +-1",
                "error[HUM7702]: this tolerance has no unit\n  --> a.hum:1:3\n     |\n   1 | x 4 ohm +-1\n"
                "     |   ^^^^^^^^^\n     = help: write it in per cent or in the unit of the value: +-5 % or "
                "+-2 kohm\n");
    assert_told("x 4 ohm +--1%",
                "error[HUM7702]: this tolerance is negative\n  --> a.hum:1:3\n     |\n   1 | x 4 ohm +--1%\n"
                "     |   ^^^^^^^^^^^\n     = help: +- says both ways already: +-5 %\n");
    assert_told("x 1..4 ohm +-1%",
                "error[HUM7702]: a range has no tolerance\n  --> a.hum:1:3\n     |\n   1 | x 1..4 ohm +-1%\n"
                "     |   ^^^^^^^^^^^^^\n     = help: write either 60..80 dB or 70 dB +-10 dB\n");
    assert_told("x 60 dB..80 dB",
                "error[HUM6017]: a range has one unit\n  --> a.hum:1:8\n     |\n   1 | x 60 dB..80 dB\n"
                "     |        ^^\n     = help: say it once, at the end: 60..80 dB\n");
    assert_told(
        "x 60.. dB",
        "error[HUM2266]: a range needs a number on both sides\n  --> a.hum:1:5\n     |\n   1 | x 60.. dB\n"
        "     |     ^^\n     = help: write it as 0.1..1 ohm\n");
    assert_told("x 5-10 dB",
                "error[HUM6017]: a number right behind another\n  --> a.hum:1:4\n     |\n   1 | x 5-10 dB\n"
                "     |    ^^^\n     = help: a range is written 5..10 ohm\n");
}

static void test_told_numbers(void **state)
{
    (void)state;
    assert_told("x 1e999 V", "error[HUM8120]: 1e999 is too large a number\n  --> a.hum:1:3\n     |\n   1 | x "
                             "1e999 V\n     |   ^^^^^\n");
    assert_told("x 1e308 kohm", "error[HUM8120]: this value is too large to compute with\n  --> a.hum:1:3\n  "
                                "   |\n   1 | x 1e308 kohm\n"
                                "     |   ^^^^^^^^^^\n");
    assert_told("x 9999 dBu", "error[HUM8120]: this value is too large to compute with\n  --> a.hum:1:3\n    "
                              " |\n   1 | x 9999 dBu\n"
                              "     |   ^^^^^^^^\n");
    assert_told(
        "x 0:0",
        "error[HUM8120]: this ratio has no value\n  --> a.hum:1:3\n     |\n   1 | x 0:0\n     |   ^^^\n"
        "     = help: write it as 4:1\n");
    assert_told(
        "x 0,5 ohm",
        "error[HUM2907]: ',' has no meaning here\n  --> a.hum:1:4\n     |\n   1 | x 0,5 ohm\n     |    ^\n"
        "     = help: values are separated by spaces, and the decimal sign is a point:\n             0.5 ohm\n");
}

static void test_told_bytes(void **state)
{
    (void)state;
    assert_told("box a \"Cable box  plug 2-pin  \nbox b\n",
                "error[HUM1463]: this text has no closing quote\n  --> a.hum:1:7\n     |\n"
                "   1 | box a \"Cable box  plug 2-pin  \n     |       ^^^^^^^^^^^^^^^^^^^^^^\n"
                "     = help: close it on the same line: \"Living room\"\n");
    assert_told("use \"C:\\amp.hum\"",
                "error[HUM2907]: a backslash that quotes nothing\n  --> a.hum:1:8\n     |\n   1 | use "
                "\"C:\\amp.hum\"\n"
                "     |        ^\n     = help: write \\\\ for one backslash, \\\" for a quote\n");
    assert_told(
        "x \xE2\x88\x92"
        "20 dB",
        "error[HUM2907]: '\xE2\x88\x92' has no meaning here\n  --> a.hum:1:3\n     |\n   1 | x \xE2\x88\x92"
        "20 dB\n"
        "     |   ^\n     = help: write the minus of the keyboard: -20 dB\n");
    assert_told(
        "a\rx \xFF\xFE y # \xC0\x80\r\nb\n",
        "error[HUM2907]: the byte 0xFF is not UTF-8 here\n  --> a.hum:2:3\n     |\n   2 | x ?? y # ??\n"
        "     |   ^^\n     = help: save the file as UTF-8\n"
        "error[HUM2907]: the byte 0xC0 is not UTF-8 here\n  --> a.hum:2:10\n     |\n   2 | x ?? y # ??\n"
        "     |          ^^\n     = help: save the file as UTF-8\n");
    assert_told(
        "x \x01\x1B[0m",
        "error[HUM2907]: a control character, U+0001\n  --> a.hum:1:3\n     |\n   1 | x ??[0m\n     |   ^^\n"
        "     = help: delete it: only spaces and line ends separate\n"
        "error[HUM2907]: '[' has no meaning here\n  --> a.hum:1:5\n     |\n   1 | x ??[0m\n     |     ^\n"
        "     = help: a name with spaces or signs goes into quotes: \"Living room\"\n");
    assert_told("plug: 3-pin",
                "error[HUM6017]: ':' stands only in a ratio\n  --> a.hum:1:5\n     |\n   1 | plug: 3-pin\n   "
                "  |     ^\n"
                "     = help: keys stand without a colon: plug 3-pin; a ratio is written 4:1\n");
    assert_told(
        "hum <= 3 dB",
        "error[HUM6017]: one sign of comparison is enough\n  --> a.hum:1:5\n     |\n   1 | hum <= 3 dB\n"
        "     |     ^^\n     = help: write one of < > =; a joint is written ->\n");
    assert_told("x +-5%",
                "error[HUM6017]: a tolerance stands behind a number with its unit\n  --> a.hum:1:3\n     |\n"
                "   1 | x +-5%\n     |   ^^\n     = help: write it as 47 kohm +-5 %\n");
}

static void test_told_indentation(void **state)
{
    (void)state;
    assert_told(
        "  box a\n  box b\nbox c\n",
        "error[HUM6679]: an indented line that belongs to nothing\n  --> a.hum:1:3\n     |\n   1 |   box a\n"
        "     |   ^^^\n     = help: begin it in the first column, or write what it belongs to above it\n");
    assert_told(
        "box a\n    in b\n  in c\n  in d\n",
        "error[HUM6679]: this line begins between two columns of the lines above\n  --> a.hum:3:3\n     |\n"
        "   3 |   in c\n     |   ^^\n     = help: lines of one thing begin in the same column\n");
    assert_told("a\n b\n  c\n   d\n    e\n    f\n b\n",
                "error[HUM5516]: more than 4 levels of indentation\n  --> a.hum:5:5\n     |\n   5 |     e\n  "
                "   |     ^\n"
                "     = help: nothing is nested deeper than: variant, box, mode, in\n");
}

static void test_limits(void **state)
{
    (void)state;
    hum_text big = {calloc(1, HUM_TEXT_MAX_BYTES * 3 + 2),
                    HUM_TEXT_MAX_BYTES * 3 + 1}; /* about 50 MB of NUL */
    hum_tree *t;
    assert_int_equal(hum_parse(a, 0, big, d, &t), HUM_E_INPUT);
    assert_null(t);
    assert_int_equal(hum_diags_count(d), 1);
    assert_int_equal(hum_diags_get(d, 0)->code, HUM_D_TOO_LARGE);
    assert_non_null(strstr(hum_diags_get(d, 0)->message.p, "16777216"));
    free((void *)(uintptr_t)big.p);
}

static void test_no_text_at_all(void **state)
{
    (void)state;
    hum_out o = hum_out_in(a);
    hum_text noise;
    hum_tree *t;
    for (size_t i = 0; i < 100000; i++)
        hum_out_bytes(&o, "(\x01", 2);
    assert_int_equal(hum_out_done(&o, &noise), HUM_OK);
    assert_int_equal(hum_parse(a, 0, noise, d, &t), HUM_E_INPUT);
    assert_int_equal(hum_diags_count(d), HUM_DIAG_MAX_ERRORS);
}

/* `word` so often, told as TOO_LARGE. */
static void assert_too_many(const char *word, size_t n, hum_status want)
{
    hum_out o = hum_out_in(a);
    hum_text text;
    hum_tree *t;
    for (size_t i = 0; i < n; i++)
        hum_out_z(&o, word);
    assert_int_equal(hum_out_done(&o, &text), HUM_OK);
    d = hum_diags_new(a);
    assert_int_equal(hum_parse(a, 0, text, d, &t), want);
    assert_int_equal(hum_diags_count(d), 1);
    assert_int_equal(hum_diags_get(d, 0)->code, HUM_D_TOO_LARGE);
}

static void test_too_many(void **state)
{
    (void)state;
    assert_too_many("a ", HUM_ITEMS_MAX + 5, HUM_OK);
    assert_too_many("a\n", HUM_STATEMENTS_MAX + 5, HUM_E_INPUT);
    assert_too_many("a ", HUM_TOKENS_MAX + 5, HUM_E_INPUT);
}

/* ---- layout ---- */

static void assert_formats(const char *z, const char *want)
{
    hum_text text, same;
    const hum_tree *t = parse_clean(z);
    assert_int_equal(hum_tree_format(a, t, &text), HUM_OK);
    assert_string_equal(text.n ? text.p : "", want);
    assert_int_equal(hum_tree_print(a, t, &same), HUM_OK);
    assert_string_equal(same.p, z);
}

static void test_format(void **state)
{
    (void)state;
    assert_formats("", "");
    assert_formats("\n\n# x\n\n\n", "# x\n");
    assert_formats("\xEF\xBB\xBF"
                   "box  a \"A\"   plug 2-pin#why  \r\n\r\n\r\n\tin b   z 47kohm+-5 %normal!guess",
                   "box  a \"A\"   plug 2-pin  #why\n\n  in b   z 47 kohm +-5% normal !guess\n");
    assert_formats("box a\tx 1\n  in   left  z  8 ohm   # l\n  in   r     z 47 ohm # r\n", /* columns stay; a tab is one blank */
                   "box a x 1\n  in   left  z  8 ohm   # l\n  in   r     z 47 ohm  # r\n");
    assert_formats("x 0.10 .. 1e3 ohm 4:1 20% 1k\xCE\xA9 \xC2\xB1 5 ppm a->b +4dBu ?!g hum<3dB",
                   "x 0.10..1e3 ohm 4:1 20 % 1 k\xCE\xA9 \xC2\xB1"
                   "5 ppm a -> b +4 dBu ? !g hum < 3 dB\n");
    assert_formats("a\n   # of b\n   b\n# of c\n     c\n   # end of a\n# last\n",
                   "a\n  # of b\n  b\n    # of c\n    c\n  # end of a\n# last\n");
    assert_formats("a\n# x\n    # y\nb\n", "a\n# x\n# y\nb\n");
}

static void test_format_refuses_errors(void **state)
{
    (void)state;
    hum_text text;
    assert_int_equal(hum_tree_format(a, parse("box ("), &text), HUM_E_INPUT);
    assert_int_equal(hum_tree_to_json(a, parse("box ("), &text), HUM_E_INPUT);
}

static void test_equal(void **state)
{
    (void)state;
    static const char *const differ[] = {"a\n b\nc\n",
                                         "a\nb\nc\n",
                                         "a\n b 1 V\nc\n",
                                         "a\n b 1..2 V\nc\n",
                                         "a\n b 1 mV\nc\n",
                                         "a\n b 1 V +-1%\nc\n",
                                         "a\n b 1 V +-1% normal\nc\n",
                                         "a # x\n b\nc\n",
                                         "a\n b\n",
                                         "a\n \"b\"\nc\n",
                                         ""};
    for (size_t i = 0; i < sizeof differ / sizeof differ[0]; i++)
        for (size_t k = 0; k < sizeof differ / sizeof differ[0]; k++)
            assert_int_equal(hum_tree_equal(parse(differ[i]), parse(differ[k])), i == k);
}

/* ---- one value changed ---- */

static const char system_text[] = "mains 120 V 60 Hz\n"
                                  "ground catv  emf 80 mV  r 0.1..1 ohm !guess   # shield\n"
                                  "box pre \"Preamp\"  plug 2-pin  # the old one\n"
                                  "  in  tv    unbalanced  z 47 kohm\n"
                                  "  out main  unbalanced  max 8 V  z 100 ohm\n"
                                  "  gain main -20 dB\n"
                                  "  gain xlr  -14 dB\n"
                                  "box amp \"Power amp\"\r\n"
                                  "  in  line  z 47kohm#x\n"
                                  "  out line  z ?\n"
                                  "  gain 29 dB\n"
                                  "cable pre.main -> amp.line  rca 5 m  shield 20 mohm/m +-20%\n"
                                  "speaker amp.spk  88 dB  8 ohm  at 3 m\n"
                                  "variant \"X\"\n"
                                  "  cable pre.main -> amp.line  xlr 3 m\n";

/* The result is the text with `old` replaced by `now`, and nothing else. */
static void assert_sets(const char *path, const char *value, const char *old, const char *now)
{
    hum_text text;
    hum_status status =
        hum_tree_set(a, parse_clean(system_text), hum_text_of(path), hum_text_of(value), d, &text);
    if (status != HUM_OK)
        fail_msg("%s: %s", path, told(system_text));
    const char *at = strstr(system_text, old);
    assert_non_null(at);
    hum_text want =
        hum_text_format(a, "%.*s%s%s", (int)(at - system_text), system_text, now, at + strlen(old));
    assert_string_equal(text.p, want.p);
}

static void test_set(void **state)
{
    (void)state;
    assert_sets("mains", "230 V", "120 V", "230 V");
    assert_sets("mains.frequency", "50Hz", "60 Hz", "50Hz");
    assert_sets("catv.emf", "0.1 V", "80 mV", "0.1 V");
    assert_sets("ground.catv.emf", " ? ", "80 mV", "?");
    assert_sets("catv.r", "0.3 ohm", "0.1..1 ohm !guess", "0.3 ohm !guess");
    assert_sets("catv.r", "0.3 ohm !measured", "0.1..1 ohm !guess", "0.3 ohm !measured");
    assert_sets("pre.tv.z", "10 kohm", "47 kohm", "10 kohm");
    assert_sets("pre.plug", "3-pin", "2-pin", "3-pin");
    assert_sets("pre", "\"Old\"", "\"Preamp\"", "\"Old\"");
    assert_sets("pre.gain.main", "-10 dB", "-20 dB", "-10 dB");
    assert_sets("pre.main.z", "50 ohm", "100 ohm", "50 ohm");
    assert_sets("amp.gain", "26dB", "29 dB", "26dB");
    assert_sets("amp.in.line.z", "22 kohm", "47kohm#x", "22 kohm #x");
    assert_sets("amp.out.line.z", "1 ohm", "?", "1 ohm");
    assert_sets("pre.main->amp.line.shield", "10 mohm/m", "20 mohm/m +-20%", "10 mohm/m");
    assert_sets("pre.main -> amp.line.length", "2 m", "5 m", "2 m");
    assert_sets("cable.pre.main->amp.line.length", "2 m", "5 m", "2 m");
    assert_sets("\"X\".pre.main->amp.line.length", "2 m", "xlr 3 m", "xlr 2 m");
    assert_sets("speaker.amp.spk", "90 dB", "88 dB", "90 dB");
    assert_sets("amp.spk.at", "2 m", "3 m", "2 m");
    assert_sets("amp.spk.impedance", "4 ohm", "8 ohm", "4 ohm");
}

static void test_set_adds_a_key(void **state)
{
    (void)state;
    assert_sets("pre.leakage", "100 uA !guess", "2-pin", "2-pin leakage 100 uA !guess");
    assert_sets("pre.main.noise", "12 uV", "100 ohm", "100 ohm noise 12 uV");
    assert_sets("amp.in.line.noise", "?", "47kohm", "47kohm noise ?");
    assert_sets("amp.plug", "3-pin", "\"Power amp\"", "\"Power amp\" plug 3-pin");
    assert_sets("mains.spectrum", "sine", "60 Hz", "60 Hz spectrum sine");
    assert_sets("pre.main->amp.line.c", "100 pF/m", "+-20%", "+-20% c 100 pF/m");
}

static void assert_set_told(const char *path, const char *value, const char *want)
{
    hum_text text;
    d = hum_diags_new(a);
    assert_int_equal(
        hum_tree_set(a, parse_clean(system_text), hum_text_of(path), hum_text_of(value), d, &text),
        HUM_E_INPUT);
    assert_string_equal(told(system_text), want);
}

static void test_set_told(void **state)
{
    (void)state;
    assert_set_told("amq.gain", "26 dB",
                    "error[HUM3345]: nothing here is called 'amq'\n"
                    "  = help: did you mean 'amp'? there is: mains, catv, pre, amp,\n"
                    "          pre.main->amp.line, speaker.amp.spk, \"X\"\n");
    assert_set_told(
        "pre.mian.z", "26 ohm",
        "error[HUM3345]: 'pre' has no 'mian'\n  --> a.hum:3:1\n     |\n"
        "   3 | box pre \"Preamp\"  plug 2-pin  # the old one\n     | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "     = help: did you mean 'main'? it has: tv, main, gain.main, gain.xlr\n");
    assert_set_told(
        "pre.main->amp.lime.length", "2 m",
        "error[HUM3345]: nothing here is called 'pre.main->amp.lime'\n"
        "  = help: did you mean 'pre.main->amp.line'? there is: mains, catv, pre, amp,\n"
        "          pre.main->amp.line, speaker.amp.spk, \"X\"\n");
    assert_set_told(
        "amp.line.z", "1 kohm",
        "error[HUM6450]: 'amp.line.z' could be one of two\n  --> a.hum:10:3\n     |\n  10 |   out line  z ?\n"
        "     |   ^^^^^^^^^^^^^\n     = help: say amp.in.line.z or amp.out.line.z\n");
    assert_set_told(
        "pre.plug", "5 V",
        "error[HUM6017]: 'pre.plug' is not that kind of value\n  --> a.hum:3:1\n     |\n"
        "   3 | box pre \"Preamp\"  plug 2-pin  # the old one\n     | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "     = help: write one word\n");
    assert_set_told("amp.gain", "26 dB 3 V",
                    "error[HUM6017]: '26 dB 3 V' is not one value\n  = help: a number with its unit such as "
                    "47 kohm, or ?, or one word\n");
    assert_set_told("amp.gain", "26 dB\n",
                    "error[HUM6017]: '26 dB?' is not one value\n"
                    "  = help: a number with its unit such as 47 kohm, or ?, or one word\n");
    assert_set_told("amp.gain", "26 dV",
                    "error[HUM6017]: '26 dV' is not one value\n"
                    "  = help: a number with its unit such as 47 kohm, or ?, or one word\n");
    assert_set_told(
        "amp.gain", "26dV",
        "error[HUM3791]: there is no unit 'dV'\n  = help: units are case-exact: V mV uV dBu, A mA, "
        "ohm kohm Mohm, pF nF, mH, Hz\n          kHz, m cm ft, %, dB\n");
    assert_set_told(
        "amp.", "26 dB",
        "error[HUM3345]: the path 'amp.' does not end with a name\n  = help: write it as amp.line.z\n");
}

/* ---- JSON ---- */

static void test_json(void **state)
{
    (void)state;
    static const char text[] = "# a system\n"
                               "ground catv emf 80 mV r 0.1..1 ohm !guess  # cable-TV shield\n"
                               "\n"
                               "box tv \"Cable \\\"box\\\"\"\n"
                               "  in b ratio 4:1 z 100 ohm +-1% normal noise ?  #odd\n"
                               "  # end of tv\n"
                               "expect a -> b < 3\n";
    static const char json[] =
        "{\"schema\": \"humdinger.system/1\",\n \"statements\": [\n"
        "  {\"comment\": \"a system\"},\n"
        "  {\"do\": [\"ground\", \"catv\", \"emf\", {\"value\": 80, \"unit\": \"mV\"}, \"r\", {\"low\": 0.1, "
        "\"high\": 1, "
        "\"unit\": \"ohm\"}, {\"tag\": \"guess\"}], \"comment\": \"cable-TV shield\"},\n"
        "  {\"do\": [\"box\", \"tv\", {\"text\": \"Cable \\\"box\\\"\"}], \"blank_above\": true, \"with\": "
        "[\n"
        "    {\"do\": [\"in\", \"b\", \"ratio\", {\"value\": 4, \"unit\": \":1\"}, \"z\", {\"value\": 100, "
        "\"unit\": \"ohm\", "
        "\"tolerance\": 1, \"tolerance_unit\": \"%\", \"normal\": true}, \"noise\", {\"unknown\": true}], "
        "\"comment\": \"#odd\"},\n"
        "    {\"comment\": \"end of tv\"}]},\n"
        "  {\"do\": [\"expect\", \"a\", {\"arrow\": true}, \"b\", {\"compare\": \"<\"}, {\"value\": 3}]}]}\n";
    hum_text got;
    assert_int_equal(hum_tree_to_json(a, parse_clean(text), &got), HUM_OK);
    assert_string_equal(got.p, json);
    assert_int_equal(hum_json_to_text(a, 0, got, d, &got), HUM_OK);
    assert_string_equal(got.p, text);
}

#define STATEMENT(s) "{\"schema\": \"humdinger.system/1\", \"statements\": [" s "]}"

static void test_json_told(void **state)
{
    (void)state;
    static const struct {
        const char *json, *message;
    } rows[] = {
        {"", "the JSON ends too early (line 1, column 0)"},
        {"{\"schema\": 1,\n \"schema\": 1}", "a key is said twice (line 2, column 9)"},
        {"[]", "this is not a system in JSON"},
        {"{\"schema\": \"humdinger.system/2\", \"statements\": []}", "this is not a system in JSON"},
        {"{\"schema\": \"humdinger.system/1\", \"statements\": [], \"x\": 1}",
         "the system: the key \"x\" is not one of: schema statements"},
        {STATEMENT("3"), "statements[0]: a statement is an object"},
        {STATEMENT("{}"), "statements[0]: a statement has \"do\", a line that is only a comment \"comment\""},
        {STATEMENT("{\"do\": []}"), "statements[0]: \"do\" is a list of one to 200 words and values"},
        {STATEMENT("{\"do\": [\"a\"], \"d\": 1}"),
         "statements[0]: the key \"d\" is not one of: do comment with blank_above"},
        {STATEMENT("{\"comment\": \"a\", \"with\": []}"),
         "statements[0]: the key \"with\" is not one of: comment blank_above"},
        {STATEMENT("{\"do\": [\"a\"]}, {\"do\": [\"a\"], \"with\": [{\"do\": [\"b\", 3]}]}"),
         "statements[1].with[0].do[1]: an item is a word (a string) or an object"},
        {STATEMENT("{\"do\": [\"two words\"]}"), "statements[0].do[0]: this is not one word"},
        {STATEMENT("{\"do\": [\"a->b\"]}"), "statements[0].do[0]: this is not one word"},
        {STATEMENT("{\"do\": [\"a\", {\"value\": \"3\"}]}"), "statements[0].do[1]: a quantity needs numbers"},
        {STATEMENT("{\"do\": [\"a\", {\"low\": 3}]}"), "statements[0].do[1]: a quantity needs numbers"},
        {STATEMENT("{\"do\": [\"a\", {\"value\": 3, \"high\": 4}]}"),
         "statements[0].do[1]: the key \"high\" is not one of: value unit tolerance tolerance_unit normal"},
        {STATEMENT("{\"do\": [\"a\", {\"value\": 3, \"unit\": \"M\"}]}"),
         "statements[0].do[1]: this is not the name of a unit"},
        {STATEMENT("{\"do\": [\"a\", {\"value\": 3, \"normal\": true}]}"),
         "statements[0].do[1]: \"tolerance\" is missing"},
        {STATEMENT("{\"do\": [\"a\", {\"text\": \"x\\ny\"}]}"),
         "statements[0].do[1]: a text is a string without control characters and line ends"},
        {STATEMENT("{\"do\": [\"a\", {\"unknown\": false}]}"), "statements[0].do[1]: this can only be true"},
        {STATEMENT("{\"do\": [\"a\", {\"tag\": \"a b\"}]}"),
         "statements[0].do[1]: this cannot be the name of a tag"},
        {STATEMENT("{\"do\": [\"a\", {\"compare\": \"<=\"}]}"),
         "statements[0].do[1]: a comparison is one of \"<\", \">\", \"=\""},
        {STATEMENT("{\"do\": [\"a\", {}]}"), "statements[0].do[1]: an item of no known kind"},
        {STATEMENT("{\"do\": [\"a\"], \"comment\": 3}"),
         "statements[0]: \"comment\" is a string without control characters and line ends"},
        {STATEMENT("{\"do\": [\"a\", {\"value\": 1}, \"m\"]}"),
         "statement 1: two items would be read as one"},
        {STATEMENT("{\"do\": [\"a\", {\"value\": 1e999}]}"),
         "a number that is too large (line 1, column 76)"},
        {STATEMENT("{\"do\": [\"a\\u0000\"]}"), "a NUL character (line 1, column 65)"},
        {"[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]",
         "a system has at most 16 levels of lists and objects, and 2000000 of them"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        hum_text text;
        d = hum_diags_new(a);
        assert_int_equal(hum_json_to_text(a, 0, hum_text_of(rows[i].json), d, &text), HUM_E_INPUT);
        assert_int_equal(hum_diags_count(d), 1);
        assert_int_equal(hum_diags_get(d, 0)->code, HUM_D_BAD_JSON);
        assert_string_equal(hum_diags_get(d, 0)->message.p, rows[i].message);
    }
}

static void test_json_nesting(void **state)
{
    (void)state;
    hum_text text;
    const char *four = STATEMENT("{\"do\":[\"a\"],\"with\":[{\"do\":[\"b\"],\"with\":[{\"do\":[\"c\"],"
                                 "\"with\":[{\"do\":[\"d\"]}]}]}]}");
    const char *five = STATEMENT("{\"do\":[\"a\"],\"with\":[{\"do\":[\"b\"],\"with\":[{\"do\":[\"c\"],"
                                 "\"with\":[{\"do\":[\"d\"],\"with\":[]}]}]}]}");
    assert_int_equal(hum_json_to_text(a, 0, hum_text_of(four), d, &text), HUM_OK);
    assert_string_equal(text.p, "a\n  b\n    c\n      d\n");
    assert_int_equal(hum_json_to_text(a, 0, hum_text_of(five), d, &text), HUM_E_INPUT);
    assert_string_equal(hum_diags_get(d, 0)->message.p,
                        "statements[0].with[0].with[0].with[0]: \"with\" is nested too deep");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_diags, close_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_items),
        TEST(test_text_is_unescaped),
        TEST(test_spans),
        TEST(test_tab_is_told_once),
        TEST(test_values),
        TEST(test_value_text),
        TEST(test_told_units),
        TEST(test_told_ranges),
        TEST(test_told_numbers),
        TEST(test_told_bytes),
        TEST(test_told_indentation),
        TEST(test_limits),
        TEST(test_no_text_at_all),
        TEST(test_too_many),
        TEST(test_format),
        TEST(test_format_refuses_errors),
        TEST(test_equal),
        TEST(test_set),
        TEST(test_set_adds_a_key),
        TEST(test_set_told),
        TEST(test_json),
        TEST(test_json_told),
        TEST(test_json_nesting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

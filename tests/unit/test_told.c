/* Texts with something wrong, each with the diagnostic it must give and the line it must stand at; and odd texts that
 * must be solved all the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "support/system.h"

#include "base/diag.h"

typedef struct wrong {
    hum_diag_code code;
    unsigned line; /* 0: of no line */
    const char *text;
} wrong;

#define BOXES "box a  plug 3-pin\n  out o  unbalanced  max 2 V  z 100 ohm\nbox b  plug 3-pin\n  in i  unbalanced  z 47 kohm\n"
#define PAIR BOXES "cable a.o -> b.i  pair 1 m  conductor 0.5 mm  "
#define DATA(kind) "box a\n  out o  " kind "\nbox b\n  in i  " kind "\ncable a.o -> b.i  "
#define SYSTEM BOXES "cable a.o -> b.i  rca 1 m\n"

static const wrong texts[] = {
    {HUM_D_BAD_BYTE, 1, "box a  plug 3-pin  leakage 1 \x01 A\n"},
    {HUM_D_BAD_TEXT, 1, "system \"Living room\n"},
    {HUM_D_BAD_NUMBER, 1, "ground g  emf 1e400 V  r 1 ohm\n"},
    {HUM_D_TAB_INDENT, 2, "box a\n\tout o\nbox b\n  in i\ncable a.o -> b.i  rca 1 m\n"},
    {HUM_D_BAD_INDENT, 1, "  out o\n"},
    {HUM_D_BAD_INDENT, 7, SYSTEM "expect hum of b.i < 1 V\n  and more\n"},
    {HUM_D_BAD_VERSION, 1, "humdinger 2\n" SYSTEM},
    {HUM_D_UNKNOWN_STATEMENT, 1, "bxo a\n"},
    {HUM_D_UNKNOWN_KEY, 1, "box a  lekage 1 mA\n"},
    {HUM_D_MISPLACED, 1, "device x/y \"X\"\n"},
    {HUM_D_MISSING, 5, BOXES "cable a.o -> b.i  rca\n"},
    {HUM_D_MISSING, 2, "box b\n  in i  unbalanced  z 47\n"},
    {HUM_D_UNEXPECTED, 5, BOXES "cable a.o -> b.i  rca 1 m ->\n"},
    {HUM_D_UNKNOWN_UNIT, 2, "box b\n  in i  unbalanced  z 47 kOhm\n"},
    {HUM_D_WRONG_UNIT, 2, "box b\n  in i  unbalanced  z 47 V\n"},
    {HUM_D_WRONG_UNIT, 5, BOXES "cable a.o -> b.i  rca 1 V\n"},
    {HUM_D_MEGA_MILLI, 2, "box b\n  in i  unbalanced  z 1 mohm\n"},
    {HUM_D_OUT_OF_RANGE, 2, "box a\n  out o  max 1e308 V\n"},
    {HUM_D_OUT_OF_RANGE, 5, BOXES "cable a.o -> b.i  rca -1 m\n"},
    {HUM_D_OUT_OF_RANGE, 5, BOXES "cable a.o -> b.i  rca 0 m\n"},
    {HUM_D_OUT_OF_RANGE, 5, BOXES "cable a.o -> b.i  rca 20 km\n"},
    {HUM_D_OUT_OF_RANGE, 1, "temperature -300 C\n" SYSTEM},
    {HUM_D_OUT_OF_RANGE, 4, "box a\n  out o\nbox b\n  in i  difference  r 0 ohm\ncable a.o -> b.i  xlr 1 m\n"},
    {HUM_D_UNEXPECTED, 1, "ground g  emf NaN V  r 1 ohm\n"},
    {HUM_D_BAD_RANGE, 1, "ground g  emf 5..1 V  r 1 ohm\n"},
    {HUM_D_BAD_RANGE, 1, "ground g  emf 5 V +-150%  r 1 ohm\n"},
    {HUM_D_UNKNOWN_WORD, 1, "box a  plug 4-pin\n"},
    {HUM_D_UNKNOWN_WORD, 2, "box a\n  out o  balanced\n"},
    {HUM_D_DUPLICATE, 5, BOXES "box a  plug 3-pin\n"},
    {HUM_D_DUPLICATE, 6, SYSTEM "cable a.o -> b.i  rca 2 m\n"},
    {HUM_D_UNKNOWN_BOX, 5, BOXES "cable a.o -> c.i  rca 1 m\n"},
    {HUM_D_UNKNOWN_PORT, 5, BOXES "cable a.o -> b.x  rca 1 m\n"},
    {HUM_D_UNKNOWN_PORT, 5, BOXES "  gain x -> y  10 dB\ncable a.o -> b.i  rca 1 m\n"},
    {HUM_D_UNKNOWN_NAME, 1, "box a  plug 3-pin  outlet nowhere\n  out o\nbox b\n  in i\ncable a.o -> b.i  rca 1 m\n"},
    {HUM_D_UNKNOWN_DEVICE, 1, "box a  like nobody/nothing\n"},
    {HUM_D_UNKNOWN_CABLE, 5, BOXES "cable a.o -> b.i  silver 1 m\n"},
    {HUM_D_DIGITAL_TO_ANALOG, 5, "box a\n  out o  spdif\nbox b\n  in i  unbalanced\ncable a.o -> b.i  rca 1 m\n"},
    {HUM_D_DIGITAL_TO_ANALOG, 5, "box a\n  out o  unbalanced\nbox b\n  in i  aes3\ncable a.o -> b.i  rca 1 m\n"},
    {HUM_D_DIGITAL_TO_ANALOG, 5, "box a\n  out o  usb\nbox b\n  in i  unbalanced\ncable a.o -> b.i  usb 1 m\n"},
    {HUM_D_OTHER_DIGITAL, 5, "box a\n  out o  usb\nbox b\n  in i  spdif\ncable a.o -> b.i  usb 1 m\n"},
    {HUM_D_OTHER_DIGITAL, 5, "box a\n  out o  optical\nbox b\n  in i  hdmi\ncable a.o -> b.i  optical 1 m\n"},
    {HUM_D_OTHER_DIGITAL, 5, "box a\n  out o  aes3\nbox b\n  in i  ethernet\ncable a.o -> b.i  pair 1 m\n"},
    {HUM_D_OTHER_PLUGS, 5, DATA("usb") "rca 1 m\n"},
    {HUM_D_OTHER_PLUGS, 5, DATA("hdmi") "usb 1 m\n"},
    {HUM_D_OTHER_PLUGS, 5, DATA("ethernet") "unshielded 1 m\n"}, /* loudspeaker wire; a network cable has its own name */
    {HUM_D_OTHER_PLUGS, 5, DATA("spdif") "optical 1 m\n"},
    {HUM_D_OTHER_PLUGS, 5, BOXES "cable a.o -> b.i  usb 1 m\n"},
    {HUM_D_MISPLACED, 5, BOXES "cable a.o -> b.i  rca 1 m  isolated 50 pF\n"},
    {HUM_D_MISPLACED, 5, DATA("optical") "optical 1 m  isolated 50 pF\n"},
    {HUM_D_MISPLACED, 4, "box a\n  out o  unbalanced\nbox b\n  in i  unbalanced  isolated 50 pF\ncable a.o -> b.i  rca 1 m\n"},
    {HUM_D_MISPLACED, 6, DATA("optical") "optical 1 m\nnear cable a.o -> b.i  mains 5 A at 5 cm\n"},
    {HUM_D_ODD_LENGTH, 5, DATA("usb") "usb 6 m\n"},
    {HUM_D_ODD_LENGTH, 5, DATA("hdmi") "hdmi 14 m\n"},
    {HUM_D_ODD_LENGTH, 5, DATA("ethernet") "ethernet 101 m\n"},
    {HUM_D_ODD_LENGTH, 5, DATA("optical") "optical 16 m\n"},
    {HUM_D_ODD_VALUE, 3, "box a\n  out o  spdif\nbox b  plug usb\n  in i  spdif\ncable a.o -> b.i  coax 1 m\n"}, /* nothing feeds it */
    {HUM_D_WRONG_UNIT, 4, "box a\n  out o  usb\nbox b\n  in i  usb  isolated 50 ohm\ncable a.o -> b.i  usb 1 m\n"},
    {HUM_D_INPUT_TAKEN, 7, "box a\n  out o  spdif\n  out p  spdif\nbox b\n  in i  spdif\ncable a.o -> b.i  rca 1 m\ncable a.p -> b.i  rca 1 m\n"},
    {HUM_D_ODD_VALUE, 5, "box a\n  out o  spdif\nbox b\n  in i  spdif\ncable a.o -> b.i  rca 1 m  loss 36 dB/km\n"},
    {HUM_D_ODD_VALUE, 5, "box a\n  out o  spdif\nbox b\n  in i  spdif\ncable a.o -> b.i  rca 1 m  loss 0.0001 dB/km at 30 MHz\n"},
    {HUM_D_INPUT_TAKEN, 8, SYSTEM "box c\n  out o\ncable c.o -> b.i  rca 1 m\n"},
    {HUM_D_BAD_WIRING, 5, BOXES "cable a.o -> b.i  rca 1 m\n  wire core2 hot -> hot\n"},
    {HUM_D_BAD_SECTION, 5, PAIR "spacing 0.5 mm\n"},                       /* conductors touch */
    {HUM_D_BAD_SECTION, 5, PAIR "spacing 1.2 mm  insulation 1.4 mm\n"},    /* coats overlap */
    {HUM_D_BAD_SECTION, 5, PAIR "insulation 0.4 mm\n"},                    /* a coat inside its conductor */
    {HUM_D_BAD_SECTION, 5, PAIR "insulation 1.4 mm  shield-inner 2 mm\n"}, /* a core leaves the shield */
    {HUM_D_BAD_SECTION, 5, PAIR "insulation 1.4 mm  shielding braid  shield-wire 0.5 mm  ends 100\n"},
    {HUM_D_FAR_RESIDUAL, 5, PAIR "insulation 1.6 mm  c 200 pF/m\n"},
    {HUM_D_OUT_OF_RANGE, 5, PAIR "insulation 1.4 m\n"},
    {HUM_D_WRONG_UNIT, 5, PAIR "insulation 1.4 ohm\n"},
    {HUM_D_UNKNOWN_WORD, 5, PAIR "shielding gold\n"},
    {HUM_D_UNKNOWN_WORD, 5, PAIR "pairing twins\n"},
    {HUM_D_ODD_VALUE, 5, PAIR "insulation 1.4 mm  pairing neighbours\n"}, /* it is no star quad */
    {HUM_D_USE_FAILED, 1, "use \"nowhere.hum\"\n"},
    {HUM_D_USE_LOOP, 1, "use \"loop.hum\"\n"},
    {HUM_D_SIGNAL_LOOP, 5, "box a\n  in i\n  out o\n  gain 0 dB\ncable a.o -> a.i  rca 1 m\n"},
    {HUM_D_NO_SYSTEM, 1, "box a  plug 3-pin\n  out o\n"},
    {HUM_D_NO_SOLUTION, 8,
     "outlet p  emf 1 mV  r 0 ohm\noutlet q  emf 2 mV  r 0 ohm\nground g  emf 3 mV  r 0 ohm\n"
     "box a  plug 3-pin  outlet p  ground g\n  out o\nbox b  plug 3-pin  outlet q  ground g\n  in i\n"
     "bond a -> b  r 0 ohm\ncable a.o -> b.i  rca 1 m\n"},
    {HUM_D_UNKNOWN_QUANTITY, 6, SYSTEM "expect loudness > 1 dB\n"},
    {HUM_D_EXPECT_FAILED, 6, SYSTEM "expect level < 1 mV\n"},
    {HUM_D_UNKNOWN_VARIANT, 6, SYSTEM "expect level < 1 mV in \"other\"\n"},
    {HUM_D_MISSING, 6, SYSTEM "near cable a.o -> b.i mains 5 A\n"},
    {HUM_D_MISSING, 6, SYSTEM "near cable a.o -> b.i mains at 5 cm\n"},
    {HUM_D_MISSING, 6, SYSTEM "near cable a.o -> b.i\n"},
    {HUM_D_MISSING, 6, SYSTEM "radio 1 MHz\n"},
    {HUM_D_MISSING, 6, SYSTEM "field\n"},
    {HUM_D_UNEXPECTED, 6, SYSTEM "near a.o mains 5 A at 5 cm\n"},
    {HUM_D_UNKNOWN_WORD, 6, SYSTEM "near cable a.o -> b.i fridge at 5 cm\n"},
    {HUM_D_UNKNOWN_NAME, 6, SYSTEM "near cable a.o -> b.x mains 5 A at 5 cm\n"},
    {HUM_D_UNKNOWN_KEY, 6, SYSTEM "near cable a.o -> b.i mains 5 A at 5 cm modulation 3 %\n"},
    {HUM_D_UNKNOWN_KEY, 6, SYSTEM "field 1 uT over 1 m\n"},
    {HUM_D_WRONG_UNIT, 6, SYSTEM "near cable a.o -> b.i mains 5 V at 5 cm\n"},
    {HUM_D_WRONG_UNIT, 6, SYSTEM "field 3 V/m\n"},
    {HUM_D_OUT_OF_RANGE, 6, SYSTEM "field 5 T\n"},
    {HUM_D_OUT_OF_RANGE, 6, SYSTEM "near cable a.o -> b.i mains 5 A at 1 mm\n"},
    {HUM_D_OUT_OF_RANGE, 6, SYSTEM "radio 50 Hz 3 V/m\n"},
    {HUM_D_MISPLACED, 6, SYSTEM "near cable a.o -> b.i cable a.o -> b.i at 1 cm\n"},
    {HUM_D_BAD_JSON, 0, "{\"schema\": 1}"},
    {HUM_D_ODD_LENGTH, 5, BOXES "cable a.o -> b.i  rca 50 m\n"},
    {HUM_D_ODD_NOISE, 2, "box a\n  out o  max 2 V  z 10 kohm  noise 1 nV\nbox b\n  in i\ncable a.o -> b.i  rca 1 m\n"},
    {HUM_D_ODD_CMRR, 4, "box a\n  out o\nbox b\n  in i  difference  z 40 kohm  zcm 1 kohm\ncable a.o -> b.i  xlr 1 m\n"},
    {HUM_D_ODD_VALUE, 2, "box a\n  out o  max 2 V  z 1 kohm  pad 6 dB  pad-z 10 ohm\nbox b\n  in i\ncable a.o -> b.i  rca 1 m\n"},
    {HUM_D_NO_EQUALIZATION, 4,
     "box a\n  out o  floating  max 5 mV  z 1 kohm  l 500 mH\nbox b\n  in i\n  out p\nbox c\n  in j\n"
     "cable a.o -> b.i  rca 1 m\ncable b.p -> c.j  rca 1 m\n"},
    {HUM_D_UNKNOWN_WORD, 4, "box a\n  out o\nbox b\n  in i  equalization nab\ncable a.o -> b.i  rca 1 m\n"},
    {HUM_D_UNKNOWN_KEY, 2, "box a\n  out o  equalization riaa\nbox b\n  in i\ncable a.o -> b.i  rca 1 m\n"},
    {HUM_D_SELECTED, 4,
     "box a\n  out o\n  out p\nbox b\n  in i\n  in j\n  out q\nbox c\n  in k\ncable a.o -> b.i  rca 1 m\n"
     "cable a.p -> b.j  rca 1 m\ncable b.q -> c.k  rca 1 m\n"},
    {HUM_D_NOT_EXPORTED, 5, PAIR "insulation 1.6 mm\n"},
    {HUM_D_UNUSED_BOX, 6, SYSTEM "box c  plug 3-pin\n  out o\n"},
    {HUM_D_NOT_EXPORTED, 2,
     "box a\n  out o  max 2 V  z 1 ohm  noise 1 uV  corner 100 Hz\nbox b\n  in i\ncable a.o -> b.i  rca 1 m\n"},
};

static hum_status load_loop(void *ctx, hum_arena *a, hum_load_kind kind, hum_text name, hum_text from, hum_text *text)
{
    if (kind == HUM_LOAD_USE && hum_text_is(name, "loop.hum")) {
        *text = HUM_T("use \"loop.hum\"\n");
        return HUM_OK;
    }
    return small_catalogue.load(ctx, a, kind, name, from, text);
}

static const hum_loader with_loop = {load_loop, NULL};

static hum_project *answer_everything(hum_arena *a, const char *text)
{
    const hum_text_options o = {.all_assumed = true};
    hum_project *p;
    hum_text t;
    size_t n, failed;
    assert_int_equal(hum_project_open(a, HUM_T("t"), hum_text_of(text), &with_loop, &p), HUM_OK);
    hum_status st = hum_report_text(p, (hum_text){0}, &o, &t);
    assert_true(is_told(p, st));
    if (st == HUM_OK) {
        assert_null(strstr(t.p, " nan"));
        assert_null(strstr(t.p, " inf "));
    }
    assert_true(is_told(p, hum_check_text(p, &o, &n, &failed, &t)));
    assert_true(is_told(p, hum_spice_text(p, (hum_text){0}, (hum_text){0}, 2, &t)));
    assert_int_equal(hum_project_diags_text(p, 0, false, &t), HUM_OK);
    return p;
}

static unsigned line_of(const hum_project *p, const hum_diag *d)
{
    hum_place at;
    return hum_place_of(&p->files.sources, d->span, &at) ? (unsigned)at.line_no : 0;
}

static void print_told(hum_project *p)
{
    hum_text t;
    if (hum_project_diags_text(p, 0, false, &t) == HUM_OK)
        print_error("%.*s\n", HUM_FMT(t));
}

static bool is_as_wanted(const wrong *w)
{
    hum_arena *a = hum_arena_new(NULL);
    hum_project *p = answer_everything(a, w->text);
    bool found = false;
    for (size_t i = 0; i < hum_diags_count(p->d); i++) {
        const hum_diag *d = hum_diags_get(p->d, i);
        found |= d->code == (uint16_t)w->code && line_of(p, d) == w->line;
    }
    if (!found) {
        print_error("not told: HUM%04u at line %u of:\n%s", (unsigned)w->code, w->line, w->text);
        print_told(p);
    }
    hum_arena_close(&a);
    return found;
}

static void test_everything_wrong_is_told(void **state)
{
    size_t n_wrong = 0;
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        n_wrong += !is_as_wanted(&texts[i]);
    assert_int_equal(n_wrong, 0);
}

/* One mistake, one message. */
static void test_one_mistake_is_told_once(void **state)
{
    static const char *const once[] = {BOXES "cable a.o -> b.i  rca -1 m\n", BOXES "cable a.o -> b.i  rca 1 V\n",
                                       "{\"schema\": 1}",
                                       "ground g  emf 5..1 V  r 1 ohm\n" SYSTEM, "mains 0 V 50 Hz\n" SYSTEM};
    (void)state;
    for (size_t i = 0; i < sizeof once / sizeof once[0]; i++) {
        hum_arena *a = hum_arena_new(NULL);
        hum_project *p = answer_everything(a, once[i]);
        if (hum_project_errors(p) != 1)
            print_told(p);
        assert_int_equal(hum_project_errors(p), 1);
        hum_arena_close(&a);
    }
}

static void test_odd_texts_are_solved(void **state)
{
    static const char *const odd[] = {
        BOXES "cable a.o -> b.i  rca ?\n",
        BOXES "cable a.o -> b.i  rca 1e-300 m\n",
        "box a  plug 3-pin\r\n  out o\r\nbox b\r\n  in i\r\ncable a.o -> b.i  rca 1 m\r\n",
        "\xEF\xBB\xBF" SYSTEM,
        "temperature -273.15 C\n" SYSTEM,
        /* nothing at all gets through */
        ("box a\n  out o  unbalanced  max 2 V  z 0 ohm  noise 0 V\nbox b\n  in i  unbalanced  z 0 ohm  noise 0 V\n"
         "cable a.o -> b.i  rca 1 m\n"),
        /* a lifted pin 1 whose shield is open as well */
        "box a\n  out o  symmetric  max 4 V\nbox b\n  in i  difference  pin1 lift\ncable a.o -> b.i  xlr 1 m  screen source\n",
        /* an ignored pin 3 that the cable leaves open */
        "box a\n  out o  unbalanced\nbox b\n  in i  fake\ncable a.o -> b.i  rca 1 m  pin3 open\n",
        /* two shorts of pin 3 that are one: in two plugs of one output, and in the plug and in the box */
        "box a\n  out o  floating\nbox b\n  in i\n  in j\ncable a.o -> b.i  coax 1 m\ncable a.o -> b.j  coax 1 m\n",
        "box a\n  out o  unbalanced\nbox b\n  in i  fake  pin3 ground\ncable a.o -> b.i  rca 1 m\n",
        /* nothing that hums, nothing that hisses */
        "mains 230 V 50 Hz\nbox a  plug battery\n  out o  max 1 V  z 0 ohm  noise 0 V\nspeaker a.o  90 dB  8 ohm  at 1 m\n",
        /* digital links of every kind alone, and what may be said of them */
        DATA("usb") "usb 1 m\n", DATA("hdmi") "hdmi ?\n", DATA("ethernet") "ethernet 1 m\n", DATA("optical") "optical 1 m\n",
        DATA("ethernet") "ethernet-shielded 1 m  isolated ?\n", DATA("usb") "usb 1 m  isolated ?  stereo\n",
        DATA("usb") "usb 1 m  screen none\nnear cable a.o -> b.i  mains 5 A at 5 cm\n",
        DATA("usb") "usb 1 m  contact 0 ohm\n  wire core1 hot -> open\n  wire shield return -> return\n",
        DATA("optical") "optical 1 m\nfield 1 uT\nradio 1 MHz 1 V/m\n", DATA("aes3") "pair 1 m  isolated 10 pF\n",
        "box a  plug battery\n  out o  hdmi  isolated ?  pin1 lift\nbox b  plug battery\n  in i  hdmi  pin1 10 nF\ncable a.o -> b.i  hdmi 1 m\n",
        "box a  plug 2-pin  leakage 0 A\n  out o\nheadphones a.o  100 dB/mW  32 ohm\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        hum_arena *a = hum_arena_new(NULL);
        hum_project *p = answer_everything(a, odd[i]);
        if (hum_project_errors(p))
            print_told(p);
        assert_int_equal(hum_project_errors(p), 0);
        hum_arena_close(&a);
    }
}

/* 16 MiB is the most; 50 MB are refused at once. */
static void test_large_texts_are_refused(void **state)
{
    enum { N = 50 * 1000 * 1000 };
    char *text = malloc(N);
    hum_arena *a = hum_arena_new(NULL);
    hum_project *p;
    (void)state;
    assert_non_null(text);
    memset(text, '#', N);
    assert_int_equal(hum_project_open(a, HUM_T("large"), (hum_text){text, N}, NULL, &p), HUM_OK);
    assert_int_equal(hum_project_errors(p), 1);
    assert_int_equal(hum_diags_get(hum_project_diags(p), 0)->code, HUM_D_TOO_LARGE);
    hum_arena_close(&a);
    free(text);
}

/* Ten thousand boxes are more than there may be: one message, at the first of them that is too many. */
static void test_ten_thousand_boxes(void **state)
{
    enum { N = 10000, LINE = 64 };
    char *text = calloc(N, LINE);
    hum_arena *a = hum_arena_new(NULL);
    size_t at = 0;
    (void)state;
    assert_non_null(text);
    for (int i = 0; i < N; i++)
        at += (size_t)snprintf(text + at, LINE, "box b%d  plug 3-pin\n  out o\n", i);
    hum_project *p = answer_everything(a, text);
    assert_int_equal(hum_project_errors(p), 1);
    const hum_diag *d = hum_diags_get(hum_project_diags(p), hum_diags_count(hum_project_diags(p)) - 1);
    assert_int_equal(d->code, HUM_D_TOO_LARGE);
    assert_int_equal(line_of(p, d), 2 * 8192 + 1);
    hum_arena_close(&a);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_everything_wrong_is_told), cmocka_unit_test(test_one_mistake_is_told_once),
        cmocka_unit_test(test_odd_texts_are_solved), cmocka_unit_test(test_large_texts_are_refused),
        cmocka_unit_test(test_ten_thousand_boxes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

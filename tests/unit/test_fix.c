/* The fix ladder: what the physics says must come first does, what cannot help is told so, and no earth is lifted. */
#include "support/arena.h"

#include "base/unit.h"
#include "humdinger/humdinger.h"
#include "lang/tree.h"
#include "study/fix.h"

#include <math.h>
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
    assert_true(fixes->n > 0);
    return fixes;
}

static const hum_fix *fix_named(const hum_fixes *f, const char *start)
{
    for (size_t i = 0; i < f->n; i++)
        if (!f->items[i].is_combination && hum_text_starts(f->items[i].what, start))
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

/* --- what can be done about a digital link ----------------------------------------------------------- */

#define COMPUTER(keys) "mains 230 V 50 Hz\noutlet desk emf 0 V r 0.1 ohm\noutlet shelf emf 20 mV r 0.2 ohm\n" \
                       "box laptop plug 3-pin outlet desk " keys "\n  out usb usb\n  out opt optical\n  out coax spdif\n  out lan ethernet\n"
#define CONVERTER(plug) "box dac plug " plug "\n  in usb usb\n  in opt optical\n  in coax spdif\n  in lan ethernet\n  out rca max 2 V z 100 ohm noise 4 uV\n"
#define LOUDSPEAKERS "box amp plug 3-pin outlet shelf\n  in rca z 20 kohm noise 8 uV\n  out drv max 28 V z 0.1 ohm\n  gain 24 dB\n" \
                     "cable dac.rca -> amp.rca rca 3 m shield 20 mohm/m contact 10 mohm\nspeaker amp.drv 88 dB 8 ohm at 2 m room 28 dBA\n"

/* Each opens the ring, and then the leakage of the DAC is all that hums. */
static void assert_opens(const hum_fixes *f, const char *start)
{
    const hum_fix *fix = fix_named(f, start);
    if (!fix)
        fail_msg("'%s' was not tried", start);
    assert_true(fix->gained_db > 30);
    assert_true(fix->after->digital == NULL || fix->after->model->n_digital == 0 || fix->after->digital[0].ground_current_a < 1e-6);
}

static void test_ways_out_of_a_usb_ring(void **state)
{
    (void)state;
    const hum_fixes *f = fixes_of(COMPUTER("portable") CONVERTER("2-pin leakage 40 uA") LOUDSPEAKERS "cable laptop.usb -> dac.usb usb 2 m\n");
    assert_opens(f, "USB isolator in laptop.usb->dac.usb");
    assert_opens(f, "optical cable laptop.opt -> dac.opt instead of laptop.usb->dac.usb");
    assert_opens(f, "laptop on its battery");
}

static void test_ways_out_of_other_digital_rings(void **state)
{
    (void)state;
    const hum_fixes *coax = fixes_of(COMPUTER("") CONVERTER("2-pin leakage 40 uA") LOUDSPEAKERS "cable laptop.coax -> dac.coax coax 2 m\n");
    assert_opens(coax, "S/PDIF isolator in laptop.coax->dac.coax");
    assert_opens(coax, "optical cable laptop.opt -> dac.opt instead of laptop.coax->dac.coax");
    const hum_fixes *lan = fixes_of(COMPUTER("") CONVERTER("2-pin leakage 40 uA") LOUDSPEAKERS "cable laptop.lan -> dac.lan ethernet-shielded 2 m\n");
    assert_opens(lan, "a network cable without a shield for laptop.lan->dac.lan");
}

/* A box without a battery keeps its plug, one that is fed over USB its cable, and what is isolated is not isolated again. */
static void test_ways_that_are_none(void **state)
{
    (void)state;
    const hum_fixes *fed = fixes_of(COMPUTER("") CONVERTER("usb") LOUDSPEAKERS "cable laptop.usb -> dac.usb usb 2 m\n");
    assert_null(fix_named(fed, "laptop on its battery"));
    assert_null(fix_named(fed, "optical cable"));
    assert_non_null(fix_named(fed, "USB isolator"));
    const hum_fixes *done = fixes_of(COMPUTER("") CONVERTER("battery") LOUDSPEAKERS "cable laptop.usb -> dac.usb usb 2 m isolated 50 pF\n");
    assert_null(fix_named(done, "USB isolator"));
    assert_null(fix_named(fixes_of(COMPUTER("") CONVERTER("battery") LOUDSPEAKERS "cable laptop.lan -> dac.lan ethernet 2 m\n"),
                          "a network cable without a shield"));
}

/* Pulling a plug is no lifted earth where a battery goes on; with anything else it is. */
static void test_only_what_has_a_battery_is_unplugged(void **state)
{
    static const char *const systems[] = {COMPUTER("portable") CONVERTER("battery") LOUDSPEAKERS "cable laptop.usb -> dac.usb usb 2 m\n",
                                          COMPUTER("") CONVERTER("battery") LOUDSPEAKERS "cable laptop.usb -> dac.usb usb 2 m\n"};
    static const char *const changes[] = {"box laptop plug battery\n", "box laptop plug 2-pin\n"};
    (void)state;
    for (size_t i = 0; i < 2; i++)
        for (size_t k = 0; k < 2; k++) {
            hum_files *files = hum_arena_alloc(a, 1, sizeof *files);
            hum_diags *d = hum_diags_new(a);
            hum_tree *tree, *extra;
            hum_model *m;
            files->a = a;
            assert_int_equal(hum_files_add(files, HUM_T("test"), hum_text_of(systems[i]), d, &tree), HUM_OK);
            assert_int_equal(hum_files_add(files, HUM_T("change"), hum_text_of(changes[k]), d, &extra), HUM_OK);
            hum_status st = hum_model_resolve_with(a, tree, (hum_text){0}, extra, files, d, &m);
            assert_int_equal(st, i == 0 && k == 0 ? HUM_OK : HUM_E_INPUT);
        }
}

/* --- gains worked out by hand ------------------------------------------------------------------------ */

static void assert_gain(const hum_fixes *f, const char *start, double want_db, double within_db)
{
    const hum_fix *fix = fix_named(f, start);
    if (!fix)
        fail_msg("'%s' was not tried", start);
    if (!(fabs(fix->gained_db - want_db) <= within_db))
        fail_msg("'%s' gains %.3f dB, not %.3f", start, fix->gained_db, want_db);
}

/* 300 mV of 50 Hz drive a current through 1 ohm, a shield of 2 m x 100 mohm/m with 5 mohm contacts, a cord of 50 mohm and 1.8 uH
 * (AS-5) and the outlet's 0.3 ohm. */
#define HUMMING(seat) HUMMING_WITH("1 ohm", "0 V", seat)
#define HUMMING_WITH(z, noise, seat)                                                                                                \
    "mains 230 V 50 Hz\n"                                                                                                 \
    "ground tv emf 300 mV r 1 ohm spectrum sine\n"                                                                        \
    "outlet wall emf 0 V r 0.3 ohm\n"                                                                                     \
    "box src plug battery ground tv\n"                                                                                    \
    "  out o max 2 V z " z " noise 0 V\n"                                                                              \
    "box amp plug 3-pin outlet wall leakage 0 A cord-emf 0 V\n"                                                           \
    "  in i z 1 Mohm noise " noise "\n  in x difference z 20 kohm zcm 10 kohm cmrr 50 dB noise 0 V\n"                                                                                          \
    "  out s max 40 V z 0 ohm noise 0 V\n"                                                                                \
    "  gain 20 dB\n"                                                                                                      \
    "cable src.o -> amp.i rca 2 m  core 60 mohm/m  shield 100 mohm/m  contact 5 mohm  c 100 pF/m  velocity 66 %  outer 1 uH/m\n" \
    seat

#define SEAT "speaker amp.s 88 dB 8 ohm at 1 m room -20 dBA count 1 room-gain 0 dB\n"

static double loop_ohm(double shield_ohm, double shield_h)
{
    return hypot(1 + shield_ohm + 50e-3 + 0.3, 2 * HUM_PI * 50 * (shield_h + 1.8e-6));
}

static double drop(double shield_ohm, double shield_h)
{
    return shield_ohm / loop_ohm(shield_ohm, shield_h);
}

/* A braid of 8.5 mohm/m, or 1 m instead of 2: the drop of the shield and its contacts, over that of the whole loop. 0.02 dB
 * is for the input's 1 Mohm and the core beside the shield. */
static void test_cable_gains(void **state)
{
    (void)state;
    const hum_fixes *f = fixes_of(HUMMING(SEAT));
    double now = drop(0.2 + 10e-3, 2e-6);
    assert_gain(f, "a cable with a heavy braid for src.o->amp.i", 20 * log10(now / drop(2 * 8.5e-3 + 10e-3, 2e-6)), 0.02);
    assert_gain(f, "src.o->amp.i 1 m long", 20 * log10(now / drop(0.1 + 10e-3, 1e-6)), 0.02);
}

/* 4 mm2 beside the cable: 2 x 4.61 mohm and two contacts of 1 mohm, 1 uH/m. The shield keeps the current divider's part. */
static void test_bond_gain(void **state)
{
    (void)state;
    const hum_fixes *f = fixes_of(HUMMING(SEAT));
    double x = 2 * HUM_PI * 50 * 2e-6, y = 2 * HUM_PI * 50 * 1.8e-6;
    double shield = 0.21, bond = 2 * 4.61e-3 + 2e-3;
    /* shield || bond = (shield + jx)(bond + jx) / (shield + bond + 2jx) */
    double nr = shield * bond - x * x, ni = x * (shield + bond), dr = shield + bond, di = 2 * x;
    double pr = (nr * dr + ni * di) / (dr * dr + di * di), pi = (ni * dr - nr * di) / (dr * dr + di * di);
    double after = hypot(pr, pi) / hypot(shield, x) * shield / hypot(1.35 + pr, y + pi);
    assert_gain(f, "a thick ground wire from src to amp", 20 * log10(drop(shield, 2e-6) / after), 0.02);
}

/* Hiss of 20 mV at the input is more than the hum, and stays; the hum becomes as much less all the same. */
static void test_hum_under_hiss(void **state)
{
    (void)state;
    const hum_fixes *f = fixes_of(HUMMING_WITH("1 ohm", "20 mV", SEAT));
    const hum_fix *fix = fix_named(f, "a cable with a heavy braid");
    assert_gain(f, "a cable with a heavy braid", 20 * log10(drop(0.21, 2e-6) / drop(2 * 8.5e-3 + 10e-3, 2e-6)), 0.02);
    assert_non_null(fix->of);
    assert_string_equal(fix->of, "hum");
    assert_true(fix->is_heard);
}

/* A pair from 100 ohm unbalanced into the balanced input: the voltage between the chassis is that of a typical pair's shield, 2 m
 * of sqrt(15 x 65) mohm/m and two contacts of 10 mohm. Of it 1/(100) enters through 100 ohm before 10 kohm, and 50 dB
 * through the receiver, with the worse sign. 0.3 dB is for the core's 0.14 ohm and 100 ohm beside 10 kohm. */
static void test_half_balanced(void **state)
{
    (void)state;
    const hum_fixes *f = fixes_of(HUMMING_WITH("100 ohm", "0 V", SEAT));
    const hum_fix *fix = fix_named(f, "a shielded pair src.o -> amp.x instead of src.o->amp.i");
    assert_non_null(fix);
    double shield = 2 * sqrt(15e-3 * 65e-3) + 2 * 10e-3;
    double enters = 100 / 10.1e3 + pow(10, -50.0 / 20);
    double want = 20 * log10(drop(0.21, 2e-6) / (drop(shield, 2e-6) * enters));
    double got = f->before->seats[0].hum_margin_db - fix->after->seats[0].hum_margin_db;
    if (!(fabs(got - want) < 0.3))
        fail_msg("%.3f dB, not %.3f", got, want);
}

/* An isolator of 50 pF in the TV's ground: 64 Mohm at 50 Hz instead of 1.56 ohm take 152 dB off the hum, and what is left is the
 * thermal noise of the parts (no amplifier has any): all that can be said by hand is that nothing is heard. */
static void test_isolator_is_silent(void **state)
{
    (void)state;
    const hum_fix *fix = fix_named(fixes_of(HUMMING(SEAT)), "isolator in tv at src");
    assert_non_null(fix);
    assert_false(fix->is_heard);
    assert_true(fix->gained_db > 40);
}

#define HISSING(peak, noise_up, noise_down)                                            \
    "box dac plug battery\n"                                                           \
    "  out o max 2 V z 1 ohm noise 1 nV\n"                                             \
    "box pre plug battery\n"                                                           \
    "  in i z 1 Mohm noise 1 nV\n"                                                     \
    "  out o max 100 V z 1 ohm noise " noise_up "\n"                                   \
    "  gain 0 dB\n"                                                                    \
    "box amp plug battery\n"                                                           \
    "  in i z 1 Mohm noise " noise_down "\n"                                           \
    "  out s max 400 V z 0 ohm noise 1 nV\n"                                           \
    "  gain 30 dB\n"                                                                   \
    "cable dac.o -> pre.i rca 1 m\ncable pre.o -> amp.i rca 1 m\n"                     \
    "speaker amp.s " peak " 8 ohm at 1 m room -20 dBA count 1 room-gain 0 dB\n"

/* The amplifier's own input makes the hiss: 10 dB less gain behind it and 10 dB more before take 10 dB off. */
static void test_gain_moved_up(void **state)
{
    (void)state;
    assert_gain(fixes_of(HISSING("88 dB", "1 nV", "300 uV")), "10 dB more gain in pre and 10 dB less in amp", 10, 0.02);
}

/* The preamplifier's output makes the hiss, and 2 V through 30 dB and 89 dB play 116 dB SPL: a pad takes 10 dB of hiss and leaves
 * 106 dB SPL, enough. With 78 dB instead there is nothing to spare, and no pad is offered. */
static void test_pad(void **state)
{
    (void)state;
    const hum_fixes *f = fixes_of(HISSING("89 dB", "300 uV", "1 nV"));
    assert_gain(f, "a 10 dB pad behind pre.o", 10, 0.02);
    assert_null(fix_named(fixes_of(HISSING("78 dB", "300 uV", "1 nV")), "a 10 dB pad behind pre.o"));
}

/* Two channels hum alike: mending one leaves the other. */
static void test_both_channels(void **state)
{
    (void)state;
    static const char twice[] = "mains 230 V 50 Hz\n"
                                "ground tv emf 300 mV r 1 ohm spectrum sine\noutlet wall emf 0 V r 0.3 ohm\n"
                                "box src plug battery ground tv\n  out l max 2 V z 1 ohm noise 0 V\n  out r max 2 V z 1 ohm noise 0 V\n"
                                "box amp plug 3-pin outlet wall leakage 0 A cord-emf 0 V mix\n"
                                "  in l z 1 Mohm noise 0 V\n  in r z 1 Mohm noise 0 V\n"
                                "  out sl max 40 V z 0 ohm noise 0 V\n  out sr max 40 V z 0 ohm noise 0 V\n"
                                "  gain l -> sl 20 dB\n  gain r -> sr 20 dB\n"
                                "cable src.l -> amp.l rca 2 m shield 100 mohm/m\n"
                                "cable src.r -> amp.r rca 2 m shield 100 mohm/m\n"
                                "speaker amp.sl 88 dB 8 ohm at 2 m count 1\nspeaker amp.sr 88 dB 8 ohm at 2 m count 1\n";
    const hum_fixes *f = fixes_of(twice);
    const hum_fix *one = fix_named(f, "a cable with a heavy braid for src.l->amp.l");
    assert_non_null(one);
    bool is_both = false;
    for (size_t i = 0; i < f->n; i++)
        is_both |= f->items[i].is_combination && hum_text_starts(f->items[i].what, "a cable with a heavy braid for src.l->amp.l, and ");
    assert_true(is_both);
}

/* A source on one outlet, two boxes on another: all on one strip are on one potential, and stay earthed. */
static void test_one_strip(void **state)
{
    (void)state;
    const hum_fixes *f = fixes_of("mains 230 V 50 Hz\noutlet a emf 300 mV r 0.3 ohm\noutlet b emf 0 V r 0.3 ohm\n"
                                  "box src plug 3-pin outlet a leakage 0 A cord-emf 0 V\n  out o max 2 V z 100 ohm noise 1 uV\n"
                                  "box pre plug 3-pin outlet b leakage 0 A cord-emf 0 V\n  in i z 47 kohm noise 1 uV\n"
                                  "  out o max 4 V z 100 ohm noise 1 uV\n  gain 0 dB\n"
                                  "box sub plug 3-pin outlet b leakage 0 A cord-emf 0 V\n  in i z 47 kohm noise 1 uV\n"
                                  "  out s max 40 V z 0.1 ohm noise 20 uV\n  gain 20 dB\n"
                                  "cable src.o -> pre.i rca 2 m\ncable pre.o -> sub.i rca 2 m\n"
                                  "speaker sub.s 88 dB 8 ohm at 3 m\n");
    const hum_fix *fix = fix_named(f, "every three-pin plug into outlet a");
    assert_non_null(fix);
    assert_false(fix->is_heard);
    assert_true(fix->gained_db > 20);
    for (size_t i = 0; i < fix->after->model->n_boxes; i++)
        assert_int_equal(fix->after->model->boxes[i].plug, HUM_PLUG_3_PIN);
}

/* A screen tied at one end costs protection against radio, and says how much; a transmitter that is stated counts. */
static void test_open_screen_costs(void **state)
{
    (void)state;
    static const char balanced[] = "mains 230 V 50 Hz\noutlet a emf 300 mV r 0.3 ohm\noutlet b emf 0 V r 0.3 ohm\n"
                                   "box src plug 3-pin outlet a\n  out o symmetric max 4 V z 100 ohm noise 1 uV\n"
                                   "box amp plug 3-pin outlet b\n  in i difference z 20 kohm zcm 10 kohm cmrr 40 dB noise 1 uV pin1 signal 50 mohm\n"
                                   "  out s max 40 V z 0.1 ohm noise 20 uV\n  gain 20 dB\n"
                                   "cable src.o -> amp.i xlr 10 m\nspeaker amp.s 88 dB 8 ohm at 3 m\n";
    const hum_fix *quiet = fix_named(fixes_of(balanced), "screen of src.o->amp.i tied at the source only");
    hum_text near = hum_text_format(a, "%sradio 1 MHz 30 V/m\n", balanced);
    const hum_fix *radio = fix_named(fixes_of(near.p), "screen of src.o->amp.i tied at the source only");
    assert_non_null(quiet);
    assert_non_null(radio);
    assert_true(quiet->gained_db > 3); /* no current in the pin 1 that leads to the signal's ground */
    assert_true(hum_text_starts(quiet->note, "an open screen lets radio in: "));
    assert_true(radio->gained_db < quiet->gained_db);
}

/* What the plug does is known only when it is stated. */
static void test_unknown_plug(void **state)
{
    (void)state;
    const hum_fixes *f = fixes_of(looped);
    assert_true(f->n_unknown == 2);
    assert_true(hum_text_is(f->unknown[0].what, "plug of tv turned over"));
    assert_null(fix_named(f, "plug of"));
}

/* A variant that lifts an earth, or opens that of an outlet, is refused with the reason. */
/* A quiet preamplifier, an amplifier that hisses alike at both inputs: XLR is 6.02 dB hotter, and the preamplifier is turned down by
 * as much. Hiss of the amplifier lies behind the control and stays; hiss of the source in front of it goes with the music. */
#define HISSES(source, amp)                                                                                           \
    "mains 230 V 50 Hz\nbox src plug battery\n  out o max 1 V z 0 ohm noise " source "\n"                              \
    "box pre plug battery\n  in i z 1 Mohm noise 0 V\n  out main max 8 V z 0.1 ohm noise 0 V\n"                         \
    "  out xlr symmetric max 16 V z 0.1 ohm imbalance 0 ohm noise 0 V\n  gain main 0 dB\n  gain xlr 6.0206 dB\n"        \
    "box amp plug 3-pin leakage 0 A\n  in line z 1 Mohm noise " amp "\n"                                                \
    "  in xlr difference z 2 Mohm zcm 1 Mohm cmrr 100 dB noise " amp "\n"                                               \
    "  out spk max 60 V z 0.01 ohm noise 0 V\n  gain 20 dB\n"                                                           \
    "cable src.o -> pre.i rca 1 m\ncable pre.main -> amp.line rca 1 m\nspeaker amp.spk 90 dB 8 ohm at 3 m room 20 dBA\n"

static void test_equal_loudness_is_made_at_the_control(void **state)
{
    (void)state;
    const hum_fixes *behind = fixes_of(HISSES("0 V", "300 uV")), *before = fixes_of(HISSES("300 uV", "0 V"));
    const hum_fix *fix = fix_named(behind, "balanced cable pre.xlr -> amp.xlr");
    assert_non_null(fix);
    assert_true(fabs(fix->level_db - 6.02) < 0.05 && fabs(fix->matched_db - 6.02) < 0.05);
    assert_true(hum_text_is(behind->before->model->boxes[behind->volume_box].id, "pre"));
    assert_gain(behind, "balanced cable pre.xlr -> amp.xlr", 0, 0.05);
    assert_gain(before, "balanced cable pre.xlr -> amp.xlr", 0, 0.05);
    assert_true(hum_headline_db(behind->before) > 10 && hum_headline_db(before->before) > 10);
    assert_true(fabs(hum_headline_db(fix->after) - hum_headline_db(behind->before)) < 0.05); /* as wired it is the same hiss */
}

/* 40 dB of rejection against 107 dB: 500 mV between two outlets, of which the screen leaves most. */
static void test_a_transformer_helps_a_poor_balanced_input(void **state)
{
    (void)state;
    const hum_fixes *f = fixes_of("mains 230 V 50 Hz\noutlet a emf 0 V r 0.2 ohm\noutlet b emf 500 mV r 0.2 ohm\n"
                                  "box mix plug 3-pin outlet a\n  out xlr symmetric max 2 V z 150 ohm imbalance 0 ohm noise 0 V\n"
                                  "box spk plug 3-pin outlet b\n  in xlr difference z 20 kohm zcm 10 kohm cmrr 40 dB noise 0 V\n"
                                  "  out drv max 60 V z 0.1 ohm\n  gain 20 dB\n"
                                  "cable mix.xlr -> spk.xlr xlr 30 m unbalance 0 %\nspeaker spk.drv 90 dB 8 ohm at 3 m room 30 dBA\n");
    const hum_fix *fix = fix_named(f, "input transformer at spk.xlr");
    assert_non_null(fix);
    assert_int_equal(fix->cost, HUM_COST_BOX);
    double less_db = 20 * log10(f->before->links[0].at_input.hum_v / fix->after->links[1].at_input.hum_v);
    assert_true(less_db > 60); /* 107 - 40, less what the lead behind it picks up */
}

static void test_lifted_earth_is_refused(void **state)
{
    (void)state;
    static const char *const lifted[] = {"box amp plug 2-pin\n", "box amp plug battery\n", "outlet wall r 1 Mohm\n",
                                         "outlet wall l 100 H\n", "remove ground wall\n",
                                         "outlet dead emf 0 V r 10 kohm\nbox amp outlet dead\n"};
    for (size_t i = 0; i < sizeof lifted / sizeof lifted[0]; i++) {
        hum_project *p;
        hum_text t, lines = hum_text_format(a, "%svariant \"lifted\"\n", looped);
        const char *rest = lifted[i];
        while (*rest) { /* each line below the variant */
            int n = (int)strcspn(rest, "\n") + 1;
            lines = hum_text_format(a, "%.*s  %.*s", HUM_FMT(lines), n, rest);
            rest += n;
        }
        assert_int_equal(hum_project_open(a, HUM_T("t"), lines, NULL, &p), HUM_OK);
        if (hum_report_text(p, HUM_T("lifted"), &(hum_text_options){0}, &t) != HUM_E_INPUT)
            fail_msg("not refused: %s", lifted[i]);
        assert_int_equal(hum_project_diags_text(p, 0, false, &t), HUM_OK);
        assert_non_null(strstr(t.p, "HUM1384"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_opening_the_loop_comes_first, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_useless_is_useless, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_ranked, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_no_earth_is_lifted, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_ways_out_of_a_usb_ring, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_ways_out_of_other_digital_rings, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_ways_that_are_none, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_only_what_has_a_battery_is_unplugged, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_cable_gains, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_bond_gain, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_hum_under_hiss, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_half_balanced, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_isolator_is_silent, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_gain_moved_up, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_pad, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_one_strip, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_open_screen_costs, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_both_channels, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_unknown_plug, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_lifted_earth_is_refused, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_equal_loudness_is_made_at_the_control, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_a_transformer_helps_a_poor_balanced_input, open_arena, close_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

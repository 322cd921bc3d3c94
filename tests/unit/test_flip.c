/* The flip point of a comparison, against values worked out by hand. */
#include "support/arena.h"

#include "humdinger/humdinger.h"
#include "model/resolve.h"
#include "study/flip.h"

#include <math.h>

/* A ground voltage drives a current through the shield of one RCA cable, into an amplifier with an earth of its own. 50 Hz
 * alone, a silent room, one loudspeaker at 1 m without a room. */
#define LOOP(emf, shield)                                                                                     \
    "mains 230 V 50 Hz\n"                                                                                     \
    "ground tv emf " emf " r 1 ohm spectrum sine\n"                                                           \
    "outlet wall emf 0 V r 0.3 ohm\n"                                                                         \
    "box src plug battery ground tv\n"                                                                        \
    "  out o max 2 V z 1 ohm noise 0 V\n"                                                                     \
    "box amp plug 3-pin outlet wall leakage 0 A cord-emf 0 V\n"                                               \
    "  in i z 1 Mohm noise 0 V\n"                                                                             \
    "  out s max 40 V z 0 ohm noise 0 V\n"                                                                    \
    "  gain 20 dB\n"                                                                                          \
    "cable src.o -> amp.i rca 2 m  core 60 mohm/m  shield " shield "  contact 5 mohm  c 100 pF/m  velocity 66 %  outer 1 uH/m\n"

#define SEAT "speaker amp.s 88 dB 8 ohm at 1 m room -20 dBA count 1 room-gain 0 dB\n"

static const hum_findings *findings_of(const char *text, const char *variant)
{
    hum_files *files = hum_arena_alloc(a, 1, sizeof *files);
    hum_diags *d = hum_diags_new(a);
    hum_tree *tree;
    hum_model *m;
    hum_findings *f;
    files->a = a;
    assert_int_equal(hum_files_add(files, HUM_T("test"), hum_text_of(text), d, &tree), HUM_OK);
    assert_int_equal(hum_model_resolve(a, tree, hum_text_of(variant), files, d, &m), HUM_OK);
    assert_int_equal(hum_study_system(a, m, d, &f), HUM_OK);
    return f;
}

static hum_flip flip_of(const char *text, const char *variant)
{
    hum_flip flip;
    assert_int_equal(hum_study_flip(a, findings_of(text, ""), findings_of(text, variant), &flip), HUM_OK);
    assert_true(flip.is_tried);
    return flip;
}

static void assert_near(double got, double want, double relative)
{
    if (!(fabs(got / want - 1) <= relative))
        fail_msg("%.9g is not %.9g", got, want);
}

/* The loop: 1 ohm, the shield's 2 x 20 mohm and two contacts of 5 mohm, the cord's 50 mohm (AS-5) and the outlet's 0.3 ohm; 1
 * uH/m of shield and 1.8 uH of cord. What the shield drops adds to the signal, its inductance does not (the core shares that
 * flux). At the threshold of hearing, 44.0 dB at 50 Hz (ISO 226:2003, table 1), the loudspeaker has 2.83 V 10^((44 - 88)/20);
 * the amplifier's gain is 10. 0.3 % is for 1 Mohm beside the shield and 2.83 V for sqrt(8) V. */
static void test_ground_voltage_at_threshold(void **state)
{
    (void)state;
    double shield_ohm = 2 * 20e-3 + 2 * 5e-3;
    double loop_ohm = hypot(1 + shield_ohm + 50e-3 + 0.3, 2 * HUM_PI * 50 * (2e-6 + 1.8e-6));
    double heard_v = 2.83 * pow(10, (44.0 - 88) / 20) / 10;
    hum_flip f = flip_of(LOOP("0.1..300 mV", "20 mohm/m") SEAT "variant \"Isolated\"\n  box src ground tv isolated 50 pF\n",
                         "Isolated");
    assert_true(f.turns && f.in_a && f.in_b);
    assert_true(hum_text_is(f.as->what, "emf of tv"));
    assert_near(f.value, heard_v * loop_ohm / shield_ohm, 3e-3);
    bool heard_now = sqrt(0.1e-3 * 300e-3) > f.value;
    assert_int_equal(f.from, heard_now ? HUM_ONLY_A_HEARD : HUM_NEITHER_HEARD);
    assert_int_equal(f.to, heard_now ? HUM_NEITHER_HEARD : HUM_ONLY_A_HEARD);
    assert_int_equal(f.is_above, !heard_now);
}

/* A's cable has an unknown shield, B's the same one with 60 mohm/m: they are equal there, whatever the rest is. A has less
 * where its shield has less. */
static void test_equal_shields(void **state)
{
    (void)state;
    hum_flip f = flip_of(LOOP("100 mV", "10..200 mohm/m") "variant \"Foil\"\n  cable src.o -> amp.i shield 60 mohm/m\n", "Foil");
    assert_true(f.turns && f.in_a && !f.in_b && f.is_above);
    assert_int_equal(f.from, HUM_A_IS_LESS);
    assert_int_equal(f.to, HUM_B_IS_LESS);
    assert_near(f.value, 60e-3, 0.006 + 1e-3); /* alike is within 0.05 dB, 0.6 % of the drop */
}

/* 80 to 90 mV through a foil shield stays heard, and open stays silent: no value in the range turns that. */
static void test_nothing_turns(void **state)
{
    (void)state;
    hum_flip f = flip_of(LOOP("80..90 mV", "20 mohm/m") SEAT "variant \"Isolated\"\n  box src ground tv isolated 50 pF\n", "Isolated");
    assert_false(f.turns);
    assert_true(isnan(f.value));
    assert_true(hum_text_is(f.as->what, "emf of tv"));
    assert_int_equal(f.from, HUM_ONLY_A_HEARD);
    assert_int_equal(f.to, HUM_ONLY_A_HEARD);
}

static void test_nothing_doubtful(void **state)
{
    (void)state;
    hum_flip f = flip_of(LOOP("80 mV", "20 mohm/m") SEAT "variant \"Isolated\"\n  box src ground tv isolated 50 pF\n", "Isolated");
    assert_null(f.as);
    assert_false(f.turns);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_ground_voltage_at_threshold, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_equal_shields, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_nothing_turns, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_nothing_doubtful, open_arena, close_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

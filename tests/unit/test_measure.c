/* How values are measured: every range that may be assumed has a sentence of its own, and none is unsafe. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/text.h"
#include "model/measure.h"
#include "model/typical.h"

#include <string.h>

static const char general[] = "Data sheet, or ask the maker.";

/* What is assumed somewhere must say more than "ask the maker". */
static void assert_told(hum_typical t, const char *what, hum_key key)
{
    assert_non_null(t.measure);
    if (strcmp(t.why, "not needed") != 0 && strcmp(t.measure, general) == 0)
        fail_msg("%s: nobody says how to measure '%s'", what, hum_key_name(key));
}

static void test_every_range_has_one(void **state)
{
    (void)state;
    for (int k = 0; k < HUM_N_KEYS; k++) {
        hum_key key = (hum_key)k;
        for (int topology = 0; topology <= HUM_OUT_OPTICAL; topology++) {
            assert_told(hum_typical_output(topology, HUM_LOAD_NOTHING, key), "output", key);
            assert_told(hum_typical_output(topology, HUM_LOAD_SPEAKER, key), "power output", key);
            assert_told(hum_typical_output(topology, HUM_LOAD_HEADPHONES, key), "headphone output", key);
        }
        for (int topology = 0; topology <= HUM_IN_OPTICAL; topology++)
            assert_told(hum_typical_input(topology, key), "input", key);
        for (int kind = 0; kind <= HUM_CABLE_UNSHIELDED; kind++)
            assert_told(hum_typical_cable((hum_cable_kind)kind, HUM_PLUGS_ANY, key), "cable", key);
        for (int plugs = HUM_PLUGS_USB; plugs <= HUM_PLUGS_HDMI; plugs++)
            assert_told(hum_typical_cable(HUM_CABLE_COAX, (hum_plugs)plugs, key), "data cable", key);
        for (int kind = 0; kind < 2; kind++) {
            assert_told(hum_typical_ground(kind, key), "ground", key);
            assert_told(hum_typical_listener(kind, key), "listener", key);
        }
        for (int plug = 0; plug <= HUM_PLUG_USB; plug++)
            assert_told(hum_typical_box((hum_plug)plug, key), "box", key);
    }
}

static bool has(const char *text, const char *word)
{
    return strstr(text, word) != NULL;
}

/* Resistance and capacitance inside a box are read with it unplugged; milliamperes only on what is off; and a chassis that
 * may float at half the mains voltage is not to be touched. */
static void test_safe(void **state)
{
    (void)state;
    size_t n = 0;
    for (; hum_measure_at(n); n++) {
        const hum_measure *m = hum_measure_at(n);
        bool is_inside = m->thing != HUM_THING_CABLE && (has(m->text, "100 mA") || has(m->text, "capacitance meter"));
        bool is_source = m->kind == HUM_OUT_FLOATING || has(m->of, "floating"); /* no mains in it */
        if (is_inside && !is_source && !has(m->text, "off and unplugged"))
            fail_msg("'%s' is not done on an unplugged box", m->text);
        assert_false(has(m->text, "lift") || has(m->text, "disconnect the earth") || has(m->text, "cheater"));
        if (has(m->text, "live") || has(m->text, "neutral"))
            fail_msg("'%s' goes near the mains", m->text);
    }
    assert_true(n >= 50);
    assert_true(has(hum_measure_of(HUM_THING_GROUND, 1, HUM_KEY_EMF), "never probe the outlet"));
    assert_true(has(hum_measure_of(HUM_THING_GROUND, 0, HUM_KEY_EMF), "touch nothing and call an electrician"));
    assert_true(has(hum_measure_of(HUM_THING_BOX, HUM_PLUG_2_PIN, HUM_KEY_LEAKAGE), "without touching any metal"));
    assert_true(has(hum_measure_of(HUM_THING_BOX, HUM_PLUG_3_PIN, HUM_KEY_LEAKAGE), "do not open the earth wire"));
}

/* One plain sentence each. */
static void test_sentences(void **state)
{
    (void)state;
    for (size_t i = 0; hum_measure_at(i); i++) {
        const char *t = hum_measure_at(i)->text;
        size_t n = strlen(t);
        assert_true(n > 30 && n < 330);
        assert_true(t[n - 1] == '.');
        assert_true(t[0] >= 'A' && t[0] <= 'Z');
        if (has(t, ". "))
            fail_msg("'%s' is more than one sentence", t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_range_has_one),
        cmocka_unit_test(test_safe),
        cmocka_unit_test(test_sentences),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

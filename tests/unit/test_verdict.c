/* The verdict and the ranked limits say the same of hiss. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "humdinger/humdinger.h"

#include <string.h>

/* 20 uV at the source is a decibel over the threshold near 4 kHz, where a room of 30 dBA is louder; above 10 kHz it is over
 * the room, where the ear is deaf to it. Heard would need both in one band. */
static const char masked[] = "mains 230 V 50 Hz\n"
                             "box pc plug 2-pin leakage 0 A\n  out line max 2 V z 100 ohm noise 20 uV\n"
                             "box mon plug 2-pin leakage 0 A\n  in rca z 10 kohm noise 5 uV\n"
                             "  out spk max 20 V z 0.1 ohm\n  gain 26 dB\n"
                             "cable pc.line -> mon.rca rca 3 m\n"
                             "speaker mon.spk 86 dB 8 ohm at 1 m room 30 dBA count 1\n";

static void assert_says(const char *room, const char *words)
{
    hum_arena *a = hum_arena_new(NULL);
    hum_project *p;
    hum_text out, text = {masked, sizeof masked - 1};
    char changed[sizeof masked];
    memcpy(changed, masked, sizeof masked);
    memcpy(strstr(changed, "30 dBA"), room, 2);
    text.p = changed;
    assert_int_equal(hum_project_open(a, (hum_text){"t", 1}, text, NULL, &p), HUM_OK);
    assert_int_equal(hum_report_json(p, (hum_text){NULL, 0}, &out), HUM_OK);
    assert_non_null(strstr(out.p, words));
    hum_arena_close(&a);
}

static void test_hiss_under_the_room_is_not_heard(void **state)
{
    (void)state;
    assert_says("30", "Hiss is under the noise of the room");
    assert_says("10", "Hiss is AUDIBLE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_hiss_under_the_room_is_not_heard)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

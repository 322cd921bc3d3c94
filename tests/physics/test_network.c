/* The bridge of source and receiver impedances in closed form (interface.md I-8, I-10) against the whole program: 200
 * random sources and receivers, each a system's text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/random_circuit.h"
#include "support/system.h"

#include <math.h>
#include <stdio.h>

#define CORE_OHM 1e-4 /* of a millimetre of cable, in each leg */

enum { SOURCES = 200, AT_60_HZ = 1 };

typedef struct bridge {
    bool is_unbalanced;
    double z, imbalance; /* of the output */
    double zcm, cmrr_db; /* of the receiver; its buffers have nothing between the pins */
} bridge;

static bridge random_bridge(random_state *r)
{
    return (bridge){.is_unbalanced = random_below(r, 2),
                    .z = random_log(r, 10, 2000),
                    .imbalance = random_log(r, 0.01, 100),
                    .zcm = random_log(r, 1e4, 1e6),
                    .cmrr_db = 60 + 240 * random_unit(r)};
}

/* Share of an EMF behind zs that a leg of zc sees. */
static double leg(double zs, double zc)
{
    return zc / (zc + zs + CORE_OHM);
}

/* Rejection with the receiver's own error of one sign; with the sign `heard_as` in the gain. */
static double rejection_db(const bridge *b, double own, double heard_as)
{
    double hot = leg(b->is_unbalanced ? b->z : b->z / 2 + b->imbalance, b->zcm);
    double cold = leg(b->is_unbalanced ? 0 : b->z / 2, b->zcm);
    double plus = b->is_unbalanced ? hot : hot / 2, minus = b->is_unbalanced ? 0 : -cold / 2;
    double gain = plus - minus + heard_as * (plus + minus) / 2;
    double error = hot - cold + own * (hot + cold) / 2;
    return 20 * log10(fabs(gain / error));
}

/* The worse polarity is reported; in the gain the sign is that of the worse hum, which is either. */
static double difference(const bridge *b, double found_db)
{
    double d = pow(10, -b->cmrr_db / 20), least = HUGE_VAL;
    double worse = fmin(rejection_db(b, d, 0), rejection_db(b, -d, 0)) - rejection_db(b, d, 0);
    for (int sign = -1; sign <= 1; sign += 2)
        least = fmin(least, fabs(found_db - rejection_db(b, d, sign * d) - worse));
    return least * log(10) / 20; /* relative */
}

static double solve(const bridge *b)
{
    char text[700];
    hum_arena *a = hum_arena_new(NULL);
    hum_project *p;
    const hum_findings *f;
    snprintf(text, sizeof text,
             "mains 120 V 60 Hz\nbox a  plug 3-pin\n  out o  %s  max 2 V  z %.17g ohm  %s %.17g ohm\n"
             "box b  plug 3-pin\n  in i  instrumentation  z %.17g ohm  zcm %.17g ohm  cmrr %.17g dB\n"
             "cable a.o -> b.i  xlr 1 mm  core 100 mohm/m  unbalance 0 %%  screen source  contact 0 ohm\n"
             "bond a -> b  r 1 mohm\n", /* the signal's own return current lifts no ground */
             b->is_unbalanced ? "unbalanced" : "symmetric", b->z, b->is_unbalanced ? "pin1 signal" : "imbalance",
             b->is_unbalanced ? 0 : b->imbalance, 2 * b->zcm, b->zcm, b->cmrr_db);
    assert_int_equal(hum_project_open(a, HUM_T("bridge"), hum_text_of(text), NULL, &p), HUM_OK);
    assert_int_equal(hum_project_findings(p, (hum_text){0}, &f), HUM_OK);
    double db = f->links[0].cmrr_db[AT_60_HZ];
    hum_arena_close(&a);
    return db;
}

static void test_bridge(void **state)
{
    (void)state;
    random_state r = {0xB41D6E};
    double worst = 0;
    for (int i = 0; i < SOURCES; i++) {
        bridge b = random_bridge(&r);
        double found = solve(&b), d = difference(&b, found);
        if (!(d < 1e-6))
            fail_msg("%d: %.9g dB, %.9g dB expected", i, found, rejection_db(&b, pow(10, -b.cmrr_db / 20), 0));
        worst = fmax(worst, d);
    }
    print_message("%d bridges: %.1e\n", SOURCES, worst);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_bridge)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

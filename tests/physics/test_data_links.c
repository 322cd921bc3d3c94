/* What USB, HDMI, Ethernet and light do to the grounds (docs/physics/grounds.md G-7 to G-9), against circuits worked out by hand: rings
 * of resistances and inductances, and capacitances in series. One mains line alone, so that a number is one phasor. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "model/typical.h"
#include "support/system.h"

#include <complex.h>
#include <math.h>
#include <stdio.h>

#define PI 3.14159265358979323846
#define OMEGA (2 * PI * 50)
#define JW (OMEGA * (double complex)I)
#define LIGHT_M_S 299792458.0

#define MAINS "mains 230 V 50 Hz spectrum sine\noutlet desk emf 0 V r 0.1 ohm\noutlet shelf emf 20 mV r 0.2 ohm spectrum sine\n"
#define LAPTOP "box laptop plug 3-pin outlet desk leakage 0 A\n  out usb usb\n  out opt optical\n  out coax spdif z 75 ohm\n  out lan ethernet isolated 1 nF\n"
#define DAC(plug) "box dac " plug "\n  in usb usb\n  in opt optical\n  in coax spdif z 75 ohm\n  in lan ethernet isolated 1 nF\n  out rca max 2 V z 100 ohm noise 0 V\n"
#define AMP "box amp plug 3-pin outlet shelf leakage 0 A\n  in rca z 20 kohm noise 0 V\n"
#define RCA "cable dac.rca -> amp.rca rca 3 m core 70 mohm/m shield 20 mohm/m contact 10 mohm c 100 pF/m velocity 66 % outer 1 uH/m\n"
#define USB_TO(more) "usb 2 m core 91 mohm/m shield 60 mohm/m contact 20 mohm outer 1 uH/m " more "\n"
#define USB USB_TO("")

/* Of its only digital link, and at the input of its only audio link. */
typedef struct found {
    double current_a;
    double hum_v;
    bool joins;
} found;

static found solve(const char *text)
{
    hum_arena *a = hum_arena_new(NULL);
    hum_project *p;
    const hum_findings *f;
    assert_int_equal(hum_project_open(a, HUM_T("data"), hum_text_of(text), NULL, &p), HUM_OK);
    assert_int_equal(hum_project_findings(p, (hum_text){0}, &f), HUM_OK);
    assert_int_equal(f->model->n_digital, 1);
    found r = {f->digital[0].ground_current_a, f->links[0].at_input.hum_v, f->net->cables[f->model->n_cables].n_ground > 0};
    hum_arena_close(&a);
    return r;
}

static void assert_near(double got, double want, double tolerance)
{
    if (!(fabs(got / want - 1) <= tolerance))
        fail_msg("%.9g, not %.9g: %.3g of it away", got, want, fabs(got / want - 1));
}

static double complex parallel(double complex a, double complex b)
{
    return a * b / (a + b);
}

/* Resistances and inductances in series from one earth to the other: outlets 0.1 and 0.2 ohm, two cords of 50 mohm and 1.8 uH (AS-5),
 * the RCA shield of 3 x 20 mohm and two contacts of 10 mohm, and 1 uH/m of both cables. */
static double complex ring_without_usb(void)
{
    return 0.3 + 2 * (0.05 + JW * 1.8e-6) + (0.08 + JW * 3e-6) + JW * 2e-6;
}

/* 222 mohm of ground wire (2 x 91 and two contacts of 20) beside 160 mohm of shield (2 x 60 and two contacts), which the flux between
 * the two, L = 1/(v^2 C) with 100 pF/m and 66 %, hardly keeps apart: 93 mohm. 20 mV over 573 mohm are 34.9 mA, which drop 2.79 mV
 * in the 80 mohm of the RCA shield; the input sees 20,000 / 20,100.2 of it. */
static void test_ring(void **state)
{
    (void)state;
    double v = 0.66 * LIGHT_M_S, between_h = 2 / (v * v * 100e-12);
    double complex usb = parallel(0.222 + JW * between_h, 0.160);
    double current_a = 20e-3 / cabs(usb + ring_without_usb());
    found r = solve(MAINS LAPTOP DAC("plug usb") AMP RCA "cable laptop.usb -> dac.usb " USB);
    assert_near(current_a, 34.9e-3, 1e-3);
    assert_near(r.current_a, current_a, 1e-5);
    assert_near(r.hum_v, current_a * 0.08 * 20e3 / 20100.21, 1e-4);
}

/* A shell that goes nowhere leaves the ground wire alone, at either end. */
static void test_shell_lifted(void **state)
{
    (void)state;
    double current_a = 20e-3 / cabs(0.222 + ring_without_usb());
    found at_dac = solve(MAINS LAPTOP "box dac plug usb\n  in usb usb pin1 lift\n  out rca max 2 V z 100 ohm\n" AMP RCA
                         "cable laptop.usb -> dac.usb " USB);
    found in_cable = solve(MAINS LAPTOP DAC("plug usb") AMP RCA "cable laptop.usb -> dac.usb " USB_TO("screen source"));
    assert_near(at_dac.current_a, current_a, 1e-5);
    assert_near(in_cable.current_a, current_a, 1e-5);
}

/* Two-pin adapter: C = I / (2 pi f V) from live and as much from neutral (eq. G-2). All that live drives goes through both cables but
 * what the ring's 0.7 ohm lets into the second C, some millionths: 80 uA, and 80 uA x 80 mohm = 6.4 uV. */
static void test_two_pin_adapter(void **state)
{
    (void)state;
    found r = solve(MAINS "outlet quiet emf 0 V r 0.2 ohm\nbox laptop plug 2-pin leakage 80 uA\n  out usb usb\n" DAC("plug usb")
                    "box amp plug 3-pin outlet quiet leakage 0 A\n  in rca z 20 kohm noise 0 V\n" RCA "cable laptop.usb -> dac.usb " USB);
    assert_near(r.current_a, 80e-6, 1e-5);
    assert_near(r.hum_v, 80e-6 * 0.08 * 20e3 / 20100.21, 1e-4);
}

/* The isolator's capacitance is all that is left of the ring: E w C. The DAC's own 20 pF to the room (AS-16) is behind it, on the
 * loudspeakers' side. */
static void test_isolator(void **state)
{
    (void)state;
    found usb = solve(MAINS LAPTOP DAC("plug usb") AMP RCA "cable laptop.usb -> dac.usb usb 2 m isolated 50 pF outer 10 uH/m\n");
    found coax = solve(MAINS LAPTOP DAC("plug usb") AMP RCA "cable laptop.coax -> dac.coax coax 2 m isolated 50 pF outer 10 uH/m\n");
    found port = solve(MAINS LAPTOP "box dac plug battery\n  in usb usb isolated 50 pF\n  out rca max 2 V z 100 ohm\n" AMP RCA
                       "cable laptop.usb -> dac.usb usb 2 m outer 10 uH/m\n");
    assert_near(usb.current_a, 20e-3 * OMEGA * 50e-12, 1e-3);
    assert_near(coax.current_a, 20e-3 * OMEGA * 50e-12, 1e-3);
    assert_near(port.current_a, 20e-3 * OMEGA * 50e-12, 1e-3);
}

/* Without a shield the transformers leave 1 nF at each end, 0.5 nF in all, across which are the 20 mV. With a shield the ring is
 * closed as by any other cable: 2 x 30 mohm and two contacts of 10. */
static void test_ethernet(void **state)
{
    (void)state;
    found open = solve(MAINS LAPTOP DAC("plug usb") AMP RCA "cable laptop.lan -> dac.lan ethernet 2 m outer 10 uH/m\n");
    found shut = solve(MAINS LAPTOP DAC("plug usb") AMP RCA
                       "cable laptop.lan -> dac.lan ethernet-shielded 2 m shield 30 mohm/m contact 10 mohm outer 1 uH/m\n");
    assert_near(open.current_a, 20e-3 * OMEGA * 0.5e-9, 0.01); /* the cable's own 2 pF to the room */
    assert_near(shut.current_a, 20e-3 / cabs(0.08 + ring_without_usb()), 1e-4);
}

/* A box that nothing earths: C of 40 uA at 230 V from live and as much from neutral, 20 pF of the battery box behind it (AS-16) and the
 * RCA shield's 11 pF/m to the room (mu0 eps0 / 1 uH/m) beside them, against the 0.5 nF of an Ethernet cable to an earthed one. */
static void test_ethernet_to_a_floating_box(void **state)
{
    (void)state;
    double c = 40e-6 / (OMEGA * 230), stray = 20e-12 + 3 * 1.11265e-17 / 1e-6, series = 0.5e-9;
    double current_a = 230 * OMEGA * c * series / (2 * c + stray + series);
    found r = solve(MAINS "box router plug 3-pin outlet desk leakage 0 A\n  out lan ethernet isolated 1 nF\n"
                    "box dac plug 2-pin leakage 40 uA\n  in lan ethernet isolated 1 nF\n  out rca max 2 V z 100 ohm\n"
                    "box amp plug battery\n  in rca z 20 kohm\n" RCA "cable router.lan -> dac.lan ethernet 2 m outer 10 uH/m\n");
    assert_near(r.current_a, current_a, 2e-3); /* the Ethernet cable's own 2 pF */
}

static void test_light(void **state)
{
    (void)state;
    found r = solve(MAINS LAPTOP DAC("plug 2-pin leakage 40 uA") AMP RCA "cable laptop.opt -> dac.opt optical 2 m\n");
    assert_false(r.joins);
    assert_true(r.current_a == 0);
    assert_near(r.hum_v, 40e-6 * 0.08 * 20e3 / 20100.21, 1e-4); /* of its own leakage */
}

/* HDMI is as USB: five ground wires, here as one of 45 mohm/m. */
static void test_hdmi(void **state)
{
    (void)state;
    double v = 0.66 * LIGHT_M_S, between_h = 3 / (v * v * 100e-12);
    double complex hdmi = parallel(3 * 0.045 + 0.04 + JW * between_h, 3 * 0.06 + 0.04);
    double complex rest = ring_without_usb() + JW * 1e-6; /* one metre more */
    found r = solve(MAINS "box tv plug 3-pin outlet desk leakage 0 A\n  out arc hdmi\n"
                    "box dac plug battery\n  in tv hdmi\n  out rca max 2 V z 100 ohm\n" AMP RCA
                    "cable tv.arc -> dac.tv hdmi 3 m core 45 mohm/m shield 60 mohm/m contact 20 mohm outer 1 uH/m\n");
    assert_near(r.current_a, 20e-3 / cabs(hdmi + rest), 1e-5);
}

/* Measured by W. Almesberger on one cable (openmoko.org): 500 mA dropped 40 mV in ground wire and shield together, contacts included:
 * 80 mohm. What is typical must not rule that out at the lengths that such cables have. */
static void test_typical_against_a_measured_cable(void **state)
{
    (void)state;
    hum_typical wire = hum_typical_cable(HUM_CABLE_COAX, HUM_PLUGS_USB, HUM_KEY_CORE);
    hum_typical shield = hum_typical_cable(HUM_CABLE_COAX, HUM_PLUGS_USB, HUM_KEY_SHIELD);
    hum_typical contact = hum_typical_cable(HUM_CABLE_COAX, HUM_PLUGS_USB, HUM_KEY_CONTACT);
    double least = creal(parallel(wire.low + 2 * contact.low, shield.low + 2 * contact.low));
    double most = creal(parallel(wire.high + 2 * contact.high, shield.high + 2 * contact.high));
    assert_true(least < 0.08 && most > 0.08); /* 1 m */
    double middle = creal(parallel(sqrt(wire.low * wire.high) + 2 * sqrt(contact.low * contact.high),
                                   sqrt(shield.low * shield.high) + 2 * sqrt(contact.low * contact.high)));
    assert_true(middle > 0.04 && middle < 0.16); /* within a factor of two */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ring),
        cmocka_unit_test(test_shell_lifted),
        cmocka_unit_test(test_two_pin_adapter),
        cmocka_unit_test(test_isolator),
        cmocka_unit_test(test_ethernet),
        cmocka_unit_test(test_ethernet_to_a_floating_box),
        cmocka_unit_test(test_light),
        cmocka_unit_test(test_hdmi),
        cmocka_unit_test(test_typical_against_a_measured_cable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Fields that cables are in: flux of legs against closed forms, and whole systems as text against hand calculations, through
 * `report --json`. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/system.h"

#include "cable/beside.h"

#include <complex.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define PI 3.14159265358979323846
#define MU0 1.25663706212e-6
#define EPS0 8.8541878128e-12

/* --- legs -------------------------------------------------------------------------------------------- */

static hum_legs pair_legs(double lay_m, double jitter)
{
    hum_wire core = hum_wire_solid(0.5e-3, HUM_SIGMA_COPPER);
    hum_geometry g = hum_geometry_pair(&core, 1.5e-3, NULL);
    hum_legs l;
    g.lay_m = lay_m;
    assert_int_equal(hum_legs_of(&g, 2, 3, &l), HUM_OK);
    l.jitter = jitter;
    return l;
}

/* As powers over the directions. */
static double between(const hum_legs *l, const hum_beside *b)
{
    double flux[HUM_WAYS_MAX][HUM_LEGS_MAX], sum = 0;
    size_t n = hum_beside_flux(l, b, flux);
    for (size_t way = 0; way < n; way++)
        sum += (flux[way][0] - flux[way][1]) * (flux[way][0] - flux[way][1]);
    return sqrt(sum);
}

static void near_to(double found, double wanted, double tolerance)
{
    if (!(fabs(found - wanted) <= tolerance * fabs(wanted)))
        fail_msg("%.9g, not %.9g", found, wanted);
}

/* Not twisted: B times spacing times length. Twisted: a quarter of a lay is left, s lay / (sqrt(2) pi) (P-15). */
static void test_uniform_field(void **state)
{
    (void)state;
    const hum_beside b = {.kind = HUM_BESIDE_UNIFORM};
    hum_legs straight = pair_legs(0, 0), twisted = pair_legs(28e-3, 0);
    near_to(between(&straight, &b), 1.5e-3 * 3, 1e-9);
    near_to(between(&twisted, &b), 1.5e-3 * 28e-3 / (sqrt(2) * PI), 2e-3); /* straight pieces, 64 of them */
}

/* Neighbours in parallel are a pair of their spacing: (P-15) again, where the opposite cores leave nothing. */
static void test_wrong_pairing(void **state)
{
    (void)state;
    const hum_beside b = {.kind = HUM_BESIDE_UNIFORM};
    hum_wire core = hum_wire_solid(0.5e-3, HUM_SIGMA_COPPER);
    hum_geometry g = hum_geometry_star_quad(&core, 1.5e-3 / sqrt(2), NULL);
    hum_legs l;
    g.lay_m = 20e-3;
    assert_int_equal(hum_legs_of(&g, 2, 3, &l), HUM_OK);
    assert_true(between(&l, &b) < 1e-12);
    hum_geometry_join_neighbours(&g);
    assert_int_equal(hum_legs_of(&g, 2, 3, &l), HUM_OK);
    near_to(between(&l, &b), 1.5e-3 * 20e-3 / (sqrt(2) * PI), 2e-3);
}

/* Plugs: cores run from the lay to contacts 7 mm apart; their mean distance is about (7 + 1.5) / 2 mm. */
static void test_opened_plugs(void **state)
{
    (void)state;
    const hum_beside b = {.kind = HUM_BESIDE_UNIFORM};
    hum_legs l = pair_legs(28e-3, 0);
    hum_legs_open(&l, 20e-3, 7e-3);
    double area = between(&l, &b);
    assert_true(area > 2 * 20e-3 * 3.5e-3 - 1e-5 && area < 2 * 20e-3 * 4.25e-3 + 1e-5);
}

/* Errors of the lay: the rms over 600 cables is the closed form's (P-16); 4 sigma of an rms of 600 is 12 %. */
static void test_jitter_is_the_mean_of_cables(void **state)
{
    (void)state;
    const hum_field f = {.kind = HUM_FIELD_UNIFORM, .b_t = {1, 0, 0}};
    enum { CABLES = 600 };
    const double lays[] = {28e-3, 0}, lengths[] = {2, 3};
    for (size_t k = 0; k < 2; k++) {
        hum_route r = {.n = 1, .x_m = {1e-3}, .length_m = lengths[k], .lay_m = lays[k]};
        double ideal, one, sum = 0;
        hum_pickup_flux(&r, &f, &ideal);
        r.jitter = 0.03;
        for (r.seed = 1; r.seed <= CABLES; r.seed++) {
            hum_pickup_flux(&r, &f, &one);
            sum += (one - ideal) * (one - ideal);
        }
        near_to(sqrt(sum / CABLES), hum_jitter_flux_wb(1e-3, 0.03, lays[k], lengths[k]), lays[k] > 0 ? 0.12 : 0.16);
    }
}

/* The loop of the axis closes far away: (mu0 l / 2 pi) ln((d + s/2)/(d - s/2)) (P-14), and its sign follows the current. */
static void test_mains_cord(void **state)
{
    (void)state;
    hum_legs l = pair_legs(28e-3, 0);
    double flux[HUM_WAYS_MAX][HUM_LEGS_MAX];
    hum_beside b = {.kind = HUM_BESIDE_MAINS, .distance_m = 0.05, .over_m = 1, .spacing_m = 4e-3};
    assert_int_equal(hum_beside_flux(&l, &b, flux), 2);
    near_to((flux[0][0] + flux[0][1]) / 2, MU0 / (2 * PI) * log(0.052 / 0.048), 1e-4);
    double before = between(&l, &b), common = fabs(flux[0][0]);
    b.spacing_m = -4e-3; /* go and return exchanged */
    hum_beside_flux(&l, &b, flux);
    near_to((flux[0][0] + flux[0][1]) / 2, -MU0 / (2 * PI) * log(0.052 / 0.048), 1e-4);
    near_to(between(&l, &b), before, 1e-9);
    b.distance_m = 5;
    hum_beside_flux(&l, &b, flux);
    near_to(fabs(flux[0][0]), common / 100, 0.02); /* 1/d; 1/d2 between the cores */
    near_to(between(&l, &b), before / 1e4, 0.02);
}

static void test_exchanged_cores_flip_the_sign(void **state)
{
    (void)state;
    hum_legs l = pair_legs(28e-3, 0), swapped = l;
    double a[HUM_WAYS_MAX][HUM_LEGS_MAX], c[HUM_WAYS_MAX][HUM_LEGS_MAX];
    const hum_beside b = {.kind = HUM_BESIDE_DIPOLE, .distance_m = 0.1, .has_far_plug = true};
    swapped.leg_of[0] = 1;
    swapped.leg_of[1] = 0;
    assert_int_equal(hum_beside_flux(&l, &b, a), 3);
    hum_beside_flux(&swapped, &b, c);
    for (size_t way = 0; way < 3; way++)
        assert_true(fabs(a[way][0] - a[way][1] + c[way][0] - c[way][1]) <= 1e-12 * (fabs(a[way][0]) + fabs(a[way][1])));
}

/* A transformer: along an endless axis at d a moment across it links mu0 m / (2 pi d). */
static void test_transformer(void **state)
{
    (void)state;
    hum_legs l = pair_legs(28e-3, 0);
    double flux[HUM_WAYS_MAX][HUM_LEGS_MAX];
    hum_beside b = {.kind = HUM_BESIDE_DIPOLE, .distance_m = 0.1};
    hum_beside_flux(&l, &b, flux);
    near_to(fabs(flux[1][0] + flux[1][1]) / 2, MU0 / (2 * PI * 0.1), 0.01); /* 3 m of axis */
    double middle = between(&l, &b);
    b.has_far_plug = true;
    assert_true(between(&l, &b) > 10 * middle); /* twist cancels all but the end */
}

/* Two thin wires: P-8 is the inverse of a 2 x 2 matrix. */
static void test_capacitance(void **state)
{
    (void)state;
    const hum_thin w[2] = {{0, 0, 2.5e-3}, {0.05, 0, 0.7e-3}};
    double c[4], room = hum_room_m(2.5e-3, 1e-6);
    assert_int_equal(hum_thin_capacitance(2, w, room, c), HUM_OK);
    near_to(c[1], hum_electric_coupling_shield_f_m(2.5e-3, 1e-6, 0.05, 0.7e-3), 1e-9);
    assert_true(c[1] == c[2] && c[0] == 0 && c[1] > 0 && c[1] < 2 * PI * EPS0);
}

/* --- whole systems ----------------------------------------------------------------------------------- */

static json_t *report_of(const char *text, const char *variant)
{
    hum_arena *a = hum_arena_new(NULL);
    hum_project *p;
    hum_text t;
    assert_non_null(a);
    assert_int_equal(hum_project_open(a, HUM_T("t"), hum_text_of(text), &small_catalogue, &p), HUM_OK);
    assert_int_equal(hum_report_json(p, hum_text_of(variant), &t), HUM_OK);
    json_t *j = json_loadb(t.p, t.n, 0, NULL);
    assert_non_null(j);
    hum_arena_close(&a);
    return j;
}

static double line_v(const json_t *report, size_t harmonic)
{
    const json_t *link = json_array_get(json_object_get(report, "links"), 0);
    return json_number_value(json_object_get(json_array_get(json_object_get(link, "hum_lines"), harmonic - 1), "v_rms"));
}

static double link_number(const json_t *report, const char *key)
{
    return json_number_value(json_object_get(json_array_get(json_object_get(report, "links"), 0), key));
}

#define QUIET_BOXES                                                                                            \
    "mains 120 V 60 Hz\nbox a  plug battery\n  out o  max 2 V  z 1 ohm  noise 1 uV\n  out x  symmetric  max 4 V  z 2 ohm  imbalance 0 ohm\n"  \
    "box b  plug battery\n  in i  z 10 Mohm  noise 1 uV\n  in x  instrumentation  z 2 Mohm  zcm 1 Mohm  cmrr 200 dB\n"
#define BONDED QUIET_BOXES "bond a -> b  r 0 ohm apart\n"

/* EMF = w B A: 1 uT over 1 m2 at 60 Hz is 377 uV across the return, all of the loop's resistance being in the shield. */
static void test_loop_in_a_uniform_field(void **state)
{
    (void)state;
    json_t *r = report_of(BONDED "cable a.o -> b.i rca 1 m loop 1 m2 contact 0 ohm jitter 0 % opened 0 m\nfield 1 uT spectrum sine\n", "");
    near_to(line_v(r, 1), 2 * PI * 60 * 1e-6, 1e-3);
    json_decref(r);
}

/* A ground wire beside the cable, whichever way it is written, is in the same field: the two make no loop. Apart from it, with 1 m2 between
 * them: w B A over 20 + 10 mohm, of which the shield has 20 mohm. */
static void test_ground_wire_beside_the_cable(void **state)
{
    (void)state;
    static const char *const text = QUIET_BOXES
        "cable a.o -> b.i rca 1 m  shield 20 mohm/m  loop 1 m2  contact 0 ohm  jitter 0 %  opened 0 m\nfield 1 uT spectrum sine\n"
        "variant \"along\"\n  bond a -> b  r 10 mohm\nvariant \"back\"\n  bond b -> a  r 10 mohm  l 1 uH\n"
        "variant \"apart\"\n  bond a -> b  r 10 mohm  apart\n";
    json_t *along = report_of(text, "along"), *back = report_of(text, "back"), *apart = report_of(text, "apart");
    assert_true(line_v(along, 1) < 1e-6 * 2 * PI * 60 * 1e-6);
    assert_true(line_v(back, 1) < 1e-6 * 2 * PI * 60 * 1e-6);
    near_to(line_v(apart, 1), 2 * PI * 60 * 1e-6 * 20 / 30, 0.02); /* 0.8 % by 0.4 mohm of the loop's reactance */
    json_decref(along);
    json_decref(back);
    json_decref(apart);
}

static void test_balanced_sees_nothing_of_the_loop(void **state)
{
    (void)state;
    json_t *r = report_of(BONDED "cable a.x -> b.x xlr 1 m loop 1 m2 contact 0 ohm jitter 0 % opened 0 m\nfield 1 uT spectrum sine\n", "");
    assert_true(line_v(r, 1) < 2 * PI * 60 * 1e-6 * 1e-3);
    json_decref(r);
}

static void test_twist_helps(void **state)
{
    (void)state;
    static const char text[] = BONDED "cable a.x -> b.x xlr 3 m lay 28 mm unbalance 0 % jitter 0 % opened 0 m\n"
                                      "near cable a.x -> b.x mains 5 A at 5 cm over 2 m spacing 4 mm voltage 0 V spectrum sine\n"
                                      "variant \"straight\"\n  cable a.x -> b.x lay 0 m\n"
                                      "variant \"far\"\n  near cable a.x -> b.x mains at 5 m\n"
                                      "variant \"twisted cord\"\n  near cable a.x -> b.x mains twist 3 cm\n";
    json_t *r = report_of(text, ""), *straight = report_of(text, "straight"), *far = report_of(text, "far");
    json_t *cord = report_of(text, "twisted cord");
    assert_true(line_v(r, 1) < line_v(straight, 1) / 50);
    near_to(line_v(far, 1), line_v(r, 1) / 1e4, 0.05);
    /* F = 1.2e-4 (P-6a), its gradient k = 209/m instead of 1/d = 20/m; lays of 28 and 30 mm beat over 0.42 m, 4.76 beats in 2 m */
    assert_true(line_v(cord, 1) < line_v(straight, 1) * 1.2e-4 * 209 / 20 / (PI * 4.76) * 2);
    json_decref(r), json_decref(straight), json_decref(far), json_decref(cord);
}

/* P-26: 2.4 m2 in 0.1 uT at 60 Hz are 2 pi 60 x 2.4 x 1e-7 V = 90.48 uV; the lead is too short to matter. */
static void test_coil_of_its_own(void **state)
{
    (void)state;
    json_t *r = report_of("mains 120 V 60 Hz\nbox a  plug battery\n  out x  floating  max 200 mV  z 1 ohm  coil 2.4 m2\n"
                          "box b  plug 3-pin  leakage 0 A\n  in x  z 1 Mohm\ncable a.x -> b.x coax 1 mm\nfield 0.1 uT spectrum sine\n", "");
    near_to(line_v(r, 1), 90.48e-6, 1e-3);
    json_decref(r);
}

/* 5 A, 4 mm apart, 5 cm away, over 1 m: 30.18 uV at 60 Hz around a loop of two cords of 50 mohm and 40 mohm of shield. */
#define LOOP                                                                                                   \
    "mains 120 V 60 Hz\nbox a  plug 3-pin  leakage 0 A\n  out o  max 2 V  z 100 ohm\n"                             \
    "box b  plug 3-pin  leakage 0 A  cord-emf 0 V\n  in i  z 47 kohm\n  out s  max 20 V  z 0.1 ohm\n  gain 30 dB\n"   \
    "cable a.o -> b.i rca 2 m shield 20 mohm/m contact 0 ohm outer 0.5 uH/m jitter 0 %\nspeaker b.s 90 dB 8 ohm at 3 m\n"

static void test_shield_loop_by_hand(void **state)
{
    (void)state;
    json_t *r = report_of(LOOP "near cable a.o -> b.i mains 5 A at 5 cm over 1 m spacing 4 mm spectrum sine\n", "");
    near_to(line_v(r, 1), 2 * PI * 60 * 2e-7 * 5 * log(52. / 48.) * 0.04 / 0.14, 5e-3);
    const json_t *first = NULL, *l;
    size_t i;
    json_array_foreach(json_object_get(r, "limits"), i, l)
    {
        if (!first && !strcmp(json_string_value(json_object_get(l, "kind")), "hum"))
            first = l;
    }
    assert_string_equal(json_string_value(json_object_get(first, "cause")), "mains cable 5 cm from a.o->b.i");
    assert_int_equal(json_integer_value(json_object_get(first, "line")), 10);
    json_decref(r);
}

/* What lies beside a cable lies beside the one that takes its place; a line may be taken away. */
static void test_fields_in_variants(void **state)
{
    (void)state;
    static const char text[] = LOOP "near cable a.o -> b.i mains 5 A at 5 cm over 1 m spacing 4 mm spectrum sine\n"
                                    "variant \"thick\"\n  remove cable a.o -> b.i\n  cable a.o -> b.i rca 2 m shield 20 mohm/m contact 0 ohm\n"
                                    "variant \"none\"\n  remove near cable a.o -> b.i mains\n"
                                    "variant \"double\"\n  near cable a.o -> b.i mains 10 A\n";
    json_t *base = report_of(text, ""), *thick = report_of(text, "thick"), *none = report_of(text, "none");
    json_t *twice = report_of(text, "double");
    near_to(line_v(thick, 1), line_v(base, 1), 0.01);
    assert_true(line_v(none, 1) < 1e-3 * line_v(base, 1));
    near_to(line_v(twice, 1), 2 * line_v(base, 1), 2e-3); /* the live wire's part stays */
    json_decref(base), json_decref(thick), json_decref(none), json_decref(twice);
}

/* Digital cables go behind the others in the model: what lies beside a cable stays with it, wherever they stand in the file, and
 * what lies beside a digital one is no question about audio. */
static void test_beside_a_digital_cable(void **state)
{
    (void)state;
    static const char boxes[] = "mains 120 V 60 Hz\nbox a  plug 3-pin\n  out d  spdif\n  out o  max 2 V\nbox b  plug 3-pin\n  in d  spdif\n  in i  z 47 kohm\n";
    static const char digital[] = "cable a.d -> b.d  rca 2 m\n", audio[] = "cable a.o -> b.i  rca 2 m\n";
    static const char near[] = "near cable a.o -> b.i  mains 5 A at 5 cm over 1 m\nnear cable a.d -> b.d  cable a.o -> b.i at 1 cm over 1 m\n"
                               "near cable a.o -> b.i  cable a.d -> b.d at 1 cm over 1 m\n";
    double found[2];
    for (int first = 0; first < 2; first++) {
        char text[1200];
        snprintf(text, sizeof text, "%s%s%s%s", boxes, first ? digital : audio, first ? audio : digital, near);
        json_t *r = report_of(text, "");
        found[first] = link_number(r, "hum_v_rms");
        json_decref(r);
    }
    assert_true(found[0] > 1e-7);
    near_to(found[1], found[0], 1e-9);
}

/* 3 V/m on 3 m of a loop of 3 uH and 60 mohm: 0.477 A; 40 mV on the shield's resistance and 13 mV through its holes, as amplitude;
 * EMIRR 60 dB: 28 uV, of which 30 % are heard. */
static void test_radio_by_hand(void **state)
{
    (void)state;
    json_t *r = report_of("mains 120 V 60 Hz\nbox a  plug battery\n  out o  max 2 V  z 100 ohm\nbox b  plug battery\n  in i  z 1 Mohm  emirr 60 dB\n"
                          "bond a -> b  r 1 ohm apart\ncable a.o -> b.i coax 3 m shield 20 mohm/m contact 0 ohm c 100 pF/m outer 1 uH/m\n"
                          "radio 1 MHz 3 V/m modulation 30 %\n", "");
    double w = 2 * PI * 1e6, amps = 9 / hypot(1.06, w * 3e-6);
    double volts = sqrt(2) * amps * (0.06 + w * 1e-9 * 3);
    near_to(link_number(r, "radio_v_rms"), sqrt(2) * 0.3 * volts * volts / 0.1 * 1e-3, 0.05);
    json_decref(r);
}

/* The same loop with a shield of stated construction, whose own transfer impedance counts and no other. Foil, thin against its
 * skin depth of 83 um: its resistance. Served wires: the helix, mu0 tan^2 / 4 pi, and a wall of 0.1 mm, R x / sinh x. */
static void test_radio_through_a_stated_shield(void **state)
{
    (void)state;
    static const char loop[] = "mains 120 V 60 Hz\nbox a  plug battery\n  out o  max 2 V  z 100 ohm\nbox b  plug battery\n"
                               "  in i  z 1 Mohm  emirr 60 dB\nbond a -> b  r 1 ohm apart\nradio 1 MHz 3 V/m modulation 30 %%\n"
                               "cable a.o -> b.i coax 3 m contact 0 ohm outer 1 uH/m conductor 0.5 mm insulation 3 mm er 2.3 %s\n";
    static const char foil[] = "shielding foil shield-thickness 9 um", served[] = "shielding served shield-wire 0.1 mm ends 90 shield-lay 20 mm";
    double w = 2 * PI * 1e6, inner = 1.5e-3, outer = 1.509e-3, tangent = PI * 3.2e-3 / 20e-3;
    double foil_ohm = 3 / (3.65e7 * PI * (outer * outer - inner * inner));
    double served_ohm = 3 / (5.8e7 * 90 * PI / 4 * 1e-8 * cos(atan(tangent)));
    hum_complex x = hum_complex_of(1, 1) * 0.1e-3 * sqrt(w * MU0 * 5.8e7 / 2);
    double through[] = {foil_ohm, cabs(served_ohm * x / csinh(x) + hum_complex_of(0, w * MU0 / (4 * PI) * tangent * tangent * 3))};
    double amps[] = {9 / hypot(1 + foil_ohm, w * 3e-6), 9 / hypot(1 + served_ohm, w * 3e-6)};
    for (int i = 0; i < 2; i++) {
        char text[600];
        snprintf(text, sizeof text, loop, i == 0 ? foil : served);
        json_t *r = report_of(text, "");
        double volts = sqrt(2) * amps[i] * through[i];
        near_to(link_number(r, "radio_v_rms"), sqrt(2) * 0.3 * volts * volts / 0.1 * 1e-3, 0.03);
        json_decref(r);
    }
}

/* Radio that is heard above all else: 1 dB of EMIRR is 1 dB, 30 to 90 dB move it by 60, 30 to 80 % of modulation by 8.52. */
static void test_how_sure_radio_is(void **state)
{
    (void)state;
    json_t *r = report_of(LOOP "radio 1 MHz 1000 V/m\n", ""), *a;
    const char *verdict = json_string_value(json_object_get(r, "verdict"));
    size_t i, n = 0;
    assert_non_null(strstr(verdict, "Radio is AUDIBLE"));
    assert_non_null(strstr(verdict, "an order of magnitude; the emirr of b.i, from 30.0 dB to 90.0 dB, moves it by 60 dB."));
    json_array_foreach(json_object_get(r, "assumed"), i, a)
    {
        const char *what = json_string_value(json_object_get(a, "what"));
        bool is_emirr = strcmp(what, "emirr of b.i") == 0;
        if (!is_emirr && strncmp(what, "modulation", 10) != 0)
            continue;
        near_to(json_number_value(json_object_get(a, "moves_db")), is_emirr ? 60 : 20 * log10(8. / 3), 1e-6);
        assert_true(strlen(json_string_value(json_object_get(a, "measure"))) > 20);
        n++;
    }
    assert_int_equal(n, 2);
    json_decref(r);
}

static void test_rhythm_of_a_telephone(void **state)
{
    (void)state;
    static const char text[] = LOOP "radio 900 MHz 30 V/m\n";
    json_t *r = report_of(text, "");
    const json_t *l;
    size_t i, n = 0;
    json_array_foreach(json_object_get(r, "limits"), i, l)
    {
        if (strcmp(json_string_value(json_object_get(l, "kind")), "radio") != 0)
            continue;
        double lines = json_number_value(json_object_get(l, "f_hz")) / 216.7;
        assert_true(fabs(lines - round(lines)) < 1e-6 && lines > 0.5);
        n++;
    }
    assert_int_equal(n, 1);
    json_decref(r);
}

/* 30 m beside a cable of 2 m are its 2 m, and that is said. */
static void test_stretch_longer_than_the_cable(void **state)
{
    (void)state;
    hum_arena *a = hum_arena_new(NULL);
    hum_project *p;
    const hum_findings *f;
    hum_text told;
    const char *text = LOOP "near cable a.o -> b.i mains 5 A at 5 cm over 30 m spacing 4 mm spectrum sine\n";
    assert_int_equal(hum_project_open(a, HUM_T("t"), hum_text_of(text), &small_catalogue, &p), HUM_OK);
    assert_int_equal(hum_project_findings(p, (hum_text){0}, &f), HUM_OK);
    assert_int_equal(hum_project_diags_text(p, 0, false, &told), HUM_OK);
    char said[2000];
    snprintf(said, sizeof said, "%.*s", (int)told.n, told.p);
    assert_non_null(strstr(said, "warning[HUM6584]: this is longer than the cable beside which it is"));
    hum_arena_close(&a);
}

#define WIRES "conductor 0.5 mm insulation 1.5 mm er 2.3 lay 0 m jitter 0 % contact 0 ohm"

/* A live wire 5 cm from those wires over 1 m: jwC V R, C = 1.572108 pF to the farther of them, P-7 inverted elsewhere. */
static void test_live_wire_by_hand(void **state)
{
    (void)state;
    json_t *r = report_of("mains 230 V 50 Hz\nbox a  plug 3-pin  leakage 0 A\n  out o  max 2 V  z 10 kohm\n"
                          "box b  plug 3-pin  leakage 0 A  cord-emf 0 V\n  in i  z 1 Mohm\ncable a.o -> b.i unshielded 2 m " WIRES "\n"
                          "near cable a.o -> b.i live 230 V at 5 cm over 1 m spectrum sine\n", "");
    near_to(line_v(r, 1), 2 * PI * 50 * 1.572108e-12 * 230 * 1e10 / 1.01e6, 0.01);
    json_decref(r);
}

#define STRAIGHT BONDED "cable a.x -> b.x xlr 3 m conductor 0.5 mm insulation 1.5 mm unbalance 0 % jitter 0 % opened 0 m lay 0 m\n"

/* Cores 1.5 mm apart and straight. Mains: mu0 I s1 s2 / 2 pi d^2 over 1 m (A.18), four wires whose spacing is not small against 5 cm.
 * A transformer beside the middle: B = mu0 m / 4 pi r^3 over 3 m by 1.5 mm, 2 s h / (rho^2 sqrt(rho^2 + h^2)) of 1/r^3. */
static void test_straight_pair_by_hand(void **state)
{
    (void)state;
    json_t *mains = report_of(STRAIGHT "near cable a.x -> b.x mains 5 A at 5 cm over 1 m spacing 4 mm voltage 0 V spectrum sine\n", "");
    near_to(line_v(mains, 1), 2 * PI * 60 * 5 * MU0 * 4e-3 * 1.5e-3 / (2 * PI * 0.05 * 0.05), 3e-3);
    json_decref(mains);
    json_t *dipole = report_of(STRAIGHT "near cable a.x -> b.x transformer 10 uT at 20 cm spectrum sine\n", "");
    double moment = 2 * PI * 8e-3 * 10e-6 / MU0, half = 1.5, rho = 0.2;
    double flux = MU0 / (4 * PI) * moment * 2 * 1.5e-3 * half / (rho * rho * hypot(rho, half));
    near_to(line_v(dipole, 1), 2 * PI * 60 * flux, 1e-3);
    json_decref(dipole);
}

/* Wires without a shield, 1 cm apart over 1 m of 100 kohm: jwC V R, C = 1.733615 pF of four wires of 0.5 mm, 1.5 mm apart in each cable
 * and 0.5 m from the room (P-7, inverted elsewhere); cables 1 m apart: much less. */
static void test_neighbours(void **state)
{
    (void)state;
    static const char text[] = "mains 120 V 60 Hz\nbox a  plug 3-pin  leakage 0 A\n  out o  max 2 V  z 10 kohm\n  out p  max 2 V  z 1 ohm\n"
                               "box b  plug 3-pin  leakage 0 A\n  in i  z 100 kohm\n  in k  z 100 kohm\n"
                               "cable a.o -> b.i unshielded 1 m " WIRES "\ncable a.p -> b.k unshielded 1 m " WIRES "\n"
                               "near cable a.o -> b.i cable a.p -> b.k at 1 cm over 1 m\n"
                               "variant \"apart\"\n  near cable a.o -> b.i cable a.p -> b.k at 1 m\n"
                               "variant \"screened\"\n  cable a.o -> b.i coax 1 m\n";
    json_t *r = report_of(text, ""), *apart = report_of(text, "apart"), *screened = report_of(text, "screened");
    double v = link_number(r, "neighbour_v_rms");
    near_to(v, 2 * PI * 1000 * 1.733615e-12 * 2 * 1e9 / 110e3, 0.01);
    assert_true(link_number(apart, "neighbour_v_rms") < v / 3);
    assert_true(link_number(screened, "neighbour_v_rms") < v / 30);
    json_decref(r), json_decref(apart), json_decref(screened);
}

/* Of 43.6 uV at 1 cm 1.43 uV are left at 30 cm: 29.7 dB, when nothing else hums (T21). */
static void test_fix_moves_it_away(void **state)
{
    (void)state;
    hum_arena *a = hum_arena_new(NULL);
    hum_project *p;
    hum_text t;
    size_t i;
    const json_t *fix, *best = NULL;
    const char *text = LOOP "near cable a.o -> b.i mains 50 A at 1 cm over 1 m spacing 4 mm spectrum sine voltage 0 V\n";
    assert_int_equal(hum_project_open(a, HUM_T("t"), hum_text_of(text), &small_catalogue, &p), HUM_OK);
    assert_int_equal(hum_fix_json(p, (hum_text){0}, &t), HUM_OK);
    json_t *j = json_loadb(t.p, t.n, 0, NULL);
    json_array_foreach(json_object_get(j, "fixes"), i, fix)
    {
        if (!strcmp(json_string_value(json_object_get(fix, "what")), "30 cm between them: mains cable 1 cm from a.o->b.i"))
            best = fix;
    }
    assert_non_null(best);
    assert_string_equal(json_string_value(json_object_get(best, "lines")), "near cable a.o -> b.i mains at 30 cm\n");
    assert_true(json_number_value(json_object_get(best, "gained_db")) > 5);
    json_decref(j);
    hum_arena_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_uniform_field),
        cmocka_unit_test(test_opened_plugs),
        cmocka_unit_test(test_wrong_pairing),
        cmocka_unit_test(test_jitter_is_the_mean_of_cables),
        cmocka_unit_test(test_mains_cord),
        cmocka_unit_test(test_exchanged_cores_flip_the_sign),
        cmocka_unit_test(test_transformer),
        cmocka_unit_test(test_capacitance),
        cmocka_unit_test(test_loop_in_a_uniform_field),
        cmocka_unit_test(test_ground_wire_beside_the_cable),
        cmocka_unit_test(test_balanced_sees_nothing_of_the_loop),
        cmocka_unit_test(test_twist_helps),
        cmocka_unit_test(test_coil_of_its_own),
        cmocka_unit_test(test_shield_loop_by_hand),
        cmocka_unit_test(test_fields_in_variants),
        cmocka_unit_test(test_beside_a_digital_cable),
        cmocka_unit_test(test_radio_by_hand),
        cmocka_unit_test(test_radio_through_a_stated_shield),
        cmocka_unit_test(test_how_sure_radio_is),
        cmocka_unit_test(test_rhythm_of_a_telephone),
        cmocka_unit_test(test_stretch_longer_than_the_cable), cmocka_unit_test(test_live_wire_by_hand),
        cmocka_unit_test(test_straight_pair_by_hand), cmocka_unit_test(test_neighbours),
        cmocka_unit_test(test_fix_moves_it_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

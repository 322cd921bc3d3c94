/* The same published values through the whole program: a system as text, read, resolved, built and solved. Where a
 * closed form stands beside a value it is written out here, not taken from study/formula.h. */
#include "reference.h"

#include "circuit/equalization.h"
#include "solve/solver.h"
#include "support/system.h"

#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define PI 3.14159265358979323846
#define SSM "Analog Devices SSM2143 data sheet"
#define TI_INA "Texas Instruments INA105 and INA134 data sheets"
#define IEC "IEC 60268-3, 10 ohm in one leg"
#define JENSEN "Jensen JT-11P-1 data sheet"
#define WHITLOCK "B. Whitlock, Jensen AN-004"
#define RIAA_TABLE "RIAA 1954, IEC 60098: 3180, 318 and 75 us (7950 us)"
#define HANDBOOK "G. Ballou, Handbook for Sound Engineers, p. 291"

/* ---- a number of a system ---- */

typedef double (*reader)(hum_arena *a, const hum_findings *f);

static double number_of(const char *text, reader read)
{
    hum_arena *a = hum_arena_new(NULL);
    hum_project *p;
    const hum_findings *f;
    hum_text told;
    double v = (double)NAN;
    if (hum_project_open(a, HUM_T("row"), hum_text_of(text), &small_catalogue, &p) == HUM_OK) {
        if (hum_project_findings(p, (hum_text){0}, &f) == HUM_OK)
            v = read(a, f);
        else if (hum_project_diags_text(p, 0, false, &told) == HUM_OK)
            fprintf(stderr, "%.*s\n", HUM_FMT(told));
    }
    hum_arena_close(&a);
    return v;
}

/* An output into an input through a millimetre of cable, both boxes with an earth of their own. */
static double link_of(const char *out, const char *in, const char *cable, reader read)
{
    char text[800];
    snprintf(text, sizeof text,
             "mains 120 V 60 Hz\nbox a  plug 3-pin\n  out o  %s\nbox b  plug 3-pin\n  in i  %s\n"
             "cable a.o -> b.i  xlr 1 mm  contact 0 ohm  unbalance 0 %%  %s\n",
             out, in, cable);
    return number_of(text, read);
}

static double gain_db(hum_arena *a, const hum_findings *f)
{
    (void)a;
    return f->links[0].gain_db;
}

static double cmrr_at(const hum_findings *f, double f_hz)
{
    for (size_t i = 0; i < HUM_CMRR_POINTS; i++)
        if (fabs(f->links[0].cmrr_f_hz[i] - f_hz) < 1e-6 * f_hz)
            return f->links[0].cmrr_db[i];
    return (double)NAN;
}

static double cmrr_60(hum_arena *a, const hum_findings *f)
{
    (void)a;
    return cmrr_at(f, 60);
}

static double cmrr_20k(hum_arena *a, const hum_findings *f)
{
    (void)a;
    return cmrr_at(f, 20e3);
}

static double level_dbu(hum_arena *a, const hum_findings *f)
{
    (void)a;
    return 20 * log10(f->links[0].at_input.level_v / sqrt(0.6));
}

static double noise_dbu(hum_arena *a, const hum_findings *f)
{
    (void)a;
    return 20 * log10(f->links[0].at_input.noise_v / sqrt(0.6));
}

static double snr(hum_arena *a, const hum_findings *f)
{
    (void)a;
    return f->links[0].at_input.snr_db;
}

static double hum_uv(hum_arena *a, const hum_findings *f)
{
    (void)a;
    return 1e6 * f->links[0].at_input.hum_v;
}

static double hum_re_minus_10_dbv(hum_arena *a, const hum_findings *f)
{
    return 20 * log10(hum_uv(a, f) * 1e-6) + 10;
}

static double shield_ua(hum_arena *a, const hum_findings *f)
{
    (void)a;
    return 1e6 * f->links[0].shield_current_a;
}

static double hum_mohm(hum_arena *a, const hum_findings *f)
{
    return 1e3 * hum_uv(a, f) / shield_ua(a, f);
}

static double f_low(hum_arena *a, const hum_findings *f)
{
    (void)a;
    return f->links[0].f_low_hz;
}

static double f_high_khz(hum_arena *a, const hum_findings *f)
{
    (void)a;
    return f->links[0].f_high_hz / 1e3;
}

static double response_15k(hum_arena *a, const hum_findings *f)
{
    (void)a;
    return f->links[0].response_db[8]; /* hum_response_hz[8] */
}

static double distortion_db(hum_arena *a, const hum_findings *f)
{
    (void)a;
    return f->links[0].distortion_db;
}

static double crosstalk_db(hum_arena *a, const hum_findings *f)
{
    (void)a;
    return f->seats[0].crosstalk_db;
}

static double peak_spl(hum_arena *a, const hum_findings *f)
{
    (void)a;
    return f->seats[0].peak_spl_db;
}

static double snr_a_at_output(hum_arena *a, const hum_findings *f)
{
    (void)a;
    return f->outputs[0].at_output.snr_a_db;
}

static double output_dbv(hum_arena *a, const hum_findings *f)
{
    (void)a;
    return 20 * log10(f->outputs[0].at_output.level_v);
}

/* The network itself, at 60 Hz with one element's EMF at 1 V. */
static hum_solver *solved(hum_arena *a, const hum_findings *f, uint32_t emf, hum_complex **x)
{
    hum_solver *s;
    hum_diags *d = hum_diags_new(a);
    if (hum_solver_new(a, f->net->circuit, d, &s) != HUM_OK || hum_solver_set(s, 60, d) != HUM_OK)
        return NULL;
    *x = HUM_NEW(a, hum_complex, hum_solver_size(s));
    hum_rhs_clear(s, *x);
    hum_rhs_emf(s, *x, emf, 1);
    return hum_solver_forward(s, *x) == HUM_OK ? s : NULL;
}

static const hum_element *element(const hum_findings *f, const char *name)
{
    for (size_t i = 0; i < f->net->circuit->n_elements; i++)
        if (hum_text_is(f->net->circuit->elements[i].name, name))
            return &f->net->circuit->elements[i];
    return NULL;
}

static double current_through(const hum_findings *f, const hum_solver *s, const hum_complex *x, const char *name)
{
    const hum_element *e = element(f, name);
    return cabs(hum_solution_probe(s, x, (hum_probe){e->from[0], e->to[0]})) / e->value;
}

/* Cold over hot current of a difference amplifier that is driven in antiphase. */
static double current_ratio(hum_arena *a, const hum_findings *f)
{
    hum_complex *x;
    hum_solver *s = solved(a, f, f->net->ports[f->model->cables[0].from].emf, &x);
    return s ? current_through(f, s, x, "b.i.r1") / current_through(f, s, x, "b.i.r3") : (double)NAN;
}

/* Chassis of the first box, volts per volt of mains. */
static double chassis_per_mains(hum_arena *a, const hum_findings *f)
{
    const hum_element *mains = element(f, "mains");
    hum_complex *x;
    hum_solver *s = solved(a, f, (uint32_t)(mains - f->net->circuit->elements), &x);
    return s ? cabs(hum_solution_voltage(s, x, f->net->boxes[0].chassis)) : (double)NAN;
}

static double leakage_pf(hum_arena *a, const hum_findings *f)
{
    (void)a;
    return 1e12 * element(f, "a.leakage")->value;
}

/* ---- rejection ---- */

#define MATCHED "symmetric  max 4 V  z 0 ohm  imbalance 0 ohm  noise 0 V"
#define FIVE "symmetric  max 4 V  z 0 ohm  imbalance 5 ohm  noise 0 V"
#define TEN "symmetric  max 4 V  z 0 ohm  imbalance 10 ohm  noise 0 V"
#define HALF "impedance-balanced  max 4 V  z 0 ohm  imbalance 0 ohm  noise 0 V"
#define R600 "unbalanced  max 4 V  z 600 ohm  noise 0 V"
#define OP_AMP "  en 5 nV/rtHz  i-noise 0.7 pA/rtHz  gbw 10 MHz"
#define SSM2143 "difference  r1 12 kohm  r2 6 kohm  r3 12 kohm  r4 6 kohm" OP_AMP
#define INA134 "difference  r 25 kohm" OP_AMP
#define FOUR "difference  r 10 kohm" OP_AMP
#define THAT1200 "bootstrapped  z 48 kohm  cmrr 90 dB  zcm 10 Mohm at 60 Hz 3.2 Mohm at 20 kHz  noise 0 V"
#define JT11P "transformer  ratio 1:1  rpri 1.45 kohm  rsec 1.55 kohm  load 10 kohm  ccm 49 pF  cmrr 300 dB  noise 0 V"
#define BUFFERS "instrumentation  z 40 kohm  zcm 20 kohm  cmrr 300 dB  noise 0 V"
#define HIGH_Z "unbalanced  z 1 Gohm  noise 0 V"

static double jensen_3k(void)
{
    /* one volt at 3 kHz between two grounds; hum_line_v[29] is that line when the mains have 100 Hz */
    return number_of("mains 120 V 100 Hz\nground g  emf 1 V  r 0.1 ohm\n  line 3000 Hz 1 V\n"
                     "box a  plug battery  ground g\n  out o  " R600 "\n"
                     "box b  plug 3-pin  leakage 0 A\n  in i  " JT11P "\n"
                     "cable a.o -> b.i  xlr 1 mm  screen source\n",
                     hum_uv);
}

static void add_matching_rows(references *t)
{
    double x9 = 1 / (2 * PI * 60 * 9e-6), x11 = 1 / (2 * PI * 60 * 11e-6);
    const reference rows[] = {
        {"C1", "SSM2143, 5 ohm in one leg", "dB", 71, 0.2, link_of(FIVE, SSM2143, "", cmrr_60), 71.126,
         .source = SSM},
        {"C3", "its rejection at 60 Hz from its own curve", "dB", 90, 0.05,
         link_of(MATCHED, "difference  z 36 kohm  zcm 18 kohm  cmrr 90 dB at 60 Hz 85 dB at 20 kHz", "screen source", cmrr_60), 90,
         .source = SSM},
        {"C3", "and at 20 kHz", "dB", 85, 0.05,
         link_of(MATCHED, "difference  z 36 kohm  zcm 18 kohm  cmrr 90 dB at 60 Hz 85 dB at 20 kHz", "screen source", cmrr_20k), 85,
         .source = SSM},
        {"C12", "four resistors of 1 %, gain 1", "dB", 34, 0.05,
         link_of(MATCHED, "difference  r 10 kohm +-1%" OP_AMP, "", cmrr_60), 33.98,
         .source = "Analog Devices MT-068", .is_recalled = true},
        {"C13", "four resistors of 0.1 %, gain 1", "dB", 54, 0.05,
         link_of(MATCHED, "difference  r 10 kohm +-0.1%" OP_AMP, "", cmrr_60), 53.98,
         .source = "Analog Devices MT-068", .is_recalled = true},
        {"C14", "one of four 1 % off", "dB", 46, 0.1,
         link_of(MATCHED, "difference  r1 10 kohm  r2 10.1 kohm  r3 10 kohm  r4 10 kohm" OP_AMP, "", cmrr_60),
         46.0857, .source = "D. Self, Small Signal Audio Design", .is_recalled = true},
        {"C15", "25 kohm array, 5 ohm", "dB", 80, 0.3, link_of(FIVE, INA134, "", cmrr_60), 80,
         .source = TI_INA, .is_recalled = true},
        {"C15", "25 kohm array, 10 ohm", "dB", 74, 0.3, link_of(TEN, INA134, "", cmrr_60), 73.979,
         .source = TI_INA, .is_recalled = true},
        {"C17", "4 x 10 kohm, 10 ohm", "dB", 66, 0.1, link_of(TEN, FOUR, "", cmrr_60), 66.021, .source = IEC,
         .is_recalled = true},
        {"D1", "4 x 10 kohm, 600 ohm unbalanced", "dB", 30.5, 0.1, link_of(R600, FOUR, "", cmrr_60), 30.4576,
         .source = CALCULATED, .note = "the cold leg is at the source's ground: all 600 ohm are imbalance"},
        {"C19", "THAT1200, 90 dB of its own, 10 ohm", "dB", 90, 1, link_of(TEN, THAT1200, "", cmrr_60), 0,
         .source = "THAT Corporation 1200 data sheet"},
        {"A9", "input capacitors 9 and 11 uF, 20 kohm legs, 60 Hz", "dB", 51.5, 0.15,
         link_of(MATCHED, BUFFERS "  coupling 10 uF +-10%", "", cmrr_60), 20 * log10(20e3 / (x9 - x11)),
         .source = CALCULATED},
        {"C21", "cold over hot input current, driven in antiphase", "", 3, 1e-4,
         link_of(MATCHED, FOUR, "", current_ratio), 3, .source = "EE Times Asia"},
    };
    ADD_ROWS(t, rows);
}

static void add_topology_rows(references *t)
{
    const reference rows[] = {
        {"S29", "fake balanced input, pin 3 ignored", "dB", 0, 0.001,
         link_of(HALF, "fake  z 47 kohm  noise 0 V", "", cmrr_60), 0, .source = BENCHMARK},
        {"S29", "the same from a symmetric output, half of whose signal is lost", "dB", -6.02, 0.001,
         link_of(MATCHED, "fake  z 47 kohm  noise 0 V", "", cmrr_60), -6.0206, .source = CALCULATED},
        {"T1", "balanced to unbalanced by an adapter", "dB", 0, 0.001,
         link_of(HALF, "unbalanced  z 47 kohm  noise 0 V", "pin3 open", cmrr_60), 0,
         .source = "ProSoundWeb, interconnection"},
        {"C16", "JT-11P-1 from 0 ohm", "dB", -2.3, 0.05, link_of(MATCHED, JT11P, "", gain_db), -2.2789,
         .source = JENSEN},
        {"C16", "its input impedance: half the voltage from 13.0 kohm", "dB", -6.02, 0.01,
         link_of("unbalanced  max 4 V  z 13 kohm  noise 0 V", JT11P, "", gain_db) -
             link_of("unbalanced  max 4 V  z 0 ohm  noise 0 V", JT11P, "", gain_db),
         -6.0206, .source = JENSEN},
        {"C17", "JT-11P-1, 600 ohm unbalanced, 60 Hz", "dB", 100, 3, link_of(R600, JT11P, "", cmrr_60), 0,
         .source = JENSEN, .note = "half of 98 pF to the driven end"},
        {"C17", "the same at 3 kHz", "dB", 68, 3, -20 * log10(jensen_3k() * 1e-6) - 2.2789, 0, .source = JENSEN},
        {"T5", "10 ohm behind 50 pF a leg: that leg's impedance at 60 Hz", "Mohm", 53, 0.1,
         1e-6 * 10 * pow(10, link_of(TEN, "transformer  z 10 Gohm  ccm 50 pF  cmrr 300 dB", "", cmrr_60) / 20), 53.05,
         .source = HANDBOOK},
        {"A11", "output transformer of 20 nF, 400 ohm a leg, into an unbalanced input, 60 Hz", "dB", 50.4, 0.1,
         link_of("transformer  max 4 V  z 800 ohm  imbalance 0 ohm  c 20 nF  noise 0 V", HIGH_Z, "screen receiver",
                 cmrr_60),
         50.41, .source = CALCULATED},
        {"P1", "4.5 V symmetric into an unbalanced input, pin 3 open", "dBu", 20 * log10(2.25 / sqrt(0.6)), 0.005,
         link_of("symmetric  max 4.5 V  z 0 ohm  noise 0 V", HIGH_Z, "pin3 open", level_dbu), 9.2627,
         .source = "Audio Science Review, thread 40229"},
        {"A22", "common-mode distortion of -100 dB, one leg", "dB", -94, 0.03,
         link_of("symmetric  max 4 V  z 0 ohm  noise 0 V  cm-distortion -100 dB", HIGH_Z, "pin3 open", distortion_db),
         -93.979, .source = CALCULATED},
        {"A22", "the same through a receiver of 60 dB", "dB", -160, 0.01,
         link_of("symmetric  max 4 V  z 0 ohm  imbalance 0 ohm  noise 0 V  cm-distortion -100 dB",
                 "instrumentation  z 1 Mohm  zcm 500 kohm  cmrr 60 dB", "", distortion_db),
         -160, .source = CALCULATED},
        {"A12", "ground-sensing output matched to 1 %", "dB", 40, 0.3,
         link_of("ground-sensing  max 2 V  z 100 ohm  match 40 dB  noise 0 V", HIGH_Z, "screen receiver", cmrr_60), 0,
         .source = CALCULATED},
    };
    ADD_ROWS(t, rows);
}

/* ---- leakage and grounds ---- */

#define CLASS_II "mains 120 V 60 Hz  spectrum sine\nbox a  plug 2-pin  leakage 316 uA\n  out o  max 2 V  z 0 ohm  noise 0 V\n"
#define EARTHED "box b  plug 3-pin\n  in i  " HIGH_Z "\n"
/* 7.62 m are 25 ft */
#define FOIL "cable a.o -> b.i  rca 7.62 m  shield 131.2336 mohm/m  contact 0 ohm"
#define BRAID "cable a.o -> b.i  rca 7.62 m  shield 8.53018 mohm/m  contact 0 ohm  outer 1 uH/m"
#define GROUND_3K                                                                                                   \
    "mains 120 V 100 Hz  spectrum sine\nground g  emf 1 V  r 1 ohm\n  line 3000 Hz 1 V\nbox a  plug battery  ground g\n"  \
    "  out o  max 2 V  z 0 ohm  noise 0 V\nbox b  plug 3-pin  leakage 0 A\n  in i  " HIGH_Z "\n"

static void add_ground_rows(references *t)
{
    /* two outlets, 10 mV between them: both branches, both cords, and the shield with its contacts */
    double r_shield = 2 * 0.02 + 2 * 0.01, r = 0.2 + 0.1 + 2 * 0.05 + r_shield;
    double x = 2 * PI * 60 * (2 * 1.8e-6 + 2e-6);
    double loop_uv = 10e3 * r_shield / hypot(r, x);
    const reference rows[] = {
        {"G1", "316 uA through 1.0 ohm of shield, re -10 dBV", "dB", -60, 0.2,
         number_of(CLASS_II EARTHED FOIL, hum_re_minus_10_dbv), -60.0063, .source = WHITLOCK, .is_recalled = true},
        {"G2", "the same through 65 mohm", "dB", -84, 0.3, number_of(CLASS_II EARTHED BRAID, hum_re_minus_10_dbv),
         -83.748, .source = WHITLOCK, .is_recalled = true},
        {"A14", "hum over shield current, 60 Hz: the shield's 65 mohm", "mohm", 65, 0.01,
         number_of(CLASS_II EARTHED BRAID, hum_mohm), 65, .source = CALCULATED},
        {"A14", "the same at 3 kHz, where the shield's reactance is 144 mohm", "mohm", 65, 0.01,
         number_of(GROUND_3K BRAID, hum_mohm), 65, .source = "H. Ott, Noise Reduction Techniques, ch. 2"},
        {"A14", "stereo: the two shields share the 316 uA", "uA", 158, 0.5,
         number_of(CLASS_II EARTHED FOIL "  stereo", shield_ua), 158, .source = WHITLOCK, .is_recalled = true},
        {"A14", "and the hum is half", "uV", 158, 0.5, number_of(CLASS_II EARTHED FOIL "  stereo", hum_uv), 158,
         .source = WHITLOCK, .is_recalled = true},
        {"A14", "10 mV between two outlets of 0.2 and 0.1 ohm, 2 m of 20 mohm/m, contacts of 10 mohm", "uV", loop_uv,
         0.001 * loop_uv,
         number_of("mains 120 V 60 Hz\noutlet one  emf 10 mV  r 0.2 ohm  spectrum sine\n"
                   "outlet two  emf 0 V  r 0.1 ohm\n"
                   "box a  plug 3-pin  leakage 0 A  outlet one\n  out o  max 2 V  z 0 ohm  noise 0 V\n"
                   "box b  plug 3-pin  leakage 0 A  outlet two\n  in i  " HIGH_Z "\n"
                   "cable a.o -> b.i  rca 2 m  shield 20 mohm/m  contact 10 mohm  outer 1 uH/m\n",
                   hum_uv),
         loop_uv, .source = CALCULATED},
        {"G5", "toroid of 63 uA at 237 V 50 Hz", "pF", 847, 3,
         number_of("mains 237 V 50 Hz  spectrum sine\nbox a  plug 2-pin  leakage 63 uA\n  out o\n" EARTHED
                   "cable a.o -> b.i  rca 1 m\n",
                   leakage_pf),
         846.14, .source = "D. Self, Small Signal Audio Design"},
        {"G5", "its current in the shield", "uA", 63, 0.1,
         number_of("mains 237 V 50 Hz  spectrum sine\nbox a  plug 2-pin  leakage 63 uA\n  out o\n" EARTHED
                   "cable a.o -> b.i  rca 1 m\n",
                   shield_ua),
         63, .source = "D. Self, Small Signal Audio Design"},
        {"A15", "chassis of a two-pin box with equal capacitances, over the mains", "", 0.5, 0.001,
         number_of("mains 120 V 60 Hz\nbox a  plug 2-pin  leakage 100 uA\n  out o  max 2 V\n"
                   "box b  plug 2-pin  leakage 50 uA\n  in i  unbalanced\ncable a.o -> b.i  rca 1 m  outer 1 uH/m\n",
                   chassis_per_mains),
         0.49916, .source = CALCULATED, .note = "a metre of cable has 11 pF to the room beside their 6.6 nF"},
        {"A16", "hum over shield current with pin 1 through 10 mohm of signal ground", "mohm", 10, 0.01,
         number_of("mains 120 V 60 Hz  spectrum sine\nground g  emf 1 V  r 10 ohm\nbox a  plug battery  ground g\n"
                   "  out o  " MATCHED "\nbox b  plug 3-pin  leakage 0 A\n  in i  " BUFFERS "  pin1 signal 10 mohm\n"
                   "cable a.o -> b.i  xlr 2 m  unbalance 0 %\n",
                   hum_mohm),
         10, .source = CALCULATED, .note = "0.1 A make -57.8 dBu"},
    };
    ADD_ROWS(t, rows);
}

/* ---- levels and noise ---- */

#define QUIET "instrumentation  z 1 Gohm  zcm 500 Mohm  cmrr 300 dB  noise 0 V"

static double chain_snr(const char *out)
{
    return link_of(out, strstr(out, "unbalanced") ? HIGH_Z : QUIET, strstr(out, "unbalanced") ? "" : "pin3 open", snr);
}

/* The same output as a pair, and its hot leg alone. */
static double pair_over_leg(const char *out)
{
    return link_of(out, QUIET, "", snr) - link_of(out, HIGH_Z, "pin3 open", snr);
}

static double two_receivers(const char *pad)
{
    char text[900];
    snprintf(text, sizeof text,
             "box s  plug 3-pin\n  out x  " MATCHED "\n  out y  " MATCHED "\nbox m  plug 3-pin  mix\n"
             "  in x  instrumentation  z 1 Gohm  zcm 500 Mohm  cmrr 300 dB  noise -109 dBu\n"
             "  in y  instrumentation  z 1 Gohm  zcm 500 Mohm  cmrr 300 dB  noise -109 dBu\n"
             "  out o  symmetric  max 12 V  z 0 ohm  imbalance 0 ohm  %s\n  gain 0 dB\nbox b  plug 3-pin\n  in i  " QUIET "\n"
             "cable m.o -> b.i  xlr 1 mm\ncable s.x -> m.x  xlr 1 mm\ncable s.y -> m.y  xlr 1 mm\n",
             pad);
    return number_of(text, noise_dbu);
}

static double benchmark_chain(void)
{
    return number_of("box dac  plug 3-pin\n  out o  symmetric  max 24 dBu  z 0 ohm  imbalance 0 ohm  snr 128 dBA\n"
                     "box amp  plug 3-pin\n  in i  instrumentation  z 1 Mohm  zcm 500 kohm  cmrr 120 dB\n"
                     "  out spk  max 12.2765 V  z 0 ohm  snr 135 dBA\n  gain 0 dB\n"
                     "cable dac.o -> amp.i  xlr 1 m\nspeaker amp.spk  90 dB  8 ohm  at 2 m  room 20 dBA\n",
                     snr_a_at_output);
}

static void add_noise_rows_of_systems(references *t)
{
    double pair = chain_snr("symmetric  max 12.2765 V  z 0 ohm  noise 28.2843 uV");
    double one = chain_snr("unbalanced  max 2 V  z 0 ohm  noise 20 uV");
    double consumer = chain_snr("symmetric  max 4 V  z 0 ohm  noise 28.2843 uV");
    double e2 = 16 * 1.380649e-23 * 298.15 * 1e4 + 4 * 25e-18 + 2 * pow(0.7e-12 * 1e4, 2);
    const reference rows[] = {
        {"S3", "DAC3 of 128 dB(A) into AHB2 of 135 dB(A)", "dB", 127, 0.25, benchmark_chain(), 127.21,
         .source = BENCHMARK},
        {"S13", "+24 dBu from a pair of buffers over 2 V from one", "dB", 13, 0.3, pair - one, 12.7506,
         .source = BENCHMARK},
        {"S15", "4 V from a pair over 2 V from one", "dB", 3, 0.05, consumer - one, 3.0103, .source = BENCHMARK},
        {"S16", "+24 dBu over 4 V, noise alike", "dB", 10, 0.3, pair - consumer, 9.7403, .source = BENCHMARK},
        {"S21", "2 V with 20 uV", "dB", 100, 0.05, one, 100, .source = BENCHMARK},
        {"S23", "4 V over a floor of -110.85 dBu", "dB", 125, 0.3,
         chain_snr("symmetric  max 4 V  z 0 ohm  noise -110.85 dBu"), 125.1097, .source = BENCHMARK},
        {"S24", "+24 dBu over the same", "dB", 135, 0.3,
         chain_snr("symmetric  max 24 dBu  z 0 ohm  noise -110.85 dBu"), 134.85, .source = BENCHMARK},
        {"S33", "+24 dBu behind the 10 dB pad of a 60 ohm output", "dBu", 14, 0.005,
         link_of("symmetric  max 24 dBu  z 60 ohm  imbalance 0 ohm  noise 0 V  pad 10 dB  pad-z 425 ohm",
                 QUIET, "", level_dbu), 14,
         .source = BENCHMARK},
        {"S7", "600 ohm at an input", "dBu", -124.8, 0.05, link_of(R600, HIGH_Z, "", noise_dbu), -124.823,
         .source = BENCHMARK},
        {"S17", "10 kohm at an input", "dBu", -112, 0.7,
         link_of("unbalanced  max 4 V  z 10 kohm  noise 0 V", HIGH_Z, "", noise_dbu), -112.605, .source = BENCHMARK,
         .note = "truncated there"},
        {"S9", "150 ohm microphone at a noiseless input", "dBu", -130.85, 0.01,
         link_of("floating  max 10 mV  z 150 ohm  imbalance 0 ohm  c 10 pF  noise 0 V", QUIET, "", noise_dbu), -130.844,
         .source = CALCULATED},
        {"A4", "4 x 10 kohm and NE5532", "dBu", -105.4, 0.05, link_of(MATCHED, FOUR, "", noise_dbu),
         10 * log10(e2 * 19980 / 0.6), .source = CALCULATED, .note = "resistors, voltage and current noise"},
        {"A4", "the leg made by an inverter: SNR of the pair over that of the hot leg", "dB", -0.97, 0.005,
         pair_over_leg("inverted  max 4 V  z 0 ohm  noise 20 uV"), -0.9691, .source = CALCULATED},
        {"A4", "two independent buffers: the same", "dB", 3.01, 0.005,
         pair_over_leg("symmetric  max 4 V  z 0 ohm  noise 20 uV"), 3.0103, .source = BENCHMARK},
        {"N8", "two receivers of -109 dBu", "dBu", -106, 0.02, two_receivers(""), -105.9897,
         .source = "THAT Corporation 1240 data sheet, p. 5"},
        {"N9", "behind a 24 dB pad", "dBu", -130, 0.05, two_receivers("pad 24 dB  pad-z 1 ohm"), -129.966,
         .source = "THAT Corporation 1240 data sheet, p. 5", .note = "there without the noise of the pad"},
    };
    ADD_ROWS(t, rows);
}

static double step_down(reader read)
{
    return number_of("box a  plug 3-pin\n  out o  symmetric  max 4 dBu  z 0 ohm  noise 0 V\nbox b  plug 3-pin\n"
                     "  in i  transformer  ratio 4:1  load 10 kohm  ccm 50 pF  cmrr 100 dB\n"
                     "  out o  max 10 V  z 0 ohm\ncable a.o -> b.i  xlr 1 mm\nspeaker b.o  90 dB  8 ohm  at 1 m\n",
                     read);
}

static double headphones(const char *keys, reader read)
{
    char text[400];
    snprintf(text, sizeof text, "box a  plug 3-pin\n  out o  max 1 V  z 0 ohm\nheadphones a.o  100 dB/mW  32 ohm  %s\n",
             keys);
    return number_of(text, read);
}

static double magnetic(double f, double c)
{
    double complex w = 2 * PI * f * (double complex)I;
    return 20 * log10(cabs(1 / (1 + (500 + w * 0.5) * (1 / 47e3 + w * c))));
}

static void add_chain_rows(references *t)
{
    const char *coax = "cable a.o -> b.i  rca 10 m  c 100 pF/m  core 50 mohm/m\n";
    char long_coax[400];
    snprintf(long_coax, sizeof long_coax,
             "box a  plug 3-pin\n  out o  max 2 V  z 1 kohm\nbox b  plug 3-pin\n  in i  unbalanced  z 47 kohm\n%s", coax);
    double r = 1e3 * 47e3 / 48e3;
    const reference rows[] = {
        {"G21", "+4 dBu and -10 dBV at one input", "dB", 12, 0.3,
         link_of("unbalanced  max 4 dBu  z 0 ohm", HIGH_Z, "", level_dbu) -
             link_of("unbalanced  max -10 dBV  z 0 ohm", HIGH_Z, "", level_dbu),
         11.7815, .source = "ProSoundWeb, interconnection"},
        {"T4", "+4 dBu through a 4:1 transformer", "dBV", -10, 0.3, step_down(output_dbv), -10.2597,
         .source = "ProSoundWeb, interconnection"},
        {"T6", "a 4:1 transformer is heard at its input as it is", "dB", 0, 0.001, step_down(gain_db), 0,
         .source = CALCULATED},
        {"L1", "100 W, 90 dB, stereo, 2 m, room", "dBSPL", 110, 0.1,
         number_of("box a  plug 3-pin\n  out o  max 28.2843 V  z 0 ohm\nspeaker a.o  90 dB  8 ohm  at 2 m\n", peak_spl),
         109.995, .source = "Benchmark, system performance calculations"},
        {"H1", "32 ohm headphones, 0.1 ohm of shared return", "dB", -50, 0.2,
         headphones("return 0.1 ohm", crosstalk_db), -50.13, .source = "Stack Exchange, question 253546"},
        {"H5", "18 mohm of shared return", "dB", -65, 0.2, headphones("return 18 mohm", crosstalk_db), -65.0024,
         .source = "Stack Exchange, question 253546", .note = "four wires joined at the plug: contact and jack"},
        {"H7", "100 dB/mW, 32 ohm: 1 V", "dBSPL", 115, 0.1, headphones("return 0 ohm", peak_spl), 114.9485,
         .source = "Stack Exchange, question 253546"},
        {"A20", "1 kohm into 10 m of 100 pF/m and 47 kohm: -3 dB", "kHz", 1e-3 / (2 * PI * r * 1e-9), 1.0,
         number_of(long_coax, f_high_khz), 0, .source = CALCULATED, .note = "one pole; the line itself adds a little"},
        {"A11", "transformer of 40 H between 600 and 10,600 ohm: low corner", "Hz", 600 * 10e3 / 10600 / (2 * PI * 40),
         0.005,
         link_of(R600, "transformer  ratio 1:1  lm 40 H  load 10 kohm  ccm 50 pF  cmrr 100 dB", "", f_low), 0,
         .source = CALCULATED},
        {"A21", "cartridge 500 mH, 500 ohm into 150 pF and 47 kohm, 15 kHz re 1 kHz", "dB",
         magnetic(15e3, 150e-12) - magnetic(1e3, 150e-12), 0.005,
         link_of("unbalanced  max 10 mV  z 500 ohm  l 0.5 H", "unbalanced  z 47 kohm  c 150 pF", "", response_15k), 0,
         .source = CALCULATED},
    };
    ADD_ROWS(t, rows);
}

/* --- phono stages ------------------------------------------------------------------------------------ */

/* `what` behind a phono input of this text with 40 dB, heard by a high impedance. */
static double phono(const char *source, const char *in, reader read)
{
    char text[700];
    snprintf(text, sizeof text,
             "mains 50 V 50 Hz spectrum mains\nbox deck  plug 2-pin  leakage 80 uA\n  out o  floating  max 5 mV  noise 0 V  c 10 pF  %s\n"
             "box stage  plug 3-pin  leakage 0 A\n  in i  unbalanced  %s\n  out p  max 10 V  z 0 ohm  noise 0 V\n  gain 40 dB\n"
             "box next  plug battery\n  in j  unbalanced  z 1 Gohm  noise 0 V\n"
             "cable deck.o -> stage.i  coax 1 m  c 1 pF/m  shield 20 mohm/m  contact 10 mohm\ncable stage.p -> next.j  coax 1 mm\n",
             source, in);
    return number_of(text, read);
}

static double phono_noise_uv(hum_arena *a, const hum_findings *f)
{
    (void)a;
    return 1e6 * f->links[1].at_input.noise_v / 100;
}

static double phono_noise_a_uv(hum_arena *a, const hum_findings *f)
{
    (void)a;
    return 1e6 * f->links[1].at_input.noise_a_v / 100;
}

/* Hum behind the stage over that in front of it, less its gain. */
static double boost_db(const hum_findings *f, size_t harmonic)
{
    return 20 * log10(f->links[1].at_input.hum_line_v[harmonic - 1] / f->links[0].at_input.hum_line_v[harmonic - 1]) - 40;
}

static double boost_50(hum_arena *a, const hum_findings *f)
{
    (void)a;
    return boost_db(f, 1);
}

static double boost_500(hum_arena *a, const hum_findings *f)
{
    (void)a;
    return boost_db(f, 10);
}

static double boost_1k(hum_arena *a, const hum_findings *f)
{
    (void)a;
    return boost_db(f, 20);
}

static double boost_2k(hum_arena *a, const hum_findings *f)
{
    (void)a;
    return boost_db(f, 40);
}

static double curve_db(hum_equalization curve, double f_hz)
{
    return 10 * log10(hum_equalization_power(curve, f_hz));
}

/* Expected figures: (1 + s T2) / ((1 + s T1)(1 + s T3)) written out in Python, integrals by Simpson's rule in log f. */
static void add_phono_rows(references *t)
{
    const char *magnetic_of = "z 1 kohm  l 500 mH", *shorted = "z 0 ohm", *input = "z 47 kohm  c 199 pF  noise 0 V  equalization riaa";
    const hum_equalization riaa = HUM_EQUALIZATION_RIAA, iec = HUM_EQUALIZATION_RIAA_IEC;
    const reference rows[] = {
        {"RIAA", "20 Hz", "dB", 19.27, 0.005, curve_db(riaa, 20), 19.27415, .source = RIAA_TABLE},
        {"RIAA", "100 Hz", "dB", 13.09, 0.005, curve_db(riaa, 100), 13.08846, .source = RIAA_TABLE},
        {"RIAA", "10 kHz", "dB", -13.73, 0.005, curve_db(riaa, 10e3), -13.73434, .source = RIAA_TABLE},
        {"RIAA", "20 kHz", "dB", -19.62, 0.005, curve_db(riaa, 20e3), -19.62033, .source = RIAA_TABLE},
        {"RIAA", "20 Hz, with the 7950 us of the IEC", "dB", 16.26, 0.005, curve_db(iec, 20), 16.26136, .source = RIAA_TABLE},
        {"RIAA", "50 Hz of hum through a phono stage", "dB", 16.95, 0.01, phono(magnetic_of, input, boost_50), 16.94567,
         .source = RIAA_TABLE},
        {"RIAA", "500 Hz", "dB", 2.65, 0.01, phono(magnetic_of, input, boost_500), 2.64760, .source = RIAA_TABLE},
        {"RIAA", "1 kHz", "dB", 0, 0.001, phono(magnetic_of, input, boost_1k), 0, .source = RIAA_TABLE},
        {"RIAA", "2 kHz", "dB", -2.59, 0.01, phono(magnetic_of, input, boost_2k), -2.58854, .source = RIAA_TABLE},
        {"RIAA", "50 Hz with the 7950 us", "dB", 16.30, 0.01,
         phono(magnetic_of, "z 47 kohm  noise 0 V  equalization riaa-iec", boost_50), 16.30166, .source = RIAA_TABLE},
        {"A21", "1 kohm, 500 mH, 200 pF, 47 kohm: noise behind RIAA, referred to the input", "uV", 0.62673, 0.0005,
         phono(magnetic_of, input, phono_noise_uv), 0, .source = CALCULATED, .note = "in front of it 2.854 uV"},
        {"A21", "the same A-weighted", "uV", 0.45686, 0.001, phono(magnetic_of, input, phono_noise_a_uv), 0, .source = CALCULATED,
         .note = "80.8 dB(A) under 5 mV: the most that any stage can have with this cartridge"},
        {"N", "5 nV/rtHz behind RIAA", "uV", 0.46450, 0.0003, phono(shorted, "z 47 kohm  en 5 nV/rtHz  equalization riaa", phono_noise_uv),
         0, .source = CALCULATED, .note = "a noise bandwidth of 8,630 Hz"},
        {"N", "the same A-weighted", "uV", 0.28345, 0.0003, phono(shorted, "z 47 kohm  en 5 nV/rtHz  equalization riaa", phono_noise_a_uv),
         0, .source = CALCULATED, .note = "3,214 Hz"},
        {"N", "0.5 uV of a data sheet, measured through RIAA, with a corner of 300 Hz", "uV", 0.5, 0.0003,
         phono(shorted, "z 47 kohm  noise 0.5 uV  corner 300 Hz  equalization riaa", phono_noise_uv), 0, .source = CALCULATED},
        {"N", "0.5 uV with a corner of 300 Hz, flat", "uV", 0.5, 0.0006,
         phono(shorted, "z 47 kohm  noise 0.5 uV  corner 300 Hz", phono_noise_uv), 0, .source = CALCULATED},
        {"N", "0.2 pA/rtHz into 1 kohm, flat", "uV", 0.57427, 0.0006,
         phono("z 1 kohm", "z 1 Gohm  noise 0 V  i-noise 0.2 pA/rtHz", phono_noise_uv), 0, .source = CALCULATED,
         .note = "with 4.058 nV/rtHz of the 1 kohm itself"},
    };
    ADD_ROWS(t, rows);
}

void add_network_rows(references *t)
{
    begin_chapter(t, "Whole systems: phono stages");
    add_phono_rows(t);
    begin_chapter(t, "Whole systems: rejection, source and receiver");
    add_matching_rows(t);
    begin_chapter(t, "Whole systems: topologies");
    add_topology_rows(t);
    begin_chapter(t, "Whole systems: leakage and ground loops");
    add_ground_rows(t);
    begin_chapter(t, "Whole systems: noise");
    add_noise_rows_of_systems(t);
    begin_chapter(t, "Whole systems: levels, response, headphones");
    add_chain_rows(t);
}

/* The functions of calc: one row each. A row names its arguments, its options, its formula and where that
 * comes from; reading, checking and telling are the same for all (calc_call.c). */
#include "study/calc_parts.h"

#include "hearing/spl.h"
#include "study/formula.h"

#include <math.h>

/* A word and a value after the arguments. */
static const hum_calc_option options[HUM_CALC_N_OPTIONS] = {
    [HUM_CALC_AT_C] = {"at", HUM_DIM_CELSIUS, 25, "25 C"},
    [HUM_CALC_OVER] = {"over", HUM_DIM_HERTZ, HUM_AUDIO_BAND_HZ, "19.98 kHz"},
    [HUM_CALC_AT_M] = {"at", HUM_DIM_METRE, 1, "1 m"},
    [HUM_CALC_AT_HZ] = {"at", HUM_DIM_HERTZ, 1000, "1 kHz"},
    [HUM_CALC_GAIN] = {"gain", HUM_DIM_NONE, 1, "1"},
    [HUM_CALC_ROOM_GAIN] = {"room-gain", HUM_DIM_DB, 0, "0 dB"},
    [HUM_CALC_COUNT] = {"count", HUM_DIM_NONE, 1, "1"},
    [HUM_CALC_CURRENT] = {"i-noise", HUM_DIM_AMPERE_RTHZ, 0, "0 pA/rtHz"},
    [HUM_CALC_COIL] = {"coil", HUM_DIM_OHM, 0, "0 ohm"},
};

static double kelvin(const hum_calc_call *c)
{
    return c->option[HUM_CALC_AT_C] + 273.15;
}

static double thermal(const hum_calc_call *c)
{
    return hum_thermal_v(c->x[0], kelvin(c), c->option[HUM_CALC_OVER]);
}

static double amplifier(const hum_calc_call *c)
{
    hum_opamp amp = {c->x[0], c->option[HUM_CALC_CURRENT]};
    return hum_amplifier_noise_v(c->x[1], amp, kelvin(c), c->option[HUM_CALC_OVER]);
}

static double difference_noise(const hum_calc_call *c)
{
    hum_opamp amp = {c->x[1], c->option[HUM_CALC_CURRENT]};
    return hum_difference_noise_v(c->x[0], c->option[HUM_CALC_GAIN], amp, kelvin(c), c->option[HUM_CALC_OVER]);
}

static double snr(const hum_calc_call *c)
{
    return hum_snr_sum_db(c->x, c->n);
}

static double noise_figure(const hum_calc_call *c)
{
    return hum_snr_loss_db(c->x[0]);
}

static double rss(const hum_calc_call *c)
{
    return hum_rss(c->x, c->n);
}

static double level(const hum_calc_call *c)
{
    double db = hum_db_of(c->x[0] / c->x[1]);
    return c->dim[0] == HUM_DIM_WATT ? db / 2 : db;
}

static double parallel(const hum_calc_call *c)
{
    return hum_parallel(c->x, c->n);
}

static double divider(const hum_calc_call *c)
{
    return hum_db_of(hum_divider(c->x[0], c->x[1]));
}

static double pole(const hum_calc_call *c)
{
    return hum_pole_hz(c->x[0], c->x[1]);
}

static double pole_loss(const hum_calc_call *c)
{
    return -hum_pole_loss_db(c->option[HUM_CALC_AT_HZ], hum_pole_hz(c->x[0], c->x[1]));
}

static double return_loss(const hum_calc_call *c)
{
    return hum_return_loss_db(c->x[0], c->x[1]);
}

static double cmrr(const hum_calc_call *c)
{
    return hum_cmrr_db(hum_bridge_error(c->x[0], 0, c->x[1], c->x[1]));
}

static double cmrr_with(const hum_calc_call *c)
{
    return hum_cmrr_worst_db(c->x[0], cabs(hum_bridge_error(c->x[1], 0, c->x[2], c->x[2])));
}

static double cmrr_tolerance(const hum_calc_call *c)
{
    return hum_db_of(hum_cmrr_from_tolerance(c->option[HUM_CALC_GAIN], c->x[0]));
}

static double cmrr_capacitance(const hum_calc_call *c)
{
    return hum_cmrr_db(hum_capacitance_error(c->option[HUM_CALC_AT_HZ], c->x[0], c->x[1], 0, 0));
}

static double cmrr_coupling(const hum_calc_call *c)
{
    return hum_cmrr_db(hum_coupling_error(c->option[HUM_CALC_AT_HZ], c->x[0], c->x[1], c->x[2]));
}

static double spl(const hum_calc_call *c)
{
    double s = c->dim[1] == HUM_DIM_DB_V ? hum_sensitivity_from_v(c->x[1]) : c->x[1];
    hum_seat seat = {.sensitivity_db = s,
                     .distance_m = c->option[HUM_CALC_AT_M],
                     .room_gain_db = c->option[HUM_CALC_ROOM_GAIN],
                     .n_speakers = c->option[HUM_CALC_COUNT]};
    return hum_seat_spl_db(&seat, c->x[0], true);
}

static double leakage(const hum_calc_call *c)
{
    return hum_leakage_a(c->x[0], c->x[1], c->x[2]);
}

static double induced(const hum_calc_call *c)
{
    return hum_induced_v(c->x[0], c->x[1], c->x[2] * c->x[3]);
}

static double star_quad(const hum_calc_call *c)
{
    return hum_db_of(hum_star_quad_advantage(c->x[0], c->x[1]));
}

static double emirr(const hum_calc_call *c)
{
    return hum_emirr_offset_v(sqrt(2) * c->x[0], c->x[1]);
}

static double cartridge(const hum_calc_call *c)
{
    return hum_pickup_hz(c->x[0], c->x[1], c->option[HUM_CALC_COIL], c->x[2]);
}

static double cartridge_q(const hum_calc_call *c)
{
    return hum_pickup_q(c->x[0], c->x[1], c->option[HUM_CALC_COIL], c->x[2]);
}

static double headphones(const hum_calc_call *c)
{
    hum_shared_return h = {.shared_ohm = c->x[0], .phone_ohm = c->x[1]};
    return hum_db_of(hum_headphone_crosstalk(&h));
}

#define V HUM_DIM_VOLT
#define OHM HUM_DIM_OHM
#define DB HUM_DIM_DB
#define HAS(o) (1u << HUM_CALC_##o)
#define NOISE_OPTIONS (HAS(AT_C) | HAS(OVER))

/* clang-format off */
static const hum_calc_function functions[] = {
    {.name = "thermal",
     .what = "noise of a resistance",
     .example = "thermal 10 kohm at 25 C over 20 kHz",
     .takes = {OHM}, .n = 1, .options = NOISE_OPTIONS,
     .gives = V, .compute = thermal, .equation = "I-2",
     .source = "J. B. Johnson and H. Nyquist, Phys. Rev. 32 (1928) 97, 110"},
    {.name = "snr",
     .what = "signal-to-noise ratio of stages in a row",
     .example = "snr 128 dB + 135 dB",
     .takes = {DB}, .also = {{DB, HUM_DIM_DBA}}, .n = 1, .is_list = true, .between = '+',
     .gives = HUM_DIM_COUNT, .compute = snr, .equation = "I-3",
     .source = "independent powers add"},
    {.name = "noise-figure",
     .what = "loss of signal-to-noise ratio by a stage that is this much better than the rest",
     .example = "noise-figure 6 dB",
     .takes = {DB}, .n = 1,
     .gives = DB, .compute = noise_figure, .equation = "I-4",
     .source = "independent powers add"},
    {.name = "rss",
     .what = "sum of independent noises",
     .example = "rss 12 uV 5 uV",
     .takes = {V}, .also = {{V, HUM_DIM_AMPERE}, {V, HUM_DIM_VOLT_RTHZ}}, .n = 1, .is_list = true, .between = '+',
     .gives = HUM_DIM_COUNT, .compute = rss, .equation = "I-3",
     .source = "independent powers add"},
    {.name = "amplifier",
     .what = "noise of an amplifier with its source resistance, at its input",
     .example = "amplifier 5 nV/rtHz 100 ohm i-noise 0.7 pA/rtHz",
     .takes = {HUM_DIM_VOLT_RTHZ, OHM}, .n = 2, .options = NOISE_OPTIONS | HAS(CURRENT),
     .gives = V, .compute = amplifier, .equation = "I-5a",
     .source = "C. D. Motchenbacher and F. C. Fitchen 1973"},
    {.name = "difference-noise",
     .what = "output noise of a difference amplifier of four resistors",
     .example = "difference-noise 10 kohm 5 nV/rtHz i-noise 0.7 pA/rtHz",
     .takes = {OHM, HUM_DIM_VOLT_RTHZ}, .n = 2, .options = NOISE_OPTIONS | HAS(CURRENT) | HAS(GAIN),
     .gives = V, .compute = difference_noise, .equation = "I-6",
     .source = "D. Self, Small Signal Audio Design, 2010"},
    {.name = "level",
     .what = "one amplitude (or power) against another",
     .example = "level 4 V - 2 V",
     .takes = {V, V}, .also = {{V, HUM_DIM_AMPERE}, {V, HUM_DIM_VOLT_RTHZ}, {V, HUM_DIM_WATT}}, .n = 2, .is_alike = true, .between = '-',
     .gives = DB, .compute = level, .equation = "I-1",
     .source = "definition of the decibel"},
    {.name = "parallel",
     .what = "resistances in parallel",
     .example = "parallel 100 ohm 47 kohm",
     .takes = {OHM}, .n = 1, .is_list = true,
     .gives = OHM, .compute = parallel, .equation = "I-15",
     .source = "Kirchhoff's laws"},
    {.name = "divider",
     .what = "loss of a source impedance into a load",
     .example = "divider 600 ohm 10 kohm",
     .takes = {OHM, OHM}, .n = 2,
     .gives = DB, .compute = divider, .equation = "I-15",
     .source = "Kirchhoff's laws"},
    {.name = "pole",
     .what = "-3 dB frequency of a resistance and a capacitance",
     .example = "pole 100 ohm 1 nF",
     .takes = {OHM, HUM_DIM_FARAD}, .n = 2,
     .gives = HUM_DIM_HERTZ, .compute = pole, .equation = "I-15",
     .source = "Kirchhoff's laws"},
    {.name = "pole-loss",
     .what = "level behind a resistance and a capacitance",
     .example = "pole-loss 1 kohm 579 pF at 20 kHz",
     .takes = {OHM, HUM_DIM_FARAD}, .n = 2, .options = HAS(AT_HZ),
     .gives = DB, .compute = pole_loss, .equation = "I-15",
     .source = "Kirchhoff's laws"},
    {.name = "return-loss",
     .what = "reflection of a load on a line",
     .example = "return-loss 45 ohm 110 ohm",
     .takes = {OHM, OHM}, .n = 2,
     .gives = DB, .compute = return_loss, .equation = "I-15",
     .source = "line theory"},
    {.name = "cmrr",
     .what = "rejection left by one leg's extra resistance and the receiver's common-mode impedance",
     .example = "cmrr 10 ohm 20 kohm",
     .takes = {OHM, OHM}, .n = 2,
     .gives = DB, .compute = cmrr, .equation = "I-8",
     .source = "B. Whitlock, JAES 43 (1995) 454"},
    {.name = "cmrr-with",
     .what = "rejection of a receiver with that resistance in the worse leg",
     .example = "cmrr-with 90 dB 10 ohm 20 kohm",
     .takes = {DB, OHM, OHM}, .n = 3,
     .gives = DB, .compute = cmrr_with, .equation = "I-10",
     .source = "B. Whitlock, JAES 43 (1995) 454; IEC 60268-3"},
    {.name = "cmrr-tolerance",
     .what = "worst rejection of four resistors of this tolerance",
     .example = "cmrr-tolerance 1 % gain 0.5",
     .takes = {HUM_DIM_RATIO}, .n = 1, .options = HAS(GAIN),
     .gives = DB, .compute = cmrr_tolerance, .equation = "I-12",
     .source = "R. Pallas-Areny and J. G. Webster 1991"},
    {.name = "cmrr-capacitance",
     .what = "rejection left by a difference of capacitance behind a leg's resistance",
     .example = "cmrr-capacitance 100 ohm 120 pF at 20 kHz",
     .takes = {OHM, HUM_DIM_FARAD}, .n = 2, .options = HAS(AT_HZ),
     .gives = DB, .compute = cmrr_capacitance, .equation = "I-13",
     .source = "B. Whitlock, JAES 43 (1995) 454"},
    {.name = "cmrr-coupling",
     .what = "rejection left by a difference of the input capacitors",
     .example = "cmrr-coupling 10 uF 20 % 20 kohm at 60 Hz",
     .takes = {HUM_DIM_FARAD, HUM_DIM_RATIO, OHM}, .n = 3, .options = HAS(AT_HZ),
     .gives = DB, .compute = cmrr_coupling, .equation = "I-13a",
     .source = "Kirchhoff's laws"},
    {.name = "spl",
     .what = "sound level of a voltage at a loudspeaker",
     .example = "spl 2 V 88 dB at 3 m",
     .takes = {V, DB}, .also = {{DB, HUM_DIM_DB_V}}, .n = 2, .options = HAS(AT_M) | HAS(ROOM_GAIN) | HAS(COUNT),
     .gives = HUM_DIM_DBSPL, .compute = spl, .equation = "H-8",
     .source = "definition of sensitivity, free field"},
    {.name = "leakage",
     .what = "current through a capacitance from the mains",
     .example = "leakage 230 V 50 Hz 847 pF",
     .takes = {V, HUM_DIM_HERTZ, HUM_DIM_FARAD}, .n = 3,
     .gives = HUM_DIM_AMPERE, .compute = leakage, .equation = "I-16",
     .source = "Kirchhoff's laws"},
    {.name = "induced",
     .what = "voltage of a field in a loop of two sides",
     .example = "induced 1 uT 50 Hz 1 m 10 mm",
     .takes = {HUM_DIM_TESLA, HUM_DIM_HERTZ, HUM_DIM_METRE, HUM_DIM_METRE}, .n = 4,
     .gives = V, .compute = induced, .equation = "I-18",
     .source = "Faraday's law"},
    {.name = "star-quad",
     .what = "rejection of a star quad against a pair: distance of the wire, radius of the quad",
     .example = "star-quad 50 mm 1 mm",
     .takes = {HUM_DIM_METRE, HUM_DIM_METRE}, .n = 2,
     .gives = DB, .compute = star_quad, .equation = "I-19",
     .source = "Biot and Savart; perfect geometry"},
    {.name = "emirr",
     .what = "offset that a radio carrier (rms) makes at an input",
     .example = "emirr 100 mV 60 dB",
     .takes = {V, DB}, .n = 2,
     .gives = V, .compute = emirr, .equation = "I-20",
     .source = "Texas Instruments SBOA128"},
    {.name = "cartridge",
     .what = "resonance of a cartridge with its load",
     .example = "cartridge 500 mH 150 pF 47 kohm",
     .takes = {HUM_DIM_HENRY, HUM_DIM_FARAD, OHM}, .n = 3, .options = HAS(COIL),
     .gives = HUM_DIM_HERTZ, .compute = cartridge, .equation = "I-21",
     .source = "Kirchhoff's laws"},
    {.name = "cartridge-q",
     .what = "its quality: above 0.71 there is a peak",
     .example = "cartridge-q 500 mH 150 pF 47 kohm",
     .takes = {HUM_DIM_HENRY, HUM_DIM_FARAD, OHM}, .n = 3, .options = HAS(COIL),
     .gives = HUM_DIM_NONE, .compute = cartridge_q, .equation = "I-21",
     .source = "Kirchhoff's laws"},
    {.name = "headphones",
     .what = "crosstalk of a shared return",
     .example = "headphones 0.1 ohm 32 ohm",
     .takes = {OHM, OHM}, .n = 2,
     .gives = DB, .compute = headphones, .equation = "I-22",
     .source = "Kirchhoff's laws"},
};
/* clang-format on */

enum { N_FUNCTIONS = sizeof functions / sizeof functions[0] };

const char *hum_calc_example(size_t i)
{
    return i < N_FUNCTIONS ? functions[i].example : NULL;
}

const char *hum_calc_summary(size_t i)
{
    return i < N_FUNCTIONS ? functions[i].what : NULL;
}

const hum_calc_function *hum_calc_function_at(size_t i)
{
    return i < N_FUNCTIONS ? &functions[i] : NULL;
}

const hum_calc_option *hum_calc_option_at(size_t o)
{
    return &options[o];
}

/* The functions of calc: one row each. A row names its arguments, its options, its formula and where that
 * comes from; reading, checking and telling are the same for all. */
#include "study/calc_parts.h"

#include "hearing/spl.h"
#include "study/formula.h"

#include <math.h>

enum { FIXED_MAX = 4, ARGS_MAX = 32 };

typedef enum option {
    OPT_AT_C,
    OPT_OVER,
    OPT_AT_M,
    OPT_AT_HZ,
    OPT_GAIN,
    OPT_ROOM_GAIN,
    OPT_COUNT,
    OPT_CURRENT,
    OPT_COIL,
    N_OPTIONS
} option;

/* A word and a value after the arguments; `standard` holds when it is not said, and is told as `typed`. */
static const struct {
    const char *word;
    hum_dim dim;
    double standard;
    const char *typed;
} options[N_OPTIONS] = {
    [OPT_AT_C] = {"at", HUM_DIM_CELSIUS, 25, "25 C"},
    [OPT_OVER] = {"over", HUM_DIM_HERTZ, HUM_AUDIO_BAND_HZ, "19.98 kHz"},
    [OPT_AT_M] = {"at", HUM_DIM_METRE, 1, "1 m"},
    [OPT_AT_HZ] = {"at", HUM_DIM_HERTZ, 1000, "1 kHz"},
    [OPT_GAIN] = {"gain", HUM_DIM_NONE, 1, "1"},
    [OPT_ROOM_GAIN] = {"room-gain", HUM_DIM_DB, 0, "0 dB"},
    [OPT_COUNT] = {"count", HUM_DIM_NONE, 1, "1"},
    [OPT_CURRENT] = {"i-noise", HUM_DIM_AMPERE_RTHZ, 0, "0 pA/rtHz"},
    [OPT_COIL] = {"coil", HUM_DIM_OHM, 0, "0 ohm"},
};
#define HAS(o) (1u << (o))

typedef struct call {
    double x[ARGS_MAX];
    hum_dim dim[ARGS_MAX];
    hum_text typed[ARGS_MAX];
    size_t n;
    double option[N_OPTIONS];
    hum_text option_typed[N_OPTIONS];
} call;

static double kelvin(const call *c)
{
    return c->option[OPT_AT_C] + 273.15;
}

static double thermal(const call *c)
{
    return hum_thermal_v(c->x[0], kelvin(c), c->option[OPT_OVER]);
}

static double amplifier(const call *c)
{
    hum_opamp amp = {c->x[0], c->option[OPT_CURRENT]};
    return hum_amplifier_noise_v(c->x[1], amp, kelvin(c), c->option[OPT_OVER]);
}

static double difference_noise(const call *c)
{
    hum_opamp amp = {c->x[1], c->option[OPT_CURRENT]};
    return hum_difference_noise_v(c->x[0], c->option[OPT_GAIN], amp, kelvin(c), c->option[OPT_OVER]);
}

static double snr(const call *c)
{
    return hum_snr_sum_db(c->x, c->n);
}

static double noise_figure(const call *c)
{
    return hum_snr_loss_db(c->x[0]);
}

static double rss(const call *c)
{
    return hum_rss(c->x, c->n);
}

static double level(const call *c)
{
    double db = hum_db_of(c->x[0] / c->x[1]);
    return c->dim[0] == HUM_DIM_WATT ? db / 2 : db;
}

static double parallel(const call *c)
{
    return hum_parallel(c->x, c->n);
}

static double divider(const call *c)
{
    return hum_db_of(hum_divider(c->x[0], c->x[1]));
}

static double pole(const call *c)
{
    return hum_pole_hz(c->x[0], c->x[1]);
}

static double pole_loss(const call *c)
{
    return -hum_pole_loss_db(c->option[OPT_AT_HZ], hum_pole_hz(c->x[0], c->x[1]));
}

static double return_loss(const call *c)
{
    return hum_return_loss_db(c->x[0], c->x[1]);
}

static double cmrr(const call *c)
{
    return hum_cmrr_db(hum_bridge_error(c->x[0], 0, c->x[1], c->x[1]));
}

static double cmrr_with(const call *c)
{
    return hum_cmrr_worst_db(c->x[0], cabs(hum_bridge_error(c->x[1], 0, c->x[2], c->x[2])));
}

static double cmrr_tolerance(const call *c)
{
    return hum_db_of(hum_cmrr_from_tolerance(c->option[OPT_GAIN], c->x[0]));
}

static double cmrr_capacitance(const call *c)
{
    return hum_cmrr_db(hum_capacitance_error(c->option[OPT_AT_HZ], c->x[0], c->x[1], 0, 0));
}

static double cmrr_coupling(const call *c)
{
    return hum_cmrr_db(hum_coupling_error(c->option[OPT_AT_HZ], c->x[0], c->x[1], c->x[2]));
}

static double spl(const call *c)
{
    double s = c->dim[1] == HUM_DIM_DB_V ? hum_sensitivity_from_v(c->x[1]) : c->x[1];
    hum_seat seat = {.sensitivity_db = s,
                     .distance_m = c->option[OPT_AT_M],
                     .room_gain_db = c->option[OPT_ROOM_GAIN],
                     .n_speakers = c->option[OPT_COUNT]};
    return hum_seat_spl_db(&seat, c->x[0], true);
}

static double leakage(const call *c)
{
    return hum_leakage_a(c->x[0], c->x[1], c->x[2]);
}

static double induced(const call *c)
{
    return hum_induced_v(c->x[0], c->x[1], c->x[2] * c->x[3]);
}

static double star_quad(const call *c)
{
    return hum_db_of(hum_star_quad_advantage(c->x[0], c->x[1]));
}

static double emirr(const call *c)
{
    return hum_emirr_offset_v(sqrt(2) * c->x[0], c->x[1]);
}

static double cartridge(const call *c)
{
    return hum_pickup_hz(c->x[0], c->x[1], c->option[OPT_COIL], c->x[2]);
}

static double cartridge_q(const call *c)
{
    return hum_pickup_q(c->x[0], c->x[1], c->option[OPT_COIL], c->x[2]);
}

static double headphones(const call *c)
{
    hum_shared_return h = {.shared_ohm = c->x[0], .phone_ohm = c->x[1]};
    return hum_db_of(hum_headphone_crosstalk(&h));
}

#define V HUM_DIM_VOLT
#define OHM HUM_DIM_OHM
#define DB HUM_DIM_DB
#define NOISE_OPTIONS (HAS(OPT_AT_C) | HAS(OPT_OVER))

typedef struct function {
    const char *name, *what, *example;
    hum_dim takes[FIXED_MAX];
    size_t n; /* arguments; with `is_list`, that many or more of takes[0] */
    bool is_list;
    char between; /* a joint that may stand between arguments, 0 for none */
    unsigned options;
    hum_dim gives; /* HUM_DIM_COUNT: as the first argument */
    double (*compute)(const call *c);
    const char *equation, *source;
} function;

/* clang-format off */
static const function functions[] = {
    {.name = "thermal",
     .what = "noise of a resistance",
     .example = "thermal 10 kohm at 25 C over 20 kHz",
     .takes = {OHM}, .n = 1, .options = NOISE_OPTIONS,
     .gives = V, .compute = thermal, .equation = "I-2",
     .source = "J. B. Johnson and H. Nyquist, Phys. Rev. 32 (1928) 97, 110"},
    {.name = "snr",
     .what = "signal-to-noise ratio of stages in a row",
     .example = "snr 128 dB + 135 dB",
     .takes = {DB}, .n = 1, .is_list = true, .between = '+',
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
     .takes = {V}, .n = 1, .is_list = true, .between = '+',
     .gives = HUM_DIM_COUNT, .compute = rss, .equation = "I-3",
     .source = "independent powers add"},
    {.name = "amplifier",
     .what = "noise of an amplifier with its source resistance, at its input",
     .example = "amplifier 5 nV/rtHz 100 ohm i-noise 0.7 pA/rtHz",
     .takes = {HUM_DIM_VOLT_RTHZ, OHM}, .n = 2, .options = NOISE_OPTIONS | HAS(OPT_CURRENT),
     .gives = V, .compute = amplifier, .equation = "I-5a",
     .source = "C. D. Motchenbacher and F. C. Fitchen 1973"},
    {.name = "difference-noise",
     .what = "output noise of a difference amplifier of four resistors",
     .example = "difference-noise 10 kohm 5 nV/rtHz i-noise 0.7 pA/rtHz",
     .takes = {OHM, HUM_DIM_VOLT_RTHZ}, .n = 2, .options = NOISE_OPTIONS | HAS(OPT_CURRENT) | HAS(OPT_GAIN),
     .gives = V, .compute = difference_noise, .equation = "I-6",
     .source = "D. Self, Small Signal Audio Design, 2010"},
    {.name = "level",
     .what = "one amplitude (or power) against another",
     .example = "level 4 V - 2 V",
     .takes = {V, V}, .n = 2, .between = '-',
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
     .takes = {OHM, HUM_DIM_FARAD}, .n = 2, .options = HAS(OPT_AT_HZ),
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
     .takes = {HUM_DIM_RATIO}, .n = 1, .options = HAS(OPT_GAIN),
     .gives = DB, .compute = cmrr_tolerance, .equation = "I-12",
     .source = "R. Pallas-Areny and J. G. Webster 1991"},
    {.name = "cmrr-capacitance",
     .what = "rejection left by a difference of capacitance behind a leg's resistance",
     .example = "cmrr-capacitance 100 ohm 120 pF at 20 kHz",
     .takes = {OHM, HUM_DIM_FARAD}, .n = 2, .options = HAS(OPT_AT_HZ),
     .gives = DB, .compute = cmrr_capacitance, .equation = "I-13",
     .source = "B. Whitlock, JAES 43 (1995) 454"},
    {.name = "cmrr-coupling",
     .what = "rejection left by a difference of the input capacitors",
     .example = "cmrr-coupling 10 uF 20 % 20 kohm at 60 Hz",
     .takes = {HUM_DIM_FARAD, HUM_DIM_RATIO, OHM}, .n = 3, .options = HAS(OPT_AT_HZ),
     .gives = DB, .compute = cmrr_coupling, .equation = "I-13a",
     .source = "Kirchhoff's laws"},
    {.name = "spl",
     .what = "sound level of a voltage at a loudspeaker",
     .example = "spl 2 V 88 dB at 3 m",
     .takes = {V, DB}, .n = 2, .options = HAS(OPT_AT_M) | HAS(OPT_ROOM_GAIN) | HAS(OPT_COUNT),
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
     .takes = {HUM_DIM_HENRY, HUM_DIM_FARAD, OHM}, .n = 3, .options = HAS(OPT_COIL),
     .gives = HUM_DIM_HERTZ, .compute = cartridge, .equation = "I-21",
     .source = "Kirchhoff's laws"},
    {.name = "cartridge-q",
     .what = "its quality: above 0.71 there is a peak",
     .example = "cartridge-q 500 mH 150 pF 47 kohm",
     .takes = {HUM_DIM_HENRY, HUM_DIM_FARAD, OHM}, .n = 3, .options = HAS(OPT_COIL),
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

static const function *find_function(hum_calc_line *l)
{
    const function *near = NULL;
    hum_text word = l->at->text;
    size_t least = 3;
    for (size_t i = 0; i < N_FUNCTIONS; i++) {
        size_t far = hum_text_distance(word, hum_text_of(functions[i].name), least);
        if (far == 0)
            return &functions[i];
        if (far < least) {
            least = far;
            near = &functions[i];
        }
    }
    hum_arena *a = hum_diags_arena(l->d);
    hum_text help =
        near ? hum_text_format(a, "did you mean: %s", near->example)
             : HUM_T("for example: thermal 10 kohm, 2 V to dBu, snr 128 dB + 135 dB, cmrr 10 ohm 20 kohm");
    hum_text message = hum_text_format(a, "calc does not know '%.*s'", HUM_FMT(hum_text_clip(word, 40)));
    hum_diags_add(l->d, HUM_D_UNKNOWN_WORD, l->at->span, message, help);
    return NULL;
}

/* May an argument wanted as `want` be given as `got`? */
static bool is_accepted(const function *f, hum_dim want, hum_dim got)
{
    bool is_plain = got == HUM_DIM_NONE || got == HUM_DIM_RATIO;
    if (want == got)
        return true;
    if (want == HUM_DIM_NONE || want == HUM_DIM_RATIO)
        return is_plain;
    if (f->compute == spl)
        return want == HUM_DIM_DB && got == HUM_DIM_DB_V;
    if (f->compute == snr)
        return got == HUM_DIM_DBA;
    bool is_amplitude = got == HUM_DIM_AMPERE || got == HUM_DIM_VOLT_RTHZ;
    return (f->compute == level && got == HUM_DIM_WATT) ||
           ((f->compute == level || f->compute == rss) && is_amplitude);
}

/* Reads one value; `is_same`: it must be of the kind `want` exactly, because another value was. */
static bool read_value(hum_calc_line *l, const function *f, hum_dim want, bool is_same, hum_value *v)
{
    const hum_item *item = l->at;
    hum_calc_value exact;
    if (item == l->end || item->kind != HUM_ITEM_QUANTITY)
        return hum_calc_tell(l, HUM_D_MISSING, f->example, "a value is missing here");
    if (!hum_item_value(item, l->d, v) || !hum_calc_read_quantity(l, &exact))
        return false;
    if (is_same ? v->dim != want : !is_accepted(f, want, v->dim)) {
        hum_diags_say(l->d, HUM_D_WRONG_UNIT, item->span, f->example, "%s takes %s here", f->name,
                      hum_dim_wanted(want));
        return false;
    }
    if (v->nominal < 0 && !hum_dim_is_decibel(v->dim)) {
        hum_diags_say(l->d, HUM_D_OUT_OF_RANGE, item->span, f->example, "this cannot be negative");
        return false;
    }
    return true;
}

static hum_text typed_text(const hum_calc_line *l, const hum_value *v)
{
    return (hum_text){l->text.p + v->span.begin, v->span.end - v->span.begin};
}

static bool read_arguments(hum_calc_line *l, const function *f, call *c)
{
    while (c->n < f->n || f->is_list) {
        hum_value v;
        if (c->n > 0 && f->between && hum_calc_joint(l) == f->between)
            l->at++;
        bool is_more = l->at < l->end && l->at->kind == HUM_ITEM_QUANTITY;
        if (!is_more && c->n >= f->n)
            return true;
        if (c->n == ARGS_MAX)
            return hum_calc_tell(l, HUM_D_TOO_LARGE, "ask for a part of it", "more than 32 values");
        bool is_same = c->n > 0 && (f->is_list || f->compute == level);
        if (!read_value(l, f, is_same ? c->dim[0] : f->takes[c->n], is_same, &v))
            return false;
        c->x[c->n] = v.nominal;
        c->dim[c->n] = v.dim;
        c->typed[c->n++] = typed_text(l, &v);
    }
    return true;
}

static bool read_option(hum_calc_line *l, const function *f, call *c)
{
    hum_value v;
    int o = 0; /* no function has two options of one name */
    while (o < N_OPTIONS && !((f->options & HAS(o)) && hum_calc_is_word(l, options[o].word)))
        o++;
    if (o == N_OPTIONS)
        return hum_calc_tell(l, HUM_D_UNEXPECTED, f->example, "this is not expected here");
    l->at++;
    if (!read_value(l, f, options[o].dim, false, &v))
        return false;
    c->option[o] = v.nominal;
    c->option_typed[o] = typed_text(l, &v);
    return true;
}

/* What was computed, with what was assumed: "noise of a resistance: 10 kohm at 25 C over 19.98 kHz". */
static hum_status describe(hum_calc_line *l, const function *f, const call *c, hum_text *asked)
{
    hum_out o = hum_out_in(l->a);
    hum_out_f(&o, "%s:", f->what);
    for (size_t i = 0; i < c->n; i++)
        hum_out_f(&o, "%s %.*s", i ? "," : "", HUM_FMT(c->typed[i]));
    for (int k = 0; k < N_OPTIONS; k++)
        if (f->options & HAS(k))
            hum_out_f(&o, " %s %.*s", options[k].word, HUM_FMT(c->option_typed[k]));
    return hum_out_done(&o, asked);
}

bool hum_calc_read_call(hum_calc_line *l, hum_calc_value *out, hum_calc_result *result)
{
    call c = {0};
    hum_span name = l->at->span;
    const function *f = find_function(l);
    if (!f)
        return false;
    l->at++;
    for (int o = 0; o < N_OPTIONS; o++) {
        c.option[o] = options[o].standard;
        c.option_typed[o] = hum_text_of(options[o].typed);
    }
    if (!read_arguments(l, f, &c))
        return false;
    while (l->at < l->end && !hum_calc_is_word(l, "to"))
        if (!read_option(l, f, &c))
            return false;
    double v = f->compute(&c);
    if (!isfinite(v)) {
        hum_diags_say(l->d, HUM_D_OUT_OF_RANGE, name, f->example, "this has no finite answer");
        return false;
    }
    *out = hum_calc_of(v, f->gives == HUM_DIM_COUNT ? c.dim[0] : f->gives);
    result->equation = f->equation;
    result->source = f->source;
    l->status = describe(l, f, &c, &result->asked);
    return l->status == HUM_OK;
}

/* The generator of random systems. Random numbers are drawn in the same order whatever the options say. */
#include "support/random_system.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { BOXES_MAX = 6, OUTS_MAX = 3, INS_MAX = 2, LINE_MAX = 1200, CABLES_MAX = 16 };

typedef struct maker {
    random_state r;
    const random_options *o;
    char top[RANDOM_TOP_MAX][LINE_MAX]; /* statements of the file with what is below them */
    size_t n;
    size_t n_boxes, n_grounds;
    size_t n_outs[BOXES_MAX];
    random_state around; /* of what came later: what is drawn from r stays as it was */
    random_state curves; /* of equalizations */
    char cables[CABLES_MAX][80];
    size_t n_cables;
    const char *digital; /* the kind of its ports; NULL for none */
} maker;

static const char *const outputs[] = {"unbalanced",    "symmetric",   "impedance-balanced", "ground-sensing", "cross-coupled",
                                      "transformer",   "floating",    "inverted",           "circlotron"};
static const char *const inputs[] = {"unbalanced",  "difference", "instrumentation", "bootstrapped",
                                     "transformer", "fake",       "pass-through"};

static double factor(double v)
{
    return v > 0 ? v : 1;
}

/* ---- text ---- */

__attribute__((format(printf, 2, 3))) static void say(char *line, const char *fmt, ...)
{
    size_t n = strlen(line);
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(line + n, LINE_MAX - n, fmt, ap);
    va_end(ap);
}

/* "  key value unit", now and then. */
static void maybe(maker *m, char *line, double chance, const char *key, double low, double high, const char *unit)
{
    double v = random_log(&m->r, low, high);
    if (random_unit(&m->r) < chance)
        say(line, "  %s %.6g %s", key, v, unit);
}

static bool chance(maker *m, double p)
{
    return random_unit(&m->r) < p;
}

static char *begin(maker *m)
{
    char *line = m->top[m->n++];
    line[0] = '\0';
    return line;
}

static const char *box_name(const maker *m, size_t i)
{
    static const char *const plain[] = {"a", "b", "c", "d", "e", "f"};
    static const char *const other[] = {"zulu", "Kilo-2", "b", "_x", "a", "q9"}; /* two of them change places */
    return (m->o->is_renamed ? other : plain)[i];
}

static const char *port_name(const maker *m, bool is_output, size_t i)
{
    static const char *const plain[2][3] = {{"i0", "i1", "i2"}, {"o0", "o1", "o2"}};
    static const char *const other[2][3] = {{"line", "xlr", "tape"}, {"spk", "main", "aux"}};
    return (m->o->is_renamed ? other : plain)[is_output][i];
}

static const char *ground_name(const maker *m, size_t i)
{
    static const char *const plain[] = {"g0", "g1", "g2"}, *const other[] = {"wall", "catv", "strip"};
    return (m->o->is_renamed ? other : plain)[i];
}

/* ---- grounds and boxes ---- */

static void make_grounds(maker *m)
{
    double k = factor(m->o->emf);
    char *line = begin(m);
    bool is_european = chance(m, 0.5);
    say(line, "mains %.17g V %g Hz", (is_european ? 230 : 120) * k, is_european ? 50.0 : 60.0);
    m->n_grounds = 1 + random_below(&m->r, 3);
    for (size_t i = 0; i < m->n_grounds; i++) {
        line = begin(m);
        say(line, "%s %s", i % 2 ? "ground" : "outlet", ground_name(m, i));
        say(line, "  emf %.17g V", k * random_log(&m->r, 1e-3, 0.2));
        say(line, "  r %.6g ohm", random_log(&m->r, 0.05, 5));
        maybe(m, line, 0.3, "l", 1e-7, 1e-5, "H");
    }
}

static void make_pin1(maker *m, char *line)
{
    size_t kind = random_below(&m->r, 8);
    double r = random_log(&m->r, 1e-3, 0.1);
    if (kind == 0)
        say(line, "  pin1 chassis");
    else if (kind == 1)
        say(line, "  pin1 signal %.6g ohm", r);
    else if (kind == 2)
        say(line, "  pin1 lift");
    else if (kind == 3)
        say(line, "  pin1 10 nF");
}

static void make_output(maker *m, char *line, size_t i, bool is_last)
{
    size_t t = is_last ? random_below(&m->r, 2) : random_below(&m->r, 9);
    bool is_pair = t != 0 && t != 3, has_pad = chance(m, 0.15) && !is_last;
    say(line, "\n  out %s  %s  max %.17g V", port_name(m, true, i), outputs[t],
        factor(m->o->level) * random_log(&m->r, is_last ? 10 : 0.5, is_last ? 40 : 12));
    say(line, "  z %.6g ohm", is_last ? random_log(&m->r, 0.01, 1) : random_log(&m->r, 10, 1000));
    say(line, "  noise %.6g V", random_log(&m->r, 1e-6, 1e-4));
    maybe(m, line, is_pair ? 0.8 : 0, "imbalance", 0.01, 20, "ohm");
    maybe(m, line, 0.15, "coupling", 1e-5, 1e-3, "F");
    maybe(m, line, t == 6 ? 0.5 : 0, "l", 1e-3, 0.5, "H");
    maybe(m, line, t == 5 ? 0.5 : 0, "lm", 5, 100, "H");
    maybe(m, line, t == 1 ? 0.3 : 0, "cm-distortion", 0.1, 10, "dB");
    if (has_pad)
        say(line, "  pad 10 dB  pad-z 600 ohm%s", chance(m, 0.5) ? " +-1%" : "");
    make_pin1(m, line);
}

static void make_four_resistors(maker *m, char *line)
{
    say(line, "  r %.6g ohm +-%.3g%%", random_log(&m->r, 2e3, 5e4), random_log(&m->r, 0.01, 1));
    say(line, "  en %.3g nV/rtHz  i-noise %.3g pA/rtHz  gbw 10 MHz", random_log(&m->r, 1, 10), random_log(&m->r, 0.1, 2));
}

static void make_input(maker *m, char *line, size_t i)
{
    size_t t = random_below(&m->r, 7);
    double z = random_log(&m->r, 1e4, 1e5);
    say(line, "\n  in %s  %s", port_name(m, false, i), inputs[t]);
    if (t == 1 && chance(m, 0.5)) {
        make_four_resistors(m, line);
    } else if (t == 4 && chance(m, 0.6)) {
        say(line, "  ratio %s  lm %.4g H  rpri %.4g ohm  rsec %.4g ohm  load 10 kohm  cmrr 90 dB", chance(m, 0.5) ? "1:1" : "2:1",
            random_log(&m->r, 20, 500), random_log(&m->r, 20, 2e3), random_log(&m->r, 20, 2e3));
    } else {
        say(line, "  z %.6g ohm", z);
        if (t > 0 && t != 5)
            say(line, "  zcm %.6g ohm", z * (0.5 + 1.5 * random_unit(&m->r)));
        if (t > 0 && t < 5)
            say(line, chance(m, 0.4) ? "  cmrr 80 dB at 60 Hz 60 dB at 20 kHz" : "  cmrr 70 dB");
        say(line, "  noise %.6g V", random_log(&m->r, 1e-7, 1e-5));
        maybe(m, line, 0.3, "c", 1e-11, 1e-9, "F");
    }
    maybe(m, line, 0.2, "coupling", 1e-6, 1e-4, "F");
    if (chance(m, 0.3))
        say(line, "  max %.17g V", factor(m->o->level) * random_log(&m->r, 1, 20));
    double curve = random_unit(&m->curves);
    if (curve < 0.2)
        say(line, curve < 0.1 ? "  equalization riaa" : "  equalization riaa-iec");
    make_pin1(m, line);
}

static void make_plug(maker *m, char *line)
{
    double k = factor(m->o->emf);
    size_t plug = random_below(&m->r, 5);
    size_t on = random_below(&m->r, m->n_grounds);
    if (plug == 4)
        say(line, "  plug battery");
    else
        say(line, plug < 2 ? "  plug 3-pin" : plug == 2 ? "  plug 2-pin" : "  plug 2-pin flipped");
    if (plug < 4)
        say(line, "  leakage %.17g A  leakage-flipped %.17g A", k * random_log(&m->r, 1e-5, 5e-4), k * random_log(&m->r, 1e-5, 5e-4));
    if (plug < 2)
        say(line, "  cord-emf %.17g V", k * random_log(&m->r, 1e-5, 3e-3));
    if (plug < 2 && on % 2 == 0)
        say(line, "  outlet %s", ground_name(m, on));
    if (on % 2)
        say(line, chance(m, 0.3) ? "  ground %s isolated 1 nF" : "  ground %s", ground_name(m, on));
    maybe(m, line, 0.25, "lift", 1, 1000, "ohm");
}

/* A cross-section of a coax or a pair, now and then. */
static void make_section(maker *m, char *cable, size_t type)
{
    static const char *const shields[] = {"", "  shielding foil", "  shielding served  shield-wire 0.1 mm  ends 20",
                                          "  shielding braid  shield-wire 0.1 mm  ends 2"};
    double conductor = random_log(&m->around, 0.2, 0.8), coat = random_log(&m->around, 2, 4);
    size_t shield = random_below(&m->around, 4);
    if (type < 3 || random_unit(&m->around) > 0.3)
        return;
    say(cable, "  conductor %.4g mm  insulation %.4g mm  er 2.3  tan-delta 0.05 %%%s", conductor, coat * conductor * (type == 3 ? 2 : 1),
        shields[shield]);
}

/* Lines below a box, turned about when the file is reordered: ports may stand in any order. */
static void make_box(maker *m, size_t i)
{
    bool is_last = i + 1 == m->n_boxes;
    char *line = begin(m);
    size_t n_ins = i == 0 ? 0 : 1 + random_below(&m->r, INS_MAX);
    m->n_outs[i] = is_last ? 1 : 1 + random_below(&m->r, OUTS_MAX);
    say(line, "box %s", box_name(m, i));
    make_plug(m, line);
    if (n_ins > 1)
        say(line, "  mix");
    char below[2][LINE_MAX] = {"", ""};
    for (size_t k = 0; k < n_ins; k++)
        make_input(m, below[0], k);
    for (size_t k = 0; k < m->n_outs[i]; k++)
        make_output(m, below[1], k, is_last);
    if (n_ins)
        say(below[1], "\n  gain %.4g dB", is_last ? 10 + 16 * random_unit(&m->r) : 20 * random_unit(&m->r) - 14);
    if (m->digital && i < 2)
        say(below[1], "\n  %s digital  %s", i == 0 ? "out" : "in", m->digital);
    say(line, "%s%s", below[m->o->is_reordered], below[!m->o->is_reordered]);
    for (size_t k = 0; k < n_ins; k++) { /* fed by any box before; several may hang on one output */
        size_t from = random_below(&m->r, i);
        char *cable = begin(m);
        static const char *const types[] = {"rca", "xlr", "trs", "coax", "pair"};
        char *id = m->cables[m->n_cables++];
        id[0] = '\0';
        say(id, "%s.%s -> %s.%s", box_name(m, from), port_name(m, true, random_below(&m->r, m->n_outs[from])), box_name(m, i),
            port_name(m, false, k));
        size_t type = random_below(&m->r, 5);
        say(cable, "cable %s  %s %.4g m%s", id, types[type], random_log(&m->r, 0.3, 30), chance(m, 0.3) ? "  stereo" : "");
        make_section(m, cable, type);
        maybe(m, cable, 0.5, "shield", 5e-3, 0.1, "ohm/m");
        maybe(m, cable, 0.3, "contact", 1e-3, 0.1, "ohm");
        if (chance(m, 0.2))
            say(cable, "  screen source");
    }
}

/* ---- the rest ---- */

static void make_listener(maker *m)
{
    const char *box = box_name(m, m->n_boxes - 1), *port = port_name(m, true, 0);
    char *line = begin(m);
    double d = random_log(&m->r, 1, 5);
    if (chance(m, 0.7))
        say(line, "speaker %s.%s  88 dB  8 ohm  at %.4g m  room 25 dBA  count 2", box, port, d);
    else
        say(line, "headphones %s.%s  100 dB/mW  32 ohm  return 0.1 ohm  room 30 dBA%s", box, port,
            chance(m, 0.5) ? "  separate" : "");
}

static void make_bonds(maker *m)
{
    for (size_t k = random_below(&m->r, 3); k > 0; k--) {
        size_t from = random_below(&m->r, m->n_boxes), to = random_below(&m->r, m->n_boxes);
        double r = random_log(&m->r, 1e-3, 1);
        if (from != to)
            say(begin(m), "bond %s -> %s  r %.6g ohm", box_name(m, from), box_name(m, to), r);
    }
}

/* Beside every third cable a cord or a transformer or the cable before; all around a field and a transmitter, now and then. */
static void make_fields(maker *m)
{
    double k = factor(m->o->emf);
    for (size_t i = 0; i < m->n_cables; i++) {
        double amount = random_log(&m->around, 0.1, 10), at = random_log(&m->around, 0.03, 1), over = random_log(&m->around, 0.1, 3);
        size_t what = random_below(&m->around, 9);
        if (what == 0)
            say(begin(m), "near cable %s  mains %.17g A at %.4g m over %.4g m  spacing 4 mm", m->cables[i], k * amount, at, over);
        else if (what == 1)
            say(begin(m), "near cable %s  transformer %.17g uT at %.4g m  end receiver", m->cables[i], k * amount, at);
        else if (what == 2 && i > 0)
            say(begin(m), "near cable %s  cable %s at %.4g m over %.4g m", m->cables[i], m->cables[i - 1], at, over);
    }
    double flux = random_log(&m->around, 0.01, 1), carrier = random_log(&m->around, 0.2, 2000), strength = random_log(&m->around, 0.1, 10);
    if (random_unit(&m->around) < 0.3)
        say(begin(m), "field %.17g uT", k * flux);
    if (random_unit(&m->around) < 0.2)
        say(begin(m), "radio %.4g MHz %.4g V/m", carrier, strength);
}

/* Between the first two boxes: only its shield and ground wires are in the network. */
static void make_digital(maker *m)
{
    static const char *const links[][3] = {{"spdif", "coax", ""},          {"aes3", "pair", ""},
                                           {"aes3id", "rca", ""},          {"usb", "usb", ""},
                                           {"usb", "usb", "isolated ?"},   {"hdmi", "hdmi", ""},
                                           {"ethernet", "ethernet", ""},   {"ethernet", "ethernet-shielded", ""},
                                           {"optical", "optical", ""},     {"spdif", "coax", "isolated 20 pF"}};
    size_t kind = random_below(&m->around, sizeof links / sizeof links[0]);
    double length = random_log(&m->around, 0.5, 100);
    if (random_unit(&m->around) > 0.3)
        return;
    m->digital = links[kind][0];
    say(begin(m), "cable %s.digital -> %s.digital  %s %.4g m  %s", box_name(m, 0), box_name(m, 1), links[kind][1], length, links[kind][2]);
}

static void shuffle(maker *m, random_state *r)
{
    static char keep[LINE_MAX];
    for (size_t i = m->n; i > 1; i--) {
        size_t k = random_below(r, i);
        memcpy(keep, m->top[k], LINE_MAX);
        memcpy(m->top[k], m->top[i - 1], LINE_MAX);
        memcpy(m->top[i - 1], keep, LINE_MAX);
    }
}

void random_system(uint64_t seed, const random_options *o, char *text)
{
    static maker m; /* large */
    m = (maker){.r = {seed}, .around = {seed + 7001}, .curves = {seed + 9001}, .o = o};
    make_grounds(&m);
    m.n_boxes = 2 + random_below(&m.r, BOXES_MAX - 1);
    make_digital(&m);
    for (size_t i = 0; i < m.n_boxes; i++)
        make_box(&m, i);
    make_listener(&m);
    make_bonds(&m);
    make_fields(&m);
    double t = 60 * random_unit(&m.r) - 10;
    say(begin(&m), "temperature %.3g C", t);
    random_state other = {seed + 77};
    if (o->is_reordered)
        shuffle(&m, &other);
    text[0] = '\0';
    for (size_t i = 0; i < m.n; i++)
        snprintf(text + strlen(text), RANDOM_TEXT_MAX - strlen(text), "%s\n", m.top[i]);
    snprintf(text + strlen(text), RANDOM_TEXT_MAX - strlen(text),
             "variant \"warm\"\n  temperature 40 C\n%s", o->extra ? o->extra : "");
}

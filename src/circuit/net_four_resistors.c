/* The difference amplifier with its real resistors and op amp (docs/physics/stages.md, ST-8).
 *
 *   pin 3 --r1--+--r2-- out        pin 2 --r3--+--r4-- ground
 *              (-)                            (+)
 *
 * r = one value for all four; r3 is like r1 when it is not stated, r2 like r1, r4 like r2, value and tolerance. What the
 * receiver hears is out (r1/r2), referred to its input; an input-to-output gain that is not stated is r2/r1. Each
 * resistor is a parameter of its own within the tolerance; a single solution takes the worst corner, what the maker can
 * promise (CMRR = (1+G)/4t, interface.md I-12). */
#include "circuit/input_parts.h"

#include <math.h>

#define OPEN_LOOP_GAIN 1e6 /* audio op amps: 100 to 130 dB; its effect is below 1e-5 */
#define POLE_OHM 1e3       /* of the one-pole model; silent, its value cancels */

typedef struct quad {
    double r1, r2, r3, r4;
} quad;

/* Which key says what a resistor is: its own, the one it is equal to, or `r`. */
static hum_key key_of(const hum_stage *s, hum_key own, hum_key like)
{
    if (hum_stage_states(s, own))
        return own;
    return hum_stage_states(s, HUM_KEY_R) || !hum_stage_states(s, like) ? HUM_KEY_R : like;
}

/* Equal parts of one array follow its value together, and each is off by its own part of `match`: of its width, when that
 * is a range or not known itself. */
static hum_status take_matched(hum_stage *s, hum_key key, const char *part, double sign, double *out)
{
    double match, off;
    HUM_TRY(hum_stage_optional(s, key, 10e3, out));
    HUM_TRY(hum_stage_optional(s, HUM_KEY_MATCH_RATIO, 0, &match));
    hum_value stated = hum_values_get(&s->port->values, HUM_KEY_MATCH_RATIO);
    double half = stated.certainty == HUM_EXACT ? match : 1, unit = stated.certainty == HUM_EXACT ? 1 : match;
    hum_value own = {.certainty = HUM_TOLERANCE, .dim = HUM_DIM_RATIO, .low = -half, .high = half, .span = s->port->span};
    HUM_TRY(hum_stage_own(s, &own, part, sign * half, &off));
    *out *= 1 + unit * off;
    return HUM_OK;
}

/* sign: which way it is off in a single solution. */
static hum_status take(hum_stage *s, hum_key key, const char *part, double sign, double *out)
{
    hum_value v = hum_values_get(&s->port->values, key);
    if (hum_stage_states(s, HUM_KEY_MATCH_RATIO))
        return take_matched(s, key, part, sign, out);
    if (v.certainty == HUM_TOLERANCE)
        return hum_stage_own(s, &v, part, sign > 0 ? v.high : v.low, out);
    return hum_stage_optional(s, key, 10e3, out);
}

/* Corners that do not cancel: r3 and r2 high, r1 and r4 low. Of the two it is the one that a source whose hot leg has more
 * impedance (`imbalance`, an unbalanced output) makes worse. */
static hum_status find_resistors(hum_stage *s, quad *q)
{
    hum_key r1 = key_of(s, HUM_KEY_R1, HUM_KEY_R1), r2 = key_of(s, HUM_KEY_R2, r1);
    HUM_TRY(take(s, r1, "r1", -1, &q->r1));
    HUM_TRY(take(s, key_of(s, HUM_KEY_R3, r1), "r3", +1, &q->r3));
    HUM_TRY(take(s, r2, "r2", +1, &q->r2));
    return take(s, key_of(s, HUM_KEY_R4, r2), "r4", -1, &q->r4);
}

/* V(out) = A(s) (V(p) - V(n)), one pole: A0 into a resistor and a capacitor, then a buffer. */
static hum_status build_op_amp(hum_stage *s, hum_node p, hum_node n, hum_node out, hum_node ground)
{
    double gbw, en, i_noise, corner;
    hum_node u, w, inner;
    uint32_t emf;
    HUM_TRY(hum_stage_value(s, HUM_KEY_GBW, &gbw));
    HUM_TRY(hum_stage_value(s, HUM_KEY_EN, &en));
    HUM_TRY(hum_stage_optional(s, HUM_KEY_I_NOISE, 0, &i_noise));
    HUM_TRY(hum_stage_optional(s, HUM_KEY_EN_CORNER, 0, &corner));
    HUM_TRY(hum_stage_node(s, "opin", &inner));
    HUM_TRY(hum_stage_node(s, "opu", &u));
    HUM_TRY(hum_stage_node(s, "opw", &w));
    hum_term follow = {p, HUM_EARTH, 1, 0};
    HUM_TRY(hum_stage_emf(s, "open", inner, HUM_EARTH, &follow, 1, &emf)); /* V(p) + en */
    HUM_TRY(hum_stage_noise(s, emf, en * en, corner, "op amp voltage noise of"));
    hum_term open_loop = {inner, n, OPEN_LOOP_GAIN, 0};
    HUM_TRY(hum_stage_emf(s, "opa", u, HUM_EARTH, &open_loop, 1, NULL));
    HUM_TRY(hum_stage_silent(s, "opr", u, w, POLE_OHM));
    HUM_TRY(hum_stage_capacitor(s, "opc", w, HUM_EARTH, OPEN_LOOP_GAIN / (2 * HUM_PI * gbw * POLE_OHM)));
    hum_term buffer = {w, HUM_EARTH, 1, 0};
    HUM_TRY(hum_stage_emf(s, "opo", out, ground, &buffer, 1, NULL));
    return HUM_OK;
}

/* Current noise of the op amp is a voltage in series with r1 and r3: i r2 at the output is i r1 in series with r1, and
 * the non-inverting input's i (r3 || r4) is i r3 in series with r3. */
static hum_status series_noise(hum_stage *s, const char *suffix, hum_node from, hum_node *to, double r_ohm)
{
    double i_noise;
    uint32_t emf;
    *to = from;
    HUM_TRY(hum_stage_optional(s, HUM_KEY_I_NOISE, 0, &i_noise));
    if (i_noise <= 0)
        return HUM_OK;
    HUM_TRY(hum_stage_node(s, suffix, to));
    HUM_TRY(hum_stage_emf(s, suffix, *to, from, NULL, 0, &emf));
    return hum_stage_noise(s, emf, i_noise * i_noise * r_ohm * r_ohm, 0, "op amp current noise of");
}

static hum_status say_no_resistors(hum_stage *s)
{
    hum_diags_say(s->b->d, HUM_D_OUT_OF_RANGE, s->port->span, "for example: r 10 kohm",
                  "the resistors of a difference amplifier cannot be 0");
    return HUM_E_INPUT;
}

hum_status hum_build_four_resistors(hum_stage *s, bool adds_drop)
{
    quad q;
    hum_node n, p, out, hot, cold;
    HUM_TRY(find_resistors(s, &q));
    if (!(q.r1 > 0 && q.r2 > 0 && q.r3 > 0 && q.r4 > 0))
        return say_no_resistors(s);
    HUM_TRY(hum_input_legs(s, true));
    HUM_TRY(hum_stage_node(s, "inv", &n));
    HUM_TRY(hum_stage_node(s, "non", &p));
    HUM_TRY(hum_stage_node(s, "op", &out));
    HUM_TRY(series_noise(s, "inm", s->net->minus, &cold, q.r1));
    HUM_TRY(series_noise(s, "inp", s->net->plus, &hot, q.r3));
    HUM_TRY(hum_stage_resistor(s, "r1", cold, n, q.r1));
    HUM_TRY(hum_stage_resistor(s, "r2", n, out, q.r2));
    HUM_TRY(hum_stage_resistor(s, "r3", hot, p, q.r3));
    HUM_TRY(hum_stage_resistor(s, "r4", p, s->net->ground, q.r4));
    HUM_TRY(build_op_amp(s, p, n, out, s->net->ground));
    s->net->default_gain = q.r2 / q.r1;
    s->net->has_default_gain = true;
    hum_sense heard = {.n = 0};
    hum_sense_add(&heard, out, s->net->ground, q.r1 / q.r2, 0);
    return hum_input_finish(s, &heard, adds_drop);
}

/* Sums with units: + - * /, parentheses, sqrt, pi. Dimensions are checked by counting powers of V, A, s and
 * m. Decibels add to decibels and to levels; two levels in dBu subtract to decibels and do not add. */
#include "study/calc_parts.h"

#include <math.h>

enum { DEPTH_MAX = 20 };

/* Twice the powers of V, A, s, m, so that a root hertz is a whole number. */
static const int powers[HUM_DIM_COUNT][CALC_BASES] = {
    [HUM_DIM_VOLT] = {2, 0, 0, 0},      [HUM_DIM_AMPERE] = {0, 2, 0, 0},
    [HUM_DIM_OHM] = {2, -2, 0, 0},      [HUM_DIM_FARAD] = {-2, 2, 2, 0},
    [HUM_DIM_HENRY] = {2, -2, 2, 0},    [HUM_DIM_HERTZ] = {0, 0, -2, 0},
    [HUM_DIM_METRE] = {0, 0, 0, 2},     [HUM_DIM_SECOND] = {0, 0, 2, 0},
    [HUM_DIM_WATT] = {2, 2, 0, 0},      [HUM_DIM_TESLA] = {2, 0, 2, -4},
    [HUM_DIM_OHM_M] = {2, -2, 0, -2},   [HUM_DIM_FARAD_M] = {-2, 2, 2, -2},
    [HUM_DIM_HENRY_M] = {2, -2, 2, -2}, [HUM_DIM_VOLT_M] = {2, 0, 0, -2},
    [HUM_DIM_VOLT_RTHZ] = {2, 0, 1, 0}, [HUM_DIM_AMPERE_RTHZ] = {0, 2, 1, 0},
    [HUM_DIM_SQUARE_METRE] = {0, 0, 0, 4},
};

static bool same_powers(const int *p, const int *q)
{
    for (int i = 0; i < CALC_BASES; i++)
        if (p[i] != q[i])
            return false;
    return true;
}

hum_calc_value hum_calc_of(double v, hum_dim dim)
{
    hum_calc_value x = {.v = v, .dim = hum_dim_is_decibel(dim) ? dim : HUM_DIM_NONE};
    for (int i = 0; i < CALC_BASES; i++)
        x.power[i] = powers[dim][i];
    return x;
}

bool hum_calc_dim(const hum_calc_value *x, hum_dim *dim)
{
    *dim = x->dim;
    if (x->dim != HUM_DIM_NONE)
        return true;
    for (int d = 0; d < HUM_DIM_COUNT; d++) {
        bool is_nameless = hum_dim_is_decibel((hum_dim)d) || d == HUM_DIM_RATIO;
        if (!is_nameless && same_powers(powers[d], x->power)) {
            *dim = (hum_dim)d;
            return true;
        }
    }
    return false;
}

bool hum_calc_is_plain(const hum_calc_value *x)
{
    return x->dim == HUM_DIM_NONE && same_powers(x->power, powers[HUM_DIM_NONE]);
}

bool hum_calc_read_quantity(hum_calc_line *l, hum_calc_value *out)
{
    hum_value v;
    hum_unit u;
    if (l->at == l->end || l->at->kind != HUM_ITEM_QUANTITY)
        return hum_calc_tell(l, HUM_D_MISSING, "a number with its unit such as 47 kohm",
                             "a value is missing here");
    if (!hum_item_value(l->at, l->d, &v))
        return false;
    if (v.certainty != HUM_EXACT)
        return hum_calc_tell(l, HUM_D_UNEXPECTED, "ask twice, for its two ends", "a sum takes exact values");
    if (v.dim == HUM_DIM_DB_M) /* neither a power of the bases nor a level */
        return hum_calc_tell(l, HUM_D_WRONG_UNIT, "the decibels of the whole length, such as 3.6 dB",
                             "a sum takes no attenuation per length");
    *out = hum_calc_of(v.nominal, v.dim);
    out->is_level = hum_unit_find(l->at->q.unit, &u) && u.is_level;
    l->at++;
    return true;
}

/* Scaling an amplitude, or a power, by decibels. */
static bool shift_level(hum_calc_value *x, double db)
{
    hum_dim dim;
    if (!hum_calc_dim(x, &dim))
        return false;
    x->v *= pow(10, db / (dim == HUM_DIM_WATT ? 10 : 20));
    return true;
}

static bool add_decibels(hum_calc_value *x, const hum_calc_value *y, int sign)
{
    if (y->dim == HUM_DIM_DB && x->dim == HUM_DIM_NONE)
        return shift_level(x, sign * y->v);
    bool is_shift = y->dim == HUM_DIM_DB && x->dim != HUM_DIM_CELSIUS;
    bool is_distance = sign < 0 && x->dim == y->dim;
    if (!is_shift && !is_distance)
        return false;
    x->v += sign * y->v;
    if (is_distance)
        x->dim = HUM_DIM_DB;
    return true;
}

/* Tells something of the joint `where`. */
static bool refuse(hum_calc_line *l, const hum_item *where, hum_diag_code code, const char *help,
                   const char *what)
{
    l->at = where;
    return hum_calc_tell(l, code, help, what);
}

static bool add(hum_calc_line *l, const hum_item *where, hum_calc_value *x, const hum_calc_value *y, int sign)
{
    if (y->dim != HUM_DIM_NONE || x->dim != HUM_DIM_NONE)
        return add_decibels(x, y, sign) ||
               refuse(l, where, HUM_D_WRONG_UNIT, "noise levels add as: snr 128 dB 135 dB",
                      "these decibels do not add like that");
    if (!same_powers(x->power, y->power))
        return refuse(l, where, HUM_D_WRONG_UNIT, "only values of one kind add",
                      "these are two kinds of quantity");
    if (x->is_level && y->is_level && sign < 0) {
        *x = hum_calc_of(20 * log10(x->v / y->v), HUM_DIM_DB);
        return true;
    }
    if (x->is_level && y->is_level)
        return refuse(l, where, HUM_D_WRONG_UNIT,
                      "independent ones add as: rss +4 dBu +4 dBu; or write them in V",
                      "two levels do not add like numbers");
    x->v += sign * y->v;
    return true;
}

static bool multiply(hum_calc_line *l, const hum_item *where, hum_calc_value *x, const hum_calc_value *y,
                     int sign)
{
    bool is_decibel = x->dim != HUM_DIM_NONE || y->dim != HUM_DIM_NONE;
    if (is_decibel && !(x->dim == HUM_DIM_DB && hum_calc_is_plain(y)) &&
        !(sign > 0 && y->dim == HUM_DIM_DB && hum_calc_is_plain(x)))
        return refuse(l, where, HUM_D_WRONG_UNIT, "add them: +4 dBu + 6 dB", "decibels are not a factor");
    x->v = sign > 0 ? x->v * y->v : x->v / y->v;
    x->dim = is_decibel ? HUM_DIM_DB : HUM_DIM_NONE;
    x->is_level = x->is_level && hum_calc_is_plain(y);
    for (int i = 0; i < CALC_BASES; i++)
        x->power[i] = x->power[i] + sign * y->power[i];
    return true;
}

static bool read_primary(hum_calc_line *l, hum_calc_value *out);

static bool read_product(hum_calc_line *l, hum_calc_value *x)
{
    if (!read_primary(l, x))
        return false;
    for (char c = hum_calc_joint(l); c == '*' || c == '/'; c = hum_calc_joint(l)) {
        hum_calc_value y;
        const hum_item *where = l->at++;
        if (!read_primary(l, &y) || !multiply(l, where, x, &y, c == '*' ? 1 : -1))
            return false;
    }
    return true;
}

/* "4 V -2 V": a number that brings its sign. */
static bool brings_sign(const hum_calc_line *l)
{
    if (l->at == l->end || l->at->kind != HUM_ITEM_QUANTITY)
        return false;
    char c = l->text.p[l->at->span.begin];
    return c == '+' || c == '-';
}

bool hum_calc_read_sum(hum_calc_line *l, hum_calc_value *x)
{
    if (!read_product(l, x))
        return false;
    for (char c = hum_calc_joint(l); c == '+' || c == '-' || brings_sign(l); c = hum_calc_joint(l)) {
        hum_calc_value y;
        const hum_item *where = l->at;
        l->at += c ? 1 : 0;
        if (!read_product(l, &y) || !add(l, where, x, &y, c == '-' ? -1 : 1))
            return false;
    }
    return true;
}

static bool take_root(hum_calc_line *l, hum_calc_value *x)
{
    if (x->dim != HUM_DIM_NONE || x->v < 0)
        return hum_calc_tell(l, HUM_D_OUT_OF_RANGE, "sqrt(0.6)", "this has no square root");
    for (int i = 0; i < CALC_BASES; i++) {
        if (x->power[i] % 2)
            return hum_calc_tell(l, HUM_D_WRONG_UNIT, "sqrt(20 kHz)", "the root of this has no unit");
        x->power[i] = x->power[i] / 2;
    }
    x->v = sqrt(x->v);
    x->is_level = false;
    return true;
}

static bool read_parentheses(hum_calc_line *l, hum_calc_value *out)
{
    if (++l->depth > DEPTH_MAX)
        return hum_calc_tell(l, HUM_D_TOO_LARGE, "ask for a part of it",
                             "more than 20 parentheses inside each other");
    l->at++;
    if (!hum_calc_read_sum(l, out))
        return false;
    if (hum_calc_joint(l) != ')')
        return hum_calc_tell(l, HUM_D_MISSING, "close it: (2 V + 1 V) * 3", "a ) is missing here");
    l->at++;
    l->depth--;
    return true;
}

static bool read_primary(hum_calc_line *l, hum_calc_value *out)
{
    if (hum_calc_is_word(l, "sqrt") || hum_calc_is_word(l, "pi")) {
        bool is_root = hum_calc_is_word(l, "sqrt");
        l->at++;
        *out = hum_calc_of(3.141592653589793, HUM_DIM_NONE);
        return !is_root || (read_primary(l, out) && take_root(l, out));
    }
    if (hum_calc_joint(l) == '(')
        return read_parentheses(l, out);
    return hum_calc_read_quantity(l, out);
}

/* Quantities: as typed -> value in SI, and a value -> text that a person could have typed.
 *
 * Levels (dBu, dBV) become volts at once, so a tolerance in dB on a voltage is a factor both ways. A
 * tolerance in per cent is of the value, except on a value that is itself in per cent, where it is added. */
#include "lang/quantity.h"

#include "base/number.h"

#include <math.h>
#include <string.h>

enum { CLIP = 40 };

/* "mOhm/m": what is before the slash is wrong, the rest is right. The suggestion is written into buf. */
static hum_text suggest_per_length(hum_text unit, char *buf, size_t size)
{
    size_t slash = 0;
    while (slash < unit.n && unit.p[slash] != '/')
        slash++;
    hum_text above = hum_unit_suggest((hum_text){unit.p, slash});
    size_t below = unit.n - slash;
    if (!below || !above.n || above.n + below > size)
        return (hum_text){0};
    memcpy(buf, above.p, above.n);
    memcpy(buf + above.n, unit.p + slash, below);
    hum_text whole = {buf, above.n + below};
    hum_unit u;
    return hum_unit_find(whole, &u) ? whole : (hum_text){0};
}

/* The one unit that is a slip of the keyboard away; short words are not guessed at. */
static hum_text suggest_near(hum_text unit)
{
    hum_text best = {0};
    size_t least = unit.n / 3 + 1;
    for (size_t i = 0; hum_unit_at(i) && unit.n >= 3; i++) {
        hum_text u = hum_text_of(hum_unit_at(i)->symbol);
        size_t far = hum_text_distance(unit, u, least);
        if (u.n >= 3 && far < least) {
            best = u;
            least = far;
        }
    }
    return best;
}

bool hum_word_is_unit(hum_text word)
{
    hum_unit u;
    if (hum_unit_find(word, &u))
        return true;
    bool is_short =
        word.n < 2 && !hum_text_is(word, "M") && !hum_text_is(word, "k") && !hum_text_is(word, "R");
    char buf[2 * CLIP];
    if (is_short || word.n > CLIP)
        return false;
    return hum_unit_suggest(word).n > 0 || suggest_per_length(word, buf, sizeof buf).n > 0;
}

void hum_tell_unit(hum_diags *d, hum_text unit, hum_span span)
{
    hum_arena *a = hum_diags_arena(d);
    char buf[2 * CLIP];
    unit = hum_text_clip(unit, CLIP);
    hum_text near = hum_unit_suggest(unit);
    if (!near.n)
        near = suggest_per_length(unit, buf, sizeof buf);
    if (!near.n)
        near = suggest_near(unit);
    hum_text help = near.n ? hum_text_format(a, "write %.*s", HUM_FMT(near))
                           : HUM_T("units are case-exact: V mV uV dBu, A mA, ohm kohm Mohm, pF nF, mH, Hz "
                                   "kHz, m cm ft, %, dB");
    hum_diags_add(d, HUM_D_UNKNOWN_UNIT, span, hum_text_format(a, "there is no unit '%.*s'", HUM_FMT(unit)),
                  help);
}

static bool unit_of(hum_text unit, hum_unit *out)
{
    *out = (hum_unit){.symbol = "", .dim = HUM_DIM_NONE, .scale = 1};
    if (!unit.n)
        return true;
    if (hum_text_is(unit, HUM_RATIO_UNIT)) {
        out->dim = HUM_DIM_RATIO;
        return true;
    }
    return hum_unit_find(unit, out);
}

static bool refuse(const hum_item *item, hum_diags *d, hum_diag_code code, const char *help, const char *what)
{
    hum_diags_say(d, code, item->span, help, "%s", what);
    return false;
}

static bool range_value(const hum_item *item, const hum_unit *u, hum_diags *d, hum_value *out)
{
    double low = hum_unit_to_si(u, item->q.low);
    double high = hum_unit_to_si(u, item->q.high);
    if (item->q.has_tolerance)
        return refuse(item, d, HUM_D_BAD_RANGE, "write either 60..80 dB or 70 dB +-10 dB",
                      "a range has no tolerance");
    if (low > high)
        return refuse(item, d, HUM_D_BAD_RANGE, "write the smaller number first: 60..80 dB",
                      "this range runs from the larger to the smaller");
    *out = hum_value_range(u->dim, low, high);
    return true;
}

/* Decibels and degrees have no proportion: +-5 % of 60 dB means nothing. */
static bool has_proportion(const hum_unit *u)
{
    return !u->is_level && !hum_dim_is_decibel(u->dim);
}

/* 66 % +-2 %: per cent of per cent is added. */
static bool adds_percent(const hum_item *item, const hum_unit *u)
{
    return u->dim == HUM_DIM_RATIO && !hum_text_is(item->q.unit, HUM_RATIO_UNIT);
}

/* How far a tolerance reaches: by a factor both ways, or by the same amount. */
static bool tolerance_reach(const hum_item *item, const hum_unit *u, const hum_unit *tol, double si,
                            hum_value *v)
{
    double t = fabs(item->q.tolerance);
    bool is_factor = tol->dim == HUM_DIM_DB && u->dim == HUM_DIM_VOLT;
    bool is_share = tol->dim == HUM_DIM_RATIO && has_proportion(u);
    bool is_own_kind = tol->dim == u->dim && !tol->is_level;
    bool is_decibel = tol->dim == HUM_DIM_DB && hum_dim_is_decibel(u->dim) && u->dim != HUM_DIM_CELSIUS;
    if (is_factor) {
        double factor = pow(10, t / 20);
        v->low = si >= 0 ? si / factor : si * factor;
        v->high = si >= 0 ? si * factor : si / factor;
        return true;
    }
    double half = is_share && !adds_percent(item, u) ? fabs(si) * t * tol->scale : t * tol->scale;
    v->low = si - half;
    v->high = si + half;
    return is_share || is_own_kind || is_decibel;
}

static bool tell_tolerance_kind(const hum_item *item, const hum_unit *u, hum_diags *d)
{
    const hum_quantity *q = &item->q;
    hum_text t = hum_text_clip(q->tolerance_unit, CLIP);
    const char *help = u->dim == HUM_DIM_CELSIUS ? "write it in C: +-5 C"
                       : !has_proportion(u)      ? "write it in dB: +-0.5 dB"
                       : u->dim == HUM_DIM_NONE
                           ? "write it in per cent: +-5 %"
                           : "write it in per cent or in the unit of the value: +-5 % or +-2 kohm";
    if (!t.n)
        return refuse(item, d, HUM_D_BAD_RANGE, help, "this tolerance has no unit");
    hum_text of = q->unit.n ? hum_text_clip(q->unit, CLIP) : HUM_T("plain numbers");
    hum_diags_say(d, HUM_D_BAD_RANGE, item->span, help, "a tolerance in %.*s does not fit a value in %.*s",
                  HUM_FMT(t), HUM_FMT(of));
    return false;
}

static bool tolerance_value(const hum_item *item, const hum_unit *u, hum_diags *d, hum_value *out)
{
    const hum_quantity *q = &item->q;
    hum_unit tol;
    if (!unit_of(q->tolerance_unit, &tol)) {
        hum_tell_unit(d, q->tolerance_unit, q->tolerance_span);
        return false;
    }
    if (q->tolerance < 0)
        return refuse(item, d, HUM_D_BAD_RANGE, "+- says both ways already: +-5 %",
                      "this tolerance is negative");
    double si = hum_unit_to_si(u, q->low);
    *out = hum_value_exact(u->dim, si);
    bool is_bare = !q->tolerance_unit.n && u->dim != HUM_DIM_NONE;
    if (is_bare || !tolerance_reach(item, u, &tol, si, out))
        return tell_tolerance_kind(item, u, d);
    if (tol.dim == HUM_DIM_RATIO && !adds_percent(item, u) && q->tolerance * tol.scale > 1)
        return refuse(item, d, HUM_D_BAD_RANGE, "write a range instead: 10..300 ohm",
                      "with a tolerance above 100 % the value could change its sign");
    out->certainty = out->low < out->high ? HUM_TOLERANCE : HUM_EXACT;
    out->is_normal = q->is_normal && out->certainty == HUM_TOLERANCE;
    return true;
}

static bool all_finite(const hum_quantity *q)
{
    return isfinite(q->low) && isfinite(q->high) && (!q->has_tolerance || isfinite(q->tolerance));
}

static bool quantity_value(const hum_item *item, hum_diags *d, hum_value *out)
{
    const hum_quantity *q = &item->q;
    hum_unit u;
    if (!unit_of(q->unit, &u)) {
        hum_tell_unit(d, q->unit, q->unit_span);
        return false;
    }
    bool is_good = true;
    if (q->is_range)
        is_good = range_value(item, &u, d, out);
    else if (q->has_tolerance)
        is_good = tolerance_value(item, &u, d, out);
    else
        *out = hum_value_exact(u.dim, hum_unit_to_si(&u, q->low));
    if (!is_good)
        return false;
    if (!isfinite(out->nominal) || !isfinite(out->low) || !isfinite(out->high))
        return refuse(item, d, HUM_D_BAD_NUMBER, NULL, "this value is too large to compute with");
    out->span = item->span;
    return true;
}

bool hum_item_value(const hum_item *item, hum_diags *d, hum_value *out)
{
    *out = (hum_value){.span = item->span};
    if (item->kind == HUM_ITEM_UNKNOWN) {
        out->certainty = HUM_UNKNOWN;
        return true;
    }
    if (item->kind != HUM_ITEM_QUANTITY)
        return refuse(item, d, HUM_D_UNEXPECTED, "a number with its unit such as 47 kohm, or ?",
                      "this is not a value");
    if (!all_finite(
            &item->q)) /* the number itself was told by the lexer or the parser; a second time is not heard */
        return refuse(item, d, HUM_D_BAD_NUMBER, NULL, "this number cannot be used");
    return quantity_value(item, d, out);
}

/* ---- value -> text ---- */

/* Units a person would use, largest first in each dimension. */
static const char *const ladder[HUM_DIM_COUNT][6] = {
    [HUM_DIM_NONE] = {""},
    [HUM_DIM_VOLT] = {"kV", "V", "mV", "uV", "nV"},
    [HUM_DIM_AMPERE] = {"A", "mA", "uA", "nA", "pA"},
    [HUM_DIM_OHM] = {"Gohm", "Mohm", "kohm", "ohm", "mohm"},
    [HUM_DIM_FARAD] = {"F", "mF", "uF", "nF", "pF"},
    [HUM_DIM_HENRY] = {"H", "mH", "uH", "nH"},
    [HUM_DIM_HERTZ] = {"MHz", "kHz", "Hz"},
    [HUM_DIM_METRE] = {"m", "mm"},
    [HUM_DIM_SECOND] = {"s", "ms", "us", "ns"},
    [HUM_DIM_WATT] = {"W", "mW"},
    [HUM_DIM_TESLA] = {"T", "mT", "uT", "nT"},
    [HUM_DIM_CELSIUS] = {"C"},
    [HUM_DIM_RATIO] = {":1", "%"},
    [HUM_DIM_DB] = {"dB"},
    [HUM_DIM_DBA] = {"dBA"},
    [HUM_DIM_DBSPL] = {"dBSPL"},
    [HUM_DIM_DB_W] = {"dB/W"},
    [HUM_DIM_DB_MW] = {"dB/mW"},
    [HUM_DIM_DB_V] = {"dB/V"},
    [HUM_DIM_VOLT_RTHZ] = {"V/rtHz", "uV/rtHz", "nV/rtHz"},
    [HUM_DIM_AMPERE_RTHZ] = {"pA/rtHz", "fA/rtHz"},
    [HUM_DIM_OHM_M] = {"kohm/m", "ohm/m", "mohm/m"},
    [HUM_DIM_FARAD_M] = {"uF/m", "nF/m", "pF/m"},
    [HUM_DIM_HENRY_M] = {"mH/m", "uH/m", "nH/m"},
    [HUM_DIM_VOLT_M] = {"V/m"},
    [HUM_DIM_SQUARE_METRE] = {"m2", "cm2"},
    [HUM_DIM_DB_M] = {"dB/m", "dB/km"},
};

static hum_unit unit_for(hum_dim dim, double si)
{
    hum_unit u = {.symbol = "", .scale = 1};
    for (size_t i = 0; i < 6 && ladder[dim][i]; i++) {
        if (unit_of(hum_text_of(ladder[dim][i]), &u))
            u.symbol = ladder[dim][i];
        bool fits = fabs(si) >= u.scale * (1 - 1e-9);
        if (si == 0 ? u.scale == 1 : fits)
            break;
    }
    return u;
}

/* Ten digits at most, so that 0.1 uV does not print as 0.09999999999999999 uV. */
static void out_short(hum_out *o, double v)
{
    hum_out digits = hum_out_in(o->a);
    hum_text t;
    double rounded = v;
    if (isfinite(v) && fabs(v) >= 1e-6 && fabs(v) < 1e9) {
        hum_out_digits(&digits, v, 10);
        if (hum_out_done(&digits, &t) != HUM_OK || !hum_number_read(t, &rounded))
            rounded = v;
    }
    hum_out_number(o, rounded);
}

static void out_in_unit(hum_out *o, const hum_unit *u, double si)
{
    bool is_ratio = u->symbol[0] == ':';
    out_short(o, si / u->scale);
    hum_out_f(o, is_ratio || !u->symbol[0] ? "%s" : " %s", u->symbol);
}

static void out_tolerance(hum_out *o, const hum_value *v, const hum_unit *u)
{
    double up = v->high - v->nominal;
    double down = v->nominal - v->low;
    bool is_factor = v->dim == HUM_DIM_VOLT && fabs(up - down) > 1e-9 * fabs(up);
    bool is_share =
        !hum_dim_is_decibel(v->dim) && v->nominal != 0 && up <= fabs(v->nominal) && u->symbol[0] != '%';
    hum_out_z(o, " +-");
    if (is_factor) {
        out_short(o, 20 * log10(fabs(v->high / v->nominal)));
        hum_out_z(o, " dB");
    } else if (is_share) {
        out_short(o, 100 * up / fabs(v->nominal));
        hum_out_z(o, " %");
    } else {
        hum_unit own = v->dim == HUM_DIM_RATIO ? *u : unit_for(v->dim, up);
        out_in_unit(o, &own, up);
    }
    hum_out_z(o, v->is_normal ? " normal" : "");
}

void hum_out_value(hum_out *o, const hum_value *v)
{
    if (v->certainty == HUM_ABSENT)
        return;
    if (v->certainty == HUM_UNKNOWN) {
        hum_out_z(o, "?");
        return;
    }
    double largest = fabs(v->low) > fabs(v->high) ? fabs(v->low) : fabs(v->high);
    hum_unit u = unit_for(v->dim, v->certainty == HUM_RANGE ? largest : v->nominal);
    bool is_wide = v->high - v->nominal > fabs(v->nominal); /* no share of the value can say it */
    if (u.symbol[0] == ':' && (v->certainty == HUM_RANGE || v->nominal == 0 || is_wide))
        u = (hum_unit){.symbol = "%", .scale = 0.01};
    if (v->certainty == HUM_RANGE) {
        out_short(o, v->low / u.scale);
        hum_out_z(o, "..");
        out_in_unit(o, &u, v->high);
        return;
    }
    out_in_unit(o, &u, v->nominal);
    if (v->certainty == HUM_TOLERANCE)
        out_tolerance(o, v, &u);
}

/* calc: one line in, one answer out, in every unit a person might think in. calc_line.c makes items of the line, calc_sum.c
 * and calc_call.c compute them. */
#include "study/calc_parts.h"

#include "base/number.h"
#include "lang/quantity.h"
#include "study/formula.h"

#include <math.h>

enum { TEXT_MAX = 10000 };

/* "V^2/ohm" has a name, watt; "V^2" has none and is written out. */
static void write_powers(hum_out *o, const int *power)
{
    static const char *const base[CALC_BASES] = {"V", "A", "s", "m"};
    const char *dot = "";
    for (int i = 0; i < CALC_BASES; i++) {
        if (power[i] == 0)
            continue;
        hum_out_f(o, "%s%s", dot, base[i]);
        dot = " ";
        if (power[i] % 2)
            hum_out_f(o, "^%d/2", power[i]);
        else if (power[i] != 2)
            hum_out_f(o, "^%d", power[i] / 2);
    }
}

static hum_status unit_text(hum_arena *a, const hum_calc_value *x, hum_text *unit)
{
    hum_dim dim;
    hum_out o = hum_out_in(a);
    if (hum_calc_dim(x, &dim))
        hum_out_z(&o, hum_dim_symbol(dim));
    else
        write_powers(&o, x->power);
    return hum_out_done(&o, unit);
}

static void write_db(hum_out *o, double db, const char *unit)
{
    hum_out_z(o, " = ");
    hum_out_fixed(o, db, 2);
    hum_out_f(o, " %s", unit);
}

static void write_plain(hum_out *o, const hum_calc_value *x, hum_text unit)
{
    hum_dim dim;
    bool has_prefix = hum_calc_dim(x, &dim) && unit.n && fabs(x->v) >= 1e-15 && fabs(x->v) < 1e15;
    if (has_prefix)
        hum_out_si(o, x->v, 4, unit.p);
    else
        hum_out_digits(o, x->v, 5);
    if (unit.n && !has_prefix)
        hum_out_f(o, " %.*s", HUM_FMT(unit));
}

/* The value in the units a person might think in. */
static void write_answer(hum_out *o, const hum_calc_value *x, hum_text unit, bool is_plain_sum)
{
    hum_dim dim;
    bool has_name = hum_calc_dim(x, &dim);
    if (hum_dim_is_decibel(dim)) {
        hum_out_fixed(o, x->v, 2);
        hum_out_f(o, " %.*s", HUM_FMT(unit));
        if (is_plain_sum && dim == HUM_DIM_DB && fabs(x->v) < 400) {
            hum_out_z(o, " = a factor of ");
            hum_out_digits(o, hum_ratio_of(x->v), 4);
        }
        return;
    }
    write_plain(o, x, unit);
    if (has_name && dim == HUM_DIM_VOLT && x->v > 0) {
        write_db(o, hum_dbu(x->v), "dBu");
        write_db(o, hum_dbv(x->v), "dBV");
    }
    if (hum_calc_is_plain(x) && x->v > 0 && x->v != 1)
        write_db(o, hum_db_of(x->v), "dB");
}

/* ---- to ---- */

static bool tell_conversion(hum_calc_line *l, hum_text unit)
{
    hum_diags_say(l->d, HUM_D_WRONG_UNIT, l->at->span, "for example: 2 V to dBu",
                  "this cannot be written in %.*s", HUM_FMT(unit));
    return false;
}

/* The value as a number of `u`; false when it is of another kind. */
static bool in_unit(const hum_calc_value *x, const hum_unit *u, double *number)
{
    hum_dim dim;
    bool has_name = hum_calc_dim(x, &dim);
    if (hum_calc_is_plain(x) && u->dim == HUM_DIM_DB)
        *number = hum_db_of(x->v);
    else if (hum_calc_is_plain(x) && u->dim == HUM_DIM_RATIO)
        *number = x->v / u->scale;
    else if (dim == HUM_DIM_DB && u->dim == HUM_DIM_RATIO)
        *number = hum_ratio_of(x->v) / u->scale;
    else if (has_name && dim == u->dim && dim != HUM_DIM_NONE)
        *number = u->is_level ? hum_db_of(x->v / u->scale) : x->v / u->scale;
    else
        return false;
    return true;
}

static bool write_in_unit(hum_calc_line *l, const hum_calc_value *x, hum_out *o)
{
    l->at++;
    if (l->at == l->end || (l->at->kind != HUM_ITEM_WORD))
        return hum_calc_tell(l, HUM_D_MISSING, "for example: 2 V to dBu", "a unit is missing here");
    hum_unit u;
    double number = 0;
    hum_text name = l->at->text;
    if (!hum_unit_find(name, &u)) {
        hum_tell_unit(l->d, name, l->at->span);
        return false;
    }
    if (!in_unit(x, &u, &number))
        return tell_conversion(l, name);
    if (!isfinite(number))
        return hum_calc_tell(l, HUM_D_OUT_OF_RANGE, "a level is of something above zero",
                             "this has no level");
    if (u.is_level || u.dim == HUM_DIM_DB)
        hum_out_fixed(o, number, 2);
    else
        hum_out_digits(o, number, 5);
    hum_out_f(o, " %.*s", HUM_FMT(name));
    l->at++;
    return true;
}

/* ---- the whole ---- */

static bool read_line(hum_calc_line *l, hum_calc_value *x, hum_calc_result *out)
{
    if (l->at == l->end)
        return hum_calc_tell(l, HUM_D_MISSING,
                             "for example: thermal 10 kohm, 2 V to dBu, snr 128 dB + 135 dB",
                             "there is nothing to compute");
    bool is_call = l->at->kind == HUM_ITEM_WORD && !hum_calc_is_word(l, "sqrt") && !hum_calc_is_word(l, "pi");
    if (!(is_call ? hum_calc_read_call(l, x, out) : hum_calc_read_sum(l, x)))
        return false;
    if (isfinite(x->v))
        return true;
    hum_diags_say(l->d, HUM_D_OUT_OF_RANGE, (hum_span){0, 0, (uint32_t)l->text.n}, NULL,
                  "this has no finite answer");
    return false;
}

static bool write_line(hum_calc_line *l, const hum_calc_value *x, const hum_calc_result *r, hum_out *o)
{
    if (hum_calc_is_word(l, "to"))
        return write_in_unit(l, x, o);
    write_answer(o, x, r->unit, !r->equation);
    return true;
}

static hum_status put_together(hum_arena *a, hum_calc_result *out)
{
    hum_out o = hum_out_in(a);
    hum_out_f(&o, "%.*s\n", HUM_FMT(out->answer));
    if (out->asked.n)
        hum_out_f(&o, "  %.*s\n", HUM_FMT(out->asked));
    if (out->equation)
        hum_out_f(&o, "  eq. %s: %s\n", out->equation, out->source);
    return hum_out_done(&o, &out->text);
}

hum_status hum_calc(hum_arena *a, hum_text text, hum_diags *d, hum_calc_result *out)
{
    *out = (hum_calc_result){0};
    hum_calc_line l;
    hum_calc_value x;
    if (text.n > TEXT_MAX) {
        hum_diags_say(d, HUM_D_TOO_LARGE, (hum_span){0, 0, 0}, NULL, "more than %d characters", TEXT_MAX);
        return HUM_E_INPUT;
    }
    HUM_TRY(hum_calc_read_items(a, text, d, &l));
    if (!read_line(&l, &x, out))
        return l.status == HUM_OK ? HUM_E_INPUT : l.status;
    HUM_TRY(unit_text(a, &x, &out->unit));
    hum_calc_dim(&x, &out->dim);
    out->value = x.v;
    hum_out o = hum_out_in(a);
    if (!write_line(&l, &x, out, &o))
        return HUM_E_INPUT;
    if (l.at < l.end) {
        hum_calc_tell(&l, HUM_D_UNEXPECTED, "for example: 4 V / 2 V to dB", "this is not expected here");
        return HUM_E_INPUT;
    }
    HUM_TRY(hum_out_done(&o, &out->answer));
    return put_together(a, out);
}

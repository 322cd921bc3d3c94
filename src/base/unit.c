/* Units: a closed, case-exact list, and what each dimension is called when a person has to be told. */
#include "base/unit.h"

#include <math.h>

#define METRES_PER_FOOT 0.3048

static const hum_unit units[] = {
    {"V", HUM_DIM_VOLT, 1, false},         {"mV", HUM_DIM_VOLT, 1e-3, false},
    {"uV", HUM_DIM_VOLT, 1e-6, false},     {"\xC2\xB5V", HUM_DIM_VOLT, 1e-6, false},
    {"nV", HUM_DIM_VOLT, 1e-9, false},     {"kV", HUM_DIM_VOLT, 1e3, false},
    {"dBu", HUM_DIM_VOLT, HUM_DBU_V, true}, {"dBV", HUM_DIM_VOLT, 1, true},
    {"A", HUM_DIM_AMPERE, 1, false},       {"mA", HUM_DIM_AMPERE, 1e-3, false},
    {"uA", HUM_DIM_AMPERE, 1e-6, false},   {"\xC2\xB5" "A", HUM_DIM_AMPERE, 1e-6, false},
    {"nA", HUM_DIM_AMPERE, 1e-9, false},   {"pA", HUM_DIM_AMPERE, 1e-12, false},
    {"ohm", HUM_DIM_OHM, 1, false},        {"mohm", HUM_DIM_OHM, 1e-3, false},
    {"kohm", HUM_DIM_OHM, 1e3, false},     {"Mohm", HUM_DIM_OHM, 1e6, false},
    {"Gohm", HUM_DIM_OHM, 1e9, false},     {"\xCE\xA9", HUM_DIM_OHM, 1, false},
    {"m\xCE\xA9", HUM_DIM_OHM, 1e-3, false}, {"k\xCE\xA9", HUM_DIM_OHM, 1e3, false},
    {"M\xCE\xA9", HUM_DIM_OHM, 1e6, false},
    {"F", HUM_DIM_FARAD, 1, false},        {"mF", HUM_DIM_FARAD, 1e-3, false},
    {"uF", HUM_DIM_FARAD, 1e-6, false},    {"\xC2\xB5" "F", HUM_DIM_FARAD, 1e-6, false},
    {"nF", HUM_DIM_FARAD, 1e-9, false},    {"pF", HUM_DIM_FARAD, 1e-12, false},
    {"H", HUM_DIM_HENRY, 1, false},        {"mH", HUM_DIM_HENRY, 1e-3, false},
    {"uH", HUM_DIM_HENRY, 1e-6, false},    {"\xC2\xB5H", HUM_DIM_HENRY, 1e-6, false},
    {"nH", HUM_DIM_HENRY, 1e-9, false},
    {"Hz", HUM_DIM_HERTZ, 1, false},       {"kHz", HUM_DIM_HERTZ, 1e3, false},
    {"MHz", HUM_DIM_HERTZ, 1e6, false},
    {"m", HUM_DIM_METRE, 1, false},        {"cm", HUM_DIM_METRE, 1e-2, false},
    {"mm", HUM_DIM_METRE, 1e-3, false},    {"km", HUM_DIM_METRE, 1e3, false},
    {"um", HUM_DIM_METRE, 1e-6, false},    {"\xC2\xB5m", HUM_DIM_METRE, 1e-6, false},
    {"ft", HUM_DIM_METRE, METRES_PER_FOOT, false},
    {"s", HUM_DIM_SECOND, 1, false},       {"ms", HUM_DIM_SECOND, 1e-3, false},
    {"us", HUM_DIM_SECOND, 1e-6, false},   {"ns", HUM_DIM_SECOND, 1e-9, false},
    {"W", HUM_DIM_WATT, 1, false},         {"mW", HUM_DIM_WATT, 1e-3, false},
    {"T", HUM_DIM_TESLA, 1, false},        {"mT", HUM_DIM_TESLA, 1e-3, false},
    {"uT", HUM_DIM_TESLA, 1e-6, false},    {"nT", HUM_DIM_TESLA, 1e-9, false},
    {"C", HUM_DIM_CELSIUS, 1, false},
    {"%", HUM_DIM_RATIO, 1e-2, false},     {"ppm", HUM_DIM_RATIO, 1e-6, false},
    {"dB", HUM_DIM_DB, 1, false},          {"dBA", HUM_DIM_DBA, 1, false},
    {"dBSPL", HUM_DIM_DBSPL, 1, false},    {"dB/W", HUM_DIM_DB_W, 1, false},
    {"dB/mW", HUM_DIM_DB_MW, 1, false},    {"dB/V", HUM_DIM_DB_V, 1, false},
    {"V/rtHz", HUM_DIM_VOLT_RTHZ, 1, false}, {"nV/rtHz", HUM_DIM_VOLT_RTHZ, 1e-9, false},
    {"uV/rtHz", HUM_DIM_VOLT_RTHZ, 1e-6, false},
    {"pA/rtHz", HUM_DIM_AMPERE_RTHZ, 1e-12, false}, {"fA/rtHz", HUM_DIM_AMPERE_RTHZ, 1e-15, false},
    {"V/m", HUM_DIM_VOLT_M, 1, false},
    {"m2", HUM_DIM_SQUARE_METRE, 1, false}, {"cm2", HUM_DIM_SQUARE_METRE, 1e-4, false},
    {"VA", HUM_DIM_WATT, 1, false},
    {"GHz", HUM_DIM_HERTZ, 1e9, false},
};
enum { N_UNITS = sizeof units / sizeof units[0] };

/* Denominators of a per-length unit: the SI value is numerator / length. */
static const struct {
    const char *symbol;
    double metres;
} lengths[] = {{"m", 1}, {"km", 1000}, {"ft", METRES_PER_FOOT}, {"kft", 1000 * METRES_PER_FOOT}};

static const struct {
    const char *wanted;
    const char *symbol;
} dims[HUM_DIM_COUNT] = {
    [HUM_DIM_NONE] = {"a plain number", ""},
    [HUM_DIM_VOLT] = {"a voltage such as 2 V, 12 uV or +4 dBu", "V"},
    [HUM_DIM_AMPERE] = {"a current such as 100 uA", "A"},
    [HUM_DIM_OHM] = {"a resistance such as 100 ohm or 47 kohm", "ohm"},
    [HUM_DIM_FARAD] = {"a capacitance such as 100 pF", "F"},
    [HUM_DIM_HENRY] = {"an inductance such as 500 mH", "H"},
    [HUM_DIM_HERTZ] = {"a frequency such as 60 Hz or 20 kHz", "Hz"},
    [HUM_DIM_METRE] = {"a length such as 2 m or 6 ft", "m"},
    [HUM_DIM_SECOND] = {"a time such as 10 ns", "s"},
    [HUM_DIM_WATT] = {"a power such as 100 W", "W"},
    [HUM_DIM_TESLA] = {"a magnetic flux density such as 1 uT", "T"},
    [HUM_DIM_CELSIUS] = {"a temperature such as 25 C", "C"},
    [HUM_DIM_RATIO] = {"a ratio such as 1 % or 4:1", ""},
    [HUM_DIM_DB] = {"decibels such as 60 dB", "dB"},
    [HUM_DIM_DBA] = {"A-weighted decibels such as 120 dBA", "dBA"},
    [HUM_DIM_DBSPL] = {"a sound pressure level such as 10 dBSPL", "dBSPL"},
    [HUM_DIM_DB_W] = {"a sensitivity such as 88 dB/W", "dB/W"},
    [HUM_DIM_DB_MW] = {"a sensitivity such as 100 dB/mW", "dB/mW"},
    [HUM_DIM_DB_V] = {"a sensitivity such as 110 dB/V", "dB/V"},
    [HUM_DIM_VOLT_RTHZ] = {"a noise density such as 5 nV/rtHz", "V/rtHz"},
    [HUM_DIM_AMPERE_RTHZ] = {"a current noise density such as 0.7 pA/rtHz", "A/rtHz"},
    [HUM_DIM_OHM_M] = {"a resistance per length such as 20 mohm/m", "ohm/m"},
    [HUM_DIM_FARAD_M] = {"a capacitance per length such as 100 pF/m", "F/m"},
    [HUM_DIM_HENRY_M] = {"an inductance per length such as 300 nH/m", "H/m"},
    [HUM_DIM_VOLT_M] = {"a field strength such as 3 V/m", "V/m"},
    [HUM_DIM_SQUARE_METRE] = {"an area such as 0.5 m2 or 20 cm2", "m2"},
    [HUM_DIM_DB_M] = {"an attenuation per length such as 36 dB/km", "dB/m"},
};

const hum_unit *hum_unit_at(size_t i)
{
    return i < N_UNITS ? &units[i] : NULL;
}

static bool find_plain(hum_text t, hum_unit *out)
{
    for (size_t i = 0; i < N_UNITS; i++) {
        if (hum_text_is(t, units[i].symbol)) {
            *out = units[i];
            return true;
        }
    }
    return false;
}

static hum_dim per_length(hum_dim d)
{
    switch ((int)d) {
    case HUM_DIM_OHM:
        return HUM_DIM_OHM_M;
    case HUM_DIM_FARAD:
        return HUM_DIM_FARAD_M;
    case HUM_DIM_HENRY:
        return HUM_DIM_HENRY_M;
    case HUM_DIM_DB:
        return HUM_DIM_DB_M;
    default:
        return HUM_DIM_NONE;
    }
}

/* The Greek mu and the ohm sign, as keyboards give them, become the micro sign and the Greek omega of the list. */
static hum_text canonical(hum_text t, char *buf, size_t size)
{
    static const struct {
        const char *typed, *listed;
    } twins[] = {{"\xCE\xBC", "\xC2\xB5"}, {"\xE2\x84\xA6", "\xCE\xA9"}};
    size_t k = 0;
    for (size_t i = 0; i < t.n && k + 2 < size;) {
        hum_text rest = {t.p + i, t.n - i};
        const char *twin = hum_text_starts(rest, twins[0].typed)   ? twins[0].listed
                           : hum_text_starts(rest, twins[1].typed) ? twins[1].listed
                                                                   : NULL;
        i += !twin ? 1 : twin == twins[0].listed ? 2 : 3;
        buf[k++] = twin ? twin[0] : rest.p[0];
        if (twin)
            buf[k++] = twin[1];
    }
    return (hum_text){buf, k};
}

bool hum_unit_find(hum_text typed, hum_unit *out)
{
    char buf[32];
    if (typed.n >= sizeof buf - 4)
        return false;
    hum_text t = canonical(typed, buf, sizeof buf);
    if (find_plain(t, out))
        return true;
    size_t slash = 0;
    while (slash < t.n && t.p[slash] != '/')
        slash++;
    if (slash == t.n || !find_plain((hum_text){t.p, slash}, out) || per_length(out->dim) == HUM_DIM_NONE)
        return false;
    hum_text below = {t.p + slash + 1, t.n - slash - 1};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        if (hum_text_is(below, lengths[i].symbol)) {
            out->dim = per_length(out->dim);
            out->scale /= lengths[i].metres;
            return true;
        }
    }
    return false;
}

double hum_unit_to_si(const hum_unit *u, double x)
{
    return u->is_level ? u->scale * pow(10, x / 20) : u->scale * x;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool same_but_case(hum_text t, const char *z)
{
    for (size_t i = 0; i < t.n; i++)
        if (!z[i] || lower(t.p[i]) != lower(z[i]))
            return false;
    return z[t.n] == '\0';
}

hum_text hum_unit_suggest(hum_text t)
{
    static const struct {
        const char *wrong, *right;
    } aliases[] = {{"M", "Mohm (a million) or mohm (a thousandth)"},
                   {"k", "kohm"},
                   {"R", "ohm"},
                   {"ohms", "ohm"},
                   {"volts", "V"},
                   {"Vrms", "V"},
                   {"meters", "m"},
                   {"metres", "m"},
                   {"meter", "m"},
                   {"metre", "m"},
                   {"foot", "ft"},
                   {"volt", "V"},
                   {"hertz", "Hz"},
                   {"pin", "a plug as 3-pin, 2-pin or battery"},
                   {"prong", "a plug as 3-pin, 2-pin or battery"},
                   {"feet", "ft"},
                   {"dBSpl", "dBSPL"},
                   {"dB(A)", "dBA"},
                   {"degC", "C"},
                   {"\xC2\xB0" "C", "C"},
                   {"dB(SPL)", "dBSPL"},
                   {"nV/sqrtHz", "nV/rtHz"}};
    for (size_t i = 0; i < sizeof aliases / sizeof aliases[0]; i++)
        if (t.n == 1 ? hum_text_is(t, aliases[i].wrong) : same_but_case(t, aliases[i].wrong))
            return hum_text_of(aliases[i].right);
    for (size_t i = 0; i < N_UNITS; i++)
        if (same_but_case(t, units[i].symbol))
            return hum_text_of(units[i].symbol);
    return (hum_text){0};
}

const char *hum_dim_wanted(hum_dim d)
{
    return dims[d].wanted;
}

const char *hum_dim_symbol(hum_dim d)
{
    return dims[d].symbol;
}

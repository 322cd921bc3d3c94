/* What a cable says of itself: its values, how many conductors its kind has, and the conductor that it is made of. */
#include "circuit/section_of.h"

#include <math.h>

#define STRAND_LAY 1.02          /* strands are longer than the core */
#define CLAD_STEEL 0.40          /* of IACS: the usual grade of ASTM B 452 */

#define DATA_FARAD_M 100e-12
#define DATA_VELOCITY 0.66

/* From ground wires to a shield that the boxes hold at the same ends, neither can matter: they are given, not assumed (AS-30). */
static bool is_given(const hum_cable *c, hum_key key, double *out)
{
    bool has_both = c->plugs == HUM_PLUGS_USB || c->plugs == HUM_PLUGS_HDMI;
    if (!has_both || (key != HUM_KEY_C_M && key != HUM_KEY_VELOCITY))
        return false;
    *out = key == HUM_KEY_C_M ? DATA_FARAD_M : DATA_VELOCITY;
    return true;
}

hum_status hum_cable_value(hum_builder *b, const hum_cable *c, hum_key key, double *out)
{
    hum_value v = hum_values_get(&c->values, key);
    if (!hum_value_stated(&v) && is_given(c, key, out))
        return HUM_OK;
    return hum_assume(b, &v, hum_typical_cable(c->kind, c->plugs, key), hum_key_name(key), c->id, c->span, out);
}

bool hum_cable_states(const hum_cable *c, hum_key key)
{
    hum_value v = hum_values_get(&c->values, key);
    return hum_value_known(&v);
}

double hum_cable_stated(const hum_cable *c, hum_key key, double otherwise)
{
    hum_value v = hum_values_get(&c->values, key);
    return hum_value_known(&v) ? v.nominal : otherwise;
}

void hum_cable_conductors(hum_cable_kind kind, size_t *n_cores, bool *has_shield)
{
    static const struct {
        size_t n;
        bool shield;
    } kinds[] = {[HUM_CABLE_COAX] = {1, true},
                 [HUM_CABLE_PAIR] = {2, true},
                 [HUM_CABLE_QUAD] = {2, true}, /* opposite cores are paralleled: two legs */
                 [HUM_CABLE_RIBBON] = {3, false},
                 [HUM_CABLE_UNSHIELDED] = {2, false}};
    *n_cores = kinds[kind].n;
    *has_shield = kinds[kind].shield;
}

size_t hum_cable_n_conductors(const hum_cable *c)
{
    size_t n_cores;
    bool has_shield;
    hum_cable_conductors(c->kind, &n_cores, &has_shield);
    return n_cores + has_shield;
}

/* Of copper-clad steel that of both at direct current. */
static double conductivity(const hum_cable *c)
{
    static const double sigma_s_m[] = {[HUM_METAL_UNSTATED] = HUM_SIGMA_COPPER,
                                       [HUM_METAL_COPPER] = HUM_SIGMA_COPPER,
                                       [HUM_METAL_SILVER] = HUM_SIGMA_SILVER,
                                       [HUM_METAL_ALUMINIUM] = HUM_SIGMA_ALUMINIUM,
                                       [HUM_METAL_CLAD_STEEL] = CLAD_STEEL * HUM_SIGMA_COPPER};
    return sigma_s_m[c->metal];
}

bool hum_cable_conductor(const hum_cable *c, hum_wire *out)
{
    double strands = round(hum_cable_stated(c, HUM_KEY_STRANDS, 1));
    double by_gauge_m = hum_cable_states(c, HUM_KEY_AWG) ? hum_awg_m((int)hum_cable_stated(c, HUM_KEY_AWG, 0)) : 0;
    double whole_m = hum_cable_stated(c, HUM_KEY_CONDUCTOR, by_gauge_m);
    double strand_m = hum_cable_stated(c, HUM_KEY_STRAND, whole_m / sqrt(strands));
    if (!(strand_m > 0))
        return false;
    *out = strands > 1 ? hum_wire_stranded((size_t)strands, strand_m, STRAND_LAY, conductivity(c))
                       : hum_wire_solid(strand_m, conductivity(c));
    out->is_clad = c->metal == HUM_METAL_CLAD_STEEL && !(strands > 1);
    return true;
}

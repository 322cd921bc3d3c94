/* The vocabulary as data. docs/language.md says the same in prose. */
#include "model/schema.h"

static const hum_key_spec specs[HUM_N_KEYS] = {
#define HUM_KEY(id, name, dim, where, low, high, flags)                                                      \
    [HUM_KEY_##id] = {name, HUM_DIM_##dim, where, low, high, flags},
#include "model/keys.def"
#undef HUM_KEY
};

const hum_choice hum_output_words[] = {
    {"unbalanced", HUM_OUT_UNBALANCED},
    {"symmetric", HUM_OUT_SYMMETRIC},
    {"impedance-balanced", HUM_OUT_IMPEDANCE_BALANCED},
    {"ground-sensing", HUM_OUT_GROUND_SENSING},
    {"cross-coupled", HUM_OUT_CROSS_COUPLED},
    {"transformer", HUM_OUT_TRANSFORMER},
    {"floating", HUM_OUT_FLOATING},
    {"inverted", HUM_OUT_INVERTED},
    {"circlotron", HUM_OUT_CIRCLOTRON},
    {"aes3", HUM_OUT_AES3},
    {"aes3id", HUM_OUT_AES3ID},
    {"spdif", HUM_OUT_SPDIF},
    {"usb", HUM_OUT_USB},
    {"hdmi", HUM_OUT_HDMI},
    {"ethernet", HUM_OUT_ETHERNET},
    {"optical", HUM_OUT_OPTICAL},
    {NULL, 0},
};

const hum_choice hum_input_words[] = {
    {"unbalanced", HUM_IN_UNBALANCED},
    {"difference", HUM_IN_DIFFERENCE},
    {"instrumentation", HUM_IN_INSTRUMENTATION},
    {"bootstrapped", HUM_IN_BOOTSTRAPPED},
    {"transformer", HUM_IN_TRANSFORMER},
    {"fake", HUM_IN_FAKE},
    {"pass-through", HUM_IN_PASS_THROUGH},
    {"aes3", HUM_IN_AES3},
    {"aes3id", HUM_IN_AES3ID},
    {"spdif", HUM_IN_SPDIF},
    {"usb", HUM_IN_USB},
    {"hdmi", HUM_IN_HDMI},
    {"ethernet", HUM_IN_ETHERNET},
    {"optical", HUM_IN_OPTICAL},
    {NULL, 0},
};

const hum_choice hum_equalization_words[] = {
    {"flat", HUM_EQUALIZATION_FLAT}, {"riaa", HUM_EQUALIZATION_RIAA}, {"riaa-iec", HUM_EQUALIZATION_RIAA_IEC}, {NULL, 0},
};

const hum_choice hum_spectrum_words[] = {
    {"sine", HUM_SPECTRUM_SINE},
    {"ground", HUM_SPECTRUM_GROUND},
    {"mains", HUM_SPECTRUM_MAINS},
    {"rectifier", HUM_SPECTRUM_RECTIFIER},
    {NULL, 0},
};

const hum_choice hum_field_words[] = {
    {"mains", HUM_BY_MAINS}, {"live", HUM_BY_LIVE},   {"transformer", HUM_BY_TRANSFORMER},
    {"cable", HUM_BY_CABLE}, {"field", HUM_BY_FIELD}, {NULL, 0},
};

const hum_choice hum_end_words[] = {
    {"source", HUM_END_SOURCE},   {"receiver", HUM_END_RECEIVER}, {"both", HUM_END_BOTH},
    {"neither", HUM_END_NEITHER}, {NULL, 0},
};

const hum_choice hum_screen_words[] = {
    {"both", HUM_SCREEN_BOTH},
    {"source", HUM_SCREEN_SOURCE},
    {"receiver", HUM_SCREEN_RECEIVER},
    {"none", HUM_SCREEN_NONE},
    {NULL, 0},
};

const hum_choice hum_kind_words[] = {
    {"coax", HUM_CABLE_COAX},
    {"pair", HUM_CABLE_PAIR},
    {"quad", HUM_CABLE_QUAD},
    {"ribbon", HUM_CABLE_RIBBON},
    {"unshielded", HUM_CABLE_UNSHIELDED},
    {"usb", HUM_KIND_WORD(HUM_PLUGS_USB, HUM_CABLE_COAX)},
    {"hdmi", HUM_KIND_WORD(HUM_PLUGS_HDMI, HUM_CABLE_COAX)},
    {NULL, 0},
};

const hum_choice hum_metal_words[] = {
    {"copper", HUM_METAL_COPPER},
    {"silver", HUM_METAL_SILVER},
    {"aluminium", HUM_METAL_ALUMINIUM},
    {"copper-clad-steel", HUM_METAL_CLAD_STEEL},
    {NULL, 0},
};

const hum_choice hum_shielding_words[] = {
    {"braid", HUM_SHIELDING_BRAID},     {"foil", HUM_SHIELDING_FOIL}, {"served", HUM_SHIELDING_SERVED},
    {"reussen", HUM_SHIELDING_REUSSEN}, {"tube", HUM_SHIELDING_TUBE}, {NULL, 0},
};

const hum_choice hum_pairing_words[] = {{"opposite", false}, {"neighbours", true}, {NULL, 0}};

const hum_choice hum_pin_words[] = {
    {"hot", HUM_PIN_HOT},   {"2", HUM_PIN_HOT},       {"cold", HUM_PIN_COLD}, {"3", HUM_PIN_COLD},
    {"return", HUM_PIN_RETURN}, {"1", HUM_PIN_RETURN}, {"open", HUM_PIN_OPEN}, {NULL, 0},
};

const hum_key_spec *hum_key_spec_of(hum_key key)
{
    return &specs[key];
}

const char *hum_key_name(hum_key key)
{
    return specs[key].name;
}

hum_dim hum_key_dim(hum_key key)
{
    return specs[key].dim;
}

bool hum_key_find(hum_text name, hum_where where, hum_key *out)
{
    for (size_t i = 0; i < HUM_N_KEYS; i++) {
        if ((specs[i].where & where) && hum_text_is(name, specs[i].name)) {
            *out = (hum_key)i;
            return true;
        }
    }
    return false;
}

bool hum_key_takes(hum_key key, hum_dim d)
{
    if (key == HUM_KEY_SNR)
        return d == HUM_DIM_DB || d == HUM_DIM_DBA;
    if (key == HUM_KEY_SENSITIVITY)
        return d == HUM_DIM_DB || d == HUM_DIM_DB_W || d == HUM_DIM_DB_MW || d == HUM_DIM_DB_V;
    return d == specs[key].dim;
}

const char *hum_key_nearest(hum_text wrong, hum_where where)
{
    const char *best = "";
    size_t best_distance = SIZE_MAX;
    for (size_t i = 0; i < HUM_N_KEYS; i++) {
        size_t distance;
        if ((specs[i].where & where) && hum_text_is_near(wrong, hum_text_of(specs[i].name), &distance) &&
            distance < best_distance) {
            best = specs[i].name;
            best_distance = distance;
        }
    }
    return best;
}

bool hum_choice_find(const hum_choice *list, hum_text word, int *value)
{
    for (; list->word; list++) {
        if (hum_text_is(word, list->word)) {
            *value = list->value;
            return true;
        }
    }
    return false;
}

const char *hum_choice_word(const hum_choice *list, int value)
{
    for (; list->word; list++)
        if (list->value == value)
            return list->word;
    return "";
}

hum_text hum_choice_list(hum_arena *a, const hum_choice *list)
{
    hum_out o = hum_out_in(a);
    for (const hum_choice *c = list; c->word; c++)
        hum_out_f(&o, "%s%s", c == list ? "" : ", ", c->word);
    return hum_out_part(&o);
}

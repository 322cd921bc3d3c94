/* Typical ranges, each with its source. This file and docs/physics/assumptions.md are where the program's
 * assumptions about equipment are; nothing here is a specification of anything. */
#include "model/typical.h"

#include "model/measure.h"

/* One row: key, topology or kind it holds for (ANY for all), range, reason. The first row that fits is taken. A data cable is of the
 * kind of its plugs. */
enum { ANY = -1, USB_CABLE = HUM_CABLE_UNSHIELDED + HUM_PLUGS_USB, HDMI_CABLE = HUM_CABLE_UNSHIELDED + HUM_PLUGS_HDMI };

typedef struct row {
    hum_key key;
    int kind;
    double low;
    double high;
    const char *why;
} row;

static hum_typical find(const row *rows, size_t n, hum_thing thing, int kind, hum_key key, hum_dim dim)
{
    const char *measure = hum_measure_of(thing, kind, key);
    for (size_t i = 0; i < n; i++)
        if (rows[i].key == key && (rows[i].kind == ANY || rows[i].kind == kind))
            return (hum_typical){rows[i].low, rows[i].high, dim, rows[i].why, measure};
    return (hum_typical){0, 0, dim, "not needed", measure};
}

static const row outputs[] = {
    {HUM_KEY_ISOLATED, HUM_OUT_ETHERNET, 0.5e-9, 2e-9, "behind the transformers the usual 1 nF to the chassis (Bob Smith termination), within a factor of two"},
    {HUM_KEY_ISOLATED, ANY, 3e-12, 100e-12, "a coupler has 2 pF (ADuM5401), the DC/DC converter beside it 30 to 60 pF (Murata NME, Bothhand B1)"},
    {HUM_KEY_MAX, HUM_OUT_AES3, 2, 7, "AES3: 2 to 7 V peak to peak across 110 ohm"},
    {HUM_KEY_MAX, HUM_OUT_AES3ID, 0.8, 1.2, "AES-3id: 1 V peak to peak +-20 % across 75 ohm"},
    {HUM_KEY_MAX, HUM_OUT_SPDIF, 0.4, 0.6, "IEC 60958-3: 0.5 V peak to peak +-20 % across 75 ohm"},
    {HUM_KEY_Z, HUM_OUT_AES3, 88, 132, "AES3: 110 ohm +-20 %"},
    {HUM_KEY_Z, HUM_OUT_AES3ID, 60, 90, "75 ohm +-20 %"},
    {HUM_KEY_Z, HUM_OUT_SPDIF, 60, 90, "IEC 60958-3: 75 ohm +-20 %"},
    {HUM_KEY_RISE, HUM_OUT_AES3ID, 30e-9, 44e-9, "SMPTE 276M, AES-3id: 30 to 44 ns at 48 kHz (Tektronix WVR6020: 37 ns as for 276M)"},
    {HUM_KEY_RISE, HUM_OUT_AES3, 5e-9, 30e-9, "AES3-2009: 0.03 to 0.18 UI, 5 to 30 ns at 48 kHz"},
    {HUM_KEY_RISE, ANY, 5e-9, 30e-9, "logic and a small transformer: 5 to 30 ns, as for AES3"},
    {HUM_KEY_MAX, HUM_OUT_UNBALANCED, 1, 4, "consumer line outputs: 2 V within a factor of two"},
    {HUM_KEY_MAX, ANY, 4, 12.3, "balanced outputs: from 4 V (consumer) to +24 dBu (professional)"},
    {HUM_KEY_Z, HUM_OUT_UNBALANCED, 50, 1000, "line outputs: about 50 ohm to 1 kohm"},
    {HUM_KEY_Z, HUM_OUT_FLOATING, 100, 1000, "microphones and cartridges: about 100 ohm to 1 kohm"},
    {HUM_KEY_Z, ANY, 40, 600, "balanced line outputs: about 40 to 600 ohm, both legs"},
    {HUM_KEY_NOISE, HUM_OUT_UNBALANCED, 3e-6, 60e-6, "unbalanced 2 V outputs reach 90 to 115 dB, rarely more than 100 dB"},
    {HUM_KEY_NOISE, ANY, 2e-6, 30e-6, "balanced outputs: about 105 to 130 dB below 4 V"},
    {HUM_KEY_IMBALANCE, HUM_OUT_FLOATING, 0.1, 10, "up to the 10 ohm of the IEC 60268-3 test"},
    {HUM_KEY_IMBALANCE, ANY, 0.3, 10, "1 % build-out resistors give some tenths of an ohm; IEC 60268-3 tests with 10 ohm"},
    {HUM_KEY_ZCM, HUM_OUT_CIRCLOTRON, 100, 1000, "no published figure: a guess"},
    {HUM_KEY_ZCM, ANY, 5e3, 50e3, "cross-coupled drivers: set by resistor match, tens of kilohms"},
    {HUM_KEY_C, HUM_OUT_TRANSFORMER, 10e-9, 40e-9, "output transformers without a Faraday shield: about 20 nF"},
    {HUM_KEY_C, ANY, 10e-12, 100e-12, "stray capacitance of a small source: tens of picofarads"},
    {HUM_KEY_MATCH, ANY, 30, 50, "1 to 0.1 % resistors"},
    {HUM_KEY_PIN1_R, ANY, 1e-3, 50e-3, "a printed-circuit ground path: 1 to 50 mohm"},
    {HUM_KEY_PAD_Z, ANY, 150, 600, "line pads"},
};

/* Outputs that a loudspeaker or headphones are connected to. */
static const row power_outputs[] = {
    {HUM_KEY_MAX, ANY, 20, 45, "power amplifiers of 50 to 250 W into 8 ohm"},
    {HUM_KEY_Z, ANY, 0.01, 0.3, "power amplifiers: damping factors of 30 to 800"},
    {HUM_KEY_NOISE, ANY, 20e-6, 400e-6, "power amplifiers: 100 to 125 dB below 20 to 45 V"},
};

static const row headphone_outputs[] = {
    {HUM_KEY_MAX, ANY, 2, 10, "headphone outputs: 2 to 10 V"},
    {HUM_KEY_Z, ANY, 0.1, 10, "headphone outputs: a fraction of an ohm to 10 ohm"},
    {HUM_KEY_NOISE, ANY, 1e-6, 20e-6, "headphone outputs: 1 to 20 uV"},
};

static const row inputs[] = {
    {HUM_KEY_ISOLATED, HUM_IN_ETHERNET, 0.5e-9, 2e-9, "behind the transformers the usual 1 nF to the chassis (Bob Smith termination), within a factor of two"},
    {HUM_KEY_ISOLATED, ANY, 3e-12, 100e-12, "a coupler has 2 pF (ADuM5401), the DC/DC converter beside it 30 to 60 pF (Murata NME, Bothhand B1)"},
    {HUM_KEY_Z, HUM_IN_AES3, 88, 132, "AES3: 110 ohm +-20 %"},
    {HUM_KEY_Z, HUM_IN_AES3ID, 67.5, 82.5, "SMPTE 276M: 75 ohm +-10 %"},
    {HUM_KEY_Z, HUM_IN_SPDIF, 71.25, 78.75, "IEC 60958-3: 75 ohm +-5 %"},
    {HUM_KEY_NOISE, ANY, 1e-6, 10e-6, "line inputs: 1 to 10 uV"},
    {HUM_KEY_Z, HUM_IN_UNBALANCED, 10e3, 100e3, "line inputs: 10 to 100 kohm"},
    {HUM_KEY_Z, HUM_IN_TRANSFORMER, 10e3, 40e3, "line input transformers: 10 to 40 kohm"},
    {HUM_KEY_Z, ANY, 10e3, 100e3, "balanced line inputs: 10 to 100 kohm"},
    {HUM_KEY_ZCM, HUM_IN_INSTRUMENTATION, 0.5e6, 2e6, "buffered inputs with 0.5 to 2 Mohm bias resistors"},
    {HUM_KEY_ZCM, ANY, 10e3, 50e3, "difference amplifiers: R1 + R2, 18 to 50 kohm and less"},
    {HUM_KEY_CCM, HUM_IN_TRANSFORMER, 25e-12, 100e-12, "input transformers with a Faraday shield: about 50 pF a leg"},
    {HUM_KEY_CMRR, HUM_IN_TRANSFORMER, 85, 120, "input transformers with a Faraday shield: about 107 dB at 60 Hz"},
    {HUM_KEY_CMRR, HUM_IN_BOOTSTRAPPED, 70, 90, "bootstrapped receivers: 90 dB typical, 70 dB guaranteed"},
    {HUM_KEY_CMRR, HUM_IN_INSTRUMENTATION, 70, 100, "buffered and trimmed receivers"},
    {HUM_KEY_CMRR, ANY, 40, 90, "from 1 % resistors (34 dB at worst, 48 dB in the middle) to trimmed ones (90 dB)"},
    {HUM_KEY_PIN1_R, ANY, 1e-3, 50e-3, "a printed-circuit ground path: 1 to 50 mohm"},
    {HUM_KEY_R, ANY, 10e3, 25e3, "line receivers: 10 to 25 kohm resistors"},
    {HUM_KEY_EN, ANY, 3e-9, 18e-9, "audio op amps: 3 to 18 nV/rtHz"},
    {HUM_KEY_GBW, ANY, 5e6, 20e6, "audio op amps: 5 to 20 MHz"},
    {HUM_KEY_MATCH_RATIO, ANY, 0.00005, 0.001, "from trimmed receivers (0.005 %: SSM2143) to matched networks (0.1 %)"},
    {HUM_KEY_RATIO, ANY, 1, 1, "1:1"},
    {HUM_KEY_EMIRR, ANY, 30, 90, "audio op amps from some megahertz to a gigahertz, without and with filters (TI SBOA128)"},
    {HUM_KEY_LOAD, ANY, 10e3, 10e3, "the usual 10 kohm load"},
};

static const row cables[] = {
    {HUM_KEY_CORE, USB_CABLE, 57e-3, 232e-3, "USB 2.0: ground wires of 22 to 28 AWG, 57 to 232 mohm/m"},
    {HUM_KEY_SHIELD, USB_CABLE, 30e-3, 232e-3, "from a braid of 65 % (the least that USB 2.0 allows) to its 28 AWG drain wire alone"},
    {HUM_KEY_CONTACT, USB_CABLE, 5e-3, 30e-3, "USB 2.0: at most 30 mohm when new"},
    {HUM_KEY_CORE, HDMI_CABLE, 27e-3, 108e-3, "five ground wires side by side, of 26 AWG (5 m cables) to 32 AWG (1.5 m)"},
    {HUM_KEY_SHIELD, HDMI_CABLE, 20e-3, 200e-3, "from a braid of 65 % to 9 um of foil alone; no published figure was found"},
    {HUM_KEY_ISOLATED, ANY, 3e-12, 100e-12, "a coupler has 2 pF (ADuM5401), the DC/DC converter beside it 30 to 60 pF (Murata NME, Bothhand B1)"},
    {HUM_KEY_CORE, ANY, 50e-3, 100e-3, "22 to 25 AWG copper"},
    {HUM_KEY_SHIELD, HUM_CABLE_COAX, 8e-3, 60e-3, "from a heavy braid (RG-59 8.5 mohm/m) to foil and drain (65 mohm/m)"},
    {HUM_KEY_SHIELD, ANY, 15e-3, 65e-3, "from a dense braid to foil and drain"},
    {HUM_KEY_C_M, HUM_CABLE_COAX, 60e-12, 150e-12, "audio coaxial cables: about 100 pF/m"},
    {HUM_KEY_C_M, HUM_CABLE_QUAD, 100e-12, 160e-12, "star quads: 93 to 150 pF/m core to core"},
    {HUM_KEY_C_M, HUM_CABLE_RIBBON, 5e-12, 20e-12, "wide-spaced wires"},
    {HUM_KEY_C_M, ANY, 60e-12, 130e-12, "shielded pairs: 70 to 112 pF/m core to core"},
    {HUM_KEY_VELOCITY, ANY, 0.6, 0.7, "solid polyethylene: 66 %"},
    {HUM_KEY_TAN_DELTA, ANY, 2e-4, 5e-4, "polyethylene, polypropylene and PTFE: 0.02 to 0.05 %; PVC has 3 to 10 %"},
    {HUM_KEY_UNBALANCE, ANY, 0.01, 0.06, "4 to 6 % is typical of ordinary pairs (Whitlock 1995), 1 % of good ones"},
    {HUM_KEY_LAY, HUM_CABLE_PAIR, 19e-3, 38e-3, "microphone pairs: a lay of 3/4 to 1 1/2 inch (ProSoundWeb, ProCo)"},
    {HUM_KEY_LAY, HUM_CABLE_QUAD, 20e-3, 20e-3, "star quads: 20 mm, as Canare's L-4E6S"},
    {HUM_KEY_JITTER, HUM_CABLE_QUAD, 3e-3, 30e-3, "star quads: 1.1 % capacitance unbalance is the limit of railway quads (Caledonian), within a factor of three"},
    {HUM_KEY_JITTER, ANY, 10e-3, 50e-3, "4 to 6 % capacitance unbalance is typical of ordinary pairs (Whitlock 1995), 1 % of good ones"},
    {HUM_KEY_OPENED, ANY, 15e-3, 25e-3, "cores are laid open for 15 to 25 mm to solder a plug"},
    {HUM_KEY_CONTACT, ANY, 2e-3, 50e-3, "a shield contact: a few to some tens of milliohms"},
    {HUM_KEY_OUTER, ANY, 0.7e-6, 1.5e-6, "a wire near a floor or wall: about 1 uH/m (Ott: 1.07 uH/m from the cut-off of RG-58)"},
};

static const row grounds[] = {
    {HUM_KEY_EMF, 1, 1e-3, 30e-3, "outlets: a few mV on one strip, tens of mV between branches"},
    {HUM_KEY_EMF, 0, 10e-3, 0.3, "other grounds: tens to hundreds of mV"},
    {HUM_KEY_R, 1, 0.05, 0.5, "a branch circuit's protective earth: some tenths of an ohm"},
    {HUM_KEY_R, 0, 0.1, 1, "a cable or antenna ground: some tenths of an ohm"},
};

static const row boxes[] = {
    {HUM_KEY_CORD_EMF, ANY, 0.1e-3, 3e-3, "induced between the earth wires of one outlet strip: up to a few mV (Whitlock)"},
    {HUM_KEY_LEAKAGE, HUM_PLUG_2_PIN, 30e-6, 250e-6, "from 63 uA (500 VA toroid) to the 250 uA limit of IEC 60950 class II"},
    {HUM_KEY_LEAKAGE, ANY, 50e-6, 500e-6, "earth leakage up to the 0.5 mA of UL household equipment"},
};

static const row listeners[] = {
    {HUM_KEY_SENSITIVITY, 0, 84, 92, "loudspeakers: 84 to 92 dB for 2.83 V at 1 m"},
    {HUM_KEY_SENSITIVITY, 1, 90, 105, "headphones: 90 to 105 dB for 1 mW"},
    {HUM_KEY_LOAD, 0, 4, 8, "loudspeakers: 4 to 8 ohm"},
    {HUM_KEY_LOAD, 1, 32, 300, "headphones: 32 to 300 ohm"},
    {HUM_KEY_DISTANCE, ANY, 2, 4, "a seat at 2 to 4 m"},
    {HUM_KEY_ROOM, ANY, 20, 32, "a quiet living room: NR 15 to NR 25"},
    {HUM_KEY_ROOM_GAIN, ANY, 3, 3, "Benchmark: a pair in a room at 2 m is as loud as one at 1 m without a room, 6 dB; 3 dB of it the room"},
    {HUM_KEY_RETURN, ANY, 0.05, 0.3, "a shared headphone return: 0.1 to 0.3 ohm"},
};

#define FIND(rows, thing, kind, key, dim) find(rows, sizeof(rows) / sizeof((rows)[0]), HUM_THING_##thing, kind, key, dim)

hum_typical hum_typical_output(int topology, hum_load_at load, hum_key key)
{
    hum_dim dim = key == HUM_KEY_MAX || key == HUM_KEY_NOISE ? HUM_DIM_VOLT
                  : key == HUM_KEY_C || key == HUM_KEY_ISOLATED ? HUM_DIM_FARAD
                  : key == HUM_KEY_MATCH                     ? HUM_DIM_DB
                  : key == HUM_KEY_RISE                      ? HUM_DIM_SECOND
                                                             : HUM_DIM_OHM;
    bool is_special = key == HUM_KEY_MAX || key == HUM_KEY_Z || key == HUM_KEY_NOISE;
    if (load == HUM_LOAD_SPEAKER && is_special)
        return FIND(power_outputs, POWER_OUTPUT, topology, key, dim);
    if (load == HUM_LOAD_HEADPHONES && is_special)
        return FIND(headphone_outputs, HEADPHONE_OUTPUT, topology, key, dim);
    return FIND(outputs, OUTPUT, topology, key, dim);
}

hum_typical hum_typical_input(int topology, hum_key key)
{
    hum_dim dim = key == HUM_KEY_CMRR    ? HUM_DIM_DB
                  : key == HUM_KEY_EMIRR ? HUM_DIM_DB
                  : key == HUM_KEY_NOISE ? HUM_DIM_VOLT
                  : key == HUM_KEY_CCM   ? HUM_DIM_FARAD
                  : key == HUM_KEY_ISOLATED ? HUM_DIM_FARAD
                  : key == HUM_KEY_EN    ? HUM_DIM_VOLT_RTHZ
                  : key == HUM_KEY_GBW   ? HUM_DIM_HERTZ
                  : key == HUM_KEY_RATIO ? HUM_DIM_RATIO
                  : key == HUM_KEY_MATCH_RATIO ? HUM_DIM_RATIO
                                         : HUM_DIM_OHM;
    return FIND(inputs, INPUT, topology, key, dim);
}

hum_typical hum_typical_cable(hum_cable_kind kind, hum_plugs plugs, hum_key key)
{
    bool is_data = plugs == HUM_PLUGS_USB || plugs == HUM_PLUGS_HDMI;
    hum_dim dim = key == HUM_KEY_CORE || key == HUM_KEY_SHIELD         ? HUM_DIM_OHM_M
                  : key == HUM_KEY_C_M                                 ? HUM_DIM_FARAD_M
                  : key == HUM_KEY_OUTER                               ? HUM_DIM_HENRY_M
                  : key == HUM_KEY_ISOLATED                            ? HUM_DIM_FARAD
                  : key == HUM_KEY_LAY || key == HUM_KEY_OPENED         ? HUM_DIM_METRE
                  : key == HUM_KEY_VELOCITY || key == HUM_KEY_UNBALANCE || key == HUM_KEY_JITTER || key == HUM_KEY_TAN_DELTA ? HUM_DIM_RATIO
                                                                       : HUM_DIM_OHM;
    return FIND(cables, CABLE, is_data ? (int)HUM_CABLE_UNSHIELDED + (int)plugs : (int)kind, key, dim);
}

hum_typical hum_typical_ground(bool is_outlet, hum_key key)
{
    return FIND(grounds, GROUND, (int)is_outlet, key, key == HUM_KEY_EMF ? HUM_DIM_VOLT : HUM_DIM_OHM);
}

hum_typical hum_typical_box(hum_plug plug, hum_key key)
{
    return FIND(boxes, BOX, (int)plug, key, key == HUM_KEY_CORD_EMF ? HUM_DIM_VOLT : HUM_DIM_AMPERE);
}

hum_typical hum_typical_listener(bool is_headphones, hum_key key)
{
    hum_dim dim = key == HUM_KEY_SENSITIVITY ? (is_headphones ? HUM_DIM_DB_MW : HUM_DIM_DB)
                  : key == HUM_KEY_ROOM      ? HUM_DIM_DBA
                  : key == HUM_KEY_ROOM_GAIN ? HUM_DIM_DB
                  : key == HUM_KEY_DISTANCE  ? HUM_DIM_METRE
                                             : HUM_DIM_OHM;
    return FIND(listeners, LISTENER, (int)is_headphones, key, dim);
}

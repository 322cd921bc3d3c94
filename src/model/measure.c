/* How to find each value that typical.c stands in for. Written for a person with a multimeter, a 1 kohm resistor and the
 * data sheets; the arithmetic is Ohm's law: a source of z drops from v0 to v1 = v0 R / (R + z) when R is put across it.
 * Rules, tested in tests/unit/test_measure.c: nothing here opens mains wiring, probes a socket or lifts a protective
 * earth, and where a metal part may be at mains voltage the sentence says what not to touch. */
#include "model/measure.h"

enum { ANY = -1, OUTLET = 1, OTHER_GROUND = 0, HEADPHONES = 1, SPEAKER = 0 };

/* A few milliohms are below every multimeter's ohm range; 100 mA and the millivolt range show them. */
#define PASS_100_MA "pass 100 mA (a 4.5 V battery and 47 ohm) "

static const hum_measure rows[] = {
    {HUM_THING_OUTPUT, HUM_OUT_AES3, HUM_KEY_MAX, "an AES3 output",
     "An oscilloscope across 110 ohm at the open cable end or the socket: volts peak to peak; a multimeter cannot follow 3 MHz."},
    {HUM_THING_OUTPUT, HUM_OUT_AES3ID, HUM_KEY_MAX, "an AES-3id output",
     "An oscilloscope across 75 ohm at the socket: volts peak to peak; a multimeter cannot follow 3 MHz."},
    {HUM_THING_OUTPUT, HUM_OUT_SPDIF, HUM_KEY_MAX, "an S/PDIF output",
     "An oscilloscope across 75 ohm at the socket: volts peak to peak; a multimeter cannot follow 3 MHz."},
    {HUM_THING_OUTPUT, HUM_OUT_AES3, HUM_KEY_Z, "an AES3 output",
     "Data sheet, or an oscilloscope: peak to peak volts open (v0) and across 110 ohm (v1): z is 110 ohm times (v0/v1 - 1)."},
    {HUM_THING_OUTPUT, HUM_OUT_AES3ID, HUM_KEY_Z, "an AES-3id output",
     "Data sheet, or an oscilloscope: peak to peak volts open (v0) and across 75 ohm (v1): z is 75 ohm times (v0/v1 - 1)."},
    {HUM_THING_OUTPUT, HUM_OUT_SPDIF, HUM_KEY_Z, "an S/PDIF output",
     "Data sheet, or an oscilloscope: peak to peak volts open (v0) and across 75 ohm (v1): z is 75 ohm times (v0/v1 - 1)."},
    {HUM_THING_OUTPUT, ANY, HUM_KEY_RISE, "a digital output",
     "An oscilloscope of 100 MHz or more across the rated impedance at the socket: from 10 to 90 % of an edge."},
    {HUM_THING_OUTPUT, HUM_OUT_FLOATING, HUM_KEY_MAX, "a microphone or cartridge",
     "Its data sheet: the sensitivity times the loudest sound pressure or groove velocity."},
    {HUM_THING_OUTPUT, ANY, HUM_KEY_MAX, "a line output",
     "Data sheet ('maximum output'), or play a 0 dB test tone of 60 to 400 Hz at full volume with the power amplifier off and "
     "read AC volts at the open plug."},
    {HUM_THING_OUTPUT, HUM_OUT_FLOATING, HUM_KEY_Z, "a microphone or cartridge",
     "Its data sheet ('source impedance', or the coil's resistance); keep an ohmmeter off a cartridge, its current may harm it."},
    {HUM_THING_OUTPUT, ANY, HUM_KEY_Z, "a line output",
     "Play a steady 400 Hz tone with the power amplifier off and read AC volts at the open plug (v0), then with 1 kohm across it "
     "(v1): z is 1 kohm times (v0/v1 - 1)."},
    {HUM_THING_OUTPUT, ANY, HUM_KEY_NOISE, "a line output",
     "Data sheet: its largest output divided by the signal-to-noise ratio (2 V and 100 dB give 20 uV), for few multimeters read "
     "microvolts."},
    {HUM_THING_OUTPUT, HUM_OUT_IMPEDANCE_BALANCED, HUM_KEY_IMBALANCE, "an impedance-balanced output",
     "With the box off and unplugged, an ohmmeter from pin 3 to pin 1 reads the cold leg; its difference from the hot leg's "
     "impedance is the imbalance."},
    {HUM_THING_OUTPUT, HUM_OUT_FLOATING, HUM_KEY_IMBALANCE, "a microphone or cartridge",
     "No multimeter shows it; 10 ohm, as IEC 60268-3 tests with, is the cautious figure."},
    {HUM_THING_OUTPUT, ANY, HUM_KEY_IMBALANCE, "a balanced output",
     "Play a 400 Hz tone and read AC volts from pin 2 and then from pin 3 to pin 1, each open (v0) and with 600 ohm across (v1): "
     "the two values of 600 ohm times (v0/v1 - 1) differ by the imbalance (a 4 1/2 digit meter)."},
    {HUM_THING_OUTPUT, HUM_OUT_TRANSFORMER, HUM_KEY_C, "an output transformer",
     "With the box off and unplugged and the plug out, a capacitance meter from pins 2 and 3 together to the chassis."},
    {HUM_THING_OUTPUT, ANY, HUM_KEY_C, "a floating source",
     "With nothing else connected, a capacitance meter from both contacts together to the metal case; under 100 pF subtract what "
     "its open leads read."},
    {HUM_THING_OUTPUT, ANY, HUM_KEY_ZCM, "a floating or cross-coupled output",
     "Data sheet of the line driver ('common-mode output impedance'); no multimeter shows it."},
    {HUM_THING_OUTPUT, ANY, HUM_KEY_MATCH, "a ground-sensing output",
     "Data sheet, or with the plug open and no music put 1 V AC of a tone between the return and the chassis and read the output "
     "against the return: the ratio in dB is the match."},
    {HUM_THING_OUTPUT, ANY, HUM_KEY_PAD_Z, "a pad",
     "Data sheet, or an ohmmeter from pin 2 to pin 3 of the pad with nothing at its input but a short circuit."},
    {HUM_THING_OUTPUT, ANY, HUM_KEY_PAD, "a pad",
     "The figure on its switch, or the AC volts of a 400 Hz tone with and without it: 20 log10 of their ratio."},
    {HUM_THING_OUTPUT, ANY, HUM_KEY_PIN1_R, "a balanced output",
     "With the box off and unplugged, " PASS_100_MA "from pin 1 to the chassis and read the millivolts between them: 1 mV is "
     "10 mohm."},
    {HUM_THING_OUTPUT, ANY, HUM_KEY_SNR, "an output",
     "Data sheet; mind whether it says A-weighted (dBA) and which level it is referred to."},
    {HUM_THING_OUTPUT, ANY, HUM_KEY_L, "a cartridge", "Data sheet of the cartridge ('inductance')."},

    {HUM_THING_POWER_OUTPUT, ANY, HUM_KEY_MAX, "a power amplifier",
     "Data sheet: the square root of rated watts times ohms (100 W into 8 ohm is 28 V)."},
    {HUM_THING_POWER_OUTPUT, ANY, HUM_KEY_Z, "a power amplifier", "Data sheet: 8 ohm divided by the damping factor."},
    {HUM_THING_POWER_OUTPUT, ANY, HUM_KEY_NOISE, "a power amplifier",
     "Data sheet: its largest output divided by the signal-to-noise ratio (28 V and 110 dB give 89 uV)."},
    {HUM_THING_HEADPHONE_OUTPUT, ANY, HUM_KEY_MAX, "a headphone output",
     "Data sheet: the square root of rated watts times ohms, or the AC volts of a 0 dB test tone of 60 to 400 Hz at the open "
     "socket at full volume."},
    {HUM_THING_HEADPHONE_OUTPUT, ANY, HUM_KEY_Z, "a headphone output",
     "Play a soft 400 Hz tone and read AC volts at the open socket (v0), then with 33 ohm across it (v1): z is 33 ohm times "
     "(v0/v1 - 1)."},
    {HUM_THING_HEADPHONE_OUTPUT, ANY, HUM_KEY_NOISE, "a headphone output",
     "Data sheet: its largest output divided by the signal-to-noise ratio."},

    {HUM_THING_INPUT, HUM_IN_AES3, HUM_KEY_Z, "an AES3 input", "Data sheet; behind a transformer no ohmmeter shows it."},
    {HUM_THING_INPUT, HUM_IN_AES3ID, HUM_KEY_Z, "an AES-3id input", "Data sheet, or, where no transformer is behind it, an ohmmeter at the socket."},
    {HUM_THING_INPUT, HUM_IN_SPDIF, HUM_KEY_Z, "an S/PDIF input", "Data sheet, or, where no capacitor or transformer is behind it, an ohmmeter at the socket."},
    {HUM_THING_INPUT, ANY, HUM_KEY_NOISE, "an input",
     "Data sheet ('equivalent input noise', or its largest input divided by the signal-to-noise ratio), for few multimeters read "
     "microvolts."},
    {HUM_THING_INPUT, ANY, HUM_KEY_MAX, "an input",
     "Data sheet ('maximum input level'), or raise a 400 Hz tone until the box's output clips and read AC volts at the input."},
    {HUM_THING_INPUT, ANY, HUM_KEY_Z, "an input",
     "Data sheet, or feed it a 400 Hz tone through 47 kohm and read AC volts before (v0) and behind the resistor (v1): z is "
     "47 kohm divided by (v0/v1 - 1)."},
    {HUM_THING_INPUT, ANY, HUM_KEY_ZCM, "a balanced input",
     "Join pins 2 and 3, feed them a 60 Hz tone against pin 1 through 10 kohm and read AC volts before (v0) and behind the "
     "resistor (v1): zcm is 20 kohm divided by (v0/v1 - 1)."},
    {HUM_THING_INPUT, ANY, HUM_KEY_CCM, "an input transformer",
     "With the box off and unplugged, a capacitance meter from pins 2 and 3 together to the chassis: half of it is each leg's."},
    {HUM_THING_INPUT, ANY, HUM_KEY_C, "an input",
     "With the box off and unplugged, a capacitance meter across the input, its cable off."},
    {HUM_THING_INPUT, ANY, HUM_KEY_CMRR, "a balanced input",
     "Feed 1 V of 60 Hz between pins 2 and 3 and read the box's output on AC volts, then join the two pins and feed them 1 V "
     "against pin 1: the ratio of the two readings in dB (IEC 60268-3 repeats the second with 10 ohm in one leg, to test the "
     "whole interface)."},
    {HUM_THING_INPUT, ANY, HUM_KEY_EMIRR, "an input", "Data sheet of the input's op amp ('EMIRR'); no multimeter shows it."},
    {HUM_THING_INPUT, ANY, HUM_KEY_PIN1_R, "a balanced input",
     "With the box off and unplugged, " PASS_100_MA "from pin 1 to the chassis and read the millivolts between them: 1 mV is "
     "10 mohm."},
    {HUM_THING_INPUT, ANY, HUM_KEY_R, "a difference amplifier", "Its circuit diagram (service manual): the four resistors at the receiver."},
    {HUM_THING_INPUT, ANY, HUM_KEY_EN, "an op amp", "Data sheet of the op amp ('input voltage noise density')."},
    {HUM_THING_INPUT, ANY, HUM_KEY_GBW, "an op amp", "Data sheet of the op amp ('gain bandwidth product')."},
    {HUM_THING_INPUT, ANY, HUM_KEY_MATCH_RATIO, "an array of resistors",
     "Data sheet of the receiver or of the resistor array ('ratio matching', 'resistor match'); half of it where it is between any two."},
    {HUM_THING_INPUT, ANY, HUM_KEY_RATIO, "an input transformer",
     "Data sheet, or feed 1 V of 400 Hz to the primary and read AC volts at the secondary."},
    {HUM_THING_INPUT, ANY, HUM_KEY_LOAD, "an input transformer",
     "Data sheet of the transformer, or an ohmmeter across the resistor at its secondary with the box off and unplugged."},

    {HUM_THING_OUTPUT, ANY, HUM_KEY_ISOLATED, "an isolated output",
     "With the box off and unplugged, a capacitance meter from the socket's ground contact (of Ethernet: all eight contacts together) to "
     "the chassis; one that reads ohms there is not isolated."},
    {HUM_THING_INPUT, ANY, HUM_KEY_ISOLATED, "an isolated input",
     "With the box off and unplugged, a capacitance meter from the socket's ground contact (of Ethernet: all eight contacts together) to "
     "the chassis; one that reads ohms there is not isolated."},

    {HUM_THING_CABLE, ANY, HUM_KEY_ISOLATED, "an isolator",
     "With nothing else plugged in, a capacitance meter from the shell of its input to the shell of its output."},
    {HUM_THING_CABLE, ANY, HUM_KEY_LENGTH, "a cable", "A tape measure along its whole run, slack included."},
    {HUM_THING_CABLE, ANY, HUM_KEY_CORE, "a cable",
     "Unplug it, " PASS_100_MA "through the core from plug to plug and read the millivolts along it: 1 mV is 10 mohm; divide by "
     "the length."},
    {HUM_THING_CABLE, ANY, HUM_KEY_SHIELD, "a cable",
     "Unplug it and read ohms between the shells of its two plugs, less what the meter's leads read when they touch, divided by "
     "the length; under half an ohm in all, " PASS_100_MA "through the shield instead and read millivolts: 1 mV is 10 mohm."},
    {HUM_THING_CABLE, HUM_CABLE_COAX, HUM_KEY_C_M, "a coaxial cable",
     "Unplug it at both ends and read its capacitance from centre pin to shell with a multimeter that has that range; divide by "
     "the length."},
    {HUM_THING_CABLE, ANY, HUM_KEY_C_M, "a shielded pair",
     "Unplug it at both ends and read the capacitance from pin 2 to pin 3 with a multimeter that has that range, pin 1 left "
     "open; divide by the length."},
    {HUM_THING_CABLE, ANY, HUM_KEY_C_SHIELD, "a shielded pair",
     "Unplug it at both ends and read the capacitance from pin 2 to pin 1, pin 3 left open; divide by the length."},
    {HUM_THING_CABLE, ANY, HUM_KEY_VELOCITY, "a cable", "Data sheet ('velocity of propagation'); in the audio band it hardly matters."},
    {HUM_THING_CABLE, ANY, HUM_KEY_L_M, "a cable", "Data sheet ('inductance'); in the audio band it hardly matters."},
    {HUM_THING_CABLE, ANY, HUM_KEY_TAN_DELTA, "a cable",
     "Data sheet of the insulation ('dissipation factor'); no multimeter shows it, and a published attenuation (loss) says more."},
    {HUM_THING_CABLE, ANY, HUM_KEY_LOSS, "a cable", "Data sheet ('attenuation', in dB per 100 m or 100 ft at a frequency)."},
    {HUM_THING_CABLE, ANY, HUM_KEY_UNBALANCE, "a shielded pair",
     "Unplug it at both ends, join pin 3 to pin 1 and read the capacitance from pin 2 to pin 1, then the two cores exchanged: "
     "the difference of the readings over their mean."},
    {HUM_THING_CABLE, ANY, HUM_KEY_LAY, "a shielded pair",
     "Data sheet ('lay length'), or slit an end of the jacket and measure with a ruler how far one core takes for a whole turn."},
    {HUM_THING_INPUT, ANY, HUM_KEY_EMIRR, "an input in a radio field",
     "Its op amp's data sheet at the carrier's frequency; no instrument at home shows it."},
    {HUM_THING_CABLE, ANY, HUM_KEY_JITTER, "a cable in a field",
     "No instrument at home shows it: cut the cable open and compare the lengths of the turns, or take a better cable and listen."},
    {HUM_THING_CABLE, ANY, HUM_KEY_OPENED, "a cable in a field",
     "Unscrew one of its plugs and measure with a ruler how far the cores run outside the jacket."},
    {HUM_THING_CABLE, ANY, HUM_KEY_CONTACT, "a shield contact",
     "With both boxes off and unplugged from the mains, " PASS_100_MA "from the cable's shield to the chassis through the plug "
     "and read the millivolts across the contact: 1 mV is 10 mohm; if it changes as the plug is moved, clean it."},
    {HUM_THING_CABLE, ANY, HUM_KEY_OUTER, "a cable",
     "No multimeter shows it: it comes from where the cable runs, low against a floor or beside other cables, high in free air."},

    {HUM_THING_GROUND, OUTLET, HUM_KEY_EMF, "an outlet's earth",
     "A multimeter on AC mV between the bare chassis of an earthed (3-pin) box on this outlet and that of one on the other "
     "outlet, no other cable between the two; never probe the outlet itself."},
    {HUM_THING_GROUND, ANY, HUM_KEY_EMF, "a cable-TV, antenna or computer ground",
     "Pull that cable from the box and read AC mV between its outer shell and the bare chassis of an earthed (3-pin) box; if it "
     "is more than 30 V, touch nothing and call an electrician."},
    {HUM_THING_GROUND, OUTLET, HUM_KEY_R, "an outlet's earth",
     "An electrician's earth-loop tester, plugged in without opening anything; it is not a multimeter's job, and the answer "
     "hangs on the voltage (emf) more than on this."},
    {HUM_THING_GROUND, ANY, HUM_KEY_R, "a cable-TV, antenna or computer ground",
     "Where the open voltage between its shell and the chassis of an earthed box (v0) is under 1 V, put 1 ohm between the two and "
     "read again (v1): r is 1 ohm times (v0/v1 - 1)."},
    {HUM_THING_GROUND, ANY, HUM_KEY_L, "a ground wire", "About 1 uH for each metre of the wire to the earthing terminal."},

    {HUM_THING_BOX, ANY, HUM_KEY_CORD_EMF, "a box on an outlet strip",
     "A multimeter on AC mV between the bare chassis (or the RCA shells) of the two boxes, both plugged in and switched on, every "
     "cable between them unplugged."},
    {HUM_THING_BOX, HUM_PLUG_2_PIN, HUM_KEY_LEAKAGE, "a box with a two-pin plug",
     "Box switched off and all its cables out, clip 1 kohm from its chassis to the chassis of an earthed (3-pin) box, switch on "
     "and read AC mV across the resistor without touching any metal (a floating chassis may be at half the mains voltage): 1 mV "
     "is 1 uA, and over 500 mV it needs a repair."},
    {HUM_THING_BOX, ANY, HUM_KEY_LEAKAGE, "a box with an earth pin",
     "A portable-appliance tester reads it ('earth leakage'); do not open the earth wire to measure it."},
    {HUM_THING_BOX, ANY, HUM_KEY_LEAKAGE_FLIPPED, "a box with a two-pin plug", "As leakage, with the plug turned over."},
    {HUM_THING_BOX, ANY, HUM_KEY_LIFT, "a box",
     "With the box off and unplugged, an ohmmeter from the shell of an RCA socket (or pin 1) to the bare chassis."},
    {HUM_THING_GAIN, ANY, HUM_N_KEYS, "a box",
     "Play a 400 Hz tone with the loudspeakers off and read AC volts at its input and at its output: 20 log10 of their ratio."},
    {HUM_THING_BOX, ANY, HUM_KEY_SNR, "a box",
     "Data sheet; mind whether it says A-weighted (dBA) and which level it is referred to."},

    {HUM_THING_BOND, ANY, HUM_KEY_R, "a ground wire",
     "With both boxes off and unplugged, " PASS_100_MA "from chassis to chassis through the wire and read the millivolts along "
     "it: 1 mV is 10 mohm."},

    {HUM_THING_LISTENER, SPEAKER, HUM_KEY_SENSITIVITY, "a loudspeaker",
     "Data sheet ('sensitivity', dB for 2.83 V at 1 m); a figure for 1 W into 4 ohm is 3 dB less than for 2.83 V."},
    {HUM_THING_LISTENER, ANY, HUM_KEY_SENSITIVITY, "headphones", "Data sheet ('sensitivity', dB for 1 mW or for 1 V)."},
    {HUM_THING_LISTENER, SPEAKER, HUM_KEY_LOAD, "a loudspeaker",
     "Data sheet, or an ohmmeter across the loudspeaker with the amplifier unplugged from it, times 1.25."},
    {HUM_THING_LISTENER, ANY, HUM_KEY_LOAD, "headphones", "Data sheet, or an ohmmeter from tip to sleeve of their plug."},
    {HUM_THING_LISTENER, ANY, HUM_KEY_DISTANCE, "a seat", "A tape measure from the loudspeaker to where your head is."},
    {HUM_THING_LISTENER, ANY, HUM_KEY_ROOM, "a room",
     "A sound level meter on A and slow at the seat with the system off, at the hour you listen; a telephone's microphone seldom "
     "reads below 30 dBA."},
    {HUM_THING_LISTENER, ANY, HUM_KEY_ROOM_GAIN, "a room",
     "Play pink noise on one loudspeaker and read a sound level meter at 1 m and at the seat: what the seat has more than "
     "1 m less 20 log10 of the distance."},
    {HUM_THING_LISTENER, ANY, HUM_KEY_RETURN, "headphones",
     "Unplug them and read ohms from tip to sleeve, ring to sleeve and tip to ring, each less what the leads read: half of "
     "first plus second less third."},
};

static const char *find(hum_thing thing, int kind, hum_key key)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].thing == thing && rows[i].key == key && (rows[i].kind == ANY || rows[i].kind == kind))
            return rows[i].text;
    return NULL;
}

const hum_measure *hum_measure_at(size_t i)
{
    return i < sizeof rows / sizeof rows[0] ? &rows[i] : NULL;
}

const char *hum_measure_of(hum_thing thing, int kind, hum_key key)
{
    bool is_special = thing == HUM_THING_POWER_OUTPUT || thing == HUM_THING_HEADPHONE_OUTPUT;
    const char *text = find(thing, kind, key);
    if (!text && is_special) /* what is not special about it is as with every output */
        text = find(HUM_THING_OUTPUT, kind, key);
    return text ? text : "Data sheet, or ask the maker.";
}

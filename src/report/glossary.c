/* The terms of the field that `humdinger explain` knows: what each is, in a few sentences, with a number where one helps,
 * and who says so. The equations are in docs/physics/. Alphabetical; tests/unit/test_explain.c walks all of them. */
#include "report/glossary.h"

static const hum_gloss terms[] = {
    {.name = "a-weighting",
     .others = "a-weighted dba",
     .title = "A-weighting",
     .text = "A filter that imitates how little a soft sound is heard in the bass: -30.2 dB at 50 "
             "Hz, 0 dB at 1 kHz, +1.2 dB near 3 kHz. White noise of 20 Hz to 20 kHz reads 2.05 dB "
             "less through it. It suits hiss. It is no test of hum: a line at 60 Hz is heard or not "
             "by its own threshold, and its harmonics by theirs.",
     .source = "IEC 61672-1:2013, annex E",
     .physics = "hearing"},
    {.name = "adjoint",
     .others = "",
     .title = "adjoint solution",
     .text = "One solution of the transposed network gives the transfer from every source in the "
             "system to one output. Noise, hum and the order of the culprits all come from that one "
             "solution, so naming the cause of a hum costs nothing extra.",
     .source = "S. W. Director and R. A. Rohrer, IEEE Trans. Circuit Theory 16 (1969) 318",
     .physics = "solve"},
    {.name = "aes3",
     .others = "aes-ebu aes3id aes-3id",
     .title = "AES3, AES-3id",
     .text = "Two channels of digital audio on a balanced pair of 110 ohm (2 to 7 V peak to peak, "
             "the receiver takes 200 mV), or as AES-3id on a 75 ohm coax (1 V). The shield is a "
             "ground connection like that of any other cable. 'humdinger eye' says how far it "
             "reaches.",
     .source = "AES3; G. Ballou (ed.), Handbook for Sound Engineers",
     .physics = "eye"},
    {.name = "aes48",
     .others = "",
     .title = "AES48, where a shield belongs",
     .text = "A standard on connecting shields: to the chassis, at the point of entry, never through "
             "the circuit's own ground. Equipment that keeps to it has no pin 1 problem.",
     .source = "AES48-2005",
     .physics = "grounds"},
    {.name = "balanced",
     .others = "true-balanced truly-balanced balanced-line",
     .title = "balanced line",
     .text = "Two conductors with equal impedances to everything else, and a receiver that takes "
             "their difference. What is induced alike in both cancels; how well depends on how equal "
             "the impedances are. It needs neither opposite signals on the two conductors nor a "
             "circuit that is differential from input to output: an impedance-balanced output with a "
             "signal on one leg only rejects as well as a symmetric one.",
     .source = "B. Whitlock, JAES 43 (June 1995) 454",
     .physics = "stages"},
    {.name = "band",
     .others = "uncertainty how-sure",
     .title = "band of a result",
     .text = "When a value of the file is unknown, a range or a tolerance, the system is solved for "
             "1,024 samples of it and the report gives the 5th to the 95th percentile. Whoever wants "
             "a narrower band measures the value that moves it most; the report names it.",
     .source = "the program's own convention",
     .physics = "assumptions"},
    {.name = "biphase-mark",
     .others = "biphase bmc manchester",
     .title = "biphase-mark code",
     .text = "How AES3 and S/PDIF send bits: the voltage changes before every bit, and once more "
             "within a one. It carries its own clock, has no direct current and does not mind "
             "exchanged conductors. At 48 kHz the shortest pulse, one unit interval (UI), lasts 163 "
             "ns.",
     .source = "IEC 60958-1",
     .physics = "eye"},
    {.name = "bootstrapped",
     .others = "ingenius",
     .title = "bootstrapped input",
     .text = "A balanced input whose bias resistors are driven from the common-mode voltage, so that "
             "they draw almost no current from it. The common-mode impedance rises to megohms (10 "
             "Mohm at 60 Hz for the usual chip) while the differential one stays low, so an "
             "imbalance of the source hardly matters. It gives the rejection of a transformer "
             "without one.",
     .source = "US patent 5,568,561 (B. Whitlock)",
     .physics = "stages"},
    {.name = "buzz",
     .others = "",
     .title = "buzz",
     .text = "Hum with strong harmonics: 100 or 120 Hz and upward, sharp instead of deep. Leakage "
             "currents rise with the harmonic's number because they pass through capacitance, so a "
             "ground loop or a two-prong box often buzzes where a magnetic field hums. The ear is "
             "far more sensitive at 300 Hz than at 60 Hz, so the buzz is what is heard.",
     .source = "B. Whitlock, Jensen AN-004",
     .physics = "grounds"},
    {.name = "capacitance",
     .others = "cable-capacitance",
     .title = "capacitance of a cable",
     .text = "A cable's capacitance and the impedance of the output before it make a low-pass "
             "filter: corner 1 / (2 pi R C). At 100 ohm and 100 pF/m even 50 m reach 318 kHz; at 5 "
             "kohm, a passive control, 5 m are already down to 64 kHz. Data sheets count it in "
             "different ways; docs/physics/cable.md tells them apart.",
     .source = "derived; first-order corner",
     .physics = "cable"},
    {.name = "capacitance-imbalance",
     .others = "unbalance",
     .title = "capacitance imbalance of a cable",
     .text = "The two cores of a pair differ by a few percent in their capacitance to the shield. "
             "With the source's impedance this turns common mode into signal, more so at high "
             "frequencies: 3 nF, 5 % and 50 ohm leave 60 dB of rejection at 20 kHz. A shield tied at "
             "the sending end avoids it; tied at the receiving end only, it shows in full.",
     .source = "B. Whitlock, JAES 43 (June 1995) 454",
     .physics = "cable"},
    {.name = "characteristic-impedance",
     .others = "wave-impedance",
     .title = "characteristic impedance",
     .text = "The ratio of voltage to current of a wave on a long cable, sqrt(L/C) at high "
             "frequencies. It matters where the cable is a good part of a wavelength: digital audio, "
             "radio. An audio interconnection is a few thousandths of a wavelength long, and is "
             "neither matched nor improved by it.",
     .source = "line theory",
     .physics = "cable"},
    {.name = "class-i",
     .others = "three-prong 3-pin",
     .title = "class I equipment",
     .text = "A box whose metal parts are joined to the protective earth through a third pin. Two "
             "such boxes joined by a shield make a loop through the building's wiring, and the "
             "voltage between their outlets drives a current through that shield. The cure is in the "
             "signal line (a balanced receiver, a transformer) or in bringing both plugs to one "
             "outlet strip, never in the earth pin.",
     .source = "IEC 62368-1 (the class); H. Ott, Noise Reduction Techniques (the loop)",
     .physics = "grounds"},
    {.name = "class-ii",
     .others = "class-2 two-prong 2-pin",
     .title = "class II equipment",
     .text = "A box with double insulation and no earth pin. Its chassis floats on the capacitance "
             "to the mains, mainly that of the power transformer and its suppression capacitors, so "
             "a small leakage current flows to whatever grounds it: the shield of an "
             "interconnection. Turning the plug over may change it. Two such boxes with no other "
             "ground make no loop.",
     .source = "IEC 60065 (limits); B. Whitlock, Jensen AN-004",
     .physics = "grounds"},
    {.name = "clipping",
     .others = "clip",
     .title = "clipping",
     .text = "What happens above the largest voltage an output can give or an input can take. The "
             "chain is as loud as its first stage that clips; a stage after it that could take more "
             "is unused headroom.",
     .source = "-",
     .physics = "interface"},
    {.name = "cmrr",
     .others = "common-mode-rejection rejection",
     .title = "common-mode rejection ratio",
     .text = "How much better a balanced receiver hears the difference of its two pins than what "
             "both have in common. The figure on a data sheet is measured with a perfectly equal "
             "source. In a system the impedances of source and receiver form a bridge, and its "
             "imbalance counts: 10 ohm too much in one leg before 20 kohm of common-mode impedance "
             "leave 66 dB, whatever the receiver could do. Both errors add with their sign, so one "
             "may also trim the other.",
     .source = "B. Whitlock, JAES 43 (June 1995) 454; IEC 60268-3",
     .physics = "interface"},
    {.name = "common-mode",
     .others = "cm",
     .title = "common mode",
     .text = "The voltage that both conductors of a pair share, measured to the receiver's ground: "
             "mostly the difference between the two chassis. The signal is the difference of the "
             "conductors, the differential mode. Whatever is not equal about the two legs turns some "
             "of the first into the second.",
     .source = "B. Whitlock, JAES 43 (June 1995) 454",
     .physics = "interface"},
    {.name = "common-mode-distortion",
     .others = "cm-distortion",
     .title = "common-mode distortion",
     .text = "Some converters leave distortion on both pins alike. A receiver that takes the "
             "difference removes it; a plug that takes one pin only hears all of it, against half of "
             "the signal, so 6 dB worse than the ratio on the pins.",
     .source = "derived; noted by Benchmark Media",
     .physics = "stages"},
    {.name = "common-mode-impedance",
     .others = "zcm",
     .title = "common-mode impedance",
     .text = "What each leg of a balanced input shows to a voltage that both legs share. It and the "
             "source's imbalance set the rejection of the whole interface: imbalance / impedance. "
             "Four resistors of 10 kohm give 20 kohm per leg, a bootstrapped input megohms, a "
             "transformer some 50 pF (53 Mohm at 60 Hz). A resistor that both legs share to ground "
             "counts twice.",
     .source = "B. Whitlock, JAES 43 (June 1995) 454; Handbook for Sound Engineers",
     .physics = "interface"},
    {.name = "corner",
     .others = "1/f 1/f-noise flicker-noise",
     .title = "corner of 1/f noise",
     .text = "Below this frequency the noise of an amplifier rises towards low frequencies, 3 dB per "
             "octave in power. Noise density squared is en^2 (1 + fc / f).",
     .source = "C. D. Motchenbacher and F. C. Fitchen, Low-Noise Electronic Design",
     .physics = "noise"},
    {.name = "coupling-capacitor",
     .others = "coupling",
     .title = "coupling capacitor",
     .text = "A capacitor in series with each leg keeps direct voltage out, and its tolerance spoils "
             "the balance at mains frequency: 10 uF of 20 % before 20 kohm leaves 51.5 dB at 60 Hz. "
             "Ten times the capacitance or the impedance gains 20 dB.",
     .source = "derived from the bridge",
     .physics = "stages"},
    {.name = "cross-coupled",
     .others = "servo-balanced electronically-balanced",
     .title = "cross-coupled output",
     .text = "An output that holds the difference of its pins whichever of them is grounded, as a "
             "transformer would. Into an unbalanced input, ground pin 3 at the output's end; at the "
             "far end some of these circuits become unstable. The level stays the same, where an "
             "output of two plain buffers would lose 6 dB or suffer from the short circuit.",
     .source = "Handbook for Sound Engineers; data sheets of SSM2142, DRV134, THAT1646",
     .physics = "stages"},
    {.name = "crosstalk",
     .others = "",
     .title = "crosstalk",
     .text = "Signal of one channel in the other. With headphones it comes from the resistance of "
             "the return that both share: about return / headphone, so 0.1 ohm and 32 ohm make -50 "
             "dB. Separate returns, as with a balanced headphone plug, remove it.",
     .source = "poulpetersen.dk, notes on headphones with a common return",
     .physics = "stages"},
    {.name = "dbspl",
     .others = "spl",
     .title = "dB SPL, sound pressure level",
     .text = "Sound pressure in decibels over 20 uPa, about the softest tone that is heard at 1 to 2 "
             "kHz. A loudspeaker of 88 dB at 2.83 V and 1 m makes 88 dB SPL there; 6 dB less at 2 m "
             "in the open, less of a loss in a room.",
     .source = "ISO 1683 (reference)",
     .physics = "hearing"},
    {.name = "dbu",
     .others = "",
     .title = "dBu",
     .text = "Decibels over 0.7746 V, the voltage that makes 1 mW in 600 ohm. +4 dBu, the "
             "professional line level, is 1.23 V; +24 dBu, a common maximum, is 12.28 V. No "
             "impedance is implied any more.",
     .source = "convention; 0 dBu = sqrt(0.6) V",
     .physics = "interface"},
    {.name = "dbv",
     .others = "",
     .title = "dBV",
     .text = "Decibels over 1 V. 0 dBV is +2.2 dBu. The consumer line level of -10 dBV, 0.316 V, is "
             "11.8 dB below +4 dBu, not 14: the 14 forgets that the two count from different volts.",
     .source = "convention; 11.79 dB by arithmetic",
     .physics = "interface"},
    {.name = "decibel",
     .others = "db",
     .title = "decibel",
     .text = "20 log10 of a ratio of voltages, 10 log10 of a ratio of powers. Twice the voltage is "
             "6.02 dB. Noises that know nothing of each other add as powers: two equal ones make 3 "
             "dB more, and one that is 10 dB below another adds 0.4 dB. Hum lines of one cause add "
             "as voltages.",
     .source = "-",
     .physics = "interface"},
    {.name = "difference",
     .others = "difference-amplifier diff-amp four-resistor",
     .title = "difference amplifier",
     .text = "The commonest balanced input: an operational amplifier and four resistors. Its own "
             "rejection is (1 + gain) / (4 x tolerance) at worst: 34 dB with 1 %, 54 dB with 0.1 %. "
             "Resistors of 10 kohm make it noisy, about 15 dB more than a plain follower, and "
             "present 20 kohm per leg to the common mode. The unequal currents of its two inputs "
             "under signal do no harm to the balance.",
     .source = "R. Pallas-Areny and J. G. Webster, IEEE Trans. Instrum. Meas. 40 (1991) 669",
     .physics = "interface"},
    {.name = "differential",
     .others = "differential-mode",
     .title = "differential mode",
     .text = "The voltage between the two conductors of a pair: the signal, and whatever was turned "
             "into signal before the receiver. No rejection removes the latter: magnetic pickup "
             "between the cores and noise that the source already has pass like music.",
     .source = "B. Whitlock, JAES 43 (June 1995) 454",
     .physics = "interface"},
    {.name = "dummy-plug",
     .others = "whitlock-test",
     .title = "dummy plug test",
     .text = "Four steps that find where hum enters, without instruments: plugs that short the "
             "receiver's input, alone or between cable and box, replace one thing at a time. If the "
             "hum stays with the input shorted, it is made behind it; if it comes with the cable and "
             "the shorted plug at its end, the cable picks it up; if only with the source, the "
             "shield carries a ground current.",
     .source = "B. Whitlock, Handbook for Sound Engineers, section 32.6",
     .physics = "interface"},
    {.name = "emirr",
     .others = "radio radio-interference rfi",
     .title = "EMI rejection ratio",
     .text = "How well an amplifier ignores radio. A carrier of 100 mV at an input of 60 dB shifts "
             "its output as 100 uV at the input would; half the carrier does a quarter of it. The "
             "modulation of the carrier becomes audible.",
     .source = "Texas Instruments SBOA128",
     .physics = "interface"},
    {.name = "erb",
     .others = "auditory-band critical-band",
     .title = "equivalent rectangular bandwidth",
     .text = "The width of the ear's own filters: 24.7 (4.37 f + 1) Hz with f in kHz, 133 Hz at 1 "
             "kHz. Hiss is heard when the noise inside one such band passes the threshold of a tone "
             "there. White noise does so first near 4 kHz, at a total of about 9 dB(A).",
     .source = "B. R. Glasberg and B. C. J. Moore, Hearing Research 47 (1990) 103",
     .physics = "hearing"},
    {.name = "eye",
     .others = "eye-diagram eye-pattern eye-mask unit-interval ui",
     .title = "eye diagram",
     .text = "All pulses of a digital link laid over each other. What stays free in the middle is "
             "the eye: as long as it is higher and wider than the standard's mask (200 mV and half a "
             "unit interval for AES3), the receiver reads every bit. A cable closes it by its loss, "
             "which grows with the root of the frequency, and by echoes of a wrong impedance.",
     .source = "AES3; Tektronix, AM700 specification",
     .physics = "eye"},
    {.name = "fake",
     .others = "fake-balanced pseudo-balanced",
     .title = "fake balanced input",
     .text = "An XLR socket behind which pin 3 leads nowhere or to ground. It receives pin 2 against "
             "pin 1, exactly as an RCA socket would, with a rejection of 0 dB. A floating source, "
             "such as a transformer, finds no return in it and buzzes.",
     .source = "-",
     .physics = "stages"},
    {.name = "faraday-shield",
     .others = "electrostatic-shield",
     .title = "Faraday shield of a transformer",
     .text = "A foil between the windings that takes the capacitive current of the common mode to "
             "ground. Input transformers have it and couple some tens of pF; output transformers "
             "without it couple some 20 nF. At 60 Hz that is 105 against 50 dB of rejection with the "
             "impedances usual for each.",
     .source = "B. Whitlock, Audio Transformers, Handbook for Sound Engineers",
     .physics = "stages"},
    {.name = "floating",
     .others = "",
     .title = "floating source",
     .text = "A source whose two ends are joined to nothing else: a cartridge, a microphone capsule, "
             "a transformer winding. It is balanced by nature, but the receiver must give its "
             "current a way back.",
     .source = "-",
     .physics = "stages"},
    {.name = "gain",
     .others = "",
     .title = "gain",
     .text = "Here: the voltage of an output's source over the voltage at an input, in dB, of one "
             "pair. '+6 dB with XLR' is no law. Of the equipment in the catalogue some has 6 dB more "
             "through XLR, some the same, some less.",
     .source = "catalogue; see its sources",
     .physics = "stages"},
    {.name = "ground-lift",
     .others = "lift",
     .title = "ground lift",
     .text = "A resistor, often 10 ohm with a capacitor across it, between a box's signal ground and "
             "its chassis. It breaks the loop for the signal ground and leaves the chassis earthed. "
             "Lifting the protective earth of the mains plug instead is dangerous and never the "
             "answer.",
     .source = "AES48; IEC 62368-1 (protective earth)",
     .physics = "grounds"},
    {.name = "ground-loop",
     .others = "earth-loop",
     .title = "ground loop",
     .text = "A closed path through shields and earths. The voltage around it, from leakage currents "
             "and magnetic fields in the building's wiring, drives a current through the shield; in "
             "an unbalanced line the shield is part of the signal path, and current times its "
             "resistance is heard. Thicker shields, shorter cables, one outlet strip, an isolator in "
             "the TV coax or a balanced receiver each reduce it. The protective earth is never the "
             "place to cut it.",
     .source = "H. Ott, Noise Reduction Techniques in Electronic Systems; B. Whitlock, Jensen AN-004",
     .physics = "grounds"},
    {.name = "ground-sensing",
     .others = "ground-cancelling",
     .title = "ground-sensing output",
     .text = "An unbalanced output that measures the far ground on its return conductor and adds it "
             "to the signal, so that the receiver hears no difference. It cancels as well as its "
             "resistors match.",
     .source = "D. Self, Small Signal Audio Design",
     .physics = "stages"},
    {.name = "headroom",
     .others = "",
     .title = "headroom",
     .text = "The distance from the largest signal that reaches a place to the level at which that "
             "place clips. Music needs 12 to 20 dB between its average and its peaks.",
     .source = "Benchmark Media, system performance calculations",
     .physics = "interface"},
    {.name = "hum",
     .others = "hum-line hum-lines",
     .title = "hum",
     .text = "Mains frequency and its harmonics in the signal. Each line is compared with the "
             "threshold of hearing at its own frequency, because 60 Hz needs 39 dB SPL to be heard "
             "and 300 Hz only 9. Two loudspeakers that hum alike are 6 dB louder than one; with hiss "
             "it is 3.",
     .source = "ISO 226 (threshold)",
     .physics = "hearing"},
    {.name = "iec-60268-3",
     .others = "iec-cmrr",
     .title = "IEC 60268-3, rejection as it will be",
     .text = "The rejection of an input measured with 10 ohm more in one leg, then in the other; the "
             "worse counts. It tells inputs with a high common-mode impedance from those that are "
             "good on a perfect bench only: 20 kohm cannot do better than 66 dB.",
     .source = "IEC 60268-3:2000, on B. Whitlock's proposal",
     .physics = "interface"},
    {.name = "imbalance",
     .others = "source-imbalance",
     .title = "imbalance of a source",
     .text = "How many ohm one leg of an output has more than the other. Divided by the common-mode "
             "impedance of the input it is the part of the common mode that becomes signal. Two 50 "
             "ohm resistors of 1 % may differ by 1 ohm; an unbalanced output on a balanced input has "
             "its whole impedance as imbalance.",
     .source = "B. Whitlock, JAES 43 (June 1995) 454",
     .physics = "interface"},
    {.name = "impedance-balanced",
     .others = "",
     .title = "impedance-balanced output",
     .text = "Pin 2 carries the signal through a resistor, pin 3 only the same resistor to ground. "
             "The receiver rejects exactly as well as with a symmetric output, because only the "
             "impedances count. The level is 6 dB lower.",
     .source = "B. Whitlock, JAES 43 (June 1995) 454",
     .physics = "stages"},
    {.name = "instrumentation",
     .others = "instrumentation-amplifier buffered-input",
     .title = "instrumentation input",
     .text = "Two buffers before a difference amplifier. The buffers give a high and equal "
             "impedance, so the resistors of the difference amplifier may be small and quiet. Bias "
             "resistors to ground set the common-mode impedance.",
     .source = "D. Self, Small Signal Audio Design",
     .physics = "stages"},
    {.name = "isolator",
     .others = "ground-isolator galvanic-isolator",
     .title = "isolator",
     .text = "A transformer or a pair of capacitors in the shield of a TV or antenna cable: radio "
             "passes, mains frequency does not. It opens that loop without touching the protective "
             "earth. What remains is its capacitance, some tens to hundreds of pF.",
     .source = "Handbook for Sound Engineers",
     .physics = "grounds"},
    {.name = "leakage",
     .others = "leakage-current",
     .title = "leakage current",
     .text = "Current that the mains drives through capacitance into a chassis: I = V 2 pi f C, 61 "
             "uA for 847 pF at 230 V. It rises with the harmonic's number, so it buzzes. Into the "
             "shield of a cable it acts as a current: current times shield resistance is the hum of "
             "that line, however good the rest.",
     .source = "D. Self, Small Signal Audio Design; B. Whitlock, Jensen AN-004",
     .physics = "grounds"},
    {.name = "level",
     .others = "line-level operating-level",
     .title = "line level",
     .text = "Consumer equipment gives 2 V (+8.2 dBu) at most, some balanced consumer outputs 4 V "
             "(+14.3 dBu), professional ones 12.3 V (+24 dBu). With the same noise at the receiver, "
             "the larger level is the better ratio: 15.8 dB between the first and the last.",
     .source = "Benchmark Media, Balanced vs. Unbalanced Analog Interfaces",
     .physics = "interface"},
    {.name = "magnetic-field",
     .others = "induction magnetic-pickup",
     .title = "magnetic pickup",
     .text = "A changing field induces a voltage in the loop between two conductors: 2 pi f B A, 3.1 "
             "uV for 1 uT at 50 Hz through 1 m by 10 mm. Copper shields do nothing against it at "
             "mains frequency. Twist, star quad and distance do; a balanced receiver does not once "
             "the voltage stands between the cores.",
     .source = "Faraday's law; H. Ott, Noise Reduction Techniques",
     .physics = "interface"},
    {.name = "margin",
     .others = "over-threshold",
     .title = "margin over the threshold",
     .text = "How far a hum line or the strongest band of hiss lies above what can be heard at the "
             "seat, and above the room's own noise. Negative: not heard. Causes are ranked by this "
             "and not by level, because the loudest line is seldom the most audible.",
     .source = "the program's own convention",
     .physics = "hearing"},
    {.name = "masking",
     .others = "room-noise",
     .title = "masking by the room",
     .text = "What lies under the noise of the room is not heard. A quiet living room has 25 to 35 "
             "dBA; the program spreads that over the bands with the slope of a noise-rating curve.",
     .source = "C. W. Kosten and G. J. van Os; ISO 1996:1971 (noise-rating curves)",
     .physics = "hearing"},
    {.name = "measuring",
     .others = "measure measurement multimeter how-to-measure",
     .title = "finding a value that is not known",
     .text = "What a file does not state is taken from a typical range, and the report says by how many decibels that "
             "range moves the answer. The value that moves it most is worth a measurement; a multimeter, a 1 kohm "
             "resistor and the data sheets find nearly all of them. None of this opens mains wiring, probes a socket or "
             "lifts a protective earth; where a chassis may be at mains voltage, nothing is touched while it is on.",
     .source = "Ohm's law; IEC 60268-3 for the rejection of an input",
     .physics = "assumptions"},
    {.name = "multiconductor-line",
     .others = "transmission-line",
     .title = "multiconductor line",
     .text = "A cable as it is solved here: every conductor, shield included, with its resistance, "
             "inductance, capacitance and their couplings, exact at each frequency. The ground loop, "
             "the transfer of the shield and the pickup of an unequal pair all come out of the same "
             "matrices.",
     .source = "C. R. Paul, Analysis of Multiconductor Transmission Lines",
     .physics = "cable"},
    {.name = "noise-cascade",
     .others = "weakest-link chain",
     .title = "noise of a chain",
     .text = "Noises add as powers, so the noisiest stage decides. A stage 6 dB better than the rest "
             "costs 1.0 dB, one 12 dB better 0.27 dB, one 20 dB better 0.04 dB: beyond that, "
             "improving it is in vain.",
     .source = "H. T. Friis, Proc. IRE 32 (1944) 419 (the idea); power sum",
     .physics = "interface"},
    {.name = "noise-density",
     .others = "en in",
     .title = "noise density",
     .text = "Noise per square root of bandwidth. An amplifier has a voltage noise (en, 5 nV/rtHz "
             "for an NE5532) and a current noise (in, 0.7 pA/rtHz) that becomes voltage in the "
             "impedance of the source. Times the root of 19,980 Hz, 141, it is the noise of 20 Hz to "
             "20 kHz.",
     .source = "C. D. Motchenbacher and F. C. Fitchen, Low-Noise Electronic Design",
     .physics = "noise"},
    {.name = "noise-figure",
     .others = "nf",
     .title = "noise figure",
     .text = "How many dB worse than the thermal noise of its source alone an amplifier is. It "
             "depends on the source: the best is at en / in. For audio the noise at the output in "
             "volts says more.",
     .source = "H. T. Friis, Proc. IRE 32 (1944) 419",
     .physics = "interface"},
    {.name = "output-impedance",
     .others = "z impedance",
     .title = "output impedance",
     .text = "What an output has in series with its voltage, 50 ohm to a few kohm. Into an input at "
             "least ten times as large the loss stays below 0.83 dB and no matching is wanted. It "
             "also makes the corner with the cable's capacitance and turns unequal legs into lost "
             "rejection.",
     .source = "-",
     .physics = "stages"},
    {.name = "pad",
     .others = "attenuator",
     .title = "pad",
     .text = "A resistive divider at an output, to bring a professional level down to what an input "
             "takes. It costs no noise worth mentioning before a noisy input. Its resistors become "
             "the impedances of the line, so their tolerance is the new imbalance.",
     .source = "derived",
     .physics = "stages"},
    {.name = "pass-through",
     .others = "",
     .title = "pass-through input",
     .text = "A balanced stage that amplifies both legs and does not subtract. The common mode "
             "leaves it as it came, and the next stage has to reject it; an unbalanced one after it "
             "will not.",
     .source = "-",
     .physics = "stages"},
    {.name = "pin-1",
     .others = "pin1 pin-1-problem",
     .title = "the pin 1 problem",
     .text = "A shield contact that leads to the signal ground inside the box instead of to the "
             "chassis. Shield current then flows through a piece of the circuit's ground: 100 mA "
             "through 10 mohm is 1 mV, -58 dBu before any gain, and no rejection at the input helps. "
             "Pin 1 belongs on the chassis.",
     .source = "N. Muncy, JAES 43 (June 1995) 435; AES48-2005",
     .physics = "grounds"},
    {.name = "pin-3",
     .others = "pin3 xlr-to-rca",
     .title = "pin 3 into an unbalanced input",
     .text = "Open or grounded: it depends on the output. Two plain buffers: leave pin 3 open and "
             "accept 6 dB less; grounded, a buffer drives a short circuit. A transformer or floating "
             "output: ground it, or there is no signal. A cross-coupled one: ground it at the "
             "output's end.",
     .source = "Handbook for Sound Engineers",
     .physics = "stages"},
    {.name = "protective-earth",
     .others = "pe safety-earth earth-pin earth",
     .title = "protective earth",
     .text = "The earth conductor of the mains. It keeps a chassis from killing when insulation "
             "fails, by letting enough current flow to trip the fuse or breaker. Never lift it: not "
             "by an adapter, not by cutting the pin, not 'to test'. No hum is worth it, and every "
             "hum that lifting would cure is cured as well by a balanced receiver, a signal "
             "transformer, an isolator in the TV or antenna cable, or by one outlet strip for the "
             "whole system. This program refuses systems in which it is lifted (HUM1384).",
     .source = "IEC 62368-1; IEC 60364-4-41",
     .physics = "grounds"},
    {.name = "riaa",
     .others = "equalization phono phono-stage",
     .title = "RIAA equalization",
     .text = "A record is cut with less bass and more treble; a phono stage undoes it: against 1 kHz "
             "19.3 dB more at 20 Hz, 16.9 dB more at 50 Hz, 13.7 dB less at 10 kHz. So hum becomes "
             "louder and hiss softer than the gain at 1 kHz says. Write equalization riaa on the "
             "input; riaa-iec cuts rumble at 20 Hz too.",
     .source = "IEC 60098",
     .physics = "stages"},
    {.name = "scin",
     .others = "shield-current-induced-noise",
     .title = "shield-current-induced noise",
     .text = "A current in the shield of a pair induces a voltage in each core; if the two are not "
             "equal, the difference is signal. It rises with frequency. Foil with a drain wire is "
             "worst, because the wire runs along one core; braid is best. No rejection removes it.",
     .source = "J. Brown and B. Whitlock, AES preprint 5747 (2003)",
     .physics = "cable"},
    {.name = "sensitivity",
     .others = "efficiency",
     .title = "sensitivity of a loudspeaker",
     .text = "Sound pressure at 1 m for 2.83 V (or for 1 W, which is the same figure with 8 ohm and "
             "3 dB lower with 4 ohm). Twenty decibels between two loudspeakers are twenty decibels "
             "of hum and hiss. Headphones are rated per mW or per volt.",
     .source = "IEC 60268-5",
     .physics = "hearing"},
    {.name = "shield-current",
     .others = "",
     .title = "shield current",
     .text = "Current along a cable's shield, driven by leakage or by the voltage between two "
             "grounds. In a class I loop it is that voltage over the resistance of shield and earth "
             "wiring, with the loop's inductance above a few kHz; between floating boxes it is what "
             "leaks. 100 mA between parts of a building is not unusual.",
     .source = "N. Muncy, JAES 43 (June 1995) 435",
     .physics = "grounds"},
    {.name = "shield-resistance",
     .others = "shield",
     .title = "shield resistance",
     .text = "In an unbalanced line the shield is the return, and the ground current times its "
             "resistance adds to the signal. 7.6 m of foil with a thin drain wire have 1 ohm, of "
             "heavy braid 65 mohm: 24 dB less hum from the same current. The shield's inductance "
             "does not count, because its flux links the core alike.",
     .source = "B. Whitlock, Jensen AN-004; H. Ott (M = L)",
     .physics = "cable"},
    {.name = "snr",
     .others = "signal-to-noise-ratio signal-to-noise",
     .title = "signal-to-noise ratio",
     .text = "The largest signal over the noise, in dB; it says nothing without the level it refers "
             "to, the bandwidth and the weighting. Chains combine as powers: 128 and 135 dB make "
             "127.2 dB. When the A-weighted ratio exceeds the peak sound pressure level, hiss stays "
             "below 0 dBA at the seat: a rule that is 7 to 9 dB on the safe side for hiss, and says "
             "nothing about hum.",
     .source = "Benchmark Media, system performance calculations; Glasberg and Moore (the 9 dB)",
     .physics = "interface"},
    {.name = "spdif",
     .others = "s/pdif iec-60958",
     .title = "S/PDIF",
     .text = "Two channels of digital audio on a 75 ohm coax with RCA plugs, 0.5 V peak to peak, of "
             "which the receiver takes 200 mV. Its shell joins the grounds of the two boxes, so that "
             "it can make the loop that hums in the analog cables beside it; an optical cable does "
             "not.",
     .source = "IEC 60958-3",
     .physics = "eye"},
    {.name = "star-quad",
     .others = "starquad quad",
     .title = "star quad",
     .text = "Four cores twisted together, opposite ones joined. Seen from a source at distance d "
             "the two pairs lie in the same place to first order, so magnetic pickup falls by 20 "
             "log10(2 d / a) against a plain pair, a being the radius: 20 dB at five radii, 40 dB at "
             "fifty. Real symmetry allows less: about 20 dB when it is 1 % and 40 dB at 0.1 %, and "
             "opened cores in the plugs undo it all. So does joining neighbours instead of opposites "
             "('pairing neighbours' in the file).",
     .source = "derived, docs/thread.md T35; the span of 20 to 50 dB is in Benchmark Media's paper",
     .physics = "interface"},
    {.name = "symmetric",
     .others = "symmetrical",
     .title = "symmetric output",
     .text = "Two equal outputs of opposite sign. The pair carries twice the voltage of one leg, "
             "+6.0 dB, at the same supply. Two independent buffers make 3 dB more noise, which "
             "leaves 3 dB; where the second leg is made by inverting the first, the first one's "
             "noise counts twice and the ratio gets worse by up to 1 dB.",
     .source = "derived; the 3 dB in Benchmark Media's paper",
     .physics = "stages"},
    {.name = "thermal-noise",
     .others = "johnson-noise johnson-nyquist thermal",
     .title = "thermal noise",
     .text = "Noise of every resistance: V = sqrt(4 k T R B), 1.8 uV or -112.6 dBu for 10 kohm, 25 C "
             "and 20 Hz to 20 kHz. Only the real part of an impedance makes it. Published figures "
             "differ by half a decibel because they assume other temperatures and bandwidths; these "
             "are stated with every result here.",
     .source = "J. B. Johnson and H. Nyquist, Phys. Rev. 32 (1928) 97 and 110",
     .physics = "noise"},
    {.name = "threshold",
     .others = "threshold-of-hearing hearing-threshold",
     .title = "threshold of hearing",
     .text = "The softest pure tone that half of young listeners hear in silence: 44 dB SPL at 50 "
             "Hz, 22 at 125 Hz, 2.4 at 1 kHz, -6 at 3.15 kHz. Hum lines are compared with it one by "
             "one. Age raises it at high frequencies.",
     .source = "ISO 226 and ISO 389-7",
     .physics = "hearing"},
    {.name = "tolerance",
     .others = "",
     .title = "tolerance",
     .text = "'+-5 %' is a value somewhere within 5 %, all equally likely; '+-1 % normal' means "
             "three standard deviations. Worst cases of many tolerances at once hardly ever happen, "
             "so the program gives percentiles: four 1 % resistors guarantee 34 dB of rejection, and "
             "half of all sets have 48.",
     .source = "R. Pallas-Areny and J. G. Webster (worst case); computed (percentiles)",
     .physics = "assumptions"},
    {.name = "touch-current",
     .others = "tingle",
     .title = "touch current",
     .text = "What flows through a person from a chassis to earth: up to 0.25 mA (older limit) or "
             "0.5 mA for class II equipment in order. At about 1 mA most people feel it; fingertips "
             "feel less as a tingle. More than the limit means a fault: have the box mended, and "
             "never 'cure' it at the mains plug.",
     .source = "IEC 62368-1; IEC 60950",
     .physics = "grounds"},
    {.name = "transfer-impedance",
     .others = "zt shield-transfer",
     .title = "transfer impedance",
     .text = "Voltage inside a cable per ampere on its shield and metre. At low frequencies it is "
             "the shield's resistance; for a braid it rises again at radio frequencies through the "
             "holes. It is what an ohm-per-metre figure of the shield does to an unbalanced line.",
     .source = "S. A. Schelkunoff, Bell Syst. Tech. J. 13 (1934) 532; IEC 62153-4-3",
     .physics = "cable"},
    {.name = "transformer",
     .others = "",
     .title = "signal transformer",
     .text = "Passes the difference and isolates the rest, with the common-mode impedance of its "
             "winding capacitance. An input type with a Faraday shield rejects 100 dB and more at 60 "
             "Hz; an output type without one 50. It limits the bass by its inductance and distorts "
             "at high level and low frequency.",
     .source = "B. Whitlock, Audio Transformers, Handbook for Sound Engineers; Jensen FAQ",
     .physics = "stages"},
    {.name = "twisted-pair",
     .others = "twist",
     .title = "twisted pair",
     .text = "Two cores twisted so that the field induces opposite voltages in successive half "
             "turns. What is left comes from the last half turn and from fields that change within "
             "one turn: near a transformer twisting helps less.",
     .source = "H. Ott, Noise Reduction Techniques",
     .physics = "interface"},
    {.name = "unbalanced",
     .others = "rca single-ended",
     .title = "unbalanced line",
     .text = "Signal on one conductor, return on the shield. The receiver cannot tell a voltage "
             "along the shield from signal, so it hears the ground current times the shield's "
             "resistance. Between two boxes on one strip with nothing else grounded that is little; "
             "with a TV cable or two outlets it is often heard.",
     .source = "B. Whitlock, Jensen AN-004",
     .physics = "grounds"},
    {.name = "usb",
     .others = "hdmi arc ethernet toslink optical isolator usb-isolator galvanic-isolation",
     .title = "USB, HDMI, Ethernet, optical",
     .text = "Data from socket to socket: no audio voltage, so nothing that could hum in it. But the "
             "shield and the ground wires of USB and HDMI join the two boxes, and with the shield of "
             "an analog cable and two protective earths they close a ring that hums in that cable. "
             "Ethernet without a shield is isolated by its transformers, an optical cable by being "
             "light, USB by an isolator; a laptop on its battery is no way to earth.",
     .source = "USB 2.0 specification; H. Robjohns, Sound On Sound (laptops on their adapters)",
     .physics = "grounds"},
};

const hum_gloss *hum_gloss_at(size_t i)
{
    return i < sizeof terms / sizeof terms[0] ? &terms[i] : 0;
}

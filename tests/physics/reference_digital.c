/* Digital links: what the standards say, as this program has it, and lengths from the field. */
#include "reference.h"

#include "base/unit.h"
#include "model/typical.h"
#include "study/cable_facts.h"
#include "study/eye.h"
#include "support/system.h"

#include <math.h>
#include <string.h>

#define BALLOU "G. Ballou, Handbook for Sound Engineers, p. 1470"
#define PREVIEW "IEC 60958-4-4:2016, preview"
#define AES3 "AES3"
#define AES3ID "AES-3id, SMPTE 276M"
#define TEKTRONIX "Tektronix AM700 specification; Lake DIGI-TOOL manual"

static double ui_ns(double f_frame_hz)
{
    hum_eye_channel c = {.f_frame_hz = f_frame_hz};
    return 1e9 * hum_eye_ui_s(&c);
}

static const hum_eye_standard *standard_of(int topology)
{
    hum_port p = {.topology = topology};
    return hum_eye_standard_of(&p);
}

static hum_typical sent(int topology, hum_key key)
{
    return hum_typical_output(topology, HUM_LOAD_NOTHING, key);
}

/* Delay of a cable stated by its velocity, from its matrices. */
static double delay_ns_m(double velocity)
{
    hum_cable_data d = {.n_cores = 2, .has_shield = true, .c_core_shield_f_m = {60e-12, 60e-12}, .c_core_core_f_m = 20e-12,
                        .velocity = velocity, .l_outer_h_m = 1e-6};
    hum_line line;
    if (hum_line_from_data(&d, 1, &line) != HUM_OK)
        return 0;
    return 1e9 / (hum_cable_facts_of(&line, true, NULL).velocity * 299792458.0);
}

/* Height of the eye over the mask's, dB, of the first link. */
static double margin_db(const char *text, double f_frame_hz)
{
    hum_arena *a = hum_arena_new(NULL);
    hum_project *p;
    const hum_findings *f;
    hum_eye eye = {.plain.margin_db = (double)NAN};
    const hum_eye_options o = {.f_frame_hz = f_frame_hz};
    if (hum_project_open(a, HUM_T("row"), hum_text_of(text), &small_catalogue, &p) == HUM_OK &&
        hum_project_findings(p, (hum_text){0}, &f) == HUM_OK && hum_eye_study(a, f->net, 0, &o, &eye) != HUM_OK)
        eye.plain.margin_db = (double)NAN;
    double db = eye.plain.margin_db;
    hum_arena_close(&a);
    return db;
}

/* Loss of 100 m at one frequency, as `humdinger cable` has it, of the first cable. */
static double loss_db(const char *text, double f_hz)
{
    hum_arena *a = hum_arena_new(NULL);
    hum_project *p;
    const hum_findings *f;
    hum_signal_line skin;
    double db = (double)NAN;
    if (hum_project_open(a, HUM_T("row"), hum_text_of(text), &small_catalogue, &p) == HUM_OK &&
        hum_project_findings(p, (hum_text){0}, &f) == HUM_OK && hum_cable_signal(f->net, 0, &skin) != HUM_LOSS_SECTION)
        db = 100 * hum_cable_point_at(&f->net->cables[0].data, true, &skin, f_hz).loss_db_m;
    hum_arena_close(&a);
    return db;
}

#define BELDEN_1694A                                                                                                   \
    "box a\n  out o\nbox b\n  in i\ncable a.o -> b.i  coax 1 m  core 21 ohm/km  shield 9.2 ohm/km  c 16.2 pF/ft  velocity 82 %  "  \
    "tan-delta 0.02 %"

#define BOXES(kind, level) "box t  plug 3-pin\n  out o  " kind "  max " level "\nbox d  plug 3-pin\n  in i  " kind "\n"

/* The weakest transmitter of its standard. */
#define ANALOG_94_M \
    BOXES("aes3", "2 V") "cable t.o -> d.i  pair 94 m  c 112 pF/m  core 49 mohm/m  velocity 60 %\n"
#define COAX_150_M \
    BOXES("aes3id", "0.8 V") "cable t.o -> d.i  coax 150 m  c 67.5 pF/m  core 33 mohm/m  shield 4 mohm/m  velocity 66 %\n"

static void add_standard_rows(references *t)
{
    hum_typical volts = sent(HUM_OUT_AES3, HUM_KEY_MAX), ohms = sent(HUM_OUT_AES3, HUM_KEY_Z), edge = sent(HUM_OUT_AES3, HUM_KEY_RISE);
    hum_typical id_volts = sent(HUM_OUT_AES3ID, HUM_KEY_MAX), id_edge = sent(HUM_OUT_AES3ID, HUM_KEY_RISE);
    hum_typical load = hum_typical_input(HUM_IN_AES3, HUM_KEY_Z), id_load = hum_typical_input(HUM_IN_AES3ID, HUM_KEY_Z);
    const hum_eye_mask aes3 = standard_of(HUM_IN_AES3)->mask, id = standard_of(HUM_IN_AES3ID)->mask, spdif = standard_of(HUM_IN_SPDIF)->mask;
    const reference rows[] = {
        {"C-58", "shortest pulse at 48 kHz, 1/128 of a frame", "ns", 162.76, 0.005, ui_ns(48e3), 162.7604, .source = PREVIEW},
        {"C-58", "their rate at 48 kHz", "MHz", 6.144, 1e-9, 1e3 / ui_ns(48e3), .source = PREVIEW},
        {"C-58", "at 192 kHz", "MHz", 24.576, 1e-9, 1e3 / ui_ns(192e3), .source = PREVIEW},
        {"C-59", "AES3 transmitter, least: 110 ohm - 20 %", "ohm", 88, 1e-9, ohms.low, .source = BALLOU},
        {"C-59", "most", "ohm", 132, 1e-9, ohms.high, .source = BALLOU},
        {"C-59", "receiver, least", "ohm", 88, 1e-9, load.low, .source = BALLOU},
        {"C-59", "most", "ohm", 132, 1e-9, load.high, .source = BALLOU},
        {"C-60", "AES3 level, least", "V", 2, 1e-9, volts.low, .source = "pinanson.eu", .note = "3 V on another page, believed wrong"},
        {"C-60", "most", "V", 7, 1e-9, volts.high, .source = "pinanson.eu"},
        {"C-61", "least eye of an AES3 receiver", "mV", 200, 1e-9, 1e3 * aes3.height_v, .source = TEKTRONIX},
        {"C-61", "over this part of a pulse", "", 0.5, 1e-9, aes3.width_ui, .source = TEKTRONIX},
        {"C-62", "fastest edge", "ns", 5, 1e-9, 1e9 * edge.low, .source = AES3, .is_recalled = true},
        {"C-62", "slowest", "ns", 30, 1e-9, 1e9 * edge.high, .source = "J. Dunn and M. Hawksford, Is the AES/EBU digital audio interface flawed?"},
        {"C-63", "jitter that a receiver must follow above 8 kHz", "UI", 0.25, 1e-9, HUM_EYE_JITTER_UI, .source = AES3, .is_recalled = true},
        {"C-64", "AES-3id level, 1 V - 20 %", "V", 0.8, 1e-9, id_volts.low, .source = "Dolby CP650 manual, p. 34"},
        {"C-64", "+ 20 %", "V", 1.2, 1e-9, id_volts.high, .source = "Dolby CP650 manual, p. 34"},
        {"C-64", "receiver, 75 ohm - 10 %", "ohm", 67.5, 1e-9, id_load.low, .source = AES3ID, .is_recalled = true},
        {"C-64", "fastest edge", "ns", 30, 1e-9, 1e9 * id_edge.low, .source = AES3ID, .is_recalled = true},
        {"C-64", "slowest", "ns", 44, 1e-9, 1e9 * id_edge.high, .source = AES3ID, .is_recalled = true},
        {"C-64", "least eye", "mV", 320, 1e-9, 1e3 * id.height_v, .source = AES3ID, .is_recalled = true},
        {"C-65", "S/PDIF level, middle of 0.5 V +- 20 %", "V", 0.5, 1e-9,
         (sent(HUM_OUT_SPDIF, HUM_KEY_MAX).low + sent(HUM_OUT_SPDIF, HUM_KEY_MAX).high) / 2, .source = "proaudiosupport.com a36216"},
        {"C-65", "least eye", "mV", 200, 1e-9, 1e3 * spdif.height_v, .source = "IEC 60958-3", .is_recalled = true},
    };
    ADD_ROWS(t, rows);
}

static void add_length_rows(references *t)
{
    const char *dcs = "dCS 904 manual";
    const reference rows[] = {
        {"C-44", "1694A by its data sheet, 135 m at 30 MHz", "dB", 4.9, 0.75, 1.35 * loss_db(BELDEN_1694A "\n", 30e6), .source = "CoaXPress text",
         .note = "a guess from the resistances of core and shield, as of copper; its foil and tin are the rest"},
        {"C-44", "fitted to it: 100 m at 30 MHz", "dB", 3.63, 0.04, loss_db(BELDEN_1694A "  loss 36.3 dB/km at 30 MHz\n", 30e6),
         .source = "CoaXPress text"},
        {"C-66", "delay of a cable of 59.6 %", "ns/m", 5.6, 0.05, delay_ns_m(0.596), 5.5967, .source = dcs},
        {"C-66", "150 m of 20 AWG video coax by AES-3id, weakest transmitter: works", "dB", 0, 1e-9, margin_db(COAX_150_M, 48e3),
         .up_to = 30, .source = "360 Systems DigiCart manual, p. 83: tested with Belden 8281"},
        {"C-66", "94 m of analog pair by AES3 at 48 kHz: works", "dB", 0, 1e-9, margin_db(ANALOG_94_M, 48e3), .up_to = 12,
         .source = dcs, .note = "degraded: 18 ns of jitter"},
        {"C-66", "at 96 kHz: unreliable", "dB", -6, 1e-9, margin_db(ANALOG_94_M, 96e3), .up_to = 3, .source = dcs},
    };
    ADD_ROWS(t, rows);
}

void add_digital_rows(references *t)
{
    begin_chapter(t, "Digital links");
    add_standard_rows(t);
    add_length_rows(t);
}

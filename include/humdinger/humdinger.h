/* Humdinger: what an analog audio interconnection really does. The public API.
 *
 *   text --hum_project_open--> project --hum_report_text, hum_report_json, hum_compare_text ...--> text
 *
 * Nothing here opens a file by itself, prints, exits, or reads the clock, the environment or the locale:
 * texts come in (catalogue files and used files through the loader), texts go out. Every result lives in
 * the arena of its project. Threads may work on different projects at the same time.
 *
 * Copyright (C) 2026 the Humdinger authors.  SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HUMDINGER_HUMDINGER_H
#define HUMDINGER_HUMDINGER_H

#include "humdinger/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What a loader is asked for. */
typedef enum hum_load_kind {
    HUM_LOAD_USE,       /**< `use "FILE"`; `from` is the name of the using file. */
    HUM_LOAD_DEVICE,    /**< A device, speaker, headphones or op amp, maker/model. */
    HUM_LOAD_CABLE,     /**< A cable type, maker/model. */
} hum_load_kind;

/** How the library gets texts it is not given. `load` puts the text (which must live as long as the
 *  project: take it from `a`) in *text; HUM_E_IO when there is none. NULL `load`: nothing is found. */
typedef struct hum_loader {
    hum_status (*load)(void *ctx, hum_arena *a, hum_load_kind kind, hum_text name, hum_text from, hum_text *text);
    void *ctx;
} hum_loader;

/** A system file that was read: its texts, tree, diagnostics and what has been computed from it. */
typedef struct hum_project hum_project;

/** Reads a system. `name` is for messages. A text that starts with '{' is taken as the JSON twin.
 *  @return HUM_OK, also when there are errors to tell (see hum_project_errors); HUM_E_NOMEM. */
HUM_API HUM_NODISCARD hum_status hum_project_open(hum_arena *a, hum_text name, hum_text text,
                                                  const hum_loader *loader, hum_project **out);

/** From now on this project is not asked how sure its numbers are: no bands, and not what each assumption moves. For whoever wants the
 *  numbers themselves many times a second. To be called before the first report. */
HUM_API void hum_project_without_doubts(hum_project *p);
/** Samples of what is uncertain that bands are made of: 1,024 unless this is called before the first report; 0 is without doubts. */
HUM_API void hum_project_samples(hum_project *p, size_t n);

/** Errors told so far; a system with errors is not solved. */
HUM_API size_t hum_project_errors(const hum_project *p);
HUM_API const hum_diags *hum_project_diags(const hum_project *p);
/** All diagnostics from number `first` on, as a person reads them; or as a JSON array. */
HUM_API HUM_NODISCARD hum_status hum_project_diags_text(hum_project *p, size_t first, bool colour, hum_text *out);
HUM_API HUM_NODISCARD hum_status hum_project_diags_json(hum_project *p, hum_text *out);

/** Number and names of the variants; the file without a variant is not counted. */
HUM_API size_t hum_project_variants(const hum_project *p);
HUM_API hum_text hum_project_variant(const hum_project *p, size_t i);

typedef struct hum_text_options {
    bool colour;
    bool ascii;
    bool all_assumed; /**< List every assumption, not only the first few. */
} hum_text_options;

/** Everything about one variant ("" for none): levels, noise, hum, CMRR, response, seat, limits, verdict.
 *  @return HUM_E_INPUT: errors in the file or no such variant; HUM_E_NUMERIC: no solution; both are told. */
HUM_API HUM_NODISCARD hum_status hum_report_text(hum_project *p, hum_text variant, const hum_text_options *o,
                                                 hum_text *out);
HUM_API HUM_NODISCARD hum_status hum_report_json(hum_project *p, hum_text variant, hum_text *out);

/** Two systems side by side, the level difference first. They may be variants of one project. */
HUM_API HUM_NODISCARD hum_status hum_compare_text(hum_project *a, hum_text variant_a, hum_project *b,
                                                  hum_text variant_b, const hum_text_options *o, hum_text *out);
HUM_API HUM_NODISCARD hum_status hum_compare_json(hum_project *a, hum_text variant_a, hum_project *b,
                                                  hum_text variant_b, hum_text *out);

/** Every sensible change of the system solved again in full, ranked by what it gains at the seat; useless ones named; a protective
 *  earth is never lifted. */
HUM_API HUM_NODISCARD hum_status hum_fix_text(hum_project *p, hum_text variant, const hum_text_options *o, hum_text *out);
HUM_API HUM_NODISCARD hum_status hum_fix_json(hum_project *p, hum_text variant, hum_text *out);

/** Tests the `expect` lines. *n_failed of *n_expected are not met; each is told (HUM2093). The text is a
 *  list of all expectations with what was found. */
HUM_API HUM_NODISCARD hum_status hum_check_text(hum_project *p, const hum_text_options *o, size_t *n_expected,
                                                size_t *n_failed, hum_text *out);
HUM_API HUM_NODISCARD hum_status hum_check_json(hum_project *p, size_t *n_expected, size_t *n_failed, hum_text *out);

/** A netlist that ngspice runs. `port` "amp.line" is the voltage it is about (empty: the last input of the chain);
 *  `sections` pi sections per cable (0: as many as its length needs). */
HUM_API HUM_NODISCARD hum_status hum_spice_text(hum_project *p, hum_text variant, hum_text port, size_t sections,
                                                hum_text *out);

/** The report as one HTML file that needs no network: pictures, numbers, assumptions, and the source text. Everything from
 *  the file is text in it, never markup. */
HUM_API HUM_NODISCARD hum_status hum_report_html(hum_project *p, hum_text variant, hum_text *out);

typedef struct hum_plot_options {
    double width_px;  /**< As wide as it will be shown, 320 to 760 (0: 760). Text keeps its size: below 560 what a wide picture has side
                           by side is stacked. */
    hum_text against; /**< The variant that is drawn behind, ghosted ("base": the file as it stands); empty: none. */
} hum_plot_options;

/** A picture as SVG, one element per line: "spectrum" (at the seat), "levels", "limits", "system", "response", "cmrr", "eye" (of
 *  the first digital link) or "yield" (10,000 samples of what the file expects, as hum_tolerance_svg draws them). `o` may be NULL. */
HUM_API HUM_NODISCARD hum_status hum_plot_svg(hum_project *p, hum_text variant, hum_text what, const hum_plot_options *o,
                                              hum_text *out);

/** What is asked of the eye of digital links (AES3, AES-3id, S/PDIF). */
typedef struct hum_eye_ask {
    double rate_hz;    /**< Sample rate, 32 to 192 kHz; 0: 48 kHz. */
    hum_text length;   /**< "100 m" instead of the cables' own; empty: theirs. */
    hum_text port;     /**< Only the link into this input; empty: all (pictures: the first). */
    bool is_equalised; /**< The picture is behind the receiver's equaliser; figures are given without and with it. */
    bool is_quick;     /**< Leaves out how long the cable may be, which takes most of the time. */
    double width_px;   /**< Of the picture, as in hum_plot_options. */
} hum_eye_ask;

/** How open the eye of each digital link is, its jitter, and how long its cable may be; the picture as SVG.
 *  @return HUM_E_INPUT: no such link, or a length that is none; told. */
HUM_API HUM_NODISCARD hum_status hum_eye_text(hum_project *p, hum_text variant, const hum_eye_ask *ask, const hum_text_options *o,
                                              hum_text *out);
HUM_API HUM_NODISCARD hum_status hum_eye_json(hum_project *p, hum_text variant, const hum_eye_ask *ask, hum_text *out);
HUM_API HUM_NODISCARD hum_status hum_eye_svg(hum_project *p, hum_text variant, const hum_eye_ask *ask, hum_text *out);

typedef enum hum_joint { HUM_JOINT_TOKENS, HUM_JOINT_TREE, HUM_JOINT_MODEL, HUM_JOINT_CIRCUIT } hum_joint;
/** The data at a joint of the pipeline, for people who look inside. */
HUM_API HUM_NODISCARD hum_status hum_dump_text(hum_project *p, hum_text variant, hum_joint joint, hum_text *out);

/** What one per cent of each value of the network does to the gain and to the rejection of the link into an input ("" for the last
 *  one) at 1 kHz, what moves the rejection most first. */
HUM_API HUM_NODISCARD hum_status hum_dump_sensitivities(hum_project *p, hum_text variant, hum_text port, hum_text *out);

/** The same file in the canonical layout; the JSON twin; the .hum text (of a project read from JSON). */
HUM_API HUM_NODISCARD hum_status hum_format_text(hum_project *p, hum_text *out);
HUM_API HUM_NODISCARD hum_status hum_convert_json(hum_project *p, hum_text *out);
HUM_API HUM_NODISCARD hum_status hum_convert_hum(hum_project *p, hum_text *out);

/** The file with one value changed and every other byte as it was. path: "amp.line.z"; value: "40 kohm".
 *  @return HUM_E_INPUT: no such path, or not a value; told. */
HUM_API HUM_NODISCARD hum_status hum_set_text(hum_project *p, hum_text path, hum_text value, hum_text *out);

/** What `humdinger calc` answers, e.g. "thermal 10 kohm". Errors are told in the project-less list `d`. */
HUM_API HUM_NODISCARD hum_status hum_calc_text(hum_arena *a, hum_text expression, bool json, hum_text *out,
                                               hum_text *diags);

/** What a term or diagnostic code means; HUM_E_RANGE when it is not known (*out then names what is close). */
HUM_API HUM_NODISCARD hum_status hum_explain_text(hum_arena *a, hum_text word, hum_text *out);

/** A project around one cable of the catalogue (or rca, xlr, ...): `length` "5 m" of it from a source of `source` "100 ohm" to a
 *  load of `load` "47 kohm". Errors, an unknown name among them, are in the project. */
HUM_API HUM_NODISCARD hum_status hum_cable_open(hum_arena *a, hum_text name, hum_text length, hum_text source, hum_text load,
                                                const hum_loader *loader, hum_project **out);
/** What each cable of a project is: capacitance as each data sheet counts it, inductance, resistance, impedance against
 *  frequency, and what its length does. */
HUM_API HUM_NODISCARD hum_status hum_cable_text(hum_project *p, const hum_text_options *o, hum_text *out);
HUM_API HUM_NODISCARD hum_status hum_cable_json(hum_project *p, hum_text *out);
/** Characteristic impedance, its angle, and the loss of 100 m against frequency, one curve for each cable that differs (six at most), as SVG. `o` may be
 *  NULL. @return HUM_E_INPUT: errors in the file, or it has no cable; told. */
HUM_API HUM_NODISCARD hum_status hum_cable_svg(hum_project *p, const hum_plot_options *o, hum_text *out);

/** A catalogue file (device, cable-type, ...) as a person reads it, or what is wrong with it as a catalogue
 *  file: every value needs a source. The project must have been opened from that file. */
HUM_API HUM_NODISCARD hum_status hum_catalogue_show(hum_project *p, bool json, hum_text *out);
/** `residuals`: how far what a cable is made of is from its data sheet, "core +2.1 %, c -3.0 %", empty for what states only one.
 *  @return HUM_E_INPUT: told, or a residual of more than a quarter. */
HUM_API HUM_NODISCARD hum_status hum_catalogue_lint(hum_project *p, hum_text *residuals);

/** "0.1.0" */
HUM_API const char *hum_version(void);

#ifdef __cplusplus
}
#endif
#endif

/* The steps of an eye: bits -> levels -> waveform at the receiver -> opening and jitter. docs/physics/eye.md. */
#ifndef HUM_STUDY_EYE_PARTS_H
#define HUM_STUDY_EYE_PARTS_H

#include "base/diag.h"
#include "cable/signal.h"

enum {
    HUM_FRAME_UI = 128,     /* 2 subframes x 32 time slots x 2 */
    HUM_EYE_FRAMES = 16,    /* of the 192 of a block: the first, with its Z preamble */
    HUM_EYE_SEED = 1,
    HUM_EYE_SAMPLES_MAX = 256, /* per UI */
};

/** Levels of `n_frames` (1 .. 192) frames as +1 and -1, [n_frames * HUM_FRAME_UI]: preambles, 24-bit audio that is random by counting,
 *  validity, user, channel status (professional or consumer) and parity in biphase mark (IEC 60958-1; eq. E-10). It ends on the level
 *  that it began from, so it may be repeated. */
void hum_eye_pattern(bool is_professional, size_t n_frames, uint64_t seed, signed char *level);

/** What a link is made of, as far as its eye needs it. */
typedef struct hum_eye_channel {
    hum_signal_line line;
    double length_m;     /**< 0: source and load side by side. */
    double level_v;      /**< Peak to peak across rated_ohm. */
    double rated_ohm;
    double source_ohm;
    double rise_s;       /**< 10 to 90 %, of the source. */
    double load_ohm;
    double load_f;       /**< Capacitance across the receiver. */
    double f_frame_hz;   /**< Sample rate. */
    bool is_equalised;
} hum_eye_channel;

/** Length of the shortest pulse, s: 1 / (128 frame rate). */
double hum_eye_ui_s(const hum_eye_channel *c);

/** Gain of the receiver's equaliser (eq. E-13); its frequencies follow the frame rate. */
hum_complex hum_eye_equaliser(double f_frame_hz, double f_hz);

/** Room for waveforms of one pattern and rate: taken once, used for every length. */
typedef struct hum_eye_wave {
    size_t n_ui;
    size_t n_per_ui;      /**< Samples per UI, a power of two. */
    size_t n_lines;       /**< Spectral lines that the source has. */
    signed char *level;   /**< [n_ui] */
    hum_complex *source;  /**< [n_lines] of the EMF. */
    hum_signal_wave *cable; /**< [n_lines] */
    hum_complex *lines;   /**< [n_ui * n_per_ui / 2 + 1] */
    double *v;            /**< [n_ui * n_per_ui] the waveform at the receiver, V. */
    void *plan;
} hum_eye_wave;

/** A pattern's spectrum, and the cable's impedances at its lines.  @return HUM_E_NOMEM */
HUM_NODISCARD hum_status hum_eye_wave_new(hum_arena *a, const hum_eye_channel *c, bool is_professional, size_t n_frames,
                                          hum_eye_wave *out);
/** The waveform of `c`, which may differ from the channel of hum_eye_wave_new in length, impedances and equaliser; exact but for
 *  rounding, since the pattern repeats (eq. E-12). */
void hum_eye_wave_of(hum_eye_wave *w, const hum_eye_channel *c);
void hum_eye_wave_close(hum_eye_wave *w);

/** What a receiver wants to see (eq. E-14): nothing inside height_v by width_ui. */
typedef struct hum_eye_mask {
    double height_v;
    double width_ui;
} hum_eye_mask;

/** Where the eye is open. Times in s; a closed eye has zeros. */
typedef struct hum_eye_opening {
    double height_v;        /**< Over the mask's width. */
    double centre_v;        /**< In the middle. */
    double width_s;         /**< At the mask's height. */
    double zero_width_s;    /**< At 0 V: UI less jitter. */
    double jitter_pp_s;     /**< Of all zero crossings, data dependent; NAN where crossings are missing. */
    double jitter_rms_s;
    double peak_v;          /**< Largest swing, peak to peak. */
    double centre_ui;       /**< Middle of the opening after the beginning of a UI at the source, delay included, modulo 1. */
    bool is_closed;         /**< Crossings are missing or too many. */
} hum_eye_opening;

/** The waveform `ui` UI after its beginning, V. */
double hum_eye_at(const hum_eye_wave *w, double ui);

/** @param crossings room for [w->n_ui + 1] */
void hum_eye_measure(const hum_eye_wave *w, double ui_s, const hum_eye_mask *mask, double *crossings, hum_eye_opening *out);

#endif

/* What is found out about one system: the numbers behind every report. SI units and dB as the names say. A value that
 * does not exist (no corner, no path, no ground voltage) is NAN. */
#ifndef HUM_STUDY_FINDINGS_H
#define HUM_STUDY_FINDINGS_H

#include "circuit/network.h"

enum { HUM_RESPONSE_POINTS = 12 };
/** Where rejection is found: 50 and 60 Hz, then these; transformers are specified at 3 kHz. */
enum { HUM_CMRR_1K = 2, HUM_CMRR_3K, HUM_CMRR_20K, HUM_CMRR_POINTS };

/** Where the response of each link is taken, Hz: `expect response at` one of these, and plots. */
extern const double hum_response_hz[HUM_RESPONSE_POINTS];

/** A voltage somewhere: an input, or an output. */
typedef struct hum_level_findings {
    double level_v;      /**< Largest signal before anything in its chain clips, 1 kHz. */
    double clip_v;       /**< Own limit; HUGE_VAL when nothing limits it. */
    double headroom_db;
    uint32_t clips_first; /**< Port that limits the level, HUM_NONE for none. */
    double noise_v;      /**< 20 Hz-20 kHz. */
    double noise_a_v;
    double snr_db;
    double snr_a_db;
    double hum_v;        /**< All lines. */
    double hum_line_v[HUM_HARMONICS];
} hum_level_findings;

typedef struct hum_link_findings {
    uint32_t cable;
    double gain_db;      /**< Source EMF to what the receiver hears, 1 kHz. */
    hum_level_findings at_input;
    double cmrr_f_hz[HUM_CMRR_POINTS];
    double cmrr_db[HUM_CMRR_POINTS]; /**< For a ground voltage between the two chassis, worse polarity. */
    double f_low_hz;
    double f_high_hz;
    double response_db[HUM_RESPONSE_POINTS]; /**< Gain at hum_response_hz re 1 kHz. */
    double shield_current_a;
    double distortion_db; /**< Common-mode distortion that gets through, re the signal. */
    double radio_v;       /**< Modulation of radio that is rectified at the input, rms; 0 when none is stated. */
    double neighbour_v;   /**< Signal of the cables beside it, at the input at 1 kHz, each at its largest; 0 for none. */
} hum_link_findings;

/** Of a digital link: it carries no audio. */
typedef struct hum_digital_findings {
    double ground_current_a; /**< From box to box through its shield and ground wires, all lines; 0 of an optical one. */
} hum_digital_findings;

typedef struct hum_output_findings {
    uint32_t port;
    hum_level_findings at_output;
} hum_output_findings;

typedef struct hum_seat_findings {
    uint32_t listener;
    double peak_spl_db;
    double noise_spl_dba;
    double noise_margin_db;   /**< Over the threshold of hearing, the auditory band where it is most. */
    double noise_f_hz;        /**< Which it is. */
    double noise_over_room_db;
    bool hiss_is_heard;       /**< Over the threshold and the room in one and the same auditory band. */
    double hum_spl_db;        /**< All lines, unweighted. */
    double hum_line_spl_db[HUM_HARMONICS];
    double hum_line_margin_db[HUM_HARMONICS];
    double hum_margin_db;     /**< The most audible line over the threshold. */
    double hum_f_hz;          /**< Which it is. */
    double room_dba;
    double crosstalk_db;      /**< Headphones. */
    double other_margin_db;   /**< Radio and crosstalk between cables: the most audible over the threshold; -HUGE_VAL for none. */
    bool is_audible;
} hum_seat_findings;

typedef enum hum_limit_kind { HUM_LIMIT_HUM, HUM_LIMIT_HISS, HUM_LIMIT_CLIP, HUM_LIMIT_CROSSTALK,
               HUM_LIMIT_RADIO } hum_limit_kind;

/** One thing that limits what is heard at a seat, ranked by its margin over the threshold of hearing. */
typedef struct hum_limit {
    hum_limit_kind kind;
    uint32_t seat;
    hum_text where;
    hum_text cause;
    double spl_db;
    double margin_db;
    double f_hz;          /**< Hum: the most audible line. */
    double line_spl_db[HUM_HARMONICS];
    hum_span span;
    bool is_under_room;   /**< Above threshold but below the room's own noise. */
} hum_limit;

/** Values that are stated with a tolerance, the parts of one port together: not assumed, but uncertain all the same. */
typedef struct hum_tolerance_of {
    hum_text what;     /**< "r1, r3, r2, r4 of amp.xlr" */
    size_t n_parts;
    hum_dim dim;
    double half_width; /**< A part of the value when is_relative, else SI or dB; of the widest. */
    bool is_relative;
    hum_span span;
    double share;      /**< As of an assumption. */
    double moves_db;   /**< How far the answer moves, each part at either end, and all of them exact; NAN when it does not exist. */
} hum_tolerance_of;

/** Samples that bands are made of unless it is said otherwise, and their seed: the same file always has the same bands. */
enum { HUM_SAMPLES = 1024, HUM_SEED = 1 };

/** The 5th or the 95th percentile of every number, each by itself, as the findings have them; NAN where a number has no
 *  band, and the same at both ends where it does not move. */
typedef struct hum_band_end {
    hum_link_findings *links;     /**< [n_cables] */
    hum_output_findings *outputs; /**< [n_outputs] */
    hum_seat_findings *seats;     /**< [n_listeners] */
    double headline_db;
} hum_band_end;

enum { HUM_NOISE_POINTS = 61 };

typedef struct hum_findings {
    const hum_model *model;
    hum_network *net;
    hum_link_findings *links;     /**< [model->n_cables] */
    hum_digital_findings *digital; /**< [model->n_digital]; NULL in samples, where they are not asked. */
    hum_output_findings *outputs; /**< Outputs that listeners are at, and final outputs. */
    size_t n_outputs;
    hum_seat_findings *seats;     /**< [model->n_listeners] */
    hum_limit *limits;
    size_t n_limits, cap_limits;
    double noise_f_hz[HUM_NOISE_POINTS];
    double *seat_psd;             /**< [n_listeners][HUM_NOISE_POINTS], V^2/Hz at the loudspeaker. */
    const uint32_t *assumed;      /**< [net->n_assumptions] what moves the answer most comes first. */
    hum_tolerance_of *tolerances; /**< [n_tolerances] what makes most of the spread comes first; none without samples. */
    size_t n_tolerances;
    uint32_t first_clip;          /**< Port that clips first, HUM_NONE. */
    hum_text verdict;
    double headline_db;       /**< Hum or noise, the larger, over the threshold at the first seat; without a seat the hum at the worst
                                   input, dBV. NAN while nothing was sampled. */
    double headline_low_db;   /**< 5th percentile of it over n_samples samples of everything that is uncertain. */
    double headline_high_db;  /**< 95th percentile. */
    size_t n_samples;         /**< 0: nothing is uncertain, or it was not asked. */
    hum_band_end low;      /**< When n_samples > 0. */
    hum_band_end high;
    size_t n_solved_again;    /**< Solutions in which the batch did not trust its digits, and KLU solved again ... */
    size_t n_solutions;       /**< ... of all. */
    const char *way;          /**< How the batch solved them. */
} hum_findings;

/** Up to this many links the whole network is solved for each; beyond, a piece of it. */
enum { HUM_LINKS_AT_ONCE = 24 };

/** Everything about one system. @return HUM_E_INPUT, HUM_E_NUMERIC (both told), HUM_E_NOMEM. */
HUM_NODISCARD hum_status hum_study_system(hum_arena *a, const hum_model *m, hum_diags *d, hum_findings **out);

typedef struct hum_study_options {
    size_t links_at_once; /**< As HUM_LINKS_AT_ONCE; both ways agree (tests/property). */
    bool without_doubts;  /**< Neither bands nor what the assumptions move are asked, which takes longer than all the rest. */
    size_t n_samples;     /**< For bands; 0: HUM_SAMPLES. */
    const hum_assumed_values *values; /**< Taken instead of what is assumed; may be NULL. */
} hum_study_options;

HUM_NODISCARD hum_status hum_study_system_with(hum_arena *a, const hum_model *m, const hum_study_options *o, hum_diags *d,
                                               hum_findings **out);

#endif

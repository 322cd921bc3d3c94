/* What the sampled*.c files share.
 *
 *   sampled.c          preparing, running block by block
 *   sampled_values.c   parameters -> networks -> the element values that vary
 *   sampled_plan.c     which frequencies, voltages and excitations the wanted numbers need
 *   sampled_fold.c     solutions -> findings of each sample */
#ifndef HUM_STUDY_SAMPLED_PARTS_H
#define HUM_STUDY_SAMPLED_PARTS_H

#include "study/sampled.h"
#include "study/study.h"

/** Parameters and what becomes of them. */
typedef struct hum_drawing {
    hum_arena *a;
    const hum_network *as;      /**< The single solution's network. */
    hum_parameter *parameters;  /**< Those of the network, then signs. */
    size_t n_parameters;
    size_t n_signs;
    uint32_t *stream;           /**< [n_parameters] of the random numbers: a number made of the name */
    uint32_t *sign_port;        /**< [n_signs] */
    const double *spread;
    uint64_t seed;
    hum_network *base;          /**< Drawn as the single solution has it. */
    hum_vary *slots;            /**< Every value of its circuit, and */
    size_t n_slots, cap_slots;
    hum_vary *vary;             /**< those that vary, with their range. */
    uint32_t *slot_of;
    size_t n_vary;
} hum_drawing;

HUM_NODISCARD hum_status hum_drawing_new(hum_arena *a, const hum_findings *f, const hum_sampled_options *o, hum_diags *d,
                                         hum_drawing *out);
/** Parameters of sample k. */
void hum_drawing_draw(const hum_drawing *g, uint64_t k, double *parameters);
double hum_drawing_u(const hum_drawing *g, uint64_t k, size_t i);
/** Their network, in `scratch`; NULL when there is none. */
HUM_NODISCARD hum_status hum_drawing_build(const hum_drawing *g, hum_arena *scratch, const double *parameters,
                                           hum_network **out);
/** Its values that vary: [n_vary]. */
void hum_drawing_values(const hum_drawing *g, const hum_network *net, double *values);

/** What a number needs; a set. */
typedef enum hum_needs {
    HUM_NEEDS_LEVEL = 1,
    HUM_NEEDS_NOISE = 2,
    HUM_NEEDS_HUM = 4,
    HUM_NEEDS_SHIELD = 8,
    HUM_NEEDS_CMRR = 16,
    HUM_NEEDS_RESPONSE = 32,
    HUM_NEEDS_DISTORTION = 64,
    HUM_NEEDS_CORNERS = 128,
    HUM_NEEDS_ALL = 255,
} hum_needs;

/** Where -3 dB corners are looked for: two frequencies to a decade, 0.01 Hz to 100 MHz; the reference is one of them. */
enum { HUM_CORNER_NODES = 21, HUM_CORNER_1K = 10 };

enum { HUM_HUM_NODES = 10, HUM_PLAN_NOISE = 9, HUM_PLAN_F_MAX = 160, HUM_SAMPLED_BLOCK = 128 };

/** What is solved for each sample, and where it is in the results. HUM_NONE where there is nothing. */
typedef struct hum_plan_of {
    unsigned needs;
    double f_hz[HUM_PLAN_F_MAX];
    size_t n_f;
    hum_probe *probes;
    size_t n_probes, cap_probes;
    hum_drive *drives;
    size_t n_drives, cap_drives;
    uint32_t at_1k, at_distortion;
    size_t n_hum;                        /**< Harmonics that are solved; the others lie between. */
    uint32_t hum_at[HUM_HARMONICS];      /**< [n_hum] frequency */
    double hum_weight[HUM_HARMONICS][4]; /**< Of four neighbouring ones ... */
    uint32_t hum_first[HUM_HARMONICS];   /**< ... from this on. */
    size_t n_noise;
    uint32_t noise_at[HUM_NOISE_POINTS];
    double noise_f_hz[HUM_NOISE_POINTS];
    double weight[HUM_NOISE_POINTS];     /**< Of each in the integral 20 Hz .. 20 kHz, and A-weighted. */
    double weight_a[HUM_NOISE_POINTS];
    uint32_t cmrr_at[HUM_CMRR_POINTS];
    uint32_t response_at[HUM_RESPONSE_POINTS];
    uint32_t corner_at[HUM_CORNER_NODES];
    double corner_hz[HUM_CORNER_NODES];
    uint32_t *signal;     /**< [n_ports] probes */
    uint32_t *across;     /**< [n_outputs] */
    uint32_t *seat;       /**< [n_listeners] */
    uint32_t *other;      /**< [n_listeners] */
    uint32_t *chassis;    /**< [n_cables] */
    uint32_t *shield;     /**< [n_cables] */
    uint32_t *contact;    /**< [n_cables] the resistor that the shield's current flows through */
    uint32_t *emf;        /**< [n_ports] drives */
    uint32_t *distortion; /**< [n_ports] */
    uint32_t *pair;       /**< [n_cables] */
    uint32_t *hum;        /**< [n_hum_sources] */
    uint32_t *hum_source; /**< [n_hum_sources] */
    size_t n_hum_sources;
} hum_plan_of;

HUM_NODISCARD hum_status hum_plan_new(hum_arena *a, const hum_findings *f, const hum_network *net, unsigned needs,
                                      const double *cmrr_hz, const double *response_hz, bool is_full, hum_plan_of *out);

/** A run of samples, solved. */
typedef struct hum_sampled_block {
    size_t n, stride;
    hum_network **nets; /**< [n] NULL: failed. */
    double *h;          /**< As hum_batch_out. */
    double *noise;
} hum_sampled_block;

/** Of a noise density, V^2: flat from 20 Hz to 20 kHz, and A-weighted. */
typedef struct hum_integrals {
    double flat, a;
} hum_integrals;

/** What is the same for all samples when findings are made of them. */
typedef struct hum_fold {
    const hum_findings *f;
    const hum_plan_of *plan;
    hum_findings *one;            /**< Of the sample in hand. */
    const uint32_t *output_of;    /**< [n_listeners] */
    double *power;                /**< Hum of a block, V^2: [links, outputs, seats, shields][HUM_HARMONICS][power_stride] */
    size_t n_places;
    size_t power_stride;
    double threshold_db[HUM_HARMONICS];
    hum_integrals *link_measure;  /**< Of the single solution, with the samples' quadrature. */
    hum_integrals *output_measure;
    hum_integrals *seat_measure;
    double *seat_psd;             /**< [n_listeners][n_noise] of the single solution */
    double *seat_noise_a;         /**< [n_listeners] A-weighted, V */
    double *bands;                /**< [n_listeners][n_bands] V^2 in each auditory band */
    double *over_threshold;       /**< [n_bands] 1 over the power at the threshold of hearing, */
    double *over_room;            /**< [n_listeners][n_bands] and over that of a room */
    double *over_room_dba;        /**< [n_listeners] of so much noise. */
    double *band_hz;              /**< [n_bands] */
    double *band_t;               /**< [n_bands] where it lies between two noise points, 0 .. 1 */
    uint32_t *band_first;
    size_t n_bands;
} hum_fold;

HUM_NODISCARD hum_status hum_fold_new(hum_arena *a, const hum_findings *f, const hum_plan_of *plan, size_t stride,
                                      hum_fold *out);
/** Hum of all samples of a block into o->power. */
void hum_fold_hum(hum_fold *o, const hum_sampled_block *b);
/** Findings of sample k of a block into o->one. */
HUM_NODISCARD hum_status hum_fold_sample(hum_fold *o, hum_arena *scratch, const hum_sampled_block *b, size_t k);
/** -3 dB corners of a link in sample k (eq. S-55), NAN where there is none that is covered. */
void hum_fold_corners(const hum_fold *o, const hum_sampled_block *b, size_t k, uint32_t cable, double *low_hz, double *high_hz);
/** Takes the sample in hand, the single solution once more, as the measure of the quadratures. */
void hum_fold_calibrate(hum_fold *o, const hum_sampled_block *b);

/** For all numbers of a report: its samples' findings, one after the other, at one address. */
HUM_NODISCARD hum_status hum_sampled_all(hum_arena *a, const hum_findings *f, const hum_sampled_options *o, hum_diags *d,
                                         hum_sampled **out);
const hum_findings *hum_sampled_findings(const hum_sampled *s);
typedef hum_status (*hum_sampled_visit)(void *ctx, size_t k, bool exists);
HUM_NODISCARD hum_status hum_sampled_each(hum_sampled *s, const double *parameters, uint64_t first, size_t n,
                                          hum_sampled_visit visit, void *ctx);

#endif

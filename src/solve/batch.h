/* Many samples of one circuit: K element values vary from sample to sample, everything else stays. Per sample and
 * frequency: the transfer from each drive to each probe, and the noise density at each probe with each contribution.
 *
 * Three ways give the same numbers (docs/physics/solve.md S-20..S-29), and a stated cost model chooses:
 *   multilinear   numerator and denominator as multilinear forms of the varying values, K up to 8
 *   ports         the varying elements pulled out, a K x K matrix per frequency (Woodbury), K up to 16
 *   replay        the elimination itself run over the samples, with what does not vary done once per frequency
 * The last two solve many samples at a few frequencies, the nodes, and find the others from these, checked sample by
 * sample. A sample whose digits are in doubt is solved again by KLU, and counted. Sample k has the same digits in any batch, in
 * any order, on any number of threads. */
#ifndef HUM_SOLVE_BATCH_H
#define HUM_SOLVE_BATCH_H

#include "num/kernels.h"
#include "solve/solver.h"

typedef enum hum_vary_kind {
    HUM_VARY_VALUE,       /**< Ohms, farads or turns ratio of an element. */
    HUM_VARY_GAIN,        /**< Gain of term i of an EMF. */
    HUM_VARY_GAIN_S,      /**< Its gain_s. */
    HUM_VARY_R,           /**< Series resistance i of inductors. */
    HUM_VARY_L,           /**< Inductance i, j of inductors (and j, i). */
    HUM_VARY_NOISE,       /**< Density s_v2_hz of source `index`. */
    HUM_VARY_LINE_LENGTH, /**< Length of a line. */
    HUM_VARY_LINE_R,      /**< Resistance per metre of conductor i of a line. */
    HUM_VARY_LINE_L,      /**< Inductance per metre i, j (and j, i). */
    HUM_VARY_LINE_C,      /**< Capacitance per metre i, j (and j, i). */
} hum_vary_kind;

/** One value that varies, always within low .. high. */
typedef struct hum_vary {
    hum_vary_kind kind;
    uint32_t index; /**< Of an element; HUM_VARY_NOISE: of a source. */
    uint32_t i, j;
    double low, high;
} hum_vary;

/** 1 V in an EMF element; or, when element is UINT32_MAX, 1 A drawn from `from` and pushed into `to`. */
typedef struct hum_drive {
    uint32_t element;
    hum_node from, to;
} hum_drive;

typedef enum hum_way { HUM_WAY_AUTO, HUM_WAY_MULTILINEAR, HUM_WAY_PORTS, HUM_WAY_REPLAY, HUM_WAY_KLU } hum_way;

typedef struct hum_batch_spec {
    const hum_circuit *circuit;
    const hum_vary *vary;
    size_t n_vary;
    const hum_probe *probes;
    size_t n_probes;
    const hum_drive *drives;
    size_t n_drives;
    const double *f_hz;
    size_t n_f;
    bool wants_noise;
    size_t n_samples;    /**< Of the whole study, for the choice of the way: the same in every shard. */
    hum_way way;         /**< HUM_WAY_AUTO: as the cost model says. */
    const char *kernels; /**< NULL: the best of this machine. */
    int threads;         /**< 0: as many as OpenMP gives. */
    double accuracy;     /**< Relative difference from KLU that is good enough for the replay, which then refines less, and not at
                              all what is below 1e-11; 0: 1e-10 of everything. */
} hum_batch_spec;

/** What the cost model predicts: flops of the whole study by each way; HUGE_VAL where it cannot. */
typedef struct hum_batch_cost {
    double flops[HUM_WAY_KLU + 1];
    hum_way best;
} hum_batch_cost;

typedef struct hum_batch_stats {
    hum_way way;
    const char *kernels;
    size_t n_ports;
    size_t n_points;     /**< Samples x frequencies so far. */
    size_t n_again;      /**< Of these, solved again by KLU. */
    size_t n_failed;     /**< Of those, without a solution: NAN. */
    size_t n_nodes;      /**< Frequencies that are solved for each sample; 0: all of them. */
    size_t n_between;    /**< Samples so far whose other frequencies follow from those; the rest was solved at each. */
    bool is_refined;     /**< The unrefined reduction was not good enough on trial and KLU's refined one is used. */
    double trial_error;  /**< Largest relative difference from KLU on trial, with what is used. */
} hum_batch_stats;

/** A contribution to noise. */
typedef struct hum_batch_noise {
    bool is_source;
    uint32_t index; /**< Of an element, or of a source. */
} hum_batch_noise;

typedef struct hum_batch hum_batch;

/** Results, taken by the caller: `stride` = hum_batch_stride(n). NULL for what is not wanted. */
typedef struct hum_batch_out {
    double *h;        /**< [n_f][n_probes][n_drives][2][stride]: real parts, imaginary parts */
    double *noise;    /**< [n_f][n_probes][stride], V^2/Hz */
    double *by_noise; /**< [n_f][n_probes][n_noises][stride] */
} hum_batch_out;

/** Analyses, chooses the way, and does what does not depend on samples.
 *  @return HUM_E_NOMEM; HUM_E_NUMERIC: the circuit as it stands has no solution (told); HUM_E_RANGE: something varies
 *  that is not there; HUM_E_UNSUPPORTED: kernels that this machine does not have. */
HUM_NODISCARD hum_status hum_batch_new(hum_arena *a, const hum_batch_spec *spec, hum_diags *d, hum_batch **out);

/** Samples from row to row of the results of n samples. */
size_t hum_batch_stride(size_t n);

/** Solves n samples; values [n][n_vary] row by row. */
HUM_NODISCARD hum_status hum_batch_run(hum_batch *b, const double *values, size_t n, const hum_batch_out *out);

/** What contributes noise, in the order of by_noise. */
const hum_batch_noise *hum_batch_noises(const hum_batch *b, size_t *n);
const hum_batch_cost *hum_batch_cost_of(const hum_batch *b);
hum_batch_stats hum_batch_stats_of(const hum_batch *b);

#endif

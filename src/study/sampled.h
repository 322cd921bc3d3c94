/* One system many times over: each sample draws every parameter (what is not known, a stated range, a stated tolerance,
 * the sign of a receiver's own error) and gives the numbers that were asked for, by the name that `expect` has for them.
 *
 *   findings of the single solution --hum_sampled_new--> sampled --hum_sampled_run(first, n)--> values
 *
 * Sample k is a function of the seed, k and the names of the parameters, and of nothing else: it is the same alone as among a
 * million, in any shard, on any number of threads, and a parameter that two variants share has the same value in sample k
 * of both. Method and proof of the shortcuts: docs/physics/solve.md, "Bands". */
#ifndef HUM_STUDY_SAMPLED_H
#define HUM_STUDY_SAMPLED_H

#include "solve/batch.h"
#include "study/findings.h"

/** A number by its name, as hum_find_quantity takes it. */
typedef struct hum_wanted {
    hum_text what;    /**< "hum", "cmrr", "snr" ... */
    hum_text place;   /**< "amp.line", "amp.spk", a cable; empty: the worst place. */
    double at_hz;     /**< 0: not given. */
    hum_dim dim;      /**< Of what is asked for: hum in V is at a port, in dBSPL at the seat. */
} hum_wanted;

typedef struct hum_sampled_options {
    uint64_t seed;         /**< 0: HUM_SEED. */
    size_t n_samples;      /**< Of the whole study, for the choice of the way; the same in every shard. */
    const double *spread;  /**< [n_parameters] How much of each parameter's spread around what the single solution takes; 0 holds
                                it there, 1 is all of it. NULL: all of all. */
    bool is_full;          /**< Every harmonic and every noise point is solved: what the shortcuts are compared with. */
    bool is_rough;         /**< A ten-thousandth, 0.001 dB, is good enough: for bands. */
    hum_way way;           /**< HUM_WAY_AUTO, or as said. */
    const char *kernels;   /**< NULL: the best of this machine. */
    int threads;           /**< 0: as many as OpenMP gives. */
} hum_sampled_options;

typedef struct hum_sampled_stats {
    hum_batch_stats batch; /**< Way, points, how many were solved again. */
    size_t n_samples;      /**< So far. */
    size_t n_failed;       /**< Of these, no system: NAN in every value. */
    size_t n_parameters;
    size_t n_varying;      /**< Element values that vary. */
    size_t n_f;            /**< Frequencies of each sample. */
} hum_sampled_stats;

typedef struct hum_sampled hum_sampled;

/** Can this quantity be sampled? Radio, neighbours and eyes belong to the single solution. */
bool hum_sampled_knows(hum_text what);

/** Prepares. `f`, its network and model must live as long. @param[in] wanted copied.
 *  @return HUM_E_NUMERIC (told), HUM_E_NOMEM; HUM_E_RANGE: no such quantity; HUM_E_UNSUPPORTED: no such
 *  kernels. */
HUM_NODISCARD hum_status hum_sampled_new(hum_arena *a, const hum_findings *f, const hum_wanted *wanted, size_t n_wanted,
                                         const hum_sampled_options *o, hum_diags *d, hum_sampled **out);

/** What is drawn: the parameters of the network, then the signs of receivers' own errors. */
const hum_parameter *hum_sampled_parameters(const hum_sampled *s, size_t *n);

/** Where in its distribution sample k has parameter i: uniform in (0, 1). */
double hum_sampled_u(const hum_sampled *s, uint64_t k, size_t i);

/** Samples first .. first + n - 1: values[w][k] of wanted w; NAN where it does not exist, or the sample has no solution. */
HUM_NODISCARD hum_status hum_sampled_run(hum_sampled *s, uint64_t first, size_t n, double *const *values);

/** The same with parameters as given, [n][n_parameters] row by row, NAN: as the single solution has it. */
HUM_NODISCARD hum_status hum_sampled_at(hum_sampled *s, const double *parameters, size_t n, double *const *values);

hum_sampled_stats hum_sampled_stats_of(const hum_sampled *s);

#endif

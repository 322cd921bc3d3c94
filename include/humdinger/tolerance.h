/* Humdinger: many samples of one system. Part of the public API; included by humdinger/humdinger.h.
 *
 *   project --hum_tolerance_open--> study --hum_tolerance_step, as often as wanted--> --hum_tolerance_text ...--> text
 *
 * Sample k depends on the seed and k alone, so a study may be done in parts, on as many machines as there are: each part is
 * written by hum_tolerance_part, and hum_tolerance_merge makes of the parts exactly what one run would have been.
 *
 * Copyright (C) 2026 the Humdinger authors.  SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HUMDINGER_TOLERANCE_H
#define HUMDINGER_TOLERANCE_H

#include "humdinger/humdinger.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hum_tolerance hum_tolerance;

#define HUM_TOLERANCE_SAMPLES_MAX 1000000000u /**< Of a study. */
#define HUM_TOLERANCE_VALUES_MAX 50000000u    /**< Of one run, samples by targets: they are all kept. A larger study is done in shards. */

/** How long something is waited for: asked between steps of what takes long. is_over NULL: for ever. */
typedef struct hum_patience {
    bool (*is_over)(void *ctx);
    void *ctx;
} hum_patience;

typedef struct hum_tolerance_options {
    uint64_t n_samples;       /**< Of the whole study; 0: 10,000. */
    uint64_t seed;            /**< 0: the one that reports use. */
    uint64_t shard;           /**< 1 .. n_shards: only this part of the samples; 0: all. */
    uint64_t n_shards;
    const hum_text *targets;  /**< As in an `expect` line without the word: "cmrr of amp.xlr at 60 Hz > 60 dB", or only the quantity. */
    size_t n_targets;         /**< 0: the file's own expectations of that variant, or else what a report is about. */
    hum_text limit;           /**< Such as "> 60 dB": for each target that has none of its own; may be empty. */
    hum_text sweep;           /**< Name of a parameter, or of the port whose toleranced parts it is about; may be empty, */
    hum_text sweep_against;   /**< and of the other one. */
    bool wants_precision;     /**< Which precision still buys decibels. Corners and precision are for whole studies only. */
    size_t closer_up_to;      /**< Corners and precision only where at most so many values are uncertain, for they take long where there are
                                   many; 0: always. */
    hum_patience patience;    /**< For corners, precision and sweep, which come before the first sample: what is not found by then is not
                                   told, and a corner that is still climbed to is told as it is. */
    bool wants_stats;         /**< How it was solved is told too. */
    const char *kernels;      /**< Instruction set; NULL: the best. */
    int threads;              /**< 0: as many as there are. */
} hum_tolerance_options;

/** Prepares a study of a variant. The project must live as long.
 *  @return HUM_E_INPUT, HUM_E_NUMERIC: told in the project, also that it is too large; HUM_E_UNSUPPORTED: no such kernels; HUM_E_NOMEM. */
HUM_API HUM_NODISCARD hum_status hum_tolerance_open(hum_project *p, hum_text variant, const hum_tolerance_options *o,
                                                    hum_tolerance **out);

/** Solves at most n more samples. */
HUM_API HUM_NODISCARD hum_status hum_tolerance_step(hum_tolerance *t, size_t n);
/** Samples done, and wanted of this run. */
HUM_API uint64_t hum_tolerance_done(const hum_tolerance *t);
HUM_API uint64_t hum_tolerance_wanted(const hum_tolerance *t);

/** Distributions, yields, worst corners, and what was asked for beside them, of the samples done so far. */
HUM_API HUM_NODISCARD hum_status hum_tolerance_text(hum_tolerance *t, const hum_text_options *o, hum_text *out);
HUM_API HUM_NODISCARD hum_status hum_tolerance_json(hum_tolerance *t, hum_text *out);
/** Histogram and yield curve as SVG, one above the other for each target. width_px: 0 for wide. */
HUM_API HUM_NODISCARD hum_status hum_tolerance_svg(hum_tolerance *t, double width_px, hum_text *out);

/** Every sample done, as JSON, for hum_tolerance_merge. */
HUM_API HUM_NODISCARD hum_status hum_tolerance_part(hum_tolerance *t, hum_text *out);
/** Puts the parts of one study together, in any order. `names` are for messages.
 *  @return HUM_E_INPUT: not parts of one study, or samples are missing or twice there; *problem says what. HUM_E_NOMEM. */
HUM_API HUM_NODISCARD hum_status hum_tolerance_merge(hum_arena *a, const hum_text *parts, const hum_text *names, size_t n,
                                                     hum_tolerance **out, hum_text *problem);

#ifdef __cplusplus
}
#endif
#endif

/* The elimination of a sparse A written down once as a tape, to be run over lanes of frequencies or samples with the
 * same pivots. Pivots: H. M. Markowitz, Management Science 3 (1957) 255, among those that are at least half of the
 * largest in their column at every trial frequency. What does not vary is eliminated first (docs/physics/solve.md S-22). */
#ifndef HUM_SOLVE_TAPE_H
#define HUM_SOLVE_TAPE_H

#include "solve/sites.h"

enum { HUM_TRIALS = 3, HUM_TAPE_MAX = 700 /* unknowns: beyond, KLU is the way */ };

typedef struct hum_tape_spec {
    const hum_system *s;             /**< Pattern. */
    const hum_complex *ax[HUM_TRIALS]; /**< Values of its entries at trial frequencies. */
    const hum_sites *sites;          /**< What varies; NULL: nothing. */
    const hum_pair *border;          /**< Rows below A: right-hand sides of the transposed system. */
    size_t n_border;
    bool fixed_first;                /**< Eliminate what does not vary first, apart; else everything at once. */
} hum_tape_spec;

typedef struct hum_plan {
    size_t n_entries;
    int32_t *slot_entry;   /**< Entry of each slot of A. */
    int32_t *border_entry; /**< [n_border][2] of a border row's + and -; -1 for none. */
    int32_t *site_entry;   /**< [sites][4]: (p,p) +, (p,m) -, (m,p) -, (m,m) +; -1 for none. */
    int32_t *line_entry;   /**< [n] of each moving line: z [n][n], y [n][n] at the near ends, at the far ends; -1 for none. */
    int32_t *fixed;        /**< Tapes. */
    int32_t *moving;
    int32_t *upper;        /**< The way of a right-hand side through U. */
    int32_t *upper_start;  /**< [n_back] unknown where each instruction of `back` starts from after that. */
    int32_t *back;
    size_t n_back;         /**< Instructions of `back`. */
    int32_t *start;        /**< [n_border][n_back] */
    int32_t *pivot;        /**< [n_pivots] entries of the moving tape's pivots. */
    size_t n_pivots;
    int32_t *kept;         /**< Entries that the moving tape changes; first those that are real and stay so. */
    size_t n_kept;
    size_t n_kept_real;
    double fixed_flops;    /**< Per lane. */
    double moving_flops;
    double back_flops;     /**< Per lane and border row. */
} hum_plan;

/** @return HUM_E_NUMERIC: no pivot that is not zero; HUM_E_RANGE: too large. */
HUM_NODISCARD hum_status hum_tape_new(hum_arena *a, const hum_tape_spec *spec, hum_plan *out);

#endif

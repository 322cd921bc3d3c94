/* What the batch*.c files share.
 *
 *   batch.c         choosing the way, running it, counting
 *   batch_ports.c   reduction of a circuit to its ports, multilinear forms
 *   batch_replay.c  elimination over the samples
 *   batch_stamps.c  residuals and refinement in lanes
 *   batch_again.c   one sample by KLU: the check, and the last resort
 *   batch_noise.c   noise as columns         sites.c  varying values as rank-one parts */
#ifndef HUM_SOLVE_BATCH_PARTS_H
#define HUM_SOLVE_BATCH_PARTS_H

#include "solve/tape.h"

#ifdef _OPENMP
#include <omp.h>
#define HUM_PRAGMA(x) _Pragma(#x)
/** A loop whose rounds have nothing to do with each other, on `n` threads. */
#define HUM_PARALLEL(n, more) HUM_PRAGMA(omp parallel for schedule(static) num_threads(n) more)
static inline int hum_thread(void)
{
    return omp_get_thread_num();
}
static inline int hum_threads(int wanted)
{
    return wanted > 0 ? wanted : omp_get_max_threads();
}
#else
#define HUM_PARALLEL(n, more)
static inline int hum_thread(void)
{
    return 0;
}
static inline int hum_threads(int wanted)
{
    (void)wanted;
    return 1;
}
#endif

/** Where what varies is added: to entries of a plan, or to stamps. */
typedef struct hum_added {
    size_t n, n_kept, n_real;
    int32_t *kept;
    int32_t *entry;
    int32_t *offset;
    int32_t *site;
    double *sign;
} hum_added;

/** What one thread needs to stamp, eliminate and look. */
typedef struct hum_bench {
    hum_system system;      /**< Shares the pattern with the batch's; own values. */
    double *lanes;          /**< Entries of the plan in lanes. */
    double *moving;         /**< Entries of the replay, the fixed part the same in all lanes. */
    double *kept;           /**< [n_kept][2] what the entries start from, then the stamps. */
    double *y;
    double *change;         /**< Of y, when it is refined. */
    double *r;              /**< Its residual. */
    double *stamps;         /**< [n_stamps][HUM_ENTRY] */
    double *spread;         /**< The same for one frequency in all lanes, with what varies. */
    double *factor;         /**< Of what is added to entries, then to stamps. */
    double *worst;          /**< [HUM_LANES] */
    hum_noise_column *noise; /**< [HUM_LANES][n_noise] at the frequency of each lane */
    double *weight;         /**< Of all parts at one frequency. */
    double *psd;
    double *slope;
} hum_bench;

struct hum_batch {
    hum_arena *a;
    hum_batch_spec spec;
    hum_circuit *circuit;   /**< A copy whose values may be set. */
    hum_system system;
    hum_sites sites;
    hum_pair *rows;         /**< Probes, then the v of each port. */
    size_t n_rows;
    hum_column *columns;    /**< Drives, noise columns as they are in shape, then the u of each port. */
    size_t n_columns;       /**< Without ports. */
    hum_noise_column *noise;
    size_t n_noise, n_noise_fixed;
    hum_batch_noise *noises;
    size_t n_noises;
    int32_t *first;         /**< Parts, as hum_looks has them. */
    int32_t *part_rows;
    size_t n_parts;
    int32_t *psd_site;
    int32_t *noise_of;
    const hum_kernels *kernels;
    hum_batch_cost cost;
    hum_batch_stats stats;
    hum_bench *benches;
    int n_threads;
    /* ports and multilinear */
    hum_plan reduction;
    hum_stamps stamps;      /**< Where they are; stamp k is stamp_of[k] of the system. */
    uint32_t *stamp_of;
    double *m;              /**< [n_f][n_rows][n_columns + n_ports][2] */
    double *psd;            /**< [n_f][n_noise] */
    double *slope;
    double *coefficients;   /**< [n_f][1 + n_pairs][2][2^K] */
    double *least2;         /**< [n_f][1 + n_pairs] */
    /* replay */
    hum_plan replay;
    hum_added to_entries;
    hum_added to_stamps;
    bool is_tried;          /**< `least` is known. */
    double *least;          /**< [n_probes][n_drives] |H| below which the tape's error on trial would show. */
    /* again */
    hum_solver *solver;
    hum_complex *x;
    double *by_element;
    double *by_source;
    hum_diags *silent;      /**< For what is not told. */
};

/** A run in progress. */
typedef struct hum_batch_call {
    const double *values;
    size_t n, stride;
    size_t pitch;           /**< From row to row of delta and x: not a power of two, which would share cache lines. */
    double *delta;          /**< [sites][pitch] t - t0 */
    double *grouped;        /**< [stride / HUM_LANES][sites][HUM_LANES] delta once more; replay only */
    double *x;              /**< [sites][pitch] -1 .. 1 within the range; multilinear only */
    uint8_t *doubt;         /**< [n_f][stride] */
    const hum_batch_out *out;
} hum_batch_call;

static inline size_t hum_row_stride(const hum_batch *b)
{
    return b->n_columns + b->sites.n_ports;
}

/** Where results of frequency f go. */
hum_lanes_out hum_batch_at(const hum_batch *b, const hum_batch_call *c, size_t f);
/** Columns at one frequency; weights and densities as given. */
hum_looks hum_batch_looks(const hum_batch *b, const double *weight, const double *psd, const double *slope);
/** 64-byte aligned doubles, zero. */
HUM_NODISCARD hum_status hum_lanes_new(hum_arena *a, size_t n, double **out);
/** Stamps of HUM_LANES frequencies from f on into the lanes of a plan, and the noise columns of each. */
void hum_batch_stamp(const hum_batch *b, hum_bench *bench, const hum_plan *plan, size_t n_border, size_t f);
/** Densities of frequency f, from the noise columns of its lane. */
void hum_batch_densities(const hum_batch *b, const hum_noise_column *noise, double f_hz, double *psd, double *slope);

/** Stamps as the kernels read them, and what varies in them and in the replay's entries. */
HUM_NODISCARD hum_status hum_batch_list_stamps(hum_batch *b);
HUM_NODISCARD hum_status hum_batch_list_added(hum_batch *b);
/** w->r = q - A^T y for output or port `row`. */
void hum_batch_residual(const hum_batch *b, hum_bench *w, const double *stamps, size_t row);
/** One step of refinement of w->y (eq. S-11) after that. */
void hum_batch_refine(const hum_batch *b, hum_bench *w, const hum_plan *p, const double *eliminated);

HUM_NODISCARD hum_status hum_batch_plan(hum_batch *b, bool is_replay, bool fixed_first, hum_plan *out);
HUM_NODISCARD hum_status hum_batch_reduce(hum_batch *b, bool refined);
HUM_NODISCARD hum_status hum_batch_expand(hum_batch *b);
void hum_batch_run_ports(hum_batch *b, hum_batch_call *c);
void hum_batch_run_multilinear(hum_batch *b, hum_batch_call *c);
void hum_batch_run_replay(hum_batch *b, hum_batch_call *c);
HUM_NODISCARD hum_status hum_batch_again_new(hum_batch *b, hum_diags *d);
/** Sample k at frequency f by KLU. */
HUM_NODISCARD hum_status hum_batch_again(hum_batch *b, hum_batch_call *c, size_t k, size_t f);
/** The circuit as it stood. */
void hum_batch_restore(hum_batch *b);

#endif

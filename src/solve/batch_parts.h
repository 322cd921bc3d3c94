/* What the batch*.c files share.
 *
 *   batch.c         what is listed once, and the public side
 *   batch_choose.c  pivots and the cost model
 *   batch_run.c     running the way that was chosen, counting
 *   batch_trial.c   the way that was chosen against KLU
 *   batch_ports.c   reduction of a circuit to its ports
 *   batch_forms.c   multilinear forms of it
 *   batch_replay.c  elimination over the samples
 *   batch_lines.c   what a varying line adds, in lanes
 *   batch_stamps.c  stamps, residuals and refinement in lanes
 *   batch_added.c   where a varying value is added
 *   batch_nodes.c   all frequencies from some
 *   batch_again.c   one sample by KLU: the check, and the last resort
 *   batch_noise.c   noise as columns         sites.c  varying values as rank-one parts */
#ifndef HUM_SOLVE_BATCH_PARTS_H
#define HUM_SOLVE_BATCH_PARTS_H

#include "cable/pi_lanes.h"
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

/** Where what varies is added: to entries of a plan, or to terms of the residual; as hum_start has it. */
typedef struct hum_added {
    size_t n_kept, n_real;
    int32_t *kept;
    int32_t *n_re, *n_im;   /**< [n_kept] */
    size_t n;
    int32_t *site;
    double *sign;
    bool *times_s;
} hum_added;

/** Frequencies that stand for all (docs/physics/solve.md, "Nodes"); n = 0: each is solved. */
typedef struct hum_nodes {
    size_t n;
    uint32_t *f;            /**< [n + HUM_CHECKS] the nodes, then where each sample is checked. */
    uint32_t *other;        /**< [n_other] all but the nodes; the checks are first. */
    size_t n_other;
    double *weight;         /**< [n_other][n] */
    double *size_d;         /**< [n_f] |determinant|, over samples */
    double *size_h;         /**< [n_pairs][n_f] |H d| with d = determinant / size_d */
    double *size_noise;     /**< [n_probes][n_f] S |d|^2 */
    double error;           /**< Of what lies between, beside those sizes, in samples that had no part in the choice. */
} hum_nodes;

enum { HUM_CHECKS = 2 };

/** What one thread needs to stamp, eliminate and look. */
typedef struct hum_bench {
    double *lanes;          /**< Entries of the plan in lanes. */
    double *moving;         /**< Entries of the replay, the fixed part the same in all lanes. */
    double *kept;           /**< [n_kept][2] what the entries start from, then the terms. */
    double *y;
    double *change;         /**< Of y, when it is refined. */
    double *r;              /**< Its residual. */
    double *terms_at;       /**< [terms][HUM_ENTRY] */
    double *spread;         /**< The same for one frequency in all lanes, with what varies. */
    double *factor;         /**< Of what is added to entries, then to terms. */
    double *worst;          /**< [HUM_LANES] */
    double *tables;         /**< [n_tables][HUM_ENTRY] of all lines as they stand. */
    double *pi;             /**< [2 n n][HUM_ENTRY] of one line. */
    double *share;          /**< [lines that vary][2 HUM_LINE_MAX^2][HUM_ENTRY] what their tables add at one frequency. */
    int *terms;             /**< [lines that vary] */
    double *line;           /**< [n_line_rows][HUM_LANES] what the lines add. */
    double *weight;         /**< [n_tables] Re of the tables at one frequency. */
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
    hum_pair *columns;      /**< Drives, noise columns, then the u of each port. */
    size_t n_columns;       /**< Without ports. */
    int32_t *look_rows;     /**< As hum_looks has them. */
    hum_noise_list noise;
    int32_t *psd_site;
    int32_t *noise_of;
    hum_still_line *lines;
    size_t n_lines;
    size_t n_line_totals;   /**< Rows of lanes that describe the lines that vary: of each r, l, c. */
    const hum_kernels *kernels;
    hum_batch_cost cost;
    hum_batch_stats stats;
    hum_bench *benches;
    int n_threads;
    uint32_t *all_f;        /**< 0 .. n_f - 1 */
    hum_parts parts;        /**< Of the system's stamps. */
    hum_terms terms;        /**< Of the residual; no values. */
    size_t n_terms;
    int32_t *term_of;       /**< [n_stamps] -1: the other half of a term. */
    /* ports and multilinear */
    hum_plan reduction;
    double *m;              /**< [n_f][n_rows][n_columns + n_ports][2] */
    double *psd;            /**< [n_f][noise columns] */
    double *slope;
    double *weight;         /**< [n_f][n_tables] */
    size_t n_below;         /**< Terms that the 2^K products come down to in the determinant ... */
    size_t n_above;         /**< ... and in the numerators. */
    double *mixing;         /**< [n_below + n_above][2^K] */
    double *coefficients;   /**< [n_f] of [2][n_below], then [n_pairs][2][n_above] */
    double *least2;         /**< [n_f][1 + n_pairs] */
    /* replay */
    hum_plan replay;
    hum_added to_entries, to_terms;
    int n_least;            /**< How many of `least` are known: 0 .. 2. */
    double *least[2];       /**< [n_probes][n_drives] |H| below which the error on trial would show: of the tape as it stands,
                                 and refined branch by branch. */
    double *pivot_scale;    /**< [pivots of the replay] about 1 / |pivot| */
    hum_nodes nodes;
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
    const uint32_t *f;      /**< [n_f] which frequencies. */
    size_t n_f;
    size_t pitch;           /**< From row to row of delta and x: not a power of two, which would share cache lines. */
    double *delta;          /**< [sites][pitch] t - t0; NULL: multilinear */
    double *grouped;        /**< [stride / HUM_LANES][sites][HUM_LANES] delta once more; replay only */
    double *lines;          /**< [stride / HUM_LANES][n_line_totals][HUM_LANES] */
    double *x;              /**< [sites][pitch] -1 .. 1 within the range; multilinear only */
    uint8_t *doubt;         /**< [n_f of the batch][stride] */
    double *det;            /**< [n_f][2][stride] in the order of f; NULL: not wanted. */
    const hum_batch_out *out;
} hum_batch_call;

static inline size_t hum_row_stride(const hum_batch *b)
{
    return b->n_columns + b->sites.n_ports;
}

/** Relative difference from KLU that is accepted, of noise and of transfers that are not nothing. */
static inline double hum_batch_accuracy(const hum_batch *b)
{
    return b->spec.accuracy > 0 ? b->spec.accuracy : 1e-10;
}
#define HUM_FAINT 1e-11 /* of a transfer, where an accuracy is stated: what it does is far below everything else */

static inline double hum_rad_s(double f_hz)
{
    return 2 * 3.14159265358979323846 * f_hz;
}

/** 64-byte aligned doubles, zero. */
HUM_NODISCARD hum_status hum_lanes_new(hum_arena *a, size_t n, double **out);

/** Pivots, and the way that costs least (eq. S-29). */
HUM_NODISCARD hum_status hum_batch_choose(hum_batch *b);
/** Prepares the way that was chosen, compares it with KLU on a few samples, and settles what is used. */
HUM_NODISCARD hum_status hum_batch_try(hum_batch *b);

HUM_NODISCARD hum_status hum_batch_call_new(hum_batch *b, hum_arena *scratch, const double *values, size_t n,
                                            const hum_batch_out *out, hum_batch_call *c);
/** The way that was chosen, at the frequencies of c. */
void hum_batch_run_way(hum_batch *b, hum_batch_call *c);
void hum_batch_run_ports(hum_batch *b, hum_batch_call *c);
void hum_batch_run_multilinear(hum_batch *b, hum_batch_call *c);
void hum_batch_run_replay(hum_batch *b, hum_batch_call *c);
/** Chooses nodes, when there are few enough. */
HUM_NODISCARD hum_status hum_batch_find_nodes(hum_batch *b);
/** All frequencies from the nodes, for samples that were solved there. is_bad [stride]: those that cannot be trusted. */
HUM_NODISCARD hum_status hum_batch_run_between(hum_batch *b, hum_arena *scratch, const hum_batch_call *c, uint8_t *is_bad);
/** Room for all results of n samples. */
HUM_NODISCARD hum_status hum_batch_out_new(const hum_batch *b, hum_arena *a, size_t stride, bool by_noise, hum_batch_out *o);
/** Where results of frequency f go. */
hum_lanes_out hum_batch_at(const hum_batch *b, const hum_batch_call *c, size_t f);

HUM_NODISCARD hum_status hum_batch_reduce(hum_batch *b, bool refined);
HUM_NODISCARD hum_status hum_batch_expand(hum_batch *b);

/** Stamps as terms of the residual; and what varies in these and in the replay's entries. */
HUM_NODISCARD hum_status hum_batch_list_terms(hum_batch *b);
HUM_NODISCARD hum_status hum_batch_list_added(hum_batch *b);
/** Stamps of HUM_LANES frequencies into the lanes of a plan. */
void hum_batch_stamp(const hum_batch *b, hum_bench *w, const hum_plan *p, size_t n_border, const double *f_hz);
/** Noise densities at one frequency, and what they grow with. */
void hum_batch_densities(const hum_batch *b, double f_hz, double *psd, double *slope);
/** What a probe is looked at with; weights and densities at one frequency. */
hum_looks hum_batch_looks(const hum_batch *b, const double *weight, const double *psd, const double *slope);
/** w->r = q - A^T y for output or port `row`, in twice the precision or branch by branch. */
void hum_batch_residual(const hum_batch *b, hum_bench *w, const double *values, size_t row, bool is_exact);
/** One step of refinement of w->y (eq. S-11) after that. */
void hum_batch_refine(const hum_batch *b, hum_bench *w, const hum_plan *p, const double *eliminated);

/** The lines as they stand. */
HUM_NODISCARD hum_status hum_batch_list_lines(hum_batch *b);
/** Lines of all samples, eight side by side. */
void hum_batch_group_lines(hum_batch *b, hum_batch_call *c);
/** The lines that vary at one frequency, before samples. */
void hum_batch_take_lines(const hum_batch *b, hum_bench *w, double f_hz);
/** What the lines of the eight samples at `at` add at that frequency, which is `lane` of w->tables: w->line. */
void hum_batch_add_lines(const hum_batch *b, hum_bench *w, const hum_batch_call *c, size_t at, double f_hz, size_t lane);

HUM_NODISCARD hum_status hum_batch_again_new(hum_batch *b, hum_diags *d);
/** Sample k at frequency f by KLU. */
HUM_NODISCARD hum_status hum_batch_again(hum_batch *b, hum_batch_call *c, size_t k, size_t f);
/** The circuit as it stood. */
void hum_batch_restore(hum_batch *b);

#endif

/* The batched kernels: dense and replayed elimination with samples (or frequencies) across SIMD lanes. One source,
 * kernels/batch.inl, is compiled once per instruction set; hum_kernels_named chooses at run time.
 *
 * A complex quantity in lanes is 2 HUM_LANES doubles: all real parts, then all imaginary parts. Lanes never mix, so
 * that a sample has the same digits in any lane beside any neighbours. Equations: docs/physics/solve.md S-20..S-29. */
#ifndef HUM_NUM_KERNELS_H
#define HUM_NUM_KERNELS_H

#include "humdinger/base.h"

enum {
    HUM_LANES = 8,
    HUM_ENTRY = 2 * HUM_LANES, /**< Doubles of a complex number in lanes. */
    HUM_BLOCK = 32,            /**< Samples are handed over in blocks of this many. */
    HUM_PORTS_MAX = 16,
    HUM_MULTILINEAR_MAX = 8,
    HUM_FORM_MAX = 8,          /**< Conductors of a line. */
    HUM_PI_TERMS_MAX = 12,
};

/** A matrix that is eliminated again and again with the same pivots, as instructions:
 *    { pivot entry, is real, number of rows, then per row:
 *      { entry of the multiplier, 1: real + 2: border row, n real, n complex, then (to, from) entries: to -= multiplier from } }, -1
 *  A real entry has an imaginary part of 0 and "real" targets have a real `from`. */
typedef const int32_t hum_tape;

/** Back substitution for a row of unknowns that belongs to the transposed matrix, as instructions:
 *    { equation, n multipliers, then (entry, equation) pairs }, -1
 *  y[equation] = start[equation's pivot] - sum of entry y. */

/** Noise that columns have in common, as those of a line's conductors: sum over i, j of weight_ij Re(t_i conj t_j), with a
 *  symmetric [n][n] matrix of weights, and t the transfers of n columns that follow each other. */
typedef struct hum_form {
    int32_t column; /**< The first, counted from the first noise column. */
    int32_t n;      /**< 1 .. HUM_FORM_MAX */
    int32_t noise;  /**< Which contribution; forms of one contribution follow each other. */
    int32_t weight; /**< Where its matrix begins in hum_looks.form_weight. */
    int32_t moving; /**< First of n (n + 1) / 2 rows of `form_moving` that are added to its upper triangle; -1: none. */
} hum_form;

/** Columns that excite, each a pair of rows of y, the first minus the second: drives, then noise columns. */
typedef struct hum_looks {
    size_t n_drives;
    size_t n_columns;
    const int32_t *rows;       /**< [n_columns][2] */
    size_t n_noise;            /**< Noise columns with a density of their own; those of forms come after them. */
    const double *psd;         /**< [n_noise] noise density of each column ... */
    const double *psd_slope;   /**< ... and what it grows with ... */
    const int32_t *psd_site;   /**< ... this row of delta; -1: constant. */
    const int32_t *noise_of;   /**< Which contribution a noise column belongs to. */
    size_t n_forms;
    const hum_form *forms;
    double form_unit;          /**< What the weights are times. */
    const double *form_weight; /**< At this frequency. */
    const double *form_moving; /**< [rows][HUM_LANES], of these samples. */
    size_t n_noises;
} hum_looks;

/** Solves I + Z D (K x K) in lanes and what follows from it, for one frequency. */
typedef struct hum_ports {
    hum_looks looks;
    size_t n_ports;     /**< K */
    size_t n_probes;
    size_t row_stride;  /**< Complex entries from row to row of m. */
    const double *m;    /**< Rows: probes, then ports; columns: looks.n_columns, then ports. (re, im) pairs. */
    double cancelled;   /**< Largest |terms| / |sum| that a transfer is trusted with. */
} hum_ports;

/** Where results go; NULL for what is not wanted. Element s belongs to sample s of the call. */
typedef struct hum_lanes_out {
    size_t stride;      /**< Samples from row to row. */
    double *h;          /**< [n_probes][n_drives][2][stride] */
    double *noise;      /**< [n_probes][stride] */
    double *by_noise;   /**< [n_probes][n_noises][stride] */
    double *det;        /**< [2][stride] a determinant that every transfer is over, times what does not vary. */
    uint8_t *doubt;     /**< [stride] set to 1 where a sample's digits are not trusted; never cleared. */
} hum_lanes_out;

/** N and D of eq. S-27, frequency by frequency: D first, then each transfer; of each the real coefficients, then the imaginary. */
typedef struct hum_multilinear {
    size_t n_variables;
    size_t n_pairs;
    size_t n_below;             /**< Terms of D, at most 2^n_variables; those of the N come after them. */
    size_t n_above;
    const double *mixing;       /**< [n_below + n_above][2^n_variables] makes terms of the products of variables. */
    const double *coefficients; /**< [frequencies] of [2][n_below], then [n_pairs][2][n_above] */
    const double *least2;       /**< [frequencies][1 + n_pairs] |.|^2 below which a sample is not trusted. */
} hum_multilinear;

/** A port of a matrix [rows][cols][HUM_ENTRY] that is closed with delta (eq. S-26). */
typedef struct hum_closing {
    size_t rows, cols;
    size_t row, col; /**< Of the port: both go. */
    double delta;
} hum_closing;

/** A form at the corners: the determinant d, or it times the transfer h. */
typedef struct hum_corners {
    size_t n;        /**< 2^K */
    const double *d; /**< [n][HUM_ENTRY] */
    const double *h; /**< HUM_ENTRY doubles, h_step apart; NULL: 1 */
    size_t h_step;
} hum_corners;

/** What a run of eight samples starts from: entries as they were, then multiples of what varies added. */
typedef struct hum_start {
    size_t n_kept;
    const int32_t *kept;   /**< [n_kept] entries */
    size_t n_real;         /**< The first entries are real and stay so. */
    const double *from;    /**< [n_kept][2] the same in all lanes */
    const int32_t *n_re;   /**< [n_kept] how many of the following are added to the real part ... */
    const int32_t *n_im;   /**< ... and then to the imaginary part. */
    const int32_t *site;   /**< Row of delta; -1 - row: of what the lines add. */
    const double *factor;
} hum_start;

typedef enum hum_stamp_kind {
    HUM_STAMP_COMPLEX,
    HUM_STAMP_REAL,
    HUM_STAMP_IMAGINARY,
    HUM_STAMP_ONE,
} hum_stamp_kind;

/** A, column by column, as terms: value (y[rows[0]] - y[rows[1]]), so that a branch's current is its difference times its
 *  admittance, not the difference of two large products. Row n_columns is a row of zeros. */
typedef struct hum_terms {
    size_t n_columns;
    const int32_t *first; /**< [n_columns + 1] */
    const int32_t *rows;  /**< [terms][2] */
    const uint8_t *kind;
    const double *value;  /**< [terms][HUM_ENTRY], not read for HUM_STAMP_ONE */
} hum_terms;

/** Rows of a block of samples that are divided and put where each frequency's results are. */
typedef struct hum_quotient {
    size_t n_rows;
    const uint32_t *f;    /**< [n_rows] */
    size_t f_step;
    const double *scale;  /**< [n_rows] */
    const double *lift;   /**< [n_rows] added to |x|^2 before the smallest is found */
    const double *d_re;   /**< [n_rows][HUM_BLOCK] 1/d */
    const double *d_im;
} hum_quotient;

typedef struct hum_kernels {
    const char *name;
    /** Runs a tape on `a` [entries][HUM_ENTRY]; worst[lane] becomes the largest |multiplier|^2 if that is larger. */
    void (*eliminate)(hum_tape *tape, double *a, double *worst);
    /** The inverse of a product of `n` pivots, each times a scale, from an eliminated `a` that holds their inverses. */
    void (*product)(const int32_t *pivot, size_t n, const double *scale, const double *a, double *product);
    /** Fills `to` for the samples at delta [sites][HUM_LANES] and lines [rows][HUM_LANES]. */
    void (*start)(const hum_start *s, const double *delta, const double *lines, double *to);
    /** A right-hand side r of the transposed system, in place, through U of an eliminated `a`, as instructions
     *  { pivot entry, its unknown, n, then (entry, unknown) pairs }, -1. */
    void (*row)(hum_tape *tape, const double *a, double *r);
    /** y [equations][HUM_ENTRY]; start[k] is the entry of `from` where the k-th instruction starts from, -1 for 0. */
    void (*adjoint)(hum_tape *tape, const int32_t *start, const double *from, const double *a, double *y);
    /** r [n_columns] -= A^T y, branch by branch. */
    void (*residual)(const hum_terms *s, const double *y, double *r);
    /** The same, stamp by stamp, in twice the precision. */
    void (*exact_residual)(const hum_terms *s, const double *y, double *r);
    /** What y, one more entry of zeros at its end, says at one probe; HUM_LANES samples, whose delta is at `delta`
     *  and whose results begin at `at`. */
    void (*look)(const hum_looks *p, const double *y, size_t probe, const double *delta, size_t delta_stride, size_t at,
                 const hum_lanes_out *out);
    /** delta [sites][stride], of which the first n_ports belong to ports; n samples, a multiple of HUM_LANES. */
    void (*ports)(const hum_ports *p, const double *delta, size_t delta_stride, size_t n, const hum_lanes_out *out);
    /** x [n_variables][stride] within -1 .. 1; HUM_BLOCK samples; frequencies f [n_f], whose h is h_step doubles apart. */
    void (*multilinear)(const hum_multilinear *p, const uint32_t *f, size_t n_f, const double *x, size_t x_stride, size_t h_step,
                        const hum_lanes_out *out, size_t doubt_step);
    /** Closes a port in `to` [rows - 1][cols - 1][HUM_ENTRY]; the determinant d [HUM_ENTRY] is multiplied. */
    void (*close_port)(const hum_closing *p, const double *from, double *to, double *d);
    /** Coefficients of products (eq. S-27) over the sum of their |Re| and |Im|, which goes to sum [HUM_LANES]; a column's
     *  HUM_ENTRY doubles lie `step` apart. */
    void (*find_coefficients)(const hum_corners *p, double *columns, size_t step, double *sum);
    /** columns [n][n_rows] -= by [n] times the column `from`, which may be one of them where `by` is 0. n_rows is a multiple of
     *  HUM_LANES. */
    void (*subtract)(size_t n, size_t n_rows, const double *by, const double *from, double *columns);
    /** The largest |column|, numbers alone. */
    double (*largest)(size_t n_rows, const double *column);
    /** out [n_out][HUM_BLOCK] = weight [n_out][n_in] in [n_in][HUM_BLOCK]. */
    void (*mix)(size_t n_out, size_t n_in, const double *weight, const double *in, double *out);
    /** d [rows][HUM_BLOCK] become 1/d; least2 [HUM_BLOCK] the smallest |d|^2 of each sample. */
    void (*invert)(size_t n_rows, double *d_re, double *d_im, double *least2);
    /** scale_r x_r / d_r to [f_r f_step], its imaginary part `stride` behind; d as inverted; least2 of x. */
    void (*divide)(const hum_quotient *q, const double *x_re, const double *x_im, double *to, size_t stride, double *least2);
    /** scale_r x_r / |d_r|^2, and nothing below 0, to [f_r f_step]. */
    void (*divide_density)(const hum_quotient *q, const double *x, double *to);
    /** The pi of lines in lanes from their whole z and y [n][n][HUM_ENTRY], in place (docs/physics/cable.md C-4, C-5): the
     *  series with `terms` terms, 2 .. HUM_PI_TERMS_MAX, without doubling. size[lane] is the norm of cosh - 1, or half
     *  that of z y: above 1, or not a number, the result is not to be used. */
    void (*pi)(size_t n, int terms, double *z, double *y, double *size);
} hum_kernels;

/** "baseline", "avx2", "avx512"; NULL or empty: the best that this machine has. NULL when it does not have that one. */
const hum_kernels *hum_kernels_named(const char *name);

#endif

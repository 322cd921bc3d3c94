/* Kernels of the comb: one sparse matrix at HUM_LANES frequencies at once, eliminated with given pivots, solved both ways,
 * and its residual in twice the precision. One source, kernels/comb.inl, is compiled once per
 * instruction set. Lanes are laid out as in num/kernels.h; vectors are [n][HUM_ENTRY]. Equations: docs/physics/solve.md. */
#ifndef HUM_NUM_COMB_H
#define HUM_NUM_COMB_H

#include "num/kernels.h"

typedef enum hum_addend_kind {
    HUM_ADDEND_ONE,
    HUM_ADDEND_MINUS_ONE,
    HUM_ADDEND_REAL,        /**< a number */
    HUM_ADDEND_IMAGINARY,   /**< a number times j w */
    HUM_ADDEND_TABLE,       /**< + entry of the tables */
    HUM_ADDEND_MINUS_TABLE, /**< - entry of the tables */
} hum_addend_kind;

/** What a part of an entry of A is at any frequency. */
typedef union hum_addend_value {
    double number;
    size_t entry;
} hum_addend_value;

/** A as single additions to its entries, row by row or column by column. */
typedef struct hum_addend_list {
    size_t n;             /**< Rows, or columns. */
    const int32_t *first; /**< [n + 1] */
    const int32_t *other; /**< Column, or row, of each. */
    const uint8_t *kind;
    const hum_addend_value *value;
} hum_addend_list;

/** A in the order of its pivots, which is block upper triangular: block b is rows and columns blocks[b] .. blocks[b+1]-1.
 *  Within blocks A = L U, above them it stays as it is. Indices count pivots. */
typedef struct hum_comb_plan {
    size_t n, n_blocks;
    const int32_t *blocks;   /**< [n_blocks + 1] */
    const int32_t *row_of;   /**< [n] row of A of each pivot. */
    const int32_t *col_of;   /**< [n] */
    const int32_t *pivot_of; /**< [n] pivot of each row of A. */
    const int32_t *lp, *li;  /**< By columns, below the diagonal. */
    const int32_t *up, *ui;  /**< By columns, above the diagonal, in an order of elimination. */
    const int32_t *fp, *fi;  /**< By columns, above the block. */
    hum_addend_list columns;   /**< A by its own columns, with its own rows. */
    hum_addend_list rows;
} hum_comb_plan;

/** The factors in lanes. */
typedef struct hum_comb_factors {
    double *l, *u, *f; /**< [entries][HUM_ENTRY] */
    double *d;         /**< [n] inverse pivots. */
    double *work;      /**< [n] zero between calls. */
} hum_comb_factors;

/** The values of A at HUM_LANES frequencies. */
typedef struct hum_comb_values {
    const double *w;      /**< [HUM_LANES] rad/s */
    const double *tables; /**< [entries][HUM_ENTRY] */
} hum_comb_values;

/** A part of A that is a value's, t factor (or t factor j w) u v^T: rows of y and columns of x, the second with -; -1 for none. */
typedef struct hum_stands {
    int32_t u[2], v[2];
    int32_t value;
    bool times_s;
    double factor; /**< dt/dvalue and a sign. */
} hum_stands;

enum { HUM_ALONG_TERMS = 16 };

/** A line between two solutions, its matrices those of the whole length. */
typedef struct hum_along {
    size_t n;               /**< Conductors. */
    int n_terms;            /**< Of the waves' power series in a panel, 2 .. HUM_ALONG_TERMS. */
    size_t n_panels;        /**< Pieces that are integrated by themselves. */
    const double *z, *y;    /**< [n][n][HUM_ENTRY] */
    const double *shunt;    /**< [n][n][HUM_ENTRY] of its pi. */
    const double *x, *other; /**< Solutions. */
    int32_t from[HUM_FORM_MAX]; /**< Rows of the near ends' voltages; -1: earth. */
    int32_t branch;         /**< Row of the first current. */
} hum_along;

typedef struct hum_comb_kernels {
    const char *name;
    void (*factor)(const hum_comb_plan *p, const hum_comb_values *v, hum_comb_factors *f);
    /** A x = b in place; A^T y = q in place. */
    void (*forward)(const hum_comb_plan *p, const hum_comb_factors *f, double *x);
    void (*transposed)(const hum_comb_plan *p, const hum_comb_factors *f, double *x);
    /** r = b - A x for the rows of a list (or b - A^T x for columns), in twice the precision. */
    void (*residual)(const hum_addend_list *list, const hum_comb_values *v, const double *x, const double *b, double *r);
    /** x += change for n entries; the largest |x| and |change| of each lane, which are 0 at first. */
    void (*improve)(size_t n, const double *change, double *x, double *largest_x, double *largest_change);
    /** dh [values][HUM_ENTRY] -= what n parts say of the solutions x and y. */
    void (*add_sites)(const hum_stands *s, size_t n, const double *w, const double *x, const double *y, double *dh);
    /** out: i' Z i - v' Y v at the near end, the integrals [n][n] of v' v, then those of i' i along the line, 0 .. 1. */
    void (*along)(const hum_along *l, double *out);
} hum_comb_kernels;

/** As hum_kernels_named. */
const hum_comb_kernels *hum_comb_kernels_named(const char *name);

#endif

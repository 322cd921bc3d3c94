/* Inside calc: the line as items, and quantities whose units multiply. */
#ifndef HUM_STUDY_CALC_PARTS_H
#define HUM_STUDY_CALC_PARTS_H

#include "lang/tree.h"
#include "study/calc.h"

enum { CALC_BASES = 4 };

/** A number with what it measures: a decibel dimension, or twice the powers of V, A, s, m. */
typedef struct hum_calc_value {
    double v;
    hum_dim dim;   /**< Of a decibel, else HUM_DIM_NONE. */
    bool is_level; /**< Typed in dBu or dBV. */
    int power[CALC_BASES];
} hum_calc_value;

/** Where one reads. Items are those of lang/; a joint such as + or ( is an unknown item. */
typedef struct hum_calc_line {
    hum_arena *a;
    hum_diags *d;
    hum_text text; /**< As typed. */
    const hum_item *at, *end;
    int depth;         /**< Open parentheses. */
    hum_status status; /**< Of memory. */
} hum_calc_line;

/** + - * / ( ) at the reading place; 0 for anything else or the end. */
char hum_calc_joint(const hum_calc_line *l);
bool hum_calc_is_word(const hum_calc_line *l, const char *word);
/** Tells something at the reading place, or at the end of the line; always false. */
bool hum_calc_tell(hum_calc_line *l, hum_diag_code code, const char *help, const char *what);

/** Reads one quantity; false when it was told. */
bool hum_calc_read_quantity(hum_calc_line *l, hum_calc_value *out);
/** Reads a sum up to its end or the word `to`. */
bool hum_calc_read_sum(hum_calc_line *l, hum_calc_value *out);
/** Reads a function and its arguments; items[0] is a word. */
bool hum_calc_read_call(hum_calc_line *l, hum_calc_value *out, hum_calc_result *result);

/** The dimension of these powers, HUM_DIM_NONE for a plain number; false when there is no name for them. */
bool hum_calc_dim(const hum_calc_value *x, hum_dim *dim);
hum_calc_value hum_calc_of(double v, hum_dim dim);

/** Decibels that a value has when it is a ratio of amplitudes. */
bool hum_calc_is_plain(const hum_calc_value *x);

#endif

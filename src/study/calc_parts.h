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

enum { HUM_CALC_FIXED = 4, HUM_CALC_ARGS = 32, HUM_CALC_ALSO = 3 };

/** Options of functions; no function has two of one word. */
enum {
    HUM_CALC_AT_C,
    HUM_CALC_OVER,
    HUM_CALC_AT_M,
    HUM_CALC_AT_HZ,
    HUM_CALC_GAIN,
    HUM_CALC_ROOM_GAIN,
    HUM_CALC_COUNT,
    HUM_CALC_CURRENT,
    HUM_CALC_COIL,
    HUM_CALC_N_OPTIONS
};

typedef struct hum_calc_option {
    const char *word;
    hum_dim dim;
    double standard;   /**< Holds when it is not said ... */
    const char *typed; /**< ... and is told like this. */
} hum_calc_option;

/** What was asked of a function. */
typedef struct hum_calc_call {
    double x[HUM_CALC_ARGS];
    hum_dim dim[HUM_CALC_ARGS];
    hum_text typed[HUM_CALC_ARGS];
    size_t n;
    double option[HUM_CALC_N_OPTIONS];
    hum_text option_typed[HUM_CALC_N_OPTIONS];
} hum_calc_call;

typedef struct hum_calc_function {
    const char *name, *what, *example;
    hum_dim takes[HUM_CALC_FIXED];
    struct {
        hum_dim want, got;
    } also[HUM_CALC_ALSO]; /**< Where `want` is taken, `got` may stand as well. */
    size_t n;              /**< Arguments; with `is_list`, that many or more of takes[0]. */
    bool is_list;
    bool is_alike;    /**< All arguments are of the kind of the first. */
    char between;     /**< A joint that may stand between arguments, 0 for none. */
    unsigned options; /**< 1 << option */
    hum_dim gives;    /**< HUM_DIM_COUNT: as the first argument. */
    double (*compute)(const hum_calc_call *c);
    const char *equation, *source;
} hum_calc_function;

/** Row i, NULL at the end. */
const hum_calc_function *hum_calc_function_at(size_t i);
const hum_calc_option *hum_calc_option_at(size_t o);

/** The items of a line. @return HUM_E_INPUT, told; HUM_E_NOMEM */
HUM_NODISCARD hum_status hum_calc_read_items(hum_arena *a, hum_text t, hum_diags *d, hum_calc_line *l);
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

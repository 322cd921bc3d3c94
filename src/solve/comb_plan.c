/* The stamps of a system as the comb's kernels read them, by rows and by columns. */
#include "solve/comb_plan.h"

#include <limits.h>

typedef struct addend {
    uint8_t kind;
    hum_addend_value value;
} addend;

/* A stamp is one addend, or a real and an imaginary one (eq. S-37). */
static size_t split(hum_complex v, size_t entry, addend *out)
{
    double g = creal(v), c = cimag(v);
    size_t n = 0;
    if (entry != HUM_NO_ROW) {
        out[n++] = (addend){g > 0 ? HUM_ADDEND_TABLE : HUM_ADDEND_MINUS_TABLE, {.entry = entry}};
        return n;
    }
    if (g == 1 || g == -1)
        out[n++] = (addend){g > 0 ? HUM_ADDEND_ONE : HUM_ADDEND_MINUS_ONE, {0}};
    else if (g != 0)
        out[n++] = (addend){HUM_ADDEND_REAL, {.number = g}};
    if (c != 0)
        out[n++] = (addend){HUM_ADDEND_IMAGINARY, {.number = c}};
    return n;
}

/* Counting sort of all addends by `key`, in the order of the stamps. */
static hum_status list_by(hum_arena *a, const hum_system *s, const hum_parts *parts, const uint32_t *key,
                          const uint32_t *other, hum_addend_list *out)
{
    int32_t *first, *to, *others;
    uint8_t *kind;
    hum_addend_value *value;
    addend two[2];
    size_t total = 0;
    HUM_ALLOC(first, a, int32_t, s->n + 1);
    HUM_ALLOC(to, a, int32_t, s->n);
    for (size_t k = 0; k < s->n_stamps; k++)
        first[key[k] + 1] += (int32_t)split(parts->value[k], parts->entry[k], two);
    for (size_t i = 0; i < s->n; i++) {
        to[i] = first[i];
        first[i + 1] += first[i];
    }
    total = (size_t)first[s->n];
    HUM_ALLOC(others, a, int32_t, total);
    HUM_ALLOC(kind, a, uint8_t, total);
    HUM_ALLOC(value, a, hum_addend_value, total);
    for (size_t k = 0; k < s->n_stamps; k++) {
        size_t n = split(parts->value[k], parts->entry[k], two);
        for (size_t i = 0; i < n; i++) {
            int32_t at = to[key[k]]++;
            others[at] = (int32_t)other[k];
            kind[at] = two[i].kind;
            value[at] = two[i].value;
        }
    }
    *out = (hum_addend_list){s->n, first, others, kind, value};
    return HUM_OK;
}

static hum_status list_addends(hum_arena *a, const hum_system *s, hum_comb_plan *out)
{
    hum_parts parts;
    if (s->n_stamps > INT_MAX / 2)
        return HUM_E_RANGE;
    HUM_TRY(hum_system_parts(a, s, &parts));
    HUM_TRY(list_by(a, s, &parts, s->row, s->col, &out->rows));
    return list_by(a, s, &parts, s->col, s->row, &out->columns);
}

hum_status hum_comb_plan_new(hum_arena *a, hum_solver *s, hum_comb_plan *out)
{
    const hum_system *m = hum_solver_system(s);
    hum_pattern p;
    int32_t *pivot_of;
    HUM_TRY(hum_solver_pattern(a, s, &p));
    HUM_ALLOC(pivot_of, a, int32_t, m->n);
    for (size_t k = 0; k < m->n; k++)
        pivot_of[p.row_of[k]] = (int32_t)k;
    *out = (hum_comb_plan){.n = m->n, .n_blocks = p.n_blocks, .blocks = p.blocks, .row_of = p.row_of, .col_of = p.col_of,
                           .pivot_of = pivot_of, .lp = p.lp, .li = p.li, .up = p.up, .ui = p.ui, .fp = p.fp, .fi = p.fi};
    return list_addends(a, m, out);
}

/* Choosing pivots and writing the tape. */
#include "solve/tape.h"

#include <math.h>

#define THRESHOLD 0.5 /* of the largest in its column, at every trial frequency */

enum { COLUMNS_TRIED = 6, NONE = -1 };

typedef struct words {
    int32_t *items;
    size_t n, cap;
} words;

typedef struct number {
    hum_complex at[HUM_TRIALS];
    bool is_real;
} number;

typedef struct pivot {
    size_t row, col;
    int32_t entry;
    size_t first_l, n_l; /* its column of L in `lower` */
} pivot;

/* The matrix while it is eliminated: rows of A, then border rows. */
typedef struct order {
    hum_arena *a;
    const hum_tape_spec *spec;
    size_t n, rows;
    int32_t *index; /* [rows][n] entry or NONE */
    number *numbers;
    size_t n_numbers, cap_numbers;
    bool *row_done, *col_done, *row_moves, *col_moves;
    uint32_t *row_count, *col_count;
    pivot *pivots;
    size_t n_pivots;
    words lower;    /* (entry, row) pairs */
    words reals, others;
    words upper;
    words fixed, moving;
    size_t n_line_entries;
    hum_plan *out;
} order;

static hum_status put(order *o, words *w, int32_t x)
{
    HUM_PUSH(o->a, w, items, n, cap, x);
    return HUM_OK;
}

static int32_t *at(const order *o, size_t row, size_t col)
{
    return &o->index[row * o->n + col];
}

static hum_status make_entry(order *o, size_t row, size_t col, int32_t **entry)
{
    *entry = at(o, row, col);
    if (**entry != NONE)
        return HUM_OK;
    number zero = {.is_real = true};
    HUM_PUSH(o->a, o, numbers, n_numbers, cap_numbers, zero);
    **entry = (int32_t)o->n_numbers - 1;
    o->row_count[row]++;
    o->col_count[col]++;
    return HUM_OK;
}

/* --- filling in ---------------------------------------------------------------------------------------- */

static hum_status fill_matrix(order *o)
{
    const hum_system *s = o->spec->s;
    HUM_ALLOC(o->out->slot_entry, o->a, int32_t, (size_t)s->ap[s->n]);
    for (size_t col = 0; col < s->n; col++)
        for (int k = s->ap[col]; k < s->ap[col + 1]; k++) {
            int32_t *e;
            HUM_TRY(make_entry(o, (size_t)s->ai[k], col, &e));
            o->out->slot_entry[k] = *e;
            for (int t = 0; t < HUM_TRIALS; t++) {
                o->numbers[*e].at[t] = o->spec->ax[t][k];
                o->numbers[*e].is_real &= cimag(o->spec->ax[t][k]) == 0;
            }
        }
    return HUM_OK;
}

static hum_status fill_border(order *o)
{
    HUM_ALLOC(o->out->border_entry, o->a, int32_t, 2 * o->spec->n_border);
    for (size_t b = 0; b < o->spec->n_border; b++) {
        const hum_pair *q = &o->spec->border[b];
        for (int side = 0; side < 2; side++) {
            size_t col = side ? q->m : q->p;
            int32_t *e;
            o->out->border_entry[2 * b + side] = NONE;
            if (col == HUM_NO_ROW)
                continue;
            HUM_TRY(make_entry(o, o->n + b, col, &e));
            o->out->border_entry[2 * b + side] = *e;
            for (int t = 0; t < HUM_TRIALS; t++)
                o->numbers[*e].at[t] += side ? -1 : 1;
        }
    }
    return HUM_OK;
}

static hum_status fill_site(order *o, const hum_site *s, int32_t *entry)
{
    const size_t rows[2] = {s->u.p, s->u.m}, cols[2] = {s->v.p, s->v.m};
    for (int k = 0; k < 4; k++) {
        size_t row = rows[k / 2], col = cols[k % 2];
        int32_t *e;
        entry[k] = NONE;
        if (row == HUM_NO_ROW || col == HUM_NO_ROW)
            continue;
        HUM_TRY(make_entry(o, row, col, &e));
        entry[k] = *e;
        o->row_moves[row] = o->col_moves[col] = true;
        o->numbers[*e].is_real &= !s->times_s;
    }
    return HUM_OK;
}

/* Entries of a line's z and its two y. */
static hum_status fill_line(order *o, const hum_element *e, int32_t *entry)
{
    for (int part = 0; part < 3; part++)
        for (size_t ij = 0; ij < e->n * e->n; ij++, entry++) {
            const hum_node *end = part == 1 ? e->from : e->to;
            size_t i = ij / e->n, j = ij % e->n, first = hum_system_branch_row(o->spec->s, e->branch);
            size_t row = part ? hum_system_node_row(end[i]) : first + i;
            size_t col = part ? hum_system_node_row(end[j]) : first + j;
            int32_t *at_entry;
            *entry = NONE;
            if (row == HUM_NO_ROW || col == HUM_NO_ROW)
                continue;
            HUM_TRY(make_entry(o, row, col, &at_entry));
            *entry = *at_entry;
            o->row_moves[row] = o->col_moves[col] = true;
            o->numbers[*entry].is_real = false;
        }
    return HUM_OK;
}

static hum_status fill_sites(order *o)
{
    const hum_sites *s = o->spec->sites;
    size_t n = s ? s->n_ports : 0, n_lines = s ? s->n_lines : 0;
    HUM_ALLOC(o->out->site_entry, o->a, int32_t, 4 * n);
    for (size_t i = 0; i < n; i++)
        HUM_TRY(fill_site(o, &s->site[i], o->out->site_entry + 4 * i));
    for (size_t i = 0; i < n_lines; i++)
        o->n_line_entries += 3 * s->line[i].most.n * s->line[i].most.n;
    HUM_ALLOC(o->out->line_entry, o->a, int32_t, o->n_line_entries);
    for (size_t i = 0, used = 0; i < n_lines; i++) {
        HUM_TRY(fill_line(o, &o->spec->s->c->elements[s->line[i].element], o->out->line_entry + used));
        used += 3 * s->line[i].most.n * s->line[i].most.n;
    }
    return HUM_OK;
}

static hum_status prepare(order *o)
{
    HUM_ALLOC(o->index, o->a, int32_t, o->rows * o->n);
    HUM_ALLOC(o->row_done, o->a, bool, o->rows);
    HUM_ALLOC(o->col_done, o->a, bool, o->n);
    HUM_ALLOC(o->row_moves, o->a, bool, o->rows);
    HUM_ALLOC(o->col_moves, o->a, bool, o->n);
    HUM_ALLOC(o->row_count, o->a, uint32_t, o->rows);
    HUM_ALLOC(o->col_count, o->a, uint32_t, o->n);
    HUM_ALLOC(o->pivots, o->a, pivot, o->n);
    for (size_t i = 0; i < o->rows * o->n; i++)
        o->index[i] = NONE;
    HUM_TRY(fill_matrix(o));
    HUM_TRY(fill_border(o));
    return fill_sites(o);
}

/* --- choosing ------------------------------------------------------------------------------------------ */

static double size_of(hum_complex x)
{
    return fabs(creal(x)) + fabs(cimag(x));
}

static void find_largest(const order *o, size_t col, double *largest)
{
    for (int t = 0; t < HUM_TRIALS; t++)
        largest[t] = 0;
    for (size_t row = 0; row < o->n; row++)
        if (!o->row_done[row] && *at(o, row, col) != NONE)
            for (int t = 0; t < HUM_TRIALS; t++)
                largest[t] = fmax(largest[t], size_of(o->numbers[*at(o, row, col)].at[t]));
}

/* Smallest share of its column's largest at any trial frequency. */
static double share_of(const order *o, int32_t entry, const double *largest)
{
    double share = 1;
    for (int t = 0; t < HUM_TRIALS; t++)
        share = fmin(share, largest[t] > 0 ? size_of(o->numbers[entry].at[t]) / largest[t] : 0);
    return share;
}

typedef struct candidate {
    size_t row, col;
    double cost;
    double share;
} candidate;

static void try_column(const order *o, size_t col, bool only_fixed, double threshold, candidate *best)
{
    double largest[HUM_TRIALS];
    find_largest(o, col, largest);
    for (size_t row = 0; row < o->n; row++) {
        int32_t e = *at(o, row, col);
        if (o->row_done[row] || e == NONE || (only_fixed && o->row_moves[row]))
            continue;
        double share = share_of(o, e, largest), cost = (o->row_count[row] - 1.0) * (o->col_count[col] - 1.0);
        if (share < threshold || share <= 0 || cost > best->cost || (cost == best->cost && share <= best->share))
            continue;
        *best = (candidate){row, col, cost, share};
    }
}

/* The cheapest acceptable pivot of the columns with fewest entries. */
static bool choose_pivot(const order *o, bool only_fixed, double threshold, size_t enough, candidate *best)
{
    *best = (candidate){0, 0, HUGE_VAL, 0};
    uint32_t smallest = 0;
    size_t tried = 0;
    for (size_t left = o->n; left; left--) { /* each count that occurs, ascending */
        uint32_t next = UINT32_MAX;
        for (size_t col = 0; col < o->n; col++)
            if (!o->col_done[col] && !(only_fixed && o->col_moves[col]) && o->col_count[col] > smallest &&
                o->col_count[col] < next)
                next = o->col_count[col];
        if (next == UINT32_MAX)
            break;
        smallest = next;
        for (size_t col = 0; col < o->n; col++) {
            if (o->col_done[col] || o->col_count[col] != smallest || (only_fixed && o->col_moves[col]))
                continue;
            try_column(o, col, only_fixed, threshold, best);
            if (++tried >= enough && isfinite(best->cost))
                return true;
        }
        if (best->cost <= (smallest - 1.0) * (smallest - 1.0))
            break;
    }
    return isfinite(best->cost);
}

/* --- eliminating --------------------------------------------------------------------------------------- */

/* The pivot's row of U, for right-hand sides to come. */
static hum_status write_upper(order *o, const candidate *p)
{
    HUM_TRY(put(o, &o->upper, *at(o, p->row, p->col)));
    HUM_TRY(put(o, &o->upper, (int32_t)p->col));
    size_t count_at = o->upper.n;
    HUM_TRY(put(o, &o->upper, 0));
    for (size_t col = 0; col < o->n; col++) {
        if (o->col_done[col] || *at(o, p->row, col) == NONE)
            continue;
        HUM_TRY(put(o, &o->upper, *at(o, p->row, col)));
        HUM_TRY(put(o, &o->upper, (int32_t)col));
        o->upper.items[count_at]++;
    }
    return HUM_OK;
}

/* Row `row` minus its multiplier times the pivot's row: pairs into o->reals and o->others. */
static hum_status subtract(order *o, const candidate *p, size_t row, bool l_is_real, const hum_complex *l)
{
    o->reals.n = o->others.n = 0;
    for (size_t col = 0; col < o->n; col++) {
        int32_t from = *at(o, p->row, col), *to;
        if (o->col_done[col] || col == p->col || from == NONE)
            continue;
        HUM_TRY(make_entry(o, row, col, &to));
        words *w = o->numbers[from].is_real ? &o->reals : &o->others;
        HUM_TRY(put(o, w, *to));
        HUM_TRY(put(o, w, from));
        o->numbers[*to].is_real &= l_is_real && o->numbers[from].is_real;
        for (int t = 0; t < HUM_TRIALS; t++)
            o->numbers[*to].at[t] -= l[t] * o->numbers[from].at[t];
    }
    return HUM_OK;
}

static hum_status append(order *o, words *to, const words *from)
{
    for (size_t i = 0; i < from->n; i++)
        HUM_TRY(put(o, to, from->items[i]));
    return HUM_OK;
}

static double cost_of(const order *o, bool l_is_real)
{
    return (l_is_real ? 2.0 : 4.0) * (double)(o->reals.n / 2) + (l_is_real ? 4.0 : 8.0) * (double)(o->others.n / 2);
}

static hum_status eliminate_row(order *o, const candidate *p, size_t row, words *tape, double *flops)
{
    int32_t e = *at(o, row, p->col), pe = *at(o, p->row, p->col);
    bool l_is_real = o->numbers[e].is_real && o->numbers[pe].is_real;
    hum_complex l[HUM_TRIALS];
    for (int t = 0; t < HUM_TRIALS; t++)
        l[t] = o->numbers[e].at[t] /= o->numbers[pe].at[t];
    o->numbers[e].is_real = l_is_real;
    HUM_TRY(subtract(o, p, row, l_is_real, l));
    HUM_TRY(put(o, tape, e));
    HUM_TRY(put(o, tape, (int32_t)l_is_real | (row >= o->n ? 2 : 0)));
    HUM_TRY(put(o, tape, (int32_t)(o->reals.n / 2)));
    HUM_TRY(put(o, tape, (int32_t)(o->others.n / 2)));
    HUM_TRY(append(o, tape, &o->reals));
    HUM_TRY(append(o, tape, &o->others));
    *flops += cost_of(o, l_is_real) + (l_is_real ? 1 : 6);
    o->row_count[row]--;
    if (row >= o->n)
        return HUM_OK;
    HUM_TRY(put(o, &o->lower, e));
    return put(o, &o->lower, (int32_t)row);
}

static hum_status eliminate_pivot(order *o, const candidate *p, words *tape, double *flops)
{
    int32_t e = *at(o, p->row, p->col);
    pivot *done = &o->pivots[o->n_pivots++];
    *done = (pivot){p->row, p->col, e, o->lower.n, 0};
    o->row_done[p->row] = o->col_done[p->col] = true;
    HUM_TRY(write_upper(o, p));
    HUM_TRY(put(o, tape, e));
    HUM_TRY(put(o, tape, o->numbers[e].is_real));
    size_t count_at = tape->n;
    HUM_TRY(put(o, tape, 0));
    for (size_t row = 0; row < o->rows; row++)
        if (!o->row_done[row] && *at(o, row, p->col) != NONE) {
            HUM_TRY(eliminate_row(o, p, row, tape, flops));
            tape->items[count_at]++;
        }
    *flops += 10; /* the inverse */
    done->n_l = (o->lower.n - done->first_l) / 2;
    for (size_t col = 0; col < o->n; col++)
        if (!o->col_done[col] && *at(o, p->row, col) != NONE)
            o->col_count[col]--;
    return HUM_OK;
}

/* Entries that the moving tape writes to, or that vary: pivots, multipliers, targets, sites. */
static hum_status find_changed(order *o, bool **changed)
{
    HUM_ALLOC(*changed, o->a, bool, o->n_numbers);
    for (const int32_t *op = o->moving.items; *op != NONE;) {
        int32_t n_rows = op[2];
        (*changed)[op[0]] = true;
        for (op += 3; n_rows--; op += 4 + 2 * (op[2] + op[3])) {
            (*changed)[op[0]] = true;
            for (int32_t t = 0; t < op[2] + op[3]; t++)
                (*changed)[op[4 + 2 * t]] = true;
        }
    }
    for (size_t i = 0; o->spec->sites && i < 4 * o->spec->sites->n_ports; i++)
        if (o->out->site_entry[i] >= 0)
            (*changed)[o->out->site_entry[i]] = true;
    for (size_t i = 0; i < o->n_line_entries; i++)
        if (o->out->line_entry[i] >= 0)
            (*changed)[o->out->line_entry[i]] = true;
    return HUM_OK;
}

/* What every run of the moving tape starts from. */
static hum_status keep(order *o)
{
    bool *changed;
    words kept = {0};
    HUM_TRY(find_changed(o, &changed));
    for (int is_real = 1; is_real >= 0; is_real--) {
        for (size_t e = 0; e < o->n_numbers; e++)
            if (changed[e] && o->numbers[e].is_real == is_real)
                HUM_TRY(put(o, &kept, (int32_t)e));
        if (is_real)
            o->out->n_kept_real = kept.n;
    }
    o->out->kept = kept.items;
    o->out->n_kept = kept.n;
    return HUM_OK;
}

static hum_status eliminate(order *o)
{
    candidate p;
    while (o->spec->fixed_first && choose_pivot(o, true, THRESHOLD, COLUMNS_TRIED, &p))
        HUM_TRY(eliminate_pivot(o, &p, &o->fixed, &o->out->fixed_flops));
    HUM_TRY(put(o, &o->fixed, NONE));
    size_t n_fixed = o->n_pivots;
    while (o->n_pivots < o->n) {
        if (!choose_pivot(o, false, THRESHOLD, COLUMNS_TRIED, &p) && !choose_pivot(o, false, 0, o->n, &p))
            return HUM_E_NUMERIC;
        HUM_TRY(eliminate_pivot(o, &p, &o->moving, &o->out->moving_flops));
    }
    HUM_TRY(put(o, &o->upper, NONE));
    HUM_TRY(put(o, &o->moving, NONE));
    o->out->n_pivots = o->n - n_fixed;
    HUM_ALLOC(o->out->pivot, o->a, int32_t, o->out->n_pivots);
    for (size_t k = n_fixed; k < o->n; k++)
        o->out->pivot[k - n_fixed] = o->pivots[k].entry;
    return keep(o);
}

/* --- the way back (eq. S-23) --------------------------------------------------------------------------- */

static hum_status write_back(order *o)
{
    words back = {0};
    o->out->n_back = o->n;
    HUM_ALLOC(o->out->start, o->a, int32_t, o->n * o->spec->n_border);
    HUM_ALLOC(o->out->upper_start, o->a, int32_t, o->n);
    for (size_t step = 0; step < o->n; step++) {
        const pivot *p = &o->pivots[o->n - 1 - step];
        HUM_TRY(put(o, &back, (int32_t)p->row));
        HUM_TRY(put(o, &back, (int32_t)p->n_l));
        for (size_t i = 0; i < 2 * p->n_l; i++)
            HUM_TRY(put(o, &back, o->lower.items[p->first_l + i]));
        for (size_t b = 0; b < o->spec->n_border; b++)
            o->out->start[b * o->n + step] = *at(o, o->n + b, p->col);
        o->out->upper_start[step] = (int32_t)p->col;
        o->out->back_flops += 8.0 * (double)p->n_l;
    }
    HUM_TRY(put(o, &back, NONE));
    o->out->back = back.items;
    return HUM_OK;
}

hum_status hum_tape_new(hum_arena *a, const hum_tape_spec *spec, hum_plan *out)
{
    order o = {.a = a, .spec = spec, .n = spec->s->n, .rows = spec->s->n + spec->n_border, .out = out};
    *out = (hum_plan){0};
    if (o.n > HUM_TAPE_MAX)
        return HUM_E_RANGE;
    HUM_TRY(prepare(&o));
    HUM_TRY(eliminate(&o));
    HUM_TRY(write_back(&o));
    out->n_entries = o.n_numbers;
    out->upper = o.upper.items;
    out->fixed = o.fixed.items;
    out->moving = o.moving.items;
    return HUM_OK;
}

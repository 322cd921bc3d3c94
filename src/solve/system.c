/* Elements -> stamps -> compressed columns: modified nodal analysis after C.-W. Ho, A. Ruehli, P. Brennan,
 * IEEE Trans. CAS-22 (1975) 504. Whatever has an impedance that may be small gets a current of its own, so
 * that a milliohm beside a leakage of picofarads costs no digits. Equations: docs/physics/solve.md. */
#include "solve/system.h"

#include <limits.h>

#define BRANCH_OHM 1.0 /* below this a resistor's current is an unknown: its conductance would dwarf its neighbours */

/* A pass over all elements; what is NULL is not written. */
typedef struct pass {
    hum_system *s;
    size_t k;
    double w; /* rad/s */
    bool wants_pattern;
    bool wants_values;
    hum_parts *parts; /* wanted instead of values: what each stamp is at any frequency */
    size_t entry;     /* of the tables, while a line's matrices are stamped; else HUM_NO_ROW */
} pass;

size_t hum_system_node_row(hum_node n)
{
    return n.index ? n.index - 1 : HUM_NO_ROW;
}

size_t hum_system_branch_row(const hum_system *s, size_t branch)
{
    return s->c->n_nodes - 1 + branch;
}

const hum_complex *hum_system_line_z(const hum_system *s, size_t element)
{
    return s->tables + s->own[element];
}

const hum_complex *hum_system_line_y(const hum_system *s, size_t element)
{
    size_t n = s->c->elements[element].n;
    return s->tables + s->own[element] + n * n;
}

static void stamp(pass *p, size_t row, size_t col, hum_complex v)
{
    if (row == HUM_NO_ROW || col == HUM_NO_ROW)
        return;
    if (p->wants_pattern) {
        p->s->row[p->k] = (uint32_t)row;
        p->s->col[p->k] = (uint32_t)col;
    }
    if (p->wants_values)
        p->s->value[p->k] = v;
    if (p->parts) {
        p->parts->value[p->k] = v;
        p->parts->entry[p->k] = p->entry;
    }
    p->k++;
}

/* Admittance y between two nodes (eq. S-2). */
static void stamp_admittance(pass *p, hum_node from, hum_node to, hum_complex y)
{
    size_t a = hum_system_node_row(from), b = hum_system_node_row(to);
    stamp(p, a, a, y);
    stamp(p, a, b, -y);
    stamp(p, b, a, -y);
    stamp(p, b, b, y);
}

/* Branch current `row` from a to b, and V(a) - V(b) of its own equation (eq. S-3). */
static void stamp_branch(pass *p, hum_node from, hum_node to, size_t row)
{
    size_t a = hum_system_node_row(from), b = hum_system_node_row(to);
    stamp(p, a, row, 1);
    stamp(p, b, row, -1);
    stamp(p, row, a, 1);
    stamp(p, row, b, -1);
}

static void stamp_resistor(pass *p, size_t i, const hum_element *e)
{
    size_t row = p->s->own[i];
    if (row == HUM_NO_ROW) {
        stamp_admittance(p, e->from[0], e->to[0], 1 / e->value);
        return;
    }
    stamp_branch(p, e->from[0], e->to[0], row);
    stamp(p, row, row, -e->value);
}

/* Eq. S-4. */
static void stamp_inductors(pass *p, const hum_element *e)
{
    size_t first = hum_system_branch_row(p->s, e->branch);
    for (size_t i = 0; i < e->n; i++) {
        stamp_branch(p, e->from[i], e->to[i], first + i);
        for (size_t j = 0; j < e->n; j++)
            stamp(p, first + i, first + j,
                  -hum_complex_of(i == j ? e->r_ohm[i] : 0, p->w * e->l_h[i * e->n + j]));
    }
}

/* Eq. S-5. */
static void stamp_emf(pass *p, const hum_element *e)
{
    size_t row = hum_system_branch_row(p->s, e->branch);
    stamp_branch(p, e->from[0], e->to[0], row);
    for (size_t i = 0; i < e->n_terms; i++) {
        const hum_term *t = &e->terms[i];
        hum_complex g = hum_complex_of(t->gain, p->w * t->gain_s);
        stamp(p, row, hum_system_node_row(t->p), -g);
        stamp(p, row, hum_system_node_row(t->m), g);
    }
}

/* Eq. S-6. */
static void stamp_transformer(pass *p, const hum_element *e)
{
    size_t row = hum_system_branch_row(p->s, e->branch);
    size_t c = hum_system_node_row(e->from[1]), d = hum_system_node_row(e->to[1]);
    stamp_branch(p, e->from[0], e->to[0], row);
    stamp(p, c, row, -e->value);
    stamp(p, d, row, e->value);
    stamp(p, row, c, -e->value);
    stamp(p, row, d, e->value);
}

/* A factor times an entry of the tables. */
static void stamp_table(pass *p, size_t row, size_t col, double factor, size_t entry)
{
    p->entry = entry;
    stamp(p, row, col, p->wants_values ? factor * p->s->tables[entry] : factor);
    p->entry = HUM_NO_ROW;
}

/* Eq. S-7. */
static void stamp_line(pass *p, size_t element, const hum_element *e)
{
    size_t first = hum_system_branch_row(p->s, e->branch), n = e->n;
    hum_complex *z = p->s->tables + p->s->own[element], *y = z + n * n;
    if (p->wants_values)
        hum_line_pi(e->line, p->s->f_hz, z, y);
    for (size_t i = 0; i < n; i++) {
        stamp_branch(p, e->from[i], e->to[i], first + i);
        for (size_t j = 0; j < n; j++) {
            size_t zij = p->s->own[element] + i * n + j, yij = zij + n * n;
            stamp_table(p, first + i, first + j, -1, zij);
            stamp_table(p, hum_system_node_row(e->from[i]), hum_system_node_row(e->from[j]), 1, yij);
            stamp_table(p, hum_system_node_row(e->to[i]), hum_system_node_row(e->to[j]), 1, yij);
        }
    }
}

static void stamp_element(pass *p, size_t i)
{
    const hum_element *e = &p->s->c->elements[i];
    switch (e->kind) {
    case HUM_ELEM_RESISTOR:
        stamp_resistor(p, i, e);
        break;
    case HUM_ELEM_CAPACITOR:
        stamp_admittance(p, e->from[0], e->to[0], hum_complex_of(0, p->w * e->value));
        break;
    case HUM_ELEM_INDUCTORS:
        stamp_inductors(p, e);
        break;
    case HUM_ELEM_EMF:
        stamp_emf(p, e);
        break;
    case HUM_ELEM_TRANSFORMER:
        stamp_transformer(p, e);
        break;
    case HUM_ELEM_LINE:
        stamp_line(p, i, e);
        break;
    }
}

static size_t stamp_all(pass p)
{
    p.w = p.parts ? 1 : 2 * 3.14159265358979323846 * p.s->f_hz;
    p.entry = HUM_NO_ROW;
    for (size_t i = 0; i < p.s->c->n_elements; i++) {
        if (p.wants_pattern)
            p.s->first[i] = p.k;
        stamp_element(&p, i);
    }
    if (p.wants_pattern)
        p.s->first[p.s->c->n_elements] = p.k;
    return p.k;
}

void hum_system_stamp(hum_system *s, size_t element)
{
    pass p = {.s = s, .k = s->first[element], .w = 2 * 3.14159265358979323846 * s->f_hz, .wants_values = true};
    stamp_element(&p, element);
}

/* Gives small resistors a row and lines their place in the tables; returns the length of the tables. */
static size_t assign_own(hum_system *s)
{
    size_t used = 0;
    for (size_t i = 0; i < s->c->n_elements; i++) {
        const hum_element *e = &s->c->elements[i];
        s->own[i] = HUM_NO_ROW;
        if (e->kind == HUM_ELEM_RESISTOR && e->value < BRANCH_OHM)
            s->own[i] = s->n++;
        if (e->kind == HUM_ELEM_LINE) {
            s->own[i] = used;
            used += 2 * e->n * e->n;
        }
    }
    return used;
}

/* Stable counting sort of the stamps in `from` by key; `count` has s->n + 1 entries of room. */
static void sort_stamps(const hum_system *s, const uint32_t *key, const uint32_t *from, uint32_t *to, int *count)
{
    for (size_t i = 0; i <= s->n; i++)
        count[i] = 0;
    for (size_t k = 0; k < s->n_stamps; k++)
        count[key[k] + 1]++;
    for (size_t i = 0; i < s->n; i++)
        count[i + 1] += count[i];
    for (size_t k = 0; k < s->n_stamps; k++)
        to[count[key[from[k]]]++] = from[k];
}

/* Compressed columns from the stamps: those of one entry share a slot. */
static void compress(hum_system *s, const uint32_t *order)
{
    int used = -1;
    size_t column = 0;
    for (size_t k = 0; k < s->n_stamps; k++) {
        uint32_t i = order[k];
        bool is_new = k == 0 || s->row[i] != s->row[order[k - 1]] || s->col[i] != s->col[order[k - 1]];
        used += is_new;
        for (; column <= s->col[i]; column++)
            s->ap[column] = used;
        s->ai[used] = (int)s->row[i];
        s->slot[i] = used;
    }
    for (; column <= s->n; column++)
        s->ap[column] = used + 1;
}

static hum_status make_pattern(hum_arena *a, hum_system *s)
{
    uint32_t *order, *by_row;
    HUM_ALLOC(s->row, a, uint32_t, s->n_stamps);
    HUM_ALLOC(s->col, a, uint32_t, s->n_stamps);
    HUM_ALLOC(s->slot, a, int, s->n_stamps);
    HUM_ALLOC(s->value, a, hum_complex, s->n_stamps);
    HUM_ALLOC(s->first, a, size_t, s->c->n_elements + 1);
    HUM_ALLOC(s->ap, a, int, s->n + 1);
    HUM_ALLOC(s->ai, a, int, s->n_stamps);
    HUM_ALLOC(s->ax, a, hum_complex, s->n_stamps);
    HUM_ALLOC(order, a, uint32_t, s->n_stamps);
    HUM_ALLOC(by_row, a, uint32_t, s->n_stamps);
    stamp_all((pass){.s = s, .wants_pattern = true});
    for (size_t k = 0; k < s->n_stamps; k++)
        order[k] = (uint32_t)k;
    sort_stamps(s, s->row, order, by_row, s->ap);
    sort_stamps(s, s->col, by_row, order, s->ap);
    compress(s, order);
    return HUM_OK;
}

hum_status hum_system_new(hum_arena *a, const hum_circuit *c, hum_system *out)
{
    hum_system s = {.c = c, .n = c->n_nodes - 1 + c->n_branches};
    HUM_ALLOC(s.own, a, size_t, c->n_elements);
    s.n_tables = assign_own(&s);
    HUM_ALLOC(s.tables, a, hum_complex, s.n_tables);
    s.n_stamps = stamp_all((pass){.s = &s});
    if (s.n == 0 || s.n >= INT_MAX || s.n_stamps >= INT_MAX)
        return HUM_E_RANGE;
    HUM_TRY(make_pattern(a, &s));
    *out = s;
    return HUM_OK;
}

hum_status hum_system_parts(hum_arena *a, const hum_system *s, hum_parts *out)
{
    hum_system copy = *s;
    HUM_ALLOC(out->value, a, hum_complex, s->n_stamps);
    HUM_ALLOC(out->entry, a, size_t, s->n_stamps);
    stamp_all((pass){.s = &copy, .parts = out});
    return HUM_OK;
}

void hum_system_set(hum_system *s, double f_hz)
{
    s->f_hz = f_hz;
    stamp_all((pass){.s = s, .wants_values = true});
    for (int i = 0; i < s->ap[s->n]; i++)
        s->ax[i] = 0;
    for (size_t k = 0; k < s->n_stamps; k++)
        s->ax[s->slot[k]] += s->value[k];
}

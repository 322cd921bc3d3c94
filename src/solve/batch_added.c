/* Where what varies is added to the entries of the replay and to the terms of its residual (docs/physics/solve.md S-21),
 * entry by entry, so that each is made in one go. */
#include "solve/batch_parts.h"

/* sign (or sign w) times a row of delta, or of what the lines add, goes to one part of an entry. */
typedef struct item {
    int32_t entry;
    int32_t site;
    double sign;
    bool is_im;
    bool times_s;
} item;

typedef struct item_list {
    item *items;
    size_t n, cap;
} item_list;

static hum_status push(hum_batch *b, item_list *l, item x)
{
    HUM_PUSH(b->a, l, items, n, cap, x);
    return HUM_OK;
}

/* Part k of a site: (p,p), (p,m), (m,p), (m,m). */
static hum_status push_site(hum_batch *b, item_list *l, size_t site, size_t k, int32_t entry)
{
    const hum_site *s = &b->sites.site[site];
    return push(b, l, (item){entry, (int32_t)site, k == 1 || k == 2 ? -s->sign : s->sign, s->times_s, s->times_s});
}

/* Both parts of one entry of a line's matrix, whose real part is in this row of what the lines add. */
static hum_status push_line(hum_batch *b, item_list *l, int32_t entry, size_t row, size_t triangle, double sign)
{
    HUM_TRY(push(b, l, (item){entry, -1 - (int32_t)row, sign, false, false}));
    return push(b, l, (item){entry, -1 - (int32_t)(row + triangle), sign, true, false});
}

/* --- in order ------------------------------------------------------------------------------------------ */

/* Each entry that occurs, once; none is real. */
static hum_status keep_entries(hum_batch *b, const item_list *l, size_t n_entries, hum_added *a)
{
    bool *occurs;
    HUM_ALLOC(occurs, b->a, bool, n_entries);
    HUM_ALLOC(a->kept, b->a, int32_t, l->n);
    for (size_t i = 0; i < l->n; i++)
        occurs[l->items[i].entry] = true;
    for (size_t e = 0; e < n_entries; e++)
        if (occurs[e])
            a->kept[a->n_kept++] = (int32_t)e;
    return HUM_OK;
}

/* The items in the order of a->kept, real parts first. */
static hum_status sort_items(hum_batch *b, const item_list *l, size_t n_entries, hum_added *a)
{
    size_t *next;
    int32_t *place;
    HUM_ALLOC(a->n_re, b->a, int32_t, a->n_kept);
    HUM_ALLOC(a->n_im, b->a, int32_t, a->n_kept);
    HUM_ALLOC(a->site, b->a, int32_t, l->n);
    HUM_ALLOC(a->sign, b->a, double, l->n);
    HUM_ALLOC(a->times_s, b->a, bool, l->n);
    HUM_ALLOC(next, b->a, size_t, 2 * a->n_kept);
    HUM_ALLOC(place, b->a, int32_t, n_entries);
    for (size_t i = 0; i < a->n_kept; i++)
        place[a->kept[i]] = (int32_t)i;
    for (size_t i = 0; i < l->n; i++)
        (l->items[i].is_im ? a->n_im : a->n_re)[place[l->items[i].entry]]++;
    for (size_t i = 0; i < a->n_kept; i++) {
        next[2 * i] = a->n;
        next[2 * i + 1] = a->n + (size_t)a->n_re[i];
        a->n += (size_t)a->n_re[i] + (size_t)a->n_im[i];
    }
    for (size_t i = 0; i < l->n; i++) {
        const item *x = &l->items[i];
        size_t to = next[2 * (size_t)place[x->entry] + x->is_im]++;
        a->site[to] = x->site;
        a->sign[to] = x->sign;
        a->times_s[to] = x->times_s;
    }
    return HUM_OK;
}

/* --- entries ------------------------------------------------------------------------------------------- */

static hum_status list_entries(hum_batch *b)
{
    item_list l = {0};
    const hum_plan *p = &b->replay;
    const int32_t *entry = p->line_entry;
    for (size_t i = 0; i < 4 * b->sites.n_ports; i++)
        if (p->site_entry[i] >= 0)
            HUM_TRY(push_site(b, &l, i / 4, i % 4, p->site_entry[i]));
    for (size_t i = 0; i < b->sites.n_lines; i++) {
        const hum_moving_line *line = &b->sites.line[i];
        size_t n = line->most.n, t = hum_triangle(n);
        for (size_t k = 0; k < 3 * n * n; k++, entry++) {
            size_t row = line->row + (k < n * n ? 0 : 2 * t) + hum_triangle_at(n, k % (n * n) / n, k % n);
            if (*entry >= 0)
                HUM_TRY(push_line(b, &l, *entry, row, t, k < n * n ? -1 : 1));
        }
    }
    b->to_entries = (hum_added){.kept = p->kept, .n_kept = p->n_kept, .n_real = p->n_kept_real};
    return sort_items(b, &l, p->n_entries, &b->to_entries);
}

/* --- terms --------------------------------------------------------------------------------------------- */

/* Part k of a site: the stamp of its own element that moves with its value. */
static hum_status push_stamp(hum_batch *b, item_list *l, size_t site, size_t k, const hum_complex *before, uint32_t element)
{
    const hum_site *s = &b->sites.site[site];
    const hum_system *m = &b->system;
    size_t row = k < 2 ? s->u.p : s->u.m, col = k % 2 ? s->v.m : s->v.p;
    for (size_t i = m->first[element]; i < m->first[element + 1] && row != HUM_NO_ROW && col != HUM_NO_ROW; i++)
        if (m->row[i] == row && m->col[i] == col && before[i] != m->value[i])
            return b->term_of[i] < 0 ? HUM_OK : push_site(b, l, site, k, b->term_of[i]);
    return HUM_OK;
}

static hum_status push_stamps(hum_batch *b, item_list *l, size_t site, const hum_complex *before)
{
    const hum_vary *v = &b->spec.vary[b->sites.site[site].vary];
    double value = hum_vary_get(b->circuit, v);
    hum_vary_set(b->circuit, v, value == 0 ? 1 : 2 * value);
    hum_system_stamp(&b->system, v->index);
    hum_vary_set(b->circuit, v, value);
    for (size_t k = 0; k < 4; k++)
        HUM_TRY(push_stamp(b, l, site, k, before, v->index));
    hum_system_stamp(&b->system, v->index);
    return HUM_OK;
}

static hum_status push_line_stamps(hum_batch *b, item_list *l, const hum_moving_line *line)
{
    const hum_system *s = &b->system;
    size_t n = line->most.n, t = hum_triangle(n);
    for (size_t k = s->first[line->element]; k < s->first[line->element + 1]; k++) {
        if (b->parts.entry[k] == HUM_NO_ROW)
            continue;
        size_t at = b->parts.entry[k] - s->own[line->element];
        size_t row = line->row + (at < n * n ? 0 : 2 * t) + hum_triangle_at(n, at % (n * n) / n, at % n);
        HUM_TRY(push_line(b, l, b->term_of[k], row, t, creal(b->parts.value[k])));
    }
    return HUM_OK;
}

static hum_status list_terms(hum_batch *b)
{
    item_list l = {0};
    hum_complex *before;
    HUM_ALLOC(before, b->a, hum_complex, b->system.n_stamps);
    hum_system_set(&b->system, b->spec.f_hz[0]);
    for (size_t i = 0; i < b->system.n_stamps; i++)
        before[i] = b->system.value[i];
    for (size_t i = 0; i < b->sites.n_ports; i++)
        HUM_TRY(push_stamps(b, &l, i, before));
    for (size_t i = 0; i < b->sites.n_lines; i++)
        HUM_TRY(push_line_stamps(b, &l, &b->sites.line[i]));
    HUM_TRY(keep_entries(b, &l, b->n_terms, &b->to_terms));
    return sort_items(b, &l, b->n_terms, &b->to_terms);
}

hum_status hum_batch_list_added(hum_batch *b)
{
    if (!b->replay.n_entries)
        return HUM_OK;
    HUM_TRY(list_entries(b));
    return list_terms(b);
}

/* Union-find over outputs. */
#include "study/knots.h"

enum { BUNCH_MAX = 8 }; /* of the outputs of one box to another: a snake of 64 lines is eight knots */

typedef struct finder {
    hum_arena *a;
    const hum_model *m;
    uint32_t *parent; /* [n_ports] of outputs */
    uint32_t *knot;   /* [n_ports] number of the knot whose root it is */
} finder;

static uint32_t find_root(uint32_t *parent, uint32_t i)
{
    for (; parent[i] != i; i = parent[i])
        parent[i] = parent[parent[i]];
    return i;
}

/* The cables between two boxes so far: the output they are gathered at, and how many. */
typedef struct bunch {
    uint32_t boxes[2];
    uint32_t output;
    uint32_t n;
} bunch;

static hum_status join_neighbours(finder *f)
{
    bunch *bunches;
    hum_names by_boxes = {0};
    HUM_ALLOC(bunches, f->a, bunch, f->m->n_cables);
    for (uint32_t i = 0; i < f->m->n_cables; i++) {
        const hum_cable *c = &f->m->cables[i];
        uint32_t a = f->m->ports[c->from].box, b = f->m->ports[c->to].box, at = i;
        bunches[i] = (bunch){{a < b ? a : b, a < b ? b : a}, c->from, 1};
        hum_text key = {(const char *)bunches[i].boxes, sizeof bunches[i].boxes};
        if (!hum_names_find(&by_boxes, key, &at) || bunches[at].n >= BUNCH_MAX) {
            HUM_TRY(hum_names_put(f->a, &by_boxes, key, i));
            continue;
        }
        bunches[at].n++;
        f->parent[find_root(f->parent, c->from)] = find_root(f->parent, bunches[at].output);
    }
    return HUM_OK;
}

/* Counting sort of things by the knot of the output they are at. */
static hum_status sort(finder *f, size_t n_knots, const uint32_t *output, size_t n, uint32_t **first, uint32_t **list)
{
    uint32_t *at;
    HUM_ALLOC(at, f->a, uint32_t, n_knots + 2);
    HUM_ALLOC(*list, f->a, uint32_t, n);
    for (size_t i = 0; i < n; i++)
        at[f->knot[find_root(f->parent, output[i])] + 2]++;
    for (size_t k = 2; k < n_knots + 2; k++)
        at[k] += at[k - 1];
    for (uint32_t i = 0; i < n; i++)
        (*list)[at[f->knot[find_root(f->parent, output[i])] + 1]++] = i;
    *first = at;
    return HUM_OK;
}

static void number_knots(finder *f, const uint32_t *output, size_t n, size_t *n_knots)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t root = find_root(f->parent, output[i]);
        if (f->knot[root] == HUM_NONE)
            f->knot[root] = (uint32_t)(*n_knots)++;
    }
}

hum_status hum_knots_find(hum_arena *a, const hum_model *m, hum_knots *out)
{
    finder f = {.a = a, .m = m};
    uint32_t *of_cable, *of_seat;
    HUM_ALLOC(f.parent, a, uint32_t, m->n_ports);
    HUM_ALLOC(f.knot, a, uint32_t, m->n_ports);
    HUM_ALLOC(of_cable, a, uint32_t, m->n_cables);
    HUM_ALLOC(of_seat, a, uint32_t, m->n_listeners);
    for (uint32_t i = 0; i < m->n_ports; i++) {
        f.parent[i] = i;
        f.knot[i] = HUM_NONE;
    }
    for (size_t i = 0; i < m->n_cables; i++)
        of_cable[i] = m->cables[i].from;
    for (size_t i = 0; i < m->n_listeners; i++)
        of_seat[i] = m->listeners[i].port;
    HUM_TRY(join_neighbours(&f));
    out->n = 0;
    number_knots(&f, of_cable, m->n_cables, &out->n);
    number_knots(&f, of_seat, m->n_listeners, &out->n);
    HUM_TRY(sort(&f, out->n, of_cable, m->n_cables, &out->first_link, &out->links));
    return sort(&f, out->n, of_seat, m->n_listeners, &out->first_seat, &out->seats);
}

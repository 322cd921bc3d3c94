/* Is every node held by something? A node that no chain of elements ties to earth has no voltage, and the
 * matrix would be singular. Union-find over the nodes. */
#include "circuit/groups.h"

static uint32_t find_root(uint32_t *parent, uint32_t i)
{
    for (; parent[i] != i; i = parent[i])
        parent[i] = parent[parent[i]];
    return i;
}

static void join(uint32_t *parent, hum_node a, hum_node b)
{
    uint32_t ra = find_root(parent, a.index), rb = find_root(parent, b.index);
    parent[ra > rb ? ra : rb] = ra > rb ? rb : ra;
}

/* A line also ties its conductors to each other and, by what capacitance is left over, to the room. */
static void join_capacitance(uint32_t *parent, const hum_element *e)
{
    const hum_line *line = e->line;
    for (size_t i = 0; i < line->n; i++) {
        double own = line->c_f_m[i * line->n + i], rest = 0;
        for (size_t j = 0; j < line->n; j++) {
            rest += line->c_f_m[i * line->n + j];
            if (line->c_f_m[i * line->n + j] < 0)
                join(parent, e->from[i], e->from[j]);
        }
        if (rest > 1e-9 * own)
            join(parent, e->from[i], HUM_EARTH);
    }
}

static void join_element(uint32_t *parent, const hum_element *e, hum_tie how)
{
    if (e->kind == HUM_ELEM_CAPACITOR && (how == HUM_TIE_DC || !(e->value > 0)))
        return;
    for (size_t i = 0; i < e->n; i++)
        join(parent, e->from[i], e->to[i]);
    if (e->kind == HUM_ELEM_LINE && how == HUM_TIE_ANY)
        join_capacitance(parent, e);
}

hum_status hum_circuit_groups(hum_arena *a, const hum_circuit *c, hum_tie how, uint32_t **root)
{
    uint32_t *parent;
    HUM_ALLOC(parent, a, uint32_t, c->n_nodes);
    for (uint32_t i = 0; i < c->n_nodes; i++)
        parent[i] = i;
    for (size_t i = 0; i < c->n_elements; i++)
        join_element(parent, &c->elements[i], how);
    for (uint32_t i = 0; i < c->n_nodes; i++)
        parent[i] = find_root(parent, i);
    *root = parent;
    return HUM_OK;
}

hum_status hum_circuit_check_tied(const hum_circuit *c, hum_diags *d)
{
    uint32_t *root;
    HUM_TRY(hum_circuit_groups(c->a, c, HUM_TIE_ANY, &root));
    hum_status status = HUM_OK;
    for (uint32_t i = 1; i < c->n_nodes; i++) {
        if (root[i] == 0)
            continue;
        status = HUM_E_NUMERIC;
        hum_diags_say(d, HUM_D_NO_SOLUTION, c->node_origins[i],
                      "tie it to earth: a cable's shield, an outlet, a lift such as 10 ohm, or leakage to the mains",
                      "nothing ties '%.*s' to earth, so its voltage could be anything", HUM_FMT(c->node_names[i]));
    }
    return status;
}

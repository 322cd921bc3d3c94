/* Large systems: each knot of links is cut out of the network with its boxes and their earths, and solved by itself, so that
 * the work grows as the number of links (docs/physics/solve.md, "Large systems"). */
#include "circuit/cut.h"
#include "study/knots.h"
#include "study/study.h"

/* The piece being solved, and what is in it already. */
typedef struct piece {
    hum_study *s;    /* of the whole */
    hum_cut cut;
    hum_network net; /* the whole's, with the places of the piece in it */
    uint32_t *first_bond; /* [n_boxes] */
    uint32_t *next_bond;  /* [n_bonds] */
    uint32_t *box_in;     /* [n_boxes] number of the last piece it was in, counted from 1 */
    uint32_t *port_in;
    uint32_t *ground_in;
    uint32_t number;
    struct {
        hum_part *items;
        size_t n, cap;
    } parts;
    struct {
        uint32_t *items;
        size_t n, cap;
    } boxes, ports;
} piece;

static hum_status add_part(piece *p, hum_part part)
{
    HUM_PUSH(p->s->a, &p->parts, items, n, cap, part);
    return HUM_OK;
}

static hum_status add_ground(piece *p, uint32_t ground)
{
    if (p->ground_in[ground] == p->number)
        return HUM_OK;
    p->ground_in[ground] = p->number;
    return add_part(p, p->s->net->ground_parts[ground]);
}

static hum_status add_box(piece *p, uint32_t box)
{
    const hum_box *b = &p->s->m->boxes[box];
    if (p->box_in[box] == p->number)
        return HUM_OK;
    p->box_in[box] = p->number;
    HUM_PUSH(p->s->a, &p->boxes, items, n, cap, box);
    if (b->outlet != HUM_NONE)
        HUM_TRY(add_ground(p, b->outlet));
    for (size_t i = 0; i < b->n_grounds; i++)
        HUM_TRY(add_ground(p, b->grounds[i].ground));
    return add_part(p, p->s->net->boxes[box].part);
}

static hum_status add_port(piece *p, uint32_t port)
{
    if (p->port_in[port] == p->number)
        return HUM_OK;
    p->port_in[port] = p->number;
    HUM_TRY(add_box(p, p->s->m->ports[port].box));
    HUM_PUSH(p->s->a, &p->ports, items, n, cap, port);
    return add_part(p, p->s->net->ports[port].part);
}

/* Bonds between boxes of the piece, or from one of them to a ground. */
static hum_status add_bonds(piece *p)
{
    for (size_t i = 0; i < p->boxes.n; i++) {
        for (uint32_t k = p->first_bond[p->boxes.items[i]]; k != HUM_NONE; k = p->next_bond[k]) {
            const hum_bond *b = &p->s->m->bonds[k];
            if (b->to_box != HUM_NONE && p->box_in[b->to_box] != p->number)
                continue;
            if (b->to_box == HUM_NONE)
                HUM_TRY(add_ground(p, b->to_ground));
            HUM_TRY(add_part(p, p->s->net->bond_parts[k]));
        }
    }
    return HUM_OK;
}

static hum_status collect(piece *p, const hum_study *local)
{
    p->number++;
    p->parts.n = p->boxes.n = p->ports.n = 0;
    HUM_TRY(add_part(p, p->s->net->mains_part));
    HUM_TRY(add_part(p, p->s->net->outlet_part));
    for (size_t i = 0; i < local->n_links; i++) {
        const hum_cable *c = &p->s->m->cables[local->links[i]];
        HUM_TRY(add_port(p, c->from));
        HUM_TRY(add_port(p, c->to));
        HUM_TRY(add_part(p, p->s->net->cables[local->links[i]].part));
    }
    for (size_t i = 0; i < local->n_seats; i++) {
        HUM_TRY(add_port(p, p->s->m->listeners[local->seats[i]].port));
        HUM_TRY(add_part(p, p->s->net->listeners[local->seats[i]].part));
    }
    return add_bonds(p);
}

/* --- where things are in the piece ------------------------------------------------------------------- */

static hum_probe probe_in(const hum_cut *cut, hum_probe q)
{
    return (hum_probe){hum_cut_node(cut, q.p), hum_cut_node(cut, q.m)};
}

static uint32_t index_in(const uint32_t *map, uint32_t i)
{
    return i == HUM_NONE ? HUM_NONE : map[i];
}

static void place_port(const hum_cut *cut, const hum_port_net *whole, hum_port_net *n)
{
    *n = *whole;
    n->hot = hum_cut_node(cut, whole->hot);
    n->cold = hum_cut_node(cut, whole->cold);
    n->ret = hum_cut_node(cut, whole->ret);
    n->ground = hum_cut_node(cut, whole->ground);
    n->plus = hum_cut_node(cut, whole->plus);
    n->minus = hum_cut_node(cut, whole->minus);
    n->signal = hum_cut_node(cut, whole->signal);
    n->handed_on = hum_cut_node(cut, whole->handed_on);
    n->common_mode = hum_cut_node(cut, whole->common_mode);
    n->emf = index_in(cut->element, whole->emf);
    n->source = index_in(cut->source, whole->source);
    n->distortion = index_in(cut->source, whole->distortion);
}

static void place(piece *p, const hum_study *local)
{
    const hum_network *whole = p->s->net;
    for (size_t i = 0; i < p->boxes.n; i++) {
        uint32_t box = p->boxes.items[i];
        p->net.boxes[box].chassis = hum_cut_node(&p->cut, whole->boxes[box].chassis);
        p->net.boxes[box].common = hum_cut_node(&p->cut, whole->boxes[box].common);
    }
    for (size_t i = 0; i < p->ports.n; i++)
        place_port(&p->cut, &whole->ports[p->ports.items[i]], &p->net.ports[p->ports.items[i]]);
    for (size_t i = 0; i < local->n_seats; i++) {
        hum_listener_net *n = &p->net.listeners[local->seats[i]];
        n->probe = probe_in(&p->cut, whole->listeners[local->seats[i]].probe);
        n->other = probe_in(&p->cut, whole->listeners[local->seats[i]].other);
    }
}

/* --- solving ----------------------------------------------------------------------------------------- */

_Static_assert(HUM_HARMONICS % HUM_LANES == 0, "harmonics fill the lanes");

/* For the shares of hum at the seats. */
static hum_status find_harmonic_gains(hum_study *s)
{
    double f_hz[HUM_HARMONICS];
    for (size_t k = 0; k < HUM_HARMONICS; k++)
        f_hz[k] = s->m->mains_hz * (double)(k + 1);
    for (size_t k = 0; s->link_gain && k < HUM_HARMONICS; k += HUM_LANES) {
        HUM_TRY(hum_study_comb(s, f_hz + k, HUM_LANES));
        for (size_t i = 0; i < s->n_links; i++)
            HUM_TRY(hum_link_gains(s, s->links[i], HUM_LANES, &s->link_gain[s->links[i] * HUM_HARMONICS + k]));
    }
    return HUM_OK;
}

hum_status hum_study_each(hum_study *s)
{
    HUM_TRY(hum_study_gains(s));
    HUM_TRY(hum_study_noise(s));
    HUM_TRY(hum_study_cmrr(s));
    HUM_TRY(hum_study_response(s));
    HUM_TRY(find_harmonic_gains(s));
    return hum_study_crosstalk(s);
}

static hum_status solve_piece(piece *p, hum_study *local)
{
    hum_circuit *c;
    HUM_TRY(collect(p, local));
    hum_status st = hum_cut_out(&p->cut, local->a, p->parts.items, p->parts.n, &c);
    if (st == HUM_OK) {
        p->net.circuit = c;
        place(p, local);
    }
    hum_cut_clear(&p->cut, p->parts.items, p->parts.n);
    HUM_TRY(st);
    HUM_TRY(hum_study_solver(local));
    return hum_study_each(local);
}

/* What a piece takes is given back after it. Diagnostics of a piece would be of nodes that hang together elsewhere: a piece
 * that has no solution of its own is solved in the whole instead. */
static hum_status solve_knot(piece *p, const hum_knots *k, size_t i)
{
    hum_study local = *p->s;
    local.links = k->links + k->first_link[i];
    local.n_links = k->first_link[i + 1] - k->first_link[i];
    local.seats = k->seats + k->first_seat[i];
    local.n_seats = k->first_seat[i + 1] - k->first_seat[i];
    local.net = &p->net;
    local.groups = NULL;
    local.comb = NULL;
    local.a = hum_arena_sibling(p->s->a);
    if (!local.a)
        return HUM_E_NOMEM;
    local.d = hum_diags_new(local.a);
    hum_status st = local.d ? solve_piece(p, &local) : HUM_E_NOMEM;
    hum_arena_close(&local.a);
    if (st != HUM_E_NUMERIC)
        return st;
    local.a = p->s->a;
    local.d = p->s->d;
    local.net = p->s->net;
    local.solver = p->s->solver;
    local.comb = p->s->comb;
    local.lanes = p->s->lanes;
    local.x = p->s->x;
    local.y = p->s->y;
    st = hum_study_each(&local);
    p->s->comb = local.comb;
    p->s->lanes = local.lanes;
    return st;
}

static hum_status chain_bonds(piece *p)
{
    const hum_model *m = p->s->m;
    HUM_ALLOC(p->first_bond, p->s->a, uint32_t, m->n_boxes);
    HUM_ALLOC(p->next_bond, p->s->a, uint32_t, m->n_bonds);
    for (size_t i = 0; i < m->n_boxes; i++)
        p->first_bond[i] = HUM_NONE;
    for (size_t i = m->n_bonds; i-- > 0;) {
        p->next_bond[i] = p->first_bond[m->bonds[i].from_box];
        p->first_bond[m->bonds[i].from_box] = (uint32_t)i;
    }
    return HUM_OK;
}

static hum_status prepare(hum_study *s, piece *p)
{
    const hum_model *m = s->m;
    *p = (piece){.s = s, .net = *s->net};
    HUM_TRY(hum_cut_new(s->a, s->net->circuit, &p->cut));
    HUM_ALLOC(p->net.boxes, s->a, hum_box_net, m->n_boxes);
    HUM_ALLOC(p->net.ports, s->a, hum_port_net, m->n_ports);
    HUM_ALLOC(p->net.listeners, s->a, hum_listener_net, m->n_listeners);
    HUM_ALLOC(p->box_in, s->a, uint32_t, m->n_boxes);
    HUM_ALLOC(p->port_in, s->a, uint32_t, m->n_ports);
    HUM_ALLOC(p->ground_in, s->a, uint32_t, m->n_grounds);
    return chain_bonds(p);
}

hum_status hum_study_pieces(hum_study *s)
{
    piece p;
    hum_knots knots;
    HUM_TRY(prepare(s, &p));
    HUM_TRY(hum_knots_find(s->a, s->m, &knots));
    for (size_t i = 0; i < knots.n; i++)
        HUM_TRY(solve_knot(&p, &knots, i));
    return HUM_OK;
}

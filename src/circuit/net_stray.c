/* Stray capacitance between a cable and the live wires and cables beside it (docs/physics/pickup.md P-7, P-8). */
#include "circuit/field_of.h"

#include <math.h>

#define ROOM_M 0.5

/* Half of a capacitance at each end of the line. */
static hum_status add_capacitance(hum_builder *b, uint32_t index, unsigned serial, const hum_node from[2], const hum_node to[2],
                                  double farad)
{
    static const char *const ends[] = {"near", "far"};
    for (int end = 0; end < 2; end++) {
        hum_text name = hum_text_format(b->a, "field%u.c%u%s", (unsigned)(index + 1), serial, ends[end]);
        if (farad > 0)
            HUM_TRY(hum_circuit_add_capacitor(b->c, name, b->m->fields[index].span, from[end], to[end], farad / 2, NULL));
    }
    return HUM_OK;
}

static void line_ends(const hum_builder *b, uint32_t cable, size_t leg, hum_node ends[2])
{
    const hum_element *line = &b->c->elements[b->net->cables[cable].line];
    ends[0] = line->from[leg];
    ends[1] = line->to[leg];
}

/* The room: where the shield's inductance puts it, and for thin wires no closer than walls and floors are (AS-24). */
static double room_of(const hum_thin *outside, const hum_legs *legs, double distance_m)
{
    return fmax(hum_room_m(outside->radius_m, legs->l_outer_h_m), fmax(ROOM_M, 5 * distance_m));
}

/* The field of a live wire ends on the shield, or on each wire of a cable without one; twisted wires share it. */
static hum_status couple_live(hum_builder *b, uint32_t index)
{
    const hum_field_at *f = &b->m->fields[index];
    hum_thin wires[HUM_THIN_MAX];
    size_t leg[HUM_THIN_MAX];
    double c[HUM_THIN_MAX * HUM_THIN_MAX], sum = 0;
    hum_legs legs;
    hum_beside s;
    HUM_TRY(hum_cable_legs(b, f->cable, hum_cable_n_conductors(&b->m->cables[f->cable]), &legs));
    HUM_TRY(hum_field_beside(b, index, f->cable, &legs, &s));
    size_t n = hum_legs_outside(&legs, 0, wires, leg);
    wires[n] = (hum_thin){s.distance_m - s.spacing_m / 2, 0, HUM_LIVE_RADIUS_M};
    HUM_TRY(hum_thin_capacitance(n + 1, wires, room_of(&wires[0], &legs, s.distance_m), c));
    for (size_t i = 0; i < n; i++)
        sum += c[i * (n + 1) + n];
    for (size_t i = 0; i < n; i++) {
        double each = legs.route.lay_m > 0 ? sum / (double)n : c[i * (n + 1) + n];
        hum_node live[2] = {b->net->fields[index].live, b->net->fields[index].live}, to[2];
        line_ends(b, f->cable, leg[i], to);
        HUM_TRY(add_capacitance(b, index, (unsigned)i, live, to, each * s.over_m));
    }
    return HUM_OK;
}

static hum_status couple_cable(hum_builder *b, uint32_t index)
{
    const hum_field_at *f = &b->m->fields[index];
    hum_thin wires[HUM_THIN_MAX];
    size_t leg[HUM_THIN_MAX];
    double c[HUM_THIN_MAX * HUM_THIN_MAX];
    hum_legs legs, others;
    hum_beside s;
    HUM_TRY(hum_cable_legs(b, f->cable, hum_cable_n_conductors(&b->m->cables[f->cable]), &legs));
    HUM_TRY(hum_cable_legs(b, f->other, hum_cable_n_conductors(&b->m->cables[f->other]), &others));
    HUM_TRY(hum_field_beside(b, index, f->cable, &legs, &s));
    size_t n = hum_legs_outside(&legs, 0, wires, leg);
    size_t n_all = n + hum_legs_outside(&others, s.distance_m, wires + n, leg + n);
    HUM_TRY(hum_thin_capacitance(n_all, wires, room_of(&wires[0], &legs, s.distance_m), c));
    for (size_t i = 0; i < n; i++) {
        for (size_t k = n; k < n_all; k++) {
            hum_node from[2], to[2];
            line_ends(b, f->cable, leg[i], from);
            line_ends(b, f->other, leg[k], to);
            HUM_TRY(add_capacitance(b, index, (unsigned)(i * n_all + k), from, to, c[i * n_all + k] * s.over_m));
        }
    }
    return HUM_OK;
}

hum_status hum_build_stray(hum_builder *b)
{
    for (uint32_t i = 0; i < b->m->n_fields; i++) {
        hum_field_by by = b->m->fields[i].by;
        if (by == HUM_BY_MAINS || by == HUM_BY_LIVE)
            HUM_TRY(couple_live(b, i));
        else if (by == HUM_BY_CABLE)
            HUM_TRY(couple_cable(b, i));
    }
    return HUM_OK;
}

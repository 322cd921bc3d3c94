/* What fields do in the conductors of a cable (docs/physics/pickup.md P-13 to P-19).
 *
 * Every conductor has, half at each end, an EMF of -s flux times the node of the field (net_field.c), so that all conductors
 * see one and the same field: what is picked up between the cores, the current of the ground loop and what the receiver
 * makes of both come out of one solution. */
#include "circuit/field_of.h"

#include "base/constants.h"

#include <math.h>

#define SENSE_OHM 1e-3 /* shows the current of a conductor that another cable listens to */

enum { PICKUP_TERMS_MAX = 48 };

typedef struct pickup {
    hum_builder *b;
    uint32_t cable;
    hum_legs legs;
    hum_term terms[HUM_LEGS_MAX][PICKUP_TERMS_MAX];
    size_t n;
} pickup;

static void add_term(pickup *p, hum_node plus, hum_node minus, const double *gain, const double *gain_s)
{
    for (size_t leg = 0; leg < p->legs.n; leg++)
        p->terms[leg][p->n] = (hum_term){plus, minus, gain ? gain[leg] : 0, gain_s ? gain_s[leg] : 0};
    p->n++;
}

/* Half of -flux in each end. */
static void add_flux(pickup *p, hum_node plus, hum_node minus, const double *flux, double scale)
{
    double gain_s[HUM_LEGS_MAX];
    for (size_t leg = 0; leg < p->legs.n; leg++)
        gain_s[leg] = -0.5 * scale * flux[leg];
    add_term(p, plus, minus, NULL, gain_s);
}

static hum_status add_magnetic(pickup *p, uint32_t index)
{
    double flux[HUM_WAYS_MAX][HUM_LEGS_MAX];
    hum_beside s;
    HUM_TRY(hum_field_beside(p->b, index, p->cable, &p->legs, &s));
    size_t n = hum_beside_flux(&p->legs, &s, flux);
    for (size_t way = 0; way < n; way++)
        add_flux(p, p->b->net->fields[index].drive[way], HUM_EARTH, flux[way], 1);
    return HUM_OK;
}

/* The current in each conductor of the other cable. Its twisted cores, and a core and its shield, lie in one place. */
static hum_status add_other_cable(pickup *p, uint32_t index)
{
    const hum_field_at *f = &p->b->m->fields[index];
    const hum_cable_net *other = &p->b->net->cables[f->other];
    double flux[HUM_WAYS_MAX][HUM_LEGS_MAX];
    hum_beside s;
    hum_geometry g;
    double lay;
    bool is_stated;
    HUM_TRY(hum_field_beside(p->b, index, p->cable, &p->legs, &s));
    HUM_TRY(hum_cable_geometry(p->b, &p->b->m->cables[f->other], &g, &lay, &is_stated));
    for (size_t i = 0; i < hum_cable_n_conductors(&p->b->m->cables[f->other]); i++) {
        hum_beside one = s;
        if (lay <= 0 && g.shield.kind == HUM_SHIELD_NONE)
            one.distance_m = hypot(s.distance_m + g.wires[i].x_m, g.wires[i].y_m);
        hum_beside_flux(&p->legs, &one, flux);
        add_flux(p, other->sense_in[i], other->sense_out[i], flux[0], 1 / SENSE_OHM);
    }
    return HUM_OK;
}

/* Shorter than a wavelength by far: the field times the length; longer: what a half wave has, lambda / pi (P-19). */
static void add_radio_emf(pickup *p, uint32_t index)
{
    const hum_field_net *n = &p->b->net->fields[index];
    double gain[HUM_LEGS_MAX];
    double length = fmin(p->legs.route.length_m, HUM_LIGHT_M_S / n->carrier_hz / HUM_PI);
    for (size_t leg = 0; leg < p->legs.n; leg++)
        gain[leg] = 0.5 * length;
    add_term(p, n->drive[0], HUM_EARTH, gain, NULL);
}

bool hum_field_acts_on(const hum_field_at *f, uint32_t cable)
{
    return f->by != HUM_BY_LIVE && (f->cable == HUM_NONE || f->cable == cable);
}

static hum_status add_all(pickup *p)
{
    const hum_model *m = p->b->m;
    for (uint32_t i = 0; i < m->n_fields; i++) {
        if (!hum_field_acts_on(&m->fields[i], p->cable))
            continue;
        if (p->n + 8 > PICKUP_TERMS_MAX) {
            hum_diags_say(p->b->d, HUM_D_TOO_LARGE, m->fields[i].span, NULL, "too many fields act on one cable");
            return HUM_E_INPUT;
        }
        if (m->fields[i].by == HUM_BY_RADIO)
            add_radio_emf(p, i);
        else
            HUM_TRY(m->fields[i].by == HUM_BY_CABLE ? add_other_cable(p, i) : add_magnetic(p, i));
    }
    return HUM_OK;
}

static hum_status insert_emf(pickup *p, const char *twin, const char *end, size_t leg, bool is_far, hum_node *at)
{
    const hum_cable *c = &p->b->m->cables[p->cable];
    hum_text name = hum_text_format(p->b->a, "%.*s.%s%sfield%u", HUM_FMT(c->id), twin, end, (unsigned)leg);
    hum_node outside = *at;
    HUM_TRY(hum_circuit_node(p->b->c, name, c->span, at));
    return hum_circuit_add_emf(p->b->c, name, c->span, is_far ? outside : *at, is_far ? *at : outside, p->terms[leg], p->n, NULL);
}

/* Here, not where the nodes are made: without these the cable would be open in a piece of a large network. */
static hum_status insert_sense(hum_builder *b, uint32_t cable, size_t n, hum_node *near)
{
    hum_cable_net *net = &b->net->cables[cable];
    const hum_cable *c = &b->m->cables[cable];
    for (unsigned i = 0; i < n; i++) {
        hum_text name = hum_text_format(b->a, "%.*s.sensejoin%u", HUM_FMT(c->id), i);
        HUM_TRY(hum_circuit_add_resistor(b->c, name, c->span, near[i], net->sense_in[i], 0, NULL));
        name = hum_text_format(b->a, "%.*s.sense%u", HUM_FMT(c->id), i);
        HUM_TRY(hum_circuit_add_silent(b->c, name, c->span, net->sense_in[i], net->sense_out[i], SENSE_OHM, NULL));
        near[i] = net->sense_out[i];
    }
    return HUM_OK;
}

/* For a ground wire beside it. */
static hum_status keep_outer(pickup *p)
{
    hum_cable_net *n = &p->b->net->cables[p->cable];
    hum_term *terms;
    HUM_ALLOC(terms, p->b->a, hum_term, p->n);
    for (size_t i = 0; i < p->n; i++)
        terms[i] = p->terms[p->legs.n - 1][i];
    n->outer = terms;
    n->n_outer = p->n;
    return HUM_OK;
}

hum_status hum_build_pickup(hum_builder *b, uint32_t cable, const char *twin, size_t n, hum_node *near, hum_node *far)
{
    pickup p = {.b = b, .cable = cable};
    bool any = false;
    for (size_t i = 0; i < b->m->n_fields; i++)
        any |= hum_field_acts_on(&b->m->fields[i], cable);
    if (any) {
        HUM_TRY(hum_cable_legs(b, cable, n, &p.legs));
        HUM_TRY(add_all(&p));
        HUM_TRY(keep_outer(&p));
    }
    for (size_t leg = 0; any && leg < n; leg++) {
        HUM_TRY(insert_emf(&p, twin, "near", leg, false, &near[leg]));
        HUM_TRY(insert_emf(&p, twin, "far", leg, true, &far[leg]));
    }
    return b->net->cables[cable].is_sensed && !twin[0] ? insert_sense(b, cable, n, near) : HUM_OK;
}

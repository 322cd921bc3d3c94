/* Setting up a cross-section, and its matrices as those of a line against the room. docs/physics/section.md
 * */
#include "cable/section_inside.h"

#include <math.h>
#include <string.h>

#define TOLERANCE 1e-6
#define L_OUTER_H_M 1e-6
enum { DRAPED_ORDER = 40 }; /* polynomials that a hull of a few circles needs for 1e-3 */

#define SHEET_HZ 1e3     /* at which capacitances are published */
#define LOW_LINE_HZ 1e-3 /* a line of no frequency is that of this one */

static double l_outer(const hum_geometry *g)
{
    return g->l_outer_h_m > 0 ? g->l_outer_h_m : L_OUTER_H_M;
}

static bool is_shielded(const hum_section *s)
{
    return s->g.shield.kind != HUM_SHIELD_NONE;
}

/* Of what is around the charges, 0 in the open. */
static double outer_radius(const hum_geometry *g)
{
    double shield = g->shield.kind == HUM_SHIELD_NONE ? 0
                    : g->is_draped                    ? hum_geometry_reach_m(g)
                                                      : g->shield.radius_m;
    return g->fill_radius_m > 0 ? g->fill_radius_m : shield;
}

static void set_circles(const hum_geometry *g, bool coats, hum_circle *c)
{
    for (size_t i = 0; i < g->n_wires; i++) {
        const hum_wire *w = &g->wires[i];
        c[i] = (hum_circle){w->x_m, w->y_m, coats ? hum_wire_outer_m(w) : w->radius_m};
    }
}

/* Self potentials and the answer of a perfect shield into the matrix of the currents (eq. X-14). */
static hum_status set_free(hum_section *s, hum_arena *a, const hum_circle *c)
{
    const hum_harmonics *h = &s->current;
    size_t size = h->n * h->stride, n = s->g.n_wires;
    hum_symmetric m = {h->n, h->stride, NULL, s->current_work.im};
    HUM_ALLOC(m.re, a, double, size);
    memcpy(m.re, h->between, size * sizeof(double));
    for (size_t i = 0; i < n; i++) {
        m.re[hum_monopole_at(h, i) * (h->stride + 1)] -= log(c[i].radius);
        for (size_t k = 0; k < 2 * h->order; k++)
            m.re[hum_harmonic_at(h, i, 1, k) * (h->stride + 1)] += 1 / (double)(k / 2 + 1);
    }
    for (size_t k = 0; k < 2 * h->outer_order; k++)
        hum_symmetric_add_outer(&m, -(double)(k / 2 + 1), h->outer + k * h->stride);
    s->current_free = m.re;
    return HUM_OK;
}

/* Eq. X-10: the room at the distance that gives all wires in parallel the outer inductance. */
static hum_status set_room(hum_section *s)
{
    const hum_harmonics *h = &s->current;
    size_t n = s->g.n_wires;
    double ln_around = log(s->g.shield.radius_m);
    if (!is_shielded(s)) {
        hum_complex p[HUM_WIRES_MAX * HUM_WIRES_MAX], total = 0;
        HUM_TRY(hum_section_vacuum(s, p));
        HUM_TRY(hum_complex_invert(n, p, p));
        for (size_t i = 0; i < n * n; i++)
            total += p[i];
        s->ln_room = ln_around = 2 * HUM_PI * l_outer(&s->g) / HUM_MU0_H_M - 1 / creal(total);
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = i; j < n; j++)
            s->current_free[hum_monopole_at(h, i) * h->stride + hum_monopole_at(h, j)] += ln_around;
    return HUM_OK;
}

typedef struct orders {
    size_t field, field_outer, current, current_outer;
} orders;

static hum_status make(hum_arena *a, const hum_geometry *g, const orders *o, hum_section **out)
{
    hum_circle coats[HUM_WIRES_MAX], metal[HUM_WIRES_MAX];
    hum_section *s;
    HUM_ALLOC(s, a, hum_section, 1);
    s->g = *g;
    double shield = g->shield.kind == HUM_SHIELD_NONE ? 0 : g->shield.radius_m;
    s->outer_m = outer_radius(g);
    set_circles(g, true, coats);
    set_circles(g, false, metal);
    HUM_TRY(hum_harmonics_new(a, g->n_wires, coats, s->outer_m, o->field, o->field_outer, &s->field));
    HUM_TRY(hum_harmonics_new(a, g->n_wires, metal, shield, o->current, o->current_outer, &s->current));
    HUM_TRY(hum_symmetric_new(a, s->field.n, &s->field_work));
    HUM_TRY(hum_symmetric_new(a, s->current.n, &s->current_work));
    HUM_TRY(set_free(s, a, metal));
    HUM_TRY(set_room(s));
    if (g->is_draped)
        HUM_TRY(hum_section_drape(s, a));
    HUM_TRY(hum_section_store_capacitance(s, a));
    *out = s;
    return HUM_OK;
}

hum_status hum_section_new_of_order(hum_arena *a, const hum_geometry *g, size_t order, size_t outer_order,
                                    hum_section **out)
{
    if (hum_geometry_check(g).kind != HUM_FAULT_NONE)
        return HUM_E_RANGE;
    return make(a, g, &(orders){order, outer_order, order, outer_order}, out);
}

hum_status hum_section_new(hum_arena *a, const hum_geometry *g, double tolerance, hum_section **out)
{
    if (hum_geometry_check(g).kind != HUM_FAULT_NONE)
        return HUM_E_RANGE;
    hum_circle coats[HUM_WIRES_MAX], metal[HUM_WIRES_MAX];
    double shield = g->shield.kind == HUM_SHIELD_NONE ? 0 : g->shield.radius_m;
    double outer = g->fill_radius_m > 0 ? g->fill_radius_m : shield,
           t = tolerance > 0 ? tolerance : TOLERANCE;
    size_t n = g->n_wires;
    set_circles(g, true, coats);
    set_circles(g, false, metal);
    orders o = {.current = hum_harmonics_order(n, metal, shield, t),
                .current_outer = hum_harmonics_outer_order(n, metal, shield, t)};
    size_t touching = hum_harmonics_order(n, coats, outer, sqrt(t)), most = 2 * o.current + 6;
    o.field = touching > most ? most : touching > o.current ? touching : o.current;
    o.field_outer = hum_harmonics_outer_order(n, coats, outer, sqrt(t));
    size_t wanted = hum_harmonics_outer_order(n, metal, outer, t);
    o.field_outer = wanted > o.field_outer ? wanted : o.field_outer;
    if (g->is_draped)
        o.field_outer = DRAPED_ORDER;
    return make(a, g, &o, out);
}

size_t hum_section_wires(const hum_section *s)
{
    return s->g.n_wires;
}

size_t hum_section_order(const hum_section *s)
{
    return s->current.order;
}

const hum_geometry *hum_section_geometry(const hum_section *s)
{
    return &s->g;
}

double hum_section_room_m(const hum_section *s)
{
    if (!is_shielded(s))
        return exp(s->ln_room);
    return hum_shield_outer_m(&s->g.shield) * exp(2 * HUM_PI * l_outer(&s->g) / HUM_MU0_H_M);
}

static size_t drains(const hum_section *s)
{
    size_t n = 0;
    for (size_t i = 0; is_shielded(s) && i < s->g.n_wires; i++)
        n += s->g.wires[i].is_drain;
    return n;
}

size_t hum_section_conductors(const hum_section *s)
{
    return s->g.n_wires - drains(s) + is_shielded(s);
}

void hum_join_admittance(size_t n, const hum_complex *y, const size_t *group, size_t n_groups,
                         hum_complex *out)
{
    for (size_t i = 0; i < n_groups * n_groups; i++)
        out[i] = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            out[group[i] * n_groups + group[j]] += y[i * n + j];
}

hum_status hum_join_impedance(size_t n, const hum_complex *z, const size_t *group, size_t n_groups,
                              hum_complex *out)
{
    hum_complex y[HUM_INVERT_MAX * HUM_INVERT_MAX];
    if (n > HUM_INVERT_MAX)
        return HUM_E_RANGE;
    HUM_TRY(hum_complex_invert(n, z, y));
    hum_join_admittance(n, y, group, n_groups, out);
    return hum_complex_invert(n_groups, out, out);
}

hum_complex hum_loop_impedance(size_t n, const hum_complex *z, size_t i, size_t j)
{
    return z[i * n + i] + z[j * n + j] - z[i * n + j] - z[j * n + i];
}

void hum_section_sheet(hum_section *s, const size_t *group, hum_capacitance_sheet *out)
{
    hum_complex c[HUM_WIRES_MAX * HUM_WIRES_MAX], legs[9];
    hum_section_capacitance(s, SHEET_HZ, c);
    hum_join_admittance(s->g.n_wires, c, group, 3, legs);
    double ab = -creal(legs[1]), as = creal(legs[0]) - ab, bs = creal(legs[4]) - ab, mean = (as + bs) / 2;
    *out = (hum_capacitance_sheet){.core_core_direct = ab,
                                   .core_shield_direct = mean,
                                   .differential = ab + as * bs / (as + bs),
                                   .core_rest = ab + mean,
                                   .core_shield = mean + ab * mean / (ab + mean),
                                   .common = as + bs,
                                   .imbalance = (as - bs) / mean};
}

/* Charge +-1 on i and j, none elsewhere: their voltage is the loop element of C^-1. */
hum_status hum_loop_capacitance(size_t n, const hum_complex *c_f_m, size_t i, size_t j, hum_complex *out)
{
    hum_complex p[HUM_WIRES_MAX * HUM_WIRES_MAX];
    if (n > HUM_WIRES_MAX)
        return HUM_E_RANGE;
    HUM_TRY(hum_complex_invert(n, c_f_m, p));
    *out = 1 / hum_loop_impedance(n, p, i, j);
    return HUM_OK;
}

/* The shield joins the wires: inside loops, outside loop and what couples them (eq. ). */
static void append_shield(const hum_section *s, double f_hz, const hum_complex *z_in, const hum_complex *c_in,
                          hum_complex *z, hum_complex *c)
{
    size_t w = s->g.n_wires, n = w + 1;
    hum_shield_z sh = hum_shield_at(&s->g.shield, f_hz);
    hum_complex outer = sh.zb_ohm_m + hum_complex_of(0, 2 * HUM_PI * f_hz * l_outer(&s->g));
    z[n * n - 1] = outer;
    c[n * n - 1] = HUM_MU0_H_M * HUM_EPS0_F_M / l_outer(&s->g);
    for (size_t i = 0; i < w; i++) {
        hum_complex sum = 0;
        for (size_t j = 0; j < w; j++) {
            z[i * n + j] = z_in[i * w + j] + sh.za_ohm_m - 2 * sh.zt_ohm_m + outer;
            c[i * n + j] = c_in[i * w + j];
            sum += c_in[i * w + j];
        }
        z[i * n + w] = z[w * n + i] = outer - sh.zt_ohm_m;
        c[i * n + w] = c[w * n + i] = -sum;
        c[n * n - 1] += sum;
    }
}

static void set_groups(const hum_section *s, size_t *group)
{
    size_t n = hum_section_conductors(s), next = 0;
    for (size_t i = 0; i < s->g.n_wires; i++)
        group[i] = s->g.wires[i].is_drain && is_shielded(s) ? n - 1 : next++;
    group[s->g.n_wires] = n - 1;
}

hum_status hum_section_at(hum_section *s, double f_hz, hum_complex *z_ohm_m, hum_complex *y_s_m)
{
    enum { SIZE = (HUM_WIRES_MAX + 1) * (HUM_WIRES_MAX + 1) };
    hum_complex z_in[SIZE], c_in[SIZE], z[SIZE], c[SIZE];
    size_t w = s->g.n_wires, n = hum_section_conductors(s), all = w + is_shielded(s),
           group[HUM_WIRES_MAX + 1];
    hum_section_impedance(s, f_hz, z_in);
    hum_section_capacitance(s, f_hz, c_in);
    if (is_shielded(s)) {
        append_shield(s, f_hz, z_in, c_in, z, c);
    } else {
        memcpy(z, z_in, w * w * sizeof *z);
        memcpy(c, c_in, w * w * sizeof *c);
    }
    set_groups(s, group);
    if (n == all)
        memcpy(z_ohm_m, z, n * n * sizeof *z);
    else
        HUM_TRY(hum_join_impedance(all, z, group, n, z_ohm_m));
    hum_join_admittance(all, c, group, n, y_s_m);
    for (size_t i = 0; i < n * n; i++)
        y_s_m[i] *= hum_complex_of(0, 2 * HUM_PI * f_hz);
    return HUM_OK;
}

hum_status hum_section_line(hum_section *s, double f_hz, double length_m, hum_line *out)
{
    enum { SIZE = (HUM_WIRES_MAX + 1) * (HUM_WIRES_MAX + 1) };
    hum_complex z[SIZE], y[SIZE];
    size_t n = hum_section_conductors(s);
    double f = fmax(f_hz, LOW_LINE_HZ), omega = 2 * HUM_PI * f, loss = 0, charge = 0;
    if (n > HUM_LINE_MAX || !(length_m > 0))
        return n > HUM_LINE_MAX ? HUM_E_UNSUPPORTED : HUM_E_RANGE;
    HUM_TRY(hum_section_at(s, f, z, y));
    *out = (hum_line){.n = n, .length_m = length_m};
    for (size_t i = 0; i < n; i++) {
        out->r_ohm_m[i] = creal(z[i * n + i]);
        bool is_wire = i + is_shielded(s) < n;
        loss += is_wire ? creal(y[i * n + i]) : 0;
        charge += is_wire ? cimag(y[i * n + i]) : 0;
        for (size_t j = 0; j < n; j++) {
            out->l_h_m[i * n + j] = cimag(z[i * n + j]) / omega;
            out->c_f_m[i * n + j] = cimag(y[i * n + j]) / omega;
        }
    }
    out->tan_delta = loss / charge;
    return HUM_OK;
}

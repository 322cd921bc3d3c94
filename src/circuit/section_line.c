/* The line of a cable whose cross-section is stated: solved once into a table, with what the data sheet states laid over it
 * (docs/physics/cable.md, "From a cross-section", C-21 to C-25). */
#include "circuit/section_of.h"

#include "base/constants.h"
#include "cable/section.h"
#include "cable/table.h"
#include "model/schema.h"

#include <math.h>

#define TWO_PI (2 * HUM_PI)
#define TOLERANCE 1e-5     /* of the solver; drawings are not known to a thousandth */
#define SHEET_HZ 1e3       /* where capacitance and inductance are published */

enum { ALL_MAX = HUM_LINE_MAX, SIZE = ALL_MAX * ALL_MAX };

/* A solved section asked for the matrices of its line: a quad's opposite cores joined, capacitances scaled. */
typedef struct asked {
    hum_section *s;
    bool is_quad;
    size_t n_cores;
    double core_core, core_shield; /* factors on the direct capacitances */
} asked;

/* --- matrices ---------------------------------------------------------------------------------------- */

/* Direct capacitances between cores and to the shield times their factors; a shield's to the room as it is, that of wires in the
 * open as those between them (eq. C-23). */
static void scale_direct(const asked *q, size_t n, hum_complex *y)
{
    hum_complex scaled[SIZE];
    for (size_t i = 0; i < n; i++) {
        hum_complex sum = 0, own = 0;
        for (size_t j = 0; j < n; j++) {
            bool to_shield = i >= q->n_cores || j >= q->n_cores;
            hum_complex off = (to_shield ? q->core_shield : q->core_core) * y[i * n + j];
            sum += y[i * n + j];
            if (j != i)
                scaled[i * n + j] = off;
            own -= j == i ? 0 : off;
        }
        scaled[i * n + i] = own + (n > q->n_cores ? 1 : q->core_core) * sum;
    }
    for (size_t i = 0; i < n * n; i++)
        y[i] = scaled[i];
}

static hum_status ask(void *ctx, double f_hz, hum_complex *z, hum_complex *y)
{
    static const size_t legs[] = {0, 1, 0, 1, 2};
    const asked *q = ctx;
    size_t n = hum_section_conductors(q->s);
    HUM_TRY(hum_section_at(q->s, f_hz, z, y));
    if (q->is_quad) {
        hum_complex all[SIZE];
        for (size_t i = 0; i < n * n; i++)
            all[i] = y[i];
        hum_join_admittance(n, all, legs, 3, y);
        for (size_t i = 0; i < n * n; i++)
            all[i] = z[i];
        n = 3;
        HUM_TRY(hum_join_impedance(5, all, legs, n, z));
    }
    scale_direct(q, n, y);
    return HUM_OK;
}

/* R at zero frequency, L and C at 1 kHz. */
static hum_status find_constant(const asked *q, hum_line *out)
{
    hum_complex z[SIZE], y[SIZE];
    size_t n = q->is_quad ? 3 : hum_section_conductors(q->s);
    *out = (hum_line){.n = n, .length_m = 1};
    HUM_TRY(ask((void *)(uintptr_t)q, 0, z, y));
    for (size_t i = 0; i < n; i++)
        out->r_ohm_m[i] = creal(z[i * n + i]);
    HUM_TRY(ask((void *)(uintptr_t)q, SHEET_HZ, z, y));
    for (size_t i = 0; i < n * n; i++) {
        out->l_h_m[i] = cimag(z[i]) / (TWO_PI * SHEET_HZ);
        out->c_f_m[i] = cimag(y[i]) / (TWO_PI * SHEET_HZ);
    }
    return HUM_OK;
}

/* --- what the data sheet says of it ------------------------------------------------------------------ */

static hum_status sheet_of_open(const hum_line *l, hum_capacitance_sheet *out)
{
    hum_complex c[SIZE], between;
    for (size_t i = 0; i < l->n * l->n; i++)
        c[i] = l->c_f_m[i];
    HUM_TRY(hum_loop_capacitance(l->n, c, 0, 1, &between));
    *out = (hum_capacitance_sheet){.core_core_direct = -l->c_f_m[1], .differential = creal(between)};
    return HUM_OK;
}

static hum_capacitance_sheet sheet_of_shielded(const hum_line *l, size_t n_cores)
{
    size_t n = l->n, s = n - 1;
    if (n_cores == 1)
        return (hum_capacitance_sheet){.differential = -l->c_f_m[s]};
    double ab = -l->c_f_m[1], as = -(l->c_f_m[s] + l->c_f_m[n + s]) / 2;
    return (hum_capacitance_sheet){.core_core_direct = ab, .core_shield_direct = as, .differential = ab + as / 2,
                                   .core_shield = as + ab * as / (ab + as)};
}

static double stated(const hum_cable *c, hum_key key)
{
    hum_value v = hum_values_get(&c->values, key);
    return hum_value_known(&v) ? v.nominal : 0;
}

/* Factors that bring the section's capacitances to those stated, `c` and `c-shield` or 0 (eq. C-23). */
static void find_factors(const hum_cable_section *s, double c_f_m, double c_shield_f_m, double *core_core, double *core_shield)
{
    const hum_capacitance_sheet *drawn = &s->sheet;
    double ab, as;
    *core_core = *core_shield = 1;
    if (c_f_m > 0)
        *core_core = *core_shield = c_f_m / drawn->differential;
    else if (c_shield_f_m > 0 && drawn->core_shield > 0)
        *core_core = *core_shield = c_shield_f_m / drawn->core_shield;
    if (c_f_m > 0 && c_shield_f_m > 0 && drawn->core_shield > 0 &&
        hum_cable_direct_capacitance(c_f_m, c_shield_f_m, 0, &ab, &as) == HUM_OK) {
        *core_core = ab / drawn->core_core_direct;
        *core_shield = as / drawn->core_shield_direct;
    }
}

/* Metal of the stated resistance: tin, lay and tolerance are in it (eq. C-24). */
static void match_resistance(const hum_cable *c, hum_geometry *g)
{
    double core = stated(c, HUM_KEY_CORE), shield = stated(c, HUM_KEY_SHIELD), drain_s_m = 0;
    for (size_t i = 0; i < g->n_wires; i++) {
        hum_wire *w = &g->wires[i];
        if (w->is_drain)
            drain_s_m += 1 / (hum_wire_r_ohm_m(w) * hum_geometry_lay_factor(g, i));
        else if (core > 0)
            w->sigma_s_m *= hum_wire_r_ohm_m(w) * hum_geometry_lay_factor(g, i) / core;
    }
    double left_s_m = shield > 0 ? 1 / shield - drain_s_m : 0;
    if (left_s_m > 0)
        g->shield.sigma_s_m *= hum_shield_r_ohm_m(&g->shield) * left_s_m;
}

/* --- residuals --------------------------------------------------------------------------------------- */

#define TOP_HZ 10e6      /* where a wave has its last velocity */

/* 1 / sqrt(L C) of the signal loop at high frequencies, fraction of the speed of light. */
static hum_status find_velocity(asked *q, const hum_cable_section *s, double *out)
{
    hum_complex z[SIZE], y[SIZE];
    size_t n = s->drawn.n, other = s->n_cores > 1 ? 1 : n - 1;
    HUM_TRY(ask(q, TOP_HZ, z, y));
    double l = cimag(hum_loop_impedance(n, z, 0, other)) / (TWO_PI * TOP_HZ);
    *out = 1 / (HUM_LIGHT_M_S * sqrt(l * s->sheet.differential));
    return HUM_OK;
}

static void compare(hum_cable_section *s, const hum_cable *c, hum_key key, double drawn)
{
    double said = stated(c, key);
    if (said > 0 && drawn > 0)
        s->residuals[s->n_residuals++] = (hum_residual){key, drawn, said};
}

/* A shield without wires or thickness is made of the stated resistance; a coax without `er`, of the stated velocity. */
static hum_status find_residuals(asked *q, const hum_cable *c, hum_cable_section *s)
{
    double velocity, loop = s->drawn.l_h_m[0] - 2 * s->drawn.l_h_m[s->n_cores > 1 ? 1 : s->drawn.n - 1];
    size_t other = s->n_cores > 1 ? 1 : s->drawn.n - 1;
    bool has_metal = s->geometry.shield.kind != HUM_SHIELD_TUBE || stated(c, HUM_KEY_SHIELD_THICK) > 0;
    HUM_TRY(find_velocity(q, s, &velocity));
    compare(s, c, HUM_KEY_CORE, s->drawn.r_ohm_m[0] * (c->kind == HUM_CABLE_QUAD ? 2 : 1));
    if (s->has_shield && has_metal)
        compare(s, c, HUM_KEY_SHIELD, s->drawn.r_ohm_m[s->drawn.n - 1]);
    compare(s, c, HUM_KEY_C_M, s->sheet.differential);
    compare(s, c, HUM_KEY_C_SHIELD, s->sheet.core_shield);
    compare(s, c, HUM_KEY_L_M, loop + s->drawn.l_h_m[other * s->drawn.n + other]);
    if (c->kind != HUM_CABLE_COAX || stated(c, HUM_KEY_ER) > 0)
        compare(s, c, HUM_KEY_VELOCITY, velocity);
    return HUM_OK;
}

static void tell_residuals(hum_builder *b, const hum_cable *c, const hum_cable_section *s)
{
    for (size_t i = 0; i < s->n_residuals; i++) {
        const hum_residual *r = &s->residuals[i];
        hum_dim dim = hum_key_spec_of(r->key)->dim;
        if (fabs(r->drawn / r->stated - 1) <= HUM_RESIDUAL_FAR)
            continue;
        hum_out o = hum_out_in(b->a);
        hum_text t;
        hum_out_f(&o, "%s of this cable is ", hum_key_name(r->key));
        hum_out_amount(&o, dim, r->drawn);
        hum_out_z(&o, " by its cross-section and ");
        hum_out_amount(&o, dim, r->stated);
        hum_out_z(&o, " by its data sheet");
        if (hum_out_done(&o, &t) == HUM_OK)
            hum_diags_add(b->d, HUM_D_FAR_RESIDUAL, c->span, t,
                          HUM_T("what the data sheet states is used; look at the dimensions, and at what the figure means"));
    }
}

bool hum_cable_core_residual(const hum_cable *c, hum_residual *out)
{
    hum_wire w;
    double said = stated(c, HUM_KEY_CORE);
    if (!hum_cable_conductor(c, &w) || !(said > 0))
        return false;
    *out = (hum_residual){HUM_KEY_CORE, hum_wire_r_ohm_m(&w), said};
    return true;
}

/* --- solving ----------------------------------------------------------------------------------------- */

static hum_status solve_section(hum_builder *b, const hum_cable *c, hum_cable_section *s)
{
    hum_geometry matched = s->geometry;
    match_resistance(c, &matched);
    asked q = {.is_quad = c->kind == HUM_CABLE_QUAD, .n_cores = s->n_cores, .core_core = 1, .core_shield = 1};
    HUM_TRY(hum_section_new(b->a, &s->geometry, TOLERANCE, &q.s));
    HUM_TRY(find_constant(&q, &s->drawn));
    if (s->has_shield)
        s->sheet = sheet_of_shielded(&s->drawn, s->n_cores);
    else
        HUM_TRY(sheet_of_open(&s->drawn, &s->sheet));
    HUM_TRY(find_residuals(&q, c, s));
    tell_residuals(b, c, s);
    HUM_TRY(hum_section_new(b->a, &matched, TOLERANCE, &s->solved));
    q.s = s->solved;
    find_factors(s, stated(c, HUM_KEY_C_M), stated(c, HUM_KEY_C_SHIELD), &q.core_core, &q.core_shield);
    HUM_TRY(find_constant(&q, &s->line));
    return hum_line_tabulate(b->a, &s->line, ask, &q, &s->line.table);
}

static hum_status find_section(hum_builder *b, uint32_t index, hum_cable_section **out)
{
    const hum_cable *c = &b->m->cables[index];
    const hum_network *like = b->as ? b->as : b->values ? b->values->like : NULL;
    const hum_cable_section *known = like ? like->cables[index].section : NULL;
    hum_cable_section *s;
    HUM_ALLOC(s, b->a, hum_cable_section, 1);
    HUM_TRY(hum_cable_stated_geometry(b, c, &s->geometry));
    HUM_TRY(hum_cable_lay(b, c, &s->geometry.lay_m));
    if (!hum_cable_section_is_possible(b, c, &s->geometry))
        return HUM_E_INPUT;
    hum_cable_conductors(c->kind, &s->n_cores, &s->has_shield);
    if (known)
        *s = *known;
    else
        HUM_TRY(solve_section(b, c, s));
    *out = s;
    return HUM_OK;
}

/* --- the line ---------------------------------------------------------------------------------------- */

/* Eq. C-22. */
static hum_status set_resistance(hum_builder *b, const hum_cable *c, const hum_cable_section *s, hum_line *out)
{
    double core, shield;
    if (stated(c, HUM_KEY_CORE) > 0) {
        HUM_TRY(hum_cable_value(b, c, HUM_KEY_CORE, &core));
        for (size_t i = 0; i < s->n_cores; i++)
            out->r_ohm_m[i] = c->kind == HUM_CABLE_QUAD ? core / 2 : core;
    }
    if (s->has_shield && stated(c, HUM_KEY_SHIELD) > 0) {
        HUM_TRY(hum_cable_value(b, c, HUM_KEY_SHIELD, &shield));
        out->r_ohm_m[out->n - 1] = shield;
    }
    return HUM_OK;
}

/* Adds to the direct capacitance of conductors i and j. */
static void add_direct(hum_line *l, size_t i, size_t j, double c_f_m)
{
    l->c_f_m[i * l->n + i] += c_f_m;
    l->c_f_m[j * l->n + j] += c_f_m;
    l->c_f_m[i * l->n + j] -= c_f_m;
    l->c_f_m[j * l->n + i] -= c_f_m;
}

/* What each wire has to the room, times k. */
static void scale_room(hum_line *l, double k)
{
    for (size_t i = 0; i < l->n; i++) {
        double sum = 0;
        for (size_t j = 0; j < l->n; j++)
            sum += l->c_f_m[i * l->n + j];
        l->c_f_m[i * l->n + i] += (k - 1) * sum;
    }
}

/* The stated capacitances as they are in this build (a range has another value in each sample), and what no drawing
 * shows: that two cores are never alike. */
static hum_status set_capacitance(hum_builder *b, const hum_cable *c, const hum_cable_section *s, hum_line *out)
{
    double c_f_m = 0, c_shield_f_m = 0, unbalance, was[2], is[2];
    size_t sh = out->n - 1;
    if (stated(c, HUM_KEY_C_M) > 0)
        HUM_TRY(hum_cable_value(b, c, HUM_KEY_C_M, &c_f_m));
    if (stated(c, HUM_KEY_C_SHIELD) > 0)
        HUM_TRY(hum_cable_value(b, c, HUM_KEY_C_SHIELD, &c_shield_f_m));
    find_factors(s, stated(c, HUM_KEY_C_M), stated(c, HUM_KEY_C_SHIELD), &was[0], &was[1]);
    find_factors(s, c_f_m, c_shield_f_m, &is[0], &is[1]);
    for (size_t i = 0; i < out->n; i++)
        for (size_t j = i + 1; j < out->n; j++) {
            bool to_shield = j >= s->n_cores;
            add_direct(out, i, j, -out->c_f_m[i * out->n + j] * (is[to_shield] / was[to_shield] - 1));
        }
    if (!s->has_shield)
        scale_room(out, is[0] / was[0]);
    if (s->n_cores != 2 || !s->has_shield)
        return HUM_OK;
    HUM_TRY(hum_cable_value(b, c, HUM_KEY_UNBALANCE, &unbalance));
    double half = -out->c_f_m[sh] * unbalance / 2;
    add_direct(out, 0, sh, half);
    add_direct(out, 1, sh, -half);
    return HUM_OK;
}

/* A stated inductance of the loop: the cores' own makes up the difference (eq. C-25). */
static hum_status set_inductance(hum_builder *b, const hum_cable *c, const hum_cable_section *s, hum_line *out)
{
    double l;
    size_t n = out->n, other = s->n_cores > 1 ? 1 : n - 1;
    if (!(stated(c, HUM_KEY_L_M) > 0))
        return HUM_OK;
    HUM_TRY(hum_cable_value(b, c, HUM_KEY_L_M, &l));
    double loop = out->l_h_m[0] + out->l_h_m[other * n + other] - 2 * out->l_h_m[other];
    double each = (l - loop) / (s->n_cores > 1 ? 2 : 1);
    if (each + 0.5 * loop / (s->n_cores > 1 ? 2 : 1) < 0) {
        hum_diags_say(b->d, HUM_D_ODD_VALUE, c->span, "the inductance is that of the loop of hot and return",
                      "the inductance of this cable is not half of what its cross-section has; it is left out");
        return HUM_OK;
    }
    for (size_t i = 0; i < s->n_cores; i++)
        out->l_h_m[i * n + i] += each;
    return HUM_OK;
}

/* The room is elsewhere in this build (eq. C-3): the flux outside links all conductors alike. */
static hum_status set_outer(hum_builder *b, const hum_cable *c, const hum_cable_section *s, hum_line *out)
{
    double outer, was = s->geometry.l_outer_h_m;
    HUM_TRY(hum_cable_value(b, c, HUM_KEY_OUTER, &outer));
    for (size_t i = 0; i < out->n * out->n; i++)
        out->l_h_m[i] += outer - was;
    if (s->has_shield)
        out->c_f_m[out->n * out->n - 1] += HUM_MU0_EPS0 * (1 / outer - 1 / was);
    return HUM_OK;
}

static hum_status line_of_section(hum_builder *b, uint32_t index, hum_line *out)
{
    const hum_cable *c = &b->m->cables[index];
    hum_cable_net *n = &b->net->cables[index];
    hum_cable_section *s;
    HUM_TRY(find_section(b, index, &s));
    n->section = s;
    *out = s->line;
    HUM_TRY(set_resistance(b, c, s, out));
    HUM_TRY(set_capacitance(b, c, s, out));
    HUM_TRY(set_inductance(b, c, s, out));
    return set_outer(b, c, s, out);
}

hum_status hum_cable_line(hum_builder *b, uint32_t index, double length_m, hum_line *out)
{
    hum_cable_net *n = &b->net->cables[index];
    if (hum_cable_section_lacks(&b->m->cables[index])) {
        HUM_TRY(hum_cable_sheet(b, index));
        return hum_line_from_data(&n->sheet, length_m, out);
    }
    HUM_TRY(line_of_section(b, index, out));
    out->length_m = length_m;
    return HUM_OK;
}

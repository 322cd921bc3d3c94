#include "link.h"

#include <stdio.h>
#include <stdlib.h>

static void ok(hum_status s)
{
    if (s == HUM_OK)
        return;
    fprintf(stderr, "bench: status %d\n", (int)s);
    exit(1);
}

static hum_node node(hum_circuit *c, const char *name)
{
    hum_node n;
    ok(hum_circuit_node(c, hum_text_of(name), HUM_NO_SPAN, &n));
    return n;
}

static uint32_t resistor(hum_circuit *c, const char *name, hum_node from, hum_node to, double ohm)
{
    uint32_t e;
    ok(hum_circuit_add_resistor(c, hum_text_of(name), HUM_NO_SPAN, from, to, ohm, &e));
    return e;
}

static uint32_t capacitor(hum_circuit *c, const char *name, hum_node from, hum_node to, double farad)
{
    uint32_t e;
    ok(hum_circuit_add_capacitor(c, hum_text_of(name), HUM_NO_SPAN, from, to, farad, &e));
    return e;
}

static uint32_t emf(hum_circuit *c, const char *name, hum_node p, hum_node m, const hum_term *terms, size_t n)
{
    uint32_t e;
    ok(hum_circuit_add_emf(c, hum_text_of(name), HUM_NO_SPAN, p, m, terms, n, &e));
    return e;
}

static void noise(hum_circuit *c, const char *name, uint32_t element, double v_rthz)
{
    hum_source_of s = {.kind = HUM_SOURCE_NOISE, .element = element, .scale = 1, .s_v2_hz = v_rthz * v_rthz,
                       .name = hum_text_of(name), .owner = UINT32_MAX, .origin = HUM_NO_SPAN};
    ok(hum_circuit_add_source(c, &s, NULL));
}

/* One protective conductor: 0.1 ohm and 3 uH. */
static void earth_wire(hum_circuit *c, const char *name, hum_node from, hum_node to)
{
    double l = 3e-6, r = 0.1;
    ok(hum_circuit_add_inductors(c, hum_text_of(name), HUM_NO_SPAN, 1, &from, &to, &l, &r, NULL));
}

/* Shielded pair: 100 pF/m core to shield, 30 pF/m core to core. */
static void cable(hum_circuit *c, const hum_node near[3], const hum_node far[3])
{
    hum_line line;
    hum_cable_data d = {.n_cores = 2, .has_shield = true, .r_core_ohm_m = {0.08, 0.08}, .r_shield_ohm_m = 0.02,
                        .c_core_shield_f_m = {100e-12, 102e-12}, .c_core_core_f_m = 30e-12, .velocity = 0.66,
                        .l_outer_h_m = 1e-6};
    ok(hum_line_from_data(&d, 10, &line));
    ok(hum_circuit_add_line(c, HUM_T("cable"), HUM_NO_SPAN, near, far, &line, NULL));
}

/* Source: signal with noise between two 50 ohm legs with 100 uF each. */
static void source_stage(hum_circuit *c, hum_node ground, const hum_node leg[2])
{
    hum_node hot = node(c, "sh"), a = node(c, "sa"), b = node(c, "sb");
    uint32_t e = emf(c, "esig", hot, ground, NULL, 0);
    noise(c, "output stage", e, 10e-9);
    resistor(c, "rs.a", hot, a, 50);
    capacitor(c, "cs.a", a, leg[0], 100e-6);
    resistor(c, "rs.b", ground, b, 50);
    capacitor(c, "cs.b", b, leg[1], 100e-6);
}

/* RF filter and bias of both legs. */
static void filter(link_circuit *l, hum_node ground, const hum_node in[2], const hum_node out[2])
{
    l->others[0] = resistor(l->c, "rf.a", in[0], out[0], 100);
    l->others[1] = resistor(l->c, "rf.b", in[1], out[1], 100);
    l->others[2] = capacitor(l->c, "cf.a", out[0], ground, 470e-12);
    l->others[3] = capacitor(l->c, "cf.b", out[1], ground, 470e-12);
    l->others[4] = resistor(l->c, "rb.a", out[0], ground, 100e3);
    l->others[5] = resistor(l->c, "rb.b", out[1], ground, 100e3);
}

/* Four 10 k and an op amp: 120 dB, 10 MHz, CMRR 100 dB, 4 nV. */
static void receiver(link_circuit *l, hum_node ground, const hum_node in[2])
{
    hum_circuit *c = l->c;
    hum_node p = node(c, "p"), n = node(c, "n"), noisy = node(c, "pn"), u = node(c, "u"), w = node(c, "w");
    hum_node out = node(c, "out");
    l->bridge[0] = resistor(c, "r.1", in[1], n, 10e3);
    l->bridge[1] = resistor(c, "r.2", n, out, 10e3);
    l->bridge[2] = resistor(c, "r.3", in[0], p, 10e3);
    l->bridge[3] = resistor(c, "r.4", p, ground, 10e3);
    hum_term follow[2] = {{p, HUM_EARTH, 1, 0}, {p, ground, 1e-5, 0}};
    noise(c, "op amp", emf(c, "en", noisy, HUM_EARTH, follow, 2), 4e-9);
    hum_term open_loop = {noisy, n, 1e6, 0}, buffer = {w, HUM_EARTH, 1, 0};
    emf(c, "ea", u, HUM_EARTH, &open_loop, 1);
    resistor(c, "ra", u, w, 1e3);
    capacitor(c, "ca", w, HUM_EARTH, 1e6 / (2 * 3.14159265358979323846 * 10e6 * 1e3));
    emf(c, "eo", out, ground, &buffer, 1);
    resistor(c, "rl", out, ground, 10e3);
    l->out = (hum_probe){out, ground};
}

static link_circuit build(hum_arena *a)
{
    link_circuit l = {.c = hum_circuit_new(a, 300.15)};
    hum_circuit *c = l.c;
    hum_node pe = node(c, "pe"), ga = node(c, "ga"), gb = node(c, "gb");
    const hum_node near[3] = {node(c, "na"), node(c, "nb"), node(c, "ns")};
    const hum_node far[3] = {node(c, "fa"), node(c, "fb"), node(c, "fs")};
    const hum_node in[2] = {node(c, "ia"), node(c, "ib")};
    hum_source_of s = {.kind = HUM_SOURCE_SIGNAL, .scale = 1, .name = HUM_T("ground"), .owner = UINT32_MAX,
                       .origin = HUM_NO_SPAN};
    s.element = emf(c, "eg", pe, HUM_EARTH, NULL, 0);
    ok(hum_circuit_add_source(c, &s, &l.ground_source));
    earth_wire(c, "lpa", ga, pe);
    earth_wire(c, "lpb", gb, HUM_EARTH);
    source_stage(c, ga, near);
    resistor(c, "rc.a", near[2], ga, 0.01);
    cable(c, near, far);
    resistor(c, "rc.b", far[2], gb, 0.01);
    filter(&l, gb, far, in);
    receiver(&l, gb, in);
    return l;
}

link_circuit link_new(hum_arena *a, bool lumped)
{
    link_circuit l = build(a);
    if (!lumped)
        return l;
    uint32_t *map = HUM_NEW(a, uint32_t, l.c->n_elements);
    hum_circuit *ladder;
    ok(map ? hum_circuit_lump(a, l.c, LINK_SECTIONS, map, &ladder) : HUM_E_NOMEM);
    for (size_t i = 0; i < 4; i++)
        l.bridge[i] = map[l.bridge[i]];
    for (size_t i = 0; i < 6; i++)
        l.others[i] = map[l.others[i]];
    l.c = ladder;
    return l;
}

static hum_vary around(hum_vary_kind kind, uint32_t index, uint32_t i, uint32_t j, double value, double tolerance)
{
    return (hum_vary){kind, index, i, j, value * (1 - tolerance), value * (1 + tolerance)};
}

size_t link_vary(const link_circuit *l, size_t n, double tolerance, hum_vary *vary)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t e = i < 4 ? l->bridge[i] : l->others[i - 4];
        vary[i] = around(HUM_VARY_VALUE, e, 0, 0, l->c->elements[e].value, tolerance);
    }
    return n;
}

size_t link_vary_all(const link_circuit *l, double tolerance, hum_vary *vary)
{
    size_t n = 0;
    for (uint32_t i = 0; i < l->c->n_elements; i++) {
        const hum_element *e = &l->c->elements[i];
        if (e->kind == HUM_ELEM_RESISTOR || e->kind == HUM_ELEM_CAPACITOR)
            vary[n++] = around(HUM_VARY_VALUE, i, 0, 0, e->value, tolerance);
        for (uint32_t k = 0; k < e->n && e->kind == HUM_ELEM_INDUCTORS; k++) {
            vary[n++] = around(HUM_VARY_R, i, k, 0, e->r_ohm[k], tolerance);
            vary[n++] = around(HUM_VARY_L, i, k, k, e->l_h[k * e->n + k], tolerance);
        }
    }
    return n;
}

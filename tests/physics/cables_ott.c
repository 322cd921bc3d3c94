/* Ott's experiment: a coil of 10 turns and 9 inch carries 0.6 A of 50 kHz, inside it 3 turns of the cable, 7 inch wide, from 100 ohm
 * into 1 Mohm (H. W. Ott, Noise Reduction Techniques in Electronic Systems, 2nd ed., figs. 2-28 and 2-29). One EMF along all the
 * conductors, and the network of this program's lines does the rest. Its cables are not named: here an RG-58C and a pair of 24 AWG. */
#include "cables.h"

#include "num/bessel.h"
#include "solve/solver.h"

#include <stdlib.h>

#define F_HZ 50e3
#define TURNS_LENGTH_M (3 * PI * 7 * 0.0254)

/* Two coaxial circles in one plane (Maxwell): mu0 sqrt(ab) [(2/k - k) K - 2/k E], k^2 = 4ab/(a + b)^2. */
static double coils_mutual_h(double a_m, double b_m, double turns)
{
    double k = 2 * sqrt(a_m * b_m) / (a_m + b_m), first, second;
    hum_elliptic(k, &first, &second);
    return turns * MU0 * sqrt(a_m * b_m) * ((2 / k - k) * first - 2 / k * second);
}

static double coil_emf_v(void)
{
    return 2 * PI * F_HZ * 0.6 * coils_mutual_h(4.5 * 0.0254, 3.5 * 0.0254, 30);
}

typedef struct ott {
    cable_table *t;
    hum_circuit *c;
    hum_node near[3], far[3];
    uint32_t emf[3];
    size_t n;
} ott;

static void must(hum_status s)
{
    if (s != HUM_OK)
        abort();
}

static void tie(ott *o, hum_node a, hum_node b, double ohm)
{
    must(hum_circuit_add_resistor(o->c, HUM_T("r"), HUM_NO_SPAN, a, b, ohm, NULL));
}

/* The cable with the coil's EMF in each of its conductors; nothing is connected yet. */
static ott new_ott(cable_table *t, const hum_cable_data *d)
{
    ott o = {.t = t, .c = hum_circuit_new(t->arena, 300)};
    hum_node inside[3];
    hum_line line;
    must(hum_line_from_data(d, TURNS_LENGTH_M, &line));
    o.n = line.n;
    for (size_t i = 0; i < o.n; i++) {
        must(hum_circuit_node(o.c, HUM_T("near"), HUM_NO_SPAN, &o.near[i]));
        must(hum_circuit_node(o.c, HUM_T("in"), HUM_NO_SPAN, &inside[i]));
        must(hum_circuit_node(o.c, HUM_T("far"), HUM_NO_SPAN, &o.far[i]));
        must(hum_circuit_add_emf(o.c, HUM_T("coil"), HUM_NO_SPAN, inside[i], o.near[i], NULL, 0, &o.emf[i]));
    }
    must(hum_circuit_add_line(o.c, HUM_T("cable"), HUM_NO_SPAN, inside, o.far, &line, NULL));
    tie(&o, o.near[0], HUM_EARTH, 100);
    return o;
}

/* Across the load, from conductor 0 to `back`, dB re the coil's EMF. */
static double heard_db(ott *o, hum_node back)
{
    hum_diags *d = hum_diags_new(o->t->arena);
    hum_solver *s;
    hum_complex sum = 0;
    tie(o, o->far[0], back, 1e6);
    must(hum_solver_new(o->t->arena, o->c, d, &s));
    must(hum_solver_set(s, F_HZ, d));
    hum_complex *y = HUM_NEW(o->t->arena, hum_complex, hum_solver_size(s));
    if (!y)
        abort();
    must(hum_solver_adjoint(s, (hum_probe){o->far[0], back}, y));
    for (size_t i = 0; i < o->n; i++)
        sum += hum_adjoint_emf(s, y, o->emf[i]);
    return 20 * log10(cabs(sum));
}

static const hum_cable_data rg58 = {.n_cores = 1, .has_shield = true, .r_core_ohm_m = {37e-3}, .r_shield_ohm_m = 13.5e-3,
                                    .c_core_shield_f_m = {98.4e-12}, .velocity = 0.66, .l_outer_h_m = 1e-6};
static const hum_cable_data pair = {.n_cores = 2, .r_core_ohm_m = {84e-3, 84e-3}, .c_core_core_f_m = 50e-12,
                                    .c_core_shield_f_m = {5e-12, 5e-12}, .velocity = 0.66, .l_outer_h_m = 1e-6};
static const hum_cable_data shielded = {.n_cores = 2, .has_shield = true, .r_core_ohm_m = {84e-3, 84e-3},
                                        .r_shield_ohm_m = 13.5e-3, .c_core_core_f_m = 28e-12,
                                        .c_core_shield_f_m = {85e-12, 85e-12}, .velocity = 0.66, .l_outer_h_m = 1e-6};

/* Signal back through the ground, shield tied where said. */
static double ground_return_db(cable_table *t, bool near_tied, bool far_tied)
{
    ott o = new_ott(t, &rg58);
    if (near_tied)
        tie(&o, o.near[1], HUM_EARTH, 1e-6);
    if (far_tied)
        tie(&o, o.far[1], HUM_EARTH, 1e-6);
    return heard_db(&o, HUM_EARTH);
}

/* Signal back through conductor 1 (a pair's other wire, a coax's shield), tied at both ends or at the source alone; a pair's shield
 * at `shield_ends` of them. */
static double own_return_db(cable_table *t, const hum_cable_data *d, bool far_tied, size_t shield_ends)
{
    ott o = new_ott(t, d);
    tie(&o, o.near[1], HUM_EARTH, 1e-6);
    if (far_tied)
        tie(&o, o.far[1], HUM_EARTH, 1e-6);
    if (shield_ends > 0)
        tie(&o, o.near[2], HUM_EARTH, 1e-6);
    if (shield_ends > 1)
        tie(&o, o.far[2], HUM_EARTH, 1e-6);
    return heard_db(&o, o.far[1]);
}

void add_ott_rows(cable_table *t)
{
    const char *found = "Ott's experiment (scribd.com/doc/96578065)", *figures = "Ott, figs. 2-28 and 2-29 (recalled)";
    double open = ground_return_db(t, false, false);
    open_chapter(t, "Ott's experiment");
    add_row(t, (cable_row){"C-41", "coil and cable: M", "uH", 5.6809644,
                           1e6 * coils_mutual_h(4.5 * 0.0254, 3.5 * 0.0254, 30), 1e-6, .source = CLOSED});
    add_row(t, (cable_row){"C-41", "circuit A, shield open, re the 0.8 V measured", "dB", 0,
                           open + 20 * log10(coil_emf_v() / 0.8), 3, .source = found, .is_absolute = true});
    const struct {
        const char *id, *what;
        double published, ours, up_to;
    } rows[] = {
        {"C-42", "B, shield at one end: gains over A", 0, open - ground_return_db(t, true, false), 0},
        {"C-42", "C, shield at both ends", 27, open - ground_return_db(t, true, true), 0},
        {"C-42", "D, pair grounded at both ends", 13, open - own_return_db(t, &pair, true, 0), 0},
        {"C-42", "E, with a shield at one end", 13, open - own_return_db(t, &shielded, true, 1), 0},
        {"C-42", "F, with a shield at both ends", 28, open - own_return_db(t, &shielded, true, 2), 0},
        {"C-42", "G, coax grounded at the source alone: 80 and more", 75, open - own_return_db(t, &rg58, false, 0), 400},
        {"C-42", "H, pair grounded at the source alone: 55 and more", 50, open - own_return_db(t, &pair, false, 0), 400},
        {"C-42", "I, shielded pair, likewise: 70 and more", 65, open - own_return_db(t, &shielded, false, 1), 400},
    };
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        add_row(t, (cable_row){rows[k].id, rows[k].what, "dB", rows[k].published, rows[k].ours, rows[k].up_to > 0 ? 0 : 5,
                               .up_to = rows[k].up_to, .source = figures, .is_absolute = true,
                               .note = k == 5 ? "here the coil has no electric field, and the twist no error" : NULL});
}

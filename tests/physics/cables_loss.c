/* Skin and proximity effect, attenuation, lumped sections, shields. */
#include "cables.h"

#include "solve/solver.h"
#include "study/cable_facts.h"

#include <stdlib.h>

#define SIGMA HUM_SIGMA_COPPER

static hum_section *pair(cable_table *t, double metal_m, double spacing_m)
{
    hum_wire w = hum_wire_solid(metal_m, SIGMA);
    hum_geometry g = hum_geometry_pair(&w, spacing_m, NULL);
    g.l_outer_h_m = 10e-6; /* the room is far, whatever the spacing */
    return solve_section(t, &g, 1e-8);
}

/* Two wires so far apart that each is alone. */
static hum_section *lone(cable_table *t, double metal_m)
{
    return pair(t, metal_m, fmax(5, 200 * metal_m));
}

static void add_skin_rows(cable_table *t)
{
    static const double at_20k[][3] = {{24, 1.001852741, 49.9536872}, {22, 1.0046737, 49.8831941},
                                       {20, 1.01174946, 49.7064954},  {18, 1.029286891, 49.2692851},
                                       {16, 1.07150794, 48.2212384},  {14, 1.166549109, 45.8880319},
                                       {12, 1.352983963, 41.4417118}, {10, 1.646643047, 34.9555617}};
    static const char *names[] = {
        "24 AWG at 20 kHz: R/Rdc", "22 AWG", "20 AWG", "18 AWG", "16 AWG", "14 AWG", "12 AWG", "10 AWG"};
    for (size_t k = 0; k < 8; k++) {
        double d = hum_awg_m((int)at_20k[k][0]);
        hum_section *s = lone(t, d);
        hum_wire w = hum_wire_solid(d, SIGMA);
        add_row(t, (cable_row){"C-23", names[k], "", at_20k[k][1], loop_r(s, 20e3) / 2 / hum_wire_r_ohm_m(&w),
                               1e-6, .source = CLOSED});
        add_row(t, (cable_row){"C-23", "internal L", "nH/m", at_20k[k][2],
                               (loop_l_nh(s, 20e3) - loop_nh(s, 0, 1)) / 2, 1e-6, .source = CLOSED});
    }
    hum_wire w24 = hum_wire_solid(hum_awg_m(24), SIGMA), w22 = hum_wire_solid(hum_awg_m(22), SIGMA);
    add_row(t, (cable_row){"C-24", "24 AWG at 6 MHz: R/Rdc", "", 4.990849941,
                           loop_r(lone(t, hum_awg_m(24)), 6e6) / 2 / hum_wire_r_ohm_m(&w24), 1e-6,
                           .source = CLOSED});
    add_row(t, (cable_row){"C-24", "22 AWG", "", 6.223533183,
                           loop_r(lone(t, hum_awg_m(22)), 6e6) / 2 / hum_wire_r_ohm_m(&w22), 1e-6,
                           .source = CLOSED});
    double depth_20k = 1 / (PI * 2 * SIGMA * loop_r(lone(t, 2), 20e3) / 2),
           depth_60 = 1 / (PI * 2 * SIGMA * loop_r(lone(t, 2), 60) / 2);
    add_row(t, (cable_row){"C-25", "skin depth of copper at 20 kHz (from R of a thick bar)", "mm", 0.467,
                           1e3 * depth_20k, 1e-2, .source = "Davis, JAES (0.5 mm)"});
    add_row(t, (cable_row){"C-25", "at 60 Hz", "mm", 8.5, 1e3 * depth_60, 1e-2, .source = "Wikipedia"});
}

/* Copper over steel of 8.5 % of its conductivity, 40 % together, 0.584 mm: Bessel functions of both layers, fitted at their border. */
static void add_clad_rows(cable_table *t)
{
    static const double rows[][3] = {{1, 160.9149666, 15.85038162}, {20e3, 160.922101, 15.8500232},
                                     {1e6, 176.9419404, 15.06794466}, {10e6, 465.6925673, 7.205637065}};
    static const char *names[] = {"RG-59's centre of copper-clad steel: R at 1 Hz", "at 20 kHz", "at 1 MHz", "at 10 MHz"};
    hum_wire w = hum_wire_solid(0.584e-3, 0.4 * SIGMA);
    w.is_clad = true;
    hum_geometry g = hum_geometry_pair(&w, 5, NULL);
    g.l_outer_h_m = 10e-6;
    hum_section *s = solve_section(t, &g, 1e-8);
    for (size_t k = 0; k < 4; k++) {
        add_row(t, (cable_row){"E.5", names[k], "mohm/m", rows[k][1], 1e3 * loop_r(s, rows[k][0]) / 2, 1e-6, .source = CLOSED});
        add_row(t, (cable_row){"E.5", "its internal L", "nH/m", rows[k][2], (loop_l_nh(s, rows[k][0]) - loop_nh(s, 0, 1)) / 2, 1e-5,
                               .source = CLOSED});
    }
}

static void add_proximity_rows(cable_table *t)
{
    hum_section *cat5 = pair(t, 0.511e-3, 1.02e-3);
    hum_wire w = hum_wire_solid(0.511e-3, SIGMA);
    add_row(t, (cable_row){"C-28", "Cat5 pair at 6 MHz: R/Rdc", "", 5.6738,
                           loop_r(cat5, 6e6) / 2 / hum_wire_r_ohm_m(&w), 1e-4, .source = COMPUTED});
    add_row(t, (cable_row){"C-28", "its L", "nH/m", 550.23, loop_l_nh(cat5, 6e6), 1e-4, .source = COMPUTED});
    add_row(t, (cable_row){"C-28", "at 20 kHz: R/Rdc", "", 1.00326,
                           loop_r(cat5, 20e3) / 2 / hum_wire_r_ohm_m(&w), 1e-4, .source = COMPUTED});
    add_row(t, (cable_row){"C-28", "its L", "nH/m", 653.46, loop_l_nh(cat5, 20e3), 1e-4, .source = COMPUTED});
    double closed = 2 * sqrt(PI * 1e9 * MU0 / SIGMA) / (PI * 1e-3) / sqrt(1 - 1 / 2.25);
    hum_section *close = pair(t, 1e-3, 1.5e-3);
    add_row(t, (cable_row){"C-29", "s/2a = 1.5, 1 mm, 1 GHz: R of both", "ohm/m", 7.0496, loop_r(close, 1e9),
                           1e-4, .source = COMPUTED});
    add_row(t, (cable_row){"C-29", "against the limit Rs / (pi a sqrt(1 - (2a/s)^2))", "ohm/m", closed,
                           loop_r(close, 1e9), 5e-4, .source = CLOSED});
    double awg12 = hum_awg_m(12);
    add_row(t, (cable_row){"A.3", "12 AWG at 2.3 mm: L at low frequency", "nH/m",
                           400 * (log(2.3e-3 / (awg12 / 2)) + 0.25), loop_l_nh(pair(t, awg12, 2.3e-3), 1),
                           1e-6, .source = CLOSED, .note = "not acosh (194.3), nor acosh + 100 nH/m"});
    add_row(t, (cable_row){"A.3", "the same without current inside (acosh)", "nH/m", 194.3,
                           loop_nh(pair(t, awg12, 2.3e-3), 0, 1), 2e-3, .source = CLOSED,
                           .note = "12 AWG rounded"});
}

/* One section of the ladder that the netlists have, between its ends alone: V_near / V_far into a load. */
static hum_complex lump_ratio(cable_table *t, const hum_line *line, double f_hz, double load_ohm)
{
    hum_circuit *c = hum_circuit_new(t->arena, 300), *lumped;
    hum_diags *d = hum_diags_new(t->arena);
    hum_node near, far;
    uint32_t emf;
    hum_solver *s;
    if (!c || !d || hum_circuit_node(c, HUM_T("near"), HUM_NO_SPAN, &near) != HUM_OK ||
        hum_circuit_node(c, HUM_T("far"), HUM_NO_SPAN, &far) != HUM_OK ||
        hum_circuit_add_emf(c, HUM_T("e"), HUM_NO_SPAN, near, HUM_EARTH, NULL, 0, &emf) != HUM_OK ||
        hum_circuit_add_resistor(c, HUM_T("load"), HUM_NO_SPAN, far, HUM_EARTH, load_ohm, NULL) != HUM_OK ||
        hum_circuit_add_line(c, HUM_T("line"), HUM_NO_SPAN, &near, &far, line, NULL) != HUM_OK ||
        hum_circuit_lump(t->arena, c, 1, NULL, &lumped) != HUM_OK ||
        hum_solver_new(t->arena, lumped, d, &s) != HUM_OK || hum_solver_set(s, f_hz, d) != HUM_OK)
        abort();
    hum_complex *y = HUM_NEW(t->arena, hum_complex, hum_solver_size(s));
    if (!y || hum_solver_adjoint(s, (hum_probe){far, HUM_EARTH}, y) != HUM_OK)
        abort();
    return 1 / hum_adjoint_emf(s, y, emf);
}

/* A section of so much of a wavelength, from its chain parameters: A = cos of its angle, B / sqrt(A^2 - 1) its image impedance. */
static void lump_errors(cable_table *t, double part, double *phase, double *impedance)
{
    const hum_line line = {.n = 1, .length_m = part, .l_h_m = {1 / C0}, .c_f_m = {1 / C0}}; /* 1 ohm */
    hum_complex open = lump_ratio(t, &line, C0, 1e12), loaded = lump_ratio(t, &line, C0, 1);
    hum_complex image = (loaded - open) / csqrt(open * open - 1);
    *phase = 100 * (acos(creal(open)) / (2 * PI * part) - 1);
    *impedance = 100 * (cabs(image) - 1);
}

static void add_lump_rows(cable_table *t)
{
    static const double rows[][3] = {
        {10, 1.7225938, 5.3329776}, {20, 0.41586778, 1.2570106}, {40, 0.10309481, 0.3098594}, {100, 0.016456651, 0.04938458}};
    static const char *names[] = {"one pi of lambda/10: phase error", "lambda/20", "lambda/40", "lambda/100"};
    const char *note[] = {"2 asin(th/2) / th - 1; in handbooks th^2/24: 1.7, 0.42, 0.10, 0.016 %",
                          "1 / sqrt(1 - th^2/4) - 1; in handbooks th^2/8: 5, 1.25, 0.31, 0.05 %"};
    for (size_t k = 0; k < 4; k++) {
        double phase, impedance;
        lump_errors(t, 1 / rows[k][0], &phase, &impedance);
        add_row(t, (cable_row){"C-21", names[k], "%", rows[k][1], phase, 1e-3, .source = CLOSED,
                               .note = k == 0 ? note[0] : NULL});
        add_row(t, (cable_row){"C-21", "error of its image impedance", "%", rows[k][2], impedance, 1e-3,
                               .source = CLOSED, .note = k == 0 ? note[1] : NULL});
    }
}

/* Attenuation of a shielded single core, dB/m: Re sqrt(Z Y) of the inside loop. */
static double coax_db_m(cable_table *t, double inner_m, double outer_m, double er, double tan_delta,
                        double f_hz)
{
    hum_wire w = hum_wire_solid(inner_m, SIGMA);
    hum_shield sh = {
        .kind = HUM_SHIELD_TUBE, .radius_m = outer_m / 2, .sigma_s_m = SIGMA, .thickness_m = 0.2e-3};
    hum_geometry g = hum_geometry_coax(&w, &sh, 0);
    g.fill = (hum_dielectric){er, tan_delta, 1e7};
    hum_complex z[4], y[4];
    if (hum_section_at(solve_section(t, &g, 0), f_hz, z, y) != HUM_OK)
        return 0;
    return 20 * log10(exp(1)) * creal(csqrt(hum_loop_impedance(2, z, 0, 1) * y[0]));
}

static double pair_db_m(cable_table *t, double metal_m, double spacing_m, double f_hz)
{
    hum_wire w = coated(metal_m, spacing_m, 2.28);
    w.coats[0].material = (hum_dielectric){2.28, 3e-4, 1e6};
    hum_geometry g = hum_geometry_pair(&w, spacing_m, NULL);
    hum_section *s = solve_section(t, &g, 0);
    hum_complex z[4], c[4], loop;
    hum_section_impedance(s, f_hz, z);
    hum_section_capacitance(s, f_hz, c);
    if (hum_loop_capacitance(2, c, 0, 1, &loop) != HUM_OK)
        return 0;
    return 20 * log10(exp(1)) *
           creal(csqrt(hum_loop_impedance(2, z, 0, 1) * loop * hum_complex_of(0, 2 * PI * f_hz)));
}

static void add_attenuation_rows(cable_table *t)
{
    double er = 1 / (0.82 * 0.82), outer = 1.02e-3 * exp(75 * sqrt(er) / 59.9585);
    add_row(t,
            (cable_row){"C-44", "1694A (18 AWG, 75 ohm, VF 0.82), 135 m at 30 MHz", "dB", 4.5,
                        135 * coax_db_m(t, 1.02e-3, outer, er, 2e-4, 30e6), 0.1,
                        .source = "CoaXPress text: 4.9 dB",
                        .note = "a smooth copper shield here; the braid's aluminium and tin are the rest"});
    double db1 = pair_db_m(t, hum_awg_m(22), 1.25e-3, 1e6), db10 = pair_db_m(t, hum_awg_m(22), 1.25e-3, 10e6);
    add_row(t, (cable_row){"C-45", "22 AWG pair: dB at 10 MHz over dB at 1 MHz", "", 3.11, db10 / db1, 0.1,
                           .source = "Level 4 cable: 56 over 18 dB/km"});
    double foam = 1 / (0.84 * 0.84);
    const char *bad =
        "**UFGS-16794A is wrong**: it prints 2.3 and 87.3, some 7 times what copper of this size loses";
    add_row(t, (cable_row){"C-45", "RG-11 foam, 1.63/7.24 mm, VF 0.84: conductors at 1 MHz", "dB/100 m", 0.36,
                           100 * coax_db_m(t, 1.63e-3, 7.24e-3, foam, 0, 1e6), 0.03, .source = COMPUTED,
                           .refuted = 2.3, .note = bad});
    add_row(t, (cable_row){"C-45", "at 1 GHz", "dB/100 m", 11.4,
                           100 * coax_db_m(t, 1.63e-3, 7.24e-3, foam, 0, 1e9), 0.03, .source = COMPUTED,
                           .refuted = 87.3, .note = bad});
    double limit = 1.967 * sqrt(6) + 0.023 * 6 + 0.05 / sqrt(6),
           cat5 = 100 * pair_db_m(t, 0.511e-3, 0.95e-3, 6e6);
    add_row(t, (cable_row){"C-46", "Cat5, 100 m at 6 MHz: below the limit of TIA-568", "dB", 1, cat5, 0,
                           .up_to = limit, .source = "Lampen: 5 dB; limit 4.98"});
    double nominal = 100 * 20 * log10(exp(1)) * loop_r(pair(t, 0.511e-3, 1.02e-3), 6e6) / (2 * 100);
    add_row(t, (cable_row){"C-46", "its R alone, into the nominal 100 ohm", "dB", 4.2, nominal, 0.03,
                           .source = COMPUTED});
}

void add_impedance_rows(cable_table *t)
{
    open_chapter(t, "Skin and proximity effect");
    add_skin_rows(t);
    add_clad_rows(t);
    add_proximity_rows(t);
}

void add_loss_rows(cable_table *t)
{
    open_chapter(t, "Attenuation and lumps");
    add_lump_rows(t);
    add_attenuation_rows(t);
}

/* ---- shields ---- */

static hum_shield rg58_braid(void)
{
    return (hum_shield){.kind = HUM_SHIELD_BRAID,
                        .radius_m = 1.475e-3,
                        .sigma_s_m = SIGMA,
                        .wire_m = 0.127e-3,
                        .carriers = 12,
                        .ends = 9,
                        .angle_rad = 27.7 * PI / 180};
}

static void add_tube_rows(cable_table *t)
{
    double thin1 = cabs(hum_tube_thin(1, 1e-4, SIGMA, 1e6).zt_ohm_m),
           thin10 = cabs(hum_tube_thin(1, 1e-4, SIGMA, 10e6).zt_ohm_m);
    add_row(t, (cable_row){"C-31", "copper tube 0.1 mm, thin wall: Zt/Rdc at 1 MHz", "", 0.89914684, thin1,
                           1e-7, .source = CLOSED});
    add_row(t, (cable_row){"C-31", "at 10 MHz", "", 0.11304536, thin10, 1e-7, .source = CLOSED});
    double r = creal(hum_tube_exact(1.9e-3, 2e-3, SIGMA, 0).zt_ohm_m);
    add_row(t, (cable_row){"C-30", "Schelkunoff's exact tube, t/b = 5 %, against it at 10 MHz", "", thin10,
                           cabs(hum_tube_exact(1.9e-3, 2e-3, SIGMA, 10e6).zt_ohm_m) / r, 4e-4,
                           .source = CLOSED});
    hum_shield foil = {
        .kind = HUM_SHIELD_FOIL, .radius_m = 1.75e-3 - 4.5e-6, .sigma_s_m = 3.5e7, .thickness_m = 9e-6};
    add_row(t, (cable_row){"C-32", "aluminium foil 9 um, r 1.75 mm", "mohm/m", 288.7,
                           1e3 * hum_shield_r_ohm_m(&foil), 1e-3, .source = CLOSED});
    add_row(t, (cable_row){"C-32", "its drop of Zt at 10 MHz", "%", 0.03,
                           100 * (1 - cabs(hum_shield_at(&foil, 10e6).zt_ohm_m) / hum_shield_r_ohm_m(&foil)),
                           0.2, .source = COMPUTED});
    hum_wire core = hum_wire_solid(hum_awg_m(22), SIGMA), drain = hum_wire_solid(hum_awg_m(24), SIGMA);
    hum_geometry g = hum_geometry_pair(&core, 1.3e-3, &foil);
    hum_complex z[9], y[9];
    if (hum_geometry_add_drain(&g, &drain, PI / 2) != HUM_OK ||
        hum_section_at(solve_section(t, &g, 0), 0, z, y) != HUM_OK)
        return;
    add_row(t, (cable_row){"C-32", "with a 24 AWG drain", "mohm/m", 65.2, 1e3 * creal(z[8]), 1e-3,
                           .source = CLOSED});
}

/* The published formulas of that braid, evaluated elsewhere, at 30 MHz where each of their terms counts. */
static void add_braid_model_rows(cable_table *t)
{
    static const struct {
        hum_braid_model model;
        const char *what;
        double mohm_m;
    } rows[] = {{HUM_BRAID_VANCE, "Zt at 30 MHz after Vance", 142.2127266},
                {HUM_BRAID_TYNI, "after Tyni", 146.1875470},
                {HUM_BRAID_KLEY, "after Kley", 174.5060315},
                {HUM_BRAID_DEMOULIN, "after Demoulin and Degauque", 102.6693359}};
    hum_shield s = rg58_braid();
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        s.model = rows[k].model;
        add_row(t, (cable_row){"A.10", rows[k].what, "mohm/m", rows[k].mohm_m, 1e3 * cabs(hum_shield_at(&s, 30e6).zt_ohm_m), 1e-6,
                               .source = CLOSED, .note = k == 2 ? "coefficients recalled" : NULL});
    }
    hum_braid_m vance = hum_braid_inductance(&s, HUM_BRAID_VANCE), tyni = hum_braid_inductance(&s, HUM_BRAID_TYNI);
    add_row(t, (cable_row){"A.10", "Vance: holes", "nH/m", 0.754443216, 1e9 * vance.hole_h_m, 1e-6, .source = CLOSED});
    add_row(t, (cable_row){"A.10", "Tyni: holes", "nH/m", 0.658156709, 1e9 * tyni.hole_h_m, 1e-6, .source = CLOSED});
    add_row(t, (cable_row){"A.10", "Tyni: weave", "nH/m", -1.43372446, 1e9 * tyni.weave_h_m, 1e-6, .source = CLOSED});
    add_row(t, (cable_row){"A.10", "leakage capacitance, 100 pF/m inside, 20 pF/m outside, er 2.3", "fF/m", 42.7610633,
                           1e15 * hum_braid_leakage_f_m(&s, 100e-12, 20e-12, 2.3), 1e-6, .source = CLOSED});
}

static void add_braid_rows(cable_table *t)
{
    hum_shield s = rg58_braid();
    hum_braid b = hum_braid_of(&s);
    add_row(t, (cable_row){"A.10", "RG-58-like braid 12 x 9 x 0.127 mm, 27.7 deg: fill", "", 0.770, b.fill,
                           1e-3, .source = COMPUTED});
    add_row(t, (cable_row){"A.10", "coverage", "", 0.947, b.coverage, 1e-3, .source = COMPUTED});
    add_row(t, (cable_row){"A.10", "Rdc", "mohm/m", 14.2, 1e3 * b.r_ohm_m, 4e-3, .source = COMPUTED});
    hum_braid_m kley = hum_braid_inductance(&s, HUM_BRAID_KLEY), tyni;
    add_row(t, (cable_row){"A.10", "Kley: M", "nH/m", -0.65, 1e9 * (kley.hole_h_m + kley.weave_h_m), 1e-2,
                           .source = COMPUTED});
    for (double k = 0.3; k < 1; k += 0.3)
        add_row(t, (cable_row){"C-33", "coverage -> fill -> coverage", "", k,
                               hum_braid_coverage_of(hum_braid_fill_of(k)), 1e-15, .source = CLOSED});
    static const char *names[] = {"Zt(0) = Rdc: Tyni", "Vance", "Kley", "Demoulin"};
    for (int m = 0; m < 4; m++) {
        s.model = (hum_braid_model)m;
        add_row(t, (cable_row){"C-33", names[m], "mohm/m", 1e3 * b.r_ohm_m,
                               1e3 * creal(hum_shield_at(&s, 0).zt_ohm_m), 1e-15, .source = CLOSED});
    }
    s.angle_rad = PI / 4;
    tyni = hum_braid_inductance(&s, HUM_BRAID_TYNI);
    add_row(t, (cable_row){"C-33", "45 deg: the weave's part after Tyni", "nH/m", 0, 1e9 * tyni.weave_h_m,
                           1e-9, .source = CLOSED, .is_absolute = true});
    hum_shield served = {.kind = HUM_SHIELD_SERVED,
                         .radius_m = 2e-3,
                         .sigma_s_m = SIGMA,
                         .wire_m = 0.1e-3,
                         .ends = 100,
                         .layers = 1,
                         .angle_rad = 20 * PI / 180};
    add_row(t, (cable_row){"A.10", "served shield at 20 deg: M", "nH/m", 13,
                           1e9 * hum_served_inductance(&served), 0.03, .source = CLOSED});
    add_row(t, (cable_row){"A.10", "that is at 1 MHz", "mohm/m", 82,
                           1e3 * 2 * PI * 1e6 * hum_served_inductance(&served), 0.03, .source = CLOSED});
    served.layers = 2;
    add_row(t, (cable_row){"A.10", "two counter-wound layers", "nH/m", 0, hum_served_inductance(&served),
                           1e-15, .source = CLOSED, .is_absolute = true});
}

/* RG-58C by its data sheet: 13.5 mohm/m, 1 uH/m to the room (C-16). */
static double shield_cutoff_hz(void)
{
    hum_cable_data d = {.n_cores = 1, .has_shield = true, .r_core_ohm_m = {37e-3}, .r_shield_ohm_m = 13.5e-3,
                        .c_core_shield_f_m = {98.4e-12}, .velocity = 0.66, .l_outer_h_m = 1e-6};
    hum_line line;
    if (hum_line_from_data(&d, 1, &line) != HUM_OK)
        return 0;
    return hum_cable_facts_of(&line, true, NULL).shield_cutoff_hz;
}

void add_shield_rows(cable_table *t)
{
    open_chapter(t, "Shields");
    add_tube_rows(t);
    add_braid_rows(t);
    add_braid_model_rows(t);
    add_row(t, (cable_row){"C-43", "RG-58C, 13.5 mohm/m: where its shield's current falls in a loop", "kHz", 2.0,
                           1e-3 * shield_cutoff_hz(), 0.1, .source = "Ott, Noise Reduction Techniques, table 2-1",
                           .note = "from the 1 uH/m that this program assumes; 2.0 kHz is 1.07 uH/m"});
    hum_dielectric pvc = {4, 0.08, 1e3};
    hum_complex at = hum_dielectric_er(&pvc, 1e3), up = hum_dielectric_er(&pvc, 1e4);
    add_row(t, (cable_row){"A.19", "PVC er 4, tan delta 0.08 at 1 kHz: loss there", "", 0.08,
                           -cimag(at) / creal(at), 1e-12, .source = CLOSED});
    add_row(t, (cable_row){"A.19", "fall of er over the next decade", "", 4 * 0.08 * 2 / PI * log(10),
                           creal(at - up), 1e-3, .source = CLOSED, .note = "Kramers-Kronig of a flat loss"});
}

/* Capacitances, inductances and constructions. */
#include "cables.h"

#include "num/bessel.h"

static double impedance(hum_section *s, double er)
{
    double l[WIRES2];
    hum_section_external_inductance(s, l);
    return l[0] * C0 / sqrt(er);
}

static hum_section *coax(cable_table *t, double outer, double inner, double offset, double er)
{
    hum_wire w = hum_wire_solid(inner, HUM_SIGMA_COPPER);
    hum_shield sh = ideal_shield(outer / 2);
    hum_geometry g = hum_geometry_coax(&w, &sh, offset);
    g.fill.er = er;
    return solve_section(t, &g, 1e-9);
}

static double coax_pf(cable_table *t, double outer, double inner, double offset, double er)
{
    hum_complex c;
    hum_section_capacitance(coax(t, outer, inner, offset, er), 1e3, &c);
    return 1e12 * creal(c);
}

static double coax_ohm(cable_table *t, double outer, double inner, double offset, double er)
{
    return impedance(coax(t, outer, inner, offset, er), er);
}

static void add_coax_rows(cable_table *t)
{
    double l;
    hum_section_external_inductance(coax(t, 3.5e-3, 1e-3, 0, 2.4), &l);
    add_row(t, (cable_row){"C-1", "coax b/a = 3.5, er 2.4: C", "pF/m", 106.578826,
                           coax_pf(t, 3.5e-3, 1e-3, 0, 2.4), 1e-8,
                           .source = "SACAMOS, Coax_Gnd_EField.bundle; closed form"});
    add_row(t,
            (cable_row){"C-1", "its L", "nH/m", 250.552594, 1e9 * l, 1e-8, .source = "SACAMOS; closed form"});
    add_row(t, (cable_row){"C-2", "coax 500/200", "ohm", 54.939, coax_ohm(t, 5e-3, 2e-3, 0, 1), 1e-4,
                           .source = ATLC, .note = "atlc itself 54.919"});
    add_row(t, (cable_row){"C-2", "its C", "pF/m", 60.7149029, coax_pf(t, 5e-3, 2e-3, 0, 1), 1e-6,
                           .source = CLOSED, .note = "atlc's page: 60.7"});
    hum_section_external_inductance(coax(t, 5e-3, 2e-3, 0, 1), &l);
    add_row(t, (cable_row){"C-2", "its L", "nH/m", 183.258146, 1e9 * l, 1e-6, .source = CLOSED,
                           .note = "atlc's page: 183.2"});
    static const double ratios[][3] = {{4e-3, 1, 13.379},
                                       {1e-3, 1, 96.499},
                                       {0.5e-3, 1, 138.060},
                                       {0.25e-3, 1, 179.620},
                                       {2e-3, 100, 5.494}};
    static const char *names[] = {"500/400", "500/100", "500/50", "500/25", "500/200, er 100"};
    for (size_t k = 0; k < 5; k++)
        add_row(t, (cable_row){"C-3", names[k], "ohm", ratios[k][2],
                               coax_ohm(t, 5e-3, ratios[k][0], 0, ratios[k][1]), 1e-4, .source = ATLC});
}

/* The exact formula, 59.9585 arcosh((b^2 + a^2 - e^2) / 2ab) / sqrt(er), where the page's five digits end. */
static void add_closed_coax_rows(cable_table *t)
{
    static const double cases[][5] = {
        {5, 2, 0, 1, 54.9394101801},       {5, 4, 0, 1, 13.3793507544},      {5, 1, 0, 1, 96.4994696059},
        {5, 0.5, 0, 1, 138.059529032},     {5, 0.25, 0, 1, 179.619588458},   {5, 2, 0, 100, 5.49394101801},
        {5, 4, 0.4, 1, 8.03825476491},     {5, 4, 0.4, 2.15, 5.48204424889}, {5, 2, 1, 1, 41.5600594258},
        {5, 0.5, 1, 1, 127.467484614},     {4, 0.4, 1.6, 1, 73.4891590438},  {5, 1, 1, 10, 27.0266747701},
        {5, 1, 0.5, 10, 29.7073593895}};
    double worst = 0;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const double *c = cases[k];
        worst = fmax(worst, fabs(coax_ohm(t, c[0] * 1e-3, c[1] * 1e-3, c[2] * 1e-3, c[3]) / c[4] - 1));
    }
    add_row(t, (cable_row){"C-2..6", "all of these against the exact formula, 12 digits: largest error", "ppm", 0,
                           1e6 * worst, 1, .source = CLOSED, .is_absolute = true});
}

static void add_eccentric_rows(cable_table *t)
{
    add_row(t, (cable_row){"C-4", "eccentric D 500 d 400 e 40", "ohm", 8.0383,
                           coax_ohm(t, 5e-3, 4e-3, 0.4e-3, 1), 1e-4, .source = CLOSED});
    add_row(t, (cable_row){"C-4", "its C", "pF/m", 414.9708, coax_pf(t, 5e-3, 4e-3, 0.4e-3, 1), 1e-6,
                           .source = CLOSED});
    add_row(t, (cable_row){"C-4", "with er 2.15", "ohm", 5.482, coax_ohm(t, 5e-3, 4e-3, 0.4e-3, 2.15), 1e-4,
                           .source = ATLC});
    static const double cases[][4] = {
        {5e-3, 2e-3, 1e-3, 41.560}, {5e-3, 0.5e-3, 1e-3, 127.467}, {4e-3, 0.4e-3, 1.6e-3, 73.489}};
    static const char *names[] = {"D 500 d 200 e 100", "D 500 d 50 e 100", "D 400 d 40 e 160"};
    for (size_t k = 0; k < 3; k++)
        add_row(t, (cable_row){"C-5", names[k], "ohm", cases[k][3],
                               coax_ohm(t, cases[k][0], cases[k][1], cases[k][2], 1), 1e-4, .source = ATLC});
    add_row(t, (cable_row){"C-6", "D 500 d 100 e 100, er 10", "ohm", 27.027,
                           coax_ohm(t, 5e-3, 1e-3, 1e-3, 10), 1e-4, .source = CLOSED, .refuted = 29.707,
                           .note = "**the page prints 29.707, which is wrong** for this row"});
    add_row(t, (cable_row){"C-6", "its C at er 1", "pF/m", 39.0289, coax_pf(t, 5e-3, 1e-3, 1e-3, 1), 1e-5,
                           .source = CLOSED});
    add_row(t, (cable_row){"C-6", "the same with e 50", "ohm", 29.707, coax_ohm(t, 5e-3, 1e-3, 0.5e-3, 10),
                           1e-4, .source = ATLC, .note = "what was printed belongs to this"});
}

static void add_sacamos_pair_rows(cable_table *t, hum_section *s)
{
    const char *sacamos = "SACAMOS, Twisted_Pair_Over_Ground, domain 1";
    double nh = loop_nh(s, 0, 1), pf = loop_pf(s, 0, 1);
    add_row(t, (cable_row){"C-15", "s/2a = 2: L", "nH/m", 530.70804, nh, 1e-2, .source = sacamos,
                           .note = "theirs is a finite-element value, 0.75 % above the closed form"});
    add_row(t, (cable_row){"C-15", "its C", "pF/m", 20.9653891, pf, 1e-2, .source = sacamos});
    add_row(t, (cable_row){"C-15", "L C, that of light", "", 1, nh * pf * 1e-21 * C0 * C0, 1e-6, .source = CLOSED});
}

/* In the open the room lies where all wires together have the outer inductance, 1 uH/m (section.md X-10). */
static void add_room_row(cable_table *t, const hum_geometry *g)
{
    double l[WIRES2];
    hum_section_external_inductance(solve_section(t, g, 1e-8), l);
    add_row(t, (cable_row){"A.3", "s/2a = 1.02: both wires together against the room", "nH/m", 1000,
                           1e9 * (l[0] + l[1]) / 2, 1e-9, .source = CLOSED});
}

static void add_pair_rows(cable_table *t)
{
    static const double c[][2] = {{1.02, 139.3124}, {1.1, 62.71019}, {1.25, 40.13037}, {1.5, 28.90229},
                                  {2, 21.12160},    {5, 12.13395},   {10, 9.293077}};
    static const char *names[] = {"bare wires, s/2a = 1.02", "1.1", "1.25", "1.5", "2", "5", "10"};
    hum_wire w = hum_wire_solid(1e-3, HUM_SIGMA_COPPER);
    for (size_t k = 0; k < 7; k++) {
        hum_geometry g = hum_geometry_pair(&w, c[k][0] * 1e-3, NULL);
        add_row(t, (cable_row){"C-8", names[k], "pF/m", c[k][1], loop_pf(solve_section(t, &g, 1e-8), 0, 1),
                               1e-6, .source = CLOSED});
        if (k == 0)
            add_room_row(t, &g);
        if (k == 4)
            add_sacamos_pair_rows(t, solve_section(t, &g, 0));
    }
}

/* Filament images: what SACAMOS ships for its twinax, against the exact section. */
static void add_shielded_pair_rows(cable_table *t)
{
    hum_wire w = hum_wire_solid(0.8e-3, HUM_SIGMA_COPPER);
    hum_shield sh = ideal_shield(2.4e-3);
    hum_geometry g = hum_geometry_pair(&w, 1.6e-3, &sh);
    hum_section *s = solve_section(t, &g, 1e-9);
    hum_complex c[4];
    double l[4];
    hum_section_capacitance(s, 1e3, c);
    hum_section_external_inductance(s, l);
    add_row(t, (cable_row){"C-12", "shielded pair a 0.4, s 1.6, R 2.4 mm: C11", "pF/m", 37.55085,
                           1e12 * creal(c[0]), 1e-5, .source = COMPUTED});
    add_row(t, (cable_row){"C-12", "C12", "pF/m", -11.28477, 1e12 * creal(c[1]), 1e-5, .source = COMPUTED});
    add_row(t, (cable_row){"C-12", "L11", "nH/m", 325.7215, 1e9 * l[0], 1e-5, .source = COMPUTED});
    add_row(t, (cable_row){"C-12", "L12", "nH/m", 97.8857, 1e9 * l[1], 1e-5, .source = COMPUTED});
    w = hum_wire_solid(0.5e-3, HUM_SIGMA_COPPER);
    sh = ideal_shield(2e-3);
    g = hum_geometry_pair(&w, 1e-3, &sh);
    hum_section_external_inductance(solve_section(t, &g, 1e-9), l);
    double d = 0.5, r = 2, wide11 = 200 * log((r * r - d * d) / (r * 0.25)),
           wide12 = 200 * log(d / r * (r * r + d * d) / (2 * d * d));
    add_row(t, (cable_row){"A.4", "filament images, s/2a = 2, R 2 mm: too high L11", "%", 2.6,
                           100 * (wide11 / (1e9 * l[0]) - 1), 0.05, .source = COMPUTED,
                           .note = "SACAMOS ships these numbers for its twinax", .is_absolute = true});
    add_row(t,
            (cable_row){"A.4", "and Ldiff", "%", 3.4, 100 * ((wide11 - wide12) / (1e9 * (l[0] - l[1])) - 1),
                        0.06, .source = COMPUTED, .is_absolute = true});
}

/* Foil drawn over two cores in air: each core's impedance with the other driven alike, or against it. */
static void add_draped_rows(cable_table *t)
{
    hum_wire w = coated(0.64e-3, 1.3e-3, 1);
    hum_shield foil = ideal_shield(1.3e-3);
    hum_geometry g = hum_geometry_pair(&w, 1.3e-3, &foil);
    hum_geometry_drape(&g);
    hum_complex c[4];
    hum_section_capacitance(solve_section(t, &g, 0), 1e3, c);
    const char *source = "atlc 4.6.1, run on a bitmap of 160 pixels for a coat's radius";
    add_row(t, (cable_row){"A.4", "foil draped over 2 x 0.64/1.3 mm, air: Z odd", "ohm", 44.626,
                           1 / (C0 * creal(c[0] - c[1])), 1e-3, .source = source});
    add_row(t, (cable_row){"A.4", "Z even", "ohm", 51.828, 1 / (C0 * creal(c[0] + c[1])), 1e-3,
                           .source = source});
}

static double stripline_ohm(double w_over_h)
{
    double k = 1 / cosh(PI * w_over_h / 2), first, second, other;
    hum_elliptic(k, &first, &second);
    hum_elliptic(sqrt(1 - k * k), &other, &second);
    return MU0 * C0 / 4 * first / other;
}

/* Reference conductor `r`, no charge left over: the matrix of the other two wires of three. */
static void referred(hum_section *s, size_t r, double *c_pf, double *l_nh)
{
    hum_complex p[9], m[4];
    double l[9];
    size_t id[2], n = 0;
    for (size_t i = 0; i < 3; i++)
        if (i != r)
            id[n++] = i;
    hum_section_capacitance(s, 1e3, p);
    hum_section_external_inductance(s, l);
    if (hum_complex_invert(3, p, p) != HUM_OK)
        return;
    for (size_t i = 0; i < 2; i++)
        for (size_t j = 0; j < 2; j++) {
            size_t a = id[i], b = id[j];
            m[i * 2 + j] = p[a * 3 + b] - p[a * 3 + r] - p[r * 3 + b] + p[r * 3 + r];
            l_nh[i * 2 + j] = 1e9 * (l[a * 3 + b] - l[a * 3 + r] - l[r * 3 + b] + l[r * 3 + r]);
        }
    if (hum_complex_invert(2, m, m) != HUM_OK)
        return;
    for (size_t i = 0; i < 4; i++)
        c_pf[i] = 1e12 * creal(m[i]);
}

static void add_ribbon_rows(cable_table *t)
{
    double c[4] = {0}, l[4] = {0};
    hum_wire w = coated(15 * MIL, 35 * MIL, 3.5);
    hum_geometry g = hum_geometry_ribbon(&w, 3, 50 * MIL);
    referred(solve_section(t, &g, 1e-9), 0, c, l);
    const char *paul = "C. R. Paul, Analysis of Multiconductor Transmission Lines, ribbon cable (recalled)";
    add_row(t, (cable_row){"C-18", "ribbon 7.5 mil, coat 17.5 mil er 3.5, pitch 50 mil: C11", "pF/m", 37.432,
                           c[0], 2e-5, .source = paul});
    add_row(t, (cable_row){"C-18", "C12", "pF/m", -18.716, c[1], 2e-5, .source = paul});
    add_row(t, (cable_row){"C-18", "C22", "pF/m", 24.982, c[3], 2e-5, .source = paul});
    add_row(t, (cable_row){"C-18", "L11", "nH/m", 748.50, l[0], 2e-5, .source = paul});
    add_row(t, (cable_row){"C-18", "L12", "nH/m", 507.70, l[1], 2e-5, .source = paul});
    add_row(t, (cable_row){"C-18", "L22", "nH/m", 1015.4, l[3], 2e-5, .source = paul});
    w = hum_wire_solid(0.511e-3, HUM_SIGMA_SILVER);
    w.n_coats = 2;
    w.coats[0] = (hum_coat){1.206e-3, {1, 0, 0}};
    w.coats[1] = (hum_coat){1.613e-3, {2.1, 0, 0}};
    g = hum_geometry_ribbon(&w, 3, 25.4e-3);
    hum_section *s = solve_section(t, &g, 1e-9);
    referred(s, 1, c, l);
    add_row(t, (cable_row){"C-19", "the thread's silver ribbon, middle wire as reference: C11", "pF/m",
                           7.61303, c[0], 1e-4, .source = COMPUTED});
    add_row(t, (cable_row){"C-19", "C12", "pF/m", -3.21382, c[1], 1e-4, .source = COMPUTED});
    add_row(t, (cable_row){"C-19", "C22", "pF/m", 7.61303, c[3], 1e-4, .source = COMPUTED});
    add_row(t, (cable_row){"C-19", "L11", "nH/m", 1839.667, l[0], 1e-4, .source = COMPUTED});
    add_row(t, (cable_row){"C-19", "L12", "nH/m", 781.227, l[1], 1e-4, .source = COMPUTED});
    add_row(t, (cable_row){"C-19", "L22", "nH/m", 1839.667, l[3], 1e-4, .source = COMPUTED});
    referred(s, 0, c, l);
    add_row(t, (cable_row){"C-19", "outer wire as reference: C11", "pF/m", 8.79843, c[0], 1e-4,
                           .source = COMPUTED});
    add_row(t, (cable_row){"C-19", "C12", "pF/m", -4.39921, c[1], 1e-4, .source = COMPUTED});
    add_row(t, (cable_row){"C-19", "C22", "pF/m", 7.61303, c[3], 1e-4, .source = COMPUTED});
    add_row(t, (cable_row){"C-19", "L11", "nH/m", 1839.667, l[0], 1e-4, .source = COMPUTED});
    add_row(t, (cable_row){"C-19", "L12", "nH/m", 1058.440, l[1], 1e-4, .source = COMPUTED});
    add_row(t, (cable_row){"C-19", "L22", "nH/m", 2116.881, l[3], 1e-4, .source = COMPUTED});
}

static void add_coat_rows(cable_table *t)
{
    hum_wire w = coated(20 * MIL, 38 * MIL, 2.28);
    hum_geometry g = hum_geometry_pair(&w, 38 * MIL, NULL);
    hum_section *s = solve_section(t, &g, 1e-9);
    const char *bad = "**the IEEE 802.3 file is wrong**: 472 nH/m and 39.7 pF/m, digits lost in L11 - L12";
    const char *shrunk = "theirs has coats 0.1 % apart; 36.736 is converged for coats that touch";
    add_row(t, (cable_row){"C-16", "Cat5 pair, coats touch: L", "nH/m", 502.88, loop_nh(s, 0, 1), 1e-5,
                           .source = CLOSED, .refuted = 472, .note = bad});
    add_row(t, (cable_row){"C-16", "its C", "pF/m", 36.68, loop_pf(s, 0, 1), 2e-3, .source = COMPUTED,
                           .refuted = 39.7, .note = shrunk});
    g.fill_radius_m = 80 * MIL;
    g.n_rings = 1;
    g.rings[0] = (hum_coat){100 * MIL, {5, 0, 0}};
    add_row(t, (cable_row){"C-16", "with a jacket of er 5", "pF/m", 37.43,
                           loop_pf(solve_section(t, &g, 1e-9), 0, 1), 2e-3, .source = COMPUTED});
    w = coated(1.18e-3, 2.9e-3, 3.5);
    g = hum_geometry_ribbon(&w, 2, 2.9e-3);
    s = solve_section(t, &g, 1e-9);
    add_row(t, (cable_row){"C-17", "zip cord 18 AWG: C", "pF/m", 40.07, loop_pf(s, 0, 1), 1e-2,
                           .source = COMPUTED, .note = "coats 0.2 % apart give 40.07; 40.26 is converged"});
    hum_wire bare = hum_wire_solid(1.18e-3, HUM_SIGMA_COPPER);
    hum_geometry air = hum_geometry_ribbon(&bare, 2, 2.9e-3);
    add_row(t, (cable_row){"C-17", "its effective permittivity, C over that of bare wires", "", 2.23,
                           loop_pf(s, 0, 1) / loop_pf(solve_section(t, &air, 1e-9), 0, 1), 1e-2, .source = COMPUTED});
    add_row(t, (cable_row){"C-17", "its L", "nH/m", 619.25, loop_nh(s, 0, 1), 1e-5, .source = CLOSED});
    add_row(t, (cable_row){"C-7", "stripline w/H = 1.442786 (elliptic integrals)", "ohm", 49.989477,
                           stripline_ohm(1.442786), 1e-6, .source = ATLC,
                           .note = "the page prints w/H = 1.42786, a misprint"});
    add_row(t, (cable_row){"C-7", "w/H as it is misprinted", "ohm", 50.3886980, stripline_ohm(1.42786), 1e-6,
                           .source = CLOSED, .refuted = 49.989477, .note = "not the 49.989 that stands beside it"});
}

void add_capacitance_rows(cable_table *t)
{
    open_chapter(t, "Coax and eccentric coax");
    add_coax_rows(t);
    add_eccentric_rows(t);
    add_closed_coax_rows(t);
    open_chapter(t, "Pairs and ribbons");
    add_pair_rows(t);
    add_shielded_pair_rows(t);
    add_draped_rows(t);
    add_ribbon_rows(t);
    add_coat_rows(t);
}

/* ---- constructions ---- */

static void add_rg_rows(cable_table *t)
{
    const char *table = "NA5N coaxial cable table";
    double er = 1 / (0.66 * 0.66);
    hum_section *rg59 = coax(t, 146 * MIL, 23 * MIL, 0, er);
    add_row(t, (cable_row){"C-10", "RG-59B 0.023/0.146 in, VF 0.66: C", "pF/ft", 21,
                           coax_pf(t, 146 * MIL, 23 * MIL, 0, er) / PF_PER_FT, 0.03, .source = table});
    add_row(t,
            (cable_row){"C-10", "its impedance", "ohm", 73.1, impedance(rg59, er), 0.03, .source = COMPUTED});
    static const double dims[][3] = {{116, 32, 29}, {285, 48, 21}, {116, 35, 31}};
    static const char *names[] = {"RG-58 0.032/0.116", "RG-11A 0.048/0.285", "RG-223 0.035/0.116"};
    for (size_t k = 0; k < 3; k++)
        add_row(t, (cable_row){"C-11", names[k], "pF/ft", dims[k][2],
                               coax_pf(t, dims[k][0] * MIL, dims[k][1] * MIL, 0, er) / PF_PER_FT, 0.08,
                               .source = table, .note = "nominal dimensions"});
}

static double quad_nf_km(cable_table *t, double metal, double insulation, double er_between)
{
    hum_wire w = coated(metal, insulation, 2.28);
    hum_geometry g = hum_geometry_star_quad(&w, insulation / sqrt(2), NULL);
    g.fill.er = er_between;
    return loop_pf(solve_section(t, &g, 0), 0, 2);
}

static void add_quad_rows(cable_table *t)
{
    const char *spec = "Caledonian railway signalling cables (limits 45 and 50 nF/km)";
    const char *note = "insulations that touch; a circle somewhat wider gives the last per cent";
    add_row(t, (cable_row){"C-47", "railway quad 0.9/1.8 mm, air: diagonal pair", "nF/km", 30.2,
                           quad_nf_km(t, 0.9e-3, 1.8e-3, 1), 0.04, .source = COMPUTED, .note = note});
    add_row(t, (cable_row){"C-47", "filled with jelly", "nF/km", 39.8, quad_nf_km(t, 0.9e-3, 1.8e-3, 2.28),
                           0.04, .source = COMPUTED});
    add_row(t, (cable_row){"C-47", "below the limit", "nF/km", 1, quad_nf_km(t, 0.9e-3, 1.8e-3, 2.28), 0,
                           .up_to = 45, .source = spec});
    add_row(t, (cable_row){"C-47", "1.4/2.7 mm, air", "nF/km", 31.1, quad_nf_km(t, 1.4e-3, 2.7e-3, 1), 0.04,
                           .source = COMPUTED});
    add_row(t, (cable_row){"C-47", "filled with jelly", "nF/km", 41.1, quad_nf_km(t, 1.4e-3, 2.7e-3, 2.28),
                           0.04, .source = COMPUTED});
    hum_wire thin = hum_wire_solid(0.9e-3, HUM_SIGMA_COPPER),
             thick = hum_wire_solid(1.4e-3, HUM_SIGMA_COPPER);
    add_row(t, (cable_row){"C-47", "0.9 mm: R, limit 28", "ohm/km", 27.10, 1e3 * hum_wire_r_ohm_m(&thin),
                           5e-4, .source = CLOSED});
    add_row(t, (cable_row){"C-47", "1.4 mm: R, limit 12.1", "ohm/km", 11.20, 1e3 * hum_wire_r_ohm_m(&thick),
                           5e-4, .source = CLOSED});
    hum_wire canare = hum_wire_stranded(40, 0.08e-3, 1, HUM_SIGMA_COPPER),
             west = hum_wire_stranded(7, hum_awg_m(26), 1, HUM_SIGMA_COPPER);
    add_row(t, (cable_row){"C-48", "Canare 40/0.08: area", "mm2", 0.2011, 1e6 * hum_wire_area_m2(&canare),
                           3e-4, .source = CLOSED});
    add_row(t, (cable_row){"C-48", "its ideal R", "ohm/km", 85.75, 1e3 * hum_wire_r_ohm_m(&canare), 1e-4,
                           .source = CLOSED});
    add_row(t, (cable_row){"C-48", "published 98 over ideal", "%", 10,
                           100 * (98e-3 / hum_wire_r_ohm_m(&canare) - 1), 0, .up_to = 15,
                           .source = "Canare L-4E6S", .note = "lay, tin and tolerance"});
    add_row(t, (cable_row){"C-49", "West Penn 18 AWG 7x26: 20.34 ohm/km over ideal", "%", 2,
                           100 * (20.34e-3 / hum_wire_r_ohm_m(&west) - 1), 0, .up_to = 15,
                           .source = "West Penn 303 data sheet"});
}

/* A quad of 24 AWG in place of a pair of 22 AWG, coats that touch, at low frequency. */
static void add_replacement_rows(cable_table *t)
{
    hum_wire w22 = coated(hum_awg_m(22), 1.3e-3, 2.3), w24 = coated(hum_awg_m(24), 1.3e-3, 2.3);
    hum_geometry pair = hum_geometry_pair(&w22, 1.3e-3, NULL),
                 quad = hum_geometry_star_quad(&w24, 1.3e-3 / sqrt(2), NULL);
    const size_t group[] = {0, 1, 0, 1};
    hum_complex z[WIRES2], joined[4];
    hum_section_impedance(solve_section(t, &quad, 0), 1e3, z);
    if (hum_join_impedance(4, z, group, 2, joined) != HUM_OK)
        return;
    double l_quad = 1e9 * cimag(hum_loop_impedance(2, joined, 0, 1)) / (2 * PI * 1e3);
    add_row(t, (cable_row){"C-57", "two 24 AWG pairs as a star quad over one 22 AWG pair: L", "", 0.5,
                           l_quad / loop_l_nh(solve_section(t, &pair, 0), 1e3), 0.1,
                           .source = "Iconoclast; ProSoundWeb", .note = "L halves"});
}

void add_construction_rows(cable_table *t)
{
    open_chapter(t, "Constructions");
    add_rg_rows(t);
    add_quad_rows(t);
    add_replacement_rows(t);
}

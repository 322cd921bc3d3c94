/* Fields, ground loops, star quad against pair, the shield's own current. */
#include "cables.h"

static hum_route pair_route(double spacing_m, double length_m, double lay_m)
{
    return (hum_route){.n = 2, .x_m = {spacing_m / 2, -spacing_m / 2}, .length_m = length_m, .lay_m = lay_m};
}

static hum_route quad_route(double circle_m, double length_m, double lay_m)
{
    hum_route r = {.n = 4, .length_m = length_m, .lay_m = lay_m};
    for (size_t i = 0; i < 4; i++) {
        r.x_m[i] = circle_m * cos(PI / 2 * (double)i);
        r.y_m[i] = circle_m * sin(PI / 2 * (double)i);
    }
    return r;
}

static const double ALTERNATE[] = {1, -1, 1, -1};

static double picked_up(const hum_route *r, const hum_field *f, double f_hz)
{
    hum_complex emf[HUM_WIRES_MAX];
    hum_pickup_emf(r, f, f_hz, emf);
    return cabs(hum_pickup_between(r->n, emf, ALTERNATE));
}

static void add_closed_field_rows(cable_table *t)
{
    hum_field wire = {.kind = HUM_FIELD_WIRE, .current_a = 1, .x_m = 10e-3},
              uniform = {.kind = HUM_FIELD_UNIFORM, .b_t = {0, 1e-6, 0}};
    hum_route straight = pair_route(2e-3, 1, 0), ribbon = pair_route(25.4e-3, 0.813, 0);
    double closed = 2 * PI * 50 * MU0 / (2 * PI) * log(11.0 / 9);
    add_row(t, (cable_row){"A17", "straight pair 2 mm, wire at 10 mm, 1 A 50 Hz, 1 m", "uV", 1e6 * closed,
                           1e6 * picked_up(&straight, &wire, 50), 1e-9, .source = CLOSED});
    double axis;
    hum_route one = {.n = 1, .x_m = {1e-3}, .length_m = 1};
    hum_pickup_flux(&one, &wire, &axis);
    add_row(t, (cable_row){"P-1", "one conductor 1 mm off its axis, there: flux between the two", "nH/m", 21.0721031,
                           1e9 * fabs(axis), 1e-8, .source = CLOSED});
    hum_route quad = quad_route(2e-3, 1, 0);
    double d2 = 100, a2 = 4, quad_closed = 2 * PI * 50 * MU0 / (2 * PI) * 0.5 * log((d2 + a2) / (d2 - a2));
    add_row(t, (cable_row){"A17", "straight star quad, radius 2 mm", "uV", 1e6 * quad_closed,
                           1e6 * picked_up(&quad, &wire, 50), 1e-9, .source = CLOSED});
    add_row(t, (cable_row){"A.6", "the thread's ribbon, 25.4 mm x 813 mm in 1 uT at 60 Hz", "uV", 7.8,
                           1e6 * picked_up(&ribbon, &uniform, 60), 5e-3, .source = COMPUTED});
    hum_route twisted = pair_route(1.5e-3, 14e-3, 28e-3);
    hum_field across = {.kind = HUM_FIELD_UNIFORM, .b_t = {1e-6, 0, 0}};
    add_row(t, (cable_row){"A.14", "half a twist, 28 mm lay, 1.5 mm: area", "mm2", 1.5 * 28 / PI,
                           1e6 * picked_up(&twisted, &across, 60) / (2 * PI * 60 * 1e-6), 2e-3,
                           .source = CLOSED});
    hum_route whole = pair_route(1.5e-3, 28e-3 * 7, 28e-3);
    add_row(t, (cable_row){"A.14", "seven whole twists", "mm2", 0,
                           1e6 * picked_up(&whole, &across, 60) / (2 * PI * 60 * 1e-6), 1e-9,
                           .source = CLOSED, .is_absolute = true});
    add_row(t,
            (cable_row){"C-53", "10 ft square loop, 9 A: in its middle", "uT", 3.341,
                        1e6 * hum_square_loop_b_t(9, 10 * 0.3048), 1e-3, .source = "SynAudCon EMI project"});
    add_row(t, (cable_row){"C-78", "1 uT, 60 Hz, 1 m2 of ground loop", "uV", 377,
                           1e6 * cabs(hum_area_emf(1e-6, 1, 60)), 1e-3, .source = CLOSED});
    add_row(t, (cable_row){"C-78", "as a level", "dBu", -66.3,
                           20 * log10(cabs(hum_area_emf(1e-6, 1, 60)) / sqrt(0.6)), 0.1, .source = CLOSED,
                           .is_absolute = true});
    add_row(t, (cable_row){"C-78", "the same loop as two paths 1 m apart, 1 m long", "uV",
                           1e6 * 2 * PI * 60 * 1e-6, 1e6 * cabs(hum_pickup_loop_emf(&uniform, 1, 0, 1, 60)),
                           1e-9, .source = CLOSED});
}

/* A dipole fitted on its axis gives that field back, and its flux is that of its field in a small loop. */
static void add_dipole_rows(cable_table *t)
{
    hum_field dipole = {.kind = HUM_FIELD_DIPOLE,
                        .at_m = {0, 0.2, 0.005},
                        .moment_am2 = {0, hum_dipole_moment_am2(10e-6, 0.1), 0}};
    double at[3] = {0, 0.1, 0.005}, b[3], mid[3] = {0, 0, 0.005};
    hum_field_b(&dipole, at, b);
    add_row(t, (cable_row){"P-4", "dipole of 10 uT at 10 cm: there", "uT", 10, 1e6 * fabs(b[1]), 1e-12,
                           .source = CLOSED});
    hum_field_b(&dipole, mid, b);
    add_row(t, (cable_row){"P-4", "at 20 cm", "uT", 1.25, 1e6 * fabs(b[1]), 1e-12, .source = CLOSED});
    hum_route loop = pair_route(1e-3, 10e-3, 0);
    add_row(t, (cable_row){"P-1", "its flux through 1 x 10 mm, over the field in the middle", "", 1,
                           picked_up(&loop, &dipole, 50) / (2 * PI * 50 * fabs(b[1]) * 1e-5), 1e-3,
                           .source = CLOSED});
    double go1[2] = {0, 0}, back1[2] = {2e-3, 0}, go2[2] = {50e-3, 0}, back2[2] = {52e-3, 0};
    add_row(t, (cable_row){"A.18", "two pairs of 2 mm, 50 mm apart: M", "nH/m", 200 * 4.0 / 2500,
                           1e9 * fabs(hum_loops_mutual_h_m(go1, back1, go2, back2)), 2e-3, .source = CLOSED,
                           .note = "mu0 s1 s2 / (2 pi d^2)"});
}

enum { CABLES = 256 };

/* Root mean square over cables of different seed and phase; the cores' resistances differ by x / 2. */
static double average(hum_route r, const hum_field *f, double x)
{
    const double quad[] = {1 + x / 4, -1, 1 - x / 4, -1};
    double sum = 0;
    for (uint64_t k = 0; k < CABLES; k++) {
        hum_complex emf[HUM_WIRES_MAX];
        r.jitter = x;
        r.seed = k + 1;
        r.phase_rad = 2 * PI * (double)k / CABLES;
        hum_pickup_emf(&r, f, 50, emf);
        double v = cabs(hum_pickup_between(r.n, emf, quad));
        sum += v * v;
    }
    return sqrt(sum / CABLES);
}

static double quad_gain_db(const hum_field *f, double x)
{
    return 20 *
           log10(average(pair_route(1.5e-3, 2, 28e-3), f, x) / average(quad_route(1.06e-3, 2, 20e-3), f, x));
}

/* Against a pair of another lay, of which a quarter turn is left, the rms over lengths (pickup.md P-15). */
static double quad_gain_over_db(const hum_field *f, double lay_m, double x)
{
    double length_m = lay_m * (floor(2 / lay_m) + 0.25);
    return 20 * log10(average(pair_route(1.5e-3, length_m, lay_m), f, x) /
                      average(quad_route(1.06e-3, length_m, 20e-3), f, x));
}

/* Both ends of what a pair's lay is said to be. */
static void add_anatomy_rows(cable_table *t, const hum_field *wire)
{
    const char *proco = "ProSoundWeb and ProCo, cable anatomy";
    add_row(t, (cable_row){"C-52", "factor of ten against a pair of 3/4 inch lay, errors of 0.5 %", "dB", 20,
                           quad_gain_over_db(wire, 19.05e-3, 0.005), 0, .up_to = 31, .source = proco});
    add_row(t, (cable_row){"C-52", "of 1 1/2 inch lay", "dB", 20, quad_gain_over_db(wire, 38.1e-3, 0.005), 0,
                           .up_to = 31, .source = proco});
}

static void add_tolerance_rows(cable_table *t)
{
    static const double rows[][3] = {
        {1e-3, 39.6, 37.5}, {3e-3, 30.4, 30.9}, {1e-2, 21.2, 20.8}, {3e-2, 10.8, 10.7}, {1e-1, 4.1, 3.9}};
    static const char *names[] = {"errors of 0.1 %, wire at 50 mm", "0.3 %", "1 %", "3 %", "10 %"};
    hum_field wire = {.kind = HUM_FIELD_WIRE, .current_a = 1, .x_m = 50e-3};
    hum_field mains = {.kind = HUM_FIELD_MAINS, .current_a = 1, .x_m = 50e-3, .spacing_m = 3e-3};
    const char *note = "rms of 256 random cables, within 0.3 dB of that of 3,000";
    double gains[5];
    for (size_t k = 0; k < 5; k++) {
        gains[k] = quad_gain_db(&wire, rows[k][0]);
        add_row(t, (cable_row){"A.15", names[k], "dB", rows[k][1], gains[k], 1.5, .source = COMPUTED,
                               .note = note, .is_absolute = true});
    }
    for (size_t k = 1; k < 3; k++)
        add_row(t,
                (cable_row){"A.15", k == 1 ? "mains pair at 50 mm, 0.3 %" : "1 %", "dB", rows[k][2],
                            quad_gain_db(&mains, rows[k][0]), 1.5, .source = COMPUTED, .is_absolute = true});
    const char *benchmark = "Benchmark, The Importance of Star-Quad Microphone Cable";
    add_row(t, (cable_row){"C-50", "star quad against pair, errors of 1 %", "dB", 20, gains[2], 0,
                           .up_to = 31, .source = benchmark});
    add_row(t, (cable_row){"C-50", "errors of 0.3 %", "dB", 20, gains[1], 0.5, .up_to = 31, .source = benchmark,
                           .is_absolute = true});
    add_anatomy_rows(t, &wire);
    add_row(t, (cable_row){"C-51", "Canare: one tenth of a two-core cable, errors of 1 %", "dB", 20, gains[2],
                           0, .up_to = 60, .source = "Canare catalogue, p. 67"});
}

/* 15 mm of opened cores that fan to pins 7 mm apart, within the same field. */
static void open_ends(hum_route *r)
{
    r->opened_near_m = r->opened_far_m = 15e-3;
    for (size_t i = 0; i < r->n; i++)
        r->pin_x_m[i] = i % 2 == 0 ? 3.5e-3 : -3.5e-3;
}

static void add_ends_rows(cable_table *t)
{
    hum_field wire = {.kind = HUM_FIELD_WIRE, .current_a = 1, .x_m = 50e-3};
    hum_route pair = pair_route(1.5e-3, 2, 28e-3), quad = quad_route(1.06e-3, 2, 20e-3);
    open_ends(&pair);
    open_ends(&quad);
    add_row(t, (cable_row){"A.15", "with 15 mm of opened cores at both ends: quad against pair", "dB", 0,
                           20 * log10(average(pair, &wire, 0.003) / average(quad, &wire, 0.003)), 2.7,
                           .source = COMPUTED, .note = "terminations decide", .is_absolute = true});
    hum_route wrong = quad_route(1.06e-3, 2, 0);
    hum_complex emf[4];
    const double adjacent[] = {1, 1, -1, -1};
    wrong.phase_rad = -PI / 4;
    hum_pickup_emf(&wrong, &wire, 50, emf);
    hum_route wide = pair_route(1.5e-3, 2, 0);
    add_row(t, (cable_row){"A.15", "adjacent cores joined, straight: like a pair of 1.5 mm", "", 1,
                           cabs(hum_pickup_between(4, emf, adjacent)) / picked_up(&wide, &wire, 50), 5e-3,
                           .source = CLOSED});
}

/* A demagnetiser moved along a cable: least over largest pickup, and where the nulls are. */
static void sweep_dipole(const hum_route *r, double *least, double *most)
{
    hum_field f = {.kind = HUM_FIELD_DIPOLE, .at_m = {0, 15e-3, 0}, .moment_am2 = {0, 0.1, 0}};
    *least = 1e30;
    *most = 0;
    for (int k = 0; k < 200; k++) {
        f.at_m[2] = 0.14 + 28e-3 * k / 200;
        double v = picked_up(r, &f, 50);
        *least = fmin(*least, v);
        *most = fmax(*most, v);
    }
}

static double null_distance_mm(const hum_route *r)
{
    hum_field f = {.kind = HUM_FIELD_DIPOLE, .at_m = {0, 15e-3, 0}, .moment_am2 = {0, 0.1, 0}};
    double last = 0, first_null = 0;
    for (int k = 0; k < 4000; k++) {
        hum_complex emf[2];
        f.at_m[2] = 0.12 + 40e-3 * k / 4000;
        hum_pickup_emf(r, &f, 50, emf);
        double v = cimag(emf[0] - emf[1]);
        if (k > 0 && (v > 0) != (last > 0)) {
            if (first_null > 0)
                return 1e3 * (f.at_m[2] - first_null);
            first_null = f.at_m[2];
        }
        last = v;
    }
    return 0;
}

static void add_null_rows(cable_table *t)
{
    hum_route pair = pair_route(1.5e-3, 0.28, 28e-3), quad = quad_route(1.06e-3, 0.28, 20e-3);
    double least, most, quad_least, quad_most;
    sweep_dipole(&pair, &least, &most);
    sweep_dipole(&quad, &quad_least, &quad_most);
    const char *shirk = "SynAudCon, Shirk's demagnetiser";
    add_row(t, (cable_row){"C-54", "nulls along a pair of 28 mm lay: distance", "mm", 14,
                           null_distance_mm(&pair), 0.02, .source = shirk, .note = "half a lay"});
    add_row(t, (cable_row){"C-54", "depth of a null against the largest, pair", "", 0, least / most, 0.05,
                           .source = shirk, .is_absolute = true});
    add_row(t, (cable_row){"C-54", "quad below pair, both at their largest", "dB", 10,
                           20 * log10(most / quad_most), 0, .up_to = 60, .source = shirk});
}

/* Foil with an off-centre drain near one core, and a braid. */
static double scin(cable_table *t, bool has_drain, double f_hz)
{
    hum_wire core = coated(hum_awg_m(22), 1.3e-3, 2.3), drain = hum_wire_solid(0.3e-3, HUM_SIGMA_COPPER);
    hum_shield foil = {.kind = HUM_SHIELD_FOIL, .radius_m = 1.75e-3, .sigma_s_m = 3.5e7, .thickness_m = 9e-6};
    hum_shield braid = {.kind = HUM_SHIELD_BRAID,
                        .radius_m = 1.75e-3,
                        .sigma_s_m = 5.8e7,
                        .wire_m = 0.1e-3,
                        .carriers = 16,
                        .ends = 8,
                        .angle_rad = 0.5};
    hum_geometry g = hum_geometry_pair(&core, 1.32e-3, has_drain ? &foil : &braid);
    hum_complex z[9], y[9];
    if (has_drain && hum_geometry_add_drain(&g, &drain, 1.2) != HUM_OK)
        return 0;
    if (hum_section_at(solve_section(t, &g, 0), f_hz, z, y) != HUM_OK)
        return 0;
    return cabs(hum_scin_ohm_m(3, z, 0, 1));
}

static void add_scin_rows(cable_table *t)
{
    const char *brown = "Brown and Whitlock, AES preprint 5747";
    add_row(t, (cable_row){"C-56", "shield-current-induced noise, foil and drain: 100 Hz to 1 kHz", "dB", 20,
                           20 * log10(scin(t, true, 1e3) / scin(t, true, 100)), 1, .source = brown,
                           .is_absolute = true});
    add_row(t,
            (cable_row){"C-56", "1 to 10 kHz", "dB", 20, 20 * log10(scin(t, true, 1e4) / scin(t, true, 1e3)),
                        1, .source = brown, .is_absolute = true});
    add_row(t, (cable_row){"C-56", "10 to 30 kHz, for a decade", "dB", 20,
                           20 * log10(scin(t, true, 3e4) / scin(t, true, 1e4)) / log10(3), 1, .source = brown,
                           .is_absolute = true});
    add_row(t,
            (cable_row){"C-56", "10 to 100 kHz", "dB", 20,
                        20 * log10(scin(t, true, 1e5) / scin(t, true, 1e4)), 3, .source = brown,
                        .note = "a closed smooth foil takes the current over above 100 kHz; a real one, with "
                                "its seam, was measured to rise into the megahertz",
                        .is_absolute = true});
    add_row(t, (cable_row){"C-56", "a braid is below it by", "dB", 60,
                           20 * log10(scin(t, true, 1e4) / fmax(scin(t, false, 1e4), 1e-9)), 0, .up_to = 400,
                           .source = brown, .note = "a perfectly concentric braid has none"});
}

void add_field_rows(cable_table *t)
{
    open_chapter(t, "Fields and loops");
    add_closed_field_rows(t);
    add_dipole_rows(t);
}

void add_star_quad_rows(cable_table *t)
{
    open_chapter(t, "Twist, star quad, the shield's own current");
    add_tolerance_rows(t);
    add_ends_rows(t);
    add_null_rows(t);
    add_scin_rows(t);
}

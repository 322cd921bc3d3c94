/* How long a cross-section takes, and how exact it is.
 *
 *   bench_section quad               a shielded star quad, all matrices at 200 frequencies: milliseconds
 *   bench_section stamp              the exact pi of a tabulated line of three cores and a shield: ms for the table, us for one
 *                                    frequency at audio and over all, and the same without a table
 *   bench_section coax D d O ER      impedance of an eccentric coax to 12 digits, and microseconds it took
 */
#include "../support/bench.h"

#include "cable/section.h"
#include "cable/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FREQUENCIES = 200, ROUNDS = 15, REPEATS = 50 };

static double now_ms(void)
{
    return 1e3 * cpu_seconds();
}

/* Like a Canare L-4E6S: 40/0.08 mm, PE, braid. */
static hum_geometry star_quad(void)
{
    hum_wire core = hum_wire_stranded(40, 0.08e-3, 1.1, HUM_SIGMA_COPPER);
    core.n_coats = 1;
    core.coats[0] = (hum_coat){0.75e-3, {2.28, 3e-4, 1e6}};
    hum_shield braid = {.kind = HUM_SHIELD_BRAID,
                        .radius_m = 1.95e-3,
                        .sigma_s_m = HUM_SIGMA_COPPER,
                        .wire_m = 0.1e-3,
                        .carriers = 16,
                        .ends = 8,
                        .angle_rad = 0.5};
    hum_geometry g = hum_geometry_star_quad(&core, 1.08e-3, &braid);
    g.fill = (hum_dielectric){1.5, 1e-3, 1e6};
    return g;
}

static int time_quad(void)
{
    hum_geometry g = star_quad();
    double set_up = 1e30, sweep = 1e30;
    size_t order = 0;
    for (int round = 0; round < ROUNDS; round++) {
        hum_arena *a = hum_arena_new(NULL);
        hum_section *s = NULL;
        double t0 = now_ms();
        if (!a || hum_section_new(a, &g, 0, &s) != HUM_OK)
            return 1;
        double t1 = now_ms();
        for (int k = 0; k < FREQUENCIES; k++) {
            hum_complex z[25], y[25];
            if (hum_section_at(s, 10 * pow(10, 7.0 * k / (FREQUENCIES - 1)), z, y) != HUM_OK)
                return 1;
        }
        set_up = fmin(set_up, t1 - t0);
        sweep = fmin(sweep, now_ms() - t1);
        order = hum_section_order(s);
        hum_arena_close(&a);
    }
    printf("%zu %.2f %.2f\n", order, set_up, sweep);
    return 0;
}

static hum_status ask(void *ctx, double f_hz, hum_complex *z, hum_complex *y)
{
    return hum_section_at(ctx, f_hz, z, y);
}

/* Microseconds for the pi of 10 m at one of FREQUENCIES from 20 Hz to high_hz. */
static double time_pi(const hum_line *line, double high_hz)
{
    double best = 1e30;
    for (int round = 0; round < ROUNDS; round++) {
        double start = now_ms();
        for (int repeat = 0; repeat < REPEATS; repeat++)
            for (int k = 0; k < FREQUENCIES; k++) {
                hum_complex z[16], y[16];
                hum_line_pi(line, 20 * pow(high_hz / 20, k / (FREQUENCIES - 1.0)), z, y);
            }
        best = fmin(best, now_ms() - start);
    }
    return 1e3 * best / (REPEATS * FREQUENCIES);
}

static int time_stamp(void)
{
    hum_geometry g = star_quad();
    hum_arena *a = hum_arena_new(NULL);
    hum_section *s = NULL;
    hum_line line, constant;
    g.n_wires = 3;
    if (!a || hum_section_new(a, &g, 1e-5, &s) != HUM_OK || hum_section_line(s, 1e3, 10, &line) != HUM_OK)
        return 1;
    constant = line;
    line.tan_delta = 0;
    double start = now_ms();
    if (hum_line_tabulate(a, &line, ask, s, &line.table) != HUM_OK)
        return 1;
    double table = now_ms() - start;
    printf("%.2f %.2f %.2f %.2f\n", table, time_pi(&line, 20e3), time_pi(&line, 10e6), time_pi(&constant, 20e3));
    hum_arena_close(&a);
    return 0;
}

static int time_coax(double outer, double inner, double offset, double er)
{
    hum_wire w = hum_wire_solid(inner * 1e-5, HUM_SIGMA_COPPER);
    hum_shield tube = {
        .kind = HUM_SHIELD_TUBE, .radius_m = outer / 2 * 1e-5, .sigma_s_m = 5.8e7, .thickness_m = 1e-4};
    hum_geometry g = hum_geometry_coax(&w, &tube, offset * 1e-5);
    g.fill.er = er;
    double best = 1e30, c0 = 299792458.0;
    hum_complex c = 1;
    for (int k = 0; k < REPEATS; k++) {
        hum_arena *a = hum_arena_new(NULL);
        hum_section *s = NULL;
        double t0 = now_ms();
        if (!a || hum_section_new(a, &g, 1e-9, &s) != HUM_OK)
            return 1;
        hum_section_capacitance(s, 1e3, &c);
        best = fmin(best, now_ms() - t0);
        hum_arena_close(&a);
    }
    printf("%.12g %.1f\n", sqrt(er) / (c0 * creal(c)), 1e3 * best);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "quad") == 0)
        return time_quad();
    if (argc == 2 && strcmp(argv[1], "stamp") == 0)
        return time_stamp();
    if (argc == 6 && strcmp(argv[1], "coax") == 0)
        return time_coax(atof(argv[2]), atof(argv[3]), atof(argv[4]), atof(argv[5]));
    fputs("usage: bench_section quad | bench_section stamp | bench_section coax D d O ER\n", stderr);
    return 2;
}

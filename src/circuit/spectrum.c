/* Harmonics of mains and ground voltages (docs/physics/assumptions.md, AS-1 and AS-2).
 *
 * The mains voltage: a third of the limits of EN 50160 for each harmonic, as an ordinary supply has. Ground
 * voltages are made by leakage and magnetising currents of other equipment and are richer: no measured table
 * could be found, so odd harmonics are taken as 0.75/n and even ones as 0.15/n of the fundamental, an
 * engineering estimate that can be replaced line by line in the file. */
#include "circuit/builder.h"

#include <math.h>

/* EN 50160:2010 table 1, % of the fundamental for harmonics 2..25; above: none given, the last is continued as 1/n. */
static const double en50160_percent[] = {2,   5,   1,   6, 0.5, 5,   0.5, 1.5, 0.5, 3.5, 0.5, 3,
                                         0.5, 0.5, 0.5, 2, 0.5, 1.5, 0.5, 0.5, 0.5, 1.5, 0.5, 1.5};
enum { EN50160_LAST = 25 };

static double mains_fraction(int n)
{
    if (n == 1)
        return 1;
    double percent = n <= EN50160_LAST ? en50160_percent[n - 2]
                                       : (n % 2 ? 1.5 : 0.5) * EN50160_LAST / n;
    return percent / 100 / 3;
}

static double ground_fraction(int n)
{
    return n == 1 ? 1 : n % 2 ? 0.75 / n : 0.15 / n;
}

/* The current of rectifier supplies: the limits of IEC 61000-3-2, class D, mA per watt, against the 4.35 mA of a watt at
 * 230 V; cheap supplies below 75 W, which have no limit, come near them (AS-17). Even harmonics cancel. */
static double rectifier_fraction(int n)
{
    static const double class_d_ma_w[] = {4.35, 0, 3.4, 0, 1.9, 0, 1.0, 0, 0.5, 0, 0.35};
    if (n <= 11)
        return class_d_ma_w[n - 1] / class_d_ma_w[0];
    return n % 2 ? 3.85 / n / class_d_ma_w[0] : 0;
}

static double fraction(hum_spectrum kind, int n)
{
    switch (kind) {
    case HUM_SPECTRUM_MAINS:
        return mains_fraction(n);
    case HUM_SPECTRUM_GROUND:
        return ground_fraction(n);
    case HUM_SPECTRUM_RECTIFIER:
        return rectifier_fraction(n);
    case HUM_SPECTRUM_SINE:
    case HUM_SPECTRUM_UNSTATED:
        break;
    }
    return n == 1 ? 1 : 0;
}

void hum_spectrum_lines(hum_spectrum kind, double rms_v, double *line_v)
{
    double sum = 0;
    for (int n = 1; n <= HUM_HARMONICS; n++)
        sum += fraction(kind, n) * fraction(kind, n);
    for (int n = 1; n <= HUM_HARMONICS; n++)
        line_v[n - 1] = rms_v * fraction(kind, n) / sqrt(sum);
}

void hum_spectrum_stated(hum_builder *b, const hum_ground *g, double *line_v)
{
    for (size_t i = 0; i < g->n_lines; i++) {
        double n = g->lines[i].f_hz / b->m->mains_hz;
        long k = lround(n);
        if (k < 1 || k > HUM_HARMONICS || fabs(n - (double)k) > 1e-3) {
            hum_diags_say(b->d, HUM_D_ODD_VALUE, g->lines[i].v.span, "lines are taken at multiples of the mains frequency",
                          "this line is not one of the first %d harmonics of the mains and is left out", HUM_HARMONICS);
            continue;
        }
        line_v[k - 1] = g->lines[i].v.nominal;
    }
}

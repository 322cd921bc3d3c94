/* The table of cable values: closed forms, published figures, and what this program's section solver, shields and
 * pickup give. docs/validation-cables.md is the table as a page. */
#ifndef HUM_TESTS_CABLES_H
#define HUM_TESTS_CABLES_H

#include "cable/pickup.h"
#include "num/symmetric.h"

#include <math.h>

typedef struct cable_row {
    const char *id, *what, *unit;
    double expected;
    double ours;
    double tolerance; /**< Relative; of the unit itself when the row is `is_absolute`. */
    double up_to;     /**< Expected is a span `expected`..`up_to`; 0: a single value. */
    const char *source, *note;
    bool is_absolute;
    double refuted;   /**< A published figure that is wrong: ours must be further from it than the tolerance. 0: none. */
} cable_row;

enum { CABLE_ROWS_MAX = 300, CABLE_CHAPTERS_MAX = 20, WIRES2 = HUM_WIRES_MAX * HUM_WIRES_MAX };

typedef struct cable_table {
    hum_arena *arena;
    cable_row rows[CABLE_ROWS_MAX];
    size_t n;
    struct {
        const char *title;
        size_t first;
    } chapters[CABLE_CHAPTERS_MAX];
    size_t n_chapters;
} cable_table;

void open_chapter(cable_table *t, const char *title);
void add_row(cable_table *t, cable_row row);

void add_capacitance_rows(cable_table *t);
void add_construction_rows(cable_table *t);
void add_impedance_rows(cable_table *t);
void add_loss_rows(cable_table *t);
void add_shield_rows(cable_table *t);
void add_field_rows(cable_table *t);
void add_star_quad_rows(cable_table *t);
void add_ott_rows(cable_table *t);

/** A section, or the end of the test. */
hum_section *solve_section(cable_table *t, const hum_geometry *g, double tolerance);
/** C between two wires with the rest floating, pF/m; L of their loop with perfect conductors, nH/m. */
double loop_pf(hum_section *s, size_t i, size_t j);
double loop_nh(hum_section *s, size_t i, size_t j);
/** Loop R ohm/m and L nH/m at a frequency. */
double loop_r(hum_section *s, double f_hz);
double loop_l_nh(hum_section *s, double f_hz);
hum_shield ideal_shield(double radius_m);
hum_wire coated(double metal_m, double coat_m, double er);

#define PI 3.14159265358979323846
#define MU0 1.25663706212e-6
#define EPS0 8.8541878128e-12
#define C0 299792458.0
#define MIL 25.4e-6
#define PF_PER_FT 3.280839895 /* pF/m in a pF/ft */

#define CLOSED "closed form"
#define COMPUTED "computed independently"
#define ATLC "atlc, accuracy page"

#endif

/* Worst case by corners (docs/physics/tolerance.md): all of them while they are few; else climbing from the corner nearest to
 * the worst of some samples: each parameter alone to its other end, then all that made it worse together, and from the worst of these
 * again, until none is worse. */
#include "study/corners.h"

#include <math.h>

#define NEAR_NOTHING 1e-6 /* of a range that begins at 0, where a resistor would be another kind of element */

enum { LOOKS = 256, CLIMB_MAX = 20 };

typedef struct climb {
    hum_arena *a;
    hum_sampled *s;
    const hum_parameter *parameters;
    size_t n_parameters;
    const hum_target *target;
    size_t n_targets;
    size_t which;
    double *rows;     /* [room][n_parameters] */
    double **values;  /* [n_targets][room] */
} climb;

static double end_of(const climb *c, size_t i, bool is_high)
{
    const hum_value *v = &c->parameters[i].value;
    double x = is_high ? v->high : v->low;
    return x == 0 ? NEAR_NOTHING * (v->low + v->high) : x;
}

static hum_status make_room(climb *c, size_t room)
{
    HUM_ALLOC(c->rows, c->a, double, room *c->n_parameters);
    HUM_ALLOC(c->values, c->a, double *, c->n_targets);
    for (size_t i = 0; i < c->n_targets; i++)
        HUM_ALLOC(c->values[i], c->a, double, room);
    return HUM_OK;
}

/* Solves the first n rows; the worst of them becomes the corner when it is worse than that. */
static hum_status take_worst(climb *c, size_t n, hum_corner *out, bool *is_worse)
{
    *is_worse = false;
    HUM_TRY(hum_sampled_at(c->s, c->rows, n, c->values));
    out->n_solved += n;
    for (size_t k = 0; k < n; k++) {
        double v = c->values[c->which][k];
        if (isnan(v) || (!isnan(out->value) && hum_target_badness(c->target, v) <= hum_target_badness(c->target, out->value)))
            continue;
        out->value = v;
        *is_worse = true;
        for (size_t i = 0; i < c->n_parameters; i++)
            out->at[i] = c->rows[k * c->n_parameters + i];
    }
    return HUM_OK;
}

static hum_status solve_all(climb *c, hum_corner *out)
{
    size_t n = (size_t)1 << c->n_parameters;
    bool is_worse;
    HUM_TRY(make_room(c, n));
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < c->n_parameters; i++)
            c->rows[k * c->n_parameters + i] = end_of(c, i, k >> i & 1);
    out->is_exhaustive = true;
    return take_worst(c, n, out, &is_worse);
}

/* Corners nearest to some samples: a coin for each parameter. */
static hum_status look_around(climb *c, hum_corner *out)
{
    bool is_worse;
    for (size_t k = 0; k < LOOKS; k++)
        for (size_t i = 0; i < c->n_parameters; i++)
            c->rows[k * c->n_parameters + i] = end_of(c, i, hum_sampled_u(c->s, k, i) > 0.5);
    return take_worst(c, LOOKS, out, &is_worse);
}

/* Each parameter alone at its other end: row k differs from where they start in column k. */
static void turn_each(climb *c, const hum_corner *from)
{
    for (size_t k = 0; k < c->n_parameters; k++) {
        double *row = c->rows + k * c->n_parameters;
        for (size_t i = 0; i < c->n_parameters; i++)
            row[i] = from->at[i];
        row[k] = end_of(c, k, row[k] == end_of(c, k, false));
    }
}

/* Into row 0, of the rows of turn_each and their values: all that made it worse than `before`. Where they started in column i stands
 * in any row but i. */
static void turn_together(climb *c, double before)
{
    size_t n = c->n_parameters;
    for (size_t i = 0; i < n; i++) {
        double v = c->values[c->which][i];
        bool helps = !isnan(v) && hum_target_badness(c->target, v) > hum_target_badness(c->target, before);
        c->rows[i] = helps ? c->rows[i * n + i] : c->rows[(i + 1) % n * n + i];
    }
}

static hum_status climb_up(climb *c, hum_corner *out)
{
    bool is_worse = true, is_worst_together;
    for (size_t step = 0; is_worse && step < CLIMB_MAX; step++) {
        double before = out->value;
        turn_each(c, out);
        HUM_TRY(take_worst(c, c->n_parameters, out, &is_worse));
        if (!is_worse)
            return HUM_OK;
        turn_together(c, before);
        HUM_TRY(take_worst(c, 1, out, &is_worst_together));
    }
    return HUM_OK;
}

hum_status hum_worst_corner(hum_arena *a, hum_sampled *s, const hum_target *targets, size_t n_targets, size_t which,
                            hum_corner *out)
{
    climb c = {.a = a, .s = s, .target = &targets[which], .n_targets = n_targets, .which = which};
    *out = (hum_corner){.value = (double)NAN};
    c.parameters = hum_sampled_parameters(s, &c.n_parameters);
    HUM_ALLOC(out->at, a, double, c.n_parameters);
    if (c.n_parameters <= HUM_CORNERS_ALL)
        return solve_all(&c, out);
    HUM_TRY(make_room(&c, c.n_parameters > LOOKS ? c.n_parameters : LOOKS));
    HUM_TRY(look_around(&c, out));
    return isnan(out->value) ? HUM_OK : climb_up(&c, out);
}

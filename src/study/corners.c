/* Worst case by corners (docs/physics/tolerance.md): all of them while they are few; else climbing from the corner nearest to
 * the worst of some samples: each parameter alone to its other end, then all that made it worse together, and from the worst of these
 * again, until none is worse. A corner that is solved is looked at for every target: what one target's climb comes across may be worse
 * for another. They are solved to a ten-thousandth, which is enough to tell which is worse; the worst ones once more exactly. */
#include "study/corners.h"

#include <math.h>

#define NEAR_NOTHING 1e-6 /* of a range that begins at 0, where a resistor would be another kind of element */
#define HARDLY 1e-4
#define HARDLY_DB 1e-3

enum { LOOKS = 256, CLIMB_MAX = 20 };

typedef struct climb {
    hum_arena *a;
    hum_sampled *s;
    const hum_parameter *parameters;
    size_t n_parameters;
    const hum_target *targets;
    size_t n_targets;
    const hum_patience *patience;
    hum_corner *const *out; /* [n_targets] */
    size_t *steps;          /* [n_targets] that each has climbed */
    bool *is_done;          /* [n_targets] nothing one turn away is worse */
    size_t n_solved;
    double *rows;           /* [room][n_parameters] */
    double **values;        /* [n_targets][room] */
} climb;

static double end_of(const climb *c, size_t i, bool is_high)
{
    const hum_value *v = &c->parameters[i].value;
    double x = is_high ? v->high : v->low;
    return x == 0 ? NEAR_NOTHING * (v->low + v->high) : x;
}

static hum_status make_room(climb *c, size_t room)
{
    HUM_ALLOC(c->steps, c->a, size_t, c->n_targets);
    HUM_ALLOC(c->is_done, c->a, bool, c->n_targets);
    HUM_ALLOC(c->rows, c->a, double, room *c->n_parameters);
    HUM_ALLOC(c->values, c->a, double *, c->n_targets);
    for (size_t i = 0; i < c->n_targets; i++)
        HUM_ALLOC(c->values[i], c->a, double, room);
    return HUM_OK;
}

/* By more than what is solved to. */
static bool is_worse(const climb *c, size_t target, double v, double than)
{
    const hum_target *t = &c->targets[target];
    double hardly = hum_dim_is_decibel(t->wanted.dim) ? HARDLY_DB : HARDLY * fabs(than);
    return !isnan(v) && (isnan(than) || hum_target_badness(t, v) > hum_target_badness(t, than) + hardly);
}

/* The worst of the first n rows becomes the corner of a target for which it is worse than what it has. */
static void take_worst(climb *c, size_t n, size_t target)
{
    hum_corner *corner = c->out[target];
    for (size_t k = 0; corner && k < n; k++) {
        if (!is_worse(c, target, c->values[target][k], corner->value))
            continue;
        corner->value = c->values[target][k];
        c->is_done[target] = false;
        for (size_t i = 0; i < c->n_parameters; i++)
            corner->at[i] = c->rows[k * c->n_parameters + i];
    }
}

static hum_status solve_rows(climb *c, size_t n)
{
    HUM_TRY(hum_sampled_at(c->s, c->rows, n, c->values));
    c->n_solved += n;
    for (size_t t = 0; t < c->n_targets; t++)
        take_worst(c, n, t);
    return HUM_OK;
}

static hum_status solve_all(climb *c)
{
    size_t n = (size_t)1 << c->n_parameters;
    HUM_TRY(make_room(c, n > c->n_targets ? n : c->n_targets));
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < c->n_parameters; i++)
            c->rows[k * c->n_parameters + i] = end_of(c, i, k >> i & 1);
    return solve_rows(c, n);
}

/* Corners nearest to some samples: a coin for each parameter. */
static hum_status look_around(climb *c)
{
    for (size_t k = 0; k < LOOKS; k++)
        for (size_t i = 0; i < c->n_parameters; i++)
            c->rows[k * c->n_parameters + i] = end_of(c, i, hum_sampled_u(c->s, k, i) > 0.5);
    return solve_rows(c, LOOKS);
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
static void turn_together(climb *c, size_t target, double before)
{
    size_t n = c->n_parameters;
    for (size_t i = 0; i < n; i++) {
        bool helps = is_worse(c, target, c->values[target][i], before);
        c->rows[i] = helps ? c->rows[i * n + i] : c->rows[(i + 1) % n * n + i];
    }
}

static hum_status climb_up(climb *c, size_t target)
{
    while (!c->is_done[target] && c->steps[target]++ < CLIMB_MAX && !hum_is_over(c->patience)) {
        double before = c->out[target]->value;
        turn_each(c, c->out[target]);
        c->is_done[target] = true; /* until take_worst finds a worse one */
        HUM_TRY(solve_rows(c, c->n_parameters));
        if (c->is_done[target])
            return HUM_OK;
        turn_together(c, target, before);
        HUM_TRY(solve_rows(c, 1));
    }
    c->is_done[target] = true;
    return HUM_OK;
}

/* Until no target has been given a worse corner by another one's climb, or the patience is over. */
static hum_status climb_all(climb *c)
{
    bool any = true;
    while (any && !hum_is_over(c->patience)) {
        any = false;
        for (size_t t = 0; t < c->n_targets; t++) {
            if (!c->out[t] || isnan(c->out[t]->value) || c->is_done[t] || c->steps[t] >= CLIMB_MAX)
                continue;
            any = true;
            HUM_TRY(climb_up(c, t));
        }
    }
    return HUM_OK;
}

/* The corners that were found, as exactly as any other sample is solved. */
static hum_status solve_exactly(climb *c, hum_sampled *exact)
{
    for (size_t t = 0; t < c->n_targets; t++)
        for (size_t i = 0; c->out[t] && i < c->n_parameters; i++)
            c->rows[t * c->n_parameters + i] = c->out[t]->at[i];
    HUM_TRY(hum_sampled_at(exact, c->rows, c->n_targets, c->values));
    for (size_t t = 0; t < c->n_targets; t++)
        if (c->out[t] && !isnan(c->out[t]->value))
            c->out[t]->value = c->values[t][t];
    return HUM_OK;
}

static hum_status find_corners(climb *c)
{
    if (c->n_parameters <= HUM_CORNERS_ALL)
        return solve_all(c);
    size_t room = c->n_parameters > LOOKS ? c->n_parameters : LOOKS;
    HUM_TRY(make_room(c, room > c->n_targets ? room : c->n_targets));
    HUM_TRY(look_around(c));
    return climb_all(c);
}

hum_status hum_worst_corners(hum_arena *a, hum_sampled *rough, hum_sampled *exact, const hum_target *targets, size_t n_targets,
                             const hum_patience *patience, hum_corner *const *out)
{
    climb c = {.a = a, .s = rough, .targets = targets, .n_targets = n_targets, .patience = patience, .out = out};
    c.parameters = hum_sampled_parameters(exact, &c.n_parameters);
    for (size_t t = 0; t < n_targets; t++) {
        if (!out[t])
            continue;
        *out[t] = (hum_corner){.value = (double)NAN, .is_exhaustive = c.n_parameters <= HUM_CORNERS_ALL};
        HUM_ALLOC(out[t]->at, a, double, c.n_parameters);
    }
    HUM_TRY(find_corners(&c));
    HUM_TRY(solve_exactly(&c, exact));
    for (size_t t = 0; t < n_targets; t++)
        if (out[t])
            out[t]->n_solved = c.n_solved;
    return HUM_OK;
}

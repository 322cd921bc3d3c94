/* Where the verdict of a comparison turns (docs/physics/solve.md, "Flip point"). A quantity that both systems have under one
 * name is one thing in the world, so it takes the same value in both. The search is a bisection on its logarithm (decibels:
 * as they are) between a value with today's verdict and the nearest tried one with another; every step solves both systems
 * in full. */
#include "study/flip.h"

#include "base/arena.h"
#include "base/diag.h"
#include "base/value.h"

#include <math.h>

enum { TRIED = 4, STEPS = 16, SIDES = 2 };
#define ALIKE_DB 0.05 /* what is written as 0.0 dB */

const char *hum_comparison_name(hum_comparison c)
{
    static const char *const names[] = {[HUM_NEITHER_HEARD] = "neither is heard", [HUM_ONLY_A_HEARD] = "only A is heard",
                                        [HUM_ONLY_B_HEARD] = "only B is heard",   [HUM_A_IS_LESS] = "A has less hum and noise",
                                        [HUM_B_IS_LESS] = "B has less hum and noise", [HUM_BOTH_ALIKE] = "both are alike"};
    return names[c];
}

/* --- what is compared -------------------------------------------------------------------------------- */

/* The input that nothing follows in the order of the signal. */
static const hum_link_findings *last_link(const hum_findings *f)
{
    for (size_t k = f->model->n_ports; k-- > 0;) {
        const hum_port *p = &f->model->ports[f->model->order[k]];
        if (!p->is_output && p->cable != HUM_NONE)
            return &f->links[p->cable];
    }
    return NULL;
}

const hum_level_findings *hum_findings_end(const hum_findings *f, hum_text *id)
{
    const hum_link_findings *last = last_link(f);
    if (f->n_outputs) {
        *id = f->model->ports[f->outputs[0].port].id;
        return &f->outputs[0].at_output;
    }
    if (!last)
        return NULL;
    *id = f->model->ports[f->model->cables[last->cable].to].id;
    return &last->at_input;
}

/* What counts of one system: how much is unwanted, at equal loudness, and whether it is heard. */
typedef struct result {
    double unwanted_db;
    bool is_heard;
} result;

static result result_of(const hum_findings *f)
{
    hum_text id;
    const hum_level_findings *end = hum_findings_end(f, &id);
    if (f->model->n_listeners) {
        const hum_seat_findings *s = &f->seats[0];
        return (result){fmax(s->hum_margin_db, s->noise_margin_db) - s->peak_spl_db, s->is_audible};
    }
    double v2 = end->hum_v * end->hum_v + end->noise_v * end->noise_v;
    return (result){10 * log10(v2) - 20 * log10(end->level_v), true};
}

/* Both of them. */
typedef struct state {
    result side[SIDES];
    hum_comparison verdict;
    double difference_db;
} state;

static void conclude(state *s)
{
    bool a = s->side[0].is_heard, b = s->side[1].is_heard;
    s->difference_db = s->side[1].unwanted_db - s->side[0].unwanted_db;
    if (a != b)
        s->verdict = a ? HUM_ONLY_A_HEARD : HUM_ONLY_B_HEARD;
    else if (!a)
        s->verdict = HUM_NEITHER_HEARD;
    else if (!(fabs(s->difference_db) > ALIKE_DB))
        s->verdict = HUM_BOTH_ALIKE;
    else
        s->verdict = s->difference_db > 0 ? HUM_A_IS_LESS : HUM_B_IS_LESS;
}

/* --- one quantity ------------------------------------------------------------------------------------ */

/* A quantity, and where it is among the assumptions of each system; SIZE_MAX: not there. */
typedef struct doubt {
    const hum_assumption *as;
    size_t at[SIDES];
} doubt;

typedef struct search {
    hum_arena *a;
    const hum_findings *f[SIDES];
    double *values[SIDES];
    doubt doubt;
    state now;
} search;

static hum_status solve_side(const search *s, int side, hum_arena *a, result *out)
{
    const hum_assumed_values values = {s->values[side], s->f[side]->net->n_assumptions, s->f[side]->net};
    const hum_study_options options = {.links_at_once = HUM_LINKS_AT_ONCE, .without_doubts = true, .values = &values};
    hum_findings *f;
    hum_diags *d = hum_diags_new(a);
    if (!d)
        return HUM_E_NOMEM;
    HUM_TRY(hum_study_system_with(a, s->f[side]->model, &options, d, &f));
    *out = result_of(f);
    return HUM_OK;
}

/* Both systems with the quantity at `value`; as they are now when there is no such network. */
static hum_status solve_at(const search *s, double value, state *out)
{
    *out = s->now;
    for (int side = 0; side < SIDES; side++) {
        size_t i = s->doubt.at[side];
        hum_arena *own;
        if (i == SIZE_MAX)
            continue;
        own = hum_arena_sibling(s->a);
        if (!own)
            return HUM_E_NOMEM;
        s->values[side][i] = value;
        hum_status st = solve_side(s, side, own, &out->side[side]);
        s->values[side][i] = (double)NAN;
        hum_arena_close(&own);
        if (st == HUM_E_NOMEM)
            return st;
    }
    conclude(out);
    return HUM_OK;
}

/* Half way from x to y. */
static double middle(const hum_assumption *as, double x, double y)
{
    bool is_log = !hum_dim_is_decibel(as->dim) && as->low > 0;
    return is_log ? sqrt(x) * sqrt(y) : 0.5 * (x + y);
}

/* Between `same`, where the verdict is today's, and `other`, where it is not. */
static hum_status bisect(const search *s, double same, double other, double *value)
{
    for (int i = 0; i < STEPS; i++) {
        double x = middle(s->doubt.as, same, other);
        state at;
        HUM_TRY(solve_at(s, x, &at));
        if (at.verdict == s->now.verdict)
            same = x;
        else
            other = x;
    }
    *value = middle(s->doubt.as, same, other);
    return HUM_OK;
}

/* From the value that was taken to one end of the range, and half way there. */
static hum_status look_towards(const search *s, double end, double *least_db, double *most_db, hum_flip *out)
{
    double same = s->doubt.as->value;
    double tried[] = {middle(s->doubt.as, s->doubt.as->value, end), end};
    for (size_t i = 0; i < sizeof tried / sizeof tried[0]; i++) {
        state at;
        HUM_TRY(solve_at(s, tried[i], &at));
        *least_db = fmin(*least_db, at.difference_db);
        *most_db = fmax(*most_db, at.difference_db);
        if (at.verdict != s->now.verdict && !out->turns) {
            out->turns = true;
            out->to = at.verdict;
            out->is_above = end > s->doubt.as->value;
            HUM_TRY(bisect(s, same, tried[i], &out->value));
        }
        same = tried[i];
    }
    return HUM_OK;
}

/* How far two values are apart, as far as the range goes. */
static double distance(const hum_assumption *as, double x, double y)
{
    bool is_log = !hum_dim_is_decibel(as->dim) && as->low > 0;
    return is_log ? fabs(log(x / y)) : fabs(x - y);
}

static hum_status try_doubt(const search *s, hum_flip *out)
{
    const hum_assumption *as = s->doubt.as;
    double least_db = s->now.difference_db, most_db = least_db;
    hum_flip down = {.is_tried = true,
                     .as = as,
                     .in_a = s->doubt.at[0] != SIZE_MAX,
                     .in_b = s->doubt.at[1] != SIZE_MAX,
                     .value = (double)NAN,
                     .from = s->now.verdict,
                     .to = s->now.verdict};
    hum_flip up = down;
    HUM_TRY(look_towards(s, as->low, &least_db, &most_db, &down));
    HUM_TRY(look_towards(s, as->high, &least_db, &most_db, &up));
    bool is_down = down.turns && (!up.turns || distance(as, down.value, as->value) < distance(as, up.value, as->value));
    *out = is_down ? down : up;
    out->moves_db = most_db - least_db;
    return HUM_OK;
}

/* --- which quantities -------------------------------------------------------------------------------- */

static bool is_doubtful(const hum_assumption *as)
{
    return as->low < as->high && as->moves_db > ALIKE_DB;
}

static size_t find_alike(const hum_findings *f, const hum_assumption *as)
{
    for (size_t i = 0; i < f->net->n_assumptions; i++) {
        const hum_assumption *own = &f->net->assumptions[i];
        if (hum_text_eq(own->what, as->what) && own->dim == as->dim && own->low <= as->value && as->value <= own->high)
            return i;
    }
    return SIZE_MAX;
}

/* The next of both lists, which are in order: what moves one of the two systems most. False at their end. */
static bool next_doubt(const hum_findings *const f[SIDES], size_t at[SIDES], doubt *out)
{
    const hum_assumption *best = NULL;
    int from = 0;
    for (int side = 0; side < SIDES; side++) {
        if (at[side] >= f[side]->net->n_assumptions)
            continue;
        const hum_assumption *as = &f[side]->net->assumptions[f[side]->assumed[at[side]]];
        if (is_doubtful(as) && (!best || as->moves_db > best->moves_db)) {
            best = as;
            from = side;
        }
    }
    if (!best)
        return false;
    out->as = best;
    out->at[from] = f[from]->assumed[at[from]++];
    out->at[!from] = find_alike(f[!from], best);
    return true;
}

static bool is_tried(const doubt *tried, size_t n, const doubt *d)
{
    for (size_t i = 0; i < n; i++)
        if (hum_text_eq(tried[i].as->what, d->as->what))
            return true;
    return false;
}

static hum_status make_values(search *s)
{
    for (int side = 0; side < SIDES; side++) {
        size_t n = s->f[side]->net->n_assumptions;
        HUM_ALLOC(s->values[side], s->a, double, n);
        for (size_t i = 0; i < n; i++)
            s->values[side][i] = (double)NAN;
        s->now.side[side] = result_of(s->f[side]);
    }
    conclude(&s->now);
    return HUM_OK;
}

/* Was it asked how far what is assumed moves the answer? */
static bool knows_doubts(const hum_findings *f)
{
    bool any = false, known = false;
    for (size_t i = 0; i < f->net->n_assumptions; i++) {
        any |= f->net->assumptions[i].low < f->net->assumptions[i].high;
        known |= !isnan(f->net->assumptions[i].moves_db);
    }
    return known || !any;
}

/* A large system is not solved dozens of times, and two that end differently have no verdict in common. */
static bool can_compare(const hum_findings *fa, const hum_findings *fb)
{
    hum_text id;
    return fa->model->n_cables <= HUM_LINKS_AT_ONCE && fb->model->n_cables <= HUM_LINKS_AT_ONCE &&
           !fa->model->n_listeners == !fb->model->n_listeners && hum_findings_end(fa, &id) && hum_findings_end(fb, &id) &&
           knows_doubts(fa) && knows_doubts(fb);
}

hum_status hum_study_flip(hum_arena *a, const hum_findings *fa, const hum_findings *fb, hum_flip *out)
{
    search s = {.a = a, .f = {fa, fb}};
    size_t at[SIDES] = {0}, n = 0;
    doubt tried[TRIED];
    *out = (hum_flip){.value = (double)NAN, .moves_db = (double)NAN};
    if (!can_compare(fa, fb))
        return HUM_OK;
    HUM_TRY(make_values(&s));
    out->is_tried = true;
    out->from = out->to = s.now.verdict;
    while (n < TRIED && !out->turns && next_doubt(s.f, at, &s.doubt)) {
        hum_flip found;
        if (is_tried(tried, n, &s.doubt))
            continue;
        tried[n++] = s.doubt;
        HUM_TRY(try_doubt(&s, &found));
        if (found.turns || n == 1)
            *out = found;
    }
    return HUM_OK;
}

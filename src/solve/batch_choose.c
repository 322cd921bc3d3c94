/* Which way: pivots of each way that may be taken, and the cost model (docs/physics/solve.md S-29). */
#include "solve/batch_parts.h"

#include <math.h>

/* What a flop of each way costs beside one of the multilinear kernel (measured: docs/bench-solver.md). */
#define PORTS_WEIGHT 2.0
#define REPLAY_WEIGHT 16.0
#define KLU_FLOPS_PER_ENTRY 4000.0 /* one refined solution, in the same currency */

enum { PORTS_BEFORE_REPLAY = 7 };

static hum_status make_plan(hum_batch *b, bool is_replay, bool fixed_first, hum_plan *out)
{
    const hum_system *s = &b->system;
    size_t nnz = (size_t)s->ap[s->n], k = b->spec.n_f;
    hum_complex *ax;
    HUM_ALLOC(ax, b->a, hum_complex, HUM_TRIALS * nnz);
    hum_tape_spec spec = {.s = s,
                          .sites = is_replay ? &b->sites : NULL,
                          .border = b->rows,
                          .n_border = is_replay ? b->spec.n_probes : b->n_rows,
                          .fixed_first = fixed_first};
    const size_t trial[HUM_TRIALS] = {0, k / 2, k - 1};
    for (int t = 0; t < HUM_TRIALS; t++) {
        hum_system_set(&b->system, b->spec.f_hz[trial[t]]);
        for (size_t i = 0; i < nnz; i++)
            ax[(size_t)t * nnz + i] = s->ax[i];
        spec.ax[t] = ax + (size_t)t * nnz;
    }
    return hum_tape_new(b->a, &spec, out);
}

static void find_costs(hum_batch *b)
{
    double k = (double)b->sites.n_ports, np = (double)b->spec.n_probes, nc = (double)b->n_columns;
    double nf = (double)b->spec.n_f, points = nf * (double)b->spec.n_samples, pairs = np * (double)b->spec.n_drives;
    double reduce = nf * (b->reduction.moving_flops + (np + k) * b->reduction.back_flops);
    double *flops = b->cost.flops;
    for (int i = 0; i <= HUM_WAY_KLU; i++)
        flops[i] = HUGE_VAL;
    flops[HUM_WAY_KLU] = points * KLU_FLOPS_PER_ENTRY * (double)b->system.ap[b->system.n] * (1 + np) / 4;
    if (b->reduction.n_entries && k <= HUM_MULTILINEAR_MAX && !b->spec.wants_noise && b->spec.n_drives)
        flops[HUM_WAY_MULTILINEAR] = reduce + nf * exp2(k) * 8 * (k + 2) * (1 + pairs) +
                                     points * (4 * exp2(k) * (1 + pairs) + 20 * pairs);
    if (b->reduction.n_entries && k <= HUM_PORTS_MAX)
        flops[HUM_WAY_PORTS] =
            reduce + PORTS_WEIGHT * points * 8 * (k * k * k / 3 + k * k * (0.5 + np) + np * nc * (k + 1));
    if (b->replay.n_entries)
        flops[HUM_WAY_REPLAY] = nf * b->replay.fixed_flops + REPLAY_WEIGHT * points *
                                    (b->replay.moving_flops + np * b->replay.back_flops + 8 * np * nc + 20 * k);
}

static hum_way cheapest(const hum_batch *b)
{
    hum_way best = HUM_WAY_KLU;
    for (hum_way w = HUM_WAY_MULTILINEAR; w <= HUM_WAY_KLU; w++)
        if (b->cost.flops[w] < b->cost.flops[best])
            best = w;
    return best;
}

/* The cheaper of the two orders. */
static hum_status plan_replay(hum_batch *b)
{
    hum_plan other;
    HUM_TRY(make_plan(b, true, true, &b->replay));
    HUM_TRY(make_plan(b, true, false, &other));
    double np = (double)b->spec.n_probes;
    if (other.moving_flops + np * other.back_flops < b->replay.moving_flops + np * b->replay.back_flops)
        b->replay = other;
    return HUM_OK;
}

hum_status hum_batch_choose(hum_batch *b)
{
    hum_way wanted = b->spec.way;
    bool fits = b->system.n <= HUM_TAPE_MAX && wanted != HUM_WAY_KLU;
    bool may_replay = wanted == HUM_WAY_REPLAY || (!wanted && (b->sites.n_lines || b->sites.n_ports >= PORTS_BEFORE_REPLAY));
    if (fits && !b->sites.n_lines && b->sites.n_ports <= HUM_PORTS_MAX && wanted != HUM_WAY_REPLAY)
        HUM_TRY(make_plan(b, false, false, &b->reduction));
    if (fits && may_replay)
        HUM_TRY(plan_replay(b));
    find_costs(b);
    b->cost.best = cheapest(b);
    b->stats.way = wanted ? wanted : b->cost.best;
    return isfinite(b->cost.flops[b->stats.way]) ? HUM_OK : HUM_E_RANGE;
}

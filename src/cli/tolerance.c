/* tolerance: many samples of one system, all of them or a part, and parts put together. */
#include "picture.h"
#include "progress.h"
#include "text.h"

#include "humdinger/tolerance.h"

#include <inttypes.h>
#include <stdlib.h>

enum { STEP = 2048, TARGETS_MAX = 64 };

static hum_tolerance_options options_of(const cli_run *r, hum_text *targets)
{
    hum_tolerance_options o = {.n_samples = r->o.samples,
                               .seed = r->o.seed,
                               .shard = r->o.shard,
                               .n_shards = r->o.n_shards,
                               .targets = targets,
                               .limit = cli_z(r->o.target),
                               .sweep = cli_z(r->o.sweep),
                               .sweep_against = cli_z(r->o.sweep_against),
                               .kernels = getenv("HUMDINGER_KERNELS"),
                               .wants_precision = r->o.precision,
                               .wants_stats = r->o.stats};
    for (size_t i = 1; i < r->o.n_args; i++)
        targets[o.n_targets++] = cli_z(r->o.args[i]);
    return o;
}

static cli_exit check_options(const cli_run *r)
{
    if (r->o.shard && (r->o.precision || r->o.sweep))
        return cli_fail(CLI_USAGE, "tolerance: --precision and --sweep are about a whole study, not about a shard of it");
    if (r->o.sweep_against && !r->o.sweep)
        return cli_fail(CLI_USAGE, "tolerance: --sweep-against wants --sweep too");
    if (r->o.target && r->o.n_args < 2)
        return cli_fail(CLI_USAGE, "tolerance: --target wants the QUANTITY that it is for, such as: humdinger tolerance %s "
                                   "'cmrr of amp.line at 60 Hz' --target '%s'", r->o.args[0], r->o.target);
    if (r->o.n_args > TARGETS_MAX)
        return cli_fail(CLI_USAGE, "tolerance: at most %d numbers at a time", TARGETS_MAX - 1);
    return cli_picture_check(r);
}

/* The parts of a study are what --merge reads; everything else is an answer. */
static hum_status answer(const cli_run *r, hum_tolerance *t, hum_text *text)
{
    hum_text_options o = cli_text_options(r);
    if (r->o.shard)
        return hum_tolerance_part(t, text);
    if (cli_picture_wanted(r))
        return hum_tolerance_svg(t, (double)r->o.width_px, text);
    return r->o.json ? hum_tolerance_json(t, text) : hum_tolerance_text(t, &o, text);
}

/* Steps of samples with a bar; Ctrl-C ends it with what is done. */
static cli_exit run_samples(cli_progress *bar, hum_tolerance *t)
{
    hum_status status = HUM_OK;
    while (status == HUM_OK && hum_tolerance_done(t) < hum_tolerance_wanted(t) && !cli_progress_interrupted(bar)) {
        status = hum_tolerance_step(t, STEP);
        cli_progress_show(bar, hum_tolerance_done(t), hum_tolerance_wanted(t));
    }
    return cli_status(status);
}

/* Worst corners come before the samples, and take longer the more is uncertain. */
static bool is_interrupted(void *bar)
{
    cli_progress_wait(bar, "worst corners");
    return cli_progress_interrupted(bar);
}

static cli_exit tell_interrupted(const hum_tolerance *t)
{
    fprintf(stderr, "humdinger: interrupted after %" PRIu64 " of %" PRIu64 " samples\n", hum_tolerance_done(t),
            hum_tolerance_wanted(t));
    return CLI_INTERRUPTED;
}

static cli_exit study(const cli_run *r, hum_project *p, cli_progress *bar)
{
    hum_tolerance *t;
    hum_text text = {0}, targets[TARGETS_MAX];
    hum_tolerance_options o = options_of(r, targets);
    o.patience = (hum_patience){is_interrupted, bar};
    hum_status status = hum_tolerance_open(p, cli_z(r->o.variant), &o, &t);
    if (status == HUM_E_UNSUPPORTED && o.kernels)
        return cli_fail(CLI_USAGE, "HUMDINGER_KERNELS: '%s' is not one of baseline, avx2 and avx512, or this machine does not have it",
                        o.kernels);
    if (status != HUM_OK)
        return cli_finish(r, p, status, text);
    CLI_TRY(run_samples(bar, t));
    cli_progress_end(bar);
    cli_exit interrupted = hum_tolerance_done(t) < hum_tolerance_wanted(t) ? tell_interrupted(t) : CLI_DONE;
    if (!hum_tolerance_done(t))
        return interrupted;
    status = answer(r, t, &text);
    cli_exit done = cli_picture_finish(r, p, status, text);
    return done == CLI_DONE ? interrupted : done;
}

static cli_exit open_study(cli_run *r)
{
    hum_project *p;
    cli_progress bar;
    CLI_TRY(check_options(r));
    CLI_TRY(cli_open(r, r->o.args[0], &p));
    hum_project_without_doubts(p); /* the samples tell how sure */
    cli_progress_start(&bar, "samples");
    cli_exit status = study(r, p, &bar);
    cli_progress_end(&bar);
    return status;
}

static cli_exit merge(cli_run *r)
{
    hum_tolerance *t = NULL;
    hum_text text = {0}, problem;
    hum_text *parts = hum_arena_alloc(r->arena, r->o.n_args, sizeof *parts);
    hum_text *names = hum_arena_alloc(r->arena, r->o.n_args, sizeof *names);
    if (!parts || !names)
        return cli_status(HUM_E_NOMEM);
    CLI_TRY(cli_picture_check(r));
    for (size_t i = 0; i < r->o.n_args; i++) {
        names[i] = cli_z(r->o.args[i]);
        CLI_TRY(cli_read_large(r, r->o.args[i], &parts[i]));
    }
    hum_status status = hum_tolerance_merge(r->arena, parts, names, r->o.n_args, &t, &problem);
    if (status == HUM_E_INPUT)
        return cli_fail(CLI_INPUT, "%.*s", (int)problem.n, problem.p);
    if (status == HUM_OK)
        status = answer(r, t, &text);
    return status == HUM_OK ? cli_picture_write(r, text) : cli_status(status);
}

static cli_exit tolerance(cli_run *r)
{
    return r->o.merge ? merge(r) : open_study(r);
}

const cli_command cli_tolerance = {
    .name = "tolerance",
    .operands = "FILE [QUANTITY...] | --merge PART...",
    .summary = "how far a number spreads over what is uncertain, and the yield",
    .details = "Draws everything in FILE that is not one number (a tolerance, a range, what is unknown) many times, solves each system, "
               "and says how the numbers that are asked for are distributed: percentiles, a histogram, the yield against a target, "
               "and the worst corner. A QUANTITY is written as in an expect line, with or without its target; "
               "without one, the file's own expect lines of that variant are taken. Sample 7,000 is the same in any run with that seed, so "
               "a study may be divided with --shard and put together with --merge. Ctrl-C ends a run with what is done. With -o, "
               "X.svg, X.png or X.pdf is the histogram with the yield for every limit.",
    .examples = "humdinger tolerance receiver.hum 'cmrr of rx.in at 60 Hz > 60 dB'\n"
                "humdinger tolerance receiver.hum 'cmrr of rx.in at 60 Hz' --precision\twhich tolerance still buys decibels\n"
                "humdinger tolerance receiver.hum 'cmrr of rx.in' --sweep rx.in --sweep-against 'imbalance of tx.out'\n"
                "humdinger tolerance receiver.hum -o yield.svg\n"
                "humdinger tolerance big.hum --samples 1000000 --shard 3/16 -o part3.json\n"
                "humdinger tolerance --merge part*.json",
    .keys = "jovnNGixyqMZwaC",
    .min_args = 1,
    .max_args = SIZE_MAX,
    .run = tolerance,
};

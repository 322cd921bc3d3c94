/* compare: two systems, or two variants of one, side by side. */
#include "open.h"
#include "text.h"

#include <string.h>
#include <unistd.h>

typedef struct side {
    const char *path;
    const char *variant; /* NULL: the file as it stands, as is "base" */
    hum_project *p;
} side;

/* FILE:VARIANT, unless there is a file of that whole name. */
static side split(const cli_run *r, const char *said)
{
    const char *colon = strrchr(said, ':');
    if (!colon || access(said, F_OK) == 0)
        return (side){.path = said};
    return (side){.path = cli_format(r->arena, "%.*s", (int)(colon - said), said), .variant = colon + 1};
}

static cli_exit which_variant(const hum_project *p, const char *path)
{
    size_t n = hum_project_variants(p);
    if (!n)
        return cli_fail(CLI_USAGE, "compare: %s has no variants; name a second file", path);
    cli_fail(CLI_USAGE, "compare: %s has several variants; say which, for example with", path);
    for (size_t i = 0; i < n; i++) {
        hum_text v = hum_project_variant(p, i);
        fprintf(stderr, "  --variant '%.*s'\n", (int)v.n, v.p);
    }
    return CLI_USAGE;
}

/* One FILE: as it stands against the variant that was named, or against its only one. */
static cli_exit open_one(cli_run *r, side *a, side *b)
{
    CLI_TRY(cli_open(r, a->path, &a->p));
    *b = (side){.path = a->path, .variant = a->variant, .p = a->p};
    a->variant = "base";
    if (r->o.variant)
        b->variant = r->o.variant;
    if (b->variant)
        return CLI_DONE;
    if (hum_project_variants(b->p) != 1)
        return which_variant(b->p, b->path);
    hum_text v = hum_project_variant(b->p, 0);
    b->variant = cli_z_of(r->arena, v);
    return CLI_DONE;
}

static cli_exit open_two(cli_run *r, side *a, side *b)
{
    if (r->o.variant)
        return cli_fail(CLI_USAGE, "compare: with two files, write FILE:VARIANT instead of --variant");
    *b = split(r, r->o.args[1]);
    CLI_TRY(cli_open(r, a->path, &a->p));
    if (strcmp(a->path, b->path) == 0)
        b->p = a->p;
    else
        CLI_TRY(cli_open(r, b->path, &b->p));
    return CLI_DONE;
}

static cli_exit compare(cli_run *r)
{
    side a = split(r, r->o.args[0]), b;
    CLI_TRY(r->o.n_args == 1 ? open_one(r, &a, &b) : open_two(r, &a, &b));
    hum_text text = {0};
    hum_text_options o = cli_text_options(r);
    if (r->o.has_bands) {
        hum_project_samples(a.p, r->o.bands);
        hum_project_samples(b.p, r->o.bands);
    }
    hum_status status = r->o.json ? hum_compare_json(a.p, cli_z(a.variant), b.p, cli_z(b.variant), &text)
                                  : hum_compare_text(a.p, cli_z(a.variant), b.p, cli_z(b.variant), &o, &text);
    if (b.p != a.p)
        cli_tell(r, b.p, 0);
    return cli_finish(r, a.p, status, text);
}

const cli_command cli_compare = {
    .name = "compare",
    .operands = "FILE[:VARIANT] [FILE[:VARIANT]]",
    .summary = "two systems or variants side by side",
    .details =
        "Puts two systems side by side, the level difference first, because the louder one sounds better "
        "whatever else it does, and the flip point last: at which value of the most doubtful quantity the verdict would "
        "turn. With one FILE, the file as it stands is compared with its variant. The "
        "variant 'base' is the file as it stands.",
    .examples = "humdinger compare living-room.hum\tas it stands against its only variant\n"
                "humdinger compare living-room.hum --variant XLR\n"
                "humdinger compare phono.hum:RCA phono.hum:XLR\ttwo variants of one file\n"
                "humdinger compare before.hum after.hum",
    .keys = "jovBaC",
    .min_args = 1,
    .max_args = 2,
    .run = compare,
};

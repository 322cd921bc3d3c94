/* report: everything about one system. */
#include "open.h"

#include <string.h>
#include <strings.h>

static bool is_html(const char *path)
{
    size_t n = strlen(path);
    return n > 5 && strcasecmp(path + n - 5, ".html") == 0;
}

/* `report FILE --html OUT.html` is what many try first: the other operand is the file. */
static cli_exit take_output(cli_run *r)
{
    char **args = r->o.args;
    if (r->o.n_args == 1)
        return CLI_DONE;
    size_t out = is_html(args[0]) ? 0 : 1;
    if (!r->o.html || r->o.output || !is_html(args[out])) {
        cli_fail(CLI_USAGE, "report: '%s' is one argument too many: humdinger report FILE", args[1]);
        fprintf(stderr, "Try: humdinger help report\n");
        return CLI_USAGE;
    }
    r->o.output = args[out];
    args[0] = args[1 - out];
    return CLI_DONE;
}

static cli_exit report(cli_run *r)
{
    hum_project *p;
    hum_text text = {0};
    CLI_TRY(take_output(r));
    CLI_TRY(cli_open(r, r->o.args[0], &p));
    if (r->o.has_bands)
        hum_project_samples(p, r->o.bands);
    hum_text variant = cli_z(r->o.variant);
    hum_text_options o = cli_text_options(r);
    hum_status status = r->o.json   ? hum_report_json(p, variant, &text)
                        : r->o.html ? hum_report_html(p, variant, &text)
                                    : hum_report_text(p, variant, &o, &text);
    return cli_finish(r, p, status, text);
}

const cli_command cli_report = {
    .name = "report",
    .operands = "FILE",
    .summary = "levels, noise, hum, what limits the system, and the verdict",
    .details =
        "Solves the system as one electrical network, from the mains earth to the seat, and says how loud it "
        "plays, how much it hisses and hums, which cause comes first, whether it can be heard, and how sure "
        "each number is.",
    .examples = "humdinger report living-room.hum\n"
                "humdinger report living-room.hum --variant XLR\twith the changes of a variant\n"
                "humdinger report living-room.hum --samples 0\tthe numbers alone, without bands\n"
                "humdinger report living-room.hum --json -o report.json\tfor another program\n"
                "humdinger report living-room.hum --html report.html\tone file to post or print",
    .keys = "jHovABaC",
    .min_args = 1,
    .max_args = 2,
    .run = report,
};

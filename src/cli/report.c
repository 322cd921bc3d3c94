/* report: everything about one system. */
#include "files.h"

static cli_exit report(cli_run *r)
{
    hum_project *p;
    hum_text text = {0};
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
                "humdinger report living-room.hum --html -o report.html\tone file to post or print",
    .keys = "jHovABaC",
    .min_args = 1,
    .max_args = 1,
    .run = report,
};

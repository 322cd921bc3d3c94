/* fix: what to change, each change solved again. */
#include "open.h"

static cli_exit fix(cli_run *r)
{
    hum_project *p;
    hum_text text = {0};
    CLI_TRY(cli_open(r, r->o.args[0], &p));
    hum_text variant = cli_z(r->o.variant);
    hum_text_options o = cli_text_options(r);
    hum_status status = r->o.json ? hum_fix_json(p, variant, &text) : hum_fix_text(p, variant, &o, &text);
    return cli_finish(r, p, status, text);
}

const cli_command cli_fix = {
    .name = "fix",
    .operands = "FILE",
    .summary = "what to change, ranked by what it gains at the seat",
    .details = "Makes every sensible change of the system (another cable, an isolator, a transformer, the balanced sockets, "
               "the same outlet, a bonding wire, another gain setting, a pad ...), solves each one in full, and ranks them by "
               "the decibels of audible margin they gain, at equal loudness, with cost and effort. Where one alone does not "
               "do, several are tried together. Changes that do nothing are named as such. Lifting a protective earth is "
               "never offered.",
    .examples = "humdinger fix living-room.hum\n"
                "humdinger fix living-room.hum --variant XLR\twhat is left to do after that change\n"
                "humdinger fix living-room.hum --json\twith the lines of each change",
    .keys = "jovaC",
    .min_args = 1,
    .max_args = 1,
    .run = fix,
};

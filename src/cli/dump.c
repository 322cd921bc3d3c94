/* dump: the data at a joint of the pipeline. */
#include "open.h"

#include <string.h>

static const struct {
    const char *name;
    hum_joint joint;
} joints[] = {{"tokens", HUM_JOINT_TOKENS},
              {"tree", HUM_JOINT_TREE},
              {"model", HUM_JOINT_MODEL},
              {"circuit", HUM_JOINT_CIRCUIT}};

static hum_status dump_joint(const cli_run *r, hum_project *p, hum_text *text)
{
    for (size_t i = 0; i < sizeof joints / sizeof joints[0]; i++)
        if (strcmp(joints[i].name, r->o.joint) == 0)
            return hum_dump_text(p, cli_z(r->o.variant), joints[i].joint, text);
    if (strcmp(r->o.joint, "sensitivities") == 0)
        return hum_dump_sensitivities(p, cli_z(r->o.variant), cli_z(r->o.port), text);
    return hum_spice_text(p, cli_z(r->o.variant), cli_z(r->o.port), 0, text);
}

/* Tokens and tree are there to look at even when the file has errors. */
static bool before_errors(const char *joint)
{
    return joint[0] == 't';
}

static cli_exit dump(cli_run *r)
{
    hum_project *p = NULL;
    hum_text text = {0};
    if (!r->o.joint)
        return cli_fail(CLI_USAGE, "dump: say which: --tokens, --tree, --model, --circuit, --spice or --sensitivities");
    cli_exit opened = cli_open(r, r->o.args[0], &p);
    if (opened != CLI_DONE && !(opened == CLI_INPUT && p && before_errors(r->o.joint)))
        return opened;
    hum_status status = dump_joint(r, p, &text);
    if (opened == CLI_DONE)
        return cli_finish(r, p, status, text);
    CLI_TRY(cli_status(status));
    CLI_TRY(cli_write(r, text));
    return opened;
}

const cli_command cli_dump = {
    .name = "dump",
    .operands = "--tokens|--tree|--model|--circuit|... FILE",
    .summary = "the data between two stages of the program",
    .details = "Shows what one stage hands to the next: tokens, tree, model, circuit. docs/tour.md walks "
               "through them "
               "in that order. --sensitivities shows which value decides over a link: what one per cent more of each "
               "does to its gain and its rejection at 1 kHz, in decibels.",
    .examples = "humdinger dump --circuit living-room.hum\n"
                "humdinger dump --sensitivities receiver.hum --port rx.a | head",
    .keys = "123450opvC",
    .min_args = 1,
    .max_args = 1,
    .run = dump,
};

/* spice: the same system for another program to solve. */
#include "open.h"

static cli_exit spice(cli_run *r)
{
    hum_project *p;
    hum_text text = {0};
    CLI_TRY(cli_open(r, r->o.args[0], &p));
    hum_status status = hum_spice_text(p, cli_z(r->o.variant), cli_z(r->o.port), (size_t)r->o.sections, &text);
    return cli_finish(r, p, status, text);
}

const cli_command cli_spice = {
    .name = "spice",
    .operands = "FILE",
    .summary = "a netlist that ngspice runs",
    .details =
        "Writes the network as a SPICE netlist with its AC, noise and hum analyses, so that the numbers can "
        "be "
        "checked with ngspice. SPICE has no exact line between many conductors; a cable becomes a ladder of "
        "pi sections.",
    .examples = "humdinger spice living-room.hum -o living-room.cir\n"
                "humdinger spice living-room.hum --port amp.line --sections 50",
    .keys = "ovpsC",
    .min_args = 1,
    .max_args = 1,
    .run = spice,
};

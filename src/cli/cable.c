/* cable: what a cable is, and what a length of it does. */
#include "picture.h"

#include <unistd.h>

static hum_text said_or(const char *said, const char *otherwise)
{
    return cli_z(said ? said : otherwise);
}

static cli_exit open_operand(cli_run *r, hum_project **p)
{
    const char *said = r->o.args[0];
    if (access(said, F_OK) == 0 || said[0] == '-')
        return cli_open(r, said, p);
    return cli_open_cable(r, cli_z(said), said_or(r->o.length, "1 m"), said_or(r->o.source, "100 ohm"),
                          said_or(r->o.load, "47 kohm"), p);
}

static cli_exit cable(cli_run *r)
{
    hum_project *p;
    hum_text text = {0};
    CLI_TRY(cli_picture_check(r));
    CLI_TRY(open_operand(r, &p));
    if (cli_picture_wanted(r)) {
        const hum_plot_options picture = {.width_px = (double)r->o.width_px};
        return cli_picture_finish(r, p, hum_cable_svg(p, &picture, &text), text);
    }
    hum_text_options o = cli_text_options(r);
    hum_status status = r->o.json ? hum_cable_json(p, &text) : hum_cable_text(p, &o, &text);
    return cli_finish(r, p, status, text);
}

const cli_command cli_cable = {
    .name = "cable",
    .operands = "NAME|FILE",
    .summary = "what a cable is, and what a length of it does",
    .details = "Prints a cable's capacitance as each data sheet counts it, its inductance, resistance, impedance and loss "
               "against frequency, its matrices, how far its cross-section is from its data sheet, what a length of it does "
               "between a source and a load, and what a magnetic field and a current in its shield make in it. NAME is one of "
               "the catalogue or rca, xlr, trs, pair, coax, quad, unshielded, ribbon; of a FILE every cable is described. With -o, "
               "X.svg, X.png or X.pdf is its impedance and loss against frequency.",
    .examples = "humdinger cable canare/l-4e6s --length '5 m'\n"
                "humdinger cable rca --length '2 m' --source '5 kohm'\twhere length begins to matter\n"
                "humdinger cable canare/l-4e6s -o l-4e6s.svg\timpedance and loss against frequency\n"
                "humdinger cable living-room.hum --json",
    .keys = "jLSRowaC",
    .min_args = 1,
    .max_args = 1,
    .run = cable,
};

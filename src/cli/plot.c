/* plot: pictures of one system. */
#include "picture.h"
#include "text.h"

#include <unistd.h>

static cli_exit plot(cli_run *r)
{
    hum_project *p;
    hum_text text = {0};
    CLI_TRY(cli_picture_check(r));
    if (!r->o.output && isatty(STDOUT_FILENO))
        return cli_fail(CLI_USAGE, "plot: where to? -o %s.svg (or .png, .pdf)", r->o.args[1]);
    CLI_TRY(cli_open(r, r->o.args[0], &p));
    const hum_plot_options o = {.width_px = (double)r->o.width_px, .against = cli_z(r->o.against)};
    hum_status status = hum_plot_svg(p, cli_z(r->o.variant), cli_z(r->o.args[1]), &o, &text);
    return cli_picture_finish(r, p, status, text);
}

const cli_command cli_plot = {
    .name = "plot",
    .operands = "FILE spectrum|levels|limits|system|response|cmrr|eye|yield",
    .summary = "a picture, as SVG, PNG or PDF",
    .details = "Draws what the report says: the spectrum of hum and hiss at the seat against the threshold "
               "of hearing, the "
               "levels with their room between noise and clipping, what limits the system in order, the boxes and "
               "cables with their earths, the response and the rejection of the links against frequency, the eye of the first "
               "digital link (humdinger eye draws any), or how what the file expects is distributed over 10,000 systems that fit it, and "
               "how many of them would meet each limit (humdinger tolerance draws any number). With -o, the ending of FILE "
               "says whether it is written as .svg, .png or .pdf.",
    .examples = "humdinger plot living-room.hum spectrum -o spectrum.svg\n"
                "humdinger plot living-room.hum spectrum --variant XLR --against base -o x.svg\twhat a variant changes\n"
                "humdinger plot living-room.hum levels -o levels.png\tfor a forum; .pdf for paper\n"
                "humdinger plot receiver.hum yield -o yield.svg\n"
                "humdinger plot living-room.hum system --variant XLR -o system.svg",
    .keys = "ovgwC",
    .min_args = 2,
    .max_args = 2,
    .run = plot,
};

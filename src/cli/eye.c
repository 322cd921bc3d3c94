/* eye: digital links, AES3 and S/PDIF, over any cable. */
#include "picture.h"

#include <stdlib.h>
#include <string.h>

static cli_exit eye(cli_run *r)
{
    hum_project *p;
    hum_text text = {0};
    hum_status status;
    hum_eye_ask ask = {.rate_hz = r->o.rate ? 1e3 * strtod(r->o.rate, NULL) : 0,
                       .length = cli_z(r->o.length),
                       .port = cli_z(r->o.port),
                       .is_equalised = r->o.equaliser && strcmp(r->o.equaliser, "on") == 0};
    bool draws = !r->o.json && cli_picture_wanted(r);
    CLI_TRY(cli_picture_check(r));
    CLI_TRY(cli_open(r, r->o.args[0], &p));
    hum_project_without_doubts(p); /* an eye has no bands */
    hum_text_options o = cli_text_options(r);
    if (r->o.json)
        status = hum_eye_json(p, cli_z(r->o.variant), &ask, &text);
    else if (draws)
        status = hum_eye_svg(p, cli_z(r->o.variant), &ask, &text);
    else
        status = hum_eye_text(p, cli_z(r->o.variant), &ask, &o, &text);
    return draws ? cli_picture_finish(r, p, status, text) : cli_finish(r, p, status, text);
}

const cli_command cli_eye = {
    .name = "eye",
    .operands = "FILE",
    .summary = "whether AES3 and S/PDIF links work: eye, jitter, longest cable",
    .details = "For each digital link of the file (ports aes3, aes3id or spdif; not usb, hdmi, ethernet, optical): how open the eye is at the receiver against its "
               "standard's mask, the jitter that the cable makes, and the longest cable that works, each without and with the "
               "receiver's equaliser, and what stops a longer one. With -o NAME.svg, .png or .pdf the eye is drawn "
               "instead (of the first link, or with --port of another).",
    .examples = "humdinger eye dac.hum\n"
                "humdinger eye dac.hum --rate 192 --length '50 m'\tanother sample rate and length\n"
                "humdinger eye dac.hum -o eye.svg",
    .keys = "j6978voaC",
    .min_args = 1,
    .max_args = 1,
    .run = eye,
};

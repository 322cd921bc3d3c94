/* calc: the small sums of the field, without a file. */
#include "open.h"
#include "text.h"

static cli_exit calc(cli_run *r)
{
    hum_text text = {0}, told = {0};
    cli_out expression = cli_out_in(r);
    for (size_t i = 0; i < r->o.n_args; i++)
        cli_putf(&expression, "%s%s", i ? " " : "", r->o.args[i]);
    hum_status status = hum_calc_text(r->arena, cli_out_text(&expression), r->o.json, &text, &told);
    fwrite(told.p ? told.p : "", 1, told.n, stderr);
    CLI_TRY(cli_status(status));
    return cli_write(r, text);
}

const cli_command cli_calc = {
    .name = "calc",
    .operands = "EXPRESSION",
    .summary = "small sums: levels, thermal noise, signal-to-noise ratios",
    .details =
        "Converts levels, adds noise, and answers the small questions of the field. Quotes are only needed "
        "for what the shell would take for itself.",
    .examples = "humdinger calc 2 V to dBu\n"
                "humdinger calc thermal 10 kohm\tnoise of a resistance, 20 Hz to 20 kHz\n"
                "humdinger calc 'snr 128 dB + 135 dB'\ttwo devices in a row\n"
                "humdinger calc -10 dBV to dBu",
    .keys = "jo",
    .min_args = 1,
    .max_args = SIZE_MAX,
    .run = calc,
};

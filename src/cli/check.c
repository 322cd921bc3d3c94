/* check: is the file right, and are its `expect` lines met. */
#include "open.h"
#include "text.h"

/* For a program: why there is nothing to check. */
static cli_exit write_errors_json(const cli_run *r, hum_project *p)
{
    hum_text list;
    cli_out o = cli_out_in(r);
    CLI_TRY(cli_status(hum_project_diags_json(p, &list)));
    cli_puts(&o, "{\"schema\": \"humdinger.diagnostics/1\", \"diagnostics\": ");
    cli_put(&o, list.p, list.n);
    cli_puts(&o, "}\n");
    CLI_TRY(cli_write(r, cli_out_text(&o)));
    return CLI_INPUT;
}

static cli_exit check(cli_run *r)
{
    hum_project *p = NULL;
    hum_text text = {0};
    size_t n_expected = 0, n_failed = 0;
    cli_exit opened = cli_open(r, r->o.args[0], &p);
    if (opened != CLI_DONE)
        return p && r->o.json ? write_errors_json(r, p) : opened;
    hum_project_without_doubts(p); /* what is expected is expected of the single solution */
    hum_text_options o = cli_text_options(r);
    hum_status status = r->o.json ? hum_check_json(p, &n_expected, &n_failed, &text)
                                  : hum_check_text(p, &o, &n_expected, &n_failed, &text);
    if (status == HUM_E_INPUT && r->o.json) {
        cli_tell(r, p, 0);
        return write_errors_json(r, p);
    }
    CLI_TRY(cli_finish(r, p, status, text));
    return n_failed ? CLI_UNMET : CLI_DONE;
}

const cli_command cli_check = {
    .name = "check",
    .operands = "FILE",
    .summary = "errors, warnings, and whether each `expect` line is met",
    .details =
        "Reads the file, tells every error and whatever is physically odd, then solves the system and tests "
        "its `expect` lines. The exit status is 1 when one is not met, 3 when the file has errors.",
    .examples = "humdinger check living-room.hum\n"
                "humdinger check - < living-room.hum",
    .keys = "joaC",
    .min_args = 1,
    .max_args = 1,
    .run = check,
};

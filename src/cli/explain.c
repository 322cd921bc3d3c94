/* explain: terms of the field and diagnostic codes. */
#include "open.h"
#include "text.h"

static void put_answer_json(cli_out *o, const char *word, hum_text text)
{
    cli_puts(o, "{\"schema\": \"humdinger.explain/1\", \"word\": ");
    cli_put_json(o, cli_z(word));
    cli_puts(o, ", \"text\": ");
    cli_put_json(o, text);
    cli_puts(o, "}\n");
}

static cli_exit explain(cli_run *r)
{
    cli_out word = cli_out_in(r), o = cli_out_in(r);
    hum_text text = {0};
    for (size_t i = 0; i < r->o.n_args; i++)
        cli_putf(&word, "%s%s", i ? " " : "", r->o.args[i]);
    hum_status status = hum_explain_text(r->arena, cli_out_text(&word), &text);
    if (status == HUM_E_RANGE)
        return cli_fail(CLI_USAGE, "%.*s", (int)text.n, text.p);
    CLI_TRY(cli_status(status));
    if (!r->o.json)
        return cli_write(r, text);
    put_answer_json(&o, word.p, text);
    return cli_write(r, cli_out_text(&o));
}

const cli_command cli_explain = {
    .name = "explain",
    .operands = "[WORD]",
    .summary = "what a term or a diagnostic code means",
    .details =
        "Explains a term of the field in a few sentences, with its source, or a diagnostic code with an "
        "example that provokes it and one that does not. Without a WORD: which terms there are.",
    .examples = "humdinger explain cmrr\n"
                "humdinger explain pin 1\n"
                "humdinger explain HUM0312",
    .keys = "jo",
    .max_args = SIZE_MAX,
    .run = explain,
};

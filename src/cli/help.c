/* Help, made from the tables of commands and options. */
#include "help.h"
#include "files.h"
#include "options.h"
#include "text.h"

#include <string.h>
#include <unistd.h>

enum { WIDTH = 80, COLUMN = 12 };

static cli_exit show(cli_out *o)
{
    return cli_write_fd(STDOUT_FILENO, "standard output", cli_out_text(o));
}

static void put_commands(cli_out *o)
{
    cli_puts(o, "Commands:\n");
    for (size_t i = 0; cli_command_at(i); i++)
        cli_putf(o, "  %-*s%s\n", COLUMN, cli_command_at(i)->name, cli_command_at(i)->summary);
}

cli_exit cli_help_short(const cli_run *r)
{
    cli_out o = cli_out_in(r);
    cli_puts(&o, "Humdinger tells what each interconnection of an audio system does to the sound.\n\n"
                 "  humdinger serve --open   the page in your browser; begins with three questions\n"
                 "  humdinger report FILE    everything about the system that FILE describes\n"
                 "  humdinger check FILE     is FILE right, and does it keep its promises\n"
                 "  humdinger help           all commands\n");
    return show(&o);
}

cli_exit cli_help_all(const cli_run *r)
{
    cli_out o = cli_out_in(r);
    cli_puts(&o, "Humdinger tells what each interconnection of an audio system does to the sound:\n"
                 "how loud, how quiet, how much hum, from which cause, audible or not at the seat.\n\n"
                 "Usage: humdinger COMMAND [OPTION]... [FILE]\n\n");
    put_commands(&o);
    cli_puts(&o, "\nA FILE is a system in the .hum language (man 5 humdinger); - is standard input.\n"
                 "Results go to standard output, messages to standard error.\n"
                 "Exit status: 0 done, 1 an expectation is not met, 2 wrong usage, 3 the input has\n"
                 "errors, 4 cannot read or write, 5 the network has no solution.\n\n"
                 "  humdinger help COMMAND   options and examples\n"
                 "  humdinger explain WORD   a term of the field, or a code such as HUM0312\n"
                 "  humdinger --version\n");
    return show(&o);
}

/* Options as "  -o, --output FILE   help", the help folded under itself. */
static void put_option(cli_out *o, const cli_option *option)
{
    enum { HELP_COLUMN = 25 };
    char *left = cli_format(o->a, "  %c%c%c --%s%s%s", option->is_short ? '-' : ' ',
                            option->is_short ? option->key : ' ', option->is_short ? ',' : ' ', option->name,
                            option->value ? " " : "", option->value ? option->value : "");
    char *help = cli_format(o->a, "%s%s%s", option->help, option->choices ? ": " : "",
                            option->choices ? option->choices : "");
    cli_out folded = {.a = o->a};
    cli_put_folded(&folded, help, HELP_COLUMN, WIDTH);
    cli_putf(o, "%-*s %s", HELP_COLUMN - 1, left, folded.p + HELP_COLUMN);
}

/* "humdinger ..." lines, what each does after it. */
static void put_examples(cli_out *o, const char *examples)
{
    cli_puts(o, "\nExamples:\n");
    while (*examples) {
        size_t line = strcspn(examples, "\n");
        size_t command = strcspn(examples, "\t");
        bool explained = command < line;
        cli_putf(o, "  %.*s\n", (int)(explained ? command : line), examples);
        if (explained)
            cli_putf(o, "      %.*s\n", (int)(line - command - 1), examples + command + 1);
        examples += line + (examples[line] == '\n');
    }
}

cli_exit cli_help_of(const cli_run *r, const cli_command *c)
{
    cli_out o = cli_out_in(r);
    cli_putf(&o, "Usage: humdinger %s [OPTION]...%s%s\n\n", c->name, *c->operands ? " " : "", c->operands);
    cli_put_folded(&o, c->details, 0, WIDTH);
    cli_puts(&o, "\nOptions:\n");
    for (size_t i = 0; cli_option_of(c, i); i++)
        put_option(&o, cli_option_of(c, i));
    put_examples(&o, c->examples);
    return show(&o);
}

cli_exit cli_help_version(const cli_run *r)
{
    cli_out o = cli_out_in(r);
    cli_putf(&o,
             "humdinger %s\n"
             "Licence GPL-3.0-or-later; the catalogue is CC0. There is no warranty.\n",
             hum_version());
    return show(&o);
}

static cli_exit help(cli_run *r)
{
    if (!r->o.n_args)
        return cli_help_all(r);
    const cli_command *c = cli_command_named(r->o.args[0]);
    if (!c)
        return cli_fail(CLI_USAGE, "there is no command '%s' to help with", r->o.args[0]);
    return cli_help_of(r, c);
}

const cli_command cli_help = {
    .name = "help",
    .operands = "[COMMAND]",
    .summary = "how to use the program or a command",
    .details = "Says which commands there are, or what one of them takes and does.",
    .examples = "humdinger help report",
    .keys = "",
    .max_args = 1,
    .run = help,
};

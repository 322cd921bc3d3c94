/* completion: what the shells are to offer, from the same tables as the help. */
#include "files.h"
#include "options.h"
#include "text.h"

#include <string.h>

/* "--json --output ..." of one command. */
static void put_option_names(cli_out *o, const cli_command *c)
{
    for (size_t i = 0; cli_option_of(c, i); i++)
        cli_putf(o, "%s--%s", i ? " " : "", cli_option_of(c, i)->name);
}

static void put_command_names(cli_out *o)
{
    for (size_t i = 0; cli_command_at(i); i++)
        cli_putf(o, "%s%s", i ? " " : "", cli_command_at(i)->name);
}

static bool takes_files(const cli_command *c)
{
    return strstr(c->operands, "FILE");
}

/* The operands of a command that are words of a closed list. */
static void put_operand_words(cli_out *o, const cli_command *c)
{
    if (c == &cli_help)
        put_command_names(o);
    else if (c == &cli_completion)
        cli_puts(o, "bash zsh fish");
    else if (c == &cli_plot)
        cli_puts(o, "spectrum levels limits system response cmrr eye yield");
}

static bool takes_words(const cli_command *c)
{
    return c == &cli_help || c == &cli_completion || c == &cli_plot;
}

/* One `case` branch per option that wants a value from a closed list or a folder. */
static void put_bash_values(cli_out *o)
{
    static const cli_command every = {.keys = "to"};
    for (size_t i = 0; cli_option_of(&every, i); i++) {
        const cli_option *option = cli_option_of(&every, i);
        if (option->choices)
            cli_putf(o, "        --%s) COMPREPLY=($(compgen -W '%s' -- \"$cur\")); return ;;\n", option->name,
                     option->choices);
    }
    cli_puts(o, "        --catalogue) COMPREPLY=($(compgen -d -- \"$cur\")); return ;;\n"
                "        -o|--output) COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n"
                "        --variant|--port|--sections) return ;;\n");
}

static void put_bash_command(cli_out *o, const cli_command *c)
{
    cli_putf(o, "        %s) options='", c->name);
    put_option_names(o, c);
    cli_puts(o, "'; words='");
    put_operand_words(o, c);
    cli_putf(o, "'; files=%s ;;\n", takes_files(c) ? "yes" : "no");
}

static void put_bash(cli_out *o)
{
    cli_puts(o,
             "# bash completion for humdinger; made by `humdinger completion bash`\n"
             "_humdinger() {\n"
             "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} options words files\n"
             "    COMPREPLY=()\n"
             "    if [ \"$COMP_CWORD\" = 1 ]; then\n"
             "        COMPREPLY=($(compgen -W '");
    put_command_names(o);
    cli_puts(o, " --help --version' -- \"$cur\"))\n        return\n    fi\n    case $prev in\n");
    put_bash_values(o);
    cli_puts(o, "    esac\n    case ${COMP_WORDS[1]} in\n");
    for (size_t i = 0; cli_command_at(i); i++)
        put_bash_command(o, cli_command_at(i));
    cli_puts(o,
             "        *) return ;;\n    esac\n"
             "    if [[ $cur == -* ]]; then\n"
             "        COMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n"
             "        return\n    fi\n"
             "    COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
             "    if [ $files = yes ]; then\n"
             "        compopt -o filenames 2>/dev/null\n"
             "        COMPREPLY+=($(compgen -f -X '!*.@(hum|json)' -- \"$cur\") $(compgen -d -- \"$cur\"))\n"
             "    fi\n}\n"
             "shopt -s extglob\n"
             "complete -F _humdinger humdinger\n");
}

/* Text between single quotes of a shell. */
static void put_quoted(cli_out *o, const char *z)
{
    for (; *z; z++) {
        if (*z == '\'')
            cli_puts(o, "'\\''");
        else
            cli_put(o, z, 1);
    }
}

/* '--output[help]:FILE:_files'; brackets and colons of the help would end it. */
static void put_zsh_option(cli_out *o, const cli_option *option)
{
    cli_putf(o, "            '--%s[", option->name);
    for (const char *p = option->help; *p; p++) {
        if (*p == '[' || *p == ']' || *p == ':')
            cli_puts(o, "\\");
        if (*p == '\'')
            cli_puts(o, "'\\'");
        cli_put(o, p, 1);
    }
    cli_puts(o, "]");
    if (option->choices)
        cli_putf(o, ":%s:(%s)", option->value, option->choices);
    else if (option->value)
        cli_putf(o, ":%s:%s", option->value,
                 option->key == 'o'   ? "_files"
                 : option->key == 'C' ? "_files -/"
                                      : " ");
    cli_puts(o, "' \\\n");
}

static void put_zsh_command(cli_out *o, const cli_command *c)
{
    cli_putf(o, "        %s)\n            _arguments \\\n", c->name);
    for (size_t i = 0; cli_option_of(c, i); i++)
        put_zsh_option(o, cli_option_of(c, i));
    if (takes_files(c) && takes_words(c))
        cli_puts(o, "            '1:file:_files -g \"*.(hum|json)\"' \\\n");
    if (takes_words(c)) {
        cli_puts(o, "            '*:word:(");
        put_operand_words(o, c);
        cli_puts(o, ")' ;;\n");
    } else {
        cli_puts(o, takes_files(c) ? "            '*:file:_files -g \"*.(hum|json)\"' ;;\n"
                                   : "            '*:word: ' ;;\n");
    }
}

static void put_zsh(cli_out *o)
{
    cli_puts(o, "#compdef humdinger\n# made by `humdinger completion zsh`\n"
                "_humdinger() {\n    local -a commands\n    commands=(\n");
    for (size_t i = 0; cli_command_at(i); i++) {
        cli_putf(o, "        '%s:", cli_command_at(i)->name);
        put_quoted(o, cli_command_at(i)->summary);
        cli_puts(o, "'\n");
    }
    cli_puts(o, "    )\n    if (( CURRENT == 2 )); then\n"
                "        _describe command commands\n        return\n    fi\n"
                "    local command=$words[2]\n    shift words\n    (( CURRENT-- ))\n    case $command in\n");
    for (size_t i = 0; cli_command_at(i); i++)
        put_zsh_command(o, cli_command_at(i));
    cli_puts(o, "    esac\n}\n"
                "if [ \"$funcstack[1]\" = _humdinger ]; then _humdinger \"$@\"; else compdef _humdinger "
                "humdinger; fi\n");
}

static void put_fish_option(cli_out *o, const cli_command *c, const cli_option *option)
{
    cli_putf(o, "complete -c humdinger -n '__fish_seen_subcommand_from %s' -l %s", c->name, option->name);
    if (option->is_short)
        cli_putf(o, " -s %c", option->key);
    if (option->choices)
        cli_putf(o, " -x -a '%s'", option->choices);
    else if (option->value)
        cli_puts(o, option->key == 'o' || option->key == 'C' ? " -r" : " -x");
    cli_puts(o, " -d '");
    put_quoted(o, option->help);
    cli_puts(o, "'\n");
}

static void put_fish_command(cli_out *o, const cli_command *c)
{
    cli_putf(o, "complete -c humdinger -n __fish_use_subcommand -f -a %s -d '", c->name);
    put_quoted(o, c->summary);
    cli_puts(o, "'\n");
    for (size_t i = 0; cli_option_of(c, i); i++)
        put_fish_option(o, c, cli_option_of(c, i));
    if (!takes_words(c))
        return;
    cli_putf(o, "complete -c humdinger -n '__fish_seen_subcommand_from %s'%s -a '", c->name,
             takes_files(c) ? "" : " -f");
    put_operand_words(o, c);
    cli_puts(o, "'\n");
}

static void put_fish(cli_out *o)
{
    cli_puts(o, "# fish completion for humdinger; made by `humdinger completion fish`\n");
    for (size_t i = 0; cli_command_at(i); i++)
        put_fish_command(o, cli_command_at(i));
}

static cli_exit completion(cli_run *r)
{
    static const struct {
        const char *shell;
        void (*put)(cli_out *o);
    } shells[] = {{"bash", put_bash}, {"zsh", put_zsh}, {"fish", put_fish}};
    for (size_t i = 0; i < sizeof shells / sizeof shells[0]; i++) {
        if (strcmp(shells[i].shell, r->o.args[0]) != 0)
            continue;
        cli_out o = cli_out_in(r);
        shells[i].put(&o);
        return cli_write(r, cli_out_text(&o));
    }
    return cli_fail(CLI_USAGE, "completion: '%s' is not one of: bash zsh fish", r->o.args[0]);
}

const cli_command cli_completion = {
    .name = "completion",
    .operands = "bash|zsh|fish",
    .summary = "completion of commands and options for a shell",
    .details = "Writes what a shell needs to complete commands, options and file names of humdinger.",
    .examples = "humdinger completion bash > ~/.local/share/bash-completion/completions/humdinger\n"
                "humdinger completion zsh > ~/.zfunc/_humdinger\n"
                "humdinger completion fish > ~/.config/fish/completions/humdinger.fish",
    .keys = "o",
    .min_args = 1,
    .max_args = 1,
    .run = completion,
};

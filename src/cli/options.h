/* Options: one table, from which getopt_long, the help and the completions are made. */
#ifndef HUM_CLI_OPTIONS_H
#define HUM_CLI_OPTIONS_H

#include "cli.h"

typedef struct cli_option {
    char key;
    bool is_short;       /**< The key is also a short option. */
    const char *name;    /**< Long name, without dashes. */
    const char *value;   /**< Name of its value in the help; NULL for a flag. */
    const char *choices; /**< Words it may be, separated by blanks; NULL when free. */
    const char *help;
    size_t at;           /**< Its member of cli_options: a bool for a flag, a text, with `high` a uint64_t. */
    uint64_t low, high;  /**< Between which a number is. */
    const char *example; /**< Of a number: what is told after them, such as ", such as 20". */
    /** Where a member alone does not do; NULL else. */
    cli_exit (*read)(const cli_command *c, const struct cli_option *option, const char *value, cli_options *o);
} cli_option;

/** Option i of a command's keys (those of every command follow its own), NULL at the end. */
const cli_option *cli_option_of(const cli_command *c, size_t i);

/** Reads argv[1...] of a command. What is wrong has been told when it is not CLI_DONE. */
cli_exit cli_options_read(const cli_command *c, int argc, char **argv, cli_options *o);

#endif

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
} cli_option;

/** Option i of a command's keys (those of every command follow its own), NULL at the end. */
const cli_option *cli_option_of(const cli_command *c, size_t i);

/** Reads argv[1...] of a command. What is wrong has been told when it is not CLI_DONE. */
cli_exit cli_options_read(const cli_command *c, int argc, char **argv, cli_options *o);

/** The nearest of the words that `at(i)` lists, NULL when none is close. */
const char *cli_nearest(const char *word, const char *(*at)(size_t i));

#endif

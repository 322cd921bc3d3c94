/* Help, made from the tables of commands and options. */
#ifndef HUM_CLI_HELP_H
#define HUM_CLI_HELP_H

#include "cli.h"

/** What the program is for, in a few lines. */
cli_exit cli_help_short(const cli_run *r);
cli_exit cli_help_all(const cli_run *r);
cli_exit cli_help_of(const cli_run *r, const cli_command *c);
cli_exit cli_help_version(const cli_run *r);

#endif

/* Files: reading with a limit, writing aside. */
#ifndef HUM_CLI_FILES_H
#define HUM_CLI_FILES_H

#include "cli.h"

/** Reads a file ("-": standard input) of at most 16 MiB. What is wrong has been told. The text lives to the
 * end. */
cli_exit cli_read(const cli_run *r, const char *path, hum_text *text);

/** The same of what the program wrote itself: at most 1 GiB. */
cli_exit cli_read_large(const cli_run *r, const char *path, hum_text *text);

/** Refuses, before any work, a -o that would replace a file which the command is given. */
cli_exit cli_check_output(const cli_run *r);

/** Writes a result where -o says, or to standard output. A reader who closed the pipe is no error. */
cli_exit cli_write(const cli_run *r, hum_text text);
/** Puts the text in the place of the file at `path`, which keeps its mode; never leaves half a file. */
cli_exit cli_replace(const cli_run *r, const char *path, hum_text text);
/** Writes to a file descriptor. */
cli_exit cli_write_fd(int fd, const char *name, hum_text text);

/** The name given to the library for the file at `path`. */
const char *cli_name(const char *path);

static inline hum_text cli_z(const char *z)
{
    return (hum_text){z, z ? __builtin_strlen(z) : 0};
}

#endif

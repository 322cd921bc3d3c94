/* Files: reading with a limit, writing aside, and the loader that finds used files and the catalogue. */
#ifndef HUM_CLI_FILES_H
#define HUM_CLI_FILES_H

#include "cli.h"

/** Reads a file ("-": standard input) of at most 16 MiB. What is wrong has been told. The text lives to the
 * end. */
cli_exit cli_read(const cli_run *r, const char *path, hum_text *text);

/** The same of what the program wrote itself: at most 1 GiB. */
cli_exit cli_read_large(const cli_run *r, const char *path, hum_text *text);

/** The loader of cli_open; `ctx` is the cli_run. */
hum_status cli_load(void *ctx, hum_arena *a, hum_load_kind kind, hum_text name, hum_text from, hum_text *text);

/** Opens a system file. Its errors have been told when it is CLI_INPUT; *p is valid even then. */
cli_exit cli_open(cli_run *r, const char *path, hum_project **p);
/** As cli_open, of a text that is already here. Tells nothing but the lack of memory. */
cli_exit cli_open_text(cli_run *r, const char *name, hum_text text, hum_project **p);

/** A project around one cable by its name, see hum_cable_open. Its errors have been told when it is CLI_INPUT. */
cli_exit cli_open_cable(cli_run *r, hum_text name, hum_text length, hum_text source, hum_text load_ohm, hum_project **p);

/** Tells the diagnostics from number `first` on. */
void cli_tell(const cli_run *r, hum_project *p, size_t first);

/** The exit status of a library call; tells what the library has no diagnostic for. */
cli_exit cli_status(hum_status status);

/** Tells the warnings or errors of `p`, then writes `text` where -o says. */
cli_exit cli_finish(const cli_run *r, hum_project *p, hum_status status, hum_text text);

/** Writes a result where -o says, or to standard output. A reader who closed the pipe is no error. */
cli_exit cli_write(const cli_run *r, hum_text text);
/** Puts the text in the place of the file at `path`, which keeps its mode; never leaves half a file. */
cli_exit cli_replace(const cli_run *r, const char *path, hum_text text);
/** Writes to a file descriptor. */
cli_exit cli_write_fd(int fd, const char *name, hum_text text);

/** The name given to the library for the file at `path`. */
const char *cli_name(const char *path);
bool cli_colour(const cli_run *r, int fd);
/** Colour as standard output bears it; none into a file. */
hum_text_options cli_text_options(const cli_run *r);

static inline hum_text cli_z(const char *z)
{
    return (hum_text){z, z ? __builtin_strlen(z) : 0};
}

#endif

/* From a file to a system, and from its answer to where that goes. */
#ifndef HUM_CLI_OPEN_H
#define HUM_CLI_OPEN_H

#include "files.h"

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

bool cli_colour(const cli_run *r, int fd);
/** Colour as standard output bears it; none into a file. */
hum_text_options cli_text_options(const cli_run *r);

#endif

/* A bar on standard error for anything over a second, when that is a terminal; and Ctrl-C as a wish to end. */
#ifndef HUM_CLI_PROGRESS_H
#define HUM_CLI_PROGRESS_H

#include "cli.h"

#include <signal.h>

typedef struct cli_progress {
    const char *what;  /**< "samples" */
    double started_s;
    double shown_s;
    bool is_terminal;
    bool is_shown;
    sigset_t before; /**< Signals that were held back. */
} cli_progress;

/** From here on Ctrl-C is held back until it is asked for. */
void cli_progress_start(cli_progress *b, const char *what);
void cli_progress_show(cli_progress *b, uint64_t done, uint64_t wanted);
/** For what has no known end. */
void cli_progress_wait(cli_progress *b, const char *what);
bool cli_progress_interrupted(const cli_progress *b);
/** Wipes the bar; Ctrl-C ends the program again. May be called twice. */
void cli_progress_end(cli_progress *b);

#endif

/* The bar is drawn at most five times a second. Ctrl-C is held back and looked for between steps: no handler, nothing shared. */
#include "progress.h"

#include <inttypes.h>
#include <time.h>
#include <unistd.h>

#define AFTER_S 1.0
#define EVERY_S 0.2
#define BAR "##############################"

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static sigset_t only_interrupt(void)
{
    sigset_t s;
    sigemptyset(&s);
    sigaddset(&s, SIGINT);
    return s;
}

void cli_progress_start(cli_progress *b, const char *what)
{
    sigset_t held = only_interrupt();
    *b = (cli_progress){.what = what, .started_s = now_s(), .is_terminal = isatty(STDERR_FILENO)};
    sigprocmask(SIG_BLOCK, &held, &b->before);
}

void cli_progress_show(cli_progress *b, uint64_t done, uint64_t wanted)
{
    int width = (int)sizeof BAR - 1;
    double now = now_s(), took = now - b->started_s;
    if (!b->is_terminal || took < AFTER_S || now - b->shown_s < EVERY_S || !done)
        return;
    double part = (double)done / (double)wanted;
    int full = (int)(part * width);
    b->shown_s = now;
    b->is_shown = true;
    fprintf(stderr, "\r[%.*s%*s] %3.0f %%  %" PRIu64 " of %" PRIu64 " %s, %.0f s left \033[K", full, BAR, width - full, "",
            100 * part, done, wanted, b->what, took / part - took);
}

void cli_progress_wait(cli_progress *b, const char *what)
{
    double now = now_s(), took = now - b->started_s;
    if (!b->is_terminal || took < AFTER_S || now - b->shown_s < EVERY_S)
        return;
    b->shown_s = now;
    b->is_shown = true;
    fprintf(stderr, "\r%s, %.0f s \033[K", what, took);
}

bool cli_progress_interrupted(const cli_progress *b)
{
    sigset_t pending;
    (void)b;
    return sigpending(&pending) == 0 && sigismember(&pending, SIGINT) == 1;
}

/* A Ctrl-C that was heeded must not end the program now. */
void cli_progress_end(cli_progress *b)
{
    sigset_t held = only_interrupt();
    const struct timespec at_once = {0};
    if (b->is_shown)
        fprintf(stderr, "\r\033[K");
    b->is_shown = false;
    if (cli_progress_interrupted(b))
        sigtimedwait(&held, NULL, &at_once);
    sigprocmask(SIG_SETMASK, &b->before, NULL);
}

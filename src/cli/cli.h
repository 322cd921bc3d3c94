/* What the commands share. Each command is one file with one `cli_command`; main.c has the table. This folder
 * is the only one that opens files, prints and exits, and it knows the library by include/humdinger alone. */
#ifndef HUM_CLI_CLI_H
#define HUM_CLI_CLI_H

#include "humdinger/humdinger.h"

#include <stdio.h>

/** Exit statuses; docs/language.md and the manual promise them. */
typedef enum cli_exit {
    CLI_DONE = 0,
    CLI_UNMET = 1, /**< An expectation is not met; a file is not laid out. */
    CLI_USAGE = 2,
    CLI_INPUT = 3,   /**< The input has errors. */
    CLI_IO = 4,      /**< Cannot read or write, or no memory. */
    CLI_NUMERIC = 5, /**< The network has no solution. */
    CLI_INTERRUPTED = 130, /**< Ctrl-C, as shells have it; what was done by then is said. */
} cli_exit;

typedef enum cli_when { CLI_AUTO, CLI_ALWAYS, CLI_NEVER } cli_when;

/** What was said on the command line. Texts are NULL when not said. */
typedef struct cli_options {
    bool json;
    bool ascii;
    bool all_assumed;
    bool html;
    bool check;
    bool lint;
    bool help;
    bool version;
    cli_when colour;
    const char *output;
    const char *catalogue;
    const char *variant;
    const char *to;
    const char *length;
    const char *source;
    const char *load;
    const char *port;
    const char *rate;
    const char *equaliser; /**< "on" or "off". */
    const char *joint; /**< tokens, tree, model, circuit or spice. */
    const char *against;
    uint64_t width_px; /**< 0: not said. */
    const char *target;
    const char *sweep;
    const char *sweep_against;
    bool has_bands;   /**< `bands` was said. */
    uint64_t bands;   /**< Samples that bands are made of. */
    uint64_t samples; /**< 0: not said, as are these: */
    uint64_t seed;
    uint64_t shard;
    uint64_t n_shards;
    bool precision;
    bool merge;
    bool stats;
    uint64_t sections;
    uint64_t tcp_port; /**< 0: a free one. */
    bool open;
    char **args; /**< Operands. */
    size_t n_args;
} cli_options;

/** One run of the program: options, the arena of every project, the texts read so far. */
typedef struct cli_run {
    cli_options o;
    hum_arena *arena; /**< Everything lives to the end of the run. */
    struct cli_alias *aliases;
    const char *catalogues[4];
    size_t n_catalogues;
} cli_run;

typedef struct cli_command {
    const char *name;
    const char *operands; /**< "FILE", "FILE PATH=VALUE..." */
    const char *summary;  /**< One line, a verb first. */
    const char *details;
    const char *examples; /**< Lines "command<TAB>what it does". */
    const char *keys;     /**< Its options, by their key in options.c. */
    size_t min_args;
    size_t max_args; /**< SIZE_MAX: any number. */
    cli_exit (*run)(cli_run *r);
} cli_command;

/** Command i of the table, NULL at its end. */
const cli_command *cli_command_at(size_t i);
const cli_command *cli_command_named(const char *name);

extern const cli_command cli_cable, cli_calc, cli_catalogue, cli_check, cli_compare, cli_completion, cli_convert,
    cli_dump, cli_explain, cli_eye, cli_fix, cli_fmt, cli_help, cli_plot, cli_report, cli_serve, cli_set, cli_spice, cli_tolerance;

/** "humdinger: ..." on stderr; returns `status`. */
cli_exit cli_fail(cli_exit status, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/** Runs `call`, which returns cli_exit, and returns from the calling function when it is not CLI_DONE. */
#define CLI_TRY(call)                                                                                        \
    do {                                                                                                     \
        cli_exit cli_try_exit_ = (call);                                                                     \
        if (cli_try_exit_ != CLI_DONE)                                                                       \
            return cli_try_exit_;                                                                            \
    } while (0)

#endif

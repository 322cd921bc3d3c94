/* serve: the page, on this machine alone. */
#include "open.h"
#include "module.h"
#include "places.h"
#include "text.h"

#include "serve/serve.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

/* The catalogue, every file of it read: the server opens none. */
static cli_exit read_catalogue(cli_run *r, serve_library *l)
{
    cli_entries all;
    CLI_TRY(cli_places_find(r));
    if (!r->n_catalogues)
        return CLI_DONE;
    CLI_TRY(cli_entries_list(r, &all));
    serve_entry *entries = cli_alloc(r->arena, all.n * sizeof *entries);
    for (size_t i = 0; i < all.n; i++) {
        const cli_entry *e = &all.items[i];
        entries[i] = (serve_entry){.name = cli_z(e->name),
                                   .kind = cli_z(e->kind),
                                   .title = cli_z(e->title),
                                   .is_cable = strcmp(e->kind, "cable") == 0};
        CLI_TRY(cli_read(r, e->path, &entries[i].text));
    }
    l->entries = entries;
    l->n_entries = all.n;
    return CLI_DONE;
}

/* The files that the opened one uses are those that the library asks for when it is read and resolved. */
typedef struct recorder {
    cli_run *r;
    serve_used *used;
    size_t n;
    size_t cap;
} recorder;

static void record(recorder *rec, hum_text name, hum_text from, hum_text text)
{
    if (rec->n == rec->cap) {
        rec->cap = 2 * rec->cap + 8;
        serve_used *grown = cli_alloc(rec->r->arena, rec->cap * sizeof *grown);
        if (rec->n)
            memcpy(grown, rec->used, rec->n * sizeof *grown);
        rec->used = grown;
    }
    const char *name_z = cli_z_of(rec->r->arena, name), *from_z = cli_z_of(rec->r->arena, from);
    rec->used[rec->n++] = (serve_used){cli_z(name_z), cli_z(from_z), text};
}

static hum_status load_and_record(void *ctx, hum_arena *a, hum_load_kind kind, hum_text name, hum_text from,
                                  hum_text *text)
{
    recorder *rec = ctx;
    hum_status status = cli_load(rec->r, a, kind, name, from, text);
    if (status == HUM_OK && kind == HUM_LOAD_USE)
        record(rec, name, from, *text);
    return status;
}

static cli_exit read_used(cli_run *r, const char *path, serve_library *l)
{
    recorder rec = {.r = r};
    hum_loader loader = {load_and_record, &rec};
    hum_project *p;
    hum_text text, model;
    CLI_TRY(cli_read(r, path, &text));
    CLI_TRY(cli_status(hum_project_open(r->arena, cli_z(path), text, &loader, &p)));
    hum_status status = hum_dump_text(p, cli_z(""), HUM_JOINT_MODEL, &model);
    l->used = rec.used;
    l->n_used = rec.n;
    return status == HUM_E_NOMEM ? cli_status(status) : CLI_DONE;
}

/* Whether a browser could be started; it is not waited for. The server holds back signals that a browser must heed. */
static bool open_browser(const char *url)
{
    char said[256];
    snprintf(said, sizeof said, "%s", url);
    char name[] = "xdg-open", *argv[] = {name, said, NULL};
    pid_t child;
    sigset_t none;
    posix_spawnattr_t how;
    sigemptyset(&none);
    if (posix_spawnattr_init(&how) != 0)
        return false;
    posix_spawnattr_setsigmask(&how, &none);
    posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK);
    int failed = posix_spawnp(&child, name, NULL, &how, argv, environ);
    posix_spawnattr_destroy(&how);
    return failed == 0;
}

static void on_listening(void *ctx, const char *url)
{
    const cli_run *r = ctx;
    printf("%s\n", url);
    fflush(stdout);
    fputs("Open this address in a browser on this machine; Ctrl+C ends.\n", stderr);
    if (r->o.open && !open_browser(url))
        cli_fail(CLI_DONE, "there is no xdg-open to open a browser with");
}

static _Noreturn void on_abandon(void *ctx)
{
    (void)ctx;
    _Exit(CLI_DONE); /* threads still compute: nothing that they use may be torn down */
}

static cli_exit outcome_of(const cli_run *r, const serve_options *o, serve_outcome outcome)
{
    switch (outcome) {
    case SERVE_STOPPED:
        return CLI_DONE;
    case SERVE_NO_FILE:
        return cli_fail(CLI_IO, "cannot read %s: %s", o->path, strerror(errno));
    case SERVE_TOO_LARGE:
        return cli_fail(CLI_INPUT, "%s is larger than %d KiB, too large for the page", o->path, SERVE_FILE_MAX >> 10);
    case SERVE_NOT_TEXT:
        return cli_fail(CLI_INPUT, "%s is not UTF-8 text", o->path);
    case SERVE_NO_PORT:
        return cli_fail(CLI_IO, "cannot listen on port %u: %s", (unsigned)r->o.tcp_port, strerror(errno));
    case SERVE_NO_START:
        break;
    }
    return cli_fail(CLI_IO, "the server cannot start: no memory, or no threads");
}

static cli_exit serve(cli_run *r)
{
    serve_options o = {.path = r->o.n_args ? r->o.args[0] : NULL,
                       .port = (uint16_t)r->o.tcp_port,
                       .listening = on_listening,
                       .abandon = on_abandon,
                       .ctx = r};
    if (o.path && strcmp(o.path, "-") == 0)
        return cli_fail(CLI_USAGE, "serve: standard input cannot be written back; name a FILE");
    CLI_TRY(read_catalogue(r, &o.library));
    if (o.path)
        CLI_TRY(read_used(r, o.path, &o.library));
    cli_module_fn *loaded;
    CLI_TRY(cli_module_load(r, "serve", "serve_run", &loaded));
    serve_run_fn *run = (serve_run_fn *)loaded;
    return outcome_of(r, &o, run(&o));
}

const cli_command cli_serve = {
    .name = "serve",
    .operands = "[FILE]",
    .summary = "the page: see the system, change it, watch the hum fall",
    .details =
        "Opens a page for the browser on this machine, and prints its address. Of the disk it sees FILE alone, and "
        "writes it only when told to and when nothing else has changed it meanwhile. Other machines, and other "
        "pages in the browser, cannot reach it: it listens on 127.0.0.1 and ::1, and the address ends in a key. "
        "It ends with Ctrl+C.",
    .examples = "humdinger serve living-room.hum --open\n"
                "humdinger serve\tbegin with three questions instead of a file\n"
                "humdinger serve living-room.hum --port 8080",
    .keys = "POC",
    .min_args = 0,
    .max_args = 1,
    .run = serve,
};

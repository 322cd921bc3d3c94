/* From a file to a system: the loader that finds used files and the catalogue, and what is told of what was found. */
#include "open.h"
#include "places.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A name the library knows a used file by, and the path it was found at: `use` inside it starts from there.
 */
typedef struct cli_alias {
    struct cli_alias *next;
    const char *name;
    const char *path;
} cli_alias;

/* The path that a `use` names: from the folder of the using file, unless it is absolute. */
static const char *used_path(const cli_run *r, const char *name, const char *from)
{
    const cli_alias *a = r->aliases;
    while (a && strcmp(a->name, from) != 0)
        a = a->next;
    const char *base = a ? a->path : from;
    const char *slash = strrchr(base, '/');
    if (name[0] == '/' || !slash)
        return name;
    return cli_format(r->arena, "%.*s/%s", (int)(slash - base), base, name);
}

static void remember(cli_run *r, const char *name, const char *path)
{
    cli_alias *a = cli_alloc(r->arena, sizeof *a);
    *a = (cli_alias){.next = r->aliases, .name = name, .path = path};
    r->aliases = a;
}

static hum_status load_used(cli_run *r, hum_text name, hum_text from, hum_text *text)
{
    const char *name_z = cli_z_of(r->arena, name);
    const char *path = used_path(r, name_z, cli_z_of(r->arena, from));
    bool is_there = access(path, F_OK) == 0; /* when not, the library says so at the `use` line */
    hum_status status = is_there && cli_read(r, path, text) == CLI_DONE ? HUM_OK : HUM_E_IO;
    remember(r, name_z, path);
    return status;
}

hum_status cli_load(void *ctx, hum_arena *a, hum_load_kind kind, hum_text name, hum_text from, hum_text *text)
{
    (void)a;
    cli_run *r = ctx;
    if (kind == HUM_LOAD_USE)
        return load_used(r, name, from, text);
    if (cli_places_find(r) != CLI_DONE)
        return HUM_E_IO;
    char *path = cli_entry_path(r, kind == HUM_LOAD_CABLE ? "cables" : "devices", name);
    if (!path)
        return HUM_E_IO;
    return cli_read(r, path, text) == CLI_DONE ? HUM_OK : HUM_E_IO;
}

cli_exit cli_open_text(cli_run *r, const char *name, hum_text text, hum_project **p)
{
    hum_loader loader = {cli_load, r};
    return cli_status(hum_project_open(r->arena, cli_z(name), text, &loader, p));
}

cli_exit cli_open(cli_run *r, const char *path, hum_project **p)
{
    hum_text text;
    CLI_TRY(cli_places_find(r));
    CLI_TRY(cli_read(r, path, &text));
    CLI_TRY(cli_open_text(r, cli_name(path), text, p));
    if (!hum_project_errors(*p))
        return CLI_DONE;
    cli_tell(r, *p, 0);
    return CLI_INPUT;
}

cli_exit cli_open_cable(cli_run *r, hum_text name, hum_text length, hum_text source, hum_text load_ohm, hum_project **p)
{
    hum_loader loader = {cli_load, r};
    CLI_TRY(cli_places_find(r));
    CLI_TRY(cli_status(hum_cable_open(r->arena, name, length, source, load_ohm, &loader, p)));
    if (!hum_project_errors(*p))
        return CLI_DONE;
    cli_tell(r, *p, 0);
    return CLI_INPUT;
}

bool cli_colour(const cli_run *r, int fd)
{
    const char *term = getenv("TERM");
    const char *no_colour = getenv("NO_COLOR");
    if (r->o.colour != CLI_AUTO)
        return r->o.colour == CLI_ALWAYS;
    return isatty(fd) && term && strcmp(term, "dumb") != 0 && !(no_colour && *no_colour);
}

hum_text_options cli_text_options(const cli_run *r)
{
    bool to_file = r->o.output && strcmp(r->o.output, "-") != 0;
    return (hum_text_options){.colour =
                                  cli_colour(r, STDOUT_FILENO) && (!to_file || r->o.colour == CLI_ALWAYS),
                              .ascii = r->o.ascii,
                              .all_assumed = r->o.all_assumed};
}

void cli_tell(const cli_run *r, hum_project *p, size_t first)
{
    hum_text text;
    if (hum_diags_count(hum_project_diags(p)) <= first)
        return;
    if (hum_project_diags_text(p, first, cli_colour(r, STDERR_FILENO), &text) == HUM_OK)
        fwrite(text.p, 1, text.n, stderr);
}

cli_exit cli_status(hum_status status)
{
    switch (status) {
    case HUM_OK:
        return CLI_DONE;
    case HUM_E_INPUT:
    case HUM_E_RANGE:
        return CLI_INPUT;
    case HUM_E_NOMEM:
        return cli_fail(CLI_IO, "out of memory");
    case HUM_E_IO:
        return CLI_IO;
    case HUM_E_NUMERIC:
        return CLI_NUMERIC;
    case HUM_E_UNSUPPORTED:
        return cli_fail(CLI_USAGE, "this is not in the program yet");
    }
    return CLI_INPUT;
}

cli_exit cli_finish(const cli_run *r, hum_project *p, hum_status status, hum_text text)
{
    cli_tell(r, p, 0);
    CLI_TRY(cli_status(status));
    return cli_write(r, text);
}

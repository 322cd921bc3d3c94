/* Files. Every read has a limit, every write and close is checked, and a file that is replaced is written
 * aside first, so that a full disk never costs the old one. */
#include "files.h"
#include "places.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_MIB = 16, LARGE_MIB = 1024, BLOCK = 1 << 16 };

static size_t bytes_of(size_t mib)
{
    return mib << 20;
}

/* A name the library knows a used file by, and the path it was found at: `use` inside it starts from there.
 */
typedef struct cli_alias {
    struct cli_alias *next;
    const char *name;
    const char *path;
} cli_alias;

const char *cli_name(const char *path)
{
    return strcmp(path, "-") == 0 ? "standard input" : path;
}

static cli_exit too_large(const char *path, size_t max_mib)
{
    fprintf(stderr,
            "error[HUM5516]: %s is larger than %zu MiB\n"
            "  = help: a system file is text, seldom more than a few thousand lines\n",
            cli_name(path), max_mib);
    return CLI_INPUT;
}

static cli_exit cannot(const char *what, const char *path)
{
    return cli_fail(CLI_IO, "cannot %s %s: %s", what, cli_name(path), strerror(errno));
}

/* Reads to the end or to one byte beyond the limit. `cap`: how much is likely to come. */
static cli_exit read_all(hum_arena *a, int fd, const char *path, size_t cap, size_t max_mib, hum_text *text)
{
    char *p = cli_alloc(a, cap);
    for (size_t n = 0; n <= bytes_of(max_mib);) {
        if (n == cap) {
            char *grown = cli_alloc(a, cap *= 2);
            memcpy(grown, p, n);
            p = grown;
        }
        ssize_t got = read(fd, p + n, cap - n);
        if (got == 0) {
            *text = (hum_text){p, n};
            return CLI_DONE;
        }
        if (got < 0 && errno != EINTR)
            return cannot("read", path);
        n += got > 0 ? (size_t)got : 0;
    }
    return too_large(path, max_mib);
}

static cli_exit read_open(const cli_run *r, int fd, const char *path, size_t max_mib, hum_text *text)
{
    struct stat s;
    if (fstat(fd, &s) != 0)
        return cannot("read", path);
    if (S_ISDIR(s.st_mode))
        return cli_fail(CLI_IO, "cannot read %s: it is a folder", path);
    bool is_file = S_ISREG(s.st_mode);
    if (is_file && (size_t)s.st_size > bytes_of(max_mib))
        return too_large(path, max_mib);
    return read_all(r->arena, fd, path, is_file ? (size_t)s.st_size + 1 : BLOCK, max_mib, text);
}

static cli_exit read_path(const cli_run *r, const char *path, size_t max_mib, hum_text *text)
{
    if (strcmp(path, "-") == 0)
        return read_open(r, STDIN_FILENO, path, max_mib, text);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return cannot("read", path);
    cli_exit status = read_open(r, fd, path, max_mib, text);
    close(fd);
    return status;
}

cli_exit cli_read(const cli_run *r, const char *path, hum_text *text)
{
    return read_path(r, path, MAX_MIB, text);
}

cli_exit cli_read_large(const cli_run *r, const char *path, hum_text *text)
{
    return read_path(r, path, LARGE_MIB, text);
}

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

cli_exit cli_write_fd(int fd, const char *name, hum_text text)
{
    for (size_t at = 0; at < text.n;) {
        ssize_t n = write(fd, text.p + at, text.n - at);
        if (n < 0 && errno == EPIPE)
            return CLI_DONE; /* the reader has seen enough */
        if (n < 0 && errno != EINTR)
            return cannot("write to", name);
        at += n > 0 ? (size_t)n : 0;
    }
    return CLI_DONE;
}

/* A device, a pipe and the like are written to as they are. */
static cli_exit write_through(const char *path, hum_text text)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return cannot("write to", path);
    cli_exit status = cli_write_fd(fd, path, text);
    if (close(fd) != 0 && status == CLI_DONE)
        status = cannot("write to", path);
    return status;
}

static mode_t mode_of_new(void)
{
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

/* The new file gets the mode of the old one, and its owner where that may be given. */
static bool take_over(int fd, const struct stat *old)
{
    if (!old)
        return fchmod(fd, mode_of_new()) == 0;
    bool is_given = fchown(fd, old->st_uid, old->st_gid) == 0;
    mode_t mode = old->st_mode & (is_given ? 07777 : 0777);
    return fchmod(fd, mode) == 0;
}

/* `said` is the name that the person knows the file by, `path` the file itself. */
static cli_exit write_aside(const cli_run *r, const char *said, const char *path, const struct stat *old,
                            hum_text text)
{
    char *aside = cli_format(r->arena, "%s.XXXXXX", path);
    int fd = mkstemp(aside);
    if (fd < 0)
        return cannot(old ? "write beside" : "write to", said);
    cli_exit status = cli_write_fd(fd, said, text);
    bool kept = status == CLI_DONE && take_over(fd, old) && fsync(fd) == 0;
    bool closed = close(fd) == 0;
    if (kept && closed && rename(aside, path) == 0)
        return CLI_DONE;
    if (status == CLI_DONE)
        status = cannot("write to", said);
    unlink(aside);
    return status;
}

cli_exit cli_replace(const cli_run *r, const char *path, hum_text text)
{
    struct stat old;
    bool exists = stat(path, &old) == 0;
    if (!exists)
        return write_aside(r, path, path, NULL, text);
    if (S_ISDIR(old.st_mode))
        return cli_fail(CLI_IO, "cannot write to %s: it is a folder", path);
    if (!S_ISREG(old.st_mode))
        return write_through(path, text);
    if (access(path, W_OK) != 0)
        return cannot("write to", path);
    char *real = realpath(path, NULL); /* a link stays a link */
    const char *place = real ? cli_format(r->arena, "%s", real) : path;
    free(real);
    return write_aside(r, path, place, &old, text);
}

cli_exit cli_write(const cli_run *r, hum_text text)
{
    if (r->o.output && strcmp(r->o.output, "-") != 0)
        return cli_replace(r, r->o.output, text);
    return cli_write_fd(STDOUT_FILENO, "standard output", text);
}

/* Files. Every read has a limit, every write and close is checked, and a file that is replaced is written
 * aside first, so that a full disk never costs the old one. */
#include "files.h"
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
    char *aside = cli_format(r->arena, "%s.new-XXXXXX", path);
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
    if (stat(path, &old) != 0) {
        if (errno != ENOENT)
            return cannot("write to", path);
        if (lstat(path, &old) == 0)
            return cli_fail(CLI_IO, "cannot write to %s: it is a link, and what it leads to is not there", path);
        return write_aside(r, path, path, NULL, text);
    }
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

static bool is_same_file(const char *path, const struct stat *other)
{
    struct stat s;
    return stat(path, &s) == 0 && s.st_dev == other->st_dev && s.st_ino == other->st_ino;
}

cli_exit cli_check_output(const cli_run *r)
{
    struct stat s;
    if (!r->o.output || stat(r->o.output, &s) != 0 || !S_ISREG(s.st_mode))
        return CLI_DONE;
    for (size_t i = 0; i < r->o.n_args; i++) {
        const char *arg = r->o.args[i], *colon = strrchr(arg, ':'); /* FILE or FILE:VARIANT */
        if (is_same_file(arg, &s) || (colon && is_same_file(cli_format(r->arena, "%.*s", (int)(colon - arg), arg), &s)))
            return cli_fail(CLI_USAGE, "-o %s is the file that is read; name another one", r->o.output);
    }
    return CLI_DONE;
}

cli_exit cli_write(const cli_run *r, hum_text text)
{
    if (r->o.output && strcmp(r->o.output, "-") != 0)
        return cli_replace(r, r->o.output, text);
    return cli_write_fd(STDOUT_FILENO, "standard output", text);
}

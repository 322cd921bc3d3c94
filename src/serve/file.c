/* The one file that is open. */
#include "serve/file.h"
#include "serve/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static serve_file_status read_to_end(int fd, serve_out *text)
{
    char block[1 << 14];
    for (;;) {
        ssize_t n = read(fd, block, sizeof block);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return SERVE_FILE_FAILED;
        if (n == 0)
            return SERVE_FILE_DONE;
        serve_put(text, block, (size_t)n);
        if (text->failed) {
            errno = ENOMEM;
            return SERVE_FILE_FAILED;
        }
        if (text->n > SERVE_FILE_MAX)
            return SERVE_FILE_LARGE;
    }
}

static void describe(const struct stat *s, const serve_out *text, serve_version *version)
{
    snprintf(version->z, sizeof version->z, "%" PRIx64 ".%lx-%zx-%" PRIx64, (uint64_t)s->st_mtim.tv_sec,
             (unsigned long)s->st_mtim.tv_nsec, text->n, serve_hash((hum_text){text->p, text->n}));
}

static serve_file_status read_open(int fd, serve_out *text, serve_version *version)
{
    struct stat s;
    if (fstat(fd, &s) != 0)
        return SERVE_FILE_FAILED;
    if (!S_ISREG(s.st_mode)) {
        errno = S_ISDIR(s.st_mode) ? EISDIR : EINVAL;
        return SERVE_FILE_FAILED;
    }
    serve_file_status status = read_to_end(fd, text);
    if (status != SERVE_FILE_DONE)
        return status;
    describe(&s, text, version);
    return serve_is_utf8((hum_text){text->p, text->n}) ? SERVE_FILE_DONE : SERVE_FILE_NOT_TEXT;
}

serve_file_status serve_file_read(const char *path, serve_out *text, serve_version *version)
{
    *text = (serve_out){0};
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0)
        return SERVE_FILE_FAILED;
    serve_file_status status = read_open(fd, text, version);
    int why = errno;
    close(fd);
    if (status != SERVE_FILE_DONE)
        serve_out_free(text);
    errno = why;
    return status;
}

/* Whether the file at `path` still is `version`. */
static serve_file_status look_again(const char *path, const char *version)
{
    serve_out text;
    serve_version found;
    serve_file_status status = serve_file_read(path, &text, &found);
    bool is_same = status == SERVE_FILE_DONE && strcmp(found.z, version) == 0;
    serve_out_free(&text);
    if (status == SERVE_FILE_FAILED && errno != ENOENT)
        return status;
    return is_same ? SERVE_FILE_DONE : SERVE_FILE_CHANGED;
}

static bool write_all(int fd, hum_text text)
{
    for (size_t at = 0; at < text.n;) {
        ssize_t n = write(fd, text.p + at, text.n - at);
        if (n < 0 && errno != EINTR)
            return false;
        at += n > 0 ? (size_t)n : 0;
    }
    return true;
}

/* The new file gets the mode of the old one, and its owner where that may be given. */
static bool take_over(int fd, const char *path)
{
    struct stat old;
    if (stat(path, &old) != 0)
        return false;
    bool is_given = fchown(fd, old.st_uid, old.st_gid) == 0;
    return fchmod(fd, old.st_mode & (is_given ? 07777 : 0777)) == 0;
}

static serve_file_status replace(const char *path, const char *aside, int fd, hum_text text, const char *version)
{
    bool written = write_all(fd, text) && take_over(fd, path) && fsync(fd) == 0;
    int why = errno;
    if (close(fd) != 0 || !written) {
        errno = written ? errno : why;
        return SERVE_FILE_FAILED;
    }
    serve_file_status status = look_again(path, version); /* once more: writing may have taken a while */
    if (status != SERVE_FILE_DONE)
        return status;
    return rename(aside, path) == 0 ? SERVE_FILE_DONE : SERVE_FILE_FAILED;
}

static serve_file_status write_aside(const char *path, hum_text text, const char *version)
{
    size_t room = strlen(path) + sizeof ".new-XXXXXX";
    char *aside = malloc(room);
    if (!aside)
        return SERVE_FILE_FAILED;
    snprintf(aside, room, "%s.new-XXXXXX", path);
    int fd = mkstemp(aside);
    serve_file_status status = fd < 0 ? SERVE_FILE_FAILED : replace(path, aside, fd, text, version);
    int why = errno;
    if (fd >= 0 && status != SERVE_FILE_DONE)
        unlink(aside);
    free(aside);
    errno = why;
    return status;
}

serve_file_status serve_file_write(const char *path, hum_text text, const char *version, serve_version *is)
{
    serve_out after;
    if (text.n > SERVE_FILE_MAX)
        return SERVE_FILE_LARGE;
    serve_file_status status = look_again(path, version);
    if (status == SERVE_FILE_DONE && access(path, W_OK) != 0)
        status = SERVE_FILE_FAILED;
    if (status == SERVE_FILE_DONE)
        status = write_aside(path, text, version);
    if (status == SERVE_FILE_DONE)
        status = serve_file_read(path, &after, is);
    if (status == SERVE_FILE_DONE)
        serve_out_free(&after);
    return status;
}

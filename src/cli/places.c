/* Where the catalogue is: a list of folders, searched in order. The program finds its own by where it stands
 * itself, so that it works installed anywhere and uninstalled in a build folder of the source tree. */
#include "places.h"
#include "files.h"
#include "text.h"

#include "cli_config.h"

#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const folders[] = {"devices", "cables"};
enum { N_FOLDERS = sizeof folders / sizeof folders[0] };

static bool is_folder(const char *path)
{
    struct stat s;
    return stat(path, &s) == 0 && S_ISDIR(s.st_mode);
}

static bool is_file(const char *path)
{
    struct stat s;
    return stat(path, &s) == 0 && S_ISREG(s.st_mode);
}

/* Whether `path` looks like a catalogue: it has one of the two folders. */
static bool is_catalogue(hum_arena *a, const char *path)
{
    for (size_t i = 0; i < N_FOLDERS; i++)
        if (is_folder(cli_format(a, "%s/%s", path, folders[i])))
            return true;
    return false;
}

static void add_place(cli_run *r, const char *path)
{
    if (path && r->n_catalogues < sizeof r->catalogues / sizeof r->catalogues[0])
        r->catalogues[r->n_catalogues++] = path;
}

/* A folder that a person named: it must be there. */
static cli_exit add_named(cli_run *r, const char *path, const char *said_by)
{
    if (!is_folder(path))
        return cli_fail(CLI_IO, "there is no catalogue folder '%s' (%s)", path, said_by);
    add_place(r, path);
    return CLI_DONE;
}

const char *cli_beside_program(hum_arena *a, const char *below)
{
    char exe[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
    if (n <= 0)
        return NULL;
    exe[n] = '\0';
    char *slash = strrchr(exe, '/');
    return cli_format(a, "%.*s/%s", slash ? (int)(slash - exe) : 1, slash ? exe : ".", below);
}

static const char *own_place(hum_arena *a)
{
    /* Installed, or build/src/cli/humdinger in the source tree. */
    static const char *const below[] = {"../share/humdinger/catalogue", "../../../catalogue"};
    for (size_t i = 0; i < sizeof below / sizeof below[0]; i++) {
        const char *path = cli_beside_program(a, below[i]);
        if (path && is_catalogue(a, path))
            return path;
    }
    return is_catalogue(a, CLI_DATADIR "/catalogue") ? CLI_DATADIR "/catalogue" : NULL;
}

cli_exit cli_places_find(cli_run *r)
{
    const char *environment = getenv("HUMDINGER_CATALOGUE");
    if (r->n_catalogues)
        return CLI_DONE;
    if (r->o.catalogue)
        CLI_TRY(add_named(r, r->o.catalogue, "--catalogue"));
    if (environment && *environment)
        CLI_TRY(add_named(r, environment, "$HUMDINGER_CATALOGUE"));
    add_place(r, own_place(r->arena));
    return CLI_DONE;
}

bool cli_entry_name(hum_text name)
{
    size_t n_slashes = 0;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
        if (!plain && c != '/')
            return false;
        n_slashes += c == '/';
    }
    return n_slashes == 1 && name.n < NAME_MAX && name.p[0] != '/' && name.p[name.n - 1] != '/';
}

char *cli_entry_path(const cli_run *r, const char *folder, hum_text name)
{
    if (!cli_entry_name(name))
        return NULL;
    for (size_t i = 0; i < r->n_catalogues; i++) {
        char *path = cli_format(r->arena, "%s/%s/%.*s.hum", r->catalogues[i], folder, (int)name.n, name.p);
        if (is_file(path))
            return path;
    }
    return NULL;
}

/* The statements that begin a catalogue file, and what a person calls them. */
static const struct {
    const char *statement;
    const char *kind;
} kinds[] = {{"device", "device"},
             {"cable-type", "cable"},
             {"speaker-type", "speaker"},
             {"headphones-type", "headphones"},
             {"transformer-type", "transformer"},
             {"opamp-type", "op amp"}};

static const char *kind_of(const char *line, size_t n)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strlen(kinds[i].statement) == n && memcmp(line, kinds[i].statement, n) == 0)
            return kinds[i].kind;
    return NULL;
}

/* The first quoted text of a line, "" when there is none. */
static const char *quoted(hum_arena *a, const char *line, size_t n)
{
    const char *open = memchr(line, '"', n);
    const char *close = open ? memchr(open + 1, '"', n - (size_t)(open + 1 - line)) : NULL;
    return close ? cli_z_of(a, (hum_text){open + 1, (size_t)(close - open - 1)}) : "";
}

/* Kind and title, from the one line of the file that begins an entry. */
static void describe(hum_arena *a, cli_entry *e, hum_text text)
{
    for (size_t at = 0; at < text.n;) {
        const char *line = text.p + at;
        const char *end = memchr(line, '\n', text.n - at);
        size_t n = end ? (size_t)(end - line) : text.n - at;
        size_t word = 0;
        while (word < n && line[word] != ' ')
            word++;
        const char *kind = kind_of(line, word);
        if (kind) {
            e->kind = kind;
            e->title = quoted(a, line, n);
            return;
        }
        at += n + 1;
    }
    e->kind = "?";
    e->title = "";
}

static bool has_entry(const cli_entries *list, const char *name)
{
    for (size_t i = 0; i < list->n; i++)
        if (strcmp(list->items[i].name, name) == 0)
            return true;
    return false;
}

static cli_exit add_entry(cli_run *r, cli_entries *list, const char *name, const char *path)
{
    cli_entry e = {.name = name, .path = path};
    hum_text text;
    CLI_TRY(cli_read(r, path, &text));
    describe(r->arena, &e, text);
    if (list->n == list->cap) {
        list->cap = 2 * list->cap + 64;
        cli_entry *grown = cli_alloc(r->arena, list->cap * sizeof *grown);
        if (list->n)
            memcpy(grown, list->items, list->n * sizeof *grown);
        list->items = grown;
    }
    list->items[list->n++] = e;
    return CLI_DONE;
}

/* The files of one maker. */
static cli_exit list_maker(cli_run *r, const char *folder, const char *maker, cli_entries *list)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return CLI_DONE; /* a file beside the makers' folders */
    cli_exit status = CLI_DONE;
    for (struct dirent *d; status == CLI_DONE && (d = readdir(dir));) {
        size_t n = strlen(d->d_name);
        if (n < 5 || strcmp(d->d_name + n - 4, ".hum") != 0)
            continue;
        char *name = cli_format(r->arena, "%s/%.*s", maker, (int)n - 4, d->d_name);
        if (cli_entry_name(cli_z(name)) && !has_entry(list, name))
            status = add_entry(r, list, name, cli_format(r->arena, "%s/%s", folder, d->d_name));
    }
    closedir(dir);
    return status;
}

static cli_exit list_folder(cli_run *r, const char *catalogue, const char *folder, cli_entries *list)
{
    char *path = cli_format(r->arena, "%s/%s", catalogue, folder);
    DIR *dir = opendir(path);
    cli_exit status = CLI_DONE;
    for (struct dirent *d; dir && status == CLI_DONE && (d = readdir(dir));) {
        if (d->d_name[0] == '.')
            continue;
        status = list_maker(r, cli_format(r->arena, "%s/%s", path, d->d_name), d->d_name, list);
    }
    if (dir)
        closedir(dir);
    return status;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const cli_entry *)a)->name, ((const cli_entry *)b)->name);
}

cli_exit cli_entries_list(cli_run *r, cli_entries *out)
{
    *out = (cli_entries){0};
    CLI_TRY(cli_places_find(r));
    if (!r->n_catalogues)
        return cli_fail(CLI_IO, "no catalogue found; say where it is with --catalogue DIR");
    for (size_t i = 0; i < r->n_catalogues; i++)
        for (size_t k = 0; k < N_FOLDERS; k++)
            CLI_TRY(list_folder(r, r->catalogues[i], folders[k], out));
    if (out->n)
        qsort(out->items, out->n, sizeof *out->items, by_name);
    return CLI_DONE;
}

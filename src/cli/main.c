/* The program: a table of commands, and what happens before and after one of them. */
#include "files.h"
#include "help.h"
#include "nearest.h"
#include "options.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* In the order of the help. */
static const cli_command *const commands[] = {
    &cli_report,    &cli_compare, &cli_check, &cli_fix, &cli_tolerance, &cli_plot,  &cli_cable, &cli_eye,        &cli_calc, &cli_explain,
    &cli_catalogue, &cli_serve,   &cli_set,   &cli_fmt, &cli_convert,   &cli_spice, &cli_dump,  &cli_completion, &cli_help,
};

const cli_command *cli_command_at(size_t i)
{
    return i < sizeof commands / sizeof commands[0] ? commands[i] : NULL;
}

const cli_command *cli_command_named(const char *name)
{
    for (size_t i = 0; cli_command_at(i); i++)
        if (strcmp(cli_command_at(i)->name, name) == 0)
            return cli_command_at(i);
    return NULL;
}

/* A closed standard descriptor would be given to the next file that is opened: fill it with one that fails. */
static void fill_descriptors(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
            if (open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0)
                return;
}

static const char *command_name_at(size_t i)
{
    return cli_command_at(i) ? cli_command_at(i)->name : NULL;
}

static cli_exit unknown_command(const char *name)
{
    const char *near = cli_nearest(name, command_name_at);
    if (name[0] == '-')
        cli_fail(CLI_USAGE, "unknown option '%s'; options come after the command", name);
    else if (near)
        cli_fail(CLI_USAGE, "unknown command '%s'; did you mean '%s'?", name, near);
    else
        cli_fail(CLI_USAGE, "unknown command '%s'", name);
    fputs("Try: humdinger help\n", stderr);
    return CLI_USAGE;
}

static cli_exit run_command(cli_run *r, const cli_command *c, int argc, char **argv)
{
    CLI_TRY(cli_options_read(c, argc, argv, &r->o));
    if (r->o.help)
        return cli_help_of(r, c);
    CLI_TRY(cli_check_output(r));
    return c->run(r);
}

static cli_exit run(cli_run *r, int argc, char **argv)
{
    if (argc < 2)
        return cli_help_short(r);
    const char *name = argv[1];
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        return cli_help_all(r);
    if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0)
        return cli_help_version(r);
    const cli_command *c = cli_command_named(name);
    return c ? run_command(r, c, argc - 1, argv + 1) : unknown_command(name);
}

int main(int argc, char **argv)
{
    fill_descriptors();
    signal(SIGPIPE, SIG_IGN); /* a reader who has seen enough is met in cli_write_fd, */
    signal(SIGXFSZ, SIG_IGN); /* and so is a file that may grow no further */
    cli_run r = {.arena = hum_arena_new(NULL)};
    cli_exit status = r.arena ? run(&r, argc, argv) : cli_fail(CLI_IO, "out of memory");
    hum_arena_close(&r.arena);
    if (close(STDOUT_FILENO) != 0 && errno != EBADF && status == CLI_DONE)
        status = cli_fail(CLI_IO, "cannot write to standard output: %s", strerror(errno));
    return (int)status;
}

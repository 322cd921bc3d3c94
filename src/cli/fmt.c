/* fmt: files in the canonical layout. */
#include "open.h"
#include "places.h"

#include <string.h>
#include <unistd.h>

static bool same(hum_text a, hum_text b)
{
    return a.n == b.n && (!a.n || memcmp(a.p, b.p, a.n) == 0);
}

static cli_exit put_back(const cli_run *r, const char *path, hum_text was, hum_text is)
{
    if (r->o.output)
        return cli_write(r, is);
    if (strcmp(path, "-") == 0)
        return cli_write_fd(STDOUT_FILENO, "standard output", is);
    return same(was, is) ? CLI_DONE : cli_replace(r, path, is);
}

static cli_exit fmt_one(cli_run *r, const char *path)
{
    hum_project *p;
    hum_text was, is = {0};
    CLI_TRY(cli_places_find(r));
    CLI_TRY(cli_read(r, path, &was));
    CLI_TRY(cli_open_text(r, cli_name(path), was, &p));
    hum_status status = hum_format_text(p, &is);
    cli_tell(r, p, 0);
    CLI_TRY(cli_status(status));
    if (!r->o.check)
        return put_back(r, path, was, is);
    if (same(was, is))
        return CLI_DONE;
    fprintf(stderr, "%s is not laid out; humdinger fmt would change it\n", cli_name(path));
    return CLI_UNMET;
}

static cli_exit fmt(cli_run *r)
{
    cli_exit worst = CLI_DONE;
    if (r->o.output && r->o.n_args > 1)
        return cli_fail(CLI_USAGE, "fmt: -o takes the result of one FILE only");
    for (size_t i = 0; i < r->o.n_args; i++) {
        cli_exit status = fmt_one(r, r->o.args[i]);
        worst = status > worst ? status : worst;
    }
    return worst;
}

const cli_command cli_fmt = {
    .name = "fmt",
    .operands = "FILE...",
    .summary = "lay files out the usual way",
    .details = "Rewrites files in the usual layout: two blanks of indentation, one between words, two before "
               "a comment. Wider gaps are aligned columns, and stay. "
               "Comments, order and numbers stay as they are. A file is replaced in one step; standard input "
               "goes to "
               "standard output.",
    .examples = "humdinger fmt living-room.hum\tin place\n"
                "humdinger fmt -o - living-room.hum\tto look at first\n"
                "humdinger fmt --check *.hum\tfor a test",
    .keys = "okC",
    .min_args = 1,
    .max_args = SIZE_MAX,
    .run = fmt,
};

/* set: one value changed, every other byte as it was. */
#include "open.h"
#include "places.h"
#include "text.h"

#include <string.h>
#include <unistd.h>

/* Applies PATH=VALUE to *text. */
static cli_exit set_one(cli_run *r, const char *name, const char *said, hum_text *text)
{
    hum_project *p;
    const char *equals = strchr(said, '=');
    if (!equals || equals == said || !equals[1])
        return cli_fail(CLI_USAGE, "set: '%s' is not PATH=VALUE, such as amp.line.z='47 kohm'", said);
    hum_text path = {said, (size_t)(equals - said)};
    CLI_TRY(cli_open_text(r, name, *text, &p));
    size_t n_before = hum_diags_count(hum_project_diags(p));
    hum_status status = hum_set_text(p, path, cli_z(equals + 1), text);
    if (status != HUM_OK)
        cli_tell(r, p, n_before);
    return cli_status(status);
}

/* Opens the text and resolves every variant of it, so that each error is found. */
static cli_exit open_whole(cli_run *r, const char *name, hum_text text, hum_project **p)
{
    hum_text model;
    CLI_TRY(cli_open_text(r, name, text, p));
    hum_status status = hum_dump_text(*p, cli_z(""), HUM_JOINT_MODEL, &model);
    for (size_t i = 0; status == HUM_OK && i < hum_project_variants(*p); i++)
        status = hum_dump_text(*p, hum_project_variant(*p, i), HUM_JOINT_MODEL, &model);
    return status == HUM_E_NOMEM ? cli_status(status) : CLI_DONE;
}

/* A change may mend a file that has errors, but not bring errors in. */
static cli_exit look_at_result(cli_run *r, const char *name, hum_text before, hum_text after)
{
    hum_project *was, *is;
    CLI_TRY(open_whole(r, name, before, &was));
    CLI_TRY(open_whole(r, name, after, &is));
    bool worse = hum_project_errors(is) > hum_project_errors(was);
    if (worse || hum_diags_count(hum_project_diags(is)) > hum_diags_count(hum_project_diags(was)))
        cli_tell(r, is, 0);
    if (worse)
        return cli_fail(CLI_INPUT, "set: this would bring errors into %s; nothing was written", name);
    return CLI_DONE;
}

static cli_exit set(cli_run *r)
{
    const char *path = r->o.args[0];
    hum_text before;
    CLI_TRY(cli_places_find(r));
    CLI_TRY(cli_read(r, path, &before));
    hum_text after = before;
    for (size_t i = 1; i < r->o.n_args; i++)
        CLI_TRY(set_one(r, cli_name(path), r->o.args[i], &after));
    CLI_TRY(look_at_result(r, cli_name(path), before, after));
    if (r->o.output)
        return cli_write(r, after);
    if (strcmp(path, "-") == 0)
        return cli_write_fd(STDOUT_FILENO, "standard output", after);
    return cli_replace(r, path, after);
}

const cli_command cli_set = {
    .name = "set",
    .operands = "FILE PATH=VALUE...",
    .summary = "change a value, and nothing else, in a file",
    .details =
        "Changes values in place: comments and layout stay as they are. PATH leads from a statement's name "
        "over the "
        "line below it to the key, joined by dots: amp.line.z, catv.emf, pre.gain.main, mains.frequency, "
        "'pre.main->amp.line.length', '\"XLR\".pre.xlr->amp.xlr.length'. VALUE is written as in the file. "
        "The file "
        "is replaced in one step and keeps its mode. Nothing is written when the change would bring errors "
        "in.",
    .examples = "humdinger set living-room.hum amp.line.z='40 kohm'\n"
                "humdinger set living-room.hum pre.main.z='50 ohm' -o quieter.hum",
    .keys = "oC",
    .min_args = 2,
    .max_args = SIZE_MAX,
    .run = set,
};

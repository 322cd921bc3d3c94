/* convert: the language and its JSON twin. */
#include "open.h"
#include "places.h"

#include <string.h>

/* The twin begins with a brace, as hum_project_open has it. */
static bool is_json(hum_text t)
{
    size_t i = t.n >= 3 && memcmp(t.p, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (i < t.n && strchr(" \t\r\n", t.p[i]))
        i++;
    return i < t.n && t.p[i] == '{';
}

static cli_exit convert(cli_run *r)
{
    hum_project *p;
    const char *path = r->o.args[0];
    hum_text was, is = {0};
    CLI_TRY(cli_places_find(r));
    CLI_TRY(cli_read(r, path, &was));
    CLI_TRY(cli_open_text(r, cli_name(path), was, &p));
    bool to_json = r->o.to ? strcmp(r->o.to, "json") == 0 : !is_json(was);
    hum_status status = HUM_E_INPUT;
    if (!hum_project_errors(p))
        status = to_json ? hum_convert_json(p, &is) : hum_convert_hum(p, &is);
    return cli_finish(r, p, status, is);
}

const cli_command cli_convert = {
    .name = "convert",
    .operands = "FILE",
    .summary = "a system from .hum to JSON and back",
    .details = "Writes the same system in the other form: the .hum language, or its JSON twin for programs.",
    .examples = "humdinger convert living-room.hum -o living-room.json\n"
                "humdinger convert --to hum living-room.json",
    .keys = "toC",
    .min_args = 1,
    .max_args = 1,
    .run = convert,
};

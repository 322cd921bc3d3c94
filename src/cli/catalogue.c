/* catalogue: what is known about equipment and cables, and from where. */
#include "open.h"
#include "places.h"
#include "text.h"

#include <ctype.h>
#include <string.h>

static bool same_letter(char a, char b)
{
    return tolower((unsigned char)a) == tolower((unsigned char)b);
}

static bool contains(const char *text, const char *word)
{
    size_t n = strlen(word);
    for (; *text; text++) {
        size_t i = 0;
        while (i < n && text[i] && same_letter(text[i], word[i]))
            i++;
        if (i == n)
            return true;
    }
    return false;
}

static bool matches(const cli_entry *e, const char *word)
{
    return !word || contains(e->name, word) || contains(e->kind, word) || contains(e->title, word);
}

static void put_row(cli_out *o, const cli_entry *e, int name_width)
{
    cli_putf(o, "%-*s  %-11s  %s\n", name_width, e->name, e->kind, e->title);
}

static void put_row_json(cli_out *o, const cli_entry *e, bool is_first)
{
    cli_puts(o, is_first ? "\n  {\"name\": " : ",\n  {\"name\": ");
    cli_put_json(o, cli_z(e->name));
    cli_puts(o, ", \"kind\": ");
    cli_put_json(o, cli_z(e->kind));
    cli_puts(o, ", \"title\": ");
    cli_put_json(o, cli_z(e->title));
    cli_puts(o, "}");
}

static int widest_name(const cli_entries *list, const char *word)
{
    size_t widest = 0;
    for (size_t i = 0; i < list->n; i++)
        if (matches(&list->items[i], word) && strlen(list->items[i].name) > widest)
            widest = strlen(list->items[i].name);
    return (int)widest;
}

/* All entries, or those that `word` is found in. */
static cli_exit list(cli_run *r, const char *word)
{
    cli_entries all;
    cli_out o = cli_out_in(r);
    size_t n = 0;
    CLI_TRY(cli_entries_list(r, &all));
    int width = widest_name(&all, word);
    if (r->o.json)
        cli_puts(&o, "{\"schema\": \"humdinger.catalogue-list/1\", \"entries\": [");
    for (size_t i = 0; i < all.n; i++) {
        if (!matches(&all.items[i], word))
            continue;
        if (r->o.json)
            put_row_json(&o, &all.items[i], n == 0);
        else
            put_row(&o, &all.items[i], width);
        n++;
    }
    if (r->o.json)
        cli_puts(&o, n ? "\n]}\n" : "]}\n");
    else if (!n && word)
        return cli_fail(CLI_USAGE, "nothing in the catalogue matches '%s'", word);
    return cli_write(r, cli_out_text(&o));
}

static cli_exit show(cli_run *r, const char *path)
{
    hum_project *p;
    hum_text text = {0};
    CLI_TRY(cli_open(r, path, &p));
    return cli_finish(r, p, hum_catalogue_show(p, r->o.json, &text), text);
}

static cli_exit lint_one(cli_run *r, const char *path, cli_out *o)
{
    hum_project *p;
    hum_text text, residuals;
    CLI_TRY(cli_read(r, path, &text));
    CLI_TRY(cli_open_text(r, cli_name(path), text, &p));
    hum_status status = hum_catalogue_lint(p, &residuals);
    if (residuals.n && r->o.n_args)
        cli_putf(o, "%s: what it is made of beside its data sheet: %.*s\n", cli_name(path), (int)residuals.n, residuals.p);
    cli_tell(r, p, 0);
    CLI_TRY(cli_status(status));
    return hum_project_errors(p) ? CLI_INPUT : CLI_DONE;
}

static cli_exit lint(cli_run *r)
{
    cli_entries all = {0};
    cli_exit worst = CLI_DONE;
    size_t n_named = r->o.n_args, n_wrong = 0;
    if (!n_named)
        CLI_TRY(cli_entries_list(r, &all));
    size_t n = n_named ? n_named : all.n;
    cli_out o = cli_out_in(r);
    for (size_t i = 0; i < n; i++) {
        cli_exit status = lint_one(r, n_named ? r->o.args[i] : all.items[i].path, &o);
        n_wrong += status != CLI_DONE;
        worst = status > worst ? status : worst;
    }
    cli_putf(&o, "%zu checked, %zu with errors\n", n, n_wrong);
    CLI_TRY(cli_write(r, cli_out_text(&o)));
    return n ? worst : cli_fail(CLI_INPUT, "the catalogue is empty");
}

static cli_exit catalogue(cli_run *r)
{
    CLI_TRY(cli_places_find(r));
    if (r->o.lint)
        return lint(r);
    if (r->o.n_args > 1)
        return cli_fail(CLI_USAGE, "catalogue: one WORD at a time");
    if (!r->o.n_args)
        return list(r, NULL);
    hum_text name = cli_z(r->o.args[0]);
    const char *path = cli_entry_path(r, "devices", name);
    if (!path)
        path = cli_entry_path(r, "cables", name);
    return path ? show(r, path) : list(r, r->o.args[0]);
}

const cli_command cli_catalogue = {
    .name = "catalogue",
    .operands = "[MAKER/MODEL | WORD | --lint [FILE...]]",
    .summary = "equipment and cables that are known, and from where",
    .details =
        "Lists the catalogue, searches it, or shows one entry with the source of each value. --lint checks "
        "entries instead: those in the FILEs, or all; of a cable that is also stated by what it is made of it says how far the two "
        "are apart, and a quarter is an error.",
    .examples = "humdinger catalogue benchmark\twhat is there of this maker\n"
                "humdinger catalogue canare/l-4e6s\n"
                "humdinger catalogue --lint mine.hum\tbefore adding it",
    .keys = "jolC",
    .max_args = SIZE_MAX,
    .run = catalogue,
};

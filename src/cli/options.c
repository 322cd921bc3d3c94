/* Options: one table for getopt_long, the help, the completions and the suggestions. */
#include "options.h"
#include "nearest.h"

#include <getopt.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAX_SECTIONS = 100000,
    MAX_SAMPLES = 1000000000,
    MAX_BANDS = 65536, /* as many as every number of a report may have in memory at once */
    MAX_PORT = 65535
};

static cli_exit read_number(const cli_command *c, const cli_option *option, const char *value, uint64_t *out)
{
    char *end;
    unsigned long long n = strtoull(value, &end, 10);
    if (end == value || *end || value[0] == '-' || n < option->low || n > option->high)
        return cli_fail(CLI_USAGE, "%s: '--%s' wants a number from %llu to %llu%s", c->name, option->name, (unsigned long long)option->low,
                        (unsigned long long)option->high, option->example);
    *out = n;
    return CLI_DONE;
}

/* None is a number too. */
static cli_exit read_bands(const cli_command *c, const cli_option *option, const char *value, cli_options *o)
{
    o->has_bands = true;
    return read_number(c, option, value, &o->bands);
}

static cli_exit read_shard(const cli_command *c, const cli_option *option, const char *value, cli_options *o)
{
    (void)option;
    char *slash, *end;
    unsigned long long i = strtoull(value, &slash, 10), n = *slash == '/' ? strtoull(slash + 1, &end, 10) : 0;
    if (*slash != '/' || *end || value[0] == '-' || i < 1 || i > n || n > MAX_SAMPLES)
        return cli_fail(CLI_USAGE, "%s: '--shard' wants a part and how many there are, such as 3/16", c->name);
    o->shard = i;
    o->n_shards = n;
    return CLI_DONE;
}

static cli_exit read_colour(const cli_command *c, const cli_option *option, const char *value, cli_options *o)
{
    (void)c;
    (void)option;
    o->colour = value[1] == 'l' ? CLI_ALWAYS : value[0] == 'n' ? CLI_NEVER : CLI_AUTO;
    return CLI_DONE;
}

static cli_exit read_joint(const cli_command *c, const cli_option *option, const char *value, cli_options *o)
{
    (void)value;
    if (o->joint && strcmp(o->joint, option->name) != 0)
        return cli_fail(CLI_USAGE, "%s: '--%s' and '--%s' exclude each other", c->name, o->joint, option->name);
    o->joint = option->name;
    return CLI_DONE;
}

/* Keys that every command takes, after its own. */
static const char common[] = "ch";

#define AT(member) .at = offsetof(cli_options, member)
#define NUMBER(member, from, to, eg) AT(member), .low = from, .high = to, .example = eg

static const cli_option options[] = {
    {'j', false, "json", NULL, NULL, "the answer as JSON, SI units in the keys", AT(json)},
    {'o', true, "output", "FILE", NULL,
     "write the result to FILE (aside, then renamed); - is standard output", AT(output)},
    {'v', false, "variant", "NAME", NULL, "of this variant instead of the file as it stands", AT(variant)},
    {'g', false, "against", "NAME", NULL, "what this variant shows, ghosted behind; base is the file as it stands", AT(against)},
    {'w', false, "width", "PX", NULL, "as wide as it will be shown, 320 to 760 (default 760)", NUMBER(width_px, 320, 760, ", such as 360")},
    {'H', false, "html", NULL, NULL, "the report as one HTML file with its pictures", AT(html)},
    {'A', false, "assumed", NULL, NULL, "list every assumption, not only the first few", AT(all_assumed)},
    {'a', false, "ascii", NULL, NULL, "no characters beyond ASCII", AT(ascii)},
    {'k', false, "check", NULL, NULL, "change nothing; exit 1 when a file is not laid out", AT(check)},
    {'l', false, "lint", NULL, NULL, "check entries: every value needs a source", AT(lint)},
    {'t', false, "to", "FORM", "json hum", "the form wanted (default: the other one)", AT(to)},
    {'p', false, "port", "PORT", NULL, "the voltage it is about, as box.port (default: the last input)", AT(port)},
    {'P', false, "port", "N", NULL, "listen on this port (default: a free one)", NUMBER(tcp_port, 1, MAX_PORT, ", such as 8080")},
    {'O', false, "open", NULL, NULL, "also open the address in the browser", AT(open)},
    {'L', false, "length", "LENGTH", NULL, "how much of it, such as '5 m' (default 1 m)", AT(length)},
    {'S', false, "source", "OHM", NULL, "impedance of the source (default 100 ohm)", AT(source)},
    {'R', false, "load", "OHM", NULL, "impedance of the load (default 47 kohm)", AT(load)},
    {'n', false, "samples", "N", NULL, "how many samples (default 10,000)", NUMBER(samples, 1, MAX_SAMPLES, "")},
    {'B', false, "samples", "N", NULL, "of everything uncertain, for the bands (default 1,024; 0: no bands)", .high = MAX_BANDS, .example = "", .read = read_bands},
    {'N', false, "seed", "N", NULL, "of the random numbers (default: the one that reports use)", NUMBER(seed, 1, UINT32_MAX, "")},
    {'G', false, "target", "TARGET", NULL, "such as '> 60 dB', for each QUANTITY that has none of its own", AT(target)},
    {'i', false, "precision", NULL, NULL, "which tolerance still buys decibels, and what each unknown is worth", AT(precision)},
    {'x', false, "sweep", "WHAT", NULL, "a tolerance or an unknown, such as 'imbalance of tx.out', from end to end", AT(sweep)},
    {'y', false, "sweep-against", "WHAT", NULL, "and another one across", AT(sweep_against)},
    {'q', false, "shard", "I/N", NULL, "only part I of N, for --merge", .read = read_shard},
    {'M', false, "merge", NULL, NULL, "put the parts of a study together", AT(merge)},
    {'Z', false, "stats", NULL, NULL, "how it was solved, too", AT(stats)},
    {'6', false, "rate", "KHZ", "44.1 48 88.2 96 176.4 192", "sample rate, in kHz (default 48)", AT(rate)},
    {'7', false, "equaliser", "WHEN", "off on", "draw the eye before or behind the receiver's equaliser (default off)", AT(equaliser)},
    {'8', false, "port", "PORT", NULL, "only the link into this digital input, as box.port", AT(port)},
    {'9', false, "length", "LENGTH", NULL, "of every cable instead of its own, such as '100 m'", AT(length)},
    {'s', false, "sections", "N", NULL, "pi sections per cable (default: as many as its length needs)", NUMBER(sections, 1, MAX_SECTIONS, ", such as 20")},
    {'1', false, "tokens", NULL, NULL, "the words of the text and where they stand", .read = read_joint},
    {'2', false, "tree", NULL, NULL, "statements, as they were written", .read = read_joint},
    {'3', false, "model", NULL, NULL, "boxes, ports and cables, names and units resolved", .read = read_joint},
    {'4', false, "circuit", NULL, NULL, "nodes and elements", .read = read_joint},
    {'5', false, "spice", NULL, NULL, "the netlist", .read = read_joint},
    {'0', false, "sensitivities", NULL, NULL, "dB of a link for each per cent of a value", .read = read_joint},
    {'C', false, "catalogue", "DIR", NULL, "look for devices and cables in DIR first", AT(catalogue)},
    {'c', false, "color", "WHEN", "auto always never",
     "colour (default auto: on a terminal, unless NO_COLOR is set)", .read = read_colour},
    {'h', true, "help", NULL, NULL, "this help", AT(help)},
};
enum { N_OPTIONS = sizeof options / sizeof options[0] };

static const cli_option *option_of_key(int key)
{
    for (size_t i = 0; i < N_OPTIONS; i++)
        if (options[i].key == key)
            return &options[i];
    return NULL;
}

const cli_option *cli_option_of(const cli_command *c, size_t i)
{
    size_t n_own = strlen(c->keys);
    if (i < n_own)
        return option_of_key(c->keys[i]);
    return i - n_own < sizeof common - 1 ? option_of_key(common[i - n_own]) : NULL;
}

static const char *option_name_at(size_t i)
{
    return i < N_OPTIONS ? options[i].name : NULL;
}

/* What a bad long option was meant to be. */
static cli_exit unknown_option(const cli_command *c, const char *said)
{
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(said + 2, "="), said + 2);
    const char *near = cli_nearest(name, option_name_at);
    if (near && strcmp(near, name) != 0)
        cli_fail(CLI_USAGE, "%s: unknown option '--%s'; did you mean '--%s'?", c->name, name, near);
    else
        cli_fail(CLI_USAGE, "%s: '--%s' is not an option of this command", c->name, name);
    return CLI_USAGE;
}

static cli_exit bad_option(const cli_command *c, char **argv, int found)
{
    const char *said = argv[optind - 1];
    bool is_long = strncmp(said, "--", 2) == 0;
    const cli_option *o = option_of_key(optopt);
    cli_exit status = CLI_USAGE;
    if (found == ':' && o)
        cli_fail(status, "%s: '%s' wants a value: --%s %s", c->name, said, o->name, o->value);
    else if (is_long && optopt && o)
        cli_fail(status, "%s: '--%s' takes no value", c->name, o->name);
    else if (is_long)
        status = unknown_option(c, said);
    else
        cli_fail(status, "%s: unknown option '-%c'", c->name, optopt);
    fprintf(stderr, "Try: humdinger help %s\n", c->name);
    return status;
}

static bool is_choice(const char *choices, const char *word)
{
    size_t n = strlen(word);
    for (const char *p = choices; *p; p += strspn(p, " ")) {
        size_t len = strcspn(p, " ");
        if (len == n && memcmp(p, word, n) == 0)
            return true;
        p += len;
    }
    return false;
}

static cli_exit take(const cli_command *c, const cli_option *option, const char *value, cli_options *o)
{
    char *member = (char *)o + option->at;
    if (option->choices && !is_choice(option->choices, value))
        return cli_fail(CLI_USAGE, "%s: '--%s %s' is not one of: %s", c->name, option->name, value,
                        option->choices);
    if (option->read)
        return option->read(c, option, value, o);
    if (option->high)
        return read_number(c, option, value, (uint64_t *)(void *)member);
    if (option->value)
        memcpy(member, &value, sizeof value);
    else
        memcpy(member, &(bool){true}, sizeof(bool));
    return CLI_DONE;
}

/* Where the options end at the latest: `calc -10 dBV to dBu` begins with a number, not with an option. */
static int first_number(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (argv[i][0] == '-' && (argv[i][1] == '.' || (argv[i][1] >= '0' && argv[i][1] <= '9')))
            return i;
    return argc;
}

static cli_exit check_count(const cli_command *c, const cli_options *o)
{
    if (o->help || (o->n_args >= c->min_args && o->n_args <= c->max_args))
        return CLI_DONE;
    if (o->n_args < c->min_args)
        cli_fail(CLI_USAGE, "%s: something is missing: humdinger %s %s", c->name, c->name, c->operands);
    else
        cli_fail(CLI_USAGE, "%s: '%s' is one argument too many: humdinger %s%s%s", c->name,
                 o->args[c->max_args], c->name, *c->operands ? " " : "", c->operands);
    fprintf(stderr, "Try: humdinger help %s\n", c->name);
    return CLI_USAGE;
}

/* The tables of getopt_long for one command. */
static void fill_tables(const cli_command *c, struct option *longs, char *shorts)
{
    char *p = shorts;
    *p++ = ':';
    size_t n = 0;
    for (const cli_option *o; (o = cli_option_of(c, n)); n++) {
        longs[n] = (struct option){o->name, o->value ? required_argument : no_argument, NULL, o->key};
        if (!o->is_short)
            continue;
        *p++ = o->key;
        if (o->value)
            *p++ = ':';
    }
    longs[n] = (struct option){0};
    *p = '\0';
}

cli_exit cli_options_read(const cli_command *c, int argc, char **argv, cli_options *o)
{
    struct option longs[N_OPTIONS + 1];
    char shorts[2 * N_OPTIONS + 2];
    fill_tables(c, longs, shorts);
    int n_options = first_number(argc, argv);
    opterr = 0;
    optind = 0;
    for (int found; (found = getopt_long(n_options, argv, shorts, longs, NULL)) != -1;) {
        if (found == '?' || found == ':')
            return bad_option(c, argv, found);
        CLI_TRY(take(c, option_of_key(found), optarg, o));
    }
    o->args = argv + optind;
    o->n_args = (size_t)(argc - optind);
    return check_count(c, o);
}

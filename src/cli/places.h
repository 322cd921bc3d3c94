/* Where the catalogue is, and what is in it. */
#ifndef HUM_CLI_PLACES_H
#define HUM_CLI_PLACES_H

#include "cli.h"

/** Finds the folders of the catalogue, in the order in which they are searched: --catalogue,
 * $HUMDINGER_CATALOGUE, then beside the program or where it was installed. CLI_IO when one that was named is
 * not there. */
cli_exit cli_places_find(cli_run *r);

/** `below` from the folder that this program stands in; NULL when that is not known. */
const char *cli_beside_program(hum_arena *a, const char *below);

/** Whether `name` is maker/model: letters, digits and '-' with one '/' inside. Nothing else becomes a path.
 */
bool cli_entry_name(hum_text name);

/** Path of an entry's file; NULL when there is none. `folder` is "devices" or "cables". */
char *cli_entry_path(const cli_run *r, const char *folder, hum_text name);

typedef struct cli_entry {
    const char *name; /**< maker/model */
    const char *path;
    const char *kind; /**< device, cable, op amp ... as its file says. */
    const char *title;
} cli_entry;

typedef struct cli_entries {
    cli_entry *items;
    size_t n;
    size_t cap;
} cli_entries;

/** Every entry of the catalogue, by name. */
cli_exit cli_entries_list(cli_run *r, cli_entries *out);

#endif

/* The catalogue in memory: what a system may name is found here and nowhere on disk. */
#ifndef HUM_SERVE_LIBRARY_H
#define HUM_SERVE_LIBRARY_H

#include "serve/serve.h"
#include "serve/text.h"

/** A loader for hum_project_open; `l` lives longer than the project. */
hum_loader serve_library_loader(const serve_library *l);

/** The entry of that name; NULL when there is none. */
const serve_entry *serve_library_named(const serve_library *l, hum_text name);

/** Entries in which every word of `search` occurs, as a JSON array of at most 100. */
void serve_library_search(const serve_library *l, hum_text search, serve_out *o);

#endif

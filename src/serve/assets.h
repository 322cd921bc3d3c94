/* The page, embedded: every file of web/, by the path it is asked for. Made at build time by tools/embed-web.py. */
#ifndef HUM_SERVE_ASSETS_H
#define HUM_SERVE_ASSETS_H

#include "humdinger/base.h"

typedef struct serve_asset {
    const char *path;
    const char *type;
    hum_text bytes;
} serve_asset;

/** NULL when there is no such path. */
const serve_asset *serve_asset_at(hum_text path);

#endif

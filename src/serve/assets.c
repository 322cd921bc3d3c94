/* The page, embedded. */
#include "serve/assets.h"
#include "serve/text.h"

#include "web_assets.inc"

const serve_asset *serve_asset_at(hum_text path)
{
    for (size_t i = 0; i < sizeof assets / sizeof assets[0]; i++)
        if (serve_text_is(path, assets[i].path))
            return &assets[i];
    return NULL;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Finding an asset, by name and by address. */
#include "web/asset.h"
#include "web/layout.h"

const char *asset_path(const char *name)
{
    for (const struct named_asset *one = named_assets; one->name; one++)
        if (text_is(one->name, name))
            return one->asset.path;
    return NULL;
}

const struct asset *asset_at(const char *path)
{
    for (const struct named_asset *one = named_assets; one->name; one++)
        if (text_is(one->asset.path, path))
            return &one->asset;
    return NULL;
}

const char *asset_address(const char *path)
{
    const char *found = asset_path(path + 1);
    return found ? found : path;
}

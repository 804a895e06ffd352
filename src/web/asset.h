/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Files of assets/, compiled into the binary. */
#pragma once
#include "web/feature.h"

struct named_asset { const char *name; struct asset asset; };
extern const struct named_asset named_assets[];            /* made by bake; ended by {0} */

/* "/assets/style-1a2b3c4d.css" for "style.css": may be kept for ever. NULL when there is none. */
const char *asset_path(const char *name);
/* What is served at this path; NULL when nothing is. */
const struct asset *asset_at(const char *path);

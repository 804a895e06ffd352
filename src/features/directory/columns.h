/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What facets and distances need of every actor shown, sixteen bytes for each, kept in memory so that all the answers
 * of a search are counted in one pass. Private to the feature. */
#pragma once
#include "db/db.h"

struct column { float lon, lat; uint32_t sectors; uint8_t college, structure, shown, located; };
struct columns { int64_t version; size_t count; struct column *all; int holders; struct arena arena; };   /* by id */

/* As the directory is in this transaction. To be released. */
struct columns *columns_hold(struct db *db);
void columns_release(struct columns *columns);

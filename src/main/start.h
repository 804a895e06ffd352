/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What every entry point needs first: the program's tables, and a database that is up to date. */
#pragma once
#include "web/feature.h"

/* The app of this database: its features, its secret (made on first use), the name people gave their site. */
struct app start_app(struct db *db);
/* Applies the missing migrations of every feature; false with db_failed(). */
bool start_migrate(struct db *db, int64_t now);

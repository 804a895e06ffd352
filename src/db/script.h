/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Migrations. Out of a feature's reach. */
#pragma once
#include "db/db.h"

/* One file NNN_what.sql of a room; sqlite and postgres differ only where the file has a dialect of its own. */
struct migration { const char *name, *sqlite, *postgres; };

/* Applies what is missing, each step in a transaction of its own, recorded in table migration (name, checksum, at).
 * Several lists are applied in order. False, with db_failed() saying what to do, when a released step was edited, a
 * recorded step is unknown (a newer program made the database), or SQL fails. Two processes starting at once do not
 * collide. */
bool db_migrate(struct db *db, const struct migration *const *lists, int64_t now);
/* Runs literal SQL of the program itself (tests, migrations). Never with anything a user wrote. */
void db_script(struct db *db, const char *sql);

/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Folded words that are kept, made again when the program folds otherwise than the one that wrote them. */
#pragma once
#include "web/feature.h"

/* Whether all that this database keeps folded was folded by this version. */
bool folding_done(struct db *db);
/* A few hundred rows of one table; where it stands is written with them, so that a program that is killed goes on from
 * there, and several programs share the work. True while there is more to do; false also with db_failed(). *rows: how
 * far this went, the last id of the batch, 0 when a table was at its end. Takes a transaction of its own. */
bool folding_step(struct db *db, const struct feature *const *features, int64_t *rows);

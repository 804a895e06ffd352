/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Files people send, kept in the database in pieces, served only as attachments and only through a checked route. */
#pragma once
#include "web/web.h"

/* Keeps an upload; returns its id, 0 when refused with *why (too large, type not allowed: magic number against name).
 */
int64_t file_keep(struct request *rq, const struct upload *upload, const char *const *allowed_types, size_t most_bytes,
                  const char **why);
/* The whole file in the arena; false when there is none. */
bool file_read(struct db *db, int64_t id, struct upload *file);
void file_reply(struct request *rq, int64_t id); /* as an attachment; 404 when there is none. Check rights before. */
void file_forget(struct db *db, int64_t id);

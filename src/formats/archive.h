/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A ZIP archive someone sent: read-only, behind the limits of reliability.md §2.9. */
#pragma once
#include "base/text.h"

/* archive_open gives NULL with *trouble (an English id) when the bytes are no ZIP, or hold more than 1,000 entries, an
 * encrypted one, a name that leaves the archive, more than 100 MB in all or an entry swollen more than 100 times
 * (beyond 1 MB). */
struct archive;
struct archive *archive_open(struct arena *arena, const void *bytes, size_t length, const char **trouble);
void archive_close(struct archive *archive);
bool archive_has(struct archive *archive, const char *name);

/* One entry as a stream; NULL when there is none of this name. Never gives more than the directory said. */
struct archive_entry;
struct archive_entry *archive_entry_open(struct archive *archive, struct arena *arena, const char *name);
/* Bytes read, 0 at the end, -1 when the entry is damaged. */
int archive_entry_read(struct archive_entry *entry, char *buffer, int size);
void archive_entry_close(struct archive_entry *entry);

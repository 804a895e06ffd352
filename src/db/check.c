/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a database can verify of itself. */
#include "db/baked.h"

struct finding { const char *text; };
static const struct db_field finding_text[] = {{"text", DB_TEXT, offsetof(struct finding, text), true}};

/* PostgreSQL checks pages when it reads them and never lets a reference break: one reads every table, no more. */
static const struct db_query pages = {
    "check_pages", "SELECT integrity_check AS text FROM pragma_integrity_check WHERE integrity_check <> 'ok' LIMIT 1",
    "SELECT datname::text AS text FROM pg_stat_database WHERE datname = current_database() AND checksum_failures > 0",
    NULL, 0, finding_text, 1, sizeof(struct finding)};
static const struct db_query references = {
    "check_references",
    "SELECT coalesce(\"table\", '?') || ' ' || coalesce(rowid, 0) || ' → ' || parent AS text"
    " FROM pragma_foreign_key_check LIMIT 1",
    "SELECT conname::text AS text FROM pg_constraint WHERE contype = 'f' AND NOT convalidated LIMIT 1",
    NULL, 0, finding_text, 1, sizeof(struct finding)};

static const char *first_finding(struct db *db, const struct db_query *query)
{
    struct finding *found;
    size_t count = db_fetch(db, query, NULL, (void **)&found);
    return db_failed(db) ? db_failed(db) : count ? found->text : NULL;
}

const char *db_check_pages(struct db *db)
{
    return first_finding(db, &pages);
}

const char *db_check_references(struct db *db)
{
    return first_finding(db, &references);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Migrations: which steps this database has had, and applying those it lacks. */
#include "db/driver.h"
#include "base/text.h"
#include <stddef.h>
#include <stdio.h>
#include <string.h>

struct recorded { const char *name, *checksum; };
struct new_record { const char *name, *checksum; int64_t at; };

static const char make_table[] =
    "CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY NOT NULL, checksum TEXT NOT NULL, at BIGINT NOT NULL)";

static const struct db_field recorded_columns[] = {
    {"name", DB_TEXT, offsetof(struct recorded, name), false},
    {"checksum", DB_TEXT, offsetof(struct recorded, checksum), false},
};
static const struct db_query all_recorded = {
    "migration_all", "SELECT name, checksum FROM migration", "SELECT name, checksum FROM migration",
    NULL, 0, recorded_columns, 2, sizeof(struct recorded)};

static const struct db_field record_args[] = {
    {"name", DB_TEXT, offsetof(struct new_record, name), false},
    {"checksum", DB_TEXT, offsetof(struct new_record, checksum), false},
    {"at", DB_INT, offsetof(struct new_record, at), false},
};
static const struct db_query record = {
    "migration_record", "INSERT INTO migration (name, checksum, at) VALUES (?1, ?2, ?3)",
    "INSERT INTO migration (name, checksum, at) VALUES ($1::text, $2::text, $3::bigint)", record_args, 3, NULL, 0, 0};

static char *checksum_of(struct arena *arena, const char *text)
{
    return arena_format(arena, "%016llx", (unsigned long long)checksum_bytes(text, strlen(text)));
}

static const char *text_for(const struct db *db, const struct migration *step)
{
    return db_is_sqlite(db) ? step->sqlite : step->postgres;
}

static const struct recorded *find(const struct recorded *rows, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(rows[i].name, name))
            return &rows[i];
    return NULL;
}

static bool in_lists(const struct migration *const *lists, const char *name)
{
    for (; *lists; lists++)
        for (const struct migration *step = *lists; step->name; step++)
            if (text_is(step->name, name))
                return true;
    return false;
}

static void refuse_unknown(struct db *db, const struct migration *const *lists, const struct recorded *rows,
    size_t count)
{
    for (size_t i = 0; i < count && !db_failed(db); i++)
        if (!in_lists(lists, rows[i].name))
            db_fail(db, rows[i].name,
                    "this database was made by a newer program: install that version, or restore an older backup");
}

/* Whether the database has had this step; an edited one is a failure. */
static bool has_had(struct db *db, const struct migration *step, const struct recorded *rows, size_t count)
{
    const struct recorded *known = find(rows, count, step->name);
    const char *sql = text_for(db, step);
    if (!sql)
        db_fail(db, step->name, "this step has no text for this database");
    else if (known && !text_is(known->checksum, checksum_of(db->arena, sql)))
        db_fail(db, step->name,
                "this step was edited after its release: bring its text back, and write the change as a new step");
    return known != NULL;
}

/* Looks again inside the transaction: another process may have applied the step while this one waited its turn. */
static void apply(struct db *db, const struct migration *step, int64_t now)
{
    const char *sql = text_for(db, step);
    struct new_record new_record = {step->name, checksum_of(db->arena, sql), now};
    void *rows;
    db_begin_write(db);
    size_t count = db_fetch(db, &all_recorded, NULL, &rows);
    if (!has_had(db, step, rows, count) && !db_failed(db)) {
        db->driver->script(db, step->name, sql);
        db_fetch(db, &record, &new_record, NULL);
    }
    db_commit(db);
}

/* A transaction that failed is undone, but what failed stays known. */
static void undo(struct db *db)
{
    if (!db_failed(db))
        return;
    char failure[FAILURE_ROOM];
    snprintf(failure, sizeof failure, "%s", db->failure);
    db_rollback(db);
    snprintf(db->failure, sizeof db->failure, "%s", failure);
}

static void apply_all(struct db *db, const struct migration *const *lists, int64_t now)
{
    void *rows;
    db_begin_write(db);
    db_script(db, make_table);
    size_t count = db_fetch(db, &all_recorded, NULL, &rows);
    refuse_unknown(db, lists, rows, count);
    db_commit(db);
    undo(db);
    for (; *lists; lists++)
        for (const struct migration *step = *lists; step->name && !db_failed(db); step++)
            if (!has_had(db, step, rows, count) && !db_failed(db)) {
                apply(db, step, now);
                undo(db);
            }
}

bool db_migrate(struct db *db, const struct migration *const *lists, int64_t now)
{
    struct arena arena = {0}, *theirs = db->arena;
    int64_t deadline = db->deadline;
    db->arena = &arena;
    db->deadline = 0;
    db->patience = MIGRATION_PATIENCE;
    if (!db_failed(db))
        db->driver->suits(db);
    apply_all(db, lists, now);
    db->patience = PATIENCE;
    db->deadline = deadline;
    db->arena = theirs;
    arena_free(&arena);
    return !db_failed(db);
}

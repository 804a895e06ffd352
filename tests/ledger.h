/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the tests of durability write, and what must be true of it afterwards: entries numbered without a gap, two by
 * two in one transaction, each pair making zero together. */
#pragma once
#include "db/baked.h"
#include "db/script.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_ROOM = 64, LONGEST_NOTE = 9000 };

struct number { int64_t value; };
struct text { const char *text; };
struct entry { int64_t id, amount; const char *note; };
static const struct db_field number_field[] = {{"value", DB_INT, 0, false}};
static const struct db_field text_field[] = {{"text", DB_TEXT, 0, false}};
static const struct db_field entry_fields[] = {
    {"id", DB_INT, offsetof(struct entry, id), false}, {"amount", DB_INT, offsetof(struct entry, amount), false},
    {"note", DB_TEXT, offsetof(struct entry, note), false}};
#define NUMBER(name, sql) {name, sql, sql, NULL, 0, number_field, 1, sizeof(struct number)}
static const struct db_query entry_add = {"entry_add", "INSERT INTO entry (id, amount, note) VALUES (?1, ?2, ?3)", NULL,
                                          entry_fields, 3, NULL, 0, 0};
static const struct db_query entry_last = NUMBER("entry_last", "SELECT coalesce(max(id), 0) AS value FROM entry");
static const struct db_query entry_count = NUMBER("entry_count", "SELECT count(*) AS value FROM entry");
static const struct db_query entry_sum = NUMBER("entry_sum", "SELECT coalesce(sum(amount), 0) AS value FROM entry");
static const struct db_query integrity = {"integrity", "PRAGMA integrity_check", NULL, NULL, 0, text_field, 1,
                                          sizeof(struct text)};

static const struct migration steps[] = {
    {"kill9/001_entry", "CREATE TABLE entry (id INTEGER PRIMARY KEY, amount INTEGER NOT NULL, note TEXT NOT NULL);"
                        "CREATE INDEX entry_by_amount ON entry (amount, note)", NULL}, {0}};
static const struct migration *const lists[] = {steps, NULL};

static uint64_t seed = 20261123;

static inline int64_t random_below(int64_t limit)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int64_t)((seed >> 33) % (uint64_t)limit);
}

static inline int64_t ask(struct db *db, const struct db_query *query)
{
    void *rows;
    return db_fetch(db, query, NULL, &rows) == 1 ? ((struct number *)rows)->value : -1;
}

/* One transaction: two entries that make zero together, numbered 2n + 1 and 2n + 2. */
static inline void add_pair(struct db *db, struct arena *arena, int64_t n)
{
    char *note = arena_alloc(arena, LONGEST_NOTE + 1);
    memset(note, 'a' + (int)(n % 26), (size_t)random_below(LONGEST_NOTE));
    db_begin_write(db);
    db_fetch(db, &entry_add, &(struct entry){2 * n + 1, n, note}, NULL);
    db_fetch(db, &entry_add, &(struct entry){2 * n + 2, -n, note}, NULL);
    db_commit(db);
}

static inline const char *trouble_of(struct db *db, int64_t last_acknowledged)
{
    void *rows;
    int64_t last = ask(db, &entry_last);
    if (last < 2 * last_acknowledged + 2)
        return "an acknowledged entry is lost";
    if (ask(db, &entry_count) != last)
        return "an entry in the middle is lost";
    if (ask(db, &entry_sum) != 0 || last % 2)
        return "half a transaction is there";
    if (db_fetch(db, &integrity, NULL, &rows) != 1 || strcmp(((struct text *)rows)->text, "ok") != 0)
        return "the file is damaged";
    return db_failed(db);
}

static inline bool entries_are_whole(const char *path, int64_t last_acknowledged)
{
    struct arena arena = {0};
    struct db *db = db_open(path);
    db_use_arena(db, &arena);
    const char *trouble = db_failed(db) ? db_failed(db) : trouble_of(db, last_acknowledged);
    if (trouble)
        printf("after entry %lld: %s\n", (long long)last_acknowledged, trouble);
    bool good = !trouble;
    db_close(db);
    arena_free(&arena);
    return good;
}

static inline void forget(const char *path)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    char name[PATH_ROOM + 8];
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        snprintf(name, sizeof name, "%s%s", path, ends[i]);
        unlink(name);
    }
}


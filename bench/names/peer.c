/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The yardsticks of names: FTS5 over trigrams ordered by its own bm25, any trigram being enough; PostgreSQL's pg_trgm,
 * the nearest names first by a GiST index. Both hold the folded names, in memory. */
#include "names.h"
#include "base/text.h"
#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TRIGRAM = 3 };
struct peer { sqlite3 *lite; sqlite3_stmt *find; PGconn *server; };

static void stop(const char *why)
{
    fprintf(stderr, "bench-names: %s\n", why);
    exit(2);
}

static void must(struct peer *peer, const char *sql)
{
    if (sqlite3_exec(peer->lite, sql, NULL, NULL, NULL) != SQLITE_OK)
        stop(sqlite3_errmsg(peer->lite));
}

static sqlite3_stmt *prepare(struct peer *peer, const char *sql)
{
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(peer->lite, sql, -1, &statement, NULL) != SQLITE_OK)
        stop(sqlite3_errmsg(peer->lite));
    return statement;
}

struct peer *fts5_open(struct arena *arena, const char *const *names, size_t count)
{
    struct peer *peer = arena_alloc(arena, sizeof *peer);
    if (sqlite3_open(":memory:", &peer->lite) != SQLITE_OK)
        stop("SQLite cannot be opened");
    must(peer, "CREATE VIRTUAL TABLE peer USING fts5 (name, tokenize = 'trigram'); BEGIN");
    sqlite3_stmt *add = prepare(peer, "INSERT INTO peer (rowid, name) VALUES (?1, ?2)");
    for (size_t i = 0; i < count; i++) {
        sqlite3_bind_int64(add, 1, (sqlite3_int64)i);
        sqlite3_bind_text(add, 2, names[i], -1, SQLITE_STATIC);
        if (sqlite3_step(add) != SQLITE_DONE)
            stop(sqlite3_errmsg(peer->lite));
        sqlite3_reset(add);
    }
    sqlite3_finalize(add);
    must(peer, "COMMIT; INSERT INTO peer (peer) VALUES ('optimize')");
    peer->find = prepare(peer, "SELECT rowid FROM peer WHERE peer MATCH ?1 ORDER BY rank LIMIT 5");
    return peer;
}

static void command(struct peer *peer, const char *sql)
{
    PGresult *result = PQexec(peer->server, sql);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_COPY_IN)
        stop(PQerrorMessage(peer->server));
    PQclear(result);
}

/* Folded names hold nothing that COPY would take for a sign of its own. */
static void copy_names(struct peer *peer, const char *const *names, size_t count)
{
    command(peer, "COPY peer (id, name) FROM STDIN");
    for (size_t i = 0; i < count; i++) {
        struct arena work = {0};
        char *line = arena_format(&work, "%zu\t%s\n", i, names[i]);
        if (PQputCopyData(peer->server, line, (int)strlen(line)) != 1)
            stop(PQerrorMessage(peer->server));
        arena_free(&work);
    }
    PQputCopyEnd(peer->server, NULL);
    for (PGresult *result; (result = PQgetResult(peer->server)); PQclear(result))
        if (PQresultStatus(result) != PGRES_COMMAND_OK)
            stop(PQerrorMessage(peer->server));
}

struct peer *postgres_open(struct arena *arena, const char *const *names, size_t count, const char *url)
{
    struct peer *peer = arena_alloc(arena, sizeof *peer);
    peer->server = PQconnectdb(url);
    if (PQstatus(peer->server) != CONNECTION_OK)
        stop(PQerrorMessage(peer->server));
    command(peer, "CREATE EXTENSION pg_trgm");
    command(peer, "CREATE TABLE peer (id integer PRIMARY KEY, name text NOT NULL)");
    copy_names(peer, names, count);
    command(peer, "CREATE INDEX peer_name ON peer USING gist (name gist_trgm_ops)");
    command(peer, "VACUUM ANALYZE peer");
    PGresult *result = PQprepare(peer->server, "find", "SELECT id FROM peer ORDER BY name <-> $1::text LIMIT 5", 1,
                                 NULL);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        stop(PQerrorMessage(peer->server));
    PQclear(result);
    return peer;
}

static size_t next_letter(const char *text, size_t at)
{
    do
        at++;
    while (((unsigned char)text[at] & 0xC0) == 0x80);
    return at;
}

/* "metz" → "met" OR "etz", by letters and not by bytes: a folded name may keep some that are not ASCII. */
static const char *trigrams(struct arena *arena, const char *typed)
{
    struct buffer query = {.arena = arena};
    for (size_t at = 0; typed[at]; at = next_letter(typed, at)) {
        size_t end = at;
        int letters = 0;
        for (; letters < TRIGRAM && typed[end]; letters++)
            end = next_letter(typed, end);
        if (letters == TRIGRAM)
            buffer_format(&query, "%s\"%.*s\"", query.length ? " OR " : "", (int)(end - at), typed + at);
    }
    return buffer_string(&query);
}

static size_t ask_fts5(struct peer *peer, const char *typed, uint32_t *first)
{
    struct arena work = {0};
    size_t count = 0;
    const char *query = trigrams(&work, typed);
    sqlite3_bind_text(peer->find, 1, query, -1, SQLITE_STATIC);
    while (*query && count < FIVE && sqlite3_step(peer->find) == SQLITE_ROW)
        first[count++] = (uint32_t)sqlite3_column_int64(peer->find, 0);
    sqlite3_reset(peer->find);
    arena_free(&work);
    return count;
}

size_t peer_find(struct peer *peer, const char *typed, uint32_t *first)
{
    if (peer->lite)
        return ask_fts5(peer, typed, first);
    PGresult *result = PQexecPrepared(peer->server, "find", 1, &typed, NULL, NULL, 0);
    if (PQresultStatus(result) != PGRES_TUPLES_OK)
        stop(PQerrorMessage(peer->server));
    size_t count = (size_t)PQntuples(result);
    for (size_t i = 0; i < count; i++)
        first[i] = (uint32_t)strtoul(PQgetvalue(result, (int)i, 0), NULL, 10);
    PQclear(result);
    return count;
}

void peer_close(struct peer *peer)
{
    sqlite3_finalize(peer->find);
    sqlite3_close(peer->lite);
    PQfinish(peer->server);
}

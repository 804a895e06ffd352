/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The yardsticks of search: FTS5 ordered by its own bm25, and PostgreSQL full text ordered by ts_rank, over the words
 * of actor_search. Both are asked every word at once, by prefix, as ours is. */
#include "search.h"
#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct peer { sqlite3 *lite; sqlite3_stmt *find; PGconn *server; struct arena *arena; };

static void stop(const char *why)
{
    fprintf(stderr, "bench-search: %s\n", why);
    exit(2);
}

static void must(struct peer *peer, const char *sql)
{
    if (sqlite3_exec(peer->lite, sql, NULL, NULL, NULL) != SQLITE_OK)
        stop(sqlite3_errmsg(peer->lite));
}

struct peer *fts5_open(struct arena *arena, const char *db, const char *path)
{
    struct peer *peer = arena_alloc(arena, sizeof *peer);
    sqlite3_stmt *attach;
    *peer = (struct peer){.arena = arena};
    if (sqlite3_open(path, &peer->lite) != SQLITE_OK)
        stop("the file of FTS5 cannot be made");
    must(peer, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA mmap_size = 268435456;"
         "CREATE VIRTUAL TABLE IF NOT EXISTS peer USING fts5 (name, words, tokenize = \"unicode61\", prefix = '2 3')");
    sqlite3_prepare_v2(peer->lite, "ATTACH ?1 AS site", -1, &attach, NULL);
    sqlite3_bind_text(attach, 1, db, -1, SQLITE_STATIC);
    if (sqlite3_step(attach) != SQLITE_DONE)
        stop(sqlite3_errmsg(peer->lite));
    sqlite3_finalize(attach);
    must(peer, "INSERT INTO peer (rowid, name, words) SELECT id, name, words FROM site.actor_search"
         " WHERE NOT EXISTS (SELECT 1 FROM peer); DETACH site; PRAGMA cache_size = -8000");
    if (sqlite3_prepare_v2(peer->lite, "SELECT rowid FROM peer WHERE peer MATCH ?1 ORDER BY rank LIMIT 20", -1,
                           &peer->find, NULL) != SQLITE_OK)
        stop(sqlite3_errmsg(peer->lite));
    return peer;
}

static void command(struct peer *peer, const char *sql)
{
    PGresult *result = PQexec(peer->server, sql);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_COPY_IN && status != PGRES_TUPLES_OK)
        stop(PQerrorMessage(peer->server));
    PQclear(result);
}

/* Folded words hold nothing that COPY would take for a sign of its own. */
static void copy_rows(struct peer *peer, const char *db)
{
    sqlite3 *from;
    sqlite3_stmt *rows;
    if (sqlite3_open_v2(db, &from, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK
        || sqlite3_prepare_v2(from, "SELECT id, name, words FROM actor_search ORDER BY id", -1, &rows, NULL))
        stop(sqlite3_errmsg(from));
    command(peer, "COPY peer (id, name, words) FROM STDIN");
    while (sqlite3_step(rows) == SQLITE_ROW) {
        struct arena arena = {0};
        char *line = arena_format(&arena, "%lld\t%s\t%s\n", (long long)sqlite3_column_int64(rows, 0),
                                  sqlite3_column_text(rows, 1), sqlite3_column_text(rows, 2));
        if (PQputCopyData(peer->server, line, (int)strlen(line)) != 1)
            stop(PQerrorMessage(peer->server));
        arena_free(&arena);
    }
    PQputCopyEnd(peer->server, NULL);
    PGresult *result;
    while ((result = PQgetResult(peer->server)))
        PQclear(result);
    sqlite3_finalize(rows);
    sqlite3_close(from);
}

struct peer *postgres_open_peer(struct arena *arena, const char *db, const char *url)
{
    struct peer *peer = arena_alloc(arena, sizeof *peer);
    *peer = (struct peer){.arena = arena, .server = PQconnectdb(url)};
    if (PQstatus(peer->server) != CONNECTION_OK)
        stop(PQerrorMessage(peer->server));
    command(peer, "CREATE TABLE peer (id bigint PRIMARY KEY, name text NOT NULL, words text NOT NULL, lexemes tsvector"
            " GENERATED ALWAYS AS (setweight(to_tsvector('simple', name), 'A')"
            " || setweight(to_tsvector('simple', words), 'B')) STORED)");
    copy_rows(peer, db);
    command(peer, "SET maintenance_work_mem = '256MB'");
    command(peer, "CREATE INDEX peer_lexemes ON peer USING gin (lexemes)");
    command(peer, "VACUUM ANALYZE peer");
    PGresult *result = PQprepare(peer->server, "find", "SELECT id FROM peer WHERE lexemes @@ $1::tsquery"
                                 " ORDER BY ts_rank(lexemes, $1::tsquery) DESC LIMIT 20", 1, NULL);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        stop(PQerrorMessage(peer->server));
    PQclear(result);
    return peer;
}

static const char *query(struct peer *peer, const char *folded)
{
    struct buffer text = {.arena = peer->arena};
    size_t count;
    char **words = text_split(peer->arena, folded, " ", &count);
    for (size_t i = 0; i < count; i++)
        buffer_format(&text, peer->lite ? "%s\"%s\"*" : "%s'%s':*", !i ? "" : peer->lite ? " AND " : " & ", words[i]);
    return buffer_string(&text);
}

void peer_ask(struct peer *peer, const struct question *question, struct answer *answer)
{
    const char *text = query(peer, question->folded);
    *answer = (struct answer){0};
    if (peer->lite) {
        sqlite3_bind_text(peer->find, 1, text, -1, SQLITE_STATIC);
        while (sqlite3_step(peer->find) == SQLITE_ROW && answer->count < 20)
            answer->first[answer->count++] = sqlite3_column_int64(peer->find, 0);
        sqlite3_reset(peer->find);
        return;
    }
    PGresult *result = PQexecPrepared(peer->server, "find", 1, &text, NULL, NULL, 0);
    if (PQresultStatus(result) != PGRES_TUPLES_OK)
        stop(PQerrorMessage(peer->server));
    for (int i = 0; i < PQntuples(result); i++)
        answer->first[answer->count++] = strtoll(PQgetvalue(result, i, 0), NULL, 10);
    PQclear(result);
}

void peer_close(struct peer *peer)
{
    sqlite3_finalize(peer->find);
    sqlite3_close(peer->lite);
    PQfinish(peer->server);
}

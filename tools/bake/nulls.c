/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Which columns of a query may be NULL though their tables say NOT NULL: those of the outer side of a join, those of a
 * SELECT in place of a value. What cannot be seen from the query, its author must say. */
#include "bake.h"
#include <string.h>
#include <strings.h>

enum { MOST_SOURCES = 24 };

/* A token that is no blank, and in how many parentheses it stands. */
struct piece { const char *at; size_t length; enum token kind; int depth; };

/* What stands in FROM. plain: a table of the schema; named: by WITH; outer: NULL where the join finds nothing. */
struct source { const struct piece *table, *alias; bool plain, named, outer; };

struct reading {
    const struct piece *pieces, *end, *main;   /* main: the first word after WITH … */
    struct source sources[MOST_SOURCES];
    size_t source_count;
    bool all_plain;
};

static bool is(const struct piece *piece, const char *word)
{
    return piece->kind == TOKEN_WORD && piece->length == strlen(word)
        && strncasecmp(piece->at, word, piece->length) == 0;
}

static bool is_sign(const struct piece *piece, char sign)
{
    return piece->kind == TOKEN_OTHER && piece->length == 1 && *piece->at == sign;
}

static bool is_among(const struct piece *piece, const char *const *words)
{
    for (; *words; words++)
        if (is(piece, *words))
            return true;
    return false;
}

static bool same_word(const struct piece *a, const struct piece *b)
{
    return a->length == b->length && strncasecmp(a->at, b->at, a->length) == 0;
}

/* The pieces of a query, ended by one of TOKEN_END. */
static void cut(struct arena *arena, struct reading *reading, const char *sql)
{
    const char *end = sql + strlen(sql);
    struct piece *pieces = arena_array(arena, (size_t)(end - sql) + 1, sizeof *pieces), *next = pieces;
    size_t length;
    int depth = 0;
    for (enum token kind; (kind = sql_token(sql, end, &length)) != TOKEN_END; sql += length) {
        if (kind == TOKEN_SPACE || kind == TOKEN_COMMENT)
            continue;
        depth -= kind == TOKEN_OTHER && *sql == ')';
        *next++ = (struct piece){sql, length, kind, depth};
        depth += kind == TOKEN_OTHER && *sql == '(';
    }
    *next = (struct piece){.kind = TOKEN_END, .at = end};
    reading->pieces = pieces;
    reading->end = next;
}

/* The first of these words outside parentheses, from here; the end when there is none. */
static const struct piece *find(const struct reading *reading, const struct piece *from, const char *const *words)
{
    while (from < reading->end && (from->depth || !is_among(from, words)))
        from++;
    return from;
}

static const struct piece *closing(const struct reading *reading, const struct piece *open)
{
    const struct piece *at = open + 1;
    while (at < reading->end && at->depth > open->depth)
        at++;
    return at;
}

/* Whether WITH gives this name to something. */
static bool is_named(const struct reading *reading, const struct piece *name)
{
    for (const struct piece *at = reading->pieces; at < reading->main; at++)
        if (!at->depth && same_word(at, name))
            return true;
    return false;
}

static bool is_table(sqlite3 *db, const char *name)
{
    return sqlite3_table_column_metadata(db, NULL, name, NULL, NULL, NULL, NULL, NULL, NULL) == SQLITE_OK;
}

/* One source at `at`; what follows it. */
static const struct piece *take_source(sqlite3 *db, struct arena *arena, struct reading *reading,
                                       const struct piece *at, bool outer)
{
    static const char *const joins[] = {"ON", "USING", "JOIN", "LEFT", "RIGHT", "FULL", "INNER", "CROSS", "NATURAL",
                                        "INDEXED", "NOT", "WHERE", "GROUP", "ORDER", "LIMIT", "HAVING", "WINDOW", NULL};
    struct source source = {.outer = outer};
    if (reading->source_count == MOST_SOURCES)
        stop("more than %d tables in one FROM", MOST_SOURCES);
    if (is_sign(at, '(')) {
        at = closing(reading, at) + 1;
    } else if (at->kind == TOKEN_WORD) {
        source.table = source.alias = at++;
        source.named = is_named(reading, source.table);
        source.plain = !source.named && !is_sign(at, '(')
                    && is_table(db, arena_copy(arena, source.table->at, source.table->length));
        if (is_sign(at, '('))
            at = closing(reading, at) + 1;
    }
    if (is(at, "AS"))
        at++;
    if (at->kind == TOKEN_WORD && !is_among(at, joins))
        source.alias = at++;
    reading->sources[reading->source_count++] = source;
    reading->all_plain = reading->all_plain && source.plain;
    return at;
}

/* The sources of FROM, with the sides of its joins. */
static void read_sources(sqlite3 *db, struct arena *arena, struct reading *reading, const struct piece *at,
                         const struct piece *end)
{
    bool left = false, expected = true;
    for (reading->all_plain = true; at < end;) {
        if (expected) {
            at = take_source(db, arena, reading, at, left);
            left = expected = false;
            continue;
        }
        if (!at->depth && (is(at, "RIGHT") || is(at, "FULL")))
            for (size_t i = 0; i < reading->source_count; i++)
                reading->sources[i].outer = true;
        left = left || (!at->depth && (is(at, "LEFT") || is(at, "FULL")));
        expected = !at->depth && (is(at, "JOIN") || is_sign(at, ','));
        at++;
    }
}

/* The column number `column` between these, split at the commas; false when a star makes that unknown. */
static bool find_item(const struct piece *at, const struct piece *end, int column, const struct piece **from,
                      const struct piece **to)
{
    int number = 0;
    bool found = false;
    *from = at;
    for (; at <= end; at++) {
        if (at < end && (is_sign(at, '*') && (is_sign(at - 1, '.') || at == *from)))
            return false;
        if (at < end && (at->depth || !is_sign(at, ',')))
            continue;
        if (number++ == column) {
            *to = at;
            found = true;
        } else if (!found) {
            *from = at + 1;
        }
    }
    return found;
}

/* Whether anything here makes NULL of what is not: then what comes through a subquery is not known. */
static bool is_doubtful(const struct reading *reading)
{
    static const char *const words[] = {"LEFT", "RIGHT", "FULL", "UNION", NULL};
    static const char *const before[] = {"FROM", "JOIN", "AS", "MATERIALIZED", "IN", "EXISTS", NULL};
    for (const struct piece *at = reading->pieces; at < reading->end; at++) {
        if (is_among(at, words))
            return true;
        if (is_sign(at, '(') && (is(at + 1, "SELECT") || is(at + 1, "WITH")) && at > reading->pieces
            && !is_among(at - 1, before))
            return true;
    }
    for (size_t i = 0; i < reading->source_count; i++)     /* a view, which is not read here */
        if (reading->sources[i].table && !reading->sources[i].plain && !reading->sources[i].named)
            return true;
    return false;
}

enum answer { NEVER, MAYBE, UNSEEN };

/* A column of this table, named with or without one of its aliases. */
static enum answer ask_sources(const struct reading *reading, const struct piece *alias, const char *table)
{
    enum answer answer = UNSEEN;
    for (size_t i = 0; i < reading->source_count; i++) {
        const struct source *source = &reading->sources[i];
        if (alias ? source->alias && same_word(source->alias, alias)
                  : source->table && strlen(table) == source->table->length
                        && strncasecmp(table, source->table->at, source->table->length) == 0)
            answer = !source->plain ? UNSEEN : source->outer || answer == MAYBE ? MAYBE : NEVER;
    }
    return answer;
}

static enum answer ask_select(sqlite3 *db, struct arena *arena, struct reading *reading, int column, const char *table)
{
    static const char *const from[] = {"FROM", NULL}, *const compound[] = {"UNION", NULL},
        *const after[] = {"WHERE", "GROUP", "HAVING", "WINDOW", "ORDER", "LIMIT", "INTERSECT", "EXCEPT", NULL};
    const struct piece *start = find(reading, reading->main, from), *item = NULL, *end = NULL,
                       *first = reading->main + 1;
    if (find(reading, reading->main, compound) < reading->end)
        return UNSEEN;
    if (start < reading->end)
        read_sources(db, arena, reading, start + 1, find(reading, start, after));
    first += is(first, "DISTINCT") || is(first, "ALL");
    if (!find_item(first, start, column, &item, &end))
        return reading->all_plain ? ask_sources(reading, NULL, table) : UNSEEN;
    if (is_sign(item, '(') && is(item + 1, "SELECT"))
        return MAYBE;
    if (item->kind == TOKEN_WORD && is_sign(item + 1, '.') && item[2].kind == TOKEN_WORD)
        return ask_sources(reading, item, table);
    return item->kind == TOKEN_WORD && reading->all_plain ? ask_sources(reading, NULL, table) : UNSEEN;
}

/* The table that a query writes, and the column of it that RETURNING gives at this place. */
static bool find_returned(struct arena *arena, const struct reading *reading, sqlite3_stmt *statement, int column,
                          const char **table, const char **name)
{
    static const char *const returning[] = {"RETURNING", NULL}, *const writes[] = {"INTO", "UPDATE", "FROM", NULL};
    const struct piece *target = find(reading, reading->main, writes) + 1, *item, *end,
                       *start = find(reading, reading->main, returning);
    if (start >= reading->end)
        return false;
    if (is(target, "OR"))
        target += 2;
    *table = arena_copy(arena, target->at, target->length);
    *name = sqlite3_column_name(statement, column);
    if (!find_item(start + 1, reading->end, column, &item, &end))
        return true;
    if (item + 2 < end && is_sign(item + 1, '.'))
        item += 2;
    *name = arena_copy(arena, item->at, item->length);
    return item->kind == TOKEN_WORD && (item + 1 == end || is(item + 1, "AS") || item[1].kind == TOKEN_WORD);
}

static bool is_not_null(sqlite3 *db, const char *table, const char *column)
{
    int not_null = 0, key = 0;
    return sqlite3_table_column_metadata(db, NULL, table, column, NULL, NULL, &not_null, &key, NULL) == SQLITE_OK
        && (not_null || key);
}

bool may_be_null(sqlite3 *db, struct arena *arena, sqlite3_stmt *statement, int column, const struct query *query)
{
    static const char *const words[] = {"SELECT", "VALUES", "INSERT", "REPLACE", "UPDATE", "DELETE", NULL};
    struct reading reading = {0};
    cut(arena, &reading, query->sqlite);
    reading.main = find(&reading, reading.pieces, words);
    const char *table = sqlite3_column_table_name(statement, column), *name = NULL;
    if (!is(reading.main, "SELECT"))
        return !find_returned(arena, &reading, statement, column, &table, &name) || !is_not_null(db, table, name);
    if (!table || !is_not_null(db, table, sqlite3_column_origin_name(statement, column)))
        return true;
    enum answer answer = ask_select(db, arena, &reading, column, table);
    if (answer == UNSEEN && is_doubtful(&reading))
        stop("%s: whether %s may be NULL cannot be seen here: say it after the signature, with its type, and ? when "
             "it may", query->name, sqlite3_column_name(statement, column));
    return answer == MAYBE;
}

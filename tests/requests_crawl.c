/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A walk over the site as an administrator, from every page that has an address of its own: no link leads nowhere,
 * no form posts nowhere, no page asks the database once for each row; and once more after every text of the database
 * was made hostile. */
#include "requests.h"
#include "db/baked.h"
#include "db/script.h"
#include "web/route.h"
#include <stdio.h>
#include <string.h>

enum { MOST_PAGES = 1500, MOST_OF_A_ROUTE = 25, MOST_QUERIES = 40, MOST_COLUMNS = 2000 };

struct walk {
    struct trial *trial;
    struct arena arena;
    const char *addresses[MOST_PAGES], *linked_from[MOST_PAGES];
    size_t count;
    bool follows;                          /* links are an error when they lead nowhere, and are walked */
    size_t most_queries;
    const char *slowest;
};

static void fail(struct walk *walk, const char *address, const char *from, const char *why)
{
    walk->trial->failed++;
    printf("%s (linked from %s): %s\n", address, from ? from : "the menu", why);
}

/* --- where to go -------------------------------------------------------------------------------------------------- */

static const struct route *route_of(struct walk *walk, enum method method, const char *address)
{
    static const char *const endings[] = {".json", ".csv", ".xlsx", ".geojson", ".ics", ".atom", NULL};
    bool other;
    char *path = http_decode(&walk->arena, address, strcspn(address, "?"), false);
    for (const char *const *ending = endings; path && *ending; ending++)
        if (text_ends(path, *ending))
            path[strlen(path) - strlen(*ending)] = '\0';
    struct request rq = {.method = method, .path = path ? path : "", .arena = &walk->arena};
    return find_route(&walk->trial->serving.app, &rq, &other);
}

static bool is_enough(struct walk *walk, const char *address)
{
    const struct route *route = route_of(walk, GET, address);
    size_t alike = 0;
    for (size_t i = 0; i < walk->count; i++) {
        if (text_is(walk->addresses[i], address))
            return true;
        alike += route && route_of(walk, GET, walk->addresses[i]) == route;
    }
    return walk->count == MOST_PAGES || alike >= MOST_OF_A_ROUTE;
}

static void go_to(struct walk *walk, const char *address, const char *from)
{
    if (is_enough(walk, address))
        return;
    walk->addresses[walk->count] = arena_text(&walk->arena, address);
    walk->linked_from[walk->count++] = from;
}

/* An attribute's address as a browser reads it, without its fragment; NULL when it is not one of ours. */
static const char *address_in(struct walk *walk, const char *at)
{
    struct buffer out = {.arena = &walk->arena};
    for (; *at && *at != '"' && *at != '#'; at++) {
        buffer_char(&out, *at);
        if (text_starts(at, "&amp;"))
            at += 4;
    }
    const char *address = buffer_string(&out);
    return address[0] != '/' || text_starts(address, "/assets/") || text_starts(address, "/a?")
        || text_is(address, "/a") ? NULL
         : address;
}

static void read_links(struct walk *walk, const char *html, const char *here)
{
    for (const char *at = html; (at = strstr(at, "href=\"")); at++) {
        const char *address = address_in(walk, at + 6);
        if (address)
            go_to(walk, address, here);
    }
    for (const char *at = html; (at = strstr(at, "<form")); at++) {
        const char *action = strstr(at, "action=\""), *end = strchr(at, '>');
        bool posts = end && strstr(at, "method=\"post\"") && strstr(at, "method=\"post\"") < end;
        const char *address = action && action < end ? address_in(walk, action + 8) : here;
        if (posts && address && !route_of(walk, POST, address))
            fail(walk, address, here, "a form posts there, and nothing is there");
    }
}

/* --- a page ------------------------------------------------------------------------------------------------------- */

static void check_page(struct walk *walk, const struct request *rq, const char *address, const char *from)
{
    const char *why = trouble_of_reply(walk->trial, rq);
    bool there = rq->reply.status == OK || rq->reply.status == SEE_OTHER;
    walk->trial->passed++;
    if (why)
        fail(walk, address, from, why);
    else if (walk->follows && !there)
        fail(walk, address, from, arena_format(&walk->arena, "a link leads there, and the status is %d",
                                               rq->reply.status));
    else if (walk->follows && rq->shape == AS_HTML && there)
        read_links(walk, buffer_string(&rq->reply.body), address);
}

static void count_queries(struct walk *walk, size_t queries, const char *address, const char *from)
{
    if (queries > walk->most_queries) {
        walk->most_queries = queries;
        walk->slowest = address;
    }
    if (queries > MOST_QUERIES)
        fail(walk, address, from, arena_format(&walk->arena, "%zu queries: one for each row?", queries));
}

static void visit(struct walk *walk, const char *address, const char *from)
{
    struct trial *trial = walk->trial;
    struct arena arena = {0};
    struct request rq = {.db = trial->db};
    struct invented page;
    size_t before = db_query_count(trial->db);
    db_use_arena(trial->db, &arena);
    invent_visit(&trial->inventor, &arena, address, &page);
    if (bridge_request(&trial->serving, &page.from, &rq)) {
        rq.now = trial->now;
        app_handle(&trial->serving.app, &rq);
    }
    check_page(walk, &rq, address, from);
    count_queries(walk, db_query_count(trial->db) - before, address, from);
    if (db_failed(trial->db))
        db_rollback(trial->db);
    arena_free(&arena);
}

static void walk_all(struct walk *walk)
{
    const struct inventor *inventor = &walk->trial->inventor;
    for (size_t i = 0; i < inventor->route_count; i++)
        if (inventor->routes[i]->method == GET && !strchr(inventor->routes[i]->path, ':'))
            go_to(walk, inventor->routes[i]->path, NULL);
    for (const struct feature *const *feature = inventor->app->features; *feature; feature++)
        for (const struct entry *entry = (*feature)->entries; entry && entry->path; entry++)
            go_to(walk, entry->path, NULL);
    for (size_t i = 0; i < walk->count; i++)
        visit(walk, walk->addresses[i], walk->linked_from[i]);
}

/* --- hostile texts ------------------------------------------------------------------------------------------------ */

struct column { const char *holder, *name; };
static const struct db_field column_fields[] = {{"holder", DB_TEXT, offsetof(struct column, holder), false},
                                                {"name", DB_TEXT, offsetof(struct column, name), false}};
static const struct db_query text_columns = {"text_columns",
    "SELECT m.name AS holder, c.name AS name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c "
    "WHERE m.type = 'table' AND c.type = 'TEXT' AND m.sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY 1, 2",
    "SELECT table_name AS holder, column_name AS name FROM information_schema.columns "
    "WHERE table_schema = current_schema() AND data_type = 'text' ORDER BY 1, 2",
    NULL, 0, column_fields, 2, sizeof(struct column)};

/* Codes, keys and what a CHECK protects refuse it, and stay as they are. */
static bool make_hostile(struct db *db, struct arena *arena, const struct column *column)
{
    db_begin_write(db);
    db_script(db, arena_format(arena, "UPDATE \"%s\" SET \"%s\" = \"%s\" || ' \"''><x9y></textarea></title>'",
                               column->holder,
                               column->name, column->name));
    bool done = !db_failed(db);
    if (done)
        db_commit(db);
    if (db_failed(db))
        db_rollback(db);
    return done;
}

/* What the program itself needs to find who asks, or that its steps are known. */
static bool is_vital(const struct column *column)
{
    static const char *const vital[] = {"session", "migration", "role_grant", "setting_value", "job", NULL};
    for (const char *const *one = vital; *one; one++)
        if (text_is(column->holder, *one))
            return true;
    return false;
}

static void make_all_hostile(struct trial *trial)
{
    struct arena arena = {0};
    struct column *columns;
    db_use_arena(trial->db, &arena);
    void *rows;
    size_t count = db_fetch(trial->db, &text_columns, NULL, &rows), done = 0;
    columns = rows;
    for (size_t i = 0; i < count; i++)
        done += !is_vital(&columns[i]) && make_hostile(trial->db, &arena, &columns[i]);
    printf("%zu of %zu columns of text made hostile\n", done, count);
    trial->failed += done == 0;
    arena_free(&arena);
}

/* The pages are those of the first walk: a code that became hostile leads nowhere, and may. */
void crawl(struct trial *trial)
{
    struct walk walk = {.trial = trial, .follows = true};
    walk_all(&walk);
    printf("%zu pages walked; most queries: %zu, %s\n", walk.count, walk.most_queries, walk.slowest);
    make_all_hostile(trial);
    walk.follows = false;
    for (size_t i = 0; i < walk.count; i++)
        visit(&walk, walk.addresses[i], walk.linked_from[i]);
    arena_free(&walk.arena);
}

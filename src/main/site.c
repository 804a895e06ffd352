/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A whole site in one process, for tests. */
#include "main/site.h"
#include "db/script.h"
#include "features/accounts/accounts.h"
#include "main/start.h"
#include "work.bake.h"
#include "work/job.h"
#include <stdlib.h>
#include <sodium.h>

enum { START = 1795000000, MOST_PARAMS = 64 };             /* 18 November 2026 */

/* Beside what tests see: what a browser would keep. */
struct browser { struct site site; bool json; const char *session, *flash; int64_t person_id; };

static void empty_database(struct db *db)
{
    if (!db_is_sqlite(db))
        db_script(db, "DROP SCHEMA public CASCADE; CREATE SCHEMA public;");
}

int site_open(void **state)
{
    struct browser *browser = calloc(1, sizeof *browser);
    const char *url = getenv("MAILLAGE_TEST_DB");
    if (!browser || sodium_init() < 0)
        return 1;
    struct site *site = &browser->site;
    site->now = START;
    site->db = db_open(url ? url : "sqlite::memory:");
    db_use_arena(site->db, &site->arena);
    empty_database(site->db);
    if (!start_migrate(site->db, START))
        fail_msg("migration: %s", db_failed(site->db));
    site->app = start_app(site->db);
    if (!app_check(&site->app))
        fail_msg("the tables of the program are wrong");
    *state = site;
    return 0;
}

int site_close(void **state)
{
    struct site *site = *state;
    db_close(site->db);
    arena_free(&site->arena);
    free(site);
    return 0;
}

int64_t sign_in(struct site *site, enum role role, enum scope scope, int64_t scope_id)
{
    struct browser *browser = (struct browser *)site;
    struct request *rq = site_request(site);
    char token[44], *email = arena_format(&site->arena, "person%lld@example.org", (long long)++browser->person_id);
    int64_t id = accounts_person(site->db, "Personne de test", email, site->now);
    if (role)
        accounts_grant(site->db, id, role, scope, scope_id, 0, site->now);
    accounts_open_session(rq, id, token);
    db_commit(site->db);
    browser->session = arena_text(&site->arena, token);
    return id;
}

void sign_out(struct site *site)
{
    ((struct browser *)site)->session = NULL;
}

void as_json(struct site *site)
{
    ((struct browser *)site)->json = true;
}

void pass_time(struct site *site, int64_t seconds)
{
    site->now += seconds;
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static char *decode(struct arena *arena, const char *text, size_t length)
{
    char *out = arena_copy(arena, text, length), *to = out;
    for (const char *from = out; *from; from++) {
        bool encoded = *from == '%' && hex_digit(from[1]) >= 0 && hex_digit(from[2]) >= 0;
        *to++ = encoded ? (char)(hex_digit(from[1]) * 16 + hex_digit(from[2])) : *from == '+' ? ' ' : *from;
        from += encoded ? 2 : 0;
    }
    *to = '\0';
    return out;
}

static void read_params(struct arena *arena, struct request *rq, const char *text)
{
    struct param *params = arena_array(arena, MOST_PARAMS, sizeof *params);
    while (text && *text && rq->param_count < MOST_PARAMS) {
        size_t length = strcspn(text, "&"), name = strcspn(text, "=&");
        const char *value = name < length ? text + name + 1 : text + length;
        params[rq->param_count++] = (struct param){decode(arena, text, name),
            decode(arena, value, (size_t)(text + length - value))};
        text += length + (text[length] == '&');
    }
    rq->params = params;
}

static const char *take_ending(struct request *rq, char *path)
{
    static const struct { const char *ending; enum shape shape; } endings[] = {
        {".json", AS_JSON}, {".csv", AS_CSV}, {".xlsx", AS_XLSX}, {".geojson", AS_GEOJSON}, {".ics", AS_ICS}, {".atom", AS_ATOM}};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (text_ends(path, endings[i].ending)) {
            path[strlen(path) - strlen(endings[i].ending)] = '\0';
            rq->shape = endings[i].shape;
        }
    return path;
}

/* What a browser would keep of the reply: the session and the message. */
static void keep_cookies(struct browser *browser)
{
    const struct reply *reply = &browser->site.last.reply;
    browser->flash = NULL;
    for (size_t i = 0; i < reply->cookie_count; i++) {
        const char *cookie = reply->cookies[i], *value = strchr(cookie, '=') + 1;
        char *kept = arena_copy(&browser->site.arena, value, strcspn(value, ";"));
        if (text_starts(cookie, "maillage="))
            browser->session = *kept ? kept : NULL;
        if (text_starts(cookie, "message="))
            browser->flash = *kept ? kept : NULL;
    }
}

static void ask(struct site *site, enum method method, const char *path, const char *query, const char *params)
{
    struct browser *browser = (struct browser *)site;
    struct request rq = {.method = method, .query = query ? query : "", .session_token = browser->session, .same_origin = true,
                         .host = "localhost", .language = "en", .now = site->now, .db = site->db, .arena = &site->arena,
                         .shape = browser->json ? AS_JSON : AS_HTML};
    rq.path = take_ending(&rq, arena_text(&site->arena, path));
    rq.cookie_header = browser->flash ? arena_format(&site->arena, "message=%s", browser->flash) : NULL;
    read_params(&site->arena, &rq, params);
    site->last = rq;
    app_handle(&site->app, &site->last);
    keep_cookies(browser);
}

void visit(struct site *site, const char *address)
{
    size_t path = strcspn(address, "?");
    const char *query = address[path] ? address + path + 1 : NULL;
    ask(site, GET, arena_copy(&site->arena, address, path), query, query);
}

void submit(struct site *site, const char *path, const char *body)
{
    ask(site, POST, path, NULL, body);
}

void follow(struct site *site)
{
    assert_non_null(site->last.reply.location);
    visit(site, site->last.reply.location);
}

struct request *site_request(struct site *site)
{
    struct request *rq = arena_alloc(&site->arena, sizeof *rq);
    *rq = (struct request){.method = POST, .path = "/", .query = "", .language = "en", .host = "localhost", .now = site->now,
                           .app = &site->app, .db = site->db, .arena = &site->arena};
    rq->reply.body.arena = &site->arena;
    db_use_arena(site->db, &site->arena);
    db_begin_write(site->db);
    return rq;
}

void run_jobs(struct site *site)
{
    while (job_run_one(site->db, &site->app, site->now))
        ;
    db_use_arena(site->db, &site->arena);
}

const char *last_mail(struct site *site, const char *to)
{
    struct outbox_last_to mail;
    return outbox_last_to(site->db, (struct outbox_last_to_args){.recipient = to}, &mail) ? mail.body : NULL;
}

const char *body(const struct site *site)
{
    return buffer_string(&site->last.reply.body);
}

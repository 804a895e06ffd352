/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A whole site in one process, for tests. */
#include "main/site.h"
#include "db/script.h"
#include "features/accounts/accounts.h"
#include "http/http.h"
#include "main/start.h"
#include "work.bake.h"
#include "work/job.h"
#include <stdlib.h>
#include <sodium.h>

enum { START = 1795000000, MOST_PARAMS = 256, MOST_COOKIES = 16 };   /* 18 November 2026 */

/* Beside what tests see: what a browser would keep. */
struct cookie { const char *name, *value; };
struct browser { struct site site; bool json; struct cookie cookies[MOST_COOKIES]; size_t cookie_count;
                 int64_t person_id; bool in_transaction; };

static struct browser *browser_of(struct site *site)
{
    return (struct browser *)site;
}

/* value NULL forgets it. */
static void keep_cookie(struct browser *browser, const char *name, const char *value)
{
    size_t place = 0;
    while (place < browser->cookie_count && !text_is(browser->cookies[place].name, name))
        place++;
    if (place == MOST_COOKIES)
        fail_msg("more than %d cookies", MOST_COOKIES);
    browser->cookies[place] = (struct cookie){name, value};
    if (place == browser->cookie_count)
        browser->cookie_count++;
}

static const char *kept_cookie(const struct browser *browser, const char *name)
{
    for (size_t i = 0; i < browser->cookie_count; i++)
        if (text_is(browser->cookies[i].name, name))
            return browser->cookies[i].value;
    return NULL;
}

static const char *cookie_header(struct browser *browser)
{
    struct buffer header = {.arena = &browser->site.arena};
    for (size_t i = 0; i < browser->cookie_count; i++)
        if (browser->cookies[i].value)
            buffer_format(&header, "%s%s=%s", header.length ? "; " : "", browser->cookies[i].name, browser->cookies[i].value);
    return header.text;
}

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

/* What a test did through site_request() is done before anything else happens. */
void site_commit(struct site *site)
{
    if (browser_of(site)->in_transaction)
        db_commit(site->db);
    browser_of(site)->in_transaction = false;
    if (db_failed(site->db))
        fail_msg("%s", db_failed(site->db));
}

int64_t sign_in(struct site *site, enum role role, enum scope scope, int64_t scope_id)
{
    struct request *rq = site_request(site);
    char token[44], *email = arena_format(&site->arena, "person%lld@example.org", (long long)++browser_of(site)->person_id);
    int64_t id = accounts_person(site->db, "Personne de test", email, site->now);
    if (role)
        accounts_grant(site->db, id, role, scope, scope_id, 0, site->now);
    accounts_open_session(rq, id, token);
    site_commit(site);
    keep_cookie(browser_of(site), "maillage", arena_text(&site->arena, token));
    return id;
}

void sign_out(struct site *site)
{
    keep_cookie(browser_of(site), "maillage", NULL);
}

void as_json(struct site *site)
{
    browser_of(site)->json = true;
}

void pass_time(struct site *site, int64_t seconds)
{
    site->now += seconds;
}

/* As the server decodes it. */
static char *decode(struct arena *arena, const char *text, size_t length)
{
    char *decoded = http_decode(arena, text, length, true);
    if (!decoded)
        fail_msg("the server would refuse %s", text);
    return decoded;
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

/* What a browser would do with "name=value; Path=/; Max-Age=60". */
static void keep_cookies(struct browser *browser)
{
    const struct reply *reply = &browser->site.last.reply;
    for (size_t i = 0; i < reply->cookie_count; i++) {
        const char *cookie = reply->cookies[i], *value = strchr(cookie, '=') + 1;
        const char *name = arena_copy(&browser->site.arena, cookie, strcspn(cookie, "="));
        bool forgotten = *value == ';' || strstr(value, "; Max-Age=0");
        keep_cookie(browser, name, forgotten ? NULL : arena_copy(&browser->site.arena, value, strcspn(value, ";")));
    }
}

static void ask(struct site *site, enum method method, const char *path, const char *query, const char *params)
{
    struct browser *browser = browser_of(site);
    struct request rq = {.method = method, .query = query ? query : "", .session_token = kept_cookie(browser, "maillage"),
                         .cookie_header = cookie_header(browser), .same_origin = true, .host = "localhost", .language = "en",
                         .now = site->now, .db = site->db, .arena = &site->arena,
                         .shape = browser->json ? AS_JSON : AS_HTML};
    site_commit(site);
    rq.path = take_ending(&rq, http_decode(&site->arena, path, strlen(path), false));
    assert_non_null(rq.path);
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
    site_commit(site);
    struct request *rq = arena_alloc(&site->arena, sizeof *rq);
    *rq = (struct request){.method = POST, .path = "/", .query = "", .language = "en", .host = "localhost", .now = site->now,
                           .app = &site->app, .db = site->db, .arena = &site->arena};
    rq->reply.body.arena = &site->arena;
    db_use_arena(site->db, &site->arena);
    db_begin_write(site->db);
    browser_of(site)->in_transaction = true;
    return rq;
}

void run_jobs(struct site *site)
{
    site_commit(site);
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

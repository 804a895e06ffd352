/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A whole site in one process, for tests. */
#include "main/site.h"
#include "db/script.h"
#include "features/accounts/accounts.h"
#include "main/serve.h"
#include "main/start.h"
#include "work.bake.h"
#include "work/job.h"
#include <stdlib.h>
#include <sodium.h>

enum { START = 1795000000, MOST_PARAMS = 256, MOST_COOKIES = 16 };   /* 18 November 2026 */

/* Beside what tests see: what a browser would keep. */
struct cookie { const char *name, *value; };
struct browser { struct site site; bool json; struct cookie cookies[MOST_COOKIES]; size_t cookie_count;
                 int64_t person_id; bool in_transaction; const char *bearer; };

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

static const char *cookie_header(struct browser *browser)
{
    struct buffer header = {.arena = &browser->site.arena};
    for (size_t i = 0; i < browser->cookie_count; i++)
        if (browser->cookies[i].value)
            buffer_format(&header, "%s%s=%s", header.length ? "; " : "", browser->cookies[i].name,
                          browser->cookies[i].value);
    return header.text;
}

/* Making the tables of PostgreSQL takes long, emptying them does not: once made, they are put back as they were. */
static const char keep_tables[] =
    "DROP SCHEMA IF EXISTS kept CASCADE; CREATE SCHEMA kept;"
    "DO $$ DECLARE one record; BEGIN"
    "  FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP"
    "    EXECUTE format('CREATE TABLE kept.%I AS SELECT * FROM public.%I', one.tablename, one.tablename);"
    "  END LOOP;"
    "  CREATE TABLE kept.\" sequences\" AS"
    "    SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public';"
    "END $$";

static const char put_tables_back[] =
    "SET session_replication_role = replica;"
    "DO $$ DECLARE one record; found boolean; names text; BEGIN"
    "  FOR one IN SELECT tablename, EXISTS (SELECT 1 FROM pg_tables AS k WHERE k.schemaname = 'kept'"
    "             AND k.tablename = p.tablename) AS known FROM pg_tables AS p WHERE schemaname = 'public' LOOP"
    "    IF NOT one.known THEN EXECUTE format('DROP TABLE public.%I CASCADE', one.tablename); CONTINUE; END IF;"
    "    EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I)', one.tablename) INTO found;"
    "    IF found THEN EXECUTE format('DELETE FROM public.%I', one.tablename); END IF;"
    "    EXECUTE format('SELECT EXISTS (SELECT 1 FROM kept.%I)', one.tablename) INTO found;"
    "    IF found THEN"
    "      SELECT string_agg(quote_ident(column_name), ', ') INTO names FROM information_schema.columns"
    "        WHERE table_schema = 'public' AND table_name = one.tablename AND is_generated = 'NEVER';"
    "      EXECUTE format('INSERT INTO public.%I (%s) SELECT %s FROM kept.%I', one.tablename, names, names,"
    "                     one.tablename);"
    "    END IF;"
    "  END LOOP;"
    "  FOR one IN SELECT k.sequencename, k.last_value FROM kept.\" sequences\" AS k JOIN pg_sequences AS s"
    "             ON s.schemaname = 'public' AND s.sequencename = k.sequencename"
    "             AND s.last_value IS DISTINCT FROM k.last_value LOOP"
    "    PERFORM setval(format('public.%I', one.sequencename), coalesce(one.last_value, 1),"
    "                   one.last_value IS NOT NULL);"
    "  END LOOP;"
    "END $$; SET session_replication_role = origin;";

static void make_tables(struct db *db)
{
    static bool made;                      /* by this process: what an earlier one left is not trusted */
    if (!db_is_sqlite(db) && made) {
        db_script(db, put_tables_back);
    } else {
        if (!db_is_sqlite(db))
            db_script(db, "DROP SCHEMA public CASCADE; CREATE SCHEMA public;");
        start_migrate(db, START);
        if (!db_is_sqlite(db))
            db_script(db, keep_tables);
        made = true;
    }
    if (db_failed(db))
        fail_msg("the tables cannot be made: %s", db_failed(db));
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
    make_tables(site->db);
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
    char token[44], *email = arena_format(&site->arena, "person%lld@example.org",
                                          (long long)++browser_of(site)->person_id);
    int64_t id = accounts_person(site->db, "Personne de test", email, site->now);
    if (role)
        accounts_grant(site->db, id, role, scope, scope_id, 0, site->now);
    accounts_open_session(rq, id, token);
    site_commit(site);
    keep_cookie(browser_of(site), "maillage", arena_text(&site->arena, token));
    return id;
}

void come_back(struct site *site, int64_t person_id)
{
    struct request *rq = site_request(site);
    char token[44];
    accounts_open_session(rq, person_id, token);
    site_commit(site);
    keep_cookie(browser_of(site), "maillage", arena_text(&site->arena, token));
}

void sign_out(struct site *site)
{
    keep_cookie(browser_of(site), "maillage", NULL);
}

void as_program(struct site *site, const char *token)
{
    browser_of(site)->bearer = token ? arena_format(&site->arena, "Bearer %s", token) : NULL;
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

static void add_pairs(struct arena *arena, struct http_request *from, const char *text)
{
    struct http_pair *pairs = arena_array(arena, MOST_PARAMS, sizeof *pairs);
    if (from->pair_count)
        memcpy(pairs, from->pairs, from->pair_count * sizeof *pairs);
    while (text && *text && from->pair_count < MOST_PARAMS) {
        size_t length = strcspn(text, "&"), name = strcspn(text, "=&");
        size_t value = name < length ? name + 1 : length;
        pairs[from->pair_count++] = (struct http_pair){decode(arena, text, name),
                                                       decode(arena, text + value, length - value)};
        text += length + (text[length] == '&');
    }
    from->pairs = pairs;
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

/* A browser's request, through the same bridge as one that came by a socket; but its hour is the test's. */
static void ask(struct site *site, struct http_request from)
{
    struct browser *browser = browser_of(site);
    struct http_header headers[6] = {
        {"Host", "localhost"}, {"Accept-Language", "en"}, {"Sec-Fetch-Site", "same-origin"},
        {"Accept", browser->json ? "application/json" : "text/html"}};
    const char *cookies = browser->bearer ? NULL : cookie_header(browser);
    struct serving serving = {.app = site->app};
    site_commit(site);
    from.headers = headers;
    from.header_count = 4;
    if (browser->bearer)
        headers[from.header_count++] = (struct http_header){"Authorization", browser->bearer};
    if (cookies)
        headers[from.header_count++] = (struct http_header){"Cookie", cookies};
    from.arena = &site->arena;
    site->last = (struct request){.db = site->db};
    bool read = bridge_request(&serving, &from, &site->last);
    site->last.now = site->now;
    if (read)
        app_handle(&site->app, &site->last);
    keep_cookies(browser);
}

void visit(struct site *site, const char *address)
{
    size_t path = strcspn(address, "?");
    struct http_request from = {.method = "GET", .target = arena_copy(&site->arena, address, path),
                                .query = address[path] ? address + path + 1 : ""};
    add_pairs(&site->arena, &from, from.query);
    ask(site, from);
}

void submit(struct site *site, const char *path, const char *form)
{
    submit_file(site, path, form, NULL);
}

void submit_file(struct site *site, const char *path, const char *form, const struct upload *file)
{
    struct http_file sent = {0};
    size_t length = strcspn(path, "?");
    struct http_request from = {.method = "POST", .target = arena_copy(&site->arena, path, length),
                                .query = path[length] ? path + length + 1 : "", .files = &sent,
                                .file_count = file != NULL};
    if (file)
        sent = (struct http_file){file->field, file->name, file->type, file->data, file->length};
    add_pairs(&site->arena, &from, from.query);
    add_pairs(&site->arena, &from, form);
    ask(site, from);
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
    *rq = (struct request){.method = POST, .path = "/", .query = "", .language = "en", .host = "localhost",
                           .now = site->now,
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

void site_expect_status(const struct site *site, int wanted, const char *file, int line)
{
    if (site->last.reply.status == wanted)
        return;
    print_error("%s: status %d, expected %d\n%s\n", site->last.path, site->last.reply.status, wanted, body(site));
    _fail(file, line);
}

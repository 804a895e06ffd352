/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The gate: which requests reach a handler, and what becomes of what it wrote. */
#include "db/baked.h"
#include "db/script.h"
#include "main/site.h"
#include "web/limits.h"
#include "web/web_testing.h"

/* --- a feature of the tests --------------------------------------------------------------------------------------- */

static const struct permission prune = {"prune", N_("Prune"), ROLE_AGENT};

struct text_args { const char *name; };
struct total { int64_t total; };
static const struct db_field name_field[] = {{"name", DB_TEXT, 0, false}};
static const struct db_field total_field[] = {{"total", DB_INT, 0, false}};
static const struct db_query tree_add = {"tree_add", "INSERT INTO tree (name) VALUES (?1)",
                                         "INSERT INTO tree (name) VALUES ($1)",
                                         name_field, 1, NULL, 0, 0};
static const struct db_query tree_count = {"tree_count", "SELECT count(*) AS total FROM tree",
                                           "SELECT count(*) AS total FROM tree", NULL, 0, total_field, 1,
                                           sizeof(struct total)};

static void add_tree(struct db *db, const char *name)
{
    void *rows;
    db_fetch(db, &tree_add, &(struct text_args){name}, &rows);
}

static int64_t trees(struct db *db)
{
    void *rows;
    return db_fetch(db, &tree_count, NULL, &rows) ? ((struct total *)rows)->total : -1;
}

static void say_route(struct request *rq)
{
    struct buffer out = {.arena = rq->arena};
    const char *code = route_code(rq);
    buffer_format(&out, "%s id=%lld code=%s", rq->route->path, (long long)route_id(rq), code ? code : "none");
    reply_bytes(rq, "text/plain", NULL, out.text, out.length);
}

static void plant(struct request *rq)
{
    add_tree(rq->db, param_text(rq, "nom") ? param_text(rq, "nom") : "oak");
    reply_cookie(rq, "planted", "yes", 0);
    if (param_text(rq, "refus"))
        reply_refused(rq, CONFLICT, "No room.");
    else
        reply_done(rq, "/arbres", "Planted & watered.");
    rq->reply.keep = param_text(rq, "garder") != NULL;
}

static void plant_by_get(struct request *rq)
{
    add_tree(rq->db, "sneaked");
    reply_see(rq, "/arbres");
}

static void make_no_reply(struct request *rq)
{
    add_tree(rq->db, "lost");
}

static void send_elsewhere(struct request *rq)
{
    reply_see(rq, param_text(rq, "retour"));
}

static void show_everything(struct request *rq)
{
    struct form_view form = form_empty(rq, &every_form);
    form_reply(rq, &form);
}

static void break_something(struct request *rq)
{
    add_tree(rq->db, "much too long a name for a tree");
    reply_done(rq, "/tout", "Done.");
}

static void take_everything(struct request *rq)
{
    struct every_value values = {0};
    if (read_form(rq, &every_form, &values))
        reply_created(rq, "/tout", 12);
}

static const struct route routes[] = {
    {GET,  "/arbres",              say_route,       &anyone},
    {POST, "/arbres",              plant,           &anyone, LIMIT_WRITE},
    {GET,  "/arbres/:id",          say_route,       &anyone},
    {GET,  "/arbres/:id/feuilles/:code", say_route, &anyone},
    {GET,  "/arbres/:code/couper", say_route,       &anyone},
    {GET,  "/arbres/nouveau",      say_route,       &anyone},
    {GET,  "/arbres/:code",        say_route,       &anyone},
    {GET,  "/glisser",             plant_by_get,    &anyone},
    {POST, "/muet",                make_no_reply,   &anyone},
    {GET,  "/ailleurs",            send_elsewhere,  &anyone},
    {GET,  "/prive",               say_route,       &signed_in},
    {GET,  "/elaguer",             say_route,       &prune},
    {POST, "/elaguer",             plant,           &prune},
    {GET,  "/tout",                show_everything, &anyone},
    {POST, "/tout",                take_everything, &anyone, LIMIT_PUBLIC_WRITE, &every_form},
    {POST, "/casser",              break_something, &anyone, LIMIT_PUBLIC_WRITE, &every_form},
    {GET,  "/chercher",            say_route,       &anyone, LIMIT_SEARCH},
    {0}
};
static const struct migration no_migrations[] = {{0}};
static const struct feature trees_feature = {.name = "trees", .migrations = no_migrations, .routes = routes};
static const struct feature *const only_trees[] = {&trees_feature, NULL};

static int trees_open(void **state)
{
    site_open(state);
    struct site *site = *state;
    db_script(site->db, "CREATE TABLE tree (name TEXT NOT NULL UNIQUE CHECK (length(name) < 20))");
    site->app.features = only_trees;
    site->app.limits = limits_make(&site->arena);
    return 0;
}

#define AMONG_TREES(sentence, function) {sentence, function, trees_open, site_close, NULL}

/* A request as a hostile or an old browser makes it; the caller changes what it means to. */
static struct request foreign(struct site *site, const char *path, const char *body)
{
    struct request rq = {.method = POST, .path = path, .query = "", .language = "en", .now = site->now, .db = site->db,
                         .arena = &site->arena, .shape = AS_HTML, .address = "192.0.2.7"};
    read_pairs(&rq, body);
    return rq;
}

/* --- routes ------------------------------------------------------------------------------------------------------- */

static void paths_find_their_route(void **state)
{
    struct site *site = *state;
    static const struct { const char *path, *said; } cases[] = {
        {"/arbres", "/arbres id=0 code=none"}, {"/arbres/12", "/arbres/:id id=12 code=none"},
        {"/arbres/nouveau", "/arbres/nouveau id=0 code=none"}, {"/arbres/chene", "/arbres/:code id=0 code=chene"},
        {"/arbres/7/feuilles/12", "/arbres/:id/feuilles/:code id=7 code=12"},
        {"/arbres/12/couper", "/arbres/:code/couper id=0 code=12"},
        {"/arbres/1234567890123456789", "/arbres/:code id=0 code=1234567890123456789"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        visit(site, cases[i].path);
        assert_string_equal(body(site), cases[i].said);
    }
}

static void what_is_not_there_is_not_found(void **state)
{
    struct site *site = *state;
    const char *const paths[] = {"/arbre", "/arbres/12/", "/arbres/a%2Fb", "/arbres/a%20b", "/arbresx", "/arbres//x",
                                 "/",
                                 "/arbres/%3Cscript%3E"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        visit(site, paths[i]);
        if (site->last.reply.status == SEE_OTHER)
            continue;                                      /* a slash too many */
        expect_status(site, NOT_FOUND);
        expect_text(site, "<h1");
        expect_no_text(site, "<script>");
    }
    as_json(site);
    visit(site, "/rien");
    assert_string_equal(body(site), "{\"status\":404,\"error\":\"It may have been removed, or the address is not "
                                    "whole. Search from the home page.\"}");
}

static void a_slash_too_many_is_forgiven(void **state)
{
    struct site *site = *state;
    visit(site, "/arbres/12/");
    expect_status(site, SEE_OTHER);
    assert_string_equal(site->last.reply.location, "/arbres/12");
    visit(site, "//");
    expect_status(site, SEE_OTHER);
    assert_string_equal(site->last.reply.location, "/");
}

static void another_method_is_named(void **state)
{
    struct site *site = *state;
    visit(site, "/muet");
    expect_status(site, NOT_ALLOWED);
    assert_string_equal(site->last.reply.allow, "POST");
    submit(site, "/prive", "");
    expect_status(site, NOT_ALLOWED);
    assert_string_equal(site->last.reply.allow, "GET, HEAD");
}

/* --- who ---------------------------------------------------------------------------------------------------------- */

static void a_visitor_is_led_to_sign_in_and_back(void **state)
{
    struct site *site = *state;
    visit(site, "/prive?a=1&b=%C3%A9");
    expect_status(site, SEE_OTHER);
    assert_string_equal(site->last.reply.location, "/connexion?retour=%2Fprive%3Fa%3D1%26b%3D%25C3%25A9");
    submit(site, "/elaguer", "");
    expect_status(site, UNAUTHORISED);
    as_json(site);
    visit(site, "/prive");
    expect_status(site, UNAUTHORISED);
    expect_text(site, "\"status\":401");
}

static void a_role_opens_what_it_may(void **state)
{
    struct site *site = *state;
    sign_in(site, ROLE_READER, SCOPE_SITE, 0);
    visit(site, "/elaguer");
    expect_status(site, FORBIDDEN);
    visit(site, "/prive");
    expect_status(site, OK);
    sign_in(site, ROLE_AGENT, SCOPE_TERRITORY, 4);
    visit(site, "/elaguer");
    expect_status(site, OK);
    sign_in(site, ROLE_ADMIN, SCOPE_SITE, 0);
    visit(site, "/elaguer");
    expect_status(site, OK);
}

static void a_role_holds_where_it_was_given(void **state)
{
    const struct held_role roles[] = {{ROLE_AGENT, SCOPE_TERRITORY, 4}, {ROLE_READER, SCOPE_SITE, 0}};
    struct user user = {.id = 1, .roles = roles, .role_count = 2};
    struct request rq = {.user = &user}, visitor = {0};
    assert_true(may(&rq, &prune));
    assert_true(may_in(&rq, &prune, SCOPE_TERRITORY, 4));
    assert_false(may_in(&rq, &prune, SCOPE_TERRITORY, 5));
    assert_false(may_in(&rq, &prune, SCOPE_ORGANISATION, 4));
    assert_false(may_in(&rq, &prune, SCOPE_SITE, 0));
    assert_false(may(&rq, &administer));
    assert_false(may_in(&visitor, &signed_in, SCOPE_SITE, 0));
    assert_true(may_in(&visitor, &anyone, SCOPE_SITE, 0));
}

static void a_session_left_alone_still_writes(void **state)
{
    struct site *site = *state;
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    pass_time(site, 3600);
    submit(site, "/elaguer", "nom=elm");
    expect_status(site, SEE_OTHER);
}

/* --- writes ------------------------------------------------------------------------------------------------------- */

static void a_write_and_its_reply_are_one(void **state)
{
    struct site *site = *state;
    submit(site, "/arbres", "nom=elm");
    expect_status(site, SEE_OTHER);
    assert_int_equal(trees(site->db), 1);
    submit(site, "/arbres", "nom=ash&refus=1");
    expect_status(site, CONFLICT);
    expect_text(site, "No room.");
    assert_int_equal(trees(site->db), 1);
    submit(site, "/arbres", "nom=ash&refus=1&garder=1");
    expect_status(site, CONFLICT);
    assert_int_equal(trees(site->db), 2);
}

static void a_conflict_is_said_and_nothing_is_kept(void **state)
{
    struct site *site = *state;
    submit(site, "/arbres", "nom=elm");
    submit(site, "/arbres", "nom=elm");
    expect_status(site, CONFLICT);
    expect_text(site, "Somebody else changed this meanwhile");
    assert_int_equal(site->last.reply.cookie_count, 1);    /* the message of the first one, shown: it is forgotten */
    assert_contains(site->last.reply.cookies[0], "message=; ");
    assert_null(site->last.reply.location);
    assert_int_equal(trees(site->db), 1);
}

static void a_page_that_is_read_writes_nothing(void **state)
{
    struct site *site = *state;
    visit(site, "/glisser");
    expect_status(site, BROKEN);
    assert_int_equal(trees(site->db), 0);
}

static void a_handler_without_a_reply_is_a_defect(void **state)
{
    struct site *site = *state;
    submit(site, "/muet", "");
    expect_status(site, BROKEN);
    expect_text(site, "Something broke on our side");
    assert_int_equal(trees(site->db), 0);
}

/* A broken CHECK is a conflict between what was there and what was sent. */
static void a_failed_write_gives_the_form_back(void **state)
{
    struct site *site = *state;
    submit(site, "/casser", "titre=Un+four&recit=longue+histoire");
    expect_status(site, CONFLICT);
    expect_text(site, "value=\"Un four\"");
    expect_text(site, "longue histoire</textarea>");
    expect_text(site, "Somebody else changed this meanwhile.");
    assert_int_equal(site->last.reply.cookie_count, 0);
    struct request rq = {0};
    for (int i = 0; i < 500 && rq.reply.status != TOO_MANY; i++) {
        rq = foreign(site, "/tout", "titre=Un+four");
        rq.same_origin = true;
        app_handle(&site->app, &rq);
    }
    assert_int_equal(rq.reply.status, TOO_MANY);
    assert_true(rq.reply.retry_after > 0);
    assert_contains(buffer_string(&rq.reply.body), "value=\"Un four\"");
}

/* --- forgery ------------------------------------------------------------------------------------------------------ */

static void a_form_from_elsewhere_does_nothing(void **state)
{
    struct site *site = *state;
    struct request rq = foreign(site, "/arbres", "nom=elm");
    app_handle(&site->app, &rq);
    assert_int_equal(rq.reply.status, FORBIDDEN);
    assert_contains(buffer_string(&rq.reply.body), "another site");
    rq = foreign(site, "/arbres", "nom=elm&csrf=");
    app_handle(&site->app, &rq);
    assert_int_equal(rq.reply.status, FORBIDDEN);
    assert_int_equal(trees(site->db), 0);
}

static const char *token_of_page(struct site *site, const char *page)
{
    const char *at = strstr(page, "name=\"csrf\" value=\"");
    assert_non_null(at);
    at += strlen("name=\"csrf\" value=\"");
    return arena_copy(&site->arena, at, strcspn(at, "\""));
}

/* The token that this visitor's page holds. */
static const char *visitor_page_token(struct site *site)
{
    struct request page = foreign(site, "/tout", "");
    page.method = GET;
    app_handle(&site->app, &page);
    return token_of_page(site, buffer_string(&page.reply.body));
}

static void an_old_browser_is_known_by_its_token(void **state)
{
    struct site *site = *state;
    const char *token = visitor_page_token(site);
    struct request rq = foreign(site, "/arbres", arena_format(&site->arena, "nom=elm&csrf=%s", token));
    app_handle(&site->app, &rq);
    assert_int_equal(rq.reply.status, SEE_OTHER);
    rq = foreign(site, "/arbres", arena_format(&site->arena, "nom=ash&csrf=%s", token));
    rq.now += 86400;
    app_handle(&site->app, &rq);
    assert_int_equal(rq.reply.status, SEE_OTHER);
    rq = foreign(site, "/arbres", arena_format(&site->arena, "nom=fir&csrf=%s", token));
    rq.now += 2 * 86400;
    app_handle(&site->app, &rq);
    assert_int_equal(rq.reply.status, FORBIDDEN);
    rq = foreign(site, "/arbres", arena_format(&site->arena, "nom=fir&csrf=%s", token));
    rq.address = "192.0.2.8";
    app_handle(&site->app, &rq);
    assert_int_equal(rq.reply.status, FORBIDDEN);
}

static void a_session_has_a_token_of_its_own(void **state)
{
    struct site *site = *state;
    const char *visitors = visitor_page_token(site);
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    visit(site, "/tout");
    const char *session = arena_text(&site->arena, site->last.session_token), *token = token_of_page(site, body(site));
    struct request rq = foreign(site, "/elaguer", arena_format(&site->arena, "nom=elm&csrf=%s", visitors));
    rq.session_token = session;
    app_handle(&site->app, &rq);
    assert_int_equal(rq.reply.status, FORBIDDEN);
    rq = foreign(site, "/elaguer", arena_format(&site->arena, "nom=elm&csrf=%s", token));
    rq.session_token = session;
    app_handle(&site->app, &rq);
    assert_int_equal(rq.reply.status, SEE_OTHER);
}

static void a_refused_token_gives_the_form_back(void **state)
{
    struct site *site = *state;
    struct request rq = foreign(site, "/tout", "titre=Un+four+%3Ccommun%3E&csrf=old&secret=abcdef");
    app_handle(&site->app, &rq);
    const char *page = buffer_string(&rq.reply.body);
    assert_int_equal(rq.reply.status, FORBIDDEN);
    assert_contains(page, "value=\"Un four &lt;commun&gt;\"");
    assert_contains(page, "send it again");
    assert_lacks(page, "abcdef");
    rq = foreign(site, "/tout", arena_format(&site->arena, "titre=Un+four&csrf=%s", token_of_page(site, page)));
    app_handle(&site->app, &rq);
    assert_int_equal(rq.reply.status, SEE_OTHER);
    assert_string_equal(rq.reply.location, "/tout/12");
}

/* --- links -------------------------------------------------------------------------------------------------------- */

static void nobody_is_sent_elsewhere(void **state)
{
    struct site *site = *state;
    static const struct { const char *asked, *sent; } cases[] = {
        {"/arbres/12?a=b", "/arbres/12?a=b"}, {"//evil.example", "/"}, {"/%5Cevil.example", "/"},
        {"https://evil.example", "/"},
        {"/%09/evil.example", "/"}, {"/a%0D%0ASet-Cookie:x", "/"}, {"javascript:alert(1)", "/"}, {"", "/"},
        {"arbres", "/"},
        {"/for%C3%AAt/a%20b%22", "/for%C3%AAt/a%20b%22"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer address = {.arena = &site->arena};
        buffer_text(&address, "/ailleurs?retour=");
        for (const char *at = cases[i].asked; *at; at++)
            *at == '&' ? buffer_text(&address, "%26") : buffer_char(&address, *at);
        visit(site, address.text);
        assert_string_equal(site->last.reply.location, cases[i].sent);
    }
}

/* --- limits ------------------------------------------------------------------------------------------------------- */

static void too_many_requests_wait(void **state)
{
    struct site *site = *state;
    struct request rq = {0};
    int passed = 0;
    for (int i = 0; i < 500 && rq.reply.status != TOO_MANY; i++, passed++) {
        rq = foreign(site, "/chercher", "");
        rq.method = GET;
        rq.address = "198.51.100.1";
        app_handle(&site->app, &rq);
    }
    assert_int_equal(rq.reply.status, TOO_MANY);
    assert_true(passed > 30 && rq.reply.retry_after > 0 && rq.reply.retry_after <= 60);
    assert_contains(buffer_string(&rq.reply.body), "<h1");
    rq = foreign(site, "/chercher", "");
    rq.method = GET;
    rq.address = "198.51.100.2";
    app_handle(&site->app, &rq);
    assert_int_equal(rq.reply.status, OK);
}

/* --- tables ------------------------------------------------------------------------------------------------------- */

static bool starts_with(struct site *site, const struct route *table)
{
    const struct feature feature = {.name = "wrong", .routes = table};
    const struct feature *const features[] = {&feature, NULL};
    struct app app = site->app;
    app.features = features;
    return app_check(&app);
}

static void wrong_tables_do_not_start(void **state)
{
    static const struct field misplaced[] = {{WHOLE, "n", N_("N"), TEXT_IN(every_value, title)}, {0}};
    static const struct field without_choices[] = {{CHOICE, "n", N_("N"), TEXT_IN(every_value, title)}, {0}};
    static const struct field twice[] = {{TEXT, "n", N_("N"), TEXT_IN(every_value, title)},
                                         {TEXT, "n", N_("N"), TEXT_IN(every_value, note)}, {0}};
    static const struct form forms[] = {{N_("F"), "/f", N_("Send"), misplaced},
                                        {N_("F"), "/f", N_("Send"), without_choices},
                                        {N_("F"), "/f", N_("Send"), twice}, {N_("F"), "/f", NULL, every_field}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        assert_false(starts_with(*state, (struct route[]){{POST, "/f", plant, &anyone, LIMIT_WRITE, &forms[i]}, {0}}));
    assert_false(starts_with(*state, (struct route[]){{GET, "/a", say_route, NULL}, {0}}));
    assert_false(starts_with(*state, (struct route[]){{GET, "/a", say_route, &anyone}, {GET, "/a", plant, &anyone},
                                                      {0}}));
    assert_false(starts_with(*state, (struct route[]){{GET, "/:id/:id/:id", say_route, &anyone}, {0}}));
    assert_false(starts_with(*state, (struct route[]){{GET, "/a", NULL, &anyone}, {0}}));
    assert_true(starts_with(*state, routes));
}

const struct CMUnitTest web_gate_tests[] = {
    AMONG_TREES("paths find their route and give their holes", paths_find_their_route),
    AMONG_TREES("what is not there is not found", what_is_not_there_is_not_found),
    AMONG_TREES("a slash too many is forgiven", a_slash_too_many_is_forgiven),
    AMONG_TREES("the method that would do is named", another_method_is_named),
    AMONG_TREES("a visitor is led to sign in, and back", a_visitor_is_led_to_sign_in_and_back),
    AMONG_TREES("a role opens what it may", a_role_opens_what_it_may),
    AMONG_TREES("a role holds where it was given", a_role_holds_where_it_was_given),
    AMONG_TREES("a session left alone for an hour still writes", a_session_left_alone_still_writes),
    AMONG_TREES("a write and its reply are one", a_write_and_its_reply_are_one),
    AMONG_TREES("a conflict is said and nothing is kept", a_conflict_is_said_and_nothing_is_kept),
    AMONG_TREES("a page that is read writes nothing", a_page_that_is_read_writes_nothing),
    AMONG_TREES("a handler without a reply is a defect", a_handler_without_a_reply_is_a_defect),
    AMONG_TREES("a failed write gives the form back, filled", a_failed_write_gives_the_form_back),
    AMONG_TREES("a form from elsewhere does nothing", a_form_from_elsewhere_does_nothing),
    AMONG_TREES("an old browser is known by its token, for a day", an_old_browser_is_known_by_its_token),
    AMONG_TREES("a session has a token of its own", a_session_has_a_token_of_its_own),
    AMONG_TREES("a refused token gives the form back, to send again", a_refused_token_gives_the_form_back),
    AMONG_TREES("nobody is sent elsewhere by a link to us", nobody_is_sent_elsewhere),
    AMONG_TREES("too many requests of one address wait", too_many_requests_wait),
    AMONG_TREES("wrong tables do not start", wrong_tables_do_not_start),
    {0}
};

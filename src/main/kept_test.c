/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pages kept for visitors: what may be given again, and what must be made anew. */
#include "main/serve.h"
#include "main/site.h"

/* One visitor's request; changed by a test before it is asked. */
struct visitor { struct site *site; struct kept *kept; struct http_request from; struct request rq; };

static struct visitor visitor_of(struct site *site, struct kept *kept)
{
    struct visitor visitor = {site, kept, {.method = "GET"}, {.method = GET, .path = "/besoins", .query = "page=2",
        .language = "fr", .host = "maillage.example", .csrf = "0123456789abcdef", .now = site->now,
        .arena = &site->arena, .db = site->db}};
    site_commit(site);
    db_use_arena(site->db, &site->arena);
    return visitor;
}

/* What this visitor reads; text is what the page would say if it were made now. */
static const char *reads(struct visitor visitor, const char *text)
{
    struct request *rq = &visitor.rq;
    rq->reply.body.arena = rq->arena;
    if (kept_take(visitor.kept, &visitor.from, rq))
        return rq->reply.body.text;
    rq->reply.status = rq->reply.status ? rq->reply.status : OK;
    buffer_text(&rq->reply.body, text);
    kept_put(visitor.kept, rq);
    return text;
}

static void a_page_is_made_once_while_nobody_writes(void **state)
{
    struct site *site = *state;
    struct visitor visitor = visitor_of(site, kept_make(&site->arena));
    assert_string_equal(reads(visitor, "one"), "one");
    assert_string_equal(reads(visitor, "two"), "one");
    visitor.rq.address = "192.0.2.99";
    assert_string_equal(reads(visitor, "three"), "one");
    kept_end(visitor.kept);
    assert_string_equal(reads(visitor, "four"), "four");
    kept_end(visitor.kept);
}

static void a_write_makes_every_page_anew(void **state)
{
    struct site *site = *state;
    struct visitor visitor = visitor_of(site, kept_make(&site->arena));
    assert_string_equal(reads(visitor, "one"), "one");
    sign_in(site, ROLE_MEMBER, SCOPE_SITE, 0);
    site_commit(site);
    assert_string_equal(reads(visitor, "two"), "two");
    assert_string_equal(reads(visitor, "three"), "two");
    kept_end(visitor.kept);
}

static void a_page_kept_is_ten_seconds_old_at_most(void **state)
{
    struct site *site = *state;
    struct visitor visitor = visitor_of(site, kept_make(&site->arena));
    reads(visitor, "one");
    visitor.rq.now += 9;
    assert_string_equal(reads(visitor, "two"), "one");
    visitor.rq.now += 1;
    assert_string_equal(reads(visitor, "three"), "three");
    visitor.rq.now -= 60;                                  /* the clock was put back */
    assert_string_equal(reads(visitor, "four"), "four");
    kept_end(visitor.kept);
}

static void another_address_language_or_host_is_another_page(void **state)
{
    struct site *site = *state;
    struct visitor visitor = visitor_of(site, kept_make(&site->arena)), other;
    reads(visitor, "one");
    other = visitor, other.rq.path = "/ressources";
    assert_string_equal(reads(other, "other path"), "other path");
    other = visitor, other.rq.query = "page=3";
    assert_string_equal(reads(other, "other query"), "other query");
    other = visitor, other.rq.language = "en";
    assert_string_equal(reads(other, "other language"), "other language");
    other = visitor, other.rq.host = "attacker.example";
    assert_string_equal(reads(other, "other host"), "other host");
    other = visitor, other.rq.secure = true;
    assert_string_equal(reads(other, "over https"), "over https");
    other = visitor, other.rq.shape = AS_JSON;
    assert_string_equal(reads(other, "as JSON"), "as JSON");
    other = visitor, other.rq.path = "/besoins\npage=2", other.rq.query = "";
    assert_string_equal(reads(other, "a line break"), "a line break");
    assert_string_equal(reads(visitor, "two"), "one");
    kept_end(visitor.kept);
}

/* Asks twice: the second page is made as well. */
static void expect_never_kept(struct visitor visitor, const char *what)
{
    reads(visitor, what);
    assert_string_equal(reads(visitor, "made again"), "made again");
}

static void what_is_one_persons_is_never_kept(void **state)
{
    struct site *site = *state;
    struct user user = {.id = 1};
    struct visitor visitor = visitor_of(site, kept_make(&site->arena)), other;
    expect_never_kept(visitor, "a form with csrf=0123456789abcdef");
    other = visitor, other.rq.cookie_header = "maillage=abc";
    expect_never_kept(other, "with a cookie");
    other = visitor, other.rq.bearer = "abc";
    expect_never_kept(other, "with a token");
    other = visitor, other.rq.user = &user;
    expect_never_kept(other, "of somebody");
    other = visitor, other.rq.path = "/besoins/suivi/abcdefghijklmnopqrstuvwxyz";
    expect_never_kept(other, "by a private link");
    kept_end(visitor.kept);
}

static void what_is_no_plain_page_is_never_kept(void **state)
{
    struct site *site = *state;
    struct visitor visitor = visitor_of(site, kept_make(&site->arena)), other;
    other = visitor, other.rq.method = POST;
    expect_never_kept(other, "a write");
    other = visitor, other.rq.shape = AS_CSV;
    expect_never_kept(other, "an export");
    other = visitor, other.rq.reply.status = NOT_FOUND;
    expect_never_kept(other, "a refusal");
    other = visitor, other.rq.reply.cookies[0] = "a=b", other.rq.reply.cookie_count = 1;
    expect_never_kept(other, "a cookie");
    other = visitor, other.from.body_length = 2;
    expect_never_kept(other, "an answer to a body");
    other = visitor, other.rq.query = memset(arena_alloc(&site->arena, 1001), 'a', 1000);
    expect_never_kept(other, "a long question");
    char *large = arena_alloc(&site->arena, 100001);
    expect_never_kept(visitor, memset(large, 'a', 100000));
    assert_false(kept_take(NULL, &visitor.from, &visitor.rq));
    kept_end(visitor.kept);
}

const struct CMUnitTest kept_tests[] = {
    ON_A_SITE("a page is made once while nobody writes", a_page_is_made_once_while_nobody_writes),
    ON_A_SITE("a write makes every page anew", a_write_makes_every_page_anew),
    ON_A_SITE("a page kept is ten seconds old at most", a_page_kept_is_ten_seconds_old_at_most),
    ON_A_SITE("another address, language or host is another page", another_address_language_or_host_is_another_page),
    ON_A_SITE("what is one person's is never kept", what_is_one_persons_is_never_kept),
    ON_A_SITE("what is no plain page is never kept", what_is_no_plain_page_is_never_kept),
    {0}
};

/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pages made for visitors, kept by each worker as long as they would be made the same: the start of a meeting, a link
 * in a newsletter or a robot ask for the same few pages a thousand times. */
#include <string.h>
#include "db/db.h"
#include "main/serve.h"

enum { MOST_PAGES = 32, MOST_KEPT = 48 * 1024, LONGEST_ASKED = 600, SECONDS = 10, SECRET_SEGMENT = 20 };

/* One page. stamp: of the database before it was made; 0: nothing stands here. */
struct kept_page { uint64_t stamp; int64_t made; const char *asked; struct reply reply; struct arena arena; };
struct kept {
    struct kept_page pages[MOST_PAGES];
    uint64_t stamp;                        /* of the request under way, taken before its page is made */
    const char *asked;                     /* what it asks; NULL: its page is not to be kept */
};

struct kept *kept_make(struct arena *arena)
{
    return arena_alloc(arena, sizeof(struct kept));
}

void kept_end(struct kept *kept)
{
    for (size_t i = 0; i < MOST_PAGES; i++)
        arena_free(&kept->pages[i].arena);
    *kept = (struct kept){0};
}

static bool has_secret(const char *path)
{
    for (; *path; path += strcspn(path, "/")) {
        path += *path == '/';
        if (strcspn(path, "/") >= SECRET_SEGMENT)
            return true;
    }
    return false;
}

/* All that a visitor's page depends on, database and clock apart. The path stands last: it alone may hold a line
 * break. NULL when the page is one person's, or no page. */
static const char *asked_by(const struct http_request *from, const struct request *rq)
{
    if (rq->method != GET || rq->cookie_header || rq->bearer || from->body_length || rq->upload_count
        || (rq->shape != AS_HTML && rq->shape != AS_JSON) || has_secret(rq->path))
        return NULL;
    const char *asked = arena_format(rq->arena, "%s %d %d\n%s\n%s\n%s", rq->language, rq->secure, (int)rq->shape,
                                     rq->host ? rq->host : "", rq->query, rq->path);
    return strlen(asked) > LONGEST_ASKED ? NULL : asked;
}

/* The page that answers this, or else the one to give up for it: the oldest. */
static struct kept_page *place_of(struct kept *kept, const char *asked)
{
    struct kept_page *oldest = kept->pages;
    for (struct kept_page *page = kept->pages; page < kept->pages + MOST_PAGES; page++) {
        if (page->stamp && strcmp(page->asked, asked) == 0)
            return page;
        if (page->made < oldest->made)
            oldest = page;
    }
    return oldest;
}

bool kept_take(struct kept *kept, const struct http_request *from, struct request *rq)
{
    if (!kept)
        return false;
    kept->asked = asked_by(from, rq);
    kept->stamp = kept->asked ? db_stamp(rq->db) : 0;
    if (!kept->stamp)
        return false;
    const struct kept_page *page = place_of(kept, kept->asked);
    int64_t age = rq->now - page->made;
    if (page->stamp != kept->stamp || age < 0 || age >= SECONDS || strcmp(page->asked, kept->asked) != 0)
        return false;
    rq->reply = page->reply;
    rq->reply.body.arena = rq->arena;
    rq->reply.body.text = arena_copy(rq->arena, page->reply.body.text, page->reply.body.length);
    return true;
}

/* The same for whoever asks: no form that carries a visitor's token, nothing besides a body and its type. */
static bool is_for_everybody(const struct request *rq)
{
    const struct reply *reply = &rq->reply;
    const struct buffer *body = &reply->body;
    return reply->status == OK && !rq->user && !reply->cookie_count && !reply->location && !reply->file_name
        && !reply->retry_after && !reply->allow && body->length && body->length <= MOST_KEPT
        && !(rq->csrf && memmem(body->text, body->length, rq->csrf, strlen(rq->csrf)));
}

void kept_put(struct kept *kept, const struct request *rq)
{
    if (!kept || !kept->stamp || !is_for_everybody(rq))
        return;
    struct kept_page *page = place_of(kept, kept->asked);
    arena_free(&page->arena);
    *page = (struct kept_page){.stamp = kept->stamp, .made = rq->now, .reply = rq->reply};
    page->asked = arena_text(&page->arena, kept->asked);
    page->reply.type = arena_text(&page->arena, rq->reply.type);
    page->reply.body = (struct buffer){.text = arena_copy(&page->arena, rq->reply.body.text, rq->reply.body.length),
                                       .length = rq->reply.body.length};
}

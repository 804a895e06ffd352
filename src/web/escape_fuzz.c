/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Any text where values stand in a page, in a link, in a cookie or in a path: what is written holds no markup and
 * reads back as the same text, links stay what they are allowed to be, and nothing that was not sealed here opens. */
#include "web/baked.h"
#include "web/reply.h"
#include "web/route.h"
#include "web/seal.h"
#include "web/web_testing.h"
#include <stdlib.h>
#include <strings.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void insist(bool true_always)
{
    if (!true_always)
        abort();
}

static const char *written(struct request *rq)
{
    const char *text = arena_text(rq->arena, buffer_string(&rq->reply.body));
    rq->reply.body = (struct buffer){.arena = rq->arena};
    return text;
}

/* What a browser makes of our five entities. */
static const char *unescaped(struct arena *arena, const char *text)
{
    static const struct { const char *entity; char c; } all[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'},
                                                                 {"&quot;", '"'},
                                                                 {"&#39;", '\''}};
    struct buffer out = {.arena = arena};
    while (*text) {
        size_t i = 0;
        while (i < 5 && !text_starts(text, all[i].entity))
            i++;
        buffer_char(&out, i < 5 ? all[i].c : *text);
        text += i < 5 ? strlen(all[i].entity) : 1;
    }
    return buffer_string(&out);
}

static void check_text(struct request *rq, const char *text)
{
    html_text(rq, text);
    const char *html = written(rq);
    insist(!strpbrk(html, "<>\"'") && text_is(unescaped(rq->arena, html), text));
    html_link_text(rq, text);
    const char *part = written(rq);
    insist(!part[strspn(part, "%-._~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")]);
    char *back = http_decode(rq->arena, part, strlen(part), false);
    insist(!back || text_is(back, text));
}

static void check_link(struct request *rq, const char *text)
{
    static const char *const allowed[] = {"https://", "http://", "mailto:", "tel:", "/", "#"};
    html_link(rq, text);
    const char *link = written(rq);
    bool good = false;
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        good = good || strncasecmp(link, allowed[i], strlen(allowed[i])) == 0;
    insist(good && !text_starts(link, "//") && !text_starts(link, "/\\") && !strpbrk(link, "<>\"'\r\n\t"));
    const char *own = own_path(text);
    insist(own[0] == '/' && own[1] != '/' && own[1] != '\\' && !strpbrk(own, "\r\n\t"));
    reply_see(rq, text);
    for (const char *at = rq->reply.location; *at; at++)
        insist(*at > ' ' && (unsigned char)*at < 0x7F);
}

static void check_path(struct request *rq, const char *text)
{
    static const char *const patterns[] = {"/besoins", "/besoins/:id", "/besoins/:id/:code", "/:code/x", ":code:id"};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        const char *ids[2] = {0};
        if (!route_matches(rq->arena, patterns[i], text, ids))
            continue;
        for (size_t k = 0; k < 2; k++)
            insist(!ids[k] || (*ids[k] && !strpbrk(ids[k], "/<>\"' ?&") && strlen(ids[k]) <= 100));
    }
}

static void check_cookie(struct request *rq, const struct app *app, const char *text)
{
    rq->cookie_header = text;
    for (int secure = 0; secure < 2; secure++) {
        rq->secure = secure;
        const char *value = request_cookie(rq, "message");
        insist(!value || strstr(text, value));
        insist(!unseal(app, rq->arena, "message", value, 0));
    }
    insist(!unseal(app, rq->arena, "message", text, 0));
    const char *sealed = seal(app, rq->arena, "message", text, 5);
    insist(text_is(unseal(app, rq->arena, "message", sealed, 5), text)
           && !unseal(app, rq->arena, "message", sealed, 6));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct app app = {.secret = {7}};
    struct arena arena = {0};
    const char *text = arena_copy(&arena, (const char *)data, size);
    struct request rq = posted(&arena, "");
    check_text(&rq, text);
    check_link(&rq, text);
    check_path(&rq, text);
    check_cookie(&rq, &app, text);
    arena_free(&arena);
    return 0;
}

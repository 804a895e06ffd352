/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a handler ends with. */
#include "formats/json.h"
#include "web/component.h"
#include "web/layout.h"
#include "web/reply_page.h"
#include "web/seal.h"
#include <string.h>

enum { FLASH_SECONDS = 60, LONGEST_FLASH = 1000, MOST_COOKIES = 4 };

void open_page(struct request *rq, const char *title)
{
    layout_open(rq, &(struct frame){.title = title, .flash = take_flash(rq), .status = rq->reply.status});
}

void close_page(struct request *rq)
{
    layout_close(rq);
}

static void write_html(struct request *rq, const struct view *view, const void *page)
{
    open_page(rq, view->title_of ? view->title_of(page) : translate(rq, view->title));
    view->html(rq, page);
    close_page(rq);
}

void reply_with(struct request *rq, int status, const struct view *view, const void *page)
{
    rq->reply.status = status;
    rq->reply.body.length = 0;
    switch (rq->shape) {
    case AS_HTML:
        write_html(rq, view, page);
        break;
    case AS_JSON:
        write_json(rq, view, page);
        break;
    case AS_CSV:
    case AS_XLSX:
    case AS_GEOJSON:
        if (!write_table(rq, view, page))
            reply_error(rq, NOT_FOUND);
        break;
    case AS_ICS:
    case AS_ATOM:
        reply_error(rq, NOT_FOUND);
        break;
    }
}

void reply(struct request *rq, const struct view *view, const void *page)
{
    reply_with(rq, OK, view, page);
}

static void write_id(struct request *rq, int64_t id)
{
    struct json json;
    json_begin(&json, &rq->reply.body);
    json_object(&json);
    json_key(&json, "id"), json_int(&json, id);
    json_end(&json);
}

/* What a header can hold: a path of ours, whatever was in it encoded. */
static const char *location_of(struct request *rq, const char *path)
{
    struct buffer out = {.arena = rq->arena};
    for (const unsigned char *at = (const unsigned char *)own_path(path); *at; at++)
        if (*at <= ' ' || *at >= 0x7F || strchr("\"<>^`{|}\\", *at))
            buffer_format(&out, "%%%02X", *at);
        else
            buffer_char(&out, (char)*at);
    return out.text;
}

void reply_created(struct request *rq, const char *path, int64_t id)
{
    rq->reply.location = location_of(rq, arena_format(rq->arena, "%s/%lld", path, (long long)id));
    rq->reply.status = rq->shape == AS_JSON ? CREATED : SEE_OTHER;
    if (rq->shape == AS_JSON)
        write_id(rq, id);
}

void reply_see(struct request *rq, const char *path)
{
    rq->reply.status = SEE_OTHER;
    rq->reply.location = location_of(rq, path);
}

/* The place of this cookie: the same name twice in a reply is one cookie. MOST_COOKIES when there is no room. */
static size_t cookie_place(const struct request *rq, const char *start)
{
    size_t place = 0;
    while (place < rq->reply.cookie_count && !text_starts(rq->reply.cookies[place], start))
        place++;
    return place;
}

void reply_cookie(struct request *rq, const char *name, const char *value, int64_t seconds)
{
    const char *start = arena_format(rq->arena, "%s%s=", rq->secure ? "__Host-" : "", name);
    size_t place = cookie_place(rq, start);
    if (place == MOST_COOKIES)
        return;
    struct buffer cookie = {.arena = rq->arena};
    buffer_format(&cookie, "%s%s; Path=/; HttpOnly; SameSite=Lax", start, value ? value : "");
    if (rq->secure)
        buffer_text(&cookie, "; Secure");
    if (seconds || !value)
        buffer_format(&cookie, "; Max-Age=%lld", (long long)(value ? seconds : 0));
    rq->reply.cookies[place] = cookie.text;
    if (place == rq->reply.cookie_count)
        rq->reply.cookie_count++;
}

/* A cookie has little room: what is beyond is cut, between two characters. */
static const char *short_message(struct request *rq, const char *message)
{
    size_t length = strlen(message);
    if (length <= LONGEST_FLASH)
        return message;
    length = LONGEST_FLASH;
    while (((unsigned char)message[length] & 0xC0) == 0x80)
        length--;
    return arena_format(rq->arena, "%.*s…", (int)length, message);
}

/* JSON has no next page: the message comes at once. */
void reply_done(struct request *rq, const char *path, const char *message)
{
    if (rq->shape == AS_JSON) {
        struct json json;
        rq->reply.status = OK;
        json_begin(&json, &rq->reply.body);
        json_object(&json);
        json_key(&json, "done"), json_text(&json, message);
        json_key(&json, "see"), json_text(&json, own_path(path));
        json_end(&json);
        return;
    }
    const char *text = short_message(rq, message);
    reply_cookie(rq, "message", seal(rq->app, rq->arena, "message", text, rq->now + FLASH_SECONDS), FLASH_SECONDS);
    reply_see(rq, path);
}

const char *take_flash(struct request *rq)
{
    const char *sealed = rq->app ? request_cookie(rq, "message") : NULL;
    if (!sealed)
        return NULL;
    reply_cookie(rq, "message", NULL, 0);
    return unseal(rq->app, rq->arena, "message", sealed, rq->now);
}

void reply_bytes(struct request *rq, const char *type, const char *file_name, const void *data, size_t length)
{
    rq->reply.status = OK;
    rq->reply.type = type;
    rq->reply.file_name = file_name;
    buffer_add(&rq->reply.body, data, length);
}

/* --- what goes wrong ---------------------------------------------------------------------------------------------- */

struct error_words { int status; const char *title, *text; };
static const struct error_words errors[] = {
    {BAD_REQUEST, N_("This request could not be read"), N_("Go back and try again.")},
    {UNAUTHORISED, N_("Sign in first"), N_("This page is for people who have signed in.")},
    {FORBIDDEN, N_("This is not open to you"),
     N_("Your roles here do not allow it. The administrator of the site can give you one.")},
    {NOT_FOUND, N_("There is no such page"),
     N_("It may have been removed, or the address is not whole. Search from the home page.")},
    {NOT_ALLOWED, N_("This cannot be done here"), N_("This address does not take this kind of request.")},
    {CONFLICT, N_("Somebody else changed this meanwhile"),
     N_("Go back, reload the page, and look at what changed before trying again.")},
    {GONE, N_("This is no longer here"), N_("Search from the home page.")},
    {TOO_LARGE, N_("This is too large"), N_("Send a smaller file.")},
    {INVALID, N_("Something is missing or wrong"), N_("Go back and correct it.")},
    {TOO_MANY, N_("Too many requests at once"),
     N_("Wait a minute, then try again: nothing you typed is lost if you go back.")},
    {BROKEN, N_("Something broke on our side"),
     N_("Nothing was changed. Try again; if it persists, tell the administrator of the site.")},
    {UNAVAILABLE, N_("The site is busy"), N_("Try again in a minute.")},
    {0, N_("Something went wrong"), N_("Go back and try again.")}
};

static const struct error_words *find_words(int status)
{
    const struct error_words *words = errors;
    while (words->status && words->status != status)
        words++;
    return words;
}

static void write_error_page(struct request *rq, const char *title, const char *text)
{
    open_page(rq, title);
    draw_way_back(rq);
    html_markup(rq, "<h1>", 4);
    html_text(rq, title);
    html_markup(rq, "</h1>\n<p>", 9);
    html_text(rq, text);
    static const char link[] = "</p>\n<p><a class=\"button\" href=\"/\">";
    html_markup(rq, link, sizeof link - 1);
    html_text(rq, translate(rq, N_("Home page")));
    html_markup(rq, "</a></p>\n", 9);
    close_page(rq);
}

static void write_error(struct request *rq, const char *title, const char *text)
{
    rq->reply.body.length = 0;
    rq->reply.type = NULL;
    rq->reply.file_name = NULL;
    rq->reply.location = NULL;
    if (rq->shape == AS_HTML) {
        write_error_page(rq, title, text);
        return;
    }
    rq->shape = AS_JSON;
    struct json json;
    json_begin(&json, &rq->reply.body);
    json_object(&json);
    json_key(&json, "status"), json_int(&json, rq->reply.status);
    json_key(&json, "error"), json_text(&json, text);
    json_end(&json);
}

void reply_error(struct request *rq, int status)
{
    const struct error_words *words = find_words(status);
    rq->reply.status = status;
    write_error(rq, translate(rq, words->title), translate(rq, words->text));
}

/* A conflict with a reason of ours is a rule, and no doing of somebody else. */
void reply_refused(struct request *rq, int status, const char *why)
{
    rq->reply.status = status;
    write_error(rq, translate(rq, status == CONFLICT ? N_("This cannot be done now") : find_words(status)->title), why);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later
 * From a request of http/ to one of web/. */
#include <string.h>
#include <strings.h>
#include "base/time.h"
#include "formats/json.h"
#include "main/serve.h"

enum { AGENT_BYTES = 200, FULL_QUALITY = 1000 };

/* Header values are bytes; what goes further is UTF-8. */
static const char *text_header(const struct http_request *from, const char *name)
{
    const char *value = http_header(from, name);
    if (!value || utf8_valid(value, strlen(value)))
        return value;
    return utf8_from_cp1252(from->arena, value, strlen(value));
}

static const char *cut(struct arena *arena, const char *text, size_t most)
{
    if (!text || strlen(text) <= most)
        return text;
    while (most && ((unsigned char)text[most] & 0xC0) == 0x80)
        most--;
    return arena_copy(arena, text, most);
}

/* "/besoins.csv" is "/besoins" as CSV. */
static enum shape take_ending(char *path)
{
    static const struct { const char *ending; enum shape shape; } endings[] = {{".json", AS_JSON}, {".csv", AS_CSV},
        {".xlsx", AS_XLSX}, {".geojson", AS_GEOJSON}, {".ics", AS_ICS}, {".atom", AS_ATOM}};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (text_ends(path, endings[i].ending)) {
            path[strlen(path) - strlen(endings[i].ending)] = '\0';
            return endings[i].shape;
        }
    return AS_HTML;
}

static void read_path(const struct http_request *from, struct request *rq)
{
    char *path = http_decode(from->arena, from->target, strlen(from->target), false);
    const char *accept = http_header(from, "Accept");
    rq->shape = take_ending(path);
    if (rq->shape == AS_HTML && accept && strstr(accept, "application/json") && !strstr(accept, "text/html"))
        rq->shape = AS_JSON;
    rq->path = *path ? path : "/";
}

/* Quality of an Accept-Language item, in thousandths: ";q=0.8" is 800. */
static int quality(const char *item)
{
    const char *q = strstr(item, "q=");
    if (!q)
        return FULL_QUALITY;
    int value = q[2] == '1' ? FULL_QUALITY : 0;
    if (!value && q[2] == '0' && q[3] == '.')
        for (int i = 0, unit = 100; i < 3 && q[4 + i] >= '0' && q[4 + i] <= '9'; i++, unit /= 10)
            value += (q[4 + i] - '0') * unit;
    return value;
}

/* French unless English is asked for, or liked better. */
static const char *read_language(const struct http_request *from)
{
    int best = 0;
    const char *chosen = "fr";
    for (size_t i = 0; i < from->pair_count; i++) {
        const char *name = from->pairs[i].name, *value = from->pairs[i].value;
        if ((text_is(name, "langue") || text_is(name, "lang")) && (text_is(value, "fr") || text_is(value, "en")))
            return value;
    }
    char **items = text_split(from->arena, http_header(from, "Accept-Language"), ", ", NULL);
    for (; *items; items++) {
        bool english = strncasecmp(*items, "en", 2) == 0, french = strncasecmp(*items, "fr", 2) == 0;
        if ((english || french) && quality(*items) > best) {
            best = quality(*items);
            chosen = english ? "en" : "fr";
        }
    }
    return chosen;
}

/* A page of another site cannot make a browser write here: the browser tells where a request comes from, and no page
 * can change that. A bearer token is never sent by a browser of itself. */
static bool is_same_origin(const struct http_request *from, const char *bearer)
{
    const char *site = http_header(from, "Sec-Fetch-Site"), *origin = http_header(from, "Origin");
    const char *host = http_header(from, "Host");
    if (bearer)
        return true;
    if (site)
        return strcasecmp(site, "same-origin") == 0 || strcasecmp(site, "none") == 0;
    const char *after = origin ? strstr(origin, "://") : NULL;
    return after && host && strcasecmp(after + 3, host) == 0;
}

static const char *read_bearer(const struct http_request *from)
{
    const char *value = text_header(from, "Authorization");
    return value && strncasecmp(value, "Bearer ", 7) == 0 ? text_trim(from->arena, value + 7) : NULL;
}

/* --- a flat JSON object is read like a form ----------------------------------------------------------------------- */

struct params { struct arena *arena; struct param *list; size_t count, room; };

static void add_param(struct params *params, const char *name, const char *value)
{
    params->list = arena_grow(params->arena, params->list, params->count, &params->room, sizeof *params->list);
    params->list[params->count++] = (struct param){name, value};
}

static bool add_value(struct params *params, const char *name, const struct json_value *value)
{
    struct buffer text = {.arena = params->arena};
    switch (value->kind) {
    case JSON_NULL:
        return true;
    case JSON_TEXT:
        buffer_text(&text, value->text);
        break;
    case JSON_FALSE:
    case JSON_TRUE:
        buffer_text(&text, value->kind == JSON_TRUE ? "1" : "0");
        break;
    case JSON_NUMBER:
        if (value->is_whole)
            buffer_int(&text, value->whole);
        else
            buffer_real(&text, value->number);
        break;
    case JSON_ARRAY:
    case JSON_OBJECT:
        return false;
    }
    add_param(params, name, buffer_string(&text));
    return true;
}

static bool add_member(struct params *params, const char *name, const struct json_value *value)
{
    bool flat = true;
    if (value->kind != JSON_ARRAY)
        return add_value(params, name, value);
    for (size_t i = 0; i < value->count; i++)
        flat &= add_value(params, name, &value->items[i]);
    return flat;
}

static const char *read_json(const struct http_request *from, struct params *params)
{
    const char *trouble = NULL;
    int line = 0;
    const struct json_value *body = json_read(from->arena, from->body, from->body_length, &trouble, &line);
    if (!body)
        return trouble;
    bool flat = body->kind == JSON_OBJECT;
    for (size_t i = 0; flat && i < body->count; i++)
        flat = add_member(params, body->keys[i], &body->items[i]);
    return flat ? NULL : N_("The JSON of a request is one object of texts, numbers, booleans and lists of these.");
}

static bool is_json(const struct http_request *from)
{
    const char *type = http_header(from, "Content-Type");
    return type && strncasecmp(type, "application/json", strlen("application/json")) == 0;
}

static bool read_params(const struct http_request *from, struct request *rq)
{
    struct params params = {.arena = from->arena};
    const char *trouble = NULL;
    int status = BAD_REQUEST;
    for (size_t i = 0; i < from->pair_count; i++)
        add_param(&params, from->pairs[i].name, from->pairs[i].value);
    if (from->body_length && is_json(from)) {
        trouble = read_json(from, &params);
    } else if (from->body_length) {
        trouble = N_("Send a form or JSON.");
        status = 415;
    }
    rq->params = params.list;
    rq->param_count = params.count;
    if (trouble)
        reply_refused(rq, status, translate(rq, trouble));
    return !trouble;
}

static void read_uploads(const struct http_request *from, struct request *rq)
{
    struct upload *uploads = arena_array(from->arena, from->file_count, sizeof *uploads);
    for (size_t i = 0; i < from->file_count; i++)
        uploads[i] = (struct upload){from->files[i].field, from->files[i].name, from->files[i].type,
                                     from->files[i].data, from->files[i].length};
    rq->uploads = uploads;
    rq->upload_count = from->file_count;
}

bool bridge_request(const struct serving *serving, const struct http_request *from, struct request *rq)
{
    rq->method = strcmp(from->method, "POST") == 0 ? POST : GET;
    rq->query = from->query;
    rq->address = from->address;
    rq->secure = from->secure || serving->secure;
    rq->host = http_header(from, "Host");
    rq->agent = cut(from->arena, text_header(from, "User-Agent"), AGENT_BYTES);
    rq->cookie_header = text_header(from, "Cookie");
    rq->language = read_language(from);
    rq->bearer = read_bearer(from);
    rq->same_origin = is_same_origin(from, rq->bearer);
    rq->now = clock_now();
    rq->app = &serving->app;
    rq->arena = from->arena;
    rq->reply.body.arena = from->arena;
    rq->session_token = request_cookie(rq, "maillage");
    read_path(from, rq);
    read_uploads(from, rq);
    return read_params(from, rq);
}

/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What stands around a reply: type, security, caching, compression. */
#include <sodium.h>
#include <string.h>
#include <strings.h>
#include "main/serve.h"
#include "web/asset.h"

enum { LEAST_SQUEEZED = 1024 };

void envelope_add(struct envelope *envelope, const char *name, const char *value)
{
    if (value && envelope->count < MOST_HEADERS)
        envelope->headers[envelope->count++] = (struct http_header){name, value};
}

#define PAGE_POLICY "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " \
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; " \
    "require-trusted-types-for 'script'"

/* The referrer goes to no other site at all: addresses of private links must not travel. */
void envelope_secure(struct envelope *envelope, bool secure, bool download)
{
    const char *policy = secure ? PAGE_POLICY "; upgrade-insecure-requests" : PAGE_POLICY;
    envelope_add(envelope, "Content-Security-Policy", download ? "default-src 'none'; sandbox" : policy);
    if (secure)
        envelope_add(envelope, "Strict-Transport-Security", "max-age=63072000; includeSubDomains");
    envelope_add(envelope, "X-Content-Type-Options", "nosniff");
    envelope_add(envelope, "Referrer-Policy", "same-origin");
    envelope_add(envelope, "Cross-Origin-Opener-Policy", "same-origin");
    envelope_add(envelope, "Permissions-Policy", "geolocation=(self), camera=(), microphone=(), payment=(), usb=()");
}

static const char *type_of(const struct request *rq)
{
    static const char *const types[] = {[AS_HTML] = "text/html; charset=utf-8", [AS_JSON] = "application/json",
        [AS_CSV] = "text/csv; charset=utf-8",
        [AS_XLSX] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        [AS_GEOJSON] = "application/geo+json", [AS_ICS] = "text/calendar; charset=utf-8",
        [AS_ATOM] = "application/atom+xml; charset=utf-8"};
    return rq->reply.type ? rq->reply.type : types[rq->shape];
}

/* Keeps bytes that may stand in a quoted ASCII text or an address; the others as %XX, or as _ when hex is NULL. */
static const char *ascii_only(struct arena *arena, const char *text, const char *hex)
{
    struct buffer out = {.arena = arena};
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        bool plain = c > ' ' && c < 0x7F && !strchr("\"\\<>", c);
        if (plain)
            buffer_char(&out, (char)c);
        else if (!hex)
            buffer_char(&out, '_');
        else
            buffer_format(&out, "%%%c%c", hex[c >> 4], hex[c & 15]);
    }
    return buffer_string(&out);
}

/* RFC 6266: a name for old tools, and the true one. */
static const char *disposition(struct arena *arena, const char *file_name)
{
    static const char hex[] = "0123456789ABCDEF", kept[] = "!#$&+-.^_`|~";
    struct buffer out = {.arena = arena};
    buffer_format(&out, "attachment; filename=\"%s\"; filename*=UTF-8''", ascii_only(arena, file_name, NULL));
    for (; *file_name; file_name++) {
        unsigned char c = (unsigned char)*file_name;
        if ((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || strchr(kept, c))
            buffer_char(&out, (char)c);
        else
            buffer_format(&out, "%%%c%c", hex[c >> 4], hex[c & 15]);
    }
    return out.text;
}

static bool is_data(const struct request *rq)
{
    return rq->shape != AS_HTML && rq->method == GET && !rq->user;
}

static void add_sharing(struct envelope *envelope, const struct request *rq)
{
    envelope_add(envelope, "Cross-Origin-Resource-Policy", is_data(rq) ? "cross-origin" : "same-origin");
    if (is_data(rq))
        envelope_add(envelope, "Access-Control-Allow-Origin", "*");
}

static void add_caching(struct envelope *envelope, const struct request *rq)
{
    const struct reply *reply = &rq->reply;
    const char *control = "no-cache";
    if (rq->user || reply->cookie_count || rq->method == POST)
        control = "no-store";
    else if (reply->immutable)
        control = "public, max-age=31536000, immutable";
    else if (reply->public_for && reply->status == OK)
        control = arena_format(rq->arena, "public, max-age=%lld", (long long)reply->public_for);
    envelope_add(envelope, "Cache-Control", control);
    envelope_add(envelope, "Vary", "Accept, Accept-Language, Accept-Encoding, Cookie");
}

/* What is the same for every visitor who asks for the same: neither one person's, nor with a cookie. */
static bool is_public(const struct request *rq)
{
    return !rq->user && rq->method == GET && rq->reply.status == OK && !rq->reply.cookie_count && rq->reply.body.length;
}

static uint64_t hash_of(const struct desk *desk, const struct buffer *body)
{
    uint64_t hash;
    _Static_assert(sizeof hash == crypto_shorthash_BYTES, "a hash fills the number");
    crypto_shorthash((unsigned char *)&hash, (const unsigned char *)body->text, body->length, desk->key);
    return hash;
}

static bool has_already(const struct http_request *from, const char *tag)
{
    const char *known = http_header(from, "If-None-Match");
    return known && tag && (strcmp(known, "*") == 0 || strstr(known, tag + 2));
}

bool accepts_gzip(const struct http_request *from)
{
    char **items = text_split(from->arena, http_header(from, "Accept-Encoding"), ",", NULL);
    for (; *items; items++) {
        const char *item = *items + strspn(*items, " ");
        bool refused = strstr(item, "q=0") && !strpbrk(strstr(item, "q=0") + 2, "123456789");
        if (strncasecmp(item, "gzip", 4) == 0 && !refused)
            return true;
    }
    return false;
}

static bool is_text(const char *type)
{
    return text_starts(type, "text/") || strstr(type, "json") || strstr(type, "xml") || strstr(type, "javascript");
}

void envelope_reply(struct desk *desk, const struct http_request *from, struct request *rq, struct envelope *envelope,
                    struct http_reply *out)
{
    static const char hex[] = "0123456789ABCDEF";
    const struct reply *reply = &rq->reply;
    const char *type = type_of(rq);
    uint64_t hash = is_public(rq) ? hash_of(desk, &reply->body) : 0;
    /* weak: the same page, compressed or not */
    const char *tag = hash ? arena_format(rq->arena, "W/\"%016llx\"", (unsigned long long)hash) : NULL;
    *out = (struct http_reply){.status = reply->status, .body = reply->body.text, .length = reply->body.length};
    envelope_secure(envelope, rq->secure, reply->file_name != NULL);
    add_sharing(envelope, rq);
    add_caching(envelope, rq);
    envelope_add(envelope, "ETag", tag);
    for (size_t i = 0; i < reply->cookie_count; i++)
        envelope_add(envelope, "Set-Cookie", reply->cookies[i]);
    if (reply->retry_after)
        envelope_add(envelope, "Retry-After", arena_format(rq->arena, "%lld", (long long)reply->retry_after));
    envelope_add(envelope, "Allow", reply->allow);
    if (reply->location)
        envelope_add(envelope, "Location", ascii_only(rq->arena, reply->location, hex));
    if (has_already(from, tag)) {
        out->status = NOT_MODIFIED;
        out->length = 0;
        return;
    }
    if (out->length)
        envelope_add(envelope, "Content-Type", type);
    if (reply->file_name)
        envelope_add(envelope, "Content-Disposition", disposition(rq->arena, reply->file_name));
    if (out->length > LEAST_SQUEEZED && is_text(type) && accepts_gzip(from) && squeeze(desk, rq, hash, out))
        envelope_add(envelope, "Content-Encoding", "gzip");
}

bool envelope_asset(const struct http_request *from, struct envelope *envelope, struct http_reply *out)
{
    const struct asset *asset = text_starts(from->target, "/assets/") ? asset_at(from->target) : NULL;
    if (!asset || strcmp(from->method, "POST") == 0)
        return false;
    bool squeezed = asset->gzip && accepts_gzip(from);
    *out = (struct http_reply){.status = OK, .body = squeezed ? asset->gzip : asset->bytes,
                               .length = squeezed ? asset->gzip_length : asset->length};
    envelope_add(envelope, "Content-Type", asset->type);
    envelope_add(envelope, "Cache-Control", "public, max-age=31536000, immutable");
    envelope_add(envelope, "Vary", "Accept-Encoding");
    envelope_add(envelope, "Cross-Origin-Resource-Policy", "same-origin");
    if (squeezed)
        envelope_add(envelope, "Content-Encoding", "gzip");
    return true;
}

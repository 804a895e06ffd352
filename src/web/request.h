/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One request, and what will answer it. */
#pragma once
#include "base/text.h"
#include "db/db.h"
#include "web/permission.h"

enum method { GET = 1, POST = 2 };         /* HEAD is served as GET without its body */
enum { OK = 200, CREATED = 201, NO_CONTENT = 204, SEE_OTHER = 303, NOT_MODIFIED = 304, BAD_REQUEST = 400,
       UNAUTHORISED = 401, FORBIDDEN = 403, NOT_FOUND = 404, NOT_ALLOWED = 405, CONFLICT = 409, GONE = 410,
       TOO_LARGE = 413, INVALID = 422, TOO_MANY = 429, BROKEN = 500, UNAVAILABLE = 503 };

/* How the reply is written. A path may end in .json .csv .xlsx .geojson .ics .atom; "Accept: application/json" means
 * JSON too. */
enum shape { AS_HTML, AS_JSON, AS_CSV, AS_XLSX, AS_GEOJSON, AS_ICS, AS_ATOM };

struct param { const char *name, *value; };
/* name: as the browser said it */
struct upload { const char *field, *name, *type; const void *data; size_t length; };

struct reply {
    int status;
    const char *type;                      /* Content-Type; NULL: by shape */
    const char *location;                  /* for SEE_OTHER and CREATED */
    const char *file_name;                 /* sent as an attachment of this name */
    const char *cookies[4];                /* each the whole value of one Set-Cookie; see reply_cookie() */
    size_t cookie_count;
    int64_t retry_after;                   /* seconds, with TOO_MANY and UNAVAILABLE */
    int64_t public_for;                    /* seconds a shared cache may keep it; 0: private, no-store once signed in */
    bool keep;                             /* commit although the status is 400 or more: a counted refusal */
    bool immutable;                        /* an asset whose address holds its hash */
    struct buffer body;
    const char *allow;                     /* with NOT_ALLOWED: the Allow header, "GET, HEAD" or "POST" */
};

struct request {
    enum method method;
    const char *path;                      /* decoded, without its ending, "/besoins/12" */
    enum shape shape;
    const char *ids[2];                    /* what stood at :id and at :code in the route, in order */
    /* query string and body (form or flat JSON object), decoded */
    const struct param *params;  size_t param_count;
    const struct upload *uploads; size_t upload_count;
    const char *query;                     /* the raw query string, "" when none: for links that keep filters */
    struct user *user;                     /* NULL: a visitor */
    const char *session_token;             /* from the cookie, NULL when none */
    const char *bearer;                    /* from "Authorization: Bearer …", NULL when none */
    bool unnoticed;                        /* identify() asks that this visit be written: app.notice_visit */
    const char *agent;                     /* User-Agent, cut to 200 bytes; NULL when none */
    const char *cookie_header;             /* the raw Cookie header, NULL when none: see request_cookie() */
    const char *csrf;                      /* the token forms carry */
    const char *host, *address, *language; /* Host header; the client's address; "fr" or "en" */
    bool secure;                           /* came through https (a trusted proxy said so) */
    bool same_origin;                      /* Sec-Fetch-Site or Origin says so, or a bearer token replaces it */
    int64_t now;                           /* the one clock of this request */
    const struct app *app;
    struct db *db;
    struct arena *arena;
    struct reply reply;
    const struct route *route;             /* what was found for the path; NULL outside a route */
};

/* The first value of this name, trimmed; NULL when absent or blank. */
const char *param_text(const struct request *rq, const char *name);
/* The same for what is searched: cut to the 100 bytes that an index or a LIKE takes, between two characters. */
const char *param_words(const struct request *rq, const char *name);
/* Every value of this name, in order; ended by NULL. */
const char *const *param_texts(const struct request *rq, const char *name, size_t *count);
/* fallback when absent or no whole number; clamped to [least, most]. */
int64_t param_int(const struct request *rq, const char *name, int64_t fallback, int64_t least, int64_t most);
const struct upload *param_upload(const struct request *rq, const char *name);      /* NULL when no file was sent */
/* The value of a cookie of ours, by the name reply_cookie() was given; NULL when absent. */
const char *request_cookie(const struct request *rq, const char *name);
int64_t route_id(const struct request *rq);                /* the first :id as a number; 0 when the route has none */
const char *route_code(const struct request *rq);          /* the first :code as text; NULL when the route has none */
/* The path (with its query) when it leads to a page of this site, "/" otherwise: nobody is sent elsewhere by a link
 * to us. */
const char *own_path(const char *path);

/* The text of this English id in the request's language, and the same with the plural of count ("%d" is count). */
const char *translate(const struct request *rq, const char *english);
const char *translate_count(const struct request *rq, const char *one, const char *many, int64_t count);
#define N_(english) english
/* printf with a translated format whose directives are the same as the English one's. */
const char *say(const struct request *rq, const char *english, ...) __attribute__((format(printf, 2, 3)));

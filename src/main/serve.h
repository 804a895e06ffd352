/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The site on a port: what its files share. Private to main/. */
#pragma once
#include <stdatomic.h>
#include <pthread.h>
#include <zlib.h>
#include "http/http.h"
#include "web/web.h"

enum { MOST_HEADERS = 24, MOST_REFUSALS = 16 };

struct shelf;
struct kept;

/* What a worker thread holds. */
struct desk {
    struct db *db;
    z_stream squeeze;
    bool can_squeeze;
    struct shelf *shelf;                   /* of the process; NULL: nothing compressed is kept */
    struct kept *kept;                     /* pages made for visitors; NULL: none is kept */
    unsigned char key[16];                 /* of hashes of pages: the same for all front-ends of a database */
};

/* A page made at the start, for requests that never reach the application. */
struct refusal { int status; const char *body; size_t length; };

struct serving {
    struct app app;
    const char *url;
    bool log, secure;                      /* secure: base_url says that visitors come through https */
    struct desk *desks;
    struct shelf *shelf;
    struct refusal refusals[MOST_REFUSALS];
    size_t refusal_count;
    struct http_header refusal_headers[MOST_HEADERS];
    size_t refusal_header_count;
    uint64_t first_number;
    _Atomic uint64_t number;               /* of requests: their X-Request-Id */
};

/* bridge.c: what the handler is asked, from what arrived. False when the body is neither a form nor a flat JSON object:
 * rq->reply then says so. */
bool bridge_request(const struct serving *serving, const struct http_request *from, struct request *rq);
bool accepts_gzip(const struct http_request *from);

/* envelope.c: headers around a reply. */
struct envelope { struct http_header headers[MOST_HEADERS]; size_t count; };
void envelope_add(struct envelope *envelope, const char *name, const char *value);
/* The headers of reliability.md §2.7 that every reply has. */
void envelope_secure(struct envelope *envelope, bool secure, bool download);
/* Fills out for the reply of rq: 304 when the visitor has it already, compressed when that pays. */
void envelope_reply(struct desk *desk, const struct http_request *from, struct request *rq, struct envelope *envelope,
                    struct http_reply *out);
/* A file of assets/: false when nothing stands at this path. */
bool envelope_asset(const struct http_request *from, struct envelope *envelope, struct http_reply *out);

/* squeeze.c: compression. A shelf keeps what was compressed for everybody, so that it is done once. */
struct shelf *shelf_make(struct arena *arena);
void shelf_end(struct shelf *shelf);
bool squeezer_start(struct desk *desk);
void squeezer_end(struct desk *desk);
/* Replaces the body by its gzip. hash: of a public page; 0 for one person's, whose length is then varied at random. */
bool squeeze(struct desk *desk, const struct request *rq, uint64_t hash, struct http_reply *out);

/* kept.c: pages for visitors who are not signed in, kept while nobody writes and for ten seconds at most. What such a
 * page says depends on its address, its language and the database: the next who asks the same reads the same. Never
 * kept: what has a form to send, an export, what follows a private link. */
struct kept *kept_make(struct arena *arena);
void kept_end(struct kept *kept);          /* frees the pages; it is empty and usable again */
/* Fills rq->reply; false when the page must be made. Outside any transaction. */
bool kept_take(struct kept *kept, const struct http_request *from, struct request *rq);
/* After the page was made, for the request that kept_take saw last. */
void kept_put(struct kept *kept, const struct request *rq);

/* background.c: jobs and mail, in a thread with a connection of its own. */
struct background;
struct background *background_start(struct arena *arena, const struct app *app, const char *url);
void background_stop(struct background *background);       /* waits for the job under way */

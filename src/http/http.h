/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Bytes to request and back. libmicrohttpd stands behind this header and nowhere else. */
#pragma once
#include "base/text.h"

struct http_header { const char *name, *value; };
struct http_file { const char *field, *name, *type; const void *data; size_t length; };
struct http_pair { const char *name, *value; };

/* A whole request, already read and bounded; everything lives in the arena. */
struct http_request {
    const char *method, *target;           /* target: raw path, not decoded, without the query */
    const char *query;                     /* raw, "" when none */
    const struct http_header *headers; size_t header_count;
    const void *body; size_t body_length;  /* empty when it was a form: then pairs and files hold it */
    const struct http_pair *pairs; size_t pair_count;       /* query first, then body; decoded once, valid UTF-8, no NUL */
    const struct http_file *files; size_t file_count;
    const char *address;                   /* of the peer, or of the client when a trusted proxy says so */
    bool secure;
    struct arena *arena;
};
struct http_reply { int status; const struct http_header *headers; size_t header_count; const void *body; size_t length; };

/* Called by N worker threads at once, each with its own worker number (0 … workers-1). */
typedef void http_handler(void *context, int worker, const struct http_request *request, struct http_reply *reply);

struct http_settings {
    const char *address; int port;         /* "127.0.0.1", 8080; port 0: any free one */
    int workers;
    int most_connections, most_per_address;
    size_t most_form, most_upload;         /* bytes: 64 KB, 20 MB */
    const char *trusted_proxy;             /* address whose X-Forwarded-For and -Proto are believed; NULL: nobody */
    http_handler *handle; void *context;
    void *(*worker_start)(void *context, int worker);       /* may open the worker's database */
};
struct http_server;
/* NULL with *why when it cannot listen. */
struct http_server *http_start(const struct http_settings *settings, const char **why);
int http_port(const struct http_server *server);
/* No new connections; those under way are answered, at most this many seconds. */
void http_stop(struct http_server *server, int seconds);

const char *http_header(const struct http_request *request, const char *name);      /* NULL when absent; case forgiven */
/* Decodes %XX and + once. NULL when it is not UTF-8, holds a NUL, or a broken %. */
char *http_decode(struct arena *arena, const char *text, size_t length, bool plus_is_space);

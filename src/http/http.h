/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Bytes to request and back: HTTP/1.1 as RFC 9112 says it, strictly, and HTTP/1.0 for old tools. One poller reads and
 * bounds requests without ever waiting; worker threads run the handler with plain blocking code. A request that is
 * malformed, too large or too slow never reaches the handler. TLS and HTTP/2 are for the proxy in front. */
#pragma once
#include "base/text.h"

struct http_header { const char *name, *value; };
struct http_file { const char *field, *name, *type; const void *data; size_t length; };
struct http_pair { const char *name, *value; };

/* A whole request, already read and bounded; everything lives until the handler returns. */
struct http_request {
    const char *method, *target;           /* GET, HEAD or POST; target: raw path, not decoded, without the query */
    const char *query;                     /* raw, "" when none */
    const struct http_header *headers; size_t header_count;
    const void *body; size_t body_length;  /* empty when it was a form: then pairs and files hold it */
    const struct http_pair *pairs; size_t pair_count;       /* query, then body; decoded once, UTF-8, no NUL */
    const struct http_file *files; size_t file_count;       /* name: without folders, valid UTF-8 */
    const char *address;                   /* of the peer, or of the client when a trusted proxy says so */
    bool secure;
    struct arena *arena;
};

/* Content-Length, Date and Connection are written by the server: not among the headers. The body of a reply to HEAD is
 * counted and not sent. A header that holds a line break makes the reply a 500. */
struct http_reply {
    int status;
    const struct http_header *headers; size_t header_count;
    const void *body; size_t length;
};

/* Called by N worker threads at once, each with its own number (0 … most_workers-1). The reply's memory must live
 * until the next call for this worker: the request's arena does. */
typedef void http_handler(void *context, int worker, const struct http_request *request, struct http_reply *reply);

/* Whatever is 0 or NULL has the value that stands in brackets. */
struct http_settings {
    const char *address; int port;         /* [127.0.0.1]; port 0: any free one. "::" listens on IPv4 too */
    int workers;                           /* [4] */
    int most_workers;                      /* while all are held by slow handlers and requests wait [4 × workers] */
    int most_connections;                  /* [two thirds of what the system lets open] */
    int most_per_address;                  /* per IPv4 or IPv6 /64 [256] */
    size_t most_form, most_upload;         /* bytes of a body: any [64 KB], multipart/form-data [20 MB] */
    const char *trusted_proxy;             /* address whose X-Forwarded-For and -Proto are believed [nobody] */
    http_handler *handle; void *context;
    void (*worker_start)(void *context, int worker);        /* in the worker's thread: may open its database */
    void (*worker_stop)(void *context, int worker);
    int most_requests;                     /* per connection [100] */
    int most_waiting;                      /* requests that wait for a worker; beyond, 503 at once [1000] */
    int head_seconds, idle_seconds;        /* to send a whole head [10]; between two requests [15] */
    int least_rate;                        /* bytes a second, below which a body or a slow reader is given up [1024] */
    size_t most_spooled;                   /* bytes of large bodies held in unnamed files at once [1 GB] */
    size_t most_memory;                    /* bytes of heads, and as much of bodies and unread replies [32 MB each] */
    const char *spool_folder;              /* where those files are [/var/tmp] */
    /* The page for a request that never reached the handler (400, 408, 413…). Called by any thread; what it points to
     * lives as long as the server. [a line of text] */
    void (*refusal)(void *context, int status, struct http_reply *reply);
};

struct http_server;
/* NULL with *why when it cannot listen. */
struct http_server *http_start(const struct http_settings *settings, const char **why);
int http_port(const struct http_server *server);
/* No new connections; those under way are answered, at most this many seconds. Frees the server. False: a handler did
 * not end in time, and still uses what it was given. */
bool http_stop(struct http_server *server, int seconds);

const char *http_header(const struct http_request *request, const char *name);      /* case forgiven; NULL: absent */
/* Decodes %XX and + once. NULL when it is not UTF-8, holds a NUL, or a broken %. */
char *http_decode(struct arena *arena, const char *text, size_t length, bool plus_is_space);
const char *http_status_text(int status);  /* "Not Found" */

/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The inside of the server. One poller thread owns every connection, except while a worker answers it. Private to
 * http/. */
#pragma once
#include <pthread.h>
#include <stdatomic.h>
#include "http/bytes.h"
#include "http/chunk.h"
#include "http/form.h"
#include "http/head.h"
#include "http/store.h"

enum { ADDRESS_ROOM = 46, DATE_ROOM = 32, READ_ROOM = 64 * 1024, HEAD_READ = 8 * 1024, SMALL_HEAD = 4 * 1024 };
enum { TICK = 500, STALL = 100, GRACE = 10000, DRAIN_SILENCE = 2000, DRAIN_MOST = 10000 };      /* milliseconds */

/* One request being read, then answered. Exists only meanwhile: an idle connection holds no memory but its struct. */
struct exchange {
    struct head head;
    struct bytes head_bytes;
    struct store body;
    struct chunks *chunks;                 /* NULL unless the body is chunked */
    size_t most_body;
};

enum stage { IDLE, READING_HEAD, READING_BODY, ANSWERING, WRITING, DRAINING, DEAD };

struct connection {
    int socket;
    enum stage stage;
    bool readable, writable, hung_up;      /* what epoll said since; only the poller looks */
    bool unfinished;                       /* in the poller's list of those with more to read at once */
    bool last;                             /* ends after this reply */
    bool broken;                           /* the peer is gone */
    bool wanted;                           /* under back_lock: the poller waits for it to come back */
    char address[ADDRESS_ROOM];
    uint64_t address_key;
    int64_t started, deadline;             /* milliseconds of the monotonic clock */
    int requests;
    size_t slot, scanned;
    size_t held;                           /* bytes of memory for input and head, as counted in the server */
    struct bytes input;                    /* arrived, not yet understood */
    struct exchange *exchange;
    struct store rest;                     /* of a reply that the socket did not take at once */
    size_t rest_sent;
    struct connection *next, *next_unfinished;
};

struct address_count { uint64_t key; uint32_t count; };
struct addresses { struct address_count *slots; size_t room; uint64_t seed; };

/* What a thread needs to write replies. */
struct writer { struct arena arena; struct arena_mark clean; int64_t second; char date[DATE_ROOM]; };

struct worker { struct http_server *server; int number; pthread_t thread; struct writer writer; };

struct http_server {
    struct http_settings settings;
    int listener, epoll, wake, port;
    pthread_t poller;
    struct worker *workers;                /* room for most_workers */
    int worker_count;
    struct store_room room;
    _Atomic bool stopping;
    _Atomic int64_t stop_at;               /* milliseconds; connections still open then are cut */

    pthread_mutex_t queue_lock;            /* requests that wait for a worker */
    pthread_cond_t queue_filled;
    struct connection *queue_first, *queue_last;
    _Atomic int queued;
    _Atomic unsigned finished;             /* requests that workers are done with: tells a stall */
    int resting;                           /* workers that wait */
    bool ended;

    pthread_mutex_t back_lock;             /* connections that workers are done with */
    struct connection *back;

    /* the poller's own */
    struct connection **connections;
    size_t connection_count;
    size_t held;                           /* by all connections for input and heads */
    struct connection *dead, *unfinished, *ready_first, *ready_last;
    int ready;
    struct addresses addresses;
    int64_t now, next_tick;
    bool listening;
    unsigned finished_then;
    int64_t moving_at;                     /* when workers last finished something or had nothing to do */
    struct writer writer;
    char read_buffer[READ_ROOM];
};

int64_t monotonic_now(void);               /* milliseconds */

/* address.c: connections per IPv4 address or IPv6 /64. */
struct sockaddr;
uint64_t address_read(const struct sockaddr *from, char text[ADDRESS_ROOM]);        /* its key, and its text */
bool addresses_start(struct addresses *addresses, size_t most);
void addresses_end(struct addresses *addresses);
/* False when that address already has this many. */
bool addresses_enter(struct addresses *addresses, uint64_t key, uint32_t most);
void addresses_leave(struct addresses *addresses, uint64_t key);

/* poller.c: the loop of the poller's thread. */
void *poller_run(void *server);
void poller_wake(struct http_server *server);

/* connection.c: what the poller does with one connection. */
void connection_open(struct http_server *server, int socket, const struct sockaddr *from);
void connection_event(struct http_server *server, struct connection *connection, uint32_t events);
void connection_returned(struct http_server *server, struct connection *connection);
void connection_resume(struct http_server *server, struct connection *connection);
void connection_tick(struct http_server *server, struct connection *connection);
void connection_close(struct http_server *server, struct connection *connection);

/* exchange.c: bytes of a connection to a request that is ready to be answered. */
enum { MORE_NEEDED = 0, ONE_STEP = 1 };    /* else the status to refuse with */
int exchange_read_head(struct http_server *server, struct connection *connection);
int exchange_read_body(struct http_server *server, struct connection *connection);
void exchange_free(struct http_server *server, struct connection *connection);

/* request.c: what the handler is given. 0, or the status to refuse with. */
int request_make(const struct http_server *server, struct connection *connection, struct http_request *request);

/* reply.c: writes as much as the socket takes and stores the rest. */
void writer_start(struct writer *writer);
void writer_clear(struct writer *writer);                  /* after each reply */
void writer_end(struct writer *writer);
void reply_send(struct http_server *server, struct connection *connection, struct writer *writer,
                const struct http_reply *reply);
/* The page for a status, from settings.refusal or plain; the connection ends after it. */
void reply_refusal(struct http_server *server, struct connection *connection, struct writer *writer, int status);

/* worker.c */
bool workers_start(struct http_server *server);
bool workers_stop(struct http_server *server, int64_t until);        /* false: one did not come to its end in time */
void workers_feed(struct http_server *server);             /* all that is ready goes into the queue */
/* Adds a worker when requests wait and none was finished for a while: slow handlers hold all the others. */
void workers_relieve(struct http_server *server);

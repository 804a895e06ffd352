/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The workers: each takes a whole request, answers it with blocking code, and gives the connection back. */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "http/server.h"

static struct connection *take(struct http_server *server)
{
    pthread_mutex_lock(&server->queue_lock);
    server->resting++;
    while (!server->queue_first && !server->ended)
        pthread_cond_wait(&server->queue_filled, &server->queue_lock);
    server->resting--;
    struct connection *connection = server->queue_first;
    if (connection) {
        server->queue_first = connection->next;
        if (!server->queue_first)
            server->queue_last = NULL;
        server->queued--;
        if (server->queue_first && server->resting)
            pthread_cond_signal(&server->queue_filled);
    }
    pthread_mutex_unlock(&server->queue_lock);
    return connection;
}

/* One worker is woken here; it wakes the next one while requests wait. */
void workers_feed(struct http_server *server)
{
    if (!server->ready_first)
        return;
    pthread_mutex_lock(&server->queue_lock);
    if (server->queue_last)
        server->queue_last->next = server->ready_first;
    else
        server->queue_first = server->ready_first;
    server->queue_last = server->ready_last;
    server->queued += server->ready;
    if (server->resting)
        pthread_cond_signal(&server->queue_filled);
    pthread_mutex_unlock(&server->queue_lock);
    server->ready_first = server->ready_last = NULL;
    server->ready = 0;
}

/* A connection that is merely idle again can wait for the poller's next turn; one that needs it wakes it. */
static void give_back(struct http_server *server, struct connection *connection)
{
    bool needed = connection->broken || connection->last || connection->rest.length || connection->input.length;
    pthread_mutex_lock(&server->back_lock);
    connection->next = server->back;
    server->back = connection;
    needed |= connection->wanted;
    server->finished++;
    pthread_mutex_unlock(&server->back_lock);
    if (needed)
        poller_wake(server);
}

static void answer(struct worker *worker, struct connection *connection)
{
    struct http_server *server = worker->server;
    struct http_request request = {.arena = &worker->writer.arena};
    struct http_reply reply = {0};
    connection->last = connection->exchange->head.last || ++connection->requests >= server->settings.most_requests;
    int status = request_make(server, connection, &request);
    if (status) {
        reply_refusal(server, connection, &worker->writer, status);
    } else {
        server->settings.handle(server->settings.context, worker->number, &request, &reply);
        connection->last |= server->stopping;
        reply_send(server, connection, &worker->writer, &reply);
    }
    writer_clear(&worker->writer);
}

static void *work(void *argument)
{
    struct worker *worker = argument;
    struct http_server *server = worker->server;
    if (server->settings.worker_start)
        server->settings.worker_start(server->settings.context, worker->number);
    for (struct connection *connection; (connection = take(server));) {
        answer(worker, connection);
        give_back(server, connection);
    }
    if (server->settings.worker_stop)
        server->settings.worker_stop(server->settings.context, worker->number);
    return NULL;
}

static bool add_worker(struct http_server *server)
{
    struct worker *worker = &server->workers[server->worker_count];
    *worker = (struct worker){.server = server, .number = server->worker_count};
    writer_start(&worker->writer);
    if (pthread_create(&worker->thread, NULL, work, worker) == 0) {
        server->worker_count++;
        return true;
    }
    writer_end(&worker->writer);
    return false;
}

bool workers_start(struct http_server *server)
{
    server->workers = calloc((size_t)server->settings.most_workers, sizeof *server->workers);
    while (server->workers && server->worker_count < server->settings.workers)
        if (!add_worker(server))
            return false;
    return server->workers != NULL;
}

void workers_relieve(struct http_server *server)
{
    unsigned finished = server->finished;
    if (!server->queued || finished != server->finished_then)
        server->moving_at = server->now;
    server->finished_then = finished;
    if (server->now - server->moving_at < STALL || server->worker_count == server->settings.most_workers)
        return;
    server->moving_at = server->now;
    add_worker(server);
}

bool workers_stop(struct http_server *server, int64_t until)
{
    pthread_mutex_lock(&server->queue_lock);
    server->ended = true;
    pthread_cond_broadcast(&server->queue_filled);
    pthread_mutex_unlock(&server->queue_lock);
    struct timespec limit;
    clock_gettime(CLOCK_REALTIME, &limit);
    int64_t left = until - monotonic_now();
    limit.tv_sec += left > 0 ? left / 1000 + 1 : 1;
    for (int i = 0; i < server->worker_count; i++) {
        struct worker *worker = &server->workers[i];
        if (pthread_timedjoin_np(worker->thread, NULL, &limit) != 0)
            return false;
        writer_end(&worker->writer);
    }
    free(server->workers);
    return true;
}

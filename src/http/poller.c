/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The poller's loop: waits for events, never for anything else. */
#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "http/server.h"

enum { EVENTS = 256, ACCEPT_TURN = 128 };

int64_t monotonic_now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

void poller_wake(struct http_server *server)
{
    (void)!write(server->wake, &(uint64_t){1}, sizeof(uint64_t));
}

static void listen_again(struct http_server *server, bool on)
{
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = &server->listener};
    int change = on ? EPOLL_CTL_ADD : EPOLL_CTL_DEL;
    if (server->listening != on && epoll_ctl(server->epoll, change, server->listener, &event) == 0)
        server->listening = on;
}

/* When the system lets no more be opened, one waits for the next tick rather than asking without end. */
static void accept_new(struct http_server *server)
{
    for (int i = 0; i < ACCEPT_TURN; i++) {
        struct sockaddr_storage from;
        socklen_t length = sizeof from;
        int socket = accept4(server->listener, (struct sockaddr *)&from, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (socket >= 0) {
            connection_open(server, socket, (const struct sockaddr *)&from);
            continue;
        }
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
            listen_again(server, false);
        if (errno != ECONNABORTED && errno != EINTR)
            return;
    }
}

/* What workers are done with. The awaited connection, if a worker still holds it, wakes the poller when it comes. */
static void take_back(struct http_server *server, struct connection *awaited)
{
    pthread_mutex_lock(&server->back_lock);
    struct connection *list = server->back;
    server->back = NULL;
    if (awaited)
        awaited->wanted = true;
    pthread_mutex_unlock(&server->back_lock);
    while (list) {
        struct connection *connection = list;
        list = connection->next;
        connection->wanted = false;
        connection_returned(server, connection);
    }
}

static void handle_event(struct http_server *server, const struct epoll_event *event)
{
    uint64_t wakes;
    if (event->data.ptr == &server->listener) {
        accept_new(server);
    } else if (event->data.ptr == &server->wake) {
        (void)!read(server->wake, &wakes, sizeof wakes);
    } else {
        struct connection *connection = event->data.ptr;
        bool held = connection->stage == ANSWERING;
        if (connection->stage != DEAD)
            connection_event(server, connection, event->events);
        if (held)
            take_back(server, connection);
    }
}

static void resume_unfinished(struct http_server *server)
{
    struct connection *list = server->unfinished;
    server->unfinished = NULL;
    while (list) {
        struct connection *connection = list;
        list = connection->next_unfinished;
        connection_resume(server, connection);
    }
}

static void tick(struct http_server *server)
{
    if (server->now < server->next_tick)
        return;
    server->next_tick = server->now + TICK;
    for (size_t i = server->connection_count; i-- > 0;)
        connection_tick(server, server->connections[i]);
    listen_again(server, !server->stopping);
}

static void bury(struct http_server *server)
{
    while (server->dead) {
        struct connection *connection = server->dead;
        server->dead = connection->next;
        free(connection);
    }
}

static int patience(const struct http_server *server)
{
    if (server->unfinished)
        return 0;
    if (!server->connection_count && server->listening && !server->stopping)
        return -1;
    int64_t left = server->next_tick - server->now;
    if (server->queued && left > STALL)
        left = STALL;
    return left > 0 ? (int)left : 0;
}

static bool finished(const struct http_server *server)
{
    return server->stopping && (!server->connection_count || server->now >= server->stop_at);
}

void *poller_run(void *argument)
{
    struct http_server *server = argument;
    struct epoll_event events[EVENTS];
    listen_again(server, true);
    for (bool told = false; !finished(server);) {
        int count = epoll_wait(server->epoll, events, EVENTS, patience(server));
        server->now = monotonic_now();
        for (int i = 0; i < count; i++)
            handle_event(server, &events[i]);
        if (server->stopping && !told)
            server->next_tick = server->now;
        told = server->stopping;
        take_back(server, NULL);
        tick(server);
        resume_unfinished(server);
        workers_feed(server);
        workers_relieve(server);
        bury(server);
    }
    return NULL;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One connection as the poller sees it: idle, reading, answered by a worker, writing what is left, draining, gone. */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include "http/server.h"

enum { READ_TURNS = 16 };                  /* reads of one connection before the others have their turn */

static bool wants_input(const struct connection *connection)
{
    enum stage stage = connection->stage;
    return stage == IDLE || stage == READING_HEAD || stage == READING_BODY || stage == DRAINING;
}

/* Too many: said in a few bytes, without reading. */
static void turn_away(int socket, const char *status)
{
    char text[160];
    int length = snprintf(text, sizeof text,
        "HTTP/1.1 %s\r\nConnection: close\r\nContent-Length: 0\r\nRetry-After: 5\r\n\r\n", status);
    (void)!send(socket, text, (size_t)length, MSG_NOSIGNAL);
    close(socket);
}

static bool enter(struct http_server *server, const char *address, uint64_t key)
{
    const char *proxy = server->settings.trusted_proxy;
    uint32_t most = proxy && strcmp(proxy, address) == 0 ? UINT32_MAX : (uint32_t)server->settings.most_per_address;
    return addresses_enter(&server->addresses, key, most);
}

static bool watch(struct http_server *server, struct connection *connection)
{
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.ptr = connection};
    int on = 1;
    setsockopt(connection->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return epoll_ctl(server->epoll, EPOLL_CTL_ADD, connection->socket, &event) == 0;
}

void connection_open(struct http_server *server, int socket, const struct sockaddr *from)
{
    char address[ADDRESS_ROOM];
    uint64_t key = address_read(from, address);
    if (server->connection_count >= (size_t)server->settings.most_connections) {
        turn_away(socket, "503 Service Unavailable");
        return;
    }
    if (!enter(server, address, key)) {
        turn_away(socket, "429 Too Many Requests");
        return;
    }
    struct connection *connection = calloc(1, sizeof *connection);
    if (!connection) {
        addresses_leave(&server->addresses, key);
        close(socket);
        return;
    }
    connection->socket = socket;
    connection->address_key = key;
    memcpy(connection->address, address, sizeof address);
    connection->deadline = server->now + server->settings.head_seconds * 1000;
    connection->slot = server->connection_count;
    server->connections[server->connection_count++] = connection;
    if (!watch(server, connection))
        connection_close(server, connection);
}

/* Counts what this connection holds for input and head. */
static void count_memory(struct http_server *server, struct connection *connection)
{
    size_t held = connection->input.room + (connection->exchange ? connection->exchange->head_bytes.room : 0);
    server->held += held - connection->held;
    connection->held = held;
}

/* Freed after this turn of the poller only: an event that waits in its list may still name it. */
void connection_close(struct http_server *server, struct connection *connection)
{
    struct connection *moved = server->connections[--server->connection_count];
    server->connections[connection->slot] = moved;
    moved->slot = connection->slot;
    addresses_leave(&server->addresses, connection->address_key);
    exchange_free(server, connection);
    store_free(&connection->rest, &server->room);
    bytes_free(&connection->input);
    count_memory(server, connection);
    close(connection->socket);
    connection->stage = DEAD;
    connection->next = server->dead;
    server->dead = connection;
}

/* The peer must have read the reply before the socket goes, else unread bytes of its own would make the system drop
 * it. */
static void drain(struct http_server *server, struct connection *connection)
{
    shutdown(connection->socket, SHUT_WR);
    bytes_free(&connection->input);
    connection->stage = DRAINING;
    connection->started = server->now;
    connection->deadline = server->now + DRAIN_SILENCE;
}

static void advance(struct http_server *server, struct connection *connection);

static void after_reply(struct http_server *server, struct connection *connection)
{
    store_free(&connection->rest, &server->room);
    connection->rest_sent = 0;
    if (connection->broken) {
        connection_close(server, connection);
        return;
    }
    if (connection->last) {
        drain(server, connection);
    } else {
        connection->stage = IDLE;
        connection->deadline = server->now + server->settings.idle_seconds * 1000;
        advance(server, connection);
    }
    if (connection->stage != DEAD)
        count_memory(server, connection);
}

static void write_rest(struct http_server *server, struct connection *connection)
{
    while (connection->rest_sent < connection->rest.length) {
        ssize_t sent = store_send(&connection->rest, connection->socket, connection->rest_sent);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0 && errno == EAGAIN) {
            int64_t allowed = (int64_t)connection->rest_sent * 1000 / server->settings.least_rate;
            connection->deadline = connection->started + GRACE + allowed;
            return;
        }
        if (sent <= 0) {
            connection_close(server, connection);
            return;
        }
        connection->rest_sent += (size_t)sent;
    }
    after_reply(server, connection);
}

static void replied(struct http_server *server, struct connection *connection)
{
    exchange_free(server, connection);
    if (connection->broken || !connection->rest.length) {
        after_reply(server, connection);
        return;
    }
    connection->stage = WRITING;
    connection->started = server->now;
    write_rest(server, connection);
}

static void refuse(struct http_server *server, struct connection *connection, int status)
{
    reply_refusal(server, connection, &server->writer, status);
    writer_clear(&server->writer);
    replied(server, connection);
}

/* Does all that the input allows: at most one request, for the next one waits until this one is answered. */
static void advance(struct http_server *server, struct connection *connection)
{
    int step = ONE_STEP;
    if (connection->stage == IDLE && connection->input.length) {
        connection->stage = READING_HEAD;
        connection->deadline = server->now + server->settings.head_seconds * 1000;
    }
    while (step == ONE_STEP && (connection->stage == READING_HEAD || connection->stage == READING_BODY))
        step = connection->stage == READING_HEAD ? exchange_read_head(server, connection)
                                                 : exchange_read_body(server, connection);
    if (step >= 400)
        refuse(server, connection, step);
}

static void read_later(struct http_server *server, struct connection *connection)
{
    if (connection->unfinished)
        return;
    connection->unfinished = true;
    connection->next_unfinished = server->unfinished;
    server->unfinished = connection;
}

/* When heads take too much memory together, only small ones are still read. */
static void relieve(struct http_server *server, struct connection *connection)
{
    bool reading = connection->stage == READING_HEAD || connection->stage == READING_BODY;
    if (server->held <= server->settings.most_memory || connection->held <= SMALL_HEAD || !reading)
        return;
    refuse(server, connection, 503);
    count_memory(server, connection);
}

static void received(struct http_server *server, struct connection *connection, size_t length)
{
    if (connection->stage == DRAINING) {
        int64_t silence = server->now + DRAIN_SILENCE, most = connection->started + DRAIN_MOST;
        connection->deadline = silence < most ? silence : most;
    } else if (!bytes_add(&connection->input, server->read_buffer, length)) {
        connection_close(server, connection);
    } else {
        advance(server, connection);
        count_memory(server, connection);
        relieve(server, connection);
    }
}

/* A read that does not fill the buffer has emptied the socket, unless its end was announced too (epoll(7), question
 * 9). */
static void read_input(struct http_server *server, struct connection *connection)
{
    for (int turn = 0; connection->readable && wants_input(connection); turn++) {
        if (turn == READ_TURNS) {
            read_later(server, connection);
            return;
        }
        size_t room = connection->stage == READING_BODY || connection->stage == DRAINING ? READ_ROOM : HEAD_READ;
        ssize_t got = recv(connection->socket, server->read_buffer, room, 0);
        if (got < 0 && errno == EAGAIN) {
            connection->readable = false;
        } else if (got > 0) {
            if ((size_t)got < room && !connection->hung_up)
                connection->readable = false;
            received(server, connection, (size_t)got);
        } else if (got == 0 || errno != EINTR) {
            connection_close(server, connection);
        }
    }
}

void connection_event(struct http_server *server, struct connection *connection, uint32_t events)
{
    connection->readable |= (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0;
    connection->hung_up |= (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0;
    if (connection->stage == WRITING && events & (EPOLLOUT | EPOLLHUP | EPOLLERR))
        write_rest(server, connection);
    read_input(server, connection);
}

void connection_returned(struct http_server *server, struct connection *connection)
{
    replied(server, connection);
    read_input(server, connection);
}

void connection_resume(struct http_server *server, struct connection *connection)
{
    connection->unfinished = false;
    read_input(server, connection);
}

void connection_tick(struct http_server *server, struct connection *connection)
{
    enum stage stage = connection->stage;
    if (stage == IDLE && server->stopping)
        connection_close(server, connection);
    if (stage == ANSWERING || stage == DEAD || server->now < connection->deadline)
        return;
    if (stage == READING_HEAD || stage == READING_BODY)
        refuse(server, connection, 408);
    else if (connection->stage != DEAD)
        connection_close(server, connection);
}

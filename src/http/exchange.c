/* SPDX-License-Identifier: AGPL-3.0-or-later
 * From the bytes of a connection to one whole request: head, then body, each within its limits and its time. */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include "http/server.h"

/* A whole number of milliseconds to have sent these bytes at the least rate. */
static int64_t time_for(const struct http_server *server, size_t bytes)
{
    return GRACE + (int64_t)bytes * 1000 / server->settings.least_rate;
}

static void ready(struct http_server *server, struct connection *connection)
{
    connection->stage = ANSWERING;
    connection->next = NULL;
    if (server->ready_last)
        server->ready_last->next = connection;
    else
        server->ready_first = connection;
    server->ready_last = connection;
    server->ready++;
}

static int request_complete(struct http_server *server, struct connection *connection)
{
    if (server->queued + server->ready >= server->settings.most_waiting)
        return 503;
    ready(server, connection);
    return ONE_STEP;
}

/* The head's bytes leave the input: all of it, nearly always, so that nothing is copied. */
static bool keep_head(struct connection *connection, size_t length)
{
    struct bytes *kept = &connection->exchange->head_bytes, *input = &connection->input;
    if (input->length == length) {
        *kept = *input;
        *input = (struct bytes){0};
        return true;
    }
    if (!bytes_add(kept, input->data, length))
        return false;
    bytes_drop(input, length);
    return true;
}

static bool is_multipart(const struct exchange *exchange)
{
    static const char multipart[] = "multipart/form-data";
    int index = exchange->head.single[CONTENT_TYPE];
    if (index < 0)
        return false;
    struct head_span type = exchange->head.fields[index].value;
    if (type.length > sizeof multipart - 1)
        type.length = sizeof multipart - 1;
    return span_is(exchange->head_bytes.data, type, multipart);
}

static int begin_body(struct http_server *server, struct connection *connection)
{
    static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";
    struct exchange *exchange = connection->exchange;
    exchange->most_body = is_multipart(exchange) ? server->settings.most_upload : server->settings.most_form;
    if ((uint64_t)exchange->head.content_length > exchange->most_body)
        return 413;
    if (exchange->head.chunked && !(exchange->chunks = calloc(1, sizeof *exchange->chunks)))
        return 503;
    if (exchange->head.expects_continue && !connection->input.length)
        if (send(connection->socket, go_on, sizeof go_on - 1, MSG_NOSIGNAL) < 0)
            connection->broken = true;
    connection->stage = READING_BODY;
    connection->started = server->now;
    connection->deadline = server->now + time_for(server, 0);
    return ONE_STEP;
}

int exchange_read_head(struct http_server *server, struct connection *connection)
{
    size_t length = 0;
    struct bytes *input = &connection->input;
    int found = head_find_end(input->data, input->length, &connection->scanned, &length);
    if (found != 1)
        return found;
    connection->scanned = 0;
    struct exchange *exchange = connection->exchange = calloc(1, sizeof *exchange);
    if (!exchange || !keep_head(connection, length))
        return 503;
    int status = head_parse(exchange->head_bytes.data, length, &exchange->head);
    if (status)
        return status;
    return exchange->head.body_follows ? begin_body(server, connection) : request_complete(server, connection);
}

static int keep_body(struct http_server *server, struct exchange *exchange, const char *data, size_t length)
{
    if (exchange->body.length + length > exchange->most_body)
        return 413;
    return store_add(&exchange->body, &server->room, data, length) ? 0 : 503;
}

static int read_counted(struct http_server *server, struct connection *connection)
{
    struct exchange *exchange = connection->exchange;
    size_t left = (size_t)exchange->head.content_length - exchange->body.length;
    size_t taken = connection->input.length < left ? connection->input.length : left;
    int status = taken ? keep_body(server, exchange, connection->input.data, taken) : 0;
    if (status)
        return status;
    bytes_drop(&connection->input, taken);
    return taken == left ? ONE_STEP : MORE_NEEDED;
}

static int read_chunked(struct http_server *server, struct connection *connection)
{
    struct exchange *exchange = connection->exchange;
    struct bytes *input = &connection->input;
    enum chunk_found found = CHUNK_BYTES;
    size_t at = 0, used, length = 0;
    int status = 0;
    while (!status && found == CHUNK_BYTES) {
        const char *data = NULL;
        found = chunks_read(exchange->chunks, input->data + at, input->length - at, &used, &data, &length);
        at += used;
        if (found == CHUNK_BYTES)
            status = keep_body(server, exchange, data, length);
    }
    bytes_drop(input, at);
    if (status || found == CHUNK_BAD)
        return status ? status : 400;
    if (exchange->chunks->left > exchange->most_body - exchange->body.length)
        return 413;
    return found == CHUNK_END ? ONE_STEP : MORE_NEEDED;
}

int exchange_read_body(struct http_server *server, struct connection *connection)
{
    struct exchange *exchange = connection->exchange;
    int step = exchange->chunks ? read_chunked(server, connection) : read_counted(server, connection);
    connection->deadline = connection->started + time_for(server, exchange->body.length);
    return step == ONE_STEP ? request_complete(server, connection) : step;
}

void exchange_free(struct http_server *server, struct connection *connection)
{
    struct exchange *exchange = connection->exchange;
    if (!exchange)
        return;
    bytes_free(&exchange->head_bytes);
    store_free(&exchange->body, &server->room);
    free(exchange->chunks);
    free(exchange);
    connection->exchange = NULL;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writes replies. What the socket does not take at once is stored, so that a worker never waits for a slow reader. */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include "base/time.h"
#include "http/server.h"

enum { KEPT_BLOCK = 128 * 1024 };          /* of the arena, between requests: a page rarely needs more */

const char *http_status_text(int status)
{
    static const struct { int status; const char *text; } texts[] = {
        {200, "OK"}, {201, "Created"}, {202, "Accepted"}, {204, "No Content"}, {206, "Partial Content"},
        {301, "Moved Permanently"}, {302, "Found"}, {303, "See Other"}, {304, "Not Modified"},
        {307, "Temporary Redirect"}, {308, "Permanent Redirect"}, {400, "Bad Request"}, {401, "Unauthorized"},
        {403, "Forbidden"}, {404, "Not Found"}, {405, "Method Not Allowed"}, {406, "Not Acceptable"},
        {408, "Request Timeout"}, {409, "Conflict"}, {410, "Gone"}, {411, "Length Required"},
        {413, "Content Too Large"}, {414, "URI Too Long"}, {415, "Unsupported Media Type"},
        {417, "Expectation Failed"}, {422, "Unprocessable Content"}, {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"}, {500, "Internal Server Error"}, {501, "Not Implemented"},
        {503, "Service Unavailable"}, {505, "HTTP Version Not Supported"}, {507, "Insufficient Storage"}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i].status == status)
            return texts[i].text;
    return "Unknown";
}

/* The first block stays with the thread: most requests then ask nothing of the system. */
void writer_start(struct writer *writer)
{
    arena_alloc(&writer->arena, KEPT_BLOCK);
    writer->clean = arena_mark(&writer->arena);
    writer->clean.used = 0;
}

void writer_clear(struct writer *writer)
{
    arena_release(&writer->arena, writer->clean);
}

void writer_end(struct writer *writer)
{
    arena_free(&writer->arena);
}

/* "Mon, 23 Nov 2026 10:05:00 GMT", made once a second. */
static const char *date_now(struct writer *writer)
{
    static const char days[][4] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int64_t now = clock_now();
    if (now != writer->second) {
        int64_t day = now / 86400, second = now % 86400;
        struct civil date = civil_from_days(day);
        struct buffer text = {.arena = &writer->arena};
        buffer_format(&text, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[day % 7], date.day, months[date.month - 1],
                      date.year, (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60));
        size_t length = text.length < DATE_ROOM ? text.length : DATE_ROOM - 1;
        memcpy(writer->date, text.text, length);
        writer->date[length] = '\0';
        writer->second = now;
    }
    return writer->date;
}

/* A line break in a header would let its writer write the next ones. */
static bool header_is_one_line(const struct http_header *header)
{
    for (const char *at = header->value; *at; at++)
        if ((unsigned char)*at < ' ' && *at != '\t')
            return false;
    return header->name[strcspn(header->name, "\r\n: ")] == '\0';
}

static void write_connection(struct buffer *head, const struct connection *connection)
{
    if (connection->last)
        buffer_text(head, "Connection: close\r\n");
    else if (connection->exchange->head.minor == 0)
        buffer_text(head, "Connection: keep-alive\r\n");
}

static void write_head(struct buffer *head, struct writer *writer, const struct connection *connection,
                       const struct http_reply *reply)
{
    buffer_text(head, "HTTP/1.1 ");
    buffer_int(head, reply->status);
    buffer_char(head, ' ');
    buffer_text(head, http_status_text(reply->status));
    buffer_text(head, "\r\nDate: ");
    buffer_text(head, date_now(writer));
    buffer_text(head, "\r\n");
    for (size_t i = 0; i < reply->header_count; i++) {
        buffer_text(head, reply->headers[i].name);
        buffer_text(head, ": ");
        buffer_text(head, reply->headers[i].value);
        buffer_text(head, "\r\n");
    }
    if (reply->status != 204 && reply->status != 304) {
        buffer_text(head, "Content-Length: ");
        buffer_int(head, (int64_t)reply->length);
        buffer_text(head, "\r\n");
    }
    write_connection(head, connection);
    buffer_text(head, "\r\n");
}

static void keep_rest(struct http_server *server, struct connection *connection, const struct iovec parts[2],
                      size_t sent)
{
    for (int i = 0; i < 2 && !connection->broken; i++) {
        size_t skipped = sent < parts[i].iov_len ? sent : parts[i].iov_len;
        sent -= skipped;
        if (skipped < parts[i].iov_len)
            connection->broken = !store_add(&connection->rest, &server->room, (const char *)parts[i].iov_base + skipped,
                                            parts[i].iov_len - skipped);
    }
}

static void send_parts(struct http_server *server, struct connection *connection, struct iovec parts[2])
{
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    ssize_t sent;
    do
        sent = sendmsg(connection->socket, &message, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    if (sent < 0 && errno != EAGAIN)
        connection->broken = true;
    else if (sent < 0 || (size_t)sent < parts[0].iov_len + parts[1].iov_len)
        keep_rest(server, connection, parts, sent < 0 ? 0 : (size_t)sent);
}

static bool without_body(const struct connection *connection, const struct http_reply *reply)
{
    const struct exchange *exchange = connection->exchange;
    return reply->status == 204 || reply->status == 304 || (exchange && exchange->head.method.length == strlen("HEAD")
        && memcmp(exchange->head_bytes.data, "HEAD", strlen("HEAD")) == 0);
}

static void write_reply(struct http_server *server, struct connection *connection, struct writer *writer,
                        const struct http_reply *reply)
{
    struct buffer head = {.arena = &writer->arena};
    write_head(&head, writer, connection, reply);
    struct iovec parts[2] = {{head.text, head.length}, {(void *)(uintptr_t)reply->body, reply->length}};
    if (without_body(connection, reply))
        parts[1].iov_len = 0;
    send_parts(server, connection, parts);
}

void reply_send(struct http_server *server, struct connection *connection, struct writer *writer,
                const struct http_reply *reply)
{
    for (size_t i = 0; i < reply->header_count; i++)
        if (!header_is_one_line(&reply->headers[i])) {
            reply_refusal(server, connection, writer, 500);
            return;
        }
    write_reply(server, connection, writer, reply);
}

static struct http_reply plain_page(struct writer *writer, int status)
{
    static const struct http_header headers[] = {{"Content-Type", "text/plain; charset=utf-8"},
                                                 {"X-Content-Type-Options", "nosniff"}};
    const char *text = arena_format(&writer->arena, "%d %s\n", status, http_status_text(status));
    return (struct http_reply){status, headers, sizeof headers / sizeof *headers, text, strlen(text)};
}

void reply_refusal(struct http_server *server, struct connection *connection, struct writer *writer, int status)
{
    struct http_reply page = {.status = status};
    connection->last = true;
    if (server->settings.refusal)
        server->settings.refusal(server->settings.context, status, &page);
    else
        page = plain_page(writer, status);
    struct http_header *headers = arena_array(&writer->arena, page.header_count + 1, sizeof *headers);
    if (page.header_count)
        memcpy(headers, page.headers, page.header_count * sizeof *headers);
    if (status == 405 || status == 501)
        headers[page.header_count++] = (struct http_header){"Allow", "GET, HEAD, POST"};
    if (status == 503)
        headers[page.header_count++] = (struct http_header){"Retry-After", "5"};
    page.status = status;
    page.headers = headers;
    write_reply(server, connection, writer, &page);
}

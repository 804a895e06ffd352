/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A whole request as the handler sees it: texts, pairs, files, and who asks. */
#include <arpa/inet.h>
#include <string.h>
#include <strings.h>
#include "http/server.h"

const char *http_header(const struct http_request *request, const char *name)
{
    for (size_t i = 0; i < request->header_count; i++)
        if (strcasecmp(request->headers[i].name, name) == 0)
            return request->headers[i].value;
    return NULL;
}

/* The byte after a span is a separator that nobody needs any more. */
static const char *span_text(struct bytes *bytes, struct head_span span)
{
    bytes->data[span.at + span.length] = '\0';
    return bytes->data + span.at;
}

static void take_head(struct exchange *exchange, struct http_request *request)
{
    struct head *head = &exchange->head;
    struct bytes *bytes = &exchange->head_bytes;
    struct http_header *headers = arena_array(request->arena, head->field_count, sizeof *headers);
    for (size_t i = 0; i < head->field_count; i++) {
        headers[i].name = span_text(bytes, head->fields[i].name);
        headers[i].value = span_text(bytes, head->fields[i].value);
    }
    request->method = span_text(bytes, head->method);
    request->target = span_text(bytes, head->path);
    request->query = span_text(bytes, head->query);
    request->headers = headers;
    request->header_count = head->field_count;
}

/* The last address of the last X-Forwarded-For is the one our proxy saw; those before it are hearsay. */
static const char *forwarded_for(const struct http_request *request)
{
    const char *list = NULL;
    for (size_t i = 0; i < request->header_count; i++)
        if (strcasecmp(request->headers[i].name, "X-Forwarded-For") == 0)
            list = request->headers[i].value;
    if (!list)
        return NULL;
    const char *comma = strrchr(list, ',');
    const char *address = text_trim(request->arena, comma ? comma + 1 : list);
    unsigned char bytes[sizeof(struct in6_addr)];
    bool known = address && (inet_pton(AF_INET, address, bytes) == 1 || inet_pton(AF_INET6, address, bytes) == 1);
    return known ? address : NULL;
}

static void take_address(const struct http_server *server, const struct connection *connection,
                         struct http_request *request)
{
    request->address = connection->address;
    if (!text_is(server->settings.trusted_proxy, connection->address))
        return;
    const char *client = forwarded_for(request), *scheme = http_header(request, "X-Forwarded-Proto");
    if (client)
        request->address = client;
    request->secure = scheme && strcasecmp(scheme, "https") == 0;
}

static int take_body(struct exchange *exchange, struct http_request *request, struct form_parts *parts)
{
    const char *type = http_header(request, "Content-Type");
    const char *body = store_data(&exchange->body);
    size_t length = exchange->body.length;
    if (length && !body)
        return 503;
    if (type_is(type, "application/x-www-form-urlencoded"))
        return length ? form_read_pairs(parts, body, length) : 0;
    if (type_is(type, "multipart/form-data"))
        return length ? form_read_multipart(parts, type, body, length) : 400;
    request->body = length ? body : "";
    request->body_length = length;
    return 0;
}

int request_make(const struct http_server *server, struct connection *connection, struct http_request *request)
{
    struct exchange *exchange = connection->exchange;
    struct form_parts parts = {.arena = request->arena, .most_text = server->settings.most_form};
    take_head(exchange, request);
    take_address(server, connection, request);
    request->body = "";
    int status = form_read_pairs(&parts, request->query, strlen(request->query));
    if (!status)
        status = take_body(exchange, request, &parts);
    request->pairs = parts.pairs;
    request->pair_count = parts.pair_count;
    request->files = parts.files;
    request->file_count = parts.file_count;
    return status;
}

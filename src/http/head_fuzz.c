/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Any bytes as the head of a request: what is accepted is sound, and how the bytes were cut changes nothing. */
#include <stdlib.h>
#include <string.h>
#include "http/head.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool sound)
{
    if (!sound)
        abort();
}

static int find_end_in_pieces(const char *bytes, size_t size, size_t *end)
{
    size_t scanned = 0;
    int found = 0;
    for (size_t length = 1; length <= size && !found; length++)
        found = head_find_end(bytes, length, &scanned, end);
    return found;
}

static void check_span(const char *bytes, size_t length, struct head_span span)
{
    check((size_t)span.at + span.length < length);
    check(!memchr(bytes + span.at, '\0', span.length) && !memchr(bytes + span.at, '\n', span.length));
}

static void check_head(const char *bytes, size_t length, const struct head *head)
{
    check_span(bytes, length, head->method);
    check_span(bytes, length, head->path);
    check_span(bytes, length, head->query);
    check(head->path.length && bytes[head->path.at] == '/' && path_is_plain(bytes + head->path.at, head->path.length));
    for (size_t i = 0; i < head->field_count; i++) {
        check_span(bytes, length, head->fields[i].name);
        check_span(bytes, length, head->fields[i].value);
        check(head->fields[i].name.length > 0);
    }
    for (int i = 0; i < SINGLES; i++)
        check(head->single[i] < (int)head->field_count);
    check(head->minor == 0 || head->single[HOST] >= 0);
    check(!head->chunked || (head->single[CONTENT_LENGTH] < 0 && head->content_length == 0 && head->minor == 1));
    check(head->content_length >= 0 && head->body_follows == (head->chunked || head->content_length > 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = (const char *)data;
    size_t scanned = 0, end = 0, end_in_pieces = 0;
    struct head head;
    int found = size ? head_find_end(bytes, size, &scanned, &end) : 0;
    if (size < 4096 && found == 1)
        check(find_end_in_pieces(bytes, size, &end_in_pieces) == 1 && end_in_pieces == end);
    if (found == 1 && head_parse(bytes, end, &head) == 0)
        check_head(bytes, end, &head);
    if (size && size < UINT16_MAX)
        head_parse(bytes, size, &head);
    return 0;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Chunked bodies. Framing by a bare line feed, signs, 0x and blanks around sizes are refused: servers disagree on
 * them. */
#include "http/chunk.h"
#include <string.h>
#include "http/head.h"

static enum chunk_found read_size(struct chunks *chunks, unsigned char c)
{
    int digit = hex_digit(c);
    if (digit >= 0) {
        chunks->left = chunks->left * 16 + (unsigned)digit;
        return ++chunks->digits > MOST_CHUNK_DIGITS ? CHUNK_BAD : CHUNK_MORE;
    }
    if (!chunks->digits || (c != ';' && c != '\r'))
        return CHUNK_BAD;
    chunks->state = c == ';' ? CHUNK_EXTENSION : CHUNK_SIZE_END;
    chunks->passed = 0;
    return CHUNK_MORE;
}

static enum chunk_found read_extension(struct chunks *chunks, unsigned char c)
{
    if (c == '\r')
        chunks->state = CHUNK_SIZE_END;
    else if ((c < ' ' && c != '\t') || c >= 0x7F || ++chunks->passed > MOST_CHUNK_EXTENSION)
        return CHUNK_BAD;
    return CHUNK_MORE;
}

static enum chunk_found end_size(struct chunks *chunks, unsigned char c)
{
    if (c != '\n')
        return CHUNK_BAD;
    chunks->digits = chunks->passed = 0;
    chunks->state = chunks->left ? CHUNK_DATA : CHUNK_TRAILER;
    return CHUNK_MORE;
}

/* Trailer fields are checked like any field, and forgotten: nothing in them could be trusted. */
static enum chunk_found read_trailer(struct chunks *chunks, unsigned char c)
{
    struct head_field field;
    if (++chunks->passed > MOST_TRAILER)
        return CHUNK_BAD;
    if (c != '\n') {
        chunks->trailer[chunks->line++] = (char)c;
        return CHUNK_MORE;
    }
    if (!chunks->line || chunks->trailer[chunks->line - 1] != '\r')
        return CHUNK_BAD;
    struct head_span line = {0, (uint16_t)(chunks->line - 1)};
    chunks->line = 0;
    if (!line.length)
        return CHUNK_END;
    return head_field_parse(chunks->trailer, line, &field) ? CHUNK_MORE : CHUNK_BAD;
}

static enum chunk_found read_byte(struct chunks *chunks, unsigned char c)
{
    switch (chunks->state) {
    case CHUNK_SIZE: return read_size(chunks, c);
    case CHUNK_EXTENSION: return read_extension(chunks, c);
    case CHUNK_SIZE_END: return end_size(chunks, c);
    case CHUNK_DATA_END: chunks->state = CHUNK_DATA_LINE; return c == '\r' ? CHUNK_MORE : CHUNK_BAD;
    case CHUNK_DATA_LINE: chunks->state = CHUNK_SIZE; return c == '\n' ? CHUNK_MORE : CHUNK_BAD;
    case CHUNK_TRAILER: return read_trailer(chunks, c);
    case CHUNK_DATA: break;
    }
    return CHUNK_BAD;
}

enum chunk_found chunks_read(struct chunks *chunks, const char *bytes, size_t length, size_t *used,
                             const char **data, size_t *data_length)
{
    enum chunk_found found = CHUNK_MORE;
    size_t at = 0;
    while (at < length && found == CHUNK_MORE) {
        if (chunks->state != CHUNK_DATA) {
            found = read_byte(chunks, (unsigned char)bytes[at++]);
            continue;
        }
        *data = bytes + at;
        *data_length = length - at < chunks->left ? length - at : (size_t)chunks->left;
        at += *data_length;
        chunks->left -= *data_length;
        if (!chunks->left)
            chunks->state = CHUNK_DATA_END;
        found = CHUNK_BYTES;
    }
    *used = at;
    return found;
}

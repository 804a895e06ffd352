/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading gzip with zlib. */
#include "formats/gzip.h"
#include <zlib.h>

enum { PIECE = 65536, GZIP_ONLY = 16 + MAX_WBITS };

static bool inflate_all(z_stream *stream, struct buffer *out, size_t most)
{
    char piece[PIECE];
    int status = Z_OK;
    while (status == Z_OK && out->length <= most) {
        stream->next_out = (Bytef *)piece;
        stream->avail_out = sizeof piece;
        status = inflate(stream, Z_NO_FLUSH);
        if (status == Z_OK || status == Z_STREAM_END)
            buffer_add(out, piece, sizeof piece - stream->avail_out);
    }
    return status == Z_STREAM_END && out->length <= most;
}

char *gzip_read(struct arena *arena, const void *bytes, size_t length, size_t most, size_t *read_length)
{
    struct buffer out = {.arena = arena};
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)bytes, .avail_in = (uInt)length};
    if (length > UINT32_MAX || inflateInit2(&stream, GZIP_ONLY) != Z_OK)
        return NULL;
    buffer_add(&out, "", 0);
    bool whole = inflate_all(&stream, &out, most);
    inflateEnd(&stream);
    *read_length = out.length;
    return whole ? out.text : NULL;
}

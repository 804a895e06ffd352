/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Any bytes as a chunked body, whole and cut in pieces: the same content, the same end. */
#include <stdlib.h>
#include <string.h>
#include "http/chunk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct reading { struct chunks chunks; enum chunk_found found; size_t taken, content; uint64_t sum; };

static void note(struct reading *reading, const char *data, size_t length)
{
    for (size_t i = 0; i < length; i++)
        reading->sum = reading->sum * 31 + (unsigned char)data[i];
    reading->content += length;
}

static void read_piece(struct reading *reading, const char *bytes, size_t length)
{
    size_t at = 0;
    reading->found = CHUNK_BYTES;
    while (reading->found == CHUNK_BYTES) {
        const char *data = NULL;
        size_t used, data_length = 0;
        reading->found = chunks_read(&reading->chunks, bytes + at, length - at, &used, &data, &data_length);
        if (reading->found == CHUNK_BYTES) {
            if (data < bytes || data + data_length > bytes + length || !data_length)
                abort();
            note(reading, data, data_length);
        }
        at += used;
    }
    reading->taken += at;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct reading whole, pieces;
    const char *bytes = (const char *)data;
    if (size < 2)
        return 0;
    size_t step = 1 + data[0] % 7;
    memset(&whole, 0, sizeof whole);
    memset(&pieces, 0, sizeof pieces);
    read_piece(&whole, bytes + 1, size - 1);
    for (size_t at = 1; at < size && pieces.found <= CHUNK_BYTES; at += step)
        read_piece(&pieces, bytes + at, size - at < step ? size - at : step);
    if (whole.found != pieces.found || whole.content != pieces.content || whole.sum != pieces.sum)
        abort();
    if (whole.found == CHUNK_END && whole.taken != pieces.taken)
        abort();
    return 0;
}

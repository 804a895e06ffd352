/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Growing bytes. They start small: ten thousand slow connections must cost little. */
#include "http/bytes.h"
#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 512 };

bool bytes_add(struct bytes *bytes, const void *data, size_t length)
{
    if (bytes->room - bytes->length < length) {
        size_t room = bytes->room ? bytes->room : FIRST_ROOM;
        while (room - bytes->length < length)
            room *= 2;
        char *grown = realloc(bytes->data, room);
        if (!grown)
            return false;
        bytes->data = grown;
        bytes->room = room;
    }
    if (length)
        memcpy(bytes->data + bytes->length, data, length);
    bytes->length += length;
    return true;
}

void bytes_drop(struct bytes *bytes, size_t length)
{
    bytes->length -= length;
    if (!bytes->length)
        bytes_free(bytes);
    else if (length)
        memmove(bytes->data, bytes->data + length, bytes->length);
}

void bytes_free(struct bytes *bytes)
{
    free(bytes->data);
    *bytes = (struct bytes){0};
}

/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Bytes that may be many: in memory while small, beyond that in a file without a name that the system removes by
 * itself. So neither large uploads nor slow readers of large replies hold memory. Private to http/. */
#pragma once
#include <stdatomic.h>
#include <sys/types.h>
#include "http/bytes.h"

enum { MOST_IN_MEMORY = 64 * 1024 };

struct store {
    struct bytes memory;
    int file;                              /* 0: none */
    size_t length;                         /* of all bytes added */
    void *mapped;
};

/* What all stores of a server may hold together: in memory, then in files, of which there may be so many. */
struct store_room {
    const char *folder;
    size_t most_memory, most, most_files;
    _Atomic size_t memory, taken, files;   /* bytes, bytes, count */
};

bool store_add(struct store *store, struct store_room *room, const void *data, size_t length);   /* false: no room */
/* All bytes in one piece; NULL when the system cannot map them, or when there are none. */
const void *store_data(struct store *store);
/* Sends what comes after the first `sent` bytes; like send(). */
ssize_t store_send(const struct store *store, int socket, size_t sent);
void store_free(struct store *store, struct store_room *room);

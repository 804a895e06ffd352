/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A chunked body (RFC 9112 §7.1), byte by byte as it arrives. Pure. */
#pragma once
#include <stddef.h>
#include <stdint.h>

enum { MOST_CHUNK_DIGITS = 8, MOST_CHUNK_EXTENSION = 256, MOST_TRAILER = 4096 };

/* A zeroed one is at the start of a body. */
struct chunks {
    enum { CHUNK_SIZE, CHUNK_EXTENSION, CHUNK_SIZE_END, CHUNK_DATA, CHUNK_DATA_END, CHUNK_DATA_LINE,
           CHUNK_TRAILER } state;
    uint64_t left;                         /* bytes of this chunk still to come */
    size_t digits, passed;                 /* of the size; of extensions or trailers */
    size_t line;                           /* bytes of the current trailer line */
    char trailer[MOST_TRAILER];
};

enum chunk_found { CHUNK_MORE, CHUNK_BYTES, CHUNK_END, CHUNK_BAD };

/* Reads from bytes. *used says how many were taken; with CHUNK_BYTES, *data and *data_length are content among them,
 * and one calls again with the rest; with CHUNK_END the body is complete. */
enum chunk_found chunks_read(struct chunks *chunks, const char *bytes, size_t length, size_t *used,
                             const char **data, size_t *data_length);

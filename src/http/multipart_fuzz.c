/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Any bytes as a multipart/form-data body: the first line is its Content-Type. */
#include <stdlib.h>
#include <string.h>
#include "http/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool sound)
{
    if (!sound)
        abort();
}

static void check_file(const struct http_file *file, const char *body, size_t length)
{
    const char *data = file->data;
    check(data >= body && data + file->length <= body + length);
    check(utf8_valid(file->name, strlen(file->name)) && !strpbrk(file->name, "/\\"));
    check(utf8_valid(file->field, strlen(file->field)) && utf8_valid(file->type, strlen(file->type)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct form_parts parts = {.arena = &arena, .most_text = 1000};
    const char *bytes = (const char *)data, *line = memchr(bytes, '\n', size);
    if (!line || memchr(bytes, '\0', (size_t)(line - bytes)))
        return 0;
    const char *type = arena_copy(&arena, bytes, (size_t)(line - bytes));
    size_t length = size - (size_t)(line + 1 - bytes), text = 0;
    if (form_read_multipart(&parts, type, line + 1, length) == 0) {
        for (size_t i = 0; i < parts.file_count; i++)
            check_file(&parts.files[i], line + 1, length);
        for (size_t i = 0; i < parts.pair_count; i++) {
            check(utf8_valid(parts.pairs[i].value, strlen(parts.pairs[i].value)));
            text += strlen(parts.pairs[i].value);
        }
        check(text <= 1000);
    }
    arena_free(&arena);
    return 0;
}

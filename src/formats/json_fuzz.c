/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Any bytes as JSON: what is read is written and read again to the same text. */
#include "formats/json.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_tree(struct json *json, const struct json_value *value, int depth);

static void write_items(struct json *json, const struct json_value *value, int depth)
{
    if (value->kind == JSON_OBJECT)
        json_object(json);
    else
        json_array(json);
    for (size_t i = 0; i < value->count; i++) {
        if (value->kind == JSON_OBJECT)
            json_key(json, value->keys[i]);
        write_tree(json, &value->items[i], depth + 1);
    }
    json_end(json);
}

static void write_tree(struct json *json, const struct json_value *value, int depth)
{
    if (depth > 63)
        abort();
    switch (value->kind) {
    case JSON_NULL: json_null(json); break;
    case JSON_FALSE: case JSON_TRUE: json_bool(json, value->kind == JSON_TRUE); break;
    case JSON_TEXT: json_text(json, value->text); break;
    case JSON_NUMBER:
        if (value->is_whole)
            json_int(json, value->whole);
        else
            json_real(json, value->number);
        break;
    default: write_items(json, value, depth);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct buffer once = {.arena = &arena}, twice = {.arena = &arena};
    struct json json;
    const char *trouble = NULL;
    int line = 0;
    const struct json_value *root = json_read(&arena, (const char *)data, size, &trouble, &line);
    if (!root && (!trouble || line < 1))
        abort();
    if (root) {
        json_begin(&json, &once);
        write_tree(&json, root, 0);
        const struct json_value *again = json_read(&arena, once.text, once.length, &trouble, &line);
        if (!again)
            abort();
        json_begin(&json, &twice);
        write_tree(&json, again, 0);
        if (strcmp(once.text, twice.text) != 0)
            abort();
    }
    arena_free(&arena);
    return 0;
}

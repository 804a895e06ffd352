/* SPDX-License-Identifier: AGPL-3.0-or-later
 * From a path to its route. */
#include "web/route.h"
#include <string.h>

enum { MOST_DIGITS = 18, LONGEST_CODE = 100 };

static const char code_letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.~-";

/* How much of the path fills this hole; 0 when it does not fit. */
static size_t hole_length(const char *hole, const char *path)
{
    bool is_id = text_starts(hole, ":id");
    size_t length = strspn(path, is_id ? "0123456789" : code_letters);
    return length <= (is_id ? MOST_DIGITS : LONGEST_CODE) ? length : 0;
}

bool route_matches(struct arena *arena, const char *pattern, const char *path, const char *ids[2])
{
    size_t holes = 0;
    while (*pattern) {
        if (*pattern != ':') {
            if (*pattern++ != *path++)
                return false;
            continue;
        }
        size_t length = hole_length(pattern, path);
        if (!length || holes == 2)
            return false;
        ids[holes++] = arena_copy(arena, path, length);
        pattern += text_starts(pattern, ":id") ? strlen(":id") : strlen(":code");
        path += length;
    }
    return !*path;
}

/* A path without a hole wins over one with: /besoins/dire before /besoins/:code, whatever their order. */
const struct route *find_route(const struct app *app, struct request *rq, bool *other)
{
    const struct route *found = NULL;
    *other = false;
    for (const struct feature *const *feature = app->features; *feature; feature++)
        for (const struct route *route = (*feature)->routes; route && route->path; route++) {
            const char *ids[2] = {0};
            if (!route_matches(rq->arena, route->path, rq->path, ids))
                continue;
            if (route->method != rq->method) {
                *other = true;
                continue;
            }
            if (found && strchr(route->path, ':'))
                continue;
            found = route;
            memcpy(rq->ids, ids, sizeof ids);
        }
    return found;
}

const struct route *route_at(const struct request *rq, enum method method, const char *address, const char *ids[2])
{
    bool other;
    struct request asked = {.method = method, .arena = rq->arena,
                            .path = arena_copy(rq->arena, address, strcspn(address, "?"))};
    const struct route *found = rq->app ? find_route(rq->app, &asked, &other) : NULL;
    if (found && ids)
        memcpy(ids, asked.ids, sizeof asked.ids);
    return found;
}

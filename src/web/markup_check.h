/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For tests and fuzzers: whether markup is well formed, each id is written once, and no tag or address is there that a
 * browser would run. */
#pragma once
#include <string.h>
#include <strings.h>
#include "base/text.h"

struct markup_walk {
    struct arena *arena;
    const char **open;
    size_t depth, room;
    const char **ids;
    size_t id_count, id_room;
};

static inline const char *markup_attribute(struct markup_walk *walk, const char *name, size_t length, const char *value)
{
    if (length > 2 && strncasecmp(name, "on", 2) == 0)
        return arena_format(walk->arena, "an event attribute: %.*s", (int)length, name);
    if (length == 5 && strncasecmp(name, "style", 5) == 0)
        return "a style attribute";
    bool address = (length == 4 && memcmp(name, "href", 4) == 0) || (length == 6 && memcmp(name, "action", 6) == 0);
    if (address && *value != '/' && *value != '#' && *value != '?' && *value != '\0'
        && strncasecmp(value, "https://", 8) != 0 && strncasecmp(value, "http://", 7) != 0
        && strncasecmp(value, "mailto:", 7) != 0 && strncasecmp(value, "tel:", 4) != 0)
        return arena_format(walk->arena, "an address that may run: %s", value);
    if (length == 2 && memcmp(name, "id", 2) == 0) {
        for (size_t i = 0; i < walk->id_count; i++)
            if (strcmp(walk->ids[i], value) == 0)
                return arena_format(walk->arena, "an id twice: %s", value);
        walk->ids = arena_grow(walk->arena, walk->ids, walk->id_count, &walk->id_room, sizeof *walk->ids);
        walk->ids[walk->id_count++] = value;
    }
    return NULL;
}

/* Reads the attributes up to '>'; *empty when the tag closes itself. */
static inline const char *markup_attributes(struct markup_walk *walk, const char **at, bool *empty)
{
    while (**at && **at != '>') {
        *at += strspn(*at, " \n");
        if (**at == '/' || **at == '>') {
            *empty = **at == '/';
            *at += **at == '/';
            continue;
        }
        const char *name = *at, *value = "";
        size_t length = strcspn(name, "= \n/>\"'<");
        if (!length)
            return arena_format(walk->arena, "no attribute: %.20s", name);
        *at += length;
        if (**at == '=') {
            if ((*at)[1] != '"')
                return arena_format(walk->arena, "a value without quotes: %.20s", name);
            const char *end = strchr(*at + 2, '"');
            if (!end)
                return "quotes that do not close";
            value = arena_copy(walk->arena, *at + 2, (size_t)(end - *at - 2));
            *at = end + 1;
        }
        const char *trouble = markup_attribute(walk, name, length, value);
        if (trouble)
            return trouble;
    }
    return **at ? NULL : "a tag that does not close";
}

static inline bool markup_is_void(const char *name)
{
    static const char *const names[] = {"br", "hr", "img", "input", "link", "meta", "!doctype", NULL};
    for (size_t i = 0; names[i]; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static inline const char *markup_tag(struct markup_walk *walk, const char **at)
{
    bool closing = (*at)[1] == '/', empty = false;
    const char *start = *at + 1 + closing;
    const char *name = arena_copy(walk->arena, start, strcspn(start, " \n/>\"'<"));
    *at = start + strlen(name);
    if (!*name)
        return arena_format(walk->arena, "a bare <: %.20s", start);
    const char *trouble = markup_attributes(walk, at, &empty);
    if (trouble)
        return trouble;
    if (closing && (!walk->depth || strcmp(walk->open[walk->depth - 1], name) != 0))
        return arena_format(walk->arena, "</%s> closes <%s>", name, walk->depth ? walk->open[walk->depth - 1] : "");
    if (closing) {
        walk->depth--;
    } else if (!empty && !markup_is_void(name)) {
        walk->open = arena_grow(walk->arena, walk->open, walk->depth, &walk->room, sizeof *walk->open);
        walk->open[walk->depth++] = name;
    }
    return NULL;
}

/* NULL when all is well; else what is wrong. */
static inline const char *markup_trouble(struct arena *arena, const char *markup)
{
    struct markup_walk walk = {.arena = arena};
    for (const char *at = markup; *at; at++) {
        const char *trouble = *at == '<' ? markup_tag(&walk, &at) : *at == '>' ? "a bare >" : NULL;
        if (trouble)
            return trouble;
        if (!*at)
            break;
    }
    return walk.depth ? arena_format(arena, "<%s> stays open", walk.open[walk.depth - 1]) : NULL;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading ballots that rank. */
#include "formats/ranked.h"
#include <string.h>

#define N_(english) english                                /* for the collector of texts; i18n stands higher */

static bool stands_already(const struct ranked_name *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i].name, name) == 0)
            return true;
    return false;
}

size_t ranked_read(struct arena *arena, const char *text, struct ranked_name **names, const char **trouble)
{
    struct ranked_name *list = NULL;
    size_t count = 0, room = 0;
    *names = NULL;
    *trouble = NULL;
    if (text_blank(text))
        return 0;
    for (uint32_t rank = 1;; ) {
        size_t length = strcspn(text, ">=");
        const char *name = text_trim(arena, arena_copy(arena, text, length));
        if (!name)
            *trouble = N_("a ballot has an empty place");
        else if (stands_already(list, count, name))
            *trouble = N_("an option stands twice on a ballot");
        else if (count == RANKED_MOST)
            *trouble = N_("a ballot names more than 500 options");
        if (*trouble)
            return 0;
        list = arena_grow(arena, list, count, &room, sizeof *list);
        list[count++] = (struct ranked_name){name, rank};
        if (!text[length])
            break;
        rank += text[length] == '>';
        text += length + 1;
    }
    *names = list;
    return count;
}

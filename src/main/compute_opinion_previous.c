/* SPDX-License-Identifier: AGPL-3.0-or-later
 * An earlier answer of maillage compute opinion, so that people and groups keep their numbers in the next one. */
#include <string.h>
#include "i18n/i18n.h"
#include "main/compute_opinion.h"

/* The identifiers of a list, each once, numbered as they stand; false when it is no such list. */
static bool read_ids(const struct json_value *list, struct text_map *map)
{
    if (!list || list->kind != JSON_ARRAY)
        return false;
    for (size_t i = 0; i < list->count; i++) {
        const char *id = json_get_text(&list->items[i], "id");
        bool is_new = false;
        if (id)
            text_map_add(map, id, strlen(id), &is_new);
        if (!is_new)
            return false;
    }
    return true;
}

bool survey_read_previous(struct survey *survey, const char *path)
{
    const char *trouble = NULL, *memory;
    size_t length;
    int line = 0;
    if (!path)
        return true;
    char *bytes = compute_file(survey->line, path, &length);
    if (!bytes)
        return false;
    const struct json_value *answer = json_read(survey->line->arena, bytes, length, &trouble, &line);
    memory = json_get_text(answer, "memory");
    if (read_ids(json_get(answer, "participants"), &survey->participants)
        && read_ids(json_get(answer, "statements"), &survey->statements) && memory)
        survey->previous = opinion_memory_read(survey->line->arena, memory);
    if (survey->previous && survey->previous->participants == survey->participants.count
        && survey->previous->statements == survey->statements.count)
        return true;
    complain(N_("%s is no answer of compute opinion.\n"), path);
    return false;
}

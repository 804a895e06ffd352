/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What one computation leaves to the next, as structs and as a line of text. */
#include "engines/opinion/inside.h"
#include "base/number.h"
#include <string.h>

static void remember_clusters(struct arena *arena, struct opinion_memory *memory, const struct grouping *grouping)
{
    const struct clusters *base = grouping->base;
    memory->base_count = base->count;
    memory->base_id = base->id;
    memory->base = arena_array(arena, memory->participants, sizeof *memory->base);
    for (uint32_t p = 0; p < memory->participants; p++)
        memory->base[p] = -1;
    for (uint32_t i = 0; i < grouping->inside; i++)
        memory->base[grouping->participant[i]] = base->label[i];
    for (int k = 2; k <= OPINION_MOST_GROUPS; k++) {
        const struct clusters *level = grouping->level[k];
        memory->level_count[k] = level ? level->count : 0;
        memory->level_id[k] = level ? level->id : NULL;
        memory->level[k] = level ? level->label : NULL;
    }
}

static void *keep(struct arena *arena, const void *items, size_t count, size_t size)
{
    void *copy = arena_array(arena, count, size);
    if (items && count)
        memcpy(copy, items, count * size);
    return copy;
}

/* The clusterings live in the memory of the computation: what is remembered is copied. */
static void keep_clusters(struct arena *arena, struct opinion_memory *memory)
{
    memory->base_id = keep(arena, memory->base_id, memory->base_count, sizeof *memory->base_id);
    for (int k = 2; k <= OPINION_MOST_GROUPS; k++) {
        memory->level_id[k] = keep(arena, memory->level_id[k], memory->level_count[k], sizeof *memory->level_id[k]);
        memory->level[k] = keep(arena, memory->level[k], memory->level[k] ? memory->base_count : 0,
                                sizeof *memory->level[k]);
    }
}

struct opinion_memory *remember(struct arena *arena, const struct opinion *opinion, const struct grouping *grouping,
                                const struct opinion_memory *previous)
{
    struct opinion_memory *memory = arena_alloc(arena, sizeof *memory);
    memory->participants = opinion->participants;
    memory->statements = opinion->statements;
    memory->inside = arena_array(arena, memory->participants, sizeof *memory->inside);
    memory->group = arena_array(arena, memory->participants, sizeof *memory->group);
    for (uint32_t p = 0; p < memory->participants; p++) {
        memory->inside[p] = opinion->participant[p].inside;
        memory->group[p] = opinion->participant[p].group;
    }
    if (grouping) {
        memory->last = grouping->best;
        memory->times = grouping->times;
        memory->shown = (uint32_t)opinion->group_count;
        memory->component[0] = opinion->component[0];
        memory->component[1] = opinion->component[1];
        remember_clusters(arena, memory, grouping);
        keep_clusters(arena, memory);
    } else if (previous) {
        memory->last = previous->last;
        memory->times = previous->times;
        memory->shown = previous->shown;
    }
    return memory;
}

static void put_ints(struct buffer *out, const int *numbers, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        buffer_char(out, ' ');
        buffer_int(out, numbers[i]);
    }
}

/* One letter a participant: "-" outside, "." inside without a group, else the group's. */
char *opinion_memory_text(struct arena *arena, const struct opinion_memory *memory)
{
    struct buffer out = {.arena = arena};
    buffer_format(&out, "opinion 1 %u %u %u %u %u %u ", memory->participants, memory->statements, memory->last,
                  memory->times, memory->shown, memory->base_count);
    for (uint32_t p = 0; p < memory->participants; p++)
        buffer_char(&out, memory->group[p] >= 0 ? (char)('A' + memory->group[p]) : memory->inside[p] ? '.' : '-');
    if (memory->base_count == 0)
        return out.text;
    put_ints(&out, memory->base, memory->participants);
    put_ints(&out, (const int *)memory->base_id, memory->base_count);
    for (int k = 2; k <= OPINION_MOST_GROUPS; k++) {
        buffer_format(&out, " %u", memory->level_count[k]);
        put_ints(&out, (const int *)memory->level_id[k], memory->level_count[k]);
        put_ints(&out, memory->level[k], memory->level_count[k] ? memory->base_count : 0);
    }
    for (int which = 0; which < 2; which++)
        for (uint32_t s = 0; s < memory->statements; s++) {
            buffer_char(&out, ' ');
            buffer_real(&out, memory->component[which][s]);
        }
    return out.text;
}

struct words { struct arena *arena; char **words; size_t at, count; bool failed; };

static const char *next_word(struct words *words)
{
    if (words->at < words->count)
        return words->words[words->at++];
    words->failed = true;
    return "";
}

/* A number between least and most; fails otherwise. */
static int64_t next_int(struct words *words, int64_t least, int64_t most)
{
    int64_t number = least;
    if (!parse_int(next_word(words), &number) || number < least || number > most)
        words->failed = true;
    return words->failed ? least : number;
}

static void *next_ints(struct words *words, uint32_t count, int64_t least, int64_t most)
{
    int *numbers = arena_array(words->arena, words->failed ? 0 : count, sizeof *numbers);
    for (uint32_t i = 0; i < count && !words->failed; i++)
        numbers[i] = (int)next_int(words, least, most);
    return numbers;
}

static double *next_reals(struct words *words, uint32_t count)
{
    double *numbers = arena_array(words->arena, words->failed ? 0 : count, sizeof *numbers);
    for (uint32_t i = 0; i < count && !words->failed; i++)
        if (!parse_real(next_word(words), &numbers[i]))
            words->failed = true;
    return numbers;
}

static void read_letters(struct words *words, struct opinion_memory *memory)
{
    const char *letters = memory->participants ? next_word(words) : "";
    if (strlen(letters) != memory->participants) {
        words->failed = true;
        return;
    }
    memory->inside = arena_array(words->arena, memory->participants, sizeof *memory->inside);
    memory->group = arena_array(words->arena, memory->participants, sizeof *memory->group);
    for (uint32_t p = 0; p < memory->participants; p++) {
        memory->inside[p] = letters[p] != '-';
        memory->group[p] = letters[p] >= 'A' && letters[p] < 'A' + OPINION_MOST_GROUPS ? letters[p] - 'A' : -1;
        words->failed = words->failed || (memory->group[p] < 0 && letters[p] != '-' && letters[p] != '.');
    }
}

static void read_clusters(struct words *words, struct opinion_memory *memory)
{
    memory->base = next_ints(words, memory->participants, -1, (int64_t)memory->base_count - 1);
    memory->base_id = next_ints(words, memory->base_count, 0, INT32_MAX - 1);
    for (int k = 2; k <= OPINION_MOST_GROUPS; k++) {
        memory->level_count[k] = (uint32_t)next_int(words, 0, k);
        memory->level_id[k] = next_ints(words, memory->level_count[k], 0, INT32_MAX - 1);
        memory->level[k] = next_ints(words, memory->level_count[k] ? memory->base_count : 0, 0,
                                     (int64_t)memory->level_count[k] - 1);
    }
    for (int which = 0; which < 2; which++)
        memory->component[which] = next_reals(words, memory->statements);
}

struct opinion_memory *opinion_memory_read(struct arena *arena, const char *text)
{
    struct words words = {.arena = arena};
    struct opinion_memory *memory = arena_alloc(arena, sizeof *memory);
    words.words = text_split(arena, text, " ", &words.count);
    if (!text_is(next_word(&words), "opinion") || !text_is(next_word(&words), "1"))
        return NULL;
    memory->participants = (uint32_t)next_int(&words, 0, INT32_MAX);
    memory->statements = (uint32_t)next_int(&words, 0, INT32_MAX);
    memory->last = (uint32_t)next_int(&words, 0, OPINION_MOST_GROUPS);
    memory->times = (uint32_t)next_int(&words, 0, INT32_MAX);
    memory->shown = (uint32_t)next_int(&words, 0, OPINION_MOST_GROUPS);
    memory->base_count = (uint32_t)next_int(&words, 0, BASE_CLUSTERS);
    if (!words.failed)
        read_letters(&words, memory);
    if (!words.failed && memory->base_count > 0 && memory->participants + memory->statements < words.count)
        read_clusters(&words, memory);
    else
        memory->base_count = 0;
    return words.failed || words.at != words.count ? NULL : memory;
}

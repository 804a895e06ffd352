/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The words and codes of needs and offers. */
#include "engines/matching/inside.h"
#include "engines/text/stem.h"
#include <ctype.h>
#include <string.h>

enum { SHORTEST_WORD = 2 };
/* What each occurrence of a word of a need counts: in its title, its text, the name of one of its codes. */
static const double need_weight[FIELD_COUNT] = {1, 0.35, 0.6};

const char *code_name(const struct match_index *index, const char *code)
{
    uint32_t number = text_map_find(&index->names, code, strlen(code));
    return number == HASH_NONE ? NULL : index->name_text[number];
}

static bool all_digits(const char *word)
{
    return word[strspn(word, "0123456789")] == '\0';
}

struct collector { struct arena *arena; struct terms terms; struct text_map stems; size_t room; bool once; };

static void collect(struct collector *into, const char *text, int field)
{
    struct word_list words = fold_words(into->arena, text);
    for (size_t i = 0; i < words.count && into->terms.count < MOST_TERMS; i++) {
        const char *word = words.words[i], *stem;
        bool is_new = true;
        if (strlen(word) < SHORTEST_WORD || fold_is_stop_word(word) || all_digits(word))
            continue;
        stem = word_stem(into->arena, word);
        uint32_t known = into->once ? text_map_add(&into->stems, stem, strlen(stem), &is_new) : 0;
        if (!is_new) {                                     /* said again: it matters the more */
            into->terms.items[known].weight += need_weight[field];
            continue;
        }
        into->terms.items = arena_grow(into->arena, into->terms.items, into->terms.count, &into->room,
                                       sizeof *into->terms.items);
        into->terms.items[into->terms.count++] = (struct term){stem, word, field, need_weight[field]};
    }
}

struct terms item_terms(struct arena *arena, const struct match_index *index, const struct match_item *item, bool need)
{
    struct collector into = {.arena = arena, .stems.arena = arena, .once = need};
    if (item->title)
        collect(&into, item->title, FIELD_TITLE);
    if (item->text)
        collect(&into, item->text, FIELD_TEXT);
    for (size_t i = 0; i < item->code_count && !index->source.names_are_shown_only; i++) {
        const char *name = code_name(index, item->codes[i]);
        if (name)
            collect(&into, name, FIELD_CODES);
    }
    return into.terms;
}

/* The next run of letters and digits. In UTF-8, French letters with marks start with 0xC3 or 0xC5, and « ’ – do not. */
static const char *next_run(const char *at, size_t *length)
{
    while (*at && !isalnum((unsigned char)*at) && (unsigned char)*at != 0xC3 && (unsigned char)*at != 0xC5)
        at++;
    const char *end = at;
    while (isalnum((unsigned char)*end) || (((unsigned char)*end == 0xC3 || (unsigned char)*end == 0xC5) && end[1]))
        end += isalnum((unsigned char)*end) ? 1 : 2;
    *length = (size_t)(end - at);
    return at;
}

static char *without_shouting(char *word)
{
    bool shouts = true;
    for (char *at = word; *at; at++)
        shouts = shouts && !islower((unsigned char)*at);
    for (char *at = word; *at && shouts; at++)
        if ((unsigned char)*at == 0xC3 && (unsigned char)at[1] >= 0x80 && (unsigned char)at[1] <= 0x9E)
            at++, *at = (char)(*at + 0x20);                /* À…Þ stand 0x20 before à…þ */
        else
            *at = (char)tolower((unsigned char)*at);
    return word;
}

static const char *find_written(struct arena *arena, const char *text, const char *word)
{
    size_t length;
    for (const char *at = text; text && *(at = next_run(at, &length)); at += length) {
        char *run = arena_copy(arena, at, length);
        if (text_is(fold_text(arena, run), word))
            return without_shouting(run);
    }
    return NULL;
}

const char *written_word(struct arena *arena, const struct match_index *index, const struct match_item *item,
                         const char *word)
{
    const char *found = find_written(arena, item->title, word);
    if (!found)
        found = find_written(arena, item->text, word);
    for (size_t i = 0; i < item->code_count && !found; i++)
        found = find_written(arena, code_name(index, item->codes[i]), word);
    return found ? found : word;
}

/* The digits of a CPV code that say something: without the zeros that fill it, at least two; without "-d". */
static size_t cpv_length(const char *digits)
{
    size_t length = strspn(digits, "0123456789");
    length = length > 8 ? 8 : length;
    while (length > 2 && digits[length - 1] == '0')
        length--;
    return length;
}

static size_t numbered_chain(struct arena *arena, const char *scheme, const char *value, size_t length,
                             const char **chain)
{
    size_t count = 0;
    for (size_t cut = length < 2 ? length : 2; cut <= length && count < LONGEST_CHAIN; cut++)
        chain[count++] = arena_format(arena, "%s:%.*s", scheme, (int)cut, value);
    return count;
}

/* "81.30Z" and "8130Z" are one. */
static const char *without_dots(struct arena *arena, const char *value)
{
    char *out = arena_alloc(arena, strlen(value) + 1);
    size_t length = 0;
    for (; *value; value++)
        if (*value != '.' && *value != ' ')
            out[length++] = (char)toupper((unsigned char)*value);
    return out;
}

size_t code_chain(struct arena *arena, const char *code, const char **chain)
{
    const char *value = strchr(code, ':');
    size_t count = 0;
    if (value && text_starts(code, "cpv:"))
        return numbered_chain(arena, "cpv", value + 1, cpv_length(value + 1), chain);
    if (value && text_starts(code, "naf:")) {
        value = without_dots(arena, value + 1);
        return numbered_chain(arena, "naf", value, strlen(value) > 5 ? 5 : strlen(value), chain);
    }
    for (const char *at = code; *at && count < LONGEST_CHAIN - 1; at++)
        if (*at == '/')
            chain[count++] = arena_copy(arena, code, (size_t)(at - code));
    if (*code)
        chain[count++] = code;
    return count;
}

const char *match_usual_name(struct arena *arena, const char *code)
{
    const char *chain[LONGEST_CHAIN];
    for (size_t length = code_chain(arena, code, chain); length > 0; length--)
        for (size_t i = 0; i < match_usual_name_count; i++)
            if (text_is(match_usual_names[i].code, chain[length - 1]))
                return match_usual_names[i].text;
    return strchr(code, ':') ? strchr(code, ':') + 1 : code;
}

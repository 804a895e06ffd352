/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One row made ready: words unshortened, legal forms left out, streets and identifiers in one form. */
#include "base/earth.h"
#include "base/fold.h"
#include "engines/resolution/inside.h"
#include "engines/resolution/words.h"
#include "engines/text/distance.h"
#include <math.h>
#include <string.h>

enum { MOST_WORDS = 40, LONGEST_PHRASE = 5, SIREN_DIGITS = 9, SHORTEST_SIGLE = 3, LONGEST_SIGLE = 8,
       SHORTEST_BEFORE_DIGITS = 3, SHORTEST_FORGIVEN = 5 };
static const uint64_t LA_POSTE = 356000000;

#define COUNT(table) (sizeof (table) / sizeof *(table))

struct words { size_t count; const char *items[MOST_WORDS]; };

static const char *replace(const struct wording *table, size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(table[i].from, word) == 0)
            return table[i].to;
    return word;
}

/* "avenir84" is "avenir 84"; a word too short before its digits ("e2c") is left as it is. */
static void add_word(struct arena *work, const char *word, const struct wording *table, size_t count,
    struct words *words)
{
    size_t letters = strcspn(word, "0123456789");
    if (letters >= SHORTEST_BEFORE_DIGITS && word[letters] && words->count < MOST_WORDS) {
        words->items[words->count++] = replace(table, count, arena_copy(work, word, letters));
        word += letters;
    }
    if (words->count < MOST_WORDS)
        words->items[words->count++] = replace(table, count, word);
}

/* The words of a text without stop words (unless there is nothing else), each in its long form. */
static void read_words(struct arena *work, const char *text, const struct wording *table, size_t count,
                       struct words *words)
{
    struct word_list list = fold_words(work, text);
    words->count = 0;
    for (int keep_all = 0; keep_all < 2 && words->count == 0; keep_all++)
        for (size_t i = 0; i < list.count; i++)
            if (keep_all || !fold_is_stop_word(list.words[i]))
                add_word(work, list.words[i], table, count, words);
}

/* Whether a word is the one at text, or one typing error away when both are long enough. */
static bool is_word(const char *word, const char *text, size_t length)
{
    struct typed typed;
    size_t letters = strlen(word);
    if (letters == length && memcmp(word, text, length) == 0)
        return true;
    if (length < SHORTEST_FORGIVEN || letters < SHORTEST_FORGIVEN || letters > length + 1 || length > letters + 1)
        return false;
    if (word[0] != text[0] && word[1] != text[1] && word[0] != text[1] && word[1] != text[0])
        return false;
    memset(&typed, 0, sizeof typed);
    typed_prepare(&typed, text, length);
    return typed_edits(&typed, word, letters, 1) <= 1;
}

/* How many words from here on are this phrase; 0 when they are not. */
static size_t phrase_here(const struct words *words, size_t at, const char *phrase)
{
    size_t length = 0;
    while (*phrase) {
        size_t piece = strcspn(phrase, " ");
        if (at + length >= words->count || !is_word(words->items[at + length], phrase, piece))
            return 0;
        length++;
        phrase += piece + (phrase[piece] == ' ');
    }
    return length;
}

static void replace_phrases(const struct words *from, struct words *to)
{
    to->count = 0;
    for (size_t at = 0; at < from->count;) {
        size_t length = 0;
        for (size_t i = 0; i < COUNT(name_phrases) && length == 0; i++) {
            length = phrase_here(from, at, name_phrases[i].from);
            if (length && *name_phrases[i].to)
                to->items[to->count++] = name_phrases[i].to;
        }
        if (length == 0)
            to->items[to->count++] = from->items[at];
        at += length ? length : 1;
    }
    if (to->count == 0)
        *to = *from;
}

static uint32_t add_token(struct resolver *resolver, const char *word)
{
    resolver->tokens = arena_grow(resolver->arena, resolver->tokens, resolver->token_count, &resolver->token_room,
                                  sizeof *resolver->tokens);
    uint32_t token = text_map_add(&resolver->vocabulary, word, strlen(word), NULL);
    resolver->tokens[resolver->token_count++] = token;
    return token;
}

/* Different tokens, ascending, at most `most`. */
static struct tokens add_tokens(struct resolver *resolver, const struct words *words, size_t most)
{
    size_t first = resolver->token_count;
    for (size_t i = 0; i < words->count && resolver->token_count - first < most; i++) {
        uint32_t token = add_token(resolver, words->items[i]);
        size_t at = --resolver->token_count;
        while (at > first && resolver->tokens[at - 1] > token)
            at--;
        if (at > first && resolver->tokens[at - 1] == token)
            continue;
        memmove(resolver->tokens + at + 1, resolver->tokens + at,
                (resolver->token_count - at) * sizeof *resolver->tokens);
        resolver->tokens[at] = token;
        resolver->token_count++;
    }
    return (struct tokens){.at = (uint32_t)first, .count = (uint8_t)(resolver->token_count - first)};
}

static uint32_t short_hash(const char *text, size_t length)
{
    uint32_t hash = (uint32_t)(hash_bytes(text, length) >> 32);
    return hash ? hash : 1;
}

static uint32_t initials_of(const char *const *words, size_t count)
{
    char initials[MOST_WORDS];
    size_t length = 0;
    for (size_t i = 0; i < count && length < MOST_WORDS; i++)
        initials[length++] = words[i][0];
    return length >= SHORTEST_SIGLE ? short_hash(initials, length) : 0;
}

/* "association insertion professionnelle travailleurs handicapes" → "aipth", "maison des solidarites" → "mds"; and the
 * words short enough to be such. */
static void read_sigle(struct arena *work, struct compiled *row, const char *name, const struct words *words)
{
    struct word_list all = fold_words(work, name);
    size_t found = 0;
    row->initials = initials_of(words->items, words->count);
    row->all_initials = initials_of(all.words, all.count);
    for (size_t i = 0; i < words->count && found < SHORT_WORDS; i++) {
        size_t letters = strlen(words->items[i]);
        if (letters >= SHORTEST_SIGLE && letters <= LONGEST_SIGLE)
            row->short_words[found++] = short_hash(words->items[i], letters);
    }
}

static void read_bodies(struct compiled *row, const struct words *words)
{
    for (size_t i = 0; i < words->count; i++)
        for (uint32_t body = 0; body < COUNT(public_bodies); body++)
            if (strcmp(words->items[i], public_bodies[body]) == 0)
                row->bodies |= 1u << body;
}

/* The words of a name that its row's town has too: "CCAS d'Amboise" in Amboise is "CCAS". */
static void mark_town(const struct resolver *resolver, const struct words *town, struct tokens *name)
{
    for (size_t i = 0; i < town->count; i++) {
        uint32_t token = text_map_find(&resolver->vocabulary, town->items[i], strlen(town->items[i]));
        for (uint32_t j = 0; j < name->count; j++)
            if (resolver->tokens[name->at + j] == token)
                name->town |= 1u << j;
    }
}

static struct tokens read_name(struct resolver *resolver, struct arena *work, const char *name,
                               const struct words *town, struct compiled *row)
{
    struct words long_words, words;
    read_words(work, name, name_words, COUNT(name_words), &long_words);
    read_sigle(work, row, name, &long_words);
    replace_phrases(&long_words, &words);
    read_bodies(row, &words);
    struct tokens tokens = add_tokens(resolver, &words, NAME_TOKENS);
    mark_town(resolver, town, &tokens);
    return tokens;
}

static void read_names(struct resolver *resolver, struct arena *work, const struct resolve_record *record,
                       struct compiled *row)
{
    struct words town;
    read_words(work, record->town, name_words, COUNT(name_words), &town);
    if (!text_blank(record->other_name))
        row->other_name = read_name(resolver, work, record->other_name, &town, row);
    row->name = read_name(resolver, work, record->name, &town, row);
    uint64_t whole = 0;
    for (size_t i = 0; i < row->name.count; i++)
        whole = hash_mix(whole ^ resolver->tokens[row->name.at + i]) + 1;
    row->whole_name = row->name.count ? whole | 1 : 0;
}

static bool is_number(const char *word)
{
    return *word && word[strspn(word, "0123456789")] == '\0';
}

/* Whether the town stands from here on: "12 rue de la Mairie, 22630 Évran". */
static bool is_post_code(const char *word)
{
    return strlen(word) == 5 && is_number(word);
}

/* Number and street; what follows "bp", "cs" or "cedex" says nothing, nor what follows a post code. */
static void read_street(struct resolver *resolver, struct arena *work, const struct resolve_record *record,
                        struct compiled *row)
{
    struct words words, kept = {0};
    read_words(work, record->address, street_words, COUNT(street_words), &words);
    for (size_t i = 0; i < words.count; i++) {
        const char *word = words.items[i];
        if (kept.count && is_post_code(word))
            break;
        if (text_is(word, "bp") || text_is(word, "cs") || text_is(word, "cedex")) {
            i += i + 1 < words.count && is_number(words.items[i + 1]);
            continue;
        }
        size_t digits = strspn(word, "0123456789");
        if (digits > 0 && !row->number && kept.count < 2) {
            for (size_t d = 0; d < digits && d < 6; d++)
                row->number = row->number * 10 + (uint32_t)(word[d] - '0');
            continue;
        }
        kept.items[kept.count++] = word;
    }
    row->street = add_tokens(resolver, &kept, STREET_TOKENS);
}

static void read_place(struct arena *work, const struct resolve_record *record, struct compiled *row)
{
    char digits[6] = {0};
    size_t length = 0;
    for (const char *at = record->post_code ? record->post_code : ""; *at && length < 5; at++)
        if (*at >= '0' && *at <= '9')
            digits[length++] = *at;
    for (size_t i = 0; length >= 4 && i < length; i++)
        row->post = row->post * 10 + (uint32_t)(digits[i] - '0');
    row->department = row->post ? row->post / 1000 : 0;
    char *town = fold_text(work, record->town), *cedex = strstr(town, " cedex");
    size_t cut = cedex ? (size_t)(cedex - town) : strlen(town);
    while (cut > 0 && (town[cut - 1] == ' ' || (town[cut - 1] >= '0' && town[cut - 1] <= '9')))
        cut--;                                                       /* "marseille 06" is Marseille */
    row->town = cut ? short_hash(town, cut) : 0;
    row->placed = record->placed;
    if (record->placed) {
        double longitude = record->longitude * RADIANS, latitude = record->latitude * RADIANS;
        row->point[0] = (float)(cos(latitude) * cos(longitude));
        row->point[1] = (float)(cos(latitude) * sin(longitude));
        row->point[2] = (float)sin(latitude);
    }
}

/* All digits of a text as a number, 0 when there are more than most; *count: how many. */
static uint64_t digits_of(const char *text, size_t most, size_t *count)
{
    uint64_t number = 0;
    *count = 0;
    for (const char *at = text ? text : ""; *at; at++)
        if (*at >= '0' && *at <= '9') {
            if (++*count > most)
                return 0;
            number = number * 10 + (uint64_t)(*at - '0');
        }
    return number;
}

static bool passes_luhn(uint64_t number)
{
    int sum = 0;
    for (int place = 0; number > 0; place++, number /= 10) {
        int digit = (int)(number % 10) << (place & 1);
        sum += digit > 9 ? digit - 9 : digit;
    }
    return sum % 10 == 0;
}

static bool is_sound_siren(uint64_t siren)
{
    return siren >= 1000 && siren < 1000000000 && passes_luhn(siren);
}

/* "W59 500 0001": W and nine digits. */
static uint64_t rna_hash(const char *text)
{
    size_t count;
    uint64_t number = digits_of(text, 9, &count);
    while (text && *text == ' ')
        text++;
    return count == 9 && text && (*text == 'W' || *text == 'w') ? hash_mix(number) | 1 : 0;
}

static void read_identifiers(struct arena *work, const struct resolve_record *record, struct compiled *row)
{
    size_t count;
    uint64_t number = digits_of(record->siret, 14, &count);
    uint64_t siren = count == 14 ? number / 100000 : count == SIREN_DIGITS ? number : 0;
    if (is_sound_siren(siren) && (count == SIREN_DIGITS || siren == LA_POSTE || passes_luhn(number))) {
        row->siren = siren;
        row->siret = count == 14 ? number : 0;
    }
    row->rna = rna_hash(record->rna);
    number = digits_of(record->phone, 15, &count);
    row->phone = count >= 9 ? number % 1000000000 : 0;               /* 04…, +334… and 00334… end alike */
    const char *mail = record->mail ? text_trim(work, record->mail) : NULL;
    if (mail && strchr(mail, '@')) {
        char *lower = arena_text(work, mail);
        for (char *at = lower; *at; at++)
            *at = *at >= 'A' && *at <= 'Z' ? (char)(*at + 32) : *at;
        row->mail = hash_bytes(lower, strlen(lower)) | 1;
    }
}

void compile_record(struct resolver *resolver, struct arena *work, uint32_t number)
{
    const struct resolve_record *record = &resolver->records[number];
    struct compiled *row = &resolver->compiled[number];
    read_names(resolver, work, record, row);
    read_street(resolver, work, record, row);
    read_place(work, record, row);
    read_identifiers(work, record, row);
}

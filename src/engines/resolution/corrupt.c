/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The ways in which a row is spoilt. */
#include "engines/resolution/corrupt.h"
#include "base/fold.h"
#include "engines/text/misspell.h"
#include <string.h>

static bool with_chance(struct seeded *seeded, double chance)
{
    return seeded_unit(seeded) < chance;
}

struct shorter { const char *from, *to; };
static const struct shorter in_names[] = {
    {"association", "ass"}, {"centre", "ctre"}, {"communaute de communes", "cc"}, {"saint", "st"}, {"sainte", "ste"},
    {"centre communal d action sociale", "ccas"}, {"departement", "dep"}, {"commune de", "mairie de"},
    {"mairie de", "ville de"}, {"mission locale", "ml"}, {"federation", "fed"}, {"bibliotheque", "biblio"},
    {"france services", "maison france services"}, {"maison des jeunes et de la culture", "mjc"},
};
static const struct shorter in_streets[] = {
    {"rue", "r"}, {"avenue", "av"}, {"boulevard", "bd"}, {"place", "pl"}, {"route", "rte"}, {"allee", "all"},
    {"chemin", "che"}, {"impasse", "imp"}, {"saint", "st"}, {"general", "gal"}, {"docteur", "dr"},
};

/* The first rule that applies, wherever its words stand. */
static char *shorten(struct arena *arena, const char *text, const struct shorter *rules, size_t count)
{
    char *padded = arena_format(arena, " %s ", text);
    for (size_t i = 0; i < count; i++) {
        const char *found = strstr(padded, arena_format(arena, " %s ", rules[i].from));
        if (found)
            return arena_format(arena, "%.*s %s%s", (int)(found - padded), padded, rules[i].to,
                                found + 1 + strlen(rules[i].from));
    }
    return arena_text(arena, text);
}

static char *without_word(struct arena *arena, const struct word_list *words, size_t left_out)
{
    struct buffer out = {.arena = arena};
    for (size_t i = 0; i < words->count; i++)
        if (i != left_out)
            buffer_format(&out, "%s%s", out.length ? " " : "", words->words[i]);
    return arena_text(arena, buffer_string(&out));
}

static char *initials(struct arena *arena, const struct word_list *words)
{
    struct buffer out = {.arena = arena};
    for (size_t i = 0; i < words->count; i++)
        if (!fold_is_stop_word(words->words[i]))
            buffer_char(&out, words->words[i][0]);
    return arena_text(arena, buffer_string(&out));
}

static char *capitals(struct arena *arena, const char *text)
{
    char *out = arena_text(arena, text);
    for (char *at = out; *at; at++)
        *at = *at >= 'a' && *at <= 'z' ? (char)(*at - 32) : *at;
    return out;
}

static const char *spoil_name(struct arena *arena, struct seeded *seeded, const char *name)
{
    char *text = fold_text(arena, name);
    struct word_list words = fold_words(arena, text);
    bool is_association = text_starts(text, "association ");
    if (words.count >= 5 && with_chance(seeded, 0.1))
        return capitals(arena, initials(arena, &words));
    if (with_chance(seeded, 0.15))
        text = is_association ? text + strlen("association ") : arena_format(arena, "association %s", text);
    if (with_chance(seeded, 0.5))
        text = shorten(arena, text, in_names, sizeof in_names / sizeof *in_names);
    words = fold_words(arena, text);
    if (words.count >= 4 && with_chance(seeded, 0.15))
        text = without_word(arena, &words, seeded_below(seeded, words.count));
    if (with_chance(seeded, 0.6))
        text = misspell(arena, seeded, text, 1 + with_chance(seeded, 0.35));
    return with_chance(seeded, 0.5) ? capitals(arena, text) : text;
}

static const char *spoil_address(struct arena *arena, struct seeded *seeded, const char *address)
{
    if (text_blank(address) || with_chance(seeded, 0.2))
        return NULL;
    char *text = fold_text(arena, address);
    if (with_chance(seeded, 0.6))
        text = shorten(arena, text, in_streets, sizeof in_streets / sizeof *in_streets);
    if (with_chance(seeded, 0.2))
        text = misspell(arena, seeded, text, 1);
    if (with_chance(seeded, 0.1))
        text = arena_format(arena, "%s BP %d", text, (int)seeded_below(seeded, 9000) + 100);
    return capitals(arena, text);
}

struct resolve_record corrupt_record(struct arena *arena, struct seeded *seeded, const struct resolve_record *record)
{
    struct resolve_record spoilt = {
        .name = spoil_name(arena, seeded, record->name),
        .address = spoil_address(arena, seeded, record->address),
        .post_code = with_chance(seeded, 0.1) ? NULL : record->post_code,
        .town = with_chance(seeded, 0.15) ? NULL : capitals(arena, fold_text(arena, record->town)),
    };
    return spoilt;
}

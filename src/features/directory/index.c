/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the full-text index holds of an actor: its folded words, and its facets as words of their own. */
#include "base/fold.h"
#include "features/directory/directory.h"
#include "features/directory/search.h"
#include "features/directory/sectors.h"
#include "i18n/i18n.h"
#include <math.h>
#include <sodium.h>
#include <string.h>

enum { SHORTEST_MENDED = 4, LONGEST_MENDED = 24 };

static void add_word(struct buffer *out, const char *prefix, const char *value)
{
    if (!value || !*value)
        return;
    buffer_text(out, out->length ? " " : "");
    buffer_text(out, prefix);
    for (; *value; value++)                                /* one token: nothing that a tokenizer would cut */
        buffer_char(out, (*value >= 'a' && *value <= 'z') || (*value >= '0' && *value <= '9') || *value == '_' ? *value
                       : *value >= 'A' && *value <= 'Z' ? (char)(*value + 32) : 'x');
}


const char *cell_token(struct arena *arena, double lon, double lat)
{
    return arena_format(arena, "g_%d_%d", (int)floor((lat + 90) * 5), (int)floor((lon + 180) * 5));
}

static void add_place(struct db *db, struct arena *arena, const struct actor_by_id *actor, struct buffer *facets)
{
    struct home_of home;
    if (actor->lon && actor->lat)
        add_word(facets, "", cell_token(arena, *actor->lon, *actor->lat));
    if (!actor->commune || !home_of(db, (struct home_of_args){.code = actor->commune}, &home))
        return;
    add_word(facets, "t_", home.code);
    add_word(facets, "t_", home.epci);
    add_word(facets, "t_", home.department);
    add_word(facets, "t_", home.region);
}

static void add_traits(struct db *db, const struct actor_by_id *actor, struct buffer *words, struct buffer *facets)
{
    struct traits_of traits = traits_of(db, (struct traits_of_args){.actor_id = actor->id});
    for (size_t i = 0; i < traits.count; i++) {
        const char *trait = traits.rows[i].trait, *value = traits.rows[i].value;
        if (text_is(trait, "sector")) {
            add_word(facets, "s_", value);
            const struct sector *sector = sector_by_code(value);
            buffer_format(words, " %s", sector ? text_in("fr", sector->text) : "");
        } else if (text_is(trait, "label")) {
            add_word(facets, "l_", value);
        }
        if (!text_is(trait, "sector"))
            buffer_format(words, " %s", value);
    }
    const struct sector *own = sector_of_naf(actor->naf);
    if (own && !traits.count) {
        add_word(facets, "s_", own->code);
        buffer_format(words, " %s", text_in("fr", own->text));
    }
}

struct vocabulary { struct db *db; const char *word; };

static void take_neighbour(void *context, const char *neighbour)
{
    const struct vocabulary *vocabulary = context;
    neighbour_add(vocabulary->db, (struct neighbour_add_args){.neighbour = neighbour, .word = vocabulary->word});
}

static void learn_word(struct db *db, struct arena *arena, const char *word)
{
    struct word_total known;
    bool is_new = !word_total(db, (struct word_total_args){.word = word}, &known);
    word_add(db, (struct word_add_args){.word = word});
    size_t length = strlen(word);
    if (is_new && !strchr(word, '_') && length >= SHORTEST_MENDED && length <= LONGEST_MENDED)
        each_neighbour(arena, word, take_neighbour, &(struct vocabulary){db, word});
}

static bool stands_before(char **words, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (strcmp(words[k], words[i]) == 0)
            return true;
    return false;
}

static void count_words(struct db *db, struct arena *arena, const char *text, bool add)
{
    size_t count;
    char **words = text_split(arena, text, " ", &count);
    for (size_t i = 0; i < count; i++) {
        if (stands_before(words, i))
            continue;
        if (add)
            learn_word(db, arena, words[i]);
        else
            word_less(db, (struct word_less_args){.word = words[i]});
    }
}

struct indexed { const char *name, *words, *facets; };

static struct indexed make_entry(struct db *db, struct arena *arena, const struct actor_by_id *actor)
{
    struct buffer words = {.arena = arena}, facets = {.arena = arena};
    const char *name = arena_format(arena, "%s %s", actor->name, actor->brand ? actor->brand : "");
    buffer_format(&words, "%s %s %s %s", actor->description ? actor->description : "", actor->city ? actor->city : "",
                  actor->commune_name ? actor->commune_name : "", actor->capacity ? actor->capacity : "");
    add_word(&facets, "", "all");
    add_word(&facets, "c_", actor->college);
    add_word(&facets, "k_", actor->kind);
    add_word(&facets, "u_", actor->structure);
    add_place(db, arena, actor, &facets);
    add_traits(db, actor, &words, &facets);
    return (struct indexed){fold_for_search(arena, name), fold_for_search(arena, words.text), facets.text};
}

static char *whole(struct arena *arena, const char *name, const char *words, const char *facets)
{
    return arena_format(arena, "%s %s %s", name, words, facets);
}

/* Drawn, not counted: what was made inside a transaction that came to nothing is not taken for the next one. */
void directory_changed(struct db *db)
{
    uint64_t bits;
    randombytes_buf(&bits, sizeof bits);
    version_set(db, (struct version_set_args){.version = (int64_t)(bits >> 1)});
}

void actor_index(struct db *db, struct arena *arena, int64_t id)
{
    struct actor_by_id actor;
    struct search_of old;
    directory_changed(db);
    bool indexed = search_of(db, (struct search_of_args){.id = id}, &old);
    bool shown = actor_by_id(db, (struct actor_by_id_args){.id = id}, &actor) && text_is(actor.state, "published");
    struct indexed entry = {0};
    if (shown)
        entry = make_entry(db, arena, &actor);
    if (indexed && shown && text_is(old.name, entry.name) && text_is(old.words, entry.words)
        && text_is(old.facets, entry.facets))
        return;
    if (indexed) {
        text_drop(db, (struct text_drop_args){.id = id, .name = old.name, .words = old.words, .facets = old.facets});
        count_words(db, arena, whole(arena, old.name, old.words, old.facets), false);
    }
    if (shown) {
        text_add(db, (struct text_add_args){.id = id, .name = entry.name, .words = entry.words, .facets =
            entry.facets});
        search_put(db, (struct search_put_args){.id = id, .name = entry.name, .words = entry.words, .facets =
            entry.facets});
        count_words(db, arena, whole(arena, entry.name, entry.words, entry.facets), true);
    } else if (indexed) {
        search_remove(db, (struct search_remove_args){.id = id});
    }
}

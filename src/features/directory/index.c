/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the full-text index holds of an actor: its folded words, and its facets as words of their own. */
#include "base/fold.h"
#include "engines/kernel/hash.h"
#include "features/directory/directory.h"
#include "features/directory/search.h"
#include "features/directory/sectors.h"
#include "i18n/i18n.h"
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { SHORTEST_MENDED = 4, LONGEST_MENDED = 24, CHANGES_KEPT = 5000, CHANGES_NAMED = 200 };

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

static void add_place(struct db *db, const struct actor_by_id *actor, struct buffer *facets)
{
    struct home_of home;
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

/* How many more actors hold each word, and how many fewer, of all the actors of one call. */
struct word_changes { struct text_map words; int64_t *more; size_t room; };

static void change_words(struct word_changes *changes, struct arena *arena, const char *text, int64_t by)
{
    struct text_map own = {.arena = arena};
    size_t count;
    char **words = text_split(arena, text, " ", &count);
    for (size_t i = 0; i < count; i++) {
        bool once, is_new;
        text_map_add(&own, words[i], strlen(words[i]), &once);
        if (!once)
            continue;
        uint32_t at = text_map_add(&changes->words, words[i], strlen(words[i]), &is_new);
        if (is_new) {
            changes->more = arena_grow(arena, changes->more, at, &changes->room, sizeof *changes->more);
            changes->more[at] = 0;
        }
        changes->more[at] += by;
    }
}

static void write_word(struct db *db, struct arena *arena, const char *word, int64_t more)
{
    struct word_total known;
    size_t length = strlen(word);
    if (more > 0 && !strchr(word, '_') && length >= SHORTEST_MENDED && length <= LONGEST_MENDED
        && !word_total(db, (struct word_total_args){.word = word}, &known))
        each_neighbour(arena, word, take_neighbour, &(struct vocabulary){db, word});
    if (more)
        word_more(db, (struct word_more_args){.word = word, .more = more});
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
    add_place(db, actor, &facets);
    add_traits(db, actor, &words, &facets);
    return (struct indexed){fold_for_search(arena, name), fold_for_search(arena, words.text), facets.text};
}

static char *whole(struct arena *arena, const struct indexed *entry)
{
    return arena_format(arena, "%s %s %s", entry->name, entry->words, entry->facets);
}

/* Drawn, not counted: what was made inside a transaction that came to nothing is not taken for the next one. */
static int64_t draw_version(struct db *db)
{
    uint64_t bits;
    randombytes_buf(&bits, sizeof bits);
    int64_t version = (int64_t)(bits >> 1);
    version_set(db, (struct version_set_args){.version = version});
    changes_forget(db, (struct changes_forget_args){.most = CHANGES_KEPT});
    return version;
}

void directory_changed(struct db *db)
{
    change_add(db, (struct change_add_args){.version = draw_version(db)});
}

static void note_changes(struct db *db, const int64_t *ids, size_t count)
{
    static const int64_t all = 0;
    int64_t version = draw_version(db);
    if (count > CHANGES_NAMED)
        change_add(db, (struct change_add_args){.version = version, .actor_id = &all});
    for (size_t i = 0; i < count && count <= CHANGES_NAMED; i++)
        change_add(db, (struct change_add_args){.version = version, .actor_id = &ids[i]});
}

/* One actor before and after; name NULL where it was not, or is not, shown. */
struct entry_change { int64_t id; struct indexed old, new; };

static bool entry_is(const struct indexed *a, const struct indexed *b)
{
    return a->name && b->name && text_is(a->name, b->name) && text_is(a->words, b->words)
        && text_is(a->facets, b->facets);
}

static struct entry_change read_change(struct db *db, struct arena *arena, int64_t id)
{
    struct actor_by_id actor;
    struct search_of old;
    struct entry_change change = {.id = id};
    if (search_of(db, (struct search_of_args){.id = id}, &old))
        change.old = (struct indexed){old.name, old.words, old.facets};
    if (actor_by_id(db, (struct actor_by_id_args){.id = id}, &actor) && text_is(actor.state, "published"))
        change.new = make_entry(db, arena, &actor);
    return change;
}

static void write_search(struct db *db, struct arena *arena, const struct entry_change *change,
                         struct word_changes *words)
{
    const struct indexed *old = &change->old, *new = &change->new;
    if (old->name)
        change_words(words, arena, whole(arena, old), -1);
    if (new->name) {
        change_words(words, arena, whole(arena, new), 1);
        search_put(db, (struct search_put_args){.id = change->id, .name = new->name, .words = new->words,
            .facets = new->facets});
    } else if (old->name) {
        search_remove(db, (struct search_remove_args){.id = change->id});
    }
}

static void write_text(struct db *db, const struct entry_change *change)
{
    const struct indexed *old = &change->old, *new = &change->new;
    if (old->name)
        text_drop(db, (struct text_drop_args){.id = change->id, .name = old->name, .words = old->words,
            .facets = old->facets});
    if (new->name)
        text_add(db, (struct text_add_args){.id = change->id, .name = new->name, .words = new->words,
            .facets = new->facets});
}

static int compare_ids(const void *a, const void *b)
{
    const int64_t *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

/* The full text last and all at once: FTS5 writes what it has gathered to its tables whenever another statement opens
 * a savepoint, one segment for each actor if they took turns. */
void actors_index(struct db *db, struct arena *arena, int64_t *ids, size_t count)
{
    struct entry_change *changes = arena_array(arena, count, sizeof *changes);
    struct word_changes words = {.words.arena = arena};
    size_t changed = 0;
    if (!count)
        return;
    note_changes(db, ids, count);
    qsort(ids, count, sizeof *ids, compare_ids);
    for (size_t i = 0; i < count; i++) {
        if (i && ids[i] == ids[i - 1])
            continue;
        changes[changed] = read_change(db, arena, ids[i]);
        if (!entry_is(&changes[changed].old, &changes[changed].new))
            write_search(db, arena, &changes[changed++], &words);
    }
    for (uint32_t i = 0; i < words.words.count; i++)
        write_word(db, arena, words.words.texts[i], words.more[i]);
    for (size_t i = 0; i < changed; i++)
        write_text(db, &changes[i]);
}

void actor_index(struct db *db, struct arena *arena, int64_t id)
{
    actors_index(db, arena, &id, 1);
}

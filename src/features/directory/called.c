/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Actors whose names are near what was typed, when no word of the directory answers it as a whole. */
#include "base/number.h"
#include "features/directory/search.h"
#include "work/known.h"

/* Beyond so many, making the index again after each change would take longer than people wait. */
enum { MOST_NAMES = 100000 };

static void read_names(struct db *db, struct known_list *list)
{
    struct actor_names all = actor_names(db, (struct actor_names_args){.most = MOST_NAMES});
    for (size_t i = 0; i < all.count; i++) {
        const struct actor_names_row *row = &all.rows[i];
        const char *also = arena_format(db_arena(db), "%s %s", row->brand ? row->brand : "",
                                        row->commune_name ? row->commune_name : "");
        const struct known_name name = {arena_format(db_arena(db), "%lld", (long long)row->id), row->name, also, 0};
        known_add(list, name);
    }
}

size_t actors_called(struct request *rq, const char *typed, int64_t *ids, size_t most)
{
    struct known_hit hits[NEAR_AT_MOST];
    struct word_total all = {0};
    struct version_now now = {0};
    size_t count = 0;
    word_total(rq->db, (struct word_total_args){.word = "all"}, &all);
    if (text_blank(typed) || all.total > MOST_NAMES)
        return 0;
    version_now(rq->db, &now);
    const struct known_names names = {"actors", now.version, read_names};
    size_t found = known_find(rq->db, &names, typed, hits, most < NEAR_AT_MOST ? most : NEAR_AT_MOST);
    for (size_t i = 0; i < found; i++)
        count += parse_int(hits[i].key, &ids[count]);
    return count;
}

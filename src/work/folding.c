/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Folded words made again, table after table, in the order of the features. */
#include "work/folding.h"
#include "base/fold.h"
#include "base/number.h"
#include "i18n/i18n.h"
#include "work/setting.h"

/* "2": all is folded by version 2. "2 need 1500": version 2 is being written, it stands after need 1500. Nothing: never
 * told, so before version 2, or new and empty. */
static const struct setting folding_setting = {
    "folding", SETTING_TEXT, NULL, NULL, N_("Version of the folded words"), 0, 100
};

struct place { int64_t version, after; const char *table; };

static struct place read_place(struct db *db)
{
    size_t count = 0;
    const char *known = setting_text(db, &folding_setting);
    char **words = text_split(db_arena(db), known ? known : "", " ", &count);
    struct place place = {0};
    if (count > 0)
        parse_int(words[0], &place.version);
    if (count == 3 && parse_int(words[2], &place.after))
        place.table = words[1];
    return place;
}

static void write_place(struct db *db, const char *table, int64_t after)
{
    const char *why, *place = arena_format(db_arena(db), "%d", FOLD_VERSION);
    if (table)
        place = arena_format(db_arena(db), "%d %s %lld", FOLD_VERSION, table, (long long)after);
    setting_set(db, &folding_setting, place, &why);
}

/* The table that stands at this place, or the first one; and the name of the one after it, NULL when it is the last. */
static const struct folding *find_table(const struct feature *const *features, const char *name, const char **next)
{
    const struct folding *found = NULL;
    *next = NULL;
    for (; *features; features++)
        for (const struct folding *one = (*features)->foldings; one && one->name; one++) {
            if (found) {
                *next = one->name;
                return found;
            }
            if (!name || text_is(one->name, name))
                found = one;
        }
    return found;
}

bool folding_done(struct db *db)
{
    struct place place = read_place(db);
    return place.version == FOLD_VERSION && !place.table;
}

bool folding_step(struct db *db, const struct feature *const *features, int64_t *rows)
{
    struct arena work = {0}, *before = db_arena(db);
    const char *next = NULL;
    *rows = 0;
    db_use_arena(db, &work);
    db_begin_write(db);
    struct place place = read_place(db);
    bool done = folding_done(db);                          /* by another program, since we looked */
    if (place.version != FOLD_VERSION)
        place = (struct place){0};
    const struct folding *table = done ? NULL : find_table(features, place.table, &next);
    for (int64_t after = place.after; table; after = 0) {  /* past the tables that are at their end */
        *rows = table->again(db, &work, after);
        if (*rows || !next)
            break;
        table = find_table(features, next, &next);
    }
    if (!done)
        write_place(db, *rows ? table->name : NULL, *rows);
    db_commit(db);
    bool more = *rows && !db_failed(db);
    db_use_arena(db, before);
    arena_free(&work);
    return more;
}

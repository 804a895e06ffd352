/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Finding the one actor that people mean when they type its name in a form. */
#include "base/fold.h"
#include "base/number.h"
#include "features/directory/directory.h"
#include "features/directory/search.h"
#include "formats/identifiers.h"

enum { LOOKED_AT = 5, SIRET_DIGITS = 14 };

/* One whose name is exactly what was typed, once folded; then the only one found. */
static const struct actor_cards_row *meant(struct request *rq, const struct actor_cards *found, const char *typed)
{
    const char *folded = fold_text(rq->arena, typed);
    const struct actor_cards_row *same = NULL;
    size_t count = 0;
    for (size_t i = 0; i < found->count; i++)
        if (text_is(fold_text(rq->arena, found->rows[i].name), folded)) {
            same = &found->rows[i];
            count++;
        }
    return count == 1 ? same : found->count == 1 ? &found->rows[0] : NULL;
}

static const char *name_them(struct request *rq, const struct actor_cards *found)
{
    struct buffer names = {.arena = rq->arena};
    for (size_t i = 0; i < found->count; i++)
        buffer_format(&names, "%s%s (%s%sno %lld)", i ? ", " : "", found->rows[i].name,
                      found->rows[i].commune_name ? found->rows[i].commune_name : "",
                      found->rows[i].commune_name ? ", " : "", (long long)found->rows[i].id);
    return say(rq, N_("Several structures may be meant: %s. Write the number or the SIRET of the right one."),
        names.text);
}

/* Wrong letters may lead to somebody else: names that are near are said, never taken. */
static const char *name_near(struct request *rq, const char *typed)
{
    int64_t ids[LOOKED_AT];
    size_t count = actors_called(rq, typed, ids, LOOKED_AT);
    struct buffer names = {.arena = rq->arena};
    for (size_t i = 0; i < count; i++) {
        struct actor_by_id one;
        if (actor_by_id(rq->db, (struct actor_by_id_args){.id = ids[i]}, &one))
            buffer_format(&names, "%s%s (%s%sno %lld)", names.length ? ", " : "", one.name,
                          one.commune_name ? one.commune_name : "", one.commune_name ? ", " : "", (long long)ids[i]);
    }
    if (names.length)
        return say(rq, N_("No structure has this name. Did you mean %s? Write its number, or its SIRET."),
                   buffer_string(&names));
    return translate(rq, N_("No structure of the directory has this name. Add it to the directory first."));
}

static int64_t by_number(struct request *rq, const char *typed)
{
    char siret[SIRET_DIGITS + 1];
    int64_t id;
    struct actor_by_siret known;
    if (check_siret(typed, siret) != ID_WRONG_FORM)
        return actor_by_siret(rq->db, (struct actor_by_siret_args){.siret = siret}, &known)
            && text_is(known.state, "published") ? known.id : 0;
    struct actor_by_id one;
    return parse_int(typed, &id) && actor_by_id(rq->db, (struct actor_by_id_args){.id = id}, &one)
        && text_is(one.state, "published") ? id : 0;
}

static const char *with_commune(struct request *rq, const char *name, const char *commune)
{
    return commune ? arena_format(rq->arena, "%s, %s", name, commune) : name;
}

const struct label *actor_suggest(struct request *rq, const char *typed)
{
    const char *why;
    int64_t near[LOOKED_AT];
    size_t count = 0;
    struct lookup search = {0};
    struct label *labels = arena_array(rq->arena, LOOKED_AT + 1, sizeof *labels);
    if (actor_typed(rq, typed, &why))
        return NULL;
    search_words(rq, &search, typed);
    struct actor_cards found = search.stem_count ? search_page(rq, &search, LOOKED_AT, 0) : (struct actor_cards){0};
    for (; count < found.count; count++)
        labels[count] = (struct label){arena_format(rq->arena, "%lld", (long long)found.rows[count].id),
            with_commune(rq, found.rows[count].name, found.rows[count].commune_name)};
    size_t near_count = found.count ? 0 : actors_called(rq, typed, near, LOOKED_AT);
    for (size_t i = 0; i < near_count; i++) {
        struct actor_by_id one;
        if (actor_by_id(rq->db, (struct actor_by_id_args){.id = near[i]}, &one))
            labels[count++] = (struct label){arena_format(rq->arena, "%lld", (long long)near[i]),
                                             with_commune(rq, one.name, one.commune_name)};
    }
    labels[count] = (struct label){0};
    return count ? labels : NULL;
}

const char *actor_scope_named(struct request *rq, int64_t id, const char **path)
{
    struct actor_by_id one;
    if (!actor_by_id(rq->db, (struct actor_by_id_args){.id = id}, &one))
        return NULL;
    *path = arena_format(rq->arena, "/annuaire/%lld", (long long)id);
    return one.name;
}

int64_t actor_typed(struct request *rq, const char *typed, const char **why)
{
    *why = NULL;
    int64_t id = by_number(rq, typed);
    if (id)
        return id;
    struct lookup search = {0};
    search_words(rq, &search, typed);
    struct actor_cards found = search.stem_count ? search_page(rq, &search, LOOKED_AT, 0) : (struct actor_cards){0};
    const struct actor_cards_row *one = meant(rq, &found, typed);
    if (one)
        return one->id;
    *why = found.count ? name_them(rq, &found) : name_near(rq, typed);
    return 0;
}

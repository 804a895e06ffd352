/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The territory that people mean when they give a role on one: by its code, by its name whole, or a commune as it is
 * typed anywhere. */
#include "features/territory/handlers.h"
#include "territory.bake.h"

static int64_t id_of(struct request *rq, const char *code)
{
    struct territory_of_code row;
    return territory_of_code(rq->db, (struct territory_of_code_args){.code = code}, &row) ? row.id : 0;
}

static const char *name_them(struct request *rq, const struct territories_page *found)
{
    struct buffer names = {.arena = rq->arena};
    for (size_t i = 0; i < found->count; i++)
        buffer_format(&names, "%s%s (%s, %s)", i ? ", " : "", found->rows[i].name,
                      label_text(rq, territory_kinds, found->rows[i].kind), found->rows[i].code);
    return say(rq, N_("Several territories have this name: %s. Write the code of the right one."), names.text);
}

int64_t territory_scope_typed(struct request *rq, const char *typed, const char **why)
{
    enum { NAMED_AT_MOST = 5 };
    struct place place;
    if (territory_place(rq->db, typed, &place))
        return id_of(rq, place.code);
    const char *folded = territory_fold(rq->arena, typed);
    struct territories_page found = territories_page(rq->db, (struct territories_page_args){
        .start = folded, .within_words = folded, .page_size = NAMED_AT_MOST});
    if (found.count == 1)
        return id_of(rq, found.rows[0].code);
    if (!found.count && territory_typed(rq->db, typed, &place))
        return id_of(rq, place.code);
    *why = found.count ? name_them(rq, &found)
                       : translate(rq, N_("No territory has this name or this code: see the page of territories."));
    return 0;
}

const char *territory_scope_named(struct request *rq, int64_t id, const char **path)
{
    struct territory_of_id row;
    if (!territory_of_id(rq->db, (struct territory_of_id_args){.id = id}, &row))
        return NULL;
    *path = arena_format(rq->arena, "/territoires/%s", row.code);
    return row.name;
}

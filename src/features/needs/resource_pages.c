/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Resources: what can be lent, given, shared; the list, the page, its states. */
#include "features/needs/handlers.h"
#include "features/needs/needs.h"
#include "features/territory/territory.h"
#include "needs.bake.h"

enum { PAGE_SIZE = 20 };

static struct facets kind_facets(struct request *rq, const struct resources_public_args *filters)
{
    struct resources_by_kind counts = resources_by_kind(rq->db, (struct resources_by_kind_args){
        .theme = filters->theme, .territory = filters->territory, .words = filters->words});
    struct facet_value *values = arena_array(rq->arena, counts.count, sizeof *values);
    for (size_t i = 0; i < counts.count; i++)
        values[i] = (struct facet_value){.code = counts.rows[i].kind, .text = label_text(rq, resource_kinds,
            counts.rows[i].kind),
            .count = counts.rows[i].total, .active = text_is(filters->kind, counts.rows[i].kind)};
    struct facet *facet = arena_alloc(rq->arena, sizeof *facet);
    *facet = (struct facet){"nature", translate(rq, N_("Kind")), values, counts.count};
    return (struct facets){facet, 1};
}

void list_resources(struct request *rq)
{
    struct resource_list page = {.pages = pager_here(rq, PAGE_SIZE), .others = {"csv xlsx geojson json", &page.pages}};
    struct resources_public_args filters = {
        .kind = param_text(rq, "nature"), .theme = param_text(rq, "theme"), .territory = param_text(rq, "territoire"),
        .words = search_pattern(rq, param_text(rq, "q")), .page_size = page.pages.size, .offset =
            pager_offset(&page.pages)};
    struct resources_public_count count = {0};
    resources_public_count(rq->db, (struct resources_public_count_args){
        .kind = filters.kind, .theme = filters.theme, .territory = filters.territory, .words = filters.words}, &count);
    page.pages.total = count.total;
    page.resources = resources_public(rq->db, filters);
    page.filters = kind_facets(rq, &filters);
    if (!page.resources.count)
        page.nothing = (struct empty){translate(rq, N_("No resource is offered here yet. A place, a tool, an "
            "hour: all count.")),
                                      "/ressources/proposer", translate(rq, N_("Offer a resource"))};
    need_search_shown(rq->db, (struct need_search_shown_args){.words = param_text(rq, "q")}, &page.search);
    reply(rq, &resource_list, &page);
}

static bool is_public(const char *state)
{
    return text_is(state, "published") || text_is(state, "lent");
}

void show_resource(struct request *rq)
{
    struct resource_page page = {0};
    int64_t id = route_id(rq);
    if (!resource_by_id(rq->db, (struct resource_by_id_args){.id = id}, &page.resource)
        || (!is_public(page.resource.state) && !may_at(rq, &moderate_needs, page.resource.commune))) {
        reply_error(rq, NOT_FOUND);
        return;
    }
    page.history = machine_timeline(rq, &resource_machine, id);
    if (may(rq, &answer_needs))
        page.acts = machine_acts(rq, &resource_machine, id, arena_format(rq->arena, "/ressources/%lld/geste",
            (long long)id));
    reply(rq, &resource_page, &page);
}

void move_resource(struct request *rq)
{
    int64_t id = route_id(rq);
    if (machine_post(rq, &resource_machine, id))
        reply_done(rq, arena_format(rq->arena, "/ressources/%lld", (long long)id),
                   translate(rq, N_("Done. Those who follow this resource are told.")));
}

/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The home page: what happens now, each figure leading to what it counts. */
#include "features/home/home.h"
#include "features/territory/territory.h"
#include "home.bake.h"

static struct figures count_things(struct request *rq, const struct home_figures *numbers)
{
    enum { MOST = 5 };
    struct figure *figures = arena_array(rq->arena, MOST, sizeof *figures);
    size_t count = 0;
    figures[count++] = (struct figure){.value = (double)numbers->needs, .text = translate(rq, N_("open needs")),
        .href = "/besoins"};
    figures[count++] = (struct figure){.value = (double)numbers->answered, .text = translate(rq, N_("needs answered")),
                                       .href = "/besoins?etat=answered"};
    figures[count++] = (struct figure){.value = (double)numbers->actors, .text = translate(rq, N_("organisations")),
                                       .href = "/annuaire"};
    figures[count++] = (struct figure){.value = (double)numbers->resources, .text = translate(rq,
        N_("resources to share")),
                                       .href = "/ressources"};
    if (may(rq, &introduce))
        figures[count++] = (struct figure){.value = (double)numbers->introductions, .text = translate(rq,
            N_("introductions")),
                                           .href = "/mises-en-relation"};
    return (struct figures){figures, count};
}

static void show_home(struct request *rq)
{
    struct home_page page = {0};
    struct demo_known example = {0};
    struct place place = {0};
    const char *own = territory_own(rq->db);
    bool placed = own && territory_place(rq->db, own, &place);
    home_figures(rq->db, &page.numbers);
    demo_known(rq->db, &example);
    home_place(rq->db, (struct home_place_args){.name = placed ? place.name : NULL, .code = placed ? place.code : NULL,
                                                .example = example.total > 0}, &page.place);
    page.needs = home_needs(rq->db);
    page.resources = home_resources(rq->db);
    page.figures = count_things(rq, &page.numbers);
    if (!page.needs.count)
        page.nothing = (struct empty){translate(rq, N_("No need was published yet. The first one opens the way.")),
                                      "/besoins/dire", translate(rq, N_("Say a need"))};
    reply(rq, &home_page, &page);
}

static const struct permission *const permissions[] = {NULL};
static const struct route routes[] = {{GET, "/", show_home, &anyone}, {0}};
static const struct entry entries[] = {{"/territoires", N_("Territories"), &anyone}, {0}};
static const struct command commands[] = {
    {"demo", "DB", N_("Fills a demonstration territory, marked as such, and shows its first matches."), demo_command},
        {0}
};

const struct feature home_feature = {
    .name = "home", .permissions = permissions, .routes = routes, .entries = entries, .commands = commands,
    .migrations = home_migrations
};

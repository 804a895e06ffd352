/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The home page: what happens now, each figure leading to what it counts. */
#include "features/directory/directory.h"
#include "features/home/home.h"
#include "features/territory/territory.h"
#include "home.bake.h"
#include "work/work.h"

/* The directory may hold a whole country: what stands here is counted first, and leads to that part of the list. */
static struct figure count_actors(struct request *rq, const struct home_figures *numbers, const struct place *here)
{
    bool part = numbers->actors_here && numbers->actors_here < numbers->actors;
    return (struct figure){.value = (double)(part ? numbers->actors_here : numbers->actors),
        .text = translate(rq, part ? N_("organisations here") : N_("organisations")),
        .href = part ? arena_format(rq->arena, "/annuaire?territoire=%s", here->code) : "/annuaire"};
}

static struct figures count_things(struct request *rq, const struct home_figures *numbers, const struct place *here)
{
    enum { MOST = 5 };
    struct figure *figures = arena_array(rq->arena, MOST, sizeof *figures);
    size_t count = 0;
    figures[count++] = (struct figure){.value = (double)numbers->needs, .text = translate(rq, N_("open needs")),
        .href = "/besoins?etat=open"};
    figures[count++] = (struct figure){.value = (double)numbers->answered, .text = translate(rq, N_("needs answered")),
                                       .href = "/besoins?etat=answered"};
    figures[count++] = count_actors(rq, numbers, here);
    figures[count++] = (struct figure){.value = (double)numbers->resources, .text = translate(rq,
        N_("resources to share")),
                                       .href = "/ressources"};
    if (may_in(rq, &introduce, SCOPE_SITE, 0))
        figures[count++] = (struct figure){.value = (double)numbers->introductions, .text = translate(rq,
            N_("introductions")),
                                           .href = "/mises-en-relation"};
    return (struct figures){figures, count};
}

/* Where the latest needs are felt; nothing when the territory cannot be drawn: points alone say little. */
static struct map home_map(struct request *rq, const char *code, const struct home_needs *needs)
{
    struct map_point *points = arena_array(rq->arena, needs->count, sizeof *points);
    size_t count = 0;
    for (size_t i = 0; i < needs->count; i++) {
        const struct home_needs_row *need = &needs->rows[i];
        if (need->lon && need->lat)
            points[count++] = (struct map_point){.name = need->title, .kind = translate(rq, N_("Need")),
                .lon = *need->lon, .lat = *need->lat,
                .href = arena_format(rq->arena, "/besoins/%lld", (long long)need->id)};
    }
    struct map map = territory_points(rq, code, translate(rq, N_("Where they are felt")), points, count);
    return map.shape_count || map.ground_count ? map : (struct map){0};
}

static void show_home(struct request *rq)
{
    struct home_page page = {0};
    struct demo_known example = {0};
    struct place place = {0};
    const char *own = territory_own(rq->db);
    bool placed = own && territory_place(rq->db, own, &place);
    home_figures(rq->db, (struct home_figures_args){.here = placed ? directory_word_here(rq->arena, place.code) : ""},
                 &page.numbers);
    demo_known(rq->db, &example);
    page.needs = home_needs(rq->db);
    page.resources = home_resources(rq->db);
    if (placed)
        page.map = home_map(rq, place.code, &page.needs);
    home_place(rq->db, (struct home_place_args){.name = placed ? place.name : NULL, .code = placed ? place.code : NULL,
        .example = example.total > 0, .drawn = page.map.shape_count || page.map.ground_count}, &page.place);
    page.figures = count_things(rq, &page.numbers, &place);
    if (!page.needs.count)
        page.nothing = (struct empty){translate(rq, N_("No need was published yet. The first one opens the way.")),
                                      "/besoins/dire", translate(rq, N_("Say a need"))};
    reply(rq, &home_page, &page);
}

static const struct permission *const permissions[] = {NULL};
/* The licence gives each visitor the right to the source of what runs here, changes included. */
const struct setting source_url = {
    "source_url", SETTING_TEXT, NULL, NULL, N_("Address of the source code of this program, with your changes"), 0,
        200, .read = read_web_address};

static void show_source(struct request *rq)
{
    struct source_page page = {0};
    const char *address = setting_text(rq->db, &source_url), *sender = setting_text(rq->db, &mail_from);
    bool known = address && (text_starts(address, "https://") || text_starts(address, "http://"));
    source_shown(rq->db, (struct source_shown_args){.version = rq->app->version ? rq->app->version : "",
        .address = known ? address : NULL, .sender = sender}, &page.source);
    reply(rq, &source_page, &page);
}

static const struct setting *const settings[] = {&source_url, NULL};
static const struct route routes[] = {
    {GET, "/", show_home, &anyone}, {GET, "/code-source", show_source, &anyone}, {0}
};
static const struct entry entries[] = {{"/territoires", N_("Territories"), &anyone}, {0}};
static const struct command commands[] = {
    {"demo", "DB", N_("Fills a demonstration territory, marked as such, and shows its first matches."), demo_command},
        {0}
};

const struct feature home_feature = {
    .name = "home", .permissions = permissions, .routes = routes, .entries = entries, .commands = commands,
    .migrations = home_migrations, .settings = settings
};

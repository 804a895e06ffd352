/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What everybody sees of the directory: the list and the map of one query, and the page of one actor. */
#include "base/time.h"
#include "features/directory/freshness.h"
#include "features/directory/handlers.h"
#include "features/directory/search.h"
#include "features/directory/sectors.h"
#include "features/territory/territory.h"
#include "web/address.h"
#include <string.h>

enum { PAGE_SIZE = 20, ON_MAP = 400, WON_SHOWN = 20, QUEUE = 50 };

/* What to draw behind the answers: the département of the commune they are near, the EPCI of the one they are in, else
 * the place itself. */
static const char *around_of(struct request *rq, const char *code)
{
    struct place place;
    if (!code || !territory_place(rq->db, code, &place) || !text_is(place.kind, "commune"))
        return code;
    const char *wider = param_text(rq, "pres_de") ? place.department : place.epci;
    return wider ? wider : code;
}

static struct map page_map(struct request *rq, const struct actor_cards *actors, const struct lookup *search)
{
    struct map_point *points = arena_array(rq->arena, actors->count, sizeof *points);
    size_t count = 0;
    for (size_t i = 0; i < actors->count; i++) {
        const struct actor_cards_row *actor = &actors->rows[i];
        if (actor->lon && actor->lat)
            points[count++] = (struct map_point){.name = actor->name, .kind = label_text(rq, colleges, actor->college),
                .href = arena_format(rq->arena, "/annuaire/%lld", (long long)actor->id), .lon = *actor->lon, .lat =
                    *actor->lat};
    }
    struct map map = territory_points(rq, around_of(rq, search->around.code), translate(rq, N_("Where they are")),
                                      points, count);
    map.list = address_with(rq, "vue", NULL);
    return map;
}

/* --- where very many are ------------------------------------------------------------------------------------------ */

static double count_in_part(struct request *rq, void *search, const char *code)
{
    return (double)search_total_in(rq, search, code);
}

static const char *link_to_part(struct request *rq, void *search, const char *code)
{
    (void)search;
    return address_with(rq, "territoire", code);
}

/* More than can be drawn: how many in each part of the territory, and each part leads to its own map. The nearest of
 * them, drawn alone, would say that nobody is elsewhere. Empty when a place was asked, or without outlines. */
static struct map counted_map(struct request *rq, struct lookup *search, int64_t total)
{
    const char *own = territory_own(rq->db), *asked = param_text(rq, "territoire");
    struct place place;
    if (rq->shape != AS_HTML || total <= ON_MAP || search->around.code || (!own && !asked))
        return (struct map){0};
    if (asked && (!territory_place(rq->db, asked, &place) || text_is(place.kind, "commune")))
        return (struct map){0};
    struct part_counter counter = {search, count_in_part, link_to_part};
    struct map map = territory_counted(rq, asked ? asked : own, translate(rq, N_("How many, and where")),
                                       translate(rq, N_("organisations")), &counter);
    int64_t elsewhere = total;
    for (size_t i = 0; i < map.shape_count; i++)
        elsewhere -= (int64_t)map.shapes[i].value;
    if (map.shape_count && elsewhere > 0)
        map.note = translate_count(rq, N_("%d more is elsewhere, or it is not known where; the list has it."),
                                   N_("%d more are elsewhere, or it is not known where; the list has them."),
                                   elsewhere);
    map.unfolded = true;
    return map;
}

/* The territory that was asked, with the other filters, so that one sees it and takes it away. */
static void show_territory(struct request *rq, struct facets *filters, int64_t total)
{
    struct place place;
    const char *asked = param_text(rq, "territoire");
    if (!asked || !territory_place(rq->db, asked, &place))
        return;
    struct facet *facets = arena_array(rq->arena, filters->count + 1, sizeof *facets);
    struct facet_value *value = arena_alloc(rq->arena, sizeof *value);
    *value = (struct facet_value){asked, place.name, total, true};
    memcpy(facets, filters->facets, filters->count * sizeof *facets);
    facets[filters->count] = (struct facet){"territoire", translate(rq, N_("Territory")), value, 1};
    *filters = (struct facets){facets, filters->count + 1};
}

static struct tabs views(struct request *rq, bool map)
{
    struct tab *tabs = arena_array(rq->arena, 2, sizeof *tabs);
    tabs[0] = (struct tab){translate(rq, N_("List")), address_with(rq, "vue", NULL), !map};
    tabs[1] = (struct tab){translate(rq, N_("Map")), address_with(rq, "vue", "carte"), map};
    return (struct tabs){translate(rq, N_("Views of the directory")), tabs, 2};
}

static struct empty nothing(struct request *rq, const struct lookup *search, int64_t total)
{
    if (total)
        return (struct empty){0};
    if (search->stem_count || search->facet_count || search->around.code)
        return (struct empty){translate(rq, N_("Nobody in the directory fits these words and filters.")), "/annuaire",
                              translate(rq, N_("See the whole directory"))};
    return (struct empty){translate(rq, N_("The directory is empty. Import a file, or add the first organisation "
        "by hand.")),
                          "/annuaire/ajouter", translate(rq, N_("Add an organisation"))};
}

/* A map that is asked from nowhere starts from the territory asked, else from the site's own: its first page is what is
 * there. */
static void look_from_home(struct request *rq, struct lookup *search)
{
    struct place *home = arena_alloc(rq->arena, sizeof *home);
    const char *asked = param_text(rq, "territoire"), *own = asked ? asked : territory_own(rq->db);
    if (search->around.code || !own || !territory_place(rq->db, own, home) || !home->located)
        return;
    search->around = (struct lookup_place){home->code, home->name, &home->lon, &home->lat};
    search->hits = NULL;
}

/* The actors of this page, listed or drawn. */
static void show_actors(struct request *rq, struct lookup *search, bool map, struct actor_list *page)
{
    if (map)
        look_from_home(rq, search);
    page->pages.total = search_total(rq, search);
    page->actors = search_page(rq, search, page->pages.size, pager_offset(&page->pages));
    if (map)
        page->map = page_map(rq, &page->actors, search);
}

/* A directory may hold a whole country: a link keeps what stands in the site's own territory, whose actors come first
 * when nothing is searched. */
struct home_part { const char *name, *only; int64_t *first; };

static struct home_part part_at_home(struct request *rq, const struct lookup *search, int64_t total)
{
    struct place place;
    const char *own = territory_own(rq->db);
    bool chosen = param_text(rq, "territoire") || search->around.code || search->near_count;
    int64_t here = chosen ? 0 : search_total_here(rq);
    bool plain = !search->stem_count && !search->facet_count;
    if (!here || !total || (plain && here == total) || !territory_place(rq->db, own, &place))
        return (struct home_part){0};
    struct home_part part = {place.name, address_with(rq, "territoire", own), NULL};
    if (plain) {
        part.first = arena_alloc(rq->arena, sizeof *part.first);
        *part.first = here;
    }
    return part;
}

void list_actors(struct request *rq)
{
    struct lookup search = search_read(rq);
    bool map = text_is(param_text(rq, "vue"), "carte");
    bool unknown = param_text(rq, "pres_de") && !search.around.code;
    struct actor_list page = {.pages = pager_here(rq, map ? ON_MAP : PAGE_SIZE),
                              .others = {"csv xlsx geojson json", &page.pages}};
    page.pages.total = search_total(rq, &search);
    if (map)
        page.map = counted_map(rq, &search, page.pages.total);
    bool counted = page.map.shape_count > 0;
    if (!counted)
        show_actors(rq, &search, map, &page);
    const char *near = param_text(rq, "pres_de");
    struct home_part home = map ? (struct home_part){0} : part_at_home(rq, &search, page.pages.total);
    search_shown(rq->db, (struct search_shown_args){.words = search.typed, .mended = search.mended,
        .near = search.near_count > 0, .total = page.pages.total,
        .around = near, .place = near && search.around.code ? search.around.name : NULL, .unknown_place = unknown,
        .km = param_text(rq, "km"), .map = map, .counted = counted,
        .here = home.name, .only = home.only, .first = home.first}, &page.search);
    if (rq->shape == AS_HTML || rq->shape == AS_JSON) {
        page.filters = search_facets(rq, &search);
        show_territory(rq, &page.filters, page.pages.total);
    }
    page.views = views(rq, map);
    page.nothing = nothing(rq, &search, page.pages.total);
    reply(rq, &actor_list, &page);
}

static bool may_see(struct request *rq, const struct actor_by_id *actor)
{
    return text_is(actor->state, "published") || may_edit(rq, actor->id, actor->commune);
}

static struct map actor_map(struct request *rq, const struct actor_by_id *actor)
{
    if (!actor->lon || !actor->lat)
        return (struct map){0};
    struct map_point *point = arena_alloc(rq->arena, sizeof *point);
    *point = (struct map_point){.name = actor->name, .kind = label_text(rq, colleges, actor->college),
                                .lon = *actor->lon, .lat = *actor->lat};
    return territory_points(rq, actor->commune, translate(rq, N_("Its seat")), point, 1);
}

/* "siae:emplois" is what a file of structures said of where it had it from. */
static const char *source_text(struct request *rq, const char *source)
{
    size_t length = strcspn(source, ":");
    const char *origin = source[length] ? source + length + 1 : NULL;
    const char *text = label_text(rq, actor_sources, arena_copy(rq->arena, source, length));
    return origin ? arena_format(rq->arena, "%s (%s)", text, origin) : text;
}

static struct facts actor_facts(struct request *rq, const struct actor_by_id *actor)
{
    enum { MOST = 16 };
    struct fact *facts = arena_array(rq->arena, MOST, sizeof *facts);
    size_t count = 0;
    const struct sector *sector = sector_of_naf(actor->naf);
    facts[count++] = (struct fact){translate(rq, N_("College")), label_text(rq, colleges, actor->college)};
    facts[count++] = (struct fact){translate(rq, N_("Kind of structure")), actor->structure ? label_text(rq,
        structures, actor->structure) : NULL};
    facts[count++] = (struct fact){translate(rq, N_("Legal form")), actor->legal_form};
    facts[count++] = (struct fact){translate(rq, N_("Known as")), actor->brand};
    facts[count++] = (struct fact){"SIRET", !actor->siret ? NULL : text_is(actor->siret_verdict, "wrong")
        ? say(rq, N_("%s (its key is wrong: to be checked)"), actor->siret) : actor->siret};
    facts[count++] = (struct fact){"RNA", actor->rna};
    facts[count++] = (struct fact){translate(rq, N_("Activity code (NAF)")), !actor->naf ? NULL
        : sector ? arena_format(rq->arena, "%s — %s", actor->naf, translate(rq, sector->text)) : actor->naf};
    facts[count++] = (struct fact){translate(rq, N_("Address")), actor->address
        ? arena_format(rq->arena, "%s, %s %s", actor->address, actor->postal_code ? actor->postal_code : "",
            actor->city ? actor->city : "") : NULL};
    facts[count++] = (struct fact){translate(rq, N_("Commune of the seat")), actor->commune_name,
        actor->commune ? arena_format(rq->arena, "/territoires/%s", actor->commune) : NULL};
    facts[count++] = (struct fact){translate(rq, N_("Acts as far as")), actor->zone_km ? say(rq,
        N_("%d km around its seat"), (int)*actor->zone_km) : NULL};
    facts[count++] = (struct fact){translate(rq, N_("Capacity")), actor->capacity};
    facts[count++] = (struct fact){translate(rq, N_("Web site")), actor->website, actor->website};
    facts[count++] = (struct fact){translate(rq, N_("E-mail")), actor->email && (actor->email_public
        || may_at(rq, &see_contacts, actor->commune)) ? actor->email : NULL};
    facts[count++] = (struct fact){translate(rq, N_("Source")), source_text(rq, actor->source)};
    return (struct facts){facts, count};
}

/* What this person may do with the page: keep it, or ask to. One that was refused may ask again. */
static void show_desk(struct request *rq, const struct actor_by_id *actor, struct actor_desk *desk)
{
    struct claim_of claim = {0};
    int64_t id = actor->id;
    bool keeps = may_edit(rq, id, actor->commune), asked = rq->user && claim_of(rq->db, (struct claim_of_args){
        .actor_id = id, .person_id = rq->user->id}, &claim);
    actor_desk(rq->db, (struct actor_desk_args){ .keeps = keeps,
        .stale = !text_is(actor->source, "demo") && (actor->confirmed_at ? actor->confirmed_at : actor->created_at)
            < stale_before(rq->db, rq->now),
            .claim = keeps ? NULL : claim.state,
        .may_claim = rq->user && !keeps && (!asked || text_is(claim.state, "refused"))}, desk);
}

void show_actor(struct request *rq)
{
    struct actor_page page = {0};
    int64_t id = route_id(rq);
    if (!actor_by_id(rq->db, (struct actor_by_id_args){.id = id}, &page.actor) || !may_see(rq, &page.actor)) {
        reply_error(rq, NOT_FOUND);
        return;
    }
    page.facts = actor_facts(rq, &page.actor);
    page.traits = traits_of(rq->db, (struct traits_of_args){.actor_id = id});
    page.zones = zones_of(rq->db, (struct zones_of_args){.actor_id = id});
    if (page.actor.siren)
        page.won = contracts_won(rq->db, (struct contracts_won_args){.siren = page.actor.siren, .page_size =
            WON_SHOWN});
    page.map = actor_map(rq, &page.actor);
    show_desk(rq, &page.actor, &page.desk);
    bool contacts = may_at(rq, &see_contacts, page.actor.commune);
    if (!page.actor.email_public && !contacts)
        page.actor.email = NULL;
    if (!contacts)
        page.actor.phone = NULL;
    reply(rq, &actor_page, &page);
}

void list_proposed(struct request *rq)
{
    struct proposed_list page = {.pages = pager_here(rq, QUEUE)};
    struct actors_of_state total = {0};
    const int64_t *mine = may_in(rq, &edit_directory, SCOPE_SITE, 0) ? NULL : &rq->user->id;
    int64_t today = paris_day(rq->now);
    actors_of_state(rq->db, (struct actors_of_state_args){.person = mine, .today = today, .state = "proposed"}, &total);
    page.pages.total = total.total;
    page.actors = actors_by_state(rq->db, (struct actors_by_state_args){
        .person = mine, .today = today, .state = "proposed", .page_size = QUEUE, .offset = pager_offset(&page.pages)});
    page.claims = claims_waiting(rq->db, (struct claims_waiting_args){.person = mine, .today = today});
    page.notes = notes_waiting(rq->db, (struct notes_waiting_args){.person = mine, .today = today});
    if (!page.actors.count && !page.claims.count && !page.notes.count)
        page.nothing = (struct empty){translate(rq, N_("Nothing waits in the directory.")), "/annuaire",
                                      translate(rq, N_("See the directory"))};
    reply(rq, &proposed_list, &page);
}

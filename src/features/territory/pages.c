/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The list of territories, and the page of one. */
#include "features/territory/handlers.h"
#include "i18n/i18n.h"
#include "territory.bake.h"
#include <string.h>

enum { PAGE_SIZE = 50, MOST_EXPORTED = 40000 };

/* An export holds everything; a page, a page of it. */
static int64_t page_size(const struct request *rq)
{
    return rq->shape == AS_CSV || rq->shape == AS_XLSX || rq->shape == AS_GEOJSON ? MOST_EXPORTED : PAGE_SIZE;
}

/* ---- the list ---- */

struct asked { const char *words, *start, *within_words, *kind; };

static struct asked read_asked(struct request *rq)
{
    struct asked asked = {.words = param_words(rq, "q"), .kind = param_text(rq, "genre")};
    char *folded = asked.words ? territory_fold(rq->arena, asked.words) : NULL;
    if (folded && *folded) {
        asked.start = arena_format(rq->arena, "%s%%", folded);
        asked.within_words = arena_format(rq->arena, "%% %s%%", folded);
    }
    return asked;
}

/* Postal codes, typing errors, past names: what the list of names does not have. */
static void add_matches(struct request *rq, struct territory_list *page, const struct asked *asked)
{
    struct place_matches found = territory_find(rq->db, asked->words);
    struct territories_page_row *rows = arena_array(rq->arena, found.count, sizeof *rows);
    for (size_t i = 0; i < found.count; i++) {
        struct territories_page one = territories_page(rq->db, (struct territories_page_args){
            .only = found.places[i].code, .page_size = 1});
        if (one.count)
            rows[page->territories.count++] = one.rows[0];
    }
    page->territories.rows = rows;
    page->pages.total = (int64_t)page->territories.count;
}

static struct facets kind_facets(struct request *rq, const struct asked *asked, int64_t *total)
{
    struct territories_count counts = territories_count(rq->db, (struct territories_count_args){
        .start = asked->start, .within_words = asked->within_words});
    struct facet_value *values = arena_array(rq->arena, counts.count, sizeof *values);
    struct facet *facet = arena_alloc(rq->arena, sizeof *facet);
    *total = 0;
    for (size_t i = 0; i < counts.count; i++) {
        bool active = text_is(counts.rows[i].kind, asked->kind);
        values[i] = (struct facet_value){counts.rows[i].kind, label_text(rq, territory_kinds, counts.rows[i].kind),
            counts.rows[i].total, active};
        *total += !asked->kind || active ? counts.rows[i].total : 0;
    }
    *facet = (struct facet){"genre", translate(rq, N_("Kind")), values, counts.count};
    return (struct facets){facet, 1};
}

/* Only when the site has its territory. */
static struct facts own_fact(struct request *rq)
{
    const char *own = territory_own(rq->db);
    struct place place;
    struct fact *fact = arena_alloc(rq->arena, sizeof *fact);
    if (!own || !territory_place(rq->db, own, &place))
        return (struct facts){0};
    *fact = (struct fact){translate(rq, N_("The territory of this site")), place.name,
        arena_format(rq->arena, "/territoires/%s", place.code)};
    return (struct facts){fact, 1};
}

void list_territories(struct request *rq)
{
    struct asked asked = read_asked(rq);
    struct territory_list page = {.pages = pager_here(rq, page_size(rq)),
        .search = {"/territoires", translate(rq, N_("Name, postal code or INSEE code")), asked.words}};
    page.own = own_fact(rq);
    page.kinds = kind_facets(rq, &asked, &page.pages.total);
    page.territories = territories_page(rq->db, (struct territories_page_args){.kind = asked.kind, .start = asked.start,
        .within_words = asked.within_words, .page_size = page_size(rq), .offset = pager_offset(&page.pages)});
    if (asked.words && !page.pages.total)
        add_matches(rq, &page, &asked);
    reply(rq, &territory_list, &page);
}

/* ---- one ---- */

struct fact_list { struct request *rq; struct fact facts[16]; size_t count; };

static void add_fact(struct fact_list *list, const char *label, const char *text, const char *territory)
{
    const char *href = territory ? arena_format(list->rq->arena, "/territoires/%s", territory) : NULL;
    if (text && list->count < sizeof list->facts / sizeof *list->facts)
        list->facts[list->count++] = (struct fact){translate(list->rq, label), text, href};
}

static const char *postals(struct request *rq, const char *commune)
{
    struct postals_of rows = postals_of(rq->db, (struct postals_of_args){.commune = commune});
    struct buffer text = {.arena = rq->arena};
    for (size_t i = 0; i < rows.count; i++)
        buffer_format(&text, "%s%s", i ? ", " : "", rows.rows[i].postal);
    return text.text;
}

/* "Commune", or "Intercommunality (CC)". */
static const char *kind_text(struct request *rq, const struct territory_of_code *row)
{
    const char *kind = label_text(rq, territory_kinds, row->kind);
    return row->nature ? arena_format(rq->arena, "%s (%s)", kind, row->nature) : kind;
}

static const char *located_text(struct request *rq, const struct territory_of_code *row)
{
    return text_is(row->located, "contour") ? translate(rq, N_("centre of its outline"))
         : text_is(row->located, "point") ? translate(rq, N_("town centre (GeoNames, CC BY 4.0)"))
         : text_is(row->located, "approximate")
             ? translate(rq, N_("approximate: mean of what surrounds it or makes it"))
         : translate(rq, N_("unknown"));
}

static struct facts facts_of(struct request *rq, const struct territory_of_code *row)
{
    struct fact_list *list = arena_alloc(rq->arena, sizeof *list);
    struct ancestors_of parents = {0};
    list->rq = rq;
    ancestors_of(rq->db, (struct ancestors_of_args){.code = row->code}, &parents);
    add_fact(list, N_("Kind"), kind_text(rq, row), NULL);
    add_fact(list, N_("Code"), row->code, NULL);
    add_fact(list, N_("SIREN"), row->siren, NULL);
    if (row->population) {
        struct buffer people = {.arena = rq->arena};
        write_number(&people, rq->language, (double)*row->population);
        add_fact(list, N_("Population"), people.text, NULL);
    }
    add_fact(list, N_("Postal codes"), postals(rq, row->code), NULL);
    add_fact(list, N_("Intercommunality"), parents.epci_name, row->epci);
    add_fact(list, N_("Département"), parents.department_name, row->department);
    add_fact(list, N_("Région"), parents.region_name, row->region);
    add_fact(list, N_("Place on the map"), located_text(rq, row), NULL);
    add_fact(list, N_("Year of the geography"), arena_format(rq->arena, "%lld", (long long)row->vintage), NULL);
    return (struct facts){list->facts, list->count};
}

/* What other features know of this territory, where the program has them. */
static struct tabs links_of(struct request *rq, const char *code)
{
    static const struct { const char *path, *label; } features[] = {
        {"/annuaire", N_("Who is there")}, {"/besoins", N_("Needs and resources")}};
    enum { COUNT = sizeof features / sizeof *features };
    struct tab *tabs = arena_array(rq->arena, COUNT, sizeof *tabs);
    struct tabs links = {translate(rq, N_("On this territory")), tabs, 0};
    for (size_t i = 0; i < COUNT; i++)
        if (page_exists(rq, features[i].path))
            tabs[links.count++] = (struct tab){translate(rq, features[i].label),
                arena_format(rq->arena, "%s?territoire=%s", features[i].path, code), false};
    return links;
}

/* A région is made of départements, a département of EPCI (or of communes, when one asks), the others of communes. */
static const char *kind_of_members(struct request *rq, const char *kind)
{
    if (text_is(param_text(rq, "genre"), "commune"))
        return "commune";
    return text_is(kind, "country") || text_is(kind, "region") ? "department" : text_is(kind, "department") ? "epci"
        : "commune";
}

static struct tabs views_of(struct request *rq, const struct territory_of_code *row, const char *shown)
{
    struct tab *tabs = arena_array(rq->arena, 2, sizeof *tabs);
    const char *path = arena_format(rq->arena, "/territoires/%s", row->code);
    bool large = text_is(row->kind, "country") || text_is(row->kind, "region");
    if (!large && !text_is(row->kind, "department"))
        return (struct tabs){0};
    tabs[0] = (struct tab){translate(rq, large ? N_("Départements") : N_("Intercommunalities")), path,
        !text_is(shown, "commune")};
    tabs[1] = (struct tab){translate(rq, N_("Communes")), arena_format(rq->arena, "%s?genre=commune", path),
        text_is(shown, "commune")};
    return (struct tabs){translate(rq, N_("What it is made of")), tabs, 2};
}

static void fill_members(struct request *rq, struct territory_page *page)
{
    const char *code = page->territory.code, *kind = kind_of_members(rq, page->territory.kind);
    struct members_total total = {0};
    page->pages = pager_here(rq, page_size(rq));
    page->views = views_of(rq, &page->territory, kind);
    if (text_is(page->territory.kind, "commune"))
        return;
    members_total(rq->db, (struct members_total_args){.territory = code, .kind = kind}, &total);
    page->pages.total = total.total;
    page->members = members_page(rq->db,
        (struct members_page_args){.territory = code, .kind = kind, .page_size = page_size(rq),
        .offset = pager_offset(&page->pages)});
}

/* The row of a code as typed; a code that leads elsewhere is sent there. False when the reply is made. */
static bool find_row(struct request *rq, const char *suffix, struct territory_of_code *row)
{
    struct place place;
    const char *code = route_code(rq);
    if (!territory_place(rq->db, code, &place)) {
        reply_error(rq, NOT_FOUND);
        return false;
    }
    if (!text_is(place.code, code)) {
        reply_see(rq, arena_format(rq->arena, "/territoires/%s%s", place.code, suffix));
        return false;
    }
    return territory_of_code(rq->db, (struct territory_of_code_args){.code = code}, row);
}

void show_territory(struct request *rq)
{
    struct territory_page page = {0};
    struct place place;
    if (!find_row(rq, "", &page.territory))
        return;
    territory_place(rq->db, page.territory.code, &place);
    page.facts = facts_of(rq, &page.territory);
    page.links = links_of(rq, page.territory.code);
    page.map = territory_map(rq, &place);
    fill_members(rq, &page);
    page.perimeters = perimeters_of(rq->db, (struct perimeters_of_args){.code = page.territory.code});
    page.past = past_of_successor(rq->db, (struct past_of_successor_args){.successor = page.territory.code});
    reply(rq, &territory_page, &page);
}

/* ---- outlines as GeoJSON ---- */

static void write_outline(struct request *rq, struct json *json, const char *code, const char *name, const char *rings)
{
    json_object(json);
    json_key(json, "type"), json_text(json, "Feature");
    json_key(json, "properties"), json_object(json);
    json_key(json, "code"), json_text(json, code);
    json_key(json, "nom"), json_text(json, name);
    json_end(json);
    json_key(json, "geometry"), json_object(json);
    json_key(json, "type"), json_text(json, "MultiPolygon");
    json_key(json, "coordinates");
    outline_json(json, rq->arena, rings);
    json_end(json);
    json_end(json);
}

/* Its own outline, then those of what it is made of. */
void send_outlines(struct request *rq)
{
    struct territory_of_code row;
    struct contour_of own;
    struct buffer out = {.arena = rq->arena};
    struct json json;
    if (!find_row(rq, "/contours", &row))
        return;
    struct place place;
    territory_place(rq->db, row.code, &place);
    struct map map = territory_map(rq, &place);
    json_begin(&json, &out);
    json_object(&json);
    json_key(&json, "type"), json_text(&json, "FeatureCollection");
    json_key(&json, "features"), json_array(&json);
    if (contour_of(rq->db, (struct contour_of_args){.territory = row.code}, &own))
        write_outline(rq, &json, row.code, row.name, own.rings);
    for (size_t i = 0; i < map.shape_count && !text_is(row.kind, "commune"); i++)
        write_outline(rq, &json, strrchr(map.shapes[i].href, '/') + 1, map.shapes[i].name, map.shapes[i].path_lonlat);
    json_end(&json);
    json_end(&json);
    reply_bytes(rq, "application/geo+json", arena_format(rq->arena, "contours-%s.geojson", row.code), out.text,
        out.length);
}

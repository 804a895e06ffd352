/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The directory's one query, for both databases. */
#include "features/directory/search.h"
#include "base/fold.h"
#include "features/directory/directory.h"
#include "features/directory/freshness.h"
#include "features/directory/sectors.h"
#include "features/territory/territory.h"
#include "formats/geojson.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_STEMS = 12, RANKED_AT_MOST = 20000, FACETS_AT_MOST = 30000, PLACES_AT_MOST = 20000, LARGEST_RADIUS = 200,
       SHORTEST_MENDED = 4, LONGEST_TWICE = 12, NEAR = 2, MANY = 20 };


/* --- words -------------------------------------------------------------------------------------------------------- */

static const char *past(struct arena *arena, const char *start)
{
    char *end = arena_text(arena, start);
    end[strlen(end) - 1]++;
    return end;
}

static int64_t prefix_total(struct request *rq, const char *stem)
{
    struct word_prefix row = {0};
    word_prefix(rq->db, (struct word_prefix_args){.start = stem, .past = past(rq->arena, stem)}, &row);
    return row.total;
}

struct mending { struct request *rq; const char *typed, *best; int distance; int64_t total; };

/* Nearer first; then the word that more actors use; then the alphabet, so that two machines agree. */
static void take_candidate(void *context, const char *neighbour)
{
    struct mending *mending = context;
    struct neighbours_of words = neighbours_of(mending->rq->db, (struct neighbours_of_args){.neighbour = neighbour});
    for (size_t i = 0; i < words.count; i++) {
        const char *word = words.rows[i].word;
        int distance = word_distance(mending->typed, word, NEAR);
        bool better = distance < mending->distance || (distance == mending->distance
            && words.rows[i].total > mending->total)
                   || (distance == mending->distance && words.rows[i].total == mending->total && strcmp(word,
                       mending->best) < 0);
        if (distance > NEAR || (mending->best && !better))
            continue;
        mending->best = word;
        mending->distance = distance;
        mending->total = words.rows[i].total;
    }
}

static void take_shorter(void *context, const char *neighbour)
{
    struct mending *mending = context;
    each_neighbour(mending->rq->arena, neighbour, take_candidate, mending);
}

/* The stem itself when the vocabulary knows it, or when many words begin so; else its nearest neighbour that more
 * actors
 * use; else itself. */
static const char *mend(struct request *rq, const char *stem, int64_t *total)
{
    struct word_total exact;
    *total = prefix_total(rq, stem);
    bool known = word_total(rq->db, (struct word_total_args){.word = stem}, &exact) || *total >= MANY;
    if (known || strlen(stem) < SHORTEST_MENDED)
        return stem;
    struct mending mending = {.rq = rq, .typed = stem, .distance = NEAR + 1};
    each_neighbour(rq->arena, stem, take_candidate, &mending);
    if (!mending.best && strlen(stem) <= LONGEST_TWICE)    /* an error in the ending too, which the stem made longer */
        each_neighbour(rq->arena, stem, take_shorter, &mending);
    if (!mending.best || mending.total <= *total)
        return stem;
    *total = mending.total;
    return mending.best;
}

void search_words(struct request *rq, struct lookup *search, const char *typed)
{
    search->typed = typed;
    const char *folded = typed ? fold_for_search(rq->arena, typed) : NULL;
    size_t count = 0;
    char **stems = text_split(rq->arena, folded, " ", &count);
    search->stems = arena_array(rq->arena, MOST_STEMS, sizeof *search->stems);
    struct buffer mended = {.arena = rq->arena};
    bool changed = false;
    for (size_t i = 0; i < count && i < MOST_STEMS; i++) {
        int64_t total;
        const char *stem = mend(rq, stems[i], &total);
        changed = changed || !text_is(stem, stems[i]);
        buffer_format(&mended, i ? " %s" : "%s", stem);
        search->stems[search->stem_count++] = stem;
        search->estimate = total < search->estimate ? total : search->estimate;
    }
    search->mended = changed ? mended.text : NULL;
}

/* --- filters ------------------------------------------------------------------------------------------------------ */

static const char *token(struct request *rq, const char *prefix, const char *value)
{
    char *made = arena_format(rq->arena, "%s%s", prefix, value);
    for (char *at = made; *at; at++) {
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at + 32);
        else if (!(*at >= 'a' && *at <= 'z') && !(*at >= '0' && *at <= '9') && *at != '_')
            *at = 'x';
    }
    return made;
}

static void add_facet(struct request *rq, struct lookup *search, const char *prefix, const char *parameter)
{
    const char *value = param_text(rq, parameter);
    if (!value || strlen(value) > 40 || search->facet_count == 16)
        return;
    search->facets[search->facet_count] = token(rq, prefix, value);
    struct word_total known = {0};
    word_total(rq->db, (struct word_total_args){.word = search->facets[search->facet_count]}, &known);
    search->estimate = known.total < search->estimate ? known.total : search->estimate;
    search->facet_count++;
}

/* "59350", "59000", "Lille" or "Lile": the commune distances are measured from, the likeliest when several fit. */
static void read_place(struct request *rq, struct lookup *search)
{
    const char *typed = param_text(rq, "pres_de");
    if (!typed)
        return;
    struct place_matches matches = territory_find(rq->db, typed);
    if (!matches.count || !matches.places[0].located)
        return;
    const struct place *place = &matches.places[0];
    search->around = (struct lookup_place){place->code, place->name, &place->lon, &place->lat};
}

struct lookup search_read(struct request *rq)
{
    struct lookup search = {.estimate = INT64_MAX};
    search_words(rq, &search, param_text(rq, "q"));
    add_facet(rq, &search, "c_", "college");
    add_facet(rq, &search, "u_", "structure");
    add_facet(rq, &search, "k_", "nature");
    add_facet(rq, &search, "s_", "secteur");
    add_facet(rq, &search, "l_", "etiquette");
    add_facet(rq, &search, "t_", "territoire");
    read_place(rq, &search);
    search.within_km = param_int(rq, "km", 0, 0, LARGEST_RADIUS);
    if (search.around.code && search.within_km && search.estimate > PLACES_AT_MOST)
        search.estimate = PLACES_AT_MOST;
    return search;
}

/* --- the text of the query ---------------------------------------------------------------------------------------- */

static void put_and(struct buffer *match, bool sqlite)
{
    if (match->length)
        buffer_text(match, sqlite ? " AND " : " & ");
}

static void put_facet(struct buffer *match, bool sqlite, const char *facet)
{
    buffer_format(match, sqlite ? "facets:\"%s\"" : "'%s'", facet);
}

/* The squares around the place: a little more than the circle; distances are checked after. */
static void put_cells(struct request *rq, struct buffer *match, bool sqlite, const struct lookup *search)
{
    double lat = *search->around.lat, lon = *search->around.lon, north = (double)search->within_km / 111.2;
    double east = north / fmax(cos(lat * M_PI / 180), 0.1);
    const char *before = "(";
    put_and(match, sqlite);
    for (int y = (int)floor((lat - north + 90) * 5); y <= (int)floor((lat + north + 90) * 5); y++)
        for (int x = (int)floor((lon - east + 180) * 5); x <= (int)floor((lon + east + 180) * 5); x++) {
            buffer_text(match, before);
            put_facet(match, sqlite, arena_format(rq->arena, "g_%d_%d", y, x));
            before = sqlite ? " OR " : " | ";
        }
    buffer_text(match, ")");
}

static const char *make_match(struct request *rq, const struct lookup *search, const char *more)
{
    bool sqlite = db_is_sqlite(rq->db);
    struct buffer match = {.arena = rq->arena};
    for (size_t i = 0; i < search->stem_count; i++) {
        put_and(&match, sqlite);
        buffer_format(&match, sqlite ? "{name words}:\"%s\"*" : "'%s':*AB", search->stems[i]);
    }
    for (size_t i = 0; i < search->facet_count; i++) {
        put_and(&match, sqlite);
        put_facet(&match, sqlite, search->facets[i]);
    }
    if (search->around.code && search->within_km)
        put_cells(rq, &match, sqlite, search);
    if (more || !match.length) {
        put_and(&match, sqlite);
        put_facet(&match, sqlite, more ? more : "all");
    }
    return match.text;
}

/* --- answers ------------------------------------------------------------------------------------------------------ */

struct near { int64_t id; double km; };
struct nears { struct near *all; size_t count; };

static int by_distance(const void *a, const void *b)
{
    const struct near *left = a, *right = b;
    if (left->km < right->km || left->km > right->km)
        return left->km < right->km ? -1 : 1;
    return (left->id > right->id) - (left->id < right->id);
}

static struct nears find_near(struct request *rq, const struct lookup *search, const char *match)
{
    struct found_places places = found_places(rq->db, (struct found_places_args){.match = match, .most =
        PLACES_AT_MOST});
    struct nears found = {.all = arena_array(rq->arena, places.count, sizeof *found.all)};
    for (size_t i = 0; i < places.count; i++) {
        const struct found_places_row *row = &places.rows[i];
        if (!row->lon || !row->lat)
            continue;
        double km = geo_km(*search->around.lon, *search->around.lat, *row->lon, *row->lat);
        if (!search->within_km || km <= (double)search->within_km)
            found.all[found.count++] = (struct near){row->id, km};
    }
    if (found.count)
        qsort(found.all, found.count, sizeof *found.all, by_distance);
    return found;
}

static bool is_all(const struct lookup *search)
{
    return !search->stem_count && !search->facet_count && !(search->around.code && search->within_km);
}

static int64_t count_match(struct request *rq, const struct lookup *search, const char *more)
{
    struct word_total known = {0};
    if (is_all(search)) {
        word_total(rq->db, (struct word_total_args){.word = more ? more : "all"}, &known);
        return known.total;
    }
    struct found_count row = {0};
    found_count(rq->db, (struct found_count_args){.match = make_match(rq, search, more)}, &row);
    return row.total;
}

int64_t search_total(struct request *rq, const struct lookup *search)
{
    if (search->around.code && search->within_km)
        return (int64_t)find_near(rq, search, make_match(rq, search, NULL)).count;
    return count_match(rq, search, NULL);
}

/* Numbers of actors as one argument: "[1,2]" for SQLite, "{1,2}" for PostgreSQL. */
struct id_list { struct buffer text; bool sqlite; };

static struct id_list open_ids(struct request *rq)
{
    return (struct id_list){.text = {.arena = rq->arena}, .sqlite = db_is_sqlite(rq->db)};
}

static void add_id(struct id_list *ids, int64_t id)
{
    buffer_text(&ids->text, ids->text.length ? "," : ids->sqlite ? "[" : "{");
    buffer_int(&ids->text, id);
}

static struct actor_cards read_cards(struct request *rq, struct id_list *ids)
{
    if (!ids->text.length)
        return (struct actor_cards){0};
    buffer_text(&ids->text, ids->sqlite ? "]" : "}");
    return actor_cards(rq->db, (struct actor_cards_args){.ids = ids->text.text,
        .stale_before = stale_before(rq->db, rq->now)});
}

static struct actor_cards near_page(struct request *rq, const struct lookup *search, int64_t size, int64_t offset)
{
    struct nears found = find_near(rq, search, make_match(rq, search, NULL));
    struct id_list ids = open_ids(rq);
    size_t first = (size_t)offset < found.count ? (size_t)offset : found.count;
    for (size_t i = first; i < found.count && i < first + (size_t)size; i++)
        add_id(&ids, found.all[i].id);
    struct actor_cards page = read_cards(rq, &ids);
    for (size_t i = 0, k = first; i < page.count && k < found.count; k++)
        if (page.rows[i].id == found.all[k].id)
            page.rows[i++].distance_km = &found.all[k].km;
    return page;
}

struct actor_cards search_page(struct request *rq, const struct lookup *search, int64_t size, int64_t offset)
{
    if (search->around.code)
        return near_page(rq, search, size, offset);
    const char *match = make_match(rq, search, NULL);
    struct id_list ids = open_ids(rq);
    if (search->stem_count && search->estimate <= RANKED_AT_MOST) {
        struct found_ranked found = found_ranked(rq->db, (struct found_ranked_args){
            .match = match, .page_size = size, .offset = offset});
        for (size_t i = 0; i < found.count; i++)
            add_id(&ids, found.rows[i].id);
    } else {
        struct found_plain found = found_plain(rq->db, (struct found_plain_args){
            .match = match, .page_size = size, .offset = offset});
        for (size_t i = 0; i < found.count; i++)
            add_id(&ids, found.rows[i].id);
    }
    return read_cards(rq, &ids);
}

/* --- facets ------------------------------------------------------------------------------------------------------- */

struct tally { const char *word; int64_t total; };
struct tallies { struct tally *all; size_t count; };

/* How many actors of the whole directory carry each facet that starts so: known without a search. */
static struct tallies tally_all(struct request *rq, const char *prefix)
{
    struct words_like words = words_like(rq->db, (struct words_like_args){.start = prefix, .past = past(rq->arena,
        prefix)});
    struct tallies tallies = {.all = arena_array(rq->arena, words.count, sizeof *tallies.all), .count = words.count};
    for (size_t i = 0; i < words.count; i++)
        tallies.all[i] = (struct tally){words.rows[i].word, words.rows[i].total};
    return tallies;
}

static void add_tally(struct arena *arena, struct tallies *tallies, size_t *room, const char *word, size_t length)
{
    for (size_t i = 0; i < tallies->count; i++)
        if (strncmp(tallies->all[i].word, word, length) == 0 && !tallies->all[i].word[length]) {
            tallies->all[i].total++;
            return;
        }
    tallies->all = arena_grow(arena, tallies->all, tallies->count, room, sizeof *tallies->all);
    tallies->all[tallies->count++] = (struct tally){arena_copy(arena, word, length), 1};
}

/* The same among the actors a query finds: their facets are read once and counted here. */
static struct tallies tally_found(struct request *rq, const struct lookup *search, const char *prefix)
{
    struct found_facets found = found_facets(rq->db, (struct found_facets_args){
        .match = make_match(rq, search, NULL), .most = FACETS_AT_MOST});
    struct tallies tallies = {0};
    size_t room = 0;
    for (size_t i = 0; i < found.count; i++)
        for (const char *at = found.rows[i].facets; *at;) {
            size_t length = strcspn(at, " ");
            if (text_starts(at, prefix))
                add_tally(rq->arena, &tallies, &room, at, length);
            at += length + (at[length] == ' ');
        }
    return tallies;
}

static int64_t tally_of(const struct tallies *tallies, const char *word)
{
    for (size_t i = 0; i < tallies->count; i++)
        if (text_is(tallies->all[i].word, word))
            return tallies->all[i].total;
    return 0;
}

/* The search without the values of this facet, so that one can change one's mind; *chosen is the value taken out. */
static struct lookup without_facet(const struct lookup *search, const char *prefix, const char **chosen)
{
    struct lookup others = *search;
    others.facet_count = 0;
    for (size_t i = 0; i < search->facet_count; i++) {
        if (text_starts(search->facets[i], prefix))
            *chosen = search->facets[i];
        else
            others.facets[others.facet_count++] = search->facets[i];
    }
    return others;
}

static struct facet count_facet(struct request *rq, const struct lookup *search, const char *name, const char *label,
                                const char *prefix, const struct label *labels)
{
    const char *chosen = NULL;
    struct lookup others = without_facet(search, prefix, &chosen);
    struct tallies tallies = is_all(&others) ? tally_all(rq, prefix) : tally_found(rq, &others, prefix);
    size_t room = 0, count = 0;
    struct facet_value *values = NULL;
    for (; labels->code; labels++) {
        const char *facet = token(rq, prefix, labels->code);
        int64_t total = tally_of(&tallies, facet);
        if (!total && !text_is(facet, chosen))
            continue;
        values = arena_grow(rq->arena, values, count, &room, sizeof *values);
        values[count++] = (struct facet_value){.code = labels->code, .text = translate(rq, labels->text), .count =
            total,
                                               .active = text_is(facet, chosen)};
    }
    return (struct facet){name, translate(rq, label), values, count};
}

struct facets search_facets(struct request *rq, const struct lookup *search)
{
    struct facet *facets = arena_array(rq->arena, 4, sizeof *facets);
    size_t count = 0;
    if (is_all(search) || search->estimate < FACETS_AT_MOST) {     /* beyond, counts would not be whole */
        facets[count++] = count_facet(rq, search, "college", N_("College"), "c_", colleges);
        facets[count++] = count_facet(rq, search, "structure", N_("Kind of structure"), "u_", structures);
        facets[count++] = count_facet(rq, search, "secteur", N_("Sector"), "s_", sector_labels);
    }
    return (struct facets){facets, count};
}

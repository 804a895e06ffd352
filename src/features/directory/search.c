/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The directory's one query, for both databases. */
#include "features/directory/search.h"
#include "base/fold.h"
#include "features/directory/directory.h"
#include "features/directory/freshness.h"
#include "features/directory/sectors.h"
#include "features/territory/territory.h"
#include <math.h>
#include <string.h>

enum { MOST_STEMS = 12, RANKED_AT_MOST = 5000, LARGEST_RADIUS = 200,
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
        search->reach += total;
    }
    search->mended = changed ? mended.text : NULL;
}

/* --- filters ------------------------------------------------------------------------------------------------------ */

static const char *make_token(struct arena *arena, const char *prefix, const char *value)
{
    char *made = arena_format(arena, "%s%s", prefix, value);
    for (char *at = made; *at; at++) {
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at + 32);
        else if (!(*at >= 'a' && *at <= 'z') && !(*at >= '0' && *at <= '9') && *at != '_')
            *at = 'x';
    }
    return made;
}

static const char *token(struct request *rq, const char *prefix, const char *value)
{
    return make_token(rq->arena, prefix, value);
}

const char *directory_word_here(struct arena *arena, const char *territory)
{
    return make_token(arena, "t_", territory);
}

static void add_facet(struct request *rq, struct lookup *search, const char *prefix, const char *parameter)
{
    const char *value = param_text(rq, parameter);
    if (!value || strlen(value) > 40 || search->facet_count == 16)
        return;
    search->facets[search->facet_count] = token(rq, prefix, value);
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
    struct lookup search = {0};
    search_words(rq, &search, param_text(rq, "q"));
    add_facet(rq, &search, "c_", "college");
    add_facet(rq, &search, "u_", "structure");
    add_facet(rq, &search, "k_", "nature");
    add_facet(rq, &search, "s_", "secteur");
    add_facet(rq, &search, "l_", "etiquette");
    add_facet(rq, &search, "t_", "territoire");
    read_place(rq, &search);
    search.within_km = param_int(rq, "km", 0, 0, LARGEST_RADIUS);
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

/* MATCH_ANSWERS: the words, and the facets that find_hits() does not read by itself; NULL when there is neither.
 * MATCH_WHOLE: all of it. MATCH_NAMED: all of it, the words in names only. */
enum match_kind { MATCH_ANSWERS, MATCH_WHOLE, MATCH_NAMED };

static const char *make_match(struct request *rq, const struct lookup *search, enum match_kind kind)
{
    bool sqlite = db_is_sqlite(rq->db);
    struct buffer match = {.arena = rq->arena};
    for (size_t i = 0; i < search->stem_count; i++) {
        put_and(&match, sqlite);
        if (kind == MATCH_NAMED)
            buffer_format(&match, sqlite ? "{name}:\"%s\"*" : "'%s':*A", search->stems[i]);
        else
            buffer_format(&match, sqlite ? "{name words}:\"%s\"*" : "'%s':*AB", search->stems[i]);
    }
    for (size_t i = 0; i < search->facet_count; i++) {
        struct codes codes = codes_of(search->facets[i]);
        if (kind == MATCH_ANSWERS && (codes.college || codes.structure || codes.sector))
            continue;
        put_and(&match, sqlite);
        put_facet(&match, sqlite, search->facets[i]);
    }
    return match.text;
}

/* --- answers ------------------------------------------------------------------------------------------------------ */

static bool is_all(const struct lookup *search)
{
    return !search->stem_count && !search->facet_count && !search->around.code;
}

static struct hits *hits_of(struct request *rq, struct lookup *search)
{
    if (!search->hits)
        search->hits = find_hits(rq, search, make_match(rq, search, MATCH_ANSWERS));
    return search->hits;
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

static struct actor_cards near_page(struct request *rq, const struct lookup *search, size_t size, size_t offset)
{
    struct id_list ids = open_ids(rq);
    for (size_t i = offset; i < search->near_count && i < offset + size; i++)
        add_id(&ids, search->near[i]);
    return read_cards(rq, &ids);
}

static void look_near(struct request *rq, struct lookup *search)
{
    search->near_count = actors_called(rq, search->typed, search->near, NEAR_AT_MOST);
    struct actor_cards first = near_page(rq, search, 1, 0);
    search->near_count = first.count ? search->near_count : 0;
}

int64_t search_total(struct request *rq, struct lookup *search)
{
    struct word_total known = {0};
    if (!is_all(search)) {
        size_t count = hits_of(rq, search)->count;
        if (!count && search->stem_count && !search->facet_count && !search->around.code)
            look_near(rq, search);
        return (int64_t)(count + search->near_count);
    }
    word_total(rq->db, (struct word_total_args){.word = "all"}, &known);
    return known.total;
}

int64_t search_total_in(struct request *rq, const struct lookup *search, const char *territory)
{
    struct lookup part = *search;
    struct word_total known = {0};
    const char *word = token(rq, "t_", territory);
    if (is_all(search)) {
        word_total(rq->db, (struct word_total_args){.word = word}, &known);
        return known.total;
    }
    if (part.facet_count == sizeof part.facets / sizeof *part.facets)
        return 0;
    part.facets[part.facet_count++] = word;
    part.hits = NULL;
    return (int64_t)hits_of(rq, &part)->count;
}

/* Cards come in the order of the hits, but one of an actor that is gone by now is not among them. */
static void put_distances(struct actor_cards *page, const struct hits *hits, size_t first)
{
    for (size_t i = 0, k = first; i < page->count && k < hits->count; k++)
        if (page->rows[i].id == hits->ids[k]) {
            page->rows[i].distance_km = isinf(hits->km[k]) ? NULL : &hits->km[k];
            i++;
        }
}

/* By distance where there is a place, else by number. */
static struct actor_cards plain_page(struct request *rq, struct lookup *search, size_t size, size_t offset)
{
    struct hits *hits = hits_of(rq, search);
    struct id_list ids = open_ids(rq);
    if (hits->km && offset < hits->count)
        nearest_first(rq->arena, hits, offset + size);
    for (size_t i = offset; i < hits->count && i < offset + size; i++)
        add_id(&ids, hits->ids[i]);
    struct actor_cards page = read_cards(rq, &ids);
    if (hits->km)
        put_distances(&page, hits, offset);
    return page;
}

static struct actor_cards ranked_page(struct request *rq, const struct lookup *search, int64_t size, int64_t offset)
{
    struct id_list ids = open_ids(rq);
    struct found_ranked found = found_ranked(rq->db, (struct found_ranked_args){
        .match = make_match(rq, search, MATCH_WHOLE), .page_size = size, .offset = offset});
    for (size_t i = 0; i < found.count; i++)
        add_id(&ids, found.rows[i].id);
    return read_cards(rq, &ids);
}

/* Words that very many hold weigh little: those whose name has all of them first, then the others, by number. */
static struct actor_cards named_page(struct request *rq, struct lookup *search, size_t size, size_t offset)
{
    const struct hits *hits = hits_of(rq, search);
    struct id_list ids = open_ids(rq);
    struct found_plain named = found_plain(rq->db, (struct found_plain_args){
        .match = make_match(rq, search, MATCH_NAMED), .page_size = (int64_t)(offset + size)});
    for (size_t i = offset; i < named.count; i++)
        add_id(&ids, named.rows[i].id);
    size_t place = named.count;
    for (size_t i = 0, k = 0; i < hits->count && place < offset + size; i++) {
        while (k < named.count && named.rows[k].id < hits->ids[i])
            k++;
        if (k < named.count && named.rows[k].id == hits->ids[i])
            continue;
        if (place++ >= offset)
            add_id(&ids, hits->ids[i]);
    }
    return read_cards(rq, &ids);
}

static void add_plain(struct request *rq, struct id_list *ids, const char *match, int64_t size, int64_t offset)
{
    struct found_plain found = found_plain(rq->db, (struct found_plain_args){
        .match = match, .page_size = size, .offset = offset});
    for (size_t i = 0; i < found.count; i++)
        add_id(ids, found.rows[i].id);
}

int64_t search_total_here(struct request *rq)
{
    struct word_total known = {0};
    const char *own = territory_own(rq->db);
    if (own)
        word_total(rq->db, (struct word_total_args){.word = token(rq, "t_", own)}, &known);
    return known.total;
}

/* Nothing is asked: those of the site's own territory first, for a directory may hold a whole country. */
static struct actor_cards first_page_of_all(struct request *rq, int64_t size, int64_t offset)
{
    struct id_list ids = open_ids(rq);
    int64_t here = search_total_here(rq);
    const char *own = here ? token(rq, "t_", territory_own(rq->db)) : "all";
    if (!here || offset < here)
        add_plain(rq, &ids, arena_format(rq->arena, ids.sqlite ? "facets:\"%s\"" : "'%s'", own), size, offset);
    if (here && offset + size > here)
        add_plain(rq, &ids, arena_format(rq->arena, ids.sqlite ? "facets:\"all\" NOT facets:\"%s\"" : "'all' & !'%s'",
            own), offset < here ? offset + size - here : size, offset < here ? 0 : offset - here);
    return read_cards(rq, &ids);
}

struct actor_cards search_page(struct request *rq, struct lookup *search, int64_t size, int64_t offset)
{
    if (is_all(search))
        return first_page_of_all(rq, size, offset);
    if (search->near_count)
        return near_page(rq, search, (size_t)size, (size_t)offset);
    if (search->stem_count && !search->around.code)
        return search->reach <= RANKED_AT_MOST ? ranked_page(rq, search, size, offset)
            : named_page(rq, search, (size_t)size, (size_t)offset);
    return plain_page(rq, search, (size_t)size, (size_t)offset);
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

static int64_t tally_of(const struct tallies *tallies, const char *word)
{
    for (size_t i = 0; i < tallies->count; i++)
        if (text_is(tallies->all[i].word, word))
            return tallies->all[i].total;
    return 0;
}

/* counts[i + 1] is that of the i-th label; NULL: those of the whole directory. */
static struct facet make_facet(struct request *rq, const struct lookup *search, const char *name, const char *label,
                               const char *prefix, const struct label *labels, const int64_t *counts)
{
    struct tallies all = counts ? (struct tallies){0} : tally_all(rq, prefix);
    size_t room = 0, count = 0;
    struct facet_value *values = NULL;
    for (size_t i = 0; labels[i].code; i++) {
        const char *facet = token(rq, prefix, labels[i].code);
        int64_t total = counts ? counts[i + 1] : tally_of(&all, facet);
        bool chosen = false;
        for (size_t k = 0; k < search->facet_count; k++)
            chosen = chosen || text_is(search->facets[k], facet);
        if (!total && !chosen)
            continue;
        values = arena_grow(rq->arena, values, count, &room, sizeof *values);
        values[count++] = (struct facet_value){.code = labels[i].code, .text = translate(rq, labels[i].text),
            .count = total, .active = chosen};
    }
    return (struct facet){name, translate(rq, label), values, count};
}

struct facets search_facets(struct request *rq, struct lookup *search)
{
    const struct hits *hits = is_all(search) ? NULL : hits_of(rq, search);
    struct facet *facets = arena_array(rq->arena, 3, sizeof *facets);
    facets[0] = make_facet(rq, search, "college", N_("College"), "c_", colleges, hits ? hits->colleges : NULL);
    facets[1] = make_facet(rq, search, "structure", N_("Kind of structure"), "u_", structures,
                           hits ? hits->structures : NULL);
    facets[2] = make_facet(rq, search, "secteur", N_("Sector"), "s_", sector_labels, hits ? hits->sectors : NULL);
    return (struct facets){facets, 3};
}

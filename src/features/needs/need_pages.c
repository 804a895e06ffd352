/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What everybody sees of needs: the list and its map, one need with what happened to it, "I feel it too". */
#include "base/fold.h"
#include "features/needs/handlers.h"
#include "features/territory/territory.h"
#include "features/needs/needs.h"
#include "needs.bake.h"
#include "web/address.h"
#include "work/journal.h"
#include "work/notice.h"
#include "work/token.h"
#include <string.h>

enum { PAGE_SIZE = 20, ON_MAP = 400 };

const char *search_pattern(struct request *rq, const char *words)
{
    const char *folded = words ? fold_for_search(rq->arena, words) : NULL;
    return text_blank(folded) ? NULL : arena_format(rq->arena, "%% %s%%", folded);
}

struct filters { const char *theme, *territory, *state, *words; };

static struct filters read_filters(struct request *rq)
{
    return (struct filters){.theme = param_text(rq, "theme"), .territory = param_text(rq, "territoire"),
                            .state = param_text(rq, "etat"), .words = search_pattern(rq, param_text(rq, "q"))};
}

static struct facet theme_facet(struct request *rq, const struct filters *filters)
{
    struct needs_by_theme counts = needs_by_theme(rq->db, (struct needs_by_theme_args){
        .territory = filters->territory, .words = filters->words, .state = filters->state});
    struct facet_value *values = arena_array(rq->arena, counts.count, sizeof *values);
    for (size_t i = 0; i < counts.count; i++)
        values[i] = (struct facet_value){.code = counts.rows[i].theme ? counts.rows[i].theme : "other",
            .text = label_text(rq, themes, counts.rows[i].theme ? counts.rows[i].theme : "other"),
            .count = counts.rows[i].total, .active = text_is(filters->theme, counts.rows[i].theme)};
    return (struct facet){"theme", translate(rq, N_("Theme")), values, counts.count};
}

/* Those that still look for an answer: what the home page counts. */
static bool is_open(const char *state)
{
    return text_is(state, "published") || text_is(state, "qualified") || text_is(state, "in_progress");
}

static struct facet state_facet(struct request *rq, const struct filters *filters)
{
    struct needs_by_state counts = needs_by_state(rq->db, (struct needs_by_state_args){
        .territory = filters->territory, .words = filters->words, .theme = filters->theme});
    struct facet_value *values = arena_array(rq->arena, counts.count + 1, sizeof *values);
    size_t count = counts.count ? 1 : 0;
    values[0] = (struct facet_value){.code = "open", .text = translate(rq, N_("Still looking for an answer")),
                                     .active = text_is(filters->state, "open")};
    for (size_t i = 0; i < counts.count; i++) {
        const struct needs_by_state_row *row = &counts.rows[i];
        values[0].count += is_open(row->state) ? row->total : 0;
        values[count++] = (struct facet_value){.code = row->state, .text = label_text(rq, need_states, row->state),
            .count = row->total, .active = text_is(filters->state, row->state)};
    }
    return (struct facet){"etat", translate(rq, N_("Where it stands")), values, count};
}

static struct needs_public query_needs(struct request *rq, const struct filters *filters, int64_t size, int64_t offset)
{
    return needs_public(rq->db, (struct needs_public_args){
        .theme = filters->theme, .territory = filters->territory, .state = filters->state, .words = filters->words,
        .page_size = size, .offset = offset});
}

static struct map needs_map(struct request *rq, const struct filters *filters)
{
    struct needs_public all = query_needs(rq, filters, ON_MAP, 0);
    struct map_point *points = arena_array(rq->arena, all.count, sizeof *points);
    size_t count = 0;
    for (size_t i = 0; i < all.count; i++) {
        const struct needs_public_row *need = &all.rows[i];
        if (need->lon && need->lat)
            points[count++] = (struct map_point){.name = need->title, .kind = "B", .lon = *need->lon, .lat = *need->lat,
                .href = arena_format(rq->arena, "/besoins/%lld", (long long)need->id)};
    }
    return territory_points(rq, filters->territory, translate(rq, N_("Where the needs are felt")), points, count);
}

static struct tabs views(struct request *rq, bool map)
{
    struct tab *tabs = arena_array(rq->arena, 2, sizeof *tabs);
    tabs[0] = (struct tab){translate(rq, N_("List")), address_with(rq, "vue", NULL), !map};
    tabs[1] = (struct tab){translate(rq, N_("Map")), address_with(rq, "vue", "carte"), map};
    return (struct tabs){translate(rq, N_("Views of the needs")), tabs, 2};
}

static struct empty nothing_found(struct request *rq, const struct filters *filters, size_t count)
{
    bool filtered = filters->theme || filters->territory || filters->state || filters->words;
    if (count)
        return (struct empty){0};
    if (filtered)
        return (struct empty){translate(rq, N_("No need matches these filters.")), "/besoins",
                              translate(rq, N_("See all the needs"))};
    return (struct empty){translate(rq, N_("No need was published yet. The first one opens the way.")), "/besoins/dire",
                          translate(rq, N_("Say a need"))};
}

void list_needs(struct request *rq)
{
    struct filters filters = read_filters(rq);
    struct need_list page = {.pages = pager_here(rq, PAGE_SIZE), .others = {"csv xlsx geojson json", &page.pages}};
    struct needs_public_count count = {0};
    needs_public_count(rq->db, (struct needs_public_count_args){
        .theme = filters.theme, .territory = filters.territory, .state = filters.state, .words = filters.words},
            &count);
    page.pages.total = count.total;
    page.needs = query_needs(rq, &filters, page.pages.size, pager_offset(&page.pages));
    struct facet *facets = arena_array(rq->arena, 2, sizeof *facets);
    facets[0] = theme_facet(rq, &filters);
    facets[1] = state_facet(rq, &filters);
    page.filters = (struct facets){facets, 2};
    page.nothing = nothing_found(rq, &filters, page.needs.count);
    bool map = text_is(param_text(rq, "vue"), "carte");
    page.views = views(rq, map);
    if (map)
        page.map = needs_map(rq, &filters);
    need_search_shown(rq->db, (struct need_search_shown_args){.words = param_text(rq, "q"), .view = param_text(rq,
        "vue")},
        &page.search);
    reply(rq, &need_list, &page);
}

static bool is_public(const char *state)
{
    return !text_is(state, "captured") && !text_is(state, "refused");
}

/* Said without an account: a theme, and it can be published. */
static bool lacks_only_theme(struct request *rq, const struct need_by_id *need)
{
    return text_is(need->state, "captured") && !need->theme && (need->commune || need->place)
        && may_at(rq, &moderate_needs, need->commune);
}

/* The form that chooses the theme publishes too: no second button for it. */
static struct acts desk_acts(struct request *rq, int64_t id, bool chooses)
{
    struct acts all = machine_acts(rq, &need_machine, id,
                                   arena_format(rq->arena, "/besoins/%lld/geste", (long long)id));
    struct act *kept = arena_array(rq->arena, all.count, sizeof *kept);
    size_t count = 0;
    for (size_t i = 0; i < all.count; i++)
        if (!chooses || !text_is(all.acts[i].value, "publish"))
            kept[count++] = all.acts[i];
    return (struct acts){kept, count};
}

void hide_unsaid_answer(struct need_by_id *need)
{
    if (!text_is(need->state, "answered"))
        need->answer = NULL;
}

/* What is not published exists only for those who read it before publication, and for its author by the private link.
 * */
void show_need(struct request *rq)
{
    struct need_page page = {0};
    int64_t id = route_id(rq);
    if (!need_by_id(rq->db, (struct need_by_id_args){.id = id}, &page.need)
        || (!is_public(page.need.state) && !may_at(rq, &moderate_needs, page.need.commune))) {
        reply_error(rq, NOT_FOUND);
        return;
    }
    hide_unsaid_answer(&page.need);
    page.history = machine_timeline(rq, &need_machine, id);
    need_voices_count(rq->db, (struct need_voices_count_args){.need_id = id}, &page.heard);
    page.voices = need_voices(rq->db, (struct need_voices_args){.need_id = id});
    bool keeps = may_at(rq, &answer_needs, page.need.commune);
    bool chooses = keeps && lacks_only_theme(rq, &page.need);
    need_desk(rq->db, (struct need_desk_args){.keeps = keeps, .chooses = chooses}, &page.desk);
    page.theme = form_empty(rq, &theme_form);
    if (keeps)
        page.acts = desk_acts(rq, id, chooses);
    reply(rq, &need_page, &page);
}

static void visitor_mark(struct request *rq, int64_t id, char mark[TOKEN_HASH_ROOM])
{
    struct buffer seed = {.arena = rq->arena};
    for (size_t i = 0; i < sizeof rq->app->secret; i++)
        buffer_format(&seed, "%02x", rq->app->secret[i]);
    buffer_format(&seed, " %s %lld", rq->address ? rq->address : "", (long long)id);
    token_hash(seed.text, mark);
}

/* One voice each: a person by account, a visitor by a mark that cannot be turned back into an address. */
void feel_it_too(struct request *rq)
{
    struct need_by_id need;
    int64_t id = route_id(rq);
    if (!need_by_id(rq->db, (struct need_by_id_args){.id = id}, &need) || !is_public(need.state)) {
        reply_error(rq, NOT_FOUND);
        return;
    }
    char mark[TOKEN_HASH_ROOM];
    if (rq->user)
        token_hash(arena_format(rq->arena, "person %lld", (long long)rq->user->id), mark);
    else
        visitor_mark(rq, id, mark);
    need_voice_add(rq->db, (struct need_voice_add_args){.need_id = id, .kind = "me_too", .mark = mark,
        .person_id = rq->user ? &rq->user->id : NULL, .now = rq->now});
    if (rq->user)
        notice_follow(rq, "need", id, rq->user->id, NULL, NULL);
    reply_done(rq, arena_format(rq->arena, "/besoins/%lld", (long long)id),
               translate(rq, N_("Thank you: your voice is added to this need.")));
}

/* --- needs that say nearly the same ------------------------------------------------------------------------------ */

static size_t shared_words(char **words, size_t count, const char *folded)
{
    size_t shared = 0;
    const char *padded_end = folded + strlen(folded);
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(words[i]);
        for (const char *at = folded; (at = strstr(at, words[i])); at += length) {
            bool whole = (at == folded || at[-1] == ' ') && (at + length == padded_end || at[length] == ' ');
            if (whole) {
                shared++;
                break;
            }
        }
    }
    return shared;
}

/* Half of the words of the shorter text in common: seen on short needs to catch the same need said twice. */
size_t similar_needs(struct request *rq, int64_t id, const char *folded, int64_t found[5])
{
    size_t count, kept = 0;
    char **words = text_split(rq->arena, folded, " ", &count);
    struct needs_like others = needs_like(rq->db, (struct needs_like_args){.id = id});
    for (size_t i = 0; i < others.count && kept < 5 && count >= 2; i++)
        if (2 * shared_words(words, count, others.rows[i].folded) >= count)
            found[kept++] = others.rows[i].id;
    return kept;
}

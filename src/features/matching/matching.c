/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Asking the engine: for a need its answers, for a structure its needs, with sentences. */
#include "features/matching/matching.h"
#include "features/matching/handlers.h"
#include "features/matching/prepared.h"
#include "features/matching/reasons.h"
#include "base/fold.h"
#include "base/number.h"
#include "base/time.h"
#include "features/directory/directory.h"
#include "formats/geojson.h"
#include "formats/json.h"
#include "formats/identifiers.h"
#include <stdio.h>
#include <string.h>

enum { MOST_ANSWERS = 500, BESIDE = 200 };

static struct answer make_answer(struct arena *arena, int64_t actor_id, const struct match_result *result)
{
    struct answer answer = {.actor_id = actor_id, .score = result->score};
    answer.sentences = write_sentences(arena, result, &answer);
    answer.reasons = join_sentences(arena, answer.sentences, answer.sentence_count);
    for (size_t i = 0; i < result->reason_count; i++)
        if (result->reasons[i].kind == MATCH_DISTANCE) {
            double *km = arena_alloc(arena, sizeof *km);
            *km = result->reasons[i].figure;
            answer.km = km;
        }
    return answer;
}

/* Who does what is asked, then who is only near; each in order. Returns how many are kept. */
static size_t topical_first(const struct answer *found, size_t count, struct answer *answers, size_t most)
{
    size_t kept = 0;
    for (int topical = 1; topical >= 0; topical--)
        for (size_t i = 0; i < count && kept < most; i++)
            if (found[i].topical == (topical == 1))
                answers[kept++] = found[i];
    return kept;
}

/* "écoles" in "linge des écoles" is no trade: alone, common words count when they name the sector that is bought. */
static bool names_another_trade(struct arena *arena, const struct answer *answer, const struct question *question)
{
    const struct sector *bought = question->cpv ? sector_of_cpv(question->cpv) : NULL, *named[4];
    if (!answer->only_words || !bought)
        return false;
    size_t count = sectors_of_words(fold_for_search(arena, answer->only_words), named, 4);
    for (size_t i = 0; i < count; i++)
        if (named[i] == bought)
            return false;
    return true;
}

size_t match_answers(struct db *db, struct arena *arena, int64_t now, const struct question *question, size_t most,
                     struct answer *answers)
{
    struct prepared *prepared = prepared_hold(db, now);
    struct match_item need = need_item(db, arena, question);
    uint32_t *excluded = arena_array(arena, question->excluded_count, sizeof *excluded);
    size_t excluded_count = 0;
    for (size_t i = 0; i < question->excluded_count; i++) {
        excluded[excluded_count] = prepared_offer(prepared, question->excluded[i]);
        excluded_count += excluded[excluded_count] != UINT32_MAX;
    }
    size_t asked = most > MOST_ANSWERS ? MOST_ANSWERS : most;
    most = asked + BESIDE > MOST_ANSWERS ? MOST_ANSWERS : asked + BESIDE;
    struct match_query query = {.most = most, .excluded = excluded, .excluded_count = excluded_count};
    struct match_result *results = arena_array(arena, most, sizeof *results);
    struct match_session *session = match_begin(arena, prepared->index);
    size_t count = match_find(arena, session, &need, &query, results, NULL);
    struct answer *found = arena_array(arena, count, sizeof *found);
    for (size_t i = 0; i < count; i++) {
        found[i] = make_answer(arena, prepared->ids[results[i].offer], &results[i]);
        found[i].able = found[i].able && !names_another_trade(arena, &found[i], question);
    }
    match_end(session);
    prepared_release(prepared);
    return topical_first(found, count, answers, asked);
}

/* How much each open need speaks to one structure: the same score, asked the other way round. */
size_t match_needs(struct request *rq, int64_t actor_id, size_t most, struct served *served)
{
    enum { LOOKED_AT = 500 };
    struct needs_open needs = needs_open(rq->db, (struct needs_open_args){.most = LOOKED_AT});
    struct prepared *prepared = prepared_hold(rq->db, rq->now);
    uint32_t offer = prepared_offer(prepared, actor_id);
    struct match_session *session = match_begin(rq->arena, prepared->index);
    size_t count = 0;
    for (size_t i = 0; i < needs.count && offer != UINT32_MAX; i++) {
        const struct needs_open_row *row = &needs.rows[i];
        struct question question = {row->title, row->description, row->cpv, row->sector, row->commune, row->lon,
            row->lat,
            NULL, 0};
        struct match_item need = need_item(rq->db, rq->arena, &question);
        struct match_result result = match_explain(rq->arena, session, &need, &(struct match_query){.most = 1}, offer);
        if (result.refused || result.score < LEAST_SCORE)
            continue;
        size_t at = count < most ? count++ : most - 1;
        if (at == most - 1 && count == most && served[at].score > result.score)
            continue;
        for (; at && served[at - 1].score < result.score; at--)
            served[at] = served[at - 1];
        struct answer answer = make_answer(rq->arena, actor_id, &result);
        served[at] = (struct served){row->id, result.score, answer.reasons};
    }
    match_end(session);
    prepared_release(prepared);
    return count;
}

/* A word that both titles hold. One that only the details share ("two visits a month", "half a day a month") says
 * nothing of what is asked. */
static bool titles_share_a_word(struct arena *arena, const char *one, const char *other)
{
    size_t count, others;
    char **words = text_split(arena, fold_for_search(arena, one), " ", &count);
    char **found = text_split(arena, fold_for_search(arena, other), " ", &others);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < others; k++)
            if (text_is(words[i], found[k]))
                return true;
    return false;
}

/* Resources are few: an index of them alone, made for the question. */
size_t match_resources(struct request *rq, const struct question *question, size_t most, struct served *served)
{
    enum { LOOKED_AT = 500 };
    struct resources_open all = resources_open(rq->db, (struct resources_open_args){.most = LOOKED_AT});
    struct match_item *items = arena_array(rq->arena, all.count, sizeof *items);
    for (size_t i = 0; i < all.count; i++)
        items[i] = (struct match_item){.title = all.rows[i].title, .text = all.rows[i].description,
            .placed = all.rows[i].lon && all.rows[i].lat, .longitude = all.rows[i].lon ? *all.rows[i].lon : 0,
            .latitude = all.rows[i].lat ? *all.rows[i].lat : 0};
    struct match_index *index = match_build(rq->arena, &(struct match_source){.offers = items, .offer_count =
        all.count},
                                            &match_usual_rules);
    struct match_result *results = arena_array(rq->arena, most, sizeof *results);
    struct match_item need = need_item(rq->db, rq->arena, question);
    struct match_session *session = match_begin(rq->arena, index);
    size_t found = match_find(rq->arena, session, &need, &(struct match_query){.most = most},
        results, NULL);
    size_t count = 0;
    for (size_t i = 0; i < found; i++) {
        bool words = false;
        for (size_t k = 0; k < results[i].reason_count; k++)
            words = words || results[i].reasons[k].kind == MATCH_WORDS;
        const char *title = all.rows[results[i].offer].title;
        if (!words || !titles_share_a_word(rq->arena, question->text, title)) /* near but about something else */
            continue;
        struct answer answer = make_answer(rq->arena, 0, &results[i]);
        served[count++] = (struct served){all.rows[results[i].offer].id, results[i].score, answer.reasons};
    }
    match_end(session);
    return count;
}

/* --- on the command line ------------------------------------------------------------------------------------------ */

const char *option(const struct command_line *line, const char *name)
{
    for (int i = 0; i + 1 < line->count; i++)
        if (strcmp(line->words[i], name) == 0)
            return line->words[i + 1];
    return NULL;
}

static void print_json(struct command_line *line, const struct question *question, const struct answer *answers,
    size_t count)
{
    struct buffer out = {.arena = line->arena};
    struct json json;
    json_begin(&json, &out);
    json_object(&json);
    json_key(&json, "need"), json_object(&json);
    json_key(&json, "text"), json_text(&json, question->text);
    json_key(&json, "cpv"), json_text(&json, question->cpv);
    json_key(&json, "commune"), json_text(&json, question->commune);
    json_end(&json);
    json_key(&json, "matches"), json_array(&json);
    for (size_t i = 0; i < count; i++) {
        struct actor_cards_shown one = actor_cards_shown(line->db, (struct actor_cards_shown_args){.id =
            answers[i].actor_id});
        json_object(&json);
        json_key(&json, "siret"), json_text(&json, one.count ? one.rows[0].siret : NULL);
        json_key(&json, "name"), json_text(&json, one.count ? one.rows[0].name : NULL);
        json_key(&json, "score"), json_real(&json, answers[i].score);
        json_key(&json, "distance_km");
        answers[i].km ? json_real(&json, *answers[i].km) : json_null(&json);
        json_key(&json, "reasons"), json_array(&json);
        for (size_t k = 0; k < answers[i].sentence_count; k++)
            json_text(&json, answers[i].sentences[k]);
        json_end(&json);
        json_key(&json, "id"), json_int(&json, answers[i].actor_id);
        json_key(&json, "commune"), json_text(&json, one.count ? one.rows[0].commune_name : NULL);
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
    printf("%s\n", buffer_string(&out));
}

static void print_words(struct command_line *line, const struct answer *answers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct actor_cards_shown one = actor_cards_shown(line->db, (struct actor_cards_shown_args){.id =
            answers[i].actor_id});
        if (one.count)
            printf("%3zu. %s%s%s — %.2f\n     %s\n", i + 1, one.rows[0].name, one.rows[0].commune_name ? ", " : "",
                   one.rows[0].commune_name ? one.rows[0].commune_name : "", answers[i].score, answers[i].reasons);
    }
    if (!count)
        printf("Personne dans l’annuaire ne semble pouvoir y répondre.\n");
}

int match_command(struct command_line *line)
{
    const char *text = option(line, "--need"), *cpv = option(line, "--cpv"), *at = option(line, "--at"), *limit =
        option(line, "--limit");
    char clean[9];
    int64_t most = 20;
    struct territories_around place = {0};
    if (!text || (limit && (!parse_int(limit, &most) || most < 1 || most > MOST_ANSWERS))) {
        fprintf(stderr, "maillage match DB --need TEXTE [--cpv CODE] [--at COMMUNE] [--limit 1…%d] [--json]\n",
            MOST_ANSWERS);
        return 2;
    }
    if (cpv && !cpv_asked(cpv, clean))
        return 2;
    if (at && !place_asked(line->db, at, &place))
        return 2;
    struct question question = {.text = text, .cpv = cpv ? clean : NULL, .commune = at ? place.code : NULL,
                                .lon = place.lon, .lat = place.lat};
    struct answer *answers = arena_array(line->arena, (size_t)most, sizeof *answers);
    size_t count = match_answers(line->db, line->arena, clock_now(), &question, (size_t)most, answers);
    if (line->json)
        print_json(line, &question, answers, count);
    else
        print_words(line, answers, count);
    return db_failed(line->db) ? 1 : 0;
}

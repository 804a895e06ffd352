/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Similar cases: whose votes count, and for how much. */
#include "main/testing.h"
#include "engines/matching/inside.h"

enum { OFFERS = 8 };
static const struct match_item offers[OFFERS] = {
    {.title = "Prêt vert"}, {.title = "Prime à la conversion"}, {.title = "Diagnostic"}, {.title = "Formation"},
    {.title = "Chèque"}, {.title = "Étude de méthanisation"}, {.title = "Fonds"}, {.title = "Label"},
};

/* The part of similar cases of one offer, for a need. */
static double cases_part(const struct match_case *cases, size_t count, const struct match_item *need, uint32_t offer)
{
    struct arena arena = {0};
    struct match_source source = {.offers = offers, .offer_count = OFFERS, .cases = cases, .case_count = count};
    struct match_session *session = match_begin(&arena, match_build(&arena, &source, &match_usual_rules));
    struct match_query query = {.most = OFFERS};
    struct match_result result = match_explain(&arena, session, need, &query, offer);
    double part = 0;
    for (size_t i = 0; i < result.reason_count; i++)
        if (result.reasons[i].kind == MATCH_CASES)
            part = result.reasons[i].part;
    match_end(session);
    arena_free(&arena);
    return part;
}

static void a_vote_is_shared_by_those_it_is_for(void **state)
{
    struct match_case cases[] = {
        {.need = {.title = "camion propre"}, .offer = 0, .group = 1},
        {.need = {.title = "camion neuf"}, .offer = 1, .group = 2},
        {.need = {.title = "camion neuf"}, .offer = 2, .group = 2},
        {.need = {.title = "camion neuf"}, .offer = 3, .group = 2},
        {.need = {.title = "camion neuf"}, .offer = 4, .group = 2},
    };
    struct match_item need = {.title = "camion"};
    double alone = cases_part(cases, 5, &need, 0), among_four = cases_part(cases, 5, &need, 1);
    assert_true(among_four > 0);
    assert_true(alone > among_four);
}

static void one_more_answer_never_lowers_who_gave_it(void **state)
{
    struct match_case cases[] = {
        {.need = {.title = "camion propre"}, .offer = 0, .group = 1},
        {.need = {.title = "vélo pour livrer"}, .offer = 1, .group = 2},
        {.need = {.title = "camion à gaz"}, .offer = 1, .group = 3},
    };
    struct match_item need = {.title = "camion propre, à livrer"};
    assert_true(cases_part(cases, 3, &need, 1) > cases_part(cases, 2, &need, 1));
}

static void words_that_lead_to_the_same_offers_make_a_past_need_near(void **state)
{
    struct match_case cases[] = {
        {.need = {.title = "gaz de ferme"}, .offer = 5, .group = 1},
        {.need = {.title = "gaz de ferme"}, .offer = 6, .group = 1},
        {.need = {.title = "bureaux"}, .offer = 7, .group = 2},
    };
    struct match_item need = {.title = "méthanisation"};   /* no word of a past need, one of an offer's name */
    assert_true(cases_part(cases, 3, &need, 6) > 0);
    assert_true(cases_part(cases, 3, &need, 7) == 0);
}

static void the_reason_says_of_how_many_near_needs(void **state)
{
    struct arena arena = {0};
    struct buffer out = {.arena = &arena};
    match_sentence(&out, &(struct match_reason){.kind = MATCH_CASES, .figure = 3, .wanted = 20, .what = "Vélos"});
    assert_string_equal(buffer_string(&out),
                        "a déjà répondu à 3 des 20 demandes les plus proches, dont «\xC2\xA0" "Vélos\xC2\xA0»");
    struct buffer one = {.arena = &arena};
    match_sentence(&one, &(struct match_reason){.kind = MATCH_CASES, .figure = 1, .wanted = 1});
    assert_string_equal(buffer_string(&one), "a déjà répondu à une demande proche");
    arena_free(&arena);
}

static void a_past_need_like_all_others_decides_less(void **state)
{
    struct arena arena = {0};
    struct match_case cases[12];
    size_t count = 0;
    for (uint32_t i = 0; i < 10; i++)
        cases[count++] = (struct match_case){
            .need = {.title = arena_format(&arena, "transition écologique entreprise sujet%c", 'a' + (int)i)},
            .offer = 2, .group = i + 1};
    cases[count++] = (struct match_case){
        .need = {.title = "transition écologique entreprise"}, .offer = 0, .group = 20};
    cases[count++] = (struct match_case){.need = {.title = "toiture neuve fuite"}, .offer = 1, .group = 21};
    struct match_item need = {.title = "transition écologique toiture"};
    assert_true(cases_part(cases, count, &need, 1) > cases_part(cases, count, &need, 0));
    arena_free(&arena);
}

static void a_word_said_again_weighs_more(void **state)
{
    struct arena arena = {0};
    static const struct match_item list[] = {{.title = "haies"}, {.title = "clôtures"}};
    struct match_source source = {.offers = list, .offer_count = 2};
    struct match_session *session = match_begin(&arena, match_build(&arena, &source, &match_usual_rules));
    struct match_item need = {.text = "clôtures ou haies ; des haies, toujours des haies"};
    struct match_query query = {.most = 2};
    struct match_result results[2];
    assert_int_equal(match_find(&arena, session, &need, &query, results, NULL), 2);
    assert_int_equal(results[0].offer, 0);
    assert_true(results[0].score > results[1].score);
    match_end(session);
    arena_free(&arena);
}

const struct CMUnitTest past_tests[] = {
    PLAIN("a vote is shared by those it is for", a_vote_is_shared_by_those_it_is_for),
    PLAIN("one more answer never lowers who gave it", one_more_answer_never_lowers_who_gave_it),
    PLAIN("words that lead to the same offers make a past need near",
          words_that_lead_to_the_same_offers_make_a_past_need_near),
    PLAIN("the reason says of how many near needs", the_reason_says_of_how_many_near_needs),
    PLAIN("a past need like all others decides less", a_past_need_like_all_others_decides_less),
    PLAIN("a word said again weighs more", a_word_said_again_weighs_more),
    {0}
};

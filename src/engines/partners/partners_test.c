/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engines/partners.h"
#include "main/testing.h"
#include <math.h>

static const char *const green[] = {"naf:8130Z"};
static const struct partner_company companies[] = {
    {.name = "Durand Maçonnerie SARL"}, {.name = "Toitures Martin"}, {.name = "Plomberie Petit"},
    {.name = "Groupe Zyrtan Bâtiment"}, {.name = "Zyrtan Travaux Publics"},
    {.name = "Les Jardins", .placed = true, .longitude = 3, .latitude = 50.6, .codes = green, .code_count = 1},
};
static const uint32_t durand_martin[] = {0, 1}, petit[] = {2}, durand[] = {0}, zyrtan[] = {4};
#define AT(lon, lat) .placed = true, .longitude = (lon), .latitude = (lat), .people = 5000
static const struct partner_contract contracts[] = {
    {.cpv = "45262500", .buyer = 1, .consultation = 1, AT(3, 50.6), .winners = durand_martin, .winner_count = 2},
    {.cpv = "45330000", .buyer = 1, .consultation = 1, AT(3, 50.6), .winners = petit, .winner_count = 1},
    {.cpv = "45262500", .buyer = 2, .consultation = 2, AT(5, 45), .winners = durand, .winner_count = 1},
    {.cpv = "33100000", .buyer = 3, .consultation = 3, AT(5, 45), .winners = zyrtan, .winner_count = 1},
};
static const struct partner_source source = {companies, 6, contracts, 4};
static const uint32_t with_durand[] = {0}, with_zyrtan[] = {3};

static const char *said(struct arena *arena, const struct partner_result *result)
{
    struct buffer text = {.arena = arena};
    for (size_t i = 0; i < result->reason_count; i++) {
        partner_sentence(&text, &result->reasons[i]);
        buffer_text(&text, " · ");
    }
    return buffer_string(&text);
}

static void who_won_with_a_member_comes_first_and_the_member_is_not_proposed(void **state)
{
    struct arena arena = {0};
    struct partners *partners = partners_build(&arena, &source);
    struct partner_result results[10];
    struct partner_query query = {.cpv = "45262330", .placed = true, .longitude = 3.1, .latitude = 50.6,
                                  .with = with_durand, .with_count = 1, .most = 10};
    size_t count = partners_find(&arena, partners, &query, &partner_usual_weights, results);
    assert_int_equal(count, 2);
    assert_int_equal(results[0].company, 1);
    assert_int_equal(results[1].company, 2);
    assert_contains(said(&arena, &results[0]), "a déjà remporté un marché avec Durand Maçonnerie SARL");
    assert_contains(said(&arena, &results[0]), "même famille d’achat\xC2\xA0: toiture et maçonnerie (45262)");
    assert_contains(said(&arena, &results[1]), "a remporté d’autres lots des mêmes marchés que Durand");
    assert_contains(said(&arena, &results[1]), "à 7\xC2\xA0km");
    arena_free(&arena);
}

static void shares_add_up_to_the_score(void **state)
{
    struct arena arena = {0};
    struct partners *partners = partners_build(&arena, &source);
    struct partner_result results[10];
    struct partner_query query = {.cpv = "45000000", .with = with_durand, .with_count = 1, .most = 10};
    size_t count = partners_find(&arena, partners, &query, &partner_usual_weights, results);
    assert_true(count > 0);
    for (size_t i = 0; i < count; i++) {
        double sum = 0;
        for (size_t r = 0; r < results[i].reason_count; r++)
            sum += results[i].reasons[r].share;
        assert_near(sum, results[i].score, 0);
        assert_true(results[i].score <= 1 && results[i].score > 0);
    }
    arena_free(&arena);
}

static void what_a_buyer_knows_is_left_out_when_it_is_asked(void **state)
{
    struct arena arena = {0};
    struct partners *partners = partners_build(&arena, &source);
    struct partner_result results[10];
    static const uint32_t first[] = {1};
    struct partner_query query = {.cpv = "45262330", .with = with_durand, .with_count = 1, .without = first,
                                  .without_count = 1, .most = 10};
    assert_int_equal(partners_find(&arena, partners, &query, &partner_usual_weights, results), 0);
    arena_free(&arena);
}

static void a_page_of_the_directory_or_a_name_in_common_is_enough(void **state)
{
    struct arena arena = {0};
    struct partners *partners = partners_build(&arena, &source);
    struct partner_result results[10];
    struct partner_query query = {.cpv = "77310000", .placed = true, .longitude = 3, .latitude = 50.6,
                                  .with = with_durand, .with_count = 1, .most = 10};
    assert_int_equal(partners_find(&arena, partners, &query, &partner_usual_weights, results), 3);
    size_t at = results[0].company == 5 ? 0 : results[1].company == 5 ? 1 : 2;
    assert_int_equal(results[at].company, 5);
    assert_contains(said(&arena, &results[at]), "métier qui répond à ce type d’achat\xC2\xA0: aménagement paysager");
    query = (struct partner_query){.cpv = "45000000", .with = with_zyrtan, .with_count = 1, .most = 10};
    size_t count = partners_find(&arena, partners, &query, &partner_usual_weights, results);
    bool found = false;
    for (size_t i = 0; i < count; i++)
        found = found || (results[i].company == 4 && strstr(said(&arena, &results[i]), "zyrtan"));
    assert_true(found);
    arena_free(&arena);
}

const struct CMUnitTest partners_tests[] = {
    PLAIN("who won with a member comes first, and the member is not proposed",
          who_won_with_a_member_comes_first_and_the_member_is_not_proposed),
    PLAIN("shares add up to the score", shares_add_up_to_the_score),
    PLAIN("what a buyer knows is left out when it is asked", what_a_buyer_knows_is_left_out_when_it_is_asked),
    PLAIN("a page of the directory, or a name in common, is enough",
          a_page_of_the_directory_or_a_name_in_common_is_enough),
    {0}};

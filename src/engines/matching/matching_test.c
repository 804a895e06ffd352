/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Needs and offers: scores that add up, reasons that can be read, refusals that say why. */
#include "engines/kernel/seeded.h"
#include "engines/matching.h"
#include "main/testing.h"

#define NBSP "\xC2\xA0"

static const struct match_label names[] = {
    {"cpv:77", "Services agricoles, sylvicoles et horticoles"}, {"cpv:773", "Services d'entretien d'espaces verts"},
    {"naf:8130Z", "Services d'aménagement paysager"}, {"naf:9601A", "Blanchisserie-teinturerie de gros"},
};
static struct match_item offers[] = {
    {.title = "Jardins de Cocagne", .text = "Entretien de jardins et taille de haies",
     .codes = (const char *const[]){"naf:8130Z"}, .code_count = 1, .placed = true, .longitude = 3.06,
     .latitude = 50.63, .radius_km = 20, .small = true},
    {.title = "La Lessive solidaire", .text = "Blanchisserie et repassage",
     .codes = (const char *const[]){"naf:9601A"}, .code_count = 1, .placed = true, .longitude = 3.06,
     .latitude = 50.63, .amount = 40},
    {.title = "Paysages du Sud", .text = "Entretien d'espaces verts", .codes = (const char *const[]){"naf:8130Z"},
     .code_count = 1, .placed = true, .longitude = 5.37, .latitude = 43.3},
    {.title = "Régie de quartier", .text = "Nettoyage", .zones = (const char *const[]){"departement:59"},
     .zone_count = 1},
};
enum { OFFERS = sizeof offers / sizeof *offers };
static const struct match_item garden = {
    .title = "Taille des haies du jardin partagé", .codes = (const char *const[]){"cpv:77310000"}, .code_count = 1,
    .zones = (const char *const[]){"commune:59350", "departement:59"}, .zone_count = 2,
    .placed = true, .longitude = 3.05, .latitude = 50.63,
};

static struct match_source source(void)
{
    return (struct match_source){.offers = offers, .offer_count = OFFERS, .names = names, .name_count = 4,
                                 .links = match_cpv_naf, .link_count = match_cpv_naf_count};
}

static struct match_session *ask(struct arena *arena, const struct match_source *from, const struct match_rules *rules)
{
    return match_begin(arena, match_build(arena, from, rules));
}

static const struct match_reason *reason_of(const struct match_result *result, enum match_kind kind)
{
    for (size_t i = 0; i < result->reason_count; i++)
        if (result->reasons[i].kind == kind)
            return &result->reasons[i];
    return NULL;
}

static char *said(struct arena *arena, const struct match_reason *reason)
{
    struct buffer out = {.arena = arena};
    match_sentence(&out, reason);
    return out.text;
}

static void who_does_that_nearby_comes_first_and_says_why(void **state)
{
    struct arena arena = {0};
    struct match_source from = source();
    struct match_session *session = ask(&arena, &from, &match_usual_rules);
    struct match_query query = {.most = 10};
    struct match_result results[10];
    size_t count = match_find(&arena, session, &garden, &query, results, NULL);
    assert_true(count >= 3);
    assert_int_equal(results[0].offer, 0);
    assert_string_equal(said(&arena, reason_of(&results[0], MATCH_DISTANCE)), "à moins d’1" NBSP "km");
    assert_contains(said(&arena, reason_of(&results[0], MATCH_WORDS)), "jardin");
    assert_contains(said(&arena, reason_of(&results[0], MATCH_CODE)), "Services d'aménagement paysager");
    match_end(session);
    arena_free(&arena);
}

static void parts_add_up_to_the_score(void **state)
{
    struct arena arena = {0};
    struct match_source from = source();
    struct match_session *session = ask(&arena, &from, &match_usual_rules);
    struct match_query query = {.most = 10};
    for (uint32_t offer = 0; offer < OFFERS; offer++) {
        struct match_result result = match_explain(&arena, session, &garden, &query, offer);
        double sum = 0;
        for (size_t i = 0; i < result.reason_count; i++)
            sum += result.reasons[i].part;
        assert_true(sum == result.score && sum <= 1);
    }
    match_end(session);
    arena_free(&arena);
}

static void an_offer_that_cannot_is_refused_with_its_reason(void **state)
{
    struct arena arena = {0};
    struct match_source from = source();
    struct match_rules rules = match_usual_rules;
    rules.only_in_radius = rules.only_in_zone = true;
    struct match_session *session = ask(&arena, &from, &rules);
    struct match_item need = garden;
    need.radius_km = 30;
    uint32_t excluded[] = {1};
    struct match_query query = {.most = 10, .excluded = excluded, .excluded_count = 1};
    struct match_result results[10];
    size_t refused[MATCH_EXCLUDED + 1];
    match_find(&arena, session, &need, &query, results, refused);
    assert_int_equal(refused[MATCH_EXCLUDED], 1);
    assert_int_equal(refused[MATCH_TOO_FAR], 1);
    struct match_result far = match_explain(&arena, session, &need, &query, 2);
    assert_true(far.refused && far.score == 0);
    assert_contains(said(&arena, &far.reasons[0]), NBSP "km pour 30" NBSP "km au plus");
    need.labels = (const char *const[]){"ESUS"};
    need.label_count = 1;
    struct match_result unlabelled = match_explain(&arena, session, &need, &query, 0);
    assert_string_equal(said(&arena, &unlabelled.reasons[0]), "n’a pas" NBSP ": ESUS");
    need.zones = (const char *const[]){"departement:13"};
    need.zone_count = 1;
    need.label_count = 0;
    struct match_result outside = match_explain(&arena, session, &need, &query, 3);
    assert_int_equal(outside.reasons[0].kind, MATCH_OUT_OF_ZONE);
    match_end(session);
    arena_free(&arena);
}

static void what_was_not_said_refuses_nobody(void **state)
{
    struct arena arena = {0};
    struct match_source from = source();
    struct match_rules rules = match_usual_rules;
    rules.only_in_radius = rules.only_in_zone = true;
    struct match_session *session = ask(&arena, &from, &rules);
    struct match_item need = {.title = "nettoyage"};
    struct match_query query = {.most = 10};
    struct match_result results[10];
    size_t refused[MATCH_EXCLUDED + 1];
    assert_int_equal(match_find(&arena, session, &need, &query, results, refused), 1);
    assert_int_equal(results[0].offer, 3);
    for (int kind = 0; kind <= MATCH_EXCLUDED; kind++)
        assert_int_equal(refused[kind], 0);
    match_end(session);
    arena_free(&arena);
}

static double score_of(struct match_item first, const struct match_item *need)
{
    struct arena arena = {0};
    struct match_source from = source();
    struct match_item changed[OFFERS];
    memcpy(changed, offers, sizeof changed);
    changed[0] = first;
    from.offers = changed;
    struct match_session *session = ask(&arena, &from, &match_usual_rules);
    struct match_query query = {.most = 10};
    double score = match_explain(&arena, session, need, &query, 0).score;
    match_end(session);
    arena_free(&arena);
    return score;
}

static void coming_closer_or_having_more_room_never_lowers_a_score(void **state)
{
    struct match_item offer = offers[0], need = garden;
    double last = -1;
    offer.radius_km = 0;
    for (double longitude = 6; longitude >= 3.05; longitude -= 0.25) {
        offer.longitude = longitude;
        double score = score_of(offer, &need);
        assert_true(score >= last);
        last = score;
    }
    need.amount = 100;
    for (double amount = 0; amount <= 150; amount += 30) {
        offer.amount = amount;
        double score = score_of(offer, &need);
        assert_true(score >= last);
        last = score;
    }
    need.from = 100, need.until = 109;
    offer.from = 105, offer.until = 200;
    assert_true(score_of(offer, &need) > last);
}

static void a_past_answer_lifts_those_who_gave_it_and_those_like_them(void **state)
{
    struct arena arena = {0};
    struct match_source from = source();
    struct match_case cases[] = {
        {.need = {.title = "Lavage du linge de la cantine"}, .offer = 1, .group = 7},
        {.need = {.title = "Linge des écoles"}, .offer = 1, .group = 8},
    };
    from.cases = cases;
    from.case_count = 2;
    struct match_session *session = ask(&arena, &from, &match_usual_rules);
    struct match_item need = {.title = "Laver le linge de la crèche"};
    struct match_query query = {.most = 10};
    struct match_result results[10];
    assert_true(match_find(&arena, session, &need, &query, results, NULL) >= 1);
    assert_int_equal(results[0].offer, 1);
    const struct match_reason *reason = reason_of(&results[0], MATCH_CASES);
    assert_non_null(reason);
    assert_near(reason->figure, 2, 0);
    assert_contains(said(&arena, reason), "a déjà répondu à 2 demandes proches, dont");
    assert_non_null(reason_of(&results[0], MATCH_LEARNED));
    query.without_group = 7;
    match_find(&arena, session, &need, &query, results, NULL);
    assert_near(reason_of(&results[0], MATCH_CASES)->figure, 1, 0);
    match_end(session);
    arena_free(&arena);
}

static void small_structures_have_the_share_that_was_asked(void **state)
{
    struct arena arena = {0};
    struct match_item many[20];
    for (int i = 0; i < 20; i++)
        many[i] = (struct match_item){.title = "jardin", .placed = true, .longitude = 3 + i * 0.05, .latitude = 50,
                                      .small = i >= 15};
    struct match_source from = {.offers = many, .offer_count = 20};
    struct match_session *session = ask(&arena, &from, &match_usual_rules);
    struct match_item need = {.title = "jardin", .placed = true, .longitude = 3, .latitude = 50};
    struct match_query query = {.most = 6, .small_share = 0.5};
    struct match_result results[6];
    assert_int_equal(match_find(&arena, session, &need, &query, results, NULL), 6);
    int small = 0;
    for (int i = 0; i < 6; i++) {
        small += many[results[i].offer].small;
        assert_true(i == 0 || results[i].score <= results[i - 1].score);
    }
    assert_int_equal(small, 3);
    match_end(session);
    arena_free(&arena);
}

static void a_lower_rank_says_what_would_lift_it(void **state)
{
    struct arena arena = {0};
    struct match_source from = source();
    struct match_session *session = ask(&arena, &from, &match_usual_rules);
    struct match_query query = {.most = 10};
    struct match_reason change;
    struct match_item need = garden;
    need.zone_count = 0;
    double now = match_explain(&arena, session, &need, &query, 2).score;
    assert_true(match_counterfactual(&arena, session, &need, &query, 2, now + 0.1, &change));
    assert_int_equal(change.kind, MATCH_DISTANCE);
    struct match_item closer = offers[2];
    closer.latitude = need.latitude;
    closer.longitude = need.longitude + change.figure / 71;        /* a degree is about 71 km there */
    struct match_item changed[OFFERS];
    memcpy(changed, offers, sizeof changed);
    changed[2] = closer;
    from.offers = changed;
    struct match_session *moved = ask(&arena, &from, &match_usual_rules);
    assert_near(match_explain(&arena, moved, &need, &query, 2).score, now + 0.1, 0.01);
    struct buffer sentence = {.arena = &arena};
    match_change_sentence(&sentence, &change);
    assert_true(text_starts(buffer_string(&sentence), "il suffirait d’être à "));
    assert_false(match_counterfactual(&arena, session, &need, &query, 2, 2, &change));
    match_end(session);
    match_end(moved);
    arena_free(&arena);
}

static void exposure_says_whether_always_the_same_are_shown(void **state)
{
    struct match_hit a = {.offer = 0}, b = {.offer = 1};
    struct match_answers same[2] = {{1, &a}, {1, &a}}, shared[2] = {{1, &a}, {1, &b}};
    assert_near(match_exposure(shared, 2, 2), 0, 1e-12);
    assert_near(match_exposure(same, 2, 2), 0.5, 1e-12);   /* 1 − 1/n: one of two has all */
    assert_near(match_exposure(same, 2, 100), 0.99, 1e-12);
    assert_near(match_exposure(same, 0, 100), 0, 0);
}

static void one_more_word_in_common_never_lowers_a_score(void **state)
{
    static const char *const texts[] = {"Taille", "Taille de haies", "Taille de haies, entretien",
        "Taille de haies, entretien de jardin", "Taille de haies, entretien de jardin public"};
    struct match_item need = {.title = "Entretien du jardin public, taille des haies"};
    double last = -1;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct match_item offer = {.title = "Atelier", .text = texts[i]};
        double score = score_of(offer, &need);
        assert_true(score >= last);
        last = score;
    }
}

static const char *const vocabulary[] = {"jardin", "haie", "linge", "peinture", "velo", "repas", "bois", "cuisine"};

static struct match_item drawn_item(struct arena *arena, struct seeded *seeded)
{
    struct buffer title = {.arena = arena};
    for (int i = 0; i < 4; i++)
        buffer_format(&title, "%s ", vocabulary[seeded_below(seeded, 8)]);
    const char **codes = arena_array(arena, 1, sizeof *codes);
    codes[0] = seeded_below(seeded, 2) ? "naf:8130Z" : "cpv:77310000";
    return (struct match_item){.title = title.text, .codes = codes, .code_count = 1, .placed = true,
                               .longitude = 2 + seeded_unit(seeded), .latitude = 48 + seeded_unit(seeded)};
}

static void the_answers_do_not_depend_on_threads_nor_on_the_order_of_offers(void **state)
{
    enum { NEEDS = 60, MANY = 200 };
    struct arena arena = {0};
    struct seeded seeded = seeded_start(6);
    struct match_item needs[NEEDS], forth[MANY], back[MANY];
    for (int i = 0; i < NEEDS; i++)
        needs[i] = drawn_item(&arena, &seeded);
    for (int i = 0; i < MANY; i++)
        forth[i] = back[MANY - 1 - i] = drawn_item(&arena, &seeded);
    struct match_source a = {.offers = forth, .offer_count = MANY}, b = {.offers = back, .offer_count = MANY};
    struct match_index *x = match_build(&arena, &a, &match_usual_rules);
    struct match_index *y = match_build(&arena, &b, &match_usual_rules);
    struct match_query query = {.most = 5};
    struct match_answers *one = match_all(&arena, x, needs, NEEDS, &query, 1);
    struct match_answers *two = match_all(&arena, x, needs, NEEDS, &query, 2);
    struct match_answers *turned = match_all(&arena, y, needs, NEEDS, &query, 2);
    for (int i = 0; i < NEEDS; i++) {
        assert_int_equal(one[i].count, 5);
        for (size_t j = 0; j < one[i].count; j++) {
            assert_int_equal(one[i].hits[j].offer, two[i].hits[j].offer);
            assert_true(one[i].hits[j].score == two[i].hits[j].score);
            assert_near(one[i].hits[j].score, turned[i].hits[j].score, 1e-9);
        }
    }
    arena_free(&arena);
}

static void rare_words_weigh_more_than_common_ones(void **state)
{
    struct arena arena = {0};
    struct match_item list[] = {{.title = "atelier jardin"}, {.title = "atelier horlogerie"},
                                {.title = "atelier jardin bois"}};
    struct match_source from = {.offers = list, .offer_count = 3};
    struct match_session *session = ask(&arena, &from, &match_usual_rules);
    struct match_item need = {.title = "horlogerie ou jardin, en atelier"};
    struct match_query query = {.most = 3};
    struct match_result results[3];
    match_find(&arena, session, &need, &query, results, NULL);
    assert_int_equal(results[0].offer, 1);
    assert_string_equal(said(&arena, &results[0].reasons[0]), "mots communs" NBSP ": horlogerie, atelier");
    match_end(session);
    arena_free(&arena);
}

static void where_a_seat_stands_and_its_kind_of_structure_count(void **state)
{
    struct arena arena = {0};
    const struct match_item list[] = {
        {.title = "Ailleurs", .codes = (const char *const[]){"kind:ACI"}, .code_count = 1,
         .seats = (const char *const[]){"13055", "13"}, .seat_count = 2},
        {.title = "Ici", .codes = (const char *const[]){"kind:AI"}, .code_count = 1,
         .seats = (const char *const[]){"59350", "59"}, .seat_count = 2},
    };
    struct match_source from = {.offers = list, .offer_count = 2, .links = match_cpv_naf,
                                .link_count = match_cpv_naf_count};
    struct match_session *session = ask(&arena, &from, &match_usual_rules);
    struct match_item need = {.title = "Remplacements", .codes = (const char *const[]){"cpv:79620000"},
        .code_count = 1, .zones = (const char *const[]){"59350", "200093201", "59"}, .zone_count = 3};
    struct match_query query = {.most = 2};
    struct match_result results[2];
    assert_int_equal(match_find(&arena, session, &need, &query, results, NULL), 1);
    assert_int_equal(results[0].offer, 1);
    assert_string_equal(said(&arena, reason_of(&results[0], MATCH_SEAT)), "installé dans cette commune");
    assert_string_equal(said(&arena, reason_of(&results[0], MATCH_STRUCTURE)),
                        "type de structure qui répond à ce genre d’achat" NBSP ": association intermédiaire");
    match_end(session);
    arena_free(&arena);
}

static double part_of(const struct match_item *list, size_t count, enum match_kind kind)
{
    struct arena arena = {0};
    struct match_source from = {.offers = list, .offer_count = count};
    struct match_session *session = ask(&arena, &from, &match_usual_rules);
    struct match_item need = {.title = "haies", .placed = true, .longitude = 3, .latitude = 50,
                              .zones = (const char *const[]){"59350"}, .zone_count = 1};
    struct match_query query = {.most = 1};
    struct match_result result = match_explain(&arena, session, &need, &query, 0);
    const struct match_reason *reason = reason_of(&result, kind);
    double part = reason ? reason->part : 0;
    match_end(session);
    arena_free(&arena);
    return part;
}

static void without_territories_distance_says_all_of_where(void **state)
{
    struct match_item list[] = {{.title = "haies", .placed = true, .longitude = 3, .latitude = 50}, {.title = "bois"}};
    double where = match_usual_rules.distance + match_usual_rules.seat;
    assert_near(part_of(list, 2, MATCH_DISTANCE), where, 1e-9);
    list[0].seats = (const char *const[]){"59350"}, list[0].seat_count = 1;
    assert_near(part_of(list, 2, MATCH_DISTANCE), match_usual_rules.distance, 1e-9);
    assert_near(part_of(list, 2, MATCH_DISTANCE) + part_of(list, 2, MATCH_SEAT), where, 1e-9);
}

static void one_owner_is_one_answer_its_best(void **state)
{
    struct arena arena = {0};
    static const struct match_item list[] = {
        {.title = "Jardin", .owner = 7}, {.title = "Jardin et haies", .owner = 7}, {.title = "Jardin", .owner = 8},
        {.title = "Jardin"}, {.title = "Jardin"},
    };
    struct match_source from = {.offers = list, .offer_count = 5};
    struct match_session *session = ask(&arena, &from, &match_usual_rules);
    struct match_item need = {.title = "haies, jardin"};
    struct match_query query = {.most = 4};
    struct match_result results[4];
    assert_int_equal(match_find(&arena, session, &need, &query, results, NULL), 4);
    assert_int_equal(results[0].offer, 1);
    for (size_t i = 1; i < 4; i++)
        assert_int_equal(results[i].offer, i + 1);
    match_end(session);
    arena_free(&arena);
}

static void words_are_shown_as_they_were_written(void **state)
{
    struct arena arena = {0};
    static const struct match_item list[] = {{.title = "ressourcerie, réemploi et forêts"}};
    struct match_source from = {.offers = list, .offer_count = 1};
    struct match_session *session = ask(&arena, &from, &match_usual_rules);
    struct match_item need = {.title = "RÉEMPLOI près des forêts"};
    struct match_query query = {.most = 1};
    struct match_result results[1];
    assert_int_equal(match_find(&arena, session, &need, &query, results, NULL), 1);
    assert_string_equal(said(&arena, &results[0].reasons[0]), "mots communs" NBSP ": réemploi, forêts");
    match_end(session);
    arena_free(&arena);
}

/* All three stand under social action, at one place; the need's words are in none of their names. */
static void a_name_that_says_a_trade_counts_less_than_the_trade(void **state)
{
    struct arena arena = {0};
    struct match_item all[] = {
        {.title = "Passerelles", .codes = (const char *const[]){"naf:8899B"}, .code_count = 1},
        {.title = "LES JARDINS DU LAC", .codes = (const char *const[]){"naf:8899B"}, .code_count = 1},
        {.title = "Verdier", .codes = (const char *const[]){"naf:8130Z"}, .code_count = 1},
    };
    struct match_source from = {.offers = all, .offer_count = 3, .links = match_cpv_naf,
                                .link_count = match_cpv_naf_count};
    struct match_item need = {.title = "Tonte", .codes = (const char *const[]){"cpv:77310000"}, .code_count = 1};
    struct match_session *session = ask(&arena, &from, &match_usual_rules);
    struct match_query query = {.most = 3};
    struct match_result results[3];
    assert_int_equal(match_find(&arena, session, &need, &query, results, NULL), 2);
    assert_int_equal(results[0].offer, 2);
    assert_int_equal(results[1].offer, 1);
    assert_string_equal(said(&arena, reason_of(&results[1], MATCH_CODE)),
                        "son nom dit un métier qui répond à ce type d’achat" NBSP ": espaces verts");
    match_end(session);
    from.link_count = 0;                                   /* without links, names say nothing of codes */
    session = ask(&arena, &from, &match_usual_rules);
    assert_int_equal(match_find(&arena, session, &need, &query, results, NULL), 0);
    match_end(session);
    arena_free(&arena);
}

const struct CMUnitTest matching_tests[] = {
    PLAIN("who does that nearby comes first and says why", who_does_that_nearby_comes_first_and_says_why),
    PLAIN("parts add up to the score", parts_add_up_to_the_score),
    PLAIN("an offer that cannot is refused with its reason", an_offer_that_cannot_is_refused_with_its_reason),
    PLAIN("what was not said refuses nobody", what_was_not_said_refuses_nobody),
    PLAIN("coming closer never lowers a score", coming_closer_or_having_more_room_never_lowers_a_score),
    PLAIN("one more word in common never lowers a score", one_more_word_in_common_never_lowers_a_score),
    PLAIN("exposure says whether always the same are shown", exposure_says_whether_always_the_same_are_shown),
    PLAIN("a past answer lifts those who gave it", a_past_answer_lifts_those_who_gave_it_and_those_like_them),
    PLAIN("small structures have the share that was asked", small_structures_have_the_share_that_was_asked),
    PLAIN("a lower rank says what would lift it", a_lower_rank_says_what_would_lift_it),
    PLAIN("threads and order change nothing", the_answers_do_not_depend_on_threads_nor_on_the_order_of_offers),
    PLAIN("rare words weigh more than common ones", rare_words_weigh_more_than_common_ones),
    PLAIN("where a seat stands, and its kind of structure, count",
          where_a_seat_stands_and_its_kind_of_structure_count),
    PLAIN("without territories, distance says all of where", without_territories_distance_says_all_of_where),
    PLAIN("one owner is one answer: its best", one_owner_is_one_answer_its_best),
    PLAIN("a name that says a trade counts, less than the trade itself",
          a_name_that_says_a_trade_counts_less_than_the_trade),
    PLAIN("words are shown as they were written", words_are_shown_as_they_were_written),
    {0}
};

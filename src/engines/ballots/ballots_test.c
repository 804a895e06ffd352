/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Votes on one proposal: the worked figures of the domain, refusals, and what never may happen. */
#include "engines/ballots.h"
#include "engines/kernel/seeded.h"
#include "main/testing.h"

static bool is(struct arena *arena, struct rational number, int64_t top, int64_t bottom)
{
    return rational_compare(arena, number, rational_of(arena, top, bottom)) == 0;
}

static struct college_rule rule_of(struct arena *arena, enum college_variant variant)
{
    return (struct college_rule){variant, rational_of(arena, 1, 2), false, rational_of(arena, 1, 2), true};
}

/* Salariés, bénéficiaires, collectivités, partenaires. */
static void fill_colleges(struct arena *arena, struct college_vote *votes)
{
    static const int64_t figures[4][4] = {{30, 6, 2, 1}, {30, 10, 15, 0}, {20, 2, 1, 0}, {20, 4, 0, 0}};
    for (int i = 0; i < 4; i++)
        votes[i] = (struct college_vote){rational_of(arena, figures[i][0], 1), figures[i][1], figures[i][2],
                                         figures[i][3]};
}

static void colleges_as_worked_by_hand(void **state)
{
    struct arena arena = {0};
    struct college_vote votes[4];
    fill_colleges(&arena, votes);
    struct college_rule rule = rule_of(&arena, COLLEGE_MAJORITY);
    struct college_result result = ballot_colleges(&arena, votes, 4, &rule);
    assert_true(is(&arena, result.favour, 7, 10) && result.adopted);
    rule.variant = COLLEGE_PROPORTIONAL;
    result = ballot_colleges(&arena, votes, 4, &rule);
    assert_true(is(&arena, result.favour, 407, 600) && result.adopted);
    assert_true(is(&arena, result.parts[0].favour, 9, 40) && is(&arena, result.parts[1].favour, 3, 25));
    assert_true(is(&arena, result.parts[2].favour, 2, 15) && is(&arena, result.parts[3].favour, 1, 5));
    assert_true(is(&arena, result.heads, 11, 20));
    struct buffer out = {.arena = &arena};
    ballot_colleges_sentence(&out, &rule, &result);
    assert_contains(buffer_string(&out), "67,83\u00A0% (407/600)");
    assert_contains(buffer_string(&out), "une à une\u00A0: 55\u00A0%");
    arena_free(&arena);
}

static void silent_colleges_leave_their_weight_under_the_cap(void **state)
{
    struct arena arena = {0};
    struct college_vote votes[4];
    struct college_rule rule = rule_of(&arena, COLLEGE_PROPORTIONAL);
    fill_colleges(&arena, votes);
    votes[3] = (struct college_vote){rational_of(&arena, 20, 1), 0, 0, 7};
    struct college_result result = ballot_colleges(&arena, votes, 4, &rule);
    assert_true(is(&arena, result.parts[0].weight, 3, 8) && is(&arena, result.parts[1].weight, 3, 8));
    assert_true(is(&arena, result.parts[2].weight, 1, 4) && is(&arena, result.parts[3].weight, 0, 1));

    static const int64_t weights[4] = {45, 35, 10, 10}, favour[4] = {1, 0, 0, 1};
    for (int i = 0; i < 4; i++)
        votes[i] = (struct college_vote){rational_of(&arena, weights[i], 100), favour[i], 0, 0};
    result = ballot_colleges(&arena, votes, 4, &rule);
    assert_true(is(&arena, result.parts[0].weight, 1, 2) && result.parts[0].capped);
    assert_true(is(&arena, result.parts[3].weight, 1, 2));
    rule.cap = rational_of(&arena, 0, 1);
    result = ballot_colleges(&arena, votes, 4, &rule);
    assert_true(is(&arena, result.parts[0].weight, 9, 11) && is(&arena, result.parts[3].weight, 2, 11));
    arena_free(&arena);
}

static void a_college_alone_does_not_decide_by_the_weight_of_others(void **state)
{
    struct arena arena = {0};
    struct college_vote votes[3] = {{rational_of(&arena, 40, 1), 9, 0, 0}, {rational_of(&arena, 30, 1), 0, 0, 3},
                                    {rational_of(&arena, 30, 1), 0, 0, 0}};
    struct college_rule rule = rule_of(&arena, COLLEGE_MAJORITY);
    struct college_result result = ballot_colleges(&arena, votes, 3, &rule);
    assert_true(is(&arena, result.favour, 1, 2) && is(&arena, result.lost, 1, 2));
    assert_false(result.adopted);
    rule.lose = true;
    result = ballot_colleges(&arena, votes, 3, &rule);
    assert_true(is(&arena, result.favour, 2, 5) && is(&arena, result.lost, 3, 5));
    arena_free(&arena);
}

static void college_weights_always_add_up(void **state)
{
    struct seeded chance = seeded_start(11);
    for (int round = 0; round < 400; round++) {
        struct arena arena = {0};
        struct college_vote votes[6], turned[6];
        uint32_t count = 1 + (uint32_t)seeded_below(&chance, 6);
        struct college_rule rule = rule_of(&arena, seeded_below(&chance, 2) ? COLLEGE_MAJORITY : COLLEGE_PROPORTIONAL);
        rule.lose = seeded_below(&chance, 4) == 0;
        for (uint32_t i = 0; i < count; i++)
            votes[i] = (struct college_vote){rational_of(&arena, 1 + (int64_t)seeded_below(&chance, 50), 100),
                (int64_t)seeded_below(&chance, 5), (int64_t)seeded_below(&chance, 5), 0};
        for (uint32_t i = 0; i < count; i++)
            turned[i] = votes[count - 1 - i];
        struct college_result result = ballot_colleges(&arena, votes, count, &rule);
        struct rational all = rational_add(&arena, rational_add(&arena, result.favour, result.against), result.lost);
        assert_true(is(&arena, all, 1, 1) && rational_sign(result.lost) >= 0);
        struct college_result other = ballot_colleges(&arena, turned, count, &rule);
        assert_true(rational_compare(&arena, result.favour, other.favour) == 0);
        votes[0].favour++;                                           /* one more in favour never harms… */
        bool had_voted = result.parts[0].voted;
        struct college_result more = ballot_colleges(&arena, votes, count, &rule);
        if (had_voted)                                               /* …when the college already weighed */
            assert_true(rational_compare(&arena, more.favour, result.favour) >= 0);
        arena_free(&arena);
    }
}

static struct ballot_verdict decide(struct arena *arena, const char *text, int64_t favour, int64_t against,
                                    int64_t abstained, int64_t entitled)
{
    struct ballot_rule rule;
    assert_true(ballot_rule_read(arena, text, &rule));
    return ballot_decide(arena, (struct ballot_counts){favour, against, abstained, entitled}, &rule);
}

static void majorities_count_what_they_say(void **state)
{
    struct arena arena = {0};
    struct ballot_verdict simple = decide(&arena, "simple", 22, 18, 9, 100);
    assert_true(simple.adopted && is(&arena, simple.share, 11, 20));
    assert_int_equal(decide(&arena, "simple", 20, 20, 0, 50).missing, 1);
    struct ballot_verdict absolute = decide(&arena, "absolute", 22, 18, 9, 100);
    assert_true(!absolute.adopted && absolute.missing == 3 && absolute.base == 49);
    assert_int_equal(decide(&arena, "members", 22, 18, 9, 100).missing, 29);
    assert_true(decide(&arena, "2/3", 20, 10, 0, 0).adopted);
    assert_int_equal(decide(&arena, "2/3", 20, 11, 0, 0).missing, 1);
    assert_true(decide(&arena, "75 %", 3, 1, 5, 0).adopted);
    assert_true(decide(&arena, "unanimity", 5, 0, 2, 0).adopted && !decide(&arena, "unanimity", 5, 1, 0, 0).adopted);
    assert_false(decide(&arena, "simple", 0, 0, 9, 9).valid);
    struct ballot_rule rule;
    assert_false(ballot_rule_read(&arena, "5/4", &rule));
    assert_false(ballot_rule_read(&arena, "many", &rule));
    assert_false(ballot_rule_read(&arena, NULL, &rule));
    arena_free(&arena);
}

static void the_missing_votes_are_just_enough(void **state)
{
    static const char *const rules[] = {"simple", "absolute", "members", "2/3", "75 %", "unanimity"};
    struct seeded chance = seeded_start(5);
    struct arena arena = {0};
    for (int round = 0; round < 600; round++) {
        const char *rule = rules[round % 6];
        int64_t favour = (int64_t)seeded_below(&chance, 30), against = 30 + (int64_t)seeded_below(&chance, 30);
        struct ballot_verdict verdict = decide(&arena, rule, favour, against, 4, 130);
        if (verdict.adopted || verdict.missing > against)
            continue;
        int64_t turned = verdict.missing;
        assert_true(decide(&arena, rule, favour + turned, against - turned, 4, 130).adopted);
        assert_false(decide(&arena, rule, favour + turned - 1, against - turned + 1, 4, 130).adopted);
    }
    arena_free(&arena);
}

static void quorum_by_heads_and_by_college(void **state)
{
    struct arena arena = {0};
    const struct quorum_college colleges[3] = {{5, 10}, {1, 4}, {6, 6}};
    struct quorum_rule rule = {rational_of(&arena, 1, 2), rational_of(&arena, 1, 2), 2};
    struct quorum quorum = ballot_quorum(&arena, colleges, 3, &rule);
    assert_true(quorum.met && quorum.needed == 10 && quorum.present == 12 && quorum.colleges_met == 2);
    rule.colleges = 3;
    quorum = ballot_quorum(&arena, colleges, 3, &rule);
    assert_false(quorum.met);
    assert_false(quorum.college_met[1]);
    struct buffer out = {.arena = &arena};
    ballot_quorum_sentence(&out, &rule, &quorum);
    assert_contains(buffer_string(&out), "soit 10 sur 20\u00A0; il y en a 12");
    assert_contains(buffer_string(&out), "n’est pas atteint");
    assert_false(ballot_quorum(&arena, NULL, 0, &rule).met);
    arena_free(&arena);
}

static void proxies_stop_at_the_cap_and_are_not_passed_on(void **state)
{
    struct arena arena = {0};
    const struct proxy_member members[7] = {{true, PROXY_NOBODY, 1}, {false, 0, 1}, {false, 0, 2}, {false, 0, 1},
                                            {false, 1, 1}, {true, 0, 1}, {false, 6, 1}};
    struct proxies proxies = ballot_proxies(&arena, members, 7, 2);
    assert_int_equal(proxies.states[1], PROXY_REPRESENTED);
    assert_int_equal(proxies.states[2], PROXY_REPRESENTED);
    assert_int_equal(proxies.states[3], PROXY_ABOVE_CAP);
    assert_int_equal(proxies.states[4], PROXY_PASSED_ON);
    assert_int_equal(proxies.states[5], PROXY_PRESENT);
    assert_int_equal(proxies.states[6], PROXY_ABSENT);
    assert_int_equal(proxies.voices[0], 4);
    assert_int_equal(proxies.all, 5);
    assert_true(proxies.present == 2 && proxies.represented == 2 && proxies.absent == 3);
    assert_int_equal(ballot_proxies(&arena, members, 7, 0).represented, 0);
    arena_free(&arena);
}

static void silence_is_not_consent_unless_the_rules_say_so(void **state)
{
    struct arena arena = {0};
    struct consent_rule rule = {.carrier = 0};
    const struct consent_word words[] = {{1, CONSENT_AGREES, 0, false, NULL}};
    struct consent consent = ballot_consent(&arena, 3, words, 1, &rule);
    assert_int_equal(consent.outcome, CONSENT_OPEN);
    assert_int_equal(consent.silent, 1);
    rule.silence_consents = true;
    assert_int_equal(ballot_consent(&arena, 3, words, 1, &rule).outcome, CONSENT_ADOPTED);
    assert_int_equal(ballot_consent(&arena, 0, words, 0, &rule).outcome, CONSENT_OPEN);
    arena_free(&arena);
}

static void an_objection_has_a_reason_and_is_lifted_by_its_author(void **state)
{
    struct arena arena = {0};
    struct consent_rule rule = {.carrier = 0};
    const struct consent_word words[] = {
        {1, CONSENT_OBJECTS, 0, false, " "},                         /* no reason: does not count */
        {1, CONSENT_OBJECTS, 0, false, "personne pour arroser en août"},
        {2, CONSENT_AGREES, 0, false, NULL},
        {0, CONSENT_LIFTS, 1, false, NULL},                          /* the carrier may not */
        {2, CONSENT_LIFTS, 1, true, NULL},                           /* nor the group, by this rule */
        {1, CONSENT_AMENDS, 0, false, NULL},                         /* only the carrier amends */
        {0, CONSENT_AMENDS, 0, false, NULL},
        {1, CONSENT_AGREES, 0, false, NULL}};
    struct consent blocked = ballot_consent(&arena, 3, words, 6, &rule);
    assert_int_equal(blocked.outcome, CONSENT_BLOCKED);
    assert_int_equal(blocked.refused, 4);
    assert_string_equal(blocked.objections[1], "personne pour arroser en août");
    struct consent amended = ballot_consent(&arena, 3, words, 7, &rule);
    assert_int_equal(amended.states[1], CONSENT_TO_SAY_AGAIN);
    assert_int_equal(amended.outcome, CONSENT_OPEN);
    assert_int_equal(amended.version, 2);
    assert_int_equal(ballot_consent(&arena, 3, words, 8, &rule).outcome, CONSENT_ADOPTED);
    rule.group_may_lift = true;
    assert_int_equal(ballot_consent(&arena, 3, words, 5, &rule).outcome, CONSENT_ADOPTED);
    const struct consent_word withdrawn[] = {{0, CONSENT_WITHDRAWS, 0, false, NULL}};
    assert_int_equal(ballot_consent(&arena, 3, withdrawn, 1, &rule).outcome, CONSENT_WITHDRAWN);
    arena_free(&arena);
}

static void nobody_is_a_candidate_and_the_count_only_helps(void **state)
{
    struct arena arena = {0};
    const struct naming namings[5] = {{2, PROXY_NOBODY}, {2, 3}, {3, PROXY_NOBODY}, {4, 3},
                                      {PROXY_NOBODY, PROXY_NOBODY}};
    struct no_candidate result = ballot_no_candidate(&arena, namings, 5);
    assert_int_equal(result.order[0], 3);
    assert_int_equal(result.after[3], 3);
    assert_int_equal(result.first[3], 1);
    assert_int_equal(result.named, 3);
    assert_true(result.spoke == 4 && result.changed == 2 && !result.tied);
    const struct naming even[2] = {{0, PROXY_NOBODY}, {1, PROXY_NOBODY}};
    assert_true(ballot_no_candidate(&arena, even, 2).tied);
    struct buffer out = {.arena = &arena};
    ballot_no_candidate_sentence(&out, &result);
    assert_contains(buffer_string(&out), "4 personnes ont nommé quelqu’un, 2 ont changé d’avis");
    arena_free(&arena);
}

const struct CMUnitTest ballots_tests[] = {
    PLAIN("colleges vote as worked by hand, in both variants", colleges_as_worked_by_hand),
    PLAIN("silent colleges leave their weight, nobody passes the cap by it",
          silent_colleges_leave_their_weight_under_the_cap),
    PLAIN("a college alone does not decide by the weight of others",
          a_college_alone_does_not_decide_by_the_weight_of_others),
    PLAIN("college weights always add up, whatever the order", college_weights_always_add_up),
    PLAIN("majorities count what they say", majorities_count_what_they_say),
    PLAIN("the missing votes that are told are just enough", the_missing_votes_are_just_enough),
    PLAIN("a quorum by heads and by college", quorum_by_heads_and_by_college),
    PLAIN("proxies stop at the cap and are not passed on", proxies_stop_at_the_cap_and_are_not_passed_on),
    PLAIN("silence is not consent unless the rules say so", silence_is_not_consent_unless_the_rules_say_so),
    PLAIN("an objection has a reason and is lifted by its author",
          an_objection_has_a_reason_and_is_lifted_by_its_author),
    PLAIN("nobody is a candidate and the count only helps", nobody_is_a_candidate_and_the_count_only_helps), {0}};

/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Connected teams out of a file, and what a file of lots and candidates is refused for. */
#include "main/compute_testing.h"

#define LOTS "{\"lots\":[{\"id\":\"repas\",\"volume\":2000},\"livraison\"],"
#define PEOPLE "\"candidates\":[{\"id\":\"A\",\"can\":{\"repas\":2000}},{\"id\":\"B\",\"can\":[\"livraison\"]}," \
    "{\"id\":\"H\",\"distance\":10},{\"id\":\"C\",\"can\":{\"repas\":1999,\"livraison\":true},\"distance\":900}],"
#define TIES "\"ties\":[{\"a\":\"A\",\"b\":\"H\",\"strength\":4},{\"a\":\"H\",\"b\":\"B\",\"strength\":4}," \
    "{\"a\":\"A\",\"b\":\"B\",\"strength\":1},{\"a\":\"A\",\"b\":\"C\",\"strength\":0}]"

static void answers(struct run *run, const char *text, const char *awaited)
{
    compute(run, "coalition", 1, (char *[]){file(run, "a", text)});
    assert_int_equal(run->status, 0);
    assert_contains(run->said, awaited);
}

static void a_connected_team_says_who_only_ties_the_others(void **state)
{
    struct run *run = *state;
    answers(run, LOTS PEOPLE TIES ",\"connected\":true}", "{\"outcome\":\"found\",\"connected\":{\"members\":["
            "{\"id\":\"A\",\"covers\":[{\"lot\":\"repas\",\"quantity\":2000}],\"link\":false},"
            "{\"id\":\"B\",\"covers\":[{\"lot\":\"livraison\",\"quantity\":1}],\"link\":false},"
            "{\"id\":\"H\",\"covers\":[],\"link\":true}],"
            "\"ties\":[{\"a\":\"A\",\"b\":\"H\",\"length\":0.25},{\"a\":\"B\",\"b\":\"H\",\"length\":0.25}],"
            "\"cost\":0.5}");
    assert_contains(run->said, "\"leader\":\"A\",\"distance\":0.5}");
    assert_contains(run->said, "\"missing\":[]");
}

static void the_table_says_who_does_what_and_what_is_proven(void **state)
{
    struct run *run = *state;
    compute(run, "coalition", 2, (char *[]){file(run, "a", LOTS PEOPLE TIES "}"), "--table"});
    assert_int_equal(run->status, 0);
    assert_contains(run->said, "1. ");
    assert_contains(run->said, "A\u00a0: repas 2000");
    assert_contains(run->said, "B\u00a0: livraison");
    char *lacking = file(run, "a", LOTS "\"candidates\":[{\"id\":\"A\",\"can\":{\"repas\":7}}]}");
    compute(run, "coalition", 2, (char *[]){lacking, "--table"});
    assert_contains(run->said, "A\u00a0: repas 7");
    assert_contains(run->said, "repas\u00a0: tous ensemble peuvent 7");
    assert_contains(run->said, "livraison\u00a0: tous ensemble peuvent 0");
}

static void kilometres_weigh_when_it_is_asked(void **state)
{
    struct run *run = *state;
    answers(run, LOTS PEOPLE TIES ",\"connected\":{\"km\":10}}",
            "\"ties\":[{\"a\":\"A\",\"b\":\"B\",\"length\":1}],\"cost\":61}");
}

static void a_fixed_member_is_in_the_team_and_an_excluded_one_is_not(void **state)
{
    struct run *run = *state;
    answers(run, LOTS PEOPLE TIES ",\"connected\":true,\"excluded\":[\"H\"]}", "\"cost\":1}");
    answers(run, LOTS PEOPLE TIES ",\"connected\":{},\"fixed\":[\"H\"]}",
            "{\"id\":\"H\",\"covers\":[],\"link\":false}],");
}

static void no_connected_team_says_why(void **state)
{
    struct run *run = *state;
    answers(run, LOTS PEOPLE TIES ",\"connected\":true,\"excluded\":[\"A\"]}",
            "{\"outcome\":\"missing\",\"connected\":null,\"led\":null,"
            "\"missing\":[{\"lot\":\"repas\",\"wanted\":2000,\"reachable\":1999}]}");
    answers(run, LOTS PEOPLE "\"connected\":true}", "{\"outcome\":\"apart\",\"connected\":null,\"led\":null,");
}

static void is_refused(struct run *run, const char *text, const char *place)
{
    compute(run, "coalition", 1, (char *[]){file(run, "c", text)});
    assert_int_equal(run->status, EXIT_FAILED);
    assert_string_equal(run->said, "");
    assert_contains(run->complained, place);
}

static void what_a_connected_team_cannot_take_is_refused(void **state)
{
    struct run *run = *state;
    is_refused(run, LOTS PEOPLE TIES ",\"connected\":1}", "/c: connected: ");
    is_refused(run, LOTS PEOPLE TIES ",\"connected\":{\"km\":-1}}", "/c: connected.km: ");
    is_refused(run, LOTS PEOPLE TIES ",\"connected\":true,\"max_members\":3}", "/c: max_members: ");
    is_refused(run, LOTS PEOPLE TIES ",\"connected\":true,\"incompatible\":[[\"A\",\"B\"]]}", "/c: incompatible: ");
    is_refused(run, "{\"lots\":[1,2,3,4,5,6,7,8,9,10,11,12,13],\"candidates\":[\"A\"],\"connected\":true}",
               "/c: lots: ");
}

static void a_wrong_value_is_named_with_its_field(void **state)
{
    static const struct { const char *text, *place; } wrong[] = {
        {"{\"lots\":[{\"id\":\"a\",\"volume\":1e308}]}", "/c: lots[0].volume: "},
        {"{\"lots\":[{\"id\":\"a\",\"volume\":1e-308}]}", "/c: lots[0].volume: "},
        {"{\"lots\":[{\"id\":\"a\",\"volume\":\"2\"}]}", "/c: lots[0].volume: "},
        {"{\"lots\":[\"a\"],\"candidates\":[{\"id\":\"A\",\"distance\":-1}]}", "/c: candidates[0].distance: "},
        {"{\"lots\":[\"a\"],\"candidates\":[{\"id\":\"A\",\"can\":\"a\"}]}", "/c: candidates[0].can: "},
        {"{\"lots\":[\"a\"],\"candidates\":[{\"id\":\"A\",\"can\":{\"a\":\"much\"}}]}", "/c: candidates[0].can.a: "},
        {"{\"lots\":[\"a\"],\"candidates\":[{\"id\":\"A\",\"fixed\":\"yes\"}]}", "/c: candidates[0].fixed: "},
        {"{\"lots\":[\"a\"],\"candidates\":[{\"id\":\"A\",\"labels\":\"bio\"}]}", "/c: candidates[0].labels: "},
        {"{\"lots\":[\"a\"],\"candidates\":[{\"id\":\"A\",\"college\":[]}]}", "/c: candidates[0].college: "},
        {"{\"lots\":[\"a\"],\"candidates\":[\"A\"],\"fixed\":[\"A\"],\"excluded\":[\"A\"]}", "/c: candidates[0]: "},
        {"{\"lots\":[\"a\"],\"candidates\":[\"A\",\"B\"],\"ties\":[{\"a\":\"A\",\"b\":\"B\",\"strength\":1e99}]}",
         "/c: ties[0].strength: "},
        {"{\"lots\":[\"a\"],\"candidates\":[\"A\"],\"most\":0}", "/c: most: "},
        {"{\"lots\":[\"a\"],\"candidates\":[\"A\"],\"max_members\":2.5}", "/c: max_members: "},
        {"{\"lots\":[\"a\"],\"candidates\":[\"A\"],\"max_membres\":2}", "/c: max_membres: "}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        is_refused(*state, wrong[i].text, wrong[i].place);
}

#define RUN(name, function) {name, function, compute_begin, compute_end, NULL}
const struct CMUnitTest compute_coalition_tests[] = {
    RUN("a connected team says who only ties the others", a_connected_team_says_who_only_ties_the_others),
    RUN("the table says who does what and what is proven", the_table_says_who_does_what_and_what_is_proven),
    RUN("kilometres weigh when it is asked", kilometres_weigh_when_it_is_asked),
    RUN("a fixed member is in the team and an excluded one is not",
        a_fixed_member_is_in_the_team_and_an_excluded_one_is_not),
    RUN("no connected team says why", no_connected_team_says_why),
    RUN("what a connected team cannot take is refused", what_a_connected_team_cannot_take_is_refused),
    RUN("a wrong value is named with its field", a_wrong_value_is_named_with_its_field),
    {0}
};

/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute money on shares, matched funds and commitments: answers to the cent, refusals with their place. */
#include "main/compute_testing.h"

static void ask(struct run *run, const char *question)
{
    compute(run, "money", 1, (char *[]){file(run, "a", question)});
}

static void ask_why(struct run *run, const char *question)
{
    compute(run, "money", 2, (char *[]){file(run, "a", question), "--explain"});
}

static void refused(struct run *run, const char *question, const char *complaint)
{
    ask(run, question);
    assert_int_equal(run->status, EXIT_FAILED);
    assert_string_equal(run->said, "");
    assert_contains(run->complained, complaint);
}

static void a_file_that_is_no_question_is_refused(void **state)
{
    struct run *run = *state;
    refused(run, "{\"kind\":", "/a:1: ");
    refused(run, "[]", "«\u00A0kind\u00A0»");
    refused(run, "{\"kind\":\"tontine\"}", "/a: kind: ");
    assert_contains(run->complained, "shares, matched, quadratic, commitments, loan");
    compute(run, "money", 0, NULL);
    assert_int_equal(run->status, EXIT_USAGE);
    compute(run, "money", 2, (char *[]){"a", "--sum"});
    assert_int_equal(run->status, EXIT_USAGE);
}

static void hours_share_a_thousand_euros(void **state)
{
    struct run *run = *state;
    ask(run, "{\"kind\":\"shares\",\"amount\":\"1 000,00 €\",\"key\":\"hours\",\"people\":["
             "{\"id\":\"A\",\"hours\":3},{\"id\":\"B\",\"hours\":7},{\"id\":\"C\",\"hours\":5}]}");
    assert_int_equal(run->status, 0);
    assert_string_equal(run->complained, "");
    assert_contains(run->said, "{\"id\":\"A\",\"cents\":20000,");
    assert_contains(run->said, "{\"id\":\"B\",\"cents\":46667,\"weight\":\"7/15\",\"exact\":\"140000/3\","
                               "\"rounded_up\":true");
    assert_contains(run->said, "{\"id\":\"C\",\"cents\":33333,");
}

static void keys_mix_between_floors_and_ceilings(void **state)
{
    struct run *run = *state;
    ask(run, "{\"kind\":\"shares\",\"amount\":100000,\"keys\":[{\"by\":\"pop\",\"times\":\"rural\",\"part\":\"2/3\"},"
             "{\"by\":\"equal\",\"part\":\"1/3\"}],\"people\":[{\"id\":\"A\",\"pop\":300,\"rural\":1.2,"
             "\"least\":40000},"
             "{\"id\":\"B\",\"pop\":700,\"rural\":\"1/2\",\"most\":30000},{\"id\":\"C\",\"pop\":500,\"rural\":1}]}");
    assert_int_equal(run->status, 0);
    assert_contains(run->said, "{\"id\":\"A\",\"cents\":40000,\"weight\":\"337/1089\",");
    assert_contains(run->said, "\"held\":\"least\"");
    assert_contains(run->said, "{\"id\":\"B\",\"cents\":26410,");
    assert_contains(run->said, "{\"id\":\"C\",\"cents\":33590,");
}

static void each_wrong_place_of_a_question_is_named(void **state)
{
    struct run *run = *state;
    refused(run, "{\"kind\":\"shares\",\"amount\":-5,\"key\":\"h\",\"zz\":1,\"people\":[{\"id\":\"A\",\"h\":-1},"
                 "{\"id\":\"A\",\"h\":\"x\",\"most\":1.5},{\"h\":1}]}", "/a: amount: ");
    assert_contains(run->complained, "/a: zz: ");
    assert_contains(run->complained, "/a: people[0].h: ");
    assert_contains(run->complained, "/a: people[1].id: ");
    assert_contains(run->complained, "/a: people[1].h: ");
    assert_contains(run->complained, "/a: people[1].most: ");
    assert_contains(run->complained, "/a: people[2].id: ");
    refused(run, "{\"kind\":\"shares\",\"amount\":99999999999999999,\"key\":\"equal\",\"people\":[{\"id\":\"A\"}]}",
            "/a: amount: ");
    refused(run, "{\"kind\":\"shares\",\"amount\":5,\"keys\":[{\"by\":\"equal\",\"part\":\"1/2\"}],"
                 "\"people\":[{\"id\":\"A\"}]}", "exactement 1");
    refused(run, "{\"kind\":\"shares\",\"amount\":5,\"key\":\"equal\",\"people\":[{\"id\":\"A\",\"most\":4}]}",
            "plafonds");
    refused(run, "{\"kind\":\"shares\",\"amount\":5,\"key\":\"equal\",\"people\":[]}", "/a: people: ");
}

#define COST "\"people\":[{\"id\":\"A\"},{\"id\":\"B\"}],\"costs\":[{\"who\":[\"A\"],\"cost\":600}," \
    "{\"who\":[\"B\"],\"cost\":300}"

static void a_cost_is_shared_and_who_would_leave_is_named(void **state)
{
    struct run *run = *state;
    ask(run, "{\"kind\":\"shares\",\"method\":\"equal\"," COST ",{\"who\":[\"B\",\"A\"],\"cost\":\"8 €\"}]}");
    assert_int_equal(run->status, 0);
    assert_contains(run->said, "\"core\":false,\"objection_count\":1,\"objections\":[{\"who\":[\"B\"],\"pays\":400,"
                               "\"alone\":300}]");
    ask(run, "{\"kind\":\"shares\",\"method\":\"shapley\"," COST ",{\"who\":[\"B\",\"A\"],\"cost\":800}]}");
    assert_contains(run->said, "{\"id\":\"A\",\"cents\":550,\"exact\":\"550\",\"alone\":600}");
    assert_contains(run->said, "\"core\":true");
    refused(run, "{\"kind\":\"shares\",\"method\":\"shapley\"," COST "]}", "A + B");
    refused(run, "{\"kind\":\"shares\",\"method\":\"shapley\"," COST ",{\"who\":[\"B\",\"Z\"],\"cost\":1}]}",
            "/a: costs[2].who: ");
    ask(run, "{\"kind\":\"shares\",\"method\":\"serial\",\"people\":[{\"id\":\"A\",\"demand\":1},"
             "{\"id\":\"B\",\"demand\":2},{\"id\":\"C\",\"demand\":3}],\"tariff\":[{\"quantity\":0,\"cost\":0},"
             "{\"quantity\":3,\"cost\":9},{\"quantity\":5,\"cost\":25},{\"quantity\":6,\"cost\":36}]}");
    assert_contains(run->said, "{\"id\":\"C\",\"cents\":22,");
    refused(run, "{\"kind\":\"shares\",\"method\":\"serial\",\"people\":[{\"id\":\"A\",\"demand\":9}],"
                 "\"tariff\":[{\"quantity\":0,\"cost\":0},{\"quantity\":3,\"cost\":9}]}", "/a: tariff: ");
}

#define OKOTE(gifts) "{\"kind\":\"matched\",\"funds\":[{\"id\":\"métropole\",\"per_project\":\"4 000 €\"}," \
    "{\"id\":\"entreprise\",\"per_project\":\"3 000 €\"}],\"gifts\":[{\"amount\":\"100 €\",\"times\":" gifts "}]," \
    "\"campaigns\":[{\"goal\":\"12 000 €\",\"threshold\":\"75 %\",\"commission\":\"8 %\"}]}"

static void a_campaign_is_settled_on_its_matched_gifts(void **state)
{
    struct run *run = *state;
    ask(run, OKOTE("35"));
    assert_int_equal(run->status, 0);
    assert_contains(run->said, "\"added\":{\"métropole\":350000,\"entreprise\":300000}");
    assert_contains(run->said, "\"state\":\"reached\",");
    assert_contains(run->said, "\"total\":1000000,\"floor\":900000,\"missing\":0,\"commission\":80000,");
    assert_contains(run->said, "\"commission_of\":{\"gifts\":28000,\"funds\":{\"métropole\":28000,"
                               "\"entreprise\":24000}}");
    assert_contains(run->said, "\"net\":920000,\"refunded\":0,\"multiplier\":\"2\"");
    ask(run, OKOTE("29"));
    assert_contains(run->said, "\"state\":\"failed\",");
    assert_contains(run->said, "\"net\":0,\"refunded\":290000");
    ask_why(run, "{\"kind\":\"matched\",\"funds\":[{\"id\":\"F\",\"per_gift\":100,\"until\":\"2026-05-01\"}],"
                 "\"gifts\":[{\"who\":\"Ana\",\"amount\":300},{\"amount\":5,\"day\":\"2026-05-02\"}]}");
    assert_int_equal(run->status, 0);
    assert_contains(run->said, "\"gift\":1,\"who\":\"Ana\",\"added\":100,\"held_by\":\"per_gift\"}");
    assert_contains(run->said, "\"gift\":2,\"who\":null,\"added\":0,\"held_by\":\"until\"}");
    refused(run, "{\"kind\":\"matched\",\"funds\":[{\"id\":\"F\",\"ratio\":-1},"
                 "{\"id\":\"F\",\"until\":\"2026-02-30\"}],"
                 "\"gifts\":[{\"amount\":3}],\"campaigns\":[{\"goal\":100,\"threshold\":\"120 %\"}]}",
            "/a: campaigns[0].threshold: ");
    assert_contains(run->complained, "/a: funds[1].id: ");
    assert_contains(run->complained, "/a: funds[1].until: ");
    refused(run, "{\"kind\":\"matched\",\"funds\":[{\"id\":\"F\",\"ratio\":-1}],\"gifts\":[{\"amount\":3}]}",
            "/a: funds[0].ratio: ");
}

static void many_small_gifts_call_for_more_than_a_large_one(void **state)
{
    struct run *run = *state;
    ask(run, "{\"kind\":\"quadratic\",\"pool\":\"1 000 €\",\"gifts\":[{\"project\":\"A\",\"amount\":\"900 €\"},"
             "{\"project\":\"B\",\"amount\":\"100 €\",\"times\":9},"
             "{\"project\":\"C\",\"amount\":\"25 €\",\"times\":36},"
             "{\"project\":\"D\",\"who\":\"x\",\"amount\":\"300 €\"},"
             "{\"project\":\"D\",\"who\":\"y\",\"amount\":\"300 €\"},"
             "{\"project\":\"D\",\"who\":\"z\",\"amount\":\"300 €\"}],\"split\":\"z\"}");
    assert_int_equal(run->status, 0);
    assert_contains(run->said, "{\"id\":\"A\",\"givers\":1,\"given\":90000,\"called\":0,\"added\":0}");
    assert_contains(run->said, "\"called\":720000,\"added\":17778}");
    assert_contains(run->said, "\"called\":3150000,\"added\":77778}");
    assert_contains(run->said, "\"called\":180000,\"added\":4444}");
    assert_contains(run->said, "\"split\":{\"who\":\"z\",\"moved\":");
    refused(run, "{\"kind\":\"quadratic\",\"rule\":\"cubic\",\"pool\":5,\"gifts\":[{\"amount\":-1}],\"split\":\"z\"}",
            "/a: rule: ");
    assert_contains(run->complained, "/a: gifts[0].amount: ");
    assert_contains(run->complained, "/a: split: ");
}

#define WAITING "{\"kind\":\"commitments\",\"funders\":[" \
    "{\"id\":\"Région\",\"amount\":\"30 000 €\",\"group\":\"public\",\"if\":[{\"who\":\"Ville\"}]}," \
    "{\"id\":\"Ville\",\"amount\":\"10 000 €\",\"group\":\"public\",\"if\":[{\"any\":[{\"who\":\"Région\"}," \
    "{\"total\":\"90 000 €\"}]}]},{\"id\":\"Banque\",\"amount\":\"8 000 €\",\"group\":\"privé\"}," \
    "{\"id\":\"Mécène\",\"amount\":\"1 000 €\",\"if\":[{\"group\":\"privé\",\"at_least\":\"20 000 €\"}]}]}"

static void a_circle_of_commitments_is_named_with_who_could_break_it(void **state)
{
    struct run *run = *state;
    ask(run, WAITING);
    assert_int_equal(run->status, 0);
    assert_contains(run->said, "\"promised\":4900000,\"total\":800000,\"together\":4800000,");
    assert_contains(run->said, "\"circles\":[{\"members\":[\"Région\",\"Ville\"],\"first\":\"Région\","
                               "\"frees\":4000000,");
    assert_contains(run->said, "{\"id\":\"Mécène\",\"state\":\"lacking\",");
    ask(run, "{\"kind\":\"commitments\",\"funders\":[{\"id\":\"V\",\"amount\":900,\"group\":\"public\"},"
             "{\"id\":\"A\",\"amount\":100}],\"groups\":[{\"id\":\"public\",\"ceiling\":\"80 %\"}]}");
    assert_contains(run->said, "{\"id\":\"V\",\"state\":\"free\",\"promised\":900,\"cents\":400,");
    assert_contains(run->said, "\"total\":500,");
    refused(run, "{\"kind\":\"commitments\",\"funders\":[{\"id\":\"V\",\"amount\":1,\"if\":[{\"who\":\"V\"},"
                 "{\"who\":\"Z\"},{\"total\":1,\"count\":2}]},{\"id\":\"W\",\"amount\":1,\"ceiling\":2}]}",
            "/a: funders[1].ceiling: ");
    refused(run, "{\"kind\":\"commitments\",\"funders\":[{\"id\":\"V\",\"amount\":1,\"if\":[{\"who\":\"V\"},"
                 "{\"who\":\"Z\"},{\"total\":1,\"count\":2}]}]}", "/a: funders[0].if[0]: ");
    assert_contains(run->complained, "/a: funders[0].if[1].who: ");
    assert_contains(run->complained, "/a: funders[0].if[2]: ");
}

#define TEST(sentence, function) {sentence, function, compute_begin, compute_end, NULL}
const struct CMUnitTest compute_money_tests[] = {
    TEST("a file that is no question is refused", a_file_that_is_no_question_is_refused),
    TEST("hours share a thousand euros", hours_share_a_thousand_euros),
    TEST("keys mix between floors and ceilings", keys_mix_between_floors_and_ceilings),
    TEST("each wrong place of a question is named", each_wrong_place_of_a_question_is_named),
    TEST("a cost is shared, and who would leave is named", a_cost_is_shared_and_who_would_leave_is_named),
    TEST("a campaign is settled on its matched gifts", a_campaign_is_settled_on_its_matched_gifts),
    TEST("many small gifts call for more than a large one", many_small_gifts_call_for_more_than_a_large_one),
    TEST("a circle of commitments is named, with who could break it",
         a_circle_of_commitments_is_named_with_who_could_break_it),
    {0}};

/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute money on loans, plans, cash, gifts in kind and insertion: answers to the cent, refusals with their
 * place. */
#include "main/compute_testing.h"

static void ask(struct run *run, const char *question)
{
    compute(run, "money", 1, (char *[]){file(run, "a", question)});
}

static void a_loan_answers_with_its_schedule_and_its_effective_rate(void **state)
{
    struct run *run = *state;
    ask(run, "{\"kind\":\"loan\",\"amount\":\"50 000 €\",\"rate\":\"2 %\",\"months\":60,\"deferred\":12,"
             "\"date\":\"2026-01-31\"}");
    assert_int_equal(run->status, 0);
    assert_contains(run->said, "{\"month\":1,\"date\":\"2026-02-28\",\"paid\":8333,\"interest\":8333,");
    assert_contains(run->said, "\"payment\":87639,");
    assert_contains(run->said, "\"effective_rate\":0.0201");
    ask(run, "{\"kind\":\"loan\",\"amount\":10000000,\"rate\":0.02,\"months\":60,\"deferred\":24,"
             "\"deferral\":\"total\"}");
    assert_contains(run->said, "\"deferred_capital\":10407761,");
    assert_contains(run->said, "\"payment\":182425,");
}

/* The examples of the directive 98/7/EC, annex. */
static void flows_of_the_directive_give_its_rates(void **state)
{
    struct run *run = *state;
    ask(run, "{\"kind\":\"rate\",\"basis\":\"days\",\"flows\":[{\"date\":\"1994-01-01\",\"received\":\"1 000 €\"},"
             "{\"date\":\"1995-07-01\",\"paid\":\"1 200 €\"}]}");
    assert_contains(run->said, "\"effective_rate\":0.1296");
    ask(run, "{\"kind\":\"rate\",\"flows\":[{\"date\":\"2026-01-01\",\"received\":100000},"
             "{\"date\":\"2026-04-01\",\"paid\":27200},{\"date\":\"2026-07-01\",\"paid\":27200},"
             "{\"date\":\"2027-01-01\",\"paid\":54400}]}");
    assert_contains(run->said, "\"effective_rate\":0.1318");
    ask(run, "{\"kind\":\"rate\",\"flows\":[{\"date\":\"2026-01-01\",\"paid\":100}]}");
    assert_contains(run->said, "\"effective_rate\":null,\"rates\":0");
}

static void a_wrong_loan_names_the_member_or_says_the_rule(void **state)
{
    struct run *run = *state;
    ask(run, "{\"kind\":\"loan\",\"amount\":\"beaucoup\",\"rate\":\"2 %\",\"months\":0,\"type\":\"revolving\","
             "\"x\":1}");
    assert_int_equal(run->status, EXIT_FAILED);
    assert_contains(run->complained, "/a: amount: ");
    assert_contains(run->complained, "/a: months: ");
    assert_contains(run->complained, "/a: type: ");
    assert_contains(run->complained, "/a: x: ");
    ask(run, "{\"kind\":\"loan\",\"type\":\"title\",\"amount\":1000,\"months\":60}");
    assert_int_equal(run->status, EXIT_FAILED);
    assert_contains(run->complained, "84 mois");
    ask(run, "{\"kind\":\"loan\",\"amount\":1000,\"months\":60,\"rate\":\"1/3\"}");
    assert_contains(run->complained, "/a: rate: ");
}

#define PLACE \
    "\"months\":24,\"start\":\"2027-01-01\",\"opening\":\"-500 €\",\"lines\":[" \
    "{\"name\":\"Salaires\",\"type\":\"animation\",\"state\":\"forecast\",\"amount\":\"3 000 €\",\"month\":1," \
    "\"times\":24}," \
    "{\"name\":\"Région\",\"type\":\"grant\",\"state\":\"firm\",\"amount\":\"30 000,01 €\",\"month\":2,\"delay\":3," \
    "\"parts\":[{\"after\":0,\"share\":\"50 %\"},{\"after\":11,\"share\":\"50 %\"}]}," \
    "{\"name\":\"Ville\",\"type\":\"grant\",\"state\":\"promised\",\"amount\":\"10 000 €\",\"month\":6," \
    "\"chance\":\"60 %\"}," \
    "{\"name\":\"Prêt\",\"type\":\"loan\",\"state\":\"firm\",\"month\":3,\"loan\":{\"amount\":\"20 000 €\"," \
    "\"rate\":\"2 %\",\"months\":48,\"deferred\":12}}]"

static void a_plan_keeps_states_apart_year_by_year(void **state)
{
    struct run *run = *state;
    ask(run, "{\"kind\":\"plan\"," PLACE "}");
    assert_string_equal(run->complained, "");
    assert_int_equal(run->status, 0);
    assert_contains(run->said, "{\"year\":1,\"needs\":{\"paid\":0,\"firm\":0,\"promised\":0,\"forecast\":3600000},"
                               "\"resources\":{\"paid\":0,\"firm\":3500001,\"promised\":1000000,\"forecast\":0}");
    assert_contains(run->said, "\"largest_funder\":\"Région\"");
}

static void a_cash_curve_says_why_it_is_red_and_what_chance_asks_for(void **state)
{
    struct run *run = *state;
    ask(run, "{\"kind\":\"cash\"," PLACE ",\"why\":{\"month\":14},\"risk\":{\"cost_spread\":\"5 %\",\"points\":64,"
             "\"grant_delay\":{\"mean\":3,\"spread\":2},\"correlation\":{\"revenue_delay\":-0.2},\"without\":true}}");
    assert_string_equal(run->complained, "");
    assert_contains(run->said, "{\"cause\":\"late\",\"line\":\"Région\",\"cents\":1500000,\"until\":16,"
                               "\"alone\":true}");
    assert_contains(run->said, "Solde à la fin du mois 14 (février 2028)");
    assert_contains(run->said, "\"scenarios\":1600,\"ever_red\":{\"value\":");
    assert_contains(run->said, "\"patient_capital_without_delay\":{\"value\":");
    const char *before = run->said;
    ask(run, "{\"kind\":\"cash\"," PLACE ",\"why\":{\"month\":14},\"risk\":{\"cost_spread\":\"5 %\",\"points\":64,"
             "\"grant_delay\":{\"mean\":3,\"spread\":2},\"correlation\":{\"revenue_delay\":-0.2},\"without\":true,"
             "\"threads\":2}}");
    assert_string_equal(run->said, before);
}

static void a_wrong_plan_names_its_line(void **state)
{
    struct run *run = *state;
    ask(run, "{\"kind\":\"plan\",\"months\":12,\"start\":\"2027-02-30\",\"lines\":[{\"name\":\"a\",\"type\":\"sales\","
             "\"state\":\"firm\",\"amount\":1,\"month\":1},{\"name\":\"b\",\"state\":\"firm\",\"amount\":-1,"
             "\"month\":1}]}");
    assert_int_equal(run->status, EXIT_FAILED);
    assert_contains(run->complained, "/a: start: ");
    assert_contains(run->complained, "/a: lines[1]: ");
    assert_contains(run->complained, "/a: lines[1].amount: ");
    ask(run, "{\"kind\":\"cash\",\"months\":12,\"start\":\"2027-01-01\",\"lines\":[{\"name\":\"a\",\"type\":\"grant\","
             "\"state\":\"promised\",\"amount\":1,\"month\":13}]}");
    assert_contains(run->complained, "/a: lines[0]: Le mois d’une ligne");
    ask(run, "{\"kind\":\"cash\",\"months\":12,\"start\":\"2027-01-01\",\"lines\":[{\"name\":\"a\",\"type\":\"grant\","
             "\"state\":\"promised\",\"amount\":1,\"month\":1}],\"risk\":{}}");
    assert_contains(run->complained, "/a: lines[0]: Ce qui est promis");
    ask(run, "{\"kind\":\"plan\",\"months\":12,\"start\":\"2027-01-01\",\"lines\":[]}");
    assert_contains(run->complained, "/a: lines: ");
}

static void gifts_in_kind_are_worth_their_dated_rate(void **state)
{
    struct run *run = *state;
    ask(run, "{\"kind\":\"in_kind\",\"rates\":[{\"name\":\"bénévole\",\"from\":\"2026-01-01\",\"amount\":\"18,50 €\"}],"
             "\"gifts\":[{\"type\":\"work\",\"rate\":\"bénévole\",\"date\":\"2026-03-16\",\"people\":14,"
             "\"hours\":2}]}");
    assert_contains(run->said, "\"cents\":51800,\"rate\":0,\"debit\":864,\"credit\":875}");
    assert_contains(run->said, "\"total\":51800");
    ask(run, "{\"kind\":\"in_kind\",\"rates\":[{\"name\":\"bénévole\",\"from\":\"2026-01-01\",\"amount\":1850}],"
             "\"gifts\":[{\"type\":\"work\",\"rate\":\"bénévole\",\"date\":\"2025-12-31\",\"quantity\":2}]}");
    assert_int_equal(run->status, EXIT_FAILED);
    assert_contains(run->complained, "/a: gifts[0]: ");
}

static void hours_of_insertion_are_due_done_and_late(void **state)
{
    struct run *run = *state;
    ask(run, "{\"kind\":\"insertion\",\"clause\":{\"amount\":\"1 000 000 €\",\"labour\":\"50 %\",\"insertion\":\"5 %\","
             "\"hour\":\"30 €\"},\"lots\":[{\"name\":\"Gros œuvre\",\"hours\":833,\"start\":\"2026-01-01\","
             "\"end\":\"2026-12-31\"}],\"done\":[{\"lot\":\"Gros œuvre\",\"mode\":\"lent\",\"date\":\"2026-02-01\","
             "\"hours\":70.5}],\"today\":\"2026-06-30\"}");
    assert_string_equal(run->complained, "");
    assert_contains(run->said, "\"hours\":833,");
    assert_contains(run->said, "\"lent\":70.5,");
    assert_contains(run->said, "\"remaining\":762.5,");
    ask(run, "{\"kind\":\"insertion\",\"lots\":[{\"name\":\"A\",\"hours\":10,\"start\":\"2026-01-02\","
             "\"end\":\"2026-01-01\"}],\"done\":[{\"lot\":\"B\",\"date\":\"2026-01-01\",\"hours\":1}],"
             "\"today\":\"2026-01-01\"}");
    assert_contains(run->complained, "/a: lots[0]: ");
    assert_contains(run->complained, "/a: done[0]: ");
    ask(run, "{\"kind\":\"insertion\"}");
    assert_int_equal(run->status, EXIT_FAILED);
}

#define ON_FILES(sentence, function) {sentence, function, compute_begin, compute_end, NULL}
const struct CMUnitTest compute_money_plan_tests[] = {
    ON_FILES("a loan answers with its schedule and its effective rate",
             a_loan_answers_with_its_schedule_and_its_effective_rate),
    ON_FILES("flows of the directive give its rates", flows_of_the_directive_give_its_rates),
    ON_FILES("a wrong loan names the member, or says the rule", a_wrong_loan_names_the_member_or_says_the_rule),
    ON_FILES("a plan keeps states apart, year by year", a_plan_keeps_states_apart_year_by_year),
    ON_FILES("a cash curve says why it is red, and what chance asks for",
             a_cash_curve_says_why_it_is_red_and_what_chance_asks_for),
    ON_FILES("a wrong plan names its line", a_wrong_plan_names_its_line),
    ON_FILES("gifts in kind are worth their dated rate", gifts_in_kind_are_worth_their_dated_rate),
    ON_FILES("hours of insertion are due, done and late", hours_of_insertion_are_due_done_and_late),
    {0}};

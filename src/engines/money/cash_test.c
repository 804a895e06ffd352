/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Plans: cents conserved, states apart, the trough, why it is red, gifts in kind. */
#include "base/time.h"
#include "engines/cash.h"
#include "engines/kernel/seeded.h"
#include "main/testing.h"

enum { WAGES, WORKS, SALES, REGION, CITY, BANK, HOURS, LINES };
static const struct loan bank = {.cents = 2000000, .rate = 20000, .months = 48, .deferred = 12};
static const struct plan_part halves[] = {{0, 500000}, {11, 500000}};

/* A place of 24 months: wages and works, sales that rise, a grant in two parts paid late, another only promised. */
static struct plan small_plan(struct plan_line *lines)
{
    const struct plan_line all[LINES] = {
        [WAGES] = {.name = "Salaires", .kind = PLAN_ANIMATION, .state = PLAN_FORECAST, .cents = 300000, .month = 1,
                   .times = 24},
        [WORKS] = {.name = "Travaux", .kind = PLAN_INVESTMENT, .state = PLAN_FIRM, .cents = 2400000, .month = 3},
        [SALES] = {.name = "Ventes", .kind = PLAN_SALES, .state = PLAN_FORECAST, .cents = 150000, .month = 4,
                   .times = 21, .delay = 1, .growth = 200000},
        [REGION] = {.name = "Région", .kind = PLAN_GRANT, .state = PLAN_FIRM, .cents = 3000001, .month = 2, .delay = 3,
                    .parts = halves, .part_count = 2, .for_animation = true},
        [CITY] = {.name = "Ville", .kind = PLAN_GRANT, .state = PLAN_PROMISED, .cents = 1000000, .month = 6,
                  .chance = 600000},
        [BANK] = {.name = "Prêt", .funder = "Banque", .kind = PLAN_LOAN, .state = PLAN_FIRM, .month = 3, .loan = &bank},
        [HOURS] = {.name = "Bénévolat", .kind = PLAN_IN_KIND, .state = PLAN_FORECAST, .cents = 51800, .month = 1,
                   .times = 24}};
    memcpy(lines, all, sizeof all);
    return (struct plan){.months = 24, .start = days_from_civil(2027, 1, 1), .opening = 500000, .lines = lines,
                         .count = LINES};
}

static void a_small_plan_gives_the_ledger_one_would_write_by_hand(void **state)
{
    struct arena arena = {0};
    struct plan_line lines[LINES];
    struct plan plan = small_plan(lines);
    size_t line;
    assert_null(plan_trouble(&plan, &line));
    struct cash_ledger *ledger = cash_ledger(&arena, &plan);
    const int64_t *firm = ledger->curve[PLAN_FIRM].balance;
    assert_int_equal(firm[0], 500000);
    assert_int_equal(firm[1], 200000);
    assert_int_equal(firm[2], -100000);
    assert_int_equal(firm[3], -100000 - 300000 - 2400000 + 2000000);
    assert_int_equal(firm[5], firm[4] - 300000 + 1500001 - 3333);
    assert_int_equal(firm[16], firm[15] - 300000 + 1500000 - 43390);
    const int64_t *forecast = ledger->curve[PLAN_FORECAST].balance;
    assert_int_equal(forecast[6] - firm[6], 2 * 150000 + 1000000);
    assert_int_equal(ledger->month[5].in[PLAN_FIRM], 1500001);
    assert_int_equal(ledger->month[5].in[PLAN_FORECAST], 150000);
    assert_int_equal(ledger->month[6].in[PLAN_PROMISED], 1000000);
    assert_int_equal(ledger->month[17].in[PLAN_FORECAST], 180000);
    assert_int_equal(ledger->curve[PLAN_PAID].balance[24], 500000);
    assert_int_equal(ledger->curve[PLAN_FIRM].first_red, 2);
    assert_int_equal(ledger->after[SALES], 180000);
    arena_free(&arena);
}

static void years_and_shares_tell_states_apart(void **state)
{
    struct arena arena = {0};
    struct plan_line lines[LINES];
    struct plan plan = small_plan(lines);
    struct cash_ledger *ledger = cash_ledger(&arena, &plan);
    const struct plan_year *first = &ledger->year[0];
    assert_int_equal(ledger->years, 2);
    assert_int_equal(first->needs[PLAN_FORECAST], 12 * 300000);
    assert_int_equal(first->needs[PLAN_FIRM], 2400000);
    assert_int_equal(first->resources[PLAN_FIRM], 1500001 + 2000000);
    assert_int_equal(first->service[PLAN_FIRM], 9 * 3333);
    assert_int_equal(first->gap[PLAN_FIRM], 1500001 + 2000000 - 9 * 3333 - 12 * 300000 - 2400000);
    assert_int_equal(first->gap[PLAN_PROMISED], first->gap[PLAN_FIRM] + 1000000);
    assert_int_equal(first->gap[PLAN_FORECAST], first->gap[PLAN_PROMISED] + 9 * 150000);
    const struct plan_shares *firm = &ledger->shares[PLAN_FIRM], *all = &ledger->shares[PLAN_FORECAST];
    assert_int_equal(firm->resources, 5000001);
    assert_string_equal(firm->funder, "Région");
    assert_int_equal(firm->largest_funder, 600000);
    assert_int_equal(firm->concentration, 520000);
    assert_int_equal(firm->patient, 400000);
    assert_int_equal(firm->animation_needs, 24 * 300000);
    assert_int_equal(firm->animation_resources, 3000001);
    assert_int_equal(firm->in_kind, 0);
    assert_int_equal(all->in_kind, 24 * 51800);
    assert_int_equal(all->resources, 5000001 + 1000000 + 12 * 150000 + 9 * 180000);
    arena_free(&arena);
}

static void a_red_month_tells_its_causes_the_heaviest_first(void **state)
{
    struct arena arena = {0};
    struct plan_line lines[LINES];
    struct plan plan = small_plan(lines);
    struct cash_ledger *ledger = cash_ledger(&arena, &plan);
    struct cash_why why = cash_why(&arena, ledger, PLAN_FIRM, 4);
    assert_true(why.red);
    assert_int_equal(why.since, 1);
    assert_int_equal(why.before, 200000);
    assert_int_equal(why.in, 2000000);
    assert_int_equal(why.causes[0].kind, CAUSE_SPENT);
    assert_int_equal(why.causes[0].line, WORKS);
    assert_true(why.causes[0].alone);
    assert_int_equal(why.causes[1].kind, CAUSE_LATE);
    assert_int_equal(why.causes[1].cents, 1500001);
    assert_int_equal(why.causes[1].until, 5);
    assert_true(why.causes[1].alone);
    assert_int_equal(why.causes[2].line, WAGES);
    assert_int_equal(why.causes[2].cents, 900000);
    struct buffer out = {.arena = &arena};
    cash_why_sentence(&out, ledger, PLAN_FIRM, 4, &why, 3);
    assert_contains(buffer_string(&out), "mois 4 (avril 2027)");
    assert_contains(buffer_string(&out), "«\u00A0Région\u00A0», dus à cette date et reçus au plus tard au mois 5 "
                                         "(mai 2027) (sans cela seul");
    why = cash_why(&arena, ledger, PLAN_FIRM, 12);
    bool city = false;
    for (size_t i = 0; i < why.count; i++)
        city |= why.causes[i].kind == CAUSE_NOT_COUNTED && why.causes[i].line == CITY && why.causes[i].cents == 1000000;
    assert_true(city);
    assert_false(cash_why(&arena, ledger, PLAN_FIRM, 1).red);
    arena_free(&arena);
}

static void invent(struct seeded *chance, struct plan *plan, struct plan_line *lines, struct loan *loans)
{
    *plan = (struct plan){.months = 1 + (uint32_t)seeded_below(chance, 60), .lines = lines,
                          .count = seeded_below(chance, 12),
                          .opening = (int64_t)seeded_below(chance, 2000000) - 500000};
    for (size_t i = 0; i < plan->count; i++) {
        lines[i] = (struct plan_line){.name = "x", .kind = (enum plan_kind)seeded_below(chance, PLAN_KINDS),
            .state = (enum plan_state)seeded_below(chance, PLAN_STATES), .cents = (int64_t)seeded_below(chance, 900000),
            .month = 1 + (uint32_t)seeded_below(chance, plan->months), .delay = (uint32_t)seeded_below(chance, 8)};
        if (lines[i].kind == PLAN_LOAN) {
            loans[i] = (struct loan){.kind = (enum loan_kind)seeded_below(chance, 3), .rate = 30000,
                .cents = 1 + (int64_t)seeded_below(chance, 900000), .months = 1 + (uint32_t)seeded_below(chance, 50)};
            lines[i].loan = &loans[i];
        } else if (lines[i].kind == PLAN_GRANT) {
            lines[i].parts = halves, lines[i].part_count = 2;
        } else {
            lines[i].times = (uint32_t)seeded_below(chance, 80), lines[i].every = (uint32_t)seeded_below(chance, 4);
            lines[i].growth = (int64_t)seeded_below(chance, 200000) - 100000;
        }
    }
}

static void expect_conserved(const struct plan *plan, const struct cash_ledger *ledger)
{
    int64_t by_line[12] = {0}, all = plan->opening;
    for (size_t i = 0; i < ledger->count; i++) {
        by_line[ledger->entries[i].line] += ledger->entries[i].cents;
        assert_true(ledger->entries[i].month >= 1 && ledger->entries[i].month <= plan->months);
        assert_true(i == 0 || ledger->entries[i - 1].month <= ledger->entries[i].month);
        all += ledger->entries[i].cents;
    }
    assert_int_equal(ledger->curve[PLAN_FORECAST].balance[plan->months], all);
    for (size_t i = 0; i < plan->count; i++) {
        if (plan->lines[i].kind == PLAN_GRANT)
            assert_int_equal(by_line[i] + ledger->after[i], plan->lines[i].cents);
        if (plan->lines[i].kind == PLAN_IN_KIND)
            assert_int_equal(by_line[i] + ledger->after[i], 0);
        if (plan->lines[i].loan) {
            struct arena arena = {0};
            struct loan_schedule schedule = loan_schedule(&arena, plan->lines[i].loan);
            assert_int_equal(by_line[i] + ledger->after[i], -schedule.cost);
            arena_free(&arena);
        }
    }
}

static void expect_explained(struct arena *arena, const struct cash_ledger *ledger)
{
    for (int state = 0; state < PLAN_STATES; state++)
        for (uint32_t m = 1; m <= ledger->plan->months; m++) {
            struct cash_why why = cash_why(arena, ledger, (enum plan_state)state, m);
            int64_t sum = why.before + why.in;
            for (size_t i = 0; i < why.count; i++) {
                bool went_out = why.causes[i].kind == CAUSE_SPENT || why.causes[i].kind == CAUSE_REPAID;
                sum -= went_out ? why.causes[i].cents : 0;
                assert_true(i == 0 || why.causes[i - 1].cents >= why.causes[i].cents);
            }
            assert_int_equal(why.red, ledger->curve[state].balance[m] < 0);
            if (why.red)
                assert_int_equal(sum, why.balance);
        }
}

static void every_cent_is_conserved_and_every_red_month_explained(void **state)
{
    struct seeded chance = seeded_start(21);
    for (int i = 0; i < 300; i++) {
        struct arena arena = {0};
        struct plan_line lines[12];
        struct loan loans[12];
        struct plan plan;
        size_t line;
        invent(&chance, &plan, lines, loans);
        assert_null(plan_trouble(&plan, &line));
        struct cash_ledger *ledger = cash_ledger(&arena, &plan);
        expect_conserved(&plan, ledger);
        expect_explained(&arena, ledger);
        for (uint32_t m = 1; m <= plan.months; m++)
            for (int s = PLAN_FIRM; s < PLAN_FORECAST; s++) {
                int64_t net = 0;
                for (uint32_t k = 1; k <= m; k++)
                    net += ledger->month[k].in[s + 1];
                assert_true(ledger->curve[s + 1].balance[m] <= ledger->curve[s].balance[m] + net);
            }
        arena_free(&arena);
    }
}

static void break_even_is_the_month_from_which_activity_feeds_itself(void **state)
{
    struct arena arena = {0};
    struct plan_line lines[] = {
        {.name = "Charges", .kind = PLAN_RUNNING, .cents = 1000, .month = 1, .times = 36},
        {.name = "Ventes", .kind = PLAN_SALES, .cents = 500, .month = 1, .times = 36},
        {.name = "Plus de ventes", .kind = PLAN_SALES, .cents = 600, .month = 10, .times = 27},
        {.name = "Machine", .kind = PLAN_INVESTMENT, .cents = 90000, .month = 20}};
    struct plan plan = {.months = 36, .opening = 10000, .lines = lines, .count = 4};
    struct cash_ledger *ledger = cash_ledger(&arena, &plan);
    assert_int_equal(ledger->curve[PLAN_PAID].break_even, 10);
    assert_int_equal(ledger->curve[PLAN_PAID].trough_month, 20);
    plan.months = 20;
    ledger = cash_ledger(&arena, &plan);
    assert_int_equal(ledger->curve[PLAN_PAID].break_even, 0);
    arena_free(&arena);
}

static void a_plan_that_makes_no_sense_names_its_line(void **state)
{
    struct plan_line lines[LINES];
    struct plan plan = small_plan(lines);
    struct loan broken = bank;
    static const struct plan_part short_of[] = {{0, 500000}, {1, 400000}};
    size_t line = 0;
    plan.months = 0, assert_contains(plan_trouble(&plan, &line), "1 to 240"), assert_true(line == SIZE_MAX);
    plan = small_plan(lines), lines[SALES].month = 25;
    assert_contains(plan_trouble(&plan, &line), "month of a line"), assert_int_equal(line, SALES);
    plan = small_plan(lines), lines[REGION].parts = short_of;
    assert_contains(plan_trouble(&plan, &line), "sum to 100"), assert_int_equal(line, REGION);
    plan = small_plan(lines), lines[CITY].loan = &bank;
    assert_contains(plan_trouble(&plan, &line), "nothing else"), assert_int_equal(line, CITY);
    plan = small_plan(lines), broken.months = 0, lines[BANK].loan = &broken;
    assert_contains(plan_trouble(&plan, &line), "600 months");
    plan = small_plan(lines), lines[REGION].chance = 500000;
    assert_contains(plan_trouble(&plan, &line), "certain");
    plan = small_plan(lines), lines[SALES].growth = MILLIONTHS, lines[SALES].times = 1000;
    assert_contains(plan_trouble(&plan, &line), "grows too large");
    plan = small_plan(lines), lines[WAGES].cents = -1;
    assert_contains(plan_trouble(&plan, &line), "amount"), assert_int_equal(line, WAGES);
    plan = small_plan(lines), lines[WAGES].name = " ";
    assert_contains(plan_trouble(&plan, &line), "name");
}

static void time_given_is_worth_its_dated_rate_and_never_cash(void **state)
{
    struct in_kind_rate rates[] = {{"bénévole", days_from_civil(2025, 1, 1), 1750},
                                   {"bénévole", days_from_civil(2026, 1, 1), 1850}, {"salle", 0, 4000}};
    struct in_kind_gift gift = {IN_KIND_WORK, "bénévole", days_from_civil(2026, 3, 16), 28000};
    struct in_kind_value value;
    assert_null(in_kind_value(rates, 3, &gift, &value));
    assert_int_equal(value.cents, 51800);
    assert_int_equal(value.debit, 864);
    assert_int_equal(value.credit, 875);
    gift.day = days_from_civil(2025, 12, 31);
    assert_null(in_kind_value(rates, 3, &gift, &value));
    assert_int_equal(value.cents, 49000);
    assert_int_equal(value.rate, 0);
    gift.day = days_from_civil(2024, 12, 31);
    assert_contains(in_kind_value(rates, 3, &gift, &value), "no value yet");
    gift.rate = "autre", assert_contains(in_kind_value(rates, 3, &gift, &value), "not known");
    gift.thousandths = 0, assert_contains(in_kind_value(rates, 3, &gift, &value), "quantity");
    gift.kind = IN_KINDS, assert_contains(in_kind_value(rates, 3, &gift, &value), "work");
}

const struct CMUnitTest cash_tests[] = {
    PLAIN("a small plan gives the ledger one would write by hand",
          a_small_plan_gives_the_ledger_one_would_write_by_hand),
    PLAIN("years and shares tell states apart", years_and_shares_tell_states_apart),
    PLAIN("a red month tells its causes, the heaviest first", a_red_month_tells_its_causes_the_heaviest_first),
    PLAIN("every cent is conserved, and every red month explained",
          every_cent_is_conserved_and_every_red_month_explained),
    PLAIN("break-even is the month from which activity feeds itself",
          break_even_is_the_month_from_which_activity_feeds_itself),
    PLAIN("a plan that makes no sense names its line", a_plan_that_makes_no_sense_names_its_line),
    PLAIN("time given is worth its dated rate, and never cash", time_given_is_worth_its_dated_rate_and_never_cash),
    {0}};

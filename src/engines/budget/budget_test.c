/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Budgets on what can be checked by hand, and on invented votes: axioms hold, explanations are true. */
#include "engines/budget/inside.h"
#include "engines/kernel/seeded.h"
#include "main/testing.h"

enum { MOST_PROJECTS_HERE = 12, MOST_VOTERS_HERE = 30 };

/* An election as a test writes it. */
struct written {
    struct arena arena;
    int64_t cost[MOST_PROJECTS_HERE];
    size_t start[4 * MOST_VOTERS_HERE + 1];                /* explanations double the voters */
    uint32_t project[2 * MOST_PROJECTS_HERE * MOST_VOTERS_HERE];
    struct budget_input input;
};

static void add_ballot(struct written *written, const uint32_t *projects, size_t count)
{
    struct budget_input *input = &written->input;
    size_t at = written->start[input->voters];
    memcpy(written->project + at, projects, count * sizeof *projects);
    written->start[++input->voters] = at + count;
}

static struct written *begin(int64_t budget, const int64_t *costs, uint32_t projects)
{
    struct written *written = test_calloc(1, sizeof *written);
    memcpy(written->cost, costs, projects * sizeof *costs);
    written->input = (struct budget_input){.budget = budget, .projects = projects, .cost = written->cost,
                                           .start = written->start, .project = written->project};
    return written;
}

static void end(struct written *written)
{
    arena_free(&written->arena);
    test_free(written);
}

static struct written *invent(uint64_t seed)
{
    struct seeded chance = seeded_start(seed);
    int64_t costs[MOST_PROJECTS_HERE];
    uint32_t projects = 1 + (uint32_t)seeded_below(&chance, MOST_PROJECTS_HERE), all[MOST_PROJECTS_HERE];
    for (uint32_t i = 0; i < projects; i++)
        costs[i] = 100 * (1 + (int64_t)seeded_below(&chance, 12));
    struct written *written = begin(2000 + 100 * (int64_t)seeded_below(&chance, 20), costs, projects);
    for (uint32_t voters = 1 + (uint32_t)seeded_below(&chance, MOST_VOTERS_HERE); voters > 0; voters--) {
        for (uint32_t i = 0; i < projects; i++)
            all[i] = i;
        seeded_shuffle(&chance, all, projects);
        add_ballot(written, all, 1 + seeded_below(&chance, projects));
    }
    return written;
}

static struct budget_result *choose(struct written *written, struct budget_rules rules)
{
    return budget_compute(&written->arena, &written->input, &rules);
}

static bool wins(const struct budget_result *result, uint32_t project)
{
    for (size_t i = 0; i < result->count; i++)
        if (result->wins[i].project == project)
            return true;
    return false;
}

/* Three quarters of the voters cannot take everything: the example that equal shares are for. */
static void a_third_of_the_voters_decides_on_a_third_of_the_money(void **state)
{
    static const int64_t costs[] = {100, 100, 100, 100, 100, 100};
    static const uint32_t most[] = {0, 1, 2}, few[] = {3, 4, 5};
    struct written *written = begin(300, costs, 6);
    for (int i = 0; i < 6; i++)
        add_ballot(written, i < 4 ? most : few, 3);
    struct budget_result *greedy = choose(written, (struct budget_rules){.rule = BUDGET_GREEDY});
    assert_true(wins(greedy, 0) && wins(greedy, 1) && wins(greedy, 2));
    assert_int_equal(greedy->satisfied, 4);
    struct budget_result *shares = choose(written, (struct budget_rules){.rule = BUDGET_SHARES});
    assert_true(wins(shares, 0) && wins(shares, 1) && wins(shares, 3));
    assert_int_equal(shares->satisfied, 6);
    struct budget_result *phragmen = choose(written, (struct budget_rules){.rule = BUDGET_PHRAGMEN});
    assert_true(wins(phragmen, 0) && wins(phragmen, 1) && wins(phragmen, 3));
    end(written);
}

static void greedy_rules_differ_by_what_they_do_when_money_is_short(void **state)
{
    static const int64_t costs[] = {60, 50, 30};
    static const uint32_t ballot[] = {0, 1, 2};
    struct written *written = begin(100, costs, 3);
    add_ballot(written, ballot, 1);
    add_ballot(written, ballot, 2);
    add_ballot(written, ballot, 3);
    struct budget_result *goes_on = choose(written, (struct budget_rules){.rule = BUDGET_GREEDY});
    assert_true(goes_on->count == 2 && wins(goes_on, 0) && wins(goes_on, 2));
    struct budget_result *stops = choose(written, (struct budget_rules){.rule = BUDGET_GREEDY_STOP});
    assert_true(stops->count == 1 && wins(stops, 0));
    end(written);
}

static void every_rule_funds_within_the_budget(void **state)
{
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct written *written = invent(seed);
        for (int rule = BUDGET_GREEDY; rule <= BUDGET_PHRAGMEN; rule++)
            for (int completion = 0; completion <= (rule == BUDGET_SHARES ? BUDGET_ADD_NEXT : 0); completion++) {
                struct budget_result *result = choose(written, (struct budget_rules){.rule = rule,
                    .completion = completion, .utility = seed % 2 ? BUDGET_COST : BUDGET_COUNT, .step = 1});
                int64_t cost = 0;
                for (size_t i = 0; i < result->count; i++)
                    cost += written->cost[result->wins[i].project];
                assert_true(cost == result->cost && cost <= written->input.budget);
            }
        end(written);
    }
}

/* Extended justified representation up to one project, for groups with one approved project in common: when its
 * supporters' shares cover its cost, one of them is satisfied to that worth. */
static void by_shares_no_group_that_can_pay_is_left_without_anything(void **state)
{
    for (uint64_t seed = 1; seed <= 300; seed++) {
        struct written *written = invent(seed);
        const struct budget_input *input = &written->input;
        struct budget_result *result = choose(written, (struct budget_rules){.rule = BUDGET_SHARES});
        for (uint32_t project = 0; project < input->projects; project++) {
            uint32_t supporters = 0, served = 0;
            for (uint32_t voter = 0; voter < input->voters; voter++) {
                bool supports = false, has = false;
                for (size_t i = input->start[voter]; i < input->start[voter + 1]; i++) {
                    supports = supports || input->project[i] == project;
                    has = has || wins(result, input->project[i]);
                }
                supporters += supports;
                served += supports && has;
            }
            if (supporters * input->budget >= input->cost[project] * input->voters && supporters > 0)
                assert_true(served > 0);
        }
        end(written);
    }
}

static void the_order_of_voters_changes_nothing(void **state)
{
    for (uint64_t seed = 1; seed <= 100; seed++) {
        struct written *written = invent(seed), *turned = begin(written->input.budget, written->cost,
                                                                written->input.projects);
        for (uint32_t voter = written->input.voters; voter-- > 0;)
            add_ballot(turned, written->project + written->start[voter],
                       written->start[voter + 1] - written->start[voter]);
        for (int rule = BUDGET_GREEDY; rule <= BUDGET_PHRAGMEN; rule++) {
            struct budget_result *one = choose(written, (struct budget_rules){.rule = rule});
            struct budget_result *other = choose(turned, (struct budget_rules){.rule = rule});
            assert_int_equal(one->count, other->count);
            for (size_t i = 0; i < one->count; i++)
                assert_int_equal(one->wins[i].project, other->wins[i].project);
        }
        end(written);
        end(turned);
    }
}

/* Projects under other numbers: the same ones win, unless a tie was settled by the number. */
static void the_numbers_of_projects_change_nothing(void **state)
{
    int compared = 0;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        struct written *written = invent(seed);
        uint32_t projects = written->input.projects, ballot[MOST_PROJECTS_HERE];
        int64_t costs[MOST_PROJECTS_HERE];
        for (uint32_t i = 0; i < projects; i++)
            costs[i] = written->cost[projects - 1 - i];
        struct written *turned = begin(written->input.budget, costs, projects);
        for (uint32_t voter = 0; voter < written->input.voters; voter++) {
            size_t first = written->start[voter], count = written->start[voter + 1] - first;
            for (size_t i = 0; i < count; i++)
                ballot[i] = projects - 1 - written->project[first + i];
            add_ballot(turned, ballot, count);
        }
        for (int rule = BUDGET_GREEDY; rule <= BUDGET_PHRAGMEN; rule++) {
            struct budget_result *one = choose(written, (struct budget_rules){.rule = rule});
            struct budget_result *other = choose(turned, (struct budget_rules){.rule = rule});
            bool tied = false;
            for (size_t i = 0; i < one->count; i++)
                tied = tied || one->wins[i].tied;
            for (size_t i = 0; i < one->count && !tied; i++)
                assert_true(wins(other, projects - 1 - one->wins[i].project));
            assert_true(tied || one->cost == other->cost);
            compared += !tied;
        }
        end(written);
        end(turned);
    }
    assert_true(compared > 400);
}

/* Counted greedily, a winner that one more voter supports, or that costs less, still wins. */
static void more_support_or_a_lower_cost_never_harms_a_greedy_winner(void **state)
{
    for (uint64_t seed = 1; seed <= 150; seed++) {
        struct written *written = invent(seed);
        for (int rule = BUDGET_GREEDY; rule <= BUDGET_GREEDY_COST; rule++) {
            struct budget_result *before = choose(written, (struct budget_rules){.rule = rule});
            for (size_t i = 0; i < before->count && written->input.voters < MOST_VOTERS_HERE; i++) {
                uint32_t project = before->wins[i].project;
                add_ballot(written, &project, 1);
                assert_true(wins(choose(written, (struct budget_rules){.rule = rule}), project));
                written->input.voters--;
                written->cost[project] -= 50;
                assert_true(wins(choose(written, (struct budget_rules){.rule = rule}), project));
                written->cost[project] += 50;
            }
        }
        end(written);
    }
}

/* No rule pays for what nobody asked, and what is left goes as far as it can when it is to be filled. */
static void nobody_pays_for_what_nobody_supports_and_filling_leaves_nothing_that_fits(void **state)
{
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct written *written = invent(seed);
        for (int rule = BUDGET_GREEDY; rule <= BUDGET_PHRAGMEN; rule++) {
            struct budget_result *result = choose(written, (struct budget_rules){.rule = rule, .fill = true});
            for (size_t i = 0; i < result->count; i++)
                assert_true(result->scores[result->wins[i].project] > 0);
            for (uint32_t project = 0; project < written->input.projects; project++)
                assert_true(wins(result, project) || result->scores[project] == 0
                            || result->cost + written->cost[project] > written->input.budget);
        }
        end(written);
    }
}

static bool wins_with_voters(struct written *written, struct budget_rules rules, uint32_t project, int64_t more)
{
    uint32_t voters = written->input.voters;
    for (int64_t i = 0; i < more; i++)
        add_ballot(written, &project, 1);
    bool won = wins(choose(written, rules), project);
    written->input.voters = voters;
    return won;
}

static bool wins_at(struct written *written, struct budget_rules rules, uint32_t project, int64_t cost)
{
    int64_t was = written->cost[project];
    written->cost[project] = cost;
    bool won = wins(choose(written, rules), project);
    written->cost[project] = was;
    return won;
}

/* What explanations promise, tried: one voter less, or a cent more, would not have done. By shares more voters are said
 * to come with a share of their own, which no election can show. */
static void explanations_are_true(void **state)
{
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct written *written = invent(seed);
        for (int rule = BUDGET_GREEDY; rule <= BUDGET_PHRAGMEN; rule++) {
            struct budget_rules rules = {.rule = rule, .explain = true};
            struct budget_result *result = choose(written, rules);
            for (size_t i = 0; i < result->loss_count; i++) {
                const struct budget_loss *loss = &result->losses[i];
                int64_t cost = written->cost[loss->project];
                rules.explain = false;
                if (loss->cheaper >= 0) {
                    assert_true(wins_at(written, rules, loss->project, cost - loss->cheaper));
                    assert_false(wins_at(written, rules, loss->project, cost - loss->cheaper + 1));
                }
                if (rule == BUDGET_SHARES)
                    continue;
                int64_t tried = loss->more_votes >= 0 ? loss->more_votes : written->input.voters;
                assert_int_equal(wins_with_voters(written, rules, loss->project, tried), loss->more_votes >= 0);
                assert_false(wins_with_voters(written, rules, loss->project, tried - 1));
            }
        }
        end(written);
    }
}

static void a_voter_pays_no_more_than_their_share_and_projects_are_paid_whole(void **state)
{
    struct written *written = invent(7);
    struct budget_rules rules = {.rule = BUDGET_SHARES};
    struct budget_result *result = choose(written, rules);
    struct budget_payment payments[MOST_PROJECTS_HERE];
    double share = rational_real(&written->arena, result->share), all = 0;
    for (uint32_t voter = 0; voter < written->input.voters; voter++) {
        double own = 0;
        for (size_t i = budget_payments(&written->arena, &written->input, &rules, result, voter, payments,
                                        MOST_PROJECTS_HERE); i-- > 0;)
            own += payments[i].amount;
        assert_true(own <= share * (1 + 1e-12));
        all += own;
    }
    assert_near(all, (double)result->cost, 1e-6);
    end(written);
}

static void sentences_say_the_rule_and_what_was_missing(void **state)
{
    static const int64_t costs[] = {6000, 5000};
    static const uint32_t ballot[] = {0, 1};
    static const char *const names[] = {"Le préau", "Le verger"};
    struct written *written = begin(10000, costs, 2);
    struct buffer out = {.arena = &written->arena};
    struct budget_rules rules = {.rule = BUDGET_GREEDY, .explain = true};
    add_ballot(written, ballot, 2);
    add_ballot(written, ballot, 1);
    struct budget_result *result = choose(written, rules);
    budget_rule_sentence(&out, &rules);
    assert_contains(buffer_string(&out), "du plus soutenu au moins soutenu");
    assert_int_equal(result->loss_count, 1);
    assert_int_equal(result->losses[0].cheaper, 1000);
    assert_int_equal(result->losses[0].more_votes, 1);
    budget_loss_sentence(&out, &rules, result, &result->losses[0], names);
    assert_contains(buffer_string(&out), "1 votant de plus");
    assert_contains(buffer_string(&out), "10\u00A0€");
    end(written);
}

static void the_largest_amounts_are_shared_like_others(void **state)
{
    enum { VOTERS = 4 * MOST_VOTERS_HERE };
    static const int64_t costs[] = {BUDGET_MOST / 10 * 8};
    static const uint32_t ballot[] = {0};
    struct written *written = begin(BUDGET_MOST, costs, 1);
    for (int voter = 0; voter < VOTERS; voter++)
        add_ballot(written, ballot, voter % 2);            /* half of the shares cannot pay for it, raised ones can */
    for (int completion = BUDGET_ADD_ONE; completion <= BUDGET_ADD_NEXT; completion++) {
        struct budget_result *result = choose(written, (struct budget_rules){.rule = BUDGET_SHARES,
            .completion = (enum budget_completion)completion, .step = BUDGET_MOST / VOTERS});
        assert_int_equal(result->count, 1);
        assert_true(result->raises > 0);
    }
    struct budget_result *result = choose(written, (struct budget_rules){.rule = BUDGET_SHARES,
        .completion = BUDGET_ADD_ONE, .step = INT64_MAX});
    assert_int_equal(result->raises, 0);                   /* a share beyond the whole budget is none */
    end(written);
}

const struct CMUnitTest budget_tests[] = {
    PLAIN("a third of the voters decides on a third of the money",
          a_third_of_the_voters_decides_on_a_third_of_the_money),
    PLAIN("greedy rules differ by what they do when money is short",
          greedy_rules_differ_by_what_they_do_when_money_is_short),
    PLAIN("every rule funds within the budget", every_rule_funds_within_the_budget),
    PLAIN("by shares no group that can pay is left without anything",
          by_shares_no_group_that_can_pay_is_left_without_anything),
    PLAIN("the order of voters changes nothing", the_order_of_voters_changes_nothing),
    PLAIN("the numbers of projects change nothing", the_numbers_of_projects_change_nothing),
    PLAIN("more support or a lower cost never harms a greedy winner",
          more_support_or_a_lower_cost_never_harms_a_greedy_winner),
    PLAIN("nobody pays for what nobody supports, and filling leaves nothing that fits",
          nobody_pays_for_what_nobody_supports_and_filling_leaves_nothing_that_fits),
    PLAIN("the votes and the cost told to a losing project would have funded it, one less not", explanations_are_true),
    PLAIN("a voter pays no more than their share, and projects are paid whole",
          a_voter_pays_no_more_than_their_share_and_projects_are_paid_whole),
    PLAIN("the largest amounts are shared like others", the_largest_amounts_are_shared_like_others),
    PLAIN("sentences say the rule and what was missing", sentences_say_the_rule_and_what_was_missing), {0}};

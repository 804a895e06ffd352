/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A participatory budget by equal shares. */
#include <engines/budget.h>
#include <stdio.h>

int main(void)
{
    static const int64_t cost[] = {300000, 300000, 200000};          /* cents */
    static const size_t start[] = {0, 2, 4, 5, 6};
    static const uint32_t chosen[] = {0, 1, 0, 1, 2, 2};             /* voter by voter */
    struct budget_input input = {.budget = 600000, .projects = 3, .cost = cost, .voters = 4, .start = start,
                                 .project = chosen};
    struct budget_rules rules = {.rule = BUDGET_SHARES, .utility = BUDGET_COST, .completion = BUDGET_ALONE};
    struct arena arena = {0};
    struct budget_result *result = budget_compute(&arena, &input, &rules);
    for (size_t i = 0; i < result->count; i++)
        printf("project %u, paid by %u\n", result->wins[i].project, result->wins[i].payers);
    printf("%lld of %lld cents\n", (long long)result->cost, (long long)input.budget);
    int good = result->cost <= input.budget;
    arena_free(&arena);
    return good ? 0 : 1;
}

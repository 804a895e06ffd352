/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Any bytes as an election: what is read holds together, and every rule funds within the budget. */
#include "engines/budget.h"
#include "formats/pabulib.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_ballots(const struct pabulib *election)
{
    if (election->start[election->voters] != election->choices)
        abort();
    for (uint32_t voter = 0; voter < election->voters; voter++)
        if (election->start[voter] > election->start[voter + 1])
            abort();
    for (size_t i = 0; i < election->choices; i++)
        if (election->project[i] >= election->projects || election->points[i] <= 0)
            abort();
}

static void check_rule(const struct pabulib *election, enum budget_rule rule)
{
    struct arena arena = {0};
    struct budget_input input = {election->budget, election->projects, election->cost, election->voters,
                                 election->start, election->project, election->points};
    struct budget_rules rules = {.rule = rule, .least_score = election->least_score, .fill = true, .step = 100};
    struct budget_result *result = budget_compute(&arena, &input, &rules);
    if (result->cost > election->budget || result->cost < 0)
        abort();
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct pabulib election;
    bool good = pabulib_read(&election, &arena, (const char *)data, size);
    if (good == (election.trouble != NULL))
        abort();
    if (good)
        check_ballots(&election);
    for (int rule = BUDGET_GREEDY; good && rule <= BUDGET_PHRAGMEN; rule++)
        check_rule(&election, (enum budget_rule)rule);
    arena_free(&arena);
    return 0;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The smallest team that knows three trades. */
#include <engines/setcover.h>
#include <stdio.h>

int main(void)
{
    static const int64_t cost[] = {10, 10, 15, 30};                  /* of each candidate */
    static const size_t start[] = {0, 2, 4, 6};
    static const uint32_t who[] = {0, 3, 1, 2, 2, 3};                /* who knows each trade */
    struct cover_problem problem = {.rows = 3, .columns = 4, .cost = cost, .row_start = start, .row_column = who};
    struct arena arena = {0};
    struct cover_result result = cover_solve(&arena, &problem, NULL);
    for (size_t i = 0; i < result.count; i++)
        printf("candidate %u\n", result.columns[i]);
    printf("costs %lld, nothing costs less than %lld\n", (long long)result.cost, (long long)result.bound);
    int good = result.covered && result.cost == 25 && result.bound == 25;
    arena_free(&arena);
    return good ? 0 : 1;
}

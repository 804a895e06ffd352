/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Four people, two tables of two, each with wishes. */
#include <engines/assign.h>
#include <stdio.h>

int main(void)
{
    static const uint32_t places[] = {2, 2}, wish[] = {0, 1, 0, 0, 1, 1, 0};
    static const size_t start[] = {0, 2, 3, 5, 7};
    struct assign_problem problem = {.participants = 4, .tables = 2, .colleges = 1, .places = places,
                                     .wish_start = start, .wish = wish};
    struct arena arena = {0};
    struct assign_result result = assign_solve(&arena, &problem);
    for (uint32_t i = 0; i < problem.participants; i++)
        printf("participant %u sits at table %u\n", i, result.table[i]);
    printf("cost %lld, nothing costs less than %lld\n", (long long)result.cost, (long long)result.bound);
    int good = result.placed == 4 && result.cost == result.bound && result.table[1] == 0;
    arena_free(&arena);
    return good ? 0 : 1;
}

/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Two thousand meals a day and a delivery truck: who, together? */
#include <engines/coalitions.h>
#include <stdio.h>

int main(void)
{
    static const double wanted[] = {2000, 1};
    static const double capacity[] = {1200, 900, 1, 1}, distance[] = {4, 9, 2};
    static const size_t start[] = {0, 1, 3, 4};
    static const uint32_t demand[] = {0, 0, 1, 1};
    struct team_problem problem = {.demands = 2, .wanted = wanted, .candidates = 3, .start = start, .demand = demand,
                                   .capacity = capacity, .distance = distance};
    struct arena arena = {0};
    struct teams teams = teams_find(&arena, &problem, 3);
    for (size_t t = 0; t < teams.count; t++) {
        for (size_t i = 0; i < teams.teams[t].count; i++)
            printf("candidate %u ", teams.teams[t].members[i]);
        printf("(%.0f km, gap %.2f)\n", teams.teams[t].distance, teams.teams[t].gap);
    }
    int good = teams.count > 0 && teams.teams[0].count == 2 && teams.missing_count == 0;
    arena_free(&arena);
    return good ? 0 : 1;
}

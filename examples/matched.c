/* SPDX-License-Identifier: AGPL-3.0-or-later
 * 1 000 € to add to the gifts of four projects: the number of people counts more than the amount. */
#include <engines/matched.h>
#include <stdio.h>

int main(void)
{
    static const struct { uint32_t people; int64_t cents; } projects[] = {{1, 90000}, {9, 10000}, {36, 2500}, {3, 30000}};
    struct gift gifts[49];
    uint32_t count = 0;
    for (uint32_t p = 0; p < 4; p++)
        for (uint32_t i = 0; i < projects[p].people; i++, count++)
            gifts[count] = (struct gift){count, p, projects[p].cents, 0};
    struct arena arena = {0};
    struct quadratic_question question = {.gift_count = count, .gifts = gifts, .people = count, .projects = 4,
                                          .pool = 100000, .per_project = MATCHED_NO_LIMIT};
    struct quadratic result = quadratic_run(&arena, &question);
    for (uint32_t p = 0; p < 4; p++)
        printf("%u people gave %lld cents: %lld more\n", result.givers[p], (long long)result.given[p],
               (long long)result.added[p]);
    int good = result.spent == question.pool && result.added[2] == 77778;
    arena_free(&arena);
    return good ? 0 : 1;
}

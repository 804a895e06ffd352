/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The Region waits for the city, the city for the Region: who could move first, and what it would free. */
#include <engines/commitments.h>
#include <stdio.h>

int main(void)
{
    static const char *const names[] = {"Region", "city", "bank"};
    static const struct condition if_city = {CONDITION_WHO, 1, 0, 0}, if_region = {CONDITION_WHO, 0, 0, 0};
    static const struct commitment list[] = {
        {3000000, 0, 1, &if_city, {0}}, {1000000, 0, 1, &if_region, {0}}, {500000, 1, 0, NULL, {0}}};
    struct arena arena = {0};
    struct commitments_question question = {.count = 3, .commitments = list, .groups = 2};
    struct commitments result = commitments_resolve(&arena, &question);
    printf("%lld cents are brought\n", (long long)result.total);
    for (size_t c = 0; c < result.circle_count; c++)
        for (size_t i = 0; i < result.circles[c].count; i++) {
            uint32_t who = result.circles[c].members[i];
            printf("%s waits in a circle; first, it would free %lld cents\n", names[who],
                   (long long)result.results[who].frees);
        }
    int good = result.circle_count == 1 && result.total == 500000 && result.together == 4500000;
    arena_free(&arena);
    return good ? 0 : 1;
}
